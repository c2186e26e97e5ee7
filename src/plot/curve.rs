//! Curves as SVG paths in a box of `WIDTH` by `HEIGHT` units, with a few ticks.

use crate::message::Argument;

/// Width of the box, in the units of its `viewBox`.
pub const WIDTH: f64 = 600.0;
/// Height of the box.
pub const HEIGHT: f64 = 160.0;

/// How values become heights.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    Linear,
    /// By decimal logarithm; values of 0 and below are left out.
    Log,
}

/// A curve to draw.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Curve {
    /// The `d` of an SVG path; empty below two points.
    pub path: String,
    /// Height (from the top) and value of each tick.
    pub y_ticks: Vec<(f64, Argument)>,
    /// Place (from the left) and value of each tick.
    pub x_ticks: Vec<(f64, Argument)>,
}

/// The curve through points whose first coordinates do not fall. What is not finite is left out.
pub fn curve(points: &[(f64, f64)], scale: Scale) -> Curve {
    let placed: Vec<(f64, f64)> = points
        .iter()
        .filter_map(|&(x, y)| {
            let y = match scale {
                Scale::Linear => y,
                Scale::Log if y > 0.0 => y.log10(),
                Scale::Log => return None,
            };
            (x.is_finite() && y.is_finite()).then_some((x, y))
        })
        .collect();
    let (Some(first), Some(last)) = (placed.first(), placed.last()) else {
        return Curve::default();
    };
    let (left, right) = (first.0, last.0);
    let low = placed
        .iter()
        .fold(f64::INFINITY, |low, point| low.min(point.1));
    let high = placed
        .iter()
        .fold(f64::NEG_INFINITY, |high, point| high.max(point.1));
    let x_of = |x: f64| part(x, left, right) * WIDTH;
    let y_of = |y: f64| HEIGHT - part(y, low, high) * HEIGHT;

    let mut path = String::new();
    if placed.len() > 1 {
        for (index, &(x, y)) in placed.iter().enumerate() {
            let command = if index == 0 { 'M' } else { 'L' };
            path.push_str(&format!("{command}{:.1} {:.1}", x_of(x), y_of(y)));
        }
    }
    let value_of = |y: f64| match scale {
        Scale::Linear => y,
        Scale::Log => 10.0_f64.powf(y),
    };
    let y_tick = |y: f64| (y_of(y), Argument::Number(value_of(y)));
    let y_ticks = three(low, high).into_iter().map(y_tick).collect();
    let x_ticks = three(left, right).into_iter().map(|x| {
        let place = if right > left { x_of(x) } else { 0.0 };
        (place, Argument::Count(x.max(0.0) as u64))
    });
    let x_ticks = x_ticks.collect();
    Curve {
        path,
        y_ticks,
        x_ticks,
    }
}

/// Both ends and the middle, or the one value that there is.
fn three(low: f64, high: f64) -> Vec<f64> {
    match high > low {
        true => vec![low, low + (high - low) / 2.0, high],
        false => vec![low],
    }
}

/// The point nearest to a share of the way from the first to the last, `0.0..=1.0`.
pub fn point_at(points: &[(f64, f64)], share: f64) -> Option<(f64, f64)> {
    let (first, last) = (points.first()?, points.last()?);
    let x = first.0 + share.clamp(0.0, 1.0) * (last.0 - first.0);
    let distance = |point: &(f64, f64)| (point.0 - x).abs();
    let nearest = points.iter();
    nearest
        .min_by(|a, b| distance(a).total_cmp(&distance(b)))
        .copied()
}

/// Where a value stands between two, `0.0..=1.0`; in the middle where the two are one.
fn part(value: f64, low: f64, high: f64) -> f64 {
    if high > low {
        (value - low) / (high - low)
    } else {
        0.5
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_fills_its_box() {
        let drawn = curve(&[(0.0, 1.0), (50.0, 3.0), (100.0, 2.0)], Scale::Linear);
        assert_eq!(drawn.path, "M0.0 160.0L300.0 0.0L600.0 80.0");
        assert_eq!(
            drawn.y_ticks,
            [
                (160.0, Argument::Number(1.0)),
                (80.0, Argument::Number(2.0)),
                (0.0, Argument::Number(3.0))
            ]
        );
        assert_eq!(
            drawn.x_ticks,
            [
                (0.0, Argument::Count(0)),
                (300.0, Argument::Count(50)),
                (600.0, Argument::Count(100))
            ]
        );
    }

    #[test]
    fn a_place_on_the_axis_reads_the_point_nearest_to_it() {
        let points = [(0.0, 5.0), (10.0, 4.0), (100.0, 1.0)];
        assert_eq!(point_at(&points, 0.2), Some((10.0, 4.0)));
        assert_eq!(point_at(&points, 7.0), Some((100.0, 1.0)));
        assert_eq!(point_at(&[], 0.5), None);
    }

    #[test]
    fn a_logarithm_leaves_out_what_it_can_not_show() {
        let drawn = curve(
            &[(0.0, 0.0), (1.0, 10.0), (2.0, f64::NAN), (3.0, 0.001)],
            Scale::Log,
        );
        assert_eq!(drawn.path, "M0.0 0.0L600.0 160.0");
        assert_eq!(drawn.y_ticks[2].1, Argument::Number(10.0));
        // Half way up stands the geometric mean.
        assert_eq!(drawn.y_ticks[1].1, Argument::Number(0.1));
    }

    #[test]
    fn nothing_and_one_point_draw_no_line() {
        assert_eq!(curve(&[], Scale::Linear), Curve::default());
        let one = curve(&[(4.0, 2.0)], Scale::Linear);
        assert_eq!(one.path, "");
        assert_eq!(one.y_ticks, [(80.0, Argument::Number(2.0))]);
    }
}
