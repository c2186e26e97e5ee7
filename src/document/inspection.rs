//! What an archive is and holds, as a document: whether it is as its manifest says, its run, data sets, metrics and files.

use super::metrics::Metric;
use super::{Advice, Block, Column, Content, Document, Fact, Kind, Row, State, Verdict};
use crate::message;
use crate::message::{Argument, Message};
use crate::mlflow::inspected::{DRIFT_VERDICT, GATE, Inspected, MONITOR_SENTENCE};
use crate::mlflow::manifest::Manifest;

/// What the document is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct InspectionParts<'a> {
    /// Of the file, without its folder.
    pub name: &'a str,
    pub archive: &'a Inspected,
    /// What it keeps of the training rows for drift reports; none where it is no run's, or that could not be read.
    pub profile: Option<Message>,
}

pub fn inspection_document(parts: InspectionParts) -> Document {
    let archive = parts.archive;
    let mut blocks = vec![
        Block::new("inspect-verdict", Content::Verdict(verdict(archive))),
        Block::new("inspect-facts", Content::Facts(facts(&parts))),
    ];
    if let Some(run) = &archive.run {
        blocks.push(Block::section(
            "inspect-data",
            message!("inspect-data"),
            vec![data(run)],
        ));
    }
    let metrics = metrics(archive);
    if !metrics.is_empty() {
        let columns = vec![
            Column::new(message!("column-score"), Kind::Name),
            Column::new(message!("column-value"), Kind::Number),
        ];
        blocks.push(Block::section(
            "inspect-metrics",
            message!("evaluate-scores"),
            vec![Block::table("inspect-scores", columns, metrics)],
        ));
    }
    blocks.push(Block::section(
        "inspect-files",
        message!("inspect-files"),
        vec![files(archive)],
    ));
    Document {
        title: message!("inspect-title"),
        subject: parts.name.to_string(),
        blocks,
    }
}

fn verdict(archive: &Inspected) -> Verdict {
    let key = Argument::Key(archive.manifest.kind.clone().into());
    match &archive.fault {
        None => Verdict {
            state: State::Good,
            outcome: "verified",
            word: message!("inspect-verified"),
            sentence: message!(
                "inspect-verified-files",
                files = archive.entries.len(),
                size = Argument::Bytes(archive.entries.iter().map(|entry| entry.n_bytes).sum())
            ),
            advice: Some(Advice {
                sentence: message!("inspect-advice-use", kind = key),
                action: None,
            }),
        },
        Some(fault) => Verdict {
            state: State::Bad,
            outcome: "damaged",
            word: message!("inspect-damaged"),
            sentence: fault.message.clone(),
            advice: Some(Advice {
                sentence: message!("inspect-advice-again"),
                action: None,
            }),
        },
    }
}

fn facts(parts: &InspectionParts) -> Vec<Fact> {
    let manifest = &parts.archive.manifest;
    let noted = |name, value: Argument, note: &str| Fact {
        name,
        value,
        note: Some(Message::text(note)),
    };
    let kind = Argument::Key(manifest.kind.clone().into());
    let mut facts = vec![
        Fact::new(
            message!("inspect-kind"),
            message!("inspect-kind-of", kind = kind),
        ),
        noted(
            message!("inspect-run"),
            (&manifest.run_id).into(),
            &manifest.run_name,
        ),
        noted(
            message!("inspect-experiment"),
            (&manifest.experiment).into(),
            &manifest.experiment_id,
        ),
        Fact::new(
            message!("inspect-made-by"),
            format!("Dryf {}", manifest.dryf_version),
        ),
    ];
    if let Some(run) = &parts.archive.run {
        facts.extend([
            Fact::new(message!("inspect-model"), &run.model_sha256),
            Fact::new(message!("inspect-classes"), run.classes.join(", ")),
            Fact::new(message!("inspect-seed"), run.seed.to_string()),
            Fact::new(
                message!("inspect-texts"),
                match run.texts_included {
                    true => message!("inspect-texts-included"),
                    false => message!("inspect-texts-left-out"),
                },
            ),
        ]);
    }
    let profile = parts.profile.iter();
    facts.extend(profile.map(|said| Fact::new(message!("inspect-drift"), said.clone())));
    let found = [
        (message!("gate-title"), GATE),
        (message!("inspect-drift-found"), DRIFT_VERDICT),
        (message!("inspect-monitoring"), MONITOR_SENTENCE),
    ];
    facts.extend(found.into_iter().filter_map(|(name, tag)| {
        let sentence = parts.archive.tags.get(tag)?;
        Some(Fact::new(name, sentence))
    }));
    facts
}

fn data(run: &Manifest) -> Block {
    let name = |name| Column::new(name, Kind::Name);
    let columns = vec![
        name(message!("inspect-set")),
        name(message!("column-file")),
        Column::new(message!("column-rows"), Kind::Number),
        name(message!("column-sha256")),
        name(message!("inspect-digest")),
    ];
    let rows = run.data.iter().flat_map(|(set, data)| {
        data.sources.iter().map(move |source| {
            Row::new(vec![
                Some(match set.as_str() {
                    "train" => message!("set-train").into(),
                    "test" => message!("set-test").into(),
                    other => other.into(),
                }),
                Some((&source.name).into()),
                Some(data.n_rows.into()),
                Some((&source.sha256).into()),
                Some((&data.digest).into()),
            ])
        })
    });
    Block::table("inspect-sets", columns, rows.collect())
}

fn metrics(archive: &Inspected) -> Vec<Row> {
    Metric::all()
        .into_iter()
        .filter_map(|metric| {
            let value = *archive.metrics.get(&metric.key)?;
            Some(Row::new(vec![
                Some(metric.name().into()),
                Some(metric.value(value)),
            ]))
        })
        .collect()
}

fn files(archive: &Inspected) -> Block {
    let columns = vec![
        Column::new(message!("column-bytes"), Kind::Number),
        Column::new(message!("column-file"), Kind::Name),
        Column::new(message!("inspect-about"), Kind::Name),
    ];
    let rows = archive.entries.iter().map(|entry| {
        Row::new(vec![
            Some(entry.n_bytes.into()),
            Some((&entry.path).into()),
            entry.about.clone().map(Argument::from),
        ])
    });
    Block::table("inspect-entries", columns, rows.collect())
}
