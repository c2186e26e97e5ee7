//! The parts of a report as lines of evidence: how each stands, how large its change is in words, a small picture of it, and
//! folded below what it rests on.

use super::{Block, State, Tone};
use super::{classes, model, sentence, sizes, sparks, terms, texts};
use crate::document::{Content, EvidenceLine};
use crate::message;
use crate::message::{Argument, Message};
use crate::pipeline::drift::{
    DriftReport, Family, PartFinding, PartName, PartVerdict, Standing, Unavailable,
};

/// `new` are the parts that changed since a shift was planted.
pub(super) fn evidence(report: &DriftReport, tested: Option<&[u64]>, new: &[PartName]) -> Block {
    let rows = report.verdict.parts.iter().map(|part| {
        let line = EvidenceLine {
            state: state(part),
            name: part.part.name(),
            word: word(part),
            is_new: new.contains(&part.part),
            size: sizes::size(report, part),
            spark: sparks::spark(report, part.part),
        };
        let id = row_of(part.part);
        let said = sentence(part.message());
        let mut blocks = vec![Block::text(format!("{id}-p"), Tone::Plain, said)];
        blocks.extend(below(report, part.part, tested));
        Block::new(id, Content::Evidence { line, blocks })
    });
    let key = message!("drift-spark-key");
    let key = Block::text("drift-spark-key", Tone::Caption, key);
    let blocks = rows.chain([key]).collect();
    Block::section("drift-evidence", message!("drift-evidence"), blocks)
}

/// The line of a part.
pub(super) fn row_of(part: PartName) -> &'static str {
    match part {
        PartName::Labels => "part-labels",
        PartName::Terms(Family::Words) => "part-words",
        PartName::Terms(Family::Emoji) => "part-emoji",
        PartName::Terms(Family::Hashtags) => "part-hashtags",
        PartName::Terms(Family::Trigrams) => "part-trigrams",
        PartName::Terms(Family::Punctuation) => "part-punctuation",
        PartName::Descriptors => "part-descriptors",
        PartName::Text => "part-text",
        PartName::Concept => "part-concept",
    }
}

fn below(report: &DriftReport, part: PartName, tested: Option<&[u64]>) -> Vec<Block> {
    match part {
        PartName::Labels => vec![classes::classes(report), classes::history(report)],
        PartName::Terms(family) => {
            let about = || Block::text("terms-about", Tone::Quiet, message!("drift-terms-about"));
            let is_first = family == Family::TESTED[0];
            let about = is_first.then(about);
            about
                .into_iter()
                .chain(terms::terms(report, family, tested))
                .collect()
        }
        PartName::Descriptors => vec![texts::descriptors(report)],
        PartName::Text => vec![texts::wording(report)],
        PartName::Concept => vec![model::concept(report)],
    }
}

fn state(part: &PartVerdict) -> State {
    match part.finding {
        PartFinding::Changed {
            history: Some(Standing::WithinHistory),
        } => State::Warning,
        PartFinding::Changed { .. } => State::Bad,
        PartFinding::NotChanged => State::Good,
        PartFinding::NotMeasured(_) => State::Unknown,
    }
}

fn word(part: &PartVerdict) -> Message {
    let state = match &part.finding {
        PartFinding::Changed {
            history: Some(Standing::WithinHistory),
        } => "usual",
        PartFinding::Changed { .. } => "changed",
        PartFinding::NotChanged => "same",
        PartFinding::NotMeasured(Unavailable::NotDrawn) => "waiting",
        PartFinding::NotMeasured(
            Unavailable::NothingTestable { .. }
            | Unavailable::TooFewOfClasses { .. }
            | Unavailable::TooFewRows { .. }
            | Unavailable::EmptyReference
            | Unavailable::EmptyCurrent,
        ) => "few",
        PartFinding::NotMeasured(_) => "unmeasured",
    };
    message!("drift-state", state = Argument::Key(state.into()))
}
