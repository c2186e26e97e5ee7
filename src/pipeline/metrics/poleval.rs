//! The scores of PolEval 2019, task 6-2, as its own script gives them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::pipeline::corpus::POLEVAL_CLASSES;

/// PolEval's micro (primary) and macro scores, in percent, `0.0..=100.0`, not rounded; its script prints two decimals.
///
/// Micro sums true positives, false positives and false negatives over all three classes, the harmless one included;
/// with one label a row the three micro scores are then one number, the accuracy. That all classes count follows from
/// the results that PolEval published: whole tenths of a percent on 1,000 tweets.
/// Macro averages precision and recall over the three classes first; `macro_f` is the harmonic mean of the two
/// averages and not the average of the F scores, so it differs from scikit-learn's `f1_macro`. A class without a
/// prediction has the precision 0, one without a row the recall 0.
/// Source: Ptaszynski, Pieciukiewicz and Dybala, "Results of the PolEval 2019 Shared Task 6", PolEval 2019 proceedings.
#[derive(Debug, Clone, Copy, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct PolevalScores {
    #[schemars(range(min = 0.0, max = 100.0))]
    pub micro_precision: f64,
    #[schemars(range(min = 0.0, max = 100.0))]
    pub micro_recall: f64,
    #[schemars(range(min = 0.0, max = 100.0))]
    pub micro_f: f64,
    #[schemars(range(min = 0.0, max = 100.0))]
    pub macro_precision: f64,
    #[schemars(range(min = 0.0, max = 100.0))]
    pub macro_recall: f64,
    #[schemars(range(min = 0.0, max = 100.0))]
    pub macro_f: f64,
}

impl PolevalScores {
    /// From the confusion matrix, `[truth][predicted]`; nothing if the classes are not PolEval's three.
    pub(super) fn new(classes: &[String], confusion: &[Vec<u64>]) -> Option<PolevalScores> {
        let is_poleval = classes.len() == POLEVAL_CLASSES.len()
            && POLEVAL_CLASSES
                .iter()
                .all(|name| classes.iter().any(|class| class == name));
        if !is_poleval {
            return None;
        }
        let of_classes = |count: &dyn Fn(usize) -> u64| (0..classes.len()).map(count).collect();
        let hits: Vec<u64> = of_classes(&|class| confusion[class][class]);
        let truth: Vec<u64> = of_classes(&|class| confusion[class].iter().sum());
        let predicted: Vec<u64> = of_classes(&|class| confusion.iter().map(|row| row[class]).sum());
        Some(PolevalScores::of_counts(&hits, &truth, &predicted))
    }

    /// From rows of each class that are right, of the truth, and predicted, each of shape `(3,)`.
    pub fn of_counts(hits: &[u64], truth: &[u64], predicted: &[u64]) -> PolevalScores {
        let mean_share = |of: &[u64]| {
            let shares = hits.iter().zip(of).map(|(&hits, &of)| percent(hits, of));
            shares.sum::<f64>() / hits.len() as f64
        };
        let all_right = hits.iter().sum();
        let micro_precision = percent(all_right, predicted.iter().sum());
        let micro_recall = percent(all_right, truth.iter().sum());
        let (macro_precision, macro_recall) = (mean_share(predicted), mean_share(truth));
        PolevalScores {
            micro_precision,
            micro_recall,
            micro_f: harmonic_mean(micro_precision, micro_recall),
            macro_precision,
            macro_recall,
            macro_f: harmonic_mean(macro_precision, macro_recall),
        }
    }
}

fn percent(part: u64, whole: u64) -> f64 {
    if whole == 0 {
        0.0
    } else {
        100.0 * part as f64 / whole as f64
    }
}

fn harmonic_mean(a: f64, b: f64) -> f64 {
    if a + b == 0.0 {
        0.0
    } else {
        2.0 * a * b / (a + b)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn classes() -> Vec<String> {
        ["cyberbullying", "hate-speech", "non-harmful"]
            .map(String::from)
            .to_vec()
    }

    /// By hand: everything called harmless on PolEval's test set, 866 of 1,000 rows. Macro precision is 86.6 / 3,
    /// macro recall 100 / 3.
    #[test]
    fn all_harmless() {
        let confusion = vec![vec![0, 0, 25], vec![0, 0, 109], vec![0, 0, 866]];
        let scores = PolevalScores::new(&classes(), &confusion).unwrap();
        assert_eq!(format!("{:.2}", scores.micro_f), "86.60");
        assert_eq!(format!("{:.2}", scores.macro_precision), "28.87");
        assert_eq!(format!("{:.2}", scores.macro_recall), "33.33");
        assert_eq!(format!("{:.2}", scores.macro_f), "30.94");
    }

    #[test]
    fn nothing_to_score() {
        let scores = PolevalScores::new(&classes(), &[vec![0; 3], vec![0; 3], vec![0; 3]]).unwrap();
        assert_eq!((scores.micro_f, scores.macro_f), (0.0, 0.0));
        let other = ["a", "b", "c"].map(String::from);
        assert_eq!(
            PolevalScores::new(&other, &[vec![1, 0, 0], vec![0; 3], vec![0; 3]]),
            None
        );
    }
}
