//! Runs and logged models of a store.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::folder::Folder;
use super::{META, Note, artifacts, text, whole};
use crate::message;
use crate::mlflow::entities::{
    Dataset, Input, LoggedModel, Metrics, ModelMetric, ModelStatus, Point, Run, Status, Texts,
};
use crate::mlflow::push::DiskFile;

const CONTEXT: &str = "mlflow.data.context";
const NAME: &str = "mlflow.runName";
const USER: &str = "mlflow.user";
/// The versions of a logged model in the registry, which a server says by itself.
const VERSIONS: &str = "mlflow.modelVersions";

/// A run with its artifacts; none where it is deleted.
pub(super) fn run(
    folder: &Folder,
    datasets: &BTreeMap<String, usize>,
    with_deleted: bool,
    notes: &mut Vec<Note>,
) -> Result<Option<(Run, Vec<DiskFile>)>, Note> {
    let meta = folder.yaml(META)?;
    if meta["lifecycle_stage"] == "deleted" && !with_deleted {
        return Ok(None);
    }
    let mut tags = folder.below("tags").texts(notes);
    for (key, value) in [(NAME, &meta["run_name"]), (USER, &meta["user_id"])] {
        let value = text(value);
        if !value.is_empty() {
            tags.entry(key.into()).or_insert(value);
        }
    }
    let mut metrics = Metrics::default();
    let of_run = folder.below("metrics");
    for (key, _) in of_run.files() {
        // Who logs a model logs its metrics again, in 3.18 as well.
        let mut known = BTreeSet::new();
        for (at, line) in lines(&of_run, &key, notes) {
            match point(&line) {
                Some((point, _)) => {
                    if known.insert((point.at, point.step, point.value.to_bits())) {
                        metrics.keep(&key, point);
                    }
                }
                None => notes.push(of_run.note_at(&key, message!("store-metric-line", line = at))),
            }
        }
    }
    let (inputs, outputs) = (folder.below("inputs"), folder.below("outputs"));
    let mut used = Vec::new();
    for id in inputs.folders() {
        match inputs.below(&id).yaml(META) {
            Ok(input) if input["source_type"] == "DATASET" => {
                match datasets.get(&text(&input["source_id"])) {
                    Some(dataset) => {
                        let mut tags = texts(&input["tags"]);
                        used.push(Input {
                            dataset: *dataset,
                            context: tags.remove(CONTEXT).unwrap_or_default(),
                            tags,
                        });
                    }
                    None => notes.push(inputs.below(&id).note(message!("store-no-dataset"))),
                }
            }
            Ok(_) => notes.push(inputs.below(&id).note(message!("store-model-input"))),
            Err(note) => notes.push(note),
        }
    }
    let mut output_steps = BTreeMap::new();
    for id in outputs.folders() {
        match outputs.below(&id).yaml(META) {
            Ok(output) => {
                let step = whole(&output["step"]);
                if step != 0 {
                    output_steps.insert(id.clone(), step);
                }
                if !texts(&output["tags"]).is_empty() {
                    notes.push(outputs.below(&id).note(message!("store-output-tags")));
                }
            }
            Err(note) => notes.push(note),
        }
    }
    let in_folder = folder.below("artifacts");
    let (files, on_disk) = artifacts(&in_folder, notes);
    let uri = text(&meta["artifact_uri"]);
    if files.is_empty() && on_disk.is_empty() && is_elsewhere(&uri, folder) {
        notes.push(folder.note(message!("store-artifacts-elsewhere", uri = uri)));
    }
    let run = Run {
        id: folder.name().into(),
        name: tags.get(NAME).cloned().unwrap_or_default(),
        start: whole(&meta["start_time"]),
        end: whole(&meta["end_time"]),
        status: status(&meta["status"]),
        params: folder.below("params").texts(notes),
        metrics,
        inputs: used,
        outputs: outputs.folders().collect(),
        output_steps,
        artifacts: files,
        tags,
    };
    Ok(Some((run, on_disk)))
}

