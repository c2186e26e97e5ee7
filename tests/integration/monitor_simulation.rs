//! A small part of `./dev calibrate monitor`: the same simulation, a few orders of the rows.

#[path = "../calibrate/monitored.rs"]
pub mod monitored;

use dryf::pipeline::corpus::Corpus;
use dryf::pipeline::monitoring::Answer;

use crate::drift_calibration::poleval;
use crate::support::{demo_data, poleval_dir};
use monitored::{Sizes, all_rows, select, shuffled};

/// Nothing changes where rows come in a random order. The seeds are fixed, so that another count means that training, the
/// tests of the monitor or their levels changed; the long simulation then has to show that the promise holds.
#[track_caller]
fn check(classes: &[String], rows: &Corpus, sizes: Sizes, expected: [usize; 2]) {
    let found = shuffled(classes, rows, sizes, 6, &|_| ());
    let batches = (rows.texts.len() - sizes.trained_on) / sizes.batch;
    let retrain = [0, 1].map(|at| {
        assert!(found.iter().all(|both| both[at].batches == batches));
        let advises = |both: &&monitored::Both| both[at].answer == Answer::Retrain;
        found.iter().filter(advises).count()
    });
    assert_eq!(retrain, expected, "with labels, without: {found:?}");
    let is_judged = |both: &monitored::Both| both[0].answer != Answer::NotEnoughData;
    assert!(found.iter().all(is_judged));
}

#[test]
fn of_six_orders_of_the_demo_as_many_as_ever_advise_retraining() {
    let data = demo_data();
    // The test set has a drift planted in it.
    let rows = select(&data.train, 0..data.train.texts.len());
    let sizes = Sizes {
        trained_on: 400,
        batch: 100,
    };
    check(&data.classes, &rows, sizes, [0, 0]);
}

#[test]
fn of_six_orders_of_polevals_rows_as_many_as_ever_advise_retraining() {
    let Some(dir) = poleval_dir() else { return };
    let data = poleval::read(&dir);
    let sizes = Sizes {
        trained_on: 4_000,
        batch: 1_000,
    };
    check(&data.classes, &all_rows(&data), sizes, [0, 0]);
}
