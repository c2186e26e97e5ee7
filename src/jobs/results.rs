//! Results of the pipeline that answers hold as they are.

pub use crate::pipeline::metrics::{Baseline, ClassMetrics, Evaluation, PolevalScores};
pub use crate::pipeline::run::record::{FitReport, Fits, HistoryPoint, ProductionScore};
