//! A training run as MLflow's experiment: the run, its data sets, its model.

use serde_json::json;

use std::collections::BTreeMap;

use super::archive_files::ArchiveOptions;
use super::artifacts::{SetDigest, artifacts, logged_tables_tag};
use super::card::card;
use super::entities::{
    Dataset, Experiment, Input, LoggedModel, ModelMetric, ModelStatus, Point, Run, Status, Texts,
    experiment_id,
};
use super::logged;
use super::model_folder::ModelFolder;
use crate::pipeline::corpus::{DataSet, SetName};
use crate::pipeline::run::record::RunRecord;
use crate::pipeline::step::pause;

/// The experiment that holds the run, its data sets and its model; gives way in between.
pub(super) async fn experiment(
    record: &RunRecord,
    data: &DataSet,
    options: &ArchiveOptions,
    folder: &ModelFolder<'_>,
    digests: &[(SetName, SetDigest)],
) -> Experiment {
    let model_folder = folder.files();
    pause().await;
    let artifacts = artifacts(record, data, digests, options.include_texts, &model_folder).await;
    let params = logged::params(record);
    let name = record.config.run.experiment.clone();
    let test = digests.iter().position(|(set, _)| *set == SetName::Test);
    let end = record.end.whole();
    let copy = options
        .include_texts
        .then(|| copy_of_data(&experiment_id(&name), &record.run_id));
    let mut model_metrics: Vec<ModelMetric> = match (&record.test, test) {
        (Some(evaluated), Some(dataset)) => {
            logged::evaluation_metrics("test", &evaluated.evaluation)
                .into_iter()
                .map(|(key, value)| {
                    let point = Point {
                        at: end,
                        value,
                        step: 0,
                    };
                    ModelMetric {
                        key,
                        point,
                        dataset: Some(dataset),
                    }
                })
                .collect()
        }
        _ => Vec::new(),
    };
    model_metrics.sort_by(|one, other| one.key.cmp(&other.key));
    Experiment {
        created: record.start.whole(),
        tags: experiment_tags(),
        datasets: digests
            .iter()
            .map(|(set, digest)| dataset(*set, digest, copy.as_deref()))
            .collect(),
        models: vec![LoggedModel {
            id: folder.model_id.into(),
            name: model_name(&record.config.run.name),
            run_id: record.run_id.clone(),
            created: end,
            params: params.clone(),
            tags: model_tags(record, digests),
            metrics: model_metrics,
            model_type: String::new(),
            status: ModelStatus::Ready,
            files: model_folder,
        }],
        runs: vec![Run {
            id: record.run_id.clone(),
            name: record.config.run.name.clone(),
            start: record.start.whole(),
            end,
            status: Status::Finished,
            params,
            tags: run_tags(record, options),
            metrics: logged::metrics(record),
            inputs: digests
                .iter()
                .enumerate()
                .map(|(dataset, (set, _))| input(*set, dataset))
                .collect(),
            outputs: vec![folder.model_id.into()],
            output_steps: BTreeMap::new(),
            artifacts,
        }],
        name,
    }
}

/// What MLflow's page goes by: it shows what is for trained models, and the test set's F1 first.
pub(super) fn experiment_tags() -> Texts {
    [
        ("mlflow.experiment.primaryMetric.name", "f1_micro_test_set"),
        ("mlflow.experiment.primaryMetric.greaterIsBetter", "True"),
        ("mlflow.experimentKind", "custom_model_development"),
    ]
    .map(|(key, value)| (key.to_string(), value.to_string()))
    .into()
}

/// A set of the data as MLflow describes it. Its source is the run's own copy of it ([`copy_of_data`]), or, without the texts,
/// the name of the first file that it came from. Both have MLflow's type `local`: it has none for addresses of its own server, and its
/// class for local files fetches those as well.
pub(super) fn dataset(set: SetName, digest: &SetDigest, copy: Option<&str>) -> Dataset {
    let source = digest.sources.first();
    let uri = match copy {
        Some(copy) => copy,
        None => source.map_or("", |source| &source.name),
    };
    let column = |name: &str| json!({"type": "string", "name": name, "required": true});
    Dataset {
        name: set.to_string(),
        digest: digest.digest.clone(),
        source_type: "local".into(),
        source: json!({ "uri": uri }).to_string(),
        schema: json!({"mlflow_colspec": [column("text"), column("label")]}).to_string(),
        profile: json!({"num_rows": digest.n_rows, "num_elements": 2 * digest.n_rows}).to_string(),
    }
}

/// The address of the run's own copy of the data.
pub(super) fn copy_of_data(experiment_id: &str, run_id: &str) -> String {
    format!("mlflow-artifacts:/{experiment_id}/{run_id}/artifacts/data")
}

pub(super) fn input(set: SetName, dataset: usize) -> Input {
    let context = match set {
        SetName::Train => "training",
        SetName::Test => "testing",
    };
    Input {
        dataset,
        context: context.into(),
        tags: Texts::new(),
    }
}

/// The logged model's name: the run's, without what MLflow refuses in it (`_validate_logged_model_name`).
pub(super) fn model_name(run_name: &str) -> String {
    let name: String = run_name
        .chars()
        .map(|character| match character {
            '/' | ':' | '.' | '%' | '"' | '\'' => '-',
            _ if character.is_control() => '-',
            _ => character,
        })
        .take(250)
        .collect();
    match name.trim() {
        "" => "model".into(),
        name => name.into(),
    }
}

/// What MLflow's page of the model shows: who made it, from what, and what it is. Who replays the archive is named in place
/// of Dryf.
fn model_tags(record: &RunRecord, digests: &[(SetName, SetDigest)]) -> Texts {
    let card = card(record, digests);
    [
        ("mlflow.user", "dryf"),
        ("mlflow.source.name", "dryf"),
        ("mlflow.source.type", "LOCAL"),
        ("mlflow.note.content", &card),
        ("dryf.version", env!("CARGO_PKG_VERSION")),
        ("dryf.model_sha256", &record.model_sha256),
    ]
    .map(|(key, value)| (key.to_string(), value.to_string()))
    .into()
}

fn run_tags(record: &RunRecord, options: &ArchiveOptions) -> Texts {
    let mut tags: Texts = [
        ("mlflow.runName", record.config.run.name.as_str()),
        ("mlflow.user", "dryf"),
        ("mlflow.source.name", "dryf"),
        ("mlflow.source.type", "LOCAL"),
        ("dryf.version", env!("CARGO_PKG_VERSION")),
        ("dryf.run_id", &record.run_id),
        ("dryf.model_sha256", &record.model_sha256),
        (
            "dryf.texts_included",
            if options.include_texts {
                "True"
            } else {
                "False"
            },
        ),
    ]
    .map(|(key, value)| (key.to_string(), value.to_string()))
    .into();
    tags.insert("mlflow.note.content".into(), logged::note(record));
    tags.insert("mlflow.loggedArtifacts".into(), logged_tables_tag(record));
    if let Some(production) = &record.production {
        tags.insert("dryf.production_run_id".into(), production.run_id.clone());
        tags.insert(
            "dryf.production_model_sha256".into(),
            production.model_sha256.clone(),
        );
    }
    tags
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_has_a_name_that_mlflow_takes() {
        for (run, model) in [
            (
                "Support Vector Classifier v01",
                "Support Vector Classifier v01",
            ),
            ("żółw 1.0: 5% \"a\"/'b'\n", "żółw 1-0- 5- -a---b--"),
            (" ", "model"),
        ] {
            assert_eq!(model_name(run), model);
        }
        assert_eq!(model_name(&"x".repeat(999)).len(), 250);
    }
}
