//! `dryf monitor` row by row: labels for a part of a batch or later, rows that come late, files that grow, batches without
//! rows, states of before and forged ones.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::cli::{Desk, demo_lines};
use crate::cli_monitor::{WATCH, desk, frozen, said, table};

/// Rows of the training set as a table, those with a label that are asked for.
fn partly(rows: std::ops::Range<usize>, has_label: impl Fn(usize) -> bool) -> String {
    let (texts, tags) = (demo_lines("train_text.txt"), demo_lines("train_tags.txt"));
    let mut table = "text,label\n".to_string();
    for row in rows {
        let label = if has_label(row) {
            tags[row].as_str()
        } else {
            ""
        };
        table += &format!("\"{}\",{label}\n", texts[row].replace('"', "\"\""));
    }
    table
}

fn record(desk: &Desk, name: &str, batch: usize) -> Value {
    desk.json(name)["batches"][batch]["record"].clone()
}

fn sentences(desk: &Desk, name: &str, batch: usize) -> Vec<String> {
    let found = desk.json(name)["batches"][batch]["sentences"].clone();
    serde_json::from_value(found).unwrap()
}

/// The rows with a label give the classes and the errors, all rows the rest.
#[test]
fn a_batch_with_labels_for_some_rows_uses_what_is_labelled() {
    let desk = desk();
    desk.write("half.csv", partly(0..300, |row| row % 2 == 0))
        .write("whole.csv", partly(0..300, |_| true))
        .write("even.csv", {
            let texts = demo_lines("train_text.txt");
            let tags = demo_lines("train_tags.txt");
            (0..300)
                .step_by(2)
                .fold("text,label\n".to_string(), |table, row| {
                    table + &format!("\"{}\",{}\n", texts[row].replace('"', "\"\""), tags[row])
                })
        });
    for name in ["half", "whole", "even"] {
        let line = format!("{WATCH} --batch {name}.csv --json {name}.json");
        assert_eq!(frozen(&desk, &line).code, Some(0), "{name}");
    }
    let half = record(&desk, "half.json", 0);
    assert_eq!(
        (&half["rows"], &half["labelled"]),
        (&json!(300), &json!(150))
    );
    // Errors and classes as of the labelled rows alone, words as of all rows.
    let even = record(&desk, "even.json", 0);
    assert_eq!(half["realised"], even["realised"]);
    let part = |record: &Value, part: usize| record["drift"]["measured"]["parts"][part].clone();
    assert_eq!(part(&half, 0)["p"], part(&even, 0)["p"], "labels");
    let whole = record(&desk, "whole.json", 0);
    assert_eq!(part(&half, 2)["p"], part(&whole, 2)["p"], "words");
    assert!(
        sentences(&desk, "half.json", 0)
            .contains(&"150 of the 300 rows have a label: classes and errors are of these, all else is of all rows".to_string())
    );
}

/// Labels that come later belong to the batch that was watched; nothing is spent on it again.
#[test]
fn labels_that_come_later_update_the_batch_they_belong_to() {
    let texts = demo_lines("train_text.txt")[..200].join("\n");
    for (what, later, taken) in [
        ("as a table", partly(0..200, |_| true), 200),
        ("for some rows", partly(0..200, |row| row < 120), 120),
        (
            "as a file of these rows alone",
            partly(40..160, |_| true),
            120,
        ),
    ] {
        let desk = desk();
        desk.write("may.txt", &texts).write("later.csv", later);
        frozen(
            &desk,
            &format!("{WATCH} --batch may.txt --state s.json --json a.json"),
        );
        assert_eq!(record(&desk, "a.json", 0)["labelled"], 0);
        let line = format!("{WATCH} --batch later.csv --state s.json --json b.json");
        let found = frozen(&desk, &line);
        assert!(
            found.stderr.contains(&format!(
                "labels of {taken} rows of batch 1 (may.txt) came later: they belong to it, and drift is not looked at again\n"
            )),
            "{what}: {}",
            found.stderr
        );
        let report = desk.json("b.json");
        assert_eq!(report["batches"].as_array().unwrap().len(), 1, "{what}");
        let (before, after) = (record(&desk, "a.json", 0), record(&desk, "b.json", 0));
        assert_eq!(after["labelled"], taken, "{what}");
        assert_eq!(after["drift"], before["drift"], "no second look: {what}");
        assert!(after["realised"]["measured"]["f1_micro"]["value"].is_f64());
        let quality = &report["rules"][3]["evidence"][0];
        assert_eq!(quality["evidence"], "errors-quiet", "{what}");
        // The same labels again say nothing new, and another label does not count.
        let state = desk.read("s.json");
        let again = frozen(&desk, &line);
        assert!(!again.stderr.contains("came later"), "{}", again.stderr);
        assert_eq!(desk.read("s.json"), state);
    }
}

