//! What is kept of files between requests: the tags of their contents, and what was compressed here. A file is read once for
//! each of its states, in a thread of its own and one file at a time, while other clients have their answers.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use hyper::body::Bytes;
use hyper::header::HeaderValue;

use crate::pipeline::corpus::sha256_hex;

/// Bytes of the largest file that is read for its tag, or compressed.
pub const LARGEST: u64 = 32 << 20;
/// Bytes that may be kept.
const MOST: usize = 64 << 20;
/// Bytes that an entry takes beside what was compressed and its path.
const ENTRY: usize = 512;

/// An open file. Another length or time is another content.
pub struct Source {
    pub path: PathBuf,
    pub file: File,
    pub length: u64,
    /// Since 1970.
    pub modified: Duration,
}

/// What is sent of a file.
#[derive(Clone)]
pub struct Form {
    /// The value of `ETag`, which names the bytes that are sent, so that each coding has its own.
    pub tag: HeaderValue,
    /// The file by gzip; none where it is sent as it is.
    pub packed: Option<Bytes>,
}

/// See the module.
#[derive(Clone)]
pub struct Kept {
    entries: Arc<Mutex<Entries>>,
    /// Whose holder reads a file.
    turn: Arc<tokio::sync::Mutex<()>>,
}

/// By path and whether it was compressed.
#[derive(Default)]
struct Entries {
    of: BTreeMap<(PathBuf, bool), Entry>,
    /// Counts the uses, so that the least recent one is known.
    uses: u64,
    n_bytes: usize,
}

struct Entry {
    length: u64,
    modified: Duration,
    form: Form,
    used: u64,
}

impl Kept {
    pub fn new() -> Kept {
        Kept {
            entries: Arc::default(),
            turn: Arc::default(),
        }
    }

    /// What is sent of a file, compressed if it is to be `packed`. The file stands at its beginning again.
    ///
    /// # Errors
    ///
    /// Where the file can't be read, or is shorter by now.
    pub async fn form(&self, mut source: Source, packed: bool) -> io::Result<(Source, Form)> {
        if source.length > LARGEST {
            let tag = weak_tag(&source)?;
            return Ok((source, Form { tag, packed: None }));
        }
        if let Some(form) = self.entries().find(&source, packed) {
            return Ok((source, form));
        }
        let turn = Arc::clone(&self.turn).lock_owned().await;
        let kept = self.clone();
        // The turn ends with the reading, also where the client is gone: else the next one would read beside it.
        let reading = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            if let Some(form) = kept.entries().find(&source, packed) {
                return Ok((source, form));
            }
            let form = read(&mut source, packed)?;
            kept.entries().add(&source, packed, form.clone(), MOST);
            Ok((source, form))
        });
        reading.await?
    }

    fn entries(&self) -> MutexGuard<'_, Entries> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Entries {
    fn find(&mut self, source: &Source, packed: bool) -> Option<Form> {
        let entry = self.of.get_mut(&(source.path.clone(), packed))?;
        if (entry.length, entry.modified) != (source.length, source.modified) {
            return None;
        }
        self.uses += 1;
        entry.used = self.uses;
        Some(entry.form.clone())
    }

    /// Keeps a form in place of the one of another state, and drops those that were not used for longest while there are
    /// more than `most` bytes.
    fn add(&mut self, source: &Source, packed: bool, form: Form, most: usize) {
        let key = (source.path.clone(), packed);
        self.remove(&key);
        self.uses += 1;
        let entry = Entry {
            length: source.length,
            modified: source.modified,
            form,
            used: self.uses,
        };
        self.n_bytes += n_bytes(&key.0, &entry);
        self.of.insert(key, entry);
        while self.n_bytes > most
            && let Some((oldest, _)) = self.of.iter().min_by_key(|(_, entry)| entry.used)
        {
            let oldest = oldest.clone();
            self.remove(&oldest);
        }
    }

    fn remove(&mut self, key: &(PathBuf, bool)) {
        if let Some(entry) = self.of.remove(key) {
            self.n_bytes -= n_bytes(&key.0, &entry);
        }
    }
}

fn n_bytes(path: &Path, entry: &Entry) -> usize {
    ENTRY + path.as_os_str().len() + entry.form.packed.as_ref().map_or(0, Bytes::len)
}

fn read(source: &mut Source, packed: bool) -> io::Result<Form> {
    let mut bytes = Vec::new();
    (&source.file).take(source.length).read_to_end(&mut bytes)?;
    if bytes.len() as u64 != source.length {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    source.file.rewind()?;
    if packed {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
        gzip.write_all(&bytes)?;
        bytes = gzip.finish()?;
    }
    Ok(Form {
        tag: tag(format!("\"{}\"", sha256_hex(&bytes)))?,
        packed: packed.then(|| bytes.into_boxed_slice().into()),
    })
}

/// Of a file that is too large to be read for it: length and time tell its states apart, not its bytes.
fn weak_tag(source: &Source) -> io::Result<HeaderValue> {
    let modified = source.modified.as_nanos();
    tag(format!("W/\"{:x}-{modified:x}\"", source.length))
}

fn tag(text: String) -> io::Result<HeaderValue> {
    HeaderValue::try_from(text).map_err(io::Error::other)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(path: &str, length: u64, seconds: u64) -> Source {
        Source {
            path: path.into(),
            file: tempfile::tempfile().expect("a temporary file can be made"),
            length,
            modified: Duration::from_secs(seconds),
        }
    }

    fn form(n_bytes: usize) -> Form {
        Form {
            tag: HeaderValue::from_static("\"x\""),
            packed: Some(vec![0; n_bytes].into()),
        }
    }

    #[test]
    fn what_is_kept_is_of_one_state_and_has_a_bound() {
        let mut entries = Entries::default();
        let most = 3 * (ENTRY + 1000);
        for name in ["a", "b"] {
            entries.add(&source(name, 5, 1), true, form(900), most);
        }
        let has = |entries: &mut Entries, name: &str| {
            let source = source(name, 5, 1);
            entries.find(&source, true).is_some()
        };
        for (other, packed) in [
            (source("a", 6, 1), true),
            (source("a", 5, 2), true),
            (source("c", 5, 1), true),
            (source("a", 5, 1), false),
        ] {
            assert!(entries.find(&other, packed).is_none());
        }
        // The third fits, the fourth takes the place of the one that was not used for longest.
        assert!(has(&mut entries, "a"));
        entries.add(&source("c", 5, 1), true, form(900), most);
        assert!(has(&mut entries, "a") && has(&mut entries, "b"));
        entries.add(&source("d", 5, 1), true, form(900), most);
        assert!(!has(&mut entries, "c") && has(&mut entries, "d"));
        // Another state takes the place of the one before.
        let before = entries.n_bytes;
        entries.add(&source("d", 5, 2), true, form(900), most);
        assert_eq!((entries.of.len(), entries.n_bytes), (3, before));
        assert!(!has(&mut entries, "d") && has(&mut entries, "a"));
        // What is larger than all that may be kept is not.
        entries.add(&source("e", 5, 1), true, form(most), most);
        assert_eq!((entries.of.len(), entries.n_bytes), (0, 0));
    }
}
