//! What a statistic looks like when nothing differs, and where the observed one stands in it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How much a value may lie below the observed one, relative to it, and still count as reaching it: two tables with the
/// same statistic may differ in the last digits by the order of their cells.
const TIE: f64 = 1e-12;

/// A statistic against its values under chance alone. The larger the statistic, the more differs.
#[derive(Debug, Clone, Copy, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct Null {
    pub observed: f64,
    /// Values drawn.
    pub draws: u32,
    pub mean: f64,
    /// Standard deviation of the values drawn (dividing by their number).
    pub sd: f64,
    pub q95: f64,
    pub q99: f64,
    /// What is left of the observed value when the part that chance alone gives is taken off.
    pub excess: f64,
    /// `excess / sd`; 0 where the values drawn are all the same.
    pub z: f64,
    /// `(1 + values that reach the observed one) / (draws + 1)`, never 0 (Phipson and Smyth 2010).
    #[schemars(range(min = 0.0, max = 1.0))]
    pub p: f64,
}

impl Null {
    /// None where nothing was drawn.
    pub fn new(observed: f64, drawn: &[f64]) -> Option<Null> {
        if drawn.is_empty() {
            return None;
        }
        let n = drawn.len() as f64;
        let mean = drawn.iter().sum::<f64>() / n;
        let sd = (drawn.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n).sqrt();
        let reached = drawn
            .iter()
            .filter(|x| **x >= observed - TIE * observed.abs())
            .count();
        let mut sorted = drawn.to_vec();
        sorted.sort_by(f64::total_cmp);
        let excess = observed - mean;
        Some(Null {
            observed,
            draws: u32::try_from(drawn.len()).expect("fewer than 2^32 draws"),
            mean,
            sd,
            q95: quantile(&sorted, 0.95),
            q99: quantile(&sorted, 0.99),
            excess,
            z: if sd > 0.0 { excess / sd } else { 0.0 },
            p: (1 + reached) as f64 / (n + 1.0),
        })
    }
}

impl Null {
    /// Whether no value drawn reached the observed one: then more draws would give a smaller p-value.
    pub fn is_least(&self) -> bool {
        self.p * (f64::from(self.draws) + 1.0) < 1.5
    }
}

/// numpy's default quantile, linear between the two values beside it; `sorted` ascends and is not empty.
pub fn quantile(sorted: &[f64], share: f64) -> f64 {
    let at = share * (sorted.len() - 1) as f64;
    let below = at.floor() as usize;
    let above = (below + 1).min(sorted.len() - 1);
    sorted[below] + (at - below as f64) * (sorted[above] - sorted[below])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_observed_value_counts_as_a_draw() {
        let null = Null::new(3.0, &[1.0, 2.0, 3.0, 4.0]).unwrap();
        assert_eq!((null.p, null.mean, null.draws), (0.6, 2.5, 4));
        assert_eq!(Null::new(9.0, &[1.0; 99]).unwrap().p, 0.01);
        assert_eq!(Null::new(9.0, &[1.0; 99]).unwrap().z, 0.0);
        assert_eq!(Null::new(9.0, &[]), None);
    }

    #[test]
    fn quantiles_as_numpy() {
        assert_eq!(quantile(&[1.0, 2.0, 3.0, 4.0], 0.5), 2.5);
        assert_eq!(quantile(&[1.0, 2.0], 0.95), 1.95);
        assert_eq!(quantile(&[7.0], 0.99), 7.0);
    }
}
