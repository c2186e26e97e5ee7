//! Two runs beside each other, as a document: whether the one is better, what became of the rows that they learned from and are
//! tested on, the settings that differ, and the scores with intervals where the rows are the same.

use std::collections::BTreeMap;

use super::data::set_name;
use super::runs::{Metrics, scores, settings};
use super::{
    Advice, Block, Column, Content, Document, EvaluatedSet, Fact, Figure, IntervalRow, Kind, Row,
    State, Statement, Tone, Verdict, number,
};
use crate::message;
use crate::message::{Argument, Message, Unit, numbers};
use crate::pipeline::compare::{Pair, Score};
use crate::pipeline::corpus::{DataDiff, RowDiff, SetDiff, SetName, SetRows};
use crate::pipeline::drift::Estimate;
use crate::pipeline::run::{RunConfig, differing_settings};

/// Relabelled rows that are shown with their texts, and pairs of labels with their rows.
pub const RELABELLED_SHOWN: usize = 50;

/// What the document is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct DiffParts<'a> {
    pub before: DiffedRun<'a>,
    pub now: DiffedRun<'a>,
    pub data: &'a DataDiff,
    /// The texts of the first [`RELABELLED_SHOWN`] of [`RowDiff::relabelled`].
    pub relabelled_texts: Vec<&'a str>,
    /// The first set, the test set before the validation set, of which both were evaluated on the same rows.
    pub paired: Option<(EvaluatedSet, &'a Pair)>,
    /// Those of which they were evaluated on others.
    pub unpaired: Vec<EvaluatedSet>,
}

/// One of the two runs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DiffedRun<'a> {
    /// Such as the name of its file.
    pub name: &'a str,
    pub run_id: &'a str,
    pub model_sha256: &'a str,
    /// Whether the texts that it was made from are at hand.
    pub has_texts: bool,
    pub config: &'a RunConfig,
    pub metrics: &'a Metrics,
}

impl DiffParts<'_> {
    fn is_same_model(&self) -> bool {
        self.before.model_sha256 == self.now.model_sha256
    }
}

pub fn diff_document(parts: DiffParts) -> Document {
    let changed = differing_settings(&[parts.before.config, parts.now.config]);
    let blocks = vec![
        Block::new(
            "diff-verdict",
            Content::Verdict(verdict(&parts, changed.len())),
        ),
        Block::new("diff-facts", Content::Facts(facts(&parts))),
        data(&parts),
        settings(changed),
        scores_and_intervals(&parts),
    ];
    Document {
        title: message!("diff-title"),
        subject: [parts.before.name, parts.now.name].join(", "),
        blocks,
    }
}

fn verdict(parts: &DiffParts, n_settings: usize) -> Verdict {
    let is_same_data = parts.data.is_same();
    let mut changes = data_said(parts.data);
    changes.push(message!("diff-settings", settings = n_settings).into());
    let (outcome, state, word, advice) = match parts.paired {
        _ if parts.is_same_model() && is_same_data && n_settings == 0 => {
            changes.push(message!("diff-model", is = Argument::key("same")).into());
            let advice = message!("diff-advice-same");
            ("same", State::Good, message!("diff-same"), advice)
        }
        _ if parts.is_same_model() => (
            "same-model",
            State::Good,
            message!("diff-same-model"),
            message!("diff-advice-same"),
        ),
        Some((_, pair)) if pair.tango.low > 0.0 => (
            "better",
            State::Good,
            message!("diff-better"),
            message!("diff-advice-better"),
        ),
        Some((_, pair)) if pair.tango.high < 0.0 => (
            "worse",
            State::Bad,
            message!("diff-worse"),
            message!("diff-advice-worse"),
        ),
        Some(_) => (
            "undecided",
            State::Note,
            message!("diff-undecided"),
            message!("diff-advice-undecided"),
        ),
        None => (
            "other-rows",
            State::Unknown,
            message!("diff-other-rows"),
            message!("diff-advice-other-rows"),
        ),
    };
    let changes = Argument::All(changes);
    let score = match (parts.is_same_model(), parts.paired) {
        (true, _) => None,
        (false, Some((set, pair))) => Some(score_said(set, pair)),
        (false, None) => Some(message!("diff-scores-apart")),
    };
    Verdict {
        state,
        outcome,
        word,
        sentence: match score {
            Some(score) => message!("diff-found", score = score, changes = changes),
            None => message!("text", text = changes),
        },
        advice: Some(Advice {
            sentence: advice,
            action: None,
        }),
    }
}

/// What F1 micro did on the rows of both.
fn score_said(set: EvaluatedSet, pair: &Pair) -> Message {
    let by = pair.tango.value;
    let side = match by {
        _ if numbers::score(by.abs()) == numbers::score(0.0) => "equal",
        by if by > 0.0 => "higher",
        _ => "lower",
    };
    message!(
        "diff-score",
        score = Score::F1Micro.name(),
        rows = pair.agreement.rows(),
        set = set.name(),
        side = Argument::key(side),
        by = Argument::Score(by.abs()),
        low = Argument::Change(pair.tango.low),
        high = Argument::Change(pair.tango.high)
    )
}

