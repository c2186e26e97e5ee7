//! `dryf inspect`: what is in an archive, and whether it is as its manifest says.

use serde_json::{Value, json};

use super::args::Inspect;
use super::progress::Work;
use super::tracking::name_of;
use super::{input, output};
use crate::document::{Document, InspectionParts, inspection_document};
use crate::message;
use crate::message::Message;
use crate::mlflow::inspected::Inspected;
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
        let json = to_json(&archive, &document);
        let bytes = serde_json::to_vec_pretty(&json).expect("plain data has a JSON form");
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

fn to_json(archive: &Inspected, document: &Document) -> Value {
    let (manifest, run) = (&archive.manifest, &archive.run);
    json!({
        "verdict": document.verdict().map(|verdict| verdict.outcome),
        "sentence": document.verdict().map(|verdict| verdict.line().to_string()),
        "fault": archive.fault,
        "kind": manifest.kind,
        "dryf_version": manifest.dryf_version,
        "run_id": manifest.run_id,
        "run_name": manifest.run_name,
        "experiment": manifest.experiment,
        "experiment_id": manifest.experiment_id,
        "model_sha256": run.as_ref().map(|run| &run.model_sha256),
        "classes": run.as_ref().map(|run| &run.classes),
        "seed": run.as_ref().map(|run| run.seed),
        "texts_included": run.as_ref().map(|run| run.texts_included),
        "data": run.as_ref().map(|run| &run.data),
        "tags": archive.tags,
        "metrics": archive.metrics,
        "files": manifest.files,
    })
}
