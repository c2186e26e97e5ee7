//! MLflow's file store (`mlruns/`), whoever wrote it, as experiments and registered models.
//!
//! It asks a [`Tree`] for folders and files, and takes artifacts by their names alone: they are read when they are sent. What
//! can't be read is named and left out, and the rest goes on. The layout is that of MLflow 2.9 to 3.18
//! (`mlflow/store/tracking/file_store.py`, `mlflow/store/model_registry/file_store.py`), read more widely than MLflow reads it:
//! a metric of five columns has its step, an empty one is no fault of the experiment.

mod folder;
mod registering;
mod registry;
mod run;

use std::collections::BTreeMap;

use serde_json::Value;

use super::entities::{Dataset, Experiment, FileMap};
use super::push::DiskFile;
use crate::message;
use crate::message::Message;
use crate::pipeline::error::{Code, Error};
use folder::Folder;
pub use registering::{Places, Registered, RegisteredVersion, register};
pub use registry::{StoredModel, StoredVersion};

/// Folders and files of somebody's.
pub trait Tree {
    /// What lies in a folder, by name; nothing where there is none.
    fn list(&self, folder: &str) -> Vec<Item>;

    /// # Errors
    /// Why it can't be read.
    fn read(&self, path: &str) -> Result<Vec<u8>, Message>;

    /// What names the file for who sends it.
    fn place(&self, path: &str) -> String;
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Item {
    pub name: String,
    pub is_folder: bool,
    pub n_bytes: u64,
}

/// All that a store holds.
#[derive(Debug, Default)]
pub struct Store {
    pub experiments: Vec<StoredExperiment>,
    pub models: Vec<StoredModel>,
    /// What was left out, and why.
    pub notes: Vec<Note>,
}

/// An experiment, and where its artifacts lie, by the ID of their run or model.
#[derive(Debug)]
pub struct StoredExperiment {
    pub experiment: Experiment,
    pub on_disk: BTreeMap<String, Vec<DiskFile>>,
}

/// Something that was left out.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// In the store.
    pub path: String,
    pub why: Message,
}

const META: &str = "meta.yaml";
/// Folder of the registry, and within an experiment that of its logged models.
const MODELS: &str = "models";
const TRASH: &str = ".trash";

/// Reads a store; `with_deleted` what is deleted in it, too.
///
/// # Errors
/// [`Code::NotUsable`] where there is no experiment in it.
pub fn read(tree: &dyn Tree, with_deleted: bool) -> Result<Store, Error> {
    let mut store = Store::default();
    let top = Folder {
        tree,
        path: String::new(),
    };
    let mut found = Vec::new();
    for item in top.folders().filter(|name| name != MODELS && name != TRASH) {
        found.push(top.below(&item));
    }
    let trash = top.below(TRASH);
    for item in trash.folders() {
        found.push(trash.below(&item));
    }
    let mut n_found = 0;
    for folder in &found {
        if !folder.has(META) {
            continue;
        }
        n_found += 1;
        match experiment(folder, with_deleted, &mut store.notes) {
            Ok(Some(read)) => store.experiments.push(read),
            Ok(None) => store
                .notes
                .push(folder.note(message!("store-deleted-experiment"))),
            Err(note) => store.notes.push(note),
        }
    }
    store.models = registry::read(&top.below(MODELS), &mut store.notes);
    if n_found == 0 {
        return Err(Error::new(
            Code::NotUsable,
            message!("error-no-store"),
            message!("error-give-store"),
        ));
    }
    Ok(store)
}

/// None where it is deleted.
fn experiment(
    folder: &Folder,
    with_deleted: bool,
    notes: &mut Vec<Note>,
) -> Result<Option<StoredExperiment>, Note> {
    let meta = folder.yaml(META)?;
    if meta["lifecycle_stage"] == "deleted" && !with_deleted {
        return Ok(None);
    }
    let name = text(&meta["name"]);
    let mut read = StoredExperiment {
        experiment: Experiment {
            name: if name.is_empty() {
                folder.name().into()
            } else {
                name
            },
            created: whole(&meta["creation_time"]),
            tags: folder.below("tags").texts(notes),
            runs: Vec::new(),
            datasets: Vec::new(),
            models: Vec::new(),
        },
        on_disk: BTreeMap::new(),
    };
    let mut dataset_places = BTreeMap::new();
    let datasets = folder.below("datasets");
    for id in datasets.folders() {
        match datasets.below(&id).yaml(META) {
            Ok(meta) => {
                dataset_places.insert(id, read.experiment.datasets.len());
                read.experiment.datasets.push(Dataset {
                    name: text(&meta["name"]),
                    digest: text(&meta["digest"]),
                    source_type: text(&meta["source_type"]),
                    source: text(&meta["source"]),
                    schema: text(&meta["schema"]),
                    profile: text(&meta["profile"]),
                });
            }
            Err(note) => notes.push(note),
        }
    }
    for id in folder.folders() {
        let run = folder.below(&id);
        match id.as_str() {
            "tags" | "datasets" | MODELS => {}
            "traces" => {
                let traces = run.folders().count();
                if traces > 0 {
                    notes.push(run.note(message!("store-traces", traces = traces)));
                }
            }
            _ if !run.has(META) => notes.push(run.note(message!("store-no-meta"))),
            _ => match run::run(&run, &dataset_places, with_deleted, notes) {
                Ok(Some((run, files))) => {
                    read.on_disk.insert(run.id.clone(), files);
                    read.experiment.runs.push(run);
                }
                Ok(None) => notes.push(run.note(message!("store-deleted-run"))),
                Err(note) => notes.push(note),
            },
        }
    }
    // As they were made, so that a server lists them in that order.
    read.experiment
        .runs
        .sort_by(|one, other| (one.start, &one.id).cmp(&(other.start, &other.id)));
    let models = folder.below(MODELS);
    for id in models.folders() {
        let model = models.below(&id);
        match run::model(&model, &read.experiment.datasets, notes) {
            Ok((model, files)) => {
                let is_of_run = |run: &super::entities::Run| run.outputs.contains(&model.id);
                if !read.experiment.runs.iter().any(is_of_run) {
                    notes.push(models.below(&id).note(message!("store-model-without-run")));
                    continue;
                }
                read.on_disk.insert(model.id.clone(), files);
                read.experiment.models.push(model);
            }
            Err(note) => notes.push(note),
        }
    }
    Ok(Some(read))
}

/// The artifacts of a folder: descriptions of models in memory, since the IDs in them are replaced, the others where they lie.
fn artifacts(folder: &Folder, notes: &mut Vec<Note>) -> (FileMap, Vec<DiskFile>) {
    let (mut files, mut on_disk) = (FileMap::new(), Vec::new());
    for (path, n_bytes) in folder.files() {
        if path == "MLmodel" || path.ends_with("/MLmodel") {
            match folder.bytes(&path) {
                Ok(bytes) => {
                    files.insert(path, bytes);
                }
                Err(note) => notes.push(note),
            }
        } else {
            let place = folder.tree.place(&folder.at(&path));
            on_disk.push(DiskFile {
                path,
                place,
                n_bytes,
            });
        }
    }
    (files, on_disk)
}

/// A text of a description; what YAML took for a number is the text that it was.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// A whole number, 0 where there is none.
fn whole(value: &Value) -> i64 {
    value
        .as_i64()
        .or_else(|| value.as_str()?.parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests;
