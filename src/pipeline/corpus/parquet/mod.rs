//! Tables as Parquet, the form in which the Hugging Face Hub, pandas, Polars and Spark keep them: each row a text and mostly
//! its label, as if the same table came as CSV or JSON.
//!
//! Only the columns that are asked for are read. Columns of lists and structures may lie beside them. The reader is our own
//! since the bytes are a stranger's and a panic ends a worker: the crate `parquet` (60.1) panics on some files of which one
//! bit was changed, unpacks Zstandard by C alone, and is five times as large, 250 kB compressed.

mod encodings;
mod footer;
mod pages;
mod thrift;
mod values;

use std::collections::BTreeMap;

use footer::{Column, Footer};
use pages::{Budget, read_chunk};

use super::columns::places;
use super::labels::{Labels, check_name};
use super::reading::{Form, Reading};
use super::table::{Asked, Table};
use super::{Missing, NamedBytes, ZipLimits};
use crate::message;
use crate::message::Message;
use crate::pipeline::error::{Code, Error};

const TO_CSV: &str = r#"pd.read_parquet("in.parquet").to_csv("out.csv", index=False)"#;
const AS_SNAPPY: &str = r#"df.to_parquet("out.parquet", compression="snappy")"#;

/// What keeps a file or a column from being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    /// It is not what the format asks for.
    Damaged,
    Encrypted,
    /// Packed or encoded in a way that is not read.
    Written(&'static str),
    /// It unpacks to more than a file of its size may.
    TooLarge,
    /// What stands in a row is not UTF-8: the row, from 1, and the first byte that is not.
    NotUtf8(u64, u8),
    /// A label of a row, from 1, can be no name.
    Label(u64),
}

/// Whether the bytes begin as a Parquet file does.
pub(super) fn is_parquet(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PAR1") || bytes.starts_with(b"PARE")
}

/// The names of the columns and the number of rows; nothing of a file that is not Parquet or can't be read.
pub(super) fn outline(bytes: &[u8]) -> Option<(Vec<String>, u64)> {
    let footer = Footer::of(bytes).ok()?;
    let n_rows = footer.n_rows();
    let names = footer.columns.into_iter().map(|column| column.name);
    Some((names.collect(), n_rows))
}

/// The rows of a Parquet file; nothing of any other, or of one that can't be read.
pub fn rows_of_parquet(bytes: &[u8]) -> Option<u64> {
    outline(bytes).map(|(_, n_rows)| n_rows)
}

/// The first values of columns by their places, `most` of each at most; nothing of one that can't be read.
pub(super) fn first_values(file: &NamedBytes, columns: &[usize], most: usize) -> Vec<Vec<String>> {
    let Ok(footer) = Footer::of(&file.bytes) else {
        return vec![Vec::new(); columns.len()];
    };
    let values = |column: &usize| {
        let mut values = Vec::new();
        if let Some(column) = footer.columns.get(*column) {
            // It ends with an error once there are enough.
            let _ = read_column(file, &footer, column, |value| {
                values.push(value.to_owned());
                match values.len() < most {
                    true => Ok(()),
                    false => Err(no_values(file, &column.name, "")),
                }
            });
        }
        values
    };
    columns.iter().map(values).collect()
}

/// Reads the rows of a file; their numbers take the place of lines.
///
/// # Errors
/// [`Code::UnknownFormat`] for a file that is damaged, encrypted or written in a way that is not read, [`Code::ZipBomb`]
/// beyond the bounds of a zip, [`Code::MissingColumn`]; [`Code::InvalidUtf8`] and [`Code::BadRow`] name the row.
pub(super) fn read_parquet(
    file: &NamedBytes,
    asked: &Asked,
    missing: Missing,
) -> Result<Table, Error> {
    let footer = Footer::of(&file.bytes).map_err(|fault| fault.of(file, None))?;
    let names: Vec<String> = footer
        .columns
        .iter()
        .map(|column| column.name.clone())
        .collect();
    let places = places(asked, &names, &[]).map_err(|error| error.in_file(&file.name))?;
    let mut texts = Vec::new();
    read_column(file, &footer, &footer.columns[places.text], |text| {
        texts.push(text.to_owned());
        Ok(())
    })?;
    let class_names = places
        .label
        .and_then(|label| class_names(&footer, &names[label]));
    let labels = match places.label {
        None => None,
        Some(label) => {
            let mut labels = Labels::default();
            read_column(file, &footer, &footer.columns[label], |label| {
                // What the library `datasets` writes where a row has none.
                let label = if class_names.is_some() && label == "-1" {
                    ""
                } else {
                    label
                };
                labels.push(label, missing)
            })?;
            Some(labels)
        }
    };
    Ok(Table {
        lines: (1..=texts.len() as u64).collect(),
        texts,
        labels,
        label_names: class_names.and_then(mapping),
        reading: Reading {
            form: Form::Parquet,
            text_column: Some(names[places.text].clone()),
            label_column: places.label.map(|label| names[label].clone()),
            notes: places.notes,
            ..Reading::default()
        },
        columns: names,
    })
}

