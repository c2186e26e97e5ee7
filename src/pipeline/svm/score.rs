//! Decision values of kernel machines: `sum_s coefficient_s K(support vector s, x) + intercept` for each machine.
//!
//! As in training, most support vectors share no term with a row: the sum is what all of them give at `x.z = 0`, known
//! beforehand, and a correction for the few that the inverted index finds. For rbf the value at `x.z = 0` is
//! `exp(-gamma |x|^2) exp(-gamma |z|^2)`, so that one sum serves every row. A linear kernel needs neither: its support
//! vectors add up to one weight for each column and machine.

use super::kernel::{KernelFunction, squared_norm};
use super::params::Kernel;
use crate::pipeline::numeric::exp;
use crate::pipeline::sparse::CsrMatrix;

/// Machines over common support vectors.
#[derive(Debug, Clone)]
pub(super) struct Scorer {
    by: By,
    intercepts: Vec<f64>,
}

#[derive(Debug, Clone)]
enum By {
    /// The weight of each machine for each column, column by column: shape `(n_columns, n_machines)`.
    Weights(Vec<f64>),
    Index(Box<Index>),
}

/// The support vectors by column.
#[derive(Debug, Clone)]
struct Index {
    function: KernelFunction,
    norms: Vec<f64>,
    /// The kernel at `x.z = 0`, less the factor of the row: by support vector.
    bases: Vec<f64>,
    /// For each column the support vectors that have it.
    column_starts: Vec<usize>,
    column_vectors: Vec<u32>,
    column_values: Vec<f64>,
    terms: Terms,
    /// `sum_s coefficient_s base_s` of each machine.
    base_sums: Vec<f64>,
}

/// For each support vector its machines and its coefficients in them.
#[derive(Debug, Clone)]
struct Terms {
    starts: Vec<usize>,
    terms: Vec<(u32, f64)>,
}

/// So many weights (32 MB) are held for however few support vectors; more of them only where they are fewer than the
/// values of the support vectors.
const FEW_WEIGHTS: usize = 1 << 22;

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
        let terms = Terms::new(terms);
        assert_eq!(
            terms.starts.len(),
            support_vectors.n_rows + 1,
            "coefficients for each support vector"
        );
        let n_weights = support_vectors.n_cols.saturating_mul(intercepts.len());
        let is_small = n_weights <= FEW_WEIGHTS.max(support_vectors.n_stored());
        let by = if function.kind == Kernel::Linear && is_small {
            By::Weights(weights(support_vectors, &terms, intercepts.len()))
        } else {
            let index = Index::new(function, support_vectors, terms, intercepts.len());
            By::Index(Box::new(index))
        };
        Scorer { by, intercepts }
    }

    pub fn n_machines(&self) -> usize {
        self.intercepts.len()
    }

    pub fn intercepts(&self) -> &[f64] {
        &self.intercepts
    }

    pub fn is_linear(&self) -> bool {
        match &self.by {
            By::Weights(_) => true,
            By::Index(index) => index.function.kind == Kernel::Linear,
        }
    }

    /// The weight of one column in each machine, shape `(n_machines,)`, where the kernel is linear.
    pub fn column_weights(&self, column: u32) -> Option<Vec<f64>> {
        let n = self.n_machines();
        match &self.by {
            By::Weights(weights) => Some(weights[column as usize * n..][..n].to_vec()),
            By::Index(index) => self.is_linear().then(|| {
                let mut weights = vec![0.0; n];
                for (vector, value) in index.of_column(column) {
                    for &(machine, coefficient) in index.terms.of(vector) {
                        weights[machine as usize] += coefficient * value;
                    }
                }
                weights
            }),
        }
    }

    pub fn scratch(&self) -> Scratch {
        let n = match &self.by {
            By::Weights(_) => 0,
            By::Index(index) => index.norms.len(),
        };
        Scratch {
            dots: vec![0.0; n],
            is_touched: vec![false; n],
            touched: Vec::new(),
        }
    }

    /// Decision value of each machine for one row, into `out`, shape `(n_machines,)`.
    pub fn decide(&self, row: (&[u32], &[f64]), scratch: &mut Scratch, out: &mut [f64]) {
        match &self.by {
            By::Weights(weights) => {
                out.copy_from_slice(&self.intercepts);
                for (&column, &value) in row.0.iter().zip(row.1) {
                    let weights = &weights[column as usize * out.len()..][..out.len()];
                    for (sum, weight) in out.iter_mut().zip(weights) {
                        *sum += value * weight;
                    }
                }
            }
            By::Index(index) => index.decide(row, &self.intercepts, scratch, out),
        }
    }
}

impl Terms {
    fn new(terms: impl Iterator<Item = Vec<(u32, f64)>>) -> Terms {
        let mut all = Terms {
            starts: vec![0],
            terms: Vec::new(),
        };
        for of_vector in terms {
            let used = of_vector.into_iter().filter(|&(_, value)| value != 0.0);
            all.terms.extend(used);
            all.starts.push(all.terms.len());
        }
        all
    }

