//! `--log`: what was asked and answered, as tables (JSON lines) that `dryf monitor --batch` reads.
//!
//! A file has so many rows, all of one model, and is named after the time of its first; while it grows its name ends in
//! `.part`. One thread writes. A request never waits for it: rows that it can't take are dropped and counted.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::json;

use super::counts::Counts;
use super::model::ServedModel;
use super::request::Texts;
use crate::cli::clock::Clock;
use crate::cli::output;
use crate::message;
use crate::pipeline::corpus::sha256_hex;
use crate::pipeline::error::{Code, Error};
use crate::pipeline::time::UnixMillis;

/// Requests and bytes of texts that may wait to be written.
const WAITING: usize = 1024;
const WAITING_BYTES: usize = 64 << 20;
/// Until rows that were written are seen in the file.
const SEEN_AFTER: Duration = Duration::from_secs(1);
const PART: &str = ".part";

/// The thread that writes.
pub struct RequestLog {
    desk: Desk,
    writer: JoinHandle<()>,
}

/// Where a request leaves its rows.
#[derive(Clone)]
pub struct Desk {
    sender: SyncSender<Note>,
    bytes: Arc<AtomicUsize>,
    counts: Arc<Counts>,
}

enum Note {
    Rows(Rows),
    End,
}

struct Rows {
    texts: Texts,
    labels: Vec<Option<u32>>,
    model: Arc<ServedModel>,
    n_bytes: usize,
}

impl RequestLog {
    /// Makes the folder, and completes the files that a call left there that was killed.
    ///
    /// # Errors
    /// [`Code::CannotCreate`] where the folder takes no files.
    pub fn begin(
        folder: &Path,
        rows: u32,
        digests: bool,
        counts: &Arc<Counts>,
    ) -> Result<RequestLog, Error> {
        let prepared = fs::create_dir_all(folder).and_then(|()| complete_parts(folder));
        prepared.map_err(|error| output::cannot_write(folder, Code::CannotCreate, error))?;
        let (sender, receiver) = sync_channel(WAITING);
        let desk = Desk {
            sender,
            bytes: Arc::default(),
            counts: Arc::clone(counts),
        };
        let clock = Clock::from_environment()?;
        let writer = Writer {
            folder: folder.to_path_buf(),
            rows,
            digests,
            clock,
            desk: desk.clone(),
            open: None,
            is_failing: false,
        };
        let writer = std::thread::spawn(move || writer.work(receiver));
        Ok(RequestLog { desk, writer })
    }

    pub fn desk(&self) -> Desk {
        self.desk.clone()
    }

    /// Writes what is left, and completes the last file.
    pub fn end(self) {
        let _ = self.desk.sender.send(Note::End);
        let _ = self.writer.join();
    }
}

impl Desk {
    pub fn add(&self, texts: Texts, labels: Vec<Option<u32>>, model: Arc<ServedModel>) {
        let n_rows = texts.len() as u64;
        let n_bytes = texts.iter().flatten().map(String::len).sum();
        let rows = Rows {
            texts,
            labels,
            model,
            n_bytes,
        };
        let waiting = self.bytes.fetch_add(n_bytes, Ordering::Relaxed);
        let has_room = waiting + n_bytes <= WAITING_BYTES;
        if !has_room || self.sender.try_send(Note::Rows(rows)).is_err() {
            self.bytes.fetch_sub(n_bytes, Ordering::Relaxed);
            self.counts.not_logged.fetch_add(n_rows, Ordering::Relaxed);
        }
    }
}

struct Writer {
    folder: PathBuf,
    /// Of each file.
    rows: u32,
    digests: bool,
    clock: Clock,
    desk: Desk,
    open: Option<Open>,
    /// Whether the last rows could not be written, which is said once.
    is_failing: bool,
}

/// A file that grows.
struct Open {
    out: BufWriter<File>,
    /// Its name when it is complete.
    path: PathBuf,
    run_id: String,
    rows: u32,
}

