//! What the engine says of a monitoring.

use serde::{Deserialize, Serialize};

use crate::document::{Document, MonitorParts, monitor_document};
use crate::pipeline::monitoring::{Advice, Watch};

/// The batches so far and what follows from them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MonitorSummary {
    /// Number of the job that made it.
    pub id: u32,
    /// With a record for each batch that is complete, without what is kept of its rows.
    pub watch: Watch,
    pub advice: Advice,
    /// Batches in all.
    pub n_batches: u64,
    /// Of loaded rows that were cut: the first one, from 0, and the rows of a batch.
    pub cut: Option<(u64, u64)>,
    /// Rows at the end that wait for more.
    pub n_waiting: u64,
}

impl MonitorSummary {
    pub fn document(&self) -> Document {
        monitor_document(MonitorParts {
            watch: &self.watch,
            advice: &self.advice,
            n_batches: self.n_batches,
        })
    }
}

/// A file that is a batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchFileSummary {
    pub name: String,
    /// The file with the labels of its texts.
    pub tags: Option<String>,
    pub n_rows: u64,
    pub is_labelled: bool,
}
