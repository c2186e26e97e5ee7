//! A machine whose kernel rows are dense: many variables are moved for one look at all scores.
//!
//! Where rows share terms with many others, [`super::smo`] pays for each pair with two passes over all slots and, as soon as
//! the rows do not fit in memory, with making two rows. Here a **round** chooses up to [`CHOSEN`] variables, those that violate the
//! conditions most, makes the kernel rows that it does not have together ([`Panels`]), solves the problem of these variables by pairs (the others
//! stay where they are), and only then brings all scores up to date, each read once for all rows. This is the decomposition of
//! T. Joachims, "Making large-scale SVM learning practical" (1999), with the working set of Z. Wen and others,
//! "ThunderSVM: A fast SVM library on GPUs and CPUs", JMLR 19 (2018). Each round moves the pair that violates most, so that it
//! converges as pairs do.
//!
//! Rows are kept in single precision, as LIBSVM keeps them: as many as the budget has room for, the first ones. The errors of a score are
//! those of its kernel values, which have little to do with each other, so that they add up as squares do ([`Batch::noise`]). The
//! rounds end where the violation is below `tol` by more than that and an eighth. Where that can't be told, such as with a large `C`, scores are summed anew
//! from exact rows and the pairs of [`super::smo`] finish.

mod round;

use std::sync::Arc;

use round::{Variable, move_pair};

use super::rows::{ERROR, Panels, ROWS};
use super::smo::ways;
use super::standings::{LOW, UP};
use super::start::Point;
use crate::pipeline::step::Status;

/// Variables of a round, half of them to grow and half to fall (`y a`).
const CHOSEN: usize = 64;

/// Machines of fewer rows are left to the pairs: their kernel matrix is small.
const LEAST_ROWS: usize = 1000;

/// A round ends where its own variables violate the conditions by no more than this share of what all do.
const OF_ROUND: f64 = 0.1;

/// And by no more than this share of `tol`.
const OF_TOLERANCE: f64 = 0.5;

/// Where rounding is estimated at more than this share of `tol`, scores are summed anew; where it is less, the rounds end by as
/// much more below `tol`, since rows that repeat others have their errors in common.
const SURE: f64 = 0.125;

/// Diagonal entries beyond which single precision is out of its range.
const RANGE: std::ops::Range<f64> = 1e-15..1e30;

/// Pairs after which the others shall see whether there is progress: LIBSVM's limit.
const MOST_ITERATIONS: u64 = 10_000_000;

/// Pairs of a round, for each of its variables.
const MOST_OF_ROUND: usize = 100;

pub(super) struct Batch {
    point: Point,
    panels: Panels,
    /// 1 or -1 by slot.
    labels: Vec<f64>,
    largest_diagonal: f64,
    /// Rows that are kept, by slot, and for how many more there is room.
    kept: Vec<Option<Arc<Vec<f32>>>>,
    room: usize,
    /// The variables of the round, ascending, and the rows that it has.
    chosen: Vec<u32>,
    chosen_rows: Vec<Option<Arc<Vec<f32>>>>,
    violation: f64,
}

impl Batch {
    /// Whether rounds are worth it: a convex problem, without a limit of iterations (which counts LIBSVM's), whose rows share terms with
    /// many others.
    pub fn is_worth(point: &Point) -> bool {
        let rows = &point.rows;
        let largest = largest(&rows.diagonal);
        rows.len() >= LEAST_ROWS
            && point.limits.max_iter.is_none()
            && rows.are_dense()
            && rows.is_positive_semidefinite()
            && RANGE.contains(&largest)
    }

    pub fn new(point: Point) -> Batch {
        let n = point.rows.len();
        Batch {
            panels: Panels::new(&point.rows),
            labels: point.labels(),
            largest_diagonal: largest(&point.rows.diagonal),
            kept: vec![None; n],
            room: point.rows.budget() / (4 * n),
            chosen: Vec::new(),
            chosen_rows: Vec::new(),
            violation: f64::INFINITY,
            point,
        }
    }

    /// Where the rounds came to.
    pub fn into_point(self) -> Point {
        self.point
    }

    pub fn iterations(&self) -> u64 {
        self.point.iterations
    }

    pub fn violation(&self) -> f64 {
        self.violation
    }

    /// `1/2 a'Qa - e'a`; costs a pass over the slots.
    pub fn objective(&self) -> f64 {
        let of_slot = self
            .point
            .alphas
            .iter()
            .zip(&self.labels)
            .zip(&self.point.scores);
        let twice: f64 = of_slot
            .map(|((alpha, label), score)| alpha * (-label * score - 1.0))
            .sum();
        twice / 2.0
    }

