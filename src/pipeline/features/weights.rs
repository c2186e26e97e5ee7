//! From counts to weights: term frequency, inverse document frequency, norm.

use super::params::{Norm, TfidfParams};
use crate::pipeline::numeric::ln;
use crate::pipeline::sparse::CsrMatrix;

/// Inverse document frequencies. `df` has shape `(n_terms,)`, counts of documents, `1..=n`; the result has the same
/// shape and is at least 1: `ln((1 + n) / (1 + df)) + 1` if smooth, else `ln(n / df) + 1`. Source: scikit-learn's
/// `TfidfTransformer.fit`.
pub(super) fn inverse_document_frequency(
    df: impl Iterator<Item = u64>,
    n: usize,
    smooth: bool,
) -> Vec<f64> {
    let extra = f64::from(u8::from(smooth));
    let n = n as f64 + extra;
    df.map(|df| ln(n / (df as f64 + extra)) + 1.0).collect()
}

/// How rows are weighed; the options that matter here.
#[derive(Clone)]
pub(super) struct Weighing {
    norm: Norm,
    weight: f64,
    /// The term frequencies of small counts, from 0 on.
    small: Vec<f64>,
    frequency: Frequency,
}

/// What a count comes to.
#[derive(Clone, Copy)]
struct Frequency {
    binary: bool,
    sublinear: bool,
}

/// Beyond this counts are rare.
const SMALL: u32 = 64;

impl Frequency {
    fn of(self, count: u32) -> f64 {
        let value = if self.binary { 1.0 } else { f64::from(count) };
        if self.sublinear && value > 1.0 {
            ln(value) + 1.0
        } else {
            value
        }
    }
}

impl Weighing {
    pub(super) fn new(params: &TfidfParams) -> Weighing {
        let frequency = Frequency {
            binary: params.binary,
            sublinear: params.sublinear_tf,
        };
        Weighing {
            norm: params.norm,
            weight: params.weight,
            small: (0..SMALL).map(|count| frequency.of(count)).collect(),
            frequency,
        }
    }

    pub(super) fn normalises(&self) -> bool {
        self.norm != Norm::None
    }

    /// Appends a row: `counts` has each column once, ascending, with its count above 0, as `column << 32 | count`.
    /// `idf` has one value for each column, or none at all.
    ///
    /// Squares (or absolute values) are summed in column order, as scikit-learn's `inplace_csr_row_normalize_l2` does
    /// on sorted rows.
    pub(super) fn push_row(&self, counts: &[u64], idf: &[f64], matrix: &mut CsrMatrix) {
        let frequency = |count: u32| match self.small.get(count as usize) {
            Some(frequency) => *frequency,
            None => self.frequency.of(count),
        };
        let start = matrix.data.len();
        let columns = counts.iter().map(|&entry| (entry >> 32) as u32);
        matrix.indices.extend(columns);
        if idf.is_empty() {
            let values = counts.iter().map(|&entry| frequency(entry as u32));
            matrix.data.extend(values);
        } else {
            let values = counts
                .iter()
                .map(|&entry| frequency(entry as u32) * idf[(entry >> 32) as usize]);
            matrix.data.extend(values);
        }
        let row = &mut matrix.data[start..];
        let length = match self.norm {
            Norm::L1 => row.iter().fold(0.0, |sum, value| sum + value.abs()),
            Norm::L2 => row
                .iter()
                .fold(0.0, |sum, value| sum + value * value)
                .sqrt(),
            Norm::None => 1.0,
        };
        if self.norm != Norm::None && length != 0.0 {
            for value in &mut *row {
                *value /= length;
            }
        }
        if self.weight != 1.0 {
            for value in row {
                *value *= self.weight;
            }
        }
        matrix.indptr.push(matrix.data.len());
        matrix.n_rows += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn document_frequencies() {
        assert_eq!(
            inverse_document_frequency([3, 1].into_iter(), 3, true),
            [1.0, ln(2.0) + 1.0]
        );
        assert_eq!(
            inverse_document_frequency([3, 1].into_iter(), 3, false),
            [1.0, ln(3.0) + 1.0]
        );
    }

    #[test]
    fn norms() {
        let row = |norm, binary, sublinear_tf| {
            let weighing = Weighing::new(&TfidfParams {
                binary,
                sublinear_tf,
                norm,
                ..TfidfParams::default()
            });
            let mut matrix = CsrMatrix::with_columns(3);
            weighing.push_row(&[3, 2 << 32 | 4], &[1.0, 1.0, 1.0], &mut matrix);
            assert_eq!(matrix.indices, [0, 2]);
            matrix.data
        };
        assert_eq!(row(Norm::L2, false, false), [0.6, 0.8]);
        assert_eq!(row(Norm::L1, false, false), [3.0 / 7.0, 4.0 / 7.0]);
        assert_eq!(row(Norm::None, false, true), [ln(3.0) + 1.0, ln(4.0) + 1.0]);
        assert_eq!(row(Norm::L1, true, false), [0.5, 0.5]);
        let mut empty = CsrMatrix::with_columns(3);
        Weighing::new(&TfidfParams::default()).push_row(&[], &[], &mut empty);
        assert_eq!((empty.n_rows, empty.n_stored()), (1, 0));
    }

    #[test]
    fn small_and_large_counts_are_weighed_alike() {
        let weighing = Weighing::new(&TfidfParams {
            sublinear_tf: true,
            norm: Norm::None,
            ..TfidfParams::default()
        });
        for count in [1, 2, SMALL - 1, SMALL, SMALL + 1, u32::MAX] {
            let mut matrix = CsrMatrix::with_columns(1);
            weighing.push_row(&[u64::from(count)], &[2.0], &mut matrix);
            assert_eq!(matrix.data, [(ln(f64::from(count)) + 1.0) * 2.0]);
        }
    }
}
