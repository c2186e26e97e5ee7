//! What occasions, outcomes and parts are called.

use crate::app::words::{Drift, Monitor, words};
use crate::pipeline::watch::{Judged, Occasion, Outcome, WatchedPart};

pub fn occasion(occasion: Occasion, words: &Monitor) -> &'static str {
    match occasion {
        Occasion::ByHand => words.by_hand,
        Occasion::Schedule => words.schedule,
        Occasion::NewData => words.new_data,
        Occasion::QualityDrop => words.quality_drop,
        Occasion::Drift => words.drift,
    }
}

/// The word for an outcome, and its state for the stylesheet.
pub fn outcome(judged: &Judged, words: &Monitor) -> (&'static str, &'static str) {
    match judged.outcome {
        Outcome::Off => (words.off, "unmeasured"),
        Outcome::Quiet => (words.quiet, "same"),
        Outcome::Retrain => (words.advises, "changed"),
        Outcome::NotEnoughData => (words.few, "unmeasured"),
    }
}

pub fn part(part: WatchedPart) -> &'static str {
    let Drift {
        part_labels,
        predicted,
        part_words,
        part_emoji,
        part_hashtags,
        part_trigrams,
        part_descriptors,
        ..
    } = &words().drift;
    match part {
        WatchedPart::Labels => part_labels,
        WatchedPart::PredictedClasses => predicted,
        WatchedPart::Words => part_words,
        WatchedPart::Emoji => part_emoji,
        WatchedPart::Hashtags => part_hashtags,
        WatchedPart::Trigrams => part_trigrams,
        WatchedPart::Descriptors => part_descriptors,
    }
}
