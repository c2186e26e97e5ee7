//! Methods of Python's `str`.

use super::chars::{is_case_ignorable, is_cased, is_space, n_ascii, push_lower, push_upper};

/// `str.lower`: full case mapping (İ gives two code points); Σ at the end of a word gives ς.
pub fn lower(text: &str) -> String {
    let mut out = String::new();
    lower_into(text, &mut out);
    out
}

/// `str.upper`: full case mapping (ß gives SS).
pub fn upper(text: &str) -> String {
    let mut out = String::new();
    upper_into(text, &mut out);
    out
}

/// `str.lower`, into a buffer that is empty.
pub(crate) fn lower_into(text: &str, out: &mut String) {
    map_beyond_ascii(text, out, |at, c, out| match c {
        'Σ' => out.push(if is_final_sigma(text, at) { 'ς' } else { 'σ' }),
        _ => push_lower(c, out),
    });
    out.make_ascii_lowercase();
}

/// `str.upper`, into a buffer that is empty.
pub(crate) fn upper_into(text: &str, out: &mut String) {
    map_beyond_ascii(text, out, |_, c, out| push_upper(c, out));
    out.make_ascii_uppercase();
}

/// Appends the text, with what `image` appends in place of each character outside ASCII; it is told the byte where that
/// stands.
pub(crate) fn map_beyond_ascii(
    text: &str,
    out: &mut String,
    mut image: impl FnMut(usize, char, &mut String),
) {
    out.reserve(text.len());
    let mut at = 0;
    loop {
        let behind = at + n_ascii(&text.as_bytes()[at..]);
        out.push_str(&text[at..behind]);
        let Some(c) = text[behind..].chars().next() else {
            return;
        };
        image(behind, c, out);
        at = behind + c.len_utf8();
    }
}

/// `str.strip` without an argument.
pub fn strip(text: &str) -> &str {
    text.trim_matches(is_space)
}

/// `str.split` without an argument: the words between white space, none of them empty.
pub fn split_whitespace(text: &str) -> impl Iterator<Item = &str> {
    text.split(is_space).filter(|word| !word.is_empty())
}

/// Unicode's Final_Sigma: a cased letter before the sigma at byte `at` and none after it, case-ignorable ones aside.
fn is_final_sigma(text: &str, at: usize) -> bool {
    let cased = |c: Option<char>| c.is_some_and(is_cased);
    let before = text[..at].chars().rev().find(|&c| !is_case_ignorable(c));
    let after = text[at + 'Σ'.len_utf8()..]
        .chars()
        .find(|&c| !is_case_ignorable(c));
    cased(before) && !cased(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_maps_whole_texts() {
        let rows = [
            // (text, lower, upper), as CPython 3.11 gives them
            ("", "", ""),
            ("ZAŻÓŁĆ gęślą", "zażółć gęślą", "ZAŻÓŁĆ GĘŚLĄ"),
            ("İI", "i\u{307}i", "İI"),
            ("ß ŉ ﬁ", "ß ŉ ﬁ", "SS ʼN FI"),
            (
                "ΣΑΣ ΣΣ Σ Α\u{301}Σ.",
                "σας σς σ α\u{301}ς.",
                "ΣΑΣ ΣΣ Σ Α\u{301}Σ.",
            ),
            ("Α.Σ.Α ΑΣ:Α", "α.σ.α ασ:α", "Α.Σ.Α ΑΣ:Α"),
            ("ſ ı ʼ", "ſ ı ʼ", "S I ʼ"),
        ];
        for (text, lowered, uppered) in rows {
            assert_eq!(
                (lower(text).as_str(), upper(text).as_str()),
                (lowered, uppered),
                "{text:?}"
            );
        }
    }

    #[test]
    fn white_space_is_pythons() {
        let text = "\u{1c}a\u{a0}b\u{85}\u{2003}c\u{200b}d\n\u{feff}\u{3000}";
        assert_eq!(strip(text), "a\u{a0}b\u{85}\u{2003}c\u{200b}d\n\u{feff}");
        assert_eq!(
            split_whitespace(text).collect::<Vec<_>>(),
            ["a", "b", "c\u{200b}d", "\u{feff}"]
        );
    }
}
