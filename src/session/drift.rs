//! What the user compares with what, and the report on it.
//!
//! While the view is open, a report is made of whatever is chosen there: nobody has to ask for it. One that the user
//! cancelled stays as it is until something is chosen anew.

use std::sync::Arc;

use super::{Effect, Fingerprint, Key, Session, Stage, View, send};
use crate::jobs::protocol::{DriftRequest, DriftSource, JobSpec, Request, SetName};
use crate::jobs::summaries::{DriftSummary, LoadedSummary};
use crate::pipeline::drift::{Draws, DriftOptions, Planted};

/// Of a training set without a test set so many parts are the reference, and one more is the current data.
const PARTS_OF_TRAINING_SET: u64 = 4;

/// What the user has chosen; what is none follows from the data.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DriftChoice {
    pub reference: Option<DriftSource>,
    pub current: Option<DriftSource>,
    pub planted: Option<Planted>,
}

/// What a report is made from.
#[derive(Debug, Clone, PartialEq)]
pub struct DriftKey {
    pub(super) data: Fingerprint,
    pub(super) request: DriftRequest,
    /// The model in production.
    pub(super) production: Option<String>,
}

impl Key for DriftKey {
    fn fits(&self, now: &DriftKey) -> bool {
        self == now
    }
}

impl Session {
    /// The report, as far as it is while its job is at work.
    pub fn drift(&self) -> Stage<Arc<DriftSummary>> {
        match self.drift_key() {
            Some(key) => self.drift.stage(&key),
            None => match self.drift.value() {
                Some(card) => Stage::Stale(Arc::clone(card)),
                None => Stage::Empty,
            },
        }
    }

    /// Whether the last report was cancelled before its end.
    pub fn drift_was_cancelled(&self) -> bool {
        self.drift_cancelled.is_some() && self.drift_cancelled == self.drift_key()
    }

    pub fn drift_choice(&self) -> &DriftChoice {
        &self.drift_choice
    }

    /// Reference and current data, chosen or not; none without data.
    pub fn drift_sources(&self) -> Option<(DriftSource, DriftSource)> {
        let data = self.data.value()?;
        let (reference, current) = usual_sources(data);
        let choice = &self.drift_choice;
        Some((
            choice.reference.clone().unwrap_or(reference),
            choice.current.clone().unwrap_or(current),
        ))
    }

    pub(super) fn drift_key(&self) -> Option<DriftKey> {
        let (reference, current) = self.drift_sources()?;
        let production = self.production.card.as_ref();
        Some(DriftKey {
            data: self.fingerprint(),
            production: production.map(|card| card.model_sha256.clone()),
            request: DriftRequest {
                reference,
                current,
                planted: self.drift_choice.planted.clone(),
                scored_by: self.shown_run().map(str::to_string),
                options: DriftOptions::default(),
                draws: Draws::default(),
            },
        })
    }

    /// Makes the report of what is chosen, if the view is open and there is none.
    pub(super) fn settle_drift(&mut self, effects: &mut Vec<Effect>) {
        let key = self.drift_key();
        if let Some(job) = self.drift.job()
            && self.drift.job_key() != key.as_ref()
        {
            // What it is made from has changed: nobody waits for its end.
            self.end_drift(effects);
            self.drift.cancelled(job);
        }
        let is_moving = self.is_restoring() || !self.reading.is_empty();
        let (View::Drift, false, Stage::Ready(_), Some(key)) =
            (self.view, is_moving, self.data(), key)
        else {
            return;
        };
        let is_wanted = match self.drift.stage(&key) {
            Stage::Busy { .. } => self.drift.job_key() != Some(&key),
            Stage::Empty | Stage::Stale(_) => self.drift_cancelled.as_ref() != Some(&key),
            Stage::Ready(_) | Stage::Failed { .. } => false,
        };
        if is_wanted {
            self.measure_drift(key, effects);
        }
    }

    pub(super) fn measure_drift(&mut self, key: DriftKey, effects: &mut Vec<Effect>) {
        self.end_drift(effects);
        let spec = JobSpec::Drift(Box::new(key.request.clone()));
        let job = self.start(spec, effects);
        self.drift.start(job, key);
        self.drift_cancelled = None;
    }

    /// Has the job at work end.
    pub(super) fn end_drift(&self, effects: &mut Vec<Effect>) {
        effects.extend(self.drift.job().map(|job| send(Request::Cancel { job })));
    }
}

/// The test set against the training set; without one, the last fifth of the training set against the rest.
fn usual_sources(data: &LoadedSummary) -> (DriftSource, DriftSource) {
    let rows = |set, range| DriftSource::Rows { set, range };
    if data.test.is_some() {
        return (rows(SetName::Train, None), rows(SetName::Test, None));
    }
    let n = data.train.n_rows;
    let at = n * PARTS_OF_TRAINING_SET / (PARTS_OF_TRAINING_SET + 1);
    (
        rows(SetName::Train, Some((0, at))),
        rows(SetName::Train, Some((at, n))),
    )
}
