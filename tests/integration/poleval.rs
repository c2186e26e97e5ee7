//! The user's own run on the real files, to the digit, and scikit-learn's labels on all test rows for other choices.
//!
//! The expected values are those of scikit-learn in `tests/fixtures/poleval_predictions.json`; the files themselves
//! are never shipped.

use std::sync::Arc;

use dryf::pipeline::corpus::{DataSet, NamedBytes, ReadingOptions, Role, assemble};
use dryf::pipeline::live::LiveFits;
use dryf::pipeline::run::{RunConfig, RunRecord, TrainRun};
use dryf::pipeline::search::TrainingRows;
use dryf::pipeline::time::UnixMillis;
use serde_json::Value;

use crate::support::poleval_dir;

/// Support vectors may differ by this share: which rows end at a bound moves with the order of the rows and with `tol`
/// (between 3713 and 3776 for the last class in scikit-learn itself) while the labels stay.
const SUPPORT_VECTOR_SHARE: f64 = 0.02;
/// Gamma is one over a sum of 28,726 squares; two orders of summing them differ by a few units in the last place each.
const GAMMA_SHARE: f64 = 1e-12;

/// What each name in the fixture stands for in a configuration.
pub const CHOICES: [(&str, &str); 7] = [
    ("poly", ""),
    ("rbf C=1", "kernel = \"rbf\""),
    ("linear C=1", "kernel = \"linear\""),
    ("rbf C=10", "kernel = \"rbf\"\nC = 10.0"),
    (
        "linear balanced",
        "kernel = \"linear\"\nclass_weight = \"balanced\"",
    ),
    (
        "LinearSVC C=1",
        "engine = \"linear\"\nkernel = \"linear\"\ntol = 1e-4",
    ),
    (
        "LinearSVC C=0.1 balanced",
        "engine = \"linear\"\nkernel = \"linear\"\ntol = 1e-4\nC = 0.1\nclass_weight = \"balanced\"",
    ),
];

pub fn expected() -> Value {
    serde_json::from_str(include_str!("../fixtures/poleval_predictions.json"))
        .expect("the fixture is JSON")
}

/// The real files; none where they are not there.
fn data() -> Option<DataSet> {
    let dir = poleval_dir()?;
    let file = |role: Role, name: &str| {
        let bytes = std::fs::read(dir.join(name))
            .unwrap_or_else(|error| panic!("cannot read {name}: {error}"));
        (
            role,
            NamedBytes {
                name: name.into(),
                bytes,
            },
        )
    };
    let data = assemble(
        vec![
            file(Role::TrainTexts, "training_set_clean_only_text.txt"),
            file(Role::TrainTags, "training_set_clean_only_tags.txt"),
            file(Role::TestTexts, "test_set_only_text.txt"),
            file(Role::TestTags, "test_set_only_tags.txt"),
        ],
        &ReadingOptions::default(),
    )
    .expect("the real files are sound");
    Some(data)
}

fn config(svc: &str) -> RunConfig {
    RunConfig::from_toml(&format!("[svc]\n{svc}\n"), "test").expect("the choice is sound")
}

/// The run on the real files with these lines under `[svc]`; none where the files are not there.
pub fn run(svc: &str) -> Option<RunRecord> {
    let (data, config) = (data()?, config(svc));
    let now = UnixMillis(0.0);
    let mut run = TrainRun::new(config, Arc::new(data), None, now, now).expect("the run starts");
    while run.step(now).expect("no stage fails").is_running() {}
    Some(run.finish(now).expect("the run is over"))
}

pub fn labels_of(text: &str) -> Vec<u32> {
    text.chars()
        .map(|digit| digit.to_digit(10).expect("labels are digits"))
        .collect()
}

#[track_caller]
fn near(actual: f64, expected: &Value, share: f64, what: &str) {
    let expected = expected.as_f64().expect("a number");
    assert!(
        (actual - expected).abs() <= share * expected.abs(),
        "{what}: {actual}, scikit-learn {expected}"
    );
}

