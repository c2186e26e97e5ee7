//! Words and the terms that each of them stands for, where n-grams of characters stay within words (`char_wb`): a word
//! is cut into its n-grams once, however often it comes.

use super::ngrams::TextAnalyzer;
use crate::pipeline::terms::TermTable;

/// The words seen so far, with the terms of each.
pub(super) struct WordTerms {
    words: TermTable,
    /// Where the terms of each word end.
    ends: Vec<usize>,
    /// Numbers of terms, word by word; a term that a word holds twice is there twice.
    terms: Vec<u32>,
    /// Memory that is used again for each word.
    padded: String,
}

impl WordTerms {
    pub(super) fn new() -> WordTerms {
        WordTerms {
            words: TermTable::new(),
            ends: Vec::new(),
            terms: Vec::new(),
            padded: String::new(),
        }
    }

    /// The number of a word; of a new one the n-grams are numbered by `number`, or left out.
    pub(super) fn intern(
        &mut self,
        word: &str,
        analyzer: &TextAnalyzer,
        mut number: impl FnMut(&str) -> Option<u32>,
    ) -> u32 {
        let known = self.words.intern(word);
        if known as usize == self.ends.len() {
            let terms = &mut self.terms;
            analyzer.ngrams_of_word(word, &mut self.padded, |term| terms.extend(number(term)));
            self.ends.push(terms.len());
        }
        known
    }

    /// Bytes that it holds.
    pub(super) fn n_bytes(&self) -> usize {
        self.words.n_bytes() + size_of_val(&self.ends[..]) + size_of_val(&self.terms[..])
    }

    /// The terms of a word.
    pub(super) fn terms(&self, word: u32) -> &[u32] {
        let word = word as usize;
        let start = match word {
            0 => 0,
            _ => self.ends[word - 1],
        };
        &self.terms[start..self.ends[word]]
    }
}
