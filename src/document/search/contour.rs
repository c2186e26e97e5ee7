//! The objective over two settings of a search.

use super::shown::{Drawn, axis_kind, objective, settings_by_importance, shown, value, written};
use crate::document::{Axis, Column, Contour, Kind, Row, Scatter, Table, number};
use crate::message;
use crate::message::{Argument, Message};
use crate::pipeline::search::{Dimension, SearchReport};

/// Trials that must have both settings.
const FEWEST: usize = 10;

/// The names of the settings with numbers that enough trials have, in the order of [`settings_by_importance`].
pub fn contour_settings(report: &SearchReport) -> Vec<&str> {
    let numbers = settings_by_importance(report).into_iter().filter(|one| {
        let trials = report.trials.iter();
        let has_it =
            trials.filter(|trial| value(trial).is_some() && trial.point.contains_key(&one.name));
        one.domain.range().is_some() && !one.domain.is_single() && has_it.count() >= FEWEST
    });
    numbers.map(|one| one.name.as_str()).collect()
}

/// The objective over two settings with numbers, by their names; none where fewer than ten trials have both.
pub fn contour(report: &SearchReport, across: &str, upwards: &str) -> Option<Contour> {
    drawn(&Drawn::of(report), across, upwards)
}

pub(super) fn drawn(drawn: &Drawn, across: &str, upwards: &str) -> Option<Contour> {
    let report = drawn.report;
    let space = &report.settings.space;
    let (across, upwards) = (space.dimension(across)?, space.dimension(upwards)?);
    let (mut points, mut depths, mut rows) = (Vec::new(), Vec::new(), Vec::new());
    for trial in &drawn.trials {
        let chosen = |one: &Dimension| trial.point.get(&one.name).copied();
        let (Some(x), Some(y), Some(depth)) = (chosen(across), chosen(upwards), value(trial))
        else {
            continue;
        };
        points.push(drawn.point(trial, (x.number(), y.number())));
        depths.push(depth);
        rows.push(Row::new(vec![
            Some(Argument::Count(trial.number.into())),
            Some(written(across, x).into()),
            Some(written(upwards, y).into()),
            Some(shown(report).of(depth)),
        ]));
    }
    let column = |one: &Dimension| Column::new(Message::text(&one.name), Kind::Name);
    let axis = |one: &Dimension| Axis {
        name: Message::text(&one.name),
        kind: axis_kind(one),
    };
    (points.len() >= FEWEST && across.name != upwards.name).then(|| Contour {
        scatter: Scatter {
            name: message!(
                "search-contour-name",
                objective = objective(report),
                across = across.name.as_str(),
                upwards = upwards.name.as_str()
            ),
            across: axis(across),
            upwards: axis(upwards),
            points,
            line: Vec::new(),
            table: Table {
                columns: vec![
                    number(message!("search-column-trial")),
                    column(across),
                    column(upwards),
                    number(objective(report)),
                ],
                rows,
            },
        },
        depths,
        shown: shown(report),
    })
}
