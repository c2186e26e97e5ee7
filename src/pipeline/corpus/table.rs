//! Tables: a text and its label in one row, as CSV, TSV or JSONL (one JSON object a line).

use csv::{ReaderBuilder, StringRecord};
use serde_json::{Map, Value};

use super::lines::{decode, shortened, split_lines};
use super::wording::{counted, listed};
use super::{NamedBytes, TableColumns};
use crate::pipeline::error::{Code, Error};

/// The rows of a table file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    pub texts: Vec<String>,
    /// As they stand in the file, blanks around them removed; never empty. As many as texts, or none where the table was
    /// read without them.
    pub labels: Vec<String>,
    /// The line on which each row begins, counted from 1; a quoted text may span several lines.
    pub lines: Vec<u64>,
    /// The names of all columns, in the order of the file; of JSONL those of the first row, sorted.
    pub columns: Vec<String>,
}

/// How the rows of a table file are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Rows of fields, after a row of column names.
    Delimited(u8),
    JsonLines,
}

/// The columns to read.
#[derive(Clone, Copy)]
struct Wanted<'a> {
    text: &'a String,
    label: Option<&'a String>,
}

/// Reads a table.
///
/// The form comes from the file's extension (`.csv`, `.tsv`, `.tab`, `.jsonl`, `.ndjson`), else from its content. A CSV
/// may be separated by commas, semicolons or tabs: the first of these that gives both columns counts. Fields may be
/// quoted as RFC 4180 has it, with line breaks inside. Blank lines are no rows.
///
/// # Errors
/// [`Code::EmptyFile`], [`Code::InvalidUtf8`], [`Code::UnknownFormat`]; [`Code::MissingColumn`] lists the columns that
/// are there; [`Code::BadRow`] names the line.
pub fn read_table(file: &NamedBytes, columns: &TableColumns) -> Result<Table, Error> {
    read(file, columns, true)
}

/// The same of a table that may lack the column of labels; then it has texts alone.
///
/// # Errors
/// Those of [`read_table`], but for that column.
pub fn read_table_with_or_without_labels(
    file: &NamedBytes,
    columns: &TableColumns,
) -> Result<Table, Error> {
    let text = decode(file)?;
    let has_labels = match form(&file.name, text, columns) {
        Form::JsonLines => {
            let first = split_lines(text).find(|line| !line.trim().is_empty());
            // What is no object is said where the rows are read.
            first
                .and_then(|line| serde_json::from_str::<Map<String, Value>>(line).ok())
                .is_none_or(|object| object.contains_key(&columns.label))
        }
        Form::Delimited(delimiter) => {
            let header = header_of(text, delimiter).unwrap_or_default();
            header.contains(&columns.label)
        }
    };
    read(file, columns, has_labels)
}

pub(super) fn read(file: &NamedBytes, names: &TableColumns, labels: bool) -> Result<Table, Error> {
    let text = decode(file)?;
    let wanted = Wanted {
        text: &names.text,
        label: labels.then_some(&names.label),
    };
    let table = match form(&file.name, text, names) {
        Form::JsonLines => read_json_lines(file, text, wanted)?,
        Form::Delimited(delimiter) => read_delimited(file, text, delimiter, wanted)?,
    };
    if table.texts.is_empty() {
        return Err(Error::new(
            Code::EmptyFile,
            "the table has no rows",
            "check that the download or the export is complete and give the file again",
        )
        .in_file(&file.name));
    }
    Ok(table)
}

/// The form of a file that is known to be a table.
fn form(name: &str, text: &str, columns: &TableColumns) -> Form {
    let candidates: &[u8] = match extension(name).as_str() {
        "jsonl" | "ndjson" => return Form::JsonLines,
        "tsv" | "tab" => b"\t",
        _ if text.trim_start().starts_with(['{', '[']) => return Form::JsonLines,
        _ => b",;\t",
    };
    let header = |delimiter: u8| header_of(text, delimiter).unwrap_or_default();
    let wanted = [columns.text.as_str(), columns.label.as_str()];
    let delimiter = candidates
        .iter()
        .find(|delimiter| {
            let header = header(**delimiter);
            wanted.iter().all(|name| header.iter().any(|h| h == *name))
        })
        .or_else(|| candidates.iter().find(|d| header(**d).len() > 1))
        .unwrap_or(&candidates[0]);
    Form::Delimited(*delimiter)
}

