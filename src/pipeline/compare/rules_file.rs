//! Rules as a TOML file, which a user edits:
//!
//! ```toml
//! [[rules]]
//! rule = "better"
//! any_of = ["f1_macro", { recall = "hate-speech" }]
//! least_gain = 0.02
//!
//! [[rules]]
//! rule = "ratio"
//! of = "latency_p95"
//! at_most = 1.5
//! ```

use std::collections::BTreeMap;

use toml::Value;
use toml::de::{DeTable, DeValue};

use super::rules::{Cost, Rule, Rules, Score, Size, ValidRules};
use crate::pipeline::error::{Code, Error};
use crate::pipeline::names::unknown;

/// Keys of each rule beside `rule`.
const RULES: [(&str, &[&str]); 5] = [
    ("not_inferior", &["margin"]),
    ("better", &["any_of", "least_gain"]),
    ("baseline_beaten", &["score", "least_gain"]),
    ("ratio", &["of", "at_most"]),
    ("bytes", &["of", "at_most"]),
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
        for (key, body) in document.get_ref() {
            let (name, line) = (key.get_ref().as_ref(), line_of(key.span().start));
            if name != "rules" {
                return Err(unknown(name, &["rules"], "key").at_line(file, line));
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
                let line_at = |setting: &str| lines.get(setting).copied().unwrap_or(rule_line);
                rules.push(rule(at, value).map_err(|(setting, error)| Error {
                    message: format!("`{setting}`: {}", error.message),
                    ..error.at_line(file, line_at(&setting))
                })?);
            }
        }
        Ok(RulesFile {
            rules: Rules { rules },
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
                least_gain: number("least_gain")?,
            }
        }
        "baseline_beaten" => Rule::BaselineBeaten {
            score: score("score", get("score")?)?,
            least_gain: number("least_gain")?,
        },
        "ratio" => Rule::Ratio {
            of: named(&COSTS, "cost", get("of")?)
                .map_err(|error| (format!("{whole}.of"), error))?,
            at_most: number("at_most")?,
        },
        _ => {
            let at_most = get("at_most")?;
            Rule::Bytes {
                of: named(&SIZES, "size", get("of")?)
                    .map_err(|error| (format!("{whole}.of"), error))?,
                at_most: at_most
                    .as_integer()
                    .and_then(|bytes| u64::try_from(bytes).ok())
                    .ok_or_else(|| wrong("at_most", at_most))?,
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
        (_, "least_gain") => "a fraction such as 0.02 for two points",
        (_, "any_of") => "a list of scores such as [\"f1_macro\", { recall = \"hate-speech\" }]",
        (_, "score") => "\"f1_micro\" or \"f1_macro\"",
        ("ratio", "at_most") => "a number such as 1.5",
        ("bytes", "at_most") => "a whole number of bytes such as 50_000_000",
        _ => "a name in quotes",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each rule and each name that it takes.
    fn every() -> Rules {
        let mut rules = Rules::default().rules;
        rules.push(Rule::Better {
            any_of: vec![
                Score::F1Micro,
                Score::F1Macro,
                Score::Recall("hate \"speech\"".into()),
            ],
            least_gain: 1.0,
        });
        rules.extend(COSTS.map(|(_, of)| Rule::Ratio { of, at_most: 1.5 }));
        rules.extend(SIZES.map(|(_, of)| Rule::Bytes { of, at_most: 7 }));
        Rules { rules }
    }

    #[test]
    fn written_rules_read_back_the_same() {
        let text = every().to_toml();
        assert_eq!(Rules::from_toml(&text, "r.toml").unwrap(), every());
        assert_eq!(toml::from_str::<Rules>(&text).unwrap(), every());
        for name in RULES.map(|(name, _)| name) {
            assert!(text.contains(&format!("rule = \"{name}\"")), "{name}");
        }
    }

    #[test]
    fn whole_numbers_stand_for_floats_and_rules_may_be_inline() {
        let text = "rules = [\n  { rule = \"ratio\", of = \"latency_p95\", at_most = 2 },\n]";
        assert_eq!(
            Rules::from_toml(text, "r.toml").unwrap().rules,
            [Rule::Ratio {
                of: Cost::LatencyP95,
                at_most: 2.0
            }]
        );
        assert!(Rules::from_toml("", "r.toml").unwrap().rules.is_empty());
    }

    #[test]
    fn each_fault_has_its_line_key_and_remedy() {
        let cases = [
            ("[[rules]\n", 1, "", "correct the TOML"),
            (
                "[[rule]]\n",
                1,
                "unknown key `rule`",
                "did you mean `rules`",
            ),
            ("rules = 3", 1, "a list of rules", "write [[rules]]"),
            ("rules = [3]", 1, "a list of rules", "write [[rules]]"),
            (
                "[rules]\nrule = \"ratio\"",
                1,
                "a list of rules",
                "[[rules]]",
            ),
            (
                "\n[[rules]]\nmargin = 0.1",
                2,
                "`rules[0]`: it has no `rule`",
                "one of: not_inferior, better,",
            ),
            (
                "[[rules]]\nrule = 3",
                2,
                "`rules[0].rule`: it can't be 3",
                "in quotes",
            ),
            (
                "[[rules]]\nrule = \"beter\"",
                2,
                "`rules[0].rule`: unknown rule `beter`",
                "did you mean `better`",
            ),
            (
                "[[rules]]\nrule = \"not_inferior\"\nmargn = 0.1",
                3,
                "`rules[0].margn`: unknown key of the rule not_inferior `margn`",
                "did you mean `margin`",
            ),
            (
                "[[rules]]\nrule = \"not_inferior\"",
                1,
                "`rules[0]`: it has no `margin`",
                "add `margin = ..`, a fraction",
            ),
            (
                "[[rules]]\nrule = \"not_inferior\"\nmargin = 0.1\n[[rules]]\nrule = \"not_inferior\"\nmargin = \"1 %\"",
                6,
                "`rules[1].margin`: it can't be \"1 %\"",
                "a fraction",
            ),
            (
                "[[rules]]\nrule = \"better\"\nleast_gain = 0.1\nany_of = [\"f1_makro\"]",
                4,
                "`rules[0].any_of`: unknown score `f1_makro`",
                "did you mean `f1_macro`",
            ),
            (
                "[[rules]]\nrule = \"better\"\nleast_gain = 0.1\nany_of = [\"recall\"]",
                4,
                "`rules[0].any_of`: it can't be \"recall\"",
                "{ recall = \"hate-speech\" }",
            ),
            (
                "[[rules]]\nrule = \"better\"\nleast_gain = 0.1\nany_of = \"f1_macro\"",
                4,
                "`rules[0].any_of`: it can't be",
                "a list of scores",
            ),
            (
                "[[rules]]\nrule = \"ratio\"\nof = \"latency_95\"\nat_most = 2.0",
                3,
                "`rules[0].of`: unknown cost `latency_95`",
                "did you mean `latency_p95`",
            ),
            (
                "[[rules]]\nrule = \"bytes\"\nof = \"model\"\nat_most = 1.5",
                4,
                "`rules[0].at_most`: it can't be 1.5",
                "50_000_000",
            ),
            (
                "[[rules]]\nrule = \"bytes\"\nof = 1\nat_most = 1",
                3,
                "`rules[0].of`: it can't be 1",
                "one of: model, peak_memory",
            ),
        ];
        for (text, line, message, remedy) in cases {
            let error = Rules::from_toml(text, "r.toml").unwrap_err();
            let place = error.place.clone().unwrap();
            assert_eq!(
                (place.file.as_str(), place.line),
                ("r.toml", Some(line)),
                "{text}: {error}"
            );
            assert!(error.message.contains(message), "{text}: {error}");
            assert!(error.remedy.contains(remedy), "{text}: {error}");
        }
    }

    #[test]
    fn what_a_value_may_not_be_has_its_line_too() {
        let text = "[[rules]]\nrule = \"not_inferior\"\nmargin = 2\n\n[[rules]]\nrule = \"better\"\nany_of = [{ recall = \"spam\" }]\nleast_gain = 0.1\n";
        let faults = RulesFile::read(text, "r.toml")
            .unwrap()
            .check(&["a".into()])
            .unwrap_err();
        let faults: Vec<String> = faults.iter().map(Error::to_string).collect();
        assert_eq!(
            faults,
            [
                "r.toml, line 3: `rules[0].margin`: 2 is not between 0 and 1; give a fraction, such as 0.01 for a point",
                "r.toml, line 7: `rules[1].any_of`: there is no class `spam`; name one of a",
            ]
        );
        let none = RulesFile::read("", "r.toml").unwrap().check(&[]);
        assert_eq!(
            none.unwrap_err()[0].to_string(),
            "r.toml: `rules`: there is no rule, so that every candidate would pass; give at least one rule"
        );
    }
}
