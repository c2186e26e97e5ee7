//! What can be saved of a monitoring.

use std::collections::BTreeMap;

use super::request::MonitorForm;
use super::work::LastMonitor;
use crate::document::{MonitorParts, monitor_document};
use crate::message::Language;
use crate::mlflow::entities::Experiment;
use crate::mlflow::{MonitorRun, monitor_experiment, monitor_file_map, write_zip};
use crate::pipeline::error::Error;
use crate::pipeline::monitoring::monitor_json;
use crate::render;

/// MLflow's experiment of the archive.
const EXPERIMENT: &str = "Dryf";

/// Name and bytes of a form.
///
/// # Errors
/// Those of [`monitor_json`].
pub(in crate::jobs) fn file(
    last: &LastMonitor,
    form: MonitorForm,
) -> Result<(String, Vec<u8>), Error> {
    let LastMonitor { watch, advice, .. } = last;
    Ok(match form {
        MonitorForm::Json => (
            "dryf-monitor.json".into(),
            monitor_json(watch, advice, &[], &[])?,
        ),
        MonitorForm::State => ("dryf-monitor.state.json".into(), watch.to_json()),
        MonitorForm::Archive => (
            "dryf-monitor.zip".into(),
            write_zip(&monitor_file_map(&run_of(last)?)),
        ),
    })
}

/// What MLflow is told of a monitoring.
///
/// # Errors
/// Those of [`monitor_json`].
pub(in crate::jobs) fn experiment(last: &LastMonitor) -> Result<Experiment, Error> {
    Ok(monitor_experiment(&run_of(last)?))
}

fn run_of(last: &LastMonitor) -> Result<MonitorRun<'_>, Error> {
    let LastMonitor { watch, advice, .. } = last;
    let document = monitor_document(MonitorParts {
        watch,
        advice,
        n_batches: watch.records().len() as u64,
    });
    let files = BTreeMap::from([
        (
            "report.json".to_string(),
            monitor_json(watch, advice, &[], &[])?,
        ),
        (
            "report.html".to_string(),
            render::page(&document, Language::English),
        ),
    ]);
    Ok(MonitorRun {
        watch,
        advice,
        experiment: EXPERIMENT.into(),
        start: last.start,
        end: last.end,
        files,
    })
}
