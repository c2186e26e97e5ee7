//! What `dryf diff --json` writes.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::Given;
use crate::document::{Document, EvaluatedSet};
use crate::jobs::Diffed;
use crate::mlflow::SetDigest;
use crate::pipeline::compare::Pair;
use crate::pipeline::corpus::{DataDiff, DataRow, RowChange, RowCounts, SetName, SetRows};
use crate::pipeline::params::{CONFIG, Settings, value_of};
use crate::pipeline::run::differing_settings;

/// Two runs beside each other, without texts.
#[derive(JsonSchema, Serialize)]
pub struct DiffOutput<'a> {
    /// The version of Dryf that wrote it.
    dryf_version: &'static str,
    #[schemars(extend("enum" = ["same", "same-model", "better", "worse", "undecided", "other-rows"]))]
    verdict: &'static str,
    /// The verdict in a sentence.
    sentence: String,
    before: DiffedRun<'a>,
    now: DiffedRun<'a>,
    /// Whether both runs made the same model.
    same_model: bool,
    data: DiffedData<'a>,
    /// Those that differ, in the order of the file.
    settings: Vec<DifferingSetting>,
    /// By their names in MLflow.
    scores: BTreeMap<&'a str, Scores>,
    /// Where both runs were evaluated on the same rows.
    paired: Option<Paired<'a>>,
}

/// One of the two runs.
#[derive(JsonSchema, Serialize)]
struct DiffedRun<'a> {
    /// For people, such as the name of its file.
    name: &'a str,
    /// The version of Dryf that wrote the archive.
    dryf_version: &'a str,
    run_id: &'a str,
    run_name: &'a str,
    #[schemars(regex(pattern = "^[0-9a-f]{64}$"))]
    model_sha256: &'a str,
    classes: &'a [String],
    /// Whether the texts are in the archive; else only their digests.
    texts_included: bool,
    /// By the name of the set, `train` and `test`.
    data: &'a BTreeMap<String, SetDigest>,
}

/// The rows of both runs.
#[derive(JsonSchema, Serialize)]
struct DiffedData<'a> {
    /// Whether both have the same rows in the same order.
    same: bool,
    /// By the name of the set, `train` and `test`.
    sets: BTreeMap<String, DiffedSet<'a>>,
    classes: DiffedClasses<'a>,
    /// Null where they can't be told, since an archive has no texts.
    rows: Option<DiffedRows<'a>>,
}

/// A set in both runs.
#[derive(JsonSchema, Serialize)]
struct DiffedSet<'a> {
    /// Whether both have the same rows in the same order.
    same: bool,
    /// Null where that run has no such set.
    before: Option<SetVersion<'a>>,
    now: Option<SetVersion<'a>>,
    /// Null where rows can't be told.
    counts: Option<RowCounts>,
}

/// The rows of a set.
#[derive(JsonSchema, Serialize)]
struct SetVersion<'a> {
    rows: u64,
    /// Without the texts these are the rows that the run used, which may have left some out.
    class_counts: BTreeMap<&'a str, u64>,
}

/// Classes that only one of the runs has.
#[derive(JsonSchema, Serialize)]
struct DiffedClasses<'a> {
    new: Vec<&'a str>,
    gone: Vec<&'a str>,
    renamed: Vec<Renamed<'a>>,
}

/// A class whose rows have another name now.
#[derive(JsonSchema, Serialize)]
struct Renamed<'a> {
    before: &'a str,
    now: &'a str,
    /// Rows that were of the one and are of the other.
    rows: u64,
    /// All rows of the one that are still there.
    kept: u64,
}

/// What became of the rows.
#[derive(JsonSchema, Serialize)]
struct DiffedRows<'a> {
    added: Vec<Row<'a>>,
    gone: Vec<Row<'a>>,
    /// In the same set under another label.
    relabelled: Vec<Change<'a>>,
    /// In the other set, with the same label or another.
    moved: Vec<Change<'a>>,
}

/// A row of either run.
#[derive(JsonSchema, Serialize)]
struct Row<'a> {
    set: SetName,
    /// From 0, in its set.
    row: u32,
    label: &'a str,
}

/// A text that both runs have.
#[derive(JsonSchema, Serialize)]
struct Change<'a> {
    before: Row<'a>,
    now: Row<'a>,
}

/// A setting that is not the same in both runs.
#[derive(JsonSchema, Serialize)]
struct DifferingSetting {
    /// Such as `svc.C`.
    setting: String,
    /// As in a configuration file; null where it is left out.
    before: Option<Value>,
    now: Option<Value>,
}

