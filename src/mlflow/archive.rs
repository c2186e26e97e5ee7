//! The archive of a run: a zip that MLflow opens and that Dryf reads back.
//!
//! ```text
//! dryf-run-0a1b2c3d/
//!   README.md  manifest.json  replay.py
//!   experiment.json               all that MLflow is told, for `replay.py`; see `experiment_file`
//!   mlruns/<experiment>/          the same as MLflow's file store, see `entities`
//!     <run>/artifacts/            data, split, cleaning, model, predictions, tables, log; see `artifacts`
//!     models/m-<..>/artifacts/    the model again, where MLflow 3 looks for it
//! ```
//!
//! Everything lies in one folder, since a `mlruns` beside a user's own work would change what MLflow does there.
//!
//! [`Experiment`] is the only truth of what MLflow is told. What comes to a run later, such as a gate, edits it, and the whole
//! archive is written anew.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::artifacts;
use super::entities::{Experiment, FileMap};
use super::experiment_file;
use super::manifest::{MANIFEST, Manifest};
use super::opened::{again, open};
use super::profile_file::{self, PROFILE};
use super::search_files::{SEARCH, SEARCH_JOURNAL, SEARCH_REPORT};
use super::stored;
use crate::message;
use crate::message::Message;
use crate::pipeline::classifier::TextClassifier;
use crate::pipeline::corpus::{
    DataSet, KeptSet, KnownLabels, LabelNaming, NamedBytes, SetName, ZipLimits, read_canonical,
};
use crate::pipeline::drift::Profile;
use crate::pipeline::error::{Code, Error};
use crate::pipeline::run::model_files::{model_from_files, model_sha256};
use crate::pipeline::run::record::{ClassCounts, RunRecord};
use crate::pipeline::run::tables::read_predictions;
use crate::pipeline::run::{Answers, kept_sets};
use crate::pipeline::search::{Journal, SearchReport};
use crate::pipeline::step::{at_once, pause};

/// Bytes of a manifest that are looked at where it is only asked whether a zip is an archive; a file has about 250 in it,
/// an archive some hundred files.
const MAX_MANIFEST: u64 = 16 << 20;

/// The run's record, among its artifacts.
pub(super) const RECORD: &str = "record.json";

/// An archive that was read, every file held against the manifest.
#[derive(Debug, Clone, PartialEq)]
pub struct Archive {
    pub manifest: Manifest,
    /// By path from the manifest's folder, the manifest included.
    pub files: FileMap,
}

/// A file of an archive and what it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// From the archive's top folder.
    pub path: String,
    /// Unpacked.
    pub n_bytes: u64,
    /// In a few words; none where the name says it.
    pub about: Option<Message>,
}

impl Archive {
    /// Reads the zip that [`file_map`](super::file_map) and [`super::zip::write_zip`] make.
    ///
    /// # Errors
    /// Those of [`OpenZip`](crate::pipeline::corpus::OpenZip); [`Code::NotAnArchive`] for a file or zip that is none of ours;
    /// [`Code::DamagedArchive`] naming the file that is missing, changed or too many; [`Code::Unsupported`] for a later
    /// Dryf's.
    pub fn read(file: &NamedBytes) -> Result<Archive, Error> {
        Archive::read_within(file, ZipLimits::default().max_unpacked)
    }

    /// The same with another limit to the bytes of all files together: who wrote a large archive has the memory to read it.
    ///
    /// # Errors
    /// Those of [`Archive::read`].
    pub fn read_within(file: &NamedBytes, max_unpacked: u64) -> Result<Archive, Error> {
        at_once(Archive::read_kept(file, max_unpacked, |_, _| true))
    }

    /// As [`Archive::read`], giving way in between.
    ///
    /// # Errors
    /// Those of [`Archive::read`].
    pub async fn read_stepwise(file: &NamedBytes) -> Result<Archive, Error> {
        Archive::read_kept(file, ZipLimits::default().max_unpacked, |_, _| true).await
    }

