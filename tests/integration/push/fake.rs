//! A tracking server that is plain data: as much of MLflow's REST interface as a push speaks, with MLflow's limits and its ways
//! to say no, and no I/O.

use std::collections::BTreeMap;

use dryf::mlflow::push::{Body, HttpAnswer, HttpRequest, Method};
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

const API: &str = "/api/2.0/mlflow/";
const ARTIFACTS: &str = "/api/2.0/mlflow-artifacts/artifacts";

/// What a server holds; two that hold the same are equal.
#[derive(Debug, Clone, PartialEq)]
pub struct Fake {
    /// MLflow 2 has none.
    pub has_models: bool,
    /// Where artifacts are, before their path.
    pub root: &'static str,
    pub experiments: Vec<Value>,
    pub runs: Vec<Value>,
    pub models: Vec<Value>,
    pub files: BTreeMap<String, Vec<u8>>,
    pub registered: BTreeMap<String, Value>,
    pub versions: Vec<Value>,
}

type Said = Result<Value, (u16, &'static str)>;
const MISSING: (u16, &str) = (404, "RESOURCE_DOES_NOT_EXIST");
const THERE: (u16, &str) = (400, "RESOURCE_ALREADY_EXISTS");
const INVALID: (u16, &str) = (400, "INVALID_PARAMETER_VALUE");

impl Fake {
    pub fn new() -> Fake {
        Fake {
            has_models: true,
            root: "mlflow-artifacts:/",
            experiments: Vec::new(),
            runs: Vec::new(),
            models: Vec::new(),
            files: BTreeMap::new(),
            registered: BTreeMap::new(),
            versions: Vec::new(),
        }
    }

    pub fn answer(&mut self, request: &HttpRequest) -> HttpAnswer {
        let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
        let asked: BTreeMap<String, String> = query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .map(|(key, value)| (key.into(), decoded(value)))
            .collect();
        let bytes = match &request.body {
            Some(Body::Json(bytes) | Body::Bytes(bytes)) => &bytes[..],
            Some(Body::File { path, .. }) => panic!("nothing lies in {path}"),
            None => &[],
        };
        let said = if path == "/version" {
            return answer(200, "3.18.0");
        } else if let Some(path) = path.strip_prefix(ARTIFACTS) {
            match request.method {
                Method::Put => {
                    self.files.insert(decoded(&path[1..]), bytes.to_vec());
                    return answer(200, "");
                }
                _ => Ok(self.listed(&asked["path"])),
            }
        } else {
            let body = serde_json::from_slice(bytes).unwrap_or(Value::Null);
            self.said(
                request.method.name(),
                path.strip_prefix(API).unwrap(),
                &asked,
                &body,
            )
        };
        match said {
            Ok(value) => answer(200, &value.to_string()),
            Err((404, "")) => answer(404, "Not Found"),
            Err((status, code)) => answer(
                status,
                &json!({"error_code": code, "message": code}).to_string(),
            ),
        }
    }

    fn said(
        &mut self,
        method: &str,
        path: &str,
        asked: &BTreeMap<String, String>,
        body: &Value,
    ) -> Said {
        let text = |key: &str| body[key].as_str().unwrap_or_default().to_string();
        let done = Ok(json!({}));
        match (method, path) {
            ("GET", "experiments/get-by-name") => {
                let name = &asked["experiment_name"];
                let found = self.experiments.iter().find(|it| it["name"] == **name);
                found.map(|it| json!({"experiment": it})).ok_or(MISSING)
            }
            ("POST", "experiments/create") => {
                if self.experiments.iter().any(|it| it["name"] == body["name"]) {
                    return Err(THERE);
                }
                let id = (self.experiments.len() + 1).to_string();
                self.experiments.push(json!({
                    "experiment_id": id, "name": body["name"], "tags": body["tags"], "lifecycle_stage": "active",
                    "artifact_location": format!("{}{id}", self.root),
                }));
                Ok(json!({"experiment_id": id}))
            }
            ("POST", "runs/create") => {
                at_most(body, "tags", 100)?;
                let id = format!("{:032x}", self.runs.len() + 1);
                self.runs.push(json!({
                    "info": {
                        "run_id": id, "experiment_id": body["experiment_id"], "run_name": body["run_name"],
                        "start_time": body["start_time"], "user_id": body["user_id"], "status": "RUNNING",
                        "artifact_uri": format!("{}{}/{id}/artifacts", self.root, text("experiment_id")),
                    },
                    "data": {"tags": body["tags"], "params": [], "metrics": []},
                    "inputs": {"dataset_inputs": []},
                    "outputs": {"model_outputs": []},
                    "points": {},
                }));
                Ok(json!({"run": self.runs.last()}))
            }
            ("POST", "runs/search") => {
                let (key, value) = text("filter")
                    .replace("tags.`", "")
                    .replace('\'', "")
                    .split_once("` = ")
                    .map(|(key, value)| (key.to_string(), value.to_string()))
                    .ok_or(INVALID)?;
                let is_it = |run: &&Value| tag(&run["data"]["tags"], &key) == Some(&value);
                Ok(json!({"runs": self.runs.iter().filter(is_it).collect::<Vec<_>>()}))
            }
            ("GET", "runs/get") => Ok(json!({"run": self.run(&asked["run_id"])?})),
            ("POST", "runs/update") => {
                let run = self.run(&text("run_id"))?;
                for key in ["status", "end_time"] {
                    if !body[key].is_null() {
                        run["info"][key] = body[key].clone();
                    }
                }
                done
            }
            ("POST", "runs/log-batch") => {
                at_most(body, "params", 100)?;
                at_most(body, "tags", 100)?;
                at_most(body, "metrics", 1000)?;
                let run = self.run(&text("run_id"))?;
                for param in items(&body["params"]) {
                    let there = tag(&run["data"]["params"], param["key"].as_str().unwrap());
                    if there.is_some_and(|there| param["value"] != *there) {
                        return Err(INVALID); // it is never written again
                    }
                    set(&mut run["data"]["params"], param);
                }
                items(&body["tags"]).for_each(|it| set(&mut run["data"]["tags"], it));
                for point in items(&body["metrics"]) {
                    let step = point["step"].as_i64().unwrap();
                    // One row of its database.
                    let row = format!(
                        "{} {step:06} {} {}",
                        point["key"], point["timestamp"], point["value"]
                    );
                    run["points"][row] = point.clone();
                    set(&mut run["data"]["metrics"], point);
                }
                done
            }
            ("POST", "runs/log-inputs") => {
                let run = self.run(&text("run_id"))?;
                let there = run["inputs"]["dataset_inputs"].as_array_mut().unwrap();
                for dataset in items(&body["datasets"]) {
                    if !there.contains(dataset) {
                        there.push(dataset.clone());
                    }
                }
                done
            }
            ("POST", "runs/set-tag") => {
                set(&mut self.run(&text("run_id"))?["data"]["tags"], body);
                done
            }
            ("POST", "runs/outputs") => {
                let run = self.run(&text("run_id"))?;
                let there = run["outputs"]["model_outputs"].as_array_mut().unwrap();
                if items(&body["models"]).any(|model| there.contains(model)) {
                    return Err((500, "INTERNAL_ERROR")); // a key of its database is there twice
                }
                there.extend(items(&body["models"]).cloned());
                done
            }
            ("GET", "metrics/get-history") => {
                let run = self.run(&asked["run_id"])?;
                let is_it = |point: &&Value| point["key"] == *asked["metric_key"];
                let points = run["points"].as_object().unwrap().values();
                let points: Vec<&Value> = points.filter(is_it).collect();
                Ok(json!({"metrics": points}))
            }
            (_, path) if path.starts_with("logged-models") && !self.has_models => Err((404, "")),
            ("POST", "logged-models") => {
                at_most(body, "params", 100)?;
                let id = format!("m-{:032x}", self.models.len() + 1);
                let root = format!(
                    "{}{}/models/{id}/artifacts",
                    self.root,
                    text("experiment_id")
                );
                self.models.push(json!({"info": {
                    "model_id": id, "name": body["name"], "source_run_id": body["source_run_id"], "artifact_uri": root,
                    "status": "LOGGED_MODEL_PENDING", "tags": body["tags"],
                }, "data": {"params": body["params"]}}));
                Ok(json!({"model": self.models.last()}))
            }
            ("POST", "logged-models/search") => {
                let run = text("filter")
                    .replace("source_run_id = ", "")
                    .replace('\'', "");
                let is_it = |model: &&Value| model["info"]["source_run_id"] == run;
                Ok(json!({"models": self.models.iter().filter(is_it).collect::<Vec<_>>()}))
            }
            (_, path) if path.starts_with("logged-models/") => {
                let (_, rest) = path.split_once('/').unwrap();
                let (id, what) = rest.split_once('/').unwrap_or((rest, "status"));
                let is_it = |model: &&mut Value| model["info"]["model_id"] == id;
                let model = self.models.iter_mut().find(is_it).ok_or(MISSING)?;
                match what {
                    "tags" => {
                        items(&body["tags"]).for_each(|it| set(&mut model["info"]["tags"], it))
                    }
                    "params" => {
                        items(&body["params"]).for_each(|it| set(&mut model["data"]["params"], it))
                    }
                    _ => model["info"]["status"] = body["status"].clone(),
                }
                done
            }
            ("GET", "registered-models/get") => {
                let found = self.registered.get(&asked["name"]).ok_or(MISSING)?;
                Ok(json!({"registered_model": found}))
            }
            ("POST", "registered-models/create") => {
                if self.registered.contains_key(&text("name")) {
                    return Err(THERE);
                }
                self.registered.insert(text("name"), json!({"aliases": []}));
                done
            }
            ("POST", "registered-models/alias") => {
                let aliases =
                    &mut self.registered.get_mut(&text("name")).ok_or(MISSING)?["aliases"];
                let others = items(aliases).filter(|it| it["alias"] != body["alias"]);
                let new = json!({"alias": body["alias"], "version": body["version"]});
                *aliases = others.cloned().chain([new]).collect();
                done
            }
            ("GET", "model-versions/search") => Ok(json!({"model_versions": self.versions})),
            ("POST", "model-versions/create") => {
                self.registered.get(&text("name")).ok_or(MISSING)?;
                let mut version = body.clone();
                version["version"] = (self.versions.len() + 1).to_string().into();
                self.versions.push(version.clone());
                Ok(json!({"model_version": version}))
            }
            ("POST" | "PATCH", "model-versions/set-tag" | "model-versions/update") => {
                let is_it = |it: &&mut Value| it["version"] == body["version"];
                let version = self.versions.iter_mut().find(is_it).ok_or(MISSING)?;
                match method {
                    "POST" => set(&mut version["tags"], body),
                    _ => version["description"] = body["description"].clone(),
                }
                done
            }
            _ => panic!("MLflow has no {method} {path}"),
        }
    }

    fn run(&mut self, id: &str) -> Result<&mut Value, (u16, &'static str)> {
        let is_it = |run: &&mut Value| run["info"]["run_id"] == id;
        self.runs.iter_mut().find(is_it).ok_or(MISSING)
    }

    /// The files and folders of a folder.
    fn listed(&self, folder: &str) -> Value {
        let below = self.files.iter().filter_map(|(path, bytes)| {
            let rest = path.strip_prefix(folder)?.strip_prefix('/')?;
            Some(match rest.split_once('/') {
                Some((name, _)) => (name, json!({"path": name, "is_dir": true})),
                None => (
                    rest,
                    json!({"path": rest, "is_dir": false, "file_size": bytes.len()}),
                ),
            })
        });
        let files: BTreeMap<&str, Value> = below.collect();
        json!({"files": files.into_values().collect::<Vec<_>>()})
    }
}

fn answer(status: u16, body: &str) -> HttpAnswer {
    HttpAnswer {
        status,
        media_type: String::new(),
        body: body.as_bytes().to_vec(),
    }
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8().unwrap().into_owned()
}

fn items(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}

pub fn tag<'a>(pairs: &'a Value, key: &str) -> Option<&'a str> {
    items(pairs).find(|pair| pair["key"] == key)?["value"].as_str()
}

fn at_most(body: &Value, list: &str, n: usize) -> Result<(), (u16, &'static str)> {
    match items(&body[list]).count() <= n {
        true => Ok(()),
        false => Err(INVALID),
    }
}

/// Puts a pair in place of the one with its key; a point of a metric takes the place of an earlier one.
fn set(pairs: &mut Value, pair: &Value) {
    let value = json!({"key": pair["key"], "value": pair["value"]});
    let pairs = pairs.as_array_mut().unwrap();
    match pairs.iter_mut().find(|it| it["key"] == pair["key"]) {
        Some(there) => *there = value,
        None => pairs.push(value),
    }
}
