//! Fitting, stepped: one interface over the engines.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::check::SvcValidParams;
use super::model::Svc;
use crate::pipeline::error::Error;
use crate::pipeline::sparse::CsrMatrix;
use crate::pipeline::step::Status;

/// A fit under way.
pub struct SvcFit {}

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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Convergence {
    /// In the order of the model's machines.
    pub machines: Vec<MachineReport>,
}

/// How one machine ended.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct MachineReport {
    pub iterations: u64,
    /// Dual objective at the end.
    pub objective: f64,
    /// Violation of the optimality conditions at the end.
    pub violation: f64,
    /// Whether the violation came below the tolerance before `max_iter`.
    pub converged: bool,
}

impl Convergence {
    /// Whether every machine converged.
    pub fn converged(&self) -> bool {
        self.machines.iter().all(|machine| machine.converged)
    }

    /// Iterations of all machines.
    pub fn iterations(&self) -> u64 {
        self.machines.iter().map(|machine| machine.iterations).sum()
    }
}

impl SvcFit {
    /// Begins a fit of rows `x`, shape `(n_rows, n_features)`, with class indices `y`, shape `(n_rows,)`, below
    /// `n_classes`.
    pub fn new(
        _params: &SvcValidParams,
        _x: Arc<CsrMatrix>,
        _y: Arc<[u32]>,
        _n_classes: usize,
        _seed: u32,
    ) -> Result<SvcFit, Error> {
        unimplemented!("lands next")
    }

    /// Works for about `budget` solver iterations.
    pub fn step(&mut self, _budget: usize) -> Status {
        unimplemented!("lands next")
    }

    pub fn progress(&self) -> SvcProgress {
        unimplemented!("lands next")
    }

    /// The model.
    pub fn finish(self) -> Result<(Svc, Convergence), Error> {
        unimplemented!("lands next")
    }
}
