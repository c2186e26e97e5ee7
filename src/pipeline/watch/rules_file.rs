//! Rules as a TOML file: a section for each occasion, every key with a default.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::rules::{WatchRules, distinct};
use crate::pipeline::error::Error;
use crate::pipeline::names::unknown;
use crate::pipeline::settings::{Setting, set_key, settings, with_name};

/// Every rule with its default, as a file to begin with.
pub const RULES_WITH_DEFAULTS: &str = include_str!("rules.toml");

const SECTIONS: [&str; 6] = [
    "data", "by_hand", "schedule", "new_data", "quality", "drift",
];

impl WatchRules {
    /// Reads a TOML file; what is left out has its default.
    ///
    /// # Errors
    /// Those of [`settings`]; [`crate::pipeline::error::Code::InvalidConfig`] for a value of the wrong kind, `UnknownKey` for
    /// a key that does not exist (the remedy names the nearest one), `InvalidParameter` for a value out of range; each with
    /// the line.
    pub fn from_toml(text: &str, file: &str) -> Result<WatchRules, Error> {
        Ok(WatchRules::from_toml_with_notes(text, file)?.0)
    }

    /// The same, with what is to be said of rules that mean something else than they did.
    ///
    /// # Errors
    /// Those of [`WatchRules::from_toml`].
    pub fn from_toml_with_notes(
        text: &str,
        file: &str,
    ) -> Result<(WatchRules, Vec<String>), Error> {
        let mut rules = WatchRules::default();
        let mut notes = Vec::new();
        for Setting {
            section,
            key,
            line,
            value,
        } in settings(text, file, &SECTIONS)?
        {
            rules
                .set(&section, &key, &value)
                .map_err(|error| error.at_line(file, line))?;
            let setting = format!("{section}.{key}");
            if setting == "quality.detectors" && distinct(&rules.quality.detectors) {
                let moved = rules.quality.upgrade();
                if !moved.is_empty() {
                    let names: Vec<String> = moved.iter().map(ToString::to_string).collect();
                    notes.push(format!(
                        "{file}, line {line}: the false-alarm rate of {} does not hold over all rows: shown, and deciding nothing any more; error-rise-test decides instead",
                        names.join(" and ")
                    ));
                }
            }
            // A fault of another key is said at that key's line, or below.
            if let Err(error) = rules.check()
                && error
                    .place
                    .as_ref()
                    .is_some_and(|place| place.file == setting)
            {
                return Err(with_name(error).at_line(file, line));
            }
        }
        rules
            .check()
            .map_err(|error| with_name(error).in_file(file))?;
        Ok((rules, notes))
    }

    /// The rules as the TOML file that gives them.
    pub fn to_toml(&self) -> String {
        toml::to_string(self).expect("every value of the rules has a form in TOML")
    }

    fn set(&mut self, section: &str, key: &str, value: &toml::Value) -> Result<(), Error> {
        match section {
            "data" => set(&mut self.data, section, key, value),
            "by_hand" => set(&mut self.by_hand, section, key, value),
            "schedule" => set(&mut self.schedule, section, key, value),
            "new_data" => set(&mut self.new_data, section, key, value),
            "quality" => set(&mut self.quality, section, key, value),
            _ => set(&mut self.drift, section, key, value),
        }
    }
}

/// Puts one value into a section that has its key.
fn set<T: Serialize + DeserializeOwned>(
    section: &mut T,
    name: &str,
    key: &str,
    value: &toml::Value,
) -> Result<(), Error> {
    let table = toml::Table::try_from(&*section).expect("every section is a table");
    if !table.contains_key(key) {
        let keys: Vec<&str> = table.keys().map(String::as_str).collect();
        return Err(unknown(key, &keys, &format!("key of [{name}]")));
    }
    set_key(section, name, key, value, expected(name, key))
}

/// What a key takes, in words.
fn expected(section: &str, key: &str) -> &'static str {
    match (section, key) {
        (_, "enabled") => "true or false",
        (_, "least_rows" | "rows" | "looks") => "a whole number above 0",
        ("schedule", "days") => "a number of days above 0",
        ("quality", "detectors") => {
            "a list of tests: \"error-rate-test\", \"error-rise-test\", \"concept-test\""
        }
        ("quality", "shown") => "a list of detectors: \"adwin\", \"hddm-a\", \"hddm-w\"",
        ("drift", "parts") => {
            "a list of parts: \"labels\", \"predicted-classes\", \"words\", \"emoji\", \"hashtags\", \"trigrams\", \"descriptors\""
        }
        ("drift", "spending") => "\"open-ended\", \"pocock\" or \"obrien-fleming\"",
        _ => "a number above 0 and below 1",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::error::Code;

    #[test]
    fn the_file_with_the_defaults_gives_the_defaults_and_names_every_key() {
        let read = WatchRules::from_toml(RULES_WITH_DEFAULTS, "rules.toml").unwrap();
        assert_eq!(read, WatchRules::default());
        let written = toml::Table::try_from(WatchRules::default()).unwrap();
        let named: toml::Table = toml::from_str(RULES_WITH_DEFAULTS).unwrap();
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
        let read = WatchRules::from_toml(&rules.to_toml(), "rules.toml").unwrap();
        assert_eq!(read, rules);
        let whole = WatchRules::from_toml("[schedule]\ndays = 30\n", "rules.toml").unwrap();
        assert_eq!(whole.schedule.days, 30.0);
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
            let (rules, notes) = WatchRules::from_toml_with_notes(&text, "old.toml").unwrap();
            assert_eq!(
                (rules.quality.detectors, rules.quality.shown),
                (decide, shown)
            );
            assert_eq!(notes.len(), usize::from(noted.is_some()));
            if let Some(noted) = noted {
                assert!(notes[0].starts_with("old.toml, line 2: ") && notes[0].contains(noted));
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
                Code::InvalidParameter,
                2,
                "under detectors",
            ),
            (
                "[quality]\ndetectors = [\"adwin\", \"adwin\"]\n",
                Code::InvalidParameter,
                2,
                "once",
            ),
            (
                "[data]\nleast_rows = 0\n",
                Code::InvalidParameter,
                2,
                "at least 1",
            ),
            (
                "[schedule]\ndays = -1\n",
                Code::InvalidParameter,
                2,
                "above 0",
            ),
            ("[new_data]\nrows = -1\n", Code::InvalidConfig, 2, "above 0"),
            (
                "[drift]\nspending = \"all\"\n",
                Code::InvalidConfig,
                2,
                "pocock",
            ),
            ("[drift\n", Code::InvalidConfig, 1, "correct the TOML"),
        ] {
            let error = WatchRules::from_toml(text, "rules.toml").unwrap_err();
            assert_eq!(error.code, code, "{text}: {error}");
            let place = error.place.clone().unwrap();
            assert_eq!(place.line, Some(line), "{text}: {error}");
            assert!(error.remedy.contains(remedy), "{text}: {error}");
        }
    }
}
