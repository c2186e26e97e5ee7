//! Journals of Optuna's are read as Optuna reads them, ours come back as they were, and what is none is told by its line.

use std::collections::BTreeMap;

use dryf::message;
use dryf::pipeline::error::{Code, Error};
use dryf::pipeline::search::{
    Direction, FoldValue, FoundStudy, Journal, JournalStudy, Space, Trial, TrialState, Value,
};
use dryf::pipeline::time::UnixMillis;
use serde::Deserialize;
use serde_json::{Value as Json, json};

use crate::fixtures;
use crate::search_importance::{point, space};

#[derive(Deserialize)]
struct Fixture {
    space: BTreeMap<String, Json>,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    text: String,
    studies: Vec<OptunaStudy>,
}

/// What Optuna reads.
#[derive(Deserialize)]
struct OptunaStudy {
    name: String,
    directions: Vec<Direction>,
    metric_names: Vec<String>,
    trials: Vec<OptunaTrial>,
}

#[derive(Deserialize)]
struct OptunaTrial {
    number: u32,
    state: TrialState,
    params: BTreeMap<String, Json>,
    values: Vec<f64>,
    intermediate: Vec<(u32, f64)>,
    constraints: Vec<f64>,
    enqueued: Option<BTreeMap<String, Json>>,
    user_attrs: BTreeMap<String, Json>,
    start: Option<String>,
    end: Option<String>,
}

fn fixture() -> (Space, Vec<Case>) {
    let fixture: Fixture = fixtures::read("optuna_journals.json");
    (space(&fixture.space), fixture.cases)
}

fn study(journal: &Journal, space: &Space) -> FoundStudy {
    let found = journal.study(None, space);
    found.expect("the same space").expect("a study")
}

#[test]
fn journals_of_optuna_are_read_as_optuna_reads_them() {
    let (space, cases) = fixture();
    for case in &cases {
        let journal = Journal::read("study.log", case.text.as_bytes()).expect(&case.name);
        assert_eq!((journal.keep, &journal.cut), (case.text.len(), &None));
        let names: Vec<&str> = case.studies.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(journal.names().collect::<Vec<_>>(), names);
        for expected in &case.studies {
            let found = journal.study(Some(&expected.name), &space);
            let found = found.expect("the same space").expect("there");
            assert_eq!(found.study.directions, expected.directions);
            assert_eq!(found.study.metric_names, expected.metric_names);
            assert_eq!(found.trials.len(), expected.trials.len(), "{}", case.name);
            for (found, expected) in found.trials.iter().zip(&expected.trials) {
                assert_is(found, expected, &space);
            }
        }
    }
}

fn assert_is(found: &Trial, expected: &OptunaTrial, space: &Space) {
    let what = format!("trial {}", expected.number);
    assert_eq!(
        (found.number, found.state, &found.values),
        (expected.number, expected.state, &expected.values),
        "{what}"
    );
    let params = expected.enqueued.as_ref().unwrap_or(&expected.params);
    assert_eq!(found.point, point(space, params), "{what}");
    let means: Vec<(u32, f64)> = found.folds.iter().map(|one| (one.fold, one.mean)).collect();
    assert_eq!(means, expected.intermediate, "{what}");
    let sum: f64 = found.folds.iter().map(|one| one.value).sum();
    if let Some(last) = found.folds.last() {
        // A fold's own value is made of two means, so that it is right to some units of the last place.
        assert!(
            (sum / found.folds.len() as f64 - last.mean).abs() < 1e-14,
            "{what}"
        );
    }
    assert_eq!(found.constraints, expected.constraints, "{what}");
    let measures = expected
        .user_attrs
        .iter()
        .filter_map(|(key, value)| Some((key.clone(), value.as_f64()?)))
        .collect();
    assert_eq!(found.measures, measures, "{what}");
    let moment = |text: &Option<String>| text.as_deref().and_then(UnixMillis::parse);
    // A journal has microseconds.
    let micros = |moment: UnixMillis| (moment.0 * 1000.0).round();
    let start = moment(&expected.start).unwrap_or_default();
    assert_eq!(micros(found.start), micros(start), "{what}");
    assert_eq!(
        found.end.map(micros),
        moment(&expected.end).map(micros),
        "{what}"
    );
}

