//! Two versions of a data set beside each other: rows that stayed, came, went, got another label or moved between the sets.
//!
//! Rows are matched by the digest of their text as it was read: equal to the character and no nearer, so that a text with one
//! blank more is a text that came and one that went. Labels are compared by the names of their classes. A text that stands
//! several times is matched as often as both versions have it: first by set and label, then by set (relabelled), then by label
//! (moved), then by the text alone (moved and relabelled); what is left over came or went. So the numbers depend on which rows
//! there are and not on their order.
//!
//! Costs a digest of each text and a sort of the digests; holds 32 bytes a row beside the texts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Corpus, DataSet, SetName};

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
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

/// A row with the first 128 bits of the SHA-256 of its text.
struct Keyed {
    text: u128,
    row: DataRow,
}

const SETS: [SetName; 2] = [SetName::Train, SetName::Test];

/// What two rows of one text may have to share: the set, the class.
type Shared = (Option<SetName>, Option<u32>);

/// What they have to share to be taken for one row, the nearest first.
const NEARNESS: [fn(DataRow) -> Shared; 4] = [
    |row| (Some(row.set), Some(row.class)),
    |row| (Some(row.set), None),
    |row| (None, Some(row.class)),
    |_| (None, None),
];

impl DataDiff {
    pub fn new(before: &DataSet, now: &DataSet) -> DataDiff {
        let classes = union(&before.classes, &now.classes);
        let sets = SETS.map(|set| SetDiff {
            set,
            versions: [before, now].map(|data| set_rows(data, set, &classes)),
            is_same: match (corpus(before, set), corpus(now, set)) {
                (Some(one), Some(other)) => {
                    one.texts == other.texts && names(one, before).eq(names(other, now))
                }
                _ => false,
            },
        });
        let rows = RowDiff::new(keyed(before, &classes), keyed(now, &classes), &sets);
        DataDiff {
            classes,
            sets: there(sets),
            rows: Some(rows),
        }
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
    fn new(mut before: Vec<Keyed>, now: Vec<Keyed>, sets: &[SetDiff; 2]) -> RowDiff {
        let renamed = renamed(&before, &now, sets);
        // Under their names of now, so that a renamed class is the same class.
        for keyed in &mut before {
            if let Some(one) = renamed.iter().find(|one| one.before == keyed.row.class) {
                keyed.row.class = one.now;
            }
        }
        let mut diff = RowDiff::default();
        let (mut old, mut new) = (Vec::new(), Vec::new());
        for (before, now) in by_text(&before, &now) {
            old.extend(before.iter().map(|keyed| keyed.row));
            new.extend(now.iter().map(|keyed| keyed.row));
            for nearness in NEARNESS {
                for change in paired(&mut old, &mut new, nearness) {
                    diff.add(change);
                }
            }
            diff.gone.append(&mut old);
            diff.added.append(&mut new);
        }
        // Under their names of before again.
        let before = |row: &mut DataRow| {
            if let Some(one) = renamed.iter().find(|one| one.now == row.class) {
                row.class = one.before;
            }
        };
        diff.gone.iter_mut().for_each(before);
        for changes in [&mut diff.relabelled, &mut diff.moved] {
            changes
                .iter_mut()
                .for_each(|change| before(&mut change.before));
            changes.sort_by_key(|change| (change.before.set, change.before.row));
        }
        for rows in [&mut diff.gone, &mut diff.added] {
            rows.sort_by_key(|row| (row.set, row.row));
        }
        for row in &diff.gone {
            diff.counts[row.set as usize].gone += 1;
        }
        for row in &diff.added {
            diff.counts[row.set as usize].added += 1;
        }
        diff.renamed = renamed;
        diff
    }

    fn add(&mut self, change: RowChange) {
        let (before, now) = (change.before, change.now);
        let [from, to] = [before.set, now.set].map(|set| set as usize);
        if from != to {
            self.counts[from].moved_out += 1;
            self.counts[to].moved_in += 1;
            self.moved.push(change);
        } else if before.class != now.class {
            self.counts[from].relabelled += 1;
            self.relabelled.push(change);
        } else {
            self.counts[from].unchanged += 1;
        }
    }
}

/// Takes out of both lists as many pairs with equal keys as there are, the first by set, class and row with the first.
fn paired<K: Ord>(
    before: &mut Vec<DataRow>,
    now: &mut Vec<DataRow>,
    key: impl Fn(DataRow) -> K,
) -> Vec<RowChange> {
    if before.is_empty() || now.is_empty() {
        return Vec::new();
    }
    for side in [&mut *before, &mut *now] {
        side.sort_by_key(|&row| (key(row), row));
    }
    let (mut pairs, mut left) = (Vec::new(), Vec::new());
    let mut others = std::mem::take(now).into_iter().peekable();
    for row in before.drain(..) {
        while let Some(other) = others.next_if(|&other| key(other) < key(row)) {
            now.push(other);
        }
        match others.next_if(|&other| key(other) == key(row)) {
            Some(other) => pairs.push(RowChange {
                before: row,
                now: other,
            }),
            None => left.push(row),
        }
    }
    now.extend(others);
    *before = left;
    pairs
}

/// The rows of each text on both sides, which are sorted by text.
fn by_text<'a>(
    mut before: &'a [Keyed],
    mut now: &'a [Keyed],
) -> impl Iterator<Item = (&'a [Keyed], &'a [Keyed])> {
    fn taken<'a>(rows: &mut &'a [Keyed], text: u128) -> &'a [Keyed] {
        let n = rows.iter().take_while(|row| row.text == text).count();
        let (of_text, rest) = rows.split_at(n);
        *rows = rest;
        of_text
    }
    std::iter::from_fn(move || {
        let text = before
            .first()
            .into_iter()
            .chain(now.first())
            .map(|row| row.text)
            .min()?;
        Some((taken(&mut before, text), taken(&mut now, text)))
    })
}

