//! Both sides of a number in common cells: bars of the one, a stepped line of the other, in a box of `WIDTH` by `HEIGHT`.

use super::curve::{HEIGHT, WIDTH};
use super::numbers;
use super::shares;
use crate::pipeline::drift::Cells;
use crate::pipeline::drift::samples::CellKind;

/// A bar from the bottom of the box.
#[derive(Debug, Clone, PartialEq)]
pub struct HistogramBar {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
    /// The cell and the shares of both sides, to be read.
    pub label: String,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Histogram {
    /// Of the reference.
    pub bars: Vec<HistogramBar>,
    /// Of the current side: the `d` of an SVG path.
    pub line: String,
    /// The first and the last value.
    pub ends: (String, String),
    /// The share that reaches the top.
    pub top: String,
}

/// Cells are equally wide whatever they hold. Nothing of cells that hold no row.
pub fn histogram(cells: &Cells) -> Histogram {
    let (reference, current) = (
        shares::of_counts(&cells.reference),
        shares::of_counts(&cells.current),
    );
    let top = reference
        .iter()
        .chain(&current)
        .copied()
        .fold(0.0, f64::max);
    let n = reference.len();
    let (Some(first), Some(last)) = (cells.at.first(), cells.at.last()) else {
        return Histogram::default();
    };
    if top == 0.0 {
        return Histogram::default();
    }
    let width = WIDTH / n as f64;
    let y_of = |share: f64| HEIGHT - share / top * HEIGHT;
    let bars = (0..n)
        .map(|cell| {
            let name = match cells.kind {
                CellKind::Values => numbers::any(cells.at[cell]),
                CellKind::Bins => format!(
                    "{} – {}",
                    numbers::any(cells.at[cell]),
                    numbers::any(cells.at[cell + 1])
                ),
            };
            let y = y_of(reference[cell]);
            HistogramBar {
                x: cell as f64 * width,
                y,
                width,
                height: HEIGHT - y,
                label: format!(
                    "{name}: {} → {}",
                    numbers::share(reference[cell]),
                    numbers::share(current[cell])
                ),
            }
        })
        .collect();
    let mut line = format!("M0.0 {HEIGHT:.1}");
    for (cell, share) in current.iter().enumerate() {
        let y = y_of(*share);
        let (left, right) = (cell as f64 * width, (cell + 1) as f64 * width);
        line.push_str(&format!("L{left:.1} {y:.1}L{right:.1} {y:.1}"));
    }
    line.push_str(&format!("L{WIDTH:.1} {HEIGHT:.1}"));
    Histogram {
        bars,
        line,
        ends: (numbers::any(*first), numbers::any(*last)),
        top: numbers::share(top),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_share_reaches_the_top() {
        let cells = Cells {
            kind: CellKind::Bins,
            at: vec![0.0, 10.0, 20.0],
            reference: vec![1, 3],
            current: vec![1, 1],
        };
        let drawn = histogram(&cells);
        assert_eq!((drawn.bars[0].width, drawn.bars[1].x), (300.0, 300.0));
        assert_eq!((drawn.bars[1].y, drawn.bars[1].height), (0.0, HEIGHT));
        assert_eq!(drawn.bars[1].label, "10 – 20: 75.0 % → 50.0 %");
        let third = HEIGHT / 3.0;
        assert_eq!(
            drawn.line,
            format!(
                "M0.0 160.0L0.0 {third:.1}L300.0 {third:.1}L300.0 {third:.1}L600.0 {third:.1}L600.0 160.0"
            )
        );
        assert_eq!(
            (drawn.ends.1.as_str(), drawn.top.as_str()),
            ("20", "75.0 %")
        );
    }

    #[test]
    fn an_empty_side_draws_a_flat_line_and_two_draw_nothing() {
        let cells = |reference: Vec<u64>| Cells {
            kind: CellKind::Values,
            at: vec![2.0],
            reference,
            current: vec![0],
        };
        assert_eq!(
            histogram(&cells(vec![4])).bars[0].label,
            "2: 100.0 % → 0.0 %"
        );
        assert_eq!(histogram(&cells(vec![0])), Histogram::default());
    }
}
