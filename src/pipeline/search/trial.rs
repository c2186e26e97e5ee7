//! A trial: one point of the space and how it fared.

use std::cmp::Ordering;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Point;
use crate::pipeline::time::UnixMillis;

/// Which end of an objective is the good one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    Minimize,
    Maximize,
}

impl Direction {
    /// The better value first, what is not a number last.
    pub fn order(self, a: f64, b: f64) -> Ordering {
        // 0 and -0 are the same.
        let (low, high) = (a + 0.0, b + 0.0);
        let order = match self {
            Direction::Minimize => low.total_cmp(&high),
            Direction::Maximize => high.total_cmp(&low),
        };
        a.is_nan().cmp(&b.is_nan()).then(order)
    }

    pub fn is_better(self, value: f64, than: f64) -> bool {
        self.order(value, than) == Ordering::Less
    }
}

/// How a trial stands, as Optuna names it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, JsonSchema, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum TrialState {
    Running,
    Complete,
    Pruned,
    /// Why is in [`Trial::note`].
    Fail,
    Waiting,
}

impl TrialState {
    /// Optuna's number, in journals and for its storages.
    pub fn code(self) -> u8 {
        match self {
            TrialState::Running => 0,
            TrialState::Complete => 1,
            TrialState::Pruned => 2,
            TrialState::Fail => 3,
            TrialState::Waiting => 4,
        }
    }

    /// The state of a number.
    pub fn of_code(code: u64) -> Option<TrialState> {
        Some(match code {
            0 => TrialState::Running,
            1 => TrialState::Complete,
            2 => TrialState::Pruned,
            3 => TrialState::Fail,
            4 => TrialState::Waiting,
            _ => return None,
        })
    }

    /// Whether nothing changes any more.
    pub fn is_over(self) -> bool {
        !matches!(self, TrialState::Running | TrialState::Waiting)
    }
}

/// The first objective after a fold: the mean over the folds so far.
#[derive(Debug, Clone, Copy, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct FoldValue {
    /// From 0.
    pub fold: u32,
    /// Of this fold alone.
    pub value: f64,
    /// What a pruner looks at, and Optuna calls the intermediate value of this step.
    pub mean: f64,
}

/// One trial of a study.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct Trial {
    /// From 0, in the order in which they were asked for.
    pub number: u32,
    pub state: TrialState,
    pub point: Point,
    /// One for each objective; empty unless complete, or pruned with the last mean.
    pub values: Vec<f64>,
    pub folds: Vec<FoldValue>,
    /// By how much each constraint is broken; at most 0 where it is kept.
    pub constraints: Vec<f64>,
    /// What is to be said of it: why it failed, was pruned or was refused.
    pub note: Option<crate::message::Message>,
    pub start: UnixMillis,
    /// None while it runs or waits.
    pub end: Option<UnixMillis>,
    /// The label of each scored row, where it is complete and they are known.
    #[schemars(skip)]
    #[serde(default, skip_serializing_if = "Option::is_none", with = "answers")]
    pub answers: Option<Arc<[u32]>>,
    /// What else was measured, by name, such as `f1_macro` or `model_bytes`.
    pub measures: std::collections::BTreeMap<String, f64>,
}

impl Trial {
    /// What was begun and not ended is to be done from its beginning.
    pub fn begin_again(&mut self) {
        self.state = TrialState::Waiting;
        self.folds.clear();
    }

    /// By how much the constraints are broken together; 0 where all are kept.
    pub fn violation(&self) -> f64 {
        self.constraints.iter().filter(|by| **by > 0.0).sum()
    }

    /// Whether it is complete and keeps all constraints.
    pub fn is_feasible(&self) -> bool {
        self.state == TrialState::Complete && self.violation() <= 0.0
    }
}

/// Answers as text: a digit for each; none where there are more classes than digits.
pub(super) mod answers {
    use std::sync::Arc;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    const DIGITS: u32 = 36;

    pub fn to_text(answers: &[u32]) -> Option<String> {
        let digit = |label: &u32| char::from_digit(*label, DIGITS);
        answers.iter().map(digit).collect()
    }

    pub fn of_text(text: &str) -> Option<Arc<[u32]>> {
        text.chars().map(|digit| digit.to_digit(DIGITS)).collect()
    }

    pub fn serialize<S: Serializer>(
        answers: &Option<Arc<[u32]>>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let text = answers.as_deref().and_then(to_text);
        text.serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Arc<[u32]>>, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?;
        Ok(text.as_deref().and_then(of_text))
    }
}
