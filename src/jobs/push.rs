//! A push as a job: it reads the archive, adds the reports that go with it, and asks the server.

use serde::{Deserialize, Serialize};

use super::engine_data::EngineData;
use super::exchange::{Begun, ExchangeJob};
use super::job::{Answer, Job};
use super::protocol::Outcome;
use super::{drift, monitor};
use crate::mlflow::push::{
    Planned, Push, PushOptions, PushReport, Register, archived_experiment_stepwise, planned,
};
use crate::pipeline::corpus::NamedBytes;
use crate::pipeline::error::Error;
use crate::pipeline::step::pause;

/// Bytes of an archive as unpacked; a worker has 4 GB of memory.
const MOST_UNPACKED: u64 = 1 << 30;

/// What is pushed, and as what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushRequest {
    /// Name of the archive, which is attached.
    pub archive: String,
    /// The run that it is of.
    pub run: String,
    /// The experiment's name on the server; its own if there is none.
    pub experiment: Option<String>,
    /// The registered model that it becomes a version of.
    pub register: Option<String>,
    /// What that version is called from now on.
    pub alias: Option<String>,
    /// Who pushes, by name, where that is known.
    pub user: Option<String>,
    /// Whether the drift report and the monitoring that are shown go with it.
    pub with_drift: bool,
    pub with_monitoring: bool,
    /// Only tell what would be sent.
    pub is_dry: bool,
}

/// What a push came to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PushOutcome {
    Pushed(PushReport),
    /// What would be sent to an experiment.
    Planned {
        experiment: String,
        plan: Vec<Planned>,
    },
}

/// # Errors
/// A report that goes with it is not held.
pub(super) fn push(
    held: &mut EngineData,
    request: PushRequest,
    bytes: Vec<u8>,
) -> Result<impl Job + use<>, Error> {
    let drift = match request.with_drift {
        true => Some(drift::experiment(held)?),
        false => None,
    };
    let monitoring = match request.with_monitoring {
        true => Some(monitor::experiment(held.monitor()?)?),
        false => None,
    };
    let begin = async move {
        pause().await;
        let file = NamedBytes {
            name: request.archive,
            bytes,
        };
        let mut experiment = archived_experiment_stepwise(&file, MOST_UNPACKED).await?;
        pause().await;
        if let Some(drift) = drift {
            experiment.runs.extend(drift.await.runs);
        }
        let watched = monitoring.into_iter().flat_map(|it| it.runs);
        experiment.runs.extend(watched);
        let plan = planned(&experiment);
        if request.is_dry {
            let experiment = request.experiment.unwrap_or(experiment.name);
            return Ok(Begun::Over(answer(PushOutcome::Planned {
                experiment,
                plan,
            })));
        }
        let n_bytes = plan.iter().map(|run| run.bytes).sum();
        let (register, alias) = (request.register, request.alias);
        let user = request.user.map(|user| ("mlflow.user".to_string(), user));
        let options = PushOptions {
            experiment: request.experiment,
            register: register.map(|name| Register { name, alias }),
            own_tags: user.into_iter().collect(),
            ..PushOptions::default()
        };
        let push = Push::new(experiment, options);
        Ok(Begun::Exchange(Box::new(push), n_bytes))
    };
    Ok(ExchangeJob::new("push", begin, async |report| {
        answer(PushOutcome::Pushed(report))
    }))
}

fn answer(outcome: PushOutcome) -> Answer {
    Answer::new(Outcome::Push(Box::new(outcome)))
}
