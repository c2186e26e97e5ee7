//! From what the engine says to the state.

use std::sync::Arc;

use super::lead::Lead;
use super::versions::detected;
use super::{
    Effect, EngineState, Fingerprint, Given, MAX_CURVE, RunKey, Session, Stage, View, Work,
    run_done,
};
use crate::jobs::protocol::{Event, FileId, JobId, Outcome};
use crate::jobs::summaries::{FileSummary, Progress, RunSummary, SolverPoint};
use crate::pipeline::corpus::NamedBytes;
use crate::pipeline::error::Error;

impl Session {
    /// Takes notice of an event and says what to do about it, in order. `attachment` is the event's own.
    pub fn apply(&mut self, event: Event, attachment: Vec<u8>) -> Vec<Effect> {
        let mut effects = Vec::new();
        match event {
            Event::Ready { .. } => self.engine = EngineState::Ready,
            Event::Stored {
                job,
                added,
                mut files,
            } => {
                if let Some(name) = self.reading.remove(&job) {
                    self.join_demo(job, &added, &mut files, &mut effects);
                    self.read_others_anew(&name);
                    self.removed.retain(|id| !added.contains(id));
                    self.take_files(files);
                    self.take_given_version(job, &added);
                    self.forget_removed(&mut effects);
                    // A file that is given again stands at its new place.
                    self.given
                        .retain(|given| *given != Given::File(name.clone()));
                    self.given.push(Given::File(name));
                    self.reading_for = self.names_given();
                    self.cleared = false;
                    self.assemble(&mut effects);
                }
            }
            Event::IsNoData { job, what } => {
                if let Some(name) = self.reading.remove(&job) {
                    let bytes = attachment;
                    self.offer_found(NamedBytes { name, bytes }, *what);
                    self.assemble_waiting(&mut effects);
                }
            }
            Event::Progress { job, progress } => {
                self.live_progressed(job, &progress, &mut effects);
                self.progress(job, progress);
            }
            Event::Interim { job, outcome } => match outcome {
                Outcome::Drift(card) => {
                    self.drift.interim(job, Arc::new(card));
                    self.keep_unplanted_drift();
                }
                Outcome::Monitor(card) => self.monitor_interim(job, *card),
                Outcome::Search(report) => self.search_interim(job, *report),
                _ => {}
            },
            Event::Done { job, outcome } => self.done(job, outcome, attachment, &mut effects),
            // Whoever places jobs sees to what is missing, and to what jobs say to each other; the shell to what they want of a server.
            Event::Missing { .. } | Event::Word { .. } | Event::Fetch { .. } => {}
            Event::Cancelled { job } => {
                if self.run.cancelled(job) {
                    self.lead = Lead::Nowhere;
                    self.work = Work {
                        log: std::mem::take(&mut self.work.log),
                        curve: std::mem::take(&mut self.work.curve),
                        cancelled: true,
                        ..Work::default()
                    };
                }
                if self.clean.cancelled(job) {
                    self.clean_progress = None;
                }
                self.archive.cancelled(job);
                self.push_cancelled(job);
                self.pick_cancelled(job);
                self.pull_cancelled(job);
                self.drift.cancelled(job);
                self.search_cancelled(job);
                self.live_cancelled(job);
                self.monitor_cancelled(job, &mut effects);
                if self.validation.compare.cancelled(job) {
                    self.validation.progress = None;
                }
                self.data.cancelled(job);
            }
            Event::Failed { job, error } => self.failed(job, error, &mut effects),
        }
        self.settle_restoring();
        self.settle_waiting(&mut effects);
        self.settle_work(&mut effects);
        self.say_saved(&effects);
        effects
    }

    fn take_files(&mut self, mut files: Vec<FileSummary>) {
        files.retain(|card| !self.removed.contains(&card.id));
        // A file that takes the place of another of its name keeps the role that the user chose for it.
        let moved: Vec<(FileId, FileId)> = files
            .iter()
            .filter_map(|new| {
                let old = self
                    .files
                    .iter()
                    .find(|old| old.name == new.name && old.id != new.id)?;
                Some((old.id.clone(), new.id.clone()))
            })
            .collect();
        for (old, new) in moved {
            if let Some(role) = self.chosen.remove(&old) {
                self.chosen.entry(new).or_insert(role);
            }
        }
        // Of files that are given again the others are still on their way.
        if !self.is_restoring() {
            self.chosen
                .retain(|id, _| files.iter().any(|card| card.id == *id));
        }
        self.files = files;
    }

