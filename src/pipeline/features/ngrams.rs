//! From a text to its terms: scikit-learn's `build_analyzer`, for words, characters, and characters within words.
//!
//! A text is first cut into units (words or characters) that lie in one buffer as a term joins them, so that every
//! n-gram is a slice of the buffer and nothing is copied for it.

use std::ops::Range;

use super::params::{Analyzer, TfidfParams};
use super::preprocess::Preprocess;
use super::tokenizer::Tokenizer;
use crate::pipeline::error::Error;
use crate::pipeline::python::is_space;
use crate::pipeline::terms::TermTable;

/// Turns texts into terms, by checked options.
#[derive(Clone)]
pub(super) struct TextAnalyzer {
    pub(super) preprocess: Preprocess,
    cut: Cut,
    /// The shortest and the longest n-gram, `1 <= min <= max`.
    min_n: usize,
    max_n: usize,
}

#[derive(Clone)]
enum Cut {
    Words {
        tokenizer: Tokenizer,
        stop_words: TermTable,
    },
    Chars,
    CharsInWords,
}

/// Memory that is used again for each text.
#[derive(Default)]
pub(super) struct Scratch {
    buffer: String,
    units: Vec<Unit>,
    /// Where the units of each word end (`char_wb` only).
    word_ends: Vec<usize>,
}

/// A word or a character.
#[derive(Clone, Copy)]
struct Unit {
    /// Bytes in the buffer.
    start: usize,
    end: usize,
    /// Bytes in the preprocessed text; empty for the spaces that pad a word.
    from: usize,
    to: usize,
}

impl TextAnalyzer {
    /// # Errors
    /// Those of the token pattern; the other options must be checked already.
    pub(super) fn new(params: &TfidfParams) -> Result<TextAnalyzer, Error> {
        let cut = match params.analyzer {
            Analyzer::Word => {
                let mut stop_words = TermTable::new();
                for word in &params.stop_words {
                    stop_words.intern(word);
                }
                Cut::Words {
                    tokenizer: Tokenizer::new(&params.token_pattern)?,
                    stop_words,
                }
            }
            Analyzer::Char => Cut::Chars,
            Analyzer::CharWb => Cut::CharsInWords,
        };
        Ok(TextAnalyzer {
            preprocess: Preprocess {
                lowercase: params.lowercase,
                strip_accents: params.strip_accents,
            },
            cut,
            min_n: params.ngram_range.0 as usize,
            max_n: params.ngram_range.1 as usize,
        })
    }

    /// Calls `found` for each term of a text, in scikit-learn's order, with the term and its bytes in the preprocessed
    /// text.
    pub(super) fn analyze(
        &self,
        text: &str,
        scratch: &mut Scratch,
        mut found: impl FnMut(&str, Range<usize>),
    ) {
        let text = &*self.preprocess.apply(text);
        let Scratch {
            buffer,
            units,
            word_ends,
        } = scratch;
        buffer.clear();
        units.clear();
        word_ends.clear();

        match &self.cut {
            // Single words need no buffer.
            Cut::Words {
                tokenizer,
                stop_words,
            } if self.max_n == 1 => tokenizer.scan(text, |range| {
                let word = &text[range.clone()];
                if stop_words.get(word).is_none() {
                    found(word, range);
                }
            }),
            Cut::Words {
                tokenizer,
                stop_words,
            } => {
                tokenizer.scan(text, |range| {
                    let word = &text[range.clone()];
                    if stop_words.get(word).is_none() {
                        if !units.is_empty() {
                            buffer.push(' ');
                        }
                        push_unit(buffer, units, word, range);
                    }
                });
                self.windows(buffer, units, &mut found);
            }
            Cut::Chars => {
                push_chars_single_spaced(buffer, units, text);
                self.windows(buffer, units, &mut found);
            }
            Cut::CharsInWords => {
                push_padded_words(buffer, units, word_ends, text);
                let mut start = 0;
                for &end in &*word_ends {
                    self.windows_of_word(buffer, &units[start..end], &mut found);
                    start = end;
                }
            }
        }
    }

