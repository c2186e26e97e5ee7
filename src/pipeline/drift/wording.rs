//! Whole text: how far the wordings of both sides are apart, in excess of what sparse words give by chance.
//!
//! The Jensen-Shannon divergence of two sets of tweets is large even where nothing differs: most words are rare, and rare
//! words are on one side only. So the number is held against random splits of the rows. Splits inside each class leave
//! the label mix as it is: what is then left is a change of wording beyond a change of the labels.

use super::measurement::Unavailable;
use super::null::Null;
use super::shuffle::SideShuffle;
use super::term_rows::{JoinedTerms, TermRows};
use crate::pipeline::numeric::log2;
use crate::pipeline::step::Status;

/// The divergence of the distributions over the terms of a family, counted by occurrence, against random splits; stepped.
pub struct WordingPermutation {
    rows: TermRows,
    /// Occurrences of each term on both sides together.
    all: Vec<u64>,
    shuffle: SideShuffle,
    some: Vec<u64>,
    observed: f64,
    drawn: Vec<f64>,
    draws: u32,
}

impl WordingPermutation {
    /// With `strata`, a class for each row of the reference and of the current data, splits are inside each class.
    ///
    /// # Errors
    /// A side without rows, or without a term.
    ///
    /// # Panics
    /// If `strata` has another number of rows.
    pub fn new(
        joined: &JoinedTerms,
        strata: Option<[&[u32]; 2]>,
        draws: u32,
        seed: u32,
    ) -> Result<WordingPermutation, Unavailable> {
        let (n_reference, n_current) = (joined.reference.len(), joined.current.len());
        Unavailable::unless_both(n_reference as u64, n_current as u64)?;
        let strata = strata.map(|sides| sides.concat());
        let shuffle = SideShuffle::new(n_reference, n_current, strata.as_deref(), seed);
        let rows = joined.reference.followed_by(&joined.current);
        let n_terms = joined.vocabulary.len();
        let mut permutation = WordingPermutation {
            all: rows.token_counts(n_terms),
            rows,
            some: vec![0; n_terms],
            observed: 0.0,
            drawn: Vec::new(),
            draws,
            shuffle,
        };
        let observed = permutation.shuffle.observed();
        permutation.observed = permutation
            .divergence(&observed)
            .ok_or(Unavailable::NoTerms)?;
        Ok(permutation)
    }

    /// The divergence of the sides as they are, in bits, `0..=1`.
    pub fn observed(&self) -> f64 {
        self.observed
    }

    /// Draws up to `budget` more splits.
    pub fn step(&mut self, budget: u32) -> Status {
        let left = self.draws - self.done();
        for _ in 0..budget.min(left) {
            let drawn = self.shuffle.draw();
            // A side without a term is as far away as can be.
            let value = self.divergence(&drawn).unwrap_or(1.0);
            self.drawn.push(value);
        }
        if self.done() < self.draws {
            Status::Running
        } else {
            Status::Done
        }
    }

    /// Splits drawn so far.
    pub fn done(&self) -> u32 {
        self.drawn.len() as u32
    }

    /// None where nothing was drawn.
    pub fn finish(self) -> Option<Null> {
        Null::new(self.observed, &self.drawn)
    }

    /// In bits, of these rows against all others; none where a side has no term. A term that these rows lack adds half of
    /// its share on the other side, so that only their own terms need a logarithm.
    fn divergence(&mut self, rows: &[u32]) -> Option<f64> {
        let mut touched = Vec::new();
        for &row in rows {
            for (term, count) in self.rows.row(row as usize) {
                if self.some[term as usize] == 0 {
                    touched.push(term);
                }
                self.some[term as usize] += u64::from(count);
            }
        }
        if touched.len() > self.some.len() / 16 {
            // As many terms are looked at in the same order, without sorting them.
            touched.clear();
            touched.extend(
                (0u32..)
                    .zip(&self.some)
                    .filter(|(_, n)| **n > 0)
                    .map(|(term, _)| term),
            );
        } else {
            touched.sort_unstable();
        }
        let counts = touched
            .iter()
            .map(|&term| (self.some[term as usize], self.all[term as usize]));
        let divergence = divergence_of(counts, self.all.iter().sum());
        for term in touched {
            self.some[term as usize] = 0;
        }
        divergence
    }
}

/// In bits, of some rows against all others: `terms` has each term of these rows, how often they have it and how often all
/// rows have it; all rows have `occurrences` in all.
pub(super) fn divergence_of(
    terms: impl Iterator<Item = (u64, u64)> + Clone,
    occurrences: u64,
) -> Option<f64> {
    let inside: u64 = terms.clone().map(|(x, _)| x).sum();
    let outside = occurrences - inside;
    let (mut sum, mut shared) = (0.0, 0u64);
    for (x, all) in terms {
        let (q, p) = (x as f64 / inside as f64, (all - x) as f64 / outside as f64);
        let m = (p + q) / 2.0;
        sum += q * log2(q / m);
        if p > 0.0 {
            sum += p * log2(p / m);
        }
        shared += all - x;
    }
    if inside == 0 || outside == 0 {
        return None;
    }
    // What is only outside: p log2(p / (p / 2)) = p.
    sum += (outside - shared) as f64 / outside as f64;
    Some((sum / 2.0).clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::drift::shares::{js_divergence_bits, shares_of};
    use crate::pipeline::drift::tokens::{Family, Tokens};

    fn joined(reference: &[&str], current: &[&str]) -> JoinedTerms {
        let tokens = Tokens::new();
        JoinedTerms::new(
            &tokens.terms(Family::Words, reference),
            &tokens.terms(Family::Words, current),
        )
    }

    #[test]
    fn the_short_way_is_the_plain_one() {
        for (reference, current) in [
            (&["a b c", "a a d"][..], &["b b e", "a"][..]),
            (&["a"][..], &["a b", "c", "d a"][..]),
            (&["a"][..], &["b"][..]),
        ] {
            let words = joined(reference, current);
            let n = words.vocabulary.len();
            let plain = js_divergence_bits(
                &shares_of(&words.reference.token_counts(n)),
                &shares_of(&words.current.token_counts(n)),
            );
            let found = WordingPermutation::new(&words, None, 0, 1).unwrap();
            assert!((found.observed() - plain).abs() < 1e-14);
        }
    }

    #[test]
    fn sides_without_words_are_no_question() {
        let gap = |reference: &[&str], current: &[&str]| {
            WordingPermutation::new(&joined(reference, current), None, 9, 1).err()
        };
        assert_eq!(gap(&[], &["a"]), Some(Unavailable::EmptyReference));
        assert_eq!(gap(&["a"], &[]), Some(Unavailable::EmptyCurrent));
        assert_eq!(gap(&["a"], &["!"]), Some(Unavailable::NoTerms));
    }
}
