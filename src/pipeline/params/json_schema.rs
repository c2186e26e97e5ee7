//! The tables as JSON Schema, for editors of TOML files and for whoever checks one before Dryf does.

use serde_json::{Map, Value, json};

use super::{Kind, Layout, Param, Schema};

impl Schema {
    /// The schema of its file (draft 2020-12).
    pub fn json_schema(&self) -> Value {
        let properties = match self.layout {
            Layout::Rules => self.properties_of_rules(),
            Layout::Sections => self
                .sections()
                .into_iter()
                .map(|section| (section.to_string(), self.object(section, None)))
                .collect(),
        };
        json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "type": "object",
            "properties": properties,
            "additionalProperties": false,
        })
    }

    fn properties_of_rules(&self) -> Map<String, Value> {
        let mut properties = self.properties("");
        let rules = self.sections().into_iter().filter(|rule| !rule.is_empty());
        let rules: Vec<Value> = rules.map(|rule| self.object(rule, Some(rule))).collect();
        properties.insert(
            "rules".into(),
            json!({ "type": "array", "minItems": 1, "items": { "oneOf": rules } }),
        );
        properties
    }

    /// The keys of a section; of a rule all of them must be there.
    fn object(&self, section: &str, rule: Option<&str>) -> Value {
        let mut properties = self.properties(section);
        let mut object = json!({ "type": "object", "additionalProperties": false });
        if let Some(rule) = rule {
            properties.insert("rule".into(), json!({ "const": rule }));
            object["required"] = properties.keys().cloned().collect();
        }
        object["properties"] = properties.into();
        object
    }

    fn properties(&self, section: &str) -> Map<String, Value> {
        let of = |param: &Param| {
            let mut property = param.kind.json_schema();
            property["title"] = self.label(param).to_string().into();
            property["description"] = self.about(param).to_string().into();
            if let Some(Ok(value)) = self.default_of(param).map(serde_json::to_value) {
                property["default"] = value;
            }
            (param.name.to_string(), property)
        };
        self.of_section(section).map(of).collect()
    }
}

impl Kind {
    /// The schema of one value.
    pub(crate) fn json_schema(&self) -> Value {
        match self {
            Kind::Switch => json!({ "type": "boolean" }),
            Kind::Choice(names) => json!({ "enum": names }),
            Kind::Float(span) => {
                let mut schema = json!({ "type": "number" });
                for (end, is_in, key, open_key) in [
                    (span.low, span.has_low, "minimum", "exclusiveMinimum"),
                    (span.high, span.has_high, "maximum", "exclusiveMaximum"),
                ] {
                    if end.is_finite() {
                        schema[if is_in { key } else { open_key }] = end.into();
                    }
                }
                schema
            }
            Kind::Integer { from, to } => {
                let mut schema = json!({ "type": "integer", "minimum": from });
                if *to < i64::MAX {
                    schema["maximum"] = (*to).into();
                }
                schema
            }
            Kind::Line => json!({
                "type": "string",
                "minLength": 1,
                "maxLength": 250,
                "pattern": r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$",
            }),
            Kind::Text => json!({ "type": "string" }),
            Kind::Pattern => json!({ "type": "string", "format": "regex" }),
            Kind::Pair => json!({
                "type": "array",
                "items": { "type": "integer", "minimum": 1 },
                "minItems": 2,
                "maxItems": 2,
            }),
            Kind::List {
                of,
                at_least,
                each_once,
            } => json!({
                "type": "array",
                "items": of.json_schema(),
                "minItems": at_least,
                "uniqueItems": each_once,
            }),
            Kind::Table { of, .. } => {
                json!({ "type": "object", "additionalProperties": of.json_schema() })
            }
            Kind::Keyed(key, of) => json!({
                "type": "object",
                "properties": { *key: of.json_schema() },
                "required": [key],
                "additionalProperties": false,
            }),
            Kind::AnyOf(kinds) => {
                let any: Vec<Value> = kinds.iter().map(Kind::json_schema).collect();
                json!({ "anyOf": any })
            }
        }
    }
}
