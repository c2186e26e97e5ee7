//! The classifier two-sample test on many rows: one half learns, the other is scored.
//!
//! Where rows abound, a classifier need not be fitted anew for each random split. One is fitted on a half of the rows of
//! both sides, copies on one half together; on the other half its scores are fixed numbers, and the sides of those rows are
//! shuffled, which is an exact test of what it learned (Lopez-Paz and Oquab, ICLR 2017, section 3). It costs a fit in place
//! of thousands, and half of the rows.

use std::collections::BTreeMap;

use super::classifier::{LEAST_OF_SIDE, TfIdfRows};
use super::copies::{keys_of, scrambled};
use super::measurement::Unavailable;
use super::null::Null;
use super::side::Side;
use super::term_rows::JoinedTerms;
use super::tokens::Family;
use crate::pipeline::rng::RandomState;

/// What the halves are drawn from beside the text.
const SALT: u64 = 0x6865_6c64_2d6f_7574;

/// The same of two sides, over what the classifier learns from; with `strata`, a class for each row, splits are inside each
/// class.
///
/// # Errors
/// A side with fewer than ten rows in either half.
pub(super) fn held_out(
    [reference, current]: [&Side; 2],
    strata: Option<[Vec<u32>; 2]>,
    draws: u32,
    seed: u32,
) -> Result<Option<Null>, Unavailable> {
    let joined = Family::LEARNED
        .map(|family| JoinedTerms::new(reference.family(family), current.family(family)));
    let families: Vec<&JoinedTerms> = joined.iter().collect();
    let (keys, _) = keys_of(reference, current);
    let strata = strata.map(|strata| strata.concat());
    held_out_test(&families, &keys.concat(), strata.as_deref(), draws, seed)
}

/// The area under the curve on the held-out half against `draws` random splits of that half. `keys` has the text of each
/// row of both sides, the reference's first; with `strata`, a class for each of them, splits are inside each class.
///
/// # Errors
/// A side with fewer than ten rows in either half.
fn held_out_test(
    families: &[&JoinedTerms],
    keys: &[u64],
    strata: Option<&[u32]>,
    draws: u32,
    seed: u32,
) -> Result<Option<Null>, Unavailable> {
    let sizes = families.first().map_or((0, 0), |joined| {
        (joined.reference.len(), joined.current.len())
    });
    Unavailable::unless_both(sizes.0 as u64, sizes.1 as u64)?;
    let salt = SALT ^ u64::from(seed);
    let is_current = |row: &usize| *row >= sizes.0;
    let (learned, held): (Vec<usize>, Vec<usize>) =
        (0..keys.len()).partition(|&row| scrambled(keys[row] ^ salt).is_multiple_of(2));
    let least = [&learned, &held]
        .map(|half| {
            let current = half.iter().filter(|row| is_current(row)).count();
            current.min(half.len() - current) as u64
        })
        .into_iter()
        .min()
        .unwrap_or(0);
    if least < LEAST_OF_SIDE {
        return Err(Unavailable::TooFewRows {
            rows: 2 * least,
            needed: 2 * LEAST_OF_SIDE,
        });
    }
    let rows = TfIdfRows::new(families);
    let share = learned.iter().filter(|row| is_current(row)).count() as f64 / learned.len() as f64;
    let targets: Vec<f64> = learned
        .iter()
        .map(|row| f64::from(u8::from(is_current(row))) - share)
        .collect();
    let weights = rows.ridge(&learned, &targets);
    let scores: Vec<f64> = held.iter().map(|&row| rows.dot(row, &weights)).collect();

    // The rank of each held-out row, from 1; rows with one score share the mean of theirs.
    let mut order: Vec<usize> = (0..held.len()).collect();
    order.sort_by(|&a, &b| scores[a].total_cmp(&scores[b]));
    let mut ranks = vec![0.0; held.len()];
    let mut start = 0;
    for same in order.chunk_by(|&a, &b| scores[a] == scores[b]) {
        let mean = start as f64 + (same.len() as f64 + 1.0) / 2.0;
        same.iter().for_each(|&at| ranks[at] = mean);
        start += same.len();
    }
    let n_current = held.iter().filter(|row| is_current(row)).count();
    let n_reference = held.len() - n_current;
    let area = |ranks: f64| {
        (ranks - (n_current * (n_current + 1)) as f64 / 2.0)
            / (n_current as f64 * n_reference as f64)
    };
    let observed = held
        .iter()
        .zip(&ranks)
        .filter(|(row, _)| is_current(row))
        .map(|(_, rank)| rank);
    let observed = area(observed.sum());
    let mut groups: BTreeMap<u32, Group> = BTreeMap::new();
    for (row, rank) in held.iter().zip(ranks) {
        let group = groups
            .entry(strata.map_or(0, |strata| strata[*row]))
            .or_default();
        group.all += rank;
        group.ranks.push(rank);
        group.current += usize::from(is_current(row));
    }
    let mut random = RandomState::new(seed);
    let drawn: Vec<f64> = (0..draws)
        .map(|_| {
            area(
                groups
                    .values_mut()
                    .map(|group| group.draw(&mut random))
                    .sum(),
            )
        })
        .collect();
    Ok(Null::new(observed, &drawn))
}

/// EngineData-out rows that are shuffled among themselves.
#[derive(Default)]
struct Group {
    ranks: Vec<f64>,
    /// The sum of the ranks.
    all: f64,
    /// Rows of the current side.
    current: usize,
}

impl Group {
    /// The sum of the ranks of the current side's rows, by chance. The smaller side is drawn; the other has what is left.
    fn draw(&mut self, random: &mut RandomState) -> f64 {
        let last = self.ranks.len() - 1;
        let taken = self.current.min(self.ranks.len() - self.current);
        let mut sum = 0.0;
        for at in 0..taken {
            let most = u32::try_from(last - at).expect("at most 2^32 rows");
            let other = at + random.random_interval(most) as usize;
            self.ranks.swap(at, other);
            sum += self.ranks[at];
        }
        if taken == self.current {
            sum
        } else {
            self.all - sum
        }
    }
}
