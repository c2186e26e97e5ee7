//! The figures of a search on two axes: the way there, each setting, the distribution, the front of two objectives.

use super::shown::{Drawn, axis_kind, objective, second_objective, shown, value, written};
use crate::document::{
    Axis, AxisKind, Block, Column, Content, Figure, Kind, Row, Scatter, ScatterPoint, Shown, Table,
    number,
};
use crate::message;
use crate::message::{Argument, Message};
use crate::pipeline::search::{Dimension, SearchReport, TrialState};

/// The value of each trial, and the best so far.
pub(super) fn history(drawn: &Drawn) -> Scatter {
    let report = drawn.report;
    let (_, direction) = report.settings.study.objectives()[0];
    let mut best: Option<f64> = None;
    let mut line = Vec::new();
    let mut rows = Vec::new();
    for trial in &report.trials {
        let across = f64::from(trial.number);
        let Some(value) = value(trial) else {
            continue;
        };
        if trial.is_feasible() && best.is_none_or(|best| direction.is_better(value, best)) {
            line.extend(best.map(|best| (across, best)));
            line.push((across, value));
            best = Some(value);
        }
        rows.push(Row::new(vec![
            Some(Argument::Count(trial.number.into())),
            Some(shown(report).of(value)),
            best.map(|best| shown(report).of(best)),
        ]));
    }
    if let (Some(best), Some(last)) = (best, report.trials.last()) {
        line.push((f64::from(last.number), best));
    }
    let points = drawn.trials.iter().filter_map(|trial| {
        let at = (f64::from(trial.number), value(trial)?);
        Some(drawn.point(trial, at))
    });
    Scatter {
        name: message!("search-history-name", objective = objective(report)),
        across: Axis {
            name: message!("search-column-trial"),
            kind: number_kind(Shown::Count),
        },
        upwards: value_axis(report),
        points: points.collect(),
        line,
        table: Table {
            columns: vec![
                number(message!("search-column-trial")),
                number(objective(report)),
                number(message!("search-column-best")),
            ],
            rows,
        },
    }
}

fn number_kind(shown: Shown) -> AxisKind {
    AxisKind::Number {
        is_log: false,
        shown,
    }
}

fn value_axis(report: &SearchReport) -> Axis {
    Axis {
        name: objective(report),
        kind: number_kind(shown(report)),
    }
}

/// Each setting against the objective.
pub(super) fn slices(drawn: &Drawn) -> Vec<Block> {
    let dimensions = drawn.report.settings.space.dimensions().iter();
    let figures = dimensions.filter_map(|dimension| {
        let scatter = slice(drawn, dimension);
        let id = format!("search-slice-{}", dimension.name);
        (scatter.points.len() > 1)
            .then(|| Block::new(id, Content::Figure(Figure::Scatter(scatter))))
    });
    figures.collect()
}

fn slice(drawn: &Drawn, dimension: &Dimension) -> Scatter {
    let report = drawn.report;
    let mut points = Vec::new();
    let mut rows = Vec::new();
    for trial in &drawn.trials {
        let (Some(upwards), Some(chosen)) = (value(trial), trial.point.get(&dimension.name)) else {
            continue;
        };
        points.push(drawn.point(trial, (chosen.number(), upwards)));
        rows.push(Row::new(vec![
            Some(Argument::Count(trial.number.into())),
            Some(written(dimension, *chosen).into()),
            Some(shown(report).of(upwards)),
        ]));
    }
    Scatter {
        name: message!(
            "search-slice-name",
            setting = dimension.name.as_str(),
            objective = objective(report)
        ),
        across: Axis {
            name: Message::text(&dimension.name),
            kind: axis_kind(dimension),
        },
        upwards: value_axis(report),
        points,
        line: Vec::new(),
        table: Table {
            columns: vec![
                number(message!("search-column-trial")),
                Column::new(Message::text(&dimension.name), Kind::Name),
                number(objective(report)),
            ],
            rows,
        },
    }
}

/// The share of the complete trials whose objective is no higher: the empirical distribution function.
pub(super) fn distribution(drawn: &Drawn) -> Option<Scatter> {
    let report = drawn.report;
    let trials = report.trials.iter();
    let complete = trials.filter(|trial| trial.state == TrialState::Complete);
    let mut values: Vec<(f64, u32)> = complete
        .filter_map(|trial| Some((value(trial)?, trial.number)))
        .collect();
    values.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
    let n = values.len() as f64;
    let (first, last) = (values.first()?.0, values.last()?.0);
    let mut line = vec![(first, 0.0)];
    let mut rows = Vec::new();
    let mut points: Vec<ScatterPoint> = Vec::new();
    for (at, (value, number)) in values.iter().enumerate() {
        // Of equal values the highest share.
        let share = values.partition_point(|other| other.0 <= *value) as f64 / n;
        line.push((*value, at as f64 / n));
        line.push((*value, (at + 1) as f64 / n));
        let trial = drawn.trials.iter().find(|trial| trial.number == *number);
        points.extend(trial.map(|trial| drawn.point(trial, (*value, share))));
        rows.push(Row::new(vec![
            Some(Argument::Count((*number).into())),
            Some(shown(report).of(*value)),
            Some(Argument::Share(share)),
        ]));
    }
    line.dedup();
    let share = message!("search-column-share");
    (first < last).then(|| Scatter {
        name: message!("search-distribution-name", objective = objective(report)),
        across: value_axis(report),
        upwards: Axis {
            name: share.clone(),
            kind: number_kind(Shown::Share),
        },
        points,
        line,
        table: Table {
            columns: vec![
                number(message!("search-column-trial")),
                number(objective(report)),
                number(share),
            ],
            rows,
        },
    })
}

/// Both objectives of each complete trial, and a line of steps through those of the front: what costs as much is worth no more.
pub(super) fn front(drawn: &Drawn) -> Option<Scatter> {
    let report = drawn.report;
    let (second, kind) = second_objective(report)?;
    let both = drawn
        .trials
        .iter()
        .filter_map(|trial| match trial.values[..] {
            [first, second] if trial.state == TrialState::Complete => Some((trial, second, first)),
            _ => None,
        });
    let both: Vec<_> = both.collect();
    let mut front: Vec<(f64, f64)> = both
        .iter()
        .filter(|(trial, ..)| report.front.contains(&trial.number))
        .map(|(_, across, upwards)| (*across, *upwards))
        .collect();
    front.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.total_cmp(&other.1)));
    let mut line: Vec<(f64, f64)> = Vec::new();
    for at in front {
        // What costs more is no better until the next one.
        line.extend(line.last().map(|before| (at.0, before.1)));
        line.push(at);
    }
    let points = both.iter();
    let points = points.map(|(trial, across, upwards)| drawn.point(trial, (*across, *upwards)));
    let rows = both.iter().map(|(trial, across, upwards)| {
        let is_on_it = report.front.contains(&trial.number);
        Row::new(vec![
            Some(Argument::Count(trial.number.into())),
            Some(shown(report).of(*upwards)),
            Some(kind.of(*across)),
            is_on_it.then(|| message!("search-on-front").into()),
        ])
    });
    (both.len() > 1).then(|| Scatter {
        name: message!(
            "search-front-name",
            first = objective(report),
            second = second.clone()
        ),
        across: Axis {
            name: second.clone(),
            kind: number_kind(kind),
        },
        upwards: value_axis(report),
        points: points.collect(),
        line,
        table: Table {
            columns: vec![
                number(message!("search-column-trial")),
                number(objective(report)),
                number(second),
                Column::new(message!("search-front"), Kind::Name),
            ],
            rows: rows.collect(),
        },
    })
}
