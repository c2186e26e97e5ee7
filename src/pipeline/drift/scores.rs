//! Scores: what a model says of rows that it did not learn from.
//!
//! Plain data; the models are elsewhere. Decision values and probabilities are kept in single precision: what is asked of
//! them are their order and their calibration, and a reference has a number for each class in each row.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::pipeline::numeric::{exp, ln};

/// The predicted class and the score of each class, for each row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scores {
    /// SHA-256 of the model; for scores out of fold, that of the model which the same recipe made of all rows.
    pub model_sha256: String,
    /// Out of fold: so many models each scored the rows that they had not learned from. None where the model itself scored
    /// rows that are new to it.
    pub folds: Option<u32>,
    pub kind: ScoreKind,
    /// The names of the classes that the model can give.
    pub classes: Vec<String>,
    /// For each row an index into `classes`.
    pub predicted: Vec<u32>,
    /// Finite, shape `(n_rows, n_classes)`, row by row.
    pub values: Vec<f32>,
}

/// What the numbers of [`Scores`] are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ScoreKind {
    /// Of any size, the larger the more likely, as the decision function of a support vector machine.
    Decision,
    /// `0.0..=1.0`, the sum of a row being 1.
    Probability,
}

impl Scores {
    /// Of the rows as a model gives them.
    ///
    /// # Panics
    /// If the lengths differ.
    pub fn new(
        model_sha256: String,
        folds: Option<u32>,
        kind: ScoreKind,
        classes: Vec<String>,
        predicted: Vec<u32>,
        rows: impl IntoIterator<Item = Vec<f64>>,
    ) -> Scores {
        let values: Vec<f32> = rows
            .into_iter()
            .flatten()
            .map(|value| value as f32)
            .collect();
        assert_eq!(
            values.len(),
            predicted.len() * classes.len(),
            "a score for each class in each row"
        );
        Scores {
            model_sha256,
            folds,
            kind,
            classes,
            predicted,
            values,
        }
    }

    /// Of these rows, in this order.
    ///
    /// # Panics
    /// If there is no such row.
    pub fn select(&self, rows: &[u32]) -> Scores {
        let n_classes = self.classes.len();
        let row = |row: u32| row as usize * n_classes..(row as usize + 1) * n_classes;
        Scores {
            model_sha256: self.model_sha256.clone(),
            classes: self.classes.clone(),
            predicted: rows
                .iter()
                .map(|&row| self.predicted[row as usize])
                .collect(),
            values: rows
                .iter()
                .flat_map(|&at| &self.values[row(at)])
                .copied()
                .collect(),
            ..*self
        }
    }

    /// For each row a probability of each class: as they are, or, of decision values, their softmax
    /// `exp(x_k) / sum_j exp(x_j)`. How far that is from the truth, the calibration decides.
    pub fn probabilities(&self) -> Vec<Vec<f64>> {
        self.values
            .chunks(self.classes.len().max(1))
            .map(|row| {
                let row = row.iter().map(|&value| f64::from(value));
                match self.kind {
                    ScoreKind::Probability => row.collect(),
                    ScoreKind::Decision => softmax(&row.collect::<Vec<f64>>()),
                }
            })
            .collect()
    }

    /// For each row the entropy of its probabilities in nats, `0..=ln(n_classes)`: how unsure the model is of it.
    pub fn entropies(&self) -> Vec<f64> {
        self.probabilities()
            .iter()
            .map(|row| {
                row.iter()
                    .map(|&p| if p > 0.0 { -p * ln(p) } else { 0.0 })
                    .sum()
            })
            .collect()
    }
}

/// Of values of any size.
fn softmax(values: &[f64]) -> Vec<f64> {
    let largest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let powers: Vec<f64> = values.iter().map(|value| exp(value - largest)).collect();
    let sum: f64 = powers.iter().sum();
    powers.iter().map(|power| power / sum).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scores(kind: ScoreKind, rows: Vec<Vec<f64>>) -> Scores {
        let classes = ["a", "b"].map(String::from).to_vec();
        let predicted = vec![0; rows.len()];
        Scores::new("0".into(), None, kind, classes, predicted, rows)
    }

    #[test]
    fn decision_values_become_probabilities_whatever_their_size() {
        let found = scores(
            ScoreKind::Decision,
            vec![vec![0.0, 0.0], vec![1000.0, -1000.0], vec![0.0, 1.0]],
        );
        let rows = found.probabilities();
        assert_eq!(rows[0], [0.5, 0.5]);
        assert_eq!(rows[1], [1.0, 0.0]);
        // 1 / (1 + e), to a rounding of the quotient.
        assert!((rows[2][0] - 0.268_941_421_369_995_1).abs() < 1e-15);
        assert_eq!(found.entropies()[1], 0.0);
        assert!((found.entropies()[0] - std::f64::consts::LN_2).abs() < 1e-15);
    }

    #[test]
    fn chosen_rows_keep_their_scores() {
        let all = scores(
            ScoreKind::Decision,
            vec![vec![0.0, 1.0], vec![2.0, 3.0], vec![4.0, 5.0]],
        );
        let chosen = all.select(&[2, 0]);
        assert_eq!(
            (&chosen.values[..], chosen.predicted.len()),
            (&[4.0, 5.0, 0.0, 1.0][..], 2)
        );
    }

    #[test]
    fn probabilities_stay_as_they_are() {
        let found = scores(ScoreKind::Probability, vec![vec![0.25, 0.75]]);
        assert_eq!(found.probabilities(), [[0.25, 0.75]]);
    }
}