/// Whether the file is a table: by its extension, or because its first line is a JSON object or names the usual columns.
pub(super) fn looks_like_table(name: &str, first_line: &str) -> bool {
    if super::roles::is_table_name(name) {
        return true;
    }
    let columns = TableColumns::default();
    serde_json::from_str::<Map<String, Value>>(first_line).is_ok()
        || b",;\t".iter().any(|delimiter| {
            header_of(first_line, *delimiter).is_some_and(|header| {
                [&columns.text, &columns.label]
                    .into_iter()
                    .all(|name| header.iter().any(|h| h == name))
            })
        })
}

/// The extension in lower case, without its dot; empty where there is none.
pub(super) fn extension(name: &str) -> String {
    let base = name.rsplit('/').next().unwrap_or(name);
    match base.rsplit_once('.') {
        Some((_, extension)) => extension.to_ascii_lowercase(),
        None => String::new(),
    }
}

/// The column names; blanks around them go.
fn header_of(text: &str, delimiter: u8) -> Option<Vec<String>> {
    let mut record = StringRecord::new();
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    match reader.read_record(&mut record) {
        Ok(true) => Some(record.iter().map(|name| name.trim().to_string()).collect()),
        _ => None,
    }
}

fn read_delimited(
    file: &NamedBytes,
    text: &str,
    delimiter: u8,
    wanted: Wanted,
) -> Result<Table, Error> {
    let header = header_of(text, delimiter).unwrap_or_default();
    let column = |wanted: &str| {
        let places: Vec<usize> = (0..header.len()).filter(|i| header[*i] == wanted).collect();
        match places[..] {
            [place] => Ok(place),
            [] => Err(missing_column(wanted, &header).at_line(&file.name, 1)),
            _ => Err(bad_row(
                format!("there are {} columns named `{wanted}`", places.len()),
                "rename all but one of them",
            )
            .at_line(&file.name, 1)),
        }
    };
    let text_column = column(wanted.text)?;
    let label_column = wanted.label.map(|label| column(label)).transpose()?;

    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut table = Table {
        columns: header.clone(),
        ..Table::default()
    };
    let mut record = StringRecord::new();
    let mut last = (0, 1);
    loop {
        match reader.read_record(&mut record) {
            Ok(false) => break,
            Ok(true) => {}
            Err(fault) => return Err(unreadable_row(&file.name, &fault)),
        }
        let (start, line) = record
            .position()
            .map_or((0, 1), |at| (at.byte() as usize, at.line()));
        last = (start, line);
        if let (Some(place), Some(name)) = (label_column, wanted.label) {
            let label = record[place].trim();
            if label.is_empty() {
                return Err(empty_label(name).at_line(&file.name, line));
            }
            table.labels.push(label.to_owned());
        }
        table.texts.push(record[text_column].to_owned());
        table.lines.push(line);
    }
    // The reader takes the end of the file for the closing quote, and a whole file for one text.
    if ends_inside_quotes(&text.as_bytes()[last.0..], delimiter) {
        return Err(bad_row(
            "a quote is opened in this row and never closed".into(),
            "close it, or double each quote that is part of a text and put the text in quotes",
        )
        .at_line(&file.name, last.1));
    }
    Ok(table)
}

fn unreadable_row(name: &str, fault: &csv::Error) -> Error {
    let line = fault.position().map_or(1, csv::Position::line);
    let message = match fault.kind() {
        csv::ErrorKind::UnequalLengths {
            expected_len, len, ..
        } => format!(
            "the row has {} but the header has {expected_len}",
            counted(*len, "field")
        ),
        _ => fault.to_string(),
    };
    bad_row(
        message,
        "put texts that hold the separator, a quote or a line break in quotes, and double the quotes inside",
    )
    .at_line(name, line)
}

/// Whether the rows in `bytes` end while a quoted field is open.
fn ends_inside_quotes(bytes: &[u8], delimiter: u8) -> bool {
    enum At {
        FieldStart,
        Plain,
        Quoted,
        AfterQuote,
    }
    let mut at = At::FieldStart;
    for &byte in bytes {
        let ends_field = byte == delimiter || byte == b'\n' || byte == b'\r';
        at = match (at, byte) {
            (At::Quoted, b'"') => At::AfterQuote,
            (At::Quoted, _) => At::Quoted,
            (At::FieldStart | At::AfterQuote, b'"') => At::Quoted,
            _ if ends_field => At::FieldStart,
            _ => At::Plain,
        };
    }
    matches!(at, At::Quoted)
}

