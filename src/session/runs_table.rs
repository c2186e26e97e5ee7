//! The runs as a table: its columns and what stands in them, which rows are wanted and in which order, and the runs as points.
//!
//! It is made of what is at hand of runs without their archives. A row is made once and stays as long as its run does.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::runs::shortened;
use super::{KeptRun, Said, Session};
use crate::document::Metric;
use crate::message;
use crate::message::{Argument, Message, numbers};
use crate::pipeline::metrics::SetScore;
use crate::pipeline::params::CONFIG;
use crate::pipeline::run::setting_values;

/// A column of the table.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RunColumn {
    Name,
    Start,
    /// The fingerprint of the data.
    Data,
    /// A metric by its name, such as `f1_micro_test_set`.
    Metric(String),
    /// A setting by its place in [`CONFIG`].
    Setting(usize),
    /// Of the whole run.
    Seconds,
    /// Of the archive.
    Size,
    Tags,
}

/// What the user wants to see of the runs, and which of them to compare.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RunsChoice {
    /// Words, and conditions such as `C=10` or `f1_micro>0.9`; a row has to meet all of them.
    pub filter: String,
    pub only_starred: bool,
    /// By which column, and whether from the largest; none for the newest first.
    pub sort: Option<(RunColumn, bool)>,
    /// Beside those that are always there, in the order in which they were chosen.
    pub columns: Vec<RunColumn>,
    /// What the figure shows, across and upwards; none for F1 micro and F1 macro.
    pub axes: [Option<RunColumn>; 2],
    /// IDs of the runs to be compared; the others are compared with the first.
    pub compared: Vec<String>,
}

/// Columns that can be added.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Offered {
    /// Metrics that some run has.
    pub metrics: Vec<RunColumn>,
    /// Settings that are not the same in all runs.
    pub differing: Vec<RunColumn>,
    /// All other settings.
    pub alike: Vec<RunColumn>,
}

/// A run with all that the table shows of it.
#[derive(Debug, Clone, PartialEq)]
pub struct RunRow {
    pub run: Arc<KeptRun>,
    pub label: String,
    /// As in [`setting_values`].
    values: Vec<Option<String>>,
    /// What words are looked for in, in lower case.
    text: String,
}

/// A run in the plane of two columns.
#[derive(Debug, Clone, PartialEq)]
pub struct RunPoint {
    pub run_id: String,
    pub label: String,
    pub is_starred: bool,
    pub x: f64,
    pub y: f64,
}

/// Rows, all of them the oldest first, or those that are chosen. Tables are equal where their rows are the very same.
#[derive(Debug, Clone, Default)]
pub struct RunsTable {
    rows: Vec<Arc<RunRow>>,
}

impl PartialEq for RunsTable {
    fn eq(&self, other: &RunsTable) -> bool {
        let mut pairs = self.rows.iter().zip(&other.rows);
        self.rows.len() == other.rows.len() && pairs.all(|(a, b)| Arc::ptr_eq(a, b))
    }
}

impl RunColumn {
    /// As scripts know it.
    pub fn key(&self) -> String {
        match self {
            RunColumn::Name => "name".into(),
            RunColumn::Start => "start".into(),
            RunColumn::Data => "data".into(),
            RunColumn::Metric(key) => key.clone(),
            RunColumn::Setting(place) => CONFIG.params[*place].key(),
            RunColumn::Seconds => "seconds".into(),
            RunColumn::Size => "size".into(),
            RunColumn::Tags => "tags".into(),
        }
    }

    pub fn title(&self) -> Message {
        match self {
            RunColumn::Name => message!("runs-column-name"),
            RunColumn::Start => message!("runs-column-start"),
            RunColumn::Data => message!("runs-column-data"),
            RunColumn::Metric(key) => {
                let metric = Metric::all().into_iter().find(|one| one.key == *key);
                metric.map_or_else(|| Message::text(key), |metric| metric.name())
            }
            RunColumn::Setting(_) => Message::text(self.key()),
            RunColumn::Seconds => message!("runs-column-seconds"),
            RunColumn::Size => message!("runs-column-size"),
            RunColumn::Tags => message!("runs-column-tags"),
        }
    }

