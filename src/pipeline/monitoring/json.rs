//! What was watched as JSON: the answer, the rules, every number of every batch.

use serde_json::{Value, json};

use super::advice::{Advice, JudgedRule};
use super::record::BatchRecord;
use super::watching::Watch;
use crate::message;
use crate::message::Message;
use crate::pipeline::corpus::Source;
use crate::pipeline::error::Error;

/// What was watched with every number, for scripts; `skipped` are batches that were given and not watched, with why; `files` are
/// what this call read, each with what it was read as.
///
/// # Errors
/// [`Code::Bug`] where a number has no form in JSON.
pub fn monitor_json(
    watch: &Watch,
    advice: &Advice,
    skipped: &[(String, Message)],
    files: &[Source],
) -> Result<Vec<u8>, Error> {
    let mut value = json!({
        "dryf_version": env!("CARGO_PKG_VERSION"),
        "answer": advice.answer,
        "sentence": advice.sentence().to_string(),
        "rules": advice.rules.iter().map(rule).collect::<Vec<Value>>(),
        "false_alarms": {
            "sentence": advice.false_alarms.message().to_string(),
            "rates": advice.false_alarms,
        },
        "production": watch.model(),
        "rules_in_force": watch.rules(),
        "batches": watch.records().iter().map(batch).collect::<Vec<Value>>(),
        "skipped": skipped
            .iter()
            .map(|(name, why)| json!({"name": name, "why": why.to_string()}))
            .collect::<Vec<Value>>(),
    });
    if !files.is_empty() {
        value["files"] = json!(files);
    }
    let mut bytes = serde_json::to_vec(&value)
        .map_err(|error| Error::bug(message!("error-bug-json", fault = error.to_string())))?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn rule(rule: &JudgedRule) -> Value {
    let sentences: Vec<String> = rule
        .evidence
        .iter()
        .map(|one| one.message().to_string())
        .collect();
    json!({
        "occasion": rule.occasion,
        "outcome": rule.outcome,
        "since": rule.since,
        "sentences": sentences,
        "evidence": rule.evidence,
    })
}

fn batch(record: &BatchRecord) -> Value {
    let sentences: Vec<String> = record
        .findings
        .iter()
        .map(|one| one.message().to_string())
        .collect();
    json!({"sentences": sentences, "record": record})
}
