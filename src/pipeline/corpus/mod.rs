//! From the bytes of the user's files to a checked [`DataSet`].
//!
//! What comes in: PolEval pairs (a text file and a tags file, line by line), zips of them, tables (CSV, TSV, JSONL).
//! It knows nothing of cleaning or features.
//!
//! ```text
//! files -> unpack -> detect_roles -> (the user may change roles) -> assemble -> DataSet -> validate -> findings
//! ```

mod assemble;
mod canonical;
mod column;
mod demo;
mod fingerprint;
mod lines;
mod looks;
mod roles;
mod table;
mod validate;
mod wording;
mod zipped;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use assemble::{assemble, assemble_labelled, assemble_rows};
pub use canonical::canonical_files;
pub use column::read_column;
pub use demo::demo_files;
pub use fingerprint::{Digests, sha256_hex};
pub use lines::{parse_tags, parse_texts};
pub use roles::{Detected, detect_roles, is_table_name};
pub use table::{Table, read_table};
pub use validate::{
    DataVerdict, Excluded, Exclusions, Finding, FindingKind, Severity, Validation,
    ValidationOptions, validate,
};
pub use zipped::{ZipLimits, is_zip, read_zip, unpack};

/// The names that PolEval 2019 task 6-2 gives to its tags 0, 1 and 2, in the order of the tags.
pub const POLEVAL_CLASSES: [&str; 3] = ["non-harmful", "cyberbullying", "hate-speech"];

/// A file as it came: its name and its bytes. The name has no folders unless two members of a zip share their base name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedBytes {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// What a file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
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
}

/// One of the two sets of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
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

impl Role {
    /// The set that the file belongs to.
    pub fn set(self) -> SetName {
        match self {
            Role::TrainTexts | Role::TrainTags | Role::TrainTable => SetName::Train,
            Role::TestTexts | Role::TestTags | Role::TestTable => SetName::Test,
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Role::TrainTexts => "train texts",
            Role::TrainTags => "train tags",
            Role::TestTexts => "test texts",
            Role::TestTags => "test tags",
            Role::TrainTable => "train table",
            Role::TestTable => "test table",
        })
    }
}

/// The names of the two columns of a table file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableColumns {
    pub text: String,
    pub label: String,
}

impl Default for TableColumns {
    fn default() -> TableColumns {
        TableColumns {
            text: "text".into(),
            label: "label".into(),
        }
    }
}

/// Where rows came from; the fingerprint is of the bytes as given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    pub name: String,
    pub role: Role,
    /// Lower-case hex, 64 digits.
    pub sha256: String,
    pub n_bytes: u64,
    /// Rows: lines of a text or tags file, records of a table.
    pub n_lines: u64,
    /// The names of a table's columns; none of a text or tags file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<String>,
}

/// Texts with their labels, in the order of the file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Corpus {
    pub texts: Vec<String>,
    /// One class index for each text, into [`DataSet::classes`].
    pub labels: Vec<u32>,
    pub sources: Vec<Source>,
}

/// A training set and, where there is one, a test set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DataSet {
    /// The class names of both sets, sorted by code point and distinct, as scikit-learn's `classes_`.
    pub classes: Vec<String>,
    pub train: Corpus,
    pub test: Option<Corpus>,
}

/// One set of rows, labelled or not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RowSet {
    pub texts: Vec<String>,
    /// The class names, sorted by code point and distinct, and for each text an index into them.
    pub labels: Option<(Vec<String>, Vec<u32>)>,
}

/// One set of rows, to hold a model against.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LabelledSet {
    /// The class names of the set, sorted by code point and distinct; the corpus's labels are indices into them.
    pub classes: Vec<String>,
    pub corpus: Corpus,
}
