//! The rules for retraining as a form holds them: one text for each key, as it would stand in the TOML file that
//! `dryf monitor --rules` takes, and what is wrong with it.

use std::collections::BTreeMap;

use crate::pipeline::error::Error;
use crate::pipeline::watch::WatchRules;

/// The name of the file in places of errors.
pub const RULES_FILE: &str = "rules.toml";

/// Rules with what the user has typed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct WatchRulesForm {
    rules: WatchRules,
    /// Texts that differ from the defaults or can't be read, by key such as `drift.alpha`.
    typed: BTreeMap<String, String>,
    violations: BTreeMap<String, Error>,
}

impl WatchRulesForm {
    /// The rules; where a text can't be read, with the last value that could.
    pub fn rules(&self) -> &WatchRules {
        &self.rules
    }

    pub fn is_default(&self) -> bool {
        self.rules == WatchRules::default() && self.violations.is_empty()
    }

    /// What stands in a field.
    pub fn text(&self, key: &str) -> String {
        self.typed
            .get(key)
            .cloned()
            .unwrap_or_else(|| value_of(&self.rules, key))
    }

    /// What is wrong with a field.
    pub fn violation(&self, key: &str) -> Option<&Error> {
        self.violations.get(key)
    }

    pub fn has_violations(&self) -> bool {
        !self.violations.is_empty()
    }

    /// Takes what was typed into a field; the others stay as they are.
    pub fn set(&mut self, key: &str, text: &str) {
        self.typed.insert(key.into(), text.into());
        self.violations.clear();
        // Each by itself first, so that all violations show and not the first alone.
        let readable: Vec<(&String, &String)> = self
            .typed
            .iter()
            .filter(|(key, text)| match read([(*key, *text)]) {
                Ok(_) => true,
                Err(error) => {
                    // A bare word is no TOML; what the key takes is said of it as a text.
                    let is_toml = toml::from_str::<toml::Table>(&format!("x = {text}")).is_ok();
                    let quoted = toml::Value::String((*text).clone()).to_string();
                    let error = match is_toml {
                        true => error,
                        false => read([(*key, &quoted)]).err().unwrap_or(error),
                    };
                    self.violations.insert((*key).clone(), error);
                    false
                }
            })
            .collect();
        match read(readable) {
            Ok(rules) if self.violations.is_empty() => self.rules = rules,
            Ok(_) => {}
            // Keys that exclude each other: what was typed last is to blame.
            Err(error) => {
                self.violations.insert(key.into(), error);
            }
        }
    }

    /// Takes a whole file; gives what is to be said of the names in it.
    ///
    /// # Errors
    /// Those of [`WatchRules::from_toml`]; the rules stay as they were.
    pub fn load(&mut self, text: &str, file: &str) -> Result<Vec<String>, Error> {
        let (rules, notes) = WatchRules::from_toml_with_notes(text, file)?;
        self.replace(rules);
        Ok(notes)
    }

    /// Takes whole rules and forgets what was typed.
    pub fn replace(&mut self, rules: WatchRules) {
        *self = WatchRulesForm::default();
        for key in keys() {
            let text = value_of(&rules, &key);
            if text != value_of(&WatchRules::default(), &key) {
                self.typed.insert(key, text);
            }
        }
        self.rules = rules;
    }

    /// As a file; empty where they are the defaults, so that later ones are taken when they change.
    pub(super) fn to_keep(&self) -> String {
        if self.rules == WatchRules::default() {
            return String::new();
        }
        self.rules.to_toml()
    }
}

/// Every key, such as `drift.alpha`.
pub fn keys() -> Vec<String> {
    let table = toml::Table::try_from(WatchRules::default()).expect("rules are tables");
    let mut keys = Vec::new();
    for (section, of_section) in &table {
        let of_section = of_section.as_table().expect("every section is a table");
        keys.extend(of_section.keys().map(|key| format!("{section}.{key}")));
    }
    keys
}

