//! What one file was read as: its form, its columns, its rows, and which of them were left out.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::lines::shortened;
use super::{Delimiter, Quoting, TextEncoding};
use crate::message;
use crate::message::{Argument, Message};

/// How a file was read.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
#[serde(default)]
pub struct Reading {
    pub form: Form,
    pub encoding: TextEncoding,
    /// Of a table of fields.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<Delimiter>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quoting: Option<Quoting>,
    /// Whether the first row had the names of the columns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<bool>,
    /// The column that the texts came from: its name, or its number where there are no names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text_column: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label_column: Option<String>,
    /// Rows of the file, those that were left out among them.
    pub n_rows: u64,
    /// Rows that were left out, by their reasons.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<LeftOut>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
}

/// The form of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// One text a line.
    #[default]
    Texts,
    /// One label a line.
    Labels,
    /// Rows of fields: CSV, TSV and their like.
    Delimited,
    /// One JSON object a line.
    JsonLines,
    /// A JSON array of objects.
    JsonArray,
    Parquet,
}

/// Rows that were left out for one reason.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
pub struct LeftOut {
    pub why: Why,
    pub n: u64,
    /// The lines on which the first of them begin, counted from 1; not all where they are many.
    pub lines: Vec<u64>,
    /// What stood in the place of a label, as far as something did: `NaN`, `None` and their like.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
}

/// Why a row was left out.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, JsonSchema, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    NoLabel,
    NoText,
}

/// What a reader of the file should know.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Note {
    /// Quoted texts that span several lines; the longest, in lines, and the line on which it begins.
    SeveralLines { n: u64, longest: u64, line: u64 },
    /// What is no character, half surrogate pairs mostly, became U+FFFD.
    LoneSurrogates { n: u64 },
    /// The rows are an array in the file's only object.
    RowsOfMember { name: String },
    /// A column was found under a name that differs in case or blanks.
    SimilarName { asked: String, taken: String },
    /// Lines before the names of the columns: `sep=;`, comments.
    LinesBefore { n: u64 },
    /// Rows that are the header once more, as in tables put together from several; they were passed over.
    RepeatedHeader { n: u64, line: u64 },
    /// Quotation marks stand as they are, since not each one is closed.
    QuotesAreText { n: u64, line: u64 },
    /// Labels are numbers or truth values that were written in several ways, or with a fraction of zero.
    OneForm { written: String, taken: String },
    /// Labels that the names of labels don't know; they stand as they are.
    WithoutName { labels: Vec<String> },
    /// Rows without labels that stay, on a side that needs none.
    Unlabelled { n: u64 },
}

impl Default for Reading {
    fn default() -> Reading {
        Reading {
            form: Form::Texts,
            encoding: TextEncoding::UTF_8,
            delimiter: None,
            quoting: None,
            header: None,
            text_column: None,
            label_column: None,
            n_rows: 0,
            left_out: Vec::new(),
            notes: Vec::new(),
        }
    }
}

impl LeftOut {
    /// Lines that are kept.
    pub const MOST_LINES: usize = 100;
}

impl Reading {
    /// Rows that were left out, whatever the reason.
    pub fn n_left_out(&self) -> u64 {
        self.left_out.iter().map(|left| left.n).sum()
    }

    /// Whether half of the rows or more were left out: the columns may be the wrong ones.
    pub fn is_mostly_left_out(&self) -> bool {
        self.n_rows > 0 && 2 * self.n_left_out() >= self.n_rows
    }

    /// What is said of a file of which most rows were left out.
    pub fn warning(&self, name: &str) -> Message {
        message!(
            "reading-mostly-left-out",
            left = self.n_left_out(),
            rows = self.n_rows,
            file = name
        )
    }

    /// What the file was read as: form, columns, rows, then those that were left out, and what is to be known of it.
    pub fn said(&self) -> Message {
        let key = |key: &'static str| Argument::Key(key.into());
        let form = message!(
            "reading-form",
            form = key(match self.form {
                Form::Texts => "texts",
                Form::Labels => "labels",
                Form::Delimited => "table",
                Form::JsonLines => "json-lines",
                Form::JsonArray => "json-array",
                Form::Parquet => "parquet",
            }),
            delimiter = Argument::Key(match self.delimiter {
                Some(delimiter) => delimiter.to_string().into(),
                None => "unknown".into(),
            }),
            header = key(match self.header {
                Some(true) => "yes",
                _ => "no",
            }),
            encoding = self.encoding.to_string(),
            columns = key(match (&self.text_column, &self.label_column) {
                (Some(_), Some(_)) => "both",
                (Some(_), None) => "texts",
                (None, Some(_)) => "labels",
                (None, None) => "none",
            }),
            texts = self.text_column.clone().unwrap_or_default(),
            labels = self.label_column.clone().unwrap_or_default(),
            unit = key(match self.form {
                Form::Texts | Form::Labels => "lines",
                _ => "rows",
            }),
            rows = self.n_rows
        );
        let left_out = self.left_out.iter().map(|left| left.said(self.form));
        let notes = self.notes.iter().map(Note::said);
        let all = std::iter::once(form).chain(left_out).chain(notes);
        message!(
            "clauses",
            clauses = Argument::Clauses(all.map(Argument::from).collect())
        )
    }

