//! The whole workspace as one file: runs with their archives, settings, what is in production, data files.
//!
//! The worker packs and unpacks it; here is what is in it. Another browser, or this one later, takes over from it what it does
//! not have: nothing that is here is overwritten.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::keep::KeptData;
use super::production::{KeptArchive, Promotion};
use super::runs::KeptRun;
use super::{Effect, Given, Session};
use crate::jobs::protocol::{JobId, JobSpec, WorkspacePart};
use crate::jobs::{WORKSPACE_FORM, WORKSPACE_RECORD};
use crate::message;
use crate::pipeline::corpus::NamedBytes;
use crate::pipeline::error::{Code, Error};

/// Name of the file.
const FILE_NAME: &str = "dryf-workspace.zip";

/// Bytes of all parts together that are packed at most: what the page takes as a file.
pub const MOST_PACKED: u64 = 200 << 20;

const PRODUCTION: &str = "production/current.zip";
const PRODUCTION_BEFORE: &str = "production/before.zip";

/// Where the archive of a run stands.
pub fn run_path(run_id: &str) -> String {
    format!("runs/{run_id}.zip")
}

/// Where a data file stands, by its place among them, since its name may be none for a zip.
pub fn data_path(place: usize) -> String {
    format!("data/{place}")
}

/// The record beside the parts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Record {
    /// [`WORKSPACE_FORM`].
    dryf_workspace: u32,
    /// As [`Effect::KeepSettings`] keeps them.
    settings: String,
    runs: Vec<KeptRun>,
    shown: Option<String>,
    /// Names of the archives.
    production: Option<String>,
    production_before: Option<String>,
    promotions: Vec<Promotion>,
    data: KeptData,
}

/// What is being done, and what came of the last time.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum WorkspaceState {
    #[default]
    Idle,
    Busy,
    /// So many runs are in the file; so many archives or data files could not be read.
    Saved {
        runs: usize,
        missing: usize,
    },
    /// So many runs were added, so many were here already.
    Opened {
        added: usize,
        present: usize,
    },
}

#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Workspace {
    state: WorkspaceState,
    /// What is being packed or opened.
    job: Option<JobId>,
    /// What there is to say once it is packed.
    saved: WorkspaceState,
}

impl Workspace {
    pub fn is_busy(&self) -> bool {
        self.state == WorkspaceState::Busy
    }

    pub fn dismiss(&mut self) {
        if !self.is_busy() {
            self.state = WorkspaceState::Idle;
        }
    }

    fn is_of(&mut self, job: JobId) -> bool {
        self.job.take_if(|at_work| *at_work == job).is_some()
    }
}

impl Session {
    pub fn workspace(&self) -> &WorkspaceState {
        &self.keeping.workspace.state
    }

    /// Has the shell read what is not at hand.
    pub(super) fn save_workspace(&mut self, effects: &mut Vec<Effect>) {
        if self.keeping.workspace.is_busy() {
            return;
        }
        self.keeping.workspace.state = WorkspaceState::Busy;
        let is_read = |run: &&Arc<KeptRun>| {
            let archive = run.archive.as_ref();
            archive.is_some_and(|archive| archive.bytes.is_none())
        };
        let runs = self.runs.iter().filter(is_read);
        effects.push(Effect::ReadWorkspace {
            runs: runs.map(|run| run.run_id.clone()).collect(),
            files: super::keep::names(&self.given),
        });
    }

    /// Packs what the shell has read with what is at hand.
    pub(super) fn pack_workspace(
        &mut self,
        mut parts: Vec<NamedBytes>,
        missing: Vec<String>,
        effects: &mut Vec<Effect>,
    ) {
        let at_hand = self.runs.iter().filter_map(|run| {
            let bytes = run.archive.as_ref()?.bytes.as_ref()?;
            Some((run_path(&run.run_id), bytes))
        });
        let production = self
            .production
            .archive
            .iter()
            .map(|archive| (PRODUCTION, archive));
        let before = self
            .production
            .before
            .iter()
            .map(|archive| (PRODUCTION_BEFORE, archive));
        let archives = production.chain(before);
        let archives = archives.map(|(path, archive)| (path.to_string(), &archive.bytes));
        parts.extend(at_hand.chain(archives).map(|(name, bytes)| NamedBytes {
            name,
            bytes: bytes.to_vec(),
        }));
        let record = self.workspace_record(&parts);
        parts.insert(
            0,
            NamedBytes {
                name: WORKSPACE_RECORD.into(),
                bytes: serde_json::to_vec(&record).expect("a record has a form in JSON"),
            },
        );
        let n_bytes: u64 = parts.iter().map(|part| part.bytes.len() as u64).sum();
        if n_bytes > MOST_PACKED {
            self.keeping.workspace.state = WorkspaceState::Idle;
            self.error = Some(Error::new(
                Code::FileTooLarge,
                message!(
                    "error-workspace-large",
                    megabytes = n_bytes.div_ceil(1 << 20),
                    most = MOST_PACKED >> 20
                ),
                message!("error-workspace-less"),
            ));
            return;
        }
        let mut attachment = Vec::with_capacity(n_bytes as usize);
        let mut table = Vec::with_capacity(parts.len());
        for part in parts {
            attachment.extend_from_slice(&part.bytes);
            table.push(WorkspacePart {
                path: part.name,
                n_bytes: part.bytes.len() as u64,
            });
        }
        let job = self.start_with(JobSpec::PackWorkspace { parts: table }, attachment, effects);
        self.keeping.workspace.job = Some(job);
        self.keeping.workspace.saved = WorkspaceState::Saved {
            runs: record.runs.len(),
            missing: missing.len(),
        };
    }

