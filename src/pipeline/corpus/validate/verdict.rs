//! The verdict over all findings: whether the data can be trained on, and why.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Finding, Severity};
use crate::message;
use crate::message::{Argument, Message};

/// What is said of the data as a whole. `Display` says it as the document does.
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

    /// What it comes to, in a few words.
    pub fn word(&self) -> Message {
        match self {
            DataVerdict::Usable { .. } => message!("data-usable"),
            DataVerdict::UsableWithWarnings { .. } => message!("data-usable-with-warnings"),
            DataVerdict::NotUsable { .. } => message!("data-not-usable"),
        }
    }

    /// What it rests on, as one sentence.
    pub fn found(&self) -> Message {
        match self {
            DataVerdict::Usable { notes } => message!("data-found-notes", notes = *notes),
            DataVerdict::UsableWithWarnings { warnings, first } => message!(
                "data-found-warnings",
                warnings = *warnings,
                first = first.clone()
            ),
            DataVerdict::NotUsable { reason } => reason.clone(),
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
        let found = Argument::Sentence(Box::new(self.found()));
        message!("verdict-line", word = self.word(), sentence = found).fmt(f)
    }
}
