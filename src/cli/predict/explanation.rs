//! An explanation as `dryf predict --explain` writes it into JSON.

use serde_json::{Value, json};

use crate::pipeline::explain::{Explanation, Parts, most_influential};

/// The explanation with at most `most` terms and words of each decision.
pub(super) fn to_json(explanation: &Explanation, classes: &[String], most: usize) -> Value {
    let name = |class: u32| &classes[class as usize];
    let words = |parts: &[f64]| -> Vec<Value> {
        most_influential(parts, most)
            .into_iter()
            .map(|at| json!({"word": explanation.words[at].text, "part": parts[at]}))
            .collect()
    };
    let decisions = explanation.decisions.iter().map(|decision| {
        let mut shown = json!({
            "class": name(decision.class),
            "against": decision.against.map(name),
            "value": decision.value,
            "words": words(decision.parts.of_words()),
        });
        if let Parts::Exact {
            intercept, terms, ..
        } = &decision.parts
        {
            let places = most_influential(terms, most);
            let shown_sum: f64 = places.iter().map(|&at| terms[at]).sum();
            shown["intercept"] = json!(intercept);
            shown["terms"] = places
                .iter()
                .map(|&at| {
                    let term = &explanation.terms[at];
                    let mut shown =
                        json!({"term": term.text, "tfidf": term.tfidf, "part": terms[at]});
                    if term.of_chars {
                        shown["vectorizer"] = json!("chars");
                    }
                    shown
                })
                .collect();
            shown["other_terms"] = json!(terms.iter().sum::<f64>() - shown_sum);
        }
        shown
    });
    let mut shown = json!({
        "method": if explanation.is_exact() { "exact" } else { "left-out" },
        "cleaned": explanation.cleaned,
        "decisions": decisions.collect::<Vec<_>>(),
        "unknown_words": explanation
            .words
            .iter()
            .filter(|word| !word.is_known)
            .map(|word| &word.text)
            .collect::<Vec<_>>(),
        "n_words": explanation.words.len(),
        "n_words_explained": explanation.n_words_explained,
    });
    if let Parts::LeftOut {
        is_renormalised, ..
    } = explanation.decisions[0].parts
    {
        shown["renormalised"] = json!(is_renormalised);
    }
    shown
}
