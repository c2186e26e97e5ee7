//! A test of a stated rate of errors by betting: evidence that the rate is above it, to be looked at after every row.
//!
//! Whoever says that the rate is at most `m` must take the bet. Each row multiplies the wealth, at first 1, by
//! `1 + lambda (x - m)` with `lambda >= 0` chosen before the row. At a true rate up to `m` that is 1 or less in
//! expectation, so that the wealth exceeds `1 / alpha` ever, at any row, with a chance of at most `alpha` (Ville). The bet
//! is Kelly's for the rate so far, `lambda = (mean - m) / (m (1 - m))`, so that the factor is the ratio of likelihoods:
//! `mean / m` for an error, `(1 - mean) / (1 - m)` for none; while the mean is at most `m` there is no bet.
//!
//! The stated rate must not come from the rows that are bet on; where it is itself an estimate, take the upper end of its
//! interval. A rise after a long good time is found late, since the mean has all rows: detectors of change see it sooner,
//! without a promise over all time.
//!
//! On a thousand streams of 2,000 rows against 13 % at `alpha` 0.05: at a true 13 % 2.6 % of the streams have an alarm, at
//! 18 % 99.9 %, half of those within 385 rows.
//!
//! Source: Waudby-Smith and Ramdas, "Estimating means of bounded random variables by betting", JRSS B 86(1), 2024.

use std::f64::consts::PI;

use serde::{Deserialize, Serialize};

use super::{Signal, require_probability};
use crate::pipeline::error::Error;
use crate::pipeline::numeric::{exp, ln};

/// Whether the rate of errors is above one that was stated before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ErrorRateBet {
    rate: f64,
    alpha: f64,
    rows: u64,
    errors: u64,
    ln_wealth: f64,
    changed: bool,
}

impl ErrorRateBet {
    /// Against `rate`, the highest that is no alarm, with a chance of at most `alpha` of ever a false one.
    ///
    /// # Errors
    /// [`crate::pipeline::error::Code::InvalidParameter`], with the parameter's name as its place.
    pub fn new(rate: f64, alpha: f64) -> Result<ErrorRateBet, Error> {
        require_probability(rate, "bet.rate")?;
        require_probability(alpha, "bet.alpha")?;
        Ok(ErrorRateBet {
            rate,
            alpha,
            rows: 0,
            errors: 0,
            ln_wealth: 0.0,
            changed: false,
        })
    }

    /// Once it called out, it stays so: the promise is of the first time.
    pub fn update(&mut self, error: bool) -> Signal {
        // The stated rate counts as one row, so that the first rows do not stake everything.
        let mean = (self.errors as f64 + self.rate) / (self.rows as f64 + 1.0);
        if mean > self.rate {
            self.ln_wealth += if error {
                ln(mean / self.rate)
            } else {
                ln((1.0 - mean) / (1.0 - self.rate))
            };
        }
        self.rows += 1;
        self.errors += u64::from(error);
        self.changed |= self.ln_wealth >= -ln(self.alpha);
        if self.changed {
            Signal::Change
        } else {
            Signal::Quiet
        }
    }

    /// The share of errors so far; none before the first row.
    pub fn mean(&self) -> Option<f64> {
        (self.rows > 0).then(|| self.errors as f64 / self.rows as f64)
    }

    /// The logarithm of the wealth, which is an e-value at any row: it can be averaged with others.
    pub fn ln_wealth(&self) -> f64 {
        self.ln_wealth
    }
}

/// Bets against the same rate, of which one begins with each batch, since a single one finds a rise after a long good time
/// late. The first stakes `6 / (pi k)^2` of all with `k` 1, the next with `k` 2, and so on: all stakes add up to 1, so that
/// what all have together, with what is not staked yet, is again 1 or less in expectation, and exceeds `1 / alpha` ever
/// with a chance of at most `alpha` (Ville).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ErrorRateBets {
    begun: Vec<ErrorRateBet>,
    /// The highest rate that is no alarm.
    rate: f64,
    alpha: f64,
    called: bool,
}

impl ErrorRateBets {
    /// # Errors
    /// Those of [`ErrorRateBet::new`].
    pub fn new(rate: f64, alpha: f64) -> Result<ErrorRateBets, Error> {
        ErrorRateBet::new(rate, alpha)?;
        Ok(ErrorRateBets {
            begun: Vec::new(),
            rate,
            alpha,
            called: false,
        })
    }

    pub fn rate(&self) -> f64 {
        self.rate
    }

    /// Promises more from now on, where it has not called yet; a larger `alpha` than before changes nothing.
    pub fn lower_alpha(&mut self, alpha: f64) {
        self.alpha = self.alpha.min(alpha);
    }

