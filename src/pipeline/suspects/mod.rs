//! Suspect labels: rows whose scores, by models that did not learn from them, contradict their label. Cleanlab calls them label
//! issues.
//!
//! Plain values in, plain values out: it knows no model. Where probabilities come from is `run/suspecting.rs`.

mod confident_learning;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use confident_learning::{ConfidentLearning, confident_learning};

/// The suspect labels of some rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SuspectLabels {
    /// How many rows were looked at.
    pub n_rows: usize,
    pub estimate: ConfidentLearning,
    /// The most suspect first; of equal scores the row that comes first.
    pub suspects: Vec<Suspect>,
}

/// A row with a suspect label.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Suspect {
    /// From 0.
    pub row: u32,
    /// Class index of the label that the row has.
    pub given: u32,
    /// The class with the largest probability; the first of equals.
    pub suggested: u32,
    /// The probability of the given label, `0.0..=1.0`.
    pub self_confidence: f64,
    /// `(p_given - max_other + 1) / 2`, `0.0..=1.0`: below a half where another class is more probable.
    pub normalized_margin: f64,
}

/// By what suspects are ranked, the lowest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RankedBy {
    /// The probability of the given label.
    #[default]
    SelfConfidence,
    /// How far the given label's probability is above the largest of the others.
    NormalizedMargin,
}

impl SuspectLabels {
    /// Of rows with a probability of each class, shape `(n_rows, n_classes)`, finite, and their labels, below `n_classes`.
    ///
    /// Equal to cleanlab's `find_label_issues(labels, probabilities, return_indices_ranked_by=…)`, but that ties there are in
    /// whatever order numpy's sort leaves them, here in the order of the rows. Costs a sort of each class for each other class.
    ///
    /// # Panics
    /// If lengths differ, or a label is no class.
    pub fn new(
        probabilities: &[Vec<f64>],
        labels: &[u32],
        n_classes: usize,
        ranked_by: RankedBy,
    ) -> SuspectLabels {
        assert_eq!(probabilities.len(), labels.len(), "a label for each row");
        let estimate = confident_learning(probabilities, labels, n_classes);
        let mut suspects: Vec<Suspect> = estimate
            .issues
            .iter()
            .map(|&row| Suspect::new(row, &probabilities[row as usize], labels[row as usize]))
            .collect();
        let score = |suspect: &Suspect| match ranked_by {
            RankedBy::SelfConfidence => suspect.self_confidence,
            RankedBy::NormalizedMargin => suspect.normalized_margin,
        };
        suspects.sort_by(|a, b| score(a).total_cmp(&score(b)));
        SuspectLabels {
            n_rows: labels.len(),
            estimate,
            suspects,
        }
    }
}

impl Suspect {
    fn new(row: u32, probabilities: &[f64], given: u32) -> Suspect {
        let self_confidence = probabilities[given as usize];
        let others = (0..)
            .zip(probabilities)
            .filter(|&(class, _)| class != given);
        let largest = others.map(|(_, &p)| p).fold(f64::NEG_INFINITY, f64::max);
        Suspect {
            row,
            given,
            suggested: largest_of(probabilities) as u32,
            self_confidence,
            normalized_margin: (self_confidence - largest + 1.0) / 2.0,
        }
    }
}

/// The place of the largest value, the first of equals, as `np.argmax`.
fn largest_of(values: &[f64]) -> usize {
    let mut place = 0;
    for (at, value) in values.iter().enumerate() {
        if *value > values[place] {
            place = at;
        }
    }
    place
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three rows of each of two classes that a model knows well, and two with the other's label.
    fn rows() -> (Vec<Vec<f64>>, Vec<u32>) {
        let first = [0.9, 0.8, 0.9, 0.1, 0.2, 0.1, 0.9, 0.1];
        let rows = first.iter().map(|&p| vec![p, 1.0 - p]).collect();
        (rows, vec![0, 0, 0, 1, 1, 1, 1, 0])
    }

    #[test]
    fn labels_that_the_probabilities_contradict_are_suspect() {
        let (probabilities, labels) = rows();
        let found = SuspectLabels::new(&probabilities, &labels, 2, RankedBy::SelfConfidence);
        // Thresholds 0.675 and 0.675: each class has three confident rows and one that is the other's.
        assert_eq!(found.estimate.joint, [[3, 1], [1, 3]]);
        let said: Vec<(u32, u32, u32)> = found
            .suspects
            .iter()
            .map(|suspect| (suspect.row, suspect.given, suspect.suggested))
            .collect();
        // Row 6 has 1 - 0.9, which is a little below the 0.1 of row 7.
        assert_eq!(said, [(6, 1, 0), (7, 0, 1)]);
        assert!((found.suspects[1].normalized_margin - 0.1).abs() < 1e-15);
        assert_eq!(found.estimate.n_wrong(), 2);
    }

    #[test]
    fn ties_stand_in_the_order_of_the_rows() {
        let probabilities = vec![
            vec![0.75, 0.25],
            vec![0.25, 0.75],
            vec![0.25, 0.75],
            vec![0.25, 0.75],
            vec![0.75, 0.25],
            vec![0.75, 0.25],
        ];
        for ranked_by in [RankedBy::SelfConfidence, RankedBy::NormalizedMargin] {
            let found = SuspectLabels::new(&probabilities, &[0, 0, 0, 1, 1, 1], 2, ranked_by);
            let rows: Vec<u32> = found.suspects.iter().map(|suspect| suspect.row).collect();
            assert_eq!(rows, [1, 2, 4, 5]);
        }
    }

    #[test]
    fn nothing_contradicts_one_class_or_no_row() {
        let one = SuspectLabels::new(&[vec![1.0], vec![1.0]], &[0, 0], 1, RankedBy::default());
        assert_eq!((one.suspects.len(), one.estimate.joint), (0, vec![vec![2]]));
        let none = SuspectLabels::new(&[], &[], 2, RankedBy::default());
        assert_eq!((none.suspects.len(), none.estimate.n_wrong()), (0, 0));
    }
}
