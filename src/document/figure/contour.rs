//! Points on two axes over what lies between them: cells shaded by the mean of all points' values, each weighted by the inverse of
//! its squared distance (Shepard's method) on the scales as they are drawn. Where no point is near, nothing is shaded.

use super::plane::Plane;
use super::scatter::{PLANE, Scatter};
use super::{Mark, Picture};
use crate::document::Shown;
use crate::message::Language;

#[derive(Debug, Clone, PartialEq)]
pub struct Contour {
    pub scatter: Scatter,
    /// The value of each of its points.
    pub depths: Vec<f64>,
    pub shown: Shown,
}

/// Cells across and upwards.
const CELLS: (usize, usize) = (36, 18);
/// How near a point must be to a cell's middle, as a share of the plane.
const NEAR: f64 = 0.2;
/// As near as a point is taken to be at least, so that one alone does not decide a cell.
const LEAST: f64 = 0.02;
const SHADES: [&str; 6] = [
    "shade s0", "shade s1", "shade s2", "shade s3", "shade s4", "shade s5",
];

impl Contour {
    pub(super) fn picture(&self, language: Language) -> Picture {
        let mut picture = self.scatter.picture(language);
        let [across, upwards] = self.scatter.axes(language);
        let places = self
            .scatter
            .points
            .iter()
            .zip(&self.depths)
            .map(|(point, depth)| {
                (
                    (across.place(point.across), upwards.place(point.upwards)),
                    *depth,
                )
            });
        let places: Vec<((f64, f64), f64)> = places.collect();
        let borders = self.borders();
        let mut cells = Vec::new();
        for row in 0..CELLS.1 {
            let share = |at: usize, of: usize| (at as f64 + 0.5) / of as f64;
            let shades: Vec<Option<usize>> = (0..CELLS.0)
                .map(|column| {
                    let at = (share(column, CELLS.0), share(row, CELLS.1));
                    between(&places, at).map(|depth| shade(depth, &borders))
                })
                .collect();
            // Cells of one shade that are next to each other are one mark.
            let mut from = 0;
            while from < CELLS.0 {
                let alike = shades[from..]
                    .iter()
                    .take_while(|one| **one == shades[from]);
                let to = from + alike.count();
                if let Some(shade) = shades[from] {
                    cells.push(cell(
                        &PLANE,
                        row,
                        (from, to),
                        shade,
                        self.said(shade, &borders, language),
                    ));
                }
                from = to;
            }
        }
        let n = cells.len();
        cells.append(&mut picture.marks);
        picture.marks = cells;
        for target in &mut picture.targets {
            target.mark += n;
        }
        picture
    }

    /// Between the shades: as many points have a value of one as of another.
    fn borders(&self) -> Vec<f64> {
        let mut depths = self.depths.clone();
        depths.sort_by(f64::total_cmp);
        let last = depths.len().saturating_sub(1);
        let place = |at: usize| at * last / SHADES.len();
        let at = |at: usize| depths.get(place(at)).copied().unwrap_or(0.0);
        (0..=SHADES.len()).map(at).collect()
    }

    /// The values of a shade.
    fn said(&self, shade: usize, borders: &[f64], language: Language) -> String {
        let [low, high] = [shade, shade + 1].map(|at| self.shown.of(borders[at]).shown(language));
        format!("{low} – {high}")
    }
}

fn cell(plane: &Plane, row: usize, (from, to): (usize, usize), shade: usize, said: String) -> Mark {
    let x = |column: usize| plane.x(column as f64 / CELLS.0 as f64);
    let y = |row: usize| plane.y(row as f64 / CELLS.1 as f64);
    Mark::Rect {
        class: SHADES[shade],
        at: (x(from), y(row + 1)),
        size: (x(to) - x(from), y(row) - y(row + 1)),
        said,
    }
}

fn shade(depth: f64, borders: &[f64]) -> usize {
    let inner = &borders[1..SHADES.len()];
    inner.iter().filter(|border| **border <= depth).count()
}

/// What lies at a place; none where no point is near.
fn between(points: &[((f64, f64), f64)], at: (f64, f64)) -> Option<f64> {
    let (mut sum, mut weights, mut nearest) = (0.0, 0.0, f64::INFINITY);
    for (place, depth) in points {
        let (x, y) = (place.0 - at.0, place.1 - at.1);
        let distance = x * x + y * y;
        nearest = nearest.min(distance);
        let weight = 1.0 / distance.max(LEAST * LEAST);
        sum += weight * depth;
        weights += weight;
    }
    (nearest <= NEAR * NEAR).then(|| sum / weights)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn between_points_lies_their_mean_by_distance_and_far_from_all_nothing() {
        let points = [((0.0, 0.0), 1.0), ((0.2, 0.0), 3.0)];
        let at = |x, y| between(&points, (x, y));
        assert_eq!(at(0.1, 0.0), Some(2.0));
        // At a point its value weighs a hundred times the other's, which is ten times as far as is counted.
        let near = at(0.0, 0.0).unwrap();
        assert!(
            (near - (100.0 + 3.0) / 101.0).abs() < 1e-9,
            "{near}: ten roundings"
        );
        assert!(at(0.1, 0.1).is_some() && at(0.1, 0.3).is_none());
        let borders = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
        let shades = [0.0, 0.9, 1.0, 5.5, 6.0].map(|depth| shade(depth, &borders));
        assert_eq!(shades, [0, 0, 1, 5, 5]);
    }
}
