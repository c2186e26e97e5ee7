//! Long work is stepped: `new`, then `step(budget)` until it is no longer [`Status::Running`], then `finish`.
//!
//! The loop belongs to the caller, so that work can be sliced, paused, shown and cancelled without threads or
//! callbacks. What comes out never depends on how it was sliced.

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
