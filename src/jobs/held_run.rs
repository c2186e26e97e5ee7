//! A run that is held: its record, its models ready to predict, and the index of its training tweets.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::loaded::set_bytes;
use super::protocol::Split;
use super::summaries::{Neighbour, TermGroup, TermsSummary};
use super::versions::RunSide;
use crate::message;
use crate::mlflow::Archive;
use crate::pipeline::classifier::{PreparedClassifier, TextClassifier};
use crate::pipeline::corpus::{DataSet, KeptSet, SetName};
use crate::pipeline::error::{Code, Error};
use crate::pipeline::run::{Answers, RunRecord};
use crate::pipeline::search::SearchReport;
use crate::pipeline::sparse::CsrMatrix;
use crate::pipeline::svm::Decision;

/// Texts that one step of the index takes.
const TEXTS_A_STEP: usize = 32;
/// Training tweets that are shown beside a text.
const N_NEIGHBOURS: usize = 5;

/// A run that can be asked.
pub(super) struct HeldRun {
    pub record: Arc<RunRecord>,
    /// The final model.
    pub prepared: Arc<PreparedClassifier>,
    /// The model of the first fit, which judged the training and the validation part; an archive does not hold it.
    first: Option<Arc<PreparedClassifier>>,
    data: Option<Arc<DataSet>>,
    index: Option<Index>,
    /// What its archive says of the rows, where it has no texts.
    rows: Option<(Answers, BTreeMap<SetName, KeptSet>)>,
    /// The search that found its configuration.
    pub search: Option<Arc<SearchReport>>,
}

/// TF-IDF rows of the training tweets, made bit by bit.
struct Index {
    data: Arc<DataSet>,
    rows: CsrMatrix,
    /// Euclidean norm of each row.
    norms: Vec<f64>,
}

impl HeldRun {
    /// `data` are what the run was made from, where they are at hand.
    pub fn new(
        record: Arc<RunRecord>,
        data: Option<Arc<DataSet>>,
        first: Option<&TextClassifier>,
    ) -> Result<HeldRun, Error> {
        Ok(HeldRun {
            prepared: Arc::new(record.model.prepare()?),
            first: first
                .map(TextClassifier::prepare)
                .transpose()?
                .map(Arc::new),
            index: data.clone().map(|data| Index::new(data, &record.model)),
            data,
            record,
            rows: None,
            search: None,
        })
    }

    /// The same with what an archive without texts says of the rows.
    pub fn with_rows(self, archive: &Archive) -> Result<HeldRun, Error> {
        let rows = (
            archive.answers(&self.record)?,
            archive.kept_sets(&self.record),
        );
        Ok(HeldRun {
            rows: Some(rows),
            ..self
        })
    }

    /// What is put beside another run.
    ///
    /// # Errors
    /// As [`data`](HeldRun::data), where nothing is known of the rows.
    pub fn side(&self) -> Result<RunSide, Error> {
        let (answers, sets) = match &self.rows {
            Some((answers, sets)) => (answers.clone(), Some(sets.clone())),
            None => (Answers::of(&self.record, self.data()?), None),
        };
        Ok(RunSide {
            record: Arc::clone(&self.record),
            answers,
            sets,
        })
    }

    /// What the run was made from.
    ///
    /// # Errors
    /// [`Code::Usage`] where it came from an archive without texts.
    pub fn data(&self) -> Result<&Arc<DataSet>, Error> {
        self.data.as_ref().ok_or_else(from_archive)
    }

    /// Of each row of a part its number, its true and its predicted class.
    ///
    /// # Errors
    /// As [`data`](HeldRun::data), where nothing is known of the rows; no test set.
    pub fn answers(&self, part: Split) -> Result<Vec<[u32; 3]>, Error> {
        if part == Split::Train {
            return Ok(Answers::of_training_part(&self.record, self.data()?));
        }
        let answers = match &self.rows {
            Some((answers, _)) => answers.clone(),
            None => Answers::of(&self.record, self.data()?),
        };
        match part {
            Split::Test => answers.test.ok_or_else(no_test),
            _ => Ok(answers.validation),
        }
    }

