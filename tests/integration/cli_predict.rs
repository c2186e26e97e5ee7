//! `dryf predict` and `dryf evaluate` from outside: one line for each line, and the scores of PolEval's own script.

use serde_json::Value;

use crate::cli::{Desk, demo_file, demo_lines};
use crate::support::poleval_dir;

const CLASSES: [&str; 3] = ["cyberbullying", "hate-speech", "non-harmful"];

#[test]
fn each_line_gives_one_line_in_every_format_from_file_and_stream() {
    let desk = Desk::new().with_demo().with_demo_files();
    let text = demo_file("test_text.txt");
    let labels = desk
        .dryf("predict --model demo.zip --text test_set_only_text.txt")
        .good();
    let lines: Vec<&str> = labels.lines().collect();
    assert_eq!(lines.len(), 300);
    assert!(lines.iter().all(|line| CLASSES.contains(line)));
    assert_eq!(
        desk.dryf_with("predict --model demo.zip --format labels", &text)
            .good(),
        labels
    );

    // The labels are those that the run was scored by.
    let truth = demo_lines("test_tags.txt");
    let name =
        |tag: &str| ["non-harmful", "cyberbullying", "hate-speech"][tag.parse::<usize>().unwrap()];
    let right = truth
        .iter()
        .zip(&lines)
        .filter(|(tag, label)| name(tag) == **label)
        .count();
    assert_eq!(
        desk.json("demo.json")["metrics"]["f1_micro_test_set"].as_f64(),
        Some(right as f64 / 300.0)
    );

    let tags = desk
        .dryf_with("predict --model demo.zip --format tags", &text)
        .good();
    assert_eq!(tags.lines().map(name).collect::<Vec<_>>(), lines);

    let json = desk
        .dryf_with("predict --model demo.zip --format json", &text)
        .good();
    assert_eq!(json.lines().count(), 300);
    for (line, label) in json.lines().zip(lines) {
        let object: Value = serde_json::from_str(line).expect("each line is an object");
        assert_eq!(object["label"], label);
        let scores = object["scores"].as_object().expect("one for each class");
        assert_eq!(scores.keys().collect::<Vec<_>>(), CLASSES);
        let best = CLASSES.into_iter().max_by(|a, b| {
            scores[*a]
                .as_f64()
                .unwrap()
                .total_cmp(&scores[*b].as_f64().unwrap())
        });
        // scikit-learn's `decision_function` of shape ovr ranks the classes as the votes do.
        assert_eq!(best, Some(label));
        assert!(object.get("probabilities").is_none());
    }
}

#[test]
fn terms_are_those_of_the_cleaned_text_known_or_not() {
    let desk = Desk::new().with_demo();
    let text = "Qwertyqwerty ŻÓŁW 😀 rt\n\n";
    let terms = desk
        .dryf_with("predict --model demo.zip --format terms", text.as_bytes())
        .good();
    assert_eq!(terms, "[\"qwertyqwerty\",\"zolw\",\"😀\"]\n[]\n");
}

#[test]
fn empty_lines_and_odd_line_ends_keep_the_count() {
    let desk = Desk::new().with_demo();
    for (input, n) in [
        (&b"a\n\nb\n"[..], 3),
        (b"\n", 1),
        (b"\n\n\n", 3),
        (b"a\r\n\r\nb", 3),
        (b"\xef\xbb\xbfa\nb\n", 2),
        // A lone carriage return and a line separator are part of their text.
        ("a\rb\u{2028}c\u{85}d\n".as_bytes(), 1),
    ] {
        for format in ["labels", "tags", "json"] {
            let given = desk.dryf_with(
                &format!("predict --model demo.zip --format {format}"),
                input,
            );
            assert_eq!(given.good().lines().count(), n, "{input:?} as {format}");
        }
    }
}

