//! The run itself, stepped: the stages of the user's `train.py` in their order.
//!
//! Each [`TrainRun::step`] does one small unit of work and is told the time, so that a caller can show progress, pause
//! and cancel; what comes out depends neither on the slicing nor, but for the times in it, on the clock.

mod fitting;
mod log;
mod out_of_fold;
mod outcome;
mod profiling;
mod stage;
mod validating;

use std::sync::Arc;

pub use out_of_fold::FOLDS;
pub use stage::{RunProgress, Stage};

use self::fitting::{Cleaning, Fitting, Predicting};
use self::profiling::Profiling;
use self::stage::Clock;
use super::config::RunConfig;
use super::drift_section::ProfileKind;
use super::model_files::{model_files, model_sha256};
use super::record::*;
use super::rehearsal::in_labels;
use crate::message;
use crate::message::Argument;
use crate::pipeline::classifier::{PreparedClassifier, TextClassifier};
use crate::pipeline::clean::Cleaner;
use crate::pipeline::corpus::{DataSet, Validation};
use crate::pipeline::drift::Profile;
use crate::pipeline::error::{Code, Error};
use crate::pipeline::metrics::{Baseline, Evaluation, majority_baseline};
use crate::pipeline::split::{Split, stratified_split};
use crate::pipeline::step::Status;
use crate::pipeline::svm::SvcValidParams;
use crate::pipeline::time::UnixMillis;

/// The model in production, to compare with.
#[derive(Debug, Clone)]
pub struct Production {
    pub run_id: String,
    pub model_sha256: String,
    pub model: Arc<TextClassifier>,
}

/// A run at work.
pub struct TrainRun {
    config: RunConfig,
    svc: SvcValidParams,
    data: Arc<DataSet>,
    production: Option<Production>,
    clock: Clock,
    log: Vec<LogLine>,
    log_taken: usize,
    cleaner: Cleaner,
    work: Work,
    found: Found,
}

/// What the stages so far have found.
#[derive(Default)]
struct Found {
    /// What the look at the data found.
    looked: Option<Validation>,
    /// The data as they came, where rows of them are left out.
    given: Option<Arc<DataSet>>,
    split: Split,
    train_texts: Vec<String>,
    validation_texts: Vec<String>,
    test_texts: Vec<String>,
    train_part: Option<FitReport>,
    train: Option<Evaluated>,
    validation: Option<Evaluated>,
    /// The cleaned texts of the final fit.
    cleaned: Arc<[String]>,
    last: Option<FitReport>,
    test: Option<Evaluated>,
    baseline: Option<Baseline>,
    production: Option<ProductionScore>,
    first_model: Option<Arc<TextClassifier>>,
    model: Option<Arc<TextClassifier>>,
    model_sha256: String,
    profile: Option<Arc<Profile>>,
}

/// The unit of work at hand. Boxed where it is big.
enum Work {
    Validate,
    Split,
    Clean(Cleaning),
    CleanValidation(Cleaning),
    Fit(Box<Fitting>),
    PredictTrain(Box<Fitting>, Predicting),
    PredictValidation(Box<Fitting>, Predicting),
    CleanFull(Cleaning),
    FitFull(Box<Fitting>),
    PredictTest(Box<Fitting>, Predicting),
    Production(Box<PreparedClassifier>, Vec<u32>),
    Profile(Box<Profiling>),
    Finished,
}

impl TrainRun {
    /// Sets up a run; nothing is computed yet. `collecting` is when the shell began to read the data, `now` when it
    /// had them.
    ///
    /// # Errors
    /// Those of [`RunConfig::check`] and of [`SvcParams::check`](crate::pipeline::svm::SvcParams::check) on the data's
    /// classes; [`Code::InvalidConfig`] where the model in production has none of the data's classes.
    pub fn new(
        config: RunConfig,
        data: Arc<DataSet>,
        production: Option<Production>,
        collecting: UnixMillis,
        now: UnixMillis,
    ) -> Result<TrainRun, Error> {
        config.check()?;
        let svc = config.svc.check(&data.classes)?;
        let cleaner = config.clean.compile()?;
        if let Some(production) = &production {
            let shared = production
                .model
                .classes
                .iter()
                .any(|class| data.classes.contains(class));
            if !shared {
                return Err(Error::new(
                    Code::InvalidConfig,
                    message!(
                        "error-other-task",
                        known = Argument::cut(&production.model.classes),
                        classes = Argument::cut(&data.classes)
                    ),
                    message!("error-compare-same-task"),
                ));
            }
        }
        let mut run = TrainRun {
            config,
            svc,
            data,
            production,
            clock: Clock::start(collecting),
            log: Vec::new(),
            log_taken: 0,
            cleaner,
            work: Work::Validate,
            found: Found::default(),
        };
        run.say(collecting, message!("log-collecting"));
        run.clock.enter(Stage::Validate, now);
        run.say_readings(now);
        run.say(now, message!("log-collected"));
        run.warn_of_settings(now);
        run.say(now, message!("log-validating"));
        Ok(run)
    }