    fn of(&self, vector: usize) -> &[(u32, f64)] {
        &self.terms[self.starts[vector]..self.starts[vector + 1]]
    }
}

/// `sum_s coefficient_s z_s` of each machine, shape `(n_columns, n_machines)`.
fn weights(support_vectors: &CsrMatrix, terms: &Terms, n_machines: usize) -> Vec<f64> {
    let mut weights = vec![0.0; support_vectors.n_cols * n_machines];
    for vector in 0..support_vectors.n_rows {
        let (columns, values) = support_vectors.row(vector);
        for &(machine, coefficient) in terms.of(vector) {
            for (&column, &value) in columns.iter().zip(values) {
                weights[column as usize * n_machines + machine as usize] += coefficient * value;
            }
        }
    }
    weights
}

impl Index {
    fn new(
        function: KernelFunction,
        support_vectors: &CsrMatrix,
        terms: Terms,
        n_machines: usize,
    ) -> Index {
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
        let mut base_sums = vec![0.0; n_machines];
        for (vector, base) in bases.iter().enumerate() {
            for &(machine, coefficient) in terms.of(vector) {
                base_sums[machine as usize] += coefficient * base;
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
        Index {
            function,
            norms,
            bases,
            column_starts,
            column_vectors,
            column_values,
            terms,
            base_sums,
        }
    }

    /// The support vectors that have a column, with their values in it.
    fn of_column(&self, column: u32) -> impl Iterator<Item = (usize, f64)> {
        let found = self.column_starts[column as usize]..self.column_starts[column as usize + 1];
        let vectors = self.column_vectors[found.clone()].iter();
        vectors
            .zip(&self.column_values[found])
            .map(|(&vector, &value)| (vector as usize, value))
    }

    fn decide(
        &self,
        row: (&[u32], &[f64]),
        intercepts: &[f64],
        scratch: &mut Scratch,
        out: &mut [f64],
    ) {
        for (&column, &value) in row.0.iter().zip(row.1) {
            for (vector, other) in self.of_column(column) {
                if !scratch.is_touched[vector] {
                    scratch.is_touched[vector] = true;
                    scratch.dots[vector] = 0.0;
                    scratch.touched.push(vector as u32);
                }
                scratch.dots[vector] += value * other;
            }
        }
        let norm = squared_norm(row.1);
        let factor = match self.function.kind {
            Kernel::Rbf => exp(-self.function.gamma * norm),
            _ => 1.0,
        };
        for (machine, value) in out.iter_mut().enumerate() {
            *value = intercepts[machine] + factor * self.base_sums[machine];
        }
        for vector in scratch.touched.drain(..) {
            let vector = vector as usize;
            scratch.is_touched[vector] = false;
            let deviation = self
                .function
                .value(scratch.dots[vector], norm, self.norms[vector])
                - factor * self.bases[vector];
            for &(machine, coefficient) in self.terms.of(vector) {
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
            let intercepts = vec![0.1, -0.2];
            let scorer = Scorer::new(
                function,
                &vectors,
                terms.iter().cloned(),
                intercepts.clone(),
            );
            let index = Index::new(function, &vectors, Terms::new(terms.iter().cloned()), 2);
            let by_index = Scorer {
                by: By::Index(Box::new(index)),
                intercepts,
            };
            assert_eq!(matches!(scorer.by, By::Weights(_)), kind == Kernel::Linear);
            for column in 0..6 {
                let weights = [&scorer, &by_index].map(|scorer| scorer.column_weights(column));
                assert_eq!(weights[0], weights[1]);
                assert_eq!(weights[0].is_some(), kind == Kernel::Linear);
            }
            let rows: [&[(u32, f64)]; 3] = [&[(2, 1.0), (5, -1.0)], &[], &[(3, 2.0)]];
            for row in rows {
                let (columns, values): (Vec<u32>, Vec<f64>) = row.iter().copied().unzip();
                let decide = |scorer: &Scorer| {
                    let mut got = [0.0; 2];
                    scorer.decide((&columns, &values), &mut scorer.scratch(), &mut got);
                    got
                };
                let both = [decide(&scorer), decide(&by_index)];
                for (got, machine) in both.iter().flat_map(|got| [(got, 0), (got, 1)]) {
                    let mut expected = [0.1, -0.2][machine];
                    for (vector, terms) in terms.iter().enumerate() {
                        let support = vectors.row(vector);
                        let entry = function.value(
                            CsrMatrix::dot((&columns, &values), support),
                            squared_norm(&values),
                            squared_norm(support.1),
                        );
                        let term = terms.iter().find(|term| term.0 == machine as u32);
                        expected += entry * term.map_or(0.0, |term| term.1);
                    }
                    // Four products, summed in another order.
                    let value = got[machine];
                    assert!(
                        (value - expected).abs() < 1e-13,
                        "{kind:?}: {value} {expected}"
                    );
                }
            }
        }
    }
}
