//! Points on two axes: numbers on a plain or a logarithmic scale, or a place for each of some choices.

use super::plane::Plane;
use super::scale::Scale;
use super::{Mark, Picture, WIDTH};
use crate::document::Table;
use crate::message::{Argument, Language, Message};

#[derive(Debug, Clone, PartialEq)]
pub struct Scatter {
    /// What it shows, for those who don't see it.
    pub name: Message,
    pub across: Axis,
    pub upwards: Axis,
    pub points: Vec<ScatterPoint>,
    /// A line through these places, ascending across; empty without one.
    pub line: Vec<(f64, f64)>,
    /// All that is known of the same points.
    pub table: Table,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    pub name: Message,
    pub kind: AxisKind,
}

#[derive(Debug, Clone, PartialEq)]
pub enum AxisKind {
    Number {
        is_log: bool,
        shown: Shown,
    },
    /// Values are places among these, from 0.
    Choices(Vec<String>),
}

/// How the numbers of an axis are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    Count,
    Number,
    Score,
    Percent,
    Bytes,
    Millis,
}

#[derive(Debug, Clone, PartialEq)]
pub struct ScatterPoint {
    pub across: f64,
    pub upwards: f64,
    pub look: Look,
    /// Shown under the pointer.
    pub said: Message,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    Plain,
    /// What counts less.
    Faint,
    /// What is looked for.
    Best,
}

const HEIGHT: f64 = 240.0;
const PLANE: Plane = Plane {
    left: 72.0,
    right: WIDTH - 12.0,
    top: 12.0,
    bottom: HEIGHT - 40.0,
};
/// Characters of a choice that have room.
const CHOICE: usize = 18;

impl Shown {
    pub fn of(self, value: f64) -> Argument {
        match self {
            Shown::Count => Argument::Count(value.max(0.0).round() as u64),
            Shown::Number => Argument::Number(value),
            Shown::Score => Argument::Score(value),
            Shown::Percent => Argument::Percent(value),
            Shown::Bytes => Argument::Bytes(value.max(0.0) as u64),
            Shown::Millis => Argument::Millis(value),
        }
    }
}

/// An axis laid out: where a value lies, `0..=1`, and its numbers.
struct Laid {
    scale: Scale,
    /// Half a place stays free at both ends.
    n_choices: Option<f64>,
    ticks: Vec<(f64, String)>,
}

impl Laid {
    fn of(axis: &Axis, values: impl Iterator<Item = f64>, language: Language) -> Laid {
        match &axis.kind {
            AxisKind::Number { is_log, shown } => {
                let scale = match is_log {
                    true => Scale::log(values),
                    false => Scale::linear(values, false),
                };
                let tick = |&tick: &f64| (scale.place(tick), shown.of(tick).shown(language));
                let ticks = scale.ticks.iter().map(tick).collect();
                Laid {
                    scale,
                    n_choices: None,
                    ticks,
                }
            }
            AxisKind::Choices(choices) => {
                let n = choices.len().max(1) as f64;
                let cut = |text: &String| -> String {
                    match text.char_indices().nth(CHOICE) {
                        Some((at, _)) => format!("{}…", &text[..at]),
                        None => text.clone(),
                    }
                };
                let places = (0u32..).zip(choices);
                Laid {
                    scale: Scale::linear(std::iter::empty(), false),
                    n_choices: Some(n),
                    ticks: places
                        .map(|(place, text)| ((f64::from(place) + 0.5) / n, cut(text)))
                        .collect(),
                }
            }
        }
    }

    fn place(&self, value: f64) -> f64 {
        match self.n_choices {
            Some(n) => ((value + 0.5) / n).clamp(0.0, 1.0),
            None => self.scale.place(value),
        }
    }
}

