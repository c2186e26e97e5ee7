//! What a run logs: its params, its metrics, its tags, under the names that the user knows.

use serde_json::Value;

use super::entities::{Metrics, Point, Texts};
use super::markdown::{escaped, head, row};
use crate::pipeline::metrics::{Evaluation, SetScore};
use crate::pipeline::params::{CONFIG, Kind, Param, Settings, value_of};
use crate::pipeline::run::record::{FitReport, RunRecord};

/// MLflow keeps this many characters of a param and drops the rest without a word.
const MAX_PARAM: usize = 6000;

/// What names the run, and what only its archive keeps.
const NOT_LOGGED: [&str; 3] = ["run.name", "run.experiment", "drift.profile"];

/// The run's options: those of the cleaning and of the run itself by their own names, the others as `tfidf.*`, `chars.*`,
/// `svc.*`, `data.*`; values as Python writes them. How files are read is there as far as it was given.
pub fn params(record: &RunRecord) -> Texts {
    let config = record.config.to_table();
    let has_chars = record.config.chars.enabled;
    let mut params = Texts::new();
    for setting in CONFIG.params {
        let key = setting.key();
        let value = value_of(&config, setting).map(serde_json::to_value);
        let value = value.map_or(Value::Null, |value| value.unwrap_or(Value::Null));
        // One vectorizer alone has neither a weight nor options of another one.
        let is_of_union = setting.section == "chars" || key == "tfidf.weight";
        if NOT_LOGGED.contains(&key.as_str())
            || value.is_null() && setting.section == "data"
            || is_of_union && !has_chars
        {
            continue;
        }
        let name = match setting.section {
            "run" | "clean" => setting.name.to_string(),
            _ => key,
        };
        params.insert(name, shown(setting, &value));
    }
    params
}

/// A value as MLflow shows it.
pub(super) fn shown(setting: &Param, value: &Value) -> String {
    let is_python = matches!(setting.section, "tfidf" | "chars" | "svc");
    let shown = match value {
        Value::Null => "None".into(),
        Value::String(text) if text == "none" && is_python => "None".into(),
        Value::String(text) if text.is_empty() || text.contains(char::is_control) => {
            Value::from(text.as_str()).to_string()
        }
        Value::String(text) => text.clone(),
        Value::Bool(true) => "True".into(),
        Value::Bool(false) => "False".into(),
        Value::Array(items) if setting.kind == Kind::Pair => {
            let items: Vec<String> = items.iter().map(Value::to_string).collect();
            format!("({})", items.join(", "))
        }
        other => other.to_string(),
    };
    if shown.chars().count() <= MAX_PARAM {
        return shown;
    }
    let start: String = shown.chars().take(MAX_PARAM - 100).collect();
    format!("{start} .. (whole in the artifact run.toml)")
}

/// The run's metrics: one value each, at the end of the run; the way to the optimum as series over the iterations.
///
/// The F1 values and their kin are fractions; `poleval_*` are percent; `seconds_*` are seconds.
pub fn metrics(record: &RunRecord) -> Metrics {
    let end = record.end.whole();
    let mut metrics = Metrics::default();
    let mut one = |key: String, value: f64| {
        metrics.log(
            key,
            Point {
                at: end,
                value,
                step: 0,
            },
        );
    };
    for (part, evaluated) in [
        ("train", Some(&record.train)),
        ("validation", Some(&record.validation)),
        ("test", record.test.as_ref()),
    ] {
        if let Some(evaluated) = evaluated {
            for (key, value) in evaluation_metrics(part, &evaluated.evaluation) {
                one(key, value);
            }
        }
    }
    if let Some(baseline) = &record.baseline {
        one("baseline_f1_micro".into(), baseline.f1_micro);
    }
    if let Some(production) = &record.production {
        one("production_f1_micro".into(), production.f1_micro);
        one("production_f1_macro".into(), production.f1_macro);
    }
    for (fit, report) in fits(record) {
        one(format!("n_rows_{fit}"), report.n_rows as f64);
        one(format!("n_features_{fit}"), report.n_features as f64);
        one(format!("n_stored_{fit}"), report.n_stored as f64);
        one(format!("gamma_{fit}"), report.gamma);
        one(format!("iterations_{fit}"), report.iterations as f64);
        if let Some(vectors) = &report.n_support_vectors {
            one(
                format!("n_support_vectors_{fit}"),
                vectors.values().sum::<u64>() as f64,
            );
        }
    }
    let Ok(Value::Object(seconds)) = serde_json::to_value(&record.seconds) else {
        unreachable!("the seconds are an object");
    };
    for (stage, value) in seconds {
        if let Some(value) = value.as_f64() {
            one(format!("seconds_{stage}"), value);
        }
    }
    for (fit, report) in fits(record) {
        for point in &report.history {
            let at = point.at.whole();
            let step = i64::try_from(point.iterations).unwrap_or(i64::MAX);
            for (what, value) in [
                ("objective", point.objective),
                ("violation", point.violation),
            ] {
                metrics.log(
                    format!("fit_{fit}/{what}_machine_{}", point.machine),
                    Point { at, value, step },
                );
            }
        }
    }
    metrics
}

