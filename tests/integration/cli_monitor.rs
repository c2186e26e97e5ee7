//! `dryf monitor` from outside: the answer and its exit code, batches cut in every way, the state over calls.

use serde_json::{Value, json};

use crate::cli::{
    Desk, EPOCH, FOUR_FILES, Outcome, demo_file, demo_lines, is_sign_of_life, outcome,
};

/// A desk with a production (`demo.zip`) that learned from the second half of the demo's training rows, batches of the first
/// half (`quiet.csv`, `quiet_2.csv`), which are new to it and as usual, and one of the test rows (`other.csv`), whose classes
/// and words are others.
pub fn desk() -> Desk {
    let desk = Desk::new().with_demo_files();
    for kind in ["text", "tags"] {
        let second_half = demo_lines(&format!("train_{kind}.txt"))[600..].join("\n");
        desk.write(&format!("training_set_clean_only_{kind}.txt"), second_half);
    }
    desk.dryf(&format!("train {FOUR_FILES} --out demo.zip"))
        .good();
    desk.write("quiet.csv", table("train", 0..300))
        .write("quiet_2.csv", table("train", 300..600))
        .write("other.csv", table("test", 0..300));
    desk
}

/// Rows of a set of the demo as a table, the row number as a time: an hour each from Monday 2022-01-03 on.
pub fn table(set: &str, rows: std::ops::Range<usize>) -> String {
    let (texts, tags) = (
        demo_lines(&format!("{set}_text.txt")),
        demo_lines(&format!("{set}_tags.txt")),
    );
    let mut table = "text,label,created_at\n".to_string();
    for row in rows {
        let text = texts[row].replace('"', "\"\"");
        let (day, hour) = (3 + row / 24, row % 24);
        table += &format!(
            "\"{text}\",{},2022-01-{day:02}T{hour:02}:00:00Z\n",
            tags[row]
        );
    }
    table
}

/// Runs with a clock that stands, so that the same batches give the same bytes.
pub fn frozen(desk: &Desk, line: &str) -> Outcome {
    let mut command = desk.command(line.split_whitespace());
    outcome(command.env("SOURCE_DATE_EPOCH", EPOCH).output())
}

/// What was said beside what each file was read as and signs of life.
pub fn said(found: &Outcome) -> String {
    let is_reading = |line: &&str| {
        [
            ": a table by",
            ": texts, one a line",
            ": labels, one a line",
        ]
        .iter()
        .any(|form| line.contains(form))
    };
    let lines = found
        .stderr
        .lines()
        .filter(|line| !is_reading(line) && !is_sign_of_life(line));
    lines.map(|line| format!("{line}\n")).collect()
}

pub const WATCH: &str = "monitor --production demo.zip";

