//! Long work is stepped: `new`, then `step(budget)` until it is no longer [`Status::Running`], then `finish`.
//!
//! The loop belongs to the caller, so that work can be sliced, paused, shown and cancelled without threads or
//! callbacks. What comes out never depends on how it was sliced. Work with parts that do not wait for each other offers them
//! as [`Piece`]s, for callers that have threads.

use super::time::UnixMillis;

/// Where a stepped work stands after a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// There is more to do.
    Running,
    /// Done, as asked.
    Done,
    /// Stopped by its own limit (`max_iter`) before it converged; the result so far can be used.
    Exhausted,
}

impl Status {
    pub fn is_running(self) -> bool {
        self == Status::Running
    }
}

/// A piece of a longer work that waits for none of its other pieces: they may be stepped one after the other, by turns, or
/// each on a thread of its own, and the work comes to the same.
pub trait Piece: Send {
    /// One unit of work, some milliseconds at most, at the time `now`.
    fn step(&mut self, now: UnixMillis) -> Status;

    fn standing(&self) -> Standing;
}

/// Where a piece stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Standing {
    /// The share that is done, `0.0..=1.0`.
    Share(f64),
    /// A solver, whose end can't be known: its iterations so far, and by how much it violates its optimality conditions,
    /// infinite before the first.
    Solver { iterations: u64, violation: f64 },
}
