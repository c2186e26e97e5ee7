//! The cleaning against its reference in plain Python (`tests/fixtures/clean_reference.py`). Every comparison is exact.

use std::fs;

use dryf::pipeline::clean::{CleanRecipe, StepName};
use dryf::pipeline::corpus::{NamedBytes, parse_texts, sha256_hex};
use serde_json::{Value, json};

use crate::fixtures;
use crate::support::poleval_dir;

#[test]
fn texts_are_cleaned_as_python_cleans_them() {
    let fixture: Value = fixtures::read("clean.json");
    let texts: Vec<&str> = fixture["texts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|text| text.as_str().unwrap())
        .collect();
    assert!(texts.len() >= 60);
    let cases = fixture["cases"].as_array().unwrap();
    assert!(cases.len() >= 20);
    for case in cases {
        let name = &case["name"];
        let recipe: CleanRecipe = serde_json::from_value(case["recipe"].clone()).unwrap();
        let cleaner = recipe.compile().unwrap();
        for (at, text) in texts.iter().enumerate() {
            let cleaned = cleaner.clean(text);
            assert_eq!(told(&cleaned), case["cleaned"][at], "{name}, {text:?}");
            let trace = cleaner.trace(text);
            assert_eq!(
                trace.last().map_or(*text, |step| step.after.as_str()),
                cleaned
            );
            assert!(
                trace
                    .iter()
                    .map(|step| step.step)
                    .eq(recipe.steps.iter().copied())
            );
            assert!(
                trace
                    .windows(2)
                    .all(|steps| steps[0].after == steps[1].before)
            );
            if let Some(after_each_step) = case.get("after_each_step") {
                for (step, expected) in trace.iter().zip(after_each_step[at].as_array().unwrap()) {
                    assert_eq!(
                        told(&step.after),
                        *expected,
                        "{name}, {:?}, {text:?}",
                        step.step
                    );
                }
            }
        }
    }
}

/// The real texts, as `tests/fixtures/clean_digests.py` cleaned them: for each recipe and file the digest of the cleaned
/// texts, and that of all texts after each step.
#[test]
fn the_real_texts_are_cleaned_as_python_cleans_them() {
    let Some(dir) = poleval_dir() else { return };
    let texts = |name: &str, n_texts: usize| {
        let bytes = fs::read(dir.join(name)).unwrap();
        let texts = parse_texts(&NamedBytes {
            name: name.into(),
            bytes,
        })
        .unwrap();
        assert_eq!(texts.len(), n_texts);
        texts
    };
    let training = texts("training_set_clean_only_text.txt", 10_041);
    let test = texts("test_set_only_text.txt", 1_000);
    let reversed: Vec<StepName> = StepName::ALL.into_iter().rev().collect();
    let rows = [
        (
            json!({}),
            [
                "ae5217e0102c48c3cba4f81771696f45f957b233d7c98ad2134841a6f94bc09c",
                "645116fa681e2b029e37c732ac6f29eefd1b26b0a252c789381d4510e9789833",
            ],
            [
                "253b4aff170c38fcca839b6e6b0e8a3a211d0678d5a4c53186833ad1cef997dd",
                "d4deb060ae212da49dfffe2472fc5d005a8851e7e4be8eb4d4d7af308a48cb62",
            ],
        ),
        (
            json!({"case": "upper", "number_action": "replacement"}),
            [
                "36ac636adb3f1e1504a3b2f8ed1abefb12ed8e8404e1fd773ef597a5604023b2",
                "b44ea94834cd1b8ab8a63457fc6abc9d3d4c6a514bb38b26a57efe6210836304",
            ],
            [
                "c6a20ea374f8671d85c279097adacb5dbf64d3ba0df680bfaae725345ff0400f",
                "6cd6842938f43171ef58ca5436991c5632cc834df666c9f33f46468f9a70d9fc",
            ],
        ),
        (
            json!({"steps": reversed}),
            [
                "70b7595ac666e10549b07e9e23a8bbd0303aa8e3251780c75100e5bc92b2bd5c",
                "aac112b31b39f7be36cb58d32b7ae1dc2f8027e168c41b36630928df2113dc31",
            ],
            [
                "3f256536560f516473aee297c4cb999940e47fcd61f57eb8c35623ecd896103d",
                "d3d960cc2939efa3b13a6fa57d6f983914d9d32500cb4468643dfc1b16376a63",
            ],
        ),
        (
            json!({"additional_stop_words": ["nie ma", "użytkownik", "do rzeczy"], "additional_punctuation": ["(?i)http\\S*", "[=+^]+", "\\\\n", "\\."], "additional_currency": ["(?i)\\bpln\\b", "zł"], "additional_units": ["szt", "l|ml", "min\\w*"], "search_non_ascii_pattern": "[^\\x00-\\x7F]+|\\d+"}),
            [
                "36724dce31167b1decb0c5348367dd4fc5cbe431d763c1b7e61932970bcf6245",
                "09e0d70da4880fad09614bee70001bc81bb5183007b1b4d7bbbed3dda0573388",
            ],
            [
                "e1d9a2e5deb245da47259c22107b26587667d3422e92b23d32050be68fb9cf84",
                "4415daba0c606d59d1e38b34369cca3d354253b166eaa277d0a010ea0a9df515",
            ],
        ),
    ];
    for (recipe, of_training, of_test) in rows {
        let recipe: CleanRecipe = serde_json::from_value(recipe).unwrap();
        let cleaner = recipe.compile().unwrap();
        for (texts, [cleaned, after_each_step]) in [(&training, of_training), (&test, of_test)] {
            let trace = |text: &String| cleaner.trace(text).into_iter().map(|step| step.after);
            let traced: Vec<String> = texts.iter().flat_map(trace).collect();
            assert_eq!(
                sha256_hex(traced.join("\n").as_bytes()),
                after_each_step,
                "{recipe:?}"
            );
            let texts: Vec<String> = texts.iter().map(|text| cleaner.clean(text)).collect();
            assert_eq!(
                sha256_hex(texts.join("\n").as_bytes()),
                cleaned,
                "{recipe:?}"
            );
        }
    }
}

/// A long text is told by its digest.
fn told(text: &str) -> Value {
    match text.chars().count() <= 300 {
        true => json!(text),
        false => json!({"sha256": sha256_hex(text.as_bytes())}),
    }
}
