//! One batch against the model in production, by itself: what the batches before were is not asked. Stepped.

use std::sync::Arc;

use super::look::{Moved, Tested, unknown_words};
use super::model::WatchedModel;
use super::performance::{EstimatedPerformance, Judging, RealisedPerformance};
use super::record::{ClassShares, Counted};
use crate::pipeline::corpus::sha256_hex;
use crate::pipeline::drift::{
    DriftOptions, Gap, LabelCounts, Part, Scores, Side, SideRows, Tokens,
};
use crate::pipeline::run::ModelScores;
use crate::pipeline::step::Status;

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
    /// Class names, and for each text an index into them.
    pub labels: Option<(Vec<String>, Vec<u32>)>,
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
                add(&names[labels[row] as usize]);
            }
        }
        sha256_hex(&bytes)
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
    sha256: String,
    phase: Phase,
    scores: Option<ModelScores>,
    tokens: Tokens,
    rows: SideRows,
    scored: Option<Scores>,
    tested: Part<Tested>,
    unknown_words: Part<Moved>,
    estimated: Part<EstimatedPerformance>,
    judging: Option<Judging>,
    done: u32,
}

/// What a batch shows by itself.
pub struct ExaminedBatch {
    pub(super) name: String,
    pub(super) sha256: String,
    pub(super) rows: u64,
    pub(super) classes: Vec<ClassShares>,
    pub(super) tested: Part<Tested>,
    pub(super) unknown_words: Part<Moved>,
    pub(super) estimated: Part<EstimatedPerformance>,
    pub(super) realised: Part<RealisedPerformance>,
    /// For each labelled row whether production has it wrong.
    pub(super) wrong: Vec<bool>,
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
            tested: Part::Missing(Gap::NoProfile),
            unknown_words: Part::Missing(Gap::NoProfile),
            estimated: Part::Missing(Gap::NoProfile),
            judging: None,
            done: 0,
            model,
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
        let draws = if self.batch.labels.is_some() && texts > 0 {
            999usize.div_ceil(draws_of(self.batch.texts.len()))
        } else {
            0
        };
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
            Status::Converged
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
        let labels = self.batch.labels.as_ref();
        if let Some(profile) = self.model.profile() {
            let side: Side = std::mem::take(&mut self.rows)
                .finish(labels.map(|(names, labels)| (&names[..], &labels[..])));
            let side = match &self.scored {
                Some(scores) => side.with_scores(scores.clone()),
                None => side,
            };
            let report = profile.report(&side, &DriftOptions::default());
            self.tested = Part::Measured(Tested::new(&report));
            self.unknown_words = unknown_words(&report);
            self.estimated = EstimatedPerformance::of(&report.predictions);
        }
        self.done += 1;
        self.phase = Phase::Done;
        if let (Some((names, labels)), Some(scores)) = (labels, &self.scored)
            && !labels.is_empty()
        {
            self.judging = Some(Judging::new(
                names,
                labels,
                &scores.classes,
                &scores.predicted,
            ));
            self.phase = Phase::Judge;
        }
    }

    fn judge(&mut self) {
        let draws = draws_of(self.batch.texts.len());
        self.done += 1;
        let is_running = self
            .judging
            .as_mut()
            .is_some_and(|judging| judging.step(draws).is_running());
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
        let labels = self.batch.labels.as_ref();
        ExaminedBatch {
            classes: class_shares(&self.model, labels, &scores),
            rows: self.batch.texts.len() as u64,
            wrong: self.judging.as_ref().map_or_else(Vec::new, Judging::wrong),
            realised: match self.judging {
                Some(judging) => Part::Measured(judging.finish(facts)),
                None if labels.is_some() => Part::Missing(Gap::EmptyCurrent),
                None => Part::Missing(Gap::UnlabelledCurrent),
            },
            tested: self.tested,
            unknown_words: self.unknown_words,
            estimated: self.estimated,
            name: self.batch.name,
            sha256: self.sha256,
        }
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

fn class_shares(
    model: &WatchedModel,
    labels: Option<&(Vec<String>, Vec<u32>)>,
    scores: &Scores,
) -> Vec<ClassShares> {
    let facts = model.facts();
    let known: Vec<(String, u64)> = facts
        .classes
        .iter()
        .map(|class| (class.clone(), 0))
        .collect();
    let predicted = LabelCounts::of_counted(&known, &scores.classes, &scores.predicted);
    let labelled = labels.map(|(names, labels)| LabelCounts::of_counted(&known, names, labels));
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
