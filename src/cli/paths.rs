//! Which files a call reads and which it writes, so that no output takes the place of an input or of another output.
//!
//! Every option that names a file to be written has the type [`Output`], and nothing else can be given to
//! [`super::output::write_whole`]; every other path is read. So clap's own definitions say which is which, and a new option
//! can't be forgotten. Files are compared by what they are (device and inode), not by how they are spelled: links, `..` and
//! another case of the letters lead to the same file. What is not there yet is compared by its folder and its name.

use std::any::TypeId;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::ArgMatches;
use clap::builder::{PathBufValueParser, TypedValueParser, ValueParserFactory};
use unicode_normalization::UnicodeNormalization;

use super::draft::folder_of;
use super::output;
use super::system::FileId;
use crate::message;
use crate::message::Argument;
use crate::pipeline::error::{Code, Error};

/// Links that are followed to the end of a path, as systems do.
const MOST_LINKS: usize = 40;

/// The path of a file that is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output(PathBuf);

impl Deref for Output {
    type Target = Path;

    fn deref(&self) -> &Path {
        &self.0
    }
}

impl ValueParserFactory for Output {
    type Parser = clap::builder::MapValueParser<PathBufValueParser, fn(PathBuf) -> Output>;

    fn value_parser() -> Self::Parser {
        PathBufValueParser::new().map(Output as fn(PathBuf) -> Output)
    }
}

/// The outputs of this call: the option and the file of each.
static OUTPUTS: OnceLock<Vec<(String, Place)>> = OnceLock::new();
/// Whether an output is our own standard output.
static STDOUT_IS_TAKEN: AtomicBool = AtomicBool::new(false);

/// Whether an output goes to standard output, so that results go to standard error instead.
pub fn stdout_is_taken() -> bool {
    STDOUT_IS_TAKEN.load(Ordering::Relaxed)
}

/// Checks before anything is written that no output of the call is one of its inputs or another output, and that each can be
/// put where it is wanted.
///
/// # Errors
/// [`Code::Usage`] for two options that name the same file; those of [`output::check_writable`].
pub fn check(command: &clap::Command, matches: &ArgMatches) -> Result<(), Error> {
    let (inputs, outputs) = named(command, matches);
    tell_apart(&inputs, &outputs, &Streams::of_process())?;
    for (_, path) in &outputs {
        output::check_writable(path)?;
    }
    let places = outputs
        .into_iter()
        .filter_map(|(name, path)| Some((name, Place::of(&path).ok()?)));
    let _ = OUTPUTS.set(places.collect());
    Ok(())
}

/// Checks that a file which a folder of inputs holds is not one that this call writes.
///
/// # Errors
/// [`Code::Usage`].
pub fn not_an_output(member: &Path) -> Result<(), Error> {
    let place = Place::of(member).ok();
    let written = OUTPUTS.get().into_iter().flatten();
    match written
        .into_iter()
        .find(|(_, other)| Some(other) == place.as_ref())
    {
        Some((option, _)) => Err(overwritten(message!("data-folder").into(), option, member)),
        None => Ok(()),
    }
}

type Named = Vec<(String, PathBuf)>;

/// The inputs and the outputs of a call by the option that names each.
fn named(command: &clap::Command, matches: &ArgMatches) -> (Named, Named) {
    let (mut inputs, mut outputs) = (Named::new(), Named::new());
    let found = matches
        .subcommand()
        .and_then(|(name, matches)| Some((command.find_subcommand(name)?, matches)));
    let Some((command, matches)) = found else {
        return (inputs, outputs);
    };
    for argument in command.get_arguments() {
        let kind = argument.get_value_parser().type_id();
        let list = if kind == TypeId::of::<Output>() {
            &mut outputs
        } else if kind == TypeId::of::<PathBuf>() {
            &mut inputs
        } else {
            continue;
        };
        let name = match (argument.get_long(), argument.get_value_names()) {
            (Some(long), _) => format!("--{long}"),
            (None, Some([name, ..])) => name.to_string(),
            (None, _) => argument.get_id().to_string(),
        };
        let values = matches.try_get_raw(argument.get_id().as_str());
        for value in values.ok().flatten().into_iter().flatten() {
            list.push((name.clone(), PathBuf::from(value)));
        }
    }
    // Of all commands it alone reads what no option names.
    if command.get_name() == "predict" && !inputs.iter().any(|(name, _)| name == "--text") {
        let name = message!("cli-stdin").shown(output::language());
        inputs.push((name, PathBuf::from("/dev/stdin")));
    }
    (inputs, outputs)
}

