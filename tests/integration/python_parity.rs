//! Python's text semantics against what CPython 3.11 said: all of Unicode by digest, patterns by their matches.
//!
//! Fixtures: `tests/fixtures/clean_cases.py`. Every comparison is exact.

use std::fmt::Write;

use dryf::pipeline::corpus::sha256_hex;
use dryf::pipeline::error::Code;
use dryf::pipeline::python::{self, PythonRegex, chars};
use serde_json::Value;

use crate::fixtures;

fn all_characters() -> impl Iterator<Item = char> {
    '\0'..=char::MAX
}

#[test]
fn properties_agree_with_python_over_all_of_unicode() {
    let fixture: Value = fixtures::read("python_unicode.json");
    assert_eq!(fixture["unicode_version"], chars::UNICODE_VERSION);
    let is_split = |c: char| python::split_whitespace(&format!("a{c}b")).count() == 2;
    let is_stripped = |c: char| python::strip(&c.to_string()).is_empty();
    let digits = PythonRegex::compile(r"\d", "test").unwrap();
    let spaces = PythonRegex::compile(r"\s", "test").unwrap();
    let properties: [(&str, &dyn Fn(char) -> bool); 9] = [
        ("word", &python::is_word),
        ("alnum", &python::is_alnum),
        ("decimal", &python::is_decimal),
        ("decimal_by_re", &|c| {
            digits.is_match(c.encode_utf8(&mut [0; 4]))
        }),
        ("numeric", &python::is_numeric),
        ("space", &python::is_space),
        ("space_by_re", &|c| {
            spaces.is_match(c.encode_utf8(&mut [0; 4]))
        }),
        ("space_by_strip", &is_stripped),
        ("space_by_split", &is_split),
    ];
    let expected = fixture["properties"].as_object().unwrap();
    assert_eq!(expected.len(), properties.len());
    for (name, property) in properties {
        assert_eq!(digest_of_code_points(property), expected[name], "{name}");
    }
}

#[test]
fn case_agrees_with_python_over_all_of_unicode() {
    let fixture: Value = fixtures::read("python_unicode.json");
    let mappings: [(&str, &dyn Fn(char) -> String); 5] = [
        ("lower", &|c| python::lower(&c.to_string())),
        ("upper", &|c| python::upper(&c.to_string())),
        ("lower_before_sigma", &|c| python::lower(&format!("{c}Σ"))),
        ("lower_between_letter_and_sigma", &|c| {
            python::lower(&format!("A{c}Σ"))
        }),
        ("lower_behind_sigma", &|c| python::lower(&format!("AΣ{c}A"))),
    ];
    let expected = fixture["mappings"].as_object().unwrap();
    assert_eq!(expected.len(), mappings.len());
    for (name, mapping) in mappings {
        let images: String = all_characters().map(|c| mapping(c) + "\n").collect();
        assert_eq!(sha256_hex(images.as_bytes()), expected[name], "{name}");
    }
    for (pattern, expected) in fixture["equal_ignoring_case"].as_object().unwrap() {
        let regex = PythonRegex::compile(pattern, "test").unwrap();
        let equal = digest_of_code_points(&|c| regex.is_match(c.encode_utf8(&mut [0; 4])));
        assert_eq!(equal, *expected, "{pattern}");
    }
}

#[test]
fn patterns_match_what_python_matches() {
    let fixture: Value = fixtures::read("python_regex.json");
    let texts: Vec<&str> = strings(&fixture["texts"]);
    let unsupported = strings(&fixture["unsupported"]);
    let mut faults = Vec::new();
    let (mut matched, mut refused_by_both, mut refused_by_us) = (0, 0, 0);
    for case in fixture["cases"].as_array().unwrap() {
        let pattern = case["pattern"].as_str().unwrap();
        let regex = match (
            PythonRegex::compile(pattern, "tfidf.token_pattern"),
            case.get("refused"),
        ) {
            (Ok(regex), None) => regex,
            (Ok(_), Some(_)) => {
                faults.push(format!("{pattern:?} is refused by Python"));
                continue;
            }
            (Err(error), refused) => {
                assert_eq!(error.code, Code::InvalidConfig, "{pattern:?}");
                assert_eq!(error.place.as_ref().unwrap().file, "tfidf.token_pattern");
                let told = unsupported
                    .iter()
                    .any(|what| error.message.to_string().contains(what));
                if refused.is_none() && !told {
                    faults.push(format!("{pattern:?} is taken by Python: {error}"));
                }
                refused_by_both += u32::from(refused.is_some());
                refused_by_us += u32::from(refused.is_none());
                continue;
            }
        };
        assert_eq!(
            regex.groups() as u64,
            case["groups"].as_u64().unwrap(),
            "{pattern:?}"
        );
        for (at, text) in texts.iter().enumerate() {
            let found: Vec<(usize, usize)> = regex.find_iter(text).collect();
            let expected = spans(text, &case["found"][at]);
            if found != expected {
                faults.push(format!(
                    "{pattern:?} in {text:?}: {found:?}, in Python {expected:?}"
                ));
            }
            if let Some(first_group) = case.get("first_group") {
                let (found, expected) = (regex.find_all(text), spans(text, &first_group[at]));
                let took_part = |span: &(usize, usize)| span.0 < span.1;
                if found
                    .iter()
                    .copied()
                    .filter(took_part)
                    .ne(expected.into_iter().filter(took_part))
                {
                    faults.push(format!("group of {pattern:?} in {text:?}: {found:?}"));
                }
            }
            assert_eq!(
                regex.is_match(text),
                !case["found"][at].as_array().unwrap().is_empty()
            );
        }
        matched += 1;
    }
    assert!(
        faults.is_empty(),
        "{} faults\n{}",
        faults.len(),
        faults.join("\n")
    );
    assert!(matched > 700 && refused_by_both > 60 && refused_by_us > 10);
}

fn strings(list: &Value) -> Vec<&str> {
    list.as_array()
        .unwrap()
        .iter()
        .map(|text| text.as_str().unwrap())
        .collect()
}

/// Python's spans, counted in code points, as bytes; a group that took no part, (-1, -1), is left out.
fn spans(text: &str, found: &Value) -> Vec<(usize, usize)> {
    let bytes: Vec<usize> = text
        .char_indices()
        .map(|(at, _)| at)
        .chain([text.len()])
        .collect();
    let byte = |place: &Value| place.as_u64().map(|at| bytes[at as usize]);
    let span = |span: &Value| Some((byte(&span[0])?, byte(&span[1])?));
    found.as_array().unwrap().iter().filter_map(span).collect()
}

fn digest_of_code_points(wanted: &dyn Fn(char) -> bool) -> Value {
    let mut numbers = String::new();
    let mut count = 0;
    for c in all_characters().filter(|&c| wanted(c)) {
        writeln!(numbers, "{}", u32::from(c)).unwrap();
        count += 1;
    }
    serde_json::json!({"count": count, "sha256": sha256_hex(numbers.as_bytes())})
}