    /// How a row was judged, where it is the row of that text: with which part, its true and its predicted class.
    pub fn answer_to(&self, set: SetName, row: u32, text: &str) -> Option<(Split, u32, u32)> {
        if let Ok(data) = self.data() {
            let own = super::rows::set(data, set).ok()?.texts.get(row as usize);
            own.filter(|own| *own == text)?;
        }
        let parts: &[Split] = match set {
            SetName::Train => &[Split::Validation, Split::Train],
            SetName::Test => &[Split::Test],
        };
        parts.iter().find_map(|&part| {
            let answers = self.answers(part).ok()?;
            let found = answers.into_iter().find(|answer| answer[0] == row)?;
            Some((part, found[1], found[2]))
        })
    }

    /// Whether it is the run of this ID.
    pub fn is(&self, run_id: &str) -> bool {
        self.record.run_id == run_id
    }

    /// Whether it was made from exactly these data.
    pub fn is_of(&self, data: &Arc<DataSet>) -> bool {
        let same = |own: &Arc<DataSet>| Arc::ptr_eq(own, data) || own == data;
        self.data.as_ref().is_some_and(same)
    }

    pub fn n_bytes(&self) -> u64 {
        let index = self.index.as_ref();
        let rows = index.map_or(0, |index| 12 * index.rows.n_stored() as u64);
        // Counted as if nobody else held the data.
        rows + self.record.model.n_bytes() + self.data.as_ref().map_or(0, |data| set_bytes(data))
    }

    /// Adds some tweets to the index; whether it is whole.
    pub fn step_index(&mut self) -> bool {
        self.index
            .as_mut()
            .is_none_or(|index| index.step(&self.prepared))
    }

    pub fn index_is_whole(&self) -> bool {
        self.index.as_ref().is_none_or(Index::is_whole)
    }

    /// Share of the index that is made.
    pub fn index_share(&self) -> f64 {
        self.index.as_ref().map_or(1.0, |index| {
            index.rows.n_rows as f64 / index.data.train.texts.len().max(1) as f64
        })
    }

    /// The training tweets nearest to a TF-IDF row, of those that share a term with it.
    pub fn nearest(&self, row: (&[u32], &[f64])) -> Vec<Neighbour> {
        self.index
            .as_ref()
            .map_or(Vec::new(), |index| index.nearest(row, &self.record))
    }

    /// The training tweets nearest to one of them, by its row, without itself.
    pub fn neighbours(&self, row: u32) -> Vec<Neighbour> {
        let Some(index) = &self.index else {
            return Vec::new();
        };
        let mut found = index.nearest(index.rows.row(row as usize), &self.record);
        found.retain(|neighbour| neighbour.row != row);
        found
    }

    /// The model that judged a part.
    ///
    /// # Errors
    /// [`Code::Usage`] where the run came from an archive, which does not hold that of the first fit.
    pub fn judge_of(&self, part: Split) -> Result<&Arc<PreparedClassifier>, Error> {
        match part {
            Split::Test => Ok(&self.prepared),
            Split::Train | Split::Validation => self.first.as_ref().ok_or_else(from_archive),
        }
    }

