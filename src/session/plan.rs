//! From what the user wants to what has to be done.

use super::lead::Lead;
use super::offers::Opening;
use super::{
    ArchiveKey, Before, Effect, EngineState, How, Intent, RulesEdit, Session, Stage, Trial, View,
};
use crate::jobs::protocol::{JobId, JobSpec, Request};
use crate::message;
use crate::pipeline::clean::CleanRecipe;
use crate::pipeline::corpus::Exclusions;
use crate::pipeline::error::{Code, Error};
use crate::pipeline::run::RunConfig;
use crate::pipeline::time::UnixMillis;

impl Session {
    /// Takes notice of what the user wants and says what to do about it, in order.
    pub fn plan(&mut self, intent: Intent) -> Vec<Effect> {
        let mut effects = Vec::new();
        let before = self.hands(&intent);
        match intent {
            Intent::Open(view) => self.view = view,
            Intent::Present(wanted) => self.present(wanted),
            Intent::AddFiles(files) => {
                // New files end the time in which others can be wanted back.
                self.forget_undo(&mut effects);
                let files = self.offer_settings(files);
                self.give_files(files, &mut effects);
            }
            Intent::AddFolder { name, files } => {
                self.forget_undo(&mut effects);
                self.give_folder(name, files, &mut effects);
            }
            Intent::RefuseFile { name, error } => self.refuse(name, error),
            Intent::SetRole { file, role } => {
                // What seemed to be nothing is data of the user's.
                let mut others = self.files.iter().filter(|card| card.role.is_none());
                let is_own = role.is_some() && others.any(|card| card.id == file);
                if is_own && self.has_demo() && !self.is_restoring() {
                    self.replace_demo(&mut effects);
                }
                self.chosen.insert(file, role);
                self.assemble(&mut effects);
            }
            Intent::RemoveFile(file) => self.remove(&file, &mut effects),
            Intent::SetReading(options) => {
                if self.reading_options != options {
                    self.reading_options = options;
                    self.assemble(&mut effects);
                }
            }
            Intent::CompareVersion(id) => self.compare_version(id),
            Intent::LoadDemo(language) => self.load_demo(language, &mut effects),
            Intent::TryDemo { language, start } => self.try_demo(language, start, &mut effects),
            Intent::ClearData => self.remove_all(&mut effects),
            Intent::Undo => self.undo(&mut effects),
            Intent::ForgetUndo(number) => {
                if self.undo.as_ref().is_some_and(|(last, _)| *last == number) {
                    self.forget_undo(&mut effects);
                }
            }
            Intent::Offer(intent) => self.plan_offer(intent, &mut effects),
            Intent::DismissFresh => self.fresh = false,
            Intent::SetField { field, text } => self.form.set(&field, &text),
            Intent::LeaveField(field) => self.form.settle(&field),
            Intent::RunWith { field, text, start } => {
                let before = Before::Setting(Box::new(self.form.clone()));
                self.may_undo(before, &mut effects);
                self.form.set(&field, &text);
                self.plan_run(start, &mut effects);
            }
            Intent::SetConfig(config) => self.form.replace(*config),
            Intent::SetRecipe(recipe) => self.set_recipe(*recipe),
            Intent::ResetRecipe => {
                let before = Before::Settings(Box::new(self.form.clone()));
                self.may_undo(before, &mut effects);
                self.set_recipe(CleanRecipe::default());
            }
            Intent::Exclude {
                set,
                kind,
                excluded,
            } => {
                let kinds = self.config().data.kinds_with(set, kind, excluded);
                let names: Vec<String> = kinds.iter().map(|kind| format!("\"{kind}\"")).collect();
                let field = Exclusions::setting(set);
                self.form.set(&field, &format!("[{}]", names.join(", ")));
                self.form.settle(&field);
            }
            Intent::ExcludeRows { rows, excluded } => {
                self.exclude_rows(&rows, excluded, &mut effects);
            }
            Intent::ResetConfig => {
                let before = Before::Settings(Box::new(self.form.clone()));
                self.may_undo(before, &mut effects);
                self.form.replace(RunConfig::default());
            }
            Intent::MeasureCleaning => {
                let key = self.clean_key();
                match self.data() {
                    Stage::Ready(_) => {
                        effects.extend(self.clean.job().map(|job| send(Request::Cancel { job })));
                        let recipe = self.config().clean.clone();
                        let job = self.start(JobSpec::CleanReport { recipe }, &mut effects);
                        self.clean.start(job, key);
                        self.clean_progress = Some(0.0);
                    }
                    _ => self.clean.refuse(key, no_data()),
                }
            }
            Intent::CancelMeasuring => {
                effects.extend(self.clean.job().map(|job| send(Request::Cancel { job })));
            }
            Intent::Run { start } => self.plan_run(start, &mut effects),
            Intent::Cancel => {
                self.waiting = None;
                self.lead = Lead::Nowhere;
                if let Some(job) = self.run.job() {
                    self.work.cancelling = true;
                    effects.push(send(Request::Cancel { job }));
                }
            }
            Intent::Pause => effects.extend(self.run.job().map(|job| send(Request::Pause { job }))),
            Intent::Resume => {
                effects.extend(self.run.job().map(|job| send(Request::Resume { job })))
            }
            Intent::StepOnce => {
                effects.extend(self.run.job().map(|job| send(Request::Step { job })))
            }
            Intent::SetIncludeTexts(include_texts) => {
                if self.include_texts != include_texts {
                    self.include_texts = include_texts;
                    self.build_archive(&mut effects);
                }
            }
            Intent::Download => match self.archive.stage(&self.archive_key()) {
                Stage::Ready((card, bytes)) => {
                    effects.push(Effect::Save {
                        name: card.file_name.clone(),
                        bytes,
                    });
                }
                Stage::Busy { .. } => self.save_when_built = true,
                _ => {
                    self.save_when_built = true;
                    self.build_archive(&mut effects);
                }
            },
            Intent::Compare => {
                if let Some(key) = self.compare_key() {
                    self.compare(key, &mut effects);
                }
            }
            Intent::CancelCompare => {
                self.end_compare(&mut effects);
                self.validation.cancelled = self.validation.compare.job_key().cloned();
            }
            Intent::MeasureCosts => self.measure_costs(&mut effects),
            Intent::CancelCosts => self.end_costs(&mut effects),
            Intent::CostsProgress { job, done } => self.costs_progress_of(job, done),
            Intent::CostsMeasured { job, measured } => self.costs_measured(job, measured),
            Intent::EditRules(edit) => {
                if matches!(edit, RulesEdit::Remove(_) | RulesEdit::Reset) {
                    let before = Before::Rules(Box::new(self.validation.rules.clone()));
                    self.may_undo(before, &mut effects);
                }
                self.validation.rules.edit(edit);
            }
            Intent::LoadRules(file) => self.load_rules(&file),
            Intent::SaveRules => effects.push(Effect::Save {
                name: "rules.toml".into(),
                bytes: std::sync::Arc::new(self.validation.rules.rules().to_toml().into_bytes()),
            }),
            Intent::Pick(intent) => self.plan_pick(intent, &mut effects),
            Intent::Live(intent) => self.plan_live(intent),
            Intent::Search(intent) => self.plan_search(intent, &mut effects),
            Intent::Pull(intent) => self.plan_pull(intent, &mut effects),
            Intent::Push(intent) => self.plan_push(intent, &mut effects),
            Intent::Monitor(intent) => self.plan_monitor(intent, &mut effects),
            Intent::Promote { at } => self.want_promotion(at, &mut effects),
            Intent::PromoteAnyway { at, reason } => {
                self.promote_anyway(at, &reason, &mut effects);
            }
            Intent::LeavePromotion => self.leave_promotion(),
            Intent::LoadProduction { archive, at } => {
                self.promote_file(archive.into(), How::File, at, &mut effects);
            }
            Intent::PutBackProduction { at } => self.put_back(at, &mut effects),
            Intent::ForgetProduction { at } => self.take_out(at, &mut effects),
            Intent::RestoreProduction {
                archive,
                before,
                promotions,
            } => self.restore_production(archive, before, &promotions, &mut effects),
            Intent::RestoreRuns { runs, shown } => {
                self.restore_runs(&runs);
                self.restore_shown(shown.as_deref(), &mut effects);
            }
            Intent::ShowRun(run) => self.show_run(&run, &mut effects),
            Intent::PromoteRun { run, at } => self.promote_run(&run, at, &mut effects),
            Intent::ChooseRuns(choice) => self.runs_choice = *choice,
            Intent::OpenKept { run, archive } => self.open_kept(&run, archive, &mut effects),
            Intent::ArchiveKept(run) => self.archive_kept(&run),
            Intent::SayOfRun { run, said } => self.say_of_run(&run, said, &mut effects),
            Intent::AdoptSettings(run) => self.adopt_settings(&run),
            Intent::RemoveRun(run) => self.remove_runs(&[run], &mut effects),
            Intent::RemoveRuns(runs) => self.remove_runs(&runs, &mut effects),
            Intent::SaveRun(run) => self.save_run(&run, &mut effects),
            Intent::OpenArchive {
                archive,
                adopt_settings,
            } => {
                let adopt = adopt_settings;
                self.open_archive(archive.into(), Opening::Show { adopt }, &mut effects);
            }
            Intent::SetDriftReference(source) => self.drift_choice.reference = source,
            Intent::SetDriftCurrent(source) => self.drift_choice.current = source,
            Intent::PlantDrift(planted) => self.drift_choice.planted = planted,
            Intent::MeasureDrift => {
                if let (Stage::Ready(_), Some(key)) = (self.data(), self.drift_key()) {
                    self.measure_drift(key, &mut effects);
                }
            }
            Intent::CancelDrift => {
                self.end_drift(&mut effects);
                self.drift_cancelled = self.drift.job_key().cloned();
            }
            Intent::SaveDrift => {
                let job = self.start(JobSpec::DriftFile, &mut effects);
                self.drift_file = Some(job);
            }
            Intent::SetTrial(trial) => self.trial = trial,
            Intent::TryText(text) => {
                self.trial = Trial { text, class: None };
                self.view = View::Try;
            }
            Intent::RestoreSettings(text) => self.restore(&text),
            Intent::FollowLink(fragment) => self.follow(&fragment),
            Intent::TakeLinked(is_wanted) => self.take_linked(is_wanted, &mut effects),
            Intent::WorkerLost {
                reason,
                again,
                is_first,
            } => self.worker_lost(reason, &again, is_first),
            Intent::WorkersGone(error) => self.engine = EngineState::Failed(error),
            Intent::WorkerSilent(silent) => self.silent = silent,
            Intent::GiveAgain { files, missing } => {
                self.given_again(files, missing, &mut effects);
            }
            Intent::DismissLoss => self.loss = None,
            Intent::Keeping { what, kept: true } => {
                self.keeping.failed.remove(&what);
                self.keeping.failed_known.remove(&what);
            }
            Intent::Keeping { what, kept: false } => {
                self.keeping.failed.insert(what);
            }
            Intent::DismissNotKept => {
                self.keeping.failed_known.clone_from(&self.keeping.failed);
            }
            Intent::Keep(intent) => self.plan_keep(intent, &mut effects),
            Intent::DismissError => self.error = None,
            Intent::DismissRefused(index) => {
                if index < self.refused.len() {
                    self.refused.remove(index);
                }
            }
        }
        if self.view == View::Evaluate {
            self.fresh = false;
        }
        self.settle_lead(before);
        self.settle_restoring();
        self.settle_waiting(&mut effects);
        self.settle(&mut effects);
        self.settle_work(&mut effects);
        self.say_saved(&effects);
        effects
    }

