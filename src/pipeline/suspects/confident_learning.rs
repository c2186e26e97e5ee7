//! Confident learning: which labels the probabilities of rows out of fold contradict, and about how many rows of each class are
//! another class's.
//!
//! Source: C. G. Northcutt, L. Jiang, I. L. Chuang, "Confident Learning: Estimating Uncertainty in Dataset Labels", JAIR 70
//! (2021), 1373–1411: thresholds (equation 2), confident joint (equation 1), its calibration (equation 3), pruning by noise rate
//! (section 3.2). Each step has the arithmetic of cleanlab 2.9 (`count.py`, `filter.py`), roundings and tolerances too.

use serde::{Deserialize, Serialize};

use super::largest_of;
use crate::pipeline::numeric::{pairwise_mean, pairwise_sum};

/// What cleanlab takes for equal: off each threshold, and on a given label's probability where it is compared with the others.
const CLOSE: f64 = 1e-6;
/// Thresholds are at least this.
const LEAST_THRESHOLD: f64 = 2.0 * CLOSE;
/// The threshold of a class without rows, which no probability reaches.
const NO_ROWS: f64 = 2.0;
/// So that nothing is divided by 0.
const LEAST_SUM: f64 = 1e-100;
/// Rows that each class keeps, however suspect.
const LEFT_IN_CLASS: u64 = 1;

/// What the probabilities say of the labels as a whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ConfidentLearning {
    /// For each class the mean probability of its own label over the rows that have it, at least 2e-6; 2 for a class without rows.
    pub thresholds: Vec<f64>,
    /// Rows by given label (down) and the class that they are confidently of (across), shape `(n_classes, n_classes)`: the class
    /// whose threshold a row reaches, of several the most probable one. The diagonal is at least 1.
    pub counts: Vec<Vec<u64>>,
    /// The same, estimated of all rows: each row of the matrix adds up to the rows with that label.
    pub joint: Vec<Vec<u64>>,
    /// The rows whose labels are suspect, ascending.
    pub issues: Vec<u32>,
}

/// Of rows with a probability of each class and their labels, all below `n_classes`.
pub fn confident_learning(
    probabilities: &[Vec<f64>],
    labels: &[u32],
    n_classes: usize,
) -> ConfidentLearning {
    let mut rows_of_classes = vec![Vec::new(); n_classes];
    for (row, &label) in (0..).zip(labels) {
        rows_of_classes[label as usize].push(row);
    }
    let thresholds = thresholds(probabilities, &rows_of_classes);
    let counts = counts(probabilities, labels, &thresholds);
    let class_counts: Vec<u64> = rows_of_classes
        .iter()
        .map(|rows| rows.len() as u64)
        .collect();
    let joint = calibrated(&counts, &class_counts);
    let issues = issues(probabilities, &rows_of_classes, &joint);
    ConfidentLearning {
        thresholds,
        counts,
        joint,
        issues,
    }
}

impl ConfidentLearning {
    /// About how many labels are wrong: what stands off the diagonal of the joint, cleanlab's
    /// `num_label_issues(estimation_method="off_diagonal_calibrated")`.
    pub fn n_wrong(&self) -> u64 {
        let off = |(given, row): (usize, &Vec<u64>)| row.iter().sum::<u64>() - row[given];
        self.joint.iter().enumerate().map(off).sum()
    }
}

/// `mean of p_k over the rows with label k`.
fn thresholds(probabilities: &[Vec<f64>], rows_of_classes: &[Vec<u32>]) -> Vec<f64> {
    let of_class = |(class, rows): (usize, &Vec<u32>)| {
        let own: Vec<f64> = rows
            .iter()
            .map(|&row| probabilities[row as usize][class])
            .collect();
        match own.is_empty() {
            true => NO_ROWS,
            false => pairwise_mean(&own).max(LEAST_THRESHOLD),
        }
    };
    rows_of_classes.iter().enumerate().map(of_class).collect()
}

/// Rows by given label and confident class.
fn counts(probabilities: &[Vec<f64>], labels: &[u32], thresholds: &[f64]) -> Vec<Vec<u64>> {
    let n_classes = thresholds.len();
    let mut counts = vec![vec![0; n_classes]; n_classes];
    for (row, &label) in probabilities.iter().zip(labels) {
        let mut reached = (0..n_classes).filter(|&class| row[class] >= thresholds[class] - CLOSE);
        let class = match (reached.next(), reached.next()) {
            (None, _) => continue,
            (Some(only), None) => only,
            // The most probable of all, as cleanlab has it; the paper says of those that reach theirs.
            (Some(_), Some(_)) => largest_of(row),
        };
        counts[label as usize][class] += 1;
    }
    for (class, row) in counts.iter_mut().enumerate() {
        row[class] = row[class].max(1);
    }
    counts
}

