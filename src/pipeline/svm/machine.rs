//! One machine, from rows to its answer, stepped: which solver it gets, and its preparation.

use std::sync::Arc;

use super::batch::Batch;
use super::kernel::KernelFunction;
use super::linear::LinearMachine;
use super::params::Kernel;
use super::rows::RowsBuilder;
use super::smo::{Limits, Smo, Solution};
use super::start::{Point, Starting};
use crate::pipeline::error::Error;
use crate::pipeline::sparse::CsrMatrix;
use crate::pipeline::step::Status;

/// A machine's rows, prepared and then solved, unit by unit.
pub(super) enum Machine {
    Preparing {
        builder: Box<RowsBuilder>,
        n_positive: usize,
        limits: Limits,
        start: Option<Vec<f64>>,
    },
    /// Scores of a point are summed; whether rounds may follow.
    Starting(Box<Starting>, bool),
    /// None while it moves on.
    Batching(Option<Box<Batch>>),
    Solving(Box<Smo>),
    /// The linear kernel's own way.
    Linear(Box<LinearMachine>),
}

impl Machine {
    /// A machine over `positive` and then `negative` rows of `x`, at least one of each, whose dual variables start from 0.
    pub fn new(
        x: Arc<CsrMatrix>,
        function: KernelFunction,
        positive: &[u32],
        negative: &[u32],
        limits: Limits,
        cache_bytes: usize,
        seed: u64,
    ) -> Machine {
        let rows = positive.iter().chain(negative).copied().collect();
        // A limit of iterations counts pairs, so that pairs it is.
        if function.kind == Kernel::Linear && limits.max_iter.is_none() {
            let n_positive = positive.len();
            let machine =
                LinearMachine::new(x, function, rows, n_positive, limits, cache_bytes, seed);
            return Machine::Linear(Box::new(machine));
        }
        Machine::Preparing {
            builder: Box::new(RowsBuilder::new(x, function, rows, cache_bytes)),
            n_positive: positive.len(),
            limits,
            start: None,
        }
    }

    /// The same with dual variables to start from, in the order of the rows. The linear kernel starts from 0 in any case:
    /// its passes take no longer.
    pub fn starting_from(mut self, alphas: Option<Vec<f64>>) -> Machine {
        if let Machine::Preparing { start, .. } = &mut self {
            *start = alphas;
        }
        self
    }

    /// Goes on from a point, where it is worth it by rounds.
    fn at(point: Point, by_rounds: bool) -> Machine {
        if by_rounds && Batch::is_worth(&point) {
            Machine::Batching(Some(Box::new(Batch::new(point))))
        } else {
            Machine::Solving(Box::new(Smo::new(point)))
        }
    }

    /// One unit of work: a chunk of the preparation, or one iteration. The answer, when it has one.
    ///
    /// # Errors
    /// [`Code::InvalidParameter`] where the kernel's values leave the range of a float.
    pub fn step(&mut self) -> Result<Option<Solution>, Error> {
        match self {
            Machine::Preparing {
                builder,
                n_positive,
                limits,
                start,
            } => {
                if let Some(rows) = builder.step() {
                    let (n_positive, limits) = (*n_positive, *limits);
                    *self = match start.take() {
                        Some(alphas) => {
                            let starting = Starting::new(rows, n_positive, limits, alphas);
                            Machine::Starting(Box::new(starting), true)
                        }
                        None => Machine::at(Point::zero(rows, n_positive, limits), true),
                    };
                }
                Ok(None)
            }
            Machine::Starting(starting, rounds_may_follow) => {
                if let Some(point) = starting.step() {
                    *self = Machine::at(point, *rounds_may_follow);
                }
                Ok(None)
            }
            Machine::Batching(batch) => {
                let status = batch.as_mut().map_or(Status::Done, |batch| batch.step());
                if !status.is_running()
                    && let Some(point) = batch.take().map(|batch| batch.into_point())
                {
                    *self = match status {
                        Status::Done => Machine::at(point, false),
                        _ => Machine::Starting(Box::new(Starting::again(point)), false),
                    };
                }
                Ok(None)
            }
            Machine::Solving(smo) => {
                if smo.step().is_running() {
                    return Ok(None);
                }
                smo.result().map(Some)
            }
            Machine::Linear(machine) => machine.step(),
        }
    }

    pub fn is_preparing(&self) -> bool {
        match self {
            Machine::Preparing { .. } | Machine::Starting(_, true) => true,
            Machine::Starting(..) | Machine::Batching(_) | Machine::Solving(_) => false,
            Machine::Linear(machine) => machine.is_preparing(),
        }
    }

    pub fn is_iterating(&self) -> bool {
        match self {
            Machine::Batching(Some(batch)) => batch.violation().is_finite(),
            Machine::Solving(smo) => smo.violation().is_finite(),
            _ => false,
        }
    }

    /// Iterations, objective and violation so far.
    pub fn standing(&self) -> (u64, f64, f64) {
        match self {
            Machine::Preparing { .. } | Machine::Batching(None) => (0, 0.0, f64::INFINITY),
            Machine::Starting(starting, _) => (starting.iterations(), 0.0, f64::INFINITY),
            Machine::Batching(Some(batch)) => {
                (batch.iterations(), batch.objective(), batch.violation())
            }
            Machine::Solving(smo) => (smo.iterations(), smo.objective(), smo.violation()),
            Machine::Linear(machine) => machine.standing(),
        }
    }
}
