//! The two-sided test of Kolmogorov and Smirnov for two samples.
//!
//! Values and choices are those of `scipy.stats.ks_2samp`: exact up to 10,000 rows on each side, beyond that the
//! distribution of one sample of `N n / (N + n)` rows. On values with ties, such as counts of words, both are
//! conservative: the true false-alarm rate is below the nominal one.
//!
//! Sources: for the exact p-value the walk of Hodges, Arkiv för Matematik 3, 1958, here with the probability of each step
//! in place of a count of paths, so that nothing overflows or cancels; for one sample Simard and L'Ecuyer, Journal of
//! Statistical Software 39(11), 2011, with SciPy's limits between their methods (`scipy/stats/_ksstats.py`). Where SciPy
//! takes Pomeranz' recursion, Durbin's matrix gives the same number.

use std::f64::consts::PI;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::pipeline::numeric::{exp, ln, ln_1p, ln_gamma, pow, pow_int};

/// SciPy's `MAX_AUTO_N`.
const EXACT_UP_TO: usize = 10_000;

#[derive(Debug, Clone, Copy, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct KsTest {
    /// The largest distance of the two cumulated shares, `0..=1`.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub statistic: f64,
    #[schemars(range(min = 0.0, max = 1.0))]
    pub p: f64,
    pub method: KsMethod,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KsMethod {
    Exact,
    Asymptotic,
}

/// Of two samples in ascending order, neither of them empty.
pub fn ks_2samp(reference: &[f64], current: &[f64]) -> KsTest {
    let (m, n) = (reference.len(), current.len());
    let largest = largest_step(reference, current);
    let statistic = largest as f64 / (m as f64 * n as f64);
    if m.max(n) <= EXACT_UP_TO {
        KsTest {
            statistic,
            p: exact_sf(m, n, largest),
            method: KsMethod::Exact,
        }
    } else {
        KsTest {
            statistic,
            p: asymptotic_p(statistic, m, n),
            method: KsMethod::Asymptotic,
        }
    }
}

/// The statistic of [`ks_2samp`] without its p-value, which takes far longer.
pub fn ks_distance(reference: &[f64], current: &[f64]) -> f64 {
    let (m, n) = (reference.len() as f64, current.len() as f64);
    largest_step(reference, current) as f64 / (m * n)
}

/// The distance times the rows of both samples, a whole number.
fn largest_step(reference: &[f64], current: &[f64]) -> u64 {
    let (m, n) = (reference.len(), current.len());
    let (mut i, mut j, mut largest) = (0, 0, 0u64);
    while i < m && j < n {
        let value = reference[i].min(current[j]);
        while i < m && reference[i] <= value {
            i += 1;
        }
        while j < n && current[j] <= value {
            j += 1;
        }
        largest = largest.max((i as u64 * n as u64).abs_diff(j as u64 * m as u64));
    }
    largest
}

/// The p-value of a distance between samples of `m` and `n` rows as if one had `m n / (m + n)` and the other were known.
pub fn asymptotic_p(statistic: f64, m: usize, n: usize) -> f64 {
    let rows = (m as f64 * n as f64 / (m as f64 + n as f64)).round_ties_even();
    one_sample_sf(rows, statistic).clamp(0.0, 1.0)
}

/// The chance that a random walk from (0, 0) to (m, n) touches `|x n - y m| >= h`. All orders of the values of both
/// samples are equally likely; at (x, y) the next value is of the first sample with the chance `(m - x) / (m - x + n - y)`.
fn exact_sf(m: usize, n: usize, h: u64) -> f64 {
    if h == 0 {
        return 1.0;
    }
    let (mut touched, mut previous_low) = (0.0, 0);
    // What comes to (x, y) from (x - 1, y).
    let mut from_left = vec![0.0; n + 1];
    from_left[0] = 1.0;
    for x in 0..=m {
        // The y with |x n - y m| < h.
        let middle = x as u64 * n as u64;
        let low = match middle.checked_sub(h) {
            Some(rest) => (rest / m as u64 + 1) as usize,
            None => 0,
        };
        let high = (((middle + h - 1) / m as u64) as usize).min(n);
        for mass in &mut from_left[previous_low..low.min(n + 1)] {
            touched += *mass;
            *mass = 0.0;
        }
        previous_low = low.min(n + 1);
        let mut from_below = 0.0;
        for (y, mass) in from_left.iter_mut().enumerate().take(high + 1).skip(low) {
            let here = *mass + from_below;
            let (right, up) = ((m - x) as f64, (n - y) as f64);
            if right + up > 0.0 {
                *mass = here * (right / (right + up));
                from_below = here * (up / (right + up));
            }
        }
        if high < n {
            touched += from_below;
        }
    }
    touched.min(1.0)
}

