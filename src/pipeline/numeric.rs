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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_powers() {
        assert_eq!(pow_int(3.0, 0), 1.0);
        assert_eq!(pow_int(2.0, 10), 1024.0);
        assert_eq!(pow_int(-1.5, 3), -3.375);
        assert_eq!(pow_int(0.0, 0), 1.0);
    }
}
