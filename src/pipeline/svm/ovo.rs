//! One machine for each pair of classes, as LIBSVM trains them, and Platt's sigmoid for each where asked for.

use std::sync::Arc;

use super::calibrate::Calibration;
use super::check::SvcValidParams;
use super::fit::{MachineReport, Phase, Problem, Stop, SvcProgress};
use super::kernel::KernelFunction;
use super::machine::Machine;
use super::model::Decision;
use super::predict::pairs;
use super::smo::{Limits, Solution};
use super::start::DualStart;
use crate::pipeline::error::Error;
use crate::pipeline::step::Status;

/// The pairs under way.
pub(super) struct OneVsOneFit {
    problem: Arc<Problem>,
    setting: Setting,
    pairs: Vec<(usize, usize)>,
    seed: u32,
    start: Option<DualStart>,
    probability: bool,
    solutions: Vec<Solution>,
    platt: Vec<(f64, f64)>,
    /// How the machines of the calibrations ended.
    calibration: Vec<MachineReport>,
    /// Iterations of the machines and folds that are done.
    iterations_done: u64,
    work: Work,
}

/// What all machines share.
#[derive(Debug, Clone)]
pub(super) struct Setting {
    pub function: KernelFunction,
    /// `C` of each of the problem's classes.
    pub c_of_classes: Vec<f64>,
    pub tol: f64,
    pub max_iter: Option<u64>,
    pub shrinking: bool,
    pub cache_bytes: usize,
}

impl Setting {
    pub fn limits(&self, (i, j): (usize, usize)) -> Limits {
        Limits {
            c_positive: self.c_of_classes[i],
            c_negative: self.c_of_classes[j],
            tol: self.tol,
            max_iter: self.max_iter,
            shrinking: self.shrinking,
        }
    }
}

enum Work {
    Calibrating(Box<Calibration>),
    Solving(Machine),
    Done,
}

impl OneVsOneFit {
    pub fn new(
        params: &SvcValidParams,
        problem: Arc<Problem>,
        function: KernelFunction,
        seed: u32,
        start: Option<DualStart>,
    ) -> OneVsOneFit {
        let given = params.params();
        let setting = Setting {
            function,
            c_of_classes: problem.c_of_classes(params),
            tol: given.tol,
            max_iter: u64::try_from(given.max_iter).ok(),
            shrinking: given.shrinking,
            // Beyond what a machine can address there is no budget to keep to.
            cache_bytes: (given.cache_size * f64::from(1 << 20)) as usize,
        };
        let mut fit = OneVsOneFit {
            pairs: pairs(problem.classes.len()).collect(),
            problem,
            setting,
            seed,
            // A problem that is not convex may have another solution near what rows beside it led to.
            start: start.filter(|_| function.is_positive_semidefinite()),
            probability: given.probability,
            solutions: Vec::new(),
            platt: Vec::new(),
            calibration: Vec::new(),
            iterations_done: 0,
            work: Work::Done,
        };
        fit.begin_pair();
        fit
    }

    fn begin_pair(&mut self) {
        let Some(&pair) = self.pairs.get(self.solutions.len()) else {
            self.work = Work::Done;
            return;
        };
        let seed = u64::from(self.seed) << 32 | self.solutions.len() as u64;
        self.work = if self.probability && self.platt.len() == self.solutions.len() {
            Work::Calibrating(Box::new(Calibration::new(
                self.problem.clone(),
                self.setting.clone(),
                pair,
                seed,
            )))
        } else {
            let rows = &self.problem.rows_of_classes;
            let (first, second) = (&rows[pair.0], &rows[pair.1]);
            let machine = Machine::new(
                self.problem.x.clone(),
                self.setting.function,
                first,
                second,
                self.setting.limits(pair),
                self.setting.cache_bytes,
                seed,
            );
            let start = self.start.as_ref();
            Work::Solving(
                machine.starting_from(start.map(|start| start.alphas(pair, first, second))),
            )
        };
    }

