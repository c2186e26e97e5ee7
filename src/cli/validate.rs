//! `dryf validate`: what is odd about data, and whether they can be trained on.

use std::borrow::Cow;

use super::args::Validate;
use super::progress::Work;
use super::{input, output, progress};
use crate::document::{DataFinding, DataPart, DataParts, data_document};
use crate::pipeline::corpus::{DataSet, SetName, Source, Validation};
use crate::pipeline::error::Error;
use crate::pipeline::run::{Rehearsal, RunConfig, rehearse, validation_json};
use crate::pipeline::step::at_once;

/// Prints the verdict and the findings.
///
/// # Errors
/// Those of reading; where training is impossible the error that a run would end with.
pub fn validate(options: &Validate) -> Result<(), Error> {
    let _work = Work::begin("validate");
    let mut config = input::config(options.config.as_deref())?;
    progress::phase(&progress::at("read-data"));
    let data = input::data_set(&options.data, &mut config)?;
    input::say_data_set(&data);
    progress::phase(&progress::at("look"));
    let Rehearsal {
        validation,
        refusal,
    } = at_once(rehearse(&config, &data))?;
    if let Some(path) = &options.json {
        let files: Vec<&Source> = std::iter::once(&data.train)
            .chain(&data.test)
            .flat_map(|set| &set.sources)
            .collect();
        output::write_whole(path, &validation_json(&validation, &config, &files))?;
    }
    let document = data_document(parts(&validation, &config, &data));
    if let Some(path) = &options.html {
        output::write_whole(path, &output::page(&document))?;
    }
    output::show(&document)?;
    // What a run would end with.
    refusal.map_or(Ok(()), Err)
}

fn parts<'a>(validation: &'a Validation, config: &RunConfig, data: &'a DataSet) -> DataParts<'a> {
    let excluded = &validation.excluded;
    let sets = [
        (SetName::Train, Some(&data.train)),
        (SetName::Test, data.test.as_ref()),
    ];
    let remarks = config.remarks().into_iter();
    DataParts {
        verdict: &validation.verdict,
        excluded: [&excluded.train, &excluded.test].map(|rows| rows.len() as u64),
        findings: validation.findings.iter().map(DataFinding::from).collect(),
        remarks: remarks.map(|remark| remark.message()).collect(),
        classes: &data.classes,
        naming: &data.naming,
        sets: sets
            .into_iter()
            .filter_map(|(set, corpus)| {
                let corpus = corpus?;
                Some(DataPart {
                    set,
                    class_counts: Cow::Owned(corpus.class_counts(data.classes.len())),
                    sources: &corpus.sources,
                })
            })
            .collect(),
    }
}