/// `c_ij / sum_j c_ij * n_i`, then so that all add up to the number of rows, in whole rows.
fn calibrated(counts: &[Vec<u64>], class_counts: &[u64]) -> Vec<Vec<u64>> {
    let scaled: Vec<Vec<f64>> = counts
        .iter()
        .zip(class_counts)
        .map(|(row, &n)| {
            let sum = (row.iter().sum::<u64>() as f64).max(LEAST_SUM);
            let scale = |&count: &u64| count as f64 / sum * n as f64;
            row.iter().map(scale).collect()
        })
        .collect();
    // Numpy adds in the order of memory, which goes down the columns.
    let down: Vec<f64> = (0..counts.len())
        .flat_map(|column| scaled.iter().map(move |row| row[column]))
        .collect();
    let sum = pairwise_sum(&down).max(LEAST_SUM);
    let n_rows = class_counts.iter().sum::<u64>() as f64;
    let rows = scaled.iter().map(|row| -> Vec<f64> {
        let share = |value: &f64| value / sum * n_rows;
        row.iter().map(share).collect()
    });
    rows.map(|row| rounded(&row)).collect()
}

/// Whole numbers that add up to the rounded sum: those that rounding moved farthest are moved back by one.
fn rounded(values: &[f64]) -> Vec<u64> {
    let wanted = pairwise_sum(values).round_ties_even();
    let mut whole: Vec<f64> = values.iter().map(|value| value.round_ties_even()).collect();
    loop {
        let lacking = wanted - pairwise_sum(&whole);
        // Neither is a fraction.
        if lacking == 0.0 {
            break;
        }
        let moved = |place: usize| values[place] - whole[place];
        let mut places: Vec<usize> = (0..values.len()).collect();
        places.sort_by(|&a, &b| moved(a).total_cmp(&moved(b)));
        if lacking > 0.0 {
            places.reverse();
        }
        for place in places.into_iter().take(lacking.abs() as usize) {
            whole[place] += lacking.signum();
        }
    }
    whole.into_iter().map(|value| value as u64).collect()
}

/// Pruning by noise rate: of each given label and each other class so many rows as the joint has, those with the largest
/// `p_other - p_given`, but none whose label is the most probable class.
fn issues(
    probabilities: &[Vec<f64>],
    rows_of_classes: &[Vec<u32>],
    joint: &[Vec<u64>],
) -> Vec<u32> {
    let mut issues = Vec::new();
    for (given, rows) in rows_of_classes.iter().enumerate() {
        if rows.len() as u64 <= LEFT_IN_CLASS {
            continue;
        }
        let mut of_class = Vec::new();
        let others = pruned(&joint[given], given).into_iter().enumerate();
        for (other, n) in others.filter(|&(other, n)| other != given && n > 0) {
            let margin = |&row: &u32| {
                let p = &probabilities[row as usize];
                p[other] - p[given]
            };
            let mut by_margin = rows.clone();
            by_margin.sort_by(|a, b| margin(b).total_cmp(&margin(a)));
            of_class.extend(by_margin.into_iter().take(n as usize));
        }
        of_class.retain(|&row| {
            let mut p = probabilities[row as usize].clone();
            p[given] += CLOSE;
            largest_of(&p) != given
        });
        issues.extend(of_class);
    }
    issues.sort_unstable();
    issues.dedup();
    issues
}

/// How many rows with a label go to each other class, so that one is left at least: what the diagonal lacks of it is taken off
/// the others evenly.
fn pruned(joint: &[u64], given: usize) -> Vec<u64> {
    let lacking = LEFT_IN_CLASS.saturating_sub(joint[given]) as f64;
    let n_others = joint.iter().filter(|&&n| n > 0).count().saturating_sub(1);
    let each = lacking / n_others.max(1) as f64;
    // Numpy cuts what is left to whole numbers.
    joint
        .iter()
        .map(|&n| (n as f64 - each).max(0.0) as u64)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_keeps_the_sum() {
        assert_eq!(rounded(&[1.4, 1.4, 1.2]), [1, 2, 1]);
        assert_eq!(rounded(&[0.5, 0.5, 3.0]), [0, 1, 3]);
        assert_eq!(rounded(&[1.6, 1.7, 0.7]), [1, 2, 1]);
        assert_eq!(rounded(&[]), [0; 0]);
    }

    /// Without a confident row of its own a class keeps one row all the same.
    #[test]
    fn a_class_keeps_a_row() {
        assert_eq!(pruned(&[0, 4, 0], 0), [0, 3, 0]);
        // A row off each of two: cleanlab takes the diagonal for one that is not 0.
        assert_eq!(pruned(&[0, 3, 2], 0), [0, 2, 1]);
        assert_eq!(pruned(&[2, 3, 2], 0), [2, 3, 2]);
    }
}
