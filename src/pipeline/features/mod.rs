//! Tokens, vocabulary and TF-IDF, equal to scikit-learn's `TfidfVectorizer`.

pub mod params;

pub use params::{Analyzer, DfLimit, Norm, StripAccents, TfidfParams};
