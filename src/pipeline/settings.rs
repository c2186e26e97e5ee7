//! A TOML file of settings: sections with keys below, each with the line on which it stands.

use serde::Serialize;
use serde::de::DeserializeOwned;
use toml::de::{DeTable, DeValue};

use crate::pipeline::error::{Code, Error};
use crate::pipeline::names::unknown;

/// A key with its value, as the file has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    pub section: String,
    pub key: String,
    /// Counted from 1.
    pub line: u64,
    pub value: toml::Value,
}

/// All settings of a file, section by section, each section of the known ones.
///
/// # Errors
/// [`Code::InvalidConfig`] where the text is no TOML or a section is none, [`Code::UnknownKey`] for another section (the
/// remedy names the nearest one); each with the line.
pub fn settings(text: &str, file: &str, sections: &[&str]) -> Result<Vec<Setting>, Error> {
    let line_of = |offset: usize| 1 + text[..offset.min(text.len())].matches('\n').count() as u64;
    let document = DeTable::parse(text).map_err(|fault| {
        let line = fault.span().map_or(1, |span| line_of(span.start));
        Error::new(
            Code::InvalidConfig,
            fault.message().trim().to_string(),
            "correct the TOML; `key = value` under a [section], texts in quotes",
        )
        .at_line(file, line)
    })?;
    // The parsed tree above knows the places, this one the values.
    let values: toml::Table = toml::from_str(text).map_err(|fault| {
        Error::new(
            Code::InvalidConfig,
            fault.message().trim().to_string(),
            "correct the TOML",
        )
        .in_file(file)
    })?;
    let mut found = Vec::new();
    for (section, body) in document.get_ref() {
        let section_line = line_of(section.span().start);
        let name = section.get_ref().as_ref();
        if !sections.contains(&name) {
            return Err(unknown(name, sections, "section").at_line(file, section_line));
        }
        let DeValue::Table(entries) = body.get_ref() else {
            return Err(Error::new(
                Code::InvalidConfig,
                format!("`{name}` is a section, not a value"),
                format!("write [{name}] on a line of its own and its keys below"),
            )
            .at_line(file, section_line));
        };
        for key in entries.keys() {
            let key_name = key.get_ref().as_ref();
            found.push(Setting {
                section: name.into(),
                key: key_name.into(),
                line: line_of(key.span().start),
                value: values[name][key_name].clone(),
            });
        }
    }
    Ok(found)
}

/// Puts one value into a section, leaving the others as they are; `expected` says what the key takes, in words.
///
/// # Errors
/// [`Code::InvalidConfig`] for a value of the wrong kind.
pub fn set_key<T: Serialize + DeserializeOwned>(
    section: &mut T,
    name: &str,
    key: &str,
    value: &toml::Value,
    expected: &str,
) -> Result<(), Error> {
    let mut table = toml::Table::try_from(&*section).expect("every section is a table");
    // A whole number stands for a float everywhere but in the document limits, where it means a count.
    let is_float = table.get(key).is_some_and(toml::Value::is_float) && !key.ends_with("_df");
    let value = match value {
        toml::Value::Integer(whole) if is_float => toml::Value::Float(*whole as f64),
        other => other.clone(),
    };
    let shown = value.to_string();
    table.insert(key.to_string(), value);
    *section = table.try_into().map_err(|_| {
        Error::new(
            Code::InvalidConfig,
            format!("`{name}.{key}` can't be {shown}"),
            format!("give {expected}"),
        )
    })?;
    Ok(())
}

/// A fault whose place is a setting's name, with that name in the message, since its place will be a file.
pub fn with_name(error: Error) -> Error {
    let setting = error.place.as_ref().map(|place| place.file.clone());
    Error {
        message: match setting {
            Some(setting) => format!("`{setting}`: {}", error.message),
            None => error.message.clone(),
        },
        ..error
    }
}
