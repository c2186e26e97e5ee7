//! Settings as a form holds them: values, what the user has typed that is none yet, and every violation with the name of its
//! field.

use std::collections::BTreeMap;

use toml::Table;

use crate::message::Message;
use crate::pipeline::error::Error;
use crate::pipeline::monitoring::WatchRules;
use crate::pipeline::params::{self, Kind, Refusal, Settings, put, value_of};
use crate::pipeline::run::RunConfig;

/// The settings of the next run.
pub type Form = SettingsForm<RunConfig>;
/// The rules for retraining.
pub type WatchRulesForm = SettingsForm<WatchRules>;

/// A form. A field's name is `section.key` as in the file of the settings, such as `svc.C`.
#[derive(Debug, Clone, PartialEq)]
pub struct SettingsForm<T> {
    settings: T,
    /// The settings, and their defaults, as sections with keys.
    table: Table,
    usual: Table,
    /// As they were when nothing was wrong with them.
    valid: T,
    /// Texts as they were typed (`1` and not `1.0`: the next key may make it `10`), with why those that can't be read
    /// as the field's value can't.
    typed: BTreeMap<String, (String, Option<Error>)>,
    violations: Vec<Error>,
    /// Class names of the data, which settings may name; empty before there are any.
    classes: Vec<String>,
}

impl<T: Settings> Default for SettingsForm<T> {
    fn default() -> SettingsForm<T> {
        let usual = (T::SCHEMA.defaults)();
        SettingsForm {
            settings: T::default(),
            table: usual.clone(),
            usual,
            valid: T::default(),
            typed: BTreeMap::new(),
            violations: Vec::new(),
            classes: Vec::new(),
        }
    }
}

impl<T: Settings> SettingsForm<T> {
    /// The settings; where a field holds a text that can't be read, its last readable value.
    pub fn settings(&self) -> &T {
        &self.settings
    }

    /// Why a setting has no effect under the others, as what follows its name in a sentence.
    pub fn hindrance(&self, param: &params::Param) -> Option<Message> {
        param.when.hindrance(&self.table)
    }

    /// The last settings that nothing was wrong with.
    pub fn valid(&self) -> &T {
        &self.valid
    }

    /// Everything that is wrong, each with its field's name as place.
    pub fn violations(&self) -> &[Error] {
        &self.violations
    }

    /// What is wrong with one field.
    pub fn violation(&self, field: &str) -> Option<&Error> {
        self.violations.iter().find(|error| is_of(error, field))
    }

    /// Takes whole settings and forgets what was typed.
    pub fn replace(&mut self, settings: T) {
        self.settings = settings;
        self.typed.clear();
        self.check();
    }

