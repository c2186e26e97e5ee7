//! An explanation as it is read: the text with its words shaded, and the parts as a sum.

use super::shares;
use crate::pipeline::explain::{Explanation, Parts};

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

/// A line of the sum that comes to a decision.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    pub of: Summand,
    pub part: f64,
    /// Against the greatest part, `-1.0..=1.0`.
    pub share: f64,
}

/// What a line stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Summand {
    /// A word, with the number of its occurrences.
    Word(String, usize),
    /// The words that have no line.
    OtherWords(usize),
    /// Terms in no word.
    Elsewhere,
    Intercept,
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

/// The heaviest parts of a decision, greatest first whatever their sign, at most `most` words; where the parts are exact
/// then what is left of the sum, and the intercept. Words without a part have no line.
pub fn lines(explanation: &Explanation, decision: usize, most: usize) -> Vec<Line> {
    let parts = &explanation.decisions[decision].parts;
    let words = explanation.words.iter().zip(parts.of_words());
    let mut heaviest: Vec<_> = words.filter(|(_, part)| **part != 0.0).collect();
    heaviest.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    let others = heaviest.split_off(most.min(heaviest.len()));
    let mut lines: Vec<(Summand, f64)> = heaviest
        .into_iter()
        .map(|(word, &part)| (Summand::Word(word.text.clone(), word.spans.len()), part))
        .collect();
    if let Parts::Exact {
        intercept,
        elsewhere,
        ..
    } = parts
    {
        if !others.is_empty() {
            let sum = others.iter().map(|(_, part)| **part).sum();
            lines.push((Summand::OtherWords(others.len()), sum));
        }
        if *elsewhere != 0.0 {
            lines.push((Summand::Elsewhere, *elsewhere));
        }
        lines.push((Summand::Intercept, *intercept));
    }
    let values: Vec<f64> = lines.iter().map(|(_, part)| *part).collect();
    lines
        .into_iter()
        .zip(shares::of_greatest(&values))
        .map(|((of, part), share)| Line { of, part, share })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::explain::{ExplainedDecision, ExplainedWord};

    fn explanation(parts: Parts) -> Explanation {
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
        let lines = lines(&explanation, 0, 9);
        assert_eq!(lines.len(), 1);
    }

    #[test]
    fn lines_of_exact_parts_add_up_to_the_decision() {
        let explanation = explanation(Parts::Exact {
            intercept: -0.25,
            terms: Vec::new(),
            words: vec![0.5, 0.0, -1.0],
            elsewhere: 1.5,
        });
        for most in 0..4 {
            let lines = lines(&explanation, 0, most);
            let sum: f64 = lines.iter().map(|line| line.part).sum();
            assert_eq!(sum, explanation.decisions[0].value);
            assert_eq!(lines.last().unwrap().of, Summand::Intercept);
        }
        let first = &lines(&explanation, 0, 1)[..2];
        assert_eq!(first[0].of, Summand::Word("pies".into(), 1));
        assert_eq!(first[1].of, Summand::OtherWords(1));
    }
}