/// The classes that are called otherwise now. Texts that stand under several labels in one version tell nothing of it.
fn renamed(before: &[Keyed], now: &[Keyed], sets: &[SetDiff; 2]) -> Vec<RenamedClass> {
    let mut rows: BTreeMap<(u32, u32), u64> = BTreeMap::new();
    for (before, now) in by_text(before, now) {
        let one_class = |rows: &[Keyed]| {
            let class = rows.first()?.row.class;
            rows.iter()
                .all(|row| row.row.class == class)
                .then_some(class)
        };
        if let (Some(one), Some(other)) = (one_class(before), one_class(now)) {
            *rows.entry((one, other)).or_default() += before.len().min(now.len()) as u64;
        }
    }
    let (mut kept, mut known): (BTreeMap<u32, u64>, BTreeMap<u32, u64>) = Default::default();
    for (&(one, other), n) in &rows {
        *kept.entry(one).or_default() += n;
        *known.entry(other).or_default() += n;
    }
    rows.into_iter()
        .filter(|&((one, other), n)| {
            !has(sets, 1, one)
                && !has(sets, 0, other)
                && 2 * n > kept[&one]
                && 2 * n > known[&other]
        })
        .map(|((before, now), rows)| RenamedClass {
            before,
            now,
            rows,
            kept: kept[&before],
        })
        .collect()
}

/// Whether a row of a version, 0 before or 1 now, is of a class.
fn has(sets: &[SetDiff], version: usize, class: u32) -> bool {
    let mut rows = sets.iter().filter_map(|set| set.versions[version].as_ref());
    rows.any(|rows| rows.class_counts[class as usize] > 0)
}

/// Every row of both sets, sorted by text.
fn keyed(data: &DataSet, classes: &[String]) -> Vec<Keyed> {
    let places = places(&data.classes, classes);
    let mut rows = Vec::new();
    for (set, corpus) in SETS
        .into_iter()
        .filter_map(|set| Some((set, corpus(data, set)?)))
    {
        for (row, (text, &label)) in (0..).zip(corpus.texts.iter().zip(&corpus.labels)) {
            let class = places[label as usize];
            let mut first = [0; 16];
            first.copy_from_slice(&Sha256::digest(text.as_bytes())[..16]);
            rows.push(Keyed {
                text: u128::from_be_bytes(first),
                row: DataRow { set, class, row },
            });
        }
    }
    rows.sort_unstable_by_key(|keyed| (keyed.text, keyed.row));
    rows
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
