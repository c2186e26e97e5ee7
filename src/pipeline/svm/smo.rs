//! Sequential minimal optimisation of one machine, stepped.
//!
//! The problem (LIBSVM's C-SVC):
//!
//! ```text
//! minimise    1/2 a'Qa - e'a        Q_ij = y_i y_j K(x_i, x_j)
//! subject to  y'a = 0,  0 <= a_i <= C_i
//! ```
//!
//! given the rows of `K`, labels `y_i` of 1 or -1 and bounds `C_i` (one for each class); the answer is `a`, and `rho` of
//! the decision function `sum_i y_i a_i K(x_i, x) - rho`. Each iteration moves the pair that second-order information
//! chooses: R.-E. Fan, P.-H. Chen, C.-J. Lin, "Working Set Selection Using Second Order Information for Training Support
//! Vector Machines", JMLR 6 (2005), WSS 2. It ends when `m(a) - M(a) < tol`, LIBSVM's rule; where floats are too coarse for that, or it would
//! take for ever, it stops and says so ([`Stop`]).
//!
//! | paper | here |
//! |---|---|
//! | `-y_i grad f(a)_i` | `score` |
//! | `I_up`, `I_low` | those that compete in [`Standings`] for the largest score, and the smallest |
//! | `m(a)`, `M(a)` | the leaders |
//! | `a_ij`, `b_ij` | `curvature`, `difference` |
//! | `tau` | `TAU` |
//!
//! How the pair is found stands in [`working_set`]. A row of `K` is a base and a few deviations ([`super::rows`]), so a step
//! changes the scores of few slots, and all others of a group alike: by one shift.

mod working_set;

use super::fit::{MachineReport, Stop};
use super::row_cache::Row;
use super::rows::KernelRows;
use super::standings::{LOW, Standings, UP};
use super::start::Point;
use crate::message;
use crate::pipeline::error::{Code, Error};
use crate::pipeline::step::Status;
pub(super) use working_set::TAU;

/// Iterations between two changes of who wins a tie: LIBSVM's interval between two rounds of shrinking.
const TIE_PERIOD: u64 = 1000;

/// In so many iterations LIBSVM gives up: this or [`LIBSVM_ITERATIONS_A_ROW`] times the rows, whichever is more.
const LIBSVM_ITERATIONS: u64 = 10_000_000;
const LIBSVM_ITERATIONS_A_ROW: u64 = 100;

/// Iterations after which it is asked whether more than rounding was gained, and as many a row. Plateaus of the violation
/// are shorter, and while there is one the objective falls.
const ROUNDING_PERIOD: u64 = 10_000;
const ROUNDING_PERIOD_A_ROW: u64 = 4;

/// One machine being solved.
pub(super) struct Smo {
    rows: KernelRows,
    /// 1 or -1 by slot.
    labels: Vec<f64>,
    alphas: Vec<f64>,
    /// Bounds of the labels 1 and -1.
    c_positive: f64,
    c_negative: f64,
    tol: f64,
    max_iter: Option<u64>,
    /// `-y_i grad f(a)_i` by slot.
    standings: Standings,
    /// Smallest diagonal entry of each group.
    least_diagonal: Vec<f64>,
    /// The iteration in which a slot deviated in the first row of the pair.
    seen: Vec<u64>,
    /// Iterations between two changes of who wins a tie, if it changes.
    tie_period: Option<u64>,
    iterations: u64,
    violation: f64,
    /// The smallest violation so far, and what it was at the last look at the progress and at the rounding.
    best: f64,
    best_of_progress: f64,
    best_of_rounding: f64,
    /// By how much the objective has fallen since the last look at the rounding.
    gained: f64,
    /// Until it is known.
    stop: Option<Stop>,
    /// Whether a kernel value was beyond the range of a float.
    overflow: bool,
}

