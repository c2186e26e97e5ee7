//! One linear machine for each class against the rest (one for two classes): LIBLINEAR's way.

use std::sync::Arc;

use super::check::SvcValidParams;
use super::dcd::{DualDescent, LinearSetting};
use super::fit::{MachineReport, Phase, Problem, SvcProgress};
use super::model::Decision;
use super::newton::PrimalNewton;
use super::params::Loss;
use crate::pipeline::sparse::CsrMatrix;
use crate::pipeline::step::Status;

/// Passes over the rows, or Newton iterations, where `max_iter` is -1.
const DEFAULT_PASSES: u64 = 10_000;

/// The machines under way.
pub(super) struct LinearFit {
    problem: Arc<Problem>,
    /// Position among the classes of each row.
    positions: Vec<u32>,
    c: f64,
    c_of_classes: Vec<f64>,
    /// For the first machine; each has a seed of its own.
    setting: LinearSetting,
    n_machines: usize,
    coef: Vec<f64>,
    intercept: Vec<f64>,
    reports: Vec<MachineReport>,
    current: Option<LinearMachine>,
}

/// A machine under way, by the method that is the faster one for its shape: scikit-learn's `dual="auto"`.
enum LinearMachine {
    Dual(DualDescent),
    Primal(PrimalNewton),
}

impl LinearMachine {
    fn new(
        x: &Arc<CsrMatrix>,
        labels: impl Iterator<Item = f64>,
        setting: LinearSetting,
    ) -> LinearMachine {
        let x = Arc::clone(x);
        if setting.loss == Loss::SquaredHinge && x.n_rows >= x.n_cols {
            LinearMachine::Primal(PrimalNewton::new(x, labels, setting))
        } else {
            LinearMachine::Dual(DualDescent::new(x, labels, setting))
        }
    }

    fn step(&mut self) -> Status {
        match self {
            LinearMachine::Dual(machine) => machine.step(),
            LinearMachine::Primal(machine) => machine.step(),
        }
    }

    fn iterations(&self) -> u64 {
        match self {
            LinearMachine::Dual(machine) => machine.passes(),
            LinearMachine::Primal(machine) => machine.iterations(),
        }
    }

    fn objective(&self) -> f64 {
        match self {
            LinearMachine::Dual(machine) => machine.objective(),
            LinearMachine::Primal(machine) => machine.objective(),
        }
    }

    fn violation(&self) -> f64 {
        match self {
            LinearMachine::Dual(machine) => machine.violation(),
            LinearMachine::Primal(machine) => machine.violation(),
        }
    }

    fn report(&self) -> MachineReport {
        match self {
            LinearMachine::Dual(machine) => machine.report(),
            LinearMachine::Primal(machine) => machine.report(),
        }
    }

    fn answer(&self) -> (&[f64], f64) {
        match self {
            LinearMachine::Dual(machine) => machine.answer(),
            LinearMachine::Primal(machine) => machine.answer(),
        }
    }
}

impl LinearFit {
    pub fn new(params: &SvcValidParams, problem: Arc<Problem>, seed: u32) -> LinearFit {
        let given = params.params();
        let k = problem.classes.len();
        let mut positions = vec![0; problem.x.n_rows];
        for (position, rows) in problem.rows_of_classes.iter().enumerate() {
            for &row in rows {
                positions[row as usize] = position as u32;
            }
        }
        let mut fit = LinearFit {
            positions,
            c: given.c,
            c_of_classes: problem.c_of_classes(params),
            setting: LinearSetting {
                c_positive: given.c,
                c_negative: given.c,
                loss: given.loss,
                intercept_scaling: if given.fit_intercept {
                    given.intercept_scaling
                } else {
                    0.0
                },
                tol: given.tol,
                max_passes: u64::try_from(given.max_iter).unwrap_or(DEFAULT_PASSES),
                seed: u64::from(seed) << 32,
            },
            n_machines: if k == 2 { 1 } else { k },
            problem,
            coef: Vec::new(),
            intercept: Vec::new(),
            reports: Vec::new(),
            current: None,
        };
        fit.begin_machine();
        fit
    }

    fn begin_machine(&mut self) {
        let machine = self.reports.len();
        self.current = (machine < self.n_machines).then(|| {
            // Two classes: the second against the first, each with its weight. More: as LIBLINEAR, the weight of the
            // class itself, and 1 for the rest.
            let (positive, c_negative) = if self.n_machines == 1 {
                (1, self.c_of_classes[0])
            } else {
                (machine, self.c)
            };
            let setting = LinearSetting {
                c_positive: self.c_of_classes[positive],
                c_negative,
                seed: self.setting.seed | machine as u64,
                ..self.setting
            };
            let labels = self.positions.iter();
            let labels = labels.map(|&at| if at as usize == positive { 1.0 } else { -1.0 });
            LinearMachine::new(&self.problem.x, labels, setting)
        });
    }

    /// One unit of work.
    pub fn step(&mut self) -> Status {
        if let Some(solver) = &mut self.current
            && !solver.step().is_running()
        {
            let (weights, intercept) = solver.answer();
            self.coef.extend_from_slice(weights);
            self.intercept.push(intercept);
            self.reports.push(solver.report());
            self.begin_machine();
        }
        match self.current {
            Some(_) => Status::Running,
            None if self.reports.iter().all(MachineReport::converged) => Status::Done,
            None => Status::Exhausted,
        }
    }

    pub fn progress(&self) -> SvcProgress {
        let done: u64 = self.reports.iter().map(|report| report.iterations).sum();
        let (phase, iterations, objective, violation) = match &self.current {
            Some(solver) => (
                Phase::Solving,
                solver.iterations(),
                solver.objective(),
                solver.violation(),
            ),
            None => {
                let last = self.reports.last();
                let objective = last.map_or(0.0, |report| report.objective);
                (
                    Phase::Done,
                    0,
                    objective,
                    last.map_or(0.0, |report| report.violation),
                )
            }
        };
        SvcProgress {
            machine: self.reports.len().min(self.n_machines - 1),
            n_machines: self.n_machines,
            iterations: done + iterations,
            objective,
            violation,
            phase,
        }
    }

    pub fn finish(self) -> (Decision, Vec<MachineReport>) {
        let decision = Decision::Linear {
            coef: self.coef,
            intercept: self.intercept,
        };
        (decision, self.reports)
    }
}
