//! A map of the validation texts: each has a place that depends on its words alone ([`super::directions`]), and a classifier's margins
//! there are read off the texts near a place.
//!
//! A place of the plane is no text, and a classifier says nothing of it. What is drawn there is the mean of what it says of the
//! [`NEAR`] texts that are nearest, weighted by `exp(-(d / h)^2 / 2)`, where `h` is the distance of the one in their middle: kernel
//! regression (Nadaraya, Watson) with a bandwidth that is wide where texts are rare. It shows tendencies, not the boundary itself.

use std::sync::Arc;

use super::directions::{directions, projected};
use crate::pipeline::numeric::exp;
use crate::pipeline::search::FoldRows;
use crate::pipeline::step::pause;

/// Nodes of the grid, those on the edges among them.
pub const COLUMNS: usize = 49;
pub const ROWS: usize = 33;

/// Texts that are shown at most; of more, evenly spread ones are.
const MOST: usize = 1500;
/// Texts that a node listens to.
const NEAR: usize = 16;
/// Share of the texts on each side that may lie beyond the plane: they are shown at its edge.
const BEYOND: f64 = 0.005;
/// What stays free beside the texts, as a share of the plane.
const MARGIN: f64 = 0.04;

/// See the module.
#[derive(Debug, Clone, PartialEq)]
pub struct Plane {
    /// Which of the validation rows are shown, ascending.
    pub rows: Vec<u32>,
    /// One for each.
    pub places: Vec<Place>,
    /// Their true classes.
    pub labels: Vec<u32>,
    /// As they came.
    pub texts: Vec<String>,
    /// For each node of the grid, from the upper left corner row by row, texts (by their place in `rows`) and their weights,
    /// which sum to 1.
    nodes: Vec<Vec<(u32, f64)>>,
}

/// Shares of the plane's width and height from its upper left corner, `0.0..=1.0`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    pub x: f64,
    pub y: f64,
}

impl Plane {
    /// The plane of matrices of both parts, with the classes of their rows, and the validation texts. Gives way in between.
    pub(super) async fn of(
        rows: Arc<FoldRows>,
        learned: Vec<u32>,
        labels: Vec<u32>,
        texts: Vec<String>,
        n_classes: usize,
    ) -> Plane {
        let directions = directions(&rows.learned, &learned, n_classes).await;
        let n = rows.scored.n_rows;
        let n_shown = n.min(MOST);
        let shown: Vec<u32> = (0..n_shown).map(|at| (at * n / n_shown) as u32).collect();
        let along = |direction: &[f64]| -> Vec<f64> {
            let rows = shown.iter().map(|&row| rows.scored.row(row as usize));
            scaled(rows.map(|row| projected(row, direction)).collect())
        };
        let [across, up] = &directions;
        let (across, up) = (along(across), along(up));
        let places = across.iter().zip(&up);
        let places: Vec<Place> = places.map(|(&x, &y)| Place { x, y: 1.0 - y }).collect();
        pause().await;
        let mut nodes = Vec::with_capacity(COLUMNS * ROWS);
        for row in 0..ROWS {
            for column in 0..COLUMNS {
                nodes.push(near(&places, node(column, row)));
            }
            pause().await;
        }
        let of_shown = |values: &[u32]| shown.iter().map(|&row| values[row as usize]).collect();
        Plane {
            labels: of_shown(&labels),
            texts: shown
                .iter()
                .map(|&row| texts[row as usize].clone())
                .collect(),
            rows: shown,
            places,
            nodes,
        }
    }

    /// The margin of each class at each node, shape `(ROWS * COLUMNS, n_classes)`, in hundredths and cut at ±99, from the margins of
    /// the texts that are shown, shape `(n_texts, classes.len())`; a class that the classifier does not know is -99.
    pub fn field(&self, margins: &[f64], classes: &[u32], n_classes: usize) -> Vec<i16> {
        let k = classes.len();
        let mut field = vec![-9900; self.nodes.len() * n_classes];
        for (node, of_node) in self.nodes.iter().zip(field.chunks_exact_mut(n_classes)) {
            for (at, &class) in classes.iter().enumerate() {
                let terms = node.iter();
                let margin = terms.fold(0.0, |sum, &(text, weight)| {
                    sum + weight * margins[text as usize * k + at]
                });
                of_node[class as usize] = (margin * 100.0).round().clamp(-9900.0, 9900.0) as i16;
            }
        }
        field
    }
}