#[test]
fn another_label_for_a_row_that_has_one_is_said_and_changes_nothing() {
    let desk = desk();
    let line = format!("{WATCH} --batch quiet.csv --state s.json");
    frozen(&desk, &line);
    let state = desk.read("s.json");
    let changed = table("train", 0..300).replacen(",0,", ",2,", 3);
    desk.write("quiet.csv", changed);
    let found = frozen(&desk, &line);
    assert!(
        found.stderr.contains(
            "3 rows of batch 1 (quiet.csv) have another label than before: what was watched stays"
        ),
        "{}",
        found.stderr
    );
    assert_eq!(desk.read("s.json"), state);
}

/// A growing file without --batch-rows, a window that slides: only the new rows are watched.
#[test]
fn no_row_is_watched_twice() {
    let desk = desk();
    let line = format!("{WATCH} --batch stream.csv --state s.json --json a.json");
    for (rows, n_records, watched, name) in [
        (0..200, 1, 200, "stream.csv"),
        (0..300, 2, 100, "stream.csv, rows 201 to 300"),
        (250..450, 3, 150, "stream.csv, rows 51 to 200"),
        (0..450, 3, 150, "stream.csv, rows 51 to 200"),
        (450..600, 4, 150, "stream.csv"),
    ] {
        desk.write("stream.csv", table("train", rows.clone()));
        let found = frozen(&desk, &line);
        assert!(found.code.is_some_and(|code| code < 2), "{}", found.stderr);
        let report = desk.json("a.json");
        let batches = report["batches"].as_array().unwrap();
        let last = &batches[batches.len() - 1]["record"];
        assert_eq!(
            (batches.len(), &last["rows"], &last["name"]),
            (n_records, &json!(watched), &json!(name)),
            "{rows:?}"
        );
    }
    desk.write("stream.csv", table("train", 0..300));
    assert_eq!(
        said(&frozen(&desk, &line)),
        "stream.csv is skipped: its rows were watched before, as numbers 1 to 2\n"
    );
}

/// Phrases of a small stock, so that most texts come again.
fn phrases(month: u32, rows: std::ops::Range<u32>) -> String {
    let stock = [
        "ładna pogoda",
        "miły dzień",
        "super mecz",
        "kocham lato",
        "okropny typ",
        "zły wpis",
    ];
    let mut seed = month;
    rows.map(|row| {
        seed = seed.wrapping_mul(1_103_515_245).wrapping_add(12_345 + row);
        let phrase = |shift: u32| stock[(seed >> shift) as usize % stock.len()];
        format!(
            "{} {},{},2026-{month:02}-{:02}\n",
            phrase(16),
            phrase(8),
            row % 2,
            row % 27 + 1
        )
    })
    .collect()
}

/// A row of January that comes after January was watched: taken in, said, never a block, whatever comes after it.
#[test]
fn rows_of_an_earlier_period_that_come_late_are_taken_in() {
    let desk = desk();
    let head = "text,label,created_at\n";
    let first = format!("{head}{}{}", phrases(1, 0..60), phrases(2, 0..60));
    let late = "spóźniony wpis,1,2026-01-31\n";
    let line = format!(
        "{WATCH} --batch posts.csv --time-column created_at --every month --last --state s.json --json a.json"
    );
    let watched = |text: String| {
        desk.write("posts.csv", text);
        let found = frozen(&desk, &line);
        assert!(found.code.is_some_and(|code| code <= 2), "{}", found.stderr);
        let report = desk.json("a.json");
        let records = report["batches"].as_array().unwrap().iter();
        let names: Vec<(String, u64)> = records
            .map(|batch| {
                let record = &batch["record"];
                (
                    record["name"].as_str().unwrap().into(),
                    record["rows"].as_u64().unwrap(),
                )
            })
            .collect();
        (names, found.stderr)
    };
    let named = |names: &[(&str, u64)]| -> Vec<(String, u64)> {
        names
            .iter()
            .map(|(name, rows)| (name.to_string(), *rows))
            .collect()
    };
    assert_eq!(
        watched(first.clone()).0,
        named(&[("2026-01", 60), ("2026-02", 60)])
    );
    let (names, said) = watched(format!("{first}{late}"));
    assert_eq!(names[2..], named(&[("2026-01, late rows", 1)]));
    assert!(
        said.contains(
            "2026-01 was watched before: 1 row that came late is watched as a batch of its own"
        ),
        "{said}"
    );
    // The next month, with one more late row, in another order of the file.
    let march = phrases(3, 0..60);
    let (names, _) = watched(format!(
        "{head}{march}{}{late}jeszcze jeden,0,2026-02-10\n",
        &first[head.len()..]
    ));
    assert_eq!(
        names[3..],
        named(&[("2026-02, late rows", 1), ("2026-03", 60)])
    );
    let (names, said) = watched(format!("{first}{late}{march}"));
    assert_eq!(names.len(), 5, "{said}");
}

