//! Functions that the tools' tests need beside the chi-square and the normal distribution.

use crate::pipeline::numeric::{exp, ln, ln_1p, ln_gamma};

/// `exp(q) K(q)` of the modified Bessel function of the second kind and order 1/4, `q > 0`: the integral of
/// `exp(-q (cosh t - 1)) cosh(t / 4)` over all `t > 0` by the trapezoidal rule, whose error falls faster than any power of
/// the step (Abramowitz and Stegun 9.6.24); here it is below a rounding.
pub(super) fn bessel_k_quarter(q: f64) -> f64 {
    let step = (0.6 / q.sqrt()).min(0.1);
    let mut sum = 0.5;
    let mut i = 1.0;
    loop {
        let t = i * step;
        // cosh t - 1 = 2 sinh(t / 2)^2.
        let half = exp(t / 2.0) - exp(-t / 2.0);
        let exponent = q * half * half / 2.0;
        if exponent > 745.0 {
            return sum * step;
        }
        sum += exp(-exponent) * (exp(t / 4.0) + exp(-t / 4.0)) / 2.0;
        i += 1.0;
    }
}

/// P(|T| >= t) of Student's distribution with `df` degrees of freedom: the regularised incomplete beta function of
/// `df / (df + t^2)` with `df / 2` and 1/2, by its continued fraction (Abramowitz and Stegun 26.5.8, 26.7.1).
pub(super) fn student_two_sided(t: f64, df: f64) -> f64 {
    if t.is_nan() || df <= 0.0 {
        return f64::NAN;
    }
    let t2 = t * t;
    if t2 == f64::INFINITY {
        return 0.0;
    }
    let (a, b) = (df / 2.0, 0.5);
    let (x, y) = (df / (df + t2), t2 / (df + t2));
    if y == 0.0 {
        return 1.0;
    }
    // x^a y^b / B(a, b).
    let ln_x = -ln_1p(t2 / df);
    let front = exp(a * ln_x + b * ln(y)) * gamma_ratio(a) / std::f64::consts::PI.sqrt();
    if x < (a + 1.0) / (a + b + 2.0) {
        front * continued_fraction(a, b, x) / a
    } else {
        1.0 - front * continued_fraction(b, a, y) / b
    }
}

/// `gamma(a + 1/2) / gamma(a)`, for large `a` by its series, which loses nothing.
fn gamma_ratio(a: f64) -> f64 {
    if a < 100.0 {
        return exp(ln_gamma(a + 0.5) - ln_gamma(a));
    }
    let terms = [
        1.0,
        -1.0 / 8.0,
        1.0 / 128.0,
        5.0 / 1024.0,
        -21.0 / 32_768.0,
        -399.0 / 262_144.0,
    ];
    a.sqrt() * terms.iter().rev().fold(0.0, |sum, term| sum / a + term)
}

/// Lentz' evaluation of the continued fraction of the incomplete beta function.
fn continued_fraction(a: f64, b: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let nonzero = |x: f64| if x.abs() < TINY { TINY } else { x };
    let (mut c, mut d) = (1.0, 1.0 / nonzero(1.0 - (a + b) * x / (a + 1.0)));
    let mut value = d;
    let mut m = 1.0;
    loop {
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / nonzero(1.0 + even * d);
        c = nonzero(1.0 + even / c);
        value *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / nonzero(1.0 + odd * d);
        c = nonzero(1.0 + odd / c);
        value *= d * c;
        // A step beyond what a rounding leaves.
        if (d * c - 1.0).abs() < 1e-16 || m > 10_000.0 {
            return value;
        }
        m += 1.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn students_tails_by_closed_forms() {
        // One degree of freedom: 1 - 2 / pi * atan(t); two: 1 - t / sqrt(t^2 + 2).
        assert!((student_two_sided(1.0, 1.0) - 0.5).abs() < 1e-15);
        let two = 1.0 - 3.0 / 11.0f64.sqrt();
        assert!((student_two_sided(3.0, 2.0) / two - 1.0).abs() < 1e-14);
        assert_eq!(student_two_sided(0.0, 9.0), 1.0);
        assert_eq!(student_two_sided(f64::INFINITY, 9.0), 0.0);
        assert!(student_two_sided(f64::NAN, 9.0).is_nan());
    }

    #[test]
    fn both_gamma_ratios_meet() {
        let (below, above) = (gamma_ratio(99.999_999), gamma_ratio(100.0));
        assert!((above / below - 1.0).abs() < 1e-8);
    }
}
