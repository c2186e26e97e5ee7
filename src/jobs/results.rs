//! Results of the pipeline that answers hold as they are.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::pipeline::time::UnixMillis;

/// Predictions against the truth.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evaluation {
    pub n: u64,
    /// `[truth][predicted]`
    pub confusion: Vec<Vec<u64>>,
    pub per_class: Vec<ClassMetrics>,
    pub accuracy: f64,
    pub balanced_accuracy: f64,
    pub mcc: f64,
    pub f1_micro: f64,
    pub f1_macro: f64,
    pub f1_weighted: f64,
    pub poleval: Option<PolevalScores>,
}

/// One class of an [`Evaluation`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClassMetrics {
    pub name: String,
    pub precision: f64,
    pub recall: f64,
    pub f1: f64,
    /// Rows that are truly of the class.
    pub support: u64,
}

/// PolEval's own scores, in percent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PolevalScores {
    pub micro_precision: f64,
    pub micro_recall: f64,
    pub micro_f: f64,
    pub macro_precision: f64,
    pub macro_recall: f64,
    pub macro_f: f64,
}

/// The majority class as a prediction for all.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Baseline {
    pub class: String,
    pub f1_micro: f64,
}

/// The model in production on the same test rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProductionScore {
    pub run_id: String,
    pub model_sha256: String,
    pub f1_micro: f64,
    pub f1_macro: f64,
}

/// The two fits of a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fits {
    /// On the training part.
    pub train_part: FitReport,
    /// On all training rows.
    #[serde(rename = "final")]
    pub last: FitReport,
}

/// One fit of TF-IDF and classifier.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FitReport {
    pub n_rows: u64,
    pub n_features: u64,
    /// Stored values of the TF-IDF matrix.
    pub n_stored: u64,
    /// The kernel's width.
    pub gamma: f64,
    /// By class name; absent for the engine `linear`, which has none.
    pub n_support_vectors: Option<BTreeMap<String, u64>>,
    /// Of all machines together.
    pub iterations: u64,
    /// Whether every machine met its tolerance.
    pub converged: bool,
    /// Of the classifier alone.
    pub seconds: f64,
    /// How the classifier approached its optimum.
    pub history: Vec<HistoryPoint>,
}

/// Where the solver stood.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct HistoryPoint {
    /// Iterations of all machines so far.
    pub iterations: u64,
    /// The machine at work, from 0.
    pub machine: u32,
    /// Its dual objective.
    pub objective: f64,
    /// Its largest violation of the optimality conditions.
    pub violation: f64,
    pub at: UnixMillis,
}
