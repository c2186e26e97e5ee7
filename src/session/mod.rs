//! What the user has done: plain state, what they want, and what follows from it.
//!
//! ```text
//! view -> Intent -> Session::plan -> Effect -> worker -> Event -> Session::apply -> view
//! ```
//!
//! It may use the pipeline's types and the protocol. It does no work of its own, knows no browser and holds nothing
//! big but the bytes of the last archive and of those in production, shared, so that a shell can copy and compare it at
//! each change.

mod apply;
mod documents;
mod drift;
mod ended;
mod files;
mod form;
mod intent;
mod keep;
mod keys;
mod lead;
pub mod link;
mod link_data;
mod live;
mod monitor;
mod offers;
mod picking;
mod plan;
mod present;
mod production;
mod pull;
mod push;
mod question;
mod relabel;
mod restart;
mod rules;
mod runs;
mod runs_table;
mod saved;
mod search;
mod search_kept;
mod server;
mod shortcut;
mod space;
mod stage;
#[cfg(test)]
mod tests;
mod texts;
mod trial;
pub mod understood;
mod undo;
mod validate;
mod versions;
mod view;
mod work;
pub mod workspace;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use drift::{DriftChoice, DriftKey, MOST_PLANTED};
use ended::Ended;
pub use ended::run_done;
pub use files::FileView;
pub use form::{Form, SettingsForm, WatchRulesForm};
pub use intent::{Effect, EngineState, Intent, Keepsake, Refused};
use keep::Keeping;
pub use keep::{DataKept, KeepIntent, MOST_DATA_KEPT};
use keys::{ArchiveKey, CleanKey, DataKey, Fingerprint, RunKey};
pub use link_data::LinkedData;
pub use live::{Live, LiveIntent};
pub use monitor::{MonitorChoice, MonitorIntent};
use offers::Opening;
pub use offers::{Offer, OfferIntent, OfferKind, OfferedRun};
pub use picking::{Labelled, PickIntent};
use plan::send;
pub use present::{Present, Slide};
use production::Promoting;
pub use production::{GateNote, How, KeptArchive, Production, Promotion};
pub use pull::PullIntent;
pub use push::{PushForm, PushIntent};
pub use question::Doubt;
use question::Wanted;
pub use restart::Loss;
use restart::{Given, Restoring};
pub use rules::{RulesEdit, RulesForm, place, scores_with};
use runs::HeldRun;
pub use runs::{KeptRun, RunArchive, Said};
pub use runs_table::{Offered, RunColumn, RunPoint, RunRow, RunsChoice, RunsTable};
pub use search::{SearchIntent, SearchKey, StudyForm};
pub use server::NoAnswer;
pub use shortcut::Shortcut;
pub use space::{Disposable, Room};
pub use stage::{Key, Slot, Stage, StageState};
pub use texts::TextRun;
pub use trial::Trial;
use undo::Before;
pub use undo::Undoable;
pub use validate::{CompareKey, CostsKey, GateKey, Judgement, Needed};
pub use versions::{DataVersion, VersionRow, VersionSet};
pub use view::View;
pub use work::{MAX_CURVE, Work};

use crate::jobs::protocol::{FileId, Inputs, JobId, JobSpec, Request};
use crate::jobs::summaries::{
    ArchiveSummary, CleanSummary, DriftSummary, FileSummary, LoadedSummary, RunSummary,
};
use crate::message::Language;
use crate::pipeline::corpus::{NamedBytes, ReadingOptions, Role};
use crate::pipeline::error::Error;
use crate::pipeline::run::RunConfig;
use crate::pipeline::time::UnixMillis;

/// Everything that the page shows, but for what a view asks for while it is open.
#[derive(Debug, Clone, PartialEq)]
pub struct Session {
    view: View,
    presented: Option<Slide>,
    engine: EngineState,
    form: Form,
    reading_options: ReadingOptions,
    /// Names of the files that they are for: the last that were there.
    reading_for: Vec<String>,
    include_texts: bool,

