//! The fitted vectorizer: plain data, and what is compiled from it to turn texts into rows.

use serde::{Deserialize, Serialize};

use super::ngrams::{Scratch, TextAnalyzer};
use super::params::TfidfParams;
use super::weights::Weighing;
use super::word_terms::WordTerms;
use crate::message;
use crate::message::Argument;
use crate::pipeline::error::{Code, Error};
use crate::pipeline::python::is_space;
use crate::pipeline::sparse::CsrMatrix;
use crate::pipeline::terms::TermTable;

/// A fitted `TfidfVectorizer`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tfidf {
    pub params: TfidfParams,
    /// The terms, ascending by code point; a term's index is its column.
    pub vocabulary: Vec<String>,
    /// Inverse document frequencies, shape `(n_terms,)`, at least 1; empty when `use_idf` is false.
    pub idf: Vec<f64>,
}

impl Tfidf {
    /// Whether this is what a fit gives; for values that came from outside.
    ///
    /// # Errors
    /// Those of [`TfidfParams::check`]; [`Code::InvalidParameter`] if the vocabulary does not ascend, or if the weights
    /// do not match it.
    pub fn check(&self) -> Result<(), Error> {
        self.params.check()?;
        let fault = |what: &'static str| {
            Err(Error::new(
                Code::InvalidParameter,
                message!("error-vectorizer", what = Argument::key(what)),
                message!("error-unchanged-archive"),
            ))
        };
        if self.vocabulary.is_empty() || u32::try_from(self.vocabulary.len()).is_err() {
            return fault("vocabulary");
        }
        if !self.vocabulary.is_sorted_by(|a, b| a < b) {
            return fault("order");
        }
        let n_weights = if self.params.use_idf {
            self.vocabulary.len()
        } else {
            0
        };
        if self.idf.len() != n_weights {
            return fault("weights");
        }
        if !self.idf.iter().all(|idf| idf.is_finite()) {
            return fault("idf");
        }
        Ok(())
    }

    /// Compiles tokenizer and term table, once for many texts.
    ///
    /// # Panics
    /// If [`Tfidf::check`] would refuse it.
    pub fn prepare(&self) -> Vectorizer {
        let mut terms = TermTable::new();
        for term in &self.vocabulary {
            terms.intern(term);
        }
        assert_eq!(terms.len(), self.vocabulary.len(), "terms are distinct");
        Vectorizer {
            analyzer: TextAnalyzer::new(&self.params).expect("options are checked"),
            terms,
            idf: self.idf.clone(),
            weighing: Weighing::new(&self.params),
        }
    }
}

/// Turns texts into rows.
#[derive(Clone)]
pub struct Vectorizer {
    analyzer: TextAnalyzer,
    terms: TermTable,
    idf: Vec<f64>,
    weighing: Weighing,
}

/// A term of a text, in the vocabulary or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// The term as it is looked up: lower-cased, words joined by a space, words padded (`char_wb`), as the options say.
    pub text: String,
    /// Bytes of the given text that it came from; padding has none.
    pub start: usize,
    pub end: usize,
    /// Its column, if the vocabulary holds it.
    pub term: Option<u32>,
}

impl Vectorizer {
    /// How many columns its rows have.
    pub fn n_terms(&self) -> usize {
        self.terms.len()
    }

    /// The rows of texts, shape `(n_texts, n_terms)`; a text without a known term has an empty row. Each row depends on
    /// its text alone.
    pub fn transform(&self, texts: &[String]) -> CsrMatrix {
        let mut matrix = CsrMatrix::with_columns(self.terms.len());
        self.append(texts, &mut matrix);
        matrix
    }

    /// As [`Vectorizer::transform`], below the rows that are there: for work in slices.
    pub fn append(&self, texts: &[String], matrix: &mut CsrMatrix) {
        if self.analyzer.is_by_word() {
            return self.append_by_word(texts, matrix);
        }
        let mut scratch = Scratch::default();
        let (mut columns, mut row) = (Vec::new(), Vec::new());
        for text in texts {
            columns.clear();
            self.analyzer.analyze(text, &mut scratch, |term, _| {
                columns.extend(self.terms.get(term))
            });
            self.push_row(&mut columns, &mut row, matrix);
        }
    }

    /// Looks up the n-grams of each distinct word once.
    fn append_by_word(&self, texts: &[String], matrix: &mut CsrMatrix) {
        let mut words = WordTerms::new();
        let (mut columns, mut row) = (Vec::new(), Vec::new());
        for text in texts {
            columns.clear();
            self.analyzer.words(text, |word| {
                let word = words.intern(word, &self.analyzer, |term| self.terms.get(term));
                columns.extend_from_slice(words.terms(word));
            });
            self.push_row(&mut columns, &mut row, matrix);
        }
    }

    /// Appends the row of a text from the columns of its terms, one for each occurrence, in any order.
    fn push_row(&self, columns: &mut [u32], row: &mut Vec<u64>, matrix: &mut CsrMatrix) {
        columns.sort_unstable();
        row.clear();
        row.extend(
            columns
                .chunk_by(|a, b| a == b)
                .map(|same| u64::from(same[0]) << 32 | same.len() as u64),
        );
        self.weighing.push_row(row, &self.idf, matrix);
    }

    /// The terms of a text in scikit-learn's order (`build_analyzer`): by length of the n-gram, then by place.
    pub fn tokens(&self, text: &str) -> Vec<Token> {
        self.tokens_by(&self.analyzer, text)
    }

    /// How many terms a text has, and how many of them the vocabulary lacks.
    pub fn count_terms(&self, text: &str) -> (u64, u64) {
        let (mut n, mut unknown) = (0, 0);
        self.analyzer
            .analyze(text, &mut Scratch::default(), |term, _| {
                n += 1;
                unknown += u64::from(self.terms.get(term).is_none());
            });
        (n, unknown)
    }

    /// The words that a text's terms are made of, in their order, none of them empty: the tokens of the pattern that are no
    /// stop words; of an analyzer of characters, what stands between white space.
    pub fn words(&self, text: &str) -> Vec<Token> {
        if self.analyzer.is_of_tokens() {
            let mut words = self.tokens_by(&self.analyzer.of_one(), text);
            words.retain(|word| word.start < word.end);
            return words;
        }
        text.split(is_space)
            .filter(|word| !word.is_empty())
            .map(|word| {
                let start = word.as_ptr() as usize - text.as_ptr() as usize;
                Token {
                    text: word.to_string(),
                    start,
                    end: start + word.len(),
                    term: self.terms.get(word),
                }
            })
            .collect()
    }

    /// Whether the rows of texts are brought to length 1, in one norm or the other.
    pub fn normalises(&self) -> bool {
        self.weighing.normalises()
    }

    /// Whether terms are made of characters, and not of words.
    pub fn is_of_characters(&self) -> bool {
        !self.analyzer.is_of_tokens()
    }

    fn tokens_by(&self, analyzer: &TextAnalyzer, text: &str) -> Vec<Token> {
        let origins = analyzer.preprocess.origins(text);
        let mut tokens = Vec::new();
        analyzer.analyze(text, &mut Scratch::default(), |term, bytes| {
            // A term of no bytes lies before the character that follows it.
            let start = origins
                .get(bytes.start)
                .map_or(text.len(), |origin| origin.start);
            let end = if bytes.is_empty() {
                start
            } else {
                origins[bytes.end - 1].end
            };
            tokens.push(Token {
                text: term.to_string(),
                start,
                end,
                term: self.terms.get(term),
            });
        });
        tokens
    }
}