impl Scatter {
    pub(super) fn picture(&self, language: Language) -> Picture {
        let on_line = |of: fn(&(f64, f64)) -> f64| self.line.iter().map(of);
        let across = self.points.iter().map(|point| point.across);
        let across = Laid::of(&self.across, across.chain(on_line(|at| at.0)), language);
        let upwards = self.points.iter().map(|point| point.upwards);
        let upwards = Laid::of(&self.upwards, upwards.chain(on_line(|at| at.1)), language);
        let mut marks = vec![Mark::Line {
            class: "axis",
            from: (PLANE.left, PLANE.bottom),
            to: (PLANE.right, PLANE.bottom),
        }];
        for (place, text) in &upwards.ticks {
            marks.push(Mark::Line {
                class: "grid",
                from: (PLANE.left, PLANE.y(*place)),
                to: (PLANE.right, PLANE.y(*place)),
            });
            marks.push(PLANE.beside(*place, text.clone()));
        }
        let mut text = |class, at, text| marks.push(Mark::Text { class, at, text });
        for (place, tick) in &across.ticks {
            let at = (PLANE.x(*place), PLANE.bottom + 16.0);
            text("middle value", at, tick.clone());
        }
        let middle = (PLANE.x(0.5), HEIGHT - 6.0);
        text("middle", middle, self.across.name.shown(language));
        let corner = (PLANE.left + 4.0, PLANE.top + 2.0);
        text("start", corner, self.upwards.name.shown(language));
        let at = |x: f64, y: f64| (PLANE.x(across.place(x)), PLANE.y(upwards.place(y)));
        if !self.line.is_empty() {
            let mut path = String::new();
            for (x, y) in &self.line {
                let (x, y) = at(*x, *y);
                path += &format!("{}{x:.1} {y:.1}", if path.is_empty() { "M" } else { "L" });
            }
            let class = "course measured";
            marks.push(Mark::Path { class, path });
        }
        // What is looked for lies on top.
        for look in [Look::Faint, Look::Plain, Look::Best] {
            for point in self.points.iter().filter(|point| point.look == look) {
                marks.push(Mark::Circle {
                    class: match look {
                        Look::Faint => "point faint",
                        Look::Plain => "point",
                        Look::Best => "point best",
                    },
                    at: at(point.across, point.upwards),
                    radius: if look == Look::Best { 5.0 } else { 3.0 },
                    said: point.said.shown(language),
                });
            }
        }
        Picture {
            name: self.name.shown(language),
            width: WIDTH,
            height: HEIGHT,
            marks,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message;

    #[test]
    fn points_lie_inside_where_their_values_are() {
        let axis = |kind| Axis {
            name: message!("column-value"),
            kind,
        };
        let number = |is_log| AxisKind::Number {
            is_log,
            shown: Shown::Number,
        };
        let point = |across, upwards, look| ScatterPoint {
            across,
            upwards,
            look,
            said: Message::text("said"),
        };
        let across = [
            number(true),
            number(false),
            AxisKind::Choices(vec![
                "a".into(),
                "b".into(),
                "a choice of many words".into(),
            ]),
        ];
        for kind in across {
            let figure = Scatter {
                name: message!("column-value"),
                across: axis(kind),
                upwards: axis(number(false)),
                points: vec![
                    point(0.01, 0.5, Look::Plain),
                    point(1.0, 0.7, Look::Faint),
                    point(2.0, 0.9, Look::Best),
                ],
                line: vec![(0.01, 0.5), (2.0, 0.9)],
                table: Table {
                    columns: Vec::new(),
                    rows: Vec::new(),
                },
            };
            let marks = figure.picture(Language::Polish).marks;
            let circles = marks.iter().filter_map(|mark| match mark {
                Mark::Circle { at, .. } => Some(*at),
                _ => None,
            });
            let circles: Vec<(f64, f64)> = circles.collect();
            // The faint one is drawn first.
            let [second, first, third] = circles[..] else {
                panic!("{circles:?}")
            };
            assert!(first.0 < second.0 && second.0 < third.0, "{circles:?}");
            assert!(first.1 > second.1 && second.1 > third.1, "{circles:?}");
            let is_inside = |at: &(f64, f64)| {
                (PLANE.left..=PLANE.right).contains(&at.0)
                    && (PLANE.top..=PLANE.bottom).contains(&at.1)
            };
            assert!(circles.iter().all(is_inside), "{circles:?}");
        }
    }
}
