//! MLflow's file store: an experiment with its runs, data sets and logged models, as files.
//!
//! The layout is the one that MLflow 2.9 to 3.18 read (`mlflow/store/tracking/file_store.py`): the 3 series through `mlflow
//! migrate-filestore`, the 2 series directly. Artifact addresses are `mlflow-artifacts:/..`, which a tracking server
//! with `--artifacts-destination ./mlruns` resolves wherever the folder lies.
//!
//! What MLflow stumbles over, and this module therefore never writes: two equal lines in a metric (the migration fails
//! as a whole), a metric without a line, metric lines of five columns (2.x refuses the experiment), a run without one of
//! the folders `metrics`, `params` and `artifacts`, a line break at the end of a param or tag (it becomes part of the
//! value), a run ID that YAML reads as a number.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize, Serializer};

use super::yaml::Yaml;
use crate::pipeline::corpus::sha256_hex;

/// Files by path.
pub type FileMap = BTreeMap<String, Vec<u8>>;

/// Params and tags: texts by key.
pub type Texts = BTreeMap<String, String>;

/// An experiment and all that is in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Experiment {
    pub name: String,
    /// Milliseconds since 1970.
    #[serde(rename = "creation_time")]
    pub created: i64,
    #[serde(serialize_with = "trimmed")]
    pub tags: Texts,
    pub runs: Vec<Run>,
    pub datasets: Vec<Dataset>,
    pub models: Vec<LoggedModel>,
}

/// A run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// 32 lower-case hex digits.
    #[serde(rename = "run_id")]
    pub id: String,
    #[serde(rename = "run_name")]
    pub name: String,
    /// Milliseconds since 1970.
    #[serde(rename = "start_time")]
    pub start: i64,
    /// Milliseconds since 1970; of one that is not over, nothing is said by it.
    #[serde(rename = "end_time")]
    pub end: i64,
    pub status: Status,
    #[serde(serialize_with = "trimmed")]
    pub params: Texts,
    #[serde(serialize_with = "trimmed")]
    pub tags: Texts,
    pub metrics: Metrics,
    pub inputs: Vec<Input>,
    /// Logged models by their IDs.
    pub outputs: Vec<String>,
    /// The step of each of them that is not of step 0; Dryf's own all are.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub output_steps: BTreeMap<String, i64>,
    /// By path from [`Experiment::artifacts_of_run`].
    #[serde(skip)]
    pub artifacts: FileMap,
}

impl Run {
    /// The step at which it made a model.
    pub fn output_step(&self, model: &str) -> i64 {
        self.output_steps.get(model).copied().unwrap_or(0)
    }
}

/// A data set that a run used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// Its place in [`Experiment::datasets`].
    pub dataset: usize,
    /// What it was for (`mlflow.data.context`).
    pub context: String,
    /// What else is said of it: of Dryf's own nothing, which is all that a file store is written of.
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub tags: Texts,
}

/// How a run ended; the numbers are those of MLflow's file store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Status {
    /// It goes on, or broke off without a word.
    Running = 1,
    Scheduled = 2,
    Finished = 3,
    Failed = 4,
    Killed = 5,
}

impl Status {
    /// Whether there is an end.
    pub fn is_over(self) -> bool {
        !matches!(self, Status::Running | Status::Scheduled)
    }

    /// As MLflow's REST interface has it.
    pub fn name(self) -> &'static str {
        match self {
            Status::Running => "RUNNING",
            Status::Scheduled => "SCHEDULED",
            Status::Finished => "FINISHED",
            Status::Failed => "FAILED",
            Status::Killed => "KILLED",
        }
    }
}

/// The points of metrics by key, in the order in which they were logged.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Metrics(BTreeMap<String, Vec<Point>>);

/// A value of a metric.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Milliseconds since 1970.
    #[serde(rename = "timestamp")]
    pub at: i64,
    pub value: f64,
    pub step: i64,
}

