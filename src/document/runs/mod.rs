//! Runs compared with each other, as a document: the settings that differ, the scores and by how much, the times.

mod pair;

use std::collections::BTreeMap;

pub use pair::{PairParts, pair_document};

use super::metrics::Metric;
use super::{Block, Column, Content, Document, EvaluatedSet, Fact, Kind, Row, Tone};
use crate::message;
use crate::message::{Argument, Message, numbers};
use crate::pipeline::metrics::SetScore;
use crate::pipeline::run::{DifferingSetting, RunConfig, Stage, differing_settings};

/// What the document is made of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum RunsParts<'a> {
    /// The run before, and this one.
    LastTwo([ComparedRun<'a>; 2]),
    /// Runs with the names that the user knows them by; the others are compared with the first.
    Chosen(&'a [(String, ComparedRun<'a>)]),
}

/// One of the runs.
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

/// The document, without a verdict: values without intervals are no test of a difference.
pub fn runs_document(parts: RunsParts) -> Document {
    let (names, runs): (Vec<Message>, Vec<ComparedRun>) = match parts {
        RunsParts::LastTwo(runs) => (before_and_now().into(), runs.into()),
        RunsParts::Chosen(runs) => {
            let runs = runs.iter().map(|(name, run)| (Message::text(name), *run));
            runs.unzip()
        }
    };
    let configs: Vec<&RunConfig> = runs.iter().map(|run| run.config).collect();
    let differing = differing_settings(&configs);
    let metrics: Vec<&Metrics> = runs.iter().map(|run| run.metrics).collect();
    let data = data(&runs);
    let facts = Block::new("runs-facts", Content::Facts(facts(&parts, &data)));
    let mut blocks = Vec::new();
    let (title, subject, times) = match parts {
        RunsParts::LastTwo([before, now]) => {
            blocks.extend(change(&before, &now, differing.len()));
            blocks.push(facts);
            blocks.push(settings(differing));
            let scores = scores(before.metrics, now.metrics);
            blocks.push(metrics_section(scores));
            let times = seconds(&names, &runs, |_| message!("column-times"));
            let subject = now.config.run.name.clone();
            (message!("runs-title"), subject, times)
        }
        RunsParts::Chosen(_) => {
            blocks.extend(best(&names, &runs));
            blocks.push(facts);
            if data != message!("runs-data-same") {
                let warning = message!("runs-data-warning");
                blocks.push(Block::text("runs-data-warning", Tone::Warning, warning));
            }
            let said = [
                message!("runs-settings-differ"),
                message!("runs-settings-none"),
            ];
            blocks.push(setting_table(&names, said, differing));
            let change = |run: &Message| message!("runs-column-change", run = run);
            blocks.push(metrics_section(score_table(&names, &metrics, change)));
            let times = |run: &Message| message!("runs-column-times", run = run);
            let times = seconds(&names, &runs, times);
            (message!("runs-chosen-title"), String::new(), times)
        }
    };
    blocks.push(Block::section(
        "runs-times",
        message!("runs-times"),
        vec![times],
    ));
    Document {
        title,
        subject,
        blocks,
    }
}

fn before_and_now() -> [Message; 2] {
    [message!("column-before"), message!("column-now")]
}

fn metrics_section(scores: Block) -> Block {
    Block::section("runs-metrics", message!("evaluate-scores"), vec![scores])
}

/// The settings that changed from one run to the next, or that none did.
pub(super) fn settings(changed: Vec<DifferingSetting>) -> Block {
    let said = [message!("runs-settings"), message!("runs-settings-same")];
    setting_table(&before_and_now(), said, changed)
}

/// The scores of either run, and what became of those of both.
pub(super) fn scores(before: &Metrics, now: &Metrics) -> Block {
    let change = |_: &Message| message!("column-change");
    score_table(&before_and_now(), &[before, now], change)
}

/// The settings that differ below their heading, or what is said where there are none.
fn setting_table(
    names: &[Message],
    [heading, none]: [Message; 2],
    differing: Vec<DifferingSetting>,
) -> Block {
    if differing.is_empty() {
        return Block::text("runs-settings-same", Tone::Quiet, none);
    }
    let mut columns = vec![Column::new(message!("column-setting"), Kind::Name)];
    let names = names.iter().cloned();
    columns.extend(names.map(|name| Column::new(name, Kind::Name)));
    let rows = differing.into_iter().map(|setting| {
        let values = setting.values.into_iter();
        let values = values.map(|value| value.map(Argument::from));
        Row::new(
            std::iter::once(Some(setting.setting.into()))
                .chain(values)
                .collect(),
        )
    });
    let table = Block::table("runs-settings", columns, rows.collect());
    Block::section("runs-changed", heading, vec![table])
}

fn score_table(
    names: &[Message],
    metrics: &[&Metrics],
    change: impl Fn(&Message) -> Message,
) -> Block {
    let row = |metric: Metric| {
        let values = metrics.iter().map(|of| value(of, &metric.key));
        let change = |first: f64, value: f64| Some(Argument::Change(value - first));
        let shown = |value| metric.value(value);
        cells(metric.name(), &values.collect::<Vec<_>>(), shown, change)
    };
    let columns = columns(message!("column-score"), names, change);
    let rows = Metric::all().into_iter().filter_map(row);
    Block::table("runs-scores", columns, rows.collect())
}

