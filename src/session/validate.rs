//! The run against the model in production, and what the gate says of it.
//!
//! While the view is open, the two are compared: nobody has to ask for it. What the gate says follows from the comparison
//! and the rules of today, so that a rule that is changed is judged by at once.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::production::GateNote;
use super::rules::RulesForm;
use super::{Effect, Fingerprint, Key, Session, Slot, Stage, StageState, View, send};
use crate::jobs::protocol::{CompareDraws, CompareRequest, GateRequest, JobId, JobSpec, Request};
use crate::jobs::summaries::CompareSummary;
use crate::message;
use crate::message::Message;
use crate::pipeline::compare::{Gate, Measured, Resources, Rules, RulesFile};
use crate::pipeline::corpus::NamedBytes;
use crate::pipeline::error::{Code, Error};
use crate::pipeline::robustness::Perturbation;

/// The candidate's comparison and the rules.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Validation {
    pub compare: Slot<CompareKey, Arc<CompareSummary>>,
    /// What the user did not want to have compared to its end.
    pub cancelled: Option<CompareKey>,
    /// Of the comparison at work, `0.0..=1.0`.
    pub progress: Option<f64>,
    pub rules: RulesForm,
    /// What both models cost.
    pub costs: Slot<CostsKey, Arc<Resources>>,
    /// Of the measurement at work, `0.0..=1.0`.
    pub costs_progress: f64,
    /// Why a file gave no rules.
    pub rules_fault: Option<Error>,
    /// What is to be said of the names in the last file of rules.
    pub rules_notes: Vec<Message>,
}

/// What a comparison is made from.
#[derive(Debug, Clone, PartialEq)]
pub struct CompareKey {
    data: Fingerprint,
    run: String,
    production: String,
    /// Whose flips the rules ask for.
    writings: BTreeSet<Perturbation>,
}

impl Key for CompareKey {
    /// Flips that no rule asks for any more are no fault.
    fn fits(&self, now: &CompareKey) -> bool {
        let same =
            (&self.data, &self.run, &self.production) == (&now.data, &now.run, &now.production);
        same && now.writings.is_subset(&self.writings)
    }
}

/// What was measured: both models, by their fingerprints.
#[derive(Debug, Clone, PartialEq)]
pub struct CostsKey {
    candidate: String,
    production: String,
}

impl Key for CostsKey {
    fn fits(&self, now: &CostsKey) -> bool {
        self == now
    }
}

/// The gate that an archive holds.
#[derive(Debug, Clone, PartialEq)]
pub struct GateKey {
    compare: u32,
    rules: Rules,
    costs: Option<Arc<Resources>>,
}

/// What a comparison still needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needed {
    Run,
    Production,
    /// A test set with labels.
    TestSet,
}

/// What the rules say.
#[derive(Debug, Clone, PartialEq)]
pub enum Judgement {
    Said(Gate),
    /// They can't be applied; every violation, each with its field's name as place.
    Faulty(Vec<Error>),
}

impl Session {
    /// What is missing before the run can be compared with production.
    pub fn compare_needs(&self) -> Vec<Needed> {
        let run = self.run.value();
        let loaded = self.data.value().is_some_and(|data| data.test.is_some());
        let tested = run.is_some_and(|run| run.evaluations.test.is_some());
        let needs = [
            (run.is_none(), Needed::Run),
            (self.production.card.is_none(), Needed::Production),
            (!loaded && !tested, Needed::TestSet),
        ];
        let missing = needs.into_iter().filter(|(is_missing, _)| *is_missing);
        missing.map(|(_, needed)| needed).collect()
    }

    pub fn compared(&self) -> Stage<Arc<CompareSummary>> {
        match self.compare_key() {
            Some(key) => self.validation.compare.stage(&key),
            None => match self.validation.compare.value() {
                Some(card) => Stage::Stale(Arc::clone(card)),
                None => Stage::Empty,
            },
        }
    }

    /// How far the comparison is, `0.0..=1.0`, while it is being made.
    pub fn compare_progress(&self) -> Option<f64> {
        self.validation.progress
    }

    /// Whether the comparison was cancelled before its end.
    pub fn compare_was_cancelled(&self) -> bool {
        self.validation.cancelled.is_some() && self.validation.cancelled == self.compare_key()
    }

    pub fn rules(&self) -> &RulesForm {
        &self.validation.rules
    }

