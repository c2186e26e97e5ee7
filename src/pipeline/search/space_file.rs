//! The space as it stands in a configuration's file: read, checked and written.
//!
//! ```toml
//! [space]
//! "svc.C" = { low = 0.01, high = 1000.0, log = true }
//! "tfidf.min_df" = { low = 1, high = 20 }
//! "tfidf.sublinear_tf" = [false, true]
//! "tfidf.ngram_range" = [
//!     { choices = [[1, 1], [1, 2]], when = { "tfidf.analyzer" = "word" } },
//!     { choices = [[2, 5]], when = { "tfidf.analyzer" = "char_wb" } },
//! ]
//! ```
//!
//! The names are Optuna's. A section may have a table of its own, such as `[space.svc]` with `C`.

use std::sync::LazyLock;

use toml::{Table, Value};

use super::domain::Domain;
use super::space::{Conditions, Dimension, SECTIONS, Space};
use crate::message;
use crate::message::Message;
use crate::pipeline::error::{Code, Error};
use crate::pipeline::names::unknown;
use crate::pipeline::params::{CONFIG, Kind, Param, Refusal, put};
use crate::pipeline::run::RunConfig;

/// Where it stands in the file, as faults name it.
const PLACE: &str = "space";
/// Without the name of the table.
const SENSIBLE: &str = include_str!("sensible.toml");
const KEYS: [&str; 6] = ["low", "high", "log", "step", "choices", "when"];

impl Space {
    /// The table `space`.
    ///
    /// # Errors
    /// [`Code::UnknownKey`] for a setting that does not exist, [`Code::InvalidConfig`] for what is no domain,
    /// [`Code::InvalidParameter`] for a value that the setting does not take; the place is such as `space.svc.C`.
    pub fn from_table(table: &Table) -> Result<Space, Error> {
        Space::read(table, false)
    }

    /// The same; where the table `is_ours` its values are not checked again.
    fn read(table: &Table, is_ours: bool) -> Result<Space, Error> {
        let mut dimensions = Vec::new();
        for (key, entry) in flat(table) {
            let place = format!("{PLACE}.{key}");
            let param = setting(&key).map_err(|error| error.in_file(&place))?;
            let is_domain = |item: &Value| {
                let has = |key| item.get(key).is_some();
                item.is_table() && (has("choices") || has("low") || has("high"))
            };
            let entries = match entry {
                Value::Array(items) if !items.is_empty() && items.iter().all(is_domain) => {
                    items.iter().collect()
                }
                entry => vec![entry],
            };
            for entry in entries {
                let reading = Reading {
                    param,
                    key: &key,
                    place: &place,
                    is_ours,
                };
                dimensions.push(reading.dimension(entry)?);
            }
        }
        if dimensions.is_empty() {
            let (message, remedy) = (
                message!("search-space-empty"),
                message!("search-space-name-one"),
            );
            return Err(Error::new(Code::InvalidConfig, message, remedy).in_file(PLACE));
        }
        Space::new(dimensions)
    }

    /// The table that gives it.
    pub fn to_table(&self) -> Table {
        let mut table = Table::new();
        for one in &self.dimensions {
            let alike = self.dimensions.iter().filter(|other| other.key == one.key);
            let entries: Vec<Value> = alike.map(entry_of).collect();
            let entry = match <[Value; 1]>::try_from(entries) {
                Ok([entry]) => entry,
                Err(entries) => Value::Array(entries),
            };
            table.insert(one.key.clone(), entry);
        }
        table
    }

    /// Some fifteen settings, of which about ten take part at a time, with values that do well on short texts. Each page and each
    /// worker begins with it, so that what a test has seen is not checked again.
    pub fn sensible() -> Space {
        static SPACE: LazyLock<Space> = LazyLock::new(|| {
            let table = toml::from_str(SENSIBLE).expect("a file of ours is TOML");
            Space::read(&table, true).expect("a space of ours is one")
        });
        SPACE.clone()
    }

    /// The same as it stands in the file of a search.
    pub fn example() -> String {
        SENSIBLE.replace("\n[", "\n[space.")
    }
}

impl TryFrom<Table> for Space {
    type Error = Error;

    fn try_from(table: Table) -> Result<Space, Error> {
        Space::from_table(&table)
    }
}

impl From<Space> for Table {
    fn from(space: Space) -> Table {
        space.to_table()
    }
}

/// Entries by whole names: those below a section's name get it before theirs.
fn flat(table: &Table) -> Vec<(String, &Value)> {
    let mut entries = Vec::new();
    for (key, value) in table {
        match value {
            Value::Table(section) if !key.contains('.') => {
                let whole = section
                    .iter()
                    .map(|(name, value)| (format!("{key}.{name}"), value));
                entries.extend(whole);
            }
            value => entries.push((key.clone(), value)),
        }
    }
    entries
}

/// A setting that a search can choose.
fn setting(key: &str) -> Result<&'static Param, Error> {
    let param = CONFIG.param(key)?;
    if SECTIONS.contains(&param.section) {
        return Ok(param);
    }
    let message = message!("search-space-not-chosen", setting = key);
    let remedy = message!("search-space-sections", sections = SECTIONS.join(", "));
    Err(Error::new(Code::InvalidConfig, message, remedy))
}

