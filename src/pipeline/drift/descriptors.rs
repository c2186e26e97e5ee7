//! Descriptors: numbers that say how a text is written, not what it says.

use std::collections::BTreeMap;

use regex::Regex;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ks::{KsTest, ks_2samp};
use super::measurement::{Measurement, Unavailable};
use super::samples::{Cells, Summary, wasserstein};
use super::shares::{js_distance, psi};
use super::term_rows::{JoinedTerms, TermSet};
use super::tokens::{Family, Tokens};
use crate::message;
use crate::message::Message;

#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, JsonSchema, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Descriptor {
    /// Unicode code points.
    Characters,
    /// Parts between white space.
    Words,
    /// Share of the words that no other text has, of either side; 0 without words. In the values of a side: that no other
    /// row of it has.
    OutOfVocabulary,
    /// Emoji as they are seen.
    Emoji,
    /// `@` and a name.
    Mentions,
    /// Addresses that begin with `http://`, `https://` or `www.`.
    Links,
    /// Share of the letters that are capitals; 0 without letters.
    UpperCase,
    /// Share of the characters that are punctuation (Unicode's P); 0 without characters.
    Punctuation,
}

impl Descriptor {
    pub const ALL: [Descriptor; 8] = [
        Descriptor::Characters,
        Descriptor::Words,
        Descriptor::OutOfVocabulary,
        Descriptor::Emoji,
        Descriptor::Mentions,
        Descriptor::Links,
        Descriptor::UpperCase,
        Descriptor::Punctuation,
    ];

    pub fn name(self) -> Message {
        match self {
            Descriptor::Characters => message!("descriptor-characters"),
            Descriptor::Words => message!("descriptor-words"),
            Descriptor::OutOfVocabulary => message!("descriptor-out-of-vocabulary"),
            Descriptor::Emoji => message!("descriptor-emoji"),
            Descriptor::Mentions => message!("descriptor-mentions"),
            Descriptor::Links => message!("descriptor-links"),
            Descriptor::UpperCase => message!("descriptor-upper-case"),
            Descriptor::Punctuation => message!("descriptor-punctuation"),
        }
    }
}

/// The values of each descriptor, one for each row in the order of the rows.
pub type DescriptorValues = BTreeMap<Descriptor, Vec<f64>>;

/// All descriptors of the texts but [`Descriptor::OutOfVocabulary`], which takes a vocabulary.
pub fn describe<T: AsRef<str>>(tokens: &Tokens, texts: &[T]) -> DescriptorValues {
    let mut found = DescribedRows::new();
    for text in texts {
        found.add(tokens, text.as_ref());
    }
    found.values
}

/// The descriptors of texts that come one after the other.
pub(super) struct DescribedRows {
    mention: Regex,
    link: Regex,
    pub(super) values: DescriptorValues,
}

impl DescribedRows {
    pub(super) fn new() -> DescribedRows {
        let regex = |pattern| Regex::new(pattern).expect("the pattern is sound");
        DescribedRows {
            mention: regex(r"@[\p{L}\p{M}\p{N}_]+"),
            link: regex(r"(?i)\b(?:https?://|www\.)\S+"),
            values: Descriptor::ALL
                .into_iter()
                .filter(|descriptor| *descriptor != Descriptor::OutOfVocabulary)
                .map(|descriptor| (descriptor, Vec::new()))
                .collect(),
        }
    }

    pub(super) fn add(&mut self, tokens: &Tokens, text: &str) {
        let characters = text.chars().count() as f64;
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        let capitals = text.chars().filter(|c| c.is_uppercase()).count();
        let share = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
        let mut emoji = 0u32;
        tokens.scan(Family::Emoji, text, |_| emoji += 1);
        let count = |regex: &Regex| regex.find_iter(text).count() as f64;
        let punctuation = text.chars().filter(|&c| tokens.is_punctuation(c)).count();
        for (descriptor, value) in [
            (Descriptor::Characters, characters),
            (Descriptor::Words, text.split_whitespace().count() as f64),
            (Descriptor::Emoji, f64::from(emoji)),
            (Descriptor::Mentions, count(&self.mention)),
            (Descriptor::Links, count(&self.link)),
            (
                Descriptor::UpperCase,
                share(capitals as f64, letters as f64),
            ),
            (
                Descriptor::Punctuation,
                share(punctuation as f64, characters),
            ),
        ] {
            self.values.entry(descriptor).or_default().push(value);
        }
    }
}