/// The answer of one machine.
#[derive(Debug, Clone)]
pub(super) struct Solution {
    /// `y_i a_i` in the machine's order.
    pub coefficients: Vec<f64>,
    pub rho: f64,
    pub objective: f64,
    pub violation: f64,
    pub iterations: u64,
    pub stop: Stop,
}

/// What bounds a machine.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    pub c_positive: f64,
    pub c_negative: f64,
    pub tol: f64,
    pub max_iter: Option<u64>,
    pub shrinking: bool,
}

impl Limits {
    /// The bound of a variable of a label.
    pub fn bound(&self, label: f64) -> f64 {
        if label > 0.0 {
            self.c_positive
        } else {
            self.c_negative
        }
    }
}

impl Smo {
    pub fn new(point: Point) -> Smo {
        let labels = point.labels();
        let Point {
            rows,
            limits,
            alphas,
            scores,
            iterations,
            ..
        } = point;
        let n = rows.len();
        let groups = || rows.group_starts.windows(2).map(|range| range[0]..range[1]);
        let ways = |slot: usize| ways(labels[slot], alphas[slot], limits.bound(labels[slot]));
        let standings = Standings::new(scores, ways, &rows.group_starts);
        let least_diagonal = groups()
            .map(|range| {
                rows.diagonal[range]
                    .iter()
                    .copied()
                    .fold(f64::INFINITY, f64::min)
            })
            .collect();
        let overflow = !rows.diagonal.iter().all(|value| value.is_finite());
        Smo {
            standings,
            alphas,
            seen: vec![0; n],
            tie_period: limits.shrinking.then_some(TIE_PERIOD.min(n as u64)),
            least_diagonal,
            labels,
            rows,
            c_positive: limits.c_positive,
            c_negative: limits.c_negative,
            tol: limits.tol,
            max_iter: limits.max_iter,
            iterations,
            violation: f64::INFINITY,
            best: f64::INFINITY,
            best_of_progress: f64::INFINITY,
            best_of_rounding: f64::INFINITY,
            gained: 0.0,
            stop: overflow.then_some(Stop::Precision),
            overflow,
        }
    }

    /// One iteration.
    pub fn step(&mut self) -> Status {
        if self.stop.is_none() {
            self.stop = self.iterate();
        }
        match self.stop {
            None => Status::Running,
            Some(Stop::Converged) => Status::Done,
            Some(_) => Status::Exhausted,
        }
    }

    /// `1/2 a'Qa - e'a`; costs a pass over the slots.
    pub fn objective(&self) -> f64 {
        let twice: f64 = (0..self.rows.len())
            .filter(|&slot| self.alphas[slot] != 0.0)
            .map(|slot| self.alphas[slot] * (-self.labels[slot] * self.score(slot) - 1.0))
            .sum();
        twice / 2.0
    }

    /// The answer as it stands.
    pub fn solution(&self) -> Solution {
        let mut coefficients = vec![0.0; self.rows.len()];
        for (slot, &at) in self.rows.order.iter().enumerate() {
            coefficients[at as usize] = self.labels[slot] * self.alphas[slot];
        }
        Solution {
            coefficients,
            rho: rho((0..self.rows.len()).map(|slot| {
                let ways = self.standings.ways(slot);
                (self.score(slot), (ways & UP != 0, ways & LOW != 0))
            })),
            objective: self.objective(),
            violation: self.violation,
            iterations: self.iterations,
            // An answer before the end is nobody's but the caller's who stops here.
            stop: self.stop.unwrap_or(Stop::MaxIter),
        }
    }