/// Checks that each output is a file of its own.
fn tell_apart(inputs: &Named, outputs: &Named, streams: &Streams) -> Result<(), Error> {
    let reads: Vec<(&str, Place)> = inputs
        .iter()
        .filter_map(|(name, path)| Some((name.as_str(), Place::of(path).ok()?)))
        .filter(|(_, place)| place.is_file())
        .collect();
    for (name, place) in &reads {
        if let Some(stream) = streams.written().find(|stream| stream.place == *place) {
            return Err(Error::new(
                Code::Usage,
                message!(
                    "error-stream-overwrites",
                    option = *name,
                    stream = Argument::key(stream.name)
                ),
                message!("error-send-elsewhere"),
            ));
        }
    }
    let mut seen: Vec<(&str, Place)> = Vec::new();
    for (name, path) in outputs {
        let place = Place::of(path)
            .map_err(|error| output::cannot_write(path, Code::CannotCreate, error))?;
        if let Some((other, _)) = reads.iter().find(|(_, other)| *other == place) {
            return Err(overwritten((*other).into(), name, path));
        }
        if place.is_nothing() {
            continue;
        }
        let same = |(_, other): &&(&str, Place)| *other == place;
        if let Some((other, _)) = seen.iter().find(same) {
            return Err(Error::new(
                Code::Usage,
                message!("error-same-file", first = *other, second = name),
                message!("error-file-each"),
            )
            .in_file(path.display().to_string()));
        }
        let own = is_own_stream(path);
        let is_stream = |stream: &&Stream| stream.place == place && !own;
        if let Some(stream) = streams.all().find(is_stream) {
            return Err(Error::new(
                Code::Usage,
                message!(
                    "error-file-is-stream",
                    option = name,
                    stream = Argument::key(stream.name)
                ),
                message!("error-file-of-its-own", option = name),
            )
            .in_file(path.display().to_string()));
        }
        if own
            && streams
                .stdout
                .as_ref()
                .is_some_and(|stdout| stdout.place == place)
        {
            STDOUT_IS_TAKEN.store(true, Ordering::Relaxed);
        }
        seen.push((name, place));
    }
    // Last, since a state's companions are nobody's option.
    for (name, path) in outputs.iter().filter(|(name, _)| name == "--state") {
        for (other, place) in &seen {
            if other != name && place.is_beside(path) {
                return Err(Error::new(
                    Code::Usage,
                    message!("error-file-beside-state", option = *other, state = name),
                    message!("error-another-path", option = *other),
                ));
            }
        }
    }
    Ok(())
}

fn overwritten(input: Argument, output: &str, path: &Path) -> Error {
    Error::new(
        Code::Usage,
        message!("error-would-overwrite", output = output, input = input),
        message!("error-file-of-its-own", option = output),
    )
    .in_file(path.display().to_string())
}

