//! Whole kernel rows of several slots at once, in single precision.
//!
//! Where many rows share terms, most of a row's products come from a few columns that most rows have. These lie in
//! **panels** of four slots without an index, and a panel is read once for all rows that are made. The other columns are
//! read through the inverted index. A product is summed in double precision in the order of the columns, those of the panels
//! first, so that the matrix is symmetric to the last bit; the kernel's value is rounded to single precision, as LIBSVM's is.

use std::sync::Arc;

use super::super::params::Kernel;
use super::KernelRows;
use crate::pipeline::numeric::pow_int;

/// Rows that are made at once.
pub(in crate::pipeline::svm) const ROWS: usize = 8;

/// A column that more than this share of the slots have is part of the panels: an entry of a panel costs a fourth of one
/// that is found through the index.
const COMMON: usize = 4;

/// Fewer such columns are read through the index, too.
const LEAST: usize = 8;

/// Panels take no more than so many bytes for each stored value.
const BYTES_A_VALUE: usize = 24;

/// By how much a value may be off, as a share of the largest value of the kernel: half of the last place of a float, and
/// what [`exp`] adds to it.
pub(in crate::pipeline::svm) const ERROR: f64 = 1.0 / (1 << 22) as f64;

/// The columns that many rows have.
pub(in crate::pipeline::svm) struct Panels {
    /// Place of each column among those of the panels, or `u32::MAX`.
    places: Vec<u32>,
    n_columns: usize,
    /// Those that are not yet in the panels.
    to_fill: Vec<u32>,
    /// Shape `(n_slots / 4, n_columns)`, each with the values of four slots.
    panels: Vec<[f64; 4]>,
    /// Room for the products of [`ROWS`] rows, shape `(ROWS, n_slots)`, slots rounded up to four.
    dots: Vec<f64>,
    /// Room for the rows' values in the panels' columns, shape `(ROWS / 4, n_columns)`, each of four rows.
    values: Vec<[f64; 4]>,
    /// Rows that nobody needs any more, to be written anew: memory that is always new is slow.
    spare: Vec<Vec<f32>>,
}

impl Panels {
    /// Empty panels, to be [filled](Panels::fill).
    pub fn new(rows: &KernelRows) -> Panels {
        let n = rows.len();
        let width = n.next_multiple_of(4);
        let n_columns = rows.postings.starts.len() - 1;
        let count = |column: &usize| rows.postings.of(*column as u32).len();
        let mut common: Vec<usize> = (0..n_columns)
            .filter(|column| count(column) * COMMON > n)
            .collect();
        common.sort_by_key(|column| (std::cmp::Reverse(count(column)), *column));
        common.truncate(BYTES_A_VALUE * rows.postings.slots.len() / (8 * width.max(1)));
        if common.len() < LEAST {
            common.clear();
        }
        common.sort_unstable();
        let mut places = vec![u32::MAX; n_columns];
        for (place, &column) in (0..).zip(&common) {
            places[column] = place;
        }
        Panels {
            places,
            n_columns: common.len(),
            panels: vec![[0.0; 4]; width / 4 * common.len()],
            to_fill: common.iter().map(|&column| column as u32).collect(),
            dots: vec![0.0; ROWS * width],
            values: vec![[0.0; 4]; ROWS / 4 * common.len()],
            spare: Vec::new(),
        }
    }

    /// Puts one column into the panels; false where all are there.
    pub fn fill(&mut self, rows: &KernelRows) -> bool {
        let Some(column) = self.to_fill.pop() else {
            return false;
        };
        let place = self.places[column as usize] as usize;
        for at in rows.postings.of(column) {
            let slot = rows.postings.slots[at] as usize;
            self.panels[slot / 4 * self.n_columns + place][slot % 4] = rows.postings.values[at];
        }
        true
    }

