//! Prediction drift: what a model says of both sides, how well it is estimated to do, and what watching only that misses.
//!
//! Predicted labels and estimated performance need no labels of the current data, and so are what is usually watched. Beside
//! the true labels one sees what such a watch is worth: a shift of the classes can leave the predictions as they were.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::calibration::{Cbpe, Performance};
use super::descriptors::DescriptorTests;
use super::history::{HistoryNull, LabelHistory, blocks, value_history};
use super::labels::{LabelCounts, LabelDrift};
use super::measurement::{Measurement, Unavailable};
use super::profile::Marginals;
use super::scores::Scores;
use super::side::Side;
use crate::message;
use crate::message::{Argument, Message};
use crate::pipeline::metrics::Evaluation;
use crate::pipeline::step::pause;

/// Reference rows below which nothing is calibrated: each split holds a tenth out, and the ten bins of the calibration
/// error need a row each.
const LEAST_ROWS: usize = 100;
/// How many standard deviations away from its mean a performance is unusual (NannyML's rule).
const DEVIATIONS: f64 = 3.0;

/// Both sides as a model sees them.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct PredictionDrift {
    /// SHA-256 of the model.
    #[schemars(regex(pattern = "^[0-9a-f]{64}$"))]
    pub model_sha256: String,
    /// As [`Scores::folds`], of the reference.
    pub folds: Option<u32>,
    /// The predicted labels, as the true ones in a report.
    pub predicted: LabelDrift,
    pub predicted_history: Measurement<LabelHistory>,
    /// How unsure the model is of each row, see [`Scores::entropies`].
    pub entropy: Measurement<DescriptorTests>,
    pub entropy_history: Measurement<HistoryNull>,
    pub performance: Measurement<PerformanceDrift>,
    /// What each of the three watches sees, once the true labels are judged.
    pub watches: Watches,
}

/// Estimated and realised performance.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct PerformanceDrift {
    /// For each class that the model can give its name, and whether its scores were calibrated: they are where that
    /// brings them closer to the truth.
    pub calibrated: Vec<(String, bool)>,
    /// Realised on the reference.
    pub reference: Performance,
    /// On the current data, without a look at its labels.
    pub estimated: Performance,
    /// On the current data by its labels.
    pub realised: Measurement<Performance>,
    /// What the model realised on blocks of the reference as large as the current data.
    pub usual: Measurement<UsualPerformance>,
}

#[derive(Debug, Clone, Copy, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct UsualPerformance {
    pub blocks: u64,
    pub accuracy: Band,
    pub f1_macro: Band,
}

/// The mean of blocks, and three standard deviations (dividing by the number of blocks) to either side.
#[derive(Debug, Clone, Copy, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct Band {
    pub mean: f64,
    pub lower: f64,
    pub upper: f64,
}

/// Whether each of three watches sees a change; none where that can't be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, JsonSchema, Serialize, Deserialize)]
pub struct Watches {
    pub labels: Option<bool>,
    pub predicted_labels: Option<bool>,
    /// Estimated accuracy or macro F1 is outside of what is usual.
    pub estimated_performance: Option<bool>,
}

impl PredictionDrift {
    /// Gives way in between.
    ///
    /// # Errors
    /// An empty side, a side without scores, or scores of two models.
    pub async fn new(reference: &Side, current: &Side) -> Result<PredictionDrift, Unavailable> {
        Unavailable::unless_both(reference.n_rows as u64, current.n_rows as u64)?;
        let a = reference
            .scores
            .as_ref()
            .ok_or(Unavailable::UnscoredReference)?;
        let b = current
            .scores
            .as_ref()
            .ok_or(Unavailable::UnscoredCurrent)?;
        if a.model_sha256 != b.model_sha256 {
            return Err(Unavailable::OtherModel);
        }
        let counts = LabelCounts::new(&a.classes, &a.predicted, &b.classes, &b.predicted);
        let (unsure, unsure_now) = (a.entropies(), b.entropies());
        pause().await;
        let entropy_history = value_history(&unsure, &unsure_now);
        pause().await;
        let performance = PerformanceDrift::new(reference, a, current, b).await;
        pause().await;
        Ok(PredictionDrift {
            model_sha256: a.model_sha256.clone(),
            folds: a.folds,
            predicted: LabelDrift::new(&counts),
            predicted_history: LabelHistory::new(
                &a.predicted,
                counts.classes.len(),
                &counts.current,
            )
            .into(),
            entropy_history: entropy_history.into(),
            entropy: DescriptorTests::new(&ascending(unsure), &ascending(unsure_now)).into(),
            performance: performance.into(),
            watches: Watches::default(),
        })
    }

