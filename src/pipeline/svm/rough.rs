//! A few passes of dual coordinate descent in single precision: a point from which Newton's method is near.
//!
//! The problem is that of [`super::dcd`] with the squared hinge loss, over the rows of [`super::compact`]. Its first passes
//! find most rows that have a loss at the optimum, for which Newton's method from zero takes several times as long; its last
//! digits it finds slowly where `C` is large, and there Newton's method is fast.

use std::sync::Arc;

use super::compact::CompactRows;
use super::shuffle::Shuffler;
use crate::pipeline::step::Status;

/// Coordinates of one unit of work.
const COORDINATES_PER_STEP: usize = 1024;

/// What one variable needs, side by side.
#[derive(Debug, Clone, Copy)]
struct Variable {
    alpha: f32,
    /// `D_ii = 1 / (2 C_i)`
    diagonal: f32,
    /// `1 / (Q_ii + D_ii)`
    step: f32,
    label: f32,
}

pub(super) struct RoughDescent {
    rows: Arc<CompactRows>,
    variables: Vec<Variable>,
    weights: Vec<f32>,
    /// The first `n_active` rows take part.
    active: Vec<u32>,
    n_active: usize,
    next: usize,
    /// Largest and smallest projected gradient of this pass; a row above the largest of the last is set aside.
    largest: f32,
    smallest: f32,
    bound: f32,
    shuffler: Shuffler,
    passes: u64,
    max_passes: u64,
    /// The range of the projected gradient at which it is done.
    tol: f32,
}

impl RoughDescent {
    /// `labels_and_c` has a label of 1 or -1 and `C_i` for each row.
    pub fn new(
        rows: Arc<CompactRows>,
        labels_and_c: impl Iterator<Item = (f64, f64)>,
        tol: f64,
        max_passes: u64,
        seed: u64,
    ) -> RoughDescent {
        let variables: Vec<Variable> = labels_and_c
            .zip(&rows.squared_norms)
            .map(|((label, c), &squared_norm)| {
                let diagonal = (0.5 / c) as f32;
                Variable {
                    alpha: 0.0,
                    diagonal,
                    step: 1.0 / (squared_norm + diagonal),
                    label: label as f32,
                }
            })
            .collect();
        let n = variables.len();
        let mut descent = RoughDescent {
            weights: rows.dense(),
            active: (0..n as u32).collect(),
            n_active: n,
            next: 0,
            largest: f32::NEG_INFINITY,
            smallest: f32::INFINITY,
            bound: f32::INFINITY,
            shuffler: Shuffler::new(seed),
            passes: 0,
            max_passes,
            tol: tol as f32,
            variables,
            rows,
        };
        descent.shuffler.shuffle(&mut descent.active);
        descent
    }

    /// One unit of work: a few coordinates.
    pub fn step(&mut self) -> Status {
        for _ in 0..COORDINATES_PER_STEP {
            if self.next < self.n_active {
                self.descend(self.active[self.next] as usize);
            } else if self.end_pass() {
                return Status::Done;
            }
        }
        Status::Running
    }

    fn descend(&mut self, at: usize) {
        let Variable {
            alpha: old,
            diagonal,
            step,
            label,
        } = self.variables[at];
        let gradient = label * self.rows.product(at, &self.weights) - 1.0 + old * diagonal;
        let mut projected = gradient;
        if old == 0.0 {
            if gradient > self.bound {
                self.n_active -= 1;
                self.active.swap(self.next, self.n_active);
                return;
            }
            projected = gradient.min(0.0);
        }
        self.next += 1;
        self.largest = self.largest.max(projected);
        self.smallest = self.smallest.min(projected);
        if projected != 0.0 {
            let new = (old - gradient * step).max(0.0);
            self.variables[at].alpha = new;
            self.rows.add(at, (new - old) * label, &mut self.weights);
        }
    }

    /// Whether it was the last.
    fn end_pass(&mut self) -> bool {
        self.passes += 1;
        if self.passes >= self.max_passes || self.largest.max(-self.smallest) <= self.tol {
            return true;
        }
        self.bound = if self.largest > 0.0 {
            self.largest
        } else {
            f32::INFINITY
        };
        self.next = 0;
        self.largest = f32::NEG_INFINITY;
        self.smallest = f32::INFINITY;
        let n_active = self.n_active;
        self.shuffler.shuffle(&mut self.active[..n_active]);
        false
    }

    pub fn passes(&self) -> u64 {
        self.passes
    }

    /// The weights so far, by the columns of the rows.
    pub fn weights(&self) -> &[f32] {
        &self.weights
    }
}
