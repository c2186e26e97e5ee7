//! Points on two axes: numbers on a plain or a logarithmic scale, or a place for each of some choices.

use super::axis::{Axis, Laid};
use super::picture::path;
use super::plane::Plane;
use super::{LETTER, Mark, Picture, Target, WIDTH};
use crate::document::Table;
use crate::message::{Language, Message};

#[derive(Debug, Clone, PartialEq)]
pub struct Scatter {
    /// What it shows, for those who don't see it.
    pub name: Message,
    pub across: Axis,
    pub upwards: Axis,
    pub points: Vec<ScatterPoint>,
    /// A line of steps through these places, ascending across; empty without one.
    pub line: Vec<(f64, f64)>,
    /// All that is known of the same points.
    pub table: Table,
}

#[derive(Debug, Clone, PartialEq)]
pub struct ScatterPoint {
    /// What it is of, for those who choose it.
    pub key: u32,
    pub across: f64,
    pub upwards: f64,
    pub look: Look,
    /// Shown under the pointer.
    pub said: Message,
}

/// What is drawn later lies on top.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Look {
    /// What counts less.
    Faint,
    Plain,
    /// What is near to what is looked for.
    Good,
    /// What is looked for.
    Best,
}

const HEIGHT: f64 = 240.0;
pub(super) const PLANE: Plane = Plane {
    left: 72.0,
    right: WIDTH - 12.0,
    top: 12.0,
    bottom: HEIGHT - 40.0,
};
/// A part of the plane, by its values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Window {
    across: (f64, f64),
    upwards: (f64, f64),
}

/// A drag that is shorter, in pixels of the picture, is of the other direction alone.
const DRAG: f64 = 10.0;

impl Scatter {
    pub(super) fn axes(&self, language: Language) -> [Laid; 2] {
        let on_line = |of: fn(&(f64, f64)) -> f64| self.line.iter().map(of);
        let across = self.points.iter().map(|point| point.across);
        let upwards = self.points.iter().map(|point| point.upwards);
        [
            Laid::of(&self.across, across.chain(on_line(|at| at.0)), language),
            Laid::of(&self.upwards, upwards.chain(on_line(|at| at.1)), language),
        ]
    }

    /// What lies between two corners, in pixels of the picture; the whole of a direction in which they are next to each other.
    /// None where they are so in both, and where nothing is left.
    pub fn window(&self, one: (f64, f64), other: (f64, f64)) -> Option<Window> {
        let [across, upwards] = self.axes(Language::default());
        let between = |one: f64, other: f64, axis: &Laid, share: &dyn Fn(f64) -> f64| {
            let ends = match (one - other).abs() < DRAG {
                true => (f64::NEG_INFINITY, f64::INFINITY),
                false => {
                    let (one, other) = (axis.value(share(one)), axis.value(share(other)));
                    (one.min(other), one.max(other))
                }
            };
            (ends.0.is_finite(), ends)
        };
        let x = |x: f64| ((x - PLANE.left) / (PLANE.right - PLANE.left)).clamp(0.0, 1.0);
        let y = |y: f64| ((PLANE.bottom - y) / (PLANE.bottom - PLANE.top)).clamp(0.0, 1.0);
        let (is_wide, across) = between(one.0, other.0, &across, &x);
        let (is_high, upwards) = between(one.1, other.1, &upwards, &y);
        let window = Window { across, upwards };
        let is_left = self.points.iter().any(|point| window.holds(point));
        ((is_wide || is_high) && is_left).then_some(window)
    }

    /// What lies in a window alone.
    #[must_use]
    pub(super) fn within(mut self, window: &Window) -> Scatter {
        self.points.retain(|point| window.holds(point));
        let (x, y) = (window.across, window.upwards);
        // A line goes on at its height until its next bend.
        let before = self.line.iter().rev().find(|at| at.0 < x.0);
        let inside = self.line.iter().filter(|at| x.0 <= at.0 && at.0 <= x.1);
        let inside = inside.copied();
        let mut line: Vec<(f64, f64)> = before
            .map(|at| (x.0, at.1))
            .into_iter()
            .chain(inside)
            .collect();
        let has_more = self.line.last().is_some_and(|at| at.0 > x.1);
        line.extend(line.last().filter(|_| has_more).map(|at| (x.1, at.1)));
        for at in &mut line {
            at.1 = at.1.clamp(y.0, y.1);
        }
        self.line = line;
        self
    }

