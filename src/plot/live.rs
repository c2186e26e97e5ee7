//! The map of a live fit in a box of `WIDTH` by `HEIGHT` units: regions of the classes by margin, and the texts on them.

use crate::pipeline::live::{COLUMNS, ROWS};
use crate::plot::scatter::{Dot, Scatter};

/// Width of the box, in the units of its `viewBox`.
pub const WIDTH: f64 = 480.0;
/// Height of the box.
pub const HEIGHT: f64 = 320.0;

/// Margins, in hundredths, from which on a region is tinted once more.
pub const LEVELS: [i16; 3] = [0, 50, 100];

/// Half the size of a text's mark, and the radius of the ring around one that is misclassified.
const SIZE: f64 = 2.6;
const RING: f64 = 4.6;

/// Where the margin of a class is that of a level or more.
#[derive(Debug, Clone, PartialEq)]
pub struct Region {
    pub class: u32,
    /// Place in [`LEVELS`].
    pub level: usize,
    /// The `d` of an SVG path.
    pub path: String,
}

/// The regions of a field of margins as [`Plane::field`](crate::pipeline::live::Plane::field) gives it, class by class, level by
/// level. Between nodes margins go in straight lines (marching squares).
pub fn regions(field: &[i16], n_classes: usize) -> Vec<Region> {
    let mut regions = Vec::new();
    if field.len() != COLUMNS * ROWS * n_classes {
        return regions;
    }
    for class in 0..n_classes {
        for (level, &from) in LEVELS.iter().enumerate() {
            let above = |column: usize, row: usize| {
                f64::from(field[(row * COLUMNS + column) * n_classes + class]) - f64::from(from)
            };
            regions.push(Region {
                class: class as u32,
                level,
                path: region(above),
            });
        }
    }
    regions
}

/// Where a function of the nodes is 0 or more.
fn region(above: impl Fn(usize, usize) -> f64) -> String {
    let mut path = String::new();
    for row in 0..ROWS - 1 {
        let mut column = 0;
        while column < COLUMNS - 1 {
            let is_full = |column: usize| {
                let corners = [(0, 0), (1, 0), (0, 1), (1, 1)];
                corners
                    .iter()
                    .all(|(x, y)| above(column + x, row + y) >= 0.0)
            };
            let begin = column;
            while column < COLUMNS - 1 && is_full(column) {
                column += 1;
            }
            if column > begin {
                let at = |column: usize, row: usize| (column as f64, row as f64);
                let corners = [
                    at(begin, row),
                    at(column, row),
                    at(column, row + 1),
                    at(begin, row + 1),
                ];
                push_polygon(&mut path, &corners);
                continue;
            }
            push_polygon(&mut path, &part_of_cell(&above, column, row));
            column += 1;
        }
    }
    path
}

/// The part of a cell where the function is 0 or more: its corners, in columns and rows.
fn part_of_cell(
    above: &impl Fn(usize, usize) -> f64,
    column: usize,
    row: usize,
) -> Vec<(f64, f64)> {
    let corners = [
        (column, row),
        (column + 1, row),
        (column + 1, row + 1),
        (column, row + 1),
    ];
    let mut part = Vec::new();
    for (at, &(x, y)) in corners.iter().enumerate() {
        let (to_x, to_y) = corners[(at + 1) % corners.len()];
        let (here, there) = (above(x, y), above(to_x, to_y));
        if here >= 0.0 {
            part.push((x as f64, y as f64));
        }
        if (here >= 0.0) != (there >= 0.0) {
            let share = here / (here - there);
            let between = |from: usize, to: usize| from as f64 + share * (to as f64 - from as f64);
            part.push((between(x, to_x), between(y, to_y)));
        }
    }
    part
}

fn push_polygon(path: &mut String, corners: &[(f64, f64)]) {
    if corners.len() < 3 {
        return;
    }
    for (at, &(column, row)) in corners.iter().enumerate() {
        let command = if at == 0 { 'M' } else { 'L' };
        let x = column / (COLUMNS - 1) as f64 * WIDTH;
        let y = row / (ROWS - 1) as f64 * HEIGHT;
        path.push_str(&format!("{command}{x:.1} {y:.1}"));
    }
    path.push('Z');
}

/// The marks of the texts of each class, in one path a class, with the shapes that names of classes have beside them.
pub fn marks(places: &[(f32, f32)], labels: &[u32], n_classes: usize) -> Vec<String> {
    let mut paths = vec![String::new(); n_classes];
    for (&place, &label) in places.iter().zip(labels) {
        if let Some(path) = paths.get_mut(label as usize) {
            let (x, y) = in_box(place);
            path.push_str(&match label {
                0 => diamond(x, y, 1.3 * SIZE),
                1 => triangle(x, y, 1.2 * SIZE),
                2 => round(x, y, SIZE),
                _ => square(x, y, 0.9 * SIZE),
            });
        }
    }
    paths
}

