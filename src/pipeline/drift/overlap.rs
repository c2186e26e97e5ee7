//! Overlap: rows of the reference that are among the current rows again, as in growing tables and sliding windows.
//!
//! A row that is on both sides says nothing of change: it makes both sides alike, and a change of the new rows is thinned
//! by it. So such rows are set aside, and the current rows that are new are compared with the whole reference, which are
//! two samples of different rows. Where all current rows are rows of the reference nothing is new, and there is no drift;
//! how the part differs from the whole is measured all the same.
//!
//! A text on both sides need not be a row on both sides: two people write "ok". Three rules keep such texts apart.
//! Evidence of overlap are only texts of four words or more that each side has once at most. Among those that both sides
//! together have twice, so many would fall on both sides by chance: with `N` and `n` rows `2 N n` to
//! `N (N - 1) + n (n - 1)` of those that fall on one. Only what goes beyond that, at a level of 1 in 1,000 or as half of
//! the texts, is overlap, and only from a hundredth of the current rows on. Of short and repeated texts the same share is
//! set aside as of the others.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::copies::{first_bits, scrambled};
use super::descriptors::Descriptor;
use super::power::binomial_at_least;
use super::side::Side;
use super::tokens::Family;

/// Words of a text that hardly two people write.
const WORDS_OF_ITS_OWN: u64 = 4;
/// Texts of the current data below which all of them are evidence.
const LEAST_TEXTS: u64 = 10;
/// Overlap below this share of the current rows changes no test.
const LEAST_SHARE: f64 = 0.01;
const LEVEL: f64 = 0.001;

/// Rows that both sides have.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Overlap {
    /// Current rows whose text the reference has too, each of its rows counted once.
    pub same_text: u64,
    /// Of these, rows with a label on both sides that is the same, and rows with another one.
    pub same_label: u64,
    pub other_label: u64,
    /// Current rows that were set aside as rows of the reference; 0 where the texts on both sides are no more than
    /// repeated texts give.
    pub set_aside: u64,
    /// Current rows that are compared: the new ones, or all of them where all are rows of the reference.
    pub compared: u64,
    /// All current rows are rows of the reference.
    pub is_part: bool,
}

impl Overlap {
    pub const NONE: Overlap = Overlap {
        same_text: 0,
        same_label: 0,
        other_label: 0,
        set_aside: 0,
        compared: 0,
        is_part: false,
    };
}

impl fmt::Display for Overlap {
    /// A sentence without a full stop; empty where no text is on both sides.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows = self.set_aside + self.compared;
        if self.is_part {
            // The verdict itself says that all rows are those of the reference.
            return match self.other_label {
                0 => Ok(()),
                rows => write!(
                    f,
                    "all {} current rows are rows of the reference; {rows} of them have another label now",
                    self.compared
                ),
            };
        }
        if self.set_aside > 0 {
            write!(
                f,
                "{} of {rows} current rows are rows of the reference and were set aside; the {} new ones are compared with it",
                self.set_aside, self.compared
            )?;
        } else if self.same_text > 0 {
            write!(
                f,
                "the texts of {} of {rows} current rows are in the reference too, as repeated texts are",
                self.same_text
            )?;
        }
        if self.other_label > 0 && self.set_aside > 0 {
            write!(
                f,
                "; {} of the rows on both sides have another label now",
                self.other_label
            )?;
        }
        Ok(())
    }
}

/// A number for each row that rows of the same text share: of its terms, how often each is there, and its descriptors, so
/// that a side without its texts has it too. Order and white space that no 3-gram shows have no part in it.
pub(super) fn row_digests(side: &Side) -> Vec<u64> {
    let mut digests = vec![0u64; side.n_rows];
    for (number, set) in (1u64..).zip(&side.terms) {
        let terms: Vec<u64> = set
            .vocabulary
            .iter()
            .map(|term| first_bits(term.as_bytes()) ^ number)
            .collect();
        for (row, digest) in digests.iter_mut().enumerate() {
            for (term, count) in set.rows.row(row) {
                let part = scrambled(terms[term as usize].wrapping_add(u64::from(count)));
                *digest = digest.wrapping_add(part);
            }
        }
    }
    for (&descriptor, values) in &side.descriptors {
        if descriptor != Descriptor::OutOfVocabulary {
            for (digest, value) in digests.iter_mut().zip(values) {
                *digest = scrambled(*digest ^ value.to_bits());
            }
        }
    }
    digests
}

