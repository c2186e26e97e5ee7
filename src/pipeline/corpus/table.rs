//! Tables: a text and mostly its label in one row, as fields between delimiters (CSV, TSV and their like), as JSON or as
//! Parquet.

use std::collections::BTreeMap;

use super::columns::has_names;
use super::delimited::{first_names, has_columns, read_delimited};
use super::encoding::decode;
use super::json::read_json;
use super::labels::Labels;
use super::lines::shortened;
use super::options::{LABEL_COLUMN, TEXT_COLUMN};
use super::parquet::{is_parquet, outline, read_parquet};
use super::reading::{Form, Note, Reading};
use super::{FileOptions, Missing, NO_COLUMN, NamedBytes};
use crate::message;
use crate::message::{Argument, Message};
use crate::pipeline::error::{Code, Error};

/// The rows of a table file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Table {
    /// Empty where the row has no text.
    pub texts: Vec<String>,
    /// None where the table was read without them.
    pub labels: Option<Labels>,
    /// Label to name, where the file itself names its labels.
    pub label_names: Option<BTreeMap<String, String>>,
    /// The line on which each row begins, counted from 1; a quoted text may span several lines. Of Parquet the row itself.
    pub lines: Vec<u64>,
    /// The names of all columns, in the order of the file; of JSON those of the first row, sorted.
    pub columns: Vec<String>,
    pub reading: Reading,
}

/// Whether the labels of a table are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WithLabels {
    /// A table without a column of them is a fault.
    Always,
    /// A table without a column `label` has none; a column that is asked for by name has to be there.
    IfThere,
    Never,
}

/// The columns that are asked for, by names or numbers.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub text: String,
    pub label: Option<String>,
    /// Whether it is a fault where the column of labels is not there.
    pub label_is_needed: bool,
}

impl Asked {
    pub fn new(options: &FileOptions, labels: WithLabels) -> Asked {
        let label = options.label_column.as_deref();
        Asked {
            text: options.text_column.clone().unwrap_or_else(|| "text".into()),
            label: match (labels, label) {
                (WithLabels::Never, _) | (_, Some(NO_COLUMN)) => None,
                (_, name) => Some(name.unwrap_or("label").into()),
            },
            label_is_needed: labels == WithLabels::Always || label.is_some(),
        }
    }
}

/// Reads a table.
///
/// Parquet is told by its first bytes; else the form comes from the file's extension (`.csv`, `.tsv`, `.tab`, `.psv`, `.jsonl`, `.ndjson`, `.json`), else from its
/// content; delimiter, header and quoting from the content.
///
/// # Errors
/// [`Code::EmptyFile`] for a file without a byte, [`Code::InvalidUtf8`], [`Code::UnknownFormat`]; [`Code::MissingColumn`]
/// lists the columns that are there; [`Code::BadRow`] names the line.
pub(super) fn read_table(
    file: &NamedBytes,
    options: &FileOptions,
    missing: Missing,
    labels: WithLabels,
) -> Result<Table, Error> {
    let asked = Asked::new(options, labels);
    if is_parquet(&file.bytes) {
        let mut table = read_parquet(file, &asked, missing).map_err(Error::in_rows)?;
        table.reading.n_rows = table.texts.len() as u64;
        return Ok(table);
    }
    let decoded = decode(file, options.encoding)?;
    let mut table = match is_json(&file.name, &decoded.text) {
        true => read_json(file, &decoded.text, &asked, missing)?,
        false => read_delimited(file, &decoded.text, options, &asked, missing)?,
    };
    let reading = &mut table.reading;
    reading.encoding = decoded.encoding;
    reading.n_rows = table.texts.len() as u64;
    if decoded.n_replaced > 0 {
        reading.notes.push(Note::LoneSurrogates {
            n: decoded.n_replaced,
        });
    }
    Ok(table)
}

/// The labels of a table that lies beside texts, with the names of its columns: a table that has the column of labels, by
/// its name or, with an ending of a table, by its number. Nothing where the file is none, which has one label a line.
///
/// # Errors
/// As [`read_table`], and [`Code::BadRow`] for a label that can be no class name.
pub(super) fn read_label_table(
    file: &NamedBytes,
    options: &FileOptions,
    missing: Missing,
    n_texts: usize,
) -> Result<Option<(Labels, Reading, Vec<String>)>, Error> {
    let column = options.label_column.as_deref().unwrap_or("label");
    let options = FileOptions {
        text_column: Some(column.into()),
        label_column: None,
        ..options.clone()
    };
    let asked = Asked::new(&options, WithLabels::Never);
    let number = column.trim().parse().unwrap_or(usize::MAX);
    let is_there = if let Some((names, _)) = outline(&file.bytes) {
        has_names(&asked, &names) || names.len() >= number
    } else {
        let decoded = decode(file, options.encoding)?;
        has_columns(&decoded.text, &options, &asked)
            || (is_table_name(&file.name)
                && (is_json(&file.name, &decoded.text)
                    || first_names(&file.name, &decoded.text).len() >= number))
    };
    if !is_there {
        return Ok(None);
    }
    let read = |options: &FileOptions| read_table(file, options, missing, WithLabels::Never);
    let mut table = read(&options)?;
    // One row more than texts is a header.
    if options.header.is_none()
        && table.reading.header == Some(false)
        && table.texts.len() == n_texts + 1
    {
        table = read(&FileOptions {
            header: Some(true),
            ..options
        })?;
    }
    let mut labels = Labels::default();
    for (label, line) in table.texts.iter().zip(&table.lines) {
        labels.push(label, missing).map_err(|error| {
            let error = error.at_line(&file.name, *line);
            match table.reading.form {
                Form::Parquet => error.in_rows(),
                _ => error,
            }
        })?;
    }
    table.reading.label_column = table.reading.text_column.take();
    Ok(Some((labels, table.reading, table.columns)))
}

