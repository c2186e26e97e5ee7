//! Files as the command line names them, read into the pipeline's types.

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::args::{Data, LabelledRows};
use super::{output, paths};
use crate::message;
use crate::message::{Argument, Language, Message};
use crate::mlflow::Archive;
use crate::mlflow::inspected::Inspected;
use crate::pipeline::classifier::TextClassifier;
use crate::pipeline::corpus::{
    DataSet, Detected, FileOptions, KnownLabels, LabelNaming, LabelledSet, NamedBytes,
    ReadingOptions, Role, SetName, Source, ZipLimits, assemble, assemble_labelled, demo_files_in,
    detect_roles, is_data_name, is_table, is_zip, parse_texts, unpack, unpacked,
};
use crate::pipeline::error::{Code, Error};
use crate::pipeline::run::RunConfig;

/// Bytes of all files of an archive together: what the zips that Dryf writes can hold.
const MAX_ARCHIVE: u64 = 4 << 30;

/// Reads a file; its name is kept as the user gave it, for messages.
///
/// # Errors
/// [`Code::MissingFile`] where there is none, [`Code::ReadFailed`] where it can't be read.
pub fn read(path: &Path) -> Result<NamedBytes, Error> {
    let bytes = fs::read(path).map_err(|error| cannot_read(path, error))?;
    Ok(NamedBytes {
        name: path.display().to_string(),
        bytes,
    })
}

/// That a file is not there or can't be read.
pub fn cannot_read(path: &Path, error: std::io::Error) -> Error {
    let fault = match error.kind() {
        ErrorKind::NotFound => Error::new(
            Code::MissingFile,
            message!("error-no-such-file"),
            message!("error-check-path"),
        ),
        _ => Error::new(
            Code::ReadFailed,
            message!("error-cannot-read", fault = error.to_string()),
            message!("error-check-may-read"),
        ),
    };
    fault.in_file(path.display().to_string())
}

/// Reads a text file such as a configuration.
///
/// # Errors
/// Those of [`read`]; [`Code::InvalidUtf8`].
pub fn read_text(path: &Path) -> Result<String, Error> {
    let file = read(path)?;
    String::from_utf8(file.bytes).map_err(|_| {
        Error::new(
            Code::InvalidUtf8,
            message!("error-file-no-utf8"),
            message!("error-save-utf8"),
        )
        .in_file(file.name)
    })
}

/// The configuration in a file, or the one of who names none.
///
/// # Errors
/// Those of [`read_text`] and of [`RunConfig::from_toml`].
pub fn config(path: Option<&Path>) -> Result<RunConfig, Error> {
    path.map_or_else(
        || Ok(RunConfig::default()),
        |path| RunConfig::from_toml(&read_text(path)?, &path.display().to_string()),
    )
}

/// The archive of a run that was read already, held against its manifest.
///
/// # Errors
/// Those of [`Archive::read`].
pub fn archive_in(file: &NamedBytes) -> Result<Archive, Error> {
    Archive::read_within(file, MAX_ARCHIVE)
}

/// The same where no more than the model, the profile and the record is needed, which is all that is then kept in memory.
///
/// # Errors
/// Those of [`Archive::read`].
pub fn model_archive_in(file: &NamedBytes) -> Result<Archive, Error> {
    Archive::read_model(file, MAX_ARCHIVE)
}

/// What an archive of any kind says of itself, every file held against its manifest.
///
/// # Errors
/// Those of [`Inspected::read`].
pub fn inspected(file: &NamedBytes) -> Result<Inspected, Error> {
    Inspected::read(file, MAX_ARCHIVE)
}

/// The model of an archive that was read from `path`.
///
/// # Errors
/// Those of [`Archive::model`], in that file.
pub fn model(archive: &Archive, path: &Path) -> Result<TextClassifier, Error> {
    archive
        .model()
        .map_err(|error| error.in_file(path.display().to_string()))
}

/// Reads a file of data: as [`read`], and unpacked where it is packed by itself (`.gz`).
///
/// # Errors
/// Those of [`read`] and [`unpacked`].
pub fn read_data(path: &Path) -> Result<NamedBytes, Error> {
    unpacked(read(path)?, &ZipLimits::default())
}

