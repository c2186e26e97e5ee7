//! What became of a push to a tracking server, and what one would send, as documents.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::{Block, Column, Content, Document, Fact, Kind, Row, State, Tone, Verdict};
use crate::message;
use crate::message::{Argument, Message};
use crate::mlflow::push::{Outcome, Planned, PushReport, PushedRun, PushedVersion};

/// Runs that a table lists.
const LISTED: usize = 50;

/// The document of a push that is over; `server` is its address.
pub fn push_document(name: &str, server: &str, report: &PushReport) -> Document {
    let mut blocks = vec![
        Block::new("push-verdict", Content::Verdict(verdict(server, report))),
        Block::new("push-facts", Content::Facts(facts(server, report))),
    ];
    let columns = vec![
        Column::new(message!("inspect-run"), Kind::Name),
        Column::new(message!("push-outcome"), Kind::Name),
        Column::new(message!("push-server-id"), Kind::Name),
    ];
    let row = |run: &PushedRun| {
        let outcome = message!("push-outcome-of", outcome = key(run.outcome));
        Row::new(vec![
            Some((&run.name).into()),
            Some(outcome.into()),
            Some((&run.server_id).into()),
        ])
    };
    let rows = report.runs.iter().take(LISTED).map(row).collect();
    blocks.push(Block::table("push-runs", columns, rows));
    if report.runs.len() > LISTED {
        let more = message!("push-more-runs", runs = report.runs.len() - LISTED);
        blocks.push(Block::text("push-more", Tone::Quiet, more));
    }
    Document {
        title: message!("push-title"),
        subject: name.to_string(),
        blocks,
    }
}

pub(super) fn key(outcome: Outcome) -> Argument {
    Argument::key(match outcome {
        Outcome::New => "new",
        Outcome::Completed => "completed",
        Outcome::Extended => "extended",
        Outcome::Equal => "equal",
        Outcome::Different => "different",
        Outcome::Failed => "failed",
    })
}

fn verdict(server: &str, report: &PushReport) -> Verdict {
    let count = |outcome| {
        report
            .runs
            .iter()
            .filter(|run| run.outcome == outcome)
            .count()
    };
    let (new, completed) = (count(Outcome::New), count(Outcome::Completed));
    let (extended, equal) = (count(Outcome::Extended), count(Outcome::Equal));
    let sentence = message!(
        "push-counts",
        server = server,
        new = new + completed,
        extended = extended,
        equal = equal
    );
    let refused = report
        .version
        .as_ref()
        .and_then(|version| version.alias_refused.clone());
    match refused {
        Some(why) => Verdict {
            state: State::Warning,
            outcome: "alias_refused",
            word: message!("push-word-alias-refused"),
            sentence: why,
            advice: None,
        },
        None => Verdict {
            state: State::Good,
            outcome: if new + completed + extended == 0 {
                "equal"
            } else {
                "pushed"
            },
            word: message!("push-word-there"),
            sentence,
            advice: None,
        },
    }
}

fn facts(server: &str, report: &PushReport) -> Vec<Fact> {
    let noted = |name, value: &str, note: Message| Fact {
        name,
        value: value.into(),
        note: Some(note),
    };
    let mut facts = vec![
        noted(
            message!("push-server"),
            server,
            message!("push-mlflow", version = &report.server_version),
        ),
        noted(
            message!("inspect-experiment"),
            &report.experiment,
            Message::text(&report.experiment_id),
        ),
    ];
    if let Some(run) = report.runs.first() {
        let address = format!(
            "{server}/#/experiments/{}/runs/{}",
            report.experiment_id, run.server_id
        );
        facts.push(Fact::new(message!("push-address"), address));
    }
    for model in report.runs.iter().flat_map(|run| &run.models) {
        facts.push(Fact::new(message!("inspect-model"), model));
    }
    if let Some(version) = &report.version {
        let named = match &version.alias {
            Some(alias) => format!("models:/{}@{alias}", version.name),
            None => format!("models:/{}/{}", version.name, version.version),
        };
        let note = message!("push-version", version = &version.version);
        facts.push(noted(message!("push-registered"), &named, note));
    }
    let long: Vec<&str> = report
        .runs
        .iter()
        .flat_map(|run| &run.long_values)
        .map(String::as_str)
        .collect();
    if !long.is_empty() {
        facts.push(Fact::new(message!("push-long-values"), long.join(", ")));
    }
    facts
}

/// Where the server shows what was sent: what, and its address.
pub fn push_links(server: &str, report: &PushReport) -> Vec<(Message, String)> {
    let experiment = format!("{server}/#/experiments/{}", report.experiment_id);
    let encoded = |name: &str| utf8_percent_encode(name, NON_ALPHANUMERIC).to_string();
    let mut links = Vec::new();
    if let Some(run) = report.runs.first() {
        let address = format!("{experiment}/runs/{}", run.server_id);
        links.push((message!("push-link-run", name = &run.name), address));
    }
    let models = report.runs.iter().flat_map(|run| &run.models);
    for id in models.filter_map(|model| model.strip_prefix("models:/")) {
        let address = format!("{experiment}/models/{id}");
        links.push((message!("push-link-model", id = id), address));
    }
    if let Some(PushedVersion { name, version, .. }) = &report.version {
        let address = format!("{server}/#/models/{}/versions/{version}", encoded(name));
        let said = message!("push-link-version", name = name, version = version);
        links.push((said, address));
    }
    links
}

/// The document of what a push would send.
pub fn plan_document(name: &str, experiment: &str, plan: &[Planned]) -> Document {
    let bytes = plan.iter().map(|run| run.bytes).sum();
    let sentence = message!(
        "push-would-send",
        runs = plan.len(),
        size = Argument::Bytes(bytes)
    );
    let columns = vec![
        Column::new(message!("inspect-run"), Kind::Name),
        Column::new(message!("push-params"), Kind::Number),
        Column::new(message!("push-metrics"), Kind::Number),
        Column::new(message!("push-points"), Kind::Number),
        Column::new(message!("push-tags"), Kind::Number),
        Column::new(message!("inspect-data"), Kind::Number),
        Column::new(message!("push-models"), Kind::Number),
        Column::new(message!("inspect-files"), Kind::Number),
        Column::new(message!("push-bytes"), Kind::Number),
    ];
    let row = |run: &Planned| {
        let counts = [
            run.params,
            run.metrics,
            run.points,
            run.tags,
            run.datasets,
            run.models,
            run.files,
        ];
        let mut cells = vec![Some((&run.run_name).into())];
        cells.extend(counts.map(|count| Some(count.into())));
        cells.push(Some(Argument::Bytes(run.bytes)));
        Row::new(cells)
    };
    let rows = plan.iter().take(LISTED).map(row).collect();
    Document {
        title: message!("push-title"),
        subject: name.to_string(),
        blocks: vec![
            Block::new(
                "push-verdict",
                Content::Verdict(Verdict {
                    state: State::Note,
                    outcome: "planned",
                    word: message!("push-word-planned"),
                    sentence,
                    advice: None,
                }),
            ),
            Block::new(
                "push-facts",
                Content::Facts(vec![Fact::new(message!("inspect-experiment"), experiment)]),
            ),
            Block::table("push-plan", columns, rows),
        ],
    }
}
