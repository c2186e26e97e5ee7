//! Suspect labels: cleanlab's own answers on shared probabilities, and wrong labels that were planted in the demo corpus.

use dryf::pipeline::corpus::DataSet;
use dryf::pipeline::drift::ScoreKind;
use dryf::pipeline::error::Error;
use dryf::pipeline::rng::RandomState;
use dryf::pipeline::run::{FoundSuspects, RunConfig, SuspectSearch};
use dryf::pipeline::suspects::{RankedBy, SuspectLabels};
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
