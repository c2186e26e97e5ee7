//! What parts, families and descriptors are called.

use crate::app::words::Drift;
use crate::pipeline::drift::{Descriptor, Family, Part, PartName};

pub fn part(part: PartName, words: &Drift) -> &'static str {
    match part {
        PartName::Labels => words.part_labels,
        PartName::Terms(terms) => family(terms, words),
        PartName::Descriptors => words.part_descriptors,
        PartName::Text => words.part_text,
        PartName::Concept => words.part_concept,
    }
}

pub fn family(family: Family, words: &Drift) -> &'static str {
    match family {
        Family::Words => words.part_words,
        Family::Emoji => words.part_emoji,
        Family::Hashtags => words.part_hashtags,
        Family::Trigrams => words.part_trigrams,
        Family::Punctuation => words.part_punctuation,
    }
}

pub fn descriptor(descriptor: Descriptor, words: &Drift) -> &'static str {
    match descriptor {
        Descriptor::Characters => words.characters,
        Descriptor::Words => words.words,
        Descriptor::OutOfVocabulary => words.out_of_vocabulary,
        Descriptor::Emoji => words.emoji,
        Descriptor::Mentions => words.mentions,
        Descriptor::Links => words.links,
        Descriptor::UpperCase => words.upper_case,
        Descriptor::Punctuation => words.punctuation,
    }
}

/// Why a number is not there, in the core's words; nothing where it is.
pub fn gap<T>(part: &Part<T>) -> Option<String> {
    part.gap().map(ToString::to_string)
}
