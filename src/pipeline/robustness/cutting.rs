//! Cuts pieces out of a text as an editor would: no double space is left, and no two words become one.

use std::ops::Range;

/// The text without these places, which are in order, do not overlap and lie on character boundaries.
pub(super) fn without(text: &str, places: &[Range<usize>]) -> String {
    let Some(last) = places.last() else {
        return text.to_string();
    };
    let mut out = String::with_capacity(text.len());
    out.push_str(&text[..places[0].start]);
    for (at, place) in places.iter().enumerate() {
        let end = places.get(at + 1).map_or(text.len(), |next| next.start);
        join(&mut out, &text[place.end..end]);
    }
    if text[last.end..].trim().is_empty() {
        out.truncate(out.trim_end().len());
    }
    out
}

/// Appends what stood behind a cut.
fn join(out: &mut String, piece: &str) {
    let piece = match out.is_empty() || out.ends_with(char::is_whitespace) {
        true => piece.trim_start(),
        false => piece,
    };
    let goes_on = |c: char| c.is_alphanumeric() || c == '@' || c == '#';
    if out.ends_with(char::is_alphanumeric) && piece.starts_with(goes_on) {
        out.push(' ');
    }
    out.push_str(piece);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_apart_and_spaces_single() {
        for (text, expected) in [
            ("a x b", "a b"),
            ("axb", "a b"),
            ("a x", "a"),
            ("x a", "a"),
            ("x", ""),
            ("xx", ""),
            ("a xx x b", "a b"),
            ("a x, b", "a , b"),
            ("ax, b", "a, b"),
            ("(x)", "()"),
            ("ax@b", "a @b"),
            ("a", "a"),
            ("", ""),
            (" ", " "),
        ] {
            let places: Vec<Range<usize>> =
                text.match_indices('x').map(|(at, _)| at..at + 1).collect();
            assert_eq!(without(text, &places), expected, "{text}");
        }
    }
}
