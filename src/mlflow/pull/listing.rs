//! What models a server has, and which of them can be pulled.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::mlflow::gate_files::STATUS_TAG;
use crate::mlflow::push::kept::ARCHIVE_TAG;
use crate::mlflow::push::server::{Refusal, Server, encoded_part, whole};
use crate::mlflow::push::values::value_of;
use crate::mlflow::push::wire::Method;
use crate::pipeline::error::Error;

/// What a server has.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
pub struct Listing {
    /// By name.
    pub models: Vec<RegisteredModel>,
    /// The runs whose model can be pulled, the latest first.
    pub runs: Vec<ServerRun>,
}

#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
pub struct RegisteredModel {
    pub name: String,
    /// The latest first.
    pub versions: Vec<ModelVersion>,
}

#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
pub struct ModelVersion {
    pub version: String,
    pub aliases: Vec<String>,
    /// The run that made it, as far as the server knows it.
    pub run_id: String,
    /// Milliseconds since 1970.
    pub created: u64,
    /// What the gate decided, such as `passed`; empty where there was none.
    pub gate: String,
    /// Whether Dryf made it, and it was pushed with its archive.
    pub can_be_pulled: bool,
}

/// A run that holds an archive.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
pub struct ServerRun {
    /// On the server.
    pub run_id: String,
    pub run_name: String,
    pub experiment: String,
    /// Milliseconds since 1970.
    pub start: u64,
    /// What the gate decided, such as `passed`; empty where there was none.
    pub gate: String,
}

pub(super) async fn list(server: Server) -> Result<Listing, Error> {
    let runs = runs(&server).await?;
    let ids: BTreeSet<&str> = runs.iter().map(|run| run.run_id.as_str()).collect();
    let mut models: BTreeMap<String, Vec<ModelVersion>> = BTreeMap::new();
    // A version's aliases stand with its model alone.
    let mut aliases: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    for model in pages(&server, "registered-models/search", "registered_models").await? {
        let name = text(&model["name"]);
        for alias in model["aliases"].as_array().into_iter().flatten() {
            let of = (name.clone(), text(&alias["version"]));
            aliases.entry(of).or_default().push(text(&alias["alias"]));
        }
        models.insert(name, Vec::new());
    }
    for version in pages(&server, "model-versions/search", "model_versions").await? {
        let (name, number) = (text(&version["name"]), text(&version["version"]));
        let run_id = text(&version["run_id"]);
        let found = ModelVersion {
            aliases: aliases
                .remove(&(name.clone(), number.clone()))
                .unwrap_or_default(),
            created: whole(&version["creation_timestamp"]).unwrap_or(0),
            gate: value_of(&version["tags"], STATUS_TAG)
                .unwrap_or_default()
                .into(),
            can_be_pulled: ids.contains(run_id.as_str()),
            version: number,
            run_id,
        };
        models.entry(name).or_default().push(found);
    }
    let model = |(name, mut versions): (String, Vec<ModelVersion>)| {
        versions.sort_by_key(|one| std::cmp::Reverse(one.version.parse::<u64>().unwrap_or(0)));
        RegisteredModel { name, versions }
    };
    Ok(Listing {
        models: models.into_iter().map(model).collect(),
        runs,
    })
}

/// The runs of all experiments that hold an archive.
async fn runs(server: &Server) -> Result<Vec<ServerRun>, Error> {
    let found = server
        .search("experiments/search", json!({}), "experiments")
        .await?
        .map_err(Refusal::error)?;
    let experiments: BTreeMap<String, String> = found
        .iter()
        .map(|it| (text(&it["experiment_id"]), text(&it["name"])))
        .collect();
    if experiments.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<&String> = experiments.keys().collect();
    let query = json!({
        "experiment_ids": ids,
        "filter": format!("tags.`{ARCHIVE_TAG}` LIKE '%'"),
        "order_by": ["attributes.start_time DESC"],
    });
    let found = server
        .search("runs/search", query, "runs")
        .await?
        .map_err(Refusal::error)?;
    let run = |it: &Value| {
        let (info, tags) = (&it["info"], &it["data"]["tags"]);
        ServerRun {
            run_id: text(&info["run_id"]),
            run_name: text(&info["run_name"]),
            experiment: experiments
                .get(&text(&info["experiment_id"]))
                .cloned()
                .unwrap_or_default(),
            start: whole(&info["start_time"]).unwrap_or(0),
            gate: value_of(tags, STATUS_TAG).unwrap_or_default().into(),
        }
    };
    Ok(found.iter().map(run).collect())
}

/// All that a list of the registry has.
pub(in crate::mlflow) async fn pages(
    server: &Server,
    path: &str,
    list: &str,
) -> Result<Vec<Value>, Error> {
    let separator = if path.contains('?') { '&' } else { '?' };
    let mut found = Vec::new();
    let mut token = String::new();
    loop {
        let mut path = format!("{path}{separator}max_results=1000");
        if !token.is_empty() {
            path = format!("{path}&page_token={}", encoded_part(&token));
        }
        let mut answer = server.call(Method::Get, &path, None).await?;
        if let Value::Array(items) = answer[list].take() {
            found.extend(items);
        }
        match answer["next_page_token"].as_str() {
            Some(next) if !next.is_empty() => token = next.into(),
            _ => return Ok(found),
        }
    }
}

/// A text, or a number as text.
pub(in crate::mlflow) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
