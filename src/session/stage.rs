//! How far a piece of work is, told by comparing what it was made from with what the user has now.
//!
//! Nothing is ever marked stale: a [`Slot`] keeps the key of what its value was made from, and the stage follows from
//! the key of today. A change that the user takes back makes the value ready again.

use serde::{Deserialize, Serialize};

use crate::jobs::JobId;
use crate::message;
use crate::message::{Argument, Message};
use crate::pipeline::error::Error;

/// How far a piece of work is, with what there is to show.
#[derive(Debug, Clone, PartialEq)]
pub enum Stage<T> {
    /// Nothing yet.
    Empty,
    /// At work; the value before stays.
    Busy { last: Option<T> },
    /// Up to date.
    Ready(T),
    /// Made from something that has changed since.
    Stale(T),
    /// The last attempt failed; the value before stays.
    Failed { error: Error, last: Option<T> },
}

/// A [`Stage`] without what there is to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StageState {
    Empty,
    Busy,
    Ready,
    Stale,
    Failed,
}

impl StageState {
    /// In lower case, as the stylesheet names it.
    pub fn name(self) -> &'static str {
        match self {
            StageState::Empty => "empty",
            StageState::Busy => "busy",
            StageState::Ready => "ready",
            StageState::Stale => "stale",
            StageState::Failed => "failed",
        }
    }

    /// The word for it.
    pub fn word(self) -> Message {
        message!("page-state", state = Argument::key(self.name()))
    }
}

impl<T> Stage<T> {
    pub fn state(&self) -> StageState {
        match self {
            Stage::Empty => StageState::Empty,
            Stage::Busy { .. } => StageState::Busy,
            Stage::Ready(_) => StageState::Ready,
            Stage::Stale(_) => StageState::Stale,
            Stage::Failed { .. } => StageState::Failed,
        }
    }

    /// What there is to show, however old.
    pub fn value(&self) -> Option<&T> {
        match self {
            Stage::Empty => None,
            Stage::Busy { last } | Stage::Failed { last, .. } => last.as_ref(),
            Stage::Ready(value) | Stage::Stale(value) => Some(value),
        }
    }

    pub fn error(&self) -> Option<&Error> {
        match self {
            Stage::Failed { error, .. } => Some(error),
            _ => None,
        }
    }
}

/// What a value is made from.
pub trait Key: Clone + PartialEq {
    /// Whether a value made from `self` is up to date when the user has `now`.
    fn fits(&self, now: &Self) -> bool;
}

/// The place of one piece of work: its value, the job at work on the next one, the last fault.
#[derive(Debug, Clone, PartialEq)]
pub struct Slot<K, T> {
    value: Option<(K, T)>,
    job: Option<(JobId, K)>,
    fault: Option<(K, Error)>,
}

impl<K, T> Default for Slot<K, T> {
    fn default() -> Slot<K, T> {
        Slot {
            value: None,
            job: None,
            fault: None,
        }
    }
}

impl<K: Key, T: Clone> Slot<K, T> {
    /// The stage as seen with the key of today.
    pub fn stage(&self, now: &K) -> Stage<T> {
        let last = self.value.as_ref().map(|(_, value)| value.clone());
        if self.job.is_some() {
            return Stage::Busy { last };
        }
        match (&self.fault, &self.value) {
            // A fault is about exactly what was tried; a value may be good for more.
            (Some((key, error)), _) if key == now => Stage::Failed {
                error: error.clone(),
                last,
            },
            (_, Some((key, value))) if key.fits(now) => Stage::Ready(value.clone()),
            (_, Some((_, value))) => Stage::Stale(value.clone()),
            (_, None) => Stage::Empty,
        }
    }

    /// The value, however old.
    pub fn value(&self) -> Option<&T> {
        self.value.as_ref().map(|(_, value)| value)
    }

    /// The same to be changed.
    pub fn value_mut(&mut self) -> Option<&mut T> {
        self.value.as_mut().map(|(_, value)| value)
    }

    /// The same with what it was made from.
    pub fn made(&self) -> Option<(&K, &T)> {
        self.value.as_ref().map(|(key, value)| (key, value))
    }

    /// The job at work.
    pub fn job(&self) -> Option<JobId> {
        self.job.as_ref().map(|(job, _)| *job)
    }

    /// What the job at work makes its value from.
    pub fn job_key(&self) -> Option<&K> {
        self.job.as_ref().map(|(_, key)| key)
    }

