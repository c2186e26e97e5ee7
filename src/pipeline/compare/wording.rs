//! The gate in words: the outcome, then what was found, with its interval and what is asked of it.

use std::fmt::{Display, Formatter, Result};

use super::gate::{Enough, Finding, Gate, Judged, Outcome, Reason, Subject, Whose};
use super::judge::FEWEST_DIFFERING;
use super::resampling::Differences;
use super::rows::FEWEST_POSITIVES;
use super::rules::{Cost, Rule, Score, Size};
use crate::pipeline::corpus::wording::{counted, grouped};
use crate::pipeline::drift::Estimate;
use crate::pipeline::metrics::UnknownClass;

impl Display for Outcome {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(match self {
            Outcome::Pass => "pass",
            Outcome::Fail => "fail",
            Outcome::NotEnoughData => "not enough data",
        })
    }
}

impl Display for Score {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Score::F1Micro => f.write_str("F1 micro"),
            Score::F1Macro => f.write_str("F1 macro"),
            Score::Recall(class) => write!(f, "recall of {class}"),
        }
    }
}

impl Display for Cost {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(match self {
            Cost::LatencyP50 => "median latency",
            Cost::LatencyP95 => "latency p95",
            Cost::LatencyP99 => "latency p99",
            Cost::BatchLatency => "latency of a batch",
            Cost::CpuSeconds => "CPU seconds",
            Cost::PeakMemory => "peak memory",
        })
    }
}

impl Display for Size {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(match self {
            Size::Model => "size of the model",
            Size::PeakMemory => "peak memory",
        })
    }
}

impl Display for Enough {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Enough::Rows(n) => write!(f, "{} labelled rows", grouped(*n)),
            Enough::Calls(n) => write!(f, "{} calls", grouped(*n)),
        }
    }
}

impl Display for Judged {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(&self.sentence)
    }
}

impl Display for Gate {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(&self.sentence)
    }
}

impl Whose {
    fn model(self) -> &'static str {
        match self {
            Whose::Candidate => "the candidate",
            Whose::Production => "production",
            Whose::Both => "neither model",
            Whose::OneOfBoth => "one of the two models",
        }
    }
}

/// What a rule says: the outcome, then each number with its interval and what is asked of it.
pub(super) fn rule(rule: &Rule, outcome: Outcome, findings: &[Finding]) -> String {
    // Of a rule that passes only what made it pass matters.
    let said = findings
        .iter()
        .filter(|finding| outcome != Outcome::Pass || finding.outcome == Outcome::Pass);
    let mut clauses: Vec<String> = Vec::new();
    for finding in said {
        let mut clause = clause(rule, finding);
        if let Some(enough) = finding.enough {
            clause += &format!("; about {enough} would decide it");
        }
        if !clauses.contains(&clause) {
            clauses.push(clause);
        }
    }
    let mut sentence = format!("{outcome}: {}", clauses.join("; "));
    let is_interval = |finding: &Finding| finding.estimate.is_some();
    if findings.len() > 1 && findings.iter().any(is_interval) {
        sentence += &format!(
            "; each of the {} scores by an interval of {:.1} %, so that equal models pass in 2.5 % of cases at most",
            findings.len(),
            findings[0].confidence * 100.0
        );
    }
    sentence
}

/// What the gate says: the outcome, then what decided it.
pub(super) fn gate(outcome: Outcome, rules: &[Judged], rows_enough: Option<u64>) -> String {
    if outcome == Outcome::Pass {
        return "pass: the candidate may take the place of production".into();
    }
    let mut clauses: Vec<String> = Vec::new();
    let mut named: Vec<&UnknownClass> = Vec::new();
    for judged in rules.iter().filter(|rule| rule.outcome == outcome) {
        for finding in &judged.findings {
            let clause = match &finding.reason {
                // Said once, whatever the scores.
                Reason::UnknownClasses { classes, .. }
                    if classes.iter().all(|class| named.contains(&class)) =>
                {
                    continue;
                }
                Reason::UnknownClasses { to, classes } => {
                    named.extend(classes);
                    unknown(*to, classes)
                }
                _ => clause(&judged.rule, finding),
            };
            if !clauses.contains(&clause) {
                clauses.push(clause);
            }
        }
    }
    let mut sentence = format!("{outcome}: {}", clauses.join("; "));
    if let (Outcome::NotEnoughData, Some(rows)) = (outcome, rows_enough) {
        sentence += &format!("; about {} labelled rows would decide it", grouped(rows));
    }
    sentence
}

