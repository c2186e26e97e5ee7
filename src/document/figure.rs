//! Figures, laid out once into marks with names and values: HTML and the page draw the same marks as SVG.

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
        unit: Unit,
        rows: Vec<IntervalRow>,
    },
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

/// A figure that is laid out, in pixels.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    pub name: String,
    pub width: f64,
    pub height: f64,
    pub marks: Vec<Mark>,
}

/// What is drawn; the class is the stylesheet's.
#[derive(Debug, Clone, PartialEq)]
pub enum Mark {
    Line {
        class: &'static str,
        from: (f64, f64),
        to: (f64, f64),
    },
    Circle {
        class: &'static str,
        at: (f64, f64),
        radius: f64,
        /// Shown under the pointer.
        said: String,
    },
    Text {
        class: &'static str,
        at: (f64, f64),
        text: String,
    },
}

const WIDTH: f64 = 740.0;
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
    /// The same as a table, for those who read numbers, copy them, or have no screen.
    pub fn table(&self) -> Table {
        let Figure::Intervals { unit, rows, .. } = self;
        let columns = [
            (message!("column-score"), Kind::Name),
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

    pub fn picture(&self, language: Language) -> Picture {
        let Figure::Intervals { name, unit, rows } = self;
        let (low, high) = ends(rows);
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
                unit: *unit,
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
        }
    }
}

fn cut(name: &str) -> String {
    match name.char_indices().nth(NAME) {
        Some((end, _)) => format!("{}…", &name[..end]),
        None => name.to_string(),
    }
}

/// Round ends that no bound and no line is beyond, with 0 between them.
fn ends(rows: &[IntervalRow]) -> (f64, f64) {
    let all = || {
        rows.iter().flat_map(|row| {
            [row.low, row.high, row.value]
                .into_iter()
                .chain(row.lines.iter().copied())
        })
    };
    let low = all().map(|value| -value).fold(LEAST, f64::max);
    let high = all().fold(LEAST, f64::max);
    (-round_up(low), round_up(high))
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
        assert_eq!(ends(&[row(0.1, 0.2, 0.6, &[-0.3])]), (-0.5, 1.0));
        // Where nothing differs there is still a scale.
        assert_eq!(ends(&[row(0.0, 0.0, 0.0, &[])]), (-0.005, 0.005));
        let figure = Figure::Intervals {
            name: message!("gate-differences"),
            unit: Unit::Change,
            rows: vec![row(0.1, 0.2, 0.6, &[-0.3]), row(0.0, 0.0, 0.0, &[])],
        };
        let picture = figure.picture(Language::English);
        for mark in &picture.marks {
            let places = match mark {
                Mark::Line { from, to, .. } => vec![*from, *to],
                Mark::Circle { at, .. } | Mark::Text { at, .. } => vec![*at],
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
