//! A search as a document: the best trial and what it is worth on other rows, the way there, what decided, every trial.

mod trials;

use super::{
    Axis, AxisKind, Block, Column, Content, Document, Fact, Figure, Kind, Look, Row, Scatter,
    ScatterPoint, Shown, State, Table, Tone, Verdict, interval, number,
};
use crate::message;
use crate::message::{Argument, Message, Unit};
use crate::pipeline::search::{
    Dimension, Domain, Ending, Evaluation, Objective, SearchReport, Trial, TrialState, Value,
};

/// The document of a search, at work or over.
pub fn search_document(report: &SearchReport) -> Document {
    let mut blocks = vec![Block::new(
        "search-verdict",
        Content::Verdict(verdict(report)),
    )];
    blocks.push(Block::new("search-facts", Content::Facts(facts(report))));
    blocks.push(Block::text(
        "search-test-set",
        Tone::Quiet,
        message!("search-no-test-set"),
    ));
    if report.trials.iter().any(|trial| value(trial).is_some()) {
        let figure = Content::Figure(Figure::Scatter(history(report)));
        blocks.push(Block::section(
            "search-history-section",
            message!("search-history"),
            vec![Block::new("search-history", figure)],
        ));
    }
    blocks.extend(importance(report));
    let slices = slices(report);
    if !slices.is_empty() {
        let summary = message!("search-slices");
        blocks.push(Block::details("search-slices", summary, slices));
    }
    blocks.push(Block::section(
        "search-trials-section",
        message!("search-trials"),
        vec![Block::new(
            "search-trials",
            Content::Table(trials::table(report)),
        )],
    ));
    Document {
        title: message!("search-title"),
        subject: report.study.clone(),
        blocks,
    }
}

/// A value of the first objective.
fn shown(report: &SearchReport) -> Shown {
    match report.settings.study.objective {
        Objective::F1Micro | Objective::F1Macro => Shown::Score,
        Objective::PolevalMicroF | Objective::PolevalMacroF => Shown::Percent,
    }
}

fn objective(report: &SearchReport) -> Message {
    report.settings.study.objective.score().name()
}

fn value(trial: &Trial) -> Option<f64> {
    trial.values.first().copied()
}

fn verdict(report: &SearchReport) -> Verdict {
    let plain = |outcome, state, word, sentence| Verdict {
        state,
        outcome,
        word,
        sentence,
        advice: None,
    };
    let best = report.best.and_then(|best| report.trial(best));
    let Some((best, score)) = best.and_then(|best| Some((best, value(best)?))) else {
        let is_over = report.ending.is_some();
        let sentence = match is_over {
            true => message!("search-none-complete"),
            false => message!("search-none-yet"),
        };
        let state = if is_over { State::Bad } else { State::Unknown };
        return plain("none", state, message!("search-word-none"), sentence);
    };
    let trial = best.number.to_string();
    let score = shown(report).of(score);
    let (name, honest) = (objective(report), report.honest.as_ref());
    let Some(honest) = honest else {
        let sentence = message!(
            "search-best",
            trial = trial,
            objective = name,
            value = score
        );
        return plain("best", State::Note, message!("search-word-best"), sentence);
    };
    let expected = interval(Unit::Score, honest.honest);
    // The configuration that the search began with is its first trial.
    let first = honest.standings.iter().find(|one| one.number == 0);
    let (state, outcome, word, sentence) = match first {
        Some(_) if best.number == 0 => (
            State::Warning,
            "same",
            message!("search-word-same"),
            message!(
                "search-first-best",
                objective = name,
                value = score,
                expected = expected
            ),
        ),
        Some(first) if first.is_among_best => (
            State::Warning,
            "same",
            message!("search-word-same"),
            message!(
                "search-no-better",
                trial = trial,
                objective = name,
                value = score,
                expected = expected,
                first = Argument::Score(first.score)
            ),
        ),
        _ => (
            State::Good,
            "better",
            message!("search-word-better"),
            message!(
                "search-better",
                trial = trial,
                objective = name,
                value = score,
                expected = expected
            ),
        ),
    };
    plain(outcome, state, word, sentence)
}

