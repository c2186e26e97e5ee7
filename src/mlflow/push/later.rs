//! What comes to a run that is on the server already: a gate, and later states of a report.

use std::collections::BTreeMap;

use serde_json::json;

use super::NOTE_TAG;
use super::artifacts::NewIds;
use super::run::{Pushing, There, lacking};
use super::server::whole;
use super::values::{Sent, pairs, value_of};
use super::wire::Method;
use crate::mlflow::card::is_earlier;
use crate::mlflow::entities::{FileMap, Run, Texts};
use crate::mlflow::gate_files::{GATE, GATE_TAG, METRICS, STATUS_TAG};
use crate::mlflow::inspected::GATE as VERDICT_TAG;
use crate::mlflow::report_run::REPORT_TAG;
use crate::pipeline::error::Error;

impl Pushing<'_> {
    /// Adds the gate of the run to the run on the server, unless it has that one; tells whether it did.
    pub(super) async fn add_gate(
        &self,
        run: &Run,
        there: &There,
        sent: &Sent,
    ) -> Result<bool, Error> {
        let gate = sent.tags.get(GATE_TAG);
        if gate.is_none() || there.tag(GATE_TAG) == gate.map(String::as_str) {
            return Ok(false);
        }
        let there = self.whole(there.clone_ids()).await?;
        let metrics = self
            .metrics(run, &there, &BTreeMap::new(), |key| {
                key.starts_with(METRICS)
            })
            .await?;
        let folder = format!("{}/", GATE);
        let of_gate = run
            .artifacts
            .iter()
            .filter(|(path, _)| path.starts_with(&folder));
        let files: FileMap = of_gate
            .map(|(path, bytes)| (path.clone(), bytes.clone()))
            .collect();
        self.server
            .put_files(&there.root, &files, &[], &NewIds::default(), true)
            .await?;
        let said: Texts = [STATUS_TAG, VERDICT_TAG]
            .into_iter()
            .filter_map(|key| Some((key.to_string(), sent.tags.get(key)?.clone())))
            .collect();
        for id in there.models() {
            let tags = self.model_tags(run, &id, &said).await?;
            let path = format!("logged-models/{id}/tags");
            let tags = json!({"model_id": id, "tags": pairs(&tags)});
            self.server.call(Method::Patch, &path, Some(tags)).await?;
        }
        self.batches(&there.id, Vec::new(), pairs(&said), metrics)
            .await?;
        // Last, so that a gate which broke off is added again.
        self.set_tag(&there.id, GATE_TAG, gate.expect("it was looked at"))
            .await?;
        Ok(true)
    }

    /// What of a gate is said of the run's model, its card too unless somebody wrote another one.
    async fn model_tags(&self, run: &Run, id: &str, said: &Texts) -> Result<Texts, Error> {
        let path = format!("logged-models/{id}");
        let there = self.server.call(Method::Get, &path, None).await?;
        let there = value_of(&there["model"]["info"]["tags"], NOTE_TAG).unwrap_or_default();
        let mut models = self.experiment.models.iter();
        let model = models.find(|model| run.outputs.contains(&model.id));
        let card = model.and_then(|model| model.tags.get(NOTE_TAG));
        let mut tags = said.clone();
        if let Some(card) = card.filter(|card| is_earlier(there, card)) {
            tags.insert(NOTE_TAG.into(), card.clone());
        }
        Ok(tags)
    }

    /// Adds to the run on the server what this one has beyond it, where its report is a later state of the same; tells whether
    /// there was anything.
    pub(super) async fn add_report(
        &self,
        run: &Run,
        there: &There,
        sent: &Sent,
    ) -> Result<bool, Error> {
        let Some(report) = sent.tags.get(REPORT_TAG) else {
            return Ok(false);
        };
        if there.tag(REPORT_TAG) == Some(report) {
            return Ok(false);
        }
        let end = whole(there.part(&["info", "end_time"])).unwrap_or(0);
        if u64::try_from(run.end).unwrap_or(0) < end {
            return Ok(false);
        }
        let there = self.whole(there.clone_ids()).await?;
        let metrics = self
            .metrics(run, &there, &BTreeMap::new(), |_| true)
            .await?;
        self.server
            .put_files(&there.root, &run.artifacts, &[], &NewIds::default(), true)
            .await?;
        let tags = lacking(&sent.tags, there.part(&["data", "tags"]));
        let tags = tags.into_iter().filter(|(key, _)| *key != REPORT_TAG);
        self.batches(&there.id, Vec::new(), pairs(tags), metrics)
            .await?;
        let end = json!({"run_id": there.id, "status": run.status.name(), "end_time": run.end});
        self.server.post("runs/update", end).await?;
        // Last, so that an addition which broke off is made again.
        self.set_tag(&there.id, REPORT_TAG, report).await?;
        Ok(true)
    }

    pub(super) async fn set_tag(&self, id: &str, key: &str, value: &str) -> Result<(), Error> {
        let tag = json!({"run_id": id, "key": key, "value": value});
        self.server.post("runs/set-tag", tag).await.map(|_| ())
    }
}
