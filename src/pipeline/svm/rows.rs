//! Rows of the kernel matrix of one machine, made when wanted.
//!
//! Two texts rarely share a term, so most entries of a row are the kernel's value at `x.z = 0`. A row is kept as that
//! **base** and a sparse list of **deviations** from it, found through an inverted index of the columns: building one
//! costs the postings of its terms, not the number of rows. For linear, poly and sigmoid the base is one constant. For
//! rbf it is `exp(-gamma (|x|^2 + |z|^2))`, one for each pair of squared norms; TF-IDF rows have two (1, and 0 for a
//! text without terms). Rows are therefore put into few **groups** of (to rounding) equal norms. Where an rbf kernel
//! meets more norms than there may be groups, there is one group, its base is 0 and every row is dense. Nothing here holds
//! the square of the number of rows: what the cache keeps is bounded by its budget.

mod builder;
mod groups;
mod panels;

use std::ops::Range;
use std::sync::Arc;

pub(super) use builder::RowsBuilder;
pub(super) use panels::{ERROR, Panels, ROWS};

use super::kernel::{KernelFunction, UNTOUCHED, is_untouched};
use super::row_cache::{Cache, DenseRow, Row};
use crate::pipeline::sparse::CsrMatrix;

/// A row whose columns have more postings than this share of the slots is summed over all slots: to note which of them
/// are touched costs more than a pass over all.
const SWEEP: usize = 4;

/// A row that shares columns with more than this share of the slots is kept as a dense one.
const DENSE: usize = 8;

/// The rows of one machine. They are numbered by **slot**: sorted by group, in the machine's order within a group.
pub(super) struct KernelRows {
    x: Arc<CsrMatrix>,
    function: KernelFunction,
    /// Row of `x` at each slot.
    pub source: Vec<u32>,
    /// Place of each slot in the order that the machine was given.
    pub order: Vec<u32>,
    norms: Vec<f64>,
    /// `K(x, x)` of each slot.
    pub diagonal: Vec<f64>,
    /// First slot of each group, and the end.
    pub group_starts: Vec<usize>,
    pub group_of: Vec<u8>,
    /// Base of each pair of groups, shape `(n_groups, n_groups)`.
    base: Vec<f64>,
    /// Whether there is no base and all rows are dense.
    all_dense: bool,
    postings: Postings,
    /// Pairs of slots with a common column, one pair as often as it has such columns.
    n_shared: f64,
    cache: Cache,
    /// Room for a row's products, all [`UNTOUCHED`], and for the slots that have one.
    dots: Vec<f64>,
    touched: Vec<u32>,
    /// Room for a row's deviations.
    deviations: Vec<f64>,
}

/// For each column the slots that have it, ascending, and their values there.
struct Postings {
    starts: Vec<usize>,
    slots: Vec<u32>,
    values: Vec<f64>,
}

impl KernelRows {
    pub fn len(&self) -> usize {
        self.source.len()
    }

    pub fn n_groups(&self) -> usize {
        self.group_starts.len() - 1
    }

    /// Whether the rows that share columns are so many that kernel rows are dense.
    pub fn are_dense(&self) -> bool {
        let n = self.len() as f64;
        self.all_dense || self.n_shared * DENSE as f64 > n * n
    }

    pub fn is_positive_semidefinite(&self) -> bool {
        self.function.is_positive_semidefinite()
    }

    /// The kernel's value for a pair of groups that share no column.
    pub fn base(&self, group_a: usize, group_b: usize) -> f64 {
        self.base[group_a * self.n_groups() + group_b]
    }

    /// Bytes that kernel rows may take.
    pub fn budget(&self) -> usize {
        self.cache.budget()
    }

    /// The row of a slot, from the cache or made now.
    pub fn row(&mut self, slot: usize) -> Arc<Row> {
        if let Some(row) = self.cache.get(slot) {
            return row;
        }
        let row = Arc::new(self.make(slot));
        self.cache.put(slot, row.clone());
        row
    }

