//! What a client asks of a search.

use serde::{Deserialize, Serialize};
use toml::Value;

use crate::jobs::config_as_toml;
use crate::pipeline::run::RunConfig;
use crate::pipeline::search::{Domain, SearchSettings};
use crate::pipeline::svm::Engine;

/// A search over the training rows that a run of the same configuration would learn from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SearchRequest {
    pub settings: SearchSettings,
    /// What the space does not choose, and the first trial where the space has it. As TOML on the way.
    #[serde(with = "config_as_toml")]
    pub config: RunConfig,
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
