//! What the commands write by `--json`, as JSON Schema: made of the types that are written, so that neither can change alone.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

/// Keywords that lead to further schemas of the same object.
const PARTS: [&str; 3] = ["allOf", "anyOf", "oneOf"];

/// The schema of what a command writes, draft 2020-12: closed objects, `$id` with the version of Dryf.
pub fn json_schema_of<T: JsonSchema>(command: &str) -> Value {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let mut schema = settings.into_generator().into_root_schema_for::<T>();
    let version = env!("CARGO_PKG_VERSION");
    schema.insert("$id".into(), json!(format!("urn:dryf:{version}:{command}")));
    schema.insert("title".into(), json!(format!("dryf {command}")));
    let mut schema = schema.to_value();
    let definitions = schema["$defs"].clone();
    finish(&mut schema, &definitions, false);
    schema
}

/// Closes every object, and leaves out what says nothing of an output. `is_part`: the object is closed by the schema that it is
/// a part of.
fn finish(schema: &mut Value, definitions: &Value, is_part: bool) {
    let Value::Object(schema) = schema else {
        return;
    };
    for needless in ["default", "format", "writeOnly"] {
        schema.remove(needless);
    }
    if let Some(Value::String(about)) = schema.get_mut("description") {
        *about = in_one_line(&without_links(about));
    }
    let has_properties = schema.contains_key("properties");
    if has_properties {
        inline(schema, definitions);
    }
    let has_parts = PARTS.iter().any(|part| schema.contains_key(*part));
    if has_properties && !is_part && !schema.contains_key("additionalProperties") {
        let keyword = match has_parts {
            true => "unevaluatedProperties",
            false => "additionalProperties",
        };
        schema.insert(keyword.into(), json!(false));
    }
    let required = schema.get("required").cloned();
    let is_required = |name: &String| {
        let names = required.as_ref().and_then(Value::as_array);
        names.is_some_and(|names| names.iter().any(|one| one == name))
    };
    if let Some(Value::Object(properties)) = schema.get_mut("properties") {
        let left_out = properties.iter_mut().filter(|(name, _)| !is_required(name));
        left_out.for_each(|(_, property)| never_null(property));
    }
    for (keyword, below) in schema.iter_mut() {
        let is_part = PARTS.contains(&keyword.as_str()) && (has_properties || is_part);
        match (keyword.as_str(), below) {
            ("properties" | "$defs", Value::Object(all)) => all
                .values_mut()
                .for_each(|one| finish(one, definitions, false)),
            (_, Value::Array(all)) => all
                .iter_mut()
                .for_each(|one| finish(one, definitions, is_part)),
            (_, below) => finish(below, definitions, false),
        }
    }
}

/// What may be left out is left out where there is none, and is then not null.
fn never_null(property: &mut Value) {
    if let Some(Value::Array(types)) = property.get_mut("type") {
        types.retain(|one| one != "null");
        if let [only] = &types[..] {
            property["type"] = only.clone();
        }
    }
    if let Some(Value::Array(schemas)) = property.get_mut("anyOf") {
        schemas.retain(|one| one["type"] != "null");
    }
}

/// An object of which a part is defined elsewhere gets that part's properties: a definition is closed, and knows no others.
fn inline(schema: &mut Map<String, Value>, definitions: &Value) {
    let Some(Value::String(reference)) = schema.remove("$ref") else {
        return;
    };
    let name = reference.trim_start_matches("#/$defs/");
    let own = std::mem::replace(
        schema,
        definitions[name].as_object().cloned().unwrap_or_default(),
    );
    for (keyword, value) in own {
        match (keyword.as_str(), schema.get_mut(&keyword), value) {
            ("properties", Some(Value::Object(there)), Value::Object(more)) => there.extend(more),
            ("required", Some(Value::Array(there)), Value::Array(more)) => there.extend(more),
            (_, _, value) => drop(schema.insert(keyword, value)),
        }
    }
}

/// A doc comment whose paragraphs are lines.
fn in_one_line(about: &str) -> String {
    let paragraphs = about.split("\n\n");
    let lines: Vec<String> = paragraphs
        .map(|paragraph| paragraph.replace('\n', " "))
        .collect();
    lines.join("\n\n")
}

/// A doc comment without what leads to other items of the code: `[`Reading`]` and `[`Reading`](path)` are `Reading`.
fn without_links(about: &str) -> String {
    let mut plain = String::with_capacity(about.len());
    let mut rest = about;
    while let Some(at) = rest.find("[`") {
        plain.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let Some(end) = rest.find("`]") else { break };
        plain.push_str(&rest[..=end]);
        rest = &rest[end + 2..];
        if rest.starts_with('(') {
            rest = rest.split_once(')').map_or(rest, |(_, after)| after);
        }
    }
    plain + rest
}

#[cfg(test)]
mod tests {
    use serde::Serialize;

    use super::*;

    /// See [`One`]
    /// and [`other`](self).
    #[derive(JsonSchema, Serialize)]
    #[serde(tag = "kind", rename_all = "kebab-case")]
    enum Tagged {
        One(One),
        Nothing,
    }

    #[derive(JsonSchema, Serialize)]
    struct One {
        size: u32,
    }

    #[derive(JsonSchema, Serialize)]
    struct Whole {
        #[serde(flatten)]
        tagged: Tagged,
        one: One,
        many: std::collections::BTreeMap<String, Option<f64>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        more: Option<u32>,
    }

    #[test]
    fn every_object_is_closed_once() {
        let schema = json_schema_of::<Whole>("whole");
        assert_eq!(schema["unevaluatedProperties"], false);
        assert_eq!(schema.get("additionalProperties"), None);
        for part in schema["oneOf"].as_array().expect("two kinds") {
            assert_eq!(part.get("additionalProperties"), None);
            assert_eq!(part.get("$ref"), None, "{part}");
        }
        assert_eq!(schema["$defs"]["One"]["additionalProperties"], false);
        let number = json!({ "type": ["number", "null"] });
        assert_eq!(schema["properties"]["many"]["additionalProperties"], number);
        assert_eq!(schema["properties"]["more"]["type"], "integer");

        let schema = json_schema_of::<Tagged>("tagged");
        assert_eq!(schema["description"], "See `One` and `other`.");
        let one = &schema["oneOf"][0];
        assert_eq!(one["properties"]["kind"]["const"], "one");
        assert_eq!(one["properties"]["size"]["minimum"], 0);
        assert_eq!(one["additionalProperties"], false);
        let written = json!([Tagged::One(One { size: 1 }), Tagged::Nothing]);
        assert_eq!(
            written,
            json!([{ "kind": "one", "size": 1 }, { "kind": "nothing" }])
        );
    }
}