/// Reads the data set that the options name. Its sources have their file names alone:
/// where the files lay is this machine's affair, and the archive is to be the same wherever they do.
///
/// What the options say of reading overrules the configuration, which then has it.
///
/// # Errors
/// Those of reading and of the corpus; [`Code::MissingRole`] where no data are named or a folder's files can't be told
/// apart.
pub fn data_set(options: &Data, config: &mut RunConfig) -> Result<DataSet, Error> {
    let reading = ReadingOptions {
        test: options.test_columns.options(),
        ..options.columns.options()?
    };
    let reading = reading.over(&config.data.reading());
    config.data.set_reading(&reading);
    let mut data = named_data_set(options, &reading)?;
    without_folders(&mut data.train.sources);
    if let Some(test) = &mut data.test {
        without_folders(&mut test.sources);
    }
    Ok(data)
}

/// Leaves the files their names alone, which is all that may stand in what is written.
pub fn without_folders(sources: &mut [Source]) {
    for source in sources {
        if let Some(name) = Path::new(&source.name).file_name() {
            source.name = name.to_string_lossy().into_owned();
        }
    }
}

/// Says what each file of a data set was read as; a run says it in its log.
pub fn say_data_set(data: &DataSet) {
    for set in std::iter::once(&data.train).chain(&data.test) {
        say_read(&set.sources, |source| Some(source.role.said()));
    }
    if data.naming != LabelNaming::AsTheyStand {
        output::say(&message!("cli-naming", naming = data.naming.said()));
    }
}

/// Says what each file was read as, one line a file.
pub fn say_readings(sources: &[Source]) {
    say_read(sources, |_| None);
}

/// The same with the side of a comparison that the files are, `reference` or `current`.
pub fn say_readings_as(sources: &[Source], side: &'static str) {
    say_read(sources, |_| {
        Some(message!("cli-side", side = Argument::key(side)))
    });
}

fn say_read(sources: &[Source], role: impl Fn(&Source) -> Option<Message>) {
    for source in sources {
        if let Some(reading) = &source.reading {
            let (file, said) = (&source.name, reading.said());
            output::say(&match role(source) {
                Some(role) => message!("cli-read-as", file = file, role = role, reading = said),
                None => message!("cli-read", file = file, reading = said),
            });
            if reading.is_mostly_left_out() {
                output::say(&message!("cli-warning", text = reading.warning(file)));
            }
        }
    }
}

/// The same with the names as the user gave them, which errors show.
fn named_data_set(options: &Data, reading: &ReadingOptions) -> Result<DataSet, Error> {
    if let Some(language) = options.demo {
        return assemble(by_detected_role(demo_files_in(language), reading)?, reading);
    }
    if let Some(path) = &options.data {
        let files = by_detected_role(folder_or_zip(path)?, reading)?;
        not_written(path, &files)?;
        return assemble(files, reading);
    }
    let Some(train_text) = &options.train_text else {
        return Err(Error::new(
            Code::MissingRole,
            message!("error-no-data-named"),
            message!("error-give-data-options"),
        ));
    };
    let mut files = set_files(
        train_text,
        options.train_tags.as_deref(),
        &reading.of(SetName::Train),
        SetName::Train,
    )?;
    if let Some(test_text) = &options.test_text {
        files.extend(set_files(
            test_text,
            options.test_tags.as_deref(),
            &reading.of(SetName::Test),
            SetName::Test,
        )?);
    }
    assemble(files, reading)
}

/// Texts or a table, and the tags that belong to them, as the files of a set.
///
/// # Errors
/// Those of [`read_data`].
pub fn set_files(
    text: &Path,
    tags: Option<&Path>,
    options: &FileOptions,
    set: SetName,
) -> Result<Vec<(Role, NamedBytes)>, Error> {
    files_of_set(read(text)?, tags, options, set)
}

