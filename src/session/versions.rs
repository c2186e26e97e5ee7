//! Versions of data: each data set that was loaded, by what is known of it, and one of them beside the one of today.
//!
//! Of a version its numbers are kept, not its rows. Those come from the engine, from the files where they are still here, or from
//! the archive of a run that was made from it.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{DataKey, Effect, KeptRun, Key, Session, Slot, Stage, send};
use crate::document::{
    DataDiffParts, DiffParts, DiffedData, DiffedRun, DiffedVersion, Document, data_diff_document,
    diff_document,
};
use crate::jobs::protocol::{DataId, DataRef, DiffRequest, FileId, JobId, JobSpec, Request};
use crate::jobs::summaries::{DiffSummary, FileSummary, LoadedSummary, SetSummary};
use crate::message;
use crate::message::Argument;
use crate::pipeline::corpus::{ReadingOptions, Role};
use crate::pipeline::error::{Code, Error};
use crate::pipeline::time::UnixMillis;

/// Versions that are listed at most; the one of today is always among them.
pub const MOST_VERSIONS: usize = 20;

/// A data set that was loaded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DataVersion {
    pub id: DataId,
    /// As [`LoadedSummary::digest`].
    pub digest: String,
    pub files: Vec<VersionFile>,
    reading: ReadingOptions,
    pub classes: Vec<String>,
    pub train: VersionSet,
    pub test: Option<VersionSet>,
    /// When it was loaded first.
    pub at: UnixMillis,
    /// Whether no file of the user's own is in it.
    is_demo: bool,
    /// Whether an engine has made it in this visit, and so can again.
    #[serde(skip)]
    is_made: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VersionFile {
    pub id: FileId,
    pub name: String,
    pub n_bytes: u64,
    pub role: Role,
}

/// A set of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VersionSet {
    pub n_rows: u64,
    /// Rows of each class.
    pub class_counts: Vec<u64>,
}

/// A version as the list shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct VersionRow {
    pub version: Arc<DataVersion>,
    /// Whether it is the one of today, and whether it stands beside that one.
    pub is_current: bool,
    pub is_beside: bool,
    /// Names of the runs that were made from it.
    pub runs: Vec<String>,
}

/// The state behind it.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Versions {
    /// The newest first.
    list: Vec<Arc<DataVersion>>,
    /// What the user wants to see beside the version of today.
    beside: Option<DataId>,
    diff: Slot<VersionsKey, Arc<DiffSummary>>,
    /// A version that is made first, for the diff of this key.
    making: Option<(JobId, VersionsKey)>,
}

/// Both versions, the one before first.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct VersionsKey([DataId; 2]);

impl Key for VersionsKey {
    fn fits(&self, now: &VersionsKey) -> bool {
        self == now
    }
}

impl DataVersion {
    /// The names of its files.
    pub fn name(&self) -> String {
        let names: Vec<&str> = self.files.iter().map(|file| file.name.as_str()).collect();
        names.join(", ")
    }

    /// Whether it may be kept for the next visit.
    pub(super) fn may_be_kept(&self, wanted: Option<bool>) -> bool {
        self.is_demo || wanted == Some(true)
    }
}

impl From<&SetSummary> for VersionSet {
    fn from(set: &SetSummary) -> VersionSet {
        VersionSet {
            n_rows: set.n_rows,
            class_counts: set.class_counts.clone(),
        }
    }
}

/// What the demo is made from as it is shipped.
pub(super) fn detected(files: &[FileSummary]) -> DataKey {
    let roles = files.iter();
    let roles = roles.filter_map(|card| Some((card.id.clone(), card.role?)));
    let mut files: Vec<(FileId, Role)> = roles.collect();
    files.sort();
    DataKey {
        files,
        reading: ReadingOptions::default(),
    }
}

impl Session {
    /// All versions, the newest first.
    pub fn versions(&self) -> Vec<VersionRow> {
        let current = self.data.value().map(|data| &data.id);
        let row = |version: &Arc<DataVersion>| VersionRow {
            is_current: current == Some(&version.id),
            is_beside: self.versions.beside.as_ref() == Some(&version.id),
            runs: self.runs_of(version).map(|run| run.label()).collect(),
            version: Arc::clone(version),
        };
        self.versions.list.iter().map(row).collect()
    }

    /// The chosen version beside that of today.
    pub fn versions_diff(&self) -> Stage<Arc<DiffSummary>> {
        match self.versions_key() {
            None => Stage::Empty,
            Some(_) if self.versions.making.is_some() => Stage::Busy { last: None },
            Some(key) => self.versions.diff.stage(&key),
        }
    }