    /// Takes a whole file; gives what is to be said of the names in it.
    ///
    /// # Errors
    /// Those of [`params::read`]; everything stays as it was.
    pub fn load(&mut self, text: &str, file: &str) -> Result<Vec<Message>, Error> {
        let read = params::read(text, file)?;
        self.replace(read.settings);
        Ok(read.notes)
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
            None => text_of(&self.table, T::SCHEMA.param(field).ok()),
        }
    }

    /// Takes what the user typed into a field. What can't be read stays as a draft, with a violation.
    pub fn set(&mut self, field: &str, text: &str) {
        let fault = match self.with(field, text) {
            Ok(settings) => {
                self.settings = settings;
                None
            }
            Err(error) => Some(error),
        };
        self.typed
            .insert(field.to_string(), (text.to_string(), fault));
        self.check();
    }

    /// The settings with one field read from a text.
    fn with(&self, field: &str, text: &str) -> Result<T, Error> {
        let param = T::SCHEMA
            .param(field)
            .map_err(|error| error.in_file(field))?;
        let refused = || {
            let value = format!("`{}`", text.trim());
            param.refusal(T::SCHEMA, field, &value, Refusal::Kind)
        };
        let is_left_out = text.trim().is_empty() && T::SCHEMA.default_of(param).is_none();
        let value = match is_left_out {
            true => None,
            false => Some(param.kind.read(text).ok_or_else(refused)?),
        };
        let mut table = self.table.clone();
        put(&mut table, param, value);
        let settings: T = table.try_into().map_err(|_| refused())?;
        // NaN equals nothing, not even itself: nothing could ever be up to date with settings that hold it.
        match settings.clone() == settings {
            true => Ok(settings),
            false => Err(refused()),
        }
    }

    /// Whether a field has its default, however it was typed.
    pub fn is_default(&self, field: &str) -> bool {
        let typed = self.typed.get(field);
        !typed.is_some_and(|(_, fault)| fault.is_some())
            && T::SCHEMA
                .param(field)
                .is_ok_and(|param| value_of(&self.table, param) == value_of(&self.usual, param))
    }

    /// Whether every field has its default and nothing is wrong.
    pub fn is_all_default(&self) -> bool {
        self.settings == T::default() && self.violations.is_empty()
    }

    /// The user has left a field: a text that could be read gives way to the value as it is written.
    pub fn settle(&mut self, field: &str) {
        if let Some((_, None)) = self.typed.get(field) {
            self.typed.remove(field);
        }
    }

    /// Fields whose value is not the default, with their text: what a link has to say.
    pub fn changes(&self) -> Vec<(String, String)> {
        let mut changes: Vec<(String, String)> = T::SCHEMA
            .params
            .iter()
            .filter(|param| value_of(&self.table, param) != value_of(&self.usual, param))
            .map(|param| (param.key(), text_of(&self.table, Some(param))))
            .collect();
        changes.sort();
        changes
    }

    /// A check stops at its first fault, so each setting that is not the default is also tried alone on top of the defaults.
    fn check(&mut self) {
        let drafts = self.typed.values().filter_map(|(_, fault)| fault.clone());
        let mut found: Vec<Error> = drafts.collect();
        self.table = self.settings.to_table();
        found.extend(T::SCHEMA.faults(&self.table));
        found.extend(self.settings.check().err());
        found.extend(self.settings.faults_on(&self.classes));
        for param in T::SCHEMA.params {
            let value = value_of(&self.table, param);
            if value != value_of(&self.usual, param) {
                let mut alone = self.usual.clone();
                put(&mut alone, param, value.cloned());
                let alone = alone.try_into::<T>();
                found.extend(alone.ok().and_then(|alone| alone.check().err()));
            }
        }
        self.violations.clear();
        for error in found {
            let place = error.place.as_ref().map_or("", |place| &place.file);
            if self.violation(place).is_none() && !self.violations.contains(&error) {
                self.violations.push(error);
            }
        }
        if self.violations.is_empty() {
            self.valid.clone_from(&self.settings);
        }
    }
}

impl Form {
    /// The settings as a run takes them.
    pub fn config(&self) -> &RunConfig {
        self.settings()
    }
}

fn is_of(error: &Error, field: &str) -> bool {
    let place = error.place.as_ref();
    place.is_some_and(|place| place.file == field)
}

fn text_of(table: &Table, param: Option<&params::Param>) -> String {
    let value = param.and_then(|param| value_of(table, param));
    value.map_or(String::new(), Kind::text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::error::Code;
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
            assert!(error.to_string().contains(remedy), "{error}");
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
        assert!(error.to_string().contains("a, c"), "{error}");
        form.set_classes(&["b".to_string(), "c".to_string()]);
        assert_eq!(form.violation("svc.class_weight"), None);
        form.set("svc.kernal", "rbf");
        assert_eq!(form.violation("svc.kernal").unwrap().code, Code::UnknownKey);
    }

    #[test]
    fn what_is_wrong_is_no_part_of_the_last_valid_settings() {
        let mut form = WatchRulesForm::default();
        form.set("drift.alpha", "0,01");
        form.set("drift.parts", "[\"labels\", \"words\"]");
        assert_eq!(form.valid().drift.alpha, 0.01);
        assert_eq!(form.valid().drift.parts.len(), 2);
        for (field, text, remedy) in [
            ("drift.alpha", "2", "above 0 and below 1"),
            ("data.least_rows", "few", "a whole number from 1"),
            ("drift.parts", "[]", "at least one"),
            ("drift.spending", "pocok", "did you mean \"pocock\"?"),
        ] {
            let before = form.clone();
            form.set(field, text);
            assert_eq!(
                (form.text(field).as_str(), form.valid()),
                (text, before.valid())
            );
            let violation = form.violation(field).expect("it can't be taken");
            assert!(violation.to_string().contains(remedy), "{violation}");
            form = before;
        }
        // A whole file takes the place of all, or of nothing.
        let before = form.clone();
        assert!(form.load("[drfit]\n", "r.toml").is_err());
        assert_eq!(form, before);
        form.load("[drift]\nlooks = 12\n", "r.toml").unwrap();
        assert_eq!(
            (form.valid().drift.looks, form.valid().drift.alpha),
            (12, 0.025)
        );
    }
}
