//! The upright axis of a figure: round numbers, or powers of ten.

use crate::pipeline::numeric::ln;

/// The least p-value that is drawn; what is below lies on the edge.
const LEAST_P: f64 = 1e-12;

/// The upright axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Scale {
    pub low: f64,
    pub high: f64,
    pub is_log: bool,
    /// Where the axis has a number, ascending.
    pub ticks: Vec<f64>,
}

impl Scale {
    /// From the lower edge, `0..=1`; what is beyond an edge lies on it.
    pub fn place(&self, value: f64) -> f64 {
        let on = |value: f64| {
            if self.is_log {
                ln(value.max(f64::MIN_POSITIVE))
            } else {
                value
            }
        };
        let (low, high) = (on(self.low), on(self.high));
        ((on(value) - low) / (high - low)).clamp(0.0, 1.0)
    }

    /// From 0, or from `low` where all is far above it, to a round number above all values.
    pub(super) fn linear(values: impl Iterator<Item = f64>, from_zero: bool) -> Scale {
        let (mut least, mut most) = (f64::INFINITY, f64::NEG_INFINITY);
        for value in values.filter(|value| value.is_finite()) {
            (least, most) = (least.min(value), most.max(value));
        }
        if !most.is_finite() {
            (least, most) = (0.0, 1.0);
        }
        let low = if from_zero { 0.0 } else { least.min(most) };
        let step = round_step((most - low).max(1e-9) / 4.0);
        let low = (low / step).floor() * step;
        // A number on the edge needs no further step, whatever the last bit of the division.
        let steps = ((most - low) / step - 1e-9).ceil().max(1.0);
        Scale {
            low,
            high: low + steps * step,
            is_log: false,
            ticks: (0..=steps as u32)
                .map(|at| low + f64::from(at) * step)
                .collect(),
        }
    }

    /// The same of shares and scores, of which none is above 1.
    pub(super) fn of_shares(values: impl Iterator<Item = f64>, from_zero: bool) -> Scale {
        let mut scale = Scale::linear(values, from_zero);
        if scale.high > 1.0 {
            scale.high = 1.0;
            // Sums of steps miss a round number by rounding.
            scale.ticks.retain(|tick| *tick <= 1.0 + 1e-9);
        }
        scale
    }

    /// From the least to the largest value above 0, each power of ten as wide as the next; numbers at powers of ten, or at the
    /// ends where there are fewer than two between them.
    pub(super) fn log(values: impl Iterator<Item = f64>) -> Scale {
        let (mut low, mut high) = (f64::INFINITY, 0.0_f64);
        for value in values.filter(|value| *value > 0.0 && value.is_finite()) {
            (low, high) = (low.min(value), high.max(value));
        }
        if low >= high {
            (low, high) = match high > 0.0 {
                true => (high / 10.0, high * 10.0),
                false => (0.1, 10.0),
            };
        }
        let powers = (-30..=30).map(|power| format!("1e{power}").parse().expect("a power of ten"));
        let mut ticks: Vec<f64> = powers
            .filter(|tick: &f64| (low..=high).contains(tick))
            .collect();
        if ticks.len() < 2 {
            ticks = vec![low, high];
        }
        Scale {
            low,
            high,
            is_log: true,
            ticks,
        }
    }

    /// From a power of ten below all values to 1.
    pub(super) fn of_p_values(values: impl Iterator<Item = f64>) -> Scale {
        let least = values.fold(1e-2, f64::min).max(LEAST_P);
        let (mut low, mut ticks) = (1.0, vec![1.0]);
        let mut power = 0i32;
        while low > least && power < 12 {
            power += 1;
            low = format!("1e-{power}").parse().expect("a power of ten");
            ticks.insert(0, low);
        }
        // Seven numbers at most.
        let every = ticks.len().div_ceil(7);
        let n = ticks.len();
        let ticks = (0..n)
            .filter(|at| (n - 1 - at).is_multiple_of(every))
            .map(|at| ticks[at])
            .collect();
        Scale {
            low,
            high: 1.0,
            is_log: true,
            ticks,
        }
    }
}

/// 1, 2 or 5 times a power of ten, at least `least`; from 1e-12 on.
fn round_step(least: f64) -> f64 {
    (-12..=12)
        .flat_map(|power: i32| [1, 2, 5].map(|times| (times, power)))
        // Read as a number, so that it is the nearest one.
        .map(|(times, power)| format!("{times}e{power}").parse().expect("a number"))
        .find(|step: &f64| *step >= least)
        .unwrap_or(1e13)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_have_round_numbers_and_hold_all_values() {
        let scale = Scale::linear([0.031, 0.117].into_iter(), false);
        assert!(scale.low <= 0.031 && scale.high >= 0.117);
        assert!((3..=7).contains(&scale.ticks.len()), "{scale:?}");
        assert_eq!(Scale::linear([].into_iter(), true).ticks, [0.0, 0.5, 1.0]);
        let shares = Scale::of_shares([0.31, 0.99].into_iter(), false);
        assert_eq!((shares.high, shares.place(1.0)), (1.0, 1.0));
        assert!(shares.ticks.len() >= 3 && shares.ticks.iter().all(|tick| *tick <= 1.0 + 1e-9));
        let same = Scale::linear([0.5, 0.5].into_iter(), false);
        assert!(same.high > same.low && (0.0..=1.0).contains(&same.place(0.5)));
    }

    #[test]
    fn powers_of_ten_are_equally_wide_and_one_value_has_an_axis() {
        let scale = Scale::log([0.05, 500.0, 0.0].into_iter());
        assert_eq!(scale.ticks, [0.1, 1.0, 10.0, 100.0]);
        let middle = scale.place(5.0);
        assert!((middle - 0.5).abs() < 1e-12, "{middle}");
        let near = Scale::log([3.0, 4.0].into_iter());
        assert_eq!(near.ticks, [3.0, 4.0]);
        let one = Scale::log([3.0].into_iter());
        assert!((one.place(3.0) - 0.5).abs() < 1e-12);
        assert_eq!(Scale::log([].into_iter()).ticks, [0.1, 1.0, 10.0]);
    }

    #[test]
    fn p_values_lie_on_powers_of_ten_and_the_least_on_the_edge() {
        let scale = Scale::of_p_values([0.3, 2e-4].into_iter());
        assert_eq!(scale.ticks, [1e-4, 1e-3, 1e-2, 0.1, 1.0]);
        assert_eq!((scale.place(1.0), scale.place(1e-4)), (1.0, 0.0));
        assert!((scale.place(1e-2) - 0.5).abs() < 1e-12, "two logarithms");
        let far = Scale::of_p_values([0.0].into_iter());
        assert_eq!((far.low, far.place(0.0), far.ticks.len()), (1e-12, 0.0, 7));
    }
}
