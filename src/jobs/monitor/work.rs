//! A monitoring at work, batch by batch.

use std::sync::Arc;

use super::batches::Cut;
use super::request::MonitorRequest;
use super::summaries::MonitorSummary;
use crate::jobs::engine_data::{BYTES_OF_SIDE, EngineData};
use crate::jobs::items::Item;
use crate::jobs::job::{Answer, Clock, Job};
use crate::jobs::protocol::{JobId, Outcome};
use crate::jobs::store::Value;
use crate::jobs::summaries::Progress;
use crate::message;
use crate::pipeline::error::{Code, Error};
use crate::pipeline::monitoring::{Advice, BatchWork, Phase, Watch, WatchedModel};
use crate::pipeline::time::UnixMillis;

/// Units of predicting in a step: enough of them that a clock of a tenth of a millisecond can tell what they took.
const PREDICTING: u32 = 8;

/// A monitoring, with the batches that are complete.
pub(in crate::jobs) struct LastMonitor {
    pub watch: Watch,
    /// The answer at the moment at which the last batch ended.
    pub advice: Advice,
    pub start: UnixMillis,
    pub end: UnixMillis,
}

impl LastMonitor {
    pub fn n_bytes(&self) -> u64 {
        // What a monitoring keeps of a row, with the charts' share.
        let rows: u64 = self.watch.records().iter().map(|batch| batch.rows).sum();
        rows * BYTES_OF_SIDE
    }
}

/// A monitoring, step by step. What it has found by a step stays when it is cancelled.
pub(in crate::jobs) struct MonitorJob {
    id: JobId,
    model: Arc<WatchedModel>,
    cut: Cut,
    with_labels: bool,
    watch: Watch,
    start: UnixMillis,
    now: UnixMillis,
    /// The batch at work.
    work: Option<BatchWork>,
    /// What predicting its rows took so far.
    seconds: f64,
    /// A batch that was not told of.
    is_new: bool,
}

impl MonitorJob {
    /// # Errors
    /// No model in production, no batches, rules out of range.
    pub fn new(
        held: &EngineData,
        id: JobId,
        request: MonitorRequest,
        now: UnixMillis,
    ) -> Result<MonitorJob, Error> {
        let model = held.watched()?;
        let cut = Cut::new(held, &request.source, model.facts().n_rows)?;
        let mut watch = Watch::new(model.facts().clone(), request.rules)?.begun_at(now);
        if let Some(reason) = &request.asked {
            watch.ask(reason);
        }
        Ok(MonitorJob {
            id,
            model,
            cut,
            with_labels: request.with_labels,
            watch,
            start: now,
            now,
            work: None,
            seconds: 0.0,
            is_new: false,
        })
    }

    fn card(&self) -> MonitorSummary {
        MonitorSummary {
            id: self.id.0,
            advice: self.watch.advise(self.now),
            watch: self.watch.without_rows(),
            n_batches: self.cut.len() as u64,
            cut: self.cut.of_rows(),
            n_waiting: self.cut.n_waiting(),
        }
    }
}

impl Job for MonitorJob {
    fn step(&mut self, held: &mut EngineData, now: UnixMillis) -> Result<Option<Answer>, Error> {
        self.step_by(held, &mut || now)
    }

    fn step_by(
        &mut self,
        held: &mut EngineData,
        clock: Clock<'_>,
    ) -> Result<Option<Answer>, Error> {
        let began = clock();
        self.now = began;
        let done = self.watch.records().len();
        let Some(work) = &mut self.work else {
            if done == self.cut.len() {
                return Err(Error::bug(message!("error-bug-beyond-end")));
            }
            let batch = self.cut.batch(done, self.with_labels);
            self.work = Some(BatchWork::new(Arc::clone(&self.model), batch));
            self.seconds = 0.0;
            return Ok(None);
        };
        let is_predicting = work.phase() == Phase::Predict;
        let budget = if is_predicting { PREDICTING } else { 1 };
        let is_running = work.step(budget).is_running();
        if is_predicting {
            self.seconds += clock().seconds_since(began);
        }
        if is_running {
            return Ok(None);
        }
        if let Some(work) = self.work.take() {
            // A clock that stands still measures nothing.
            let seconds = (self.seconds > 0.0).then_some(self.seconds);
            self.watch.add(work.finish(), seconds, Some(began));
        }
        self.is_new = true;
        let so_far = LastMonitor {
            watch: self.watch.clone(),
            advice: self.watch.advise(self.now),
            start: self.start,
            end: began,
        };
        let value = Value::Monitor(Box::new(so_far));
        held.store.put(Item::Monitor(self.id), value);
        if done + 1 < self.cut.len() {
            return Ok(None);
        }
        Ok(Some(Answer::new(Outcome::Monitor(Box::new(self.card())))))
    }

    fn progress(&mut self) -> Progress {
        let n = self.cut.len() as f64;
        let of_batch = self
            .work
            .as_ref()
            .map_or(0.0, |work| f64::from(work.done()) / f64::from(work.total()));
        let done = (self.watch.records().len() as f64 + of_batch.min(1.0)) / n;
        Progress {
            stage: "monitor".into(),
            fraction: Some(done),
            done,
            ..Progress::default()
        }
    }

    fn interim(&mut self, _held: &EngineData) -> Option<Outcome> {
        std::mem::take(&mut self.is_new).then(|| Outcome::Monitor(Box::new(self.card())))
    }
}

/// What is asked before there is a monitoring.
pub(in crate::jobs) fn no_monitoring() -> Error {
    Error::new(
        Code::Usage,
        message!("error-no-batch-watched"),
        message!("error-choose-and-wait"),
    )
}
