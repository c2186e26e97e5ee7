//! The run at work, as far as the page shows it.

use crate::jobs::summaries::{Progress, SolverPoint};
use crate::pipeline::run::LogLine;

/// The run at work, or the log of the last one.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Work {
    pub progress: Option<Progress>,
    /// Whether the user wants it to end.
    pub cancelling: bool,
    /// Whether the last run was cancelled.
    pub cancelled: bool,
    /// How the solver of the stage at work went, at most [`MAX_CURVE`] points.
    pub curve: Vec<SolverPoint>,
    /// The lines so far, as the notebook shows them.
    pub log: Vec<LogLine>,
}

/// Points of a curve before it is thinned out.
pub const MAX_CURVE: usize = 500;
