//! A comparison at work: both models answer the test rows, then chance is drawn.

use std::sync::Arc;

use super::held::{HeldCompare, who_is_right};
use super::request::{CompareDraws, CompareRequest};
use super::summaries::{CompareSummary, ComparedModel, DisagreementCounts};
use crate::jobs::engine_data::EngineData;
use crate::jobs::items::Item;
use crate::jobs::job::{Answer, Job};
use crate::jobs::protocol::{JobId, Outcome};
use crate::jobs::store::Value;
use crate::jobs::summaries::Progress;
use crate::message;
use crate::pipeline::classifier::{PreparedClassifier, TextClassifier};
use crate::pipeline::compare::{CompareWork, Comparison, FlipsOfBoth};
use crate::pipeline::corpus::{Corpus, DataSet, LabelledSet, SetName};
use crate::pipeline::error::{Code, Error};
use crate::pipeline::robustness::{Perturbation, RobustnessWork, answers};
use crate::pipeline::run::record::ClassCounts;
use crate::pipeline::run::{ModelScores, RunRecord, paired_rows};
use crate::pipeline::time::UnixMillis;

/// Texts that one step asks one of the models about, in all their writings.
const TEXTS_A_STEP: usize = 16;
/// Rows that one step draws, in all its draws.
const ROWS_A_STEP: usize = 50_000;
/// Share of the whole that the answers take, about.
const ANSWERS_SHARE: f64 = 0.5;

/// What a comparison is made of, step by step.
pub(in crate::jobs) struct CompareJob {
    id: JobId,
    wanted: CompareDraws,
    rows: Arc<LabelledSet>,
    /// Of each row its number in the test set.
    numbers: Vec<u32>,
    n_left_out: u64,
    class_counts: ClassCounts,
    models: [Asked; 2],
    draws: Option<CompareWork>,
}

/// A model that is asked about each row.
struct Asked {
    about: ComparedModel,
    model: Arc<TextClassifier>,
    /// Made by the first question.
    prepared: Option<PreparedClassifier>,
    scores: ModelScores,
    flips: RobustnessWork,
}

impl Asked {
    fn new(
        (about, model): (ComparedModel, Arc<TextClassifier>),
        row_classes: &[String],
        request: &CompareRequest,
    ) -> Asked {
        let writings: Vec<Perturbation> = request.writings.iter().copied().collect();
        let seed = request.draws.seed;
        Asked {
            scores: ModelScores::new(&model, &about.model_sha256),
            flips: RobustnessWork::new(row_classes, &model.classes, &writings, seed),
            about,
            model,
            prepared: None,
        }
    }

    /// About rows that follow on those before.
    fn ask(&mut self, (texts, labels): (&[String], &[u32])) -> Result<(), Error> {
        let prepared = match &mut self.prepared {
            Some(prepared) => prepared,
            unprepared => unprepared.insert(self.model.prepare()?),
        };
        self.scores.add(prepared, texts);
        if self.flips.n_writings() > 0 {
            self.flips
                .add(texts, labels, |texts| answers(prepared, texts));
        }
        Ok(())
    }
}

impl CompareJob {
    /// # Errors
    /// A run that is not held, no model in production, no labelled test rows, no draws.
    pub fn new(
        held: &mut EngineData,
        id: JobId,
        request: CompareRequest,
    ) -> Result<CompareJob, Error> {
        if request.draws.draws == 0 {
            return Err(Error::new(
                Code::InvalidParameter,
                message!("error-no-draws"),
                message!("error-more-draws"),
            ));
        }
        let loaded = held.given.data.as_ref();
        let loaded = loaded.map(|loaded| Arc::clone(&loaded.set));
        let in_production = held.given.production.as_ref().map(|model| {
            let (production, card) = (&model.production, &model.card);
            let about = ComparedModel {
                run_id: card.run_id.clone(),
                run_name: card.run_name.clone(),
                model_sha256: card.model_sha256.clone(),
            };
            (about, Arc::clone(&production.model))
        });
        let (other, other_model) = match &request.against {
            None => in_production.ok_or_else(no_production)?,
            Some(against) => {
                let record = &held.run(against)?.record;
                (about(record), Arc::clone(&record.model))
            }
        };
        let run = held.run(&request.run)?;
        let record = Arc::clone(&run.record);
        // What is loaded, else what the run was made from.
        let own = run.data().ok().map(Arc::clone);
        let with_test = |data: &Arc<DataSet>| data.test.is_some();
        let data = loaded.filter(with_test).or(own.filter(with_test));
        let data = data.ok_or_else(no_rows)?;
        let test = data.test.as_ref().ok_or_else(no_rows)?;
        let n = test.texts.len();
        let numbers: Vec<u32> = match run.is_of(&data) {
            true => record.data.excluded.kept(SetName::Test, n),
            false => (0u32..).take(n).collect(),
        };
        let of_row = |&row: &u32| test.labels[row as usize];
        let corpus = Corpus {
            texts: numbers
                .iter()
                .map(|&row| test.texts[row as usize].clone())
                .collect(),
            labels: numbers.iter().map(of_row).collect(),
            ..test.clone()
        };
        Ok(CompareJob {
            id,
            wanted: request.draws,
            rows: Arc::new(LabelledSet {
                classes: data.classes.clone(),
                corpus,
                naming: data.naming.clone(),
            }),
            n_left_out: (n - numbers.len()) as u64,
            numbers,
            class_counts: record.class_counts.clone(),
            models: [
                (about(&record), Arc::clone(&record.model)),
                (other, other_model),
            ]
            .map(|model| Asked::new(model, &data.classes, &request)),
            draws: None,
        })
    }

