//! The configuration of a run: one TOML file or the page's form, with scikit-learn's names.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::drift_section::DriftSection;
use crate::pipeline::clean::CleanRecipe;
use crate::pipeline::corpus::Exclusions;
use crate::pipeline::error::{Code, Error};
use crate::pipeline::features::TfidfParams;
use crate::pipeline::names::unknown;
use crate::pipeline::settings::{Setting, set_key, settings, with_name};
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
    /// In the order of the file.
    pub const SECTIONS: [&str; 6] = ["run", "data", "clean", "tfidf", "svc", "drift"];

    /// Reads a TOML file; what is left out has its default.
    ///
    /// # Errors
    /// [`Code::InvalidConfig`] where the text is no TOML or a value is of the wrong kind, [`Code::UnknownKey`] for a key
    /// that does not exist (the remedy names the nearest one), [`Code::InvalidParameter`] for a value out of range;
    /// each with the line.
    pub fn from_toml(text: &str, file: &str) -> Result<RunConfig, Error> {
        let mut config = RunConfig::default();
        let mut lines = BTreeMap::new();
        for Setting {
            section,
            key,
            line,
            value,
        } in settings(text, file, &RunConfig::SECTIONS)?
        {
            check_name(&section, &key)
                .and_then(|()| config.set(&section, &key, &value))
                .and_then(|()| config.check_key(&section, &key).map_err(with_name))
                .map_err(|error| error.at_line(file, line))?;
            lines.insert(format!("{section}.{key}"), line);
        }
        config.check().map_err(|error| {
            let setting = error.place.as_ref().map(|place| place.file.clone());
            match setting.and_then(|setting| lines.get(&setting)) {
                Some(&line) => with_name(error).at_line(file, line),
                None => with_name(error).in_file(file),
            }
        })?;
        Ok(config)
    }

    /// The configuration as the TOML file that gives it.
    pub fn to_toml(&self) -> String {
        toml::to_string(self).expect("every value of a configuration has a form in TOML")
    }

    /// Whether every value is in its range, the classes' names apart (see [`SvcParams::check`]).
    ///
    /// # Errors
    /// [`Code::InvalidParameter`] or [`Code::InvalidConfig`] for the first fault, its place the setting's name.
    pub fn check(&self) -> Result<(), Error> {
        self.check_key("run", "validation_size")?;
        self.check_key("run", "name")?;
        self.check_key("run", "experiment")?;
        self.data.check()?;
        self.tfidf.check()?;
        self.clean.compile()?;
        // The data's classes are not known yet: those that the weights name stand in for them.
        let named: Vec<String> = match &self.svc.class_weight {
            ClassWeight::PerClass(weights) => weights.keys().cloned().collect(),
            ClassWeight::None | ClassWeight::Balanced => Vec::new(),
        };
        self.svc.check(&named)?;
        Ok(())
    }

    /// The checks of the run's own section; the others check themselves as a whole.
    fn check_key(&self, section: &str, key: &str) -> Result<(), Error> {
        let setting = format!("{section}.{key}");
        match (section, key) {
            ("run", "validation_size") => {
                let share = self.run.validation_size;
                if share > 0.0 && share < 1.0 {
                    return Ok(());
                }
                Err(Error::new(
                    Code::InvalidParameter,
                    format!("{share} is not a share above 0 and below 1"),
                    "give the share of the training rows to validate on, such as 0.3",
                )
                .in_file(setting))
            }
            ("run", "name" | "experiment") => {
                let name = if key == "name" {
                    &self.run.name
                } else {
                    &self.run.experiment
                };
                if !name.trim().is_empty()
                    && name.chars().count() <= 250
                    && !name.contains(char::is_control)
                {
                    return Ok(());
                }
                Err(Error::new(
                    Code::InvalidParameter,
                    "a name has 1 to 250 characters on one line",
                    "give it a short name",
                )
                .in_file(setting))
            }
            _ => Ok(()),
        }
    }

    fn set(&mut self, section: &str, key: &str, value: &toml::Value) -> Result<(), Error> {
        let takes = expected(section, key);
        match section {
            "run" => set_key(&mut self.run, section, key, value, takes),
            "data" => set_key(&mut self.data, section, key, value, takes),
            "clean" => set_key(&mut self.clean, section, key, value, takes),
            "tfidf" => set_key(&mut self.tfidf, section, key, value, takes),
            "drift" => set_key(&mut self.drift, section, key, value, takes),
            _ => set_key(&mut self.svc, section, key, value, takes),
        }
    }
}

/// Whether a setting of this name exists.
///
/// # Errors
/// [`Code::UnknownKey`] with the known name that is nearest.
pub fn check_name(section: &str, key: &str) -> Result<(), Error> {
    let Some(known) = known_keys(section) else {
        return Err(unknown(section, &RunConfig::SECTIONS, "section"));
    };
    if known.iter().any(|known| known == key) {
        return Ok(());
    }
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    Err(unknown(key, &known, &format!("key of [{section}]")))
}

/// The keys of a section: those of its default, and the ones that a default leaves out.
fn known_keys(section: &str) -> Option<Vec<String>> {
    let keys = |value: toml::Value| -> Vec<String> {
        value
            .as_table()
            .map(|table| table.keys().cloned().collect())
            .unwrap_or_default()
    };
    let of = |section: Result<toml::Value, toml::ser::Error>| {
        keys(section.expect("every default has a form in TOML"))
    };
    match section {
        "run" => Some(of(toml::Value::try_from(RunSection::default()))),
        "data" => {
            let mut known = of(toml::Value::try_from(Exclusions::default()));
            known.extend(Exclusions::READING_KEYS.map(String::from));
            Some(known)
        }
        "clean" => Some(of(toml::Value::try_from(CleanRecipe::default()))),
        "tfidf" => {
            let mut known = of(toml::Value::try_from(TfidfParams::default()));
            known.push("max_features".into());
            Some(known)
        }
        "svc" => Some(of(toml::Value::try_from(SvcParams::default()))),
        "drift" => Some(of(toml::Value::try_from(DriftSection::default()))),
        _ => None,
    }
}

