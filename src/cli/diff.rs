//! `dryf diff`: two runs beside each other, what they learned from, how they were set, how good they are.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use serde_json::{Value, json};

use super::output::Output;
use super::progress::Work;
use super::tracking::{Tracking, name_of};
use super::{output, progress};
use crate::document::{
    DiffParts, DiffedData, DiffedRun, Document, EvaluatedSet, Metrics, RELABELLED_SHOWN,
    diff_document,
};
use crate::jobs::{DiffWork, Diffed, RunSide};
use crate::mlflow::manifest::Manifest;
use crate::pipeline::corpus::{DataDiff, DataRow, DataSet, RowChange, SetRows};
use crate::pipeline::error::Error;
use crate::pipeline::run::differing_settings;
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
    /// Write the report here, as JSON without texts, with all rows that changed counted from 0.
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
        let json = to_json([&before, &now], &done, &document);
        let mut bytes = serde_json::to_vec(&json).expect("plain data has a JSON form");
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

fn to_json(runs: [&Given; 2], done: &Diffed, document: &Document) -> Value {
    let [before, now] = runs;
    let run = |given: &Given| {
        json!({
            "name": given.name,
            "dryf_version": given.manifest.dryf_version,
            "run_id": given.manifest.run_id,
            "run_name": given.manifest.run_name,
            "model_sha256": given.manifest.model_sha256,
            "classes": given.manifest.classes,
            "texts_included": given.manifest.texts_included,
            "data": given.manifest.data,
        })
    };
    let scores = before.metrics.iter().map(|(key, one)| {
        let other = now.metrics.get(key).copied().flatten();
        let change = one.zip(other).map(|(one, other)| other - one);
        let score = json!({ "before": one, "now": other, "change": change });
        (key.clone(), score)
    });
    let settings = differing_settings(&[before, now].map(|given| &given.side.record.config));
    let settings = settings.into_iter().map(|changed| {
        let [before, now] = [&changed.values[0], &changed.values[1]];
        json!({ "setting": changed.setting, "before": before, "now": now })
    });
    json!({
        "dryf_version": env!("CARGO_PKG_VERSION"),
        "verdict": document.verdict().map(|verdict| verdict.outcome),
        "sentence": document.verdict().map(|verdict| verdict.line().to_string()),
        "before": run(before),
        "now": run(now),
        "same_model": before.manifest.model_sha256 == now.manifest.model_sha256,
        "data": data_json(&done.data),
        "settings": settings.collect::<Vec<_>>(),
        "scores": scores.collect::<BTreeMap<_, _>>(),
        "paired": done.paired.as_ref().map(|(set, pair)| json!({
            "set": match set {
                EvaluatedSet::Test => "test_set",
                _ => "validation_set",
            },
            "now_versus_before": pair,
        })),
    })
}

/// Rows are null where they can't be told.
fn data_json(data: &DataDiff) -> Value {
    let name = |class: u32| &data.classes[class as usize];
    let row = |row: &DataRow| json!({ "set": row.set, "row": row.row, "label": name(row.class) });
    let rows = |rows: &[DataRow]| rows.iter().map(row).collect::<Vec<_>>();
    let changes = |changes: &[RowChange]| {
        let change =
            |change: &RowChange| json!({ "before": row(&change.before), "now": row(&change.now) });
        changes.iter().map(change).collect::<Vec<_>>()
    };
    let sets = data.sets.iter().map(|set| {
        let version = |rows: &SetRows| {
            let counts = data.classes.iter().zip(&rows.class_counts);
            json!({ "rows": rows.n_rows, "class_counts": counts.collect::<BTreeMap<_, _>>() })
        };
        let [before, now] = set
            .versions
            .each_ref()
            .map(|rows| rows.as_ref().map(version));
        let counts = data.rows.as_ref().map(|rows| rows.counts[set.set as usize]);
        let of_set = json!({
            "same": set.is_same,
            "before": before,
            "now": now,
            "counts": counts,
        });
        (set.set.to_string(), of_set)
    });
    let [gone, new] = data.classes_gone_and_new();
    let renamed = data.rows.iter().flat_map(|rows| &rows.renamed).map(|one| {
        json!({ "before": name(one.before), "now": name(one.now), "rows": one.rows, "kept": one.kept })
    });
    json!({
        "same": data.is_same(),
        "sets": sets.collect::<BTreeMap<_, _>>(),
        "classes": { "new": new, "gone": gone, "renamed": renamed.collect::<Vec<_>>() },
        "rows": data.rows.as_ref().map(|found| json!({
            "added": rows(&found.added),
            "gone": rows(&found.gone),
            "relabelled": changes(&found.relabelled),
            "moved": changes(&found.moved),
        })),
    })
}
