//! A trial of ours and what Optuna keeps of one.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value as Json, json};

use super::attribute;
use super::distribution;
use super::lines::number;
use crate::message;
use crate::message::Message;
use crate::pipeline::error::{Code, Error};
use crate::pipeline::search::trial::answers;
use crate::pipeline::search::{Dimension, FoldValue, Point, Space, Trial, TrialState};
use crate::pipeline::time::UnixMillis;

/// A trial as the operations of a journal made it, or as a storage gives it.
#[derive(Debug, Clone)]
pub struct OptunaTrial {
    /// Its number across all studies.
    pub id: u64,
    /// Where it was created, in a journal.
    pub line: Option<u64>,
    pub state: TrialState,
    pub params: BTreeMap<String, OptunaParam>,
    pub values: Vec<f64>,
    /// By step.
    pub steps: BTreeMap<i64, f64>,
    pub user: Map<String, Json>,
    pub system: Map<String, Json>,
    pub start: Option<UnixMillis>,
    pub end: Option<UnixMillis>,
}

/// A parameter as it was set.
#[derive(Debug, Clone)]
pub struct OptunaParam {
    /// Where, in a journal.
    pub line: Option<u64>,
    pub internal: f64,
    /// Optuna's JSON.
    pub distribution: String,
}

/// Optuna's user attributes of a trial. Optuna's users see the note in English; it is read from the system attributes.
pub(super) fn user_attributes(trial: &Trial) -> Map<String, Json> {
    let measures = trial.measures.iter().filter(|(_, value)| value.is_finite());
    let mut found: Map<String, Json> = measures
        .map(|(name, value)| (name.clone(), json!(value)))
        .collect();
    if let Some(note) = &trial.note {
        found.insert("note".to_string(), json!(note.to_string()));
    }
    found
}

pub(super) fn system_attributes(space: &Space, trial: &Trial) -> Map<String, Json> {
    let mut found = Map::new();
    if !trial.constraints.is_empty() {
        found.insert(attribute::CONSTRAINTS.to_string(), json!(trial.constraints));
    }
    if trial.state == TrialState::Waiting {
        let fixed: Map<String, Json> = trial
            .point
            .iter()
            .map(|(key, value)| {
                let domain = &dimension(space, key).domain;
                (key.clone(), distribution::external(domain, value))
            })
            .collect();
        found.insert(attribute::FIXED_PARAMS.to_string(), fixed.into());
    }
    if !trial.folds.is_empty() {
        let values: Vec<f64> = trial.folds.iter().map(|fold| fold.value).collect();
        found.insert(attribute::FOLDS.to_string(), json!(values));
    }
    if let Some(note) = &trial.note {
        found.insert(attribute::NOTE.to_string(), json!(note));
    }
    let digits = trial.answers.as_deref().and_then(answers::to_text);
    if let Some(digits) = digits.filter(|digits| !digits.is_empty()) {
        found.insert(attribute::ANSWERS.to_string(), json!(digits));
    }
    found
}

/// # Panics
/// If the space lacks it.
pub(super) fn dimension<'a>(space: &'a Space, key: &str) -> &'a Dimension {
    space
        .dimension(key)
        .expect("a trial is a point of its space")
}

impl OptunaTrial {
    /// As a trial of a search over the space; `file` is where it was found. An objective that is no finite number is no value of ours: such a trial failed.
    ///
    /// # Errors
    /// [`Code::OtherSpace`] where it chose what the space does not have.
    pub fn to_trial(&self, number: u32, space: &Space, file: &str) -> Result<Trial, Error> {
        let mut point = Point::new();
        for (key, param) in &self.params {
            let value = self.value(key, param, space);
            point.insert(
                key.clone(),
                value.map_err(|fault| at(fault, file, param.line))?,
            );
        }
        if self.state == TrialState::Waiting {
            let fixed = self
                .system
                .get(attribute::FIXED_PARAMS)
                .and_then(Json::as_object);
            for (key, given) in fixed.into_iter().flatten() {
                let domain = &known(key, space)
                    .map_err(|fault| at(fault, file, self.line))?
                    .domain;
                let value = distribution::from_external(domain, given).ok_or_else(|| {
                    let domain = distribution::to_json(domain);
                    at(out_of_range(key, given, &domain), file, self.line)
                })?;
                point.insert(key.clone(), value);
            }
        }
        let mut state = self.state;
        let mut note: Option<Message> = self
            .system
            .get(attribute::NOTE)
            .and_then(|note| serde_json::from_value(note.clone()).ok());
        let mut values = self.values.clone();
        if let Some(odd) = values.iter().find(|value| !value.is_finite()) {
            if state == TrialState::Complete {
                state = TrialState::Fail;
                note = Some(message!(
                    "journal-value-not-finite",
                    value = odd.to_string()
                ));
            }
            values.clear();
        }
        Ok(Trial {
            number,
            state,
            point,
            values,
            folds: self.folds(),
            constraints: self.constraints(),
            note,
            start: self.start.unwrap_or_default(),
            end: self.end,
            measures: self.measures(),
            answers: self.answers(),
        })
    }

