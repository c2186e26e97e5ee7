//! What the answers about candidate and production hold.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::request::WhoIsRight;
use crate::jobs::summaries::{Page, TextRow};
use crate::pipeline::compare::{Comparison, FlipsOfBoth};
use crate::pipeline::drift::ScoreKind;
use crate::pipeline::robustness::Perturbation;

/// A comparison as a view needs it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CompareSummary {
    /// Number of the job that made it.
    pub id: u32,
    pub comparison: Box<Comparison>,
    /// By the writings that were asked for.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub flips: BTreeMap<Perturbation, FlipsOfBoth>,
    /// Of the rows and of both models, sorted by code point; labels index them.
    pub classes: Vec<String>,
    pub candidate: ComparedModel,
    pub production: ComparedModel,
    /// Test rows that both answered.
    pub n_rows: u64,
    /// Test rows that the run leaves out.
    pub n_left_out: u64,
    /// Rows that they answer differently, by who has them right.
    pub disagreements: DisagreementCounts,
}

/// One of the two models.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComparedModel {
    pub run_id: String,
    pub run_name: String,
    pub model_sha256: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DisagreementCounts {
    pub candidate: u64,
    pub production: u64,
    pub neither: u64,
}

impl DisagreementCounts {
    /// Of those that this one has right, or of all.
    pub fn of(self, right: Option<WhoIsRight>) -> u64 {
        match right {
            None => self.candidate + self.production + self.neither,
            Some(WhoIsRight::Candidate) => self.candidate,
            Some(WhoIsRight::Production) => self.production,
            Some(WhoIsRight::Neither) => self.neither,
        }
    }

    pub fn add(&mut self, right: WhoIsRight) {
        *match right {
            WhoIsRight::Candidate => &mut self.candidate,
            WhoIsRight::Production => &mut self.production,
            WhoIsRight::Neither => &mut self.neither,
        } += 1;
    }
}

/// A page of the rows that they answer differently.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DisagreementPage {
    /// Those of one count where one was asked for.
    pub page: Page<Disagreement>,
    /// Of all of them that are picked.
    pub counts: DisagreementCounts,
}

/// A row that they answer differently.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Disagreement {
    /// From 0, in the order of its file.
    pub row: u32,
    pub text: String,
    pub truth: u32,
    pub candidate: Answered,
    pub production: Answered,
}

impl TextRow for Disagreement {
    fn row(&self) -> u32 {
        self.row
    }

    fn text(&self) -> String {
        self.text.clone()
    }

    fn label(&self) -> Option<u32> {
        Some(self.truth)
    }

    fn others(&self) -> [u32; 3] {
        [self.truth, self.candidate.label, self.production.label]
    }
}

/// What a model says of a row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answered {
    pub label: u32,
    /// One value for each class; none for a class that the model does not know.
    pub scores: Vec<Option<f64>>,
    /// What they are.
    pub kind: ScoreKind,
}

/// What measuring the costs of both models answers.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MeasureSummary {
    Model {
        /// Of the model's files, unpacked.
        model_bytes: u64,
    },
    Texts {
        n_rows: u64,
    },
    Taken {
        /// What the engine held before it took it, where that can be told.
        memory_bytes: Option<u64>,
    },
    Called {
        /// Of all calls together.
        seconds: f64,
        /// What the engine holds now; WebAssembly memory never shrinks, so that it is the most that it ever held.
        memory_bytes: Option<u64>,
    },
}