/// For each row of the reference the share of its words that no other row has. A row is held against the rest, so that
/// the reference is not at home by definition.
pub fn own_out_of_vocabulary(words: &TermSet) -> Vec<f64> {
    let documents = words.rows.document_counts(words.vocabulary.len());
    out_of_vocabulary(&words.rows, |term| documents[term as usize] <= 1)
}

/// For each current row the share of its words that no row of the reference has.
pub fn current_out_of_vocabulary(words: &JoinedTerms) -> Vec<f64> {
    let documents = words.reference.document_counts(words.vocabulary.len());
    out_of_vocabulary(&words.current, |term| documents[term as usize] == 0)
}

/// The same of rows whose terms from `n_known` on are those that the reference lacks.
pub(super) fn beyond_vocabulary(rows: &super::TermRows, n_known: usize) -> Vec<f64> {
    out_of_vocabulary(rows, |term| term as usize >= n_known)
}

/// For each row of both sides the share of its words that no other text of either side has; `keys` has the text of each row,
/// so that a row that is on both sides, or there twice, has the words of its own all the same. Both sides are measured
/// alike, so that their rows are exchangeable where nothing changed.
pub fn pooled_out_of_vocabulary(words: &JoinedTerms, keys: [&[u64]; 2]) -> [Vec<f64>; 2] {
    // For each term the only text that has it, and whether there is another one.
    let mut found: Vec<Option<u64>> = vec![None; words.vocabulary.len()];
    let mut is_shared = vec![false; words.vocabulary.len()];
    let sides = [&words.reference, &words.current];
    for (rows, keys) in sides.into_iter().zip(keys) {
        for (row, &key) in keys.iter().enumerate() {
            for &term in rows.terms_of(row) {
                match &mut found[term as usize] {
                    Some(text) => is_shared[term as usize] |= *text != key,
                    first => *first = Some(key),
                }
            }
        }
    }
    sides.map(|rows| out_of_vocabulary(rows, |term| !is_shared[term as usize]))
}

/// Words that the reference does not know: the mean over the rows of a side of the share of their words. A reference row is
/// held against its other rows, a current row against the whole reference; that is not alike, so the two are shown and not
/// tested.
#[derive(Debug, Clone, Copy, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct UnknownWords {
    /// Words that no other row of the reference has.
    pub reference: f64,
    /// Words that no row of the reference has.
    pub current: f64,
}

impl UnknownWords {
    /// # Errors
    /// An empty side.
    pub(super) fn new(
        reference: &DescriptorValues,
        words: &JoinedTerms,
    ) -> Result<UnknownWords, Unavailable> {
        let own = reference
            .get(&Descriptor::OutOfVocabulary)
            .map_or(&[][..], |values| values);
        let now = current_out_of_vocabulary(words);
        // In ascending order, as the counts of a reference have them, so that not a bit of the sum differs.
        let mut own = own.to_vec();
        own.sort_by(f64::total_cmp);
        Unavailable::unless_both(own.len() as u64, now.len() as u64)?;
        let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
        Ok(UnknownWords {
            reference: mean(&own),
            current: mean(&now),
        })
    }
}

fn out_of_vocabulary(rows: &super::TermRows, unknown: impl Fn(u32) -> bool) -> Vec<f64> {
    (0..rows.len())
        .map(|row| {
            let (mut out, mut all) = (0u64, 0u64);
            for (term, count) in rows.row(row) {
                all += u64::from(count);
                out += if unknown(term) { u64::from(count) } else { 0 };
            }
            if all > 0 {
                out as f64 / all as f64
            } else {
                0.0
            }
        })
        .collect()
}

/// A descriptor in a drift report.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct DescriptorDrift {
    pub descriptor: Descriptor,
    /// None of an empty side.
    pub reference: Option<Summary>,
    pub current: Option<Summary>,
    pub tests: Measurement<DescriptorTests>,
}

