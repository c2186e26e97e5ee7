//! The document of a search: what its figures draw, how much of it, and all of one trial.

use super::*;
use crate::message::Language;
use crate::pipeline::run::RunConfig;
use crate::pipeline::search::{
    Direction, FoldValue, Point, PrunerName, SearchSettings, SecondObjective, Space, TrainingRows,
    Trial, Tuning, Value, ped_anova, report_so_far,
};
use crate::pipeline::time::UnixMillis;

const SPACE: &str = "'svc.C' = { low = 0.01, high = 100.0, log = true }\n\
                     'svc.kernel' = ['linear', 'rbf']\n\
                     'svc.gamma' = { low = 0.1, high = 1.0 }\n\
                     'tfidf.min_df' = { low = 1, high = 20 }";

/// A search of so many trials, all of them complete. The greater C, the better; gamma is there with every second.
fn report(n: u32, second: SecondObjective) -> SearchReport {
    let mut settings = SearchSettings {
        space: Space::from_table(&toml::from_str(SPACE).unwrap()).unwrap(),
        ..SearchSettings::default()
    };
    settings.study.second_objective = second;
    settings.study.pruner = PrunerName::None;
    let rows = TrainingRows {
        texts: ["a".to_string()].into(),
        labels: [0].into(),
        classes: ["a".to_string()].into(),
        is_poleval: false,
        numbers: [0].into(),
    };
    let now = UnixMillis(0.0);
    let tuning = Tuning::new("s", settings, RunConfig::default(), &rows, now).unwrap();
    let mut report = report_so_far(&tuning, 1);
    let trials = (0..n).map(|number| {
        let share = f64::from(number * 7 % n) / f64::from(n);
        let mut point = Point::from([
            ("svc.C".to_string(), Value::Float(0.01 + 99.0 * share)),
            ("svc.kernel".to_string(), Value::Choice(number % 2)),
            (
                "tfidf.min_df".to_string(),
                Value::Int(i64::from(number % 20) + 1),
            ),
        ]);
        if number % 2 == 1 {
            point.insert("svc.gamma".into(), Value::Float(0.1 + 0.8 * share));
        }
        let mut values = vec![share];
        values.extend((second != SecondObjective::None).then_some(1e6 * share * share));
        Trial {
            number,
            state: TrialState::Complete,
            point,
            values,
            folds: (0..2)
                .map(|fold| FoldValue {
                    fold,
                    value: share,
                    mean: share,
                })
                .collect(),
            constraints: Vec::new(),
            note: None,
            start: UnixMillis(f64::from(number / 2) * 1_000.0),
            end: Some(UnixMillis(f64::from(number / 2) * 1_000.0 + 900.0)),
            answers: None,
            measures: Default::default(),
        }
    });
    report.trials = trials.collect();
    report.best = (0..n).max_by(|one, other| {
        let value = |at: &u32| report.trials[*at as usize].values[0];
        value(one).total_cmp(&value(other))
    });
    report.ending = Some(Ending::Trials);
    let space = &report.settings.space;
    report.importance = ped_anova(space, &report.trials, 0, Direction::Maximize);
    report
}

fn figure(document: &Document, id: &str) -> Figure {
    match &document
        .block(id)
        .unwrap_or_else(|| panic!("no {id}"))
        .content
    {
        Content::Figure(figure) => figure.clone(),
        other => panic!("{id} is no figure: {other:?}"),
    }
}

#[test]
fn every_figure_of_a_long_search_is_small_and_says_what_it_leaves_out() {
    let report = report(700, SecondObjective::ModelBytes);
    let document = search_document(&report);
    let mut drawn = Vec::new();
    for id in [
        "search-history",
        "search-front",
        "search-parallel",
        "search-contour",
        "search-distribution",
        "search-timeline",
        "search-slice-svc.C",
    ] {
        let picture = figure(&document, id).picture(Language::English);
        // A point, a line or a bar for each trial that is drawn, and what stands around them.
        assert!(
            picture.targets.len() <= shown::MOST,
            "{id}: {}",
            picture.targets.len()
        );
        let around = picture.marks.len() - picture.targets.len();
        let most = if id == "search-contour" { 36 * 18 } else { 120 };
        assert!(around <= most, "{id}: {around} other marks");
        drawn.push((id, picture.targets.len()));
    }
    // 100 of the best, those of the front among them, and the last of the others.
    assert_eq!(drawn[0], ("search-history", 500));
    let about = document.block("search-history-about").expect("it is said");
    let Content::Text { text, .. } = &about.content else {
        panic!("{about:?}");
    };
    assert!(
        text.shown(Language::English)
            .starts_with("500 of 700 trials")
    );
    let best = report.best.unwrap();
    let targets = figure(&document, "search-history")
        .picture(Language::English)
        .targets;
    assert!(targets.iter().any(|target| target.key == best));
    // All that it shows is in the twins.
    assert_eq!(figure(&document, "search-history").table().rows.len(), 700);
}