    /// One unit of work, at the time `now`.
    ///
    /// # Errors
    /// The fault of the stage at hand; the run can't go on after it.
    pub fn step(&mut self, now: UnixMillis) -> Result<Status, Error> {
        match std::mem::replace(&mut self.work, Work::Finished) {
            Work::Validate => {
                self.validate(now)?;
                self.work = Work::Split;
            }
            Work::Split => {
                self.clock.enter(Stage::Split, now);
                let name = self.config.run.name.clone();
                self.say(now, message!("log-run-starts", run = name));
                self.say(now, message!("log-splitting"));
                self.found.split = stratified_split(
                    &self.data.train.labels,
                    &self.data.classes,
                    self.config.run.validation_size,
                    self.config.run.seed,
                )
                .map_err(|error| in_labels(error, &self.data))?;
                self.say(now, message!("log-cleaning-pipeline"));
                self.say(now, message!("log-cleaning"));
                self.work = Work::Clean(Cleaning::rows(self.found.split.train.clone()));
            }
            Work::Clean(mut cleaning) => {
                self.clock.enter(Stage::Clean, now);
                if cleaning
                    .step(&self.cleaner, &self.data.train.texts)
                    .is_running()
                {
                    self.work = Work::Clean(cleaning);
                } else {
                    self.found.train_texts = cleaning.texts;
                    self.say(now, message!("log-cleaning-validation"));
                    self.work =
                        Work::CleanValidation(Cleaning::rows(self.found.split.validation.clone()));
                }
            }
            Work::CleanValidation(mut cleaning) => {
                self.clock.enter(Stage::CleanValidation, now);
                if cleaning
                    .step(&self.cleaner, &self.data.train.texts)
                    .is_running()
                {
                    self.work = Work::CleanValidation(cleaning);
                } else {
                    self.found.validation_texts = cleaning.texts;
                    self.say(now, message!("log-no-search"));
                    let params = self.params_line();
                    self.say(now, params);
                    self.say(now, message!("log-model-pipeline"));
                    self.say(now, message!("log-fitting"));
                    self.work = Work::Fit(Box::new(self.fitting(
                        self.found.train_texts.clone().into(),
                        self.labels(&self.found.split.train),
                        (Stage::Tfidf, Stage::Fit),
                    )?));
                }
            }
            Work::Fit(mut fitting) => {
                if fitting.step(&mut self.clock, now)?.is_running() {
                    self.work = Work::Fit(fitting);
                } else {
                    let report = fitting.report(&self.data.classes)?;
                    self.warn_unless_met(message!("log-solver"), fitting.convergence()?, now);
                    self.found.train_part = Some(report);
                    self.say(now, message!("log-check-train"));
                    self.say(now, message!("log-predicting-train"));
                    let rows = fitting.training_rows();
                    self.work = Work::PredictTrain(fitting, Predicting::rows(rows));
                }
            }
            Work::PredictTrain(fitting, mut predicting) => {
                self.clock.enter(Stage::PredictTrain, now);
                if predicting.step(&fitting).is_running() {
                    self.work = Work::PredictTrain(fitting, predicting);
                } else {
                    self.say(now, message!("log-evaluating-train"));
                    self.found.train = Some(
                        self.evaluated(&self.labels(&self.found.split.train), predicting.labels),
                    );
                    self.say(now, message!("log-check-validation"));
                    self.say(now, message!("log-predicting-validation"));
                    let texts = self.found.validation_texts.clone();
                    self.work = Work::PredictValidation(fitting, Predicting::texts(texts));
                }
            }
            Work::PredictValidation(fitting, mut predicting) => {
                self.clock.enter(Stage::PredictValidation, now);
                if predicting.step(&fitting).is_running() {
                    self.work = Work::PredictValidation(fitting, predicting);
                } else {
                    self.say(now, message!("log-evaluating-validation"));
                    let validation = self.evaluated(
                        &self.labels(&self.found.split.validation),
                        predicting.labels,
                    );
                    let train_f1 = self
                        .found
                        .train
                        .as_ref()
                        .map_or(0.0, |train| train.evaluation.f1_micro);
                    self.say(
                        now,
                        message!(
                            "log-f1-split",
                            train = format!("{train_f1:.4}"),
                            validation = format!("{:.4}", validation.evaluation.f1_micro)
                        ),
                    );
                    self.found.validation = Some(validation);
                    self.found.first_model = Some(Arc::new(self.classifier(*fitting)?));
                    if self.data.test.is_some() {
                        self.say(now, message!("log-check-test"));
                    }
                    self.say(now, message!("log-cleaning-all"));
                    if self.data.test.is_some() {
                        self.say(now, message!("log-cleaning-test"));
                    }
                    let n_test = self.data.test.as_ref().map_or(0, |test| test.texts.len());
                    self.work = Work::CleanFull(Cleaning::rows((0..n_test as u32).collect()));
                }
            }
            Work::CleanFull(mut cleaning) => {
                self.clock.enter(Stage::CleanFull, now);
                let test = self.data.test.as_ref().map_or(&[][..], |test| &test.texts);
                if cleaning.step(&self.cleaner, test).is_running() {
                    self.work = Work::CleanFull(cleaning);
                } else {
                    self.found.test_texts = cleaning.texts;
                    self.say(now, message!("log-fitting-all"));
                    // No step of the cleaning learns from the data, so the texts that both parts were cleaned to are
                    // the texts that all training rows are cleaned to.
                    let mut texts = std::mem::take(&mut self.found.train_texts);
                    texts.append(&mut self.found.validation_texts);
                    let mut labels = self.labels(&self.found.split.train);
                    labels.extend(self.labels(&self.found.split.validation));
                    self.found.cleaned = texts.into();
                    self.work = Work::FitFull(Box::new(self.fitting(
                        Arc::clone(&self.found.cleaned),
                        labels,
                        (Stage::TfidfFull, Stage::FitFull),
                    )?));
                }
            }
            Work::FitFull(mut fitting) => {
                if fitting.step(&mut self.clock, now)?.is_running() {
                    self.work = Work::FitFull(fitting);
                } else {
                    let report = fitting.report(&self.data.classes)?;
                    self.warn_unless_met(message!("log-solver"), fitting.convergence()?, now);
                    self.found.last = Some(report);
                    if self.data.test.is_some() {
                        self.say(now, message!("log-predicting-test"));
                    }
                    let texts = std::mem::take(&mut self.found.test_texts);
                    self.work = Work::PredictTest(fitting, Predicting::texts(texts));
                }
            }
            Work::PredictTest(fitting, mut predicting) => {
                self.clock.enter(Stage::PredictTest, now);
                if predicting.step(&fitting).is_running() {
                    self.work = Work::PredictTest(fitting, predicting);
                } else {
                    if let Some(test) = &self.data.test {
                        let evaluated = self.evaluated(&test.labels, predicting.labels);
                        self.found.baseline = Some(majority_baseline(
                            &self.data.classes,
                            &self.data.train.labels,
                            &test.labels,
                        ));
                        self.found.test = Some(evaluated);
                        self.say(now, message!("log-evaluating-test"));
                    }
                    let model = Arc::new(self.classifier(*fitting)?);
                    self.found.model_sha256 = model_sha256(&model_files(&model));
                    self.found.model = Some(model);
                    match &self.production {
                        Some(production) if self.data.test.is_some() => {
                            let prepared = production.model.prepare()?;
                            self.work = Work::Production(Box::new(prepared), Vec::new());
                        }
                        _ => self.work = Work::Finished,
                    }
                    if self.data.test.is_some() {
                        self.say(now, message!("log-comparing"));
                        if !matches!(self.work, Work::Production(..)) {
                            self.say_comparison(now);
                        }
                    } else {
                        self.warn_of_no_comparison(now);
                    }
                    if matches!(self.work, Work::Finished) {
                        self.begin_profile(now);
                    }
                }
            }
            Work::Production(prepared, mut predicted) => {
                self.clock.enter(Stage::Production, now);
                let texts = self.data.test.as_ref().map_or(&[][..], |test| &test.texts);
                let chunk =
                    predicted.len()..(predicted.len() + fitting::TEXTS_A_STEP).min(texts.len());
                predicted.extend(prepared.labels(&texts[chunk]));
                if predicted.len() < texts.len() {
                    self.work = Work::Production(prepared, predicted);
                } else {
                    self.found.production = self.production_score(&predicted);
                    self.say_comparison(now);
                    self.begin_profile(now);
                }
            }
            Work::Profile(mut profiling) => {
                self.clock.enter(Stage::OutOfFold, now);
                if self.step_profile(&mut profiling, now)?.is_running() {
                    self.work = Work::Profile(profiling);
                }
            }
            Work::Finished => {}
        }
        Ok(if matches!(self.work, Work::Finished) {
            Status::Done
        } else {
            Status::Running
        })
    }

