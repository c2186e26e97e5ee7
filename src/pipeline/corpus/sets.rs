//! What comes out: sets of rows, with what their files were read as.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Form, LabelNaming, Reading, Role};
use crate::pipeline::error::Error;

/// Where rows came from; the fingerprint is of the bytes as given.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
pub struct Source {
    pub name: String,
    pub role: Role,
    /// Lower-case hex, 64 digits.
    #[schemars(regex(pattern = "^[0-9a-f]{64}$"))]
    pub sha256: String,
    pub n_bytes: u64,
    /// Rows: lines of a text or tags file, records of a table; those that were left out among them.
    pub n_lines: u64,
    /// The names of a table's columns; none of a text or tags file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<String>,
    /// What the file was read as; none where an earlier version read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reading: Option<Reading>,
}

impl Source {
    /// A fault at a line of a file, or at a row where this one has rows and no lines.
    pub(super) fn placed(&self, error: Error, file: &str, line: u64) -> Error {
        let error = error.at_line(file, line);
        let form = self.reading.as_ref().map(|reading| reading.form);
        match form {
            Some(Form::Parquet) => error.in_rows(),
            _ => error,
        }
    }
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
    /// How labels of the files became names of classes.
    #[serde(default)]
    pub naming: LabelNaming,
}

/// One set of rows, labelled or not.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RowSet {
    pub texts: Vec<String>,
    /// The class names, sorted by code point and distinct, and for each text an index into them, or `None` where the row
    /// has no label.
    pub labels: Option<(Vec<String>, Vec<Option<u32>>)>,
    /// For each text the line of its file on which it begins, counted from 1.
    pub lines: Vec<u64>,
    pub sources: Vec<Source>,
    pub naming: LabelNaming,
}

/// One set of rows, to compare a model with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LabelledSet {
    /// The class names of the set, sorted by code point and distinct; the corpus's labels are indices into them.
    pub classes: Vec<String>,
    pub corpus: Corpus,
    #[serde(default)]
    pub naming: LabelNaming,
}

/// The texts of a file, all of its rows in order; empty where a row has none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TextRows {
    pub texts: Vec<String>,
    pub reading: Reading,
}

impl Corpus {
    /// Rows of each of the `n_classes` classes.
    pub fn class_counts(&self, n_classes: usize) -> Vec<u64> {
        let mut counts = vec![0; n_classes];
        for &label in &self.labels {
            counts[label as usize] += 1;
        }
        counts
    }
}

impl RowSet {
    /// The labels where every row has one.
    pub fn whole_labels(&self) -> Option<(Vec<String>, Vec<u32>)> {
        let (classes, labels) = self.labels.as_ref()?;
        let labels: Option<Vec<u32>> = labels.iter().copied().collect();
        Some((classes.clone(), labels?))
    }
}
