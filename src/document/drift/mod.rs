//! A drift report as a document: the verdict with what decides it, the evidence part by part, and what is about no part.

mod classes;
mod evidence;
mod model;
mod planted;
mod sizes;
mod sparks;
mod terms;
mod texts;
mod tools;

pub use planted::{found_from_said, planted_said};
pub use terms::section_of_family;

use super::{
    Action, Advice, Block, Column, Content, Document, Fact, Kind, Row, State, Statement, Tone,
    Verdict, interval, number, sentence,
};
use crate::message;
use crate::message::{Argument, Message, numbers};
use crate::pipeline::drift::{
    DriftReport, HistoryNull, Measurement, PartName, Standing, Unavailable,
    Verdict as DriftVerdict, Whole,
};

/// What the document is made of.
#[derive(Debug, Clone)]
pub struct DriftParts<'a> {
    pub report: &'a DriftReport,
    pub reference: ComparedSide<'a>,
    pub current: ComparedSide<'a>,
    /// Seed of the random splits.
    pub seed: u32,
    /// Whether all random splits that were asked for are drawn.
    pub is_drawn: bool,
    /// For each family of the report the terms that were tested, where it has but those that are listed.
    pub tested: Option<&'a [u64]>,
    /// Parts that changed since a shift was planted.
    pub new: &'a [PartName],
}

/// A side of the comparison.
#[derive(Debug, Clone)]
pub struct ComparedSide<'a> {
    /// A file, an archive, a range of rows.
    pub name: Argument,
    /// Of its file, or of a text and its tags file together, where it has one.
    pub sha256: Option<&'a str>,
}

pub fn drift_document(parts: DriftParts) -> Document {
    let report = parts.report;
    let mut blocks = vec![Block::new(
        "drift-verdict",
        Content::Verdict(verdict(&report.verdict)),
    )];
    if !parts.is_drawn {
        let said = message!("drift-preliminary");
        blocks.push(Block::text("drift-preliminary", Tone::Quiet, said));
    }
    blocks.extend([
        evidence::evidence(report, parts.tested, parts.new),
        Block::text(
            "evidence-about",
            Tone::Quiet,
            message!(
                "drift-evidence-about",
                alpha = Argument::Share(report.verdict.options.alpha)
            ),
        ),
        Block::new(
            "drift-sides",
            Content::Facts(vec![
                side(
                    message!("drift-reference"),
                    &parts.reference,
                    report.n_reference,
                ),
                side(message!("drift-current"), &parts.current, report.n_current),
            ]),
        ),
    ]);
    blocks.extend((1..).zip(report.notes()).map(|(at, note): (u32, Message)| {
        Block::text(format!("drift-note-{at}"), Tone::Quiet, sentence(note))
    }));
    blocks.extend(power(&report.verdict));
    blocks.extend([
        model::predictions(report),
        tools::tools(report),
        Block::text(
            "drift-about",
            Tone::Quiet,
            message!("drift-about", seed = parts.seed.to_string()),
        ),
    ]);
    Document {
        title: message!("drift-title"),
        subject: match parts.current.name {
            Argument::Text(name) => name,
            // What is called otherwise in each language has no name of its own.
            _ => String::new(),
        },
        blocks,
    }
}

fn verdict(verdict: &DriftVerdict) -> Verdict {
    let (state, outcome) = match &verdict.whole {
        Whole::Drift { .. } if verdict.is_within_history() => (State::Warning, "drift"),
        Whole::Drift { .. } => (State::Bad, "drift"),
        Whole::NoDrift => (State::Good, "none"),
        Whole::NotEnoughData { .. } => (State::Unknown, "few"),
        Whole::NotMeasured => (State::Unknown, "unmeasured"),
    };
    let advice = |sentence, action| Advice { sentence, action };
    let advice = match &verdict.whole {
        Whole::Drift { parts } => {
            let section = surest(verdict, parts).map_or("drift-evidence", evidence::row_of);
            match (verdict.is_within_history(), section) {
                (true, "part-labels") => advice(
                    message!("drift-advice-history"),
                    Some(Action::Show(section)),
                ),
                (true, section) => {
                    advice(message!("drift-advice-blocks"), Some(Action::Show(section)))
                }
                (false, section) => advice(
                    message!("drift-advice-changed", section = Argument::key(section)),
                    Some(Action::Show(section)),
                ),
            }
        }
        Whole::NoDrift if verdict.is_part => {
            advice(message!("drift-advice-new-rows"), Some(Action::LoadData))
        }
        Whole::NoDrift => advice(message!("drift-advice-none"), None),
        Whole::NotEnoughData {
            needed: Some(needed),
            ..
        } => advice(
            message!("drift-advice-rows", rows = *needed),
            Some(Action::LoadData),
        ),
        Whole::NotEnoughData { needed: None, .. } => {
            advice(message!("drift-advice-reference"), Some(Action::LoadData))
        }
        Whole::NotMeasured => advice(message!("drift-advice-load"), Some(Action::LoadData)),
    };
    Verdict {
        state,
        outcome,
        word: verdict.word(),
        sentence: verdict.found(),
        advice: Some(advice),
    }
}

