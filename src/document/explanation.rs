//! Why a text has its class, as a document: the decision, the words that decided most, and what is not explained.

use super::{Block, Column, Content, Document, Fact, Kind, Row, Tone};
use crate::message;
use crate::message::{Argument, Message};
use crate::pipeline::explain::{ExplainedDecision, Explanation, Parts, most_influential};

/// The smallest rest of a sum that is told: what rounds to less than the last digit that is shown is none.
const LEAST_REST: f64 = 5e-4;

/// What the document is made of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ExplanationParts<'a> {
    pub explanation: &'a Explanation,
    pub classes: &'a [String],
    /// The decision that is looked at, by its place among those of the explanation.
    pub decision: usize,
    /// Words that are named.
    pub most: usize,
}

impl<'a> ExplanationParts<'a> {
    fn looked_at(&self) -> &'a ExplainedDecision {
        &self.explanation.decisions[self.decision]
    }

    fn class(&self, class: u32) -> Argument {
        Argument::Text(
            self.classes
                .get(class as usize)
                .cloned()
                .unwrap_or_default(),
        )
    }
}

/// The document, without a verdict.
pub fn explanation_document(parts: ExplanationParts) -> Document {
    let decision = parts.looked_at();
    let value = match decision.against {
        Some(rival) => message!("explain-margin", rival = parts.class(rival)),
        None => message!("explain-score"),
    };
    let facts = vec![
        Fact::new(
            message!("explain-label"),
            parts.class(parts.explanation.label),
        ),
        Fact::new(message!("explain-about"), parts.class(decision.class)),
        Fact::new(value, Argument::Change(decision.value)),
    ];
    let mut blocks = vec![
        Block::new("explain-facts", Content::Facts(facts)),
        Block::text("try-method", Tone::Quiet, method(&parts)),
        Block::text("try-sum", Tone::Plain, explanation_line(parts)),
        table(&parts),
    ];
    let explanation = parts.explanation;
    let n_words = explanation.words.len() as u64;
    if explanation.n_words_explained < n_words {
        let said = message!(
            "explain-too-long",
            explained = explanation.n_words_explained,
            words = n_words
        );
        blocks.push(Block::text("explain-too-long", Tone::Quiet, said));
    }
    let unknown: Vec<&str> = explanation
        .words
        .iter()
        .filter(|word| !word.is_known)
        .map(|word| word.text.as_str())
        .collect();
    if !unknown.is_empty() {
        let said = message!("explain-unknown", words = Argument::names(&unknown));
        blocks.push(Block::text("explain-unknown", Tone::Quiet, said));
    }
    Document {
        title: message!("explain-title"),
        subject: parts.class(explanation.label).shown(Default::default()),
        blocks,
    }
}

/// A decision and its value: what it is between, and how clearly it was taken.
pub fn decision_said(decision: &ExplainedDecision, classes: &[String]) -> Message {
    let name = |class: u32| classes.get(class as usize).cloned().unwrap_or_default();
    message!(
        "explain-decision",
        class = name(decision.class),
        against = Argument::Key(match decision.against {
            Some(_) => "class".into(),
            None => "others".into(),
        }),
        rival = decision.against.map(name).unwrap_or_default(),
        value = Argument::Change(decision.value)
    )
}

/// The decision in one line: what was decided, how clearly, and the most influential words. Exact parts are written as the
/// sum that they are.
pub fn explanation_line(parts: ExplanationParts) -> Message {
    let decision = parts.looked_at();
    let said = decision_said(decision, parts.classes);
    let of_words = decision.parts.of_words();
    let named = most_influential(of_words, parts.most);
    let part = |name: Argument, value: f64| -> Argument {
        message!("explain-part", name = name, value = Argument::Change(value)).into()
    };
    let words = named.iter().map(|&at| {
        let word = &parts.explanation.words[at];
        part((&word.text).into(), of_words[at])
    });
    let mut summands: Vec<Argument> = words.collect();
    match &decision.parts {
        Parts::Exact { intercept, .. } => {
            let name = message!("explain-intercept");
            summands.insert(0, part(name.into(), *intercept));
            let shown: f64 = named.iter().map(|&at| of_words[at]).sum();
            let rest = decision.value - intercept - shown;
            if rest.abs() >= LEAST_REST {
                summands.push(part(message!("explain-rest").into(), rest));
            }
            message!(
                "explain-exact",
                decision = said,
                parts = Argument::All(summands)
            )
        }
        Parts::LeftOut { .. } if summands.is_empty() => said,
        Parts::LeftOut { .. } => message!(
            "explain-left-out",
            decision = said,
            parts = Argument::All(summands)
        ),
    }
}