    fn progress(&mut self, job: JobId, mut progress: Progress) {
        if self.run.job() == Some(job) {
            self.work.log.append(&mut progress.log);
            if let Some(point) = progress.solver {
                push_point(&mut self.work.curve, point);
            }
            self.work.progress = Some(progress);
        } else if self.clean.job() == Some(job) {
            self.clean_progress = Some(progress.done);
        } else if self.validation.compare.job() == Some(job) {
            self.validation.progress = Some(progress.done);
        } else {
            self.monitor_progressed(job, progress.done);
            self.push_progressed(job, progress.done);
            self.search_progressed(job, progress);
        }
    }

    fn done(
        &mut self,
        job: JobId,
        outcome: Outcome,
        attachment: Vec<u8>,
        effects: &mut Vec<Effect>,
    ) {
        match outcome {
            Outcome::Data(card) => {
                if self.version_made(job, &card.id) {
                    return;
                }
                let (key, card) = (self.data.job_key().cloned(), Arc::new(card));
                if let (true, Some(key)) = (self.data.done(job, Arc::clone(&card)), key) {
                    self.form.set_classes(&card.classes);
                    self.take_version(&card, key);
                    self.run_if_waiting(effects);
                }
            }
            Outcome::Demo { files, data } => {
                if self.data.job() != Some(job) {
                    return;
                }
                let others = std::mem::replace(&mut self.files, files);
                if self.is_restoring() {
                    // Files of the user's may have come before it.
                    let is_other = |card: &FileSummary| {
                        let mut demo = self.files.iter();
                        !demo.any(|one| one.id == card.id)
                    };
                    let others: Vec<FileSummary> = others.into_iter().filter(is_other).collect();
                    self.files.extend(others);
                    // Nor are they what was kept where the user chose other roles for them.
                    let is_changed = self.forget_removed(effects)
                        || self.data_key().files != detected(&self.files).files;
                    if is_changed {
                        self.data.cancelled(job);
                        self.assemble(effects);
                        return;
                    }
                } else {
                    self.chosen.clear();
                    self.reading_options = Default::default();
                    self.given = vec![Given::of_demo(self.demo)];
                }
                self.cleared = false;
                self.form.set_classes(&data.classes);
                let (key, data) = (self.data_key(), Arc::new(data));
                self.data.set(key, Arc::clone(&data));
                self.take_version(&data, detected(&self.files));
                self.run_if_waiting(effects);
            }
            Outcome::Clean(card) => {
                if self.clean.done(job, Arc::new(card)) {
                    self.clean_progress = None;
                }
            }
            Outcome::Run(card) => {
                let card = Arc::new(*card);
                if self.run.done(job, Arc::clone(&card)) {
                    self.work = Work {
                        log: card.log.clone(),
                        curve: std::mem::take(&mut self.work.curve),
                        ..Work::default()
                    };
                    self.say(run_done(&card));
                    self.take_run(&card, effects);
                    self.promotion_of(&card.run_id);
                    self.build_archive(effects);
                    self.fresh = !self.follow_lead(effects) && self.view != View::Evaluate;
                }
            }
            Outcome::Opened { run, archive } => self.opened(job, *run, archive, effects),
            Outcome::Archive(card) => {
                let (card, bytes) = (Arc::new(card), Arc::new(attachment));
                self.take_archive(&card, &bytes, effects);
                if self.shown_run() != Some(&card.run_id) {
                    self.archive.cancelled(job);
                } else if self
                    .archive
                    .done(job, (Arc::clone(&card), Arc::clone(&bytes)))
                {
                    let name = card.file_name.clone();
                    if self.lacks_gate() && self.save_when_built {
                        self.build_archive(effects);
                    } else if std::mem::take(&mut self.save_when_built) {
                        effects.push(Effect::Save { name, bytes });
                    }
                    self.promote_built(effects);
                }
            }
            Outcome::Production(card) => self.production_loaded(job, card, effects),
            Outcome::Batches(files) => self.batches_done(job, files, effects),
            Outcome::Live(answer) => self.live_done(job, *answer),
            Outcome::Search(report) => self.search_done(job, *report),
            Outcome::Monitor(card) => self.monitor_done(job, *card),
            Outcome::MonitorFile { name } => {
                self.monitor_file_done(job, name, attachment, effects);
            }
            Outcome::Drift(card) => {
                if self.drift.done(job, Arc::new(card)) {
                    self.keep_unplanted_drift();
                    self.say_drift();
                }
            }
            Outcome::Compare(card) => {
                if self.validation.compare.done(job, Arc::new(card)) {
                    self.validation.progress = None;
                    self.say_gate();
                }
            }
            Outcome::Diff(diff) => self.versions_done(job, *diff),
            Outcome::DriftFile { name } => {
                if self.drift_file.take_if(|asked| *asked == job).is_some() {
                    let bytes = Arc::new(attachment);
                    effects.push(Effect::Save { name, bytes });
                }
            }
            Outcome::Models(listing) => self.models_listed(job, *listing),
            Outcome::Pulled { name } => self.pulled(job, name, attachment, effects),
            Outcome::Push(outcome) => self.push_done(job, *outcome),
            Outcome::Workspace => {
                let mut bytes = attachment;
                if !self.folder_packed(job, &mut bytes, effects) {
                    self.workspace_done(job, None, bytes, effects);
                }
            }
            Outcome::WorkspaceParts(parts) => {
                self.workspace_done(job, Some(parts), attachment, effects);
            }
            Outcome::RowNumbers(rows) => self.rows_numbered(job, &rows, effects),
            Outcome::ExportedRows { name } => self.rows_exported(job, name, attachment, effects),
            Outcome::Relabelled { name, n_rows } => {
                let bytes = attachment;
                self.rows_labelled(job, n_rows, NamedBytes { name, bytes }, effects);
            }
            Outcome::Previews(_)
            | Outcome::Rows(_)
            | Outcome::Disagreements(_)
            | Outcome::Measure(_)
            | Outcome::ClassifierFile { .. }
            | Outcome::Excluded(_)
            | Outcome::Trace(_)
            | Outcome::Errors(_)
            | Outcome::Dots(_)
            | Outcome::Terms(_)
            | Outcome::Suspects(_)
            | Outcome::SuspectsEffect(_)
            | Outcome::Robustness(_)
            | Outcome::Try(_)
            | Outcome::Answers(_)
            | Outcome::DriftTerms(_)
            | Outcome::DriftTermList(_)
            | Outcome::DriftTerm(_)
            | Outcome::DriftRows(_)
            | Outcome::DriftSweep(_)
            | Outcome::PlantedShares(_) => {}
        }
    }

