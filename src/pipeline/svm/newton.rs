//! Newton's method for linear machines with squared hinge loss, stepped.
//!
//! The primal problem of [`super::dcd`], with the intercept as the weight of one more feature:
//!
//! ```text
//! minimise  f(w) = 1/2 w'w + sum_i C_i max(0, 1 - y_i w'x_i)^2
//! ```
//!
//! Each iteration solves `H s = -g` by conjugate gradients, where `g` is the gradient, `H = I + 2 sum C_i x_i x_i'` over
//! the rows with a loss, and then goes along `s` to the least `f`. The gradient and `f` are computed in double precision from
//! the rows as they are, so that the answer is as exact as the tolerance asks; the direction alone, which takes nearly all
//! of the passes, is in single precision over [`CompactRows`]. It begins at a point of [`RoughDescent`].
//!
//! Sources: S. S. Keerthi, D. DeCoste, "A Modified Finite Newton Method for Fast Solution of Large Scale Linear SVMs", JMLR 6,
//! 2005, for the method and its search along the step; C.-J. Lin, R. C. Weng, S. S. Keerthi, "Trust Region Newton Method for
//! Large-Scale Logistic Regression", JMLR 9, 2008, for where the conjugate gradients end; C.-Y. Hsia, W.-L. Chiang, C.-J. Lin,
//! "Preconditioned Conjugate Gradient Methods in Truncated Newton Frameworks for Large-scale Linear Classification", ACML 2018,
//! for a preconditioner that is a damped diagonal.
//!
//! The dual variables that belong to `w` are `a_i = 2 C_i max(0, 1 - y_i w'x_i)`, and the distance of both objectives is
//! `1/2 g'g`: so the gradient bounds how far `f(w)` is from its minimum.

use std::sync::Arc;

use super::compact::{self, CompactRows};
use super::dcd::LinearSetting;
use super::fit::{MachineReport, Stop};
use super::kernel::squared_norm;
use super::products::{add, product};
use super::rough::RoughDescent;
use crate::pipeline::sparse::CsrMatrix;
use crate::pipeline::step::Status;

/// Stored values of one unit of work, and as many for each row.
const STORED_PER_STEP: usize = 1 << 18;

/// Passes of the descent before Newton's method: so many find most rows that have a loss at the end. Half or twice as many take
/// about as long.
const ROUGH_PASSES: u64 = 15;

/// The descent ends where the gap between both objectives is at most the square of this share of the tolerance, relative to
/// the objective. A Newton iteration more or less: near the end each one takes a digit and more.
const TOLERANCE_SHARE: f64 = 0.1;

/// Weight of the root of the diagonal of `H`, with a loss in all rows, beside the identity in the preconditioner. The diagonal
/// itself gives too little way to common features: with it, conjugate gradients took twice as long.
const DIAGONAL_SHARE: f64 = 0.1;
/// Conjugate gradients end where what is left of the gradient is this share of it, both weighted by the preconditioner.
const LEFT: f64 = 0.1;
/// Their iterations at most: what single precision does not solve in so many, it does not solve.
const MAX_INNER: u32 = 1000;
/// The place along the step is known to this share of it.
const PLACE_SHARE: f64 = 1e-3;
/// Evaluations of the slope along a step at most.
const MAX_SLOPES: u32 = 40;
/// Iterations in which the gap is to fall by half, unless the objective falls by more than its rounding.
const PATIENCE: u32 = 5;
/// What sums over some ten thousand rows round, relative to the objective.
const ROUNDING: f64 = 1e-14;

/// One machine being solved.
pub(super) struct PrimalNewton {
    x: Arc<CsrMatrix>,
    rows: Arc<CompactRows>,
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
    step: Dense,
    inner: Inner,
    search: Search,
    /// `sum C_i loss_i` and `sum C_i loss_i^2` at `weights`.
    loss: f64,
    squared_loss: f64,
    /// The objective at the last iteration and the least gap so far, and for how many iterations neither fell enough.
    last_value: f64,
    least_gap: f64,
    standing_still: u32,
    phase: Phase,
    next: usize,
    iterations: u64,
    violation: f64,
    status: Status,
}

