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

use std::collections::{BTreeMap, VecDeque};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::copies::{first_bits, scrambled};
use super::descriptors::Descriptor;
use super::power::binomial_at_least;
use super::side::Side;
use super::tokens::Family;
use crate::message;
use crate::message::{Argument, Message};
use crate::pipeline::step::{Pace, pause};

/// Words of a text that hardly two people write.
const WORDS_OF_ITS_OWN: u64 = 4;
/// Texts of the current data below which all of them are evidence.
const LEAST_TEXTS: u64 = 10;
/// Overlap below this share of the current rows changes no test.
const LEAST_SHARE: f64 = 0.01;
const LEVEL: f64 = 0.001;

/// Rows that both sides have.
#[derive(Debug, Clone, Copy, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct Overlap {
    /// Current rows whose text the reference has too, each of its rows counted once.
    pub same_text: u64,
    /// Of the current rows that were taken as rows of the reference those with a label on both sides: as many have the same
    /// one, and as many another one.
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

impl Overlap {
    /// Current rows that are rows of the reference.
    pub fn shared(&self) -> u64 {
        match self.is_part {
            true => self.compared,
            false => self.set_aside,
        }
    }

    /// What is to be said of it, without a full stop; nothing where no text is on both sides, or the verdict says it all.
    pub fn message(&self) -> Option<Message> {
        let rows = self.set_aside + self.compared;
        let relabelled = |of| {
            (self.other_label > 0)
                .then(|| message!("drift-relabelled", changed = self.other_label, rows = of))
        };
        if self.is_part {
            return relabelled(self.compared);
        }
        let said = match (self.set_aside, self.same_text) {
            (0, 0) => None,
            (0, texts) => Some(message!("drift-same-texts", texts = texts, rows = rows)),
            (aside, _) => Some(message!(
                "drift-set-aside",
                aside = aside,
                rows = rows,
                compared = self.compared
            )),
        };
        let clauses = said.into_iter().chain(relabelled(self.set_aside));
        let clauses: Vec<Argument> = clauses.map(Argument::from).collect();
        (!clauses.is_empty()).then(|| message!("clauses", clauses = Argument::Clauses(clauses)))
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

/// Rows of either side that stand in an overlap, ascending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OverlapRows {
    /// The current rows that are new; all of them where there is no overlap or where none is new.
    pub new: Vec<u32>,
    /// Where none is new, the reference's rows that they are.
    pub part: Vec<u32>,
}

/// What is on both sides; gives way in between.
pub(super) async fn overlap(reference: &Side, current: &Side) -> (Overlap, OverlapRows) {
    let mut pace = Pace::default();
    let mut texts: BTreeMap<u64, Rows> = BTreeMap::new();
    for (side, rows) in [reference, current].into_iter().enumerate() {
        pause().await;
        let digests = row_digests(rows);
        pause().await;
        for (row, digest) in (0u32..).zip(digests) {
            texts.entry(digest).or_default().0[side].push(row);
            pace.after(0).await;
        }
    }
    let n = current.n_rows as u64;
    let mut found = Overlap {
        same_text: texts.values().map(Rows::pairs).sum(),
        compared: n,
        ..Overlap::NONE
    };
    let mut rows = OverlapRows {
        new: (0u32..).take(current.n_rows).collect(),
        part: Vec::new(),
    };
    pause().await;
    let Some(shared) = shared(&texts, reference, current, found.same_text) else {
        return (found, rows);
    };
    let shared = match found.same_text == n {
        true => Shared::All,
        false => shared,
    };
    pause().await;
    let pairs = paired(&texts, reference, current, &shared);
    pause().await;
    for &(before, now) in &pairs {
        match (label(reference, before), label(current, now)) {
            (Some(before), Some(now)) if before == now => found.same_label += 1,
            (Some(_), Some(_)) => found.other_label += 1,
            _ => {}
        }
    }
    if found.same_text == n {
        found.is_part = true;
        rows.part = pairs.into_iter().map(|(before, _)| before).collect();
        rows.part.sort_unstable();
        return (found, rows);
    }
    let mut is_new = vec![true; current.n_rows];
    for (_, now) in pairs {
        is_new[now as usize] = false;
    }
    rows.new.retain(|&row| is_new[row as usize]);
    found.compared = rows.new.len() as u64;
    found.set_aside = n - found.compared;
    (found, rows)
}

/// The name of the class of a row; none without a label.
fn label(side: &Side, row: u32) -> Option<&str> {
    let label = side.labels.as_ref()?[row as usize]?;
    Some(side.classes[label as usize].as_str())
}

/// How much is on both sides.
enum Shared {
    /// All that can be: one side is a part of the other.
    All,
    /// This share of the current rows.
    Share(f64),
}

/// None where there is no overlap.
fn shared(
    texts: &BTreeMap<u64, Rows>,
    reference: &Side,
    current: &Side,
    same_text: u64,
) -> Option<Shared> {
    if same_text == 0 {
        return None;
    }
    let words = [reference, current].map(words_of_rows);
    // Texts that the current data has once and the reference once at most, the other way round, those of them on both sides,
    // and those that one side has twice and the other not.
    let (mut once, mut before, mut both, mut twice) = (0u64, 0u64, 0u64, 0u64);
    for Rows([a, b]) in texts.values() {
        let side = usize::from(a.is_empty());
        let first = [a, b][side][0];
        if words[side][first as usize] < WORDS_OF_ITS_OWN {
            continue;
        }
        match (a.len(), b.len()) {
            (0, 1) => once += 1,
            (1, 0) => before += 1,
            (1, 1) => both += 1,
            (2, 0) | (0, 2) => twice += 1,
            _ => {}
        }
    }
    let (once, before) = (once + both, before + both);
    let (big, small) = (reference.n_rows as f64, current.n_rows as f64);
    if once < LEAST_TEXTS {
        // Short or repeated texts alone: nothing but the whole of a side is evidence, or half of a few rows.
        let share = same_text as f64 / small;
        let is_few = current.n_rows < 2 * LEAST_TEXTS as usize && twice == 0;
        return (share == 1.0 || (is_few && share >= 0.5)).then_some(Shared::Share(share));
    }
    let (apart, together) = (2.0 * big * small, big * (big - 1.0) + small * (small - 1.0));
    let by_chance = twice as f64 * apart / together;
    let surprise = binomial_at_least(both, both + twice, apart / (apart + together));
    let is_rare = |of: u64| twice as f64 <= 0.1 * of as f64;
    let is_sure = |share: f64| surprise <= LEVEL || (twice == 0 && share >= 0.5);
    // A growing table has the whole reference, however long it has become.
    let is_grown = before >= LEAST_TEXTS.min(reference.n_rows as u64) && is_rare(before);
    if (both == once && is_rare(once)) || (both == before && is_grown && is_sure(1.0)) {
        return Some(Shared::All);
    }
    let share = (both as f64 - by_chance) / once as f64;
    (share >= LEAST_SHARE && is_sure(share)).then_some(Shared::Share(share))
}

fn words_of_rows(side: &Side) -> Vec<u64> {
    let rows = &side.family(Family::Words).rows;
    (0..side.n_rows)
        .map(|row| rows.row(row).map(|(_, count)| u64::from(count)).sum())
        .collect()
}

/// The rows of the reference that are among the current rows again, and which these are. A text that each side has once is
/// one row; of others this share of the current rows is taken, as many as the reference has at most, those with a label
/// that the reference's rows have first.
fn paired(
    texts: &BTreeMap<u64, Rows>,
    reference: &Side,
    current: &Side,
    shared: &Shared,
) -> Vec<(u32, u32)> {
    let words = words_of_rows(current);
    let mut pairs = Vec::new();
    let mut owed = 0.0;
    for rows in texts.values().filter(|rows| rows.pairs() > 0) {
        let Rows([a, b]) = rows;
        let is_one_row = a.len() == 1 && b.len() == 1 && words[b[0] as usize] >= WORDS_OF_ITS_OWN;
        let quota = match shared {
            _ if is_one_row => 1,
            Shared::All => rows.pairs(),
            Shared::Share(share) => {
                owed += share * b.len() as f64;
                let quota = (owed.floor() as u64).min(rows.pairs());
                owed -= quota as f64;
                // What this text could not give, others must not give for it.
                owed = owed.min(1.0);
                quota
            }
        };
        let mut left: BTreeMap<Option<&str>, VecDeque<u32>> = BTreeMap::new();
        for &row in a {
            left.entry(label(reference, row))
                .or_default()
                .push_back(row);
        }
        let (mut same, mut others) = (Vec::new(), Vec::new());
        for &now in b {
            let rows = left.get_mut(&label(current, now));
            match rows.and_then(VecDeque::pop_front) {
                Some(before) => same.push((before, now)),
                None => others.push(now),
            }
        }
        same.extend(left.into_values().flatten().zip(others));
        pairs.extend(same.into_iter().take(quota as usize));
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::drift::Tokens;
    use crate::pipeline::step::at_once;

    fn said(overlap: &Overlap) -> String {
        let said = overlap.message().expect("there is something to be said");
        said.to_string()
    }

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
            (
                "grown, short texts too",
                0..300,
                0..400,
                4,
                (300, 100, false),
            ),
            (
                "grown to a hundred times",
                0..20,
                0..2_000,
                0,
                (20, 1_980, false),
            ),
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
            let (found, rows) = at_once(overlap(&side(reference, short), &side(current, short)));
            assert_eq!(
                (found.set_aside, found.compared, found.is_part),
                expected,
                "{name}: {found:?}"
            );
            assert_eq!(rows.new.len() as u64, found.compared, "{name}");
            assert_eq!(found.other_label, 0, "{name}");
        }
        // Of the short texts of a window as many are set aside as of the others, to two.
        let (found, _) = at_once(overlap(&side(0..300, 4), &side(200..400, 4)));
        assert!(found.set_aside.abs_diff(100) <= 2, "{found:?}");
        assert!(
            said(&found).ends_with("new ones are compared with it"),
            "{found:?}"
        );
    }

    #[test]
    fn another_label_of_the_same_text_is_counted() {
        let (reference, mut current) = (side(0..60, 0), side(0..60, 0));
        let labels = current.labels.as_mut().unwrap();
        labels[7] = labels[7].map(|label| 1 - label);
        labels[8] = None;
        let (found, _) = at_once(overlap(&reference, &current));
        assert_eq!(
            (found.same_text, found.same_label, found.other_label),
            (60, 58, 1)
        );
        assert_eq!(
            said(&found),
            "rows of the reference with another label now: 1 of 60"
        );
    }
}