    /// Sums of products are in ascending column order, so that the matrix is symmetric to the last bit.
    fn make(&mut self, slot: usize) -> Row {
        let n = self.len();
        let (columns, values) = self.x.row(self.source[slot] as usize);
        let n_postings = |column: &u32| self.postings.of(*column).len();
        if !columns.is_empty() && columns.iter().all(|column| n_postings(column) == n) {
            return self.make_from_full_columns(slot);
        }
        if self.all_dense || columns.iter().map(n_postings).sum::<usize>() > n / SWEEP {
            return self.make_by_sweep(slot);
        }
        for (&column, &value) in columns.iter().zip(values) {
            for at in self.postings.of(column) {
                let other = self.postings.slots[at] as usize;
                let product = value * self.postings.values[at];
                let dot = &mut self.dots[other];
                if is_untouched(*dot) {
                    // A product may be -0, which would look untouched still.
                    *dot = product + 0.0;
                    self.touched.push(other as u32);
                } else {
                    *dot += product;
                }
            }
        }
        let (norm, group) = (self.norms[slot], self.group_of[slot] as usize);
        let mut slots = Vec::with_capacity(self.touched.len());
        let mut deviations = Vec::with_capacity(self.touched.len());
        // A product may be 0 or sums may cancel: a slot counts as touched when its mark is set, not when its dot is not 0.
        for other in std::mem::take(&mut self.touched) {
            let at = other as usize;
            let dot = std::mem::replace(&mut self.dots[at], UNTOUCHED);
            let by = self.function.value(dot, norm, self.norms[at])
                - self.base(group, self.group_of[at] as usize);
            if by != 0.0 {
                slots.push(other);
                deviations.push(by);
            }
        }
        Row::Sparse { slots, deviations }
    }

    /// The same without a look at which slots are touched, until all columns are read.
    fn make_by_sweep(&mut self, slot: usize) -> Row {
        let n = self.len();
        let (columns, values) = self.x.row(self.source[slot] as usize);
        for (&column, &value) in columns.iter().zip(values) {
            let range = self.postings.of(column);
            let others = self.postings.slots[range.clone()].iter();
            for (&other, of_other) in others.zip(&self.postings.values[range]) {
                self.dots[other as usize] += value * of_other;
            }
        }
        let (norm, group) = (self.norms[slot], self.group_of[slot] as usize);
        let touched = self.dots.iter().filter(|dot| !is_untouched(**dot)).count();
        let row = if self.all_dense {
            let others = self.dots.iter().zip(&self.norms);
            let value = |(&dot, &of_other): (&f64, &f64)| self.function.value(dot, norm, of_other);
            Row::Dense(DenseRow::new(
                others.map(value).collect(),
                self.diagonal[slot],
            ))
        } else if touched > n / DENSE {
            let mut deviations = Vec::with_capacity(n);
            for (other, range) in self.group_starts.windows(2).enumerate() {
                let range = range[0]..range[1];
                let (dots, norms) = (&self.dots[range.clone()], &self.norms[range]);
                let base = self.base(group, other);
                self.function
                    .deviations(dots, norm, norms, base, &mut deviations);
            }
            Row::Dense(DenseRow::new(deviations, self.diagonal[slot]))
        } else {
            let mut slots = Vec::with_capacity(touched);
            let mut deviations = Vec::with_capacity(touched);
            for (other, &dot) in self.dots.iter().enumerate() {
                if is_untouched(dot) {
                    continue;
                }
                let by = self.function.value(dot, norm, self.norms[other])
                    - self.base(group, self.group_of[other] as usize);
                if by != 0.0 {
                    slots.push(other as u32);
                    deviations.push(by);
                }
            }
            Row::Sparse { slots, deviations }
        };
        self.dots.fill(UNTOUCHED);
        row
    }