#[test]
fn the_answer_is_the_exit_code_and_the_reports_say_why() {
    let desk = desk();
    let quiet = desk.dryf(&format!("{WATCH} --batch quiet.csv --json a.json"));
    assert_eq!(quiet.code, Some(0), "{}", quiet.stderr);
    assert!(
        quiet
            .stdout
            .starts_with("Keep the model. No rule advises retraining: "),
        "{}",
        quiet.stdout
    );
    let report = desk.json("a.json");
    assert_eq!(report["answer"], "keep");
    let record = &report["batches"][0]["record"];
    assert_eq!(
        (&record["rows"], &record["labelled"]),
        (&json!(300), &json!(300))
    );
    assert!(record["seconds"].as_f64().unwrap() > 0.0);

    let line = format!("{WATCH} --batch quiet.csv --batch other.csv --json a.json --html a.html");
    let found = desk.dryf(&line);
    assert_eq!(found.code, Some(1), "{}", found.stderr);
    let (first, _) = found.stdout.split_once('\n').unwrap();
    assert!(
        first.starts_with("Retrain. ")
            && first
                .to_lowercase()
                .contains("drift since batch 2 (other.csv): ")
            && first.contains("smallest p by Holm "),
        "{first}"
    );
    let report = desk.json("a.json");
    assert_eq!(report["sentence"].as_str(), found.stdout.lines().next());
    let drift = &report["rules"][4];
    assert_eq!(
        (&drift["occasion"], &drift["outcome"]),
        (&json!("drift"), &json!("retrain"))
    );
    assert_eq!(drift["since"]["batch"], 2);
    let look = &report["batches"][1]["record"]["drift"]["measured"];
    // The second look at 2.5 %, open-ended: 0.025 * 6 / (pi 2)^2.
    let level = 0.025 * 6.0 / (4.0 * std::f64::consts::PI * std::f64::consts::PI);
    assert!((look["level"].as_f64().unwrap() - level).abs() < 1e-15);
    let page = String::from_utf8(desk.read("a.html")).unwrap();
    assert!(
        page.contains("Retrain. ") && page.contains("<svg"),
        "the answer, then charts"
    );

    // Half a hundred rows without labels: nothing can be said.
    desk.write(
        "few.csv",
        "text\ndzień dobry\n".to_string() + &"co za dzień\n".repeat(49),
    );
    let few = desk.dryf(&format!("{WATCH} --batch few.csv"));
    assert_eq!(few.code, Some(2), "{}", few.stderr);
    assert!(
        few.stdout
            .starts_with("Not enough data. Neither quality nor drift could be judged: "),
        "{}",
        few.stdout
    );
    assert!(
        few.stdout
            .contains("50 rows are too few to look for drift, 100 are needed")
    );
}

/// Rows that production has learned from say nothing of new ones: alone, among others, and for as long as a state has them.
#[test]
fn rows_that_production_has_learned_from_give_no_answer() {
    let desk = desk();
    desk.write("half.csv", table("train", 500..700));
    let texts = "--batch training_set_clean_only_text.txt";
    let tags = "training_set_clean_only_tags.txt";
    for (batches, learned) in [
        (texts.to_string(), vec![600]),
        (format!("{texts} {tags}"), vec![600]),
        (
            format!("--batch quiet.csv {texts} {tags} --batch other.csv"),
            vec![0, 600, 0],
        ),
    ] {
        let found = frozen(&desk, &format!("{WATCH} {batches} --json a.json"));
        assert_eq!(found.code, Some(2), "{batches}: {}", found.stderr);
        let first = "Not an answer. These include rows that production learned from, which say nothing of new ones.\n";
        assert!(
            found.stdout.starts_with(first),
            "{batches}: {}",
            found.stdout
        );
        let report = desk.json("a.json");
        assert_eq!(report["answer"], "not-enough-data");
        let records = report["batches"].as_array().unwrap().iter();
        let counted: Vec<u64> = records
            .map(|batch| batch["record"]["learned"].as_u64().unwrap_or(0))
            .collect();
        assert_eq!(counted, learned, "{batches}");
    }
    // A few are said, and the answer is that of all.
    let few = frozen(
        &desk,
        &format!("{WATCH} --batch quiet.csv --batch half.csv --json few.json"),
    );
    assert_eq!(few.code, Some(0), "{}", few.stdout);
    // Of 100 rows, since of texts that come again as many are taken for learned as of the others.
    assert_eq!(
        desk.json("few.json")["batches"][1]["sentences"][0],
        "production learned from 98 of the 200 rows"
    );

    let line = format!("{WATCH} --state s.json");
    frozen(&desk, &format!("{line} {texts} {tags}"));
    let later = format!("{line} --batch quiet.csv");
    assert_eq!(frozen(&desk, &later).code, Some(2));
    let anew = frozen(&desk, &format!("{later} --restart"));
    assert_eq!(anew.code, Some(0), "{}", anew.stdout);
}

