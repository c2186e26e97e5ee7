//! How files are read where the files themselves don't say it: columns, delimiter, header, quoting, encoding, the naming of
//! labels, rows without a label or a text. The default finds all of it.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{SetName, TextEncoding};

/// Names of options, as remedies name them.
pub(super) const TEXT_COLUMN: &str = "--text-column";
pub(super) const LABEL_COLUMN: &str = "--label-column";

/// How the files of a data set are read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ReadingOptions {
    /// What holds for every file.
    pub all: FileOptions,
    /// What is said of the test set alone; it overrules the above.
    pub test: FileOptions,
    pub label_names: LabelNames,
    pub missing: Missing,
}

/// How one file is read; what is left out is found from the file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct FileOptions {
    /// The column of texts, by its name or by its number from 1; `text` where it is left out.
    pub text_column: Option<String>,
    /// The column of labels, by its name or by its number from 1, or `none`; `label` where it is left out.
    pub label_column: Option<String>,
    pub delimiter: Option<Delimiter>,
    pub quoting: Option<Quoting>,
    /// Whether the first row of a table has the names of the columns.
    pub header: Option<bool>,
    pub encoding: Option<TextEncoding>,
}

/// What separates the fields of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Delimiter {
    Comma,
    Semicolon,
    Tab,
    Pipe,
}

/// What a quotation mark at the start of a field means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Quoting {
    /// RFC 4180: it opens a field that may hold delimiters, line breaks and doubled quotation marks.
    Csv,
    /// Nothing: it is part of the field, and every line is a row.
    None,
}

/// How the labels of the files become class names.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LabelNames {
    /// As they stand; by a mapping file that lies beside the data; PolEval's where the files are PolEval's own.
    #[default]
    Auto,
    /// As they stand, whatever the files are.
    AsTheyStand,
    /// 0, 1 and 2 are non-harmful, cyberbullying and hate-speech.
    Poleval,
    /// Label to class name.
    #[serde(untagged)]
    Mapping(BTreeMap<String, String>),
}

/// What becomes of rows without a label or without a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Missing {
    /// They are left out, counted and listed.
    #[default]
    LeaveOut,
    /// The first one is an error.
    Refuse,
    /// Only an empty label is missing: `NaN`, `None`, `NA` and their like are class names.
    Keep,
}

impl ReadingOptions {
    /// The same for every file.
    pub fn of_all(all: FileOptions) -> ReadingOptions {
        ReadingOptions {
            all,
            ..ReadingOptions::default()
        }
    }

    /// These options, and where they say nothing those of `base`.
    pub fn over(&self, base: &ReadingOptions) -> ReadingOptions {
        ReadingOptions {
            all: self.all.over(&base.all),
            test: self.test.over(&base.test),
            label_names: match self.label_names {
                LabelNames::Auto => base.label_names.clone(),
                _ => self.label_names.clone(),
            },
            missing: match self.missing {
                Missing::LeaveOut => base.missing,
                missing => missing,
            },
        }
    }

    /// What holds for the files of a set.
    pub fn of(&self, set: SetName) -> FileOptions {
        match set {
            SetName::Train => self.all.clone(),
            SetName::Test => self.test.over(&self.all),
        }
    }
}

impl FileOptions {
    /// Columns by name or number, else the defaults.
    pub fn columns(text: &str, label: &str) -> FileOptions {
        FileOptions {
            text_column: Some(text.into()),
            label_column: Some(label.into()),
            ..FileOptions::default()
        }
    }

    /// These options, and where they say nothing those of `base`.
    pub fn over(&self, base: &FileOptions) -> FileOptions {
        FileOptions {
            text_column: self.text_column.clone().or(base.text_column.clone()),
            label_column: self.label_column.clone().or(base.label_column.clone()),
            delimiter: self.delimiter.or(base.delimiter),
            quoting: self.quoting.or(base.quoting),
            header: self.header.or(base.header),
            encoding: self.encoding.or(base.encoding),
        }
    }

    /// Whether something was said that only a table has.
    pub fn means_a_table(&self) -> bool {
        self.text_column.is_some()
            || self.delimiter.is_some()
            || self.header.is_some()
            || self.quoting.is_some()
            || self
                .label_column
                .as_deref()
                .is_some_and(|label| label != NO_COLUMN)
    }
}

