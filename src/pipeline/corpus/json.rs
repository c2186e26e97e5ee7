//! Tables as JSON: an array of objects, one object after the other, mostly one a line, or an object with one array of
//! objects in it, as APIs answer.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::columns::proposal;
use super::labels::{Labels, without_blanks};
use super::lines::shortened;
use super::options::{LABEL_COLUMN, TEXT_COLUMN};
use super::reading::{Form, Note, Reading};
use super::table::{Asked, Table, bad_row, missing_column};
use super::{Missing, NamedBytes};
use crate::message;
use crate::message::{Argument, Message};
use crate::pipeline::error::Error;

const ROW_EXAMPLE: &str = r#"{"text": "dzień dobry", "label": "non-harmful"}"#;
const PANDAS: &str = r#"df.to_json("out.jsonl", orient="records", lines=True, force_ascii=False)"#;

fn by_pandas() -> Message {
    message!("error-json-by-pandas", call = PANDAS)
}

/// Reads the rows of `text`: those of the array that it is or that lies in its only object, else each object. A value of `null`, `NaN` or a key that a row lacks is a missing one.
pub(super) fn read_json(
    file: &NamedBytes,
    text: &str,
    asked: &Asked,
    missing: Missing,
) -> Result<Table, Error> {
    let (text, n_replaced) = mended(text);
    let member = match text.trim_start().starts_with('{') {
        true => member_with_rows(&text, asked).map_err(|error| error.in_file(&file.name))?,
        false => None,
    };
    let array = match &member {
        Some((_, array)) => Some(array.get()),
        None => text.trim_start().starts_with('[').then_some(&text[..]),
    };
    let mut rows = Rows {
        asked,
        missing,
        text_key: None,
        label_key: None,
        labels: Labels::default(),
        is_nested: false,
        table: Table {
            reading: Reading {
                form: match array {
                    Some(_) => Form::JsonArray,
                    None => Form::JsonLines,
                },
                ..Reading::default()
            },
            ..Table::default()
        },
    };
    let mut lines = LineCounter::new(&text);
    if let Some(array) = array {
        let elements: Vec<&RawValue> = serde_json::from_str(array).map_err(|fault| {
            let line = fault.line() as u64;
            no_json(&fault, "array").at_line(&file.name, line)
        })?;
        for element in elements {
            let start = element.get().as_ptr() as usize - text.as_ptr() as usize;
            let line = lines.line_at(start);
            let object = match element.get().starts_with('{') {
                true => {
                    serde_json::from_str(element.get()).map_err(|fault| no_json(&fault, "object"))
                }
                false => Err(bad_row(
                    message!("error-no-object", text = shortened(element.get())),
                    by_pandas(),
                )),
            };
            object
                .and_then(|object| rows.push(object, line))
                .map_err(|error| error.at_line(&file.name, line))?;
        }
    } else {
        let mut stream =
            serde_json::Deserializer::from_str(&text).into_iter::<Map<String, Value>>();
        loop {
            let before = stream.byte_offset();
            let blanks = text[before..].len() - text[before..].trim_start().len();
            let line = lines.line_at(before + blanks);
            let Some(object) = stream.next() else { break };
            object
                .map_err(|fault| no_json(&fault, "object"))
                .and_then(|object| rows.push(object, line))
                .map_err(|error| error.at_line(&file.name, line))?;
        }
    }
    let notes = &mut rows.table.reading.notes;
    notes.extend(member.map(|(name, _)| Note::RowsOfMember { name }));
    notes.extend((n_replaced > 0).then_some(Note::LoneSurrogates { n: n_replaced }));
    rows.finish(file)
}

/// The array of objects in a text that is a single object and no row itself, with its key; nothing of any other text.
///
/// # Errors
/// [`crate::pipeline::error::Code::BadRow`] without a place where there are several such arrays.
fn member_with_rows<'a>(
    text: &'a str,
    asked: &Asked,
) -> Result<Option<(String, &'a RawValue)>, Error> {
    let Ok(object) = serde_json::from_str::<BTreeMap<String, &RawValue>>(text) else {
        return Ok(None);
    };
    if key_of(object.keys(), &asked.text).is_some() {
        return Ok(None);
    }
    let holds_objects = |value: &RawValue| {
        let inside = value.get().strip_prefix('[').map(str::trim_start);
        inside.is_some_and(|inside| inside.starts_with('{'))
    };
    let mut found: Vec<(String, &RawValue)> = object
        .into_iter()
        .filter(|(_, value)| holds_objects(value))
        .collect();
    match found.len() {
        0 | 1 => Ok(found.pop()),
        _ => {
            let names: Vec<&String> = found.iter().map(|(name, _)| name).collect();
            Err(bad_row(
                message!("error-several-arrays", names = Argument::names(&names)),
                message!("error-array-each"),
            ))
        }
    }
}

