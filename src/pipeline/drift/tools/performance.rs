//! NannyML's estimate of performance without labels, with the bounds that it alarms at.
//!
//! [`Cbpe`](super::super::Cbpe) calibrates and estimates; here are the third metric, the performance that the reference's
//! chunks realised, and the error of sampling. Source: NannyML 0.13.1, `performance_estimation/confidence_based` and
//! `sampling_error/multiclass_classification.py`. For two classes it has another estimator, which is not rebuilt.

use serde::{Deserialize, Serialize};

use super::super::Cbpe;
use super::super::classifier::area_under_curve;
use super::nannyml::{bounds, chunk_rows};
use super::numpy::{mean, sum, variance};
use super::{Failure, Limit, Measure, Scored, Tool, ToolVerdict};
use crate::pipeline::step::pause;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EstimatedMetric {
    Accuracy,
    /// The mean of the F1 of all classes.
    F1Macro,
    /// The mean of the area under the ROC curve of all classes, each against the rest.
    AucMacro,
}

impl EstimatedMetric {
    pub const ALL: [EstimatedMetric; 3] = [
        EstimatedMetric::Accuracy,
        EstimatedMetric::F1Macro,
        EstimatedMetric::AucMacro,
    ];
}

/// What a model is estimated to achieve on rows without labels.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct MetricEstimate {
    pub metric: EstimatedMetric,
    pub estimated: f64,
    /// Standard error of the estimate for as many rows; none where a class was never right nor wrong.
    pub sampling_error: Option<f64>,
    /// Three sampling errors around the estimate, within 0 and 1.
    pub band: Option<[f64; 2]>,
    /// The mean and three standard deviations of what the reference's chunks realised, within 0 and 1.
    pub usual: [f64; 2],
}

impl MetricEstimate {
    /// Whether NannyML alarms.
    pub fn alert(&self) -> bool {
        self.estimated < self.usual[0] || self.estimated > self.usual[1]
    }
}

/// Sampling errors in a band on either side of an estimate.
const BAND: f64 = 3.0;

/// One for each metric; gives way in between. `labels` has the true class of each reference row.
///
/// # Errors
/// No rows, or fewer than chunks, two classes, or for the area a class without a reference row.
///
/// # Panics
/// If the lengths of a side differ, or a class is not among the scores.
pub async fn estimated_metrics(
    reference: Scored<'_>,
    labels: &[u32],
    current: Scored<'_>,
) -> [(EstimatedMetric, Result<MetricEstimate, Failure>); 3] {
    let estimated = if n_classes(reference) == 2 {
        Err(Failure::TwoClasses)
    } else {
        Cbpe::new_stepwise(reference.scores, labels)
            .await
            .and_then(|cbpe| {
                let estimated = cbpe.estimate(current.scores, current.predicted)?;
                Ok((cbpe, estimated))
            })
            .map_err(|gap| Failure::raises(&gap.to_string()))
    };
    pause().await;
    let mut found = EstimatedMetric::ALL.map(|metric| (metric, Err(Failure::NeedsRows)));
    for (metric, found) in &mut found {
        *found = match &estimated {
            Err(failure) => Err(failure.clone()),
            Ok((cbpe, estimated)) => {
                let value = match metric {
                    EstimatedMetric::Accuracy => Ok(estimated.accuracy),
                    EstimatedMetric::F1Macro => Ok(estimated.f1_macro),
                    EstimatedMetric::AucMacro => estimated_auc(cbpe, reference, labels, current),
                };
                pause().await;
                value.and_then(|value| judged(*metric, value, reference, labels, current))
            }
        };
        pause().await;
    }
    found
}