    /// Of a reference of which counts alone were kept.
    ///
    /// # Errors
    /// As [`PredictionDrift::new`].
    pub(super) fn of_marginals(
        reference: &Marginals,
        current: &Side,
    ) -> Result<PredictionDrift, Unavailable> {
        Unavailable::unless_both(reference.n_rows, current.n_rows as u64)?;
        let a = reference
            .scores
            .as_ref()
            .ok_or(Unavailable::UnscoredReference)?;
        let b = current
            .scores
            .as_ref()
            .ok_or(Unavailable::UnscoredCurrent)?;
        if a.model_sha256 != b.model_sha256 {
            return Err(Unavailable::OtherModel);
        }
        let counts = LabelCounts::of_counted(&a.predicted, &b.classes, &b.predicted);
        let performance = match &a.performance {
            Measurement::Measured(found) => PerformanceDrift::estimated(
                &found.cbpe,
                found.reference,
                Err(Unavailable::MarginalsOnly),
                current,
                b,
            ),
            Measurement::Missing(gap) => Err(gap.clone()),
        };
        Ok(PredictionDrift {
            model_sha256: a.model_sha256.clone(),
            folds: a.folds,
            predicted: LabelDrift::new(&counts),
            predicted_history: Measurement::Missing(Unavailable::MarginalsOnly),
            entropy: Measurement::Missing(Unavailable::MarginalsOnly),
            entropy_history: Measurement::Missing(Unavailable::MarginalsOnly),
            performance: performance.into(),
            watches: Watches::default(),
        })
    }

    /// Judges each watch by itself at the level `alpha`, without a correction for the others, since each stands for somebody
    /// who watches nothing else; `labels` is the p-value of the true labels.
    pub(super) fn watch(&mut self, labels: Option<f64>, alpha: f64) {
        self.watches = Watches {
            labels: labels.map(|p| p <= alpha),
            predicted_labels: self.predicted.p().measured().map(|p| *p <= alpha),
            estimated_performance: self
                .performance
                .measured()
                .and_then(PerformanceDrift::is_unusual),
        };
    }
}

fn ascending(mut values: Vec<f64>) -> Vec<f64> {
    values.sort_by(f64::total_cmp);
    values
}

impl PerformanceDrift {
    async fn new(
        reference: &Side,
        reference_scores: &Scores,
        current: &Side,
        current_scores: &Scores,
    ) -> Result<PerformanceDrift, Unavailable> {
        let (labels, reference_scores) =
            labelled(reference, reference_scores).ok_or(Unavailable::UnlabelledReference)?;
        let cbpe = calibrate(&reference_scores, &reference.classes, &labels).await?;
        let realised = |rows: std::ops::Range<usize>| {
            realised(
                &reference.classes,
                &labels[rows.clone()],
                &reference_scores.classes,
                &reference_scores.predicted[rows],
            )
        };
        let usual = blocks(labels.len(), current.n_rows)
            .map(|blocks| usual(&blocks.into_iter().map(realised).collect::<Vec<_>>()));
        pause().await;
        PerformanceDrift::estimated(
            &cbpe,
            realised(0..labels.len()),
            usual,
            current,
            current_scores,
        )
    }

    fn estimated(
        cbpe: &Cbpe,
        reference: Performance,
        usual: Result<UsualPerformance, Unavailable>,
        current: &Side,
        scores: &Scores,
    ) -> Result<PerformanceDrift, Unavailable> {
        Ok(PerformanceDrift {
            calibrated: scores
                .classes
                .iter()
                .cloned()
                .zip(cbpe.calibrated())
                .collect(),
            reference,
            estimated: cbpe.estimate(&scores.probabilities(), &scores.predicted)?,
            realised: match labelled(current, scores) {
                Some((labels, scores)) => Measurement::Measured(realised(
                    &current.classes,
                    &labels,
                    &scores.classes,
                    &scores.predicted,
                )),
                None => Measurement::Missing(Unavailable::UnlabelledCurrent),
            },
            usual: usual.into(),
        })
    }

    /// None where the usual is not known.
    fn is_unusual(&self) -> Option<bool> {
        let usual = self.usual.measured()?;
        Some(
            !usual.accuracy.holds(self.estimated.accuracy)
                || !usual.f1_macro.holds(self.estimated.f1_macro),
        )
    }
}

/// The labels of the rows that have one, and their scores; none where no row has a label.
pub(super) fn labelled<'a>(side: &Side, scores: &'a Scores) -> Option<(Vec<u32>, Cow<'a, Scores>)> {
    let labels = side
        .given_labels()
        .filter(|labels| !labels.is_empty() || side.n_rows == 0)?;
    let scores = if labels.len() == side.n_rows {
        Cow::Borrowed(scores)
    } else {
        Cow::Owned(scores.select(&side.labelled_rows()))
    };
    Some((labels, scores))
}