    /// A batch begins.
    pub fn begin(&mut self) {
        let first = ErrorRateBet {
            rate: self.rate,
            alpha: self.alpha,
            rows: 0,
            errors: 0,
            ln_wealth: 0.0,
            changed: false,
        };
        self.begun.push(first);
    }

    /// Where it alarms for the first time, which is what the promise is of: the share of errors since the strongest bet
    /// began.
    pub fn take(&mut self, wrong: bool) -> Option<f64> {
        for bet in &mut self.begun {
            bet.update(wrong);
        }
        if self.called {
            return None;
        }
        let (mut wealth, mut staked) = (0.0, 0.0);
        let mut strongest: Option<(f64, &ErrorRateBet)> = None;
        for (k, bet) in (1..).zip(&self.begun) {
            let stake = 6.0 / (PI * f64::from(k) * PI * f64::from(k));
            let share = stake * exp(bet.ln_wealth());
            staked += stake;
            wealth += share;
            if strongest.is_none_or(|(most, _)| share > most) {
                strongest = Some((share, bet));
            }
        }
        // An endless wealth is an alarm as well.
        self.called = wealth + (1.0 - staked) >= 1.0 / self.alpha;
        let (_, bet) = strongest.filter(|_| self.called)?;
        bet.mean()
    }

    /// Whether every value is in its range, for bets that come from a file.
    pub fn is_sound(&self) -> bool {
        let within = |value: f64| value > 0.0 && value < 1.0;
        let bet = |bet: &ErrorRateBet| {
            bet.rate == self.rate
                && within(bet.alpha)
                && bet.errors <= bet.rows
                && bet.rows < 1 << 40
                && !bet.ln_wealth.is_nan()
        };
        within(self.rate) && within(self.alpha) && self.begun.iter().all(bet)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::rng::RandomState;

    /// Of a thousand streams of 2,000 rows, those with an alarm against 13 % at 5 %.
    fn alarms(rate: f64) -> usize {
        (0..1000)
            .filter(|&seed| {
                let mut random = RandomState::new(seed);
                let mut bet = ErrorRateBet::new(0.13, 0.05).unwrap();
                (0..2000).any(|_| bet.update(random.random_sample() < rate) == Signal::Change)
            })
            .count()
    }

    /// Counted once more with numpy from the same seeds, as likelihood ratios.
    #[test]
    fn false_alarms_are_fewer_than_promised_and_a_rise_is_found() {
        let at_the_rate = alarms(0.13);
        assert_eq!(at_the_rate, 26);
        assert!(at_the_rate <= 50, "5 % of a thousand");
        assert_eq!(alarms(0.10), 4);
        assert_eq!(alarms(0.18), 999);
        assert_eq!(alarms(0.25), 1000);
    }

    #[test]
    fn wealth_by_hand() {
        let mut bet = ErrorRateBet::new(0.5, 0.05).unwrap();
        // No bet before the first row; then the mean is 1.5 / 2, and 2.5 / 3.
        for (error, wealth) in [(true, 1.0), (true, 1.5), (false, 0.5)] {
            assert_eq!(bet.update(error), Signal::Quiet);
            // Two logarithms and a sum.
            assert!((bet.ln_wealth() - ln(wealth)).abs() < 1e-15);
        }
        let stored = serde_json::to_string(&bet).unwrap();
        assert_eq!(serde_json::from_str::<ErrorRateBet>(&stored).unwrap(), bet);
        let end = (0..100).map(|_| bet.update(true)).last();
        assert_eq!(end, Some(Signal::Change));
        assert_eq!(bet.update(false), Signal::Change);
    }

    /// A thousand streams of ten batches at the stated rate: those with an alarm.
    #[test]
    fn bets_begun_anew_keep_the_promise_of_one() {
        let alarms = (0..1000)
            .filter(|&seed| {
                let mut random = RandomState::new(seed);
                let mut bets = ErrorRateBets::new(0.13, 0.05).unwrap();
                (0..10).any(|_| {
                    bets.begin();
                    (0..200).any(|_| bets.take(random.random_sample() < 0.13).is_some())
                })
            })
            .count();
        // 5 % of a thousand by proof; some of them show that the bets are at work.
        assert!((1..=50).contains(&alarms), "{alarms}");
    }

    #[test]
    fn an_impossible_rate_is_refused() {
        let error = ErrorRateBet::new(0.0, 0.05).unwrap_err();
        assert_eq!(error.place.unwrap().file, "bet.rate");
        assert!(ErrorRateBet::new(0.1, 0.0).is_err());
    }
}
