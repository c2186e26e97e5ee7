//! The settings as a form holds them: a configuration, what the user has typed that is none yet, and every violation
//! with the name of its field.

use std::collections::BTreeMap;

use toml::{Table, Value};

use crate::pipeline::error::{Code, Error};
use crate::pipeline::run::RunConfig;
use crate::pipeline::run::config::{check_name, expected};

/// The settings of the next run. A field's name is `section.key` as in the configuration file, such as `svc.C`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Form {
    config: RunConfig,
    /// Texts as they were typed (`1` and not `1.0`: the next key may make it `10`), with why those that can't be read
    /// as the field's value can't.
    typed: BTreeMap<String, (String, Option<Error>)>,
    violations: Vec<Error>,
    /// Class names of the data, against which weights by class are checked; empty before there are any.
    classes: Vec<String>,
}

impl Form {
    /// The settings; where a field holds a text that can't be read, its last readable value.
    pub fn config(&self) -> &RunConfig {
        &self.config
    }

    /// Everything that keeps a run from starting, each with its field's name as place.
    pub fn violations(&self) -> &[Error] {
        &self.violations
    }

    /// What is wrong with one field.
    pub fn violation(&self, field: &str) -> Option<&Error> {
        self.violations.iter().find(|error| {
            error
                .place
                .as_ref()
                .is_some_and(|place| place.file == field)
        })
    }

    /// Takes a whole configuration and forgets what was typed.
    pub fn replace(&mut self, config: RunConfig) {
        self.config = config;
        self.typed.clear();
        self.check();
    }

    /// The classes that the settings have to fit.
    pub fn set_classes(&mut self, classes: &[String]) {
        if self.classes != classes {
            self.classes = classes.to_vec();
            self.check();
        }
    }

    /// The text of a field: what was typed, else the value. Texts stand without quotes, everything else as in TOML; a
    /// setting that is left out is empty.
    pub fn text(&self, field: &str) -> String {
        match self.typed.get(field) {
            Some((text, _)) => text.clone(),
            None => field_value(&table_of(&self.config), field).map_or(String::new(), shown),
        }
    }

    /// Takes what the user typed into a field. What can't be read stays as a draft, with a violation.
    pub fn set(&mut self, field: &str, text: &str) {
        let fault = match with_field(&self.config, field, text) {
            Ok(config) => {
                self.config = config;
                None
            }
            Err(error) => Some(error),
        };
        self.typed
            .insert(field.to_string(), (text.to_string(), fault));
        self.check();
    }

    /// Whether a field has its default, however it was typed.
    pub fn is_default(&self, field: &str) -> bool {
        let has_fault = self
            .typed
            .get(field)
            .is_some_and(|(_, fault)| fault.is_some());
        let value = |config: &RunConfig| field_value(&table_of(config), field).cloned();
        !has_fault && value(&self.config) == value(&RunConfig::default())
    }

    /// The user has left a field: a text that could be read gives way to the value as it is written.
    pub fn settle(&mut self, field: &str) {
        if let Some((_, None)) = self.typed.get(field) {
            self.typed.remove(field);
        }
    }

    /// Fields whose value is not the default, with their text: what a link has to say.
    pub fn changes(&self) -> Vec<(String, String)> {
        let (table, default) = (table_of(&self.config), table_of(&RunConfig::default()));
        let mut changes = Vec::new();
        for field in fields(&table, &default) {
            let value = field_value(&table, &field);
            if value != field_value(&default, &field) {
                changes.push((field, value.map_or(String::new(), shown)));
            }
        }
        changes
    }

    fn check(&mut self) {
        self.violations = self
            .typed
            .values()
            .filter_map(|(_, fault)| fault.clone())
            .collect();
        for error in violations(&self.config, &self.classes) {
            let known = |other: &Error| match (&other.place, &error.place) {
                (Some(a), Some(b)) => a.file == b.file,
                (a, b) => a == b && other.message == error.message,
            };
            if !self.violations.iter().any(known) {
                self.violations.push(error);
            }
        }
    }
}

