//! Where what is pushed comes from.

use super::super::archive::Archive;
use super::super::entities::Experiment;
use super::super::experiment_file::{self, EXPERIMENT};
use super::super::manifest::{AnyManifest, MANIFEST, Manifest};
use super::super::opened::{again, open};
use super::kept::keep_archive;
use crate::message;
use crate::pipeline::corpus::NamedBytes;
use crate::pipeline::error::{Code, Error};
use crate::pipeline::step::at_once;

/// What the archive tells MLflow, of whatever kind it is, with all its files.
///
/// # Errors
/// Those of [`Archive::read_within`]; [`Code::Unsupported`] for a report that an earlier Dryf wrote.
pub fn archived_experiment(file: &NamedBytes, max_unpacked: u64) -> Result<Experiment, Error> {
    at_once(archived_experiment_stepwise(file, max_unpacked))
}

/// The same, giving way in between.
///
/// # Errors
/// The same.
pub async fn archived_experiment_stepwise(
    file: &NamedBytes,
    max_unpacked: u64,
) -> Result<Experiment, Error> {
    let accept = |bytes: &[u8]| Ok(AnyManifest::read(bytes)?.files);
    let files = open(file, max_unpacked, accept, |_| true).await?;
    let manifest = AnyManifest::read(&files[MANIFEST])?;
    match (files.contains_key(EXPERIMENT), manifest.is_run()) {
        (true, is_run) => {
            let read = experiment_file::read_written(&files);
            let mut experiment = read.map_err(|(path, fault)| {
                Error::new(
                    Code::DamagedArchive,
                    message!("error-file-unreadable", file = path, fault = fault),
                    again(),
                )
                .in_file(&file.name)
            })?;
            if is_run {
                keep_archive(&mut experiment, &manifest.run_id, &files);
            }
            Ok(experiment)
        }
        (false, true) => {
            let manifest = Manifest::read(&files[MANIFEST])?;
            Archive { manifest, files }.experiment()
        }
        (false, false) => Err(Error::new(
            Code::Unsupported,
            message!("error-earlier-report", version = manifest.dryf_version),
            again(),
        )
        .in_file(&file.name)),
    }
}
