//! One batch against the model in production, by itself: what the batches before were is not asked. Stepped.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::error_stream::LabelledRow;
use super::kept::{KeptRows, text_digest};
use super::look::{Moved, Tested, unknown_words};
use super::model::{ModelFacts, WatchedModel};
use super::performance::{EstimatedPerformance, Judging, RealisedPerformance};
use super::record::{ClassShares, Counted};
use crate::pipeline::corpus::sha256_hex;
use crate::pipeline::drift::{
    DriftOptions, DriftReport, LabelCounts, Measurement, Scores, Side, SideRows, Tokens,
    Unavailable,
};
use crate::pipeline::run::ModelScores;
use crate::pipeline::step::{Status, Stepped};

/// Texts in a unit of work.
const TEXTS: usize = 64;
/// Rows that a unit of the bootstrap draws, about.
const DRAWN_ROWS: usize = 50_000;

/// Rows that came together, in their order.
#[derive(Debug, Clone, PartialEq)]
pub struct Batch {
    /// A file, rows of a file, a day: what people call it.
    pub name: String,
    pub texts: Vec<String>,
    /// Class names, and for each text an index into them, or none for a row whose label has not come.
    pub labels: Option<(Vec<String>, Vec<Option<u32>>)>,
}

impl Batch {
    /// What the batch is known by: the SHA-256 of its texts and labels in their order, whatever file they lay in.
    pub fn sha256(&self) -> String {
        let mut bytes = Vec::new();
        let mut add = |text: &str| {
            // With its length, so that no two batches give the same bytes.
            bytes.extend((text.len() as u64).to_le_bytes());
            bytes.extend(text.as_bytes());
        };
        add(if self.labels.is_some() {
            "labelled"
        } else {
            "unlabelled"
        });
        for (row, text) in self.texts.iter().enumerate() {
            add(text);
            if let Some((names, labels)) = &self.labels {
                add(match labels[row] {
                    Some(label) => &names[label as usize],
                    // No class has a name with a NUL.
                    None => "\0",
                });
            }
        }
        sha256_hex(&bytes)
    }
}

/// The labels that are there: for each the row, from 0, and an index into the names.
struct Labels {
    names: Vec<String>,
    rows: Vec<usize>,
    classes: Vec<u32>,
}

impl Labels {
    /// None where no row has one.
    fn of(given: &Option<(Vec<String>, Vec<Option<u32>>)>) -> Option<Labels> {
        let (names, labels) = given.as_ref()?;
        let (rows, classes): (Vec<usize>, Vec<u32>) = labels
            .iter()
            .enumerate()
            .filter_map(|(row, label)| Some((row, (*label)?)))
            .unzip();
        (!rows.is_empty()).then(|| Labels {
            names: names.clone(),
            rows,
            classes,
        })
    }
}

/// Where the work on a batch stands. A shell that takes the time of predicting measures the steps in that phase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    Predict,
    Describe,
    Compare,
    Judge,
    Done,
}

/// A batch at work.
pub struct BatchWork {
    model: Arc<WatchedModel>,
    batch: Batch,
    labels: Option<Labels>,
    sha256: String,
    phase: Phase,
    scores: Option<ModelScores>,
    tokens: Tokens,
    rows: SideRows,
    scored: Option<Scores>,
    tested: Measurement<Tested>,
    unknown_words: Measurement<Moved>,
    estimated: Measurement<EstimatedPerformance>,
    learned: u64,
    /// The report that it is compared by, while that is being made.
    comparing: Option<Stepped<DriftReport>>,
    judging: Option<Judging>,
    done: u32,
}

/// What a batch shows by itself.
pub struct ExaminedBatch {
    pub(super) name: String,
    pub(super) sha256: String,
    pub(super) rows: u64,
    pub(super) classes: Vec<ClassShares>,
    pub(super) tested: Measurement<Tested>,
    pub(super) unknown_words: Measurement<Moved>,
    pub(super) estimated: Measurement<EstimatedPerformance>,
    pub(super) realised: Measurement<RealisedPerformance>,
    /// Rows whose text stands before them.
    pub(super) copies: u64,
    /// Rows that production has learned from.
    pub(super) learned: u64,
    /// In their order.
    pub(super) labelled: Vec<LabelledRow>,
    pub(super) kept: KeptRows,
}