/// The column of the first run, then of each other one its own and that of how it differs.
fn columns(name: Message, names: &[Message], differs: impl Fn(&Message) -> Message) -> Vec<Column> {
    let mut columns = vec![Column::new(name, Kind::Name)];
    for (at, run) in names.iter().enumerate() {
        columns.push(Column::new(run.clone(), Kind::Number));
        if at > 0 {
            columns.push(Column::new(differs(run), Kind::Number));
        }
    }
    columns
}

/// The cells below such columns; none where no run has a value.
fn cells(
    name: Message,
    values: &[Option<f64>],
    shown: impl Fn(f64) -> Argument,
    differs: impl Fn(f64, f64) -> Option<Argument>,
) -> Option<Row> {
    let first = values.first().copied().flatten();
    let mut cells = vec![Some(name.into())];
    for (at, value) in values.iter().enumerate() {
        cells.push(value.map(&shown));
        if at > 0 {
            let both = first.zip(*value);
            cells.push(both.and_then(|(first, value)| differs(first, value)));
        }
    }
    values.iter().any(Option::is_some).then(|| Row::new(cells))
}

/// F1 micro on the rows that count: the test set, or where a run has none, those that were set aside.
fn f1_micro(runs: &[ComparedRun]) -> Option<(SetScore, EvaluatedSet, Vec<f64>)> {
    let sets = [
        ("test_set", EvaluatedSet::Test),
        ("validation_set", EvaluatedSet::Validation),
    ];
    let score = SetScore::F1Micro;
    sets.into_iter().find_map(|(key, set)| {
        let key = format!("{}_{key}", score.key());
        let values: Option<Vec<f64>> = runs.iter().map(|run| value(run.metrics, &key)).collect();
        Some((score, set, values?))
    })
}

/// What F1 micro did from one run to the next.
fn change(before: &ComparedRun, now: &ComparedRun, n_settings: usize) -> Option<Block> {
    let (score, set, values) = f1_micro(&[*before, *now])?;
    let by = values[1] - values[0];
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

/// Which run has the highest F1 micro.
fn best(names: &[Message], runs: &[ComparedRun]) -> Option<Block> {
    let (score, set, values) = f1_micro(runs)?;
    let highest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let best = values.iter().position(|value| *value == highest)?;
    let gain = if best == 0 { "none" } else { "some" };
    let said = message!(
        "runs-best",
        gain = Argument::key(gain),
        score = score.name(),
        set = set.name(),
        run = &names[best],
        value = Argument::Score(highest),
        by = Argument::Score(highest - values[0]),
        first = &names[0]
    );
    Some(Block::text("runs-sentence", Tone::Plain, said))
}

/// Whether all learned from the same data.
fn data(runs: &[ComparedRun]) -> Message {
    let digests: Option<Vec<&str>> = runs.iter().map(|run| run.data_digest).collect();
    match digests {
        Some(digests) if digests.windows(2).all(|two| two[0] == two[1]) => {
            message!("runs-data-same")
        }
        Some(_) => message!("runs-data-changed"),
        None => message!("runs-data-unknown"),
    }
}

fn facts(parts: &RunsParts, data: &Message) -> Vec<Fact> {
    let run = |name, value: &str, run: &ComparedRun| Fact {
        name,
        value: value.into(),
        note: Some(message!("runs-run", run = numbers::fingerprint(run.run_id))),
    };
    let mut facts = match parts {
        RunsParts::LastTwo([before, now]) => vec![
            run(message!("runs-now"), &now.config.run.name, now),
            run(message!("runs-before"), &before.config.run.name, before),
        ],
        RunsParts::Chosen(runs) => {
            let name = |at| match at {
                0 => message!("runs-first"),
                _ => message!("runs-other"),
            };
            let all = runs.iter().enumerate();
            all.map(|(at, (label, of))| run(name(at), label, of))
                .collect()
        }
    };
    facts.push(Fact::new(message!("runs-data"), data.clone()));
    facts
}

/// The stages that some run went through, and their sum.
fn seconds(
    names: &[Message],
    runs: &[ComparedRun],
    differs: impl Fn(&Message) -> Message,
) -> Block {
    let stages = Stage::ALL.into_iter().map(Stage::name).chain(["total"]);
    let row = |stage: &'static str| {
        let values = runs.iter().map(|run| run.seconds.get(stage).copied());
        let times = |first: f64, value: f64| {
            let times = Some(value / first).filter(|times| times.is_finite());
            times.map(Argument::Times)
        };
        let values: Vec<Option<f64>> = values.collect();
        let row = cells(stage_name(stage), &values, Argument::Millis, times);
        row.map(|row| row.keyed(stage))
    };
    let columns = columns(message!("column-stage"), names, differs);
    Block::table("runs-seconds", columns, stages.filter_map(row).collect())
}

/// What a stage of a run is called, by its name in the summary's `seconds`.
pub fn stage_name(stage: &str) -> Message {
    message!("stage", stage = Argument::Key(stage.to_string().into()))
}
