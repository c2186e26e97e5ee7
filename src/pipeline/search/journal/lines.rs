//! The lines of a journal: whole ones as JSON objects with their numbers, and one that was cut.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json};

use crate::message;
use crate::message::Message;
use crate::pipeline::error::{Code, Error};
use crate::pipeline::time::UnixMillis;

/// One operation, and where it stands.
pub(super) struct Line<'a> {
    pub file: &'a str,
    /// Counted from 1.
    pub number: u64,
    pub fields: Map<String, Json>,
}

/// A line's bytes as an operation.
///
/// # Errors
/// [`Code::DamagedJournal`] for what is no JSON object.
pub(super) fn line<'a>(file: &'a str, number: u64, bytes: &[u8]) -> Result<Line<'a>, Error> {
    match python_json(&String::from_utf8_lossy(bytes)) {
        Ok(fields) => Ok(Line {
            file,
            number,
            fields,
        }),
        Err(fault) => Err(damaged(
            message!("error-journal-no-json", fault = fault.to_string()),
            file,
            number,
        )),
    }
}

fn damaged(what: Message, file: &str, line: u64) -> Error {
    let remedy = message!("error-give-whole-journal");
    Error::new(Code::DamagedJournal, what, remedy).at_line(file, line)
}

/// JSON as Python writes it. The floats that JSON lacks come as texts.
///
/// # Errors
/// Where it is none.
pub fn python_json<T: DeserializeOwned>(text: &str) -> Result<T, serde_json::Error> {
    serde_json::from_str(text).or_else(|_| serde_json::from_str(&with_quoted_words(text)))
}

/// Python writes the floats that JSON lacks as bare words; as texts, [`number`] reads them.
fn with_quoted_words(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let (mut rest, mut is_in_text) = (text, false);
    while let Some(first) = rest.chars().next() {
        let word = ["NaN", "-Infinity", "Infinity"]
            .into_iter()
            .find(|word| !is_in_text && rest.starts_with(word));
        let taken = match word {
            Some(word) => word.len(),
            None if first == '\\' => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
            None => first.len_utf8(),
        };
        is_in_text ^= first == '"';
        match word {
            Some(word) => out.extend(["\"", word, "\""]),
            None => out.push_str(&rest[..taken]),
        }
        rest = &rest[taken..];
    }
    out
}

/// A float as Python writes it.
pub(super) fn number(value: &Json) -> Option<f64> {
    match value {
        Json::String(word) => match word.as_str() {
            "NaN" => Some(f64::NAN),
            "Infinity" => Some(f64::INFINITY),
            "-Infinity" => Some(f64::NEG_INFINITY),
            _ => None,
        },
        other => other.as_f64(),
    }
}

impl Line<'_> {
    /// A field that an operation can't be without, as `read` takes it.
    ///
    /// # Errors
    /// [`Code::DamagedJournal`] where it is missing, or is nothing that `read` takes.
    pub fn field<'a, T>(
        &'a self,
        name: &str,
        read: impl FnOnce(&'a Json) -> Option<T>,
    ) -> Result<T, Error> {
        self.fields
            .get(name)
            .and_then(read)
            .ok_or_else(|| self.fault(message!("error-journal-field", field = name)))
    }

    /// The same for one that may be missing or null.
    pub fn optional<'a, T>(
        &'a self,
        name: &str,
        read: impl FnOnce(&'a Json) -> Option<T>,
    ) -> Result<Option<T>, Error> {
        match self.fields.get(name) {
            None | Some(Json::Null) => Ok(None),
            Some(_) => self.field(name, read).map(Some),
        }
    }

    pub fn fault(&self, what: Message) -> Error {
        damaged(what, self.file, self.number)
    }
}

/// A moment in Python's ISO format with microseconds and an offset, to the microsecond.
pub(super) fn moment(value: &Json) -> Option<UnixMillis> {
    let read = UnixMillis::parse(value.as_str()?)?;
    Some(UnixMillis((read.0 * 1000.0).round() / 1000.0))
}

/// The same, written in UTC.
pub(super) fn written_moment(moment: UnixMillis) -> String {
    let micros = (moment.0 * 1000.0).round() as i64;
    let civil = UnixMillis(micros.div_euclid(1000) as f64).civil();
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}{:03}+00:00",
        civil.year,
        civil.month,
        civil.day,
        civil.hour,
        civil.minute,
        civil.second,
        civil.millisecond,
        micros.rem_euclid(1000)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pythons_floats_are_read_and_texts_left() {
        let text = r#"{"a":NaN,"b":[-Infinity,Infinity],"c":"NaN \" Infinity","d":1}"#;
        let read = line("f", 1, text.as_bytes()).expect("Python's JSON").fields;
        assert!(number(&read["a"]).is_some_and(f64::is_nan));
        assert_eq!(number(&read["b"][0]), Some(f64::NEG_INFINITY));
        assert_eq!(number(&read["b"][1]), Some(f64::INFINITY));
        assert_eq!(read["c"], "NaN \" Infinity");
        assert_eq!(number(&read["d"]), Some(1.0));
    }

    #[test]
    fn times_come_back_to_the_microsecond() {
        for micros in (0..2_000i64).map(|k| 1_795_442_400_000_000 + k * 1_234_567) {
            let moment_ = UnixMillis(micros as f64 / 1000.0);
            let text = written_moment(moment_);
            assert_eq!(moment(&Json::String(text.clone())), Some(moment_), "{text}");
        }
        let text = written_moment(UnixMillis(1_795_442_400_000.125));
        assert_eq!(text, "2026-11-23T14:00:00.000125+00:00");
    }
}