/// Weights of the features, then that of the intercept.
type Dense = Vec<f64>;

/// Conjugate gradients in single precision, by the columns of the compact rows, for a gradient of length 1.
struct Inner {
    /// One over the preconditioner.
    scale: Vec<f32>,
    step: Vec<f32>,
    residual: Vec<f32>,
    direction: Vec<f32>,
    /// `H` times the direction.
    curved: Vec<f32>,
    /// `residual' M^-1 residual`, and the same at the start.
    weighted_residual: f64,
    weighted_gradient: f64,
    iterations: u32,
}

/// The least `f` along a step: where its slope is 0, by Newton's method between two places that have it between them.
struct Search {
    low: f64,
    high: f64,
    at: f64,
    slopes: u32,
}

/// What the passes over the rows are for.
enum Phase {
    /// To find a point to begin at.
    Rough(Box<RoughDescent>),
    /// `w'x_i`, over all rows.
    Decisions,
    /// The gradient, over all rows.
    Gradient,
    /// `H` times the direction, over the rows with a loss.
    Curvature,
    /// `s'x_i`, over all rows.
    Along,
    /// How far to go along the step.
    Search,
}

impl PrimalNewton {
    /// Rows `x`, shape `(n_rows, n_features)`, and the same compact; `labels` of 1 or -1, shape `(n_rows,)`.
    pub fn new(
        x: Arc<CsrMatrix>,
        rows: Arc<CompactRows>,
        labels: impl Iterator<Item = f64>,
        setting: LinearSetting,
    ) -> PrimalNewton {
        let labels: Vec<f64> = labels.collect();
        let dense = || vec![0.0; x.n_cols + 1];
        let rough = RoughDescent::new(
            rows.clone(),
            labels.iter().map(|&label| (label, setting.c_of(label))),
            setting.tol,
            setting.max_passes.min(ROUGH_PASSES),
            setting.seed,
        );
        PrimalNewton {
            decisions: vec![0.0; x.n_rows],
            along: vec![0.0; x.n_rows],
            active: Vec::with_capacity(x.n_rows),
            weights: dense(),
            gradient: dense(),
            step: dense(),
            inner: Inner::new(&rows, setting.c_positive.max(setting.c_negative)),
            search: Search::new(),
            loss: 0.0,
            squared_loss: 0.0,
            last_value: f64::INFINITY,
            least_gap: f64::INFINITY,
            standing_still: 0,
            phase: Phase::Rough(Box::new(rough)),
            next: 0,
            iterations: 0,
            violation: f64::INFINITY,
            status: Status::Running,
            labels,
            rows,
            x,
            setting,
        }
    }

    /// Whether single precision holds what is computed: sums of squares times `C`, and what a step adds up.
    pub fn can_solve(rows: &CompactRows, c: f64) -> bool {
        const LARGEST: f64 = 1e15;
        let sum: f64 = rows.squares.iter().sum();
        sum < LARGEST && c * sum < LARGEST
    }

    /// One unit of work: a few rows, and what follows from the last of them.
    pub fn step(&mut self) -> Status {
        if !self.status.is_running() {
            return self.status;
        }
        match &mut self.phase {
            Phase::Rough(descent) => {
                if !descent.step().is_running() {
                    self.iterations += descent.passes();
                    let weights = descent.weights();
                    if weights.iter().all(|weight| weight.is_finite()) {
                        for (&column, &weight) in self.rows.order.iter().zip(weights) {
                            self.weights[column as usize] = weight.into();
                        }
                    }
                    self.phase = Phase::Decisions;
                }
            }
            Phase::Search => self.search(),
            _ => {
                if self.pass() {
                    self.next = 0;
                    match self.phase {
                        Phase::Decisions => self.phase = Phase::Gradient,
                        Phase::Gradient => self.begin_iteration(),
                        Phase::Curvature => self.conjugate(),
                        _ => {
                            self.search = Search::new();
                            self.phase = Phase::Search;
                        }
                    }
                }
            }
        }
        self.status
    }