    /// One iteration, or why there is none.
    fn iterate(&mut self) -> Option<Stop> {
        let Some((first, score)) = self.first() else {
            return Some(Stop::Converged);
        };
        if self.violation < self.tol {
            return Some(Stop::Converged);
        }
        if self.max_iter.is_some_and(|limit| self.iterations >= limit) {
            return Some(Stop::MaxIter);
        }
        if let Some(stop) = self.look_back() {
            return Some(stop);
        }
        self.iterations += 1;
        let first_row = self.rows.row(first);
        let second = self.second(first, score, &first_row);
        if second.gain <= 0.0 {
            // Only values beyond the range of a float leave a violation without a pair that lowers it.
            self.overflow = true;
            return Some(Stop::Precision);
        }
        let second_row = self.rows.row(second.slot);
        let difference = score - self.score(second.slot);
        let (move_first, move_second) = self.move_pair(first, second.slot, second.curvature);
        if !(move_first.is_finite() && move_second.is_finite()) {
            self.overflow = true;
            return Some(Stop::Precision);
        }
        if move_first == 0.0 && move_second == 0.0 {
            // The step is below the precision of a float: a smaller violation can't be reached.
            return Some(Stop::Precision);
        }
        self.gained += move_first * (difference - second.curvature * move_first / 2.0);
        for slot in [first, second.slot] {
            let ways = ways(self.labels[slot], self.alphas[slot], self.bound(slot));
            self.standings.set_ways(slot, ways);
        }
        let moves = [
            (first, &*first_row, move_first),
            (second.slot, &*second_row, move_second),
        ];
        for (slot, _, by) in moves {
            let group = self.rows.group_of[slot] as usize;
            for other in 0..self.standings.n_groups() {
                let base = self.rows.base(group, other);
                self.standings.shift(other, -base * by);
            }
        }
        if let [
            (_, Row::Dense(first), by_first),
            (_, Row::Dense(second), by_second),
        ] = moves
        {
            let rows = [
                (&first.deviations[..], by_first),
                (&second.deviations[..], by_second),
            ];
            self.standings.sweep(&rows);
        } else {
            for (_, row, by) in moves {
                match row {
                    Row::Dense(row) => self.standings.sweep(&[(&row.deviations, by)]),
                    Row::Sparse { slots, deviations } => {
                        for (&slot, deviation) in slots.iter().zip(deviations) {
                            self.standings.change(slot as usize, -deviation * by);
                        }
                    }
                }
            }
        }
        // The decision function is a sum of such shares, so that it has at least their rounding.
        let share = |slot: usize| self.alphas[slot] * self.rows.diagonal[slot];
        let rounding = f64::EPSILON * share(first).max(share(second.slot));
        (rounding > self.violation).then_some(Stop::Precision)
    }

    /// Whether it has got no nearer to the optimum for long.
    fn look_back(&mut self) -> Option<Stop> {
        if self.violation < self.best {
            self.best = self.violation;
        }
        let n = self.rows.len() as u64;
        let is_time = |least: u64, a_row: u64| {
            self.iterations > 0 && self.iterations.is_multiple_of(least.max(a_row * n))
        };
        if is_time(ROUNDING_PERIOD, ROUNDING_PERIOD_A_ROW) {
            let gained = std::mem::take(&mut self.gained);
            let is_rounding = gained <= f64::EPSILON * self.objective().abs();
            let before = std::mem::replace(&mut self.best_of_rounding, self.best);
            if is_rounding && self.best >= before {
                return Some(Stop::Precision);
            }
        }
        if is_time(LIBSVM_ITERATIONS, LIBSVM_ITERATIONS_A_ROW) {
            let before = std::mem::replace(&mut self.best_of_progress, self.best);
            if self.best > before / 2.0 {
                return Some(Stop::NoProgress);
            }
        }
        None
    }

