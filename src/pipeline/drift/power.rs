//! What a number of rows can show of a class, and the binomial probabilities that it is told by.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::pipeline::numeric::{exp, ln, ln_1p, ln_gamma};

/// What a number of current rows can show of a class.
#[derive(Debug, Clone, Copy, PartialEq, JsonSchema, Serialize, Deserialize)]
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
