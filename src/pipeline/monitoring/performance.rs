//! How well production does on a batch: estimated from its scores, and by the labels where there are any.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::model::ModelFacts;
use crate::pipeline::drift::intervals::wilson;
use crate::pipeline::drift::{
    Estimate, Measurement, Performance, PerformanceDrift, PredictionDrift, UsualPerformance,
    quantile,
};
use crate::pipeline::metrics::{Evaluation, f1_macro};
use crate::pipeline::rng::RandomState;
use crate::pipeline::step::Status;

/// Draws of the bootstrap of macro F1.
const DRAWS: usize = 999;
const SEED: u32 = 2021;

/// Estimated by the confidence of the scores (CBPE). It is blind to rows that mean something else than they did and to
/// another mix of the classes, so that it is shown and decides nothing.
#[derive(Debug, Clone, Copy, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct EstimatedPerformance {
    pub f1_micro: f64,
    pub f1_macro: f64,
    /// Realised on the training rows, out of fold.
    pub training: Performance,
    /// What was realised on blocks of the training rows as large as the batch: the limits of the chart.
    pub usual: Option<UsualPerformance>,
}

impl EstimatedPerformance {
    pub(super) fn of(
        predictions: &Measurement<PredictionDrift>,
    ) -> Measurement<EstimatedPerformance> {
        let performance: Measurement<PerformanceDrift> = match predictions {
            Measurement::Measured(found) => found.performance.clone(),
            Measurement::Missing(gap) => Measurement::Missing(gap.clone()),
        };
        performance.map(|found| EstimatedPerformance {
            f1_micro: found.estimated.accuracy,
            f1_macro: found.estimated.f1_macro,
            training: found.reference,
            usual: found.usual.measured().copied(),
        })
    }
}

/// By the labels of the batch.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct RealisedPerformance {
    /// The share of right rows, with Wilson's interval of 95 %.
    pub f1_micro: Estimate,
    /// With the percentile bootstrap's interval of 95 % over 999 draws; where a class has some 25 rows of a thousand it holds
    /// in 86 to 90 % of samples.
    pub f1_macro: Estimate,
    pub errors: u64,
    /// One minus F1 micro.
    pub error_rate: Estimate,
    /// What the error rate would be if the classes had the shares of the training rows and each were as often wrong as it
    /// is in the batch (direct standardisation); none where the batch lacks a class of the training rows.
    pub error_rate_at_training_mix: Option<f64>,
    /// Of each class with a row in the batch, with Wilson's interval.
    pub recalls: Vec<(String, Estimate)>,
}

/// Labels and predictions of a batch under way to [`RealisedPerformance`]; stepped.
pub(super) struct Judging {
    evaluation: Evaluation,
    /// Of each row its cell of the confusion matrix.
    cells: Vec<usize>,
    n_classes: usize,
    random: RandomState,
    drawn: Vec<f64>,
}

impl Judging {
    /// Both as names' indices; classes are compared by name. There is at least one row.
    pub fn new(
        label_names: &[String],
        labels: &[u32],
        predicted_names: &[String],
        predicted: &[u32],
    ) -> Judging {
        let mut names = [label_names, predicted_names].concat();
        names.sort();
        names.dedup();
        let renumbered = |own: &[String], rows: &[u32]| -> Vec<u32> {
            let numbers: Vec<u32> = own
                .iter()
                .map(|name| names.binary_search(name).expect("it is among them") as u32)
                .collect();
            rows.iter().map(|&row| numbers[row as usize]).collect()
        };
        let truth = renumbered(label_names, labels);
        let said = renumbered(predicted_names, predicted);
        let n_classes = names.len();
        Judging {
            cells: truth
                .iter()
                .zip(&said)
                .map(|(&truth, &said)| truth as usize * n_classes + said as usize)
                .collect(),
            evaluation: Evaluation::new(&names, &truth, &said),
            n_classes,
            random: RandomState::new(SEED),
            drawn: Vec::with_capacity(DRAWS),
        }
    }

    /// For each row whether it is wrong.
    pub fn wrong(&self) -> Vec<bool> {
        let right = |cell: usize| cell / self.n_classes == cell % self.n_classes;
        self.cells.iter().map(|&cell| !right(cell)).collect()
    }

