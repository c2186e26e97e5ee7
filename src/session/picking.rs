//! The rows that the user has picked: which they are, as chips, and what is done with them. Every view shows these rows alone or
//! marks them, where it shows rows of their set.

use super::{Before, Effect, Session, Stage, send};
use crate::jobs::protocol::{
    BatchSource, Condition, FileId, JobId, JobSpec, NewLabels, PickedAt, RelabelRequest, Request,
    Selection, Split, WatchedRows,
};
use crate::jobs::summaries::MonitorSummary;
use crate::message;
use crate::message::{Argument, Message};
use crate::pipeline::corpus::{NamedBytes, SetName};
use crate::pipeline::error::Error;

/// What is wanted of picked rows.
#[derive(Debug, Clone, PartialEq)]
pub enum PickIntent {
    /// A place was pressed that means these rows of a set; pressed once more, it means none.
    Toggle {
        set: SetName,
        condition: Condition,
    },
    /// What is searched for in a set; nothing where it is empty.
    Search {
        set: SetName,
        text: String,
    },
    /// The same conditions on rows of the other set.
    Set(SetName),
    /// Take a condition back, by its place.
    Remove(usize),
    RemoveLast,
    Clear,
    /// Save the rows as a file.
    Export,
    /// Leave the rows out of the next run.
    Exclude,
    /// Give the rows this class, in a new version of the data.
    Label(String),
    /// Give rows of a set, counted from 0, these classes, in a new version of the data.
    Relabel {
        set: SetName,
        labels: Vec<(u32, String)>,
    },
    /// Save a file of the data.
    SaveFile(String),
    DismissLabelled,
    DismissFault,
}

/// The state behind it.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Picking {
    selection: Option<Selection>,
    /// Fingerprint of the data whose rows these are; none until they are there.
    of: Option<String>,
    work: Option<(JobId, Then)>,
    /// The file that takes the place of a set's files, on its way to the engine.
    pub(super) giving: Option<(JobId, SetName)>,
    pub(super) labelled: Option<Labelled>,
    fault: Option<Error>,
}

/// What becomes of rows that were asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Then {
    Export,
    Exclude,
    Label(SetName),
}

/// The last new version of the data, until the user has dismissed that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labelled {
    pub file: String,
    /// Rows that have another label now.
    pub n_rows: u64,
}

impl Session {
    /// What the user has picked.
    pub fn selection(&self) -> Option<&Selection> {
        self.picking.selection.as_ref()
    }

    /// The same where it is of rows of this set.
    pub fn selection_in(&self, set: SetName) -> Option<&Selection> {
        self.selection().filter(|picked| picked.set == set)
    }

    /// Whether a condition on rows of a set is among it.
    pub fn has_picked(&self, set: SetName, condition: &Condition) -> bool {
        let picked = self.selection_in(set);
        picked.is_some_and(|picked| picked.conditions.contains(condition))
    }

    /// Whether picked rows are being exported, left out or labelled.
    pub fn is_at_picked(&self) -> bool {
        self.picking.work.is_some() || self.picking.giving.is_some()
    }

    /// Why the last of that came to nothing.
    pub fn picked_fault(&self) -> Option<&Error> {
        self.picking.fault.as_ref()
    }

    pub fn labelled(&self) -> Option<&Labelled> {
        self.picking.labelled.as_ref()
    }

