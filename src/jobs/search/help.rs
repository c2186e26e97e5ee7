//! The help that a search has on another engine: it does the trials that it is given, until it is cancelled.

use std::sync::Arc;

use super::request::{SearchRequest, SearchWord};
use crate::jobs::engine_data::EngineData;
use crate::jobs::job::{Answer, Clock, Job};
use crate::jobs::loaded::Loaded;
use crate::jobs::protocol::JobId;
use crate::jobs::summaries::Progress;
use crate::pipeline::error::Error;
use crate::pipeline::search::{Evaluator, TrainingRows, TrialAtWork, TrialNews, evaluator};
use crate::pipeline::step::Stepped;
use crate::pipeline::time::UnixMillis;

/// See the module.
pub(in crate::jobs) struct HelpJob {
    /// The job that it helps.
    search: JobId,
    /// Seconds that a trial may take.
    timeout: Option<f64>,
    at: At,
    trial: Option<(u32, TrialAtWork)>,
    words: Vec<SearchWord>,
}

enum At {
    Look(Stepped<Result<Evaluator, Error>>),
    Trials(Box<Evaluator>),
}

impl HelpJob {
    /// # Errors
    /// No data.
    pub fn new(held: &EngineData, search: JobId, request: SearchRequest) -> Result<HelpJob, Error> {
        let data = Arc::clone(held.data()?);
        Ok(HelpJob {
            search,
            timeout: request.settings.study.trial_timeout,
            at: At::Look(Stepped::new(begun(data, request))),
            trial: None,
            words: Vec::new(),
        })
    }
}

async fn begun(data: Arc<Loaded>, request: SearchRequest) -> Result<Evaluator, Error> {
    let rows = TrainingRows::of_run(&request.config, &data.set).await?;
    evaluator(&request.settings, &request.config, rows)
}

impl Job for HelpJob {
    fn step(&mut self, held: &mut EngineData, now: UnixMillis) -> Result<Option<Answer>, Error> {
        self.step_by(held, &mut || now)
    }

    fn step_by(
        &mut self,
        _held: &mut EngineData,
        clock: Clock<'_>,
    ) -> Result<Option<Answer>, Error> {
        match &mut self.at {
            At::Look(look) => {
                if let Some(evaluator) = look.step() {
                    self.at = At::Trials(Box::new(evaluator?));
                    self.words.push(SearchWord::Idle);
                }
            }
            At::Trials(evaluator) => {
                if let Some((number, mut trial)) = self.trial.take() {
                    let news = trial.step(evaluator, clock);
                    if matches!(news, None | Some(TrialNews::Fold { .. })) {
                        self.trial = Some((number, trial));
                    }
                    let said = news.map(|news| SearchWord::News { number, news });
                    self.words.extend(said);
                }
            }
        }
        Ok(None)
    }

    fn is_waiting(&self) -> bool {
        matches!(self.at, At::Trials(_)) && self.trial.is_none()
    }

    fn hear(&mut self, _from: JobId, word: SearchWord, _now: UnixMillis) {
        match word {
            SearchWord::Trial { number, config } => {
                self.trial = Some((number, TrialAtWork::new(*config, self.timeout)));
            }
            SearchWord::Leave => self.trial = None,
            SearchWord::Idle | SearchWord::News { .. } | SearchWord::Gone => {}
        }
    }

    fn words(&mut self) -> Vec<(JobId, SearchWord)> {
        let words = std::mem::take(&mut self.words).into_iter();
        words.map(|word| (self.search, word)).collect()
    }

    /// Nobody is told of it.
    fn progress(&mut self) -> Progress {
        Progress::default()
    }
}
