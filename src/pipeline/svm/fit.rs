//! Fitting, stepped: one interface over the engines.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::check::SvcValidParams;
use super::dense::{self, DenseFit};
use super::kernel::{KernelFunction, gamma_value};
use super::machine_fit::{MachineFit, MachineProgress, Solver};
use super::memory;
use super::model::Svc;
use super::ovo::{self, PairFit};
use super::ovr::{self, RestFit};
use super::params::Engine;
use super::start::DualStart;
use crate::message;
use crate::pipeline::error::{Code, Error};
use crate::pipeline::sparse::CsrMatrix;
use crate::pipeline::step::Status;

/// A fit under way.
pub struct SvcFit {
    params: SvcValidParams,
    problem: Arc<Problem>,
    n_classes: usize,
    gamma: f64,
    /// In the order of the model's.
    machines: Vec<MachineFit>,
}

/// What a fit is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// Norms and the inverted index of a machine's rows.
    Preparing,
    /// Solving a machine's optimisation problem.
    Solving,
    /// Cross-validated decision values and Platt's sigmoid of a machine, where probabilities are asked for.
    Calibrating,
    /// Nothing is left to do.
    Done,
}

/// Where a fit stands.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct SvcProgress {
    /// The machine (binary problem) at work, from 0.
    pub machine: usize,
    pub n_machines: usize,
    /// Iterations of all machines so far; never falls.
    pub iterations: u64,
    /// Dual objective of the machine at work; the solver minimises it.
    pub objective: f64,
    /// By how much the machine at work violates its optimality conditions; infinite before its first iteration.
    pub violation: f64,
    pub phase: Phase,
}

/// How the solver ended, machine by machine.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Convergence {
    /// In the order of the model's machines.
    pub machines: Vec<MachineReport>,
    /// Those of the folds that Platt's sigmoids are fitted on, machine by machine; none without probabilities.
    pub calibration: Vec<MachineReport>,
}

/// How one machine ended.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct MachineReport {
    pub iterations: u64,
    /// Dual objective at the end.
    pub objective: f64,
    /// Violation of the optimality conditions at the end.
    pub violation: f64,
    pub stop: Stop,
}

/// Why a machine stopped.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, JsonSchema, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Stop {
    /// The violation came below the tolerance.
    Converged,
    /// At the limit of iterations: `max_iter`, or the engine's own where that is -1.
    MaxIter,
    /// What is left of the violation is rounding: a `tol` that no float can meet, or a `C` that makes the variables so
    /// large that their rounding is above `tol`.
    Precision,
    /// Without a limit it would not end: in as many iterations as LIBSVM makes at most (10,000,000, or 100 a row where
    /// that is more) the violation did not fall by half.
    NoProgress,
}

impl MachineReport {
    /// Whether the violation came below the tolerance.
    pub fn converged(&self) -> bool {
        self.stop == Stop::Converged
    }

    pub(super) fn progress(&self) -> MachineProgress {
        MachineProgress {
            iterations: self.iterations,
            objective: self.objective,
            violation: self.violation,
            phase: Phase::Done,
        }
    }
}

impl Convergence {
    /// Whether every machine converged, those of the calibration too, as in scikit-learn's `fit_status_`.
    pub fn converged(&self) -> bool {
        self.stop() == Stop::Converged
    }

    /// Why the machines stopped: the worst of all, those of the calibration too.
    pub fn stop(&self) -> Stop {
        Stop::worst(&self.machines).max(Stop::worst(&self.calibration))
    }

    /// The largest violation that a machine of the model stopped at.
    pub fn violation(&self) -> f64 {
        largest_violation(&self.machines)
    }

    /// Iterations of all machines of the model.
    pub fn iterations(&self) -> u64 {
        all_iterations(&self.machines)
    }
}

impl Stop {
    /// Why machines stopped, the worst of all.
    pub fn worst(machines: &[MachineReport]) -> Stop {
        let stops = machines.iter().map(|machine| machine.stop);
        stops.max().unwrap_or(Stop::Converged)
    }
}

/// The largest violation that one of the machines stopped at.
pub fn largest_violation(machines: &[MachineReport]) -> f64 {
    let violations = machines.iter().map(|machine| machine.violation);
    violations.fold(0.0, f64::max)
}

