//! What was watched of a model in production, as a document: whether to retrain and why, reason by reason, the promise on false
//! alarms, then charts over the batches, and every number in tables.

mod charts;
mod tables;

use super::{
    Action, Advice as Recommended, Block, Content, Document, Fact, State, Statement, Tone, Verdict,
    sentence,
};
use crate::message;
use crate::message::{Argument, numbers};
use crate::pipeline::monitoring::{Advice, Answer, JudgedRule, RuleOutcome, Watch};

/// What the document is made of.
#[derive(Debug, Clone, Copy)]
pub struct MonitorParts<'a> {
    pub watch: &'a Watch,
    pub advice: &'a Advice,
    /// Batches in all, of which some may still be to come.
    pub n_batches: u64,
}

pub fn monitor_document(parts: MonitorParts) -> Document {
    let MonitorParts { watch, advice, .. } = parts;
    let mut blocks = vec![Block::new(
        "monitor-verdict",
        Content::Verdict(verdict(advice)),
    )];
    let reasons = advice.in_force().map(|rule| Statement {
        state: reason_state(rule, advice),
        text: rule.message(),
    });
    blocks.push(Block::new(
        "monitor-evidence",
        Content::Statements(reasons.collect()),
    ));
    let off = advice
        .rules
        .iter()
        .filter(|rule| rule.outcome == RuleOutcome::Off);
    let off: Vec<Argument> = off.map(|rule| rule.occasion.message().into()).collect();
    if !off.is_empty() {
        let text = message!("monitor-reasons-off", occasions = Argument::All(off));
        blocks.push(Block::text("monitor-off", Tone::Quiet, text));
    }
    blocks.push(Block::text(
        "monitor-false-alarms",
        Tone::Quiet,
        sentence(advice.false_alarms.message()),
    ));
    blocks.push(Block::new("monitor-facts", Content::Facts(facts(&parts))));
    blocks.extend(charts::charts(watch));
    blocks.push(tables::batches(watch, advice));
    blocks.extend(tables::tests(watch));
    blocks.push(tables::parts(watch));
    Document {
        title: message!("monitor-title"),
        subject: watch.model().run_name.clone(),
        blocks,
    }
}

fn verdict(advice: &Advice) -> Verdict {
    let (state, outcome) = match advice.answer {
        _ if advice.has_learned => (State::Unknown, "learned"),
        Answer::Retrain => (State::Bad, "retrain"),
        Answer::Keep => (State::Good, "keep"),
        Answer::NotEnoughData => (State::Unknown, "few"),
    };
    let since = advice.occasions().filter_map(|rule| rule.since.as_ref());
    let (sentence, action) = match (outcome, since.map(|since| since.batch).min()) {
        ("learned", _) => (message!("monitor-advice-learned"), Some(Action::LoadData)),
        ("keep", _) => (message!("monitor-advice-keep"), None),
        ("few", _) => (message!("monitor-advice-more"), Some(Action::LoadData)),
        (_, Some(batch)) => (
            message!("monitor-advice-retrain", batch = batch),
            Some(Action::Retrain),
        ),
        (_, None) => (message!("monitor-advice-train"), Some(Action::Retrain)),
    };
    Verdict {
        state,
        outcome,
        word: advice.word(),
        sentence: advice.found(),
        advice: Some(Recommended { sentence, action }),
    }
}

fn reason_state(rule: &JudgedRule, advice: &Advice) -> State {
    match rule.outcome {
        RuleOutcome::Retrain => alarm_state(advice),
        RuleOutcome::Quiet => State::Good,
        RuleOutcome::Off | RuleOutcome::NotEnoughData => State::Unknown,
    }
}

/// How an alarm stands: of rows that production has learned from it says nothing.
fn alarm_state(advice: &Advice) -> State {
    match advice.has_learned {
        true => State::Unknown,
        false => State::Bad,
    }
}

fn facts(parts: &MonitorParts) -> Vec<Fact> {
    let watch = parts.watch;
    let (model, n_batches) = (watch.model(), watch.records().len() as u64);
    let civil = model.trained.civil();
    let day = format!("{:04}-{:02}-{:02}", civil.year, civil.month, civil.day);
    vec![
        Fact {
            name: message!("monitor-production"),
            value: (&model.run_name).into(),
            note: Some(message!(
                "monitor-production-about",
                model = numbers::fingerprint(&model.model_sha256),
                rows = model.n_rows,
                day = day
            )),
        },
        Fact {
            name: message!("monitor-watched"),
            value: message!(
                "monitor-batches-rows",
                batches = n_batches,
                rows = watch.rows(),
                labelled = watch.labelled_rows()
            )
            .into(),
            note: (n_batches < parts.n_batches)
                .then(|| message!("monitor-so-far", batches = parts.n_batches)),
        },
    ]
}