    /// Some rows of the pass at hand; whether they were its last.
    fn pass(&mut self) -> bool {
        let n_rows = match self.phase {
            Phase::Curvature => self.active.len(),
            _ => self.labels.len(),
        };
        let mut read = 0;
        while self.next < n_rows && read < STORED_PER_STEP {
            let at = self.next;
            let mut row = at;
            match self.phase {
                Phase::Decisions => self.decisions[at] = self.product(at, &self.weights),
                Phase::Gradient => self.add_to_gradient(at),
                Phase::Curvature => {
                    row = self.active[at] as usize;
                    let by = 2.0 * self.setting.c_of(self.labels[row]) as f32;
                    let inner = &mut self.inner;
                    let by = by * self.rows.product(row, &inner.direction);
                    self.rows.add(row, by, &mut inner.curved);
                }
                _ => self.along[at] = self.product(at, &self.step),
            }
            read += 1 + self.x.indptr[row + 1] - self.x.indptr[row];
            self.next += 1;
        }
        self.next == n_rows
    }

    /// `w'x_i`, the intercept included.
    fn product(&self, row: usize, weights: &Dense) -> f64 {
        let (columns, values) = self.x.row(row);
        let of_intercept = weights[self.x.n_cols] * self.setting.intercept_scaling;
        product(weights, columns, values) + of_intercept
    }

    fn add_to_gradient(&mut self, row: usize) {
        let label = self.labels[row];
        let loss = 1.0 - label * self.decisions[row];
        if loss <= 0.0 {
            return;
        }
        self.active.push(row as u32);
        let c = self.setting.c_of(label);
        self.loss += c * loss;
        self.squared_loss += c * loss * loss;
        let (columns, values) = self.x.row(row);
        let by = -2.0 * c * loss * label;
        add(&mut self.gradient, columns, values, by);
        self.gradient[self.x.n_cols] += by * self.setting.intercept_scaling;
    }

    /// The gradient is whole: is it small enough? Else conjugate gradients begin.
    fn begin_iteration(&mut self) {
        for (gradient, weight) in self.gradient.iter_mut().zip(&self.weights) {
            *gradient += weight;
        }
        let (gap, value) = (squared_norm(&self.gradient) / 2.0, self.value());
        // Without a loss and without weights nothing is left to minimise.
        self.violation = if gap == 0.0 {
            0.0
        } else {
            (gap / value).sqrt() / TOLERANCE_SHARE
        };
        if self.violation <= self.setting.tol {
            self.status = Status::Done;
            return;
        }
        let falls = value < (1.0 - ROUNDING) * self.last_value || gap < self.least_gap / 2.0;
        self.standing_still = if falls { 0 } else { self.standing_still + 1 };
        self.last_value = value;
        self.least_gap = self.least_gap.min(gap);
        if self.iterations >= self.setting.max_passes || self.standing_still >= PATIENCE {
            self.status = Status::Exhausted;
            return;
        }
        self.iterations += 1;
        let by = -1.0 / (2.0 * gap).sqrt();
        let order = self.rows.order.iter();
        let gradient = order.map(|&column| (by * self.gradient[column as usize]) as f32);
        self.inner.begin(gradient);
        self.phase = Phase::Curvature;
    }

    fn conjugate(&mut self) {
        if self.inner.conjugate() {
            return;
        }
        let by = squared_norm(&self.gradient).sqrt();
        for (&column, &step) in self.rows.order.iter().zip(&self.inner.step) {
            self.step[column as usize] = by * f64::from(step);
        }
        self.phase = Phase::Along;
    }

    /// One place along the step.
    fn search(&mut self) {
        let at = self.search.at;
        let length = squared_norm(&self.step);
        let (mut slope, mut curvature) = (dot(&self.weights, &self.step) + at * length, length);
        for row in 0..self.labels.len() {
            let (label, along) = (self.labels[row], self.along[row]);
            let loss = 1.0 - label * (self.decisions[row] + at * along);
            if loss > 0.0 {
                let twice_c = 2.0 * self.setting.c_of(label);
                slope -= twice_c * loss * label * along;
                curvature += twice_c * along * along;
            }
        }
        if self.search.ends(slope, curvature) {
            self.go(self.search.at);
        }
    }