/// Trials of every kind, as a search makes them.
fn trials() -> Vec<Trial> {
    let moment = |seconds: u32| UnixMillis(1_795_442_400_000.125 + f64::from(seconds) * 1000.0);
    let full = [
        ("svc.C", Value::Float(0.1 + 0.2)),
        ("svc.class_weight", Value::Choice(1)),
        ("tfidf.max_df", Value::Float(0.85)),
        ("tfidf.min_df", Value::Int(7)),
        ("tfidf.ngram_range", Value::Choice(1)),
        ("tfidf.use_idf", Value::Choice(0)),
    ];
    let states = [
        TrialState::Complete,
        TrialState::Pruned,
        TrialState::Fail,
        TrialState::Complete,
        TrialState::Waiting,
        TrialState::Running,
    ];
    states
        .into_iter()
        .zip(0u32..)
        .map(|(state, number)| {
            let is_over = !matches!(state, TrialState::Waiting | TrialState::Running);
            let n_folds = match state {
                TrialState::Waiting => 0,
                TrialState::Complete => 3,
                _ => 1,
            };
            let value = |fold: u32| 0.8 + f64::from(fold * 7 + number) / 300.0;
            let folds: Vec<FoldValue> = (0..n_folds)
                .map(|fold| FoldValue {
                    fold,
                    value: value(fold),
                    mean: (0..=fold).map(value).sum::<f64>() / f64::from(fold + 1),
                })
                .collect();
            let last = folds.last().map(|one| one.mean);
            let has_value = matches!(state, TrialState::Complete | TrialState::Pruned);
            Trial {
                number,
                state,
                point: full[..full.len() - number as usize % 3]
                    .iter()
                    .map(|(key, value)| (key.to_string(), *value))
                    .collect(),
                values: last.filter(|_| has_value).into_iter().collect(),
                folds,
                constraints: if has_value {
                    vec![-0.5, 1.25]
                } else {
                    Vec::new()
                },
                note: (state == TrialState::Fail)
                    .then(|| message!("journal-value-not-finite", value = "inf")),
                start: if state == TrialState::Waiting {
                    UnixMillis(0.0)
                } else {
                    moment(number)
                },
                end: is_over.then(|| moment(number + 1)),
                measures: (n_folds > 0)
                    .then(|| ("f1_macro".to_string(), 0.4 + 1.0 / f64::from(number + 3)))
                    .into_iter()
                    .collect(),
                answers: (state == TrialState::Complete).then(|| [number % 36, 35, 0].into()),
            }
        })
        .collect()
}

fn journal_study() -> JournalStudy {
    JournalStudy {
        name: "tuned – ą".to_string(),
        directions: vec![Direction::Maximize],
        metric_names: vec!["f1_micro".to_string()],
        attributes: BTreeMap::from([("seed".to_string(), json!(2021))]),
    }
}

#[test]
fn what_was_written_is_read_as_the_same_trials() {
    let (space, _) = fixture();
    let trials = trials();
    let (mut appender, mut text) = Journal::default().begin(&journal_study());
    for trial in &trials {
        text += &appender.lines_of(&space, trial);
        // It stands there already.
        assert_eq!(appender.lines_of(&space, trial), "");
    }
    let journal = Journal::read("study.log", text.as_bytes()).expect("ours");
    let found = study(&journal, &space);
    assert_eq!(found.study, journal_study());
    assert_eq!(found.trials, trials);
    // A second study in the file, after the trials of the first.
    let mut second = journal_study();
    second.name = "second".to_string();
    let (mut appender, lines) = journal.begin(&second);
    text += &lines;
    text += &appender.lines_of(&space, &trials[0]);
    text += &found.appender.clone().lines_of(&space, &trials[5]);
    let journal = Journal::read("study.log", text.as_bytes()).expect("ours");
    let found = |name| {
        journal
            .study(Some(name), &space)
            .expect("ours")
            .expect("there")
    };
    assert_eq!(found("second").trials, trials[..1]);
    assert_eq!(found("tuned – ą").trials, trials);
}

