//! Two sides of a number over the same cells: bars of the first, the outline of the second, each as shares of its own rows.

use super::{Mark, Picture, WIDTH};
use crate::document::{Column, Kind, Row, Table};
use crate::message;
use crate::message::{Argument, Language, Message};

/// A cell of the values, whatever its width: all are drawn equally wide.
#[derive(Debug, Clone, PartialEq)]
pub struct HistogramCell {
    pub name: Argument,
    /// Shares of the rows of either side, `0.0..=1.0`.
    pub shares: [f64; 2],
}

const LEFT: f64 = 52.0;
const TOP: f64 = 24.0;
const BOTTOM: f64 = 112.0;
const HEIGHT: f64 = 132.0;
/// Of a cell's width, what its bar leaves free.
const GAP: f64 = 0.06;

pub(super) fn table(sides: &[Message; 2], cells: &[HistogramCell]) -> Table {
    let [first, second] = sides.clone();
    Table {
        columns: vec![
            Column::new(message!("column-value"), Kind::Name),
            Column::new(first, Kind::Number),
            Column::new(second, Kind::Number),
        ],
        rows: cells
            .iter()
            .map(|cell| {
                let shares = cell.shares.map(|share| Some(Argument::Share(share)));
                Row::new(
                    std::iter::once(Some(cell.name.clone()))
                        .chain(shares)
                        .collect(),
                )
            })
            .collect(),
    }
}

pub(super) fn picture(
    name: &Message,
    sides: &[Message; 2],
    ends: &[Argument; 2],
    cells: &[HistogramCell],
    language: Language,
) -> Picture {
    let top = cells
        .iter()
        .flat_map(|cell| cell.shares)
        .fold(0.0, f64::max);
    let name = name.shown(language);
    let mut marks = Vec::new();
    text(&mut marks, "start", (0.0, 12.0), name.clone());
    key(&mut marks, sides, language);
    text(
        &mut marks,
        "end value",
        (LEFT - 6.0, TOP + 8.0),
        Argument::Share(top).shown(language),
    );
    let width = (WIDTH - LEFT) / cells.len().max(1) as f64;
    // Of cells without a row nothing is drawn but the axis.
    let height = |share: f64| {
        if top > 0.0 {
            share / top * (BOTTOM - TOP)
        } else {
            0.0
        }
    };
    for (at, cell) in cells.iter().enumerate() {
        let x = LEFT + at as f64 * width;
        let [first, second] = cell
            .shares
            .map(|share| Argument::Share(share).shown(language));
        marks.push(Mark::Rect {
            class: "column",
            at: (x + width * GAP / 2.0, BOTTOM - height(cell.shares[0])),
            size: (width * (1.0 - GAP), height(cell.shares[0])),
            said: format!("{}: {first} → {second}", cell.name.shown(language)),
        });
    }
    let mut before = BOTTOM;
    for (at, cell) in cells.iter().enumerate() {
        let x = LEFT + at as f64 * width;
        let y = BOTTOM - height(cell.shares[1]);
        marks.push(outline((x, before), (x, y)));
        marks.push(outline((x, y), (x + width, y)));
        before = y;
    }
    marks.push(outline((WIDTH, before), (WIDTH, BOTTOM)));
    marks.push(Mark::Line {
        class: "axis",
        from: (LEFT, BOTTOM),
        to: (WIDTH, BOTTOM),
    });
    let [first, last] = ends.each_ref().map(|end| end.shown(language));
    text(&mut marks, "start value", (LEFT, HEIGHT - 4.0), first);
    text(&mut marks, "end value", (WIDTH, HEIGHT - 4.0), last);
    Picture {
        name,
        width: WIDTH,
        height: HEIGHT,
        marks,
        targets: Vec::new(),
    }
}

/// What is a bar, and what is an outline.
fn key(marks: &mut Vec<Mark>, sides: &[Message; 2], language: Language) {
    let [first, second] = sides.each_ref().map(|side| side.shown(language));
    marks.push(Mark::Rect {
        class: "column",
        at: (WIDTH - 300.0, 2.0),
        size: (14.0, 10.0),
        said: first.clone(),
    });
    text(marks, "start", (WIDTH - 280.0, 12.0), first);
    marks.push(outline((WIDTH - 150.0, 8.0), (WIDTH - 136.0, 8.0)));
    text(marks, "start", (WIDTH - 130.0, 12.0), second);
}

fn outline(from: (f64, f64), to: (f64, f64)) -> Mark {
    Mark::Line {
        class: "outline",
        from,
        to,
    }
}

fn text(marks: &mut Vec<Mark>, class: &'static str, at: (f64, f64), text: String) {
    marks.push(Mark::Text { class, at, text });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(shares: &[[f64; 2]]) -> Picture {
        let cells: Vec<HistogramCell> = shares
            .iter()
            .map(|shares| HistogramCell {
                name: Argument::Number(2.0),
                shares: *shares,
            })
            .collect();
        let (name, sides) = (Message::text("words"), ["a", "b"].map(Message::text));
        let ends = [1.0, 2.0].map(Argument::Number);
        picture(&name, &sides, &ends, &cells, Language::English)
    }

    #[test]
    fn the_largest_share_reaches_the_top_and_no_share_none() {
        let bars = |picture: Picture| -> Vec<(f64, String)> {
            let bars = picture.marks.into_iter().filter_map(|mark| match mark {
                Mark::Rect { size, said, .. } => Some((size.1, said)),
                _ => None,
            });
            // The first one is that of the key.
            bars.skip(1).collect()
        };
        let high = BOTTOM - TOP;
        let drawn = bars(figure(&[[0.25, 0.5], [0.75, 0.5]]));
        assert_eq!(drawn[0].0, high / 3.0);
        assert_eq!(drawn[1], (high, "2: 75.0 % → 50.0 %".into()));
        assert_eq!(bars(figure(&[[0.0, 0.0]]))[0].0, 0.0);
        assert!(bars(figure(&[])).is_empty());
    }
}
