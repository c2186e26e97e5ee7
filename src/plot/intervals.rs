//! Values with their intervals on one scale, in percent of its length.

use super::numbers;
use crate::pipeline::drift::Estimate;

/// A value and its interval in their places.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Span {
    pub at: f64,
    pub from: f64,
    pub to: f64,
}

/// Shares from 0 to a round value above all of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ShareScale {
    pub high: f64,
}

impl ShareScale {
    /// The smallest of 1, 2 and 5 times a power of ten that no bound is above, at most 1.
    pub fn new<'a>(estimates: impl IntoIterator<Item = &'a Estimate>) -> ShareScale {
        let most = estimates
            .into_iter()
            .map(|estimate| estimate.high)
            .fold(0.0, f64::max);
        let round = (-4..=0)
            .flat_map(|power| [1.0, 2.0, 5.0].map(|factor| factor * 10.0_f64.powi(power)))
            .find(|high| *high >= most);
        ShareScale {
            high: round.unwrap_or(1.0).min(1.0),
        }
    }

    pub fn span(self, estimate: &Estimate) -> Span {
        Span {
            at: self.place(estimate.value),
            from: self.place(estimate.low),
            to: self.place(estimate.high),
        }
    }

    /// Percent of the length.
    pub fn place(self, share: f64) -> f64 {
        (share / self.high * 100.0).clamp(0.0, 100.0)
    }

    /// Its upper end as text.
    pub fn text(self) -> String {
        numbers::share(self.high)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn estimate(value: f64, high: f64) -> Estimate {
        Estimate {
            value,
            low: 0.0,
            high,
        }
    }

    #[test]
    fn a_scale_ends_at_a_round_share() {
        let high = |high: f64| ShareScale::new(&[estimate(0.0, high)]).high;
        assert_eq!(
            [high(0.07), high(0.11), high(0.5), high(0.51), high(0.0)],
            [0.1, 0.2, 0.5, 1.0, 0.0001]
        );
        let scale = ShareScale::new(&[estimate(0.01, 0.02), estimate(0.05, 0.08)]);
        let span = scale.span(&estimate(0.05, 0.08));
        assert_eq!((span.at, span.from, span.to), (50.0, 0.0, 80.0));
        assert_eq!(scale.text(), "10.0 %");
    }
}
