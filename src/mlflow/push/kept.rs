//! What of a run's archive is no artifact of its run goes among them, so that the archive can be put together again
//! ([`pull`](crate::mlflow::pull)): its manifest, `experiment.json` and README. All else of it lies there already, or is
//! the same in every archive.

use super::artifacts::NewIds;
use super::run::{Pushing, There};
use super::values::Sent;
use crate::mlflow::entities::{Experiment, FileMap, Run};
use crate::mlflow::experiment_file::EXPERIMENT;
use crate::mlflow::manifest::MANIFEST;
use crate::pipeline::corpus::sha256_hex;
use crate::pipeline::error::Error;

/// Folder of it among the run's artifacts.
pub(in crate::mlflow) const ARCHIVE: &str = "archive";
/// The run's tag of the SHA-256 of the manifest.
pub(in crate::mlflow) const ARCHIVE_TAG: &str = "dryf.archive_sha256";
pub(in crate::mlflow) const README: &str = "README.md";

/// Adds it to the archive's own run; `files` by path from the manifest's folder.
pub(super) fn keep_archive(experiment: &mut Experiment, run_id: &str, files: &FileMap) {
    let Some(run) = experiment.runs.iter_mut().find(|run| run.id == run_id) else {
        return;
    };
    for name in [MANIFEST, EXPERIMENT, README] {
        if let Some(bytes) = files.get(name) {
            let path = format!("{ARCHIVE}/{name}");
            run.artifacts.insert(path, bytes.clone());
        }
    }
    let digest = sha256_hex(&files[MANIFEST]);
    run.tags.insert(ARCHIVE_TAG.into(), digest);
}

impl Pushing<'_> {
    /// Adds it to a run that came without it, such as by `replay.py`, or that `is_changed` by a gate; tells whether it did.
    pub(super) async fn add_archive(
        &self,
        run: &Run,
        there: &There,
        sent: &Sent,
        is_changed: bool,
    ) -> Result<bool, Error> {
        let Some(digest) = sent.tags.get(ARCHIVE_TAG) else {
            return Ok(false);
        };
        match there.tag(ARCHIVE_TAG) {
            Some(known) if known == digest || !is_changed => return Ok(false),
            _ => {}
        }
        let folder = format!("{ARCHIVE}/");
        let of_archive = run
            .artifacts
            .iter()
            .filter(|(path, _)| path.starts_with(&folder));
        let files: FileMap = of_archive
            .map(|(path, bytes)| (path.clone(), bytes.clone()))
            .collect();
        self.server
            .put_files(&there.root, &files, &[], &NewIds::default(), true)
            .await?;
        self.set_tag(&there.id, ARCHIVE_TAG, digest).await?;
        Ok(true)
    }
}
