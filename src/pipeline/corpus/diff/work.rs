//! A diff in steps: first the digest of each text, then the classes that are called otherwise, then the rows.
//!
//! Digests are as good as random, so that their first byte splits the rows into parts of one size, and the parts follow each
//! other in the order of the digests: one part is one step. Only copies of one text can't be split.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::{
    DataDiff, DataRow, DataSet, LabelChange, RenamedClass, RowChange, RowDiff, SETS, SetDiff,
    SetName, corpus, has, names, places, set_rows, there, union,
};
use crate::pipeline::step::Status;

/// Bytes of texts that one step takes, and rows, about.
const BYTES_A_STEP: usize = 1 << 18;
const ROWS_A_STEP: usize = 2_000;
/// One for each first byte of a digest.
const PARTS: usize = 256;

/// A row with the first 128 bits of the SHA-256 of its text.
struct Keyed {
    text: u128,
    row: DataRow,
}

/// What two rows of one text may have to share: the set, the class.
type Shared = (Option<SetName>, Option<u32>);

/// What they have to share to be taken for one row, the nearest first.
const NEARNESS: [fn(DataRow) -> Shared; 4] = [
    |row| (Some(row.set), Some(row.class)),
    |row| (Some(row.set), None),
    |row| (None, Some(row.class)),
    |_| (None, None),
];

/// See the module.
pub struct DataDiffWork {
    classes: Vec<String>,
    sets: [SetDiff; 2],
    /// Of each version the place of its classes in all of them.
    places: [Vec<u32>; 2],
    /// Of each version its rows, in parts.
    parts: [Vec<Vec<Keyed>>; 2],
    n_rows: usize,
    at: At,
    /// Rows under one class of before and one of now, of texts under one label each.
    shared: BTreeMap<(u32, u32), u64>,
    diff: RowDiff,
}

/// What is next.
#[derive(Debug, Clone, Copy)]
enum At {
    /// The digest of a row, by version, set and row; and how many there are.
    Digest {
        version: usize,
        set: usize,
        row: usize,
        n_done: usize,
    },
    /// A part, looked through for classes that are called otherwise.
    Names(usize),
    /// A part, whose rows are matched.
    Rows(usize),
    End,
}

impl DataDiffWork {
    pub fn new(before: &DataSet, now: &DataSet) -> DataDiffWork {
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
        let rows = sets.iter().flat_map(|set| set.versions.iter().flatten());
        DataDiffWork {
            n_rows: rows.map(|rows| rows.n_rows as usize).sum(),
            places: [before, now].map(|data| places(&data.classes, &classes)),
            parts: [before, now].map(|_| (0..PARTS).map(|_| Vec::new()).collect()),
            at: At::Digest {
                version: 0,
                set: 0,
                row: 0,
                n_done: 0,
            },
            shared: BTreeMap::new(),
            diff: RowDiff::default(),
            classes,
            sets,
        }
    }

    /// Share of the whole that is done, `0.0..=1.0`.
    pub fn done(&self) -> f64 {
        let part = |done: usize, of: usize| done as f64 / of.max(1) as f64;
        match self.at {
            At::Digest { n_done, .. } => 0.6 * part(n_done, self.n_rows),
            At::Names(done) => 0.6 + 0.2 * part(done, PARTS),
            At::Rows(done) => 0.8 + 0.2 * part(done, PARTS),
            At::End => 1.0,
        }
    }

    /// Some more of the versions that it was made with.
    pub fn step(&mut self, versions: [&DataSet; 2]) -> Status {
        self.at = match self.at {
            At::Digest {
                version,
                set,
                row,
                n_done,
            } => self.digest(versions[version], [version, set, row, n_done]),
            At::Names(PARTS) => {
                self.rename();
                At::Rows(0)
            }
            At::Names(part) => {
                self.look_at_names(part);
                At::Names(part + 1)
            }
            At::Rows(PARTS) | At::End => At::End,
            At::Rows(part) => {
                self.match_rows(part);
                At::Rows(part + 1)
            }
        };
        match self.at {
            At::End => Status::Done,
            _ => Status::Running,
        }
    }

    /// Some rows of a set into their parts.
    fn digest(&mut self, data: &DataSet, [version, set, row, n_done]: [usize; 4]) -> At {
        let name = SETS[set];
        let (texts, labels) = match corpus(data, name) {
            Some(corpus) => (&corpus.texts[row..], &corpus.labels[row..]),
            None => (&[][..], &[][..]),
        };
        let (mut n, mut bytes) = (0, 0);
        for (text, &label) in texts.iter().zip(labels).take(ROWS_A_STEP) {
            let digest = Sha256::digest(text.as_bytes());
            let mut first = [0; 16];
            first.copy_from_slice(&digest[..16]);
            self.parts[version][usize::from(first[0])].push(Keyed {
                text: u128::from_be_bytes(first),
                row: DataRow {
                    set: name,
                    class: self.places[version][label as usize],
                    row: (row + n) as u32,
                },
            });
            n += 1;
            bytes += text.len();
            if bytes > BYTES_A_STEP {
                break;
            }
        }
        let (row, n_done) = (row + n, n_done + n);
        let (version, set, row) = match (n < texts.len(), set + 1 < SETS.len()) {
            (true, _) => (version, set, row),
            (false, true) => (version, set + 1, 0),
            (false, false) if version == 0 => (1, 0, 0),
            (false, false) => return At::Names(0),
        };
        At::Digest {
            version,
            set,
            row,
            n_done,
        }
    }