    fn failed(&mut self, job: Option<JobId>, error: Error, effects: &mut Vec<Effect>) {
        let Some(job) = job else {
            match self.engine {
                EngineState::Starting => self.engine = EngineState::Failed(error),
                _ => self.error = Some(error),
            }
            return;
        };
        let name = self.reading.remove(&job);
        if let Some(name) = name.or_else(|| self.packing.remove(&job)) {
            self.refuse(name, error.clone());
            self.assemble(effects);
        } else if self.data.failed(job, error.clone()) {
            if self.waiting.take().is_some() {
                self.lack_data();
            }
        } else if self.clean.failed(job, error.clone()) {
            self.clean_progress = None;
        } else if self.run.failed(job, error.clone()) {
            self.lead = Lead::Nowhere;
            self.work.progress = None;
            self.work.cancelling = false;
        } else if self.drift.failed(job, error.clone())
            || self.search_failed(job, &error)
            || self.live_failed(job, &error)
            || self.monitor_failed(job, &error, effects)
        {
            // It stands in the view.
        } else if self.validation.compare.failed(job, error.clone()) {
            self.validation.progress = None;
        } else if self.drift_file.take_if(|asked| *asked == job).is_some() {
            self.error = Some(error);
        } else if self.archive.failed(job, error.clone()) {
            // A first step that failed is a failure of the whole.
            self.archive.refuse(self.archive_key(), error.clone());
            if std::mem::take(&mut self.save_when_built) {
                effects.extend(self.save_without_gate());
            }
            self.promotion_failed(error);
        } else if self.production_failed(job, &error) {
            // It stands beside the model in production.
        } else if self.versions_failed(job, &error) {
            // It stands below the list of versions.
        } else if self.push_failed(job, &error) || self.pull_failed(job, &error) {
            // It stands below the form.
        } else if self.workspace_failed(job, &error) || self.pick_failed(job, &error) {
            // It is told at the top.
        } else if self
            .opening
            .take_if(|(opening, ..)| *opening == job)
            .is_some()
        {
            self.run_wanted = None;
            self.error = Some(error);
        }
    }

    fn run_if_waiting(&mut self, effects: &mut Vec<Effect>) {
        if let (Some(start), Stage::Ready(_)) = (self.waiting, self.data()) {
            self.train(start, effects);
        }
    }
}

/// What the run of an archive was made from.
pub(super) fn key_of(run: &RunSummary) -> RunKey {
    RunKey {
        data: run
            .data_digest
            .clone()
            .map_or(Fingerprint::Unknown, Fingerprint::Of),
        config: run.config.clone(),
        production: run
            .production
            .as_ref()
            .map(|production| production.model_sha256.clone()),
        shown: None,
    }
}

/// Appends a point; a solver that starts anew starts a new curve, a long curve loses every other point.
fn push_point(curve: &mut Vec<SolverPoint>, point: SolverPoint) {
    if curve
        .last()
        .is_some_and(|last| last.iterations > point.iterations)
    {
        curve.clear();
    }
    if curve.last() != Some(&point) {
        curve.push(point);
    }
    if curve.len() > MAX_CURVE {
        let mut index = 0;
        curve.retain(|_| {
            index += 1;
            index % 2 == 1
        });
    }
}
