//! What operating systems do in ways of their own with files: names that come last, and what tells a file from all others.
//! Beside `main.rs` and the crate's root this is the only file that chooses a target, since no other way leads there.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use crate::pipeline::error::Error;

/// What tells a file from all others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileId {
    #[cfg(unix)]
    Inode(u64, u64),
    /// Where the system gives no number, or there is no such folder.
    Path(PathBuf),
}

impl FileId {
    #[cfg(unix)]
    pub fn of(_path: &Path, there: &fs::Metadata) -> io::Result<FileId> {
        use std::os::unix::fs::MetadataExt;
        Ok(FileId::Inode(there.dev(), there.ino()))
    }

    #[cfg(not(unix))]
    pub fn of(path: &Path, _there: &fs::Metadata) -> io::Result<FileId> {
        fs::canonicalize(path).map(FileId::Path)
    }

    pub fn missing(path: &Path) -> FileId {
        FileId::Path(path.to_path_buf())
    }
}

/// A file without a name; none where the system or its file system has no such thing.
#[cfg(target_os = "linux")]
pub fn nameless(folder: &Path) -> Option<File> {
    use rustix::fs::{CWD, Mode, OFlags, openat};
    let flags = OFlags::TMPFILE | OFlags::WRONLY | OFlags::CLOEXEC;
    // What the user's mask leaves of it, as for any new file.
    let mode = Mode::from_raw_mode(0o666);
    let file = File::from(openat(CWD, folder, flags, mode).ok()?);
    of_process(&file).exists().then_some(file)
}

/// Gives a nameless file its name, which has to be free.
#[cfg(target_os = "linux")]
pub fn name(file: &File, path: &Path) -> io::Result<()> {
    use rustix::fs::{AtFlags, CWD, linkat};
    linkat(CWD, of_process(file), CWD, path, AtFlags::SYMLINK_FOLLOW)?;
    Ok(())
}

#[cfg(target_os = "linux")]
fn of_process(file: &File) -> PathBuf {
    use std::os::fd::AsRawFd;
    PathBuf::from(format!("/proc/self/fd/{}", file.as_raw_fd()))
}

#[cfg(not(target_os = "linux"))]
pub fn nameless(_folder: &Path) -> Option<File> {
    None
}

#[cfg(not(target_os = "linux"))]
pub fn name(_file: &File, _path: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// A link, where the system lets tests make one.
#[cfg(all(test, unix))]
pub fn link(target: &str, at: &Path) -> bool {
    std::os::unix::fs::symlink(target, at).is_ok()
}

#[cfg(all(test, not(unix)))]
pub fn link(_target: &str, _at: &Path) -> bool {
    false
}

/// The signals that a server heeds.
pub struct Signals {
    #[cfg(unix)]
    ends: [tokio::signal::unix::Signal; 2],
    #[cfg(unix)]
    reload: tokio::signal::unix::Signal,
}

impl Signals {
    /// From now on they end nothing by themselves.
    #[cfg(unix)]
    pub fn begin() -> Result<Signals, Error> {
        use tokio::signal::unix::{SignalKind, signal};
        let heed = |kind| signal(kind).map_err(not_heeded);
        Ok(Signals {
            ends: [
                heed(SignalKind::interrupt())?,
                heed(SignalKind::terminate())?,
            ],
            reload: heed(SignalKind::hangup())?,
        })
    }

    #[cfg(not(unix))]
    pub fn begin() -> Result<Signals, Error> {
        Ok(Signals {})
    }

    /// Comes to its end when a signal asks for it; one that asks for another look at the files calls `reload`.
    #[cfg(unix)]
    pub async fn end(mut self, reload: impl Fn()) {
        use std::task::Poll;
        std::future::poll_fn(|context| {
            while self.reload.poll_recv(context).is_ready() {
                reload();
            }
            match self.ends.each_mut().map(|end| end.poll_recv(context)) {
                [Poll::Pending, Poll::Pending] => Poll::Pending,
                _ => Poll::Ready(()),
            }
        })
        .await;
    }

    #[cfg(not(unix))]
    pub async fn end(self, _reload: impl Fn()) {
        let _ = tokio::signal::ctrl_c().await;
    }
}

#[cfg(unix)]
fn not_heeded(error: io::Error) -> Error {
    use crate::message;
    Error::bug(message!("error-bug-interrupt", fault = error.to_string()))
}
