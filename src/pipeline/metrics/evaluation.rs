//! scikit-learn's scores of a labelling, and the majority baseline.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::PolevalScores;

/// Scores of predicted labels against true ones; shares are fractions in `0.0..=1.0` unless said otherwise.
///
/// Source: scikit-learn 1.9.1, `metrics/_classification.py`, with `zero_division=0`.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct Evaluation {
    /// Rows.
    pub n: u64,
    /// Rows by class, shape `(n_classes, n_classes)`, indexed `[truth][predicted]`.
    pub confusion: Vec<Vec<u64>>,
    /// One for each class, in class order, those without a row too.
    pub per_class: Vec<ClassMetrics>,
    /// Share of rows with the right label.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub accuracy: f64,
    /// Mean recall over the classes that the truth holds (`balanced_accuracy_score`).
    #[schemars(range(min = 0.0, max = 1.0))]
    pub balanced_accuracy: f64,
    /// Matthews' correlation coefficient for any number of classes (Gorodkin 2004), `-1.0..=1.0`; 0 where truth or
    /// prediction holds a single class.
    #[schemars(range(min = -1.0, max = 1.0))]
    pub mcc: f64,
    /// F1 of the counts summed over classes; with one label a row it is the accuracy.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub f1_micro: f64,
    /// Mean F1 over the classes that truth or prediction holds, as `f1_score(average='macro')` without `labels`.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub f1_macro: f64,
    /// Mean F1 weighted by the rows of each class in the truth.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub f1_weighted: f64,
    /// PolEval's own scores, where the data are PolEval's.
    pub poleval: Option<PolevalScores>,
}

/// Scores of one class against the rest, `0.0..=1.0`.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct ClassMetrics {
    pub name: String,
    /// Share of rows given this label that have it; 0 if none was given it.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub precision: f64,
    /// Share of rows that have this label and were given it; 0 if none has it.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub recall: f64,
    /// `2 tp / (2 tp + fp + fn)`; 0 if the class occurs nowhere.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub f1: f64,
    /// Rows that have this label.
    pub support: u64,
}

impl Evaluation {
    /// Compares `predicted` with `truth`; both hold an index into `classes` for each row.
    ///
    /// Without a row every score is 0.
    ///
    /// # Panics
    /// If the lengths differ or a label is not below `classes.len()`.
    pub fn new(classes: &[String], truth: &[u32], predicted: &[u32]) -> Evaluation {
        assert_eq!(truth.len(), predicted.len(), "one prediction for each row");
        let n_classes = classes.len();
        let mut confusion = vec![vec![0u64; n_classes]; n_classes];
        for (&truth, &predicted) in truth.iter().zip(predicted) {
            confusion[truth as usize][predicted as usize] += 1;
        }

        let true_sums: Vec<u64> = confusion.iter().map(|row| row.iter().sum()).collect();
        let predicted_sums: Vec<u64> = (0..n_classes)
            .map(|class| confusion.iter().map(|row| row[class]).sum())
            .collect();
        let per_class: Vec<ClassMetrics> = (0..n_classes)
            .map(|class| {
                let hits = confusion[class][class];
                ClassMetrics {
                    name: classes[class].clone(),
                    precision: ratio(hits, predicted_sums[class]),
                    recall: ratio(hits, true_sums[class]),
                    f1: ratio(2 * hits, true_sums[class] + predicted_sums[class]),
                    support: true_sums[class],
                }
            })
            .collect();

        let n = truth.len() as u64;
        let n_right: u64 = (0..n_classes).map(|class| confusion[class][class]).sum();
        let in_truth = || per_class.iter().filter(|class| class.support > 0);
        let hits: Vec<u64> = (0..n_classes)
            .map(|class| confusion[class][class])
            .collect();
        let weighted: f64 = per_class
            .iter()
            .map(|class| class.f1 * class.support as f64)
            .sum();
        Evaluation {
            n,
            accuracy: ratio(n_right, n),
            balanced_accuracy: mean(in_truth().map(|class| class.recall)),
            mcc: matthews(n, n_right, &true_sums, &predicted_sums),
            f1_micro: ratio(2 * n_right, 2 * n),
            f1_macro: f1_macro(&hits, &true_sums, &predicted_sums),
            f1_weighted: if n == 0 { 0.0 } else { weighted / n as f64 },
            poleval: None,
            per_class,
            confusion,
        }
    }

    /// The same with PolEval's own scores, where the classes are its three; for data whose labels have PolEval's names by
    /// choice or since they are PolEval's, and for no others.
    pub fn with_poleval_scores(mut self) -> Evaluation {
        let names: Vec<String> = self
            .per_class
            .iter()
            .map(|class| class.name.clone())
            .collect();
        self.poleval = PolevalScores::new(&names, &self.confusion);
        self
    }

    /// Cohen's kappa, `(p_o - p_e) / (1 - p_e)` with the share `p_o` of rows with the right label and the share `p_e` that two
    /// labellings of the same sums would agree on by chance, `-1.0..=1.0`; none where chance agrees on all rows (scikit-learn's
    /// `cohen_kappa_score` is NaN there) and without a row.
    ///
    /// Source: Cohen, "A coefficient of agreement for nominal scales", 1960.
    pub fn cohen_kappa(&self) -> Option<f64> {
        let n_classes = self.confusion.len();
        let (mut right, mut by_chance) = (0, 0);
        for class in 0..n_classes {
            let truth: u64 = self.confusion[class].iter().sum();
            let predicted: u64 = self.confusion.iter().map(|row| row[class]).sum();
            right += self.confusion[class][class];
            by_chance += truth * predicted;
        }
        let of_one = self.n * self.n - by_chance;
        let beyond_chance = (self.n * right) as f64 - by_chance as f64;
        (of_one > 0).then(|| beyond_chance / of_one as f64)
    }
}

