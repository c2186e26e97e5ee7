//! Control charts: numbers of each batch between the limits that they have where nothing changed.
//!
//! Limits are for the eye. What raises an alarm is tested elsewhere, at a level that holds over all batches.

use super::plane::Plane;
use super::scale::Scale;
use super::{Mark, Picture, WIDTH};
use crate::document::{Column, Kind, Row, Table};
use crate::message;
use crate::message::{Argument, Language, Message, Unit};

#[derive(Debug, Clone, PartialEq)]
pub struct Control {
    /// What the chart shows, for those who don't see it.
    pub name: Message,
    pub unit: Unit,
    /// The axis begins at 0, whatever the numbers.
    pub from_zero: bool,
    /// The names of the batches, in order; each may be any text.
    pub batches: Vec<String>,
    pub series: Vec<Series>,
    /// For every batch.
    pub limits: Vec<Option<Limits>>,
    /// What the limits are.
    pub limit: Message,
    pub signals: Vec<Signal>,
}

/// A line of points.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    pub name: Message,
    pub role: Role,
    /// A place for every batch.
    pub points: Vec<Option<Point>>,
}

/// What a series is drawn as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// What was counted or measured.
    Measured,
    /// What was predicted or estimated.
    Predicted,
    /// One of many that are told apart by their names alone.
    Part,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    pub value: f64,
    /// The interval of 95 %, where there is one.
    pub interval: Option<(f64, f64)>,
    /// Beyond a limit; of p-values: an alarm.
    pub is_out: bool,
}

/// Where a number lies if nothing changed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    pub centre: Option<f64>,
    pub low: Option<f64>,
    pub high: Option<f64>,
}

/// Where a change is signalled.
#[derive(Debug, Clone, PartialEq)]
pub struct Signal {
    /// Counted from 0.
    pub batch: usize,
    /// Of the batch, `0..=1`.
    pub place: f64,
    pub said: Message,
}

const HEIGHT: f64 = 190.0;
/// The keys stand above it.
const PLANE: Plane = Plane {
    left: 64.0,
    right: WIDTH - 8.0,
    top: 36.0,
    bottom: HEIGHT - 24.0,
};
/// Where a key's text stands, and how wide a character is.
const KEYS: f64 = 14.0;
const CHARACTER: f64 = 6.6;
/// Numbers of batches that have room below the plane.
const MOST_NUMBERS: usize = 24;
/// Units by which the series of one batch stand apart, at most.
const APART: f64 = 7.0;

impl Role {
    /// Of a point, of the line through all, and of an interval.
    fn classes(self) -> [&'static str; 3] {
        match self {
            Role::Measured => ["dot measured", "course measured", "whisker measured"],
            Role::Predicted => ["dot predicted", "course predicted", "whisker predicted"],
            Role::Part => ["dot part", "course part", "whisker part"],
        }
    }
}

impl Control {
    pub(super) fn table(&self) -> Table {
        let mut columns = vec![
            Column::new(message!("monitor-column-batch"), Kind::Number),
            Column::new(message!("monitor-column-name"), Kind::Name),
        ];
        let series: Vec<&Series> = self.drawn().collect();
        let number = |name: &Message| Column::new(name.clone(), Kind::Number);
        columns.extend(series.iter().map(|one| number(&one.name)));
        let low = match self.unit {
            Unit::PValue => self.limit.clone(),
            _ => message!("monitor-limit-low"),
        };
        type End = fn(&Limits) -> Option<f64>;
        let ends: [(Message, End); 3] = [
            (low, |limits| limits.low),
            (message!("monitor-key-centre"), |limits| limits.centre),
            (message!("monitor-limit-high"), |limits| limits.high),
        ];
        let has = |end: &End| self.limits.iter().flatten().any(|one| end(one).is_some());
        let ends: Vec<_> = ends.into_iter().filter(|(_, end)| has(end)).collect();
        columns.extend(ends.iter().map(|(name, _)| number(name)));
        let rows = self.batches.iter().enumerate().map(|(batch, name)| {
            let mut cells: Vec<Option<Argument>> =
                vec![Some((batch + 1).into()), Some(name.into())];
            cells.extend(series.iter().map(|one| {
                let point = one.points[batch]?;
                let (low, high) = point.interval.unwrap_or((point.value, point.value));
                Some(Argument::Interval {
                    unit: self.unit,
                    value: point.value,
                    low,
                    high,
                })
            }));
            let limits = self.limits[batch].as_ref();
            cells.extend(
                ends.iter()
                    .map(|(_, end)| Some(self.unit.of(end(limits?)?))),
            );
            Row::new(cells)
        });
        Table {
            columns,
            rows: rows.collect(),
        }
    }