/// Where a node of the grid lies.
fn node(column: usize, row: usize) -> Place {
    Place {
        x: column as f64 / (COLUMNS - 1) as f64,
        y: row as f64 / (ROWS - 1) as f64,
    }
}

/// Values as shares of what holds them all but a few on each side, with some room.
fn scaled(values: Vec<f64>) -> Vec<f64> {
    let mut sorted = values.clone();
    sorted.sort_by(f64::total_cmp);
    let Some(last) = sorted.len().checked_sub(1) else {
        return values;
    };
    let beyond = (last as f64 * BEYOND) as usize;
    let (low, high) = (sorted[beyond], sorted[last - beyond]);
    let share = |value: f64| match high > low {
        true => ((value - low) / (high - low)).clamp(0.0, 1.0),
        false => 0.5,
    };
    let values = values.into_iter();
    values
        .map(|value| MARGIN + (1.0 - 2.0 * MARGIN) * share(value))
        .collect()
}

/// The texts nearest to a place, with their weights.
fn near(places: &[Place], at: Place) -> Vec<(u32, f64)> {
    let mut all: Vec<(f64, u32)> = (0u32..)
        .zip(places)
        .map(|(text, place)| {
            let (x, y) = (place.x - at.x, place.y - at.y);
            (x * x + y * y, text)
        })
        .collect();
    let order = |a: &(f64, u32), b: &(f64, u32)| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1));
    if all.len() > NEAR {
        all.select_nth_unstable_by(NEAR - 1, order);
        all.truncate(NEAR);
    }
    all.sort_by(order);
    let Some(&(middle, _)) = all.get(all.len() / 2) else {
        return Vec::new();
    };
    // Several texts at the very place count alike.
    let spread = middle.max(1e-12);
    let weights: Vec<f64> = all
        .iter()
        .map(|(squared, _)| exp(-squared / spread / 2.0))
        .collect();
    let total: f64 = weights.iter().sum();
    let texts = all.into_iter().zip(weights);
    texts
        .map(|((_, text), weight)| (text, weight / total))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_says_what_the_texts_near_it_say() {
        let places: Vec<Place> = (0..40)
            .map(|at| Place {
                x: if at < 20 { 0.1 } else { 0.9 },
                y: f64::from(at % 20) / 20.0,
            })
            .collect();
        let nodes = (0..ROWS)
            .flat_map(|row| (0..COLUMNS).map(move |column| node(column, row)))
            .map(|at| near(&places, at))
            .collect();
        let plane = Plane {
            rows: (0..40).collect(),
            labels: vec![0; 40],
            texts: vec![String::new(); 40],
            places,
            nodes,
        };
        let margins: Vec<f64> = (0..40)
            .flat_map(|at| if at < 20 { [1.0, -1.0] } else { [-0.5, 0.5] })
            .collect();
        // Of three classes the classifier knows the first and the last.
        let field = plane.field(&margins, &[0, 2], 3);
        let at = |column: usize| &field[3 * (16 * COLUMNS + column)..][..3];
        assert_eq!(at(0), [100, -9900, -100]);
        assert_eq!(at(COLUMNS - 1), [-50, -9900, 50]);
    }

    #[test]
    fn texts_far_out_are_shown_at_the_edge() {
        let mut values: Vec<f64> = (0..1000).map(f64::from).collect();
        values.push(1e9);
        let scaled = scaled(values);
        assert_eq!(scaled[1000], scaled[999]);
        assert!((scaled[1000] - (1.0 - MARGIN)).abs() < 1e-12);
        assert!((scaled[500] - 0.5).abs() < 0.01);
        assert_eq!(super::scaled(vec![3.0, 3.0]), [0.5, 0.5]);
    }
}
