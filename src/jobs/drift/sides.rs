//! The rows of one side of a drift report, and what drift needs of them.

use std::sync::Arc;

use super::request::DriftSource;
use crate::jobs::loaded::Loaded;
use crate::jobs::rows::set;
use crate::message;
use crate::pipeline::classifier::{PreparedClassifier, TextClassifier};
use crate::pipeline::drift::{Family, Planted, Profile, Side, SideRows, Tokens};
use crate::pipeline::error::{Code, Error};
use crate::pipeline::run::ModelScores;

/// Sides that are kept, since a user goes back and forth between a few choices.
const MAX_KEPT: usize = 4;
/// Texts that one step takes.
const TEXTS_A_STEP: usize = 64;

/// One side, with its texts where it came with them.
pub(in crate::jobs) struct Rows {
    pub side: Arc<Side>,
    /// Where only counts were kept: the side then has no rows.
    pub counts: Option<Arc<Profile>>,
    /// For each row of the side its number in its file.
    pub numbers: Vec<u32>,
    pub texts: Option<Vec<String>>,
    /// As in [`DriftSummary::planted_rows`](super::summaries::DriftSummary::planted_rows).
    pub planted_rows: Option<u64>,
}

impl Rows {
    /// What an archive keeps of its rows.
    ///
    /// # Errors
    /// [`Code::Unsupported`] where it keeps nothing, or counts alone and `needs_rows`.
    pub fn of_profile(profile: Option<&Arc<Profile>>, needs_rows: bool) -> Result<Rows, Error> {
        let remedy = message!("error-load-profile");
        match profile.map(|profile| &**profile) {
            Some(Profile::Rows(side)) => Ok(Rows {
                numbers: (0u32..).take(side.n_rows).collect(),
                side: Arc::new(side.clone()),
                counts: None,
                texts: None,
                planted_rows: None,
            }),
            Some(Profile::Marginals(_)) if needs_rows => Err(Error::new(
                Code::Unsupported,
                message!("error-production-counts"),
                remedy,
            )),
            Some(Profile::Marginals(counts)) => Ok(Rows {
                numbers: Vec::new(),
                side: Arc::new(counts.without_rows()),
                counts: profile.map(Arc::clone),
                texts: None,
                planted_rows: None,
            }),
            None => Err(Error::new(
                Code::Unsupported,
                message!("error-production-no-rows"),
                remedy,
            )),
        }
    }

    pub fn n_rows(&self) -> u64 {
        let counts = self.counts.as_ref();
        counts.map_or(self.side.n_rows, |counts| counts.n_rows()) as u64
    }

    /// Rows with a term where only counts were kept.
    pub fn counted(&self, family: Family, term: &str) -> Option<u64> {
        match self.counts.as_deref() {
            Some(Profile::Marginals(counts)) => Some(counts.rows_with(family, term).unwrap_or(0)),
            _ => None,
        }
    }
}

/// What a side is made from.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Wanted {
    pub source: DriftSource,
    pub planted: Option<Planted>,
    /// Fingerprint of the data.
    pub data: String,
    /// Whose word on the rows is asked: the model's that the reference is of.
    pub scores_of: Option<String>,
}

/// Who scores the rows of a side, by models that did not see them.
pub(super) enum Scorer {
    Nobody,
    /// The rows of the training set have their scores out of fold.
    OutOfFold(Arc<Profile>),
    /// They are new to the model.
    Model(Box<Asked>),
}

/// A model that is asked about each row.
pub(super) struct Asked {
    prepared: Arc<PreparedClassifier>,
    scores: ModelScores,
}

impl Asked {
    pub fn new(
        model: &TextClassifier,
        prepared: Arc<PreparedClassifier>,
        model_sha256: &str,
    ) -> Asked {
        Asked {
            prepared,
            scores: ModelScores::new(model, model_sha256),
        }
    }
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
    scorer: Scorer,
}

impl Making {
    /// # Errors
    /// No test set, rows that are not there, what can't be planted.
    pub fn new(wanted: Wanted, loaded: &Loaded, scorer: Scorer) -> Result<Making, Error> {
        let DriftSource::Rows { set: name, range } = wanted.source else {
            return Err(Error::bug(message!("error-bug-profile-rows")));
        };
        let corpus = set(&loaded.set, name)?;
        let n = corpus.texts.len() as u64;
        let (from, to) = range.unwrap_or((0, n));
        if from > to || to > n {
            return Err(Error::new(
                Code::InvalidParameter,
                message!(
                    "error-no-such-rows",
                    set = name,
                    from = (from + 1).to_string(),
                    to = to.to_string(),
                    rows = n
                ),
                message!("error-choose-rows", rows = n),
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
            scorer,
        })
    }

    /// Takes some more texts, first for their terms, then for their scores; whether that was all.
    pub fn step(&mut self) -> bool {
        let begin = self.rows.len();
        if begin < self.texts.len() {
            let end = (begin + TEXTS_A_STEP).min(self.texts.len());
            for text in &self.texts[begin..end] {
                self.rows.add(&self.tokens, text);
            }
            return false;
        }
        let Scorer::Model(asked) = &mut self.scorer else {
            return true;
        };
        let begin = asked.scores.done();
        let end = (begin + TEXTS_A_STEP).min(self.texts.len());
        asked.scores.add(&asked.prepared, &self.texts[begin..end]);
        end == self.texts.len()
    }

    pub fn finish(self) -> (Wanted, Arc<Rows>) {
        let mut side = self.rows.finish(Some((&self.classes, &self.labels)));
        side.scores = match self.scorer {
            Scorer::Nobody => None,
            Scorer::Model(asked) => Some(asked.scores.finish()),
            Scorer::OutOfFold(profile) => match &*profile {
                Profile::Rows(all) => all.scores.as_ref().map(|all| all.select(&self.numbers)),
                Profile::Marginals(_) => None,
            },
        };
        let rows = Rows {
            side: Arc::new(side),
            counts: None,
            numbers: self.numbers,
            texts: Some(self.texts),
            planted_rows: self.planted_rows,
        };
        (self.wanted, Arc::new(rows))
    }
}
