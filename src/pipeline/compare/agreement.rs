//! On how many rows two classifiers are both right, one alone, or neither; and McNemar's test of whether one is right more
//! often.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::pipeline::drift::power::binomial;

/// Rows by who is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, JsonSchema, Serialize, Deserialize)]
pub struct Agreement {
    pub both: u64,
    pub only_candidate: u64,
    pub only_production: u64,
    pub neither: u64,
}

impl Agreement {
    pub fn rows(&self) -> u64 {
        self.both + self.only_candidate + self.only_production + self.neither
    }

    /// Rows that only one of them has right.
    pub fn discordant(&self) -> u64 {
        self.only_candidate + self.only_production
    }

    pub fn candidate_right(&self) -> u64 {
        self.both + self.only_candidate
    }

    pub fn production_right(&self) -> u64 {
        self.both + self.only_production
    }

    /// Counts one more row.
    pub(super) fn add(&mut self, candidate_right: bool, production_right: bool) {
        *match (candidate_right, production_right) {
            (true, true) => &mut self.both,
            (true, false) => &mut self.only_candidate,
            (false, true) => &mut self.only_production,
            (false, false) => &mut self.neither,
        } += 1;
    }
}

/// McNemar's test (1947) on the rows that only one has right: if both are right equally often, each of those rows is the
/// one's or the other's as a coin falls.
#[derive(Debug, Clone, Copy, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct McNemar {
    /// `min(1, 2 P(X <= min(b, c)))` with `X` binomial of `b + c` rows and one half; 1 without such rows.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub exact_p: f64,
    /// The same with the probability of the observed count counted half on each side, since the exact test rejects too
    /// rarely (Fagerland, Lydersen and Laake 2013).
    #[schemars(range(min = 0.0, max = 1.0))]
    pub mid_p: f64,
}

impl McNemar {
    pub fn new(agreement: &Agreement) -> McNemar {
        let n = agreement.discordant();
        let fewer = agreement.only_candidate.min(agreement.only_production) as usize;
        let probabilities = binomial(n, 0.5);
        let tail: f64 = probabilities[..=fewer].iter().sum();
        McNemar {
            exact_p: (2.0 * tail).min(1.0),
            mid_p: if 2 * fewer as u64 == n {
                // Both tails and the middle they share are everything.
                1.0
            } else {
                2.0 * tail - probabilities[fewer]
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_rows_by_hand() {
        let of = |only_candidate, only_production| {
            McNemar::new(&Agreement {
                both: 7,
                only_candidate,
                only_production,
                neither: 3,
            })
        };
        // Of 32 ways for five coins one has no head and five have one; powers of two are exact but for the logarithms.
        let near = |x: f64, y: f64| assert!((x - y).abs() < 1e-14, "{x} {y}");
        near(of(5, 0).exact_p, 2.0 / 32.0);
        near(of(5, 0).mid_p, 1.0 / 32.0);
        near(of(1, 4).exact_p, 12.0 / 32.0);
        near(of(1, 4).mid_p, 7.0 / 32.0);
        assert_eq!((of(0, 0).exact_p, of(0, 0).mid_p), (1.0, 1.0));
        assert_eq!((of(3, 3).exact_p, of(3, 3).mid_p), (1.0, 1.0));
    }
}
