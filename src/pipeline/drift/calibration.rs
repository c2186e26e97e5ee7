//! Estimated performance without labels: confidence-based performance estimation (CBPE), as NannyML 0.13.1 does it.
//!
//! The scores of a model are calibrated on the reference, class by class against the rest; then a row whose predicted class
//! has the calibrated probability 0.8 counts as 0.8 of a right one. It sees that a model is asked harder questions, and is
//! blind where the classes themselves change their meaning or their shares: it assumes that the reference's scores still
//! mean the same.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::classifier::area_under_curve;
use super::measurement::Unavailable;
use crate::pipeline::split::stratified_splits;
use crate::pipeline::step::{at_once, pause};

/// An increasing step function through scores, by pooling adjacent violators (Ayer et al. 1955), linear between its points
/// and flat beyond them, as `sklearn.isotonic.IsotonicRegression(out_of_bounds="clip")`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "StoredIsotonic")]
pub struct Isotonic {
    /// Ascending, none twice.
    scores: Vec<f64>,
    values: Vec<f64>,
}

/// The fields as stored, not yet checked.
#[derive(Deserialize)]
struct StoredIsotonic {
    scores: Vec<f64>,
    values: Vec<f64>,
}

impl TryFrom<StoredIsotonic> for Isotonic {
    type Error = &'static str;

    fn try_from(stored: StoredIsotonic) -> Result<Isotonic, &'static str> {
        let StoredIsotonic { scores, values } = stored;
        let whole = !scores.is_empty()
            && scores.len() == values.len()
            && scores.is_sorted_by(|a, b| a < b)
            && values.is_sorted()
            && values.iter().all(|value| (0.0..=1.0).contains(value));
        whole
            .then_some(Isotonic { scores, values })
            .ok_or("a calibration is damaged; write the archive again")
    }
}

impl Isotonic {
    /// Through the share of rows that are of the class, at each score. There is at least one row.
    pub fn new(scores: &[f64], of_class: &[bool]) -> Isotonic {
        let mut order: Vec<usize> = (0..scores.len()).collect();
        order.sort_by(|&a, &b| scores[a].total_cmp(&scores[b]));
        // Each distinct score with its rows of the class and all its rows.
        let mut points: Vec<(f64, f64, f64)> = Vec::new();
        for row in order {
            let hit = f64::from(u8::from(of_class[row]));
            match points.last_mut() {
                Some(last) if last.0 == scores[row] => {
                    last.1 += hit;
                    last.2 += 1.0;
                }
                _ => points.push((scores[row], hit, 1.0)),
            }
        }
        // Blocks of hits, rows and points.
        let mut blocks: Vec<(f64, f64, usize)> = Vec::new();
        for &(_, hits, rows) in &points {
            let mut block = (hits, rows, 1);
            while let Some(&(h, r, n)) = blocks.last()
                && h * block.1 >= block.0 * r
            {
                block = (block.0 + h, block.1 + r, block.2 + n);
                blocks.pop();
            }
            blocks.push(block);
        }
        // Between the ends of a block the function is flat.
        let (mut scores, mut values, mut first) = (Vec::new(), Vec::new(), 0);
        for (hits, rows, n) in blocks {
            let last = first + n - 1;
            scores.push(points[first].0);
            values.push(hits / rows);
            if last > first {
                scores.push(points[last].0);
                values.push(hits / rows);
            }
            first += n;
        }
        Isotonic { scores, values }
    }

    pub fn value(&self, score: f64) -> f64 {
        let above = self.scores.partition_point(|x| *x < score);
        if above == 0 {
            return self.values[0];
        }
        if above == self.scores.len() {
            return self.values[above - 1];
        }
        let (x0, x1) = (self.scores[above - 1], self.scores[above]);
        let (y0, y1) = (self.values[above - 1], self.values[above]);
        y0 + (y1 - y0) / (x1 - x0) * (score - x0)
    }
}

/// Splits on which it is decided whether calibration helps, and the share that each holds out.
const SPLITS: usize = 10;
const HELD_OUT: f64 = 0.1;
const SEED: u32 = 42;