    /// One unit of work.
    pub fn step(&mut self) -> Result<Status, Error> {
        match &mut self.work {
            Work::Done => {}
            Work::Calibrating(calibration) => {
                if let Some(sigmoid) = calibration.step()? {
                    self.iterations_done += calibration.iterations();
                    self.calibration.append(&mut calibration.reports);
                    self.platt.push(sigmoid);
                    self.begin_pair();
                }
            }
            Work::Solving(machine) => {
                if let Some(solution) = machine.step()? {
                    self.iterations_done += solution.iterations;
                    self.solutions.push(solution);
                    self.begin_pair();
                }
            }
        }
        Ok(match self.work {
            Work::Done => {
                let stops = self.solutions.iter().map(|solution| solution.stop);
                match stops.max().max(Some(Stop::worst(&self.calibration))) {
                    Some(Stop::Converged) => Status::Done,
                    _ => Status::Exhausted,
                }
            }
            _ => Status::Running,
        })
    }

    pub fn progress(&self) -> SvcProgress {
        let (phase, iterations, objective, violation) = match &self.work {
            Work::Calibrating(calibration) => {
                let (_, objective, violation) = calibration.standing();
                (
                    Phase::Calibrating,
                    calibration.iterations(),
                    objective,
                    violation,
                )
            }
            Work::Solving(machine) => {
                let (iterations, objective, violation) = machine.standing();
                let phase = if machine.is_preparing() {
                    Phase::Preparing
                } else {
                    Phase::Solving
                };
                (phase, iterations, objective, violation)
            }
            Work::Done => {
                let last = self
                    .solutions
                    .last()
                    .map(|last| (last.objective, last.violation));
                let (objective, violation) = last.unwrap_or((0.0, 0.0));
                (Phase::Done, 0, objective, violation)
            }
        };
        SvcProgress {
            machine: self.solutions.len().min(self.pairs.len() - 1),
            n_machines: self.pairs.len(),
            iterations: self.iterations_done + iterations,
            objective,
            violation,
            phase,
        }
    }

    /// How the machines of the calibrations ended, to be had once.
    pub fn take_calibration(&mut self) -> Vec<MachineReport> {
        std::mem::take(&mut self.calibration)
    }

    /// LIBSVM's model: the rows with a coefficient in any machine, grouped by class.
    pub fn finish(self) -> (Decision, Vec<MachineReport>) {
        let problem = &self.problem;
        let k = problem.classes.len();
        // Coefficients of each class's rows against each other class: LIBSVM's table, `line` as in its `sv_coef`.
        let mut tables: Vec<Vec<f64>> = problem
            .rows_of_classes
            .iter()
            .map(|rows| vec![0.0; rows.len() * (k - 1)])
            .collect();
        for (&(i, j), solution) in self.pairs.iter().zip(&self.solutions) {
            let n_i = problem.rows_of_classes[i].len();
            for (at, &coefficient) in solution.coefficients.iter().enumerate() {
                if at < n_i {
                    tables[i][at * (k - 1) + j - 1] = coefficient;
                } else {
                    tables[j][(at - n_i) * (k - 1) + i] = coefficient;
                }
            }
        }
        let (mut support, mut n_support, mut lines) = (Vec::new(), Vec::new(), Vec::new());
        for (rows, table) in problem.rows_of_classes.iter().zip(&tables) {
            let before = support.len();
            for (&row, coefficients) in rows.iter().zip(table.chunks_exact(k - 1)) {
                if coefficients.iter().any(|&coefficient| coefficient != 0.0) {
                    support.push(row);
                    lines.push(coefficients);
                }
            }
            n_support.push((support.len() - before) as u32);
        }
        let dual_coef = (0..k - 1)
            .flat_map(|line| lines.iter().map(move |coefficients| coefficients[line]))
            .collect();
        let decision = Decision::OneVsOne {
            support_vectors: problem.x.select_rows(&support),
            support,
            n_support,
            dual_coef,
            intercept: self
                .solutions
                .iter()
                .map(|solution| -solution.rho)
                .collect(),
            platt: self.probability.then_some(self.platt),
        };
        let reports = self.solutions.iter().map(Solution::report).collect();
        (decision, reports)
    }
}
