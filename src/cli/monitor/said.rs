//! What the command says to people.

use crate::pipeline::watch::{Advice, BatchRecord, Outcome, Watch};

/// The answer, the rules, each batch in a line with what was found in it.
pub fn text(watch: &Watch, advice: &Advice) -> String {
    let mut text = format!("{advice}\n");
    for rule in &advice.rules {
        let state = match rule.outcome {
            Outcome::Off => "off",
            Outcome::Quiet => "quiet",
            Outcome::Retrain => "retrain",
            Outcome::NotEnoughData => "not enough data",
        };
        text += &format!("  {}: {state}\n", rule.occasion);
        if rule.outcome != Outcome::Off {
            for evidence in &rule.evidence {
                text += &format!("    {evidence}\n");
            }
        }
    }
    for (number, record) in (1..).zip(watch.records()) {
        text += &format!("batch {number}: {}\n", line(record));
        for finding in &record.findings {
            text += &format!("    {finding}\n");
        }
    }
    text + &format!("{}\n", advice.false_alarms)
}

fn line(record: &BatchRecord) -> String {
    let mut line = format!("{}, {} rows", record.name, record.rows);
    if let Some(realised) = record.realised.measured() {
        line += &format!(", F1 micro {:.3}", realised.f1_micro.value);
        line += &format!(", macro {:.3}", realised.f1_macro.value);
    }
    if let Some(estimated) = record.estimated.measured() {
        line += &format!(", estimated {:.3}", estimated.f1_micro);
    }
    line
}
