//! The importance of settings is Optuna's.

use std::collections::BTreeMap;

use dryf::pipeline::search::{
    Conditions, Dimension, Direction, Domain, Point, Space, Trial, TrialState, Value, ped_anova,
};
use dryf::pipeline::time::UnixMillis;
use serde::Deserialize;
use serde_json::Value as Json;

use crate::fixtures;

#[derive(Deserialize)]
struct Fixture {
    space: BTreeMap<String, Json>,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    direction: Direction,
    trials: Vec<FixtureTrial>,
    share: BTreeMap<String, f64>,
    raw: BTreeMap<String, f64>,
    tolerance: f64,
}

#[derive(Deserialize)]
struct FixtureTrial {
    params: BTreeMap<String, Json>,
    value: f64,
}

/// A domain by Optuna's distribution.
pub fn domain(distribution: &Json) -> Domain {
    let of = &distribution["attributes"];
    let log = of["log"].as_bool();
    let float = |name: &str| of[name].as_f64();
    let int = |name: &str| of[name].as_i64().expect("a whole number");
    match distribution["name"].as_str() {
        Some("FloatDistribution") => Domain::Float {
            low: float("low").expect("a number"),
            high: float("high").expect("a number"),
            log: log.expect("a bool"),
            step: float("step"),
        },
        Some("IntDistribution") => Domain::Int {
            low: int("low"),
            high: int("high"),
            log: log.expect("a bool"),
            step: int("step"),
        },
        _ => {
            let choices = of["choices"].as_array().expect("choices").iter();
            let choices = choices.map(choice).collect();
            Domain::Categorical { choices }
        }
    }
}

/// As the settings have it: what Optuna has as a text in brackets is an array there.
fn choice(choice: &Json) -> toml::Value {
    match choice {
        Json::Bool(value) => (*value).into(),
        Json::String(text) if text.starts_with('[') => {
            let table: toml::Table = toml::from_str(&format!("a = {text}")).expect("TOML");
            table["a"].clone()
        }
        other => other.as_str().expect("a text").into(),
    }
}

pub fn space(distributions: &BTreeMap<String, Json>) -> Space {
    let dimensions = distributions
        .iter()
        .map(|(key, distribution)| Dimension::new(key, domain(distribution), Conditions::new()))
        .collect();
    Space::new(dimensions).unwrap()
}

/// A point by Optuna's external values.
pub fn point(space: &Space, params: &BTreeMap<String, Json>) -> Point {
    let value = |key: &str, given: &Json| {
        let domain = &space.dimension(key).expect("known").domain;
        match domain {
            Domain::Float { .. } => Value::Float(given.as_f64().expect("a number")),
            Domain::Int { .. } => Value::Int(given.as_i64().expect("a whole number")),
            Domain::Categorical { choices } => {
                let mut places = choices.iter();
                let place = places.position(|one| *one == choice(given));
                Value::Choice(place.expect("a choice") as u32)
            }
        }
    };
    let pairs = params.iter();
    pairs
        .map(|(key, given)| (key.clone(), value(key, given)))
        .collect()
}

#[test]
fn importance_is_optunas() {
    let fixture: Fixture = fixtures::read("optuna_importance.json");
    let space = space(&fixture.space);
    for case in &fixture.cases {
        let complete = |(number, one): (usize, &FixtureTrial)| Trial {
            number: number as u32,
            state: TrialState::Complete,
            point: point(&space, &one.params),
            values: vec![7.0, one.value],
            folds: Vec::new(),
            constraints: Vec::new(),
            note: None,
            start: UnixMillis(0.0),
            end: Some(UnixMillis(1.0)),
            measures: BTreeMap::new(),
            answers: None,
        };
        let mut trials: Vec<Trial> = case.trials.iter().enumerate().map(complete).collect();
        // One that is not complete, or has no finite value, takes no part.
        let mut pruned = trials[0].clone();
        pruned.state = TrialState::Pruned;
        trials.insert(0, pruned);
        let found = ped_anova(&space, &trials, 1, case.direction);
        assert_eq!(found.len(), case.share.len(), "{}", case.name);
        assert!(found.is_sorted_by(|a, b| a.raw >= b.raw), "{}", case.name);
        for one in &found {
            let what = format!("{}, {}", case.name, one.name);
            let (share, raw) = (case.share[&one.name], case.raw[&one.name]);
            fixtures::assert_close(&what, &[one.share, one.raw], &[share, raw], case.tolerance);
        }
    }
    assert!(fixture.cases.len() >= 7);
}

#[test]
fn one_trial_says_nothing() {
    let fixture: Fixture = fixtures::read("optuna_importance.json");
    let space = space(&fixture.space);
    assert_eq!(ped_anova(&space, &[], 0, Direction::Maximize), []);
}
