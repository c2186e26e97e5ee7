//! The fitted whole: cleaning, TF-IDF and classifier, from a raw text to a label.
