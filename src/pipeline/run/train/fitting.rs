//! The pieces of work that a run is made of, each stepped: cleaning, fitting, predicting.

use std::sync::Arc;

use super::stage::{Clock, Stage};
use crate::message;
use crate::pipeline::clean::Cleaner;
use crate::pipeline::error::Error;
use crate::pipeline::features::{Tfidf, TfidfFit, TfidfParams, Vectorizer};
use crate::pipeline::run::record::{FitReport, HistoryPoint};
use crate::pipeline::run::scoring::{ScoredRows, score};
use crate::pipeline::sparse::CsrMatrix;
use crate::pipeline::step::Status;
use crate::pipeline::svm::{Convergence, DualStart, Predictor, Svc, SvcFit, SvcValidParams};
use crate::pipeline::time::UnixMillis;

/// Texts that one step cleans, counts or predicts: few enough to take about a millisecond.
pub const TEXTS_A_STEP: usize = 32;
/// Iterations that one step of the solver makes.
const ITERATIONS_A_STEP: usize = 32;
/// Points of a history before it is thinned out.
const MAX_HISTORY: usize = 256;

/// Cleans some rows of a corpus.
pub struct Cleaning {
    rows: Vec<u32>,
    /// The cleaned texts so far, in the order of the rows.
    pub texts: Vec<String>,
}

impl Cleaning {
    pub fn rows(rows: Vec<u32>) -> Cleaning {
        Cleaning {
            texts: Vec::with_capacity(rows.len()),
            rows,
        }
    }

    pub fn step(&mut self, cleaner: &Cleaner, corpus: &[String]) -> Status {
        let end = (self.texts.len() + TEXTS_A_STEP).min(self.rows.len());
        for &row in &self.rows[self.texts.len()..end] {
            self.texts.push(cleaner.clean(&corpus[row as usize]));
        }
        if end < self.rows.len() {
            Status::Running
        } else {
            Status::Done
        }
    }

    /// Share that is done, `0.0..=1.0`.
    pub fn fraction(&self) -> f64 {
        fraction(self.texts.len(), self.rows.len())
    }
}

/// Fits TF-IDF, then the classifier.
pub struct Fitting {
    svc_params: SvcValidParams,
    /// For the classifier.
    start: Option<DualStart>,
    labels: Arc<[u32]>,
    n_classes: usize,
    seed: u32,
    stages: (Stage, Stage),
    phase: Phase,
    history: History,
    fit_began: Option<UnixMillis>,
    seconds: f64,
}

enum Phase {
    Tfidf(Box<TfidfFit>),
    Svc {
        tfidf: Tfidf,
        rows: Arc<CsrMatrix>,
        fit: Box<SvcFit>,
    },
    Done(Box<Fitted>),
    /// Between two phases; seen from outside only after an error.
    Failed,
}

struct Fitted {
    tfidf: Tfidf,
    vectorizer: Vectorizer,
    rows: Arc<CsrMatrix>,
    svc: Svc,
    predictor: Predictor,
    convergence: Convergence,
}

impl Fitting {
    pub fn new(
        tfidf: &TfidfParams,
        svc: &SvcValidParams,
        texts: Arc<[String]>,
        labels: Arc<[u32]>,
        n_classes: usize,
        seed: u32,
        stages: (Stage, Stage),
    ) -> Result<Fitting, Error> {
        Ok(Fitting {
            svc_params: svc.clone(),
            start: None,
            labels,
            n_classes,
            seed,
            stages,
            phase: Phase::Tfidf(Box::new(TfidfFit::new(tfidf, texts)?)),
            history: History::default(),
            fit_began: None,
            seconds: 0.0,
        })
    }

    /// The same, where the classifier starts from the dual variables of another, row by row of these texts.
    pub fn starting_from(mut self, start: Option<DualStart>) -> Fitting {
        self.start = start;
        self
    }

