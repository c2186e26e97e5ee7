//! What one file was read as: its form, its columns, its rows, and which of them were left out.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::lines::shortened;
use super::wording::{counted, grouped, listed};
use super::{Delimiter, Quoting, TextEncoding};

/// How a file was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
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
}

/// Rows that were left out for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    pub why: Why,
    pub n: u64,
    /// The lines on which the first of them begin, counted from 1; at most [`LeftOut::MOST_LINES`].
    pub lines: Vec<u64>,
    /// What stood in the place of a label, as far as something did: `NaN`, `None` and their like.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
}

/// Why a row was left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    NoLabel,
    NoText,
}

/// What a reader of the file should know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    pub fn warning(&self, name: &str) -> String {
        format!(
            "{} of {} of {name} were left out; check the columns and the labels",
            grouped(self.n_left_out()),
            counted(self.n_rows, "row")
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

/// `a table by semicolon with a header, texts from column `tweet`, labels from column `class`, 24 rows; 2 rows without a
/// label left out: lines 5 and 12`.
impl fmt::Display for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.form {
            Form::Texts => f.write_str("texts, one a line")?,
            Form::Labels => f.write_str("labels, one a line")?,
            Form::JsonLines => f.write_str("JSON, one object a row")?,
            Form::JsonArray => f.write_str("a JSON array of objects")?,
            Form::Delimited => {
                match self.delimiter {
                    Some(delimiter) => write!(f, "a table by {delimiter}")?,
                    None => f.write_str("a table")?,
                }
                f.write_str(match self.header {
                    Some(true) => " with a header",
                    _ => " without a header",
                })?;
            }
        }
        if self.encoding != TextEncoding::UTF_8 {
            write!(f, ", {}", self.encoding)?;
        }
        if let Some(column) = &self.text_column {
            write!(f, ", texts from column `{column}`")?;
        }
        match &self.label_column {
            Some(column) => write!(f, ", labels from column `{column}`")?,
            None if self.text_column.is_some() => f.write_str(", no labels")?,
            None => {}
        }
        let noun = match self.form {
            Form::Texts | Form::Labels => "line",
            _ => "row",
        };
        write!(f, ", {}", counted(self.n_rows, noun))?;
        for left in &self.left_out {
            write!(f, "; {left}")?;
        }
        for note in &self.notes {
            write!(f, "; {note}")?;
        }
        Ok(())
    }
}

impl fmt::Display for LeftOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.why {
            Why::NoLabel if self.values.is_empty() => "without a label".to_string(),
            Why::NoLabel => format!("without a label ({})", listed(&self.values)),
            Why::NoText => "without a text".to_string(),
        };
        write!(
            f,
            "{} {what} left out: {}",
            counted(self.n, "row"),
            lines(&self.lines, self.n)
        )
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Note::SeveralLines { n, longest, line } => {
                let (texts, span) = match n {
                    1 => ("1 text spans".to_string(), String::new()),
                    n => (format!("{} texts span", grouped(*n)), "the longest ".into()),
                };
                write!(
                    f,
                    "{texts} several lines, {span}{} from line {line} on",
                    grouped(*longest)
                )
            }
            Note::LoneSurrogates { n } => write!(
                f,
                "{}, such as half a surrogate pair, became U+FFFD",
                counted(*n, "broken character")
            ),
            Note::RowsOfMember { name } => write!(f, "the rows of `{}`", shortened(name)),
            Note::SimilarName { asked, taken } => {
                write!(f, "column `{taken}` was taken for `{asked}`")
            }
            Note::LinesBefore { n } => {
                write!(f, "{} before the header passed over", counted(*n, "line"))
            }
            Note::RepeatedHeader { n, line } => write!(
                f,
                "the header stands again in {}, the first in line {line}, passed over",
                counted(*n, "row")
            ),
            Note::QuotesAreText { n, line } => write!(
                f,
                "quotation marks are text, since those of {} are not balanced, the first in line {line}",
                counted(*n, "row")
            ),
            Note::OneForm { written, taken } => {
                write!(f, "label `{written}` was read as `{taken}`")
            }
            Note::WithoutName { labels } => write!(
                f,
                "the label names don't know {}, left as {}",
                listed(labels),
                if labels.len() == 1 {
                    "it is"
                } else {
                    "they are"
                }
            ),
            Note::Unlabelled { n } => write!(f, "{} without a label", counted(*n, "row")),
        }
    }
}

/// `line 5`, `lines 5, 12 and 80`, of more than eight `lines 5, 12, 13, 20, 21, 22, 30, 31 and 40 more`.
fn lines(lines: &[u64], n: u64) -> String {
    const MOST: usize = 8;
    let shown: Vec<String> = lines.iter().take(MOST).map(u64::to_string).collect();
    match &shown[..] {
        [] => String::new(),
        [only] => format!("line {only}"),
        _ if n as usize > MOST => format!(
            "lines {} and {} more",
            shown.join(", "),
            grouped(n - MOST as u64)
        ),
        [rest @ .., last] => format!("lines {} and {last}", rest.join(", ")),
    }
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