impl Writer {
    fn work(mut self, notes: Receiver<Note>) {
        loop {
            match notes.recv_timeout(SEEN_AFTER) {
                Ok(Note::Rows(rows)) => {
                    for row in 0..rows.texts.len() {
                        let written = self.write(&rows, row);
                        self.count(written);
                    }
                    self.desk.bytes.fetch_sub(rows.n_bytes, Ordering::Relaxed);
                }
                Err(RecvTimeoutError::Timeout) => {
                    let flushed = self.open.as_mut().map_or(Ok(()), |open| open.out.flush());
                    self.say(flushed);
                }
                Ok(Note::End) | Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        let completed = self.complete();
        self.say(completed);
    }

    fn write(&mut self, rows: &Rows, row: usize) -> io::Result<bool> {
        let (Some(text), Some(label)) = (&rows.texts[row], rows.labels[row]) else {
            return Ok(false);
        };
        let run_id = &rows.model.run_id;
        if self
            .open
            .as_ref()
            .is_some_and(|open| open.run_id != *run_id)
        {
            self.complete()?;
        }
        let now = self.clock.now();
        let open = match &mut self.open {
            Some(open) => open,
            none => none.insert(Open::new(&self.folder, now, run_id)?),
        };
        let mut line =
            json!({ "time": at(now, "-", ":"), "prediction": rows.model.classes[label as usize] });
        match self.digests {
            true => line["text_sha256"] = sha256_hex(text.as_bytes()).into(),
            false => line["text"] = text.as_str().into(),
        }
        writeln!(open.out, "{line}")?;
        open.rows += 1;
        if open.rows >= self.rows {
            self.complete()?;
        }
        Ok(true)
    }

    fn complete(&mut self) -> io::Result<()> {
        let Some(open) = self.open.take() else {
            return Ok(());
        };
        let file = open.out.into_inner().map_err(|fault| fault.into_error())?;
        file.sync_all()?;
        fs::rename(part_of(&open.path), &open.path)
    }

    fn count(&mut self, written: io::Result<bool>) {
        let counts = &self.desk.counts;
        match &written {
            Ok(true) => counts.logged.fetch_add(1, Ordering::Relaxed),
            Ok(false) => 0,
            Err(_) => counts.not_logged.fetch_add(1, Ordering::Relaxed),
        };
        self.say(written.map(|_| ()));
    }

    fn say(&mut self, done: io::Result<()>) {
        match done {
            Err(fault) if !self.is_failing => {
                let fault = fault.to_string();
                let folder = self.folder.display().to_string();
                output::say(&message!("serve-log-fails", folder = folder, fault = fault));
                self.is_failing = true;
            }
            Err(_) => {}
            Ok(()) => self.is_failing = false,
        }
    }
}

impl Open {
    /// A new file, whose name no other has.
    fn new(folder: &Path, now: UnixMillis, run_id: &str) -> io::Result<Open> {
        let run = run_id.get(..8).unwrap_or(run_id);
        let stem = format!("{}-{run}", at(now, "", ""));
        for number in 1.. {
            let again = if number == 1 {
                String::new()
            } else {
                format!("-{number}")
            };
            let path = folder.join(format!("{stem}{again}.jsonl"));
            if path.exists() {
                continue;
            }
            match File::create_new(part_of(&path)) {
                Ok(file) => {
                    return Ok(Open {
                        out: BufWriter::new(file),
                        path,
                        run_id: run_id.to_string(),
                        rows: 0,
                    });
                }
                Err(fault) if fault.kind() == io::ErrorKind::AlreadyExists => {}
                Err(fault) => return Err(fault),
            }
        }
        unreachable!("there is a free number")
    }
}

fn part_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(PART);
    name.into()
}

/// Completes what grew when a call was killed, up to its last whole row.
fn complete_parts(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.as_os_str().to_string_lossy().into_owned();
        let Some(complete) = name
            .strip_suffix(PART)
            .filter(|name| name.ends_with(".jsonl"))
        else {
            continue;
        };
        let mut bytes = fs::read(&path)?;
        bytes.truncate(
            bytes
                .iter()
                .rposition(|byte| *byte == b'\n')
                .map_or(0, |at| at + 1),
        );
        if bytes.is_empty() {
            fs::remove_file(&path)?;
        } else {
            fs::write(&path, &bytes)?;
            fs::rename(&path, complete)?;
        }
    }
    Ok(())
}

/// A time in UTC as ISO 8601 has it, with these between the parts of date and time.
fn at(time: UnixMillis, date: &str, clock: &str) -> String {
    let of = time.civil();
    format!(
        "{:04}{date}{:02}{date}{:02}T{:02}{clock}{:02}{clock}{:02}.{:03}Z",
        of.year, of.month, of.day, of.hour, of.minute, of.second, of.millisecond
    )
}
