//! `dryf train` from outside: its summary, its log in the notebook's words, its archive, and the same bytes twice.

use serde_json::Value;

use crate::cli::{Desk, EPOCH, FOUR_FILES, outcome};
use crate::support::poleval_dir;

/// Every key that the contract promises to scripts.
fn assert_keys(summary: &Value, has_test: bool) {
    let number = |path: &str| {
        let value = summary
            .pointer(path)
            .unwrap_or_else(|| panic!("no {path} in the summary"));
        assert!(value.is_number(), "{path} is {value}");
    };
    let hex = |path: &str, digits: usize| {
        let text = summary
            .pointer(path)
            .and_then(Value::as_str)
            .unwrap_or_default();
        assert!(
            text.len() == digits && text.bytes().all(|byte| byte.is_ascii_hexdigit()),
            "{path} is {text}"
        );
    };
    hex("/run_id", 32);
    hex("/model_sha256", 64);
    let classes: Vec<&str> = summary["classes"]
        .as_array()
        .expect("classes are a list")
        .iter()
        .filter_map(Value::as_str)
        .collect();
    assert_eq!(classes, ["cyberbullying", "hate-speech", "non-harmful"]);
    for class in classes {
        for set in ["train", "validation"] {
            number(&format!("/class_counts/{set}/{class}"));
        }
        for fit in ["train_part", "final"] {
            number(&format!("/fits/{fit}/n_support_vectors/{class}"));
        }
    }
    for fit in ["train_part", "final"] {
        for key in [
            "n_rows",
            "n_features",
            "n_stored",
            "gamma",
            "iterations",
            "seconds",
        ] {
            number(&format!("/fits/{fit}/{key}"));
        }
    }
    for score in ["f1_micro", "f1_macro"] {
        number(&format!("/metrics/{score}_train_set"));
        number(&format!("/metrics/{score}_validation_set"));
    }
    let of_test = [
        "/metrics/f1_micro_test_set",
        "/metrics/f1_macro_test_set",
        "/metrics/baseline_f1_micro",
        "/metrics/poleval_micro_f",
        "/metrics/poleval_macro_f",
    ];
    for path in of_test {
        if has_test {
            number(path);
        } else {
            assert_eq!(summary.pointer(path), Some(&Value::Null), "{path}");
        }
    }
    assert_eq!(summary["class_counts"]["test"].is_null(), !has_test);
    assert!(summary["metrics"].get("production_f1_micro").is_some());
    for stage in [
        "collect",
        "validate",
        "split",
        "clean",
        "clean_validation",
        "tfidf",
        "fit",
        "predict_train",
        "predict_validation",
        "clean_full",
        "tfidf_full",
        "fit_full",
        "predict_test",
        "out_of_fold",
        "total",
    ] {
        number(&format!("/seconds/{stage}"));
    }
    assert!(summary["seconds"].get("archive").is_some());
}

#[test]
fn what_is_kept_of_the_training_rows_can_be_chosen() {
    let desk = Desk::new();
    desk.write("run.toml", "[drift]\nprofile = \"none\"\n");
    for (options, kept) in [
        ("", "each of 1,200 rows: "),
        ("--profile marginals", "counts over 1,200 rows: "),
        ("--config run.toml", "none"),
        ("--config run.toml --profile rows", "each of 1,200 rows: "),
    ] {
        desk.dryf(&format!("train --demo --out run.zip {options}"))
            .good();
        let about = desk.dryf("inspect run.zip").good();
        let mut lines = about.lines().map(str::trim);
        let line = lines.find_map(|line| line.strip_prefix("Reference profile"));
        let line = line.expect("it is told").trim();
        assert!(line.starts_with(kept), "{options}: {line}");
        let is_there = about.contains("artifacts/drift/reference_profile.bin");
        assert_eq!(is_there, kept != "none", "{options}");
    }
    let refused = desk.dryf("train --demo --profile all");
    assert_eq!(refused.code, Some(64));
    assert!(
        refused.stderr.contains("rows, marginals, none"),
        "{}",
        refused.stderr
    );
}

/// The stages add up to the whole.
fn assert_seconds(summary: &Value) {
    let seconds = summary["seconds"].as_object().expect("an object");
    let stages: f64 = seconds
        .iter()
        .filter(|(stage, _)| !["total", "archive"].contains(&stage.as_str()))
        .filter_map(|(_, value)| value.as_f64())
        .sum();
    let total = seconds["total"].as_f64().expect("a number");
    // Sums of differences of one clock: equal but for the rounding of about twenty additions.
    assert!((stages - total).abs() < 1e-6, "{stages} of {total}");
    assert!(total > 0.0);
}

