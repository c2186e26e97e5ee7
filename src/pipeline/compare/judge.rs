//! What one rule says: its numbers, each with the interval that holds for it, against the rule's line or budget.
//!
//! F1 micro and recalls have score intervals (Tango's, Newcombe's), F1 macro that of the paired bootstrap.

use super::comparison::{Comparison, Pair};
use super::gate::{
    Criterion, Enough, FlipsOfBoth, GateOutcome, JudgedRule, Measured, Ratio, Reason, RuleFinding,
    Whose,
};
use super::intervals::{critical_value, newcombe_paired_at, tango_at};
use super::rows::FEWEST_POSITIVES;
use super::rules::{Cost, Rule, Score, Size, UnknownLabels};
use crate::pipeline::drift::Estimate;
use crate::pipeline::drift::distributions::Z_95;
use crate::pipeline::drift::intervals::wilson;
use crate::pipeline::robustness::Perturbation;

/// Rows with different answers below which F1 macro is not judged: the bootstrap's interval is too narrow, and with none it
/// has no width.
pub const FEWEST_DIFFERING: u64 = 10;

/// Rows from which on answers that never differ show that nothing was gained: with none among so many at most 1 % of all
/// rows differ, with a confidence of 97.5 %, `ln(0.025) / ln(0.99)`.
pub const FEWEST_SAME: u64 = 368;

/// More rows or calls than this are no help to anyone who waits for them.
const MOST_ENOUGH: f64 = 1e8;

pub(super) fn judge(
    comparison: &Comparison,
    measured: &Measured,
    rule: &Rule,
    unknown_labels: UnknownLabels,
) -> JudgedRule {
    let score = |subject: fn(Score) -> Criterion, pair: &Pair, score: &Score, line: Line| {
        let subject = subject(score.clone());
        match unknown_classes(pair) {
            Some(reason) if unknown_labels == UnknownLabels::Undecided => RuleFinding {
                subject,
                estimate: None,
                production: None,
                confidence: line.confidence,
                outcome: GateOutcome::NotEnoughData,
                reason,
                enough: None,
            },
            _ => difference(subject, pair, score, line),
        }
    };
    let production = &comparison.against_production;
    let findings = match rule {
        Rule::NotInferior { margin } => vec![score(
            Criterion::OverProduction,
            production,
            &Score::F1Micro,
            Line::of(-margin, 1),
        )],
        Rule::Better { any_of, min_gain } => any_of
            .iter()
            .map(|own| {
                let line = Line::of(*min_gain, any_of.len());
                score(Criterion::OverProduction, production, own, line)
            })
            .collect(),
        Rule::BaselineBeaten {
            score: own,
            min_gain,
        } => vec![score(
            Criterion::OverBaseline,
            &comparison.against_baseline,
            own,
            Line::of(*min_gain, 1),
        )],
        Rule::Ratio { of, max } => vec![ratio(*of, measured.ratios.get(of).copied(), *max)],
        Rule::Size { of, max } => vec![bytes(*of, measured.bytes.get(of).copied(), *max)],
        Rule::Robust { of, max } => vec![flips(*of, measured.flips.get(of).copied(), *max)],
    };
    let outcome = any(findings.iter().map(|finding| finding.outcome));
    let mut judged = JudgedRule {
        sentence: String::new(),
        outcome,
        rule: rule.clone(),
        findings,
    };
    judged.sentence = judged.message().to_string();
    judged
}

/// Why the rows of a pair decide nothing about scores: they have classes that one of the two can't give.
fn unknown_classes(pair: &Pair) -> Option<Reason> {
    let (candidate, production) = (
        &pair.models.unknown_to_candidate,
        &pair.models.unknown_to_production,
    );
    let (to, classes) = match (candidate.is_empty(), production.is_empty()) {
        (true, true) => return None,
        (false, true) => (Whose::Candidate, candidate.clone()),
        (true, false) => (Whose::Production, production.clone()),
        (false, false) => {
            let mut classes = candidate.clone();
            classes.extend(
                production
                    .iter()
                    .filter(|of| !candidate.contains(of))
                    .cloned(),
            );
            let to = match candidate == production {
                true => Whose::Both,
                false => Whose::OneOfBoth,
            };
            (to, classes)
        }
    };
    Some(Reason::UnknownClasses { to, classes })
}

/// Above which an interval passes and below which it fails.
#[derive(Clone, Copy)]
struct Line {
    at: f64,
    /// Of the interval.
    confidence: f64,
}

