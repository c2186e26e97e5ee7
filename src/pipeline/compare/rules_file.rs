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

use std::collections::BTreeMap;

use toml::Value;
use toml::de::{DeTable, DeValue};

use super::rules::{Cost, Rule, Rules, Score, Size, UnknownLabels, ValidRules};
use crate::pipeline::error::{Code, Error};
use crate::pipeline::names::unknown;

/// Keys of each rule beside `rule`.
const RULES: [(&str, &[&str]); 5] = [
    ("not_inferior", &["margin"]),
    ("better", &["any_of", "min_gain"]),
    ("baseline_beaten", &["score", "min_gain"]),
    ("ratio", &["of", "max"]),
    ("size", &["of", "max"]),
];

/// Names of earlier versions, with the ones that took their place.
const RENAMED: [(&str, &str); 3] = [
    ("least_gain", "min_gain"),
    ("at_most", "max"),
    ("bytes", "size"),
];

const UNKNOWN_LABELS: [(&str, UnknownLabels); 2] = [
    ("undecided", UnknownLabels::Undecided),
    ("wrong", UnknownLabels::Wrong),
];

const COSTS: [(&str, Cost); 6] = [
    ("latency_p50", Cost::LatencyP50),
    ("latency_p95", Cost::LatencyP95),
    ("latency_p99", Cost::LatencyP99),
    ("batch_latency", Cost::BatchLatency),
    ("cpu_seconds", Cost::CpuSeconds),
    ("peak_memory", Cost::PeakMemory),
];

const SIZES: [(&str, Size); 2] = [("model", Size::Model), ("peak_memory", Size::PeakMemory)];

const SCORES: [&str; 3] = ["f1_micro", "f1_macro", "recall"];

/// Rules with the places where they stand in their file.
#[derive(Debug, Clone, PartialEq)]
pub struct RulesFile {
    pub rules: Rules,
    /// What to say of names of earlier versions, each with its line.
    pub notes: Vec<String>,
    file: String,
    /// By setting, such as `rules[0].margin`.
    lines: BTreeMap<String, u64>,
}

impl Rules {
    /// Reads a TOML file. What a value may be is checked by [`Rules::check`], or by [`RulesFile::check`] with the line.
    ///
    /// # Errors
    /// Those of [`RulesFile::read`].
    pub fn from_toml(text: &str, file: &str) -> Result<Rules, Error> {
        Ok(RulesFile::read(text, file)?.rules)
    }

    /// The rules as the TOML file that gives them.
    pub fn to_toml(&self) -> String {
        toml::to_string(self).expect("every rule has a form in TOML")
    }
}

