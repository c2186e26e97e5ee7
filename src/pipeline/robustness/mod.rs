//! Whether a model's answers hold where people write the same text another way: without Polish diacritics, in upper case,
//! without emoji, with typos, with mentions elsewhere or left out.
//!
//! A [`Perturbation`] is a pure function of a text (typos: of a seed and the number of the row too) that borrows the text where
//! it changes nothing. An answer **flips** where the perturbed text gets another class than the text itself, right or wrong;
//! shares of flips have Wilson's intervals, as all shares have. It may use the classifier and what the drift's wording calls
//! emoji and mentions; it knows no files and no runs.

mod cutting;
mod emoji;
mod flips;
mod mentions;
mod typos;

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use flips::{
    Answer, ClassFlips, FlipExample, Flips, GivenAnswer, MAX_FLIPS, PerturbationFlips, Robustness,
    RobustnessOutcome, RobustnessWork, answers,
};
pub use typos::LETTERS_A_TYPO;

use crate::message;
use crate::message::Message;
use crate::pipeline::drift::Tokens;
use crate::pipeline::polish::without_diacritics;

/// Another way of writing a text.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, JsonSchema, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Perturbation {
    /// `ąćęłńóśźż` as `acelnoszz`, in both cases, composed or not; other diacritics stay.
    Diacritics,
    /// All of the text, links and mentions too, by Unicode's full mapping (`ß` becomes `SS`).
    UpperCase,
    /// Without emoji as the drift's emoji part sees them, flags and joined ones included.
    Emoji,
    /// One letter in [`LETTERS_A_TYPO`] mistyped, by a seed and the number of the row.
    Typos,
    /// All mentions (`@anonymized_account`) in front of the text, in their order.
    MentionsFirst,
    /// All mentions behind the text, in their order.
    MentionsLast,
    /// Without mentions.
    MentionsRemoved,
}

impl Perturbation {
    pub const ALL: [Perturbation; 7] = [
        Perturbation::Diacritics,
        Perturbation::UpperCase,
        Perturbation::Emoji,
        Perturbation::Typos,
        Perturbation::MentionsFirst,
        Perturbation::MentionsLast,
        Perturbation::MentionsRemoved,
    ];

    /// As in JSON and in the rules of a gate.
    pub fn key(self) -> &'static str {
        match self {
            Perturbation::Diacritics => "diacritics",
            Perturbation::UpperCase => "upper_case",
            Perturbation::Emoji => "emoji",
            Perturbation::Typos => "typos",
            Perturbation::MentionsFirst => "mentions_first",
            Perturbation::MentionsLast => "mentions_last",
            Perturbation::MentionsRemoved => "mentions_removed",
        }
    }

    /// How the text is written: `in upper case`.
    pub fn name(self) -> Message {
        match self {
            Perturbation::Diacritics => message!("robustness-diacritics"),
            Perturbation::UpperCase => message!("robustness-upper-case"),
            Perturbation::Emoji => message!("robustness-emoji"),
            Perturbation::Typos => message!("robustness-typos"),
            Perturbation::MentionsFirst => message!("robustness-mentions-first"),
            Perturbation::MentionsLast => message!("robustness-mentions-last"),
            Perturbation::MentionsRemoved => message!("robustness-mentions-removed"),
        }
    }

    /// What is done to the text.
    pub fn about(self) -> Message {
        match self {
            Perturbation::Diacritics => message!("robustness-diacritics-about"),
            Perturbation::UpperCase => message!("robustness-upper-case-about"),
            Perturbation::Emoji => message!("robustness-emoji-about"),
            Perturbation::Typos => message!("robustness-typos-about", letters = LETTERS_A_TYPO),
            Perturbation::MentionsFirst => message!("robustness-mentions-first-about"),
            Perturbation::MentionsLast => message!("robustness-mentions-last-about"),
            Perturbation::MentionsRemoved => message!("robustness-mentions-removed-about"),
        }
    }
}

