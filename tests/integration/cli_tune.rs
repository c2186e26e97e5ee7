//! `dryf tune`: the same trials for any number of workers, a search that is killed or
//! interrupted and goes on, what is refused, and what
//! the archive holds of it.

use std::collections::BTreeSet;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use crate::cli::{Desk, outcome};

/// A few quick choices, of which the last can't be fitted: no term is in so many documents.
const SEARCH: &str = r#"
[study]
n_trials = 6
n_folds = 3
sampler = "random"
pruner = "none"
lag = 3

[space.tfidf]
min_df = [2, 5, 100000]

[space.svc]
engine = ["linear"]
C = { low = 0.1, high = 10.0, log = true }
"#;

/// What a trial came to, without its times.
fn told(search: &Value) -> Vec<Value> {
    let trials = search["trials"].as_array().unwrap().iter();
    trials
        .map(|trial| {
            json!([
                trial["number"],
                trial["state"],
                trial["point"],
                trial["values"],
                trial["folds"]
            ])
        })
        .collect()
}

#[test]
fn the_trials_are_the_same_for_any_number_of_workers_and_the_best_is_trained() {
    let desk = Desk::new();
    desk.write("search.toml", SEARCH);
    let tune = |workers: u32| {
        let line = format!(
            "tune --demo --search search.toml --workers {workers} --json s{workers}.json --html s.html \
             --out run{workers}.zip"
        );
        let shown = desk.dryf(&line).good();
        (shown, desk.json(&format!("s{workers}.json")))
    };
    let (shown, one) = tune(1);
    let (_, three) = tune(3);
    assert_eq!(told(&one), told(&three));
    assert_eq!(one["honest"], three["honest"]);
    let states: BTreeSet<&str> = one["trials"]
        .as_array()
        .unwrap()
        .iter()
        .map(|trial| trial["state"].as_str().unwrap())
        .collect();
    assert!(states.contains("complete"), "{states:?}");
    // The best is the highest value; the run has its settings.
    let values = one["trials"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|trial| trial["values"][0].as_f64());
    let best = one["best"].as_u64().unwrap() as usize;
    assert_eq!(
        one["trials"][best]["values"][0].as_f64(),
        values.reduce(f64::max)
    );
    assert_eq!(one["taken"], one["best"]);
    assert!(
        shown.contains("Better.") || shown.contains("Not clearly better."),
        "{shown}"
    );
    assert_eq!(one["run"]["model_sha256"], three["run"]["model_sha256"]);
    let honest = &one["honest"]["honest"];
    let [low, value, high] = ["low", "value", "high"].map(|end| honest[end].as_f64().unwrap());
    assert!(low < value && value < high, "{honest}");
    let page = String::from_utf8(desk.read("s.html")).unwrap();
    assert!(page.contains("<svg class=\"figure\""), "{page}");
    let inspected = desk.dryf("inspect run1.zip").good();
    assert!(inspected.contains("search/trials.csv"), "{inspected}");
    assert!(inspected.contains("search/study.log"), "{inspected}");
}

#[test]
fn a_search_goes_on_where_its_journal_ends() {
    let desk = Desk::new();
    desk.write("search.toml", SEARCH);
    let line = |trials: u32| {
        format!(
            "tune --demo --search search.toml --trials {trials} --workers 1 --journal study.log --json s{trials}.json"
        )
    };
    desk.dryf("tune --demo --search search.toml --workers 1 --json whole.json")
        .good();
    desk.dryf(&line(3)).good();
    // A process that was killed while it wrote a line.
    let journal = desk.read("study.log");
    let cut = [&journal[..], b"{\"op_code\":4,\"wor"].concat();
    desk.write("study.log", cut);
    let done = desk.dryf(&line(6));
    assert!(
        done.stderr.contains("was cut while it was written"),
        "{}",
        done.stderr
    );
    assert!(
        done.stderr.contains("Going on with 3 trials"),
        "{}",
        done.stderr
    );
    done.good();
    let (whole, resumed) = (desk.json("whole.json"), desk.json("s6.json"));
    assert_eq!(told(&resumed), told(&whole));
    assert_eq!(
        resumed["honest"], whole["honest"],
        "labels are kept in the journal"
    );
    // All trials are there: nothing is done again.
    let again = desk.dryf(&line(6));
    assert!(!again.stderr.contains("Trial 5"), "{}", again.stderr);
    again.good();
}

