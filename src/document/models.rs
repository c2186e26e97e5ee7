//! What models a tracking server has, as a document.

use super::{Block, Column, Content, Document, Fact, Kind, Row, State, Verdict};
use crate::message;
use crate::message::Argument;
use crate::mlflow::pull::{Listing, ModelVersion, RegisteredModel, ServerRun};
use crate::pipeline::time::UnixMillis;

/// Rows that a table lists.
const LISTED: usize = 200;

/// The document of what `server`, an address, has.
pub fn models_document(server: &str, listing: &Listing) -> Document {
    let versions: Vec<(&RegisteredModel, &ModelVersion)> = listing
        .models
        .iter()
        .flat_map(|model| model.versions.iter().map(move |version| (model, version)))
        .collect();
    let sentence = message!(
        "models-counts",
        models = listing.models.len(),
        versions = versions.len(),
        pullable = versions.iter().filter(|(_, it)| it.can_be_pulled).count(),
        runs = listing.runs.len()
    );
    let verdict = Verdict {
        state: State::Note,
        outcome: "listed",
        word: message!("models-word"),
        sentence,
        advice: None,
    };
    let columns = vec![
        Column::new(message!("models-model"), Kind::Name),
        Column::new(message!("models-aliases"), Kind::Name),
        Column::new(message!("models-gate"), Kind::Name),
        Column::new(message!("models-from"), Kind::Name),
        Column::new(message!("push-server-id"), Kind::Name),
    ];
    let row = |(model, it): &(&RegisteredModel, &ModelVersion)| {
        let maker = if it.can_be_pulled { "dryf" } else { "other" };
        Row::new(vec![
            Some(format!("models:/{}/{}", model.name, it.version).into()),
            some(it.aliases.join(", ")),
            some(it.gate.clone()),
            Some(message!("models-made-by", maker = Argument::key(maker)).into()),
            some(it.run_id.clone()),
        ])
    };
    let rows = versions.iter().take(LISTED).map(row).collect();
    let of_run = |it: &ServerRun| {
        let start = UnixMillis(it.start as f64).civil();
        Row::new(vec![
            Some(format!("runs:/{}/model", it.run_id).into()),
            some(it.run_name.clone()),
            some(it.experiment.clone()),
            some(it.gate.clone()),
            Some(format!("{:04}-{:02}-{:02}", start.year, start.month, start.day).into()),
        ])
    };
    let run_columns = vec![
        Column::new(message!("models-model"), Kind::Name),
        Column::new(message!("inspect-run"), Kind::Name),
        Column::new(message!("inspect-experiment"), Kind::Name),
        Column::new(message!("models-gate"), Kind::Name),
        Column::new(message!("models-day"), Kind::Name),
    ];
    let run_rows = listing.runs.iter().take(LISTED).map(of_run).collect();
    Document {
        title: message!("models-title"),
        subject: server.to_string(),
        blocks: vec![
            Block::new("models-verdict", Content::Verdict(verdict)),
            Block::new(
                "models-facts",
                Content::Facts(vec![Fact::new(message!("push-server"), server)]),
            ),
            Block::table("models-versions", columns, rows),
            Block::table("models-runs", run_columns, run_rows),
        ],
    }
}

fn some(text: String) -> Option<Argument> {
    (!text.is_empty()).then(|| text.into())
}
