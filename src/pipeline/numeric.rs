//! Transcendental functions that give the same bits natively and in WebAssembly.
//!
//! The standard library's `exp`, `ln`, `powf` and `tanh` come from the platform and differ by an ulp on about a tenth
//! of their arguments; the pipeline calls only these wrappers of the `libm` crate. `sqrt`, `abs`, `floor` and the four
//! operations are exact by IEEE 754 and need no wrapper. Neither `mul_add` nor `powi` is used anywhere.

pub fn exp(x: f64) -> f64 {
    libm::exp(x)
}

pub fn ln(x: f64) -> f64 {
    libm::log(x)
}

pub fn log2(x: f64) -> f64 {
    libm::log2(x)
}

pub fn sin(x: f64) -> f64 {
    libm::sin(x)
}

pub fn cos(x: f64) -> f64 {
    libm::cos(x)
}

pub fn tanh(x: f64) -> f64 {
    libm::tanh(x)
}

/// `ln(1 + x)`, accurate where `x` is small.
pub fn ln_1p(x: f64) -> f64 {
    libm::log1p(x)
}

/// `exp(x) - 1`, accurate where `x` is small.
pub fn exp_m1(x: f64) -> f64 {
    libm::expm1(x)
}

/// `base` to a real power; whole powers are [`pow_int`]'s.
pub fn pow(base: f64, exponent: f64) -> f64 {
    libm::pow(base, exponent)
}

/// The error function, `2 / sqrt(pi) * integral of exp(-t * t) from 0 to x`.
pub fn erf(x: f64) -> f64 {
    libm::erf(x)
}

/// The complementary error function, `2 / sqrt(pi) * integral of exp(-t * t) from x to infinity`.
pub fn erfc(x: f64) -> f64 {
    libm::erfc(x)
}

/// The logarithm of the absolute value of the gamma function; `ln((n - 1)!)` for a whole `n`.
pub fn ln_gamma(x: f64) -> f64 {
    libm::lgamma(x)
}

/// `base` to a non-negative whole power by squaring, in LIBSVM's order of multiplications (`svm.cpp`, `powi`).
#[inline]
pub fn pow_int(base: f64, exponent: u32) -> f64 {
    let (mut factor, mut result, mut left) = (base, 1.0, exponent);
    while left > 0 {
        if left % 2 == 1 {
            result *= factor;
        }
        factor *= factor;
        left /= 2;
    }
    result
}

/// `np.sum` of a contiguous array: pairwise over blocks of at most 128 with eight running sums
/// (`numpy/_core/src/umath/loops_utils.h.src`).
pub fn pairwise_sum(values: &[f64]) -> f64 {
    let n = values.len();
    if n < 8 {
        return values.iter().sum();
    }
    if n > 128 {
        let half = n / 2 - n / 2 % 8;
        return pairwise_sum(&values[..half]) + pairwise_sum(&values[half..]);
    }
    let mut r: [f64; 8] = values[..8].try_into().expect("eight values");
    let blocks = values.chunks_exact(8);
    let rest = blocks.remainder();
    for block in blocks.skip(1) {
        r.iter_mut().zip(block).for_each(|(r, x)| *r += x);
    }
    let head = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]));
    rest.iter().fold(head, |sum, x| sum + x)
}

/// `np.mean`; of at least one value.
pub fn pairwise_mean(values: &[f64]) -> f64 {
    pairwise_sum(values) / values.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_of_any_length() {
        for n in [0, 1, 7, 8, 9, 127, 128, 129, 300, 1_000] {
            let values: Vec<f64> = (0..n).map(f64::from).collect();
            assert_eq!(pairwise_sum(&values), f64::from(n * (n - 1).max(0)) / 2.0);
        }
    }

    #[test]
    fn whole_powers() {
        assert_eq!(pow_int(3.0, 0), 1.0);
        assert_eq!(pow_int(2.0, 10), 1024.0);
        assert_eq!(pow_int(-1.5, 3), -3.375);
        assert_eq!(pow_int(0.0, 0), 1.0);
    }
}
