//! From which share on something planted is found in the current rows of the last report: one share after the other.

use std::sync::Arc;

use super::request::{DriftSource, PlantedSharesRequest};
use super::sides::{Making, Rows, Scorer, Wanted};
use super::summaries::PlantedSharesSummary;
use crate::jobs::engine_data::EngineData;
use crate::jobs::job::{Answer, Job};
use crate::jobs::loaded::Loaded;
use crate::jobs::protocol::Outcome;
use crate::jobs::rows::set;
use crate::jobs::summaries::Progress;
use crate::message;
use crate::pipeline::drift::{DriftOptions, Noticed, Planted, found_from};
use crate::pipeline::error::{Code, Error};
use crate::pipeline::step::Stepped;
use crate::pipeline::time::UnixMillis;

/// The most shares that are tried.
const MAX_SHARES: usize = 100;

pub(in crate::jobs) struct PlantedSharesJob {
    data: Arc<Loaded>,
    reference: Arc<Rows>,
    current: DriftSource,
    planted: Planted,
    options: DriftOptions,
    shares: Vec<f64>,
    making: Option<Making>,
    testing: Option<Stepped<Noticed>>,
    /// With nothing planted, then for each share.
    found: Vec<Noticed>,
}

impl PlantedSharesJob {
    /// # Errors
    /// No report, one of counts alone or of rows that are not loaded, too many shares.
    pub fn new(
        held: &mut EngineData,
        request: PlantedSharesRequest,
    ) -> Result<PlantedSharesJob, Error> {
        let data = Arc::clone(held.data()?);
        let last = held.drift()?;
        let current = last.sources[1].clone();
        if last.reference.counts.is_some() || current == DriftSource::Production {
            return Err(Error::new(
                Code::Unsupported,
                message!("error-counts-not-drawn"),
                message!("error-choose-loaded-rows"),
            ));
        }
        let mut shares = request.shares;
        shares.truncate(MAX_SHARES);
        shares.sort_by(f64::total_cmp);
        Ok(PlantedSharesJob {
            data,
            reference: Arc::clone(&last.reference),
            current,
            planted: request.planted,
            // As a report with something planted has it.
            options: DriftOptions {
                keep_shared_rows: true,
                ..last.report().options
            },
            shares,
            making: None,
            testing: None,
            found: Vec::new(),
        })
    }

    /// What is planted next, if anything.
    fn planted(&self) -> Result<Option<Planted>, Error> {
        let DriftSource::Rows { set: name, range } = &self.current else {
            return Ok(None);
        };
        let corpus = set(&self.data.set, *name)?;
        let (from, to) = range.unwrap_or((0, corpus.labels.len() as u64));
        let labels = &corpus.labels[from as usize..to as usize];
        let at = self.found.len().checked_sub(1);
        Ok(at.map(|at| {
            let classes = &self.data.set.classes;
            self.planted.sized(self.shares[at], classes, labels)
        }))
    }
}

impl Job for PlantedSharesJob {
    fn step(&mut self, _held: &mut EngineData, _now: UnixMillis) -> Result<Option<Answer>, Error> {
        if let Some(testing) = &mut self.testing {
            if let Some(found) = testing.step() {
                self.testing = None;
                self.found.push(found);
            }
            return Ok(None);
        }
        if self.found.len() > self.shares.len() {
            let mut found = std::mem::take(&mut self.found);
            let before = found.remove(0);
            let tried: Vec<_> = self.shares.iter().copied().zip(found).collect();
            let parts = found_from(&before, &tried);
            return Ok(Some(Answer::new(Outcome::PlantedShares(
                PlantedSharesSummary { parts },
            ))));
        }
        if self.making.is_none() {
            let wanted = Wanted {
                source: self.current.clone(),
                planted: self.planted()?,
                data: self.data.card.digest.clone(),
                scores_of: None,
            };
            self.making = Some(Making::new(wanted, &self.data, Scorer::Nobody)?);
        }
        let is_whole = self.making.as_mut().is_some_and(Making::step);
        if let Some(making) = self.making.take_if(|_| is_whole) {
            let (_, current) = making.finish();
            let (reference, options) = (Arc::clone(&self.reference), self.options);
            self.testing = Some(Stepped::new(async move {
                Noticed::new(&reference.side, &current.side, &options).await
            }));
        }
        Ok(None)
    }

    fn progress(&mut self) -> Progress {
        let share = self.found.len() as f64 / (self.shares.len() + 1) as f64;
        Progress {
            stage: "drift_sweep".into(),
            fraction: Some(share),
            done: share,
            ..Progress::default()
        }
    }
}