pub(super) fn is_json(name: &str, text: &str) -> bool {
    match extension(name).as_str() {
        "jsonl" | "ndjson" => true,
        "csv" | "tsv" | "tab" | "psv" => false,
        "json" if text.trim_start().starts_with('[') => true,
        _ => {
            let start = text.trim_start();
            start.starts_with('{') || starts_with_objects(start)
        }
    }
}

/// Whether an array begins that holds objects, or nothing.
fn starts_with_objects(text: &str) -> bool {
    let inside = text.strip_prefix('[').map(str::trim_start);
    inside.is_some_and(|inside| inside.starts_with(['{', ']']))
}

/// Whether a file is a table and not lines of texts: by its extension, since the options say what only a table has, or
/// because its start is a JSON object or has the columns that are asked for.
pub fn is_table(file: &NamedBytes, options: &FileOptions) -> bool {
    options.means_a_table() || looks_like_table(file, options)
}

/// The same by the file alone.
pub(super) fn looks_like_table(file: &NamedBytes, options: &FileOptions) -> bool {
    if is_table_name(&file.name) || is_parquet(&file.bytes) {
        return true;
    }
    // The start is enough to tell.
    let start = NamedBytes {
        name: file.name.clone(),
        bytes: start_of(&file.bytes).to_vec(),
    };
    let Ok(decoded) = decode(&start, options.encoding) else {
        return false;
    };
    let text = decoded.text.trim_start();
    let first_line = text.lines().next().unwrap_or_default();
    let is_object = |text: &str| {
        serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(text).is_ok()
    };
    is_object(first_line)
        || (starts_with_objects(text) && !text.starts_with("[]"))
        || has_columns(
            &decoded.text,
            options,
            &Asked::new(options, WithLabels::Always),
        )
}

/// The first lines of a file: enough to tell what it is.
pub(super) fn start_of(bytes: &[u8]) -> &[u8] {
    const LOOKED_AT: usize = 1 << 16;
    if bytes.len() <= LOOKED_AT {
        return bytes;
    }
    let start = &bytes[..LOOKED_AT];
    let end = start.iter().rposition(|byte| *byte == b'\n');
    // Two bytes a character, so that none is cut in UTF-16.
    &start[..end.map_or(LOOKED_AT, |end| (end + 2) & !1)]
}

/// Whether a file of this name is a table, by its extension.
pub fn is_table_name(name: &str) -> bool {
    matches!(
        extension(name).as_str(),
        "csv"
            | "tsv"
            | "tab"
            | "psv"
            | "jsonl"
            | "ndjson"
            | "json"
            | "xlsx"
            | "xls"
            | "ods"
            | "parquet"
    )
}

/// The extension in lower case, without its dot; that before `.gz` of a file that was packed; empty where there is none.
pub(super) fn extension(name: &str) -> String {
    let base = name.rsplit('/').next().unwrap_or(name).to_ascii_lowercase();
    let base = base.strip_suffix(".gz").unwrap_or(&base);
    match base.rsplit_once('.') {
        Some((_, extension)) => extension.into(),
        None => String::new(),
    }
}

/// A column that is not there. `guess` are options that would read the table.
pub(super) fn missing_column(
    wanted: &str,
    there: &[String],
    similar: &[&String],
    guess: Option<Message>,
) -> Error {
    let there: Vec<String> = there.iter().map(|name| shortened(name)).collect();
    let remedy = match guess {
        Some(guess) => guess,
        None if !similar.is_empty() => {
            message!("error-rename-similar", columns = Argument::names(similar))
        }
        None => message!(
            "error-name-columns",
            option_text = TEXT_COLUMN,
            option_label = LABEL_COLUMN
        ),
    };
    Error::new(
        Code::MissingColumn,
        message!(
            "error-no-column",
            column = shortened(wanted),
            columns = Argument::names(&there)
        ),
        remedy,
    )
}

pub(super) fn bad_row(message: Message, remedy: Message) -> Error {
    Error::new(Code::BadRow, message, remedy)
}

/// The fault of a row that has more or fewer fields than the others.
pub(super) fn wrong_width(found: usize, expected: usize, has_header: bool) -> Error {
    let than = Argument::key(if has_header { "header" } else { "first-row" });
    bad_row(
        message!(
            "error-row-width",
            fields = found,
            than = than,
            expected = expected
        ),
        message!("error-quote-fields"),
    )
}

#[cfg(test)]
mod tests;
