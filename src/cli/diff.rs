//! `dryf diff`: two runs beside each other, what they learned from, how they were set, how good they are.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value, json};

use super::output::Output;
use super::progress::Work;
use super::{input, output, progress};
use crate::document::{
    DiffParts, DiffedRun, Document, EvaluatedSet, Metrics, RELABELLED_SHOWN, diff_document,
};
use crate::message;
use crate::mlflow::manifest::Manifest;
use crate::pipeline::compare::{Pair, PairedRows, Resampling};
use crate::pipeline::corpus::{DataDiff, DataRow, DataSet, KeptSet, RowChange, SetName, SetRows};
use crate::pipeline::error::Error;
use crate::pipeline::run::summary::metrics;
use crate::pipeline::run::{RunRecord, differing_settings};

/// Draws of the bootstrap, and of the randomisation, and their seed: the gate's.
const DRAWS: u32 = 2000;
const SEED: u32 = 2021;
/// Draws between two looks at how far they are.
const DRAWS_A_TICK: u32 = 50;

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
}

/// Compares the archives of two runs.
///
/// # Errors
/// Those of reading them and of writing the outputs.
pub fn diff(options: &Diff) -> Result<(), Error> {
    let _work = Work::begin("diff");
    progress::phase(&progress::at("read-archive"));
    let (before, now) = (Given::read(&options.before)?, Given::read(&options.now)?);
    progress::phase(&progress::at("look"));
    let data = match (&before.data, &now.data) {
        (Some(before), Some(now)) => DataDiff::new(before, now),
        _ => DataDiff::of_digests(&before.kept(), &now.kept()),
    };
    let (mut paired, mut unpaired) = (None, Vec::new());
    for set in [EvaluatedSet::Test, EvaluatedSet::Validation] {
        if before.evaluated(set).is_none() || now.evaluated(set).is_none() {
            continue;
        }
        match paired_rows(&before, &now, set)? {
            None => unpaired.push(set),
            Some(rows) if paired.is_none() => paired = Some((set, drawn(rows)?)),
            Some(_) => {}
        }
    }
    let relabelled = data.rows.iter().flat_map(|rows| &rows.relabelled);
    let relabelled = relabelled.take(RELABELLED_SHOWN);
    let document = diff_document(DiffParts {
        before: before.as_part(),
        now: now.as_part(),
        relabelled_texts: relabelled
            .filter_map(|change| now.text(change.now))
            .collect(),
        data: &data,
        paired: paired.as_ref().map(|(set, pair)| (*set, pair)),
        unpaired,
    });
    if let Some(path) = &options.html {
        output::write_whole(path, &output::page(&document))?;
    }
    if let Some(path) = &options.json {
        let json = to_json([&before, &now], &data, paired.as_ref(), &document);
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
    record: RunRecord,
    metrics: Metrics,
    /// None where the archive has no texts.
    data: Option<DataSet>,
    /// Row, true class and predicted class, of the validation part and of the test set.
    validation: Vec<[u32; 3]>,
    test: Option<Vec<[u32; 3]>>,
}

impl Given {
    fn read(path: &Path) -> Result<Given, Error> {
        let archive = input::archive(path)?;
        let read = || -> Result<Given, Error> {
            let record = archive.record()?;
            let test = record.test.as_ref().map(|_| archive.evaluated_rows("test"));
            let name = path.file_name().unwrap_or_default();
            Ok(Given {
                name: name.to_string_lossy().into_owned(),
                metrics: metrics(&record),
                data: archive.data()?,
                validation: archive.evaluated_rows("validation")?,
                test: test.transpose()?,
                manifest: archive.manifest.clone(),
                record,
            })
        };
        read().map_err(|error| error.in_file(path.display().to_string()))
    }

    fn as_part(&self) -> DiffedRun<'_> {
        DiffedRun {
            name: &self.name,
            run_id: &self.manifest.run_id,
            model_sha256: &self.manifest.model_sha256,
            has_texts: self.data.is_some(),
            config: &self.record.config,
            metrics: &self.metrics,
        }
    }

    fn evaluated(&self, set: EvaluatedSet) -> Option<&[[u32; 3]]> {
        match set {
            EvaluatedSet::Test => self.test.as_deref(),
            _ => Some(&self.validation),
        }
    }

    /// Of the rows that a set of the evaluation is taken from.
    fn digest(&self, set: EvaluatedSet) -> Option<&str> {
        let set = match set {
            EvaluatedSet::Test => SetName::Test,
            _ => SetName::Train,
        };
        let digest = self.manifest.data.get(&set.to_string())?;
        Some(&digest.digest)
    }

    /// What is known of its data without the texts.
    fn kept(&self) -> BTreeMap<SetName, KeptSet> {
        let counts = &self.record.class_counts;
        let mut train = counts.train.clone();
        for (class, rows) in &counts.validation {
            *train.entry(class.clone()).or_default() += rows;
        }
        let test = counts.test.clone().unwrap_or_default();
        let sets = [(SetName::Train, train), (SetName::Test, test)];
        let kept = sets.into_iter().filter_map(|(set, class_counts)| {
            let digest = self.manifest.data.get(&set.to_string())?;
            let kept = KeptSet {
                digest: digest.digest.clone(),
                n_rows: digest.n_rows,
                class_counts,
            };
            Some((set, kept))
        });
        kept.collect()
    }

    fn text(&self, row: DataRow) -> Option<&str> {
        let data = self.data.as_ref()?;
        let corpus = match row.set {
            SetName::Train => &data.train,
            SetName::Test => data.test.as_ref()?,
        };
        corpus.texts.get(row.row as usize).map(String::as_str)
    }
}

