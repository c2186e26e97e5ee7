//! The gate: what each rule says of a comparison, and what they say together.
//!
//! A rule passes, fails, or has not enough data, and then says how many rows or calls would decide it if the number stays as
//! it is: an interval shrinks with the root of their number. One rule that fails fails the whole; without one, a single rule
//! that can't be decided leaves the whole undecided.
//!
//! Two cases need no interval. The same model twice is decided on any rows, since no number of them will tell it from itself;
//! and rows of a class that a model can't give decide nothing, unless the rules say that they are errors.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::comparison::Comparison;
use super::judge::judge;
use super::rules::{Cost, Rule, Score, Size, ValidRules};
use crate::pipeline::drift::Estimate;
use crate::pipeline::metrics::UnknownClass;
use crate::pipeline::robustness::{Perturbation, Robustness};

/// What was measured outside: nothing here takes time.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Measured {
    pub ratios: BTreeMap<Cost, Ratio>,
    pub bytes: BTreeMap<Size, u64>,
    #[serde(default)]
    pub flips: BTreeMap<Perturbation, FlipsOfBoth>,
}

/// Rows whose answers flip where their texts are written another way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlipsOfBoth {
    pub candidate: u64,
    pub production: u64,
    /// Of so many, at least one.
    pub rows: u64,
}

impl FlipsOfBoth {
    /// Of two models that were asked about the same rows in the same writings.
    pub fn by_writing(
        candidate: &Robustness,
        production: &Robustness,
    ) -> BTreeMap<Perturbation, FlipsOfBoth> {
        let production = &production.perturbations;
        let both = candidate.perturbations.iter().zip(production);
        both.map(|(candidate, production)| {
            let flips = FlipsOfBoth {
                candidate: candidate.all.flipped,
                production: production.all.flipped,
                rows: candidate.all.rows,
            };
            (candidate.perturbation, flips)
        })
        .collect()
    }
}

/// The candidate's cost over production's.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Ratio {
    pub estimate: Estimate,
    /// Calls of each that it was measured with; rounds, for what is measured in a process of its own.
    pub calls: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GateOutcome {
    Pass,
    Fail,
    NotEnoughData,
}

/// How much would be enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Enough {
    /// Labelled rows of the same kind.
    Rows(u64),
    Calls(u64),
}

/// What a finding is of.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Criterion {
    OverProduction(Score),
    OverBaseline(Score),
    Ratio(Cost),
    Bytes(Size),
    /// The share of all rows whose answers flip, of the candidate.
    Flips(Perturbation),
}

/// Which of the two models.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Whose {
    Candidate,
    Production,
    Both,
    /// Of some the one, of some the other.
    OneOfBoth,
}

/// Why a rule says what it says.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
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
    /// The interval reaches over the line.
    Across {
        line: f64,
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
    /// The answers differ on too few rows.
    TooFewDiffer {
        rows: u64,
    },
    /// The answers do not differ on any of the rows.
    SameAnswers {
        rows: u64,
    },
    /// Both models are one and the same.
    SameModel,
    /// Rows are of classes that a model can't give.
    UnknownClasses {
        to: Whose,
        classes: Vec<UnknownClass>,
    },
    NotMeasured,
}

/// A number that a rule looked at.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct RuleFinding {
    pub subject: Criterion,
    /// None where it was not measured, or its interval would have no width; of bytes the interval is the number.
    pub estimate: Option<Estimate>,
    /// The same of production, where the rule is on the candidate alone and production's is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub production: Option<Estimate>,
    /// Of the interval, in `0.95..1.0`.
    pub confidence: f64,
    pub outcome: GateOutcome,
    pub reason: Reason,
    /// None where it is decided, or no number can be told.
    pub enough: Option<Enough>,
}

/// A rule with all that it looked at; several findings are those of a rule that asks for any of them.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct JudgedRule {
    pub rule: Rule,
    pub outcome: GateOutcome,
    /// What it says, the outcome first.
    pub sentence: String,
    pub findings: Vec<RuleFinding>,
}

#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct Gate {
    pub outcome: GateOutcome,
    /// What it says, the outcome first, then what decided it.
    pub sentence: String,
    /// Labelled rows that would decide all rules that lack them; none where nothing lacks rows, or for one of them no number
    /// can be told.
    pub rows_enough: Option<u64>,
    /// In the order of the rules.
    pub rules: Vec<JudgedRule>,
}

impl Gate {
    pub fn new(comparison: &Comparison, measured: &Measured, rules: &ValidRules) -> Gate {
        let judged: Vec<JudgedRule> = rules
            .rules()
            .iter()
            .map(|rule| judge(comparison, measured, rule, rules.unknown_labels()))
            .collect();
        let outcome = all(judged.iter().map(|rule| rule.outcome));
        let rows_enough = rows_enough(&judged);
        let mut gate = Gate {
            sentence: String::new(),
            rows_enough,
            outcome,
            rules: judged,
        };
        gate.sentence = gate.message().to_string();
        gate
    }
}

fn rows_enough(rules: &[JudgedRule]) -> Option<u64> {
    let mut most = None;
    for rule in rules
        .iter()
        .filter(|rule| rule.outcome == GateOutcome::NotEnoughData)
    {
        // With so many rows all of its scores are decided.
        let mut needed = None;
        for finding in &rule.findings {
            match (&finding.subject, finding.enough) {
                (_, Some(Enough::Rows(n))) => needed = needed.max(Some(n)),
                (
                    Criterion::OverProduction(_) | Criterion::OverBaseline(_) | Criterion::Flips(_),
                    None,
                ) if finding.outcome == GateOutcome::NotEnoughData
                    && finding.reason != Reason::NotMeasured =>
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

fn all(outcomes: impl Iterator<Item = GateOutcome>) -> GateOutcome {
    outcomes.fold(GateOutcome::Pass, |whole, one| match (whole, one) {
        (GateOutcome::Fail, _) | (_, GateOutcome::Fail) => GateOutcome::Fail,
        (GateOutcome::NotEnoughData, _) | (_, GateOutcome::NotEnoughData) => {
            GateOutcome::NotEnoughData
        }
        _ => GateOutcome::Pass,
    })
}
