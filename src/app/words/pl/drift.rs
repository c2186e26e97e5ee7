//! Parts that are compared, in Polish.

use crate::app::words::Drift;

pub const DRIFT: Drift = Drift {
    part_labels: "etykiety",
    predicted: "etykiety przewidziane",
    part_words: "słowa",
    part_emoji: "emoji",
    part_hashtags: "hasztagi",
    part_trigrams: "trójki znaków",
    part_descriptors: "opis tekstów",
};