/// The answers of both where they were evaluated on the same rows with the same labels, of which there is at least one.
fn paired_rows(
    before: &Given,
    now: &Given,
    set: EvaluatedSet,
) -> Result<Option<PairedRows>, Error> {
    let mut classes = [&before.manifest.classes[..], &now.manifest.classes].concat();
    classes.sort();
    classes.dedup();
    let answers = |given: &Given| -> Vec<[u32; 3]> {
        let names = given.manifest.classes.iter();
        let place = |name: &String| classes.partition_point(|class| class < name) as u32;
        let places: Vec<u32> = names.map(place).collect();
        let rows = given.evaluated(set).into_iter().flatten();
        let named = |&[row, truth, label]: &[u32; 3]| {
            let [truth, label] = [truth, label].map(|class| places[class as usize]);
            [row, truth, label]
        };
        rows.map(named).collect()
    };
    let (one, other) = (answers(before), answers(now));
    let column = |rows: &[[u32; 3]], column: usize| -> Vec<u32> {
        rows.iter().map(|row| row[column]).collect()
    };
    let is_same = |at| column(&one, at) == column(&other, at);
    if one.is_empty() || before.digest(set) != now.digest(set) || !is_same(0) || !is_same(1) {
        return Ok(None);
    }
    PairedRows::new(
        classes,
        column(&other, 1),
        column(&other, 2),
        column(&one, 2),
    )
    .map(Some)
}

/// Draws all.
fn drawn(rows: PairedRows) -> Result<Pair, Error> {
    progress::phase(&progress::at("draws"));
    let mut work = Resampling::new(&rows, DRAWS, SEED);
    while work.step(DRAWS_A_TICK).is_running() {
        progress::share(u64::from(work.done()), u64::from(work.total()));
    }
    let differences = work.finish();
    let unfinished = || Error::bug(message!("error-bug-unfinished"));
    Ok(Pair::new(&rows, differences.ok_or_else(unfinished)?))
}

fn to_json(
    runs: [&Given; 2],
    data: &DataDiff,
    paired: Option<&(EvaluatedSet, Pair)>,
    document: &Document,
) -> Value {
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
    let settings = differing_settings(&[&before.record.config, &now.record.config]);
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
        "data": data_json(data),
        "settings": settings.collect::<Vec<_>>(),
        "scores": scores.collect::<BTreeMap<_, _>>(),
        "paired": paired.map(|(set, pair)| json!({
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
