//! Scores of the training rows by models that did not see them, stepped: the rows in folds, each scored by a model that the
//! same recipe made of the others. A fold waits for none of the others.
//!
//! A score of a row that the model learned from says nothing of new rows, so drift needs these. Texts are cleaned already,
//! since no step of the cleaning learns; TF-IDF and classifier are fitted anew for each fold. The model of all rows shares
//! four fifths of them with each, so that its dual variables are where the folds' solvers start: they come to the optimum of
//! their own rows, to `tol`, in fewer iterations.

use std::sync::Arc;

use super::fitting::{Fitted, Fitting};
use crate::message;
use crate::pipeline::chunks::{ROWS_A_STEP, fraction};
use crate::pipeline::drift::{ScoreKind, Scores};
use crate::pipeline::error::{Code, Error};
use crate::pipeline::features::{TfidfParams, Union};
use crate::pipeline::split::stratified_folds;
use crate::pipeline::step::{Piece, Standing, Status};
use crate::pipeline::svm::{Convergence, DualStart, SvcValidParams};
use crate::pipeline::time::UnixMillis;

/// How many models share the rows of a run's profile.
pub const FOLDS: u32 = 5;

pub struct OutOfFold {
    given: Given,
    folds: Vec<Fold>,
}

/// What all folds share.
struct Given {
    features: Union<TfidfParams>,
    svc: SvcValidParams,
    /// Cleaned, in file order.
    texts: Vec<String>,
    labels: Vec<u32>,
    /// The class that is learned of each row; none where the row is scored alone.
    learned: Vec<Option<u32>>,
    n_classes: usize,
    n_folds: u32,
    seed: u32,
    /// The class indices that have rows, ascending.
    present: Vec<u32>,
    /// The fold of each row.
    folds: Vec<u32>,
    /// The dual variables of the model of all rows, in file order.
    start: Option<DualStart>,
}

/// One fold, from its rows to their scores.
struct Fold {
    number: u32,
    /// The rows that it scores, ascending.
    held_out: Vec<u32>,
    work: Work,
    /// How its machines stopped.
    convergence: Convergence,
    kind: ScoreKind,
    /// Of the rows that are scored so far.
    predicted: Vec<u32>,
    values: Vec<Vec<f64>>,
    fault: Option<Error>,
}

enum Work {
    /// So that a fold that waits holds nothing.
    Begin,
    Fit(Box<Fitting>),
    Score(Box<Fitted>),
    Done,
}

impl OutOfFold {
    /// `labels` are in file order; `cleaned` and `rows` in the order of the final fit, `rows` being the row of each text,
    /// and `start` what that fit came to, if it met its tolerance: far from an optimum is no place to start from. There are
    /// `n_folds`, at least 2, dealt by the seed.
    pub fn new(
        (features, svc): (Union<TfidfParams>, &SvcValidParams),
        start: Option<DualStart>,
        cleaned: &[String],
        rows: &[u32],
        labels: Vec<u32>,
        n_classes: usize,
        (n_folds, seed): (u32, u32),
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
        let given = Given {
            features,
            svc: svc.clone(),
            texts,
            folds: stratified_folds(&labels, n_folds, seed),
            learned: labels.iter().copied().map(Some).collect(),
            labels,
            n_classes,
            n_folds,
            seed,
            present,
            start: start.map(|start| start.select_rows(&places)),
        };
        let folds = (0..n_folds).map(|number| Fold {
            number,
            held_out: given.rows(number, true),
            work: Work::Begin,
            convergence: Convergence::default(),
            kind: ScoreKind::Decision,
            predicted: Vec::new(),
            values: Vec::new(),
            fault: None,
        });
        OutOfFold {
            // Fewer rows than folds leave folds without any.
            folds: folds.filter(|fold| !fold.held_out.is_empty()).collect(),
            given,
        }
    }

    /// The same rows in the same folds, by models that learn this class of each row, or do not learn from it.
    ///
    /// # Panics
    /// If there are not as many as rows.
    pub fn learning(mut self, learned: Vec<Option<u32>>) -> OutOfFold {
        assert_eq!(
            learned.len(),
            self.given.labels.len(),
            "a class for each row"
        );
        self.given.learned = learned;
        self
    }

