//! Dual coordinate descent on the weights of a linear kernel machine, with its equality constraint.
//!
//! The problem is that of [`super::smo`] with `K(x, z) = x.z`, so that `w = sum_i y_i a_i x_i` stands for all gradients:
//!
//! ```text
//! minimise    1/2 w'w - e'a
//! subject to  y'a = 0,  0 <= a_i <= C_i
//! ```
//!
//! The constraint goes into an augmented Lagrangian, `+ b y'a + rho/2 (y'a)^2`. For fixed `b` that is coordinate descent
//! as in [`super::dcd`] with one more feature of value `sqrt(rho)`; after each pass `b` moves by `rho y'a` (the method of
//! multipliers, D. P. Bertsekas, "Constrained Optimization and Lagrange Multiplier Methods", 1982). A coordinate costs
//! the stored values of its row, a pass those of the rows that take part. Rows are set aside by LIBSVM's rule: at a bound,
//! with a score outside of those that the last pass saw between `M(a)` and `m(a)`.
//!
//! | paper | here |
//! |---|---|
//! | `-y_i grad f(a)_i` | `score` |
//! | `y'a` | `imbalance` |
//! | `b`, `rho` | `multiplier`, `penalty` |
//!
//! Passes are cheap and soon know which rows matter; the last digits take them long. [`super::linear`] decides how long
//! to go on, and has the pairs of [`super::smo`] finish what is worth it.

use std::sync::Arc;

use super::kernel::squared_norm;
use super::products::{add, product};
use super::shuffle::Shuffler;
use super::smo::Limits;
use super::start::balance;
use crate::pipeline::sparse::CsrMatrix;

/// Stored values that one unit of work reads, about.
pub(super) const CHUNK: usize = 4096;

/// The penalty as a share of the mean squared length of the rows: small enough that the constraint does not slow the
/// coordinates down, large enough that the multiplier settles within the passes that these take anyway. Between 0.01 and
/// 0.1 it makes no difference on texts; at 1 passes are three times as many.
const PENALTY: f64 = 0.03;

/// The variables of a machine and the weights that they make.
pub(super) struct Variables {
    x: Arc<CsrMatrix>,
    /// Row of `x` of each variable: the first `n_positive` have the label 1, the others -1.
    pub rows: Vec<u32>,
    pub n_positive: usize,
    pub c_positive: f64,
    pub c_negative: f64,
    pub alphas: Vec<f64>,
    /// `sum_i y_i a_i x_i`, shape `(n_features,)`.
    pub weights: Vec<f64>,
}

impl Variables {
    pub fn new(x: Arc<CsrMatrix>, rows: Vec<u32>, n_positive: usize, limits: Limits) -> Variables {
        Variables {
            alphas: vec![0.0; rows.len()],
            weights: vec![0.0; x.n_cols],
            x,
            rows,
            n_positive,
            c_positive: limits.c_positive,
            c_negative: limits.c_negative,
        }
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn row(&self, at: usize) -> (&[u32], &[f64]) {
        self.x.row(self.rows[at] as usize)
    }

    pub fn label(&self, at: usize) -> f64 {
        if at < self.n_positive { 1.0 } else { -1.0 }
    }

    pub fn bound(&self, at: usize) -> f64 {
        if at < self.n_positive {
            self.c_positive
        } else {
            self.c_negative
        }
    }

    /// Whether `y_i a_i` can grow, and whether it can fall.
    pub fn ways(&self, at: usize) -> (bool, bool) {
        let (above, below) = (self.alphas[at] > 0.0, self.alphas[at] < self.bound(at));
        if at < self.n_positive {
            (below, above)
        } else {
            (above, below)
        }
    }

    /// `y_i - w.x_i`
    pub fn score(&self, at: usize) -> f64 {
        let (columns, values) = self.row(at);
        self.label(at) - product(&self.weights, columns, values)
    }

    /// Adds a row to the weights, `by` times.
    pub fn add_row(&mut self, at: usize, by: f64) {
        let (columns, values) = self.x.row(self.rows[at] as usize);
        add(&mut self.weights, columns, values, by);
    }

    /// Moves variables until `y'a` is 0 to rounding. The weights stay behind.
    pub fn balance(&mut self) {
        let bounds = [self.c_positive, self.c_negative];
        balance(&mut self.alphas, self.n_positive, bounds);
    }

    /// `1/2 w'w - e'a`
    pub fn objective(&self) -> f64 {
        squared_norm(&self.weights) / 2.0 - self.alphas.iter().sum::<f64>()
    }
}

/// The largest score of the variables that can grow, and the smallest of those that can fall.
#[derive(Debug, Clone, Copy)]
pub(super) struct Range {
    pub up: f64,
    pub low: f64,
}

impl Range {
    pub const EMPTY: Range = Range {
        up: f64::NEG_INFINITY,
        low: f64::INFINITY,
    };

    pub fn take(&mut self, score: f64, (up, low): (bool, bool)) {
        if up && score > self.up {
            self.up = score;
        }
        if low && score < self.low {
            self.low = score;
        }
    }