/// Mean F1 over the classes that truth or prediction holds, from counts alone: rows of each class that are right, of the
/// truth, and predicted, each of shape `(n_classes,)`; 0 without a row.
pub fn f1_macro(hits: &[u64], true_sums: &[u64], predicted_sums: &[u64]) -> f64 {
    let classes = hits.iter().zip(true_sums.iter().zip(predicted_sums));
    mean(
        classes
            .map(|(&hits, (&truth, &predicted))| (hits, truth + predicted))
            .filter(|(_, in_either)| *in_either > 0)
            .map(|(hits, in_either)| ratio(2 * hits, in_either)),
    )
}

/// Matthews' correlation coefficient: `(c s - t·p) / sqrt((s² - p·p)(s² - t·t))` with `s` rows, `c` of them right,
/// `t` and `p` the true and the predicted rows of each class (symbols of Gorodkin, "Comparing two K-category
/// assignments by a K-category correlation coefficient", 2004); 0 where the root is 0.
fn matthews(n: u64, n_right: u64, true_sums: &[u64], predicted_sums: &[u64]) -> f64 {
    let dot =
        |a: &[u64], b: &[u64]| -> f64 { a.iter().zip(b).map(|(x, y)| *x as f64 * *y as f64).sum() };
    let rows = n as f64;
    let covariance = n_right as f64 * rows - dot(true_sums, predicted_sums);
    let of_predicted = rows * rows - dot(predicted_sums, predicted_sums);
    let of_true = rows * rows - dot(true_sums, true_sums);
    let product = of_predicted * of_true;
    if product == 0.0 {
        0.0
    } else {
        covariance / product.sqrt()
    }
}

/// What one gets by giving every row the most frequent class of the training set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Baseline {
    pub class: String,
    /// F1 micro of that, `0.0..=1.0`: the share of the class in the test set.
    pub f1_micro: f64,
}

/// The majority baseline, as `DummyClassifier(strategy='most_frequent')`: of equally frequent classes the first in
/// class order. `train` and `test` hold an index into `classes` for each row; without a test row F1 is 0.
///
/// # Panics
/// If there is no class, or a label is not below `classes.len()`.
pub fn majority_baseline(classes: &[String], train: &[u32], test: &[u32]) -> Baseline {
    let mut counts = vec![0u64; classes.len()];
    for &label in train {
        counts[label as usize] += 1;
    }
    let most = *counts.iter().max().expect("there is a class");
    let class = counts
        .iter()
        .position(|count| *count == most)
        .expect("the maximum is there");
    let hits = test
        .iter()
        .filter(|label| **label as usize == class)
        .count() as u64;
    Baseline {
        class: classes[class].clone(),
        f1_micro: ratio(hits, test.len() as u64),
    }
}

fn ratio(part: u64, whole: u64) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (mut sum, mut n) = (0.0, 0u64);
    for value in values {
        sum += value;
        n += 1;
    }
    if n == 0 { 0.0 } else { sum / n as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| name.to_string()).collect()
    }

    /// Six rows by hand: class a has 2 of 3 right, b 1 of 2, c 1 of 1.
    #[test]
    fn small_case_by_hand() {
        let evaluation = Evaluation::new(
            &names(&["a", "b", "c"]),
            &[0, 0, 0, 1, 1, 2],
            &[0, 0, 1, 1, 2, 2],
        );
        assert_eq!(evaluation.confusion, [[2, 1, 0], [0, 1, 1], [0, 0, 1]]);
        let a = &evaluation.per_class[0];
        assert_eq!(
            (a.precision, a.recall, a.f1, a.support),
            (1.0, 2.0 / 3.0, 0.8, 3)
        );
        assert_eq!(evaluation.accuracy, 4.0 / 6.0);
        assert_eq!(evaluation.f1_micro, evaluation.accuracy);
        assert_eq!(evaluation.poleval, None);
    }

    /// A class that neither truth nor prediction holds does not lower the averages.
    #[test]
    fn absent_class() {
        let evaluation = Evaluation::new(&names(&["a", "b", "c"]), &[0, 0, 1], &[0, 0, 1]);
        assert_eq!(
            (evaluation.f1_macro, evaluation.balanced_accuracy),
            (1.0, 1.0)
        );
        assert_eq!(evaluation.per_class[2].f1, 0.0);
        // Predicted but never true: it counts for F1 and not for balanced accuracy.
        let evaluation = Evaluation::new(&names(&["a", "b"]), &[0, 0], &[0, 1]);
        assert_eq!(evaluation.balanced_accuracy, 0.5);
        assert_eq!(evaluation.f1_macro, (2.0 / 3.0) / 2.0);
        assert_eq!(evaluation.mcc, 0.0);
    }

    #[test]
    fn no_rows() {
        let evaluation = Evaluation::new(&names(&["a", "b"]), &[], &[]);
        assert_eq!(
            (
                evaluation.n,
                evaluation.accuracy,
                evaluation.f1_macro,
                evaluation.mcc
            ),
            (0, 0.0, 0.0, 0.0)
        );
    }

    #[test]
    fn baseline_takes_the_first_of_equals() {
        let classes = names(&["a", "b", "c"]);
        let baseline = majority_baseline(&classes, &[2, 1, 1, 2], &[1, 2, 2, 0]);
        assert_eq!((baseline.class.as_str(), baseline.f1_micro), ("b", 0.25));
        assert_eq!(majority_baseline(&classes, &[0], &[]).f1_micro, 0.0);
    }
}
