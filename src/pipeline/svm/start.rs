//! A point to start from: the dual variables of a model of nearly the same rows.
//!
//! The variables of rows that a model of all rows was fitted on are nearly those of a model of most of these rows ("alpha
//! seeding": D. DeCoste, K. Wagstaff, "Alpha seeding for support vector machines", KDD 2000), so that pairs have less to
//! move. What is left out breaks `y'a = 0`, which is made good first ([`balance`]), and the scores of all rows are summed
//! anew from the kernel ([`Starting`]). The optimum is the same; the point within `tol` of it that a fit ends at is not.

use super::model::{Decision, Svc};
use super::rows::KernelRows;
use super::smo::Limits;

/// `y a` of every row in every machine, zeros included.
#[derive(Debug, Clone)]
pub struct DualStart {
    /// Class indices that have rows, ascending.
    pub(super) classes: Vec<u32>,
    /// As LIBSVM's `sv_coef`, row by row: shape `(n_rows, n_classes - 1)`.
    coefficients: Vec<f64>,
}

impl DualStart {
    /// The variables of a model of one-vs-one machines that was fitted on `n_rows` rows; None for another model.
    pub fn of(model: &Svc, n_rows: usize) -> Option<DualStart> {
        let Decision::OneVsOne {
            support, dual_coef, ..
        } = &model.decision
        else {
            return None;
        };
        let lines = model.classes.len() - 1;
        let mut coefficients = vec![0.0; n_rows * lines];
        for (at, &row) in support.iter().enumerate() {
            for line in 0..lines {
                coefficients[row as usize * lines + line] = dual_coef[line * support.len() + at];
            }
        }
        Some(DualStart {
            classes: model.classes.clone(),
            coefficients,
        })
    }

    /// Those of some rows, in that order.
    pub fn select_rows(&self, rows: &[u32]) -> DualStart {
        let lines = self.classes.len() - 1;
        let of_row = |&row: &u32| &self.coefficients[row as usize * lines..][..lines];
        DualStart {
            classes: self.classes.clone(),
            coefficients: rows.iter().flat_map(of_row).copied().collect(),
        }
    }

    /// Dual variables of the machine between two of the classes, over the rows of the first and then of the second.
    pub(super) fn alphas(&self, (i, j): (usize, usize), first: &[u32], second: &[u32]) -> Vec<f64> {
        let lines = self.classes.len() - 1;
        let alpha = |row: u32, line: usize| self.coefficients[row as usize * lines + line].abs();
        let of_first = first.iter().map(|&row| alpha(row, j - 1));
        of_first
            .chain(second.iter().map(|&row| alpha(row, i)))
            .collect()
    }
}

/// `y'a` that is no more than this share of the sum of all variables is 0: sums of some ten thousand of them round by
/// less, and it is a tenth of what the tests allow.
const ROUNDING: f64 = 1e-12;

/// Moves variables (the first `n_positive` of label 1, the others of -1) until `y'a` is 0 to rounding: those between 0 and
/// their bounds by equal shares, then any that can.
pub(super) fn balance(alphas: &mut [f64], n_positive: usize, bounds: [f64; 2]) {
    let imbalance = |alphas: &[f64]| {
        let (positive, negative) = alphas.split_at(n_positive);
        positive.iter().sum::<f64>() - negative.iter().sum::<f64>()
    };
    // What rounding leaves must not take a variable off its bound.
    let rounding = ROUNDING * alphas.iter().sum::<f64>();
    if imbalance(alphas).abs() <= rounding {
        return;
    }
    let label_and_bound = |at: usize| {
        if at < n_positive {
            (1.0, bounds[0])
        } else {
            (-1.0, bounds[1])
        }
    };
    // Takes up to `share` from `y_i a_i`; returns how much it was.
    let give = |alphas: &mut [f64], at: usize, share: f64| {
        let (label, bound) = label_and_bound(at);
        let old = alphas[at];
        let new = (old - label * share).max(0.0).min(bound);
        alphas[at] = new;
        label * (old - new)
    };
    let free: Vec<usize> = (0..alphas.len())
        .filter(|&at| alphas[at] > 0.0 && alphas[at] < label_and_bound(at).1)
        .collect();
    let mut left = imbalance(alphas);
    for (done, &at) in free.iter().enumerate() {
        left -= give(alphas, at, left / (free.len() - done) as f64);
    }
    left = imbalance(alphas);
    for at in 0..alphas.len() {
        if left.abs() <= rounding {
            break;
        }
        left -= give(alphas, at, left);
    }
}

