//! Tests of two samples by the ranks of their values, as SciPy and Evidently have them, ties included.
//!
//! Samples ascend and have a value.

use super::super::distributions::normal_sf;
use super::Failure;
use super::numpy;
use super::special::bessel_k_quarter;
use crate::pipeline::numeric::{exp, ln_gamma};

/// A value that a sample has, with how many rows of both samples are below it and how many have it.
struct Level {
    below: [u64; 2],
    at: [u64; 2],
}

impl Level {
    /// The rank that all rows of this value share, from 1.
    fn midrank(&self) -> f64 {
        let (below, at) = (self.below[0] + self.below[1], self.at[0] + self.at[1]);
        below as f64 + (at as f64 + 1.0) / 2.0
    }
}

/// The distinct values, ascending.
fn levels(a: &[f64], b: &[f64]) -> Vec<Level> {
    let (mut i, mut j) = (0, 0);
    let mut levels = Vec::new();
    while i < a.len() || j < b.len() {
        let value = match (a.get(i), b.get(j)) {
            (Some(x), Some(y)) => x.min(*y),
            (Some(x), None) | (None, Some(x)) => *x,
            (None, None) => break,
        };
        let run = |values: &[f64]| values.iter().take_while(|x| **x <= value).count();
        let (m, n) = (run(&a[i..]), run(&b[j..]));
        levels.push(Level {
            below: [i as u64, j as u64],
            at: [m as u64, n as u64],
        });
        (i, j) = (i + m, j + n);
    }
    levels
}

/// Rows up to which Evidently takes the exact distribution.
const EXACT_UP_TO: usize = 20;

/// The p-value of Cramer and von Mises, two samples (Anderson, Annals of Mathematical Statistics 33(3), 1962): Evidently's
/// copy of SciPy's test, which ranks the first sample's ties one way and takes the limiting distribution above 20 rows.
pub(super) fn cramer_von_mises(a: &[f64], b: &[f64]) -> Result<f64, Failure> {
    let (m, n) = (a.len(), b.len());
    if m < 2 || n < 2 {
        return Err(Failure::raises(
            "x and y must contain at least two observations.",
        ));
    }
    // Halves and their squares, so that the sums are exact.
    let (mut of_a, mut of_b) = (0.0, 0.0);
    for level in levels(a, b) {
        let rank = level.midrank();
        let squares = |below: u64, at: u64| -> f64 {
            (below..below + at)
                .map(|place| {
                    let apart = rank - (place + 1) as f64;
                    apart * apart
                })
                .sum()
        };
        of_a += squares(level.below[0], level.at[0]);
        of_b += squares(level.below[1], level.at[1]);
    }
    let (nx, ny) = (m as f64, n as f64);
    let u = nx * of_a + ny * of_b;
    if m.max(n) <= EXACT_UP_TO {
        return exact_cramer_von_mises(u, m as i64, n as i64);
    }
    let (k, total) = (nx * ny, nx + ny);
    let t = u / (k * total) - (4.0 * k - 1.0) / (6.0 * total);
    let expected = (1.0 + 1.0 / total) / 6.0;
    let variance = (total + 1.0) * (4.0 * k * total - 3.0 * (nx * nx + ny * ny) - 2.0 * k)
        / (45.0 * (total * total) * 4.0 * k);
    let normed = 1.0 / 6.0 + (t - expected) / (45.0 * variance).sqrt();
    if normed < 0.003 {
        return Ok(1.0);
    }
    Ok((1.0 - limiting_cdf(normed)).max(0.0))
}

/// The limiting distribution (Csörgő and Faraway, Journal of the Royal Statistical Society B 58(1), 1996, 1.3). The series
/// ends with the first term below 1e-7, and the p-value has that error.
fn limiting_cdf(x: f64) -> f64 {
    let mut sum = 0.0;
    let mut k = 0.0;
    loop {
        let u = exp(ln_gamma(k + 0.5) - ln_gamma(k + 1.0))
            / (std::f64::consts::PI * std::f64::consts::PI.sqrt() * x.sqrt());
        let y: f64 = 4.0 * k + 1.0;
        let q = y * y / (16.0 * x);
        let term = u * y.sqrt() * exp(-q) * (exp(-q) * bessel_k_quarter(q));
        sum += term;
        if term.abs() < 1e-7 {
            return sum;
        }
        k += 1.0;
    }
}

/// A number rounded to the significand of the type that Evidently's exact test counts in.
#[derive(Clone, Copy)]
struct Significand(u32);

impl Significand {
    fn round(self, x: f64) -> f64 {
        if x == 0.0 || self.0 >= 53 {
            return x;
        }
        let unit = f64::from_bits(x.to_bits() & 0x7ff0_0000_0000_0000);
        // Adding and taking away drops the bits below the significand's last one, ties to even.
        let big = unit * f64::from_bits((1023 + 53 - u64::from(self.0)) << 52);
        (x + big) - big
    }
}

