//! The space: which settings a search chooses, from what, and when.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use toml::Table;

use super::domain::{Domain, Value};
use crate::message;
use crate::pipeline::error::{Code, Error};
use crate::pipeline::params::{CONFIG, Param, Settings, put, value_of};
use crate::pipeline::run::RunConfig;

/// What a trial gives the dimensions that took part, by [`Dimension::name`].
pub type Point = BTreeMap<String, Value>;

/// Settings by their whole names, each with the values that it may have; where a setting is a list, with what it may hold.
pub type Conditions = BTreeMap<String, Vec<toml::Value>>;

/// The sections of what a search can choose; all else of a configuration is not the model's.
pub const SECTIONS: [&str; 4] = ["clean", "tfidf", "chars", "svc"];

/// One setting of the space, or what it is chosen from under some conditions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Dimension {
    /// What it is called in a [`Point`], and as a parameter of Optuna's: its setting's whole name, and where it has conditions,
    /// behind `@` the values that they ask for, such as `tfidf.ngram_range@char_wb`.
    pub name: String,
    /// The setting's whole name, such as `svc.C`. When it has an effect is known from [`CONFIG`].
    pub key: String,
    pub domain: Domain,
    /// All must hold. Of several dimensions of one setting the first that can take part does.
    pub when: Conditions,
}

/// The settings that a search chooses, so ordered that what decides whether another takes part comes first.
///
/// It is stored as the table that stands in a configuration's file, and checked as that is.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(try_from = "Table", into = "Table")]
pub struct Space {
    pub(super) dimensions: Vec<Dimension>,
}

impl Dimension {
    /// A dimension of a setting that [`CONFIG`] knows.
    pub fn new(key: &str, domain: Domain, when: Conditions) -> Dimension {
        let values = when.values().flatten().map(|value| match value {
            toml::Value::String(text) => text.clone(),
            other => other.to_string(),
        });
        let values: Vec<String> = values.collect();
        let name = match values.is_empty() {
            true => key.to_string(),
            false => format!("{key}@{}", values.join(",")),
        };
        Dimension {
            name,
            key: key.into(),
            domain,
            when,
        }
    }

    pub fn param(&self) -> &'static Param {
        known(&self.key).expect("the settings of a space were looked up when it was made")
    }

    /// Whether its setting has an effect and its conditions hold.
    fn holds(&self, table: &Table) -> bool {
        let is_met = |(key, values): (&String, &Vec<toml::Value>)| match at(table, key) {
            Some(toml::Value::Array(items)) => {
                let whole = toml::Value::Array(items.clone());
                values.contains(&whole) || items.iter().any(|item| values.contains(item))
            }
            Some(value) => values.contains(value),
            None => false,
        };
        self.param().when.has_effect(&self.key, table) && self.when.iter().all(is_met)
    }

    /// Whether another setting decides if it takes part.
    fn is_decided_by(&self, key: &str) -> bool {
        let mut by_schema = self.param().when.deciding();
        key != self.key && (self.when.contains_key(key) || by_schema.any(|other| other == key))
    }
}

fn at<'t>(table: &'t Table, key: &str) -> Option<&'t toml::Value> {
    value_of(table, known(key)?)
}

/// A setting, without words for one that does not exist: a search looks them up by the million.
fn known(key: &str) -> Option<&'static Param> {
    let (section, name) = key.split_once('.')?;
    let mut params = CONFIG.params.iter();
    params.find(|param| param.name == name && param.section == section)
}

impl Space {
    /// The dimensions in the order of [`CONFIG`], but each behind what decides about it.
    ///
    /// # Errors
    /// Where two dimensions have the same name, or decide about each other.
    pub fn new(mut dimensions: Vec<Dimension>) -> Result<Space, Error> {
        let fault = |dimension: &Dimension, message, remedy| {
            let error = Error::new(Code::InvalidConfig, message, remedy);
            Err(error.in_file(format!("space.{}", dimension.key)))
        };
        let place = |one: &Dimension| {
            CONFIG
                .params
                .iter()
                .position(|param| param.key() == one.key)
        };
        dimensions.sort_by_key(place);
        let mut names = BTreeSet::new();
        for one in &dimensions {
            if !names.insert(&one.name) {
                let message = message!("search-space-same-when", setting = &one.key);
                return fault(one, message, message!("search-space-own-when"));
            }
        }
        let mut ordered: Vec<Dimension> = Vec::new();
        while !dimensions.is_empty() {
            let is_free = |place: &usize| {
                let one = &dimensions[*place];
                let mut others = dimensions.iter();
                let mut earlier = dimensions[..*place].iter();
                !others.any(|other| one.is_decided_by(&other.key))
                    && earlier.all(|other| other.key != one.key)
            };
            let Some(next) = (0..dimensions.len()).find(is_free) else {
                let one = &dimensions[0];
                let message = message!("search-space-circle", setting = &one.key);
                return fault(one, message, message!("search-space-no-circle"));
            };
            ordered.push(dimensions.remove(next));
        }
        Ok(Space {
            dimensions: ordered,
        })
    }

