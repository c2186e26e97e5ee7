//! Lines over axes that stand beside each other: what was chosen together, and what came of it. Brushes on the axes choose lines.

use std::collections::BTreeSet;

use super::axis::{Axis, AxisKind, Laid};
use super::picture::path;
use super::scatter::Look;
use super::{LETTER, Mark, Picture, Target, WIDTH};
use crate::document::Table;
use crate::message;
use crate::message::{Argument, Language, Message};

#[derive(Debug, Clone, PartialEq)]
pub struct Parallel {
    /// What it shows, for those who don't see it.
    pub name: Message,
    /// At least two.
    pub axes: Vec<ParallelAxis>,
    pub lines: Vec<ParallelLine>,
    /// All that is known of the same lines.
    pub table: Table,
    pub brushes: Vec<Brush>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct ParallelAxis {
    /// No other axis has it.
    pub id: String,
    pub axis: Axis,
    /// Where it ends, if it has no choices.
    pub ends: [f64; 2],
}

#[derive(Debug, Clone, PartialEq)]
pub struct ParallelLine {
    /// What it is of, for those who choose it.
    pub key: u32,
    /// One for each axis; none is drawn to the axis' foot.
    pub values: Vec<Option<f64>>,
    pub look: Look,
    /// Shown under the pointer.
    pub said: Message,
}

/// A part of an axis: lines that pass through it are chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct Brush {
    /// The axis' id.
    pub axis: String,
    /// Values, ends included.
    pub low: f64,
    pub high: f64,
    /// Whether it holds the foot, with the lines that have no value.
    pub has_foot: bool,
}

const HEIGHT: f64 = 296.0;
const TOP: f64 = 60.0;
const BOTTOM: f64 = 262.0;
const LEFT: f64 = 20.0;
const RIGHT: f64 = WIDTH - 68.0;
/// Where lines without a value lie, as a share of the axis, and from where on a brush holds it.
const FOOT: f64 = -0.08;
const AT_FOOT: f64 = -0.04;
/// How near to an axis a brush begins, and how wide it is drawn, in pixels.
const REACH: f64 = 14.0;
const HALF: f64 = 7.0;
/// A step of a brush's end by keyboard, as a share of the axis.
const STEP: f64 = 0.05;
/// Numbers of an axis, at most.
const TICKS: usize = 9;

impl Parallel {
    fn laid(&self, at: usize, language: Language) -> Laid {
        let one = &self.axes[at];
        Laid::of(&one.axis, one.ends.into_iter(), language)
    }

    fn x(&self, at: usize) -> f64 {
        LEFT + at as f64 * self.gap()
    }

    fn gap(&self) -> f64 {
        (RIGHT - LEFT) / (self.axes.len().max(2) - 1) as f64
    }

    fn brush(&self, at: usize) -> Option<&Brush> {
        let mut brushes = self.brushes.iter();
        brushes.find(|brush| brush.axis == self.axes[at].id)
    }

    /// Whether all brushes hold a line.
    fn is_chosen(&self, line: &ParallelLine) -> bool {
        (0..self.axes.len()).all(|at| match (self.brush(at), line.values[at]) {
            (None, _) => true,
            (Some(brush), Some(value)) => brush.low <= value && value <= brush.high,
            (Some(brush), None) => brush.has_foot,
        })
    }

    /// The keys of the lines that all brushes hold; none without a brush.
    pub fn chosen(&self) -> Option<BTreeSet<u32>> {
        let lines = self.lines.iter().filter(|line| self.is_chosen(line));
        (!self.brushes.is_empty()).then(|| lines.map(|line| line.key).collect())
    }

    /// Whether there are lines without a value on an axis.
    fn has_foot(&self, at: usize) -> bool {
        self.lines.iter().any(|line| line.values[at].is_none())
    }

    /// What the brushes choose.
    pub fn said(&self) -> Option<Message> {
        let chosen = self.chosen()?;
        let limits = (0..self.axes.len()).filter_map(|at| {
            let brush = self.brush(at)?;
            let limit = self.limit(at, brush);
            Some(
                match brush.has_foot && brush.low <= brush.high && self.has_foot(at) {
                    true => message!("parallel-or-none", limit = limit).into(),
                    false => limit,
                },
            )
        });
        Some(message!(
            "parallel-chosen",
            n = chosen.len(),
            lines = self.lines.len(),
            limits = Argument::Clauses(limits.collect())
        ))
    }

