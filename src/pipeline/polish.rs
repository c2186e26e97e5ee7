//! Polish letters and the plain ones below their marks; and texts as a search compares them.

use std::borrow::Cow;
use std::ops::Range;

/// Polish letters with a mark, each with the letter without it.
pub(crate) const LETTERS: [(char, char); 18] = [
    ('ę', 'e'),
    ('ó', 'o'),
    ('ą', 'a'),
    ('ś', 's'),
    ('ł', 'l'),
    ('ż', 'z'),
    ('ź', 'z'),
    ('ć', 'c'),
    ('ń', 'n'),
    ('Ę', 'E'),
    ('Ó', 'O'),
    ('Ą', 'A'),
    ('Ś', 'S'),
    ('Ł', 'L'),
    ('Ż', 'Z'),
    ('Ź', 'Z'),
    ('Ć', 'C'),
    ('Ń', 'N'),
];

/// The letter without its mark; none of all but the composed Polish ones.
pub(crate) fn plain(c: char) -> Option<char> {
    // All of them lie between Ó and ż.
    let may_be = ('Ó'..='ż').contains(&c);
    let found = may_be.then(|| LETTERS.iter().find(|pair| pair.0 == c));
    found.flatten().map(|pair| pair.1)
}

/// `ąćęłńóśźż` and `ĄĆĘŁŃÓŚŹŻ` as the letters below their marks, composed (NFC) or not (NFD). Other diacritics stay.
pub(crate) fn without_diacritics(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut copied = 0;
    let mut marks = Marks::default();
    for (at, c) in text.char_indices() {
        let (shown, is_changed) = match marks.next(c) {
            Some(shown) => (Some(shown), shown != c),
            None => (None, true),
        };
        if is_changed {
            out.push_str(&text[copied..at]);
            out.extend(shown);
            copied = at + c.len_utf8();
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[copied..]);
    Cow::Owned(out)
}

/// The text as a search compares it: in lower case, Polish letters without their marks.
pub fn folded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(text.len());
    fold(text, |_, c| out.push(c));
    out
}

/// Where a text holds what is wanted, whatever the case and the Polish marks of both: ranges of bytes, in order, none of which
/// overlap. None where nothing is wanted.
pub fn found(text: &str, wanted: &str) -> Vec<Range<usize>> {
    let wanted = folded(wanted.trim());
    if wanted.is_empty() {
        return Vec::new();
    }
    let mut plain = String::with_capacity(text.len());
    // Of each byte of it the place of its character in the text.
    let mut places = Vec::with_capacity(text.len() + 1);
    fold(text, |at, c| {
        plain.push(c);
        places.resize(plain.len(), at);
    });
    places.push(text.len());
    plain
        .match_indices(&wanted)
        .map(|(at, _)| {
            // A character may become two, of which one is wanted: it is whole.
            let last = places[at + wanted.len() - 1];
            let whole = text[last..].chars().next().map_or(0, char::len_utf8);
            places[at]..places[at + wanted.len()].max(last + whole)
        })
        .collect()
}

/// Calls `take` with each character of the folded text and the place of the one it comes from.
fn fold(text: &str, mut take: impl FnMut(usize, char)) {
    let mut marks = Marks::default();
    for (at, c) in text.char_indices() {
        match marks.next(c) {
            Some(c) if c.is_ascii() => take(at, c.to_ascii_lowercase()),
            Some(c) => c.to_lowercase().for_each(|c| take(at, c)),
            None => {}
        }
    }
}

/// Takes marks off the letters of a text, one character after the other.
#[derive(Default)]
struct Marks {
    /// The letter that a mark would belong to.
    letter: Option<char>,
}

impl Marks {
    /// The character without its mark; none where it is the mark of the Polish letter before it.
    fn next(&mut self, c: char) -> Option<char> {
        if !c.is_ascii() && self.letter.is_some_and(|letter| is_mark_of(letter, c)) {
            return None;
        }
        let shown = plain(c).unwrap_or(c);
        self.letter = Some(shown);
        Some(shown)
    }
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

    #[test]
    fn what_is_wanted_is_found_whatever_case_and_marks() {
        for (text, wanted, places) in [
            ("Żółw i żółwie", "zolw", &["Żółw", "żółw"][..]),
            ("w łodzi, w Łodzi", "ŁODZI", &["łodzi", "Łodzi"]),
            ("łódź", "ŁÓDŹ", &["łódź"]),
            ("lodz", "łódź", &["lodz"]),
            ("z\u{307}o\u{301}łw", "żółw", &["z\u{307}o\u{301}łw"]),
            ("zło, a\u{328}, dno", "ą", &["a\u{328}"]),
            ("żółw", "z\u{307}o\u{301}łw", &["żółw"]),
            ("aaaa", "aa", &["aa", "aa"]),
            ("ĘĘ 😂 ę", " e ", &["Ę", "Ę", "ę"]),
            ("emoji 😂😂", "😂", &["😂", "😂"]),
            ("ZDANIE", " zdanie ", &["ZDANIE"]),
            ("Straße İ", "straße i", &["Straße İ"]),
            ("kot", "kotek", &[]),
            ("kot", "", &[]),
            ("", "kot", &[]),
        ] {
            let found = found(text, wanted);
            let found: Vec<&str> = found.into_iter().map(|place| &text[place]).collect();
            assert_eq!(found, places, "{text} {wanted}");
        }
    }

    proptest::proptest! {
        #[test]
        fn places_are_those_of_the_folded_text(text in "[a-cĄąŁłŻżx\u{301}\u{307}İ😂 ]{0,12}", wanted in "[a-cĄąŁłŻżx]{1,2}") {
            let places = found(&text, &wanted);
            proptest::prop_assert_eq!(!places.is_empty(), folded(&text).contains(&folded(&wanted)));
            for place in places {
                proptest::prop_assert!(folded(&text[place]).contains(&folded(&wanted)));
            }
        }
    }
}
