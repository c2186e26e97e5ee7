//! The state file: one call at a time, whole or not at all.

use std::fs::{self, File, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::super::output::Output;
use super::super::{input, output};
use crate::message;
use crate::pipeline::error::{Code, Error};
use crate::pipeline::monitoring::Watch;

/// A state file that no other call may use meanwhile.
pub struct StateFile {
    path: Output,
    /// A file beside it, since the state itself is replaced as a whole. The system gives the lock back when the process
    /// ends, however it ends; the empty file stays.
    _lock: File,
}

impl StateFile {
    /// # Errors
    /// [`Code::StateInUse`] where another call has it, [`Code::CannotCreate`] where the lock can't be made.
    pub fn lock(path: &Output) -> Result<StateFile, Error> {
        let name = path.display().to_string();
        let lock_path = beside(path, "lock");
        let cannot = |error: std::io::Error| {
            Error::new(
                Code::CannotCreate,
                message!("error-state-lock", fault = error.to_string()),
                message!("error-check-state-folder"),
            )
            .in_file(lock_path.display().to_string())
        };
        let lock = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&lock_path)
            .map_err(cannot)?;
        match lock.try_lock() {
            Ok(()) => Ok(StateFile {
                path: path.clone(),
                _lock: lock,
            }),
            Err(TryLockError::WouldBlock) => Err(Error::new(
                Code::StateInUse,
                message!("error-state-in-use"),
                message!("error-wait-for-call"),
            )
            .in_file(name)),
            Err(TryLockError::Error(error)) => Err(cannot(error)),
        }
    }

    pub fn name(&self) -> String {
        self.path.display().to_string()
    }

    /// None where there is none yet.
    ///
    /// # Errors
    /// Those of [`input::read`] and of [`Watch::from_json`].
    pub fn read(&self) -> Result<Option<Watch>, Error> {
        match input::read(&self.path) {
            Ok(file) => Watch::from_json(&file.bytes, &file.name).map(Some),
            Err(error) if error.code == Code::MissingFile => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// # Errors
    /// Those of [`output::write_whole`]; what was there before is then unchanged.
    pub fn write(&self, watch: &Watch) -> Result<(), Error> {
        output::write_whole(&self.path, &watch.to_json())
    }

    /// Gives the state another name, the first of `.old`, `.old-2`, `.old-3` and so on that is free; none where there is no
    /// state.
    ///
    /// # Errors
    /// [`Code::WriteFailed`].
    pub fn set_aside(&self) -> Result<Option<PathBuf>, Error> {
        let free = (1u32..)
            .map(|number| match number {
                1 => beside(&self.path, "old"),
                _ => beside(&self.path, &format!("old-{number}")),
            })
            .find(|path| !path.exists())
            .expect("a number is free");
        match fs::rename(&*self.path, &free) {
            Ok(()) => Ok(Some(free)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Error::new(
                Code::WriteFailed,
                message!("error-state-not-kept", fault = error.to_string()),
                message!("error-check-its-folder"),
            )
            .in_file(self.name())),
        }
    }
}

/// `state.json.lock` beside `state.json`.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    PathBuf::from(name)
}