    pub fn step(&mut self, clock: &mut Clock, now: UnixMillis) -> Result<Status, Error> {
        match std::mem::replace(&mut self.phase, Phase::Failed) {
            Phase::Tfidf(mut fit) => {
                clock.enter(self.stages.0, now);
                if fit.step(TEXTS_A_STEP).is_running() {
                    self.phase = Phase::Tfidf(fit);
                } else {
                    let (tfidf, rows) = fit.finish()?;
                    let rows = Arc::new(rows);
                    let fit = SvcFit::starting_from(
                        &self.svc_params,
                        Arc::clone(&rows),
                        Arc::clone(&self.labels),
                        self.n_classes,
                        self.seed,
                        self.start.take(),
                    )?;
                    self.phase = Phase::Svc {
                        tfidf,
                        rows,
                        fit: Box::new(fit),
                    };
                }
                Ok(Status::Running)
            }
            Phase::Svc {
                tfidf,
                rows,
                mut fit,
            } => {
                clock.enter(self.stages.1, now);
                let began = *self.fit_began.get_or_insert(now);
                let status = fit.step(ITERATIONS_A_STEP);
                let progress = fit.progress();
                self.history.push(HistoryPoint {
                    iterations: progress.iterations,
                    machine: progress.machine as u32,
                    objective: progress.objective,
                    violation: progress.violation,
                    at: now,
                });
                if status.is_running() {
                    self.phase = Phase::Svc { tfidf, rows, fit };
                    return Ok(Status::Running);
                }
                let (svc, convergence) = fit.finish()?;
                self.seconds = now.seconds_since(began);
                self.phase = Phase::Done(Box::new(Fitted {
                    vectorizer: tfidf.prepare(),
                    predictor: svc.predictor(),
                    tfidf,
                    rows,
                    svc,
                    convergence,
                }));
                Ok(status)
            }
            done => {
                self.phase = done;
                Ok(Status::Done)
            }
        }
    }

    /// Share that is done, where it can be known: a solver's end can't.
    pub fn fraction(&self) -> Option<f64> {
        match &self.phase {
            Phase::Tfidf(fit) => {
                let (done, total) = fit.done();
                Some(fraction(done as usize, total as usize))
            }
            Phase::Svc { .. } | Phase::Failed => None,
            Phase::Done(_) => Some(1.0),
        }
    }

    /// Where the solver stands.
    pub fn last_point(&self) -> Option<HistoryPoint> {
        self.history.points.last().copied()
    }

    pub fn report(&self, classes: &[String]) -> Result<FitReport, Error> {
        let fitted = self.fitted()?;
        Ok(FitReport {
            n_rows: fitted.rows.n_rows as u64,
            n_features: fitted.rows.n_cols as u64,
            n_stored: fitted.rows.n_stored() as u64,
            gamma: fitted.svc.gamma,
            n_support_vectors: fitted
                .svc
                .n_support_vectors()
                .map(|counts| classes.iter().cloned().zip(counts).collect()),
            iterations: fitted.convergence.iterations(),
            converged: fitted.convergence.converged(),
            stop: Some(fitted.convergence.stop()),
            violation: Some(fitted.convergence.violation())
                .filter(|violation| violation.is_finite()),
            seconds: self.seconds,
            history: self.history.points.clone(),
        })
    }

    /// How the classifier's machines stopped.
    pub fn convergence(&self) -> Result<&Convergence, Error> {
        Ok(&self.fitted()?.convergence)
    }

    /// The TF-IDF rows that it was fitted on.
    pub fn training_rows(&self) -> Arc<CsrMatrix> {
        match &self.phase {
            Phase::Done(fitted) => Arc::clone(&fitted.rows),
            _ => Arc::new(CsrMatrix::with_columns(0)),
        }
    }

    /// What the fitted model says of cleaned texts, with the class indices that it can give.
    pub fn score(&self, cleaned: &[String]) -> Result<(&[u32], ScoredRows), Error> {
        let fitted = self.fitted()?;
        let rows = fitted.vectorizer.transform(cleaned);
        Ok((fitted.predictor.classes(), score(&fitted.predictor, &rows)))
    }

    pub fn into_parts(self) -> Result<(Tfidf, Svc), Error> {
        match self.phase {
            Phase::Done(fitted) => Ok((fitted.tfidf, fitted.svc)),
            _ => Err(unfinished()),
        }
    }

    fn fitted(&self) -> Result<&Fitted, Error> {
        match &self.phase {
            Phase::Done(fitted) => Ok(fitted),
            _ => Err(unfinished()),
        }
    }
}

