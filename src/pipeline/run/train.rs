//! The run itself, stepped: the stages of the user's `train.py` in their order.
//!
//! Each [`TrainRun::step`] does one small unit of work and is told the time, so that a caller can show progress, pause
//! and cancel. What waits for nothing else in a stage are [`TrainRun::pieces`], which a caller with threads steps on these.
//! What comes out depends neither on the slicing and the threads nor, but for the times in it, on the clock.

mod fitting;
mod log;
pub(super) mod out_of_fold;
mod outcome;
mod profiling;
mod stage;
mod validating;

use std::sync::Arc;

pub use out_of_fold::FOLDS;
pub use stage::{RunProgress, Stage};

use self::fitting::{Fitted, Fitting};
use self::profiling::Profiling;
use self::stage::Clock;
use super::config::RunConfig;
use super::drift_section::ProfileKind;
use super::model_files::{model_files, model_sha256};
use super::record::*;
use super::rehearsal::in_labels;
use crate::message;
use crate::message::Argument;
use crate::message::Message;
use crate::pipeline::chunks::InChunks;
use crate::pipeline::classifier::{PreparedClassifier, TextClassifier};
use crate::pipeline::clean::Cleaner;
use crate::pipeline::corpus::{DataSet, Validation};
use crate::pipeline::drift::Profile;
use crate::pipeline::error::{Code, Error};
use crate::pipeline::metrics::{Baseline, Evaluation, majority_baseline};
use crate::pipeline::split::{Split, stratified_split};
use crate::pipeline::step::{Piece, Status, Stepped};
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
    /// Where its hyperparameters come from, if from a search.
    found_by: Option<Message>,
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

impl Found {
    /// Whether the rows could be split.
    fn is_split(&self) -> bool {
        !self.split.train.is_empty()
    }
}