    /// What both models of the last comparison cost.
    pub fn costs(&self) -> Stage<Arc<Resources>> {
        match self.costs_key() {
            Some(key) => self.validation.costs.stage(&key),
            None => Stage::Empty,
        }
    }

    /// How far the measurement at work is, `0.0..=1.0`.
    pub fn costs_progress(&self) -> f64 {
        self.validation.costs_progress
    }

    fn costs_key(&self) -> Option<CostsKey> {
        let card = self.validation.compare.value()?;
        Some(CostsKey {
            candidate: card.candidate.model_sha256.clone(),
            production: card.production.model_sha256.clone(),
        })
    }

    /// Measures both models, as long as they are those of the last comparison.
    pub(super) fn measure_costs(&mut self, effects: &mut Vec<Effect>) {
        let (Stage::Ready(_), Some(key)) = (self.compared(), self.costs_key()) else {
            return;
        };
        self.end_costs(effects);
        let compare = self.validation.compare.value().map_or(0, |card| card.id);
        let job = self.next_job();
        self.validation.costs.start(job, key);
        self.validation.costs_progress = 0.0;
        effects.push(Effect::MeasureCosts { job, compare });
    }

    pub(super) fn end_costs(&mut self, effects: &mut Vec<Effect>) {
        if let Some(job) = self.validation.costs.job() {
            self.validation.costs.cancelled(job);
            effects.push(Effect::StopMeasuring);
        }
    }

    pub(super) fn costs_progress_of(&mut self, job: JobId, done: f64) {
        if self.validation.costs.job() == Some(job) {
            self.validation.costs_progress = self.validation.costs_progress.max(done);
        }
    }

    pub(super) fn costs_measured(&mut self, job: JobId, measured: Result<Box<Resources>, Error>) {
        match measured {
            Ok(resources) => self.validation.costs.done(job, Arc::new(*resources)),
            Err(error) => self.validation.costs.failed(job, error),
        };
    }

    /// Why the last file of rules was not taken.
    pub fn rules_fault(&self) -> Option<&Error> {
        self.validation.rules_fault.as_ref()
    }

    /// Names of earlier versions that the last file of rules has.
    pub fn rules_notes(&self) -> &[Message] {
        &self.validation.rules_notes
    }

    /// Takes the rules of a file; what can't be read leaves those of today.
    pub(super) fn load_rules(&mut self, file: &NamedBytes) {
        let text = std::str::from_utf8(&file.bytes).map_err(|_| {
            Error::new(
                Code::InvalidUtf8,
                message!("error-rules-no-text"),
                message!("error-choose-rules"),
            )
            .in_file(&file.name)
        });
        self.validation.rules_notes.clear();
        match text.and_then(|text| RulesFile::read(text, &file.name)) {
            Ok(read) => {
                self.validation.rules.replace(read.rules);
                self.validation.rules_notes = read.notes;
                self.validation.rules_fault = None;
            }
            Err(error) => self.validation.rules_fault = Some(error),
        }
    }

    /// What the rules of today say of the last comparison; none before there is one.
    pub fn judgement(&self) -> Option<Judgement> {
        let card = self.validation.compare.value()?;
        Some(match self.validation.rules.check(&card.classes) {
            Ok(rules) => {
                let costs = match self.costs() {
                    Stage::Ready(resources) => resources.measured(),
                    _ => Measured::default(),
                };
                let measured = Measured {
                    flips: card.flips.clone(),
                    ..costs
                };
                Judgement::Said(Gate::new(&card.comparison, &measured, &rules))
            }
            Err(faults) => Judgement::Faulty(faults),
        })
    }

    /// What the gate says of the run that is shown, where it is up to date.
    pub(super) fn gate_note(&self) -> Option<GateNote> {
        let Stage::Ready(card) = self.compared() else {
            return None;
        };
        match self.judgement()? {
            Judgement::Said(gate) => Some(GateNote {
                outcome: gate.outcome,
                against: card.production.run_id.clone(),
            }),
            Judgement::Faulty(_) => None,
        }
    }

    /// What an archive of the run has to hold, once the run was compared and that is up to date.
    pub(super) fn gate_key(&self) -> Option<GateKey> {
        let Stage::Ready(card) = self.compared() else {
            return None;
        };
        let is_said = matches!(self.judgement(), Some(Judgement::Said(_)));
        is_said.then(|| GateKey {
            compare: card.id,
            rules: self.validation.rules.rules().clone(),
            costs: match self.costs() {
                Stage::Ready(costs) => Some(costs),
                _ => None,
            },
        })
    }

