//! Dual coordinate descent for linear machines, stepped: for the hinge loss, and for numbers that the single precision of
//! [`super::newton`] does not hold.
//!
//! The problem (LIBLINEAR's L2-regularised L1- and L2-loss SVC, scikit-learn's `LinearSVC`), with the intercept as the
//! weight of one more feature of value `intercept_scaling`:
//!
//! ```text
//! minimise  1/2 w'w + sum_i C_i max(0, 1 - y_i w'x_i)^p       p = 1 (hinge) or 2 (squared hinge)
//! dual      1/2 a'(Q + D)a - e'a,  0 <= a_i <= U_i            D_ii = 0, U_i = C_i (hinge); D_ii = 1 / (2 C_i), U_i = inf
//! ```
//!
//! given rows `x_i`, labels `y_i` of 1 or -1 and `C_i`; the answer is `w = sum_i y_i a_i x_i`. Source: C.-J. Hsieh,
//! K.-W. Chang, C.-J. Lin, S. S. Keerthi, S. Sundararajan, "A Dual Coordinate Descent Method for Large-scale Linear SVM",
//! ICML 2008, Algorithm 3 with its shrinking. Equal rows are not merged:
//! the weight of many would pull at the intercept in one visit of a pass instead of many, which takes a hundred times the
//! passes on short texts.

use std::sync::Arc;

use super::fit::{MachineReport, Stop};
use super::kernel::squared_norm;
use super::params::Loss;
use super::products::{add, product};
use super::shuffle::Shuffler;
use crate::pipeline::sparse::CsrMatrix;
use crate::pipeline::step::Status;

/// Coordinates of one unit of work: some tens of microseconds on short texts, so that whoever looks at the clock between
/// two units does not pay more for that than for the work.
const COORDINATES_PER_STEP: usize = 1024;

/// The share of the named tolerance at which the descent stops: the primal solver behind `LinearSVC` stops at a gradient
/// relative to the first one, the dual one at the tolerance itself; a tenth is closer to the optimum than either.
const TOLERANCE_SHARE: f64 = 0.1;

/// What a machine is given beside its rows and labels.
#[derive(Debug, Clone, Copy)]
pub(super) struct LinearSetting {
    pub c_positive: f64,
    pub c_negative: f64,
    pub loss: Loss,
    /// Value of the intercept's feature; 0 for no intercept.
    pub intercept_scaling: f64,
    pub tol: f64,
    /// Limit of passes over the rows, or of Newton iterations.
    pub max_passes: u64,
    pub seed: u64,
}

impl LinearSetting {
    /// `C_i` of a row with this label, 1 or -1.
    pub fn c_of(&self, label: f64) -> f64 {
        if label > 0.0 {
            self.c_positive
        } else {
            self.c_negative
        }
    }
}

/// What one variable needs, side by side: a visit waits for memory more than for arithmetic.
#[derive(Debug, Clone, Copy)]
struct Variable {
    alpha: f64,
    /// `1 / (Q_ii + D_ii)`, NaN before the first visit.
    step: f64,
    label: f64,
    c: f64,
}

/// One machine being solved.
pub(super) struct DualDescent {
    x: Arc<CsrMatrix>,
    setting: LinearSetting,
    variables: Vec<Variable>,
    weights: Vec<f64>,
    /// Weight of the intercept's feature.
    bias: f64,
    /// The first `n_active` rows take part.
    active: Vec<u32>,
    n_active: usize,
    next: usize,
    /// Largest and smallest projected gradient of this pass, and the shrinking bounds from the last.
    largest: f64,
    smallest: f64,
    upper_bound: f64,
    lower_bound: f64,
    shuffler: Shuffler,
    passes: u64,
    violation: f64,
    status: Status,
}

impl DualDescent {
    /// Rows `x`, shape `(n_rows, n_features)`; `labels` of 1 or -1, shape `(n_rows,)`.
    pub fn new(
        x: Arc<CsrMatrix>,
        labels: impl Iterator<Item = f64>,
        setting: LinearSetting,
    ) -> DualDescent {
        let n = x.n_rows;
        let variable = |label: f64| Variable {
            alpha: 0.0,
            step: f64::NAN,
            label,
            c: setting.c_of(label),
        };
        let mut descent = DualDescent {
            variables: labels.map(variable).collect(),
            weights: vec![0.0; x.n_cols],
            bias: 0.0,
            active: (0..n as u32).collect(),
            n_active: n,
            next: 0,
            largest: f64::NEG_INFINITY,
            smallest: f64::INFINITY,
            upper_bound: f64::INFINITY,
            lower_bound: f64::NEG_INFINITY,
            shuffler: Shuffler::new(setting.seed),
            passes: 0,
            violation: f64::INFINITY,
            status: Status::Running,
            x,
            setting,
        };
        descent.shuffler.shuffle(&mut descent.active);
        descent
    }

