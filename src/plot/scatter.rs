//! Points in a box, in percent of its width and height, with a window that can be narrowed.

use std::cmp::Ordering;

use crate::message::Argument;

/// Ticks of an axis, about.
const TICKS: f64 = 5.0;
/// What stays free at each end of an axis, as a share of what is shown.
const MARGIN: f64 = 0.05;
/// A window can't be narrowed below this share of the whole.
const NARROWEST: f64 = 1e-3;

/// What stays free on each side of points that all lie at one place, at least.
const SAME: f64 = 0.01;

/// What is shown of the plane.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Window {
    pub left: f64,
    pub right: f64,
    pub bottom: f64,
    pub top: f64,
}

/// A point in its place: percent from the left and from the top.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dot {
    /// Its number among the points given.
    pub index: usize,
    pub x: f64,
    pub y: f64,
}

/// The points of a window, and its ticks: place in percent, and value.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scatter {
    pub dots: Vec<Dot>,
    pub x_ticks: Vec<(f64, Argument)>,
    pub y_ticks: Vec<(f64, Argument)>,
}

impl Window {
    /// All points, with some room around them.
    pub fn around(points: &[(f64, f64)]) -> Window {
        let ends = |values: &mut dyn Iterator<Item = f64>| {
            let nothing = (f64::INFINITY, f64::NEG_INFINITY);
            let (low, high) = values
                .filter(|value| value.is_finite())
                .fold(nothing, |(low, high), value| {
                    (low.min(value), high.max(value))
                });
            match low.partial_cmp(&high) {
                Some(Ordering::Less) => {
                    let free = (high - low) * MARGIN;
                    (low - free, high + free)
                }
                // All are the same, so that any scale will do.
                Some(Ordering::Equal) => {
                    let free = (low.abs() * MARGIN).max(SAME);
                    (low - free, low + free)
                }
                _ => (0.0, 1.0),
            }
        };
        let (left, right) = ends(&mut points.iter().map(|(x, _)| *x));
        let (bottom, top) = ends(&mut points.iter().map(|(_, y)| *y));
        Window {
            left,
            right,
            bottom,
            top,
        }
    }

    /// All points, with 0 on both axes.
    pub fn of_all(points: &[(f64, f64)]) -> Window {
        let mut window = Window {
            left: 0.0,
            right: 0.0,
            bottom: 0.0,
            top: 0.0,
        };
        for &(x, y) in points {
            window.left = window.left.min(x);
            window.right = window.right.max(x);
            window.bottom = window.bottom.min(y);
            window.top = window.top.max(y);
        }
        let widened = |low: f64, high: f64| {
            let free = if high > low {
                (high - low) * MARGIN
            } else {
                1.0
            };
            (low - free, high + free)
        };
        (window.left, window.right) = widened(window.left, window.right);
        window.top = widened(window.bottom, window.top).1;
        window
    }

    /// The part between two places of the box, each given as shares of its width and height from its left upper
    /// corner. A part without a size leaves the window as it is.
    pub fn part(self, from: (f64, f64), to: (f64, f64)) -> Window {
        let x = |share: f64| self.left + share.clamp(0.0, 1.0) * (self.right - self.left);
        let y = |share: f64| self.top - share.clamp(0.0, 1.0) * (self.top - self.bottom);
        let part = Window {
            left: x(from.0.min(to.0)),
            right: x(from.0.max(to.0)),
            bottom: y(from.1.max(to.1)),
            top: y(from.1.min(to.1)),
        };
        if part.right > part.left && part.top > part.bottom {
            part
        } else {
            self
        }
    }

    /// `factor` times as wide and high around a place, inside of `whole`.
    pub fn scaled(self, factor: f64, around: (f64, f64), whole: Window) -> Window {
        let axis = |low: f64, high: f64, at: f64, (first, last): (f64, f64)| {
            let least = (last - first) * NARROWEST;
            let size = ((high - low) * factor).clamp(least, last - first);
            let share = ((at - low) / (high - low)).clamp(0.0, 1.0);
            let low = (at - share * size).clamp(first, last - size);
            (low, low + size)
        };
        let (left, right) = axis(self.left, self.right, around.0, (whole.left, whole.right));
        let (bottom, top) = axis(self.bottom, self.top, around.1, (whole.bottom, whole.top));
        Window {
            left,
            right,
            bottom,
            top,
        }
    }