    /// The batches of a monitoring that are rows of one set: the number of each, from 1, and its first and last row. A batch of both
    /// sets is none.
    pub fn batches_of_rows(&self, card: &MonitorSummary) -> Vec<(u32, SetName, u32, u32)> {
        let (Some((first, size)), Some(data)) = (card.cut, self.data.value()) else {
            return Vec::new();
        };
        let BatchSource::Rows { set, .. } = &self.monitor_choice().source else {
            return Vec::new();
        };
        let n_train = data.train.n_rows;
        let n_test = data.test.as_ref().map_or(0, |test| test.n_rows);
        let n_rows = match set {
            WatchedRows::Train => n_train,
            WatchedRows::Test => n_test,
            WatchedRows::Both => n_train + n_test,
        };
        let batch = |batch: u64| {
            let begin = first + batch * size;
            let last = (begin + size).min(n_rows).checked_sub(1)?;
            let (set, before) = match set {
                WatchedRows::Test => (SetName::Test, 0),
                WatchedRows::Both if begin >= n_train => (SetName::Test, n_train),
                WatchedRows::Both if last >= n_train => return None,
                WatchedRows::Train | WatchedRows::Both => (SetName::Train, 0),
            };
            let [begin, last] = [begin, last].map(|row| row.checked_sub(before));
            let [begin, last] = [u32::try_from(begin?).ok()?, u32::try_from(last?).ok()?];
            (begin <= last).then_some((u32::try_from(batch).ok()? + 1, set, begin, last))
        };
        (0..card.n_batches).filter_map(batch).collect()
    }

    /// Each condition in words.
    pub fn picked_chips(&self) -> Vec<Message> {
        let selection = self.picking.selection.iter();
        let conditions = selection.flat_map(|picked| &picked.conditions);
        conditions
            .map(|condition| self.said_of(condition))
            .collect()
    }

    fn said_of(&self, condition: &Condition) -> Message {
        let label = |run: &str| self.kept_run(run).map(|run| run.label());
        let what = said(condition, label);
        let other = condition.run().filter(|run| self.shown_run() != Some(run));
        match other.and_then(|run| self.kept_run(run)) {
            Some(run) => message!("pick-of-run", what = what, run = run.label()),
            None => what,
        }
    }

    pub(super) fn plan_pick(&mut self, intent: PickIntent, effects: &mut Vec<Effect>) {
        match intent {
            PickIntent::Toggle { set, condition } => self.toggle(set, condition),
            PickIntent::Search { set, text } => {
                let is_text = |one: &Condition| matches!(one, Condition::Text(_));
                let searched = self.selection().filter(|picked| picked.set == set);
                let before = searched
                    .and_then(|picked| picked.conditions.iter().find(|one| is_text(one)).cloned());
                match text.is_empty() {
                    true => before.into_iter().for_each(|text| self.toggle(set, text)),
                    false if before == Some(Condition::Text(text.clone())) => {}
                    false => self.toggle(set, Condition::Text(text)),
                }
            }
            PickIntent::Set(set) => {
                let picked = self.picking.selection.as_mut();
                if let Some(picked) = picked.filter(|picked| picked.is_of_any_set()) {
                    picked.set = set;
                }
            }
            PickIntent::Remove(place) => self.without(place),
            PickIntent::RemoveLast => {
                let last = self.selection().map(|picked| picked.conditions.len());
                self.without(last.unwrap_or(0).wrapping_sub(1));
            }
            PickIntent::Clear => self.picking.selection = None,
            PickIntent::Export => self.of_picked(JobSpec::ExportRows, Then::Export, effects),
            PickIntent::Exclude => self.of_picked(JobSpec::RowNumbers, Then::Exclude, effects),
            PickIntent::Label(class) => {
                if let Some(selection) = self.selection().cloned() {
                    let set = selection.set;
                    self.label(set, NewLabels::Picked { selection, class }, effects);
                }
            }
            PickIntent::Relabel { set, labels } => {
                self.label(set, NewLabels::Each { set, labels }, effects);
            }
            PickIntent::SaveFile(name) => effects.push(Effect::SaveData(name)),
            PickIntent::DismissLabelled => self.picking.labelled = None,
            PickIntent::DismissFault => self.picking.fault = None,
        }
    }

    /// What stands in a link of the rows, with the fingerprint of their data.
    pub(super) fn picked_in_link(&self) -> Option<(&str, &Selection)> {
        let data = self.picking.of.as_deref().unwrap_or_default();
        Some((data, self.selection()?))
    }

    /// What a link says is picked; rows of other data are not.
    pub(super) fn follow_picked(&mut self, text: &str) {
        if let Some((data, picked)) = super::link::picked(text) {
            self.picking.selection = Some(picked);
            self.picking.of = Some(data).filter(|data| !data.is_empty());
            // What the data that are here already do not have goes.
            self.settle_picking(&mut Vec::new());
        }
    }

