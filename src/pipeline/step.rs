//! Long work is stepped: `new`, then `step(budget)` until it is no longer [`Status::Running`], then `finish`.
//!
//! The loop belongs to the caller, so that work can be sliced, paused, shown and cancelled without threads or
//! callbacks. What comes out never depends on how it was sliced. Work with parts that do not wait for each other offers them
//! as [`Piece`]s, for callers that have threads.
//!
//! Work that is one long function with much between its hands, such as the look at data, is written as an `async` one that
//! awaits nothing but [`pause`]: the compiler makes of it what is stepped as [`Stepped`], or done [`at_once`].

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

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

/// A function that gives way in between, see [`pause`]; dropped, it is done no further.
pub struct Stepped<T>(Pin<Box<dyn Future<Output = T>>>);

impl<T> Stepped<T> {
    /// Nothing is done yet.
    pub fn new(work: impl Future<Output = T> + 'static) -> Stepped<T> {
        Stepped(Box::pin(work))
    }

    /// One unit of it; with the last, what it comes to.
    ///
    /// # Panics
    /// If it is over already.
    pub fn step(&mut self) -> Option<T> {
        match self
            .0
            .as_mut()
            .poll(&mut Context::from_waker(Waker::noop()))
        {
            Poll::Ready(found) => Some(found),
            Poll::Pending => None,
        }
    }
}

/// The same for who has nothing else to do: all units, one after the other.
pub fn at_once<T>(work: impl Future<Output = T>) -> T {
    let mut work = pin!(work);
    loop {
        if let Poll::Ready(found) = work.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return found;
        }
    }
}

/// Ends a unit of work: what comes after it is another one. Who awaits anything else is never woken.
pub async fn pause() {
    let mut has_paused = false;
    poll_fn(|_| match std::mem::replace(&mut has_paused, true) {
        true => Poll::Ready(()),
        false => Poll::Pending,
    })
    .await;
}

/// Bytes of text that a unit of work looks at: cleaning as many takes a millisecond or two.
const BYTES_A_STEP: usize = 64 << 10;
/// What each row, word or file costs beside its bytes.
const OVERHEAD: usize = 32;

/// Counts what was worked on, and pauses often enough.
#[derive(Debug, Default)]
pub struct Pace {
    bytes: usize,
}

impl Pace {
    /// So many bytes were worked on, in one piece that is not divided.
    pub async fn after(&mut self, bytes: usize) {
        self.bytes += bytes + OVERHEAD;
        if self.bytes >= BYTES_A_STEP {
            self.bytes = 0;
            pause().await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn squares(n: usize) -> Vec<usize> {
        let mut pace = Pace::default();
        let mut found = Vec::new();
        for number in 0..n {
            found.push(number * number);
            pace.after(BYTES_A_STEP / 4).await;
        }
        found
    }

    #[test]
    fn a_function_that_gives_way_comes_to_the_same_in_units_and_at_once() {
        let mut work = Stepped::new(squares(10));
        let mut units = 1;
        let found = loop {
            if let Some(found) = work.step() {
                break found;
            }
            units += 1;
        };
        // It gives way after each fourth number.
        assert_eq!((found, units), (at_once(squares(10)), 3));
    }
}
