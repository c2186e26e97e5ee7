//! What a client may ask about candidate and production.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::jobs::selection::Selection;
use crate::pipeline::compare::{Model, Resources, Rules};
use crate::pipeline::robustness::Perturbation;

/// A comparison to be made on the test rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompareRequest {
    /// The run that is to be better.
    pub run: String,
    /// The run that it is held against; the model in production without one.
    pub against: Option<String>,
    pub draws: CompareDraws,
    /// Whose flips are counted: both models are asked for each row in each of these too.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub writings: BTreeSet<Perturbation>,
}

/// How often a comparison draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompareDraws {
    /// Of each bootstrap and of each randomisation, at least 1.
    pub draws: u32,
    pub seed: u32,
}

impl Default for CompareDraws {
    /// As the command line draws.
    fn default() -> CompareDraws {
        CompareDraws {
            draws: 2_000,
            seed: 2021,
        }
    }
}

/// Which of the rows that the two answer differently to show, in the order of their file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisagreementsQuery {
    /// Of which comparison, see [`CompareSummary::id`](super::summaries::CompareSummary::id).
    pub compare: u32,
    /// Only those that this one has right.
    pub right: Option<WhoIsRight>,
    /// Those of these rows.
    #[serde(default)]
    pub selection: Option<Selection>,
    pub offset: u64,
    /// Rows to give, at most 1,000.
    pub limit: u32,
}

/// Who has a row right that the two answer differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WhoIsRight {
    Candidate,
    Production,
    Neither,
}

/// The gate to be put into an archive of the candidate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GateRequest {
    /// Of which comparison, see [`CompareSummary::id`](super::summaries::CompareSummary::id).
    pub compare: u32,
    pub rules: Rules,
    /// What both models cost, where it was measured.
    pub resources: Option<Box<Resources>>,
    /// The archive's name.
    pub name: String,
}

/// What measuring the costs of both models asks. The engine that holds them hands over; in an engine of its own each model
/// is taken and called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MeasureSpec {
    /// The files of the model of either side of a comparison: [`MeasureSummary::Model`], a zip as attachment.
    ///
    /// [`MeasureSummary::Model`]: super::summaries::MeasureSummary::Model
    ModelFiles {
        compare: u32,
        of: Model,
    },
    /// The texts of the rows of a comparison: [`MeasureSummary::Texts`], JSON as attachment.
    ///
    /// [`MeasureSummary::Texts`]: super::summaries::MeasureSummary::Texts
    Texts {
        compare: u32,
    },
    /// Takes the attached model, or the attached texts: [`MeasureSummary::Taken`].
    ///
    /// [`MeasureSummary::Taken`]: super::summaries::MeasureSummary::Taken
    TakeModel,
    TakeTexts,
    /// Calls the model with rows of the texts, from the first to before the last, so many times:
    /// [`MeasureSummary::Called`].
    ///
    /// [`MeasureSummary::Called`]: super::summaries::MeasureSummary::Called
    Call {
        rows: (u64, u64),
        repeats: u32,
    },
}
