//! A search at work: which trial comes next, what each fold came to, when it is over. Whoever has threads or workers evaluates.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::at_work::TrialNews;
use super::evaluate::{Evaluator, FoldScores, Limits, Scheme, TrainingRows, TrialScores};
use super::pruner::Pruner;
use super::sampler::Sampler;
use super::settings::{
    Evaluation, Objective, PrunerName, SamplerName, SearchSettings, SecondObjective, StudySection,
};
use super::space::{Point, canonical};
use super::study::{Ask, Plan, Study, Told};
use super::trial::{FoldValue, Trial, TrialState};
use crate::message;
use crate::pipeline::corpus::sha256_hex;
use crate::pipeline::error::{Code, Error};
use crate::pipeline::run::RunConfig;
use crate::pipeline::time::UnixMillis;

/// A search at work.
#[derive(Debug, Clone)]
pub struct Tuning {
    judged_on: String,
    settings: SearchSettings,
    study: Study,
    begun: UnixMillis,
    /// Seconds in which it was not at work.
    rested: f64,
}

/// What there is to do.
#[derive(Debug, Clone)]
pub enum Next {
    Trial {
        number: u32,
        config: Box<RunConfig>,
    },
    /// Others must end first.
    Wait,
    Over(Ending),
}

/// Why no further trial begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Ending {
    /// There are as many as were asked for.
    Trials,
    Timeout,
    /// Every configuration of the space was tried.
    Exhausted,
    /// Somebody wanted so.
    Stopped,
}

impl Tuning {
    /// A search that begins at `now`. `name` is the study's. The configuration `base` itself is tried first where the space has
    /// it, so that the search finds nothing worse.
    ///
    /// # Errors
    /// Those of [`Study::new`]; [`Code::InvalidConfig`] for an objective of PolEval on other data.
    pub fn new(
        name: &str,
        settings: SearchSettings,
        base: RunConfig,
        rows: &TrainingRows,
        now: UnixMillis,
    ) -> Result<Tuning, Error> {
        Tuning::with_trials(name, settings, base, rows, Vec::new(), now)
    }

    /// One that goes on from trials that are there already; those that never ended failed.
    ///
    /// # Errors
    /// Those of [`Tuning::new`].
    pub fn with_trials(
        name: &str,
        settings: SearchSettings,
        base: RunConfig,
        rows: &TrainingRows,
        mut trials: Vec<Trial>,
        now: UnixMillis,
    ) -> Result<Tuning, Error> {
        let section = &settings.study;
        let of_poleval = [Objective::PolevalMicroF, Objective::PolevalMacroF];
        if of_poleval.contains(&section.objective) && !rows.is_poleval {
            let message = message!("search-not-poleval", objective = section.objective.name());
            let remedy = message!("search-take-f1");
            return Err(Error::new(Code::InvalidConfig, message, remedy));
        }
        let plan = Plan {
            name: name.into(),
            space: settings.space.clone(),
            base: base.clone(),
            sampler: sampler(section.sampler),
            pruner: pruner(section),
            directions: section.objectives().into_iter().map(|one| one.1).collect(),
            seed: section.seed,
            n_folds: section.n_folds,
            lag: section.lag,
        };
        for trial in &mut trials {
            if trial.state == TrialState::Running {
                trial.state = TrialState::Fail;
                trial.note = Some(message!("search-trial-lost"));
                trial.end = Some(now);
            }
        }
        let has_base = section.sampler != SamplerName::Grid;
        let is_new = trials.is_empty();
        let n_queued = u32::from(has_base && !is_new);
        let mut study = Study::with_trials(plan, trials, n_queued)?;
        if has_base && is_new {
            study.enqueue(&Point::new())?;
        }
        Ok(Tuning {
            judged_on: judged_on(&settings, &base, rows),
            settings,
            study,
            begun: now,
            rested: 0.0,
        })
    }

    /// See [`judged_on`].
    pub fn judged_on(&self) -> &str {
        &self.judged_on
    }

    pub fn settings(&self) -> &SearchSettings {
        &self.settings
    }

    pub fn study(&self) -> &Study {
        &self.study
    }

    /// The search has rested for so many seconds, which don't count to its time.
    pub fn rest(&mut self, seconds: f64) {
        self.rested += seconds;
    }

