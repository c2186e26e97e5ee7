//! One machine with the linear kernel, stepped, without a kernel matrix.
//!
//! 1. **Descending**: passes of [`super::descent`] on the weights. They end near the optimum, or at it.
//! 2. **Scoring**: the equality constraint is made good, the weights are summed anew from the variables, and one exact
//!    pass gives the score of every row. Where LIBSVM's rule `m(a) - M(a) < tol` holds now, the machine is done.
//! 3. **Finishing**: the pairs of [`super::smo`] go on from there over the rows that are not past their bounds, and what
//!    they find is scored again, all rows of it. Kernel rows among these few are made once and kept within the budget.
//!
//! Finishing pays where kernel rows are short. Their stored values grow with the square of the rows, those of a pass as
//! the rows do, so that from some size on the descent goes on to the end; the pairs are then what is left for a problem
//! that it can't finish (such as a very large `C`).

use std::sync::Arc;

use super::descent::{CHUNK, Descent, Range, Variables};
use super::fit::Stop;
use super::kernel::KernelFunction;
use super::rows::RowsBuilder;
use super::smo::{Limits, Smo, Solution, rho};
use super::start::Point;
use crate::pipeline::error::Error;
use crate::pipeline::sparse::CsrMatrix;

/// Passes over all stored values (two for a row that moves) after which the descent is asked whether finishing pays.
const FIRST_PASSES: u64 = 20;

/// Finishing pays where making the kernel rows costs no more than this many of those passes over the rows that are left.
const WORTH: u64 = 150;

/// And where they take no more bytes than this together. (Not the budget itself, so that it does not change the answer.)
const WORTH_KEEPING: f64 = 200e6;

/// Passes after which pairs finish in any case.
const MAX_PASSES: u64 = 1000;

/// The share of `tol` that the descent's own range must come below where it goes on to the end; after a range that
/// turned out too wide, this share of the last.
const CLOSER: f64 = 0.7;

/// Shares of the violation by which a row may be inside its bound and still be given to the pairs: they move the range.
const MARGIN: f64 = 0.5;

/// The share of `tol` at which pairs end. From where the passes leave them to `tol` itself they come less near to the
/// optimum than LIBSVM's, which come from far; and what the rows beside them do must fit in as well.
const PAIRS_TOLERANCE: f64 = 0.5;

/// Rounds of pairs after which the machine is left as it is.
const MAX_ROUNDS: u32 = 100;

pub(super) struct LinearMachine {
    function: KernelFunction,
    limits: Limits,
    cache_bytes: usize,
    x: Arc<CsrMatrix>,
    descent: Descent,
    /// Rows of each column.
    counts: Vec<u32>,
    /// Stored values, with one more for each row.
    n_stored: u64,
    /// The range at which the descent is to end.
    target: f64,
    /// Exact scores, and their range.
    scores: Vec<f64>,
    range: Range,
    objective: f64,
    /// Whether each variable has been given to the pairs.
    is_given: Vec<bool>,
    rounds: u32,
    pair_iterations: u64,
    /// Why the pairs stopped, where they did before they converged.
    given_up: Option<Stop>,
    stage: Stage,
}

enum Stage {
    Measuring,
    Descending,
    /// The variable that is next to be added to the weights.
    Gathering(usize),
    Scoring,
    Preparing(Box<RowsBuilder>, Vec<u32>),
    Finishing(Box<Smo>, Vec<u32>),
}

impl LinearMachine {
    /// A machine over `rows` of `x`, the first `n_positive` of which have the label 1, the others -1; at least one each.
    pub fn new(
        x: Arc<CsrMatrix>,
        function: KernelFunction,
        rows: Vec<u32>,
        n_positive: usize,
        limits: Limits,
        cache_bytes: usize,
        seed: u64,
    ) -> LinearMachine {
        let n = rows.len();
        let variables = Variables::new(x.clone(), rows, n_positive, limits);
        LinearMachine {
            function,
            limits,
            cache_bytes,
            counts: vec![0; x.n_cols],
            x,
            descent: Descent::new(variables, seed),
            n_stored: 0,
            target: limits.tol,
            scores: Vec::with_capacity(n),
            range: Range::EMPTY,
            objective: 0.0,
            is_given: vec![false; n],
            rounds: 0,
            pair_iterations: 0,
            given_up: None,
            stage: Stage::Measuring,
        }
    }