fn judged(
    metric: EstimatedMetric,
    estimated: f64,
    reference: Scored,
    labels: &[u32],
    current: Scored,
) -> Result<MetricEstimate, Failure> {
    let size = chunk_rows(labels.len())?;
    let realised: Vec<f64> = (0..labels.len())
        .step_by(size)
        .map(|start| {
            let rows = start..(start + size).min(labels.len());
            let chunk = Scored {
                scores: &reference.scores[rows.clone()],
                predicted: &reference.predicted[rows.clone()],
            };
            realised(metric, chunk, &labels[rows])
        })
        .collect();
    let (low, high) = bounds(&realised);
    let error = sampling_error(metric, reference, labels, current.predicted.len());
    let error = (!error.is_nan()).then_some(error);
    Ok(MetricEstimate {
        metric,
        estimated,
        sampling_error: error,
        band: error.map(|error| {
            let width = BAND * error;
            [(estimated - width).max(0.0), (estimated + width).min(1.0)]
        }),
        usual: [low.max(0.0), high.min(1.0)],
    })
}

pub(super) async fn opinions(
    reference: Scored<'_>,
    labels: Option<&[u32]>,
    current: Scored<'_>,
) -> Vec<ToolVerdict> {
    let found = match labels {
        Some(labels) => estimated_metrics(reference, labels, current).await,
        None => EstimatedMetric::ALL.map(|metric| (metric, Err(Failure::NeedsRows))),
    };
    found
        .into_iter()
        .map(|(metric, performance)| {
            let measure = match metric {
                EstimatedMetric::Accuracy => Measure::EstimatedAccuracy,
                EstimatedMetric::F1Macro => Measure::EstimatedF1,
                EstimatedMetric::AucMacro => Measure::EstimatedAuc,
            };
            let [low, high] = performance
                .as_ref()
                .map_or([f64::NAN; 2], |performance| performance.usual);
            ToolVerdict::new(
                Tool::NannyMl,
                measure,
                performance.map(|performance| performance.estimated),
                Limit::Outside(low, high),
                "caveat-scores-kept",
            )
        })
        .collect()
}

/// Whether each row is of a class.
fn of_class(labels: &[u32], class: usize) -> Vec<bool> {
    labels
        .iter()
        .map(|&label| label as usize == class)
        .collect()
}

fn column(scores: &[Vec<f64>], class: usize) -> Vec<f64> {
    scores.iter().map(|row| row[class]).collect()
}

fn n_classes(reference: Scored) -> usize {
    reference.scores.first().map_or(0, Vec::len)
}

/// The expected ROC curve: rows by falling score of the model, each as much a hit as its calibrated probability says; hits
/// and misses are rounded to five digits, as there.
fn estimated_auc(
    cbpe: &Cbpe,
    reference: Scored,
    labels: &[u32],
    current: Scored,
) -> Result<f64, Failure> {
    let classes = n_classes(reference);
    if (0..classes).any(|class| !labels.contains(&(class as u32))) {
        return Err(Failure::raises(
            "y_pred_proba class and class probabilities dictionary does not match reference data.",
        ));
    }
    let probabilities: Vec<Vec<f64>> = current
        .scores
        .iter()
        .map(|row| cbpe.probabilities(row))
        .collect();
    let rounded = |x: f64| (x * 1e5).round_ties_even() / 1e5;
    let areas: Vec<f64> = (0..classes)
        .map(|class| {
            let mut order: Vec<usize> = (0..probabilities.len()).collect();
            order.sort_by(|&a, &b| current.scores[a][class].total_cmp(&current.scores[b][class]));
            order.reverse();
            let mut hits = 0.0;
            let mut points = vec![(0.0, 0.0)];
            for (rank, &row) in (1..).zip(&order) {
                hits += probabilities[row][class];
                points.push((rounded(f64::from(rank) - hits), rounded(hits)));
            }
            let (all_misses, all_hits) = points[points.len() - 1];
            let trapezoids: Vec<f64> = points
                .windows(2)
                .map(|pair| {
                    let (x0, x1) = (pair[0].0 / all_misses, pair[1].0 / all_misses);
                    let (y0, y1) = (pair[0].1 / all_hits, pair[1].1 / all_hits);
                    (x1 - x0) * (y1 + y0) / 2.0
                })
                .collect();
            sum(&trapezoids)
        })
        .collect();
    Ok(mean(&areas))
}