/// The texts whose places lie in a region of the box, by their index: its corners are two opposite ones.
pub fn inside(places: &[(f32, f32)], a: (f64, f64), b: (f64, f64)) -> Vec<usize> {
    let is_between = |v: f64, a: f64, b: f64| a.min(b) <= v && v <= a.max(b);
    let places = places.iter().enumerate();
    let inside = places.filter(|(_, place)| {
        let (x, y) = in_box(**place);
        is_between(x, a.0, b.0) && is_between(y, a.1, b.1)
    });
    inside.map(|(index, _)| index).collect()
}

/// Rings around the texts whose label is not their class.
pub fn misclassified(places: &[(f32, f32)], labels: &[u32], predicted: &[u32]) -> String {
    let texts = places.iter().zip(labels.iter().zip(predicted));
    let wrong = texts.filter(|(_, (label, predicted))| label != predicted);
    wrong
        .map(|(&place, _)| {
            let (x, y) = in_box(place);
            round(x, y, RING)
        })
        .collect()
}

/// The texts as points that a pointer finds and keys go through.
pub fn texts(places: &[(f32, f32)]) -> Scatter {
    let dots = places.iter().enumerate().map(|(index, &(x, y))| Dot {
        index,
        x: f64::from(x) * 100.0,
        y: f64::from(y) * 100.0,
    });
    Scatter {
        dots: dots.collect(),
        ..Scatter::default()
    }
}

/// A place in the box.
pub fn in_box((x, y): (f32, f32)) -> (f64, f64) {
    (f64::from(x) * WIDTH, f64::from(y) * HEIGHT)
}

fn round(x: f64, y: f64, r: f64) -> String {
    let d = 2.0 * r;
    let begin = x - r;
    format!("M{begin:.1} {y:.1}a{r} {r} 0 1 0 {d:.1} 0a{r} {r} 0 1 0 -{d:.1} 0")
}

fn square(x: f64, y: f64, s: f64) -> String {
    let (begin, top, side) = (x - s, y - s, 2.0 * s);
    format!("M{begin:.1} {top:.1}h{side:.1}v{side:.1}h-{side:.1}Z")
}

fn triangle(x: f64, y: f64, s: f64) -> String {
    let (top, high, wide) = (y - s, 1.8 * s, 2.0 * s);
    format!("M{x:.1} {top:.1}l{s:.1} {high:.1}h-{wide:.1}Z")
}

fn diamond(x: f64, y: f64, s: f64) -> String {
    let top = y - s;
    format!("M{x:.1} {top:.1}l{s:.1} {s:.1}l-{s:.1} {s:.1}l-{s:.1} -{s:.1}Z")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A margin that grows from -100 to 100 from left to right, and the other way for the second class.
    fn slope() -> Vec<i16> {
        let of_column = |column: usize| (column as i16 - 24) * 100 / 24;
        (0..COLUMNS * ROWS)
            .flat_map(|node| {
                let margin = of_column(node % COLUMNS);
                [margin, -margin]
            })
            .collect()
    }

    #[test]
    fn a_region_ends_where_the_margin_does() {
        let regions = regions(&slope(), 2);
        assert_eq!(regions.len(), 2 * LEVELS.len());
        let ends = |path: &str| -> (f64, f64) {
            let numbers = path.split(['M', 'L', 'Z']).filter(|pair| !pair.is_empty());
            let x = numbers.map(|pair| pair.split(' ').next().unwrap().parse::<f64>().unwrap());
            x.fold((f64::INFINITY, 0.0), |(low, high): (f64, f64), x| {
                (low.min(x), high.max(x))
            })
        };
        assert_eq!(ends(&regions[0].path), (WIDTH / 2.0, WIDTH));
        assert_eq!(ends(&regions[3].path), (0.0, WIDTH / 2.0));
        // Half way to the edge the margin is half of what it is there.
        assert_eq!(ends(&regions[1].path), (WIDTH * 0.75, WIDTH));
        assert!(super::regions(&[1, 2, 3], 2).is_empty());
    }

    #[test]
    fn each_class_has_a_shape_and_what_is_misclassified_a_ring() {
        let places = [(0.5, 0.5), (0.0, 1.0), (0.25, 0.25)];
        let paths = marks(&places, &[2, 1, 1], 3);
        assert!(paths[0].is_empty() && !paths[1].contains('a') && paths[2].contains('a'));
        assert_eq!(paths[1].matches('M').count(), 2);
        assert_eq!(inside(&places, (240.0, 160.0), (0.0, 0.0)), [0, 2]);
        assert_eq!(inside(&places, (1.0, 1.0), (2.0, 2.0)), [0; 0]);
        let rings = misclassified(&places, &[0, 1, 1], &[0, 1, 0]);
        assert_eq!(rings.matches('M').count(), 1);
        assert_eq!(
            texts(&places).dots[1],
            Dot {
                index: 1,
                x: 0.0,
                y: 100.0
            }
        );
    }
}
