//! Files as the command line names them, read into the pipeline's types.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::args::{Data, LabelledRows};
use super::output;
use crate::pipeline::classifier::TextClassifier;
use crate::pipeline::corpus::{
    DataSet, LabelledSet, NamedBytes, Role, ZipLimits, assemble, assemble_labelled, demo_files,
    detect_roles, is_zip, unpack,
};
use crate::pipeline::error::{Code, Error};
use crate::pipeline::run::archive::Archive;

/// Bytes of all files of an archive together: what the zips that Dryf writes can hold.
const MAX_ARCHIVE: u64 = 4 << 30;

/// Reads a file; its name is kept as the user gave it, for messages.
///
/// # Errors
/// [`Code::MissingFile`] where there is none, [`Code::ReadFailed`] where it can't be read.
pub fn read(path: &Path) -> Result<NamedBytes, Error> {
    let name = path.display().to_string();
    match fs::read(path) {
        Ok(bytes) => Ok(NamedBytes { name, bytes }),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            Err(
                Error::new(Code::MissingFile, "there is no such file", "check the path")
                    .in_file(name),
            )
        }
        Err(error) => Err(Error::new(
            Code::ReadFailed,
            format!("the file can't be read ({error})"),
            "check that it is a file and that you may read it",
        )
        .in_file(name)),
    }
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
            "the file is not UTF-8",
            "save it as UTF-8",
        )
        .in_file(file.name)
    })
}