/// P(D >= x) for one sample of `n` rows against its true distribution, as `scipy.stats.kstwo.sf(x, n)`; `n` is whole.
pub fn one_sample_sf(n: f64, x: f64) -> f64 {
    if x >= 1.0 {
        return 0.0;
    }
    let t = n * x;
    if t <= 0.5 {
        return 1.0;
    }
    if t <= 1.0 {
        // Ruben and Gambino: n! / n^n (2t - 1)^n.
        return 1.0 - exp(ln_gamma(n + 1.0) - n * ln(n) + n * ln(2.0 * t - 1.0));
    }
    if t >= n - 1.0 {
        return 2.0 * pow(1.0 - x, n);
    }
    if x >= 0.5 {
        return 2.0 * one_sided_sf(n, x);
    }
    let nxx = t * x;
    if n <= 140.0 {
        return if nxx <= 4.0 {
            1.0 - durbin_cdf(n, x)
        } else {
            2.0 * one_sided_sf(n, x)
        };
    }
    if nxx >= 370.0 {
        0.0
    } else if nxx >= 2.2 {
        2.0 * one_sided_sf(n, x)
    } else if n <= 100_000.0 && n * x * x.sqrt() <= 1.4 {
        1.0 - durbin_cdf(n, x)
    } else {
        1.0 - pelz_good_cdf(n, x)
    }
}

/// P(D+ >= x) (Smirnov 1939): `x * sum of C(n, j) (x + j / n)^(j - 1) (1 - x - j / n)^(n - j)` over `j <= n (1 - x)`.
fn one_sided_sf(n: f64, x: f64) -> f64 {
    let last = (n * (1.0 - x)).floor();
    let mut sum = 0.0;
    let mut j = 0.0;
    while j <= last {
        let at = x + j / n;
        if at < 1.0 {
            let choose = ln_gamma(n + 1.0) - ln_gamma(j + 1.0) - ln_gamma(n - j + 1.0);
            sum += exp(choose + (j - 1.0) * ln(at) + (n - j) * ln_1p(-at));
        }
        j += 1.0;
    }
    x * sum
}

/// P(D < x) by Durbin's matrix as Marsaglia, Tsang and Wang evaluate it (Journal of Statistical Software 8(18), 2003):
/// `n! / n^n` times the middle of the n-th power of a matrix of `2k - 1` rows, `n x = k - h`.
fn durbin_cdf(n: f64, x: f64) -> f64 {
    const BIG: f64 = 1e140;
    let k = (n * x).ceil();
    let h = k - n * x;
    let k = k as usize;
    let m = 2 * k - 1;
    let mut matrix = vec![0.0; m * m];
    let mut factorial = vec![1.0; m + 1];
    for i in 1..=m {
        factorial[i] = factorial[i - 1] * i as f64;
    }
    for row in 0..m {
        for column in 0..m.min(row + 2) {
            matrix[row * m + column] = 1.0 / factorial[row + 1 - column];
        }
    }
    for i in 0..m {
        let edge = pow_int(h, i as u32 + 1) / factorial[i + 1];
        matrix[i * m] -= edge;
        matrix[(m - 1) * m + (m - 1 - i)] -= edge;
    }
    if 2.0 * h > 1.0 {
        matrix[(m - 1) * m] += pow_int(2.0 * h - 1.0, m as u32) / factorial[m];
    }

    // Powers with their decimal scale apart.
    let mut result: Option<Vec<f64>> = None;
    let (mut result_scale, mut scale, mut left) = (0i32, 0i32, n as u64);
    loop {
        if left % 2 == 1 {
            result = Some(match result {
                None => matrix.clone(),
                Some(result) => product(&result, &matrix, m),
            });
            result_scale += scale;
            if let Some(result) = &mut result
                && result[(k - 1) * m + k - 1] > BIG
            {
                result.iter_mut().for_each(|x| *x /= BIG);
                result_scale += 1;
            }
        }
        left /= 2;
        if left == 0 {
            break;
        }
        matrix = product(&matrix, &matrix, m);
        scale *= 2;
        if matrix[(k - 1) * m + k - 1] > BIG {
            matrix.iter_mut().for_each(|x| *x /= BIG);
            scale += 1;
        }
    }
    let mut p = result.expect("at least one row")[(k - 1) * m + k - 1];
    for i in 1..=n as u64 {
        p *= i as f64 / n;
        if p < 1.0 / BIG {
            p *= BIG;
            result_scale -= 1;
        }
    }
    for _ in 0..result_scale.abs() {
        p = if result_scale > 0 { p * BIG } else { p / BIG };
    }
    p
}

