//! Two versions of data beside each other: what became of the rows, classes and their shares, rows with another label.

use crate::document::data::set_name;
use crate::document::{
    Block, Column, Content, Document, Fact, Kind, Row, State, Statement, Tone, Verdict, number,
};
use crate::message;
use crate::message::{Argument, numbers};
use crate::pipeline::corpus::{DataDiff, RowDiff, SetDiff, SetName, SetRows};

/// Relabelled rows that are shown with their texts, and pairs of labels with their rows.
pub const RELABELLED_SHOWN: usize = 50;

/// What is known of both versions.
#[derive(Debug, Clone, PartialEq)]
pub struct DiffedData<'a> {
    /// It may lack the rows, see [`DataDiff::without_rows`].
    pub diff: &'a DataDiff,
    /// Whether the texts of the one before and of the one now are at hand.
    pub has_texts: [bool; 2],
    /// The texts of the first [`RELABELLED_SHOWN`] of [`RowDiff::relabelled`].
    pub relabelled_texts: Vec<&'a str>,
}

/// What the document of two versions is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct DataDiffParts<'a> {
    pub before: DiffedVersion<'a>,
    pub now: DiffedVersion<'a>,
    pub data: DiffedData<'a>,
}

/// One of the two versions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DiffedVersion<'a> {
    /// Such as the names of its files.
    pub name: &'a str,
    /// Of both sets.
    pub digest: &'a str,
}

/// Two versions without the runs that were made from them.
pub fn data_diff_document(parts: DataDiffParts) -> Document {
    let diff = parts.data.diff;
    let (outcome, state, word) = match (diff.is_same(), &diff.rows) {
        (true, _) => ("same", State::Good, message!("diff-same")),
        (false, Some(_)) => ("changed", State::Note, message!("diff-changed")),
        (false, None) => ("changed", State::Unknown, message!("diff-changed")),
    };
    let verdict = Verdict {
        state,
        outcome,
        word,
        sentence: message!("text", text = Argument::All(said(diff))),
        advice: None,
    };
    let version = |name, version: &DiffedVersion| Fact {
        name,
        value: version.name.into(),
        note: Some(message!(
            "diff-version",
            digest = numbers::data_fingerprint(version.digest)
        )),
    };
    let facts = vec![
        version(message!("diff-version-before"), &parts.before),
        version(message!("diff-version-now"), &parts.now),
    ];
    let mut all = vec![
        Block::new("diff-verdict", Content::Verdict(verdict)),
        Block::new("diff-facts", Content::Facts(facts)),
    ];
    all.extend(blocks(&parts.data));
    let digests = [parts.before.digest, parts.now.digest].map(numbers::data_fingerprint);
    Document {
        title: message!("diff-data-title"),
        subject: digests.join(", "),
        blocks: all,
    }
}

/// What became of the data, as the parts of a sentence; at least one.
pub(super) fn said(data: &DataDiff) -> Vec<Argument> {
    let Some(rows) = &data.rows else {
        return vec![message!("diff-data", is = Argument::key("other")).into()];
    };
    let added = rows.total(|counts| counts.added);
    let gone = rows.total(|counts| counts.gone);
    let relabelled = rows.total(|counts| counts.relabelled);
    let moved = rows.total(|counts| counts.moved_in);
    let renamed = rows.renamed.len() as u64;
    let counted = [
        (added, message!("diff-added", rows = added)),
        (gone, message!("diff-gone", rows = gone)),
        (relabelled, message!("diff-relabelled", rows = relabelled)),
        (moved, message!("diff-moved", rows = moved)),
        (renamed, message!("diff-renamed", classes = renamed)),
    ];
    let said: Vec<Argument> = counted
        .into_iter()
        .filter(|(n, _)| *n > 0)
        .map(|(_, said)| said.into())
        .collect();
    match (said.is_empty(), data.is_same()) {
        (false, _) => said,
        (true, true) => vec![message!("diff-data", is = Argument::key("same")).into()],
        (true, false) => vec![message!("diff-data", is = Argument::key("order")).into()],
    }
}

/// All that is told of both versions.
pub(super) fn blocks(parts: &DiffedData) -> Vec<Block> {
    let data = parts.diff;
    let mut blocks = Vec::new();
    match &data.rows {
        Some(_) => blocks.push(Block::text(
            "diff-about",
            Tone::Quiet,
            message!("diff-about"),
        )),
        None => {
            let which = match parts.has_texts {
                [true, _] => "now",
                [_, true] => "before",
                _ => "both",
            };
            let said = message!("diff-without-texts", which = Argument::key(which));
            blocks.push(Block::text("diff-without-texts", Tone::Warning, said));
        }
    }
    blocks.push(sets(data));
    let classes = classes_said(data);
    if !classes.is_empty() {
        blocks.push(Block::new("diff-class-names", Content::Statements(classes)));
    }
    let shares = data.sets.iter().map(|set| shares(data, set));
    blocks.extend(shares);
    let counts = |rows: &SetRows| rows.class_counts.iter().sum::<u64>() == rows.n_rows;
    let mut versions = data
        .sets
        .iter()
        .flat_map(|set| set.versions.iter().flatten());
    if !versions.all(counts) {
        blocks.push(Block::text("diff-used", Tone::Quiet, message!("diff-used")));
    }
    if let Some(rows) = &data.rows
        && !rows.labels.is_empty()
    {
        blocks.push(relabelled(data, rows, &parts.relabelled_texts));
    }
    blocks
}

