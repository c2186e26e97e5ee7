//! `dryf schema`: the settings of a file, as JSON Schema or as the file with all defaults.

use super::args::{Schema, SettingsFile};
use super::output;
use super::output::Lines;
use crate::pipeline::error::Error;
use crate::pipeline::params::{CONFIG, GATE, MONITORING, STUDY};
use crate::pipeline::search::Space;

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
        false => format!("{:#}\n", settings.json_schema()),
    };
    output::print(&Lines::of(&text))
}
