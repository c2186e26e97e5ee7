//! The evaluation of one configuration on the training rows, by folds, stepped: clean, count, and for each fold TF-IDF, fit,
//! predict, score.
//!
//! What equal parts of trials have in common is made once and kept under a budget of bytes: texts by cleaning, their terms by
//! cleaning and analyzer, the rows of each fold by cleaning and TF-IDF. A trial comes to what a run of the same configuration on
//! the same rows would, bit for bit. The test set is no part of it.

mod cache;
mod scores;
mod trial;

use std::sync::Arc;

use self::cache::Cache;
pub use self::scores::{FoldScores, TrialScores};
pub use self::trial::{Fitted, FoldRows, TrialWork};
use crate::message;
use crate::pipeline::corpus::{DataSet, SetName};
use crate::pipeline::error::{Code, Error};
use crate::pipeline::run::{RunConfig, rehearse};
use crate::pipeline::split::{stratified_folds, stratified_split};
use crate::pipeline::step::pause;

/// The rows that trials learn from and are scored on.
#[derive(Debug, Clone)]
pub struct TrainingRows {
    /// As they came.
    pub texts: Arc<[String]>,
    /// Indices into `classes`, one for each text.
    pub labels: Arc<[u32]>,
    /// Sorted by code point and distinct.
    pub classes: Arc<[String]>,
    /// Whether PolEval's own scores are told.
    pub is_poleval: bool,
    /// The number of each in the data's training set, from 0.
    pub numbers: Arc<[u32]>,
}

impl TrainingRows {
    /// Those of a data set; its test set stays behind.
    pub fn of(data: &DataSet) -> TrainingRows {
        TrainingRows {
            texts: data.train.texts.clone().into(),
            labels: data.train.labels.clone().into(),
            classes: data.classes.clone().into(),
            is_poleval: data.naming.is_poleval(),
            numbers: (0..data.train.texts.len() as u32).collect(),
        }
    }

    /// Those that a run of this configuration would take: what it leaves out takes no part. Gives way in between.
    ///
    /// # Errors
    /// Those of [`rehearse`], and why such a run could not begin.
    pub async fn of_run(config: &RunConfig, data: &DataSet) -> Result<TrainingRows, Error> {
        let looked = rehearse(config, data).await?;
        if let Some(refusal) = looked.refusal {
            return Err(refusal);
        }
        let excluded = looked.validation.excluded;
        let rows = match excluded.is_empty() {
            true => TrainingRows::of(data),
            false => TrainingRows {
                numbers: excluded.kept(SetName::Train, data.train.texts.len()).into(),
                ..TrainingRows::of(&excluded.without(data))
            },
        };
        pause().await;
        Ok(rows)
    }
}

/// Which rows a trial learns from, and which it is scored on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Scheme {
    /// The split of a run: fitted on its training part, scored on its validation part.
    Validation {
        /// The share that is scored, above 0 and below 1.
        size: f64,
    },
    /// The last rows, scored by a model of those before them.
    Recent {
        /// The share that is scored, above 0 and below 1.
        size: f64,
    },
    /// Stratified folds, each scored by a model of the others.
    Folds {
        /// At least 2.
        n: u32,
    },
}

/// How much memory an evaluator takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// Bytes of what trials share and none holds at the moment.
    pub cache_bytes: usize,
    /// Bytes that the terms of a trial's texts, or one of its fits, may need; a trial that needs more is refused.
    pub trial_bytes: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            cache_bytes: 256 << 20,
            trial_bytes: 1 << 30,
        }
    }
}

/// Evaluates configurations on the same rows.
#[derive(Debug)]
pub struct Evaluator {
    rows: TrainingRows,
    folds: Vec<Fold>,
    cache: Cache,
    limits: Limits,
}

/// Rows of the training set.
#[derive(Debug, Clone)]
struct Fold {
    learned: Arc<[u32]>,
    scored: Arc<[u32]>,
}