    /// The heaviest terms of each machine.
    pub fn terms(&self, top: u32) -> TermsSummary {
        let Some(weights) = self.record.model.svc.term_weights() else {
            return TermsSummary::Unavailable {
                reason: message!("evaluate-terms-of-linear"),
            };
        };
        let top = top.min(1000) as usize;
        let svc = &self.record.model.svc;
        let machines: Vec<(u32, Option<u32>)> = match &svc.decision {
            Decision::OneVsOne { .. } => {
                let rest = |place: usize| svc.classes[place + 1..].iter();
                let pairs = svc.classes.iter().enumerate();
                pairs
                    .flat_map(|(place, &i)| rest(place).map(move |&j| (i, Some(j))))
                    .collect()
            }
            // Two classes have one machine, which speaks for the second one.
            _ if weights.len() == 1 && svc.classes.len() == 2 => {
                vec![(svc.classes[1], Some(svc.classes[0]))]
            }
            _ => svc.classes.iter().map(|&class| (class, None)).collect(),
        };
        let groups = machines
            .into_iter()
            .zip(weights)
            .map(|((class, against), weights)| {
                let named = |term: usize| {
                    let name = self.record.model.features.name(term);
                    (name, weights[term])
                };
                let mut order: Vec<usize> = (0..weights.len()).collect();
                order.sort_by(|&a, &b| weights[b].total_cmp(&weights[a]).then(a.cmp(&b)));
                let terms = order
                    .iter()
                    .take(top)
                    .filter(|&&term| weights[term] > 0.0)
                    .map(|&term| named(term))
                    .collect();
                order.sort_by(|&a, &b| weights[a].total_cmp(&weights[b]).then(a.cmp(&b)));
                let terms_against = order
                    .iter()
                    .take(top)
                    .filter(|&&term| weights[term] < 0.0)
                    .map(|&term| named(term))
                    .collect();
                TermGroup {
                    class,
                    against,
                    terms,
                    terms_against,
                }
            });
        TermsSummary::Weights {
            groups: groups.collect(),
        }
    }
}

impl Index {
    fn new(data: Arc<DataSet>, model: &TextClassifier) -> Index {
        Index {
            data,
            rows: CsrMatrix::with_columns(model.features.n_terms()),
            norms: Vec::new(),
        }
    }

    fn is_whole(&self) -> bool {
        self.rows.n_rows == self.data.train.texts.len()
    }

    fn step(&mut self, model: &PreparedClassifier) -> bool {
        let texts = &self.data.train.texts;
        let (start, end) = (
            self.rows.n_rows,
            (self.rows.n_rows + TEXTS_A_STEP).min(texts.len()),
        );
        let cleaned: Vec<String> = texts[start..end]
            .iter()
            .map(|text| model.cleaner().clean(text))
            .collect();
        model.vectorizer().append(&cleaned, &mut self.rows);
        self.norms
            .extend((start..end).map(|row| norm(self.rows.row(row).1)));
        self.is_whole()
    }

    /// Rows that the run leaves out are not among them.
    fn nearest(&self, (columns, values): (&[u32], &[f64]), record: &RunRecord) -> Vec<Neighbour> {
        let excluded = &record.data.excluded.train;
        let mut dense = vec![0.0; self.rows.n_cols];
        columns
            .iter()
            .zip(values)
            .for_each(|(&column, &value)| dense[column as usize] = value);
        let length = norm(values);
        let mut found: Vec<(f64, u32)> = Vec::new();
        for row in 0..self.rows.n_rows {
            let (columns, values) = self.rows.row(row);
            let dot: f64 = columns
                .iter()
                .zip(values)
                .map(|(&column, value)| dense[column as usize] * value)
                .sum();
            if dot > 0.0 && excluded.binary_search(&(row as u32)).is_err() {
                found.push((dot / (length * self.norms[row]), row as u32));
            }
        }
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        found
            .into_iter()
            .take(N_NEIGHBOURS)
            .map(|(similarity, row)| Neighbour {
                row,
                text: self.data.train.texts[row as usize].clone(),
                label: record.class_of(&self.data, self.data.train.labels[row as usize]),
                similarity: similarity.min(1.0),
            })
            .collect()
    }
}

fn norm(values: &[f64]) -> f64 {
    values.iter().map(|value| value * value).sum::<f64>().sqrt()
}

pub(super) fn no_test() -> Error {
    Error::new(
        Code::Usage,
        message!("error-no-test-set"),
        message!("error-ask-validation"),
    )
}

fn from_archive() -> Error {
    Error::new(
        Code::Usage,
        message!("error-run-of-archive"),
        message!("error-load-and-run"),
    )
}
