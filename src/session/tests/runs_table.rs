//! The table of runs: which rows and columns, in which order.

use super::runs::with_runs;
use super::*;
use crate::message::Argument;
use crate::pipeline::params::CONFIG;

/// A run with its C and its F1 on the test set, else on the rows set aside.
fn kept(id: &str, c: f64, test: Option<f64>) -> Arc<KeptRun> {
    let mut config = RunConfig::default();
    config.svc.c = c;
    let mut metrics = BTreeMap::from([
        ("f1_micro_validation_set".to_string(), Some(0.5)),
        ("f1_macro_validation_set".to_string(), Some(0.25)),
        ("f1_micro_test_set".to_string(), test),
    ]);
    metrics.insert("f1_macro_test_set".into(), test.map(|f1| f1 / 2.0));
    metrics.insert("poleval_micro_f".into(), test.map(|f1| f1 * 100.0));
    Arc::new(KeptRun {
        run_id: id.into(),
        model_sha256: String::new(),
        start: UnixMillis(0.0),
        config,
        metrics,
        seconds: BTreeMap::from([("total".to_string(), c)]),
        data_digest: Some("data".into()),
        said: Said::default(),
        archive: None,
    })
}

fn said(run: &Arc<KeptRun>, say: impl FnOnce(&mut Said)) -> Arc<KeptRun> {
    let mut run = run.as_ref().clone();
    say(&mut run.said);
    Arc::new(run)
}

/// Three runs, the first starred, the last without a test set.
fn three() -> Vec<Arc<KeptRun>> {
    let first = said(&kept("r1", 1.0, Some(0.75)), |said| {
        said.starred = true;
        said.name = "Żółw".into();
        said.note = "the slow one".into();
    });
    let second = said(&kept("r2", 10.0, Some(0.5)), |said| {
        said.set_tags(" demo,, b ,demo");
    });
    vec![first, second, kept("r3", 0.5, None)]
}

fn ids(table: &RunsTable) -> Vec<&str> {
    let ids = table.rows().iter().map(|row| row.run.run_id.as_str());
    ids.collect()
}

fn setting(key: &str) -> RunColumn {
    let place = CONFIG.params.iter().position(|param| param.key() == key);
    RunColumn::Setting(place.unwrap())
}

fn metric(key: &str) -> RunColumn {
    RunColumn::Metric(key.into())
}

#[test]
fn rows_are_filtered_by_words_and_conditions() {
    let table = RunsTable::of(&three(), None);
    let cases: [(&str, &[&str]); 17] = [
        ("", &["r3", "r2", "r1"]),
        ("żółw", &["r1"]),
        ("SLOW one", &["r1"]),
        ("slow two", &[]),
        ("demo", &["r2"]),
        ("poly", &["r3", "r2"]),
        ("C=10", &["r2"]),
        ("svc.c=10.0", &["r2"]),
        ("c>0,5", &["r2", "r1"]),
        ("kernel=poly c<2", &["r3", "r1"]),
        ("kernel=rbf", &[]),
        // What is not typed to its end filters nothing yet.
        ("c=", &["r3", "r2", "r1"]),
        ("f1_micro>0.6", &["r1"]),
        // Without a test set it is the score on the rows set aside.
        ("f1_micro=0.5", &["r3", "r2"]),
        ("f1_micro_test_set<0.6", &["r2"]),
        ("nothing=1", &[]),
        ("=", &[]),
    ];
    for (filter, wanted) in cases {
        let choice = RunsChoice {
            filter: filter.into(),
            ..RunsChoice::default()
        };
        assert_eq!(ids(&table.chosen(&choice)), wanted, "{filter:?}");
    }
    let choice = RunsChoice {
        only_starred: true,
        ..RunsChoice::default()
    };
    assert_eq!(ids(&table.chosen(&choice)), ["r1"]);
}

#[test]
fn a_heading_sorts_one_way_then_the_other_then_not() {
    let table = RunsTable::of(&three(), None);
    let cases = [
        // What has no value comes last either way.
        (
            metric("f1_micro_test_set"),
            ["r1", "r2", "r3"],
            ["r2", "r1", "r3"],
        ),
        (setting("svc.C"), ["r2", "r1", "r3"], ["r3", "r1", "r2"]),
        (RunColumn::Seconds, ["r2", "r1", "r3"], ["r3", "r1", "r2"]),
        (RunColumn::Name, ["r3", "r2", "r1"], ["r1", "r2", "r3"]),
        (RunColumn::Tags, ["r2", "r3", "r1"], ["r2", "r3", "r1"]),
        // All are the same: the newest first.
        (RunColumn::Data, ["r3", "r2", "r1"], ["r3", "r2", "r1"]),
        (
            setting("svc.kernel"),
            ["r3", "r2", "r1"],
            ["r3", "r2", "r1"],
        ),
    ];
    for (column, first, then) in cases {
        let mut choice = RunsChoice::default();
        for wanted in [first, then, ["r3", "r2", "r1"]] {
            choice.sort_by(column.clone());
            assert_eq!(ids(&table.chosen(&choice)), wanted, "{column:?}");
        }
        assert_eq!(choice.sort, None);
    }
}

