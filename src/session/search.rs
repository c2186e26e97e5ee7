//! The hyperparameter search: its settings and its space, the search at work, what came of it.

use std::sync::Arc;

use super::plan::send;
use super::{
    Before, Effect, Fingerprint, Key, Session, SettingsForm, Slot, Stage, StageState, View,
};
use crate::jobs::protocol::{FoundBy, JobId, JobSpec, Request, SearchRequest};
use crate::jobs::summaries::Progress;
use crate::pipeline::corpus::NamedBytes;
use crate::pipeline::error::Error;
use crate::pipeline::run::RunConfig;
use crate::pipeline::search::{Ending, SearchReport, SearchSettings, Space, StudyFile};
use crate::pipeline::time::UnixMillis;

/// The settings of a search but for its space.
pub type StudyForm = SettingsForm<StudyFile>;

/// What the file of a search is called.
const FILE: &str = "search.toml";

/// What the user wants of the view Tune.
#[derive(Debug, Clone, PartialEq)]
pub enum SearchIntent {
    /// What was typed into a field, such as `study.n_trials`.
    Set {
        key: String,
        text: String,
    },
    /// The user has left a field.
    Leave(String),
    /// The space as it stands in the file of a search; a section `study` beside it fills the fields, and nothing at all is the space
    /// that is there at first.
    SetSpace(String),
    /// The file of a search.
    Load(NamedBytes),
    /// Settings and space to their defaults.
    Reset,
    Start,
    /// Go on with the search that is shown.
    GoOn,
    Pause,
    Resume,
    /// End it, with what there is of it; asked again, at once.
    Cancel,
    /// The settings of the trial of this number become those of the next run.
    Use(u32),
    /// The same, and the run begins at once.
    Run {
        trial: u32,
        start: UnixMillis,
    },
    /// Search again, near a trial: its settings are what the search begins with, and the space is what is around its numbers.
    Around(u32),
    /// Show all of a trial, or of none.
    Choose(Option<u32>),
    /// Save the settings as a file.
    SaveSettings,
    /// Save all trials as a journal of Optuna's.
    SaveJournal,
}

/// What the view shows and what is at work for it.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Searching {
    pub slot: Slot<SearchKey, Arc<SearchReport>>,
    /// The job that has told what is shown: what it tells more is what has changed.
    told_by: Option<JobId>,
    /// How far it was when it was kept.
    pub kept: Option<super::search_kept::Standing>,
    pub form: SearchForm,
    progress: Option<Progress>,
    cancelling: bool,
    /// The settings of a trial as they were taken for a run, and where they come from.
    used: Option<(RunConfig, Arc<FoundBy>)>,
    /// The number of the trial of which all is shown.
    chosen: Option<u32>,
}

/// The settings of a search as they are edited: fields, and the space as text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct SearchForm {
    study: StudyForm,
    /// The last that could be read.
    space: Space,
    /// As it was typed.
    space_text: String,
    space_fault: Option<Error>,
    /// All in TOML; empty where it is the defaults, so that later ones are taken when they change.
    kept: String,
}

impl Default for SearchForm {
    fn default() -> SearchForm {
        SearchForm {
            study: StudyForm::default(),
            space: Space::sensible(),
            space_text: Space::example(),
            space_fault: None,
            kept: String::new(),
        }
    }
}

impl SearchForm {
    fn settings(&self) -> SearchSettings {
        SearchSettings {
            study: self.study.settings().study.clone(),
            space: self.space.clone(),
        }
    }

    fn is_valid(&self) -> bool {
        self.study.violations().is_empty() && self.space_fault.is_none()
    }

    fn is_usual(&self) -> bool {
        self.is_valid() && self.kept.is_empty()
    }

    /// The settings as the browser keeps them.
    pub fn to_keep(&self) -> &str {
        &self.kept
    }

    /// The settings may have changed.
    fn changed(&mut self) {
        let settings = self.settings();
        self.kept = match settings == SearchSettings::default() {
            true => String::new(),
            false => settings.to_toml(),
        };
    }

    fn set(&mut self, key: &str, text: &str) {
        self.study.set(key, text);
        self.changed();
    }

    /// Takes what was kept, as long as the user has changed nothing; what can't be read is left out.
    pub fn restore(&mut self, kept: &str) {
        if !kept.is_empty() && self.is_usual() {
            let before = self.clone();
            self.load(kept, FILE);
            if self.space_fault.is_some() {
                *self = before;
            }
        }
    }

    /// Takes a whole file, whose space then stands in its text.
    fn load(&mut self, text: &str, file: &str) {
        let read = SearchSettings::read(text, file);
        self.space_fault = read.as_ref().err().cloned();
        if let Ok(settings) = read {
            let study = settings.study.clone();
            self.study.replace(StudyFile { study });
            self.space_text = match settings.space == Space::sensible() {
                true => Space::example(),
                false => space_text(&settings.space),
            };
            self.space = settings.space;
        }
        self.changed();
    }

    /// Takes settings that were not typed.
    pub fn replace(&mut self, settings: &SearchSettings) {
        self.load(&settings.to_toml(), FILE);
    }

