//! What pushed a text to its class.
//!
//! A **linear** decision (the engine `linear`, the kernel `linear` of the others) is explained exactly: it is its intercept
//! plus, for each term of the text, the term's weight times its TF-IDF value. Support vectors are folded into weights
//! first. Any other **kernel** has no such parts; there the explanation is by how much the decision falls when a word is
//! left out: the value for the text minus the value for what the vectorizer makes of the text without the word. Without it
//! the other terms weigh more where rows are normalised, n-grams over its place are others, and these changes need not add
//! up to anything.
//!
//! **Which decision.** LIBSVM's model decides between two classes at a time. Its score of a class (scikit-learn's
//! `decision_function_shape="ovr"`) is the number of votes plus a squashed sum of confidences, which jumps where a vote turns
//! and is no sum over terms. So the decision of the class against its rival comes first, then those of the class against
//! each other one. LIBLINEAR's and linfa-svm's model have a decision for each class: that of the class comes first, then
//! the difference to the rival's (what separates the two), then those of the others. Two classes have one decision. The
//! **rival** of the predicted class is the runner-up by score; of any other class it is the predicted one.
//!
//! **By word.** A word's part is for all its occurrences together. An n-gram's part is dealt out evenly to its occurrences
//! and within each to the words that it has a share in, so that parts of words add up as those of terms do.
//!
//! Cost: exact parts cost one pass over the terms of the text; a word left out costs a prediction, so that at most
//! [`MAX_LEFT_OUT`] words of a text are, see [`Explanation::n_words_explained`].
//!
//! It may use the classifier; it knows nothing of runs and data sets.

mod decisions;
#[cfg(test)]
pub(crate) mod sample;
mod words;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use serde::{Deserialize, Serialize};

use self::decisions::{Recipe, recipes, rival_of};
use self::words::{deal_out, distinct_words, without};
use crate::message;
use crate::pipeline::classifier::PreparedClassifier;
use crate::pipeline::error::{Code, Error};
use crate::pipeline::sparse::CsrMatrix;
use crate::pipeline::svm::DecisionFunctionShape;

/// Words of one text that are left out in turn, where a kernel gives no exact parts; the first ones.
pub const MAX_LEFT_OUT: usize = 200;

/// What pushed a text to a class.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Explanation {
    /// The text after cleaning; all spans are bytes of its UTF-8.
    pub cleaned: String,
    /// The predicted class.
    pub label: u32,
    /// The class that is explained.
    pub class: u32,
    /// The class that it is held against.
    pub rival: u32,
    /// The distinct terms of the text, ascending by code point; of a union those of the first vectorizer, then those of the
    /// second.
    pub terms: Vec<ExplainedTerm>,
    /// The distinct words of the text, in the order in which they first come.
    pub words: Vec<ExplainedWord>,
    /// The first so many of `words` have parts; fewer than all where the text is too long to leave out each.
    pub n_words_explained: u64,
    /// The decisions, the one that says most first.
    pub decisions: Vec<ExplainedDecision>,
}

/// A term of the text: a word or an n-gram, as the vectorizer looks it up.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExplainedTerm {
    pub text: String,
    /// Whether it is of the second vectorizer of a union, whose terms are mostly runs of characters.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub of_chars: bool,
    /// Its column; absent where the vocabulary does not hold it: then it has no part in any decision.
    pub column: Option<u32>,
    /// Its value in the row of the text; 0 where the vocabulary does not hold it.
    pub tfidf: f64,
    /// Where it stands.
    pub spans: Vec<(u64, u64)>,
}

/// A word of the text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExplainedWord {
    pub text: String,
    /// Whether the vocabulary holds a term that has a share in it.
    pub is_known: bool,
    /// Where it stands, ascending.
    pub spans: Vec<(u64, u64)>,
}

/// A decision and what it is made of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExplainedDecision {
    /// The class that values above 0 speak for.
    pub class: u32,
    /// The class that they speak against; absent where it is all others.
    pub against: Option<u32>,
    /// The decision value of the text.
    pub value: f64,
    pub parts: Parts,
}

/// What a decision value is made of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "method", rename_all = "kebab-case")]
pub enum Parts {
    /// `value = intercept + sum of terms = intercept + sum of words + elsewhere`, to rounding.
    Exact {
        intercept: f64,
        /// Weight times TF-IDF value of each of [`Explanation::terms`].
        terms: Vec<f64>,
        /// The same dealt out to [`Explanation::words`].
        words: Vec<f64>,
        /// The part of terms that have a share in no word, such as n-grams of white space.
        elsewhere: f64,
    },
    /// Changes that need not add up.
    LeftOut {
        /// Whether the row without the word is brought to length 1 anew, so that the other terms weigh more in it.
        is_renormalised: bool,
        /// By how much the value falls without each of the first [`Explanation::n_words_explained`] words; above 0 where
        /// the word speaks for the class.
        words: Vec<f64>,
    },
}

impl Explanation {
    /// Whether the parts add up to the decision.
    pub fn is_exact(&self) -> bool {
        matches!(self.decisions[0].parts, Parts::Exact { .. })
    }
}

impl Parts {
    /// The parts of the first words.
    pub fn of_words(&self) -> &[f64] {
        match self {
            Parts::Exact { words, .. } | Parts::LeftOut { words, .. } => words,
        }
    }
}

