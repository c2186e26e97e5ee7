//! Parts that are compared, in English.

use crate::app::words::Drift;

pub const DRIFT: Drift = Drift {
    part_labels: "labels",
    predicted: "predicted labels",
    part_words: "words",
    part_emoji: "emoji",
    part_hashtags: "hashtags",
    part_trigrams: "character 3-grams",
    part_descriptors: "descriptors",
};