    pub fn is_number(&self) -> bool {
        matches!(
            self,
            RunColumn::Metric(_) | RunColumn::Seconds | RunColumn::Size | RunColumn::Setting(_)
        )
    }

    /// A number of this column as it is shown.
    pub fn shown(&self, value: f64) -> Argument {
        match self {
            RunColumn::Metric(key) => Metric::shown(key, value),
            RunColumn::Seconds => Argument::Seconds(value),
            RunColumn::Size => Argument::Bytes(value as u64),
            _ => Argument::Number(value),
        }
    }
}

impl RunsChoice {
    /// Sorted by a column: numbers and times from the largest, all else from the first; then the other way, then as they were.
    pub fn sort_by(&mut self, column: RunColumn) {
        let first = column.is_number() || column == RunColumn::Start;
        self.sort = match self.sort.take() {
            Some((by, falling)) if by == column && falling == first => Some((column, !first)),
            Some((by, _)) if by == column => None,
            _ => Some((column, first)),
        };
    }

    pub fn toggle_column(&mut self, column: RunColumn) {
        match self.columns.iter().position(|one| *one == column) {
            Some(place) => drop(self.columns.remove(place)),
            None => self.columns.push(column),
        }
    }

    pub fn toggle_compared(&mut self, run_id: &str) {
        match self.compared.iter().position(|one| one == run_id) {
            Some(place) => drop(self.compared.remove(place)),
            None => self.compared.push(run_id.into()),
        }
    }

    /// The run that the others are compared with.
    pub fn compare_with(&mut self, run_id: &str) {
        if let Some(place) = self.compared.iter().position(|one| one == run_id) {
            self.compared[..=place].rotate_right(1);
        }
    }
}

impl RunRow {
    fn new(run: &Arc<KeptRun>) -> RunRow {
        let values = setting_values(&run.config);
        let label = run.label_by(&values);
        let Said { note, tags, .. } = &run.said;
        let text = [&label, &run.config.run.name, note, &run.run_id].map(String::as_str);
        let text = text.into_iter().chain(tags.iter().map(String::as_str));
        let text = text.collect::<Vec<_>>().join("\n").to_lowercase();
        RunRow {
            run: Arc::clone(run),
            label,
            values,
            text,
        }
    }

    /// The number in a column; a setting may be one.
    pub fn number(&self, column: &RunColumn) -> Option<f64> {
        let found = match column {
            RunColumn::Start => Some(self.run.start.0),
            RunColumn::Metric(key) => self.run.metric(key),
            RunColumn::Seconds => self.run.seconds.get("total").copied(),
            RunColumn::Size => Some(self.run.archive.as_ref()?.n_bytes as f64),
            RunColumn::Setting(place) => self.values[*place].as_ref()?.parse().ok(),
            RunColumn::Name | RunColumn::Data | RunColumn::Tags => None,
        };
        found.filter(|number| number.is_finite())
    }

    /// What stands in a column; none where there is nothing. A moment is the view's to show.
    pub fn cell(&self, column: &RunColumn) -> Option<Argument> {
        match column {
            RunColumn::Setting(_) | RunColumn::Name | RunColumn::Tags => {
                self.text(column).map(Argument::from)
            }
            RunColumn::Data => {
                let digest = self.run.data_digest.as_deref();
                digest.map(|digest| numbers::fingerprint(digest).into())
            }
            RunColumn::Start => None,
            _ => self.number(column).map(|number| column.shown(number)),
        }
    }

    fn text(&self, column: &RunColumn) -> Option<String> {
        let found = match column {
            RunColumn::Name => self.label.clone(),
            RunColumn::Data => self.run.data_digest.clone()?,
            RunColumn::Tags => self.run.said.tags.join(", "),
            RunColumn::Setting(place) => shortened(self.values[*place].as_ref()?),
            _ => return None,
        };
        (!found.is_empty()).then_some(found)
    }

