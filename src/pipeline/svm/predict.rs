//! From rows to decision values, labels and probabilities.

use ndarray::Array2;

use super::model::Svc;
use super::params::DecisionFunctionShape;
use crate::pipeline::sparse::CsrMatrix;

/// A model made ready for prediction.
pub struct Predictor {}

impl Svc {
    /// Builds the index over the support vectors, once for any number of predictions.
    pub fn predictor(&self) -> Predictor {
        unimplemented!("lands next")
    }

    /// Support vectors of each class of `classes`; none for the engine `linear`.
    pub fn n_support_vectors(&self) -> Option<Vec<u64>> {
        unimplemented!("lands next")
    }

    /// Weight of each term in each machine, shape `(n_machines, n_features)`, where the kernel is linear.
    pub fn term_weights(&self) -> Option<Vec<Vec<f64>>> {
        unimplemented!("lands next")
    }
}

impl Predictor {
    /// Class index of each row.
    pub fn predict(&self, _x: &CsrMatrix) -> Vec<u32> {
        unimplemented!("lands next")
    }

    /// scikit-learn's `decision_function`.
    pub fn decision_function(&self, _x: &CsrMatrix, _shape: DecisionFunctionShape) -> Array2<f64> {
        unimplemented!("lands next")
    }

    /// Probability of each class of `classes`, if the model was calibrated.
    pub fn predict_proba(&self, _x: &CsrMatrix) -> Option<Array2<f64>> {
        unimplemented!("lands next")
    }
}
