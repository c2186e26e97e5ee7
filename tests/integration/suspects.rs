//! Suspect labels: cleanlab's own answers on shared probabilities, and wrong labels that were planted in the demo corpus.

use dryf::pipeline::corpus::DataSet;
use dryf::pipeline::drift::ScoreKind;
use dryf::pipeline::error::Error;
use dryf::pipeline::rng::RandomState;
use dryf::pipeline::run::{
    FoundSuspects, RunConfig, SuspectSearch, SuspectsEffect, SuspectsEffectWork, Treatment,
};
use dryf::pipeline::suspects::{RankedBy, Suspect, SuspectLabels};
use dryf::pipeline::time::UnixMillis;
use serde::Deserialize;

use crate::fixtures;
use crate::support::demo_data;

#[derive(Deserialize)]
struct Fixture {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    labels: Vec<u32>,
    probabilities: Vec<Vec<f64>>,
    thresholds: Vec<f64>,
    counts: Vec<Vec<u64>>,
    joint: Vec<Vec<u64>>,
    n_wrong: u64,
    by_self_confidence: Vec<u32>,
    by_normalized_margin: Vec<u32>,
    self_confidence: Vec<f64>,
    normalized_margin: Vec<f64>,
}

#[test]
fn suspects_are_cleanlabs_label_issues_in_its_order() {
    let fixture: Fixture = fixtures::read("suspects_cleanlab.json");
    assert!(fixture.cases.len() >= 8);
    for case in fixture.cases {
        let found = |ranked_by| {
            let n_classes = case.thresholds.len();
            SuspectLabels::new(&case.probabilities, &case.labels, n_classes, ranked_by)
        };
        let by_confidence = found(RankedBy::SelfConfidence);
        let by_margin = found(RankedBy::NormalizedMargin);
        let name = &case.name;
        // The same operations in the same order: the bits are the same.
        assert_eq!(by_confidence.estimate.thresholds, case.thresholds, "{name}");
        assert_eq!(by_confidence.estimate.counts, case.counts, "{name}");
        assert_eq!(by_confidence.estimate.joint, case.joint, "{name}");
        assert_eq!(by_confidence.estimate.n_wrong(), case.n_wrong, "{name}");
        let rows = |found: &SuspectLabels| -> Vec<u32> {
            found.suspects.iter().map(|suspect| suspect.row).collect()
        };
        assert_eq!(rows(&by_confidence), case.by_self_confidence, "{name}");
        assert_eq!(rows(&by_margin), case.by_normalized_margin, "{name}");
        let suspects = by_confidence.suspects.iter();
        let confidences: Vec<f64> = suspects.map(|suspect| suspect.self_confidence).collect();
        assert_eq!(confidences, case.self_confidence, "{name}");
        let suspects = by_margin.suspects.iter();
        let margins: Vec<f64> = suspects.map(|suspect| suspect.normalized_margin).collect();
        assert_eq!(margins, case.normalized_margin, "{name}");
    }
}

fn searched(config: &RunConfig, data: &DataSet, folds: u32) -> Result<FoundSuspects, Error> {
    let mut search = SuspectSearch::new(config, data, folds)?;
    loop {
        for mut piece in search.pieces() {
            while piece.step(UnixMillis(0.0)).is_running() {}
        }
        if !search.step().is_running() {
            return search.finish(RankedBy::SelfConfidence);
        }
    }
}

#[test]
fn planted_wrong_labels_stand_first() {
    let mut data = demo_data();
    let n_rows = data.train.labels.len();
    let n_planted = n_rows / 20;
    let mut random = RandomState::new(1);
    let planted: Vec<u32> = random.permutation(n_rows)[..n_planted].to_vec();
    for (&row, turn) in planted.iter().zip([1, 2].into_iter().cycle()) {
        let label = &mut data.train.labels[row as usize];
        *label = (*label + turn) % 3;
    }
    let found = searched(&RunConfig::default(), &data, 5).unwrap();
    assert_eq!(found.score_kind, ScoreKind::Decision);
    assert_eq!(found.labels.n_rows, n_rows);
    let first = found.labels.suspects.iter().take(100);
    let right = first
        .filter(|suspect| planted.contains(&suspect.row))
        .count();
    // By chance there would be five. scikit-learn's SVC and cleanlab find 47 to 53 in three draws.
    assert!(right >= 40, "{right} of the first hundred");
    let mut all = found.labels.suspects.iter();
    assert!(all.all(|suspect| suspect.given != suspect.suggested));
}

