//! The rows of linear machines in single precision, laid out for many passes over them.
//!
//! Most of what character n-grams store lies in a few columns that most rows have. Columns are numbered anew, the ones with
//! many rows first: of these every row has a number, read without an index and several at a time; what is left of a row is
//! numbers with 16-bit columns, in blocks of as many columns as that can name. All of a row lies in one place, since waiting
//! for memory is most of what a visit costs. The intercept is a column like others.
//! A pass takes a third of the time of one over [`CsrMatrix`] in double precision. What is computed with these rows is a
//! direction or a point to start from, never an answer: a stored value differs from the row's own by its rounding.

use std::sync::Arc;

use crate::pipeline::sparse::CsrMatrix;

/// Columns that 16 bits can name.
const BLOCK: usize = 1 << 16;

/// Numbers that are read together; every row has a multiple of them.
const TOGETHER: usize = 8;

/// A column that one row in so many has is given a number in every row: these are 4 bytes each, others 6.
const COMMON: usize = 2;

/// Stored values of one unit of work.
const STORED_PER_STEP: usize = 1 << 16;

/// Rows `x` of shape `(n_rows, n_features)`, and the intercept's column.
#[derive(Default)]
pub(super) struct CompactRows {
    /// The column of `x` of each column, `n_features` for the intercept's.
    pub order: Vec<u32>,
    /// `x_i'x_i` of each row, the intercept included.
    pub squared_norms: Vec<f32>,
    /// Sum of the squares of each column.
    pub squares: Vec<f64>,
    /// One for each `BLOCK` columns.
    blocks: Vec<Block>,
}

/// The rows in some columns, in words: the bits of the numbers that every row has, then groups of four numbers and their
/// columns, the last of them filled up with zeros.
#[derive(Default)]
struct Block {
    n_common: usize,
    ends: Vec<usize>,
    words: Vec<u32>,
    /// The numbers and columns of the row that is being laid out.
    group: ([f32; 4], [u16; 4], usize),
}

/// Rows being laid out, stepped.
pub(super) struct CompactBuilder {
    x: Arc<CsrMatrix>,
    intercept_scaling: f64,
    /// Rows of each column of `x`, then the place of each.
    places: Vec<u32>,
    rows: CompactRows,
    stage: Stage,
}

enum Stage {
    /// The stored value that is counted next.
    Counting(usize),
    Ordering,
    /// The row that is next.
    Filling(usize),
}

impl CompactBuilder {
    pub fn new(x: Arc<CsrMatrix>, intercept_scaling: f64) -> CompactBuilder {
        CompactBuilder {
            places: vec![0; x.n_cols],
            rows: CompactRows::default(),
            stage: Stage::Counting(0),
            x,
            intercept_scaling,
        }
    }

    /// One unit of work; the rows, after the last.
    pub fn step(&mut self) -> Option<CompactRows> {
        match self.stage {
            Stage::Counting(at) => {
                let end = self.x.n_stored().min(at + STORED_PER_STEP);
                for &column in &self.x.indices[at..end] {
                    self.places[column as usize] += 1;
                }
                self.stage = if end == self.x.n_stored() {
                    Stage::Ordering
                } else {
                    Stage::Counting(end)
                };
            }
            Stage::Ordering => {
                self.order();
                self.stage = Stage::Filling(0);
            }
            Stage::Filling(mut row) => {
                let end = self.x.indptr[row] + STORED_PER_STEP;
                while row < self.x.n_rows && self.x.indptr[row + 1] <= end {
                    self.fill(row);
                    row += 1;
                }
                // A row that is longer than a unit.
                if row < self.x.n_rows && self.x.indptr[row] + STORED_PER_STEP == end {
                    self.fill(row);
                    row += 1;
                }
                self.stage = Stage::Filling(row);
                if row == self.x.n_rows {
                    return Some(std::mem::take(&mut self.rows));
                }
            }
        }
        None
    }

