//! Who is on which side, by chance: random splits of the rows of both sides into parts of the same sizes, over all rows
//! or inside each class.

use crate::pipeline::rng::RandomState;

/// The rows of both sides, the reference's first, then the current ones.
#[derive(Clone)]
pub(super) struct SideShuffle {
    groups: Vec<Group>,
    pub(super) n_reference: usize,
    pub(super) n_current: usize,
    random: RandomState,
}

/// Rows that are shuffled among themselves.
#[derive(Clone)]
struct Group {
    /// In the order of the last draw; the first `taken` are the smaller side's.
    rows: Vec<u32>,
    taken: usize,
}

impl SideShuffle {
    /// With `strata`, a class for each row of both sides, rows change sides only with rows of their class.
    ///
    /// # Panics
    /// If there are more than 2^32 rows, or another number of strata.
    pub(super) fn new(
        n_reference: usize,
        n_current: usize,
        strata: Option<&[u32]>,
        seed: u32,
    ) -> SideShuffle {
        let n = n_reference + n_current;
        if let Some(strata) = strata {
            assert_eq!(strata.len(), n, "a class for each row");
        }
        let n_groups = strata
            .and_then(|strata| strata.iter().max())
            .map_or(1, |last| *last as usize + 1);
        let mut groups = vec![
            Group {
                rows: Vec::new(),
                taken: 0,
            };
            n_groups
        ];
        let current_is_smaller = n_current <= n_reference;
        for row in 0..n {
            let group = &mut groups[strata.map_or(0, |strata| strata[row] as usize)];
            group
                .rows
                .push(u32::try_from(row).expect("fewer than 2^32 rows"));
            group.taken += usize::from((row >= n_reference) == current_is_smaller);
        }
        SideShuffle {
            groups,
            n_reference,
            n_current,
            random: RandomState::new(seed),
        }
    }

    pub(super) fn current_is_smaller(&self) -> bool {
        self.n_current <= self.n_reference
    }

    /// The rows of the smaller side as they are.
    pub(super) fn observed(&self) -> Vec<u32> {
        let rows = if self.current_is_smaller() {
            self.n_reference..self.n_reference + self.n_current
        } else {
            0..self.n_reference
        };
        rows.map(|row| row as u32).collect()
    }

    /// The rows of the smaller side by chance.
    pub(super) fn draw(&mut self) -> Vec<u32> {
        let mut drawn = Vec::with_capacity(self.n_reference.min(self.n_current));
        for group in &mut self.groups {
            let last = group.rows.len().saturating_sub(1) as u32;
            for at in 0..group.taken {
                let other = at + self.random.random_interval(last - at as u32) as usize;
                group.rows.swap(at, other);
            }
            drawn.extend_from_slice(&group.rows[..group.taken]);
        }
        drawn
    }

    pub(super) fn random(&mut self) -> &mut RandomState {
        &mut self.random
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strata_keep_their_sizes() {
        let strata = [0, 0, 0, 1, 1, 0, 1, 1];
        let mut shuffle = SideShuffle::new(5, 3, Some(&strata), 1);
        assert_eq!(shuffle.observed(), [5, 6, 7]);
        let mut seen = [0; 8];
        for _ in 0..200 {
            let drawn = shuffle.draw();
            let of_first = drawn
                .iter()
                .filter(|&&row| strata[row as usize] == 0)
                .count();
            assert_eq!((drawn.len(), of_first), (3, 1));
            drawn.iter().for_each(|&row| seen[row as usize] += 1);
        }
        // Each row of the first class comes in a fourth of 200 draws, of the second in half of them.
        assert!(seen.iter().all(|n| (25..130).contains(n)), "{seen:?}");
        let turned = SideShuffle::new(2, 6, None, 1);
        assert_eq!(turned.observed(), [0, 1]);
    }
}
