//! The gate in the candidate's own archive: its numbers as metrics, its verdict as tags, the report as artifacts of the run.
//!
//! MLflow's tag `validation_status` is `passed`, `failed` or `pending`, on the run and on its logged model. A gate that was
//! there before is taken out first, so that an archive holds one.

use super::archive::{Archive, REPLAY, archive_name, below};
use super::gate_report::GateReport;
use super::manifest::{MANIFEST, Manifest};
use super::markdown::escaped;
use super::mlflow::{FileMap, Metrics, Point};
use crate::pipeline::corpus::sha256_hex;
use crate::pipeline::error::{Code, Error};

/// Folder of the gate among a run's artifacts.
pub const GATE: &str = "gate";
/// Starts the names of the gate's metrics.
const METRICS: &str = "gate_";
/// The gate's part of `README.md`, which ends it.
const TITLE: &str = "\n## The gate\n";
/// Characters of a tag that MLflow shows whole.
const MAX_TAG: usize = 1000;

/// The files of an archive with the gate in it, by path, for [`super::zip::write_zip`]; `page` shows a report as HTML. No text
/// of a row goes into an archive that was made without texts. The same archive and report give the same files.
///
/// # Errors
/// [`Code::NotUsable`] where the report is of another candidate.
pub fn with_gate(
    archive: &Archive,
    report: &GateReport,
    page: impl FnOnce(&GateReport) -> Vec<u8>,
) -> Result<FileMap, Error> {
    let manifest = &archive.manifest;
    if report.candidate.model_sha256 != manifest.model_sha256 {
        return Err(Error::new(
            Code::NotUsable,
            "the gate judged another model than the archive holds",
            "give the candidate's own archive",
        ));
    }
    let experiment = format!("mlruns/{}", manifest.experiment_id);
    let run = format!("{experiment}/{}", manifest.run_id);
    let (folder, metrics_folder) = (
        format!("{run}/artifacts/{GATE}/"),
        format!("{run}/metrics/{METRICS}"),
    );
    let mut files = archive.files.clone();
    files.retain(|path, _| !path.starts_with(&folder) && !path.starts_with(&metrics_folder));

    let json = report.json();
    let sentence: String = report.sentence.chars().take(MAX_TAG).collect();
    let tags = [
        ("validation_status", report.validation_status()),
        ("dryf.gate", sentence.trim_end()),
    ];
    for (key, value) in tags {
        files.insert(format!("{run}/tags/{key}"), value.as_bytes().to_vec());
        let model = format!("{experiment}/models/{}/tags/{key}", manifest.model_id);
        files.insert(model, value.as_bytes().to_vec());
    }
    // By which a server that has the run is seen to have this gate too.
    files.insert(
        format!("{run}/tags/dryf.gate_sha256"),
        sha256_hex(&json).into_bytes(),
    );
    let mut metrics = Metrics::default();
    for (key, value) in report.metrics() {
        let at = report.at.whole();
        metrics.log(key, Point { at, value, step: 0 });
    }
    for key in metrics.keys() {
        let lines: String = metrics
            .get(key)
            .iter()
            .map(|point| format!("{point}\n"))
            .collect();
        files.insert(format!("{run}/metrics/{key}"), lines.into_bytes());
    }
    let table = report.disagreements_table(manifest.texts_included);
    let page = match manifest.texts_included {
        true => page(report),
        false => page(&report.without_texts()),
    };
    for (name, bytes) in [
        ("gate.json", json),
        ("gate.html", page),
        ("disagreements.csv", table.csv()),
        ("rules.toml", report.rules.to_toml().into_bytes()),
    ] {
        files.insert(format!("{folder}{name}"), bytes);
    }
    // An archive of an earlier Dryf brings a program that knows no gate.
    files.insert("replay.py".into(), REPLAY.as_bytes().to_vec());
    if let Some(readme) = files.get_mut("README.md") {
        let text = String::from_utf8_lossy(readme).into_owned();
        let before = text.split(TITLE).next().unwrap_or_default();
        *readme = format!("{before}{TITLE}\n{}", about(report)).into_bytes();
    }
    let manifest = Manifest {
        files: {
            files.remove(MANIFEST);
            Manifest::entries(&files)
        },
        ..manifest.clone()
    };
    files.insert(MANIFEST.into(), manifest.write());
    let top = archive_name(&manifest.run_id);
    Ok(below(top.trim_end_matches(".zip"), files))
}

/// What `README.md` says of it.
fn about(report: &GateReport) -> String {
    let rules: String = report
        .gate
        .rules
        .iter()
        .map(|rule| format!("- {}\n", escaped(&rule.sentence)))
        .collect();
    format!(
        r#"Compared with the model in production (run {production}) on {rows} labelled rows: **{outcome}**.

{rules}
The report as a page is `artifacts/{GATE}/gate.html`, as data `artifacts/{GATE}/gate.json`; the rows to which the two give different classes `artifacts/{GATE}/disagreements.csv`,
the rules `artifacts/{GATE}/rules.toml`. The run's metrics `{METRICS}*` and its tag `validation_status` are of it.
"#,
        production = report.production.run_id,
        rows = report.rows.n_rows,
        outcome = escaped(&report.gate.sentence),
    )
}