    /// Sorts a part, and counts the classes that its texts have on both sides. Texts that stand under several labels in one
    /// version tell nothing of names.
    fn look_at_names(&mut self, part: usize) {
        for version in &mut self.parts {
            version[part].sort_unstable_by_key(|keyed| (keyed.text, keyed.row));
        }
        let [before, now] = [0, 1].map(|version| &self.parts[version][part][..]);
        for (before, now) in by_text(before, now) {
            let one_class = |rows: &[Keyed]| {
                let class = rows.first()?.row.class;
                rows.iter()
                    .all(|row| row.row.class == class)
                    .then_some(class)
            };
            if let (Some(one), Some(other)) = (one_class(before), one_class(now)) {
                let n = before.len().min(now.len());
                *self.shared.entry((one, other)).or_default() += n as u64;
            }
        }
    }

    /// The classes that are called otherwise now.
    fn rename(&mut self) {
        let (mut kept, mut known): (BTreeMap<u32, u64>, BTreeMap<u32, u64>) = Default::default();
        for (&(one, other), n) in &self.shared {
            *kept.entry(one).or_default() += n;
            *known.entry(other).or_default() += n;
        }
        let renamed = self.shared.iter().filter(|&(&(one, other), n)| {
            !has(&self.sets, 1, one)
                && !has(&self.sets, 0, other)
                && 2 * n > kept[&one]
                && 2 * n > known[&other]
        });
        let renamed = renamed.map(|(&(before, now), &rows)| RenamedClass {
            before,
            now,
            rows,
            kept: kept[&before],
        });
        self.diff.renamed = renamed.collect();
    }

    /// Finds the rows of a part again; what is left over came or went.
    fn match_rows(&mut self, part: usize) {
        let [mut before, now] =
            [0, 1].map(|version| std::mem::take(&mut self.parts[version][part]));
        // Under their names of now, so that a renamed class is the same class.
        let renamed = &self.diff.renamed;
        for keyed in &mut before {
            if let Some(one) = renamed.iter().find(|one| one.before == keyed.row.class) {
                keyed.row.class = one.now;
            }
        }
        let (mut old, mut new) = (Vec::new(), Vec::new());
        for (before, now) in by_text(&before, &now) {
            old.extend(before.iter().map(|keyed| keyed.row));
            new.extend(now.iter().map(|keyed| keyed.row));
            for nearness in NEARNESS {
                for change in paired(&mut old, &mut new, nearness) {
                    add(&mut self.diff, change);
                }
            }
            self.diff.gone.append(&mut old);
            self.diff.added.append(&mut new);
        }
    }

    /// The diff, once it is done.
    pub fn finish(self) -> DataDiff {
        let mut diff = self.diff;
        // Under their names of before again.
        let renamed = &diff.renamed;
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
            changes.sort_unstable_by_key(|change| (change.before.set, change.before.row));
        }
        for rows in [&mut diff.gone, &mut diff.added] {
            rows.sort_unstable_by_key(|row| (row.set, row.row));
        }
        for row in &diff.gone {
            diff.counts[row.set as usize].gone += 1;
        }
        for row in &diff.added {
            diff.counts[row.set as usize].added += 1;
        }
        diff.labels = label_changes(&diff.relabelled);
        DataDiff {
            classes: self.classes,
            sets: there(self.sets),
            rows: Some(diff),
        }
    }
}

fn add(diff: &mut RowDiff, change: RowChange) {
    let (before, now) = (change.before, change.now);
    let [from, to] = [before.set, now.set].map(|set| set as usize);
    if from != to {
        diff.counts[from].moved_out += 1;
        diff.counts[to].moved_in += 1;
        diff.moved.push(change);
    } else if before.class != now.class {
        diff.counts[from].relabelled += 1;
        diff.relabelled.push(change);
    } else {
        diff.counts[from].unchanged += 1;
    }
}

fn label_changes(relabelled: &[RowChange]) -> Vec<LabelChange> {
    let mut pairs: BTreeMap<(u32, u32), u64> = BTreeMap::new();
    for change in relabelled {
        let labels = (change.before.class, change.now.class);
        *pairs.entry(labels).or_default() += 1;
    }
    let change = |((before, now), rows)| LabelChange { before, now, rows };
    let mut changes: Vec<LabelChange> = pairs.into_iter().map(change).collect();
    changes.sort_by_key(|change| (std::cmp::Reverse(change.rows), change.before, change.now));
    changes
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
