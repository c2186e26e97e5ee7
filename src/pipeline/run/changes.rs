//! What is set otherwise in one configuration than in others.

use toml::Value;

use super::config::RunConfig;
use crate::pipeline::params::{CONFIG, Settings, value_of};

/// A setting that is not the same in all configurations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DifferingSetting {
    /// Such as `svc.C`.
    pub setting: String,
    /// As in [`setting_values`], one for each configuration.
    pub values: Vec<Option<String>>,
}

/// The value of every setting as a configuration file has it, in the order of [`CONFIG`]; none where it is left out.
pub fn setting_values(config: &RunConfig) -> Vec<Option<String>> {
    let table = config.to_table();
    let value = |param| value_of(&table, param).map(Value::to_string);
    CONFIG.params.iter().map(value).collect()
}

/// The settings that are not the same in all configurations, in the order of the file.
pub fn differing_settings(configs: &[&RunConfig]) -> Vec<DifferingSetting> {
    let all: Vec<Vec<Option<String>>> = configs.iter().map(|one| setting_values(one)).collect();
    let differing = CONFIG.params.iter().enumerate().filter_map(|(at, param)| {
        let values: Vec<Option<String>> = all.iter().map(|values| values[at].clone()).collect();
        let differ = values.iter().any(|value| *value != values[0]);
        differ.then(|| DifferingSetting {
            setting: param.key(),
            values,
        })
    });
    differing.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_is_named_with_all_values() {
        let usual = RunConfig::default();
        let mut other = usual.clone();
        assert_eq!(differing_settings(&[&usual, &other]), []);
        assert_eq!(differing_settings(&[]), []);
        other.svc.c = 10.0;
        other.tfidf.max_features = Some(100);
        other.run.name = "another".into();
        let differing = differing_settings(&[&usual, &other, &usual]);
        let shown: Vec<(&str, Vec<&str>)> = differing
            .iter()
            .map(|one| {
                let values = one.values.iter().map(|value| value.as_deref());
                (
                    &*one.setting,
                    values.map(Option::unwrap_or_default).collect(),
                )
            })
            .collect();
        let name = "\"Support Vector Classifier v01\"";
        assert_eq!(
            shown,
            [
                ("run.name", vec![name, "\"another\"", name]),
                ("tfidf.max_features", vec!["", "100", ""]),
                ("svc.C", vec!["1.0", "10.0", "1.0"]),
            ]
        );
    }

    #[test]
    fn every_value_of_a_configuration_is_among_them() {
        let table = RunConfig::default().to_table();
        let in_table: usize = table
            .values()
            .filter_map(Value::as_table)
            .map(|of| of.len())
            .sum();
        let values = setting_values(&RunConfig::default());
        assert_eq!(values.iter().flatten().count(), in_table);
    }
}