    fn go(&mut self, by: f64) {
        for (weight, step) in self.weights.iter_mut().zip(&self.step) {
            *weight += by * step;
        }
        for (decision, along) in self.decisions.iter_mut().zip(&self.along) {
            *decision += by * along;
        }
        self.gradient.fill(0.0);
        self.active.clear();
        (self.loss, self.squared_loss) = (0.0, 0.0);
        self.phase = Phase::Gradient;
    }

    /// `f` at the weights, once the gradient is whole.
    fn value(&self) -> f64 {
        squared_norm(&self.weights) / 2.0 + self.squared_loss
    }

    /// Passes of the descent and Newton iterations.
    pub fn iterations(&self) -> u64 {
        match &self.phase {
            Phase::Rough(descent) => descent.passes(),
            _ => self.iterations,
        }
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
                // As near as rounding lets it come.
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

impl Inner {
    /// `c` is the larger of both classes'.
    fn new(rows: &CompactRows, c: f64) -> Inner {
        let scale_of = |squares: &f64| {
            let diagonal = 2.0 * c * squares;
            (1.0 / (1.0 + DIAGONAL_SHARE * diagonal.sqrt())) as f32
        };
        let scale: Vec<f32> = rows.squares.iter().map(scale_of).collect();
        Inner {
            step: vec![0.0; scale.len()],
            residual: vec![0.0; scale.len()],
            direction: rows.dense(),
            curved: rows.dense(),
            weighted_residual: 0.0,
            weighted_gradient: 0.0,
            iterations: 0,
            scale,
        }
    }

    /// At a step of 0, where what is left is minus the gradient.
    fn begin(&mut self, residual: impl Iterator<Item = f32>) {
        self.step.fill(0.0);
        self.weighted_residual = 0.0;
        for (at, left) in residual.enumerate() {
            self.residual[at] = left;
            self.direction[at] = left * self.scale[at];
        }
        let n = self.step.len();
        self.weighted_residual = compact::dot(&self.residual, &self.direction[..n]);
        self.weighted_gradient = self.weighted_residual;
        self.iterations = 0;
        self.curved[..n].copy_from_slice(&self.direction[..n]);
    }

    /// One iteration, `curved` being whole; whether there is another.
    fn conjugate(&mut self) -> bool {
        let n = self.step.len();
        let direction = &mut self.direction[..n];
        let curved = &self.curved[..n];
        let by = self.weighted_residual / compact::dot(direction, curved);
        if !by.is_finite() {
            return false;
        }
        let by = by as f32;
        for (step, direction) in self.step.iter_mut().zip(&*direction) {
            *step += by * direction;
        }
        for (residual, curved) in self.residual.iter_mut().zip(curved) {
            *residual -= by * curved;
        }
        let before = self.weighted_residual;
        self.weighted_residual = compact::weighted_square(&self.residual, &self.scale);
        self.iterations += 1;
        if self.weighted_residual <= LEFT * LEFT * self.weighted_gradient
            || self.iterations >= MAX_INNER
        {
            return false;
        }
        let turn = (self.weighted_residual / before) as f32;
        let scaled = self.residual.iter().zip(&self.scale);
        for (direction, (residual, scale)) in direction.iter_mut().zip(scaled) {
            *direction = residual * scale + turn * *direction;
        }
        self.curved[..n].copy_from_slice(direction);
        true
    }
}

impl Search {
    fn new() -> Search {
        Search {
            low: 0.0,
            high: f64::INFINITY,
            at: 1.0,
            slopes: 0,
        }
    }

    /// Takes the slope where it is and the curvature there, and goes on to the next place; whether that is the last.
    fn ends(&mut self, slope: f64, curvature: f64) -> bool {
        self.slopes += 1;
        if slope < 0.0 {
            self.low = self.at;
        } else {
            self.high = self.at;
        }
        let mut next = self.at - slope / curvature;
        if !(next > self.low && next < self.high) {
            next = if self.high.is_finite() {
                f64::midpoint(self.low, self.high)
            } else {
                2.0 * self.at
            };
        }
        let is_near = (next - self.at).abs() <= PLACE_SHARE * self.at;
        self.at = next;
        is_near || self.slopes >= MAX_SLOPES
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