/// Data that a run used.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Dataset {
    /// One word: a space in it makes the metrics that refer to it unreadable.
    pub name: String,
    /// At most 36 characters.
    pub digest: String,
    pub source_type: String,
    /// JSON.
    pub source: String,
    /// JSON.
    pub schema: String,
    /// JSON.
    pub profile: String,
}

/// A model as an entity of its own (MLflow 3).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LoggedModel {
    /// `m-` and 32 lower-case hex digits.
    #[serde(rename = "model_id")]
    pub id: String,
    pub name: String,
    #[serde(rename = "source_run_id")]
    pub run_id: String,
    /// Milliseconds since 1970.
    #[serde(rename = "creation_timestamp")]
    pub created: i64,
    #[serde(serialize_with = "trimmed")]
    pub params: Texts,
    #[serde(serialize_with = "trimmed")]
    pub tags: Texts,
    pub metrics: Vec<ModelMetric>,
    /// What somebody called its kind; Dryf's own have none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub model_type: String,
    /// Whether it can be used; Dryf's own can.
    #[serde(default, skip_serializing_if = "ModelStatus::is_ready")]
    pub status: ModelStatus,
    /// The model folder, by path from [`Experiment::artifacts_of_model`].
    #[serde(skip)]
    pub files: FileMap,
}

/// Whether a logged model can be used; the numbers are those of MLflow's file store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum ModelStatus {
    /// It was begun, and never said to be whole.
    Pending = 1,
    #[default]
    Ready = 2,
    Failed = 3,
}

impl ModelStatus {
    fn is_ready(&self) -> bool {
        *self == ModelStatus::Ready
    }

    /// As MLflow's REST interface has it.
    pub fn name(self) -> &'static str {
        match self {
            ModelStatus::Pending => "LOGGED_MODEL_PENDING",
            ModelStatus::Ready => "LOGGED_MODEL_READY",
            ModelStatus::Failed => "LOGGED_MODEL_UPLOAD_FAILED",
        }
    }
}

/// A score of a model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModelMetric {
    pub key: String,
    #[serde(flatten)]
    pub point: Point,
    /// The data set that it was measured on, by its place in [`Experiment::datasets`]. Dryf's own metrics have one.
    pub dataset: Option<usize>,
}

impl Metrics {
    /// Adds a point. One that is no number, or that says a second time what the metric had at that step and moment, is
    /// left out.
    pub fn log(&mut self, key: impl Into<String>, point: Point) {
        if point.value.is_finite() {
            let points = self.0.entry(key.into()).or_default();
            if !points.contains(&point) {
                points.push(point);
            }
        }
    }

    /// Adds a point as it is: what others logged may be no number, too.
    pub fn keep(&mut self, key: &str, point: Point) {
        self.0.entry(key.into()).or_default().push(point);
    }

    /// The points of a key.
    pub fn get(&self, key: &str) -> &[Point] {
        self.0.get(key).map_or(&[], Vec::as_slice)
    }

    /// Every key with its points.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[Point])> {
        self.0
            .iter()
            .map(|(key, points)| (key.as_str(), &points[..]))
    }

    /// Takes every metric away whose name starts so.
    pub fn remove_all(&mut self, starting: &str) {
        self.0.retain(|key, _| !key.starts_with(starting));
    }
}

/// The ID that a name gives an experiment: 18 digits, as MLflow's own.
pub fn experiment_id(name: &str) -> String {
    let digest = sha256_hex(format!("dryf experiment\n{name}").as_bytes());
    let number = u64::from_str_radix(&digest[..16], 16).expect("sixteen hex digits");
    (100_000_000_000_000_000 + number % 900_000_000_000_000_000).to_string()
}

/// 32 hex digits that stand for these parts.
pub fn entity_id(parts: &[&str]) -> String {
    let mut digest = sha256_hex(parts.join("\n").as_bytes());
    digest.truncate(32);
    digest
}

impl Experiment {
    pub fn id(&self) -> String {
        experiment_id(&self.name)
    }

    /// Where a run's artifacts lie below `mlruns/`, with `/` at its end.
    pub fn artifacts_of_run(&self, id: &str) -> String {
        format!("{}/{id}/artifacts/", self.id())
    }

