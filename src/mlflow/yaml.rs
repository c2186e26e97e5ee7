//! The little YAML that MLflow reads, mappings, lists, texts, whole numbers and null, and what MLflow wrote, read again.
//!
//! Every text is double-quoted, so that a run ID of digits stays a text and nothing in a name is taken for syntax.

use serde_json::Value;

use crate::message::Message;

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub enum Yaml {
    Null,
    Int(i64),
    Text(String),
    List(Vec<Yaml>),
    /// In this order; a key is a plain word.
    Map(Vec<(&'static str, Yaml)>),
}

impl Yaml {
    pub fn text(text: impl Into<String>) -> Yaml {
        Yaml::Text(text.into())
    }

    /// The document, which must be a mapping or a list that is not empty.
    pub fn document(&self) -> Vec<u8> {
        let mut out = String::new();
        self.block(&mut out, 0);
        out.into_bytes()
    }

    /// Writes the lines of a mapping or list at this depth.
    fn block(&self, out: &mut String, depth: usize) {
        let indent = "  ".repeat(depth);
        match self {
            Yaml::Map(entries) => {
                for (key, value) in entries {
                    out.push_str(&indent);
                    out.push_str(key);
                    out.push(':');
                    value.after_mark(out, depth + 1);
                }
            }
            Yaml::List(items) => {
                for item in items {
                    out.push_str(&indent);
                    out.push('-');
                    item.after_mark(out, depth + 1);
                }
            }
            scalar => {
                out.push_str(&indent);
                out.push_str(&scalar.inline());
                out.push('\n');
            }
        }
    }

    /// Writes a value after a colon or a dash.
    fn after_mark(&self, out: &mut String, depth: usize) {
        match self {
            Yaml::Map(entries) if !entries.is_empty() => {
                out.push('\n');
                self.block(out, depth);
            }
            Yaml::List(items) if !items.is_empty() => {
                out.push('\n');
                self.block(out, depth);
            }
            other => {
                out.push(' ');
                out.push_str(&other.inline());
                out.push('\n');
            }
        }
    }

    fn inline(&self) -> String {
        match self {
            Yaml::Null => "null".into(),
            Yaml::Int(value) => value.to_string(),
            Yaml::Text(text) => quoted(text),
            Yaml::List(_) => "[]".into(),
            Yaml::Map(_) => "{}".into(),
        }
    }
}

/// A double-quoted text; what PyYAML's reader refuses or folds is escaped.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            '\0'..='\x1f'
            | '\x7f'..='\u{a0}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{feff}'
            | '\u{fffe}'
            | '\u{ffff}' => out.push_str(&format!("\\u{:04x}", character as u32)),
            plain => out.push(plain),
        }
    }
    out.push('"');
    out
}

/// What a YAML document says, as JSON would say it. Keys are texts; what JSON has no form for is null.
///
/// # Errors
/// What is wrong with it.
pub fn read(text: &str) -> Result<Value, Message> {
    use saphyr::LoadableYamlNode;
    let fault = |fault: saphyr::ScanError| Message::text(fault.to_string());
    let documents = saphyr::Yaml::load_from_str(text).map_err(fault)?;
    Ok(documents.first().map_or(Value::Null, as_json))
}

fn as_json(value: &saphyr::Yaml) -> Value {
    use saphyr::{Scalar, Yaml};
    match value {
        Yaml::Value(Scalar::Boolean(is_so)) => (*is_so).into(),
        Yaml::Value(Scalar::Integer(number)) => (*number).into(),
        Yaml::Value(Scalar::FloatingPoint(number)) => number.into_inner().into(),
        Yaml::Value(Scalar::String(text)) => text.as_ref().into(),
        Yaml::Sequence(items) => items.iter().map(as_json).collect(),
        Yaml::Mapping(entries) => {
            let entry = |(key, value): (&Yaml, &Yaml)| {
                let key = match as_json(key) {
                    Value::String(key) => key,
                    key => key.to_string(),
                };
                (key, as_json(value))
            };
            Value::Object(entries.iter().map(entry).collect())
        }
        Yaml::Tagged(_, value) => as_json(value),
        _ => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_nest_and_texts_stay_texts() {
        let value = Yaml::Map(vec![
            ("run_id", Yaml::text("0123456789")),
            ("end_time", Yaml::Null),
            ("status", Yaml::Int(3)),
            ("tags", Yaml::List(vec![])),
            (
                "flavors",
                Yaml::Map(vec![(
                    "env",
                    Yaml::Map(vec![("conda", Yaml::text("conda.yaml"))]),
                )]),
            ),
            (
                "dependencies",
                Yaml::List(vec![
                    Yaml::text("python=3.11"),
                    Yaml::Map(vec![("pip", Yaml::List(vec![Yaml::text("numpy")]))]),
                ]),
            ),
        ]);
        assert_eq!(
            String::from_utf8(value.document()).unwrap(),
            "run_id: \"0123456789\"\nend_time: null\nstatus: 3\ntags: []\nflavors:\n  env:\n    conda: \"conda.yaml\"\n\
             dependencies:\n  - \"python=3.11\"\n  -\n    pip:\n      - \"numpy\"\n"
        );
    }

    #[test]
    fn what_mlflow_writes_is_read() {
        let text = "aliases:\n  champion: '1'\nname: dryf\nsize: 12\nshare: 0.5\nnothing: null\nlong: a text that\n  goes on\n\
                    list:\n- a\n- b\n";
        let expected = serde_json::json!({
            "aliases": {"champion": "1"}, "name": "dryf", "size": 12, "share": 0.5, "nothing": null,
            "long": "a text that goes on", "list": ["a", "b"],
        });
        assert_eq!(read(text).unwrap(), expected);
        assert!(read("a: [b").is_err());
    }

    #[test]
    fn nothing_in_a_text_is_syntax() {
        // Each is read back by PyYAML as it stands on the left.
        let cases = [
            ("a: b # c", "\"a: b # c\""),
            ("\"\\\n\t", "\"\\\"\\\\\\n\\t\""),
            (
                "\u{85}\u{a0}\u{2028}\u{feff}\u{7f}",
                "\"\\u0085\\u00a0\\u2028\\ufeff\\u007f\"",
            ),
            ("żółw 😁", "\"żółw 😁\""),
            ("", "\"\""),
        ];
        for (text, expected) in cases {
            assert_eq!(quoted(text), expected);
            assert_eq!(read(expected).unwrap(), text);
        }
    }
}
