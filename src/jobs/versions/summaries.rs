//! What the answers about versions of data hold.

use serde::{Deserialize, Serialize};

use crate::document::EvaluatedSet;
use crate::pipeline::compare::Pair;
use crate::pipeline::corpus::DataDiff;

/// What the document of two versions, or of two runs, needs beside what the client knows of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DiffSummary {
    /// Without the rows, but for those that are shown.
    pub data: DataDiff,
    /// Whether the texts of the one before and of the one now are at hand.
    pub has_texts: [bool; 2],
    /// As they are now, of each row that is shown.
    pub relabelled_texts: Vec<String>,
    /// Of two runs the first set, the test set before the validation set, of which both were evaluated on the same rows.
    pub paired: Option<(EvaluatedSet, Box<Pair>)>,
    /// Those of which they were evaluated on others.
    pub unpaired: Vec<EvaluatedSet>,
}
