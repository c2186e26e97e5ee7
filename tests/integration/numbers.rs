//! The table of numbers in the README, made from the real files: what scikit-learn gives and what Dryf gives.
//!
//! `cargo test --locked --test integration numbers_of_the_readme -- --nocapture` prints it; where it differs from the README's, the test
//! fails. Whether the numbers are the right ones is the affair of `poleval.rs`.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::fs;
use std::path::Path;

use dryf::pipeline::run::RunRecord;
use serde_json::Value;

use crate::poleval::{CHOICES, expected, labels_of, run};
use crate::support::poleval_dir;

const HEADING: &str = "## Numbers";

/// 28726 as 28,726.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn list(numbers: impl IntoIterator<Item = u64>) -> String {
    let numbers: Vec<String> = numbers.into_iter().map(grouped).collect();
    numbers.join(", ")
}

fn numbers(value: &Value) -> Vec<u64> {
    let values = value.as_array().expect("a list");
    values.iter().filter_map(Value::as_u64).collect()
}

fn row(what: &str, reference: impl Display, ours: impl Display) -> String {
    format!("| {what} | {reference} | {ours} |\n")
}

/// Rows of the TF-IDF matrix of all training rows: those without any term, and the distinct ones.
fn empty_and_distinct(record: &RunRecord, texts: &[String]) -> (u64, u64) {
    let rows = record
        .model
        .prepare()
        .expect("the model is sound")
        .features(texts);
    let mut empty = 0;
    let mut distinct = BTreeSet::new();
    for index in 0..rows.n_rows {
        let (terms, values) = rows.row(index);
        empty += u64::from(terms.is_empty());
        let values: Vec<u64> = values.iter().map(|value| value.to_bits()).collect();
        distinct.insert((terms.to_vec(), values));
    }
    (empty, distinct.len() as u64)
}

/// The table as the README has it.
fn table(texts: &[String]) -> Option<String> {
    let expected = expected();
    let record = run("")?;
    let mut table = String::from("| | scikit-learn 1.9.1 | Dryf |\n|---|---|---|\n");
    let test = record.test.as_ref().expect("there is a test set");
    for (name, fit, reference) in [
        (
            "training part",
            &record.fits.train_part,
            &expected["train_part"],
        ),
        (
            "all training rows",
            &record.fits.last,
            &expected["final"][0],
        ),
    ] {
        let shape = |rows: u64, terms: u64, stored: u64| {
            format!(
                "{} × {}, {}",
                grouped(rows),
                grouped(terms),
                grouped(stored)
            )
        };
        let whole = |key: &str| reference[key].as_u64().expect("a whole number");
        table += &row(
            &format!("{name}: TF-IDF shape, stored values"),
            shape(whole("n_rows"), whole("n_features"), whole("n_stored")),
            shape(fit.n_rows, fit.n_features, fit.n_stored),
        );
        table += &row(
            &format!("{name}: gamma `scale`"),
            reference["gamma"].as_f64().expect("a number"),
            fit.gamma,
        );
        let counts = fit.n_support_vectors.as_ref().expect("a kernel machine");
        table += &row(
            &format!("{name}: support vectors ({})", record.classes.join(", ")),
            list(numbers(&reference["n_support_vectors"])),
            list(counts.values().copied()),
        );
        table += &row(
            &format!("{name}: iterations"),
            grouped(numbers(&reference["iterations"]).iter().sum()),
            grouped(fit.iterations),
        );
    }
    let (empty, distinct) = empty_and_distinct(&record, texts);
    table += &row(
        "rows without any term; distinct rows",
        // The second is not in the fixture: numpy's `unique` over the rows of the dense matrix.
        format!(
            "{}; 7,882",
            expected["n_empty_rows"].as_u64().expect("a whole number")
        ),
        format!("{}; {}", grouped(empty), grouped(distinct)),
    );
    let part = &expected["train_part"];
    for (set, evaluated) in [("train", &record.train), ("validation", &record.validation)] {
        table += &row(
            &format!("F1 micro, {set} set"),
            part[set]["f1_micro"].as_f64().expect("a number"),
            evaluated.evaluation.f1_micro,
        );
    }
    let baseline = record.baseline.as_ref().expect("there is a test set");
    table += &row(
        "F1 micro of the majority class, test set",
        "0.866",
        baseline.f1_micro,
    );
    let poleval = test
        .evaluation
        .poleval
        .as_ref()
        .expect("the classes are PolEval's");
    table += &row(
        "PolEval's own microF / macroF, test set",
        "–",
        format!("{:.2} / {:.2}", poleval.micro_f, poleval.macro_f),
    );

    table += "\n| SVC on the test set, F1 micro / macro | scikit-learn 1.9.1 | Dryf | labels that differ |\n\
              |---|---|---|---|\n";
    for choice in expected["final"].as_array().expect("a list of choices") {
        let name = choice["name"].as_str().expect("a name");
        let (_, svc) = CHOICES.iter().find(|(known, _)| *known == name)?;
        let record = run(svc)?;
        let test = record.test.as_ref().expect("there is a test set");
        let labels = labels_of(choice["labels"].as_str().expect("labels"));
        let differing = labels
            .iter()
            .zip(&test.predicted)
            .filter(|(a, b)| a != b)
            .count();
        let pair = |micro: f64, macro_f: f64| format!("{micro:.4} / {macro_f:.4}");
        let score = |key: &str| choice[key].as_f64().expect("a number");
        table += &format!(
            "| {} | {} | {} | {differing} of {} |\n",
            if name == "poly" {
                "poly C=1, degree 3 (the user's)"
            } else {
                name
            },
            pair(score("f1_micro"), score("f1_macro")),
            pair(test.evaluation.f1_micro, test.evaluation.f1_macro),
            grouped(labels.len() as u64),
        );
    }
    Some(table)
}

#[test]
fn numbers_of_the_readme() {
    let Some(dir) = poleval_dir() else { return };
    let texts: Vec<String> = fs::read_to_string(dir.join("training_set_clean_only_text.txt"))
        .expect("the real files are there")
        .split_inclusive('\n')
        .map(|line| line.trim_end_matches('\n').to_string())
        .collect();
    let table = table(&texts).expect("the real files are there");
    println!("\n{table}");
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md"))
        .expect("README.md can be read");
    let (_, section) = readme.split_once(HEADING).expect("the README has numbers");
    let section = section.split("\n## ").next().unwrap_or_default();
    let lines = |text: &str| -> Vec<String> {
        let rows = text.lines().filter(|line| line.starts_with('|'));
        rows.map(str::to_string).collect()
    };
    assert_eq!(
        lines(section),
        lines(&table),
        "the README's numbers are not these; put the table above into its section `{HEADING}`"
    );
}