    /// A job starts; an older one that is still at work is no longer waited for.
    pub fn start(&mut self, job: JobId, key: K) {
        self.job = Some((job, key));
        self.fault = None;
    }

    /// What the job has so far. It goes on.
    pub fn interim(&mut self, job: JobId, value: T) -> bool {
        match &self.job {
            Some((at_work, key)) if *at_work == job => {
                self.value = Some((key.clone(), value));
                true
            }
            _ => false,
        }
    }

    /// The job's good end. Ends of jobs that are no longer waited for change nothing and give `false`.
    pub fn done(&mut self, job: JobId, value: T) -> bool {
        match self.take(job) {
            Some(key) => {
                self.value = Some((key, value));
                true
            }
            None => false,
        }
    }

    /// The job's bad end.
    pub fn failed(&mut self, job: JobId, error: Error) -> bool {
        match self.take(job) {
            Some(key) => {
                self.fault = Some((key, error));
                true
            }
            None => false,
        }
    }

    /// The job's end on request: as if it had never been started.
    pub fn cancelled(&mut self, job: JobId) -> bool {
        self.take(job).is_some()
    }

    /// Work that can't even start.
    pub fn refuse(&mut self, key: K, error: Error) {
        self.fault = Some((key, error));
    }

    /// The same, whose job nobody waits for.
    pub fn settled(&self) -> Slot<K, T> {
        Slot {
            job: None,
            ..self.clone()
        }
    }

    /// Forgets the fault.
    pub fn dismiss(&mut self) {
        self.fault = None;
    }

    /// A value that no job made; the job at work goes on.
    pub fn show(&mut self, key: K, value: T) {
        self.value = Some((key, value));
        self.fault = None;
    }

    /// A value that no job made, in the place of all that is at work.
    pub fn set(&mut self, key: K, value: T) {
        *self = Slot {
            value: Some((key, value)),
            job: None,
            fault: None,
        };
    }

    fn take(&mut self, job: JobId) -> Option<K> {
        match &self.job {
            Some((at_work, _)) if *at_work == job => self.job.take().map(|(_, key)| key),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message;

    impl Key for char {
        fn fits(&self, now: &char) -> bool {
            self == now
        }
    }

    #[test]
    fn a_stage_follows_from_what_its_value_was_made_from() {
        let error = || Error::bug(message!("error-bug-answer"));
        let mut slot = Slot::<char, i32>::default();
        assert_eq!(slot.stage(&'a'), Stage::Empty);
        slot.start(JobId(1), 'a');
        assert_eq!(slot.stage(&'a'), Stage::Busy { last: None });
        assert!(slot.done(JobId(1), 10));
        assert_eq!(
            (slot.stage(&'a'), slot.stage(&'b')),
            (Stage::Ready(10), Stage::Stale(10))
        );
        slot.start(JobId(2), 'b');
        assert!(slot.failed(JobId(2), error()));
        assert_eq!(
            slot.stage(&'b'),
            Stage::Failed {
                error: error(),
                last: Some(10)
            }
        );
        // Back at what the value was made from, the fault is of no concern.
        assert_eq!(slot.stage(&'a'), Stage::Ready(10));
        slot.start(JobId(3), 'c');
        assert!(slot.cancelled(JobId(3)));
        assert_eq!(slot.stage(&'c'), Stage::Stale(10));
    }

    #[test]
    fn what_a_job_has_so_far_stays_when_it_is_cancelled() {
        let mut slot = Slot::<char, i32>::default();
        slot.start(JobId(1), 'a');
        assert!(slot.interim(JobId(1), 5) && !slot.interim(JobId(2), 6));
        assert_eq!(slot.stage(&'a'), Stage::Busy { last: Some(5) });
        assert!(slot.cancelled(JobId(1)) && !slot.interim(JobId(1), 7));
        assert_eq!(slot.stage(&'a'), Stage::Ready(5));
    }

    #[test]
    fn only_the_job_that_is_waited_for_counts() {
        let mut slot = Slot::<char, i32>::default();
        slot.start(JobId(1), 'a');
        slot.start(JobId(2), 'b');
        assert!(!slot.done(JobId(1), 1));
        assert_eq!(slot.stage(&'b'), Stage::Busy { last: None });
        assert!(slot.done(JobId(2), 2) && !slot.done(JobId(2), 3));
        assert_eq!(slot.stage(&'b'), Stage::Ready(2));
    }
}