/// What became of the data, as the parts of a sentence; at least one.
fn data_said(data: &DataDiff) -> Vec<Argument> {
    let Some(rows) = &data.rows else {
        return vec![message!("diff-data", is = Argument::key("other")).into()];
    };
    let counted = [
        (
            rows.added.len(),
            message!("diff-added", rows = rows.added.len()),
        ),
        (
            rows.gone.len(),
            message!("diff-gone", rows = rows.gone.len()),
        ),
        (
            rows.relabelled.len(),
            message!("diff-relabelled", rows = rows.relabelled.len()),
        ),
        (
            rows.moved.len(),
            message!("diff-moved", rows = rows.moved.len()),
        ),
        (
            rows.renamed.len(),
            message!("diff-renamed", classes = rows.renamed.len()),
        ),
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

fn facts(parts: &DiffParts) -> Vec<Fact> {
    let run = |name, run: &DiffedRun| Fact {
        name,
        value: run.name.into(),
        note: Some(message!(
            "gate-run",
            run = numbers::fingerprint(run.run_id),
            model = numbers::fingerprint(run.model_sha256)
        )),
    };
    let is = match parts.is_same_model() {
        true => "same",
        false => "other",
    };
    vec![
        run(message!("runs-before"), &parts.before),
        run(message!("runs-now"), &parts.now),
        Fact::new(message!("runs-data"), Argument::All(data_said(parts.data))),
        Fact::new(
            message!("inspect-model"),
            message!("diff-model", is = Argument::key(is)),
        ),
    ]
}

fn data(parts: &DiffParts) -> Block {
    let data = parts.data;
    let mut blocks = Vec::new();
    match &data.rows {
        Some(_) => blocks.push(Block::text(
            "diff-about",
            Tone::Quiet,
            message!("diff-about"),
        )),
        None => {
            let which = match (parts.before.has_texts, parts.now.has_texts) {
                (true, _) => "now",
                (_, true) => "before",
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
        && !rows.relabelled.is_empty()
    {
        blocks.push(relabelled(data, rows, &parts.relabelled_texts));
    }
    Block::section("diff-data", message!("runs-data"), blocks)
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
    let mut pairs: BTreeMap<(u32, u32), u64> = BTreeMap::new();
    for change in &rows.relabelled {
        *pairs
            .entry((change.before.class, change.now.class))
            .or_default() += 1;
    }
    let mut pairs: Vec<_> = pairs.into_iter().collect();
    pairs.sort_by_key(|&(labels, n)| (std::cmp::Reverse(n), labels));
    let label_columns = [
        message!("column-label-before"),
        message!("column-label-now"),
    ];
    let label_columns = label_columns.map(|name| Column::new(name, Kind::Name));
    let mut pair_columns = label_columns.to_vec();
    pair_columns.push(number(message!("column-rows")));
    let pair_rows = pairs
        .iter()
        .take(RELABELLED_SHOWN)
        .map(|&((before, now), n)| Row::new(vec![name(before), name(now), Some(n.into())]));
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
    let is = match texts.len() == rows.relabelled.len() {
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

fn scores_and_intervals(parts: &DiffParts) -> Block {
    let mut blocks = vec![scores(parts.before.metrics, parts.now.metrics)];
    if let Some((set, pair)) = parts.paired {
        let said = message!(
            "diff-paired",
            rows = pair.agreement.rows(),
            set = set.name(),
            draws = pair.differences.draws
        );
        blocks.push(Block::text("diff-paired", Tone::Quiet, said));
        blocks.push(Block::new(
            "diff-differences",
            Content::Figure(differences(pair)),
        ));
        let rare = pair.differences.rare_classes.iter().map(|(class, rows)| {
            let said = message!("gate-rare", class = class, rows = *rows);
            Block::text("diff-rare", Tone::Warning, said)
        });
        blocks.extend(rare);
    }
    blocks.extend(parts.unpaired.iter().map(|set| {
        let said = message!("diff-unpaired", set = set.name());
        Block::text("diff-unpaired", Tone::Warning, said)
    }));
    Block::section("diff-scores", message!("evaluate-scores"), blocks)
}

/// What the scores changed by, with the intervals that the gate goes by.
fn differences(pair: &Pair) -> Figure {
    let f1_macro = pair.differences.f1_macro.estimate;
    let scores = [(Score::F1Micro, pair.tango), (Score::F1Macro, f1_macro)];
    let recalls = pair.recalls.iter();
    let recalls = recalls.map(|recall| (Score::Recall(recall.class.clone()), recall.difference));
    let row = |(score, Estimate { value, low, high }): (Score, Estimate)| IntervalRow {
        name: score.name().into(),
        value,
        low,
        high,
        lines: Vec::new(),
    };
    Figure::Intervals {
        name: message!("gate-differences"),
        column: message!("column-score"),
        unit: Unit::Change,
        rows: scores.into_iter().chain(recalls).map(row).collect(),
    }
}
