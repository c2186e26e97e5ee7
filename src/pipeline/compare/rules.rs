//! What a candidate must show before it may take the place of the model in production: rules as data, checked once.
//!
//! A rule on a difference has two lines, and an interval of 95 % is between them, above or below:
//!
//! | rule | passes where the whole interval is above | fails where it is below |
//! |---|---|---|
//! | not inferior | `-margin` | 0, and not above `-margin` |
//! | better, baseline beaten | 0 | `least_gain`, and not above 0 |
//!
//! Anything else is not enough data. An interval no wider than the lines are apart always decides, which tells how many
//! rows would be enough.

use serde::{Deserialize, Serialize};

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

/// What is counted in bytes, of the candidate alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Size {
    Model,
    PeakMemory,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "rule", rename_all = "snake_case", deny_unknown_fields)]
pub enum Rule {
    /// F1 micro is not lower than production's by `margin` or more; above 0 and below 1.
    NotInferior { margin: f64 },
    /// At least one of the scores is higher than production's. A gain below `least_gain`, above 0 and at most 1, is not
    /// worth looking for. By chance alone each score passes in 2.5 % of cases at most, so that three of them pass in 7.5 %.
    Better { any_of: Vec<Score>, least_gain: f64 },
    /// The score is higher than that of the most frequent class; F1 micro or F1 macro.
    BaselineBeaten { score: Score, least_gain: f64 },
    /// The candidate's cost is at most so many times production's.
    Ratio { of: Cost, at_most: f64 },
    /// The candidate takes at most so many bytes.
    Bytes { of: Size, at_most: u64 },
}

/// Rules as given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    pub rules: Vec<Rule>,
}

impl Default for Rules {
    /// F1 micro not lower by a point, F1 macro higher, the baseline beaten in F1 micro.
    ///
    /// Costs have no budget: what a service can bear is its owner's to know. A kernel SVC takes ten times the time of a linear
    /// one and is an ordinary candidate all the same, and where a clock is frozen or a browser tells no processor time, a rule
    /// on costs would leave every candidate undecided.
    fn default() -> Rules {
        Rules {
            rules: vec![
                Rule::NotInferior { margin: 0.01 },
                Rule::Better {
                    any_of: vec![Score::F1Macro],
                    least_gain: 0.02,
                },
                Rule::BaselineBeaten {
                    score: Score::F1Micro,
                    least_gain: 0.01,
                },
            ],
        }
    }
}

/// Rules that can be applied to rows of the classes that they were checked with.
#[derive(Debug, Clone, PartialEq)]
pub struct ValidRules(Vec<Rule>);

impl ValidRules {
    pub fn rules(&self) -> &[Rule] {
        &self.0
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
                Rule::Better { any_of, least_gain } => {
                    check_gain(at, *least_gain, &mut fault);
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
                                &format!("name one of {}", classes.join(", ")),
                            );
                        }
                    }
                }
                Rule::BaselineBeaten { score, least_gain } => {
                    check_gain(at, *least_gain, &mut fault);
                    if matches!(score, Score::Recall(_)) {
                        fault(
                            at,
                            "score",
                            "the baseline has a recall of 0 or 1 whatever the class".into(),
                            "name f1_micro or f1_macro",
                        );
                    }
                }
                Rule::Ratio { at_most, .. } => {
                    if !(*at_most > 0.0 && at_most.is_finite()) {
                        fault(
                            at,
                            "at_most",
                            format!("{at_most} is no ratio"),
                            "give a number above 0, such as 1.5",
                        );
                    }
                }
                Rule::Bytes { at_most, .. } => {
                    if *at_most == 0 {
                        fault(
                            at,
                            "at_most",
                            "nothing fits into 0 bytes".into(),
                            "give a number of bytes above 0",
                        );
                    }
                }
            }
        }
        if faults.is_empty() {
            Ok(ValidRules(self.rules.clone()))
        } else {
            Err(faults)
        }
    }
}

fn check_gain(at: usize, least_gain: f64, fault: &mut impl FnMut(usize, &str, String, &str)) {
    if !(least_gain > 0.0 && least_gain <= 1.0) {
        fault(
            at,
            "least_gain",
            format!("{least_gain} is not above 0 and at most 1"),
            "give the smallest gain that matters as a fraction, such as 0.02",
        );
    }
}
