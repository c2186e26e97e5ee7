//! What is set otherwise in one configuration than in another.

use super::config::RunConfig;
use crate::pipeline::params::CONFIG;

/// A setting with its two values, as a configuration file has them; none where it leaves the setting out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedSetting {
    /// Such as `svc.C`.
    pub setting: String,
    pub before: Option<String>,
    pub now: Option<String>,
}

/// The settings that differ, section by section in the order of the file, by name within.
pub fn changed_settings(before: &RunConfig, now: &RunConfig) -> Vec<ChangedSetting> {
    let [before, now] = [before, now].map(|config| {
        toml::Table::try_from(config).expect("every value of a configuration has a form in TOML")
    });
    let mut changed = Vec::new();
    for section in CONFIG.sections() {
        let values = |config: &toml::Table| -> toml::Table {
            let table = config.get(section).and_then(toml::Value::as_table);
            table.cloned().unwrap_or_default()
        };
        let (before, now) = (values(&before), values(&now));
        let mut keys: Vec<&String> = before.keys().chain(now.keys()).collect();
        keys.sort();
        keys.dedup();
        for key in keys {
            let [before, now] =
                [&before, &now].map(|values| values.get(key).map(toml::Value::to_string));
            if before != now {
                changed.push(ChangedSetting {
                    setting: format!("{section}.{key}"),
                    before,
                    now,
                });
            }
        }
    }
    changed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_is_named_with_both_values() {
        let before = RunConfig::default();
        let mut now = before.clone();
        assert_eq!(changed_settings(&before, &now), []);
        now.svc.c = 10.0;
        now.tfidf.max_features = Some(100);
        now.run.name = "another".into();
        let changed = changed_settings(&before, &now);
        let shown: Vec<(&str, Option<&str>, Option<&str>)> = changed
            .iter()
            .map(|one| (&*one.setting, one.before.as_deref(), one.now.as_deref()))
            .collect();
        assert_eq!(
            shown,
            [
                (
                    "run.name",
                    Some("\"Support Vector Classifier v01\""),
                    Some("\"another\"")
                ),
                ("tfidf.max_features", None, Some("100")),
                ("svc.C", Some("1.0"), Some("10.0")),
            ]
        );
    }
}