/// A trial as it comes to be: asked for, after each fold, and over. One of several workers may be first to end.
#[test]
fn a_trial_is_written_as_it_comes_to_be() {
    let (space, _) = fixture();
    let (mut appender, mut text) = Journal::default().begin(&journal_study());
    let over = trials();
    let asked = |trial: &Trial| Trial {
        state: TrialState::Running,
        values: Vec::new(),
        folds: Vec::new(),
        constraints: Vec::new(),
        note: None,
        end: None,
        measures: BTreeMap::new(),
        answers: None,
        ..trial.clone()
    };
    let mut waiting = asked(&over[0]);
    waiting.state = TrialState::Waiting;
    text += &appender.lines_of(&space, &waiting);
    for trial in &over[1..4] {
        text += &appender.lines_of(&space, &asked(trial));
    }
    for number in [3, 0, 2, 1] {
        for n_folds in 0..over[number].folds.len() {
            let mut trial = asked(&over[number]);
            trial.folds.clone_from(&over[number].folds);
            trial.folds.truncate(n_folds);
            text += &appender.lines_of(&space, &trial);
            let read = Journal::read("study.log", text.as_bytes()).expect("ours");
            assert_eq!(study(&read, &space).trials[number], trial);
        }
        text += &appender.lines_of(&space, &over[number]);
    }
    let read = Journal::read("study.log", text.as_bytes()).expect("ours");
    assert_eq!(study(&read, &space).trials, over[..4]);
}

/// A journal of which each end is cut off: all trials but the one at work are there, and it is appended to.
#[test]
fn a_journal_that_was_cut_loses_its_last_line_alone() {
    let (space, _) = fixture();
    let trials = trials();
    let (mut appender, mut text) = Journal::default().begin(&journal_study());
    let mut ends = vec![text.len()];
    for trial in &trials {
        text += &appender.lines_of(&space, trial);
        ends.push(text.len());
    }
    for cut in ends[0]..=text.len() {
        let mut bytes = text.as_bytes()[..cut].to_vec();
        let journal = Journal::read("study.log", &bytes).expect("cut at its end alone");
        let n_whole = ends[1..].iter().filter(|end| **end - 1 <= cut).count();
        let is_between = ends.contains(&cut);
        let lacks_line_break = !is_between && ends.contains(&(cut + 1));
        assert_eq!(journal.lacks_line_break, lacks_line_break, "at {cut}");
        assert_eq!(
            journal.cut.is_some(),
            !is_between && !lacks_line_break,
            "at {cut}"
        );
        let mut found = study(&journal, &space);
        assert_eq!(found.trials, trials[..n_whole], "at {cut}");
        let Some(next) = trials.get(n_whole) else {
            continue;
        };
        bytes.truncate(journal.keep);
        bytes.extend(journal.lacks_line_break.then_some(b'\n'));
        bytes.extend(found.appender.lines_of(&space, next).bytes());
        let again = Journal::read("study.log", &bytes).expect("whole again");
        assert_eq!(
            (&again.cut, study(&again, &space).trials.len()),
            (&None, n_whole + 1)
        );
    }
    let cut = Journal::read("study.log", &text.as_bytes()[..ends[1] + 5]).expect("cut");
    assert_eq!(
        cut.cut.map(|said| said.to_string()).as_deref(),
        Some("line 5 was cut while it was written and is left out; the lines before it are whole")
    );
}