#[test]
fn probabilities_and_other_classes_have_their_form() {
    let desk = Desk::new();
    let texts = demo_lines("train_text.txt");
    let tags = demo_lines("train_tags.txt");
    let mut table = String::from("tweet\tclass\n");
    for (text, tag) in texts.iter().zip(&tags).filter(|(_, tag)| *tag != "2") {
        table += &format!(
            "{text}\t{}\n",
            ["dobry", "zły"][tag.parse::<usize>().unwrap()]
        );
    }
    desk.write("two.tsv", table)
        .write("p.toml", "[svc]\nprobability = true\n");
    desk.dryf("train --train-text two.tsv --text-column tweet --label-column class --config p.toml --out two.zip").good();
    let lines = desk
        .dryf_with("predict --model two.zip --format json", b"ale mecz\n")
        .good();
    let object: Value = serde_json::from_str(lines.trim()).unwrap();
    // Two classes have one score, above 0 for the second.
    let score = object["scores"].as_array().expect("a list")[0]
        .as_f64()
        .unwrap();
    assert_eq!(object["label"], if score > 0.0 { "zły" } else { "dobry" });
    let sum: f64 = object["probabilities"]
        .as_object()
        .unwrap()
        .values()
        .filter_map(Value::as_f64)
        .sum();
    assert!((sum - 1.0).abs() < 1e-12, "{sum}");
    // Classes that are no tags of anything stand for themselves.
    let tags = desk.dryf_with("predict --model two.zip --format tags", b"ale mecz\n");
    assert_eq!(tags.good().trim(), object["label"].as_str().unwrap());
    // A model of other classes is evaluated by name, and has no scores of PolEval.
    desk.write(
        "two_test.jsonl",
        "{\"tweet\":\"ale mecz\",\"class\":\"dobry\"}\n{\"tweet\":\"x\",\"class\":\"nowy\"}\n",
    );
    let shown = desk
        .dryf("evaluate --model two.zip --text two_test.jsonl --text-column tweet --label-column class --json e.json")
        .good();
    assert!(!shown.contains("poleval"), "{shown}");
    let summary = desk.json("e.json");
    assert_eq!(
        summary["classes"],
        serde_json::json!(["dobry", "nowy", "zły"])
    );
    assert!(summary["evaluation"]["poleval"].is_null());
}

#[test]
fn explanations_stand_behind_the_labels_and_in_the_objects() {
    let desk = Desk::new().with_demo();
    let texts = "krasnale ogrodowe niszczą nasz kraj\n\nty rozgotowany kalafiorze, \u{1b}[31m qwertyqwerty\n";
    let plain = desk
        .dryf_with("predict --model demo.zip", texts.as_bytes())
        .good();
    let lines = desk
        .dryf_with("predict --model demo.zip --explain 2", texts.as_bytes())
        .good();
    assert_eq!(lines.lines().count(), 3);
    for (line, label) in lines.lines().zip(plain.lines()) {
        let (before, why) = line.split_once('\t').expect("label, tab, reason");
        assert_eq!(before, label);
        assert!(why.starts_with(&format!("{label} against ")), "{why}");
        assert!(!why.contains(['\t', '\u{1b}']));
    }
    assert!(lines.contains("less without krasnale +"), "{lines}");

    let objects = desk
        .dryf_with(
            "predict --model demo.zip --explain 2 --format json",
            texts.as_bytes(),
        )
        .good();
    let objects: Vec<Value> = objects
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let first = &objects[0]["explanation"];
    assert_eq!(
        (&first["method"], &first["renormalised"]),
        (&Value::from("left-out"), &Value::from(true))
    );
    assert_eq!(first["decisions"][0]["class"], "hate-speech");
    assert_eq!(first["decisions"].as_array().unwrap().len(), 2);
    assert_eq!(first["decisions"][0]["words"].as_array().unwrap().len(), 2);
    assert_eq!(first["decisions"][0]["words"][0]["word"], "krasnale");
    assert_eq!(objects[1]["explanation"]["n_words"], 0);
    let unknown = objects[2]["explanation"]["unknown_words"]
        .as_array()
        .unwrap();
    assert!(
        unknown.contains(&Value::from("qwertyqwerty")),
        "{unknown:?}"
    );

    desk.dryf_with(
        "predict --model demo.zip --format tags --explain 2",
        texts.as_bytes(),
    )
    .bad(
        64,
        "tags, terms and counts have no place for explanations; use --format labels or json with --explain",
    );
}

