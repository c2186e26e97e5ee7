//! linfa's traits over our sparse rows: [`Fit`] for the checked options of every engine, [`Predict`] for the model.
//!
//! They wrap the stepped fit for callers that want none of its steps; progress, cancelling and how the machines ended are
//! [`SvcFit`]'s. The seed, which `Fit` has no place for, is 0. linfa's `ParamGuard` is left out: it hands out the checked
//! options from inside of the unchecked ones, but here the check needs the names of the classes too.

use std::sync::Arc;

use linfa::DatasetBase;
use linfa::dataset::{AsSingleTargets, Records};
use linfa::traits::{Fit, Predict, PredictInplace};
use ndarray::Array1;

use super::check::SvcValidParams;
use super::fit::SvcFit;
use super::model::Svc;
use crate::message;
use crate::pipeline::error::Error;
use crate::pipeline::sparse::CsrMatrix;

impl Records for CsrMatrix {
    type Elem = f64;

    fn nsamples(&self) -> usize {
        self.n_rows
    }

    fn nfeatures(&self) -> usize {
        self.n_cols
    }
}

/// Fits rows of shape `(n_rows, n_features)` and class indices of shape `(n_rows,)`, each below the number of classes that
/// the options were checked for; they are `usize`, since that is what linfa takes for a label. Copies the rows once.
///
/// The errors are those of [`SvcFit::new`] and [`SvcFit::finish`].
impl<T: AsSingleTargets<Elem = usize>> Fit<CsrMatrix, T, Error> for SvcValidParams {
    type Object = Svc;

    fn fit(&self, dataset: &DatasetBase<CsrMatrix, T>) -> Result<Svc, Error> {
        let x = Arc::new(dataset.records().clone());
        // What is too large for a class index is refused like any other that is no class.
        let targets = dataset.targets().as_single_targets();
        let y: Arc<[u32]> = targets
            .iter()
            .map(|&class| u32::try_from(class).unwrap_or(u32::MAX))
            .collect();
        let (model, _) = SvcFit::new(self, x, y, self.n_classes(), 0)?.finish()?;
        Ok(model)
    }
}

/// Class index of each row. Builds the index over the support vectors; for many calls keep a [`super::Predictor`].
///
/// Panics where a row has another number of columns than the training rows, or `y` another length than there are rows.
impl PredictInplace<CsrMatrix, Array1<usize>> for Svc {
    fn predict_inplace<'a>(&'a self, x: &'a CsrMatrix, y: &mut Array1<usize>) {
        assert_eq!(y.len(), x.n_rows, "as many targets as rows");
        y.assign(&Predict::predict(self, x));
    }

    fn default_target(&self, x: &CsrMatrix) -> Array1<usize> {
        Array1::zeros(x.n_rows)
    }
}

/// linfa gives the other forms, over data sets, of itself; this one only for its own arrays.
impl Predict<&CsrMatrix, Array1<usize>> for Svc {
    fn predict(&self, x: &CsrMatrix) -> Array1<usize> {
        let labels = self.predictor().predict(x).into_iter();
        labels.map(|class| class as usize).collect()
    }
}

/// For the bound that `Fit` sets; none of ours comes from linfa's own faults.
impl From<linfa::Error> for Error {
    fn from(fault: linfa::Error) -> Error {
        Error::bug(message!("error-bug-linfa", fault = fault.to_string()))
    }
}
