//! What settings do to the validation part, while they are changed: one fit on the training part, nothing else of a run.
//!
//! ```text
//! rows -> LiveFits -> (RunConfig -> LiveWork -> LiveFit)*
//! ```
//!
//! It is a trial of a search on the split of a run ([`Scheme::Validation`]), so that labels and scores are those of the run's
//! validation part, bit for bit. What settings have in common (cleaned texts, counted terms, the matrices of both parts) is made once and
//! kept. There is no second fit, no test set and no archive.
//!
//! Each fit starts from 0, as a run's does: what is shown depends on the settings alone and not on the way to them. On PolEval's files a
//! fit takes 5 to 200 ms with each kernel for `C` from 0.1 to 10, so that starting from the last solution would save little and cost that.
//!
//! Beside the scores there is a map of the validation texts, see [`Plane`].

mod directions;
mod plane;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use self::plane::{COLUMNS, Place, Plane, ROWS};
use crate::pipeline::corpus::sha256_hex;
use crate::pipeline::error::Error;
use crate::pipeline::metrics::Evaluation;
use crate::pipeline::run::RunConfig;
use crate::pipeline::search::{Evaluator, Fitted, Limits, Scheme, TrainingRows, TrialWork};
use crate::pipeline::step::Stepped;
use crate::pipeline::svm::{Stop, SvcParams};
use crate::pipeline::time::UnixMillis;

/// Bytes of texts and matrices that are kept for settings that come back.
const KEPT: usize = 96 << 20;
/// Texts whose margins one step asks for.
const TEXTS_A_STEP: usize = 64;

/// What fits of the same rows have in common.
pub struct LiveFits {
    /// Names the rows.
    name: String,
    rows: TrainingRows,
    evaluator: Evaluator,
    /// The last one, by its name.
    plane: Option<(String, Arc<Plane>)>,
}

/// What a configuration comes to on the validation part.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LiveFit {
    /// Rows by class, shape `(n_classes, n_classes)`, indexed `[truth][predicted]`.
    pub confusion: Vec<Vec<u64>>,
    /// A fraction, `0.0..=1.0`.
    pub f1_micro: f64,
    /// A fraction, `0.0..=1.0`.
    pub f1_macro: f64,
    /// Rows that it learned from.
    pub n_learned: u64,
    /// Columns of the matrix.
    pub n_features: u64,
    /// Why the solver stopped.
    pub stop: Stop,
    /// Seconds of the solver.
    pub fit_seconds: f64,
    /// Names the plane that the following is on.
    pub plane: String,
    /// The label of each text on it.
    pub predicted: Vec<u32>,
    /// The margin of each class at each node of its grid, see [`Plane::field`].
    pub field: Vec<i16>,
}

impl LiveFit {
    /// Rows that it is scored on.
    pub fn n_scored(&self) -> u64 {
        self.confusion.iter().flatten().sum()
    }
}

/// A fit under way. It is stepped with the fits that it began from; dropped, it is done no further.
pub struct LiveWork {
    name: String,
    at: At,
}

enum At {
    Trial(Box<TrialWork>),
    Plane(Box<Fitted>, Stepped<Plane>),
    Margins(Box<Fitted>, Arc<Plane>, Vec<f64>),
    Over,
}

impl LiveFits {
    /// Fits on the split that runs with such a configuration have. `rows` are those that it leaves in, `name` names them.
    ///
    /// # Errors
    /// Those of [`Evaluator::new`].
    pub fn new(name: String, rows: TrainingRows, config: &RunConfig) -> Result<LiveFits, Error> {
        let scheme = Scheme::Validation {
            size: config.run.validation_size,
        };
        let limits = Limits {
            cache_bytes: KEPT,
            ..Limits::default()
        };
        Ok(LiveFits {
            name,
            evaluator: Evaluator::new(rows.clone(), scheme, config.run.seed, limits)?,
            rows,
            plane: None,
        })
    }

    /// The numbers of the validation rows in the data's training set, from 0.
    pub fn numbers_of_scored(&self) -> Vec<u32> {
        let scored = self.evaluator.scored_rows().into_iter();
        scored.map(|row| self.rows.numbers[row as usize]).collect()
    }

