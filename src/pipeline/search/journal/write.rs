//! Lines for a journal, to be appended to what it holds.

use serde_json::{Map, Value as Json, json};

use super::lines::written_moment;
use super::trials::{dimension, system_attributes, user_attributes};
use super::{JournalStudy, METRIC_NAMES, distribution, op};
use crate::pipeline::search::{Direction, Space, Trial, TrialState};
use crate::pipeline::time::UnixMillis;

/// Who Optuna's reader is told to have written a line; names of processes tell nothing here.
const WORKER: &str = "dryf";

/// Appends trials to a study of a journal: it knows what the file has of each.
#[derive(Debug, Clone)]
pub struct Appender {
    pub(super) study_id: u64,
    /// Of all studies.
    pub(super) n_trials: u64,
    /// The study's trials in order, with their numbers across all studies.
    pub(super) known: Vec<(u64, Trial)>,
}

impl Appender {
    /// The lines that bring the file to where the trial stands, each with its end; none if it stands there. A trial may come when
    /// it is over, or before too, while it waits and after each fold. Floats are finite, a measure that is not is left out.
    ///
    /// # Panics
    /// If a trial is left out: the first lines of trials have the order of their numbers. If its point is none of the space.
    pub fn lines_of(&mut self, space: &Space, trial: &Trial) -> String {
        let number = trial.number as usize;
        assert!(number <= self.known.len(), "trials come in order");
        if let Some((id, before)) = self.known.get_mut(number) {
            let changes = changes(space, before, trial);
            *before = trial.clone();
            return changes.iter().map(|change| change.line(*id)).collect();
        }
        let id = self.n_trials;
        self.n_trials += 1;
        self.known.push((id, trial.clone()));
        whole(space, self.study_id, trial)
    }
}

/// The first lines of a study.
pub(super) fn lines_of_study(study_id: u64, study: &JournalStudy) -> String {
    let directions: Vec<u64> = study
        .directions
        .iter()
        .map(|direction| match direction {
            Direction::Minimize => 1,
            Direction::Maximize => 2,
        })
        .collect();
    let mut lines = line(
        op::CREATE_STUDY,
        json!({"study_name": study.name, "directions": directions}),
    );
    if !study.metric_names.is_empty() {
        lines += &line(
            op::STUDY_SYSTEM_ATTR,
            json!({"study_id": study_id, "system_attr": {METRIC_NAMES: study.metric_names}}),
        );
    }
    for (key, value) in &study.attributes {
        lines += &line(
            op::STUDY_USER_ATTR,
            json!({"study_id": study_id, "user_attr": {key: value}}),
        );
    }
    lines
}

fn line(code: u64, fields: Json) -> String {
    let Json::Object(mut fields) = fields else {
        unreachable!("an operation is an object")
    };
    fields.insert("op_code".to_string(), json!(code));
    fields.insert("worker_id".to_string(), json!(WORKER));
    format!("{}\n", Json::Object(fields))
}

/// A trial in one line.
fn whole(space: &Space, study_id: u64, trial: &Trial) -> String {
    let is_waiting = trial.state == TrialState::Waiting;
    let (mut params, mut distributions) = (Map::new(), Map::new());
    // What a waiting trial is to be given stands in its attributes.
    for (key, value) in trial.point.iter().filter(|_| !is_waiting) {
        params.insert(key.clone(), distribution::internal(value));
        distributions.insert(key.clone(), json!(distribution_text(space, key)));
    }
    let (value, values) = match trial.values.as_slice() {
        [] => (Json::Null, Json::Null),
        [value] => (json!(value), Json::Null),
        values => (Json::Null, json!(values)),
    };
    let means: Map<String, Json> = trial
        .folds
        .iter()
        .map(|fold| (fold.fold.to_string(), json!(fold.mean)))
        .collect();
    let never_began = is_waiting && trial.start.0 == 0.0;
    let mut fields = json!({
        "study_id": study_id,
        "datetime_start": (!never_began).then(|| written_moment(trial.start)),
        "state": trial.state.code(),
        "value": value,
        "values": values,
        "distributions": distributions,
        "params": params,
        "user_attrs": user_attributes(trial),
        "system_attrs": system_attributes(space, trial),
        "intermediate_values": means,
    });
    if trial.state.is_over() {
        let end = trial.end.unwrap_or(trial.start);
        fields["datetime_complete"] = json!(written_moment(end));
    }
    line(op::CREATE_TRIAL, fields)
}