fn facts(report: &SearchReport) -> Vec<Fact> {
    let study = &report.settings.study;
    let counts = [
        ("complete", TrialState::Complete),
        ("pruned", TrialState::Pruned),
        ("fail", TrialState::Fail),
        ("running", TrialState::Running),
    ];
    let counts = counts.into_iter().filter_map(|(key, state)| {
        let n = report.count(state);
        let said = message!("search-count", n = n, state = Argument::key(key));
        (n > 0).then(|| said.into())
    });
    let mut facts = vec![Fact {
        note: report.ending.map(|ending| match ending {
            Ending::Trials => message!("search-ended-trials"),
            Ending::Timeout => message!("search-ended-timeout"),
            Ending::Exhausted => message!("search-ended-exhausted"),
            Ending::Stopped => message!("search-ended-stopped"),
        }),
        ..Fact::new(message!("search-trials"), Argument::All(counts.collect()))
    }];
    let n_folds = u64::from(study.n_folds);
    facts.push(Fact::new(
        message!("search-rows"),
        match study.evaluation {
            Evaluation::Folds => {
                message!("search-rows-folds", rows = report.n_rows, folds = n_folds)
            }
            Evaluation::Validation => {
                message!("search-rows-validation", rows = report.n_rows)
            }
        },
    ));
    if let Some(honest) = &report.honest {
        facts.push(Fact {
            note: Some(message!("search-honest-note")),
            ..Fact::new(
                message!("search-honest"),
                interval(Unit::Score, honest.honest),
            )
        });
        let among = honest.standings.iter().filter(|one| one.is_among_best);
        facts.push(Fact {
            note: Some(message!(
                "search-simplest",
                trial = honest.simplest.to_string()
            )),
            ..Fact::new(message!("search-among"), among.count())
        });
        if let Some(gain) = honest.gain_of_doubling {
            let said = match honest.is_worth_doubling() {
                true => message!("search-worth", trials = report.trials.len()),
                false => message!("search-not-worth", trials = report.trials.len()),
            };
            facts.push(Fact {
                note: Some(said),
                ..Fact::new(message!("search-gain"), Argument::Change(gain))
            });
        }
    }
    if let Some(taken) = report.taken {
        facts.push(Fact::new(message!("search-taken"), taken.to_string()));
    }
    facts
}

fn is_best(report: &SearchReport, trial: &Trial) -> bool {
    match report.settings.study.objectives().len() {
        1 => report.best == Some(trial.number),
        _ => report.front.contains(&trial.number),
    }
}

fn look(report: &SearchReport, trial: &Trial) -> Look {
    match trial.state {
        _ if is_best(report, trial) => Look::Best,
        TrialState::Complete => Look::Plain,
        _ => Look::Faint,
    }
}

fn said(report: &SearchReport, trial: &Trial, value: f64) -> Message {
    message!(
        "search-trial-said",
        trial = trial.number.to_string(),
        value = shown(report).of(value),
        settings = settings(report, trial)
    )
}

/// What a trial chose, in a line.
fn settings(report: &SearchReport, trial: &Trial) -> String {
    let space = &report.settings.space;
    let chosen = space.dimensions().iter().filter_map(|dimension| {
        let value = trial.point.get(&dimension.name)?;
        let written = written(dimension, *value);
        Some(format!("{} = {written}", dimension.key))
    });
    chosen.collect::<Vec<_>>().join(", ")
}

/// A value as it stands in a file, numbers with four digits, long lists by their length.
fn written(dimension: &Dimension, value: Value) -> String {
    match value {
        Value::Float(number) => format!("{}", rounded(number)),
        Value::Int(number) => number.to_string(),
        Value::Choice(_) => match dimension.domain.written(value) {
            toml::Value::String(text) => text,
            toml::Value::Array(items) if items.len() > 2 => format!("[… {}]", items.len()),
            other => other.to_string(),
        },
    }
}

/// To four digits.
fn rounded(number: f64) -> f64 {
    format!("{number:.3e}").parse().unwrap_or(number)
}

