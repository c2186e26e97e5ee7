//! What goes out: results to standard output, words to standard error, and files that are written whole or not at all.
//!
//! A reader that goes away, as `head` does, is no fault: what it did not want is not written.

use std::fmt::Display;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use super::draft::{self, Draft};
pub use super::paths::Output;
use super::printable::OneLine;
use super::{paths, progress};
use crate::document::Document;
use crate::message;
use crate::message::{Language, Message};
use crate::pipeline::error::{Code, Error};
use crate::render;

/// What `--lang` says; nothing else decides it.
static LANGUAGE: OnceLock<Language> = OnceLock::new();

/// EngineData while a file is written, so that an interrupt waits for its end.
static WRITING: Mutex<()> = Mutex::new(());

/// The exit code after Ctrl-C, as shells have it: 128 and the number of SIGINT.
const INTERRUPTED: i32 = 130;

/// What the next interrupt does.
static INTERRUPT: AtomicU8 = AtomicU8::new(ENDS_AT_ONCE);
const ENDS_AT_ONCE: u8 = 0;
const ENDS_THE_WORK: u8 = 1;
const HAS_ENDED_THE_WORK: u8 = 2;

/// For as long as this lives, the first interrupt does not end the process but the work, which has to ask for it.
pub struct EndsWell(());

impl EndsWell {
    pub fn begin() -> EndsWell {
        INTERRUPT.store(ENDS_THE_WORK, Ordering::SeqCst);
        EndsWell(())
    }

    /// Whether the work is to end.
    pub fn is_asked(&self) -> bool {
        INTERRUPT.load(Ordering::SeqCst) == HAS_ENDED_THE_WORK
    }
}

impl Drop for EndsWell {
    fn drop(&mut self) {
        INTERRUPT.store(ENDS_AT_ONCE, Ordering::SeqCst);
    }
}

/// Ends the process on Ctrl-C and on a polite request to end, but not in the middle of a file: no temporary file is left. Where an
/// [`EndsWell`] lives, the first of them is told to the work instead.
///
/// # Errors
/// [`Code::Bug`] where the system takes no handler.
pub fn end_between_files_when_interrupted() -> Result<(), Error> {
    ctrlc::set_handler(|| {
        let (asked, told) = (ENDS_THE_WORK, HAS_ENDED_THE_WORK);
        let order = Ordering::SeqCst;
        if INTERRUPT
            .compare_exchange(asked, told, order, order)
            .is_ok()
        {
            return say(&message!("cli-ending"));
        }
        let _whole = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
        std::process::exit(INTERRUPTED);
    })
    .map_err(|error| Error::bug(message!("error-bug-interrupt", fault = error.to_string())))
}

/// Shows everything from now on in this language.
pub fn speak(language: Language) {
    let _ = LANGUAGE.set(language);
}

/// The language in which things are shown.
pub fn language() -> Language {
    LANGUAGE.get().copied().unwrap_or_default()
}

/// Results for a reader, line by line. A name in a line can neither end it nor steer the terminal.
#[derive(Debug, Default)]
pub struct Lines(String);

impl Lines {
    pub fn new() -> Lines {
        Lines::default()
    }

    /// Our own words of more than one line.
    pub fn of(text: &str) -> Lines {
        let mut lines = Lines::new();
        for line in text.lines() {
            lines.line(line);
        }
        lines
    }

    pub fn line(&mut self, line: impl Display) {
        self.0 += &format!("{}\n", OneLine(line));
    }

    pub fn message(&mut self, message: &Message) {
        self.line(message.shown(language()));
    }
}

/// Writes a document to standard output, as [`print`] does.
///
/// # Errors
/// [`Code::WriteFailed`].
pub fn show(document: &Document) -> Result<(), Error> {
    let mut lines = Lines::new();
    for line in render::lines(document, language()) {
        lines.line(line);
    }
    print(&lines)
}

/// A document as the page that `--html` writes.
pub fn page(document: &Document) -> Vec<u8> {
    render::page(document, language())
}

/// Writes results to standard output; to standard error where an output of the call has taken standard output.
///
/// # Errors
/// [`Code::WriteFailed`].
pub fn print(lines: &Lines) -> Result<(), Error> {
    if paths::stdout_is_taken() {
        let _ = io::stderr().write_all(lines.0.as_bytes());
        return Ok(());
    }
    to_stdout(lines.0.as_bytes())
}

/// Writes what another program reads to standard output, as it is.
///
/// # Errors
/// [`Code::WriteFailed`].
pub fn to_stdout(bytes: &[u8]) -> Result<(), Error> {
    let mut out = io::stdout().lock();
    printed(out.write_all(bytes).and_then(|()| out.flush()))
}

