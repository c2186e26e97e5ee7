//! A report as a run of MLflow: its numbers as metrics, the report itself as artifacts.
//!
//! The archive is laid out as that of a training run, without a model; `replay.py` adds it to a server.

use std::collections::BTreeMap;

use serde::Serialize;

use super::archive_files::packed;
use super::entities::{Experiment, FileMap, Metrics, Run, Status, Texts};
use super::experiment::experiment_tags;
use super::manifest::FileEntry;
use super::markdown::escaped;
use super::readme::into_mlflow;
use crate::pipeline::corpus::sha256_hex;
use crate::pipeline::step::at_once;
use crate::pipeline::time::UnixMillis;

const SCHEMA_VERSION: u32 = 1;

/// What goes into the archive of a report.
#[derive(Debug, Clone)]
pub struct ReportRun {
    /// In kebab case, such as `drift`: the manifest is then of the kind `dryf-drift`, which is the start of the top folder's
    /// name too.
    pub kind: &'static str,
    /// 32 hex digits, see [`super::entities::entity_id`].
    pub id: String,
    pub name: String,
    /// MLflow's experiment.
    pub experiment: String,
    pub start: UnixMillis,
    pub end: UnixMillis,
    pub params: Texts,
    /// Beside those that every run of Dryf has.
    pub tags: Texts,
    /// For MLflow's page of the run, in Markdown.
    pub note: String,
    pub metrics: Metrics,
    /// By path below the run's artifacts.
    pub artifacts: FileMap,
    /// What `README.md` says of the report, in Markdown, between its title and how it comes into MLflow.
    pub readme: String,
}

/// By this tag a server that has the run is seen to have this very report too, or an earlier one of the same run.
pub(super) const REPORT_TAG: &str = "dryf.report_sha256";

/// The digest of a report's files together.
fn report_sha256(artifacts: &FileMap) -> String {
    let lines: String = artifacts
        .iter()
        .map(|(path, bytes)| format!("{}  {path}\n", sha256_hex(bytes)))
        .collect();
    sha256_hex(lines.as_bytes())
}

#[derive(Serialize)]
struct ReportManifest {
    kind: String,
    schema_version: u32,
    dryf_version: &'static str,
    run_id: String,
    run_name: String,
    experiment: String,
    experiment_id: String,
    start: UnixMillis,
    end: UnixMillis,
    files: BTreeMap<String, FileEntry>,
}

/// What MLflow is told of it.
pub fn report_experiment(run: ReportRun) -> Experiment {
    let mut tags: Texts = [
        ("mlflow.runName", run.name.as_str()),
        ("mlflow.user", "dryf"),
        ("mlflow.source.name", "dryf"),
        ("mlflow.source.type", "LOCAL"),
        ("mlflow.note.content", run.note.trim_end()),
        ("dryf.version", env!("CARGO_PKG_VERSION")),
        ("dryf.run_id", &run.id),
        (REPORT_TAG, &report_sha256(&run.artifacts)),
    ]
    .map(|(key, value)| (key.to_string(), value.to_string()))
    .into();
    tags.extend(run.tags);
    Experiment {
        name: run.experiment,
        created: run.start.whole(),
        tags: experiment_tags(),
        datasets: Vec::new(),
        models: Vec::new(),
        runs: vec![Run {
            id: run.id,
            name: run.name,
            start: run.start.whole(),
            end: run.end.whole(),
            status: Status::Finished,
            params: run.params,
            tags,
            metrics: run.metrics,
            inputs: Vec::new(),
            outputs: Vec::new(),
            output_steps: BTreeMap::new(),
            artifacts: run.artifacts,
        }],
    }
}

/// The files of the archive by path, for [`super::zip::write_zip`]. The same report at the same moment gives the same files.
pub fn report_file_map(run: ReportRun) -> FileMap {
    let kind = format!("dryf-{}", run.kind);
    let top = format!("{kind}-{}", run.id.get(..8).unwrap_or(&run.id));
    let readme = readme(&run.name, &run.readme, &format!("{top}.zip"));
    let (run_id, run_name, start, end) = (run.id.clone(), run.name.clone(), run.start, run.end);
    let experiment = report_experiment(run);
    let manifest = |files| {
        let manifest = ReportManifest {
            kind,
            schema_version: SCHEMA_VERSION,
            dryf_version: env!("CARGO_PKG_VERSION"),
            run_id,
            run_name,
            experiment_id: experiment.id(),
            experiment: experiment.name.clone(),
            start,
            end,
            files,
        };
        let mut bytes = serde_json::to_vec_pretty(&manifest).expect("plain data has a JSON form");
        bytes.push(b'\n');
        bytes
    };
    let others = FileMap::new();
    at_once(packed(&top, &experiment, readme, others, manifest))
}

fn readme(name: &str, about: &str, archive: &str) -> String {
    format!(
        r#"# {}

{}

## Into MLflow

{}"#,
        escaped(name),
        about.trim_end(),
        into_mlflow(archive, "")
    )
}
