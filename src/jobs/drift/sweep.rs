//! A sweep at work: at which size a planted shift is found, on the reference of the last report.

use super::request::SweepRequest;
use super::summaries::SweepSummary;
use crate::jobs::engine_data::EngineData;
use crate::jobs::job::{Answer, Job};
use crate::jobs::protocol::Outcome;
use crate::jobs::summaries::Progress;
use crate::message;
use crate::pipeline::drift::Sweep;
use crate::pipeline::error::{Code, Error};
use crate::pipeline::time::UnixMillis;

/// The most sets of one size.
const MAX_DRAWS: u32 = 1_000;

pub(in crate::jobs) struct SweepJob {
    sweep: Sweep,
}

impl SweepJob {
    pub fn new(held: &mut EngineData, request: &SweepRequest) -> Result<SweepJob, Error> {
        let last = held.drift()?;
        if last.reference.counts.is_some() {
            return Err(Error::new(
                Code::Unsupported,
                message!("error-counts-not-drawn"),
                message!("error-choose-loaded-rows"),
            ));
        }
        let sweep = Sweep::new(
            &last.reference.side,
            &request.planted,
            &request.sizes,
            request.draws.min(MAX_DRAWS),
            &last.report().options,
        )?;
        Ok(SweepJob { sweep })
    }
}

impl Job for SweepJob {
    fn step(&mut self, _held: &mut EngineData, _now: UnixMillis) -> Result<Option<Answer>, Error> {
        let is_over = !self.sweep.step(1).is_running();
        Ok(is_over.then(|| {
            let points = self.sweep.points().to_vec();
            Answer::new(Outcome::DriftSweep(SweepSummary { points }))
        }))
    }

    fn progress(&mut self) -> Progress {
        let share = f64::from(self.sweep.done()) / f64::from(self.sweep.total().max(1));
        Progress {
            stage: "drift_sweep".into(),
            fraction: Some(share),
            done: share,
            ..Progress::default()
        }
    }
}
