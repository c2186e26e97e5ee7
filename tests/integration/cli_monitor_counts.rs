//! `dryf predict --format counts` and `dryf monitor` over what it prints: counts of parts add up to what the texts say, and every
//! fault of a file of counts is named.

use serde_json::{Value, json};

use crate::cli::{Desk, FOUR_FILES, demo_lines};
use crate::cli_monitor;

/// A desk whose production (`counts.zip`) keeps counts of its rows, with two batches without labels (`a.txt`, `b.txt`) and each
/// as counts of three parts (`a.jsonl`, `b.jsonl`).
fn desk() -> Desk {
    let desk = cli_monitor::desk();
    desk.dryf(&format!(
        "train {FOUR_FILES} --profile marginals --out counts.zip"
    ))
    .good();
    for (name, set) in [("a", "train_text.txt"), ("b", "test_text.txt")] {
        let texts = &demo_lines(set)[..300];
        desk.write(&format!("{name}.txt"), texts.join("\n") + "\n");
        let part = |rows: &[String]| count(&desk, "counts.zip", rows);
        let parts = [part(&texts[..1]), part(&texts[1..200]), part(&texts[200..])];
        desk.write(&format!("{name}.jsonl"), parts.concat());
    }
    desk
}

fn count(desk: &Desk, model: &str, texts: &[String]) -> String {
    let line = format!("predict --model {model} --format counts");
    let texts = texts.join("\n") + "\n";
    desk.dryf_with(&line, texts.as_bytes()).good()
}

fn records(desk: &Desk, file: &str) -> Vec<Value> {
    let report = desk.json(file);
    let batches = report["batches"].as_array().unwrap();
    batches.iter().map(|one| one["record"].clone()).collect()
}

#[test]
fn counts_of_parts_say_what_the_texts_say() {
    let desk = desk();
    let by = |kind: &str| {
        let batches = format!("--batch a.{kind} --batch b.{kind}");
        let line = format!("monitor --production counts.zip {batches} --json {kind}.json");
        let found = desk.dryf(&line);
        assert_eq!(found.code, Some(1), "{}", found.stderr);
        (found.stdout, records(&desk, &format!("{kind}.json")))
    };
    let ((of_texts, texts), (of_counts, counts)) = (by("txt"), by("jsonl"));
    let sentence = |stdout: &str| stdout.lines().next().unwrap().replace("b.jsonl", "b.txt");
    assert_eq!(sentence(&of_texts), sentence(&of_counts));
    for (texts, counts) in texts.iter().zip(&counts) {
        for same in ["rows", "classes", "drift"] {
            assert_eq!(texts[same], counts[same], "{same}");
        }
        assert!(texts["drift"]["measured"]["parts"][2]["p"]["measured"].is_f64());
        for gone in ["unknown_words", "estimated", "realised"] {
            assert_eq!(counts[gone], json!({"missing": "counts-only"}), "{gone}");
        }
        let is_said = |finding: &Value| finding["finding"] == "counts-only";
        assert!(counts["findings"].as_array().unwrap().iter().any(is_said));
    }
    assert!(of_counts.contains("copies among them"), "{of_counts}");
}

#[test]
fn counts_are_watched_once_and_beside_rows_of_other_calls() {
    let desk = desk();
    let watch = "monitor --production counts.zip --state state.json --json s.json";
    desk.dryf(&format!("{watch} --batch a.jsonl"));
    // The same rows in other parts.
    let whole = count(&desk, "counts.zip", &demo_lines("train_text.txt")[..300]);
    desk.write("again.jsonl", whole);
    let found = desk.dryf(&format!(
        "{watch} --batch again.jsonl --batch b.jsonl --batch b.jsonl"
    ));
    assert_eq!(found.code, Some(1), "{}", found.stderr);
    let skipped = desk.json("s.json")["skipped"].clone();
    let names: Vec<&str> = skipped
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["again.jsonl", "b.jsonl"]);
    assert_eq!(records(&desk, "s.json").len(), 2);
    let found = desk.dryf(&format!("{watch} --batch quiet.csv"));
    assert_eq!(found.code, Some(1), "{}", found.stderr);
    assert_eq!(records(&desk, "s.json").len(), 3);
}

#[test]
fn what_are_no_counts_of_production_is_told_by_its_line() {
    let desk = desk();
    let line = String::from_utf8(desk.read("a.jsonl")).unwrap();
    let first = line.lines().next().unwrap();
    let changed = |from: &str, to: &str| {
        let other = first.replacen(from, to, 1);
        assert_ne!(other, first, "{from}");
        format!("{first}\n{other}\n")
    };
    let bad = |line: &str, code: i32, said: &str| {
        let found = desk.dryf(line);
        assert_eq!((found.code, &found.stdout[..]), (Some(code), ""), "{line}");
        assert!(found.stderr.contains(said), "{said}: {}", found.stderr);
    };
    let wrong = "line 2: the counts don't fit each other";
    for (bytes, code, said) in [
        (changed("\"rows\":1,", "\"rows\":2,"), 65, wrong),
        (changed("\"words\"", "\"emoji\""), 65, wrong),
        (changed("\"non-harmful\"", "\"other\""), 65, wrong),
        (
            format!("{first}\n{}", &first[..99]),
            65,
            "line 2: this is no",
        ),
        (changed("version\":1", "version\":2"), 64, "version 2"),
        (changed("sha256\":\"", "sha256\":\"0"), 64, "another model"),
    ] {
        desk.write("a.jsonl", bytes);
        bad(
            "monitor --production counts.zip --batch a.jsonl",
            code,
            said,
        );
    }
    for beside in [
        "--batch b.txt",
        "--batch-rows 10",
        "--time-column t --every day",
    ] {
        let line = format!("monitor --production counts.zip --batch b.jsonl {beside}");
        bad(&line, 64, "counts are a batch as they are");
    }
    let explained = "predict --model counts.zip --text a.txt --format counts --explain 3";
    bad(explained, 64, "explain");
}
