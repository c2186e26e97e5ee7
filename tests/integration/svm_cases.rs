//! The cases of the classifiers, `tests/fixtures/svm.json`, and what the tests over them share.

use std::collections::BTreeMap;
use std::sync::Arc;

use dryf::pipeline::features::TfidfParams;
use dryf::pipeline::sparse::CsrMatrix;
use dryf::pipeline::svm::{
    Convergence, Decision, DecisionFunctionShape, Loss, Svc, SvcFit, SvcParams,
};
use serde::Deserialize;

use crate::fixtures;

#[derive(Deserialize)]
pub struct Fixture {
    pub sets: BTreeMap<String, Set>,
    pub svc: Vec<SvcCase>,
    pub linear: Vec<LinearCase>,
    pub texts: Vec<TextCase>,
    pub probability: Vec<ProbabilityCase>,
}

/// Training rows, and then rows that no model was fitted on.
#[derive(Debug, Clone, Deserialize)]
pub struct Set {
    pub n_features: usize,
    pub indptr: Vec<usize>,
    pub indices: Vec<u32>,
    pub data: Vec<f64>,
    pub labels: Vec<u32>,
    pub names: Vec<String>,
}

#[derive(Deserialize)]
pub struct SvcCase {
    pub name: String,
    pub data: String,
    pub params: SvcParams,
    pub tolerance: f64,
    #[serde(flatten)]
    pub answer: Option<SvcAnswer>,
    pub stops_early: Option<StopsEarly>,
}

#[derive(Deserialize)]
pub struct SvcAnswer {
    pub fitted: Fitted,
    pub ovo: Vec<f64>,
    pub ovr: Vec<f64>,
    pub predicted: Vec<u32>,
    pub compared: Vec<usize>,
    pub coef: Option<Vec<f64>>,
}

/// LIBSVM's model, in its own signs.
#[derive(Deserialize)]
pub struct Fitted {
    pub gamma: f64,
    pub support: Vec<u32>,
    pub n_support: Vec<u32>,
    pub dual_coef: Vec<f64>,
    pub intercept: Vec<f64>,
    #[serde(default)]
    pub machines: Vec<MachineAnswer>,
}

#[derive(Deserialize)]
pub struct MachineAnswer {
    pub objective: f64,
    pub sum_of_alphas: f64,
    /// By how much LIBSVM may violate the optimality conditions: tol, and what its kernel matrix of 32-bit floats adds.
    pub violation: f64,
    /// Where the dual optimum is one point.
    pub dual: Option<Dual>,
    /// Of a kernel that need not be positive definite: the objectives that LIBSVM itself comes to on the same rows in
    /// forty orders. With more than one there is no one answer to compare.
    #[serde(default)]
    pub valleys: Vec<f64>,
}

#[derive(Deserialize)]
pub struct Dual {
    /// Distance of the two points at which the solvers may stop.
    pub allowed: f64,
}

#[derive(Deserialize)]
pub struct StopsEarly {
    pub iterations: Vec<u64>,
    pub optimum: Vec<f64>,
}

#[derive(Deserialize)]
pub struct LinearCase {
    pub name: String,
    pub data: String,
    pub params: SvcParams,
    pub tolerance: f64,
    pub coef: Vec<f64>,
    pub intercept: Vec<f64>,
    pub primal: Vec<f64>,
    pub decisions: Vec<f64>,
    pub predicted: Vec<u32>,
    pub compared: Vec<usize>,
    /// Primal objectives that scikit-learn reaches with the same tolerance, by each of its solvers.
    pub reached: Option<Vec<Vec<f64>>>,
}

#[derive(Deserialize)]
pub struct TextCase {
    pub name: String,
    pub corpus: String,
    pub labels: Vec<u32>,
    pub names: Vec<String>,
    pub tfidf: TfidfParams,
    pub params: SvcParams,
    pub tolerance: f64,
    pub n_terms: usize,
    pub n_empty: usize,
    pub decisions: Vec<f64>,
    pub predicted: Vec<u32>,
    pub compared: Vec<usize>,
}

#[derive(Deserialize)]
pub struct ProbabilityCase {
    pub name: String,
    pub data: String,
    pub params: SvcParams,
    pub fitted: Fitted,
    pub pairs: Vec<Platt>,
    pub probabilities: Vec<f64>,
    /// Over forty draws of LIBSVM's folds.
    pub lowest: Vec<f64>,
    pub highest: Vec<f64>,
}

#[derive(Deserialize)]
pub struct Platt {
    pub a: f64,
    pub b: f64,
}

impl Set {
    pub fn every_row(&self) -> CsrMatrix {
        CsrMatrix {
            n_rows: self.indptr.len() - 1,
            n_cols: self.n_features,
            indptr: self.indptr.clone(),
            indices: self.indices.clone(),
            data: self.data.clone(),
        }
    }

    pub fn training_rows(&self) -> CsrMatrix {
        let rows: Vec<u32> = (0..self.labels.len() as u32).collect();
        self.every_row().select_rows(&rows)
    }

    pub fn fit(&self, params: &SvcParams) -> (Svc, Convergence) {
        fit(params, self.training_rows(), &self.labels, &self.names)
    }

    /// Places of the rows of two classes among the training rows.
    pub fn rows_of_pair(&self, (i, j): (u32, u32)) -> impl Iterator<Item = u32> {
        let rows = self.labels.iter().enumerate();
        rows.filter(move |&(_, &label)| label == i || label == j)
            .map(|(row, _)| row as u32)
    }
}

