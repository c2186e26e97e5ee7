//! The table of trials.

use super::shown::{is_best, objective, settings, shown, value};
use crate::document::{Column, Kind, Row, State, Table, number};
use crate::message;
use crate::message::{Argument, Message};
use crate::pipeline::metrics::SetScore;
use crate::pipeline::search::{Dimension, Direction, SearchReport, Trial, TrialState};

/// Every trial, the best first.
pub(super) fn table(report: &SearchReport) -> Table {
    let (_, direction) = report.settings.study.objectives()[0];
    let mut trials: Vec<&Trial> = report.trials.iter().collect();
    let worst = match direction {
        Direction::Maximize => f64::NEG_INFINITY,
        Direction::Minimize => f64::INFINITY,
    };
    let key = |trial: &Trial| {
        let is_complete = trial.state == TrialState::Complete;
        value(trial).filter(|_| is_complete).unwrap_or(worst)
    };
    trials.sort_by(|one, other| {
        let order = direction.order(key(one), key(other));
        order.then(one.number.cmp(&other.number))
    });
    let dimensions: Vec<&Dimension> = report.settings.space.dimensions().iter().collect();
    let rows = trials.into_iter().map(|trial| {
        let mut cells = vec![
            Some(Argument::Count(trial.number.into())),
            Some(state_of(trial.state).into()),
            value(trial).map(|value| shown(report).of(value)),
        ];
        cells.extend(measures(report, trial).into_iter().map(|(_, value)| value));
        cells.push(Some(match &trial.note {
            Some(note) => note.into(),
            None => settings(&dimensions, trial, usize::MAX).into(),
        }));
        let row = Row::new(cells);
        row.in_state(is_best(report, trial).then_some(State::Good))
    });
    let rows = rows.collect();
    let mut columns = vec![
        number(message!("search-column-trial")),
        Column::new(message!("search-column-state"), Kind::Name),
        number(objective(report)),
    ];
    let names = report.trials.first().map(|trial| measures(report, trial));
    columns.extend(names.into_iter().flatten().map(|(name, _)| number(name)));
    columns.push(Column::new(message!("search-column-settings"), Kind::Prose));
    Table { columns, rows }
}

/// How a trial stands.
pub fn state_of(state: TrialState) -> Message {
    let state = match state {
        TrialState::Complete => "complete",
        TrialState::Pruned => "pruned",
        TrialState::Fail => "fail",
        TrialState::Running => "running",
        TrialState::Waiting => "waiting",
    };
    message!("search-state", state = Argument::key(state))
}

/// What else is known of a trial, each by its name: whether it is as good as the best, the scores that are not the objective, what
/// it costs, how long it took.
pub(super) fn measures(report: &SearchReport, trial: &Trial) -> Vec<(Message, Option<Argument>)> {
    let standing = || {
        let standings = &report.honest.as_ref()?.standings;
        let found = standings.iter().find(|one| one.number == trial.number)?;
        Some(Argument::PValue(found.p))
    };
    let measure = |name: &str| trial.measures.get(name).copied();
    let mut known = vec![(message!("search-column-p"), standing())];
    // The objective stands before them.
    let mut others = vec![SetScore::F1Micro, SetScore::F1Macro];
    others.retain(|score| *score != report.settings.study.objective.score());
    let scores = others.iter().map(|score| {
        let value = measure(score.key()).map(Argument::Score);
        (score.name(), value)
    });
    known.extend(scores);
    let bytes = measure("model_bytes").map(|bytes| Argument::Bytes(bytes as u64));
    let seconds = trial.end.map(|end| end.seconds_since(trial.start));
    known.extend([
        (message!("cost-model-size"), bytes),
        (
            message!("search-column-latency"),
            measure("predict_seconds").map(Argument::Millis),
        ),
        (
            message!("search-column-seconds"),
            seconds.map(Argument::Seconds),
        ),
    ]);
    known
}
