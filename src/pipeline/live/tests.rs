//! Live fits against runs of the same configuration.

use std::sync::Arc;

use super::*;
use crate::pipeline::corpus::{DataSet, ReadingOptions, Role, assemble, demo_files};
use crate::pipeline::run::train::TrainRun;

const NOW: UnixMillis = UnixMillis(0.0);

fn demo() -> DataSet {
    let roles = [
        Role::TrainTexts,
        Role::TrainTags,
        Role::TestTexts,
        Role::TestTags,
    ];
    let files = roles.into_iter().zip(demo_files()).collect();
    assemble(files, &ReadingOptions::default()).unwrap()
}

fn config(toml: &str) -> RunConfig {
    RunConfig::from_toml(toml, "run.toml").unwrap()
}

fn fit(fits: &mut LiveFits, config: &RunConfig) -> Result<LiveFit, Error> {
    let mut work = fits.begin(config)?;
    loop {
        if let Some(fit) = work.step(fits, NOW)? {
            return Ok(fit);
        }
    }
}

fn fits() -> LiveFits {
    let rows = TrainingRows::of(&demo());
    LiveFits::new("demo".into(), rows, &RunConfig::default()).unwrap()
}

const CONFIGS: [&str; 5] = [
    "[svc]\nkernel = \"linear\"",
    "[svc]\nkernel = \"linear\"\nC = 10.0\nclass_weight = \"balanced\"",
    "[svc]\nkernel = \"rbf\"\nC = 3.0\nprobability = true",
    "[svc]\nengine = \"linear\"\nC = 0.3",
    "[tfidf]\nngram_range = [1, 2]\nmin_df = 2\n[svc]\nkernel = \"linear\"",
];

#[test]
fn a_live_fit_is_what_the_run_says_of_its_validation_part() {
    let (data, mut fits) = (Arc::new(demo()), fits());
    for toml in CONFIGS {
        let config = config(toml);
        let live = fit(&mut fits, &config).unwrap();
        let mut run = TrainRun::new(config, Arc::clone(&data), None, NOW, NOW).unwrap();
        while run.step(NOW).unwrap().is_running() {}
        let record = run.finish(NOW).unwrap();
        let evaluation = &record.validation.evaluation;
        assert_eq!(live.f1_micro, evaluation.f1_micro, "{toml}");
        assert_eq!(live.f1_macro, evaluation.f1_macro, "{toml}");
        assert_eq!(live.confusion, evaluation.confusion, "{toml}");
        let plane = fits.plane(&live.plane).unwrap();
        let of_run = plane.rows.iter();
        let of_run: Vec<u32> = of_run
            .map(|&row| record.validation.predicted[row as usize])
            .collect();
        assert_eq!(live.predicted, of_run);
    }
}

/// Texts stay while the classifier changes, and what is drawn below them does not.
#[test]
fn texts_keep_their_places_as_long_as_the_matrix_is_the_same() {
    let mut fits = fits();
    let linear = |c: f64| config(&format!("[svc]\nkernel = \"linear\"\nC = {c:?}"));
    let first = fit(&mut fits, &linear(0.1)).unwrap();
    let plane = Arc::clone(fits.plane(&first.plane).unwrap());
    let second = fit(&mut fits, &linear(30.0)).unwrap();
    assert_eq!(first.plane, second.plane);
    assert!(Arc::ptr_eq(&plane, fits.plane(&second.plane).unwrap()));
    assert_ne!(first.field, second.field);
    assert_eq!(second.field.len(), ROWS * COLUMNS * second.confusion.len());
    let other = fit(&mut fits, &config("[tfidf]\nmin_df = 3")).unwrap();
    assert_ne!(other.plane, second.plane);
    assert_eq!(fit(&mut fits, &linear(30.0)).unwrap(), second);
}

#[test]
fn what_a_run_could_not_fit_is_refused() {
    let mut fits = fits();
    let refused = fit(&mut fits, &config("[tfidf]\nmin_df = 100000"));
    assert!(refused.is_err());
}