/// Calls `each` for every row of a column, with nothing where a value is missing.
fn read_column(
    file: &NamedBytes,
    footer: &Footer,
    column: &Column,
    mut each: impl FnMut(&str) -> Result<(), Error>,
) -> Result<(), Error> {
    let physical = column
        .holds
        .physical()
        .map_err(|word| no_values(file, &column.name, word))?;
    let most = ZipLimits::default().most(file);
    let (mut packed, mut written) = (Budget(most), Budget(most));
    let mut row = 0;
    let mut refused = None;
    let mut value = |value: Option<encodings::Value>| {
        row += 1;
        let text = match &value {
            None => "".into(),
            Some(value) => column.holds.written(value).map_err(|at| match value {
                encodings::Value::Bytes(bytes) => Fault::NotUtf8(row, bytes[at]),
                _ => Fault::Damaged,
            })?,
        };
        written.take(text.len() + 1)?;
        each(&text).map_err(|error| {
            refused = Some(error);
            Fault::Label(row)
        })
    };
    let read = footer.groups.iter().try_for_each(|group| {
        let chunk = &group.chunks[column.leaf];
        if chunk.n_values != group.n_rows {
            return Err(Fault::Damaged);
        }
        read_chunk(
            &file.bytes,
            chunk,
            physical,
            column.may_be_missing,
            &mut packed,
            &mut value,
        )
    });
    read.map_err(|fault| match (refused, fault) {
        (Some(error), Fault::Label(row)) => error.at_line(&file.name, row),
        (_, fault) => fault.of(file, Some(&column.name)),
    })
}

/// The names that the library `datasets` gives to the numbers of a column of classes, in their order.
fn class_names(footer: &Footer, column: &str) -> Option<Vec<String>> {
    let note = footer.notes.iter().find(|(key, _)| *key == b"huggingface");
    let note: serde_json::Value = serde_json::from_slice(note?.1).ok()?;
    let feature = note.get("info")?.get("features")?.get(column)?;
    if feature.get("_type")? != "ClassLabel" {
        return None;
    }
    let names = feature.get("names")?.as_array()?.iter();
    names.map(|name| name.as_str().map(String::from)).collect()
}

/// Label to name; nothing where the names are the numbers themselves or can be none.
fn mapping(names: Vec<String>) -> Option<BTreeMap<String, String>> {
    let can_be = |name: &String| !name.trim().is_empty() && check_name(name).is_ok();
    let are_numbers = |(number, name): (usize, &String)| *name == number.to_string();
    if names.is_empty() || !names.iter().all(can_be) || names.iter().enumerate().all(are_numbers) {
        return None;
    }
    let numbered = names.into_iter().enumerate();
    Some(
        numbered
            .map(|(number, name)| (number.to_string(), name))
            .collect(),
    )
}

impl Fault {
    /// The fault of a file, or of one of its columns.
    fn of(self, file: &NamedBytes, column: Option<&str>) -> Error {
        let column = column.unwrap_or_default();
        let by_pandas = |call: String| message!("error-parquet-by-pandas", call = call);
        let (code, message, remedy): (Code, Message, Message) = match self {
            Fault::Damaged if column.is_empty() => (
                Code::UnknownFormat,
                message!("error-parquet-footer"),
                message!("error-check-download"),
            ),
            Fault::Damaged | Fault::Label(_) => (
                Code::UnknownFormat,
                message!("error-parquet-column", column = column),
                message!("error-check-download"),
            ),
            Fault::Encrypted => (
                Code::UnknownFormat,
                message!("error-parquet-encrypted"),
                message!("foreign-by-pandas", call = TO_CSV),
            ),
            Fault::Written(how) => (
                Code::UnknownFormat,
                message!("error-parquet-written", column = column, how = how),
                by_pandas(AS_SNAPPY.into()),
            ),
            Fault::TooLarge => (
                Code::ZipBomb,
                message!(
                    "error-parquet-bytes",
                    column = column,
                    bytes = ZipLimits::default().most(file)
                ),
                message!("foreign-by-pandas", call = TO_CSV),
            ),
            Fault::NotUtf8(row, byte) => {
                let decode = format!(
                    "df[{column:?}] = df[{column:?}].str.decode(\"windows-1250\"); df.to_parquet(\"out.parquet\")"
                );
                let error = Error::new(
                    Code::InvalidUtf8,
                    message!("error-not-utf8", byte = format!("0x{byte:02X}")),
                    by_pandas(decode),
                );
                return error.at_line(&file.name, row);
            }
        };
        Error::new(code, message, remedy).in_file(&file.name)
    }
}

/// The fault of a column whose values are no texts and nothing that can be written as one.
fn no_values(file: &NamedBytes, column: &str, word: &'static str) -> Error {
    let call =
        format!("df[{column:?}] = df[{column:?}].astype(str); df.to_parquet(\"out.parquet\")");
    Error::new(
        Code::BadRow,
        message!("error-parquet-values", column = column, what = word),
        message!("error-parquet-by-pandas", call = call),
    )
    .in_file(&file.name)
}

#[cfg(test)]
mod tests;
