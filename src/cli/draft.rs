//! A file that is not there until it is whole.
//!
//! On Linux it has no name while it is written, so that a kill leaves nothing; the name is given to the whole file. Where a
//! file is to be replaced, or the file system knows no nameless files, the draft lies beside it under a name of its own:
//! hidden, begun with the file's own name, and locked by its writer. What a killed writer left is not locked, and the next
//! call for the same file takes it away.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::system::{name, nameless};

/// In the name of every draft, behind the name of its file.
const MARK: &str = ".dryf-";
/// Bytes of a file's name that its draft repeats, since systems allow names of 255 bytes.
const MOST_OF_NAME: usize = 200;

/// An empty file that becomes `target`; dropped before that, it is gone.
pub struct Draft {
    file: File,
    /// Where it has a name already.
    path: Option<PathBuf>,
    target: PathBuf,
}

impl Draft {
    /// # Errors
    /// Where the folder takes no file.
    pub fn of(target: &Path) -> io::Result<Draft> {
        let target = target.to_path_buf();
        if let Some(file) = nameless(folder_of(&target)) {
            let path = None;
            return Ok(Draft { file, path, target });
        }
        loop {
            let path = free_name(&target);
            // As any new file of the user; a temporary one would be closed to others.
            match File::options().write(true).create_new(true).open(&path) {
                Ok(file) if is_held(&file, &path) => {
                    let path = Some(path);
                    return Ok(Draft { file, path, target });
                }
                // Another call swept it away between its making and its lock.
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
    }

    pub fn file(&mut self) -> &mut File {
        &mut self.file
    }

    /// Puts it in its place, with the permissions of the file that it replaces.
    ///
    /// # Errors
    /// What the system says; the file that was there before is then unchanged.
    pub fn put(mut self) -> io::Result<()> {
        if let Ok(before) = fs::metadata(&self.target) {
            self.file.set_permissions(before.permissions())?;
        }
        self.file.sync_all()?;
        if self.path.is_none() {
            match name(&self.file, &self.target) {
                Ok(()) => return Ok(()),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => self.name_beside()?,
                Err(error) => return Err(error),
            }
        }
        if let Some(path) = &self.path {
            fs::rename(path, &self.target)?;
            self.path = None;
        }
        // The new name is in the folder, which the system may still hold in memory. Where a folder can't be opened or put to
        // disk, the file itself is there all the same.
        let _ = File::open(folder_of(&self.target)).and_then(|folder| folder.sync_all());
        Ok(())
    }

    /// Names a nameless draft beside its target, locked before anybody can see it.
    fn name_beside(&mut self) -> io::Result<()> {
        // Where there are no locks nobody sweeps.
        let _ = self.file.try_lock();
        loop {
            let path = free_name(&self.target);
            match name(&self.file, &path) {
                Ok(()) => {
                    self.path = Some(path);
                    return Ok(());
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if let Some(path) = &self.path {
            let _ = fs::remove_file(path);
        }
    }
}

/// Takes away the drafts of `target` that writers left which are no longer there.
pub fn sweep(target: &Path) {
    let begin = draft_prefix(target);
    let Ok(entries) = fs::read_dir(folder_of(target)) else {
        return;
    };
    for entry in entries.flatten() {
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        let is_draft = entry
            .file_name()
            .as_encoded_bytes()
            .starts_with(begin.as_encoded_bytes());
        if !is_file || !is_draft {
            continue;
        }
        if let Ok(file) = File::options().write(true).open(entry.path())
            && file.try_lock().is_ok()
        {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Whether the lock is ours and the file still has its name.
fn is_held(file: &File, path: &Path) -> bool {
    match file.try_lock() {
        Ok(()) => path.exists(),
        Err(TryLockError::WouldBlock) => false,
        // A file system without locks, where nobody sweeps.
        Err(TryLockError::Error(_)) => true,
    }
}

fn draft_prefix(target: &Path) -> OsString {
    let name = target.file_name().unwrap_or_default();
    let mut prefix = OsString::from(".");
    match name.len() <= MOST_OF_NAME {
        true => prefix.push(name),
        false => {
            let name = name.to_string_lossy();
            prefix.push(&name[..name.floor_char_boundary(MOST_OF_NAME)]);
        }
    }
    prefix.push(MARK);
    prefix
}

/// A name for a draft that no other draft of this process has.
fn free_name(target: &Path) -> PathBuf {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let mut name = draft_prefix(target);
    name.push(format!("{}-{number}", std::process::id()));
    folder_of(target).join(name)
}

/// The folder that a path lies in.
pub fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if folder.as_os_str() != OsStr::new("") => folder,
        _ => Path::new("."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn what_a_killed_writer_left_goes_and_a_living_one_stays() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("run.zip");
        // As a kill between the naming and the renaming leaves it.
        fs::write(folder.path().join(".run.zip.dryf-1-0"), "half").unwrap();
        // Of other files, or of nobody.
        for other in [
            ".run.zip.bak",
            ".run.zipper.dryf-1-0",
            "run.zip.dryf-1-0",
            ".run.json.dryf-1-0",
        ] {
            fs::write(folder.path().join(other), "kept").unwrap();
        }
        let living = folder.path().join(".run.zip.dryf-2-0");
        let writer = File::options()
            .write(true)
            .create_new(true)
            .open(&living)
            .unwrap();
        writer.try_lock().unwrap();
        sweep(&target);
        assert!(!folder.path().join(".run.zip.dryf-1-0").exists());
        assert!(living.exists());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 5);
        drop(writer);
        sweep(&target);
        assert!(!living.exists());
    }

    #[test]
    fn a_draft_becomes_its_file_or_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let names = || {
            let entries = fs::read_dir(folder.path()).unwrap();
            let mut names: Vec<OsString> =
                entries.map(|entry| entry.unwrap().file_name()).collect();
            names.sort();
            names
        };
        let long = "ż".repeat(127);
        for name in ["run.zip", long.as_str()] {
            let target = folder.path().join(name);
            for content in ["one", "two"] {
                let mut draft = Draft::of(&target).unwrap();
                draft.file().write_all(content.as_bytes()).unwrap();
                draft.put().unwrap();
                assert_eq!(fs::read_to_string(&target).unwrap(), content);
                drop(Draft::of(&target).unwrap());
                assert_eq!(names(), [OsString::from(name)]);
            }
            fs::remove_file(&target).unwrap();
        }
    }
}
