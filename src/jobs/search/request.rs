//! What a client asks of a search, and what a search and its helpers say to each other.

use serde::{Deserialize, Serialize};
use toml::Value;

use crate::jobs::config_as_toml;
use crate::message;
use crate::message::Message;
use crate::pipeline::run::RunConfig;
use crate::pipeline::search::{Domain, SearchReport, SearchSettings, Trial, TrialNews};
use crate::pipeline::svm::Engine;

/// A search over the training rows that a run of the same configuration would learn from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SearchRequest {
    pub settings: SearchSettings,
    /// What the space does not choose, and the first trial where the space has it. As TOML on the way.
    #[serde(with = "config_as_toml")]
    pub config: RunConfig,
    /// What there is of it already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earlier: Option<Earlier>,
}

/// Trials that a search goes on from.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Earlier {
    /// See [`judged_on`](crate::pipeline::search::judged_on).
    pub judged_on: String,
    /// By number, none left out. What was at work begins again.
    pub trials: Vec<Trial>,
}

/// The search that a run's configuration comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FoundBy {
    /// The number of the trial that has it.
    pub trial: u32,
    pub report: SearchReport,
}

impl FoundBy {
    /// What the run's log says of it.
    pub fn said(&self) -> Message {
        message!(
            "log-search",
            trial = self.trial.to_string(),
            trials = self.report.trials.len()
        )
    }
}

/// What a search and its helpers say to each other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SearchWord {
    /// A helper has nothing to do yet.
    Idle,
    /// A helper's trial says something; after its end, it has nothing to do.
    News { number: u32, news: TrialNews },
    /// A helper has gone, with what it was at.
    Gone,
    /// A helper is given a trial.
    Trial {
        number: u32,
        /// As TOML on the way.
        #[serde(with = "config_as_toml")]
        config: Box<RunConfig>,
    },
    /// A helper's trial is to end here.
    Leave,
}

impl SearchRequest {
    /// Whether a trial may be fitted by linfa-svm, in one long step.
    pub fn has_long_steps(&self) -> bool {
        let space = &self.settings.space;
        let chosen = space.dimensions().iter().any(|one| {
            let is_linfa = |value: &Value| value.as_str() == Some("linfa-svm");
            match &one.domain {
                Domain::Categorical { choices } => {
                    one.key == "svc.engine" && choices.iter().any(is_linfa)
                }
                _ => false,
            }
        });
        chosen || self.config.svc.engine == Engine::LinfaSvm
    }
}
