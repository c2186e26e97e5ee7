//! The gate as a document: the verdict, the rules, then what they rest on.

mod costs;
mod scores;

use super::{
    Action, Advice, Block, Column, Content, Document, Fact, Figure, IntervalRow, Kind, Row, State,
    Statement, Tone, Verdict, interval, number,
};
use crate::message;
use crate::message::{Argument, Message, Unit, numbers};
use crate::pipeline::compare::{
    Comparison, Criterion, Gate, GateOutcome, Reason, Resources, Rule, Score,
};
use crate::pipeline::drift::{Estimate, ScoreKind};
use crate::pipeline::run::{Answer, Disagreement, GateReport};

/// Rows on which the models disagree that are shown.
const SHOWN: usize = 200;

/// What the document is made of.
#[derive(Debug, Clone, Copy)]
pub struct GateParts<'a> {
    pub candidate: Model<'a>,
    pub production: Model<'a>,
    /// What the rows are called, where they have a name.
    pub rows: Option<&'a Message>,
    pub n_rows: u64,
    pub n_left_out: u64,
    pub comparison: &'a Comparison,
    pub rules: &'a [Rule],
    /// None where the rules can't be applied.
    pub gate: Option<&'a Gate>,
    /// None where nobody has measured yet.
    pub resources: Option<&'a Resources>,
    /// None where they are shown otherwise.
    pub disagreements: Option<&'a [Disagreement]>,
}

/// One of the two models.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Model<'a> {
    pub name: &'a str,
    pub run_id: &'a str,
    pub model_sha256: &'a str,
}

impl<'a> From<&'a GateReport> for GateParts<'a> {
    fn from(report: &'a GateReport) -> GateParts<'a> {
        let [candidate, production] = [&report.candidate, &report.production].map(|model| Model {
            name: &model.name,
            run_id: &model.run_id,
            model_sha256: &model.model_sha256,
        });
        GateParts {
            candidate,
            production,
            rows: Some(&report.rows.name),
            n_rows: report.rows.n_rows,
            n_left_out: 0,
            comparison: &report.comparison,
            rules: &report.rules.rules,
            gate: Some(&report.gate),
            resources: Some(&report.resources),
            disagreements: Some(&report.disagreements),
        }
    }
}

pub fn gate_document(parts: GateParts) -> Document {
    let mut blocks = vec![Block::new(
        "validate-verdict",
        Content::Verdict(verdict(&parts)),
    )];
    if let Some(gate) = parts.gate {
        let rules = gate.rules.iter().map(|judged| Statement {
            state: gate_state(judged.outcome),
            text: judged.message(),
        });
        blocks.push(Block::new(
            "gate-rules",
            Content::Statements(rules.collect()),
        ));
    }
    blocks.push(Block::new("gate-sides", Content::Facts(facts(&parts))));
    if parts.candidate.model_sha256 == parts.production.model_sha256 {
        blocks.push(Block::text("gate-same", Tone::Quiet, message!("gate-same")));
    }
    blocks.push(differences(&parts));
    blocks.push(scores::scores(parts.comparison));
    blocks.push(scores::statistics(parts.comparison));
    blocks.push(costs::costs(parts.resources));
    if let Some(disagreements) = parts.disagreements {
        blocks.push(disagreeing(disagreements));
    }
    Document {
        title: message!("gate-title"),
        subject: parts.candidate.name.to_string(),
        blocks,
    }
}

/// An outcome as scripts and stylesheets know it.
pub fn outcome_name(outcome: GateOutcome) -> &'static str {
    match outcome {
        GateOutcome::Pass => "pass",
        GateOutcome::Fail => "fail",
        GateOutcome::NotEnoughData => "few",
    }
}

/// How an outcome stands.
fn gate_state(outcome: GateOutcome) -> State {
    match outcome {
        GateOutcome::Pass => State::Good,
        GateOutcome::Fail => State::Bad,
        GateOutcome::NotEnoughData => State::Unknown,
    }
}

fn verdict(parts: &GateParts) -> Verdict {
    let Some(gate) = parts.gate else {
        return Verdict {
            state: State::Unknown,
            outcome: "faulty",
            word: message!("gate-undecided"),
            sentence: message!("gate-faulty"),
            advice: None,
        };
    };
    let (sentence, action) = match gate.outcome {
        GateOutcome::Pass => (message!("gate-advice-pass"), Some(Action::Promote)),
        GateOutcome::Fail => (message!("gate-advice-fail"), None),
        GateOutcome::NotEnoughData if gate.is_unmeasured() => {
            (message!("gate-advice-measure"), Some(Action::Measure))
        }
        GateOutcome::NotEnoughData if lacks_labels(gate) => {
            (message!("gate-advice-labels"), Some(Action::LoadData))
        }
        GateOutcome::NotEnoughData => (message!("gate-advice-more"), Some(Action::LoadData)),
    };
    Verdict {
        state: gate_state(gate.outcome),
        outcome: outcome_name(gate.outcome),
        word: gate.word(),
        sentence: gate.found(),
        advice: Some(Advice { sentence, action }),
    }
}

