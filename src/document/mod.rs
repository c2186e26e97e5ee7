//! Results as documents: what a result says is built here once, as blocks, and every surface shows the same blocks.
//!
//! One file for each result turns it into a [`Document`]; the renderers (`render` for HTML and the terminal, the page's
//! `DocumentView`) know blocks and no result. It may use the pipeline's types and messages; it computes no statistic.
//!
//! A block's id is what scripts and tests know it by (`data-testid` in the page, `id` in HTML): it stays.

mod before;
mod data;
mod diff;
mod drift;
mod evaluation;
mod explanation;
mod figure;
mod gate;
mod inspection;
mod metrics;
mod models;
mod monitoring;
mod push;
mod robustness;
mod runs;
mod search;
mod store;
mod suspects;

use std::borrow::Cow;

pub use before::EvaluatedBefore;
pub use data::{DataFinding, DataPart, DataParts, ROWS_NAMED, data_document, finding_id};
pub use diff::{
    DataDiffParts, DiffParts, DiffedData, DiffedRun, DiffedVersion, RELABELLED_SHOWN,
    data_diff_document, diff_document,
};
pub use drift::{
    ComparedSide, DriftParts, drift_document, found_from_said, planted_said, section_of_family,
};
pub use evaluation::{EvaluatedSet, EvaluationParts, evaluation_document, unknown_classes};
pub use explanation::{ExplanationParts, decision_said, explanation_document, explanation_line};
pub use figure::{
    Axis, AxisKind, Bar, BarLook, Brush, Contour, Control, Figure, Held, HistogramCell,
    IntervalRow, Limits, Look, Mark, Parallel, ParallelAxis, ParallelLine, Picture, Point, Role,
    Scatter, ScatterPoint, Series, Shown, Signal, Spark, Target, Timeline, VolcanoPoint, Window,
};
pub use gate::{GateParts, Model, gate_document, outcome_name};
pub use inspection::{InspectionParts, inspection_document};
pub use metrics::Metric;
pub use models::models_document;
pub use monitoring::{MonitorParts, monitor_document};
pub use push::{plan_document, push_document};
pub use robustness::{RobustnessParts, robustness_document};
pub use runs::{
    ComparedRun, Metrics, PairParts, RunsParts, pair_document, runs_document, stage_name,
};
pub use search::{contour, contour_settings, search_document, state_of, trial_blocks};
pub use store::{StoreParts, store_document, store_notes};
pub use suspects::{SUSPECTS_SHOWN, SuspectsParts, suspects_document, suspects_effect};

use crate::message;
use crate::message::{Argument, Message, Unit};
use crate::pipeline::drift::Estimate;

/// A result, ready to be shown in any language.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// What kind of result it is.
    pub title: Message,
    /// What it is of, for the title of a window; empty where it has no name.
    pub subject: String,
    pub blocks: Vec<Block>,
}

/// A part of a document.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    pub id: Cow<'static, str>,
    pub content: Content,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    Verdict(Verdict),
    Facts(Vec<Fact>),
    Text {
        tone: Tone,
        text: Message,
    },
    /// Statements with their states, such as the rules of a gate.
    Statements(Vec<Statement>),
    Table(Table),
    Figure(Figure),
    /// Folded below its summary, for those who want to know more. In a terminal stands what is said in it, without its numbers.
    Details {
        summary: Message,
        is_open: bool,
        blocks: Vec<Block>,
    },
    Section {
        heading: Message,
        blocks: Vec<Block>,
    },
    /// A line of evidence, with what it rests on folded below. In a terminal the lines stand first, then what they rest on.
    Evidence {
        line: EvidenceLine,
        blocks: Vec<Block>,
    },
}

/// What is found of a part of a result, in one line.
#[derive(Debug, Clone, PartialEq)]
pub struct EvidenceLine {
    pub state: State,
    /// The part.
    pub name: Message,
    /// How it stands, in a word or two.
    pub word: Message,
    /// Whether it stands so only since something was done to the data.
    pub is_new: bool,
    /// How large the change is, in words, or why nothing is known of it. Without its full stop.
    pub size: Message,
    pub spark: Option<Spark>,
}