    /// Whether there is an archive that is up to date but for the gate.
    pub(super) fn lacks_gate(&self) -> bool {
        let key = self.archive_key();
        let built = self.archive.value().is_some_and(|(card, _)| {
            Some(&card.run_id) == key.run_id.as_ref() && card.include_texts == key.include_texts
        });
        built && matches!(self.archive.stage(&key), Stage::Stale(_))
    }

    /// Gives the user the archive that there is where the gate could not be put into it.
    pub(super) fn save_without_gate(&self) -> Option<Effect> {
        let (card, bytes) = self.archive.value()?;
        let run = self.run.value()?;
        let is_wanted = card.run_id == run.run_id && card.include_texts == self.include_texts;
        is_wanted.then(|| Effect::Save {
            name: card.file_name.clone(),
            bytes: Arc::clone(bytes),
        })
    }

    /// What puts the gate into the archive that there is; none where another one has to be built first.
    pub(super) fn gate_archive(&self) -> Option<(JobSpec, Vec<u8>)> {
        let gate = self.gate_key()?;
        let (card, bytes) = self.archive.value()?;
        let is_base = self.lacks_gate() || self.archive.job().is_some();
        let is_run = self
            .run
            .value()
            .is_some_and(|run| run.run_id == card.run_id);
        if !is_base || !is_run || card.include_texts != self.include_texts {
            return None;
        }
        let request = GateRequest {
            compare: gate.compare,
            rules: gate.rules,
            resources: gate.costs.map(|costs| Box::new((*costs).clone())),
            name: card.file_name.clone(),
        };
        Some((JobSpec::GateArchive(request), bytes.to_vec()))
    }

    /// Puts the gate into the archive, if the view that shows it is open.
    pub(super) fn settle_archive(&mut self, effects: &mut Vec<Effect>) {
        if self.view == View::Export && self.archive.job().is_none() && self.lacks_gate() {
            self.build_archive(effects);
        }
    }

    pub(super) fn validate_state(&self) -> StageState {
        match self.compared() {
            Stage::Ready(_) if matches!(self.judgement(), Some(Judgement::Faulty(_))) => {
                StageState::Failed
            }
            stage => stage.state(),
        }
    }

    pub(super) fn compare_key(&self) -> Option<CompareKey> {
        let (run, production) = (self.run.value()?, self.production.card.as_ref()?);
        // The run in production has nothing to be compared with.
        let is_comparable = self.compare_needs().is_empty() && !self.is_in_production();
        is_comparable.then(|| CompareKey {
            data: self.fingerprint(),
            run: run.run_id.clone(),
            production: production.model_sha256.clone(),
            writings: self.validation.rules.rules().writings(),
        })
    }

    /// Compares, if the view is open and that was not done.
    pub(super) fn settle_compare(&mut self, effects: &mut Vec<Effect>) {
        let is_moving = self.is_changing();
        let (View::Validate, false, Some(key)) = (self.view, is_moving, self.compare_key()) else {
            return;
        };
        let is_wanted = match self.validation.compare.stage(&key) {
            Stage::Busy { .. } => self.validation.compare.job_key() != Some(&key),
            Stage::Empty | Stage::Stale(_) => self.validation.cancelled.as_ref() != Some(&key),
            Stage::Ready(_) | Stage::Failed { .. } => false,
        };
        if is_wanted {
            self.compare(key, effects);
        }
    }

    pub(super) fn compare(&mut self, key: CompareKey, effects: &mut Vec<Effect>) {
        self.end_compare(effects);
        let request = CompareRequest {
            run: key.run.clone(),
            against: None,
            draws: CompareDraws::default(),
            writings: key.writings.clone(),
        };
        let job = self.start(JobSpec::Compare(request), effects);
        self.validation.compare.start(job, key);
        self.validation.cancelled = None;
        self.validation.progress = Some(0.0);
    }

    /// Has the job at work end.
    pub(super) fn end_compare(&self, effects: &mut Vec<Effect>) {
        let job = self.validation.compare.job();
        effects.extend(job.map(|job| send(Request::Cancel { job })));
    }
}