    /// One unit of work; the answer, when there is one.
    ///
    /// # Errors
    /// Those of [`Smo::result`].
    pub fn step(&mut self) -> Result<Option<Solution>, Error> {
        match &mut self.stage {
            Stage::Measuring => {
                let (counts, n_stored) = (&mut self.counts, &mut self.n_stored);
                let is_measured = self.descent.measure(|columns| {
                    for &column in columns {
                        counts[column as usize] += 1;
                    }
                    *n_stored += columns.len() as u64 + 1;
                });
                if is_measured {
                    self.stage = Stage::Descending;
                }
            }
            Stage::Descending => {
                if self.descent.step() && self.has_descended() {
                    self.begin_scoring();
                }
            }
            Stage::Gathering(next) => {
                let variables = &mut self.descent.variables;
                let mut read = 0;
                while *next < variables.len() && read < CHUNK {
                    let coefficient = variables.label(*next) * variables.alphas[*next];
                    if coefficient != 0.0 {
                        variables.add_row(*next, coefficient);
                        read += variables.row(*next).0.len();
                    }
                    read += 1;
                    *next += 1;
                }
                if *next == variables.len() {
                    self.scores.clear();
                    self.range = Range::EMPTY;
                    self.stage = Stage::Scoring;
                }
            }
            Stage::Scoring => {
                let variables = &self.descent.variables;
                let mut read = 0;
                while self.scores.len() < variables.len() && read < CHUNK {
                    let at = self.scores.len();
                    let score = variables.score(at);
                    self.range.take(score, variables.ways(at));
                    self.scores.push(score);
                    read += variables.row(at).0.len() + 1;
                }
                if self.scores.len() == variables.len() {
                    return Ok(self.judge());
                }
            }
            Stage::Preparing(builder, given) => {
                if let Some(rows) = builder.step() {
                    let variables = &self.descent.variables;
                    let given = std::mem::take(given);
                    let of_given = |values: &[f64]| -> Vec<f64> {
                        given.iter().map(|&at| values[at as usize]).collect()
                    };
                    let n_positive =
                        given.partition_point(|&at| (at as usize) < variables.n_positive);
                    let (alphas, scores) = (of_given(&variables.alphas), of_given(&self.scores));
                    let limits = Limits {
                        tol: self.limits.tol * PAIRS_TOLERANCE,
                        ..self.limits
                    };
                    let smo = Smo::new(Point::new(rows, n_positive, limits, &alphas, &scores));
                    self.stage = Stage::Finishing(Box::new(smo), given);
                }
            }
            Stage::Finishing(smo, given) => {
                if !smo.step().is_running() {
                    let solution = smo.result()?;
                    for (&at, coefficient) in given.iter().zip(&solution.coefficients) {
                        self.descent.variables.alphas[at as usize] = coefficient.abs();
                    }
                    self.pair_iterations += solution.iterations;
                    self.given_up = Some(solution.stop).filter(|&stop| stop != Stop::Converged);
                    self.begin_scoring();
                }
            }
        }
        Ok(None)
    }

    /// Whether the passes are over: at the optimum, or where pairs do better.
    fn has_descended(&self) -> bool {
        let violation = self.descent.violation();
        let is_near = violation < self.target && self.descent.imbalance() < self.target / 4.0;
        is_near || !violation.is_finite() || self.finishing_pays()
    }

