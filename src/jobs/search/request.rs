//! What a client asks of a search.

use serde::{Deserialize, Serialize};

use crate::jobs::config_as_toml;
use crate::pipeline::run::RunConfig;
use crate::pipeline::search::SearchSettings;

/// A search over the training rows that a run of the same configuration would learn from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SearchRequest {
    pub settings: SearchSettings,
    /// What the space does not choose, and the first trial where the space has it. As TOML on the way.
    #[serde(with = "config_as_toml")]
    pub config: RunConfig,
}