/// A logged model with its files.
pub(super) fn model(
    folder: &Folder,
    datasets: &[Dataset],
    notes: &mut Vec<Note>,
) -> Result<(LoggedModel, Vec<DiskFile>), Note> {
    let meta = folder.yaml(META)?;
    let run_id = text(&meta["source_run_id"]);
    let mut metrics = Vec::new();
    let of_model = folder.below("metrics");
    for (key, _) in of_model.files() {
        let mut is_of_others = false;
        for (at, line) in lines(&of_model, &key, notes) {
            let Some((point, rest)) = point(&line) else {
                notes.push(of_model.note_at(&key, message!("store-metric-line", line = at)));
                continue;
            };
            // The run, and perhaps the name and the digest of data; a name may have spaces.
            let dataset = match &rest[..] {
                [_, name @ .., digest] if !name.is_empty() => {
                    let name = name.join(" ");
                    datasets
                        .iter()
                        .position(|it| it.digest == *digest && it.name == name)
                }
                _ => None,
            };
            is_of_others |= rest.first().is_some_and(|run| *run != run_id);
            metrics.push(ModelMetric {
                key: key.clone(),
                point,
                dataset,
            });
        }
        if is_of_others {
            notes.push(of_model.note_at(&key, message!("store-metric-of-others")));
        }
    }
    let (files, on_disk) = artifacts(&folder.below("artifacts"), notes);
    let mut tags = folder.below("tags").texts(notes);
    tags.remove(VERSIONS);
    let model = LoggedModel {
        id: folder.name().into(),
        name: text(&meta["name"]),
        run_id,
        created: whole(&meta["creation_timestamp"]),
        params: folder.below("params").texts(notes),
        tags,
        metrics,
        model_type: text(&meta["model_type"]),
        status: match whole(&meta["status"]) {
            1 => ModelStatus::Pending,
            3 => ModelStatus::Failed,
            _ => ModelStatus::Ready,
        },
        files,
    };
    Ok((model, on_disk))
}

/// Texts by key, as a description has them.
fn texts(value: &Value) -> Texts {
    let entries = value.as_object().into_iter().flatten();
    entries
        .map(|(key, value)| (key.clone(), text(value)))
        .collect()
}

/// The lines of a metric, counted from 1; a metric without any is noted.
fn lines(folder: &Folder, key: &str, notes: &mut Vec<Note>) -> Vec<(usize, String)> {
    let text = match folder.text(key) {
        Ok(text) => text,
        Err(note) => {
            notes.push(note);
            return Vec::new();
        }
    };
    let lines: Vec<(usize, String)> = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(at, line)| (at + 1, line.trim().to_string()))
        .collect();
    if lines.is_empty() {
        notes.push(folder.note_at(key, message!("store-empty-metric")));
    }
    lines
}

/// Moment, value and, in all but the oldest stores, step; and what else stands there.
fn point(line: &str) -> Option<(Point, Vec<&str>)> {
    let parts: Vec<&str> = line.split(' ').collect();
    let (step, rest) = match parts.get(2) {
        Some(step) => (step.parse().ok()?, &parts[3..]),
        None => (0, &[][..]),
    };
    let point = Point {
        at: parts.first()?.parse().ok()?,
        value: parts.get(1)?.parse().ok()?,
        step,
    };
    Some((point, rest.to_vec()))
}

/// Whether artifacts at this address are not those of the run's own folder, wherever that was before.
fn is_elsewhere(uri: &str, run: &Folder) -> bool {
    !uri.is_empty()
        && !uri
            .trim_end_matches('/')
            .ends_with(&format!("{}/artifacts", run.path))
}

/// A run's end by its number, which old stores have as text.
fn status(value: &Value) -> Status {
    let by_name = value.as_str().and_then(|name| {
        let all = [
            Status::Scheduled,
            Status::Finished,
            Status::Failed,
            Status::Killed,
        ];
        all.into_iter().find(|status| status.name() == name)
    });
    by_name.unwrap_or(match whole(value) {
        2 => Status::Scheduled,
        3 => Status::Finished,
        4 => Status::Failed,
        5 => Status::Killed,
        _ => Status::Running,
    })
}
