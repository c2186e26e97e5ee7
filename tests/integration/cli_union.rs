//! Words and characters together (`chars.enabled`): the same answers from a run, its archive, its explanations and its
//! reports.

use std::collections::BTreeSet;

use dryf::mlflow::Archive;
use dryf::pipeline::corpus::NamedBytes;
use serde_json::Value;

use crate::cli::{Desk, demo_file};

const UNION: &str = "[tfidf]\nweight = 0.5\n[chars]\nenabled = true\n[svc]\nengine = \"linear\"\n";

fn trained() -> Desk {
    let desk = Desk::new().with_demo_files();
    desk.write("u.toml", UNION);
    desk.dryf("train --demo --config u.toml --out u.zip --json u.json")
        .good();
    desk
}

fn archive(desk: &Desk, name: &str) -> Archive {
    let bytes = desk.read(name);
    Archive::read(&NamedBytes {
        name: name.into(),
        bytes,
    })
    .unwrap()
}

#[test]
fn an_archive_says_of_texts_what_its_run_said() {
    let desk = trained();
    let summary = desk.json("u.json");
    let archive = archive(&desk, "u.zip");
    let record = archive.record().unwrap();
    assert!(record.config.chars.enabled && record.config.tfidf.weight == 0.5);
    let features = &record.model.features;
    let parts: Vec<_> = features
        .parts()
        .map(|(name, part)| (name, part.params.weight))
        .collect();
    assert_eq!(parts, [("tfidf", 0.5), ("chars", 1.0)]);
    assert!(
        features
            .parts()
            .all(|(_, part)| part.vocabulary.len() > 100)
    );
    assert_eq!(summary["fits"]["final"]["n_features"], features.n_terms());
    assert!(archive.model().unwrap() == *record.model);

    let said = desk
        .dryf("predict --model u.zip --text test_set_only_text.txt")
        .good();
    let predicted = record.test.as_ref().unwrap().predicted.iter();
    let expected: Vec<&String> = predicted
        .map(|&class| &record.classes[class as usize])
        .collect();
    assert_eq!(said.lines().collect::<Vec<_>>(), expected);
    let files = "--text test_set_only_text.txt --tags test_set_only_tags.txt";
    desk.dryf(&format!("evaluate --model u.zip {files} --json e.json"))
        .good();
    assert_eq!(
        desk.json("e.json")["evaluation"]["f1_micro"],
        summary["metrics"]["f1_micro_test_set"]
    );
    // The gate measures latency and memory too. A model is not better than itself.
    let itself = format!("compare --candidate u.zip --production u.zip {files} --json c.json");
    let code = desk.dryf(&itself).code;
    assert!([Some(0), Some(1), Some(2)].contains(&code), "{code:?}");
    desk.dryf("inspect u.zip").good();

    let params: BTreeSet<&str> = archive
        .files
        .keys()
        .filter_map(|path| path.split_once("/params/").map(|(_, name)| name))
        .filter(|name| name.starts_with("chars.") || name.ends_with(".weight"))
        .collect();
    // Of the run and of its model.
    assert_eq!(params.len(), 17, "{params:?}");
}

#[test]
fn explanations_are_of_words_and_of_characters_and_add_up() {
    let desk = trained();
    let texts = demo_file("test_text.txt");
    let objects = desk
        .dryf_with("predict --model u.zip --explain 40 --format json", &texts)
        .good();
    let mut vectorizers = BTreeSet::new();
    for line in objects.lines() {
        let object: Value = serde_json::from_str(line).unwrap();
        for decision in object["explanation"]["decisions"].as_array().unwrap() {
            let number = |value: &Value| value.as_f64().expect("a number");
            let terms = decision["terms"].as_array().unwrap();
            let sum: f64 = terms.iter().map(|term| number(&term["part"])).sum();
            let all = number(&decision["intercept"]) + sum + number(&decision["other_terms"]);
            // Some hundred additions of numbers of the size of 1.
            assert!((all - number(&decision["value"])).abs() < 1e-12, "{line}");
            vectorizers.extend(terms.iter().map(|term| term["vectorizer"].to_string()));
        }
        let own = &object["explanation"]["decisions"][0];
        assert_eq!(
            own["value"],
            object["scores"][object["label"].as_str().unwrap()]
        );
    }
    assert_eq!(vectorizers, ["\"chars\"", "null"].map(String::from).into());
}

/// Drift is of words, emoji and trigrams of its own, whatever the model's features are.
#[test]
fn drift_of_texts_is_the_same_beside_another_vectorizer() {
    let desk = trained().with_demo();
    let report = |reference: &str| {
        let current = "--current test_set_only_text.txt test_set_only_tags.txt";
        let line =
            format!("drift --reference {reference} {current} --json d.json --without-splits");
        desk.dryf(&line).good();
        desk.json("d.json")["report"].clone()
    };
    let (union, words) = (report("u.zip"), report("demo.zip"));
    assert_eq!(union["terms"], words["terms"]);
    assert!(
        union["terms"]
            .as_array()
            .is_some_and(|terms| !terms.is_empty())
    );
    let accuracy = &union["predictions"]["measured"]["performance"]["measured"]["realised"]["measured"]
        ["accuracy"];
    assert_eq!(
        *accuracy,
        desk.json("u.json")["metrics"]["f1_micro_test_set"]
    );
}

#[test]
fn options_of_a_vectorizer_that_is_not_there_change_nothing() {
    let desk = Desk::new().with_demo();
    desk.write("off.toml", "[tfidf]\nweight = 2.0\n[chars]\nmin_df = 3\n");
    let said = desk.dryf("train --demo --config off.toml --out off.zip --json off.json");
    for setting in ["tfidf.weight", "chars.min_df"] {
        let remark = format!("{setting} has no effect with chars.enabled = false");
        assert!(said.stderr.contains(&remark), "{}", said.stderr);
    }
    assert_eq!(
        desk.json("off.json")["model_sha256"],
        desk.json("demo.json")["model_sha256"]
    );
    let record = archive(&desk, "off.zip").record().unwrap();
    assert_eq!(record.config.tfidf.weight, 2.0);
    let files = archive(&desk, "demo.zip").files;
    assert!(files.keys().all(|path| !path.contains("/chars")));
    let config = files
        .iter()
        .find(|(path, _)| path.ends_with("/run.toml"))
        .unwrap()
        .1;
    let config = String::from_utf8(config.to_vec()).unwrap();
    assert!(
        !config.contains("chars") && !config.contains("weight = 1"),
        "{config}"
    );
}
