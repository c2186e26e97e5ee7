//! Reading a journal: its operations applied one after the other, as Optuna applies them.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use super::lines::{Line, line, moment, number};
use super::trials::{OptunaParam, OptunaTrial};
use super::write::lines_of_study;
use super::{Appender, JournalStudy, METRIC_NAMES, op};
use crate::message;
use crate::message::{Argument, Message};
use crate::pipeline::error::{Code, Error};
use crate::pipeline::search::{Direction, Space, Trial, TrialState};
use crate::pipeline::step::{Pace, at_once};

/// A file of a journal: its studies, and how to append to it. The default is that of an empty file.
#[derive(Debug, Clone, Default)]
pub struct Journal {
    file: String,
    /// By their numbers; one that was deleted is gone.
    studies: BTreeMap<u64, OptunaStudy>,
    /// Those that were deleted too.
    n_studies: u64,
    /// Of all studies.
    n_trials: u64,
    /// Each trial's study and its place there, by its number across all studies.
    places: Vec<(u64, usize)>,
    /// Bytes of the file that stay where it is appended to: all but a last line that was cut.
    pub keep: usize,
    /// Whether the last line that stays lacks its end, which is then to be written before what is appended.
    pub lacks_line_break: bool,
    /// What is to be said of a last line that was cut.
    pub cut: Option<Message>,
}

#[derive(Debug, Clone)]
struct OptunaStudy {
    study: JournalStudy,
    trials: Vec<OptunaTrial>,
}

/// A study of a journal, and how to go on with it.
pub struct FoundStudy {
    pub study: JournalStudy,
    /// In order; those that a process left behind are [`TrialState::Running`], those that were enqueued
    /// [`TrialState::Waiting`].
    pub trials: Vec<Trial>,
    pub appender: Appender,
}

impl Journal {
    /// Reads a file that Optuna or Dryf wrote. A last line that has no end and is not whole is left out, as
    /// [`Journal::cut`] says: its writer was stopped. As in Optuna, what is of a study or trial that is not there or of a trial
    /// that is over has no effect.
    ///
    /// # Errors
    /// [`Code::DamagedJournal`], with the line, for what is no JSON object, has an operation that Optuna does not have, or lacks
    /// what its operation needs.
    pub fn read(file: &str, bytes: &[u8]) -> Result<Journal, Error> {
        at_once(Journal::read_stepwise(file, bytes))
    }

    /// The same, giving way in between.
    ///
    /// # Errors
    /// Those of [`Journal::read`].
    pub async fn read_stepwise(file: &str, bytes: &[u8]) -> Result<Journal, Error> {
        let mut pace = Pace::default();
        let mut journal = Journal {
            file: file.to_string(),
            keep: bytes.len(),
            ..Journal::default()
        };
        for (at, text) in bytes.split_inclusive(|byte| *byte == b'\n').enumerate() {
            let at = at as u64 + 1;
            let is_ended = text.ends_with(b"\n");
            if text.trim_ascii().is_empty() && !is_ended {
                journal.keep -= text.len();
                break;
            }
            match line(file, at, text) {
                Ok(line) => journal.apply(&line)?,
                Err(_) if !is_ended => {
                    journal.keep -= text.len();
                    journal.cut = Some(message!("journal-line-cut", line = at));
                    break;
                }
                Err(fault) => return Err(fault),
            }
            journal.lacks_line_break = !is_ended;
            pace.after(text.len()).await;
        }
        Ok(journal)
    }

    /// Its studies with their trials.
    pub(super) fn all(&self) -> impl Iterator<Item = (&JournalStudy, &[OptunaTrial])> {
        let studies = self.studies.values();
        studies.map(|one| (&one.study, &one.trials[..]))
    }

    pub(super) fn file(&self) -> &str {
        &self.file
    }

