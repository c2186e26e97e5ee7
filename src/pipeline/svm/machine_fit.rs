//! One machine of a fit under way, whatever its engine.

use super::dense::DenseFit;
use super::fit::Phase;
use super::ovo::PairFit;
use super::ovr::RestFit;
use crate::pipeline::error::Error;
use crate::pipeline::step::Status;

/// One binary problem of a fit, stepped. It waits for none of the others: they may be stepped one after the other, by turns,
/// or each on a thread of its own, and the model is the same.
pub struct MachineFit {
    pub(super) solver: Solver,
    pub(super) status: Status,
    pub(super) fault: Option<Error>,
}

pub(super) enum Solver {
    Pair(PairFit),
    Rest(RestFit),
    Dense(DenseFit),
}

/// Where a machine stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MachineProgress {
    /// Those of its calibration too; never falls.
    pub iterations: u64,
    pub objective: f64,
    /// Infinite before the first iteration.
    pub violation: f64,
    pub phase: Phase,
}

impl MachineFit {
    pub(super) fn new(solver: Solver) -> MachineFit {
        MachineFit {
            solver,
            status: Status::Running,
            fault: None,
        }
    }

    /// Works for `budget` units, as [`SvcFit::step`](super::SvcFit::step) does.
    pub fn step(&mut self, budget: usize) -> Status {
        for _ in 0..budget {
            if !self.status.is_running() {
                break;
            }
            let status = match &mut self.solver {
                Solver::Pair(fit) => fit.step(),
                Solver::Rest(fit) => Ok(fit.step()),
                Solver::Dense(fit) => fit.step(),
            };
            self.status = status.unwrap_or_else(|fault| {
                self.fault = Some(fault);
                Status::Exhausted
            });
        }
        self.status
    }

    pub fn is_running(&self) -> bool {
        self.status.is_running()
    }

    /// Whether it is between two iterations of the solver that gives its answer, where it stands at numbers.
    pub fn is_iterating(&self) -> bool {
        match &self.solver {
            Solver::Pair(fit) => fit.is_iterating(),
            Solver::Rest(_) | Solver::Dense(_) => false,
        }
    }

    /// Where it stands; costs a pass over the rows for the objective.
    pub fn progress(&self) -> MachineProgress {
        match &self.solver {
            Solver::Pair(fit) => fit.progress(),
            Solver::Rest(fit) => fit.progress(),
            Solver::Dense(fit) => fit.progress(),
        }
    }
}
