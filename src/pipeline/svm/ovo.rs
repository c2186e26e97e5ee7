//! One machine for each pair of classes, as LIBSVM trains them, and Platt's sigmoid for each where asked for.

use std::sync::Arc;

use super::calibrate::Calibration;
use super::check::SvcValidParams;
use super::fit::{Convergence, MachineReport, Phase, Problem, Stop, all_iterations};
use super::kernel::KernelFunction;
use super::machine::Machine;
use super::machine_fit::{MachineProgress, Solver};
use super::model::Decision;
use super::predict::pairs;
use super::smo::{Limits, Solution};
use super::start::DualStart;
use crate::pipeline::error::Error;
use crate::pipeline::step::Status;

/// What the machines of all pairs share.
pub(super) struct Pairs {
    problem: Arc<Problem>,
    setting: Setting,
    seed: u32,
    start: Option<DualStart>,
    probability: bool,
}

/// A pair under way: the calibration, where probabilities are asked for, then the machine.
pub(super) struct PairFit {
    shared: Arc<Pairs>,
    /// Its place among the pairs.
    number: usize,
    /// Places of its classes among the problem's.
    classes: (usize, usize),
    platt: Option<(f64, f64)>,
    /// How the machines of its calibration ended.
    calibration: Vec<MachineReport>,
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
    /// So that a pair that waits holds nothing.
    Begin,
    Calibrating(Box<Calibration>),
    Solving(Box<Machine>),
    Done(Solution),
}

impl PairFit {
    /// All pairs, none of them begun.
    pub fn all(
        params: &SvcValidParams,
        problem: Arc<Problem>,
        function: KernelFunction,
        seed: u32,
        start: Option<DualStart>,
    ) -> impl Iterator<Item = PairFit> {
        let given = params.params();
        let n_classes = problem.classes.len();
        let shared = Arc::new(Pairs {
            setting: Setting {
                function,
                c_of_classes: problem.c_of_classes(params),
                tol: given.tol,
                max_iter: u64::try_from(given.max_iter).ok(),
                shrinking: given.shrinking,
                // Beyond what a machine can address there is no budget to keep to.
                cache_bytes: (given.cache_size * f64::from(1 << 20)) as usize,
            },
            problem,
            seed,
            // A problem that is not convex may have another solution near what rows beside it led to.
            start: start.filter(|_| function.is_positive_semidefinite()),
            probability: given.probability,
        });
        let pair = move |(number, classes)| PairFit {
            shared: Arc::clone(&shared),
            number,
            classes,
            platt: None,
            calibration: Vec::new(),
            work: Work::Begin,
        };
        pairs(n_classes).enumerate().map(pair)
    }

    fn seed(&self) -> u64 {
        u64::from(self.shared.seed) << 32 | self.number as u64
    }

    fn calibration(&self) -> Calibration {
        let Pairs {
            problem, setting, ..
        } = &*self.shared;
        Calibration::new(problem.clone(), setting.clone(), self.classes, self.seed())
    }

    fn machine(&self) -> Machine {
        let Pairs {
            problem,
            setting,
            start,
            ..
        } = &*self.shared;
        let rows = &problem.rows_of_classes;
        let (first, second) = (&rows[self.classes.0], &rows[self.classes.1]);
        let machine = Machine::new(
            problem.x.clone(),
            setting.function,
            first,
            second,
            setting.limits(self.classes),
            setting.cache_bytes,
            self.seed(),
        );
        let start = start.as_ref();
        machine.starting_from(start.map(|start| start.alphas(self.classes, first, second)))
    }

    /// One unit of work.
    pub fn step(&mut self) -> Result<Status, Error> {
        match &mut self.work {
            Work::Begin => {
                self.work = match self.shared.probability {
                    true => Work::Calibrating(Box::new(self.calibration())),
                    false => Work::Solving(Box::new(self.machine())),
                };
            }
            Work::Calibrating(calibration) => {
                if let Some(sigmoid) = calibration.step()? {
                    self.calibration.append(&mut calibration.reports);
                    self.platt = Some(sigmoid);
                    self.work = Work::Solving(Box::new(self.machine()));
                }
            }
            Work::Solving(machine) => {
                if let Some(solution) = machine.step()? {
                    self.work = Work::Done(solution);
                }
            }
            Work::Done(_) => {}
        }
        Ok(match &self.work {
            Work::Done(solution) => match solution.stop.max(Stop::worst(&self.calibration)) {
                Stop::Converged => Status::Done,
                _ => Status::Exhausted,
            },
            _ => Status::Running,
        })
    }

    pub fn is_iterating(&self) -> bool {
        matches!(&self.work, Work::Solving(machine) if machine.is_iterating())
    }

    pub fn progress(&self) -> MachineProgress {
        let (phase, iterations, objective, violation) = match &self.work {
            Work::Begin => (Phase::Preparing, 0, 0.0, f64::INFINITY),
            Work::Calibrating(calibration) => {
                let (_, objective, violation) = calibration.standing();
                let iterations = calibration.iterations();
                (Phase::Calibrating, iterations, objective, violation)
            }
            Work::Solving(machine) => {
                let (iterations, objective, violation) = machine.standing();
                let phase = match machine.is_preparing() {
                    true => Phase::Preparing,
                    false => Phase::Solving,
                };
                (phase, iterations, objective, violation)
            }
            Work::Done(solution) => (
                Phase::Done,
                solution.iterations,
                solution.objective,
                solution.violation,
            ),
        };
        MachineProgress {
            iterations: all_iterations(&self.calibration) + iterations,
            objective,
            violation,
            phase,
        }
    }
}

/// LIBSVM's model: the rows with a coefficient in any machine, grouped by class. All pairs are done.
pub(super) fn model(
    problem: &Problem,
    solvers: impl Iterator<Item = Solver>,
) -> (Decision, Convergence) {
    let (mut solutions, mut platt, mut calibration) = (Vec::new(), Vec::new(), Vec::new());
    for solver in solvers {
        if let Solver::Pair(fit) = solver
            && let Work::Done(solution) = fit.work
        {
            solutions.push((fit.classes, solution));
            platt.extend(fit.platt);
            calibration.extend(fit.calibration);
        }
    }
    let k = problem.classes.len();
    // Coefficients of each class's rows against each other class: LIBSVM's table, `line` as in its `sv_coef`.
    let mut tables: Vec<Vec<f64>> = problem
        .rows_of_classes
        .iter()
        .map(|rows| vec![0.0; rows.len() * (k - 1)])
        .collect();
    for &((i, j), ref solution) in &solutions {
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
        intercept: solutions
            .iter()
            .map(|(_, solution)| -solution.rho)
            .collect(),
        platt: (!platt.is_empty()).then_some(platt),
    };
    let machines = solutions.iter().map(|(_, solution)| solution.report());
    let convergence = Convergence {
        machines: machines.collect(),
        calibration,
    };
    (decision, convergence)
}
