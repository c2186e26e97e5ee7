//! A batch of which counts come in place of texts: whoever has the rows on a cluster counts each part of them there, and the
//! counts of all parts together are what a look needs.
//!
//! What needs rows by themselves is not there: copies, rows that production learned from or that were watched before, labels,
//! and estimates, which rest on each row's scores.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::batch::ExaminedBatch;
use super::kept::KeptRows;
use super::look::Tested;
use super::model::{ModelFacts, WatchedModel};
use super::record::{ClassShares, Counted};
use crate::message;
use crate::message::Message;
use crate::pipeline::corpus::{NamedBytes, sha256_hex};
use crate::pipeline::drift::{
    Descriptor, Family, Marginals, Measurement, Profile, SideRows, TermCounts, Unavailable,
    are_classes_of, are_values_of, rows_of_classes,
};
use crate::pipeline::error::{Code, Error};

const KIND: &str = "dryf-batch-counts";
const SCHEMA_VERSION: u32 = 1;
/// How a line of counts begins.
const BEGINNING: &[u8] = br#"{"kind":"dryf-batch-counts""#;
/// Rows of a batch: the test of a descriptor holds eight bytes for each, twice.
const MOST_ROWS: u64 = 100_000_000;

/// Rows as counts of one thing each; counts of several parts add up.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CountedRows {
    kind: String,
    schema_version: u32,
    /// Of the model that predicted.
    model_sha256: String,
    pub(super) rows: u64,
    /// Rows that the model gave each class.
    predicted: Vec<(String, u64)>,
    /// One for each of [`Family::TESTED`]; terms by code point.
    pub(super) terms: Vec<TermCounts>,
    /// Of each but [`Descriptor::OutOfVocabulary`] the distinct values, ascending, each with its rows.
    pub(super) descriptors: BTreeMap<Descriptor, Vec<(f64, u64)>>,
}

impl CountedRows {
    /// Of rows and what a model gave each: an index into `classes`.
    ///
    /// # Panics
    /// If a prediction is no index.
    pub fn new(
        rows: SideRows,
        model_sha256: &str,
        classes: &[String],
        predicted: &[u32],
    ) -> CountedRows {
        let counts = Marginals::without_scores(&rows.finish(None));
        let is_tested = |terms: &TermCounts| Family::TESTED.contains(&terms.family);
        let mut descriptors = counts.descriptors;
        descriptors.remove(&Descriptor::OutOfVocabulary);
        let mut counted = CountedRows {
            kind: KIND.into(),
            schema_version: SCHEMA_VERSION,
            model_sha256: model_sha256.into(),
            rows: counts.n_rows,
            predicted: rows_of_classes(classes, predicted),
            terms: counts.terms.into_iter().filter(is_tested).collect(),
            descriptors,
        };
        counted.terms.iter_mut().for_each(sort);
        counted
    }

    /// As a line of a file.
    pub fn line(&self) -> String {
        serde_json::to_string(self).expect("plain data has a JSON form")
    }

    /// Whether a file holds counts, by its first bytes.
    pub fn are_in(bytes: &[u8]) -> bool {
        bytes.starts_with(BEGINNING)
    }

    /// The sum of all lines of a file, each counts of [`MOST_ROWS`] rows at most.
    ///
    /// # Errors
    /// [`Code::BadRow`] for a line that is none or was changed, [`Code::Unsupported`] for a later Dryf's,
    /// [`Code::OtherProduction`] where another model than production predicted, [`Code::MemoryLimit`] for too many rows.
    pub fn read(file: &NamedBytes, production: &ModelFacts) -> Result<CountedRows, Error> {
        let mut lines = file.bytes.split(|byte| *byte == b'\n').zip(1..);
        let mut part = || {
            let (line, number) = lines.find(|(line, _)| !line.trim_ascii().is_empty())?;
            let part = CountedRows::of_line(line, production);
            Some(part.map_err(|error| error.at_line(&file.name, number)))
        };
        let none = || damaged(message!("error-counts-none")).in_file(&file.name);
        let mut sum = part().ok_or_else(none)??;
        while let Some(part) = part() {
            sum.add(part?);
            if sum.rows > MOST_ROWS {
                let what = message!("error-counts-too-many", most = MOST_ROWS);
                let remedy = message!("error-counts-of-less");
                return Err(Error::new(Code::MemoryLimit, what, remedy).in_file(&file.name));
            }
        }
        Ok(sum)
    }

