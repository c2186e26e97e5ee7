//! The space: which settings a search chooses, and from what.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What a trial gives the settings that it chose, by their whole names such as `svc.C`. A setting that has no effect under the
/// others is not in it.
pub type Point = BTreeMap<String, Value>;

/// What a trial gives one setting.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    Float(f64),
    Int(i64),
    /// The place of the choice in [`Domain::Categorical`].
    Choice(u32),
}

/// What one setting is chosen from, with the arguments of Optuna's `suggest_float`, `suggest_int`, `suggest_categorical`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Domain {
    /// Both ends included. With `step` the numbers `low + k * step`; not together with `log`.
    Float {
        low: f64,
        high: f64,
        log: bool,
        step: Option<f64>,
    },
    /// Both ends included; `step` is 1 with `log`.
    Int {
        low: i64,
        high: i64,
        log: bool,
        step: i64,
    },
    /// Values as they stand in the configuration's file.
    Categorical { choices: Vec<toml::Value> },
}

/// One setting of the space.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Dimension {
    /// The setting's whole name, such as `svc.C`. When it has an effect is known from
    /// [`CONFIG`](crate::pipeline::params::CONFIG).
    pub key: String,
    pub domain: Domain,
}

/// The settings that a search chooses, each once, so ordered that what decides whether another has an effect comes first.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Space {
    pub dimensions: Vec<Dimension>,
}