    pub fn middle(self) -> (f64, f64) {
        (
            (self.left + self.right) / 2.0,
            (self.bottom + self.top) / 2.0,
        )
    }

    /// Percent from the left.
    pub fn x(self, x: f64) -> f64 {
        (x - self.left) / (self.right - self.left) * 100.0
    }

    /// Percent from the top.
    pub fn y(self, y: f64) -> f64 {
        (self.top - y) / (self.top - self.bottom) * 100.0
    }

    fn holds(self, x: f64, y: f64) -> bool {
        (self.left..=self.right).contains(&x) && (self.bottom..=self.top).contains(&y)
    }
}

/// The points that the window holds. What is not finite is left out.
pub fn scatter(points: &[(f64, f64)], window: Window) -> Scatter {
    let dots = points
        .iter()
        .enumerate()
        .filter(|(_, (x, y))| window.holds(*x, *y))
        .map(|(index, &(x, y))| Dot {
            index,
            x: window.x(x),
            y: window.y(y),
        })
        .collect();
    let ticks = |low: f64, high: f64, place: &dyn Fn(f64) -> f64| {
        round_values(low, high)
            .into_iter()
            .map(|value| (place(value), Argument::Number(value)))
            .collect()
    };
    Scatter {
        dots,
        x_ticks: ticks(window.left, window.right, &|x| window.x(x)),
        y_ticks: ticks(window.bottom, window.top, &|y| window.y(y)),
    }
}

/// Values of one, two or five times a power of ten apart, those between `low` and `high`.
pub fn round_values(low: f64, high: f64) -> Vec<f64> {
    if !(high > low && (high - low).is_finite()) {
        return Vec::new();
    }
    let rough = (high - low) / TICKS;
    let power = 10.0_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|factor| factor * power)
        .find(|step| *step >= rough)
        .unwrap_or(10.0 * power);
    let (first, last) = ((low / step).ceil() as i64, (high / step).floor() as i64);
    (first..=last).map(|number| number as f64 * step).collect()
}

/// The point nearest to a place (percent of a box of so many pixels), if it is not further than `reach` pixels.
pub fn nearest(
    scatter: &Scatter,
    place: (f64, f64),
    size: (f64, f64),
    reach: f64,
) -> Option<usize> {
    let squared = |dot: &Dot| {
        let x = (dot.x - place.0) / 100.0 * size.0;
        let y = (dot.y - place.1) / 100.0 * size.1;
        x * x + y * y
    };
    scatter
        .dots
        .iter()
        .map(|dot| (squared(dot), dot.index))
        .filter(|(distance, _)| *distance <= reach * reach)
        .min_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, index)| index)
}

/// The next point to the right of one, or to the left; where there is none yet, the highest.
pub fn next(scatter: &Scatter, from: Option<usize>, to_the_right: bool) -> Option<usize> {
    let mut order: Vec<&Dot> = scatter.dots.iter().collect();
    order.sort_by(|a, b| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y)));
    let last = order.len().checked_sub(1)?;
    let place = from.and_then(|from| order.iter().position(|dot| dot.index == from));
    let dot = match place {
        None => order.iter().min_by(|a, b| a.y.total_cmp(&b.y))?,
        Some(place) if to_the_right => order[(place + 1).min(last)],
        Some(place) => order[place.saturating_sub(1)],
    };
    Some(dot.index)
}

#[cfg(test)]
mod tests {
    use super::*;

    const POINTS: [(f64, f64); 3] = [(-2.0, 1.0), (3.0, 4.0), (0.5, 0.0)];

