//! From what the user wants to what has to be done.

use super::{ArchiveKey, Effect, Intent, Refused, Session, Stage, Trial, View};
use crate::jobs::protocol::{FileId, JobId, JobSpec, Request};
use crate::pipeline::corpus::Exclusions;
use crate::pipeline::error::{Code, Error};
use crate::pipeline::run::RunConfig;
use crate::pipeline::time::UnixMillis;

impl Session {
    /// Takes notice of what the user wants and says what to do about it, in order.
    pub fn plan(&mut self, intent: Intent) -> Vec<Effect> {
        let mut effects = Vec::new();
        match intent {
            Intent::Open(view) => self.view = view,
            Intent::AddFiles(files) => {
                for file in files {
                    self.refused.retain(|refused| refused.name != file.name);
                    let job = self.next_job();
                    self.reading.insert(job, file.name.clone());
                    let request = Request::Put {
                        job,
                        name: file.name,
                    };
                    effects.push(Effect::Send {
                        request,
                        attachment: file.bytes,
                    });
                }
            }
            Intent::RefuseFile { name, error } => self.refuse(name, error),
            Intent::SetRole { file, role } => {
                self.chosen.insert(file, role);
                self.assemble(&mut effects);
            }
            Intent::RemoveFile(file) => self.remove(file, &mut effects),
            Intent::SetColumns(columns) => {
                if self.columns != columns {
                    self.columns = columns;
                    self.assemble(&mut effects);
                }
            }
            Intent::LoadDemo => {
                let job = self.start(JobSpec::LoadDemo, &mut effects);
                let key = self.data_key();
                self.data.start(job, key);
                self.refused.clear();
            }
            Intent::ClearData => {
                // Files that are still on their way are dropped as well, since the engine keeps the order.
                effects.push(send(Request::Clear));
                self.files.clear();
                self.reading.clear();
                self.refused.clear();
                self.without_files();
            }
            Intent::SetField { field, text } => self.form.set(&field, &text),
            Intent::LeaveField(field) => self.form.settle(&field),
            Intent::SetConfig(config) => self.form.replace(*config),
            Intent::SetRecipe(recipe) => {
                let config = RunConfig {
                    clean: *recipe,
                    ..self.config().clone()
                };
                self.form.replace(config);
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
            Intent::ResetConfig => self.form.replace(RunConfig::default()),
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
            Intent::EditRules(edit) => self.validation.rules.edit(edit),
            Intent::LoadRules(file) => self.load_rules(&file),
            Intent::SaveRules => effects.push(Effect::Save {
                name: "rules.toml".into(),
                bytes: std::sync::Arc::new(self.validation.rules.rules().to_toml().into_bytes()),
            }),
            Intent::Monitor(intent) => self.plan_monitor(intent, &mut effects),
            Intent::Promote { at } => self.promote(at, &mut effects),
            Intent::LoadProduction { archive, at } => {
                self.promote_file(archive, at, &mut effects);
            }
            Intent::PutBackProduction { at } => self.put_back(at, &mut effects),
            Intent::ForgetProduction { at } => self.take_out(at, &mut effects),
            Intent::RestoreProduction {
                archive,
                before,
                promotions,
            } => self.restore_production(archive, before, &promotions, &mut effects),
            Intent::OpenArchive {
                archive,
                adopt_settings,
            } => {
                let bytes = std::sync::Arc::new(archive.bytes.clone());
                let spec = JobSpec::OpenArchive { name: archive.name };
                let job = self.start_with(spec, archive.bytes, &mut effects);
                self.opening = Some((job, adopt_settings, bytes));
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
            Intent::DismissError => self.error = None,
            Intent::DismissRefused(index) => {
                if index < self.refused.len() {
                    self.refused.remove(index);
                }
            }
        }
        self.settle_waiting(&mut effects);
        self.settle(&mut effects);
        self.settle_drift(&mut effects);
        self.settle_compare(&mut effects);
        self.settle_archive(&mut effects);
        self.settle_monitor(&mut effects);
        effects
    }

    /// Makes the data set of today's files, once all of them have come. Nothing to make is nothing to fail.
    pub(super) fn assemble(&mut self, effects: &mut Vec<Effect>) {
        let key = self.data_key();
        if !self.reading.is_empty() || key.files.is_empty() {
            return;
        }
        let spec = JobSpec::Assemble {
            files: key.files.clone(),
            columns: key.columns.clone(),
        };
        let job = self.start(spec, effects);
        self.data.start(job, key);
    }

    /// Starts the run that the settings of today describe.
    pub(super) fn train(&mut self, start: UnixMillis, effects: &mut Vec<Effect>) {
        self.waiting = None;
        let key = self.run_key();
        let config = Box::new(self.config().clone());
        let job = self.start(JobSpec::Train { config, start }, effects);
        self.run.start(job, key);
        self.refusal = None;
        self.work = super::Work::default();
    }

    /// Builds the archive of the last run.
    pub(super) fn build_archive(&mut self, effects: &mut Vec<Effect>) {
        let key = self.archive_key();
        if let ArchiveKey { run_id: None, .. } = key {
            self.save_when_built = false;
            return;
        }
        effects.extend(self.archive.job().map(|job| send(Request::Cancel { job })));
        if let Some((spec, bytes)) = self.gate_archive() {
            let job = self.start_with(spec, bytes, effects);
            self.archive.start(job, key);
            return;
        }
        let spec = JobSpec::BuildArchive {
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
        if !self.reading.is_empty() || self.data.job().is_some() {
            return;
        }
        self.waiting = None;
        let key = self.run_key();
        match self.data() {
            Stage::Ready(_) => self.train(start, effects),
            Stage::Failed { error, .. } => self.run.refuse(key, error),
            _ => self.run.refuse(key, no_data()),
        }
    }

    pub(super) fn refuse(&mut self, name: String, error: Error) {
        self.refused.retain(|refused| refused.name != name);
        self.refused.push(Refused { name, error });
    }

    fn plan_run(&mut self, start: UnixMillis, effects: &mut Vec<Effect>) {
        if self.is_running() {
            return;
        }
        let key = self.run_key();
        if let Some(violation) = self.form.violations().first() {
            self.refusal = Some(violation.clone());
            return;
        }
        match self.data() {
            Stage::Ready(_) => self.train(start, effects),
            Stage::Busy { .. } => self.waiting = Some(start),
            Stage::Stale(_) => {
                self.waiting = Some(start);
                self.assemble(effects);
                if self.data.job().is_none() && self.reading.is_empty() {
                    self.waiting = None;
                    self.run.refuse(key, no_data());
                }
            }
            Stage::Empty if !self.reading.is_empty() => self.waiting = Some(start),
            Stage::Empty => self.run.refuse(key, no_data()),
            Stage::Failed { error, .. } => self.run.refuse(key, error),
        }
    }

    fn remove(&mut self, file: FileId, effects: &mut Vec<Effect>) {
        self.files.retain(|card| card.id != file);
        self.chosen.remove(&file);
        self.removed.push(file.clone());
        effects.push(send(Request::Forget { files: vec![file] }));
        if self.files.is_empty() {
            self.without_files();
        } else {
            self.assemble(effects);
        }
    }

    /// No data are left, and none are waited for.
    fn without_files(&mut self) {
        self.chosen.clear();
        self.data = super::Slot::default();
        self.form.set_classes(&[]);
        self.cleared = true;
        self.waiting = None;
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
        "there are no data yet",
        "try the demo, or drop a text file and its tags file on the page",
    )
}
