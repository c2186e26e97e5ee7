//! All of one trial: how it fared, what it chose and where that is not what the search began with, its folds.

use super::shown::{objective, second_objective, settings_by_importance, shown, written};
use super::trials::{measures, state_of};
use crate::document::{Block, Column, Content, Fact, Kind, Row, State, Tone, number};
use crate::message;
use crate::message::Argument;
use crate::pipeline::search::{Dimension, SearchReport, Trial};

/// The blocks of a trial, by its number; none where there is no such trial.
pub fn trial_blocks(report: &SearchReport, trial: u32) -> Option<Vec<Block>> {
    let trial = report.trial(trial)?;
    let mut blocks = vec![Block::new(
        "trial-facts",
        Content::Facts(facts(report, trial)),
    )];
    if let Some(note) = &trial.note {
        blocks.push(Block::text("trial-note", Tone::Warning, note.clone()));
    }
    blocks.push(settings(report, trial));
    let folds: Vec<Row> = trial
        .folds
        .iter()
        .map(|fold| {
            Row::new(vec![
                Some(Argument::Count(u64::from(fold.fold) + 1)),
                Some(shown(report).of(fold.value)),
                Some(shown(report).of(fold.mean)),
            ])
        })
        .collect();
    if !folds.is_empty() {
        let columns = vec![
            number(message!("search-column-fold")),
            number(objective(report)),
            number(message!("search-column-mean")),
        ];
        blocks.push(Block::table("trial-folds", columns, folds));
    }
    Some(blocks)
}

fn facts(report: &SearchReport, trial: &Trial) -> Vec<Fact> {
    let mut facts = vec![Fact::new(
        message!("search-column-state"),
        state_of(trial.state),
    )];
    let second = second_objective(report);
    let objectives = [(objective(report), shown(report))]
        .into_iter()
        .chain(second.clone());
    for ((name, shown), value) in objectives.zip(&trial.values) {
        facts.push(Fact::new(name, shown.of(*value)));
    }
    let mut others = measures(report, trial);
    // The second objective stands there already.
    others.retain(|(name, _)| second.as_ref().is_none_or(|second| second.0 != *name));
    let known = others
        .into_iter()
        .filter_map(|(name, value)| Some(Fact::new(name, value?)));
    facts.extend(known);
    facts
}

fn settings(report: &SearchReport, trial: &Trial) -> Block {
    let first = report.trial(0).filter(|first| first.number != trial.number);
    let chosen = |trial: &Trial, one: &Dimension| {
        let value = trial.point.get(&one.name)?;
        Some((one.key.clone(), written(one, *value)))
    };
    let dimensions = settings_by_importance(report);
    let of_first = |key: &str| {
        let all = dimensions.iter().filter_map(|one| chosen(first?, one));
        all.filter(|(other, _)| other == key)
            .map(|(_, value)| value)
            .next()
    };
    let rows = dimensions.iter().filter_map(|one| {
        let (key, value) = chosen(trial, one)?;
        let before = of_first(&key);
        let is_same = before.as_ref() == Some(&value);
        let mut cells = vec![Some(key.as_str().into()), Some(value.into())];
        if first.is_some() {
            cells.push(match is_same {
                true => Some(message!("search-same").into()),
                false => before.map(Into::into),
            });
        }
        let is_marked = first.is_some() && !is_same;
        Some(Row::new(cells).in_state(is_marked.then_some(State::Note)))
    });
    let mut columns = vec![
        Column::new(message!("column-setting"), Kind::Name),
        Column::new(message!("column-value"), Kind::Name),
    ];
    if first.is_some() {
        columns.push(Column::new(message!("search-column-first"), Kind::Name));
    }
    let rows = rows.collect();
    Block::table("trial-settings", columns, rows)
}
