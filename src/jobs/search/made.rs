//! A search as the archive of the run that came of it holds it.

use schemars::JsonSchema;
use serde::Serialize;

use crate::document::{Content, search_document};
use crate::message;
use crate::message::Language;
use crate::mlflow::{FileMap, SEARCH_JOURNAL, SEARCH_REPORT, SearchRun};
use crate::pipeline::error::Error;
use crate::pipeline::run::summary::Summary;
use crate::pipeline::search::SearchReport;
use crate::render;

/// The search with its files: the report in three forms, the settings, and the journal, which is made of the report where there is
/// none.
///
/// # Errors
/// Those of [`search_json`].
pub fn search_run(report: &SearchReport, journal: Option<Vec<u8>>) -> Result<SearchRun<'_>, Error> {
    Ok(SearchRun {
        study: &report.settings.study,
        space: &report.settings.space,
        trials: &report.trials,
        metrics: metrics(report),
        files: files(report, journal)?,
    })
}

/// What is worth a metric of the run.
fn metrics(report: &SearchReport) -> Vec<(String, f64)> {
    let (name, _) = report.settings.study.objectives()[0];
    let mut metrics = vec![("trials".to_string(), report.trials.len() as f64)];
    let best = report.best.and_then(|best| report.trial(best));
    if let Some(value) = best.and_then(|best| best.values.first()) {
        metrics.push((format!("best_{name}"), *value));
    }
    if let Some(honest) = &report.honest {
        metrics.push((format!("honest_{name}"), honest.honest.value));
        metrics.push((format!("honest_{name}_low"), honest.honest.low));
        metrics.push((format!("honest_{name}_high"), honest.honest.high));
    }
    metrics
}

/// The whole study, by file name.
fn files(report: &SearchReport, journal: Option<Vec<u8>>) -> Result<FileMap, Error> {
    let document = search_document(report);
    let table = document.block("search-trials").map(|block| &block.content);
    let mut files: FileMap = [
        (SEARCH_REPORT, search_json(report, None)?),
        ("search.toml", report.settings.to_toml().into_bytes()),
        ("report.html", render::page(&document, Language::English)),
        (SEARCH_JOURNAL, journal.unwrap_or_else(|| report.journal())),
    ]
    .map(|(name, bytes)| (name.to_string(), bytes))
    .into();
    if let Some(Content::Table(table)) = table {
        files.insert("trials.csv".into(), table.csv(Language::English));
    }
    Ok(files)
}

/// What came of a search.
#[derive(JsonSchema, Serialize)]
pub struct TuneOutput<'a> {
    /// The version of Dryf that wrote it.
    dryf_version: &'static str,
    #[serde(flatten)]
    report: &'a SearchReport,
    /// The run with the best configuration; null where none was made.
    run: Option<&'a Summary>,
}

/// The report as JSON, with the summary of the run that was made of it.
///
/// # Errors
/// [`Code::Bug`](crate::pipeline::error::Code::Bug) where it has no form in JSON.
pub fn search_json(report: &SearchReport, run: Option<&Summary>) -> Result<Vec<u8>, Error> {
    // The journal has them.
    let mut report = report.clone();
    for trial in &mut report.trials {
        trial.answers = None;
    }
    let report = &report;
    let output = TuneOutput {
        dryf_version: env!("CARGO_PKG_VERSION"),
        report,
        run,
    };
    serde_json::to_vec_pretty(&output)
        .map_err(|error| Error::bug(message!("error-bug-json", fault = error.to_string())))
}