/// Of the parts that changed the one with the smallest p-value, the first of equals.
fn surest(verdict: &DriftVerdict, changed: &[PartName]) -> Option<PartName> {
    let parts = verdict.parts.iter();
    parts
        .filter(|part| changed.contains(&part.part))
        .min_by(|a, b| {
            let [a, b] = [a, b].map(|part| part.decides().unwrap_or(1.0));
            a.total_cmp(&b)
        })
        .map(|part| part.part)
}

fn side(name: Message, side: &ComparedSide, rows: u64) -> Fact {
    let rows = message!("count-rows", rows = rows);
    Fact {
        name,
        value: side.name.clone(),
        note: Some(match side.sha256 {
            Some(sha256) => message!(
                "drift-rows-sha256",
                rows = rows,
                sha256 = numbers::fingerprint(sha256)
            ),
            None => rows,
        }),
    }
}

/// What so many rows can show; nothing where a side is empty.
fn power(verdict: &DriftVerdict) -> Option<Block> {
    let options = verdict.options;
    let power = || Argument::Share(options.power);
    let mut blocks = Vec::new();
    blocks.extend(verdict.new_term.map(|term| {
        let said = match term.share {
            Some(share) => message!(
                "drift-power-word",
                power = power(),
                share = Argument::Share(share)
            ),
            None => message!("drift-power-no-word"),
        };
        Block::text("power-word", Tone::Plain, said)
    }));
    if !verdict.power.is_empty() {
        let columns = vec![
            Column::new(message!("column-class"), Kind::Name),
            number(message!("drift-power-seen")),
            number(message!("drift-power-needed", power = power())),
        ];
        let rows = verdict.power.iter().map(|class| {
            Row::new(vec![
                Some((&class.class).into()),
                Some(Argument::Share(class.at_this_size.power)),
                Some(match class.rows_needed {
                    Some(rows) => rows.into(),
                    None => message!("drift-power-never").into(),
                }),
            ])
        });
        blocks.extend([
            Block::text(
                "power-about",
                Tone::Quiet,
                message!(
                    "drift-power-about",
                    ratio = Argument::Number(options.ratio),
                    alpha = Argument::Share(options.alpha)
                ),
            ),
            Block::table("drift-power", columns, rows.collect()),
        ]);
    }
    let is_there = !blocks.is_empty();
    is_there.then(|| Block::section("drift-reach", message!("drift-power"), blocks))
}

/// Why something is not there.
fn missing(id: &'static str, gap: &Unavailable) -> Block {
    Block::text(id, Tone::Quiet, sentence(gap.message()))
}

/// What `blocks` says of what was measured, or why it was not.
fn measured<T>(
    id: &'static str,
    part: &Measurement<T>,
    blocks: impl FnOnce(&T) -> Vec<Block>,
) -> Vec<Block> {
    match part {
        Measurement::Measured(found) => blocks(found),
        Measurement::Missing(gap) => vec![missing(id, gap)],
    }
}

/// How a change stands to those between blocks of the reference.
fn standing(history: &HistoryNull) -> Argument {
    let blocks = history.blocks.len();
    match history.standing {
        Standing::BeyondHistory => message!("history-beyond", blocks = blocks),
        Standing::WithinHistory => message!(
            "history-within",
            reached = history.reached(),
            blocks = blocks
        ),
    }
    .into()
}
