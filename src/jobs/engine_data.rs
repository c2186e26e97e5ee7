//! What the engine holds between jobs: the user's files, the data sets they made, runs, models to compare with, reports.

use std::sync::{Arc, OnceLock};

use super::compare::{HeldCompare, Measured, no_comparison};
use super::drift::{LastDrift, Sides};
use super::errors::ErrorsKey;
use super::held_run::HeldRun;
use super::items::{Inputs, Item};
use super::loaded::{HeldFile, Loaded};
use super::monitor::{BatchFiles, LastMonitor, no_monitoring};
use super::protocol::{FileId, JobId, Outcome};
use super::store::{Store, Value};
use super::summaries::{ErrorRow, ProductionSummary, TermSummary};
use crate::message;
use crate::pipeline::clean::{CleanRecipe, Cleaner};
use crate::pipeline::corpus::{KnownLabels, LabelNaming};
use crate::pipeline::drift::{Family, Profile};
use crate::pipeline::error::{Code, Error};
use crate::pipeline::live::LiveFits;
use crate::pipeline::monitoring::{ModelFacts, WatchedModel};
use crate::pipeline::run::Production;
use crate::pipeline::time::UnixMillis;

/// What the engine holds. Each part is replaced only once its successor is whole.
#[derive(Default)]
pub(super) struct EngineData {
    pub store: Store,
    /// When the last message came.
    pub now: UnixMillis,
    /// What the job that is being started means by the data, production and the like.
    pub given: Given,
    /// The sides that drift reports were made of.
    pub sides: Sides,
    /// What live fits have in common, by the name of what it was made of: the last.
    pub live: Option<(String, LiveFits)>,
    /// The errors that were asked for last, all in their order: lists of them come by the page.
    pub errors: Option<(ErrorsKey, Arc<Vec<ErrorRow>>)>,
    /// A model that is measured in this engine.
    pub measured: Measured,
    cleaner: Option<Cleaner>,
}

/// The values of [`Inputs`].
#[derive(Default)]
pub(super) struct Given {
    pub data: Option<Arc<Loaded>>,
    pub production: Option<Arc<InProduction>>,
    pub batches: Option<Arc<BatchFiles>>,
    drift: Option<JobId>,
    monitor: Option<JobId>,
}

/// A model to compare with.
pub(super) struct InProduction {
    pub production: Production,
    pub card: ProductionSummary,
    /// What its archive keeps of the rows that it learned from.
    pub profile: Option<Arc<Profile>>,
    /// What a monitoring keeps of it.
    pub facts: ModelFacts,
    /// How its labels were named.
    pub naming: LabelNaming,
    /// It, ready to be watched; made when it is first asked for.
    watched: OnceLock<Arc<WatchedModel>>,
}

impl InProduction {
    pub fn new(
        production: Production,
        card: ProductionSummary,
        profile: Option<Arc<Profile>>,
        facts: ModelFacts,
        naming: LabelNaming,
    ) -> InProduction {
        InProduction {
            production,
            card,
            profile,
            facts,
            naming,
            watched: OnceLock::new(),
        }
    }

    pub fn watched(&self) -> Result<Arc<WatchedModel>, Error> {
        if let Some(model) = self.watched.get() {
            return Ok(Arc::clone(model));
        }
        let profile = self.profile.clone();
        let model = WatchedModel::of(self.facts.clone(), &self.production.model, profile)?;
        Ok(Arc::clone(self.watched.get_or_init(|| Arc::new(model))))
    }

    pub fn n_bytes(&self) -> u64 {
        let profile = self.profile.as_ref().map_or(0, |profile| profile.n_rows());
        self.production.model.n_bytes() + profile as u64 * BYTES_OF_SIDE
    }
}

/// Bytes that a row takes in a side of a drift report, about.
pub(super) const BYTES_OF_SIDE: u64 = 1_000;

impl EngineData {
    pub fn with_budget(budget: u64) -> EngineData {
        EngineData {
            store: Store::with_budget(budget),
            ..EngineData::default()
        }
    }

