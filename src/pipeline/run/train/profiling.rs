//! The last stage of a run: what drift needs of the training rows, for comparing new data with them later.

use std::sync::Arc;

use super::out_of_fold::{FOLDS, OutOfFold};
use super::{ProfileKind, TrainRun, Work};
use crate::message;
use crate::pipeline::chunks::{ROWS_A_STEP, fraction};
use crate::pipeline::corpus::DataSet;
use crate::pipeline::drift::{Profile, SideRows, Tokens};
use crate::pipeline::error::{Code, Error};
use crate::pipeline::run::scoring::class_names;
use crate::pipeline::step::{Piece, Standing, Status};
use crate::pipeline::svm::DualStart;
use crate::pipeline::time::UnixMillis;

/// The scores out of fold; beside them terms and descriptors.
pub(super) struct Profiling {
    out_of_fold: OutOfFold,
    describing: Describing,
}

/// The terms and descriptors of the rows. They are numbered as they come, so that this is one piece.
struct Describing {
    data: Arc<DataSet>,
    tokens: Tokens,
    rows: SideRows,
}

/// The share of the stage that the scores take, about.
const SCORES: f64 = 0.9;

impl Profiling {
    /// The longest first, so that no thread is left with it at the end.
    pub fn pieces(&mut self) -> Vec<Box<dyn Piece + '_>> {
        let mut pieces: Vec<Box<dyn Piece>> = Vec::new();
        if self.describing.is_running() {
            pieces.push(Box::new(&mut self.describing));
        }
        pieces.extend(self.out_of_fold.pieces());
        pieces
    }

    /// Share that is done, `0.0..=1.0`.
    pub fn fraction(&self) -> f64 {
        SCORES * self.out_of_fold.fraction() + (1.0 - SCORES) * self.describing.fraction()
    }
}

impl Describing {
    fn is_running(&self) -> bool {
        self.rows.len() < self.data.train.texts.len()
    }

    fn fraction(&self) -> f64 {
        fraction(self.rows.len(), self.data.train.texts.len())
    }
}

impl Piece for &mut Describing {
    fn step(&mut self, _now: UnixMillis) -> Status {
        let texts = &self.data.train.texts;
        let begin = self.rows.len();
        for text in &texts[begin..texts.len().min(begin + ROWS_A_STEP)] {
            self.rows.add(&self.tokens, text);
        }
        match self.is_running() {
            true => Status::Running,
            false => Status::Done,
        }
    }

    fn standing(&self) -> Standing {
        Standing::Share(self.fraction())
    }
}

impl TrainRun {
    pub(super) fn begin_profile(&mut self, now: UnixMillis) {
        let Some(model) = self.found.model.clone() else {
            return;
        };
        if self.config.drift.profile == ProfileKind::None {
            return;
        }
        self.say(now, message!("log-out-of-fold", folds = FOLDS));
        let split = &self.found.split;
        let rows = [&split.train[..], &split.validation[..]].concat();
        let has_converged = self.found.last.as_ref().is_some_and(|fit| fit.converged);
        let start = DualStart::of(&model.svc, rows.len()).filter(|_| has_converged);
        self.work = Work::Profile(Box::new(Profiling {
            out_of_fold: OutOfFold::new(
                (self.config.features(), &self.svc),
                start,
                &self.found.cleaned,
                &rows,
                self.data.train.labels.clone(),
                self.data.classes.len(),
                (FOLDS, self.config.run.seed),
            ),
            describing: Describing {
                data: Arc::clone(&self.data),
                tokens: Tokens::new(),
                rows: SideRows::new(),
            },
        }));
        self.found.cleaned = Arc::default();
    }

    /// A recipe that can't be followed on a part of the rows leaves the profile without scores, and the run as it is.
    pub(super) fn finish_profile(
        &mut self,
        profiling: Profiling,
        now: UnixMillis,
    ) -> Result<(), Error> {
        let Some(model) = &self.found.model else {
            return Ok(());
        };
        let (convergence, scores) = profiling
            .out_of_fold
            .finish(&self.found.model_sha256, class_names(model));
        self.warn_unless_met(message!("log-solver-of-fold"), &convergence, now);
        let scores = match scores {
            Ok(scores) => Some(scores),
            Err(error) if error.code == Code::Bug => return Err(error),
            Err(error) => {
                self.warn(now, message!("log-no-scores", fault = error.line()));
                None
            }
        };
        self.say(now, message!("log-profile"));
        let labels = (&self.data.classes[..], &self.data.train.labels[..]);
        let mut side = profiling.describing.rows.finish(Some(labels));
        side.scores = scores;
        self.found.profile = Some(Arc::new(match self.config.drift.profile {
            ProfileKind::Marginals => Profile::marginals_of(&side),
            ProfileKind::Rows | ProfileKind::None => Profile::Rows(side),
        }));
        Ok(())
    }
}
