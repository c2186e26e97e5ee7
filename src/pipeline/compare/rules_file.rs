//! Rules as a TOML file, which a user edits:
//!
//! ```toml
//! [[rules]]
//! rule = "better"
//! any_of = ["f1_macro", { recall = "hate-speech" }]
//! min_gain = 0.02
//!
//! [[rules]]
//! rule = "ratio"
//! of = "latency_p95"
//! max = 1.5
//! ```
//!
//! `unknown_labels = "wrong"` above the rules counts rows of a class that a model can't give as its errors.

use toml::{Table, Value};

use super::rules::{Rules, UnknownLabels, ValidRules};
use crate::message;
use crate::message::{Argument, Message};
use crate::pipeline::error::{Code, Error};
use crate::pipeline::names::unknown;
use crate::pipeline::params::{GATE, Lines, Param, Refusal, note, parse, placed};

/// The rule that was called otherwise, with its name of today; of keys the table tells it.
const RENAMED_RULE: (&str, &str) = ("bytes", "size");

/// Rules with the places where they stand in their file.
#[derive(Debug, Clone, PartialEq)]
pub struct RulesFile {
    pub rules: Rules,
    /// What to say of names of earlier versions, each with its line.
    pub notes: Vec<Message>,
    file: String,
    /// By setting, such as `rules[0].margin`.
    lines: Lines,
}

impl Rules {
    /// The rules as the TOML file that gives them.
    pub fn to_toml(&self) -> String {
        toml::to_string(self).expect("every rule has a form in TOML")
    }
}

impl RulesFile {
    /// Reads a TOML file. What a value may be is checked by [`RulesFile::check`].
    ///
    /// # Errors
    /// [`Code::InvalidConfig`] where the text is no TOML, a key is missing or a value is of the wrong kind;
    /// [`Code::UnknownKey`] for a key or rule that does not exist, the remedy names the nearest one; each with the line.
    pub fn read(text: &str, file: &str) -> Result<RulesFile, Error> {
        let (mut values, mut lines) = parse(text, file)?;
        let mut notes = Vec::new();
        if let Some(key) = values.keys().find(|key| !KEYS.contains(&key.as_str())) {
            let message = message!("setting-unknown-key", name = key);
            return Err(unknown(key, &KEYS, message).at_line(file, lines[key]));
        }
        let mut rules = Rules {
            unknown_labels: UnknownLabels::default(),
            rules: Vec::new(),
        };
        if let Some(value) = values.remove("unknown_labels") {
            let param = GATE.find("", "unknown_labels")?;
            rules.unknown_labels = value.clone().try_into().map_err(|_| {
                placed(
                    refused(param, param.name, &value, Refusal::Kind),
                    file,
                    &lines,
                )
            })?;
        }
        let no_list = || {
            let message = message!("gate-rules-no-list");
            let remedy = message!("gate-rules-write-list");
            Error::new(Code::InvalidConfig, message, remedy).at_line(file, lines["rules"])
        };
        let listed = match values.remove("rules") {
            None => Vec::new(),
            Some(Value::Array(listed)) => listed,
            Some(_) => return Err(no_list()),
        };
        let mut tables = Vec::new();
        for rule in listed {
            tables.push(rule.try_into::<Table>().map_err(|_| no_list())?);
        }
        for (at, mut table) in tables.into_iter().enumerate() {
            let place = format!("rules[{at}]");
            with_names_of_today(&mut table, &place, file, &mut lines, &mut notes);
            let rule = checked(&table, &place).and_then(|()| {
                table.clone().try_into().map_err(|fault: toml::de::Error| {
                    Error::bug(message!("error-bug-rule", fault = fault.to_string())).in_file(place)
                })
            });
            rules
                .rules
                .push(rule.map_err(|error| placed(error, file, &lines))?);
        }
        Ok(RulesFile {
            rules,
            notes,
            file: file.to_string(),
            lines,
        })
    }

    /// As [`Rules::check`], the violations with their lines.
    ///
    /// # Errors
    /// Every violation.
    pub fn check(&self, classes: &[String]) -> Result<ValidRules, Vec<Error>> {
        self.rules.check(classes).map_err(|faults| {
            let faults = faults.into_iter();
            faults
                .map(|fault| placed(fault, &self.file, &self.lines))
                .collect()
        })
    }
}

const KEYS: [&str; 2] = ["rules", "unknown_labels"];

fn refused(param: &Param, setting: &str, value: &Value, why: Refusal) -> Error {
    param.refusal(&GATE, setting, &value.to_string(), why)
}

/// Gives a rule the names of today in the place of those of earlier versions, and says which it had.
fn with_names_of_today(
    rule: &mut Table,
    place: &str,
    file: &str,
    lines: &mut Lines,
    notes: &mut Vec<Message>,
) {
    let (old, new) = RENAMED_RULE;
    if let Some(Value::String(name)) = rule.get_mut("rule")
        && name == old
    {
        *name = new.into();
        let line = lines[&format!("{place}.rule")];
        notes.push(note(
            message!("setting-renamed", old = old, new = new),
            file,
            line,
        ));
    }
    let name = rule
        .get("rule")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_string();
    for param in GATE.of_section(&name) {
        for old in param.formerly {
            // With both there is one too many, which is a fault.
            if rule.contains_key(param.name) {
                continue;
            }
            let Some(value) = rule.remove(*old) else {
                continue;
            };
            rule.insert(param.name.into(), value);
            let line = lines[&format!("{place}.{old}")];
            lines.insert(format!("{place}.{}", param.name), line);
            let renamed = message!("setting-renamed", old = *old, new = param.name);
            let said = match *old {
                "least_gain" => message!("gate-rule-gain-required", renamed = renamed),
                _ => renamed,
            };
            notes.push(note(said, file, line));
        }
    }
}

/// Whether a rule has the keys of its name, each with a value of its kind.
fn checked(rule: &Table, place: &str) -> Result<(), Error> {
    let missing = |key: &str, takes: Argument| {
        let message = message!("gate-rule-misses", place = place, key = key);
        let remedy = message!("gate-rule-add", key = key, takes = takes);
        Error::new(Code::InvalidConfig, message, remedy).in_file(place)
    };
    let mut names = GATE.sections();
    names.retain(|name| !name.is_empty());
    let name = match rule.get("rule") {
        None => return Err(missing("rule", names.join(", ").into())),
        Some(Value::String(name)) if names.contains(&name.as_str()) => name,
        Some(other) => {
            let name = other.as_str().map_or(other.to_string(), String::from);
            let message = message!("gate-unknown-rule", name = &name);
            return Err(unknown(&name, &names, message).in_file(format!("{place}.rule")));
        }
    };
    let known: Vec<&str> = GATE.of_section(name).map(|param| param.name).collect();
    let is_known = |key: &&String| *key == "rule" || known.contains(&key.as_str());
    if let Some(key) = rule.keys().find(|key| !is_known(key)) {
        let message = message!("gate-unknown-key-of-rule", rule = name, name = key);
        return Err(unknown(key, &known, message).in_file(format!("{place}.{key}")));
    }
    for param in GATE.of_section(name) {
        let value = rule
            .get(param.name)
            .ok_or_else(|| missing(param.name, param.takes().into()))?;
        let is_below_zero = value.as_integer().is_some_and(|whole| whole < 0);
        match param.kind.accept(value) {
            // What is out of range is said with all else that is, but for what can't even be held.
            Ok(()) => {}
            Err(Refusal::Range) if !is_below_zero => {}
            Err(why) => {
                return Err(refused(
                    param,
                    &format!("{place}.{}", param.name),
                    value,
                    why,
                ));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