/// Every violation of a configuration.
///
/// A check of the pipeline stops at its first fault, so each setting that differs from the default is also tried alone
/// on top of the default.
fn violations(config: &RunConfig, classes: &[String]) -> Vec<Error> {
    let (table, default) = (table_of(config), table_of(&RunConfig::default()));
    let mut found = faults(config, classes);
    for field in fields(&table, &default) {
        let (value, usual) = (field_value(&table, &field), field_value(&default, &field));
        if let Some(value) = value
            && Some(value) != usual
        {
            let mut alone = default.clone();
            put(&mut alone, &field, value.clone());
            if let Ok(alone) = alone.try_into::<RunConfig>() {
                found.extend(faults(&alone, classes));
            }
        }
    }
    found.dedup();
    found
}

/// The first fault, and the classifier's faults on these classes, as far as they are known.
fn faults(config: &RunConfig, classes: &[String]) -> Vec<Error> {
    let mut found: Vec<Error> = config.check().err().into_iter().collect();
    if !classes.is_empty() {
        found.extend(config.svc.violations(classes));
    }
    found
}

/// The configuration with one field read from a text.
fn with_field(config: &RunConfig, field: &str, text: &str) -> Result<RunConfig, Error> {
    let (section, key) = field.split_once('.').unwrap_or((field, ""));
    let mut table = table_of(config);
    let default = table_of(&RunConfig::default());
    check_name(section, key).map_err(|error| error.in_file(field))?;
    let trimmed = text.trim();
    if trimmed.is_empty() && field_value(&default, field).is_none() {
        if let Some(Value::Table(entries)) = table.get_mut(section) {
            entries.remove(key);
        }
        return Ok(table
            .try_into()
            .expect("a configuration without an optional setting is one"));
    }
    let is_text = matches!(field_value(&default, field), Some(Value::String(_)));
    let as_text = Value::String(if is_text { text } else { trimmed }.to_string());
    let mut readings: Vec<Value> = Vec::new();
    if let Ok(whole) = trimmed.parse::<i64>() {
        readings.push(Value::Integer(whole));
    }
    if let Ok(number) = trimmed.parse::<f64>() {
        readings.push(Value::Float(number));
    }
    if let Ok(Value::Table(mut document)) = toml::from_str::<Value>(&format!("value = {trimmed}"))
        && let Some(value) = document.remove("value")
    {
        readings.push(value);
    }
    // A text field takes a number as text; `svc.gamma` and the like, which take both, don't read as text then.
    readings.insert(if is_text { 0 } else { readings.len() }, as_text);
    for reading in readings {
        put(&mut table, field, reading);
        // NaN equals nothing, not even itself: no run could ever be up to date with settings that hold it.
        if let Ok(config) = table.clone().try_into::<RunConfig>()
            && config.clone() == config
        {
            return Ok(config);
        }
    }
    let remedy = format!("give {}", expected(section, key));
    Err(Error::new(
        Code::InvalidConfig,
        format!("it can't be `{trimmed}`"),
        remedy,
    )
    .in_file(field))
}

fn table_of(config: &RunConfig) -> Table {
    Table::try_from(config).expect("every configuration is a table")
}

/// `section.key` of every setting in either table.
fn fields(a: &Table, b: &Table) -> Vec<String> {
    let mut fields: Vec<String> = [a, b]
        .into_iter()
        .flatten()
        .filter_map(|(section, body)| body.as_table().map(|body| (section, body)))
        .flat_map(|(section, body)| body.keys().map(move |key| format!("{section}.{key}")))
        .collect();
    fields.sort();
    fields.dedup();
    fields
}

fn field_value<'t>(table: &'t Table, field: &str) -> Option<&'t Value> {
    let (section, key) = field.split_once('.')?;
    table.get(section)?.as_table()?.get(key)
}

