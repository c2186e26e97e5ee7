//! What a search is shown by: its values, its settings in a line, the trials that figures draw.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::{AxisKind, Look, ScatterPoint, Shown};
use crate::message;
use crate::message::{Argument, Message, Unit};
use crate::pipeline::search::{
    Dimension, Domain, Objective, SearchReport, SecondObjective, Trial, TrialState, Value,
};

/// Trials that a figure draws, and how many of them are the best where there are more; the others are the last.
pub(super) const MOST: usize = 500;
const MOST_BEST: usize = 100;
/// Settings that are said of a point, the most important first.
const FEW: usize = 6;

/// A value of the first objective.
pub(super) fn shown(report: &SearchReport) -> Shown {
    match report.settings.study.objective {
        Objective::F1Micro | Objective::F1Macro => Shown::Score,
        Objective::PolevalMicroF | Objective::PolevalMacroF => Shown::Percent,
    }
}

/// The same with an interval.
pub(super) fn unit(report: &SearchReport) -> Unit {
    match shown(report) {
        Shown::Percent => Unit::Percent,
        _ => Unit::Score,
    }
}

/// A difference of two.
pub(super) fn difference(report: &SearchReport, difference: f64) -> Argument {
    match shown(report) {
        Shown::Percent => Argument::Points(difference / 100.0),
        _ => Argument::Change(difference),
    }
}

pub(super) fn objective(report: &SearchReport) -> Message {
    report.settings.study.objective.score().name()
}

pub(super) fn value(trial: &Trial) -> Option<f64> {
    trial.values.first().copied()
}

/// The second objective, if there are two.
pub(super) fn second_objective(report: &SearchReport) -> Option<(Message, Shown)> {
    match report.settings.study.second_objective {
        SecondObjective::None => None,
        SecondObjective::ModelBytes => Some((message!("cost-model-size"), Shown::Bytes)),
        SecondObjective::Latency => Some((message!("search-column-latency"), Shown::Millis)),
    }
}

pub(super) fn is_best(report: &SearchReport, trial: &Trial) -> bool {
    match report.settings.study.objectives().len() {
        1 => report.best == Some(trial.number),
        _ => report.front.contains(&trial.number),
    }
}

/// The settings that were searched, while it goes on as the space has them, then the most important first.
pub(super) fn settings_by_importance(report: &SearchReport) -> Vec<&Dimension> {
    let mut dimensions: Vec<&Dimension> = report.settings.space.dimensions().iter().collect();
    if report.ending.is_some() {
        dimensions.sort_by_key(|one| {
            let mut all = report.importance.iter();
            all.position(|weighed| weighed.name == one.name)
                .unwrap_or(usize::MAX)
        });
    }
    dimensions
}

/// What a trial chose, in a line.
pub(super) fn settings(dimensions: &[&Dimension], trial: &Trial, most: usize) -> String {
    let chosen = dimensions.iter().filter_map(|dimension| {
        let value = trial.point.get(&dimension.name)?;
        let written = written(dimension, *value);
        Some(format!("{} = {written}", dimension.key))
    });
    let mut chosen: Vec<String> = chosen.collect();
    if chosen.len() > most {
        chosen.truncate(most);
        chosen.push("…".to_string());
    }
    chosen.join(", ")
}

/// A value as it stands in a file, numbers with four digits, long lists by their length.
pub(super) fn written(dimension: &Dimension, value: Value) -> String {
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

pub(super) fn axis_kind(dimension: &Dimension) -> AxisKind {
    match &dimension.domain {
        Domain::Float { log, .. } | Domain::Int { log, .. } => AxisKind::Number {
            is_log: *log,
            shown: Shown::Number,
        },
        Domain::Categorical { choices } => {
            let places = 0..choices.len() as u32;
            let names = places.map(|place| written(dimension, Value::Choice(place)));
            AxisKind::Choices(names.collect())
        }
    }
}

/// The trials of a search that figures draw, with what is said of each.
pub(super) struct Drawn<'r> {
    pub report: &'r SearchReport,
    /// Those with a value, in order.
    pub trials: Vec<&'r Trial>,
    /// How many have a value.
    n: usize,
    said: BTreeMap<u32, Message>,
    /// The best tenth.
    good: BTreeSet<u32>,
}

impl Drawn<'_> {
    pub fn of(report: &SearchReport) -> Drawn<'_> {
        let (_, direction) = report.settings.study.objectives()[0];
        let mut trials: Vec<&Trial> = report.trials.iter().collect();
        trials.retain(|trial| value(trial).is_some());
        let n = trials.len();
        let mut order: Vec<&Trial> = trials.clone();
        order.retain(|trial| trial.is_feasible());
        order.sort_by(|one, other| direction.order(one.values[0], other.values[0]));
        let good = order.iter().take(order.len().div_ceil(10));
        let good: BTreeSet<u32> = good.map(|trial| trial.number).collect();
        if n > MOST {
            let best = order.iter().take(MOST_BEST).map(|trial| trial.number);
            let mut best: BTreeSet<u32> = best.collect();
            best.extend(&report.front);
            let mut left = MOST.saturating_sub(best.len());
            for trial in trials.iter().rev() {
                if left > 0 && best.insert(trial.number) {
                    left -= 1;
                }
            }
            trials.retain(|trial| best.contains(&trial.number));
        }
        let dimensions = settings_by_importance(report);
        let said = trials.iter().map(|trial| {
            let said = message!(
                "search-trial-said",
                trial = trial.number.to_string(),
                value = shown(report).of(trial.values[0]),
                settings = settings(&dimensions, trial, FEW)
            );
            (trial.number, said)
        });
        Drawn {
            report,
            n,
            said: said.collect(),
            good,
            trials,
        }
    }

    /// Said where not all trials are drawn.
    pub fn left_out(&self) -> Option<Message> {
        let drawn = self.trials.len();
        (drawn < self.n).then(|| message!("search-drawn", drawn = drawn, n = self.n))
    }

    pub fn said(&self, trial: &Trial) -> Message {
        self.said[&trial.number].clone()
    }

    pub fn look(&self, trial: &Trial) -> Look {
        match trial.state {
            _ if is_best(self.report, trial) => Look::Best,
            _ if self.good.contains(&trial.number) => Look::Good,
            TrialState::Complete => Look::Plain,
            _ => Look::Faint,
        }
    }

    pub fn point(&self, trial: &Trial, (across, upwards): (f64, f64)) -> ScatterPoint {
        ScatterPoint {
            key: trial.number,
            across,
            upwards,
            look: self.look(trial),
            said: self.said(trial),
        }
    }
}
