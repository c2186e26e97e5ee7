//! A workspace as one file: the worker packs its parts into a zip and unpacks them again; what they say is for the session.

use std::io::{Cursor, Write};

use serde::Deserialize;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

use super::engine_data::EngineData;
use super::job::{Answer, Job};
use super::protocol::{Outcome, WorkspacePart};
use super::stepped::SteppedJob;
use super::summaries::Progress;
use crate::message;
use crate::pipeline::corpus::{NamedBytes, OpenZip, ZipLimits, is_zip};
use crate::pipeline::error::{Code, Error};
use crate::pipeline::time::UnixMillis;

/// The part that says what the others are.
pub const WORKSPACE_RECORD: &str = "workspace.json";

/// The form of the record; raised with every change that an older page would misread.
pub const WORKSPACE_FORM: u32 = 1;

/// Bytes packed in one step.
const STEP: usize = 64 << 10;

/// A workspace has an archive for each run.
const LIMITS: ZipLimits = ZipLimits {
    max_entries: 10_000,
    max_unpacked: 512 << 20,
    max_ratio: 200,
};

/// Whether a file seems to be one.
pub(super) fn is_one(file: &NamedBytes) -> bool {
    is_zip(&file.bytes) && OpenZip::new(file, &LIMITS).is_ok_and(|zip| zip.has(WORKSPACE_RECORD))
}

/// Packs the parts, a few at a time.
pub(super) struct PackWorkspace {
    parts: std::vec::IntoIter<WorkspacePart>,
    bytes: Vec<u8>,
    /// Bytes that are packed.
    at: usize,
    /// Bytes of the part at work that are not.
    left: usize,
    zip: ZipWriter<Cursor<Vec<u8>>>,
}

impl PackWorkspace {
    /// # Errors
    /// [`Code::Protocol`] where the parts are not as long as the attachment.
    pub fn new(parts: Vec<WorkspacePart>, bytes: Vec<u8>) -> Result<PackWorkspace, Error> {
        let n_bytes = parts
            .iter()
            .try_fold(0_u64, |sum, part| sum.checked_add(part.n_bytes));
        if n_bytes != Some(bytes.len() as u64) {
            return Err(Error::new(
                Code::Protocol,
                message!("error-workspace-parts"),
                message!("error-reload"),
            ));
        }
        Ok(PackWorkspace {
            parts: parts.into_iter(),
            bytes,
            at: 0,
            left: 0,
            zip: ZipWriter::new(Cursor::new(Vec::new())),
        })
    }
}

impl Job for PackWorkspace {
    fn step(&mut self, _held: &mut EngineData, _now: UnixMillis) -> Result<Option<Answer>, Error> {
        let unpacked = |fault: String| {
            Error::new(
                Code::Bug,
                message!("error-workspace-not-packed", fault = fault),
                message!("error-workspace-less"),
            )
        };
        if self.left == 0 {
            let Some(part) = self.parts.next() else {
                let zip = std::mem::replace(&mut self.zip, ZipWriter::new(Cursor::default()));
                let zip = zip.finish().map_err(|fault| unpacked(fault.to_string()))?;
                return Ok(Some(Answer {
                    end: Outcome::Workspace.into(),
                    attachment: zip.into_inner(),
                }));
            };
            self.zip
                .start_file(&part.path, options(&part.path))
                .map_err(|fault| unpacked(fault.to_string()))?;
            self.left = part.n_bytes as usize;
        }
        let now = self.left.min(STEP);
        self.zip
            .write_all(&self.bytes[self.at..self.at + now])
            .map_err(|fault| unpacked(fault.to_string()))?;
        self.at += now;
        self.left -= now;
        Ok(None)
    }

    fn progress(&mut self) -> Progress {
        Progress {
            stage: "archive".into(),
            done: self.at as f64 / self.bytes.len().max(1) as f64,
            ..Progress::default()
        }
    }
}

/// What is packed already is not packed again.
fn options(path: &str) -> SimpleFileOptions {
    let method = match path.ends_with(".zip") {
        true => CompressionMethod::Stored,
        false => CompressionMethod::Deflated,
    };
    SimpleFileOptions::default()
        .compression_method(method)
        .last_modified_time(DateTime::DEFAULT)
        .system(System::Unix)
        .unix_permissions(0o644)
}

/// Unpacks the parts of a workspace.
pub(super) fn open(file: NamedBytes) -> impl Job + 'static {
    let work = async move { unpack(&file).await };
    SteppedJob::new("open", work, |_, (parts, attachment)| {
        let end = Outcome::WorkspaceParts(parts).into();
        Ok(Answer { end, attachment })
    })
}

/// The form that a record names.
#[derive(Deserialize)]
struct Form {
    dryf_workspace: u32,
}

/// The parts of a workspace, and their bytes one after the other.
///
/// # Errors
/// [`Code::UnknownFormat`] where it is none, or one of another form; those of [`OpenZip`]; [`Code::ZipBomb`] beyond the
/// limits.
pub(super) async fn unpack(file: &NamedBytes) -> Result<(Vec<WorkspacePart>, Vec<u8>), Error> {
    let mut zip = OpenZip::new(file, &LIMITS)?;
    let names: Vec<String> = zip.names().map(str::to_string).collect();
    let (mut parts, mut bytes) = (Vec::with_capacity(names.len()), Vec::new());
    let mut form = None;
    for path in names {
        let start = bytes.len();
        let most = LIMITS.max_unpacked - start as u64;
        zip.unpack(&path, most, |part| bytes.extend_from_slice(part))
            .await?;
        LIMITS.check(file, bytes.len() as u64)?;
        if path == WORKSPACE_RECORD {
            form = serde_json::from_slice::<Form>(&bytes[start..]).ok();
        }
        parts.push(WorkspacePart {
            path,
            n_bytes: (bytes.len() - start) as u64,
        });
    }
    let refused = |message| {
        Err(Error::new(
            Code::UnknownFormat,
            message,
            message!("error-workspace-give"),
        )
        .in_file(&file.name))
    };
    match form {
        Some(Form {
            dryf_workspace: WORKSPACE_FORM,
        }) => Ok((parts, bytes)),
        Some(Form { dryf_workspace }) => refused(message!(
            "error-workspace-form",
            form = dryf_workspace.to_string(),
            own = WORKSPACE_FORM.to_string()
        )),
        None => refused(message!("error-workspace-none")),
    }
}