    /// What the file says beside these parts.
    fn workspace_record(&self, parts: &[NamedBytes]) -> Record {
        let is_there = |path: &str| parts.iter().any(|part| part.name == path);
        let runs = self.runs.iter().map(|run| {
            let mut run = KeptRun::clone(run);
            run.archive.take_if(|_| !is_there(&run_path(&run.run_id)));
            run
        });
        let mut data = self.data_given();
        let lost: Vec<String> = (data.names().into_iter().enumerate())
            .filter(|(place, _)| !is_there(&data_path(*place)))
            .map(|(_, name)| name)
            .collect();
        // Data that are not whole are none.
        if !lost.is_empty() {
            data = KeptData::default();
        }
        let name = |archive: &KeptArchive| archive.name.clone();
        Record {
            dryf_workspace: WORKSPACE_FORM,
            settings: self.saved.clone(),
            runs: runs.collect(),
            shown: self.shown_run().map(str::to_string),
            production: self.production.archive.as_ref().map(name),
            production_before: self.production.before.as_ref().map(name),
            promotions: self.production.promotions.clone(),
            data,
        }
    }

    /// Has the worker unpack a workspace.
    pub(super) fn open_workspace(&mut self, file: NamedBytes, effects: &mut Vec<Effect>) {
        if self.keeping.workspace.is_busy() {
            return;
        }
        self.keeping.workspace.state = WorkspaceState::Busy;
        let spec = JobSpec::OpenWorkspace { name: file.name };
        let job = self.start_with(spec, file.bytes, effects);
        self.keeping.workspace.job = Some(job);
    }

    /// The worker has packed or unpacked one; `attachment` is the zip, or the parts one after the other.
    pub(super) fn workspace_done(
        &mut self,
        job: JobId,
        opened: Option<Vec<WorkspacePart>>,
        attachment: Vec<u8>,
        effects: &mut Vec<Effect>,
    ) {
        // It may have been given as any file.
        if let Some(name) = self.reading.remove(&job) {
            self.given
                .retain(|given| *given != Given::File(name.clone()));
            self.assemble_waiting(effects);
        } else if !self.keeping.workspace.is_of(job) {
            return;
        }
        let Some(table) = opened else {
            self.keeping.workspace.state = std::mem::take(&mut self.keeping.workspace.saved);
            effects.push(Effect::Save {
                name: FILE_NAME.into(),
                bytes: Arc::new(attachment),
            });
            return;
        };
        let mut parts = BTreeMap::new();
        let mut rest = &attachment[..];
        for part in table {
            let (bytes, after) = rest.split_at(rest.len().min(part.n_bytes as usize));
            parts.insert(part.path, bytes.to_vec());
            rest = after;
        }
        let record = parts.remove(WORKSPACE_RECORD).unwrap_or_default();
        match serde_json::from_slice::<Record>(&record) {
            Ok(record) => {
                self.keeping.workspace.state = self.take_workspace(record, parts, effects);
            }
            Err(fault) => {
                self.keeping.workspace.state = WorkspaceState::Idle;
                self.error = Some(Error::new(
                    Code::DamagedArchive,
                    message!("error-workspace-damaged", fault = fault.to_string()),
                    message!("error-workspace-again"),
                ));
            }
        }
    }

    /// The worker could not; whether it was at one.
    pub(super) fn workspace_failed(&mut self, job: JobId, error: &Error) -> bool {
        let is_it = self.keeping.workspace.is_of(job);
        if is_it {
            self.keeping.workspace.state = WorkspaceState::Idle;
            self.error = Some(error.clone());
        }
        is_it
    }

    /// Takes over what is not here.
    fn take_workspace(
        &mut self,
        record: Record,
        mut parts: BTreeMap<String, Vec<u8>>,
        effects: &mut Vec<Effect>,
    ) -> WorkspaceState {
        // Runs that were taken off the list are here no more.
        self.forget_undo(effects);
        self.restore(&record.settings);
        let (mut added, mut present) = (0, 0);
        for mut run in record.runs {
            if self.kept_run(&run.run_id).is_some() {
                present += 1;
                continue;
            }
            added += 1;
            let bytes = parts.remove(&run_path(&run.run_id)).map(Arc::new);
            run.archive.take_if(|_| bytes.is_none());
            let id = run.run_id.clone();
            if let (Some(archive), Some(bytes)) = (&mut run.archive, bytes) {
                archive.bytes = Some(Arc::clone(&bytes));
                effects.push(Effect::KeepRunArchive {
                    run: id.clone(),
                    archive: KeptArchive {
                        name: archive.file_name.clone(),
                        bytes,
                    },
                });
            }
            self.insert_run(Arc::new(run));
            effects.extend(self.keep_run(&id));
        }
        let mut archive = |name: Option<String>, path| {
            Some(KeptArchive {
                name: name?,
                bytes: Arc::new(parts.remove(path)?),
            })
        };
        let production = archive(record.production, PRODUCTION);
        let before = archive(record.production_before, PRODUCTION_BEFORE);
        self.take_production(production, before, &record.promotions, effects);
        let files = record.data.names().into_iter().enumerate();
        let files = files.filter_map(|(place, name)| {
            let bytes = parts.remove(&data_path(place))?;
            Some(NamedBytes { name, bytes })
        });
        let held = Effect::HoldFiles(files.collect());
        let place = effects.len();
        if self.take_kept_data(record.data, effects) {
            effects.insert(place, held);
        }
        let is_shown = self.run.value().is_some() || self.run_wanted.is_some();
        if let Some(shown) = record.shown
            && !is_shown
            && !self.is_running()
        {
            self.show_run(&shown, effects);
        }
        WorkspaceState::Opened { added, present }
    }
}
