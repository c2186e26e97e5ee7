//! Batches as they are given: files in order, cut by size, by time, or as they are.

use std::path::{Path, PathBuf};

use clap::{ArgAction, ArgMatches, Args, Command, FromArgMatches};

use super::super::args::Monitor;
use super::super::input;
use crate::pipeline::corpus::{NamedBytes, Role, TableColumns, assemble_rows, is_zip, read_column};
use crate::pipeline::error::{Code, Error};
use crate::pipeline::time::UnixMillis;
use crate::pipeline::watch::{Batch, by_rows, by_time};

/// Each `--batch` with its one or two files: clap's derived arguments would give one list of all.
#[derive(Debug, Clone)]
pub struct Batches(pub Vec<Vec<PathBuf>>);

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
                .help("A batch, repeated in order: a table (.csv, .tsv, .jsonl), or texts, one a line, followed by their tags where there are any"),
        )
    }

    fn augment_args_for_update(command: Command) -> Command {
        Batches::augment_args(command)
    }
}

/// What the files were cut into.
pub struct Cut {
    pub batches: Vec<Batch>,
    /// Whether a name stands for its rows, as that of a period does.
    pub names_stand: bool,
    /// What waits for the next call.
    pub notes: Vec<String>,
}

/// The rows of a file.
struct Rows {
    /// Without its folder.
    name: String,
    texts: Vec<String>,
    /// The class of each text.
    labels: Option<Vec<String>>,
    times: Vec<UnixMillis>,
}

impl Cut {
    /// `known` are the classes of production, whose names tags 0, 1 and 2 stand for.
    ///
    /// # Errors
    /// Those of reading; [`Code::Usage`] where files with labels and without would share a batch, [`Code::BadRow`] for a
    /// time that can't be read.
    pub fn read(options: &Monitor, known: &[String], now: UnixMillis) -> Result<Cut, Error> {
        let columns = options.columns.names();
        let time_column = options.time_column.as_deref();
        let mut files = Vec::new();
        for paths in &options.batches.0 {
            files.push(Rows::read(paths, &columns, time_column, known)?);
        }
        let plain = |batches| Cut {
            batches,
            names_stand: false,
            notes: Vec::new(),
        };
        match (options.batch_rows, options.every) {
            (Some(size), _) => {
                let joined = Joined::new(files)?;
                let ranges = by_rows(joined.texts.len(), size as usize, options.last);
                let taken = ranges.last().map_or(0, |range| range.end);
                let left = joined.texts.len() - taken;
                let batches = ranges
                    .into_iter()
                    .map(|range| joined.batch(joined.rows_name(&range), range))
                    .collect();
                let mut cut = plain(batches);
                if left > 0 {
                    cut.notes.push(format!(
                        "the last {left} rows wait until there are {size}; --last takes them now"
                    ));
                }
                Ok(cut)
            }
            (None, Some(every)) => {
                let joined = Joined::new(files)?;
                let found = by_time(&joined.times, every.meant(), now, options.last);
                let batches = found
                    .periods
                    .into_iter()
                    .map(|period| joined.batch(period.name, period.rows.into_iter()))
                    .collect();
                let mut cut = plain(batches);
                cut.names_stand = true;
                if let Some(waiting) = found.waiting {
                    cut.notes.push(format!(
                        "the {} rows of {} wait for its end; --last takes them now",
                        waiting.rows.len(),
                        waiting.name
                    ));
                }
                Ok(cut)
            }
            (None, None) => Ok(plain(files.into_iter().map(Rows::whole).collect())),
        }
    }
}

