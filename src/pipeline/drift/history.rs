//! The second null: is the change bigger than what the reference itself goes through?
//!
//! The rows of the reference in file order are cut into blocks, and each block is held against all others by the same
//! statistic as the current data against the reference. A file may change along its own order so much that a change that
//! is certain is nothing unusual. Whether the order of a file is one of time, only the user knows.

use std::ops::Range;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::contingency::{ChiSquare, cramers_v, homogeneity_of};
use super::intervals::{Estimate, wilson};
use super::ks::ks_distance;
use super::measurement::Unavailable;
use super::shares::{js_distance, shares_of};
use super::term_rows::{JoinedTerms, TermSet};
use super::wording::WordingPermutation;
use crate::pipeline::step::pause;

/// Rows of a block, if the current data has as many: statistics of smaller samples are larger by chance.
pub const BLOCK: usize = 1_000;
/// Blocks below which nothing is said of the usual.
const LEAST_BLOCKS: usize = 5;

/// The blocks of `n_reference` rows for current data of `n_current` rows: as many rows as that has, at most [`BLOCK`].
/// Rows that are left at the end belong to no block; they are among the others of every block.
///
/// # Errors
/// Too few rows for five blocks.
pub fn blocks(n_reference: usize, n_current: usize) -> Result<Vec<Range<usize>>, Unavailable> {
    Unavailable::unless_both(n_reference as u64, n_current as u64)?;
    let size = n_current.min(BLOCK);
    let count = n_reference / size;
    if count < LEAST_BLOCKS {
        return Err(Unavailable::TooFewRows {
            rows: n_reference as u64,
            needed: (LEAST_BLOCKS * size) as u64,
        });
    }
    Ok((0..count)
        .map(|block| block * size..(block + 1) * size)
        .collect())
}

/// A statistic of the current data beside that of each block of the reference; the larger, the more differs.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct HistoryNull {
    pub observed: f64,
    /// In file order.
    pub blocks: Vec<f64>,
    pub standing: Standing,
}

/// How a change stands to the usual ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// No block of the reference differs as much from the others.
    BeyondHistory,
    /// Some block differs as much.
    WithinHistory,
}

impl HistoryNull {
    pub fn new(observed: f64, blocks: Vec<f64>) -> HistoryNull {
        let standing = if blocks.iter().all(|block| *block < observed) {
            Standing::BeyondHistory
        } else {
            Standing::WithinHistory
        };
        HistoryNull {
            observed,
            blocks,
            standing,
        }
    }

    /// Blocks that differ at least as much as the current data.
    pub fn reached(&self) -> u64 {
        self.blocks
            .iter()
            .filter(|block| **block >= self.observed)
            .count() as u64
    }
}

/// The classes along the file.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct LabelHistory {
    /// Rows of each block, by number.
    pub blocks: Vec<Range<usize>>,
    /// For each block the share of each class.
    pub shares: Vec<Vec<Estimate>>,
    /// Do all blocks have the same shares? None where one class has all rows.
    pub homogeneity: Option<ChiSquare>,
    pub js_distance: HistoryNull,
    pub cramers_v: HistoryNull,
}

impl LabelHistory {
    /// Of the class of each reference row, below `n_classes`, and the current rows of each class.
    ///
    /// # Errors
    /// An empty side, or too few rows for five blocks.
    ///
    /// # Panics
    /// If a label is not below `n_classes`, or `current` has another length.
    pub fn new(
        reference: &[u32],
        n_classes: usize,
        current: &[u64],
    ) -> Result<LabelHistory, Unavailable> {
        assert_eq!(current.len(), n_classes, "a count for each class");
        let n_current: u64 = current.iter().sum();
        let blocks = blocks(reference.len(), n_current as usize)?;
        let count = |rows: &[u32]| {
            let mut counts = vec![0u64; n_classes];
            rows.iter().for_each(|&label| counts[label as usize] += 1);
            counts
        };
        let all = count(reference);
        let of_blocks: Vec<Vec<u64>> = blocks
            .iter()
            .map(|block| count(&reference[block.clone()]))
            .collect();
        let history = |statistic: &dyn Fn(&[u64], &[u64]) -> f64| {
            let usual = of_blocks
                .iter()
                .map(|block| {
                    let rest: Vec<u64> = all.iter().zip(block).map(|(all, b)| all - b).collect();
                    statistic(&rest, block)
                })
                .collect();
            HistoryNull::new(statistic(&all, current), usual)
        };
        Ok(LabelHistory {
            shares: of_blocks
                .iter()
                .map(|block| {
                    let n = block.iter().sum();
                    block.iter().map(|&count| wilson(count, n)).collect()
                })
                .collect(),
            homogeneity: homogeneity_of(&of_blocks),
            js_distance: history(&|a, b| js_distance(&shares_of(a), &shares_of(b))),
            cramers_v: history(&|a, b| cramers_v(a, b).unwrap_or(0.0)),
            blocks,
        })
    }
}