    fn toggle(&mut self, set: SetName, condition: Condition) {
        let selection = self.picking.selection.take();
        let selection = selection.unwrap_or_else(|| Selection::all(set));
        let selection = selection.toggled(set, condition);
        self.picking.selection = Some(selection).filter(|picked| !picked.conditions.is_empty());
    }

    fn without(&mut self, place: usize) {
        if let Some(picked) = &mut self.picking.selection
            && place < picked.conditions.len()
        {
            picked.conditions.remove(place);
            if picked.conditions.is_empty() {
                self.picking.selection = None;
            }
        }
    }

    fn of_picked(
        &mut self,
        spec: impl FnOnce(Selection) -> JobSpec,
        then: Then,
        effects: &mut Vec<Effect>,
    ) {
        if let (Some(selection), None) = (self.selection().cloned(), &self.picking.work) {
            self.work_at(spec(selection), then, effects);
        }
    }

    fn label(&mut self, set: SetName, labels: NewLabels, effects: &mut Vec<Effect>) {
        let Stage::Ready(_) = self.data() else {
            return;
        };
        if !self.is_at_picked()
            && let Some(file) = self.next_version_of(set)
        {
            let request = RelabelRequest {
                labels,
                file,
                reading: self.data_key().reading,
                is_named: self.names_labels(),
            };
            self.work_at(
                JobSpec::Relabel(Box::new(request)),
                Then::Label(set),
                effects,
            );
        }
    }

    fn work_at(&mut self, spec: JobSpec, then: Then, effects: &mut Vec<Effect>) {
        self.picking.fault = None;
        let job = self.start(spec, effects);
        self.picking.work = Some((job, then));
    }

    fn done_for(&mut self, job: JobId, wanted: impl Fn(Then) -> bool) -> Option<Then> {
        let work = self
            .picking
            .work
            .take_if(|(of, then)| *of == job && wanted(*then));
        work.map(|(_, then)| then)
    }

    /// Leaves training rows, counted from 1, out of the next run, or takes them back.
    pub(super) fn exclude_rows(&mut self, rows: &[u32], excluded: bool, effects: &mut Vec<Effect>) {
        if excluded {
            let before = Before::Rows(Box::new(self.form.clone()), rows.len());
            self.may_undo(before, effects);
        }
        let rows = self.config().data.train_rows_with(rows, excluded);
        let rows: Vec<String> = rows.iter().map(u32::to_string).collect();
        let field = "data.exclude_train_rows";
        self.form.set(field, &format!("[{}]", rows.join(", ")));
        self.form.settle(field);
    }

    /// The numbers of rows that are to be left out.
    pub(super) fn rows_numbered(&mut self, job: JobId, rows: &[u32], effects: &mut Vec<Effect>) {
        if self.done_for(job, |then| then == Then::Exclude).is_some() {
            let rows: Vec<u32> = rows.iter().map(|row| row + 1).collect();
            self.exclude_rows(&rows, true, effects);
        }
    }

    pub(super) fn rows_exported(
        &mut self,
        job: JobId,
        name: String,
        bytes: Vec<u8>,
        effects: &mut Vec<Effect>,
    ) {
        if self.done_for(job, |then| then == Then::Export).is_some() {
            let bytes = std::sync::Arc::new(bytes);
            effects.push(Effect::Save { name, bytes });
        }
    }

    /// A set has other labels, in a file that takes the place of its files.
    pub(super) fn rows_labelled(
        &mut self,
        job: JobId,
        n_rows: u64,
        file: NamedBytes,
        effects: &mut Vec<Effect>,
    ) {
        let Some(Then::Label(set)) = self.done_for(job, |then| matches!(then, Then::Label(_)))
        else {
            return;
        };
        self.picking.labelled = Some(Labelled {
            file: file.name.clone(),
            n_rows,
        });
        if n_rows > 0 {
            self.take_new_version(set, n_rows, file, effects);
        }
    }

