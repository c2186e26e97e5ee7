//! The options of the vectorizer, with scikit-learn's names.

use serde::{Deserialize, Serialize};

use super::ngrams::TextAnalyzer;
use crate::pipeline::error::Error;
use crate::pipeline::params::CONFIG;

/// Options of [scikit-learn's `TfidfVectorizer`]; the default is the user's own choice, not scikit-learn's.
///
/// [scikit-learn's `TfidfVectorizer`]: https://scikit-learn.org/stable/modules/generated/sklearn.feature_extraction.text.TfidfVectorizer.html
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TfidfParams {
    /// What a term is made of.
    pub analyzer: Analyzer,
    /// The regular expression of a token (Python's syntax, no look-around); used by the analyzer `word` only.
    pub token_pattern: String,
    /// Whether to lower-case before tokenising.
    pub lowercase: bool,
    /// Whether to drop accents before tokenising.
    pub strip_accents: StripAccents,
    /// Tokens that are dropped; used by the analyzer `word` only.
    pub stop_words: Vec<String>,
    /// The shortest and the longest n-gram, `1 <= min <= max`.
    pub ngram_range: (u32, u32),
    /// Terms in fewer documents are dropped.
    pub min_df: DfLimit,
    /// Terms in more documents are dropped.
    pub max_df: DfLimit,
    /// Keep only this many terms, the most frequent in the corpus; all when absent. Of equally frequent terms the first
    /// by code point stays. (scikit-learn leaves ties to numpy's unstable sort, whose order depends on the processor.)
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_features: Option<u64>,
    /// Whether every count above 0 becomes 1.
    pub binary: bool,
    /// The norm that each row gets.
    pub norm: Norm,
    /// Whether counts are weighted by the inverse document frequency.
    pub use_idf: bool,
    /// Whether one document more is assumed that holds every term once.
    pub smooth_idf: bool,
    /// Whether a count becomes `1 + ln(count)`.
    pub sublinear_tf: bool,
    /// What its values are multiplied by beside another vectorizer, above 0: one of `FeatureUnion`'s `transformer_weights`.
    #[serde(skip_serializing_if = "is_one")]
    pub weight: f64,
}

fn is_one(weight: &f64) -> bool {
    *weight == 1.0
}

impl TfidfParams {
    /// Whether every option is in its range and the token pattern compiles.
    ///
    /// # Errors
    /// `InvalidParameter` for the first option out of its range, its place the option's name such as `tfidf.min_df`; for the
    /// token pattern the errors of the translation from Python.
    pub fn check(&self) -> Result<(), Error> {
        if let Some(fault) = CONFIG.faults_of("tfidf", "tfidf", self).into_iter().next() {
            return Err(fault);
        }
        TextAnalyzer::new(self).map(|_| ())
    }
}

/// What a term is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Analyzer {
    /// Words, by `token_pattern`.
    Word,
    /// Characters, across words.
    Char,
    /// Characters within words that are padded by a space on each side.
    CharWb,
}

/// How accents are dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StripAccents {
    /// They stay.
    None,
    /// NFKD, then only ASCII is kept.
    Ascii,
    /// NFKD, then combining characters go.
    Unicode,
}

/// The norm that each row gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Norm {
    /// Absolute values sum to 1.
    L1,
    /// Squares sum to 1.
    L2,
    /// As it is.
    None,
}

/// A limit on the number of documents that hold a term: a whole number is a count, a fraction a share.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum DfLimit {
    /// Documents, at least 1.
    Count(u64),
    /// Share of all documents, `0.0..=1.0`.
    Share(f64),
}

/// The notebook's token pattern: words of three characters or more, and every character outside ASCII.
pub const NOTEBOOK_TOKEN_PATTERN: &str = r"(?u)\b\w\w\w+\b|[^\x00-\x7F]";
/// scikit-learn's own default: words of two characters or more.
pub const SKLEARN_TOKEN_PATTERN: &str = r"(?u)\b\w\w+\b";

impl Default for TfidfParams {
    fn default() -> TfidfParams {
        TfidfParams {
            analyzer: Analyzer::Word,
            token_pattern: NOTEBOOK_TOKEN_PATTERN.into(),
            lowercase: false,
            strip_accents: StripAccents::None,
            stop_words: Vec::new(),
            ngram_range: (1, 1),
            min_df: DfLimit::Count(5),
            max_df: DfLimit::Share(0.95),
            max_features: None,
            binary: false,
            norm: Norm::L2,
            use_idf: true,
            smooth_idf: true,
            sublinear_tf: false,
            weight: 1.0,
        }
    }
}
