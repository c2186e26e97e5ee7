//! The configuration of a run: one TOML file or the page's form, with scikit-learn's names.

use serde::{Deserialize, Serialize};
use toml::{Table, Value};

use super::drift_section::DriftSection;
use crate::pipeline::clean::CleanRecipe;
use crate::pipeline::corpus::Exclusions;
use crate::pipeline::error::Error;
use crate::pipeline::features::{CharsParams, TfidfParams, Union};
use crate::pipeline::params::{self, CONFIG, Schema, Settings};
use crate::pipeline::svm::{ClassWeight, SvcParams};

/// All that decides a run beside the data. The default is the user's own pipeline.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RunConfig {
    pub run: RunSection,
    /// How files are read, and the rows that are left out.
    pub data: Exclusions,
    pub clean: CleanRecipe,
    pub tfidf: TfidfParams,
    #[serde(skip_serializing_if = "CharsParams::is_default")]
    pub chars: CharsParams,
    pub svc: SvcParams,
    pub drift: DriftSection,
}

/// What concerns the run as a whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RunSection {
    /// The run's name in MLflow.
    pub name: String,
    /// The experiment's name in MLflow.
    pub experiment: String,
    /// Seed of the split (and of what else is random), as numpy's `RandomState` takes it.
    pub seed: u32,
    /// Share of the training rows that is set aside for validation, above 0 and below 1.
    pub validation_size: f64,
}

impl Default for RunSection {
    fn default() -> RunSection {
        RunSection {
            name: "Support Vector Classifier v01".into(),
            experiment: "Dryf".into(),
            seed: 2021,
            validation_size: 0.3,
        }
    }
}

impl RunConfig {
    /// Reads a TOML file; what is left out has its default.
    ///
    /// # Errors
    /// Those of [`params::read`].
    pub fn from_toml(text: &str, file: &str) -> Result<RunConfig, Error> {
        Ok(params::read(text, file)?.settings)
    }

    /// The configuration as the TOML file that gives it.
    pub fn to_toml(&self) -> String {
        toml::to_string(self).expect("every value of a configuration has a form in TOML")
    }

    /// The options of the vectorizers. One alone has no weight.
    pub fn features(&self) -> Union<TfidfParams> {
        match self.chars.enabled {
            true => Union {
                tfidf: self.tfidf.clone(),
                chars: Some(self.chars.params.clone()),
            },
            false => Union::from(TfidfParams {
                weight: TfidfParams::default().weight,
                ..self.tfidf.clone()
            }),
        }
    }

    /// Whether every value is in its range, the classes' names apart (see [`SvcParams::check`]).
    ///
    /// # Errors
    /// [`Code::InvalidParameter`](crate::pipeline::error::Code::InvalidParameter) or
    /// [`Code::InvalidConfig`](crate::pipeline::error::Code::InvalidConfig) for the first fault, its place the setting's name.
    pub fn check(&self) -> Result<(), Error> {
        if let Some(fault) = CONFIG.faults(&self.to_table()).into_iter().next() {
            return Err(fault);
        }
        self.features().check()?;
        // That of the default compiles, and takes its time: a search's space is read by many checks.
        if self.clean != CleanRecipe::default() {
            self.clean.compile()?;
        }
        // The data's classes are not known yet: those that the weights name stand in for them.
        let named: Vec<String> = match &self.svc.class_weight {
            ClassWeight::PerClass(weights) => weights.keys().cloned().collect(),
            ClassWeight::None | ClassWeight::Balanced => Vec::new(),
        };
        self.svc.check(&named)?;
        Ok(())
    }
}

impl Settings for RunConfig {
    const SCHEMA: &'static Schema = &CONFIG;

    fn check(&self) -> Result<(), Error> {
        RunConfig::check(self)
    }

    /// With what a written configuration leaves out where it is as usual: the second vectorizer, and weights.
    fn to_table(&self) -> Table {
        let mut table = Table::try_from(self).expect("settings are sections with keys");
        let chars = Value::try_from(&self.chars).expect("a section has keys");
        table.insert("chars".into(), chars);
        for (section, params) in [("tfidf", &self.tfidf), ("chars", &self.chars.params)] {
            if let Some(Value::Table(of_section)) = table.get_mut(section) {
                of_section.insert("weight".into(), params.weight.into());
            }
        }
        table
    }

