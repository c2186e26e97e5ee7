//! Newton's method for linear machines with squared hinge loss and no fewer rows than features, stepped.
//!
//! The primal problem of [`super::dcd`], with the intercept as the weight of one more feature:
//!
//! ```text
//! minimise  f(w) = 1/2 w'w + sum_i C_i max(0, 1 - y_i w'x_i)^2
//! ```
//!
//! Each iteration solves `H s = -g` by conjugate gradients, where `g` is the gradient, `H = I + 2 sum C_i x_i x_i'` over
//! the rows with a loss, and then goes along `s` until `f` falls enough. It passes over the rows in their order, a few
//! dozen times, where coordinate descent jumps between them a few hundred times; that is what the peer's `dual="auto"`
//! chooses as well. Source: C.-J. Lin, R. C. Weng, S. S. Keerthi, "Trust Region Newton Method for Large-Scale Logistic
//! Regression", JMLR 9, 2008; with the preconditioner of C.-Y. Hsia, W.-L. Chiang, C.-J. Lin, "Preconditioned Conjugate
//! Gradient Methods in Truncated Newton Frameworks for Large-scale Linear Classification", ACML 2018, and the line search
//! and the rule that ends the conjugate gradients of LIBLINEAR 2.47 (`newton.cpp`).
//!
//! The dual variables that belong to `w` are `a_i = 2 C_i max(0, 1 - y_i w'x_i)`, and the distance of both objectives is
//! `1/2 g'g`: so the gradient bounds how far `f(w)` is from its minimum.

use std::sync::Arc;

use super::dcd::LinearSetting;
use super::fit::{MachineReport, Stop};
use super::kernel::squared_norm;
use super::products::{add, product};
use crate::pipeline::sparse::CsrMatrix;
use crate::pipeline::step::Status;

/// Rows of one unit of work.
const ROWS_PER_STEP: usize = 4096;

/// The descent ends where the gap between both objectives is at most the square of this share of the tolerance, relative to
/// the objective. A Newton iteration more or less: near the end each one doubles the digits.
const TOLERANCE_SHARE: f64 = 0.1;

/// Share of the identity in the preconditioner is one minus this; the rest is the diagonal of `H`.
const DIAGONAL_SHARE: f64 = 0.01;
/// Conjugate gradients end when a step gains less than this share of what a step gained on average.
const LEAST_GAIN: f64 = 0.5;
/// What is left of the weighted square of the gradient when `H s = -g` is solved as well as rounding allows.
const SOLVED: f64 = 1e-28;
/// `f` is to fall by this share of what its slope promises.
const SUFFICIENT_FALL: f64 = 0.01;
/// Halvings of a step before it is given up.
const MAX_HALVINGS: u32 = 20;

/// One machine being solved.
pub(super) struct PrimalNewton {
    x: Arc<CsrMatrix>,
    setting: LinearSetting,
    /// 1 or -1 for each row.
    labels: Vec<f64>,
    /// `w'x_i`, the intercept included.
    decisions: Vec<f64>,
    /// `s'x_i` of the step at hand.
    along: Vec<f64>,
    /// Rows with a loss.
    active: Vec<u32>,
    weights: Dense,
    gradient: Dense,
    /// Diagonal of `H`, then the preconditioner.
    scale: Dense,
    step: Dense,
    residual: Dense,
    direction: Dense,
    /// `H` times the direction.
    curved: Dense,
    /// `residual' M^-1 residual`, and the same at the start of the conjugate gradients.
    weighted_residual: f64,
    weighted_gradient: f64,
    /// How much the quadratic model of `f` falls by the step so far.
    model: f64,
    inner_iterations: u32,
    /// `sum C_i loss_i` and `sum C_i loss_i^2` at `weights`.
    loss: f64,
    squared_loss: f64,
    phase: Phase,
    next: usize,
    iterations: u64,
    violation: f64,
    status: Status,
}

/// Weights of the features, then that of the intercept.
type Dense = Vec<f64>;

/// What the passes over the rows are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Gradient and diagonal of `H`, over all rows.
    Gradient,
    /// `H` times the direction, over the rows with a loss.
    Curvature,
    /// The step's part in each decision, over all rows.
    Along,
}

