//! Shares and their differences with intervals of 95 %.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::distributions::Z_95;
use super::fisher::{Exact, fisher_exact};
use crate::pipeline::numeric::log2;

/// A value with the interval that holds the true one in 95 % of samples.
#[derive(Debug, Clone, Copy, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct Estimate {
    pub value: f64,
    pub low: f64,
    pub high: f64,
}

/// Of `n` rows `count` have a property; Wilson's score interval (1927). `n` is at least 1.
pub fn wilson(count: u64, n: u64) -> Estimate {
    wilson_at(count, n, Z_95)
}

/// The same for another confidence: `z` is the normal distribution's critical value, above 0.
pub fn wilson_at(count: u64, n: u64, z: f64) -> Estimate {
    let (x, n) = (count as f64, n as f64);
    let share = x / n;
    let z2 = z * z;
    let centre = (x + z2 / 2.0) / (n + z2);
    let half = z / (n + z2) * (x * (n - x) / n + z2 / 4.0).sqrt();
    Estimate {
        value: share,
        // At both ends the bound is the share itself, but for rounding.
        low: if count == 0 {
            0.0
        } else {
            (centre - half).max(0.0)
        },
        high: if x == n {
            1.0
        } else {
            (centre + half).min(1.0)
        },
    }
}

/// Share of the current rows minus that of the reference rows, in `-1.0..=1.0`; the hybrid score interval without
/// continuity correction: method 10 of Newcombe, Statistics in Medicine 17, 1998.
pub fn newcombe(a: u64, n_reference: u64, b: u64, n_current: u64) -> Estimate {
    let (reference, current) = (wilson(a, n_reference), wilson(b, n_current));
    let difference = current.value - reference.value;
    hybrid(difference, current, reference, 0.0)
}

/// The difference of two shares with the hybrid of their intervals: each end is the difference and the root of the sum of
/// the squares of how far the shares' own ends lie from them, less `phi`, the correlation of both, in `-1.0..=1.0`.
pub fn hybrid(difference: f64, current: Estimate, reference: Estimate, phi: f64) -> Estimate {
    // A square of a difference but for the correlation; below 0 only by rounding.
    let join = |x: f64, y: f64| (x * x - 2.0 * phi * x * y + y * y).max(0.0).sqrt();
    Estimate {
        value: difference,
        low: difference
            - join(
                current.value - current.low,
                reference.high - reference.value,
            ),
        high: difference
            + join(
                current.high - current.value,
                reference.value - reference.low,
            ),
    }
}

/// `log2` of the share in the current rows over that in the reference rows, each as `(count + 0.5) / (rows + 1)`, so
/// that it exists where a side has none. Interval by the delta method on the logarithm (Katz 1978) with the same halves.
pub fn log2_ratio(a: u64, n_reference: u64, b: u64, n_current: u64) -> Estimate {
    let (a, b) = (a as f64 + 0.5, b as f64 + 0.5);
    let (big_n, n) = (n_reference as f64 + 1.0, n_current as f64 + 1.0);
    let value = log2((b / n) / (a / big_n));
    let variance = 1.0 / a - 1.0 / big_n + 1.0 / b - 1.0 / n;
    let half = Z_95 * variance.max(0.0).sqrt() * std::f64::consts::LOG2_E;
    Estimate {
        value,
        low: value - half,
        high: value + half,
    }
}

/// How the share of rows with a property differs: of a class, of a term.
#[derive(Debug, Clone, Copy, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct ProportionShift {
    /// Share of the reference rows, with Wilson's interval.
    pub reference: Estimate,
    /// Share of the current rows, with Wilson's interval.
    pub current: Estimate,
    /// Current minus reference, with Newcombe's interval; times 100 it is in percentage points.
    pub difference: Estimate,
    /// See [`log2_ratio`]: 1 is twice the share, -1 half of it.
    pub log2_ratio: Estimate,
    pub exact: Exact,
}

impl ProportionShift {
    /// Of `n_reference` rows `a` have the property, of `n_current` rows `b`; both sides have at least one row.
    pub fn new(a: u64, n_reference: u64, b: u64, n_current: u64) -> ProportionShift {
        ProportionShift::with_test(
            a,
            n_reference,
            b,
            n_current,
            fisher_exact(a, n_reference, b, n_current),
        )
    }

    /// The same where the exact test is known.
    pub fn with_test(
        a: u64,
        n_reference: u64,
        b: u64,
        n_current: u64,
        exact: Exact,
    ) -> ProportionShift {
        ProportionShift {
            reference: wilson(a, n_reference),
            current: wilson(b, n_current),
            difference: newcombe(a, n_reference, b, n_current),
            log2_ratio: log2_ratio(a, n_reference, b, n_current),
            exact,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Newcombe 1998, table II, the contrasts (a) 56/70 - 48/80 and (e) 10/10 - 0/10 for method 10.
    #[test]
    fn published_intervals() {
        let rounded = |x: Estimate| [x.low, x.high].map(|x| (x * 1e4).round() / 1e4);
        assert_eq!(rounded(newcombe(48, 80, 56, 70)), [0.0524, 0.3339]);
        assert_eq!(rounded(newcombe(0, 10, 10, 10)), [0.6075, 1.0]);
    }
}
