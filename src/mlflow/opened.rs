//! Zips that come in as archives: the manifest is read before anything else is unpacked, and then nothing but what it names,
//! each file by its stated size and against its digest.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::entities::FileMap;
use super::manifest::{FileEntry, MANIFEST};
use crate::message;
use crate::message::{Argument, Message};
use crate::pipeline::corpus::{NamedBytes, OpenZip, ZipLimits, is_zip};
use crate::pipeline::error::{Code, Error};
use crate::pipeline::step::Pace;

/// What to do about a file that is no archive.
pub(super) fn give() -> Message {
    message!("error-give-archive")
}

pub(super) fn again() -> Message {
    message!("error-export-again")
}

/// Bytes of a manifest; a file has about 250 in it, an archive some hundred files.
const MAX_MANIFEST: u64 = 16 << 20;
/// Members of an archive.
const MAX_MEMBERS: usize = 100_000;

/// Reads an archive: every file that its manifest names is held against it, and those that `keep` wants are given back by path
/// from the manifest's folder, the manifest always among them. `accept` is asked first: it gets the manifest, and says which
/// files belong to it. Gives way in between.
///
/// # Errors
/// Those of [`OpenZip::new`] and of `accept`; [`Code::NotAnArchive`] for a file or zip without a manifest;
/// [`Code::DamagedArchive`] naming the file that is missing, changed or too many; [`Code::ZipBomb`] where the manifest itself
/// states more bytes than `max_unpacked`, or than a zip of this size packs.
pub(super) async fn open(
    file: &NamedBytes,
    max_unpacked: u64,
    accept: impl FnOnce(&[u8]) -> Result<BTreeMap<String, FileEntry>, Error>,
    keep: impl Fn(&str) -> bool,
) -> Result<FileMap, Error> {
    let not_ours = |what: Message| Error::new(Code::NotAnArchive, what, give()).in_file(&file.name);
    let damaged = |path: &str, what: &'static str| {
        let message = message!(
            "error-archived-file",
            file = path,
            what = Argument::key(what)
        );
        Error::new(Code::DamagedArchive, message, again()).in_file(&file.name)
    };
    // What a zip of data would need, such as unpacking it by hand, is no help with an archive.
    let as_archive = |error: Error| Error {
        remedy: Some(match error.code {
            Code::DamagedZip => again(),
            _ => give(),
        }),
        ..error
    };
    if !is_zip(&file.bytes) {
        return Err(not_ours(message!("error-no-zip")));
    }
    let limits = ZipLimits {
        max_entries: MAX_MEMBERS,
        max_unpacked,
        ..ZipLimits::default()
    };
    let mut zip = OpenZip::new(file, &limits).map_err(as_archive)?;
    let root = zip
        .names()
        .filter_map(|name| name.strip_suffix(MANIFEST))
        .filter(|folder| folder.is_empty() || folder.ends_with('/'))
        .min_by_key(|folder| folder.len())
        .ok_or_else(|| not_ours(message!("error-no-manifest")))?
        .to_string();
    let mut manifest = Vec::new();
    zip.unpack(&format!("{root}{MANIFEST}"), MAX_MANIFEST, |bytes| {
        manifest.extend_from_slice(bytes);
    })
    .await
    .map_err(as_archive)?;
    if manifest.len() as u64 > MAX_MANIFEST {
        return Err(not_ours(message!("error-huge-manifest")));
    }
    let entries = accept(&manifest).map_err(|error| error.in_file(&file.name))?;

    // All names and sizes before the first byte.
    for name in zip.names() {
        match name.strip_prefix(&root) {
            Some(path) if path == MANIFEST || entries.contains_key(path) => {}
            path => {
                return Err(damaged(path.unwrap_or(name), "foreign"));
            }
        }
    }
    let stated = entries
        .values()
        .fold(0u64, |sum, entry| sum.saturating_add(entry.n_bytes));
    limits.check(file, stated).map_err(as_archive)?;
    let mut files: FileMap = [(MANIFEST.to_string(), manifest)].into();
    let mut pace = Pace::default();
    for (path, entry) in &entries {
        pace.after(entry.n_bytes as usize).await;
        let name = format!("{root}{path}");
        if !zip.has(&name) {
            return Err(damaged(path, "missing"));
        }
        let (mut digest, mut n_bytes, mut bytes) = (Sha256::new(), 0, Vec::new());
        let is_kept = keep(path);
        zip.unpack(&name, entry.n_bytes, |part| {
            digest.update(part);
            n_bytes += part.len() as u64;
            if is_kept {
                bytes.extend_from_slice(part);
            }
        })
        .await
        .map_err(as_archive)?;
        let digest: String = digest
            .finalize()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        if n_bytes != entry.n_bytes || digest != entry.sha256 {
            return Err(damaged(path, "changed"));
        }
        if is_kept {
            files.insert(path.clone(), bytes);
        }
    }
    Ok(files)
}