fn distribution_text(space: &Space, key: &str) -> String {
    distribution::to_json(&dimension(space, key).domain).to_string()
}

/// One thing that a trial has and had not: a line of a journal, and a call of a storage.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// It waited and runs now.
    Begun {
        start: UnixMillis,
    },
    Param {
        name: String,
        /// Optuna's number of the value.
        internal: Json,
        /// Optuna's JSON.
        distribution: String,
    },
    Intermediate {
        step: u32,
        value: f64,
    },
    UserAttribute {
        name: String,
        value: Json,
    },
    SystemAttribute {
        name: String,
        value: Json,
    },
    Ended {
        state: TrialState,
        values: Vec<f64>,
        end: UnixMillis,
    },
}

impl Change {
    /// As a line about the trial with this number across all studies.
    fn line(&self, id: u64) -> String {
        let (code, mut fields) = match self {
            Change::Begun { start } => {
                let start = written_moment(*start);
                let fields = json!({"state": 0, "values": null, "datetime_start": start});
                (op::TRIAL_STATE_VALUES, fields)
            }
            Change::Param {
                name,
                internal,
                distribution,
            } => {
                let fields = json!({
                    "param_name": name,
                    "param_value_internal": internal,
                    "distribution": distribution,
                });
                (op::TRIAL_PARAM, fields)
            }
            Change::Intermediate { step, value } => {
                let fields = json!({"step": step, "intermediate_value": value});
                (op::TRIAL_INTERMEDIATE_VALUE, fields)
            }
            Change::UserAttribute { name, value } => {
                (op::TRIAL_USER_ATTR, json!({"user_attr": {name: value}}))
            }
            Change::SystemAttribute { name, value } => {
                (op::TRIAL_SYSTEM_ATTR, json!({"system_attr": {name: value}}))
            }
            Change::Ended { state, values, end } => {
                let values = (!values.is_empty()).then_some(values);
                let end = written_moment(*end);
                let fields =
                    json!({"state": state.code(), "values": values, "datetime_complete": end});
                (op::TRIAL_STATE_VALUES, fields)
            }
        };
        fields["trial_id"] = json!(id);
        line(code, fields)
    }
}

/// What a trial has that it had not, in the order in which a storage is to be told; nothing where it was over.
///
/// # Panics
/// If its point is none of the space.
pub fn changes(space: &Space, before: &Trial, trial: &Trial) -> Vec<Change> {
    let mut changes = Vec::new();
    if before.state.is_over() {
        return changes;
    }
    let waited = before.state == TrialState::Waiting;
    let is_chosen = trial.state != TrialState::Waiting;
    if waited && is_chosen {
        changes.push(Change::Begun { start: trial.start });
    }
    let is_new = |key: &String| is_chosen && (waited || !before.point.contains_key(key));
    for (key, value) in trial.point.iter().filter(|(key, _)| is_new(key)) {
        changes.push(Change::Param {
            name: key.clone(),
            internal: distribution::internal(value),
            distribution: distribution_text(space, key),
        });
    }
    for fold in trial.folds.iter().skip(before.folds.len()) {
        changes.push(Change::Intermediate {
            step: fold.fold,
            value: fold.mean,
        });
    }
    let new = |had: Map<String, Json>, has: Map<String, Json>| {
        let is_new = move |one: &(String, Json)| had.get(&one.0) != Some(&one.1);
        has.into_iter().filter(is_new)
    };
    let user = new(user_attributes(before), user_attributes(trial));
    changes.extend(user.map(|(name, value)| Change::UserAttribute { name, value }));
    let (had, has) = (
        system_attributes(space, before),
        system_attributes(space, trial),
    );
    let system = new(had, has);
    changes.extend(system.map(|(name, value)| Change::SystemAttribute { name, value }));
    if trial.state.is_over() {
        changes.push(Change::Ended {
            state: trial.state,
            values: trial.values.clone(),
            end: trial.end.unwrap_or(trial.start),
        });
    }
    changes
}