fn read_json_lines(file: &NamedBytes, text: &str, wanted: Wanted) -> Result<Table, Error> {
    if text.trim_start().starts_with('[') {
        return Err(Error::new(
            Code::UnknownFormat,
            "this is a JSON array, not one JSON object a line",
            "write it as JSONL, for instance with `jq -c '.[]'`",
        )
        .in_file(&file.name));
    }
    let mut table = Table::default();
    for (index, row) in split_lines(text).enumerate() {
        if row.trim().is_empty() {
            continue;
        }
        let line = index as u64 + 1;
        let at_line = |error: Error| error.at_line(&file.name, line);
        let object = object(row).map_err(at_line)?;
        if table.lines.is_empty() {
            table.columns = object.keys().cloned().collect();
            table.columns.sort();
        }
        let (text, label) = text_and_label(object, wanted).map_err(at_line)?;
        table.texts.push(text);
        table.labels.extend(label);
        table.lines.push(line);
    }
    Ok(table)
}

/// One JSON object.
fn object(row: &str) -> Result<Map<String, Value>, Error> {
    serde_json::from_str(row).map_err(|fault| {
        // serde_json counts lines too; here each object is its own line 1.
        let message = fault.to_string();
        let message = message.split(" at line ").next().unwrap_or_default();
        bad_row(
            format!("no JSON object: {message} at column {}", fault.column()),
            "write one JSON object a line, such as {\"text\": \"dzień dobry\", \"label\": \"non-harmful\"}",
        )
    })
}

/// Text and label of one JSON object.
fn text_and_label(
    mut object: Map<String, Value>,
    wanted: Wanted,
) -> Result<(String, Option<String>), Error> {
    for column in [Some(wanted.text), wanted.label].into_iter().flatten() {
        if !object.contains_key(column) {
            let there: Vec<&String> = object.keys().collect();
            return Err(missing_column(column, &there));
        }
    }
    let label = wanted
        .label
        .map(|column| label_in(&object, column))
        .transpose()?;
    match object.remove(wanted.text) {
        Some(Value::String(text)) => Ok((text, label)),
        other => Err(wrong_kind(
            wanted.text,
            &other.unwrap_or(Value::Null),
            "a string",
        )),
    }
}

/// The label in a column that is there.
fn label_in(object: &Map<String, Value>, column: &str) -> Result<String, Error> {
    let label = match &object[column] {
        Value::String(label) => label.trim().to_owned(),
        Value::Number(number) => match number.as_f64() {
            // Tables that once had a gap write their tags as 1.0.
            Some(tag) if !number.is_i64() && !number.is_u64() && (0.0..1e9).contains(&tag) => {
                match tag as u64 {
                    whole if whole as f64 == tag => whole.to_string(),
                    _ => number.to_string(),
                }
            }
            _ => number.to_string(),
        },
        other => return Err(wrong_kind(column, other, "a string or a number")),
    };
    if label.is_empty() {
        return Err(empty_label(column));
    }
    Ok(label)
}

fn missing_column<S: AsRef<str>>(wanted: &str, there: &[S]) -> Error {
    Error::new(
        Code::MissingColumn,
        format!("there is no column `{wanted}`, only {}", listed(there)),
        "say which column holds the texts and which one the labels",
    )
}

fn bad_row(message: String, remedy: &str) -> Error {
    Error::new(Code::BadRow, message, remedy)
}

fn empty_label(column: &str) -> Error {
    bad_row(
        format!("the label in column `{column}` is empty"),
        "give each row a label, or remove the row",
    )
}

