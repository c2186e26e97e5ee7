//! Two runs compared row by row, as a document: how far their scores differ and how surely, and where each goes wrong.

use crate::document::evaluation::confusion;
use crate::document::{Block, Content, Document, Figure, IntervalRow, Tone};
use crate::message;
use crate::message::{Argument, Message, Unit, numbers};
use crate::pipeline::compare::{Comparison, Score};
use crate::pipeline::drift::Estimate;

/// What the document is made of.
#[derive(Debug, Clone, Copy)]
pub struct PairParts<'a> {
    /// What both runs are called.
    pub run: &'a str,
    pub against: &'a str,
    /// Rows that both answered.
    pub n_rows: u64,
    /// The run is the candidate, the one that it is compared with stands in the place of production.
    pub comparison: &'a Comparison,
}

pub fn pair_document(parts: PairParts) -> Document {
    let comparison = parts.comparison;
    let pair = &comparison.against_production;
    let (micro, macro_f) = (pair.tango, pair.differences.f1_macro.estimate);
    let mut blocks = vec![
        Block::text(
            "pair-micro",
            Tone::Plain,
            said(&parts, Score::F1Micro, micro),
        ),
        Block::text(
            "pair-macro",
            Tone::Plain,
            said(&parts, Score::F1Macro, macro_f),
        ),
        Block::text(
            "pair-rows",
            Tone::Quiet,
            message!(
                "runs-pair-rows",
                rows = parts.n_rows,
                differing = pair.differing
            ),
        ),
    ];
    let rare = &pair.differences.rare_classes;
    blocks.extend(rare.iter().map(|(class, rows)| {
        let note = message!("gate-rare", class = class, rows = *rows);
        Block::text("pair-rare", Tone::Warning, note)
    }));
    let row = |score: Score, Estimate { value, low, high }: Estimate| IntervalRow {
        name: score.name().into(),
        value,
        low,
        high,
        lines: Vec::new(),
    };
    let recalls = pair.recalls.iter();
    let recalls = recalls.map(|recall| row(Score::Recall(recall.class.clone()), recall.difference));
    let both = [row(Score::F1Micro, micro), row(Score::F1Macro, macro_f)];
    let figure = Figure::Intervals {
        name: message!(
            "runs-pair-differences",
            run = parts.run,
            against = parts.against
        ),
        column: message!("column-score"),
        unit: Unit::Change,
        rows: both.into_iter().chain(recalls).collect(),
    };
    blocks.push(Block::new("pair-differences", Content::Figure(figure)));
    let matrix = |id: &'static str, name: &str, table: Block| {
        let heading = message!("runs-pair-confusion", run = name);
        Block::section(id, heading, vec![table])
    };
    blocks.push(matrix(
        "pair-confusion-run",
        parts.run,
        confusion("pair-run", &comparison.candidate),
    ));
    blocks.push(matrix(
        "pair-confusion-against",
        parts.against,
        confusion("pair-against", &comparison.production),
    ));
    Document {
        title: message!("runs-pair-title"),
        subject: parts.run.to_string(),
        blocks,
    }
}

/// By how much a score differs, and whether chance alone may do that.
fn said(parts: &PairParts, score: Score, Estimate { value, low, high }: Estimate) -> Message {
    let side = match value {
        _ if numbers::score(value.abs()) == numbers::score(0.0) => "equal",
        value if value > 0.0 => "higher",
        _ => "lower",
    };
    let is_sure = low > 0.0 || high < 0.0;
    message!(
        "runs-pair-sentence",
        score = score.name(),
        run = parts.run,
        against = parts.against,
        side = Argument::key(side),
        by = Argument::Score(value.abs()),
        low = Argument::Change(low),
        high = Argument::Change(high),
        sure = Argument::key(if is_sure { "yes" } else { "no" })
    )
}