/// What a chunk of the reference achieved; nan where NannyML leaves it out.
fn realised(metric: EstimatedMetric, chunk: Scored, labels: &[u32]) -> f64 {
    let classes = n_classes(chunk);
    let one_only = |labels: &[u32]| labels.iter().all(|label| *label == labels[0]);
    match metric {
        EstimatedMetric::AucMacro => {
            let areas: Vec<f64> = (0..classes)
                .map(|class| {
                    let hits = of_class(labels, class);
                    if hits.iter().any(|hit| *hit) {
                        area_under_curve(&column(chunk.scores, class), &hits)
                    } else {
                        f64::NAN
                    }
                })
                .collect();
            mean(&areas)
        }
        _ if one_only(labels) || one_only(chunk.predicted) => f64::NAN,
        EstimatedMetric::Accuracy => {
            let right = labels.iter().zip(chunk.predicted).filter(|(a, b)| a == b);
            right.count() as f64 / labels.len() as f64
        }
        EstimatedMetric::F1Macro => {
            let f1: Vec<f64> = (0..classes)
                .map(|class| {
                    let [right, all] = hits_and_relevant(chunk.predicted, labels, class);
                    if all > 0.0 {
                        2.0 * right / (all + right)
                    } else {
                        0.0
                    }
                })
                .collect();
            mean(&f1)
        }
    }
}

/// Rows of a class that were predicted as it, and rows that are of the class or were predicted as it.
fn hits_and_relevant(predicted: &[u32], labels: &[u32], class: usize) -> [f64; 2] {
    let class = class as u32;
    let rows = predicted.iter().zip(labels);
    rows.fold([0.0; 2], |[right, all], (&p, &t)| {
        let (p, t) = (p == class, t == class);
        [
            right + f64::from(u8::from(p && t)),
            all + f64::from(u8::from(p || t)),
        ]
    })
}

/// The standard error of a metric over `rows` rows, from its spread over single reference rows.
fn sampling_error(metric: EstimatedMetric, reference: Scored, labels: &[u32], rows: usize) -> f64 {
    let (n, rows) = (labels.len() as f64, rows as f64);
    let classes = n_classes(reference);
    let over_classes = |of_class: &dyn Fn(usize) -> (f64, f64)| {
        let variances: Vec<f64> = (0..classes)
            .map(|class| {
                let (variance, share) = of_class(class);
                variance / (rows * share)
            })
            .collect();
        sum(&variances).sqrt() / variances.len() as f64
    };
    match metric {
        EstimatedMetric::Accuracy => {
            let right: Vec<f64> = labels
                .iter()
                .zip(reference.predicted)
                .map(|(a, b)| f64::from(u8::from(a == b)))
                .collect();
            variance(&right).sqrt() / rows.sqrt()
        }
        EstimatedMetric::F1Macro => over_classes(&|class| {
            let [right, all] = hits_and_relevant(reference.predicted, labels, class);
            let share = right / all;
            (share * (1.0 - share), all / n)
        }),
        EstimatedMetric::AucMacro => {
            // What NannyML's authors found the deviation to be too small by.
            1.2 * over_classes(&|class| rank_spread(reference, labels, class))
        }
    }
}

/// The variance of the share of other rows that score below a row of the class, and the share of the class. The rarer of
/// class and rest counts as the class. A row of the class with the lowest score of all is left out, as there.
fn rank_spread(reference: Scored, labels: &[u32], class: usize) -> (f64, f64) {
    let mut hits = of_class(labels, class);
    let mut scores = column(reference.scores, class);
    let n = labels.len() as f64;
    let count = |hits: &[bool]| hits.iter().filter(|hit| **hit).count() as f64;
    if count(&hits) / n > 0.5 {
        hits.iter_mut().for_each(|hit| *hit = !*hit);
        scores.iter_mut().for_each(|score| *score = 1.0 - *score);
    }
    let positive = count(&hits);
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|&a, &b| scores[a].total_cmp(&scores[b]));
    let ranks = order
        .iter()
        .enumerate()
        .filter(|(rank, row)| *rank > 0 && hits[**row])
        .map(|(rank, _)| rank as f64);
    let below: Vec<f64> = ranks
        .enumerate()
        .map(|(i, rank)| (rank - i as f64) / (n - positive))
        .collect();
    (variance(&below), positive / n)
}
