//! Scores of the training rows by models that did not see them, stepped: the rows in five folds, each scored by a model that
//! the same recipe made of the others.
//!
//! A score of a row that the model learned from says nothing of new rows, so drift needs these. Texts are cleaned already,
//! since no step of the cleaning learns; TF-IDF and classifier are fitted anew for each fold. The model of all rows shares
//! four fifths of them with each, so that its dual variables are where the folds' solvers start: they come to the optimum of
//! their own rows, to `tol`, in fewer iterations.

use std::sync::Arc;

use super::fitting::{Fitting, TEXTS_A_STEP};
use super::stage::{Clock, Stage};
use crate::message;
use crate::pipeline::drift::{ScoreKind, Scores};
use crate::pipeline::error::{Code, Error};
use crate::pipeline::features::TfidfParams;
use crate::pipeline::split::stratified_folds;
use crate::pipeline::step::Status;
use crate::pipeline::svm::{Convergence, DualStart, SvcValidParams};
use crate::pipeline::time::UnixMillis;

/// How many models share the rows.
pub const FOLDS: u32 = 5;

pub struct OutOfFold {
    /// Cleaned, in file order.
    texts: Vec<String>,
    labels: Vec<u32>,
    n_classes: usize,
    seed: u32,
    /// The class indices that have rows, ascending.
    present: Vec<u32>,
    /// The fold of each row.
    folds: Vec<u32>,
    /// The dual variables of the model of all rows, in file order.
    start: Option<DualStart>,
    fold: u32,
    work: Work,
    /// How the folds' machines stopped.
    convergence: Convergence,
    kind: ScoreKind,
    predicted: Vec<u32>,
    values: Vec<Vec<f64>>,
    n_scored: usize,
}

enum Work {
    Begin,
    Fit(Box<Fitting>),
    Score {
        fitting: Box<Fitting>,
        held_out: Vec<u32>,
        next: usize,
    },
}

impl OutOfFold {
    /// `labels` are in file order; `cleaned` and `rows` in the order of the final fit, `rows` being the row of each text,
    /// and `start` what that fit came to, if it met its tolerance: far from an optimum is no place to start from.
    pub fn new(
        start: Option<DualStart>,
        cleaned: &[String],
        rows: &[u32],
        labels: Vec<u32>,
        n_classes: usize,
        seed: u32,
    ) -> OutOfFold {
        let mut texts = vec![String::new(); labels.len()];
        let mut places = vec![0; labels.len()];
        for ((text, &row), place) in cleaned.iter().zip(rows).zip(0..) {
            texts[row as usize].clone_from(text);
            places[row as usize] = place;
        }
        let mut present = labels.clone();
        present.sort_unstable();
        present.dedup();
        let n = labels.len();
        OutOfFold {
            texts,
            folds: stratified_folds(&labels, FOLDS, seed),
            labels,
            n_classes,
            seed,
            present,
            start: start.map(|start| start.select_rows(&places)),
            fold: 0,
            work: Work::Begin,
            convergence: Convergence::default(),
            kind: ScoreKind::Decision,
            predicted: vec![0; n],
            values: vec![Vec::new(); n],
            n_scored: 0,
        }
    }

    /// # Errors
    /// That of a fold: where the recipe can't be followed on four fifths of the rows, such as when no term is left. The
    /// scores can't be had then.
    pub fn step(
        &mut self,
        tfidf: &TfidfParams,
        svc: &SvcValidParams,
        clock: &mut Clock,
        now: UnixMillis,
    ) -> Result<Status, Error> {
        match std::mem::replace(&mut self.work, Work::Begin) {
            Work::Begin => {
                if self.fold < FOLDS {
                    // Fewer rows than folds leave folds without any.
                    if self.folds.contains(&self.fold) {
                        self.work = Work::Fit(Box::new(self.begin(tfidf, svc)?));
                    } else {
                        self.fold += 1;
                    }
                }
            }
            Work::Fit(mut fitting) => {
                if fitting.step(clock, now)?.is_running() {
                    self.work = Work::Fit(fitting);
                } else {
                    let convergence = fitting.convergence()?;
                    let so_far = &mut self.convergence;
                    so_far.machines.extend(&convergence.machines);
                    so_far.calibration.extend(&convergence.calibration);
                    let held_out = self.rows(true);
                    self.work = Work::Score {
                        fitting,
                        held_out,
                        next: 0,
                    };
                }
            }
            Work::Score {
                fitting,
                held_out,
                mut next,
            } => {
                let chunk = &held_out[next..(next + TEXTS_A_STEP).min(held_out.len())];
                let texts: Vec<String> = chunk
                    .iter()
                    .map(|&row| self.texts[row as usize].clone())
                    .collect();
                let (classes, scored) = fitting.score(&texts)?;
                if classes != self.present {
                    return Err(Error::new(
                        Code::ClassTooSmall,
                        message!("error-class-in-every-fold"),
                        message!("error-add-rows-each"),
                    ));
                }
                self.kind = scored.kind;
                for ((&row, predicted), values) in
                    chunk.iter().zip(scored.predicted).zip(scored.values)
                {
                    self.predicted[row as usize] = predicted;
                    self.values[row as usize] = values;
                }
                self.n_scored += chunk.len();
                next += chunk.len();
                if next < held_out.len() {
                    self.work = Work::Score {
                        fitting,
                        held_out,
                        next,
                    };
                } else {
                    self.fold += 1;
                }
            }
        }
        Ok(if self.fold < FOLDS {
            Status::Running
        } else {
            Status::Done
        })
    }

    fn begin(&self, tfidf: &TfidfParams, svc: &SvcValidParams) -> Result<Fitting, Error> {
        let rows = self.rows(false);
        let texts: Arc<[String]> = rows
            .iter()
            .map(|&row| self.texts[row as usize].clone())
            .collect();
        let labels: Arc<[u32]> = rows.iter().map(|&row| self.labels[row as usize]).collect();
        let stages = (Stage::OutOfFold, Stage::OutOfFold);
        let start = self.start.as_ref().map(|start| start.select_rows(&rows));
        let fitting = Fitting::new(tfidf, svc, texts, labels, self.n_classes, self.seed, stages)?;
        Ok(fitting.starting_from(start))
    }

    /// The rows of the fold at work, or all others, ascending.
    fn rows(&self, inside: bool) -> Vec<u32> {
        (0u32..)
            .zip(&self.folds)
            .filter(|&(_, &fold)| (fold == self.fold) == inside)
            .map(|(row, _)| row)
            .collect()
    }

    /// How the machines of the folds so far stopped.
    pub fn convergence(&self) -> &Convergence {
        &self.convergence
    }

    /// Share that is done, `0.0..=1.0`: fitting a fold takes most of its time, and how far that is can't be told.
    pub fn fraction(&self) -> f64 {
        self.n_scored as f64 / self.labels.len().max(1) as f64
    }

    /// The scores of all rows, once all folds are done.
    ///
    /// # Errors
    /// A score that is beyond single precision.
    pub fn finish(self, model_sha256: &str, classes: Vec<String>) -> Result<Scores, Error> {
        let scores = Scores::new(
            model_sha256.into(),
            Some(FOLDS),
            self.kind,
            classes,
            self.predicted,
            self.values,
        );
        if scores.values.iter().all(|value| value.is_finite()) {
            Ok(scores)
        } else {
            Err(Error::new(
                Code::InvalidParameter,
                message!("error-score-overflow"),
                message!("error-lower-c-or-gamma"),
            ))
        }
    }
}