    pub(super) fn picture(&self, language: Language) -> Picture {
        let scale = self.scale();
        let n = self.batches.len().max(1) as f64;
        let x = |place: f64| PLANE.x(place / n);
        let y = |value: f64| PLANE.y(scale.place(value));
        let middle = |batch: usize| batch as f64 + 0.5;
        let mut marks = self.keys(language);
        for &tick in &scale.ticks {
            marks.push(Mark::Line {
                class: "grid",
                from: (PLANE.left, y(tick)),
                to: (PLANE.right, y(tick)),
            });
            let number = self.unit.of(tick).shown(language);
            marks.push(PLANE.beside(scale.place(tick), number));
        }
        let every = self.batches.len().div_ceil(MOST_NUMBERS).max(1);
        for batch in (0..self.batches.len()).step_by(every) {
            marks.push(Mark::Text {
                class: "middle value",
                at: (x(middle(batch)), HEIGHT - 8.0),
                text: (batch + 1).to_string(),
            });
        }
        type Ends = fn(&Limits) -> [Option<f64>; 2];
        let centre: Ends = |limits| [limits.centre, None];
        let both: Ends = |limits| [limits.low, limits.high];
        for (class, ends) in [("centre", centre), ("limit", both)] {
            let mut path = String::new();
            for (batch, limits) in self.limits.iter().enumerate() {
                for value in limits.iter().flat_map(ends).flatten() {
                    let (from, to) = (x(batch as f64), x(batch as f64 + 1.0));
                    path += &format!("M{from:.1} {:.1}H{to:.1}", y(value));
                }
            }
            if !path.is_empty() {
                marks.push(Mark::Path {
                    class,
                    path,
                    said: String::new(),
                });
            }
        }
        for signal in &self.signals {
            let x = x(signal.batch as f64 + signal.place);
            marks.push(Mark::Line {
                class: "signal",
                from: (x, PLANE.top - 6.0),
                to: (x, PLANE.bottom),
            });
            marks.push(Mark::Circle {
                class: "flag",
                at: (x, PLANE.top - 6.0),
                radius: 4.0,
                said: signal.said.shown(language),
            });
        }
        let series: Vec<&Series> = self.drawn().collect();
        let apart = APART.min(0.7 * (PLANE.right - PLANE.left) / n / series.len().max(1) as f64);
        for (at, one) in series.iter().enumerate() {
            // Side by side, so that none hides another.
            let shift = (at as f64 - (series.len() as f64 - 1.0) / 2.0) * apart;
            let [dot, course, whisker] = one.role.classes();
            let mut path = String::new();
            let mut points = Vec::new();
            let mut is_on = false;
            for (batch, point) in one.points.iter().enumerate() {
                let Some(point) = point else {
                    is_on = false;
                    continue;
                };
                let (x, top) = (x(middle(batch)) + shift, y(point.value));
                path += &format!("{}{x:.1} {top:.1}", if is_on { "L" } else { "M" });
                is_on = true;
                let (low, high) = point.interval.unwrap_or((point.value, point.value));
                if low < high {
                    points.push(Mark::Line {
                        class: whisker,
                        from: (x, y(low)),
                        to: (x, y(high)),
                    });
                }
                points.push(Mark::Circle {
                    class: if point.is_out { "dot out" } else { dot },
                    at: (x, top),
                    radius: if point.is_out { 5.0 } else { 3.5 },
                    said: self.said(batch, one, point, language),
                });
            }
            marks.push(Mark::Path {
                class: course,
                path,
                said: String::new(),
            });
            marks.extend(points);
        }
        Picture {
            name: self.name.shown(language),
            width: WIDTH,
            height: HEIGHT,
            marks,
            targets: Vec::new(),
        }
    }

    /// `2 other.csv, by the labels: 12.0 % [8.3 % – 17.0 %]`.
    fn said(&self, batch: usize, series: &Series, point: &Point, language: Language) -> String {
        let (low, high) = point.interval.unwrap_or((point.value, point.value));
        let value = Argument::Interval {
            unit: self.unit,
            value: point.value,
            low,
            high,
        };
        format!(
            "{} {}, {}: {}",
            batch + 1,
            self.batches[batch],
            series.name.shown(language),
            value.shown(language)
        )
    }

    /// Series that have a point.
    fn drawn(&self) -> impl Iterator<Item = &Series> {
        let has_point = |one: &&Series| one.points.iter().any(Option::is_some);
        self.series.iter().filter(has_point)
    }