    fn value(
        &self,
        key: &str,
        param: &OptunaParam,
        space: &Space,
    ) -> Result<crate::pipeline::search::Value, Error> {
        let domain = &known(key, space)?.domain;
        let found: Json = serde_json::from_str(&param.distribution).unwrap_or_default();
        if !distribution::is_same(domain, &found) {
            return Err(Error::new(
                Code::OtherSpace,
                message!(
                    "error-journal-domain",
                    setting = key,
                    found = param.distribution.clone(),
                    expected = distribution::to_json(domain).to_string()
                ),
                message!("error-same-space"),
            ));
        }
        distribution::from_internal(domain, param.internal)
            .ok_or_else(|| out_of_range(key, &json!(param.internal), &found))
    }

    /// A fold's own value is ours to know; of means alone it is what the mean so far makes of it, and the mean where a fold
    /// before is missing.
    fn folds(&self) -> Vec<FoldValue> {
        let own = self.system.get(attribute::FOLDS).and_then(Json::as_array);
        let steps = self
            .steps
            .iter()
            .filter(|(step, mean)| u32::try_from(**step).is_ok() && mean.is_finite());
        let mut before: Option<f64> = Some(0.0);
        let mut found = Vec::new();
        for (at, (&step, &mean)) in steps.enumerate() {
            let folds = at as f64;
            before = before.filter(|_| step == at as i64);
            let value = own.and_then(|own| own.get(at)).and_then(Json::as_f64);
            let derived = before.map_or(mean, |before| mean * (folds + 1.0) - before * folds);
            found.push(FoldValue {
                fold: step as u32,
                value: value.unwrap_or(derived),
                mean,
            });
            before = before.map(|_| mean);
        }
        found
    }

    fn answers(&self) -> Option<Arc<[u32]>> {
        answers::of_text(self.system.get(attribute::ANSWERS)?.as_str()?)
    }

    fn constraints(&self) -> Vec<f64> {
        let listed = self.system.get(attribute::CONSTRAINTS);
        let listed = listed.and_then(Json::as_array).into_iter().flatten();
        let named = self
            .system
            .iter()
            .filter(|(key, _)| key.starts_with(attribute::CONSTRAINT))
            .map(|(_, value)| value);
        listed.chain(named).filter_map(number).collect()
    }

    fn measures(&self) -> BTreeMap<String, f64> {
        let user = self.user.iter();
        user.filter_map(|(name, value)| Some((name.clone(), value.as_f64()?)))
            .collect()
    }
}

fn at(fault: Error, file: &str, line: Option<u64>) -> Error {
    match line {
        Some(line) => fault.at_line(file, line),
        None => fault.in_file(file),
    }
}

fn known<'a>(key: &str, space: &'a Space) -> Result<&'a Dimension, Error> {
    space.dimension(key).ok_or_else(|| {
        Error::new(
            Code::OtherSpace,
            message!("error-journal-unknown-setting", setting = key),
            message!("error-same-space"),
        )
    })
}

fn out_of_range(key: &str, value: &Json, domain: &Json) -> Error {
    Error::new(
        Code::OtherSpace,
        message!(
            "error-journal-out-of-range",
            setting = key,
            value = value.to_string(),
            domain = domain.to_string()
        ),
        message!("error-same-space"),
    )
}
