//! Batches against the model in production, and whether to retrain.
//!
//! While the view is open, the batches that are chosen are watched: nobody has to ask for it. What was cancelled stays as it
//! is until something is chosen anew.

use std::collections::VecDeque;
use std::sync::Arc;

use super::{
    Before, Effect, Fingerprint, Key, Session, Slot, Stage, StageState, View, WatchRulesForm, send,
};
use crate::jobs::protocol::{
    BatchSource, JobId, JobSpec, MonitorForm, MonitorRequest, Request, WatchedRows,
};
use crate::jobs::summaries::{BatchFileSummary, MonitorSummary};
use crate::message::Message;
use crate::pipeline::corpus::NamedBytes;
use crate::pipeline::error::Error;

/// What the user wants of the view Monitor.
#[derive(Debug, Clone, PartialEq)]
pub enum MonitorIntent {
    /// Where batches come from, and whether their labels are looked at.
    Choose(MonitorChoice),
    /// Files that are batches, or the tags of the file before, in their order.
    AddFiles(Vec<NamedBytes>),
    /// The file at a place, from 0.
    RemoveFile(u32),
    /// What was typed into a field of the rules, such as `drift.alpha`.
    SetRule {
        key: String,
        text: String,
    },
    /// A file of rules.
    LoadRules(NamedBytes),
    /// All rules to their defaults.
    ResetRules,
    /// Save the rules as a file.
    SaveRules,
    /// Somebody asks for a training, and why; or no longer.
    Ask(Option<String>),
    /// Watch anew, or to the end where it was cancelled.
    Watch,
    Cancel,
    /// Save what was watched.
    Save(MonitorForm),
}

/// Where batches come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonitorChoice {
    pub source: BatchSource,
    pub with_labels: bool,
}

impl Default for MonitorChoice {
    fn default() -> MonitorChoice {
        MonitorChoice {
            source: BatchSource::Rows {
                set: WatchedRows::Both,
                first: None,
                size: None,
                with_last: true,
            },
            with_labels: true,
        }
    }
}

/// What the view shows and what is at work for it.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Monitoring {
    slot: Slot<MonitorKey, Arc<MonitorSummary>>,
    /// What the user did not want to have watched to its end.
    cancelled: Option<MonitorKey>,
    /// Of the watching at work, `0.0..=1.0`.
    progress: Option<f64>,
    choice: MonitorChoice,
    pub rules: WatchRulesForm,
    /// What is to be said of the names in the last file of rules.
    pub rules_notes: Vec<Message>,
    asked: Option<String>,
    files: Vec<BatchFileSummary>,
    /// The job that changed them last.
    batches: Option<JobId>,
    /// The change at work, and those that wait for it: each goes by what the one before has made.
    changing: Option<JobId>,
    changes: VecDeque<Change>,
    /// A file of the user's that could not be taken.
    fault: Option<Error>,
    /// A form to save on its way.
    saving: Option<JobId>,
}

/// A change of the files that are batches.
#[derive(Debug, Clone, PartialEq)]
enum Change {
    Add { name: String, bytes: Arc<Vec<u8>> },
    Remove { place: u32 },
}

impl Monitoring {
    /// The files that are batches, as jobs name them.
    pub fn batches(&self) -> Option<JobId> {
        self.batches
    }

    /// The monitoring that is shown, as jobs name it.
    pub fn report(&self) -> Option<JobId> {
        self.slot.value().map(|card| JobId(card.id))
    }
}

/// What a monitoring is made from.
#[derive(Debug, Clone, PartialEq)]
pub struct MonitorKey {
    /// The loaded data, or the files.
    rows: (Fingerprint, Option<JobId>),
    production: String,
    request: MonitorRequest,
}

impl Key for MonitorKey {
    fn fits(&self, now: &MonitorKey) -> bool {
        self == now
    }
}

impl Session {
    /// The batches so far, while the job is at work.
    pub fn monitor(&self) -> Stage<Arc<MonitorSummary>> {
        match self.monitor_key() {
            Some(key) => self.monitoring.slot.stage(&key),
            None => match self.monitoring.slot.value() {
                Some(card) => Stage::Stale(Arc::clone(card)),
                None => Stage::Empty,
            },
        }
    }

    pub fn monitor_choice(&self) -> &MonitorChoice {
        &self.monitoring.choice
    }

    pub fn monitor_rules(&self) -> &WatchRulesForm {
        &self.monitoring.rules
    }

    /// The reason for which a training is asked for.
    pub fn monitor_asked(&self) -> Option<&str> {
        self.monitoring.asked.as_deref()
    }