    /// Starts what follows from the state as it is now, and drops what no longer does.
    pub(super) fn settle_work(&mut self, effects: &mut Vec<Effect>) {
        self.settle_picking(effects);
        self.settle_drift(effects);
        self.settle_versions(effects);
        self.settle_promote_shown(effects);
        self.settle_compare(effects);
        self.settle_promotion(effects);
        self.settle_archive(effects);
        self.settle_push(effects);
        self.settle_monitor(effects);
        self.settle_data(effects);
        self.settle_search(effects);
        self.settle_live(effects);
    }

    fn set_recipe(&mut self, clean: CleanRecipe) {
        let config = RunConfig {
            clean,
            ..self.config().clone()
        };
        self.form.replace(config);
    }

    /// Makes the data set of today's files, once all of them have come. Nothing to make is nothing to fail.
    pub(super) fn assemble(&mut self, effects: &mut Vec<Effect>) {
        let key = self.data_key();
        // A demo that comes back comes to the files that are there by then.
        let is_demo_coming = self.is_restoring() && self.has_demo() && self.data.job().is_some();
        if !self.reading.is_empty() || key.files.is_empty() || is_demo_coming {
            return;
        }
        let spec = JobSpec::Assemble {
            files: key.files.clone(),
            reading: key.reading.clone(),
        };
        let job = self.start(spec, effects);
        self.data.start(job, key);
    }

