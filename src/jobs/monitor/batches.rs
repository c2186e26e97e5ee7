//! Batches to watch: blocks of the loaded rows, or files in the order in which they were given.

use std::ops::Range;
use std::sync::Arc;

use super::request::{BatchSource, WatchedRows};
use super::summaries::BatchFileSummary;
use crate::jobs::engine_data::EngineData;
use crate::jobs::loaded::Loaded;
use crate::message;
use crate::message::Message;
use crate::pipeline::corpus::{
    KnownLabels, NamedBytes, ReadingOptions, Role, RowSet, SetName, assemble_rows, is_table,
    parse_labels,
};
use crate::pipeline::error::{Code, Error};
use crate::pipeline::monitoring::{Batch, by_rows};

/// So many batches and no more: each is a point of every chart.
pub const MOST_BATCHES: usize = 500;
/// Batches that the loaded rows are cut into, about, where no size is given.
const USUAL_BATCHES: u64 = 8;
/// Rows that a batch of the usual size has at least.
const LEAST_USUAL: u64 = 100;

/// Files that are batches.
#[derive(Clone, Default)]
pub(in crate::jobs) struct BatchFiles(Vec<BatchFile>);

#[derive(Clone)]
struct BatchFile {
    /// Of the texts; a table has its labels in it.
    texts: Arc<NamedBytes>,
    tags: Option<String>,
    rows: Arc<RowSet>,
}

impl BatchFiles {
    /// Takes a table, a file of texts, or the labels of the texts before it. `known` are production's labels. A file without
    /// rows is a batch without rows.
    ///
    /// # Errors
    /// Those of [`assemble_rows`].
    pub fn add(
        &mut self,
        file: NamedBytes,
        options: &ReadingOptions,
        known: &KnownLabels,
    ) -> Result<(), Error> {
        let is_table = is_table(&file, &options.of(SetName::Test));
        if let Some(last) = self.0.last_mut()
            && !is_table
            && last.rows.labels.is_none()
            && !last.rows.texts.is_empty()
            && are_labels(&file, last.rows.texts.len(), known)
        {
            let name = file.name.clone();
            let pair = vec![
                (Role::TestTexts, NamedBytes::clone(&last.texts)),
                (Role::TestTags, file),
            ];
            last.rows = Arc::new(assemble_rows(pair, options, known)?);
            last.tags = Some(name);
            return Ok(());
        }
        let role = if is_table {
            Role::TestTable
        } else {
            Role::TestTexts
        };
        let rows = assemble_rows(vec![(role, file.clone())], options, known)?;
        self.0.push(BatchFile {
            texts: Arc::new(file),
            tags: None,
            rows: Arc::new(rows),
        });
        Ok(())
    }

    /// Drops the file at a place, from 0.
    pub fn remove(&mut self, place: u32) {
        if (place as usize) < self.0.len() {
            self.0.remove(place as usize);
        }
    }

    pub fn n_bytes(&self) -> u64 {
        let bytes = |file: &BatchFile| 2 * file.texts.bytes.len() as u64;
        self.0.iter().map(bytes).sum()
    }

    pub fn cards(&self) -> Vec<BatchFileSummary> {
        let card = |file: &BatchFile| BatchFileSummary {
            name: file.texts.name.clone(),
            tags: file.tags.clone(),
            n_rows: file.rows.texts.len() as u64,
            is_labelled: file.rows.labels.is_some(),
        };
        self.0.iter().map(card).collect()
    }
}

/// Whether a file has a label for each of so many texts: few names, as production's are or as names are that come again.
fn are_labels(file: &NamedBytes, n_texts: usize, known: &KnownLabels) -> bool {
    let Ok(labels) = parse_labels(file) else {
        return false;
    };
    let named: Vec<&String> = labels.iter().flatten().collect();
    let distinct: std::collections::BTreeSet<&String> = named.iter().copied().collect();
    let is_known =
        |label: &&String| known.classes.contains(label) || known.naming.name_of(label).is_some();
    labels.len() == n_texts
        && !named.is_empty()
        && (named.iter().all(is_known) || distinct.len() * 4 <= named.len())
}

/// What the batches are cut from.
pub(super) enum Cut {
    Rows {
        data: Arc<Loaded>,
        set: WatchedRows,
        first: u64,
        size: u64,
        blocks: Vec<Range<usize>>,
        n_waiting: u64,
    },
    Files(Vec<(String, Arc<RowSet>)>),
}

