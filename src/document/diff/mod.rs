//! Two runs beside each other, as a document: whether the one is better, what became of the rows that they learned from and are
//! tested on, the settings that differ, and the scores with intervals where the rows are the same.

mod data;

pub use data::{DataDiffParts, DiffedData, DiffedVersion, RELABELLED_SHOWN, data_diff_document};
use data::{blocks, said};

use super::runs::{Metrics, scores, settings};
use super::{
    Advice, Block, Content, Document, EvaluatedSet, Fact, Figure, IntervalRow, State, Tone, Verdict,
};
use crate::message;
use crate::message::{Argument, Message, Unit, numbers};
use crate::pipeline::compare::{Pair, Score};
use crate::pipeline::drift::Estimate;
use crate::pipeline::run::{RunConfig, differing_settings};

/// What the document is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct DiffParts<'a> {
    pub before: DiffedRun<'a>,
    pub now: DiffedRun<'a>,
    pub data: DiffedData<'a>,
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
        Block::section("diff-data", message!("runs-data"), blocks(&parts.data)),
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
    let is_same_data = parts.data.diff.is_same();
    let mut changes = said(parts.data.diff);
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
        Fact::new(message!("runs-data"), Argument::All(said(parts.data.diff))),
        Fact::new(
            message!("inspect-model"),
            message!("diff-model", is = Argument::key(is)),
        ),
    ]
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