    /// The same without what is for MLflow alone: of its files the model, the profile and the record are kept in memory. All
    /// are held against the manifest.
    ///
    /// # Errors
    /// Those of [`Archive::read`].
    pub fn read_model(file: &NamedBytes, max_unpacked: u64) -> Result<Archive, Error> {
        at_once(Archive::read_kept(file, max_unpacked, |manifest, path| {
            let inside = path.strip_prefix(&artifacts_of(manifest));
            inside.is_some_and(|path| {
                let model = path.strip_prefix(artifacts::MODEL);
                model.is_some_and(|below| below.starts_with("/data/"))
                    || [PROFILE, RECORD].contains(&path)
            })
        }))
    }

    async fn read_kept(
        file: &NamedBytes,
        max_unpacked: u64,
        keep: impl Fn(&Manifest, &str) -> bool,
    ) -> Result<Archive, Error> {
        let manifest = OnceCell::new();
        let accept = |bytes: &[u8]| {
            let read = Manifest::read(bytes)?;
            Ok(manifest.get_or_init(|| read).files.clone())
        };
        let files = open(file, max_unpacked, accept, |path| {
            manifest.get().is_some_and(|manifest| keep(manifest, path))
        })
        .await?;
        let manifest = manifest
            .into_inner()
            .expect("an archive that was opened has a manifest");
        Ok(Archive { manifest, files })
    }

    /// Whether a file is the archive of a run, sound or not, by its manifest alone: such a zip holds data, but is none
    /// that was given as data.
    pub fn is_one(bytes: &[u8]) -> bool {
        let Ok(mut zip) = zip::ZipArchive::new(Cursor::new(bytes)) else {
            return false;
        };
        let is_manifest = |name: &str| match name.split_once('/') {
            Some((_, inside)) => inside == MANIFEST,
            None => name == MANIFEST,
        };
        let path = zip
            .file_names()
            .flatten()
            .find(|name| is_manifest(name))
            .map(|name| name.into_owned());
        let Some(Ok(member)) = path.map(|path| zip.by_name(&path)) else {
            return false;
        };
        let mut manifest = Vec::new();
        member.take(MAX_MANIFEST).read_to_end(&mut manifest).is_ok() && Manifest::is_one(&manifest)
    }

    /// The fitted model.
    ///
    /// # Errors
    /// Those of [`model_from_files`]; [`Code::DamagedArchive`] where its fingerprint is not the manifest's, or it has a class
    /// that the manifest has not.
    pub fn model(&self) -> Result<TextClassifier, Error> {
        at_once(self.model_stepwise())
    }

    async fn model_stepwise(&self) -> Result<TextClassifier, Error> {
        let another = |what: Message| Error::new(Code::DamagedArchive, what, again());
        let data: FileMap = self.below(&format!("{}{}/data/", self.artifacts(), artifacts::MODEL));
        if model_sha256(&data) != self.manifest.model_sha256 {
            return Err(another(message!("error-another-model")));
        }
        pause().await;
        let model = model_from_files(&data)?;
        let classes = &self.manifest.classes;
        if !model.classes.iter().all(|class| classes.contains(class)) {
            return Err(another(message!("error-other-classes")));
        }
        Ok(model)
    }

    /// The whole record of the run, with its model.
    ///
    /// # Errors
    /// Those of [`Archive::model`] and [`Archive::profile`]; [`Code::DamagedArchive`] where the record can't be read.
    pub fn record(&self) -> Result<RunRecord, Error> {
        at_once(self.record_stepwise())
    }

    /// The same, giving way in between.
    ///
    /// # Errors
    /// Those of [`Archive::record`].
    pub async fn record_stepwise(&self) -> Result<RunRecord, Error> {
        let model = Arc::new(self.model_stepwise().await?);
        pause().await;
        let profile = self.profile_stepwise().await?.map(Arc::new);
        pause().await;
        self.stored(|bytes| stored::read(bytes, model, profile))
    }

