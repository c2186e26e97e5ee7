//! What a run answered on rows that it did not learn from, and the answers of two runs on the same rows.

use std::collections::BTreeMap;

use super::record::RunRecord;
use crate::pipeline::compare::PairedRows;
use crate::pipeline::corpus::{DataSet, KeptSet, SetName};
use crate::pipeline::error::Error;

/// Of each row its number from 0, its true and its predicted class, by their places among the run's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answers {
    pub validation: Vec<[u32; 3]>,
    /// None where there is no test set.
    pub test: Option<Vec<[u32; 3]>>,
}

impl Answers {
    /// `data` are what the run was made from.
    pub fn of(record: &RunRecord, data: &DataSet) -> Answers {
        let test = record.test.as_ref().zip(data.test.as_ref());
        Answers {
            validation: answered(
                record,
                data,
                &record.split.validation,
                &data.train.labels,
                &record.validation.predicted,
            ),
            test: test.map(|(evaluated, test)| {
                let kept = &record.data.excluded;
                let kept = kept.kept(SetName::Test, test.texts.len());
                answered(record, data, &kept, &test.labels, &evaluated.predicted)
            }),
        }
    }

    /// The same of the rows that the first fit learned from.
    pub fn of_training_part(record: &RunRecord, data: &DataSet) -> Vec<[u32; 3]> {
        let rows = &record.split.train;
        let predicted = &record.train.predicted;
        answered(record, data, rows, &data.train.labels, predicted)
    }
}

fn answered(
    record: &RunRecord,
    data: &DataSet,
    rows: &[u32],
    labels: &[u32],
    predicted: &[u32],
) -> Vec<[u32; 3]> {
    let answer =
        |(&row, &label): (&u32, &u32)| [row, record.class_of(data, labels[row as usize]), label];
    rows.iter().zip(predicted).map(answer).collect()
}

/// What is known of a run's data without the texts; `digest` gives that of a set and its rows.
pub fn kept_sets(
    record: &RunRecord,
    digest: impl Fn(SetName) -> Option<(String, u64)>,
) -> BTreeMap<SetName, KeptSet> {
    let counts = &record.class_counts;
    let mut train = counts.train.clone();
    for (class, rows) in &counts.validation {
        *train.entry(class.clone()).or_default() += rows;
    }
    let test = counts.test.clone().unwrap_or_default();
    let sets = [(SetName::Train, train), (SetName::Test, test)];
    let kept = sets.into_iter().filter_map(|(set, class_counts)| {
        let (digest, n_rows) = digest(set)?;
        let kept = KeptSet {
            digest,
            n_rows,
            class_counts,
        };
        Some((set, kept))
    });
    kept.collect()
}

/// The answers of two runs, each with its classes, where they are of the same rows with the same labels, of which there is
/// at least one. The run now is the candidate.
///
/// # Errors
/// Those of [`PairedRows::new`].
pub fn paired_answers(
    before: (&[String], &[[u32; 3]]),
    now: (&[String], &[[u32; 3]]),
) -> Result<Option<PairedRows>, Error> {
    let mut classes = [before.0, now.0].concat();
    classes.sort();
    classes.dedup();
    let named = |(names, rows): (&[String], &[[u32; 3]])| -> Vec<[u32; 3]> {
        let place = |name: &String| classes.partition_point(|class| class < name) as u32;
        let places: Vec<u32> = names.iter().map(place).collect();
        let named = |&[row, truth, label]: &[u32; 3]| {
            let [truth, label] = [truth, label].map(|class| places[class as usize]);
            [row, truth, label]
        };
        rows.iter().map(named).collect()
    };
    let (one, other) = (named(before), named(now));
    let column = |rows: &[[u32; 3]], column: usize| -> Vec<u32> {
        rows.iter().map(|row| row[column]).collect()
    };
    let is_same = |at| column(&one, at) == column(&other, at);
    if one.is_empty() || !is_same(0) || !is_same(1) {
        return Ok(None);
    }
    let (truth, candidate) = (column(&other, 1), column(&other, 2));
    PairedRows::new(classes, truth, candidate, column(&one, 2)).map(Some)
}