/// A score of both runs.
#[derive(JsonSchema, Serialize)]
struct Scores {
    before: Option<f64>,
    now: Option<f64>,
    /// Now minus before; null unless both are there.
    change: Option<f64>,
}

/// Both models on the same rows.
#[derive(JsonSchema, Serialize)]
struct Paired<'a> {
    set: PairedSet,
    /// The run now is the candidate, and that before production.
    now_versus_before: &'a Pair,
}

#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "snake_case")]
enum PairedSet {
    TestSet,
    ValidationSet,
}

impl<'a> DiffOutput<'a> {
    pub(super) fn of(
        runs: [&'a Given; 2],
        done: &'a Diffed,
        document: &Document,
    ) -> DiffOutput<'a> {
        let [before, now] = runs;
        let scores = before.metrics.iter().map(|(key, one)| {
            let other = now.metrics.get(key).copied().flatten();
            let score = Scores {
                before: *one,
                now: other,
                change: one.zip(other).map(|(one, other)| other - one),
            };
            (key.as_str(), score)
        });
        let verdict = document.verdict().expect("a comparison has a verdict");
        DiffOutput {
            dryf_version: env!("CARGO_PKG_VERSION"),
            verdict: verdict.outcome,
            sentence: verdict.line().to_string(),
            before: run(before),
            now: run(now),
            same_model: before.manifest.model_sha256 == now.manifest.model_sha256,
            data: data_of(&done.data),
            settings: settings(runs),
            scores: scores.collect(),
            paired: done.paired.as_ref().map(|(set, pair)| Paired {
                set: match set {
                    EvaluatedSet::Test => PairedSet::TestSet,
                    _ => PairedSet::ValidationSet,
                },
                now_versus_before: pair,
            }),
        }
    }
}

fn run(given: &Given) -> DiffedRun<'_> {
    DiffedRun {
        name: &given.name,
        dryf_version: &given.manifest.dryf_version,
        run_id: &given.manifest.run_id,
        run_name: &given.manifest.run_name,
        model_sha256: &given.manifest.model_sha256,
        classes: &given.manifest.classes,
        texts_included: given.manifest.texts_included,
        data: &given.manifest.data,
    }
}

fn settings(runs: [&Given; 2]) -> Vec<DifferingSetting> {
    let configs = runs.map(|given| &given.side.record.config);
    let tables = configs.map(|config| config.to_table());
    let differing = differing_settings(&configs);
    let value = |changed: &str, run: usize| {
        let param = CONFIG.params.iter().find(|param| param.key() == changed)?;
        let value = value_of(&tables[run], param)?;
        Some(serde_json::to_value(value).expect("a setting has a JSON form"))
    };
    differing
        .into_iter()
        .map(|changed| DifferingSetting {
            before: value(&changed.setting, 0),
            now: value(&changed.setting, 1),
            setting: changed.setting,
        })
        .collect()
}

fn data_of(data: &DataDiff) -> DiffedData<'_> {
    let name = |class: u32| data.classes[class as usize].as_str();
    let row = |row: &DataRow| Row {
        set: row.set,
        row: row.row,
        label: name(row.class),
    };
    let change = |change: &RowChange| Change {
        before: row(&change.before),
        now: row(&change.now),
    };
    let sets = data.sets.iter().map(|set| {
        let version = |rows: &SetRows| {
            let counts = data.classes.iter().map(String::as_str);
            SetVersion {
                rows: rows.n_rows,
                class_counts: counts.zip(rows.class_counts.iter().copied()).collect(),
            }
        };
        let [before, now] = set
            .versions
            .each_ref()
            .map(|rows| rows.as_ref().map(version));
        let of_set = DiffedSet {
            same: set.is_same,
            before,
            now,
            counts: data.rows.as_ref().map(|rows| rows.counts[set.set as usize]),
        };
        (set.set.to_string(), of_set)
    });
    let [gone, new] = data.classes_gone_and_new();
    let renamed = data.rows.iter().flat_map(|rows| &rows.renamed);
    let renamed = renamed.map(|one| Renamed {
        before: name(one.before),
        now: name(one.now),
        rows: one.rows,
        kept: one.kept,
    });
    DiffedData {
        same: data.is_same(),
        sets: sets.collect(),
        classes: DiffedClasses {
            new,
            gone,
            renamed: renamed.collect(),
        },
        rows: data.rows.as_ref().map(|found| DiffedRows {
            added: found.added.iter().map(row).collect(),
            gone: found.gone.iter().map(row).collect(),
            relabelled: found.relabelled.iter().map(change).collect(),
            moved: found.moved.iter().map(change).collect(),
        }),
    }
}