#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct DescriptorTests {
    pub ks: KsTest,
    /// In the unit of the descriptor.
    pub wasserstein: f64,
    /// Over the standard deviation of the reference, at least 0.001 (Evidently's norm).
    pub wasserstein_normed: f64,
    /// Over `cells`, zeros replaced as Evidently does.
    pub psi: f64,
    /// Over `cells`, with the natural logarithm.
    pub js_distance: f64,
    pub cells: Cells,
}

impl DescriptorDrift {
    /// Of finite values.
    pub fn new(descriptor: Descriptor, reference: &[f64], current: &[f64]) -> DescriptorDrift {
        let sorted = |values: &[f64]| {
            let mut values = values.to_vec();
            values.sort_by(f64::total_cmp);
            values
        };
        let (reference, current) = (sorted(reference), sorted(current));
        DescriptorDrift {
            descriptor,
            reference: Summary::new(&reference),
            current: Summary::new(&current),
            tests: DescriptorTests::new(&reference, &current).into(),
        }
    }
}

impl DescriptorTests {
    /// Of values in ascending order.
    ///
    /// # Errors
    /// An empty side, or one value everywhere.
    pub fn new(reference: &[f64], current: &[f64]) -> Result<DescriptorTests, Unavailable> {
        Unavailable::unless_both(reference.len() as u64, current.len() as u64)?;
        let (first, last) = (reference[0], reference[reference.len() - 1]);
        if first == last && current[0] == first && current[current.len() - 1] == first {
            return Err(Unavailable::Constant);
        }
        let sd = Summary::new(reference).map_or(0.0, |summary| summary.sd);
        let distance = wasserstein(reference, current);
        let cells = Cells::evidently(reference, current);
        let (p, q) = cells.shares();
        Ok(DescriptorTests {
            ks: ks_2samp(reference, current),
            wasserstein: distance,
            wasserstein_normed: distance / sd.max(0.001),
            psi: psi(&p, &q),
            js_distance: js_distance(&p, &q),
            cells,
        })
    }
}

/// The whole of the descriptors: the smallest p-value of their tests times the number of tests (Bonferroni). None where
/// no descriptor could be tested.
pub fn descriptors_p(descriptors: &[DescriptorDrift]) -> Option<f64> {
    let p: Vec<f64> = descriptors
        .iter()
        .filter_map(|descriptor| descriptor.tests.measured())
        .map(|tests| tests.ks.p)
        .collect();
    let least = p.iter().copied().reduce(f64::min)?;
    Some((least * p.len() as f64).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptors_by_hand() {
        let values = describe(
            &Tokens::new(),
            &["@jan_1 Ą b: HTTPS://t.co/x 👍🏽👍🏽!", "", "123"],
        );
        let of = |descriptor: Descriptor| &values[&descriptor];
        assert_eq!(of(Descriptor::Characters), &[32.0, 0.0, 3.0]);
        assert_eq!(of(Descriptor::Words), &[5.0, 0.0, 1.0]);
        assert_eq!(of(Descriptor::Emoji), &[2.0, 0.0, 0.0]);
        assert_eq!(of(Descriptor::Mentions), &[1.0, 0.0, 0.0]);
        assert_eq!(of(Descriptor::Links), &[1.0, 0.0, 0.0]);
        // Letters: jan, Ą, b, HTTPS, t, co, x; capitals: Ą and HTTPS.
        assert_eq!(of(Descriptor::UpperCase), &[6.0 / 14.0, 0.0, 0.0]);
        // @ _ : : / / . / !
        assert_eq!(of(Descriptor::Punctuation), &[9.0 / 32.0, 0.0, 0.0]);
    }

    #[test]
    fn the_reference_is_held_against_its_other_rows() {
        let tokens = Tokens::new();
        let reference = tokens.terms(Family::Words, &["a b b", "a c", ""]);
        let current = tokens.terms(Family::Words, &["b d", "d d a d"]);
        assert_eq!(own_out_of_vocabulary(&reference), [2.0 / 3.0, 0.5, 0.0]);
        let joined = JoinedTerms::new(&reference, &current);
        assert_eq!(current_out_of_vocabulary(&joined), [0.5, 0.75]);
    }
}
