//! How a search goes: its file has a section `study` with Optuna's words, and the space.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use toml::Value;

use super::Space;
use super::trial::Direction;
use crate::message;
use crate::pipeline::error::{Code, Error};
use crate::pipeline::metrics::SetScore;
use crate::pipeline::params::{self, STUDY, Schema, Settings};

/// Everything that decides a search beside the data and the configuration from which its trials start.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SearchSettings {
    pub study: StudySection,
    #[schemars(schema_with = "Space::json_schema")]
    pub space: Space,
}

impl Default for SearchSettings {
    fn default() -> SearchSettings {
        SearchSettings {
            study: StudySection::default(),
            space: Space::sensible(),
        }
    }
}

impl SearchSettings {
    /// Reads a TOML file: a section `study`, and `space` as [`Space::from_table`] takes it; what is left out has its default.
    ///
    /// # Errors
    /// Those of [`params::read`] and of [`Space::from_table`], each with its line.
    pub fn read(text: &str, file: &str) -> Result<SearchSettings, Error> {
        let (mut values, lines) = params::parse(text, file)?;
        let space = match values.remove(SPACE) {
            None => Space::sensible(),
            Some(Value::Table(table)) => {
                Space::from_table(&table).map_err(|error| params::placed(error, file, &lines))?
            }
            Some(_) => {
                let message = message!("setting-no-section", name = SPACE);
                let remedy = message!("setting-write-section", name = SPACE);
                let error = Error::new(Code::InvalidConfig, message, remedy);
                return Err(error.at_line(file, lines[SPACE]));
            }
        };
        let read = params::read_values::<StudyFile>(&values, &lines, file)?;
        let study = read.settings.study;
        Ok(SearchSettings { study, space })
    }

    /// The settings as the TOML file that gives them.
    pub fn to_toml(&self) -> String {
        toml::to_string(self).expect("every value of a search has a form in TOML")
    }
}

/// The section of the space.
const SPACE: &str = "space";

/// How trials are chosen, judged and ended.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct StudySection {
    /// Trials, those that were pruned or failed among them.
    pub n_trials: u32,
    /// No trial is begun after so many seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeout: Option<f64>,
    /// A trial that takes more seconds fails.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trial_timeout: Option<f64>,
    pub sampler: SamplerName,
    pub pruner: PrunerName,
    pub objective: Objective,
    pub second_objective: SecondObjective,
    pub evaluation: Evaluation,
    /// Folds of the evaluation `folds`.
    pub n_folds: u32,
    /// Of sampler and folds.
    pub seed: u32,
    /// A trial is proposed from the results of all but the last `lag - 1` trials before it, so that up to `lag` trials run at a
    /// time and the study is the same for every number of workers.
    pub lag: u32,
    /// Trials whose model has more bytes are not the best.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_model_bytes: Option<u64>,
    pub take: Take,
    /// A trial that would take more memory is refused before it starts.
    pub max_memory_bytes: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SamplerName {
    /// TPE over the union of a conditional space, no configuration twice.
    Union,
    /// Optuna's.
    Tpe,
    Random,
    Grid,
    /// A random forest with expected improvement beside [`SamplerName::Union`], no configuration twice.
    Forest,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PrunerName {
    None,
    Median,
    Hyperband,
    Wilcoxon,
}

/// What is made as large as possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Objective {
    F1Micro,
    F1Macro,
    /// Percent, of the classes cyberbullying and hate-speech.
    PolevalMicroF,
    /// Percent.
    PolevalMacroF,
}

/// What is made as small as possible beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecondObjective {
    None,
    ModelBytes,
    /// Seconds for a text; it differs from run to run.
    Latency,
}

/// On which rows a trial is judged; the test set is never among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Evaluation {
    /// Stratified folds of the training set.
    Folds,
    /// The validation part that a run sets aside.
    Validation,
    /// The last rows, as many as a run sets aside, by a model of those before: for rows in the order of time.
    Recent,
}

/// Whose configuration the run is made with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Take {
    /// The highest value.
    Best,
    /// The smallest model of those that can't be told from the best.
    Simplest,
}

impl Default for StudySection {
    fn default() -> StudySection {
        StudySection {
            n_trials: 50,
            timeout: None,
            trial_timeout: None,
            sampler: SamplerName::Forest,
            pruner: PrunerName::Median,
            objective: Objective::F1Micro,
            second_objective: SecondObjective::None,
            evaluation: Evaluation::Folds,
            n_folds: 5,
            seed: 2021,
            lag: 4,
            max_model_bytes: None,
            take: Take::Best,
            max_memory_bytes: 1 << 30,
        }
    }
}

impl Objective {
    pub fn score(self) -> SetScore {
        match self {
            Objective::F1Micro => SetScore::F1Micro,
            Objective::F1Macro => SetScore::F1Macro,
            Objective::PolevalMicroF => SetScore::PolevalMicro,
            Objective::PolevalMacroF => SetScore::PolevalMacro,
        }
    }

    /// As metrics are named.
    pub fn name(self) -> &'static str {
        match self {
            Objective::F1Micro => "f1_micro",
            Objective::F1Macro => "f1_macro",
            Objective::PolevalMicroF => "poleval_micro_f",
            Objective::PolevalMacroF => "poleval_macro_f",
        }
    }
}

impl StudySection {
    /// The objectives by name, each with its good end.
    pub fn objectives(&self) -> Vec<(&'static str, Direction)> {
        let first = (self.objective.name(), Direction::Maximize);
        let second = match self.second_objective {
            SecondObjective::None => None,
            SecondObjective::ModelBytes => Some(("model_bytes", Direction::Minimize)),
            SecondObjective::Latency => Some(("latency", Direction::Minimize)),
        };
        std::iter::once(first).chain(second).collect()
    }
}

impl Settings for StudyFile {
    const SCHEMA: &'static Schema = &STUDY;

    fn check(&self) -> Result<(), Error> {
        match STUDY.faults(&self.to_table()).into_iter().next() {
            Some(fault) => Err(fault),
            None => Ok(()),
        }
    }
}

/// The file without the space.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct StudyFile {
    pub study: StudySection,
}
