//! Fisher's exact test of a 2 x 2 table, two-sided, with its mid-p variant.
//!
//! The table is `[a, N - a; b, n - b]`: `a` of the `N` reference rows have the property, `b` of the `n` current ones.
//! Given both margins, `b` is hypergeometric. The p-value is the sum of the probabilities that are at most that of the
//! observed table times `1 + 1e-7`, as R's `fisher.test` takes it: tables that are as likely but for rounding count.
//! Mid-p counts half of the observed table only (Lancaster 1961); it is less conservative and not exact.
//!
//! Probabilities are ratios to that of the mode, by the recurrence from one table to the next: only products and sums of
//! positive numbers, so that no digit is lost and every platform gives the same bits.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What counts as equally likely as the observed table.
const TIE: f64 = 1.0 + 1e-7;

/// Two-sided p-values of a 2 x 2 table, in `0.0..=1.0`. A p-value below 1e-300 is given as the smallest normal number.
#[derive(Debug, Clone, Copy, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct Exact {
    #[schemars(range(min = 0.0, max = 1.0))]
    pub p: f64,
    #[schemars(range(min = 0.0, max = 1.0))]
    pub mid_p: f64,
}

/// The test of `a` of `n_reference` rows against `b` of `n_current`.
///
/// # Panics
/// If `a` is above `n_reference`, or `b` above `n_current`.
pub fn fisher_exact(a: u64, n_reference: u64, b: u64, n_current: u64) -> Exact {
    assert!(a <= n_reference && b <= n_current, "a part above its whole");
    let line = Line::new(n_reference, n_current, a + b);
    line.test(b)
}

/// The one-sided p-value that the current rows have the property more often: P(B >= b).
///
/// # Panics
/// If `a` is above `n_reference`, or `b` above `n_current`.
pub fn fisher_greater(a: u64, n_reference: u64, b: u64, n_current: u64) -> f64 {
    assert!(a <= n_reference && b <= n_current, "a part above its whole");
    let line = Line::new(n_reference, n_current, a + b);
    match b.checked_sub(line.low) {
        None => 1.0,
        // From the far end inwards, so that small terms are added first.
        Some(first) => {
            let tail = line.weights.iter().skip(first as usize).rev();
            (tail.sum::<f64>() / line.total).clamp(f64::MIN_POSITIVE, 1.0)
        }
    }
}

/// Tests many tables with the same `N` and `n`: the probabilities depend on `a + b` alone, so that words of the same
/// frequency share them.
pub struct FisherCache {
    n_reference: u64,
    n_current: u64,
    lines: BTreeMap<u64, Line>,
    tests: BTreeMap<(u64, u64), Exact>,
    smallest: BTreeMap<u64, f64>,
}

impl FisherCache {
    pub fn new(n_reference: u64, n_current: u64) -> FisherCache {
        FisherCache {
            n_reference,
            n_current,
            lines: BTreeMap::new(),
            tests: BTreeMap::new(),
            smallest: BTreeMap::new(),
        }
    }

    /// # Panics
    /// If `a` or `b` is above its whole.
    pub fn test(&mut self, a: u64, b: u64) -> Exact {
        assert!(
            a <= self.n_reference && b <= self.n_current,
            "a part above its whole"
        );
        if let Some(&known) = self.tests.get(&(b, a + b)) {
            return known;
        }
        let exact = self.line(a + b).test(b);
        self.tests.insert((b, a + b), exact);
        exact
    }

    /// The smallest p-value that any table with `a + b == k` can have.
    pub fn smallest_p(&mut self, k: u64) -> f64 {
        if let Some(&known) = self.smallest.get(&k) {
            return known;
        }
        let line = self.line(k);
        let last = line.low + line.weights.len() as u64 - 1;
        let smallest = [line.low, last, line.lowest, line.highest]
            .map(|b| line.test(b).p)
            .into_iter()
            .fold(1.0, f64::min);
        self.smallest.insert(k, smallest);
        smallest
    }

    fn line(&mut self, k: u64) -> &Line {
        let (n_reference, n_current) = (self.n_reference, self.n_current);
        self.lines
            .entry(k)
            .or_insert_with(|| Line::new(n_reference, n_current, k))
    }
}

/// All tables with the same margins, by `b`.
struct Line {
    /// The least and the greatest `b` that the margins allow.
    lowest: u64,
    highest: u64,
    /// The `b` of the first weight.
    low: u64,
    /// Probability of each `b` from `low` on as a share of the mode's; beyond both ends it is below 1e-300.
    weights: Vec<f64>,
    total: f64,
}

