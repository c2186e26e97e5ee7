//! Zips that come in, read within bounds: a zip is a stranger's.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::NamedBytes;
use super::table::{extension, is_table_name};
use crate::message;
use crate::message::{Argument, Message};
use crate::pipeline::error::{Code, Error};
use crate::pipeline::step::{Pace, at_once};

/// How much a zip may hold. What counts is what really comes out while unpacking, never what the zip says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ZipLimits {
    /// Members, folders included.
    pub max_entries: usize,
    /// Bytes of all members together, unpacked.
    pub max_unpacked: u64,
    /// Unpacked bytes for one byte of the zip; counts beyond 16 MiB only, since a few thousand equal tags pack better
    /// than any bomb and harm nobody.
    pub max_ratio: u64,
}

/// Below this many unpacked bytes no ratio is a danger.
const RATIO_FLOOR: u64 = 16 << 20;

impl Default for ZipLimits {
    /// 1,000 members, 512 MiB, 200 to 1: PolEval's and our own zips stay far below each.
    fn default() -> ZipLimits {
        ZipLimits {
            max_entries: 1_000,
            max_unpacked: 512 << 20,
            max_ratio: 200,
        }
    }
}

/// Whether the bytes begin as a zip does.
pub fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

impl ZipLimits {
    /// A member that may be packed once more, unpacked within what is left.
    fn taken(&mut self, member: NamedBytes) -> Result<NamedBytes, Error> {
        let packed = member.bytes.len() as u64;
        let file = super::unpacked(member, self)?;
        self.max_unpacked = self
            .max_unpacked
            .saturating_sub(file.bytes.len() as u64 - packed.min(file.bytes.len() as u64));
        Ok(file)
    }

    /// Unpacked bytes that a zip may come to, by the stricter of both limits; the ratio counts against the zip as a whole, so
    /// that overlapping members, which unpack the same bytes again and again, are counted again and again.
    pub(super) fn most(&self, file: &NamedBytes) -> u64 {
        self.max_unpacked.min(self.by_ratio(file))
    }

    fn by_ratio(&self, file: &NamedBytes) -> u64 {
        (file.bytes.len() as u64)
            .saturating_mul(self.max_ratio)
            .max(RATIO_FLOOR)
    }

    /// Whether a zip may unpack to so many bytes.
    ///
    /// # Errors
    /// [`Code::ZipBomb`].
    pub fn check(&self, file: &NamedBytes, unpacked: u64) -> Result<(), Error> {
        if unpacked <= self.most(file) {
            return Ok(());
        }
        let why = if self.by_ratio(file) < self.max_unpacked {
            message!("error-zip-ratio", times = self.max_ratio)
        } else {
            message!("error-zip-bytes", bytes = self.max_unpacked)
        };
        Err(bomb(file, why))
    }
}

/// A zip whose directory was read: no member has a path that leads elsewhere, is a link or needs a password. Nothing is
/// unpacked yet.
pub struct OpenZip<'a> {
    file: &'a NamedBytes,
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Full paths with `/` in the order of the directory, and where each stands in it; folders are left out.
    members: Vec<(String, usize)>,
}

impl<'a> OpenZip<'a> {
    /// # Errors
    /// [`Code::UnsafePath`] for a member that would lie outside of the folder it is unpacked into (`..`, an absolute path, a
    /// drive letter, a backslash) or is a symbolic link; [`Code::ZipBomb`] for too many members; [`Code::DamagedZip`] where
    /// the directory can't be read, two members have one name, or a member is encrypted.
    pub fn new(file: &'a NamedBytes, limits: &ZipLimits) -> Result<OpenZip<'a>, Error> {
        let fault = |error: ZipError| {
            damaged(
                file,
                message!("error-zip-unreadable", fault = lower(&error)),
            )
        };
        let archive = ZipArchive::new(Cursor::new(&file.bytes[..])).map_err(fault)?;
        if archive.len() > limits.max_entries {
            return Err(bomb(
                file,
                message!(
                    "error-zip-members",
                    members = archive.len(),
                    most = limits.max_entries
                ),
            ));
        }
        if archive.has_duplicate_names() {
            return Err(damaged(file, message!("error-zip-same-name")));
        }
        let mut members = Vec::with_capacity(archive.len());
        for index in 0..archive.len() {
            let member = archive.by_index_data(index).map_err(fault)?;
            let name = member.name().map_err(fault)?.into_owned();
            check_path(file, &name)?;
            if member.is_symlink() {
                return Err(unsafe_path(file, &name, "link"));
            }
            if member.encrypted() {
                return Err(damaged(file, message!("error-zip-encrypted", file = &name)));
            }
            if !member.is_dir() {
                members.push((name, index));
            }
        }
        Ok(OpenZip {
            file,
            archive,
            members,
        })
    }

    /// The full paths of its files, in the order of its directory.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.members.iter().map(|(name, _)| name.as_str())
    }

