//! Runs that the user chose to compare, beside each other and row by row.

use std::collections::BTreeMap;

use dryf::document::{
    ComparedRun, Content, PairParts, RunsParts, Table, pair_document, runs_document,
};
use dryf::pipeline::compare::{CompareWork, PairedRows};
use dryf::pipeline::run::RunConfig;

use super::says_the_same_everywhere;

#[test]
fn chosen_runs() {
    let usual = RunConfig::default();
    let mut other = usual.clone();
    other.svc.c = 10.0;
    let metrics = |f1: Option<f64>| BTreeMap::from([("f1_micro_validation_set".to_string(), f1)]);
    let [low, high, unknown] = [Some(0.5), Some(0.625), None].map(metrics);
    let seconds = BTreeMap::from([("total".to_string(), 2.0)]);
    let run = |name: &str, data, config, metrics| {
        let run = ComparedRun {
            run_id: "1111",
            data_digest: data,
            config,
            metrics,
            seconds: &seconds,
        };
        (name.to_string(), run)
    };
    let (one, two) = (Some("one"), Some("two"));
    let cases = [
        (
            vec![
                run("<b>", one, &usual, &low),
                run("B", one, &other, &high),
                run("C", one, &usual, &low),
            ],
            "F1 micro on the validation set is highest in B: 0.625, 0.125 above <b>.",
            "F1 micro (zbiór walidacyjny): najwięcej ma B: 0,625, o 0,125 więcej niż <b>.",
            [true, false],
        ),
        (
            vec![run("A", one, &usual, &high), run("B", two, &usual, &low)],
            "No other run has a higher F1 micro on the validation set than A: 0.625.",
            "F1 micro (zbiór walidacyjny): żaden inny przebieg nie ma więcej niż A: 0,625.",
            [false, true],
        ),
        (
            vec![
                run("A", None, &usual, &unknown),
                run("B", one, &other, &low),
            ],
            "",
            "",
            [true, true],
        ),
    ];
    for (runs, english, polish, [differ, warned]) in cases {
        let document = runs_document(RunsParts::Chosen(&runs));
        assert!(document.verdict().is_none(), "values are no test");
        let lines = says_the_same_everywhere(&document);
        let has_first = |lines: &[String], said: &str| said.is_empty() || lines[0] == said;
        assert!(has_first(&lines[0], english), "{:#?}", lines[0]);
        assert!(has_first(&lines[1], polish), "{:#?}", lines[1]);
        assert_eq!(document.block("runs-settings").is_some(), differ);
        assert_eq!(document.block("runs-data-warning").is_some(), warned);
        let Content::Table(Table { columns, rows }) =
            &document.block("runs-scores").expect("scores").content
        else {
            panic!("scores are a table");
        };
        // Each run has a column, and each but the first one of what differs.
        assert_eq!(columns.len(), 2 * runs.len());
        assert!(rows.iter().all(|row| row.cells.len() == columns.len()));
    }
}

#[test]
fn two_runs_row_by_row() {
    let truth: Vec<u32> = (0..200).map(|row| row % 2).collect();
    // The run is wrong on its first rows, the other one on some more.
    let answers = |wrong: usize| {
        let flip = |(row, label): (usize, &u32)| if row < wrong { 1 - label } else { *label };
        truth.iter().enumerate().map(flip).collect::<Vec<u32>>()
    };
    let compared = |run: usize, against: usize| {
        let classes = ["<a>", "b"].map(String::from).to_vec();
        let rows = PairedRows::new(classes, truth.clone(), answers(run), answers(against));
        let mut work = CompareWork::new(rows.unwrap(), 0, 200, 1);
        while work.step(50).is_running() {}
        work.finish().unwrap()
    };
    for (run, against, english, polish) in [
        (
            10,
            50,
            "F1 micro of A is 0.200 higher than that of B",
            "F1 micro: A ma o 0,200 więcej niż B",
        ),
        (
            12,
            10,
            "F1 micro of A is 0.010 lower than that of B",
            "F1 micro: A ma o 0,010 mniej niż B",
        ),
        (
            10,
            10,
            "F1 micro of A is the same as that of B",
            "F1 micro: A ma tyle samo co B",
        ),
    ] {
        let comparison = compared(run, against);
        let document = pair_document(PairParts {
            run: "A",
            against: "B",
            n_rows: 200,
            comparison: &comparison,
        });
        let lines = says_the_same_everywhere(&document);
        assert!(lines[0][0].starts_with(english), "{}", lines[0][0]);
        assert!(lines[1][0].starts_with(polish), "{}", lines[1][0]);
        let is_sure = lines[0][0].ends_with("more than chance explains.");
        assert_eq!(is_sure, run.abs_diff(against) > 20, "{}", lines[0][0]);
        for side in ["pair-confusion-run", "pair-confusion-against"] {
            assert!(document.block(side).is_some(), "{side}");
        }
    }
}