    /// Moves the pair to the least objective on its line within the bounds (LIBSVM's clipping, which puts a bounded
    /// variable exactly on its bound); returns by how much `y a` changed for each.
    fn move_pair(&mut self, i: usize, j: usize, curvature: f64) -> (f64, f64) {
        let (c_i, c_j) = (self.bound(i), self.bound(j));
        let (old_i, old_j) = (self.alphas[i], self.alphas[j]);
        let (mut a_i, mut a_j) = (old_i, old_j);
        // The gradients are -y times the scores, so that either sign of y_i y_j comes to the same step.
        let step = (self.score(i) - self.score(j)) / curvature;
        a_i += self.labels[i] * step;
        a_j -= self.labels[j] * step;
        if self.labels[i] != self.labels[j] {
            let difference = old_i - old_j;
            if difference > 0.0 {
                if a_j < 0.0 {
                    (a_i, a_j) = (difference, 0.0);
                }
            } else if a_i < 0.0 {
                (a_i, a_j) = (0.0, -difference);
            }
            if difference > c_i - c_j {
                if a_i > c_i {
                    (a_i, a_j) = (c_i, c_i - difference);
                }
            } else if a_j > c_j {
                (a_i, a_j) = (c_j + difference, c_j);
            }
        } else {
            let sum = old_i + old_j;
            if sum > c_i {
                if a_i > c_i {
                    (a_i, a_j) = (c_i, sum - c_i);
                }
            } else if a_j < 0.0 {
                (a_i, a_j) = (sum, 0.0);
            }
            if sum > c_j {
                if a_j > c_j {
                    (a_i, a_j) = (sum - c_j, c_j);
                }
            } else if a_i < 0.0 {
                (a_i, a_j) = (0.0, sum);
            }
        }
        self.alphas[i] = a_i;
        self.alphas[j] = a_j;
        (
            self.labels[i] * (a_i - old_i),
            self.labels[j] * (a_j - old_j),
        )
    }

    /// `-y_i grad f(a)_i`.
    fn score(&self, slot: usize) -> f64 {
        self.standings.score(slot)
    }

    fn bound(&self, slot: usize) -> f64 {
        if self.labels[slot] > 0.0 {
            self.c_positive
        } else {
            self.c_negative
        }
    }

    pub fn iterations(&self) -> u64 {
        self.iterations
    }

    pub fn violation(&self) -> f64 {
        self.violation
    }

    /// The answer, when no step is left.
    ///
    /// # Errors
    /// [`Code::InvalidParameter`] where the kernel's values have left the range of a float.
    pub fn result(&self) -> Result<Solution, Error> {
        if self.overflow {
            return Err(Error::new(
                Code::InvalidParameter,
                message!("error-kernel-overflow"),
                message!("error-scale-rows"),
            )
            .in_file("svc.kernel"));
        }
        Ok(self.solution())
    }
}

/// [`UP`] where `y a` can grow, [`LOW`] where it can fall.
pub(super) fn ways(label: f64, alpha: f64, bound: f64) -> u8 {
    let (above, below) = (alpha > 0.0, alpha < bound);
    let (up, low) = if label > 0.0 {
        (below, above)
    } else {
        (above, below)
    };
    (UP * u8::from(up)) | (LOW * u8::from(low))
}

/// The mean of `y_i grad_i` over the free variables, or the middle of its bounds where none is free: LIBSVM's
/// `calculate_rho`. Each score comes with whether `y_i a_i` can grow, and whether it can fall.
pub(super) fn rho(scores: impl Iterator<Item = (f64, (bool, bool))>) -> f64 {
    let (mut upper, mut lower) = (f64::INFINITY, f64::NEG_INFINITY);
    let (mut free, mut sum) = (0u64, 0.0);
    for (score, ways) in scores {
        let value = -score;
        match ways {
            (true, true) => {
                free += 1;
                sum += value;
            }
            (true, false) => upper = upper.min(value),
            (false, true) => lower = lower.max(value),
            (false, false) => {}
        }
    }
    if free > 0 {
        sum / free as f64
    } else {
        (upper + lower) / 2.0
    }
}

impl Solution {
    pub fn report(&self) -> MachineReport {
        MachineReport {
            iterations: self.iterations,
            objective: self.objective,
            violation: self.violation,
            stop: self.stop,
        }
    }
}