    /// Whether there is a file of this path.
    pub fn has(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }

    /// Gives the bytes of a file in parts, one byte more than `most` at most, so that the caller sees that there are more; gives
    /// way between them.
    ///
    /// # Errors
    /// [`Code::DamagedZip`] where there is no such file, it is cut off, its checksum is wrong, or it is packed in another way
    /// than deflate.
    pub async fn unpack(
        &mut self,
        name: &str,
        most: u64,
        mut each: impl FnMut(&[u8]),
    ) -> Result<(), Error> {
        let file = self.file;
        let index = self.archive.index_for_name(name).unwrap_or(usize::MAX);
        let member = self.archive.by_index(index).map_err(|error| {
            damaged(
                file,
                message!(
                    "error-zip-member-unreadable",
                    file = name,
                    fault = lower(&error)
                ),
            )
        })?;
        let mut member = member.take(most.saturating_add(1));
        let mut part = vec![0; 1 << 16];
        let mut pace = Pace::default();
        loop {
            match member.read(&mut part) {
                Ok(0) => return Ok(()),
                Ok(n) => {
                    each(&part[..n]);
                    pace.after(n).await;
                }
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => {
                    let fault = lower(&error);
                    return Err(damaged(
                        file,
                        message!("error-zip-member-packed", file = name, fault = fault),
                    ));
                }
            }
        }
    }
}

/// All files of a zip in the order of its directory, named by their full paths with `/`; folders are left out.
///
/// # Errors
/// Those of [`OpenZip`]; [`Code::ZipBomb`] beyond the limits.
pub fn read_zip(file: &NamedBytes, limits: &ZipLimits) -> Result<Vec<NamedBytes>, Error> {
    at_once(read_zip_stepwise(file, limits))
}

/// The same, giving way in between.
///
/// # Errors
/// Those of [`read_zip`].
pub async fn read_zip_stepwise(
    file: &NamedBytes,
    limits: &ZipLimits,
) -> Result<Vec<NamedBytes>, Error> {
    let mut zip = OpenZip::new(file, limits)?;
    let names: Vec<String> = zip.names().map(str::to_string).collect();
    let mut files = Vec::with_capacity(names.len());
    let mut unpacked = 0;
    for name in names {
        let mut bytes = Vec::new();
        zip.unpack(&name, limits.most(file) - unpacked, |part| {
            bytes.extend_from_slice(part);
        })
        .await?;
        unpacked += bytes.len() as u64;
        limits.check(file, unpacked)?;
        files.push(NamedBytes { name, bytes });
    }
    Ok(files)
}

/// Replaces each zip by the data files inside (`.txt`, `.csv`, `.tsv`, `.tab`, `.psv`, `.jsonl`, `.ndjson`, `.json`, each
/// also packed as `.gz`), and each gzip file by what is in it; the other files stay as they are.
///
/// Read-me files, licences, hidden files and `__MACOSX` are dropped. A zip inside a zip is opened too, one that lies
/// still deeper is not. Members lose their folders, unless two files would then have the same name.
///
/// # Errors
/// As [`read_zip`], with the limits for each zip and everything inside it together; [`Code::UnknownFormat`] where a zip
/// holds no data file or zips within zips within zips.
pub fn unpack(files: Vec<NamedBytes>, limits: &ZipLimits) -> Result<Vec<NamedBytes>, Error> {
    at_once(unpack_stepwise(files, limits))
}

/// The same, giving way in between.
///
/// # Errors
/// Those of [`unpack`].
pub async fn unpack_stepwise(
    files: Vec<NamedBytes>,
    limits: &ZipLimits,
) -> Result<Vec<NamedBytes>, Error> {
    let mut unpacked = Vec::new();
    for file in files {
        if !is_zip(&file.bytes) || is_document(&file.bytes) {
            unpacked.push(super::unpacked(file, limits)?);
            continue;
        }
        let found = data_files(&file, limits).await?;
        if found.is_empty() {
            return Err(Error::new(
                Code::UnknownFormat,
                message!("error-zip-without-data"),
                message!("error-zip-give-data"),
            )
            .in_file(&file.name));
        }
        unpacked.extend(found);
    }

    let bases: Vec<String> = unpacked.iter().map(|file| base_name(&file.name)).collect();
    let mut sorted: Vec<&String> = bases.iter().collect();
    sorted.sort();
    for (file, base) in unpacked.iter_mut().zip(&bases) {
        let first = sorted.partition_point(|other| *other < base);
        if sorted.get(first + 1) != Some(&base) {
            file.name.clone_from(base);
        }
    }
    Ok(unpacked)
}

