//! The table of trials.

use super::{is_best, objective, settings, shown, value};
use crate::document::{Column, Kind, Row, State, Table, number};
use crate::message;
use crate::message::Argument;
use crate::pipeline::metrics::SetScore;
use crate::pipeline::search::{Direction, SearchReport, Trial, TrialState};

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
    let standing = |trial: &Trial| {
        let honest = report.honest.as_ref()?;
        let mut standings = honest.standings.iter();
        let found = standings.find(|one| one.number == trial.number)?;
        Some(Argument::PValue(found.p))
    };
    // The objective stands first already.
    let mut others = vec![SetScore::F1Micro, SetScore::F1Macro];
    others.retain(|score| *score != report.settings.study.objective.score());
    let rows = trials.into_iter().map(|trial| {
        let state = match trial.state {
            TrialState::Complete => "complete",
            TrialState::Pruned => "pruned",
            TrialState::Fail => "fail",
            TrialState::Running => "running",
            TrialState::Waiting => "waiting",
        };
        let measure = |name: &str| trial.measures.get(name).copied();
        let seconds = trial.end.map(|end| end.seconds_since(trial.start));
        let mut cells = vec![
            Some(Argument::Count(trial.number.into())),
            Some(message!("search-state", state = Argument::key(state)).into()),
            value(trial).map(|value| shown(report).of(value)),
            standing(trial),
        ];
        cells.extend(
            others
                .iter()
                .map(|score| measure(score.key()).map(Argument::Score)),
        );
        cells.extend([
            measure("model_bytes").map(|bytes| Argument::Bytes(bytes as u64)),
            measure("predict_seconds").map(Argument::Millis),
            seconds.map(Argument::Seconds),
            Some(match &trial.note {
                Some(note) => note.into(),
                None => settings(report, trial).into(),
            }),
        ]);
        let row = Row::new(cells);
        row.in_state(is_best(report, trial).then_some(State::Good))
    });
    let rows = rows.collect();
    let mut columns = vec![
        number(message!("search-column-trial")),
        Column::new(message!("search-column-state"), Kind::Name),
        number(objective(report)),
        number(message!("search-column-p")),
    ];
    columns.extend(others.iter().map(|score| number(score.name())));
    columns.extend([
        number(message!("cost-model-size")),
        number(message!("search-column-latency")),
        number(message!("search-column-seconds")),
        Column::new(message!("search-column-settings"), Kind::Prose),
    ]);
    Table { columns, rows }
}
