//! Compressed sparse rows, the one matrix type of the pipeline.

use serde::{Deserialize, Serialize};

/// A sparse matrix of shape `(n_rows, n_cols)` in compressed rows, as scipy's `csr_matrix` in canonical form:
/// `indptr` has `n_rows + 1` ascending entries from 0 to `data.len()`; the column `indices` of a row ascend strictly.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CsrMatrix {
    pub n_rows: usize,
    pub n_cols: usize,
    pub indptr: Vec<usize>,
    pub indices: Vec<u32>,
    pub data: Vec<f64>,
}

impl CsrMatrix {
    /// No rows yet.
    pub fn with_columns(n_cols: usize) -> CsrMatrix {
        CsrMatrix {
            n_rows: 0,
            n_cols,
            indptr: vec![0],
            indices: Vec::new(),
            data: Vec::new(),
        }
    }

    /// Appends one row; `entries` must ascend by column and stay below `n_cols`.
    pub fn push_row(&mut self, entries: impl IntoIterator<Item = (u32, f64)>) {
        for (column, value) in entries {
            debug_assert!((column as usize) < self.n_cols);
            self.indices.push(column);
            self.data.push(value);
        }
        self.indptr.push(self.indices.len());
        self.n_rows += 1;
    }

    /// Columns and values of one row.
    pub fn row(&self, row: usize) -> (&[u32], &[f64]) {
        let range = self.indptr[row]..self.indptr[row + 1];
        (&self.indices[range.clone()], &self.data[range])
    }

    /// Number of stored values.
    pub fn n_stored(&self) -> usize {
        self.data.len()
    }

    /// The rows named, in that order.
    pub fn select_rows(&self, rows: &[u32]) -> CsrMatrix {
        let mut out = CsrMatrix::with_columns(self.n_cols);
        for &row in rows {
            let (columns, values) = self.row(row as usize);
            out.push_row(columns.iter().copied().zip(values.iter().copied()));
        }
        out
    }

    /// The dot product of two rows, given as ascending columns and values; summed in ascending column order.
    pub fn dot(a: (&[u32], &[f64]), b: (&[u32], &[f64])) -> f64 {
        let (mut i, mut j, mut sum) = (0, 0, 0.0);
        while i < a.0.len() && j < b.0.len() {
            match a.0[i].cmp(&b.0[j]) {
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => j += 1,
                std::cmp::Ordering::Equal => {
                    sum += a.1[i] * b.1[j];
                    i += 1;
                    j += 1;
                }
            }
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_back_and_multiply() {
        let mut m = CsrMatrix::with_columns(4);
        m.push_row([(0, 1.0), (3, 2.0)]);
        m.push_row([]);
        m.push_row([(3, 0.5)]);
        assert_eq!((m.n_rows, m.n_stored()), (3, 3));
        assert_eq!(m.row(1).0, &[] as &[u32]);
        assert_eq!(CsrMatrix::dot(m.row(0), m.row(2)), 1.0);
        let picked = m.select_rows(&[2, 0]);
        assert_eq!(picked.row(0), (&[3][..], &[0.5][..]));
        assert_eq!(picked.row(1), m.row(0));
    }
}
