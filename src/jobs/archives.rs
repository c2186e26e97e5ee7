//! Archives: built from the last run, opened to show a run again, opened to compare with.

use std::sync::Arc;

use super::engine_data::{EngineData, InProduction};
use super::held_run::HeldRun;
use super::items::Item;
use super::job::{Answer, Job};
use super::loaded::digest_of;
use super::protocol::{GateRequest, Outcome};
use super::search::search_run;
use super::stepped::SteppedJob;
use super::store::Value;
use super::summaries::{ArchiveSummary, ArchivedRun, ProductionSummary};
use super::train::card_of;
use crate::document::gate_document;
use crate::message::Language;
use crate::mlflow::archive::describe;
use crate::mlflow::entities::FileMap;
use crate::mlflow::{
    Archive, ArchiveOptions, archive_name, file_map_stepwise, with_gate, write_zip_stepwise,
};
use crate::pipeline::compare::Model;
use crate::pipeline::corpus::{NamedBytes, sha256_hex};
use crate::pipeline::error::Error;
use crate::pipeline::monitoring::ModelFacts;
use crate::pipeline::run::model_files::model_bytes;
use crate::pipeline::run::summary::metrics;
use crate::pipeline::run::{Production, RunRecord};
use crate::pipeline::step::pause;
use crate::pipeline::time::UnixMillis;
use crate::render;

/// What the archive of a run holds.
///
/// # Errors
/// Those of opening it: it is damaged, or a later Dryf's.
pub(super) async fn archived(file: &NamedBytes) -> Result<ArchivedRun, Error> {
    let archive = Archive::read_stepwise(file).await?;
    let record = archive.record_stepwise().await;
    let record = record.map_err(|error| in_archive(error, &file.name))?;
    let train = archive.manifest.data.get("train");
    let sources = train.into_iter().flat_map(|train| &train.sources);
    Ok(ArchivedRun {
        n_rows: train.map_or(0, |train| train.n_rows),
        files: sources.map(|source| source.name.clone()).collect(),
        run: Box::new(card_of(&record, None)),
    })
}

/// Takes an archive's model as one to compare with.
pub(super) fn load_production(name: String, bytes: Vec<u8>) -> impl Job + 'static {
    let work = async move {
        let sha256 = sha256_hex(&bytes);
        pause().await;
        let file = NamedBytes { name, bytes };
        let archive = Archive::read_stepwise(&file).await?;
        let record = archive.record_stepwise().await;
        let record: RunRecord = record.map_err(|error| in_archive(error, &file.name))?;
        let profile = archive.profile_of_stepwise(&record).await?;
        let card = ProductionSummary {
            sha256,
            file_name: file.name,
            run_name: record.config.run.name.clone(),
            run_id: record.run_id.clone(),
            model_sha256: record.model_sha256.clone(),
            classes: record.classes.clone(),
            metrics: metrics(&record),
        };
        let facts = ModelFacts::of(&record);
        let naming = archive.known_labels().naming;
        let production = Production {
            run_id: record.run_id,
            model_sha256: record.model_sha256,
            model: record.model,
        };
        Ok(InProduction::new(production, card, profile, facts, naming))
    };
    SteppedJob::new("open", work, |held, model: InProduction| {
        let card = model.card.clone();
        let item = Item::Production(card.sha256.clone());
        held.store.put(item, Value::Production(Arc::new(model)));
        Ok(Answer::new(Outcome::Production(card)))
    })
}

/// Holds an archive's run again. Its texts come from the archive where it holds them, else from the data that are
/// loaded, if those are the same.
pub(super) fn open(name: String, bytes: Vec<u8>) -> impl Job + 'static {
    let work = opened(NamedBytes { name, bytes });
    SteppedJob::new("open", work, |held, (run, outcome)| {
        held.hold_run(run);
        Ok(Answer::new(outcome))
    })
}