    /// The kernel rows of up to [`ROWS`] slots.
    pub fn make(&mut self, rows: &KernelRows, slots: &[u32]) -> Vec<Arc<Vec<f32>>> {
        let width = rows.len().next_multiple_of(4);
        self.multiply(rows, slots);
        let products = self.dots.chunks_exact_mut(width).zip(slots);
        products
            .map(|(dots, &slot)| {
                let dots = &mut dots[..rows.len()];
                let (columns, values) = rows.x.row(rows.source[slot as usize] as usize);
                for (&column, &value) in columns.iter().zip(values) {
                    if self.places[column as usize] == u32::MAX {
                        let range = rows.postings.of(column);
                        let others = rows.postings.slots[range.clone()].iter();
                        for (&other, of_other) in others.zip(&rows.postings.values[range]) {
                            dots[other as usize] += value * of_other;
                        }
                    }
                }
                let mut row = self.spare.pop().unwrap_or_default();
                values_of(rows, slot as usize, dots, &mut row);
                Arc::new(row)
            })
            .collect()
    }

    /// Takes a row back, unless somebody keeps it.
    pub fn take_back(&mut self, row: Arc<Vec<f32>>) {
        self.spare.extend(Arc::try_unwrap(row));
    }

    /// Products of the panels' columns, four rows by four slots at a time.
    fn multiply(&mut self, rows: &KernelRows, slots: &[u32]) {
        let (n, width) = (self.n_columns, rows.len().next_multiple_of(4));
        if n == 0 {
            self.dots.fill(0.0);
            return;
        }
        self.values.fill([0.0; 4]);
        for (row, &slot) in slots.iter().enumerate() {
            let (columns, values) = rows.x.row(rows.source[slot as usize] as usize);
            for (&column, &value) in columns.iter().zip(values) {
                let place = self.places[column as usize];
                if place != u32::MAX {
                    self.values[row / 4 * n + place as usize][row % 4] = value;
                }
            }
        }
        for (panel, of_panel) in self.panels.chunks_exact(n).enumerate() {
            for (four, of_rows) in self.values.chunks_exact(n).enumerate() {
                let mut sums = [[0.0; 4]; 4];
                for (of_rows, of_slots) in of_rows.iter().zip(of_panel) {
                    for (sums, of_row) in sums.iter_mut().zip(of_rows) {
                        for (sum, of_slot) in sums.iter_mut().zip(of_slots) {
                            *sum += of_row * of_slot;
                        }
                    }
                }
                for (row, sums) in sums.iter().enumerate() {
                    self.dots[(four * 4 + row) * width + panel * 4..][..4].copy_from_slice(sums);
                }
            }
        }
    }
}

/// The kernel's values from products, in loops that a compiler can put into lanes.
fn values_of(rows: &KernelRows, slot: usize, dots: &[f64], values: &mut Vec<f32>) {
    let function = &rows.function;
    let norm = rows.norms[slot];
    let inner = |dot: &f64| function.gamma * dot + function.coef0;
    let others = dots.iter().zip(&rows.norms);
    values.clear();
    match (function.kind, function.degree) {
        (Kernel::Poly, 2) => values.extend(dots.iter().map(|dot| pow_int(inner(dot), 2) as f32)),
        (Kernel::Poly, 3) => values.extend(dots.iter().map(|dot| pow_int(inner(dot), 3) as f32)),
        (Kernel::Rbf, _) => {
            let distance = |(dot, of_other): (&f64, &f64)| norm + of_other - 2.0 * dot;
            values.extend(others.map(|other| (-function.gamma * distance(other)) as f32));
            for value in values {
                *value = exp(*value);
            }
        }
        _ => values
            .extend(others.map(|(&dot, &of_other)| function.value(dot, norm, of_other) as f32)),
    }
}