/// The entry of one setting that is being read.
struct Reading<'a> {
    param: &'static Param,
    key: &'a str,
    place: &'a str,
    is_ours: bool,
}

impl Reading<'_> {
    fn fault(&self, message: Message, remedy: Message) -> Error {
        Error::new(Code::InvalidConfig, message, remedy).in_file(self.place)
    }

    fn no_domain(&self) -> Error {
        let message = message!("search-space-no-domain", setting = self.key);
        self.fault(message, message!("search-space-give-domain"))
    }

    fn dimension(&self, entry: &Value) -> Result<Dimension, Error> {
        let table = match entry {
            Value::Array(choices) => {
                let domain = self.choices(choices)?;
                return Ok(Dimension::new(self.key, domain, Conditions::new()));
            }
            Value::Table(table) => table,
            _ => return Err(self.no_domain()),
        };
        if let Some(key) = table.keys().find(|key| !KEYS.contains(&key.as_str())) {
            let message = message!("setting-unknown-key", name = key);
            return Err(unknown(key, &KEYS, message).in_file(self.place));
        }
        let has_range = ["low", "high", "log", "step"]
            .iter()
            .any(|key| table.contains_key(*key));
        let domain = match table.get("choices") {
            Some(Value::Array(choices)) if !has_range => self.choices(choices)?,
            None => self.range(table)?,
            Some(_) => return Err(self.no_domain()),
        };
        let when = match table.get("when") {
            Some(Value::Table(when)) => self.conditions(when)?,
            Some(_) => return Err(self.no_condition()),
            None => Conditions::new(),
        };
        Ok(Dimension::new(self.key, domain, when))
    }

    /// Whether the setting takes a value by itself.
    fn accept(&self, value: &Value) -> Result<(), Error> {
        if self.is_ours {
            return Ok(());
        }
        let refused = |why| {
            self.param
                .refusal(&CONFIG, self.place, &value.to_string(), why)
        };
        self.param.kind.accept(value).map_err(refused)?;
        let mut table = (CONFIG.defaults)();
        put(&mut table, self.param, Some(value.clone()));
        let config: Result<RunConfig, _> = table.try_into();
        let config = config.map_err(|_| refused(Refusal::Range))?;
        config.check().map_err(|error| error.in_file(self.place))
    }

    fn choices(&self, items: &[Value]) -> Result<Domain, Error> {
        if items.is_empty() {
            let message = message!("search-space-no-choices", setting = self.key);
            return Err(self.fault(message, message!("search-space-give-domain")));
        }
        let mut choices: Vec<Value> = Vec::new();
        for item in items {
            let choice = match (item, &self.param.kind) {
                (Value::Integer(whole), kind) if !takes_whole(kind) => Value::Float(*whole as f64),
                (item, _) => item.clone(),
            };
            self.accept(&choice)?;
            if choices.contains(&choice) {
                let message = message!("search-space-choice-twice", choice = item.to_string());
                return Err(self.fault(message, message!("search-space-choice-once")));
            }
            choices.push(choice);
        }
        Ok(Domain::Categorical { choices })
    }

    fn range(&self, table: &Table) -> Result<Domain, Error> {
        let (Some(low), Some(high)) = (table.get("low"), table.get("high")) else {
            return Err(self.no_domain());
        };
        let log = match table.get("log") {
            Some(Value::Boolean(log)) => *log,
            None => false,
            Some(_) => return Err(self.no_domain()),
        };
        let step = table.get("step");
        let (low, high) = match (low, high) {
            (Value::Integer(low), Value::Integer(high)) if takes_whole(&self.param.kind) => {
                return self.whole_range(*low, *high, log, step);
            }
            (low, high) => (self.float(low)?, self.float(high)?),
        };
        self.one_kind(&Value::Float(low), &Value::Float(high))?;
        self.range_is_one(low, high, log, step)?;
        let step = match step {
            None => None,
            Some(step) => Some(number(step).filter(|step| *step > 0.0).ok_or_else(|| {
                let message = message!("search-space-step", step = step.to_string());
                self.fault(message, message!("search-space-give-step"))
            })?),
        };
        let high = step.map_or(high, |step| last_step(low, high, step));
        Ok(Domain::Float {
            low,
            high,
            log,
            step,
        })
    }

    /// An end of a range of floats.
    fn float(&self, end: &Value) -> Result<f64, Error> {
        match end {
            Value::Float(end) => Ok(*end),
            Value::Integer(end) if !takes_whole(&self.param.kind) => Ok(*end as f64),
            Value::Integer(_) => {
                let message = message!("search-space-two-kinds", setting = self.key);
                Err(self.fault(message, message!("search-space-one-kind")))
            }
            _ => Err(self.no_domain()),
        }
    }

    fn whole_range(
        &self,
        low: i64,
        high: i64,
        log: bool,
        step: Option<&Value>,
    ) -> Result<Domain, Error> {
        self.one_kind(&Value::Integer(low), &Value::Integer(high))?;
        self.range_is_one(low as f64, high as f64, log, step)?;
        let step = match step {
            None => 1,
            Some(Value::Integer(step)) if *step > 0 => *step,
            Some(step) => {
                let message = message!("search-space-step", step = step.to_string());
                return Err(self.fault(message, message!("search-space-give-whole-step")));
            }
        };
        let high = high - (high - low) % step;
        Ok(Domain::Int {
            low,
            high,
            log,
            step,
        })
    }

    /// Whether the setting takes both ends, and all between them.
    fn one_kind(&self, low: &Value, high: &Value) -> Result<(), Error> {
        if self.is_ours {
            return Ok(());
        }
        self.accept(low)?;
        self.accept(high)?;
        let kinds = match &self.param.kind {
            Kind::AnyOf(kinds) => kinds,
            kind => std::slice::from_ref(kind),
        };
        let is_range = |kind: &&Kind| matches!(kind, Kind::Integer { .. } | Kind::Float(_));
        let takes_both = |kind: &Kind| kind.accept(low).is_ok() && kind.accept(high).is_ok();
        if kinds.iter().filter(is_range).any(takes_both) {
            return Ok(());
        }
        let message = message!("search-space-two-kinds", setting = self.key);
        Err(self.fault(message, message!("search-space-one-kind")))
    }

    fn range_is_one(
        &self,
        low: f64,
        high: f64,
        log: bool,
        step: Option<&Value>,
    ) -> Result<(), Error> {
        let (low_text, high_text) = (low.to_string(), high.to_string());
        if low > high {
            let message = message!("search-space-low-above", low = low_text, high = high_text);
            return Err(self.fault(message, message!("search-space-swap")));
        }
        if log && low <= 0.0 {
            let message = message!("search-space-log-from-zero", low = low_text);
            return Err(self.fault(message, message!("search-space-log-above-zero")));
        }
        if log && step.is_some() {
            let message = message!("search-space-log-step");
            return Err(self.fault(message, message!("search-space-log-or-step")));
        }
        Ok(())
    }

    fn no_condition(&self) -> Error {
        let message = message!("search-space-no-when", setting = self.key);
        self.fault(message, message!("search-space-give-when"))
    }

    fn conditions(&self, table: &Table) -> Result<Conditions, Error> {
        let mut when = Conditions::new();
        for (key, values) in flat(table) {
            let param = CONFIG
                .param(&key)
                .map_err(|error| error.in_file(self.place))?;
            let values = match values {
                Value::Array(items) => items.clone(),
                value => vec![value.clone()],
            };
            if values.is_empty() || key == self.key {
                return Err(self.no_condition());
            }
            for value in &values {
                let by_item = match &param.kind {
                    Kind::List { of, .. } => of.accept(value),
                    _ => Err(Refusal::Kind),
                };
                if let (Err(why), Err(_)) = (param.kind.accept(value), by_item) {
                    let error = param.refusal(&CONFIG, &key, &value.to_string(), why);
                    return Err(error.in_file(self.place));
                }
            }
            when.insert(key, values);
        }
        Ok(when)
    }
}

