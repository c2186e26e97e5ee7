//! A search at work: one trial after the other, then what the best is worth on other rows.

use std::sync::Arc;

use super::request::SearchRequest;
use crate::jobs::engine_data::EngineData;
use crate::jobs::job::{Answer, Clock, Job};
use crate::jobs::loaded::Loaded;
use crate::jobs::protocol::Outcome;
use crate::jobs::summaries::Progress;
use crate::message;
use crate::pipeline::error::Error;
use crate::pipeline::search::{
    Ending, Evaluator, Next, SearchReport, TrainingRows, TrialAtWork, Tuning, report_so_far,
    search_report,
};
use crate::pipeline::step::Stepped;
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
    /// The one at work, by its number.
    trial: Option<(u32, TrialAtWork)>,
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

/// The search and its rows.
async fn begun(
    data: Arc<Loaded>,
    request: SearchRequest,
    now: UnixMillis,
) -> Result<(Tuning, Evaluator), Error> {
    let SearchRequest { settings, config } = request;
    let rows = TrainingRows::of_run(&config, &data.set).await?;
    let name = config.run.name.clone();
    let tuning = Tuning::new(&name, settings, config, &rows, now)?;
    let evaluator = tuning.evaluator(rows)?;
    Ok((tuning, evaluator))
}

impl Trials {
    /// One unit of the trial at work, or the next trial; gives why there is none.
    fn step(&mut self, clock: Clock<'_>) -> Result<Option<Ending>, Error> {
        let Some((number, mut trial)) = self.trial.take() else {
            match self.tuning.next(clock())? {
                Next::Trial { number, config } => {
                    let timeout = self.tuning.settings().study.trial_timeout;
                    self.trial = Some((number, TrialAtWork::new(*config, timeout)));
                }
                // No other trial is at work.
                Next::Wait => {}
                Next::Over(ending) => return Ok(Some(ending)),
            }
            return Ok(None);
        };
        let goes_on = match trial.step(&mut self.evaluator, clock) {
            Some(news) => self.tuning.hear(number, news, clock()),
            None => true,
        };
        self.trial = goes_on.then_some((number, trial));
        Ok(None)
    }

    fn report(&self) -> SearchReport {
        let n_rows = self.evaluator.scored_rows().len() as u64;
        report_so_far(&self.tuning, n_rows)
    }

    /// Trials begun, and how far the one at work is.
    fn standing(&self) -> (u32, f64) {
        let trials = self.tuning.study().trials();
        let trial = self.trial.as_ref();
        let fraction = trial.map_or(1.0, |(_, trial)| trial.fraction(&self.evaluator));
        (trials.len() as u32, fraction)
    }
}

impl Job for SearchJob {
    fn step(&mut self, held: &mut EngineData, now: UnixMillis) -> Result<Option<Answer>, Error> {
        self.step_by(held, &mut || now)
    }

    fn step_by(
        &mut self,
        _held: &mut EngineData,
        clock: Clock<'_>,
    ) -> Result<Option<Answer>, Error> {
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
                match trials.step(clock)? {
                    None => {
                        let standing = trials.standing();
                        self.is_new |= standing != before || trials.trial.is_none();
                        (self.trials[0], self.fraction) = standing;
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

    fn rested(&mut self, seconds: f64) {
        if let At::Trials(trials) = &mut self.at {
            trials.tuning.rest(seconds);
        }
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
