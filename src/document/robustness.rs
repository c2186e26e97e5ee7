//! Whether answers hold where texts are written another way, as a document: what flips most, then each perturbation, then
//! classes and examples.

use super::{
    Block, Column, Content, Document, Fact, Kind, Row, State, Tone, Verdict, interval, number,
};
use crate::message;
use crate::message::{Argument, Message, Unit};
use crate::pipeline::drift::Estimate;
use crate::pipeline::robustness::{Flips, PerturbationFlips, Robustness, RobustnessOutcome};

/// What the document is made of.
#[derive(Debug, Clone, Copy)]
pub struct RobustnessParts<'a> {
    /// The model, by the name of its archive.
    pub model: &'a str,
    /// The rows, by the names of their files.
    pub rows: &'a Message,
    pub found: &'a Robustness,
}

/// The document; without a verdict where there is no row.
pub fn robustness_document(parts: RobustnessParts) -> Document {
    let found = parts.found;
    let mut blocks = Vec::new();
    if let Some(verdict) = verdict(found) {
        blocks.push(Block::new("robustness-verdict", Content::Verdict(verdict)));
    }
    blocks.push(Block::new(
        "robustness-facts",
        Content::Facts(facts(&parts)),
    ));
    blocks.push(Block::text(
        "robustness-about",
        Tone::Quiet,
        message!("robustness-about"),
    ));
    blocks.push(by_perturbation(found));
    let flipping = found.perturbations.iter().filter(|one| one.all.flipped > 0);
    let flipping: Vec<&PerturbationFlips> = flipping.collect();
    if !flipping.is_empty() {
        blocks.push(Block::section(
            "robustness-classes",
            message!("robustness-by-class"),
            vec![by_class(&flipping)],
        ));
        blocks.push(Block::section(
            "robustness-texts",
            message!("robustness-examples"),
            vec![
                Block::text(
                    "robustness-texts-about",
                    Tone::Quiet,
                    message!("robustness-examples-about"),
                ),
                examples(&flipping),
            ],
        ));
    }
    Document {
        title: message!("robustness-title"),
        subject: parts.model.to_string(),
        blocks,
    }
}

fn verdict(found: &Robustness) -> Option<Verdict> {
    let (worst, share) = found.worst()?;
    let (state, outcome, word) = match found.outcome {
        RobustnessOutcome::Robust => (State::Good, "robust", message!("robustness-robust")),
        RobustnessOutcome::Fragile => (State::Warning, "fragile", message!("robustness-fragile")),
        RobustnessOutcome::Undecided => (
            State::Unknown,
            "undecided",
            message!("robustness-undecided"),
        ),
    };
    let Estimate { value, low, high } = share;
    let sentence = match worst.all.flipped {
        0 => message!(
            "robustness-none",
            rows = found.n_rows,
            high = Argument::Share(high),
            most = Argument::Share(found.max_flips)
        ),
        flipped => message!(
            "robustness-flips",
            how = worst.perturbation.name(),
            share = Argument::Share(value),
            flipped = flipped,
            rows = found.n_rows,
            low = Argument::Share(low),
            high = Argument::Share(high),
            most = Argument::Share(found.max_flips)
        ),
    };
    Some(Verdict {
        state,
        outcome,
        word,
        sentence,
        advice: None,
    })
}

fn facts(parts: &RobustnessParts) -> Vec<Fact> {
    let found = parts.found;
    vec![
        Fact::new(message!("evaluate-model"), parts.model),
        Fact {
            name: message!("robustness-rows"),
            value: message!("count-rows", rows = found.n_rows).into(),
            note: Some(parts.rows.clone()),
        },
        Fact::new(message!("robustness-seed"), found.seed.to_string()),
    ]
}

fn by_perturbation(found: &Robustness) -> Block {
    let mut columns = vec![Column::new(message!("robustness-written"), Kind::Name)];
    columns.extend(counted());
    columns.extend([
        number(message!("robustness-of-touched")),
        number(message!("robustness-lost")),
        number(message!("robustness-won")),
    ]);
    let rows = found.perturbations.iter().map(|one| {
        let mut cells: Vec<Option<Argument>> = vec![Some(one.perturbation.name().into())];
        cells.extend(counts(&one.all));
        cells.extend([
            share(one.all.of_touched),
            Some(one.all.lost.into()),
            Some(one.all.won.into()),
        ]);
        Row::new(cells)
            .keyed(one.perturbation.key())
            .about(one.perturbation.about())
    });
    Block::table("robustness-perturbations", columns, rows.collect())
}

fn by_class(flipping: &[&PerturbationFlips]) -> Block {
    let mut columns = vec![
        Column::new(message!("robustness-written"), Kind::Name),
        Column::new(message!("column-truth"), Kind::Name),
        number(message!("column-rows")),
    ];
    columns.extend(counted());
    let rows = flipping.iter().flat_map(|one| {
        one.by_class.iter().map(move |of| {
            let mut cells: Vec<Option<Argument>> = vec![
                Some(one.perturbation.name().into()),
                Some((&of.class).into()),
                Some(of.flips.rows.into()),
            ];
            cells.extend(counts(&of.flips));
            Row::new(cells)
        })
    });
    Block::table("robustness-per-class", columns, rows.collect())
}

/// The columns of [`counts`].
fn counted() -> [Column; 3] {
    [
        number(message!("robustness-touched")),
        number(message!("robustness-flipped")),
        number(message!("robustness-of-rows")),
    ]
}

fn counts(flips: &Flips) -> [Option<Argument>; 3] {
    [
        Some(flips.touched.into()),
        Some(flips.flipped.into()),
        share(flips.of_rows),
    ]
}

fn share(estimate: Option<Estimate>) -> Option<Argument> {
    estimate.map(|estimate| interval(Unit::Share, estimate))
}

fn examples(flipping: &[&PerturbationFlips]) -> Block {
    let columns = vec![
        Column::new(message!("robustness-written"), Kind::Name),
        number(message!("column-row")),
        Column::new(message!("column-truth"), Kind::Name),
        Column::new(message!("robustness-before"), Kind::Name),
        number(message!("robustness-margin-before")),
        Column::new(message!("robustness-after"), Kind::Name),
        number(message!("robustness-margin-after")),
        Column::new(message!("column-text"), Kind::Prose),
        Column::new(message!("robustness-perturbed"), Kind::Prose),
    ];
    let rows = flipping.iter().flat_map(|one| {
        one.examples.iter().map(move |example| {
            let margin = |value| Some(Argument::Decision(value));
            Row::new(vec![
                Some(one.perturbation.name().into()),
                Some((example.row + 1).into()),
                Some((&example.class).into()),
                Some((&example.before.class).into()),
                margin(example.before.margin),
                Some((&example.after.class).into()),
                margin(example.after.margin),
                Some((&example.text).into()),
                Some((&example.perturbed).into()),
            ])
        })
    });
    Block::table("robustness-flipped-texts", columns, rows.collect())
}
