//! A run beside the one before it on the same rows: its scores then and now, and of each class how many rows are found.

use std::cmp::Ordering;

use super::{Block, Content, State, Statement, Tone};
use crate::message;
use crate::message::{Argument, Message};
use crate::pipeline::metrics::{Evaluation, SetScore};

/// The run before, on the rows of the set that counts.
#[derive(Debug, Clone, Copy)]
pub struct EvaluatedBefore<'a> {
    pub name: &'a str,
    pub scores: &'a [(SetScore, f64)],
    /// Where it is at hand.
    pub evaluation: Option<&'a Evaluation>,
}

impl EvaluatedBefore<'_> {
    /// Both beside each other.
    pub(super) fn beside(&self, now: &Evaluation) -> Block {
        let scores = self.scores.iter().filter_map(|(score, before)| {
            let value = now.score(*score)?;
            let direction = value.total_cmp(before);
            let said = message!(
                "evaluate-change",
                score = score.name(),
                before = Argument::Score(*before),
                now = Argument::Score(value),
                by = Argument::Change(value - before),
                direction = key_of(direction)
            );
            Some(statement(direction, said))
        });
        let classes = self.evaluation.into_iter().flat_map(|before| {
            let pairs = now.per_class.iter().enumerate();
            pairs.filter_map(|(class, named)| {
                let place = before
                    .per_class
                    .iter()
                    .position(|one| one.name == named.name)?;
                let (then, found) = (before.confusion[place][place], now.confusion[class][class]);
                let direction = found.cmp(&then);
                let said = message!(
                    "evaluate-change-found",
                    class = &named.name,
                    before = then,
                    now = found,
                    rows = named.support,
                    by = found.abs_diff(then),
                    direction = key_of(direction)
                );
                Some(statement(direction, said))
            })
        });
        let statements = scores.chain(classes).collect();
        Block::section(
            "before-after",
            message!("evaluate-before-after"),
            vec![
                Block::text(
                    "before-name",
                    Tone::Quiet,
                    message!("evaluate-before-name", name = self.name),
                ),
                Block::new("before-scores", Content::Statements(statements)),
            ],
        )
    }
}

fn statement(direction: Ordering, text: Message) -> Statement {
    let state = match direction {
        Ordering::Greater => State::Good,
        Ordering::Less => State::Bad,
        Ordering::Equal => State::Note,
    };
    Statement { state, text }
}

fn key_of(direction: Ordering) -> Argument {
    Argument::key(match direction {
        Ordering::Greater => "better",
        Ordering::Less => "worse",
        Ordering::Equal => "same",
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::Language;

    #[test]
    fn what_changed_is_said_by_word_and_sign() {
        let classes = ["a", "b"].map(String::from);
        let before = Evaluation::new(&classes, &[0, 0, 0, 1, 1], &[0, 0, 0, 0, 1]);
        let now = Evaluation::new(&classes, &[0, 0, 0, 1, 1], &[0, 1, 0, 1, 1]);
        let beside = EvaluatedBefore {
            name: "poly · C 1",
            scores: &[(SetScore::F1Micro, before.f1_micro), (SetScore::Mcc, 0.1)],
            evaluation: Some(&before),
        };
        let block = beside.beside(&now);
        let Content::Section { blocks, .. } = &block.content else {
            panic!("no section");
        };
        let Content::Statements(said) = &blocks[1].content else {
            panic!("no statements");
        };
        let lines: Vec<(State, String)> = said
            .iter()
            .map(|one| (one.state, one.text.shown(Language::English)))
            .collect();
        assert_eq!(
            lines,
            [
                (State::Note, "F1 micro 0.800 → 0.800, the same".into()),
                (State::Good, "MCC 0.100 → 0.667, +0.567, better".into()),
                (State::Bad, "a: found 3 → 2 of 3, 1 fewer".into()),
                (State::Good, "b: found 1 → 2 of 2, 1 more".into()),
            ]
        );
    }
}
