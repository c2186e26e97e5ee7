//! A trial at work, and what it says as it goes: whoever has a thread, a worker or another machine for it steps it, and
//! [`Tuning::hear`](super::Tuning::hear) takes in what it says.

use serde::{Deserialize, Serialize};

use super::evaluate::{Evaluator, FoldScores, TrialScores, TrialWork};
use crate::message;
use crate::message::{Argument, Message};
use crate::pipeline::error::Error;
use crate::pipeline::run::RunConfig;
use crate::pipeline::step::Status;
use crate::pipeline::time::UnixMillis;

/// What a trial says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TrialNews {
    /// The next fold is scored.
    Fold { scores: FoldScores, is_last: bool },
    /// It is through all its folds.
    Complete(Box<TrialScores>),
    /// It can't be evaluated, and why.
    Failed(Message),
}

/// A trial at work. Dropped, it is done no further.
pub struct TrialAtWork {
    at: At,
    /// Seconds of work after which it fails.
    timeout: Option<f64>,
    /// Seconds that its steps have taken. What lies between them, a pause or the steps of others, is none of its work.
    seconds: f64,
    /// Folds that it has told of.
    n_folds: usize,
}

enum At {
    Begin(Box<RunConfig>),
    Work(Box<TrialWork>),
    Over,
}

impl TrialAtWork {
    /// The trial of a configuration; nothing is done yet.
    pub fn new(config: RunConfig, timeout: Option<f64>) -> TrialAtWork {
        TrialAtWork {
            at: At::Begin(Box::new(config)),
            timeout,
            seconds: 0.0,
            n_folds: 0,
        }
    }

    /// One unit of work, some milliseconds at most, always with the same evaluator; gives what there is to say. After a fault, or once
    /// it is complete, it does nothing more.
    pub fn step(
        &mut self,
        evaluator: &mut Evaluator,
        clock: &mut dyn FnMut() -> UnixMillis,
    ) -> Option<TrialNews> {
        let begun = clock();
        let stepped = self.unit(evaluator, begun);
        self.seconds += clock().seconds_since(begun);
        let news = stepped.unwrap_or_else(|error| Some(TrialNews::Failed(error.line())));
        let is_too_long = || self.timeout.is_some_and(|most| self.seconds > most);
        let news = match news {
            None if is_too_long() => Some(TrialNews::Failed(message!(
                "search-too-long",
                time = Argument::Seconds(self.seconds)
            ))),
            news => news,
        };
        if matches!(news, Some(TrialNews::Failed(_))) {
            self.at = At::Over;
        }
        news
    }

    fn unit(
        &mut self,
        evaluator: &mut Evaluator,
        now: UnixMillis,
    ) -> Result<Option<TrialNews>, Error> {
        let mut work = match std::mem::replace(&mut self.at, At::Over) {
            At::Begin(config) => {
                self.at = At::Work(Box::new(evaluator.trial(&config)?));
                return Ok(None);
            }
            At::Work(work) => work,
            At::Over => return Ok(None),
        };
        if work.step(evaluator, now)? == Status::Running {
            let told = self.n_folds;
            self.n_folds = work.folds().len();
            let fold = work.folds().get(told).map(|scores| TrialNews::Fold {
                scores: scores.clone(),
                is_last: self.n_folds == evaluator.n_folds(),
            });
            self.at = At::Work(work);
            return Ok(fold);
        }
        Ok(Some(TrialNews::Complete(Box::new(work.finish()?))))
    }

    /// Share of its folds that it has told of, `0.0..=1.0`.
    pub fn fraction(&self, evaluator: &Evaluator) -> f64 {
        self.n_folds as f64 / evaluator.n_folds().max(1) as f64
    }
}
