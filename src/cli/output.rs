//! What goes out: results to standard output, words to standard error, and files that are written whole or not at all.
//!
//! A reader that goes away, as `head` does, is no fault: what it did not want is not written.

use std::fmt::Display;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::pipeline::error::{Code, Error};

/// Held while a file is written, so that an interrupt waits for its end.
static WRITING: Mutex<()> = Mutex::new(());

/// The exit code after Ctrl-C, as shells have it: 128 and the number of SIGINT.
const INTERRUPTED: i32 = 130;

/// Ends the process on Ctrl-C and on a polite request to end, but not in the middle of a file: no temporary file is left.
///
/// # Errors
/// [`Code::Bug`] where the system takes no handler.
pub fn end_between_files_when_interrupted() -> Result<(), Error> {
    ctrlc::set_handler(|| {
        let _whole = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
        std::process::exit(INTERRUPTED);
    })
    .map_err(|error| {
        Error::new(
            Code::Bug,
            format!("the interrupt can't be handled ({error})"),
            "",
        )
    })
}

/// Writes results to standard output.
///
/// # Errors
/// [`Code::WriteFailed`].
pub fn print(text: &str) -> Result<(), Error> {
    let mut out = io::stdout().lock();
    printed(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
}

/// What became of results that were written to standard output.
///
/// # Errors
/// [`Code::WriteFailed`], but not where the reader has gone.
pub fn printed(result: io::Result<()>) -> Result<(), Error> {
    match result {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Error::new(
            Code::WriteFailed,
            format!("standard output can't be written ({error})"),
            "check where the output goes",
        )),
        _ => Ok(()),
    }
}

/// Writes a line to standard error. Where nobody listens, nothing is lost.
pub fn say(line: impl Display) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// Checks before long work that a file can be put at `path`.
///
/// # Errors
/// [`Code::CannotCreate`] where the path is a folder or write-protected, or its folder is missing or takes no file.
pub fn check_writable(path: &Path) -> Result<(), Error> {
    match Target::of(path)? {
        Target::Stream => Ok(()),
        Target::File(path) => {
            let _whole = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
            temporary(&path).map(drop)
        }
    }
}

/// Checks before long work that a file can be put where each of the options says, and that no two say the same.
///
/// # Errors
/// [`Code::Usage`] for two that do; those of [`check_writable`].
pub fn check_outputs(options: &[(&str, &Option<PathBuf>)]) -> Result<(), Error> {
    let mut seen: Vec<(&str, &Path)> = Vec::new();
    for (name, path) in options {
        let Some(path) = path else { continue };
        if let Some((other, _)) = seen.iter().find(|(_, other)| other == path) {
            return Err(Error::new(
                Code::Usage,
                format!("{other} and {name} name the same file"),
                "give each a file of its own",
            ));
        }
        check_writable(path)?;
        seen.push((name, path));
    }
    Ok(())
}

/// Writes under a temporary name in the same folder, then puts the file in its place; an existing one is replaced, at
/// the end of a link too. What is no file, such as `/dev/stdout` or a pipe, is written as it is.
///
/// # Errors
/// [`Code::CannotCreate`] or [`Code::WriteFailed`]; what was there before is then unchanged.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let _whole = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    let failed = |error| cannot_write(path, Code::WriteFailed, error);
    match Target::of(path)? {
        Target::Stream => {
            let mut stream = File::options().append(true).open(path).map_err(failed)?;
            stream.write_all(bytes).map_err(failed)
        }
        Target::File(target) => {
            let mut file = temporary(&target)?;
            file.write_all(bytes).map_err(failed)?;
            file.as_file().sync_all().map_err(failed)?;
            if let Ok(before) = fs::metadata(&target) {
                fs::set_permissions(file.path(), before.permissions()).map_err(failed)?;
            }
            file.persist(&target)
                .map_err(|error| cannot_write(path, Code::CannotCreate, error.error))?;
            // The new name is in the folder, which the system may still hold in memory. Where a folder can't be opened or
            // put to disk, the file itself is there all the same.
            let _ = File::open(folder_of(&target)).and_then(|folder| folder.sync_all());
            Ok(())
        }
    }
}

/// What an output path leads to.
enum Target {
    /// A file, there or not; the path has no link at its end.
    File(PathBuf),
    /// A device or a pipe, which no file may replace.
    Stream,
}

impl Target {
    fn of(path: &Path) -> Result<Target, Error> {
        let refused = |message: &str, remedy: &str| {
            Err(Error::new(Code::CannotCreate, message, remedy).in_file(path.display().to_string()))
        };
        // Our own standard output may be a file, which is then written on, not replaced.
        let is_own = ["/dev/stdout", "/dev/stderr"]
            .map(Path::new)
            .contains(&path)
            || path.starts_with("/dev/fd");
        match fs::metadata(path) {
            Ok(_) if is_own => Ok(Target::Stream),
            Ok(there) if there.is_dir() => refused(
                "this is a folder, no file can be written in its place",
                "give the path of a file",
            ),
            Ok(there) if !there.is_file() => Ok(Target::Stream),
            Ok(there) if there.permissions().readonly() => refused(
                "the file is there and write-protected",
                "give another path, or allow writing to it",
            ),
            Ok(_) => fs::canonicalize(path)
                .map(Target::File)
                .map_err(|error| cannot_write(path, Code::CannotCreate, error)),
            Err(_) if !folder_of(path).is_dir() => refused(
                "there is no such folder",
                "give the path of a file in a folder that exists",
            ),
            Err(_) => Ok(Target::File(path.to_path_buf())),
        }
    }
}

/// An empty file beside `target` that goes away unless it is put in its place.
fn temporary(target: &Path) -> Result<tempfile::NamedTempFile, Error> {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    tempfile::Builder::new()
        .prefix(&format!(".{name}."))
        // Opened by hand, since the file is to have the permissions that any new file of the user has.
        .make_in(folder_of(target), |path| {
            File::options().write(true).create_new(true).open(path)
        })
        .map_err(|error| cannot_write(target, Code::CannotCreate, error))
}

fn cannot_write(path: &Path, code: Code, error: io::Error) -> Error {
    // The temporary file's name, which the error may hold, is nothing to the user.
    let reason = error.to_string();
    let reason = reason.split(" at path ").next().unwrap_or_default();
    Error::new(
        code,
        format!("the file can't be written ({reason})"),
        "check the free space and that you may write there",
    )
    .in_file(path.display().to_string())
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}