/// The divergence of wordings along the file, in bits, beside that of the current data; gives way in between.
///
/// # Errors
/// An empty side, too few rows for five blocks, or a side without terms.
pub async fn wording_history(
    reference: &TermSet,
    joined: &JoinedTerms,
) -> Result<HistoryNull, Unavailable> {
    let divergence = |joined: &JoinedTerms| {
        WordingPermutation::new(joined, None, 0, 0).map(|found| found.observed())
    };
    let mut usual = Vec::new();
    for block in blocks(joined.reference.len(), joined.current.len())? {
        usual.push(divergence(&JoinedTerms::block(reference, block))?);
        pause().await;
    }
    Ok(HistoryNull::new(divergence(joined)?, usual))
}

/// The distance of Kolmogorov and Smirnov along the file, of the values of a descriptor or of a score in file order.
///
/// # Errors
/// An empty side, or too few rows for five blocks.
pub fn value_history(reference: &[f64], current: &[f64]) -> Result<HistoryNull, Unavailable> {
    let blocks = blocks(reference.len(), current.len())?;
    let sorted = |values: &[f64]| {
        let mut values = values.to_vec();
        values.sort_by(f64::total_cmp);
        values
    };
    let all = sorted(reference);
    let usual = blocks
        .into_iter()
        .map(|block| {
            let inside = sorted(&reference[block]);
            ks_distance(&without(&all, &inside), &inside)
        })
        .collect();
    let observed = ks_distance(&all, &sorted(current));
    Ok(HistoryNull::new(observed, usual))
}

/// The values of `all` less those of a part of them; both ascend, and so does what is left.
fn without(all: &[f64], part: &[f64]) -> Vec<f64> {
    let mut part = part.iter().peekable();
    all.iter()
        .filter(|value| part.next_if_eq(value).is_none())
        .copied()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_as_large_as_the_current_data() {
        let found = blocks(10_041, 5_000).unwrap();
        assert_eq!(found.len(), 10);
        assert_eq!(
            (found[0].clone(), found[9].clone()),
            (0..1_000, 9_000..10_000)
        );
        assert_eq!(blocks(60, 10).unwrap().len(), 6);
        let few = Unavailable::TooFewRows {
            rows: 4_999,
            needed: 5_000,
        };
        assert_eq!(blocks(4_999, 1_000), Err(few));
        assert_eq!(blocks(0, 3), Err(Unavailable::EmptyReference));
        assert_eq!(blocks(3, 0), Err(Unavailable::EmptyCurrent));
    }

    #[test]
    fn a_block_as_far_away_makes_the_change_a_usual_one() {
        assert_eq!(HistoryNull::new(0.3, vec![0.1, 0.3]).reached(), 1);
        assert_eq!(
            HistoryNull::new(0.3, vec![0.1, 0.3]).standing,
            Standing::WithinHistory
        );
        assert_eq!(
            HistoryNull::new(0.3, vec![0.1, 0.2]).standing,
            Standing::BeyondHistory
        );
    }

    #[test]
    fn values_are_held_against_the_rest() {
        let reference: Vec<f64> = (0..60).map(|i| f64::from(i % 10)).collect();
        let history = value_history(&reference, &[20.0; 10]).unwrap();
        assert_eq!(history.blocks, vec![0.0; 6]);
        assert_eq!(history.standing, Standing::BeyondHistory);
    }
}
