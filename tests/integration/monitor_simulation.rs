//! A small part of `./dev calibrate monitor`: the same simulation, a few orders of the rows.

#[path = "../calibrate/monitored.rs"]
pub mod monitored;

use dryf::pipeline::watch::Answer;

use crate::drift_calibration::poleval;
use crate::support::{demo_data, poleval_dir};
use monitored::{Sizes, all_rows, select, shuffled};

/// The training set of the demo corpus, or PolEval's rows where they are there.
#[test]
fn where_nothing_changed_few_orders_of_the_rows_advise_retraining() {
    let (data, sizes) = match poleval_dir() {
        Some(dir) => (
            poleval::read(&dir),
            Sizes {
                trained_on: 4_000,
                batch: 1_000,
            },
        ),
        None => (
            demo_data(),
            Sizes {
                trained_on: 400,
                batch: 100,
            },
        ),
    };
    let rows = match data.test.as_ref().map(|test| test.texts.len()) {
        // The demo's test set has a drift planted in it.
        Some(300) => select(&data.train, 0..data.train.texts.len()),
        _ => all_rows(&data),
    };
    let found = shuffled(&data.classes, &rows, sizes, 6, &|_| ());
    let batches = (rows.texts.len() - sizes.trained_on) / sizes.batch;
    for at in [0, 1] {
        assert!(found.iter().all(|both| both[at].batches == batches));
        let alarms = found
            .iter()
            .filter(|both| both[at].answer == Answer::Retrain);
        // 6 draws at 5 %: more than 3 once in 10^4, more than 4 once in 10^6.
        assert!(alarms.count() <= 4, "{found:?}");
    }
    assert!(
        found
            .iter()
            .all(|both| both[0].answer != Answer::NotEnoughData)
    );
}
