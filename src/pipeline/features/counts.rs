//! What texts hold, counted once: their terms, numbered in the order in which they come, and how often each is in each text.
//!
//! It depends on the options that make terms of a text alone (analyzer, pattern, n-grams, lower case, accents, stop words), so
//! that rows, limits and weights can be chosen again and again without cutting a text a second time.

use super::ngrams::{Scratch, TextAnalyzer};
use super::params::TfidfParams;
use super::parts::{NO_TEXT, Parts};
use super::word_terms::WordTerms;
use crate::pipeline::error::Error;
use crate::pipeline::terms::TermTable;

/// Texts counted so far.
pub struct TermCounts {
    analyzer: TextAnalyzer,
    scratch: Scratch,
    pub(super) terms: TermTable,
    /// What the texts are made of: terms, or words if there are any.
    parts: Parts,
    pub(super) words: Option<WordTerms>,
}

impl TermCounts {
    /// No texts yet.
    ///
    /// # Errors
    /// Those of [`TfidfParams::check`].
    pub fn new(params: &TfidfParams) -> Result<TermCounts, Error> {
        params.check()?;
        let analyzer = TextAnalyzer::new(params)?;
        Ok(TermCounts {
            words: analyzer.is_by_word().then(WordTerms::new),
            analyzer,
            scratch: Scratch::default(),
            terms: TermTable::new(),
            parts: Parts::default(),
        })
    }

    /// Counts one more text.
    ///
    /// # Panics
    /// At 2^32 - 1 texts.
    pub fn add(&mut self, text: &str) {
        assert!(self.n_texts() < NO_TEXT as usize, "fewer than 2^32 - 1");
        let (terms, parts) = (&mut self.terms, &mut self.parts);
        match &mut self.words {
            None => self.analyzer.analyze(text, &mut self.scratch, |term, _| {
                parts.add(terms.intern(term));
            }),
            Some(words) => self.analyzer.words(text, |word| {
                parts.add(words.intern(word, &self.analyzer, |term| Some(terms.intern(term))));
            }),
        }
        parts.close();
    }

    pub fn n_texts(&self) -> usize {
        self.parts.n_texts()
    }

    /// Bytes that it holds, about.
    pub fn n_bytes(&self) -> usize {
        let words = self.words.as_ref().map_or(0, WordTerms::n_bytes);
        self.terms.n_bytes() + self.parts.n_bytes() + words
    }

    /// The parts of a text with their counts, each once.
    pub(super) fn parts_of(&self, text: usize) -> &[(u32, u32)] {
        self.parts.of(text)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::pipeline::features::{Analyzer, DfLimit, Norm, StripAccents, TfidfFit};

    /// Where no term is left it is the same error, too.
    fn assert_same(params: &TfidfParams, texts: &[String], learned: &[u32], others: &[u32]) {
        let select = |rows: &[u32]| -> Arc<[String]> {
            rows.iter()
                .map(|&row| texts[row as usize].clone())
                .collect()
        };
        let of_texts = TfidfFit::new(params, select(learned)).and_then(TfidfFit::finish);
        let mut counts = TermCounts::new(params).unwrap();
        texts.iter().for_each(|text| counts.add(text));
        let of_counts = TfidfFit::of_counted(params, counts.into(), learned.into(), others.into())
            .and_then(|mut fit| {
                while fit.step(3).is_running() {}
                fit.finish_with_others()
            });
        let expected = of_texts.map(|(tfidf, matrix)| {
            let of_others = tfidf.prepare().transform(&select(others));
            (tfidf, matrix, of_others)
        });
        assert_eq!(of_counts, expected, "{params:?}");
    }

    proptest::proptest! {
        #[test]
        fn rows_of_counted_texts_are_those_of_the_texts(
            texts in proptest::collection::vec("[abcAB ąż]{0,30}", 1..24),
            is_learned in proptest::collection::vec(proptest::bool::weighted(0.7), 24),
            analyzer in proptest::sample::select(vec![Analyzer::Word, Analyzer::Char, Analyzer::CharWb]),
            (shortest, more) in (1u32..4, 0u32..4),
            (lowercase, binary, sublinear_tf, use_idf, smooth_idf) in proptest::prelude::any::<(bool, bool, bool, bool, bool)>(),
            min_df in proptest::sample::select(vec![DfLimit::Count(1), DfLimit::Count(3), DfLimit::Share(0.0), DfLimit::Share(0.2)]),
            max_df in proptest::sample::select(vec![DfLimit::Count(4), DfLimit::Share(0.6), DfLimit::Share(1.0)]),
            max_features in proptest::sample::select(vec![None, Some(1), Some(7)]),
            norm in proptest::sample::select(vec![Norm::L1, Norm::L2, Norm::None]),
            strip in proptest::sample::select(vec![StripAccents::None, StripAccents::Unicode]),
        ) {
            let params = TfidfParams {
                analyzer,
                ngram_range: (shortest, shortest + more),
                token_pattern: r"(?u)\b\w+\b".into(),
                stop_words: vec!["a".into()],
                lowercase,
                strip_accents: strip,
                binary,
                sublinear_tf,
                use_idf,
                smooth_idf,
                min_df,
                max_df,
                max_features,
                norm,
                weight: 1.0,
            };
            let rows = |inside: bool| -> Vec<u32> {
                let rows = (0..texts.len() as u32).rev();
                rows.filter(|&row| is_learned[row as usize] == inside).collect()
            };
            assert_same(&params, &texts, &rows(true), &rows(false));
        }
    }
}