    /// The rows that the run was evaluated on, of the `validation` part or the `test` set: the number, from 0 in the file with
    /// all its rows, and the true and the predicted class as indices into the manifest's.
    ///
    /// # Errors
    /// [`Code::DamagedArchive`] where they are missing or can't be read.
    pub fn evaluated_rows(&self, set: &str) -> Result<Vec<[u32; 3]>, Error> {
        let file = format!("predictions/{set}.csv");
        self.artifact(&file, |bytes| {
            read_predictions(bytes, &self.manifest.classes)
        })
    }

    /// What the run answered on the rows that it did not learn from.
    ///
    /// # Errors
    /// As [`evaluated_rows`](Archive::evaluated_rows).
    pub fn answers(&self, record: &RunRecord) -> Result<Answers, Error> {
        let test = record.test.as_ref().map(|_| self.evaluated_rows("test"));
        Ok(Answers {
            validation: self.evaluated_rows("validation")?,
            test: test.transpose()?,
        })
    }

    /// What is known of its data without the texts.
    pub fn kept_sets(&self, record: &RunRecord) -> BTreeMap<SetName, KeptSet> {
        kept_sets(record, |set| {
            let digest = self.manifest.data.get(&set.to_string())?;
            Some((digest.digest.clone(), digest.n_rows))
        })
    }

    /// What is read from the artifact `record.json`.
    fn stored<T>(&self, read: impl FnOnce(&[u8]) -> Result<T, Message>) -> Result<T, Error> {
        self.artifact(RECORD, read)
    }

    fn artifact<T>(
        &self,
        file: &str,
        read: impl FnOnce(&[u8]) -> Result<T, Message>,
    ) -> Result<T, Error> {
        let path = format!("{}{file}", self.artifacts());
        let damaged = |message: Message| Error::new(Code::DamagedArchive, message, again());
        let bytes = self
            .files
            .get(&path)
            .ok_or_else(|| damaged(message!("error-file-missing", file = &path)))?;
        read(bytes).map_err(|fault| {
            damaged(message!(
                "error-file-unreadable",
                file = &path,
                fault = fault
            ))
        })
    }

    /// Rows of each class in each set.
    ///
    /// # Errors
    /// [`Code::DamagedArchive`] where the record is missing or can't be read.
    pub fn class_counts(&self) -> Result<ClassCounts, Error> {
        self.stored(stored::class_counts)
    }

    /// The most frequent class of the training rows, the first of those that are equally frequent: what the majority-class
    /// baseline answers. None where the run had no rows.
    ///
    /// # Errors
    /// Those of [`Archive::class_counts`].
    pub fn majority_class(&self) -> Result<Option<String>, Error> {
        let counts = self.class_counts()?;
        let mut rows: BTreeMap<&String, u64> = BTreeMap::new();
        for (class, n) in counts.train.iter().chain(&counts.validation) {
            *rows.entry(class).or_default() += n;
        }
        // The last of the largest is the first by name.
        let most = rows.into_iter().rev().max_by_key(|(_, n)| *n);
        Ok(most.map(|(class, _)| class.clone()))
    }

    /// What is kept of the training rows for drift reports; `None` where nothing is, by choice or since an earlier Dryf made
    /// the archive.
    ///
    /// # Errors
    /// Those of [`profile_file::read`].
    pub fn profile(&self) -> Result<Option<Profile>, Error> {
        at_once(self.profile_stepwise())
    }

    async fn profile_stepwise(&self) -> Result<Option<Profile>, Error> {
        let path = format!("{}{PROFILE}", self.artifacts());
        match self.files.get(&path) {
            Some(bytes) => Ok(Some(profile_file::read(bytes, &path).await?)),
            None => Ok(None),
        }
    }

    /// The data that the run was made from; `None` where the texts were left out.
    ///
    /// # Errors
    /// Those of [`read_canonical`].
    pub fn data(&self) -> Result<Option<DataSet>, Error> {
        if !self.manifest.texts_included {
            return Ok(None);
        }
        let files: Vec<NamedBytes> = self
            .below(&format!("{}data/", self.artifacts()))
            .into_iter()
            .filter(|(name, _)| name != "digests.json")
            .map(|(name, bytes)| NamedBytes { name, bytes })
            .collect();
        read_canonical(&files, self.known_labels().naming).map(Some)
    }