/// Whether rows have classes that a model can't give.
fn lacks_labels(gate: &Gate) -> bool {
    let mut findings = gate.rules.iter().flat_map(|rule| &rule.findings);
    findings.any(|finding| matches!(finding.reason, Reason::UnknownClasses { .. }))
}

fn facts(parts: &GateParts) -> Vec<Fact> {
    let model = |name, model: &Model| Fact {
        name,
        value: model.name.into(),
        note: Some(message!(
            "gate-run",
            run = numbers::fingerprint(model.run_id),
            model = numbers::fingerprint(model.model_sha256)
        )),
    };
    let count = message!("count-labelled-rows", rows = parts.n_rows);
    let left_out =
        (parts.n_left_out > 0).then(|| message!("gate-rows-left-out", rows = parts.n_left_out));
    let (value, note) = match parts.rows {
        Some(name) => (name.clone().into(), Some(count)),
        None => (count.into(), left_out),
    };
    vec![
        model(message!("gate-candidate"), &parts.candidate),
        model(message!("gate-production"), &parts.production),
        Fact {
            name: message!("gate-baseline"),
            value: (&parts.comparison.baseline_class).into(),
            note: Some(message!("gate-baseline-about")),
        },
        Fact {
            name: message!("gate-rows"),
            value,
            note,
        },
    ]
}

/// Against production both F1 and the recall of each class, against the baseline both F1, with the intervals that rules go by
/// and the lines that they draw.
fn differences(parts: &GateParts) -> Block {
    let comparison = parts.comparison;
    let (production, baseline) = (&comparison.against_production, &comparison.against_baseline);
    let mut found: Vec<(Criterion, Estimate)> = vec![
        (Criterion::OverProduction(Score::F1Micro), production.tango),
        (
            Criterion::OverProduction(Score::F1Macro),
            production.differences.f1_macro.estimate,
        ),
    ];
    found.extend(production.recalls.iter().map(|recall| {
        let score = Score::Recall(recall.class.clone());
        (Criterion::OverProduction(score), recall.difference)
    }));
    found.extend([
        (Criterion::OverBaseline(Score::F1Micro), baseline.tango),
        (
            Criterion::OverBaseline(Score::F1Macro),
            baseline.differences.f1_macro.estimate,
        ),
    ]);
    let rows = found.into_iter().map(|(subject, estimate)| IntervalRow {
        lines: lines(&subject, parts.rules),
        name: subject.name().into(),
        value: estimate.value,
        low: estimate.low,
        high: estimate.high,
    });
    let figure = Figure::Intervals {
        name: message!("gate-differences"),
        column: message!("column-score"),
        unit: Unit::Change,
        rows: rows.collect(),
    };
    Block::section(
        "differences",
        message!("gate-differences"),
        vec![
            Block::text(
                "differences-about",
                Tone::Quiet,
                message!("gate-differences-about"),
            ),
            Block::new("validate-differences", Content::Figure(figure)),
            Block::text("intervals-about", Tone::Quiet, message!("gate-intervals")),
        ],
    )
}

/// The lines that rules draw for a subject: an interval that is all above one passes, one that is all below it fails.
fn lines(subject: &Criterion, rules: &[Rule]) -> Vec<f64> {
    let line = |rule: &Rule| match (rule, subject) {
        (Rule::NotInferior { margin }, Criterion::OverProduction(Score::F1Micro)) => Some(-margin),
        (Rule::Better { any_of, min_gain }, Criterion::OverProduction(score))
            if any_of.contains(score) =>
        {
            Some(*min_gain)
        }
        (
            Rule::BaselineBeaten {
                score: own,
                min_gain,
            },
            Criterion::OverBaseline(score),
        ) if own == score => Some(*min_gain),
        _ => None,
    };
    rules.iter().filter_map(line).collect()
}

fn disagreeing(found: &[Disagreement]) -> Block {
    let said = match found.len() {
        0 => message!("gate-disagreements-none"),
        n if n > SHOWN => message!("gate-disagreements-first", rows = n, shown = SHOWN),
        n => message!("gate-disagreements-all", rows = n),
    };
    let mut blocks = vec![Block::text("disagreements-about", Tone::Plain, said)];
    if !found.is_empty() {
        let columns = vec![
            number(message!("column-row")),
            Column::new(message!("column-label"), Kind::Name),
            Column::new(message!("gate-candidate"), Kind::Name),
            Column::new(message!("gate-production"), Kind::Name),
            Column::new(message!("column-text"), Kind::Prose),
        ];
        let rows = found.iter().take(SHOWN).map(|one| {
            Row::new(vec![
                Some((one.row + 1).into()),
                Some((&one.label).into()),
                Some(answer(&one.candidate)),
                Some(answer(&one.production)),
                Some((&one.text).into()),
            ])
        });
        blocks.push(Block::table("disagreements", columns, rows.collect()));
    }
    Block::section("gate-disagreements", message!("gate-disagreements"), blocks)
}

fn answer(answer: &Answer) -> Argument {
    let kind = match answer.kind {
        ScoreKind::Decision => "decision",
        ScoreKind::Probability => "probability",
    };
    message!(
        "gate-answer",
        class = &answer.label,
        kind = Argument::Key(kind.into()),
        score = Argument::Score(answer.score.into())
    )
    .into()
}
