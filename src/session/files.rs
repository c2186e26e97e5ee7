//! Files that the user gives: on their way to the engine, refused, or no data at all.

use super::{Effect, Given, Refused, Session, Slot, Stage};
use crate::jobs::protocol::{FileId, JobId, JobSpec, Request, WorkspacePart};
use crate::jobs::summaries::FileSummary;
use crate::pipeline::corpus::{NamedBytes, ReadingOptions, Role};
use crate::pipeline::error::Error;

/// A file with its role of today.
#[derive(Debug, Clone, PartialEq)]
pub struct FileView {
    pub card: FileSummary,
    pub role: Option<Role>,
}

impl Session {
    /// How files are read is said of these files: others that come where there are none are read by what they hold.
    pub(super) fn read_others_anew(&mut self, name: &String) {
        let mut names = self.reading.values().chain([name]);
        if self.files.is_empty() && !names.any(|name| self.reading_for.contains(name)) {
            self.reading_options = ReadingOptions::default();
        }
    }

    /// The files of today by the names under which they were given: a zip by its own.
    pub(super) fn names_given(&self) -> Vec<String> {
        let is_there = |name: &str| self.files.iter().any(|card| card.name == name);
        let holds_others = |name: &str| {
            let name = name.to_ascii_lowercase();
            name.ends_with(".zip") || name.ends_with(".gz")
        };
        let of = |given: &Given| match given {
            Given::File(name) if is_there(name) || holds_others(name) => vec![name.clone()],
            Given::File(_) => Vec::new(),
            Given::Demo | Given::EnglishDemo => {
                let is_given = |name: &String| self.given.contains(&Given::File(name.clone()));
                let names = self.files.iter().map(|card| card.name.clone());
                names.filter(|name| !is_given(name)).collect()
            }
        };
        self.given.iter().flat_map(of).collect()
    }

    /// Gives files that the user has chosen: beside those that are there, but for a demo, whose place they take.
    pub(super) fn give_files(&mut self, files: Vec<NamedBytes>, effects: &mut Vec<Effect>) {
        let beside = match self.has_demo() && !self.is_restoring() {
            true => Vec::new(),
            false => self.files.iter().map(|card| card.id.clone()).collect(),
        };
        self.put_files(files, &beside, effects);
    }

    /// Gives files that belong to those that are there.
    pub(super) fn give_more_files(&mut self, files: Vec<NamedBytes>, effects: &mut Vec<Effect>) {
        let beside: Vec<FileId> = self.files.iter().map(|card| card.id.clone()).collect();
        self.put_files(files, &beside, effects);
    }

    fn put_files(&mut self, files: Vec<NamedBytes>, beside: &[FileId], effects: &mut Vec<Effect>) {
        for file in files {
            self.refused.retain(|refused| refused.name != file.name);
            let job = self.next_job();
            let request = Request::Put {
                job,
                name: file.name.clone(),
                beside: beside.to_vec(),
                behind: self.reading.keys().copied().collect(),
            };
            self.reading.insert(job, file.name);
            effects.push(Effect::Send {
                request,
                attachment: file.bytes,
            });
        }
    }

    /// Has the engine pack a folder, to be given as the zip that it is then. What is packed already goes by itself.
    pub(super) fn give_folder(
        &mut self,
        name: String,
        files: Vec<NamedBytes>,
        effects: &mut Vec<Effect>,
    ) {
        let is_zip = |file: &NamedBytes| file.name.to_ascii_lowercase().ends_with(".zip");
        let (mut zips, files): (Vec<_>, Vec<_>) = files.into_iter().partition(is_zip);
        for zip in &mut zips {
            let base = zip.name.rsplit('/').next().unwrap_or_default();
            zip.name = base.to_string();
        }
        effects.push(Effect::HoldFiles(zips.clone()));
        self.give_files(zips, effects);
        if files.is_empty() {
            return;
        }
        let part = |file: &NamedBytes| WorkspacePart {
            path: file.name.clone(),
            n_bytes: file.bytes.len() as u64,
        };
        let parts = files.iter().map(part).collect();
        let bytes: Vec<Vec<u8>> = files.into_iter().map(|file| file.bytes).collect();
        let spec = JobSpec::PackWorkspace { parts };
        let job = self.start_with(spec, bytes.concat(), effects);
        self.packing.insert(job, name);
    }

    /// Whether that has been done with a folder; it is given then.
    pub(super) fn folder_packed(
        &mut self,
        job: JobId,
        bytes: &mut Vec<u8>,
        effects: &mut Vec<Effect>,
    ) -> bool {
        let Some(name) = self.packing.remove(&job) else {
            return false;
        };
        let zip = NamedBytes {
            name: format!("{name}.zip"),
            bytes: std::mem::take(bytes),
        };
        effects.push(Effect::HoldFiles(vec![zip.clone()]));
        self.give_files(vec![zip], effects);
        true
    }

    /// Data files that came with one that is none have waited for it.
    pub(super) fn assemble_waiting(&mut self, effects: &mut Vec<Effect>) {
        if !matches!(self.data(), Stage::Ready(_)) {
            self.assemble(effects);
        }
    }

    pub(super) fn refuse(&mut self, name: String, error: Error) {
        self.refused.retain(|refused| refused.name != name);
        self.refused.push(Refused { name, error });
    }

    /// No data are left, and none are waited for.
    pub(super) fn without_files(&mut self) {
        self.chosen.clear();
        self.data = Slot::default();
        self.form.set_classes(&[]);
        self.cleared = true;
        self.waiting = None;
    }
}