    /// The search that found the run's configuration, where there was one and it can be read.
    pub fn search(&self) -> Option<SearchReport> {
        let at = |name| {
            self.files
                .get(&format!("{}{SEARCH}/{name}", self.artifacts()))
        };
        let mut report: SearchReport = serde_json::from_slice(at(SEARCH_REPORT)?).ok()?;
        // What each trial answered stands in the journal alone.
        let journal = Journal::read(SEARCH_JOURNAL, at(SEARCH_JOURNAL)?).ok()?;
        let known = journal.study(Some(&report.study), &report.settings.space);
        for (trial, known) in report.trials.iter_mut().zip(known.ok()??.trials) {
            trial.answers = known.answers;
        }
        Some(report)
    }

    /// What `record`, the one of this archive, keeps of its training rows, with what only their texts tell (which of them
    /// are nearly equal) where the archive has them.
    ///
    /// # Errors
    /// Those of [`Archive::data`].
    pub fn profile_of(&self, record: &RunRecord) -> Result<Option<Arc<Profile>>, Error> {
        at_once(self.profile_of_stepwise(record))
    }

    /// The same, giving way in between.
    ///
    /// # Errors
    /// Those of [`Archive::profile_of`].
    pub async fn profile_of_stepwise(
        &self,
        record: &RunRecord,
    ) -> Result<Option<Arc<Profile>>, Error> {
        let Some(profile) = &record.profile else {
            return Ok(None);
        };
        let Some(data) = self.data()? else {
            return Ok(Some(profile.clone()));
        };
        pause().await;
        let profile = (**profile).clone();
        pause().await;
        Ok(Some(Arc::new(profile.with_texts(&data.train.texts).await)))
    }

    /// The classes of the model, and how labels were named when it was trained.
    pub fn known_labels(&self) -> KnownLabels {
        let classes = self.manifest.classes.clone();
        KnownLabels {
            naming: match &self.manifest.naming {
                Some(naming) => naming.clone(),
                None => LabelNaming::of_older_archive(&classes),
            },
            classes,
        }
    }

    /// All that MLflow is told of the run, with its artifacts; of an archive that was read whole.
    ///
    /// # Errors
    /// [`Code::DamagedArchive`] where a file of it can't be read.
    pub fn experiment(&self) -> Result<Experiment, Error> {
        experiment_file::read(&self.manifest, &self.files).map_err(|(path, fault)| {
            Error::new(
                Code::DamagedArchive,
                message!("error-file-unreadable", file = path, fault = fault),
                again(),
            )
        })
    }

    /// Every file with its size and what it is, in the order of the paths.
    pub fn describe(&self) -> Vec<Entry> {
        describe(&self.files)
    }

    /// The path of the run's artifacts, with `/` at its end.
    fn artifacts(&self) -> String {
        artifacts_of(&self.manifest)
    }

    /// The files below a folder, by path from there.
    fn below(&self, folder: &str) -> FileMap {
        self.files
            .iter()
            .filter_map(|(path, bytes)| {
                Some((path.strip_prefix(folder)?.to_string(), bytes.clone()))
            })
            .collect()
    }
}

pub(super) fn artifacts_of(manifest: &Manifest) -> String {
    format!(
        "mlruns/{}/{}/artifacts/",
        manifest.experiment_id, manifest.run_id
    )
}

/// Every file of an archive with its size and what it is; `files` by path, with or without the top folder.
pub fn describe(files: &FileMap) -> Vec<Entry> {
    files
        .iter()
        .filter(|(path, _)| !path.ends_with('/'))
        .map(|(path, bytes)| Entry {
            path: path.clone(),
            n_bytes: bytes.len() as u64,
            about: super::readme::about(path),
        })
        .collect()
}
