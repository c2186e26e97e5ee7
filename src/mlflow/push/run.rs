//! The sequence: the experiment, its runs one after the other, each with data sets, models, artifacts, params, metrics, tags
//! and, last, its end.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::artifacts::NewIds;
use super::server::{Refusal, Server, artifact_path, encoded_part, forbidden, no_mlflow, shown};
use super::values::{NAME_TAG, Sent, pairs, value_of};
use super::wire::{HttpRequest, Method, unreachable};
use super::{
    DONE_TAG, DiskFile, ID_TAG, Outcome, PushOptions, PushReport, PushedRun, VERSION_PATH, registry,
};
use crate::message;
use crate::mlflow::entities::{Experiment, Run, Texts};
use crate::mlflow::model_folder;
use crate::pipeline::error::{Code, Error};

/// The tag of a run that belongs to another one.
pub(super) const PARENT_TAG: &str = "mlflow.parentRunId";
/// By it MLflow 2 knows the models among a run's artifacts; MLflow 3 would take it for another model than the logged one.
const HISTORY_TAG: &str = "mlflow.log-model.history";
/// What a tracking server takes at once of params and tags each, and of all together.
pub(super) const MAX_TEXTS: usize = 100;
const MAX_ITEMS: usize = 1000;
/// How often something is made where nobody knows whether it was.
pub(super) const TRIES: u32 = 4;

/// See the module.
pub(super) async fn push(
    server: Server,
    experiment: Experiment,
    options: PushOptions,
) -> Result<PushReport, Error> {
    registry::check(&experiment, &options)?;
    let server_version = version(&server).await?;
    let name = options
        .experiment
        .clone()
        .unwrap_or_else(|| experiment.name.clone());
    let (experiment_id, artifact_root) =
        experiment_on_server(&server, &name, &experiment.tags).await?;
    let mut pushing = Pushing {
        server: &server,
        experiment: &experiment,
        options: &options,
        experiment_id,
        artifact_root,
        server_ids: BTreeMap::new(),
        children: BTreeMap::new(),
    };
    // A child names its parent, so parents come first.
    let (parents, children): (Vec<&Run>, Vec<&Run>) = experiment.runs.iter().partition(|run| {
        let parent = run.tags.get(PARENT_TAG);
        !parent.is_some_and(|parent| experiment.runs.iter().any(|run| run.id == *parent))
    });
    let mut runs = Vec::new();
    for run in parents.into_iter().chain(children) {
        let pushed = match pushing.run(run).await {
            Err(error) if options.go_on && error.code == Code::Refused => {
                pushing.failed(run, error)
            }
            pushed => pushed?,
        };
        if pushed.outcome != Outcome::Failed {
            let server_id = pushed.server_id.clone();
            pushing.server_ids.insert(run.id.clone(), server_id);
        }
        runs.push(pushed);
    }
    let experiment_id = pushing.experiment_id;
    let version = registry::register(&server, &experiment, &options, &runs).await?;
    Ok(PushReport {
        server_version,
        experiment: name,
        experiment_id,
        runs,
        version,
    })
}

/// MLflow's, as the server says; whatever else answers is none.
async fn version(server: &Server) -> Result<String, Error> {
    let request = HttpRequest {
        method: Method::Get,
        path: VERSION_PATH.into(),
        body: None,
        wait: 0,
    };
    let answer = server.wire.send(request).await?;
    let text = String::from_utf8_lossy(&answer.body).trim().to_string();
    let is_version = text.len() < 40 && text.starts_with(|first: char| first.is_ascii_digit());
    match answer.status {
        200 if is_version => Ok(text),
        401 | 403 => Err(forbidden(answer.status, &answer.body)),
        status if status >= 500 => Err(unreachable(message!(
            "server-status",
            status = status.to_string(),
            what = shown(&answer.body)
        ))),
        status => Err(no_mlflow(status, &shown(&answer.body))),
    }
}

