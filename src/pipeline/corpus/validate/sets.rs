//! What is odd about two sets together: the same texts in both, under other labels.

use std::collections::BTreeSet;

use super::copies::{Copies, Distinct};
use super::near::Neighbourhoods;
use super::{Finding, FindingKind, Severity};
use crate::message;
use crate::message::{Argument, Message};
use crate::pipeline::corpus::{Corpus, SetName};
use crate::pipeline::step::Pace;

/// What the other set has of each row's very text.
async fn exactly(corpus: &Corpus, other_copies: &Copies) -> Vec<Option<Distinct>> {
    let mut pace = Pace::default();
    let mut found = Vec::with_capacity(corpus.texts.len());
    for text in &corpus.texts {
        found.push(other_copies.get(text));
        pace.after(text.len() / 8).await;
    }
    found
}

/// Texts of the test set that the training set has as well, with the training rows as counterparts.
pub(super) async fn findings(
    (train, train_copies): (&Corpus, &Copies),
    (test, test_copies): (&Corpus, &Copies),
    near: &Neighbourhoods,
    findings: &mut Vec<Finding>,
) {
    // With what the other set has of each row's very text.
    let sides = [
        (
            SetName::Train,
            &train.labels,
            exactly(train, test_copies).await,
            SetName::Test,
        ),
        (
            SetName::Test,
            &test.labels,
            exactly(test, train_copies).await,
            SetName::Train,
        ),
    ];
    // The training rows, unless too little would be left to learn from.
    let remedy = |rows: &[u32]| {
        let left = (0..train.labels.len() as u32).filter(|row| rows.binary_search(row).is_err());
        let classes: BTreeSet<u32> = left.map(|row| train.labels[row as usize]).collect();
        Argument::Key(match classes.len() {
            0 | 1 => "other-rows".into(),
            _ => "exclude".into(),
        })
    };
    // The odd rows of either set; `odd` is told whether the very text and what near texts are in the other set.
    let mut pace = Pace::default();
    let mut add =
        async |kind, odd: &dyn Fn(&Seen) -> bool, about: fn(Message, Argument) -> Message| {
            let mut found = [Vec::new(), Vec::new()];
            for ((set, labels, exactly, other), found) in sides.iter().zip(&mut found) {
                let is_odd = |row: usize| {
                    let exact = exactly[row];
                    let near = near.of(*set, row, *other);
                    let label = labels[row];
                    odd(&Seen {
                        exactly: exact.is_some(),
                        nearly: near.first.is_some(),
                        under_another_label: near.labels.differ_from(label)
                            || exact.is_some_and(|exact| exact.labels.differ_from(label)),
                    })
                };
                for row in 0..labels.len() {
                    if is_odd(row) {
                        found.push(row as u32);
                    }
                    pace.after(0).await;
                }
            }
            let [counterparts, rows] = found;
            if !rows.is_empty() {
                findings.push(Finding {
                    kind,
                    severity: Severity::Warning,
                    set: SetName::Test,
                    message: about(
                        message!("count-texts", texts = rows.len()),
                        remedy(&counterparts),
                    ),
                    rows,
                    counterparts,
                });
            }
        };
    add(
        FindingKind::TextsInBothSets,
        &|seen| seen.exactly,
        |texts, remedy| message!("finding-texts-in-both-sets", texts = texts, remedy = remedy),
    )
    .await;
    add(
        FindingKind::NearTextsInBothSets,
        &|seen| seen.nearly && !seen.exactly,
        |texts, remedy| {
            message!(
                "finding-near-texts-in-both-sets",
                texts = texts,
                remedy = remedy
            )
        },
    )
    .await;
    add(
        FindingKind::ContradictingLabelsBetweenSets,
        &|seen| seen.under_another_label,
        |texts, remedy| {
            message!(
                "finding-contradicting-labels-between-sets",
                texts = texts,
                remedy = remedy
            )
        },
    )
    .await;
}

/// How a text is found in the other set.
struct Seen {
    exactly: bool,
    /// Itself or a text near it.
    nearly: bool,
    under_another_label: bool,
}