    /// Share of the answers that are there.
    fn answered(&self) -> f64 {
        let done: usize = self.models.iter().map(|model| model.scores.done()).sum();
        done as f64 / (2 * self.numbers.len()).max(1) as f64
    }

    /// Asks one of the models about some more rows; whether there were any.
    fn ask(&mut self) -> Result<bool, Error> {
        let Corpus { texts, labels, .. } = &self.rows.corpus;
        let behind = |model: &&mut Asked| model.scores.done() < texts.len();
        let Some(model) = self.models.iter_mut().find(behind) else {
            return Ok(false);
        };
        let begin = model.scores.done();
        let at_once = (TEXTS_A_STEP / (1 + model.flips.n_writings())).max(1);
        let rows = begin..(begin + at_once).min(texts.len());
        model.ask((&texts[rows.clone()], &labels[rows]))?;
        Ok(true)
    }
}

impl Job for CompareJob {
    fn step(&mut self, held: &mut EngineData, _now: UnixMillis) -> Result<Option<Answer>, Error> {
        if self.ask()? {
            return Ok(None);
        }
        let budget = (ROWS_A_STEP / self.numbers.len().max(1)).max(1);
        let Some(draws) = &mut self.draws else {
            let [candidate, production] = self.models.each_ref().map(|model| model.scores.so_far());
            let rows = paired_rows(&self.rows, &candidate, &production)?;
            let majority = majority(&self.class_counts, rows.classes());
            let CompareDraws { draws, seed } = self.wanted;
            self.draws = Some(CompareWork::new(rows, majority, draws, seed));
            return Ok(None);
        };
        if draws.step(budget as u32).is_running() {
            return Ok(None);
        }
        let over = || Error::bug(message!("error-bug-beyond-end"));
        let comparison = self.draws.take().and_then(CompareWork::finish);
        let comparison = match self.rows.naming.is_poleval() {
            true => comparison.map(Comparison::with_poleval_scores),
            false => comparison,
        };
        let scores = self.models.each_ref().map(|model| model.scores.so_far());
        let mut classes: Vec<String> = [&self.rows.classes, &scores[0].classes, &scores[1].classes]
            .map(|classes| classes.to_vec())
            .concat();
        classes.sort();
        classes.dedup();
        let [candidate, production] = self.models.each_ref().map(|model| model.about.clone());
        let [flips, flips_of_production] = self.models.each_ref().map(|model| model.flips.so_far());
        let mut card = CompareSummary {
            id: self.id.0,
            comparison: Box::new(comparison.ok_or_else(over)?),
            flips: FlipsOfBoth::by_writing(&flips, &flips_of_production),
            classes,
            candidate,
            production,
            n_rows: self.numbers.len() as u64,
            n_left_out: self.n_left_out,
            disagreements: DisagreementCounts::default(),
        };
        let last = HeldCompare::new(
            Arc::clone(&self.rows),
            std::mem::take(&mut self.numbers),
            self.models.each_ref().map(|asked| Arc::clone(&asked.model)),
            scores,
            &card,
        );
        for found in &last.found {
            card.disagreements.add(who_is_right(found));
        }
        let value = Value::Compare(Arc::new(last));
        held.store.put(Item::Compare(self.id), value);
        Ok(Some(Answer::new(Outcome::Compare(card))))
    }

    fn progress(&mut self) -> Progress {
        let (stage, fraction, done) = match &self.draws {
            None => {
                let share = self.answered();
                ("compare_answers", share, share * ANSWERS_SHARE)
            }
            Some(draws) => {
                let share = f64::from(draws.done()) / f64::from(draws.total());
                let done = ANSWERS_SHARE + share * (1.0 - ANSWERS_SHARE);
                ("compare_draws", share, done)
            }
        };
        Progress {
            stage: stage.into(),
            fraction: Some(fraction),
            done,
            ..Progress::default()
        }
    }
}

/// A run as a side of the comparison.
fn about(record: &RunRecord) -> ComparedModel {
    ComparedModel {
        run_id: record.run_id.clone(),
        run_name: record.config.run.name.clone(),
        model_sha256: record.model_sha256.clone(),
    }
}

/// The class that most training rows have, by its place; of several the first.
fn majority(counts: &ClassCounts, classes: &[String]) -> u32 {
    let of = |class: &String| {
        let rows = |part: &std::collections::BTreeMap<String, u64>| part.get(class).copied();
        rows(&counts.train).unwrap_or(0) + rows(&counts.validation).unwrap_or(0)
    };
    let most = classes.iter().map(of).max();
    let place = classes.iter().position(|class| Some(of(class)) == most);
    place.unwrap_or(0) as u32
}

fn no_rows() -> Error {
    Error::new(
        Code::MissingFile,
        message!("error-no-test-rows"),
        message!("error-load-test-set"),
    )
}

pub(super) fn no_production() -> Error {
    Error::new(
        Code::Usage,
        message!("error-no-production-to-compare"),
        message!("error-promote-or-load"),
    )
}
