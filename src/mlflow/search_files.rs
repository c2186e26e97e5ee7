//! A search in the archive of the run that came of it: a nested run for each trial, as Optuna's MLflow callback writes them, and
//! the whole study as artifacts of the run itself.
//!
//! MLflow's page shows children badly (mlflow#17162), so the table of all trials is an artifact of the parent too.

use std::collections::BTreeMap;

use super::entities::{Experiment, FileMap, Metrics, Point, Run, Status, Texts, entity_id};
use super::logged;
use crate::pipeline::search::{Direction, Domain, Space, StudySection, Trial, TrialState};
use crate::pipeline::time::UnixMillis;

/// Folder of the search among a run's artifacts.
pub const SEARCH: &str = "search";
/// There: the whole report as JSON, and the trials as a journal of Optuna's.
pub const SEARCH_REPORT: &str = "search.json";
pub const SEARCH_JOURNAL: &str = "study.log";

/// What goes into the archive.
#[derive(Debug, Clone)]
pub struct SearchRun<'a> {
    pub study: &'a StudySection,
    pub space: &'a Space,
    pub trials: &'a [Trial],
    /// Numbers that are worth a metric of the run, by name.
    pub metrics: Vec<(String, f64)>,
    /// `trials.csv`, `report.html`, whatever there is, by file name.
    pub files: FileMap,
}

/// Adds the search to the run whose configuration it found.
pub(super) fn add_search(experiment: &mut Experiment, search: &SearchRun<'_>) {
    let Some(parent) = experiment.runs.first_mut() else {
        return;
    };
    let at = parent.end;
    for (key, value) in &search.metrics {
        let point = Point {
            at,
            value: *value,
            step: 0,
        };
        parent.metrics.log(format!("{SEARCH}_{key}"), point);
    }
    for (name, bytes) in &search.files {
        let path = format!("{SEARCH}/{name}");
        parent.artifacts.insert(path, bytes.clone());
    }
    let sampler = serde_json::to_value(search.study.sampler).unwrap_or_default();
    let n_trials = search.trials.len().to_string();
    parent.tags.extend(
        [
            ("dryf.search_trials", n_trials.as_str()),
            ("dryf.search_sampler", sampler.as_str().unwrap_or_default()),
        ]
        .map(|(key, value)| (key.to_string(), value.to_string())),
    );
    let parent = parent.id.clone();
    let children: Vec<Run> = search
        .trials
        .iter()
        .filter_map(|trial| child(&parent, search, trial))
        .collect();
    experiment.runs.extend(children);
}

