//! A drift report as a run of MLflow: its numbers as metrics, the report itself as artifacts.

use super::entities::{Experiment, FileMap, Metrics, Point, Texts, entity_id};
use super::markdown::escaped;
use super::report_run::{ReportRun, report_experiment, report_file_map};
use crate::pipeline::corpus::sha256_hex;
use crate::pipeline::drift::{Draws, DriftReport, PartFinding, PartName, Whole};
use crate::pipeline::run::ClassKeys;
use crate::pipeline::time::UnixMillis;

/// Folder of the report among a run's artifacts.
pub const DRIFT: &str = "drift";

/// One side as the run names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SideName {
    pub name: String,
    /// Of its files.
    pub sha256: String,
}

/// What goes into the archive of a report.
#[derive(Debug, Clone)]
pub struct DriftRun<'a> {
    pub report: &'a DriftReport,
    pub reference: SideName,
    pub current: SideName,
    pub draws: Draws,
    /// MLflow's experiment.
    pub experiment: String,
    pub start: UnixMillis,
    pub end: UnixMillis,
    /// `report.json`, `report.html`, whatever there is, by file name.
    pub files: FileMap,
}

/// The numbers of a report that are worth a curve over many reports, by name: p-values of the parts with and without
/// Holm's correction, distances of the labels, what is flagged. What could not be measured is not there.
pub fn drift_metrics(report: &DriftReport) -> Vec<(String, f64)> {
    let mut found = Vec::new();
    let mut add = |name: &str, value: f64| found.push((format!("drift_{name}"), value));
    let is_drift = matches!(report.verdict.whole, Whole::Drift { .. });
    add("alarm", f64::from(u8::from(is_drift)));
    add("n_reference", report.n_reference as f64);
    add("n_current", report.n_current as f64);
    for part in &report.verdict.parts {
        let name = part.part.key();
        if let (Some(p), Some(adjusted)) = (part.p, part.adjusted_p) {
            add(&format!("p_{name}"), p);
            add(&format!("p_holm_{name}"), adjusted);
            let changed = matches!(part.finding, PartFinding::Changed { .. });
            add(&format!("changed_{name}"), f64::from(u8::from(changed)));
        }
    }
    if let Some(labels) = report.labels.measured() {
        let names = labels.classes.iter().map(|class| class.class.as_str());
        let keys = ClassKeys::new(names, &[]);
        for class in &labels.classes {
            if let Some(shift) = &class.shift {
                let key = keys.get(&class.class);
                add(&format!("share_reference_{key}"), shift.reference.value);
                add(&format!("share_current_{key}"), shift.current.value);
            }
        }
        if let Some(statistics) = labels.statistics.measured() {
            add("labels_js_distance", statistics.distances.js_distance);
            add("labels_psi", statistics.distances.psi);
            add("labels_hellinger", statistics.distances.hellinger);
            add(
                "labels_total_variation",
                statistics.distances.total_variation,
            );
            add("labels_chi_square", statistics.chi_square.statistic);
            add("labels_cramers_v", statistics.cramers_v);
        }
    }
    for family in &report.terms {
        if let Some(tests) = family.tests.measured() {
            let name = PartName::Terms(family.family).key();
            add(&format!("tested_{name}"), tests.terms.len() as f64);
            add(&format!("flagged_{name}"), tests.n_flagged as f64);
        }
    }
    if let Some(divergence) = &report.text.divergence {
        add("text_divergence_excess_bits", divergence.excess);
        add("text_divergence_z", divergence.z);
    }
    if let Some(classifier) = &report.text.classifier {
        add("text_classifier_auc", classifier.observed);
    }
    if let Some(performance) = report
        .predictions
        .measured()
        .and_then(|predictions| predictions.performance.measured())
    {
        add("estimated_f1_micro", performance.estimated.accuracy);
        add("estimated_f1_macro", performance.estimated.f1_macro);
        if let Some(realised) = performance.realised.measured() {
            add("realised_f1_micro", realised.accuracy);
            add("realised_f1_macro", realised.f1_macro);
        }
    }
    found
}

/// The files of the archive by path, for [`super::zip::write_zip`]. The same report at the same moment gives the same files.
pub fn drift_file_map(run: &DriftRun) -> FileMap {
    report_file_map(drift_report(run))
}

/// What MLflow is told of it.
pub fn drift_experiment(run: &DriftRun) -> Experiment {
    report_experiment(drift_report(run))
}

fn drift_report(run: &DriftRun) -> ReportRun {
    let verdict = run.report.verdict.to_string();
    let json = serde_json::to_vec(run.report).expect("plain data has a JSON form");
    let run_id = entity_id(&[
        "drift",
        &sha256_hex(&json),
        &run.reference.sha256,
        &run.current.sha256,
        &run.experiment,
        &run.start.whole().to_string(),
    ]);
    let mut metrics = Metrics::default();
    for (key, value) in drift_metrics(run.report) {
        let at = run.end.whole();
        metrics.log(key, Point { at, value, step: 0 });
    }
    let options = &run.report.options;
    let params: Texts = [
        ("reference", run.reference.name.clone()),
        ("reference_sha256", run.reference.sha256.clone()),
        ("current", run.current.name.clone()),
        ("current_sha256", run.current.sha256.clone()),
        ("seed", run.draws.seed.to_string()),
        ("alpha", options.verdict.alpha.to_string()),
        ("draws_labels", run.draws.labels.to_string()),
        ("draws_wording", run.draws.wording.to_string()),
        ("draws_classifier", run.draws.classifier.to_string()),
    ]
    .map(|(key, value)| (key.to_string(), value))
    .into();
    let note: String = std::iter::once(format!("**{}**\n\n", escaped(&verdict)))
        .chain(
            run.report
                .verdict
                .parts
                .iter()
                .map(|part| format!("- {}\n", escaped(&part.to_string()))),
        )
        .collect();
    ReportRun {
        kind: "drift",
        id: run_id,
        name: format!("Drift of {}", run.current.name),
        experiment: run.experiment.clone(),
        start: run.start,
        end: run.end,
        params,
        readme: format!(
            r#"A drift report of Dryf {version} in the experiment "{experiment}": {}.

`mlruns/` holds it as a run of MLflow; the report is below its `artifacts/{DRIFT}`, `manifest.json` has the SHA-256 of every
file. The report names words of the texts that it was made from."#,
            escaped(&verdict),
            version = env!("CARGO_PKG_VERSION"),
            experiment = escaped(&run.experiment),
        ),
        tags: [("dryf.drift_verdict".to_string(), verdict)].into(),
        note,
        metrics,
        artifacts: run
            .files
            .iter()
            .map(|(name, bytes)| (format!("{DRIFT}/{name}"), bytes.clone()))
            .collect(),
    }
}
