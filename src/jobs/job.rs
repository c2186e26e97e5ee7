//! Long work: what the engine steps, shows and drops.

use super::engine_data::EngineData;
use super::protocol::Outcome;
use super::summaries::Progress;
use crate::pipeline::error::Error;
use crate::pipeline::time::UnixMillis;

/// Says what time it is.
pub(super) type Clock<'c> = &'c mut dyn FnMut() -> UnixMillis;

/// A long job at work. Dropping it cancels it, so it changes what is held at its very end only, but for
/// what it has shown before as an interim outcome.
pub(super) trait Job {
    /// One unit of work of a few milliseconds at most; the answer with the last one.
    fn step(&mut self, held: &mut EngineData, now: UnixMillis) -> Result<Option<Answer>, Error>;

    /// The same where the job takes time itself.
    fn step_by(
        &mut self,
        held: &mut EngineData,
        clock: Clock<'_>,
    ) -> Result<Option<Answer>, Error> {
        let now = clock();
        self.step(held, now)
    }

    /// Where it stands; each log line is given once.
    fn progress(&mut self) -> Progress;

    /// What there is to show before the end, each time it has changed.
    fn interim(&mut self, _held: &EngineData) -> Option<Outcome> {
        None
    }
}

/// A job's good end.
pub(super) struct Answer {
    pub outcome: Outcome,
    pub attachment: Vec<u8>,
}

impl Answer {
    pub fn new(outcome: Outcome) -> Answer {
        Answer {
            outcome,
            attachment: Vec::new(),
        }
    }
}
