//! The registry of a store.

use std::collections::BTreeMap;

use super::folder::Folder;
use super::{META, Note, text};
use crate::mlflow::entities::Texts;

/// A registered model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredModel {
    pub name: String,
    pub description: String,
    pub tags: Texts,
    /// Alias to version.
    pub aliases: BTreeMap<String, String>,
    /// By their numbers.
    pub versions: Vec<StoredVersion>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredVersion {
    pub version: String,
    /// As the store has it: `models:/m-..`, `runs:/..`, or the address of a folder.
    pub source: String,
    /// The run's and the logged model's, where it has one; empty else.
    pub run_id: String,
    pub model_id: String,
    pub description: String,
    pub tags: Texts,
}

/// All models below `models/`.
pub(super) fn read(folder: &Folder, notes: &mut Vec<Note>) -> Vec<StoredModel> {
    let mut models = Vec::new();
    for name in folder.folders() {
        let model = folder.below(&name);
        if !model.has(META) {
            continue;
        }
        match self::model(&model, notes) {
            Ok(model) => models.push(model),
            Err(note) => notes.push(note),
        }
    }
    models
}

fn model(folder: &Folder, notes: &mut Vec<Note>) -> Result<StoredModel, Note> {
    let meta = folder.yaml(META)?;
    let mut versions = Vec::new();
    for name in folder.folders().filter(|name| name.starts_with("version-")) {
        match version(&folder.below(&name), notes) {
            Ok(version) => versions.push(version),
            Err(note) => notes.push(note),
        }
    }
    versions.sort_by_key(|one| one.version.parse::<u64>().unwrap_or(0));
    let aliases = folder.below("aliases").texts(notes);
    let aliases = aliases
        .into_iter()
        .map(|(alias, version)| (alias, version.trim().to_string()));
    Ok(StoredModel {
        name: text(&meta["name"]),
        description: text(&meta["description"]),
        tags: folder.below("tags").texts(notes),
        aliases: aliases.collect(),
        versions,
    })
}

fn version(folder: &Folder, notes: &mut Vec<Note>) -> Result<StoredVersion, Note> {
    let meta = folder.yaml(META)?;
    Ok(StoredVersion {
        version: text(&meta["version"]),
        source: text(&meta["source"]),
        run_id: text(&meta["run_id"]),
        model_id: text(&meta["model_id"]),
        description: text(&meta["description"]),
        tags: folder.below("tags").texts(notes),
    })
}