    fn limit(&self, at: usize, brush: &Brush) -> Argument {
        let axis = &self.axes[at].axis;
        let name = axis.name.clone();
        if brush.high < brush.low {
            return message!("parallel-limit-none", axis = name).into();
        }
        match &axis.kind {
            AxisKind::Number { shown, .. } => message!(
                "parallel-limit",
                axis = name,
                low = shown.of(brush.low),
                high = shown.of(brush.high)
            ),
            AxisKind::Choices(choices) => {
                let places = (0u32..).zip(choices);
                let held = places.filter(|(place, _)| {
                    let place = f64::from(*place);
                    brush.low <= place && place <= brush.high
                });
                let held: Vec<Argument> = held.map(|(_, text)| text.as_str().into()).collect();
                match held.is_empty() {
                    true => message!("parallel-limit-none", axis = name),
                    false => message!(
                        "parallel-limit-choices",
                        axis = name,
                        choices = Argument::Any(held)
                    ),
                }
            }
        }
        .into()
    }

    /// The axis that a place across is close to, in pixels of the picture.
    pub fn axis_near(&self, x: f64) -> Option<usize> {
        let reach = REACH.min(self.gap() / 2.0);
        (0..self.axes.len()).find(|at| (self.x(*at) - x).abs() <= reach)
    }

    /// A brush from one height to another, in pixels of the picture; none where they are the same.
    pub fn brush_between(&self, at: usize, one: f64, other: f64) -> Option<Brush> {
        let share = |y: f64| (BOTTOM - y) / (BOTTOM - TOP);
        let is_drag = (one - other).abs() >= 3.0;
        let (low, high) = (share(one.max(other)), share(one.min(other)));
        is_drag.then(|| self.brush_of(at, low, high))
    }

    fn brush_of(&self, at: usize, low: f64, high: f64) -> Brush {
        let laid = self.laid(at, Language::default());
        let value = |share: f64| laid.value(share.clamp(0.0, 1.0));
        Brush {
            axis: self.axes[at].id.clone(),
            low: value(low),
            // All of it lies below the axis.
            high: if high < 0.0 {
                f64::NEG_INFINITY
            } else {
                value(high)
            },
            has_foot: low <= AT_FOOT,
        }
    }

    /// Where a brush lies, as shares of its axis.
    fn shares(&self, at: usize, brush: &Brush) -> (f64, f64) {
        let laid = self.laid(at, Language::default());
        let high = if brush.high < brush.low {
            AT_FOOT
        } else {
            laid.place(brush.high)
        };
        match brush.has_foot {
            true => (2.0 * FOOT - AT_FOOT, high),
            false => (laid.place(brush.low), high),
        }
    }

    /// The brush of an axis with its upper or its lower end a step up or down; from all of the axis where there is none.
    pub fn stepped(&self, at: usize, is_upper: bool, is_up: bool) -> Brush {
        let brush = self.brush(at);
        let (mut low, mut high) = brush.map_or((2.0 * FOOT, 1.0), |it| self.shares(at, it));
        let step = if is_up { STEP } else { -STEP };
        match is_upper {
            true => high = (high + step).clamp(low.max(0.0), 1.0),
            // The first step leaves the foot.
            false => low = (low.max(-STEP) + step).clamp(-STEP, high),
        }
        self.brush_of(at, low, high)
    }