/// Learns what the scores of the reference mean, giving way in between. A label that the model can't give is of no class.
///
/// # Errors
/// Too few rows.
pub(super) async fn calibrate(
    scores: &Scores,
    classes: &[String],
    labels: &[u32],
) -> Result<Cbpe, Unavailable> {
    if labels.len() < LEAST_ROWS {
        return Err(Unavailable::TooFewRows {
            rows: labels.len() as u64,
            needed: LEAST_ROWS as u64,
        });
    }
    let columns: Vec<u32> = classes
        .iter()
        .map(|class| {
            let column = scores.classes.iter().position(|known| known == class);
            column.map_or(u32::MAX, |column| column as u32)
        })
        .collect();
    let labels: Vec<u32> = labels
        .iter()
        .map(|&label| columns[label as usize])
        .collect();
    Cbpe::new_stepwise(&scores.probabilities(), &labels).await
}

/// What predictions achieved; classes are compared by name, over those of both.
pub(super) fn realised(
    classes: &[String],
    labels: &[u32],
    predicted_classes: &[String],
    predicted: &[u32],
) -> Performance {
    let mut names = [classes, predicted_classes].concat();
    names.sort();
    names.dedup();
    let renumbered = |classes: &[String], labels: &[u32]| -> Vec<u32> {
        let numbers: Vec<u32> = classes
            .iter()
            .map(|class| names.binary_search(class).expect("it is among them") as u32)
            .collect();
        labels
            .iter()
            .map(|&label| numbers[label as usize])
            .collect()
    };
    let found = Evaluation::new(
        &names,
        &renumbered(classes, labels),
        &renumbered(predicted_classes, predicted),
    );
    Performance {
        accuracy: found.accuracy,
        f1_macro: found.f1_macro,
    }
}

fn usual(blocks: &[Performance]) -> UsualPerformance {
    let band = |of: fn(&Performance) -> f64| {
        let n = blocks.len() as f64;
        let mean = blocks.iter().map(of).sum::<f64>() / n;
        let squares = blocks.iter().map(|block| {
            let away = of(block) - mean;
            away * away
        });
        let sd = (squares.sum::<f64>() / n).sqrt();
        Band {
            mean,
            lower: mean - DEVIATIONS * sd,
            upper: mean + DEVIATIONS * sd,
        }
    };
    UsualPerformance {
        blocks: blocks.len() as u64,
        accuracy: band(|block| block.accuracy),
        f1_macro: band(|block| block.f1_macro),
    }
}

impl Band {
    pub fn holds(&self, value: f64) -> bool {
        (self.lower..=self.upper).contains(&value)
    }
}

impl Watches {
    /// What which of them sees, and which would have missed it, without a full stop.
    pub fn message(&self) -> Message {
        let those = |wanted: Option<bool>| -> Vec<Argument> {
            [
                (message!("drift-watch-labels"), self.labels),
                (message!("drift-watch-predicted"), self.predicted_labels),
                (
                    message!("drift-watch-performance"),
                    self.estimated_performance,
                ),
            ]
            .into_iter()
            .filter(|(_, sees)| *sees == wanted)
            .map(|(name, _)| name.into())
            .collect()
        };
        let (seen, missed, unknown) = (those(Some(true)), those(Some(false)), those(None));
        let said = match (seen.is_empty(), missed.is_empty()) {
            (true, true) => return message!("drift-watches-unknown"),
            (true, false) => message!("drift-watches-none", missed = Argument::Any(missed)),
            (false, true) => message!("drift-watches-all", seen = Argument::All(seen)),
            (false, false) => message!(
                "drift-watches-some",
                seen = Argument::All(seen),
                missed = Argument::All(missed)
            ),
        };
        match unknown.is_empty() {
            true => said,
            false => message!(
                "drift-watches-without",
                sentence = said,
                unknown = Argument::All(unknown)
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn watches_say_what_they_missed() {
        let said = |labels, predicted_labels, estimated_performance| {
            let watches = Watches {
                labels,
                predicted_labels,
                estimated_performance,
            };
            watches.message().to_string()
        };
        assert_eq!(
            said(Some(true), Some(false), Some(false)),
            "the true labels changed; the predicted labels and the estimated performance would have missed it"
        );
        assert_eq!(
            said(None, Some(false), Some(true)),
            "the estimated performance changed; the predicted labels would have missed it; of the true labels nothing is known"
        );
        assert_eq!(
            said(Some(false), Some(false), None),
            "no change is found in the true labels or the predicted labels; of the estimated performance nothing is known"
        );
        assert_eq!(
            said(Some(true), Some(true), Some(true)),
            "the true labels, the predicted labels and the estimated performance changed"
        );
        assert_eq!(said(None, None, None), "none of the three can be told");
    }

    #[test]
    fn classes_are_compared_by_name() {
        let names =
            |names: &[&str]| -> Vec<String> { names.iter().map(|n| n.to_string()).collect() };
        // b b c against b a a: one of three right.
        let found = realised(
            &names(&["c", "b"]),
            &[1, 1, 0],
            &names(&["a", "b"]),
            &[1, 0, 0],
        );
        assert_eq!(found.accuracy, 1.0 / 3.0);
        // F1: a 0, b 2/3, c 0.
        assert!((found.f1_macro - 2.0 / 9.0).abs() < 1e-15);
    }
}