async fn opened(file: NamedBytes) -> Result<(HeldRun, Outcome), Error> {
    let archive = Archive::read_stepwise(&file).await?;
    let placed = |error| in_archive(error, &file.name);
    let record = Arc::new(archive.record_stepwise().await.map_err(placed)?);
    let texts = archive.data().map_err(placed)?.map(Arc::new);
    pause().await;
    let digest = texts.as_ref().map(|data| digest_of(&data.digest()));
    pause().await;
    let card = ArchiveSummary {
        file_name: file.name.clone(),
        n_bytes: file.bytes.len() as u64,
        sha256: sha256_hex(&file.bytes),
        include_texts: archive.manifest.texts_included,
        entries: archive.describe(),
        ..about_run(&record)
    };
    pause().await;
    let run = Box::new(card_of(&record, digest));
    let has_texts = texts.is_some();
    let search = archive.search();
    pause().await;
    let mut held = HeldRun::new(record, texts, None)?;
    held.search = search.map(Arc::new);
    let held = match has_texts {
        true => held,
        false => held.with_rows(&archive)?,
    };
    let archive = card;
    Ok((held, Outcome::Opened { run, archive }))
}

/// Builds a run's archive: its files, then the zip.
///
/// # Errors
/// A run that is not held, or whose texts are not.
pub(super) fn build(
    held: &mut EngineData,
    run: &str,
    include_texts: bool,
) -> Result<impl Job + use<>, Error> {
    let run = held.run(run)?;
    let (record, data) = (Arc::clone(&run.record), Arc::clone(run.data()?));
    let search = run.search.clone();
    let work = async move {
        let options = ArchiveOptions { include_texts };
        let search = search.as_deref();
        let search = search.map(|report| search_run(report, None)).transpose()?;
        pause().await;
        let files = file_map_stepwise(&record, &data, &options, search.as_ref()).await;
        let card = ArchiveSummary {
            include_texts,
            ..about_run(&record)
        };
        Ok(built(&files, card).await)
    };
    Ok(SteppedJob::new("archive", work, |_, answer| Ok(answer)))
}

/// An archive of these files, with what the card lacks of it.
async fn built(files: &FileMap, card: ArchiveSummary) -> Answer {
    let zip = write_zip_stepwise(files).await;
    pause().await;
    let card = ArchiveSummary {
        n_bytes: zip.len() as u64,
        sha256: sha256_hex(&zip),
        entries: describe(files),
        ..card
    };
    Answer {
        end: Outcome::Archive(card).into(),
        attachment: zip,
    }
}

/// Puts the gate of a comparison into an archive of its candidate.
///
/// # Errors
/// The comparison is not held; rules that don't fit.
pub(super) fn put_gate(
    held: &mut EngineData,
    request: GateRequest,
    bytes: Vec<u8>,
    now: UnixMillis,
) -> Result<impl Job + use<>, Error> {
    let compare = held.compare(request.compare)?;
    let model_bytes =
        [Model::Candidate, Model::Production].map(|of| model_bytes(compare.model(of)));
    let report = compare.report(&request, model_bytes, now)?;
    let card = about(compare.candidate());
    let name = request.name;
    let work = async move {
        let archive = Archive::read_stepwise(&NamedBytes {
            name: name.clone(),
            bytes,
        })
        .await?;
        let files = with_gate(&archive, &report, |report| {
            render::page(&gate_document(report.into()), Language::English)
        })
        .await?;
        let card = ArchiveSummary {
            file_name: name,
            include_texts: archive.manifest.texts_included,
            ..card
        };
        Ok(built(&files, card).await)
    };
    Ok(SteppedJob::new("archive", work, |_, answer| Ok(answer)))
}

fn about_run(record: &RunRecord) -> ArchiveSummary {
    about((&record.run_id, &record.config.run.name))
}

/// What an archive's card says of its run, by the run's ID and name.
fn about((run_id, run_name): (&str, &str)) -> ArchiveSummary {
    ArchiveSummary {
        file_name: archive_name(run_id),
        run_id: run_id.to_string(),
        run_name: run_name.to_string(),
        n_bytes: 0,
        sha256: String::new(),
        include_texts: false,
        entries: Vec::new(),
    }
}

/// A fault inside an archive, with the archive's name unless it names a place of its own.
fn in_archive(error: Error, name: &str) -> Error {
    match error.place {
        Some(_) => error,
        None => error.in_file(name),
    }
}