/// Iterations of all these machines.
pub fn all_iterations(machines: &[MachineReport]) -> u64 {
    machines.iter().map(|machine| machine.iterations).sum()
}

/// The training rows by class.
#[derive(Debug)]
pub(super) struct Problem {
    pub x: Arc<CsrMatrix>,
    /// Class indices that have rows, ascending.
    pub classes: Vec<u32>,
    /// Rows of each of `classes`, in file order.
    pub rows_of_classes: Vec<Vec<u32>>,
    /// Rows of each class index.
    counts: Vec<u64>,
}

impl Problem {
    /// `C` of each of `classes`.
    pub fn c_of_classes(&self, params: &SvcValidParams) -> Vec<f64> {
        let c = params.c_of_classes(&self.counts);
        self.classes
            .iter()
            .map(|&class| c[class as usize])
            .collect()
    }
}

impl SvcFit {
    /// Begins a fit of rows `x`, shape `(n_rows, n_features)`, with class indices `y`, shape `(n_rows,)`, each below
    /// `n_classes`. The seed orders the passes of the linear kernel and of the engine `linear`, and draws the folds of a
    /// calibration.
    ///
    /// # Errors
    /// [`Code::TooFewClasses`] where `y` has fewer than two classes, [`Code::EmptyVocabulary`] for rows without columns,
    /// [`Code::BadRow`] for a value that is not finite, [`Code::MemoryLimit`] for more than a tab can
    /// hold or than linfa-svm takes, [`Code::Bug`] where shapes or class indices do not fit together.
    pub fn new(
        params: &SvcValidParams,
        x: Arc<CsrMatrix>,
        y: Arc<[u32]>,
        n_classes: usize,
        seed: u32,
    ) -> Result<SvcFit, Error> {
        SvcFit::starting_from(params, x, y, n_classes, seed, None)
    }

    /// The same, where the engine `smo` starts from the dual variables of another model, row by row of `x`, if that has
    /// the same classes.
    pub fn starting_from(
        params: &SvcValidParams,
        x: Arc<CsrMatrix>,
        y: Arc<[u32]>,
        n_classes: usize,
        seed: u32,
        start: Option<DualStart>,
    ) -> Result<SvcFit, Error> {
        if x.n_rows != y.len() {
            return Err(Error::bug(message!(
                "error-bug-labels",
                rows = x.n_rows,
                labels = y.len()
            )));
        }
        let bug_classes =
            |has: u64, of: usize| Error::bug(message!("error-bug-classes", has = has, of = of));
        if let Some(&class) = y.iter().find(|&&class| class as usize >= n_classes) {
            return Err(bug_classes(class.into(), n_classes));
        }
        if n_classes != params.n_classes() {
            return Err(bug_classes(n_classes as u64, params.n_classes()));
        }
        if x.n_cols == 0 {
            return Err(Error::new(
                Code::EmptyVocabulary,
                message!("error-no-columns"),
                message!("error-clean-less"),
            ));
        }
        if let Some(at) = x.data.iter().position(|value| !value.is_finite()) {
            let row = x.indptr.partition_point(|&start| start <= at);
            return Err(Error::new(
                Code::BadRow,
                message!("error-row-not-finite", row = row.to_string()),
                message!("error-correct-value"),
            ));
        }
        let mut rows = vec![Vec::new(); n_classes];
        for (row, &class) in y.iter().enumerate() {
            rows[class as usize].push(row as u32);
        }
        let counts: Vec<u64> = rows.iter().map(|rows| rows.len() as u64).collect();
        let (classes, rows_of_classes): (Vec<u32>, Vec<Vec<u32>>) = (0..n_classes as u32)
            .zip(rows)
            .filter(|(_, rows)| !rows.is_empty())
            .unzip();
        if classes.len() < 2 {
            return Err(Error::new(
                Code::TooFewClasses,
                message!("error-too-few-classes", classes = classes.len()),
                message!("error-add-class-or-merge"),
            ));
        }
        memory::check(params.params(), &x, classes.len(), memory::ADDRESSABLE)?;
        let gamma = gamma_value(params.params().gamma, &x);
        let problem = Arc::new(Problem {
            x,
            classes,
            rows_of_classes,
            counts,
        });
        let function = KernelFunction::new(params.params(), gamma);
        let start = start.filter(|start| start.classes == problem.classes);
        let solvers: Vec<Solver> = match params.params().engine {
            Engine::Smo => PairFit::all(params, problem.clone(), function, seed, start)
                .map(Solver::Pair)
                .collect(),
            Engine::Linear => RestFit::all(params, problem.clone(), seed)
                .map(Solver::Rest)
                .collect(),
            Engine::LinfaSvm => DenseFit::all(params, problem.clone(), function)?
                .map(Solver::Dense)
                .collect(),
        };
        Ok(SvcFit {
            params: params.clone(),
            problem,
            n_classes,
            gamma,
            machines: solvers.into_iter().map(MachineFit::new).collect(),
        })
    }