/// Where a solver begins: variables that satisfy the constraints, and the scores that go with them.
pub(super) struct Point {
    pub rows: KernelRows,
    /// So many rows at the beginning of the machine's order have the label 1, the others -1; there is at least one of each.
    pub n_positive: usize,
    pub limits: Limits,
    /// By slot.
    pub alphas: Vec<f64>,
    /// `-y_i grad f(a)_i` by slot. Rows beside these may have a share in them: those that stay where they are.
    pub scores: Vec<f64>,
    /// Iterations that led there.
    pub iterations: u64,
}

impl Point {
    /// `a = 0`. There the gradient is -1, so that the score is the label.
    pub fn zero(rows: KernelRows, n_positive: usize, limits: Limits) -> Point {
        let n = rows.len();
        let scores = (0..n).map(|at| if at < n_positive { 1.0 } else { -1.0 });
        let scores: Vec<f64> = scores.collect();
        Point::new(rows, n_positive, limits, &vec![0.0; n], &scores)
    }

    /// Variables and scores in the machine's order.
    pub fn new(
        rows: KernelRows,
        n_positive: usize,
        limits: Limits,
        alphas: &[f64],
        scores: &[f64],
    ) -> Point {
        let by_slot = |values: &[f64]| -> Vec<f64> {
            let order = rows.order.iter();
            order.map(|&at| values[at as usize]).collect()
        };
        Point {
            alphas: by_slot(alphas),
            scores: by_slot(scores),
            rows,
            n_positive,
            limits,
            iterations: 0,
        }
    }

    /// 1 or -1 by slot.
    pub fn labels(&self) -> Vec<f64> {
        let label = |&at: &u32| {
            if (at as usize) < self.n_positive {
                1.0
            } else {
                -1.0
            }
        };
        self.rows.order.iter().map(label).collect()
    }
}

/// A machine whose scores at the point that it starts from are being summed, `y_i - sum_j y_j a_j K_ij`.
pub(super) struct Starting {
    /// Until the solver has it.
    point: Option<Point>,
    /// `y a`, by slot.
    coefficients: Vec<f64>,
    next: usize,
}

impl Starting {
    /// `alphas`, in the machine's order, are brought within their bounds and to `y'a = 0`.
    pub fn new(
        rows: KernelRows,
        n_positive: usize,
        limits: Limits,
        mut alphas: Vec<f64>,
    ) -> Starting {
        let bounds = [limits.c_positive, limits.c_negative];
        for (at, alpha) in alphas.iter_mut().enumerate() {
            *alpha = alpha.min(bounds[usize::from(at >= n_positive)]);
        }
        balance(&mut alphas, n_positive, bounds);
        let mut point = Point::zero(rows, n_positive, limits);
        point.alphas = point
            .rows
            .order
            .iter()
            .map(|&at| alphas[at as usize])
            .collect();
        Starting::again(point)
    }

    /// The scores of a point anew.
    pub fn again(mut point: Point) -> Starting {
        point.scores = point.labels();
        let labelled = point.alphas.iter().zip(&point.scores);
        Starting {
            coefficients: labelled.map(|(alpha, label)| label * alpha).collect(),
            point: Some(point),
            next: 0,
        }
    }

    /// Iterations that led to the point.
    pub fn iterations(&self) -> u64 {
        self.point.as_ref().map_or(0, |point| point.iterations)
    }

    /// One row of the kernel; the point, after the last.
    pub fn step(&mut self) -> Option<Point> {
        let Point { rows, scores, .. } = self.point.as_mut()?;
        if self.next < rows.len() {
            rows.add_upper(self.next, &self.coefficients, scores);
            self.next += 1;
            return None;
        }
        rows.add_base(&self.coefficients, scores);
        self.point.take()
    }
}
