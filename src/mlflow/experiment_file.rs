//! `experiment.json`: all that MLflow is told, as plain data for whoever brings the archive to a server.
//!
//! The names are those of MLflow's REST interface. Artifacts lie in the file store, at [`Experiment::artifacts_of_run`] and
//! [`Experiment::artifacts_of_model`] below `mlruns/`. An archive of an earlier Dryf has no such file: its experiment is read
//! from its manifest and its file store.

use std::collections::BTreeMap;
use std::fmt::Display;

use serde::Serialize;

use super::artifacts::SetDigest;
use super::entities::{
    Dataset, Experiment, FileMap, LoggedModel, Metrics, ModelMetric, ModelStatus, Point, Run,
    Status, Texts,
};
use super::experiment::{copy_of_data, dataset, input, model_name};
use super::manifest::Manifest;
use crate::message;
use crate::message::Message;
use crate::pipeline::corpus::SetName;

/// The file's path in the archive.
pub const EXPERIMENT: &str = "experiment.json";

#[derive(Serialize)]
struct Written<'a> {
    experiment_id: String,
    #[serde(flatten)]
    experiment: &'a Experiment,
}

/// The path of a file that can't be read, and what is wrong with it.
type Fault = (String, Message);

/// The file.
pub fn write(experiment: &Experiment) -> Vec<u8> {
    let written = Written {
        experiment_id: experiment.id(),
        experiment,
    };
    let mut bytes = serde_json::to_vec_pretty(&written).expect("plain data has a JSON form");
    bytes.push(b'\n');
    bytes
}

/// The experiment of a run's archive, with its artifacts; `files` by path from the manifest's folder.
///
/// # Errors
/// The first file that can't be read.
pub fn read(manifest: &Manifest, files: &FileMap) -> Result<Experiment, Fault> {
    match files.contains_key(EXPERIMENT) {
        true => read_written(files),
        false => Ok(with_files(of_earlier(manifest, files)?, files)),
    }
}

/// The same of any archive that has the file.
///
/// # Errors
/// What is wrong with it.
pub fn read_written(files: &FileMap) -> Result<Experiment, Fault> {
    let bytes = files.get(EXPERIMENT).map_or(&[][..], Vec::as_slice);
    serde_json::from_slice::<Experiment>(bytes)
        .map_err(|fault| Message::text(fault.to_string()))
        .and_then(checked)
        .map(|experiment| with_files(experiment, files))
        .map_err(|fault| (EXPERIMENT.into(), fault))
}

fn with_files(mut experiment: Experiment, files: &FileMap) -> Experiment {
    let runs: Vec<String> = experiment
        .runs
        .iter()
        .map(|run| experiment.artifacts_of_run(&run.id))
        .collect();
    for (run, folder) in experiment.runs.iter_mut().zip(runs) {
        run.artifacts = below(files, &folder);
    }
    let models: Vec<String> = experiment
        .models
        .iter()
        .map(|model| experiment.artifacts_of_model(&model.id))
        .collect();
    for (model, folder) in experiment.models.iter_mut().zip(models) {
        model.files = below(files, &folder);
    }
    experiment
}

fn below(files: &FileMap, folder: &str) -> FileMap {
    let folder = format!("mlruns/{folder}");
    files
        .iter()
        .filter_map(|(path, bytes)| Some((path.strip_prefix(&folder)?.to_string(), bytes.clone())))
        .filter(|(path, _)| !path.is_empty())
        .collect()
}

/// The experiment, whose data sets are there.
fn checked(experiment: Experiment) -> Result<Experiment, Message> {
    let inputs = experiment.runs.iter().flat_map(|run| &run.inputs);
    let metrics = experiment.models.iter().flat_map(|model| &model.metrics);
    let named = inputs
        .map(|input| input.dataset)
        .chain(metrics.filter_map(|metric| metric.dataset));
    match named.max() {
        Some(last) if last >= experiment.datasets.len() => {
            Err(message!("experiment-set-missing", set = last.to_string()))
        }
        _ => Ok(experiment),
    }
}

