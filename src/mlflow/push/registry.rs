//! The model registry: the model of a push as a version of a registered model, and what it is called.

use serde_json::{Value, json};

use super::run::TRIES;
use super::server::{Server, encoded_part};
use super::values::{pairs, value_of};
use super::wire::{Method, unreachable};
use super::{PushOptions, PushReport, PushedRun, PushedVersion, Register};
use crate::message;
use crate::message::Message;
use crate::mlflow::entities::{Experiment, Run, Texts};
use crate::mlflow::gate_files::STATUS_TAG;
use crate::mlflow::inspected::GATE as VERDICT_TAG;
use crate::pipeline::error::{Code, Error};

/// What a model in production is called, by MLflow's custom; only one that passed its gate gets it.
const CHAMPION: &str = "champion";
/// The tag of what a model's files are.
pub(in crate::mlflow) const DIGEST_TAG: &str = "dryf.model_sha256";

/// Whether the experiment can be registered as asked for, before anything is sent.
///
/// # Errors
/// [`Code::NotUsable`] where no run has a model, or several have.
pub(super) fn check(experiment: &Experiment, options: &PushOptions) -> Result<(), Error> {
    let n_models = experiment
        .runs
        .iter()
        .filter(|run| !run.outputs.is_empty())
        .count();
    if options.register.is_none() || n_models == 1 {
        return Ok(());
    }
    Err(Error::new(
        Code::NotUsable,
        message!("error-models-to-register", models = n_models),
        message!("error-push-one-model"),
    ))
}

/// Registers the model of the run that has one, if it was asked for.
pub(super) async fn register(
    server: &Server,
    experiment: &Experiment,
    options: &PushOptions,
    runs: &[PushedRun],
) -> Result<Option<PushedVersion>, Error> {
    let Some(Register { name, alias }) = &options.register else {
        return Ok(None);
    };
    let run = experiment.runs.iter().find(|run| !run.outputs.is_empty());
    let Some(run) = run else { return Ok(None) };
    let pushed = runs.iter().find(|pushed| pushed.id == run.id);
    let Some((pushed, source)) = pushed.and_then(|pushed| Some((pushed, pushed.models.first()?)))
    else {
        return Ok(None);
    };
    let made = json!({"name": name});
    let made = server
        .ask(Method::Post, "registered-models/create", Some(made))
        .await?;
    if let Err(refusal) = made
        && !refusal.is_there_already()
    {
        return Err(refusal.error());
    }
    let tags = version_tags(run, options);
    let found = version_of(server, name, &pushed.server_id).await?;
    let is_new = found.is_none();
    let version = match found {
        Some(found) => {
            // A gate may have come since.
            for (key, value) in &tags {
                if value_of(&found["tags"], key) != Some(value) {
                    let tag = json!({"name": name, "version": found["version"], "key": key, "value": value});
                    server.post("model-versions/set-tag", tag).await?;
                }
            }
            found
        }
        None => create(server, name, source, pushed, run, &tags).await?,
    };
    let number = text_of(&version["version"]);
    let (alias, alias_refused) = match alias {
        Some(alias) => match refusal(run, alias) {
            None => {
                let body = json!({"name": name, "alias": alias, "version": number});
                server.post("registered-models/alias", body).await?;
                (Some(alias.clone()), None)
            }
            refused => (None, refused),
        },
        None => (None, None),
    };
    Ok(Some(PushedVersion {
        name: name.clone(),
        version: number,
        is_new,
        alias,
        alias_refused,
    }))
}

async fn create(
    server: &Server,
    name: &str,
    source: &str,
    pushed: &PushedRun,
    run: &Run,
    tags: &Texts,
) -> Result<Value, Error> {
    let mut body = json!({
        "name": name,
        "source": source,
        "run_id": pushed.server_id,
        "description": run.tags.get("mlflow.note.content"),
        "tags": pairs(tags),
    });
    if let Some(model_id) = source.strip_prefix("models:/") {
        body["model_id"] = model_id.into();
    }
    for _ in 0..TRIES {
        match server.create("model-versions/create", body.clone()).await? {
            Some(Ok(mut answer)) => return Ok(answer["model_version"].take()),
            Some(Err(refusal)) => return Err(refusal.error()),
            None => {
                // It may have been made.
                if let Some(found) = version_of(server, name, &pushed.server_id).await? {
                    return Ok(found);
                }
            }
        }
    }
    Err(unreachable(message!("server-loses-answers")))
}

/// The version that was made of a run's model.
async fn version_of(server: &Server, name: &str, run_id: &str) -> Result<Option<Value>, Error> {
    let quoted = name.replace('\'', "''");
    let filter = encoded_part(&format!("name='{quoted}'"));
    let mut token = String::new();
    loop {
        let mut path = format!("model-versions/search?filter={filter}&max_results=1000");
        if !token.is_empty() {
            path = format!("{path}&page_token={}", encoded_part(&token));
        }
        let mut answer = server.call(Method::Get, &path, None).await?;
        if let Value::Array(versions) = answer["model_versions"].take()
            && let Some(found) = versions
                .into_iter()
                .find(|version| version["run_id"] == run_id)
        {
            return Ok(Some(found));
        }
        match answer["next_page_token"].as_str() {
            Some(next) if !next.is_empty() => token = next.into(),
            _ => return Ok(None),
        }
    }
}

fn version_tags(run: &Run, options: &PushOptions) -> Texts {
    let kept = [DIGEST_TAG, STATUS_TAG, VERDICT_TAG];
    let of_run = run
        .tags
        .iter()
        .filter(|(key, _)| kept.contains(&key.as_str()));
    let own = options
        .own_tags
        .iter()
        .filter(|(key, _)| !key.starts_with("mlflow."));
    of_run
        .chain(own)
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect()
}

/// Why the model may not be called so.
fn refusal(run: &Run, alias: &str) -> Option<Message> {
    let status = run.tags.get(STATUS_TAG).map_or("", String::as_str);
    match (alias, status) {
        (CHAMPION, "passed") => None,
        (CHAMPION, "") => Some(message!("push-no-gate")),
        (CHAMPION, status) => Some(message!("push-gate-not-passed", status = status)),
        _ => None,
    }
}

/// A number that MLflow writes as text or as a number.
fn text_of(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_string)
}

impl PushReport {
    /// Whether all that was asked for was done.
    pub fn is_as_asked(&self) -> bool {
        let refused = self
            .version
            .as_ref()
            .and_then(|version| version.alias_refused.as_ref());
        refused.is_none()
    }
}
