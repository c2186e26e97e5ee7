//! An explanation of a short text, for the tests of whatever shows explanations.

use super::{ExplainedDecision, ExplainedWord, Explanation, Parts};

/// Of `kot i pies kot!`, where the model does not know the `i`: class 1 against 0, at 0.75.
pub(crate) fn explanation(parts: Parts) -> Explanation {
    let word = |text: &str, is_known, spans: &[(u64, u64)]| ExplainedWord {
        text: text.into(),
        is_known,
        spans: spans.to_vec(),
    };
    Explanation {
        cleaned: "kot i pies kot!".into(),
        label: 1,
        class: 1,
        rival: 0,
        terms: Vec::new(),
        words: vec![
            word("kot", true, &[(0, 3), (11, 14)]),
            word("i", false, &[(4, 5)]),
            word("pies", true, &[(6, 10)]),
        ],
        n_words_explained: parts.of_words().len() as u64,
        decisions: vec![ExplainedDecision {
            class: 1,
            against: Some(0),
            value: 0.75,
            parts,
        }],
    }
}
