//! The gate: what each rule says of a comparison, and what they say together.
//!
//! A rule passes, fails, or has not enough data, and then says how many rows or calls would be enough. One that fails fails
//! the whole; without one, a single rule that can't be decided leaves the whole undecided. How many are enough is reckoned
//! from the width of the interval, which shrinks with the root of their number.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::comparison::{Comparison, Pair};
use super::rows::FEWEST_POSITIVES;
use super::rules::{Cost, Rule, Score, Size, ValidRules};
use crate::pipeline::drift::Estimate;

/// Rows that only one has right below which F1 micro is judged by the score interval, and rows that differ below which F1
/// macro is not judged: with none the bootstrap's interval has no width, however few rows there are.
pub const FEWEST_DIFFERING: u64 = 10;

/// What was measured outside: nothing here takes time.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Measured {
    pub ratios: BTreeMap<Cost, Ratio>,
    pub bytes: BTreeMap<Size, u64>,
}

/// The candidate's cost over production's.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Ratio {
    pub estimate: Estimate,
    /// Calls of each that it was measured with; rounds, for what is measured in a process of its own.
    pub calls: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    Pass,
    Fail,
    NotEnoughData,
}

/// How much would be enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Enough {
    /// Labelled rows of the same kind.
    Rows(u64),
    Calls(u64),
}

/// What a finding is of. `Display` names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Subject {
    OverProduction(Score),
    OverBaseline(Score),
    Ratio(Cost),
    Bytes(Size),
}

/// Why a rule says what it says. `Display` gives the sentence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// The whole interval is above the line.
    Above {
        line: f64,
    },
    /// The whole interval is below the line.
    Below {
        line: f64,
    },
    /// It reaches over both lines.
    Between {
        low: f64,
        high: f64,
    },
    /// The interval reaches over a budget.
    AcrossBudget {
        budget: f64,
    },
    WithinBudget {
        budget: f64,
    },
    OverBudget {
        budget: f64,
    },
    TooFewPositives {
        positives: u64,
    },
    TooFewDiffer {
        rows: u64,
    },
    NotMeasured,
}

/// A number that a rule looked at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    pub subject: Subject,
    /// None where it was not measured; of bytes the interval is the number.
    pub estimate: Option<Estimate>,
    pub outcome: Outcome,
    pub reason: Reason,
    /// None where it is decided, or no number can be told.
    pub enough: Option<Enough>,
}

/// A rule with all that it looked at; several findings are those of a rule that asks for any of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Judged {
    pub rule: Rule,
    pub outcome: Outcome,
    pub findings: Vec<Finding>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Gate {
    pub outcome: Outcome,
    /// Labelled rows that would be enough for all rules that lack them; none where nothing lacks rows, or for one of them
    /// no number can be told.
    pub rows_enough: Option<u64>,
    /// In the order of the rules.
    pub rules: Vec<Judged>,
}

impl Gate {
    pub fn new(comparison: &Comparison, measured: &Measured, rules: &ValidRules) -> Gate {
        let rules: Vec<Judged> = rules
            .rules()
            .iter()
            .map(|rule| judge(comparison, measured, rule))
            .collect();
        let outcome = all(rules.iter().map(|rule| rule.outcome));
        Gate {
            rows_enough: rows_enough(&rules),
            outcome,
            rules,
        }
    }
}

fn rows_enough(rules: &[Judged]) -> Option<u64> {
    let mut most = None;
    for rule in rules
        .iter()
        .filter(|rule| rule.outcome == Outcome::NotEnoughData)
    {
        // With so many rows all of its scores are decided.
        let mut needed = None;
        for finding in &rule.findings {
            match (&finding.subject, finding.enough) {
                (Subject::OverProduction(_) | Subject::OverBaseline(_), Some(Enough::Rows(n))) => {
                    needed = needed.max(Some(n));
                }
                (Subject::OverProduction(_) | Subject::OverBaseline(_), None)
                    if finding.outcome == Outcome::NotEnoughData =>
                {
                    return None;
                }
                _ => {}
            }
        }
        most = most.max(needed);
    }
    most
}

fn all(outcomes: impl Iterator<Item = Outcome>) -> Outcome {
    outcomes.fold(Outcome::Pass, |whole, one| match (whole, one) {
        (Outcome::Fail, _) | (_, Outcome::Fail) => Outcome::Fail,
        (Outcome::NotEnoughData, _) | (_, Outcome::NotEnoughData) => Outcome::NotEnoughData,
        _ => Outcome::Pass,
    })
}

fn any(outcomes: impl Iterator<Item = Outcome>) -> Outcome {
    outcomes.fold(Outcome::Fail, |whole, one| match (whole, one) {
        (Outcome::Pass, _) | (_, Outcome::Pass) => Outcome::Pass,
        (Outcome::NotEnoughData, _) | (_, Outcome::NotEnoughData) => Outcome::NotEnoughData,
        _ => Outcome::Fail,
    })
}