    fn finishing_pays(&self) -> bool {
        if self.descent.work >= MAX_PASSES * self.n_stored {
            return true;
        }
        if self.descent.work < FIRST_PASSES * self.n_stored {
            return false;
        }
        // A kernel row reads, for each of its columns, the rows of that column: in all, the squares of their numbers, of
        // which the rows that are left have about their share squared.
        let squares: f64 = self
            .counts
            .iter()
            .map(|&n| f64::from(n) * f64::from(n))
            .sum();
        let left = self.descent.n_active() as f64;
        let share = left / self.descent.variables.len() as f64;
        let bytes = (squares * share * share).min(left * left) * 8.0;
        squares * share <= (2 * WORTH * self.n_stored) as f64 && bytes <= WORTH_KEEPING
    }

    fn begin_scoring(&mut self) {
        let variables = &mut self.descent.variables;
        variables.balance();
        variables.weights.fill(0.0);
        self.stage = Stage::Gathering(0);
    }

    /// What the exact scores say: the answer, or more work.
    fn judge(&mut self) -> Option<Solution> {
        let variables = &mut self.descent.variables;
        if !self.scores.iter().all(|score| score.is_finite()) {
            // Beyond the range of a float; pairs from the beginning tell whether the kernel is, too.
            variables.alphas.fill(0.0);
            self.scores = (0..variables.len()).map(|at| variables.label(at)).collect();
            self.is_given.fill(true);
            self.give_to_pairs();
            return None;
        }
        self.objective = variables.objective();
        let is_optimal = self.range.violation() < self.limits.tol;
        if is_optimal {
            return Some(self.solution(Stop::Converged));
        }
        if let Some(stop) = self.given_up {
            return Some(self.solution(stop));
        }
        if self.rounds >= MAX_ROUNDS {
            return Some(self.solution(Stop::NoProgress));
        }
        if self.rounds == 0 && !self.finishing_pays() {
            self.target *= CLOSER;
            self.descent.resume(self.range);
            self.stage = Stage::Descending;
            return None;
        }
        let variables = &self.descent.variables;
        let margin = MARGIN * self.range.violation();
        for (at, (given, &score)) in self.is_given.iter_mut().zip(&self.scores).enumerate() {
            *given |= !self.range.is_past(score, variables.ways(at), margin);
        }
        self.give_to_pairs();
        None
    }

    fn give_to_pairs(&mut self) {
        self.rounds += 1;
        let all = 0..self.is_given.len() as u32;
        let given: Vec<u32> = all.filter(|&at| self.is_given[at as usize]).collect();
        let rows = &self.descent.variables.rows;
        let rows = given.iter().map(|&at| rows[at as usize]).collect();
        let builder = RowsBuilder::new(self.x.clone(), self.function, rows, self.cache_bytes);
        self.stage = Stage::Preparing(Box::new(builder), given);
    }

    fn solution(&self, stop: Stop) -> Solution {
        let variables = &self.descent.variables;
        let coefficient = |at: usize| variables.label(at) * variables.alphas[at];
        let scores = self.scores.iter().enumerate();
        Solution {
            coefficients: (0..variables.len()).map(coefficient).collect(),
            rho: rho(scores.map(|(at, &score)| (score, variables.ways(at)))),
            objective: self.objective,
            violation: self.range.violation(),
            iterations: self.iterations(),
            stop,
        }
    }

    fn iterations(&self) -> u64 {
        self.descent.passes + self.pair_iterations
    }

    pub fn is_preparing(&self) -> bool {
        matches!(self.stage, Stage::Measuring)
    }

    /// Iterations (passes and pairs), objective and violation so far.
    pub fn standing(&self) -> (u64, f64, f64) {
        let (more, objective, violation) = match &self.stage {
            Stage::Measuring => (0, 0.0, f64::INFINITY),
            Stage::Descending => {
                let objective = self.descent.variables.objective();
                (0, objective, self.descent.violation())
            }
            Stage::Finishing(smo, _) => (smo.iterations(), self.objective, smo.violation()),
            _ => (0, self.objective, self.range.violation()),
        };
        (self.iterations() + more, objective, violation)
    }
}
