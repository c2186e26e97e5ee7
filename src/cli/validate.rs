//! `dryf validate`: what is odd about data, and whether they can be trained on.

use super::args::Validate;
use super::{input, output};
use crate::pipeline::corpus::{Finding, SetName, Severity, Validation, ValidationOptions};
use crate::pipeline::error::{Code, Error};
use crate::pipeline::run::RunConfig;
use crate::pipeline::run::validation_json;

/// Rows that a line names; the JSON has all.
const ROWS_SHOWN: usize = 10;

/// Prints the verdict and the findings.
///
/// # Errors
/// Those of reading; [`Code::NotUsable`] where training is impossible.
pub fn validate(options: &Validate) -> Result<(), Error> {
    if let Some(path) = &options.json {
        output::check_writable(path)?;
    }
    let config = match &options.config {
        Some(path) => RunConfig::from_toml(&input::read_text(path)?, &path.display().to_string())?,
        None => RunConfig::default(),
    };
    let data = input::data_set(&options.data)?;
    let cleaner = config.clean.compile()?;
    let look = ValidationOptions {
        validation_size: config.run.validation_size,
        cleaner: Some(&cleaner),
    };
    let validation = Validation::new(&data, &look, &config.data)?;
    if let Some(path) = &options.json {
        output::write_whole(path, &validation_json(&validation))?;
    }
    output::print(&report(&validation))?;
    match validation.verdict.is_usable() {
        true => Ok(()),
        false => Err(Error::new(
            Code::NotUsable,
            "training on these data is impossible",
            "correct what the lines marked as blocker name",
        )),
    }
}

/// The verdict, then a line for each finding with the first of its rows, counted from 1.
fn report(validation: &Validation) -> String {
    let mut text = format!("{}\n", validation.verdict);
    let excluded = &validation.excluded;
    if !excluded.is_empty() {
        text += &format!(
            "excluded: {} of the training set, {} of the test set; the verdict is on the rows that are left\n",
            excluded.train.len(),
            excluded.test.len()
        );
    }
    for finding in &validation.findings {
        text += &line(finding);
    }
    text
}

fn line(finding: &Finding) -> String {
    let severity = match finding.severity {
        Severity::Blocker => "blocker",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    let mut line = format!(
        "{severity}: {} ({}): {}\n",
        finding.kind, finding.set, finding.message
    );
    for set in [SetName::Train, SetName::Test] {
        let rows = finding.rows_in(set);
        if rows.is_empty() {
            continue;
        }
        let shown: Vec<String> = rows
            .iter()
            .take(ROWS_SHOWN)
            .map(|row| (row + 1).to_string())
            .collect();
        let more = match rows.len() - shown.len() {
            0 => String::new(),
            n => format!(" and {n} more"),
        };
        line += &format!("    {set} rows {}{more}\n", shown.join(", "));
    }
    line
}
