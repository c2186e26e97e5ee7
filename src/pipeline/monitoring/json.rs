//! What was watched as JSON: the answer, the rules, every number of every batch.

use schemars::JsonSchema;
use serde::Serialize;

use super::advice::{
    Advice, Answer, Evidence, FalseAlarms, JudgedRule, Occasion, RuleOutcome, Since,
};
use super::model::ModelFacts;
use super::record::BatchRecord;
use super::rules::WatchRules;
use super::watching::Watch;
use crate::message;
use crate::message::Message;
use crate::pipeline::corpus::Source;
use crate::pipeline::error::Error;

/// What was watched, what follows, and every number behind it.
#[derive(JsonSchema, Serialize)]
pub struct MonitorOutput<'a> {
    /// The version of Dryf that wrote it.
    dryf_version: &'static str,
    answer: Answer,
    /// The answer and what decided it, in a sentence.
    sentence: String,
    /// All five, in the order of the occasions.
    rules: Vec<SaidRule<'a>>,
    false_alarms: SaidFalseAlarms<'a>,
    production: &'a ModelFacts,
    rules_in_force: &'a WatchRules,
    /// All that were watched so far, in their order.
    batches: Vec<SaidBatch<'a>>,
    /// Batches that were given and not watched.
    skipped: Vec<Skipped<'a>>,
    /// What this call read, each file with what it was read as.
    #[serde(skip_serializing_if = "<[Source]>::is_empty")]
    files: &'a [Source],
}

/// A rule with its outcome.
#[derive(JsonSchema, Serialize)]
struct SaidRule<'a> {
    occasion: Occasion,
    outcome: RuleOutcome,
    /// Where it began; null of occasions that have no place in the batches.
    since: &'a Option<Since>,
    /// The evidence in words, one sentence for each.
    sentences: Vec<String>,
    evidence: &'a [Evidence],
}

/// How often all this advises retraining where nothing changed.
#[derive(JsonSchema, Serialize)]
struct SaidFalseAlarms<'a> {
    sentence: String,
    rates: &'a FalseAlarms,
}

/// A batch.
#[derive(JsonSchema, Serialize)]
struct SaidBatch<'a> {
    /// Its findings in words, one sentence for each.
    sentences: Vec<String>,
    record: &'a BatchRecord,
}

/// A batch that was not watched.
#[derive(JsonSchema, Serialize)]
struct Skipped<'a> {
    name: &'a str,
    why: String,
}

/// What was watched with every number, for scripts; `skipped` are batches that were given and not watched, with why; `files` are
/// what this call read, each with what it was read as.
///
/// # Errors
/// [`Code::Bug`](crate::pipeline::error::Code::Bug) where a number has no form in JSON.
pub fn monitor_json(
    watch: &Watch,
    advice: &Advice,
    skipped: &[(String, Message)],
    files: &[Source],
) -> Result<Vec<u8>, Error> {
    let output = MonitorOutput {
        dryf_version: env!("CARGO_PKG_VERSION"),
        answer: advice.answer,
        sentence: advice.sentence().to_string(),
        rules: advice.rules.iter().map(rule).collect(),
        false_alarms: SaidFalseAlarms {
            sentence: advice.false_alarms.message().to_string(),
            rates: &advice.false_alarms,
        },
        production: watch.model(),
        rules_in_force: watch.rules(),
        batches: watch.records().iter().map(batch).collect(),
        skipped: skipped
            .iter()
            .map(|(name, why)| Skipped {
                name,
                why: why.to_string(),
            })
            .collect(),
        files,
    };
    let mut bytes = serde_json::to_vec(&output)
        .map_err(|error| Error::bug(message!("error-bug-json", fault = error.to_string())))?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn rule(rule: &JudgedRule) -> SaidRule<'_> {
    let sentences = rule.evidence.iter().map(|one| one.message().to_string());
    SaidRule {
        occasion: rule.occasion,
        outcome: rule.outcome,
        since: &rule.since,
        sentences: sentences.collect(),
        evidence: &rule.evidence,
    }
}

fn batch(record: &BatchRecord) -> SaidBatch<'_> {
    let sentences = record.findings.iter().map(|one| one.message().to_string());
    SaidBatch {
        sentences: sentences.collect(),
        record,
    }
}
