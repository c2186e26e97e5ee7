//! `dryf schema`: the settings of a file, as JSON Schema or as the file with all defaults; what a command writes, as JSON Schema.

use clap::{Args, ValueEnum};

use super::diff::DiffOutput;
use super::drift::DriftOutput;
use super::evaluate::EvaluateOutput;
use super::inspect::InspectOutput;
use super::output;
use super::output::Lines;
use super::outputs::json_schema_of;
use super::predict::PredictOutput;
use super::pull::ModelsOutput;
use super::push::PushOutput;
use super::robustness::RobustnessOutput;
use super::suspects::SuspectsOutput;
use super::train::TrainOutput;
use crate::jobs::TuneOutput;
use crate::message;
use crate::pipeline::error::{Code, Error};
use crate::pipeline::monitoring::MonitorOutput;
use crate::pipeline::params;
use crate::pipeline::params::{CONFIG, GATE, MONITORING, STUDY};
use crate::pipeline::run::{GateReport, ValidationOutput};
use crate::pipeline::search::Space;

#[derive(Debug, Args)]
pub struct Schema {
    /// The settings of which file, or the output of which command.
    #[arg(value_enum, default_value = "config")]
    pub name: SchemaName,
    /// The file with every setting at its default and what it does, in place of a JSON Schema.
    #[arg(long)]
    pub example: bool,
}

/// A file of settings, or what a command writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SchemaName {
    /// Settings of a run: `dryf train --config`.
    Config,
    /// Settings of the gate: `dryf compare --rules`.
    Rules,
    /// Settings of monitoring: `dryf monitor --rules`.
    MonitoringRules,
    /// Settings of a search: `dryf tune --search`.
    Search,
    /// What `dryf train --json` writes.
    Train,
    /// What `dryf validate --json` writes.
    Validate,
    /// What `dryf suspects --json` writes.
    Suspects,
    /// A line of `dryf predict --format json`.
    Predict,
    /// What `dryf evaluate --json` writes.
    Evaluate,
    /// What `dryf robustness --json` writes.
    Robustness,
    /// What `dryf compare --json` writes.
    Compare,
    /// What `dryf drift --json` writes.
    Drift,
    /// What `dryf monitor --json` writes.
    Monitor,
    /// What `dryf tune --json` writes.
    Tune,
    /// What `dryf inspect --json` writes.
    Inspect,
    /// What `dryf diff --json` writes.
    Diff,
    /// What `dryf push --json` writes.
    Push,
    /// What `dryf models --json` writes.
    Models,
}

impl SchemaName {
    /// None of what a command writes.
    fn settings(self) -> Option<&'static params::Schema> {
        Some(match self {
            SchemaName::Config => &CONFIG,
            SchemaName::Rules => &GATE,
            SchemaName::MonitoringRules => &MONITORING,
            SchemaName::Search => &STUDY,
            _ => return None,
        })
    }

    fn json_schema(self) -> serde_json::Value {
        match self {
            SchemaName::Config => CONFIG.json_schema(),
            SchemaName::Rules => GATE.json_schema(),
            SchemaName::MonitoringRules => MONITORING.json_schema(),
            SchemaName::Search => Space::json_schema_of_file(),
            SchemaName::Train => json_schema_of::<TrainOutput>("train"),
            SchemaName::Validate => json_schema_of::<ValidationOutput>("validate"),
            SchemaName::Suspects => json_schema_of::<SuspectsOutput>("suspects"),
            SchemaName::Predict => json_schema_of::<PredictOutput>("predict"),
            SchemaName::Evaluate => json_schema_of::<EvaluateOutput>("evaluate"),
            SchemaName::Robustness => json_schema_of::<RobustnessOutput>("robustness"),
            SchemaName::Compare => json_schema_of::<GateReport>("compare"),
            SchemaName::Drift => json_schema_of::<DriftOutput>("drift"),
            SchemaName::Monitor => json_schema_of::<MonitorOutput>("monitor"),
            SchemaName::Tune => json_schema_of::<TuneOutput>("tune"),
            SchemaName::Inspect => json_schema_of::<InspectOutput>("inspect"),
            SchemaName::Diff => json_schema_of::<DiffOutput>("diff"),
            SchemaName::Push => json_schema_of::<PushOutput>("push"),
            SchemaName::Models => json_schema_of::<ModelsOutput>("models"),
        }
    }
}

/// Prints it.
///
/// # Errors
/// Where standard output takes nothing; [`Code::Usage`] for an example of what a command writes.
pub fn schema(options: &Schema) -> Result<(), Error> {
    if !options.example {
        let text = format!("{:#}\n", options.name.json_schema());
        return output::print(&Lines::of(&text));
    }
    let settings = options.name.settings().ok_or_else(|| {
        Error::new(
            Code::Usage,
            message!("error-example-of-output"),
            message!("error-run-for-output"),
        )
    })?;
    let mut text = settings.example_file(output::language());
    if options.name == SchemaName::Search {
        text = format!("{text}\n{}", Space::example());
    }
    output::print(&Lines::of(&text))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::args::Arguments;

    #[test]
    fn every_output_names_the_schema_that_it_has() {
        let mut outputs = 0;
        for command in Arguments::command().get_subcommands() {
            let Some(json) = command.get_arguments().find(|one| one.get_id() == "json") else {
                continue;
            };
            outputs += 1;
            let name = command.get_name();
            let about = json.get_help().expect(name).to_string();
            assert!(about.contains(&format!("`dryf schema {name}`")), "{about}");
            let schema = SchemaName::from_str(name, false).expect(name).json_schema();
            let version = env!("CARGO_PKG_VERSION");
            assert_eq!(schema["$id"], format!("urn:dryf:{version}:{name}"));
            assert_eq!(schema["type"], "object", "{name}");
        }
        assert!(outputs > 10);
    }
}
