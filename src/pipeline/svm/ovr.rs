//! One linear machine for each class against the rest (one for two classes): LIBLINEAR's way.

use std::sync::{Arc, Mutex, PoisonError};

use super::check::SvcValidParams;
use super::compact::{CompactBuilder, CompactRows};
use super::dcd::{DualDescent, LinearSetting};
use super::fit::{Convergence, MachineReport, Phase, Problem};
use super::machine_fit::{MachineProgress, Solver};
use super::model::Decision;
use super::newton::PrimalNewton;
use super::params::Loss;
use crate::pipeline::step::Status;

/// Passes over the rows, or Newton iterations, where `max_iter` is -1.
const DEFAULT_PASSES: u64 = 10_000;

/// What all machines share.
struct Shared {
    problem: Arc<Problem>,
    /// Position among the classes of each row.
    positions: Vec<u32>,
    c: f64,
    c_of_classes: Vec<f64>,
    /// For the first machine; each has a seed of its own.
    setting: LinearSetting,
    n_machines: usize,
    /// What the squared hinge loss is solved with; whoever comes first lays it out, for all.
    compact: Mutex<Compact>,
}

enum Compact {
    Waiting,
    Building(Box<CompactBuilder>),
    Ready(Arc<CompactRows>),
}

/// A machine under way.
pub(super) struct RestFit {
    shared: Arc<Shared>,
    /// Its place among the machines.
    number: usize,
    work: Work,
}

enum Work {
    /// So that a machine that waits holds nothing.
    Begin,
    Solving(Box<LinearMachine>),
    Done {
        coef: Vec<f64>,
        intercept: f64,
        report: MachineReport,
    },
}

/// A machine under way: Newton's method for the squared hinge loss, coordinate descent for the other and for numbers that single
/// precision does not hold.
enum LinearMachine {
    Dual(Box<DualDescent>),
    Primal(Box<PrimalNewton>),
}

impl LinearMachine {
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

impl Shared {
    /// One unit of work on the compact rows; they, where that was the last.
    fn compact_rows(&self) -> Option<Arc<CompactRows>> {
        let mut compact = self.compact.lock().unwrap_or_else(PoisonError::into_inner);
        match &mut *compact {
            Compact::Ready(rows) => return Some(rows.clone()),
            Compact::Waiting => {
                let scaling = self.setting.intercept_scaling;
                let builder = CompactBuilder::new(self.problem.x.clone(), scaling);
                *compact = Compact::Building(Box::new(builder));
            }
            Compact::Building(builder) => {
                if let Some(rows) = builder.step() {
                    *compact = Compact::Ready(Arc::new(rows));
                }
            }
        }
        None
    }
}

impl RestFit {
    /// All machines, none of them begun.
    pub fn all(
        params: &SvcValidParams,
        problem: Arc<Problem>,
        seed: u32,
    ) -> impl Iterator<Item = RestFit> {
        let given = params.params();
        let k = problem.classes.len();
        let mut positions = vec![0; problem.x.n_rows];
        for (position, rows) in problem.rows_of_classes.iter().enumerate() {
            for &row in rows {
                positions[row as usize] = position as u32;
            }
        }
        let shared = Arc::new(Shared {
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
            compact: Mutex::new(Compact::Waiting),
            problem,
        });
        (0..shared.n_machines).map(move |number| RestFit {
            shared: Arc::clone(&shared),
            number,
            work: Work::Begin,
        })
    }

    /// The machine, once the rows that it needs are there.
    fn machine(&self) -> Option<LinearMachine> {
        let shared = &self.shared;
        // Two classes: the second against the first, each with its weight. More: as LIBLINEAR, the weight of the class
        // itself, and 1 for the rest.
        let (positive, c_negative) = if shared.n_machines == 1 {
            (1, shared.c_of_classes[0])
        } else {
            (self.number, shared.c)
        };
        let setting = LinearSetting {
            c_positive: shared.c_of_classes[positive],
            c_negative,
            seed: shared.setting.seed | self.number as u64,
            ..shared.setting
        };
        let labels = shared.positions.iter();
        let labels = labels.map(|&at| if at as usize == positive { 1.0 } else { -1.0 });
        let x = shared.problem.x.clone();
        if setting.loss == Loss::SquaredHinge {
            let rows = shared.compact_rows()?;
            if PrimalNewton::can_solve(&rows, setting.c_positive.max(c_negative)) {
                let machine = PrimalNewton::new(x, rows, labels, setting);
                return Some(LinearMachine::Primal(Box::new(machine)));
            }
        }
        let machine = DualDescent::new(x, labels, setting);
        Some(LinearMachine::Dual(Box::new(machine)))
    }

    /// One unit of work.
    pub fn step(&mut self) -> Status {
        match &mut self.work {
            Work::Begin => {
                if let Some(machine) = self.machine() {
                    self.work = Work::Solving(Box::new(machine));
                }
            }
            Work::Solving(machine) => {
                if !machine.step().is_running() {
                    let (coef, intercept) = machine.answer();
                    self.work = Work::Done {
                        coef: coef.to_vec(),
                        intercept,
                        report: machine.report(),
                    };
                }
            }
            Work::Done { .. } => {}
        }
        match &self.work {
            Work::Done { report, .. } if report.converged() => Status::Done,
            Work::Done { .. } => Status::Exhausted,
            _ => Status::Running,
        }
    }

    pub fn progress(&self) -> MachineProgress {
        match &self.work {
            Work::Begin => MachineProgress {
                iterations: 0,
                objective: 0.0,
                violation: f64::INFINITY,
                phase: Phase::Preparing,
            },
            Work::Solving(machine) => MachineProgress {
                iterations: machine.iterations(),
                objective: machine.objective(),
                violation: machine.violation(),
                phase: Phase::Solving,
            },
            Work::Done { report, .. } => report.progress(),
        }
    }
}

/// LIBLINEAR's model. All machines are done.
pub(super) fn model(solvers: impl Iterator<Item = Solver>) -> (Decision, Convergence) {
    let (mut all_coef, mut all_intercepts, mut machines) = (Vec::new(), Vec::new(), Vec::new());
    for solver in solvers {
        if let Solver::Rest(fit) = solver
            && let Work::Done {
                coef,
                intercept,
                report,
            } = fit.work
        {
            all_coef.extend(coef);
            all_intercepts.push(intercept);
            machines.push(report);
        }
    }
    let decision = Decision::Linear {
        coef: all_coef,
        intercept: all_intercepts,
    };
    let convergence = Convergence {
        machines,
        ..Convergence::default()
    };
    (decision, convergence)
}
