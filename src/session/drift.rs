//! What the user compares with what, and the report on it.
//!
//! While the view is open, a report is made of whatever is chosen there: nobody has to ask for it. One that the user
//! cancelled stays as it is until something is chosen anew.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Effect, Fingerprint, Key, Session, Slide, Stage, View, send};
use crate::jobs::protocol::{
    DriftRequest, DriftSource, JobSpec, PlantedSharesRequest, Request, SetName,
};
use crate::jobs::summaries::{DriftSummary, LoadedSummary};
use crate::pipeline::drift::{
    Draws, DriftOptions, DriftReport, PartFinding, PartName, Planted, Unavailable,
};

/// The largest share of the rows that is planted by hand.
pub const MOST_PLANTED: f64 = 0.2;
/// Shares that are tried for where a part begins to notice.
const SHARES: [f64; 10] = [
    0.005,
    0.01,
    0.015,
    0.02,
    0.03,
    0.05,
    0.075,
    0.1,
    0.15,
    MOST_PLANTED,
];

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

impl DriftKey {
    fn without_planted(mut self) -> DriftKey {
        self.request.planted = None;
        self
    }
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

    /// The last report of the same rows without anything planted.
    pub fn drift_unplanted(&self) -> Option<&DriftSummary> {
        let (key, card) = self.drift_unplanted.as_ref()?;
        let now = self.drift_key()?;
        (*key == now.without_planted()).then_some(&**card)
    }

    /// Parts that changed by what is planted: they were known not to have changed before, had nothing to change, or flag a
    /// term that they did not.
    pub fn drift_new_parts(&self) -> Vec<PartName> {
        let (Some(before), Some((key, card))) = (self.drift_unplanted(), self.drift.made()) else {
            return Vec::new();
        };
        if key.request.planted.is_none() {
            return Vec::new();
        }
        let was_changed = |part: PartName| {
            let parts = &before.report.verdict.parts;
            parts.iter().find(|one| one.part == part).is_none_or(|one| {
                matches!(
                    one.finding,
                    PartFinding::Changed { .. } | PartFinding::NotMeasured(Unavailable::NotDrawn)
                )
            })
        };
        let flagged = |report: &DriftReport, part: PartName| -> BTreeSet<String> {
            let families = report.terms.iter();
            families
                .filter(|terms| PartName::Terms(terms.family) == part)
                .filter_map(|terms| terms.tests.measured())
                .flat_map(|tests| tests.listed().filter(|term| term.flagged))
                .map(|term| term.term.clone())
                .collect()
        };
        let is_new = |part: &PartName| {
            let [was, is] = [&before.report, &card.report].map(|report| flagged(report, *part));
            !was_changed(*part) || !is.is_subset(&was)
        };
        let changed = card.report.verdict.changed().map(|part| part.part);
        changed.filter(is_new).collect()
    }

    /// So much more of a class, as a share of the rows, in what can be planted. None where its share is not known or 0.
    pub fn more_of_class(&self, class: &str, share: f64, seed: u32) -> Option<Planted> {
        let labels = self.drift_unplanted()?.report.labels.measured()?;
        let of_class = labels.classes.iter().find(|one| one.class == class)?;
        let now = of_class.shift.as_ref()?.current.value;
        (now > 0.0).then(|| Planted::MoreOfClass {
            class: class.to_string(),
            factor: (now + share) / now,
            seed,
        })
    }

    /// How much more of a class is planted, as a share of the rows.
    pub fn planted_share(&self) -> Option<f64> {
        let Some(Planted::MoreOfClass { class, factor, .. }) = &self.drift_choice.planted else {
            return None;
        };
        let labels = self.drift_unplanted()?.report.labels.measured()?;
        let of_class = labels.classes.iter().find(|one| one.class == *class)?;
        Some(of_class.shift.as_ref()?.current.value * (factor - 1.0))
    }

    /// Rows that were left out or added to; none while the report of what is planted is not there.
    pub fn planted_rows(&self) -> Option<u64> {
        let (key, card) = self.drift.made()?;
        let is_of_choice = key.request.planted == self.drift_choice.planted;
        card.planted_rows.filter(|_| is_of_choice)
    }

    /// The question from which share on what is planted is found; the same for all sizes of it.
    pub fn planted_shares(&self) -> Option<JobSpec> {
        let (key, _) = self.drift.made()?;
        let planted = whatever_size(self.drift_choice.planted.as_ref()?);
        let made = whatever_size(key.request.planted.as_ref()?);
        (made == planted).then_some(JobSpec::PlantedShares(PlantedSharesRequest {
            planted,
            shares: SHARES.to_vec(),
        }))
    }

    /// Keeps a report without anything planted, to compare those with something planted with.
    pub(super) fn keep_unplanted_drift(&mut self) {
        if let Some((key, card)) = self.drift.made()
            && key.request.planted.is_none()
        {
            self.drift_unplanted = Some((key.clone(), Arc::clone(card)));
        }
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

    /// Makes the report of what is chosen, if the view or its slide is open and there is none.
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
        let is_seen = self.view == View::Drift || self.presented == Some(Slide::Drift);
        let (true, false, Stage::Ready(_), Some(key)) = (is_seen, is_moving, self.data(), key)
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

/// The same of every size.
fn whatever_size(planted: &Planted) -> Planted {
    let mut planted = planted.clone();
    match &mut planted {
        Planted::NewTerm { share, .. } => *share = 0.0,
        Planted::MoreOfClass { factor, .. } => *factor = 1.0,
    }
    planted
}