impl Line {
    /// A line that any of `n_scores` scores may pass.
    fn of(at: f64, n_scores: usize) -> Line {
        Line {
            at,
            confidence: match n_scores {
                0 | 1 => 0.95,
                n => 1.0 - 0.05 / n as f64,
            },
        }
    }
}

fn difference(subject: Criterion, pair: &Pair, score: &Score, line: Line) -> RuleFinding {
    let n = pair.agreement.rows();
    let z = critical_value(line.confidence);
    let found = |estimate: Option<Estimate>, outcome, reason, enough| RuleFinding {
        subject: subject.clone(),
        estimate: estimate.filter(|estimate| estimate.low < estimate.high),
        production: None,
        confidence: line.confidence,
        outcome,
        reason,
        enough,
    };
    let same = |reason| {
        let outcome = match line.at < 0.0 {
            true => GateOutcome::Pass,
            false => GateOutcome::Fail,
        };
        found(None, outcome, reason, None)
    };
    if pair.models.are_same {
        return same(Reason::SameModel);
    }
    let recall = pair.recalls.iter().find(|recall| match score {
        Score::Recall(class) => recall.class == *class,
        Score::F1Micro | Score::F1Macro => false,
    });
    let (estimate, positives) = match (score, recall) {
        (Score::F1Micro, _) => (tango_at(&pair.agreement, z), n),
        (Score::F1Macro, _) => (widened(pair.differences.f1_macro.estimate, z), n),
        (Score::Recall(_), Some(recall)) => (
            newcombe_paired_at(&recall.agreement, z),
            recall.agreement.rows(),
        ),
        (Score::Recall(_), None) => {
            let reason = Reason::TooFewPositives { positives: 0 };
            return found(None, GateOutcome::NotEnoughData, reason, None);
        }
    };
    // Not the margin, but a gain is refuted by answers that never differ.
    if pair.differing == 0 && line.at >= 0.0 && positives >= FEWEST_SAME {
        return same(Reason::SameAnswers { rows: n });
    }
    let few = GateOutcome::NotEnoughData;
    // So many rows that there are enough of what is too few, and that the interval is all on one side of the line.
    let enough = |there: u64, needed: u64| -> Option<Enough> {
        let rows = in_proportion(n, there, needed)?.max(rows_decided(n, estimate, line.at)?);
        Some(Enough::Rows(rows))
    };
    match score {
        Score::F1Micro => {}
        Score::F1Macro if pair.differing == 0 => {
            let enough = Some(Enough::Rows(FEWEST_SAME));
            return found(None, few, Reason::SameAnswers { rows: n }, enough);
        }
        Score::F1Macro if pair.differing < FEWEST_DIFFERING => {
            let reason = Reason::TooFewDiffer {
                rows: pair.differing,
            };
            let enough = enough(pair.differing, FEWEST_DIFFERING);
            return found(Some(estimate), few, reason, enough);
        }
        Score::Recall(_) if positives < FEWEST_POSITIVES => {
            let reason = Reason::TooFewPositives { positives };
            let enough = enough(positives, FEWEST_POSITIVES);
            return found(Some(estimate), few, reason, enough);
        }
        Score::F1Macro | Score::Recall(_) => {}
    }
    let at = line.at;
    if estimate.low > at {
        return found(
            Some(estimate),
            GateOutcome::Pass,
            Reason::Above { line: at },
            None,
        );
    }
    if estimate.high < at {
        return found(
            Some(estimate),
            GateOutcome::Fail,
            Reason::Below { line: at },
            None,
        );
    }
    let enough = rows_decided(n, estimate, at).map(Enough::Rows);
    found(Some(estimate), few, Reason::Across { line: at }, enough)
}

/// The rows with which the side of an interval that reaches over the line shrinks to the distance from it.
fn rows_decided(n: u64, estimate: Estimate, line: f64) -> Option<u64> {
    let side = match estimate.value < line {
        true => estimate.high - estimate.value,
        false => estimate.value - estimate.low,
    };
    times_rows(n, side / (estimate.value - line).abs())
}

/// A percentile interval of 95 % at another confidence: both of its sides grow as those of a normal distribution do. The
/// percentiles themselves would lie among the last few draws.
fn widened(estimate: Estimate, z: f64) -> Estimate {
    let side = |end: f64| estimate.value + (end - estimate.value) * (z / Z_95);
    Estimate {
        low: side(estimate.low),
        high: side(estimate.high),
        ..estimate
    }
}