/// A text and its rows on both sides, ascending.
#[derive(Default)]
struct Rows([Vec<u32>; 2]);

impl Rows {
    fn pairs(&self) -> u64 {
        self.0[0].len().min(self.0[1].len()) as u64
    }
}

/// What is on both sides, and the current rows that are new, ascending; all of them where there is no overlap or where
/// none is new.
pub(super) fn overlap(reference: &Side, current: &Side) -> (Overlap, Vec<u32>) {
    let mut texts: BTreeMap<u64, Rows> = BTreeMap::new();
    for (side, rows) in [reference, current].into_iter().enumerate() {
        for (row, digest) in (0u32..).zip(row_digests(rows)) {
            texts.entry(digest).or_default().0[side].push(row);
        }
    }
    let n = current.n_rows as u64;
    let mut found = Overlap {
        same_text: texts.values().map(Rows::pairs).sum(),
        compared: n,
        ..Overlap::NONE
    };
    for rows in texts.values().filter(|rows| rows.pairs() > 0) {
        let [a, b] = [(reference, &rows.0[0]), (current, &rows.0[1])].map(|(s, r)| names(s, r));
        let same: u64 = a
            .iter()
            .map(|(name, rows)| (*rows).min(*b.get(name).unwrap_or(&0)))
            .sum();
        found.same_label += same;
        found.other_label += a.values().sum::<u64>().min(b.values().sum()) - same;
    }
    let all = || (0u32..).take(current.n_rows).collect();
    let Some(share) = shared(&texts, reference, current, found.same_text) else {
        return (found, all());
    };
    if found.same_text == n {
        found.is_part = true;
        return (found, all());
    }
    let is_new = new_rows(&texts, reference, current, share);
    let new: Vec<u32> = (0u32..)
        .zip(&is_new)
        .filter(|(_, new)| **new)
        .map(|(row, _)| row)
        .collect();
    found.compared = new.len() as u64;
    found.set_aside = n - found.compared;
    (found, new)
}

/// The rows of each class by its name.
fn names<'a>(side: &'a Side, rows: &[u32]) -> BTreeMap<&'a str, u64> {
    let mut counts = BTreeMap::new();
    if let Some(labels) = &side.labels {
        for label in rows.iter().filter_map(|&row| labels[row as usize]) {
            *counts
                .entry(side.classes[label as usize].as_str())
                .or_insert(0) += 1;
        }
    }
    counts
}

/// The share of the current rows that are rows of the reference; none where there is no overlap.
fn shared(
    texts: &BTreeMap<u64, Rows>,
    reference: &Side,
    current: &Side,
    same_text: u64,
) -> Option<f64> {
    if same_text == 0 {
        return None;
    }
    let words = [reference, current].map(words_of_rows);
    // Texts that the current data has once and the reference once at most, those of them on both sides, and those that
    // one side has twice and the other not.
    let (mut once, mut both, mut twice) = (0u64, 0u64, 0u64);
    for Rows([a, b]) in texts.values() {
        let side = usize::from(a.is_empty());
        let first = [a, b][side][0];
        if words[side][first as usize] < WORDS_OF_ITS_OWN {
            continue;
        }
        match (a.len(), b.len()) {
            (0, 1) => once += 1,
            (1, 1) => (once, both) = (once + 1, both + 1),
            (2, 0) | (0, 2) => twice += 1,
            _ => {}
        }
    }
    let (big, small) = (reference.n_rows as f64, current.n_rows as f64);
    if once < LEAST_TEXTS {
        // Short or repeated texts alone: nothing but the whole of a side is evidence, or half of a few rows.
        let share = same_text as f64 / small;
        let is_few = current.n_rows < 2 * LEAST_TEXTS as usize && twice == 0;
        return (share == 1.0 || (is_few && share >= 0.5)).then_some(share);
    }
    let (apart, together) = (2.0 * big * small, big * (big - 1.0) + small * (small - 1.0));
    let by_chance = twice as f64 * apart / together;
    let share = if both == once && twice as f64 <= 0.1 * once as f64 {
        1.0
    } else {
        (both as f64 - by_chance) / once as f64
    };
    let surprise = binomial_at_least(both, both + twice, apart / (apart + together));
    (share >= LEAST_SHARE && (surprise <= LEVEL || (twice == 0 && share >= 0.5))).then_some(share)
}

