//! What the command says: for people, and for scripts as JSON.

use serde_json::{Value, json};

use crate::pipeline::error::{Code, Error};
use crate::pipeline::watch::{Advice, BatchRecord, Judged, Outcome, Watch};

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

/// The same with every number.
///
/// # Errors
/// [`Code::Bug`] where a number has no form in JSON.
pub fn json(
    watch: &Watch,
    advice: &Advice,
    skipped: &[(String, String)],
) -> Result<Vec<u8>, Error> {
    let value = json!({
        "dryf_version": env!("CARGO_PKG_VERSION"),
        "answer": advice.answer,
        "sentence": advice.to_string(),
        "rules": advice.rules.iter().map(rule).collect::<Vec<Value>>(),
        "false_alarms": {
            "sentence": advice.false_alarms.to_string(),
            "rates": advice.false_alarms,
        },
        "production": watch.model(),
        "rules_in_force": watch.rules(),
        "batches": watch.records().iter().map(batch).collect::<Vec<Value>>(),
        "skipped": skipped
            .iter()
            .map(|(name, why)| json!({"name": name, "why": why}))
            .collect::<Vec<Value>>(),
    });
    let mut bytes = serde_json::to_vec(&value).map_err(|error| {
        let message = format!("the report has no form in JSON ({error})");
        Error::new(Code::Bug, message, "")
    })?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn rule(rule: &Judged) -> Value {
    let sentences: Vec<String> = rule.evidence.iter().map(ToString::to_string).collect();
    json!({
        "occasion": rule.occasion,
        "outcome": rule.outcome,
        "since": rule.since,
        "sentences": sentences,
        "evidence": rule.evidence,
    })
}

fn batch(record: &BatchRecord) -> Value {
    let sentences: Vec<String> = record.findings.iter().map(ToString::to_string).collect();
    json!({"sentences": sentences, "record": record})
}