/// The share of all orders whose statistic is at least as large (Xiao, Gordon and Yakovlev, Journal of Statistical Software
/// 17(8), 2006). Evidently counts the orders in the smallest float that holds their number: half precision up to 65,000
/// orders, single precision above. Its roundings are part of its p-value and are made here too.
///
/// # Errors
/// So few rows that their statistics may be larger than the number of orders: Evidently then counts in whole numbers, and
/// numpy refuses to add to them.
fn exact_cramer_von_mises(u: f64, m: i64, n: i64) -> Result<f64, Failure> {
    let lcm = m / gcd(m, n) * n;
    let (a, b, mn) = (lcm / m, lcm / n, (m * n) as f64);
    let scale = (lcm * lcm * (m + n)) as f64;
    let zeta = (scale * (6.0 * u - mn * (4.0 * mn - 1.0)) / (6.0 * mn * mn)).floor();
    let orders = (1..=n).fold(1u64, |c, i| c * (m + i) as u64 / i as u64) as f64;
    if scale >= orders {
        let bits = [8, 16, 32]
            .into_iter()
            .find(|bits| scale < (1u64 << bits) as f64);
        return Err(Failure::raises(&format!(
            "Cannot cast ufunc 'add' output from dtype('int64') to dtype('uint{}') with casting rule 'same_kind'",
            bits.unwrap_or(64)
        )));
    }
    let significand = Significand(if orders < 65_000.0 { 11 } else { 24 });
    let round = |x: f64| significand.round(x);
    // For each v the statistics that are reached and in how many ways, in numpy's order.
    let mut ways: Vec<Vec<(f64, f64)>> = vec![Vec::new(); m as usize + 1];
    ways[0].push((0.0, 1.0));
    for u in 0..=n {
        let mut reached: Vec<(f64, f64)> = Vec::new();
        for (v, here) in ways.iter_mut().enumerate() {
            reached = joined(&reached, here, round);
            let step = (a * v as i64 - b * u) as f64;
            for (value, _) in &mut reached {
                *value = round(*value + step * step);
            }
            here.clone_from(&reached);
        }
    }
    let larger: Vec<f64> = ways[m as usize]
        .iter()
        .filter(|(value, _)| *value >= zeta)
        .map(|(_, ways)| *ways)
        .collect();
    Ok(round(round(numpy::sum(&larger)) / round(orders)))
}

/// Ways to the values of both: those of both first, then the first's, then the second's.
fn joined(
    first: &[(f64, f64)],
    second: &[(f64, f64)],
    round: impl Fn(f64) -> f64,
) -> Vec<(f64, f64)> {
    let other: std::collections::BTreeMap<u64, f64> = second
        .iter()
        .map(|(value, ways)| (value.to_bits(), *ways))
        .collect();
    let mine: std::collections::BTreeSet<u64> =
        first.iter().map(|(value, _)| value.to_bits()).collect();
    let mut both: Vec<(f64, f64)> = first
        .iter()
        .filter_map(|(value, ways)| {
            let more = other.get(&value.to_bits())?;
            Some((*value, round(ways + more)))
        })
        .collect();
    both.sort_by(|a, b| a.0.total_cmp(&b.0));
    both.extend(
        first
            .iter()
            .filter(|one| !other.contains_key(&one.0.to_bits())),
    );
    both.extend(second.iter().filter(|one| !mine.contains(&one.0.to_bits())));
    both
}

fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// The p-value of Anderson and Darling for two samples with midranks (Scholz and Stephens, Journal of the American
/// Statistical Association 82, 1987), as `scipy.stats.anderson_ksamp`: a parabola through the logarithms of seven levels,
/// cut at 0.25 and at 0.001.
pub(super) fn anderson_darling(a: &[f64], b: &[f64]) -> Result<f64, Failure> {
    /// `np.polyfit` of the logarithms of the levels over the critical values of two samples.
    const PARABOLA: [f64; 3] = [
        0.018_198_094_574_111_343,
        -1.008_226_564_465_251_5,
        -1.077_770_279_820_486,
    ];
    const CRITICAL: [f64; 2] = [0.325_000_000_000_000_07, 6.546];
    let levels = levels(a, b);
    if levels.len() < 2 {
        return Err(Failure::raises(
            "anderson_ksamp needs more than one distinct observation",
        ));
    }
    let sizes = [a.len() as f64, b.len() as f64];
    let n = sizes[0] + sizes[1];
    if n < 3.0 {
        return Err(Failure::raises(
            "index -1 is out of bounds for axis 0 with size 0",
        ));
    }
    let mut statistic = 0.0;
    for (side, size) in sizes.iter().enumerate() {
        let inner: Vec<f64> = levels
            .iter()
            .map(|level| {
                let at = (level.at[0] + level.at[1]) as f64;
                let below = (level.below[0] + level.below[1]) as f64 + at / 2.0;
                let own = (level.below[side] + level.at[side]) as f64 - level.at[side] as f64 / 2.0;
                let apart = n * own - below * size;
                at / n * (apart * apart) / (below * (n - below) - n * at / 4.0)
            })
            .collect();
        statistic += numpy::sum(&inner) / size;
    }
    statistic *= (n - 1.0) / n;

    let big_h = 1.0 / sizes[0] + 1.0 / sizes[1];
    let (mut h, mut g) = (0.0, 0.0);
    let mut i = 2.0;
    while i < n {
        h += 1.0 / (n + 1.0 - i);
        g += h / i;
        i += 1.0;
    }
    h += 1.0;
    let (k, n2, n3) = (2.0, n * n, n * n * n);
    let a = (4.0 * g - 6.0) * (k - 1.0) + (10.0 - 6.0 * g) * big_h;
    let b = (2.0 * g - 4.0) * k * k + 8.0 * h * k + (2.0 * g - 14.0 * h - 4.0) * big_h - 8.0 * h
        + 4.0 * g
        - 6.0;
    let c = (6.0 * h + 2.0 * g - 2.0) * k * k
        + (4.0 * h - 4.0 * g + 6.0) * k
        + (2.0 * h - 6.0) * big_h
        + 4.0 * h;
    let d = (2.0 * h + 6.0) * k * k - 4.0 * h * k;
    let variance = (a * n3 + b * n2 + c * n + d) / ((n - 1.0) * (n - 2.0) * (n - 3.0));
    if variance < 0.0 {
        return Err(Failure::raises("math domain error"));
    }
    let normed = (statistic - 1.0) / variance.sqrt();
    Ok(if normed < CRITICAL[0] {
        0.25
    } else if normed > CRITICAL[1] {
        0.001
    } else {
        exp((PARABOLA[0] * normed + PARABOLA[1]) * normed + PARABOLA[2])
    })
}

/// Rows of the smaller sample up to which SciPy takes the exact distribution, where no values are tied.
const EXACT_RANKS_UP_TO: usize = 8;

/// The p-value of Mann and Whitney that the first sample is the smaller one, as
/// `scipy.stats.mannwhitneyu(a, b, alternative="less")`.
pub(super) fn mann_whitney_less(a: &[f64], b: &[f64]) -> f64 {
    let (mut ranks, mut ties) = (0.0, 0.0);
    for level in levels(a, b) {
        ranks += level.midrank() * level.at[0] as f64;
        let at = (level.at[0] + level.at[1]) as f64;
        ties += at * at * at - at;
    }
    let (m, n) = (a.len() as f64, b.len() as f64);
    // Pairs in which the second sample has the larger value.
    let u = m * n - (ranks - m * (m + 1.0) / 2.0);
    if a.len().min(b.len()) <= EXACT_RANKS_UP_TO && ties == 0.0 {
        return exact_ranks_sf(u as usize, a.len().min(b.len()), a.len().max(b.len()));
    }
    let total = m + n;
    let sd = (m * n / 12.0 * ((total + 1.0) - ties / (total * (total - 1.0)))).sqrt();
    normal_sf((u - m * n / 2.0 - 0.5) / sd).clamp(0.0, 1.0)
}

/// P(U >= u) for `m <= 8` rows against `n`: the Gaussian binomial coefficient, multiplied and divided factor by factor
/// over whole numbers modulo 2^128, which holds the number of orders up to 200,000 rows.
fn exact_ranks_sf(u: usize, m: usize, n: usize) -> f64 {
    let most = m * n;
    let mut orders = vec![0u128; most + 1];
    orders[0] = 1;
    for i in 1..=m {
        for at in (n + i..=most).rev() {
            orders[at] = orders[at].wrapping_sub(orders[at - n - i]);
        }
        for at in i..=most {
            orders[at] = orders[at].wrapping_add(orders[at - i]);
        }
    }
    let sum = |range: &[u128]| range.iter().map(|n| *n as f64).sum::<f64>();
    sum(&orders[u..]) / sum(&orders)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_orders_by_hand() {
        // Of the six orders of two and two, one has all of the first sample before the second.
        assert!((mann_whitney_less(&[1.0, 2.0], &[3.0, 4.0]) - 1.0 / 6.0).abs() < 1e-15);
        assert_eq!(mann_whitney_less(&[3.0, 4.0], &[1.0, 2.0]), 1.0);
    }

    #[test]
    fn significands_drop_their_bits() {
        assert_eq!(Significand(11).round(2049.0), 2048.0);
        assert_eq!(Significand(11).round(2051.0), 2052.0);
        assert_eq!(Significand(11).round(2047.0), 2047.0);
        assert_eq!(Significand(24).round(16_777_217.0), 16_777_216.0);
        assert_eq!(Significand(24).round(0.1), f64::from(0.1f32));
        assert_eq!(Significand(53).round(0.1), 0.1);
    }
}