impl Cut {
    /// `learned` are the rows that production has learned from.
    ///
    /// # Errors
    /// [`Code::InvalidParameter`] for rows that can't be cut, its place the name of the field; [`Code::MissingFile`] where
    /// there are none.
    pub fn new(held: &EngineData, source: &BatchSource, learned: u64) -> Result<Cut, Error> {
        let BatchSource::Rows {
            set,
            first,
            size,
            with_last,
        } = *source
        else {
            let files = held.given.batches.as_ref();
            let files = files.into_iter().flat_map(|files| &files.0);
            let files: Vec<_> = files
                .map(|file| (file.texts.name.clone(), Arc::clone(&file.rows)))
                .collect();
            if files.is_empty() {
                return Err(Error::new(
                    Code::MissingFile,
                    message!("error-no-batch-file"),
                    message!("error-choose-batches"),
                ));
            }
            return Ok(Cut::Files(files));
        };
        let data = Arc::clone(held.data()?);
        let n_train = data.set.train.texts.len() as u64;
        let n_test = data.set.test.as_ref().map_or(0, |test| test.texts.len()) as u64;
        let n = match set {
            WatchedRows::Train => n_train,
            WatchedRows::Test => n_test,
            WatchedRows::Both => n_train + n_test,
        };
        let fault = |field: &str, message: Message, remedy: Message| {
            Error::new(Code::InvalidParameter, message, remedy).in_file(field)
        };
        if n == 0 {
            return Err(Error::new(
                Code::MissingFile,
                message!("error-no-test-set"),
                message!("error-load-or-training"),
            ));
        }
        let is_after = set != WatchedRows::Test && learned < n;
        let first = first.unwrap_or(if is_after { learned } else { 0 });
        if first >= n {
            return Err(fault(
                "monitor.first",
                message!(
                    "error-row-not-among",
                    rows = n,
                    row = (first + 1).to_string()
                ),
                message!("error-earlier-row"),
            ));
        }
        let size = size.unwrap_or_else(|| usual_size(n - first));
        if size == 0 {
            return Err(fault(
                "monitor.size",
                message!("error-batch-empty"),
                message!("error-batch-size"),
            ));
        }
        let (from, of) = (first as usize, (n - first) as usize);
        let blocks: Vec<Range<usize>> =
            by_rows(of, usize::try_from(size).unwrap_or(usize::MAX), with_last)
                .into_iter()
                .map(|block| from + block.start..from + block.end)
                .collect();
        if blocks.is_empty() {
            return Err(fault(
                "monitor.size",
                message!("error-batch-larger", rows = of, size = size),
                message!("error-smaller-batch"),
            ));
        }
        if blocks.len() > MOST_BATCHES {
            return Err(fault(
                "monitor.size",
                message!(
                    "error-many-batches",
                    batches = blocks.len(),
                    most = MOST_BATCHES
                ),
                message!("error-larger-batch"),
            ));
        }
        let end = blocks[blocks.len() - 1].end as u64;
        Ok(Cut::Rows {
            n_waiting: n - end,
            data,
            set,
            first,
            size,
            blocks,
        })
    }

    pub fn len(&self) -> usize {
        match self {
            Cut::Rows { blocks, .. } => blocks.len(),
            Cut::Files(files) => files.len(),
        }
    }

    /// The first row, from 0, and the rows of a batch.
    pub fn of_rows(&self) -> Option<(u64, u64)> {
        match self {
            Cut::Rows { first, size, .. } => Some((*first, *size)),
            Cut::Files(_) => None,
        }
    }

    pub fn n_waiting(&self) -> u64 {
        match self {
            Cut::Rows { n_waiting, .. } => *n_waiting,
            Cut::Files(_) => 0,
        }
    }

    /// The batch at a place.
    pub fn batch(&self, place: usize, with_labels: bool) -> Batch {
        match self {
            Cut::Files(files) => {
                let (name, rows) = &files[place];
                Batch {
                    name: name.clone(),
                    texts: rows.texts.clone(),
                    labels: rows.labels.clone().filter(|_| with_labels),
                }
            }
            Cut::Rows {
                data, set, blocks, ..
            } => {
                let block = blocks[place].clone();
                let train = &data.set.train;
                let n_train = match set {
                    WatchedRows::Test => 0,
                    _ => train.texts.len(),
                };
                let of = |row: usize| match &data.set.test {
                    Some(test) if row >= n_train => (&test.texts, &test.labels, row - n_train),
                    _ => (&train.texts, &train.labels, row),
                };
                let texts = block.clone().map(|row| {
                    let (texts, _, row) = of(row);
                    texts[row].clone()
                });
                let labels = block.clone().map(|row| {
                    let (_, labels, row) = of(row);
                    Some(labels[row])
                });
                Batch {
                    name: name(&block, n_train),
                    texts: texts.collect(),
                    labels: with_labels.then(|| (data.set.classes.clone(), labels.collect())),
                }
            }
        }
    }
}

/// `train 601–700`, `test 1–100`, `train 1101 – test 50`: rows counted from 1 in their set.
fn name(block: &Range<usize>, n_train: usize) -> String {
    let place = |row: usize| {
        if row < n_train {
            ("train", row + 1)
        } else {
            ("test", row - n_train + 1)
        }
    };
    let ((set, from), (last_set, to)) = (place(block.start), place(block.end - 1));
    if set == last_set {
        format!("{set} {from}–{to}")
    } else {
        format!("{set} {from} – {last_set} {to}")
    }
}

/// 1, 2 or 5 times a power of ten that makes about [`USUAL_BATCHES`] batches.
fn usual_size(n: u64) -> u64 {
    let wanted = (n / USUAL_BATCHES).max(LEAST_USUAL);
    let mut power = 1;
    while power * 10 <= wanted {
        power *= 10;
    }
    let times = [5, 2, 1].into_iter().find(|times| times * power <= wanted);
    (times.unwrap_or(1) * power).min(n.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_round_and_names_say_rows() {
        let sizes = [11_041, 6_041, 900, 300, 40].map(usual_size);
        assert_eq!(sizes, [1_000, 500, 100, 100, 40]);
        assert_eq!(name(&(600..700), 1200), "train 601–700");
        assert_eq!(name(&(1200..1300), 1200), "test 1–100");
        assert_eq!(name(&(1150..1250), 1200), "train 1151 – test 50");
        assert_eq!(name(&(0..10), 0), "test 1–10");
    }
}