/// The unit of work at hand, in the order of the run. The texts are cleaned before the look at the data, which is at what
/// cleaning leaves of them too, so that each is cleaned once. Boxed where it is big.
enum Work {
    Validate(Stepped<Result<Validation, Error>>),
    Split,
    Clean(InChunks<String>),
    CleanValidation(InChunks<String>),
    CleanFull(InChunks<String>),
    Fit(Box<Fitting>),
    PredictTrain(Box<Fitted>, InChunks<u32>),
    PredictValidation(Box<Fitted>, InChunks<u32>),
    FitFull(Box<Fitting>),
    PredictTest(Box<Fitted>, InChunks<u32>),
    Production(Box<PreparedClassifier>, InChunks<u32>),
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
            found_by: None,
            cleaner,
            work: Work::Split,
            found: Found::default(),
        };
        run.say(collecting, message!("log-collecting"));
        run.clock.enter(Stage::Split, now);
        run.say_readings(now);
        run.say(now, message!("log-collected"));
        run.warn_of_settings(now);
        run.say(now, message!("log-validating"));
        Ok(run)
    }

    /// The pieces of the stage at hand that are not done, with the stage: what waits for nothing else in it. A caller with
    /// threads steps each to its end on one of them and goes on with [`TrainRun::step`], which without that steps them one
    /// after the other. The stage begins at the time `now`, if it has not.
    pub fn pieces(&mut self, now: UnixMillis) -> (Stage, Vec<Box<dyn Piece + '_>>) {
        if let Some(stage) = self.work.stage() {
            self.clock.enter(stage, now);
        }
        let (cleaner, found) = (&self.cleaner, &self.found);
        let train = &self.data.train.texts[..];
        let test = self.data.test.as_ref().map_or(&[][..], |test| &test.texts);
        let clean_rows = move |rows: &[u32]| -> Vec<String> {
            let texts = rows.iter().map(|&row| &train[row as usize]);
            texts.map(|text| cleaner.clean(text)).collect()
        };
        let pieces = match &mut self.work {
            Work::Validate(_) | Work::Split | Work::Finished => Vec::new(),
            Work::Clean(texts) => texts.pieces(move |rows| clean_rows(&found.split.train[rows])),
            Work::CleanValidation(texts) => {
                texts.pieces(move |rows| clean_rows(&found.split.validation[rows]))
            }
            Work::CleanFull(texts) => texts.pieces(move |rows| {
                let texts = test[rows].iter();
                texts.map(|text| cleaner.clean(text)).collect()
            }),
            Work::Fit(fitting) | Work::FitFull(fitting) => fitting.pieces(now),
            Work::PredictTrain(fitted, labels) => {
                let fitted = &**fitted;
                labels.pieces(move |rows| fitted.relabel(rows))
            }
            Work::PredictValidation(fitted, labels) => {
                let fitted = &**fitted;
                labels.pieces(move |rows| fitted.predict(&found.validation_texts[rows]))
            }
            Work::PredictTest(fitted, labels) => {
                let fitted = &**fitted;
                labels.pieces(move |rows| fitted.predict(&found.test_texts[rows]))
            }
            Work::Production(model, labels) => {
                let model = &**model;
                labels.pieces(move |rows| model.labels(&test[rows]))
            }
            Work::Profile(profiling) => profiling.pieces(),
        };
        (self.clock.stage(), pieces)
    }

    /// One unit of work, at the time `now`.
    ///
    /// # Errors
    /// The fault of the stage at hand; the run can't go on after it.
    pub fn step(&mut self, now: UnixMillis) -> Result<Status, Error> {
        if let Some(piece) = self.pieces(now).1.first_mut() {
            piece.step(now);
            return Ok(Status::Running);
        }
        match std::mem::replace(&mut self.work, Work::Finished) {
            Work::Validate(mut look) => match look.step() {
                None => self.work = Work::Validate(look),
                Some(found) => self.validated(found?, now)?,
            },
            Work::Split => {
                let split = stratified_split(
                    &self.data.train.labels,
                    &self.data.classes,
                    self.config.run.validation_size,
                    self.config.run.seed,
                );
                match split {
                    Ok(split) => {
                        self.found.split = split;
                        self.work = Work::Clean(InChunks::new(self.found.split.train.len()));
                    }
                    // What is wrong with the rows is said first.
                    Err(_) if self.found.looked.is_none() => self.work = self.look(),
                    Err(error) => return Err(in_labels(error, &self.data)),
                }
            }
            Work::Clean(texts) => {
                self.found.train_texts = texts.finish();
                self.work = Work::CleanValidation(InChunks::new(self.found.split.validation.len()));
            }
            Work::CleanValidation(texts) => {
                self.found.validation_texts = texts.finish();
                self.work = Work::CleanFull(InChunks::new(self.n_test()));
            }
            Work::CleanFull(texts) => {
                self.found.test_texts = texts.finish();
                match self.found.looked.is_some() {
                    true => self.begin_fit(now)?,
                    false => self.work = self.look(),
                }
            }
            Work::Fit(mut fitting) => {
                if fitting.step(now)?.is_running() {
                    self.work = Work::Fit(fitting);
                } else {
                    let fitted = fitting.finish(now)?;
                    self.warn_unless_met(message!("log-solver"), fitted.convergence(), now);
                    self.found.train_part = Some(fitted.report(&self.data.classes));
                    self.say(now, message!("log-check-train"));
                    self.say(now, message!("log-predicting-train"));
                    let labels = InChunks::new(fitted.n_rows());
                    self.work = Work::PredictTrain(Box::new(fitted), labels);
                }
            }
            Work::PredictTrain(fitted, labels) => {
                self.say(now, message!("log-evaluating-train"));
                let truth = self.labels(&self.found.split.train);
                self.found.train = Some(self.evaluated(&truth, labels.finish()));
                self.say(now, message!("log-check-validation"));
                self.say(now, message!("log-predicting-validation"));
                let labels = InChunks::new(self.found.validation_texts.len());
                self.work = Work::PredictValidation(fitted, labels);
            }
            Work::PredictValidation(fitted, labels) => {
                self.say(now, message!("log-evaluating-validation"));
                let truth = self.labels(&self.found.split.validation);
                let validation = self.evaluated(&truth, labels.finish());
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
                self.found.first_model = Some(Arc::new(self.classifier(*fitted)));
                if self.data.test.is_some() {
                    self.say(now, message!("log-check-test"));
                }
                self.say(now, message!("log-cleaning-all"));
                if self.data.test.is_some() {
                    self.say(now, message!("log-cleaning-test"));
                }
                self.say(now, message!("log-fitting-all"));
                // No step of the cleaning learns from the data, so the texts that both parts were cleaned to are
                // the texts that all training rows are cleaned to.
                let mut texts = std::mem::take(&mut self.found.train_texts);
                texts.append(&mut self.found.validation_texts);
                let mut labels = self.labels(&self.found.split.train);
                labels.extend(self.labels(&self.found.split.validation));
                self.found.cleaned = texts.into();
                let cleaned = Arc::clone(&self.found.cleaned);
                self.work = Work::FitFull(Box::new(self.fitting(cleaned, labels)?));
            }
            Work::FitFull(mut fitting) => {
                if fitting.step(now)?.is_running() {
                    self.work = Work::FitFull(fitting);
                } else {
                    let fitted = fitting.finish(now)?;
                    self.warn_unless_met(message!("log-solver"), fitted.convergence(), now);
                    self.found.last = Some(fitted.report(&self.data.classes));
                    if self.data.test.is_some() {
                        self.say(now, message!("log-predicting-test"));
                    }
                    let labels = InChunks::new(self.found.test_texts.len());
                    self.work = Work::PredictTest(Box::new(fitted), labels);
                }
            }
            Work::PredictTest(fitted, labels) => {
                if let Some(test) = &self.data.test {
                    let evaluated = self.evaluated(&test.labels, labels.finish());
                    self.found.baseline = Some(majority_baseline(
                        &self.data.classes,
                        &self.data.train.labels,
                        &test.labels,
                    ));
                    self.found.test = Some(evaluated);
                    self.found.test_texts = Vec::new();
                    self.say(now, message!("log-evaluating-test"));
                }
                let model = Arc::new(self.classifier(*fitted));
                self.found.model_sha256 = model_sha256(&model_files(&model));
                self.found.model = Some(model);
                if self.data.test.is_none() {
                    self.warn_of_no_comparison(now);
                    self.begin_profile(now);
                } else {
                    self.say(now, message!("log-comparing"));
                    if let Some(production) = &self.production {
                        let prepared = Box::new(production.model.prepare()?);
                        let labels = InChunks::new(self.n_test());
                        self.work = Work::Production(prepared, labels);
                    } else {
                        self.say_comparison(now);
                        self.begin_profile(now);
                    }
                }
            }
            Work::Production(_, labels) => {
                self.found.production = self.production_score(&labels.finish());
                self.say_comparison(now);
                self.begin_profile(now);
            }
            Work::Profile(profiling) => self.finish_profile(*profiling, now)?,
            Work::Finished => {}
        }
        Ok(if matches!(self.work, Work::Finished) {
            Status::Done
        } else {
            Status::Running
        })
    }

    /// The same with hyperparameters that a search found, which the log says so.
    pub fn found_by(mut self, search: Message) -> TrainRun {
        self.found_by = Some(search);
        self
    }

    /// Where the run stands.
    pub fn progress(&self) -> RunProgress {
        let (fraction, solver) = match &self.work {
            Work::Validate(_) | Work::Split => (None, None),
            Work::Clean(texts) | Work::CleanValidation(texts) | Work::CleanFull(texts) => {
                (Some(texts.fraction()), None)
            }
            Work::Fit(fitting) | Work::FitFull(fitting) => {
                (fitting.fraction(), fitting.last_point())
            }
            Work::PredictTrain(_, labels)
            | Work::PredictValidation(_, labels)
            | Work::PredictTest(_, labels)
            | Work::Production(_, labels) => (Some(labels.fraction()), None),
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

    fn n_test(&self) -> usize {
        self.data.test.as_ref().map_or(0, |test| test.texts.len())
    }

    fn fitting(&self, texts: Arc<[String]>, labels: Vec<u32>) -> Result<Fitting, Error> {
        Fitting::new(
            &self.config.features(),
            &self.svc,
            texts,
            labels.into(),
            self.data.classes.len(),
            self.config.run.seed,
        )
    }

    fn classifier(&self, fitted: Fitted) -> TextClassifier {
        let (features, mut svc) = fitted.into_parts();
        let split = &self.found.split;
        svc.name_support(&[&split.train[..], &split.validation[..]].concat());
        TextClassifier {
            classes: self.data.classes.clone(),
            recipe: self.config.clean.clone(),
            features,
            svc,
        }
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

impl Work {
    /// The stage that it belongs to.
    fn stage(&self) -> Option<Stage> {
        Some(match self {
            Work::Validate(_) => Stage::Validate,
            Work::Split => Stage::Split,
            Work::Clean(_) => Stage::Clean,
            Work::CleanValidation(_) => Stage::CleanValidation,
            Work::Fit(fitting) if fitting.is_vectorizing() => Stage::Tfidf,
            Work::Fit(_) => Stage::Fit,
            Work::PredictTrain(..) => Stage::PredictTrain,
            Work::PredictValidation(..) => Stage::PredictValidation,
            Work::CleanFull(_) => Stage::CleanFull,
            Work::FitFull(fitting) if fitting.is_vectorizing() => Stage::TfidfFull,
            Work::FitFull(_) => Stage::FitFull,
            Work::PredictTest(..) => Stage::PredictTest,
            Work::Production(..) => Stage::Production,
            Work::Profile(_) => Stage::OutOfFold,
            Work::Finished => return None,
        })
    }
}
