//! Settings: what the tables say holds for the reader of files, for forms and links, and for the JSON Schema.

use dryf::message::Language;
use dryf::pipeline::compare::{Rules, RulesFile};
use dryf::pipeline::corpus::FindingKind;
use dryf::pipeline::error::Error;
use dryf::pipeline::monitoring::WatchRules;
use dryf::pipeline::params::{self, CONFIG, GATE, Kind, MONITORING, Param, Schema, Settings};
use dryf::pipeline::run::RunConfig;
use dryf::session::SettingsForm;
use serde_json::Value as Json;
use toml::{Table, Value};

/// Values that a kind takes, and values that it does not.
fn samples(kind: &Kind) -> (Vec<Value>, Vec<Value>) {
    let text = Value::from("nonsense");
    match kind {
        Kind::Switch => (vec![true.into(), false.into()], vec![text, 1.into()]),
        Kind::Choice(names) => (
            names.iter().map(|name| Value::from(*name)).collect(),
            vec![text, 1.into()],
        ),
        Kind::Float(span) => {
            let mut bad = vec![text, f64::NAN.into(), f64::INFINITY.into()];
            let mut good = vec![0.5.into()];
            for (end, is_in, beyond) in [
                (span.low, span.has_low, span.low - 1.0),
                (span.high, span.has_high, span.high + 1.0),
            ] {
                if end.is_finite() {
                    if is_in { &mut good } else { &mut bad }.push(end.into());
                    bad.push(beyond.into());
                }
            }
            (good, bad)
        }
        Kind::Integer { from, to } => {
            let mut bad = vec![text, 1.5.into(), (from - 1).into()];
            bad.extend(to.checked_add(1).map(Value::from));
            (vec![(*from).into(), (*to).into()], bad)
        }
        Kind::Line => (
            vec![text],
            vec!["".into(), "a\nb".into(), "a".repeat(251).into(), 1.into()],
        ),
        Kind::Text | Kind::Pattern => (vec![text], vec![1.into(), true.into()]),
        Kind::Pair => (
            vec![vec![1, 1].into(), vec![2, 3].into()],
            vec![
                vec![0, 1].into(),
                vec![2, 1].into(),
                vec![1].into(),
                1.into(),
            ],
        ),
        Kind::List {
            of,
            at_least,
            each_once,
        } => {
            let (good, bad) = samples(of);
            let one = good[0].clone();
            let mut bad: Vec<Value> = bad.into_iter().map(|item| vec![item].into()).collect();
            bad.push(one.clone());
            if *each_once {
                bad.push(vec![one.clone(), one].into());
            }
            if *at_least > 0 {
                bad.push(Value::Array(Vec::new()));
            }
            (
                good.into_iter().map(|item| vec![item].into()).collect(),
                bad,
            )
        }
        Kind::Table { of, .. } | Kind::Keyed("recall", of) => {
            let keyed = |value| Value::Table(Table::from_iter([("recall".to_string(), value)]));
            let (good, bad) = samples(of);
            let mut bad: Vec<Value> = bad.into_iter().map(keyed).collect();
            bad.push(1.into());
            (good.into_iter().map(keyed).collect(), bad)
        }
        Kind::Keyed(key, _) => panic!("a key without samples: {key}"),
        Kind::AnyOf(kinds) => {
            let of_each: Vec<_> = kinds.iter().map(samples).collect();
            let good = of_each.iter().flat_map(|(good, _)| good.clone());
            let bad = of_each.iter().flat_map(|(_, bad)| bad.clone());
            let bad = bad.filter(|value| kinds.iter().all(|kind| kind.accept(value).is_err()));
            (good.collect(), bad.collect())
        }
    }
}

/// The same for a setting, whose values may have to be more than of its kind.
fn samples_of(param: &Param) -> (Vec<Value>, Vec<Value>) {
    let (good, bad) = samples(&param.kind);
    match param.key().as_str() {
        "data.encoding" | "data.test_encoding" => (vec!["windows-1250".into()], bad),
        _ => (good, bad),
    }
}