fn history(report: &SearchReport) -> Scatter {
    let (_, direction) = report.settings.study.objectives()[0];
    let mut best: Option<f64> = None;
    let mut line = Vec::new();
    let mut points = Vec::new();
    let mut rows = Vec::new();
    for trial in &report.trials {
        let across = f64::from(trial.number);
        let Some(value) = value(trial) else {
            continue;
        };
        points.push(ScatterPoint {
            across,
            upwards: value,
            look: look(report, trial),
            said: said(report, trial, value),
        });
        if trial.is_feasible() && best.is_none_or(|best| direction.is_better(value, best)) {
            line.extend(best.map(|best| (across, best)));
            line.push((across, value));
            best = Some(value);
        }
        rows.push(Row::new(vec![
            Some(Argument::Count(trial.number.into())),
            Some(shown(report).of(value)),
            best.map(|best| shown(report).of(best)),
        ]));
    }
    if let (Some(best), Some(last)) = (best, report.trials.last()) {
        line.push((f64::from(last.number), best));
    }
    Scatter {
        name: message!("search-history-name", objective = objective(report)),
        across: trial_axis(),
        upwards: value_axis(report),
        points,
        line,
        table: Table {
            columns: vec![
                number(message!("search-column-trial")),
                number(objective(report)),
                number(message!("search-column-best")),
            ],
            rows,
        },
    }
}

fn trial_axis() -> Axis {
    Axis {
        name: message!("search-column-trial"),
        kind: AxisKind::Number {
            is_log: false,
            shown: Shown::Count,
        },
    }
}

fn value_axis(report: &SearchReport) -> Axis {
    Axis {
        name: objective(report),
        kind: AxisKind::Number {
            is_log: false,
            shown: shown(report),
        },
    }
}

fn importance(report: &SearchReport) -> Option<Block> {
    let rows: Vec<Row> = report
        .importance
        .iter()
        .map(|one| {
            Row::new(vec![
                Some(one.name.as_str().into()),
                Some(Argument::Share(one.share)),
            ])
        })
        .collect();
    let enough = report.count(TrialState::Complete) >= 10;
    (enough && !rows.is_empty()).then(|| {
        let columns = vec![
            Column::new(message!("column-setting"), Kind::Name),
            number(message!("search-column-importance")),
        ];
        Block::section(
            "search-importance-section",
            message!("search-importance"),
            vec![
                Block::text(
                    "search-importance-about",
                    Tone::Quiet,
                    message!("search-importance-about"),
                ),
                Block::table("search-importance", columns, rows),
            ],
        )
    })
}

/// Each setting against the objective.
fn slices(report: &SearchReport) -> Vec<Block> {
    let dimensions = report.settings.space.dimensions().iter();
    let figures = dimensions.filter_map(|dimension| {
        let scatter = slice(report, dimension);
        let id = format!("search-slice-{}", dimension.name);
        (scatter.points.len() > 1)
            .then(|| Block::new(id, Content::Figure(Figure::Scatter(scatter))))
    });
    figures.collect()
}

fn slice(report: &SearchReport, dimension: &Dimension) -> Scatter {
    let kind = match &dimension.domain {
        Domain::Float { log, .. } | Domain::Int { log, .. } => AxisKind::Number {
            is_log: *log,
            shown: Shown::Number,
        },
        Domain::Categorical { choices } => {
            let places = 0..choices.len() as u32;
            let names = places.map(|place| written(dimension, Value::Choice(place)));
            AxisKind::Choices(names.collect())
        }
    };
    let mut points = Vec::new();
    let mut rows = Vec::new();
    for trial in &report.trials {
        let (Some(upwards), Some(chosen)) = (value(trial), trial.point.get(&dimension.name)) else {
            continue;
        };
        points.push(ScatterPoint {
            across: chosen.number(),
            upwards,
            look: look(report, trial),
            said: said(report, trial, upwards),
        });
        rows.push(Row::new(vec![
            Some(Argument::Count(trial.number.into())),
            Some(written(dimension, *chosen).into()),
            Some(shown(report).of(upwards)),
        ]));
    }
    Scatter {
        name: message!(
            "search-slice-name",
            setting = dimension.name.as_str(),
            objective = objective(report)
        ),
        across: Axis {
            name: Message::text(&dimension.name),
            kind,
        },
        upwards: value_axis(report),
        points,
        line: Vec::new(),
        table: Table {
            columns: vec![
                number(message!("search-column-trial")),
                Column::new(Message::text(&dimension.name), Kind::Name),
                number(objective(report)),
            ],
            rows,
        },
    }
}