impl EvidenceLine {
    /// `Labels: changed; hate-speech from 6.0 % to 10.9 % of the rows`
    pub fn said(&self) -> Message {
        message!(
            "evidence-line",
            name = Argument::Sentence(Box::new(self.name.clone())),
            word = self.word.clone(),
            size = self.size.clone()
        )
    }
}

/// How something stands. It is shown by a word, a sign and a colour, never by the colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Good,
    Bad,
    /// Worth a look.
    Warning,
    /// Worth knowing, and neither good nor bad.
    Note,
    /// Nothing can be said.
    Unknown,
}

impl State {
    /// As stylesheets name it.
    pub fn name(self) -> &'static str {
        match self {
            State::Good => "good",
            State::Bad => "bad",
            State::Warning => "warning",
            State::Note => "note",
            State::Unknown => "unknown",
        }
    }

    /// Where there is no colour.
    pub fn sign(self) -> &'static str {
        match self {
            State::Good => "✓",
            State::Bad => "✗",
            State::Warning => "!",
            State::Note => "·",
            State::Unknown => "?",
        }
    }
}

/// What a result says first.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    pub state: State,
    /// As scripts know it: `pass`, `fail`, `few`.
    pub outcome: &'static str,
    /// One word or two: pass, fail, not enough data.
    pub word: Message,
    /// One sentence, with the numbers that decide, without its full stop.
    pub sentence: Message,
    pub advice: Option<Advice>,
}

impl Verdict {
    /// Word and sentence: `Fail. F1 micro is 0.118 lower than production's (allowed: 0.010).`
    pub fn line(&self) -> Message {
        message!(
            "verdict-line",
            word = self.word.clone(),
            sentence = Argument::Sentence(Box::new(self.sentence.clone()))
        )
    }
}

/// What to do about a verdict.
#[derive(Debug, Clone, PartialEq)]
pub struct Advice {
    /// One sentence, without its full stop.
    pub sentence: Message,
    pub action: Option<Action>,
}

/// What a button of the page does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    Promote,
    LoadData,
    Measure,
    /// Train a model that is to take the place of the one in production.
    Retrain,
    /// Train again with balanced class weights.
    Balance,
    Train,
    /// Show the block with this id.
    Show(&'static str),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    pub name: Message,
    pub value: Argument,
    pub note: Option<Message>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Plain,
    Quiet,
    Warning,
    /// Of pictures: a terminal has none, and does not say it.
    Caption,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    pub state: State,
    pub text: Message,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    pub name: Message,
    pub kind: Kind,
}

/// How a column is set, and what it is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Name,
    Number,
    /// Texts of any length, which wrap.
    Prose,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// As scripts know it, where they do.
    pub key: Option<&'static str>,
    /// Where a row stands out; a cell says why.
    pub state: Option<State>,
    /// One for each column; none where there is nothing to say.
    pub cells: Vec<Option<Argument>>,
    /// What the first cell means.
    pub about: Option<Message>,
}

impl Document {
    /// What it says first; none where it has no verdict.
    pub fn verdict(&self) -> Option<&Verdict> {
        match &self.blocks.first()?.content {
            Content::Verdict(verdict) => Some(verdict),
            _ => None,
        }
    }

    /// The block with an id, wherever it stands.
    pub fn block(&self, id: &str) -> Option<&Block> {
        fn find<'a>(blocks: &'a [Block], id: &str) -> Option<&'a Block> {
            blocks.iter().find_map(|block| match &block.content {
                _ if block.id == id => Some(block),
                content => find(content.below(), id),
            })
        }
        find(&self.blocks, id)
    }
}

impl Content {
    /// The blocks that it holds.
    pub fn below(&self) -> &[Block] {
        match self {
            Content::Section { blocks, .. }
            | Content::Details { blocks, .. }
            | Content::Evidence { blocks, .. } => blocks,
            _ => &[],
        }
    }
}

impl Block {
    pub fn new(id: impl Into<Cow<'static, str>>, content: Content) -> Block {
        Block {
            id: id.into(),
            content,
        }
    }

