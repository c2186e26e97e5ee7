//! An explanation as `dryf predict --explain` writes it into JSON.

use schemars::JsonSchema;
use serde::Serialize;

use crate::pipeline::explain::{Explanation, Parts, most_influential};

/// Why a text was given its label.
#[derive(JsonSchema, Serialize)]
pub struct SaidExplanation<'a> {
    method: Method,
    /// The text after the cleaning.
    cleaned: &'a str,
    /// Those that the label rests on.
    decisions: Vec<SaidDecision<'a>>,
    /// Words of the cleaned text that the model does not know.
    unknown_words: Vec<&'a str>,
    n_words: usize,
    /// Words that parts were found for; the others of a long text have none.
    n_words_explained: u64,
    /// Whether the row without a word is brought to length 1 anew; of the method `left-out` alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    renormalised: Option<bool>,
}

/// How parts are found.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Method {
    /// A decision is linear, and its parts sum up to it.
    Exact,
    /// A part is by how much the decision falls without the word; parts need not sum up.
    LeftOut,
}

/// A decision and the parts that words have in it.
#[derive(JsonSchema, Serialize)]
struct SaidDecision<'a> {
    class: &'a str,
    /// The class that it is compared with; null where it is all others.
    against: Option<&'a str>,
    /// The decision function's, for the class where it is above 0.
    value: f64,
    /// The most influential ones, the most influential first.
    words: Vec<WordPart<'a>>,
    /// Of the method `exact` alone, as all that follows.
    #[serde(skip_serializing_if = "Option::is_none")]
    intercept: Option<f64>,
    /// The most influential ones, the most influential first.
    #[serde(skip_serializing_if = "Option::is_none")]
    terms: Option<Vec<TermPart<'a>>>,
    /// The sum of the parts of all other terms.
    #[serde(skip_serializing_if = "Option::is_none")]
    other_terms: Option<f64>,
}

#[derive(JsonSchema, Serialize)]
struct WordPart<'a> {
    word: &'a str,
    part: f64,
}

#[derive(JsonSchema, Serialize)]
struct TermPart<'a> {
    term: &'a str,
    /// The term's value in the row.
    tfidf: f64,
    part: f64,
    /// `chars` where the term is of the characters' vectorizer, beside that of words.
    #[schemars(extend("enum" = ["chars"]))]
    #[serde(skip_serializing_if = "Option::is_none")]
    vectorizer: Option<&'static str>,
}

impl<'a> SaidExplanation<'a> {
    /// The explanation with at most `most` terms and words of each decision.
    pub(super) fn of(
        explanation: &'a Explanation,
        classes: &'a [String],
        most: usize,
    ) -> SaidExplanation<'a> {
        let name = |class: u32| classes[class as usize].as_str();
        let words = |parts: &[f64]| -> Vec<WordPart> {
            most_influential(parts, most)
                .into_iter()
                .map(|at| WordPart {
                    word: &explanation.words[at].text,
                    part: parts[at],
                })
                .collect()
        };
        let decisions = explanation.decisions.iter().map(|decision| {
            let mut said = SaidDecision {
                class: name(decision.class),
                against: decision.against.map(name),
                value: decision.value,
                words: words(decision.parts.of_words()),
                intercept: None,
                terms: None,
                other_terms: None,
            };
            if let Parts::Exact {
                intercept, terms, ..
            } = &decision.parts
            {
                let places = most_influential(terms, most);
                let shown_sum: f64 = places.iter().map(|&at| terms[at]).sum();
                let shown = places.iter().map(|&at| {
                    let term = &explanation.terms[at];
                    TermPart {
                        term: &term.text,
                        tfidf: term.tfidf,
                        part: terms[at],
                        vectorizer: term.of_chars.then_some("chars"),
                    }
                });
                said.intercept = Some(*intercept);
                said.terms = Some(shown.collect());
                said.other_terms = Some(terms.iter().sum::<f64>() - shown_sum);
            }
            said
        });
        let unknown = explanation.words.iter().filter(|word| !word.is_known);
        SaidExplanation {
            method: match explanation.is_exact() {
                true => Method::Exact,
                false => Method::LeftOut,
            },
            cleaned: &explanation.cleaned,
            decisions: decisions.collect(),
            unknown_words: unknown.map(|word| word.text.as_str()).collect(),
            n_words: explanation.words.len(),
            n_words_explained: explanation.n_words_explained,
            renormalised: match explanation.decisions[0].parts {
                Parts::LeftOut {
                    is_renormalised, ..
                } => Some(is_renormalised),
                Parts::Exact { .. } => None,
            },
        }
    }
}
