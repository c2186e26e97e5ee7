//! The oracle of the cleaning: runs what [`CleanRecipe::python_steps`] says word by word, one expression for each step.

use proptest::prelude::*;
use serde_json::Value;

use super::recipe::{Case, CleanRecipe, NumberAction, StepName};
use crate::pipeline::python::{self, PythonRegex};

fn naive_clean(recipe: &CleanRecipe, text: &str) -> String {
    let steps = recipe.python_steps();
    let regex = |operation: &Value, key: &str| {
        PythonRegex::compile(operation[key].as_str().unwrap(), "test").unwrap()
    };
    let mut text = text.to_owned();
    for operation in steps.as_array().unwrap() {
        text = match operation["kind"].as_str().unwrap() {
            "lower" => python::lower(&text),
            "upper" => python::upper(&text),
            "translate" => {
                let image = |c: char| {
                    operation["map"][c.to_string()]
                        .as_str()
                        .map_or(c.to_string(), str::to_owned)
                };
                text.chars().map(image).collect()
            }
            "surround" => {
                let mut out = String::new();
                let mut copied = 0;
                for (start, end) in regex(operation, "pattern").find_iter(&text) {
                    out += &format!("{} {} ", &text[copied..start], &text[start..end]);
                    copied = end;
                }
                out + &text[copied..]
            }
            "strip_collapse" => PythonRegex::compile(r"\s\s+", "test")
                .unwrap()
                .replace_all(python::strip(&text), " "),
            "sub" => {
                regex(operation, "pattern").replace_all(&text, operation["repl"].as_str().unwrap())
            }
            "split_join_if" => {
                assert_eq!(operation["split"], "(?<=[0-9]) ?(?=[a-zA-Z])");
                match regex(operation, "if").is_match(&text) {
                    true => split_between(&text).join(operation["join"].as_str().unwrap()),
                    false => text,
                }
            }
            "numbers" => {
                let is_numeric = |word: &str| word.chars().all(python::is_numeric);
                let words = python::split_whitespace(&text);
                match operation["action"].as_str().unwrap() {
                    "delete" => words
                        .filter(|word| !is_numeric(word))
                        .collect::<Vec<_>>()
                        .join(" "),
                    _ => {
                        let replacement = operation["replacement"].as_str().unwrap();
                        let replaced = |word| if is_numeric(word) { replacement } else { word };
                        words.map(replaced).collect::<Vec<_>>().join(" ")
                    }
                }
            }
            kind => panic!("unknown kind {kind}"),
        };
    }
    text
}

/// `re.split` at `(?<=[0-9]) ?(?=[a-zA-Z])`, which holds the look-around that [`PythonRegex`] refuses.
fn split_between(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, _) in text.char_indices() {
        let after_digit = text[..at].ends_with(|c: char| c.is_ascii_digit());
        let rest = text[at..].strip_prefix(' ').unwrap_or(&text[at..]);
        if after_digit && rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            parts.push(&text[start..at]);
            start = text.len() - rest.len();
        }
    }
    parts.push(&text[start..]);
    parts
}

/// Texts out of what the steps look for and what comes close to it.
fn texts() -> impl Strategy<Value = String> {
    let pieces = [
        "nie", "ma", "nie ma", "więc", "wiec", "rt", "m", "m/s", "km", "km²", "%", "kg", "zl",
        "zł", "US$", "$", "5", "12", "²", "½", "一", "a", "Ż", "ó", "İ", "Σ", " ", "  ", "\u{a0}",
        "\n", "\u{85}", ".", "..", "…", "-", "--", "\\n", "\\", "_", "\u{301}", "\u{fe0f}", "😁",
        "👍🏽", "/", "#", "тб", "c++", "ml", "l",
    ]; // fmt: skip
    prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..25)
        .prop_map(|pieces| pieces.concat())
}

fn recipes() -> impl Strategy<Value = CleanRecipe> {
    let some_of = |entries: &[&str]| {
        let entries: Vec<String> = entries.iter().map(|entry| entry.to_string()).collect();
        let most = entries.len();
        prop::sample::subsequence(entries, 0..=most).prop_shuffle()
    };
    let steps = prop_oneof![
        Just(StepName::ALL.to_vec()),
        prop::collection::vec(prop::sample::select(StepName::ALL.to_vec()), 0..6)
    ];
    (
        prop::bool::ANY,
        some_of(&["nie ma", "rt", "c++", "więc", "-", "a."]),
        some_of(&[r"\\n", r"\.", "(?i)NIE", "x*", r"\bm\b"]),
        some_of(&[r"\bzl\b", "(?i)ZŁ", "5|12", "(?:)"]),
        some_of(&["l|ml", "ml", "rt", "m/s", "m.", "k?", "%%", "ma nie"]),
        steps,
    )
        .prop_map(
            |(odd, stop_words, punctuation, currency, units, steps)| CleanRecipe {
                case: if odd { Case::Upper } else { Case::Lower },
                number_action: if odd {
                    NumberAction::Replacement
                } else {
                    NumberAction::Delete
                },
                additional_stop_words: stop_words,
                additional_punctuation: punctuation,
                additional_currency: currency,
                additional_units: units,
                steps,
                ..CleanRecipe::default()
            },
        )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn fast_cleaning_is_the_naive_one(recipe in recipes(), texts in prop::collection::vec(texts(), 12)) {
        let cleaner = recipe.compile().unwrap();
        for text in texts {
            prop_assert_eq!(cleaner.clean(&text), naive_clean(&recipe, &text));
        }
    }

    #[test]
    fn no_text_is_too_odd(texts in prop::collection::vec(any::<String>(), 12)) {
        let recipe = CleanRecipe::default();
        let cleaner = recipe.compile().unwrap();
        for text in texts {
            prop_assert_eq!(cleaner.clean(&text), naive_clean(&recipe, &text));
        }
    }
}

type Change = fn(&mut CleanRecipe);

#[test]
fn a_fault_names_its_setting_and_its_entry() {
    let with = |change: Change| {
        let mut recipe = CleanRecipe::default();
        change(&mut recipe);
        recipe.compile().unwrap_err().to_string()
    };
    let rows: [(Change, &str); 6] = [
        (
            |recipe| recipe.additional_punctuation.push("a(?=b)".into()),
            "clean.additional_punctuation: look-around is not supported at character 2 of the pattern `a(?=b)`; write the pattern without it",
        ),
        (
            |recipe| recipe.additional_currency = vec!["(".into(), ")".into()],
            "clean.additional_currency: missing ), unterminated group at character 1 of the pattern `(`; correct the pattern; Python's re refuses it too",
        ),
        (
            |recipe| recipe.additional_units.push("c++".into()),
            "clean.additional_units: possessive repetition is not supported at character 3 of the pattern `c++`; write the pattern without it",
        ),
        (
            |recipe| recipe.additional_units.push(String::new()),
            "clean.additional_units: entry 1 is empty and would match between all characters; remove the entry",
        ),
        (
            |recipe| recipe.additional_stop_words.push(String::new()),
            "clean.additional_stop_words: entry 3 is empty and would match between all characters; remove the entry",
        ),
        (
            |recipe| recipe.search_non_ascii_pattern = "[z-a]".into(),
            "clean.search_non_ascii_pattern: bad character range at character 2 of the pattern `[z-a]`; correct the pattern; Python's re refuses it too",
        ),
    ];
    for (change, expected) in rows {
        assert_eq!(with(change), expected);
    }
}
