//! What the validation of the data found, as JSON for scripts and for the archive.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::config::RunConfig;
use super::summary::SaidRemark;
use crate::pipeline::corpus::{
    DataVerdict, Excluded, Finding, FindingKind, SetName, Severity, Source, Validation,
};

/// The validation in the summary of a run: counts, no rows.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct DataSummary {
    /// Over the rows that are left.
    #[serde(flatten)]
    pub verdict: SaidVerdict,
    /// The verdict in a sentence.
    pub sentence: String,
    /// Rows that the configuration leaves out.
    pub excluded: ExcludedCounts,
    /// Of the data as they came.
    pub findings: Vec<FindingSummary>,
}

/// A verdict in JSON for people and scripts, in English.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "kebab-case")]
pub enum SaidVerdict {
    Usable {
        /// Findings that are notes.
        notes: u64,
    },
    UsableWithWarnings {
        /// Findings that are warnings.
        warnings: u64,
        /// The first of them, in a sentence.
        first: String,
    },
    NotUsable {
        /// The first blocker, in a sentence.
        reason: String,
    },
}

impl From<&DataVerdict> for SaidVerdict {
    fn from(verdict: &DataVerdict) -> SaidVerdict {
        match verdict {
            DataVerdict::Usable { notes } => SaidVerdict::Usable { notes: *notes },
            DataVerdict::UsableWithWarnings { warnings, first } => {
                SaidVerdict::UsableWithWarnings {
                    warnings: *warnings,
                    first: first.to_string(),
                }
            }
            DataVerdict::NotUsable { reason } => SaidVerdict::NotUsable {
                reason: reason.to_string(),
            },
        }
    }
}

/// The validation of the data.
#[derive(JsonSchema, Serialize)]
pub struct ValidationOutput<'a> {
    /// The version of Dryf that wrote it.
    dryf_version: &'static str,
    /// Over the rows that are left.
    #[serde(flatten)]
    verdict: SaidVerdict,
    /// The verdict in a sentence.
    sentence: String,
    /// Rows that the configuration leaves out, counted from 0.
    excluded: &'a Excluded,
    /// Of the data as they came.
    findings: Vec<SaidFinding<'a>>,
    /// The files that the rows came from, each with what it was read as.
    files: &'a [&'a Source],
    /// Settings that have no effect under the others.
    remarks: Vec<SaidRemark>,
}

/// A finding in JSON for people and scripts, in English.
#[derive(JsonSchema, Serialize)]
struct SaidFinding<'a> {
    kind: FindingKind,
    severity: Severity,
    set: SetName,
    message: String,
    /// Rows of the set, counted from 0.
    rows: &'a [u32],
    /// Rows of the other set, or of the same one, that they are found with, such as the earlier one of a duplicate.
    counterparts: &'a [u32],
}

impl<'a> From<&'a Finding> for SaidFinding<'a> {
    fn from(finding: &'a Finding) -> SaidFinding<'a> {
        SaidFinding {
            kind: finding.kind,
            severity: finding.severity,
            set: finding.set,
            message: finding.message.to_string(),
            rows: &finding.rows,
            counterparts: &finding.counterparts,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
pub struct ExcludedCounts {
    pub train: u64,
    pub test: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
pub struct FindingSummary {
    pub kind: FindingKind,
    pub severity: Severity,
    pub set: SetName,
    /// Rows of that set.
    pub n_rows: u64,
    pub message: String,
}

impl DataSummary {
    pub fn new(verdict: &DataVerdict, excluded: &Excluded, findings: &[Finding]) -> DataSummary {
        DataSummary {
            verdict: verdict.into(),
            sentence: verdict.to_string(),
            excluded: ExcludedCounts {
                train: excluded.train.len() as u64,
                test: excluded.test.len() as u64,
            },
            findings: findings
                .iter()
                .map(|finding| FindingSummary {
                    kind: finding.kind,
                    severity: finding.severity,
                    set: finding.set,
                    n_rows: finding.rows.len() as u64,
                    message: finding.message.to_string(),
                })
                .collect(),
        }
    }
}

/// The whole of it, rows included; they are counted from 0, as everywhere in an archive.
///
/// `files` are those that the rows came from.
pub fn validation_json(validation: &Validation, config: &RunConfig, files: &[&Source]) -> Vec<u8> {
    let Validation {
        findings,
        excluded,
        verdict,
    } = validation;
    let output = ValidationOutput {
        dryf_version: env!("CARGO_PKG_VERSION"),
        verdict: verdict.into(),
        sentence: verdict.to_string(),
        excluded,
        findings: findings.iter().map(SaidFinding::from).collect(),
        files,
        remarks: SaidRemark::of(config),
    };
    let mut bytes =
        serde_json::to_vec_pretty(&output).expect("plain data with texts as keys has a JSON form");
    bytes.push(b'\n');
    bytes
}
