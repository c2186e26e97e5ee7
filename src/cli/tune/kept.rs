//! Where the trials of a search are kept beside this process: nowhere, in a journal, or in a storage that others use too.

use super::super::clock::Clock;
use super::journal::JournalFile;
use super::storage::Storage;
use crate::pipeline::error::Error;
use crate::pipeline::search::{Next, Tuning};

pub enum Kept {
    Nowhere,
    Journal(JournalFile),
    Storage(Box<Storage>),
}

impl Kept {
    /// What to do next, see [`Tuning::next`].
    ///
    /// # Errors
    /// Those of [`Tuning::next`] and of [`Storage::next`].
    pub fn next(&mut self, tuning: &mut Tuning, clock: Clock) -> Result<Next, Error> {
        match self {
            Kept::Storage(storage) => storage.next(tuning, clock),
            _ => tuning.next(clock.now()),
        }
    }

    /// Tells where a trial stands.
    ///
    /// # Errors
    /// Those of the journal and the storage.
    pub fn note(&mut self, tuning: &Tuning, number: u32) -> Result<(), Error> {
        match self {
            Kept::Nowhere => Ok(()),
            Kept::Journal(journal) => journal.note(tuning, number),
            Kept::Storage(storage) => storage.note(tuning, number),
        }
    }

    /// Tells that a trial is at work.
    ///
    /// # Errors
    /// Those of the storage.
    pub fn sign(&mut self, number: u32) -> Result<(), Error> {
        match self {
            Kept::Storage(storage) => storage.sign(number),
            _ => Ok(()),
        }
    }

    /// How many trials may run at once; none where there is no limit.
    pub fn lag(&self, tuning: &Tuning) -> Option<usize> {
        let is_shared = matches!(self, Kept::Storage(_));
        (!is_shared).then_some(tuning.settings().study.lag as usize)
    }

    /// How many trials count among those that were asked for, up to the trial of a number.
    pub fn n_counted(&self, number: u32) -> u64 {
        match self {
            Kept::Storage(storage) => storage.n_begun() as u64,
            _ => number.into(),
        }
    }

    /// Takes in what others have come to by now, and gives what the journal holds.
    ///
    /// # Errors
    /// Those of the journal and the storage.
    pub fn finish(self, tuning: &mut Tuning) -> Result<Option<Vec<u8>>, Error> {
        match self {
            Kept::Nowhere => Ok(None),
            Kept::Journal(journal) => journal.into_bytes().map(Some),
            Kept::Storage(mut storage) => storage.refresh(tuning).map(|()| None),
        }
    }
}