/// The same of texts or a table that were read already, packed or not.
///
/// # Errors
/// Those of [`read_data`].
pub fn files_of_set(
    file: NamedBytes,
    tags: Option<&Path>,
    options: &FileOptions,
    set: SetName,
) -> Result<Vec<(Role, NamedBytes)>, Error> {
    let [texts_role, tags_role, table_role] = match set {
        SetName::Train => [Role::TrainTexts, Role::TrainTags, Role::TrainTable],
        SetName::Test => [Role::TestTexts, Role::TestTags, Role::TestTable],
    };
    let file = unpacked(file, &ZipLimits::default())?;
    // Beside tags a file of texts needs no columns, whatever those of another set are called.
    let asked = match tags {
        Some(_) => FileOptions {
            encoding: options.encoding,
            ..FileOptions::default()
        },
        None => options.clone(),
    };
    let role = if is_table(&file, &asked) {
        table_role
    } else {
        texts_role
    };
    let mut files = vec![(role, file)];
    if let Some(tags) = tags {
        files.push((tags_role, read_data(tags)?));
    }
    Ok(files)
}

/// Texts with their tags, or a table, as the files of a test set.
///
/// # Errors
/// Those of [`read_data`]; [`Code::MissingRole`] where there are no tags.
fn labelled(
    text: &Path,
    tags: Option<&Path>,
    options: &FileOptions,
) -> Result<Vec<(Role, NamedBytes)>, Error> {
    let files = set_files(text, tags, options, SetName::Test)?;
    match &files[..] {
        // What is no text at all is told before what is missing beside it.
        [(Role::TestTexts, file)] => Err(parse_texts(file).err().unwrap_or_else(|| {
            Error::new(
                Code::MissingRole,
                message!("error-texts-without-tags"),
                message!("error-give-tags-option"),
            )
            .in_file(&file.name)
        })),
        _ => Ok(files),
    }
}

/// The labelled rows that the options name, with a name for people; `known` are the labels of the models.
///
/// # Errors
/// Those of reading and of the corpus; [`Code::MissingRole`] where no rows are named or there is no test set.
pub fn labelled_rows(
    options: &LabelledRows,
    known: &KnownLabels,
) -> Result<(LabelledSet, Message), Error> {
    let reading = options.columns.options()?;
    let test_set = |folder: &Path, files| -> Result<Vec<(Role, NamedBytes)>, Error> {
        let mut files = by_detected_role(files, &reading)?;
        not_written(folder, &files)?;
        files.retain(|(role, _)| role.set() != Some(SetName::Train));
        Ok(files)
    };
    let (place, files) = match (&options.text, &options.data) {
        (Some(text), _) => (
            text.clone(),
            labelled(text, options.tags.as_deref(), &reading.of(SetName::Test))?,
        ),
        (None, Some(path)) => (path.clone(), test_set(path, folder_or_zip(path)?)?),
        (None, None) => {
            let demo = PathBuf::from("demo");
            let language = options.demo.unwrap_or(Language::Polish);
            let files = test_set(&demo, demo_files_in(language))?;
            (demo, files)
        }
    };
    if files.iter().all(|(role, _)| role.set().is_none()) {
        return Err(Error::new(
            Code::MissingRole,
            message!("error-no-test-set"),
            message!("error-name-test-files"),
        )
        .in_file(place.display().to_string()));
    }
    let names: Vec<Argument> = files
        .iter()
        .filter(|(role, _)| role.set().is_some())
        .map(|(_, file)| match Path::new(&file.name).file_name() {
            Some(name) => name.to_string_lossy().into_owned().into(),
            None => (&file.name).into(),
        })
        .collect();
    let name = message!("text", text = Argument::All(names));
    let mut rows = assemble_labelled(files, &reading, known)?;
    say_readings(&rows.corpus.sources);
    without_folders(&mut rows.corpus.sources);
    Ok((rows, name))
}

/// The files that a folder or a zip holds.
fn folder_or_zip(path: &Path) -> Result<Vec<NamedBytes>, Error> {
    if path.is_dir() {
        read_folder(path)
    } else {
        unpack(vec![read(path)?], &ZipLimits::default())
    }
}