impl PrimalNewton {
    /// Rows `x`, shape `(n_rows, n_features)`; `labels` of 1 or -1, shape `(n_rows,)`.
    pub fn new(
        x: Arc<CsrMatrix>,
        labels: impl Iterator<Item = f64>,
        setting: LinearSetting,
    ) -> PrimalNewton {
        let dense = || vec![0.0; x.n_cols + 1];
        PrimalNewton {
            labels: labels.collect(),
            decisions: vec![0.0; x.n_rows],
            along: vec![0.0; x.n_rows],
            active: Vec::with_capacity(x.n_rows),
            weights: dense(),
            gradient: dense(),
            scale: dense(),
            step: dense(),
            residual: dense(),
            direction: dense(),
            curved: dense(),
            weighted_residual: 0.0,
            weighted_gradient: 0.0,
            model: 0.0,
            inner_iterations: 0,
            loss: 0.0,
            squared_loss: 0.0,
            phase: Phase::Gradient,
            next: 0,
            iterations: 0,
            violation: f64::INFINITY,
            status: Status::Running,
            x,
            setting,
        }
    }

    /// One unit of work: a few rows, and what follows from the last of them.
    pub fn step(&mut self) -> Status {
        if !self.status.is_running() {
            return self.status;
        }
        let rows = match self.phase {
            Phase::Curvature => self.active.len(),
            Phase::Gradient | Phase::Along => self.labels.len(),
        };
        let end = rows.min(self.next + ROWS_PER_STEP);
        for row in self.next..end {
            match self.phase {
                Phase::Gradient => self.add_to_gradient(row),
                Phase::Curvature => self.add_to_curvature(self.active[row] as usize),
                Phase::Along => {
                    self.along[row] = dot_row(&self.x, row, &self.step, &self.setting);
                }
            }
        }
        self.next = end;
        if end == rows {
            self.next = 0;
            match self.phase {
                Phase::Gradient => self.begin_iteration(),
                Phase::Curvature => self.conjugate(),
                Phase::Along => self.search(),
            }
        }
        self.status
    }

    fn c_of(&self, row: usize) -> f64 {
        if self.labels[row] > 0.0 {
            self.setting.c_positive
        } else {
            self.setting.c_negative
        }
    }

    fn add_to_gradient(&mut self, row: usize) {
        let label = self.labels[row];
        let loss = 1.0 - label * self.decisions[row];
        if loss <= 0.0 {
            return;
        }
        self.active.push(row as u32);
        let c = self.c_of(row);
        self.loss += c * loss;
        self.squared_loss += c * loss * loss;
        let (columns, values) = self.x.row(row);
        let by = -2.0 * c * loss * label;
        let bias = self.x.n_cols;
        let scaling = self.setting.intercept_scaling;
        add(&mut self.gradient, columns, values, by);
        self.gradient[bias] += by * scaling;
        for (&column, value) in columns.iter().zip(values) {
            self.scale[column as usize] += 2.0 * c * value * value;
        }
        self.scale[bias] += 2.0 * c * scaling * scaling;
    }

    fn add_to_curvature(&mut self, row: usize) {
        let by = 2.0 * self.c_of(row) * dot_row(&self.x, row, &self.direction, &self.setting);
        let (columns, values) = self.x.row(row);
        add(&mut self.curved, columns, values, by);
        self.curved[self.x.n_cols] += by * self.setting.intercept_scaling;
    }

    /// The gradient is whole: is it small enough? Else conjugate gradients begin.
    fn begin_iteration(&mut self) {
        for (gradient, weight) in self.gradient.iter_mut().zip(&self.weights) {
            *gradient += weight;
        }
        let gap = squared_norm(&self.gradient) / 2.0;
        let relative = gap / self.value();
        // Without a loss and without weights nothing is left to minimise.
        self.violation = if gap == 0.0 {
            0.0
        } else {
            relative.sqrt() / TOLERANCE_SHARE
        };
        if self.violation <= self.setting.tol {
            self.status = Status::Done;
            return;
        }
        if self.iterations >= self.setting.max_passes {
            self.status = Status::Exhausted;
            return;
        }
        self.iterations += 1;
        for scale in &mut self.scale {
            *scale = (1.0 - DIAGONAL_SHARE) + DIAGONAL_SHARE * (1.0 + *scale);
        }
        self.step.fill(0.0);
        self.weighted_residual = 0.0;
        for at in 0..self.gradient.len() {
            self.residual[at] = -self.gradient[at];
            self.direction[at] = self.residual[at] / self.scale[at];
            self.weighted_residual += self.residual[at] * self.direction[at];
        }
        self.weighted_gradient = self.weighted_residual;
        self.model = 0.0;
        self.inner_iterations = 0;
        self.begin_curvature();
    }

    fn begin_curvature(&mut self) {
        self.curved.copy_from_slice(&self.direction);
        self.phase = Phase::Curvature;
    }