/// A day without rows is a batch without rows.
#[test]
fn a_batch_without_rows_is_recorded_and_said() {
    for (name, bytes) in [
        ("day.csv", "text,label\n"),
        ("day.csv", ""),
        ("day.txt", ""),
        ("day.jsonl", ""),
    ] {
        let desk = desk();
        desk.write(name, bytes);
        let line = format!(
            "{WATCH} --batch quiet.csv --batch {name} --state s.json --json a.json --html a.html --out a.zip"
        );
        let found = frozen(&desk, &line);
        assert_eq!(found.code, Some(0), "{name} {bytes:?}: {}", found.stderr);
        assert!(
            found.stdout.contains(&format!(
                "Batch 2 ({name}): nothing signals a change\n  ? The batch has no rows.\n"
            )),
            "{}",
            found.stdout
        );
        assert_eq!(record(&desk, "a.json", 1)["rows"], 0);
        // It is known when it comes again, and alone nothing can be said.
        let again = frozen(&desk, &line);
        assert!(
            again.stderr.contains(&format!(
                "{name} is skipped: it was watched before, as number 2"
            )),
            "{}",
            again.stderr
        );
        let alone = frozen(&desk, &format!("{WATCH} --batch {name}"));
        assert_eq!(alone.code, Some(2), "{}", alone.stderr);
    }
}

/// Scheduled calls are one run of MLflow that grows: the same ID, and what was there stays as it was.
#[test]
fn calls_of_one_state_are_one_run() {
    let desk = desk();
    let manifest = |name: &str| -> Value {
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(desk.read(name))).unwrap();
        let path = (0..archive.len())
            .map(|at| archive.by_index(at).unwrap().name().unwrap().to_string())
            .find(|path| path.ends_with("/manifest.json"))
            .unwrap();
        serde_json::from_reader(archive.by_name(&path).unwrap()).unwrap()
    };
    let call = |batch: &str, out: &str, at: u64| {
        let line = format!("{WATCH} --batch {batch} --state s.json --out {out}");
        let mut command = desk.command(line.split_whitespace());
        let status = command
            .env("SOURCE_DATE_EPOCH", at.to_string())
            .output()
            .unwrap();
        assert!(status.status.code().is_some_and(|code| code < 2));
    };
    call("quiet.csv", "a.zip", 1_700_000_000);
    call("quiet_2.csv", "b.zip", 1_700_600_000);
    let (first, second) = (manifest("a.zip"), manifest("b.zip"));
    assert_eq!(first["run_id"], second["run_id"]);
    assert_eq!(first["start"], second["start"]);
    assert_ne!(first["end"], second["end"]);
    desk.dryf(&format!(
        "{WATCH} --batch quiet.csv --state other.json --out c.zip"
    ));
    assert_ne!(manifest("c.zip")["run_id"], first["run_id"]);
}

/// A state as Dryf 0 wrote it, in which HDDM_W advised.
#[test]
fn a_state_of_before_is_read_and_goes_on() {
    let bytes = include_bytes!("cli_monitor_rows/state_v1.json");
    let watch = dryf::pipeline::monitoring::Watch::from_json(bytes, "s.json").unwrap();
    assert_eq!(watch.records().len(), 3);
    let rules = serde_json::to_value(&watch.rules().quality).unwrap();
    assert_eq!(
        rules["detectors"],
        json!(["error-rate-test", "error-rise-test"])
    );
    assert_eq!(rules["shown"], json!(["adwin", "hddm-w"]));
    let advice = watch.advise(dryf::pipeline::time::UnixMillis(0.0));
    let sentence = advice.sentence().to_string();
    assert!(
        sentence.starts_with("Retrain. Drift since batch 3 (other.csv): "),
        "{sentence}"
    );
    // Written anew and read again it is the same.
    let written = watch.to_json();
    assert_eq!(
        dryf::pipeline::monitoring::Watch::from_json(&written, "s.json").unwrap(),
        watch
    );
    let cut = String::from_utf8_lossy(bytes).replace("\"rows\":300", "\"rows\":301");
    assert!(dryf::pipeline::monitoring::Watch::from_json(cut.as_bytes(), "s.json").is_err());
}