    /// In a column, the smallest first: numbers before texts, and these before nothing.
    fn order(&self, other: &RunRow, column: &RunColumn, falling: bool) -> Ordering {
        let turned = |order: Ordering| if falling { order.reverse() } else { order };
        match (self.number(column), other.number(column)) {
            (Some(one), Some(other)) => return turned(one.total_cmp(&other)),
            (Some(_), None) => return Ordering::Less,
            (None, Some(_)) => return Ordering::Greater,
            (None, None) => {}
        }
        match (self.text(column), other.text(column)) {
            (Some(one), Some(other)) => turned(
                one.to_lowercase()
                    .cmp(&other.to_lowercase())
                    .then(one.cmp(&other)),
            ),
            (one, other) => other.is_some().cmp(&one.is_some()),
        }
    }

    /// Whether it has a word, or meets a condition. A condition without a value is not one yet.
    fn meets(&self, wanted: &str) -> bool {
        let has_word = || self.text.contains(wanted);
        let Some(at) = wanted.find(['=', '<', '>']).filter(|at| *at > 0) else {
            return has_word();
        };
        let (of, value) = (&wanted[..at], &wanted[at + 1..]);
        let Some(column) = self.column_of(of) else {
            return has_word();
        };
        let number = value.replace(',', ".").parse::<f64>().ok();
        match (&wanted[at..=at], self.number(&column), number) {
            _ if value.is_empty() => true,
            ("=", Some(own), Some(number)) => own == number,
            ("<", Some(own), Some(number)) => own < number,
            (">", Some(own), Some(number)) => own > number,
            ("=", _, _) => self
                .text(&column)
                .is_some_and(|own| own.to_lowercase() == value),
            _ => false,
        }
    }

    /// The setting or metric of a name in lower case; a score without its set is that on the set that counts.
    fn column_of(&self, name: &str) -> Option<RunColumn> {
        let is_named = |own: &str| own.eq_ignore_ascii_case(name);
        let settings = CONFIG.params.iter();
        let mut settings = settings.map(|param| is_named(param.name) || is_named(&param.key()));
        if let Some(place) = settings.position(|found| found) {
            return Some(RunColumn::Setting(place));
        }
        let keys = [name.to_string(), on_test(name), on_validation(name)];
        let found = keys.into_iter().find(|key| self.run.metric(key).is_some());
        found.map(RunColumn::Metric)
    }
}

fn on_test(score: &str) -> String {
    format!("{score}_test_set")
}

fn on_validation(score: &str) -> String {
    format!("{score}_validation_set")
}

impl RunsTable {
    /// Rows of `before` stay where their run is still the same.
    pub fn of(runs: &[Arc<KeptRun>], before: Option<&RunsTable>) -> RunsTable {
        let rows = before.map_or(&[][..], |before| &before.rows).iter();
        let known: BTreeMap<_, _> = rows.map(|row| (Arc::as_ptr(&row.run), row)).collect();
        let row = |run| match known.get(&Arc::as_ptr(run)) {
            Some(row) => Arc::clone(row),
            None => Arc::new(RunRow::new(run)),
        };
        RunsTable {
            rows: runs.iter().map(row).collect(),
        }
    }

    pub fn rows(&self) -> &[Arc<RunRow>] {
        &self.rows
    }

    pub fn row(&self, run_id: &str) -> Option<&Arc<RunRow>> {
        self.rows.iter().find(|row| row.run.run_id == run_id)
    }

    /// The rows that are wanted, in the order that is wanted.
    pub fn chosen(&self, choice: &RunsChoice) -> RunsTable {
        let filter = choice.filter.to_lowercase();
        let wanted: Vec<&str> = filter.split_whitespace().collect();
        let is_wanted = |row: &&Arc<RunRow>| {
            (!choice.only_starred || row.run.said.starred)
                && wanted.iter().all(|wanted| row.meets(wanted))
        };
        let newest_first = self.rows.iter().rev();
        let mut rows: Vec<Arc<RunRow>> = newest_first.filter(is_wanted).map(Arc::clone).collect();
        if let Some((column, falling)) = &choice.sort {
            rows.sort_by(|one, other| one.order(other, column, *falling));
        }
        RunsTable { rows }
    }