fn words_of_rows(side: &Side) -> Vec<u64> {
    let rows = &side.family(Family::Words).rows;
    (0..side.n_rows)
        .map(|row| rows.row(row).map(|(_, count)| u64::from(count)).sum())
        .collect()
}

/// For each current row whether it is new. A text that each side has once is one row; of others this share of the current
/// rows is set aside, as many as the reference has at most, those with a label that the reference's rows have first.
fn new_rows(
    texts: &BTreeMap<u64, Rows>,
    reference: &Side,
    current: &Side,
    share: f64,
) -> Vec<bool> {
    let words = words_of_rows(current);
    let mut is_new = vec![true; current.n_rows];
    let mut owed = 0.0;
    for rows in texts.values().filter(|rows| rows.pairs() > 0) {
        let Rows([a, b]) = rows;
        let is_one_row = a.len() == 1 && b.len() == 1 && words[b[0] as usize] >= WORDS_OF_ITS_OWN;
        let quota = if is_one_row {
            1
        } else {
            owed += share * b.len() as f64;
            let quota = (owed.floor() as u64).min(rows.pairs());
            owed -= quota as f64;
            // What this text could not give, others must not give for it.
            owed = owed.min(1.0);
            quota
        };
        let mut left = names(reference, a);
        let mut order: Vec<(bool, u32)> = b
            .iter()
            .map(|&row| {
                let name = names(current, &[row]).into_keys().next();
                let place = name
                    .and_then(|name| left.get_mut(name))
                    .filter(|rows| **rows > 0);
                let is_there = place.is_some();
                if let Some(rows) = place {
                    *rows -= 1;
                }
                (!is_there, row)
            })
            .collect();
        order.sort_unstable();
        for &(_, row) in &order[..quota as usize] {
            is_new[row as usize] = false;
        }
    }
    is_new
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::drift::Tokens;

    fn side(rows: std::ops::Range<u32>, short: u32) -> Side {
        let texts: Vec<String> = rows
            .map(|row| {
                if short > 0 && row % short == 0 {
                    ["ok", "no tak", "dobrze"][row as usize % 3].to_string()
                } else {
                    format!("wpis numer {row} o czymś {} innym", row * 7)
                }
            })
            .collect();
        let labels: Vec<u32> = texts.iter().map(|text| text.len() as u32 % 2).collect();
        let classes = ["a", "b"].map(String::from);
        Side::of_texts(&Tokens::new(), &texts, Some((&classes, &labels)))
    }

    #[test]
    fn windows_and_growing_tables_are_seen() {
        for (name, reference, current, short, expected) in [
            ("apart", 0..300, 300..500, 0, (0, 200, false)),
            ("itself", 0..300, 0..300, 4, (0, 300, true)),
            ("a part", 0..300, 100..180, 4, (0, 80, true)),
            ("grown", 0..300, 0..400, 0, (300, 100, false)),
            ("a window", 0..300, 200..400, 0, (100, 100, false)),
            (
                "short texts alone on both",
                0..300,
                300..500,
                4,
                (0, 200, false),
            ),
            ("a few rows", 0..5, 0..5, 0, (0, 5, true)),
        ] {
            let (found, new) = overlap(&side(reference, short), &side(current, short));
            assert_eq!(
                (found.set_aside, found.compared, found.is_part),
                expected,
                "{name}: {found:?}"
            );
            assert_eq!(new.len() as u64, found.compared, "{name}");
            assert_eq!(found.other_label, 0, "{name}");
        }
        // Of the short texts of a window as many are set aside as of the others, to two.
        let (found, _) = overlap(&side(0..300, 4), &side(200..400, 4));
        assert!(found.set_aside.abs_diff(100) <= 2, "{found:?}");
        assert!(
            found.to_string().ends_with("new ones are compared with it"),
            "{found}"
        );
    }

    #[test]
    fn another_label_of_the_same_text_is_counted() {
        let (reference, mut current) = (side(0..60, 0), side(0..60, 0));
        let labels = current.labels.as_mut().unwrap();
        labels[7] = labels[7].map(|label| 1 - label);
        labels[8] = None;
        let (found, _) = overlap(&reference, &current);
        assert_eq!(
            (found.same_text, found.same_label, found.other_label),
            (60, 58, 1)
        );
        assert_eq!(
            found.to_string(),
            "all 60 current rows are rows of the reference; 1 of them have another label now"
        );
    }
}
