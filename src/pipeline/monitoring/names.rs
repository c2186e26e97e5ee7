//! What occasions, parts, tests and places are called, and how p-values stand in a sentence.

use std::fmt;

use super::advice::{Occasion, Since};
use super::error_stream::Detector;
use super::look::{Moved, WatchedPart, descriptor_name};
use crate::message;
use crate::message::{Argument, Message};
use crate::pipeline::drift::{Descriptor, Unavailable};

/// What moved in a part is named by its surest few.
const NAMED: usize = 3;

impl Occasion {
    pub fn message(self) -> Message {
        let key = match self {
            Occasion::ByHand => "by-hand",
            Occasion::Schedule => "schedule",
            Occasion::NewData => "new-data",
            Occasion::QualityDrop => "quality-drop",
            Occasion::Drift => "drift",
        };
        message!("monitor-occasion", occasion = Argument::Key(key.into()))
    }
}

impl WatchedPart {
    pub fn message(self) -> Message {
        message!("monitor-part", part = Argument::Key(self.name().into()))
    }

    /// What moved in it, as a reader knows it.
    fn moved_name(self, moved: &Moved) -> Argument {
        match self.descriptor(moved) {
            Some(descriptor) => descriptor.name().into(),
            None => (&moved.name).into(),
        }
    }

    /// A share of rows, or the mean of a descriptor.
    fn moved_value(self, moved: &Moved, value: f64) -> Argument {
        match self.descriptor(moved) {
            None
            | Some(Descriptor::OutOfVocabulary | Descriptor::UpperCase | Descriptor::Punctuation) => {
                Argument::Share(value)
            }
            Some(_) => Argument::Number(value),
        }
    }

    /// What moved the most surely, with its numbers.
    pub fn moved(self, moved: &[Moved]) -> Option<Argument> {
        let named = moved.iter().take(NAMED).map(|one| {
            message!(
                "monitor-moved",
                name = self.moved_name(one),
                before = self.moved_value(one, one.before),
                now = self.moved_value(one, one.now)
            )
            .into()
        });
        (!moved.is_empty()).then(|| Argument::All(named.collect()))
    }

    fn descriptor(self, moved: &Moved) -> Option<Descriptor> {
        let is_it = |one: &Descriptor| descriptor_name(*one) == moved.name;
        match self {
            WatchedPart::Descriptors => Descriptor::ALL.into_iter().find(is_it),
            _ => None,
        }
    }
}

impl Detector {
    /// Its name in rules and state.
    pub fn name(self) -> &'static str {
        match self {
            Detector::Adwin => "adwin",
            Detector::HddmA => "hddm-a",
            Detector::HddmW => "hddm-w",
            Detector::ErrorRateTest => "error-rate-test",
            Detector::ErrorRiseTest => "error-rise-test",
            Detector::ConceptTest => "concept-test",
        }
    }

    pub fn message(self) -> Message {
        message!(
            "monitor-detector",
            detector = Argument::Key(self.name().into())
        )
    }

    /// What it looks for.
    pub fn about(self) -> Message {
        message!(
            "monitor-detector-about",
            detector = Argument::Key(self.name().into())
        )
    }
}

/// In English.
impl fmt::Display for Detector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.message(), f)
    }
}

impl Since {
    pub fn message(&self) -> Message {
        match self.row {
            None => message!("monitor-at", batch = self.batch, name = &self.name),
            Some(row) => message!(
                "monitor-at-row",
                batch = self.batch,
                name = &self.name,
                row = row
            ),
        }
    }
}

/// A p-value or a level, with two digits at least.
pub fn small(p: f64) -> Argument {
    match p < 1e-3 {
        true => Argument::PValue(p),
        false => Argument::Number(p),
    }
}

/// Why a number is missing.
pub fn gap(gap: &Unavailable) -> Argument {
    gap.message().into()
}
