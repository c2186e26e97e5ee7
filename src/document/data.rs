//! What the validation of data found, as a document: whether they can be trained on, the findings with their rows, the classes,
//! and what was read.

use std::borrow::Cow;

use super::{
    Action, Advice, Block, Column, Content, Document, Fact, Kind, Row, State, Statement, Tone,
    Verdict, number,
};
use crate::message;
use crate::message::{Argument, Message};
use crate::pipeline::corpus::{
    DataVerdict, Finding, FindingKind, LabelNaming, Reading, SetName, Severity, Source,
};

/// Rows that the sentence of a finding names.
pub const ROWS_NAMED: usize = 10;

/// What the document is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct DataParts<'a> {
    pub verdict: &'a DataVerdict,
    /// Rows that are left out of the training set and of the test set; the verdict is on the others.
    pub excluded: [u64; 2],
    /// In the order of the data; the document has the gravest first.
    pub findings: Vec<DataFinding<'a>>,
    /// Settings without effect.
    pub remarks: Vec<Message>,
    pub classes: &'a [String],
    pub naming: &'a LabelNaming,
    /// The training set first.
    pub sets: Vec<DataPart<'a>>,
}

/// A finding with the first of its rows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DataFinding<'a> {
    pub kind: FindingKind,
    pub severity: Severity,
    pub set: SetName,
    pub message: &'a Message,
    /// All rows of the set, and the first of them, from 0.
    pub n_rows: u64,
    pub rows: &'a [u32],
    /// Of a finding about texts of both sets, those of the training set.
    pub n_counterparts: u64,
    pub counterparts: &'a [u32],
}

impl<'a> From<&'a Finding> for DataFinding<'a> {
    fn from(finding: &'a Finding) -> DataFinding<'a> {
        DataFinding {
            kind: finding.kind,
            severity: finding.severity,
            set: finding.set,
            message: &finding.message,
            n_rows: finding.rows.len() as u64,
            rows: &finding.rows,
            n_counterparts: finding.counterparts.len() as u64,
            counterparts: &finding.counterparts,
        }
    }
}

/// One of the two sets.
#[derive(Debug, Clone, PartialEq)]
pub struct DataPart<'a> {
    pub set: SetName,
    /// Rows of each class.
    pub class_counts: Cow<'a, [u64]>,
    pub sources: &'a [Source],
}

impl DataPart<'_> {
    fn n_rows(&self) -> u64 {
        self.class_counts.iter().sum()
    }
}

pub fn data_document(parts: DataParts) -> Document {
    let mut blocks = vec![Block::new(
        "data-verdict",
        Content::Verdict(verdict(parts.verdict)),
    )];
    let [train, test] = parts.excluded;
    if train + test > 0 {
        let said = message!("data-excluded", train = train, test = test);
        blocks.push(Block::text("excluded-rows", Tone::Plain, said));
    }
    blocks.push(Block::new("data-facts", Content::Facts(facts(&parts))));
    let mut findings = parts.findings.clone();
    findings.sort_by_key(|finding| finding.severity);
    let mut found: Vec<Block> = findings.iter().map(statement).collect();
    if !parts.remarks.is_empty() {
        let remarks = parts.remarks.iter().map(|remark| Statement {
            state: State::Note,
            text: message!("data-remark", remark = remark.clone()),
        });
        found.push(Block::new(
            "data-remarks",
            Content::Statements(remarks.collect()),
        ));
    }
    if !found.is_empty() {
        blocks.push(Block::section(
            "data-findings",
            message!("data-findings"),
            found,
        ));
    }
    blocks.push(Block::section(
        "data-classes",
        message!("data-classes"),
        vec![classes(&parts)],
    ));
    blocks.push(Block::section(
        "data-files",
        message!("data-files"),
        vec![files(&parts)],
    ));
    let names: Vec<&str> = sources(&parts).map(|source| source.name.as_str()).collect();
    Document {
        title: message!("data-title"),
        subject: names.join(", "),
        blocks,
    }
}

/// The block of a finding, which a page adds its rows to.
pub fn finding_id(set: SetName, kind: FindingKind) -> String {
    format!("finding-{set}-{kind}")
}