    /// What to do next.
    ///
    /// # Errors
    /// Those of [`Study::config`].
    pub fn next(&mut self, now: UnixMillis) -> Result<Next, Error> {
        let trials = self.study.trials();
        let is_waiting = |trial: &Trial| trial.state == TrialState::Waiting;
        let is_enough = trials.len() >= self.settings.study.n_trials as usize;
        if let Some(ending) = self.ending(is_enough && !trials.iter().any(is_waiting), now) {
            return Ok(Next::Over(ending));
        }
        match self.study.ask(now) {
            Ask::Trial(number) => self.trial(number),
            Ask::Wait => Ok(Next::Wait),
            Ask::Exhausted => Ok(Next::Over(Ending::Exhausted)),
        }
    }

    fn trial(&self, number: u32) -> Result<Next, Error> {
        let config = Box::new(self.config(number)?);
        Ok(Next::Trial { number, config })
    }

    /// Whether no further trial begins, where there are enough or for its time.
    pub fn ending(&self, is_enough: bool, now: UnixMillis) -> Option<Ending> {
        if is_enough {
            return Some(Ending::Trials);
        }
        let time = now.seconds_since(self.begun) - self.rested;
        let timeout = self.settings.study.timeout;
        let is_late = timeout.is_some_and(|timeout| time >= timeout);
        is_late.then_some(Ending::Timeout)
    }

    /// From now on others have trials in its study too: see [`Tuning::learn`] and [`Tuning::begin`], which take the place of
    /// [`Tuning::next`].
    pub fn share(&mut self) {
        self.study.share();
    }

    /// See [`Study::learn`].
    ///
    /// # Panics
    /// If a trial is left out.
    pub fn learn(&mut self, trial: Trial) {
        self.study.learn(trial);
    }

    /// See [`Study::is_exhausted`].
    pub fn is_exhausted(&mut self) -> bool {
        self.study.is_exhausted()
    }

    /// Begins a trial that a storage has given away, see [`Study::begin`]. Where no configuration is left for it, it has failed.
    ///
    /// # Errors
    /// Those of [`Study::config`].
    ///
    /// # Panics
    /// If there is no such trial.
    pub fn begin(&mut self, number: u32, now: UnixMillis) -> Result<Next, Error> {
        if self.study.begin(number, now) {
            return self.trial(number);
        }
        let why = message!("search-none-left");
        self.study.tell(number, Told::Fail(why), now);
        Ok(Next::Over(Ending::Exhausted))
    }

    /// Takes in what a running trial says at `now`; gives whether it goes on.
    ///
    /// # Panics
    /// If there is no such trial.
    pub fn hear(&mut self, number: u32, news: TrialNews, now: UnixMillis) -> bool {
        match news {
            TrialNews::Fold { scores, is_last } => {
                // After the last fold there is nothing left to save.
                let is_hopeless = self.fold(number, &scores) && !is_last;
                if is_hopeless {
                    self.study.tell(number, Told::Pruned, now);
                }
                return !is_hopeless;
            }
            TrialNews::Complete(scores) => self.complete(number, *scores, now),
            TrialNews::Failed(why) => self.study.tell(number, Told::Fail(why), now),
        }
        false
    }

    /// A running trial was lost with who was at it: it begins again, as the next one.
    ///
    /// # Panics
    /// If there is no such trial.
    pub fn begin_again(&mut self, number: u32) {
        self.study.begin_again(number);
    }

    /// Somebody wants no more: what runs, or would, has failed. Gives their numbers.
    pub fn stop(&mut self, now: UnixMillis) -> Vec<u32> {
        let trials = self.study.trials().iter();
        let open = trials.filter(|trial| trial.end.is_none());
        let open: Vec<u32> = open.map(|trial| trial.number).collect();
        for &number in &open {
            let why = message!("search-trial-lost");
            self.study.tell(number, Told::Fail(why), now);
        }
        open
    }

    /// What a trial came to on its next fold; gives whether the pruner would end it here.
    fn fold(&mut self, number: u32, scores: &FoldScores) -> bool {
        let value = self.value_of(scores);
        let folds = &self.study.trials()[number as usize].folds;
        let (n, sum) = folds
            .iter()
            .fold((1.0, value), |(n, sum), fold| (n + 1.0, sum + fold.value));
        let fold = FoldValue {
            fold: folds.len() as u32,
            value,
            mean: sum / n,
        };
        self.study.report(number, fold)
    }

