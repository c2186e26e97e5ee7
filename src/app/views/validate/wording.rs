//! The gate in words: what a rule asks for, what it looked at, why it says what it says.

use crate::app::words::{Validate, fill};
use crate::pipeline::compare::{
    Cost, Enough, Finding, Gate, Outcome, Reason, Rule, Score, Size, Subject,
};
use crate::pipeline::drift::Estimate;
use crate::plot::numbers;

/// As the stylesheet names it.
pub fn outcome_name(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Pass => "pass",
        Outcome::Fail => "fail",
        Outcome::NotEnoughData => "few",
    }
}

pub fn outcome_word(outcome: Outcome, words: &Validate) -> &'static str {
    match outcome {
        Outcome::Pass => words.pass,
        Outcome::Fail => words.fail,
        Outcome::NotEnoughData => words.few,
    }
}

/// The verdict as one sentence.
pub fn verdict(gate: &Gate, n_rows: u64, words: &Validate) -> String {
    let of = |outcome: Outcome| {
        let rules = gate.rules.iter().filter(|rule| rule.outcome == outcome);
        let names: Vec<String> = rules.map(|judged| rule(&judged.rule, words)).collect();
        names.join("; ")
    };
    match gate.outcome {
        Outcome::Pass => words.verdict_pass.to_string(),
        Outcome::Fail => fill(words.verdict_fail, &[("rules", &of(Outcome::Fail))]),
        Outcome::NotEnoughData => {
            let mut open = gate
                .rules
                .iter()
                .filter(|rule| rule.outcome == Outcome::NotEnoughData)
                .flat_map(|rule| &rule.findings);
            let template = if open.all(|finding| finding.reason == Reason::NotMeasured) {
                words.verdict_unmeasured
            } else if gate.rows_enough.is_some() {
                words.verdict_few
            } else {
                words.verdict_few_any
            };
            let rules = of(Outcome::NotEnoughData);
            let enough = gate.rows_enough.map_or(String::new(), numbers::count);
            let gaps = [
                ("rules", rules.as_str()),
                ("rows", &numbers::count(n_rows)),
                ("enough", &enough),
            ];
            fill(template, &gaps)
        }
    }
}

/// What a rule asks for.
pub fn rule(rule: &Rule, words: &Validate) -> String {
    match rule {
        Rule::NotInferior { margin } => fill(
            words.rule_not_inferior,
            &[("margin", &numbers::any(*margin))],
        ),
        Rule::Better { any_of, .. } => {
            let scores: Vec<String> = any_of.iter().map(|one| score(one, words)).collect();
            let or = format!(" {} ", words.or);
            fill(words.rule_better, &[("scores", &scores.join(&or))])
        }
        Rule::BaselineBeaten { score: own, .. } => {
            fill(words.rule_baseline, &[("score", &score(own, words))])
        }
        Rule::Ratio { of, at_most } => fill(
            words.rule_ratio,
            &[
                ("cost", cost(*of, words)),
                ("times", &numbers::any(*at_most)),
            ],
        ),
        Rule::Bytes { of, at_most } => fill(
            words.rule_bytes,
            &[
                ("size", size(*of, words)),
                ("bytes", &numbers::bytes(*at_most)),
            ],
        ),
    }
}

pub fn score(score: &Score, words: &Validate) -> String {
    match score {
        Score::F1Micro => "F1 micro".to_string(),
        Score::F1Macro => "F1 macro".to_string(),
        Score::Recall(class) => fill(words.recall_of, &[("class", class)]),
    }
}

pub fn cost(cost: Cost, words: &Validate) -> &'static str {
    match cost {
        Cost::LatencyP50 => words.latency_p50,
        Cost::LatencyP95 => words.latency_p95,
        Cost::LatencyP99 => words.latency_p99,
        Cost::BatchLatency => words.batch_latency,
        Cost::CpuSeconds => words.cpu_seconds,
        Cost::PeakMemory => words.peak_memory,
    }
}

pub fn size(size: Size, words: &Validate) -> &'static str {
    match size {
        Size::Model => words.model_size,
        Size::PeakMemory => words.peak_memory,
    }
}

pub fn subject(subject: &Subject, words: &Validate) -> String {
    match subject {
        Subject::OverProduction(own) => {
            fill(words.over_production, &[("score", &score(own, words))])
        }
        Subject::OverBaseline(own) => fill(words.over_baseline, &[("score", &score(own, words))]),
        Subject::Ratio(own) => fill(words.ratio_of, &[("cost", cost(*own, words))]),
        Subject::Bytes(own) => size(*own, words).to_string(),
    }
}

/// A number with its interval, as its subject is written.
pub fn number(finding: &Finding) -> Option<(String, String)> {
    let Estimate { value, low, high } = finding.estimate?;
    Some(match finding.subject {
        Subject::Bytes(_) => (numbers::bytes(value as u64), String::new()),
        Subject::Ratio(_) => (
            format!("×{}", numbers::any(value)),
            format!("×{} – ×{}", numbers::any(low), numbers::any(high)),
        ),
        Subject::OverProduction(_) | Subject::OverBaseline(_) => {
            (numbers::change(value), interval(low, high))
        }
    })
}

/// Both ends of an interval of a difference.
pub fn interval(low: f64, high: f64) -> String {
    format!("{} – {}", numbers::change(low), numbers::change(high))
}

/// Why, and how much would be enough.
pub fn reason(finding: &Finding, words: &Validate) -> String {
    let line = |line: f64| match line {
        0.0 => "0".to_string(),
        line => numbers::change(line),
    };
    let budget = |budget: f64| match finding.subject {
        Subject::Bytes(_) => numbers::bytes(budget as u64),
        _ => format!("×{}", numbers::any(budget)),
    };
    let mut said = match &finding.reason {
        Reason::Above { line: at } => fill(words.above, &[("line", &line(*at))]),
        Reason::Below { line: at } => fill(words.below, &[("line", &line(*at))]),
        Reason::Between { low, high } => fill(
            words.between,
            &[("low", &line(*low)), ("high", &line(*high))],
        ),
        Reason::AcrossBudget { budget: at } => fill(words.across, &[("budget", &budget(*at))]),
        Reason::WithinBudget { budget: at } => fill(words.within, &[("budget", &budget(*at))]),
        Reason::OverBudget { budget: at } => fill(words.over, &[("budget", &budget(*at))]),
        Reason::TooFewPositives { positives } => fill(
            words.few_positives,
            &[("rows", &numbers::count(*positives))],
        ),
        Reason::TooFewDiffer { rows } => {
            fill(words.few_differ, &[("rows", &numbers::count(*rows))])
        }
        Reason::NotMeasured => words.not_measured.to_string(),
    };
    if let Some(enough) = finding.enough {
        let enough = match enough {
            Enough::Rows(n) => fill(words.enough_rows, &[("n", &numbers::count(n))]),
            Enough::Calls(n) => fill(words.enough_calls, &[("n", &numbers::count(n))]),
        };
        said = format!("{said}; {enough}");
    }
    said
}
