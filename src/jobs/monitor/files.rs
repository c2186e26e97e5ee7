//! What can be saved of a monitoring.

use std::collections::BTreeMap;

use super::request::MonitorForm;
use super::work::LastMonitor;
use crate::pipeline::error::Error;
use crate::pipeline::run::write_zip;
use crate::pipeline::watch::{MonitorRun, monitor_file_map};
use crate::report::{monitor_json, monitor_page};

/// MLflow's experiment of the archive.
const EXPERIMENT: &str = "Dryf";

/// Name and bytes of a form. The answer is that of the moment at which the last batch ended.
///
/// # Errors
/// Those of [`monitor_json`].
pub(in crate::jobs) fn file(
    last: &LastMonitor,
    form: MonitorForm,
) -> Result<(String, Vec<u8>), Error> {
    let watch = &last.watch;
    let advice = watch.advise(last.end);
    Ok(match form {
        MonitorForm::Json => (
            "dryf-monitor.json".into(),
            monitor_json(watch, &advice, &[], &[])?,
        ),
        MonitorForm::Html => ("dryf-monitor.html".into(), monitor_page(watch, &advice)),
        MonitorForm::State => ("dryf-monitor.state.json".into(), watch.to_json()),
        MonitorForm::Archive => {
            let files = BTreeMap::from([
                (
                    "report.json".to_string(),
                    monitor_json(watch, &advice, &[], &[])?,
                ),
                ("report.html".to_string(), monitor_page(watch, &advice)),
            ]);
            let run = MonitorRun {
                watch,
                advice: &advice,
                experiment: EXPERIMENT.into(),
                start: last.start,
                end: last.end,
                files,
            };
            (
                "dryf-monitor.zip".into(),
                write_zip(&monitor_file_map(&run)),
            )
        }
    })
}
