//! `dryf diff`: two runs beside each other, what they learned from, how they were set, how good they are.

mod json;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

pub use json::DiffOutput;

use super::output::Output;
use super::progress::Work;
use super::tracking::{Tracking, name_of};
use super::{output, progress};
use crate::document::{DiffParts, DiffedData, DiffedRun, Metrics, RELABELLED_SHOWN, diff_document};
use crate::jobs::{DiffWork, RunSide};
use crate::mlflow::manifest::Manifest;
use crate::pipeline::corpus::DataSet;
use crate::pipeline::error::Error;
use crate::pipeline::run::summary::metrics;

/// Two runs beside each other: rows added, gone, relabelled or moved, settings, scores.
#[derive(Debug, Args)]
#[command(
    after_help = "Rows are matched by their texts as they were read; where both runs were evaluated on the same rows, changes of
scores have intervals. A difference is a finding, not an error: the exit code is 0 either way.

Examples:
  dryf diff last.zip new.zip
  dryf diff last.zip new.zip --html diff.html --json diff.json"
)]
pub struct Diff {
    /// The archive of the run before.
    #[arg(value_name = "BEFORE.ZIP")]
    before: PathBuf,
    /// The archive of the run in question.
    #[arg(value_name = "NOW.ZIP")]
    now: PathBuf,
    /// Write the report here, as JSON without texts, with all rows that changed counted from 0; `dryf schema diff` prints its
    /// schema.
    #[arg(long, value_name = "FILE")]
    json: Option<Output>,
    /// Write the report here, as one HTML page that needs no network; it shows texts of relabelled rows.
    #[arg(long, value_name = "FILE")]
    html: Option<Output>,
    #[command(flatten)]
    tracking: Tracking,
}

/// Compares the archives of two runs.
///
/// # Errors
/// Those of reading them and of writing the outputs.
pub fn diff(options: &Diff) -> Result<(), Error> {
    let _work = Work::begin("diff");
    progress::phase(&progress::at("read-archive"));
    let (before, now) = (
        Given::read(&options.before, &options.tracking)?,
        Given::read(&options.now, &options.tracking)?,
    );
    let mut work = DiffWork::new(
        [&before, &now].map(|given| given.data.clone()),
        Some([before.side.clone(), now.side.clone()]),
    );
    let mut at = None;
    while work.step()?.is_running() {
        let (phase, share) = work.standing();
        if at != Some(phase) {
            progress::phase(&progress::at(match phase {
                "diff_rows" => "look",
                _ => "draws",
            }));
            at = Some(phase);
        }
        progress::share((share * 1000.0) as u64, 1000);
    }
    let done = work.finish()?;
    let document = diff_document(DiffParts {
        before: before.as_part(),
        now: now.as_part(),
        data: DiffedData {
            diff: &done.data,
            has_texts: [&before, &now].map(|given| given.data.is_some()),
            relabelled_texts: done.relabelled_texts(now.data.as_deref(), RELABELLED_SHOWN),
        },
        paired: done.paired.as_ref().map(|(set, pair)| (*set, pair)),
        unpaired: done.unpaired.clone(),
    });
    if let Some(path) = &options.html {
        output::write_whole(path, &output::page(&document))?;
    }
    if let Some(path) = &options.json {
        let output = DiffOutput::of([&before, &now], &done, &document);
        let mut bytes = serde_json::to_vec(&output).expect("plain data has a JSON form");
        bytes.push(b'\n');
        output::write_whole(path, &bytes)?;
    }
    output::show(&document)
}

/// A run as it was given.
struct Given {
    /// Of its file.
    name: String,
    manifest: Manifest,
    metrics: Metrics,
    /// None where the archive has no texts.
    data: Option<Arc<DataSet>>,
    side: RunSide,
}

impl Given {
    fn read(path: &Path, tracking: &Tracking) -> Result<Given, Error> {
        let archive = tracking.archive(path)?;
        let read = || -> Result<Given, Error> {
            let record = Arc::new(archive.record()?);
            Ok(Given {
                name: name_of(path),
                metrics: metrics(&record),
                data: archive.data()?.map(Arc::new),
                manifest: archive.manifest.clone(),
                side: RunSide {
                    answers: archive.answers(&record)?,
                    sets: Some(archive.kept_sets(&record)),
                    record,
                },
            })
        };
        read().map_err(|error| error.in_file(path.display().to_string()))
    }

    fn as_part(&self) -> DiffedRun<'_> {
        DiffedRun {
            name: &self.name,
            run_id: &self.manifest.run_id,
            model_sha256: &self.manifest.model_sha256,
            config: &self.side.record.config,
            metrics: &self.metrics,
        }
    }
}
