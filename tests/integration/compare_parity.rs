//! Two classifiers on the same rows: exact tests against SciPy's, intervals against their definitions, F1 against
//! scikit-learn's over numpy's draws.

use dryf::pipeline::compare::{
    Agreement, Differences, McNemar, PairedRows, Resampling, newcombe_paired, tango,
};
use dryf::pipeline::drift::Estimate;
use serde::Deserialize;

use crate::fixtures;

#[derive(Deserialize)]
struct Fixture {
    tables: Vec<Table>,
    resampled: Vec<Resampled>,
}

#[derive(Deserialize)]
struct Table {
    name: String,
    table: [u64; 4],
    tolerance: f64,
    exact_p: f64,
    mid_p: f64,
    newcombe: [f64; 2],
    tango: [f64; 2],
}

#[derive(Deserialize)]
struct Resampled {
    name: String,
    tolerance: f64,
    n_classes: usize,
    truth: String,
    candidate: String,
    production: String,
    draws: u32,
    seed: u32,
    observed: [f64; 2],
    low: [f64; 2],
    high: [f64; 2],
    p: [f64; 2],
}

/// Rows that both have right, only the candidate, only production, neither.
pub fn agreement([both, only_candidate, only_production, neither]: [u64; 4]) -> Agreement {
    Agreement {
        both,
        only_candidate,
        only_production,
        neither,
    }
}

#[test]
fn tests_and_intervals_of_tables() {
    let fixture: Fixture = fixtures::read("compare.json");
    assert!(fixture.tables.len() >= 14);
    for case in fixture.tables {
        let agreement = agreement(case.table);
        let test = McNemar::new(&agreement);
        for (what, p, expected) in [
            ("exact p", test.exact_p, case.exact_p),
            ("mid-p", test.mid_p, case.mid_p),
        ] {
            assert!(
                (p - expected).abs() <= case.tolerance * expected,
                "{}: {what} {p}, expected {expected}",
                case.name
            );
        }
        for (what, interval, expected) in [
            ("Newcombe", newcombe_paired(&agreement), case.newcombe),
            ("Tango", tango(&agreement), case.tango),
        ] {
            for (bound, expected) in [interval.low, interval.high].into_iter().zip(expected) {
                assert!(
                    (bound - expected).abs() <= case.tolerance,
                    "{}: {what} {bound}, expected {expected}",
                    case.name
                );
            }
        }
    }
}

/// Class indexes, a digit each.
pub fn labels(digits: &str) -> Vec<u32> {
    digits
        .chars()
        .map(|digit| digit.to_digit(10).expect("a digit"))
        .collect()
}

fn rows(case: &Resampled) -> PairedRows {
    PairedRows::new(
        (0..case.n_classes)
            .map(|class| format!("class {class}"))
            .collect(),
        labels(&case.truth),
        labels(&case.candidate),
        labels(&case.production),
    )
    .expect("there are rows")
}

/// All draws, so many at a time.
pub fn resample(rows: &PairedRows, draws: u32, seed: u32, budget: u32) -> Differences {
    let mut work = Resampling::new(rows, draws, seed);
    let mut before = 0;
    while work.step(budget).is_running() {
        assert!(work.done() > before && work.done() < work.total());
        before = work.done();
    }
    assert_eq!(work.done(), work.total());
    work.finish().expect("all draws are done")
}

#[test]
fn draws_are_those_of_numpy_and_scores_those_of_scikit_learn() {
    let fixture: Fixture = fixtures::read("compare.json");
    assert!(fixture.resampled.len() >= 7);
    for case in fixture.resampled {
        let found = resample(&rows(&case), case.draws, case.seed, 1000);
        for (at, difference) in [found.f1_micro, found.f1_macro].into_iter().enumerate() {
            let Estimate { value, low, high } = difference.estimate;
            for (what, actual, expected) in [
                ("value", value, case.observed[at]),
                ("low", low, case.low[at]),
                ("high", high, case.high[at]),
                ("p", difference.p, case.p[at]),
            ] {
                assert!(
                    (actual - expected).abs() <= case.tolerance,
                    "{}: {what} of {} is {actual}, expected {expected}",
                    case.name,
                    ["F1 micro", "F1 macro"][at]
                );
            }
        }
        assert_eq!(
            resample(&rows(&case), case.draws, case.seed, 7),
            found,
            "{}: however it is sliced",
            case.name
        );
    }
}

#[test]
fn what_is_not_drawn_yet_is_not_told() {
    let fixture: Fixture = fixtures::read("compare.json");
    let mut work = Resampling::new(&rows(&fixture.resampled[0]), 20, 1);
    work.step(39);
    assert!(work.finish().is_none());
}