    #[test]
    fn all_points_lie_in_the_window_of_all() {
        let whole = Window::of_all(&POINTS);
        let drawn = scatter(&POINTS, whole);
        assert_eq!(drawn.dots.len(), 3);
        assert!(
            drawn
                .dots
                .iter()
                .all(|dot| (0.0..=100.0).contains(&dot.x) && (0.0..=100.0).contains(&dot.y))
        );
        assert_eq!((whole.left, whole.right, whole.bottom), (-2.25, 3.25, 0.0));
        let values: Vec<_> = drawn.x_ticks.iter().map(|(_, value)| value).collect();
        assert_eq!(values, [-2.0, 0.0, 2.0].map(Argument::Number).each_ref());
        assert_eq!(
            Window::of_all(&[]),
            Window {
                left: -1.0,
                right: 1.0,
                bottom: 0.0,
                top: 1.0
            }
        );
        assert!(
            scatter(&[(f64::NAN, 1.0), (0.0, f64::INFINITY)], whole)
                .dots
                .is_empty()
        );
    }

    #[test]
    fn a_window_around_points_needs_no_zero() {
        let near = [(0.9, 10.0), (0.92, 20.0), (f64::NAN, 5.0)];
        let window = Window::around(&near);
        assert!((window.left - 0.899).abs() < 1e-12 && (window.right - 0.921).abs() < 1e-12);
        assert_eq!((window.bottom, window.top), (4.25, 20.75));
        assert_eq!(scatter(&near, window).dots.len(), 2);
        for alone in [(0.0, 0.0), (0.5, -100.0)] {
            let window = Window::around(&[alone]);
            assert_eq!(scatter(&[alone], window).dots.len(), 1);
            assert!(window.right > window.left && window.top > window.bottom);
        }
        let empty = Window::around(&[]);
        assert_eq!(
            (empty.left, empty.right, empty.bottom, empty.top),
            (0.0, 1.0, 0.0, 1.0)
        );
    }

    #[test]
    fn a_window_narrows_around_a_place_and_widens_to_the_whole() {
        let whole = Window {
            left: 0.0,
            right: 10.0,
            bottom: 0.0,
            top: 10.0,
        };
        let half = whole.scaled(0.5, (8.0, 5.0), whole);
        assert_eq!(
            half,
            Window {
                left: 4.0,
                right: 9.0,
                bottom: 2.5,
                top: 7.5
            }
        );
        assert_eq!(half.scaled(4.0, half.middle(), whole), whole);
        let corner = whole.part((1.0, 0.5), (0.5, 0.0));
        assert_eq!(
            corner,
            Window {
                left: 5.0,
                right: 10.0,
                bottom: 5.0,
                top: 10.0
            }
        );
        assert_eq!(whole.part((0.2, 0.2), (0.2, 0.2)), whole);
        let mut narrow = whole;
        for _ in 0..50 {
            narrow = narrow.scaled(0.5, (5.0, 5.0), whole);
        }
        assert!(
            (narrow.right - narrow.left - 0.01).abs() < 1e-12,
            "{narrow:?}"
        );
    }

    #[test]
    fn ticks_are_round() {
        assert_eq!(round_values(0.0, 10.0), [0.0, 2.0, 4.0, 6.0, 8.0, 10.0]);
        assert_eq!(round_values(-1.1, 1.1), [-1.0, -0.5, 0.0, 0.5, 1.0]);
        assert!(round_values(1.0, 1.0).is_empty() && round_values(0.0, f64::NAN).is_empty());
    }

    #[test]
    fn keys_go_from_point_to_point_and_begin_at_the_highest() {
        let drawn = scatter(&POINTS, Window::of_all(&POINTS));
        assert_eq!(next(&drawn, None, true), Some(1));
        assert_eq!(next(&drawn, Some(1), false), Some(2));
        assert_eq!(next(&drawn, Some(2), false), Some(0));
        assert_eq!(next(&drawn, Some(0), false), Some(0));
        assert_eq!(next(&drawn, Some(1), true), Some(1));
        assert_eq!(next(&Scatter::default(), None, true), None);
    }

    #[test]
    fn the_nearest_point_is_near_in_pixels() {
        let drawn = scatter(&POINTS, Window::of_all(&POINTS));
        let dot = drawn.dots[0];
        let place = (dot.x + 1.0, dot.y);
        assert_eq!(nearest(&drawn, place, (600.0, 300.0), 6.5), Some(0));
        assert_eq!(nearest(&drawn, place, (600.0, 300.0), 5.5), None);
    }
}
