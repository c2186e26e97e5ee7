//! The gate in words: what a rule asks for, what it looked at, why it says what it says.

use crate::app::words::{Validate, fill};
use crate::pipeline::compare::{
    Cost, Enough, FEWEST_DIFFERING, FEWEST_POSITIVES, Finding, Gate, Outcome, Reason, Rule, Score,
    Size, Subject, Whose,
};
use crate::pipeline::drift::Estimate;
use crate::pipeline::metrics::UnknownClass;
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

/// The verdict as one sentence: the outcome, then what decided it.
pub fn verdict(gate: &Gate, words: &Validate) -> String {
    let decisive = || {
        let rules = gate.rules.iter();
        rules.filter(|rule| rule.outcome == gate.outcome)
    };
    let mut clauses: Vec<String> = Vec::new();
    let mut named: Vec<&UnknownClass> = Vec::new();
    for judged in decisive() {
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
                    unknown(*to, classes, words)
                }
                _ => clause(&judged.rule, finding, words),
            };
            if !clauses.contains(&clause) {
                clauses.push(clause);
            }
        }
    }
    let what = capitalised(&clauses.join("; "));
    match gate.outcome {
        Outcome::Pass => words.verdict_pass.to_string(),
        Outcome::Fail => fill(words.verdict_fail, &[("what", &what)]),
        Outcome::NotEnoughData => {
            let mut open = decisive().flat_map(|rule| &rule.findings);
            let template = if open.all(|finding| finding.reason == Reason::NotMeasured) {
                words.verdict_unmeasured
            } else if gate.rows_enough.is_some() {
                words.verdict_few
            } else {
                words.verdict_few_any
            };
            let enough = gate.rows_enough.map_or(String::new(), numbers::count);
            fill(template, &[("what", &what), ("enough", &enough)])
        }
    }
}

fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or(String::new(), |first| {
        first.to_uppercase().chain(characters).collect()
    })
}

/// One number with its interval and what is asked of it.
fn clause(rule: &Rule, finding: &Finding, words: &Validate) -> String {
    let (own, whose) = match &finding.subject {
        Subject::OverProduction(own) => (own, words.productions),
        Subject::OverBaseline(own) => (own, words.baselines),
        Subject::Ratio(own) => return of_ratio(cost(*own, words), finding, words),
        Subject::Bytes(own) => return of_size(size(*own, words), finding, words),
    };
    let own = score(own, words);
    let gaps = [("score", own.as_str()), ("whose", whose)];
    match &finding.reason {
        Reason::SameModel | Reason::SameAnswers { .. } => {
            let template = match finding.outcome {
                Outcome::Fail => words.not_higher_since,
                Outcome::Pass | Outcome::NotEnoughData => words.is_equal_since,
            };
            let [score, whose] = gaps;
            fill(template, &[score, whose, ("why", &same(finding, words))])
        }
        Reason::UnknownClasses { to, classes } => format!(
            "{}: {}",
            fill(words.not_compared, &gaps),
            unknown(*to, classes, words)
        ),
        reason => {
            let Some(Estimate { value, low, high }) = finding.estimate else {
                return fill(words.not_compared, &gaps);
            };
            let by = numbers::change(value.abs());
            let by = by.trim_start_matches(['+', '±']);
            let template = match value.total_cmp(&0.0) {
                std::cmp::Ordering::Greater => words.higher_than,
                std::cmp::Ordering::Less => words.lower_than,
                std::cmp::Ordering::Equal => words.equal_to,
            };
            let [score, whose] = gaps;
            let mut said = format!(
                "{} [{}] ({})",
                fill(template, &[score, whose, ("by", by)]),
                interval(low, high),
                asked(rule, value, words)
            );
            let more = match reason {
                Reason::TooFewPositives { positives } => {
                    Some((words.also_positives, *positives, FEWEST_POSITIVES))
                }
                Reason::TooFewDiffer { rows } => Some((words.also_differ, *rows, FEWEST_DIFFERING)),
                _ => None,
            };
            if let Some((template, rows, fewest)) = more {
                let (rows, fewest) = (numbers::count(rows), numbers::count(fewest));
                let more = fill(template, &[("rows", &rows), ("fewest", &fewest)]);
                said = format!("{said}, {more}");
            }
            said
        }
    }
}

/// Why nothing differs.
fn same(finding: &Finding, words: &Validate) -> String {
    match &finding.reason {
        Reason::SameAnswers { rows } => {
            fill(words.same_answers, &[("rows", &numbers::count(*rows))])
        }
        _ => words.it_is_the_same.to_string(),
    }
}

/// What a rule on a difference asks for, in the direction of the difference that was found.
fn asked(rule: &Rule, value: f64, words: &Validate) -> String {
    let (template, by) = match rule {
        Rule::NotInferior { margin } if value < 0.0 => (words.allowed, *margin),
        Rule::NotInferior { margin } => (words.allowed_lower, *margin),
        Rule::Better { min_gain, .. } | Rule::BaselineBeaten { min_gain, .. } => {
            let template = match (*min_gain == 0.0, value > 0.0) {
                (true, _) => words.required_any,
                (false, true) => words.required_more,
                (false, false) => words.required_higher,
            };
            (template, *min_gain)
        }
        Rule::Ratio { .. } | Rule::Size { .. } => return String::new(),
    };
    fill(template, &[("by", &numbers::any(by))])
}

