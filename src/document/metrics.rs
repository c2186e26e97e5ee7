//! The metrics of a run that documents show, by the names that the summary and MLflow have for them.

use crate::message;
use crate::message::{Argument, Message};
use crate::pipeline::metrics::SetScore;

use super::EvaluatedSet;

/// A metric of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Metric {
    /// Such as `f1_micro_test_set`.
    pub key: String,
    score: SetScore,
    /// Of what the score is; none of PolEval's, which are of the test set.
    of: Option<Message>,
}

impl Metric {
    /// In the order in which they are read: score by score, the set that counts first.
    pub fn all() -> Vec<Metric> {
        let sets = [
            ("test_set", EvaluatedSet::Test),
            ("validation_set", EvaluatedSet::Validation),
            ("train_set", EvaluatedSet::Train),
        ];
        let of_set = |score: SetScore| {
            sets.map(|(key, set)| Metric {
                key: format!("{}_{key}", score.key()),
                score,
                of: Some(set.name()),
            })
        };
        let of = |key: &str, score, of| Metric {
            key: key.into(),
            score,
            of: Some(of),
        };
        let poleval = SetScore::ALL.into_iter().filter(|score| score.is_poleval());
        SetScore::ALL
            .into_iter()
            .filter(|score| !score.is_poleval())
            .flat_map(of_set)
            .chain([
                of(
                    "baseline_f1_micro",
                    SetScore::F1Micro,
                    message!("metric-baseline"),
                ),
                of(
                    "production_f1_micro",
                    SetScore::F1Micro,
                    message!("metric-production"),
                ),
                of(
                    "production_f1_macro",
                    SetScore::F1Macro,
                    message!("metric-production"),
                ),
            ])
            .chain(poleval.map(|score| Metric {
                key: score.key().into(),
                score,
                of: None,
            }))
            .collect()
    }

    pub fn name(&self) -> Message {
        match &self.of {
            Some(of) => message!("metric-of", score = self.score.name(), of = of.clone()),
            None => self.score.name(),
        }
    }

    pub fn value(&self, value: f64) -> Argument {
        Metric::shown(&self.key, value)
    }

    /// A value of the metric of this name.
    pub fn shown(key: &str, value: f64) -> Argument {
        let mut poleval = SetScore::ALL.into_iter().filter(|score| score.is_poleval());
        match poleval.any(|score| score.key() == key) {
            true => Argument::Percent(value),
            false => Argument::Score(value),
        }
    }
}
