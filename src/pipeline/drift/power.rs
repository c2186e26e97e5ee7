//! Power: which change of a class would be seen, with how many rows, and how often an alarm is false.
//!
//! The test is Fisher's at a level. For power the reference is what it is, since it is there already, and the current
//! rows are a binomial sample; for false alarms both sides are samples of one share.

use serde::{Deserialize, Serialize};

use super::fisher::fisher_exact;
use crate::pipeline::numeric::{exp, ln, ln_1p, ln_gamma};

/// What a number of current rows can show of a class.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Power {
    /// Rows of the reference, and those of the class.
    pub n_reference: u64,
    pub reference: u64,
    pub n_current: u64,
    /// The share that the class grows to, as a multiple of its share in the reference.
    pub ratio: f64,
    /// Level of the test.
    pub alpha: f64,
    /// Chance of an alarm when the share grew to `ratio` times that of the reference.
    pub power: f64,
    /// Chance of an alarm when nothing changed; at most `alpha`, and far less for few rows.
    pub false_alarms: f64,
}

impl Power {
    /// # Panics
    /// If `reference` is above `n_reference`, that is 0, or the share times `ratio` is above 1.
    pub fn new(n_reference: u64, reference: u64, n_current: u64, ratio: f64, alpha: f64) -> Power {
        let share = reference as f64 / n_reference as f64;
        Power {
            n_reference,
            reference,
            n_current,
            ratio,
            alpha,
            power: power(n_reference, reference, n_current, share * ratio, alpha),
            false_alarms: false_alarms(n_reference, n_current, share, alpha),
        }
    }
}

