//! What Python's `re` calls a word character and white space, for `str` patterns.

use unicode_general_category::{GeneralCategory, get_general_category};

/// `\w`: `str.isalnum()` or `_`, which is a letter (L*), a number (N*) or the underscore. Combining marks are none.
pub(super) fn is_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || c == '_';
    }
    // Latin-1's last rows and Latin Extended-A are letters but for the two signs, and hold all of Polish.
    if matches!(c, '\u{c0}'..='\u{17f}') {
        return c != '×' && c != '÷';
    }
    matches!(
        get_general_category(c),
        GeneralCategory::UppercaseLetter
            | GeneralCategory::LowercaseLetter
            | GeneralCategory::TitlecaseLetter
            | GeneralCategory::ModifierLetter
            | GeneralCategory::OtherLetter
            | GeneralCategory::DecimalNumber
            | GeneralCategory::LetterNumber
            | GeneralCategory::OtherNumber
    )
}

/// `\s` and where `str.split()` splits: Unicode's white space and the four separators U+001C to U+001F.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_spaces() {
        for c in ['a', '_', '0', 'ł', '²', '½', 'Ⅷ', '一', 'ª', 'ǅ', 'ʰ', 'א'] {
            assert!(is_word(c), "{c}");
        }
        for c in [
            '-', '×', '÷', '\u{301}', '\u{fe0f}', '\u{200d}', '😀', 'Ⓐ', '\u{93e}', '€',
        ] {
            assert!(!is_word(c), "{c}");
        }
        for c in [
            ' ', '\t', '\u{b}', '\u{1c}', '\u{1f}', '\u{85}', '\u{a0}', '\u{2003}', '\u{3000}',
        ] {
            assert!(is_space(c), "{c:?}");
        }
        for c in ['a', '\u{1b}', '\u{200b}', '\u{180e}', '\u{feff}'] {
            assert!(!is_space(c), "{c:?}");
        }
    }

    /// The quick range says what the category says.
    #[test]
    fn latin_range_agrees_with_the_categories() {
        use GeneralCategory::{LowercaseLetter, OtherLetter, UppercaseLetter};
        for c in '\u{c0}'..='\u{17f}' {
            let letter = matches!(
                get_general_category(c),
                LowercaseLetter | UppercaseLetter | OtherLetter
            );
            assert_eq!(is_word(c), letter, "{c}");
        }
    }
}