#[test]
fn texts_with_tags_and_without_are_batches_too() {
    let desk = desk();
    desk.write("t.txt", demo_file("test_text.txt"))
        .write("g.txt", demo_file("test_tags.txt"));
    let by_files = frozen(&desk, &format!("{WATCH} --batch t.txt g.txt --json a.json"));
    assert_eq!(by_files.code, Some(1), "{}", by_files.stderr);
    let by_table = frozen(&desk, &format!("{WATCH} --batch other.csv --json b.json"));
    let record = |name: &str| {
        let mut record = desk.json(name)["batches"][0]["record"].clone();
        record["name"] = Value::Null;
        record["findings"] = Value::Null;
        record
    };
    assert_eq!(record("a.json"), record("b.json"));
    assert_eq!(by_table.code, Some(1));
    desk.dryf(&format!("{WATCH} --batch t.txt --json a.json"));
    let unlabelled = record("a.json");
    assert_eq!(unlabelled["labelled"], 0);
    assert_eq!(
        unlabelled["realised"],
        json!({"missing": "unlabelled-current"})
    );
    assert!(unlabelled["estimated"]["measured"]["f1_micro"].is_f64());
}

#[test]
fn a_state_goes_on_where_the_last_call_ended_and_its_alarm_stands() {
    let desk = desk();
    let first = frozen(
        &desk,
        &format!("{WATCH} --batch quiet.csv --batch other.csv --state s.json"),
    );
    assert_eq!(first.code, Some(1), "{}", first.stderr);
    // Both again and a new one: the alarm stands.
    let again = frozen(
        &desk,
        &format!("{WATCH} --batch quiet.csv --batch other.csv --batch quiet_2.csv --state s.json"),
    );
    assert_eq!(again.code, Some(1));
    let said_again = said(&again);
    let skipped: Vec<&str> = said_again.lines().collect();
    assert_eq!(
        skipped,
        [
            "quiet.csv is skipped: it was watched before, as number 1",
            "other.csv is skipped: it was watched before, as number 2",
        ]
    );
    let state = desk.read("s.json");
    // All at once give the same bytes, and so does a call without a batch.
    let all = "--batch quiet.csv --batch other.csv --batch quiet_2.csv --state all.json";
    frozen(&desk, &format!("{WATCH} {all}"));
    assert_eq!(desk.read("all.json"), state);
    let none = frozen(&desk, &format!("{WATCH} --state s.json"));
    assert_eq!((none.code, none.stdout), (Some(1), again.stdout));
    assert_eq!(desk.read("s.json"), state);

    // In whatever order they come, and under whatever name: no row is watched twice.
    desk.write("copy.csv", desk.read("other.csv"));
    let line = format!("{WATCH} --batch copy.csv --batch quiet.csv --state s.json");
    let known = frozen(&desk, &line);
    assert_eq!(
        (known.code, said(&known).as_str()),
        (
            Some(1),
            "copy.csv is skipped: it was watched before, as number 2\nquiet.csv is skipped: it was watched before, as number 1\n"
        )
    );
    assert_eq!(desk.read("s.json"), state);
}

#[test]
fn rows_are_cut_by_their_number_and_the_rest_waits() {
    let desk = desk();
    desk.write("grown.csv", table("train", 0..250));
    let line = format!("{WATCH} --batch grown.csv --batch-rows 100 --state s.json --json a.json");
    let first = frozen(&desk, &line);
    assert_eq!(
        said(&first),
        "the last 50 rows wait until there are 100; --last takes them now\n"
    );
    let names = |name: &str| -> Vec<String> {
        let report = desk.json(name);
        let batches = report["batches"].as_array().unwrap().iter();
        batches
            .map(|batch| batch["record"]["name"].as_str().unwrap().to_string())
            .collect()
    };
    assert_eq!(
        names("a.json"),
        ["grown.csv, rows 1 to 100", "grown.csv, rows 101 to 200"]
    );
    // The file has grown, and a second one goes on.
    desk.write("grown.csv", table("train", 0..320))
        .write("next.csv", table("train", 320..420));
    let line = format!(
        "{WATCH} --batch grown.csv --batch next.csv --batch-rows 100 --state s.json --json a.json --last"
    );
    frozen(&desk, &line);
    assert_eq!(
        names("a.json")[2..],
        [
            "grown.csv, rows 201 to 300",
            "grown.csv, row 301, to next.csv, row 80",
            "next.csv, rows 81 to 100",
        ]
    );
    // Files with labels and without them share a batch.
    desk.write(
        "texts.txt",
        demo_lines("train_text.txt")[420..480].join("\n"),
    );
    let line = format!("{WATCH} --batch grown.csv --batch texts.txt --batch-rows 95 --json a.json");
    let mixed = frozen(&desk, &line);
    assert!(mixed.code.is_some_and(|code| code < 2), "{}", mixed.stderr);
    let record = &desk.json("a.json")["batches"][3]["record"];
    assert_eq!(record["name"], "grown.csv, row 286, to texts.txt, row 60");
    assert_eq!(
        (&record["rows"], &record["labelled"]),
        (&json!(95), &json!(35))
    );
}