/// The data files of a folder and of the folders in it, its own first, in the order of their names.
fn read_folder(folder: &Path) -> Result<Vec<NamedBytes>, Error> {
    let mut paths = Vec::new();
    data_paths(folder, DEPTH, &mut BTreeSet::new(), &mut paths)?;
    let mut files = Vec::new();
    for path in paths {
        let file = read(&path)?;
        if Archive::is_one(&file.bytes) {
            // What an earlier run left beside the data.
            not_used(&file, message!("cli-an-archive"));
        } else {
            if is_zip(&file.bytes) {
                paths::not_an_output(&path)?;
            }
            files.extend(
                unpack(vec![file.clone()], &ZipLimits::default())?
                    .into_iter()
                    .map(
                        // A file that is no zip keeps its path.
                        |found| match is_zip(&file.bytes) {
                            true => found,
                            false => NamedBytes {
                                name: file.name.clone(),
                                ..found
                            },
                        },
                    ),
            );
        }
    }
    if files.is_empty() {
        return Err(Error::new(
            Code::MissingFile,
            message!("error-folder-without-data"),
            message!("error-name-folder"),
        )
        .in_file(folder.display().to_string()));
    }
    Ok(files)
}

/// Checks that no file of a folder which is used is one that this call writes. What an earlier call left there, and is not
/// used, may be written again.
fn not_written(folder: &Path, files: &[(Role, NamedBytes)]) -> Result<(), Error> {
    let paths = files.iter().map(|(_, file)| Path::new(&file.name));
    let mut members = paths.filter(|path| path.starts_with(folder));
    members.try_for_each(paths::not_an_output)
}

/// Folders within folders that are looked into.
const DEPTH: usize = 2;

/// `visited` are the folders so far, by their true places: one that links make appear again is passed over.
fn data_paths(
    folder: &Path,
    depth: usize,
    visited: &mut BTreeSet<PathBuf>,
    found: &mut Vec<PathBuf>,
) -> Result<(), Error> {
    let failed = |error: std::io::Error| {
        Error::new(
            Code::ReadFailed,
            message!("error-folder-unreadable", fault = error.to_string()),
            message!("error-check-may-read-folder"),
        )
        .in_file(folder.display().to_string())
    };
    if !visited.insert(fs::canonicalize(folder).map_err(failed)?) {
        return Ok(());
    }
    let entries = fs::read_dir(folder).map_err(failed)?;
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()
        .map_err(failed)?;
    paths.sort();
    let mut folders = Vec::new();
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with('.') || name == "__MACOSX" {
            continue;
        }
        if path.is_dir() {
            folders.push(path);
        } else if path.is_file() && is_data_name(&name) {
            found.push(path);
        }
    }
    match depth {
        0 => Ok(()),
        _ => folders
            .iter()
            .try_for_each(|folder| data_paths(folder, depth - 1, visited, found)),
    }
}

fn not_used(file: &NamedBytes, reason: Message) {
    let name = &file.name;
    output::say(&message!("cli-not-used", file = name, reason = reason));
}

/// Gives each file the role that its name and content tell; files without one are left out and named on standard error.
fn by_detected_role(
    files: Vec<NamedBytes>,
    reading: &ReadingOptions,
) -> Result<Vec<(Role, NamedBytes)>, Error> {
    let detected = detect_roles(&files, &reading.all);
    let has_train = detected
        .iter()
        .any(|found| found.role.is_some_and(|role| role.set().is_some()));
    if !has_train {
        let reason = |(file, found): (&NamedBytes, &Detected)| -> Argument {
            let (name, reason) = (&file.name, found.reason.clone());
            message!("statement", word = name, text = reason).into()
        };
        let reasons: Vec<Argument> = files.iter().zip(&detected).take(8).map(reason).collect();
        let more = files.len() - reasons.len();
        let reasons = Argument::Clauses(reasons);
        return Err(Error::new(
            Code::MissingRole,
            match more {
                0 => message!("error-no-role", reasons = reasons),
                more => message!("error-no-role-of-many", reasons = reasons, more = more),
            },
            message!("error-name-roles"),
        ));
    }
    let mut with_roles = Vec::new();
    for (file, detected) in files.into_iter().zip(detected) {
        match detected.role {
            Some(role) => with_roles.push((role, file)),
            None => not_used(&file, detected.reason),
        }
    }
    Ok(with_roles)
}
