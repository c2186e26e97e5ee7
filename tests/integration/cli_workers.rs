//! `--workers`: the same bytes for any number of threads, for what is stepped in another order, and for what fails.

use std::sync::Arc;

use dryf::pipeline::run::{RunConfig, TrainRun};
use dryf::pipeline::time::UnixMillis;

use crate::cli::{Desk, EPOCH, demo_file, outcome};
use crate::support::demo_data;

/// Trains with 1, 2, 3, 7 and all workers: archive, summary and log are the same.
#[track_caller]
fn assert_the_same_for_any_number(desk: &Desk, data: &str, settings: &str) {
    desk.write("run.toml", settings);
    let train = |workers: &str| {
        let line =
            format!("train {data} --config run.toml --out run.zip --json run.json {workers}");
        let mut command = desk.command(line.split_whitespace());
        let done = outcome(command.env("SOURCE_DATE_EPOCH", EPOCH).output());
        let log: Vec<String> = done.log().into_iter().map(String::from).collect();
        (
            done.good(),
            log,
            desk.read("run.json"),
            desk.read("run.zip"),
        )
    };
    let alone = train("--workers 1");
    for workers in ["--workers 2", "--workers 3", "--workers 7", ""] {
        assert!(train(workers) == alone, "{settings}: {workers}");
    }
}

#[test]
fn any_number_of_workers_gives_the_same_bytes() {
    let desk = Desk::new();
    for settings in [
        "",
        "[svc]\nprobability = true\n",
        "[svc]\nkernel = \"linear\"\nengine = \"linear\"\n",
    ] {
        assert_the_same_for_any_number(&desk, "--demo", settings);
    }
    // With a model in production, whose predictions are shared out too.
    desk.dryf("train --demo --profile none --out last.zip")
        .good();
    assert_the_same_for_any_number(
        &desk,
        "--demo --production last.zip",
        "[tfidf]\nmin_df = 2\n",
    );
}

/// In every fold the recipe fails; in the order of the folds the first is what is said.
#[test]
fn a_fault_of_a_fold_is_the_same_for_any_number_of_workers() {
    let desk = Desk::new();
    let rows: String = (0..12)
        .map(|row| format!("kot numer{row}\t{}\n", row % 2))
        .collect();
    desk.write("rows.tsv", format!("text\tlabel\n{rows}"));
    assert_the_same_for_any_number(
        &desk,
        "--train-text rows.tsv",
        "[run]\nvalidation_size = 0.1\n[tfidf]\nmin_df = 10\nmax_df = 1.0\n[clean]\nsteps = []\n",
    );
    let said = desk.dryf("train --train-text rows.tsv --config run.toml --workers 3");
    let line = said
        .log()
        .into_iter()
        .find(|line| line.starts_with("no scores out of fold"));
    assert!(line.is_some(), "{}", said.stderr);
}

/// The random splits of files, and the scores of an archive's model.
#[test]
fn any_number_of_workers_gives_the_same_drift_report() {
    let desk = Desk::new().with_demo_files().with_demo();
    let files = "training_set_clean_only_text.txt training_set_clean_only_tags.txt";
    for reference in [files, "demo.zip --without-splits"] {
        let report = |workers: u32| {
            let line = format!(
                "drift --reference {reference} --current test_set_only_text.txt test_set_only_tags.txt \
                 --json a.json --html a.html --out a.zip --workers {workers}"
            );
            let mut command = desk.command(line.split_whitespace());
            let said = outcome(command.env("SOURCE_DATE_EPOCH", EPOCH).output()).good();
            (
                said,
                ["a.json", "a.html", "a.zip"].map(|name| desk.read(name)),
            )
        };
        assert!(report(1) == report(3), "{reference}");
    }
}

#[test]
fn a_number_that_is_none_is_refused() {
    let desk = Desk::new();
    for given in ["0", "-1", "1.5", "all", ""] {
        let arguments = ["train", "--demo", &format!("--workers={given}")];
        let done = outcome(desk.command(arguments).output());
        assert_eq!(done.code, Some(64), "{given}");
        let said = format!("invalid value '{given}' for '--workers <NUMBER>'");
        let is_said = done.stderr.contains(&said)
            || given.is_empty()
                && done
                    .stderr
                    .contains("a value is required for '--workers <NUMBER>'");
        assert!(is_said, "{given}: {}", done.stderr);
    }
}

/// Pieces that are stepped by turns, the last first, come to what a caller without threads comes to.
#[test]
fn pieces_in_any_order_come_to_the_same_record() {
    let data = Arc::new(demo_data());
    let now = UnixMillis(0.0);
    let begin = || TrainRun::new(RunConfig::default(), data.clone(), None, now, now).unwrap();
    let mut in_order = begin();
    while in_order.step(now).unwrap().is_running() {}
    let mut by_turns = begin();
    let mut most = 0;
    loop {
        let (_, mut pieces) = by_turns.pieces(now);
        most = most.max(pieces.len());
        for piece in pieces.iter_mut().rev() {
            piece.step(now);
        }
        let is_for_one = pieces.is_empty();
        drop(pieces);
        if is_for_one && !by_turns.step(now).unwrap().is_running() {
            break;
        }
    }
    // Five folds and the description of the rows.
    assert_eq!(most, 6);
    assert!(in_order.finish(now).unwrap() == by_turns.finish(now).unwrap());
}

/// More threads than there is work for, on so few rows that most stages have one piece.
#[test]
fn few_rows_are_work_for_few() {
    let desk = Desk::new();
    let rows = |name: &str| String::from_utf8(demo_file(name)).unwrap();
    let first = |text: String| -> String {
        text.lines()
            .take(120)
            .map(|line| format!("{line}\n"))
            .collect()
    };
    desk.write("texts.txt", first(rows("train_text.txt")))
        .write("tags.txt", first(rows("train_tags.txt")));
    desk.dryf("train --train-text texts.txt --train-tags tags.txt --workers 4294967295")
        .good();
}