/// A value as it stands in the file; empty for a key that is none.
fn value_of(rules: &WatchRules, key: &str) -> String {
    let table = toml::Table::try_from(rules).expect("rules are tables");
    let (section, key) = key.split_once('.').unwrap_or((key, ""));
    let value = table.get(section).and_then(|section| section.get(key));
    match value {
        // A choice is no quoted text to the user.
        Some(toml::Value::String(text)) => text.clone(),
        Some(value) => value.to_string(),
        None => String::new(),
    }
}

/// Reads texts as the values of keys, all others being the defaults.
fn read<'a>(
    texts: impl IntoIterator<Item = (&'a String, &'a String)>,
) -> Result<WatchRules, Error> {
    let mut sections: BTreeMap<&str, String> = BTreeMap::new();
    for (key, text) in texts {
        let (section, name) = key.split_once('.').unwrap_or((key, ""));
        // One line, whatever was typed; only `spending` is a bare word.
        let text = text.replace(['\n', '\r'], " ");
        let value = match name {
            "spending" => toml::Value::String(text.trim().into()).to_string(),
            _ => text,
        };
        *sections.entry(section).or_default() += &format!("{name} = {value}\n");
    }
    let file: String = sections
        .iter()
        .map(|(section, lines)| format!("[{section}]\n{lines}"))
        .collect();
    WatchRules::from_toml(&file, RULES_FILE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::watch::SpendingKind;

    #[test]
    fn what_is_typed_becomes_a_rule_and_what_can_not_be_read_stays_with_its_violation() {
        let mut form = WatchRulesForm::default();
        assert_eq!(form.text("drift.alpha"), "0.025");
        form.set("drift.alpha", "0.01");
        form.set("schedule.days", "30");
        form.set("schedule.enabled", "true");
        form.set("drift.spending", "pocock");
        form.set("drift.parts", "[\"labels\", \"words\"]");
        assert_eq!(form.rules().drift.alpha, 0.01);
        assert_eq!(form.rules().drift.spending, SpendingKind::Pocock);
        assert_eq!(form.rules().drift.parts.len(), 2);
        assert!(form.rules().schedule.enabled && form.rules().schedule.days == 30.0);

        form.set("drift.alpha", "2");
        form.set("data.least_rows", "few");
        assert_eq!(
            form.rules().drift.alpha,
            0.01,
            "the last that could be read"
        );
        assert_eq!(form.text("drift.alpha"), "2");
        for (key, what) in [
            ("drift.alpha", "not between 0 and 1"),
            ("data.least_rows", "least_rows"),
        ] {
            let error = form
                .violation(key)
                .unwrap_or_else(|| panic!("{key} is taken"));
            assert!(error.message.contains(what), "{error}");
        }
        assert!(form.violation("drift.spending").is_none());
        form.set("drift.alpha", "0.02");
        form.set("data.least_rows", "50");
        assert!(!form.has_violations());
        assert_eq!(
            (form.rules().drift.alpha, form.rules().data.least_rows),
            (0.02, 50)
        );
    }

    #[test]
    fn rules_are_kept_and_read_again() {
        let mut form = WatchRulesForm::default();
        assert_eq!(form.to_keep(), "");
        form.set("new_data.enabled", "true");
        form.set("drift.looks", "12");
        let mut again = WatchRulesForm::default();
        again.load(&form.to_keep(), "kept").unwrap();
        assert_eq!(again.rules(), form.rules());
        assert_eq!(again.text("drift.looks"), "12");
        let before = again.clone();
        assert!(again.load("[drfit]\n", "r.toml").is_err());
        assert_eq!(again, before);
    }

    #[test]
    fn every_key_of_the_rules_has_a_text() {
        let form = WatchRulesForm::default();
        let keys = keys();
        assert!(keys.contains(&"quality.detectors".to_string()), "{keys:?}");
        for key in keys {
            assert!(!form.text(&key).is_empty(), "{key}");
            let mut same = form.clone();
            same.set(&key, &form.text(&key));
            assert!(same.is_default(), "{key}: {:?}", same.violation(&key));
        }
    }
}
