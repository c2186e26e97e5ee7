//! Tails of the chi-square and the normal distribution.
//!
//! Every loop is a sum of positive terms, so that tiny tails keep their digits.

use crate::pipeline::numeric::{erfc, exp, ln};

/// The 0.975 quantile of the normal distribution, for two-sided intervals of 95 %.
pub const Z_95: f64 = 1.959_963_984_540_054;

/// P(X >= x) of the chi-square distribution with `df` degrees of freedom, `df >= 1`; 1 for `x <= 0`.
///
/// The finite sums of Abramowitz and Stegun 26.4.4 (odd) and 26.4.5 (even), with `h = x / 2`:
/// `exp(-h) * sum of h^k / k!` over `k < df / 2`, and
/// `erfc(sqrt(h)) + exp(-h) * sum of h^(k - 1/2) / gamma(k + 1/2)` over `1 <= k <= (df - 1) / 2`.
pub fn chi_square_sf(x: f64, df: u32) -> f64 {
    if x.is_nan() || df == 0 {
        return f64::NAN;
    }
    if x <= 0.0 {
        return 1.0;
    }
    let h = x / 2.0;
    if h == f64::INFINITY {
        return 0.0;
    }
    let odd = df % 2 == 1;
    // The first term without exp(-h), and what the next one is divided by.
    let (mut term, mut divisor, terms) = if odd {
        // gamma(3/2) = sqrt(pi) / 2.
        (
            h.sqrt() * 2.0 / std::f64::consts::PI.sqrt(),
            1.5,
            (df - 1) / 2,
        )
    } else {
        (1.0, 1.0, df / 2)
    };
    let (mut sum, mut scale) = (0.0, 0.0);
    for _ in 0..terms {
        sum += term;
        term *= h / divisor;
        divisor += 1.0;
        if sum > 1e250 {
            sum *= 1e-250;
            term *= 1e-250;
            scale += 250.0 * std::f64::consts::LN_10;
        }
    }
    let head = if odd { erfc(h.sqrt()) } else { 0.0 };
    let tail = if sum == 0.0 {
        0.0
    } else if scale == 0.0 && h < 700.0 {
        sum * exp(-h)
    } else {
        exp(ln(sum) + scale - h)
    };
    (head + tail).min(1.0)
}

/// The x with P(X >= x) = `p` of the chi-square distribution, as `scipy.stats.chi2.isf`, by halving until no number lies
/// between the ends; 0 for `p >= 1`, infinite for `p <= 0`.
pub fn chi_square_isf(p: f64, df: u32) -> f64 {
    if p >= 1.0 {
        return 0.0;
    }
    if p <= 0.0 {
        return f64::INFINITY;
    }
    let (mut low, mut high) = (0.0, f64::from(df.max(1)));
    while chi_square_sf(high, df) > p {
        low = high;
        high *= 2.0;
    }
    loop {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            return high;
        }
        if chi_square_sf(middle, df) > p {
            low = middle;
        } else {
            high = middle;
        }
    }
}

/// P(Z >= z) of the normal distribution.
pub fn normal_sf(z: f64) -> f64 {
    0.5 * erfc(z / std::f64::consts::SQRT_2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tails_at_their_ends() {
        assert_eq!(chi_square_sf(0.0, 3), 1.0);
        assert_eq!(chi_square_sf(-1.0, 2), 1.0);
        assert_eq!(chi_square_sf(f64::INFINITY, 2), 0.0);
        assert!(chi_square_sf(f64::NAN, 2).is_nan());
        assert_eq!(chi_square_sf(2.0, 2), exp(-1.0));
        assert_eq!(normal_sf(0.0), 0.5);
        assert_eq!(normal_sf(f64::INFINITY), 0.0);
    }

    #[test]
    fn quantiles_are_scipys() {
        // scipy.stats.chi2.isf(p, df), SciPy 1.17.1.
        for (p, df, expected) in [
            (0.0125, 2, 8.764_053_269_347_762),
            (0.025, 19, 32.852_326_861_729_715),
            (1e-9, 1, 37.324_893_051_362_324),
            (0.5, 100, 99.334_129_235_988_46),
        ] {
            let found = chi_square_isf(p, df);
            assert!((found / expected - 1.0).abs() < 1e-12, "{found} {expected}");
        }
        assert_eq!(chi_square_isf(1.0, 3), 0.0);
        assert_eq!(chi_square_isf(0.0, 3), f64::INFINITY);
    }
}
