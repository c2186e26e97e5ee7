//! `dryf schema`: the settings of a file, as JSON Schema or as the file with all defaults.

use clap::{Args, ValueEnum};

use super::output;
use super::output::Lines;
use crate::pipeline::error::Error;
use crate::pipeline::params::{CONFIG, GATE, MONITORING, STUDY};
use crate::pipeline::search::Space;

#[derive(Debug, Args)]
pub struct Schema {
    /// The settings of which file.
    #[arg(value_enum, default_value = "config")]
    pub file: SettingsFile,
    /// The file with every setting at its default and what it does, in place of a JSON Schema.
    #[arg(long)]
    pub example: bool,
}

/// A file of settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SettingsFile {
    /// Of a run: `dryf train --config`.
    Config,
    /// Of the gate: `dryf compare --rules`.
    Rules,
    /// Of monitoring: `dryf monitor --rules`.
    MonitoringRules,
    /// Of a search: `dryf tune --search`.
    Search,
}

/// Prints it.
///
/// # Errors
/// Where standard output takes nothing.
pub fn schema(options: &Schema) -> Result<(), Error> {
    let settings = match options.file {
        SettingsFile::Config => &CONFIG,
        SettingsFile::Rules => &GATE,
        SettingsFile::MonitoringRules => &MONITORING,
        SettingsFile::Search => &STUDY,
    };
    let text = match options.example {
        true if options.file == SettingsFile::Search => {
            format!(
                "{}\n{}",
                settings.example_file(output::language()),
                Space::example()
            )
        }
        true => settings.example_file(output::language()),
        false if options.file == SettingsFile::Search => {
            format!("{:#}\n", Space::json_schema_of_file())
        }
        false => format!("{:#}\n", settings.json_schema()),
    };
    output::print(&Lines::of(&text))
}
