//! What a monitoring is asked for.

use serde::{Deserialize, Serialize};

use crate::pipeline::monitoring::WatchRules;

/// Batches in order, and the rules that say when to retrain.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MonitorRequest {
    pub source: BatchSource,
    /// Whether the labels are looked at; without them all is as if they had not come yet.
    pub with_labels: bool,
    pub rules: WatchRules,
    /// Somebody asks for a training, and why.
    pub asked: Option<String>,
}

/// Where batches come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BatchSource {
    /// Blocks of the rows that are loaded.
    Rows {
        set: WatchedRows,
        /// The first row, from 0; left out, the row after as many as production has learned from, where there are more.
        first: Option<u64>,
        /// Rows of a batch; left out, about an eighth of them in a round number.
        size: Option<u64>,
        /// Whether the last block is a batch although it has fewer rows.
        with_last: bool,
    },
    /// The files that were given as batches, in their order.
    Files,
}

/// Which of the loaded rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WatchedRows {
    Train,
    Test,
    /// The training set's, then the test set's.
    Both,
}

/// A form in which a monitoring is saved; the page itself is what the page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MonitorForm {
    /// Every number, as `dryf monitor --json` writes them.
    Json,
    /// A run of MLflow with the numbers of each batch as metrics with steps.
    Archive,
    /// What `dryf monitor --state` goes on from.
    State,
}
