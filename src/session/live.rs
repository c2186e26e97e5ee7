//! What settings do to the validation part, while they are changed.
//!
//! While the view Train is open, a fit is made of whatever stands in the form, unless the user has switched that off. One is at work at
//! a time: the next begins, with the settings of then, when its answer is there, so that what is shown follows a hand that does not
//! rest. One that has become stale and takes long is left for the next. A run comes first: while it is at work, nothing is fitted here.

use std::sync::Arc;

use super::{Effect, Fingerprint, Session, Stage, View, send};
use crate::jobs::protocol::{JobId, JobSpec, LiveRequest, Request};
use crate::jobs::summaries::{LiveAnswer, LiveFit, LivePlane, Progress};
use crate::message;
use crate::message::{Argument, Message};
use crate::pipeline::error::Error;
use crate::pipeline::run::{RunConfig, RunSection};
use crate::pipeline::svm::Engine;

/// Seconds of work after which a fit is left where settings have changed since it began.
const PATIENCE: f64 = 0.4;

/// See the module.
#[derive(Debug, Clone, PartialEq)]
pub struct Live {
    is_on: bool,
    shown: Option<(LiveKey, Arc<LiveFit>)>,
    /// What was shown when the user took hold of a handle.
    before: Option<(LiveKey, Arc<LiveFit>)>,
    /// Whether the user has taken hold of one since.
    is_held: bool,
    plane: Option<Arc<LivePlane>>,
    job: Option<(JobId, LiveKey)>,
    fault: Option<(LiveKey, Error)>,
    /// How long the fit took that was too long.
    too_long: Option<f64>,
}

/// What a fit is made from.
#[derive(Debug, Clone, PartialEq)]
struct LiveKey {
    data: Fingerprint,
    config: RunConfig,
}

impl LiveKey {
    /// Whether both are scored on the same rows.
    fn has_rows_of(&self, other: &LiveKey) -> bool {
        let of = |key: &LiveKey| {
            let RunConfig {
                run, data, clean, ..
            } = &key.config;
            // What is left out may depend on what cleaning leaves of the texts.
            let clean = (*data != Default::default()).then(|| clean.clone());
            (run.seed, run.validation_size, data.clone(), clean)
        };
        self.data == other.data && of(self) == of(other)
    }
}

/// What is wanted of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LiveIntent {
    Switch(bool),
    /// The user takes hold of a handle: what is shown now is what the next is compared with.
    Hold,
}

impl Default for Live {
    fn default() -> Live {
        Live {
            is_on: true,
            shown: None,
            before: None,
            is_held: true,
            plane: None,
            job: None,
            fault: None,
            too_long: None,
        }
    }
}

impl Live {
    pub fn is_on(&self) -> bool {
        self.is_on
    }

    /// The last fit.
    pub fn fit(&self) -> Option<&Arc<LiveFit>> {
        self.shown.as_ref().map(|(_, fit)| fit)
    }

    /// What was shown before the change at hand, where it was scored on the same rows.
    pub fn before(&self) -> Option<&Arc<LiveFit>> {
        let (shown, _) = self.shown.as_ref()?;
        let (key, fit) = self.before.as_ref()?;
        key.has_rows_of(shown).then_some(fit)
    }

    /// The texts of the last fit in their plane.
    pub fn plane(&self) -> Option<&Arc<LivePlane>> {
        let fit = self.fit()?;
        self.plane.as_ref().filter(|plane| plane.name == fit.plane)
    }

    pub fn is_at_work(&self) -> bool {
        self.job.is_some()
    }
}

impl Session {
    pub fn live(&self) -> &Live {
        &self.live
    }

    /// Whether what is shown is that of the settings of today.
    pub fn live_is_current(&self) -> bool {
        let shown = self.live.shown.as_ref();
        shown.is_some_and(|(key, _)| *key == self.live_key())
    }

    /// Why the settings of today could not be fitted.
    pub fn live_fault(&self) -> Option<&Error> {
        let (key, error) = self.live.fault.as_ref()?;
        (*key == self.live_key()).then_some(error)
    }

