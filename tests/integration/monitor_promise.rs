//! A small part of `./dev calibrate errors generated`: what the monitor promises of false alarms holds off PolEval too, and
//! what changes is found. Bounds are those that a sound monitor breaks about once in a million runs.

#[path = "../calibrate/errors.rs"]
mod errors;
#[path = "../calibrate/generated.rs"]
mod generated;

use std::sync::Arc;

use dryf::pipeline::monitoring::{
    Answer, BatchFinding, Detector, DetectorSignal, Occasion, StatedOn, WatchedModel,
};
use dryf::pipeline::rng::RandomState;

pub use crate::monitor_simulation::monitored;
use errors::{Errors, is_alarm};
use generated::{Change, Population, Scenario, simulate};
use monitored::for_seeds;

/// At any error rate, with any number of classes, over any number of batches.
#[test]
fn the_tests_of_errors_keep_their_promise_where_the_rate_stays() {
    for (rate, n_classes, batches) in [
        (0.02, 2, 20),
        (0.05, 20, 5),
        (0.13, 3, 40),
        (0.2, 2, 20),
        (0.3, 2, 20),
        (0.3, 20, 20),
        (0.4, 4, 20),
        (0.5, 20, 20),
        (0.5, 2, 5),
    ] {
        let scenario = Errors {
            rate,
            n_classes,
            batches,
            rows: 200,
            stated: 1_000,
            change: None,
        };
        let found = for_seeds(40, &|_| (), &|seed| errors::watch(&scenario, &[], seed));
        let alarms = found.iter().filter(|signals| is_alarm(signals)).count();
        // 2.5 % of 40 is 1.
        assert!(alarms <= 8, "{scenario:?}: {alarms}");
    }
}

/// Found about as often as by ADWIN before: all of the large rises at once, more than half of the small ones.
#[test]
fn a_rise_of_errors_is_found_soon() {
    for (rate, in_the_first, in_all) in [(0.23, 30, 40), (0.18, 0, 24)] {
        let scenario = Errors {
            rate: 0.13,
            n_classes: 3,
            batches: 10,
            rows: 500,
            stated: 4_000,
            change: Some((6, rate)),
        };
        let found = for_seeds(40, &|_| (), &|seed| errors::watch(&scenario, &[], seed));
        let first: Vec<u32> = found
            .iter()
            .filter(|signals| is_alarm(signals))
            .map(|signals| signals[0].0)
            .collect();
        let soon = first.iter().filter(|batch| **batch <= 6).count();
        assert!(
            soon >= in_the_first && first.len() >= in_all,
            "13 to {rate}: {soon} in the first batch, {} in all",
            first.len()
        );
    }
}

/// Off PolEval: a third wrong, many classes with few training rows, whose models out of fold predict other shares.
#[test]
fn models_that_are_often_wrong_are_kept_where_nothing_changes() {
    for (population, trained_on, batches, rows, times) in [
        (Population::even(2, 0.2, 0.5), 400, 4, 300, 6),
        (Population::even(20, 0.2, 0.2), 400, 3, 600, 5),
    ] {
        let scenario = Scenario {
            population,
            trained_on,
            batches,
            rows,
            change: Change::Nothing,
            from: 1,
        };
        let found = for_seeds(times, &|_| (), &|seed| simulate(&scenario, seed));
        for at in [0, 1] {
            let alarms = found
                .iter()
                .filter(|both| both[at].answer == Answer::Retrain);
            assert!(alarms.count() <= 3, "{scenario:?}: {found:?}");
        }
    }
}

/// Out of fold the rate is that of other models, at the very mix of classes that these learned from: taken as that of as many
/// independent rows it was too low for most of these models.
#[test]
fn the_stated_error_rate_is_seldom_below_that_of_new_rows() {
    let population = Population::even(20, 0.3, 0.2);
    let classes = population.classes();
    let found = for_seeds(8, &|_| (), &|seed| {
        let mut random = RandomState::new(seed);
        let record = monitored::train(&classes, population.draw(1_000, &mut random));
        let model = Arc::new(WatchedModel::new(&record).unwrap());
        let batch = ("new rows".to_string(), population.draw(4_000, &mut random));
        let watch = monitored::watch(&model, &classes, &[batch], true);
        let realised = watch.records()[0].realised.measured().unwrap();
        let stated = watch.model().stated.as_ref().unwrap();
        assert_eq!(stated.on, StatedOn::TrainingRowsOutOfFold);
        (
            stated.rate(),
            stated.upper(0.0125),
            realised.error_rate.value,
        )
    });
    let missed = found.iter().filter(|(_, upper, new)| new > upper).count();
    let as_stated = found.iter().filter(|(rate, _, new)| new > rate).count();
    assert!(missed <= 1 && as_stated >= 4, "{found:?}");
}