impl RulesFile {
    /// # Errors
    /// [`Code::InvalidConfig`] where the text is no TOML, a key is missing or a value is of the wrong kind;
    /// [`Code::UnknownKey`] for a key, rule or number that does not exist, the remedy names the nearest one; each with the
    /// line.
    pub fn read(text: &str, file: &str) -> Result<RulesFile, Error> {
        let line_of =
            |offset: usize| 1 + text[..offset.min(text.len())].matches('\n').count() as u64;
        let invalid = |line: u64, message: String, remedy: &str| {
            Error::new(Code::InvalidConfig, message, remedy).at_line(file, line)
        };
        let document = DeTable::parse(text).map_err(|fault| {
            let line = fault.span().map_or(1, |span| line_of(span.start));
            invalid(
                line,
                fault.message().trim().to_string(),
                "correct the TOML; [[rules]] on a line of its own, its keys below",
            )
        })?;
        // The parsed tree above knows the places, this one the values.
        let values: toml::Table = toml::from_str(text)
            .map_err(|fault| invalid(1, fault.message().trim().to_string(), "correct the TOML"))?;
        let mut lines = BTreeMap::new();
        let mut rules = Vec::new();
        let mut notes = Vec::new();
        let mut unknown_labels = UnknownLabels::default();
        for (key, body) in document.get_ref() {
            let (name, line) = (key.get_ref().as_ref(), line_of(key.span().start));
            if name == "unknown_labels" {
                unknown_labels = named(&UNKNOWN_LABELS, "way to count them", &values[name])
                    .map_err(|error| Error {
                        message: format!("`{name}`: {}", error.message),
                        ..error.at_line(file, line)
                    })?;
                continue;
            }
            if name != "rules" {
                let known = ["rules", "unknown_labels"];
                return Err(unknown(name, &known, "key").at_line(file, line));
            }
            lines.insert("rules".to_string(), line);
            let tables: Vec<_> = match body.get_ref() {
                DeValue::Array(items) => items.iter().collect(),
                _ => Vec::new(),
            };
            let values = values[name].as_array().map_or(&[][..], Vec::as_slice);
            if !body.get_ref().is_array() || tables.iter().any(|table| !table.get_ref().is_table())
            {
                return Err(invalid(
                    line,
                    "`rules` is a list of rules".into(),
                    "write [[rules]] on a line of its own and the keys of the rule below",
                ));
            }
            for (at, (table, value)) in tables.iter().zip(values).enumerate() {
                let DeValue::Table(keys) = table.get_ref() else {
                    continue;
                };
                let rule_line = line_of(table.span().start);
                lines.insert(format!("rules[{at}]"), rule_line);
                for key in keys.keys() {
                    let setting = format!("rules[{at}].{}", key.get_ref());
                    lines.insert(setting, line_of(key.span().start));
                }
                let mut value = value.clone();
                for (old, new) in with_names_of_today(&mut value) {
                    let key = match old {
                        "bytes" => "rule",
                        key => key,
                    };
                    let line = lines.get(&format!("rules[{at}].{key}")).copied();
                    let line = line.unwrap_or(rule_line);
                    lines.insert(format!("rules[{at}].{new}"), line);
                    notes.push(note(old, new, file, line));
                }
                let line_at = |setting: &str| lines.get(setting).copied().unwrap_or(rule_line);
                rules.push(rule(at, &value).map_err(|(setting, error)| Error {
                    message: format!("`{setting}`: {}", error.message),
                    ..error.at_line(file, line_at(&setting))
                })?);
            }
        }
        Ok(RulesFile {
            rules: Rules {
                unknown_labels,
                rules,
            },
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
            let placed = |error: Error| {
                let setting = error.place.as_ref().map_or("", |place| &place.file);
                let message = format!("`{setting}`: {}", error.message);
                let line = self.lines.get(setting).copied();
                let error = Error { message, ..error };
                match line {
                    Some(line) => error.at_line(&self.file, line),
                    None => error.in_file(&self.file),
                }
            };
            faults.into_iter().map(placed).collect()
        })
    }
}

/// Gives a rule the names of today in the place of those of earlier versions; says which it had.
fn with_names_of_today(value: &mut Value) -> Vec<(&'static str, &'static str)> {
    let mut found = Vec::new();
    let Some(table) = value.as_table_mut() else {
        return found;
    };
    for (old, new) in RENAMED {
        if let Some(Value::String(rule)) = table.get_mut("rule")
            && rule == old
        {
            *rule = new.to_string();
            found.push((old, new));
        }
    }
    let rule = table.get("rule").and_then(Value::as_str);
    let keys = RULES.iter().find(|(name, _)| Some(*name) == rule);
    let keys = keys.map_or(&[][..], |(_, keys)| keys);
    for (old, new) in RENAMED {
        if keys.contains(&new)
            && !table.contains_key(new)
            && let Some(value) = table.remove(old)
        {
            table.insert(new.to_string(), value);
            found.push((old, new));
        }
    }
    found
}

fn note(old: &str, new: &str, file: &str, line: u64) -> String {
    let more = match new {
        "min_gain" => {
            "; that gain is required now, where any gain that was surely above 0 passed before: 0 asks for any gain"
        }
        _ => "",
    };
    format!("{file}, line {line}: `{old}` is called `{new}` now{more}")
}

/// A fault of a setting.
type Fault = (String, Error);