    /// Takes a space that was not typed.
    fn replace_space(&mut self, space: Space) {
        self.space_text = space_text(&space);
        self.space = space;
        self.space_fault = None;
        self.changed();
    }

    fn set_space(&mut self, text: String) {
        let read = SearchSettings::read(&text, FILE);
        self.space_fault = read.as_ref().err().cloned();
        if let Ok(settings) = read {
            let file = StudyFile {
                study: settings.study,
            };
            if file != StudyFile::default() {
                self.study.replace(file);
            }
            self.space = settings.space;
        }
        self.space_text = text;
        self.changed();
    }
}

/// A space as the file of a search has it.
fn space_text(space: &Space) -> String {
    let mut file = toml::Table::new();
    file.insert("space".into(), space.to_table().into());
    toml::to_string(&file).expect("every value of a space has a form in TOML")
}

/// What a search is made from.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchKey {
    pub(super) data: Fingerprint,
    pub(super) config: RunConfig,
    pub(super) settings: SearchSettings,
}

impl Key for SearchKey {
    /// What the space chooses may have been chosen: the settings of a trial are those that the search began with.
    fn fits(&self, now: &SearchKey) -> bool {
        // What a journal tells is of no data that are known, and never out of date.
        if self.data == Fingerprint::Unknown {
            return true;
        }
        let space = &self.settings.space;
        let is_of_it = || space.config(&self.config, &space.point_of(&now.config));
        self.data.fits(&now.data)
            && self.settings == now.settings
            && (self.config == now.config || is_of_it().is_ok_and(|config| config == now.config))
    }
}

impl Session {
    /// The search, as far as it is while its job is at work.
    pub fn search(&self) -> Stage<Arc<SearchReport>> {
        self.searching.slot.stage(&self.search_key())
    }

    /// What there is of it, however old.
    pub fn search_report(&self) -> Option<&Arc<SearchReport>> {
        self.searching.slot.value()
    }

    /// Whether somebody has ended the search that is shown.
    pub fn was_search_stopped(&self) -> bool {
        let report = self.search_report();
        report.is_some_and(|report| report.ending == Some(Ending::Stopped))
    }

    /// Whether the user wants the search at work to end.
    pub fn is_search_cancelling(&self) -> bool {
        self.searching.cancelling
    }

    /// Whether settings and space are the defaults.
    pub fn is_search_usual(&self) -> bool {
        self.searching.form.is_usual()
    }

    pub fn study_form(&self) -> &StudyForm {
        &self.searching.form.study
    }

    /// The space as the user has typed it.
    pub fn space_text(&self) -> &str {
        &self.searching.form.space_text
    }

    /// Why the space, or the last file of a search, can't be read.
    pub fn space_fault(&self) -> Option<&Error> {
        self.searching.form.space_fault.as_ref()
    }

    /// Of the search at work.
    pub fn search_progress(&self) -> Option<&Progress> {
        self.searching.progress.as_ref()
    }

    /// Whether there are data to search on, and settings to search by.
    pub fn can_search(&self) -> bool {
        matches!(self.data(), Stage::Ready(_)) && self.searching.form.is_valid()
    }

    pub(super) fn search_state(&self) -> StageState {
        match self.search().state() {
            StageState::Busy => StageState::Busy,
            _ if !self.searching.form.is_valid() => StageState::Failed,
            state => state,
        }
    }

    pub(super) fn search_key(&self) -> SearchKey {
        SearchKey {
            data: self.fingerprint(),
            config: self.config().clone(),
            settings: self.searching.form.settings(),
        }
    }

    pub(super) fn plan_search(&mut self, intent: SearchIntent, effects: &mut Vec<Effect>) {
        let job = self.searching.slot.job();
        let ask = |request: fn(JobId) -> Request| job.map(|job| send(request(job)));
        match intent {
            SearchIntent::Set { key, text } => self.searching.form.set(&key, &text),
            SearchIntent::Leave(key) => self.searching.form.study.settle(&key),
            SearchIntent::SetSpace(text) if text.trim().is_empty() => {
                self.searching.form.set_space(Space::example());
            }
            SearchIntent::SetSpace(text) => self.searching.form.set_space(text),
            SearchIntent::Load(file) => {
                let text = String::from_utf8_lossy(&file.bytes);
                self.searching.form.load(&text, &file.name);
            }
            SearchIntent::Reset => {
                let before = std::mem::take(&mut self.searching.form);
                self.may_undo(Before::Search(Box::new(before)), effects);
            }
            SearchIntent::Start => self.search_anew(effects),
            SearchIntent::GoOn => {
                if let Some((key, request)) = self.search_to_go_on() {
                    self.start_search(key, request, effects);
                }
            }
            SearchIntent::Pause => effects.extend(ask(|job| Request::Pause { job })),
            SearchIntent::Resume => effects.extend(ask(|job| Request::Resume { job })),
            SearchIntent::Cancel => {
                self.searching.cancelling = job.is_some();
                effects.extend(ask(|job| Request::Cancel { job }));
            }
            SearchIntent::Use(number) => {
                self.use_trial(number);
            }
            SearchIntent::Run { trial, start } => {
                if self.use_trial(trial) {
                    self.plan_run(start, effects);
                }
            }
            SearchIntent::Around(number) => {
                let space = self.around_trial(number);
                if let Some(space) = space.filter(|_| job.is_none() && self.use_trial(number)) {
                    self.view = View::Tune;
                    self.searching.form.replace_space(space);
                    self.search_anew(effects);
                }
            }
            SearchIntent::Choose(number) => self.searching.chosen = number,
            SearchIntent::SaveSettings => effects.push(Effect::Save {
                name: FILE.into(),
                bytes: Arc::new(self.searching.form.settings().to_toml().into_bytes()),
            }),
            SearchIntent::SaveJournal => {
                if let Some(report) = self.searching.slot.value() {
                    effects.push(Effect::Save {
                        name: "study.log".into(),
                        bytes: Arc::new(report.journal()),
                    });
                }
            }
        }
    }