    /// Has a job mean `inputs`, of which it needs `needed`.
    ///
    /// # Errors
    /// What of them is not held.
    pub fn give(&mut self, inputs: &Inputs, needed: &[Item]) -> Result<(), Vec<Item>> {
        self.given = Given {
            drift: inputs.drift,
            monitor: inputs.monitor,
            ..Given::default()
        };
        let mut missing = Vec::new();
        for item in needed {
            match self.store.take_up(item) {
                None => missing.push(item.clone()),
                Some(Value::Data(data)) => self.given.data = Some(Arc::clone(data)),
                Some(Value::Production(model)) => self.given.production = Some(Arc::clone(model)),
                Some(Value::Batches(files)) => self.given.batches = Some(Arc::clone(files)),
                Some(_) => {}
            }
        }
        if missing.is_empty() {
            Ok(())
        } else {
            Err(missing)
        }
    }

    /// Files that a new one comes to.
    ///
    /// # Errors
    /// As [`file`](EngineData::file).
    pub fn files(&self, ids: &[FileId]) -> Result<Vec<Arc<HeldFile>>, Error> {
        ids.iter().map(|id| self.file(id)).collect()
    }

    pub fn hold_files(&mut self, files: &[Arc<HeldFile>]) {
        for file in files {
            let item = Item::File(file.id.clone());
            self.store.put(item, Value::File(Arc::clone(file)));
        }
    }

    pub fn hold_data(&mut self, data: Arc<Loaded>) {
        let item = Item::Data(data.card.id.clone());
        self.store.put(item, Value::Data(data));
    }

    pub fn forget(&mut self, items: &[Item]) {
        if items.iter().any(|item| matches!(item, Item::Data(_))) {
            self.live = None;
        }
        let is_of_errors = |item: &Item| matches!(item, Item::Data(_) | Item::Run(_));
        if items.iter().any(is_of_errors) {
            self.errors = None;
        }
        items.iter().for_each(|item| self.store.forget(item));
    }

    /// The data set.
    ///
    /// # Errors
    /// [`Code::MissingFile`] where there is none yet.
    pub fn data(&self) -> Result<&Arc<Loaded>, Error> {
        self.given.data.as_ref().ok_or_else(|| {
            Error::new(
                Code::MissingFile,
                message!("error-no-data"),
                message!("error-try-demo"),
            )
        })
    }

    /// A run, where it is held.
    pub fn held_run(&self, run_id: &str) -> Option<&HeldRun> {
        self.store.runs().find(|run| run.is(run_id))
    }

    /// A run.
    ///
    /// # Errors
    /// [`Code::Usage`] where it is not held.
    pub fn run(&mut self, run_id: &str) -> Result<&mut HeldRun, Error> {
        match self.store.get_mut(&Item::Run(run_id.to_string())) {
            Some(Value::Run(run)) => Ok(run),
            _ => Err(Error::new(
                Code::Usage,
                message!("error-no-run"),
                message!("error-press-run"),
            )),
        }
    }

    /// Holds a run, in the place of one with the same ID.
    pub fn hold_run(&mut self, run: HeldRun) {
        let item = Item::Run(run.record.run_id.clone());
        self.store.put(item, Value::Run(Box::new(run)));
    }

    /// The run that came last of those whose index is not whole yet.
    pub fn run_to_index(&mut self) -> Option<&mut HeldRun> {
        self.store.runs_mut().find(|run| !run.index_is_whole())
    }

    pub fn has_run_to_index(&self) -> bool {
        self.store.runs().any(|run| !run.index_is_whole())
    }

    /// The drift report that is meant.
    ///
    /// # Errors
    /// [`Code::Usage`] where there is none yet.
    pub fn drift(&mut self) -> Result<&mut LastDrift, Error> {
        self.drift_of(self.given.drift.ok_or_else(no_drift)?)
    }

    /// The drift report of a job.
    pub fn drift_of(&mut self, job: JobId) -> Result<&mut LastDrift, Error> {
        match self.store.get_mut(&Item::Drift(job)) {
            Some(Value::Drift(drift)) => Ok(drift),
            _ => Err(no_drift()),
        }
    }