/// Whether a whole number is something else than a float.
fn takes_whole(kind: &Kind) -> bool {
    match kind {
        Kind::Integer { .. } => true,
        Kind::AnyOf(kinds) => kinds.iter().any(takes_whole),
        _ => false,
    }
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Float(number) => number.is_finite().then_some(*number),
        Value::Integer(whole) => Some(*whole as f64),
        _ => None,
    }
}

/// The greatest `low + k * step` that is not above `high`, as decimals have it: 0.7 after 0.5, 0.6 and not 0.7000000000000001.
fn last_step(low: f64, high: f64, step: f64) -> f64 {
    let steps = (high - low) / step;
    if (steps - steps.round()).abs() < 1e-9 * steps.max(1.0) {
        return high;
    }
    let last = low + steps.floor() * step;
    format!("{last:.12}").parse().unwrap_or(last)
}

fn entry_of(one: &Dimension) -> Value {
    let mut entry = Table::new();
    let mut set = |key: &str, value: Value| entry.insert(key.into(), value);
    match &one.domain {
        Domain::Categorical { choices } => {
            set("choices", choices.clone().into());
        }
        Domain::Float {
            low,
            high,
            log,
            step,
        } => {
            set("low", (*low).into());
            set("high", (*high).into());
            if *log {
                set("log", true.into());
            }
            if let Some(step) = step {
                set("step", (*step).into());
            }
        }
        Domain::Int {
            low,
            high,
            log,
            step,
        } => {
            set("low", (*low).into());
            set("high", (*high).into());
            if *log {
                set("log", true.into());
            }
            if *step != 1 {
                set("step", (*step).into());
            }
        }
    }
    if !one.when.is_empty() {
        let when = one.when.iter();
        let when: Table = when
            .map(|(key, values)| (key.clone(), values.clone().into()))
            .collect();
        set("when", when.into());
    }
    entry.into()
}
