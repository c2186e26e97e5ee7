//! Runs of stores that others wrote: known again by their IDs, refused, or on the server otherwise than where they were made.

use serde_json::Value;

use super::run::{PARENT_TAG, Pushing, There};
use super::server::encoded_part;
use super::values::{Sent, value_of};
use super::wire::Method;
use super::{DONE_TAG, ID_TAG, Outcome, PushedRun};
use crate::mlflow::entities::{Point, Run, Texts};
use crate::pipeline::error::Error;

/// What the server or a push says of a run by itself.
const NOT_COMPARED: [&str; 4] = [ID_TAG, DONE_TAG, PARENT_TAG, "mlflow.user"];

impl Pushing<'_> {
    /// A run that the server refuses, where the others go on.
    pub(super) fn failed(&self, run: &Run, error: Error) -> PushedRun {
        PushedRun {
            id: run.id.clone(),
            name: run.name.clone(),
            server_id: String::new(),
            outcome: Outcome::Failed,
            models: Vec::new(),
            long_values: Vec::new(),
            differs: Vec::new(),
            why: Some(error.message),
        }
    }

    /// The run that has this ID on the server, too: it came with its file store.
    pub(super) async fn migrated(&self, id: &str) -> Result<Option<Value>, Error> {
        let path = format!("runs/get?run_id={}", encoded_part(id));
        match self.server.ask(Method::Get, &path, None).await? {
            Ok(mut answer) => Ok(Some(answer["run"].take())),
            // MLflow says 400 to what can't be an ID.
            Err(_) => Ok(None),
        }
    }

    /// Names such as `params.C`: what the server lacks or has otherwise. What it has beyond the run is none of it, and files are
    /// not compared. Of a metric the last value is looked at, which must be one of the run's.
    pub(super) fn differences(&self, run: &Run, there: &There, sent: &Sent) -> Vec<String> {
        let mut found = Vec::new();
        let mut texts = |kind: &str, texts: &Texts| {
            let known = there.part(&["data", kind]);
            for (key, value) in texts {
                let is_own = kind == "tags"
                    && (NOT_COMPARED.contains(&key.as_str())
                        || self.options.own_tags.contains_key(key));
                if !is_own && value_of(known, key) != Some(value) {
                    found.push(format!("{kind}.{key}"));
                }
            }
        };
        texts("params", &sent.params);
        texts("tags", &sent.tags);
        let metrics = there.part(&["data", "metrics"]).as_array();
        for (key, points) in run.metrics.iter() {
            let known = metrics.and_then(|known| known.iter().find(|it| it["key"] == key));
            let is_known = known.is_some_and(|known| is_one_of(&known["value"], points));
            if !is_known {
                found.push(format!("metrics.{key}"));
            }
        }
        if there.part(&["info", "status"]) != run.status.name() {
            found.push("status".into());
        }
        let n_inputs = there.part(&["inputs", "dataset_inputs"]).as_array();
        if n_inputs.map_or(0, Vec::len) < run.inputs.len() {
            found.push("inputs".into());
        }
        found
    }
}

/// Whether a value is one of the points'. Databases keep infinity as the largest number.
fn is_one_of(value: &Value, points: &[Point]) -> bool {
    let value = value
        .as_f64()
        .or_else(|| value.as_str()?.parse().ok())
        .unwrap_or(f64::NAN);
    let same = |one: f64| match one.is_nan() {
        true => value.is_nan(),
        false => one.clamp(f64::MIN, f64::MAX) == value.clamp(f64::MIN, f64::MAX),
    };
    points.iter().any(|point| same(point.value))
}