/// The notebook's lines in the notebook's order, and before the last one what the notebook does not do; `…` stands for anything.
const LOG: [&str; 35] = [
    "Collecting new data",
    "Read train_text.txt as train texts: texts, one a line, 1,200 lines",
    "Read train_tags.txt as train tags: labels, one a line, 1,200 lines",
    "Read test_text.txt as test texts: texts, one a line, 300 lines",
    "Read test_tags.txt as test tags: labels, one a line, 300 lines",
    "Labels are named by PolEval's names for the labels 0, 1 and 2",
    "New data collected",
    "Data verification and validation",
    "Starting MLFlow run: Support Vector Classifier v01",
    "Creating validation set",
    "Creating cleaning pipeline",
    "Fitting cleaning pipeline and transforming training set",
    "Transforming validation set",
    "Hyperparameters are those of the configuration: there was no search",
    "Params are: tfidf: … ml model: …",
    "Creating ML model pipeline",
    "Fitting ML model",
    "Performing check on training data",
    "Predicting training set",
    "Evaluating training set",
    "Performing check on validation data",
    "Predicting validation set",
    "Evaluating validation set",
    "F1 micro average -> train set = …, validation set = …",
    "Performing check on test data",
    "Fitting cleaning pipeline and transforming training set on full data",
    "Transforming test set",
    "Fitting ML model on full data",
    "Predicting test set",
    "Evaluating test set",
    "Checking new ML model vs. production ML model",
    "F1 micro average -> New model = …, Production = none, Baseline = …",
    "Scoring training set by 5 models that each did not see a part of it",
    "Recording training set for drift reports",
    "Ended MLFlow run: Support Vector Classifier v01 after … seconds",
];

fn matches(line: &str, pattern: &str) -> bool {
    let mut parts = pattern.split('…');
    let mut rest = match line.strip_prefix(parts.next().unwrap_or_default()) {
        Some(rest) => rest,
        None => return false,
    };
    for part in parts {
        match rest.find(part) {
            Some(at) if at > 0 || part.is_empty() => rest = &rest[at + part.len()..],
            _ => return false,
        }
    }
    rest.is_empty() || pattern.ends_with('…')
}

#[test]
fn the_demo_trains_and_says_what_the_notebook_says() {
    let desk = Desk::new();
    let done = desk.dryf("train --demo --out run.zip --json run.json");
    let said: Vec<&str> = done
        .stderr
        .lines()
        .filter(|line| line.contains(" - INFO - "))
        .map(|line| line.splitn(3, " - ").nth(2).unwrap_or_default())
        .collect();
    assert_eq!(said.len(), LOG.len(), "{said:#?}");
    for (line, pattern) in said.iter().zip(LOG) {
        assert!(matches(line, pattern), "`{line}` is not `{pattern}`");
    }
    // Standard error is the log and nothing else; the bar shows on a terminal only.
    let other: Vec<&str> = done
        .stderr
        .lines()
        .filter(|line| !crate::cli::is_log(line))
        .collect();
    assert!(other.is_empty(), "{other:?}");

    // The archive keeps the log as it was said.
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(desk.read("run.zip"))).unwrap();
    let log = archive
        .file_names()
        .flatten()
        .find(|name| name.ends_with("/artifacts/log.txt"))
        .expect("the archive has a log")
        .into_owned();
    let kept = std::io::read_to_string(archive.by_name(&log).unwrap()).unwrap();
    assert_eq!(kept, done.stderr);

    let stdout = done.good();
    let summary = desk.json("run.json");
    assert_keys(&summary, true);
    assert_seconds(&summary);
    // Standard output is results alone: a name and a value a line, the same as the summary's.
    let mut shown = 0;
    for line in stdout.lines() {
        let (name, value) = line.split_once(' ').expect("a name and a value");
        match name {
            "run" => assert_eq!(summary["run_id"], value),
            "model" => assert_eq!(summary["model_sha256"], value),
            "final" => assert!(value.starts_with("fit: 1,200 rows, "), "{value}"),
            metric => {
                shown += 1;
                assert_eq!(
                    summary["metrics"][metric].as_f64(),
                    value.parse().ok(),
                    "{line}"
                );
            }
        }
    }
    assert_eq!(
        shown,
        summary["metrics"]
            .as_object()
            .unwrap()
            .values()
            .filter(|value| !value.is_null())
            .count()
    );

    let about = desk.dryf("inspect run.zip").good();
    let line = |name: &str| {
        about
            .lines()
            .find_map(|line| line.trim_start().strip_prefix(name))
            .unwrap_or_else(|| panic!("no {name} in\n{about}"))
            .trim()
            .to_string()
    };
    assert!(line("Run ").starts_with(summary["run_id"].as_str().unwrap()));
    assert_eq!(line("Model"), summary["model_sha256"].as_str().unwrap());
    assert_eq!(line("Classes"), "cyberbullying, hate-speech, non-harmful");
    assert_eq!(line("Texts"), "included");
    let kept = line("Reference profile");
    assert!(
        kept.starts_with("each of 1,200 rows: class, terms ("),
        "{kept}"
    );
    assert!(
        kept.ends_with("descriptors, scores out of 5 folds"),
        "{kept}"
    );
    assert!(line("As its manifest says. ").ends_with("have the SHA-256 that it states."));
}