fn wrong_kind(column: &str, value: &Value, needed: &str) -> Error {
    bad_row(
        format!("`{column}` is `{}`", shortened(&value.to_string())),
        &format!("`{column}` has to be {needed}"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, content: &str) -> Result<Table, Error> {
        let file = NamedBytes {
            name: name.into(),
            bytes: content.as_bytes().to_vec(),
        };
        read_table(&file, &TableColumns::default())
    }

    #[test]
    fn labels_may_be_left_out_where_they_need_not_be_there() {
        let read = |name: &str, content: &str| {
            let file = NamedBytes {
                name: name.into(),
                bytes: content.as_bytes().to_vec(),
            };
            read_table_with_or_without_labels(&file, &TableColumns::default())
        };
        for (name, content) in [
            ("a.csv", "text\nraz\n\"dwa, trzy\"\n"),
            ("a.csv", "id;text\n1;raz\n2;dwa, trzy\n"),
            (
                "a.jsonl",
                "{\"text\": \"raz\"}\n{\"text\": \"dwa, trzy\"}\n",
            ),
        ] {
            let table = read(name, content).unwrap();
            assert_eq!(table.texts, ["raz", "dwa, trzy"], "{content}");
            assert!(table.labels.is_empty());
        }
        assert_eq!(read("a.csv", "text,label\nraz,1\n").unwrap().labels, ["1"]);
        // A column that is there is to be whole.
        assert_eq!(
            read("a.csv", "text,label\nraz,\n").unwrap_err().code,
            Code::BadRow
        );
        assert_eq!(
            read("a.csv", "tekst,label\nraz,1\n").unwrap_err().code,
            Code::MissingColumn
        );
    }

    #[test]
    fn the_same_rows_in_every_form() {
        let forms = [
            ("a.csv", "id,text,label\n1,\"raz, dwa\",1\n2,trzy,0\n"),
            ("a.csv", "\u{feff}text;label\r\n\"raz, dwa\";1\r\ntrzy;0"),
            ("a.CSV", "label\ttext\n1\traz, dwa\n0\ttrzy\n"),
            ("a.tsv", "label\ttext\n1\traz, dwa\n\n0\ttrzy\n"),
            ("a.txt", "text,label\n\"raz, dwa\", 1 \ntrzy,0\n"),
            (
                "a.jsonl",
                "{\"text\":\"raz, dwa\",\"label\":1}\n\n{\"label\":\"0\",\"text\":\"trzy\"}\n",
            ),
            (
                "a.json",
                "{\"text\":\"raz, dwa\",\"label\":1.0}\r\n{\"label\":0,\"text\":\"trzy\"}",
            ),
        ];
        for (name, content) in forms {
            let table = read(name, content).unwrap();
            assert_eq!(table.texts, ["raz, dwa", "trzy"], "{name}: {content}");
            assert_eq!(table.labels, ["1", "0"], "{name}: {content}");
        }
    }

    #[test]
    fn quoted_texts_may_span_lines_and_rows_keep_their_lines() {
        let table = read(
            "a.csv",
            "text,label\n\"raz\ndwa\r\ntrzy\",a\n\"on \"\"on\"\"\",b\n",
        )
        .unwrap();
        assert_eq!(table.texts, ["raz\ndwa\r\ntrzy", "on \"on\""]);
        assert_eq!(table.lines, [2, 5]);
    }

    #[test]
    fn blanks_inside_texts_stay() {
        let table = read("a.csv", "text,label\n  raz  , a \n").unwrap();
        assert_eq!(
            (&table.texts[0][..], &table.labels[0][..]),
            ("  raz  ", "a")
        );
    }

    #[test]
    fn an_open_quote_is_seen_at_the_end() {
        for (rows, open) in [
            ("a,\"b", true),
            ("a,\"b\"\"", true),
            ("a,\"b\"\n", false),
            ("a,b\"c\n", false),
            ("\"a\"\"b\",c", false),
            ("\"a\nb", true),
            ("", false),
        ] {
            assert_eq!(ends_inside_quotes(rows.as_bytes(), b','), open, "{rows:?}");
        }
    }

    #[test]
    fn numbers_that_are_no_tags_stand_as_they_are() {
        let table = read(
            "a.jsonl",
            "{\"text\":\"a\",\"label\":1.5}\n{\"text\":\"b\",\"label\":-3}\n{\"text\":\"c\",\"label\":1e300}",
        )
        .unwrap();
        assert_eq!(table.labels, ["1.5", "-3", "1e+300"]);
    }

    #[test]
    fn tables_are_recognised_by_extension_or_content() {
        assert!(looks_like_table("a.tsv", "whatever"));
        assert!(looks_like_table("a.txt", "text;label"));
        assert!(looks_like_table("a", "{\"text\": \"x\"}"));
        assert!(!looks_like_table("a.txt", "a text without a label"));
        assert!(!looks_like_table("a.txt", "{not json}"));
    }
}
