//! One machine, from rows to its answer, stepped: which solver it gets, and its preparation.

use std::sync::Arc;

use super::kernel::KernelFunction;
use super::linear::LinearMachine;
use super::params::Kernel;
use super::rows::RowsBuilder;
use super::smo::{Limits, Smo, Solution};
use super::start::Starting;
use crate::pipeline::error::Error;
use crate::pipeline::sparse::CsrMatrix;

/// A machine's rows, prepared and then solved, unit by unit.
pub(super) enum Machine {
    Preparing {
        builder: Box<RowsBuilder>,
        n_positive: usize,
        limits: Limits,
        start: Option<Vec<f64>>,
    },
    Starting(Box<Starting>),
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
                            Machine::Starting(Box::new(starting))
                        }
                        None => Machine::Solving(Box::new(Smo::new(rows, n_positive, limits))),
                    };
                }
                Ok(None)
            }
            Machine::Starting(starting) => {
                if let Some(smo) = starting.step() {
                    *self = Machine::Solving(Box::new(smo));
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
            Machine::Preparing { .. } | Machine::Starting(_) => true,
            Machine::Solving(_) => false,
            Machine::Linear(machine) => machine.is_preparing(),
        }
    }

    pub fn is_iterating(&self) -> bool {
        matches!(self, Machine::Solving(smo) if smo.violation().is_finite())
    }

    /// Iterations, objective and violation so far.
    pub fn standing(&self) -> (u64, f64, f64) {
        match self {
            Machine::Preparing { .. } | Machine::Starting(_) => (0, 0.0, f64::INFINITY),
            Machine::Solving(smo) => (smo.iterations(), smo.objective(), smo.violation()),
            Machine::Linear(machine) => machine.standing(),
        }
    }
}