    /// Where the run stands.
    pub fn progress(&self) -> RunProgress {
        let (fraction, solver) = match &self.work {
            Work::Validate | Work::Split => (None, None),
            Work::Clean(cleaning) | Work::CleanValidation(cleaning) | Work::CleanFull(cleaning) => {
                (Some(cleaning.fraction()), None)
            }
            Work::Fit(fitting) | Work::FitFull(fitting) => {
                (fitting.fraction(), fitting.last_point())
            }
            Work::PredictTrain(_, predicting)
            | Work::PredictValidation(_, predicting)
            | Work::PredictTest(_, predicting) => (Some(predicting.fraction()), None),
            Work::Production(_, predicted) => {
                let total = self
                    .data
                    .test
                    .as_ref()
                    .map_or(1, |test| test.texts.len().max(1));
                (Some(predicted.len() as f64 / total as f64), None)
            }
            Work::Profile(profiling) => (Some(profiling.fraction()), None),
            Work::Finished => (Some(1.0), None),
        };
        RunProgress {
            stage: self.clock.stage(),
            fraction,
            solver,
            seconds: self.clock.seconds(),
        }
    }

    /// The log lines since the last call.
    pub fn take_log(&mut self) -> Vec<LogLine> {
        let new = self.log[self.log_taken..].to_vec();
        self.log_taken = self.log.len();
        new
    }