/// Predicts texts or rows by a finished fit.
pub struct Predicting {
    given: Given,
    /// The labels so far.
    pub labels: Vec<u32>,
}

enum Given {
    Rows(Arc<CsrMatrix>),
    /// Cleaned texts.
    Texts(Vec<String>),
}

impl Predicting {
    pub fn rows(rows: Arc<CsrMatrix>) -> Predicting {
        Predicting::of(Given::Rows(rows))
    }

    pub fn texts(cleaned: Vec<String>) -> Predicting {
        Predicting::of(Given::Texts(cleaned))
    }

    fn of(given: Given) -> Predicting {
        let labels = Vec::new();
        Predicting { given, labels }
    }

    pub fn step(&mut self, fitting: &Fitting) -> Status {
        let Phase::Done(fitted) = &fitting.phase else {
            return Status::Done;
        };
        let n = self.given.len();
        let chunk = self.labels.len()..(self.labels.len() + TEXTS_A_STEP).min(n);
        self.labels.extend(match &self.given {
            Given::Rows(rows) => fitted.predictor.predict_rows(rows, chunk),
            Given::Texts(texts) => {
                let rows = fitted.vectorizer.transform(&texts[chunk]);
                fitted.predictor.predict(&rows)
            }
        });
        if self.labels.len() < n {
            Status::Running
        } else {
            Status::Done
        }
    }

    pub fn fraction(&self) -> f64 {
        fraction(self.labels.len(), self.given.len())
    }
}

impl Given {
    fn len(&self) -> usize {
        match self {
            Given::Rows(rows) => rows.n_rows,
            Given::Texts(texts) => texts.len(),
        }
    }
}

/// How a solver went, in at most [`MAX_HISTORY`] points at equal distances in steps.
#[derive(Default)]
struct History {
    points: Vec<HistoryPoint>,
    /// Steps between two points, a power of two.
    every: u64,
    steps: u64,
}

impl History {
    /// The last point is always kept, so that the end is there. A machine that still prepares has no violation yet: that
    /// is no point, and neither JSON nor MLflow could hold it.
    fn push(&mut self, point: HistoryPoint) {
        if !(point.objective.is_finite() && point.violation.is_finite()) {
            return;
        }
        self.every = self.every.max(1);
        if self.steps > 0 && !(self.steps - 1).is_multiple_of(self.every) {
            self.points.pop();
        }
        self.points.push(point);
        self.steps += 1;
        if self.points.len() > MAX_HISTORY {
            let mut index = 0;
            self.points.retain(|_| {
                index += 1;
                index % 2 == 1
            });
            self.every *= 2;
        }
    }
}

fn fraction(done: usize, total: usize) -> f64 {
    if total == 0 {
        1.0
    } else {
        done as f64 / total as f64
    }
}

fn unfinished() -> Error {
    Error::bug(message!("error-bug-unfinished"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_that_prepares_leaves_no_point() {
        let mut history = History::default();
        for violation in [f64::INFINITY, 2.0, f64::INFINITY, 1.0, f64::NAN] {
            history.push(HistoryPoint {
                iterations: 0,
                machine: 0,
                objective: 0.0,
                violation,
                at: UnixMillis(0.0),
            });
        }
        let kept: Vec<f64> = history.points.iter().map(|point| point.violation).collect();
        assert_eq!(kept, [2.0, 1.0]);
    }

    #[test]
    fn a_long_history_is_thinned_evenly_and_keeps_both_ends() {
        for steps in [1_u64, 2, 255, 256, 257, 258, 1000, 5001] {
            let mut history = History::default();
            for step in 0..steps {
                history.push(HistoryPoint {
                    iterations: step,
                    machine: 0,
                    objective: 0.0,
                    violation: 0.0,
                    at: UnixMillis(0.0),
                });
            }
            let kept: Vec<u64> = history
                .points
                .iter()
                .map(|point| point.iterations)
                .collect();
            assert!(kept.len() <= MAX_HISTORY, "{steps}: {}", kept.len());
            assert_eq!((kept[0], *kept.last().unwrap()), (0, steps - 1));
            for pair in kept[..kept.len() - 1].windows(2) {
                assert_eq!(pair[1] - pair[0], history.every, "{steps}: {kept:?}");
            }
        }
    }
}