    /// Whether a text's terms are those of its words, one by one.
    pub(super) fn is_by_word(&self) -> bool {
        matches!(self.cut, Cut::CharsInWords)
    }

    /// Whether terms are made of the tokens of a pattern, and not of characters.
    pub(super) fn is_of_tokens(&self) -> bool {
        matches!(self.cut, Cut::Words { .. })
    }

    /// The same analyzer for 1-grams.
    pub(super) fn of_one(&self) -> TextAnalyzer {
        TextAnalyzer {
            min_n: 1,
            max_n: 1,
            ..self.clone()
        }
    }

    /// Calls `found` for each word between white space of the preprocessed text. Where [`TextAnalyzer::is_by_word`], the
    /// terms of the text are the [`TextAnalyzer::ngrams_of_word`] of these.
    pub(super) fn words(&self, text: &str, mut found: impl FnMut(&str)) {
        let text = &*self.preprocess.apply(text);
        for word in text.split(is_space).filter(|word| !word.is_empty()) {
            found(word);
        }
    }

    /// Calls `found` for each n-gram of a word with a space before and after, as often as it is there; `padded` is
    /// memory to work in.
    pub(super) fn ngrams_of_word(
        &self,
        word: &str,
        padded: &mut String,
        mut found: impl FnMut(&str),
    ) {
        padded.clear();
        padded.push(' ');
        padded.push_str(word);
        padded.push(' ');
        for n in self.min_n..=self.max_n {
            // The ends of the first n-gram: the two then move on together, character by character.
            let mut ends = padded.char_indices().map(|(at, c)| at + c.len_utf8());
            let Some(mut end) = ends.nth(n - 1).filter(|end| *end < padded.len()) else {
                // A word that is not longer is a term as a whole, once.
                found(padded);
                break;
            };
            for (start, _) in padded.char_indices() {
                found(&padded[start..end]);
                match ends.next() {
                    Some(next) => end = next,
                    None => break,
                }
            }
        }
    }

    /// All n-grams of the units, shortest first.
    fn windows(&self, buffer: &str, units: &[Unit], found: &mut impl FnMut(&str, Range<usize>)) {
        for n in self.min_n..=self.max_n.min(units.len()) {
            for window in units.windows(n) {
                emit(buffer, window, found);
            }
        }
    }

    /// All n-grams of one padded word, shortest first; a word that is not longer than `n` is a term as a whole, once.
    fn windows_of_word(
        &self,
        buffer: &str,
        word: &[Unit],
        found: &mut impl FnMut(&str, Range<usize>),
    ) {
        for n in self.min_n..=self.max_n {
            if word.len() <= n {
                emit(buffer, word, found);
                break;
            }
            for window in word.windows(n) {
                emit(buffer, window, found);
            }
        }
    }
}

fn emit(buffer: &str, window: &[Unit], found: &mut impl FnMut(&str, Range<usize>)) {
    let (first, last) = (window[0], window[window.len() - 1]);
    found(&buffer[first.start..last.end], first.from..last.to);
}

fn push_unit(buffer: &mut String, units: &mut Vec<Unit>, text: &str, origin: Range<usize>) {
    let start = buffer.len();
    buffer.push_str(text);
    units.push(Unit {
        start,
        end: buffer.len(),
        from: origin.start,
        to: origin.end,
    });
}

/// Each character is a unit; a run of two white-space characters or more is one space (`\s\s+`), a single one stays.
fn push_chars_single_spaced(buffer: &mut String, units: &mut Vec<Unit>, text: &str) {
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        let mut end = start + c.len_utf8();
        let single = end;
        if is_space(c) {
            while let Some((at, space)) = chars.next_if(|(_, next)| is_space(*next)) {
                end = at + space.len_utf8();
            }
        }
        let shown = if end == single {
            &text[start..end]
        } else {
            " "
        };
        push_unit(buffer, units, shown, start..end);
    }
}