/// As the manifest and the file store have it.
fn of_earlier(manifest: &Manifest, files: &FileMap) -> Result<Experiment, Fault> {
    let top = format!("mlruns/{}/", manifest.experiment_id);
    let run = format!("{top}{}/", manifest.run_id);
    let model = format!("{top}models/{}/", manifest.model_id);
    let copy = manifest
        .texts_included
        .then(|| copy_of_data(&manifest.experiment_id, &manifest.run_id));
    let sets: Vec<(SetName, &SetDigest)> = [SetName::Train, SetName::Test]
        .into_iter()
        .filter_map(|set| Some((set, manifest.data.get(&set.to_string())?)))
        .collect();
    let datasets: Vec<Dataset> = sets
        .iter()
        .map(|(set, digest)| dataset(*set, digest, copy.as_deref()))
        .collect();
    let mut metrics = Metrics::default();
    for (key, line) in lines(files, &format!("{run}metrics/"))? {
        if let [at, value, step] = line.split(' ').collect::<Vec<_>>()[..] {
            metrics.log(&key, point(at, value, step).map_err(in_metric(&key))?);
        }
    }
    let mut model_metrics = Vec::new();
    for (key, line) in lines(files, &format!("{model}metrics/"))? {
        if let [at, value, step, _, name, digest] = line.split(' ').collect::<Vec<_>>()[..] {
            let is_it = |dataset: &Dataset| dataset.name == name && dataset.digest == digest;
            let dataset = datasets
                .iter()
                .position(is_it)
                .ok_or_else(|| in_metric(&key)(message!("experiment-set-missing", set = name)))?;
            model_metrics.push(ModelMetric {
                point: point(at, value, step).map_err(in_metric(&key))?,
                dataset: Some(dataset),
                key,
            });
        }
    }
    let mut tags = texts(files, &format!("{run}tags/"))?;
    // By it MLflow 3 would take the model among the artifacts for another one than the logged model.
    tags.remove("mlflow.log-model.history");
    let (start, end) = (manifest.start.whole(), manifest.end.whole());
    Ok(Experiment {
        name: manifest.experiment.clone(),
        created: start,
        tags: texts(files, &format!("{top}tags/"))?,
        datasets,
        models: vec![LoggedModel {
            id: manifest.model_id.clone(),
            name: model_name(&manifest.run_name),
            run_id: manifest.run_id.clone(),
            created: end,
            params: texts(files, &format!("{model}params/"))?,
            tags: texts(files, &format!("{model}tags/"))?,
            metrics: model_metrics,
            model_type: String::new(),
            status: ModelStatus::Ready,
            files: FileMap::new(),
        }],
        runs: vec![Run {
            id: manifest.run_id.clone(),
            name: manifest.run_name.clone(),
            start,
            end,
            status: Status::Finished,
            params: texts(files, &format!("{run}params/"))?,
            tags,
            metrics,
            inputs: sets
                .iter()
                .enumerate()
                .map(|(place, (set, _))| input(*set, place))
                .collect(),
            outputs: vec![manifest.model_id.clone()],
            output_steps: BTreeMap::new(),
            artifacts: FileMap::new(),
        }],
    })
}

/// The files below a folder as texts, by path from there.
fn texts(files: &FileMap, folder: &str) -> Result<Texts, Fault> {
    files
        .iter()
        .filter_map(|(path, bytes)| Some((path, path.strip_prefix(folder)?, bytes)))
        .filter(|(_, key, _)| !key.is_empty())
        .map(|(path, key, bytes)| match std::str::from_utf8(bytes) {
            Ok(text) => Ok((key.to_string(), text.to_string())),
            Err(fault) => Err((path.clone(), Message::text(fault.to_string()))),
        })
        .collect()
}

/// Each line of the metric files below a folder, with its metric.
fn lines(files: &FileMap, folder: &str) -> Result<Vec<(String, String)>, Fault> {
    Ok(texts(files, folder)?
        .into_iter()
        .flat_map(|(key, text)| {
            let lines: Vec<String> = text.lines().map(str::to_string).collect();
            lines.into_iter().map(move |line| (key.clone(), line))
        })
        .collect())
}

fn point(at: &str, value: &str, step: &str) -> Result<Point, Message> {
    fn number<T: std::str::FromStr<Err: Display>>(text: &str) -> Result<T, Message> {
        text.parse().map_err(|fault: T::Err| {
            message!(
                "statement",
                word = format!("`{text}`"),
                text = fault.to_string()
            )
        })
    }
    Ok(Point {
        at: number(at)?,
        value: number(value)?,
        step: number(step)?,
    })
}

fn in_metric(key: &str) -> impl Fn(Message) -> Fault {
    let path = format!("metrics/{key}");
    move |fault| (path.clone(), fault)
}