    /// `m(a) - M(a)`, or 0 where one of the sets is empty.
    pub fn violation(&self) -> f64 {
        if self.up == f64::NEG_INFINITY || self.low == f64::INFINITY {
            0.0
        } else {
            self.up - self.low
        }
    }

    /// Whether a variable at a bound is so far on the right side of it that nothing near would move it.
    pub fn is_past(&self, score: f64, (up, low): (bool, bool), margin: f64) -> bool {
        (!low && score < self.low - margin) || (!up && score > self.up + margin)
    }
}

/// The passes.
pub(super) struct Descent {
    pub variables: Variables,
    /// `x_i.x_i`
    norms: Vec<f64>,
    penalty: f64,
    multiplier: f64,
    imbalance: f64,
    /// The first `n_active` take part.
    active: Vec<u32>,
    n_active: usize,
    next: usize,
    /// Scores of this pass, and of the last.
    seen: Range,
    last: Range,
    shuffler: Shuffler,
    pub passes: u64,
    /// Stored values read so far, those of a row that moved twice.
    pub work: u64,
}

impl Descent {
    /// Begins at `a = 0`, with rows still to be measured.
    pub fn new(variables: Variables, seed: u64) -> Descent {
        let n = variables.len();
        let mut descent = Descent {
            norms: Vec::with_capacity(n),
            penalty: 0.0,
            // As if the larger class were all: then its rows are where they should be from the beginning.
            multiplier: if 2 * variables.n_positive < n {
                -1.0
            } else {
                1.0
            },
            imbalance: 0.0,
            active: (0..n as u32).collect(),
            n_active: n,
            next: 0,
            seen: Range::EMPTY,
            last: Range {
                up: f64::INFINITY,
                low: f64::NEG_INFINITY,
            },
            shuffler: Shuffler::new(seed),
            passes: 0,
            work: 0,
            variables,
        };
        descent.shuffler.shuffle(&mut descent.active);
        descent
    }

    /// One unit of preparation; `columns` is called for the columns of each row. True when all rows are measured.
    pub fn measure(&mut self, mut columns: impl FnMut(&[u32])) -> bool {
        let mut read = 0;
        while self.norms.len() < self.variables.len() && read < CHUNK {
            let (of_row, values) = self.variables.row(self.norms.len());
            columns(of_row);
            self.norms.push(squared_norm(values));
            read += values.len() + 1;
        }
        if self.norms.len() < self.variables.len() {
            return false;
        }
        let mean = self.norms.iter().sum::<f64>() / self.norms.len() as f64;
        self.penalty = PENALTY * if mean > 0.0 { mean } else { 1.0 };
        true
    }

    /// Rows that take part.
    pub fn n_active(&self) -> usize {
        self.n_active
    }

    /// One unit of work; true at the end of a pass.
    pub fn step(&mut self) -> bool {
        let mut read = 0;
        while self.next < self.n_active && read < CHUNK {
            read += self.descend(self.active[self.next] as usize);
        }
        self.work += read as u64;
        if self.next < self.n_active {
            return false;
        }
        self.passes += 1;
        self.multiplier += self.penalty * self.imbalance;
        self.last = self.seen;
        self.seen = Range::EMPTY;
        self.next = 0;
        self.shuffler.shuffle(&mut self.active[..self.n_active]);
        true
    }

    /// Minimises along one coordinate, or sets it aside; returns how many stored values that read.
    fn descend(&mut self, at: usize) -> usize {
        let score = self.variables.score(at);
        let ways = self.variables.ways(at);
        let stored = self.variables.row(at).0.len() + 1;
        if self.last.is_past(score, ways, 0.0) {
            self.n_active -= 1;
            self.active.swap(self.next, self.n_active);
            return stored;
        }
        self.next += 1;
        self.seen.take(score, ways);
        let label = self.variables.label(at);
        let gradient = label * (self.multiplier + self.penalty * self.imbalance - score);
        let old = self.variables.alphas[at];
        let new = (old - gradient / (self.norms[at] + self.penalty))
            .max(0.0)
            .min(self.variables.bound(at));
        if new == old {
            return stored;
        }
        self.variables.alphas[at] = new;
        let by = label * (new - old);
        self.imbalance += by;
        self.variables.add_row(at, by);
        2 * stored
    }

    /// `m(a) - M(a)` as the last pass saw it, each score at its own time.
    pub fn violation(&self) -> f64 {
        self.last.up - self.last.low
    }

    /// By how much the equality constraint is violated, as a change of scores.
    pub fn imbalance(&self) -> f64 {
        self.imbalance.abs() * self.penalty / PENALTY
    }

    /// Takes all rows in again, after [`Variables::balance`] and with scores that range so.
    pub fn resume(&mut self, range: Range) {
        self.imbalance = 0.0;
        self.n_active = self.active.len();
        self.last = range;
        self.next = 0;
        self.shuffler.shuffle(&mut self.active);
    }
}