    /// Works for `budget` units, each some microseconds at 10,000 texts: an iteration of the engine `smo` (or as much
    /// of its preparation or calibration, or of a pass of the linear kernel), a thousand coordinates or as many rows of the
    /// engine `linear` as have some hundred thousand values, a whole machine of linfa-svm, which can't be interrupted. What comes out does not depend on the budgets.
    ///
    /// [`Status::Exhausted`] where a machine stopped before it converged ([`Stop`]), or where [`SvcFit::finish`] has an error to give.
    pub fn step(&mut self, budget: usize) -> Status {
        let mut left = budget;
        for machine in &mut self.machines {
            while machine.is_running() && left > 0 {
                machine.step(1);
                left -= 1;
            }
            if machine.is_running() || machine.fault.is_some() {
                break;
            }
        }
        self.status()
    }

    /// As the last [`SvcFit::step`] gave it.
    pub fn status(&self) -> Status {
        let any = |status: Status| self.machines.iter().any(|machine| machine.status == status);
        if self.machines.iter().any(|machine| machine.fault.is_some()) {
            Status::Exhausted
        } else if any(Status::Running) {
            Status::Running
        } else if any(Status::Exhausted) {
            Status::Exhausted
        } else {
            Status::Done
        }
    }

    /// The machines, for a caller that steps each by itself.
    pub fn machines(&mut self) -> &mut [MachineFit] {
        &mut self.machines
    }

    /// One of the machines, `0..`, to look at.
    pub fn machine(&self, number: usize) -> &MachineFit {
        &self.machines[number]
    }

    /// Where the fit stands; costs a pass over the rows for the objective.
    pub fn progress(&self) -> SvcProgress {
        let standing: Vec<MachineProgress> =
            self.machines.iter().map(MachineFit::progress).collect();
        let n_machines = standing.len();
        let at_work = self.machines.iter().position(MachineFit::is_running);
        let machine = at_work.unwrap_or(n_machines - 1);
        let MachineProgress {
            objective,
            violation,
            phase,
            ..
        } = standing[machine];
        SvcProgress {
            machine,
            n_machines,
            iterations: standing.iter().map(|machine| machine.iterations).sum(),
            objective,
            violation,
            phase,
        }
    }

    /// The model and how its machines ended; steps to the end first, where the caller has not.
    ///
    /// # Errors
    /// [`Code::InvalidParameter`] where the kernel's values left the range of a float, or linfa-svm refused.
    pub fn finish(mut self) -> Result<(Svc, Convergence), Error> {
        while self.step(usize::MAX).is_running() {}
        if let Some(fault) = self
            .machines
            .iter_mut()
            .find_map(|machine| machine.fault.take())
        {
            return Err(fault);
        }
        let solvers = self.machines.into_iter().map(|machine| machine.solver);
        let (decision, convergence) = match self.params.params().engine {
            Engine::Smo => ovo::model(&self.problem, solvers),
            Engine::Linear => ovr::model(solvers),
            Engine::LinfaSvm => dense::model(&self.problem, solvers),
        };
        let svc = Svc {
            params: self.params.params().clone(),
            n_classes: self.n_classes,
            classes: self.problem.classes.clone(),
            n_features: self.problem.x.n_cols,
            gamma: self.gamma,
            decision,
        };
        Ok((svc, convergence))
    }
}
