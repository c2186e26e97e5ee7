//! Two versions of a data set beside each other: rows that stayed, came, went, got another label or moved between the sets.
//!
//! Rows are matched by the digest of their text as it was read: equal to the character and no nearer, so that a text with one
//! blank more is a text that came and one that went. Labels are compared by the names of their classes. A text that stands
//! several times is matched as often as both versions have it: first by set and label, then by set (relabelled), then by label
//! (moved), then by the text alone (moved and relabelled); what is left over came or went. So the numbers depend on which rows
//! there are and not on their order.
//!
//! Costs a digest of each text and a sort of the digests; holds 32 bytes a row beside the texts. [`DataDiffWork`] does it in
//! steps.

mod work;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Corpus, DataSet, SetName};
pub use work::DataDiffWork;

/// What a version of data is and what became of its rows in another version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DataDiff {
    /// The class names of both versions, sorted by code point and distinct; classes are indices into them.
    pub classes: Vec<String>,
    /// Those that either version has, the training set first.
    pub sets: Vec<SetDiff>,
    /// None where the texts of a version are not at hand and its digests are not the other's.
    pub rows: Option<RowDiff>,
}

/// A set in both versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetDiff {
    pub set: SetName,
    /// Before and now; none where that version has no such set.
    pub versions: [Option<SetRows>; 2],
    /// Whether both have the same rows in the same order.
    pub is_same: bool,
}

/// The rows of a set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetRows {
    pub n_rows: u64,
    /// Of each of [`DataDiff::classes`]. Without the texts these are the rows that a run used, which may have left some out.
    pub class_counts: Vec<u64>,
}

/// What became of the rows.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RowDiff {
    /// Of the training set, then of the test set.
    pub counts: [RowCounts; 2],
    pub renamed: Vec<RenamedClass>,
    /// From which label to which, the most rows first.
    pub labels: Vec<LabelChange>,
    /// In the same set under another label, in the order of the rows before; not those whose class was renamed.
    pub relabelled: Vec<RowChange>,
    /// In the other set, with the same label or another; in the order of the rows before.
    pub moved: Vec<RowChange>,
    /// In the order of the rows now.
    pub added: Vec<DataRow>,
    /// In the order of the rows before.
    pub gone: Vec<DataRow>,
}

/// Rows of a set: `unchanged + relabelled + moved_out + gone` are all before, `unchanged + relabelled + moved_in + added` all now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, JsonSchema, Serialize, Deserialize)]
pub struct RowCounts {
    /// The class may have another name, see [`RowDiff::renamed`].
    pub unchanged: u64,
    pub relabelled: u64,
    pub moved_in: u64,
    pub moved_out: u64,
    pub added: u64,
    pub gone: u64,
}

/// A class that no row has any more and one that no row had before, where more than half of the one's rows that are still there
/// are the other's, and more than half of the other's rows that were there before are the one's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenamedClass {
    pub before: u32,
    pub now: u32,
    /// Rows that were of the one and are of the other, and all rows of the one that are still there; of texts under one label.
    pub rows: u64,
    pub kept: u64,
}

/// How many of [`RowDiff::relabelled`] got a label in the place of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LabelChange {
    pub before: u32,
    pub now: u32,
    pub rows: u64,
}

/// A row of either version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DataRow {
    pub set: SetName,
    pub class: u32,
    /// From 0, in its set.
    pub row: u32,
}

/// A text that both versions have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowChange {
    pub before: DataRow,
    pub now: DataRow,
}

/// What is known of a set whose texts are not at hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptSet {
    /// As [`Corpus::digest`].
    pub digest: String,
    pub n_rows: u64,
    /// By the names of the classes.
    pub class_counts: BTreeMap<String, u64>,
}

const SETS: [SetName; 2] = [SetName::Train, SetName::Test];

impl DataDiff {
    pub fn new(before: &DataSet, now: &DataSet) -> DataDiff {
        let mut work = DataDiffWork::new(before, now);
        while work.step([before, now]).is_running() {}
        work.finish()
    }

    /// Leaves out the rows, but for the first `shown` of those that were relabelled: counts and names stay.
    #[must_use]
    pub fn without_rows(mut self, shown: usize) -> DataDiff {
        if let Some(rows) = &mut self.rows {
            rows.relabelled.truncate(shown);
            (rows.moved, rows.added, rows.gone) = Default::default();
        }
        self
    }

