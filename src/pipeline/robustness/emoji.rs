//! Texts without emoji.

use std::borrow::Cow;

use super::cutting::without;
use crate::pipeline::drift::{Family, Tokens};

/// The text without what the drift's emoji part finds in it.
pub(super) fn without_emoji<'a>(tokens: &Tokens, text: &'a str) -> Cow<'a, str> {
    let places = tokens.places(Family::Emoji, text);
    match places.is_empty() {
        true => Cow::Borrowed(text),
        false => Cow::Owned(without(text, &places)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_emoji_goes_as_a_whole() {
        let tokens = Tokens::new();
        for (text, expected) in [
            ("super 😀 mecz", "super mecz"),
            ("super😀mecz", "super mecz"),
            ("👍🏽👍🏽 tak!", "tak!"),
            ("Polska 🇵🇱", "Polska"),
            ("👨\u{200d}👩\u{200d}👧", ""),
            ("kocham ❤\u{fe0f}, serio", "kocham , serio"),
        ] {
            assert_eq!(without_emoji(&tokens, text), expected, "{text}");
        }
        for text in ["", ":-) 1 # *", "żółw", "\u{200d}\u{fe0f}", "→ ★"] {
            let found = without_emoji(&tokens, text);
            assert!(
                matches!(found, Cow::Borrowed(same) if same == text),
                "{text}"
            );
        }
    }
}