    pub(super) fn picture(&self, language: Language) -> Picture {
        let [across, upwards] = &self.axes(language);
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
            // The last one ends within the figure.
            let last = WIDTH - LETTER / 2.0 * tick.chars().count() as f64;
            let at = (PLANE.x(*place).min(last), PLANE.bottom + 16.0);
            text("middle value", at, tick.clone());
        }
        let middle = (PLANE.x(0.5), HEIGHT - 6.0);
        text("middle", middle, self.across.name.shown(language));
        let corner = (PLANE.left + 4.0, PLANE.top + 2.0);
        text("start", corner, self.upwards.name.shown(language));
        let at = |x: f64, y: f64| (PLANE.x(across.place(x)), PLANE.y(upwards.place(y)));
        if !self.line.is_empty() {
            let line = self.line.iter().map(|(x, y)| at(*x, *y));
            marks.push(Mark::Path {
                class: "course measured",
                path: path(line),
                said: String::new(),
            });
        }
        let mut targets = Vec::new();
        // What is looked for lies on top.
        for look in [Look::Faint, Look::Plain, Look::Good, Look::Best] {
            for point in self.points.iter().filter(|point| point.look == look) {
                let at = at(point.across, point.upwards);
                marks.push(Mark::Circle {
                    class: match look {
                        Look::Faint => "point faint",
                        Look::Plain | Look::Good => "point",
                        Look::Best => "point best",
                    },
                    at,
                    radius: if look == Look::Best { 5.0 } else { 3.0 },
                    said: point.said.shown(language),
                });
                targets.push(Target {
                    key: point.key,
                    mark: marks.len() - 1,
                    line: vec![at],
                });
            }
        }
        Picture {
            name: self.name.shown(language),
            width: WIDTH,
            height: HEIGHT,
            marks,
            targets,
        }
    }
}

impl Window {
    fn holds(&self, point: &ScatterPoint) -> bool {
        let is_in = |value: f64, ends: (f64, f64)| ends.0 <= value && value <= ends.1;
        is_in(point.across, self.across) && is_in(point.upwards, self.upwards)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{AxisKind, Shown};
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
            key: 0,
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

    #[test]
    fn a_window_holds_what_was_dragged_over_on_the_axes_that_were_dragged() {
        let axis = || Axis {
            name: message!("column-value"),
            kind: AxisKind::Number {
                is_log: false,
                shown: Shown::Number,
            },
        };
        let points = (0..=10u32).map(|key| ScatterPoint {
            key,
            across: f64::from(key),
            upwards: f64::from(key) / 10.0,
            look: Look::Plain,
            said: Message::text("said"),
        });
        let figure = Scatter {
            name: message!("column-value"),
            across: axis(),
            upwards: axis(),
            points: points.collect(),
            line: vec![(0.0, 0.0), (10.0, 1.0)],
            table: Table {
                columns: Vec::new(),
                rows: Vec::new(),
            },
        };
        let at = |x: f64, y: f64| (PLANE.x(x), PLANE.y(y));
        let keys = |one, other| -> Option<Vec<u32>> {
            let window = figure.window(one, other)?;
            let part = figure.clone().within(&window);
            let circles = part.picture(Language::English).targets;
            assert_eq!(circles.len(), part.points.len());
            Some(part.points.iter().map(|point| point.key).collect())
        };
        assert_eq!(keys(at(0.25, 0.5), at(0.55, 0.51)), Some(vec![3, 4, 5]));
        assert_eq!(keys(at(0.5, 0.95), at(0.5, 0.75)), Some(vec![8, 9]));
        assert_eq!(keys(at(0.95, 0.95), at(0.35, 0.55)), Some(vec![6, 7, 8, 9]));
        // A press is no drag, and nothing is no window.
        assert_eq!(keys(at(0.5, 0.5), at(0.5, 0.5)), None);
        assert_eq!(keys(at(0.1, 0.9), at(0.3, 0.7)), None);
    }
}
