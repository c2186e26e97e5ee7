//! How far two distributions over the same cells are apart.
//!
//! Shares sum to 1 on each side. Cells that neither side has are no matter. Sizes have no part in these numbers: on small
//! samples all of them are large by chance, which their permutation null shows.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::pipeline::numeric::{ln, ln_1p};

/// All distances of two distributions.
#[derive(Debug, Clone, Copy, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct Distances {
    /// Jensen-Shannon distance with the natural logarithm, `0..=0.8326` (SciPy, Evidently).
    pub js_distance: f64,
    /// Jensen-Shannon distance with the logarithm to base 2, `0..=1` (NannyML).
    pub js_distance_base_2: f64,
    /// Jensen-Shannon divergence in bits, the square of `js_distance_base_2`.
    pub js_divergence_bits: f64,
    /// Population stability index, zeros replaced as Evidently does.
    pub psi: f64,
    /// Kullback-Leibler divergence of the reference from the current data in nats, zeros replaced likewise.
    pub kl_reference_current: f64,
    /// The same the other way round.
    pub kl_current_reference: f64,
    pub hellinger: f64,
    /// Total variation distance: half the sum of all absolute differences.
    pub total_variation: f64,
    /// The largest absolute difference of a cell.
    pub l_infinity: f64,
    /// Whether a side lacked a cell that the other has; then PSI and KL depend on the rule for zeros.
    pub zeros_replaced: bool,
}

impl Distances {
    /// Of the shares `p` of the reference and `q` of the current data, equally many and each with the sum 1.
    pub fn new(p: &[f64], q: &[f64]) -> Distances {
        let bits = js_divergence_bits(p, q);
        let (p_filled, q_filled) = (without_zeros(p), without_zeros(q));
        Distances {
            js_distance: js_distance(p, q),
            js_distance_base_2: bits.sqrt(),
            js_divergence_bits: bits,
            psi: psi(p, q),
            kl_reference_current: kl(&p_filled, &q_filled),
            kl_current_reference: kl(&q_filled, &p_filled),
            hellinger: hellinger(p, q),
            total_variation: total_variation(p, q),
            l_infinity: p
                .iter()
                .zip(q)
                .map(|(p, q)| (p - q).abs())
                .fold(0.0, f64::max),
            zeros_replaced: p.iter().zip(q).any(|(p, q)| (*p == 0.0) != (*q == 0.0)),
        }
    }
}

/// Counts as shares; the sum of the counts is at least 1.
pub fn shares_of(counts: &[u64]) -> Vec<f64> {
    let total = counts.iter().sum::<u64>() as f64;
    counts.iter().map(|&count| count as f64 / total).collect()
}

/// `sqrt((KL(p, m) + KL(q, m)) / 2)` with `m = (p + q) / 2` and the natural logarithm, as
/// `scipy.spatial.distance.jensenshannon`.
pub fn js_distance(p: &[f64], q: &[f64]) -> f64 {
    (js_sum(p, q) / 2.0).sqrt()
}

/// The square of the Jensen-Shannon distance with the logarithm to base 2, in bits, `0..=1`.
pub fn js_divergence_bits(p: &[f64], q: &[f64]) -> f64 {
    js_sum(p, q) / std::f64::consts::LN_2 / 2.0
}

/// `KL(p, m) + KL(q, m)` in nats. `ln(p / m)` is taken as `ln(1 + (p - q) / (p + q))`: where the shares are close, the
/// quotient would lose the digits that matter.
fn js_sum(p: &[f64], q: &[f64]) -> f64 {
    let (mut from_p, mut from_q) = (0.0, 0.0);
    for (&p, &q) in p.iter().zip(q) {
        let apart = (p - q) / (p + q);
        if p > 0.0 {
            from_p += p * ln_1p(apart);
        }
        if q > 0.0 {
            from_q += q * ln_1p(-apart);
        }
    }
    // Equal shares may leave a rounding below zero.
    (from_p + from_q).max(0.0)
}

/// `sum of (p - q) ln(p / q)`, zeros replaced by [`without_zeros`].
pub fn psi(p: &[f64], q: &[f64]) -> f64 {
    without_zeros(p)
        .iter()
        .zip(without_zeros(q))
        .map(|(p, q)| (p - q) * ln(p / q))
        .sum()
}

/// Kullback-Leibler divergence `sum of p ln(p / q)` in nats after both are scaled to the sum 1, as `scipy.stats.entropy`.
/// Infinite where `q` lacks what `p` has.
pub fn kl(p: &[f64], q: &[f64]) -> f64 {
    let (p_sum, q_sum): (f64, f64) = (p.iter().sum(), q.iter().sum());
    p.iter()
        .zip(q)
        .map(|(p, q)| {
            let (p, q) = (p / p_sum, q / q_sum);
            if p > 0.0 { p * ln(p / q) } else { 0.0 }
        })
        .sum()
}

/// `sqrt(1 - sum of sqrt(p q))`, `0..=1`.
pub fn hellinger(p: &[f64], q: &[f64]) -> f64 {
    let overlap: f64 = p.iter().zip(q).map(|(p, q)| (p * q).sqrt()).sum();
    (1.0 - overlap).max(0.0).sqrt()
}

/// Half the sum of all absolute differences, `0..=1`.
pub fn total_variation(p: &[f64], q: &[f64]) -> f64 {
    let sum: f64 = p.iter().zip(q).map(|(p, q)| (p - q).abs()).sum();
    sum / 2.0
}

/// Evidently's rule for zeros, on each side by itself: a zero becomes 0.0001, or a millionth of the smallest share above
/// zero where that is at most 0.0001. The result is not scaled again. Source: Evidently 0.7.23, `get_binned_data`.
pub fn without_zeros(shares: &[f64]) -> Vec<f64> {
    let smallest = shares
        .iter()
        .copied()
        .filter(|share| *share > 0.0)
        .fold(f64::INFINITY, f64::min);
    let instead = if smallest <= 0.0001 {
        smallest / 1_000_000.0
    } else {
        0.0001
    };
    shares
        .iter()
        .map(|&share| if share == 0.0 { instead } else { share })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_and_disjoint_shares() {
        let same = Distances::new(&[0.25, 0.75], &[0.25, 0.75]);
        assert_eq!(
            (same.js_distance, same.psi, same.hellinger),
            (0.0, 0.0, 0.0)
        );
        assert!(!same.zeros_replaced);
        let apart = Distances::new(&[1.0, 0.0], &[0.0, 1.0]);
        assert_eq!((apart.js_divergence_bits, apart.hellinger), (1.0, 1.0));
        assert_eq!((apart.total_variation, apart.l_infinity), (1.0, 1.0));
        assert!(apart.zeros_replaced && apart.psi.is_finite());
        assert!(apart.kl_reference_current.is_finite());
    }

    #[test]
    fn zeros_by_evidentlys_rule() {
        assert_eq!(without_zeros(&[0.0, 1.0]), [0.0001, 1.0]);
        assert_eq!(
            without_zeros(&[0.0, 0.0001, 0.9999]),
            [0.0001 / 1e6, 0.0001, 0.9999]
        );
    }
}