/// The first objects that are rows, `most` of them at most: of an array, those one after the other, or those of the array in the
/// only object; the text may be cut off behind them.
pub(super) fn first_objects(text: &str, most: usize) -> Vec<Map<String, Value>> {
    let mut rest = text.trim_start();
    let mut found = Vec::new();
    while found.len() < most {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '[' | ','));
        let mut objects = serde_json::Deserializer::from_str(rest).into_iter();
        let Some(Ok(object)) = objects.next() else {
            break;
        };
        found.push(object);
        rest = &rest[objects.byte_offset()..];
    }
    let holds_objects = |value: &Value| match value {
        Value::Array(array) => array.first().is_some_and(Value::is_object),
        _ => false,
    };
    match &mut found[..] {
        // It was cut off: the rows are those of the first array.
        [] => match text.trim_start().find('[') {
            Some(at) if at > 0 => first_objects(&text.trim_start()[at..], most),
            _ => found,
        },
        [only] if rest.trim().is_empty() => match only.values_mut().find(|it| holds_objects(it)) {
            Some(array) => {
                let rows = array.as_array_mut().map(std::mem::take).unwrap_or_default();
                let objects = rows.into_iter().filter_map(|row| match row {
                    Value::Object(object) => Some(object),
                    _ => None,
                });
                objects.take(most).collect()
            }
            None => found,
        },
        _ => found,
    }
}

/// The values of an object's keys, as rows have them; empty where a value is missing or is no row's.
pub(super) fn cells(object: &Map<String, Value>, keys: &[String]) -> Vec<String> {
    let cell = |key: &String| match object.get(key) {
        Some(Value::String(text)) => text.clone(),
        Some(value) => written(key, value).unwrap_or_else(|_| value.to_string()),
        None => String::new(),
    };
    keys.iter().map(cell).collect()
}

/// Rows as they are read.
struct Rows<'a> {
    asked: &'a Asked,
    missing: Missing,
    /// The key of the texts, once a row had it; and whether it is the very one that was asked for.
    text_key: Option<String>,
    label_key: Option<String>,
    labels: Labels,
    /// Whether the first row has a value that is an object or an array.
    is_nested: bool,
    table: Table,
}

impl Rows<'_> {
    fn push(&mut self, mut object: Map<String, Value>, line: u64) -> Result<(), Error> {
        if self.table.lines.is_empty() {
            self.table.columns = object.keys().cloned().collect();
            let mut values = object.values();
            self.is_nested = values.any(|value| value.is_object() || value.is_array());
        }
        let text_key = found(&mut self.text_key, &self.asked.text, &object);
        if let Some(name) = &self.asked.label {
            let key = found(&mut self.label_key, name, &object);
            let value = key.and_then(|key| object.get(&key));
            let label = value.map(|value| written(name, value)).transpose()?;
            self.labels.push(&label.unwrap_or_default(), self.missing)?;
        }
        let text = match text_key.and_then(|key| object.remove(&key)) {
            Some(Value::String(text)) => text,
            Some(value) => written(&self.asked.text, &value)?,
            None => String::new(),
        };
        self.table.texts.push(text);
        self.table.lines.push(line);
        Ok(())
    }

    fn finish(mut self, file: &NamedBytes) -> Result<Table, Error> {
        let reading = &mut self.table.reading;
        reading.n_rows = self.table.texts.len() as u64;
        let columns = &self.table.columns;
        let lacks = |name: &str| {
            let remedy =
                proposal(self.asked, columns, &[]).unwrap_or_else(|| match self.is_nested {
                    true => by_pandas(),
                    false => message!(
                        "error-name-columns-by-name",
                        option_text = TEXT_COLUMN,
                        option_label = LABEL_COLUMN
                    ),
                });
            missing_column(name, columns, &[], Some(remedy)).in_file(&file.name)
        };
        if self.text_key.is_none() && !self.table.texts.is_empty() {
            return Err(lacks(&self.asked.text));
        }
        if let Some(name) = &self.asked.label {
            if self.label_key.is_some() || self.table.texts.is_empty() {
                self.table.labels = Some(self.labels);
            } else if self.asked.label_is_needed {
                return Err(lacks(name));
            }
        }
        for (asked, key) in [
            (Some(&self.asked.text), &self.text_key),
            (self.asked.label.as_ref(), &self.label_key),
        ] {
            if let (Some(asked), Some(key)) = (asked, key)
                && asked != key
            {
                reading.notes.push(Note::SimilarName {
                    asked: asked.clone(),
                    taken: key.clone(),
                });
            }
        }
        reading.text_column = self.text_key;
        reading.label_column = self.label_key;
        Ok(self.table)
    }
}

/// The key of a name in an object: the one of the objects before, where this one has it too. The first one is kept.
fn found(known: &mut Option<String>, name: &str, object: &Map<String, Value>) -> Option<String> {
    if let Some(key) = known.as_ref().filter(|key| object.contains_key(*key)) {
        return Some(key.clone());
    }
    let key = key_of(object.keys(), name)?;
    known.get_or_insert_with(|| key.clone());
    Some(key)
}

/// The key of a name: the same one, else the only one that differs in case or blanks alone.
fn key_of<'a>(keys: impl Iterator<Item = &'a String> + Clone, name: &str) -> Option<String> {
    if keys.clone().any(|key| key == name) {
        return Some(name.into());
    }
    let plain = |name: &str| without_blanks(name).to_lowercase();
    let mut similar = keys.filter(|key| plain(key) == plain(name));
    match (similar.next(), similar.next()) {
        (Some(only), None) => Some(only.clone()),
        _ => None,
    }
}

