//! What to clean: the steps, their order, their switches and their options.

use serde::{Deserialize, Serialize};

use crate::message::Message;

/// A cleaning recipe; the default is the user's own pipeline. The names are those of its parameters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CleanRecipe {
    /// What `word_caser` makes of letters.
    pub case: Case,
    /// The regular expression (Python's syntax, no look-around) of `non_ascii_character_whitespace_surrounder`.
    pub search_non_ascii_pattern: String,
    /// Words that `stop_words_remover` drops beside its Polish list; taken literally.
    pub additional_stop_words: Vec<String>,
    /// Regular expressions that `punctuation_remover` replaces by a space beside its list, tried in this order.
    pub additional_punctuation: Vec<String>,
    /// Regular expressions that `currency_remover` drops beside its list.
    pub additional_currency: Vec<String>,
    /// Regular expressions that `units_remover` drops, between word boundaries, beside its list.
    pub additional_units: Vec<String>,
    /// What `number_replacer` does with a number.
    pub number_action: NumberAction,
    /// What stands for a number under `replacement`.
    pub number_replacement_str: String,
    /// The steps that are on, in the order in which they run. A step that is not named is off.
    pub steps: Vec<StepName>,
}

/// What `word_caser` makes of letters (Python's `str.lower` and `str.upper`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Case {
    Lower,
    Upper,
}

/// What `number_replacer` does with a word that Python's `str.isnumeric` accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NumberAction {
    /// Drop the word.
    Delete,
    /// Put `number_replacement_str` in its place.
    Replacement,
}

/// The ten steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepName {
    /// Lower or upper case.
    WordCaser,
    /// Polish letters to their ASCII look-alikes: ęóąśłżźćń to eoaslzzcn.
    PolishLetterReplacer,
    /// A space on both sides of every character outside ASCII, so that each emoji is a word of its own.
    NonAsciiCharacterWhitespaceSurrounder,
    /// Strip, then runs of white space to one space.
    #[serde(rename = "whitespace_remover_1")]
    WhitespaceRemover1,
    /// Drop the stop words.
    StopWordsRemover,
    /// Punctuation, quotes, ellipses and hyphens to one space.
    PunctuationRemover,
    /// Split amounts from their currency, then drop the currency.
    CurrencyRemover,
    /// Split amounts from their unit, then drop the unit.
    UnitsRemover,
    /// Drop or replace numbers.
    NumberReplacer,
    /// Strip, then runs of white space to one space.
    #[serde(rename = "whitespace_remover_2")]
    WhitespaceRemover2,
}

impl StepName {
    /// All ten, in the order of the user's pipeline.
    pub const ALL: [StepName; 10] = [
        StepName::WordCaser,
        StepName::PolishLetterReplacer,
        StepName::NonAsciiCharacterWhitespaceSurrounder,
        StepName::WhitespaceRemover1,
        StepName::StopWordsRemover,
        StepName::PunctuationRemover,
        StepName::CurrencyRemover,
        StepName::UnitsRemover,
        StepName::NumberReplacer,
        StepName::WhitespaceRemover2,
    ];
}

impl StepName {
    /// As in the configuration file.
    pub fn name(self) -> &'static str {
        match self {
            StepName::WordCaser => "word_caser",
            StepName::PolishLetterReplacer => "polish_letter_replacer",
            StepName::NonAsciiCharacterWhitespaceSurrounder => {
                "non_ascii_character_whitespace_surrounder"
            }
            StepName::WhitespaceRemover1 => "whitespace_remover_1",
            StepName::StopWordsRemover => "stop_words_remover",
            StepName::PunctuationRemover => "punctuation_remover",
            StepName::CurrencyRemover => "currency_remover",
            StepName::UnitsRemover => "units_remover",
            StepName::NumberReplacer => "number_replacer",
            StepName::WhitespaceRemover2 => "whitespace_remover_2",
        }
    }

    /// What the page calls it.
    pub fn label(self) -> Message {
        Message::of_id(format!("step-{}-label", self.name()))
    }

    /// What it does, in a sentence.
    pub fn about(self) -> Message {
        Message::of_id(format!("step-{}", self.name()))
    }
}

impl Default for CleanRecipe {
    fn default() -> CleanRecipe {
        let words = |list: &[&str]| list.iter().map(|word| word.to_string()).collect();
        CleanRecipe {
            case: Case::Lower,
            search_non_ascii_pattern: r"[^\x00-\x7F]".into(),
            additional_stop_words: words(&["anonymized_account", "rt"]),
            additional_punctuation: words(&[r"\\n", r"\.", "/", "%", r"\\", "@", "😁", "😂"]),
            additional_currency: words(&[r"\bzl\b", r"\bzł\b"]),
            additional_units: Vec::new(),
            number_action: NumberAction::Delete,
            number_replacement_str: "#NUMBER".into(),
            steps: StepName::ALL.to_vec(),
        }
    }
}
