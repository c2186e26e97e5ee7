//! What hangs on a run: its data sets, its models, the points of its metrics.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::MODEL_TAG;
use super::artifacts::NewIds;
use super::run::{MAX_TEXTS, Pushing, TRIES, There};
use super::server::{Refusal, encoded_part, whole};
use super::values::{Sent, metric, pairs, value_of};
use super::wire::{Method, unreachable};
use crate::message;
use crate::mlflow::entities::{LoggedModel, ModelStatus, Point, Run};
use crate::pipeline::error::Error;

/// Points of a metric that are read at once.
const MAX_HISTORY: u32 = 25_000;

impl Pushing<'_> {
    /// The data sets that the run used.
    pub(super) async fn inputs(&self, run: &Run, there: &There) -> Result<(), Error> {
        let known = there.part(&["inputs", "dataset_inputs"]).as_array();
        let is_known = |name: &str, digest: &str| {
            known.is_some_and(|known| {
                known.iter().any(|input| {
                    input["dataset"]["name"] == name && input["dataset"]["digest"] == digest
                })
            })
        };
        let mut datasets = Vec::new();
        for input in &run.inputs {
            let dataset = &self.experiment.datasets[input.dataset];
            if is_known(&dataset.name, &dataset.digest) {
                continue;
            }
            // Data that lie among the run's artifacts move with them.
            let old = format!(
                "mlflow-artifacts:/{}",
                self.experiment
                    .artifacts_of_run(&run.id)
                    .trim_end_matches('/')
            );
            let source = dataset.source.replace(&old, &there.root);
            let mut tags = pairs(&input.tags);
            if !input.context.is_empty() {
                tags.push(json!({"key": "mlflow.data.context", "value": input.context}));
            }
            datasets.push(json!({
                "tags": tags,
                "dataset": {
                    "name": dataset.name,
                    "digest": dataset.digest,
                    "source_type": dataset.source_type,
                    "source": source,
                    "schema": dataset.schema,
                    "profile": dataset.profile,
                },
            }));
        }
        if !datasets.is_empty() {
            let body = json!({"run_id": there.id, "datasets": datasets});
            self.server.post("runs/log-inputs", body).await?;
        }
        Ok(())
    }

    /// A logged model; none on a server that has none (MLflow 2).
    pub(super) async fn model(
        &self,
        model: &LoggedModel,
        run: &Run,
        there: &There,
        new_ids: &mut NewIds,
    ) -> Result<Option<String>, Error> {
        let mut tags = model.tags.clone();
        tags.insert(MODEL_TAG.into(), model.id.clone());
        tags.extend(self.options.own_tags.clone());
        let sent = Sent::of(&model.params, &tags);
        let params = pairs(&sent.params);
        let (first, more) = params.split_at(params.len().min(MAX_TEXTS));
        let body = json!({
            "experiment_id": self.experiment_id,
            "name": model.name,
            "source_run_id": there.id,
            "model_type": Some(&model.model_type).filter(|kind| !kind.is_empty()),
            "params": first,
            "tags": pairs(&sent.tags),
        });
        let mut is_fresh = there.is_fresh();
        let mut found = None;
        for _ in 0..TRIES {
            if !is_fresh {
                match self.models_of(&there.id).await? {
                    Some(models) => {
                        let is_it = |it: &Value| {
                            value_of(&it["info"]["tags"], MODEL_TAG) == Some(&model.id)
                        };
                        found = models.into_iter().find(is_it);
                    }
                    None => return Ok(None),
                }
            }
            if found.is_some() {
                break;
            }
            match self.server.create("logged-models", body.clone()).await? {
                Some(Ok(mut answer)) => {
                    found = Some(answer["model"].take());
                    is_fresh = true;
                    break;
                }
                Some(Err(refusal)) if refusal.is_missing() => return Ok(None),
                Some(Err(refusal)) => return Err(refusal.error()),
                None => is_fresh = false,
            }
        }
        let Some(found) = found else {
            return Err(unreachable(message!("server-loses-answers")));
        };
        let text = |key: &str| found["info"][key].as_str().unwrap_or_default().to_string();
        let (id, root) = (text("model_id"), text("artifact_uri"));
        new_ids.add(&model.id, &id);
        // The hex digits alone stand for the model as well.
        new_ids.add(
            model.id.trim_start_matches("m-"),
            id.trim_start_matches("m-"),
        );
        for params in more.chunks(MAX_TEXTS) {
            let path = format!("logged-models/{id}/params");
            self.server
                .post(&path, json!({"model_id": id, "params": params}))
                .await?;
        }
        let files = sent.with_long_values(&model.files);
        self.server
            .put_files(&root, &files, self.on_disk(&model.id), new_ids, is_fresh)
            .await?;
        if model.status != ModelStatus::Pending {
            let said = json!({"model_id": id, "status": model.status.name()});
            let path = format!("logged-models/{id}");
            self.server.call(Method::Patch, &path, Some(said)).await?;
        }
        if !there.models().contains(&id) {
            let step = run.output_step(&model.id);
            self.output(&there.clone_ids(), &id, step).await?;
        }
        Ok(Some(id))
    }

    /// Says that a run made a model, which MLflow takes once.
    async fn output(&self, there: &There, model_id: &str, step: i64) -> Result<(), Error> {
        let body = json!({"run_id": there.id, "models": [{"model_id": model_id, "step": step}]});
        for _ in 0..TRIES {
            match self.server.create("runs/outputs", body.clone()).await? {
                Some(said) => return said.map(|_| ()).map_err(Refusal::error),
                None => {
                    let there = self.whole(there.clone_ids()).await?;
                    if there.models().iter().any(|id| id == model_id) {
                        return Ok(());
                    }
                }
            }
        }
        Err(unreachable(message!("server-loses-answers")))
    }

    /// The logged models that a run made; none on a server that has no such thing.
    async fn models_of(&self, run_id: &str) -> Result<Option<Vec<Value>>, Error> {
        let query = json!({
            "experiment_ids": [self.experiment_id],
            "filter": format!("source_run_id = '{run_id}'"),
        });
        match self
            .server
            .search("logged-models/search", query, "models")
            .await?
        {
            Ok(found) => Ok(Some(found)),
            Err(refusal) if refusal.is_missing() => Ok(None),
            Err(refusal) => Err(refusal.error()),
        }
    }

    /// The points that the server lacks of the metrics that are wanted; those that were measured on a model of `logged`, the
    /// server's IDs by the old ones, say so.
    pub(super) async fn metrics(
        &self,
        run: &Run,
        there: &There,
        logged: &BTreeMap<&str, String>,
        is_wanted: impl Fn(&str) -> bool,
    ) -> Result<Vec<Value>, Error> {
        let mut measured = BTreeMap::new();
        for (old, id) in logged {
            let model = self
                .experiment
                .models
                .iter()
                .find(|model| model.id == **old);
            for it in model.into_iter().flat_map(|model| &model.metrics) {
                let is_of_run = |dataset| run.inputs.iter().any(|input| input.dataset == dataset);
                if it.dataset.is_none_or(is_of_run) {
                    let of = (
                        it.key.as_str(),
                        it.point.at,
                        it.point.step,
                        it.point.value.to_bits(),
                    );
                    measured.insert(of, (id.as_str(), it.dataset));
                }
            }
        }
        let known = there.part(&["data", "metrics"]).as_array();
        let has =
            |key: &str| known.is_some_and(|known| known.iter().any(|metric| metric["key"] == key));
        let mut lacking = Vec::new();
        for (key, points) in run.metrics.iter().filter(|(key, _)| is_wanted(key)) {
            let there_already = match has(key) {
                true => self.history(&there.id, key).await?,
                false => Vec::new(),
            };
            for point in points.iter().filter(|point| !there_already.contains(point)) {
                let mut said = metric(key, point);
                let of = (key, point.at, point.step, point.value.to_bits());
                if let Some((model_id, dataset)) = measured.get(&of) {
                    said["model_id"] = (*model_id).into();
                    if let Some(dataset) = dataset {
                        let dataset = &self.experiment.datasets[*dataset];
                        said["dataset_name"] = dataset.name.as_str().into();
                        said["dataset_digest"] = dataset.digest.as_str().into();
                    }
                }
                lacking.push(said);
            }
        }
        Ok(lacking)
    }

    /// The points of a metric that the server has.
    async fn history(&self, id: &str, key: &str) -> Result<Vec<Point>, Error> {
        let mut points = Vec::new();
        let mut token = String::new();
        loop {
            let mut path = format!(
                "metrics/get-history?run_id={id}&metric_key={}&max_results={MAX_HISTORY}",
                encoded_part(key)
            );
            if !token.is_empty() {
                path = format!("{path}&page_token={}", encoded_part(&token));
            }
            let answer = self.server.call(Method::Get, &path, None).await?;
            for point in answer["metrics"].as_array().into_iter().flatten() {
                let int =
                    |key: &str| whole(&point[key]).and_then(|number| i64::try_from(number).ok());
                points.push(Point {
                    at: int("timestamp").unwrap_or(0),
                    value: point["value"].as_f64().unwrap_or(f64::NAN),
                    step: int("step").unwrap_or(0),
                });
            }
            match answer["next_page_token"].as_str() {
                Some(next) if !next.is_empty() => token = next.into(),
                _ => return Ok(points),
            }
        }
    }
}
