//! Why a number is not there, as data: a report never shows a number that the data does not give.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::message;
use crate::message::{Argument, Message};

/// A part of a report: measured, or missing with its reason.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part<T> {
    Measured(T),
    Missing(Gap),
}

/// Why a number is not there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Gap {
    /// The reference has no rows.
    EmptyReference,
    /// The current data has no rows.
    EmptyCurrent,
    /// The archive keeps nothing of the rows that its model learned from.
    NoProfile,
    /// The reference has no labels.
    UnlabelledReference,
    /// The current data has no labels.
    UnlabelledCurrent,
    /// No model that did not see them has scored the rows of the reference.
    UnscoredReference,
    /// The current data was not scored by a model.
    UnscoredCurrent,
    /// The scores of both sides are those of different models.
    OtherModel,
    /// All rows of both sides have one class, so that nothing can differ in them.
    OneClass { class: String },
    /// No row of either side has a term of the family.
    NoTerms,
    /// No term is in enough rows to reach significance, whatever its distribution over both sides.
    NothingTestable { needed_rows: u64 },
    /// No class has so many rows on either side.
    TooFewOfClasses { reference: u64, current: u64 },
    /// A side has fewer rows than the measure needs.
    TooFewRows { rows: u64, needed: u64 },
    /// The value is the same in all rows of both sides.
    Constant,
    /// The reference was stored without its rows, and the number needs them.
    MarginalsOnly,
    /// The number needs random splits, and none were drawn yet.
    NotDrawn,
    /// The number compares a batch with those before it, and there is none.
    NoEarlierBatch,
}

impl<T> Part<T> {
    pub fn measured(&self) -> Option<&T> {
        match self {
            Part::Measured(value) => Some(value),
            Part::Missing(_) => None,
        }
    }

    pub fn gap(&self) -> Option<&Gap> {
        match self {
            Part::Measured(_) => None,
            Part::Missing(gap) => Some(gap),
        }
    }

    pub fn as_ref(&self) -> Part<&T> {
        match self {
            Part::Measured(value) => Part::Measured(value),
            Part::Missing(gap) => Part::Missing(gap.clone()),
        }
    }

    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Part<U> {
        match self {
            Part::Measured(value) => Part::Measured(f(value)),
            Part::Missing(gap) => Part::Missing(gap),
        }
    }
}

impl<T> From<Result<T, Gap>> for Part<T> {
    fn from(result: Result<T, Gap>) -> Part<T> {
        match result {
            Ok(value) => Part::Measured(value),
            Err(gap) => Part::Missing(gap),
        }
    }
}

impl Gap {
    /// The gap of two sides of which one has no rows.
    ///
    /// # Errors
    /// The side that is empty, the reference first.
    pub fn unless_both(reference: u64, current: u64) -> Result<(), Gap> {
        match (reference, current) {
            (0, _) => Err(Gap::EmptyReference),
            (_, 0) => Err(Gap::EmptyCurrent),
            _ => Ok(()),
        }
    }
}

impl Gap {
    /// Why the number is not there and what would help, without a full stop.
    pub fn message(&self) -> Message {
        match self.remedy() {
            Some(remedy) => {
                let clauses = vec![self.reason().into(), remedy.into()];
                message!("clauses", clauses = Argument::Clauses(clauses))
            }
            None => self.reason(),
        }
    }

    /// What would help; none where nothing does.
    pub fn remedy(&self) -> Option<Message> {
        Some(match self {
            Gap::EmptyReference => message!("gap-choose-reference"),
            Gap::EmptyCurrent => message!("gap-load-current"),
            Gap::NoProfile => message!("gap-train-with-profile"),
            Gap::UnlabelledReference | Gap::UnlabelledCurrent => message!("gap-give-tags"),
            Gap::UnscoredReference => message!("gap-take-profile"),
            Gap::UnscoredCurrent | Gap::OtherModel => message!("gap-predict-current"),
            Gap::NothingTestable { .. } | Gap::TooFewRows { .. } => message!("gap-load-rows"),
            Gap::TooFewOfClasses { .. } => message!("gap-load-labelled"),
            Gap::MarginalsOnly => message!("gap-train-with-rows"),
            Gap::NotDrawn => message!("gap-draw"),
            Gap::NoEarlierBatch => message!("gap-monitor-another"),
            Gap::OneClass { .. } | Gap::NoTerms | Gap::Constant => return None,
        })
    }

    /// Why the number is not there.
    pub fn reason(&self) -> Message {
        match self {
            Gap::EmptyReference => message!("gap-empty-reference"),
            Gap::EmptyCurrent => message!("gap-empty-current"),
            Gap::NoProfile => message!("gap-no-profile"),
            Gap::UnlabelledReference => message!("gap-unlabelled-reference"),
            Gap::UnlabelledCurrent => message!("gap-unlabelled-current"),
            Gap::UnscoredReference => message!("gap-unscored-reference"),
            Gap::UnscoredCurrent => message!("gap-unscored-current"),
            Gap::OtherModel => message!("gap-other-model"),
            Gap::OneClass { class } => message!("gap-one-class", class = class),
            Gap::NoTerms => message!("gap-no-terms"),
            Gap::NothingTestable { needed_rows } => {
                message!("gap-nothing-testable", rows = *needed_rows)
            }
            Gap::TooFewOfClasses { reference, current } => message!(
                "gap-few-of-classes",
                reference = *reference,
                current = *current
            ),
            Gap::TooFewRows { rows, needed } => {
                message!("gap-few-rows", rows = *rows, needed = *needed)
            }
            Gap::Constant => message!("gap-constant"),
            Gap::MarginalsOnly => message!("gap-marginals-only"),
            Gap::NotDrawn => message!("gap-not-drawn"),
            Gap::NoEarlierBatch => message!("gap-no-earlier-batch"),
        }
    }
}

/// In English.
impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message().fmt(f)
    }
}
