//! What is given to a new worker in the place of one that was lost: the files or the demo, the last run, the model in
//! production, the batches, and the run that was at work, once.
//!
//! The engine owns the bytes of the user's files and the page does not keep them twice: the shell reads them again from
//! where the user chose them. Files that can't be read any more are named. Reports that views make by themselves are made
//! anew when their view is open. Files that the last visit kept take the same way.

use serde::{Deserialize, Serialize};

use super::keep::names;
use super::{Effect, EngineState, Intent, MonitorIntent, Session, Slot, Work, send};
use crate::jobs::protocol::{FileId, JobId, JobSpec, Request};
use crate::jobs::summaries::FileSummary;
use crate::message;
use crate::message::Message;
use crate::pipeline::corpus::NamedBytes;
use crate::pipeline::error::{Code, Error};
use crate::pipeline::time::UnixMillis;

/// Workers in a row that may be lost before anything was restored.
const MOST_LOSSES: u32 = 3;

/// Where the files came from, in the order in which the engine got them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Given {
    Demo,
    File(String),
}

/// What is known of workers that were lost.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Losses {
    /// What the new worker still has to be given.
    restoring: Option<Restoring>,
    /// Since something was last restored.
    in_a_row: u32,
    /// How often something was restored.
    restored: u32,
    /// The run that has been started once more.
    again: bool,
    notice: Option<Loss>,
}

/// Given to the new worker step by step.
#[derive(Debug, Clone, PartialEq, Default)]
struct Restoring {
    /// Files that the shell is reading again.
    reading: bool,
    /// The last run on its way.
    opening: Option<JobId>,
    /// Files that the user had taken away: they come back with the zip or the demo that they came from.
    removed: Vec<FileId>,
    /// The run that was at work, and when it had been started.
    run: Option<UnixMillis>,
}

/// A worker that was lost and replaced.
#[derive(Debug, Clone, PartialEq)]
pub struct Loss {
    /// What is known of why.
    pub reason: Message,
    /// Whether the run that was at work was started once more.
    pub run_again: bool,
}

impl Session {
    /// The last loss of a worker, until the user dismisses it.
    pub fn loss(&self) -> Option<&Loss> {
        self.losses.notice.as_ref()
    }

    /// Whether a new worker is being given what the lost one had.
    pub fn is_restoring(&self) -> bool {
        self.losses.restoring.is_some()
    }

    /// Changes whenever a new worker has what the lost one had: what was asked before has to be asked again.
    pub fn restored(&self) -> u32 {
        self.losses.restored
    }

    pub(super) fn dismiss_loss(&mut self) {
        self.losses.notice = None;
    }

    /// The worker has ended. Another takes its place, unless that was tried too often.
    pub(super) fn worker_lost(&mut self, reason: &Message, effects: &mut Vec<Effect>) {
        if matches!(self.engine, EngineState::Failed(_)) {
            return;
        }
        let run = self.run_at_work();
        self.lose_undo();
        self.lose_runs();
        self.silent = false;
        self.losses.in_a_row += 1;
        let gave_up = self.losses.in_a_row > MOST_LOSSES;
        let is_second = run.is_some() && std::mem::replace(&mut self.losses.again, run.is_some());
        let before = self.losses.restoring.take();
        self.end_all(is_second.then(|| lost(reason, message!("error-less-data"))));
        if self.opening.take().is_some() {
            self.error = Some(lost(reason, message!("error-open-again")));
        }
        self.promotion_failed(lost(reason, message!("error-promote-again")));
        if self.keeping.workspace.lost() {
            self.error = Some(lost(reason, message!("error-workspace-again")));
        }
        if gave_up {
            self.loading.clear();
            self.production.busy = false;
            self.engine = EngineState::Failed(lost(reason, message!("error-reload")));
            return;
        }
        let run = run.filter(|_| !is_second);
        self.losses.notice = Some(Loss {
            reason: reason.clone(),
            run_again: run.is_some(),
        });
        self.engine = EngineState::Starting;
        effects.push(Effect::Restart);
        self.losses.restoring = Some(Restoring {
            removed: before.map_or_else(|| self.removed.clone(), |before| before.removed),
            run,
            ..Restoring::default()
        });
        self.give_again(effects);
    }

    /// The run at work, by when it had been started; none where the user wants it to end.
    fn run_at_work(&self) -> Option<UnixMillis> {
        if self.work.cancelling {
            return None;
        }
        let waited = self
            .losses
            .restoring
            .as_ref()
            .and_then(|restoring| restoring.run);
        let at_work = self.run.job().and(self.run_started);
        self.waiting.or(at_work).or(waited)
    }

    /// No job of the lost worker will end any more; a run ends with `error` where there is one.
    fn end_all(&mut self, error: Option<Error>) {
        if let Some(job) = self.run.job() {
            let was_cancelling = self.work.cancelling;
            self.run.cancelled(job);
            self.work = Work {
                log: std::mem::take(&mut self.work.log),
                cancelled: was_cancelling,
                ..Work::default()
            };
        }
        if let Some(error) = error {
            self.run.refuse(self.run_key(), error);
        }
        self.waiting = None;
        if let Some(job) = self.data.job() {
            self.data.cancelled(job);
        }
        self.clean = Slot::default();
        self.clean_progress = None;
        if let Some(job) = self.archive.job() {
            self.archive.cancelled(job);
        }
        self.promotion = None;
        self.save_when_built = false;
        // Files that were on their way are read again as well.
        for name in std::mem::take(&mut self.reading).into_values() {
            let given = Given::File(name);
            if !self.given.contains(&given) {
                self.given.push(given);
            }
        }
        self.drift = Slot::default();
        self.drift_file = None;
        self.validation.compare = Slot::default();
        self.validation.progress = None;
        self.monitor_lost();
    }