    /// Takes from the scores what the deviations of a slot from its base come to, in its own row and column of the kernel
    /// matrix and not before its place: called for each slot in ascending order it is all deviations, each made once.
    pub fn add_upper(&mut self, slot: usize, coefficients: &[f64], scores: &mut [f64]) {
        let (columns, values) = self.x.row(self.source[slot] as usize);
        let n_postings = |column: &u32| self.postings.of(*column).len();
        if !self.all_dense && columns.iter().map(n_postings).sum::<usize>() <= self.len() / SWEEP {
            return self.add_touched(slot, coefficients, scores);
        }
        for (&column, &value) in columns.iter().zip(values) {
            let range = self.postings.from(column, slot);
            let others = self.postings.slots[range.clone()].iter();
            for (&other, of_other) in others.zip(&self.postings.values[range]) {
                self.dots[other as usize] += value * of_other;
            }
        }
        if self.all_dense {
            // Without a base there is a value where no column is shared, too.
            for dot in &mut self.dots[slot..] {
                *dot += 0.0;
            }
        }
        let (norm, group) = (self.norms[slot], self.group_of[slot] as usize);
        let own = coefficients[slot];
        let mut deviations = std::mem::take(&mut self.deviations);
        deviations.clear();
        for (other, range) in self.group_starts.windows(2).enumerate() {
            let range = range[0].max(slot)..range[1].max(slot);
            let (dots, norms) = (&self.dots[range.clone()], &self.norms[range]);
            let base = self.base(group, other);
            self.function
                .deviations(dots, norm, norms, base, &mut deviations);
        }
        let mut sums = [0.0; 4];
        let (scores_4, last_scores) = scores[slot..].as_chunks_mut::<4>();
        let (coefficients_4, last_coefficients) = coefficients[slot..].as_chunks::<4>();
        let (deviations_4, last_deviations) = deviations.as_chunks::<4>();
        for ((scores, coefficients), deviations) in
            scores_4.iter_mut().zip(coefficients_4).zip(deviations_4)
        {
            for lane in 0..4 {
                scores[lane] -= own * deviations[lane];
                sums[lane] += coefficients[lane] * deviations[lane];
            }
        }
        for ((score, coefficient), deviation) in last_scores
            .iter_mut()
            .zip(last_coefficients)
            .zip(last_deviations)
        {
            *score -= own * deviation;
            sums[0] += coefficient * deviation;
        }
        // Its own deviation is in both.
        let twice = own * deviations[0];
        scores[slot] -= sums[0] + sums[1] + (sums[2] + sums[3]) - twice;
        self.deviations = deviations;
        self.dots[slot..].fill(UNTOUCHED);
    }

    /// The same where few slots are touched: only these are looked at.
    fn add_touched(&mut self, slot: usize, coefficients: &[f64], scores: &mut [f64]) {
        let (columns, values) = self.x.row(self.source[slot] as usize);
        for (&column, &value) in columns.iter().zip(values) {
            for at in self.postings.from(column, slot) {
                let other = self.postings.slots[at];
                let product = value * self.postings.values[at];
                let dot = &mut self.dots[other as usize];
                if is_untouched(*dot) {
                    // As above.
                    *dot = product + 0.0;
                    self.touched.push(other);
                } else {
                    *dot += product;
                }
            }
        }
        let (norm, group) = (self.norms[slot], self.group_of[slot] as usize);
        let (own, mut sum) = (coefficients[slot], 0.0);
        while let Some(other) = self.touched.pop() {
            let at = other as usize;
            let dot = std::mem::replace(&mut self.dots[at], UNTOUCHED);
            let by = self.function.value(dot, norm, self.norms[at])
                - self.base(group, self.group_of[at] as usize);
            scores[at] -= own * by;
            if at != slot {
                sum += coefficients[at] * by;
            }
        }
        scores[slot] -= sum;
    }

    /// Takes from the scores what the bases come to.
    pub fn add_base(&self, coefficients: &[f64], scores: &mut [f64]) {
        let groups = || self.group_starts.windows(2).map(|range| range[0]..range[1]);
        let sums: Vec<f64> = groups()
            .map(|range| coefficients[range].iter().sum())
            .collect();
        for (group, range) in groups().enumerate() {
            let by: f64 = sums
                .iter()
                .enumerate()
                .map(|(other, sum)| self.base(group, other) * sum)
                .sum();
            for score in &mut scores[range] {
                *score -= by;
            }
        }
    }

    /// The same where every slot has every column of this one: products of whole columns, without a look at who has them.
    /// Each sum is in ascending column order here too.
    fn make_from_full_columns(&self, slot: usize) -> Row {
        let n = self.len();
        let (columns, values) = self.x.row(self.source[slot] as usize);
        let column = |at: usize| &self.postings.values[self.postings.of(columns[at])][..n];
        let mut dots = vec![0.0; n];
        let mut at = 0;
        // Four columns at a time, since each pass over the sums costs as much as a column.
        while at + 4 <= columns.len() {
            let [a, b, c, d] = [column(at), column(at + 1), column(at + 2), column(at + 3)];
            for (other, dot) in dots.iter_mut().enumerate() {
                *dot = *dot
                    + values[at] * a[other]
                    + values[at + 1] * b[other]
                    + values[at + 2] * c[other]
                    + values[at + 3] * d[other];
            }
            at += 4;
        }
        for (at, value) in values.iter().enumerate().skip(at) {
            for (dot, of_other) in dots.iter_mut().zip(column(at)) {
                *dot += value * of_other;
            }
        }
        let (norm, group) = (self.norms[slot], self.group_of[slot] as usize);
        for (other, dot) in dots.iter_mut().enumerate() {
            *dot = self.function.value(*dot, norm, self.norms[other])
                - self.base(group, self.group_of[other] as usize);
        }
        Row::Dense(DenseRow::new(dots, self.diagonal[slot]))
    }
}

