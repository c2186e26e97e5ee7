//! Registered models of a store into the registry of a server, which has others already: what is missing is made, what the
//! server has otherwise stays so and is told.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{StoredModel, StoredVersion};
use crate::message;
use crate::message::Message;
use crate::mlflow::entities::Texts;
use crate::mlflow::exchange::Exchange;
use crate::mlflow::pull::{pages, text};
use crate::mlflow::push::MODEL_TAG;
use crate::mlflow::push::server::{Refusal, Server, encoded_part};
use crate::mlflow::push::values::{pairs, value_of};
use crate::mlflow::push::wire::{Method, unreachable};
use crate::pipeline::error::Error;

/// By this tag a version is known again: the run, the logged model and the number that it has where it was made.
const ORIGIN_TAG: &str = "dryf.version_of";

/// Where the runs of a store are on the server.
#[derive(Debug, Clone, Default)]
pub struct Places {
    /// The run and its experiment on the server, by the run's ID in the store.
    pub runs: BTreeMap<String, (String, String)>,
    /// The run that made a logged model, both by their IDs in the store.
    pub models: BTreeMap<String, String>,
}

/// What became of a registered model.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct Registered {
    pub name: String,
    /// Whether it was made now.
    pub is_new: bool,
    pub versions: Vec<RegisteredVersion>,
    /// What the server has otherwise, such as `aliases.champion`; it stays so.
    pub differs: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct RegisteredVersion {
    /// In the store.
    pub version: String,
    /// On the server; none where it could not be made.
    pub server_version: Option<String>,
    pub is_new: bool,
    /// Why it could not be made.
    pub why: Option<Message>,
}

/// Registers the models.
pub fn register(models: Vec<StoredModel>, places: Places) -> Exchange<Vec<Registered>> {
    Exchange::begin(async move |server| {
        let registering = Registering { server, places };
        let mut done = Vec::new();
        for model in &models {
            done.push(registering.model(model).await?);
        }
        Ok(done)
    })
}

struct Registering {
    server: Server,
    places: Places,
}

impl Registering {
    async fn model(&self, model: &StoredModel) -> Result<Registered, Error> {
        let body = json!({
            "name": model.name,
            "description": model.description,
            "tags": pairs(&model.tags),
        });
        let made = self
            .server
            .ask(Method::Post, "registered-models/create", Some(body))
            .await?;
        let is_new = match made {
            Ok(_) => true,
            Err(refusal) if refusal.is_there_already() => false,
            Err(refusal) => return Err(refusal.error()),
        };
        let path = format!("registered-models/get?name={}", encoded_part(&model.name));
        let there = self.server.call(Method::Get, &path, None).await?["registered_model"].take();
        let mut differs = differences(&there, &model.description, &model.tags);
        let mut versions = Vec::new();
        for version in &model.versions {
            versions.push(self.version(model, version, &mut differs).await?);
        }
        let aliases = there["aliases"].as_array().cloned().unwrap_or_default();
        for (alias, version) in &model.aliases {
            let made = versions.iter().find(|it| it.version == *version);
            let Some(number) = made.and_then(|it| it.server_version.as_ref()) else {
                differs.push(format!("aliases.{alias}"));
                continue;
            };
            match aliases.iter().find(|it| it["alias"] == *alias) {
                Some(known) if text(&known["version"]) == *number => {}
                Some(_) => differs.push(format!("aliases.{alias}")),
                None => {
                    let body = json!({"name": model.name, "alias": alias, "version": number});
                    self.server.post("registered-models/alias", body).await?;
                }
            }
        }
        Ok(Registered {
            name: model.name.clone(),
            is_new,
            versions,
            differs,
        })
    }

