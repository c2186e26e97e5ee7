//! A document as lines for a terminal or a log.
//!
//! The lines hold names as they stand; who prints them escapes what steers a terminal.

use unicode_segmentation::UnicodeSegmentation;

use crate::document::{Block, Column, Content, Document, Figure, Kind, Table, Tone};
use crate::message;
use crate::message::{Argument, Language, Message};

/// Rows of texts that are shown, and of a cloud of points; a terminal is no place for more.
const FEW: usize = 10;
/// Characters of a text that are shown.
const WIDTH: usize = 100;

/// The lines, without line ends.
pub fn lines(document: &Document, language: Language) -> Vec<String> {
    let mut lines = Vec::new();
    blocks(&mut lines, &document.blocks, None, language);
    lines
}

/// Blocks below a heading.
fn blocks(lines: &mut Vec<String>, all: &[Block], below: Option<&Message>, language: Language) {
    for block in all {
        match &block.content {
            Content::Verdict(verdict) => {
                lines.push(verdict.line().shown(language));
                if let Some(advice) = &verdict.advice {
                    lines.push(format!("{}.", advice.sentence.shown(language)));
                }
            }
            Content::Facts(facts) => {
                apart(lines);
                let rows = facts.iter().map(|fact| {
                    let note = fact.note.as_ref();
                    let note =
                        note.map_or(String::new(), |note| format!(" ({})", note.shown(language)));
                    vec![
                        fact.name.shown(language),
                        fact.value.shown(language) + &note,
                    ]
                });
                aligned(lines, &[false, false], rows.collect());
            }
            Content::Text {
                tone: Tone::Caption,
                ..
            } => {}
            Content::Text { text, .. } => lines.push(text.shown(language)),
            Content::Statements(statements) => lines.extend(statements.iter().map(|statement| {
                let text = statement.text.shown(language);
                format!("  {} {text}", statement.state.sign())
            })),
            Content::Table(table) => {
                let has_texts = table
                    .columns
                    .iter()
                    .any(|column| column.kind == Kind::Prose);
                let most = if has_texts { FEW } else { usize::MAX };
                self::table(lines, table, most, language);
            }
            Content::Figure(figure) => self::figure(lines, figure, below, language),
            // What is said in it; its numbers are in HTML and in JSON.
            Content::Details {
                summary, blocks, ..
            } => {
                lines.push(summary.as_sentence(language));
                for block in blocks {
                    let is_said =
                        matches!(block.content, Content::Statements(_) | Content::Text { .. });
                    if is_said {
                        self::blocks(lines, std::slice::from_ref(block), None, language);
                    }
                }
            }
            Content::Evidence { line, .. } => {
                let said = line.said().shown(language);
                let new = message!("evidence-new");
                lines.push(match line.is_new {
                    true => format!("  {} {said} ({})", line.state.sign(), new.shown(language)),
                    false => format!("  {} {said}", line.state.sign()),
                });
            }
            Content::Section { heading, blocks } => {
                apart(lines);
                lines.push(heading.shown(language));
                self::blocks(lines, blocks, Some(heading), language);
            }
        }
    }
    // What lines of evidence rest on, below the last of them.
    for block in all {
        if let Content::Evidence { line, blocks } = &block.content {
            apart(lines);
            self::blocks(lines, blocks, Some(&line.name), language);
        }
    }
}

/// A blank line, unless there is one.
fn apart(lines: &mut Vec<String>) {
    if lines.last().is_some_and(|last| !last.is_empty()) {
        lines.push(String::new());
    }
}

/// The numbers of a figure, below its name unless that is the heading.
fn figure(lines: &mut Vec<String>, figure: &Figure, below: Option<&Message>, language: Language) {
    let most = match figure {
        Figure::Intervals { .. } | Figure::Control(_) => usize::MAX,
        Figure::Volcano { .. }
        | Figure::Scatter(_)
        | Figure::Contour(_)
        | Figure::Parallel(_)
        | Figure::Timeline(_) => FEW,
        // Two columns of shares for each cell say nothing at a glance.
        Figure::Histogram { .. } => return,
    };
    if below != Some(figure.name()) {
        lines.push(figure.name().shown(language));
    }
    table(lines, &figure.table(), most, language);
}

/// The first rows of a table.
fn table(lines: &mut Vec<String>, table: &Table, most: usize, language: Language) {
    let is_number: Vec<bool> = table
        .columns
        .iter()
        .map(|column| column.kind == Kind::Number)
        .collect();
    let shown = |(cell, column): (&Option<Argument>, &Column)| match cell {
        Some(Argument::Text(text)) if column.kind == Kind::Prose => cut(text),
        Some(cell) => cell.shown(language),
        None => "–".to_string(),
    };
    let head: Vec<String> = table
        .columns
        .iter()
        .map(|column| column.name.shown(language))
        .collect();
    let rows = table
        .rows
        .iter()
        .take(most)
        .map(|row| row.cells.iter().zip(&table.columns).map(shown).collect());
    aligned(
        lines,
        &is_number,
        std::iter::once(head).chain(rows).collect(),
    );
    let left = table.rows.len().saturating_sub(most);
    if left > 0 {
        let more = message!("rows-more", rows = left).shown(language);
        lines.push(format!("  {more}"));
    }
}

/// Columns as wide as their widest cell, numbers to the right.
fn aligned(lines: &mut Vec<String>, is_number: &[bool], rows: Vec<Vec<String>>) {
    let width = |text: &str| text.graphemes(true).count();
    let widths: Vec<usize> = (0..is_number.len())
        .map(|column| {
            rows.iter()
                .map(|row| width(&row[column]))
                .max()
                .unwrap_or(0)
        })
        .collect();
    for row in rows {
        let mut line = String::from(" ");
        for ((cell, &wanted), &is_number) in row.iter().zip(&widths).zip(is_number) {
            let blank = " ".repeat(wanted - width(cell));
            line += &match is_number {
                true => format!(" {blank}{cell}"),
                false => format!(" {cell}{blank}"),
            };
            line.push(' ');
        }
        lines.push(line.trim_end().to_string());
    }
}

/// On one line, and no longer than has room.
fn cut(text: &str) -> String {
    match text.char_indices().nth(WIDTH) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_string(),
    }
}
