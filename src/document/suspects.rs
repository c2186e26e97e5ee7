//! Suspect labels as a document: how many, between which classes, and the first of them with their texts.

use super::{
    Advice, Block, Column, Content, Document, Fact, Kind, Row, State, Statement, Tone, Verdict,
    interval, number,
};
use crate::message;
use crate::message::{Argument, Message, Unit};
use crate::pipeline::compare::Difference;
use crate::pipeline::drift::ScoreKind;
use crate::pipeline::run::{FoundSuspects, SuspectsEffect, Treatment, TreatmentEffect};

/// Suspects that are shown with their texts.
pub const SUSPECTS_SHOWN: usize = 20;
/// Characters of a text that are shown.
const MOST_CHARACTERS: usize = 280;

/// What the document is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct SuspectsParts<'a> {
    /// Such as the names of the files.
    pub name: &'a str,
    pub found: &'a FoundSuspects,
    /// Of the first [`SUSPECTS_SHOWN`] suspects the row of the file, from 0, and the text.
    pub rows: Vec<(u32, &'a str)>,
    /// Rows that the configuration leaves out.
    pub n_excluded: u64,
    /// Where it was measured.
    pub effect: Option<&'a SuspectsEffect>,
}

/// What correcting the suspects would change, by cross-validation.
pub fn suspects_effect(effect: &SuspectsEffect) -> Block {
    let columns = vec![
        name(message!("column-treatment")),
        number(message!("score-f1-micro")),
        number(message!("column-change")),
        number(message!("score-f1-macro")),
        number(message!("column-change")),
    ];
    let as_they_are = Row::new(vec![
        Some(message!("suspects-effect-none").into()),
        Some(Argument::Score(effect.f1_micro)),
        None,
        Some(Argument::Score(effect.f1_macro)),
        None,
    ]);
    let change = |change: &Difference| Some(interval(Unit::Change, change.estimate));
    let treated = effect.treatments.iter().map(|one| {
        Row::new(vec![
            Some(treatment(one.treatment).into()),
            Some(Argument::Score(one.f1_micro)),
            change(&one.differences.f1_micro),
            Some(Argument::Score(one.f1_macro)),
            change(&one.differences.f1_macro),
        ])
    });
    let said = effect.treatments.iter().map(said_of);
    let about = message!(
        "suspects-effect-about",
        suspects = effect.n_suspects,
        rows = effect.n_judged,
        folds = effect.n_folds
    );
    Block::section(
        "suspects-effect",
        message!("suspects-effect"),
        vec![
            Block::new("suspects-effect-said", Content::Statements(said.collect())),
            Block::table(
                "suspects-effect-table",
                columns,
                std::iter::once(as_they_are).chain(treated).collect(),
            ),
            Block::text("suspects-effect-about", Tone::Quiet, about),
        ],
    )
}

fn treatment(treatment: Treatment) -> Message {
    match treatment {
        Treatment::LeaveOut => message!("suspects-effect-leave-out"),
        Treatment::Relabel => message!("suspects-effect-relabel"),
    }
}

/// By the interval of F1 macro, which rare classes move.
fn said_of(effect: &TreatmentEffect) -> Statement {
    let change = effect.differences.f1_macro.estimate;
    let (state, key) = match (change.low > 0.0, change.high < 0.0) {
        (true, _) => (State::Good, "better"),
        (_, true) => (State::Bad, "worse"),
        _ => (State::Note, "unsure"),
    };
    Statement {
        state,
        text: message!(
            "suspects-effect-said",
            treatment = Argument::Sentence(Box::new(treatment(effect.treatment))),
            by = interval(Unit::Change, change),
            direction = Argument::key(key)
        ),
    }
}

pub fn suspects_document(parts: SuspectsParts) -> Document {
    let found = parts.found;
    let mut blocks = vec![
        Block::new("suspects-verdict", Content::Verdict(verdict(found))),
        Block::new("suspects-facts", Content::Facts(facts(&parts))),
    ];
    if !found.labels.suspects.is_empty() {
        blocks.push(Block::section(
            "suspects-by-label",
            message!("suspects-by-label"),
            weak(found).into_iter().chain([by_label(found)]).collect(),
        ));
        let said = message!("suspects-shown", shown = parts.rows.len());
        blocks.push(Block::section(
            "suspects-first",
            message!("suspects-first"),
            vec![
                Block::text("suspects-shown", Tone::Quiet, said),
                first(&parts),
            ],
        ));
    }
    blocks.extend(parts.effect.map(suspects_effect));
    Document {
        title: message!("suspects-title"),
        subject: parts.name.to_string(),
        blocks,
    }
}

fn verdict(found: &FoundSuspects) -> Verdict {
    let suspects = found.labels.suspects.len();
    let (rows, wrong) = (found.labels.n_rows, found.labels.estimate.n_wrong());
    match suspects {
        0 => Verdict {
            state: State::Good,
            outcome: "none",
            word: message!("suspects-none"),
            sentence: message!("suspects-none-said", rows = rows),
            advice: None,
        },
        _ => Verdict {
            state: State::Warning,
            outcome: "found",
            word: message!("suspects-found"),
            sentence: message!(
                "suspects-found-said",
                suspects = suspects,
                rows = rows,
                wrong = wrong
            ),
            advice: Some(Advice {
                sentence: message!("suspects-advice"),
                action: None,
            }),
        },
    }
}

