//! A search at work: one trial after the other, then what the best is worth on other rows.

use std::sync::Arc;

use super::request::SearchRequest;
use crate::jobs::engine_data::EngineData;
use crate::jobs::job::{Answer, Job};
use crate::jobs::loaded::Loaded;
use crate::jobs::protocol::Outcome;
use crate::jobs::summaries::Progress;
use crate::message;
use crate::message::Argument;
use crate::pipeline::error::Error;
use crate::pipeline::run::{RunConfig, rehearse};
use crate::pipeline::search::{
    Ending, Evaluator, Limits, Next, SearchReport, TrainingRows, TrialScores, TrialWork, Tuning,
    report_so_far, search_report,
};
use crate::pipeline::step::{Status, Stepped, pause};
use crate::pipeline::time::UnixMillis;

/// Share of the whole that the look at the rows takes, about, and what is drawn at the end.
const LOOK_SHARE: f64 = 0.02;
const DRAWS_SHARE: f64 = 0.03;

/// See the module.
pub(in crate::jobs) struct SearchJob {
    at: At,
    /// Trials there are and trials wanted.
    trials: [u32; 2],
    /// Of the trial at work, `0.0..=1.0`.
    fraction: f64,
    /// Whether there is more to show than was told.
    is_new: bool,
    /// What there is to show while the end is drawn.
    so_far: Option<SearchReport>,
}

enum At {
    Look(Stepped<Result<(Tuning, Evaluator), Error>>),
    Trials(Box<Trials>),
    Draws(Stepped<SearchReport>),
    End,
}

/// Trials one after the other.
struct Trials {
    tuning: Tuning,
    evaluator: Evaluator,
    trial: Option<AtWork>,
}

/// A trial at work.
struct AtWork {
    number: u32,
    work: TrialWork,
    begun: UnixMillis,
    /// Folds that the study was told of.
    n_folds: usize,
}

impl SearchJob {
    /// # Errors
    /// No data.
    pub fn new(
        held: &EngineData,
        request: SearchRequest,
        now: UnixMillis,
    ) -> Result<SearchJob, Error> {
        let data = Arc::clone(held.data()?);
        Ok(SearchJob {
            trials: [0, request.settings.study.n_trials],
            at: At::Look(Stepped::new(begun(data, request, now))),
            fraction: 0.0,
            is_new: false,
            so_far: None,
        })
    }
}

/// The search and its rows: those that a run would leave out take no part.
async fn begun(
    data: Arc<Loaded>,
    request: SearchRequest,
    now: UnixMillis,
) -> Result<(Tuning, Evaluator), Error> {
    let SearchRequest { settings, config } = request;
    let looked = rehearse(&config, &data.set).await?;
    if let Some(refusal) = looked.refusal {
        return Err(refusal);
    }
    let excluded = looked.validation.excluded;
    let rows = match excluded.is_empty() {
        true => TrainingRows::of(&data.set),
        false => TrainingRows::of(&excluded.without(&data.set)),
    };
    pause().await;
    let limits = Limits {
        trial_bytes: usize::try_from(settings.study.max_memory_bytes).unwrap_or(usize::MAX),
        ..Limits::default()
    };
    let name = config.run.name.clone();
    let tuning = Tuning::new(&name, settings, config, &rows, now)?;
    let evaluator = Evaluator::new(rows, tuning.scheme(), tuning.seed(), limits)?;
    Ok((tuning, evaluator))
}

impl Trials {
    /// One unit of the trial at work, or the next trial; gives why there is none.
    fn step(&mut self, now: UnixMillis) -> Result<Option<Ending>, Error> {
        let Some(trial) = self.trial.take() else {
            match self.tuning.next(now)? {
                Next::Trial { number, config } => self.begin(number, &config, now),
                // No other trial is at work.
                Next::Wait => {}
                Next::Over(ending) => return Ok(Some(ending)),
            }
            return Ok(None);
        };
        self.go_on(trial, now);
        Ok(None)
    }

    fn begin(&mut self, number: u32, config: &RunConfig, begun: UnixMillis) {
        match self.evaluator.trial(config) {
            Ok(work) => {
                self.trial = Some(AtWork {
                    number,
                    work,
                    begun,
                    n_folds: 0,
                });
            }
            Err(error) => self.tuning.fail(number, error.line(), begun),
        }
    }

