//! A configuration as TOML on its way, since JSON has no NaN and a NaN must reach the check that names it.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serializer};

use crate::pipeline::params;
use crate::pipeline::run::RunConfig;

pub fn serialize<S: Serializer>(config: &RunConfig, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&config.to_toml())
}

/// Reads the values as they are; whether they are in range is for the run to say.
pub fn deserialize<'de, D: Deserializer<'de>, T: From<RunConfig>>(
    deserializer: D,
) -> Result<T, D::Error> {
    let text = String::deserialize(deserializer)?;
    let config: RunConfig = params::of_toml(&text).map_err(D::Error::custom)?;
    Ok(T::from(config))
}
