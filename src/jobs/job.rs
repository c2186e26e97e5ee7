//! Long work: what the engine steps, shows and drops.

use super::engine_data::EngineData;
use super::items::{Item, Rank};
use super::protocol::{Envelope, Event, Fetch, Fetched, FileId, JobId, Outcome, SearchWord};
use super::summaries::{FileSummary, NoData, Progress};
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

    /// Whether it can do nothing until it hears something.
    fn is_waiting(&self) -> bool {
        false
    }

    /// A job that it works with says something.
    fn hear(&mut self, _from: JobId, _word: SearchWord, _now: UnixMillis) {}

    /// What it has to say to others since the last call, in order.
    fn words(&mut self) -> Vec<(JobId, SearchWord)> {
        Vec::new()
    }

    /// What it wants of a server next, with the body; it then waits for [`Job::fetched`].
    fn fetch(&mut self) -> Option<(Fetch, Vec<u8>)> {
        None
    }

    /// What came of it.
    fn fetched(&mut self, _fetched: Fetched, _body: Vec<u8>) {}

    /// It is to come to its end with what it has so far; gives whether it can.
    fn stop(&mut self, _now: UnixMillis) -> bool {
        false
    }

    /// It was paused for so many seconds, which count to no limit of time that it has.
    fn rested(&mut self, _seconds: f64) {}

    /// Where it stands; each log line is given once.
    fn progress(&mut self) -> Progress;

    /// What there is to show before the end, each time it has changed.
    fn interim(&mut self, _held: &EngineData) -> Option<Outcome> {
        None
    }
}

/// A long job at work.
pub(super) struct Active {
    pub id: JobId,
    pub rank: Rank,
    /// What it needs and makes, which stays as long as it is at work.
    pub pins: Vec<Item>,
    pub job: Box<dyn Job>,
    /// Since when it rests.
    pub paused: Option<UnixMillis>,
    /// Whether it has worked since its last progress.
    pub moved: bool,
    /// [`Progress::done`] as last told.
    pub done: f64,
    /// When its last interim outcome was told.
    pub told: f64,
}

impl Active {
    pub fn can_work(&self) -> bool {
        self.paused.is_none() && !self.job.is_waiting()
    }
}

/// A job's good end.
pub(super) struct Answer {
    pub end: End,
    pub attachment: Vec<u8>,
}

/// What is said of it.
pub(super) enum End {
    Outcome(Box<Outcome>),
    /// Of a file that was handed over, see [`Event::Stored`].
    Stored {
        added: Vec<FileId>,
        files: Vec<FileSummary>,
    },
    /// Of a file too, see [`Event::IsNoData`].
    IsNoData(Box<NoData>),
}

impl From<Outcome> for End {
    fn from(outcome: Outcome) -> End {
        End::Outcome(Box::new(outcome))
    }
}

impl Answer {
    pub fn new(outcome: Outcome) -> Answer {
        Answer {
            end: outcome.into(),
            attachment: Vec::new(),
        }
    }

    /// As it travels.
    pub fn of_job(self, job: JobId) -> Envelope {
        let event = match self.end {
            End::Outcome(outcome) => Event::Done {
                job,
                outcome: *outcome,
            },
            End::Stored { added, files } => Event::Stored { job, added, files },
            End::IsNoData(what) => Event::IsNoData { job, what },
        };
        Envelope::pack(&event, self.attachment)
    }
}