    /// Where a model's folder lies below `mlruns/`, with `/` at its end.
    pub fn artifacts_of_model(&self, id: &str) -> String {
        format!("{}/models/{id}/artifacts/", self.id())
    }

    /// The files below `mlruns/`.
    pub fn files(&self) -> FileMap {
        let id = self.id();
        let mut tree = Tree {
            folder: id.clone(),
            files: FileMap::new(),
        };
        tree.yaml(
            "meta.yaml",
            vec![
                ("artifact_location", artifact_uri(&[&id])),
                ("creation_time", Yaml::Int(self.created)),
                ("experiment_id", Yaml::text(&id)),
                ("last_update_time", Yaml::Int(self.created)),
                ("lifecycle_stage", Yaml::text("active")),
                ("name", Yaml::text(&self.name)),
            ],
        );
        tree.texts("tags", &self.tags);
        for dataset in &self.datasets {
            tree.yaml(
                &format!("datasets/{}/meta.yaml", dataset.id()),
                vec![
                    ("digest", Yaml::text(&dataset.digest)),
                    ("name", Yaml::text(&dataset.name)),
                    ("profile", Yaml::text(&dataset.profile)),
                    ("schema", Yaml::text(&dataset.schema)),
                    ("source", Yaml::text(&dataset.source)),
                    ("source_type", Yaml::text(&dataset.source_type)),
                ],
            );
        }
        for run in &self.runs {
            self.run_files(run, &id, &mut tree);
        }
        for model in &self.models {
            self.model_files(model, &id, &mut tree);
        }
        tree.files
    }

    fn run_files(&self, run: &Run, experiment_id: &str, tree: &mut Tree) {
        let id = &run.id;
        tree.yaml(
            &format!("{id}/meta.yaml"),
            vec![
                (
                    "artifact_uri",
                    artifact_uri(&[experiment_id, id, "artifacts"]),
                ),
                ("end_time", Yaml::Int(run.end)),
                ("entry_point_name", Yaml::text("")),
                ("experiment_id", Yaml::text(experiment_id)),
                ("lifecycle_stage", Yaml::text("active")),
                ("run_id", Yaml::text(id)),
                ("run_name", Yaml::text(&run.name)),
                // The 2 series asks for it.
                ("run_uuid", Yaml::text(id)),
                ("source_name", Yaml::text("")),
                ("source_type", Yaml::Int(4)),
                ("source_version", Yaml::text("")),
                ("start_time", Yaml::Int(run.start)),
                ("status", Yaml::Int(run.status as i64)),
                ("tags", Yaml::List(Vec::new())),
                (
                    "user_id",
                    Yaml::text(run.tags.get("mlflow.user").map_or("", String::as_str)),
                ),
            ],
        );
        tree.texts(&format!("{id}/params"), &run.params);
        tree.texts(&format!("{id}/tags"), &run.tags);
        for (key, points) in &run.metrics.0 {
            let lines: String = points.iter().map(|point| format!("{point}\n")).collect();
            tree.file(&format!("{id}/metrics/{key}"), lines.into_bytes());
        }
        for (path, bytes) in &run.artifacts {
            tree.file(&format!("{id}/artifacts/{path}"), bytes.clone());
        }
        // Unpacking forgets folders without a file, and MLflow does not find a run that lacks one of these.
        for (folder, is_empty) in [
            ("params", run.params.is_empty()),
            ("metrics", run.metrics.0.is_empty()),
            ("artifacts", run.artifacts.is_empty()),
        ] {
            if is_empty {
                tree.file(&format!("{id}/{folder}/"), Vec::new());
            }
        }
        for Input {
            dataset, context, ..
        } in &run.inputs
        {
            let dataset_id = self.datasets[*dataset].id();
            let input_id = entity_id(&["input", id, &dataset_id, context]);
            tree.yaml(
                &format!("{id}/inputs/{input_id}/meta.yaml"),
                vec![
                    ("destination_id", Yaml::text(id)),
                    ("destination_type", Yaml::text("RUN")),
                    ("source_id", Yaml::text(dataset_id)),
                    ("source_type", Yaml::text("DATASET")),
                    (
                        "tags",
                        Yaml::Map(vec![("mlflow.data.context", Yaml::text(context))]),
                    ),
                ],
            );
        }
        for model_id in &run.outputs {
            tree.yaml(
                &format!("{id}/outputs/{model_id}/meta.yaml"),
                vec![
                    ("destination_id", Yaml::text(model_id)),
                    ("destination_type", Yaml::text("MODEL_OUTPUT")),
                    ("source_id", Yaml::text(id)),
                    ("source_type", Yaml::text("RUN_OUTPUT")),
                    ("step", Yaml::Int(run.output_step(model_id))),
                    ("tags", Yaml::Map(Vec::new())),
                ],
            );
        }
    }