/// What became of the rows of each set, as far as that is known.
fn sets(data: &DataDiff) -> Block {
    let mut columns = vec![
        Column::new(message!("inspect-set"), Kind::Name),
        number(message!("column-before")),
        number(message!("column-now")),
    ];
    if data.rows.is_some() {
        columns.extend([
            number(message!("column-unchanged")),
            number(message!("column-added")),
            number(message!("column-gone")),
            number(message!("column-relabelled")),
            number(message!("column-moved-in")),
            number(message!("column-moved-out")),
        ]);
    }
    let rows = data.sets.iter().map(|set| {
        let versions = set.versions.iter();
        let n_rows = versions.map(|rows| rows.as_ref().map(|rows| rows.n_rows.into()));
        let mut cells = vec![Some(set_name(set.set).into())];
        cells.extend(n_rows);
        if let Some(rows) = &data.rows {
            let counts = rows.counts[set.set as usize];
            let all = [
                counts.unchanged,
                counts.added,
                counts.gone,
                counts.relabelled,
                counts.moved_in,
                counts.moved_out,
            ];
            cells.extend(all.map(|n| Some(n.into())));
        }
        Row::new(cells).keyed(key(set.set))
    });
    let rows = rows.collect();
    Block::table("diff-sets", columns, rows)
}

fn key(set: SetName) -> &'static str {
    match set {
        SetName::Train => "train",
        SetName::Test => "test",
    }
}

/// Classes that are new, gone or called otherwise.
fn classes_said(data: &DataDiff) -> Vec<Statement> {
    let [gone, new] = data.classes_gone_and_new();
    let of = |names: Vec<&str>, is| {
        (!names.is_empty()).then(|| {
            message!(
                "diff-classes",
                is = Argument::key(is),
                n = names.len(),
                classes = Argument::cut(&names)
            )
        })
    };
    let name = |class: u32| &data.classes[class as usize];
    let renamed = data.rows.iter().flat_map(|rows| &rows.renamed).map(|one| {
        message!(
            "diff-class-renamed",
            before = name(one.before),
            now = name(one.now),
            rows = one.rows,
            kept = one.kept
        )
    });
    let said = [of(new, "new"), of(gone, "gone")].into_iter().flatten();
    said.chain(renamed)
        .map(|text| Statement {
            state: State::Note,
            text,
        })
        .collect()
}

/// Rows and shares of each class in a set.
fn shares(data: &DataDiff, set: &SetDiff) -> Block {
    let columns = vec![
        Column::new(message!("column-class"), Kind::Name),
        number(message!("column-before")),
        number(message!("column-share")),
        number(message!("column-now")),
        number(message!("column-share")),
        number(message!("drift-difference")),
    ];
    let of = |rows: &SetRows, class: usize| {
        let (n, all) = (
            rows.class_counts[class],
            rows.class_counts.iter().sum::<u64>(),
        );
        let share = match all {
            0 => None,
            all => Some(n as f64 / all as f64),
        };
        (n, share)
    };
    let rows = data.classes.iter().enumerate().map(|(class, name)| {
        let sides = set
            .versions
            .each_ref()
            .map(|rows| rows.as_ref().map(|rows| of(rows, class)));
        let shares = sides.map(|side| side.and_then(|(_, share)| share));
        let cells = sides.into_iter().flat_map(|side| {
            let share = side.and_then(|(_, share)| share);
            [side.map(|(n, _)| n.into()), share.map(Argument::Share)]
        });
        let change = shares[0].zip(shares[1]);
        let change = change.map(|(before, now)| Argument::Points(now - before));
        let name = Some(Argument::from(name));
        Row::new(std::iter::once(name).chain(cells).chain([change]).collect())
    });
    let (id, table) = match set.set {
        SetName::Train => ("diff-train", "diff-train-classes"),
        SetName::Test => ("diff-test", "diff-test-classes"),
    };
    let rows = rows.collect();
    let heading = message!("diff-shares", set = set_name(set.set));
    Block::section(id, heading, vec![Block::table(table, columns, rows)])
}

/// From which label to which, and the first rows with their texts.
fn relabelled(data: &DataDiff, rows: &RowDiff, texts: &[&str]) -> Block {
    let name = |class: u32| Some(Argument::from(&data.classes[class as usize]));
    let label_columns = [
        message!("column-label-before"),
        message!("column-label-now"),
    ];
    let label_columns = label_columns.map(|name| Column::new(name, Kind::Name));
    let mut pair_columns = label_columns.to_vec();
    pair_columns.push(number(message!("column-rows")));
    let pair_rows = rows.labels.iter().take(RELABELLED_SHOWN).map(|change| {
        let labels = [name(change.before), name(change.now)];
        Row::new([&labels[..], &[Some(change.rows.into())]].concat())
    });
    let mut columns = vec![
        Column::new(message!("inspect-set"), Kind::Name),
        number(message!("column-row-before")),
        number(message!("column-row-now")),
    ];
    columns.extend(label_columns);
    columns.push(Column::new(message!("column-text"), Kind::Prose));
    let shown = rows.relabelled.iter().zip(texts).map(|(change, text)| {
        let (before, now) = (change.before, change.now);
        Row::new(vec![
            Some(set_name(now.set).into()),
            Some((before.row + 1).into()),
            Some((now.row + 1).into()),
            name(before.class),
            name(now.class),
            Some((*text).into()),
        ])
    });
    let all = rows.total(|counts| counts.relabelled);
    let is = match texts.len() as u64 == all {
        true => "all",
        false => "first",
    };
    let said = message!(
        "diff-relabelled-shown",
        is = Argument::key(is),
        shown = texts.len()
    );
    Block::section(
        "diff-relabelled",
        message!("diff-relabelled-rows"),
        vec![
            Block::table("diff-labels", pair_columns, pair_rows.collect()),
            Block::text("diff-relabelled-shown", Tone::Quiet, said),
            Block::table("diff-rows", columns, shown.collect()),
        ],
    )
}
