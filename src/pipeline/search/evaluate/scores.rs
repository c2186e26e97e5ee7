//! What a trial comes to: scores fold by fold, labels, and what the model costs.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::message::Message;
use crate::pipeline::metrics::PolevalScores;
use crate::pipeline::svm::Stop;

/// One fold: a model of its other rows, scored on its own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FoldScores {
    /// Rows that were scored.
    pub n_rows: u64,
    /// A fraction, `0.0..=1.0`.
    pub f1_micro: f64,
    /// A fraction, `0.0..=1.0`.
    pub f1_macro: f64,
    /// In percent, where the data are PolEval's.
    pub poleval: Option<PolevalScores>,
    /// Columns of the model's TF-IDF.
    pub n_features: u64,
    /// None where the model has none: the engines `linear` and `linfa-svm`.
    pub n_support_vectors: Option<u64>,
    /// Of all machines.
    pub iterations: u64,
    /// Why the machines stopped, the worst of all.
    pub stop: Stop,
    /// What is to be said of machines that stopped before they met `tol`.
    pub remarks: Vec<Message>,
    /// Seconds of the solver.
    pub fit_seconds: f64,
}

/// A whole trial.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrialScores {
    pub folds: Vec<FoldScores>,
    /// The label of each of [`Evaluator::scored_rows`](super::Evaluator::scored_rows), in that order.
    pub predicted: Vec<u32>,
    /// Bytes of the files of the last fold's model, not compressed.
    pub model_bytes: u64,
    /// Seconds from a raw text to its label by the last fold's model: cleaning, TF-IDF and decision; the median of some runs.
    pub predict_seconds: f64,
}

impl TrialScores {
    /// What was measured, by the names that a run has for it: means over the folds of the scores and the columns, seconds of all
    /// fits; `converged` is the share of the folds whose solver met its tolerance.
    pub fn measures(&self) -> BTreeMap<String, f64> {
        let mean = |of: &dyn Fn(&FoldScores) -> Option<f64>| -> Option<f64> {
            let values: Option<Vec<f64>> = self.folds.iter().map(of).collect();
            let values = values.filter(|values| !values.is_empty())?;
            Some(values.iter().sum::<f64>() / values.len() as f64)
        };
        let poleval = |of: fn(&PolevalScores) -> f64| mean(&|fold| fold.poleval.as_ref().map(of));
        let converged = |fold: &FoldScores| f64::from(u8::from(fold.stop == Stop::Converged));
        let measures = [
            ("f1_micro", mean(&|fold| Some(fold.f1_micro))),
            ("f1_macro", mean(&|fold| Some(fold.f1_macro))),
            ("poleval_micro_f", poleval(|scores| scores.micro_f)),
            ("poleval_macro_f", poleval(|scores| scores.macro_f)),
            ("n_features", mean(&|fold| Some(fold.n_features as f64))),
            (
                "n_support_vectors",
                mean(&|fold| fold.n_support_vectors.map(|n| n as f64)),
            ),
            ("converged", mean(&|fold| Some(converged(fold)))),
            (
                "fit_seconds",
                Some(self.folds.iter().map(|fold| fold.fit_seconds).sum()),
            ),
            ("model_bytes", Some(self.model_bytes as f64)),
            ("predict_seconds", Some(self.predict_seconds)),
        ];
        let there = measures.into_iter();
        there
            .filter_map(|(name, value)| Some((name.to_string(), value?)))
            .collect()
    }
}
