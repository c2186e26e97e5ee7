//! Many tests at once: how many of them would chance alone call significant?

use crate::pipeline::numeric::ln;

/// Benjamini and Hochberg's adjusted p-values (q-values), in the order of `p`: those at most 5 % hold at most 5 % of
/// false ones on average. As `scipy.stats.false_discovery_control`.
pub fn benjamini_hochberg(p: &[f64]) -> Vec<f64> {
    step_up(p, 1.0)
}

/// The same under any dependence, by Benjamini and Yekutieli: times `1 + 1/2 + ... + 1/m`.
pub fn benjamini_yekutieli(p: &[f64]) -> Vec<f64> {
    let harmonic = (1..=p.len()).map(|i| 1.0 / i as f64).sum();
    step_up(p, harmonic)
}

fn step_up(p: &[f64], factor: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|&a, &b| p[a].total_cmp(&p[b]));
    let (m, mut least, mut adjusted) = (p.len() as f64, 1.0f64, vec![0.0; p.len()]);
    for (rank, &index) in order.iter().enumerate().rev() {
        least = least.min(p[index] * (m / (rank + 1) as f64) * factor);
        adjusted[index] = least;
    }
    adjusted
}

/// Holm's adjusted p-values, in the order of `p`: those at most 5 % hold a false one in at most 5 % of cases.
pub fn holm(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|&a, &b| p[a].total_cmp(&p[b]));
    let (mut most, mut adjusted) = (0.0f64, vec![0.0; p.len()]);
    for (rank, &index) in order.iter().enumerate() {
        most = most.max((p[index] * (p.len() - rank) as f64).min(1.0));
        adjusted[index] = most;
    }
    adjusted
}

/// Which tests can matter at all: Tarone's set (Biometrics 46, 1990). `smallest` holds the smallest p-value that each
/// test could have given its margins. With the least `k` so that at most `k` tests can reach `alpha / k`, those tests
/// are the set, and testing the others only dilutes the correction.
///
/// The bound on `smallest` is returned; it is 0 where no test can reach `alpha`.
pub fn tarone_bound(smallest: &[f64], alpha: f64) -> f64 {
    let mut sorted = smallest.to_vec();
    sorted.sort_by(f64::total_cmp);
    for k in 1..=sorted.len() {
        let bound = alpha / k as f64;
        if sorted.partition_point(|p| *p <= bound) <= k {
            return bound;
        }
    }
    0.0
}

/// How a term is ranked: Monroe, Colaresi and Quinn, "Fightin' Words", Political Analysis 16, 2008, with an informative
/// prior of `PRIOR` rows spread as the terms of both sides.
#[derive(Debug, Clone, Copy)]
pub struct LogOdds {
    /// Terms in rows of the reference and of the current data, all together.
    n_reference: f64,
    n_current: f64,
}

/// The weight of the prior, in occurrences.
pub const PRIOR: f64 = 500.0;

impl LogOdds {
    /// From the document counts of all terms.
    pub fn new(reference: &[u64], current: &[u64]) -> LogOdds {
        LogOdds {
            n_reference: reference.iter().sum::<u64>() as f64,
            n_current: current.iter().sum::<u64>() as f64,
        }
    }

    /// The difference of log-odds, current minus reference, over its standard deviation, for a term in `a` rows of the
    /// reference and `b` of the current data, `a + b >= 1`. A ranking, not a test. 0 for the only term there is: it has no
    /// odds against others.
    pub fn z(&self, a: u64, b: u64) -> f64 {
        let (a, b) = (a as f64, b as f64);
        let total = self.n_reference + self.n_current;
        if a + b >= total {
            return 0.0;
        }
        let prior = PRIOR * (a + b) / total;
        let odds = |y: f64, n: f64| ln((y + prior) / (n + PRIOR - y - prior));
        let apart = odds(b, self.n_current) - odds(a, self.n_reference);
        apart / (1.0 / (b + prior) + 1.0 / (a + prior)).sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holm_by_hand() {
        assert_eq!(holm(&[0.01, 0.04, 0.03, 0.005]), [0.03, 0.06, 0.06, 0.02]);
        assert_eq!(holm(&[0.9, 0.8]), [1.0, 1.0]);
        assert!(holm(&[]).is_empty());
    }

    #[test]
    fn tarone_by_hand() {
        // One can reach 0.05; three can't reach 0.05 / 2.
        assert_eq!(tarone_bound(&[0.001, 0.04, 0.04, 0.04], 0.05), 0.025);
        assert_eq!(tarone_bound(&[0.2, 0.3], 0.05), 0.05);
        assert_eq!(tarone_bound(&[], 0.05), 0.0);
    }

    #[test]
    fn a_term_that_is_as_usual_has_no_log_odds() {
        let odds = LogOdds::new(&[10, 90], &[1, 9]);
        assert!(odds.z(10, 1).abs() < 1e-12);
        assert!(odds.z(10, 5) > 0.0 && odds.z(20, 0) < 0.0);
        // The formula of the paper in double precision elsewhere.
        let z = LogOdds::new(&[30, 970], &[40, 460]).z(30, 40);
        assert!((z - 3.2636357091880677).abs() < 1e-12, "{z}");
    }
}
