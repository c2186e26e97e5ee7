//! What correcting a run's suspect labels would change.

use super::engine_data::EngineData;
use super::job::{Answer, Job};
use super::protocol::Outcome;
use super::summaries::Progress;
use crate::pipeline::error::Error;
use crate::pipeline::run::{FoundSuspects, SuspectsEffectWork};
use crate::pipeline::time::UnixMillis;

/// A measurement at work.
pub(super) struct SuspectsEffectJob {
    run: String,
    /// How many suspects are corrected, from the most suspect on.
    first: u32,
    /// None before the first step and after the last.
    work: Option<SuspectsEffectWork>,
}

impl SuspectsEffectJob {
    /// Of the first suspects of a run, by its own configuration and folds.
    ///
    /// # Errors
    /// A run that is not held, or without its texts.
    pub fn new(held: &mut EngineData, run: String, first: u32) -> Result<SuspectsEffectJob, Error> {
        held.run(&run)?.data()?;
        Ok(SuspectsEffectJob {
            run,
            first,
            work: None,
        })
    }

    /// # Errors
    /// Scores that the run does not keep; those of [`SuspectsEffectWork::new`].
    fn begun(&self, held: &mut EngineData) -> Result<SuspectsEffectWork, Error> {
        let run = held.run(&self.run)?;
        let data = run.data()?;
        let excluded = &run.record.data.excluded;
        let found = FoundSuspects::of_run(&run.record, data)?;
        let suspects = &found.labels.suspects;
        let suspects = &suspects[..suspects.len().min(self.first as usize)];
        let left = (!excluded.is_empty()).then(|| excluded.without(data));
        let data = left.as_ref().unwrap_or(data);
        let config = &run.record.config;
        SuspectsEffectWork::new(config, data, suspects, &found.classes, found.n_folds.max(2))
    }
}

impl Job for SuspectsEffectJob {
    fn step(&mut self, held: &mut EngineData, now: UnixMillis) -> Result<Option<Answer>, Error> {
        let Some(work) = &mut self.work else {
            self.work = Some(self.begun(held)?);
            return Ok(None);
        };
        if let Some(mut piece) = work.pieces().into_iter().next() {
            piece.step(now);
            return Ok(None);
        }
        if work.step()?.is_running() {
            return Ok(None);
        }
        let found = self.work.take().map(SuspectsEffectWork::finish);
        let found = found.transpose()?;
        Ok(found.map(|found| Answer::new(Outcome::SuspectsEffect(Box::new(found)))))
    }

    fn progress(&mut self) -> Progress {
        let work = self.work.as_ref();
        Progress {
            stage: work.map_or("evaluate", SuspectsEffectWork::stage).into(),
            ..Progress::default()
        }
    }
}