    /// Files that are batches.
    pub fn monitor_files(&self) -> &[BatchFileSummary] {
        &self.monitoring.files
    }

    /// Names of earlier versions that the last file of rules has.
    pub fn watch_rules_notes(&self) -> &[Message] {
        &self.monitoring.rules_notes
    }

    /// Why the last file of batches or rules could not be taken.
    pub fn monitor_fault(&self) -> Option<&Error> {
        self.monitoring.fault.as_ref()
    }

    /// How far the watching is, `0.0..=1.0`, while it is at work.
    pub fn monitor_progress(&self) -> Option<f64> {
        self.monitoring.progress
    }

    /// Whether the watching was cancelled before its end.
    pub fn monitor_was_cancelled(&self) -> bool {
        self.monitoring.cancelled.is_some() && self.monitoring.cancelled == self.monitor_key()
    }

    pub(super) fn monitor_state(&self) -> StageState {
        match self.monitor() {
            Stage::Ready(_) if !self.monitoring.rules.violations().is_empty() => StageState::Failed,
            stage => stage.state(),
        }
    }

    fn monitor_key(&self) -> Option<MonitorKey> {
        let production = self.production.card.as_ref()?;
        let monitoring = &self.monitoring;
        let rows = match monitoring.choice.source {
            BatchSource::Rows { .. } => {
                self.data.value()?;
                (self.fingerprint(), None)
            }
            BatchSource::Files if monitoring.files.is_empty() => return None,
            BatchSource::Files => (Fingerprint::Unknown, monitoring.batches),
        };
        Some(MonitorKey {
            rows,
            production: production.model_sha256.clone(),
            request: MonitorRequest {
                source: monitoring.choice.source.clone(),
                with_labels: monitoring.choice.with_labels,
                rules: monitoring.rules.valid().clone(),
                asked: monitoring.asked.clone(),
            },
        })
    }

    pub(super) fn plan_monitor(&mut self, intent: MonitorIntent, effects: &mut Vec<Effect>) {
        match intent {
            MonitorIntent::Choose(choice) => self.monitoring.choice = choice,
            MonitorIntent::AddFiles(files) => {
                self.monitoring.fault = None;
                self.monitoring.choice.source = BatchSource::Files;
                let added = files.into_iter().map(|file| Change::Add {
                    name: file.name,
                    bytes: Arc::new(file.bytes),
                });
                self.monitoring.changes.extend(added);
                self.change_batches(effects);
            }
            MonitorIntent::RemoveFile(place) => {
                self.monitoring.changes.push_back(Change::Remove { place });
                self.change_batches(effects);
            }
            MonitorIntent::SetRule { key, text } => self.monitoring.rules.set(&key, &text),
            MonitorIntent::LoadRules(file) => {
                let text = String::from_utf8_lossy(&file.bytes);
                let loaded = self.monitoring.rules.load(&text, &file.name);
                (self.monitoring.rules_notes, self.monitoring.fault) = match loaded {
                    Ok(notes) => (notes, None),
                    Err(error) => (Vec::new(), Some(error)),
                };
            }
            MonitorIntent::ResetRules => {
                let before = std::mem::take(&mut self.monitoring.rules);
                self.may_undo(Before::WatchRules(Box::new(before)), effects);
            }
            MonitorIntent::SaveRules => effects.push(Effect::Save {
                name: "rules.toml".into(),
                bytes: Arc::new(self.monitoring.rules.valid().to_toml().into_bytes()),
            }),
            MonitorIntent::Ask(reason) => {
                self.monitoring.asked = reason.filter(|reason| !reason.trim().is_empty());
            }
            MonitorIntent::Watch => {
                if let (false, Some(key)) = (self.is_moving(), self.monitor_key()) {
                    self.watch(key, effects);
                }
            }
            MonitorIntent::Cancel => {
                self.end_monitor(effects);
                self.monitoring.cancelled = self.monitoring.slot.job_key().cloned();
            }
            MonitorIntent::Save(form) => {
                let job = self.start(JobSpec::MonitorFile { form }, effects);
                self.monitoring.saving = Some(job);
            }
        }
    }

    /// Watches what is chosen, if the view is open and that was not done.
    pub(super) fn settle_monitor(&mut self, effects: &mut Vec<Effect>) {
        let (View::Monitor, false, Some(key)) = (self.view, self.is_moving(), self.monitor_key())
        else {
            return;
        };
        let slot = &self.monitoring.slot;
        let is_wanted = match slot.stage(&key) {
            Stage::Busy { .. } => slot.job_key() != Some(&key),
            Stage::Empty | Stage::Stale(_) => self.monitoring.cancelled.as_ref() != Some(&key),
            Stage::Ready(_) | Stage::Failed { .. } => false,
        };
        if is_wanted {
            self.watch(key, effects);
        }
    }