    /// One unit of work: a column of the panels, the choice of a round's variables, some of their rows, or the round itself. Done where the scores
    /// are good enough to end with, exhausted where they are to be summed anew.
    pub fn step(&mut self) -> Status {
        if self.panels.fill(&self.point.rows) {
            return Status::Running;
        }
        if self.chosen.is_empty() {
            let tol = self.point.limits.tol;
            let noise = self.noise();
            let is_sure = noise <= SURE * tol;
            let target = if is_sure {
                (1.0 - SURE) * tol - noise
            } else {
                tol
            };
            self.choose();
            return match self.violation < target {
                true if is_sure => Status::Done,
                false if self.point.iterations < MOST_ITERATIONS => Status::Running,
                _ => Status::Exhausted,
            };
        }
        let missing: Vec<u32> = self
            .chosen
            .iter()
            .zip(&self.chosen_rows)
            .filter_map(|(&slot, row)| row.is_none().then_some(slot))
            .take(ROWS)
            .collect();
        if missing.is_empty() {
            return match self.solve() {
                true => Status::Running,
                false => Status::Exhausted,
            };
        }
        for (&slot, row) in missing
            .iter()
            .zip(self.panels.make(&self.point.rows, &missing))
        {
            if self.room > 0 {
                self.room -= 1;
                self.kept[slot as usize] = Some(row.clone());
            }
            if let Ok(at) = self.chosen.binary_search(&slot) {
                self.chosen_rows[at] = Some(row);
            }
        }
        Status::Running
    }

    /// By how much rounded kernel values may change a difference of two scores.
    fn noise(&self) -> f64 {
        let squares: f64 = self.point.alphas.iter().map(|alpha| alpha * alpha).sum();
        2.0 * ERROR * self.largest_diagonal * squares.sqrt()
    }

    /// Chooses the variables of a round, and sets the violation. Of equal scores the first slots are taken.
    fn choose(&mut self) {
        let Point {
            limits,
            alphas,
            scores,
            ..
        } = &self.point;
        let ways = |slot: usize| {
            let label = self.labels[slot];
            ways(label, alphas[slot], limits.bound(label))
        };
        let (mut most, mut least) = (f64::NEG_INFINITY, f64::INFINITY);
        for (slot, &score) in scores.iter().enumerate() {
            let ways = ways(slot);
            if ways & UP != 0 && score > most {
                most = score;
            }
            if ways & LOW != 0 && score < least {
                least = score;
            }
        }
        self.violation = if most > least { most - least } else { 0.0 };
        // Of those that form a violating pair with anyone at all.
        let (mut up, mut low) = (Vec::new(), Vec::new());
        for (slot, &score) in scores.iter().enumerate() {
            let ways = ways(slot);
            if ways & UP != 0 && score > least {
                up.push((-score, slot as u32));
            }
            if ways & LOW != 0 && score < most {
                low.push((score, slot as u32));
            }
        }
        let mut chosen = Vec::with_capacity(CHOSEN);
        for mut candidates in [up, low] {
            const HALF: usize = CHOSEN / 2;
            if candidates.len() > HALF {
                let order =
                    |a: &(f64, u32), b: &(f64, u32)| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1));
                candidates.select_nth_unstable_by(HALF - 1, order);
                candidates.truncate(HALF);
            }
            chosen.extend(candidates.iter().map(|&(_, slot)| slot));
        }
        chosen.sort_unstable();
        chosen.dedup();
        self.chosen_rows = chosen
            .iter()
            .map(|&slot| self.kept[slot as usize].clone())
            .collect();
        self.chosen = chosen;
    }

    /// Solves the problem of the chosen variables, and brings all scores up to date. Whether anything moved.
    fn solve(&mut self) -> bool {
        let limits = self.point.limits;
        let chosen = std::mem::take(&mut self.chosen);
        let rows: Vec<Arc<Vec<f32>>> = std::mem::take(&mut self.chosen_rows)
            .into_iter()
            .flatten()
            .collect();
        let kernel: Vec<Vec<f64>> = rows
            .iter()
            .map(|row| {
                chosen
                    .iter()
                    .map(|&slot| f64::from(row[slot as usize]))
                    .collect()
            })
            .collect();
        let mut variables: Vec<Variable> = chosen
            .iter()
            .map(|&slot| {
                let label = self.labels[slot as usize];
                Variable {
                    label,
                    alpha: self.point.alphas[slot as usize],
                    bound: limits.bound(label),
                    score: self.point.scores[slot as usize],
                    moved: 0.0,
                }
            })
            .collect();
        let enough = (OF_ROUND * self.violation).max(OF_TOLERANCE * limits.tol);
        for _ in 0..MOST_OF_ROUND * chosen.len() {
            if !move_pair(&mut variables, &kernel, enough) {
                break;
            }
            self.point.iterations += 1;
        }
        for (&slot, variable) in chosen.iter().zip(&variables) {
            self.point.alphas[slot as usize] = variable.alpha;
        }
        let moves: Vec<(f64, &[f32])> = variables
            .iter()
            .zip(&rows)
            .filter(|(variable, _)| variable.moved != 0.0)
            .map(|(variable, row)| (variable.moved, &row[..]))
            .collect();
        subtract(&mut self.point.scores, &moves);
        let has_moved = !moves.is_empty();
        for row in rows {
            self.panels.take_back(row);
        }
        has_moved
    }
}