#[test]
fn the_real_files_give_the_reference_numbers() {
    let Some(dir) = poleval_dir() else { return };
    let dir = dir.display().to_string();
    let desk = Desk::new().with_demo();
    let done = outcome(
        desk.command(["train", "--data", &dir, "--production", "demo.zip"])
            .args(["--out", "run.zip", "--json", "run.json"])
            .output(),
    );
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    let summary = desk.json("run.json");
    assert_keys(&summary, true);
    assert_seconds(&summary);
    let value = |path: &str| {
        summary
            .pointer(path)
            .and_then(Value::as_f64)
            .unwrap_or(f64::NAN)
    };
    for (path, expected) in [
        ("/fits/train_part/n_rows", 7028.0),
        ("/fits/train_part/n_features", 1583.0),
        ("/fits/train_part/n_stored", 17_953.0),
        ("/fits/final/n_rows", 10_041.0),
        ("/fits/final/n_features", 2287.0),
        ("/fits/final/n_stored", 28_726.0),
        ("/metrics/f1_micro_train_set", 0.973961297666477),
        ("/metrics/f1_micro_validation_set", 0.9210089611682708),
        ("/metrics/f1_micro_test_set", 0.869),
        ("/metrics/baseline_f1_micro", 0.866),
    ] {
        assert_eq!(value(path), expected, "{path}");
    }
    assert_eq!((value("/metrics/f1_macro_test_set") * 1e4).round(), 3333.0);
    assert_eq!((value("/metrics/poleval_micro_f") * 100.0).round(), 8690.0);
    // One over a sum of squares: two orders of summing differ by a few units in the last place.
    let gamma = 1.1004221702800683;
    assert!((value("/fits/train_part/gamma") / gamma - 1.0).abs() <= 1e-12);
    for (path, expected) in [
        ("/fits/train_part/n_support_vectors/cyberbullying", 177.0),
        ("/fits/train_part/n_support_vectors/hate-speech", 419.0),
        ("/fits/train_part/n_support_vectors/non-harmful", 2396.0),
        ("/fits/final/n_support_vectors/cyberbullying", 253.0),
        ("/fits/final/n_support_vectors/hate-speech", 597.0),
        ("/fits/final/n_support_vectors/non-harmful", 3716.0),
    ] {
        // They move by this share in scikit-learn itself with the order of the rows and with `tol`.
        assert!(
            (value(path) / expected - 1.0).abs() <= 0.02,
            "{path}: {}",
            value(path)
        );
    }

    // The comparison as the notebook's last lines print it; the other model's score is what `evaluate` gives it.
    let evaluated = outcome(
        desk.command(["evaluate", "--model", "demo.zip", "--json", "e.json"])
            .args(["--text", &format!("{dir}/test_set_only_text.txt")])
            .args(["--tags", &format!("{dir}/test_set_only_tags.txt")])
            .output(),
    );
    evaluated.good();
    let production = desk.json("e.json")["evaluation"]["f1_micro"]
        .as_f64()
        .unwrap();
    assert_eq!(value("/metrics/production_f1_micro"), production);
    assert!(
        done.log().contains(
            &format!(
                "F1 micro average -> New model = 0.8690, Production = {production:.4}, Baseline = 0.8660"
            )
            .as_str()
        ),
        "{:?}",
        done.log()
    );
    assert!(
        desk.dryf("inspect run.zip")
            .good()
            .starts_with("As its manifest says. ")
    );
}