#[test]
fn columns_that_tell_runs_apart_are_offered_first() {
    let runs = three();
    let table = RunsTable::of(&runs, None);
    let mut choice = RunsChoice::default();
    choice.toggle_column(setting("svc.C"));
    choice.toggle_column(metric("f1_micro_test_set"));
    let columns: Vec<String> = table.columns(&choice).iter().map(RunColumn::key).collect();
    assert_eq!(
        columns,
        [
            "name",
            "start",
            "data",
            "f1_micro_test_set",
            "f1_macro_test_set",
            "f1_micro_validation_set",
            "f1_macro_validation_set",
            "svc.C",
            "seconds",
            "size",
            "tags"
        ]
    );
    choice.toggle_column(setting("svc.C"));
    assert!(!table.columns(&choice).contains(&setting("svc.C")));
    let offered = table.offered();
    assert_eq!(offered.metrics, [metric("poleval_micro_f")]);
    assert_eq!(offered.differing, [setting("svc.C")]);
    assert_eq!(offered.alike.len(), CONFIG.params.len() - 1);
    // With a test set in each of them the rows set aside are of less interest.
    let tested = RunsTable::of(&runs[..2], None);
    let offered = tested.offered();
    assert!(offered.metrics.contains(&metric("f1_micro_validation_set")));
    assert_eq!(tested.columns(&RunsChoice::default()).len(), 8);
    let row = table.row("r2").unwrap();
    assert_eq!(row.cell(&setting("svc.C")), Some("10.0".into()));
    assert_eq!(
        row.cell(&metric("poleval_micro_f")),
        Some(Argument::Percent(50.0))
    );
    assert_eq!(row.cell(&RunColumn::Tags), Some("demo, b".into()));
    assert_eq!(row.cell(&RunColumn::Size), None);
}

#[test]
fn runs_are_points_where_they_have_both_numbers() {
    let table = RunsTable::of(&three(), None);
    let mut choice = RunsChoice::default();
    let axes = table.axes_of(&choice);
    assert_eq!(axes, ["f1_micro_test_set", "f1_macro_test_set"].map(metric));
    let points = table.points(&axes);
    let places: Vec<_> = points
        .iter()
        .map(|point| (&*point.run_id, point.x, point.y))
        .collect();
    assert_eq!(places, [("r1", 0.75, 0.375), ("r2", 0.5, 0.25)]);
    assert_eq!((&*points[0].label, points[0].is_starred), ("Żółw", true));
    choice.axes = [Some(setting("svc.C")), Some(RunColumn::Seconds)];
    assert!(table.axes().contains(&setting("svc.C")));
    assert_eq!(table.points(&table.axes_of(&choice)).len(), 3);
    // Where nobody has a test set there is still something to see.
    let untested = RunsTable::of(&three()[2..], None);
    let axes = untested.axes_of(&RunsChoice::default());
    assert_eq!(untested.points(&axes).len(), 1);
}

#[test]
fn a_row_stays_as_long_as_its_run_does() {
    let mut runs = three();
    let before = RunsTable::of(&runs, None);
    assert_eq!(RunsTable::of(&runs, Some(&before)), before);
    assert_ne!(RunsTable::of(&runs, None), before);
    runs[1] = said(&runs[1], |said| said.name = "renamed".into());
    let after = RunsTable::of(&runs, Some(&before));
    let same = before.rows().iter().zip(after.rows());
    let same: Vec<bool> = same.map(|(one, other)| Arc::ptr_eq(one, other)).collect();
    assert_eq!(same, [true, false, true]);
    assert_eq!(after.row("r2").unwrap().label, "renamed");
}

#[test]
fn the_first_of_the_ticked_runs_is_the_one_to_compare_with() {
    let mut session = with_runs(&["r1", "r2", "r3"]);
    let mut choice = RunsChoice::default();
    for id in ["r1", "r2", "gone", "r3"] {
        choice.toggle_compared(id);
    }
    let names = |session: &Session| {
        let runs = session.chosen_runs();
        runs.map(|runs| runs.into_iter().map(|(name, _)| name).collect::<Vec<_>>())
    };
    assert_eq!(names(&session), None);
    session.plan(Intent::ChooseRuns(Box::new(choice.clone())));
    // Runs with the same settings are told apart by their IDs.
    assert_eq!(
        names(&session).unwrap(),
        ["poly · C 1 (r1)", "poly · C 1 (r2)", "poly · C 1 (r3)"]
    );
    choice.compare_with("r3");
    assert_eq!(choice.compared, ["r3", "r1", "r2", "gone"]);
    choice.toggle_compared("r1");
    session.plan(Intent::ChooseRuns(Box::new(choice)));
    session.plan(Intent::SayOfRun {
        run: "r2".into(),
        said: Said {
            name: "two".into(),
            ..Said::default()
        },
    });
    assert_eq!(names(&session).unwrap(), ["poly · C 1", "two"]);
    assert!(session.chosen_document().is_some());
    session.plan(Intent::RemoveRun("r2".into()));
    assert_eq!(session.chosen_document(), None, "one is not compared");
}
