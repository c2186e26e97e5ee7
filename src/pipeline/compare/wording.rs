//! The gate in words: the outcome, then what was found, with its interval and what is asked of it.

use std::fmt::{Display, Formatter, Result};

use super::gate::{Criterion, Enough, Gate, GateOutcome, JudgedRule, Reason, RuleFinding, Whose};
use super::judge::FEWEST_DIFFERING;
use super::rows::FEWEST_POSITIVES;
use super::rules::{Cost, Rule, Score, Size};
use crate::message;
use crate::message::{Argument, Message};
use crate::pipeline::drift::Estimate;
use crate::pipeline::metrics::UnknownClass;
use crate::pipeline::robustness::Perturbation;

impl GateOutcome {
    /// As one word or two.
    pub fn word(self) -> Message {
        match self {
            GateOutcome::Pass => message!("gate-pass"),
            GateOutcome::Fail => message!("gate-fail"),
            GateOutcome::NotEnoughData => message!("gate-few"),
        }
    }
}

impl Whose {
    fn key(self) -> Argument {
        Argument::Key(match self {
            Whose::Candidate => "candidate".into(),
            Whose::Production => "production".into(),
            Whose::Both => "neither".into(),
            Whose::OneOfBoth => "one".into(),
        })
    }
}

impl Score {
    pub fn name(&self) -> Message {
        match self {
            Score::F1Micro => message!("score-f1-micro"),
            Score::F1Macro => message!("score-f1-macro"),
            Score::Recall(class) => message!("score-recall", class = class),
        }
    }
}

impl Cost {
    pub fn name(self) -> Message {
        match self {
            Cost::LatencyP50 => message!("cost-latency-p50"),
            Cost::LatencyP95 => message!("cost-latency-p95"),
            Cost::LatencyP99 => message!("cost-latency-p99"),
            Cost::BatchLatency => message!("cost-batch-latency"),
            Cost::CpuSeconds => message!("cost-cpu-seconds"),
            Cost::PeakMemory => message!("cost-peak-memory"),
        }
    }
}

impl Size {
    pub fn name(self) -> Message {
        match self {
            Size::Model => message!("cost-model-size"),
            Size::PeakMemory => message!("cost-peak-memory"),
        }
    }
}

impl Criterion {
    pub fn name(&self) -> Message {
        match self {
            Criterion::OverProduction(score) => {
                message!("gate-over-production", score = score.name())
            }
            Criterion::OverBaseline(score) => message!("gate-over-baseline", score = score.name()),
            Criterion::Ratio(cost) => message!("gate-times-production", cost = cost.name()),
            Criterion::Bytes(size) => size.name(),
            Criterion::Flips(perturbation) => {
                message!("gate-flips-of", how = perturbation.name())
            }
        }
    }
}

impl Rule {
    /// What it asks for.
    pub fn asks(&self) -> Message {
        let scores = |any_of: &[Score]| {
            Argument::Any(any_of.iter().map(|score| score.name().into()).collect())
        };
        match self {
            Rule::NotInferior { margin } => message!("rule-not-inferior", margin = line(*margin)),
            Rule::Better { any_of, min_gain } if *min_gain == 0.0 => {
                message!("rule-better", scores = scores(any_of))
            }
            Rule::Better { any_of, min_gain } => message!(
                "rule-better-by",
                scores = scores(any_of),
                gain = line(*min_gain)
            ),
            Rule::BaselineBeaten { score, min_gain } if *min_gain == 0.0 => {
                message!("rule-baseline", score = score.name())
            }
            Rule::BaselineBeaten { score, min_gain } => message!(
                "rule-baseline-by",
                score = score.name(),
                gain = line(*min_gain)
            ),
            Rule::Ratio { of, max } => message!(
                "rule-ratio",
                cost = of.name(),
                times = Argument::Number(*max)
            ),
            Rule::Size { of, max } => {
                message!("rule-size", size = of.name(), bytes = Argument::Bytes(*max))
            }
            Rule::Robust { of, max } => message!(
                "rule-robust",
                how = of.name(),
                share = Argument::Share(*max)
            ),
        }
    }
}

impl JudgedRule {
    /// What was found, and what would decide it.
    pub fn found(&self) -> Message {
        // Of a rule that passes only what made it pass matters.
        let said = self.findings.iter().filter(|finding| {
            self.outcome != GateOutcome::Pass || finding.outcome == GateOutcome::Pass
        });
        let mut clauses: Vec<Argument> = Vec::new();
        for finding in said {
            let clause = clause(&self.rule, finding);
            let clause = match finding.enough {
                Some(enough) => {
                    message!(
                        "gate-clause-enough",
                        clause = clause,
                        enough = enough.count()
                    )
                }
                None => clause,
            };
            push_new(&mut clauses, clause);
        }
        let clauses = Argument::Clauses(clauses);
        let is_interval = |finding: &RuleFinding| finding.estimate.is_some();
        match self.findings.len() > 1 && self.findings.iter().any(is_interval) {
            true => message!(
                "gate-any-of",
                clauses = clauses,
                scores = self.findings.len(),
                confidence = Argument::Share(self.findings[0].confidence)
            ),
            false => message!("clauses", clauses = clauses),
        }
    }