/// The fewest current rows from which on the power is at least this, to a few per cent; none where a hundred times the reference are too few, or the
/// class has no share to grow.
pub fn rows_needed(
    n_reference: u64,
    reference: u64,
    ratio: f64,
    alpha: f64,
    least_power: f64,
) -> Option<u64> {
    let share = reference as f64 / n_reference as f64 * ratio;
    if reference == 0 || share > 1.0 {
        return None;
    }
    let enough = |n: u64| power(n_reference, reference, n, share, alpha) >= least_power;
    let mut high = 8;
    while !enough(high) {
        high *= 2;
        if high > 100 * n_reference {
            return None;
        }
    }
    let mut low = high / 2;
    while high - low > 1 + high / 100 {
        let middle = low + (high - low) / 2;
        if enough(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    // Counts are whole, so that power falls by a tooth each time the test asks for one more row of the class, about every
    // `1 / share` rows. The bisection may end on the tip of a tooth: go on until the next three teeth are high enough.
    let window = (3.0 / share).ceil() as u64;
    let step = (window / 32).max(1);
    let mut at = high;
    while at <= high + window {
        if !enough(at) {
            high = at + step;
        }
        at += step;
    }
    Some(high)
}

/// The chance of a rejection when the current rows have the class with this share.
fn power(n_reference: u64, a: u64, n_current: u64, share: f64, alpha: f64) -> f64 {
    assert!((0.0..=1.0).contains(&share), "no share: {share}");
    let [first, last] = kept(n_reference, a, n_current, alpha);
    rejected(&binomial(n_current, share), first, last)
}

fn false_alarms(n_reference: u64, n_current: u64, share: f64, alpha: f64) -> f64 {
    let current = binomial(n_current, share);
    let mut near = None;
    (0u64..)
        .zip(binomial(n_reference, share))
        // What is left out has less than a hundred-thousandth of the probability.
        .filter(|(_, weight)| *weight >= 1e-9)
        .map(|(a, weight)| {
            let bounds = match near {
                Some(bounds) => kept_near(bounds, n_reference, a, n_current, alpha),
                None => kept(n_reference, a, n_current, alpha),
            };
            near = Some(bounds);
            weight * rejected(&current, bounds[0], bounds[1])
        })
        .sum::<f64>()
        .min(1.0)
}

/// As [`kept`], by single steps from the bounds of a reference with a row less of the class, which are hardly other ones.
fn kept_near(
    [mut first, mut last]: [u64; 2],
    n_reference: u64,
    a: u64,
    n_current: u64,
    alpha: f64,
) -> [u64; 2] {
    let rejects = |b: u64| fisher_exact(a, n_reference, b, n_current).p <= alpha;
    while rejects(first) {
        first += 1;
    }
    while first > 0 && !rejects(first - 1) {
        first -= 1;
    }
    last = last.max(first);
    while rejects(last) {
        last -= 1;
    }
    while last < n_current && !rejects(last + 1) {
        last += 1;
    }
    [first, last]
}

fn rejected(pmf: &[f64], first: u64, last: u64) -> f64 {
    let below: f64 = pmf[..first as usize].iter().sum();
    let above: f64 = pmf[last as usize + 1..].iter().sum();
    below + above
}

/// The least and the greatest current count that the test does not reject, by bisection from the equal share, which it
/// never rejects, to either end.
fn kept(n_reference: u64, a: u64, n_current: u64, alpha: f64) -> [u64; 2] {
    let rejects = |b: u64| fisher_exact(a, n_reference, b, n_current).p <= alpha;
    let equal = ((a as f64 / n_reference as f64) * n_current as f64).round() as u64;
    let bisect = |end: u64| {
        if !rejects(end) {
            return end;
        }
        let (mut kept, mut lost) = (equal, end);
        while kept.abs_diff(lost) > 1 {
            let middle = kept.min(lost) + kept.abs_diff(lost) / 2;
            if rejects(middle) {
                lost = middle;
            } else {
                kept = middle;
            }
        }
        kept
    };
    [bisect(0), bisect(n_current)]
}

/// The chance of at least `k` of `n`, each with the probability `share`.
pub fn binomial_at_least(k: u64, n: u64, share: f64) -> f64 {
    let tail = binomial(n, share).into_iter().skip(k as usize).rev();
    tail.sum::<f64>().clamp(0.0, 1.0)
}

/// The probabilities of `0..=n` by logarithms, shape `(n + 1,)`.
pub fn binomial(n: u64, share: f64) -> Vec<f64> {
    if share <= 0.0 || share >= 1.0 {
        let mut certain = vec![0.0; n as usize + 1];
        certain[if share >= 1.0 { n as usize } else { 0 }] = 1.0;
        return certain;
    }
    let n = n as f64;
    (0..=n as u64)
        .map(|k| {
            let k = k as f64;
            let choose = ln_gamma(n + 1.0) - ln_gamma(k + 1.0) - ln_gamma(n - k + 1.0);
            exp(choose + k * ln(share) + (n - k) * ln_1p(-share))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bounds_are_those_of_a_full_search() {
        let (n_reference, n_current, share) = (60, 25, 0.3);
        let plain: f64 = (0..=n_reference)
            .flat_map(|a| (0..=n_current).map(move |b| (a, b)))
            .filter(|&(a, b)| fisher_exact(a, n_reference, b, n_current).p <= 0.05)
            .map(|(a, b)| {
                binomial(n_reference, share)[a as usize] * binomial(n_current, share)[b as usize]
            })
            .sum();
        let found = Power::new(n_reference, 18, n_current, 2.0, 0.05);
        // What is left out of the reference's counts has 61 times 1e-9 at most.
        assert!(
            (found.false_alarms - plain).abs() < 1e-7,
            "{found:?} {plain}"
        );
        let plain: f64 = (0..=n_current)
            .filter(|&b| fisher_exact(18, n_reference, b, n_current).p <= 0.05)
            .map(|b| binomial(n_current, 0.6)[b as usize])
            .sum();
        assert!((found.power - plain).abs() < 1e-12, "{found:?} {plain}");
    }

    #[test]
    fn nothing_to_grow_is_never_seen() {
        assert_eq!(rows_needed(100, 0, 2.0, 0.05, 0.8), None);
        assert_eq!(rows_needed(0, 0, 2.0, 0.05, 0.8), None);
        assert_eq!(rows_needed(100, 90, 2.0, 0.05, 0.8), None);
    }
}
