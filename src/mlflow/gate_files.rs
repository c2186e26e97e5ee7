//! The gate in the candidate's own archive: its numbers as metrics, its verdict as tags, the report as artifacts of the run.
//!
//! MLflow's tag `validation_status` is `passed`, `failed` or `pending`, on the run and on its logged model. A gate that was
//! there before is taken out first, so that an archive holds one.

use super::archive::Archive;
use super::archive_files::run_files;
use super::card;
use super::entities::{Experiment, FileMap, Point, Run};
use super::inspected;
use super::readme::readme;
use crate::message;
use crate::pipeline::corpus::sha256_hex;
use crate::pipeline::error::{Code, Error};
use crate::pipeline::run::gate_report::GateReport;
use crate::pipeline::step::pause;

/// Folder of the gate among a run's artifacts.
pub(super) const GATE: &str = "gate";
/// Starts the names of the gate's metrics.
pub(super) const METRICS: &str = "gate_";
/// MLflow's tag of what the gate decided.
pub(super) const STATUS_TAG: &str = "validation_status";
/// By this tag a server that has the run is seen to have this gate too.
pub(super) const GATE_TAG: &str = "dryf.gate_sha256";
/// Characters of a tag that MLflow shows whole.
const MAX_TAG: usize = 1000;

/// The files of an archive with the gate in it, by path, for [`super::zip::write_zip`]; `page` shows a report as HTML. No text
/// of a row goes into an archive that was made without texts. The same archive and report give the same files. Gives way in
/// between.
///
/// # Errors
/// [`Code::NotUsable`] where the report is of another candidate.
pub async fn with_gate(
    archive: &Archive,
    report: &GateReport,
    page: impl FnOnce(&GateReport) -> Vec<u8>,
) -> Result<FileMap, Error> {
    let manifest = &archive.manifest;
    if report.candidate.model_sha256 != manifest.model_sha256 {
        return Err(Error::new(
            Code::NotUsable,
            message!("error-gate-of-another"),
            message!("error-give-candidates-archive"),
        ));
    }
    let mut experiment = archive.experiment()?;
    pause().await;
    let table = report.disagreements_table(manifest.texts_included);
    let page = match manifest.texts_included {
        true => page(report),
        false => page(&report.without_texts()),
    };
    let artifacts = [
        ("gate.json", report.json()),
        ("gate.html", page),
        ("disagreements.csv", table.csv()),
        ("rules.toml", report.rules.to_toml().into_bytes()),
    ];
    add_gate(&mut experiment, report, artifacts);
    let record = archive.record_stepwise().await?;
    let readme = readme(&record, manifest, Some(report));
    Ok(run_files(manifest.clone(), &experiment, readme).await)
}

/// The gate as metrics, tags and artifacts of the run, in place of an earlier one.
fn add_gate<const N: usize>(
    experiment: &mut Experiment,
    report: &GateReport,
    artifacts: [(&str, Vec<u8>); N],
) {
    let sentence: String = report.sentence.chars().take(MAX_TAG).collect();
    let tags = [
        (STATUS_TAG, report.validation_status().to_string()),
        (inspected::GATE, sentence),
    ]
    .map(|(key, value)| (key.to_string(), value));
    for model in &mut experiment.models {
        model.tags.extend(tags.clone());
        if let Some(note) = model.tags.get_mut("mlflow.note.content") {
            *note = card::with_gate(note, report);
        }
    }
    let folder = format!("{GATE}/");
    // The trials of a search are children of the run that the gate is of.
    let is_own = |run: &&mut Run| !run.tags.contains_key("mlflow.parentRunId");
    for run in experiment.runs.iter_mut().filter(is_own) {
        run.tags.extend(tags.clone());
        run.tags.insert(GATE_TAG.into(), sha256_hex(&report.json()));
        run.metrics.remove_all(METRICS);
        for (key, value) in report.metrics() {
            let at = report.at.whole();
            run.metrics.log(key, Point { at, value, step: 0 });
        }
        run.artifacts.retain(|path, _| !path.starts_with(&folder));
        for (name, bytes) in &artifacts {
            run.artifacts
                .insert(format!("{folder}{name}"), bytes.clone());
        }
    }
}
