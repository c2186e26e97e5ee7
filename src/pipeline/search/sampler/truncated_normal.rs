//! The truncated normal distribution, as Optuna computes it (`samplers/_tpe/_truncnorm.py`, after SciPy's `truncnorm`).
//!
//! `a` and `b` are the ends in units of the standard deviation from the mean.

use crate::pipeline::numeric::{erf, erfc, exp, exp_m1, ln, ln_1p};

/// `ln(sqrt(2 pi))`
const LN_SQRT_2_PI: f64 = 0.918_938_533_204_672_7;

/// The logarithm of the standard normal density.
pub fn log_density(x: f64) -> f64 {
    -(x * x) / 2.0 - LN_SQRT_2_PI
}

/// The standard normal distribution function by the branch that is exact.
fn below(a: f64) -> f64 {
    let half = std::f64::consts::FRAC_1_SQRT_2;
    let x = a / std::f64::consts::SQRT_2;
    if x < -half {
        0.5 * erfc(-x)
    } else if x < half {
        0.5 + 0.5 * erf(x)
    } else {
        1.0 - 0.5 * erfc(x)
    }
}

/// The logarithm of the standard normal distribution function.
pub fn log_below(a: f64) -> f64 {
    if a > 6.0 {
        return -below(-a);
    }
    if a > -20.0 {
        return ln(below(a));
    }
    // The asymptotic series.
    let left = -0.5 * a * a - ln(-a) - LN_SQRT_2_PI;
    let (mut last, mut sum, mut numerator, mut factor) = (0.0f64, 1.0f64, 1.0, 1.0);
    let (mut sign, mut i) = (1.0, 0.0);
    while (last - sum).abs() > f64::EPSILON {
        i += 1.0;
        last = sum;
        sign = -sign;
        factor *= 1.0 / (a * a);
        numerator *= 2.0 * i - 1.0;
        sum += sign * numerator * factor;
    }
    left + ln(sum)
}

/// `ln(exp(p) - exp(q))`
fn log_difference(p: f64, q: f64) -> f64 {
    p + ln_1p(-exp(q - p))
}

/// `ln(exp(p) + exp(q))`
fn log_sum(p: f64, q: f64) -> f64 {
    let (low, high) = if p < q { (p, q) } else { (q, p) };
    match high == f64::NEG_INFINITY {
        true => high,
        false => high + ln_1p(exp(low - high)),
    }
}

/// The logarithm of the standard normal mass between two ends.
pub fn log_mass(a: f64, b: f64) -> f64 {
    let lower = |x: f64| 0.5 + 0.5 * erf(x / std::f64::consts::SQRT_2);
    if b <= 0.0 {
        log_difference(log_below(b), log_below(a))
    } else if a > 0.0 {
        log_difference(log_below(-a), log_below(-b))
    } else {
        ln_1p(-lower(a) - lower(-b))
    }
}

/// The `x` whose [`log_below`] is `y`, at most 0, by Newton's method.
fn inverse_log_below(y: f64) -> f64 {
    let is_flipped = y > -1e-2;
    let z = if is_flipped { ln(-exp_m1(y)) } else { y };
    let mut x = if z < -5.0 {
        -(-2.0 * (z + LN_SQRT_2_PI)).sqrt()
    } else {
        -(3f64.sqrt() / std::f64::consts::PI) * ln(exp_m1(-z))
    };
    for _ in 0..100 {
        let log_below = log_below(x);
        let change = (log_below - z) * exp(log_below - log_density(x));
        x -= change;
        if change.abs() < 1e-8 * x.abs() {
            break;
        }
    }
    if is_flipped { -x } else { x }
}

/// The quantile `q`, in `0.0..=1.0`, of the normal distribution between two ends, `a < b`.
pub fn quantile(q: f64, a: f64, b: f64) -> f64 {
    if q == 0.0 {
        return a;
    }
    if q == 1.0 {
        return b;
    }
    let log_mass = log_mass(a, b);
    let x = if a < 0.0 {
        inverse_log_below(log_sum(log_below(a), ln(q) + log_mass))
    } else {
        -inverse_log_below(log_sum(log_below(-b), ln_1p(-q) + log_mass))
    };
    x.clamp(a, b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantile_has_its_share_below() {
        for (a, b) in [
            (-1.0, 2.0),
            (-30.0, -25.0),
            (3.0, 8.0),
            (0.0, 1e-3),
            (-0.5, 0.5),
        ] {
            for q in [1e-6, 0.1, 0.5, 0.9, 1.0 - 1e-6] {
                let x = quantile(q, a, b);
                assert!((a..=b).contains(&x));
                let share = exp(log_mass(a, x) - log_mass(a, b));
                // The mass of a narrow interval is a difference of two close logarithms.
                assert!((share - q).abs() < 1e-9, "{q} of {a}..{b}: {share}");
            }
        }
    }
}
