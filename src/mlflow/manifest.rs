//! `manifest.json`: what an archive is, and the SHA-256 of every other file in it.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::artifacts::SetDigest;
use super::entities::FileMap;
use super::opened::{again, give};
use crate::message;
use crate::message::Argument;
use crate::pipeline::corpus::{LabelNaming, sha256_hex};
use crate::pipeline::error::{Code, Error};
use crate::pipeline::step::Pace;
use crate::pipeline::time::UnixMillis;

/// Version of the archive's layout; a reader refuses a greater one. New entries beside the known ones need no new
/// version.
pub const SCHEMA_VERSION: u32 = 1;
/// The manifest's path in the archive.
pub const MANIFEST: &str = "manifest.json";
/// What makes a `manifest.json` that of a run.
const KIND: &str = "dryf-run";
/// The kinds of archives without a model.
const REPORTS: [&str; 2] = ["dryf-drift", "dryf-monitor"];

/// The manifest of a run's archive.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Always `dryf-run`.
    pub kind: String,
    pub schema_version: u32,
    /// The version of the program that wrote it.
    pub dryf_version: String,
    pub run_id: String,
    pub run_name: String,
    pub experiment: String,
    pub experiment_id: String,
    pub start: UnixMillis,
    pub end: UnixMillis,
    /// Seed of the split and of all else that is random.
    pub seed: u32,
    pub classes: Vec<String>,
    /// The logged model's ID in MLflow.
    pub model_id: String,
    pub model_sha256: String,
    /// How labels of the files became names of classes; an earlier version did not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub naming: Option<LabelNaming>,
    /// Whether the texts are in the archive; else only their digests.
    pub texts_included: bool,
    /// By the name of the set, `train` and `test`.
    pub data: BTreeMap<String, SetDigest>,
    /// Every file but the manifest itself, by path from the manifest's folder.
    pub files: BTreeMap<String, FileEntry>,
}

/// A file of the archive.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
pub struct FileEntry {
    /// Lower-case hex, 64 digits.
    #[schemars(regex(pattern = "^[0-9a-f]{64}$"))]
    pub sha256: String,
    pub n_bytes: u64,
}

/// What every version of every manifest has.
#[derive(Deserialize)]
struct Head {
    kind: String,
    schema_version: u32,
}

impl Head {
    /// # Errors
    /// [`Code::NotAnArchive`] where it is no manifest of ours, [`Code::Unsupported`] where a later Dryf wrote it.
    fn read(bytes: &[u8]) -> Result<Head, Error> {
        let head: Option<Head> = serde_json::from_slice(bytes).ok();
        let is_known = |kind: &str| kind == KIND || REPORTS.contains(&kind);
        let Some(head) = head.filter(|head| is_known(&head.kind)) else {
            return Err(Error::new(
                Code::NotAnArchive,
                message!("error-manifest-of-another"),
                give(),
            ));
        };
        if head.schema_version > SCHEMA_VERSION {
            return Err(Error::new(
                Code::Unsupported,
                message!(
                    "error-schema-version",
                    version = head.schema_version.to_string(),
                    known = SCHEMA_VERSION.to_string()
                ),
                message!("error-update"),
            ));
        }
        Ok(head)
    }
}

/// What the manifests of all archives have, with a model or without.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct AnyManifest {
    /// `dryf-run`, or `dryf-drift` and `dryf-monitor` for reports.
    pub kind: String,
    pub dryf_version: String,
    pub run_id: String,
    pub run_name: String,
    pub experiment: String,
    pub experiment_id: String,
    pub start: UnixMillis,
    pub end: UnixMillis,
    /// Every file but the manifest itself, by path from the manifest's folder.
    pub files: BTreeMap<String, FileEntry>,
}

impl AnyManifest {
    /// # Errors
    /// Those of [`Manifest::read`], but that the archive need not hold a model.
    pub fn read(bytes: &[u8]) -> Result<AnyManifest, Error> {
        Head::read(bytes)?;
        parsed(bytes)
    }

    /// Whether it is a run's, which holds a model.
    pub fn is_run(&self) -> bool {
        self.kind == KIND
    }
}

fn parsed<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T, Error> {
    serde_json::from_slice(bytes).map_err(|fault| {
        Error::new(
            Code::DamagedArchive,
            message!(
                "error-file-unreadable-plain",
                file = MANIFEST,
                fault = fault.to_string()
            ),
            again(),
        )
    })
}

impl Manifest {
    /// What the manifest has to say of its own kind.
    pub fn kind() -> String {
        KIND.into()
    }

    /// Whether the bytes are a manifest of ours, of whatever version.
    pub fn is_one(bytes: &[u8]) -> bool {
        !matches!(Head::read(bytes), Err(error) if error.code == Code::NotAnArchive)
    }

    /// The entries of these files; folders have none. Of equal files, such as the model's, one is hashed. Gives way in between.
    pub async fn entries(files: &FileMap) -> BTreeMap<String, FileEntry> {
        let mut pace = Pace::default();
        let mut known: BTreeMap<&[u8], FileEntry> = BTreeMap::new();
        let mut entries = BTreeMap::new();
        for (path, bytes) in files.iter().filter(|(path, _)| !path.ends_with('/')) {
            let entry = match known.get(&bytes[..]) {
                Some(entry) => entry.clone(),
                None => {
                    pace.after(bytes.len() / 4).await;
                    FileEntry {
                        sha256: sha256_hex(bytes),
                        n_bytes: bytes.len() as u64,
                    }
                }
            };
            known.insert(bytes, entry.clone());
            entries.insert(path.clone(), entry);
        }
        entries
    }

    /// The file.
    pub fn write(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec_pretty(self).expect("plain data has a JSON form");
        bytes.push(b'\n');
        bytes
    }

    /// Reads a manifest.
    ///
    /// # Errors
    /// [`Code::NotAnArchive`] where it is no manifest of a run of ours, [`Code::Unsupported`] where a later Dryf wrote it,
    /// [`Code::DamagedArchive`] where it is ours and can't be read.
    pub fn read(bytes: &[u8]) -> Result<Manifest, Error> {
        let head = Head::read(bytes)?;
        if REPORTS.contains(&head.kind.as_str()) {
            return Err(Error::new(
                Code::NotAnArchive,
                message!(
                    "error-archive-without-model",
                    kind = Argument::Key(head.kind.into())
                ),
                give(),
            ));
        }
        parsed(bytes)
    }
}