/// Takes from the scores some numbers times their rows, each score read once for four rows.
fn subtract(scores: &mut [f64], moves: &[(f64, &[f32])]) {
    /// Scores that stay near while all rows are read.
    const NEAR: usize = 1024;
    for (block, scores) in scores.chunks_mut(NEAR).enumerate() {
        let range = block * NEAR..block * NEAR + scores.len();
        let (fours, others) = moves.as_chunks::<4>();
        for four in fours {
            let [a, b, c, d] = four.map(|(by, row)| (by, &row[range.clone()]));
            let rows = a.1.iter().zip(b.1).zip(c.1.iter().zip(d.1));
            for (score, ((&of_a, &of_b), (&of_c, &of_d))) in scores.iter_mut().zip(rows) {
                *score -= (a.0 * f64::from(of_a) + b.0 * f64::from(of_b))
                    + (c.0 * f64::from(of_c) + d.0 * f64::from(of_d));
            }
        }
        for &(by, row) in others {
            for (score, &of_row) in scores.iter_mut().zip(&row[range.clone()]) {
                *score -= by * f64::from(of_row);
            }
        }
    }
}

fn largest(values: &[f64]) -> f64 {
    values.iter().copied().fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::super::kernel::KernelFunction;
    use super::super::params::Kernel;
    use super::super::rows::RowsBuilder;
    use super::super::smo::{Limits, Smo, Solution};
    use super::super::start::Starting;
    use super::*;
    use crate::pipeline::rng::RandomState;
    use crate::pipeline::sparse::CsrMatrix;

    const N: usize = 203;

    /// Rows of 30 columns, most of which most rows have, of any length; some repeat others.
    fn matrix(seed: u32) -> CsrMatrix {
        let mut random = RandomState::new(seed);
        let mut x = CsrMatrix::with_columns(30);
        let mut made: Vec<Vec<(u32, f64)>> = Vec::new();
        for at in 0..N {
            let row = match at % 10 {
                9 => made[at - 9].clone(),
                8 => Vec::new(),
                _ => {
                    let centre = if at < N / 3 { 0.3 } else { 0.0 };
                    let columns = 0..30_u32;
                    let has =
                        |column: &u32| random.random_sample() < 0.8 / f64::from(1 + column / 12);
                    let columns: Vec<u32> = columns.filter(has).collect();
                    columns
                        .into_iter()
                        .map(|column| (column, random.random_sample() / 4.0 + centre * 0.5))
                        .collect()
                }
            };
            x.push_row(row.iter().copied());
            made.push(row);
        }
        x
    }

    fn point(seed: u32, kind: Kernel, c: f64, budget: usize) -> Point {
        let function = KernelFunction {
            kind,
            gamma: 0.7,
            coef0: 0.0,
            degree: 3,
        };
        let all = (0..N as u32).collect();
        let mut builder = RowsBuilder::new(Arc::new(matrix(seed)), function, all, budget);
        let rows = loop {
            if let Some(rows) = builder.step() {
                break rows;
            }
        };
        let limits = Limits {
            c_positive: c,
            c_negative: 0.5 * c,
            tol: 1e-3,
            max_iter: None,
            shrinking: true,
        };
        Point::zero(rows, N / 3, limits)
    }

    fn rounds(point: Point) -> (Status, Point) {
        let mut batch = Batch::new(point);
        loop {
            match batch.step() {
                Status::Running => {}
                status => return (status, batch.into_point()),
            }
        }
    }

    fn pairs(point: Point) -> Solution {
        let mut smo = Smo::new(point);
        while smo.step().is_running() {}
        smo.result().expect("the kernel is in range")
    }

    /// Where the rounds say that they are sure, exact scores violate the conditions by less than tol: pairs have nothing to do.
    /// Otherwise pairs finish. Either way the point is as good as that of pairs alone, and memory does not change it.
    #[test]
    fn rounds_come_to_the_optimum_of_pairs() {
        let mut sure = 0;
        for (seed, kind) in [(2, Kernel::Poly), (3, Kernel::Rbf)] {
            for c in [0.1, 1.0, 30.0, 3000.0] {
                let (status, ended) = rounds(point(seed, kind, c, 1 << 20));
                let (_, frugal) = rounds(point(seed, kind, c, 1));
                assert_eq!(ended.alphas, frugal.alphas);
                assert!(ended.iterations > 0);
                let mut starting = Starting::again(ended);
                let exact = loop {
                    if let Some(point) = starting.step() {
                        break point;
                    }
                };
                let before = exact.iterations;
                let ours = pairs(exact);
                if status == Status::Done {
                    sure += 1;
                    assert_eq!(ours.iterations, before, "{kind:?} {c}");
                }
                let theirs = pairs(point(seed, kind, c, 1 << 20));
                let sum = |of: &Solution| of.coefficients.iter().map(|a| a.abs()).sum::<f64>();
                let allowed = 1e-3 * (sum(&ours) + sum(&theirs)) / 2.0;
                let difference = (ours.objective - theirs.objective).abs();
                assert!(difference <= allowed, "{kind:?} {c}: {difference}");
                let balance: f64 = ours.coefficients.iter().sum();
                assert!(balance.abs() <= 1e-11 * sum(&ours), "{balance:e}");
            }
        }
        assert!((4..8).contains(&sure), "{sure}");
    }
}