impl Evaluator {
    /// The same seed deals the same rows to the same folds, and for [`Scheme::Validation`] those of a run with this seed.
    ///
    /// # Errors
    /// Those of [`stratified_split`]; [`Code::NotUsable`] where [`Scheme::Recent`] leaves no row to learn from.
    ///
    /// # Panics
    /// For fewer than 2 folds, or where there is not one label for each text.
    pub fn new(
        rows: TrainingRows,
        scheme: Scheme,
        seed: u32,
        limits: Limits,
    ) -> Result<Evaluator, Error> {
        assert_eq!(rows.texts.len(), rows.labels.len(), "a label for each text");
        let folds = match scheme {
            Scheme::Validation { size } => {
                let split = stratified_split(&rows.labels, &rows.classes, size, seed)?;
                vec![Fold {
                    learned: split.train.into(),
                    scored: split.validation.into(),
                }]
            }
            Scheme::Recent { size } => {
                let n_rows = rows.labels.len() as u32;
                let n_scored = (f64::from(n_rows) * size).ceil() as u32;
                if n_scored >= n_rows {
                    return Err(Error::new(
                        Code::NotUsable,
                        message!("search-recent-all", rows = n_rows),
                        message!("search-recent-fewer"),
                    ));
                }
                vec![Fold {
                    learned: (0..n_rows - n_scored).collect(),
                    scored: (n_rows - n_scored..n_rows).collect(),
                }]
            }
            Scheme::Folds { n } => {
                assert!(n >= 2, "a fold is scored by a model of the others");
                let of_rows = stratified_folds(&rows.labels, n, seed);
                let rows_where = |is_there: &dyn Fn(u32) -> bool| -> Arc<[u32]> {
                    let rows = (0u32..).zip(&of_rows);
                    rows.filter(|&(_, &fold)| is_there(fold))
                        .map(|(row, _)| row)
                        .collect()
                };
                let folds = (0..n).map(|number| Fold {
                    learned: rows_where(&|fold| fold != number),
                    scored: rows_where(&|fold| fold == number),
                });
                // Fewer rows than folds leave folds without any.
                folds.filter(|fold| !fold.scored.is_empty()).collect()
            }
        };
        Ok(Evaluator {
            rows,
            folds,
            cache: Cache::new(limits.cache_bytes),
            limits,
        })
    }

    /// Sets up the trial of a configuration; nothing is computed yet. The solver has the configuration's own seed.
    ///
    /// # Errors
    /// Those of [`RunConfig::check`] and of [`SvcParams::check`](crate::pipeline::svm::SvcParams::check) on the classes.
    pub fn trial(&mut self, config: &RunConfig) -> Result<TrialWork, Error> {
        TrialWork::new(self, config)
    }

    pub fn n_folds(&self) -> usize {
        self.folds.len()
    }

    /// The rows of the training set that every trial is scored on, fold by fold.
    pub fn scored_rows(&self) -> Vec<u32> {
        let rows = self.folds.iter().flat_map(|fold| fold.scored.iter());
        rows.copied().collect()
    }

    /// The rows of the training set that the first fold learns from.
    pub fn learned_rows(&self) -> &[u32] {
        self.folds.first().map_or(&[], |fold| &fold.learned)
    }

    /// The fold of each of [`Evaluator::scored_rows`].
    pub fn folds_of_scored_rows(&self) -> Vec<u32> {
        let folds = (0u32..).zip(&self.folds);
        folds
            .flat_map(|(number, fold)| std::iter::repeat_n(number, fold.scored.len()))
            .collect()
    }

    pub fn n_classes(&self) -> usize {
        self.rows.classes.len()
    }

    /// The true labels of [`Evaluator::scored_rows`].
    pub fn truth(&self) -> Vec<u32> {
        self.labels(&self.scored_rows())
    }

    fn labels<T: FromIterator<u32>>(&self, rows: &[u32]) -> T {
        let labels = rows.iter().map(|&row| self.rows.labels[row as usize]);
        labels.collect()
    }
}

#[cfg(test)]
mod tests;
