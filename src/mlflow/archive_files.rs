//! The files of the archive of a run, see [`archive`](super::archive) for where each lies.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::artifacts::{SetDigest, sets};
use super::entities::{Experiment, FileMap, entity_id};
use super::experiment::experiment;
use super::experiment_file::{self, EXPERIMENT};
use super::manifest::{FileEntry, MANIFEST, Manifest, SCHEMA_VERSION};
use super::model_folder::ModelFolder;
use super::notice::{NOTICE, NOTICE_FILE};
use super::onnx::onnx_file;
use super::readme::readme;
use super::search_files::{SearchRun, add_search};
use crate::pipeline::corpus::{DataSet, SetName};
use crate::pipeline::run::model_files::model_files;
use crate::pipeline::run::record::RunRecord;
use crate::pipeline::step::{at_once, pause};
use crate::pipeline::svm::Decision;

/// Replays an archive into a tracking server, with MLflow's client.
const REPLAY: &str = include_str!("../../www/python/replay.py");

/// Makes an image of the program and the model.
const DOCKERFILE: &str = include_str!("../../www/docker/Dockerfile");

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
pub(super) fn top_folder(run_id: &str) -> String {
    format!("dryf-run-{}", run_id.get(..8).unwrap_or(run_id))
}

/// The files of a run's archive by path, for [`super::zip::write_zip`]. `data` is what the run was made from.
///
/// The same record and data give the same files.
pub fn file_map(record: &RunRecord, data: &DataSet, options: &ArchiveOptions) -> FileMap {
    at_once(files_of_run(record, data, options, None))
}

/// The same for a run whose configuration was found by a search, which goes in with it.
pub fn searched_file_map(
    record: &RunRecord,
    data: &DataSet,
    options: &ArchiveOptions,
    search: &SearchRun,
) -> FileMap {
    at_once(files_of_run(record, data, options, Some(search)))
}

/// The same, giving way in between.
pub async fn file_map_stepwise(
    record: &RunRecord,
    data: &DataSet,
    options: &ArchiveOptions,
    search: Option<&SearchRun<'_>>,
) -> FileMap {
    files_of_run(record, data, options, search).await
}

async fn files_of_run(
    record: &RunRecord,
    data: &DataSet,
    options: &ArchiveOptions,
    search: Option<&SearchRun<'_>>,
) -> FileMap {
    let data_files = model_files(&record.model);
    pause().await;
    let onnx = onnx_file(&record.model);
    pause().await;
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
        onnx: &onnx,
    };
    let mut digests: Vec<(SetName, SetDigest)> = Vec::new();
    for (set, corpus) in sets(data) {
        digests.push((set, SetDigest::of(corpus, &data.classes)));
        pause().await;
    }
    let mut experiment = experiment(record, data, options, &folder, &digests).await;
    if let Some(search) = search {
        add_search(&mut experiment, search);
    }
    pause().await;

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
    run_files(manifest, &experiment, readme).await
}

/// The files of the archive of a run: what the manifest says of files is made anew. Gives way in between.
pub(super) async fn run_files(
    manifest: Manifest,
    experiment: &Experiment,
    readme: String,
) -> FileMap {
    let top = top_folder(&manifest.run_id);
    let others = [(NOTICE_FILE, NOTICE), ("Dockerfile", DOCKERFILE)]
        .map(|(path, text)| (path.to_string(), text.as_bytes().to_vec()))
        .into();
    packed(&top, experiment, readme, others, |files| {
        Manifest { files, ..manifest }.write()
    })
    .await
}

/// The files of an archive by path: the experiment in both its forms, what brings it to a server, `others`, and the manifest
/// that `manifest` makes of the entries of all these. Gives way in between.
pub(super) async fn packed(
    top: &str,
    experiment: &Experiment,
    readme: String,
    others: FileMap,
    manifest: impl FnOnce(BTreeMap<String, FileEntry>) -> Vec<u8>,
) -> FileMap {
    let mut files = below("mlruns", experiment.files());
    pause().await;
    files.extend(others);
    files.insert(EXPERIMENT.into(), experiment_file::write(experiment));
    pause().await;
    files.insert("replay.py".into(), REPLAY.as_bytes().to_vec());
    files.insert("README.md".into(), readme.into_bytes());
    let entries = Manifest::entries(&files).await;
    files.insert(MANIFEST.into(), manifest(entries));
    below(top, files)
}

/// The files in a folder.
fn below(folder: &str, files: FileMap) -> FileMap {
    let placed = |(path, bytes)| (format!("{folder}/{path}"), bytes);
    files.into_iter().map(placed).collect()
}