#[test]
fn rows_are_cut_by_time_and_the_last_period_waits_for_its_end() {
    let desk = desk();
    desk.write("stream.csv", table("train", 0..400));
    let line =
        format!("{WATCH} --batch stream.csv --time-column created_at --every week --json a.json");
    // The clock stands in 2021, before any row: the last week is not over.
    let early = frozen(&desk, &format!("{line} --state s.json"));
    assert_eq!(
        said(&early),
        "the 64 rows of week of 2022-01-17 wait for its end; --last takes them now\n"
    );
    let report = desk.json("a.json");
    assert_eq!(report["batches"][0]["record"]["name"], "week of 2022-01-03");
    assert_eq!(report["batches"][0]["record"]["rows"], 168);
    assert_eq!(report["batches"].as_array().unwrap().len(), 2);
    // Today it is.
    desk.dryf(&line);
    assert_eq!(desk.json("a.json")["batches"].as_array().unwrap().len(), 3);
    // A row that came late is a batch of its own.
    let late = table("train", 0..400) + "spóźniony,0,2022-01-04\n";
    desk.write("stream.csv", late);
    let taken = frozen(&desk, &format!("{line} --state s.json"));
    assert_eq!(
        said(&taken),
        "week of 2022-01-03 was watched before: 1 row that came late is watched as a batch of its own\nthe 64 rows of week of 2022-01-17 wait for its end; --last takes them now\nweek of 2022-01-10 is skipped: it was watched before, as number 2\n"
    );
    assert_eq!(taken.code, early.code, "{}", taken.stdout);
    let record = &desk.json("a.json")["batches"][2]["record"];
    assert_eq!(
        (&record["name"], &record["rows"]),
        (&json!("week of 2022-01-03, late rows"), &json!(1))
    );

    // Files that overlap in one call give each row once.
    desk.write("stream.csv", table("train", 0..400))
        .write("part.csv", table("train", 100..300));
    let done = frozen(
        &desk,
        &line.replace("--batch stream.csv", "--batch part.csv --batch stream.csv"),
    );
    assert_eq!(desk.json("a.json")["batches"][0]["record"]["rows"], 168);
    assert!(
        said(&done).starts_with("200 rows in more than one file count once\n"),
        "{}",
        done.stderr
    );
    // Columns by numbers, with names over them that nobody knows and without any.
    let rows = table("train", 0..400);
    for header in ["opinia,ocena,chwila\n", ""] {
        desk.write(
            "stream.csv",
            rows.replacen("text,label,created_at\n", header, 1),
        );
        let line = line.replace("created_at", "3 --text-column 1 --label-column 2");
        frozen(&desk, &line);
        let batches = &desk.json("a.json")["batches"];
        assert_eq!(batches[0]["record"]["rows"], 168, "{header}");
    }

    let wrong = table("train", 0..5) + "raz,0,kiedyś\n";
    desk.write("stream.csv", wrong);
    frozen(&desk, &line).bad(
        65,
        "stream.csv, line 7: `kiedyś` in column `created_at` is no time; write 2026-01-05, 2026-01-05T14:30:00Z, or seconds since 1970",
    );
    frozen(&desk, &line.replace("created_at", "when")).bad(
        65,
        "stream.csv, line 1: there is no column `when`, only `text`, `label` and `created_at`; say with --time-column which column holds the times",
    );
    desk.write("texts.txt", demo_file("train_text.txt"));
    frozen(&desk, &line.replace("stream.csv", "texts.txt")).bad(
        64,
        "texts.txt: only a table has a column of times; give a table (.csv, .tsv, .jsonl, .parquet), or cut by --batch-rows",
    );
}

