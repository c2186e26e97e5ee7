//! Counts of one row, taken column by column in any order and given back in the order of the columns.
//!
//! A bitmap of the columns does the sorting, and a bitmap of its words says which of them to look at: a row costs its
//! entries and an instruction or two for each 4,096 columns, whatever the order in which they come.

/// One count for each column, all of them 0 between two rows.
pub(super) struct RowCounts {
    counts: Vec<u32>,
    /// Bit `c % 64` of word `c / 64` says whether column `c` has a count.
    columns: Vec<u64>,
    /// Bit `w % 64` of word `w / 64` says whether word `w` of `columns` has a bit.
    words: Vec<u64>,
}

impl RowCounts {
    pub(super) fn new(n_columns: usize) -> RowCounts {
        let n_words = n_columns.div_ceil(64);
        RowCounts {
            counts: vec![0; n_columns],
            columns: vec![0; n_words],
            words: vec![0; n_words.div_ceil(64)],
        }
    }

    /// Adds to the count of a column; `count` is above 0.
    pub(super) fn add(&mut self, column: u32, count: u32) {
        let column = column as usize;
        self.counts[column] += count;
        self.columns[column / 64] |= 1 << (column % 64);
        self.words[column / 4096] |= 1 << (column / 64 % 64);
    }

    /// Appends `column << 32 | count` of each column that has a count, ascending, and sets all counts to 0.
    pub(super) fn take(&mut self, row: &mut Vec<u64>) {
        for (group, words) in self.words.iter_mut().enumerate() {
            for bit in ones(std::mem::take(words)) {
                let word = group * 64 + bit;
                for bit in ones(std::mem::take(&mut self.columns[word])) {
                    let column = word * 64 + bit;
                    let count = std::mem::take(&mut self.counts[column]);
                    row.push((column as u64) << 32 | u64::from(count));
                }
            }
        }
    }
}

/// The positions of the bits that are set, ascending.
fn ones(mut bits: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let position = bits.trailing_zeros();
        if position == u64::BITS {
            return None;
        }
        bits &= bits - 1;
        Some(position as usize)
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    proptest::proptest! {
        #[test]
        fn rows_come_as_from_a_map(
            rows in proptest::collection::vec(proptest::collection::vec((0u32..9000, 1u32..5), 0..300), 1..4),
        ) {
            let mut counts = RowCounts::new(9000);
            for entries in &rows {
                let mut oracle: BTreeMap<u32, u32> = BTreeMap::new();
                for &(column, count) in entries {
                    counts.add(column, count);
                    *oracle.entry(column).or_insert(0) += count;
                }
                let mut row = Vec::new();
                counts.take(&mut row);
                let expected = oracle.iter().map(|(column, count)| u64::from(*column) << 32 | u64::from(*count));
                proptest::prop_assert!(row.iter().copied().eq(expected));
            }
        }
    }
}