/// What can be excluded by kind; a test holds it to [`FindingKind`](crate::pipeline::corpus::FindingKind).
const EXCLUDED_KINDS: &str = "a list of kinds of findings: duplicates, near-duplicates, contradicting-labels, \
    contradicting-near-duplicates, empty-texts, empty-after-cleaning, replacement-characters, mojibake, escaped-characters, \
    control-characters, byte-order-marks, length-outliers, language-outliers, split-impossible, small-class, tags-outside-schema, \
    texts-in-both-sets, near-texts-in-both-sets, contradicting-labels-between-sets, class-only-in-test";

/// What a key takes, in words.
pub fn expected(section: &str, key: &str) -> &'static str {
    match (section, key) {
        ("run", "seed") => "a whole number from 0 to 4294967295",
        ("run", "validation_size") => "a share above 0 and below 1",
        ("data", "exclude_train" | "exclude_test") => EXCLUDED_KINDS,
        ("data", "text_column" | "label_column") => {
            "the name of a column in quotes, or its number from 1 in quotes"
        }
        ("data", "delimiter") => "\"comma\", \"semicolon\", \"tab\" or \"pipe\"",
        ("data", "quoting") => "\"csv\" or \"none\"",
        ("data", "header") => "true or false",
        ("data", "encoding") => "the name of an encoding, such as \"utf-8\" or \"windows-1250\"",
        ("data", "missing") => "\"leave-out\", \"refuse\" or \"keep\"",
        ("data", "label_names") => {
            "\"auto\", \"as-they-stand\", \"poleval\" or a table such as {0 = \"anger\", 1 = \"joy\"}"
        }
        ("data", _) => "a list of row numbers, counted from 1, such as [12, 55]",
        ("clean", "case") => "\"lower\" or \"upper\"",
        ("clean", "number_action") => "\"delete\" or \"replacement\"",
        ("clean", "steps") => {
            "a list of the names of cleaning steps, in the order in which they run"
        }
        ("clean", "search_non_ascii_pattern" | "number_replacement_str") => "a text in quotes",
        ("clean", _) => "a list of texts in quotes",
        ("tfidf", "analyzer") => "\"word\", \"char\" or \"char_wb\"",
        ("tfidf", "strip_accents") => "\"none\", \"ascii\" or \"unicode\"",
        ("tfidf", "stop_words") => "a list of texts in quotes",
        ("tfidf", "ngram_range") => "two whole numbers such as [1, 2]",
        ("tfidf", "min_df" | "max_df") => {
            "a whole number (a count of documents) or a fraction (a share of them)"
        }
        ("tfidf", "max_features") => "a whole number above 0, or leave the key out for all terms",
        ("tfidf", "norm") => "\"l1\", \"l2\" or \"none\"",
        ("tfidf", "token_pattern") => "a regular expression in single quotes",
        ("tfidf", _) => "true or false",
        ("svc", "engine") => "\"smo\", \"linear\" or \"linfa-svm\"",
        ("svc", "kernel") => "\"linear\", \"poly\", \"rbf\" or \"sigmoid\"",
        ("svc", "gamma") => "\"scale\", \"auto\" or a number above 0",
        ("svc", "class_weight") => "\"none\", \"balanced\" or a table such as {hate-speech = 2.0}",
        ("svc", "decision_function_shape") => "\"ovr\" or \"ovo\"",
        ("svc", "loss") => "\"squared_hinge\" or \"hinge\"",
        ("svc", "degree") => "a whole number, 0 or more",
        ("svc", "max_iter") => "a whole number, -1 for no limit",
        ("svc", "C" | "tol" | "coef0" | "cache_size" | "intercept_scaling") => "a number",
        ("svc", _) => "true or false",
        ("drift", "profile") => "\"rows\", \"marginals\" or \"none\"",
        _ => "a text in quotes",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::features::DfLimit;
    use crate::pipeline::svm::Gamma;

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
    fn every_kind_that_can_be_excluded_is_named() {
        use crate::pipeline::corpus::FindingKind;
        let (_, named) = EXCLUDED_KINDS.split_once(": ").unwrap();
        let kinds: Vec<&str> = FindingKind::ALL
            .iter()
            .filter(|kind| kind.names_rows())
            .map(|kind| kind.name())
            .collect();
        assert_eq!(named, kinds.join(", "));
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
                "short name",
            ),
            ("[run\n", Code::InvalidConfig, 1, "correct the TOML"),
            (
                "[data]\nexclude_train = [\"duplicate\"]",
                Code::InvalidConfig,
                2,
                "kinds of findings: duplicates, near-duplicates,",
            ),
            (
                "[data]\nexclude_test = [\"class-imbalance\"]",
                Code::InvalidConfig,
                2,
                "name kinds that do, or rows",
            ),
            (
                "[data]\nexclude_train_rows = [-1]",
                Code::InvalidConfig,
                2,
                "such as [12, 55]",
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
                "cleaning steps",
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
            assert!(error.remedy.contains(remedy), "{text}: {error}");
        }
    }
}
