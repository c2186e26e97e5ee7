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

use serde::{Deserialize, Serialize};

use crate::pipeline::corpus::wording::cut;
use crate::pipeline::error::{Code, Error};

/// A score of which a difference is judged.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Score {
    F1Micro,
    F1Macro,
    /// Of a class, by its name.
    Recall(String),
}

/// What a ratio is of: the candidate's number over production's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Size {
    Model,
    PeakMemory,
}

/// The aliases are the names of earlier versions, see [`super::RulesFile::notes`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
}

/// What a rule on scores says where rows have a class that one of the two models can't give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
}

impl Rules {
    /// # Errors
    /// Every violation, each with its rule and field.
    pub fn check(&self, classes: &[String]) -> Result<ValidRules, Vec<Error>> {
        let mut faults = Vec::new();
        let mut fault = |at: usize, field: &str, message: String, remedy: &str| {
            faults.push(
                Error::new(Code::InvalidParameter, message, remedy)
                    .in_file(format!("rules[{at}].{field}")),
            );
        };
        if self.rules.is_empty() {
            faults.push(
                Error::new(
                    Code::InvalidParameter,
                    "there is no rule, so that every candidate would pass",
                    "give at least one rule",
                )
                .in_file("rules"),
            );
            return Err(faults);
        }
        for (at, rule) in self.rules.iter().enumerate() {
            match rule {
                Rule::NotInferior { margin } => {
                    // Not a number is outside too.
                    if !(*margin > 0.0 && *margin < 1.0) {
                        fault(
                            at,
                            "margin",
                            format!("{margin} is not between 0 and 1"),
                            "give a fraction, such as 0.01 for a point",
                        );
                    }
                }
                Rule::Better { any_of, min_gain } => {
                    check_gain(at, *min_gain, &mut fault);
                    if any_of.is_empty() {
                        fault(
                            at,
                            "any_of",
                            "there is no score, so that nothing can be better".into(),
                            "name f1_micro, f1_macro or the recall of a class",
                        );
                    }
                    for (index, score) in any_of.iter().enumerate() {
                        if any_of[..index].contains(score) {
                            fault(
                                at,
                                "any_of",
                                "a score is there twice".into(),
                                "name each score once",
                            );
                        }
                        if let Score::Recall(class) = score
                            && !classes.contains(class)
                        {
                            fault(
                                at,
                                "any_of",
                                format!("there is no class `{class}`"),
                                &format!("name one of {}", cut(classes)),
                            );
                        }
                    }
                }
                Rule::BaselineBeaten { score, min_gain } => {
                    check_gain(at, *min_gain, &mut fault);
                    if matches!(score, Score::Recall(_)) {
                        fault(
                            at,
                            "score",
                            "the baseline has a recall of 0 or 1 whatever the class".into(),
                            "name f1_micro or f1_macro",
                        );
                    }
                }
                Rule::Ratio { max, .. } => {
                    if !(*max > 0.0 && max.is_finite()) {
                        fault(
                            at,
                            "max",
                            format!("{max} is no ratio"),
                            "give a number above 0, such as 1.5",
                        );
                    }
                }
                Rule::Size { max, .. } => {
                    if *max == 0 {
                        fault(
                            at,
                            "max",
                            "nothing fits into 0 bytes".into(),
                            "give a number of bytes above 0",
                        );
                    }
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

fn check_gain(at: usize, min_gain: f64, fault: &mut impl FnMut(usize, &str, String, &str)) {
    if !(0.0..1.0).contains(&min_gain) {
        fault(
            at,
            "min_gain",
            format!("{min_gain} is not a fraction from 0 to below 1"),
            "give the gain that is required, such as 0.02 for two points; 0 asks for any gain",
        );
    }
}