/// The places of at most `most` parts, greatest first whatever their sign; parts of 0 say nothing.
pub fn most_influential(parts: &[f64], most: usize) -> Vec<usize> {
    let mut places: Vec<usize> = (0..parts.len()).filter(|&at| parts[at] != 0.0).collect();
    places.sort_by(|&a, &b| parts[b].abs().total_cmp(&parts[a].abs()).then(a.cmp(&b)));
    places.truncate(most);
    places
}

/// Explains why a raw text has its class, or what speaks for and against another `class`.
///
/// # Errors
/// [`Code::InvalidParameter`] for a class that the model never predicts, or where it knows but one.
pub fn explain(
    model: &PreparedClassifier,
    text: &str,
    class: Option<u32>,
) -> Result<Explanation, Error> {
    let (vectorizer, predictor) = (model.vectorizer(), model.predictor());
    let cleaned = model.cleaner().clean(text);
    let row = vectorizer.transform(std::slice::from_ref(&cleaned));
    let label = predictor.predict(&row)[0];
    let class = class.unwrap_or(label);
    let classes = predictor.classes();
    let place = |class: u32| classes.iter().position(|&known| known == class);
    let (Some(of_class), true) = (place(class), classes.len() > 1) else {
        return Err(Error::new(
            Code::InvalidParameter,
            message!("error-no-such-choice", class = class.to_string()),
            message!("error-ask-for-learned-class"),
        ));
    };
    let scores = model.class_scores(&row);
    let rival = rival_of(class, label, classes, &scores[0]);
    let of_rival = place(rival).expect("it is one of them");
    let recipes = recipes(predictor, of_class, of_rival);

    let terms = terms(model, &cleaned, row.row(0));
    let words = distinct_words(&vectorizer.words(&cleaned), &terms);
    let values = values(model, &row, &recipes);
    let columns: Vec<u32> = terms.iter().filter_map(|term| term.column).collect();
    let (parts, n_explained) = match predictor.linear_parts(&columns) {
        Some(linear) => {
            let mut of_columns = linear.weights.iter();
            let weights: Vec<Option<&Vec<f64>>> = terms
                .iter()
                .map(|term| term.column.and_then(|_| of_columns.next()))
                .collect();
            let parts = recipes.iter().map(|recipe| {
                let parts = terms.iter().zip(&weights).map(|(term, weights)| {
                    weights.map_or(0.0, |weights| recipe.of(weights) * term.tfidf)
                });
                let of_terms: Vec<f64> = parts.collect();
                let (of_words, elsewhere) = deal_out(&terms, &of_terms, &words);
                Parts::Exact {
                    intercept: recipe.of(&linear.intercepts),
                    terms: of_terms,
                    words: of_words,
                    elsewhere,
                }
            });
            (parts.collect::<Vec<_>>(), words.len())
        }
        None => {
            let left_out = &words[..words.len().min(MAX_LEFT_OUT)];
            let by_space = vectorizer.is_of_characters();
            let texts: Vec<String> = left_out
                .iter()
                .map(|word| without(&cleaned, &word.spans, by_space))
                .collect();
            let of_rest = values_of_rows(model, &vectorizer.transform(&texts), &recipes);
            let parts = values.iter().enumerate().map(|(at, value)| Parts::LeftOut {
                is_renormalised: vectorizer.normalises(),
                words: of_rest.iter().map(|rest| value - rest[at]).collect(),
            });
            (parts.collect(), left_out.len())
        }
    };
    let decisions = recipes.into_iter().zip(values).zip(parts);
    Ok(Explanation {
        label,
        class,
        rival,
        n_words_explained: n_explained as u64,
        decisions: decisions
            .map(|((recipe, value), parts)| ExplainedDecision {
                class: classes[recipe.class],
                against: recipe.against.map(|place| classes[place]),
                value,
                parts,
            })
            .collect(),
        terms,
        words,
        cleaned,
    })
}

/// The value of each decision for one row.
fn values(model: &PreparedClassifier, row: &CsrMatrix, recipes: &[Recipe]) -> Vec<f64> {
    values_of_rows(model, row, recipes).swap_remove(0)
}

fn values_of_rows(
    model: &PreparedClassifier,
    rows: &CsrMatrix,
    recipes: &[Recipe],
) -> Vec<Vec<f64>> {
    model
        .predictor()
        .decision_function(rows, DecisionFunctionShape::Ovo)
        .outer_iter()
        .map(|values| {
            let values = values.to_vec();
            recipes.iter().map(|recipe| recipe.of(&values)).collect()
        })
        .collect()
}

/// The distinct terms of a cleaned text; `row` are its columns and values.
fn terms(
    model: &PreparedClassifier,
    cleaned: &str,
    (columns, values): (&[u32], &[f64]),
) -> Vec<ExplainedTerm> {
    let mut terms: BTreeMap<(bool, String), ExplainedTerm> = BTreeMap::new();
    for (of_chars, token) in model.vectorizer().tokens(cleaned) {
        let span = (token.start as u64, token.end as u64);
        match terms.entry((of_chars, token.text)) {
            Entry::Occupied(term) => term.into_mut().spans.push(span),
            Entry::Vacant(free) => {
                let at = token
                    .term
                    .and_then(|term| columns.binary_search(&term).ok());
                let text = free.key().1.clone();
                free.insert(ExplainedTerm {
                    text,
                    of_chars,
                    column: token.term,
                    tfidf: at.map_or(0.0, |at| values[at]),
                    spans: vec![span],
                });
            }
        }
    }
    terms.into_values().collect()
}