/// The ID of the experiment of this name, made if it is missing, and where its artifacts go.
async fn experiment_on_server(
    server: &Server,
    name: &str,
    tags: &Texts,
) -> Result<(String, String), Error> {
    let path = format!(
        "experiments/get-by-name?experiment_name={}",
        encoded_part(name)
    );
    for _ in 0..TRIES {
        match server.ask(Method::Get, &path, None).await? {
            Ok(answer) => {
                let found = &answer["experiment"];
                let text = |key: &str| found[key].as_str().unwrap_or_default().to_string();
                let id = text("experiment_id");
                if found["lifecycle_stage"] == "deleted" {
                    return Err(Error::new(
                        Code::Refused,
                        message!("error-experiment-deleted", name = name),
                        message!("error-restore-experiment", id = id),
                    ));
                }
                return Ok((id, text("artifact_location")));
            }
            Err(refusal) if refusal.is_missing() => {}
            Err(refusal) => return Err(refusal.error()),
        }
        let made = json!({"name": name, "tags": pairs(tags)});
        if let Some(Err(refusal)) = server.create("experiments/create", made).await?
            && !refusal.is_there_already()
        {
            return Err(refusal.error());
        }
    }
    Err(unreachable(message!("server-loses-answers")))
}

/// A run as the server has it.
pub(super) struct There {
    pub id: String,
    /// Of its artifacts.
    pub root: String,
    /// The whole answer, with `info`, `data`, `inputs` and `outputs`; nothing where it was made a moment ago.
    found: Option<Value>,
}

impl There {
    fn of(found: Value) -> Option<There> {
        let text = |key: &str| found["info"][key].as_str().map(str::to_string);
        Some(There {
            id: text("run_id")?,
            root: text("artifact_uri").unwrap_or_default(),
            found: Some(found),
        })
    }

    pub(super) fn is_fresh(&self) -> bool {
        self.found.is_none()
    }

    pub(super) fn part(&self, path: &[&str]) -> &Value {
        const NOTHING: &Value = &Value::Null;
        let found = self.found.as_ref().unwrap_or(NOTHING);
        path.iter().fold(found, |value, key| &value[key])
    }

    pub(super) fn tag(&self, key: &str) -> Option<&str> {
        value_of(self.part(&["data", "tags"]), key)
    }

    /// Whether the run is there as a whole: it was sent to its end, or came with its file store.
    fn is_whole(&self, run: &Run) -> bool {
        let is_over = self.part(&["info", "status"]) == run.status.name();
        self.id == run.id || self.tag(DONE_TAG) == Some("True") && is_over
    }

    pub(super) fn models(&self) -> Vec<String> {
        let outputs = self.part(&["outputs", "model_outputs"]).as_array();
        let ids = outputs
            .into_iter()
            .flatten()
            .filter_map(|output| output["model_id"].as_str());
        ids.map(str::to_string).collect()
    }
}

pub(super) struct Pushing<'a> {
    pub server: &'a Server,
    pub experiment: &'a Experiment,
    pub options: &'a PushOptions,
    /// On the server.
    pub experiment_id: String,
    /// Where the server keeps the artifacts of new runs.
    artifact_root: String,
    /// By the IDs where they were made.
    server_ids: BTreeMap<String, String>,
    /// The runs below a parent that the server has, by the parent's ID there.
    children: BTreeMap<String, Vec<Value>>,
}

