//! Files of settings in TOML: values with the lines on which they stand, faults at their lines.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};
use toml::{Spanned, Table, Value};

use super::{Kind, Refusal, Settings, put};
use crate::message;
use crate::message::Message;
use crate::pipeline::error::{Code, Error};
use crate::pipeline::names::unknown;

/// Lines, counted from 1, by path such as `svc`, `svc.C`, `rules[0].margin`.
pub type Lines = BTreeMap<String, u64>;

/// What a file says.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadFile<T> {
    pub settings: T,
    /// What is to be said of names and values of earlier versions, each with its line.
    pub notes: Vec<Message>,
}

/// Settings that a program has written, without the lines of their faults. They are read by way of values, as [`read`] does
/// it: a reader from the text of its own for each type would weigh as much as all else that reads TOML.
///
/// # Errors
/// The text is no TOML, or its values are no such settings.
pub fn of_toml<T: Settings>(text: &str) -> Result<T, toml::de::Error> {
    toml::from_str::<Table>(text)?.try_into()
}

/// Values and where they stand.
///
/// # Errors
/// [`Code::InvalidConfig`] where the text is no TOML, with the line.
pub fn parse(text: &str, file: &str) -> Result<(Table, Lines), Error> {
    let line_of = |offset: usize| 1 + text[..offset.min(text.len())].matches('\n').count() as u64;
    let no_toml = |fault: toml::de::Error| {
        let line = fault.span().map_or(1, |span| line_of(span.start));
        let message = message!("setting-no-toml", fault = fault.message().trim());
        let remedy = message!("setting-correct-toml");
        Error::new(Code::InvalidConfig, message, remedy).at_line(file, line)
    };
    // The one tree knows the places, the other one the values.
    let places = DeTable::parse(text).map_err(no_toml)?;
    let values = toml::from_str(text).map_err(no_toml)?;
    let mut lines = Lines::new();
    mark_table(places.get_ref(), "", &line_of, &mut lines);
    Ok((values, lines))
}

fn mark_table(table: &DeTable, path: &str, line_of: &impl Fn(usize) -> u64, lines: &mut Lines) {
    for (key, value) in table {
        let path = match path {
            "" => key.get_ref().to_string(),
            path => format!("{path}.{}", key.get_ref()),
        };
        mark_value(value, &path, line_of, lines);
        lines.insert(path, line_of(key.span().start));
    }
}

fn mark_value(
    value: &Spanned<DeValue>,
    path: &str,
    line_of: &impl Fn(usize) -> u64,
    lines: &mut Lines,
) {
    match value.get_ref() {
        DeValue::Table(table) => mark_table(table, path, line_of, lines),
        DeValue::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                let path = format!("{path}[{at}]");
                lines.insert(path.clone(), line_of(item.span().start));
                mark_value(item, &path, line_of, lines);
            }
        }
        _ => {}
    }
}

/// Reads a file of sections with keys; what is left out has its default.
///
/// # Errors
/// Those of [`parse`]; [`Code::UnknownKey`] for a section or key that does not exist (the remedy names the nearest one),
/// [`Code::InvalidConfig`] for a value of the wrong kind, [`Code::InvalidParameter`] for one out of its range; each with the
/// line.
pub fn read<T: Settings>(text: &str, file: &str) -> Result<ReadFile<T>, Error> {
    let (values, lines) = parse(text, file)?;
    read_values(&values, &lines, file)
}

/// The same of what [`parse`] gave.
///
/// # Errors
/// Those of [`read`] but for those of [`parse`].
pub fn read_values<T: Settings>(
    values: &Table,
    lines: &Lines,
    file: &str,
) -> Result<ReadFile<T>, Error> {
    let schema = T::SCHEMA;
    let mut notes = Vec::new();
    let mut whole = (schema.defaults)();
    let mut settings = T::default();
    for (section, body) in values {
        let line = lines[section];
        let sections = schema.sections();
        if !sections.contains(&section.as_str()) {
            let message = message!("setting-unknown-section", name = section);
            return Err(unknown(section, &sections, message).at_line(file, line));
        }
        let Value::Table(entries) = body else {
            let message = message!("setting-no-section", name = section);
            let remedy = message!("setting-write-section", name = section);
            return Err(Error::new(Code::InvalidConfig, message, remedy).at_line(file, line));
        };
        for (key, value) in entries {
            let line = lines[&format!("{section}.{key}")];
            let param = schema
                .find(section, key)
                .map_err(|error| error.at_line(file, line))?;
            // A whole number stands for a float where a setting takes nothing else.
            let value = match (value, &param.kind) {
                (Value::Integer(whole), Kind::Float(_)) => Value::Float(*whole as f64),
                (value, _) => value.clone(),
            };
            let shown = value.to_string();
            put(&mut whole, param, Some(value));
            settings = whole.clone().try_into().map_err(|_| {
                let error = param.refusal(schema, &param.key(), &shown, Refusal::Kind);
                error.at_line(file, line)
            })?;
            if let Some(meant) = settings.upgrade() {
                notes.push(note(meant, file, line));
                whole = settings.to_table();
            }
        }
    }
    settings
        .check()
        .map_err(|error| placed(error, file, lines))?;
    Ok(ReadFile { settings, notes })
}

/// A fault whose place is a setting, at its line of a file.
pub fn placed(error: Error, file: &str, lines: &Lines) -> Error {
    let setting = error.place.as_ref().map(|place| place.file.clone());
    let line = setting.and_then(|setting| lines.get(&setting).copied());
    match line {
        Some(line) => with_name(error).at_line(file, line),
        None => with_name(error).in_file(file),
    }
}

/// A fault whose place is a setting's name, with that name in the message, since its place will be a file.
fn with_name(error: Error) -> Error {
    let Some(place) = &error.place else {
        return error;
    };
    let name = format!("`{}`", place.file);
    if error.message.to_string().starts_with(&name) {
        return error;
    }
    Error {
        message: message!(
            "error-of-setting",
            setting = place.file.as_str(),
            fault = error.message
        ),
        ..error
    }
}

/// What is to be said of a line.
pub fn note(message: Message, file: &str, line: u64) -> Message {
    let line = line.to_string();
    message!("setting-note", file = file, line = line, note = message)
}