    /// A fault of the trial's is its failure.
    fn go_on(&mut self, mut trial: AtWork, now: UnixMillis) {
        let number = trial.number;
        let status = trial.work.step(&mut self.evaluator, now);
        while trial.n_folds < trial.work.folds().len() {
            let is_hopeless = (self.tuning).fold(number, &trial.work.folds()[trial.n_folds]);
            trial.n_folds += 1;
            // After the last fold there is nothing left to save.
            if is_hopeless && trial.n_folds < self.evaluator.n_folds() {
                return self.tuning.prune(number, now);
            }
        }
        match status {
            Ok(Status::Running) if self.tuning.is_too_long(trial.begun, now) => {
                let seconds = Argument::Seconds(now.seconds_since(trial.begun));
                let why = message!("search-too-long", time = seconds);
                self.tuning.fail(number, why, now);
            }
            Ok(Status::Running) => self.trial = Some(trial),
            Ok(_) => self.end(number, trial.work.finish(), now),
            Err(error) => self.end(number, Err(error), now),
        }
    }

    fn end(&mut self, number: u32, scores: Result<TrialScores, Error>, now: UnixMillis) {
        match scores {
            Ok(scores) => self.tuning.complete(number, scores, now),
            Err(error) => self.tuning.fail(number, error.line(), now),
        }
    }

    fn report(&self) -> SearchReport {
        let n_rows = self.evaluator.scored_rows().len() as u64;
        report_so_far(&self.tuning, n_rows)
    }

    /// Trials begun, and folds of the one at work that the study was told of.
    fn standing(&self) -> (u32, usize) {
        let trials = self.tuning.study().trials();
        let folds = self.trial.as_ref().map_or(0, |trial| trial.n_folds);
        (trials.len() as u32, folds)
    }
}

impl Job for SearchJob {
    fn step(&mut self, _held: &mut EngineData, now: UnixMillis) -> Result<Option<Answer>, Error> {
        let mut answer = None;
        self.at = match std::mem::replace(&mut self.at, At::End) {
            At::Look(mut look) => match look.step() {
                None => At::Look(look),
                Some(begun) => {
                    let (tuning, evaluator) = begun?;
                    At::Trials(Box::new(Trials {
                        tuning,
                        evaluator,
                        trial: None,
                    }))
                }
            },
            At::Trials(mut trials) => {
                let before = trials.standing();
                match trials.step(now)? {
                    None => {
                        self.is_new |= trials.standing() != before || trials.trial.is_none();
                        self.trials[0] = trials.standing().0;
                        let trial = trials.trial.as_ref();
                        self.fraction =
                            trial.map_or(1.0, |trial| trial.work.fraction(&trials.evaluator));
                        At::Trials(trials)
                    }
                    Some(ending) => {
                        self.so_far = Some(trials.report());
                        let evaluator = trials.evaluator;
                        let (truth, n_classes) = (evaluator.truth(), evaluator.n_classes());
                        let tuning = trials.tuning;
                        At::Draws(Stepped::new(async move {
                            search_report(&tuning, truth, n_classes, Some(ending)).await
                        }))
                    }
                }
            }
            At::Draws(mut draws) => match draws.step() {
                None => At::Draws(draws),
                Some(report) => {
                    answer = Some(Answer::new(Outcome::Search(Box::new(report))));
                    At::End
                }
            },
            At::End => return Err(Error::bug(message!("error-bug-beyond-end"))),
        };
        Ok(answer)
    }

    fn progress(&mut self) -> Progress {
        let [there, wanted] = self.trials.map(f64::from);
        let of_trials = 1.0 - LOOK_SHARE - DRAWS_SHARE;
        let (stage, fraction, done) = match &self.at {
            At::Look(_) => ("search_look", None, 0.0),
            At::Trials(_) => {
                let share = ((there - 1.0).max(0.0) + self.fraction) / wanted.max(1.0);
                ("search_trials", Some(share), LOOK_SHARE + of_trials * share)
            }
            At::Draws(_) => ("search_draws", None, 1.0 - DRAWS_SHARE),
            At::End => ("search_draws", None, 1.0),
        };
        Progress {
            stage: stage.into(),
            fraction,
            done,
            ..Progress::default()
        }
    }

    fn interim(&mut self, _held: &EngineData) -> Option<Outcome> {
        let report = match &self.at {
            At::Trials(trials) => std::mem::take(&mut self.is_new).then(|| trials.report()),
            _ => self.so_far.take(),
        };
        report.map(|report| Outcome::Search(Box::new(report)))
    }
}