    /// Begins the fit of a configuration. It is of no matter to it whether probabilities are wanted: labels do not follow them.
    ///
    /// # Errors
    /// Those of [`Evaluator::trial`].
    pub fn begin(&mut self, config: &RunConfig) -> Result<LiveWork, Error> {
        let config = RunConfig {
            svc: SvcParams {
                probability: false,
                ..config.svc.clone()
            },
            ..config.clone()
        };
        let trial = self.evaluator.trial(&config)?;
        let name = format!("{} {}", self.name, trial.name_of_features());
        Ok(LiveWork {
            name: sha256_hex(name.as_bytes()),
            at: At::Trial(Box::new(trial)),
        })
    }

    /// The plane of that name.
    pub fn plane(&self, name: &str) -> Option<&Arc<Plane>> {
        let (held, plane) = self.plane.as_ref()?;
        (held == name).then_some(plane)
    }
}

impl LiveWork {
    /// Whether what settings have in common is being made: that is done once, what follows each time.
    pub fn is_preparing(&self) -> bool {
        match &self.at {
            At::Trial(trial) => trial.is_preparing(),
            At::Plane(..) => true,
            At::Margins(..) | At::Over => false,
        }
    }

    /// One unit of work, some milliseconds at most, at the time `now`; what came of it, with the last.
    ///
    /// # Errors
    /// Those of [`TrialWork::step`].
    pub fn step(&mut self, fits: &mut LiveFits, now: UnixMillis) -> Result<Option<LiveFit>, Error> {
        self.at = match std::mem::replace(&mut self.at, At::Over) {
            At::Trial(mut trial) => {
                trial.step(&mut fits.evaluator, now)?;
                match trial.take_last_fold() {
                    None => At::Trial(trial),
                    Some(fitted) => self.fitted(Box::new(fitted), fits),
                }
            }
            At::Plane(fitted, mut work) => match work.step() {
                None => At::Plane(fitted, work),
                Some(plane) => {
                    let plane = Arc::new(plane);
                    fits.plane = Some((self.name.clone(), Arc::clone(&plane)));
                    At::Margins(fitted, plane, Vec::new())
                }
            },
            At::Margins(fitted, plane, mut margins) => {
                let k = fitted.predictor.classes().len();
                let done = margins.len() / k;
                let next = plane.rows.iter().skip(done).take(TEXTS_A_STEP);
                for &row in next {
                    let row = row as usize;
                    margins.extend(fitted.predictor.margins(&fitted.rows.scored, row..row + 1));
                }
                if margins.len() / k == plane.rows.len() {
                    return Ok(Some(self.fit(&fitted, &plane, &margins, fits)));
                }
                At::Margins(fitted, plane, margins)
            }
            At::Over => At::Over,
        };
        Ok(None)
    }

    /// The model is there: its texts have their places already, or get them now.
    fn fitted(&self, fitted: Box<Fitted>, fits: &LiveFits) -> At {
        if let Some(plane) = fits.plane(&self.name) {
            return At::Margins(fitted, Arc::clone(plane), Vec::new());
        }
        let labels = |rows: &[u32]| -> Vec<u32> {
            let labels = rows.iter().map(|&row| fits.rows.labels[row as usize]);
            labels.collect()
        };
        let scored = fits.evaluator.scored_rows();
        let learned = fits.evaluator.learned_rows();
        let texts = scored
            .iter()
            .map(|&row| fits.rows.texts[row as usize].clone());
        let plane = Plane::of(
            Arc::clone(&fitted.rows),
            labels(learned),
            labels(&scored),
            texts.collect(),
            fits.rows.classes.len(),
        );
        At::Plane(fitted, Stepped::new(plane))
    }

    fn fit(&self, fitted: &Fitted, plane: &Plane, margins: &[f64], fits: &LiveFits) -> LiveFit {
        let truth = fits.evaluator.truth();
        let evaluation = Evaluation::new(&fits.rows.classes, &truth, &fitted.predicted);
        let predicted = plane.rows.iter();
        LiveFit {
            confusion: evaluation.confusion,
            f1_micro: evaluation.f1_micro,
            f1_macro: evaluation.f1_macro,
            n_learned: fitted.rows.learned.n_rows as u64,
            n_features: fitted.rows.learned.n_cols as u64,
            stop: fitted.convergence.stop(),
            fit_seconds: fitted.fit_seconds,
            plane: self.name.clone(),
            predicted: predicted
                .map(|&row| fitted.predicted[row as usize])
                .collect(),
            field: plane.field(margins, fitted.predictor.classes(), fits.rows.classes.len()),
        }
    }
}

#[cfg(test)]
mod tests;
