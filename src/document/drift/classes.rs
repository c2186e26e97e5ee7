//! The classes: their shares on both sides, what their measures are worth, and how they change along the reference.

use super::{Block, Column, Content, Kind, Row, State, Statement, Tone};
use super::{interval, measured, number, standing};
use crate::document::{Figure, IntervalRow};
use crate::message;
use crate::message::{Argument, Message, Unit};
use crate::pipeline::drift::{
    ClassDrift, DriftReport, Estimate, HistoryNull, LabelDrift, LabelHistory, LabelStatistics,
    Null, Presence,
};
use crate::pipeline::numeric::pow;

/// By the true labels.
pub(super) fn classes(report: &DriftReport) -> Block {
    let blocks = measured("classes-missing", &report.labels, |labels| {
        let mut blocks = shares(
            labels,
            ["class-table", "class-differences", "class-presence"],
        );
        blocks.extend(measured("measures-missing", &labels.statistics, |found| {
            let table = measures(found, report.label_history.measured());
            vec![Block::details(
                "all-measures",
                message!("drift-measures"),
                vec![table],
            )]
        }));
        blocks
    });
    Block::section("drift-classes", message!("drift-classes"), blocks)
}

/// A table of the classes, their differences as a figure, and what of it is more than another share, by the ids of those
/// three blocks.
pub(super) fn shares(drift: &LabelDrift, ids: [&'static str; 3]) -> Vec<Block> {
    let columns = vec![
        Column::new(message!("column-class"), Kind::Name),
        number(message!("drift-rows-reference")),
        number(message!("drift-rows-current")),
        number(message!("drift-share-reference")),
        number(message!("drift-share-current")),
        number(message!("drift-difference")),
        number(message!("drift-ratio")),
        number(message!("drift-exact-p")),
    ];
    let rows = drift.classes.iter().map(|class| {
        let shift = class.shift.as_ref();
        Row::new(vec![
            Some((&class.class).into()),
            Some(class.reference.into()),
            Some(class.current.into()),
            shift.map(|shift| interval(Unit::Share, shift.reference)),
            shift.map(|shift| interval(Unit::Share, shift.current)),
            shift.map(|shift| interval(Unit::Points, shift.difference)),
            shift.map(|shift| ratio(shift.log2_ratio)),
            shift.map(|shift| Argument::PValue(shift.exact.p)),
        ])
    });
    let differences: Vec<IntervalRow> = drift
        .classes
        .iter()
        .filter_map(|class| {
            let Estimate { value, low, high } = class.shift.as_ref()?.difference;
            Some(IntervalRow {
                name: (&class.class).into(),
                value,
                low,
                high,
                lines: Vec::new(),
            })
        })
        .collect();
    let mut blocks = vec![Block::table(ids[0], columns, rows.collect())];
    if !differences.is_empty() {
        let figure = Figure::Intervals {
            name: message!("drift-differences"),
            column: message!("column-class"),
            unit: Unit::Points,
            rows: differences,
        };
        blocks.push(Block::new(ids[1], Content::Figure(figure)));
    }
    let presences: Vec<Statement> = drift.classes.iter().filter_map(presence).collect();
    if !presences.is_empty() {
        blocks.push(Block::new(ids[2], Content::Statements(presences)));
    }
    blocks
}

/// How many times as large, from a logarithm to base 2.
pub(super) fn ratio(log2: Estimate) -> Argument {
    let [value, low, high] = [log2.value, log2.low, log2.high].map(|log2| pow(2.0, log2));
    interval(Unit::Times, Estimate { value, low, high })
}

fn presence(class: &ClassDrift) -> Option<Statement> {
    let text = match class.presence {
        Presence::CurrentOnly => message!("drift-new-class", class = &class.class),
        Presence::ReferenceOnly => message!("drift-gone-class", class = &class.class),
        Presence::Both | Presence::Neither => return None,
    };
    Some(Statement {
        state: State::Warning,
        text,
    })
}

/// All measures beside what chance gives, and beside what blocks of the reference give.
fn measures(found: &LabelStatistics, history: Option<&LabelHistory>) -> Block {
    let distances = &found.distances;
    let nulls = found.nulls.as_ref();
    let mut rows = vec![
        against_nulls(
            message!("measure-js-distance"),
            distances.js_distance,
            nulls.map(|nulls| nulls.js_distance),
            history.map(|history| &history.js_distance),
        ),
        against_nulls(
            message!("measure-js-distance-base2"),
            distances.js_distance_base_2,
            None,
            None,
        ),
        against_nulls(
            message!("measure-psi"),
            distances.psi,
            nulls.map(|nulls| nulls.psi),
            None,
        ),
        against_nulls(
            message!("measure-hellinger"),
            distances.hellinger,
            nulls.map(|nulls| nulls.hellinger),
            None,
        ),
        against_nulls(
            message!("measure-total-variation"),
            distances.total_variation,
            nulls.map(|nulls| nulls.total_variation),
            None,
        ),
        against_nulls(
            message!("measure-cramers-v"),
            found.cramers_v,
            None,
            history.map(|history| &history.cramers_v),
        ),
    ];
    rows.extend(
        found
            .cramers_v_corrected
            .map(|v| against_nulls(message!("measure-cramers-v-corrected"), v, None, None)),
    );
    let chi_square = &found.chi_square;
    for (name, test, null) in [
        (
            message!("measure-chi-square", df = chi_square.df.to_string()),
            chi_square,
            nulls.map(|nulls| nulls.chi_square),
        ),
        (
            message!("measure-g", df = found.g.df.to_string()),
            &found.g,
            None,
        ),
    ] {
        let mut row = against_nulls(name, test.statistic, null, None);
        // Its own p-value, which no random split gives.
        row.cells[4] = Some(Argument::PValue(test.p));
        rows.push(row);
    }
    Block::table("label-measures", null_columns(), rows)
}

pub(super) fn null_columns() -> Vec<Column> {
    vec![
        Column::new(message!("drift-measure"), Kind::Name),
        number(message!("column-value")),
        number(message!("drift-by-chance")),
        number(message!("drift-by-chance-95")),
        number(message!("drift-p")),
        Column::new(message!("drift-history-column"), Kind::Name),
    ]
}

/// A statistic beside both of its nulls.
pub(super) fn against_nulls(
    name: Message,
    value: f64,
    null: Option<Null>,
    history: Option<&HistoryNull>,
) -> Row {
    Row::new(vec![
        Some(name.into()),
        Some(Argument::Number(value)),
        null.map(|null| Argument::Number(null.mean)),
        null.map(|null| Argument::Number(null.q95)),
        null.map(|null| Argument::PValue(null.p)),
        history.map(standing),
    ])
}

/// The reference in file order, cut into blocks, with the current data beside them.
pub(super) fn history(report: &DriftReport) -> Block {
    let blocks = measured("history-missing", &report.label_history, |history| {
        let mut blocks = vec![Block::text("history-about", Tone::Quiet, about(history))];
        if let Some(labels) = report.labels.measured() {
            let classes = labels.classes.iter().enumerate();
            blocks.extend(classes.filter_map(|(at, class)| of_class(at, class, history)));
        }
        blocks
    });
    Block::section("drift-history", message!("drift-history"), blocks)
}

fn about(history: &LabelHistory) -> Message {
    let rows = history.blocks.first().map_or(0, |block| block.len());
    let cut = message!(
        "drift-history-about",
        blocks = history.blocks.len(),
        rows = rows
    );
    match &history.homogeneity {
        None => cut,
        Some(test) => message!(
            "drift-history-same",
            about = cut,
            statistic = Argument::Number(test.statistic),
            df = test.df.to_string(),
            p = Argument::PValue(test.p)
        ),
    }
}

/// The share of a class in each block, with a line at that in the current data.
fn of_class(at: usize, class: &ClassDrift, history: &LabelHistory) -> Option<Block> {
    let current = class.shift.as_ref()?.current;
    let row = |name: Message, Estimate { value, low, high }: Estimate| IntervalRow {
        name: name.into(),
        value,
        low,
        high,
        lines: vec![current.value],
    };
    let mut rows = Vec::new();
    for (block, shares) in history.blocks.iter().zip(&history.shares) {
        let name = message!("drift-block", first = block.start + 1, last = block.end);
        rows.push(row(name, *shares.get(at)?));
    }
    rows.push(row(message!("drift-current"), current));
    let figure = Figure::Intervals {
        name: message!("drift-share-of", class = &class.class),
        column: message!("column-rows"),
        unit: Unit::Share,
        rows,
    };
    let id = format!("class-history-{}", at + 1);
    Some(Block::section(
        "class-history",
        Message::text(&class.class),
        vec![Block::new(id, Content::Figure(figure))],
    ))
}
