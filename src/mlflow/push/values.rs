//! Values as MLflow's REST interface takes them, none of them cut in silence.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::super::entities::{FileMap, Point, Texts};

/// The artifact that holds what is too long for a param or a tag.
pub(super) const LONG_VALUES: &str = "long_values.json";
/// Characters that MLflow keeps of a param and of a tag; it drops the rest without a word.
const MAX_PARAM: usize = 6000;
const MAX_TAG: usize = 8000;
/// The tag of a run's name, and how many characters of it MLflow's databases keep.
pub(super) const NAME_TAG: &str = "mlflow.runName";
const MAX_NAME: usize = 250;

/// Params and tags as they are sent, and what of them is too long.
pub(super) struct Sent {
    pub params: Texts,
    pub tags: Texts,
    long: BTreeMap<&'static str, Texts>,
}

impl Sent {
    pub fn of(params: &Texts, tags: &Texts) -> Sent {
        let mut long = BTreeMap::new();
        let mut short = |kind, texts: &Texts, max| {
            let mut sent = Texts::new();
            for (key, value) in texts {
                let max = if key == NAME_TAG { MAX_NAME } else { max };
                let is_long = value.chars().count() > max;
                let shown = match is_long {
                    true => {
                        let of_kind: &mut Texts = long.entry(kind).or_default();
                        of_kind.insert(key.clone(), value.clone());
                        let start: String = value.chars().take(max - 100).collect();
                        format!("{start} .. (whole in the artifact {LONG_VALUES})")
                    }
                    false => value.clone(),
                };
                sent.insert(key.clone(), shown);
            }
            sent
        };
        Sent {
            params: short("params", params, MAX_PARAM),
            tags: short("tags", tags, MAX_TAG),
            long,
        }
    }

    /// The names of what is too long.
    pub fn long_names(&self) -> Vec<String> {
        let names = self.long.values().flat_map(|texts| texts.keys());
        names.cloned().collect()
    }

    /// Files with the artifact [`LONG_VALUES`] among them, if there is need of it.
    pub fn with_long_values<'a>(&self, files: &'a FileMap) -> Cow<'a, FileMap> {
        if self.long.is_empty() {
            return Cow::Borrowed(files);
        }
        let mut files = files.clone();
        let bytes = serde_json::to_vec_pretty(&self.long).expect("texts have a JSON form");
        files.insert(LONG_VALUES.into(), bytes);
        Cow::Owned(files)
    }
}

/// Pairs as MLflow lists them.
pub(in crate::mlflow) fn pairs<'a>(
    texts: impl IntoIterator<Item = (&'a String, &'a String)>,
) -> Vec<Value> {
    let pair = |(key, value)| json!({"key": key, "value": value});
    texts.into_iter().map(pair).collect()
}

/// The value that a list of pairs has for a key.
pub(in crate::mlflow) fn value_of<'a>(pairs: &'a Value, key: &str) -> Option<&'a str> {
    let mut pairs = pairs.as_array()?.iter();
    pairs.find(|pair| pair["key"] == key)?["value"].as_str()
}

/// A point of a metric.
pub(super) fn metric(key: &str, point: &Point) -> Value {
    // JSON has no form for what is no number; MLflow takes these words.
    let value = match point.value {
        value if value.is_nan() => json!("NaN"),
        f64::INFINITY => json!("Infinity"),
        f64::NEG_INFINITY => json!("-Infinity"),
        value => json!(value),
    };
    json!({"key": key, "value": value, "timestamp": point.at, "step": point.step})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_mlflow_would_cut_is_kept_whole_and_said() {
        let texts = |value: String| -> Texts { [("it".to_string(), value)].into() };
        let sent = Sent::of(&texts("x".repeat(6001)), &texts("ż".repeat(8000)));
        assert_eq!(
            sent.params["it"].chars().count(),
            5900 + " .. (whole in the artifact long_values.json)".len()
        );
        assert_eq!(sent.tags["it"], "ż".repeat(8000));
        assert_eq!(sent.long_names(), ["it"]);
        let files = FileMap::new();
        let kept: Value =
            serde_json::from_slice(&sent.with_long_values(&files)[LONG_VALUES]).unwrap();
        assert_eq!(kept["params"]["it"], "x".repeat(6001));
        let named = Sent::of(&Texts::new(), &[(NAME_TAG.into(), "x".repeat(251))].into());
        assert!(named.tags[NAME_TAG].len() <= MAX_NAME && named.long_names() == [NAME_TAG]);
        let short = Sent::of(&texts("x".into()), &texts("y".into()));
        assert!(short.with_long_values(&files).is_empty());
    }
}