pub fn fit(
    params: &SvcParams,
    x: CsrMatrix,
    labels: &[u32],
    names: &[String],
) -> (Svc, Convergence) {
    let valid = params.check(names).expect("the options can run");
    SvcFit::new(&valid, Arc::new(x), labels.into(), names.len(), 5)
        .and_then(SvcFit::finish)
        .expect("the fit ends")
}

pub fn read() -> Fixture {
    fixtures::read("svm.json")
}

/// Fails where a value differs by more than `allowed`; gives the largest difference.
pub fn assert_near(what: &str, actual: &[f64], expected: &[f64], allowed: f64) {
    assert_eq!(actual.len(), expected.len(), "{what}: number of values");
    for (index, (actual, expected)) in actual.iter().zip(expected).enumerate() {
        assert!(
            (actual - expected).abs() <= allowed,
            "{what}: value {index} is {actual:e}, expected {expected:e} within {allowed:e}"
        );
    }
}

pub fn assert_labels(what: &str, actual: &[u32], expected: &[u32], compared: &[usize]) {
    assert_eq!(actual.len(), expected.len(), "{what}: number of labels");
    for &row in compared {
        assert_eq!(actual[row], expected[row], "{what}: label of row {row}");
    }
}

/// The decision values of the last rows, as many as the expected values are for.
pub fn last_decisions(
    svc: &Svc,
    x: &CsrMatrix,
    shape: DecisionFunctionShape,
    n: usize,
) -> Vec<f64> {
    let values = svc
        .predictor()
        .decision_function(x, shape)
        .into_raw_vec_and_offset()
        .0;
    values[values.len() - n..].to_vec()
}

/// `y_i a_i` of a training row in the machine of `(i, j)`.
pub fn coefficient(fitted: &Fitted, row: u32, (i, j): (usize, usize)) -> f64 {
    let Some(vector) = fitted.support.iter().position(|&support| support == row) else {
        return 0.0;
    };
    let mut end = 0;
    for (class, &count) in fitted.n_support.iter().enumerate() {
        end += count as usize;
        if vector < end {
            let line = if class == i { j - 1 } else { i };
            return fitted.dual_coef[line * fitted.support.len() + vector];
        }
    }
    unreachable!("a support vector has a class")
}

pub fn as_fitted(svc: &Svc) -> Fitted {
    let Decision::OneVsOne {
        support,
        n_support,
        dual_coef,
        intercept,
        ..
    } = &svc.decision
    else {
        panic!("the engine smo makes machines of pairs")
    };
    Fitted {
        gamma: svc.gamma,
        support: support.clone(),
        n_support: n_support.clone(),
        dual_coef: dual_coef.clone(),
        intercept: intercept.clone(),
        machines: Vec::new(),
    }
}

pub fn pairs(k: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..k).flat_map(move |i| (i + 1..k).map(move |j| (i, j)))
}

/// A model of LIBSVM's numbers.
pub fn carry(
    set: &Set,
    params: &SvcParams,
    fitted: &Fitted,
    platt: Option<Vec<(f64, f64)>>,
) -> Svc {
    Svc {
        params: params.clone(),
        n_classes: set.names.len(),
        classes: (0..set.names.len() as u32).collect(),
        n_features: set.n_features,
        gamma: fitted.gamma,
        decision: Decision::OneVsOne {
            support_vectors: set.training_rows().select_rows(&fitted.support),
            support: fitted.support.clone(),
            n_support: fitted.n_support.clone(),
            dual_coef: fitted.dual_coef.clone(),
            intercept: fitted.intercept.clone(),
            platt,
        },
    }
}

/// The primal objective of each machine of the engine `linear`, the intercept as one more weight.
pub fn primal_objectives(
    set: &Set,
    params: &SvcParams,
    coef: &[f64],
    intercept: &[f64],
) -> Vec<f64> {
    let x = set.training_rows();
    let valid = params.check(&set.names).expect("the options can run");
    let counts = (0..set.names.len() as u32)
        .map(|class| set.labels.iter().filter(|&&label| label == class).count() as u64)
        .collect::<Vec<_>>();
    let c_of_classes = valid.c_of_classes(&counts);
    let machines = coef.chunks_exact(set.n_features).zip(intercept).enumerate();
    machines
        .map(|(machine, (weights, intercept))| {
            let two = set.names.len() == 2;
            let positive = if two { 1 } else { machine as u32 };
            let c_rest = if two { c_of_classes[0] } else { params.c };
            let bias = intercept / params.intercept_scaling;
            let mut sum = (weights.iter().map(|w| w * w).sum::<f64>() + bias * bias) / 2.0;
            for (row, &label) in set.labels.iter().enumerate() {
                let (columns, values) = x.row(row);
                let dot: f64 = columns
                    .iter()
                    .zip(values)
                    .map(|(&column, value)| weights[column as usize] * value)
                    .sum();
                let (y, c) = if label == positive {
                    (1.0, c_of_classes[positive as usize])
                } else {
                    (-1.0, c_rest)
                };
                let loss = (1.0 - y * (dot + intercept)).max(0.0);
                sum += c * if params.loss == Loss::Hinge {
                    loss
                } else {
                    loss * loss
                };
            }
            sum
        })
        .collect()
}