impl Postings {
    fn of(&self, column: u32) -> Range<usize> {
        self.starts[column as usize]..self.starts[column as usize + 1]
    }

    /// Those of the slots that are not before one.
    fn from(&self, column: u32, slot: usize) -> Range<usize> {
        let all = self.of(column);
        let before = self.slots[all.clone()].partition_point(|&other| (other as usize) < slot);
        all.start + before..all.end
    }
}

#[cfg(test)]
mod tests {
    use super::super::kernel::squared_norm;
    use super::super::params::Kernel;
    use super::*;

    fn rows_of(x: &CsrMatrix, kind: Kernel, cache_bytes: usize) -> KernelRows {
        let function = KernelFunction {
            kind,
            gamma: 0.7,
            coef0: 0.3,
            degree: 2,
        };
        let all = (0..x.n_rows as u32).collect();
        let mut builder = RowsBuilder::new(Arc::new(x.clone()), function, all, cache_bytes);
        loop {
            if let Some(rows) = builder.step() {
                return rows;
            }
        }
    }

    /// The entry `(a, b)` of the kernel matrix from a row, by place in the machine's order.
    fn entry(rows: &mut KernelRows, a: usize, b: usize) -> f64 {
        let slot = |rows: &KernelRows, at: usize| {
            rows.order
                .iter()
                .position(|&order| order as usize == at)
                .unwrap()
        };
        let (a, b) = (slot(rows, a), slot(rows, b));
        let base = rows.base(rows.group_of[a] as usize, rows.group_of[b] as usize);
        base + match &*rows.row(a) {
            Row::Dense(row) => row.deviations[b],
            Row::Sparse { slots, deviations } => slots
                .iter()
                .position(|&slot| slot as usize == b)
                .map_or(0.0, |at| deviations[at]),
        }
    }

    fn matrix(n_rows: u32, general_norms: bool) -> CsrMatrix {
        let mut x = CsrMatrix::with_columns(40);
        for row in 0..n_rows {
            let sign = if row % 3 == 0 { -1.0 } else { 1.0 };
            let length = if general_norms {
                1.0 + f64::from(row)
            } else {
                1.0
            };
            match row % 4 {
                0 => x.push_row([]),
                1 => x.push_row([(row % 40, length)]),
                _ => x.push_row([
                    (row % 20, 0.6 * length),
                    (20 + row % 20, 0.8 * sign * length),
                ]),
            }
        }
        x
    }

    #[test]
    fn rows_are_the_kernel_matrix() {
        for kind in [Kernel::Linear, Kernel::Poly, Kernel::Rbf, Kernel::Sigmoid] {
            for general_norms in [false, true] {
                let x = matrix(60, general_norms);
                let mut rows = rows_of(&x, kind, 1 << 20);
                assert_eq!(rows.all_dense, general_norms && kind == Kernel::Rbf);
                for a in 0..x.n_rows {
                    for b in 0..x.n_rows {
                        let norm = |row: usize| squared_norm(x.row(row).1);
                        let dot = CsrMatrix::dot(x.row(a), x.row(b));
                        let exact = rows.function.value(dot, norm(a), norm(b));
                        let got = entry(&mut rows, a, b);
                        // Base plus deviation rounds twice, and norms of a group agree to 64 units in the last place.
                        let tolerance = 1e-13 * exact.abs().max(1.0);
                        assert!(
                            (got - exact).abs() <= tolerance,
                            "{kind:?} {a} {b}: {got} {exact}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn text_rows_are_sparse_and_of_two_norms() {
        let mut rows = rows_of(&matrix(60, false), Kernel::Rbf, 1 << 20);
        assert_eq!(rows.n_groups(), 2);
        assert!((0..60).all(|slot| matches!(&*rows.row(slot), Row::Sparse { .. })));
    }

    #[test]
    fn the_cache_keeps_two_rows_however_small_its_budget() {
        let mut rows = rows_of(&matrix(60, true), Kernel::Rbf, 1);
        for slot in 0..60 {
            rows.row(slot);
            assert!(rows.cache.kept() <= 2);
        }
        assert_eq!(rows.cache.kept(), 2);
    }
}
