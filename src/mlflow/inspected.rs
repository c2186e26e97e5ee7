//! What an archive says of itself, of whatever kind it is, without keeping more of it than that in memory.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use super::archive::Entry;
use super::entities::FileMap;
use super::manifest::{AnyManifest, MANIFEST, Manifest};
use super::opened::open;
use super::readme;
use crate::pipeline::corpus::NamedBytes;
use crate::pipeline::error::{Code, Error};
use crate::pipeline::step::at_once;

/// The run's tag of what a gate decided of its model.
pub const GATE: &str = "dryf.gate";
/// The run's tag of what a drift report found.
pub const DRIFT_VERDICT: &str = "dryf.drift_verdict";
/// The run's tag of what monitoring advises.
pub const MONITOR_SENTENCE: &str = "dryf.monitor_sentence";

/// An archive, every file compared with its manifest.
#[derive(Debug, Clone, PartialEq)]
pub struct Inspected {
    pub manifest: AnyManifest,
    /// Of the archive of a run.
    pub run: Option<Manifest>,
    /// The first difference from the manifest. Neither tags nor metrics are then read.
    pub fault: Option<Error>,
    /// Of the run in MLflow.
    pub tags: BTreeMap<String, String>,
    /// The last value of each metric of the run in MLflow.
    pub metrics: BTreeMap<String, f64>,
    /// In the order of the paths, the manifest among them.
    pub entries: Vec<Entry>,
}

impl Inspected {
    /// # Errors
    /// Those of [`super::Archive::read_within`], but that the archive need not hold a model, and that one which is not as its
    /// manifest says is told with its fault.
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
        let folder_of = |manifest: &AnyManifest, what: &str| {
            format!(
                "mlruns/{}/{}/{what}/",
                manifest.experiment_id, manifest.run_id
            )
        };
        let opened = at_once(open(file, max_unpacked, accept, |path| {
            read.get().is_some_and(|(manifest, _)| {
                ["tags", "metrics"]
                    .into_iter()
                    .any(|what| path.starts_with(&folder_of(manifest, what)))
            })
        }));
        let (files, fault) = match opened {
            Ok(files) => (files, None),
            Err(error) if error.code == Code::DamagedArchive => (FileMap::new(), Some(error)),
            Err(error) => return Err(error),
        };
        let Some((manifest, run)) = read.into_inner() else {
            // The manifest itself can't be read.
            return Err(fault.expect("an archive that was opened has a manifest"));
        };
        let below = |what: &str| {
            let folder = folder_of(&manifest, what);
            let files = files.iter().filter_map(move |(path, bytes)| {
                let name = path.strip_prefix(&folder)?;
                Some((name.to_string(), String::from_utf8_lossy(bytes)))
            });
            files.collect::<Vec<_>>()
        };
        let tags = below("tags")
            .into_iter()
            .map(|(name, text)| (name, text.into_owned()))
            .collect();
        let metrics = below("metrics")
            .into_iter()
            .filter_map(|(name, text)| Some((name, last_value(&text)?)))
            .collect();
        let own = files.get(MANIFEST);
        let own = own.map(|bytes| (MANIFEST, bytes.len() as u64));
        let sizes = manifest
            .files
            .iter()
            .map(|(path, entry)| (path.as_str(), entry.n_bytes));
        let mut entries: Vec<Entry> = sizes
            .chain(own)
            .map(|(path, n_bytes)| Entry {
                path: path.into(),
                n_bytes,
                about: readme::about(path),
            })
            .collect();
        entries.sort_by(|one, other| one.path.cmp(&other.path));
        Ok(Inspected {
            manifest,
            run,
            fault,
            tags,
            metrics,
            entries,
        })
    }
}

/// Of a metric file, whose lines are moment, value and step.
fn last_value(text: &str) -> Option<f64> {
    text.lines().next_back()?.split(' ').nth(1)?.parse().ok()
}
