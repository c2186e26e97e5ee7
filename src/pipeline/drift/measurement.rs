//! Why a number is not there, as data: a report never shows a number that the data does not give.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::message;
use crate::message::{Argument, Message};

/// A part of a report: measured, or missing with its reason.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Measurement<T> {
    Measured(T),
    Missing(Unavailable),
}

/// Why a number is not there.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unavailable {
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
    /// Of the batch counts alone were given, and the number needs its rows.
    CountsOnly,
    /// The number compares a batch with those before it, and there is none.
    NoEarlierBatch,
}

impl<T> Measurement<T> {
    pub fn measured(&self) -> Option<&T> {
        match self {
            Measurement::Measured(value) => Some(value),
            Measurement::Missing(_) => None,
        }
    }

    pub fn gap(&self) -> Option<&Unavailable> {
        match self {
            Measurement::Measured(_) => None,
            Measurement::Missing(gap) => Some(gap),
        }
    }

    pub fn as_ref(&self) -> Measurement<&T> {
        match self {
            Measurement::Measured(value) => Measurement::Measured(value),
            Measurement::Missing(gap) => Measurement::Missing(gap.clone()),
        }
    }

    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Measurement<U> {
        match self {
            Measurement::Measured(value) => Measurement::Measured(f(value)),
            Measurement::Missing(gap) => Measurement::Missing(gap),
        }
    }
}

impl<T> From<Result<T, Unavailable>> for Measurement<T> {
    fn from(result: Result<T, Unavailable>) -> Measurement<T> {
        match result {
            Ok(value) => Measurement::Measured(value),
            Err(gap) => Measurement::Missing(gap),
        }
    }
}

impl Unavailable {
    /// The gap of two sides of which one has no rows.
    ///
    /// # Errors
    /// The side that is empty, the reference first.
    pub fn unless_both(reference: u64, current: u64) -> Result<(), Unavailable> {
        match (reference, current) {
            (0, _) => Err(Unavailable::EmptyReference),
            (_, 0) => Err(Unavailable::EmptyCurrent),
            _ => Ok(()),
        }
    }
}

impl Unavailable {
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
            Unavailable::EmptyReference => message!("gap-choose-reference"),
            Unavailable::EmptyCurrent => message!("gap-load-current"),
            Unavailable::NoProfile => message!("gap-train-with-profile"),
            Unavailable::UnlabelledReference | Unavailable::UnlabelledCurrent => {
                message!("gap-give-tags")
            }
            Unavailable::UnscoredReference => message!("gap-take-profile"),
            Unavailable::UnscoredCurrent | Unavailable::OtherModel => {
                message!("gap-predict-current")
            }
            Unavailable::NothingTestable { .. } | Unavailable::TooFewRows { .. } => {
                message!("gap-load-rows")
            }
            Unavailable::TooFewOfClasses { .. } => message!("gap-load-labelled"),
            Unavailable::MarginalsOnly => message!("gap-train-with-rows"),
            Unavailable::CountsOnly => message!("gap-give-texts"),
            Unavailable::NotDrawn => message!("gap-draw"),
            Unavailable::NoEarlierBatch => message!("gap-monitor-another"),
            Unavailable::OneClass { .. } | Unavailable::NoTerms | Unavailable::Constant => {
                return None;
            }
        })
    }

    /// Why the number is not there.
    pub fn reason(&self) -> Message {
        match self {
            Unavailable::EmptyReference => message!("gap-empty-reference"),
            Unavailable::EmptyCurrent => message!("gap-empty-current"),
            Unavailable::NoProfile => message!("gap-no-profile"),
            Unavailable::UnlabelledReference => message!("gap-unlabelled-reference"),
            Unavailable::UnlabelledCurrent => message!("gap-unlabelled-current"),
            Unavailable::UnscoredReference => message!("gap-unscored-reference"),
            Unavailable::UnscoredCurrent => message!("gap-unscored-current"),
            Unavailable::OtherModel => message!("gap-other-model"),
            Unavailable::OneClass { class } => message!("gap-one-class", class = class),
            Unavailable::NoTerms => message!("gap-no-terms"),
            Unavailable::NothingTestable { needed_rows } => {
                message!("gap-nothing-testable", rows = *needed_rows)
            }
            Unavailable::TooFewOfClasses { reference, current } => message!(
                "gap-few-of-classes",
                reference = *reference,
                current = *current
            ),
            Unavailable::TooFewRows { rows, needed } => {
                message!("gap-few-rows", rows = *rows, needed = *needed)
            }
            Unavailable::Constant => message!("gap-constant"),
            Unavailable::MarginalsOnly => message!("gap-marginals-only"),
            Unavailable::CountsOnly => message!("gap-counts-only"),
            Unavailable::NotDrawn => message!("gap-not-drawn"),
            Unavailable::NoEarlierBatch => message!("gap-no-earlier-batch"),
        }
    }
}

/// In English.
impl fmt::Display for Unavailable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message().fmt(f)
    }
}
