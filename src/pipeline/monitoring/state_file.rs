//! The state as one JSON file that says whether it is whole.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::kept::KeptRows;
use super::record::{BatchFinding, BatchRecord};
use super::stated::StatedErrors;
use super::watching::Watch;
use crate::message;
use crate::message::Message;
use crate::pipeline::corpus::sha256_hex;
use crate::pipeline::error::{Code, Error};

const KIND: &str = "dryf-monitor";
/// Version of the layout; a reader takes it and the one before, and refuses a later one.
const SCHEMA_VERSION: u32 = 2;

/// More are in no state that was written.
const MOST_ROWS: u64 = 1 << 40;

#[derive(Serialize)]
struct Written<'a> {
    kind: &'static str,
    schema_version: u32,
    dryf_version: &'static str,
    /// Of `watch` as it is written.
    sha256: String,
    watch: &'a Watch,
}

/// What every version has.
#[derive(Deserialize)]
struct Head {
    kind: String,
    schema_version: u32,
}

#[derive(Deserialize)]
struct Body {
    sha256: String,
    watch: Watch,
}

impl Watch {
    /// The bytes of a state file. The same watch gives the same bytes.
    pub fn to_json(&self) -> Vec<u8> {
        let written = Written {
            kind: KIND,
            schema_version: SCHEMA_VERSION,
            dryf_version: env!("CARGO_PKG_VERSION"),
            sha256: self.fingerprint(),
            watch: self,
        };
        let mut bytes = serde_json::to_vec(&written).expect("plain data has a JSON form");
        bytes.push(b'\n');
        bytes
    }

    /// Reads a state file.
    ///
    /// # Errors
    /// [`Code::DamagedState`] for what is no state, cut short or changed, [`Code::Unsupported`] for a later Dryf's.
    pub fn from_json(bytes: &[u8], file: &str) -> Result<Watch, Error> {
        let damaged = |what: Message| {
            Error::new(Code::DamagedState, what, message!("error-restore-state")).in_file(file)
        };
        let value: Value =
            serde_json::from_slice(bytes).map_err(|_| damaged(message!("error-no-state-json")))?;
        let head: Head = Head::deserialize(&value)
            .ok()
            .filter(|head: &Head| head.kind == KIND)
            .ok_or_else(|| damaged(message!("error-no-state")))?;
        if !(1..=SCHEMA_VERSION).contains(&head.schema_version) {
            return Err(Error::new(
                Code::Unsupported,
                message!(
                    "error-state-version",
                    version = head.schema_version.to_string(),
                    known = SCHEMA_VERSION.to_string()
                ),
                message!("error-own-dryf"),
            )
            .in_file(file));
        }
        let body: Body = serde_json::from_slice(bytes)
            .map_err(|fault| damaged(message!("error-state-damaged", fault = fault.to_string())))?;
        let mut watch = body.watch;
        let fingerprint = match head.schema_version {
            // Written without what this version adds; its bytes are what was hashed.
            1 => hashed_part(bytes).map(sha256_hex),
            _ => Some(watch.fingerprint()),
        };
        if fingerprint.as_ref() != Some(&body.sha256) {
            return Err(damaged(message!("error-state-changed")));
        }
        let is_migrated = head.schema_version == 1 && watch.migrate().is_ok();
        if (head.schema_version == 1 && !is_migrated) || !watch.is_sound() {
            return Err(damaged(message!("error-state-range")));
        }
        Ok(watch)
    }

    /// From the state of an earlier Dryf, in which detectors without a bound advised: they are shown from now on, the
    /// error-rise test decides in their place, and what they advised alone no longer stands.
    fn migrate(&mut self) -> Result<(), Error> {
        self.rules.quality.upgrade();
        self.rules.check()?;
        if let Some(errors) = &mut self.errors {
            errors.upgrade(&self.rules.quality, &self.rules.data, &self.model)?;
        }
        for record in &mut self.records {
            // Their numbers were not those of the signal.
            record.signals.retain(|signal| signal.detector.decides());
            record.findings.retain(|finding| match finding {
                BatchFinding::ErrorsRose { signal } => signal.detector.decides(),
                _ => true,
            });
        }
        Ok(())
    }

    /// Whether every value is in its range, so that going on from it can't fail.
    fn is_sound(&self) -> bool {
        let n_known = self.model.classes.len();
        let counts = |counts: &Option<Vec<u64>>| {
            counts.as_ref().is_none_or(|counts| counts.len() == n_known)
        };
        let model = self.model.class_rows.len() == n_known
            && counts(&self.model.predicted_rows)
            && self
                .model
                .score_cuts
                .as_ref()
                .is_none_or(|cuts| cuts.len() == n_known)
            && self
                .model
                .class_rows
                .iter()
                .chain(self.model.predicted_rows.iter().flatten())
                .all(|rows| *rows < MOST_ROWS)
            && self
                .model
                .stated
                .as_ref()
                .is_none_or(StatedErrors::is_sound);
        let record = |record: &BatchRecord| {
            record.rows < MOST_ROWS
                && record.first_row < MOST_ROWS
                && record.labelled <= record.rows
                && record.labelled_later <= record.labelled
                && record.copies <= record.rows
                && record.learned <= record.rows
                && record.classes.iter().all(|class| {
                    let predicted = class.predicted.iter();
                    predicted
                        .chain(&class.labelled)
                        .all(|counted| counted.rows <= counted.of && counted.of < MOST_ROWS)
                })
                && record
                    .signals
                    .iter()
                    .all(|signal| signal.row >= 1 && signal.row <= record.rows.max(1))
        };
        let kept = |(kept, record): (&KeptRows, &BatchRecord)| {
            kept.is_empty() || kept.is_sound(record.rows, n_known, record.classes.len())
        };
        self.rules.check().is_ok()
            && model
            && self.errors.is_some() == self.rules.quality.enabled
            && self
                .errors
                .as_ref()
                .is_none_or(|errors| errors.is_sound(&self.model))
            && self.looks as usize <= self.records.len()
            && (0.0..=1.0).contains(&self.spent)
            && self.records.len() < 1 << 24
            && self.records.iter().all(record)
            && self.kept.len() <= self.records.len()
            && self.kept.iter().zip(&self.records).all(kept)
    }

    pub(super) fn fingerprint(&self) -> String {
        sha256_hex(&serde_json::to_vec(self).expect("plain data has a JSON form"))
    }
}

/// The bytes of `watch` in a file that ends with it.
fn hashed_part(bytes: &[u8]) -> Option<&[u8]> {
    const BEFORE: &[u8] = b"\"watch\":";
    let text = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    let at = text.windows(BEFORE.len()).position(|part| part == BEFORE)?;
    text[at + BEFORE.len()..].strip_suffix(b"}")
}