    /// The same as a document, once it is there.
    pub fn versions_document(&self) -> Option<Document> {
        let Stage::Ready(diff) = self.versions_diff() else {
            return None;
        };
        let VersionsKey(ids) = self.versions_key()?;
        let [before, now] = [self.version(&ids[0])?, self.version(&ids[1])?];
        let names = [before.name(), now.name()];
        let [before, now] = [(before, &names[0]), (now, &names[1])].map(|(version, name)| {
            let digest = &version.digest;
            DiffedVersion { name, digest }
        });
        Some(data_diff_document(DataDiffParts {
            before,
            now,
            data: diffed(&diff),
        }))
    }

    /// Two runs beside each other, by their IDs and what they are called; none where one is not at hand.
    pub fn runs_diff_document(
        &self,
        runs: [(&str, &str); 2],
        diff: &DiffSummary,
    ) -> Option<Document> {
        let part = |(run_id, name)| -> Option<DiffedRun<'_>> {
            let run: &KeptRun = self.kept_run(run_id)?;
            Some(DiffedRun {
                name,
                run_id: &run.run_id,
                model_sha256: &run.model_sha256,
                config: &run.config,
                metrics: &run.metrics,
            })
        };
        Some(diff_document(DiffParts {
            before: part(runs[0])?,
            now: part(runs[1])?,
            data: diffed(diff),
            paired: diff.paired.as_ref().map(|(set, pair)| (*set, &**pair)),
            unpaired: diff.unpaired.clone(),
        }))
    }

    fn version(&self, id: &DataId) -> Option<&Arc<DataVersion>> {
        self.versions.list.iter().find(|version| version.id == *id)
    }

    fn runs_of(&self, version: &DataVersion) -> impl Iterator<Item = &Arc<KeptRun>> {
        let is_of = |run: &&Arc<KeptRun>| run.data_digest.as_ref() == Some(&version.digest);
        self.runs.iter().filter(is_of)
    }

    /// A data set was loaded.
    pub(super) fn take_version(&mut self, card: &LoadedSummary, key: DataKey) {
        let is_demo = self.is_demo();
        let list = &mut self.versions.list;
        if let Some(known) = list.iter_mut().find(|version| version.id == card.id) {
            Arc::make_mut(known).is_made = true;
            return;
        }
        // In the order in which they came.
        let files = self.files.iter().filter_map(|card| {
            let (_, role) = key.files.iter().find(|(id, _)| *id == card.id)?;
            Some(VersionFile {
                id: card.id.clone(),
                name: card.name.clone(),
                n_bytes: card.n_bytes,
                role: *role,
            })
        });
        let version = DataVersion {
            id: card.id.clone(),
            digest: card.digest.clone(),
            files: files.collect(),
            reading: key.reading,
            classes: card.classes.clone(),
            train: (&card.train).into(),
            test: card.test.as_ref().map(VersionSet::from),
            at: card.at,
            is_demo,
            is_made: true,
        };
        list.insert(0, Arc::new(version));
        list.truncate(MOST_VERSIONS);
    }

    /// What the last visit, or another browser, has kept of versions that are not listed here.
    pub(super) fn take_kept_versions(&mut self, kept: Vec<DataVersion>) {
        for version in kept {
            if self.version(&version.id).is_none() && self.versions.list.len() < MOST_VERSIONS {
                self.versions.list.push(Arc::new(version));
            }
        }
    }

    /// What there is to keep of them.
    pub(super) fn versions_to_keep(&self, wanted: Option<bool>) -> Vec<DataVersion> {
        let list = self.versions.list.iter();
        let kept = list.filter(|version| version.may_be_kept(wanted));
        kept.map(|version| DataVersion::clone(version)).collect()
    }

    /// The engine lets go of a data set and of how it was made.
    pub(super) fn forget_version(&mut self, id: &DataId) {
        let mut list = self.versions.list.iter_mut();
        if let Some(version) = list.find(|version| version.id == *id) {
            Arc::make_mut(version).is_made = false;
        }
    }

    /// The user wants to see a version beside that of today, or none.
    pub(super) fn compare_version(&mut self, id: Option<DataId>) {
        self.versions.beside = id;
        self.versions.diff.dismiss();
    }

    /// The one that the user has chosen.
    pub(super) fn version_beside(&self) -> Option<DataId> {
        self.versions.beside.clone()
    }

    fn versions_key(&self) -> Option<VersionsKey> {
        let now = &self.data.value()?.id;
        let before = self.versions.beside.as_ref().filter(|id| *id != now)?;
        let is_listed = self.version(before).is_some() && self.version(now).is_some();
        is_listed.then(|| VersionsKey([before.clone(), now.clone()]))
    }

    /// Starts the diff of what is chosen, and ends that of what no longer is.
    pub(super) fn settle_versions(&mut self, effects: &mut Vec<Effect>) {
        let key = self.versions_key();
        let versions = &mut self.versions;
        let is_other = |(_, wanted): &mut (JobId, VersionsKey)| Some(&*wanted) != key.as_ref();
        versions.making.take_if(is_other);
        if let Some(job) = versions.diff.job()
            && versions.diff.job_key() != key.as_ref()
        {
            versions.diff.cancelled(job);
            effects.push(send(Request::Cancel { job }));
        }
        if let (Some(key), Stage::Empty | Stage::Stale(_)) = (key, self.versions_diff()) {
            self.start_versions_diff(key, effects);
        }
    }

    fn start_versions_diff(&mut self, key: VersionsKey, effects: &mut Vec<Effect>) {
        let [before, now] = key.0.each_ref().map(|id| self.rows_of_version(id));
        let (before, now) = match (before, now) {
            (Ok(Rows::Here(before)), Ok(Rows::Here(now))) => (before, now),
            (Ok(Rows::OfFiles(spec)), Ok(_)) | (Ok(_), Ok(Rows::OfFiles(spec))) => {
                let job = self.start(spec, effects);
                self.versions.making = Some((job, key));
                return;
            }
            (Err(error), _) | (_, Err(error)) => return self.versions.diff.refuse(key, error),
        };
        let spec = JobSpec::Diff(DiffRequest::Data { before, now });
        let job = self.start(spec, effects);
        self.versions.diff.start(job, key);
    }

    /// Where the rows of a version come from.
    fn rows_of_version(&self, id: &DataId) -> Result<Rows, Error> {
        let gone = |files: Vec<&str>| {
            Error::new(
                Code::MissingFile,
                message!("error-version-gone", files = Argument::names(&files)),
                message!("error-version-again"),
            )
        };
        let version = self.version(id).ok_or_else(|| gone(Vec::new()))?;
        if version.is_made {
            return Ok(Rows::Here(DataRef::Data(id.clone())));
        }
        let here: BTreeSet<&FileId> = self.files.iter().map(|card| &card.id).collect();
        let missing = version.files.iter().filter(|file| !here.contains(&file.id));
        let missing: Vec<&str> = missing.map(|file| file.name.as_str()).collect();
        if missing.is_empty() {
            let files = version.files.iter();
            let mut files: Vec<_> = files.map(|file| (file.id.clone(), file.role)).collect();
            // As the engine names what they make.
            files.sort();
            return Ok(Rows::OfFiles(JobSpec::Assemble {
                files,
                reading: version.reading.clone(),
            }));
        }
        let has_texts = |run: &&Arc<KeptRun>| {
            let archive = run.archive.as_ref();
            archive.is_some_and(|archive| archive.include_texts)
        };
        match self.runs_of(version).find(has_texts) {
            Some(run) => Ok(Rows::Here(DataRef::Run(run.run_id.clone()))),
            None => Err(gone(missing)),
        }
    }

    /// A data set was made for the diff; whether it was.
    pub(super) fn version_made(&mut self, job: JobId, id: &DataId) -> bool {
        let made = self.versions.making.take_if(|(making, _)| *making == job);
        let mut list = self.versions.list.iter_mut();
        if let (Some(_), Some(version)) = (&made, list.find(|version| version.id == *id)) {
            Arc::make_mut(version).is_made = true;
        }
        made.is_some()
    }

    pub(super) fn versions_done(&mut self, job: JobId, diff: DiffSummary) {
        self.versions.diff.done(job, Arc::new(diff));
    }

    /// Whether it was about versions.
    pub(super) fn versions_failed(&mut self, job: JobId, error: &Error) -> bool {
        if let Some((_, key)) = self.versions.making.take_if(|(making, _)| *making == job) {
            self.versions.diff.refuse(key, error.clone());
            return true;
        }
        self.versions.diff.failed(job, error.clone())
    }
}

/// Where the rows of a version are.
enum Rows {
    Here(DataRef),
    /// In files that are here.
    OfFiles(JobSpec),
}

fn diffed(diff: &DiffSummary) -> DiffedData<'_> {
    DiffedData {
        diff: &diff.data,
        has_texts: diff.has_texts,
        relabelled_texts: diff.relabelled_texts.iter().map(String::as_str).collect(),
    }
}
