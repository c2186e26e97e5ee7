//! A run compared with the one before it, as a document: the settings that changed, the scores and what they changed by, the time.

use std::collections::BTreeMap;

use super::metrics::Metric;
use super::{Block, Column, Content, Document, EvaluatedSet, Fact, Kind, Row, Tone};
use crate::message;
use crate::message::{Argument, Message, numbers};
use crate::pipeline::metrics::SetScore;
use crate::pipeline::run::{RunConfig, Stage, changed_settings};

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
    /// By their names in the summary; none where the run has no such rows.
    pub metrics: &'a BTreeMap<String, Option<f64>>,
    /// By stage, and `total`.
    pub seconds: &'a BTreeMap<String, f64>,
}

impl ComparedRun<'_> {
    fn metric(&self, key: &str) -> Option<f64> {
        self.metrics.get(key).copied().flatten()
    }
}

/// The document, without a verdict: two values are no test of a difference.
pub fn runs_document(parts: RunsParts) -> Document {
    let settings = settings(&parts);
    let mut blocks = Vec::new();
    blocks.extend(sentence(&parts, settings.len()));
    blocks.push(Block::new("runs-facts", Content::Facts(facts(&parts))));
    if settings.is_empty() {
        let none = message!("runs-settings-same");
        blocks.push(Block::text("runs-settings-same", Tone::Quiet, none));
    } else {
        let columns = vec![
            Column::new(message!("column-setting"), Kind::Name),
            Column::new(message!("column-before"), Kind::Name),
            Column::new(message!("column-now"), Kind::Name),
        ];
        blocks.push(Block::section(
            "runs-changed",
            message!("runs-settings"),
            vec![Block::table("runs-settings", columns, settings)],
        ));
    }
    let columns = |name, change| {
        vec![
            Column::new(name, Kind::Name),
            Column::new(message!("column-before"), Kind::Number),
            Column::new(message!("column-now"), Kind::Number),
            Column::new(change, Kind::Number),
        ]
    };
    let scores_columns = columns(message!("column-score"), message!("column-change"));
    blocks.push(Block::section(
        "runs-metrics",
        message!("evaluate-scores"),
        vec![Block::table("runs-scores", scores_columns, scores(&parts))],
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

/// What F1 micro did on the rows that count: the test set, or where a run has none, those that were set aside.
fn sentence(parts: &RunsParts, n_settings: usize) -> Option<Block> {
    let sets = [
        ("test_set", EvaluatedSet::Test),
        ("validation_set", EvaluatedSet::Validation),
    ];
    let score = SetScore::F1Micro;
    let (set, by) = sets.into_iter().find_map(|(key, set)| {
        let key = format!("{}_{key}", score.key());
        Some((set, parts.now.metric(&key)? - parts.before.metric(&key)?))
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

fn settings(parts: &RunsParts) -> Vec<Row> {
    let changed = changed_settings(parts.before.config, parts.now.config);
    let row = changed.into_iter().map(|changed| {
        Row::new(vec![
            Some(changed.setting.into()),
            changed.before.map(Argument::from),
            changed.now.map(Argument::from),
        ])
    });
    row.collect()
}

fn scores(parts: &RunsParts) -> Vec<Row> {
    let row = |metric: Metric| {
        let [before, now] = [&parts.before, &parts.now].map(|run| run.metric(&metric.key));
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
    Metric::all().into_iter().filter_map(row).collect()
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