    /// A term of the drift report that is meant, and what a run's model makes of it.
    ///
    /// # Errors
    /// As [`drift`](EngineData::drift); a term that was not tested.
    pub fn drift_term(
        &mut self,
        family: Family,
        term: &str,
        run: Option<&str>,
    ) -> Result<TermSummary, Error> {
        let job = self.given.drift.ok_or_else(no_drift)?;
        let Some(Value::Drift(drift)) = self.store.get(&Item::Drift(job)) else {
            return Err(no_drift());
        };
        drift.term(family, term, run.and_then(|run| self.held_run(run)))
    }

    /// The batches that are meant, changed; held as those of a job.
    pub fn batches(
        &mut self,
        job: JobId,
        change: impl FnOnce(&mut BatchFiles) -> Result<(), Error>,
    ) -> Result<Outcome, Error> {
        let mut files = match &self.given.batches {
            Some(files) => BatchFiles::clone(files),
            None => BatchFiles::default(),
        };
        change(&mut files)?;
        let outcome = Outcome::Batches(files.cards());
        let value = Value::Batches(Arc::new(files));
        self.store.put(Item::Batches(job), value);
        Ok(outcome)
    }

    /// The monitoring that is meant.
    ///
    /// # Errors
    /// [`Code::Usage`] where there is none yet.
    pub fn monitor(&mut self) -> Result<&LastMonitor, Error> {
        let item = self.given.monitor.map(Item::Monitor);
        match item.and_then(|item| self.store.get_mut(&item)) {
            Some(Value::Monitor(monitor)) => Ok(monitor),
            _ => Err(no_monitoring()),
        }
    }

    /// A comparison, by the number of its job.
    ///
    /// # Errors
    /// [`Code::Usage`] where it is not held.
    pub fn compare(&self, id: u32) -> Result<&Arc<HeldCompare>, Error> {
        match self.store.get(&Item::Compare(JobId(id))) {
            Some(Value::Compare(compare)) => Ok(compare),
            _ => Err(no_comparison()),
        }
    }

    /// The model in production, ready to be watched.
    ///
    /// # Errors
    /// [`Code::Usage`] where there is none.
    pub fn watched(&self) -> Result<Arc<WatchedModel>, Error> {
        let Some(production) = &self.given.production else {
            return Err(Error::new(
                Code::Usage,
                message!("error-no-production"),
                message!("error-promote-or-choose"),
            ));
        };
        production.watched()
    }

    /// The classes of the model in production, and how its labels were named; no class where there is no model.
    pub fn known_labels(&self) -> KnownLabels {
        match &self.given.production {
            None => KnownLabels::default(),
            Some(production) => KnownLabels {
                classes: production.facts.classes.clone(),
                naming: production.naming.clone(),
            },
        }
    }

    /// The cleaner of a recipe; the last one is kept, since a view asks for the same one again and again.
    pub fn cleaner(&mut self, recipe: &CleanRecipe) -> Result<&Cleaner, Error> {
        if self
            .cleaner
            .as_ref()
            .is_none_or(|cleaner| cleaner.recipe() != recipe)
        {
            self.cleaner = Some(recipe.compile()?);
        }
        Ok(self.cleaner.as_ref().expect("it was compiled just now"))
    }

    /// # Errors
    /// [`Code::MissingFile`] where it is not held.
    pub fn file(&self, id: &FileId) -> Result<Arc<HeldFile>, Error> {
        match self.store.get(&Item::File(id.clone())) {
            Some(Value::File(file)) => Ok(Arc::clone(file)),
            _ => Err(Error::new(
                Code::MissingFile,
                message!("error-file-gone"),
                message!("error-drop-again"),
            )),
        }
    }
}

/// What is asked before there is a drift report.
pub(super) fn no_drift() -> Error {
    Error::new(
        Code::Usage,
        message!("error-no-drift"),
        message!("error-choose-sides"),
    )
}
