//! Platt's sigmoid of one pair of classes from cross-validated decision values, stepped.
//!
//! LIBSVM's `svm_binary_svc_probability`: five folds, each decided by a machine fitted on the other four. LIBSVM draws
//! its folds from the C library's generator, over the pair's rows as a whole; ours are drawn from the seed and
//! stratified, so that the same data and seed give the same probabilities everywhere and a rare class is in every fold
//! that it can be in.

use std::sync::Arc;

use super::fit::{MachineReport, Problem, all_iterations};
use super::machine::Machine;
use super::ovo::Setting;
use super::probability::Sigmoid;
use super::score::Scorer;
use super::shuffle::Shuffler;
use super::smo::Solution;
use crate::pipeline::error::Error;

/// Folds of the cross validation.
const FOLDS: usize = 5;

/// Rows that one unit of work decides.
const ROWS_PER_STEP: usize = 16;

pub(super) struct Calibration {
    problem: Arc<Problem>,
    setting: Setting,
    pair: (usize, usize),
    /// Rows of the pair's classes with the fold of each.
    first: Vec<(u32, usize)>,
    second: Vec<(u32, usize)>,
    fold: usize,
    seed: u64,
    decisions: Vec<f64>,
    positive: Vec<bool>,
    /// How the machines of the folds so far ended.
    pub reports: Vec<MachineReport>,
    work: Work,
}

enum Work {
    Solving(Machine),
    Deciding {
        scorer: Box<Scorer>,
        rows: Vec<u32>,
        next: usize,
    },
    Fitting(Sigmoid),
}

impl Calibration {
    pub fn new(
        problem: Arc<Problem>,
        setting: Setting,
        pair: (usize, usize),
        seed: u64,
    ) -> Calibration {
        let mut shuffler = Shuffler::new(seed);
        let mut folds_of = |rows: &[u32], offset: usize| -> Vec<(u32, usize)> {
            let mut turns: Vec<usize> = (0..rows.len()).map(|at| (at + offset) % FOLDS).collect();
            shuffler.shuffle(&mut turns);
            rows.iter().copied().zip(turns).collect()
        };
        let first = folds_of(&problem.rows_of_classes[pair.0], 0);
        // The second class begins where the first ended, so that fold sizes differ by one at most.
        let second = folds_of(&problem.rows_of_classes[pair.1], first.len());
        let mut calibration = Calibration {
            problem,
            setting,
            pair,
            first,
            second,
            fold: 0,
            seed,
            decisions: Vec::new(),
            positive: Vec::new(),
            reports: Vec::new(),
            work: Work::Fitting(Sigmoid::new(Vec::new(), &[])),
        };
        calibration.begin_fold();
        calibration
    }

    /// Rows of a class that are in the current fold, or in the others.
    fn rows(rows: &[(u32, usize)], fold: usize, inside: bool) -> Vec<u32> {
        rows.iter()
            .filter(|&&(_, of)| (of == fold) == inside)
            .map(|&(row, _)| row)
            .collect()
    }

    fn begin_fold(&mut self) {
        while self.fold < FOLDS {
            let first = Calibration::rows(&self.first, self.fold, false);
            let second = Calibration::rows(&self.second, self.fold, false);
            if !first.is_empty() && !second.is_empty() {
                self.work = Work::Solving(Machine::new(
                    self.problem.x.clone(),
                    self.setting.function,
                    &first,
                    &second,
                    self.setting.limits(self.pair),
                    self.setting.cache_bytes,
                    self.seed,
                ));
                return;
            }
            // Where the other folds have rows of one class only, LIBSVM's decision is that class, and 0 without any.
            let decision = match (first.is_empty(), second.is_empty()) {
                (false, true) => 1.0,
                (true, false) => -1.0,
                _ => 0.0,
            };
            let held = self.held_out();
            self.decisions.extend(held.iter().map(|_| decision));
            self.fold += 1;
        }
        let decisions = std::mem::take(&mut self.decisions);
        self.work = Work::Fitting(Sigmoid::new(decisions, &self.positive));
    }

    /// Rows of the current fold; notes their labels.
    fn held_out(&mut self) -> Vec<u32> {
        let mut rows = Calibration::rows(&self.first, self.fold, true);
        let n_first = rows.len();
        rows.extend(Calibration::rows(&self.second, self.fold, true));
        self.positive.extend((0..rows.len()).map(|at| at < n_first));
        rows
    }

    fn scorer(&self, solution: &Solution) -> Scorer {
        let mut rows = Calibration::rows(&self.first, self.fold, false);
        rows.extend(Calibration::rows(&self.second, self.fold, false));
        let (support, coefficients): (Vec<u32>, Vec<f64>) = rows
            .into_iter()
            .zip(&solution.coefficients)
            .filter(|&(_, &coefficient)| coefficient != 0.0)
            .unzip();
        let terms = coefficients
            .into_iter()
            .map(|coefficient| vec![(0, coefficient)]);
        let vectors = self.problem.x.select_rows(&support);
        Scorer::new(self.setting.function, &vectors, terms, vec![-solution.rho])
    }

    /// One unit of work; the sigmoid's A and B when done.
    pub fn step(&mut self) -> Result<Option<(f64, f64)>, Error> {
        match &mut self.work {
            Work::Solving(machine) => {
                if let Some(solution) = machine.step()? {
                    self.reports.push(solution.report());
                    self.work = Work::Deciding {
                        scorer: Box::new(self.scorer(&solution)),
                        rows: self.held_out(),
                        next: 0,
                    };
                }
            }
            Work::Deciding { scorer, rows, next } => {
                let end = rows.len().min(*next + ROWS_PER_STEP);
                let mut scratch = scorer.scratch();
                for &row in &rows[*next..end] {
                    let mut value = [0.0];
                    scorer.decide(self.problem.x.row(row as usize), &mut scratch, &mut value);
                    self.decisions.push(value[0]);
                }
                *next = end;
                if end == rows.len() {
                    self.fold += 1;
                    self.begin_fold();
                }
            }
            Work::Fitting(sigmoid) => return Ok(sigmoid.step()),
        }
        Ok(None)
    }

    /// Iterations of all folds so far.
    pub fn iterations(&self) -> u64 {
        all_iterations(&self.reports) + self.standing().0
    }

    /// Iterations, objective and violation of the fold's machine, 0 where there is none.
    pub fn standing(&self) -> (u64, f64, f64) {
        match &self.work {
            Work::Solving(machine) => machine.standing(),
            _ => (0, 0.0, 0.0),
        }
    }
}
