//! Figures, laid out once into marks with names and values: HTML and the page draw the same marks as SVG.

mod axis;
mod contour;
mod control;
mod histogram;
mod parallel;
mod picture;
mod plane;
mod scale;
mod scatter;
mod spark;
mod timeline;
mod volcano;

pub use axis::{Axis, AxisKind, Shown};
pub use contour::Contour;
pub use control::{Control, Limits, Point, Role, Series, Signal};
pub use histogram::HistogramCell;
pub use parallel::{Brush, Parallel, ParallelAxis, ParallelLine};
pub use picture::{Mark, Picture, Target};
pub use scatter::{Look, Scatter, ScatterPoint, Window};
pub use spark::Spark;
pub use timeline::{Bar, BarLook, Timeline};
pub use volcano::VolcanoPoint;

use super::{Column, Kind, Row, Table};
use crate::message;
use crate::message::{Argument, Language, Message, Unit};

/// A figure before it is laid out.
#[derive(Debug, Clone, PartialEq)]
pub enum Figure {
    /// Values with their intervals on one scale, with a line at 0 where the scale reaches over it.
    Intervals {
        /// What the figure shows, for those who don't see it.
        name: Message,
        /// The heading of the rows: score, class, block.
        column: Message,
        unit: Unit,
        rows: Vec<IntervalRow>,
    },
    /// Two sides over the same cells: bars of the first, the outline of the second.
    Histogram {
        name: Message,
        /// What both sides are called.
        sides: [Message; 2],
        /// The first and the last value.
        ends: [Argument; 2],
        cells: Vec<HistogramCell>,
    },
    /// What changed by how much (to the right more frequent now) and how certainly (upwards).
    Volcano {
        name: Message,
        points: Vec<VolcanoPoint>,
        /// All that is known of the same points.
        table: Table,
    },
    /// Numbers over batches, between the limits in which they lie while nothing changes.
    Control(Control),
    /// Points on two axes.
    Scatter(Scatter),
    /// The same over what lies between them.
    Contour(Contour),
    /// Lines over axes that stand beside each other.
    Parallel(Parallel),
    /// What took its time beside what.
    Timeline(Timeline),
}

/// A value with its interval.
#[derive(Debug, Clone, PartialEq)]
pub struct IntervalRow {
    pub name: Argument,
    pub value: f64,
    pub low: f64,
    pub high: f64,
    /// Places of the scale that matter for this row, such as the line of a rule.
    pub lines: Vec<f64>,
}

/// What the one who looks at a figure has done to it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Held {
    /// Of [`Figure::Scatter`].
    pub window: Option<Window>,
    /// Of [`Figure::Parallel`].
    pub brushes: Vec<Brush>,
}

const WIDTH: f64 = 740.0;
/// As wide as most letters are, in pixels.
const LETTER: f64 = 7.0;
const ROW: f64 = 22.0;
/// Above the first row, for the ends of the scale.
const HEAD: f64 = 22.0;
/// Where the scale begins and ends.
const SCALE: (f64, f64) = (264.0, 534.0);
/// Characters of a name that have room.
const NAME: usize = 34;
/// The smallest reach of a scale of differences to each side of 0.
const LEAST: f64 = 0.005;

impl Figure {
    /// What it shows.
    pub fn name(&self) -> &Message {
        match self {
            Figure::Intervals { name, .. }
            | Figure::Histogram { name, .. }
            | Figure::Volcano { name, .. } => name,
            Figure::Control(control) => &control.name,
            Figure::Scatter(scatter) => &scatter.name,
            Figure::Contour(contour) => &contour.scatter.name,
            Figure::Parallel(parallel) => &parallel.name,
            Figure::Timeline(timeline) => &timeline.name,
        }
    }