    /// Draws up to `budget` more samples of the rows.
    pub fn step(&mut self, budget: usize) -> Status {
        let (n, last) = (self.cells.len(), self.cells.len() as u32 - 1);
        for _ in 0..budget.min(DRAWS - self.drawn.len()) {
            let mut counts = vec![0u64; self.n_classes * self.n_classes];
            for _ in 0..n {
                counts[self.cells[self.random.random_interval(last) as usize]] += 1;
            }
            let (mut hits, mut truths, mut saids) = (
                vec![0; self.n_classes],
                vec![0; self.n_classes],
                vec![0; self.n_classes],
            );
            for (cell, rows) in counts.iter().enumerate() {
                let (truth, said) = (cell / self.n_classes, cell % self.n_classes);
                truths[truth] += rows;
                saids[said] += rows;
                if truth == said {
                    hits[truth] += rows;
                }
            }
            self.drawn.push(f1_macro(&hits, &truths, &saids));
        }
        if self.drawn.len() < DRAWS {
            Status::Running
        } else {
            Status::Done
        }
    }

    pub fn finish(mut self, facts: &ModelFacts) -> RealisedPerformance {
        self.drawn.sort_by(f64::total_cmp);
        let found = &self.evaluation;
        let wrong = self.wrong().into_iter().filter(|wrong| *wrong).count() as u64;
        let n = found.n;
        let recalls: Vec<(String, Estimate)> = found
            .per_class
            .iter()
            .enumerate()
            .filter(|(_, class)| class.support > 0)
            .map(|(at, class)| {
                let recall = wilson(found.confusion[at][at], class.support);
                (class.name.clone(), recall)
            })
            .collect();
        RealisedPerformance {
            f1_micro: wilson(n - wrong, n),
            f1_macro: Estimate {
                value: found.f1_macro,
                low: quantile(&self.drawn, 0.025),
                high: quantile(&self.drawn, 0.975),
            },
            errors: wrong,
            error_rate: wilson(wrong, n),
            error_rate_at_training_mix: at_training_mix(facts, &recalls),
            recalls,
        }
    }
}

fn at_training_mix(facts: &ModelFacts, recalls: &[(String, Estimate)]) -> Option<f64> {
    let recall: BTreeMap<&str, f64> = recalls
        .iter()
        .map(|(class, recall)| (class.as_str(), recall.value))
        .collect();
    let all: u64 = facts.class_rows.iter().sum();
    let mut errors = 0.0;
    for (class, &rows) in facts.classes.iter().zip(&facts.class_rows) {
        if rows > 0 {
            errors += rows as f64 / all as f64 * (1.0 - recall.get(class.as_str())?);
        }
    }
    (all > 0).then_some(errors)
}

#[cfg(test)]
mod tests {
    use super::super::model::ModelFacts;
    use super::*;
    use crate::pipeline::time::UnixMillis;

    fn facts(classes: &[(&str, u64)]) -> ModelFacts {
        ModelFacts {
            run_id: String::new(),
            run_name: String::new(),
            model_sha256: String::new(),
            classes: classes.iter().map(|(class, _)| class.to_string()).collect(),
            trained: UnixMillis(0.0),
            n_rows: classes.iter().map(|(_, rows)| rows).sum(),
            class_rows: classes.iter().map(|(_, rows)| *rows).collect(),
            predicted_rows: None,
            score_cuts: None,
            stated: None,
        }
    }

    /// Eight rows of a with one wrong, two of b with one wrong; the training rows have 9 of a for each of b.
    #[test]
    fn errors_at_the_training_mix_by_hand() {
        let names = ["a".to_string(), "b".to_string()];
        let labels = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1];
        let said = [0, 0, 0, 0, 0, 0, 0, 1, 1, 0];
        let judged = |classes: &[(&str, u64)]| {
            let mut judging = Judging::new(&names, &labels, &names, &said);
            assert_eq!(judging.wrong().iter().filter(|wrong| **wrong).count(), 2);
            while judging.step(100).is_running() {}
            judging.finish(&facts(classes))
        };
        let found = judged(&[("a", 90), ("b", 10)]);
        assert_eq!(
            (found.errors, found.error_rate.value, found.f1_micro.value),
            (2, 0.2, 0.8)
        );
        let expected = 0.9 * (1.0 - 7.0 / 8.0) + 0.1 * 0.5;
        // Sums of a few products.
        let at_mix = found.error_rate_at_training_mix.unwrap();
        assert!((at_mix - expected).abs() < 1e-15, "{at_mix}");
        let Estimate { value, low, high } = found.f1_macro;
        assert!(0.0 <= low && low < value && value < high && high <= 1.0);
        assert_eq!(
            judged(&[("a", 90), ("b", 10), ("c", 5)]).error_rate_at_training_mix,
            None
        );
    }
}
