//! What became of a push to a tracking server, and what one would send, as documents.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::{Block, Column, Content, Document, Fact, Kind, Row, State, Tone, Verdict};
use crate::message;
use crate::message::{Argument, Message};
use crate::mlflow::push::{Outcome, Planned, PushReport, PushedRun};

/// Runs that a table lists.
const LISTED: usize = 50;

/// The document of a push that is over; `server` is its address.
pub fn push_document(name: &str, server: &str, report: &PushReport) -> Document {
    let mut blocks = vec![
        Block::new("push-verdict", Content::Verdict(verdict(report))),
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

/// How many of the runs came to what, where any did: `1 run is new and 2 runs were there already`.
pub(super) fn counts<'a>(runs: impl Iterator<Item = &'a PushedRun> + Clone) -> Message {
    use Outcome::*;
    let kinds = [
        &[New, Completed][..],
        &[Extended],
        &[Equal],
        &[Different],
        &[Failed],
    ];
    let counted = kinds.into_iter().filter_map(|kind| {
        let n = runs
            .clone()
            .filter(|run| kind.contains(&run.outcome))
            .count();
        let said = message!("push-counted", outcome = key(kind[0]), runs = n);
        (n > 0).then(|| said.into())
    });
    message!("push-counts", counts = Argument::All(counted.collect()))
}

fn verdict(report: &PushReport) -> Verdict {
    let is_sent = |run: &PushedRun| !matches!(run.outcome, Outcome::Equal | Outcome::Different);
    let is_equal = !report.runs.iter().any(is_sent);
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
            outcome: if is_equal { "equal" } else { "pushed" },
            word: message!("push-word-there"),
            sentence: counts(report.runs.iter()),
            advice: None,
        },
    }
}

fn facts(server: &str, report: &PushReport) -> Vec<Fact> {
    let experiment = format!("{server}/#/experiments/{}", report.experiment_id);
    let shown = |name, address: String, note: Message| Fact {
        name,
        value: Argument::Address(address),
        note: Some(note),
    };
    let mut facts = vec![
        shown(
            message!("push-server"),
            server.into(),
            message!("push-mlflow", version = &report.server_version),
        ),
        Fact {
            name: message!("inspect-experiment"),
            value: (&report.experiment).into(),
            note: Some(Message::text(&report.experiment_id)),
        },
    ];
    if let Some(run) = report.runs.first() {
        let address = format!("{experiment}/runs/{}", run.server_id);
        let note = Message::text(&run.name);
        facts.push(shown(message!("inspect-run"), address, note));
    }
    for model in report.runs.iter().flat_map(|run| &run.models) {
        facts.push(match model.strip_prefix("models:/") {
            Some(id) => shown(
                message!("inspect-model"),
                format!("{experiment}/models/{id}"),
                Message::text(model),
            ),
            None => Fact::new(message!("inspect-model"), model),
        });
    }
    if let Some(version) = &report.version {
        let (name, number) = (&version.name, &version.version);
        let encoded = utf8_percent_encode(name, NON_ALPHANUMERIC);
        let address = format!("{server}/#/models/{encoded}/versions/{number}");
        let named = match &version.alias {
            Some(alias) => format!("models:/{name}@{alias}"),
            None => format!("models:/{name}/{number}"),
        };
        let note = message!("push-version", uri = named, version = number);
        facts.push(shown(message!("push-registered"), address, note));
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
