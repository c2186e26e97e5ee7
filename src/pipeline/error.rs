//! Faults that a user can cause or meet, as data: what, where and the remedy.
//!
//! The shells decide how to show them: the command line maps [`Code::kind`] to an exit code, the page puts the error
//! where it happened.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A fault. `Display` gives one line: `place: message; remedy`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Error {
    pub code: Code,
    /// What is wrong, in lower case without a full stop.
    pub message: String,
    /// Where, if a file is to blame.
    pub place: Option<Place>,
    /// What to do about it; empty only for [`Code::Bug`].
    pub remedy: String,
}

/// A place in what the user gave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The file's name as the user knows it, or the name of a setting such as `tfidf.min_df`.
    pub file: String,
    /// Counted from 1.
    pub line: Option<u64>,
}

/// One for each fault; stable names for scripts, in kebab case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
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
    StateInUse,
    Unsupported,
    Usage,
    ReadFailed,
    CannotCreate,
    WriteFailed,
    AddressInUse,
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
            | Code::DamagedState => Kind::Data,
            Code::MissingRole
            | Code::InvalidParameter
            | Code::InvalidConfig
            | Code::UnknownKey
            | Code::Unsupported
            | Code::OtherProduction
            | Code::Usage => Kind::Usage,
            Code::MissingFile | Code::ReadFailed | Code::NotBuilt => Kind::NoInput,
            Code::AddressInUse | Code::StateInUse => Kind::Unavailable,
            Code::CannotCreate => Kind::CannotCreate,
            Code::WriteFailed => Kind::Io,
            Code::Protocol | Code::Bug => Kind::Bug,
        }
    }
}

impl Error {
    /// A fault without a place.
    pub fn new(code: Code, message: impl Into<String>, remedy: impl Into<String>) -> Error {
        Error {
            code,
            message: message.into(),
            place: None,
            remedy: remedy.into(),
        }
    }

    /// The same fault, in a file.
    pub fn in_file(mut self, file: impl Into<String>) -> Error {
        self.place = Some(Place {
            file: file.into(),
            line: None,
        });
        self
    }

    /// The same fault, at a line of a file, counted from 1.
    pub fn at_line(mut self, file: impl Into<String>, line: u64) -> Error {
        self.place = Some(Place {
            file: file.into(),
            line: Some(line),
        });
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Some(Place {
                file,
                line: Some(line),
            }) => write!(f, "{file}, line {line}: ")?,
            Some(Place { file, line: None }) => write!(f, "{file}: ")?,
            None => {}
        }
        write!(f, "{}", self.message)?;
        if !self.remedy.is_empty() {
            write!(f, "; {}", self.remedy)?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}