    /// The outcome, then what was found.
    pub fn message(&self) -> Message {
        message!("statement", word = self.outcome.word(), text = self.found())
    }
}

impl Enough {
    fn count(self) -> Message {
        match self {
            Enough::Rows(n) => message!("count-labelled-rows", rows = n),
            Enough::Calls(n) => message!("count-calls", calls = n),
        }
    }
}

impl Gate {
    /// The outcome in a word or two. Where nothing but a measurement is missing, more rows would not help.
    pub fn word(&self) -> Message {
        match self.is_unmeasured() {
            true => message!("gate-undecided"),
            false => self.outcome.word(),
        }
    }

    /// Whether all that is open is what nobody has measured.
    pub fn is_unmeasured(&self) -> bool {
        let mut open = self.decisive().flat_map(|rule| &rule.findings);
        self.outcome == GateOutcome::NotEnoughData
            && open.all(|finding| finding.reason == Reason::NotMeasured)
    }

    /// The rules that the outcome comes from.
    fn decisive(&self) -> impl Iterator<Item = &JudgedRule> {
        self.rules
            .iter()
            .filter(|rule| rule.outcome == self.outcome)
    }

    /// One sentence with the numbers that decided, without the outcome and without a full stop.
    pub fn found(&self) -> Message {
        let mut clauses: Vec<Argument> = Vec::new();
        let mut named: Vec<&UnknownClass> = Vec::new();
        for judged in self.decisive() {
            for finding in &judged.findings {
                match &finding.reason {
                    // Said once, whatever the scores.
                    Reason::UnknownClasses { classes, .. }
                        if classes.iter().all(|class| named.contains(&class)) => {}
                    Reason::UnknownClasses { to, classes } => {
                        named.extend(classes);
                        push_new(&mut clauses, unknown(*to, classes));
                    }
                    _ if finding.outcome == self.outcome => {
                        push_new(&mut clauses, clause(&judged.rule, finding));
                    }
                    _ => {}
                }
            }
        }
        let clauses = Argument::Clauses(clauses);
        match self.outcome {
            GateOutcome::Pass => message!("gate-passed", clauses = clauses),
            GateOutcome::Fail | GateOutcome::NotEnoughData => {
                let clauses = message!("clauses", clauses = clauses);
                match self
                    .rows_enough
                    .filter(|_| self.outcome == GateOutcome::NotEnoughData)
                {
                    Some(rows) => message!(
                        "gate-clause-enough",
                        clause = clauses,
                        enough = Enough::Rows(rows).count()
                    ),
                    None => clauses,
                }
            }
        }
    }

    /// The whole verdict as one line.
    pub fn message(&self) -> Message {
        message!(
            "verdict-line",
            word = self.word(),
            sentence = Argument::Sentence(Box::new(self.found()))
        )
    }
}

impl Display for JudgedRule {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(&self.sentence)
    }
}

impl Display for Gate {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(&self.sentence)
    }
}

fn push_new(clauses: &mut Vec<Argument>, clause: Message) {
    let clause = clause.into();
    if !clauses.contains(&clause) {
        clauses.push(clause);
    }
}