fn verdict(verdict: &DataVerdict) -> Verdict {
    let (state, sentence, action) = match verdict {
        DataVerdict::Usable { .. } => (
            State::Good,
            message!("data-advice-train"),
            Some(Action::Train),
        ),
        DataVerdict::UsableWithWarnings { .. } => {
            (State::Warning, message!("data-advice-look"), None)
        }
        DataVerdict::NotUsable { .. } => (State::Bad, message!("data-advice-correct"), None),
    };
    Verdict {
        state,
        outcome: verdict.name(),
        word: verdict.word(),
        sentence: verdict.found(),
        advice: Some(Advice { sentence, action }),
    }
}

fn facts(parts: &DataParts) -> Vec<Fact> {
    let left_out = |part: &DataPart| -> u64 {
        let readings = part
            .sources
            .iter()
            .filter_map(|source| source.reading.as_ref());
        readings.map(Reading::n_left_out).sum()
    };
    let sets = parts.sets.iter().map(|part| {
        let left_out = left_out(part);
        Fact {
            name: set_name(part.set),
            value: message!("count-rows", rows = part.n_rows()).into(),
            note: (left_out > 0).then(|| message!("data-left-out", rows = left_out)),
        }
    });
    let naming = (*parts.naming != LabelNaming::AsTheyStand)
        .then(|| Fact::new(message!("data-naming"), parts.naming.said()));
    sets.chain(naming).collect()
}

pub(super) fn set_name(set: SetName) -> Message {
    match set {
        SetName::Train => message!("set-train"),
        SetName::Test => message!("set-test"),
    }
}

fn statement(finding: &DataFinding) -> Block {
    let (state, severity) = match finding.severity {
        Severity::Blocker => (State::Bad, "blocker"),
        Severity::Warning => (State::Warning, "warning"),
        Severity::Note => (State::Note, "note"),
    };
    let mut places = vec![match finding.n_rows {
        0 => set_name(finding.set),
        n => rows(finding.set, n, finding.rows),
    }];
    if finding.n_counterparts > 0 {
        let train = SetName::Train;
        places.push(rows(train, finding.n_counterparts, finding.counterparts));
    }
    let text = message!(
        "data-finding",
        severity = Argument::Key(severity.into()),
        found = finding.message.clone(),
        kind = finding.kind.name(),
        places = Argument::Clauses(places.into_iter().map(Argument::from).collect())
    );
    Block {
        id: finding_id(finding.set, finding.kind).into(),
        content: Content::Statements(vec![Statement { state, text }]),
    }
}

/// Rows of a set, counted from 1, as a file has them.
fn rows(set: SetName, n: u64, first: &[u32]) -> Message {
    let shown: Vec<String> = first
        .iter()
        .take(ROWS_NAMED)
        .map(|row| (row + 1).to_string())
        .collect();
    let listed: Argument = match n - shown.len() as u64 {
        0 => Argument::All(shown.into_iter().map(Argument::Text).collect()),
        more => message!("list-more", items = shown.join(", "), more = more).into(),
    };
    message!("data-rows", set = set_name(set), n = n, rows = listed)
}

fn classes(parts: &DataParts) -> Block {
    let mut columns = vec![Column::new(message!("column-class"), Kind::Name)];
    for part in &parts.sets {
        columns.push(number(set_name(part.set)));
        columns.push(number(message!("column-share")));
    }
    let rows = parts.classes.iter().enumerate().map(|(class, name)| {
        let counts = parts.sets.iter().flat_map(|part| {
            let rows = part.class_counts[class];
            let share = match part.n_rows() {
                0 => None,
                all => Some(Argument::Share(rows as f64 / all as f64)),
            };
            [Some(rows.into()), share]
        });
        Row::new(std::iter::once(Some(name.into())).chain(counts).collect())
    });
    Block::table("class-shares", columns, rows.collect())
}

fn sources<'a>(parts: &'a DataParts) -> impl Iterator<Item = &'a Source> {
    parts.sets.iter().flat_map(|part| part.sources)
}

fn files(parts: &DataParts) -> Block {
    let name = |name| Column::new(name, Kind::Name);
    let columns = vec![
        name(message!("column-file")),
        name(message!("column-role")),
        Column::new(message!("column-rows"), Kind::Number),
        Column::new(message!("column-reading"), Kind::Prose),
    ];
    let rows = sources(parts).map(|source| {
        Row::new(vec![
            Some((&source.name).into()),
            Some(source.role.said().into()),
            Some(source.n_lines.into()),
            source.reading.as_ref().map(|reading| reading.said().into()),
        ])
    });
    Block::table("data-read", columns, rows.collect())
}
