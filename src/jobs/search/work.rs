//! A search at work: the look at the rows, the trials, then what the best is worth on other rows.

use std::sync::Arc;

use super::request::{SearchRequest, SearchWord};
use super::trials::Trials;
use crate::jobs::engine_data::EngineData;
use crate::jobs::job::{Answer, Clock, Job};
use crate::jobs::loaded::Loaded;
use crate::jobs::protocol::{JobId, Outcome};
use crate::jobs::summaries::Progress;
use crate::message;
use crate::pipeline::error::{Code, Error};
use crate::pipeline::search::{SearchReport, TrainingRows, Trial, TrialState, Tuning, evaluator};
use crate::pipeline::step::{Stepped, pause};
use crate::pipeline::time::UnixMillis;

/// Share of the whole that the look at the rows takes, about, and what is drawn at the end.
const LOOK_SHARE: f64 = 0.02;
const DRAWS_SHARE: f64 = 0.03;

/// See the module.
pub(in crate::jobs) struct SearchJob {
    at: At,
    /// What helpers have said before there were trials.
    early: Vec<(JobId, SearchWord)>,
    /// What there is to show while the end is drawn.
    so_far: Option<SearchReport>,
}

enum At {
    Look(Stepped<Result<Trials, Error>>),
    Trials(Box<Trials>),
    Draws(Stepped<SearchReport>),
    End,
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
            at: At::Look(Stepped::new(begun(data, request, now))),
            early: Vec::new(),
            so_far: None,
        })
    }
}

/// The search and its rows. What was at work when an earlier one ended begins again.
async fn begun(
    data: Arc<Loaded>,
    request: SearchRequest,
    now: UnixMillis,
) -> Result<Trials, Error> {
    let SearchRequest {
        settings,
        config,
        earlier,
    } = request;
    let rows = TrainingRows::of_run(&config, &data.set).await?;
    let evaluator = evaluator(&settings, &config, rows.clone())?;
    pause().await;
    let name = config.run.name.clone();
    let (judged_on, mut trials) = earlier
        .map(|earlier| (earlier.judged_on, earlier.trials))
        .unzip();
    let open = trials.iter_mut().flatten();
    open.filter(|trial| trial.state == TrialState::Running)
        .for_each(Trial::begin_again);
    let trials = trials.unwrap_or_default();
    let tuning = Tuning::with_trials(&name, settings, config, &rows, trials, now)?;
    if judged_on.is_some_and(|judged_on| judged_on != tuning.judged_on()) {
        let message = message!("error-search-other-rows");
        let remedy = message!("error-search-anew");
        return Err(Error::new(Code::OtherSpace, message, remedy));
    }
    Ok(Trials::new(tuning, evaluator))
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
                    let mut trials = Box::new(begun?);
                    for (from, word) in std::mem::take(&mut self.early) {
                        trials.hear(from, word, clock());
                    }
                    At::Trials(trials)
                }
            },
            At::Trials(mut trials) => match trials.step(clock)? {
                None => At::Trials(trials),
                Some(ending) => {
                    // What waits to begin again has no time left.
                    trials.stop(clock());
                    self.so_far = trials.changes();
                    At::Draws(Stepped::new(trials.report(ending)))
                }
            },
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

    fn is_waiting(&self) -> bool {
        matches!(&self.at, At::Trials(trials) if trials.is_waiting())
    }

    fn hear(&mut self, from: JobId, word: SearchWord, now: UnixMillis) {
        match &mut self.at {
            At::Look(_) => self.early.push((from, word)),
            At::Trials(trials) => trials.hear(from, word, now),
            At::Draws(_) | At::End => {}
        }
    }

    fn words(&mut self) -> Vec<(JobId, SearchWord)> {
        match &mut self.at {
            At::Trials(trials) => trials.words(),
            _ => Vec::new(),
        }
    }

    fn rested(&mut self, seconds: f64) {
        if let At::Trials(trials) = &mut self.at {
            trials.tuning.rest(seconds);
        }
    }

    fn stop(&mut self, now: UnixMillis) -> bool {
        match &mut self.at {
            At::Trials(trials) => {
                trials.stop(now);
                true
            }
            _ => false,
        }
    }

    fn progress(&mut self) -> Progress {
        let of_trials = 1.0 - LOOK_SHARE - DRAWS_SHARE;
        let (stage, fraction, done) = match &self.at {
            At::Look(_) => ("search_look", None, 0.0),
            At::Trials(trials) => {
                let share = trials.share();
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
        let report = match &mut self.at {
            At::Trials(trials) => trials.changes(),
            _ => self.so_far.take(),
        };
        report.map(|report| Outcome::Search(Box::new(report)))
    }
}