/// What a path leads to, however it is spelled.
#[derive(Debug, Clone)]
enum Place {
    /// Something that is there.
    There { id: FileId, kind: PlaceKind },
    /// A file that is not there yet: its folder and its name.
    New {
        folder: FileId,
        path: PathBuf,
        name: OsString,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PlaceKind {
    File,
    /// `/dev/null`, which may be given any number of times.
    Nothing,
    Other,
}

impl Place {
    fn of(path: &Path) -> io::Result<Place> {
        let path = followed(path)?;
        match fs::metadata(&path) {
            Ok(there) => Ok(Place::There {
                id: FileId::of(&path, &there)?,
                kind: if there.is_file() {
                    PlaceKind::File
                } else if path == Path::new("/dev/null") {
                    PlaceKind::Nothing
                } else {
                    PlaceKind::Other
                },
            }),
            Err(_) => {
                let folder = folder_of(&path);
                let name = path.file_name().unwrap_or_default().to_os_string();
                let folder = match fs::metadata(folder) {
                    Ok(there) => FileId::of(folder, &there)?,
                    // It is refused as an output, and as an input too.
                    Err(_) => FileId::missing(folder),
                };
                Ok(Place::New { folder, path, name })
            }
        }
    }

    fn is_file(&self) -> bool {
        !matches!(self, Place::There { kind, .. } if *kind != PlaceKind::File)
    }

    fn is_nothing(&self) -> bool {
        matches!(self, Place::There { kind, .. } if *kind == PlaceKind::Nothing)
    }

    /// Whether it is the lock of the state at `state`, or where `--restart` keeps what was in it.
    fn is_beside(&self, state: &Path) -> bool {
        if Place::of(&with_ending(state, ".lock")).is_ok_and(|lock| lock == *self) {
            return true;
        }
        // Of those that are there already `--restart` takes none.
        let (Place::New { name, .. }, Some(own)) = (self, state.file_name()) else {
            return false;
        };
        let kept = with_ending(Path::new(own), ".old");
        let kept = kept.as_os_str().as_encoded_bytes();
        name.as_encoded_bytes().starts_with(kept)
            && Place::of(&state.with_file_name(name)).is_ok_and(|sibling| sibling == *self)
    }
}

impl PartialEq for Place {
    fn eq(&self, other: &Place) -> bool {
        match (self, other) {
            (Place::There { id, .. }, Place::There { id: other, .. }) => id == other,
            (
                Place::New { folder, path, name },
                Place::New {
                    folder: other_folder,
                    name: other,
                    ..
                },
            ) => folder == other_folder && is_same_name(folder_of(path), name, other),
            _ => false,
        }
    }
}

/// Whether two names mean the same file of a folder, where neither is there yet.
fn is_same_name(folder: &Path, one: &OsStr, other: &OsStr) -> bool {
    if one == other {
        return true;
    }
    let folded = |name: &OsStr| -> String {
        let name = name.to_string_lossy().nfc().collect::<String>();
        name.to_lowercase()
    };
    folded(one) == folded(other) && folds_names(folder, one, other)
}

/// Asks the file system itself whether it tells the two spellings apart.
fn folds_names(folder: &Path, one: &OsStr, other: &OsStr) -> bool {
    let probe = |name: &OsStr| {
        let mut probe = OsString::from(format!(".dryf-{}-", std::process::id()));
        probe.push(name);
        folder.join(probe)
    };
    let made = fs::File::options()
        .write(true)
        .create_new(true)
        .open(probe(one));
    if made.is_err() {
        return false;
    }
    let is_same = fs::symlink_metadata(probe(other)).is_ok();
    let _ = fs::remove_file(probe(one));
    is_same
}

/// The path at the end of all links that a path itself is; what it leads to need not be there.
///
/// # Errors
/// Where the links lead in a circle.
pub fn followed(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_path_buf();
    for _ in 0..MOST_LINKS {
        match fs::read_link(&path) {
            // A stream's link has no path behind it.
            Ok(_) if is_own_stream(&path) => return Ok(path),
            Ok(target) => path = folder_of(&path).join(target),
            Err(_) => return Ok(path),
        }
    }
    let fault = message!("cli-links").shown(output::language());
    Err(io::Error::other(fault))
}

/// Whether a path is one of the process's own streams, which are written as they are.
pub fn is_own_stream(path: &Path) -> bool {
    ["/dev/stdout", "/dev/stderr", "/dev/stdin"]
        .map(Path::new)
        .contains(&path)
        || ["/dev/fd", "/proc/self/fd", "/proc/thread-self/fd"]
            .iter()
            .any(|folder| path.starts_with(folder))
}

/// `state.json.lock` for `state.json`.
fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// One of the process's standard streams.
struct Stream {
    name: &'static str,
    place: Place,
    is_written: bool,
}

/// The standard streams, where the system has names for them.
#[derive(Default)]
struct Streams {
    stdin: Option<Stream>,
    stdout: Option<Stream>,
    stderr: Option<Stream>,
}

impl Streams {
    fn of_process() -> Streams {
        let stream = |path: &str, name, is_written| {
            let place = Place::of(Path::new(path)).ok()?;
            let is_there = matches!(place, Place::There { .. }) && !place.is_nothing();
            is_there.then_some(Stream {
                name,
                place,
                is_written,
            })
        };
        Streams {
            stdin: stream("/dev/stdin", "stdin", false),
            stdout: stream("/dev/stdout", "stdout", true),
            stderr: stream("/dev/stderr", "stderr", true),
        }
    }

    /// Those that are files, which alone can be overwritten.
    fn all(&self) -> impl Iterator<Item = &Stream> {
        let streams = [&self.stdin, &self.stdout, &self.stderr].into_iter();
        streams.flatten().filter(|stream| stream.place.is_file())
    }

    fn written(&self) -> impl Iterator<Item = &Stream> {
        self.all().filter(|stream| stream.is_written)
    }
}

#[cfg(test)]
mod tests;