    /// Rows that were used.
    pub fn n_used(&self) -> u64 {
        self.n_rows - self.n_left_out()
    }

    /// Notes what stood in the place of labels.
    pub(super) fn set_values(&mut self, values: &[String]) {
        let left = self
            .left_out
            .iter_mut()
            .find(|left| left.why == Why::NoLabel);
        if let Some(left) = left {
            left.values = values.to_vec();
        }
    }

    /// Counts a row that is left out.
    pub(super) fn leave_out(&mut self, why: Why, line: u64) {
        let left = match self.left_out.iter_mut().find(|left| left.why == why) {
            Some(left) => left,
            None => {
                self.left_out.push(LeftOut {
                    why,
                    n: 0,
                    lines: Vec::new(),
                    values: Vec::new(),
                });
                self.left_out.last_mut().expect("one was just added")
            }
        };
        left.n += 1;
        if left.lines.len() < LeftOut::MOST_LINES {
            left.lines.push(line);
        }
    }
}

/// In English.
impl fmt::Display for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.said().fmt(f)
    }
}

impl LeftOut {
    fn said(&self, form: Form) -> Message {
        let why = match self.why {
            Why::NoText => "no-text",
            Why::NoLabel if self.values.is_empty() => "no-label",
            Why::NoLabel => "values",
        };
        message!(
            "reading-left-out",
            rows = self.n,
            why = Argument::Key(why.into()),
            values = Argument::names(&self.values),
            lines = lines(&self.lines, self.n, form)
        )
    }
}

impl Note {
    fn said(&self) -> Message {
        match self {
            Note::SeveralLines { n, longest, line } => message!(
                "reading-several-lines",
                texts = *n,
                longest = *longest,
                line = line.to_string()
            ),
            Note::LoneSurrogates { n } => message!("reading-surrogates", n = *n),
            Note::RowsOfMember { name } => message!("reading-member", name = shortened(name)),
            Note::SimilarName { asked, taken } => {
                message!("reading-similar-name", taken = taken, asked = asked)
            }
            Note::LinesBefore { n } => message!("reading-lines-before", n = *n),
            Note::RepeatedHeader { n, line } => message!(
                "reading-repeated-header",
                rows = *n,
                line = line.to_string()
            ),
            Note::QuotesAreText { n, line } => {
                message!("reading-quotes", rows = *n, line = line.to_string())
            }
            Note::OneForm { written, taken } => {
                message!("reading-one-form", written = written, taken = taken)
            }
            Note::WithoutName { labels } => message!(
                "reading-without-name",
                n = labels.len(),
                labels = Argument::names(labels)
            ),
            Note::Unlabelled { n } => message!("reading-unlabelled", rows = *n),
        }
    }
}

/// `line 5`, `lines 5, 12 and 80`, of more than eight `lines 5, 12, 13, 20, 21, 22, 30, 31 and 40 more`.
fn lines(lines: &[u64], n: u64, form: Form) -> Message {
    const MOST: usize = 8;
    let shown = lines.iter().take(MOST).map(u64::to_string);
    let listed = match n > MOST as u64 {
        true => message!(
            "list-more",
            items = shown.collect::<Vec<_>>().join(", "),
            more = n - MOST as u64
        )
        .into(),
        false => Argument::All(shown.map(Argument::Text).collect()),
    };
    let unit = Argument::key(match form {
        Form::Parquet => "rows",
        _ => "lines",
    });
    message!(
        "reading-lines",
        unit = unit,
        n = lines.len(),
        lines = listed
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reading_is_one_line() {
        let mut reading = Reading {
            form: Form::Delimited,
            delimiter: Some(Delimiter::Semicolon),
            header: Some(true),
            text_column: Some("tweet".into()),
            label_column: Some("class".into()),
            n_rows: 1_240,
            ..Reading::default()
        };
        reading.leave_out(Why::NoLabel, 5);
        reading.leave_out(Why::NoLabel, 12);
        assert_eq!(
            reading.to_string(),
            "a table by semicolon with a header, texts from column `tweet`, labels from column `class`, 1,240 rows; \
             2 rows without a label left out: lines 5 and 12"
        );
        for line in 20..40 {
            reading.leave_out(Why::NoText, line);
        }
        assert!(reading.to_string().ends_with(
            "20 rows without a text left out: lines 20, 21, 22, 23, 24, 25, 26, 27 and 12 more"
        ));
        assert_eq!((reading.n_left_out(), reading.n_used()), (22, 1_218));
    }
}
