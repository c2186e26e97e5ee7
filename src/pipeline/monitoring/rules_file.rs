//! Rules as a TOML file: a section for each reason, every key with a default.

use super::rules::{WatchRules, distinct};
use crate::message;
use crate::message::{Argument, Message};
use crate::pipeline::error::Error;
use crate::pipeline::params::{self, MONITORING, ReadFile, Schema, Settings};

impl WatchRules {
    /// Reads a TOML file; what is left out has its default. Rules that mean something else than they did are noted.
    ///
    /// # Errors
    /// Those of [`params::read`].
    pub fn read(text: &str, file: &str) -> Result<ReadFile<WatchRules>, Error> {
        params::read(text, file)
    }

    /// The rules as the TOML file that gives them.
    pub fn to_toml(&self) -> String {
        toml::to_string(self).expect("every value of the rules has a form in TOML")
    }
}

impl Settings for WatchRules {
    const SCHEMA: &'static Schema = &MONITORING;

    fn check(&self) -> Result<(), Error> {
        WatchRules::check(self)
    }

    fn upgrade(&mut self) -> Option<Message> {
        if !distinct(&self.quality.detectors) {
            return None;
        }
        let moved: Vec<Argument> = self
            .quality
            .upgrade()
            .into_iter()
            .map(|detector| Argument::Text(detector.to_string()))
            .collect();
        (!moved.is_empty())
            .then(|| message!("retrain-detectors-moved", detectors = Argument::All(moved)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::error::Code;

    #[test]
    fn the_file_with_the_defaults_gives_the_defaults_and_names_every_key() {
        let file = MONITORING.example_file(crate::message::Language::English);
        let read = WatchRules::read(&file, "rules.toml").unwrap();
        assert_eq!(read.settings, WatchRules::default());
        let written = toml::Table::try_from(WatchRules::default()).unwrap();
        let named: toml::Table = toml::from_str(&file).unwrap();
        for (section, keys) in &written {
            for key in keys.as_table().unwrap().keys() {
                assert!(named[section].get(key).is_some(), "{section}.{key}");
            }
        }
    }

    #[test]
    fn written_rules_read_back_the_same() {
        let mut rules = WatchRules::default();
        rules.schedule.enabled = true;
        rules.schedule.days = 30.5;
        rules.drift.parts.truncate(2);
        rules.drift.spending = super::super::rules::SpendingKind::Pocock;
        let read = WatchRules::read(&rules.to_toml(), "rules.toml").unwrap();
        assert_eq!(read.settings, rules);
        let whole = WatchRules::read("[schedule]\ndays = 30\n", "rules.toml").unwrap();
        assert_eq!(whole.settings.schedule.days, 30.0);
    }

    /// Rules of before are read; what advised without a bound is shown, and said.
    #[test]
    fn detectors_without_a_bound_are_moved_and_said() {
        use super::super::error_stream::Detector::{
            Adwin, ErrorRateTest, ErrorRiseTest, HddmA, HddmW,
        };
        for (written, decide, shown, noted) in [
            (
                r#"["adwin", "hddm-w", "error-rate-bet"]"#,
                vec![ErrorRateTest, ErrorRiseTest],
                vec![Adwin, HddmW],
                Some("ADWIN and HDDM_W"),
            ),
            (
                r#"["hddm-a"]"#,
                vec![ErrorRiseTest],
                vec![HddmA],
                Some("HDDM_A"),
            ),
            (
                r#"["error-rate-bet"]"#,
                vec![ErrorRateTest],
                vec![Adwin, HddmW],
                None,
            ),
        ] {
            let text = format!("[quality]\ndetectors = {written}\n");
            let ReadFile { settings, notes } = WatchRules::read(&text, "old.toml").unwrap();
            assert_eq!(
                (settings.quality.detectors, settings.quality.shown),
                (decide, shown)
            );
            assert_eq!(notes.len(), usize::from(noted.is_some()));
            if let Some(noted) = noted {
                let note = notes[0].to_string();
                assert!(note.starts_with("old.toml, line 2: ") && note.contains(noted));
            }
        }
    }

    #[test]
    fn each_fault_names_its_line_and_the_remedy() {
        for (text, code, line, remedy) in [
            ("[drfit]\n", Code::UnknownKey, 1, "did you mean `drift`"),
            (
                "[drift]\n\nalfa = 1\n",
                Code::UnknownKey,
                3,
                "did you mean `alpha`",
            ),
            ("drift = true\n", Code::InvalidConfig, 1, "[drift]"),
            (
                "[drift]\nalpha = \"a\"\n",
                Code::InvalidConfig,
                2,
                "below 1",
            ),
            (
                "[drift]\nalpha = 1.5\n",
                Code::InvalidParameter,
                2,
                "below 1",
            ),
            (
                "[drift]\nparts = [\"text\"]\n",
                Code::InvalidConfig,
                2,
                "\"descriptors\"",
            ),
            (
                "[drift]\nparts = []\n",
                Code::InvalidParameter,
                2,
                "enabled = false",
            ),
            (
                "[quality]\ndetectors = [\"ddm\"]\n",
                Code::InvalidConfig,
                2,
                "\"error-rise-test\"",
            ),
            (
                "[quality]\nshown = [\"error-rise-test\"]\n",
                Code::InvalidConfig,
                2,
                "\"adwin\"",
            ),
            (
                "[quality]\ndetectors = [\"adwin\", \"adwin\"]\n",
                Code::InvalidConfig,
                2,
                "without repeats",
            ),
            (
                "[data]\nleast_rows = 0\n",
                Code::InvalidParameter,
                2,
                "from 1",
            ),
            (
                "[schedule]\ndays = -1\n",
                Code::InvalidParameter,
                2,
                "above 0",
            ),
            ("[new_data]\nrows = -1\n", Code::InvalidConfig, 2, "from 1"),
            (
                "[drift]\nspending = \"all\"\n",
                Code::InvalidConfig,
                2,
                "pocock",
            ),
            ("[drift\n", Code::InvalidConfig, 1, "correct the TOML"),
        ] {
            let error = WatchRules::read(text, "rules.toml").unwrap_err();
            assert_eq!(error.code, code, "{text}: {error}");
            let place = error.place.clone().unwrap();
            assert_eq!(place.line, Some(line), "{text}: {error}");
            assert!(error.to_string().contains(remedy), "{text}: {error}");
        }
    }
}
