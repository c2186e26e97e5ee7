//! Preparation of the kernel's rows in two passes: norms and the number of postings of each column, then the postings.

use std::sync::Arc;

use super::super::Kernel;
use super::super::kernel::{KernelFunction, UNTOUCHED, squared_norm};
use super::super::row_cache::Cache;
use super::groups::Groups;
use super::{KernelRows, Postings};
use crate::pipeline::sparse::CsrMatrix;

/// Stored values that one unit of preparation reads.
const CHUNK: usize = 4096;

/// Preparation of [`KernelRows`], in units of about [`CHUNK`] stored values.
pub(in crate::pipeline::svm) struct RowsBuilder {
    x: Arc<CsrMatrix>,
    function: KernelFunction,
    rows: Vec<u32>,
    cache_bytes: usize,
    norms: Vec<f64>,
    /// Stored values of each column so far, shifted by one place.
    counts: Vec<usize>,
    filling: Option<(KernelRows, Vec<usize>, usize)>,
}

impl RowsBuilder {
    /// `rows` of `x`, in the machine's order; at most `cache_bytes` of kernel rows are kept (and never fewer than two).
    pub fn new(
        x: Arc<CsrMatrix>,
        function: KernelFunction,
        rows: Vec<u32>,
        cache_bytes: usize,
    ) -> RowsBuilder {
        let counts = vec![0; x.n_cols + 1];
        RowsBuilder {
            norms: Vec::with_capacity(rows.len()),
            x,
            function,
            rows,
            cache_bytes,
            counts,
            filling: None,
        }
    }

    /// One unit of work; the rows, when they are ready.
    pub fn step(&mut self) -> Option<KernelRows> {
        let mut read = 0;
        if let Some((rows, next, slot)) = &mut self.filling {
            while *slot < rows.source.len() && read < CHUNK {
                let (columns, values) = self.x.row(rows.source[*slot] as usize);
                for (&column, &value) in columns.iter().zip(values) {
                    let at = next[column as usize];
                    rows.postings.slots[at] = *slot as u32;
                    rows.postings.values[at] = value;
                    next[column as usize] += 1;
                }
                read += columns.len() + 1;
                *slot += 1;
            }
            if *slot == rows.source.len() {
                return self.filling.take().map(|(rows, _, _)| rows);
            }
            return None;
        }
        while self.norms.len() < self.rows.len() && read < CHUNK {
            let (columns, values) = self.x.row(self.rows[self.norms.len()] as usize);
            for &column in columns {
                self.counts[column as usize + 1] += 1;
            }
            self.norms.push(squared_norm(values));
            read += columns.len() + 1;
        }
        if self.norms.len() == self.rows.len() {
            self.filling = Some(self.lay_out());
        }
        None
    }

    /// Groups, slots and room for the postings, once all norms are known.
    fn lay_out(&mut self) -> (KernelRows, Vec<usize>, usize) {
        let n = self.rows.len();
        let Groups {
            by_norm,
            starts: group_starts,
            all_dense,
        } = Groups::new(&self.norms, self.function.kind == Kernel::Rbf);
        let mut order = by_norm;
        let mut group_of = vec![0; n];
        for (group, range) in group_starts.windows(2).enumerate() {
            order[range[0]..range[1]].sort_unstable();
            group_of[range[0]..range[1]].fill(group as u8);
        }
        let n_groups = group_starts.len() - 1;
        let norms: Vec<f64> = order.iter().map(|&at| self.norms[at as usize]).collect();
        let representative: Vec<f64> = (0..n_groups).map(|g| norms[group_starts[g]]).collect();
        let mut base = vec![0.0; n_groups * n_groups];
        if !all_dense {
            for a in 0..n_groups {
                for b in 0..n_groups {
                    base[a * n_groups + b] =
                        self.function.base(representative[a], representative[b]);
                }
            }
        }
        let mut starts = std::mem::take(&mut self.counts);
        let squares = starts.iter().map(|&count| count as f64 * count as f64);
        let n_shared = squares.sum();
        for column in 1..starts.len() {
            starts[column] += starts[column - 1];
        }
        let stored = starts.last().copied().unwrap_or(0);
        let rows = KernelRows {
            x: self.x.clone(),
            function: self.function,
            source: order.iter().map(|&at| self.rows[at as usize]).collect(),
            diagonal: norms
                .iter()
                .map(|&norm| self.function.value(norm, norm, norm))
                .collect(),
            norms,
            order,
            group_starts,
            group_of,
            base,
            all_dense,
            postings: Postings {
                starts: starts.clone(),
                slots: vec![0; stored],
                values: vec![0.0; stored],
            },
            n_shared,
            cache: Cache::new(n, self.cache_bytes),
            dots: vec![UNTOUCHED; n],
            touched: Vec::new(),
            deviations: Vec::new(),
        };
        (rows, starts, 0)
    }
}
