//! What a client may ask about drift.

use serde::{Deserialize, Serialize};

use crate::document::EvaluatedSet;
use crate::jobs::selection::Selection;
use crate::message;
use crate::message::Message;
use crate::pipeline::corpus::SetName;
use crate::pipeline::drift::{Draws, DriftOptions, Family, Planted};

/// A drift report to be made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DriftRequest {
    pub reference: DriftSource,
    pub current: DriftSource,
    /// Planted into the current rows.
    pub planted: Option<Planted>,
    /// The run whose model scores the rows, where the reference is not production's and the rows are those of the run.
    pub scored_by: Option<String>,
    pub options: DriftOptions,
    pub draws: Draws,
}

/// Where one side of a report comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DriftSource {
    /// The loaded data, a set of them or a range of its rows in the order of the file.
    Rows {
        set: SetName,
        /// The first row, from 0, and the one after the last; all rows without it.
        range: Option<(u64, u64)>,
    },
    /// What the archive of the model in production keeps of the rows that it learned from.
    Production,
}

impl DriftSource {
    /// What its rows are called.
    pub fn name(&self) -> Message {
        let (set, range) = match self {
            DriftSource::Production => return message!("drift-production-rows"),
            DriftSource::Rows { set, range } => (*set, *range),
        };
        let set = match set {
            SetName::Train => EvaluatedSet::Train,
            SetName::Test => EvaluatedSet::Test,
        };
        match range {
            None => set.name(),
            Some((first, end)) => message!(
                "drift-rows-of",
                first = first + 1,
                last = end,
                set = set.name()
            ),
        }
    }
}

/// One of the two sides of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DriftSide {
    Reference,
    Current,
}

/// Which tested terms of a family to list, in which order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermsQuery {
    pub family: Family,
    /// Terms that hold this text, whatever the case; all when empty.
    pub text: String,
    pub order: TermOrder,
    pub offset: u64,
    /// Terms to give, at most 1,000.
    pub limit: u32,
}

/// By what terms are listed; of equals those come first that changed most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermOrder {
    pub by: TermColumn,
    pub is_falling: bool,
}

/// What a list of terms says of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TermColumn {
    Term,
    /// Rows of either side.
    Reference,
    Current,
    Ratio,
    P,
    Q,
}

impl TermColumn {
    /// Whether it is first sorted from the largest.
    pub fn falls_first(self) -> bool {
        matches!(
            self,
            TermColumn::Reference | TermColumn::Current | TermColumn::Ratio
        )
    }
}

impl Default for TermOrder {
    /// The surest first.
    fn default() -> TermOrder {
        TermOrder {
            by: TermColumn::Q,
            is_falling: false,
        }
    }
}

/// Which rows that have a term to show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DriftRowsQuery {
    pub side: DriftSide,
    pub family: Family,
    pub term: String,
    /// Those of these rows.
    #[serde(default)]
    pub selection: Option<Selection>,
    pub offset: u64,
    /// Rows to give, at most 1,000.
    pub limit: u32,
}

/// From which share on something planted is found in the current rows of the last report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlantedSharesRequest {
    /// Whatever its size.
    pub planted: Planted,
    /// Of the rows, in `0.0..=1.0`; at most 100 are tried.
    pub shares: Vec<f64>,
}

/// How large a set has to be until a planted shift is found, on the reference of the last report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SweepRequest {
    pub planted: Planted,
    /// Rows of the sets to draw; those that the reference is too small for are left out.
    pub sizes: Vec<u64>,
    /// Sets of each size, at most 1,000.
    pub draws: u32,
}