/// What the numbers are.
fn method(parts: &ExplanationParts) -> Message {
    let decision = parts.looked_at();
    let value = Argument::Change(decision.value);
    match &decision.parts {
        _ if parts.explanation.words.is_empty() => message!("explain-nothing-left"),
        Parts::Exact { intercept, .. } => message!(
            "explain-method-exact",
            value = value,
            intercept = Argument::Change(*intercept)
        ),
        Parts::LeftOut {
            is_renormalised, ..
        } => message!(
            "explain-method-left-out",
            value = value,
            anew = Argument::Key(if *is_renormalised { "yes" } else { "no" }.into())
        ),
    }
}

/// The most influential words, greatest first whatever their sign; where the parts are exact, then what is left of the sum,
/// the intercept and the sum. Words without a part have no row.
fn table(parts: &ExplanationParts) -> Block {
    let decision = parts.looked_at();
    let rows = lines(parts)
        .into_iter()
        .map(|(name, part)| Row::new(vec![Some(name), Some(Argument::Change(part))]));
    let sum = matches!(decision.parts, Parts::Exact { .. }).then(|| {
        Row::new(vec![
            Some(message!("explain-sum").into()),
            Some(Argument::Change(decision.value)),
        ])
        .keyed("sum")
    });
    let value = match decision.parts {
        Parts::Exact { .. } => message!("column-contribution"),
        Parts::LeftOut { .. } => message!("column-fall"),
    };
    let columns = vec![
        Column::new(message!("column-word"), Kind::Name),
        Column::new(value, Kind::Number),
    ];
    Block::table("try-parts", columns, rows.chain(sum).collect())
}

/// The summands of a decision by name; those of exact parts add up to it.
fn lines(parts: &ExplanationParts) -> Vec<(Argument, f64)> {
    let decision = parts.looked_at();
    let of_words = decision.parts.of_words();
    let mut heaviest = most_influential(of_words, usize::MAX);
    let others = heaviest.split_off(parts.most.min(heaviest.len()));
    let mut lines: Vec<(Argument, f64)> = heaviest
        .into_iter()
        .map(|at| {
            let word = &parts.explanation.words[at];
            let name = match word.spans.len() {
                1 => (&word.text).into(),
                n => message!("explain-times", word = &word.text, n = n).into(),
            };
            (name, of_words[at])
        })
        .collect();
    if let Parts::Exact {
        intercept,
        elsewhere,
        ..
    } = &decision.parts
    {
        if !others.is_empty() {
            let sum = others.iter().map(|&at| of_words[at]).sum();
            lines.push((
                message!("explain-other-words", n = others.len()).into(),
                sum,
            ));
        }
        if *elsewhere != 0.0 {
            lines.push((message!("explain-elsewhere").into(), *elsewhere));
        }
        lines.push((message!("explain-intercept").into(), *intercept));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::Language;
    use crate::pipeline::explain::sample::explanation;

    fn parts<'a>(
        explanation: &'a Explanation,
        classes: &'a [String],
        most: usize,
    ) -> ExplanationParts<'a> {
        ExplanationParts {
            explanation,
            classes,
            decision: 0,
            most,
        }
    }

    #[test]
    fn lines_of_exact_parts_add_up_to_the_decision() {
        let classes = ["psy", "koty"].map(String::from);
        let explanation = explanation(Parts::Exact {
            intercept: -0.25,
            terms: Vec::new(),
            words: vec![0.5, 0.0, -1.0],
            elsewhere: 1.5,
        });
        for most in 0..4 {
            let lines = lines(&parts(&explanation, &classes, most));
            let sum: f64 = lines.iter().map(|(_, part)| part).sum();
            assert_eq!(sum, explanation.decisions[0].value);
            assert_eq!(
                lines.last().unwrap().0,
                message!("explain-intercept").into()
            );
        }
        let one = parts(&explanation, &classes, 1);
        assert_eq!(lines(&one)[0].0, "pies".into());
        assert_eq!(
            lines(&one)[1].0,
            message!("explain-other-words", n = 1_u64).into()
        );
        let line = explanation_line(one);
        assert_eq!(
            line.shown(Language::English),
            "koty against psy: +0.750 = intercept −0.250, pies −1.000 and the rest +2.000"
        );
        assert_eq!(
            line.shown(Language::Polish),
            "koty przeciw psy: +0,750 = wyraz wolny −0,250, pies −1,000 i reszta +2,000"
        );
    }

    #[test]
    fn changes_are_no_sum_and_words_that_were_not_left_out_have_none() {
        let classes = ["psy", "koty"].map(String::from);
        let explanation = explanation(Parts::LeftOut {
            is_renormalised: true,
            words: vec![0.5, 0.0],
        });
        let parts = parts(&explanation, &classes, 9);
        assert_eq!(lines(&parts).len(), 1);
        assert_eq!(
            explanation_line(parts).to_string(),
            "koty against psy: +0.750, less without kot +0.500"
        );
        let document = explanation_document(parts);
        assert!(document.verdict().is_none());
        assert!(document.block("explain-too-long").is_some());
        assert!(document.block("explain-unknown").is_some());
    }
}
