//! How many cases the fixtures hold against each reference, counted from the fixtures themselves, so that the number can
//! be quoted: `cargo test --test integration parity_counts -- --nocapture` prints the table.

use serde_json::Value;

use crate::fixtures;

/// Fixture, its lists of cases, and the reference they come from.
const SCIKIT_LEARN: [(&str, &str, &[&str], usize); 8] = [
    ("features.json", "TfidfVectorizer", &["cases", "large"], 76),
    (
        "svm.json",
        "SVC, LinearSVC, LIBSVM's probabilities",
        &["svc", "linear", "texts", "probability"],
        142,
    ),
    (
        "foreign.json",
        "TfidfVectorizer, SVC, LinearSVC on texts of other shapes",
        &["cases"],
        28,
    ),
    ("metrics.json", "sklearn.metrics", &["cases"], 20),
    ("split.json", "train_test_split", &["cases"], 92),
    (
        "compare.json",
        "f1_score over numpy's draws",
        &["resampled"],
        7,
    ),
    (
        "explain.json",
        "coef_ times TF-IDF, decisions without a word",
        &["cases"],
        15,
    ),
    (
        "poleval_predictions.json",
        "the whole run on the real files",
        &["final"],
        7,
    ),
];

#[test]
fn every_scikit_learn_case_has_a_tolerance_and_a_reason() {
    let mut total = 0;
    for (fixture, against, lists, expected) in SCIKIT_LEARN {
        let value: Value = fixtures::read(fixture);
        let mut count = 0;
        for list in lists {
            for case in value[list].as_array().expect("a list of cases") {
                let what = format!("{fixture}: {}", case["name"]);
                assert!(
                    case["tolerance"]
                        .as_f64()
                        .is_some_and(|tolerance| tolerance >= 0.0),
                    "{what}"
                );
                assert!(
                    case["reason"]
                        .as_str()
                        .is_some_and(|reason| !reason.is_empty()),
                    "{what}"
                );
                count += 1;
            }
        }
        println!("{count:4}  {fixture:26} {against}");
        assert_eq!(
            count, expected,
            "{fixture}: set the number here to what the fixture has"
        );
        total += count;
    }
    println!("{total:4}  cases against scikit-learn");
    assert!(total >= 60);
}

/// Fixture and its lists of cases, each case with every opinion that the tool has of it.
const DRIFT_TOOLS: [(&str, &[&str], usize); 4] = [
    (
        "tools_evidently.json",
        &[
            "labels",
            "values",
            "poleval_labels",
            "poleval_values",
            "predictions",
        ],
        50,
    ),
    (
        "tools_nannyml.json",
        &[
            "labels",
            "values",
            "poleval_labels",
            "poleval_values",
            "scores",
        ],
        57,
    ),
    (
        "tools_alibi.json",
        &[
            "labels",
            "values",
            "poleval_labels",
            "poleval_values",
            "scores",
        ],
        57,
    ),
    (
        "tools_deepchecks.json",
        &[
            "labels",
            "values",
            "poleval_labels",
            "poleval_values",
            "scores",
        ],
        57,
    ),
];

#[test]
fn every_case_of_the_drift_tools_is_counted() {
    for (fixture, lists, expected) in DRIFT_TOOLS {
        let value: Value = fixtures::read(fixture);
        let cases: Vec<&Value> = lists
            .iter()
            .flat_map(|list| value[*list].as_array().expect("a list of cases"))
            .collect();
        let opinions: usize = cases
            .iter()
            .map(|case| case["opinions"].as_object().expect("opinions").len())
            .sum();
        println!("{:4}  {fixture:26} {opinions} opinions", cases.len());
        assert_eq!(
            cases.len(),
            expected,
            "{fixture}: set the number here to what the fixture has"
        );
        assert!(opinions >= cases.len());
    }
}

#[test]
fn every_case_of_the_detectors_is_counted() {
    let value: Value = fixtures::read("detectors.json");
    let cases = value["cases"].as_array().expect("a list of cases");
    let quiet = value["quiet"].as_array().expect("a list of quiet streams");
    println!(
        "{:4}  detectors.json             {} rates of false alarms",
        cases.len(),
        quiet.len()
    );
    assert_eq!(
        (cases.len(), quiet.len()),
        (123, 9),
        "detectors.json: set the numbers here to what the fixture has"
    );
    for case in cases {
        assert!(
            case["reason"]
                .as_str()
                .is_some_and(|reason| !reason.is_empty()),
            "{}",
            case["name"]
        );
    }
}
