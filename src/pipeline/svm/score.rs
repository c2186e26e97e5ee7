//! Decision values of kernel machines: `sum_s coefficient_s K(support vector s, x) + intercept` for each machine.
//!
//! As in training, most support vectors share no term with a row: the sum is what all of them give at `x.z = 0`, known
//! beforehand, and a correction for the few that the inverted index finds. For rbf the value at `x.z = 0` is
//! `exp(-gamma |x|^2) exp(-gamma |z|^2)`, so that one sum serves every row.

use super::kernel::{KernelFunction, squared_norm};
use super::params::Kernel;
use crate::pipeline::numeric::exp;
use crate::pipeline::sparse::CsrMatrix;

/// Machines over common support vectors.
#[derive(Debug, Clone)]
pub(super) struct Scorer {
    function: KernelFunction,
    norms: Vec<f64>,
    /// The kernel at `x.z = 0`, less the factor of the row: by support vector.
    bases: Vec<f64>,
    /// For each column the support vectors that have it.
    column_starts: Vec<usize>,
    column_vectors: Vec<u32>,
    column_values: Vec<f64>,
    /// For each support vector its machines and coefficients in them.
    term_starts: Vec<usize>,
    terms: Vec<(u32, f64)>,
    /// `sum_s coefficient_s base_s` of each machine.
    base_sums: Vec<f64>,
    intercepts: Vec<f64>,
}

/// Room for the work on one row.
pub(super) struct Scratch {
    dots: Vec<f64>,
    is_touched: Vec<bool>,
    touched: Vec<u32>,
}

impl Scorer {
    /// `terms` gives for each support vector its `(machine, coefficient)` pairs; `intercepts` one for each machine.
    pub fn new(
        function: KernelFunction,
        support_vectors: &CsrMatrix,
        terms: impl Iterator<Item = Vec<(u32, f64)>>,
        intercepts: Vec<f64>,
    ) -> Scorer {
        let n = support_vectors.n_rows;
        let norms: Vec<f64> = (0..n)
            .map(|row| squared_norm(support_vectors.row(row).1))
            .collect();
        let bases: Vec<f64> = norms
            .iter()
            .map(|&norm| match function.kind {
                Kernel::Rbf => exp(-function.gamma * norm),
                _ => function.base(0.0, 0.0),
            })
            .collect();
        let mut term_starts = vec![0];
        let mut all_terms = Vec::new();
        for of_vector in terms {
            all_terms.extend(of_vector.into_iter().filter(|&(_, value)| value != 0.0));
            term_starts.push(all_terms.len());
        }
        assert_eq!(
            term_starts.len(),
            n + 1,
            "coefficients for each support vector"
        );
        let mut base_sums = vec![0.0; intercepts.len()];
        for (vector, range) in term_starts.windows(2).enumerate() {
            for &(machine, coefficient) in &all_terms[range[0]..range[1]] {
                base_sums[machine as usize] += coefficient * bases[vector];
            }
        }
        let mut column_starts = vec![0; support_vectors.n_cols + 1];
        for &column in &support_vectors.indices {
            column_starts[column as usize + 1] += 1;
        }
        for column in 0..support_vectors.n_cols {
            column_starts[column + 1] += column_starts[column];
        }
        let mut next = column_starts.clone();
        let mut column_vectors = vec![0; support_vectors.n_stored()];
        let mut column_values = vec![0.0; support_vectors.n_stored()];
        for vector in 0..n {
            let (columns, values) = support_vectors.row(vector);
            for (&column, &value) in columns.iter().zip(values) {
                let at = next[column as usize];
                column_vectors[at] = vector as u32;
                column_values[at] = value;
                next[column as usize] += 1;
            }
        }
        Scorer {
            function,
            norms,
            bases,
            column_starts,
            column_vectors,
            column_values,
            term_starts,
            terms: all_terms,
            base_sums,
            intercepts,
        }
    }

    pub fn n_machines(&self) -> usize {
        self.intercepts.len()
    }

    pub fn scratch(&self) -> Scratch {
        Scratch {
            dots: vec![0.0; self.norms.len()],
            is_touched: vec![false; self.norms.len()],
            touched: Vec::new(),
        }
    }

    /// Decision value of each machine for one row, into `out`, shape `(n_machines,)`.
    pub fn decide(&self, row: (&[u32], &[f64]), scratch: &mut Scratch, out: &mut [f64]) {
        for (&column, &value) in row.0.iter().zip(row.1) {
            for at in self.column_starts[column as usize]..self.column_starts[column as usize + 1] {
                let vector = self.column_vectors[at] as usize;
                if !scratch.is_touched[vector] {
                    scratch.is_touched[vector] = true;
                    scratch.dots[vector] = 0.0;
                    scratch.touched.push(vector as u32);
                }
                scratch.dots[vector] += value * self.column_values[at];
            }
        }
        let norm = squared_norm(row.1);
        let factor = match self.function.kind {
            Kernel::Rbf => exp(-self.function.gamma * norm),
            _ => 1.0,
        };
        for (machine, value) in out.iter_mut().enumerate() {
            *value = self.intercepts[machine] + factor * self.base_sums[machine];
        }
        for vector in scratch.touched.drain(..) {
            let vector = vector as usize;
            scratch.is_touched[vector] = false;
            let deviation = self
                .function
                .value(scratch.dots[vector], norm, self.norms[vector])
                - factor * self.bases[vector];
            for &(machine, coefficient) in
                &self.terms[self.term_starts[vector]..self.term_starts[vector + 1]]
            {
                out[machine as usize] += coefficient * deviation;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_the_sums_over_all_support_vectors() {
        let mut vectors = CsrMatrix::with_columns(6);
        vectors.push_row([(0, 1.0), (2, -2.0)]);
        vectors.push_row([]);
        vectors.push_row([(2, 0.5), (5, 1.5)]);
        vectors.push_row([(1, 3.0)]);
        let terms = [
            vec![(0, 0.5), (1, -1.0)],
            vec![(1, 0.25)],
            vec![(0, -0.75)],
            vec![(0, 1.0), (1, 2.0)],
        ];
        for kind in [Kernel::Linear, Kernel::Poly, Kernel::Rbf, Kernel::Sigmoid] {
            let function = KernelFunction {
                kind,
                gamma: 0.3,
                coef0: 0.2,
                degree: 3,
            };
            let scorer = Scorer::new(function, &vectors, terms.iter().cloned(), vec![0.1, -0.2]);
            let mut scratch = scorer.scratch();
            let rows: [&[(u32, f64)]; 3] = [&[(2, 1.0), (5, -1.0)], &[], &[(3, 2.0)]];
            for row in rows {
                let (columns, values): (Vec<u32>, Vec<f64>) = row.iter().copied().unzip();
                let mut got = [0.0; 2];
                scorer.decide((&columns, &values), &mut scratch, &mut got);
                for machine in 0..2u32 {
                    let mut expected = [0.1, -0.2][machine as usize];
                    for (vector, terms) in terms.iter().enumerate() {
                        let support = vectors.row(vector);
                        let entry = function.value(
                            CsrMatrix::dot((&columns, &values), support),
                            squared_norm(&values),
                            squared_norm(support.1),
                        );
                        let term = terms.iter().find(|term| term.0 == machine);
                        expected += entry * term.map_or(0.0, |term| term.1);
                    }
                    // Four products, summed in another order.
                    let value = got[machine as usize];
                    assert!(
                        (value - expected).abs() < 1e-13,
                        "{kind:?}: {value} {expected}"
                    );
                }
            }
        }
    }
}
