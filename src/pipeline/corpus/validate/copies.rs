//! Texts that are equal to the character.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher};

use super::near::Labels;
use crate::pipeline::corpus::Corpus;

/// The distinct texts of a set. Costs one pass over the texts; holds references to them.
pub(super) struct Copies<'a> {
    /// Hashed without the randomness of the system; its order is never looked at.
    distinct: HashMap<&'a str, Distinct, BuildHasherDefault<DefaultHasher>>,
}

/// What is known of one text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Distinct {
    /// The first row that has it.
    pub first: u32,
    /// The labels of all rows that have it.
    pub labels: Labels,
}

impl Copies<'_> {
    pub fn of(corpus: &Corpus) -> Copies<'_> {
        let mut distinct: HashMap<&str, Distinct, _> =
            HashMap::with_capacity_and_hasher(corpus.texts.len(), BuildHasherDefault::default());
        for (row, (text, label)) in (0..).zip(corpus.texts.iter().zip(&corpus.labels)) {
            let known = distinct.entry(text.as_str()).or_insert(Distinct {
                first: row,
                labels: Labels::None,
            });
            known.labels = known.labels.with(Labels::One(*label));
        }
        Copies { distinct }
    }

    pub fn get(&self, text: &str) -> Option<Distinct> {
        self.distinct.get(text).copied()
    }
}
