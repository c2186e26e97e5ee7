//! `dryf inspect`: what is in an archive, and whether it is as its manifest says.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::args::Inspect;
use super::progress::Work;
use super::tracking::name_of;
use super::{input, output};
use crate::document::{Document, InspectionParts, inspection_document};
use crate::message;
use crate::message::Message;
use crate::mlflow::SetDigest;
use crate::mlflow::inspected::Inspected;
use crate::mlflow::manifest::FileEntry;
use crate::pipeline::corpus::NamedBytes;
use crate::pipeline::error::Error;

/// Prints what the archive is and what is in it. Reading it has compared every file with the manifest.
///
/// # Errors
/// Those of reading it; the first difference from its manifest.
pub fn inspect(options: &Inspect) -> Result<(), Error> {
    let _work = Work::begin("inspect");
    let file = options.tracking.file(&options.archive)?;
    let mut archive = input::inspected(&file)?;
    let mut kept = None;
    if archive.run.is_some() && archive.fault.is_none() {
        match profile(&file) {
            Ok(profile) => kept = Some(profile),
            Err(fault) => archive.fault = Some(fault),
        }
    }
    let document = inspection_document(InspectionParts {
        name: &name_of(&options.archive),
        archive: &archive,
        profile: kept,
    });
    if let Some(path) = &options.html {
        output::write_whole(path, &output::page(&document))?;
    }
    if let Some(path) = &options.json {
        let written = output_of(&archive, &document);
        let bytes = serde_json::to_vec_pretty(&written).expect("plain data has a JSON form");
        output::write_whole(path, &bytes)?;
    }
    output::show(&document)?;
    archive.fault.map_or(Ok(()), Err)
}

/// What a run keeps of its training rows; its model is read, too, and compared with the manifest.
fn profile(file: &NamedBytes) -> Result<Message, Error> {
    let archive = input::model_archive_in(file)?;
    archive.model().map_err(|error| error.in_file(&file.name))?;
    Ok(match archive.profile()? {
        Some(profile) => profile.said(),
        None => message!("profile-none"),
    })
}

/// What an archive says of itself. What only the archive of a run has is null of others.
#[derive(JsonSchema, Serialize)]
pub struct InspectOutput<'a> {
    /// The version of Dryf that wrote it.
    dryf_version: &'static str,
    #[schemars(extend("enum" = ["verified", "damaged"]))]
    verdict: &'static str,
    /// The verdict in a sentence.
    sentence: String,
    /// The first difference from the manifest; neither tags nor metrics are then read.
    fault: &'a Option<Error>,
    /// `dryf-run`, or `dryf-drift` and `dryf-monitor` for reports.
    kind: &'a str,
    /// The version of Dryf that wrote the archive.
    archive_dryf_version: &'a str,
    run_id: &'a str,
    run_name: &'a str,
    experiment: &'a str,
    experiment_id: &'a str,
    model_sha256: Option<&'a str>,
    classes: Option<&'a [String]>,
    seed: Option<u32>,
    /// Whether the texts are in the archive; else only their digests.
    texts_included: Option<bool>,
    /// By the name of the set, `train` and `test`.
    data: Option<&'a BTreeMap<String, SetDigest>>,
    /// Of the run in MLflow.
    tags: &'a BTreeMap<String, String>,
    /// The last value of each metric of the run in MLflow.
    metrics: &'a BTreeMap<String, f64>,
    /// Every file but the manifest itself, by path.
    files: &'a BTreeMap<String, FileEntry>,
}

fn output_of<'a>(archive: &'a Inspected, document: &Document) -> InspectOutput<'a> {
    let (manifest, run) = (&archive.manifest, archive.run.as_ref());
    let verdict = document.verdict().expect("an inspection has a verdict");
    InspectOutput {
        dryf_version: env!("CARGO_PKG_VERSION"),
        verdict: verdict.outcome,
        sentence: verdict.line().to_string(),
        fault: &archive.fault,
        kind: &manifest.kind,
        archive_dryf_version: &manifest.dryf_version,
        run_id: &manifest.run_id,
        run_name: &manifest.run_name,
        experiment: &manifest.experiment,
        experiment_id: &manifest.experiment_id,
        model_sha256: run.map(|run| run.model_sha256.as_str()),
        classes: run.map(|run| run.classes.as_slice()),
        seed: run.map(|run| run.seed),
        texts_included: run.map(|run| run.texts_included),
        data: run.map(|run| &run.data),
        tags: &archive.tags,
        metrics: &archive.metrics,
        files: &manifest.files,
    }
}
