//! What a push would send.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::entities::{Experiment, FileMap};
use super::DiskFile;

/// What would be sent of a run.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
pub struct Planned {
    pub run_id: String,
    pub run_name: String,
    pub params: usize,
    pub tags: usize,
    pub metrics: usize,
    /// Of all metrics.
    pub points: usize,
    pub datasets: usize,
    pub models: usize,
    pub files: usize,
    /// Of all files, those of its models too.
    pub bytes: u64,
}

/// One for each run, in their order.
pub fn planned(experiment: &Experiment) -> Vec<Planned> {
    planned_with(experiment, &BTreeMap::new())
}

/// The same with artifacts that lie in files, by the ID of their run or model.
pub fn planned_with(
    experiment: &Experiment,
    on_disk: &BTreeMap<String, Vec<DiskFile>>,
) -> Vec<Planned> {
    let of_run = |run: &super::super::entities::Run| {
        let models = experiment
            .models
            .iter()
            .filter(|model| run.outputs.contains(&model.id));
        let folders: Vec<&FileMap> = models
            .map(|model| &model.files)
            .chain([&run.artifacts])
            .collect();
        let files = || {
            folders
                .iter()
                .flat_map(|files| files.iter())
                .filter(|(path, _)| !path.ends_with('/'))
        };
        let lying = || {
            let ids = run.outputs.iter().chain([&run.id]);
            ids.filter_map(|id| on_disk.get(id)).flatten()
        };
        Planned {
            run_id: run.id.clone(),
            run_name: run.name.clone(),
            params: run.params.len(),
            tags: run.tags.len(),
            metrics: run.metrics.iter().count(),
            points: run.metrics.iter().map(|(_, points)| points.len()).sum(),
            datasets: run.inputs.len(),
            models: run.outputs.len(),
            files: files().count() + lying().count(),
            bytes: files().map(|(_, bytes)| bytes.len() as u64).sum::<u64>()
                + lying().map(|file| file.n_bytes).sum::<u64>(),
        }
    };
    experiment.runs.iter().map(of_run).collect()
}