    fn faults_on(&self, classes: &[String]) -> Vec<Error> {
        match classes {
            [] => Vec::new(),
            classes => self.svc.violations(classes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::error::Code;
    use crate::pipeline::features::DfLimit;
    use crate::pipeline::svm::Gamma;

    /// [`RunConfig::check`] goes by it.
    #[test]
    fn the_recipe_of_the_default_compiles() {
        assert!(CleanRecipe::default().compile().is_ok());
    }

    #[test]
    fn a_written_configuration_reads_back_the_same() {
        let mut config = RunConfig::default();
        assert_eq!(
            RunConfig::from_toml(&config.to_toml(), "run.toml").unwrap(),
            config
        );
        config.tfidf.max_features = Some(100);
        config.tfidf.min_df = DfLimit::Share(0.01);
        config.svc.gamma = Gamma::Value(0.5);
        config.svc.class_weight = ClassWeight::PerClass([("hate-speech".to_string(), 2.5)].into());
        assert_eq!(
            RunConfig::from_toml(&config.to_toml(), "run.toml").unwrap(),
            config
        );
    }

    #[test]
    fn what_is_left_out_has_its_default_and_whole_numbers_stand_for_floats() {
        let config = RunConfig::from_toml(
            "[svc]\nC = 10\ngamma = 2\n[tfidf]\nmax_df = 1.0\nmin_df = 1",
            "f",
        )
        .unwrap();
        assert_eq!((config.svc.c, config.svc.gamma), (10.0, Gamma::Value(2.0)));
        assert_eq!(
            (config.tfidf.max_df, config.tfidf.min_df),
            (DfLimit::Share(1.0), DfLimit::Count(1))
        );
        assert_eq!(config.run, RunSection::default());
    }

    #[test]
    fn each_fault_has_its_code_line_and_remedy() {
        let cases = [
            (
                "[svc]\nkernal = \"rbf\"",
                Code::UnknownKey,
                2,
                "did you mean `kernel`",
            ),
            (
                "[run]\nseed = 1\n[scv]\n",
                Code::UnknownKey,
                3,
                "did you mean `svc`",
            ),
            ("[svc]\nc = 1.0", Code::UnknownKey, 2, "did you mean `C`"),
            ("svc = 3", Code::InvalidConfig, 1, "write [svc]"),
            (
                "[svc]\nkernel = \"cubic\"",
                Code::InvalidConfig,
                2,
                "\"sigmoid\"",
            ),
            (
                "[svc]\ngamma = \"scal\"",
                Code::InvalidConfig,
                2,
                "\"auto\"",
            ),
            ("[run]\nseed = -1", Code::InvalidConfig, 2, "whole number"),
            (
                "[run]\n\nvalidation_size = 1.5",
                Code::InvalidParameter,
                3,
                "such as 0.3",
            ),
            (
                "[run]\nname = \"\"",
                Code::InvalidParameter,
                2,
                "1 to 250 characters",
            ),
            ("[run\n", Code::InvalidConfig, 1, "correct the TOML"),
            (
                "[data]\nexclude_train = [\"duplicate\"]",
                Code::InvalidConfig,
                2,
                "did you mean \"duplicates\"",
            ),
            (
                "[data]\nexclude_test = [\"class-imbalance\"]",
                Code::InvalidConfig,
                2,
                "each item \"duplicates\"",
            ),
            (
                "[data]\nexclude_train_rows = [-1]",
                Code::InvalidConfig,
                2,
                "a whole number from 1",
            ),
            ("[data]\nexclude = []", Code::UnknownKey, 2, "exclude_train"),
            (
                "[drift]\nprofile = \"all\"",
                Code::InvalidConfig,
                2,
                "\"rows\", \"marginals\" or \"none\"",
            ),
            (
                "[drift]\nprofiles = \"rows\"",
                Code::UnknownKey,
                2,
                "did you mean `profile`",
            ),
            (
                "[clean]\nsteps = [\"word_cazer\"]",
                Code::InvalidConfig,
                2,
                "did you mean \"word_caser\"",
            ),
        ];
        for (text, code, line, remedy) in cases {
            let error = RunConfig::from_toml(text, "run.toml").unwrap_err();
            assert_eq!(error.code, code, "{text}: {error}");
            let place = error.place.clone().unwrap();
            assert_eq!(
                (place.file.as_str(), place.line),
                ("run.toml", Some(line)),
                "{text}: {error}"
            );
            assert!(error.to_string().contains(remedy), "{text}: {error}");
        }
    }
}
