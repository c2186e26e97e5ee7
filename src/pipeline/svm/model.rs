//! A fitted classifier, as plain numbers.

use serde::{Deserialize, Serialize};

use super::params::SvcParams;
use crate::pipeline::sparse::CsrMatrix;

/// A fitted support vector classifier over `n_classes` class indices and `n_features` terms.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Svc {
    /// The parameters it was fitted with.
    pub params: SvcParams,
    /// Number of class indices; `classes` may be fewer.
    pub n_classes: usize,
    /// The class indices that had training rows, ascending: scikit-learn's `classes_`. The machines below are over
    /// these; a class without training rows is never predicted.
    pub classes: Vec<u32>,
    pub n_features: usize,
    /// The width that `params.gamma` came to on the training rows.
    pub gamma: f64,
    pub decision: Decision,
}

/// How a row is decided.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Decision {
    /// One machine for each pair of positions `(i, j)`, `i < j`, in `classes`, in the order (0,1), (0,2), .., (1,2), ..:
    /// LIBSVM's model.
    OneVsOne {
        /// Shape `(n_support_vectors, n_features)`, grouped by class in class order.
        support_vectors: CsrMatrix,
        /// Index of each support vector among the training rows.
        support: Vec<u32>,
        /// Support vectors of each of `classes`.
        n_support: Vec<u32>,
        /// Shape `(classes.len() - 1, n_support_vectors)`, row by row, in LIBSVM's layout and signs
        /// (scikit-learn flips both signs for two classes).
        dual_coef: Vec<f64>,
        /// `-rho` of each pair, LIBSVM's sign.
        intercept: Vec<f64>,
        /// Platt's A and B of each pair, where probabilities were asked for.
        platt: Option<Vec<(f64, f64)>>,
    },
    /// One weight vector for each of `classes`, or a single one (for the second) where there are two: LIBLINEAR's model.
    Linear {
        /// Shape `(n_machines, n_features)`, row by row.
        coef: Vec<f64>,
        /// One for each machine, `intercept_scaling` multiplied in.
        intercept: Vec<f64>,
    },
    /// One kernel machine for each of `classes` against the rest, decided by the largest value: linfa-svm's model.
    OneVsRest {
        /// Shape `(n_support_vectors, n_features)`.
        support_vectors: CsrMatrix,
        /// Index of each support vector among the training rows.
        support: Vec<u32>,
        /// Shape `(classes.len(), n_support_vectors)`, row by row.
        dual_coef: Vec<f64>,
        /// One for each of `classes`.
        intercept: Vec<f64>,
    },
}

impl Svc {
    /// Says of each support vector which of `rows` it is, where it says now at which place among the training rows it was.
    /// Nothing that the model decides depends on it.
    pub fn name_support(&mut self, rows: &[u32]) {
        match &mut self.decision {
            Decision::OneVsOne { support, .. } | Decision::OneVsRest { support, .. } => {
                for place in support {
                    *place = rows[*place as usize];
                }
            }
            Decision::Linear { .. } => {}
        }
    }
}
