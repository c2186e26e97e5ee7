//! The reference profile: what is kept of the rows that a model learned from, so that new data can be compared with them
//! later, without their texts.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::calibration::{Cbpe, Performance};
use super::copies::copy_keys;
use super::descriptors::Descriptor;
use super::measurement::{Measurement, Unavailable};
use super::predictions::{calibrate, labelled, realised};
use super::report::{DriftOptions, DriftReport};
use super::scores::ScoreKind;
use super::side::Side;
use super::term_rows::{TermRows, TermSet};
use super::tokens::Family;
use crate::message;
use crate::message::{Argument, Message};
use crate::pipeline::step::at_once;

/// What is kept of a reference. Term numbers and counts of terms, with their vocabulary, can reveal what the texts say.
#[derive(Debug, Clone, PartialEq)]
pub enum Profile {
    /// Each row, for every number of a report.
    Rows(Side),
    /// Counts over all rows. What needs rows together (random splits, history, Kolmogorov and Smirnov on scores) is
    /// [`Unavailable::MarginalsOnly`].
    Marginals(Marginals),
}

/// Counts over all rows of a reference, each of one thing by itself: which row had what is not in them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Marginals {
    pub n_rows: u64,
    /// Rows of each class; none without labels.
    pub classes: Option<Vec<(String, u64)>>,
    /// One for each family.
    pub terms: Vec<TermCounts>,
    /// The distinct values of each descriptor, ascending, each with its rows.
    pub descriptors: BTreeMap<Descriptor, Vec<(f64, u64)>>,
    pub scores: Option<ScoreMarginals>,
}

/// How usual the terms of a family are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermCounts {
    pub family: Family,
    /// None twice.
    pub vocabulary: Vec<String>,
    /// Rows that have each term, at least one.
    pub rows: Vec<u64>,
    /// Occurrences of each term, at least as many.
    pub occurrences: Vec<u64>,
    /// Rows that have any term of the family.
    pub rows_with_any: u64,
}

/// What is kept of the scores.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScoreMarginals {
    pub model_sha256: String,
    /// As [`Scores::folds`](super::Scores::folds).
    pub folds: Option<u32>,
    pub kind: ScoreKind,
    /// Rows that were predicted to be of each class that the model can give.
    pub predicted: Vec<(String, u64)>,
    /// What was learned of the scores by the labels.
    pub performance: Measurement<Calibrated>,
}

/// Scores held against labels.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Calibrated {
    pub cbpe: Cbpe,
    /// Realised on the reference.
    pub reference: Performance,
}

impl Profile {
    /// Rows of the reference.
    pub fn n_rows(&self) -> usize {
        match self {
            Profile::Rows(side) => side.n_rows,
            Profile::Marginals(marginals) => marginals.n_rows as usize,
        }
    }

    /// The same where the texts of its rows are at hand, which alone tell which rows are nearly equal.
    pub async fn with_texts<T: AsRef<str>>(mut self, texts: &[T]) -> Profile {
        if let Profile::Rows(side) = &mut self
            && side.n_rows == texts.len()
        {
            side.copy_keys = Some(copy_keys(texts).await);
        }
        self
    }

    pub fn marginals_of(side: &Side) -> Profile {
        Profile::Marginals(Marginals::of(side))
    }
}

impl Profile {
    /// The report of new data against what was kept: what needs no random splits.
    pub fn report(&self, current: &Side, options: &DriftOptions) -> DriftReport {
        at_once(self.report_stepwise(current, options))
    }

    /// The same, giving way in between.
    pub async fn report_stepwise(&self, current: &Side, options: &DriftOptions) -> DriftReport {
        match self {
            Profile::Rows(side) => DriftReport::new_stepwise(side, current, options).await,
            Profile::Marginals(marginals) => DriftReport::of_marginals(marginals, current, options),
        }
    }
}

impl Marginals {
    /// What a side knows beside its rows: the names of its classes and terms.
    pub fn without_rows(&self) -> Side {
        let classes = self.classes.iter().flatten();
        Side {
            n_rows: 0,
            classes: classes.map(|(class, _)| class.clone()).collect(),
            labels: None,
            terms: self
                .terms
                .iter()
                .map(|counts| TermSet {
                    family: counts.family,
                    vocabulary: counts.vocabulary.clone(),
                    rows: TermRows::default(),
                })
                .collect(),
            descriptors: BTreeMap::new(),
            scores: None,
            copy_keys: None,
        }
    }

    /// Rows that have a term; none where the family has no such term.
    pub fn rows_with(&self, family: Family, term: &str) -> Option<u64> {
        let counts = self.terms.iter().find(|counts| counts.family == family)?;
        let number = counts.vocabulary.iter().position(|known| known == term)?;
        Some(counts.rows[number])
    }