    /// Starts the run that the settings of today describe.
    pub(super) fn train(&mut self, start: UnixMillis, effects: &mut Vec<Effect>) {
        self.waiting = None;
        let key = self.run_key();
        let config = Box::new(self.config().clone());
        let spec = JobSpec::Train {
            config,
            start,
            found_by: self.found_by(),
        };
        let job = self.start(spec, effects);
        self.run.start(job, key);
        self.run_started = Some(start);
        self.fresh = false;
        self.refusal = None;
        self.work = super::Work::default();
    }

    /// Builds the archive of the run that is shown.
    pub(super) fn build_archive(&mut self, effects: &mut Vec<Effect>) {
        let key = self.archive_key();
        let Some(run) = key.run_id.clone() else {
            self.save_when_built = false;
            return;
        };
        // That of another run is wanted all the same.
        let is_of_run = |key: &ArchiveKey| key.run_id.as_ref() == Some(&run);
        if self.archive.job_key().is_some_and(is_of_run) {
            effects.extend(self.archive.job().map(|job| send(Request::Cancel { job })));
        }
        if let Some((spec, bytes)) = self.gate_archive() {
            let job = self.start_with(spec, bytes, effects);
            self.archive.start(job, key);
            return;
        }
        let spec = JobSpec::BuildArchive {
            run,
            include_texts: self.include_texts,
        };
        let job = self.start(spec, effects);
        self.archive.start(job, ArchiveKey { gate: None, ..key });
    }