    /// The intercept, the common columns, then the others by the power of two in the number of their rows, those of one
    /// power in their old order.
    fn order(&mut self) {
        let n_rows = self.x.n_rows;
        let class_of = |count: u32| {
            if count as usize * COMMON >= n_rows {
                0
            } else {
                1 + count.leading_zeros() as usize
            }
        };
        let mut starts = [0_u32; 34];
        for &count in &self.places {
            starts[class_of(count)] += 1;
        }
        let n_common = (starts[0] as usize + 1).next_multiple_of(TOGETHER);
        let n_common = n_common.min(BLOCK);
        let mut next = 1;
        for start in &mut starts {
            (*start, next) = (next, next + *start);
        }
        let rows = &mut self.rows;
        rows.order = vec![self.x.n_cols as u32; self.x.n_cols + 1];
        rows.squares = vec![0.0; rows.order.len()];
        let mut in_groups = vec![0_usize; rows.order.len().div_ceil(BLOCK)];
        for (column, place) in self.places.iter_mut().enumerate() {
            let (count, start) = (*place, &mut starts[class_of(*place)]);
            *place = *start;
            *start += 1;
            let at = *place as usize;
            rows.order[at] = column as u32;
            if at >= n_common {
                in_groups[at / BLOCK] += count as usize;
            }
        }
        let block = |(at, &stored): (usize, &usize)| {
            let n_common = if at == 0 { n_common } else { 0 };
            // Enough even where the last group of every row has one number.
            let groups = (stored + 3 * stored.min(n_rows)).div_ceil(4);
            Block {
                n_common,
                ends: Vec::with_capacity(n_rows),
                words: Vec::with_capacity(n_rows * n_common + groups * 6),
                ..Block::default()
            }
        };
        rows.blocks = in_groups.iter().enumerate().map(block).collect();
    }

    fn fill(&mut self, row: usize) {
        let rows = &mut self.rows;
        let mut squared_norm = 0.0;
        let (columns, values) = self.x.row(row);
        let places = columns.iter().map(|&column| self.places[column as usize]);
        let intercept = std::iter::once((0, self.intercept_scaling));
        let first = &mut rows.blocks[0];
        first.words.resize(first.words.len() + first.n_common, 0);
        for (place, value) in intercept.chain(places.zip(values.iter().copied())) {
            let place = place as usize;
            rows.squares[place] += value * value;
            squared_norm += value * value;
            rows.blocks[place / BLOCK].push(place % BLOCK, value as f32);
        }
        rows.squared_norms.push(squared_norm as f32);
        rows.blocks.iter_mut().for_each(Block::end_row);
    }
}

impl Block {
    fn push(&mut self, column: usize, value: f32) {
        if column < self.n_common {
            let start = self.ends.last().copied().unwrap_or(0);
            self.words[start + column] = value.to_bits();
            return;
        }
        let (values, columns, n) = &mut self.group;
        (values[*n], columns[*n]) = (value, column as u16);
        *n += 1;
        if *n == values.len() {
            self.end_group();
        }
    }

    fn end_group(&mut self) {
        let (values, [a, b, c, d], _) = std::mem::take(&mut self.group);
        self.words.extend(values.map(f32::to_bits));
        let pair = |low: u16, high: u16| u32::from(low) | u32::from(high) << 16;
        self.words.extend([pair(a, b), pair(c, d)]);
    }

    fn end_row(&mut self) {
        if self.group.2 > 0 {
            self.end_group();
        }
        self.ends.push(self.words.len());
    }

    /// The numbers that every row has, and the groups.
    #[inline]
    fn row(&self, row: usize) -> (&[[u32; TOGETHER]], &[[u32; 6]]) {
        let start = match row {
            0 => 0,
            _ => self.ends[row - 1],
        };
        let (common, groups) = self.words[start..self.ends[row]].split_at(self.n_common);
        (common.as_chunks().0, groups.as_chunks().0)
    }
}

/// Numbers and columns of a group.
#[inline]
fn group(words: &[u32; 6]) -> ([f32; 4], [usize; 4]) {
    let &[a, b, c, d, low, high] = words;
    let column = |word: u32| usize::from(word as u16);
    (
        [a, b, c, d].map(f32::from_bits),
        [
            column(low),
            column(low >> 16),
            column(high),
            column(high >> 16),
        ],
    )
}

impl CompactRows {
    /// A number for each column, with room for the blocks to be whole.
    pub fn dense(&self) -> Vec<f32> {
        vec![0.0; self.blocks.len() * BLOCK]
    }

    /// `w'x_i`, in an order of its sums that is the same on every target.
    pub fn product(&self, row: usize, weights: &[f32]) -> f32 {
        let mut lanes = [0.0; TOGETHER];
        let (weights, _) = weights.as_chunks::<BLOCK>();
        for (block, weights) in self.blocks.iter().zip(weights) {
            let (common, groups) = block.row(row);
            let (of_common, _) = weights.as_chunks::<TOGETHER>();
            for (values, weights) in common.iter().zip(of_common) {
                for lane in 0..TOGETHER {
                    lanes[lane] += f32::from_bits(values[lane]) * weights[lane];
                }
            }
            for words in groups {
                let (values, columns) = group(words);
                for lane in 0..4 {
                    lanes[lane] += values[lane] * weights[columns[lane]];
                }
            }
        }
        let [a, b, c, d, e, f, g, h] = lanes;
        ((a + e) + (b + f)) + ((c + g) + (d + h))
    }

