//! Outcomes of the last jobs, so that equal work is done once.

use super::{Item, JobSpec};
use crate::jobs::protocol::Outcome;

/// Outcomes that are remembered; those that were asked for longest ago go first.
const MOST: usize = 64;

#[derive(Default)]
pub(super) struct Remembered {
    /// The one that was asked for last at the end.
    outcomes: Vec<(JobSpec, Vec<Item>, Outcome)>,
}

impl Remembered {
    /// The outcome of a job with the same spec and the same inputs.
    pub fn find(&mut self, spec: &JobSpec, inputs: &[Item]) -> Option<Outcome> {
        let place = self.place(spec, inputs)?;
        let found = self.outcomes.remove(place);
        let outcome = found.2.clone();
        self.outcomes.push(found);
        Some(outcome)
    }

    /// Takes notice of an outcome, where the spec and its inputs alone decide on it.
    pub fn keep(&mut self, spec: &JobSpec, inputs: &[Item], outcome: &Outcome) {
        if !is_pure(spec) {
            return;
        }
        if let Some(place) = self.place(spec, inputs) {
            self.outcomes.remove(place);
        }
        if self.outcomes.len() == MOST {
            self.outcomes.remove(0);
        }
        let kept = (spec.clone(), inputs.to_vec(), outcome.clone());
        self.outcomes.push(kept);
    }

    /// Forgets what was said of these.
    pub fn forget(&mut self, items: &[Item]) {
        let is_about = |inputs: &[Item]| inputs.iter().any(|input| items.contains(input));
        self.outcomes.retain(|(_, inputs, _)| !is_about(inputs));
    }

    fn place(&self, spec: &JobSpec, inputs: &[Item]) -> Option<usize> {
        let is_same =
            |(other, items, _): &(JobSpec, Vec<Item>, Outcome)| other == spec && items == inputs;
        self.outcomes.iter().position(is_same)
    }
}

/// What depends on no time, changes nothing and has no attachment.
fn is_pure(spec: &JobSpec) -> bool {
    match spec {
        JobSpec::Preview { .. }
        | JobSpec::Rows(_)
        | JobSpec::RowNumbers(_)
        | JobSpec::Rehearse { .. }
        | JobSpec::Trace { .. }
        | JobSpec::CleanReport { .. }
        | JobSpec::Errors(_)
        | JobSpec::Terms { .. }
        | JobSpec::Try { .. }
        | JobSpec::Suspects { .. }
        | JobSpec::SuspectsEffect { .. }
        | JobSpec::Robustness { .. }
        | JobSpec::Drift(_)
        | JobSpec::DriftTerms { .. }
        | JobSpec::DriftTermList(_)
        | JobSpec::DriftTerm { .. }
        | JobSpec::DriftRows(_)
        | JobSpec::DriftSweep(_)
        | JobSpec::PlantedShares(_)
        | JobSpec::Compare(_)
        | JobSpec::Diff(_)
        | JobSpec::Disagreements(_) => true,
        // Whether the run before is held may be otherwise by then.
        JobSpec::Dots(query) => query.before.is_none(),
        // So may it be with any of these.
        JobSpec::Answers(_)
        | JobSpec::Assemble { .. }
        | JobSpec::LoadDemo(_)
        | JobSpec::ExportRows(_)
        | JobSpec::Relabel(_)
        | JobSpec::Train { .. }
        | JobSpec::Live(_)
        | JobSpec::Search(_)
        | JobSpec::HelpSearch { .. }
        | JobSpec::Measure(_)
        | JobSpec::AddBatch { .. }
        | JobSpec::RemoveBatch { .. }
        | JobSpec::Monitor(_)
        | JobSpec::MonitorFile { .. }
        | JobSpec::DriftFile
        | JobSpec::BuildArchive { .. }
        | JobSpec::ClassifierFile { .. }
        | JobSpec::GateArchive(_)
        | JobSpec::Push(_)
        | JobSpec::ListModels
        | JobSpec::Pull { .. }
        | JobSpec::LoadProduction { .. }
        | JobSpec::OpenArchive { .. }
        | JobSpec::PackWorkspace { .. }
        | JobSpec::OpenWorkspace { .. } => false,
    }
}
