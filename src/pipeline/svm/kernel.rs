//! Kernel functions and their width. What a kernel is; which entries of its matrix are wanted is the business of
//! [`super::rows`] (training) and [`super::score`] (prediction).

use super::params::{Gamma, Kernel, SvcParams};
use crate::pipeline::numeric::{exp, pow_int, tanh};
use crate::pipeline::sparse::CsrMatrix;

/// A kernel with its numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct KernelFunction {
    pub kind: Kernel,
    pub gamma: f64,
    pub coef0: f64,
    pub degree: u32,
}

impl KernelFunction {
    pub fn new(params: &SvcParams, gamma: f64) -> KernelFunction {
        KernelFunction {
            kind: params.kernel,
            gamma,
            coef0: params.coef0,
            degree: params.degree,
        }
    }

    /// Whether the matrix of the kernel is positive semidefinite for any rows, so that the problem is convex.
    pub fn is_positive_semidefinite(&self) -> bool {
        match self.kind {
            Kernel::Linear | Kernel::Rbf => true,
            Kernel::Poly => self.coef0 >= 0.0,
            Kernel::Sigmoid => false,
        }
    }

    /// `K(x, z)` from `x.z`, `|x|^2` and `|z|^2`.
    pub fn value(&self, dot: f64, norm_x: f64, norm_z: f64) -> f64 {
        match self.kind {
            Kernel::Linear => dot,
            Kernel::Poly => pow_int(self.gamma * dot + self.coef0, self.degree),
            Kernel::Rbf => exp(-self.gamma * (norm_x + norm_z - 2.0 * dot)),
            Kernel::Sigmoid => tanh(self.gamma * dot + self.coef0),
        }
    }

    /// [`KernelFunction::value`] less `base` for a row `x` and each of some `z`; the same bits, in loops that a compiler
    /// can put into lanes. Where a product is [`UNTOUCHED`], no column is shared and the difference is 0.
    pub fn deviations(
        &self,
        dots: &[f64],
        norm_x: f64,
        norms: &[f64],
        base: f64,
        out: &mut Vec<f64>,
    ) {
        let inner = |dot: &f64| self.gamma * dot + self.coef0;
        match (self.kind, self.degree) {
            (Kernel::Linear, _) => out.extend(dots.iter().map(|dot| dot - base)),
            (Kernel::Poly, 2) => out.extend(dots.iter().map(|dot| pow_int(inner(dot), 2) - base)),
            (Kernel::Poly, 3) => out.extend(dots.iter().map(|dot| pow_int(inner(dot), 3) - base)),
            _ => out.extend(dots.iter().zip(norms).map(|(&dot, &norm_z)| {
                if is_untouched(dot) {
                    0.0
                } else {
                    self.value(dot, norm_x, norm_z) - base
                }
            })),
        }
    }

    /// `K(x, z)` for rows that share no column: one constant, for rbf one for each pair of norms.
    pub fn base(&self, norm_x: f64, norm_z: f64) -> f64 {
        self.value(0.0, norm_x, norm_z)
    }
}

/// The sum of no products. Of one product or more it is not the sum: a first product of -0 counts as 0.
pub(super) const UNTOUCHED: f64 = -0.0;

pub(super) fn is_untouched(dot: f64) -> bool {
    dot.to_bits() == UNTOUCHED.to_bits()
}

/// Squared length of a row, summed in column order as [`CsrMatrix::dot`] does, so that `x.x` and `|x|^2` are one number.
pub(super) fn squared_norm(values: &[f64]) -> f64 {
    values.iter().fold(0.0, |sum, value| sum + value * value)
}

/// The width that `gamma` comes to on rows `x`: `scale` is `1 / (n_features * variance of all entries)`, zeros included,
/// or 1 where the variance is 0; `auto` is `1 / n_features`. Source: scikit-learn's `BaseLibSVM.fit`.
pub(super) fn gamma_value(gamma: Gamma, x: &CsrMatrix) -> f64 {
    let features = x.n_cols as f64;
    match gamma {
        Gamma::Value(value) => value,
        Gamma::Auto => 1.0 / features,
        Gamma::Scale => {
            let entries = x.n_rows as f64 * features;
            let mean = compensated_sum(x.data.iter().copied()) / entries;
            let mean_of_squares = compensated_sum(x.data.iter().map(|v| v * v)) / entries;
            let variance = mean_of_squares - mean * mean;
            if variance > 0.0 {
                1.0 / (features * variance)
            } else {
                1.0
            }
        }
    }
}

/// A sum with its rounding errors carried along (Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation
/// endlicher Summen", ZAMM 1974).
fn compensated_sum(values: impl Iterator<Item = f64>) -> f64 {
    let (mut sum, mut lost) = (0.0_f64, 0.0);
    for value in values {
        let next = sum + value;
        lost += if sum.abs() >= value.abs() {
            (sum - next) + value
        } else {
            (value - next) + sum
        };
        sum = next;
    }
    sum + lost
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kernel(kind: Kernel) -> KernelFunction {
        KernelFunction {
            kind,
            gamma: 0.5,
            coef0: 1.0,
            degree: 3,
        }
    }

    #[test]
    fn values_by_hand() {
        assert_eq!(kernel(Kernel::Linear).value(2.0, 4.0, 9.0), 2.0);
        assert_eq!(kernel(Kernel::Poly).value(2.0, 4.0, 9.0), 8.0);
        assert_eq!(kernel(Kernel::Rbf).value(2.0, 4.0, 9.0), exp(-4.5));
        assert_eq!(kernel(Kernel::Sigmoid).value(2.0, 4.0, 9.0), tanh(2.0));
        assert_eq!(kernel(Kernel::Rbf).value(4.0, 4.0, 4.0), 1.0);
    }

    #[test]
    fn gamma_of_a_small_matrix() {
        // Entries 1, 0, 0, 3: mean 1, variance 1.5.
        let mut x = CsrMatrix::with_columns(2);
        x.push_row([(0, 1.0)]);
        x.push_row([(1, 3.0)]);
        assert_eq!(gamma_value(Gamma::Scale, &x), 1.0 / (2.0 * 1.5));
        assert_eq!(gamma_value(Gamma::Auto, &x), 0.5);
        assert_eq!(gamma_value(Gamma::Value(0.25), &x), 0.25);
        let mut constant = CsrMatrix::with_columns(1);
        constant.push_row([(0, 2.0)]);
        constant.push_row([(0, 2.0)]);
        assert_eq!(gamma_value(Gamma::Scale, &constant), 1.0);
    }

    #[test]
    fn sums_keep_what_rounding_drops() {
        assert_eq!(compensated_sum([1e16, 1.0, 1.0, -1e16].into_iter()), 2.0);
    }
}