/// One number and what is asked of it, without the outcome.
fn clause(rule: &Rule, finding: &RuleFinding) -> Message {
    let (score, whose) = match &finding.subject {
        Criterion::Ratio(cost) => return ratio(*cost, finding),
        Criterion::Bytes(size) => return bytes(*size, finding),
        Criterion::Flips(perturbation) => return flips(*perturbation, finding),
        Criterion::OverProduction(score) => (score.name(), "production"),
        Criterion::OverBaseline(score) => (score.name(), "baseline"),
    };
    let whose = Argument::Key(whose.into());
    let is = Argument::Key(match finding.outcome {
        GateOutcome::Fail => "not-higher".into(),
        GateOutcome::Pass | GateOutcome::NotEnoughData => "equal".into(),
    });
    let (value, low, high) = match (&finding.reason, finding.estimate) {
        (Reason::SameModel, _) => {
            return message!("gate-same-model", score = score, whose = whose, is = is);
        }
        (Reason::SameAnswers { rows }, _) => {
            return message!(
                "gate-same-answers",
                score = score,
                whose = whose,
                is = is,
                rows = *rows
            );
        }
        (Reason::UnknownClasses { to, classes }, _) => {
            return message!(
                "gate-not-compared",
                score = score,
                classes = UnknownClass::names(classes),
                model = to.key()
            );
        }
        (_, None) => return message!("gate-score-unknown", score = score),
        (_, Some(Estimate { value, low, high })) => (value, low, high),
    };
    let shown = format!("{:.3}", value.abs());
    let side = Argument::Key(match value.total_cmp(&0.0) {
        std::cmp::Ordering::Greater => "higher".into(),
        std::cmp::Ordering::Less => "lower".into(),
        std::cmp::Ordering::Equal => "equal".into(),
    });
    let by: Argument = match shown == "0.000" {
        true => message!("less-than", value = Argument::Score(0.001)).into(),
        false => Argument::Score(value.abs()),
    };
    let clause = message!(
        "gate-differs",
        score = score,
        whose = whose,
        side = side,
        by = by,
        low = Argument::Change(low),
        high = Argument::Change(high),
        asked = asked(rule, value)
    );
    match finding.reason {
        Reason::TooFewPositives { positives } => message!(
            "gate-few-positives",
            clause = clause,
            rows = positives,
            fewest = FEWEST_POSITIVES
        ),
        Reason::TooFewDiffer { rows } => message!(
            "gate-few-differ",
            clause = clause,
            rows = rows,
            fewest = FEWEST_DIFFERING
        ),
        _ => clause,
    }
}

/// What a rule on a difference asks for, in the direction of the difference that was found.
fn asked(rule: &Rule, value: f64) -> Message {
    match rule {
        Rule::NotInferior { margin } if value < 0.0 => message!("allowed", by = line(*margin)),
        Rule::NotInferior { margin } => message!("allowed-lower", by = line(*margin)),
        Rule::Better { min_gain, .. } | Rule::BaselineBeaten { min_gain, .. } => {
            match (*min_gain == 0.0, value > 0.0) {
                (true, _) => message!("required-higher"),
                (false, true) => message!("required-more-than", by = line(*min_gain)),
                (false, false) => message!("required-higher-by", by = line(*min_gain)),
            }
        }
        Rule::Ratio { of: _, max } => message!("allowed", by = Argument::Number(*max)),
        Rule::Size { of: _, max } => message!("allowed", by = Argument::Bytes(*max)),
        Rule::Robust { of: _, max } => message!("allowed", by = Argument::Share(*max)),
    }
}

/// With three decimals, or as many as it has.
fn line(value: f64) -> Argument {
    match format!("{value:.3}").len() < format!("{value}").len() {
        true => Argument::Number(value),
        false => Argument::Score(value),
    }
}

/// Why rows of unknown classes decide nothing, and what to do about it.
fn unknown(to: Whose, classes: &[UnknownClass]) -> Message {
    message!(
        "gate-unknown-classes",
        rows = classes.iter().map(|of| of.rows).sum::<u64>(),
        n_classes = classes.len(),
        classes = UnknownClass::names(classes),
        model = to.key()
    )
}

fn ratio(cost: Cost, finding: &RuleFinding) -> Message {
    match (finding.estimate, budget(&finding.reason)) {
        (Some(Estimate { value, low, high }), Some(budget)) => message!(
            "gate-ratio",
            cost = cost.name(),
            times = Argument::Number(value),
            low = Argument::Number(low),
            high = Argument::Number(high),
            budget = Argument::Number(budget)
        ),
        _ => message!("gate-not-measured", cost = cost.name()),
    }
}

fn bytes(size: Size, finding: &RuleFinding) -> Message {
    match (finding.estimate, budget(&finding.reason)) {
        (Some(bytes), Some(budget)) => message!(
            "gate-size",
            size = size.name(),
            bytes = Argument::Bytes(bytes.value as u64),
            budget = Argument::Bytes(budget as u64)
        ),
        _ => message!("gate-not-measured", cost = size.name()),
    }
}

fn flips(perturbation: Perturbation, finding: &RuleFinding) -> Message {
    match (
        finding.estimate,
        finding.production,
        budget(&finding.reason),
    ) {
        (Some(Estimate { value, low, high }), Some(production), Some(budget)) => message!(
            "gate-flips",
            how = perturbation.name(),
            share = Argument::Share(value),
            low = Argument::Share(low),
            high = Argument::Share(high),
            production = Argument::Share(production.value),
            budget = Argument::Share(budget)
        ),
        _ => message!("gate-flips-not-measured", how = perturbation.name()),
    }
}

fn budget(reason: &Reason) -> Option<f64> {
    match reason {
        Reason::AcrossBudget { budget }
        | Reason::WithinBudget { budget }
        | Reason::OverBudget { budget } => Some(*budget),
        _ => None,
    }
}