    /// Whether the counts fit each other, for marginals that come from a file.
    ///
    /// # Errors
    /// The key of what does not, as the sentence `profile-fault` chooses by.
    pub fn check(&self) -> Result<(), &'static str> {
        let named = |counts: &[(String, u64)]| are_classes_of(counts, self.n_rows);
        if !self.classes.iter().all(|classes| named(classes)) {
            return Err("classes");
        }
        if !self.terms.iter().map(|terms| terms.family).eq(Family::ALL) {
            return Err("family");
        }
        if !self.terms.iter().all(|terms| terms.are_of(self.n_rows)) {
            return Err("term-counts");
        }
        if !self.descriptors.keys().copied().eq(Descriptor::ALL) {
            return Err("descriptor");
        }
        let whole = |values: &Vec<(f64, u64)>| are_values_of(values, self.n_rows);
        if !self.descriptors.values().all(whole) {
            return Err("descriptor-values");
        }
        if let Some(scores) = &self.scores {
            let calibrated = scores
                .performance
                .measured()
                .map(|found| found.cbpe.calibrated().len());
            if !named(&scores.predicted) || calibrated.is_some_and(|n| n != scores.predicted.len())
            {
                return Err("predictions");
            }
        }
        Ok(())
    }

    pub fn of(side: &Side) -> Marginals {
        let scores = side.scores.as_ref().map(|scores| ScoreMarginals {
            model_sha256: scores.model_sha256.clone(),
            folds: scores.folds,
            kind: scores.kind,
            predicted: rows_of_classes(&scores.classes, &scores.predicted),
            performance: labelled(side, scores)
                .ok_or(Unavailable::UnlabelledReference)
                .and_then(|(labels, scores)| {
                    Ok(Calibrated {
                        cbpe: at_once(calibrate(&scores, &side.classes, &labels))?,
                        reference: realised(
                            &side.classes,
                            &labels,
                            &scores.classes,
                            &scores.predicted,
                        ),
                    })
                })
                .into(),
        });
        Marginals {
            scores,
            ..Marginals::without_scores(side)
        }
    }

    /// The same but for what is kept of the scores.
    pub fn without_scores(side: &Side) -> Marginals {
        Marginals {
            n_rows: side.n_rows as u64,
            classes: side
                .given_labels()
                .map(|labels| rows_of_classes(&side.classes, &labels)),
            terms: side.terms.iter().map(TermCounts::of).collect(),
            descriptors: side
                .descriptors
                .iter()
                .map(|(&descriptor, values)| (descriptor, counted(values)))
                .collect(),
            scores: None,
        }
    }
}

/// Rows of each class.
///
/// # Panics
/// If a label is no index into the names.
pub fn rows_of_classes(names: &[String], labels: &[u32]) -> Vec<(String, u64)> {
    let mut counts = vec![0; names.len()];
    labels.iter().for_each(|&label| counts[label as usize] += 1);
    names.iter().cloned().zip(counts).collect()
}

impl TermCounts {
    pub fn of(set: &TermSet) -> TermCounts {
        let n_terms = set.vocabulary.len();
        let with_any = (0..set.rows.len()).filter(|&row| !set.rows.terms_of(row).is_empty());
        TermCounts {
            family: set.family,
            vocabulary: set.vocabulary.clone(),
            rows: set.rows.document_counts(n_terms),
            occurrences: set.rows.token_counts(n_terms),
            rows_with_any: with_any.count() as u64,
        }
    }

    /// Whether the counts fit each other and so many rows, for what comes from a file.
    pub fn are_of(&self, n_rows: u64) -> bool {
        let n_terms = self.vocabulary.len();
        self.rows.len() == n_terms
            && self.occurrences.len() == n_terms
            && self.rows_with_any <= n_rows
            && sum(self.occurrences.iter().copied()).is_some()
            && distinct(self.vocabulary.iter())
            && self
                .rows
                .iter()
                .zip(&self.occurrences)
                .all(|(&rows, &all)| (1..=self.rows_with_any).contains(&rows) && rows <= all)
    }
}

/// Whether classes with their rows name none twice and make so many rows.
pub fn are_classes_of(counts: &[(String, u64)], n_rows: u64) -> bool {
    sum(counts.iter().map(|one| one.1)) == Some(n_rows) && distinct(counts.iter().map(|one| &one.0))
}

/// Whether distinct values with their rows are ascending and make so many rows.
pub fn are_values_of(values: &[(f64, u64)], n_rows: u64) -> bool {
    values.is_sorted_by(|a, b| a.0 < b.0)
        && values
            .iter()
            .all(|&(value, rows)| value.is_finite() && rows > 0)
        && sum(values.iter().map(|one| one.1)) == Some(n_rows)
}

fn sum(mut counts: impl Iterator<Item = u64>) -> Option<u64> {
    counts.try_fold(0u64, u64::checked_add)
}

fn distinct<'a>(mut names: impl Iterator<Item = &'a String>) -> bool {
    let mut seen = BTreeSet::new();
    names.all(|name| seen.insert(name))
}

/// The distinct values, ascending, each with how often it is there.
fn counted(values: &[f64]) -> Vec<(f64, u64)> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted
        .chunk_by(|a, b| a == b)
        .map(|same| (same[0], same.len() as u64))
        .collect()
}

impl Profile {
    /// What is kept, in a line.
    pub fn said(&self) -> Message {
        let (n_rows, kind, is_labelled, types, folds) = match self {
            Profile::Rows(side) => (
                side.n_rows as u64,
                "rows",
                side.labels.is_some(),
                side.terms.iter().map(|set| set.vocabulary.len()).sum(),
                side.scores.as_ref().map(|scores| scores.folds),
            ),
            Profile::Marginals(marginals) => (
                marginals.n_rows,
                "counts",
                marginals.classes.is_some(),
                marginals
                    .terms
                    .iter()
                    .map(|terms| terms.vocabulary.len())
                    .sum::<usize>(),
                marginals.scores.as_ref().map(|scores| scores.folds),
            ),
        };
        let key = |key: &'static str| Argument::Key(key.into());
        message!(
            "profile-kept",
            kind = key(kind),
            rows = n_rows,
            labelled = key(if is_labelled { "yes" } else { "no" }),
            terms = types,
            scores = key(match folds {
                Some(Some(_)) => "folds",
                Some(None) => "model",
                None => "none",
            }),
            folds = u64::from(folds.flatten().unwrap_or(0))
        )
    }
}