    fn value_of(&self, scores: &FoldScores) -> f64 {
        let poleval = scores.poleval.as_ref();
        match self.settings.study.objective {
            Objective::F1Micro => scores.f1_micro,
            Objective::F1Macro => scores.f1_macro,
            Objective::PolevalMicroF => poleval.map_or(f64::NAN, |scores| scores.micro_f),
            Objective::PolevalMacroF => poleval.map_or(f64::NAN, |scores| scores.macro_f),
        }
    }

    fn complete(&mut self, number: u32, scores: TrialScores, now: UnixMillis) {
        let section = &self.settings.study;
        let first = self.study.trials()[number as usize].folds.last();
        let mut values = vec![first.map_or(f64::NAN, |fold| fold.mean)];
        match section.second_objective {
            SecondObjective::None => {}
            SecondObjective::ModelBytes => values.push(scores.model_bytes as f64),
            SecondObjective::Latency => values.push(scores.predict_seconds),
        }
        let most = section.max_model_bytes;
        let constraints = most.map(|most| scores.model_bytes as f64 - most as f64);
        let constraints = constraints.into_iter().collect();
        let measures = scores.measures();
        self.study
            .measure(number, constraints, measures, scores.predicted.into());
        self.study.tell(number, Told::Complete(values), now);
    }

    /// The configuration of a trial.
    ///
    /// # Errors
    /// Those of [`Study::config`].
    pub fn config(&self, number: u32) -> Result<RunConfig, Error> {
        self.study
            .config(&self.study.trials()[number as usize].point)
    }
}

/// An evaluator of trials, with a memory of its own. `base` is the configuration of what the space leaves as it is.
///
/// # Errors
/// Those of [`Evaluator::new`].
pub fn evaluator(
    settings: &SearchSettings,
    base: &RunConfig,
    rows: TrainingRows,
) -> Result<Evaluator, Error> {
    let study = &settings.study;
    let size = base.run.validation_size;
    let (scheme, seed) = match study.evaluation {
        Evaluation::Folds => (Scheme::Folds { n: study.n_folds }, study.seed),
        Evaluation::Validation => (Scheme::Validation { size }, base.run.seed),
        Evaluation::Recent => (Scheme::Recent { size }, base.run.seed),
    };
    let limits = Limits {
        trial_bytes: usize::try_from(study.max_memory_bytes).unwrap_or(usize::MAX),
        ..Limits::default()
    };
    Evaluator::new(rows, scheme, seed, limits)
}

/// The name of what trials are judged on: the rows, how they are dealt, and the configuration of what the space leaves as it is. The
/// values of two trials can be compared where it is the same.
pub fn judged_on(settings: &SearchSettings, base: &RunConfig, rows: &TrainingRows) -> String {
    let study = &settings.study;
    let dealt = match study.evaluation {
        Evaluation::Folds => format!("{} folds, seed {}", study.n_folds, study.seed),
        Evaluation::Validation => format!(
            "validation {}, seed {}",
            base.run.validation_size, base.run.seed
        ),
        Evaluation::Recent => format!("recent {}", base.run.validation_size),
    };
    let mut parts = vec![canonical(base), base.run.seed.to_string(), dealt];
    parts.extend(rows.classes.iter().cloned());
    let labels = rows.labels.iter().map(u32::to_string);
    parts.push(labels.collect::<Vec<_>>().join(" "));
    let texts = rows.texts.iter().map(|text| sha256_hex(text.as_bytes()));
    parts.extend(texts);
    sha256_hex(parts.join("\n").as_bytes())
}

fn sampler(name: SamplerName) -> Sampler {
    match name {
        SamplerName::Union => Sampler::Union,
        SamplerName::Tpe => Sampler::Tpe,
        SamplerName::Random => Sampler::Random,
        SamplerName::Grid => Sampler::Grid,
        SamplerName::Forest => Sampler::Forest,
    }
}

/// One split has no folds to prune between.
fn pruner(section: &StudySection) -> Pruner {
    match (section.evaluation, section.pruner) {
        (Evaluation::Validation | Evaluation::Recent, _) | (_, PrunerName::None) => Pruner::None,
        (_, PrunerName::Median) => Pruner::Median,
        (_, PrunerName::Hyperband) => Pruner::Hyperband,
        (_, PrunerName::Wilcoxon) => Pruner::Wilcoxon,
    }
}
