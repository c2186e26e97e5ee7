//! What the trials of a search chose together, as lines over axes that stand beside each other.

use super::shown::{Drawn, axis_kind, objective, settings_by_importance, shown, value, written};
use crate::document::{
    Axis, AxisKind, Column, Kind, Parallel, ParallelAxis, ParallelLine, Row, Table, number,
};
use crate::message;
use crate::message::{Argument, Message};
use crate::pipeline::search::{Dimension, Trial};

/// Settings that have room.
const MOST: usize = 8;
/// The axis of the objective.
const OBJECTIVE: &str = "objective";

/// None where nothing varies.
pub(super) fn figure(drawn: &Drawn) -> Option<Parallel> {
    let report = drawn.report;
    let varies = |one: &&Dimension| {
        let mut values = drawn.trials.iter().map(|trial| trial.point.get(&one.name));
        let first = values.next();
        !one.domain.is_single() && values.any(|value| Some(value) != first)
    };
    let settings = settings_by_importance(report).into_iter().filter(varies);
    let settings: Vec<&Dimension> = settings.take(MOST).collect();
    if settings.is_empty() {
        return None;
    }
    let values = || drawn.trials.iter().filter_map(|trial| value(trial));
    let mut axes: Vec<ParallelAxis> = settings.iter().map(|one| axis(one)).collect();
    axes.push(ParallelAxis {
        id: OBJECTIVE.into(),
        axis: Axis {
            name: objective(report),
            kind: AxisKind::Number {
                is_log: false,
                shown: shown(report),
            },
        },
        ends: [
            values().fold(f64::INFINITY, f64::min),
            values().fold(f64::NEG_INFINITY, f64::max),
        ],
    });
    let lines = drawn.trials.iter().map(|trial| {
        let chosen = settings
            .iter()
            .map(|one| Some(trial.point.get(&one.name)?.number()));
        ParallelLine {
            key: trial.number,
            values: chosen.chain([value(trial)]).collect(),
            look: drawn.look(trial),
            said: drawn.said(trial),
        }
    });
    Some(Parallel {
        name: message!("search-parallel-name", objective = objective(report)),
        lines: lines.collect(),
        axes,
        table: table(drawn, &settings),
        brushes: Vec::new(),
    })
}

fn axis(dimension: &Dimension) -> ParallelAxis {
    let range = dimension.domain.range();
    ParallelAxis {
        id: dimension.name.clone(),
        axis: Axis {
            name: Message::text(&dimension.name),
            kind: axis_kind(dimension),
        },
        ends: range.map_or([0.0, 1.0], |range| [range.low, range.high]),
    }
}

/// The same in numbers, the best first.
fn table(drawn: &Drawn, settings: &[&Dimension]) -> Table {
    let report = drawn.report;
    let (_, direction) = report.settings.study.objectives()[0];
    let mut trials: Vec<&Trial> = drawn.trials.clone();
    trials.sort_by(|one, other| direction.order(one.values[0], other.values[0]));
    let row = |trial: &Trial| {
        let chosen = settings.iter().map(|one| {
            let value = trial.point.get(&one.name)?;
            Some(written(one, *value).into())
        });
        let number = Some(Argument::Count(trial.number.into()));
        let value = value(trial).map(|value| shown(report).of(value));
        Row::new([number, value].into_iter().chain(chosen).collect())
    };
    let names = settings
        .iter()
        .map(|one| Column::new(Message::text(&one.name), Kind::Name));
    Table {
        columns: [
            number(message!("search-column-trial")),
            number(objective(report)),
        ]
        .into_iter()
        .chain(names)
        .collect(),
        rows: trials.into_iter().map(row).collect(),
    }
}