/// Whether a value is of a schema; the keywords that ours use.
fn fits(schema: &Json, value: &Json) -> bool {
    let number = |key: &str| schema[key].as_f64();
    let is_type = match schema["type"].as_str() {
        Some("boolean") => value.is_boolean(),
        Some("number") => value.is_number(),
        Some("integer") => value.is_i64() || value.is_u64(),
        Some("string") => value.is_string(),
        Some("array") => value.is_array(),
        Some("object") => value.is_object(),
        Some(other) => panic!("another type: {other}"),
        None => true,
    };
    let in_range = value.as_f64().is_none_or(|value| {
        number("minimum").is_none_or(|end| value >= end)
            && number("maximum").is_none_or(|end| value <= end)
            && number("exclusiveMinimum").is_none_or(|end| value > end)
            && number("exclusiveMaximum").is_none_or(|end| value < end)
    });
    let has_length = value.as_str().is_none_or(|text| {
        let length = text.chars().count() as u64;
        schema["minLength"]
            .as_u64()
            .is_none_or(|least| length >= least)
            && schema["maxLength"]
                .as_u64()
                .is_none_or(|most| length <= most)
            && schema["pattern"]
                .as_str()
                .is_none_or(|pattern| regex::Regex::new(pattern).unwrap().is_match(text))
    });
    let is_one = schema["enum"]
        .as_array()
        .is_none_or(|all| all.contains(value))
        && schema.get("const").is_none_or(|only| only == value)
        && schema["anyOf"]
            .as_array()
            .is_none_or(|all| all.iter().any(|one| fits(one, value)))
        && schema["oneOf"]
            .as_array()
            .is_none_or(|all| all.iter().filter(|one| fits(one, value)).count() == 1);
    let has_items = value.as_array().is_none_or(|items| {
        let n = items.len() as u64;
        let is_new = |at: usize| !items[..at].contains(&items[at]);
        schema["minItems"].as_u64().is_none_or(|least| n >= least)
            && schema["maxItems"].as_u64().is_none_or(|most| n <= most)
            && (schema["uniqueItems"] != Json::Bool(true) || (0..items.len()).all(is_new))
            && schema
                .get("items")
                .is_none_or(|of| items.iter().all(|item| fits(of, item)))
    });
    let has_keys = value.as_object().is_none_or(|object| {
        let required = schema["required"].as_array();
        object
            .iter()
            .all(|(key, value)| match &schema["properties"][key] {
                Json::Null => match &schema["additionalProperties"] {
                    Json::Bool(any) => *any,
                    Json::Null => true,
                    of => fits(of, value),
                },
                of => fits(of, value),
            })
            && required.is_none_or(|keys| {
                keys.iter()
                    .all(|key| object.contains_key(key.as_str().unwrap()))
            })
    });
    is_type && in_range && has_length && is_one && has_items && has_keys
}

fn json_of(toml: &str) -> Json {
    serde_json::to_value(toml::from_str::<Table>(toml).unwrap()).unwrap()
}

#[track_caller]
fn names_place_and_remedy(error: &Error, param: &Param, line: u64) {
    let place = error.place.as_ref().unwrap();
    assert_eq!(
        (place.file.as_str(), place.line),
        ("f.toml", Some(line)),
        "{error}"
    );
    assert!(error.message.to_string().contains(param.name), "{error}");
    let remedy = error.remedy.as_ref().expect("a remedy").to_string();
    assert!(
        remedy.starts_with("give ") || remedy.starts_with("did you mean "),
        "{error}"
    );
}

fn every_setting_of<T: Settings + std::fmt::Debug>() {
    let schema = T::SCHEMA.json_schema();
    let usual = T::default();
    for param in T::SCHEMA.params {
        let (good, bad) = samples_of(param);
        for value in good {
            let file = format!("[{}]\n{} = {value}\n", param.section, param.name);
            let read = params::read::<T>(&file, "f.toml");
            let read = read
                .unwrap_or_else(|error| panic!("{file}: {error}"))
                .settings;
            // Another kind of number is the same setting.
            let written = params::value_of(&read.to_table(), param).cloned().unwrap();
            assert!(written == value || written.as_float() == value.as_integer().map(|n| n as f64));
            let again = params::read::<T>(&read.to_table().to_string(), "f.toml");
            assert_eq!(again.unwrap().settings, read, "{file}");
            assert!(fits(&schema, &json_of(&file)), "{file}");
            // As a field and as a part of an address.
            let mut form = SettingsForm::<T>::default();
            form.set(&param.key(), &Kind::text(&value));
            assert_eq!(form.settings(), &read, "{file}");
            let mut linked = SettingsForm::<T>::default();
            for (field, text) in form.changes() {
                linked.set(&field, &text);
            }
            assert_eq!(linked.settings(), &read, "{file}");
            assert_eq!(form.is_all_default(), read == usual);
        }
        for value in bad {
            let file = format!("[{}]\n{} = {value}\n", param.section, param.name);
            let error = params::read::<T>(&file, "f.toml").unwrap_err();
            names_place_and_remedy(&error, param, 2);
            // JSON has no such numbers, knows no order of two, and takes 0 for 0.0.
            let can_say = value.as_float().is_none_or(f64::is_finite)
                && param.kind != Kind::Pair
                && !(param.name.ends_with("_df") && value.is_integer());
            assert!(!can_say || !fits(&schema, &json_of(&file)), "{file}");
        }
    }
}

