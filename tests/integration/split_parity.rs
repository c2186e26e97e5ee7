//! The generator and the stratified split against numpy and scikit-learn: every number the same.

use dryf::pipeline::rng::RandomState;
use dryf::pipeline::split::stratified_split;
use serde::Deserialize;

use crate::fixtures::{self, sha256_of_lines};
use crate::support;

#[derive(Deserialize)]
struct Fixture {
    random_state: Vec<Stream>,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Stream {
    name: String,
    seed: u32,
    random_sample: Vec<f64>,
    permutation_10: Vec<u32>,
    permutation_1500_sha256: String,
    permuted_letters: String,
    choice_4_of_9: Vec<u32>,
    choice_3_of_3: Vec<u32>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    labels: String,
    validation_size: f64,
    seed: u32,
    error: Option<String>,
    train: Option<Vec<u32>>,
    validation: Option<Vec<u32>>,
    train_sha256: Option<String>,
    validation_sha256: Option<String>,
}

#[test]
fn streams_are_those_of_numpy() {
    let fixture: Fixture = fixtures::read("split.json");
    assert!(!fixture.random_state.is_empty());
    for stream in fixture.random_state {
        let new = || RandomState::new(stream.seed);
        let name = &stream.name;
        let mut random = new();
        for expected in stream.random_sample {
            assert_eq!(random.random_sample(), expected, "{name}");
        }
        assert_eq!(new().permutation(10), stream.permutation_10, "{name}");
        assert_eq!(
            sha256_of_lines(new().permutation(1500)),
            stream.permutation_1500_sha256,
            "{name}"
        );
        let letters: Vec<char> = ('a'..='m').collect();
        assert_eq!(
            String::from_iter(new().permuted(&letters)),
            stream.permuted_letters,
            "{name}"
        );
        let numbers: Vec<u32> = (0..9).collect();
        assert_eq!(
            new().choice_without_replacement(&numbers, 4),
            stream.choice_4_of_9,
            "{name}"
        );
        assert_eq!(
            new().choice_without_replacement(&numbers[..3], 3),
            stream.choice_3_of_3,
            "{name}"
        );
    }
}

#[test]
fn rows_are_those_of_scikit_learn() {
    let fixture: Fixture = fixtures::read("split.json");
    assert!(fixture.cases.len() >= 50);
    for case in fixture.cases {
        let name = &case.name;
        let labels: Vec<u32> = case
            .labels
            .chars()
            .map(|digit| digit.to_digit(10).unwrap())
            .collect();
        let classes: Vec<String> = (0..10).map(|class| class.to_string()).collect();
        match stratified_split(&labels, &classes, case.validation_size, case.seed) {
            Ok(split) => {
                assert_eq!(case.error, None, "{name}: scikit-learn refuses it");
                match (
                    case.train,
                    case.validation,
                    case.train_sha256,
                    case.validation_sha256,
                ) {
                    (Some(train), Some(validation), None, None) => {
                        assert_eq!(split.train, train, "{name}");
                        assert_eq!(split.validation, validation, "{name}");
                    }
                    (None, None, Some(train), Some(validation)) => {
                        assert_eq!(sha256_of_lines(split.train), train, "{name}");
                        assert_eq!(sha256_of_lines(split.validation), validation, "{name}");
                    }
                    _ => panic!("{name}: rows or digests are expected"),
                }
            }
            Err(error) => {
                let code = serde_json::to_value(error.code).unwrap();
                assert_eq!(
                    Some(code.as_str().unwrap()),
                    case.error.as_deref(),
                    "{name}: {error}"
                );
            }
        }
    }
}

/// The split of the reference run: PolEval's tags, seed 2021, 30 % for validation. Digests by
/// `tests/fixtures/poleval_predictions.py`.
#[test]
fn the_rows_of_poleval() {
    let Some(dir) = support::poleval_dir() else {
        return;
    };
    let tags = std::fs::read_to_string(dir.join("training_set_clean_only_tags.txt")).unwrap();
    // Tags 0, 1, 2 are non-harmful, cyberbullying, hate-speech; classes are in the order of their names.
    let classes = ["cyberbullying", "hate-speech", "non-harmful"].map(String::from);
    let labels: Vec<u32> = tags
        .lines()
        .map(|tag| [2, 0, 1][tag.trim_end().parse::<usize>().unwrap()])
        .collect();
    let split = stratified_split(&labels, &classes, 0.3, 2021).unwrap();
    assert_eq!((split.train.len(), split.validation.len()), (7028, 3013));
    let expected: Reference = fixtures::read("poleval_predictions.json");
    assert_eq!(sha256_of_lines(split.train), expected.split.train_sha256);
    assert_eq!(
        sha256_of_lines(split.validation),
        expected.split.validation_sha256
    );
}

#[derive(Deserialize)]
struct Reference {
    split: ReferenceSplit,
}

#[derive(Deserialize)]
struct ReferenceSplit {
    train_sha256: String,
    validation_sha256: String,
}