    /// The names of its studies, in the order in which they were begun.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.studies.values().map(|one| one.study.name.as_str())
    }

    /// The study of that name, or without one the only study; none if there is none.
    ///
    /// # Errors
    /// [`Code::Usage`] where several studies are there and no name is given. [`Code::OtherSpace`], with the line, where a trial
    /// chose what the space does not have: another setting, another domain, or a value out of it.
    pub fn study(&self, name: Option<&str>, space: &Space) -> Result<Option<FoundStudy>, Error> {
        if name.is_none() && self.studies.len() > 1 {
            let names = self.names().map(Argument::from).collect();
            return Err(Error::new(
                Code::Usage,
                message!("error-journal-several", names = Argument::All(names)),
                message!("error-name-study"),
            )
            .in_file(&self.file));
        }
        let is_meant = |one: &str| name.is_none_or(|name| name == one);
        let mut studies = self.studies.iter();
        let Some((id, one)) = studies.find(|(_, one)| is_meant(&one.study.name)) else {
            return Ok(None);
        };
        let mut trials = Vec::new();
        for (number, trial) in one.trials.iter().enumerate() {
            trials.push(trial.to_trial(number as u32, space, &self.file)?);
        }
        let ids = one.trials.iter().map(|trial| trial.id);
        Ok(Some(FoundStudy {
            study: one.study.clone(),
            appender: Appender {
                study_id: *id,
                n_trials: self.n_trials,
                known: ids.zip(trials.iter().cloned()).collect(),
            },
            trials,
        }))
    }

    /// Begins a study: what appends to it, and its first lines, which are to be appended to the file.
    ///
    /// # Panics
    /// If the file has a study of that name, which Optuna forbids.
    pub fn begin(&self, study: &JournalStudy) -> (Appender, String) {
        assert!(
            self.names().all(|name| name != study.name),
            "a name stands for one study"
        );
        let appender = Appender {
            study_id: self.n_studies,
            n_trials: self.n_trials,
            known: Vec::new(),
        };
        (appender, lines_of_study(self.n_studies, study))
    }

    fn apply(&mut self, line: &Line) -> Result<(), Error> {
        match line.field("op_code", Json::as_u64)? {
            op::CREATE_STUDY => self.create_study(line),
            op::DELETE_STUDY => {
                let id = line.field("study_id", Json::as_u64)?;
                self.studies.remove(&id);
                Ok(())
            }
            op::STUDY_USER_ATTR => {
                let set = line.field("user_attr", Json::as_object)?;
                if let Some(one) = self.study_of(line)? {
                    one.study.attributes.extend(set.clone());
                }
                Ok(())
            }
            op::STUDY_SYSTEM_ATTR => {
                let set = line.field("system_attr", Json::as_object)?;
                let names = set.get(METRIC_NAMES).and_then(Json::as_array);
                if let (Some(one), Some(names)) = (self.study_of(line)?, names) {
                    let names = names.iter().filter_map(Json::as_str);
                    one.study.metric_names = names.map(str::to_string).collect();
                }
                Ok(())
            }
            op::CREATE_TRIAL => self.create_trial(line),
            op::TRIAL_PARAM => {
                let param = OptunaParam {
                    line: Some(line.number),
                    internal: line.field("param_value_internal", number)?,
                    distribution: line.field("distribution", text)?,
                };
                let name = line.field("param_name", text)?;
                self.change(line, |trial| {
                    trial.params.insert(name, param);
                })
            }
            op::TRIAL_STATE_VALUES => self.set_state(line),
            op::TRIAL_INTERMEDIATE_VALUE => {
                let step = line.field("step", Json::as_i64)?;
                let value = line.field("intermediate_value", number)?;
                self.change(line, |trial| {
                    trial.steps.insert(step, value);
                })
            }
            op::TRIAL_USER_ATTR => {
                let set = line.field("user_attr", Json::as_object)?.clone();
                self.change(line, |trial| trial.user.extend(set))
            }
            op::TRIAL_SYSTEM_ATTR => {
                let set = line.field("system_attr", Json::as_object)?.clone();
                self.change(line, |trial| trial.system.extend(set))
            }
            op::DISCARD_TRIALS => Ok(()),
            other => Err(line.fault(message!(
                "error-journal-operation",
                code = other.to_string()
            ))),
        }
    }

    fn create_study(&mut self, line: &Line) -> Result<(), Error> {
        let name = line.field("study_name", text)?;
        let directions = line.field("directions", |value| {
            let codes = value.as_array()?.iter().map(Json::as_u64);
            codes.map(direction_of).collect::<Option<Vec<Direction>>>()
        })?;
        if self.names().any(|one| one == name) {
            return Ok(());
        }
        let study = JournalStudy {
            name,
            directions,
            metric_names: Vec::new(),
            attributes: BTreeMap::new(),
        };
        let trials = Vec::new();
        self.studies
            .insert(self.n_studies, OptunaStudy { study, trials });
        self.n_studies += 1;
        Ok(())
    }

    fn study_of(&mut self, line: &Line) -> Result<Option<&mut OptunaStudy>, Error> {
        let id = line.field("study_id", Json::as_u64)?;
        Ok(self.studies.get_mut(&id))
    }

    fn create_trial(&mut self, line: &Line) -> Result<(), Error> {
        let object = |name| {
            let found = line.optional(name, Json::as_object)?;
            Ok::<Map<String, Json>, Error>(found.cloned().unwrap_or_default())
        };
        let state = line.optional("state", |code| TrialState::of_code(code.as_u64()?))?;
        let mut trial = OptunaTrial {
            id: self.n_trials,
            line: Some(line.number),
            state: state.unwrap_or(TrialState::Running),
            params: BTreeMap::new(),
            values: line.optional("values", numbers)?.unwrap_or_default(),
            steps: BTreeMap::new(),
            user: object("user_attrs")?,
            system: object("system_attrs")?,
            start: line.optional("datetime_start", moment)?,
            end: line.optional("datetime_complete", moment)?,
        };
        trial.values.extend(line.optional("value", number)?);
        let distributions = object("distributions")?;
        for (name, internal) in object("params")? {
            let both = number(&internal).zip(distributions.get(&name).and_then(text));
            let Some((internal, distribution)) = both else {
                return Err(line.fault(message!("error-journal-field", field = "params")));
            };
            let param = OptunaParam {
                line: Some(line.number),
                internal,
                distribution,
            };
            trial.params.insert(name, param);
        }
        for (step, value) in object("intermediate_values")? {
            let both = step.parse().ok().zip(number(&value));
            let Some((step, value)) = both else {
                let field = "intermediate_values";
                return Err(line.fault(message!("error-journal-field", field = field)));
            };
            trial.steps.insert(step, value);
        }
        let id = line.field("study_id", Json::as_u64)?;
        if let Some(one) = self.studies.get_mut(&id) {
            self.places.push((id, one.trials.len()));
            one.trials.push(trial);
            self.n_trials += 1;
        }
        Ok(())
    }

    /// Changes a trial that is there and not over.
    fn change(&mut self, line: &Line, change: impl FnOnce(&mut OptunaTrial)) -> Result<(), Error> {
        let id = line.field("trial_id", Json::as_u64)?;
        let Some((study, place)) = self.places.get(id as usize) else {
            return Ok(());
        };
        let trial = self
            .studies
            .get_mut(study)
            .map(|one| &mut one.trials[*place]);
        if let Some(trial) = trial.filter(|trial| !trial.state.is_over()) {
            change(trial);
        }
        Ok(())
    }

    fn set_state(&mut self, line: &Line) -> Result<(), Error> {
        let state = line.field("state", |code| TrialState::of_code(code.as_u64()?))?;
        let values = line.optional("values", numbers)?;
        let start = line.optional("datetime_start", moment)?;
        let end = line.optional("datetime_complete", moment)?;
        self.change(line, |trial| {
            // Another process has begun it already.
            if (state, trial.state) == (TrialState::Running, TrialState::Running) {
                return;
            }
            trial.state = state;
            trial.start = start.or(trial.start);
            trial.end = end.or(trial.end);
            if let Some(values) = values {
                trial.values = values;
            }
        })
    }
}

fn text(value: &Json) -> Option<String> {
    value.as_str().map(str::to_string)
}

fn numbers(value: &Json) -> Option<Vec<f64>> {
    value.as_array()?.iter().map(number).collect()
}

fn direction_of(code: Option<u64>) -> Option<Direction> {
    match code? {
        1 => Some(Direction::Minimize),
        2 => Some(Direction::Maximize),
        _ => None,
    }
}
