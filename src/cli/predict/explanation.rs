//! An explanation as `dryf predict --explain` prints it: as JSON, or behind the label of a line.

use serde_json::{Value, json};

use crate::pipeline::explain::{Explanation, Parts};

/// The heaviest `most` entries by place, greatest first whatever their sign; entries of 0 say nothing.
fn heaviest(parts: &[f64], most: usize) -> Vec<usize> {
    let mut places: Vec<usize> = (0..parts.len()).filter(|&at| parts[at] != 0.0).collect();
    places.sort_by(|&a, &b| parts[b].abs().total_cmp(&parts[a].abs()).then(a.cmp(&b)));
    places.truncate(most);
    places
}

/// The explanation with at most `most` terms and words of each decision.
pub(super) fn to_json(explanation: &Explanation, classes: &[String], most: usize) -> Value {
    let name = |class: u32| &classes[class as usize];
    let words = |parts: &[f64]| -> Vec<Value> {
        heaviest(parts, most)
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
            let places = heaviest(terms, most);
            let shown_sum: f64 = places.iter().map(|&at| terms[at]).sum();
            shown["intercept"] = json!(intercept);
            shown["terms"] = places
                .iter()
                .map(|&at| {
                    let term = &explanation.terms[at];
                    json!({"term": term.text, "tfidf": term.tfidf, "part": terms[at]})
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

/// The first decision in one line: what was decided, how clearly, and the heaviest words. It holds no tab and no line end.
///
/// Exact parts are written as the sum that they are, `rest` being the words that are not shown.
pub(super) fn to_line(explanation: &Explanation, classes: &[String], most: usize) -> String {
    let decision = &explanation.decisions[0];
    let name = |class: u32| classes[class as usize].as_str();
    let against = decision.against.map_or("all others", name);
    let mut line = format!("{} against {against}: ", name(decision.class));
    let parts = decision.parts.of_words();
    let places = heaviest(parts, most);
    let mut said: Vec<String> = places
        .iter()
        .map(|&at| {
            // What a text holds is not to end the line or to steer the terminal.
            let word = explanation.words[at].text.escape_debug();
            format!("{word} {:+.4}", parts[at])
        })
        .collect();
    match &decision.parts {
        Parts::Exact { intercept, .. } => {
            let shown: f64 = places.iter().map(|&at| parts[at]).sum();
            let rest = decision.value - intercept - shown;
            said.insert(0, format!("intercept {intercept:+.4}"));
            if rest.abs() >= 5e-5 {
                said.push(format!("rest {rest:+.4}"));
            }
            line += &format!("{:+.4} = {}", decision.value, said.join(", "));
        }
        Parts::LeftOut { .. } if said.is_empty() => line += &format!("{:+.4}", decision.value),
        Parts::LeftOut { .. } => {
            line += &format!("{:+.4}, less without {}", decision.value, said.join(", "));
        }
    }
    line
}
