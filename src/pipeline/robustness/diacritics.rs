//! Polish without its diacritics, as on a keyboard that has none.

use std::borrow::Cow;

/// `ąćęłńóśźż` and `ĄĆĘŁŃÓŚŹŻ` as the letters below their marks, composed (NFC) or not (NFD). Other diacritics stay.
pub(super) fn without_diacritics(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut copied = 0;
    // The letter that a mark would belong to.
    let mut letter = None;
    for (at, c) in text.char_indices() {
        let plain = plain(c);
        let is_mark = letter.is_some_and(|letter| is_mark_of(letter, c));
        if plain.is_some() || is_mark {
            out.push_str(&text[copied..at]);
            out.extend(plain);
            copied = at + c.len_utf8();
        }
        if !is_mark {
            letter = Some(plain.unwrap_or(c));
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[copied..]);
    Cow::Owned(out)
}

/// The letter without its mark; none of all but the composed Polish ones.
pub(super) fn plain(c: char) -> Option<char> {
    Some(match c {
        'ą' => 'a',
        'ć' => 'c',
        'ę' => 'e',
        'ł' => 'l',
        'ń' => 'n',
        'ó' => 'o',
        'ś' => 's',
        'ź' | 'ż' => 'z',
        'Ą' => 'A',
        'Ć' => 'C',
        'Ę' => 'E',
        'Ł' => 'L',
        'Ń' => 'N',
        'Ó' => 'O',
        'Ś' => 'S',
        'Ź' | 'Ż' => 'Z',
        _ => return None,
    })
}

/// Whether letter and combining mark are one of the Polish letters; `ł` has no decomposition.
fn is_mark_of(letter: char, mark: char) -> bool {
    match mark {
        '\u{301}' => "cnoszCNOSZ".contains(letter),
        '\u{307}' => "zZ".contains(letter),
        '\u{328}' => "aeAE".contains(letter),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    #[test]
    fn polish_letters_lose_their_marks_in_both_forms() {
        let text = "Zażółć gęślą jaźń, ZAŻÓŁĆ GĘŚLĄ JAŹŃ!";
        let plain = "Zazolc gesla jazn, ZAZOLC GESLA JAZN!";
        assert_eq!(without_diacritics(text), plain);
        let decomposed: String = text.nfd().collect();
        assert_ne!(decomposed, text);
        assert_eq!(without_diacritics(&decomposed), plain);
    }

    #[test]
    fn what_is_not_polish_stays() {
        for text in [
            "",
            "abc",
            "é ü č š ő",
            "e\u{301}",
            "\u{301}",
            " \u{328}",
            "l\u{335}",
            "жół",
        ] {
            let found = without_diacritics(text);
            match text {
                "жół" => assert_eq!(found, "жol"),
                _ => assert!(
                    matches!(found, Cow::Borrowed(same) if same == text),
                    "{text}"
                ),
            }
        }
        // A second mark that no Polish letter has.
        assert_eq!(without_diacritics("ą\u{301}"), "a\u{301}");
        // Marks that one letter has, one after the other.
        assert_eq!(without_diacritics("z\u{307}\u{301}z"), "zz");
    }
}