/// `exp(x)` in single precision for `x` up to 1, to three units in the last place; 0 to rounding below -80. By halving:
/// `x = k ln 2 + r`, and Taylor's series of `r`, `|r| <= ln 2 / 2`. The four operations alone, so that it is the same on every
/// target and goes in lanes.
#[inline(always)]
fn exp(x: f32) -> f32 {
    /// Adding it rounds to a whole number, which then stands in the last bits.
    const ROUND: f32 = 12_582_912.0;
    /// `ln 2` to so few digits that a product with `k` does not round, and what is left of it.
    const LN_2_HIGH: f32 = 355.0 / 512.0;
    const LN_2_LOW: f32 = -2.121_944_4e-4;
    let x = if x < -80.0 { -80.0 } else { x };
    let shifted = x * std::f32::consts::LOG2_E + ROUND;
    let k = shifted - ROUND;
    let r = (x - k * LN_2_HIGH) - k * LN_2_LOW;
    let series = 1.0 / 5040.0;
    let series = series * r + 1.0 / 720.0;
    let series = series * r + 1.0 / 120.0;
    let series = series * r + 1.0 / 24.0;
    let series = series * r + 1.0 / 6.0;
    let series = series * r + 0.5;
    let series = series * r + 1.0;
    let series = series * r + 1.0;
    f32::from_bits(series.to_bits().wrapping_add(shifted.to_bits() << 23))
}

#[cfg(test)]
mod tests {
    use super::super::super::kernel::{KernelFunction, squared_norm};
    use super::super::RowsBuilder;
    use super::*;
    use crate::pipeline::numeric;
    use crate::pipeline::sparse::CsrMatrix;

    /// Of 43 rows some are empty, all others have ten columns in common and some of 20 others.
    #[test]
    fn rows_of_panels_are_the_kernel_matrix() {
        let mut x = CsrMatrix::with_columns(30);
        for row in 0..43_u32 {
            let number = |column: u32| f64::from((row * 31 + column * 17) % 23) / 40.0;
            let has = |column: &u32| {
                row % 11 != 5 && (column.is_multiple_of(3) || (row + column).is_multiple_of(7))
            };
            let columns = (0..30).filter(has);
            x.push_row(columns.map(|column| (column, number(column))));
        }
        for kind in [Kernel::Poly, Kernel::Rbf, Kernel::Sigmoid] {
            for degree in [2, 3, 4] {
                let function = KernelFunction {
                    kind,
                    gamma: 0.7,
                    coef0: 0.3,
                    degree,
                };
                let all = (0..x.n_rows as u32).collect();
                let mut builder = RowsBuilder::new(Arc::new(x.clone()), function, all, 1);
                let rows = loop {
                    if let Some(rows) = builder.step() {
                        break rows;
                    }
                };
                let mut panels = Panels::new(&rows);
                while panels.fill(&rows) {}
                assert_eq!(panels.n_columns, 10);
                let slots: Vec<u32> = (0..43).collect();
                for slots in slots.chunks(ROWS) {
                    for (&slot, row) in slots.iter().zip(panels.make(&rows, slots)) {
                        assert_eq!(row.len(), 43);
                        let a = x.row(rows.source[slot as usize] as usize);
                        for (&source, &value) in rows.source.iter().zip(row.iter()) {
                            let b = x.row(source as usize);
                            let dot = CsrMatrix::dot(a, b);
                            let exact = function.value(dot, squared_norm(a.1), squared_norm(b.1));
                            let error = (f64::from(value) - exact).abs();
                            assert!(error <= 2.0 * ERROR * exact.abs().max(1.0), "{error:e}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn exp_is_right_to_three_units_in_the_last_place() {
        for step in 0..400_000 {
            let x = (step as f32 - 320_000.0) / 4_000.0 * 0.97;
            let x = x.min(1.0);
            let exact = numeric::exp(f64::from(x));
            let error = (f64::from(exp(x)) / exact - 1.0).abs();
            // A unit in the last place is between 2^-24 and 2^-23 of a number.
            assert!(error <= 3.0 * f64::from(f32::EPSILON), "{x}: {error:e}");
        }
        assert!(exp(-1e30) < 1e-34);
    }
}
