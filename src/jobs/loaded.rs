//! The user's files and the data sets that they make, as the engine holds them.

use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::lengths::bins;
use super::protocol::{DataId, FileId};
use super::summaries::{FileSummary, FindingGroup, LengthBin, LoadedSummary, SetSummary};
use crate::document::ROWS_NAMED;
use crate::pipeline::corpus::{
    self, Corpus, DataSet, DataVerdict, Detected, FileOptions, Finding, FindingKind, NamedBytes,
    ReadingOptions, Role, detect_roles, rows_of_parquet, sha256_hex,
};
use crate::pipeline::run::{Rehearsal, RunConfig, rehearse};
use crate::pipeline::step::{Pace, pause};
use crate::pipeline::time::UnixMillis;

/// Bytes that a step hashes.
const BYTES_A_STEP: usize = 256 << 10;

/// A file and what is known of it once and for all.
pub(super) struct HeldFile {
    pub id: FileId,
    pub bytes: NamedBytes,
    sha256: String,
    n_lines: u64,
}

/// A data set with what its validation found.
pub(super) struct Loaded {
    pub set: Arc<DataSet>,
    pub findings: Vec<Finding>,
    pub card: LoadedSummary,
}

/// Files with the roles that they seem to have together.
pub(super) fn cards(files: &[Arc<HeldFile>]) -> Vec<FileSummary> {
    let bytes: Vec<&NamedBytes> = files.iter().map(|file| &file.bytes).collect();
    let detected = detect_roles(&bytes, &FileOptions::default());
    let summary = |(file, detected): (&Arc<HeldFile>, Detected)| FileSummary {
        id: file.id.clone(),
        name: file.bytes.name.clone(),
        n_bytes: file.bytes.bytes.len() as u64,
        n_lines: file.n_lines,
        sha256: file.sha256.clone(),
        role: detected.role,
        reason: detected.reason,
    };
    files.iter().zip(detected).map(summary).collect()
}

/// The name of the data set that files make.
pub(super) fn data_id(files: &[(FileId, Role)], options: &ReadingOptions) -> DataId {
    let made_of = serde_json::to_vec(&(files, options)).expect("names have a form in JSON");
    DataId(sha256_hex(&made_of))
}

impl Loaded {
    /// Made at the time `at`; gives way in between.
    pub async fn of(set: DataSet, id: DataId, at: UnixMillis) -> Loaded {
        let (findings, verdict) = looked_at(&set).await;
        pause().await;
        let digests = set.digest();
        pause().await;
        let mut lengths = vec![lengths_of(&set.train).await];
        if let Some(test) = &set.test {
            lengths.push(lengths_of(test).await);
        }
        let mut card_of = |corpus: &Corpus, digest: String| SetSummary {
            n_rows: corpus.texts.len() as u64,
            class_counts: corpus.class_counts(set.classes.len()),
            sources: corpus.sources.clone(),
            digest,
            lengths: lengths.remove(0).into(),
        };
        let card = LoadedSummary {
            id,
            classes: set.classes.clone(),
            naming: set.naming.clone(),
            digest: digest_of(&digests),
            train: card_of(&set.train, digests.train),
            test: set
                .test
                .as_ref()
                .map(|test| card_of(test, digests.test.unwrap_or_default())),
            findings: findings
                .iter()
                .map(|finding| FindingGroup {
                    kind: finding.kind,
                    severity: finding.severity,
                    set: finding.set,
                    message: finding.message.clone(),
                    n_rows: finding.rows.len() as u64,
                    rows: first(&finding.rows),
                    n_counterparts: finding.counterparts.len() as u64,
                    counterparts: first(&finding.counterparts),
                })
                .collect(),
            verdict,
            at,
        };
        Loaded {
            set: Arc::new(set),
            findings,
            card,
        }
    }

    pub fn n_bytes(&self) -> u64 {
        set_bytes(&self.set)
    }
}

async fn lengths_of(corpus: &Corpus) -> Vec<LengthBin> {
    let mut pace = Pace::default();
    let mut lengths = Vec::with_capacity(corpus.texts.len());
    for text in &corpus.texts {
        lengths.push(u32::try_from(text.chars().count()).unwrap_or(u32::MAX));
        pace.after(text.len() / 16).await;
    }
    pause().await;
    bins(lengths)
}

/// What the validation finds under the settings by default; a view and a run look again, under the user's own.
async fn looked_at(set: &DataSet) -> (Vec<Finding>, DataVerdict) {
    match rehearse(&RunConfig::default(), set).await {
        Ok(Rehearsal { validation, .. }) => {
            let mut findings = validation.findings;
            // Other settings may do: it is said by the verdict, which goes by them.
            findings.retain(|finding| finding.kind != FindingKind::TrainingImpossible);
            (findings, validation.verdict)
        }
        Err(error) => {
            let reason = error.line();
            (Vec::new(), DataVerdict::NotUsable { reason })
        }
    }
}

/// The rows that a finding's sentence names.
fn first(rows: &[u32]) -> Vec<u32> {
    rows.iter().take(ROWS_NAMED).copied().collect()
}

/// One fingerprint for both sets.
pub(super) fn digest_of(digests: &corpus::Digests) -> String {
    match &digests.test {
        Some(test) => format!("{}-{test}", digests.train),
        None => digests.train.clone(),
    }
}

/// Bytes of both sets' texts and labels.
pub(super) fn set_bytes(set: &DataSet) -> u64 {
    let of = |corpus: &Corpus| {
        let texts: usize = corpus.texts.iter().map(|text| text.len() + 28).sum();
        texts as u64
    };
    of(&set.train) + set.test.as_ref().map_or(0, of)
}

impl HeldFile {
    /// Gives way in between.
    pub async fn of(file: NamedBytes) -> HeldFile {
        let (mut hash, mut of_bytes) = (Sha256::new(), Sha256::new());
        hash.update((file.name.len() as u64).to_le_bytes());
        hash.update(file.name.as_bytes());
        let mut breaks = 0;
        for part in file.bytes.chunks(BYTES_A_STEP) {
            hash.update(part);
            of_bytes.update(part);
            breaks += part.iter().filter(|byte| **byte == b'\n').count() as u64;
            pause().await;
        }
        let hex = |hash: Sha256| -> String {
            let digest = hash.finalize();
            digest.iter().map(|byte| format!("{byte:02x}")).collect()
        };
        HeldFile {
            id: FileId(hex(hash)),
            sha256: hex(of_bytes),
            // The last line counts with or without its line break.
            n_lines: rows_of_parquet(&file.bytes)
                .unwrap_or(breaks + u64::from(!file.bytes.ends_with(b"\n"))),
            bytes: file,
        }
    }
}