    /// The configuration of a trial of the search that is shown, and where a run that has it comes from.
    fn trial_of_search(&self, number: u32) -> Option<(RunConfig, FoundBy)> {
        let (key, report) = self.searching.slot.made()?;
        let point = &report.trial(number)?.point;
        let config = report.settings.space.config(&key.config, point).ok()?;
        let report = (**report).clone();
        Some((
            config,
            FoundBy {
                trial: number,
                report,
            },
        ))
    }

    /// Takes over the settings of a trial, if there is one with settings that a run can have.
    fn use_trial(&mut self, number: u32) -> bool {
        let found = self.trial_of_search(number);
        let is_found = found.is_some();
        if let Some((config, found_by)) = found {
            self.form.replace(config.clone());
            self.view = View::Train;
            self.searching.used = Some((config, Arc::new(found_by)));
        }
        is_found
    }

    /// The space around a trial of the search that is shown; none where it chose no number from a range.
    pub fn around_trial(&self, number: u32) -> Option<Space> {
        let report = self.search_report()?;
        report.settings.space.around(&report.trial(number)?.point)
    }

    /// The trial of the search of which all is shown.
    pub fn chosen_trial(&self) -> Option<u32> {
        let number = self.searching.chosen?;
        self.search_report()?
            .trial(number)
            .map(|trial| trial.number)
    }

    /// Where the settings of today come from, if from a search.
    pub(super) fn found_by(&self) -> Option<Box<FoundBy>> {
        let used = self.searching.used.as_ref();
        let (_, found_by) = used.filter(|(config, _)| config == self.config())?;
        Some(Box::new((**found_by).clone()))
    }

    /// A search that nothing was tried for.
    fn search_anew(&mut self, effects: &mut Vec<Effect>) {
        let key = self.search_key();
        let request = SearchRequest {
            settings: key.settings.clone(),
            config: key.config.clone(),
            earlier: None,
        };
        self.start_search(key, request, effects);
    }

    fn start_search(&mut self, key: SearchKey, request: SearchRequest, effects: &mut Vec<Effect>) {
        if self.searching.slot.job().is_some() || !self.can_search() {
            return;
        }
        if let Some(violation) = self.form.violations().first() {
            // It is said where it can be corrected.
            self.refusal = Some(violation.clone());
            self.view = View::Train;
            return;
        }
        let job = self.start(JobSpec::Search(Box::new(request)), effects);
        self.searching.slot.start(job, key);
        self.searching.progress = None;
        self.searching.cancelling = false;
        self.searching.chosen = None;
    }

    pub(super) fn search_interim(&mut self, job: JobId, report: SearchReport) {
        let searching = &mut self.searching;
        let earlier = searching.slot.value();
        let report = match earlier.filter(|_| searching.told_by == Some(job)) {
            Some(earlier) => report.after(earlier),
            None => report,
        };
        if searching.slot.interim(job, Arc::new(report)) && searching.told_by != Some(job) {
            (searching.told_by, searching.kept) = (Some(job), None);
        }
    }

    pub(super) fn search_progressed(&mut self, job: JobId, progress: Progress) {
        if self.searching.slot.job() == Some(job) {
            self.searching.progress = Some(progress);
        }
    }

    pub(super) fn search_done(&mut self, job: JobId, report: SearchReport) {
        if self.searching.slot.done(job, Arc::new(report)) {
            self.end_search();
            self.say_search();
        }
    }

    pub(super) fn search_cancelled(&mut self, job: JobId) {
        if self.searching.slot.cancelled(job) {
            self.end_search();
        }
    }

    pub(super) fn search_failed(&mut self, job: JobId, error: &Error) -> bool {
        let is_it = self.searching.slot.failed(job, error.clone());
        if is_it {
            self.end_search();
        }
        is_it
    }

    /// What there is of a search that did not come to its end says so.
    fn end_search(&mut self) {
        self.searching.progress = None;
        self.searching.cancelling = false;
        if let Some(report) = self.searching.slot.value_mut()
            && report.ending.is_none()
        {
            *report = Arc::new((**report).clone().stopped());
        }
    }
}
