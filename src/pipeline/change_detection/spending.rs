//! Spending of a false-alarm rate over looks: which level each look may use so that all together keep `alpha`.
//!
//! A spending function says how much of `alpha` is gone after each look; a look tests at the part that it adds. By the
//! union bound the chance of any false alarm is at most the sum of the levels, which is at most `alpha`, however the looks
//! depend on one another: batches alone, sums of batches, several statistics made one p-value. That needs p-values which
//! are valid one by one and nothing else. Bounds by recursion (Armitage, McPherson and Rowe 1969) would spend less where
//! the looks are sums of independent batches, which those of a monitor are not; they are not computed here.
//!
//! Sources: Lan and DeMets, "Discrete sequential boundaries for clinical trials", Biometrika 70, 1983, for the first two.

use std::f64::consts::{E, PI};

use serde::{Deserialize, Serialize};

use super::{require, require_probability};
use crate::message;
use crate::pipeline::drift::distributions::normal_sf;
use crate::pipeline::error::Error;
use crate::pipeline::numeric::ln;

/// How the rate is spent over the looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Spending {
    /// Next to nothing at first and most of it at the end, for a planned number of looks.
    OBrienFleming { looks: u32 },
    /// Rather evenly over a planned number of looks, at first about twice as much as at the end.
    Pocock { looks: u32 },
    /// Without an end: look `k` has the share `6 / (pi k)^2`, and all shares add up to 1.
    OpenEnded,
}

/// A false-alarm rate for all looks together.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct AlphaSpending {
    alpha: f64,
    spending: Spending,
}

impl AlphaSpending {
    /// # Errors
    /// [`crate::pipeline::error::Code::InvalidParameter`], with the parameter's name as its place.
    pub fn new(alpha: f64, spending: Spending) -> Result<AlphaSpending, Error> {
        require_probability(alpha, "spending.alpha")?;
        let (Spending::OBrienFleming { looks } | Spending::Pocock { looks }) = spending else {
            return Ok(AlphaSpending { alpha, spending });
        };
        require(
            looks > 0,
            "spending.looks",
            message!("error-is-0"),
            message!("error-give-planned-looks"),
        )?;
        Ok(AlphaSpending { alpha, spending })
    }

    /// The level of a look, counted from 1: an alarm where its p-value is at most this. 0 past the planned looks, where
    /// nothing is left to spend.
    pub fn level(&self, look: u32) -> f64 {
        let (looks, spent): (u32, fn(f64, f64) -> f64) = match self.spending {
            Spending::OpenEnded if look > 0 => {
                let at = PI * f64::from(look);
                return self.alpha * 6.0 / (at * at);
            }
            Spending::OpenEnded => return 0.0,
            Spending::OBrienFleming { looks } => (looks, obrien_fleming),
            Spending::Pocock { looks } => (looks, pocock),
        };
        if look == 0 || look > looks {
            return 0.0;
        }
        let share = |look: u32| f64::from(look) / f64::from(looks);
        let before = match look {
            1 => 0.0,
            _ => spent(self.alpha, share(look - 1)),
        };
        spent(self.alpha, share(look)) - before
    }
}

/// `2 P(Z >= z / sqrt(t))` with `P(Z >= z) = alpha / 2`.
fn obrien_fleming(alpha: f64, t: f64) -> f64 {
    2.0 * normal_sf(normal_upper_quantile(alpha / 2.0) / t.sqrt())
}

/// `alpha ln(1 + (e - 1) t)`.
fn pocock(alpha: f64, t: f64) -> f64 {
    alpha * ln(1.0 + (E - 1.0) * t)
}

/// The `z >= 0` with `P(Z >= z) = p` for `p` up to a half, by halving until no number lies between the ends.
fn normal_upper_quantile(p: f64) -> f64 {
    // P(Z >= 40) is below the least positive number.
    let (mut low, mut high) = (0.0, 40.0);
    loop {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            return high;
        }
        if normal_sf(middle) > p {
            low = middle;
        } else {
            high = middle;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::rng::RandomState;

    const KINDS: [Spending; 3] = [
        Spending::OBrienFleming { looks: 20 },
        Spending::Pocock { looks: 20 },
        Spending::OpenEnded,
    ];

    #[test]
    fn five_looks_spend_what_scipy_says() {
        // scipy.stats.norm 1.17.1; its quantile and ours agree to a few units of the last place, which tails magnify.
        let close = |a: f64, b: f64| assert!((a / b - 1.0).abs() < 1e-9, "{a:e} {b:e}");
        for (spending, cumulated) in [
            (
                Spending::OBrienFleming { looks: 5 },
                [
                    1.172644684252109e-05,
                    0.0019419129967408483,
                    0.011396418465313158,
                    0.028429630753072664,
                    0.05,
                ],
            ),
            (
                Spending::Pocock { looks: 5 },
                [
                    0.014769726456017382,
                    0.026156858180579275,
                    0.03542565334311575,
                    0.04324198625815952,
                    0.05,
                ],
            ),
        ] {
            let test = AlphaSpending::new(0.05, spending).unwrap();
            let mut spent = 0.0;
            for (look, cumulated) in (1..).zip(cumulated) {
                spent += test.level(look);
                close(spent, cumulated);
            }
            assert_eq!((test.level(0), test.level(6)), (0.0, 0.0));
        }
    }

    /// Looks that depend on one another in the worst way: each calls out exactly where no other does.
    #[test]
    fn false_alarms_keep_to_alpha_however_looks_depend() {
        let (alpha, draws) = (0.05, 20_000);
        for spending in KINDS {
            let test = AlphaSpending::new(alpha, spending).unwrap();
            let levels: Vec<f64> = (1..=20).map(|look| test.level(look)).collect();
            let total: f64 = levels.iter().sum();
            assert!(
                total <= alpha + 1e-15,
                "the rounding of twenty sums: {total}"
            );
            let mut random = RandomState::new(7);
            let (mut alone, mut apart) = (0, 0);
            for _ in 0..draws {
                alone += u32::from(levels.iter().fold(false, |any, level| {
                    // Every look draws, so that the looks of all kinds have the same draws.
                    (random.random_sample() <= *level) | any
                }));
                let (same, mut before) = (random.random_sample(), 0.0);
                apart += u32::from(levels.iter().any(|level| {
                    let p: f64 = same - before;
                    before += level;
                    p > 0.0 && p <= *level
                }));
            }
            // Three standard deviations of a count of draws.
            let spread = 3.0 * (total * (1.0 - total) * f64::from(draws)).sqrt();
            let expected = total * f64::from(draws);
            assert!(
                (f64::from(apart) - expected).abs() < spread,
                "{spending:?} {apart}"
            );
            assert!(f64::from(alone) < expected + spread, "{spending:?} {alone}");
            assert!(alone > 0);
        }
    }

    #[test]
    fn looks_without_end_spend_it_all_and_no_more() {
        let test = AlphaSpending::new(0.05, Spending::OpenEnded).unwrap();
        let spent: f64 = (1..=10_000).map(|look| test.level(look)).sum();
        // The rest of the series past k is below 1 / k.
        assert!(spent < 0.05 && spent > 0.05 * (1.0 - 1e-4), "{spent}");
    }

    #[test]
    fn a_plan_without_looks_is_refused() {
        let error = AlphaSpending::new(0.05, Spending::Pocock { looks: 0 }).unwrap_err();
        assert_eq!(error.place.unwrap().file, "spending.looks");
        assert!(AlphaSpending::new(1.0, Spending::OpenEnded).is_err());
    }
}
