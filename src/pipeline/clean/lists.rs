//! spaCy's lists, and the expressions that a recipe makes of them and of its own entries.
//!
//! The files under `lists/` are written by `tests/fixtures/export_lists.py`: a header up to the first empty line, then
//! one entry a line.

use super::recipe::CleanRecipe;
use crate::message;
use crate::pipeline::error::{Code, Error};
use crate::pipeline::polish::plain;
use crate::pipeline::python::{PythonRegex, is_word, map_beyond_ascii, regex::escape};

/// Polish stop words, sorted by code point.
pub fn stop_words() -> impl Iterator<Item = &'static str> {
    entries(include_str!("lists/stop_words.txt"))
}

/// Punctuation, quotes, ellipses and hyphens: regular expressions, in the order in which they are tried.
pub fn punctuation() -> impl Iterator<Item = &'static str> {
    entries(include_str!("lists/punct.txt"))
        .chain(entries(include_str!("lists/quotes.txt")))
        .chain(entries(include_str!("lists/ellipses.txt")))
        .chain(entries(include_str!("lists/hyphens.txt")))
}

/// Signs of currencies: regular expressions, in the order in which they are tried.
pub fn currency() -> impl Iterator<Item = &'static str> {
    entries(include_str!("lists/currency.txt"))
}

/// Units of measurement: regular expressions, in the order in which they are tried.
pub fn units() -> impl Iterator<Item = &'static str> {
    entries(include_str!("lists/units.txt"))
}

fn entries(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().skip_while(|line| !line.is_empty()).skip(1)
}

/// The text with Polish letters replaced.
pub(super) fn without_polish_letters(text: &str) -> String {
    let mut out = String::new();
    replace_polish_letters(text, &mut out);
    out
}

/// The same, appended to `out`.
pub(super) fn replace_polish_letters(text: &str, out: &mut String) {
    map_beyond_ascii(text, out, |_, c, out| {
        out.push(plain(c).unwrap_or(c));
    });
}

/// The words that `stop_words_remover` drops: spaCy's, the recipe's, and both with Polish letters replaced.
///
/// Python's set of them has no order. Here, of two words that start alike the longer one comes first, so that a phrase
/// (`nie ma`) is dropped whole although its first word is in the list as well.
pub(super) fn all_stop_words(recipe: &CleanRecipe) -> Vec<String> {
    let given = stop_words()
        .map(str::to_owned)
        .chain(recipe.additional_stop_words.iter().cloned());
    let mut words: Vec<String> = given
        .flat_map(|word| [without_polish_letters(&word), word])
        .collect();
    words.sort_unstable_by(|a, b| b.cmp(a));
    words.dedup();
    words
}

/// `\b(?:…|…)\b` over words that are taken literally.
pub(super) fn words_pattern<'w>(words: impl Iterator<Item = &'w str>) -> String {
    let words: Vec<String> = words.map(escape).collect();
    format!(r"\b(?:{})\b", words.join("|"))
}

/// The expression of `punctuation_remover`.
pub(super) fn punctuation_pattern(recipe: &CleanRecipe) -> String {
    alternation(punctuation(), &recipe.additional_punctuation)
}

/// The expression of `currency_remover`.
pub(super) fn currency_pattern(recipe: &CleanRecipe) -> String {
    alternation(currency(), &recipe.additional_currency)
}

/// The expressions of `units_remover`, without the word boundaries around each.
pub(super) fn all_units(recipe: &CleanRecipe) -> Vec<String> {
    units()
        .map(str::to_owned)
        .chain(
            recipe
                .additional_units
                .iter()
                .map(|pattern| branch(pattern)),
        )
        .collect()
}

/// `\b(?:…)\b|\b(?:…)\b` over expressions; literal ones need no group.
pub(super) fn units_pattern<'u>(units: impl Iterator<Item = &'u str>) -> String {
    let bounded = |unit: &str| match is_literal(unit) {
        true => format!(r"\b{unit}\b"),
        false => format!(r"\b(?:{unit})\b"),
    };
    units.map(bounded).collect::<Vec<_>>().join("|")
}

/// Whether an expression stands for itself and for nothing else.
pub(super) fn is_literal(pattern: &str) -> bool {
    !pattern.contains([
        '\\', '.', '^', '$', '*', '+', '?', '{', '}', '[', ']', '|', '(', ')',
    ])
}

/// Whether a text is one word, so that word boundaries can only be at its ends.
pub(super) fn is_one_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_word)
}

/// Checks each entry of the recipe by itself, so that a fault is found where it is.
pub(super) fn check(recipe: &CleanRecipe) -> Result<(), Error> {
    let patterns = [
        (
            &recipe.additional_punctuation,
            "clean.additional_punctuation",
        ),
        (&recipe.additional_currency, "clean.additional_currency"),
        (&recipe.additional_units, "clean.additional_units"),
    ];
    refuse_empty(&recipe.additional_stop_words, "clean.additional_stop_words")?;
    for (entries, setting) in patterns {
        refuse_empty(entries, setting)?;
        for pattern in entries {
            PythonRegex::compile(pattern, setting)?;
        }
    }
    Ok(())
}

fn alternation<'p>(listed: impl Iterator<Item = &'p str>, additional: &[String]) -> String {
    listed
        .map(str::to_owned)
        .chain(additional.iter().map(|pattern| branch(pattern)))
        .collect::<Vec<_>>()
        .join("|")
}

/// An expression as a branch of a larger one: flags that open it (`(?i)zl`) go on to hold for it alone.
fn branch(pattern: &str) -> String {
    match PythonRegex::compile(pattern, "") {
        Ok(regex) if regex.has_flags() => regex.scoped(),
        _ => pattern.to_owned(),
    }
}

fn refuse_empty(entries: &[String], setting: &str) -> Result<(), Error> {
    match entries.iter().position(String::is_empty) {
        None => Ok(()),
        Some(at) => {
            let message = message!("error-empty-entry", entry = (at + 1).to_string());
            let remedy = message!("error-remove-entry");
            Err(Error::new(Code::InvalidConfig, message, remedy).in_file(setting))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_whole() {
        assert_eq!(stop_words().count(), 381);
        assert_eq!(punctuation().count(), 36 + 31 + 2 + 7);
        assert_eq!(currency().count(), 43);
        assert_eq!(units().count(), 103);
        assert_eq!(
            (stop_words().next(), stop_words().last()),
            (Some("a"), Some("żeby"))
        );
        assert!(punctuation().any(|entry| entry == "#"));
        assert!(stop_words().all(is_one_word));
    }

    #[test]
    fn longer_stop_words_come_before_their_beginnings() {
        let recipe = CleanRecipe {
            additional_stop_words: vec!["nie ma".into(), "gżegżółka".into()],
            ..CleanRecipe::default()
        };
        let words = all_stop_words(&recipe);
        let at = |word: &str| words.iter().position(|entry| entry == word).unwrap();
        assert!(at("nie ma") < at("nie"));
        assert!(words.iter().any(|word| word == "gzegzolka"));
        assert_eq!(
            words.len(),
            words
                .iter()
                .collect::<std::collections::BTreeSet<_>>()
                .len()
        );
    }
}