    /// How many log lines [`TrainRun::take_log`] has given so far.
    pub fn n_logged(&self) -> usize {
        self.log_taken
    }

    /// The model of the first fit, on the training part, once the validation part has been judged by it.
    pub fn first_model(&self) -> Option<Arc<TextClassifier>> {
        self.found.first_model.clone()
    }

    fn labels(&self, rows: &[u32]) -> Vec<u32> {
        rows.iter()
            .map(|&row| self.data.train.labels[row as usize])
            .collect()
    }

    fn fitting(
        &self,
        texts: Arc<[String]>,
        labels: Vec<u32>,
        stages: (Stage, Stage),
    ) -> Result<Fitting, Error> {
        Fitting::new(
            &self.config.tfidf,
            &self.svc,
            texts,
            labels.into(),
            self.data.classes.len(),
            self.config.run.seed,
            stages,
        )
    }

    fn classifier(&self, fitting: Fitting) -> Result<TextClassifier, Error> {
        let (tfidf, mut svc) = fitting.into_parts()?;
        let split = &self.found.split;
        svc.name_support(&[&split.train[..], &split.validation[..]].concat());
        Ok(TextClassifier {
            classes: self.data.classes.clone(),
            recipe: self.config.clean.clone(),
            tfidf,
            svc,
        })
    }

    fn evaluated(&self, truth: &[u32], predicted: Vec<u32>) -> Evaluated {
        let evaluation = Evaluation::new(&self.data.classes, truth, &predicted);
        Evaluated {
            evaluation: match self.data.naming.is_poleval() {
                true => evaluation.with_poleval_scores(),
                false => evaluation,
            },
            predicted,
        }
    }
}