#[cfg(unix)]
#[test]
fn the_first_interrupt_ends_a_search_with_what_is_complete() {
    let desk = Desk::new();
    desk.write("search.toml", SEARCH);
    let line = "tune --demo --search search.toml --trials 100000 --workers 2 --journal study.log --json s.json";
    let mut command = desk.command(line.split_whitespace());
    let command = command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = command.spawn().expect("the program starts");
    let n_lines = || {
        std::fs::read(desk.path("study.log"))
            .map_or(0, |text| text.split(|byte| *byte == b'\n').count())
    };
    while n_lines() < 60 {
        std::thread::sleep(Duration::from_millis(20));
    }
    let pid = child.id().to_string();
    let sent = Command::new("kill").args(["-INT", &pid]).status();
    assert!(sent.expect("a signal is sent").success());
    let done = outcome(child.wait_with_output());
    assert!(done.stderr.contains("Ending the search"), "{}", done.stderr);
    done.good();
    let search = desk.json("s.json");
    assert_eq!(search["ending"], "stopped");
    assert!(!search["honest"].is_null());
    let trials = search["trials"].as_array().unwrap();
    assert!(trials.iter().all(|trial| !trial["end"].is_null()));
    // The journal says the same.
    let n = trials.len();
    let line = format!(
        "tune --demo --search search.toml --trials {n} --journal study.log --json again.json"
    );
    desk.dryf(&line).good();
    assert_eq!(told(&desk.json("again.json")), told(&search));
}

#[test]
fn what_a_journal_was_not_made_on_is_refused() {
    let desk = Desk::new();
    desk.write("search.toml", SEARCH);
    let line = "tune --demo --search search.toml --trials 2 --journal study.log";
    desk.dryf(line).good();
    desk.write("other.toml", SEARCH.replace("n_folds = 3", "n_folds = 4"));
    let other = "tune --demo --search other.toml --trials 3 --journal study.log";
    desk.dryf(other).bad(64, "study.log: the study Support Vector Classifier v01 was made on other rows, folds or settings; give the same data and configuration, or another study's name");
    desk.dryf(&format!("{other} --study second")).good();
    desk.write("space.toml", SEARCH.replace("high = 10.0", "high = 20.0"));
    let other = desk.dryf("tune --demo --search space.toml --trials 3 --journal study.log");
    assert_eq!(other.code, Some(64), "{}", other.stderr);
    assert!(other.stderr.contains("svc.C"), "{}", other.stderr);
}

#[test]
fn trials_that_all_fail_are_told_with_their_reasons_and_no_run_is_made() {
    let desk = Desk::new();
    let none = SEARCH.replace("n_folds = 3", "n_folds = 3\ntrial_timeout = 1e-9");
    desk.write("search.toml", none);
    let done = desk.dryf("tune --demo --search search.toml --trials 3 --json s.json --out run.zip");
    assert_eq!(done.code, Some(65), "{}", done.stderr);
    assert!(
        done.stderr.contains("no trial is complete"),
        "{}",
        done.stderr
    );
    assert!(
        done.stderr.contains("Trial 0 failed: it took "),
        "{}",
        done.stderr
    );
    let trials = desk.json("s.json");
    assert!(
        trials["trials"]
            .as_array()
            .unwrap()
            .iter()
            .all(|trial| trial["state"] == "fail" && !trial["note"].is_null())
    );
    assert!(!desk.names().contains(&"run.zip".to_string()));
}

#[test]
fn a_space_of_one_point_has_one_trial_and_a_fault_has_its_line() {
    let desk = Desk::new();
    desk.write(
        "one.toml",
        "[study]\nn_folds = 2\n[space]\n'svc.engine' = ['linear']\n",
    );
    desk.write("run.toml", "[svc]\nengine = \"linear\"\n");
    desk.dryf("tune --demo --config run.toml --search one.toml --json s.json")
        .good();
    let search = desk.json("s.json");
    assert_eq!(search["trials"].as_array().unwrap().len(), 1);
    assert_eq!(search["ending"], "exhausted");
    for (file, line) in [
        ("[study]\nn_trails = 3\n", "line 2"),
        ("[study]\nn_trials = 0\n", "line 2"),
        ("[space]\n'svc.D' = [1]\n", "line 2"),
        ("[space]\n'svc.C' = { low = 2.0, high = 1.0 }\n", "line 2"),
        ("space = 3\n", "line 1"),
    ] {
        desk.write("bad.toml", file);
        let done = desk.dryf("tune --demo --search bad.toml");
        assert_eq!(done.code, Some(64), "{file}: {}", done.stderr);
        assert!(
            done.stderr.contains("bad.toml") && done.stderr.contains(line),
            "{file}: {}",
            done.stderr
        );
    }
    // What `dryf schema` prints is a file that is read.
    let example = desk.dryf("schema search --example").good();
    desk.write("example.toml", example);
    desk.dryf("tune --demo --search example.toml --trials 1")
        .good();
}