/// The data files of a zip and of the zips directly inside it, with their full paths.
async fn data_files(file: &NamedBytes, limits: &ZipLimits) -> Result<Vec<NamedBytes>, Error> {
    let members = read_zip_stepwise(file, limits).await?;
    let total: u64 = members.iter().map(|member| member.bytes.len() as u64).sum();
    let mut left = ZipLimits {
        max_unpacked: limits.max_unpacked - total,
        ..*limits
    };
    let mut found = Vec::new();
    for member in members {
        if is_clutter(&member.name) {
            continue;
        }
        if !is_zip(&member.bytes) || is_document(&member.bytes) {
            if is_data(&member.name) {
                found.push(left.taken(member)?);
            }
            continue;
        }
        let folder = member.name.clone();
        let inside = read_zip_stepwise(&member, &left).await;
        for inner in inside.map_err(|error| Error {
            message: message!(
                "error-inside",
                file = &folder,
                fault = error.message.clone()
            ),
            ..error.in_file(&file.name)
        })? {
            left.max_unpacked -= inner.bytes.len() as u64;
            if is_clutter(&inner.name) {
                continue;
            }
            if is_zip(&inner.bytes) && !is_document(&inner.bytes) {
                return Err(Error::new(
                    Code::UnknownFormat,
                    message!("error-zip-deep", file = &inner.name),
                    message!("error-zip-give-inner"),
                )
                .in_file(&file.name));
            }
            if is_data(&inner.name) {
                found.push(left.taken(NamedBytes {
                    name: format!("{folder}/{}", inner.name),
                    ..inner
                })?);
            }
        }
    }
    Ok(found)
}

/// The names in a zip, as its directory has them; none where it can't be read.
pub(super) fn names_in(bytes: &[u8]) -> Vec<String> {
    let archive = ZipArchive::new(Cursor::new(bytes));
    let names = |archive: ZipArchive<_>| -> Vec<String> {
        let names = archive.file_names().filter_map(Result::ok);
        names.map(|name| name.into_owned()).collect()
    };
    archive.map_or_else(|_| Vec::new(), names)
}

/// Whether a zip is a document of an office program, which is one file to people.
fn is_document(bytes: &[u8]) -> bool {
    let names = names_in(bytes);
    names
        .iter()
        .any(|name| name == "[Content_Types].xml" || name == "content.xml")
}

fn base_name(path: &str) -> String {
    path.rsplit('/').next().unwrap_or(path).to_string()
}

/// Whether a file of this name may be data, by its extension.
fn is_data(path: &str) -> bool {
    extension(path) == "txt" || is_table_name(path)
}

/// Whether a file of this name in a folder is data, or a zip of data.
pub fn is_data_name(name: &str) -> bool {
    (is_data(name) || extension(name) == "zip") && !is_clutter(name)
}

/// What stands in zips beside the data: what operating systems leave, and what is for people.
fn is_clutter(path: &str) -> bool {
    let base = base_name(path).to_lowercase();
    path.split('/').any(|part| part == "__MACOSX")
        || base.starts_with('.')
        || ["readme", "license", "licence", "licencja", "changelog"]
            .iter()
            .any(|word| base.starts_with(word))
}

/// Refuses a path that names anything but a plain place below the folder of the zip.
fn check_path(file: &NamedBytes, name: &str) -> Result<(), Error> {
    let plain = name.strip_suffix('/').unwrap_or(name);
    let why = if name.starts_with('/') {
        "absolute"
    } else if name.contains('\\') {
        "backslash"
    } else if name.as_bytes().get(1) == Some(&b':') && name.as_bytes()[0].is_ascii_alphabetic() {
        "drive"
    } else if plain.split('/').any(|part| part == "..") {
        "climbs"
    } else if plain.split('/').any(|part| part.is_empty() || part == ".") {
        "empty"
    } else if name.chars().any(char::is_control) {
        "control"
    } else {
        return Ok(());
    };
    Err(unsafe_path(file, name, why))
}

fn unsafe_path(file: &NamedBytes, name: &str, why: &'static str) -> Error {
    // A name that is shown is shown harmless.
    let shown: String = name.chars().flat_map(char::escape_default).collect();
    let shown = if name.chars().any(char::is_control) {
        shown
    } else {
        name.to_string()
    };
    Error::new(
        Code::UnsafePath,
        message!("error-unsafe-path", file = shown, why = Argument::key(why)),
        message!("error-distrust-zip"),
    )
    .in_file(&file.name)
}

fn damaged(file: &NamedBytes, message: Message) -> Error {
    Error::new(Code::DamagedZip, message, message!("error-pack-again")).in_file(&file.name)
}

fn bomb(file: &NamedBytes, message: Message) -> Error {
    Error::new(Code::ZipBomb, message, message!("error-unpack-yourself")).in_file(&file.name)
}

/// A foreign message as part of one of ours.
fn lower(error: &dyn std::error::Error) -> String {
    let message = error.to_string();
    let mut characters = message.chars();
    match characters.next() {
        Some(first) => first.to_lowercase().chain(characters).collect(),
        None => message,
    }
}