/// What became of results that were written to standard output.
///
/// # Errors
/// [`Code::WriteFailed`], but not where the reader has gone.
pub fn printed(result: io::Result<()>) -> Result<(), Error> {
    match result {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Error::new(
            Code::WriteFailed,
            message!("error-stdout", fault = error.to_string()),
            message!("error-check-stdout"),
        )),
        _ => Ok(()),
    }
}

/// Says a message in a line on standard error.
pub fn say(message: &Message) {
    say_line(message.shown(language()));
}

/// Writes a line to standard error, escaped as in [`Lines`]. Where nobody listens, nothing is lost.
pub fn say_line(line: impl Display) {
    progress::aside(|| {
        let _ = writeln!(io::stderr(), "{}", OneLine(line));
    });
}

/// Checks before long work that a file can be put at `path`, and takes away what calls left there that were killed.
///
/// # Errors
/// [`Code::CannotCreate`] where the path is a folder or write-protected, or its folder is missing or takes no file.
pub fn check_writable(path: &Path) -> Result<(), Error> {
    match Target::of(path)? {
        Target::Stream => Ok(()),
        Target::File(target) => {
            let _whole = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
            draft::sweep(&target);
            draft_of(&target, path).map(drop)
        }
    }
}

/// Writes a file that has its name once it is whole; an existing one is replaced, at the end of a link too. What is no file,
/// such as `/dev/stdout` or a pipe, is written as it is.
///
/// # Errors
/// [`Code::CannotCreate`] or [`Code::WriteFailed`]; what was there before is then unchanged.
pub fn write_whole(path: &Output, bytes: &[u8]) -> Result<(), Error> {
    let _whole = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    let failed = |error| cannot_write(path, Code::WriteFailed, error);
    match Target::of(path)? {
        Target::Stream if &**path == Path::new("/dev/stdout") => to_stdout(bytes),
        Target::Stream => {
            let mut stream = File::options().append(true).open(&**path).map_err(failed)?;
            stream.write_all(bytes).map_err(failed)
        }
        Target::File(target) => {
            let mut draft = draft_of(&target, path)?;
            draft.file().write_all(bytes).map_err(failed)?;
            draft.put().map_err(failed)
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
        let refused = |message: Message, remedy: Message| {
            Err(Error::new(Code::CannotCreate, message, remedy).in_file(path.display().to_string()))
        };
        let target =
            paths::followed(path).map_err(|error| cannot_write(path, Code::CannotCreate, error))?;
        match fs::metadata(&target) {
            // Our own standard output may be a file, which is then written on, not replaced.
            Ok(_) if paths::is_own_stream(&target) => Ok(Target::Stream),
            Ok(there) if there.is_dir() => refused(
                message!("error-is-folder"),
                message!("error-give-file-path"),
            ),
            Ok(there) if !there.is_file() => Ok(Target::Stream),
            Ok(there) if there.permissions().readonly() => refused(
                message!("error-write-protected"),
                message!("error-allow-writing"),
            ),
            Ok(_) => fs::canonicalize(&target)
                .map(Target::File)
                .map_err(|error| cannot_write(path, Code::CannotCreate, error)),
            Err(_) if !draft::folder_of(&target).is_dir() => refused(
                message!("error-no-such-folder"),
                message!("error-give-existing-folder"),
            ),
            Err(_) if names_a_folder(&target) => refused(
                message!("error-names-folder"),
                message!("error-give-file-path"),
            ),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Target::File(target)),
            // Such as a name that is too long, which a nameless draft would meet at its end.
            Err(error) => Err(cannot_write(path, Code::CannotCreate, error)),
        }
    }
}

/// Whether a path ends as only a folder's may: `new/`, `new/.`.
fn names_a_folder(path: &Path) -> bool {
    let end = path.as_os_str().as_encoded_bytes();
    let end = end.strip_suffix(b".").unwrap_or(end);
    end.last()
        .is_some_and(|&last| std::path::is_separator(char::from(last)))
}

fn draft_of(target: &Path, path: &Path) -> Result<Draft, Error> {
    Draft::of(target).map_err(|error| cannot_write(path, Code::CannotCreate, error))
}

/// That a file can't be written, and why.
pub fn cannot_write(path: &Path, code: Code, error: io::Error) -> Error {
    Error::new(
        code,
        message!("error-cannot-write", fault = error.to_string()),
        message!("error-check-writing"),
    )
    .in_file(path.display().to_string())
}
