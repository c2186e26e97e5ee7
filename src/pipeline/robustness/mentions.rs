//! Texts with their mentions elsewhere, or without them.

use std::borrow::Cow;
use std::ops::Range;

use super::cutting::without;
use crate::pipeline::drift::Tokens;

/// The mentions in front, single spaces between them.
pub(super) fn moved_first<'a>(tokens: &Tokens, text: &'a str) -> Cow<'a, str> {
    moved(tokens, text, |mentions, rest| format!("{mentions} {rest}"))
}

/// The mentions at the end, single spaces between them.
pub(super) fn moved_last<'a>(tokens: &Tokens, text: &'a str) -> Cow<'a, str> {
    moved(tokens, text, |mentions, rest| format!("{rest} {mentions}"))
}

/// Where nothing but white space would change the text stays.
fn moved<'a>(
    tokens: &Tokens,
    text: &'a str,
    joined: impl Fn(&str, &str) -> String,
) -> Cow<'a, str> {
    let places = places(tokens, text);
    if places.is_empty() {
        return Cow::Borrowed(text);
    }
    let mentions: Vec<&str> = places.iter().map(|place| &text[place.clone()]).collect();
    let moved = joined(&mentions.join(" "), without(text, &places).trim());
    let moved = moved.trim();
    match moved.split_whitespace().eq(text.split_whitespace()) {
        true => Cow::Borrowed(text),
        false => Cow::Owned(moved.to_string()),
    }
}

pub(super) fn removed<'a>(tokens: &Tokens, text: &'a str) -> Cow<'a, str> {
    let places = places(tokens, text);
    match places.is_empty() {
        true => Cow::Borrowed(text),
        false => Cow::Owned(without(text, &places)),
    }
}

/// Where mentions stand. What follows a letter or digit is part of a mail address, but for a mention behind a mention.
fn places(tokens: &Tokens, text: &str) -> Vec<Range<usize>> {
    let mut places = tokens.mentions(text);
    let mut end = None;
    places.retain(|place| {
        let is_one =
            end == Some(place.start) || !text[..place.start].ends_with(char::is_alphanumeric);
        if is_one {
            end = Some(place.end);
        }
        is_one
    });
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mentions_go_in_their_order() {
        let tokens = Tokens::new();
        let user = "@anonymized_account";
        let text = format!("{user} ty i @Żółw_1, cześć");
        assert_eq!(
            moved_last(&tokens, &text),
            format!("ty i , cześć {user} @Żółw_1")
        );
        assert_eq!(
            moved_first(&tokens, &text),
            format!("{user} @Żółw_1 ty i , cześć")
        );
        assert_eq!(removed(&tokens, &text), "ty i , cześć");
        assert_eq!(removed(&tokens, user), "");
        assert_eq!(removed(&tokens, "@a@b!"), "!");
        assert_eq!(moved_first(&tokens, "@a@b"), "@a @b");
    }

    #[test]
    fn what_stands_there_already_stays() {
        let tokens = Tokens::new();
        let same =
            |found: Cow<str>, text: &str| matches!(found, Cow::Borrowed(same) if same == text);
        for text in ["", "@", "ja@wp.pl", "bez wzmianek", "@a", "@a  @b"] {
            assert!(same(moved_first(&tokens, text), text), "{text}");
            assert!(same(moved_last(&tokens, text), text), "{text}");
        }
        assert!(same(moved_first(&tokens, "@a  tekst"), "@a  tekst"));
        assert!(same(moved_last(&tokens, "tekst @a "), "tekst @a "));
        assert!(same(removed(&tokens, "ja@wp.pl"), "ja@wp.pl"));
    }
}