#[test]
fn a_worse_model_than_production_is_said_and_no_error() {
    let desk = Desk::new().with_demo();
    desk.write("poor.toml", "[tfidf]\nmin_df = 30\n");
    let done = desk.dryf(
        "train --demo --config poor.toml --production demo.zip --out poor.zip --json poor.json",
    );
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    let (poor, good) = (desk.json("poor.json"), desk.json("demo.json"));
    let production = good["metrics"]["f1_micro_test_set"].as_f64().unwrap();
    let new = poor["metrics"]["f1_micro_test_set"].as_f64().unwrap();
    let baseline = poor["metrics"]["baseline_f1_micro"].as_f64().unwrap();
    assert!(new < production);
    assert_eq!(poor["metrics"]["production_f1_micro"], production);
    let log = done.log();
    let last: Vec<&&str> = log.iter().rev().take(5).collect();
    assert!(last[0].starts_with("Ended MLFlow run: Support Vector Classifier v01 after "));
    // Between them the two lines of the reference profile.
    assert_eq!(
        *last[3],
        "the new model is worse than the model in production on this test set"
    );
    assert_eq!(
        *last[4],
        format!(
            "F1 micro average -> New model = {new:.4}, Production = {production:.4}, Baseline = {baseline:.4}"
        )
    );
    // The archive in production is not lost to the one that is worse: a schedule puts the new one in its place itself.
    desk.dryf("train --demo --production poor.zip --out poor.zip")
        .bad(
            64,
            "poor.zip: --out would overwrite what --production names; give --out a file of its own",
        );
    desk.dryf("inspect poor.zip").good();
}

#[test]
fn without_a_test_set_the_scores_of_it_are_null() {
    let desk = Desk::new().with_demo_files().with_demo();
    let done = desk.dryf(
        "train --train-text training_set_clean_only_text.txt --train-tags training_set_clean_only_tags.txt \
         --production demo.zip --out run.zip --json run.json",
    );
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    let log = done.log();
    assert!(
        !log.iter()
            .any(|line| line.contains("test data") || line.starts_with("Evaluating test"))
    );
    assert!(
        log.iter()
            .any(|line| line.starts_with("without a test set the new model is not compared")),
        "{log:?}"
    );
    let summary = desk.json("run.json");
    assert_keys(&summary, false);
    assert!(summary["metrics"]["production_f1_micro"].is_null());
    // The model is made of the training rows alone, so it is the same with and without a test set.
    assert_eq!(
        summary["model_sha256"],
        desk.json("demo.json")["model_sha256"]
    );
    desk.dryf("inspect run.zip").good();
}

#[test]
fn the_same_input_at_the_same_time_gives_the_same_bytes() {
    let desk = Desk::new().with_demo_files();
    let elsewhere = Desk::new().with_demo_files();
    let mut archives = Vec::new();
    let mut summaries = Vec::new();
    for (desk, data, name) in [
        (&desk, FOUR_FILES, "a.zip"),
        (&desk, FOUR_FILES, "another name.zip"),
        // Nor does it matter where the files lie and how they are named on the command line.
        (&elsewhere, "--data .", "a.zip"),
    ] {
        let mut command = desk.command(["train", "--out", name, "--json", "run.json"]);
        command
            .args(data.split_whitespace())
            .env("SOURCE_DATE_EPOCH", EPOCH);
        let done = outcome(command.output());
        assert!(
            done.stderr
                .starts_with("2021-07-20 09:31:30,000 - INFO - Collecting new data\n")
        );
        assert!(done.stderr.contains("after 0.000 seconds"));
        done.good();
        archives.push(desk.read(name));
        summaries.push(desk.read("run.json"));
    }
    assert!(archives[0] == archives[1] && archives[0] == archives[2]);
    assert!(summaries[0] == summaries[1] && summaries[0] == summaries[2]);
    // Another moment gives another run and the same model.
    let mut command = desk.command(["train", "--json", "later.json"]);
    command
        .args(FOUR_FILES.split_whitespace())
        .env("SOURCE_DATE_EPOCH", "1626773491");
    outcome(command.output()).good();
    let (first, later) = (desk.json("run.json"), desk.json("later.json"));
    assert_ne!(first["run_id"], later["run_id"]);
    assert_eq!(first["model_sha256"], later["model_sha256"]);
}

#[test]
fn texts_stay_at_home_where_that_is_asked() {
    let desk = Desk::new();
    desk.dryf("train --demo --without-texts --out bare.zip")
        .good();
    let about = desk.dryf("inspect bare.zip").good();
    assert!(about.contains("left out, digests only"), "{about}");
    assert!(!about.contains("data/train_text.txt"), "{about}");
    // A text of the corpus is in no file of the archive.
    let bytes = desk.read("bare.zip");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let text = crate::cli::demo_lines("train_text.txt").remove(0);
    for index in 0..archive.len() {
        let mut member = Vec::new();
        std::io::Read::read_to_end(&mut archive.by_index(index).unwrap(), &mut member).unwrap();
        assert!(!String::from_utf8_lossy(&member).contains(&text));
    }
    desk.dryf_with("predict --model bare.zip", b"tekst\n")
        .good();
}