/// Learned from a reference with scores and labels.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cbpe {
    /// For each class its calibration; none where the scores are better as they are.
    calibrations: Vec<Option<Isotonic>>,
}

/// What a model achieves, estimated or by labels.
#[derive(Debug, Clone, Copy, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct Performance {
    /// Accuracy, which is micro F1 where each row has one class.
    pub accuracy: f64,
    /// The mean of the F1 of all classes.
    pub f1_macro: f64,
}

impl Cbpe {
    /// `scores` has a probability for each class in each row, `labels` the true class of each row.
    ///
    /// # Errors
    /// No rows.
    ///
    /// # Panics
    /// If the lengths differ, or a label is no class.
    pub fn new(scores: &[Vec<f64>], labels: &[u32]) -> Result<Cbpe, Unavailable> {
        at_once(Cbpe::new_stepwise(scores, labels))
    }

    /// The same, giving way in between.
    ///
    /// # Errors
    /// Those of [`Cbpe::new`].
    ///
    /// # Panics
    /// As [`Cbpe::new`].
    pub async fn new_stepwise(scores: &[Vec<f64>], labels: &[u32]) -> Result<Cbpe, Unavailable> {
        assert_eq!(scores.len(), labels.len(), "a label for each row");
        let first = scores.first().ok_or(Unavailable::EmptyReference)?;
        let mut calibrations = Vec::new();
        for class in 0..first.len() {
            let of_class: Vec<bool> = labels
                .iter()
                .map(|&label| label as usize == class)
                .collect();
            let column: Vec<f64> = scores.iter().map(|row| row[class]).collect();
            let helps = helps(&column, &of_class).await;
            calibrations.push(helps.then(|| Isotonic::new(&column, &of_class)));
            pause().await;
        }
        Ok(Cbpe { calibrations })
    }

    /// Which classes are calibrated.
    pub fn calibrated(&self) -> Vec<bool> {
        self.calibrations.iter().map(Option::is_some).collect()
    }

    /// The probabilities of a row, calibrated and scaled to the sum 1; all the same where the sum is 0.
    pub fn probabilities(&self, scores: &[f64]) -> Vec<f64> {
        let calibrated: Vec<f64> = self
            .calibrations
            .iter()
            .zip(scores)
            .map(|(calibration, &score)| match calibration {
                Some(isotonic) => isotonic.value(score),
                None => score,
            })
            .collect();
        let sum: f64 = calibrated.iter().sum();
        let even = 1.0 / calibrated.len() as f64;
        calibrated
            .iter()
            .map(|p| if sum > 0.0 { p / sum } else { even })
            .collect()
    }

    /// Of rows whose labels are not known: their scores and predicted classes.
    ///
    /// # Errors
    /// No rows.
    ///
    /// # Panics
    /// If the lengths differ, or a predicted class is none.
    pub fn estimate(
        &self,
        scores: &[Vec<f64>],
        predicted: &[u32],
    ) -> Result<Performance, Unavailable> {
        assert_eq!(scores.len(), predicted.len(), "a prediction for each row");
        if scores.is_empty() {
            return Err(Unavailable::EmptyCurrent);
        }
        let n_classes = self.calibrations.len();
        // Expected true and false positives, and false negatives.
        let mut expected = vec![[0.0; 3]; n_classes];
        let mut right = 0.0;
        for (row, &predicted) in scores.iter().zip(predicted) {
            for (class, p) in self.probabilities(row).into_iter().enumerate() {
                if class == predicted as usize {
                    right += p;
                    expected[class][0] += p;
                    expected[class][1] += 1.0 - p;
                } else {
                    expected[class][2] += p;
                }
            }
        }
        let f1: f64 = expected
            .iter()
            .map(|[hits, wrong, missed]| {
                let all = hits + 0.5 * (wrong + missed);
                if all > 0.0 { hits / all } else { 0.0 }
            })
            .sum();
        Ok(Performance {
            accuracy: right / scores.len() as f64,
            f1_macro: f1 / n_classes as f64,
        })
    }
}

