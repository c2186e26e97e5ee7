//! A domain as Optuna's distribution, and the value of a parameter as the number that Optuna has for it.

use serde_json::{Map, Value as Json, json};

use super::super::{Domain, Value};
use crate::pipeline::params::Kind;

/// The domain in Optuna's JSON, which a line holds as text.
pub(super) fn to_json(domain: &Domain) -> Json {
    let (name, attributes) = match domain {
        Domain::Float {
            low,
            high,
            log,
            step,
        } => {
            let high = step.map_or(*high, |step| last_of_steps(*low, *high, step));
            (
                "FloatDistribution",
                json!({"low": low, "high": high, "log": log, "step": step}),
            )
        }
        Domain::Int {
            low,
            high,
            log,
            step,
        } => {
            let high = low + (high - low) / step * step;
            (
                "IntDistribution",
                json!({"low": low, "high": high, "log": log, "step": step}),
            )
        }
        Domain::Categorical { choices } => {
            let choices: Vec<Json> = choices.iter().map(choice).collect();
            ("CategoricalDistribution", json!({"choices": choices}))
        }
    };
    json!({"name": name, "attributes": attributes})
}

/// The last of `low + k * step` that is not above `high`: a float that Optuna finds to be a whole number of steps away, which it
/// calculates in decimals.
pub(in super::super) fn last_of_steps(low: f64, high: f64, step: f64) -> f64 {
    let last = low + ((high - low) / step + 1e-9).floor() * step;
    if (last - high).abs() <= 1e-9 * step {
        return high;
    }
    format!("{last:.11e}").parse().expect("a float is one")
}

/// A choice as Optuna may have it: null, bool, int, float or str.
pub(super) fn choice(value: &toml::Value) -> Json {
    match value {
        toml::Value::Boolean(value) => json!(value),
        toml::Value::Integer(value) => json!(value),
        toml::Value::Float(value) if value.is_finite() => json!(value),
        toml::Value::String(value) => json!(value),
        other => json!(other.to_string()),
    }
}

/// The domain of a setting of a kind by a distribution of a journal; None for what the kind does not take.
pub(super) fn domain_of(kind: &Kind, distribution: &Json) -> Option<Domain> {
    let attributes = distribution.get("attributes")?;
    let number = |name: &str| attributes.get(name).and_then(Json::as_f64);
    let whole = |name: &str| number(name).map(|number| number as i64);
    let log = || {
        attributes
            .get("log")
            .and_then(Json::as_bool)
            .unwrap_or(false)
    };
    let value = |given: &Json| match given {
        Json::Bool(value) => Some(toml::Value::Boolean(*value)),
        Json::Number(value) => match value.as_i64() {
            Some(value) => Some(toml::Value::Integer(value)),
            None => value.as_f64().map(toml::Value::Float),
        },
        // A list stands as its text.
        Json::String(text) => kind.read(text).filter(|value| choice(value) == *given),
        _ => None,
    };
    Some(match distribution.get("name")?.as_str()? {
        "FloatDistribution" => Domain::Float {
            low: number("low")?,
            high: number("high")?,
            log: log(),
            step: number("step"),
        },
        "IntDistribution" => Domain::Int {
            low: whole("low")?,
            high: whole("high")?,
            log: log(),
            step: whole("step")?.max(1),
        },
        "CategoricalDistribution" => {
            let choices = attributes.get("choices")?.as_array()?.iter();
            Domain::Categorical {
                choices: choices.map(value).collect::<Option<_>>()?,
            }
        }
        _ => return None,
    })
}

/// A value by Optuna's internal number, as it is written.
pub(super) fn external_of(distribution: &str, internal: f64) -> String {
    let found: Json = serde_json::from_str(distribution).unwrap_or_default();
    let choices = found
        .pointer("/attributes/choices")
        .and_then(Json::as_array);
    match choices.map(|choices| choices.get(internal as usize)) {
        Some(Some(Json::String(text))) => text.clone(),
        Some(Some(value)) => value.to_string(),
        _ => internal.to_string(),
    }
}

