//! Predictions in a drift report: a published model on the real labels, and every input that gives no answer.

use dryf::pipeline::drift::{
    DriftOptions, DriftReport, Measurement, PredictionDrift, ScoreKind, Scores, Side, Tokens,
    Unavailable, Watches,
};

use crate::drift_labels::to_the_digits;

const CLASSES: [&str; 3] = ["non-harmful", "cyberbullying", "hate-speech"];

/// The side of a file of predictions: probabilities, predicted and true class of each row; without texts.
fn predicted(name: &str, folds: Option<u32>) -> Side {
    let rows = crate::drift_tools::predictions(name);
    let classes = CLASSES.map(String::from);
    let texts = vec![String::new(); rows.truth.len()];
    let labels = &rows.truth;
    Side::of_texts(&Tokens::new(), &texts, Some((&classes, labels))).with_scores(Scores::new(
        "word_lr".into(),
        folds,
        ScoreKind::Probability,
        classes.to_vec(),
        rows.predicted,
        rows.scores,
    ))
}

fn report(reference: &Side, current: &Side) -> DriftReport {
    let report = DriftReport::new(reference, current, &DriftOptions::default());
    let json = serde_json::to_string(&report).unwrap();
    assert_eq!(
        serde_json::from_str::<DriftReport>(&json).unwrap(),
        report,
        "there and back"
    );
    report
}

fn predictions(reference: &Side, current: &Side) -> Measurement<PredictionDrift> {
    report(reference, current).predictions
}

/// The predictions hide what the labels show, and so does the estimated performance.
#[test]
fn what_the_predictions_of_the_real_files_miss() {
    let reference = predicted("word_lr_train_out_of_fold.csv", Some(5));
    let current = predicted("word_lr_test.csv", None);
    let Measurement::Measured(found) = predictions(&reference, &current) else {
        panic!("both sides have scores");
    };
    assert_eq!(found.folds, Some(5));
    let p = found.predicted.p();
    to_the_digits("predicted", *p.measured().unwrap(), "0.57");
    let entropy = found.entropy.measured().unwrap();
    to_the_digits("entropy", entropy.ks.p, "0.21");
    let performance = found.performance.measured().unwrap();
    to_the_digits("accuracy", performance.estimated.accuracy, "0.874543");
    to_the_digits("macro F1", performance.estimated.f1_macro, "0.518460");
    let realised = performance.realised.measured().unwrap();
    to_the_digits("realised accuracy", realised.accuracy, "0.849");
    to_the_digits("realised macro F1", realised.f1_macro, "0.499725");
    let usual = performance.usual.measured().unwrap();
    assert_eq!(usual.blocks, 10);
    assert!(usual.accuracy.holds(performance.estimated.accuracy));
    assert_eq!(
        found.watches.message().to_string(),
        "the true labels changed; the predicted labels and the estimated performance would have missed it"
    );
}

/// Where the model is asked what it finds hard, the estimate falls although nobody has labels.
#[test]
fn harder_rows_lower_the_estimate_without_labels() {
    let reference = predicted("word_lr_train_out_of_fold.csv", Some(5));
    let mut current = predicted("word_lr_test.csv", None);
    current.labels = None;
    current.classes.clear();
    let scores = current.scores.as_mut().unwrap();
    scores.values = [0.34, 0.36, 0.3].repeat(scores.predicted.len());
    scores.predicted.fill(1);
    let Measurement::Measured(found) = predictions(&reference, &current) else {
        panic!("both sides have scores");
    };
    let performance = found.performance.measured().unwrap();
    assert_eq!(
        performance.realised,
        Measurement::Missing(Unavailable::UnlabelledCurrent)
    );
    assert!(performance.estimated.accuracy < performance.usual.measured().unwrap().accuracy.lower);
    let expected = Watches {
        labels: None,
        predicted_labels: Some(true),
        estimated_performance: Some(true),
    };
    assert_eq!(found.watches, expected);
}

#[test]
fn every_gap_of_predictions_is_told() {
    let reference = predicted("word_lr_train_out_of_fold.csv", Some(5));
    let current = predicted("word_lr_test.csv", None);
    let unscored = |side: &Side| Side {
        scores: None,
        ..side.clone()
    };
    assert_eq!(
        predictions(&unscored(&reference), &current).gap(),
        Some(&Unavailable::UnscoredReference)
    );
    assert_eq!(
        predictions(&reference, &unscored(&current)).gap(),
        Some(&Unavailable::UnscoredCurrent)
    );
    let mut other = current.clone();
    other.scores.as_mut().unwrap().model_sha256 = "another".into();
    assert_eq!(
        predictions(&reference, &other).gap(),
        Some(&Unavailable::OtherModel)
    );

    // Without labels of the reference there are predictions, and nothing to calibrate them on.
    let mut unlabelled = reference.clone();
    unlabelled.labels = None;
    unlabelled.classes.clear();
    let found = predictions(&unlabelled, &current);
    let performance = &found.measured().unwrap().performance;
    assert_eq!(performance.gap(), Some(&Unavailable::UnlabelledReference));
    let watches = found.measured().unwrap().watches;
    assert_eq!(watches.estimated_performance, None);
    assert_eq!(
        (watches.labels, watches.predicted_labels),
        (None, Some(false))
    );

    // A label that the model can't give is wrong, whatever it predicts.
    let mut renamed = current.clone();
    renamed.classes[0] = "harmless".into();
    let found = predictions(&reference, &renamed);
    let performance = found.measured().unwrap().performance.measured().unwrap();
    assert!(performance.realised.measured().unwrap().accuracy < 0.1);
    to_the_digits("accuracy", performance.estimated.accuracy, "0.874543");
}
