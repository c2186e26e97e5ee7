//! An explanation as it is read: the text with its words shaded.

use super::shares;
use crate::pipeline::explain::Explanation;

/// A stretch of the cleaned text; all of them one after the other are the text.
#[derive(Debug, Clone, PartialEq)]
pub struct Stretch {
    pub text: String,
    /// Absent between words.
    pub word: Option<Shade>,
}

/// How a word is shaded.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shade {
    /// Whether the model knows it.
    pub is_known: bool,
    /// Its part in the decision, that of all its occurrences; absent where it was not left out.
    pub part: Option<f64>,
    /// The part against the greatest one, `-1.0..=1.0`.
    pub share: f64,
}

/// The cleaned text, shaded by the parts of a decision.
pub fn stretches(explanation: &Explanation, decision: usize) -> Vec<Stretch> {
    let parts = explanation.decisions[decision].parts.of_words();
    let shares = shares::of_greatest(parts);
    let mut places: Vec<((u64, u64), usize)> = explanation
        .words
        .iter()
        .enumerate()
        .flat_map(|(word, of)| of.spans.iter().map(move |&span| (span, word)))
        .collect();
    places.sort_unstable();
    let text = &explanation.cleaned;
    let mut stretches = Vec::new();
    let mut end = 0;
    let between = |text: &str, stretches: &mut Vec<Stretch>| {
        if !text.is_empty() {
            stretches.push(Stretch {
                text: text.to_string(),
                word: None,
            });
        }
    };
    for ((from, to), word) in places {
        let (from, to) = (from as usize, to as usize);
        between(&text[end..from], &mut stretches);
        stretches.push(Stretch {
            text: text[from..to].to_string(),
            word: Some(Shade {
                is_known: explanation.words[word].is_known,
                part: parts.get(word).copied(),
                share: shares.get(word).copied().unwrap_or(0.0),
            }),
        });
        end = to;
    }
    between(&text[end..], &mut stretches);
    stretches
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::explain::Parts;
    use crate::pipeline::explain::sample::explanation;

    #[test]
    fn the_text_is_shaded_and_whole() {
        let explanation = explanation(Parts::LeftOut {
            is_renormalised: true,
            words: vec![0.5, 0.0],
        });
        let stretches = stretches(&explanation, 0);
        let text: String = stretches.iter().map(|it| it.text.as_str()).collect();
        assert_eq!(text, explanation.cleaned);
        let shades: Vec<_> = stretches.iter().filter_map(|it| it.word).collect();
        let said: Vec<_> = shades
            .iter()
            .map(|it| (it.is_known, it.part, it.share))
            .collect();
        assert_eq!(
            said,
            [
                (true, Some(0.5), 1.0),
                (false, Some(0.0), 0.0),
                (true, None, 0.0),
                (true, Some(0.5), 1.0)
            ]
        );
    }
}
