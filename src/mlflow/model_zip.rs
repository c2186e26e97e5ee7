//! A model by itself: the files of [`model_files`] in a zip, for places where the rest of a run is of no use; and the model
//! of either kind of zip.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::archive::Archive;
use super::zip::write_zip_stepwise;
use crate::pipeline::classifier::TextClassifier;
use crate::pipeline::corpus::{NamedBytes, OpenZip, ZipLimits, is_zip, read_zip};
use crate::pipeline::error::Error;
use crate::pipeline::run::model_files::{MODEL, model_files, model_from_files, model_sha256};
use crate::pipeline::step::{at_once, pause};

/// Bytes of a program that are packed in one piece.
const PART: usize = 32 << 10;

/// The model alone, packed; [`open_model`] reads it.
pub fn pack_model(model: &TextClassifier) -> Vec<u8> {
    at_once(pack_model_stepwise(model))
}

/// The same, giving way in between.
pub async fn pack_model_stepwise(model: &TextClassifier) -> Vec<u8> {
    let files = model_files(model);
    pause().await;
    write_zip_stepwise(&files).await
}

/// A program by gzip, as every browser unpacks it; the same bytes everywhere.
pub fn pack_program(bytes: &[u8]) -> Vec<u8> {
    at_once(pack_program_stepwise(bytes))
}

/// The same, giving way in between.
pub async fn pack_program_stepwise(bytes: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    for part in bytes.chunks(PART) {
        packer.write_all(part).expect("memory takes it");
        pause().await;
    }
    packer.finish().expect("memory takes it")
}

/// The model of a run's archive, or of what [`pack_model`] made, and its fingerprint.
///
/// # Errors
/// Those of [`Archive::read`] and [`Archive::model`], of [`read_zip`] and of [`model_from_files`].
pub fn open_model(file: &NamedBytes) -> Result<(TextClassifier, String), Error> {
    let limits = ZipLimits::default();
    let is_model = is_zip(&file.bytes)
        && OpenZip::new(file, &limits).is_ok_and(|zip| zip.names().any(|name| name == MODEL));
    if !is_model {
        let archive = Archive::read_model(file, limits.max_unpacked)?;
        return Ok((archive.model()?, archive.manifest.model_sha256));
    }
    let files = read_zip(file, &limits)?;
    let files = files
        .into_iter()
        .map(|file| (file.name, file.bytes))
        .collect();
    Ok((model_from_files(&files)?, model_sha256(&files)))
}