impl BatchWork {
    pub fn new(model: impl Into<Arc<WatchedModel>>, batch: Batch) -> BatchWork {
        let model = model.into();
        BatchWork {
            sha256: batch.sha256(),
            phase: Phase::Predict,
            scores: Some(model.no_scores()),
            tokens: Tokens::new(),
            rows: SideRows::new(),
            scored: None,
            tested: Measurement::Missing(Unavailable::NoProfile),
            unknown_words: Measurement::Missing(Unavailable::NoProfile),
            estimated: Measurement::Missing(Unavailable::NoProfile),
            learned: 0,
            comparing: None,
            judging: None,
            done: 0,
            model,
            labels: Labels::of(&batch.labels),
            batch,
        }
    }

    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// Units of work done; never falls.
    pub fn done(&self) -> u32 {
        self.done
    }

    /// Units of work in all.
    pub fn total(&self) -> u32 {
        let texts = self.batch.texts.len().div_ceil(TEXTS);
        let draws = self
            .labels
            .as_ref()
            .map_or(0, |labels| 999usize.div_ceil(draws_of(labels.rows.len())));
        (2 * texts + 1 + draws) as u32
    }

    /// Does up to `budget` units, each some texts or some draws, but none beyond the end of a phase: whoever takes the time of
    /// one takes that of no other.
    pub fn step(&mut self, budget: u32) -> Status {
        let phase = self.phase;
        for _ in 0..budget {
            if self.phase != phase {
                break;
            }
            match phase {
                Phase::Predict => self.predict(),
                Phase::Describe => self.describe(),
                Phase::Compare => self.compare(),
                Phase::Judge => self.judge(),
                Phase::Done => break,
            }
        }
        if self.phase == Phase::Done {
            Status::Done
        } else {
            Status::Running
        }
    }

    fn predict(&mut self) {
        let Some(scores) = &mut self.scores else {
            self.phase = Phase::Describe;
            return;
        };
        let from = scores.done();
        let to = (from + TEXTS).min(self.batch.texts.len());
        if from < to {
            scores.add(self.model.classifier(), &self.batch.texts[from..to]);
            self.done += 1;
        }
        if to == self.batch.texts.len() {
            self.scored = self.scores.take().map(ModelScores::finish);
            self.phase = Phase::Describe;
        }
    }

    fn describe(&mut self) {
        let from = self.rows.len();
        let to = (from + TEXTS).min(self.batch.texts.len());
        for text in &self.batch.texts[from..to] {
            self.rows.add(&self.tokens, text);
        }
        if from < to {
            self.done += 1;
        }
        if to == self.batch.texts.len() {
            self.phase = Phase::Compare;
        }
    }

    fn compare(&mut self) {
        let labels = self.labels.as_ref();
        if let Some(profile) = self.model.profile() {
            let comparing = self.comparing.get_or_insert_with(|| {
                let given = self.batch.labels.as_ref().filter(|_| labels.is_some());
                let side: Side = std::mem::take(&mut self.rows)
                    .finish_partly(given.map(|(names, labels)| (&names[..], &labels[..])));
                let side = match &self.scored {
                    Some(scores) => side.with_scores(scores.clone()),
                    None => side,
                };
                let profile = Arc::clone(profile);
                let options = DriftOptions::default();
                Stepped::new(async move { profile.report_stepwise(&side, &options).await })
            });
            let Some(report) = comparing.step() else {
                return;
            };
            self.comparing = None;
            self.tested = Measurement::Measured(Tested::new(&report));
            self.unknown_words = unknown_words(&report);
            self.estimated = EstimatedPerformance::of(&report.predictions);
            self.learned = report.overlap.shared();
        }
        self.done += 1;
        self.phase = Phase::Done;
        if let (Some(labels), Some(scores)) = (labels, &self.scored) {
            let predicted: Vec<u32> = labels
                .rows
                .iter()
                .map(|&row| scores.predicted[row])
                .collect();
            self.judging = Some(Judging::new(
                &labels.names,
                &labels.classes,
                &scores.classes,
                &predicted,
            ));
            self.phase = Phase::Judge;
        }
    }

    fn judge(&mut self) {
        let n_labelled = self.labels.as_ref().map_or(0, |labels| labels.rows.len());
        self.done += 1;
        let is_running = self
            .judging
            .as_mut()
            .is_some_and(|judging| judging.step(draws_of(n_labelled)).is_running());
        if !is_running {
            self.phase = Phase::Done;
        }
    }