/// The scores of one part, as `f1_micro_test_set`; PolEval's own for the test set only.
pub fn evaluation_metrics(part: &str, evaluation: &Evaluation) -> Vec<(String, f64)> {
    let of_set = |score: &SetScore| !score.is_poleval();
    let mut scores: Vec<(String, f64)> = evaluation
        .scores()
        .into_iter()
        .filter(of_set)
        .filter_map(|score| {
            Some((
                format!("{}_{part}_set", score.key()),
                evaluation.score(score)?,
            ))
        })
        .collect();
    if let (Some(poleval), "test") = (&evaluation.poleval, part) {
        scores.extend(
            [
                ("poleval_micro_precision", poleval.micro_precision),
                ("poleval_micro_recall", poleval.micro_recall),
                ("poleval_micro_f", poleval.micro_f),
                ("poleval_macro_precision", poleval.macro_precision),
                ("poleval_macro_recall", poleval.macro_recall),
                ("poleval_macro_f", poleval.macro_f),
            ]
            .map(|(score, value)| (score.to_string(), value)),
        );
    }
    scores
}

/// A few lines on the run for MLflow's page, in Markdown.
pub fn note(record: &RunRecord) -> String {
    let mut note = format!(
        "{} classes: {}.\n\n",
        record.classes.len(),
        record
            .classes
            .iter()
            .map(|class| escaped(class))
            .collect::<Vec<_>>()
            .join(", ")
    );
    note += &head(&["set", "rows", "F1 micro", "F1 macro"]);
    for (part, evaluated) in [
        ("training part", Some(&record.train)),
        ("validation part", Some(&record.validation)),
        ("test set", record.test.as_ref()),
    ] {
        if let Some(evaluated) = evaluated {
            let e = &evaluated.evaluation;
            note += &row(&[
                part,
                &e.n.to_string(),
                &format!("{:.4}", e.f1_micro),
                &format!("{:.4}", e.f1_macro),
            ]);
        }
    }
    if let Some(baseline) = &record.baseline {
        note += &format!(
            "\nThe majority class ({}) alone has F1 micro {:.4} on the test set.",
            escaped(&baseline.class),
            baseline.f1_micro
        );
    }
    if let Some(production) = &record.production {
        note += &format!(
            "\nThe model in production (run {}) has F1 micro {:.4} on the test set.",
            production.run_id, production.f1_micro
        );
    }
    note.trim_end().to_string()
}

fn fits(record: &RunRecord) -> [(&'static str, &FitReport); 2] {
    [
        ("train_part", &record.fits.train_part),
        ("final", &record.fits.last),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn params_look_as_in_python() {
        let cases = [
            ("tfidf.norm", json!("none"), "None"),
            ("tfidf.binary", json!(false), "False"),
            ("tfidf.ngram_range", json!([1, 2]), "(1, 2)"),
            ("svc.C", json!(1.0), "1.0"),
            ("tfidf.min_df", json!(5), "5"),
            (
                "clean.additional_stop_words",
                json!(["rt", "a\nb"]),
                r#"["rt","a\nb"]"#,
            ),
            ("clean.number_replacement_str", json!(""), r#""""#),
            ("tfidf.token_pattern", json!("a\nb"), r#""a\nb""#),
            ("tfidf.token_pattern", json!(r"(?u)\b\w"), r"(?u)\b\w"),
        ];
        for (key, value, expected) in cases {
            assert_eq!(shown(CONFIG.param(key).unwrap(), &value), expected);
        }
        let words = CONFIG.param("clean.additional_stop_words").unwrap();
        let long = shown(words, &json!(vec!["żółw"; 2000]));
        assert!(long.chars().count() <= MAX_PARAM && long.ends_with("run.toml)"));
    }
}
