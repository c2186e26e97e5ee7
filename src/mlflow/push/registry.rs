//! The model registry: the model of a push as a version of a registered model, and what it is called.

use serde_json::{Value, json};

use super::run::TRIES;
use super::server::{Server, encoded_part};
use super::values::{pairs, value_of};
use super::wire::{Method, unreachable};
use super::{NOTE_TAG, PushOptions, PushReport, PushedRun, PushedVersion, Register};
use crate::message;
use crate::message::Message;
use crate::mlflow::card::is_earlier;
use crate::mlflow::entities::{Experiment, LoggedModel, Run, Texts};
use crate::mlflow::gate_files::STATUS_TAG;
use crate::mlflow::inspected::GATE as VERDICT_TAG;
use crate::pipeline::error::{Code, Error};

/// What a model in production is called, by MLflow's custom; only one that passed its gate gets it.
const CHAMPION: &str = "champion";
/// The tag of what a model's files are.
pub(in crate::mlflow) const DIGEST_TAG: &str = "dryf.model_sha256";
/// Characters that MLflow's databases keep of a version's description.
const MAX_DESCRIPTION: usize = 5000;

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
    let registered = registered(server, name).await?;
    let tags = version_tags(run, options);
    let found = match &registered {
        Some(_) => version_of(server, name, &pushed.server_id).await?,
        None => None,
    };
    let is_new = found.is_none();
    let description = description(experiment, run);
    let version = match found {
        Some(found) => {
            renew(server, name, &found, &tags, &description).await?;
            found
        }
        None => {
            let body = json!({
                "name": name,
                "source": source,
                "run_id": pushed.server_id,
                "model_id": source.strip_prefix("models:/"),
                "description": description,
                "tags": pairs(&tags),
            });
            create(server, name, &pushed.server_id, body).await?
        }
    };
    let number = text_of(&version["version"]);
    let refused = alias.as_ref().and_then(|alias| refusal(run, alias));
    let given = alias.clone().filter(|_| refused.is_none());
    if let Some(alias) = &given {
        let known = registered.as_ref().and_then(|it| it["aliases"].as_array());
        let is_it = |it: &Value| it["alias"] == *alias && text_of(&it["version"]) == number;
        if !known.is_some_and(|known| known.iter().any(is_it)) {
            let body = json!({"name": name, "alias": alias, "version": number});
            server.post("registered-models/alias", body).await?;
        }
    }
    Ok(Some(PushedVersion {
        name: name.clone(),
        version: number,
        is_new,
        alias: given,
        alias_refused: refused,
    }))
}

/// The registered model of this name, which is made if it is missing; none where it was made now.
async fn registered(server: &Server, name: &str) -> Result<Option<Value>, Error> {
    let path = format!("registered-models/get?name={}", encoded_part(name));
    match server.ask(Method::Get, &path, None).await? {
        Ok(mut answer) => return Ok(Some(answer["registered_model"].take())),
        Err(refusal) if refusal.is_missing() => {}
        Err(refusal) => return Err(refusal.error()),
    }
    let made = json!({"name": name});
    match server
        .ask(Method::Post, "registered-models/create", Some(made))
        .await?
    {
        // The answer to an earlier try was lost, or somebody else was faster.
        Err(refusal) if refusal.is_there_already() => Ok(Some(Value::Null)),
        Err(refusal) => Err(refusal.error()),
        Ok(_) => Ok(None),
    }
}

/// What a version says of its model; MLflow's databases keep so many characters of it.
fn description(experiment: &Experiment, run: &Run) -> String {
    let of_run = |model: &&LoggedModel| run.outputs.contains(&model.id);
    let model = experiment.models.iter().find(of_run);
    let note = model.and_then(|model| model.tags.get(NOTE_TAG));
    let note = note.or_else(|| run.tags.get(NOTE_TAG));
    let note = note.map_or("", String::as_str);
    note.chars().take(MAX_DESCRIPTION).collect()
}

/// Gives a version what came since it was made, such as a gate. What somebody wrote as its description stays.
async fn renew(
    server: &Server,
    name: &str,
    found: &Value,
    tags: &Texts,
    description: &str,
) -> Result<(), Error> {
    let version = &found["version"];
    for (key, value) in tags {
        if value_of(&found["tags"], key) != Some(value) {
            let tag = json!({"name": name, "version": version, "key": key, "value": value});
            server.post("model-versions/set-tag", tag).await?;
        }
    }
    let said = found["description"].as_str().unwrap_or_default();
    if said != description && is_earlier(said, description) {
        let body = json!({"name": name, "version": version, "description": description});
        server
            .call(Method::Patch, "model-versions/update", Some(body))
            .await?;
    }
    Ok(())
}

async fn create(server: &Server, name: &str, run_id: &str, body: Value) -> Result<Value, Error> {
    for _ in 0..TRIES {
        match server.create("model-versions/create", body.clone()).await? {
            Some(Ok(mut answer)) => return Ok(answer["model_version"].take()),
            Some(Err(refusal)) => return Err(refusal.error()),
            None => {
                // It may have been made.
                if let Some(found) = version_of(server, name, run_id).await? {
                    return Ok(found);
                }
            }
        }
    }
    Err(unreachable(message!("server-loses-answers")))
}

/// The version that was made of a run's model.
async fn version_of(server: &Server, name: &str, run_id: &str) -> Result<Option<Value>, Error> {
    // MLflow's filters have no way to write a name with both kinds of quotes.
    let filter = encoded_part(&format!("run_id='{run_id}'"));
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
                .find(|version| version["name"] == name && version["run_id"] == run_id)
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