/// Reads the archive of a run and holds it against its manifest.
///
/// # Errors
/// Those of [`read`] and of [`Archive::read`].
pub fn archive(path: &Path) -> Result<Archive, Error> {
    Archive::read_within(&read(path)?, MAX_ARCHIVE)
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

/// Reads the data set that the options name. Its sources have their file names alone: where the files lay is this
/// machine's affair, and the archive is to be the same wherever they do.
///
/// # Errors
/// Those of reading and of the corpus; [`Code::MissingRole`] where no data are named or a folder's files can't be told
/// apart.
pub fn data_set(options: &Data) -> Result<DataSet, Error> {
    let mut data = named_data_set(options)?;
    let sources = data.test.iter_mut().flat_map(|test| &mut test.sources);
    for source in data.train.sources.iter_mut().chain(sources) {
        if let Some(name) = Path::new(&source.name).file_name() {
            source.name = name.to_string_lossy().into_owned();
        }
    }
    Ok(data)
}

/// The same with the names as the user gave them, which errors show.
fn named_data_set(options: &Data) -> Result<DataSet, Error> {
    let columns = options.columns.names();
    if options.demo {
        return assemble(by_detected_role(demo_files())?, &columns);
    }
    if let Some(path) = &options.data {
        return assemble(by_detected_role(folder_or_zip(path)?)?, &columns);
    }
    let Some(train_text) = &options.train_text else {
        return Err(Error::new(
            Code::MissingRole,
            "no data are named",
            "give --demo, --data DIR|ZIP, or --train-text FILE --train-tags FILE",
        ));
    };
    let mut files = Vec::new();
    let mut add = |text: &Path, tags: &Option<PathBuf>, roles: [Role; 3]| -> Result<(), Error> {
        let [texts_role, tags_role, table_role] = roles;
        match tags {
            Some(tags) => {
                files.push((texts_role, read(text)?));
                files.push((tags_role, read(tags)?));
            }
            None if is_table(text) => files.push((table_role, read(text)?)),
            None => files.push((texts_role, read(text)?)),
        }
        Ok(())
    };
    add(
        train_text,
        &options.train_tags,
        [Role::TrainTexts, Role::TrainTags, Role::TrainTable],
    )?;
    if let Some(test_text) = &options.test_text {
        add(
            test_text,
            &options.test_tags,
            [Role::TestTexts, Role::TestTags, Role::TestTable],
        )?;
    }
    assemble(files, &columns)
}

/// Texts with their tags, or a table, as the files of a test set.
///
/// # Errors
/// Those of [`read`]; [`Code::MissingRole`] where there are no tags.
pub fn labelled(text: &Path, tags: Option<&Path>) -> Result<Vec<(Role, NamedBytes)>, Error> {
    let file = read(text)?;
    match tags {
        Some(tags) => Ok(vec![(Role::TestTexts, file), (Role::TestTags, read(tags)?)]),
        None if is_table(text) => Ok(vec![(Role::TestTable, file)]),
        None => Err(Error::new(
            Code::MissingRole,
            "the texts have no tags",
            "give --tags FILE, or a table with both",
        )
        .in_file(file.name)),
    }
}

/// The labelled rows that the options name, with a name for people; `known` are the classes of the models.
///
/// # Errors
/// Those of reading and of the corpus; [`Code::MissingRole`] where no rows are named or there is no test set.
pub fn labelled_rows(
    options: &LabelledRows,
    known: &[String],
) -> Result<(LabelledSet, String), Error> {
    let test_set = |files| -> Result<Vec<(Role, NamedBytes)>, Error> {
        let mut files = by_detected_role(files)?;
        files
            .retain(|(role, _)| matches!(role, Role::TestTexts | Role::TestTags | Role::TestTable));
        Ok(files)
    };
    let (place, files) = match (&options.text, &options.data) {
        (Some(text), _) => (text.clone(), labelled(text, options.tags.as_deref())?),
        (None, Some(path)) => (path.clone(), test_set(folder_or_zip(path)?)?),
        (None, None) => (PathBuf::from("demo"), test_set(demo_files())?),
    };
    if files.is_empty() {
        return Err(Error::new(
            Code::MissingRole,
            "there is no test set",
            "name its files with --text and --tags",
        )
        .in_file(place.display().to_string()));
    }
    let names: Vec<String> = files
        .iter()
        .map(|(_, file)| match Path::new(&file.name).file_name() {
            Some(name) => name.to_string_lossy().into_owned(),
            None => file.name.clone(),
        })
        .collect();
    let rows = assemble_labelled(files, &options.columns.names(), known)?;
    Ok((rows, names.join(" and ")))
}

/// Whether a file is a table, by its name.
pub fn is_table(path: &Path) -> bool {
    matches!(
        extension(path).as_str(),
        "csv" | "tsv" | "tab" | "jsonl" | "ndjson"
    )
}

/// In lower case; empty where there is none.
fn extension(path: &Path) -> String {
    path.extension().map_or_else(String::new, |extension| {
        extension.to_string_lossy().to_lowercase()
    })
}

/// The files that a folder or a zip holds.
fn folder_or_zip(path: &Path) -> Result<Vec<NamedBytes>, Error> {
    if path.is_dir() {
        read_folder(path)
    } else {
        unpack(vec![read(path)?], &ZipLimits::default())
    }
}

/// The data files of a folder, in the order of their names; a folder below it is left alone.
fn read_folder(folder: &Path) -> Result<Vec<NamedBytes>, Error> {
    let failed = |error: std::io::Error| {
        Error::new(
            Code::ReadFailed,
            format!("the folder can't be read ({error})"),
            "check that you may read it",
        )
        .in_file(folder.display().to_string())
    };
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.is_file() && (is_table(&path) || matches!(extension(&path).as_str(), "txt" | "zip"))
        {
            paths.push(path);
        }
    }
    paths.sort();
    let mut files = Vec::new();
    for path in paths {
        let file = read(&path)?;
        if Archive::is_one(&file.bytes) {
            // What an earlier run left beside the data.
            output::say(format_args!(
                "{} is not used: it is the archive of a run",
                file.name
            ));
        } else if is_zip(&file.bytes) {
            files.extend(unpack(vec![file], &ZipLimits::default())?);
        } else {
            files.push(file);
        }
    }
    if files.is_empty() {
        return Err(Error::new(
            Code::MissingFile,
            "the folder has no .txt, .csv, .tsv, .jsonl or .zip file",
            "name the folder that holds PolEval's four files",
        )
        .in_file(folder.display().to_string()));
    }
    Ok(files)
}

/// Gives each file the role that its name and content tell; files without one are left out and named on standard error.
fn by_detected_role(files: Vec<NamedBytes>) -> Result<Vec<(Role, NamedBytes)>, Error> {
    let detected = detect_roles(&files);
    let mut with_roles = Vec::new();
    for (file, detected) in files.into_iter().zip(detected) {
        match detected.role {
            Some(role) => with_roles.push((role, file)),
            None => output::say(format_args!(
                "{} is not used: {}",
                file.name, detected.reason
            )),
        }
    }
    if with_roles.is_empty() {
        return Err(Error::new(
            Code::MissingRole,
            "none of the files could be told to be texts, tags or a table",
            "name them with --train-text, --train-tags, --test-text and --test-tags",
        ));
    }
    Ok(with_roles)
}