    /// A run that waits for data that no longer come starts with what there is, or says why it can't.
    pub(super) fn settle_waiting(&mut self, effects: &mut Vec<Effect>) {
        let Some(start) = self.waiting else {
            return;
        };
        if !self.reading.is_empty() || self.data.job().is_some() || self.is_restoring() {
            return;
        }
        self.waiting = None;
        match self.data() {
            Stage::Ready(_) => self.train(start, effects),
            _ => self.lack_data(),
        }
    }

    /// A run can't start for want of data: the view Data says why, and what to do.
    pub(super) fn lack_data(&mut self) {
        self.lead = Lead::Nowhere;
        self.view = View::Data;
        // A file that could not be taken has its own word there.
        if self.refused.is_empty() && !matches!(self.data(), Stage::Failed { .. }) {
            let key = self.data_key();
            self.data.refuse(key, no_data());
        }
    }

    pub(super) fn plan_run(&mut self, start: UnixMillis, effects: &mut Vec<Effect>) {
        if self.is_running() {
            return;
        }
        if let Some(violation) = self.form.violations().first() {
            self.refusal = Some(violation.clone());
            return;
        }
        self.lead_first_run();
        match self.data() {
            Stage::Ready(_) => self.train(start, effects),
            Stage::Busy { .. } => self.waiting = Some(start),
            Stage::Stale(_) => {
                self.waiting = Some(start);
                self.assemble(effects);
                if self.data.job().is_none() && self.reading.is_empty() {
                    self.waiting = None;
                    self.lack_data();
                }
            }
            Stage::Empty if !self.reading.is_empty() || self.is_restoring() => {
                self.waiting = Some(start);
            }
            Stage::Empty | Stage::Failed { .. } => self.lack_data(),
        }
    }

    pub(super) fn start(&mut self, spec: JobSpec, effects: &mut Vec<Effect>) -> JobId {
        self.start_with(spec, Vec::new(), effects)
    }

    pub(super) fn start_with(
        &mut self,
        spec: JobSpec,
        attachment: Vec<u8>,
        effects: &mut Vec<Effect>,
    ) -> JobId {
        let (job, request) = self.ask(spec);
        effects.push(Effect::Send {
            request,
            attachment,
        });
        job
    }
}

pub(super) fn send(request: Request) -> Effect {
    Effect::Send {
        request,
        attachment: Vec::new(),
    }
}

fn no_data() -> Error {
    Error::new(
        Code::MissingFile,
        message!("error-no-data"),
        message!("error-try-demo"),
    )
}