    /// `w += by x_i`
    pub fn add(&self, row: usize, by: f32, weights: &mut [f32]) {
        let (weights, _) = weights.as_chunks_mut::<BLOCK>();
        for (block, weights) in self.blocks.iter().zip(weights) {
            let (common, groups) = block.row(row);
            let (of_common, _) = weights.as_chunks_mut::<TOGETHER>();
            for (values, weights) in common.iter().zip(of_common) {
                for lane in 0..TOGETHER {
                    weights[lane] += by * f32::from_bits(values[lane]);
                }
            }
            for words in groups {
                let (values, columns) = group(words);
                let values = values.map(|value| by * value);
                for lane in 0..4 {
                    weights[columns[lane]] += values[lane];
                }
            }
        }
    }
}

/// `a'b`
pub(super) fn dot(a: &[f32], b: &[f32]) -> f64 {
    summed(a, b, |a, b| a * b)
}

/// `sum_j s_j a_j^2`
pub(super) fn weighted_square(a: &[f32], s: &[f32]) -> f64 {
    summed(a, s, |a, s| a * a * s)
}

/// The sum of a term of each pair, in single precision over a few hundred numbers, in double over these sums.
#[inline]
fn summed(a: &[f32], b: &[f32], term: impl Fn(f32, f32) -> f32) -> f64 {
    const SHORT: usize = 512;
    let mut sum = 0.0;
    for (a, b) in a.chunks(SHORT).zip(b.chunks(SHORT)) {
        let mut lanes = [0.0_f32; TOGETHER];
        let (a, last_a) = a.as_chunks::<TOGETHER>();
        let (b, last_b) = b.as_chunks::<TOGETHER>();
        for (a, b) in a.iter().zip(b) {
            for lane in 0..TOGETHER {
                lanes[lane] += term(a[lane], b[lane]);
            }
        }
        for (lane, (a, b)) in lanes.iter_mut().zip(last_a.iter().zip(last_b)) {
            *lane += term(*a, *b);
        }
        sum += lanes.iter().map(|&lane| f64::from(lane)).sum::<f64>();
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::rng::RandomState;

    /// More columns than a block has, some of them in every row; small integers and halves, so that no sum rounds.
    #[test]
    fn rows_multiply_and_add_as_those_that_they_were_made_of() {
        let n_cols = BLOCK as u32 + 5_000;
        let mut random = RandomState::new(7);
        let mut below = |n: u32| (random.random_sample() * f64::from(n)) as u32;
        let mut x = CsrMatrix::with_columns(n_cols as usize);
        for row in 0..40 {
            let mut columns: Vec<u32> = (0..row * 3).map(|_| below(n_cols)).collect();
            columns.extend([3, 70_000]);
            columns.sort_unstable();
            columns.dedup();
            let values = columns.iter().map(|&c| (c, f64::from(c % 7) - 2.5));
            x.push_row(values.collect::<Vec<_>>());
        }
        let x = Arc::new(x);
        let mut builder = CompactBuilder::new(x.clone(), 2.0);
        let rows = loop {
            if let Some(rows) = builder.step() {
                break rows;
            }
        };
        let mut order = rows.order.clone();
        order.sort_unstable();
        assert!(order.into_iter().eq(0..=n_cols));
        assert_eq!(rows.blocks.len(), 2);
        let weight = |column: u32| f64::from(column % 5) - 1.5;
        let mut weights = rows.dense();
        for (weight_of, &column) in weights.iter_mut().zip(&rows.order) {
            *weight_of = weight(column) as f32;
        }
        for row in 0..x.n_rows {
            let (columns, values) = x.row(row);
            let of_row: Vec<(u32, f64)> = columns
                .iter()
                .copied()
                .zip(values.iter().copied())
                .chain([(n_cols, 2.0)])
                .collect();
            let plain: f64 = of_row
                .iter()
                .map(|&(column, value)| weight(column) * value)
                .sum();
            assert_eq!(f64::from(rows.product(row, &weights)), plain);
            let norm: f64 = of_row.iter().map(|(_, value)| value * value).sum();
            assert_eq!(f64::from(rows.squared_norms[row]), norm);
            let mut sums = rows.dense();
            rows.add(row, 2.0, &mut sums);
            for (sum, column) in sums.iter().zip(&rows.order) {
                let value = of_row.iter().find(|(of, _)| of == column);
                assert_eq!(f64::from(*sum), value.map_or(0.0, |(_, value)| 2.0 * value));
            }
        }
        let columns = rows.order.iter().zip(&rows.squares);
        let common = columns.filter(|&(&column, _)| column == 3 || column == n_cols);
        assert!(common.map(|(_, &sum)| sum).eq([160.0, 40.0 * 0.25]));
        assert_eq!(
            dot(&weights, &weights),
            rows.order
                .iter()
                .map(|&c| weight(c) * weight(c))
                .sum::<f64>()
        );
    }
}
