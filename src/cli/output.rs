//! Files that are written whole or not at all.

use std::io::Write;
use std::path::Path;

use crate::pipeline::error::{Code, Error};

/// Checks before long work that a file can be put at `path`.
///
/// # Errors
/// [`Code::CannotCreate`] where its folder is missing or the path is a folder.
pub fn check_writable(path: &Path) -> Result<(), Error> {
    let folder = folder_of(path);
    if path.is_dir() || !folder.is_dir() {
        return Err(Error::new(
            Code::CannotCreate,
            "no file can be written here",
            "give the path of a file in a folder that exists",
        )
        .in_file(path.display().to_string()));
    }
    Ok(())
}

/// Writes under a temporary name in the same folder, then puts the file in its place; an existing one is replaced.
///
/// # Errors
/// [`Code::CannotCreate`] or [`Code::WriteFailed`]; what was there before is then unchanged.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let failed = |code: Code, error: std::io::Error| {
        Error::new(
            code,
            format!("the file can't be written ({error})"),
            "check the free space and that you may write there",
        )
        .in_file(path.display().to_string())
    };
    let mut file = tempfile::NamedTempFile::new_in(folder_of(path))
        .map_err(|error| failed(Code::CannotCreate, error))?;
    file.write_all(bytes)
        .map_err(|error| failed(Code::WriteFailed, error))?;
    file.as_file()
        .sync_all()
        .map_err(|error| failed(Code::WriteFailed, error))?;
    file.persist(path)
        .map_err(|error| failed(Code::CannotCreate, error.error))?;
    Ok(())
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}
