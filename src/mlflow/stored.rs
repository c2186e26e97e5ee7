//! The record of a run as the artifact `record.json`: all of it but the model and the profile, which have their own files.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::message::Message;
use crate::pipeline::classifier::TextClassifier;
use crate::pipeline::corpus::{DataVerdict, Excluded, Finding, Validation};
use crate::pipeline::drift::Profile;
use crate::pipeline::metrics::Baseline;
use crate::pipeline::run::config::RunConfig;
use crate::pipeline::run::record::{
    ClassCounts, Evaluated, FitReport, Fits, LogLine, ProductionScore, RunRecord, Seconds,
};
use crate::pipeline::split::Split;
use crate::pipeline::time::UnixMillis;

#[derive(Serialize, Deserialize)]
struct Stored {
    run_id: String,
    /// TOML, since it has a form for every number and JSON has not.
    config: String,
    start: UnixMillis,
    end: UnixMillis,
    classes: Vec<String>,
    class_counts: ClassCounts,
    findings: Vec<Finding>,
    /// An older archive has none: nothing was left out, and the findings give the verdict.
    #[serde(default)]
    excluded: Excluded,
    #[serde(default)]
    verdict: Option<DataVerdict>,
    split: Split,
    fits: Fits,
    train: Evaluated,
    validation: Evaluated,
    test: Option<Evaluated>,
    baseline: Option<Baseline>,
    production: Option<ProductionScore>,
    seconds: Seconds,
    log: Vec<LogLine>,
    model_sha256: String,
}

/// The file of a record.
pub fn write(record: &RunRecord) -> Vec<u8> {
    let stored = Stored {
        run_id: record.run_id.clone(),
        config: record.config.to_toml(),
        start: record.start,
        end: record.end,
        classes: record.classes.clone(),
        class_counts: record.class_counts.clone(),
        findings: record.data.findings.clone(),
        excluded: record.data.excluded.clone(),
        verdict: Some(record.data.verdict.clone()),
        split: record.split.clone(),
        fits: Fits {
            train_part: finite(&record.fits.train_part),
            last: finite(&record.fits.last),
        },
        train: record.train.clone(),
        validation: record.validation.clone(),
        test: record.test.clone(),
        baseline: record.baseline.clone(),
        production: record.production.clone(),
        seconds: record.seconds.clone(),
        log: record.log.clone(),
        model_sha256: record.model_sha256.clone(),
    };
    let mut bytes = serde_json::to_vec(&stored).expect("plain data has a JSON form");
    bytes.push(b'\n');
    bytes
}

/// The record that [`write`] wrote, with its model and its profile.
///
/// # Errors
/// What is wrong with the file.
pub fn read(
    bytes: &[u8],
    model: Arc<TextClassifier>,
    profile: Option<Arc<Profile>>,
) -> Result<RunRecord, Message> {
    let stored: Stored =
        serde_json::from_slice(bytes).map_err(|fault| Message::text(fault.to_string()))?;
    let config = RunConfig::from_toml(&stored.config, "run.toml").map_err(|fault| fault.line())?;
    Ok(RunRecord {
        run_id: stored.run_id,
        config,
        start: stored.start,
        end: stored.end,
        classes: stored.classes,
        class_counts: stored.class_counts,
        data: Validation {
            verdict: stored
                .verdict
                .unwrap_or_else(|| DataVerdict::of(&stored.findings)),
            findings: stored.findings,
            excluded: stored.excluded,
        },
        split: stored.split,
        fits: stored.fits,
        train: stored.train,
        validation: stored.validation,
        test: stored.test,
        baseline: stored.baseline,
        production: stored.production,
        seconds: stored.seconds,
        log: stored.log,
        model,
        model_sha256: stored.model_sha256,
        profile,
    })
}

/// The rows of each class, of the record that [`write`] wrote.
///
/// # Errors
/// What is wrong with the file.
pub fn class_counts(bytes: &[u8]) -> Result<ClassCounts, Message> {
    #[derive(Deserialize)]
    struct Counts {
        class_counts: ClassCounts,
    }
    let counts: Counts =
        serde_json::from_slice(bytes).map_err(|fault| Message::text(fault.to_string()))?;
    Ok(counts.class_counts)
}

/// The report without the points that JSON has no numbers for.
fn finite(report: &FitReport) -> FitReport {
    let mut report = report.clone();
    report
        .history
        .retain(|point| point.objective.is_finite() && point.violation.is_finite());
    report
}