#[test]
fn what_can_not_be_read_is_told_by_its_line() {
    let (space, cases) = fixture();
    let text = &cases[0].text;
    let lines: Vec<&str> = text.lines().collect();
    let line_of = |part: &str| {
        lines
            .iter()
            .position(|line| line.contains(part))
            .expect("there")
    };
    let c = line_of("svc.C");
    let fault = |line: usize, from: &str, to: &str| -> Error {
        let changed = lines[line].replacen(from, to, 1);
        assert_ne!(changed, lines[line]);
        let mut all = lines.clone();
        all[line] = &changed;
        let read = Journal::read("study.log", (all.join("\n") + "\n").as_bytes());
        let found = read.and_then(|journal| journal.study(None, &space).map(|_| ()));
        found.expect_err("a fault")
    };
    for (line, from, to, code, said) in [
        (3, "{", "", Code::DamagedJournal, "it is no JSON object"),
        (
            3,
            "{\"op",
            "[{\"op",
            Code::DamagedJournal,
            "it is no JSON object",
        ),
        (
            3,
            "\"op_code\":4",
            "\"op_code\":11",
            Code::DamagedJournal,
            "the operation 11 is none",
        ),
        (
            3,
            "op_code",
            "code",
            Code::DamagedJournal,
            "lacks `op_code`",
        ),
        (
            3,
            "2026",
            "20x6",
            Code::DamagedJournal,
            "lacks `datetime_start`",
        ),
        (0, "[2]", "[0]", Code::DamagedJournal, "lacks `directions`"),
        (
            c,
            "svc.C",
            "svc.D",
            Code::OtherSpace,
            "`svc.D` is no setting of this search",
        ),
        (
            c,
            "100.0",
            "10.0",
            Code::OtherSpace,
            "and this search has {",
        ),
        (
            c,
            "Float",
            "Int",
            Code::OtherSpace,
            "`svc.C` was chosen from {",
        ),
        (c, "0.46568", "100.5", Code::OtherSpace, "the value 100.5"),
        (
            line_of("ngram_range"),
            "l\":0",
            "l\":2",
            Code::OtherSpace,
            "the value 2.0 of `tfidf.ngram_range`",
        ),
        (
            line_of("min_df"),
            "l\":1.0",
            "l\":1.5",
            Code::OtherSpace,
            "the value 1.5 of `tfidf.min_df`",
        ),
        (
            line_of("fixed_params"),
            "2.5",
            "200",
            Code::OtherSpace,
            "the value 200 of `svc.C`",
        ),
    ] {
        let fault = fault(line, from, to);
        assert_eq!(fault.code, code, "{fault}");
        let place = fault.place.as_deref().expect("a place");
        assert_eq!(
            (place.file.as_str(), place.line),
            ("study.log", Some(line as u64 + 1)),
            "{fault}"
        );
        assert!(fault.to_string().contains(said), "{fault}");
        assert!(fault.remedy.is_some());
    }
    let several = Journal::read("two.log", cases[1].text.as_bytes()).expect("Optuna's");
    let fault = several.study(None, &space).err().expect("which one?");
    assert_eq!(
        fault.to_string(),
        "two.log: the journal has several studies: first and two; name the one that is meant"
    );
    assert!(
        several
            .study(Some("gone"), &space)
            .expect("no fault")
            .is_none()
    );
    assert!(
        Journal::read("e", b"")
            .expect("empty")
            .study(None, &space)
            .expect("none")
            .is_none()
    );
}

/// Optuna's words for floats that JSON lacks, and a value that is no score.
#[test]
fn a_value_that_is_no_number_is_a_trial_that_failed() {
    let (space, _) = fixture();
    let text = concat!(
        r#"{"op_code":0,"worker_id":"a","study_name":"s","directions":[1]}"#,
        "\n",
        r#"{"op_code":4,"worker_id":"a","study_id":0,"datetime_start":"2026-11-23T14:00:00.000000+00:00"}"#,
        "\r\n",
        r#"{"op_code":7,"worker_id":"a","trial_id":0,"step":0,"intermediate_value":NaN}"#,
        "\n",
        r#"{"op_code":10,"worker_id":"a"}"#,
        "\n",
        r#"{"op_code":6,"worker_id":"a","trial_id":0,"state":1,"values":[Infinity],"datetime_complete":"2026-11-23T15:00:00.000000+01:00"}"#,
        "\n",
        r#"{"op_code":8,"worker_id":"a","trial_id":0,"user_attr":{"late":1}}"#,
        "\n",
    );
    let read = Journal::read("s.log", text.as_bytes()).expect("Optuna's");
    let trial = &study(&read, &space).trials[0];
    assert_eq!(
        (trial.state, trial.values.len(), trial.folds.len()),
        (TrialState::Fail, 0, 0)
    );
    let note = trial.note.as_ref().map(ToString::to_string);
    assert_eq!(note.as_deref(), Some("its value is inf, which is no score"));
    assert_eq!(trial.end, Some(trial.start));
    assert!(
        trial.measures.is_empty(),
        "it is over when the attribute is set"
    );
}