    /// What is what, in a row above the plane.
    fn keys(&self, language: Language) -> Vec<Mark> {
        let is_key = |one: &&Series| one.role != Role::Part;
        let mut keys: Vec<(&'static str, Message)> = self
            .drawn()
            .filter(is_key)
            .map(|one| (one.role.classes()[0], one.name.clone()))
            .collect();
        let limits = || self.limits.iter().flatten();
        if limits().any(|one| one.centre.is_some()) {
            keys.push(("centre", message!("monitor-key-centre")));
        }
        if limits().any(|one| one.low.is_some() || one.high.is_some()) {
            keys.push(("limit", self.limit.clone()));
        }
        if !self.signals.is_empty() {
            keys.push(("flag", message!("monitor-key-signal")));
        }
        let mut marks = Vec::new();
        let mut x = PLANE.left;
        for (class, name) in keys {
            marks.push(match class {
                "centre" | "limit" => Mark::Path {
                    class,
                    path: format!("M{x:.1} {:.1}h16", KEYS - 4.0),
                    said: String::new(),
                },
                _ => Mark::Circle {
                    class,
                    at: (x + 8.0, KEYS - 4.0),
                    radius: 4.0,
                    said: String::new(),
                },
            });
            let text = name.shown(language);
            let width = text.chars().count() as f64 * CHARACTER;
            marks.push(Mark::Text {
                class: "start value",
                at: (x + 20.0, KEYS),
                text,
            });
            x += 36.0 + width;
        }
        marks
    }

    fn scale(&self) -> Scale {
        let points = self
            .series
            .iter()
            .flat_map(|one| one.points.iter().flatten());
        let points = points.flat_map(|point| {
            let (low, high) = point.interval.unwrap_or((point.value, point.value));
            [point.value, low, high]
        });
        let limits = self.limits.iter().flatten();
        let limits = limits.flat_map(|one| [one.centre, one.low, one.high]);
        let values = points.chain(limits.flatten());
        match self.unit {
            Unit::PValue => Scale::of_p_values(values),
            Unit::Share | Unit::Score => Scale::of_shares(values, self.from_zero),
            _ => Scale::linear(values, self.from_zero),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_stand_over_their_batch_and_gaps_break_the_course() {
        let point = |value, is_out| {
            Some(Point {
                value,
                interval: Some((value - 0.1, value + 0.1)),
                is_out,
            })
        };
        let limits = Some(Limits {
            centre: Some(0.2),
            low: Some(0.1),
            high: None,
        });
        let control = Control {
            name: message!("monitor-chart-errors"),
            unit: Unit::Share,
            from_zero: true,
            batches: ["a", "b", "c", "d"].map(String::from).to_vec(),
            series: vec![Series {
                name: message!("monitor-series-labels"),
                role: Role::Measured,
                points: vec![point(0.2, false), None, point(0.6, true), point(0.7, true)],
            }],
            limits: vec![limits, limits, limits, None],
            limit: message!("monitor-key-limit"),
            signals: vec![Signal {
                batch: 2,
                place: 0.5,
                said: message!("monitor-key-signal"),
            }],
        };
        let picture = control.picture(Language::English);
        let of = |wanted: &str| -> Vec<&Mark> {
            let is_it = |mark: &&Mark| match mark {
                Mark::Line { class, .. }
                | Mark::Rect { class, .. }
                | Mark::Circle { class, .. }
                | Mark::Path { class, .. }
                | Mark::Text { class, .. } => *class == wanted,
            };
            picture.marks.iter().filter(is_it).collect()
        };
        assert_eq!(of("dot out").len(), 2);
        assert_eq!(of("whisker measured").len(), 3);
        let path = |class| match of(class)[..] {
            [.., Mark::Path { path, .. }] => path.clone(),
            ref other => panic!("{other:?}"),
        };
        assert_eq!(path("course measured").matches('M').count(), 2);
        assert_eq!(path("centre").matches('M').count(), 3);
        // The signal stands over the middle of its batch, as does the point.
        let (Mark::Line { from, .. }, Mark::Circle { at, .. }) =
            (of("signal")[0], of("dot out")[0])
        else {
            panic!("a line and a point");
        };
        assert!((from.0 - at.0).abs() < 1e-9);
        for mark in &picture.marks {
            if let Mark::Circle { at, .. } | Mark::Text { at, .. } = mark {
                assert!((0.0..=WIDTH).contains(&at.0), "{mark:?}");
                assert!((0.0..=HEIGHT).contains(&at.1), "{mark:?}");
            }
        }
        let table = control.table();
        assert_eq!(table.columns.len(), 5, "number, name, points, two limits");
        assert_eq!(table.rows[1].cells[2], None);
        assert_eq!(table.rows[3].cells[3], None);
        assert_eq!(table.rows[0].cells[3], Some(Argument::Share(0.1)));
    }
}
