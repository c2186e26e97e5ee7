//! What became of a file store on its way to a tracking server, as a document.

use super::push::{counts, key};
use super::{Block, Column, Content, Document, Fact, Kind, Row, State, Tone, Verdict};
use crate::message;
use crate::message::{Argument, Message};
use crate::mlflow::push::{Outcome, PushReport};
use crate::mlflow::store::{Note, Registered};

/// Rows that a table lists.
const LISTED: usize = 200;

/// What the document is made of.
pub struct StoreParts<'a> {
    /// The folder's.
    pub name: &'a str,
    /// The server's address.
    pub server: &'a str,
    /// One for each experiment.
    pub reports: &'a [PushReport],
    pub registered: &'a [Registered],
    pub notes: &'a [Note],
}

pub fn store_document(parts: StoreParts) -> Document {
    let runs = || parts.reports.iter().flat_map(|report| &report.runs);
    let count = |outcome| runs().filter(|run| run.outcome == outcome).count();
    let new = count(Outcome::New) + count(Outcome::Completed) + count(Outcome::Extended);
    let (different, failed) = (count(Outcome::Different), count(Outcome::Failed));
    let refused = parts.registered.iter().flat_map(|model| &model.versions);
    let refused = refused.filter(|version| version.why.is_some()).count();
    let has_other = parts
        .registered
        .iter()
        .any(|model| !model.differs.is_empty());
    let is_as_there = different + failed + refused == 0 && !has_other;
    let sentence = counts(runs());
    let verdict = Verdict {
        state: if is_as_there {
            State::Good
        } else {
            State::Warning
        },
        outcome: match (is_as_there, new) {
            (false, _) => "differs",
            (true, 0) => "equal",
            (true, _) => "pushed",
        },
        word: message!("push-word-there"),
        sentence,
        advice: None,
    };
    let mut facts = vec![Fact::new(
        message!("push-server"),
        Argument::Address(parts.server.into()),
    )];
    for report in parts.reports {
        let note = Message::text(&report.experiment_id);
        facts.push(Fact {
            name: message!("inspect-experiment"),
            value: (&report.experiment).into(),
            note: Some(note),
        });
    }
    let columns = vec![
        Column::new(message!("inspect-experiment"), Kind::Name),
        Column::new(message!("inspect-run"), Kind::Name),
        Column::new(message!("push-outcome"), Kind::Name),
        Column::new(message!("push-server-id"), Kind::Name),
        Column::new(message!("store-differs"), Kind::Name),
    ];
    let rows = parts.reports.iter().flat_map(|report| {
        report.runs.iter().map(|run| {
            let differs = match &run.why {
                Some(why) => Some(why.clone().into()),
                None => listed(&run.differs),
            };
            let outcome = message!("push-outcome-of", outcome = key(run.outcome));
            let id = Some(&run.server_id).filter(|id| !id.is_empty());
            Row::new(vec![
                Some((&report.experiment).into()),
                Some((&run.name).into()),
                Some(outcome.into()),
                id.map(Into::into),
                differs,
            ])
        })
    });
    let mut blocks = vec![
        Block::new("store-verdict", Content::Verdict(verdict)),
        Block::new("store-facts", Content::Facts(facts)),
        Block::table("store-runs", columns, rows.take(LISTED).collect()),
    ];
    let n_runs = runs().count();
    if n_runs > LISTED {
        let more = message!("push-more-runs", runs = n_runs - LISTED);
        blocks.push(Block::text("store-more", Tone::Quiet, more));
    }
    if !parts.registered.is_empty() {
        let columns = vec![
            Column::new(message!("models-model"), Kind::Name),
            Column::new(message!("store-version"), Kind::Name),
            Column::new(message!("store-server-version"), Kind::Name),
            Column::new(message!("store-differs"), Kind::Name),
        ];
        let mut rows = Vec::new();
        for model in parts.registered {
            if !model.differs.is_empty() {
                let differs = listed(&model.differs);
                rows.push(Row::new(vec![
                    Some((&model.name).into()),
                    None,
                    None,
                    differs,
                ]));
            }
            for version in &model.versions {
                rows.push(Row::new(vec![
                    Some((&model.name).into()),
                    Some((&version.version).into()),
                    version.server_version.as_ref().map(Into::into),
                    version.why.clone().map(Into::into),
                ]));
            }
        }
        blocks.push(Block::table("store-models", columns, rows));
    }
    blocks.extend(store_notes(parts.notes));
    Document {
        title: message!("push-title"),
        subject: parts.name.to_string(),
        blocks,
    }
}

/// What was left out; nothing where nothing was.
pub fn store_notes(notes: &[Note]) -> Option<Block> {
    let columns = vec![
        Column::new(message!("store-left-out"), Kind::Name),
        Column::new(message!("store-why"), Kind::Name),
    ];
    let row = |note: &Note| {
        Row::new(vec![
            Some((&note.path).into()),
            Some(note.why.clone().into()),
        ])
    };
    let rows: Vec<Row> = notes.iter().take(LISTED).map(row).collect();
    (!rows.is_empty()).then(|| Block::table("store-left-out", columns, rows))
}

fn listed(names: &[String]) -> Option<Argument> {
    (!names.is_empty()).then(|| names.join(", ").into())
}