fn product(a: &[f64], b: &[f64], m: usize) -> Vec<f64> {
    let mut out = vec![0.0; m * m];
    for row in 0..m {
        for inner in 0..m {
            let factor = a[row * m + inner];
            if factor != 0.0 {
                for column in 0..m {
                    out[row * m + column] += factor * b[inner * m + column];
                }
            }
        }
    }
    out
}

/// P(D < x) in the approximation of Pelz and Good, Journal of the Royal Statistical Society B 38, 1976: four terms in
/// powers of `1 / sqrt(n)`, each a theta series in a form that converges at once for small `z = x sqrt(n)`.
fn pelz_good_cdf(n: f64, x: f64) -> f64 {
    let z = n.sqrt() * x;
    let (z2, z3) = (z * z, z * z * z);
    let (z4, z6) = (z2 * z2, z3 * z3);
    let (pi2, sqrt_2pi) = (PI * PI, (2.0 * PI).sqrt());
    let (pi4, pi6) = (pi2 * pi2, pi2 * pi2 * pi2);
    let ln_q = -pi2 / 8.0 / z2;
    if ln_q < -708.0 {
        return 0.0;
    }
    let k2 = [
        6.0 * z6 + 2.0 * z4,
        (2.0 * z4 - 5.0 * z2) * pi2 / 4.0,
        pi4 * (1.0 - 2.0 * z2) / 16.0,
    ];
    let k3 = [
        -30.0 * z6 - 90.0 * z4 * z4,
        pi2 * (135.0 * z4 - 96.0 * z6) / 4.0,
        pi4 * (-60.0 * z2 + 212.0 * z4) / 16.0,
        pi6 * (5.0 - 30.0 * z2) / 64.0,
    ];
    let mut sums = [0.0; 4];
    let last = (16.0 * z / PI).ceil() as u32;
    for k in (1..=last).rev() {
        let m = f64::from(2 * k - 1);
        let (m2, m4) = (m * m, m * m * m * m);
        let power = exp(ln_q * 8.0 * f64::from(k));
        let terms = [
            1.0,
            -z2 + pi2 / 4.0 * m2,
            k2[0] + k2[1] * m2 + k2[2] * m4,
            k3[0] + k3[1] * m2 + k3[2] * m4 + k3[3] * m4 * m2,
        ];
        for (sum, term) in sums.iter_mut().zip(terms) {
            *sum = *sum * power + term;
        }
    }
    let scale = exp(ln_q) * sqrt_2pi;
    let divisors = [z, 6.0 * z4, 72.0 * z6 * z, 6480.0 * z6 * z4];
    for (sum, divisor) in sums.iter_mut().zip(divisors) {
        *sum *= scale / divisor;
    }
    let (mut extra_2, mut extra_3) = (0.0, 0.0);
    for k in (1..=last).rev() {
        let k = f64::from(k);
        let power = exp(-pi2 / 2.0 / z2 * k * k);
        extra_2 += k * k * power;
        extra_3 += (3.0 * z2 - pi2 * k * k) * k * k * power;
    }
    sums[2] += extra_2 * pi2 * sqrt_2pi / (-36.0 * z3);
    sums[3] += extra_3 * pi2 * sqrt_2pi / (216.0 * z6);
    sums[0] + sums[1] / n.sqrt() + sums[2] / n + sums[3] / (n * n.sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_rows_by_hand() {
        // Of the six orders of two and two, two keep all of one sample before the other.
        let test = ks_2samp(&[1.0, 2.0], &[3.0, 4.0]);
        assert_eq!((test.statistic, test.method), (1.0, KsMethod::Exact));
        assert!((test.p - 1.0 / 3.0).abs() < 1e-15);
        let same = ks_2samp(&[1.0, 1.0, 2.0], &[1.0, 1.0, 2.0]);
        assert_eq!((same.statistic, same.p), (0.0, 1.0));
    }

    proptest::proptest! {
        #[test]
        fn sides_can_be_turned(
            mut a in proptest::collection::vec(0u8..20, 1..40),
            mut b in proptest::collection::vec(0u8..20, 1..40),
        ) {
            a.sort_unstable();
            b.sort_unstable();
            let floats = |x: &[u8]| x.iter().map(|&x| f64::from(x)).collect::<Vec<_>>();
            let (a, b) = (floats(&a), floats(&b));
            let (one, other) = (ks_2samp(&a, &b), ks_2samp(&b, &a));
            assert_eq!(one.statistic, other.statistic);
            assert!((one.p - other.p).abs() < 1e-12);
        }
    }
}