    /// The columns that are shown.
    pub fn columns(&self, choice: &RunsChoice) -> Vec<RunColumn> {
        let mut columns = vec![RunColumn::Name, RunColumn::Start, RunColumn::Data];
        columns.extend(self.usual_metrics());
        let chosen = choice.columns.iter().filter(|one| !columns.contains(one));
        let chosen: Vec<RunColumn> = chosen.cloned().collect();
        columns.extend(chosen);
        columns.extend([RunColumn::Seconds, RunColumn::Size, RunColumn::Tags]);
        columns
    }

    /// F1 on the test set, and on the rows set aside where a run has no test set.
    fn usual_metrics(&self) -> Vec<RunColumn> {
        let has = |key: &str, row: &Arc<RunRow>| row.run.metric(key).is_some();
        let test = on_test(SetScore::F1Micro.key());
        let mut sets: Vec<fn(&str) -> String> = Vec::new();
        if self.rows.iter().any(|row| has(&test, row)) {
            sets.push(on_test);
        }
        if !self.rows.iter().all(|row| has(&test, row)) || sets.is_empty() {
            sets.push(on_validation);
        }
        let scores = [SetScore::F1Micro, SetScore::F1Macro];
        let columns = sets
            .iter()
            .flat_map(|of| scores.map(|score| of(score.key())));
        columns.map(RunColumn::Metric).collect()
    }

    /// The columns that can be added.
    pub fn offered(&self) -> Offered {
        let usual = self.usual_metrics();
        let has = |key: &String| self.rows.iter().any(|row| row.run.metric(key).is_some());
        let metrics = Metric::all()
            .into_iter()
            .map(|metric| metric.key)
            .filter(has);
        let metrics = metrics
            .map(RunColumn::Metric)
            .filter(|one| !usual.contains(one));
        let differs = |place: &usize| {
            let mut values = self.rows.iter().map(|row| &row.values[*place]);
            let first = values.next();
            values.any(|value| Some(value) != first)
        };
        let (differing, alike): (Vec<usize>, Vec<usize>) =
            (0..CONFIG.params.len()).partition(differs);
        let settings = |places: Vec<usize>| places.into_iter().map(RunColumn::Setting).collect();
        Offered {
            metrics: metrics.collect(),
            differing: settings(differing),
            alike: settings(alike),
        }
    }

    /// What an axis of the figure can show: metrics, what a run took, and settings that differ and are numbers.
    pub fn axes(&self) -> Vec<RunColumn> {
        let mut axes = self.usual_metrics();
        let Offered {
            metrics, differing, ..
        } = self.offered();
        axes.extend(metrics);
        axes.extend([RunColumn::Seconds, RunColumn::Size]);
        axes.extend(differing);
        axes.retain(|column| self.rows.iter().any(|row| row.number(column).is_some()));
        axes
    }

    /// The axes of the figure: those that were chosen, else F1 micro across and F1 macro upwards.
    pub fn axes_of(&self, choice: &RunsChoice) -> [RunColumn; 2] {
        let usual = self.usual_metrics();
        [0, 1].map(|axis| {
            choice.axes[axis]
                .clone()
                .unwrap_or_else(|| usual[axis].clone())
        })
    }

    /// The rows that have both numbers, as points.
    pub fn points(&self, [x, y]: &[RunColumn; 2]) -> Vec<RunPoint> {
        let point = |row: &Arc<RunRow>| {
            Some(RunPoint {
                run_id: row.run.run_id.clone(),
                label: row.label.clone(),
                is_starred: row.run.said.starred,
                x: row.number(x)?,
                y: row.number(y)?,
            })
        };
        self.rows.iter().filter_map(point).collect()
    }
}

impl Session {
    pub fn runs_choice(&self) -> &RunsChoice {
        &self.runs_choice
    }
}
