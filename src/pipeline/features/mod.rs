//! Tokens, vocabulary and TF-IDF, equal to scikit-learn's `TfidfVectorizer`.
//!
//! ```text
//! text -> preprocess (lower case, accents) -> tokenizer -> n-grams -> term table -> limits, order -> weights -> CsrMatrix
//! ```
//!
//! [`TfidfFit`] learns a [`Tfidf`] from texts, or from some of those that are [`TermCounts`], in steps;
//! [`Tfidf::prepare`] makes the [`Vectorizer`] that turns other texts into rows. Both weigh rows by the same code in the
//! same order, so that a text has the same values, bit for bit, whether it was learned from or came later. scikit-learn
//! does not promise that: its `fit_transform` sums a row's norm in the order in which terms were first seen, its
//! `transform` in column order (ours), which differ by an ulp. A [`Union`] is one such vectorizer or two side by side,
//! [`UnionFit`] learns it.
//!
//! It may use Python's text semantics (`python`); it knows nothing of labels.

mod counts;
mod fit;
mod ngrams;
pub mod params;
mod parts;
mod preprocess;
mod row_counts;
mod tokenizer;
mod union;
mod vectorizer;
mod weights;
mod word_terms;

pub use counts::TermCounts;
pub use fit::TfidfFit;
pub use params::{Analyzer, DfLimit, Norm, StripAccents, TfidfParams};
pub use union::{CharsParams, Union, UnionFit};
pub use vectorizer::{Tfidf, Token, Vectorizer};
