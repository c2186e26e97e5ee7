//! Why a number is not there, as data: a report never shows a number that the data does not give.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::pipeline::corpus::wording::counted;

/// A part of a report: measured, or missing with its reason.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part<T> {
    Measured(T),
    Missing(Gap),
}

/// Why a number is not there. `Display` says it with what would help.
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

impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Gap::EmptyReference => f.write_str("the reference has no rows; choose another one"),
            Gap::EmptyCurrent => f.write_str("the current data has no rows; load some"),
            Gap::NoProfile => f.write_str(
                "the archive keeps no profile of its training rows; train with drift.profile = \"rows\"",
            ),
            Gap::UnlabelledReference => {
                f.write_str("the reference has no labels; give its tags to compare classes")
            }
            Gap::UnlabelledCurrent => {
                f.write_str("the current data has no labels; give its tags to compare classes")
            }
            Gap::UnscoredReference => f.write_str(
                "the reference has no scores of models that did not see its rows; take the archive of a run that kept its profile",
            ),
            Gap::UnscoredCurrent => f.write_str(
                "the current data has no scores; predict it with the model of the reference",
            ),
            Gap::OtherModel => f.write_str(
                "the scores of both sides are those of different models; predict the current data with the model of the reference",
            ),
            Gap::OneClass { class } => write!(
                f,
                "all rows of both sides are of the class `{class}`, so that nothing can differ"
            ),
            Gap::NoTerms => f.write_str("no row of either side has such a term"),
            Gap::NothingTestable { needed_rows } => write!(
                f,
                "no term is in {needed_rows} rows, the fewest that could show a difference; load more rows"
            ),
            Gap::TooFewOfClasses { reference, current } => write!(
                f,
                "no class has {reference} different texts in the reference and {current} now; load more labelled rows"
            ),
            Gap::TooFewRows { rows, needed } => {
                let are = if *rows == 1 { "is" } else { "are" };
                let rows = counted(*rows, "row");
                write!(f, "there {are} {rows} and {needed} are needed; load more rows")
            }
            Gap::Constant => f.write_str("the value is the same in all rows of both sides"),
            Gap::NoEarlierBatch => {
                f.write_str("there is no earlier batch to compare with; watch another one")
            }
            Gap::NotDrawn => f.write_str("no random splits were drawn yet; start them"),
            Gap::MarginalsOnly => f.write_str(
                "the reference was stored without its rows; train with them kept to get this number",
            ),
        }
    }
}
