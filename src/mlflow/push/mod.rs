//! An experiment's way to a tracking server: what to send next, and what to do about the answer. It does no I/O.
//!
//! ```text
//! Experiment -> Push::next_request -> HttpRequest -> (command line, worker) -> HttpAnswer -> Push::answer -> .. -> PushReport
//! ```
//!
//! Nothing on the server is changed or deleted that is not this experiment's own. A run is known again by the tag
//! [`ID_TAG`], and is whole where [`DONE_TAG`] says so, as for `replay.py`: what is there already is looked up before
//! anything is made, so that a push that broke off goes on where it was, and a second one sends nothing.

mod address;
mod artifacts;
mod compared;
pub(super) mod kept;
mod later;
mod parts;
mod plan;
mod registry;
mod run;
pub(super) mod server;
mod source;
pub(super) mod values;
pub(super) mod wire;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::entities::{Experiment, Texts};
use super::exchange::Exchange;
use crate::message::Message;
pub use address::{Login, ServerAddress};
pub use plan::{Planned, planned, planned_with};
pub(super) use registry::DIGEST_TAG;
pub use source::{archived_experiment, archived_experiment_stepwise};
pub use wire::{Body, HttpAnswer, HttpRequest, Method};

/// By this tag a server's run is known again: the ID that it has where it was made.
pub(super) const ID_TAG: &str = "dryf.run_id";
/// `True` on a run that is whole.
const DONE_TAG: &str = "dryf.replayed";
/// What MLflow shows of a run or model, in Markdown.
const NOTE_TAG: &str = "mlflow.note.content";
/// On a logged model, the ID that it has where it was made.
pub(super) const MODEL_TAG: &str = "dryf.model_id";

/// Where a server says which MLflow it is; it takes no time.
pub const VERSION_PATH: &str = "/version";

/// What of an experiment goes where.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PushOptions {
    /// The experiment's name on the server; its own if there is none.
    pub experiment: Option<String>,
    pub register: Option<Register>,
    /// Go to each run and model, such as who sends it.
    pub own_tags: Texts,
    /// Artifacts that lie in files, by the ID of their run or model.
    pub on_disk: BTreeMap<String, Vec<DiskFile>>,
    /// As with stores of others: a run that the server refuses is told and the next one sent, a run is known again by its ID, too,
    /// and it is told what the server has otherwise.
    pub go_on: bool,
}

/// An artifact that is read when it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiskFile {
    /// Among the artifacts.
    pub path: String,
    /// Where it lies, for who carries requests out.
    pub place: String,
    pub n_bytes: u64,
}

/// Under which name the model becomes a version of the registry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Register {
    pub name: String,
    /// What the version is called from now on, such as `challenger`.
    pub alias: Option<String>,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct PushReport {
    /// MLflow's.
    pub server_version: String,
    pub experiment: String,
    /// On the server.
    pub experiment_id: String,
    pub runs: Vec<PushedRun>,
    pub version: Option<PushedVersion>,
}

#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct PushedRun {
    /// Where it was made.
    pub id: String,
    pub name: String,
    /// On the server.
    pub server_id: String,
    pub outcome: Outcome,
    /// Its models' addresses, such as `models:/m-0123`.
    pub models: Vec<String>,
    /// Params and tags that MLflow would have cut, whole in an artifact of the run.
    pub long_values: Vec<String>,
    /// What the server has otherwise, such as `params.C`; it stays so.
    #[serde(default)]
    pub differs: Vec<String>,
    /// Why it failed.
    #[serde(default)]
    pub why: Option<Message>,
}

/// What was done about a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    New,
    /// It was there in part.
    Completed,
    /// A gate, or a later state of its report, was added.
    Extended,
    /// It was there, and nothing was changed.
    Equal,
    /// The same, but that the server has something otherwise.
    Different,
    /// The server refuses it.
    Failed,
}

#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct PushedVersion {
    pub name: String,
    pub version: String,
    /// Whether it was made now.
    pub is_new: bool,
    pub alias: Option<String>,
    /// Why the alias that was asked for was not set.
    pub alias_refused: Option<Message>,
}

/// A push under way. Beside the errors of [`Exchange::next_request`] it has
/// [`Unsupported`](crate::pipeline::error::Code::Unsupported) where the server does not serve artifacts, and `NotUsable` where the
/// experiment can't be sent as it was asked for.
pub type Push = Exchange<PushReport>;

impl Push {
    /// Nothing is sent yet.
    pub fn new(experiment: Experiment, options: PushOptions) -> Push {
        Exchange::begin(|server| run::push(server, experiment, options))
    }
}
