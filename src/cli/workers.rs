//! `--workers`: the pieces that a work offers, each stepped to its end on one of a few threads.
//!
//! What comes out is the same for any number of them, since a piece waits for no other and each is put back in its place.

use std::num::NonZero;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

use clap::Args;

use super::clock::Clock;
use crate::pipeline::step::{Piece, Standing};

/// Steps of a piece between two looks at how far all are.
const STEPS_A_TICK: u32 = 64;

#[derive(Debug, Clone, Copy, Args)]
pub struct Workers {
    /// Use so many processors at most; else all that there are. What comes out is the same for any number. Each fit at work
    /// keeps kernel rows of its own, `svc.cache_size` at most.
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..))]
    workers: Option<u32>,
}

impl Workers {
    /// Steps all pieces to their end, those of the first places first; `show` is told where they stand together.
    pub fn run(
        self,
        pieces: Vec<Box<dyn Piece + '_>>,
        clock: Clock,
        show: impl Fn(Standing) + Sync,
    ) {
        // Most steps of a run have none, and to count the processors takes longer than such a step.
        if pieces.is_empty() {
            return;
        }
        let standing: Vec<Standing> = pieces.iter().map(|piece| piece.standing()).collect();
        let n_threads = self.number().min(pieces.len());
        let standing = Mutex::new(standing);
        let waiting = Mutex::new(pieces.into_iter().enumerate());
        let next = || locked(&waiting).next();
        let work = || {
            while let Some((place, mut piece)) = next() {
                for steps in 1_u32.. {
                    let is_running = piece.step(clock.now()).is_running();
                    if !is_running || steps.is_multiple_of(STEPS_A_TICK) {
                        let mut standing = locked(&standing);
                        standing[place] = piece.standing();
                        show(together(&standing));
                    }
                    if !is_running {
                        break;
                    }
                }
            }
        };
        thread::scope(|scope| {
            for _ in 1..n_threads {
                // Where the system gives no more threads, those that there are do the work.
                if thread::Builder::new().spawn_scoped(scope, work).is_err() {
                    break;
                }
            }
            work();
        });
    }

    /// How many threads work at most.
    pub fn number(self) -> usize {
        match self.workers {
            Some(number) => number as usize,
            None => n_processors(),
        }
    }
}

/// Processors that this process may use.
pub fn n_processors() -> usize {
    thread::available_parallelism().map_or(1, NonZero::get)
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Where pieces stand together: the mean of their shares; of solvers the iterations of all and the largest violation of those
/// that have begun, below 0 where none has.
fn together(pieces: &[Standing]) -> Standing {
    let (mut shares, mut all_iterations, mut largest) = (0.0, None, f64::NEG_INFINITY);
    for piece in pieces {
        match *piece {
            Standing::Share(share) => shares += share,
            Standing::Solver {
                iterations,
                violation,
            } => {
                all_iterations = Some(all_iterations.unwrap_or(0) + iterations);
                if violation.is_finite() {
                    largest = largest.max(violation);
                }
            }
        }
    }
    match all_iterations {
        Some(iterations) => Standing::Solver {
            iterations,
            violation: largest,
        },
        None => Standing::Share(shares / pieces.len() as f64),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::pipeline::step::Status;
    use crate::pipeline::time::UnixMillis;

    /// Counts up to its number.
    struct Counting<'a> {
        to: u32,
        at: u32,
        steps_of_all: &'a AtomicUsize,
    }

    impl Piece for &mut Counting<'_> {
        fn step(&mut self, _now: UnixMillis) -> Status {
            self.at += 1;
            self.steps_of_all.fetch_add(1, Ordering::Relaxed);
            match self.at < self.to {
                true => Status::Running,
                false => Status::Done,
            }
        }

        fn standing(&self) -> Standing {
            Standing::Share(f64::from(self.at) / f64::from(self.to))
        }
    }

    #[test]
    fn every_piece_is_stepped_to_its_end_by_any_number_of_threads() {
        let clock = Clock::Frozen(UnixMillis(0.0));
        for workers in [None, Some(1), Some(2), Some(7), Some(u32::MAX)] {
            let steps_of_all = AtomicUsize::new(0);
            let mut pieces: Vec<Counting> = [1, 1000, 3, 70, 200]
                .map(|to| Counting {
                    to,
                    at: 0,
                    steps_of_all: &steps_of_all,
                })
                .into();
            let boxed = pieces.iter_mut();
            let boxed = boxed
                .map(|piece| Box::new(piece) as Box<dyn Piece>)
                .collect();
            let shares = Mutex::new(Vec::new());
            Workers { workers }.run(boxed, clock, |standing| locked(&shares).push(standing));
            assert!(pieces.iter().all(|piece| piece.at == piece.to));
            assert_eq!(steps_of_all.into_inner(), 1274);
            assert_eq!(locked(&shares).last(), Some(&Standing::Share(1.0)));
        }
        Workers { workers: None }.run(Vec::new(), clock, |_| {});
    }

    #[test]
    fn solvers_stand_where_the_farthest_from_its_end_stands() {
        let at = |iterations, violation| Standing::Solver {
            iterations,
            violation,
        };
        let waiting = at(0, f64::INFINITY);
        assert_eq!(together(&[at(5, 0.5), at(7, 2.0), waiting]), at(12, 2.0));
        assert_eq!(together(&[waiting]), at(0, f64::NEG_INFINITY));
    }
}