    /// Whether what is watched is about to change.
    fn is_moving(&self) -> bool {
        !self.loading.is_empty()
            || self.is_restoring()
            || match self.monitoring.choice.source {
                BatchSource::Files => self.monitoring.changing.is_some(),
                BatchSource::Rows { .. } => !matches!(self.data(), Stage::Ready(_)),
            }
    }

    fn watch(&mut self, key: MonitorKey, effects: &mut Vec<Effect>) {
        self.end_monitor(effects);
        let spec = JobSpec::Monitor(Box::new(key.request.clone()));
        let job = self.start(spec, effects);
        self.monitoring.slot.start(job, key);
        self.monitoring.cancelled = None;
        self.monitoring.progress = Some(0.0);
    }

    fn end_monitor(&self, effects: &mut Vec<Effect>) {
        let job = self.monitoring.slot.job();
        effects.extend(job.map(|job| send(Request::Cancel { job })));
    }

    pub(super) fn monitor_progressed(&mut self, job: JobId, done: f64) {
        if self.monitoring.slot.job() == Some(job) {
            self.monitoring.progress = Some(done);
        }
    }

    pub(super) fn monitor_interim(&mut self, job: JobId, card: MonitorSummary) {
        self.monitoring.slot.interim(job, Arc::new(card));
    }

    pub(super) fn monitor_done(&mut self, job: JobId, card: MonitorSummary) {
        if self.monitoring.slot.done(job, Arc::new(card)) {
            self.monitoring.progress = None;
            self.say_monitoring();
        }
    }

    pub(super) fn monitor_cancelled(&mut self, job: JobId, effects: &mut Vec<Effect>) {
        if self.monitoring.slot.cancelled(job) {
            self.monitoring.progress = None;
        }
        if self
            .monitoring
            .changing
            .take_if(|at_work| *at_work == job)
            .is_some()
        {
            self.change_batches(effects);
        }
    }

    /// Whether it was a job of this view that failed.
    pub(super) fn monitor_failed(
        &mut self,
        job: JobId,
        error: &Error,
        effects: &mut Vec<Effect>,
    ) -> bool {
        let monitoring = &mut self.monitoring;
        if monitoring.slot.failed(job, error.clone()) {
            monitoring.progress = None;
            return true;
        }
        if monitoring
            .changing
            .take_if(|at_work| *at_work == job)
            .is_some()
        {
            monitoring.fault = Some(error.clone());
            self.change_batches(effects);
            return true;
        }
        let is_saving = monitoring.saving.take_if(|saving| *saving == job).is_some();
        if is_saving {
            self.error = Some(error.clone());
        }
        is_saving
    }

    pub(super) fn batches_done(
        &mut self,
        job: JobId,
        files: Vec<BatchFileSummary>,
        effects: &mut Vec<Effect>,
    ) {
        let monitoring = &mut self.monitoring;
        if monitoring
            .changing
            .take_if(|at_work| *at_work == job)
            .is_some()
        {
            monitoring.files = files;
            monitoring.batches = Some(job);
            self.change_batches(effects);
        }
    }

    /// Has the next change of the batches made, once the one before is.
    fn change_batches(&mut self, effects: &mut Vec<Effect>) {
        if self.monitoring.changing.is_some() {
            return;
        }
        let (spec, bytes) = match self.monitoring.changes.pop_front() {
            None => return,
            Some(Change::Remove { place }) => (JobSpec::RemoveBatch { place }, Vec::new()),
            Some(Change::Add { name, bytes }) => {
                let reading = self.reading_options.over(&self.config().data.reading());
                (
                    JobSpec::AddBatch { name, reading },
                    Arc::unwrap_or_clone(bytes),
                )
            }
        };
        let job = self.start_with(spec, bytes, effects);
        self.monitoring.changing = Some(job);
    }

    pub(super) fn monitor_file_done(
        &mut self,
        job: JobId,
        name: String,
        bytes: Vec<u8>,
        effects: &mut Vec<Effect>,
    ) {
        let saving = &mut self.monitoring.saving;
        if saving.take_if(|saving| *saving == job).is_some() {
            let bytes = Arc::new(bytes);
            effects.push(Effect::Save { name, bytes });
        }
    }
}
