//! Labels that a model can't give are named: by `evaluate`, by the gate, which decides nothing by them, and by a training that
//! compares with production.

use crate::cli::Desk;

/// Rows of two classes that two words tell apart, the second one under a name of the caller's.
fn rows(bad: &str) -> String {
    let mut table = "text,label\n".to_string();
    for row in 0..60 {
        table += &match row % 2 {
            0 => format!("kocham lato ładna pogoda słowo{}x,dobry\n", row % 5),
            _ => format!("głupi żart okropny typ słowo{}x,{bad}\n", row % 5),
        };
    }
    table
}

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("base.csv", rows("zly"))
        .write("renamed.csv", rows("wulgarny"))
        .write("other.csv", rows("zly").replace("słowo0x", "inne"))
        .write(
            "wrong.toml",
            "unknown_labels = \"wrong\"\n\n[[rules]]\nrule = \"not_inferior\"\nmargin = 0.2\n",
        );
    for (data, model) in [("base", "base"), ("renamed", "renamed"), ("other", "other")] {
        desk.dryf(&format!("train --train-text {data}.csv --out {model}.zip"))
            .good();
    }
    desk
}

#[test]
fn a_renamed_class_neither_passes_nor_fails_in_silence() {
    let desk = desk();
    let unknown =
        |whose: &str| format!("30 rows are of the class `wulgarny`, which {whose} can't give");
    let neither = unknown("neither model").replace("can't", "can");
    for (candidate, production, data, rules, code, said) in [
        ("renamed", "base", "renamed", "", 2, unknown("production")),
        (
            "base",
            "renamed",
            "renamed",
            "",
            2,
            unknown("the candidate"),
        ),
        ("other", "base", "renamed", "", 2, neither.clone()),
        ("base", "base", "renamed", "", 2, neither),
        // Counted as errors where the rules say so.
        (
            "renamed",
            "base",
            "renamed",
            "--rules wrong.toml",
            0,
            "Pass. ".into(),
        ),
        (
            "base",
            "renamed",
            "renamed",
            "--rules wrong.toml",
            1,
            "Fail. F1 micro is 0.500 lower than production's".into(),
        ),
        // A class that rows do not have is of no concern.
        (
            "other",
            "base",
            "base",
            "--rules wrong.toml",
            0,
            "Pass. ".into(),
        ),
    ] {
        let line = format!(
            "compare --candidate {candidate}.zip --production {production}.zip --text {data}.csv --without-resources --json g.json {rules}"
        );
        let found = desk.dryf(&line);
        assert_eq!(
            found.code,
            Some(code),
            "{line}\n{}{}",
            found.stdout,
            found.stderr
        );
        assert!(found.stdout.contains(&said), "{line}\n{}", found.stdout);
        assert!(
            found.stdout.matches("give one class one name").count() <= 1,
            "{}",
            found.stdout
        );
        let report = desk.json("g.json");
        assert_eq!(report["sentence"], report["gate"]["sentence"]);
        assert!(
            found
                .stdout
                .starts_with(report["sentence"].as_str().unwrap())
        );
    }
}

#[test]
fn evaluate_names_what_the_model_can_not_give() {
    let desk = desk();
    let found = desk.dryf("evaluate --model base.zip --text renamed.csv --json e.json");
    assert_eq!(found.code, Some(0), "{}", found.stderr);
    assert!(
        found
            .stderr
            .contains("warning: 30 rows are of the class `wulgarny`, which the model can't give"),
        "{}",
        found.stderr
    );
    let json = desk.json("e.json");
    assert_eq!(
        json["unknown_classes"],
        serde_json::json!([{ "class": "wulgarny", "rows": 30 }])
    );
    assert_eq!(json["evaluation"]["f1_micro"], 0.5);
    let found = desk.dryf("evaluate --model base.zip --text base.csv --json e.json");
    assert!(!found.stderr.contains("warning"), "{}", found.stderr);
    assert_eq!(
        desk.json("e.json")["unknown_classes"],
        serde_json::json!([])
    );
}

#[test]
fn training_names_what_production_can_not_give() {
    let desk = desk();
    let line = "train --train-text renamed.csv --test-text renamed.csv --json s.json";
    let found = desk.dryf(&format!("{line} --production base.zip"));
    assert_eq!(found.code, Some(0), "{}", found.stderr);
    assert!(
        found.stderr.contains(
            "30 rows are of the class `wulgarny`, which the model in production can't give"
        ),
        "{}",
        found.stderr
    );
    let unknown = &desk.json("s.json")["unknown_classes"];
    assert_eq!(
        unknown["production"],
        serde_json::json!([{ "class": "wulgarny", "rows": 30 }])
    );
    assert_eq!(unknown["model"], serde_json::json!([]));
    let found = desk.dryf(&format!("{line} --production renamed.zip"));
    assert!(!found.stderr.contains("can't give"), "{}", found.stderr);
}

/// A class that only the test set has is in the model's list of names, and it can't give it all the same.
#[test]
fn a_class_of_the_test_set_alone_is_named() {
    let desk = desk();
    desk.dryf("train --train-text base.csv --test-text renamed.csv --out both.zip --json s.json")
        .good();
    assert_eq!(
        desk.json("s.json")["unknown_classes"]["model"],
        serde_json::json!([{ "class": "wulgarny", "rows": 30 }])
    );
    let found = desk.dryf("evaluate --model both.zip --text renamed.csv");
    assert!(
        found.stderr.contains("which the model can't give"),
        "{}",
        found.stderr
    );
    let found = desk.dryf(
        "compare --candidate both.zip --production base.zip --text renamed.csv --without-resources",
    );
    assert_eq!(found.code, Some(2), "{}", found.stdout);
}

/// Where label and largest probability differ, it is said once, and how often.
#[test]
fn labels_beside_the_largest_probability_are_counted() {
    let desk = Desk::new();
    desk.write(
        "p.toml",
        "[svc]\nprobability = true\n\n[drift]\nprofile = \"none\"\n",
    );
    desk.dryf("train --demo --config p.toml --out p.zip").good();
    let desk = desk.with_demo_files();
    let line = "predict --model p.zip --text test_set_only_text.txt";
    let found = desk.dryf(&format!("{line} --format json"));
    let differ = found
        .stdout
        .lines()
        .filter(|line| {
            let answer: serde_json::Value = serde_json::from_str(line).unwrap();
            let probabilities = answer["probabilities"].as_object().unwrap();
            let own = probabilities[answer["label"].as_str().unwrap()].as_f64();
            probabilities.values().any(|other| other.as_f64() > own)
        })
        .count();
    let note =
        format!("note: {differ} of the labels are not the class with the largest probability");
    assert_eq!(
        found.stderr.contains(&note),
        differ > 0,
        "{differ}: {}",
        found.stderr
    );
    assert!(!desk.dryf(line).stderr.contains("probability"));
}
