//! From the bytes of the user's files to a checked [`DataSet`].
//!
//! What comes in: pairs (a file of texts and a file of labels, line by line), tables (CSV, TSV and their like, JSON, Parquet), zips
//! and packed files of them. What each was read as is kept as its [`Reading`]. It knows nothing of cleaning or features.
//!
//! ```text
//! files -> unpack -> detect_roles -> (the user may change roles) -> assemble -> DataSet -> validate -> findings
//! ```

mod assemble;
mod canonical;
mod column;
mod columns;
mod delimited;
mod demo;
mod diff;
mod encoding;
mod files;
mod fingerprint;
mod first_rows;
mod foreign;
mod header;
mod json;
mod labels;
mod lines;
mod looks;
mod naming;
mod options;
mod parquet;
mod preview;
mod quoting;
mod reading;
mod roles;
mod sets;
mod table;
mod table_file;
mod unpacked;
mod validate;
mod zipped;

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::message;
use crate::message::{Argument, Message};

pub use assemble::{assemble, assemble_labelled, assemble_rows, read_rows_of_texts};
pub use canonical::{canonical_files, read_canonical};
pub use column::read_time_column;
pub use demo::{demo_files, demo_files_in};
pub use diff::{
    DataDiff, DataDiffWork, DataRow, KeptSet, LabelChange, RenamedClass, RowChange, RowCounts,
    RowDiff, SetDiff, SetRows,
};
pub use encoding::TextEncoding;
pub use fingerprint::{Digests, sha256_hex};
pub use lines::{parse_labels, parse_texts};
pub use naming::{KnownLabels, LabelNaming, parse_label_names};
use options::NO_COLUMN;
pub use options::{Delimiter, FileOptions, LabelNames, Missing, Quoting, ReadingOptions};
pub use parquet::rows_of_parquet;
pub use preview::{EncodedLines, Preview, PreviewColumn, Proposal};
pub use reading::{Form, LeftOut, Note, Reading, Why};
pub use roles::{Detected, detect_roles};
pub use sets::{Corpus, DataSet, LabelledSet, RowSet, Source, TextRows};
pub use table::{is_table, is_table_name};
pub use table_file::table_file;
pub use unpacked::unpacked;
pub use validate::{
    Cleaned, DataVerdict, Excluded, Exclusions, Finding, FindingKind, Severity, Validation,
    ValidationOptions, validate,
};
pub use zipped::{
    OpenZip, ZipLimits, is_data_name, is_zip, read_zip, read_zip_stepwise, unpack, unpack_stepwise,
};

/// The names that PolEval 2019 task 6-2 gives to its tags 0, 1 and 2, in the order of the tags.
pub const POLEVAL_CLASSES: [&str; 3] = ["non-harmful", "cyberbullying", "hate-speech"];

/// A file as it came: its name and its bytes. The name has no folders unless two members of a zip share their base name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedBytes {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// What a file is for.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, JsonSchema, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    TrainTexts,
    TrainTags,
    TestTexts,
    TestTags,
    /// Texts and labels of the training set in one table.
    TrainTable,
    /// Texts and labels of the test set in one table.
    TestTable,
    /// What the labels of both sets mean, such as a line `0<TAB>anger` for each.
    LabelNames,
}

/// One of the two sets of rows.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, JsonSchema, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum SetName {
    Train,
    Test,
}

impl fmt::Display for SetName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            SetName::Train => "train",
            SetName::Test => "test",
        })
    }
}

/// Chooses the words for a set.
impl From<SetName> for Argument {
    fn from(set: SetName) -> Argument {
        Argument::key(match set {
            SetName::Train => "train",
            SetName::Test => "test",
        })
    }
}

/// Chooses the words for what a file is.
impl From<Role> for Argument {
    fn from(role: Role) -> Argument {
        Argument::key(match role {
            Role::TrainTexts => "train-texts",
            Role::TrainTags => "train-tags",
            Role::TestTexts => "test-texts",
            Role::TestTags => "test-tags",
            Role::TrainTable => "train-table",
            Role::TestTable => "test-table",
            Role::LabelNames => "label-names",
        })
    }
}

impl Role {
    /// What the file is for, in words.
    pub fn said(self) -> Message {
        message!("role", role = self)
    }

    /// The set that the file belongs to; none where it belongs to both.
    pub fn set(self) -> Option<SetName> {
        match self {
            Role::TrainTexts | Role::TrainTags | Role::TrainTable => Some(SetName::Train),
            Role::TestTexts | Role::TestTags | Role::TestTable => Some(SetName::Test),
            Role::LabelNames => None,
        }
    }
}

/// In English.
impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.said().fmt(f)
    }
}
