//! The monitor on the real files, in the order of their rows: a model of rows 1 to 4,000 of the training file, watched over
//! its blocks 5 to 10 and the test file.

use std::sync::Arc;

use dryf::pipeline::corpus::Corpus;
use dryf::pipeline::monitoring::{
    Answer, BatchRecord, Detector, Occasion, RuleOutcome, Watch, WatchedModel, WatchedPart,
};
use dryf::pipeline::time::UnixMillis;

use crate::drift_calibration::poleval;
use crate::monitor_simulation::monitored;
use crate::support::poleval_dir;
use monitored::{select, train, watch};

/// With labels and without them.
fn watched() -> Option<[Watch; 2]> {
    let data = poleval::read(&poleval_dir()?);
    let record = train(&data.classes, select(&data.train, 0..4_000));
    let model = Arc::new(WatchedModel::new(&record).unwrap());
    let mut batches: Vec<(String, Corpus)> = (5..=10)
        .map(|block| {
            let rows = (block - 1) * 1_000..block * 1_000;
            (format!("block {block}"), select(&data.train, rows))
        })
        .collect();
    batches.push(("test".into(), data.test.unwrap()));
    Some([true, false].map(|with_labels| watch(&model, &data.classes, &batches, with_labels)))
}

fn changed(record: &BatchRecord) -> Vec<WatchedPart> {
    let parts = record.look().into_iter().flat_map(|look| &look.parts);
    parts
        .filter(|part| part.alarm)
        .map(|part| part.part)
        .collect()
}

/// The table of tests/README.md.
fn told(watch: &Watch) {
    for record in watch.records() {
        println!("{}", record.name);
        for class in &record.classes {
            let share = class.labelled.map(|counted| counted.share.value);
            println!("  {} {share:?}", class.class);
        }
        for finding in &record.findings {
            println!("  {}", finding.message());
        }
    }
    let advice = watch.advise(UnixMillis(0.0));
    println!("{}", advice.sentence());
    for rule in advice.in_force() {
        println!("  {}", rule.message());
    }
}

#[test]
fn the_blocks_with_other_classes_are_found_by_their_labels_and_by_the_errors() {
    let Some([labelled, unlabelled]) = watched() else {
        return;
    };
    told(&labelled);
    told(&unlabelled);
    let parts: Vec<Vec<WatchedPart>> = labelled.records().iter().map(changed).collect();
    let classes = vec![WatchedPart::Labels];
    assert_eq!(
        parts,
        [
            vec![],
            // Of cyberbullying a quarter of what it was.
            classes.clone(),
            vec![],
            vec![],
            classes.clone(),
            classes.clone(),
            classes,
        ]
    );
    // Each test signals once; ADWIN saw the errors fall in block 8 and began anew there.
    let signals: Vec<(&str, Detector, u64)> = labelled
        .records()
        .iter()
        .flat_map(|record| {
            let name = record.name.as_str();
            let signals = record.signals.iter();
            signals.map(move |signal| (name, signal.detector, signal.row))
        })
        .collect();
    assert_eq!(
        signals,
        [
            ("block 9", Detector::ErrorRateTest, 236),
            ("block 9", Detector::ErrorRiseTest, 1_000)
        ]
    );

    let advice = labelled.advise(UnixMillis(0.0));
    assert_eq!(advice.answer, Answer::Retrain);
    let sentence = advice.sentence().to_string();
    assert!(
        sentence.starts_with("Retrain. Quality drop since batch 5 (block 9): 1")
            && sentence.contains(" to row 236 are wrong; production stated ")
            && sentence.contains("; drift since batch 2 (block 6): "),
        "{sentence}"
    );
    let said: Vec<String> = advice
        .occasions()
        .flat_map(|rule| rule.evidence.iter().map(|one| one.message().to_string()))
        .collect();
    // The mix of the classes explains the errors.
    assert!(
        said.iter()
            .any(|line| line.ends_with("another mix of the classes alone would explain the rise")),
        "{said:?}"
    );
    assert!(
        said.iter()
            .any(|line| line.contains("cyberbullying 2.1 % to 0.6 %")
                || line.contains("cyberbullying 2.2 % to 0.6 %")),
        "{said:?}"
    );
    let rate = |record: &BatchRecord| record.realised.measured().unwrap().error_rate.value;
    let rates: Vec<f64> = labelled.records().iter().map(rate).collect();
    assert_eq!(rates[4], 0.187);
    assert!(rates[..4].iter().all(|rate| *rate < 0.09), "{rates:?}");
}

#[test]
fn without_labels_the_other_classes_are_not_seen() {
    let Some([_, unlabelled]) = watched() else {
        return;
    };
    for record in unlabelled.records() {
        assert_eq!(changed(record), [], "{}", record.name);
    }
    // The estimate sees nothing either: the truth is 0.813 in block 9.
    for record in unlabelled.records() {
        let estimated = record.estimated.measured().unwrap().f1_micro;
        assert!((0.92..0.94).contains(&estimated), "{estimated}");
        assert_eq!(record.realised.measured(), None);
    }
    let advice = unlabelled.advise(UnixMillis(0.0));
    let outcome = |occasion: Occasion| {
        let rule = advice.rules.iter().find(|rule| rule.occasion == occasion);
        rule.unwrap().outcome
    };
    assert_eq!(outcome(Occasion::QualityDrop), RuleOutcome::NotEnoughData);
    assert_eq!(outcome(Occasion::Drift), RuleOutcome::Quiet);
    assert_eq!(advice.answer, Answer::Keep);
}
