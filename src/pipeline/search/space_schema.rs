//! The table `space` of a search's file as JSON Schema, beside that of its other settings.

use schemars::{Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value as Json, json};

use super::space::{SECTIONS, Space};
use crate::pipeline::params::{CONFIG, Kind, Param, STUDY};

impl Space {
    /// The schema of a space by itself, as a report has it: what each setting was chosen from.
    pub(super) fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let table = |properties: Json, required: &[&str]| {
            let mut all = properties;
            all["when"] = json!({
                "type": "object",
                "additionalProperties": { "type": "array" },
            });
            object_with(all, required)
        };
        let number = || json!({ "type": "number" });
        let tables = json!({ "anyOf": [
            table(json!({ "choices": { "type": "array", "minItems": 1 } }), &["choices"]),
            table(
                json!({ "low": number(), "high": number(), "log": { "type": "boolean" }, "step": number() }),
                &["low", "high"],
            ),
        ] });
        json_schema!({
            "type": "object",
            "additionalProperties": { "anyOf": [tables, { "type": "array", "items": tables }] },
        })
    }

    /// The schema of a whole file, draft 2020-12: that of the section `study`, and what each setting may be chosen from.
    pub fn json_schema_of_file() -> Json {
        let mut schema = STUDY.json_schema();
        let sections = SECTIONS.map(|section| (section, CONFIG.of_section(section)));
        let mut properties = Map::new();
        let mut definitions = Map::from_iter([("when".to_string(), when())]);
        for (section, params) in sections {
            let mut of_section = Map::new();
            for param in params {
                let reference = json!({ "$ref": format!("#/$defs/{}", param.key()) });
                of_section.insert(param.name.to_string(), reference.clone());
                properties.insert(param.key(), reference);
                definitions.insert(param.key(), entry(param));
            }
            properties.insert(section.to_string(), object(of_section));
        }
        schema["properties"]["space"] = object(properties);
        schema["$defs"] = definitions.into();
        schema
    }
}

fn object(properties: Map<String, Json>) -> Json {
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}

fn object_with(properties: Json, required: &[&str]) -> Json {
    json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

/// One domain, or several under conditions that exclude each other.
fn entry(param: &Param) -> Json {
    let choices = json!({
        "type": "array",
        "items": param.kind.json_schema(),
        "minItems": 1,
        "uniqueItems": true,
    });
    let when = || json!({ "$ref": "#/$defs/when" });
    let mut tables = vec![object_with(
        json!({ "choices": choices, "when": when() }),
        &["choices"],
    )];
    for (end, step) in ranges(&param.kind) {
        let properties = json!({
            "low": end,
            "high": end,
            "log": { "type": "boolean", "default": false },
            "step": step,
            "when": when(),
        });
        tables.push(object_with(properties, &["low", "high"]));
    }
    let domain = json!({ "anyOf": tables });
    json!({
        "title": CONFIG.label(param).to_string(),
        "description": CONFIG.about(param).to_string(),
        "anyOf": [choices, domain, { "type": "array", "items": domain, "minItems": 1 }],
    })
}

/// The ends of each range that a kind takes, and its step.
fn ranges(kind: &Kind) -> Vec<(Json, Json)> {
    let step = |name: &str| json!({ "type": name, "exclusiveMinimum": 0 });
    match kind {
        Kind::Float(_) => vec![(kind.json_schema(), step("number"))],
        Kind::Integer { .. } => vec![(kind.json_schema(), step("integer"))],
        Kind::AnyOf(kinds) => kinds.iter().flat_map(ranges).collect(),
        _ => Vec::new(),
    }
}

/// The values of other settings with which a domain counts; names as in the space.
fn when() -> Json {
    json!({ "type": "object", "minProperties": 1 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_of_the_space_has_its_domains() {
        let schema = Space::json_schema_of_file();
        let space = &schema["properties"]["space"]["properties"];
        let name = "#/$defs/svc.C";
        assert_eq!(space["svc.C"]["$ref"], name);
        assert_eq!(space["svc"]["properties"]["C"]["$ref"], name);
        let tables = &schema["$defs"]["svc.C"]["anyOf"][1]["anyOf"];
        assert_eq!(tables[1]["properties"]["low"]["exclusiveMinimum"], 0.0);
        assert_eq!(tables[1]["properties"]["log"]["type"], "boolean");
        // A pattern has no range; a count is a whole number, a share is not.
        let tables_of = |key: &str| {
            schema["$defs"][key]["anyOf"][1]["anyOf"]
                .as_array()
                .map(Vec::len)
        };
        assert_eq!(tables_of("tfidf.token_pattern"), Some(1));
        assert_eq!(tables_of("tfidf.min_df"), Some(3));
        assert_eq!(schema["properties"]["study"]["type"], "object");
        for one in Space::sensible().dimensions() {
            assert!(space[&one.key].is_object(), "{}", one.key);
        }
    }
}