    /// The same as a table, for those who read numbers, copy them, or have no screen.
    pub fn table(&self) -> Table {
        match self {
            Figure::Intervals {
                column, unit, rows, ..
            } => intervals_table(column, *unit, rows),
            Figure::Histogram { sides, cells, .. } => histogram::table(sides, cells),
            Figure::Volcano { table, .. } => table.clone(),
            Figure::Control(control) => control.table(),
            Figure::Scatter(scatter) => scatter.table.clone(),
            Figure::Contour(contour) => contour.scatter.table.clone(),
            Figure::Parallel(parallel) => parallel.table.clone(),
            Figure::Timeline(timeline) => timeline.table.clone(),
        }
    }

    /// As somebody holds it.
    #[must_use]
    pub fn held(self, held: &Held) -> Figure {
        match (self, &held.window) {
            (Figure::Scatter(scatter), Some(window)) => Figure::Scatter(scatter.within(window)),
            (Figure::Parallel(parallel), _) => Figure::Parallel(Parallel {
                brushes: held.brushes.clone(),
                ..parallel
            }),
            (figure, _) => figure,
        }
    }

    pub fn picture(&self, language: Language) -> Picture {
        match self {
            Figure::Intervals {
                name, unit, rows, ..
            } => intervals(name, *unit, rows, language),
            Figure::Histogram {
                name,
                sides,
                ends,
                cells,
            } => histogram::picture(name, sides, ends, cells, language),
            Figure::Volcano { name, points, .. } => volcano::picture(name, points, language),
            Figure::Control(control) => control.picture(language),
            Figure::Scatter(scatter) => scatter.picture(language),
            Figure::Contour(contour) => contour.picture(language),
            Figure::Parallel(parallel) => parallel.picture(language),
            Figure::Timeline(timeline) => timeline.picture(language),
        }
    }
}

fn intervals_table(column: &Message, unit: Unit, rows: &[IntervalRow]) -> Table {
    let columns = [
        (column.clone(), Kind::Name),
        (message!("column-value"), Kind::Number),
        (message!("column-low"), Kind::Number),
        (message!("column-high"), Kind::Number),
    ];
    Table {
        columns: columns
            .into_iter()
            .map(|(name, kind)| Column::new(name, kind))
            .collect(),
        rows: rows
            .iter()
            .map(|row| {
                let has_interval = row.low < row.high;
                let end = |end: f64| has_interval.then(|| unit.of(end));
                Row::new(vec![
                    Some(row.name.clone()),
                    Some(unit.of(row.value)),
                    end(row.low),
                    end(row.high),
                ])
            })
            .collect(),
    }
}

fn intervals(name: &Message, unit: Unit, rows: &[IntervalRow], language: Language) -> Picture {
    let (low, high) = ends(unit, rows);
    let place = |value: f64| {
        let share = ((value - low) / (high - low)).clamp(0.0, 1.0);
        SCALE.0 + share * (SCALE.1 - SCALE.0)
    };
    let height = HEAD + ROW * rows.len() as f64 + 4.0;
    let mut marks = Vec::new();
    let mut text = |class, x: f64, y: f64, text: String| {
        marks.push(Mark::Text {
            class,
            at: (x, y),
            text,
        });
    };
    text("end", SCALE.0, 12.0, unit.of(low).shown(language));
    text("start", SCALE.1, 12.0, unit.of(high).shown(language));
    let is_crossed = low < 0.0 && 0.0 < high;
    // Beside the number at an end there is no room for another one.
    if is_crossed && (SCALE.0 + 40.0..=SCALE.1 - 40.0).contains(&place(0.0)) {
        text("middle", place(0.0), 12.0, "0".to_string());
    }
    if is_crossed {
        marks.push(Mark::Line {
            class: "axis",
            from: (place(0.0), HEAD - 4.0),
            to: (place(0.0), height),
        });
    }
    for (at, row) in rows.iter().enumerate() {
        let y = HEAD + ROW * (at as f64 + 0.5);
        for &line in &row.lines {
            marks.push(Mark::Line {
                class: "mark",
                from: (place(line), y - 8.0),
                to: (place(line), y + 8.0),
            });
        }
        let has_interval = row.low < row.high;
        if has_interval {
            marks.push(Mark::Line {
                class: "whisker",
                from: (place(row.low), y),
                to: (place(row.high), y),
            });
        }
        let shown = Argument::Interval {
            unit,
            value: row.value,
            low: row.low,
            high: row.high,
        }
        .shown(language);
        let name = row.name.shown(language);
        marks.push(Mark::Circle {
            class: "dot",
            at: (place(row.value), y),
            radius: 4.0,
            said: format!("{name}: {shown}"),
        });
        marks.push(Mark::Text {
            class: "start",
            at: (0.0, y + 4.0),
            text: cut(&name),
        });
        marks.push(Mark::Text {
            class: "start value",
            at: (SCALE.1 + 16.0, y + 4.0),
            text: shown,
        });
    }
    Picture {
        name: name.shown(language),
        width: WIDTH,
        height,
        marks,
        targets: Vec::new(),
    }
}

