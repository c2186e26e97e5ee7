//! Unicode's composed form (NFC), which most texts are in.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// The text in its composed form.
pub(crate) fn composed(text: &str) -> Cow<'_, str> {
    // No character below U+0300, which alone begin with a byte below 0xCC, is changed or joins one before it.
    if text.bytes().all(|byte| byte < 0xcc) || is_nfc(text) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfc().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn it_is_what_composing_every_text_gives(text in "[a-z\u{c0}-\u{310}]{0,12}|\\PC{0,12}") {
            proptest::prop_assert_eq!(composed(&text), text.nfc().collect::<String>());
        }
    }

    #[test]
    fn below_the_first_mark_texts_of_two_characters_are_composed() {
        for a in '\0'..'\u{300}' {
            for b in ['\0', 'a', a, '\u{ff}', '\u{2ff}'] {
                let text: String = [a, b].iter().collect();
                assert_eq!(text.nfc().collect::<String>(), text);
            }
        }
    }
}
