//! What the command says to people.

use super::super::output::Lines;
use crate::pipeline::watch::{Advice, BatchRecord, Outcome, Watch};

/// The answer, the rules, each batch in a line with what was found in it.
pub fn text(watch: &Watch, advice: &Advice) -> Lines {
    let mut text = Lines::new();
    text.line(advice);
    for rule in &advice.rules {
        let state = match rule.outcome {
            Outcome::Off => "off",
            Outcome::Quiet => "quiet",
            Outcome::Retrain => "retrain",
            Outcome::NotEnoughData => "not enough data",
        };
        text.line(format_args!("  {}: {state}", rule.occasion));
        if rule.outcome != Outcome::Off {
            for evidence in &rule.evidence {
                text.line(format_args!("    {evidence}"));
            }
        }
    }
    for (number, record) in (1..).zip(watch.records()) {
        text.line(format_args!("batch {number}: {}", line(record)));
        for finding in &record.findings {
            text.line(format_args!("    {finding}"));
        }
    }
    text.line(&advice.false_alarms);
    text
}

fn line(record: &BatchRecord) -> String {
    let rows = match record.rows {
        1 => "1 row".into(),
        rows => format!("{rows} rows"),
    };
    let mut line = format!("{}, {rows}", record.name);
    if let Some(realised) = record.realised.measured() {
        line += &format!(", F1 micro {:.3}", realised.f1_micro.value);
        line += &format!(", macro {:.3}", realised.f1_macro.value);
    }
    if let Some(estimated) = record.estimated.measured() {
        line += &format!(", estimated {:.3}", estimated.f1_micro);
    }
    line
}