    pub fn section(
        id: impl Into<Cow<'static, str>>,
        heading: Message,
        blocks: Vec<Block>,
    ) -> Block {
        Block::new(id, Content::Section { heading, blocks })
    }

    pub fn details(
        id: impl Into<Cow<'static, str>>,
        summary: Message,
        blocks: Vec<Block>,
    ) -> Block {
        let is_open = false;
        Block::new(
            id,
            Content::Details {
                summary,
                is_open,
                blocks,
            },
        )
    }

    /// Details that are open from the start.
    #[must_use]
    pub fn opened(mut self) -> Block {
        if let Content::Details { is_open, .. } = &mut self.content {
            *is_open = true;
        }
        self
    }

    pub fn text(id: impl Into<Cow<'static, str>>, tone: Tone, text: Message) -> Block {
        Block::new(id, Content::Text { tone, text })
    }

    pub fn table(id: impl Into<Cow<'static, str>>, columns: Vec<Column>, rows: Vec<Row>) -> Block {
        Block::new(id, Content::Table(Table { columns, rows }))
    }
}

impl Fact {
    /// Without a note.
    pub fn new(name: Message, value: impl Into<Argument>) -> Fact {
        Fact {
            name,
            value: value.into(),
            note: None,
        }
    }
}

impl Column {
    pub fn new(name: Message, kind: Kind) -> Column {
        Column { name, kind }
    }
}

/// A column of numbers.
fn number(name: Message) -> Column {
    Column::new(name, Kind::Number)
}

/// A number with its interval.
fn interval(unit: Unit, Estimate { value, low, high }: Estimate) -> Argument {
    Argument::Interval {
        unit,
        value,
        low,
        high,
    }
}

/// With a capital and a full stop.
fn sentence(said: Message) -> Message {
    message!("sentence", text = Argument::Sentence(Box::new(said)))
}

impl Row {
    pub fn new(cells: Vec<Option<Argument>>) -> Row {
        Row {
            key: None,
            state: None,
            cells,
            about: None,
        }
    }

    #[must_use]
    pub fn about(mut self, about: Message) -> Row {
        self.about = Some(about);
        self
    }

    #[must_use]
    pub fn in_state(mut self, state: Option<State>) -> Row {
        self.state = state;
        self
    }

    #[must_use]
    pub fn keyed(mut self, key: &'static str) -> Row {
        self.key = Some(key);
        self
    }
}

impl Table {
    /// As CSV in UTF-8, numbers as computers read them. A cell that a spreadsheet would take for a formula begins with an
    /// apostrophe.
    pub fn csv(&self, language: crate::message::Language) -> Vec<u8> {
        let mut out = csv::Writer::from_writer(Vec::new());
        let head = self
            .columns
            .iter()
            .map(|column| safe(column.name.shown(language)));
        let written = out.write_record(head).and_then(|()| {
            self.rows.iter().try_for_each(|row| {
                out.write_record(row.cells.iter().map(|cell| match cell {
                    None => String::new(),
                    Some(cell) => match cell.number() {
                        Some(number) => number.to_string(),
                        None => safe(cell.shown(language)),
                    },
                }))
            })
        });
        written.expect("a vector takes every record");
        out.into_inner().expect("a vector takes every byte")
    }
}

/// Text that no spreadsheet runs.
fn safe(text: String) -> String {
    match text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => format!("'{text}"),
        false => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::Language;

    #[test]
    fn csv_holds_numbers_whole_and_no_formula() {
        let table = Table {
            columns: vec![
                Column::new(message!("column-class"), Kind::Name),
                Column::new(message!("column-rows"), Kind::Number),
            ],
            rows: vec![
                Row::new(vec![
                    Some("=SUM(A1)".into()),
                    Some(Argument::Score(-1.0 / 3.0)),
                ]),
                Row::new(vec![Some("a,\"b\"\nc".into()), None]),
            ],
        };
        let csv = String::from_utf8(table.csv(Language::English)).unwrap();
        assert_eq!(
            csv,
            "class,rows\n'=SUM(A1),-0.3333333333333333\n\"a,\"\"b\"\"\nc\",\n"
        );
    }
}