    /// The folds that are not done; none once one has failed, since there are no scores then.
    pub fn pieces(&mut self) -> Vec<Box<dyn Piece + '_>> {
        if self.folds.iter().any(|fold| fold.fault.is_some()) {
            return Vec::new();
        }
        let given = &self.given;
        let left = self.folds.iter_mut();
        left.filter(|fold| !matches!(fold.work, Work::Done))
            .map(|fold| -> Box<dyn Piece> { Box::new(FoldAtWork { fold, given }) })
            .collect()
    }

    /// The indices of the classes that have rows, ascending, which the scores are of.
    pub fn classes(&self) -> &[u32] {
        &self.given.present
    }

    /// Share that is done, `0.0..=1.0`: fitting a fold takes most of its time, and how far that is can't be told.
    pub fn fraction(&self) -> f64 {
        let scored = self.folds.iter().map(|fold| fold.predicted.len()).sum();
        fraction(scored, self.given.labels.len())
    }

    /// The scores of all rows, once all folds are done, and how the folds' machines stopped.
    ///
    /// The error is that of the first fold that has one: where the recipe can't be followed on four fifths of the rows, such
    /// as when no term is left; or a score that is beyond single precision.
    pub fn finish(
        self,
        model_sha256: &str,
        classes: Vec<String>,
    ) -> (Convergence, Result<Scores, Error>) {
        let n = self.given.labels.len();
        let mut convergence = Convergence::default();
        let mut kind = ScoreKind::Decision;
        let (mut predicted, mut values) = (vec![0; n], vec![Vec::new(); n]);
        for fold in self.folds {
            convergence.machines.extend(fold.convergence.machines);
            convergence.calibration.extend(fold.convergence.calibration);
            if let Some(fault) = fold.fault {
                return (convergence, Err(fault));
            }
            kind = fold.kind;
            for ((row, label), scores) in fold
                .held_out
                .into_iter()
                .zip(fold.predicted)
                .zip(fold.values)
            {
                predicted[row as usize] = label;
                values[row as usize] = scores;
            }
        }
        let sha256 = model_sha256.into();
        let scores = Scores::new(
            sha256,
            Some(self.given.n_folds),
            kind,
            classes,
            predicted,
            values,
        );
        let is_finite = scores.values.iter().all(|value| value.is_finite());
        let scores = is_finite.then_some(scores).ok_or_else(|| {
            Error::new(
                Code::InvalidParameter,
                message!("error-score-overflow"),
                message!("error-lower-c-or-gamma"),
            )
        });
        (convergence, scores)
    }
}

impl Given {
    /// The rows of a fold, or all others, ascending.
    fn rows(&self, number: u32, inside: bool) -> Vec<u32> {
        (0u32..)
            .zip(&self.folds)
            .filter(|&(_, &fold)| (fold == number) == inside)
            .map(|(row, _)| row)
            .collect()
    }

    fn texts<T: FromIterator<String>>(&self, rows: &[u32]) -> T {
        let texts = rows.iter().map(|&row| self.texts[row as usize].clone());
        texts.collect()
    }

    /// The fit on the rows of all other folds.
    fn fitting(&self, number: u32) -> Result<Fitting, Error> {
        let others = self.rows(number, false).into_iter();
        let learned = others.filter_map(|row| Some((row, self.learned[row as usize]?)));
        let (rows, labels): (Vec<u32>, Vec<u32>) = learned.unzip();
        let labels: Arc<[u32]> = labels.into();
        let start = self.start.as_ref().map(|start| start.select_rows(&rows));
        let fitting = Fitting::new(
            &self.features,
            &self.svc,
            self.texts(&rows),
            labels,
            self.n_classes,
            self.seed,
        )?;
        Ok(fitting.starting_from(start).without_history())
    }
}

impl Fold {
    fn step(&mut self, given: &Given, now: UnixMillis) -> Result<(), Error> {
        match std::mem::replace(&mut self.work, Work::Done) {
            Work::Begin => self.work = Work::Fit(Box::new(given.fitting(self.number)?)),
            Work::Fit(mut fitting) => {
                self.work = if fitting.step(now)?.is_running() {
                    Work::Fit(fitting)
                } else {
                    let fitted = fitting.finish(now)?;
                    self.convergence = fitted.convergence().clone();
                    Work::Score(Box::new(fitted))
                };
            }
            Work::Score(fitted) => {
                let start = self.predicted.len();
                let end = self.held_out.len().min(start + ROWS_A_STEP);
                let texts: Vec<String> = given.texts(&self.held_out[start..end]);
                let (classes, scored) = fitted.score(&texts);
                if classes != given.present {
                    return Err(Error::new(
                        Code::ClassTooSmall,
                        message!("error-class-in-every-fold"),
                        message!("error-add-rows-each"),
                    ));
                }
                self.kind = scored.kind;
                self.predicted.extend(scored.predicted);
                self.values.extend(scored.values);
                if end < self.held_out.len() {
                    self.work = Work::Score(fitted);
                }
            }
            Work::Done => {}
        }
        Ok(())
    }
}

struct FoldAtWork<'a> {
    fold: &'a mut Fold,
    given: &'a Given,
}

impl Piece for FoldAtWork<'_> {
    fn step(&mut self, now: UnixMillis) -> Status {
        if let Err(fault) = self.fold.step(self.given, now) {
            self.fold.fault = Some(fault);
        }
        match self.fold.work {
            Work::Done => Status::Done,
            _ => Status::Running,
        }
    }

    fn standing(&self) -> Standing {
        let fold = &self.fold;
        Standing::Share(fraction(fold.predicted.len(), fold.held_out.len()))
    }
}