/// The rows or calls with which an interval is so many times narrower, at least one more; none where there is no such number,
/// or nobody could wait for it.
fn times_rows(n: u64, narrower: f64) -> Option<u64> {
    let rows = (n as f64 * narrower * narrower).ceil();
    (rows <= MOST_ENOUGH).then(|| (rows as u64).max(n + 1))
}

/// The rows of the same kind of which `needed` are what `there` of `n` are.
fn in_proportion(n: u64, there: u64, needed: u64) -> Option<u64> {
    (there > 0).then(|| (n * needed).div_ceil(there))
}

fn not_measured(subject: Criterion) -> RuleFinding {
    RuleFinding {
        subject,
        estimate: None,
        production: None,
        confidence: 0.95,
        outcome: GateOutcome::NotEnoughData,
        reason: Reason::NotMeasured,
        enough: None,
    }
}

fn ratio(of: Cost, measured: Option<Ratio>, budget: f64) -> RuleFinding {
    let subject = Criterion::Ratio(of);
    let Some(Ratio { estimate, calls }) = measured else {
        return not_measured(subject);
    };
    let (outcome, reason) = within(estimate, budget);
    // Those two are measured in rounds, whose interval does not shrink with the root of their number.
    let shrinks = !matches!(of, Cost::CpuSeconds | Cost::PeakMemory);
    RuleFinding {
        subject,
        estimate: Some(estimate),
        production: None,
        confidence: 0.95,
        enough: match outcome {
            GateOutcome::NotEnoughData if shrinks => {
                times_rows(calls, narrower(estimate, budget)).map(Enough::Calls)
            }
            _ => None,
        },
        outcome,
        reason,
    }
}

/// Of the candidate, by Wilson's interval; rows of classes that a model can't give have answers too.
fn flips(of: Perturbation, measured: Option<FlipsOfBoth>, budget: f64) -> RuleFinding {
    let subject = Criterion::Flips(of);
    let Some(FlipsOfBoth {
        candidate,
        production,
        rows,
    }) = measured
    else {
        return not_measured(subject);
    };
    let estimate = wilson(candidate, rows);
    let (outcome, reason) = within(estimate, budget);
    RuleFinding {
        subject,
        estimate: Some(estimate),
        production: Some(wilson(production, rows)),
        confidence: 0.95,
        enough: match outcome {
            GateOutcome::NotEnoughData => {
                times_rows(rows, narrower(estimate, budget)).map(Enough::Rows)
            }
            GateOutcome::Pass | GateOutcome::Fail => None,
        },
        outcome,
        reason,
    }
}

/// What an interval says of a budget: within it where it is all at most that, over it where it is all above.
fn within(estimate: Estimate, budget: f64) -> (GateOutcome, Reason) {
    if estimate.high <= budget {
        (GateOutcome::Pass, Reason::WithinBudget { budget })
    } else if estimate.low > budget {
        (GateOutcome::Fail, Reason::OverBudget { budget })
    } else {
        (GateOutcome::NotEnoughData, Reason::AcrossBudget { budget })
    }
}

/// How many times narrower an interval must be for a budget to be decided: the side that reaches over it has to shrink to
/// the distance from it.
fn narrower(estimate: Estimate, budget: f64) -> f64 {
    let side = match estimate.value <= budget {
        true => estimate.high - estimate.value,
        false => estimate.value - estimate.low,
    };
    side / (estimate.value - budget).abs()
}

fn bytes(of: Size, measured: Option<u64>, budget: u64) -> RuleFinding {
    let subject = Criterion::Bytes(of);
    let Some(bytes) = measured else {
        return not_measured(subject);
    };
    let (value, limit) = (bytes as f64, budget as f64);
    let (outcome, reason) = if bytes <= budget {
        (GateOutcome::Pass, Reason::WithinBudget { budget: limit })
    } else {
        (GateOutcome::Fail, Reason::OverBudget { budget: limit })
    };
    RuleFinding {
        subject,
        estimate: Some(Estimate {
            value,
            low: value,
            high: value,
        }),
        production: None,
        confidence: 0.95,
        outcome,
        reason,
        enough: None,
    }
}

fn any(outcomes: impl Iterator<Item = GateOutcome>) -> GateOutcome {
    outcomes.fold(GateOutcome::Fail, |whole, one| match (whole, one) {
        (GateOutcome::Pass, _) | (_, GateOutcome::Pass) => GateOutcome::Pass,
        (GateOutcome::NotEnoughData, _) | (_, GateOutcome::NotEnoughData) => {
            GateOutcome::NotEnoughData
        }
        _ => GateOutcome::Fail,
    })
}
