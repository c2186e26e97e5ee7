//! Right answers on data that are not PolEval's: overlap, copies, labels that mean something else, and power, on texts of a
//! seeded generator. A small part of `./dev calibrate foreign`.

#[path = "../calibrate/foreign.rs"]
mod foreign;
#[path = "../calibrate/synthetic.rs"]
mod synthetic;

use dryf::pipeline::drift::{Draws, Measurement, Overlap, Whole};
use dryf::pipeline::rng::RandomState;
use foreign::{SCENARIOS, report};
use synthetic::Generator;

/// The random splits of the whole text are drawn by the simulations alone.
const TIMES: u32 = 6;

/// Of six reports at 5 %, more than two drifts have a chance of 2 in 1,000 in each row; the rows have less than that, since
/// the level is shared among parts that mostly can't reach it. What is to be found always is.
#[test]
fn each_scenario_says_what_it_should() {
    let mut wrong = Vec::new();
    for scenario in SCENARIOS {
        let count = scenario.count(TIMES, Draws::NONE);
        let is_right = match scenario.wanted {
            "at most 5 %" => count <= 2,
            "always" => count == TIMES,
            _ => true,
        };
        if !is_right {
            wrong.push(format!("{}: {count} of {TIMES}", scenario.name));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The number of rows that a report names shows a doubled class in four of five verdicts. Of 20 at 80 %, fewer than twelve
/// have a chance of 1 %.
#[test]
fn the_rows_that_are_named_are_enough() {
    let (rows, found) = foreign::power_at_named_rows(1_000, 3, 20).expect("a number of rows");
    assert!(found >= 12, "{found} of 20 with {rows} rows");
    assert_eq!(
        foreign::power_at_named_rows(60, 20, 1),
        None,
        "sixty rows show nothing of twenty classes"
    );
}

#[test]
fn what_is_on_both_sides_is_set_aside_and_said() {
    let generator = Generator::new(&Generator::shares(3));
    let all = generator.rows(900, &mut RandomState::new(3));
    let rows = |range: std::ops::Range<usize>| all.select(&range.collect::<Vec<_>>());
    for (current, set_aside, compared, is_part) in [
        (0..600, 0, 600, true),
        (100..200, 0, 100, true),
        (400..900, 200, 300, false),
        (0..900, 600, 300, false),
        (600..900, 0, 300, false),
    ] {
        let found = report(&[rows(0..600), rows(current.clone())], 3, Draws::NONE);
        let Overlap {
            set_aside: aside,
            compared: left,
            is_part: part,
            ..
        } = found.overlap;
        assert_eq!(
            (aside, left, part),
            (set_aside, compared, is_part),
            "{current:?}"
        );
        assert!(
            !matches!(found.verdict.whole, Whole::Drift { .. }),
            "{current:?}"
        );
        if let Measurement::Measured(labels) = &found.labels {
            assert_eq!(labels.n_current, compared, "{current:?}");
        }
    }
}
