//! How good the labels are: scikit-learn's scores, PolEval's own, the majority baseline.
//!
//! Everything comes from the confusion matrix. Where a ratio has the denominator 0 it is 0 (scikit-learn's
//! `zero_division=0`); which classes an average runs over is said at each field.

mod confidence;
mod evaluation;
mod poleval;
mod scores;
mod unknown;

pub use evaluation::{Baseline, ClassMetrics, Evaluation, f1_macro, majority_baseline};
pub use poleval::PolevalScores;
pub use scores::SetScore;
pub use unknown::UnknownClass;