    files: Vec<FileSummary>,
    /// Roles that the user chose against the detection.
    chosen: BTreeMap<FileId, Option<Role>>,
    /// Files on their way to the engine.
    reading: BTreeMap<JobId, String>,
    /// Folders that the engine packs, by name.
    packing: BTreeMap<JobId, String>,
    refused: Vec<Refused>,
    /// Where the files came from.
    given: Vec<Given>,
    restoring: Option<Restoring>,
    loss: Option<Loss>,
    /// What was taken away last, with its number, and how often that was.
    undo: Option<(u32, Before)>,
    undos: u32,
    /// Names of the files of the last visit, which a browser does not keep.
    last_files: Vec<String>,
    /// Files that were given as data and are none: the user says what for.
    offers: Vec<Offer>,
    /// Whether the last run ended and the user has not looked at it.
    fresh: bool,
    /// That of the demo that was asked for last.
    demo: Language,
    lead: lead::Lead,
    ended: Ended,
    /// Files that a link brings, until the user says what becomes of them.
    linked_data: Option<Vec<NamedBytes>>,
    /// Whether the worker gives no sign of life.
    silent: bool,
    keeping: Keeping,
    /// Files that were taken away; an answer that was on its way then may still list them.
    removed: Vec<FileId>,
    /// Whether the user took files away until none was left; what was made from them is stale then.
    cleared: bool,

    data: Slot<DataKey, Arc<LoadedSummary>>,
    versions: versions::Versions,
    clean: Slot<CleanKey, Arc<CleanSummary>>,
    run: Slot<RunKey, Arc<RunSummary>>,
    archive: Slot<ArchiveKey, (Arc<ArchiveSummary>, Arc<Vec<u8>>)>,
    drift: Slot<DriftKey, Arc<DriftSummary>>,
    drift_choice: DriftChoice,
    /// The last report without anything planted.
    drift_unplanted: Option<(DriftKey, Arc<DriftSummary>)>,
    /// What the user did not want to have measured to its end.
    drift_cancelled: Option<DriftKey>,
    /// A file of the report on its way.
    drift_file: Option<JobId>,
    live: Live,
    picking: picking::Picking,
    trial: Trial,
    production: Production,
    /// Archives on their way into production.
    loading: Vec<production::Loading>,
    /// The run that the user wanted in production before its archive was built, and when.
    promote_when_built: Option<Promoting>,
    /// A promotion that waits for the gate or for the user's word.
    promotion: Option<Wanted>,
    validation: validate::Validation,
    monitoring: monitor::Monitoring,
    searching: search::Searching,
    pulling: pull::Pulling,
    pushing: push::Pushing,
    opening: Option<(JobId, Opening, Arc<Vec<u8>>)>,

    work: Work,
    clean_progress: Option<f64>,
    /// The oldest first.
    runs: Vec<Arc<KeptRun>>,
    /// Those that were shown last, with all that their views show; the last of them at the end.
    held: Vec<HeldRun>,
    /// The run that is on its way into the views, by its ID.
    run_wanted: Option<String>,
    /// The run that goes into production once it is shown, and when that was wanted.
    promote_when_shown: Option<(String, UnixMillis)>,
    runs_choice: RunsChoice,
    error: Option<Error>,
    /// The violation for which the last press of Run was refused.
    refusal: Option<Error>,
    /// A run that waits for its data.
    waiting: Option<UnixMillis>,
    /// When the run at work, or the last one, was started.
    run_started: Option<UnixMillis>,
    save_when_built: bool,
    last_job: u32,
    saved: String,
    address: String,
    /// Whether a link says what view and settings are.
    linked: bool,
}