    /// Of versions of which one or both have no texts at hand. Where all digests are equal, so are all rows.
    pub fn of_digests(
        before: &BTreeMap<SetName, KeptSet>,
        now: &BTreeMap<SetName, KeptSet>,
    ) -> DataDiff {
        let names = |data: &BTreeMap<SetName, KeptSet>| -> Vec<String> {
            let counts = data.values().flat_map(|set| set.class_counts.keys());
            counts.cloned().collect()
        };
        let classes = union(&names(before), &names(now));
        let rows = |set: &KeptSet| SetRows {
            n_rows: set.n_rows,
            class_counts: classes
                .iter()
                .map(|class| set.class_counts.get(class).copied().unwrap_or(0))
                .collect(),
        };
        let sets = SETS.map(|set| {
            let versions = [before, now].map(|data| data.get(&set));
            SetDiff {
                set,
                versions: versions.map(|version| version.map(rows)),
                is_same: match versions {
                    [Some(one), Some(other)] => one.digest == other.digest,
                    _ => false,
                },
            }
        });
        let counts = sets.each_ref().map(|set| RowCounts {
            unchanged: set.versions[1].as_ref().map_or(0, |rows| rows.n_rows),
            ..RowCounts::default()
        });
        let sets = there(sets);
        let rows = sets.iter().all(|set| set.is_same).then(|| RowDiff {
            counts,
            ..RowDiff::default()
        });
        DataDiff {
            classes,
            sets,
            rows,
        }
    }

    /// Whether both versions are the same rows in the same order.
    pub fn is_same(&self) -> bool {
        self.sets.iter().all(|set| set.is_same)
    }

    /// Classes that some rows had before and none has now, and the other way round; not those that were renamed.
    pub fn classes_gone_and_new(&self) -> [Vec<&str>; 2] {
        [0, 1].map(|version| {
            let classes = (0u32..).zip(&self.classes).filter(|&(class, _)| {
                let mut renamed = self.rows.iter().flat_map(|rows| &rows.renamed);
                has(&self.sets, version, class)
                    && !has(&self.sets, 1 - version, class)
                    && !renamed.any(|one| [one.before, one.now][version] == class)
            });
            classes.map(|(_, name)| name.as_str()).collect()
        })
    }
}

impl RowDiff {
    /// Of both sets together.
    pub fn total(&self, count: impl Fn(&RowCounts) -> u64) -> u64 {
        self.counts.iter().map(count).sum()
    }
}

/// Whether a row of a version, 0 before or 1 now, is of a class.
fn has(sets: &[SetDiff], version: usize, class: u32) -> bool {
    let mut rows = sets.iter().filter_map(|set| set.versions[version].as_ref());
    rows.any(|rows| rows.class_counts[class as usize] > 0)
}

/// The class of each row by name.
fn names<'a>(corpus: &'a Corpus, data: &'a DataSet) -> impl Iterator<Item = &'a String> {
    let labels = corpus.labels.iter();
    labels.map(|&label| &data.classes[label as usize])
}

fn corpus(data: &DataSet, set: SetName) -> Option<&Corpus> {
    match set {
        SetName::Train => Some(&data.train),
        SetName::Test => data.test.as_ref(),
    }
}

fn set_rows(data: &DataSet, set: SetName, classes: &[String]) -> Option<SetRows> {
    let corpus = corpus(data, set)?;
    let mut class_counts = vec![0; classes.len()];
    let counts = corpus.class_counts(data.classes.len());
    for (place, rows) in places(&data.classes, classes).into_iter().zip(counts) {
        class_counts[place as usize] = rows;
    }
    Some(SetRows {
        n_rows: corpus.texts.len() as u64,
        class_counts,
    })
}

/// Of names in a sorted list that holds them all.
fn places(names: &[String], all: &[String]) -> Vec<u32> {
    names
        .iter()
        .map(|name| all.partition_point(|other| other < name) as u32)
        .collect()
}

/// Sorted and distinct.
fn union(one: &[String], other: &[String]) -> Vec<String> {
    let mut names = [one, other].concat();
    names.sort();
    names.dedup();
    names
}

/// The sets that either version has.
fn there(sets: [SetDiff; 2]) -> Vec<SetDiff> {
    let is_there = |set: &SetDiff| set.versions.iter().any(Option::is_some);
    sets.into_iter().filter(is_there).collect()
}

#[cfg(test)]
mod tests;