/// A value as a table of fields would have it; nothing for `null`.
fn written(column: &str, value: &Value) -> Result<String, Error> {
    Ok(match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(truth) => truth.to_string(),
        Value::Array(_) | Value::Object(_) => {
            return Err(bad_row(
                message!(
                    "error-not-one-value",
                    column = column,
                    value = shortened(&value.to_string())
                ),
                by_pandas(),
            ));
        }
    })
}

fn no_json(fault: &serde_json::Error, what: &'static str) -> Error {
    // serde_json counts lines too; the place of the error says the row's own.
    let message = fault.to_string();
    let message = message.split(" at line ").next().unwrap_or_default();
    bad_row(
        message!(
            "error-no-json",
            what = Argument::key(what),
            fault = message,
            column = fault.column().to_string()
        ),
        message!("error-json-row", example = ROW_EXAMPLE),
    )
}

/// Lines by offset, for offsets that grow.
struct LineCounter<'a> {
    text: &'a str,
    at: usize,
    line: u64,
}

impl LineCounter<'_> {
    fn new(text: &str) -> LineCounter<'_> {
        LineCounter {
            text,
            at: 0,
            line: 1,
        }
    }

    /// Counted from 1.
    fn line_at(&mut self, offset: usize) -> u64 {
        let offset = offset.clamp(self.at, self.text.len());
        let passed = &self.text.as_bytes()[self.at..offset];
        self.line += passed.iter().filter(|byte| **byte == b'\n').count() as u64;
        self.at = offset;
        self.line
    }
}

/// JSON as other programs write it, made JSON: `NaN` and the infinities of Python's `json` become `null`, and half
/// surrogate pairs, which JavaScript and Twitter's exports cut apart, U+FFFD; with the number of the latter.
fn mended(text: &str) -> (Cow<'_, str>, u64) {
    if !["NaN", "Infinity", "\\ud", "\\uD"]
        .iter()
        .any(|sign| text.contains(sign))
    {
        return (Cow::Borrowed(text), 0);
    }
    let bytes = text.as_bytes();
    let mut mended = String::with_capacity(text.len());
    let (mut copied, mut at, mut n_replaced) = (0, 0, 0);
    let mut in_string = false;
    while at < bytes.len() {
        // Each of these is ASCII, so that cutting there cuts no character.
        let (length, replacement) = match bytes[at] {
            b'"' => {
                in_string = !in_string;
                (1, None)
            }
            b'\\' if in_string => match unit(bytes, at) {
                Some(0xd800..=0xdbff) if matches!(unit(bytes, at + 6), Some(0xdc00..=0xdfff)) => {
                    (12, None)
                }
                Some(0xd800..=0xdfff) => {
                    n_replaced += 1;
                    (6, Some("\\ufffd"))
                }
                _ => (2, None),
            },
            b'N' | b'I' | b'-' if !in_string => {
                let rest = &bytes[at..];
                let constants = ["NaN", "Infinity", "-Infinity"];
                let found = constants
                    .iter()
                    .find(|name| rest.starts_with(name.as_bytes()));
                found.map_or((1, None), |name| (name.len(), Some("null")))
            }
            _ => (1, None),
        };
        if let Some(replacement) = replacement {
            mended.push_str(&text[copied..at]);
            mended.push_str(replacement);
            copied = at + length;
        }
        at += length;
    }
    mended.push_str(&text[copied.min(text.len())..]);
    (Cow::Owned(mended), n_replaced)
}

/// The UTF-16 unit of an escape `\uXXXX` at a place.
fn unit(bytes: &[u8], at: usize) -> Option<u16> {
    let escape = bytes.get(at..at + 6)?.strip_prefix(b"\\u")?;
    u16::from_str_radix(str::from_utf8(escape).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_other_programs_write_becomes_json() {
        for (text, expected, n) in [
            (r#"{"a": "\ud83d\ude00"}"#, r#"{"a": "\ud83d\ude00"}"#, 0),
            (r#"{"a": "\ud83d"}"#, r#"{"a": "\ufffd"}"#, 1),
            (
                r#"{"a": "x\uDE00y\ud83dz"}"#,
                r#"{"a": "x\ufffdy\ufffdz"}"#,
                2,
            ),
            (r#"{"a": "\\ud83d"}"#, r#"{"a": "\\ud83d"}"#, 0),
            (
                r#"{"a": "\"NaN", "b": NaN}"#,
                r#"{"a": "\"NaN", "b": null}"#,
                0,
            ),
            (r#"{"a": -Infinity, "b": -1}"#, r#"{"a": null, "b": -1}"#, 0),
            (r#"{"a": "\ud83d"#, r#"{"a": "\ufffd"#, 1),
            ("\\ud", "\\ud", 0),
        ] {
            let (mended, n_replaced) = mended(text);
            assert_eq!((&*mended, n_replaced), (expected, n), "{text}");
        }
    }
}