    pub(super) fn picture(&self, language: Language) -> Picture {
        let laid: Vec<Laid> = (0..self.axes.len())
            .map(|at| self.laid(at, language))
            .collect();
        let y = |share: f64| BOTTOM - share * (BOTTOM - TOP);
        let mut marks = Vec::new();
        let mut targets = Vec::new();
        let is_brushed = !self.brushes.is_empty();
        let mut lines: Vec<(bool, &ParallelLine)> = self
            .lines
            .iter()
            .map(|line| (self.is_chosen(line), line))
            .collect();
        // What is chosen, and of it what is looked for, lies on top.
        lines.sort_by_key(|(is_chosen, line)| (*is_chosen, line.look));
        for (is_chosen, line) in lines {
            let places = line.values.iter().enumerate().map(|(at, value)| {
                let share = value.map_or(FOOT, |value| laid[at].place(value));
                (self.x(at), y(share))
            });
            let places: Vec<(f64, f64)> = places.collect();
            if is_chosen {
                targets.push(Target {
                    key: line.key,
                    mark: marks.len(),
                    line: places.clone(),
                });
            }
            marks.push(Mark::Path {
                class: match (is_chosen, line.look) {
                    (false, _) => "way off",
                    (true, Look::Faint) if !is_brushed => "way faint",
                    (true, Look::Faint | Look::Plain) if !is_brushed => "way",
                    (true, Look::Best) => "way best",
                    _ => "way good",
                },
                path: path(places.into_iter()),
                said: line.said.shown(language),
            });
        }
        for (at, one) in self.axes.iter().enumerate() {
            let x = self.x(at);
            marks.push(Mark::Line {
                class: "axis",
                from: (x, TOP),
                to: (x, BOTTOM),
            });
            let mut text = |class, at: (f64, f64), text: String| {
                marks.push(Mark::Text { class, at, text });
            };
            let class = if at == 0 { "start" } else { "middle" };
            let left = if at == 0 { 0.0 } else { x };
            let most = (self.gap() / LETTER) as usize;
            for (row, (part, is_quiet)) in parts(&one.axis.name.shown(language)).iter().enumerate()
            {
                let class = match (*is_quiet, class) {
                    (true, "start") => "start value",
                    (true, _) => "middle value",
                    (false, class) => class,
                };
                text(
                    class,
                    (left, 12.0 + 15.0 * row as f64),
                    super::cut_to(part, most),
                );
            }
            let every = laid[at].ticks.len().div_ceil(TICKS).max(1);
            for (share, tick) in laid[at].ticks.iter().step_by(every) {
                let tick = super::cut_to(tick, most.saturating_sub(2));
                text("start value halo", (x + 4.0, y(*share) + 4.0), tick);
            }
            if self.has_foot(at) {
                text(
                    "start value halo",
                    (x + 4.0, y(FOOT) + 4.0),
                    "–".to_string(),
                );
            }
            if let Some(brush) = self.brush(at) {
                let (low, high) = self.shares(at, brush);
                marks.push(Mark::Rect {
                    class: "brush",
                    at: (x - HALF, y(high)),
                    size: (2.0 * HALF, y(low) - y(high)),
                    said: self.limit(at, brush).shown(language),
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

/// The parts of a name such as `tfidf.ngram_range@char_wb`, and whether each is beside the point.
fn parts(name: &str) -> Vec<(&str, bool)> {
    let (name, under) = name.split_once('@').unwrap_or((name, ""));
    let (section, name) = name.split_once('.').unwrap_or(("", name));
    let parts = [(section, true), (name, false), (under, true)];
    parts
        .into_iter()
        .filter(|(part, _)| !part.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use std::slice::from_ref;

    use super::*;
    use crate::document::Shown;

    fn axis(id: &str, kind: AxisKind, ends: [f64; 2]) -> ParallelAxis {
        ParallelAxis {
            id: id.into(),
            axis: Axis {
                name: Message::text(id),
                kind,
            },
            ends,
        }
    }

    /// Three lines: C from 0.01 to 100, a kernel, the objective. The last has no C.
    fn figure() -> Parallel {
        let number = |is_log| AxisKind::Number {
            is_log,
            shown: Shown::Number,
        };
        let kernels = AxisKind::Choices(vec!["linear".into(), "rbf".into()]);
        let line = |key, values: [Option<f64>; 3], look| ParallelLine {
            key,
            values: values.to_vec(),
            look,
            said: Message::text("said"),
        };
        Parallel {
            name: Message::text("trials"),
            axes: vec![
                axis("svc.C", number(true), [0.01, 100.0]),
                axis("svc.kernel", kernels, [0.0, 1.0]),
                axis("objective", number(false), [0.5, 0.9]),
            ],
            lines: vec![
                line(0, [Some(0.1), Some(0.0), Some(0.5)], Look::Plain),
                line(1, [Some(10.0), Some(1.0), Some(0.9)], Look::Best),
                line(2, [None, Some(0.0), Some(0.7)], Look::Faint),
            ],
            table: Table {
                columns: Vec::new(),
                rows: Vec::new(),
            },
            brushes: Vec::new(),
        }
    }

    fn with(brushes: &[Brush]) -> Parallel {
        Parallel {
            brushes: brushes.to_vec(),
            ..figure()
        }
    }

    fn keys(brushes: &[Brush]) -> Vec<u32> {
        let chosen = with(brushes).chosen();
        chosen.expect("there is a brush").into_iter().collect()
    }

    #[test]
    fn brushes_choose_the_lines_that_pass_through_all_of_them() {
        let figure = figure();
        assert_eq!(figure.chosen(), None);
        assert_eq!(figure.axis_near(LEFT + 5.0), Some(0));
        assert_eq!(figure.axis_near(RIGHT - 5.0), Some(2));
        assert_eq!(figure.axis_near(LEFT + 60.0), None);
        let middle = TOP + (BOTTOM - TOP) / 2.0;
        assert_eq!(
            figure.brush_between(0, middle, middle + 1.0),
            None,
            "a press"
        );
        let upper = figure.brush_between(0, TOP - 20.0, middle).unwrap();
        assert_eq!((upper.has_foot, upper.high), (false, 100.0));
        assert_eq!(keys(from_ref(&upper)), [1]);
        // The lower half, without the foot and with it.
        let lower = figure.brush_between(0, middle, BOTTOM).unwrap();
        assert_eq!(keys(from_ref(&lower)), [0]);
        let to_foot = figure.brush_between(0, middle, BOTTOM + 30.0).unwrap();
        assert_eq!(keys(from_ref(&to_foot)), [0, 2]);
        let foot = figure
            .brush_between(0, BOTTOM + 9.0, BOTTOM + 30.0)
            .unwrap();
        assert_eq!(keys(&[foot]), [2]);
        // Together with a choice and a range of the objective.
        let linear = figure.brush_between(1, BOTTOM, middle + 5.0).unwrap();
        assert_eq!(keys(from_ref(&linear)), [0, 2]);
        assert_eq!(keys(&[linear.clone(), lower]), [0]);
        assert_eq!(keys(&[linear.clone(), upper]), [0; 0]);
        let said = with(&[linear, to_foot]).said().unwrap();
        assert_eq!(
            said.shown(Language::English),
            "2 of 3 lines: svc.C from 0.01 to 1 or none; svc.kernel linear"
        );
    }

    #[test]
    fn the_ends_of_a_brush_move_by_keyboard_and_no_further_than_the_axis() {
        let figure = figure();
        let lower = figure.stepped(2, false, true);
        assert!(!lower.has_foot && lower.high == 0.9, "{lower:?}");
        let upper = with(from_ref(&lower)).stepped(2, true, false);
        assert!(upper.low == lower.low && upper.high < 0.9, "{upper:?}");
        assert_eq!(keys(from_ref(&upper)), [0, 2]);
        let mut brush = upper;
        for _ in 0..40 {
            brush = with(&[brush]).stepped(2, true, true);
        }
        assert_eq!(brush.high, 0.9);
        for _ in 0..40 {
            brush = with(&[brush]).stepped(2, false, false);
        }
        assert!(brush.has_foot && brush.low == 0.5, "{brush:?}");
    }

    #[test]
    fn what_no_brush_holds_is_faded_and_nothing_lies_outside() {
        let classes = |figure: &Parallel| -> Vec<&str> {
            let picture = figure.picture(Language::Polish);
            for mark in &picture.marks {
                if let Mark::Text { at, .. } | Mark::Rect { at, .. } = mark {
                    assert!((0.0..=picture.width).contains(&at.0), "{mark:?}");
                    assert!((0.0..=picture.height).contains(&at.1), "{mark:?}");
                }
            }
            let ways = picture.marks.iter().filter_map(|mark| match mark {
                Mark::Path { class, .. } => Some(*class),
                _ => None,
            });
            ways.collect()
        };
        assert_eq!(classes(&figure()), ["way faint", "way", "way best"]);
        let foot = figure().brush_between(0, BOTTOM + 9.0, BOTTOM + 30.0);
        let figure = with(&[foot.unwrap()]);
        assert_eq!(classes(&figure), ["way off", "way off", "way good"]);
        // Only what is chosen can be pressed.
        assert_eq!(figure.picture(Language::English).targets.len(), 1);
    }
}