/// Suspects at these rows, each with the class that takes the place of its label.
fn suspects(data: &DataSet, rows: &[u32], suggested: impl Fn(u32) -> u32) -> Vec<Suspect> {
    let of_row = |&row: &u32| Suspect {
        row,
        given: data.train.labels[row as usize],
        suggested: suggested(data.train.labels[row as usize]),
        self_confidence: 0.1,
        normalized_margin: 0.1,
    };
    rows.iter().map(of_row).collect()
}

fn effect_of(data: &DataSet, suspects: &[Suspect]) -> Result<SuspectsEffect, Error> {
    let config = RunConfig::default();
    let mut work = SuspectsEffectWork::new(&config, data, suspects, &data.classes, 5)?;
    loop {
        for mut piece in work.pieces() {
            while piece.step(UnixMillis(0.0)).is_running() {}
        }
        if !work.step()?.is_running() {
            return work.finish();
        }
    }
}

/// Labels that are taken as they are change nothing, bit for bit; of rows that are left out no model learns, so that their texts
/// may be any; and with every tenth label wrong the right ones help those that are judged.
#[test]
fn what_correcting_suspects_changes_is_what_the_models_learn() {
    let right = demo_data();
    let mut data = right.clone();
    let rows: Vec<u32> = (0..data.train.labels.len() as u32).step_by(10).collect();
    for &row in &rows {
        let label = &mut data.train.labels[row as usize];
        *label = (*label + 1) % 3;
    }
    let as_they_are = effect_of(&data, &suspects(&data, &rows, |given| given)).unwrap();
    let n_rows = data.train.labels.len() as u64;
    assert_eq!(as_they_are.n_suspects, rows.len() as u64);
    assert_eq!(as_they_are.n_judged, n_rows - rows.len() as u64);
    let [left_out, taken] = &as_they_are.treatments[..] else {
        panic!("two treatments");
    };
    assert_eq!(
        (left_out.treatment, taken.treatment),
        (Treatment::LeaveOut, Treatment::Relabel)
    );
    assert_eq!(
        (taken.f1_micro, taken.f1_macro),
        (as_they_are.f1_micro, as_they_are.f1_macro)
    );
    let change = taken.differences.f1_macro;
    assert_eq!(
        (change.estimate.low, change.estimate.high, change.p),
        (0.0, 0.0, 1.0)
    );

    let mut elsewhere = data.clone();
    for &row in &rows {
        elsewhere.train.texts[row as usize] = "kalafior kalafior".into();
    }
    let corrected =
        effect_of(&elsewhere, &suspects(&data, &rows, |given| (given + 2) % 3)).unwrap();
    let without = &corrected.treatments[0];
    assert_eq!(
        (without.f1_micro, without.f1_macro),
        (left_out.f1_micro, left_out.f1_macro)
    );
    assert_ne!(corrected.f1_macro, as_they_are.f1_macro);

    let corrected = effect_of(&data, &suspects(&data, &rows, |given| (given + 2) % 3)).unwrap();
    let relabelled = &corrected.treatments[1];
    assert_eq!(relabelled.treatment, Treatment::Relabel);
    assert!(
        relabelled.differences.f1_macro.estimate.low > 0.0,
        "{relabelled:?}"
    );
    assert!(relabelled.f1_macro > corrected.f1_macro);
}

#[test]
fn nothing_is_measured_without_suspects_or_without_other_rows() {
    let data = demo_data();
    let all: Vec<u32> = (0..data.train.labels.len() as u32).collect();
    for rows in [&[][..], &all] {
        let error = effect_of(&data, &suspects(&data, rows, |given| given)).unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("there is no suspect label to correct"),
            "{error}"
        );
    }
}

#[test]
fn rows_that_can_not_be_scored_out_of_fold_are_refused() {
    let mut data = demo_data();
    // One row of a class is in no other fold than its own.
    let of_last = |label: &u32| *label == 2;
    let place = data.train.labels.iter().position(of_last).unwrap();
    for (row, label) in data.train.labels.iter_mut().enumerate() {
        if *label == 2 && row != place {
            *label = 1;
        }
    }
    let error = searched(&RunConfig::default(), &data, 5).unwrap_err();
    assert_eq!(
        error.to_string(),
        "a class has too few rows to be in every fold; add rows of each such class"
    );
    for label in &mut data.train.labels {
        *label = 0;
    }
    assert!(searched(&RunConfig::default(), &data, 2).is_err());
}
