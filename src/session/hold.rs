//! Runs that the engine is to hold without their being shown, so that they can be compared.

use std::sync::Arc;

use super::{Effect, KeptArchive, Session, View};
use crate::jobs::protocol::{JobId, JobSpec};
use crate::jobs::summaries::{ArchiveSummary, RunSummary};
use crate::pipeline::error::Error;
use crate::pipeline::time::UnixMillis;

/// A run on its way to the engine.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Holding {
    run: String,
    /// The job that opens its archive, and the archive; none while the browser reads it.
    opening: Option<(JobId, Arc<Vec<u8>>)>,
}

impl Session {
    /// Whether the engine holds a run, so that it can be asked about it.
    pub fn is_held(&self, run_id: &str) -> bool {
        self.held.iter().any(|held| held.card.run_id == run_id)
    }

    /// Whether a run is on its way to the engine without being shown.
    pub(super) fn is_holding(&self, run_id: &str) -> bool {
        self.holding.iter().any(|holding| holding.run == run_id)
    }

    /// Whether a job opens such a run.
    pub(super) fn opens_to_hold(&self, job: JobId) -> bool {
        self.place_of(job).is_some()
    }

    fn place_of(&self, job: JobId) -> Option<usize> {
        let opens = |(opening, _): &(JobId, _)| *opening == job;
        let mut all = self.holding.iter();
        all.position(|holding| holding.opening.as_ref().is_some_and(opens))
    }

    /// Gives a run to the engine; of those that it holds this one is the last that it lets go of.
    pub(super) fn hold_run(&mut self, run_id: &str, effects: &mut Vec<Effect>) {
        if let Some(place) = self.held.iter().position(|held| held.card.run_id == run_id) {
            let held = self.held.remove(place);
            return self.held.push(held);
        }
        if self.is_holding(run_id) || self.run_opening() == Some(run_id) {
            return;
        }
        if let Some(run) = self.kept_run(run_id).cloned() {
            self.holding.push(Holding {
                run: run_id.to_string(),
                opening: None,
            });
            self.read_archive(&run, effects);
        }
    }

    /// The archive of a run that is to be held is there.
    pub(super) fn hold_kept(
        &mut self,
        run_id: &str,
        archive: KeptArchive,
        effects: &mut Vec<Effect>,
    ) {
        let is_read = |holding: &Holding| holding.run == run_id && holding.opening.is_none();
        let Some(place) = self.holding.iter().position(is_read) else {
            return;
        };
        let spec = JobSpec::OpenArchive { name: archive.name };
        let job = self.start_with(spec, archive.bytes.to_vec(), effects);
        self.holding[place].opening = Some((job, archive.bytes));
    }

    /// The engine holds a run that it was to hold; it is shown where that was wanted meanwhile.
    pub(super) fn hold_opened(
        &mut self,
        job: JobId,
        run: RunSummary,
        archive: ArchiveSummary,
        effects: &mut Vec<Effect>,
    ) {
        let Some(place) = self.place_of(job) else {
            return;
        };
        let wanted = self.holding.remove(place);
        // It was taken off the list meanwhile.
        if self.kept_run(&run.run_id).is_none() {
            return self.let_go_of(&run.run_id, effects);
        }
        let run = Arc::new(run);
        self.hold(&run, effects);
        if let Some((_, bytes)) = wanted.opening {
            self.take_archive(&Arc::new(archive), &bytes, effects);
        }
        if self.run_opening() == Some(&wanted.run) {
            self.run_wanted = None;
            self.show_run(&wanted.run, effects);
        }
    }

    /// Whether a job that failed was to open such a run.
    pub(super) fn hold_job_failed(&mut self, job: JobId, error: &Error) -> bool {
        let found = self.place_of(job);
        if let Some(place) = found {
            let run = self.holding[place].run.clone();
            self.hold_failed(&run, error.clone());
        }
        found.is_some()
    }

    /// A run comes neither to the engine nor into the views.
    pub(super) fn hold_failed(&mut self, run_id: &str, error: Error) {
        self.holding.retain(|holding| holding.run != run_id);
        if self.run_opening() == Some(run_id) {
            self.run_wanted = None;
        }
        self.error = Some(error);
    }

    /// All that was on its way to a lost engine is lost with it.
    pub(super) fn lose_holding(&mut self) {
        self.holding.clear();
    }

    /// Shows a run beside the model in production, and puts it there once it is shown.
    pub(super) fn promote_run(&mut self, run_id: &str, at: UnixMillis, effects: &mut Vec<Effect>) {
        self.view = View::Validate;
        self.show_run(run_id, effects);
        self.promote_when_shown = Some((run_id.to_string(), at));
    }

    /// The run that was wanted in production is shown by now, or never will be.
    pub(super) fn settle_promote_shown(&mut self, effects: &mut Vec<Effect>) {
        let Some((run_id, at)) = self.promote_when_shown.take() else {
            return;
        };
        if self.shown_run() == Some(&run_id) {
            self.want_promotion(at, effects);
        } else if self.run_opening() == Some(&run_id) {
            self.promote_when_shown = Some((run_id, at));
        }
    }
}
