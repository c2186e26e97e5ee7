//! The trials of a search: one at work here, and one at each helper, on engines of their own.
//!
//! Which trials there are does not depend on who does them: the study hands out as many as its lag allows, and what they say is taken
//! in as it comes. A trial that was lost with its engine begins again, once.

use std::collections::{BTreeMap, BTreeSet};

use super::request::SearchWord;
use crate::jobs::job::Clock;
use crate::jobs::protocol::JobId;
use crate::message;
use crate::pipeline::error::Error;
use crate::pipeline::run::RunConfig;
use crate::pipeline::search::{
    Ending, Evaluator, Next, SearchReport, TrialAtWork, TrialNews, Tuning, report_so_far,
    search_report,
};
use crate::pipeline::time::UnixMillis;

pub(super) struct Trials {
    pub tuning: Tuning,
    evaluator: Evaluator,
    /// The one at work here.
    own: Option<(u32, TrialAtWork)>,
    /// What each helper is at; none where it has nothing to do.
    helpers: BTreeMap<JobId, Option<u32>>,
    /// Trials that began again.
    again: BTreeSet<u32>,
    /// Whether the study has no trial to give until one has ended.
    is_dry: bool,
    /// Why no further trial begins.
    ending: Option<Ending>,
    /// Trials that have changed since they were last told.
    changed: BTreeSet<u32>,
    words: Vec<(JobId, SearchWord)>,
}

impl Trials {
    pub fn new(tuning: Tuning, evaluator: Evaluator) -> Trials {
        let there = tuning.study().trials().iter();
        Trials {
            changed: there.map(|trial| trial.number).collect(),
            tuning,
            evaluator,
            own: None,
            helpers: BTreeMap::new(),
            again: BTreeSet::new(),
            is_dry: false,
            ending: None,
            words: Vec::new(),
        }
    }

    /// Gives somebody the next trial, or does one unit of the trial here; gives why there is no more to do.
    pub fn step(&mut self, clock: Clock<'_>) -> Result<Option<Ending>, Error> {
        let mut helpers = self.helpers.iter();
        let idle = helpers.find(|(_, trial)| trial.is_none());
        let idle = idle.map(|(helper, _)| *helper);
        if (self.own.is_none() || idle.is_some()) && !self.is_dry {
            match self.next(clock())? {
                None => self.is_dry = true,
                Some((number, config)) => match idle {
                    Some(helper) if self.own.is_some() => {
                        self.helpers.insert(helper, Some(number));
                        self.words
                            .push((helper, SearchWord::Trial { number, config }));
                    }
                    _ => {
                        let timeout = self.tuning.settings().study.trial_timeout;
                        self.own = Some((number, TrialAtWork::new(*config, timeout)));
                    }
                },
            }
        } else if let Some((number, mut trial)) = self.own.take() {
            let goes_on = match trial.step(&mut self.evaluator, clock) {
                Some(news) => self.take_in(number, news, clock()),
                None => true,
            };
            self.own = goes_on.then_some((number, trial));
        }
        let is_over = self.is_dry && !self.is_at_work();
        Ok(self.ending.filter(|_| is_over))
    }

    /// Whether nothing can be done here until a helper says something.
    pub fn is_waiting(&self) -> bool {
        self.is_dry && self.own.is_none() && self.is_at_work()
    }

    fn is_at_work(&self) -> bool {
        self.own.is_some() || self.helpers.values().any(Option::is_some)
    }

    fn next(&mut self, now: UnixMillis) -> Result<Option<(u32, Box<RunConfig>)>, Error> {
        Ok(match self.tuning.next(now)? {
            Next::Trial { number, config } => {
                self.changed.insert(number);
                Some((number, config))
            }
            Next::Wait => None,
            Next::Over(ending) => {
                self.ending = Some(ending);
                None
            }
        })
    }

    /// Gives whether the trial goes on.
    fn take_in(&mut self, number: u32, news: TrialNews, now: UnixMillis) -> bool {
        let goes_on = self.tuning.hear(number, news, now);
        self.changed.insert(number);
        self.is_dry &= goes_on || self.ending == Some(Ending::Stopped);
        goes_on
    }

    /// A helper says something. What it says of another trial than its own comes too late.
    pub fn hear(&mut self, from: JobId, word: SearchWord, now: UnixMillis) {
        match word {
            SearchWord::Idle => {
                self.helpers.insert(from, None);
            }
            SearchWord::News { number, news } => {
                if self.helpers.get(&from) != Some(&Some(number)) {
                    return;
                }
                let is_fold = matches!(news, TrialNews::Fold { .. });
                if !self.take_in(number, news, now) {
                    self.helpers.insert(from, None);
                    if is_fold {
                        self.words.push((from, SearchWord::Leave));
                    }
                }
            }
            SearchWord::Gone => {
                if let Some(Some(number)) = self.helpers.remove(&from) {
                    self.lost(number, now);
                }
            }
            SearchWord::Trial { .. } | SearchWord::Leave => {}
        }
    }

    /// A trial was lost with its engine.
    fn lost(&mut self, number: u32, now: UnixMillis) {
        if !self.again.insert(number) {
            let why = message!("search-trial-lost-again");
            self.take_in(number, TrialNews::Failed(why), now);
            return;
        }
        self.tuning.begin_again(number);
        self.changed.insert(number);
        (self.is_dry, self.ending) = (false, None);
    }

    /// Ends what is at work; no trial begins any more.
    pub fn stop(&mut self, now: UnixMillis) {
        self.own = None;
        for (helper, trial) in &mut self.helpers {
            if trial.take().is_some() {
                self.words.push((*helper, SearchWord::Leave));
            }
        }
        self.changed.extend(self.tuning.stop(now));
        (self.is_dry, self.ending) = (true, Some(Ending::Stopped));
    }

    /// What is to be said to helpers, in order.
    pub fn words(&mut self) -> Vec<(JobId, SearchWord)> {
        std::mem::take(&mut self.words)
    }

    /// The report so far, with the trials that have changed since this was last called; none where none has.
    pub fn changes(&mut self) -> Option<SearchReport> {
        let changed = std::mem::take(&mut self.changed);
        if changed.is_empty() {
            return None;
        }
        let n_rows = self.evaluator.scored_rows().len() as u64;
        let mut report = report_so_far(&self.tuning, n_rows);
        report
            .trials
            .retain(|trial| changed.contains(&trial.number));
        Some(report)
    }

    /// Share of the wanted trials that is done, `0.0..=1.0`.
    pub fn share(&self) -> f64 {
        let trials = self.tuning.study().trials();
        let ended = trials.iter().filter(|trial| trial.end.is_some()).count() as f64;
        let own = self.own.as_ref();
        let own = own.map_or(0.0, |(_, trial)| trial.fraction(&self.evaluator));
        let wanted = f64::from(self.tuning.settings().study.n_trials).max(1.0);
        ((ended + own) / wanted).min(1.0)
    }

    /// What came of the search. Gives way in between.
    pub async fn report(self, ending: Ending) -> SearchReport {
        let (truth, n_classes) = (self.evaluator.truth(), self.evaluator.n_classes());
        search_report(&self.tuning, truth, n_classes, Some(ending)).await
    }
}
