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
    let mut y_ticks = vec![(y_of(low), Argument::Number(value_of(low)))];
    if high > low {
        y_ticks.push((y_of(high), Argument::Number(value_of(high))));
    }
    let mut x_ticks = vec![(0.0, Argument::Count(left.max(0.0) as u64))];
    if right > left {
        x_ticks.push((WIDTH, Argument::Count(right.max(0.0) as u64)));
    }
    Curve {
        path,
        y_ticks,
        x_ticks,
    }
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
            [(160.0, Argument::Number(1.0)), (0.0, Argument::Number(3.0))]
        );
        assert_eq!(
            drawn.x_ticks,
            [(0.0, Argument::Count(0)), (600.0, Argument::Count(100))]
        );
    }

    #[test]
    fn a_logarithm_leaves_out_what_it_can_not_show() {
        let drawn = curve(
            &[(0.0, 0.0), (1.0, 10.0), (2.0, f64::NAN), (3.0, 0.001)],
            Scale::Log,
        );
        assert_eq!(drawn.path, "M0.0 0.0L600.0 160.0");
        assert_eq!(drawn.y_ticks[1].1, Argument::Number(10.0));
    }

    #[test]
    fn nothing_and_one_point_draw_no_line() {
        assert_eq!(curve(&[], Scale::Linear), Curve::default());
        let one = curve(&[(4.0, 2.0)], Scale::Linear);
        assert_eq!(one.path, "");
        assert_eq!(one.y_ticks, [(80.0, Argument::Number(2.0))]);
    }
}
