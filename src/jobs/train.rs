//! The whole run as a job, and the card of a finished one.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::engine_data::EngineData;
use super::held_run::HeldRun;
use super::job::{Answer, Job};
use super::loaded::Loaded;
use super::protocol::{FoundBy, Outcome};
use super::summaries::{Evaluations, Progress, RunSummary, SolverPoint};
use crate::message;
use crate::pipeline::error::Error;
use crate::pipeline::run::record::Seconds;
use crate::pipeline::run::summary::metrics;
use crate::pipeline::run::{ProfileKind, RunConfig, RunRecord, Stage, TrainRun};
use crate::pipeline::search::SearchReport;
use crate::pipeline::time::UnixMillis;

/// A run at work.
pub(super) struct Train {
    data: Arc<Loaded>,
    /// Taken by the last step.
    run: Option<TrainRun>,
    has_test: bool,
    has_production: bool,
    has_profile: bool,
    /// Where its configuration comes from.
    search: Option<Arc<SearchReport>>,
}

impl Train {
    pub fn new(
        held: &EngineData,
        config: RunConfig,
        start: UnixMillis,
        found_by: Option<Box<FoundBy>>,
        now: UnixMillis,
    ) -> Result<Train, Error> {
        let data = Arc::clone(held.data()?);
        let production = held.given.production.as_ref();
        let production = production.map(|model| model.production.clone());
        let has_production = production.is_some();
        let has_profile = config.drift.profile != ProfileKind::None;
        let run = TrainRun::new(config, Arc::clone(&data.set), production, start, now)?;
        Ok(Train {
            has_test: data.set.test.is_some(),
            has_production,
            has_profile,
            run: Some(match &found_by {
                Some(search) => run.found_by(search.said()),
                None => run,
            }),
            search: found_by.map(|found_by| Arc::new(found_by.report)),
            data,
        })
    }
}

impl Job for Train {
    fn step(&mut self, held: &mut EngineData, now: UnixMillis) -> Result<Option<Answer>, Error> {
        let over = || Error::bug(message!("error-bug-beyond-end"));
        if self.run.as_mut().ok_or_else(over)?.step(now)?.is_running() {
            return Ok(None);
        }
        let run = self.run.take().ok_or_else(over)?;
        let first = run.first_model();
        let record = Arc::new(run.finish(now)?);
        let card = card_of(&record, Some(self.data.card.digest.clone()));
        let data = Some(Arc::clone(&self.data.set));
        let mut run = HeldRun::new(record, data, first.as_deref())?;
        run.search = self.search.take();
        held.hold_run(run);
        Ok(Some(Answer::new(Outcome::Run(Box::new(card)))))
    }

    fn progress(&mut self) -> Progress {
        let Some(run) = &mut self.run else {
            return Progress {
                done: 1.0,
                ..Progress::default()
            };
        };
        let log = run.take_log();
        let at = run.progress();
        let solver = at
            .solver
            .filter(|_| matches!(at.stage, Stage::Fit | Stage::FitFull))
            .map(|point| SolverPoint {
                iterations: point.iterations,
                machine: point.machine,
                objective: point.objective,
                violation: point.violation,
            });
        let seconds = seconds_of(&at.seconds);
        Progress {
            stage: at.stage.name().into(),
            fraction: at.fraction,
            done: done(
                (at.stage, at.fraction),
                &seconds,
                self.has_test,
                self.has_production,
                self.has_profile,
            ),
            paused: false,
            seconds,
            solver,
            log,
        }
    }
}

/// An estimate of how much of a run is done: each stage has the share of the time that it takes on PolEval, a stage
/// whose end can't be known counts as half done. `seconds` has the stages that are over.
fn done(
    (stage, fraction): (Stage, Option<f64>),
    seconds: &BTreeMap<String, f64>,
    has_test: bool,
    has_production: bool,
    has_profile: bool,
) -> f64 {
    let share = |stage: Stage| match stage {
        Stage::PredictTest if !has_test => 0.0,
        Stage::Production if !(has_test && has_production) => 0.0,
        Stage::Clean | Stage::Fit => 15.0,
        Stage::FitFull => 25.0,
        Stage::OutOfFold if !has_profile => 0.0,
        Stage::OutOfFold => 90.0,
        Stage::CleanValidation | Stage::Tfidf | Stage::TfidfFull | Stage::PredictTrain => 7.0,
        Stage::PredictValidation | Stage::CleanFull | Stage::PredictTest | Stage::Production => 4.0,
        Stage::Validate => 15.0,
        Stage::Collect | Stage::Split => 1.0,
    };
    let total: f64 = Stage::ALL.into_iter().map(share).sum();
    let before: f64 = Stage::ALL
        .into_iter()
        .filter(|other| *other != stage && seconds.contains_key(other.name()))
        .map(share)
        .sum();
    (before + share(stage) * fraction.unwrap_or(0.5)) / total
}

/// What the page shows of a run.
pub(super) fn card_of(record: &RunRecord, data_digest: Option<String>) -> RunSummary {
    RunSummary {
        run_id: record.run_id.clone(),
        model_sha256: record.model_sha256.clone(),
        data_digest,
        config: record.config.clone(),
        start: record.start,
        end: record.end,
        classes: record.classes.clone(),
        metrics: metrics(record),
        evaluations: Evaluations {
            train: record.train.evaluation.clone(),
            validation: record.validation.evaluation.clone(),
            test: record.test.as_ref().map(|test| test.evaluation.clone()),
        },
        fits: record.fits.clone(),
        baseline: record.baseline.clone(),
        production: record.production.clone(),
        seconds: seconds_of(&record.seconds),
        log: record.log.clone(),
    }
}

/// Seconds by stage, those that there are.
fn seconds_of(seconds: &Seconds) -> BTreeMap<String, f64> {
    let value = serde_json::to_value(seconds).unwrap_or_default();
    let entries = value.as_object().into_iter().flatten();
    entries
        .filter_map(|(stage, seconds)| Some((stage.clone(), seconds.as_f64()?)))
        .collect()
}
