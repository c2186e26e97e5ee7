//! Texts unlike PolEval's, through the whole command line without any cleaning: scikit-learn's terms, stored values, labels
//! and scores. Binary, twenty classes, several lines, thousands of words, copies, dense rows, rows without a term.

use std::sync::Arc;

use dryf::pipeline::corpus::sha256_hex;
use dryf::pipeline::features::{TfidfFit, TfidfParams};
use dryf::pipeline::svm::{DecisionFunctionShape, SvcFit, SvcParams};
use serde::Deserialize;
use serde_json::Value;

use crate::cli::Desk;
use crate::fixtures;
use crate::foreign_texts::{Shape, texts};

#[derive(Deserialize)]
struct Fixture {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    shape: Shape,
    svc: SvcParams,
    tolerance: f64,
    n_terms: usize,
    n_stored: usize,
    n_empty: usize,
    terms_sha256: String,
    sum_of_values: f64,
    predicted: Vec<u32>,
    too_close: Vec<usize>,
    /// Of the first test rows.
    decisions: Vec<Vec<f64>>,
    f1_micro: f64,
    f1_macro: f64,
}

/// The fixture's: of every five rows the last is for the test.
const TEST: usize = 5;

/// Rows for training and for the test.
fn halves(shape: &Shape) -> [Vec<(u32, String)>; 2] {
    let rows = texts(shape).into_iter().enumerate();
    let (test, train): (Vec<_>, Vec<_>) = rows.partition(|(row, _)| row % TEST == TEST - 1);
    [train, test].map(|rows| rows.into_iter().map(|(_, row)| row).collect())
}

fn tfidf() -> TfidfParams {
    toml::from_str("min_df = 2").expect("a parameter and the defaults")
}

/// Class names whose order is that of the numbers.
fn name(label: u32) -> String {
    format!("class {label:02}")
}

fn config(svc: &SvcParams) -> String {
    let svc = toml::to_string(svc).expect("parameters are plain data");
    format!("[clean]\nsteps = []\n[tfidf]\nmin_df = 2\n[drift]\nprofile = \"none\"\n[svc]\n{svc}")
}

#[test]
fn terms_values_and_decisions_are_scikit_learns() {
    let cases = fixtures::read::<Fixture>("foreign.json").cases;
    assert_eq!(cases.len(), 28);
    for case in &cases {
        let name = &case.name;
        let [train, test] = halves(&case.shape);
        let (labels, of_train): (Vec<u32>, Vec<String>) = train.into_iter().unzip();
        let (tfidf, x) = TfidfFit::new(&tfidf(), of_train.into())
            .and_then(TfidfFit::finish)
            .expect("terms are left");
        let terms: String = tfidf
            .vocabulary
            .iter()
            .map(|term| format!("{term}\n"))
            .collect();
        assert_eq!(sha256_hex(terms.as_bytes()), case.terms_sha256, "{name}");
        let n_empty = x
            .indptr
            .windows(2)
            .filter(|ends| ends[0] == ends[1])
            .count();
        assert_eq!(
            (x.n_cols, x.n_stored(), n_empty),
            (case.n_terms, case.n_stored, case.n_empty),
            "{name}"
        );
        // A sum of some thousand values of which each is right to a few units in the last place.
        let sum: f64 = x.data.iter().sum();
        assert!(
            (sum / case.sum_of_values - 1.0).abs() < 1e-12,
            "{name}: {sum}"
        );

        let classes: Vec<String> = (0..case.shape.classes.len() as u32)
            .map(self::name)
            .collect();
        let valid = case.svc.check(&classes).expect("the parameters can run");
        let (svc, convergence) =
            SvcFit::new(&valid, Arc::new(x), labels.into(), classes.len(), 2021)
                .and_then(SvcFit::finish)
                .expect("the fit ends");
        assert!(convergence.converged(), "{name}");
        let of_test: Vec<String> = test.into_iter().map(|(_, text)| text).collect();
        let decisions = svc.predictor().decision_function(
            &tfidf.prepare().transform(&of_test),
            DecisionFunctionShape::Ovo,
        );
        for (ours, theirs) in decisions.rows().into_iter().zip(&case.decisions) {
            for (a, b) in ours.iter().zip(theirs) {
                let allowed = case.tolerance * b.abs().max(1.0);
                assert!((a - b).abs() <= allowed, "{name}: {a} {b}");
            }
        }
    }
}

#[test]
fn labels_and_scores_of_whole_runs_are_scikit_learns() {
    for case in fixtures::read::<Fixture>("foreign.json").cases {
        let desk = Desk::new();
        let [train, test] = halves(&case.shape);
        for (file, rows) in [("train.csv", &train), ("test.csv", &test)] {
            let mut table = csv::Writer::from_writer(Vec::new());
            table.write_record(["text", "label"]).unwrap();
            for (label, text) in rows {
                table.write_record([text, &name(*label)]).unwrap();
            }
            desk.write(file, table.into_inner().unwrap());
        }
        desk.write("run.toml", config(&case.svc));
        desk.dryf("train --train-text train.csv --test-text test.csv --config run.toml --out run.zip --json run.json")
            .good();
        let name_of_case = &case.name;
        let summary = desk.json("run.json");
        let number = |path: &str| summary.pointer(path).and_then(Value::as_u64);
        for (path, expected) in [
            ("/fits/final/n_rows", train.len()),
            ("/fits/final/n_features", case.n_terms),
            ("/fits/final/n_stored", case.n_stored),
        ] {
            assert_eq!(
                number(path),
                Some(expected as u64),
                "{name_of_case}: {path}"
            );
        }
        assert_eq!(summary.pointer("/fits/final/converged"), Some(&true.into()));
        let printed = desk
            .dryf("predict --model run.zip --text test.csv --text-column text")
            .good();
        let given: Vec<&str> = printed.lines().collect();
        assert_eq!(given.len(), test.len(), "{name_of_case}");
        let mut differ = 0;
        for (row, (given, &expected)) in given.iter().zip(&case.predicted).enumerate() {
            let same = *given == name(expected);
            assert!(
                same || case.too_close.contains(&row),
                "{name_of_case}: row {row}"
            );
            differ += usize::from(!same);
        }
        if differ == 0 {
            for (key, expected) in [("f1_micro", case.f1_micro), ("f1_macro", case.f1_macro)] {
                let found = summary
                    .pointer(&format!("/metrics/{key}_test_set"))
                    .and_then(Value::as_f64)
                    .expect("there is a test set");
                // Quotients of the same counts, summed over at most twenty classes.
                assert!(
                    (found - expected).abs() < 1e-14,
                    "{name_of_case}: {key} {found}"
                );
            }
        }
    }
}
