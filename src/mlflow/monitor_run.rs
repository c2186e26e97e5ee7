//! What was watched as a run of MLflow: the numbers of each batch as metrics whose step is its number, the reports as
//! artifacts.

use super::entities::{Experiment, FileMap, Metrics, Point, Texts, entity_id};
use super::markdown::escaped;
use super::report_run::{ReportRun, report_experiment, report_file_map};
use crate::message::Language;
use crate::pipeline::monitoring::{Advice, Answer, BatchRecord, Watch};
use crate::pipeline::run::{ClassKeys, metric_key};
use crate::pipeline::time::UnixMillis;

/// Folder of the reports among a run's artifacts.
pub const MONITOR: &str = "monitor";

/// What goes into the archive.
#[derive(Debug, Clone)]
pub struct MonitorRun<'a> {
    pub watch: &'a Watch,
    pub advice: &'a Advice,
    /// MLflow's experiment.
    pub experiment: String,
    pub start: UnixMillis,
    pub end: UnixMillis,
    /// `report.json`, `report.html`, whatever there is, by file name.
    pub files: FileMap,
}

/// The keys of the classes of all batches: production's, then others as they came, so that a class keeps its key when more
/// batches come.
fn class_keys(records: &[BatchRecord]) -> ClassKeys {
    let names = records.iter().flat_map(|record| &record.classes);
    ClassKeys::new(names.map(|class| class.class.as_str()), &[])
}

/// The numbers of a batch that are worth a curve over batches, by name. What could not be measured is not there.
fn batch_metrics(record: &BatchRecord, keys: &ClassKeys) -> Vec<(String, f64)> {
    let mut found = Vec::new();
    let mut add = |name: &str, value: f64| found.push((format!("monitor_{name}"), value));
    let flag = |is: bool| f64::from(u8::from(is));
    add("rows", record.rows as f64);
    add("labelled_rows", record.labelled as f64);
    add("alarm_quality_drop", flag(record.has_error_alarm()));
    for class in &record.classes {
        let key = keys.get(&class.class);
        if let Some(labelled) = &class.labelled {
            add(&format!("share_{key}"), labelled.share.value);
        }
        if let Some(predicted) = &class.predicted {
            add(&format!("predicted_share_{key}"), predicted.share.value);
        }
    }
    if let Some(look) = record.look() {
        add("alarm_drift", flag(look.alarm));
        add("level", look.level);
        for part in &look.parts {
            if let (Some(p), Some(adjusted)) = (part.p.measured(), part.adjusted_p) {
                let key = metric_key(part.part.name());
                add(&format!("p_{key}"), *p);
                add(&format!("p_holm_{key}"), adjusted);
            }
        }
    }
    if let Some(estimated) = record.estimated.measured() {
        add("estimated_f1_micro", estimated.f1_micro);
        add("estimated_f1_macro", estimated.f1_macro);
    }
    if let Some(realised) = record.realised.measured() {
        add("f1_micro", realised.f1_micro.value);
        add("f1_macro", realised.f1_macro.value);
        add("error_rate", realised.error_rate.value);
    }
    if let Some(seconds) = record.seconds_per_row() {
        add("seconds_per_row", seconds);
    }
    found
}

/// The files of the archive by path, for [`crate::mlflow::write_zip`]. The same watch at the same moment gives the
/// same files, and the run has the same ID at any later moment: what was watched since is in further steps of its metrics.
pub fn monitor_file_map(run: &MonitorRun) -> FileMap {
    report_file_map(monitor_report(run))
}

/// What MLflow is told of it.
pub fn monitor_experiment(run: &MonitorRun) -> Experiment {
    report_experiment(monitor_report(run))
}

fn monitor_report(run: &MonitorRun) -> ReportRun {
    let (watch, advice) = (run.watch, run.advice);
    let production = watch.model();
    // Of what was watched from its beginning on, so that scheduled calls are one run that grows.
    let begun = match watch.begun() {
        Some(begun) => begun.whole().to_string(),
        None => watch
            .records()
            .first()
            .map_or_else(String::new, |record| record.sha256.clone()),
    };
    let start = watch.begun().unwrap_or(run.start);
    let id = entity_id(&[
        "monitor",
        &production.run_id,
        &production.model_sha256,
        &run.experiment,
        &begun,
    ]);
    let end = run.end.whole();
    let mut metrics = Metrics::default();
    let keys = class_keys(watch.records());
    for (step, record) in (1..).zip(watch.records()) {
        // Each point keeps the moment at which its batch was watched.
        let at = record.watched.map_or(end, UnixMillis::whole);
        for (key, value) in batch_metrics(record, &keys) {
            metrics.log(key, Point { at, value, step });
        }
    }
    let is_retrain = advice.answer == Answer::Retrain;
    metrics.log(
        "monitor_retrain",
        Point {
            at: end,
            value: f64::from(u8::from(is_retrain)),
            step: watch.records().len() as i64,
        },
    );
    let rules = watch.rules();
    let params: Texts = [
        ("production_run_id", production.run_id.clone()),
        ("production_model_sha256", production.model_sha256.clone()),
        ("drift_alpha", rules.drift.alpha.to_string()),
        ("drift_spending", rules.drift.spending.name().to_string()),
        ("quality_alpha", rules.quality.alpha.to_string()),
        ("least_rows", rules.data.least_rows.to_string()),
    ]
    .map(|(key, value)| (key.to_string(), value))
    .into();
    let sentence = advice.sentence().to_string();
    let mut note = format!("**{}**\n\n", escaped(&sentence));
    for rule in advice.in_force() {
        note += &format!("- {}\n", escaped(&rule.message().to_string()));
    }
    let promise = advice.false_alarms.message();
    note += &format!("\n{}\n", escaped(&promise.as_sentence(Language::English)));
    let mut artifacts: FileMap = run
        .files
        .iter()
        .map(|(name, bytes)| (format!("{MONITOR}/{name}"), bytes.clone()))
        .collect();
    artifacts.insert(
        format!("{MONITOR}/rules.toml"),
        watch.rules().to_toml().into_bytes(),
    );
    ReportRun {
        kind: "monitor",
        id,
        name: format!("Monitoring of {}", production.run_name),
        experiment: run.experiment.clone(),
        start,
        end: run.end,
        params,
        tags: [
            ("dryf.monitor_answer", advice.answer.tag().to_string()),
            ("dryf.monitor_sentence", sentence.clone()),
            ("dryf.production_run_id", production.run_id.clone()),
            (
                "dryf.production_model_sha256",
                production.model_sha256.clone(),
            ),
        ]
        .map(|(key, value)| (key.to_string(), value))
        .into(),
        note,
        metrics,
        artifacts,
        readme: format!(
            r#"What Dryf {version} watched of a model in production, in the experiment "{experiment}": {}

`mlruns/` holds it as a run of MLflow, with the number of the batch as the step of its metrics; the reports and the rules are
below its `artifacts/{MONITOR}`, `manifest.json` has the SHA-256 of every file. The reports name words of the texts that
they were made from."#,
            escaped(&sentence),
            version = env!("CARGO_PKG_VERSION"),
            experiment = escaped(&run.experiment),
        ),
    }
}