    /// What decides whether another takes part comes first.
    pub fn dimensions(&self) -> &[Dimension] {
        &self.dimensions
    }

    /// A dimension by its name.
    pub fn dimension(&self, name: &str) -> Option<&Dimension> {
        self.dimensions.iter().find(|one| one.name == name)
    }

    /// Whether the dimension at a place takes part, under the values chosen so far.
    pub(super) fn takes_part(&self, place: usize, table: &Table) -> bool {
        let one = &self.dimensions[place];
        let is_before = |earlier: &Dimension| earlier.key == one.key && earlier.holds(table);
        one.holds(table) && !self.dimensions[..place].iter().any(is_before)
    }

    /// Whether a dimension decides about another.
    pub(super) fn decides(&self, place: usize) -> bool {
        let key = &self.dimensions[place].key;
        let mut others = self.dimensions.iter();
        others.any(|other| other.is_decided_by(key))
    }

    /// The dimensions that decide about the one at a place.
    pub(super) fn deciding(&self, place: usize) -> Vec<&Dimension> {
        let one = &self.dimensions[place];
        let all = self.dimensions.iter();
        all.filter(|other| one.is_decided_by(&other.key)).collect()
    }

    /// Asks for a value of each dimension that takes part, in order; where there is none, the setting stays as it is. Gives what
    /// was chosen, and puts it into the table of a configuration. Who is asked sees the place and the table so far.
    pub(super) fn walk(
        &self,
        table: &mut Table,
        mut choose: impl FnMut(&Dimension, usize, &Table) -> Option<Value>,
    ) -> Point {
        let mut point = Point::new();
        for (place, one) in self.dimensions.iter().enumerate() {
            if !self.takes_part(place, table) {
                continue;
            }
            if let Some(value) = choose(one, place, table) {
                put(table, one.param(), Some(one.domain.written(value)));
                point.insert(one.name.clone(), value);
            }
        }
        point
    }

    /// A configuration with the values of a point. Dimensions that the point does not name stay as they are in `base`, those that
    /// take no part under the others are not looked at.
    ///
    /// # Errors
    /// [`Code::InvalidParameter`] for a name that the space does not have or a value outside of its domain; those of
    /// [`RunConfig::check`] where the values do not go together.
    pub fn config(&self, base: &RunConfig, point: &Point) -> Result<RunConfig, Error> {
        for (name, value) in point {
            let domain = self.dimension(name).map(|one| &one.domain);
            if !domain.is_some_and(|domain| domain.contains(*value)) {
                let message = message!("search-point-outside", name = name);
                let remedy = message!("search-point-inside");
                return Err(Error::new(Code::InvalidParameter, message, remedy).in_file(name));
            }
        }
        let mut table = base.to_table();
        self.walk(&mut table, |one, _, _| point.get(&one.name).copied());
        let config = config_of(table);
        config.check()?;
        Ok(config)
    }

    /// The [`canonical`] name of [`Space::config`], whether its values go together or not.
    pub(super) fn name(&self, base: &Table, point: &Point) -> String {
        let mut table = base.clone();
        self.walk(&mut table, |one, _, _| point.get(&one.name).copied());
        name_of(&table)
    }

    /// The point of a configuration: what it has of each dimension that takes part and whose domain contains it.
    pub fn point_of(&self, config: &RunConfig) -> Point {
        let table = config.to_table();
        self.walk(&mut table.clone(), |one, _, _| {
            one.domain.read(at(&table, &one.key)?)
        })
    }
}

/// A configuration from its table, whose values were accepted one by one.
fn config_of(table: Table) -> RunConfig {
    let config = table.try_into();
    config.expect("each value was accepted for its setting")
}

/// The name of what a configuration computes: its settings of [`SECTIONS`] as TOML, those without an effect at their defaults. So
/// equal work has an equal name.
pub fn canonical(config: &RunConfig) -> String {
    name_of(&config.to_table())
}

fn name_of(table: &Table) -> String {
    let defaults = (CONFIG.defaults)();
    let mut named = table.clone();
    for param in CONFIG.params {
        if !param.when.has_effect(&param.key(), table) {
            put(&mut named, param, value_of(&defaults, param).cloned());
        }
    }
    named.retain(|section, _| SECTIONS.contains(&section));
    named.to_string()
}
