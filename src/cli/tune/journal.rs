//! The journal of a search: a file that is appended to as trials come, so that a killed process loses at most what was at work.

use std::fs::{File, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};

use super::super::output;
use super::super::paths::Output;
use crate::message;
use crate::pipeline::error::{Code, Error};
use crate::pipeline::search::{Appender, Journal, JournalStudy, Space, Trial, Tuning};

/// A journal that no other call may use meanwhile.
pub struct JournalFile {
    path: Output,
    /// The system gives the lock back when the process ends, however it ends.
    file: File,
    appender: Appender,
    space: Space,
}

impl JournalFile {
    /// Opens a journal, or begins one, and gives the trials that its study has.
    ///
    /// # Errors
    /// [`Code::StateInUse`] where another call has it, [`Code::CannotCreate`] where it can't be opened, those of
    /// [`Journal::read`], [`Journal::study`] and [`JournalStudy::check`].
    pub fn open(
        path: &Output,
        study: &JournalStudy,
        space: &Space,
    ) -> Result<(JournalFile, Vec<Trial>), Error> {
        let cannot = |error| output::cannot_write(path, Code::CannotCreate, error);
        let mut file = File::options()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(&**path)
            .map_err(cannot)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let shown = path.display().to_string();
                let remedy = message!("error-wait-for-journal");
                let error = Error::new(Code::StateInUse, message!("error-journal-in-use"), remedy);
                return Err(error.in_file(shown));
            }
            Err(TryLockError::Error(error)) => return Err(cannot(error)),
        }
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(cannot)?;
        let shown = path.display().to_string();
        let journal = Journal::read(&shown, &bytes)?;
        if let Some(cut) = &journal.cut {
            output::say(&message!("tune-journal-note", file = &shown, note = cut));
        }
        let found = journal.study(Some(&study.name), space)?;
        file.set_len(journal.keep as u64).map_err(cannot)?;
        file.seek(SeekFrom::End(0)).map_err(cannot)?;
        let mut begun = String::new();
        if journal.lacks_line_break {
            begun.push('\n');
        }
        let (appender, trials) = match found {
            Some(found) => {
                let checked = found.study.check(study);
                checked.map_err(|error| error.in_file(&shown))?;
                (found.appender, found.trials)
            }
            None => {
                let (appender, lines) = journal.begin(study);
                begun += &lines;
                (appender, Vec::new())
            }
        };
        file.write_all(begun.as_bytes()).map_err(cannot)?;
        let journal = JournalFile {
            path: path.clone(),
            file,
            appender,
            space: space.clone(),
        };
        Ok((journal, trials))
    }

    /// Brings the file to where a trial stands.
    ///
    /// # Errors
    /// [`Code::WriteFailed`].
    pub fn note(&mut self, tuning: &Tuning, number: u32) -> Result<(), Error> {
        let trial = &tuning.study().trials()[number as usize];
        let lines = self.appender.lines_of(&self.space, trial);
        let written = self.file.write_all(lines.as_bytes());
        written.map_err(|error| output::cannot_write(&self.path, Code::WriteFailed, error))
    }

    /// All that the file holds.
    ///
    /// # Errors
    /// [`Code::WriteFailed`] where it can't be read again.
    pub fn into_bytes(mut self) -> Result<Vec<u8>, Error> {
        let mut bytes = Vec::new();
        let read = self.file.seek(SeekFrom::Start(0));
        let read = read.and_then(|_| self.file.read_to_end(&mut bytes));
        read.map_err(|error| output::cannot_write(&self.path, Code::WriteFailed, error))?;
        Ok(bytes)
    }
}