fn rule(at: usize, value: &Value) -> Result<Rule, Fault> {
    let whole = format!("rules[{at}]");
    let missing = |key: &str, remedy: String| {
        let message = format!("it has no `{key}`");
        (
            whole.clone(),
            Error::new(Code::InvalidConfig, message, remedy),
        )
    };
    let names = RULES.map(|(name, _)| name);
    let name = value.get("rule").ok_or_else(|| {
        missing(
            "rule",
            format!("add `rule = ..`, one of: {}", names.join(", ")),
        )
    })?;
    let of_rule = |key: &str, expected: &str, value: &Value| {
        let message = format!("it can't be {value}");
        let error = Error::new(Code::InvalidConfig, message, format!("give {expected}"));
        (format!("{whole}.{key}"), error)
    };
    let name = name
        .as_str()
        .ok_or_else(|| of_rule("rule", "the name of a rule in quotes", name))?;
    let (_, keys) = RULES
        .iter()
        .find(|(known, _)| *known == name)
        .ok_or_else(|| (format!("{whole}.rule"), unknown(name, &names, "rule")))?;
    for key in value.as_table().into_iter().flat_map(toml::Table::keys) {
        if key != "rule" && !keys.contains(&key.as_str()) {
            let what = format!("key of the rule {name}");
            return Err((format!("{whole}.{key}"), unknown(key, keys, &what)));
        }
    }
    let get = |key: &str| {
        let expected = expected(name, key);
        value
            .get(key)
            .ok_or_else(|| missing(key, format!("add `{key} = ..`, {expected}")))
    };
    let wrong = |key: &str, value: &Value| of_rule(key, expected(name, key), value);
    let number = |key: &str| -> Result<f64, Fault> {
        let value = get(key)?;
        // A whole number stands for a float.
        let number = value
            .as_float()
            .or_else(|| value.as_integer().map(|whole| whole as f64));
        number.ok_or_else(|| wrong(key, value))
    };
    let score = |key: &str, value: &Value| -> Result<Score, Fault> {
        match value {
            Value::String(score) if score == "f1_micro" => Ok(Score::F1Micro),
            Value::String(score) if score == "f1_macro" => Ok(Score::F1Macro),
            Value::String(score) if score != "recall" => {
                Err((format!("{whole}.{key}"), unknown(score, &SCORES, "score")))
            }
            Value::Table(table) if table.len() == 1 => match table.iter().next() {
                Some((name, Value::String(class))) if name == "recall" => {
                    Ok(Score::Recall(class.clone()))
                }
                _ => Err(wrong(key, value)),
            },
            _ => Err(wrong(key, value)),
        }
    };
    Ok(match name {
        "not_inferior" => Rule::NotInferior {
            margin: number("margin")?,
        },
        "better" => {
            let any_of = get("any_of")?;
            let scores = any_of.as_array().ok_or_else(|| wrong("any_of", any_of))?;
            Rule::Better {
                any_of: scores
                    .iter()
                    .map(|value| score("any_of", value))
                    .collect::<Result<_, _>>()?,
                min_gain: number("min_gain")?,
            }
        }
        "baseline_beaten" => Rule::BaselineBeaten {
            score: score("score", get("score")?)?,
            min_gain: number("min_gain")?,
        },
        "ratio" => Rule::Ratio {
            of: named(&COSTS, "cost", get("of")?)
                .map_err(|error| (format!("{whole}.of"), error))?,
            max: number("max")?,
        },
        _ => {
            let max = get("max")?;
            Rule::Size {
                of: named(&SIZES, "size", get("of")?)
                    .map_err(|error| (format!("{whole}.of"), error))?,
                max: max
                    .as_integer()
                    .and_then(|bytes| u64::try_from(bytes).ok())
                    .ok_or_else(|| wrong("max", max))?,
            }
        }
    })
}

fn named<T: Copy>(known: &[(&str, T)], what: &str, value: &Value) -> Result<T, Error> {
    let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
    match value {
        Value::String(name) => known
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, found)| *found)
            .ok_or_else(|| unknown(name, &names, what)),
        other => Err(Error::new(
            Code::InvalidConfig,
            format!("it can't be {other}"),
            format!("give one of: {}", names.join(", ")),
        )),
    }
}

/// What a key takes, in words.
fn expected(rule: &str, key: &str) -> &'static str {
    match (rule, key) {
        (_, "margin") => "a fraction such as 0.01 for a point",
        (_, "min_gain") => "a fraction such as 0.02 for two points, or 0 for any gain",
        (_, "any_of") => "a list of scores such as [\"f1_macro\", { recall = \"hate-speech\" }]",
        (_, "score") => "\"f1_micro\" or \"f1_macro\"",
        ("ratio", "max") => "a number such as 1.5",
        ("size", "max") => "a whole number of bytes such as 50_000_000",
        _ => "a name in quotes",
    }
}

#[cfg(test)]
mod tests;