impl Default for Session {
    fn default() -> Session {
        Session {
            view: View::default(),
            presented: None,
            engine: EngineState::Starting,
            form: Form::default(),
            reading_options: ReadingOptions::default(),
            reading_for: Vec::new(),
            include_texts: true,
            files: Vec::new(),
            chosen: BTreeMap::new(),
            reading: BTreeMap::new(),
            packing: BTreeMap::new(),
            refused: Vec::new(),
            given: Vec::new(),
            restoring: None,
            loss: None,
            undo: None,
            undos: 0,
            last_files: Vec::new(),
            offers: Vec::new(),
            fresh: false,
            demo: Language::default(),
            lead: lead::Lead::default(),
            ended: Ended::default(),
            linked_data: None,
            silent: false,
            keeping: Keeping::default(),
            removed: Vec::new(),
            cleared: false,
            data: Slot::default(),
            versions: versions::Versions::default(),
            clean: Slot::default(),
            run: Slot::default(),
            archive: Slot::default(),
            drift: Slot::default(),
            drift_choice: DriftChoice::default(),
            drift_unplanted: None,
            drift_cancelled: None,
            drift_file: None,
            live: Live::default(),
            picking: picking::Picking::default(),
            trial: Trial::default(),
            production: Production::default(),
            loading: Vec::new(),
            promote_when_built: None,
            promotion: None,
            validation: validate::Validation::default(),
            monitoring: monitor::Monitoring::default(),
            searching: search::Searching::default(),
            pulling: pull::Pulling::default(),
            pushing: push::Pushing::default(),
            opening: None,
            work: Work::default(),
            clean_progress: None,
            runs: Vec::new(),
            held: Vec::new(),
            run_wanted: None,
            promote_when_shown: None,
            runs_choice: RunsChoice::default(),
            error: None,
            refusal: None,
            waiting: None,
            run_started: None,
            save_when_built: false,
            last_job: 0,
            saved: String::new(),
            address: String::new(),
            linked: false,
        }
    }
}

impl Session {
    pub fn view(&self) -> View {
        self.view
    }

    pub fn engine(&self) -> &EngineState {
        &self.engine
    }

    pub fn form(&self) -> &Form {
        &self.form
    }

    pub fn config(&self) -> &RunConfig {
        self.form.config()
    }

    pub fn reading_options(&self) -> &ReadingOptions {
        &self.reading_options
    }

    pub fn include_texts(&self) -> bool {
        self.include_texts
    }

    /// The files in the order in which they came, with their roles of today.
    pub fn files(&self) -> Vec<FileView> {
        self.files
            .iter()
            .map(|card| FileView {
                role: self.role_of(card),
                card: card.clone(),
            })
            .collect()
    }

    /// Files on their way to the engine, by name.
    pub fn reading(&self) -> Vec<&str> {
        let names = self.reading.values().chain(self.packing.values());
        names.map(String::as_str).collect()
    }

    /// Files that could not be taken; they stay until dismissed or until a file of that name is taken.
    pub fn refused(&self) -> &[Refused] {
        &self.refused
    }

    pub fn data(&self) -> Stage<Arc<LoadedSummary>> {
        self.data.stage(&self.data_key())
    }

    /// What each cleaning step does to the training set.
    pub fn clean_report(&self) -> Stage<Arc<CleanSummary>> {
        self.clean.stage(&self.clean_key())
    }

    /// How far the report on cleaning is, `0.0..=1.0`, while it is being made.
    pub fn clean_progress(&self) -> Option<f64> {
        self.clean_progress
    }

    pub fn run(&self) -> Stage<Arc<RunSummary>> {
        let stage = self.run.stage(&self.run_key());
        match &self.refusal {
            // It holds while the violation does: what can't be read is no part of the key.
            Some(error) if self.form.violations().contains(error) => Stage::Failed {
                error: error.clone(),
                last: stage.value().cloned(),
            },
            _ => stage,
        }
    }

    /// The run at work, and the log.
    pub fn work(&self) -> &Work {
        &self.work
    }

