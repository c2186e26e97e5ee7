//! A picture as large as a word, beside what it shows: both sides of a few numbers, or one number along the rows.

use super::picture::path;
use super::{Mark, Picture};
use crate::message::{Argument, Language, Message, Unit};

/// A picture as large as a word. What it shows is said in words beside it and in numbers below.
#[derive(Debug, Clone, PartialEq)]
pub enum Spark {
    /// The reference and the current data beside each other, under each name.
    Pairs {
        name: Message,
        unit: Unit,
        /// Values are at least 0.
        pairs: Vec<(Argument, [f64; 2])>,
    },
    /// A number of each block of the reference in the order of its rows, then that of the current data.
    Course {
        name: Message,
        unit: Unit,
        /// At least 0.
        blocks: Vec<f64>,
        now: f64,
    },
}

const WIDTH: f64 = 96.0;
const HEIGHT: f64 = 24.0;
/// What lies around the marks.
const EDGE: f64 = 2.0;
/// Between the blocks and the current data, and around the bars of a name.
const GAP: f64 = 8.0;

impl Spark {
    pub fn picture(&self, language: Language) -> Picture {
        let (name, marks) = match self {
            Spark::Pairs { name, unit, pairs } => (name, bars(*unit, pairs, language)),
            Spark::Course {
                name,
                unit,
                blocks,
                now,
            } => (name, course(*unit, blocks, *now, language)),
        };
        Picture {
            name: name.shown(language),
            width: WIDTH,
            height: HEIGHT,
            marks,
            targets: Vec::new(),
        }
    }
}

/// From the lower edge, by the largest of all.
fn height(value: f64, top: f64) -> f64 {
    match top > 0.0 {
        true => value / top * (HEIGHT - 2.0 * EDGE),
        false => 0.0,
    }
}

fn bars(unit: Unit, pairs: &[(Argument, [f64; 2])], language: Language) -> Vec<Mark> {
    let top = pairs.iter().flat_map(|(_, pair)| *pair).fold(0.0, f64::max);
    let step = WIDTH / pairs.len().max(1) as f64;
    let width = (step - GAP.min(step / 3.0)) / 2.0;
    let mut marks = Vec::new();
    for (at, (name, pair)) in pairs.iter().enumerate() {
        let [before, now] = pair.map(|value| unit.of(value).shown(language));
        let said = format!("{}: {before} → {now}", name.shown(language));
        for (side, class) in ["column", "column now"].into_iter().enumerate() {
            let height = height(pair[side], top);
            marks.push(Mark::Rect {
                class,
                at: (
                    step * (at as f64 + 0.5) + width * (side as f64 - 1.0),
                    HEIGHT - EDGE - height,
                ),
                size: (width, height),
                said: said.clone(),
            });
        }
    }
    marks
}

fn course(unit: Unit, blocks: &[f64], now: f64, language: Language) -> Vec<Mark> {
    let top = blocks.iter().copied().fold(now, f64::max);
    let y = |value: f64| HEIGHT - EDGE - height(value, top);
    let end = WIDTH - EDGE - GAP;
    let step = (end - GAP - EDGE) / (blocks.len().max(2) - 1) as f64;
    let places = blocks.iter().enumerate();
    let places = places.map(|(at, value)| (EDGE + step * at as f64, y(*value)));
    vec![
        Mark::Line {
            class: "axis",
            from: (0.0, HEIGHT - EDGE),
            to: (WIDTH, HEIGHT - EDGE),
        },
        Mark::Path {
            class: "course measured",
            path: path(places),
            said: String::new(),
        },
        Mark::Circle {
            class: "dot now",
            at: (end, y(now)),
            radius: 3.0,
            said: unit.of(now).shown(language),
        },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message;

    fn is_inside(picture: &Picture, (x, y): (f64, f64)) -> bool {
        (0.0..=picture.width).contains(&x) && (0.0..=picture.height).contains(&y)
    }

    #[test]
    fn bars_stand_side_by_side_and_nothing_is_drawn_outside() {
        let spark = Spark::Pairs {
            name: message!("drift-classes"),
            unit: Unit::Share,
            pairs: vec![("a".into(), [0.5, 0.25]), ("b".into(), [0.0, 1.0])],
        };
        let picture = spark.picture(Language::English);
        let bars = picture.marks.iter().map(|mark| match mark {
            Mark::Rect { at, size, said, .. } => (*at, *size, said.as_str()),
            mark => panic!("{mark:?}"),
        });
        let bars: Vec<_> = bars.collect();
        assert_eq!(bars.len(), 4);
        let ((x, y), (width, height), said) = bars[0];
        assert_eq!(said, "a: 50.0 % → 25.0 %");
        // The second bar begins where the first one ends, half as high.
        assert!((bars[1].0.0 - x - width).abs() < 1e-9);
        assert!((bars[1].1.1 * 2.0 - height).abs() < 1e-9);
        assert!((y + height - (HEIGHT - EDGE)).abs() < 1e-9);
        for (at, size, _) in bars {
            assert!(is_inside(&picture, at) && is_inside(&picture, (at.0 + size.0, at.1 + size.1)));
        }
    }

    #[test]
    fn a_course_ends_with_the_current_data_and_holds_without_a_difference() {
        for (blocks, now) in [
            (vec![0.1, 0.3, 0.2], 0.4),
            (vec![0.0; 5], 0.0),
            (vec![], 0.2),
        ] {
            let name = message!("drift-classes");
            let unit = Unit::Share;
            let spark = Spark::Course {
                name,
                unit,
                blocks,
                now,
            };
            let picture = spark.picture(Language::Polish);
            let Some(Mark::Circle { at, .. }) = picture.marks.last() else {
                panic!("no current data")
            };
            assert!(is_inside(&picture, *at));
            assert_eq!(at.1 < HEIGHT - EDGE, now > 0.0);
        }
    }
}
