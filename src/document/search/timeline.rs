//! When the trials of a search were at work.

use super::shown::{MOST, is_best, objective, shown, value};
use crate::document::{Bar, BarLook, Column, Kind, Row, Table, Timeline, number};
use crate::message;
use crate::message::Argument;
use crate::pipeline::search::{SearchReport, Trial, TrialState};

/// None where no trial took a time that the clock shows.
pub(super) fn figure(report: &SearchReport) -> Option<Timeline> {
    let mut trials: Vec<&Trial> = report.trials.iter().collect();
    trials.retain(|trial| trial.state != TrialState::Waiting);
    // The last are drawn.
    trials.drain(..trials.len().saturating_sub(MOST));
    trials.sort_by(|one, other| one.start.0.total_cmp(&other.start.0));
    // What is at work still has taken until the last that is known.
    let known = trials
        .iter()
        .map(|trial| trial.end.unwrap_or(trial.start).0);
    let last = known.fold(f64::NEG_INFINITY, f64::max);
    let end = |trial: &Trial| trial.end.map_or(last, |end| end.0).max(trial.start.0);
    let longest = trials
        .iter()
        .map(|trial| end(trial) - trial.start.0)
        .fold(0.0, f64::max);
    // A pause between two sessions may be days: no pause is drawn longer than the longest trial.
    let (mut left_out, mut until) = (trials.first()?.start.0, trials.first()?.start.0);
    let (mut bars, mut rows) = (Vec::new(), Vec::new());
    for trial in &trials {
        left_out += (trial.start.0 - until - longest).max(0.0);
        until = until.max(end(trial));
        let seconds = |at: f64| (at - left_out) / 1_000.0;
        let took = Argument::Seconds((end(trial) - trial.start.0) / 1_000.0);
        let value = value(trial).map(|value| shown(report).of(value));
        let state = super::trials::state_of(trial.state);
        bars.push(Bar {
            key: trial.number,
            from: seconds(trial.start.0),
            to: seconds(end(trial)),
            look: look(report, trial),
            said: message!(
                "search-bar-said",
                trial = trial.number.to_string(),
                state = state.clone(),
                time = took.clone()
            ),
        });
        rows.push(Row::new(vec![
            Some(Argument::Count(trial.number.into())),
            Some(state.into()),
            Some(Argument::Seconds(seconds(trial.start.0))),
            Some(took),
            value,
        ]));
    }
    (longest > 0.0).then(|| Timeline {
        name: message!("search-timeline-name"),
        bars,
        table: Table {
            columns: vec![
                number(message!("search-column-trial")),
                Column::new(message!("search-column-state"), Kind::Name),
                number(message!("search-column-start")),
                number(message!("search-column-seconds")),
                number(objective(report)),
            ],
            rows,
        },
    })
}

fn look(report: &SearchReport, trial: &Trial) -> BarLook {
    match trial.state {
        _ if is_best(report, trial) => BarLook::Best,
        TrialState::Complete => BarLook::Done,
        TrialState::Pruned => BarLook::Ended,
        TrialState::Fail => BarLook::Failed,
        TrialState::Running | TrialState::Waiting => BarLook::Running,
    }
}