fn unknown(to: Whose, classes: &[UnknownClass], words: &Validate) -> String {
    let model = match to {
        Whose::Candidate => words.candidate_model,
        Whose::Production => words.production_model,
        Whose::Both => words.both_models,
        Whose::OneOfBoth => words.one_of_both,
    };
    let rows: u64 = classes.iter().map(|of| of.rows).sum();
    let gaps = [
        ("model", model),
        ("classes", &UnknownClass::names(classes)),
        ("rows", &numbers::count(rows)),
    ];
    fill(words.unknown_classes, &gaps)
}

fn of_ratio(cost: &str, finding: &Finding, words: &Validate) -> String {
    let Some(Estimate { value, low, high }) = finding.estimate else {
        return fill(words.cost_not_measured, &[("cost", cost)]);
    };
    let [value, low, high] = [value, low, high].map(numbers::any);
    let times = format!("{value} [{low} – {high}]");
    let budget = budget_of(finding).map_or(String::new(), numbers::any);
    let gaps = [("cost", cost), ("times", &times), ("budget", &budget)];
    fill(words.ratio_is, &gaps)
}

fn of_size(size: &str, finding: &Finding, words: &Validate) -> String {
    let Some(bytes) = finding.estimate else {
        return fill(words.cost_not_measured, &[("cost", size)]);
    };
    let shown = |bytes: f64| numbers::bytes(bytes as u64);
    let budget = budget_of(finding).map_or(String::new(), shown);
    let bytes = shown(bytes.value);
    let gaps = [("size", size), ("bytes", &bytes), ("budget", &budget)];
    fill(words.size_is, &gaps)
}

fn budget_of(finding: &Finding) -> Option<f64> {
    match finding.reason {
        Reason::AcrossBudget { budget }
        | Reason::WithinBudget { budget }
        | Reason::OverBudget { budget } => Some(budget),
        _ => None,
    }
}

/// What a rule asks for.
pub fn rule(rule: &Rule, words: &Validate) -> String {
    match rule {
        Rule::NotInferior { margin } => fill(
            words.rule_not_inferior,
            &[("margin", &numbers::any(*margin))],
        ),
        Rule::Better { any_of, min_gain } => {
            let scores: Vec<String> = any_of.iter().map(|one| score(one, words)).collect();
            let or = format!(" {} ", words.or);
            let gaps = [
                ("scores", scores.join(&or)),
                ("gain", numbers::any(*min_gain)),
            ];
            let template = match *min_gain == 0.0 {
                true => words.rule_better,
                false => words.rule_better_by,
            };
            fill(
                template,
                &gaps.each_ref().map(|(name, gap)| (*name, gap.as_str())),
            )
        }
        Rule::BaselineBeaten {
            score: own,
            min_gain,
        } => {
            let template = match *min_gain == 0.0 {
                true => words.rule_baseline,
                false => words.rule_baseline_by,
            };
            let gaps = [
                ("score", score(own, words)),
                ("gain", numbers::any(*min_gain)),
            ];
            fill(
                template,
                &gaps.each_ref().map(|(name, gap)| (*name, gap.as_str())),
            )
        }
        Rule::Ratio { of, max } => fill(
            words.rule_ratio,
            &[("cost", cost(*of, words)), ("times", &numbers::any(*max))],
        ),
        Rule::Size { of, max } => fill(
            words.rule_size,
            &[("size", size(*of, words)), ("bytes", &numbers::bytes(*max))],
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

/// A difference with its interval, or without one where that would have no width.
pub fn with_interval(estimate: Estimate, words: &Validate) -> String {
    let Estimate { value, low, high } = estimate;
    let inside = match low < high {
        true => interval(low, high),
        false => words.no_interval.to_string(),
    };
    format!("{} [{inside}]", numbers::change(value))
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
        Reason::Across { line: at } => fill(words.across_line, &[("line", &line(*at))]),
        Reason::SameModel | Reason::SameAnswers { .. } => same(finding, words),
        Reason::UnknownClasses { to, classes } => unknown(*to, classes, words),
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
    if finding.confidence > 0.95 {
        let confidence = numbers::share(finding.confidence);
        said = format!(
            "{said}; {}",
            fill(words.interval_of, &[("confidence", &confidence)])
        );
    }
    if let Some(enough) = finding.enough {
        let enough = match enough {
            Enough::Rows(n) => fill(words.enough_rows, &[("n", &numbers::count(n))]),
            Enough::Calls(n) => fill(words.enough_calls, &[("n", &numbers::count(n))]),
        };
        said = format!("{said}; {enough}");
    }
    said
}