#[test]
fn explanations_of_a_linear_model_add_up() {
    let desk = Desk::new();
    for engine in ["engine = \"linear\"", "kernel = \"linear\""] {
        desk.write("l.toml", format!("[svc]\n{engine}\n"));
        desk.dryf("train --demo --config l.toml --out l.zip").good();
        let texts = demo_file("test_text.txt");
        let objects = desk
            .dryf_with("predict --model l.zip --explain 3 --format json", &texts)
            .good();
        for line in objects.lines() {
            let object: Value = serde_json::from_str(line).unwrap();
            let explanation = &object["explanation"];
            assert_eq!(explanation["method"], "exact");
            for decision in explanation["decisions"].as_array().unwrap() {
                let number = |value: &Value| value.as_f64().expect("a number");
                let terms = decision["terms"].as_array().unwrap();
                assert!(terms.len() <= 3);
                let sum: f64 = terms.iter().map(|term| number(&term["part"])).sum();
                let all = number(&decision["intercept"]) + sum + number(&decision["other_terms"]);
                // A dozen additions of numbers of the size of 1.
                assert!((all - number(&decision["value"])).abs() < 1e-13, "{line}");
            }
            if engine.starts_with("engine") {
                let own = &explanation["decisions"][0];
                assert_eq!(own["against"], Value::Null);
                let label = object["label"].as_str().unwrap();
                assert_eq!(own["value"], object["scores"][label]);
            }
        }
        let lines = desk
            .dryf_with("predict --model l.zip --explain 3", &texts)
            .good();
        assert!(lines.lines().all(|line| line.contains(" = intercept ")));
    }
}

/// PolEval's scores in percent by its own definition, from a confusion matrix (rows: truth, columns: predicted).
fn poleval(confusion: &[Vec<f64>]) -> (f64, f64) {
    let n = confusion.len();
    let total: f64 = confusion.iter().flatten().sum();
    let right: f64 = (0..n).map(|class| confusion[class][class]).sum();
    let share = |part: f64, whole: f64| if whole == 0.0 { 0.0 } else { part / whole };
    let mean = |values: Vec<f64>| values.iter().sum::<f64>() / n as f64;
    let precision = mean(
        (0..n)
            .map(|class| {
                share(
                    confusion[class][class],
                    confusion.iter().map(|row| row[class]).sum(),
                )
            })
            .collect(),
    );
    let recall = mean(
        (0..n)
            .map(|class| share(confusion[class][class], confusion[class].iter().sum()))
            .collect(),
    );
    (
        100.0 * right / total,
        100.0 * share(2.0 * precision * recall, precision + recall),
    )
}

/// What `evaluate` shows and writes, held against its own confusion matrix.
fn assert_evaluation(shown: &str, summary: &Value) {
    let value = |name: &str| -> f64 {
        let row = shown
            .lines()
            .find_map(|line| line.trim_start().strip_prefix(&format!("{name}  ")));
        row.unwrap_or_else(|| panic!("no {name} in\n{shown}"))
            .trim()
            .replace('−', "-")
            .parse()
            .expect("a number")
    };
    let evaluation = &summary["evaluation"];
    for (name, key) in [
        ("F1 micro", "f1_micro"),
        ("F1 macro", "f1_macro"),
        ("F1 weighted", "f1_weighted"),
        ("accuracy", "accuracy"),
        ("balanced accuracy", "balanced_accuracy"),
        ("MCC", "mcc"),
    ] {
        // Three decimals are shown.
        let whole = evaluation[key].as_f64().unwrap();
        assert!((value(name) - whole).abs() < 0.0005 + 1e-9, "{name}");
    }
    let confusion: Vec<Vec<f64>> = serde_json::from_value(evaluation["confusion"].clone()).unwrap();
    let (micro, macro_f) = poleval(&confusion);
    // Two decimals, as the script prints them.
    assert!((value("PolEval's micro F, %") - micro).abs() < 0.005 + 1e-9);
    assert!((value("PolEval's macro F, %") - macro_f).abs() < 0.005 + 1e-9);
    // What is said first stands in JSON, too.
    let sentence = summary["verdict"]["sentence"].as_str().unwrap();
    assert_eq!(shown.lines().next(), Some(sentence));
    assert!(summary["latency"]["milliseconds_a_text"].as_f64().unwrap() > 0.0);
    let peak = &summary["memory"]["peak_bytes"];
    // Linux alone tells; a process of ours holds megabytes, not kilobytes or terabytes.
    if std::path::Path::new("/proc/self/status").exists() {
        assert!(
            (1_000_000..1_000_000_000_000).contains(&peak.as_u64().unwrap()),
            "{peak}"
        );
    } else {
        assert!(peak.is_null());
    }
}