    fn of_line(line: &[u8], production: &ModelFacts) -> Result<CountedRows, Error> {
        #[derive(Deserialize)]
        struct Version {
            schema_version: u32,
        }
        let broken = |fault: serde_json::Error| {
            damaged(message!("error-counts-broken", fault = fault.to_string()))
        };
        let Version { schema_version } = serde_json::from_slice(line).map_err(broken)?;
        if schema_version > SCHEMA_VERSION {
            return Err(Error::new(
                Code::Unsupported,
                message!("error-counts-version", version = schema_version.to_string()),
                message!("error-counts-again"),
            ));
        }
        let counted: CountedRows = serde_json::from_slice(line).map_err(broken)?;
        if counted.model_sha256 != production.model_sha256 {
            return Err(Error::new(
                Code::OtherProduction,
                message!("error-counts-of-other-model"),
                message!("error-counts-again"),
            ));
        }
        match counted.is_sound(production) {
            true => Ok(counted),
            false => Err(damaged(message!("error-counts-range"))),
        }
    }

    fn is_sound(&self, production: &ModelFacts) -> bool {
        let is_known = |class: &(String, u64)| production.classes.contains(&class.0);
        let described = Descriptor::ALL.into_iter();
        self.kind == KIND
            && self.rows <= MOST_ROWS
            && are_classes_of(&self.predicted, self.rows)
            && self.predicted.iter().all(is_known)
            && self
                .terms
                .iter()
                .map(|terms| terms.family)
                .eq(Family::TESTED)
            && self.terms.iter().all(|terms| terms.are_of(self.rows))
            && self
                .descriptors
                .keys()
                .copied()
                .eq(described.filter(|one| *one != Descriptor::OutOfVocabulary))
            && self
                .descriptors
                .values()
                .all(|values| are_values_of(values, self.rows))
    }

    /// Adds the counts of other rows by the same model; both are sound.
    fn add(&mut self, other: CountedRows) {
        self.rows += other.rows;
        for (class, rows) in other.predicted {
            match self.predicted.iter_mut().find(|(name, _)| *name == class) {
                Some((_, sum)) => *sum += rows,
                None => self.predicted.push((class, rows)),
            }
        }
        for (terms, other) in self.terms.iter_mut().zip(other.terms) {
            terms.vocabulary.extend(other.vocabulary);
            terms.rows.extend(other.rows);
            terms.occurrences.extend(other.occurrences);
            terms.rows_with_any += other.rows_with_any;
            sort(terms);
        }
        for (values, other) in self
            .descriptors
            .values_mut()
            .zip(other.descriptors.into_values())
        {
            values.extend(other);
            values.sort_by(|a, b| a.0.total_cmp(&b.0));
            values.dedup_by(|later, first| {
                let is_same = later.0 == first.0;
                first.1 += if is_same { later.1 } else { 0 };
                is_same
            });
        }
    }

    /// What the batch is known by, whatever its parts were.
    pub fn sha256(&self) -> String {
        let mut sorted = self.clone();
        sorted.predicted.sort();
        sha256_hex(sorted.line().as_bytes())
    }
}

fn damaged(what: Message) -> Error {
    Error::new(Code::BadRow, what, message!("error-counts-again"))
}

/// Terms by code point, each once.
fn sort(terms: &mut TermCounts) {
    let mut sums: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    let counts = terms.rows.drain(..).zip(terms.occurrences.drain(..));
    for (term, (rows, all)) in terms.vocabulary.drain(..).zip(counts) {
        let sum = sums.entry(term).or_default();
        *sum = (sum.0 + rows, sum.1.saturating_add(all));
    }
    for (term, (rows, all)) in sums {
        terms.vocabulary.push(term);
        terms.rows.push(rows);
        terms.occurrences.push(all);
    }
}

impl ExaminedBatch {
    /// Of a batch that was counted.
    pub fn of_counts(model: &WatchedModel, name: String, counted: &CountedRows) -> ExaminedBatch {
        let facts = model.facts();
        let rows_of = |class: &String| {
            let of = counted.predicted.iter().find(|(name, _)| name == class);
            of.map_or(0, |(_, rows)| *rows)
        };
        let shares = |class: &String| ClassShares {
            class: class.clone(),
            training: facts.share_of(class),
            labelled: None,
            predicted_training: facts.predicted_share_of(class),
            predicted: Counted::new(rows_of(class), counted.rows),
        };
        let tested = match model.profile().map(AsRef::as_ref) {
            None => Measurement::Missing(Unavailable::NoProfile),
            Some(Profile::Marginals(kept)) => {
                Measurement::Measured(Tested::of_counts(kept, counted))
            }
            Some(Profile::Rows(side)) => {
                let kept = Marginals::without_scores(side);
                Measurement::Measured(Tested::of_counts(&kept, counted))
            }
        };
        let gap = match counted.rows {
            0 => Unavailable::EmptyCurrent,
            _ => Unavailable::CountsOnly,
        };
        ExaminedBatch {
            name,
            sha256: counted.sha256(),
            rows: counted.rows,
            classes: facts.classes.iter().map(shares).collect(),
            tested,
            unknown_words: Measurement::Missing(gap.clone()),
            estimated: Measurement::Missing(gap.clone()),
            realised: Measurement::Missing(gap),
            copies: 0,
            learned: 0,
            labelled: Vec::new(),
            kept: KeptRows::default(),
        }
    }
}