impl Line {
    fn new(n_reference: u64, n_current: u64, k: u64) -> Line {
        let (lowest, highest) = (k.saturating_sub(n_reference), k.min(n_current));
        let (big_n, n, k) = (n_reference as f64, n_current as f64, k as f64);
        // Of the hypergeometric distribution; a rounding beside it only moves the unit of the weights.
        let mode = (((k + 1.0) * (n + 1.0)) / (big_n + n + 2.0)).floor() as u64;
        let mode = mode.clamp(lowest, highest);
        // P(b + 1) / P(b) = (k - b)(n - b) / ((b + 1)(N - k + b + 1)).
        let ratio = |b: f64| ((k - b) * (n - b)) / ((b + 1.0) * (big_n - k + b + 1.0));
        const NOTHING: f64 = 1e-300;
        let (mut below, mut low, mut weight) = (Vec::new(), mode, 1.0);
        while low > lowest {
            weight /= ratio((low - 1) as f64);
            if weight < NOTHING {
                break;
            }
            low -= 1;
            below.push(weight);
        }
        below.reverse();
        let mut weights = below;
        weights.push(1.0);
        let (mut b, mut weight) = (mode, 1.0);
        while b < highest {
            weight *= ratio(b as f64);
            if weight < NOTHING {
                break;
            }
            b += 1;
            weights.push(weight);
        }
        let total = weights.iter().sum();
        Line {
            lowest,
            highest,
            low,
            weights,
            total,
        }
    }

    fn test(&self, b: u64) -> Exact {
        let observed = match b.checked_sub(self.low) {
            Some(index) => self.weights.get(index as usize).copied(),
            None => None,
        };
        let Some(observed) = observed else {
            return Exact {
                p: f64::MIN_POSITIVE,
                mid_p: f64::MIN_POSITIVE,
            };
        };
        // From both ends inwards, so that small terms are added first.
        let limit = observed * TIE;
        let left: f64 = self.weights.iter().take_while(|w| **w <= limit).sum();
        let right: f64 = self.weights.iter().rev().take_while(|w| **w <= limit).sum();
        let all = self.weights.iter().all(|w| *w <= limit);
        let p = if all {
            1.0
        } else {
            ((left + right) / self.total).min(1.0)
        };
        Exact {
            p: p.max(f64::MIN_POSITIVE),
            mid_p: (p - 0.5 * observed / self.total).max(f64::MIN_POSITIVE),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fisher's tea: 3 of 4 and 1 of 4. The tables have probabilities 1, 16, 36, 16, 1 of 70.
    #[test]
    fn tea() {
        let exact = fisher_exact(3, 4, 1, 4);
        assert!((exact.p - 34.0 / 70.0).abs() < 1e-15, "{exact:?}");
        assert!((exact.mid_p - 26.0 / 70.0).abs() < 1e-15, "{exact:?}");
        assert_eq!(fisher_exact(2, 4, 2, 4).p, 1.0);
        assert_eq!(fisher_exact(0, 4, 0, 4).p, 1.0);
        assert_eq!(fisher_exact(4, 4, 4, 4).p, 1.0);
        assert_eq!(fisher_exact(0, 0, 0, 4).p, 1.0);
    }

    #[test]
    fn a_table_beyond_floating_point_is_the_smallest_number() {
        let exact = fisher_exact(0, 1_000_000, 1_000_000, 1_000_000);
        assert_eq!(exact.p, f64::MIN_POSITIVE);
    }

    #[test]
    fn tarones_bound_of_polevals_sizes() {
        let mut cache = FisherCache::new(10_041, 1_000);
        // The current data holds 0.0906 of all rows: k rows all there have about that to the power of k.
        for (k, expected) in [(3, 7.4e-4), (4, 6.7e-5), (5, 6.0e-6)] {
            let p = cache.smallest_p(k);
            assert!((p / expected - 1.0).abs() < 0.02, "{k}: {p}");
        }
    }

    proptest::proptest! {
        #[test]
        fn the_cache_changes_nothing_and_sides_are_symmetric(
            n_reference in 1u64..60, n_current in 1u64..60, x in 0.0f64..1.0, y in 0.0f64..1.0,
        ) {
            let (a, b) = ((x * n_reference as f64) as u64, (y * n_current as f64) as u64);
            let plain = fisher_exact(a, n_reference, b, n_current);
            let mut cache = FisherCache::new(n_reference, n_current);
            cache.test(a, b);
            assert_eq!(cache.test(a, b), plain);
            assert!(cache.smallest_p(a + b) <= plain.p);
            let turned = fisher_exact(b, n_current, a, n_reference);
            assert!((turned.p - plain.p).abs() <= 1e-12 * plain.p, "{turned:?} {plain:?}");
        }
    }
}