/// The words between white space, each with a space before and after; every character is a unit.
fn push_padded_words(
    buffer: &mut String,
    units: &mut Vec<Unit>,
    word_ends: &mut Vec<usize>,
    text: &str,
) {
    let mut in_word = false;
    for (start, c) in text.char_indices() {
        if is_space(c) {
            if in_word {
                push_unit(buffer, units, " ", start..start);
                word_ends.push(units.len());
            }
            in_word = false;
            continue;
        }
        if !in_word {
            push_unit(buffer, units, " ", start..start);
            in_word = true;
        }
        let end = start + c.len_utf8();
        push_unit(buffer, units, &text[start..end], start..end);
    }
    if in_word {
        push_unit(buffer, units, " ", text.len()..text.len());
        word_ends.push(units.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(params: &TfidfParams, text: &str) -> Vec<String> {
        let analyzer = TextAnalyzer::new(params).unwrap();
        let preprocessed = analyzer.preprocess.apply(text).into_owned();
        let mut terms = Vec::new();
        analyzer.analyze(text, &mut Scratch::default(), |term, range| {
            assert!(preprocessed.get(range).is_some());
            terms.push(term.to_string());
        });
        terms
    }

    fn params(analyzer: Analyzer, ngram_range: (u32, u32)) -> TfidfParams {
        TfidfParams {
            analyzer,
            ngram_range,
            ..TfidfParams::default()
        }
    }

    #[test]
    fn words_are_joined_after_stop_words() {
        let with_stop_words = TfidfParams {
            stop_words: vec!["the".into()],
            ..params(Analyzer::Word, (1, 2))
        };
        assert_eq!(
            terms(&with_stop_words, "the cat and the dog"),
            ["cat", "and", "dog", "cat and", "and dog"]
        );
        assert_eq!(
            terms(&params(Analyzer::Word, (2, 9)), "one two six"),
            ["one two", "two six", "one two six"]
        );
        assert!(terms(&params(Analyzer::Word, (2, 2)), "one").is_empty());
    }

    #[test]
    fn characters_across_words() {
        assert_eq!(
            terms(&params(Analyzer::Char, (2, 3)), "a\t b\u{a0}"),
            ["a ", " b", "b\u{a0}", "a b", " b\u{a0}"]
        );
        assert_eq!(terms(&params(Analyzer::Char, (1, 5)), "ł"), ["ł"]);
        assert!(terms(&params(Analyzer::Char, (2, 5)), "ł").is_empty());
    }

    proptest::proptest! {
        #[test]
        fn words_hold_the_terms_of_their_text(
            text in "[ab łß\u{1f600}\n\u{a0}\u{301}]{0,40}|\\PC{0,20}", lowercase: bool, shortest in 1u32..5, more in 0u32..4,
        ) {
            let params = TfidfParams { lowercase, ..params(Analyzer::CharWb, (shortest, shortest + more)) };
            let analyzer = TextAnalyzer::new(&params).unwrap();
            let (mut of_words, mut padded) = (Vec::new(), String::new());
            analyzer.words(&text, |word| {
                analyzer.ngrams_of_word(word, &mut padded, |term| of_words.push(term.to_string()));
            });
            proptest::prop_assert_eq!(of_words, terms(&params, &text));
        }
    }

    #[test]
    fn short_words_come_once() {
        assert_eq!(
            terms(&params(Analyzer::CharWb, (2, 5)), " a\u{85}"),
            [" a", "a ", " a "]
        );
        assert_eq!(
            terms(&params(Analyzer::CharWb, (4, 6)), "a bc"),
            [" a ", " bc "]
        );
        assert_eq!(
            terms(&params(Analyzer::CharWb, (1, 1)), "ab"),
            [" ", "a", "b", " "]
        );
    }
}
