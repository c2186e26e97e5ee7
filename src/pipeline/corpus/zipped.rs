//! Zips that come in, read within bounds: a zip is a stranger's.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::NamedBytes;
use super::table::extension;
use super::wording::{counted, grouped, listed};
use crate::pipeline::error::{Code, Error};

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

/// All files of a zip in the order of its directory, named by their full paths with `/`; folders are left out.
///
/// # Errors
/// [`Code::UnsafePath`] for a member that would lie outside of the folder it is unpacked into (`..`, an absolute path, a
/// drive letter, a backslash) or is a symbolic link; [`Code::ZipBomb`] beyond the limits; [`Code::DamagedZip`] where the
/// zip is cut off, a checksum is wrong, two members have one name, or a member is encrypted or packed in another way
/// than deflate.
pub fn read_zip(file: &NamedBytes, limits: &ZipLimits) -> Result<Vec<NamedBytes>, Error> {
    let damaged = |what: String| {
        Error::new(
            Code::DamagedZip,
            what,
            "download or pack it again, or unpack it yourself and give the files inside",
        )
        .in_file(&file.name)
    };
    let fault = |error: ZipError| damaged(format!("the zip can't be read: {}", lower(&error)));
    let mut archive = ZipArchive::new(Cursor::new(&file.bytes[..])).map_err(fault)?;
    if archive.len() > limits.max_entries {
        return Err(bomb(
            file,
            format!(
                "the zip holds {}, at most {} are read",
                counted(archive.len() as u64, "member"),
                grouped(limits.max_entries as u64)
            ),
        ));
    }
    if archive.has_duplicate_names() {
        return Err(damaged("two members of the zip have the same name".into()));
    }

    // All paths are checked before the first byte is unpacked.
    let mut members = Vec::with_capacity(archive.len());
    for index in 0..archive.len() {
        let member = archive.by_index_data(index).map_err(fault)?;
        let name = member.name().map_err(fault)?.into_owned();
        check_path(file, &name)?;
        if member.is_symlink() {
            return Err(unsafe_path(file, &name, "is a symbolic link"));
        }
        if member.encrypted() {
            return Err(damaged(format!(
                "`{name}` is encrypted, which needs a password"
            )));
        }
        if !member.is_dir() {
            members.push((index, name));
        }
    }

    let mut files = Vec::with_capacity(members.len());
    let mut unpacked = 0;
    for (index, name) in members {
        // What is left of both limits; the ratio counts against the zip as a whole, so that overlapping members, which
        // unpack the same bytes again and again, are counted again and again.
        let by_ratio = (file.bytes.len() as u64)
            .saturating_mul(limits.max_ratio)
            .max(RATIO_FLOOR);
        let left = limits.max_unpacked.min(by_ratio) - unpacked;
        let mut bytes = Vec::new();
        let member = archive
            .by_index(index)
            .map_err(|error| damaged(format!("`{name}` can't be read: {}", lower(&error))))?;
        member
            .take(left.saturating_add(1))
            .read_to_end(&mut bytes)
            .map_err(|error| damaged(format!("`{name}` can't be unpacked: {}", lower(&error))))?;
        if bytes.len() as u64 > left {
            let why = if by_ratio < limits.max_unpacked {
                format!(
                    "the zip unpacks to more than {} times its size",
                    grouped(limits.max_ratio)
                )
            } else {
                format!(
                    "the zip unpacks to more than {} bytes",
                    grouped(limits.max_unpacked)
                )
            };
            return Err(bomb(file, why));
        }
        unpacked += bytes.len() as u64;
        files.push(NamedBytes { name, bytes });
    }
    Ok(files)
}

/// Replaces each zip by the data files inside (`.txt`, `.csv`, `.tsv`, `.tab`, `.jsonl`, `.ndjson`); the other
/// files stay as they are.
///
/// Read-me files, licences, hidden files and `__MACOSX` are dropped. A zip inside a zip is opened too, one that lies
/// still deeper is not. Members lose their folders, unless two files would then have the same name.
///
/// # Errors
/// As [`read_zip`], with the limits for each zip and everything inside it together; [`Code::UnknownFormat`] where a zip
/// holds no data file or zips within zips within zips.
pub fn unpack(files: Vec<NamedBytes>, limits: &ZipLimits) -> Result<Vec<NamedBytes>, Error> {
    let mut unpacked = Vec::new();
    for file in files {
        if !is_zip(&file.bytes) {
            unpacked.push(file);
            continue;
        }
        let found = data_files(&file, limits)?;
        if found.is_empty() {
            return Err(Error::new(
                Code::UnknownFormat,
                "the zip holds no data file",
                "give a zip with .txt, .csv, .tsv or .jsonl files, as PolEval ships them",
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
fn data_files(file: &NamedBytes, limits: &ZipLimits) -> Result<Vec<NamedBytes>, Error> {
    let members = read_zip(file, limits)?;
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
        if !is_zip(&member.bytes) {
            if is_data(&member.name) {
                found.push(member);
            }
            continue;
        }
        let folder = member.name.clone();
        for inner in read_zip(&member, &left).map_err(|error| Error {
            message: format!("in `{folder}`: {}", error.message),
            ..error.in_file(&file.name)
        })? {
            left.max_unpacked -= inner.bytes.len() as u64;
            if is_clutter(&inner.name) {
                continue;
            }
            if is_zip(&inner.bytes) {
                return Err(Error::new(
                    Code::UnknownFormat,
                    format!("`{}` is a zip in a zip in a zip", inner.name),
                    "unpack the outer zip and give the one inside",
                )
                .in_file(&file.name));
            }
            if is_data(&inner.name) {
                found.push(NamedBytes {
                    name: format!("{folder}/{}", inner.name),
                    ..inner
                });
            }
        }
    }
    Ok(found)
}

fn base_name(path: &str) -> String {
    path.rsplit('/').next().unwrap_or(path).to_string()
}

fn is_data(path: &str) -> bool {
    matches!(
        extension(path).as_str(),
        "txt" | "csv" | "tsv" | "tab" | "jsonl" | "ndjson"
    )
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
        "is an absolute path"
    } else if name.contains('\\') {
        "has a backslash in its path"
    } else if name.as_bytes().get(1) == Some(&b':') && name.as_bytes()[0].is_ascii_alphabetic() {
        "begins with a drive letter"
    } else if plain.split('/').any(|part| part == "..") {
        "climbs out of its folder"
    } else if plain.split('/').any(|part| part.is_empty() || part == ".") {
        "has an empty part in its path"
    } else if name.chars().any(char::is_control) {
        "has a control character in its name"
    } else {
        return Ok(());
    };
    Err(unsafe_path(file, name, why))
}

fn unsafe_path(file: &NamedBytes, name: &str, why: &str) -> Error {
    // A name that is shown is shown harmless.
    let shown: String = name.chars().flat_map(char::escape_default).collect();
    let shown = if name.chars().any(char::is_control) {
        shown
    } else {
        name.to_string()
    };
    Error::new(
        Code::UnsafePath,
        format!("the member {} {why}", listed(&[shown])),
        "don't trust this zip; pack the data files again without folders or links",
    )
    .in_file(&file.name)
}

fn bomb(file: &NamedBytes, message: String) -> Error {
    Error::new(
        Code::ZipBomb,
        message,
        "if you trust it, unpack it yourself and give the data files inside",
    )
    .in_file(&file.name)
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