#[test]
fn the_users_run_gives_the_reference_numbers() {
    let Some(record) = run("") else { return };
    let expected = expected();
    let part = &expected["train_part"];
    let fit = &record.fits.train_part;
    assert_eq!(
        (fit.n_rows, fit.n_features, fit.n_stored),
        (7028, 1583, 17_953)
    );
    near(
        fit.gamma,
        &part["gamma"],
        GAMMA_SHARE,
        "gamma of the training part",
    );
    let counts = fit.n_support_vectors.as_ref().expect("a kernel machine");
    for (count, expected) in counts
        .values()
        .zip(part["n_support_vectors"].as_array().unwrap())
    {
        near(
            *count as f64,
            expected,
            SUPPORT_VECTOR_SHARE,
            "support vectors of the training part",
        );
    }
    assert_eq!(record.train.evaluation.f1_micro, 0.973961297666477);
    assert_eq!(record.validation.evaluation.f1_micro, 0.9210089611682708);
    assert_eq!(
        record.validation.predicted,
        labels_of(part["validation"]["labels"].as_str().unwrap())
    );
    assert_eq!(
        record.train.evaluation.f1_macro,
        part["train"]["f1_macro"].as_f64().unwrap()
    );
    assert_eq!(
        record.validation.evaluation.f1_macro,
        part["validation"]["f1_macro"].as_f64().unwrap()
    );

    // Of the other choices the counts are not compared: equal rows share one weight at the optimum, and how they share
    // it (one row or all of them) is the solver's affair.
    let last = expected["final"][0]["n_support_vectors"]
        .as_array()
        .unwrap();
    for (count, expected) in record
        .fits
        .last
        .n_support_vectors
        .as_ref()
        .unwrap()
        .values()
        .zip(last)
    {
        near(
            *count as f64,
            expected,
            SUPPORT_VECTOR_SHARE,
            "support vectors of the final fit",
        );
    }

    let test = record.test.as_ref().expect("there is a test set");
    assert_eq!(test.evaluation.f1_micro, 0.869);
    assert_eq!((test.evaluation.f1_macro * 1e4).round(), 3333.0);
    assert_eq!(
        record
            .baseline
            .as_ref()
            .expect("there is a test set")
            .f1_micro,
        0.866
    );
    assert_eq!(record.class_counts.train.values().sum::<u64>(), 7028);
    assert_eq!(record.class_counts.validation.values().sum::<u64>(), 3013);
}

#[test]
fn the_labels_are_scikit_learns_on_all_test_rows() {
    let expected = expected();
    let choices = expected["final"].as_array().expect("a list of choices");
    assert_eq!(choices.len(), CHOICES.len());
    for choice in choices {
        let name = choice["name"].as_str().unwrap();
        let (_, svc) = CHOICES
            .iter()
            .find(|(known, _)| *known == name)
            .expect("a known choice");
        let Some(record) = run(svc) else { return };
        let test = record.test.as_ref().expect("there is a test set");
        let labels = labels_of(choice["labels"].as_str().unwrap());
        let differing: Vec<usize> = (0..labels.len())
            .filter(|&row| labels[row] != test.predicted[row])
            .collect();
        assert_eq!(test.predicted.len(), 1000, "{name}");
        assert!(differing.is_empty(), "{name}: rows {differing:?} differ");
        assert_eq!(
            test.evaluation.f1_micro,
            choice["f1_micro"].as_f64().unwrap(),
            "{name}"
        );
        assert_eq!(
            test.evaluation.f1_macro,
            choice["f1_macro"].as_f64().unwrap(),
            "{name}"
        );
        let fit = &record.fits.last;
        assert_eq!(
            (fit.n_rows, fit.n_features, fit.n_stored),
            (10_041, 2287, 28_726),
            "{name}"
        );
        if let Some(gamma) = choice.get("gamma") {
            near(fit.gamma, gamma, GAMMA_SHARE, name);
        }
        assert!(fit.converged, "{name}");
    }
}

/// What the page shows while settings are dragged is no estimate, whatever was fitted before.
#[test]
fn a_live_fit_is_what_the_run_says_of_its_validation_part() {
    let Some(data) = data() else { return };
    let (usual, now) = (RunConfig::default(), UnixMillis(0.0));
    let mut fits = LiveFits::new("real".into(), TrainingRows::of(&data), &usual).expect("a split");
    for choice in ["", "kernel = \"linear\"", "kernel = \"linear\"\nC = 6.3"] {
        let mut work = fits.begin(&config(choice)).expect("the fit begins");
        let live = loop {
            if let Some(fit) = work.step(&mut fits, now).expect("no step fails") {
                break fit;
            }
        };
        let record = run(choice).expect("the files are there");
        let evaluation = &record.validation.evaluation;
        assert_eq!(live.confusion, evaluation.confusion, "{choice}");
        assert_eq!(
            (live.f1_micro, live.f1_macro),
            (evaluation.f1_micro, evaluation.f1_macro),
            "{choice}"
        );
    }
}
