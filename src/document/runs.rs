//! A run compared with the one before it, as a document: the settings that changed, the scores and what they changed by, the time.

use std::collections::BTreeMap;

use super::metrics::Metric;
use super::{Block, Column, Content, Document, EvaluatedSet, Fact, Kind, Row, Tone};
use crate::message;
use crate::message::{Argument, Message, numbers};
use crate::pipeline::metrics::SetScore;
use crate::pipeline::run::{ChangedSetting, RunConfig, Stage, changed_settings};

/// What the document is made of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RunsParts<'a> {
    pub before: ComparedRun<'a>,
    pub now: ComparedRun<'a>,
}

/// One of the two runs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ComparedRun<'a> {
    pub run_id: &'a str,
    /// Fingerprint of the data that it learned from; none where that is not known.
    pub data_digest: Option<&'a str>,
    pub config: &'a RunConfig,
    pub metrics: &'a Metrics,
    /// By stage, and `total`.
    pub seconds: &'a BTreeMap<String, f64>,
}

/// By their names in the summary; none where the run has no such rows.
pub type Metrics = BTreeMap<String, Option<f64>>;

fn value(metrics: &Metrics, key: &str) -> Option<f64> {
    metrics.get(key).copied().flatten()
}

/// The document, without a verdict: two values are no test of a difference.
pub fn runs_document(parts: RunsParts) -> Document {
    let changed = changed_settings(parts.before.config, parts.now.config);
    let mut blocks = Vec::new();
    blocks.extend(sentence(&parts, changed.len()));
    blocks.push(Block::new("runs-facts", Content::Facts(facts(&parts))));
    blocks.push(settings(changed));
    blocks.push(Block::section(
        "runs-metrics",
        message!("evaluate-scores"),
        vec![scores(parts.before.metrics, parts.now.metrics)],
    ));
    let times_columns = columns(message!("column-stage"), message!("column-times"));
    blocks.push(Block::section(
        "runs-times",
        message!("runs-times"),
        vec![Block::table("runs-seconds", times_columns, seconds(&parts))],
    ));
    Document {
        title: message!("runs-title"),
        subject: parts.now.config.run.name.clone(),
        blocks,
    }
}

/// A name, its number before and now, and what became of it.
fn columns(name: Message, change: Message) -> Vec<Column> {
    vec![
        Column::new(name, Kind::Name),
        Column::new(message!("column-before"), Kind::Number),
        Column::new(message!("column-now"), Kind::Number),
        Column::new(change, Kind::Number),
    ]
}

/// What F1 micro did on the rows that count: the test set, or where a run has none, those that were set aside.
fn sentence(parts: &RunsParts, n_settings: usize) -> Option<Block> {
    let sets = [
        ("test_set", EvaluatedSet::Test),
        ("validation_set", EvaluatedSet::Validation),
    ];
    let score = SetScore::F1Micro;
    let (set, by) = sets.into_iter().find_map(|(key, set)| {
        let key = format!("{}_{key}", score.key());
        let [before, now] = [&parts.before, &parts.now].map(|run| value(run.metrics, &key));
        Some((set, now? - before?))
    })?;
    let side = match by {
        _ if numbers::score(by.abs()) == numbers::score(0.0) => "equal",
        by if by > 0.0 => "higher",
        _ => "lower",
    };
    let said = message!(
        "runs-sentence",
        score = score.name(),
        set = set.name(),
        side = Argument::Key(side.into()),
        by = Argument::Score(by.abs()),
        settings = n_settings
    );
    Some(Block::text("runs-sentence", Tone::Plain, said))
}

fn facts(parts: &RunsParts) -> Vec<Fact> {
    let run = |name, run: &ComparedRun| Fact {
        name,
        value: (&run.config.run.name).into(),
        note: Some(message!("runs-run", run = numbers::fingerprint(run.run_id))),
    };
    let data = match (parts.before.data_digest, parts.now.data_digest) {
        (Some(before), Some(now)) if before == now => message!("runs-data-same"),
        (Some(_), Some(_)) => message!("runs-data-changed"),
        _ => message!("runs-data-unknown"),
    };
    vec![
        run(message!("runs-now"), &parts.now),
        run(message!("runs-before"), &parts.before),
        Fact::new(message!("runs-data"), data),
    ]
}

/// The settings that changed, or that none did.
pub(super) fn settings(changed: Vec<ChangedSetting>) -> Block {
    if changed.is_empty() {
        let none = message!("runs-settings-same");
        return Block::text("runs-settings-same", Tone::Quiet, none);
    }
    let columns = vec![
        Column::new(message!("column-setting"), Kind::Name),
        Column::new(message!("column-before"), Kind::Name),
        Column::new(message!("column-now"), Kind::Name),
    ];
    let rows = changed.into_iter().map(|changed| {
        Row::new(vec![
            Some(changed.setting.into()),
            changed.before.map(Argument::from),
            changed.now.map(Argument::from),
        ])
    });
    Block::section(
        "runs-changed",
        message!("runs-settings"),
        vec![Block::table("runs-settings", columns, rows.collect())],
    )
}

/// The scores of either run, and what became of those of both.
pub(super) fn scores(before: &Metrics, now: &Metrics) -> Block {
    let row = |metric: Metric| {
        let [before, now] = [before, now].map(|run| value(run, &metric.key));
        (before.is_some() || now.is_some()).then(|| {
            let shown = |value: Option<f64>| value.map(|value| metric.value(value));
            let change = before.zip(now).map(|(before, now)| now - before);
            Row::new(vec![
                Some(metric.name().into()),
                shown(before),
                shown(now),
                change.map(Argument::Change),
            ])
        })
    };
    let columns = columns(message!("column-score"), message!("column-change"));
    let rows = Metric::all().into_iter().filter_map(row);
    Block::table("runs-scores", columns, rows.collect())
}

/// The stages that either run went through, and their sum.
fn seconds(parts: &RunsParts) -> Vec<Row> {
    let stages = Stage::ALL.into_iter().map(Stage::name).chain(["total"]);
    let row = |stage: &'static str| {
        let [before, now] = [&parts.before, &parts.now].map(|run| run.seconds.get(stage).copied());
        (before.is_some() || now.is_some()).then(|| {
            let times = before.zip(now).map(|(before, now)| now / before);
            Row::new(vec![
                Some(stage_name(stage).into()),
                before.map(Argument::Millis),
                now.map(Argument::Millis),
                times.filter(|times| times.is_finite()).map(Argument::Times),
            ])
            .keyed(stage)
        })
    };
    stages.filter_map(row).collect()
}

/// What a stage of a run is called, by its name in the summary's `seconds`.
pub fn stage_name(stage: &str) -> Message {
    message!("stage", stage = Argument::Key(stage.to_string().into()))
}