/// The nested run of a trial that is over.
fn child(parent: &str, search: &SearchRun<'_>, trial: &Trial) -> Option<Run> {
    let end = trial.end?;
    let number = trial.number.to_string();
    let name = format!("trial {number}");
    let state = match trial.state {
        TrialState::Complete => "COMPLETE",
        TrialState::Pruned => "PRUNED",
        TrialState::Fail => "FAIL",
        TrialState::Running | TrialState::Waiting => return None,
    };
    let objectives = search.study.objectives();
    let directions = objectives.iter().map(|(_, direction)| match direction {
        Direction::Maximize => "MAXIMIZE",
        Direction::Minimize => "MINIMIZE",
    });
    let id = entity_id(&["trial", parent, &number]);
    let mut tags: Texts = [
        ("mlflow.runName", name.as_str()),
        // By which a server that has it already is seen to have it.
        ("dryf.run_id", &id),
        ("mlflow.user", "dryf"),
        ("mlflow.source.name", "dryf"),
        ("mlflow.source.type", "LOCAL"),
        ("mlflow.parentRunId", parent),
        ("number", &number),
        ("datetime_start", &python_datetime(trial.start)),
        ("datetime_complete", &python_datetime(end)),
        ("state", state),
        ("direction", &directions.collect::<Vec<_>>().join(", ")),
    ]
    .map(|(key, value)| (key.to_string(), value.to_string()))
    .into();
    let mut params = Texts::new();
    for (name, value) in &trial.point {
        let Some(dimension) = search.space.dimension(name) else {
            continue;
        };
        let written = dimension.domain.written(*value);
        // By the setting's name: MLflow refuses the @ of a dimension's, and a trial has one dimension of a setting.
        params.insert(
            dimension.key.clone(),
            logged::shown(dimension.param(), &json(&written)),
        );
        tags.insert(
            format!("{}_distribution", dimension.key),
            python_distribution(&dimension.domain),
        );
    }
    if let Some(note) = &trial.note {
        tags.insert("mlflow.note.content".into(), note.to_string());
    }
    let mut metrics = Metrics::default();
    let at = end.whole();
    let mut log = |key: &str, value: f64, step: i64| {
        if value.is_finite() {
            metrics.log(key, Point { at, value, step });
        }
    };
    // As the callback names them.
    match trial.values.as_slice() {
        [value] => log("value", *value, 0),
        values => {
            for (place, value) in values.iter().enumerate() {
                log(&format!("value_{place}"), *value, 0);
            }
        }
    }
    for fold in &trial.folds {
        log(
            &format!("{}_fold", objectives[0].0),
            fold.value,
            i64::from(fold.fold),
        );
    }
    for (name, value) in &trial.measures {
        log(name, *value, 0);
    }
    Some(Run {
        id,
        name,
        start: trial.start.whole(),
        end: at,
        status: match trial.state {
            TrialState::Fail => Status::Failed,
            _ => Status::Finished,
        },
        params,
        tags,
        metrics,
        inputs: Vec::new(),
        outputs: Vec::new(),
        output_steps: BTreeMap::new(),
        artifacts: FileMap::new(),
    })
}

fn json(value: &toml::Value) -> serde_json::Value {
    serde_json::to_value(value).unwrap_or_default()
}

/// A domain as Python's `str` of Optuna's distribution shows it.
fn python_distribution(domain: &Domain) -> String {
    let flag = |is: bool| if is { "True" } else { "False" };
    match domain {
        Domain::Float {
            low,
            high,
            log,
            step,
        } => {
            let step = step.map_or("None".into(), |step| format!("{step:?}"));
            let log = flag(*log);
            format!("FloatDistribution(high={high:?}, log={log}, low={low:?}, step={step})")
        }
        Domain::Int {
            low,
            high,
            log,
            step,
        } => {
            let log = flag(*log);
            format!("IntDistribution(high={high}, log={log}, low={low}, step={step})")
        }
        Domain::Categorical { choices } => {
            let choices: Vec<String> = choices.iter().map(python_choice).collect();
            let comma = if choices.len() == 1 { "," } else { "" };
            let choices = choices.join(", ");
            format!("CategoricalDistribution(choices=({choices}{comma}))")
        }
    }
}

/// A choice as Optuna has it: a list is its text.
fn python_choice(choice: &toml::Value) -> String {
    match choice {
        toml::Value::Boolean(true) => "True".into(),
        toml::Value::Boolean(false) => "False".into(),
        toml::Value::Integer(_) | toml::Value::Float(_) => choice.to_string(),
        toml::Value::String(text) => python_text(text),
        other => python_text(&json(other).to_string()),
    }
}

fn python_text(text: &str) -> String {
    let escaped = text.replace('\\', r"\\").replace('\'', r"\'");
    format!("'{}'", escaped.replace('\n', r"\n"))
}

/// A moment as Python's `str` of a `datetime` shows it, in UTC: `2026-11-23 14:00:00.500000`.
fn python_datetime(moment: UnixMillis) -> String {
    let at = moment.civil();
    let micros = ((moment.0 - moment.0.div_euclid(1000.0) * 1000.0) * 1000.0).floor() as u32;
    let fraction = match micros {
        0 => String::new(),
        micros => format!(".{micros:06}"),
    };
    format!(
        "{:04}-{:02}-{:02} {:02}:{:02}:{:02}{fraction}",
        at.year, at.month, at.day, at.hour, at.minute, at.second
    )
}
