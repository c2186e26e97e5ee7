//! The run that is shown on its way to a tracking server.
//!
//! Nothing leaves the browser before the user presses Push, and then to the server of the address alone. Who they are there is not
//! known here: the shell holds that as long as the page is open.

use std::sync::Arc;

use super::apply::key_of;
use super::server::{Reach, checked};
use super::{Effect, Session, Stage, send};
use crate::document::{Document, plan_document, push_document};
use crate::jobs::protocol::{JobId, JobSpec, PushOutcome, PushRequest, Request};
use crate::pipeline::error::Error;

/// What the user wants of a push.
#[derive(Debug, Clone, PartialEq)]
pub enum PushIntent {
    Set(PushForm),
    /// Push, or only tell what would be sent.
    Push {
        /// Who pushes, by name, where that is known.
        user: Option<String>,
        is_dry: bool,
    },
    Cancel,
}

/// What stands in the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PushForm {
    /// Address of the server.
    pub server: String,
    /// Empty where the run's own is meant.
    pub experiment: String,
    /// Of the registered model; empty where it becomes none, none where the run's is meant.
    pub register: Option<String>,
    /// Empty where the version is called nothing.
    pub alias: String,
}

impl Default for PushForm {
    fn default() -> PushForm {
        PushForm {
            server: String::new(),
            experiment: String::new(),
            register: None,
            alias: "challenger".into(),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Pushing {
    form: PushForm,
    /// A push that waits for the archive.
    wanted: Option<(Option<String>, bool)>,
    at_work: Option<AtWork>,
    /// `0.0..=1.0`
    progress: f64,
    done: Option<Pushed>,
    error: Option<Error>,
    /// Whether the last push was stopped.
    is_stopped: bool,
}

#[derive(Debug, Clone, PartialEq)]
struct AtWork {
    reach: Reach,
    archive: String,
}

#[derive(Debug, Clone, PartialEq)]
struct Pushed {
    archive: String,
    server: String,
    outcome: PushOutcome,
}

impl Pushing {
    pub(super) fn reach(&mut self) -> Option<&mut Reach> {
        self.at_work.as_mut().map(|it| &mut it.reach)
    }
}

impl Session {
    pub fn push_form(&self) -> &PushForm {
        &self.pushing.form
    }

    /// The name under which the model is registered.
    pub fn push_register(&self) -> String {
        let named = self.run.value().map(|run| run.config.run.name.as_str());
        let usual = || named.unwrap_or_default().replace(['/', ':'], "-");
        self.pushing.form.register.clone().unwrap_or_else(usual)
    }

    /// Whether a push, or what is to be known before it, is at work.
    pub fn is_pushing(&self) -> bool {
        self.pushing.at_work.is_some() || self.pushing.wanted.is_some()
    }

    /// How much of it is sent, `0.0..=1.0`; none while nothing is.
    pub fn push_progress(&self) -> Option<f64> {
        let at_work = self.pushing.at_work.as_ref()?;
        at_work.reach.server.as_ref().map(|_| self.pushing.progress)
    }

    /// Whether the user stopped the last push.
    pub fn is_push_stopped(&self) -> bool {
        self.pushing.is_stopped
    }

    pub fn push_error(&self) -> Option<&Error> {
        self.pushing.error.as_ref()
    }

    /// What became of the last push, or what one would send.
    pub fn push_document(&self) -> Option<Document> {
        let Pushed {
            archive,
            server,
            outcome,
        } = self.pushing.done.as_ref()?;
        Some(match outcome {
            PushOutcome::Pushed(report) => push_document(archive, server, report),
            PushOutcome::Planned { experiment, plan } => plan_document(archive, experiment, plan),
        })
    }

    /// The drift report and the monitoring, where they are of the run that is shown: they go with it.
    pub fn pushed_reports(&self) -> [bool; 2] {
        let Some(run) = self.run.value() else {
            return [false; 2];
        };
        let is_of_run = key_of(run).data == self.fingerprint();
        let drift = match self.drift() {
            Stage::Ready(drift) => {
                is_of_run && drift.drawn >= 1.0 && self.drift_choice.planted.is_none()
            }
            _ => false,
        };
        let monitoring = matches!(self.monitor(), Stage::Ready(_)) && self.is_in_production();
        [drift, monitoring]
    }

    pub(super) fn plan_push(&mut self, intent: PushIntent, effects: &mut Vec<Effect>) {
        match intent {
            PushIntent::Set(form) => self.pushing.form = form,
            PushIntent::Push { user, is_dry } => {
                if !self.is_pushing() {
                    self.pushing.error = None;
                    self.pushing.is_stopped = false;
                    self.pushing.wanted = Some((user, is_dry));
                    self.settle_push(effects);
                }
            }
            PushIntent::Cancel => {
                self.pushing.wanted = None;
                let job = self.pushing.at_work.as_ref().map(|it| it.reach.job);
                effects.extend(job.map(|job| send(Request::Cancel { job })));
            }
        }
    }

    /// Begins the push that is wanted, once the archive is as it is to be.
    pub(super) fn settle_push(&mut self, effects: &mut Vec<Effect>) {
        let Some((user, is_dry)) = self.pushing.wanted.clone() else {
            return;
        };
        let (card, bytes) = match self.archive.stage(&self.archive_key()) {
            Stage::Ready(archive) => archive,
            Stage::Busy { .. } => return,
            Stage::Failed { error, .. } => {
                (self.pushing.wanted, self.pushing.error) = (None, Some(error));
                return;
            }
            Stage::Empty | Stage::Stale(_) => {
                if self.archive.job().is_none() {
                    self.build_archive(effects);
                }
                if self.archive.job().is_none() {
                    self.pushing.wanted = None;
                }
                return;
            }
        };
        self.pushing.wanted = None;
        let server = match (is_dry, checked(&self.pushing.form.server)) {
            (true, _) => None,
            (false, Ok(address)) => Some(address.base),
            (false, Err(error)) => {
                self.pushing.error = Some(error);
                return;
            }
        };
        let given = |text: &str| Some(text.trim().to_string()).filter(|text| !text.is_empty());
        let [with_drift, with_monitoring] = self.pushed_reports();
        let request = PushRequest {
            archive: card.file_name.clone(),
            run: card.run_id.clone(),
            experiment: given(&self.pushing.form.experiment),
            register: given(&self.push_register()),
            alias: given(&self.pushing.form.alias),
            user,
            with_drift,
            with_monitoring,
            is_dry,
        };
        let spec = JobSpec::Push(Box::new(request));
        let job = self.start_with(spec, Arc::unwrap_or_clone(bytes), effects);
        self.pushing.progress = 0.0;
        self.pushing.at_work = Some(AtWork {
            reach: Reach::new(job, server),
            archive: card.file_name.clone(),
        });
    }

    fn push_ended(&mut self, job: JobId) -> Option<AtWork> {
        self.pushing.at_work.take_if(|it| it.reach.job == job)
    }

    pub(super) fn push_progressed(&mut self, job: JobId, done: f64) {
        let at_work = self.pushing.at_work.as_ref();
        if at_work.is_some_and(|it| it.reach.job == job) {
            self.pushing.progress = done;
        }
    }

    pub(super) fn push_done(&mut self, job: JobId, outcome: PushOutcome) {
        if let Some(at_work) = self.push_ended(job) {
            self.pushing.done = Some(Pushed {
                archive: at_work.archive,
                server: at_work.reach.server.unwrap_or_default(),
                outcome,
            });
        }
    }

    pub(super) fn push_cancelled(&mut self, job: JobId) {
        let ended = self.push_ended(job);
        self.pushing.is_stopped |= ended.is_some_and(|it| it.reach.server.is_some());
    }

    pub(super) fn push_failed(&mut self, job: JobId, error: &Error) -> bool {
        let ended = self.push_ended(job);
        if let Some(at_work) = &ended {
            self.pushing.error = Some(at_work.reach.in_page(error));
        }
        ended.is_some()
    }
}
