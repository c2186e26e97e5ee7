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

use super::artifacts::{self, SetDigest, sets};
use super::entities::{Experiment, FileMap, entity_id};
use super::experiment::experiment;
use super::experiment_file::{self, EXPERIMENT};
use super::manifest::{FileEntry, MANIFEST, Manifest, SCHEMA_VERSION};
use super::model_folder::ModelFolder;
use super::notice::{NOTICE, NOTICE_FILE};
use super::opened::{again, open};
use super::profile_file::{self, PROFILE};
use super::readme::readme;
use super::stored;
use crate::message;
use crate::message::Message;
use crate::pipeline::classifier::TextClassifier;
use crate::pipeline::corpus::{
    DataSet, KnownLabels, LabelNaming, NamedBytes, SetName, ZipLimits, read_canonical,
};
use crate::pipeline::drift::Profile;
use crate::pipeline::error::{Code, Error};
use crate::pipeline::run::model_files::{model_files, model_from_files, model_sha256};
use crate::pipeline::run::record::{ClassCounts, RunRecord};
use crate::pipeline::run::tables::read_predictions;
use crate::pipeline::svm::Decision;

/// Replays an archive into a tracking server, with MLflow's client.
const REPLAY: &str = include_str!("../../www/python/replay.py");

/// Bytes of a manifest that are looked at where it is only asked whether a zip is an archive; a file has about 250 in it,
/// an archive some hundred files.
const MAX_MANIFEST: u64 = 16 << 20;

/// The run's record, among its artifacts.
const RECORD: &str = "record.json";

/// What goes into an archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchiveOptions {
    /// Whether the texts go in; else only their digests do. The words of the vocabulary are in the model either way.
    pub include_texts: bool,
}

impl Default for ArchiveOptions {
    fn default() -> ArchiveOptions {
        ArchiveOptions {
            include_texts: true,
        }
    }
}

/// The archive's file name.
pub fn archive_name(run_id: &str) -> String {
    format!("{}.zip", top_folder(run_id))
}

/// The one folder at the root of the zip.
fn top_folder(run_id: &str) -> String {
    format!("dryf-run-{}", run_id.get(..8).unwrap_or(run_id))
}

/// The files of a run's archive by path, for [`super::zip::write_zip`]. `data` is what the run was made from.
///
/// The same record and data give the same files.
pub fn file_map(record: &RunRecord, data: &DataSet, options: &ArchiveOptions) -> FileMap {
    let data_files = model_files(&record.model);
    let svc = &record.model.svc;
    let model_id = format!("m-{}", entity_id(&["model", &record.run_id]));
    let folder = ModelFolder {
        classes: svc
            .classes
            .iter()
            .map(|&class| record.classes[class as usize].as_str())
            .collect(),
        has_probabilities: matches!(&svc.decision, Decision::OneVsOne { platt: Some(_), .. }),
        run_id: &record.run_id,
        model_id: &model_id,
        model_sha256: &record.model_sha256,
        created: record.end,
        data: &data_files,
    };
    let digests: Vec<(SetName, SetDigest)> = sets(data)
        .map(|(set, corpus)| (set, SetDigest::of(corpus, &data.classes)))
        .collect();
    let experiment = experiment(record, data, options, &folder, &digests);

    let manifest = Manifest {
        kind: Manifest::kind(),
        schema_version: SCHEMA_VERSION,
        dryf_version: env!("CARGO_PKG_VERSION").into(),
        run_id: record.run_id.clone(),
        run_name: record.config.run.name.clone(),
        experiment: experiment.name.clone(),
        experiment_id: experiment.id(),
        start: record.start,
        end: record.end,
        seed: record.config.run.seed,
        classes: record.classes.clone(),
        model_id: model_id.clone(),
        model_sha256: record.model_sha256.clone(),
        naming: Some(data.naming.clone()),
        texts_included: options.include_texts,
        data: digests
            .into_iter()
            .map(|(set, digest)| (set.to_string(), digest))
            .collect(),
        files: BTreeMap::new(),
    };
    let readme = readme(record, &manifest, None);
    run_files(manifest, &experiment, readme)
}

/// The files of the archive of a run: what the manifest says of files is made anew.
pub(super) fn run_files(manifest: Manifest, experiment: &Experiment, readme: String) -> FileMap {
    let top = top_folder(&manifest.run_id);
    let others = [(NOTICE_FILE.to_string(), NOTICE.as_bytes().to_vec())].into();
    packed(&top, experiment, readme, others, |files| {
        Manifest { files, ..manifest }.write()
    })
}

/// The files of an archive by path: the experiment in both its forms, what brings it to a server, `others`, and the manifest
/// that `manifest` makes of the entries of all these.
pub(super) fn packed(
    top: &str,
    experiment: &Experiment,
    readme: String,
    others: FileMap,
    manifest: impl FnOnce(BTreeMap<String, FileEntry>) -> Vec<u8>,
) -> FileMap {
    let mut files = below("mlruns", experiment.files());
    files.extend(others);
    files.insert(EXPERIMENT.into(), experiment_file::write(experiment));
    files.insert("replay.py".into(), REPLAY.as_bytes().to_vec());
    files.insert("README.md".into(), readme.into_bytes());
    files.insert(MANIFEST.into(), manifest(Manifest::entries(&files)));
    below(top, files)
}

/// The files in a folder.
fn below(folder: &str, files: FileMap) -> FileMap {
    let placed = |(path, bytes)| (format!("{folder}/{path}"), bytes);
    files.into_iter().map(placed).collect()
}

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
    /// Reads the zip that [`file_map`] and [`super::zip::write_zip`] make.
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
        Archive::read_kept(file, max_unpacked, |_, _| true)
    }

    /// The same without what is for MLflow alone: of its files the model, the profile and the record are kept in memory. All
    /// are held against the manifest.
    ///
    /// # Errors
    /// Those of [`Archive::read`].
    pub fn read_model(file: &NamedBytes, max_unpacked: u64) -> Result<Archive, Error> {
        Archive::read_kept(file, max_unpacked, |manifest, path| {
            let inside = path.strip_prefix(&artifacts_of(manifest));
            inside.is_some_and(|path| {
                let model = path.strip_prefix(artifacts::MODEL);
                model.is_some_and(|below| below.starts_with("/data/"))
                    || [PROFILE, RECORD].contains(&path)
            })
        })
    }

    fn read_kept(
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
        })?;
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
        let another = |what: Message| Error::new(Code::DamagedArchive, what, again());
        let data: FileMap = self.below(&format!("{}{}/data/", self.artifacts(), artifacts::MODEL));
        if model_sha256(&data) != self.manifest.model_sha256 {
            return Err(another(message!("error-another-model")));
        }
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
        let model = Arc::new(self.model()?);
        let profile = self.profile()?.map(Arc::new);
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
        let path = format!("{}{PROFILE}", self.artifacts());
        let bytes = self.files.get(&path);
        bytes
            .map(|bytes| profile_file::read(bytes, &path))
            .transpose()
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

    /// What `record`, the one of this archive, keeps of its training rows, with what only their texts tell (which of them
    /// are nearly equal) where the archive has them.
    ///
    /// # Errors
    /// Those of [`Archive::data`].
    pub fn profile_of(&self, record: &RunRecord) -> Result<Option<Arc<Profile>>, Error> {
        let Some(profile) = &record.profile else {
            return Ok(None);
        };
        Ok(Some(match self.data()? {
            Some(data) => Arc::new((**profile).clone().with_texts(&data.train.texts)),
            None => profile.clone(),
        }))
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

fn artifacts_of(manifest: &Manifest) -> String {
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