fn put(table: &mut Table, field: &str, value: Value) {
    if let Some((section, key)) = field.split_once('.')
        && let Some(Value::Table(entries)) = table.get_mut(section)
    {
        entries.insert(key.to_string(), value);
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::features::DfLimit;
    use crate::pipeline::svm::{ClassWeight, Gamma};

    #[test]
    fn every_field_reads_its_own_text_back() {
        let mut config = RunConfig::default();
        config.run.name = "12".into();
        config.tfidf.max_features = Some(50);
        config.tfidf.min_df = DfLimit::Share(0.5);
        config.tfidf.stop_words = vec!["i".into(), "a \"b\"".into()];
        config.svc.gamma = Gamma::Value(0.25);
        config.svc.class_weight = ClassWeight::PerClass([("hate-speech".to_string(), 2.0)].into());
        let mut form = Form::default();
        form.replace(config.clone());
        let mut again = Form::default();
        for (field, text) in form.changes() {
            again.set(&field, &text);
        }
        assert_eq!(again.config(), &config);
        assert_eq!(again.violations(), &[]);
    }

    #[test]
    fn fields_take_what_people_type() {
        let mut form = Form::default();
        for (field, text) in [
            ("svc.C", " 10 "),
            ("svc.gamma", "2"),
            ("tfidf.min_df", "1"),
            ("tfidf.max_df", "0.5"),
            ("tfidf.max_features", ""),
            ("tfidf.ngram_range", "[1, 2]"),
            ("svc.tol", "1e-5"),
            ("svc.probability", "true"),
            ("run.name", "true"),
        ] {
            form.set(field, text);
        }
        let config = form.config();
        assert_eq!(
            (config.svc.c, config.svc.gamma, config.svc.tol),
            (10.0, Gamma::Value(2.0), 1e-5)
        );
        assert_eq!(
            (config.tfidf.min_df, config.tfidf.max_df),
            (DfLimit::Count(1), DfLimit::Share(0.5))
        );
        assert_eq!(
            (config.tfidf.max_features, config.tfidf.ngram_range),
            (None, (1, 2))
        );
        assert_eq!(
            (config.svc.probability, config.run.name.as_str()),
            (true, "true")
        );
        assert_eq!(form.violations(), &[]);
        form.set("svc.gamma", "scale");
        assert_eq!(form.config().svc.gamma, Gamma::Scale);
    }

    #[test]
    fn a_field_keeps_what_was_typed_until_the_user_leaves_it() {
        let mut form = Form::default();
        form.set("svc.C", "1");
        assert_eq!(
            (form.text("svc.C").as_str(), form.is_default("svc.C")),
            ("1", true)
        );
        form.set("svc.C", "10");
        assert_eq!(
            (form.config().svc.c, form.is_default("svc.C")),
            (10.0, false)
        );
        form.settle("svc.C");
        assert_eq!(form.text("svc.C"), "10.0");
        form.set("svc.C", "1e");
        form.settle("svc.C");
        assert_eq!(
            (form.text("svc.C").as_str(), form.is_default("svc.C")),
            ("1e", false)
        );
    }

    #[test]
    fn a_draft_stays_with_its_violation_until_it_can_be_read() {
        let mut form = Form::default();
        form.set("svc.C", "ten");
        form.set("run.seed", "-1");
        form.set("run.validation_size", "1.5");
        assert_eq!(
            (form.text("svc.C").as_str(), form.config().svc.c),
            ("ten", 1.0)
        );
        for (field, code, remedy) in [
            ("svc.C", Code::InvalidConfig, "a number"),
            ("run.seed", Code::InvalidConfig, "whole number"),
            ("run.validation_size", Code::InvalidParameter, "0.3"),
        ] {
            let error = form
                .violation(field)
                .unwrap_or_else(|| panic!("no violation of {field}"));
            assert_eq!(error.code, code);
            assert!(error.remedy.contains(remedy), "{error}");
        }
        assert_eq!(form.violations().len(), 3);
        form.set("svc.C", "2.5");
        form.set("run.seed", "7");
        form.set("run.validation_size", "0.25");
        assert_eq!(
            (form.violations(), form.text("svc.C").as_str()),
            (&[][..], "2.5")
        );
        for (field, text) in [
            ("svc.C", "nan"),
            ("svc.gamma", "-NaN"),
            ("svc.class_weight", "{a = nan}"),
        ] {
            let before = form.config().clone();
            form.set(field, text);
            assert_eq!(form.config(), &before);
            assert_eq!(form.violation(field).unwrap().code, Code::InvalidConfig);
        }
        form.set("svc.class_weight", "{b = 2.0}");
        assert_eq!(form.violation("svc.class_weight"), None);
        form.set_classes(&["a".to_string(), "c".to_string()]);
        let error = form.violation("svc.class_weight").expect("no class b");
        assert!(error.remedy.contains("a, c"), "{error}");
        form.set_classes(&["b".to_string(), "c".to_string()]);
        assert_eq!(form.violation("svc.class_weight"), None);
        form.set("svc.kernal", "rbf");
        assert_eq!(form.violation("svc.kernal").unwrap().code, Code::UnknownKey);
    }
}