impl Pushing<'_> {
    async fn run(&mut self, run: &Run) -> Result<PushedRun, Error> {
        let mut tags = run.tags.clone();
        tags.insert(ID_TAG.into(), run.id.clone());
        tags.remove(HISTORY_TAG);
        if !run.name.is_empty() {
            tags.entry(NAME_TAG.into())
                .or_insert_with(|| run.name.clone());
        }
        tags.extend(self.options.own_tags.clone());
        let parent = run
            .tags
            .get(PARENT_TAG)
            .and_then(|parent| self.server_ids.get(parent))
            .cloned();
        if let Some(parent) = &parent {
            tags.insert(PARENT_TAG.into(), parent.clone());
        }
        let sent = Sent::of(&run.params, &tags);
        let there = self.find(&run.id, parent.as_deref()).await?;
        let mut differs = Vec::new();
        let (there, outcome) = match there {
            Some(there) if there.is_whole(run) => {
                let gate = self.add_gate(run, &there, &sent).await?;
                let report = self.add_report(run, &there, &sent).await?;
                let archive = self.add_archive(run, &there, &sent, gate).await?;
                if self.options.go_on {
                    differs = self.differences(run, &there, &sent);
                }
                let outcome = match (gate || report || archive, differs.is_empty()) {
                    (true, _) => Outcome::Extended,
                    (false, true) => Outcome::Equal,
                    (false, false) => Outcome::Different,
                };
                (there, outcome)
            }
            Some(there) => {
                let there = self.whole(there).await?;
                self.fill_or_fail(run, &there, &sent).await?;
                (there, Outcome::Completed)
            }
            None => {
                let there = self.create(run, &sent, parent.as_deref()).await?;
                self.fill_or_fail(run, &there, &sent).await?;
                (there, Outcome::New)
            }
        };
        let models = match run.outputs.is_empty() {
            true => Vec::new(),
            false => match self
                .whole(There {
                    found: None,
                    ..there.clone_ids()
                })
                .await?
                .models()
            {
                logged if logged.is_empty() => vec![format!("runs:/{}/model", there.id)],
                logged => logged.iter().map(|id| format!("models:/{id}")).collect(),
            },
        };
        Ok(PushedRun {
            id: run.id.clone(),
            name: run.name.clone(),
            server_id: there.id,
            outcome,
            models,
            long_values: sent.long_names(),
            differs,
            why: None,
        })
    }

    /// The run that an earlier push of this run began, or that came with its file store.
    async fn find(&mut self, id: &str, parent: Option<&str>) -> Result<Option<There>, Error> {
        let is_it = |found: &&Value| {
            found["info"]["run_id"] == id || value_of(&found["data"]["tags"], ID_TAG) == Some(id)
        };
        let found = match parent {
            Some(parent) => {
                if !self.children.contains_key(parent) {
                    let children = self
                        .search(&format!("tags.`{PARENT_TAG}` = '{parent}'"))
                        .await?;
                    self.children.insert(parent.into(), children);
                }
                self.children[parent].iter().find(is_it).cloned()
            }
            None => {
                let found = self.search(&format!("tags.`{ID_TAG}` = '{id}'")).await?;
                let whole = found
                    .iter()
                    .find(|run| value_of(&run["data"]["tags"], DONE_TAG).is_some());
                match whole.or(found.first()).cloned() {
                    None if self.options.go_on => self.migrated(id).await?,
                    found => found,
                }
            }
        };
        Ok(found.and_then(There::of))
    }

    async fn search(&self, filter: &str) -> Result<Vec<Value>, Error> {
        let query = json!({"experiment_ids": [self.experiment_id], "filter": filter});
        let found = self.server.search("runs/search", query, "runs").await?;
        found.map_err(Refusal::error)
    }

    /// All that the server has of a run.
    pub(super) async fn whole(&self, there: There) -> Result<There, Error> {
        let path = format!("runs/get?run_id={}", there.id);
        let mut answer = self.server.call(Method::Get, &path, None).await?;
        let found = There::of(answer["run"].take());
        found.ok_or_else(|| no_mlflow(200, "runs/get"))
    }

    async fn create(
        &mut self,
        run: &Run,
        sent: &Sent,
        parent: Option<&str>,
    ) -> Result<There, Error> {
        // Before anything is made that could not be finished.
        artifact_path(&self.artifact_root)?;
        let tags: Vec<Value> = ordered(&sent.tags).take(MAX_TEXTS).collect();
        let body = json!({
            "experiment_id": self.experiment_id,
            "run_name": sent.tags.get(NAME_TAG),
            "start_time": run.start,
            "user_id": sent.tags.get("mlflow.user"),
            "tags": tags,
        });
        for _ in 0..TRIES {
            match self.server.create("runs/create", body.clone()).await? {
                Some(Ok(mut answer)) => {
                    if let Some(there) = There::of(answer["run"].take()) {
                        return Ok(There {
                            found: None,
                            ..there
                        });
                    }
                }
                Some(Err(refusal)) => return Err(refusal.error()),
                None => {
                    // It may have been made.
                    if let Some(parent) = parent {
                        self.children.remove(parent);
                    }
                    if let Some(there) = self.find(&run.id, parent).await? {
                        return self.whole(there).await;
                    }
                }
            }
        }
        Err(unreachable(message!("server-loses-answers")))
    }

    /// A run that the server refuses a part of is marked as failed; one that broke off is gone on with by the next push.
    async fn fill_or_fail(&self, run: &Run, there: &There, sent: &Sent) -> Result<(), Error> {
        let filled = self.fill(run, there, sent).await;
        if let Err(error) = &filled
            && error.code == Code::Refused
        {
            let update = json!({"run_id": there.id, "status": "FAILED"});
            // The first fault is the one to tell.
            let _ = self
                .server
                .ask(Method::Post, "runs/update", Some(update))
                .await;
        }
        filled
    }

    async fn fill(&self, run: &Run, there: &There, sent: &Sent) -> Result<(), Error> {
        self.inputs(run, there).await?;
        let mut new_ids = NewIds::default();
        new_ids.add(&run.id, &there.id);
        let mut logged = BTreeMap::new();
        let mut more = Texts::new();
        if let (Some(history), true) = (run.tags.get(HISTORY_TAG), run.outputs.is_empty()) {
            // The models of a run of MLflow 2 are among its artifacts, and known by this alone.
            more.insert(HISTORY_TAG.into(), history.replace(&run.id, &there.id));
        }
        for id in &run.outputs {
            let Some(model) = self.experiment.models.iter().find(|model| model.id == *id) else {
                continue;
            };
            match self.model(model, run, there, &mut new_ids).await? {
                Some(server_id) => {
                    logged.insert(id.as_str(), server_id);
                }
                None => {
                    if let Some(history) = model_folder::history(&run.artifacts, &there.id) {
                        more.insert(HISTORY_TAG.into(), history);
                    }
                }
            }
        }
        let artifacts = sent.with_long_values(&run.artifacts);
        self.server
            .put_files(
                &there.root,
                &artifacts,
                self.on_disk(&run.id),
                &new_ids,
                there.is_fresh(),
            )
            .await?;
        more.insert(DONE_TAG.into(), "True".into());
        let params = lacking(&sent.params, there.part(&["data", "params"]));
        let tags: Vec<Value> = match there.is_fresh() {
            // The first went with the run.
            true => ordered(&sent.tags)
                .skip(MAX_TEXTS)
                .chain(pairs(&more))
                .collect(),
            false => {
                let tags = sent.tags.iter().chain(&more);
                pairs(tags.filter(|(key, value)| there.tag(key) != Some(value)))
            }
        };
        let metrics = self.metrics(run, there, &logged, |_| true).await?;
        self.batches(&there.id, pairs(params), tags, metrics)
            .await?;
        let mut end = json!({"run_id": there.id, "status": run.status.name()});
        if run.status.is_over() {
            end["end_time"] = run.end.into();
        }
        self.server.post("runs/update", end).await?;
        Ok(())
    }

    pub(super) fn on_disk(&self, id: &str) -> &[DiskFile] {
        self.options.on_disk.get(id).map_or(&[], Vec::as_slice)
    }

    /// Params, tags and metrics in as few requests as the server allows.
    pub(super) async fn batches(
        &self,
        id: &str,
        params: Vec<Value>,
        tags: Vec<Value>,
        metrics: Vec<Value>,
    ) -> Result<(), Error> {
        let (mut params, mut tags, mut metrics) =
            (params.into_iter(), tags.into_iter(), metrics.into_iter());
        loop {
            let params: Vec<Value> = params.by_ref().take(MAX_TEXTS).collect();
            let metrics: Vec<Value> = metrics.by_ref().take(MAX_ITEMS - 2 * MAX_TEXTS).collect();
            // What says that the run is whole comes with the last.
            let is_last = params.len() < MAX_TEXTS && metrics.len() < MAX_ITEMS - 2 * MAX_TEXTS;
            let tags: Vec<Value> = match is_last {
                true => tags.by_ref().take(MAX_TEXTS).collect(),
                false => Vec::new(),
            };
            if params.is_empty() && tags.is_empty() && metrics.is_empty() {
                return Ok(());
            }
            let body = json!({"run_id": id, "params": params, "tags": tags, "metrics": metrics});
            self.server.post("runs/log-batch", body).await?;
        }
    }
}

impl There {
    /// The same run, of which nothing more is known.
    pub(super) fn clone_ids(&self) -> There {
        There {
            id: self.id.clone(),
            root: self.root.clone(),
            found: None,
        }
    }
}

/// Tags as they are sent: first those by which the run is found again.
fn ordered(tags: &Texts) -> impl Iterator<Item = Value> {
    let is_first = |(key, _): &(&String, &String)| [ID_TAG, PARENT_TAG].contains(&key.as_str());
    let (firsts, others): (Vec<_>, Vec<_>) = tags.iter().partition(is_first);
    pairs(firsts).into_iter().chain(pairs(others))
}

/// What the server has not, or has otherwise.
pub(super) fn lacking<'a>(texts: &'a Texts, there: &Value) -> Vec<(&'a String, &'a String)> {
    texts
        .iter()
        .filter(|(key, value)| value_of(there, key) != Some(value))
        .collect()
}