#[test]
fn figures_show_what_there_is_and_wait_for_what_there_is_not() {
    let few = search_document(&report(9, SecondObjective::None));
    assert!(
        few.block("search-contour").is_none(),
        "nine trials are too few"
    );
    assert!(
        few.block("search-front").is_none(),
        "there is one objective"
    );
    let report = report(40, SecondObjective::None);
    let document = search_document(&report);
    let Figure::Parallel(parallel) = figure(&document, "search-parallel") else {
        panic!("no parallel coordinates");
    };
    let ids: Vec<&str> = parallel.axes.iter().map(|axis| axis.id.as_str()).collect();
    let expected: Vec<&str> = (report.importance.iter().map(|one| one.name.as_str()))
        .chain(["objective"])
        .collect();
    assert_eq!(ids, expected, "the most important first");
    // A setting that took no part has no value, and the best trial is the first of the twin.
    let gamma = ids.iter().position(|id| *id == "svc.gamma").unwrap();
    assert!(
        parallel
            .lines
            .iter()
            .all(|line| line.values[gamma].is_some() == (line.key % 2 == 1))
    );
    let best = Argument::Count(report.best.unwrap().into());
    assert_eq!(parallel.table.rows[0].cells[0], Some(best));
    // Each setting with each other, those with choices left out.
    let names = contour_settings(&report);
    assert!(
        names.len() == 3 && !names.contains(&"svc.kernel"),
        "{names:?}"
    );
    let both = contour(&report, "svc.gamma", "svc.C").unwrap();
    assert_eq!(both.depths.len(), 20);
    assert!(contour(&report, "svc.C", "svc.C").is_none());
    // Half of the trials are no better than the middle one, all no better than the best.
    let Figure::Scatter(distribution) = figure(&document, "search-distribution") else {
        panic!("no distribution");
    };
    let shares: Vec<f64> = distribution
        .points
        .iter()
        .map(|point| point.upwards)
        .collect();
    assert_eq!((shares[0], shares[19], shares[39]), (1.0 / 40.0, 0.5, 1.0));
}

#[test]
fn the_front_is_a_line_through_what_nothing_beats() {
    let mut report = report(4, SecondObjective::ModelBytes);
    for (number, (value, bytes)) in [(0.5, 1e3), (0.8, 4e3), (0.7, 5e3), (0.9, 9e3)]
        .iter()
        .enumerate()
    {
        report.trials[number].values = vec![*value, *bytes];
    }
    report.front = vec![0, 1, 3];
    let document = search_document(&report);
    let Figure::Scatter(front) = figure(&document, "search-front") else {
        panic!("no front");
    };
    assert_eq!(
        front.line,
        [(1e3, 0.5), (4e3, 0.5), (4e3, 0.8), (9e3, 0.8), (9e3, 0.9)]
    );
    assert_eq!(front.points.len(), 4);
    let on_it = front.table.rows.iter().filter(|row| row.cells[3].is_some());
    assert_eq!(on_it.count(), 3);
}

#[test]
fn a_pause_of_days_is_drawn_short() {
    let mut report = report(4, SecondObjective::None);
    for (trial, start) in report.trials.iter_mut().zip([0.0, 100.0, 1e9, 1e9 + 500.0]) {
        trial.start = UnixMillis(start);
        trial.end = Some(UnixMillis(start + 2_000.0));
    }
    report.trials[3].end = None;
    let document = search_document(&report);
    let Figure::Timeline(timeline) = figure(&document, "search-timeline") else {
        panic!("no timeline");
    };
    let spans: Vec<(f64, f64)> = timeline.bars.iter().map(|bar| (bar.from, bar.to)).collect();
    // The pause is as long as the longest trial; what is at work ends with what is known.
    assert_eq!(spans, [(0.0, 2.0), (0.1, 2.1), (4.1, 6.1), (4.6, 6.1)]);
}

#[test]
fn all_of_a_trial_is_said_with_what_it_chose_otherwise() {
    let report = report(4, SecondObjective::None);
    assert!(trial_blocks(&report, 4).is_none());
    let blocks = trial_blocks(&report, 2).unwrap();
    let table = |id: &str| {
        let block = blocks.iter().find(|block| block.id == id).unwrap();
        match &block.content {
            Content::Table(table) => table.clone(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(table("trial-folds").rows.len(), 2);
    let settings = table("trial-settings");
    let of = |name: &str| {
        let mut rows = settings.rows.iter();
        let is_it = |row: &&Row| row.cells[0] == Some(name.into());
        rows.find(is_it).unwrap().clone()
    };
    // Both are linear; the first has min_df 1.
    assert_eq!(of("svc.kernel").state, None);
    assert_eq!(of("tfidf.min_df").state, Some(State::Note));
    assert_eq!(
        of("tfidf.min_df").cells[1..],
        [Some("3".into()), Some("1".into())]
    );
    // The first one has nothing to be compared with.
    let first = trial_blocks(&report, 0).unwrap();
    let has_three = first.iter().any(|block| match &block.content {
        Content::Table(table) => block.id == "trial-settings" && table.columns.len() > 2,
        _ => false,
    });
    assert!(!has_three);
}

#[test]
fn the_best_is_the_best_so_far_while_a_search_is_at_work() {
    let mut report = report(8, SecondObjective::None);
    let word = |report: &SearchReport| match &search_document(report).blocks[0].content {
        Content::Verdict(verdict) => verdict.word.shown(Language::English),
        other => panic!("{other:?}"),
    };
    assert_eq!(word(&report), "The best");
    report.ending = None;
    assert_eq!(word(&report), "The best so far");
}