/// Labels of a class of 8 % go to other rows: fewer than 8 % more of all are wrong.
#[test]
fn labels_that_move_to_other_rows_are_found() {
    let scenario = Scenario {
        population: Population {
            shares: vec![0.72, 0.2, 0.08],
            topical: 0.3,
            noise: 0.05,
        },
        trained_on: 800,
        batches: 7,
        rows: 400,
        change: Change::Moved(2),
        from: 4,
    };
    let found = for_seeds(4, &|_| (), &|seed| simulate(&scenario, seed));
    let is_found = |watched: &monitored::Watched| {
        watched.occasions.contains(&Occasion::QualityDrop)
            && watched.alarms.iter().all(|batch| *batch >= 4)
    };
    let hits = found.iter().filter(|both| is_found(&both[0])).count();
    assert!(hits >= 3, "{found:?}");
    assert!(
        found
            .iter()
            .any(|both| both[0].detectors.contains(&Detector::ConceptTest)),
        "{found:?}"
    );
}

/// A word that was never there, seen without labels too, and labels that go to other rows at random.
#[test]
fn a_new_word_and_permuted_labels_are_found() {
    for (change, kinds) in [
        (Change::Word("nowomowa", 0.04), &[0, 1][..]),
        (Change::Permuted(0.3), &[0]),
    ] {
        let scenario = Scenario {
            population: Population {
                shares: vec![0.87, 0.13],
                topical: 0.6,
                noise: 0.02,
            },
            trained_on: 800,
            batches: 6,
            rows: 400,
            change,
            from: 3,
        };
        let found = for_seeds(4, &|_| (), &|seed| simulate(&scenario, seed));
        let is_found = |watched: &monitored::Watched| {
            watched.answer == Answer::Retrain && watched.alarms.iter().all(|batch| *batch >= 3)
        };
        for &at in kinds {
            let hits = found.iter().filter(|both| is_found(&both[at])).count();
            assert!(hits >= 3, "{change:?}: {found:?}");
        }
    }
}

/// Every sentence about the mix of the classes is true by its own numbers.
#[test]
fn the_mix_explains_a_rise_only_where_there_is_one_and_it_does() {
    for (error_rate, at_training_mix, stated_upper, said, not) in [
        // A rise, and the mix brings it down to what was stated.
        (
            0.187,
            0.077,
            Some(0.084),
            "alone would explain the rise",
            "not explain",
        ),
        // A rise that stays above it.
        (
            0.187,
            0.12,
            Some(0.084),
            "alone would not explain the rise",
            "alone would explain",
        ),
        // The mix would make it worse.
        (
            0.28,
            0.31,
            Some(0.27),
            "no fewer: another mix of the classes would not explain the rise",
            "alone would explain",
        ),
        // No rise at all.
        (
            0.265,
            0.28,
            Some(0.29),
            "26.5 % of the batch are wrong, which is within the 29.0 %",
            "explain",
        ),
        (
            0.265,
            0.2,
            Some(0.29),
            "within the 29.0 % that production stated at most",
            "explain",
        ),
        (0.3, 0.2, None, "it would be 20.0 %", "explain"),
    ] {
        let finding = BatchFinding::ClassMix {
            error_rate,
            at_training_mix,
            stated_upper,
        };
        let sentence = finding.message().to_string();
        assert!(
            sentence.contains(said) && !sentence.contains(not),
            "{sentence}"
        );
    }
}

/// What is shown under a signal is what the signal is about, and a detector that is shown says that it advises nothing.
#[test]
fn numbers_under_a_signal_are_its_own() {
    let scenario = Errors {
        rate: 0.3,
        n_classes: 2,
        batches: 40,
        rows: 200,
        stated: 2_000,
        change: None,
    };
    let shown = [Detector::HddmW, Detector::HddmA, Detector::Adwin];
    let found = for_seeds(10, &|_| (), &|seed| errors::watch(&scenario, &shown, seed));
    let of = |detector: Detector| {
        let signals = found.iter().flatten();
        signals.filter(|(_, one)| *one == detector).count()
    };
    assert!(
        of(Detector::HddmW) >= 10,
        "it signals where nothing changes, which is why it decides nothing"
    );
    let signal = DetectorSignal {
        detector: Detector::HddmW,
        row: 750,
        before: 0.312,
        now: 0.48,
        compared: None,
    };
    assert_eq!(
        BatchFinding::Signalled {
            signal: signal.clone()
        }
        .message()
        .to_string(),
        "HDDM_W signals a change at row 750, from 31.2 % to 48.0 % wrong as it weighs the rows; it advises nothing"
    );
    assert!(!BatchFinding::Signalled { signal }.is_alarm());
}