#[test]
fn every_setting_of_a_run_is_read_written_typed_linked_and_described() {
    every_setting_of::<RunConfig>();
}

#[test]
fn every_rule_for_retraining_is_read_written_typed_and_described() {
    every_setting_of::<WatchRules>();
}

#[test]
fn every_key_of_the_gate_is_read_written_and_described() {
    let schema = GATE.json_schema();
    let defaults = (GATE.defaults)();
    for param in GATE.params.iter().filter(|param| !param.section.is_empty()) {
        let file = |value: &Value| {
            let mut rule = defaults[param.section].as_table().unwrap().clone();
            rule.insert("rule".into(), param.section.into());
            rule.insert(param.name.into(), value.clone());
            let lines = rule.iter().map(|(key, value)| format!("{key} = {value}\n"));
            format!("[[rules]]\n{}", lines.collect::<String>())
        };
        let check = |file: &str| {
            let read = RulesFile::read(file, "f.toml").map_err(|error| vec![error])?;
            read.check(&["nonsense".to_string()])?;
            Ok::<Rules, Vec<Error>>(read.rules)
        };
        let (good, bad) = samples_of(param);
        for value in good {
            let file = file(&value);
            let read = check(&file).unwrap_or_else(|faults| panic!("{file}: {faults:?}"));
            assert_eq!(check(&read.to_toml()).unwrap(), read);
            assert!(fits(&schema, &json_of(&file)), "{file}");
        }
        for value in bad {
            let file = file(&value);
            let error = check(&file).unwrap_err().remove(0);
            let is_there = |line: &&str| line.starts_with(&format!("{} =", param.name));
            let line = file.lines().take_while(|line| !is_there(line)).count() + 1;
            names_place_and_remedy(&error, param, line as u64);
            let can_say = value.as_float().is_none_or(f64::is_finite);
            assert!(!can_say || !fits(&schema, &json_of(&file)), "{file}");
        }
    }
}

#[test]
fn a_file_with_every_default_gives_the_defaults_in_both_languages() {
    for language in Language::ALL {
        let read = params::read::<RunConfig>(&CONFIG.example_file(language), "f.toml").unwrap();
        assert_eq!(
            (read.settings, read.notes),
            (RunConfig::default(), Vec::new())
        );
        let read = params::read::<WatchRules>(&MONITORING.example_file(language), "f.toml");
        assert_eq!(read.unwrap().settings, WatchRules::default());
        let rules = RulesFile::read(&GATE.example_file(language), "f.toml").unwrap();
        assert_eq!(rules.rules.rules.len(), GATE.sections().len() - 1);
    }
}

#[test]
fn tables_name_every_field_of_what_they_become() {
    fn keys(schema: &Schema) -> Vec<String> {
        let mut keys: Vec<String> = schema.params.iter().map(Param::key).collect();
        keys.sort();
        keys
    }
    fn fields(table: &Table) -> Vec<String> {
        let of = |(section, body): (&String, &Value)| {
            let body = body.as_table().unwrap().clone();
            body.into_iter()
                .map(|(key, _)| format!("{section}.{key}"))
                .collect::<Vec<_>>()
        };
        table.iter().flat_map(of).collect()
    }
    for field in fields(&RunConfig::default().to_table()) {
        assert!(keys(&CONFIG).contains(&field), "{field}");
    }
    assert_eq!(fields(&WatchRules::default().to_table()), keys(&MONITORING));
    let excluded = CONFIG.param("data.exclude_train").unwrap().kind;
    let kinds = FindingKind::ALL.iter().filter(|kind| kind.names_rows());
    let names: Vec<&str> = kinds.map(|kind| kind.name()).collect();
    assert!(matches!(excluded, Kind::List { of: Kind::Choice(known), .. } if *known == names));
}

#[test]
fn numbers_are_typed_with_a_point_or_a_comma() {
    let mut form = SettingsForm::<RunConfig>::default();
    form.set("svc.C", "0,25");
    form.set("tfidf.max_df", " 0,5 ");
    form.set("svc.gamma", "1,5e-2");
    form.set("svc.degree", "2,5");
    let config = form.settings().clone();
    assert_eq!(config.svc.c, 0.25);
    assert_eq!(form.text("tfidf.max_df"), " 0,5 ");
    form.settle("tfidf.max_df");
    assert_eq!(form.text("tfidf.max_df"), "0.5");
    assert_eq!(
        CONFIG.param("svc.gamma").unwrap().kind.read("1,5e-2"),
        Some(0.015.into())
    );
    // A whole number has no decimals, and groups of three digits alone.
    assert!(form.violation("svc.degree").is_some());
    let bytes = GATE.find("size", "max").unwrap().kind;
    assert_eq!(bytes.read("50,000,000"), Some(50_000_000.into()));
    assert_eq!(bytes.read("1,5"), None);
}
