//! The search beyond a reload: what the browser keeps of it as it goes, and going on with it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Effect, Fingerprint, SearchKey, Session};
use crate::jobs::protocol::{Earlier, SearchRequest, config_as_toml};
use crate::pipeline::run::RunConfig;
use crate::pipeline::search::{Ending, SearchReport, SearchSettings, Trial, TrialState};

/// What is kept, as JSON.
#[derive(Serialize, Deserialize)]
struct KeptSearch {
    /// Digest of the data.
    data: String,
    #[serde(with = "config_as_toml")]
    config: RunConfig,
    report: SearchReport,
}

/// How far a search was when it was last kept: its trials, those that have ended, and whether it has its end.
pub(super) type Standing = (usize, usize, bool);

fn standing(report: &SearchReport) -> Standing {
    let ended = report.trials.iter().filter(|trial| trial.end.is_some());
    (report.trials.len(), ended.count(), report.ending.is_some())
}

impl Session {
    /// Whether there is a search of these data and settings that has more to try.
    pub fn can_go_on(&self) -> bool {
        self.key_to_go_on().is_some()
    }

    /// What the search that is shown goes on with: how long it may take is that of today.
    fn key_to_go_on(&self) -> Option<SearchKey> {
        let slot = &self.searching.slot;
        let (made, report) = slot.made().filter(|_| slot.job().is_none())?;
        let now = self.search_key();
        let mut settings = made.settings.clone();
        let (study, today) = (&mut settings.study, &now.settings.study);
        study.n_trials = today.n_trials;
        (study.timeout, study.trial_timeout) = (today.timeout, today.trial_timeout);
        let key = SearchKey {
            settings,
            ..made.clone()
        };
        let is_open = |trial: &Trial| trial.end.is_none();
        let has_more = report.ending != Some(Ending::Exhausted)
            && (report.trials.len() < today.n_trials as usize || report.trials.iter().any(is_open));
        (has_more && self.can_search() && super::Key::fits(&key, &now)).then_some(key)
    }

    /// The same, and what is asked for.
    pub(super) fn search_to_go_on(&self) -> Option<(SearchKey, SearchRequest)> {
        let (key, report) = (self.key_to_go_on()?, self.search_report()?);
        let request = SearchRequest {
            settings: key.settings.clone(),
            config: key.config.clone(),
            earlier: Some(Earlier {
                judged_on: report.judged_on.clone(),
                trials: report.trials.clone(),
            }),
        };
        Some((key, request))
    }

    /// Keeps the search in step, each time that a trial begins or ends.
    pub(super) fn settle_search(&mut self, effects: &mut Vec<Effect>) {
        let Some((key, report)) = self.searching.slot.made() else {
            return;
        };
        let standing = standing(report);
        let Fingerprint::Of(data) = &key.data else {
            return;
        };
        if self.searching.kept == Some(standing) {
            return;
        }
        let kept = KeptSearch {
            data: data.clone(),
            config: key.config.clone(),
            report: (**report).clone(),
        };
        self.searching.kept = Some(standing);
        let text = serde_json::to_string(&kept).expect("a search has a form in JSON");
        effects.push(Effect::KeepSearch(text));
    }

    /// Shows the search of the last visit, unless there is one by now; what can't be read is left out. What was at work begins again
    /// when it goes on.
    pub(super) fn restore_search(&mut self, text: &str) {
        let Ok(kept) = serde_json::from_str::<KeptSearch>(text) else {
            return;
        };
        let slot = &mut self.searching.slot;
        if slot.value().is_some() || slot.job().is_some() {
            return;
        }
        let mut report = kept.report;
        let open = report.trials.iter_mut();
        open.filter(|trial| trial.state == TrialState::Running)
            .for_each(Trial::begin_again);
        report.ending = report.ending.or(Some(Ending::Stopped));
        self.searching.kept = Some(standing(&report));
        let settings: SearchSettings = report.settings.clone();
        let key = SearchKey {
            data: Fingerprint::Of(kept.data),
            config: kept.config,
            settings,
        };
        slot.set(key, Arc::new(report));
    }
}