    /// One iteration of conjugate gradients, `curved` being whole.
    fn conjugate(&mut self) {
        let curvature = dot(&self.direction, &self.curved);
        let by = self.weighted_residual / curvature;
        for at in 0..self.step.len() {
            self.step[at] += by * self.direction[at];
            self.residual[at] -= by * self.curved[at];
        }
        self.inner_iterations += 1;
        let model = -0.5 * (dot(&self.step, &self.residual) - dot(&self.step, &self.gradient));
        let gained = model - self.model;
        let enough = f64::from(self.inner_iterations) * gained >= LEAST_GAIN * model;
        let before = self.weighted_residual;
        self.weighted_residual = 0.0;
        for at in 0..self.residual.len() {
            self.weighted_residual += self.residual[at] * self.residual[at] / self.scale[at];
        }
        let solved = self.weighted_residual <= SOLVED * self.weighted_gradient;
        // Only rounding makes the model rise.
        if enough || solved || gained > 0.0 {
            self.phase = Phase::Along;
            return;
        }
        self.model = model;
        let turn = self.weighted_residual / before;
        for at in 0..self.direction.len() {
            self.direction[at] = self.residual[at] / self.scale[at] + turn * self.direction[at];
        }
        self.begin_curvature();
    }

    /// Goes along the step as far as `f` falls enough.
    fn search(&mut self) {
        let slope = dot(&self.gradient, &self.step);
        let (product, length) = (dot(&self.weights, &self.step), squared_norm(&self.step));
        let mut by = 1.0;
        for _ in 0..MAX_HALVINGS {
            let change = by * (product + by * length / 2.0) + self.change_of_loss(by);
            if change <= SUFFICIENT_FALL * by * slope {
                return self.go(by);
            }
            by /= 2.0;
        }
        // As near as rounding lets it come.
        self.status = Status::Exhausted;
    }

    /// What so many steps add to `sum C_i loss_i^2`. Summed as changes, since near the end the sums themselves are the same
    /// to the last digit.
    fn change_of_loss(&self, by: f64) -> f64 {
        let mut sum = 0.0;
        for row in 0..self.labels.len() {
            let (label, decision) = (self.labels[row], self.decisions[row]);
            let moved = by * self.along[row];
            let before = (1.0 - label * decision).max(0.0);
            let after = (1.0 - label * (decision + moved)).max(0.0);
            if before > 0.0 && after > 0.0 {
                sum -= self.c_of(row) * label * moved * (before + after);
            } else {
                sum += self.c_of(row) * (after * after - before * before);
            }
        }
        sum
    }

    fn go(&mut self, by: f64) {
        for (weight, step) in self.weights.iter_mut().zip(&self.step) {
            *weight += by * step;
        }
        for (decision, along) in self.decisions.iter_mut().zip(&self.along) {
            *decision += by * along;
        }
        self.gradient.fill(0.0);
        self.scale.fill(0.0);
        self.active.clear();
        (self.loss, self.squared_loss) = (0.0, 0.0);
        self.phase = Phase::Gradient;
    }

    /// `f` at the weights, once the gradient is whole.
    fn value(&self) -> f64 {
        squared_norm(&self.weights) / 2.0 + self.squared_loss
    }

    pub fn iterations(&self) -> u64 {
        self.iterations
    }

    /// Ten times the root of the gap between both objectives relative to `f`.
    pub fn violation(&self) -> f64 {
        self.violation
    }

    /// The dual objective of the variables that belong to the weights; minus `f` at the optimum, above it elsewhere.
    pub fn objective(&self) -> f64 {
        let weights = self.weights.iter().zip(&self.gradient);
        let of_variables: f64 = weights.map(|(w, g)| (w - g) * (w - g)).sum();
        of_variables / 2.0 + self.squared_loss - 2.0 * self.loss
    }

    pub fn report(&self) -> MachineReport {
        MachineReport {
            iterations: self.iterations,
            objective: self.objective(),
            violation: self.violation,
            stop: match self.status {
                Status::Done => Stop::Converged,
                _ if self.iterations >= self.setting.max_passes => Stop::MaxIter,
                // No step along which `f` falls was found.
                _ => Stop::Precision,
            },
        }
    }

    /// Weights, shape `(n_features,)`, and the intercept.
    pub fn answer(&self) -> (&[f64], f64) {
        let (weights, bias) = self.weights.split_at(self.x.n_cols);
        (weights, bias[0] * self.setting.intercept_scaling)
    }
}

/// `w'x_i`, the intercept included.
fn dot_row(x: &CsrMatrix, row: usize, weights: &Dense, setting: &LinearSetting) -> f64 {
    let (columns, values) = x.row(row);
    product(weights, columns, values) + weights[x.n_cols] * setting.intercept_scaling
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
