//! Batches as they are given: files in order, cut by size, by time, or as they are.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::{ArgAction, ArgMatches, Args, Command, FromArgMatches, ValueEnum};

use super::super::args::Monitor;
use super::super::input;
use crate::message;
use crate::pipeline::corpus::{
    KnownLabels, NamedBytes, ReadingOptions, Role, SetName, Source, assemble_rows, is_zip,
    read_time_column,
};
use crate::pipeline::error::{Code, Error};
use crate::pipeline::monitoring::{self, CountedRows, Cutting, FileRows, ModelFacts};
use crate::pipeline::time::UnixMillis;

/// Each `--batch` with its one or two files: clap's derived arguments would give one list of all.
#[derive(Debug, Clone)]
pub struct Batches(pub Vec<Vec<PathBuf>>);

/// How long a batch lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Every {
    Day,
    /// From Monday on.
    Week,
    Month,
}

impl Every {
    pub fn meant(self) -> monitoring::Every {
        match self {
            Every::Day => monitoring::Every::Day,
            Every::Week => monitoring::Every::Week,
            Every::Month => monitoring::Every::Month,
        }
    }
}

impl FromArgMatches for Batches {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Batches, clap::Error> {
        let given = matches.get_occurrences::<PathBuf>("batch");
        let files = given.into_iter().flatten();
        Ok(Batches(
            files.map(|files| files.cloned().collect()).collect(),
        ))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Batches::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Args for Batches {
    fn augment_args(command: Command) -> Command {
        command.arg(
            clap::Arg::new("batch")
                .long("batch")
                .value_name("FILE")
                .num_args(1..=2)
                .action(ArgAction::Append)
                .value_parser(clap::value_parser!(PathBuf))
                .help("A batch, repeated in order: a table (.csv, .tsv, .jsonl, .parquet), or texts, one a line, followed by their labels where there are any, or the counts of dryf predict --format counts"),
        )
    }

    fn augment_args_for_update(command: Command) -> Command {
        Batches::augment_args(command)
    }
}

/// The rows of all files, how they are cut, and what each file was read as; or counts of each.
pub struct ReadBatches {
    pub files: Vec<FileRows>,
    /// With the name of the file.
    pub counted: Vec<(String, CountedRows)>,
    pub cutting: Cutting,
    pub sources: Vec<Source>,
}

impl ReadBatches {
    /// `known` are the labels of production.
    ///
    /// # Errors
    /// Those of reading; [`Code::BadRow`] for a time that can't be read, [`Code::Usage`] for counts that are to be cut or stand
    /// beside rows.
    pub fn read(
        options: &Monitor,
        known: &KnownLabels,
        production: &ModelFacts,
        now: UnixMillis,
    ) -> Result<ReadBatches, Error> {
        let reading = options.columns.options()?;
        let time_column = options.time_column.as_deref();
        let (mut files, mut counted, mut sources) = (Vec::new(), Vec::new(), Vec::new());
        for paths in &options.batches.0 {
            let file = input::read(&paths[0])?;
            if CountedRows::are_in(&file.bytes) {
                let is_alone = paths.len() == 1 && files.is_empty();
                if !is_alone || options.batch_rows.is_some() || options.every.is_some() {
                    return Err(counts_beside(&file.name));
                }
                let counts = CountedRows::read(&file, production)?;
                counted.push((file_name(&paths[0]), counts));
                continue;
            }
            if !counted.is_empty() {
                return Err(counts_beside(&file.name));
            }
            let (file, of_file) = read(file, paths, &reading, time_column, known)?;
            files.push(file);
            sources.extend(of_file);
        }
        let cutting = match (options.batch_rows, options.every) {
            (Some(size), _) => Cutting::Rows {
                size: size as usize,
                with_last: options.last,
            },
            (None, Some(every)) => Cutting::Time {
                every: every.meant(),
                now,
                with_last: options.last,
            },
            (None, None) => Cutting::Files,
        };
        Ok(ReadBatches {
            files,
            counted,
            cutting,
            sources,
        })
    }
}

fn counts_beside(file: &str) -> Error {
    Error::new(
        Code::Usage,
        message!("error-counts-beside"),
        message!("error-counts-alone"),
    )
    .in_file(file)
}

fn read(
    file: NamedBytes,
    paths: &[PathBuf],
    reading: &ReadingOptions,
    time_column: Option<&str>,
    known: &KnownLabels,
) -> Result<(FileRows, Vec<Source>), Error> {
    let (path, tags) = match paths {
        [path] => (path, None),
        [path, tags] => (path, Some(tags)),
        _ => return Err(Error::bug(message!("error-bug-files"))),
    };
    if is_zip(&file.bytes) {
        return Err(Error::new(
            Code::UnknownFormat,
            message!("error-zip-no-batch"),
            message!("error-unpack-batch"),
        )
        .in_file(file.name));
    }
    let shown = file.name.clone();
    let files = input::files_of_set(
        file,
        tags.map(PathBuf::as_path),
        &reading.of(SetName::Test),
        SetName::Test,
    )?;
    let table = files
        .iter()
        .find_map(|(role, file)| (*role == Role::TestTable).then_some(file));
    let times = match (time_column, table) {
        (Some(name), Some(table)) => Some((name, times(table, reading, name)?)),
        (Some(_), None) => {
            return Err(Error::new(
                Code::Usage,
                message!("error-times-of-table"),
                message!("error-table-or-batch-rows"),
            )
            .in_file(shown));
        }
        (None, _) => None,
    };
    let rows = assemble_rows(files, reading, known)?;
    let times = match times {
        None => Vec::new(),
        Some((name, times)) => {
            let time = |line: &u64| {
                times.get(line).copied().ok_or_else(|| {
                    Error::new(
                        Code::BadRow,
                        message!("error-no-time", column = name),
                        message!("error-write-time"),
                    )
                    .at_line(&shown, *line)
                })
            };
            rows.lines.iter().map(time).collect::<Result<_, Error>>()?
        }
    };
    let labels = match &rows.labels {
        Some((classes, labels)) => labels
            .iter()
            .map(|label| label.map(|label| classes[label as usize].clone()))
            .collect(),
        None => vec![None; rows.texts.len()],
    };
    let file = FileRows {
        name: file_name(path),
        texts: rows.texts,
        labels,
        times,
    };
    Ok((file, rows.sources))
}

/// The time of each row, by the line on which the row begins.
fn times(
    file: &NamedBytes,
    reading: &ReadingOptions,
    name: &str,
) -> Result<BTreeMap<u64, UnixMillis>, Error> {
    let column = read_time_column(file, &reading.of(SetName::Test), name)?;
    let time = |(text, line): (String, u64)| match UnixMillis::parse(&text) {
        Some(time) => Ok((line, time)),
        None => {
            let shown: String = text.chars().take(40).collect();
            Err(Error::new(
                Code::BadRow,
                message!("error-not-a-time", text = shown, column = name),
                message!("error-write-time"),
            )
            .at_line(&file.name, line))
        }
    };
    column.into_iter().map(time).collect()
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(
        || path.display().to_string(),
        |name| name.to_string_lossy().into_owned(),
    )
}
