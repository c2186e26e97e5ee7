//! The last stage of a run: what drift needs of the training rows, for comparing new data with them later.

use std::sync::Arc;

use super::fitting::TEXTS_A_STEP;
use super::out_of_fold::{FOLDS, OutOfFold};
use super::{ProfileKind, TrainRun, Work};
use crate::message;
use crate::pipeline::drift::{Profile, Scores, SideRows, Tokens};
use crate::pipeline::error::{Code, Error};
use crate::pipeline::run::scoring::class_names;
use crate::pipeline::step::Status;
use crate::pipeline::svm::DualStart;
use crate::pipeline::time::UnixMillis;

/// First the scores out of fold, then terms and descriptors.
pub(super) struct Profiling {
    out_of_fold: Option<OutOfFold>,
    scores: Option<Scores>,
    tokens: Tokens,
    rows: SideRows,
    n_rows: usize,
}

/// The share of the stage that the scores take, about.
const SCORES: f64 = 0.9;

impl Profiling {
    /// Share that is done, `0.0..=1.0`.
    pub fn fraction(&self) -> f64 {
        match &self.out_of_fold {
            Some(out_of_fold) => SCORES * out_of_fold.fraction(),
            None => SCORES + (1.0 - SCORES) * self.rows.len() as f64 / self.n_rows.max(1) as f64,
        }
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
        let train = &self.data.train;
        let has_converged = self.found.last.as_ref().is_some_and(|fit| fit.converged);
        let start = DualStart::of(&model.svc, rows.len()).filter(|_| has_converged);
        self.work = Work::Profile(Box::new(Profiling {
            out_of_fold: Some(OutOfFold::new(
                start,
                &self.found.cleaned,
                &rows,
                train.labels.clone(),
                self.data.classes.len(),
                self.config.run.seed,
            )),
            scores: None,
            tokens: Tokens::new(),
            rows: SideRows::new(),
            n_rows: train.texts.len(),
        }));
        self.found.cleaned = Arc::default();
    }

    /// A recipe that can't be followed on a part of the rows leaves the profile without scores, and the run as it is.
    pub(super) fn step_profile(
        &mut self,
        profiling: &mut Profiling,
        now: UnixMillis,
    ) -> Result<Status, Error> {
        if let Some(out_of_fold) = &mut profiling.out_of_fold {
            let step = out_of_fold.step(&self.config.tfidf, &self.svc, &mut self.clock, now);
            if matches!(step, Ok(Status::Running)) {
                return Ok(Status::Running);
            }
            let convergence = out_of_fold.convergence().clone();
            let done = profiling.out_of_fold.take();
            let scores = match step {
                Ok(_) => self.scores(done),
                Err(error) => Err(error),
            };
            self.warn_unless_met(message!("log-solver-of-fold"), &convergence, now);
            match scores {
                Ok(scores) => profiling.scores = scores,
                Err(error) if error.code == Code::Bug => return Err(error),
                Err(error) => self.warn(now, message!("log-no-scores", fault = error.line())),
            }
            self.say(now, message!("log-profile"));
            return Ok(Status::Running);
        }
        let texts = &self.data.train.texts;
        let begin = profiling.rows.len();
        for text in &texts[begin..(begin + TEXTS_A_STEP).min(texts.len())] {
            profiling.rows.add(&profiling.tokens, text);
        }
        if profiling.rows.len() < texts.len() {
            return Ok(Status::Running);
        }
        let labels = (&self.data.classes[..], &self.data.train.labels[..]);
        let rows = std::mem::take(&mut profiling.rows);
        let mut side = rows.finish(Some(labels));
        side.scores = profiling.scores.take();
        self.found.profile = Some(Arc::new(match self.config.drift.profile {
            ProfileKind::Marginals => Profile::marginals_of(&side),
            ProfileKind::Rows | ProfileKind::None => Profile::Rows(side),
        }));
        Ok(Status::Done)
    }

    fn scores(&self, done: Option<OutOfFold>) -> Result<Option<Scores>, Error> {
        let (Some(done), Some(model)) = (done, &self.found.model) else {
            return Ok(None);
        };
        let classes = class_names(model);
        done.finish(&self.found.model_sha256, classes).map(Some)
    }
}