fn facts(parts: &SuspectsParts) -> Vec<Fact> {
    let found = parts.found;
    let left_out = message!("suspects-left-out", rows = parts.n_excluded);
    let kind = match found.score_kind {
        ScoreKind::Probability => "own",
        ScoreKind::Decision => "softmax",
    };
    vec![
        Fact {
            name: message!("set-train"),
            value: message!("count-rows", rows = found.labels.n_rows).into(),
            note: (parts.n_excluded > 0).then_some(left_out),
        },
        Fact {
            name: message!("suspects-models"),
            value: message!("suspects-folds", folds = found.n_folds).into(),
            note: Some(message!(
                "suspects-probabilities",
                kind = Argument::key(kind)
            )),
        },
        Fact::new(
            message!("suspects-wrong"),
            message!("count-rows", rows = found.labels.estimate.n_wrong()),
        ),
    ]
}

/// What is to be said where more than half of the rows of a class are suspect: the models do not know it, and labels are wrong
/// less often than that.
fn weak(found: &FoundSuspects) -> Option<Block> {
    let labels = &found.labels;
    let is_weak = |class: usize| {
        let given = labels.suspects.iter().map(|suspect| suspect.given as usize);
        let suspects = given.filter(|given| *given == class).count() as u64;
        2 * suspects > labels.estimate.joint[class].iter().sum::<u64>()
    };
    let classes = (0..found.classes.len()).filter(|class| is_weak(*class));
    let classes: Vec<Argument> = classes
        .map(|class| (&found.classes[class]).into())
        .collect();
    let said = (!classes.is_empty())
        .then(|| message!("suspects-weak", classes = Argument::All(classes)))?;
    Some(Block::text("suspects-weak", Tone::Warning, said))
}

/// From which label to which: suspects, and rows by the joint, the most suspects first.
fn by_label(found: &FoundSuspects) -> Block {
    let labels = &found.labels;
    let n_classes = found.classes.len();
    let mut counts = vec![vec![0_u64; n_classes]; n_classes];
    for suspect in &labels.suspects {
        counts[suspect.given as usize][suspect.suggested as usize] += 1;
    }
    let mut pairs: Vec<(u64, usize, usize)> = (0..n_classes)
        .flat_map(|given| (0..n_classes).map(move |other| (given, other)))
        .map(|(given, other)| (counts[given][other], given, other))
        .filter(|&(n, given, other)| given != other && n + labels.estimate.joint[given][other] > 0)
        .collect();
    pairs.sort_by_key(|&(n, ..)| std::cmp::Reverse(n));
    let columns = vec![
        name(message!("column-given-label")),
        name(message!("column-suggested-label")),
        number(message!("column-suspects")),
        number(message!("column-estimated")),
    ];
    let class = |class: usize| Some(Argument::from(&found.classes[class]));
    let rows = pairs.into_iter().map(|(n, given, other)| {
        Row::new(vec![
            class(given),
            class(other),
            Some(n.into()),
            Some(labels.estimate.joint[given][other].into()),
        ])
    });
    Block::table("suspects-labels", columns, rows.collect())
}

fn first(parts: &SuspectsParts) -> Block {
    let found = parts.found;
    let columns = vec![
        number(message!("column-row")),
        name(message!("column-given-label")),
        name(message!("column-suggested-label")),
        number(message!("column-self-confidence")),
        number(message!("column-normalized-margin")),
        Column::new(message!("column-text"), Kind::Prose),
    ];
    let class = |class: u32| Some(Argument::from(&found.classes[class as usize]));
    let shown = found.labels.suspects.iter().zip(&parts.rows);
    let rows = shown.map(|(suspect, &(row, text))| {
        Row::new(vec![
            Some((row + 1).into()),
            class(suspect.given),
            class(suspect.suggested),
            Some(Argument::Score(suspect.self_confidence)),
            Some(Argument::Score(suspect.normalized_margin)),
            Some(clamped(text).into()),
        ])
    });
    Block::table("suspects-rows", columns, rows.collect())
}

fn name(name: Message) -> Column {
    Column::new(name, Kind::Name)
}

/// A text no longer than a reader takes in at a glance.
fn clamped(text: &str) -> String {
    match text.char_indices().nth(MOST_CHARACTERS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::Language;
    use crate::pipeline::suspects::{RankedBy, SuspectLabels};

    /// Of four rows of `b` the models take three for `a`, of twenty of `a` one for `b`.
    #[test]
    fn a_class_that_the_models_do_not_know_is_named() {
        let (mut probabilities, mut labels) = (vec![vec![0.9, 0.1]; 19], vec![0; 19]);
        probabilities.push(vec![0.2, 0.8]);
        labels.push(0);
        probabilities.extend([
            vec![0.9, 0.1],
            vec![0.9, 0.1],
            vec![0.9, 0.1],
            vec![0.2, 0.8],
        ]);
        labels.extend([1; 4]);
        let found = |labels: Vec<u32>| FoundSuspects {
            labels: SuspectLabels::new(&probabilities, &labels, 2, RankedBy::default()),
            classes: vec!["a".into(), "b".into()],
            n_folds: 5,
            score_kind: ScoreKind::Probability,
            remarks: Vec::new(),
        };
        let block = weak(&found(labels)).expect("it is said");
        let Content::Text { text, .. } = block.content else {
            panic!("it is a text");
        };
        let said = text.shown(Language::English);
        assert!(said.contains("`b`") || said.contains(" b"), "{said}");
        let known: Vec<u32> = probabilities
            .iter()
            .map(|p| u32::from(p[1] > 0.5))
            .collect();
        assert_eq!(weak(&found(known)), None);
    }
}