/// Whether a distribution of a journal is the domain; numbers are compared as numbers, since Python's `1` is its `1.0`.
pub(super) fn is_same(domain: &Domain, distribution: &Json) -> bool {
    is_equal(&to_json(domain), distribution)
}

fn is_equal(ours: &Json, theirs: &Json) -> bool {
    match (ours, theirs) {
        (Json::Number(a), Json::Number(b)) => a.as_f64() == b.as_f64(),
        (Json::Array(a), Json::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_equal(a, b))
        }
        (Json::Object(a), Json::Object(b)) => is_object_equal(a, b),
        _ => ours == theirs,
    }
}

fn is_object_equal(a: &Map<String, Json>, b: &Map<String, Json>) -> bool {
    a.len() == b.len()
        && a.iter()
            .all(|(key, a)| b.get(key).is_some_and(|b| is_equal(a, b)))
}

/// Optuna's internal number of a value: the place of a choice, else the value.
pub(super) fn internal(value: &Value) -> Json {
    match value {
        Value::Float(value) => json!(value),
        Value::Int(value) => json!(value),
        Value::Choice(place) => json!(place),
    }
}

/// The value by Optuna's internal number; None if the domain does not hold it. Optuna takes a number between two steps, and so
/// does this.
pub(super) fn from_internal(domain: &Domain, number: f64) -> Option<Value> {
    let is_whole = number.floor() == number;
    match domain {
        Domain::Float { low, high, .. } => {
            (*low <= number && number <= *high).then_some(Value::Float(number))
        }
        Domain::Int { low, high, .. } => {
            (is_whole && *low as f64 <= number && number <= *high as f64)
                .then_some(Value::Int(number as i64))
        }
        Domain::Categorical { choices } => {
            (is_whole && 0.0 <= number && number < choices.len() as f64)
                .then_some(Value::Choice(number as u32))
        }
    }
}

/// A value as a user of Optuna gives it to `enqueue_trial`: a choice by itself.
pub(super) fn external(domain: &Domain, value: &Value) -> Json {
    match (domain, value) {
        (Domain::Categorical { choices }, Value::Choice(place)) => {
            choice(&choices[*place as usize])
        }
        _ => internal(value),
    }
}

/// The value by what was given to `enqueue_trial`; None if the domain does not hold it.
pub(super) fn from_external(domain: &Domain, given: &Json) -> Option<Value> {
    match domain {
        Domain::Categorical { choices } => choices
            .iter()
            .position(|one| is_equal(&choice(one), given))
            .map(|place| Value::Choice(place as u32)),
        _ => from_internal(domain, given.as_f64()?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The second of each is what Optuna 5.0.0 makes of the bounds, `_adjust_discrete_uniform_high`.
    #[test]
    fn bounds_end_at_a_step_as_in_optuna() {
        for ((low, high, step), last) in [
            ((0.0, 1.0, 0.3), 0.9),
            ((0.5, 0.95, 0.05), 0.95),
            ((0.1, 0.3, 0.1), 0.3),
            ((0.1, 0.75, 0.1), 0.7),
            ((-1.0, 1.0, 0.75), 0.5),
        ] {
            assert_eq!(last_of_steps(low, high, step), last, "{low} {high} {step}");
        }
        let domain = Domain::Int {
            low: 1,
            high: 10,
            log: false,
            step: 4,
        };
        assert_eq!(to_json(&domain)["attributes"]["high"], 9);
    }

    #[test]
    fn arrays_are_written_as_their_text() {
        let value: toml::Value =
            toml::from_str("a = [[1, 2], [\"x\", \"y\"], true, 2, 0.5, \"w\"]")
                .map(|table: toml::Table| table["a"].clone())
                .expect("TOML");
        let choices = value.as_array().expect("an array").clone();
        let domain = Domain::Categorical { choices };
        let written = &to_json(&domain)["attributes"]["choices"];
        assert_eq!(
            *written,
            json!(["[1, 2]", "[\"x\", \"y\"]", true, 2, 0.5, "w"])
        );
        for place in 0..6 {
            let value = Value::Choice(place);
            assert_eq!(
                from_external(&domain, &external(&domain, &value)),
                Some(value)
            );
        }
    }
}
