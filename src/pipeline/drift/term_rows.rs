//! Terms by row: what every comparison of wordings works on, and what a reference needs to keep of its texts for it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::tokens::Family;

/// The terms of one side. Term numbers in `rows` are indexes into `vocabulary`, which names no term twice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermSet {
    pub family: Family,
    pub vocabulary: Vec<String>,
    pub rows: TermRows,
}

/// The terms of both sides under one numbering: the reference's, then those that are new in the current data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JoinedTerms {
    pub family: Family,
    pub vocabulary: Vec<String>,
    pub reference: TermRows,
    pub current: TermRows,
}

/// For each row its distinct terms in ascending order, each with how often it is there (at least once).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "StoredRows")]
pub struct TermRows {
    /// Where each row ends in `terms`.
    ends: Vec<u32>,
    terms: Vec<u32>,
    counts: Vec<u32>,
}

/// The fields as stored, not yet checked.
#[derive(Deserialize)]
struct StoredRows {
    ends: Vec<u32>,
    terms: Vec<u32>,
    counts: Vec<u32>,
}

impl TryFrom<StoredRows> for TermRows {
    type Error = &'static str;

    fn try_from(stored: StoredRows) -> Result<TermRows, &'static str> {
        let StoredRows {
            ends,
            terms,
            counts,
        } = stored;
        let whole = ends.is_sorted()
            && ends.last().copied().unwrap_or(0) as usize == terms.len()
            && terms.len() == counts.len()
            && !counts.contains(&0);
        let rows = TermRows {
            ends,
            terms,
            counts,
        };
        let ascending = |rows: &TermRows| {
            (0..rows.len()).all(|row| rows.terms_of(row).is_sorted_by(|a, b| a < b))
        };
        (whole && ascending(&rows))
            .then_some(rows)
            .ok_or("the rows of terms are damaged; write the archive again")
    }
}

impl TermRows {
    /// Adds a row: how often each of its terms is there.
    ///
    /// # Panics
    /// If there are more than 2^32 entries.
    pub fn push(&mut self, row: &BTreeMap<u32, u32>) {
        for (&term, &count) in row {
            self.terms.push(term);
            self.counts.push(count);
        }
        self.ends
            .push(u32::try_from(self.terms.len()).expect("fewer than 2^32 entries"));
    }

    /// Adds a row: each of its terms as often as it is there, in any order. `terms` is left in ascending order.
    ///
    /// # Panics
    /// If there are more than 2^32 entries.
    pub fn push_terms(&mut self, terms: &mut [u32]) {
        terms.sort_unstable();
        for same in terms.chunk_by(|a, b| a == b) {
            self.terms.push(same[0]);
            self.counts.push(same.len() as u32);
        }
        self.ends
            .push(u32::try_from(self.terms.len()).expect("fewer than 2^32 entries"));
    }

    /// Rows, those without terms included.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    fn range(&self, row: usize) -> std::ops::Range<usize> {
        let start = if row == 0 { 0 } else { self.ends[row - 1] };
        start as usize..self.ends[row] as usize
    }

    /// The distinct terms of a row, ascending.
    pub fn terms_of(&self, row: usize) -> &[u32] {
        &self.terms[self.range(row)]
    }

    /// The distinct terms of a row, ascending, each with how often it is there.
    pub fn row(&self, row: usize) -> impl Iterator<Item = (u32, u32)> {
        let range = self.range(row);
        let counts = self.counts[range.clone()].iter().copied();
        self.terms[range].iter().copied().zip(counts)
    }

    /// Rows that have each term; `n_terms` is above every term number.
    pub fn document_counts(&self, n_terms: usize) -> Vec<u64> {
        let mut counts = vec![0; n_terms];
        for &term in &self.terms {
            counts[term as usize] += 1;
        }
        counts
    }

    /// Occurrences of each term.
    pub fn token_counts(&self, n_terms: usize) -> Vec<u64> {
        let mut counts = vec![0; n_terms];
        for (&term, &count) in self.terms.iter().zip(&self.counts) {
            counts[term as usize] += u64::from(count);
        }
        counts
    }

    /// The rows that have a term, ascending.
    pub fn rows_with(&self, term: u32) -> Vec<u32> {
        (0u32..)
            .zip(0..self.len())
            .filter(|&(_, row)| self.terms_of(row).binary_search(&term).is_ok())
            .map(|(number, _)| number)
            .collect()
    }

    /// These rows, in this order.
    pub fn select(&self, rows: impl IntoIterator<Item = usize>) -> TermRows {
        let mut chosen = TermRows::default();
        for row in rows {
            let range = self.range(row);
            chosen.terms.extend_from_slice(&self.terms[range.clone()]);
            chosen.counts.extend_from_slice(&self.counts[range]);
            chosen
                .ends
                .push(u32::try_from(chosen.terms.len()).expect("fewer than 2^32 entries"));
        }
        chosen
    }

    /// Both, one after the other, under one numbering.
    pub fn followed_by(&self, other: &TermRows) -> TermRows {
        let mut all = self.clone();
        let base = u32::try_from(all.terms.len()).expect("fewer than 2^32 entries");
        all.terms.extend_from_slice(&other.terms);
        all.counts.extend_from_slice(&other.counts);
        all.ends.extend(
            other
                .ends
                .iter()
                .map(|end| end.checked_add(base).expect("fewer than 2^32 entries")),
        );
        all
    }

    /// The same rows, the first `n` of them with the term once more.
    pub fn with_term(&self, term: u32, n: usize) -> TermRows {
        let mut rows = TermRows::default();
        for at in 0..self.len() {
            let mut row: BTreeMap<u32, u32> = self.row(at).collect();
            if at < n {
                *row.entry(term).or_insert(0) += 1;
            }
            rows.push(&row);
        }
        rows
    }

    fn renumbered(&self, number: &[u32]) -> TermRows {
        let mut rows = TermRows::default();
        for row in 0..self.len() {
            let terms = self
                .row(row)
                .map(|(term, count)| (number[term as usize], count))
                .collect();
            rows.push(&terms);
        }
        rows
    }
}

