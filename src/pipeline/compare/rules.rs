//! What a candidate must show before it may take the place of the model in production: rules as data, checked once.
//!
//! A rule on a difference has one line. An interval of 95 % that is all above it passes, one that is all below it fails, and
//! one that reaches over it is not enough data: so that a candidate which is exactly at the line passes in 2.5 % of cases,
//! and fails in as many.
//!
//! | rule | line |
//! |---|---|
//! | not inferior | `-margin` |
//! | better, baseline beaten | `min_gain` |
//!
//! Where any of k scores may pass, each has an interval of `1 - 0.05 / k` (Bonferroni), so that this holds of the rule.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::message;
use crate::message::Argument;
use crate::pipeline::error::{Code, Error};
use crate::pipeline::params::GATE;
use crate::pipeline::robustness::{MAX_FLIPS, Perturbation};

/// A score of which a difference is judged.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Score {
    F1Micro,
    F1Macro,
    /// Of a class, by its name.
    Recall(String),
}

/// What a ratio is of: the candidate's number over production's.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, JsonSchema, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Cost {
    LatencyP50,
    LatencyP95,
    LatencyP99,
    BatchLatency,
    CpuSeconds,
    PeakMemory,
}

/// What has a size in bytes, of the candidate alone.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, JsonSchema, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Size {
    Model,
    PeakMemory,
}

/// The aliases are the names of earlier versions, see [`super::RulesFile::notes`].
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
#[serde(tag = "rule", rename_all = "snake_case", deny_unknown_fields)]
pub enum Rule {
    /// F1 micro is surely not lower than production's by `margin` or more; above 0 and below 1.
    NotInferior { margin: f64 },
    /// At least one of the scores is surely higher than production's by more than `min_gain`, at least 0 and below 1.
    Better {
        any_of: Vec<Score>,
        #[serde(alias = "least_gain")]
        min_gain: f64,
    },
    /// The score is surely higher than that of the most frequent class by more than `min_gain`; F1 micro or F1 macro.
    BaselineBeaten {
        score: Score,
        #[serde(alias = "least_gain")]
        min_gain: f64,
    },
    /// The candidate's cost is surely at most so many times production's.
    Ratio {
        of: Cost,
        #[serde(alias = "at_most")]
        max: f64,
    },
    /// The candidate takes at most so many bytes.
    #[serde(alias = "bytes")]
    Size {
        of: Size,
        #[serde(alias = "at_most")]
        max: u64,
    },
    /// Of the candidate's answers surely at most this share flips where texts are written another way; above 0 and below 1.
    Robust { of: Perturbation, max: f64 },
}

impl Rule {
    /// As in the file of rules.
    pub fn name(&self) -> &'static str {
        match self {
            Rule::NotInferior { .. } => "not_inferior",
            Rule::Better { .. } => "better",
            Rule::BaselineBeaten { .. } => "baseline_beaten",
            Rule::Ratio { .. } => "ratio",
            Rule::Size { .. } => "size",
            Rule::Robust { .. } => "robust",
        }
    }

    /// One of each, with the numbers that it may begin with.
    pub fn examples() -> Vec<Rule> {
        let mut rules = Rules::default().rules;
        rules.push(Rule::Ratio {
            of: Cost::LatencyP95,
            max: 1.5,
        });
        rules.push(Rule::Size {
            of: Size::Model,
            max: 50_000_000,
        });
        rules.push(Rule::Robust {
            of: Perturbation::Diacritics,
            max: MAX_FLIPS,
        });
        rules
    }
}

/// What a rule on scores says where rows have a class that one of the two models can't give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnknownLabels {
    /// Nothing is decided: it may be another name for a class that the model knows.
    #[default]
    Undecided,
    /// They are that model's errors.
    Wrong,
}

impl UnknownLabels {
    fn is_default(&self) -> bool {
        *self == UnknownLabels::default()
    }
}

/// Rules as given.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    #[serde(default, skip_serializing_if = "UnknownLabels::is_default")]
    pub unknown_labels: UnknownLabels,
    pub rules: Vec<Rule>,
}

impl Default for Rules {
    /// F1 micro not lower by a point, F1 macro higher, the baseline beaten in F1 micro. How much higher is the owner's to say:
    /// a gain of two points in F1 macro is shown by tens of thousands of rows alone.
    ///
    /// Costs have no budget: what a service can bear is its owner's to know. A kernel SVC takes ten times the time of a linear
    /// one and is an ordinary candidate all the same, and where a clock is frozen or a browser tells no processor time, a rule
    /// on costs would leave every candidate undecided.
    fn default() -> Rules {
        Rules {
            unknown_labels: UnknownLabels::default(),
            rules: vec![
                Rule::NotInferior { margin: 0.01 },
                Rule::Better {
                    any_of: vec![Score::F1Macro],
                    min_gain: 0.0,
                },
                Rule::BaselineBeaten {
                    score: Score::F1Micro,
                    min_gain: 0.0,
                },
            ],
        }
    }
}

/// Rules that can be applied to rows of the classes that they were checked with.
#[derive(Debug, Clone, PartialEq)]
pub struct ValidRules(Rules);

impl ValidRules {
    pub fn rules(&self) -> &[Rule] {
        &self.0.rules
    }

    pub fn unknown_labels(&self) -> UnknownLabels {
        self.0.unknown_labels
    }

    /// As [`Rules::writings`].
    pub fn writings(&self) -> BTreeSet<Perturbation> {
        self.0.writings()
    }
}

impl Rules {
    /// The writings whose flips the rules go by, each once.
    pub fn writings(&self) -> BTreeSet<Perturbation> {
        let writing = |rule: &Rule| match rule {
            Rule::Robust { of, .. } => Some(*of),
            _ => None,
        };
        self.rules.iter().filter_map(writing).collect()
    }

    /// # Errors
    /// Every violation, each with its rule and field.
    pub fn check(&self, classes: &[String]) -> Result<ValidRules, Vec<Error>> {
        let mut faults = Vec::new();
        if self.rules.is_empty() {
            let message = message!("gate-rules-none");
            let remedy = message!("gate-rules-give-one");
            return Err(vec![
                Error::new(Code::InvalidParameter, message, remedy).in_file("rules"),
            ]);
        }
        for (at, rule) in self.rules.iter().enumerate() {
            let place = format!("rules[{at}]");
            faults.extend(GATE.faults_of(rule.name(), &place, rule));
            let Rule::Better { any_of, .. } = rule else {
                continue;
            };
            for score in any_of {
                if let Score::Recall(class) = score
                    && !classes.contains(class)
                {
                    let message = message!("gate-rule-no-class", class = class);
                    let remedy =
                        message!("gate-rule-name-class", classes = Argument::names(classes));
                    faults.push(
                        Error::new(Code::InvalidParameter, message, remedy)
                            .in_file(format!("{place}.any_of")),
                    );
                }
            }
        }
        if faults.is_empty() {
            Ok(ValidRules(self.clone()))
        } else {
            Err(faults)
        }
    }
}