    /// Gives files of the last visit to the worker, which has none; `removed` had been taken away again.
    pub(super) fn give_kept(&mut self, removed: Vec<FileId>, effects: &mut Vec<Effect>) {
        self.losses.restoring = Some(Restoring {
            removed,
            ..Restoring::default()
        });
        self.load_given_demo(effects);
        self.read_given(effects);
    }

    fn load_given_demo(&mut self, effects: &mut Vec<Effect>) {
        if self.given.contains(&Given::Demo) {
            let job = self.start(JobSpec::LoadDemo, effects);
            let key = self.data_key();
            self.data.start(job, key);
        }
    }

    /// Asks the shell for files and batches.
    fn read_given(&mut self, effects: &mut Vec<Effect>) {
        let files = names(&self.given);
        let batches = self.batches_to_give();
        if !files.is_empty() || !batches.is_empty() {
            if let Some(restoring) = &mut self.losses.restoring {
                restoring.reading = true;
            }
            effects.push(Effect::ReadAgain { files, batches });
        }
    }

    /// Sends all that the new worker needs and that is here; asks the shell for the files.
    fn give_again(&mut self, effects: &mut Vec<Effect>) {
        self.load_given_demo(effects);
        let run = self.run.value().map(|run| run.run_id.clone());
        let archive = self.archive.value().cloned();
        if let Some(run) = run {
            let archive = archive.filter(|(card, _)| card.run_id == run);
            let opening = archive.map(|(card, bytes)| {
                let name = card.file_name.clone();
                self.start_with(JobSpec::OpenArchive { name }, bytes.to_vec(), effects)
            });
            if let Some(restoring) = &mut self.losses.restoring {
                // A run whose archive was not built is lost with its model: it is made again.
                if opening.is_none() {
                    restoring.run = restoring.run.or(self.run_started);
                }
                restoring.opening = opening;
            }
        }
        let loading = std::mem::take(&mut self.loading);
        if let Some(archive) = self.production.archive.clone() {
            self.load_production(archive, None, effects);
        }
        for loading in loading {
            self.load_production(loading.archive, loading.change, effects);
        }
        self.read_given(effects);
    }

    /// What the shell could read again, and the names of what it could not.
    pub(super) fn given_again(
        &mut self,
        files: Vec<NamedBytes>,
        batches: Vec<NamedBytes>,
        missing: Vec<String>,
        effects: &mut Vec<Effect>,
    ) {
        let Some(restoring) = &mut self.losses.restoring else {
            return;
        };
        restoring.reading = false;
        self.given
            .retain(|given| !matches!(given, Given::File(name) if missing.contains(name)));
        // What the user took away in the meantime stays away.
        let is_wanted = |file: &NamedBytes| self.given.contains(&Given::File(file.name.clone()));
        let files: Vec<NamedBytes> = files.into_iter().filter(is_wanted).collect();
        if files.is_empty() && !self.given.contains(&Given::Demo) && !missing.is_empty() {
            self.files.clear();
            self.without_files();
        }
        for name in missing {
            let error = Error::new(
                Code::ReadFailed,
                message!("error-file-lost"),
                message!("error-give-file-again"),
            );
            self.refuse(name, error);
        }
        self.give_files(files, effects);
        if !batches.is_empty() {
            let source = self.monitor_choice().clone();
            effects.extend(self.plan(Intent::Monitor(MonitorIntent::AddFiles(batches))));
            effects.extend(self.plan(Intent::Monitor(MonitorIntent::Choose(source))));
        }
    }

    /// Files that the user has taken away do not come back with the zip or the demo that they came from.
    pub(super) fn forget_removed(&mut self, effects: &mut Vec<Effect>) -> bool {
        let Some(restoring) = &self.losses.restoring else {
            return false;
        };
        let back = |card: &FileSummary| restoring.removed.contains(&card.id);
        let files: Vec<FileId> = self
            .files
            .iter()
            .filter(|card| back(card))
            .map(|card| card.id.clone())
            .collect();
        if files.is_empty() {
            return false;
        }
        self.files.retain(|card| !files.contains(&card.id));
        self.removed.extend(files.iter().cloned());
        effects.push(send(Request::Forget { files }));
        true
    }

    /// Whether it was the last run on its way to the new worker, whatever came of it.
    pub(super) fn run_restored(&mut self, job: JobId, error: Option<&Error>) -> bool {
        let Some(restoring) = &mut self.losses.restoring else {
            return false;
        };
        let is_it = restoring
            .opening
            .take_if(|opening| *opening == job)
            .is_some();
        if is_it && let Some(error) = error {
            self.error = Some(error.clone());
        }
        is_it
    }

    /// The new worker has all that the lost one had, once nothing is on its way any more; the run goes on then.
    pub(super) fn settle_restoring(&mut self) {
        let Some(restoring) = &self.losses.restoring else {
            return;
        };
        let is_moving = restoring.reading
            || restoring.opening.is_some()
            || !self.reading.is_empty()
            || self.data.job().is_some()
            || self.loading.iter().any(|loading| loading.is_restored());
        if is_moving {
            return;
        }
        let run = restoring.run;
        self.losses.restoring = None;
        self.losses.restored += 1;
        if run.is_some() {
            self.waiting = run;
        }
    }

    /// A job has come to its end: the worker is sound.
    pub(super) fn worked(&mut self) {
        if !self.is_restoring() {
            self.losses.in_a_row = 0;
        }
    }

    /// A run has ended: the next one may be started once more again.
    pub(super) fn run_ended(&mut self) {
        self.losses.again = false;
    }
}

fn lost(reason: &Message, remedy: Message) -> Error {
    Error::new(
        Code::Bug,
        message!("error-worker-lost", reason = reason.clone()),
        remedy,
    )
}
