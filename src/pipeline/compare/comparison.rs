//! All that is counted and drawn of a candidate: against the model in production and against the most frequent class, on the
//! same rows, as one stepped work.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::agreement::{Agreement, McNemar};
use super::intervals::tango;
use super::resampling::{Differences, Resampling};
use super::rows::{Models, PairedRows, RecallDifference};
use crate::pipeline::drift::Estimate;
use crate::pipeline::metrics::Evaluation;
use crate::pipeline::step::Status;

/// How the candidate stands to another classifier.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct Pair {
    pub agreement: Agreement,
    /// Rows whose two answers differ, right or wrong.
    pub differing: u64,
    pub mcnemar: McNemar,
    /// The difference of F1 micro as one of proportions, see [`tango`].
    pub tango: Estimate,
    pub differences: Differences,
    /// Of each class that has a row.
    pub recalls: Vec<RecallDifference>,
    /// What the two can give; the baseline takes production's place where the candidate is compared with it.
    #[serde(default)]
    pub models: Models,
}

impl Pair {
    /// `differences` are those of the same rows.
    pub fn new(rows: &PairedRows, differences: Differences) -> Pair {
        let agreement = rows.agreement();
        Pair {
            mcnemar: McNemar::new(&agreement),
            tango: tango(&agreement),
            agreement,
            differing: rows.differing(),
            differences,
            recalls: rows.recalls(),
            models: rows.models().clone(),
        }
    }
}

#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct Comparison {
    pub candidate: Evaluation,
    pub production: Evaluation,
    /// Of giving every row `baseline_class`.
    pub baseline: Evaluation,
    pub baseline_class: String,
    pub against_production: Pair,
    pub against_baseline: Pair,
}

impl Comparison {
    /// The same with PolEval's own scores, for rows whose labels have PolEval's names by choice or since they are PolEval's.
    pub fn with_poleval_scores(self) -> Comparison {
        Comparison {
            candidate: self.candidate.with_poleval_scores(),
            production: self.production.with_poleval_scores(),
            baseline: self.baseline.with_poleval_scores(),
            ..self
        }
    }
}

/// A comparison at work.
pub struct CompareWork {
    rows: PairedRows,
    baseline_rows: PairedRows,
    against_production: Resampling,
    against_baseline: Resampling,
}

impl CompareWork {
    /// `baseline_class` is the most frequent class of the training rows, an index into the classes of `rows`; `draws` are
    /// those of each bootstrap and of each randomisation.
    ///
    /// # Panics
    /// If there is no such class, `draws` is 0, or there are 2^32 rows or more.
    pub fn new(rows: PairedRows, baseline_class: u32, draws: u32, seed: u32) -> CompareWork {
        let baseline_rows = rows.against_baseline(baseline_class);
        CompareWork {
            against_production: Resampling::new(&rows, draws, seed),
            against_baseline: Resampling::new(&baseline_rows, draws, seed),
            rows,
            baseline_rows,
        }
    }

    /// Draws that are done; ends at [`CompareWork::total`].
    pub fn done(&self) -> u32 {
        self.against_production.done() + self.against_baseline.done()
    }

    pub fn total(&self) -> u32 {
        self.against_production.total() + self.against_baseline.total()
    }

    /// Up to `budget` draws.
    pub fn step(&mut self, budget: u32) -> Status {
        let before = self.against_production.done();
        if self.against_production.step(budget).is_running() {
            return Status::Running;
        }
        let left = budget - (self.against_production.done() - before);
        self.against_baseline.step(left)
    }

    /// None while there are draws to do.
    pub fn finish(self) -> Option<Comparison> {
        let evaluate =
            |predicted: &[u32]| Evaluation::new(self.rows.classes(), self.rows.truth(), predicted);
        let baseline_class = self.baseline_rows.production()[0] as usize;
        Some(Comparison {
            candidate: evaluate(self.rows.candidate()),
            production: evaluate(self.rows.production()),
            baseline: evaluate(self.baseline_rows.production()),
            baseline_class: self.rows.classes()[baseline_class].clone(),
            against_production: Pair::new(&self.rows, self.against_production.finish()?),
            against_baseline: Pair::new(&self.baseline_rows, self.against_baseline.finish()?),
        })
    }
}