    fn model_files(&self, model: &LoggedModel, experiment_id: &str, tree: &mut Tree) {
        let folder = format!("models/{}", model.id);
        tree.yaml(
            &format!("{folder}/meta.yaml"),
            vec![
                (
                    "artifact_location",
                    artifact_uri(&[experiment_id, "models", &model.id, "artifacts"]),
                ),
                ("creation_timestamp", Yaml::Int(model.created)),
                ("experiment_id", Yaml::text(experiment_id)),
                ("last_updated_timestamp", Yaml::Int(model.created)),
                ("model_id", Yaml::text(&model.id)),
                ("model_type", Yaml::Null),
                ("name", Yaml::text(&model.name)),
                ("source_run_id", Yaml::text(&model.run_id)),
                ("status", Yaml::Int(model.status as i64)),
                ("status_message", Yaml::Null),
            ],
        );
        tree.texts(&format!("{folder}/params"), &model.params);
        tree.texts(&format!("{folder}/tags"), &model.tags);
        let mut lines: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for metric in &model.metrics {
            let of = metric.dataset.map(|dataset| &self.datasets[dataset]);
            let of = of.map_or_else(String::new, |it| format!(" {} {}", it.name, it.digest));
            let line = format!("{} {}{of}\n", metric.point, model.run_id);
            lines.entry(&metric.key).or_default().insert(line);
        }
        for (key, lines) in lines {
            let lines: String = lines.into_iter().collect();
            tree.file(&format!("{folder}/metrics/{key}"), lines.into_bytes());
        }
        for (path, bytes) in &model.files {
            tree.file(&format!("{folder}/artifacts/{path}"), bytes.clone());
        }
    }
}

impl Dataset {
    /// The ID under which the experiment keeps it.
    pub fn id(&self) -> String {
        entity_id(&["dataset", &self.name, &self.digest])
    }
}

impl std::fmt::Display for Point {
    /// A line of a metric file, without its end.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {:?} {}", self.at, self.value, self.step)
    }
}

/// Texts with the values that the file store has.
fn trimmed<S: Serializer>(texts: &Texts, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(texts.iter().map(|(key, value)| (key, value.trim_end())))
}

/// Files below one folder.
struct Tree {
    folder: String,
    files: FileMap,
}

impl Tree {
    fn file(&mut self, path: &str, bytes: Vec<u8>) {
        self.files.insert(format!("{}/{path}", self.folder), bytes);
    }

    fn yaml(&mut self, path: &str, entries: Vec<(&'static str, Yaml)>) {
        self.file(path, Yaml::Map(entries).document());
    }

    /// One file for each text, without a line break at its end.
    fn texts(&mut self, folder: &str, texts: &Texts) {
        for (key, value) in texts {
            self.file(
                &format!("{folder}/{key}"),
                value.trim_end().as_bytes().to_vec(),
            );
        }
    }
}

/// An artifact address that a tracking server resolves.
fn artifact_uri(parts: &[&str]) -> Yaml {
    Yaml::Text(format!("mlflow-artifacts:/{}", parts.join("/")))
}

#[cfg(test)]
mod tests;