#[test]
fn asked_by_hand_by_age_and_by_new_rows() {
    let desk = desk();
    let line = format!("{WATCH} --batch quiet.csv --state s.json");
    assert_eq!(frozen(&desk, &line).code, Some(0));
    let mut command = desk.command(line.split_whitespace());
    let asked = outcome(
        command
            .args(["--retrain", "new slang"])
            .env("SOURCE_DATE_EPOCH", EPOCH)
            .output(),
    );
    assert_eq!(asked.code, Some(1));
    assert!(
        asked.stdout.starts_with("Retrain. Requested: new slang.\n"),
        "{}",
        asked.stdout
    );
    assert!(
        asked
            .stdout
            .contains("By hand: retrain. Requested: new slang.\n")
    );
    // It stands.
    assert_eq!(frozen(&desk, &line).code, Some(1));

    desk.write(
        "rules.toml",
        "[schedule]\nenabled = true\ndays = 30\n[new_data]\nenabled = true\nrows = 300\n",
    );
    // Trained today by the system's clock.
    let fresh = desk.dryf(&format!("{WATCH} --batch quiet.csv --rules rules.toml"));
    assert_eq!(fresh.code, Some(1), "{}", fresh.stdout);
    assert!(
        fresh
            .stdout
            .starts_with("Retrain. 300 labelled rows are new to production (limit: 300).\n"),
        "{}",
        fresh.stdout
    );
    let mut command = desk.command(
        format!("{WATCH} --rules rules.toml")
            .split_whitespace()
            .map(String::from),
    );
    // 2037.
    let late = outcome(command.env("SOURCE_DATE_EPOCH", "2114380800").output());
    assert!(
        late.stdout.starts_with("Retrain. Production was trained ")
            && late.stdout.contains(" days ago (limit: 30)"),
        "{}",
        late.stdout
    );
    desk.write("off.toml", "[by_hand]\nenabled = false\n");
    frozen(&desk, &format!("{WATCH} --rules off.toml --retrain now")).bad(
        64,
        "--retrain asks for a training, and the rules switch that off; leave it out, or give `enabled = true` under [by_hand]",
    );
}

#[test]
fn what_production_does_not_keep_is_not_measured_and_said() {
    let desk = desk();
    desk.dryf("train --demo --profile none --out none.zip")
        .good();
    let line = "monitor --production none.zip --batch other.csv --json a.json";
    let labelled = frozen(&desk, line);
    assert!(
        labelled.code == Some(0) || labelled.code == Some(1),
        "{}",
        labelled.stderr
    );
    let gap =
        "the archive keeps no profile of its training rows; train with drift.profile = \"rows\"";
    assert!(
        labelled
            .stdout
            .contains(&format!("Drift is not measured: {gap}.\n")),
        "{}",
        labelled.stdout
    );
    let record = &desk.json("a.json")["batches"][0]["record"];
    assert_eq!(record["drift"], json!({"missing": "no-profile"}));
    assert!(record["realised"]["measured"]["f1_macro"]["low"].is_f64());
    // Its test set is what production's error rate is known from.
    assert_eq!(
        desk.json("a.json")["production"]["stated"]["on"],
        "test-set"
    );
    desk.write("t.txt", demo_file("test_text.txt"));
    let unlabelled = frozen(&desk, "monitor --production none.zip --batch t.txt");
    assert_eq!(unlabelled.code, Some(2), "{}", unlabelled.stdout);

    // Counts alone are enough for most.
    desk.dryf("train --demo --profile marginals --out counts.zip")
        .good();
    let counted = frozen(&desk, &line.replace("none.zip", "counts.zip"));
    assert_eq!(counted.code, Some(1), "{}", counted.stderr);
}