fn cut(name: &str) -> String {
    cut_to(name, NAME)
}

/// No longer than so many characters.
fn cut_to(name: &str, most: usize) -> String {
    match name.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &name[..end]),
        None => name.to_string(),
    }
}

/// Round ends that no bound and no line is beyond, with 0 between them, or at the lower end where nothing can be below it.
fn ends(unit: Unit, rows: &[IntervalRow]) -> (f64, f64) {
    let all = || {
        rows.iter().flat_map(|row| {
            [row.low, row.high, row.value]
                .into_iter()
                .chain(row.lines.iter().copied())
        })
    };
    let low = all().map(|value| -value).fold(LEAST, f64::max);
    let high = all().fold(LEAST, f64::max);
    match unit {
        Unit::Share => (0.0, round_up(high).min(1.0)),
        _ => (-round_up(low), round_up(high)),
    }
}

/// The smallest of 1, 2 and 5 times a power of ten that is not below.
fn round_up(value: f64) -> f64 {
    (-3..=6)
        .flat_map(|power| [1.0, 2.0, 5.0].map(|factor| factor * 10.0_f64.powi(power)))
        .find(|high| *high >= value)
        .unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(low: f64, value: f64, high: f64, lines: &[f64]) -> IntervalRow {
        IntervalRow {
            name: "F1".into(),
            value,
            low,
            high,
            lines: lines.to_vec(),
        }
    }

    #[test]
    fn the_scale_holds_every_interval_and_every_line() {
        assert_eq!(
            ends(Unit::Change, &[row(0.1, 0.2, 0.6, &[-0.3])]),
            (-0.5, 1.0)
        );
        assert_eq!(
            ends(Unit::Share, &[row(0.01, 0.02, 0.04, &[])]),
            (0.0, 0.05)
        );
        // Where nothing differs there is still a scale.
        assert_eq!(
            ends(Unit::Change, &[row(0.0, 0.0, 0.0, &[])]),
            (-0.005, 0.005)
        );
        let figure = Figure::Intervals {
            name: message!("gate-differences"),
            column: message!("column-score"),
            unit: Unit::Change,
            rows: vec![row(0.1, 0.2, 0.6, &[-0.3]), row(0.0, 0.0, 0.0, &[])],
        };
        let picture = figure.picture(Language::English);
        for mark in &picture.marks {
            let places = match mark {
                Mark::Line { from, to, .. } => vec![*from, *to],
                Mark::Circle { at, .. } | Mark::Text { at, .. } | Mark::Rect { at, .. } => {
                    vec![*at]
                }
                Mark::Path { .. } => panic!("intervals have none"),
            };
            for (x, y) in places {
                assert!((0.0..=picture.width).contains(&x), "{mark:?}");
                assert!((0.0..=picture.height).contains(&y), "{mark:?}");
            }
        }
        let whiskers = |marks: &[Mark]| {
            let is_whisker = |mark: &&Mark| {
                matches!(
                    mark,
                    Mark::Line {
                        class: "whisker",
                        ..
                    }
                )
            };
            marks.iter().filter(is_whisker).count()
        };
        assert_eq!(
            whiskers(&picture.marks),
            1,
            "an interval without width is none"
        );
        let table = figure.table();
        assert_eq!(table.rows[0].cells[2], Some(Argument::Change(0.1)));
        assert_eq!(table.rows[1].cells[2], None);
    }
}