    /// What was found, once no step is [`Status::Running`].
    ///
    /// # Panics
    /// If the work is not done.
    pub fn finish(self) -> ExaminedBatch {
        assert_eq!(self.phase, Phase::Done, "the work is not done");
        let facts = self.model.facts();
        let scores = self.scored.expect("every text is scored");
        let labels = self.labels.as_ref();
        let classes = class_shares(facts, labels, &scores);
        let kept = kept_rows(facts, &classes, &self.batch.texts, labels, &scores);
        let mut seen = BTreeSet::new();
        let copies = kept.digests.iter().filter(|digest| !seen.insert(**digest));
        ExaminedBatch {
            rows: self.batch.texts.len() as u64,
            copies: copies.count() as u64,
            learned: self.learned,
            labelled: labelled_rows(&kept, 0..kept.len()),
            realised: match self.judging {
                Some(judging) => Measurement::Measured(judging.finish(facts)),
                None if self.batch.texts.is_empty() => {
                    Measurement::Missing(Unavailable::EmptyCurrent)
                }
                None => Measurement::Missing(Unavailable::UnlabelledCurrent),
            },
            classes,
            kept,
            tested: self.tested,
            unknown_words: self.unknown_words,
            estimated: self.estimated,
            name: self.batch.name,
            sha256: self.sha256,
        }
    }
}

/// Those of the rows that have a label.
pub(super) fn labelled_rows(
    kept: &KeptRows,
    rows: impl IntoIterator<Item = usize>,
) -> Vec<LabelledRow> {
    let mut seen = BTreeSet::new();
    let labelled = |row: usize| {
        let label = kept.labels[row]?;
        Some(LabelledRow {
            row: row as u64 + 1,
            wrong: label != kept.predicted[row],
            label,
            fits: label == kept.looks_like[row],
            is_copy: !seen.insert(kept.digests[row]),
        })
    };
    rows.into_iter().filter_map(labelled).collect()
}

fn kept_rows(
    facts: &ModelFacts,
    classes: &[ClassShares],
    texts: &[String],
    labels: Option<&Labels>,
    scores: &Scores,
) -> KeptRows {
    let places = |names: &[String]| -> Vec<u32> {
        let place = |name: &String| {
            let place = classes.iter().position(|class| class.class == *name);
            place.unwrap_or_default() as u32
        };
        names.iter().map(place).collect()
    };
    let predicted = places(&scores.classes);
    let mut of_rows = vec![None; texts.len()];
    if let Some(labels) = labels {
        let named = places(&labels.names);
        for (&row, &class) in labels.rows.iter().zip(&labels.classes) {
            of_rows[row] = Some(named[class as usize]);
        }
    }
    KeptRows {
        digests: texts.iter().map(|text| text_digest(text)).collect(),
        predicted: scores
            .predicted
            .iter()
            .map(|&class| predicted[class as usize])
            .collect(),
        looks_like: facts.looks_like(scores),
        labels: of_rows,
    }
}

impl ExaminedBatch {
    pub fn name(&self) -> &str {
        &self.name
    }
}

/// Draws of the bootstrap in a unit.
fn draws_of(rows: usize) -> usize {
    (DRAWN_ROWS / rows.max(1)).clamp(1, 100)
}

fn class_shares(facts: &ModelFacts, labels: Option<&Labels>, scores: &Scores) -> Vec<ClassShares> {
    let known: Vec<(String, u64)> = facts
        .classes
        .iter()
        .map(|class| (class.clone(), 0))
        .collect();
    let predicted = LabelCounts::of_counted(&known, &scores.classes, &scores.predicted);
    let labelled =
        labels.map(|labels| LabelCounts::of_counted(&known, &labels.names, &labels.classes));
    // The model's classes are production's, so that only labels name others.
    let classes = labelled.as_ref().map_or(&predicted, |counts| counts);
    (0..classes.classes.len())
        .map(|at| {
            let class = &classes.classes[at];
            let counted = |counts: &LabelCounts| {
                let rows = counts.current.get(at).copied().unwrap_or_default();
                Counted::new(rows, counts.current.iter().sum())
            };
            ClassShares {
                training: facts.share_of(class),
                predicted_training: facts.predicted_share_of(class),
                labelled: labelled.as_ref().and_then(counted),
                predicted: counted(&predicted),
                class: class.clone(),
            }
        })
        .collect()
}