fn judge(comparison: &Comparison, measured: &Measured, rule: &Rule) -> Judged {
    let production = &comparison.against_production;
    let findings = match rule {
        Rule::NotInferior { margin } => vec![difference(
            Subject::OverProduction(Score::F1Micro),
            production,
            &Score::F1Micro,
            Lines {
                pass: -margin,
                fail: 0.0,
            },
        )],
        Rule::Better { any_of, least_gain } => any_of
            .iter()
            .map(|score| {
                let subject = Subject::OverProduction(score.clone());
                difference(subject, production, score, Lines::gain(*least_gain))
            })
            .collect(),
        Rule::BaselineBeaten { score, least_gain } => vec![difference(
            Subject::OverBaseline(score.clone()),
            &comparison.against_baseline,
            score,
            Lines::gain(*least_gain),
        )],
        Rule::Ratio { of, at_most } => {
            vec![ratio(*of, measured.ratios.get(of).copied(), *at_most)]
        }
        Rule::Bytes { of, at_most } => {
            vec![bytes(*of, measured.bytes.get(of).copied(), *at_most)]
        }
    };
    Judged {
        outcome: any(findings.iter().map(|finding| finding.outcome)),
        rule: rule.clone(),
        findings,
    }
}

/// Above which an interval passes and below which it fails; the first is the lower one.
struct Lines {
    pass: f64,
    fail: f64,
}

impl Lines {
    fn gain(least: f64) -> Lines {
        Lines {
            pass: 0.0,
            fail: least,
        }
    }
}

fn difference(subject: Subject, pair: &Pair, score: &Score, lines: Lines) -> Finding {
    let n = pair.agreement.rows();
    let estimate = match score {
        Score::F1Micro if pair.agreement.discordant() < FEWEST_DIFFERING => pair.tango,
        Score::F1Micro => pair.differences.f1_micro.estimate,
        Score::F1Macro => {
            let estimate = pair.differences.f1_macro.estimate;
            if pair.differing < FEWEST_DIFFERING {
                return Finding {
                    subject,
                    estimate: Some(estimate),
                    outcome: Outcome::NotEnoughData,
                    reason: Reason::TooFewDiffer {
                        rows: pair.differing,
                    },
                    enough: in_proportion(n, pair.differing, FEWEST_DIFFERING),
                };
            }
            estimate
        }
        Score::Recall(class) => {
            let recall = pair.recalls.iter().find(|recall| recall.class == *class);
            let positives = recall.map_or(0, |recall| recall.agreement.rows());
            match recall {
                Some(recall) if positives >= FEWEST_POSITIVES => recall.difference,
                _ => {
                    return Finding {
                        subject,
                        estimate: recall.map(|recall| recall.difference),
                        outcome: Outcome::NotEnoughData,
                        reason: Reason::TooFewPositives { positives },
                        enough: in_proportion(n, positives, FEWEST_POSITIVES),
                    };
                }
            }
        }
    };
    let (outcome, reason) = if estimate.low > lines.pass {
        (Outcome::Pass, Reason::Above { line: lines.pass })
    } else if estimate.high < lines.fail {
        (Outcome::Fail, Reason::Below { line: lines.fail })
    } else {
        (
            Outcome::NotEnoughData,
            Reason::Between {
                low: lines.pass,
                high: lines.fail,
            },
        )
    };
    let times = (estimate.high - estimate.low) / (lines.fail - lines.pass);
    Finding {
        subject,
        estimate: Some(estimate),
        enough: (outcome == Outcome::NotEnoughData)
            .then(|| Enough::Rows(times_rows(n, times * times))),
        outcome,
        reason,
    }
}

/// The rows with so many times as much, and at least one more.
fn times_rows(n: u64, times: f64) -> u64 {
    ((n as f64 * times).ceil() as u64).max(n + 1)
}

/// The rows of the same kind of which `needed` are what `there` of `n` are.
fn in_proportion(n: u64, there: u64, needed: u64) -> Option<Enough> {
    (there > 0).then(|| Enough::Rows((n * needed).div_ceil(there)))
}

fn not_measured(subject: Subject) -> Finding {
    Finding {
        subject,
        estimate: None,
        outcome: Outcome::NotEnoughData,
        reason: Reason::NotMeasured,
        enough: None,
    }
}

fn ratio(of: Cost, measured: Option<Ratio>, budget: f64) -> Finding {
    let subject = Subject::Ratio(of);
    let Some(Ratio { estimate, calls }) = measured else {
        return not_measured(subject);
    };
    let (outcome, reason) = if estimate.high <= budget {
        (Outcome::Pass, Reason::WithinBudget { budget })
    } else if estimate.low > budget {
        (Outcome::Fail, Reason::OverBudget { budget })
    } else {
        (Outcome::NotEnoughData, Reason::AcrossBudget { budget })
    };
    // The side of the interval that reaches over the budget has to shrink to the distance from it.
    let side = if estimate.value <= budget {
        estimate.high - estimate.value
    } else {
        estimate.value - estimate.low
    };
    let distance = (estimate.value - budget).abs();
    // Those two are measured in rounds, whose interval does not shrink with the root of their number.
    let shrinks = !matches!(of, Cost::CpuSeconds | Cost::PeakMemory);
    Finding {
        subject,
        estimate: Some(estimate),
        enough: (outcome == Outcome::NotEnoughData && shrinks && distance > 0.0).then(|| {
            let times = side / distance;
            Enough::Calls(times_rows(calls, times * times))
        }),
        outcome,
        reason,
    }
}

fn bytes(of: Size, measured: Option<u64>, budget: u64) -> Finding {
    let subject = Subject::Bytes(of);
    let Some(bytes) = measured else {
        return not_measured(subject);
    };
    let (value, limit) = (bytes as f64, budget as f64);
    let (outcome, reason) = if bytes <= budget {
        (Outcome::Pass, Reason::WithinBudget { budget: limit })
    } else {
        (Outcome::Fail, Reason::OverBudget { budget: limit })
    };
    Finding {
        subject,
        estimate: Some(Estimate {
            value,
            low: value,
            high: value,
        }),
        outcome,
        reason,
        enough: None,
    }
}
