//! The rows of one side of a drift report, and what drift needs of them.

use std::sync::Arc;

use super::request::DriftSource;
use crate::jobs::held::Loaded;
use crate::jobs::rows::set;
use crate::pipeline::drift::{Planted, Side, SideRows, Tokens};
use crate::pipeline::error::{Code, Error};

/// Sides that are kept, since a user goes back and forth between a few choices.
const MAX_KEPT: usize = 4;
/// Texts that one step takes.
const TEXTS_A_STEP: usize = 64;

/// One side, with its texts where it came with them.
pub(in crate::jobs) struct Rows {
    pub side: Arc<Side>,
    /// For each row of the side its number in its file.
    pub numbers: Vec<u32>,
    pub texts: Option<Vec<String>>,
    /// As in [`DriftCard::planted_rows`](super::cards::DriftCard::planted_rows).
    pub planted_rows: Option<u64>,
}

/// What a side is made from.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Wanted {
    pub source: DriftSource,
    pub planted: Option<Planted>,
    /// Fingerprint of the data.
    pub data: String,
}

/// The sides made last.
#[derive(Default)]
pub(in crate::jobs) struct Sides {
    kept: Vec<(Wanted, Arc<Rows>)>,
}

impl Sides {
    pub(super) fn find(&self, wanted: &Wanted) -> Option<Arc<Rows>> {
        let found = self.kept.iter().find(|(known, _)| known == wanted);
        found.map(|(_, rows)| Arc::clone(rows))
    }

    /// Keeps a side in the place of the oldest.
    pub(super) fn keep(&mut self, wanted: Wanted, rows: Arc<Rows>) {
        if self.kept.len() == MAX_KEPT {
            self.kept.remove(0);
        }
        self.kept.push((wanted, rows));
    }
}

/// A side that is being made, stepped.
pub(super) struct Making {
    wanted: Wanted,
    numbers: Vec<u32>,
    texts: Vec<String>,
    classes: Vec<String>,
    labels: Vec<u32>,
    planted_rows: Option<u64>,
    tokens: Tokens,
    rows: SideRows,
}

impl Making {
    /// # Errors
    /// No test set, rows that are not there, what can't be planted.
    pub fn new(wanted: Wanted, loaded: &Loaded) -> Result<Making, Error> {
        let DriftSource::Rows { set: name, range } = wanted.source;
        let corpus = set(&loaded.set, name)?;
        let n = corpus.texts.len() as u64;
        let (from, to) = range.unwrap_or((0, n));
        if from > to || to > n {
            return Err(Error::new(
                Code::InvalidParameter,
                format!(
                    "the {name} set has no rows {} to {to}, it has {n}",
                    from + 1
                ),
                format!("choose rows between 1 and {n}, the first one first"),
            ));
        }
        let range = from as usize..to as usize;
        let classes = loaded.set.classes.clone();
        let (texts, labels) = (&corpus.texts[range.clone()], &corpus.labels[range]);
        let first = from as u32;
        let (numbers, texts, labels, planted_rows) = match &wanted.planted {
            None => (
                (first..to as u32).collect(),
                texts.to_vec(),
                labels.to_vec(),
                None,
            ),
            Some(planted) => {
                let planted = planted.plant(texts, Some((&classes, labels)))?;
                (
                    planted.rows.iter().map(|row| first + row).collect(),
                    planted.texts,
                    planted.labels.unwrap_or_default(),
                    Some(planted.n_touched),
                )
            }
        };
        Ok(Making {
            wanted,
            numbers,
            texts,
            classes,
            labels,
            planted_rows,
            tokens: Tokens::new(),
            rows: SideRows::new(),
        })
    }

    /// Takes some more texts; whether that was all.
    pub fn step(&mut self) -> bool {
        let begin = self.rows.len();
        let end = (begin + TEXTS_A_STEP).min(self.texts.len());
        for text in &self.texts[begin..end] {
            self.rows.add(&self.tokens, text);
        }
        end == self.texts.len()
    }

    pub fn finish(self) -> (Wanted, Arc<Rows>) {
        let side = self.rows.finish(Some((&self.classes, &self.labels)));
        let rows = Rows {
            side: Arc::new(side),
            numbers: self.numbers,
            texts: Some(self.texts),
            planted_rows: self.planted_rows,
        };
        (self.wanted, Arc::new(rows))
    }
}
