//! `manifest.json`: what an archive is, and the SHA-256 of every other file in it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::artifacts::SetDigest;
use super::mlflow::FileMap;
use crate::pipeline::corpus::sha256_hex;
use crate::pipeline::error::{Code, Error};
use crate::pipeline::time::UnixMillis;

/// Version of the archive's layout; a reader refuses a greater one. New entries beside the known ones need no new
/// version.
pub const SCHEMA_VERSION: u32 = 1;
/// The manifest's path in the archive.
pub const MANIFEST: &str = "manifest.json";
/// What makes a `manifest.json` one of ours.
const KIND: &str = "dryf-run";

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
    /// Whether the texts are in the archive; else only their digests.
    pub texts_included: bool,
    /// By the name of the set, `train` and `test`.
    pub data: BTreeMap<String, SetDigest>,
    /// Every file but the manifest itself, by path from the manifest's folder.
    pub files: BTreeMap<String, FileEntry>,
}

/// A file of the archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// Lower-case hex, 64 digits.
    pub sha256: String,
    pub n_bytes: u64,
}

/// What every version of the manifest has.
#[derive(Deserialize)]
struct Head {
    kind: String,
    schema_version: u32,
}

impl Head {
    /// None where it is no manifest of ours.
    fn read(bytes: &[u8]) -> Option<Head> {
        let head: Option<Head> = serde_json::from_slice(bytes).ok();
        head.filter(|head| head.kind == KIND)
    }
}

impl Manifest {
    /// What the manifest has to say of its own kind.
    pub fn kind() -> String {
        KIND.into()
    }

    /// Whether the bytes are a manifest of ours, of whatever version.
    pub fn is_one(bytes: &[u8]) -> bool {
        Head::read(bytes).is_some()
    }

    /// The entries of these files; folders have none.
    pub fn entries(files: &FileMap) -> BTreeMap<String, FileEntry> {
        files
            .iter()
            .filter(|(path, _)| !path.ends_with('/'))
            .map(|(path, bytes)| {
                let entry = FileEntry {
                    sha256: sha256_hex(bytes),
                    n_bytes: bytes.len() as u64,
                };
                (path.clone(), entry)
            })
            .collect()
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
    /// [`Code::NotAnArchive`] where it is no manifest of ours, [`Code::Unsupported`] where a later Dryf wrote it,
    /// [`Code::DamagedArchive`] where it is ours and can't be read.
    pub fn read(bytes: &[u8]) -> Result<Manifest, Error> {
        let Some(head) = Head::read(bytes) else {
            return Err(Error::new(
                Code::NotAnArchive,
                "its manifest.json is not that of a run of Dryf",
                "give the zip that `dryf train --out` or the page's Export wrote",
            ));
        };
        if head.schema_version > SCHEMA_VERSION {
            return Err(Error::new(
                Code::Unsupported,
                format!(
                    "the archive has schema version {}, this program reads up to {SCHEMA_VERSION}",
                    head.schema_version
                ),
                "update Dryf",
            ));
        }
        serde_json::from_slice(bytes).map_err(|fault| {
            Error::new(
                Code::DamagedArchive,
                format!("{MANIFEST} can't be read: {fault}"),
                "export the archive again",
            )
        })
    }

    /// Holds the files against the manifest: each is there, whole, and no other is.
    ///
    /// # Errors
    /// [`Code::DamagedArchive`] naming the first file at fault.
    pub fn check(&self, files: &FileMap) -> Result<(), Error> {
        let damaged = |path: &str, what: &str| {
            Err(Error::new(
                Code::DamagedArchive,
                format!("`{path}` {what}"),
                "export or download the archive again",
            ))
        };
        for (path, entry) in &self.files {
            let Some(bytes) = files.get(path) else {
                return damaged(path, "is missing");
            };
            if bytes.len() as u64 != entry.n_bytes || sha256_hex(bytes) != entry.sha256 {
                return damaged(path, "is not what the manifest says: it was changed");
            }
        }
        match files
            .keys()
            .find(|path| *path != MANIFEST && !self.files.contains_key(*path))
        {
            Some(path) => damaged(path, "does not belong to the archive"),
            None => Ok(()),
        }
    }
}