/// Whether calibration lowers the expected calibration error on held-out rows, over NannyML's own ten splits pooled.
async fn helps(scores: &[f64], of_class: &[bool]) -> bool {
    let hits = of_class.iter().filter(|hit| **hit).count();
    if hits == 0 || hits == of_class.len() || area_under_curve(scores, of_class) > 0.999 {
        return false;
    }
    let labels: Vec<u32> = of_class.iter().map(|hit| u32::from(*hit)).collect();
    let names = ["rest", "class"].map(String::from);
    let (mut before, mut after) = (Vec::new(), Vec::new());
    // Too few rows of the class to hold some out.
    let Ok(splits) = stratified_splits(&labels, &names, HELD_OUT, SEED, SPLITS) else {
        return false;
    };
    for split in splits {
        let take = |rows: &[u32]| -> (Vec<f64>, Vec<bool>) {
            rows.iter()
                .map(|&row| (scores[row as usize], of_class[row as usize]))
                .unzip()
        };
        let (train_scores, train_hits) = take(&split.train);
        let isotonic = Isotonic::new(&train_scores, &train_hits);
        let (held_scores, held_hits) = take(&split.validation);
        for (score, hit) in held_scores.into_iter().zip(held_hits) {
            before.push((score, hit));
            after.push((isotonic.value(score), hit));
        }
        pause().await;
    }
    match (calibration_error(before), calibration_error(after)) {
        (Some(before), Some(after)) => before > after,
        _ => false,
    }
}

/// The expected calibration error over ten bins of equally many rows, the last one with what is left. None below four rows.
fn calibration_error(mut rows: Vec<(f64, bool)>) -> Option<f64> {
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    let n = rows.len();
    let bins = if n <= 20 { n / 2 } else { 10 };
    if bins < 2 {
        return None;
    }
    let width = n / bins;
    let starts: Vec<usize> = (0..n / width).map(|bin| bin * width).collect();
    let error = starts
        .iter()
        .enumerate()
        .map(|(bin, &start)| {
            let end = starts.get(bin + 1).copied().unwrap_or(n);
            let size = (end - start) as f64;
            let (scores, hits) = rows[start..end].iter().fold((0.0, 0.0), |(s, h), row| {
                (s + row.0, h + f64::from(u8::from(row.1)))
            });
            size / n as f64 * (scores / size - hits / size).abs()
        })
        .sum();
    Some(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn violators_are_pooled() {
        let isotonic = Isotonic::new(&[0.1, 0.2, 0.3, 0.4], &[false, true, false, true]);
        assert_eq!(isotonic.values, [0.0, 0.5, 0.5, 1.0]);
        assert_eq!(isotonic.value(0.0), 0.0);
        assert_eq!(isotonic.value(0.25), 0.5);
        assert_eq!(isotonic.value(0.9), 1.0);
        assert!((isotonic.value(0.15) - 0.25).abs() < 1e-15);
        let flat = Isotonic::new(&[0.1, 0.2, 0.3, 0.4], &[true, false, true, false]);
        assert_eq!((&flat.scores[..], flat.value(0.25)), (&[0.1, 0.4][..], 0.5));
        let tied = Isotonic::new(&[0.5, 0.5], &[false, true]);
        assert_eq!((tied.value(0.1), tied.value(0.9)), (0.5, 0.5));
    }

    #[test]
    fn without_rows_nothing_is_estimated() {
        assert_eq!(Cbpe::new(&[], &[]), Err(Unavailable::EmptyReference));
        let cbpe = Cbpe::new(&[vec![0.4, 0.6], vec![1.0, 0.0]], &[1, 0]).unwrap();
        assert_eq!(cbpe.calibrated(), [false, false]);
        assert_eq!(cbpe.estimate(&[], &[]), Err(Unavailable::EmptyCurrent));
        assert_eq!(cbpe.probabilities(&[0.0, 0.0]), [0.5, 0.5]);
        let estimated = cbpe.estimate(&[vec![0.25, 0.75]], &[1]).unwrap();
        assert_eq!(estimated.accuracy, 0.75);
    }
}
