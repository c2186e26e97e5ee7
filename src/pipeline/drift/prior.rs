//! The shares of the classes in rows without labels, estimated from predictions: black box shift estimation (Lipton, Wang
//! and Smola, "Detecting and correcting for label shift with black box predictors", ICML 2018).
//!
//! **It assumes that only the shares changed**: that a tweet of a class is written as before, so that a model errs on it as
//! before. Where the wording of a class changed too, the estimate is wrong and nothing in it shows that; on PolEval it says
//! 6.9 % hate-speech where there are 10.9 %. It is an estimate under this assumption, never a measurement.
//!
//! | symbol | meaning |
//! |---|---|
//! | `C[i][j]` | share of reference rows that are predicted as `i` and of the class `j` |
//! | `mu[i]` | share of current rows that are predicted as `i` |
//! | `w[j]` | current share of the class `j` over its reference share; `C w = mu` |

use std::fmt;

use serde::{Deserialize, Serialize};

/// Estimated shares of the classes in the current rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PriorEstimate {
    /// In the reference, by its labels; each class has a row.
    pub reference: Vec<f64>,
    /// In the current rows, as the equations have it: the sum is 1, and on few rows or with a poor model a share may lie
    /// outside of 0 and 1.
    pub current: Vec<f64>,
}

impl PriorEstimate {
    /// Whether all shares lie within 0 and 1.
    pub fn is_possible(&self) -> bool {
        self.current.iter().all(|share| (0.0..=1.0).contains(share))
    }
}

/// Why there is no estimate. `Display` says it with what would help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoPrior {
    NoReferenceRows,
    NoCurrentRows,
    /// The predictions do not tell the classes apart, such as when one class is never predicted.
    NotTold,
}

impl fmt::Display for NoPrior {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            NoPrior::NoReferenceRows => "the reference has no rows; choose another one",
            NoPrior::NoCurrentRows => "the current data has no rows; load some",
            NoPrior::NotTold => {
                "the predictions do not tell the classes apart; take a model that predicts each of them"
            }
        })
    }
}

/// Pivots below this share of the largest cell are roundings of whole counts over their number.
const SINGULAR: f64 = 1e-12;

/// From predicted and true classes of the reference, which the model must not have learned from, and predicted classes of
/// the current rows; all are below `n_classes`.
///
/// # Errors
/// No rows, or predictions that do not tell the classes apart.
///
/// # Panics
/// If the lengths of the reference differ, or a class is not below `n_classes`.
pub fn prior_from_predictions(
    n_classes: usize,
    predicted: &[u32],
    labels: &[u32],
    current: &[u32],
) -> Result<PriorEstimate, NoPrior> {
    assert_eq!(predicted.len(), labels.len(), "a prediction for each row");
    if labels.is_empty() {
        return Err(NoPrior::NoReferenceRows);
    }
    if current.is_empty() {
        return Err(NoPrior::NoCurrentRows);
    }
    // The equations, their right side in the last column.
    let mut equations = vec![vec![0.0; n_classes + 1]; n_classes];
    let mut reference = vec![0.0; n_classes];
    let (row, now) = (1.0 / labels.len() as f64, 1.0 / current.len() as f64);
    for (&predicted, &label) in predicted.iter().zip(labels) {
        equations[predicted as usize][label as usize] += 1.0;
        reference[label as usize] += 1.0;
    }
    for &predicted in current {
        equations[predicted as usize][n_classes] += 1.0;
    }
    for equation in &mut equations {
        equation[..n_classes].iter_mut().for_each(|x| *x *= row);
        equation[n_classes] *= now;
    }
    let weights = solve(equations).ok_or(NoPrior::NotTold)?;
    reference.iter_mut().for_each(|share| *share *= row);
    Ok(PriorEstimate {
        current: weights.iter().zip(&reference).map(|(w, p)| w * p).collect(),
        reference,
    })
}

/// Gauss' elimination with the largest pivot of each column; none where a pivot is 0 but for roundings.
fn solve(mut rows: Vec<Vec<f64>>) -> Option<Vec<f64>> {
    let n = rows.len();
    let largest = rows
        .iter()
        .flat_map(|row| &row[..n])
        .fold(0.0, |most: f64, x| most.max(x.abs()));
    for column in 0..n {
        let best =
            (column..n).max_by(|&a, &b| rows[a][column].abs().total_cmp(&rows[b][column].abs()))?;
        rows.swap(column, best);
        let pivot = rows[column].clone();
        if pivot[column].abs() <= SINGULAR * largest {
            return None;
        }
        for row in &mut rows[column + 1..] {
            let times = row[column] / pivot[column];
            row.iter_mut()
                .zip(&pivot)
                .for_each(|(x, above)| *x -= times * above);
        }
    }
    let mut solution = vec![0.0; n];
    for at in (0..n).rev() {
        let known: f64 = (at + 1..n).map(|i| rows[at][i] * solution[i]).sum();
        solution[at] = (rows[at][n] - known) / rows[at][at];
    }
    Some(solution)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A model that is right on 80 % of the one class and on 90 % of the other, asked for rows of which half are of each.
    #[test]
    fn a_shift_of_shares_alone_is_found() {
        let rows = |parts: &[(u32, u32, usize)]| -> (Vec<u32>, Vec<u32>) {
            parts
                .iter()
                .flat_map(|&(predicted, label, n)| std::iter::repeat_n((predicted, label), n))
                .unzip()
        };
        let (predicted, labels) = rows(&[(0, 0, 64), (1, 0, 16), (1, 1, 18), (0, 1, 2)]);
        let (current, _) = rows(&[(0, 0, 40), (1, 0, 10), (1, 1, 45), (0, 1, 5)]);
        let found = prior_from_predictions(2, &predicted, &labels, &current).unwrap();
        // A few roundings of shares.
        for (share, expected) in found.current.iter().zip([0.5, 0.5]) {
            assert!((share - expected).abs() < 1e-14, "{share}");
        }
        assert_eq!(found.reference, [0.8, 0.2]);
        assert!(found.is_possible());
        let impossible = prior_from_predictions(2, &predicted, &labels, &[1]).unwrap();
        assert!(!impossible.is_possible());
    }

    #[test]
    fn what_can_not_be_told_is_not_estimated() {
        assert_eq!(
            prior_from_predictions(2, &[0, 0], &[0, 1], &[0]),
            Err(NoPrior::NotTold)
        );
        assert_eq!(
            prior_from_predictions(2, &[], &[], &[0]),
            Err(NoPrior::NoReferenceRows)
        );
        assert_eq!(
            prior_from_predictions(2, &[0, 1], &[0, 1], &[]),
            Err(NoPrior::NoCurrentRows)
        );
    }
}