    /// Why nothing is fitted, where that is so.
    pub fn live_rests(&self) -> Option<Message> {
        if let Some(seconds) = self.live.too_long {
            return Some(message!(
                "page-live-too-long",
                time = Argument::Seconds(seconds)
            ));
        }
        if !self.live.is_on {
            return Some(message!("page-live-off"));
        }
        if self.is_running() {
            return Some(message!("page-live-run"));
        }
        if self.data.value().is_none() {
            return Some(message!("page-live-no-data"));
        }
        if !self.form.violations().is_empty() {
            return Some(message!("page-live-violation"));
        }
        // It fits in one piece, which nobody can look into or leave.
        let is_in_one_piece = self.config().svc.engine == Engine::LinfaSvm;
        is_in_one_piece.then(|| message!("page-live-one-piece"))
    }

    fn live_key(&self) -> LiveKey {
        let mut config = self.config().clone();
        // What a run is called is nothing to fit anew for.
        let usual = RunSection::default();
        (config.run.name, config.run.experiment) = (usual.name, usual.experiment);
        LiveKey {
            data: self.fingerprint(),
            config,
        }
    }

    pub(super) fn plan_live(&mut self, intent: LiveIntent) {
        match intent {
            LiveIntent::Switch(is_on) => (self.live.is_on, self.live.too_long) = (is_on, None),
            LiveIntent::Hold => self.live.is_held = true,
        }
    }

    /// Begins the fit of today's settings where there is none, and leaves what nobody waits for.
    pub(super) fn settle_live(&mut self, effects: &mut Vec<Effect>) {
        let is_moving = self.is_restoring() || !self.reading.is_empty();
        let may_work = self.view == View::Train
            && !is_moving
            && self.live_rests().is_none()
            && matches!(self.data(), Stage::Ready(_));
        if !may_work {
            return self.end_live(effects);
        }
        let key = self.live_key();
        if let Some((_, of_job)) = &self.live.job {
            if of_job.data != key.data {
                self.end_live(effects);
            } else {
                return;
            }
        }
        let is_done = self.live_is_current() || self.live_fault().is_some();
        if is_done {
            return;
        }
        if std::mem::take(&mut self.live.is_held) {
            self.live.before.clone_from(&self.live.shown);
        }
        let plane = self.live.plane.as_ref().map(|plane| plane.name.clone());
        let config = Box::new(key.config.clone());
        let spec = JobSpec::Live(Box::new(LiveRequest::new(config, plane)));
        let job = self.start(spec, effects);
        self.live.job = Some((job, key));
    }

    fn end_live(&mut self, effects: &mut Vec<Effect>) {
        if let Some((job, _)) = self.live.job.take() {
            effects.push(send(Request::Cancel { job }));
        }
    }

    pub(super) fn live_done(&mut self, job: JobId, answer: LiveAnswer) {
        let Some((_, key)) = self.live.job.take_if(|(at_work, _)| *at_work == job) else {
            return;
        };
        match answer {
            LiveAnswer::Fit { fit, plane } => {
                if let Some(plane) = plane {
                    self.live.plane = Some(Arc::new(plane));
                }
                self.live.fault = None;
                self.live.shown = Some((key, Arc::new(*fit)));
            }
            LiveAnswer::TooLong { seconds } => {
                self.live.is_on = false;
                self.live.too_long = Some(seconds);
            }
        }
    }

    /// A fit that settings have left behind, and that takes long, is not waited for.
    pub(super) fn live_progressed(
        &mut self,
        job: JobId,
        progress: &Progress,
        effects: &mut Vec<Effect>,
    ) {
        let seconds: f64 = progress.seconds.values().sum();
        let is_stale = |(at_work, key): &(JobId, LiveKey)| {
            *at_work == job && seconds > PATIENCE && *key != self.live_key()
        };
        if self.live.job.as_ref().is_some_and(is_stale) {
            self.end_live(effects);
        }
    }

    pub(super) fn live_failed(&mut self, job: JobId, error: &Error) -> bool {
        let failed = self.live.job.take_if(|(at_work, _)| *at_work == job);
        let is_its = failed.is_some();
        if let Some((_, key)) = failed {
            self.live.fault = Some((key, error.clone()));
        }
        is_its
    }

    pub(super) fn live_cancelled(&mut self, job: JobId) {
        self.live.job.take_if(|(at_work, _)| *at_work == job);
    }
}