/// Writes texts another way.
pub struct Perturber {
    tokens: Tokens,
    seed: u32,
}

impl Perturber {
    /// `seed` is that of the typos.
    pub fn new(seed: u32) -> Perturber {
        Perturber {
            tokens: Tokens::new(),
            seed,
        }
    }

    /// The text written another way, borrowed where that is how it is written already; `row` is its number from 0.
    pub fn apply<'a>(&self, perturbation: Perturbation, text: &'a str, row: u32) -> Cow<'a, str> {
        match perturbation {
            Perturbation::Diacritics => without_diacritics(text),
            Perturbation::UpperCase => changed(text, text.to_uppercase()),
            Perturbation::Emoji => emoji::without_emoji(&self.tokens, text),
            Perturbation::Typos => typos::with_typos(text, self.seed, row),
            Perturbation::MentionsFirst => mentions::moved_first(&self.tokens, text),
            Perturbation::MentionsLast => mentions::moved_last(&self.tokens, text),
            Perturbation::MentionsRemoved => mentions::removed(&self.tokens, text),
        }
    }
}

/// The other text, or the text itself where both are the same.
fn changed(text: &str, other: String) -> Cow<'_, str> {
    match other == text {
        true => Cow::Borrowed(text),
        false => Cow::Owned(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn upper_case_is_unicodes_full_mapping() {
        let upper = |text| Perturber::new(0).apply(Perturbation::UpperCase, text, 0);
        assert_eq!(upper("zażółć ß ŉ ﬁ"), "ZAŻÓŁĆ SS ʼN FI");
        for text in ["", "ABC 123", "\u{301}", "😀 ŻÓŁW", "\u{202e}"] {
            assert!(matches!(upper(text), Cow::Borrowed(same) if same == text));
        }
    }

    /// The name in JSON is the key.
    #[test]
    fn keys_are_the_names_in_json() {
        for perturbation in Perturbation::ALL {
            let json = serde_json::to_value(perturbation).unwrap();
            assert_eq!(json, perturbation.key());
        }
    }

    #[test]
    fn hostile_texts_are_written_another_way_too() {
        let perturber = Perturber::new(7);
        for text in [
            String::new(),
            " ".into(),
            "\u{301}\u{328}\u{307}".into(),
            "\u{202e}żółw\u{202c} \u{200b}@ja\u{200d}".into(),
            "a\u{301}".repeat(50_000),
            "ż".repeat(100_000),
            "z\u{307}".to_string() + &"\u{307}".repeat(100_000),
            "😀".repeat(50_000),
            "👨\u{200d}👩\u{200d}👧 @a ".repeat(5_000),
            "<b>\0@x</b> =1+1\r\n".repeat(2_000),
        ] {
            for perturbation in Perturbation::ALL {
                let once = perturber.apply(perturbation, &text, 3);
                assert_eq!(once, perturber.apply(perturbation, &text, 3));
                // What is owned differs.
                assert!(matches!(once, Cow::Borrowed(_)) || once != text);
                if perturbation != Perturbation::Typos {
                    let twice = perturber.apply(perturbation, &once, 3);
                    assert_eq!(twice, once, "{perturbation:?}");
                }
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn all_but_typos_do_all_at_once(text in "[a-zĄŹ@_ 😀🇵\u{301}\u{307}\u{328}\u{200d}ß.]{0,16}|\\PC{0,16}") {
            let perturber = Perturber::new(1);
            for perturbation in Perturbation::ALL {
                let once = perturber.apply(perturbation, &text, 0);
                let touched = matches!(once, Cow::Owned(_));
                proptest::prop_assert_eq!(touched, once != text);
                if perturbation != Perturbation::Typos {
                    let twice = perturber.apply(perturbation, &once, 0);
                    proptest::prop_assert_eq!(&twice, &once, "{:?}", perturbation);
                }
            }
        }
    }
}
