//! The words of a text as a comparison of texts sees them: what is said, not how it is typed.
//!
//! Lower case, Polish letters as their ASCII look-alikes, no mentions, no `RT` before one, no
//! addresses of pages; runs of letters and digits.
//! This is no cleaning of a recipe (that is [`crate::pipeline::clean`]): it is the same for every configuration.

use crate::pipeline::polish::plain;
use crate::pipeline::python;
use crate::pipeline::unicode::composed;

/// A word of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Word<'w> {
    pub text: &'w str,
    /// Whether it is of a hashtag.
    pub is_tag: bool,
}

/// Calls `found` with each word of the text, in order.
pub(super) fn scan(text: &str, mut found: impl FnMut(Word)) {
    let lower = python::lower(&composed(text));
    let mut word = String::new();
    let mut is_tag = false;
    let mut left = without_retweet(&lower);
    while let Some(c) = left.chars().next() {
        if python::is_alnum(c) && !(word.is_empty() && is_address(left)) {
            // Letters of ASCII as many as there are.
            let ascii = left.bytes().take_while(u8::is_ascii_alphanumeric).count();
            let taken = match ascii {
                0 => {
                    word.push(plain(c).unwrap_or(c));
                    c.len_utf8()
                }
                _ => {
                    word.push_str(&left[..ascii]);
                    ascii
                }
            };
            left = &left[taken..];
            continue;
        }
        if !word.is_empty() {
            found(Word {
                text: &word,
                is_tag,
            });
            word.clear();
        }
        is_tag = c == '#' || (is_tag && c == '_');
        left = &left[length_of_no_word(left, c)..];
    }
    if !word.is_empty() {
        found(Word {
            text: &word,
            is_tag,
        });
    }
}

/// The text without the `rt` that says whose it is.
fn without_retweet(lower: &str) -> &str {
    match lower.trim_start().strip_prefix("rt") {
        Some(rest) if rest.trim_start().starts_with('@') => rest,
        _ => lower,
    }
}

fn is_address(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

/// How many bytes to pass over: of a mention, of an address of a page, of an escape that stands as it is (`\n`,
/// `\u0026`), else of the character `c` that the text begins with.
fn length_of_no_word(text: &str, c: char) -> usize {
    let until = |end: fn(char) -> bool| text[1..].find(end).map_or(text.len(), |at| at + 1);
    match c {
        '@' => until(|c| !python::is_word(c)),
        'h' => until(python::is_space),
        '\\' => match text.as_bytes().get(1) {
            Some(b'n' | b'r' | b't') => 2,
            Some(b'u') if has_four_digits(&text.as_bytes()[2..]) => 6,
            _ => 1,
        },
        other => other.len_utf8(),
    }
}

/// Whether the bytes begin with four hexadecimal digits.
pub(super) fn has_four_digits(bytes: &[u8]) -> bool {
    bytes.len() >= 4 && bytes[..4].iter().all(u8::is_ascii_hexdigit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_and_not_how_it_is_typed() {
        let words = |text: &str| {
            let mut words = Vec::new();
            scan(text, |word| {
                words.push(format!(
                    "{}{}",
                    if word.is_tag { "#" } else { "" },
                    word.text
                ))
            });
            words
        };
        for (text, expected) in [
            ("", &[][..]),
            ("😂 … !?", &[]),
            ("@anna_b Żółta ŁÓDŹ, nr 7!", &["zolta", "lodz", "nr", "7"]),
            ("czytaj https://t.co/aB3 teraz", &["czytaj", "teraz"]),
            ("RT @anna: tak jest", &["tak", "jest"]),
            ("rt tak, RT @anna", &["rt", "tak", "rt"]),
            // An address of mail ends as a mention does, and a lone @ is a sign as any other.
            ("pisz: ala@kot.pl @ dom", &["pisz", "ala", "pl", "dom"]),
            (
                r"rano\nwieczór #dobry_dzień już",
                &["rano", "wieczor", "#dobry", "#dzien", "juz"],
            ),
            (r"AC\u0026DC c:\nowy \x", &["ac", "dc", "c", "owy", "x"]),
            ("teraz http:, http://", &["teraz", "http"]),
            // A letter and its accent in two characters.
            ("s\u{301}nieg", &["snieg"]),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
    }
}
