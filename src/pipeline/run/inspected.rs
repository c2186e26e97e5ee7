//! What an archive says of itself, of whatever kind it is, without keeping more of it than that in memory.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use super::archive::Entry;
use super::manifest::{AnyManifest, MANIFEST, Manifest};
use super::opened::open;
use super::readme;
use crate::pipeline::corpus::NamedBytes;
use crate::pipeline::error::Error;

/// The run's tag of what a gate decided of its model.
pub const GATE: &str = "dryf.gate";
/// The run's tag of what a drift report found.
pub const DRIFT_VERDICT: &str = "dryf.drift_verdict";
/// The run's tag of what monitoring advises.
pub const MONITOR_SENTENCE: &str = "dryf.monitor_sentence";

/// An archive, every file held against its manifest.
#[derive(Debug, Clone, PartialEq)]
pub struct Inspected {
    pub manifest: AnyManifest,
    /// Of the archive of a run.
    pub run: Option<Manifest>,
    /// Of the run in MLflow.
    pub tags: BTreeMap<String, String>,
    /// In the order of the paths, the manifest among them.
    pub entries: Vec<Entry>,
}

impl Inspected {
    /// # Errors
    /// Those of [`super::Archive::read_within`], but that the archive need not hold a model.
    pub fn read(file: &NamedBytes, max_unpacked: u64) -> Result<Inspected, Error> {
        let read = OnceCell::new();
        let accept = |bytes: &[u8]| {
            let manifest = AnyManifest::read(bytes)?;
            let run = match manifest.is_run() {
                true => Some(Manifest::read(bytes)?),
                false => None,
            };
            let files = manifest.files.clone();
            let _ = read.set((manifest, run));
            Ok(files)
        };
        let tags_of = |manifest: &AnyManifest| {
            format!(
                "mlruns/{}/{}/tags/",
                manifest.experiment_id, manifest.run_id
            )
        };
        let files = open(file, max_unpacked, accept, |path| {
            let folder = read.get().map(|(manifest, _)| tags_of(manifest));
            folder.is_some_and(|folder| path.starts_with(&folder))
        })?;
        let (manifest, run) = read
            .into_inner()
            .expect("an archive that was opened has a manifest");
        let folder = tags_of(&manifest);
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let tags = files
            .iter()
            .filter_map(|(path, bytes)| Some((path.strip_prefix(&folder)?.into(), text(bytes))))
            .collect();
        let own = files.get(MANIFEST).map_or(0, |bytes| bytes.len() as u64);
        let sizes = manifest
            .files
            .iter()
            .map(|(path, entry)| (path.as_str(), entry.n_bytes));
        let mut entries: Vec<Entry> = sizes
            .chain([(MANIFEST, own)])
            .map(|(path, n_bytes)| Entry {
                path: path.into(),
                n_bytes,
                about: readme::about(path).into(),
            })
            .collect();
        entries.sort_by(|one, other| one.path.cmp(&other.path));
        Ok(Inspected {
            manifest,
            run,
            tags,
            entries,
        })
    }
}