impl Rows {
    fn read(
        paths: &[PathBuf],
        columns: &TableColumns,
        time_column: Option<&str>,
        known: &[String],
    ) -> Result<Rows, Error> {
        let (path, tags) = match paths {
            [path] => (path, None),
            [path, tags] => (path, Some(tags)),
            _ => return Err(Error::new(Code::Bug, "a batch takes one file or two", "")),
        };
        let file = input::read(path)?;
        if is_zip(&file.bytes) {
            return Err(Error::new(
                Code::UnknownFormat,
                "a zip is no batch",
                "unpack it, and give a table or the texts with their tags",
            )
            .in_file(file.name));
        }
        let times = match time_column {
            Some(name) if tags.is_none() && input::is_table(path) => times(&file, columns, name)?,
            Some(_) => {
                return Err(Error::new(
                    Code::Usage,
                    "only a table has a column of times",
                    "give a table (.csv, .tsv, .jsonl), or cut by --batch-rows",
                )
                .in_file(file.name));
            }
            None => Vec::new(),
        };
        let files = match tags {
            Some(tags) => vec![
                (Role::TestTexts, file),
                (Role::TestTags, input::read(tags)?),
            ],
            None if input::is_table(path) => vec![(Role::TestTable, file)],
            None => vec![(Role::TestTexts, file)],
        };
        let rows = assemble_rows(files, columns, known)?;
        Ok(Rows {
            name: file_name(path),
            labels: rows.labels.map(|(classes, labels)| {
                let name = |&label: &u32| classes[label as usize].clone();
                labels.iter().map(name).collect()
            }),
            texts: rows.texts,
            times,
        })
    }

    fn whole(self) -> Batch {
        Batch {
            name: self.name,
            texts: self.texts,
            labels: self.labels.map(numbered),
        }
    }
}

/// All files one after the other.
struct Joined {
    texts: Vec<String>,
    labels: Option<Vec<String>>,
    times: Vec<UnixMillis>,
    /// The number of rows before each file, and its name.
    files: Vec<(usize, String)>,
}

impl Joined {
    fn new(files: Vec<Rows>) -> Result<Joined, Error> {
        let mut joined = Joined {
            texts: Vec::new(),
            labels: None,
            times: Vec::new(),
            files: Vec::new(),
        };
        for file in files {
            let is_first = joined.files.is_empty();
            if !is_first && joined.labels.is_some() != file.labels.is_some() {
                return Err(Error::new(
                    Code::Usage,
                    "some files have labels and some have not, so that a batch would have both",
                    "give them all with labels or all without, or cut them in calls of their own",
                )
                .in_file(file.name));
            }
            joined.files.push((joined.texts.len(), file.name));
            joined.texts.extend(file.texts);
            joined.times.extend(file.times);
            match &mut joined.labels {
                Some(labels) => labels.extend(file.labels.into_iter().flatten()),
                None => joined.labels = file.labels,
            }
        }
        Ok(joined)
    }

    fn batch(&self, name: String, rows: impl Iterator<Item = usize> + Clone) -> Batch {
        Batch {
            name,
            texts: rows.clone().map(|row| self.texts[row].clone()).collect(),
            labels: self
                .labels
                .as_ref()
                .map(|labels| numbered(rows.map(|row| labels[row].clone()).collect())),
        }
    }

    /// `a.csv, rows 1001 to 2000`, counted from 1 in each file.
    fn rows_name(&self, rows: &std::ops::Range<usize>) -> String {
        let place = |row: usize| {
            let file = self.files.partition_point(|(before, _)| *before <= row) - 1;
            let (before, name) = &self.files[file];
            (name, row - before + 1)
        };
        let ((first, from), (last, to)) = (place(rows.start), place(rows.end - 1));
        if first == last {
            format!("{first}, rows {from} to {to}")
        } else {
            format!("{first}, row {from}, to {last}, row {to}")
        }
    }
}

/// The distinct names, sorted, and for each row its place among them.
fn numbered(labels: Vec<String>) -> (Vec<String>, Vec<u32>) {
    let mut names = labels.clone();
    names.sort();
    names.dedup();
    let number = |label: &String| {
        let place = names.binary_search(label);
        place.expect("it is among them") as u32
    };
    let numbers = labels.iter().map(number).collect();
    (names, numbers)
}

fn times(file: &NamedBytes, columns: &TableColumns, name: &str) -> Result<Vec<UnixMillis>, Error> {
    let column = read_column(file, columns, name).map_err(|error| match error.code {
        Code::MissingColumn => Error {
            remedy: "say with --time-column which column holds the times".into(),
            ..error
        },
        _ => error,
    })?;
    column
        .into_iter()
        .map(|(text, line)| {
            UnixMillis::parse(&text).ok_or_else(|| {
                let shown: String = text.chars().take(40).collect();
                Error::new(
                    Code::BadRow,
                    format!("`{shown}` in column `{name}` is no time"),
                    "write 2026-01-05, 2026-01-05T14:30:00Z, or seconds since 1970",
                )
                .at_line(&file.name, line)
            })
        })
        .collect()
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(
        || path.display().to_string(),
        |name| name.to_string_lossy().into_owned(),
    )
}
