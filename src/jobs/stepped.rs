//! A job that is one function of what it was given: it gives way in between, and what it comes to is held at its end.

use super::engine_data::EngineData;
use super::job::{Answer, Job};
use super::summaries::Progress;
use crate::pipeline::error::Error;
use crate::pipeline::step::Stepped;
use crate::pipeline::time::UnixMillis;

/// A function at work, and what becomes of what it gives.
pub(super) struct SteppedJob<T, E> {
    stage: &'static str,
    work: Stepped<Result<T, Error>>,
    /// Taken by the last step.
    end: Option<E>,
}

impl<T, E: FnOnce(&mut EngineData, T) -> Result<Answer, Error>> SteppedJob<T, E> {
    /// `work` owns what it works on; `end` alone sees what is held, and is a unit of work too.
    pub fn new(
        stage: &'static str,
        work: impl Future<Output = Result<T, Error>> + 'static,
        end: E,
    ) -> SteppedJob<T, E> {
        SteppedJob {
            stage,
            work: Stepped::new(work),
            end: Some(end),
        }
    }
}

impl<T, E: FnOnce(&mut EngineData, T) -> Result<Answer, Error>> Job for SteppedJob<T, E> {
    fn step(&mut self, held: &mut EngineData, _now: UnixMillis) -> Result<Option<Answer>, Error> {
        let Some(found) = self.work.step() else {
            return Ok(None);
        };
        let end = self.end.take();
        end.map(|end| end(held, found?)).transpose()
    }

    fn progress(&mut self) -> Progress {
        Progress {
            stage: self.stage.into(),
            ..Progress::default()
        }
    }
}