/// Whoever repairs the hash of a changed state gets an error, not a crash.
#[test]
fn a_forged_state_is_an_error() {
    let desk = desk();
    let line = format!("{WATCH} --batch quiet.csv --state s.json");
    frozen(&desk, &line);
    let sound: Value = desk.json("s.json");
    let forged = |path: &str, value: Value| {
        let mut state = sound.clone();
        *state.pointer_mut(path).unwrap_or_else(|| panic!("{path}")) = value;
        // The hash is of the bytes as they are written, so that the program's own order of keys is taken.
        let text = serde_json::to_string(&state["watch"]).unwrap();
        let watch: dryf::pipeline::monitoring::Watch = match serde_json::from_str(&text) {
            Ok(watch) => watch,
            Err(_) => return None,
        };
        let written = serde_json::to_string(&watch).unwrap();
        let digest = Sha256::digest(written.as_bytes());
        let sha256: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        Some(format!(
            "{{\"kind\":\"dryf-monitor\",\"schema_version\":2,\"dryf_version\":\"0\",\"sha256\":\"{sha256}\",\"watch\":{written}}}\n"
        ))
    };
    let unchanged = forged("/watch/looks", json!(1)).unwrap();
    desk.write("s.json", unchanged);
    assert_eq!(
        frozen(&desk, &line).code,
        Some(0),
        "the way of forging is right"
    );
    let watchers = "/watch/errors/watchers";
    for (path, value) in [
        (format!("{watchers}/0/error-rate-test/alpha"), json!(2.0)),
        (format!("{watchers}/0/error-rate-test/rate"), json!(-1.0)),
        (format!("{watchers}/0/error-rate-test/rate"), json!(0.0)),
        (
            format!("{watchers}/0/error-rate-test/begun/0/rate"),
            json!(1.0),
        ),
        (
            format!("{watchers}/0/error-rate-test/begun/0/errors"),
            json!(u64::MAX),
        ),
        (format!("{watchers}/1/error-rise-test/alpha"), json!(0.0)),
        (format!("{watchers}/1/error-rise-test/n_groups"), json!(3)),
        (
            format!("{watchers}/1/error-rise-test/blocks/0/groups"),
            json!([]),
        ),
        (
            format!("{watchers}/2/concept-test/n_groups"),
            json!(1_000_000),
        ),
        (
            format!("{watchers}/2/concept-test/blocks/0/groups/0/hits"),
            json!(u64::MAX),
        ),
        (format!("{watchers}/3/adwin/window/buckets"), json!([[]])),
        (format!("{watchers}/3/adwin/params/delta"), json!(7.0)),
        (format!("{watchers}/4/hddm-w/params/lambda"), json!(-1.0)),
        ("/watch/looks".into(), json!(u32::MAX)),
        ("/watch/spent".into(), json!(-3.0)),
        ("/watch/rules/drift/alpha".into(), json!(5.0)),
        ("/watch/errors/rows".into(), json!(u64::MAX)),
        ("/watch/errors".into(), json!(null)),
        ("/watch/model/class_rows".into(), json!([1])),
        ("/watch/model/stated/errors".into(), json!(1u64 << 50)),
        ("/watch/records/0/rows".into(), json!(u64::MAX)),
        ("/watch/records/0/labelled".into(), json!(301)),
        ("/watch/kept/0/predicted".into(), json!([0])),
        ("/watch/kept/0/labels/0".into(), json!(77)),
        ("/watch/kept/0/digests".into(), json!("00")),
    ] {
        let Some(state) = forged(&path, value.clone()) else {
            continue;
        };
        desk.write("s.json", &state);
        let found = frozen(&desk, &line);
        assert_eq!(
            found.code,
            Some(65),
            "{path} {value}: {}{}",
            found.stdout,
            found.stderr
        );
        assert!(
            found.stderr.contains("s.json: the state is damaged"),
            "{path}: {}",
            found.stderr
        );
        assert_eq!(desk.read("s.json"), state.as_bytes());
    }
}

/// Detectors without a bound in a rules file of before: read, said, and they advise nothing.
#[test]
fn rules_of_before_are_read_with_a_note() {
    let desk = desk();
    desk.write(
        "old.toml",
        "[quality]\ndetectors = [\"adwin\", \"hddm-w\", \"error-rate-bet\"]\n",
    );
    let line = format!("{WATCH} --batch quiet.csv --rules old.toml --state s.json --json a.json");
    for _ in 0..2 {
        let found = frozen(&desk, &line);
        assert_eq!(found.code, Some(0), "{}", found.stderr);
        assert!(
            found.stderr.starts_with("old.toml, line 2: the false-alarm rate of ADWIN and HDDM_W does not hold over all rows: shown, and deciding nothing any more; error-rise-test decides instead\n"),
            "{}",
            found.stderr
        );
    }
    let report = desk.json("a.json");
    assert_eq!(
        report["false_alarms"]["rates"]["measured"],
        json!(["adwin", "hddm-w"])
    );
    assert_eq!(
        report["false_alarms"]["sentence"],
        "where nothing changes and rows come independently of one another, the chance of ever advising to retrain for drift or quality is at most 5.0 %: 2.5 % for drift over all looks and 2.5 % for quality over all rows"
    );
}