#[test]
fn evaluate_gives_the_scores_of_the_run() {
    let desk = Desk::new().with_demo().with_demo_files();
    let shown = desk
        .dryf("evaluate --model demo.zip --text test_set_only_text.txt --tags test_set_only_tags.txt --json e.json")
        .good();
    let (summary, run) = (desk.json("e.json"), desk.json("demo.json"));
    assert_evaluation(&shown, &summary);
    assert_eq!(summary["run_id"], run["run_id"]);
    assert_eq!(summary["model_sha256"], run["model_sha256"]);
    for (of_run, here) in [
        ("f1_micro_test_set", "f1_micro"),
        ("f1_macro_test_set", "f1_macro"),
        ("mcc_test_set", "mcc"),
    ] {
        assert_eq!(
            run["metrics"][of_run], summary["evaluation"][here],
            "{here}"
        );
    }
    assert_eq!(
        run["metrics"]["poleval_macro_f"],
        summary["evaluation"]["poleval"]["macro_f"]
    );
}

#[test]
fn evaluate_takes_a_set_of_one_class_and_a_table() {
    let desk = Desk::new().with_demo();
    desk.write("one.csv", "text,label\nco za ładny dzień,0\nładny mecz,0\n");
    let shown = desk
        .dryf("evaluate --model demo.zip --text one.csv --json e.json")
        .good();
    assert!(
        shown.starts_with(
            "The same as the baseline. The model answers non-harmful to every row of the test set, as if there were no model.\n"
        ),
        "{shown}"
    );
    assert_eq!(desk.json("e.json")["classes"], serde_json::json!(CLASSES));
}

#[test]
fn the_real_test_set_scores_as_poleval_scores_it() {
    let Some(dir) = poleval_dir() else { return };
    let desk = Desk::new();
    let data = dir.display().to_string();
    let run = desk
        .command(["train", "--data", &data, "--out", "run.zip"])
        .output();
    crate::cli::outcome(run).good();
    let (text, tags) = (
        dir.join("test_set_only_text.txt"),
        dir.join("test_set_only_tags.txt"),
    );
    let mut command = desk.command([
        "evaluate", "--model", "run.zip", "--json", "e.json", "--text",
    ]);
    let shown = crate::cli::outcome(command.arg(&text).arg("--tags").arg(tags).output()).good();
    assert_evaluation(&shown, &desk.json("e.json"));
    for (name, value) in [("F1 micro", "0.869"), ("PolEval's micro F, %", "86.90")] {
        let mut rows = shown.lines().map(str::trim);
        let is_row = |row: &str| row.starts_with(name) && row.ends_with(&format!(" {value}"));
        assert!(rows.any(is_row), "{name} {value} in\n{shown}");
    }
    // The answer file as PolEval takes it.
    let mut command = desk.command([
        "predict", "--model", "run.zip", "--format", "tags", "--text",
    ]);
    let answer = crate::cli::outcome(command.arg(&text).output()).good();
    assert_eq!(answer.lines().count(), 1000);
    assert!(answer.lines().all(|line| ["0", "1", "2"].contains(&line)));
}