/// One number and what is asked of it, without the outcome.
fn clause(rule: &Rule, finding: &Finding) -> String {
    let (score, whose) = match &finding.subject {
        Subject::Ratio(cost) => return ratio(*cost, finding),
        Subject::Bytes(size) => return bytes(*size, finding),
        Subject::OverProduction(score) => (score, "production's"),
        Subject::OverBaseline(score) => (score, "the baseline's"),
    };
    match &finding.reason {
        Reason::SameModel => {
            let is = match finding.outcome {
                Outcome::Pass => "is",
                _ => "is not higher than",
            };
            format!("{score} {is} {whose}: it is the same model")
        }
        Reason::SameAnswers { rows } if finding.outcome == Outcome::Fail => format!(
            "{score} is not higher than {whose}: the answers do not differ on any of the {} rows",
            grouped(*rows)
        ),
        Reason::SameAnswers { rows } => format!(
            "{score} is {whose} so far: the answers do not differ on any of the {} rows",
            grouped(*rows)
        ),
        Reason::UnknownClasses { to, classes } => {
            let names = UnknownClass::names(classes);
            let can = match to {
                Whose::Both => "can",
                _ => "can't",
            };
            format!(
                "{score} is not compared, since there are rows of {names}, which {} {can} give",
                to.model()
            )
        }
        reason => {
            let mut clause = match finding.estimate {
                Some(estimate) => format!(
                    "{score} is {} {whose} [{:+.3}, {:+.3}] ({})",
                    difference(estimate.value),
                    estimate.low,
                    estimate.high,
                    asked(rule, estimate.value)
                ),
                None => format!("{score} is not known"),
            };
            match reason {
                Reason::TooFewPositives { positives } => {
                    clause += &format!(
                        ", and the class has {} where {FEWEST_POSITIVES} are needed",
                        counted(*positives, "row")
                    );
                }
                Reason::TooFewDiffer { rows } => {
                    clause += &format!(
                        ", and the answers differ on {} where {FEWEST_DIFFERING} are needed",
                        counted(*rows, "row")
                    );
                }
                _ => {}
            }
            clause
        }
    }
}

/// `0.118 lower than`.
fn difference(value: f64) -> String {
    if value == 0.0 {
        return "equal to".into();
    }
    let side = match value > 0.0 {
        true => "higher",
        false => "lower",
    };
    match format!("{:.3}", value.abs()).as_str() {
        "0.000" => format!("less than 0.001 {side} than"),
        by => format!("{by} {side} than"),
    }
}

/// What a rule on a difference asks for, in the direction of the difference that was found.
fn asked(rule: &Rule, value: f64) -> String {
    match rule {
        Rule::NotInferior { margin } if value < 0.0 => format!("allowed: {}", fraction(*margin)),
        Rule::NotInferior { margin } => format!("allowed: {} lower", fraction(*margin)),
        Rule::Better { min_gain, .. } | Rule::BaselineBeaten { min_gain, .. } => {
            match (*min_gain == 0.0, value > 0.0) {
                (true, _) => "required: higher".into(),
                (false, true) => format!("required: more than {}", fraction(*min_gain)),
                (false, false) => format!("required: more than {} higher", fraction(*min_gain)),
            }
        }
        Rule::Ratio { .. } | Rule::Size { .. } => String::new(),
    }
}

/// With three digits, or as many as it has.
fn fraction(value: f64) -> String {
    let (short, whole) = (format!("{value:.3}"), format!("{value}"));
    match short.len() < whole.len() {
        true => whole,
        false => short,
    }
}

/// Why rows of unknown classes decide nothing, and what to do about it.
fn unknown(to: Whose, classes: &[UnknownClass]) -> String {
    let sentence = UnknownClass::sentence(classes, to.model()).unwrap_or_default();
    let sentence = match to {
        Whose::Both => sentence.replace("neither model can't give", "neither model can give"),
        _ => sentence,
    };
    format!(
        "{sentence}; give one class one name, leave these rows out, or count them as errors by unknown_labels = \"wrong\" in \
         the rules"
    )
}

fn ratio(cost: Cost, finding: &Finding) -> String {
    let Some(Estimate { value, low, high }) = finding.estimate else {
        return format!("{cost} was not measured");
    };
    format!(
        "{cost} is {value:.3} times production's [{low:.3}, {high:.3}] ({})",
        budget(&finding.reason, |budget| budget.to_string())
    )
}

fn bytes(size: Size, finding: &Finding) -> String {
    let Some(bytes) = finding.estimate else {
        return format!("{size} was not measured");
    };
    format!(
        "{size} is {} bytes ({})",
        grouped(bytes.value as u64),
        budget(&finding.reason, |budget| grouped(budget as u64))
    )
}

fn budget(reason: &Reason, shown: impl Fn(f64) -> String) -> String {
    match reason {
        Reason::AcrossBudget { budget }
        | Reason::WithinBudget { budget }
        | Reason::OverBudget { budget } => format!("allowed: {}", shown(*budget)),
        _ => String::new(),
    }
}

impl Differences {
    /// What to say of each class that is too rare to judge by.
    pub fn rare_class_notes(&self) -> Vec<String> {
        let note = |(class, rows): &(String, u64)| {
            format!(
                "{class} has {rows} rows: too few to judge it by, and the interval of F1 macro is too narrow (with 25 rows of a \
                 class among 1,000, that of 95 % held the true value in 86 to 93 % of simulations)"
            )
        };
        self.rare_classes.iter().map(note).collect()
    }
}