    /// Whether it was about picked rows.
    pub(super) fn pick_failed(&mut self, job: JobId, error: &Error) -> bool {
        let failed = self.done_for(job, |_| true).is_some();
        if failed {
            self.picking.fault = Some(error.clone());
        }
        failed
    }

    pub(super) fn pick_cancelled(&mut self, job: JobId) {
        self.done_for(job, |_| true);
    }

    /// What names rows of data that are no longer there, classes that they do not have or runs that are gone goes.
    pub(super) fn settle_picking(&mut self, effects: &mut Vec<Effect>) {
        let Stage::Ready(data) = self.data() else {
            return;
        };
        if let Some((job, Then::Exclude)) = self.picking.work
            && self.picking.of.as_ref() != Some(&data.digest)
        {
            self.picking.work = None;
            effects.push(send(Request::Cancel { job }));
        }
        let is_other = self
            .picking
            .of
            .as_ref()
            .is_some_and(|of| *of != data.digest);
        self.picking.of = Some(data.digest.clone());
        let Some(mut picked) = self.picking.selection.take() else {
            return;
        };
        if data.test.is_none() && picked.set == SetName::Test && is_other {
            picked.set = SetName::Train;
            picked.conditions.retain(Condition::is_of_any_set);
        }
        picked.conditions.retain(|condition| {
            let is_there = match condition {
                Condition::Class(name) => data.classes.contains(name),
                _ => true,
            };
            let has_runs = condition.runs().all(|run| self.kept_run(run).is_some());
            is_there && has_runs && (!is_other || condition.is_of_any_set())
        });
        self.picking.selection = Some(picked).filter(|picked| !picked.conditions.is_empty());
    }

    /// The engine has the file that takes the place of a set's files.
    pub(super) fn take_given_version(&mut self, job: JobId, added: &[FileId]) {
        if let Some((_, set)) = self.picking.giving.take_if(|(giving, _)| *giving == job)
            && let [file] = added
        {
            self.chosen
                .insert(file.clone(), Some(super::relabel::table_of(set)));
        }
    }
}

/// A condition in words; `label` is what a run is called.
fn said(condition: &Condition, label: impl Fn(&str) -> Option<String>) -> Message {
    match condition {
        Condition::Text(text) => message!("pick-text", text = text.as_str()),
        Condition::Class(class) => message!("pick-class", class = class.as_str()),
        Condition::Finding { kind, .. } => {
            message!(
                "pick-finding",
                kind = Argument::Key(kind.to_string().into())
            )
        }
        Condition::Cell {
            part,
            truth,
            predicted,
            ..
        } => {
            let part = part_said(*part);
            match predicted {
                Some(predicted) => message!(
                    "pick-cell",
                    truth = truth.as_str(),
                    predicted = predicted.as_str(),
                    part = part
                ),
                None => message!("pick-missed", truth = truth.as_str(), part = part),
            }
        }
        Condition::Changed {
            before,
            part,
            truth,
            is_gained,
            ..
        } => message!(
            "pick-changed",
            truth = truth.as_str(),
            change = Argument::key(if *is_gained { "gained" } else { "lost" }),
            before = label(before).unwrap_or_default(),
            part = part_said(*part)
        ),
        Condition::Term { term, .. } | Condition::Word { term, .. } => {
            message!("pick-word", term = term.as_str())
        }
        Condition::Length { from, to: u32::MAX } => {
            message!("pick-length-from", from = u64::from(*from))
        }
        Condition::Length { from, to } => {
            message!("pick-length", from = u64::from(*from), to = u64::from(*to))
        }
        Condition::Rows(picked) => match picked.place {
            PickedAt::Batch(batch) => message!("pick-batch", batch = batch.to_string()),
            PickedAt::Map => message!("pick-map"),
            PickedAt::Suspects => message!("pick-suspects"),
        },
    }
}

fn part_said(part: Split) -> Message {
    message!(
        "pick-part",
        part = Argument::key(match part {
            Split::Train => "train",
            Split::Validation => "validation",
            Split::Test => "test",
        })
    )
}