impl JoinedTerms {
    /// # Panics
    /// If the families differ, or a term number is not below the length of its vocabulary.
    pub fn new(reference: &TermSet, current: &TermSet) -> JoinedTerms {
        assert_eq!(reference.family, current.family, "one family each");
        let mut vocabulary = reference.vocabulary.clone();
        let mut numbers: BTreeMap<&str, u32> = (0u32..)
            .zip(&reference.vocabulary)
            .map(|(number, term)| (term.as_str(), number))
            .collect();
        let translated: Vec<u32> = current
            .vocabulary
            .iter()
            .map(|term| {
                *numbers.entry(term).or_insert_with(|| {
                    vocabulary.push(term.clone());
                    u32::try_from(vocabulary.len() - 1).expect("fewer than 2^32 terms")
                })
            })
            .collect();
        JoinedTerms {
            family: reference.family,
            reference: reference.rows.clone(),
            current: current.rows.renumbered(&translated),
            vocabulary,
        }
    }

    /// One side's rows against its others: the rows of `reference` in `range` are the current data.
    pub fn block(set: &TermSet, range: std::ops::Range<usize>) -> JoinedTerms {
        JoinedTerms {
            family: set.family,
            vocabulary: set.vocabulary.clone(),
            reference: set
                .rows
                .select((0..set.rows.len()).filter(|row| !range.contains(row))),
            current: set.rows.select(range.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::drift::tokens::Tokens;

    #[test]
    fn joined_terms_count_the_same_by_name() {
        let tokens = Tokens::new();
        let reference = tokens.terms(Family::Words, &["a b", "b c c"]);
        let current = tokens.terms(Family::Words, &["d b", "", "c d d"]);
        let joined = JoinedTerms::new(&reference, &current);
        assert_eq!(joined.vocabulary, ["a", "b", "c", "d"]);
        assert_eq!(joined.current.document_counts(4), [0, 1, 1, 2]);
        assert_eq!(joined.current.token_counts(4), [0, 1, 1, 3]);
        assert_eq!(joined.reference.document_counts(4), [1, 2, 1, 0]);
        assert_eq!(joined.current.rows_with(3), [0, 2]);
        let all = joined.reference.followed_by(&joined.current);
        assert_eq!(all.len(), 5);
        assert_eq!(all.token_counts(4), [1, 3, 3, 3]);
        assert_eq!(all.select([4, 0]).token_counts(4), [1, 1, 1, 2]);
        let more = joined.current.with_term(3, 2);
        assert_eq!(more.document_counts(4), [0, 1, 1, 3]);
        assert_eq!(more.token_counts(4), [0, 1, 1, 5]);
    }

    #[test]
    fn damaged_rows_are_refused() {
        let rows = Tokens::new().terms(Family::Words, &["a b", "b"]).rows;
        let json = serde_json::to_string(&rows).unwrap();
        assert_eq!(serde_json::from_str::<TermRows>(&json).unwrap(), rows);
        for bad in [
            r#"{"ends":[2,1],"terms":[0],"counts":[1]}"#,
            r#"{"ends":[2],"terms":[0],"counts":[1]}"#,
            r#"{"ends":[2],"terms":[1,0],"counts":[1,1]}"#,
            r#"{"ends":[1],"terms":[0],"counts":[0]}"#,
            r#"{"ends":[1],"terms":[0],"counts":[]}"#,
        ] {
            assert!(serde_json::from_str::<TermRows>(bad).is_err(), "{bad}");
        }
    }
}