    async fn version(
        &self,
        model: &StoredModel,
        version: &StoredVersion,
        differs: &mut Vec<String>,
    ) -> Result<RegisteredVersion, Error> {
        let left_out = |why| RegisteredVersion {
            version: version.version.clone(),
            server_version: None,
            is_new: false,
            why: Some(why),
        };
        let logged = match version.source.strip_prefix("models:/") {
            Some(id) => id,
            None => &version.model_id,
        };
        let run = match version.run_id.as_str() {
            "" => self.places.models.get(logged),
            _ => Some(&version.run_id),
        };
        let Some((original, (run_id, experiment_id))) =
            run.and_then(|run| Some((run, self.places.runs.get(run)?)))
        else {
            return Ok(left_out(message!("store-version-without-run")));
        };
        let origin = format!("{original} {} {}", version.model_id, version.version);
        let found = self.found(&model.name, &origin, run_id, version).await?;
        if let Some(found) = found {
            let number = text(&found["version"]);
            let differing = differences(&found, &version.description, &version.tags);
            let named = |what: String| format!("versions.{number}.{what}");
            differs.extend(differing.into_iter().map(named));
            return Ok(RegisteredVersion {
                version: version.version.clone(),
                server_version: Some(number),
                is_new: false,
                why: None,
            });
        }
        let model_id = self.logged(logged, run_id, experiment_id).await?;
        let source = match (&model_id, path_in_run(&version.source, original)) {
            (Some(id), _) => format!("models:/{id}"),
            (None, Some(path)) => format!("runs:/{run_id}/{path}"),
            (None, None) => return Ok(left_out(message!("store-version-elsewhere"))),
        };
        let mut tags = version.tags.clone();
        tags.insert(ORIGIN_TAG.into(), origin.clone());
        let mut body = json!({
            "name": model.name,
            "source": source,
            "run_id": run_id,
            "description": version.description,
            "tags": pairs(&tags),
        });
        if let Some(id) = model_id {
            body["model_id"] = id.into();
        }
        // Made once, and looked for where nobody knows whether it was.
        let made = match self.server.create("model-versions/create", body).await? {
            Some(Ok(mut answer)) => Some(answer["model_version"].take()),
            Some(Err(refusal)) => return Ok(left_out(refusal.error().message)),
            None => self.found(&model.name, &origin, run_id, version).await?,
        };
        match made {
            Some(made) => Ok(RegisteredVersion {
                version: version.version.clone(),
                server_version: Some(text(&made["version"])),
                is_new: true,
                why: None,
            }),
            None => Err(unreachable(message!("server-loses-answers"))),
        }
    }

    /// The version on the server that is this one: made of it, or come with its store.
    async fn found(
        &self,
        name: &str,
        origin: &str,
        run_id: &str,
        version: &StoredVersion,
    ) -> Result<Option<Value>, Error> {
        let filter = encoded_part(&format!("name='{}'", name.replace('\'', "''")));
        let path = format!("model-versions/search?filter={filter}");
        let versions = pages(&self.server, &path, "model_versions").await?;
        let is_it = |it: &Value| {
            value_of(&it["tags"], ORIGIN_TAG) == Some(origin)
                || version.run_id == run_id
                    && it["run_id"] == run_id
                    && text(&it["version"]) == version.version
        };
        Ok(versions.into_iter().find(is_it))
    }

    /// The logged model on the server; none where there is none, or the server has no such thing (MLflow 2).
    async fn logged(
        &self,
        id: &str,
        run_id: &str,
        experiment_id: &str,
    ) -> Result<Option<String>, Error> {
        if id.is_empty() {
            return Ok(None);
        }
        let query = json!({
            "experiment_ids": [experiment_id],
            "filter": format!("source_run_id = '{run_id}'"),
        });
        let found = self
            .server
            .search("logged-models/search", query, "models")
            .await?;
        let models = match found {
            Ok(models) => models,
            Err(refusal) if refusal.is_missing() => return Ok(None),
            Err(refusal) => return Err(Refusal::error(refusal)),
        };
        let is_it = |it: &&Value| {
            it["info"]["model_id"] == id || value_of(&it["info"]["tags"], MODEL_TAG) == Some(id)
        };
        let found = models.iter().find(is_it);
        Ok(found.map(|it| text(&it["info"]["model_id"])))
    }
}

/// Where a version's files lie among the artifacts of its run: `runs:/ID/model`, or a folder's address with the run's ID in it.
fn path_in_run<'a>(source: &'a str, run_id: &str) -> Option<&'a str> {
    let path = match source.strip_prefix("runs:/") {
        Some(rest) => rest.strip_prefix(run_id)?.strip_prefix('/')?,
        None => source.split_once(&format!("{run_id}/artifacts/"))?.1,
    };
    Some(path.trim_end_matches('/')).filter(|path| !path.is_empty())
}

/// What the server has otherwise of a model or a version.
fn differences(there: &Value, description: &str, tags: &Texts) -> Vec<String> {
    let mut found = Vec::new();
    if text(&there["description"]) != description {
        found.push("description".to_string());
    }
    for (key, value) in tags {
        if value_of(&there["tags"], key) != Some(value) {
            found.push(format!("tags.{key}"));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_of_a_version_is_found_in_its_run() {
        for (source, expected) in [
            ("runs:/0a/model", Some("model")),
            ("runs:/0b/model", None),
            ("file:///x/mlruns/1/0a/artifacts/a/model", Some("a/model")),
            ("mlflow-artifacts:/1/0a/artifacts/model/", Some("model")),
            ("s3://bucket/model", None),
            ("models:/m-1", None),
        ] {
            assert_eq!(path_in_run(source, "0a"), expected, "{source}");
        }
    }
}