/// The name of the label column where there is none.
pub(super) const NO_COLUMN: &str = "none";

impl Delimiter {
    pub const ALL: [Delimiter; 4] = [
        Delimiter::Comma,
        Delimiter::Semicolon,
        Delimiter::Tab,
        Delimiter::Pipe,
    ];

    pub fn byte(self) -> u8 {
        match self {
            Delimiter::Comma => b',',
            Delimiter::Semicolon => b';',
            Delimiter::Tab => b'\t',
            Delimiter::Pipe => b'|',
        }
    }
}

impl fmt::Display for Delimiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Delimiter::Comma => "comma",
            Delimiter::Semicolon => "semicolon",
            Delimiter::Tab => "tab",
            Delimiter::Pipe => "pipe",
        })
    }
}

impl FromStr for Delimiter {
    type Err = String;

    fn from_str(text: &str) -> Result<Delimiter, String> {
        Ok(match text {
            "," | "comma" => Delimiter::Comma,
            ";" | "semicolon" => Delimiter::Semicolon,
            "\t" | "\\t" | "tab" => Delimiter::Tab,
            "|" | "pipe" => Delimiter::Pipe,
            _ => {
                return Err(format!(
                    "`{}` is no delimiter; give comma, semicolon, tab or pipe",
                    text.escape_debug()
                ));
            }
        })
    }
}

impl FromStr for Quoting {
    type Err = String;

    fn from_str(text: &str) -> Result<Quoting, String> {
        match text {
            "csv" => Ok(Quoting::Csv),
            "none" => Ok(Quoting::None),
            _ => Err(format!(
                "`{}` is no way of quoting; give csv or none",
                text.escape_debug()
            )),
        }
    }
}

impl FromStr for Missing {
    type Err = String;

    fn from_str(text: &str) -> Result<Missing, String> {
        match text {
            "leave-out" => Ok(Missing::LeaveOut),
            "refuse" => Ok(Missing::Refuse),
            "keep" => Ok(Missing::Keep),
            _ => Err(format!(
                "`{}` is unknown; give leave-out, refuse or keep",
                text.escape_debug()
            )),
        }
    }
}

impl fmt::Display for LabelNames {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LabelNames::Auto => f.write_str("auto"),
            LabelNames::AsTheyStand => f.write_str("as-they-stand"),
            LabelNames::Poleval => f.write_str("poleval"),
            LabelNames::Mapping(names) => {
                let pairs: Vec<String> = names
                    .iter()
                    .map(|(label, name)| format!("{label} = {name}"))
                    .collect();
                f.write_str(&pairs.join(", "))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_set_overrules_all_files() {
        let options = ReadingOptions {
            all: FileOptions::columns("text", "label"),
            test: FileOptions {
                text_column: Some("tweet".into()),
                ..FileOptions::default()
            },
            ..ReadingOptions::default()
        };
        assert_eq!(
            options.of(SetName::Train),
            FileOptions::columns("text", "label")
        );
        assert_eq!(
            options.of(SetName::Test),
            FileOptions::columns("tweet", "label")
        );
    }

    #[test]
    fn options_read_back_and_may_be_left_out() {
        for json in ["{}", r#"{"label_names":"poleval","missing":"refuse"}"#] {
            let options: ReadingOptions = serde_json::from_str(json).unwrap();
            let again = serde_json::to_string(&options).unwrap();
            assert_eq!(
                serde_json::from_str::<ReadingOptions>(&again).unwrap(),
                options
            );
        }
        let mapped: LabelNames = serde_json::from_str(r#"{"0":"anger"}"#).unwrap();
        assert_eq!(
            mapped,
            LabelNames::Mapping([("0".into(), "anger".into())].into())
        );
        let mapped: BTreeMap<String, LabelNames> =
            toml::from_str("a = { 0 = \"anger\" }\nb = \"poleval\"").unwrap();
        assert_eq!(mapped["b"], LabelNames::Poleval);
        assert!(matches!(mapped["a"], LabelNames::Mapping(_)));
    }
}