    /// One unit of work: a few coordinates.
    pub fn step(&mut self) -> Status {
        for _ in 0..COORDINATES_PER_STEP {
            if !self.status.is_running() {
                break;
            }
            if self.next < self.n_active {
                self.descend(self.active[self.next] as usize);
            }
            if self.next >= self.n_active {
                self.end_pass();
            }
        }
        self.status
    }

    /// `(D_ii, U_i)`.
    fn diagonal_and_bound(&self, c: f64) -> (f64, f64) {
        match self.setting.loss {
            Loss::Hinge => (0.0, c),
            Loss::SquaredHinge => (0.5 / c, f64::INFINITY),
        }
    }

    /// Minimises along one coordinate, or sets it aside until the others have converged.
    fn descend(&mut self, at: usize) {
        let Variable {
            alpha: old,
            mut step,
            label,
            c,
        } = self.variables[at];
        let (diagonal, bound) = self.diagonal_and_bound(c);
        let scaling = self.setting.intercept_scaling;
        let (columns, values) = self.x.row(at);
        let decision = self.bias * scaling + product(&self.weights, columns, values);
        let gradient = label * decision - 1.0 + old * diagonal;
        let mut projected = gradient;
        let aside = if old == 0.0 {
            projected = gradient.min(0.0);
            gradient > self.upper_bound
        } else if old == bound {
            projected = gradient.max(0.0);
            gradient < self.lower_bound
        } else {
            false
        };
        if aside {
            self.n_active -= 1;
            self.active.swap(self.next, self.n_active);
            return;
        }
        self.next += 1;
        self.largest = self.largest.max(projected);
        self.smallest = self.smallest.min(projected);
        if projected.abs() > 1e-12 {
            if step.is_nan() {
                step = 1.0 / (diagonal + squared_norm(values) + scaling * scaling);
                self.variables[at].step = step;
            }
            let new = (old - gradient * step).max(0.0).min(bound);
            self.variables[at].alpha = new;
            let by = (new - old) * label;
            add(&mut self.weights, columns, values, by);
            self.bias += by * scaling;
        }
    }

    fn end_pass(&mut self) {
        self.passes += 1;
        // The range alone is no measure: rows whose gradients are all the same have none, however far from 0 they are.
        // With no row left the extremes are still infinite, and nothing is violated.
        self.violation = if self.n_active == 0 {
            0.0
        } else {
            (self.largest - self.smallest)
                .max(self.largest.abs())
                .max(self.smallest.abs())
        };
        if self.violation <= self.setting.tol * TOLERANCE_SHARE {
            if self.n_active == self.active.len() {
                self.status = Status::Done;
                return;
            }
            // The active ones have converged; look at all of them again.
            self.n_active = self.active.len();
            self.upper_bound = f64::INFINITY;
            self.lower_bound = f64::NEG_INFINITY;
        } else {
            self.upper_bound = if self.largest > 0.0 {
                self.largest
            } else {
                f64::INFINITY
            };
            self.lower_bound = if self.smallest < 0.0 {
                self.smallest
            } else {
                f64::NEG_INFINITY
            };
        }
        if self.passes >= self.setting.max_passes {
            self.status = Status::Exhausted;
            return;
        }
        self.next = 0;
        self.largest = f64::NEG_INFINITY;
        self.smallest = f64::INFINITY;
        let n_active = self.n_active;
        self.shuffler.shuffle(&mut self.active[..n_active]);
    }

    pub fn passes(&self) -> u64 {
        self.passes
    }

    /// Range of the projected gradient in the last pass, or its largest size where that is more.
    pub fn violation(&self) -> f64 {
        self.violation
    }

    /// The dual objective; costs a pass over rows and features.
    pub fn objective(&self) -> f64 {
        let mut twice = squared_norm(&self.weights) + self.bias * self.bias;
        for variable in &self.variables {
            let (diagonal, _) = self.diagonal_and_bound(variable.c);
            twice += variable.alpha * (variable.alpha * diagonal - 2.0);
        }
        twice / 2.0
    }

    pub fn report(&self) -> MachineReport {
        MachineReport {
            iterations: self.passes,
            objective: self.objective(),
            violation: self.violation,
            stop: match self.status {
                Status::Done => Stop::Converged,
                _ => Stop::MaxIter,
            },
        }
    }

    /// Weights, shape `(n_features,)`, and the intercept.
    pub fn answer(&self) -> (&[f64], f64) {
        (&self.weights, self.bias * self.setting.intercept_scaling)
    }
}
