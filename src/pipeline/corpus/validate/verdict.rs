//! The verdict over all findings: whether the data can be trained on, and why.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Finding, Severity};
use crate::message;
use crate::message::Message;

/// What is said of the data as a whole. `Display` says it in a sentence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "kebab-case")]
pub enum DataVerdict {
    /// Nothing that could mislead; there may be notes.
    Usable { notes: u64 },
    /// Training is possible, but scores or the model may mislead; the gravest warning first.
    UsableWithWarnings { warnings: u64, first: Message },
    /// Training is impossible.
    NotUsable { reason: Message },
}

impl DataVerdict {
    /// Of all findings of both sets.
    pub fn of(findings: &[Finding]) -> DataVerdict {
        let of = |severity| {
            findings
                .iter()
                .filter(move |finding| finding.severity == severity)
        };
        if let Some(blocker) = of(Severity::Blocker).next() {
            return DataVerdict::NotUsable {
                reason: blocker.message.clone(),
            };
        }
        match of(Severity::Warning).next() {
            Some(first) => DataVerdict::UsableWithWarnings {
                warnings: of(Severity::Warning).count() as u64,
                first: first.message.clone(),
            },
            None => DataVerdict::Usable {
                notes: of(Severity::Note).count() as u64,
            },
        }
    }

    pub fn is_usable(&self) -> bool {
        !matches!(self, DataVerdict::NotUsable { .. })
    }

    /// The sentence without the finding that it rests on, for where the findings stand beside it.
    pub fn short(&self) -> Message {
        match self {
            DataVerdict::UsableWithWarnings { warnings, .. } => {
                message!("data-warnings", warnings = *warnings)
            }
            DataVerdict::NotUsable { .. } => message!("data-not-usable"),
            DataVerdict::Usable { .. } => self.said(),
        }
    }

    /// The verdict as one sentence.
    pub fn said(&self) -> Message {
        match self {
            DataVerdict::Usable { notes: 0 } => message!("data-usable"),
            DataVerdict::Usable { notes } => message!("data-notes", notes = *notes),
            DataVerdict::UsableWithWarnings { warnings, first } => message!(
                "data-first-warning",
                warnings = *warnings,
                first = first.clone()
            ),
            DataVerdict::NotUsable { reason } => {
                message!("data-not-usable-since", reason = reason.clone())
            }
        }
    }

    /// `usable`, `usable-with-warnings` or `not-usable`, as in JSON.
    pub fn name(&self) -> &'static str {
        match self {
            DataVerdict::Usable { .. } => "usable",
            DataVerdict::UsableWithWarnings { .. } => "usable-with-warnings",
            DataVerdict::NotUsable { .. } => "not-usable",
        }
    }
}

impl fmt::Display for DataVerdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.said().fmt(f)
    }
}
