//! Faults that a user can cause or meet, as data: what, where and the remedy.
//!
//! The shells decide how to show them: the command line maps [`Code::kind`] to an exit code, the page puts the error
//! where it happened.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::message;
use crate::message::{Argument, Language, Message};

/// A fault. `Display` gives one line in English: `place: message; remedy`.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct Error {
    pub code: Code,
    /// What is wrong, in lower case without a full stop.
    pub message: Message,
    /// Where, if a file is to blame.
    pub place: Option<Box<Place>>,
    /// What to do about it; none for what nobody meets unless we are wrong.
    pub remedy: Option<Message>,
}

/// A place in what the user gave.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
pub struct Place {
    /// The file's name as the user knows it, or the name of a setting such as `tfidf.min_df`.
    pub file: String,
    /// Counted from 1.
    pub line: Option<u64>,
    /// Whether it is the number of a row, in a file that has no lines.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_row: bool,
}

/// One for each fault; stable names for scripts, in kebab case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Code {
    LineCountsDiffer,
    UnknownTag,
    InvalidUtf8,
    EmptyFile,
    MissingFile,
    FileTooLarge,
    UnknownFormat,
    MissingRole,
    MissingColumn,
    BadRow,
    TooFewClasses,
    ClassTooSmall,
    EmptyVocabulary,
    NotUsable,
    InvalidParameter,
    InvalidConfig,
    UnknownKey,
    UnsafePath,
    DamagedZip,
    ZipBomb,
    NotAnArchive,
    DamagedArchive,
    MemoryLimit,
    DamagedState,
    OtherProduction,
    DamagedJournal,
    OtherSpace,
    StateInUse,
    Unsupported,
    Usage,
    ReadFailed,
    CannotCreate,
    WriteFailed,
    AddressInUse,
    Unreachable,
    NotMlflow,
    Unauthorized,
    Refused,
    NotBuilt,
    Protocol,
    Bug,
}

/// Families of faults; each has one exit code on the command line (the numbers are those of BSD's `sysexits.h`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Wrong usage or configuration: 64.
    Usage,
    /// Bad data: 65.
    Data,
    /// No such input, or none that can be read: 66.
    NoInput,
    /// A service can't be reached, or another call has what is needed: 69.
    Unavailable,
    /// A bug of ours: 70.
    Bug,
    /// The output can't be created: 73.
    CannotCreate,
    /// Writing failed: 74.
    Io,
}

impl Code {
    pub fn kind(self) -> Kind {
        match self {
            Code::LineCountsDiffer
            | Code::UnknownTag
            | Code::InvalidUtf8
            | Code::EmptyFile
            | Code::FileTooLarge
            | Code::UnknownFormat
            | Code::MissingColumn
            | Code::BadRow
            | Code::TooFewClasses
            | Code::ClassTooSmall
            | Code::EmptyVocabulary
            | Code::NotUsable
            | Code::UnsafePath
            | Code::DamagedZip
            | Code::ZipBomb
            | Code::NotAnArchive
            | Code::DamagedArchive
            | Code::MemoryLimit
            | Code::DamagedState
            | Code::DamagedJournal => Kind::Data,
            Code::MissingRole
            | Code::InvalidParameter
            | Code::InvalidConfig
            | Code::UnknownKey
            | Code::Unsupported
            | Code::OtherProduction
            | Code::OtherSpace
            | Code::Usage => Kind::Usage,
            Code::MissingFile | Code::ReadFailed | Code::NotBuilt => Kind::NoInput,
            Code::AddressInUse
            | Code::StateInUse
            | Code::Unreachable
            | Code::NotMlflow
            | Code::Unauthorized
            | Code::Refused => Kind::Unavailable,
            Code::CannotCreate => Kind::CannotCreate,
            Code::WriteFailed => Kind::Io,
            Code::Protocol | Code::Bug => Kind::Bug,
        }
    }
}

impl Error {
    /// A fault without a place.
    pub fn new(code: Code, message: Message, remedy: Message) -> Error {
        Error {
            code,
            message,
            place: None,
            remedy: Some(remedy),
        }
    }

    /// A fault of ours.
    pub fn bug(message: Message) -> Error {
        Error {
            code: Code::Bug,
            message,
            place: None,
            remedy: None,
        }
    }

    /// The same fault, in a file.
    pub fn in_file(mut self, file: impl Into<String>) -> Error {
        self.place = Some(Box::new(Place {
            file: file.into(),
            line: None,
            is_row: false,
        }));
        self
    }

    /// The same fault, at a line of a file, counted from 1.
    pub fn at_line(mut self, file: impl Into<String>, line: u64) -> Error {
        self.place = Some(Box::new(Place {
            file: file.into(),
            line: Some(line),
            is_row: false,
        }));
        self
    }

    /// The same fault of a file that has rows and no lines, such as Parquet.
    pub fn in_rows(mut self) -> Error {
        if let Some(place) = &mut self.place {
            place.is_row = true;
        }
        self
    }

    /// `message; remedy`: what is said where the place is at hand.
    pub fn sentence(&self) -> Message {
        match &self.remedy {
            Some(remedy) => {
                let clauses = vec![self.message.clone().into(), remedy.clone().into()];
                message!("clauses", clauses = Argument::Clauses(clauses))
            }
            None => self.message.clone(),
        }
    }

    /// `place: message; remedy`.
    pub fn line(&self) -> Message {
        let sentence = self.sentence();
        match &self.place {
            Some(place) => message!("statement", word = place.name(), text = sentence),
            None => sentence,
        }
    }

    /// [`Error::line`] in a language.
    pub fn shown(&self, language: Language) -> String {
        self.line().shown(language)
    }
}

impl Place {
    /// The file, and the line or row in it.
    pub fn name(&self) -> Message {
        match self.line {
            Some(row) if self.is_row => {
                message!("error-row", file = &self.file, row = row.to_string())
            }
            Some(line) => message!("error-line", file = &self.file, line = line.to_string()),
            None => Message::text(&self.file),
        }
    }
}

/// In English.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown(Language::English))
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_one_line_in_each_language() {
        let fault = Error::new(
            Code::LineCountsDiffer,
            message!(
                "error-line-counts",
                tags = "tags.txt",
                n_tags = 9_998u64,
                texts = "texts.txt",
                n_texts = 10_041u64
            ),
            message!("error-line-by-line"),
        );
        let placed = fault.clone().at_line("tags.txt", 1_200);
        for (shown, beginning) in [
            (
                fault.to_string(),
                "`tags.txt` has 9,998 lines but `texts.txt` has 10,041; the two go",
            ),
            (
                placed.to_string(),
                "tags.txt, line 1200: `tags.txt` has 9,998 lines",
            ),
            (
                placed.shown(Language::Polish),
                "tags.txt, wiersz 1200: `tags.txt` ma 9\u{a0}998 wierszy, a `texts.txt` 10\u{a0}041; oba pliki",
            ),
            (fault.in_file("a.zip").to_string(), "a.zip: `tags.txt` has"),
            (
                Error::bug(message!("error-bug-unfinished")).to_string(),
                "a fit was used before its end",
            ),
        ] {
            assert!(shown.starts_with(beginning), "{shown}");
        }
    }
}
