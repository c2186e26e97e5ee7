//! `dryf validate`: what is odd about data, and whether they can be trained on.

use super::args::Validate;
use super::output::Lines;
use super::progress::Work;
use super::{input, output, progress};
use crate::pipeline::corpus::{Finding, SetName, Severity, Source, Validation};
use crate::pipeline::error::Error;
use crate::pipeline::run::{Rehearsal, RunConfig, rehearse, validation_json};

/// Rows that a line names; the JSON has all.
const ROWS_SHOWN: usize = 10;

/// Prints the verdict and the findings.
///
/// # Errors
/// Those of reading; where training is impossible the error that a run would end with.
pub fn validate(options: &Validate) -> Result<(), Error> {
    let _work = Work::begin("validate");
    let mut config = match &options.config {
        Some(path) => RunConfig::from_toml(&input::read_text(path)?, &path.display().to_string())?,
        None => RunConfig::default(),
    };
    progress::phase("reading the data");
    let data = input::data_set(&options.data, &mut config)?;
    input::say_data_set(&data);
    progress::phase("looking at the rows");
    let Rehearsal {
        validation,
        refusal,
    } = rehearse(&config, &data)?;
    if let Some(path) = &options.json {
        let files: Vec<&Source> = std::iter::once(&data.train)
            .chain(&data.test)
            .flat_map(|set| &set.sources)
            .collect();
        output::write_whole(path, &validation_json(&validation, &config, &files))?;
    }
    output::print(&report(&validation, &config))?;
    // What a run would end with.
    refusal.map_or(Ok(()), Err)
}

/// The verdict, then a line for each finding with the first of its rows, counted from 1.
fn report(validation: &Validation, config: &RunConfig) -> Lines {
    let mut text = Lines::new();
    text.line(validation.verdict.short());
    let excluded = &validation.excluded;
    if !excluded.is_empty() {
        text.line(format_args!(
            "excluded: {} of the training set, {} of the test set; the verdict is on the rows that are left",
            excluded.train.len(),
            excluded.test.len()
        ));
    }
    for remark in config.remarks() {
        text.line(format_args!("note: setting-without-effect: {remark}"));
    }
    // The gravest first.
    let mut findings: Vec<&Finding> = validation.findings.iter().collect();
    findings.sort_by_key(|finding| finding.severity);
    for finding in findings {
        add(&mut text, finding);
    }
    text
}

fn add(text: &mut Lines, finding: &Finding) {
    let severity = match finding.severity {
        Severity::Blocker => "blocker",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    text.line(format_args!(
        "{severity}: {} ({}): {}",
        finding.kind, finding.set, finding.message
    ));
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
        text.line(format_args!("    {set} rows {}{more}", shown.join(", ")));
    }
}
