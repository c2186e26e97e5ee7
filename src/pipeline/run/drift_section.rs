//! The section `[drift]` of a configuration: what the archive keeps of the training rows.

use serde::{Deserialize, Serialize};

/// What the archive keeps for drift reports to come.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DriftSection {
    /// What is kept of the training rows. Term numbers and counts of terms can reveal what the texts say.
    pub profile: ProfileKind,
}

/// How much of the training rows is kept for comparing new data with them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProfileKind {
    /// For each row its class, terms, descriptors and scores out of fold: every number of a drift report.
    #[default]
    Rows,
    /// Counts over all rows: a drift report without random splits of rows and without the history of the reference.
    Marginals,
    /// Nothing, and no scores out of fold are made.
    None,
}

impl ProfileKind {
    pub const ALL: [ProfileKind; 3] =
        [ProfileKind::Rows, ProfileKind::Marginals, ProfileKind::None];

    /// Its name in the configuration.
    pub fn name(self) -> &'static str {
        match self {
            ProfileKind::Rows => "rows",
            ProfileKind::Marginals => "marginals",
            ProfileKind::None => "none",
        }
    }
}