    pub fn archive(&self) -> Stage<Arc<ArchiveSummary>> {
        match self.archive.stage(&self.archive_key()) {
            Stage::Empty => Stage::Empty,
            Stage::Busy { last } => Stage::Busy {
                last: last.map(|(card, _)| card),
            },
            Stage::Ready((card, _)) => Stage::Ready(card),
            Stage::Stale((card, _)) => Stage::Stale(card),
            Stage::Failed { error, last } => Stage::Failed {
                error,
                last: last.map(|(card, _)| card),
            },
        }
    }

    pub fn production(&self) -> &Production {
        &self.production
    }

    /// A metric of the run that is shown, minus that of the run before.
    pub fn change(&self, metric: &str) -> Option<f64> {
        let (before, last) = self.last_two()?;
        Some(last.metric(metric)? - before.metric(metric)?)
    }

    /// Seconds by stage of the run before the one that is shown.
    pub fn seconds_before(&self) -> Option<&BTreeMap<String, f64>> {
        self.last_two().map(|(before, _)| &before.seconds)
    }

    /// The run that is shown and the one before it.
    pub(super) fn last_two(&self) -> Option<(&KeptRun, &KeptRun)> {
        let shown = self.shown_run()?;
        let place = self.runs.iter().position(|run| run.run_id == shown)?;
        let before = self.runs.get(place.checked_sub(1)?)?;
        Some((before, &self.runs[place]))
    }

    /// The run before the one that is shown, where both are of the same data.
    pub fn run_before(&self) -> Option<&KeptRun> {
        let (before, shown) = self.last_two()?;
        let is_same = before.data_digest.is_some() && before.data_digest == shown.data_digest;
        is_same.then_some(before)
    }

    /// The fault that belongs to no file, field or stage.
    pub fn error(&self) -> Option<&Error> {
        self.error.as_ref()
    }

    /// Names of the files of the last visit, as long as there are none in this one.
    pub fn last_files(&self) -> &[String] {
        match self.files.is_empty() && !self.cleared {
            true => &self.last_files,
            false => &[],
        }
    }

    /// The last run, as long as the user has not looked at how good it is.
    pub fn fresh_run(&self) -> Option<Arc<RunSummary>> {
        self.run.value().filter(|_| self.fresh).map(Arc::clone)
    }

    /// Whether there is something to run on, or something on its way.
    pub fn has_data(&self) -> bool {
        self.data.value().is_some()
            || self.data.job().is_some()
            || !self.reading.is_empty()
            || !self.packing.is_empty()
            || self.is_restoring()
    }

    /// Whether the worker gives no sign of life: it is at a long step, or has ended.
    pub fn is_silent(&self) -> bool {
        self.silent
    }

    /// The run that the user wants to end, until it has.
    pub fn cancelling_job(&self) -> Option<JobId> {
        self.run.job().filter(|_| self.work.cancelling)
    }

    /// Whether a run is at work or waits for its data.
    pub fn is_running(&self) -> bool {
        self.run.job().is_some() || self.waiting.is_some()
    }

    /// A question of a view, with the number under which its answer comes; the session takes no notice of the answer.
    pub fn ask(&mut self, spec: JobSpec) -> (JobId, Request) {
        let job = self.next_job();
        let inputs = Box::new(self.inputs());
        (job, Request::Start { job, spec, inputs })
    }

    /// What specs mean by the data, production and so on: what the views show.
    fn inputs(&self) -> Inputs {
        let production = self.production.card.as_ref();
        Inputs {
            data: self.data.value().map(|data| data.id.clone()),
            production: production.map(|card| card.sha256.clone()),
            batches: self.monitoring.batches(),
            drift: self.drift.value().map(|drift| JobId(drift.id)),
            monitor: self.monitoring.report(),
        }
    }

    fn next_job(&mut self) -> JobId {
        self.last_job += 1;
        JobId(self.last_job)
    }

    fn role_of(&self, card: &FileSummary) -> Option<Role> {
        self.chosen.get(&card.id).copied().unwrap_or(card.role)
    }
}
