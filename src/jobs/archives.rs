//! Archives: built from the last run, opened to show a run again, opened to compare with.

use std::sync::Arc;

use super::compare::HeldCompare;
use super::engine_data::{EngineData, InProduction};
use super::held_run::HeldRun;
use super::items::Item;
use super::job::{Answer, Job};
use super::loaded::digest_of;
use super::protocol::{GateRequest, Outcome};
use super::store::Value;
use super::summaries::{ArchiveSummary, ProductionSummary, Progress, RunSummary};
use super::train::card_of;
use crate::document::gate_document;
use crate::message::Language;
use crate::mlflow::archive::describe;
use crate::mlflow::entities::FileMap;
use crate::mlflow::{Archive, ArchiveOptions, archive_name, file_map, with_gate, write_zip};
use crate::pipeline::classifier::TextClassifier;
use crate::pipeline::compare::Model;
use crate::pipeline::corpus::{DataSet, NamedBytes, sha256_hex};
use crate::pipeline::error::Error;
use crate::pipeline::monitoring::ModelFacts;
use crate::pipeline::run::model_files::model_files;
use crate::pipeline::run::summary::metrics;
use crate::pipeline::run::{Production, RunRecord};
use crate::pipeline::time::UnixMillis;
use crate::render;

/// Takes an archive's model as one to compare with.
pub(super) fn load_production(
    held: &mut EngineData,
    name: String,
    bytes: Vec<u8>,
) -> Result<ProductionSummary, Error> {
    let sha256 = sha256_hex(&bytes);
    let archive = Archive::read(&NamedBytes {
        name: name.clone(),
        bytes,
    })?;
    let record = archive.record().map_err(|error| in_archive(error, &name))?;
    let card = ProductionSummary {
        sha256: sha256.clone(),
        file_name: name,
        run_name: record.config.run.name.clone(),
        run_id: record.run_id.clone(),
        model_sha256: record.model_sha256.clone(),
        classes: record.classes.clone(),
        metrics: metrics(&record),
    };
    let profile = archive.profile_of(&record)?;
    let facts = ModelFacts::of(&record);
    let naming = archive.known_labels().naming;
    let production = Production {
        run_id: record.run_id,
        model_sha256: record.model_sha256,
        model: record.model,
    };
    let model = InProduction::new(production, card.clone(), profile, facts, naming);
    let value = Value::Production(Arc::new(model));
    held.store.put(Item::Production(sha256), value);
    Ok(card)
}

/// Holds an archive's run again. Its texts come from the archive where it holds them, else from the data that are
/// loaded, if those are the same.
pub(super) fn open(
    held: &mut EngineData,
    name: String,
    bytes: Vec<u8>,
) -> Result<(RunSummary, ArchiveSummary), Error> {
    let file = NamedBytes {
        name: name.clone(),
        bytes,
    };
    let archive = Archive::read(&file)?;
    let record = Arc::new(archive.record().map_err(|error| in_archive(error, &name))?);
    let texts = archive
        .data()
        .map_err(|error| in_archive(error, &name))?
        .map(Arc::new);
    let digest = texts.as_ref().map(|data| digest_of(&data.digest()));
    let run = card_of(&record, digest);
    let card = ArchiveSummary {
        file_name: name,
        n_bytes: file.bytes.len() as u64,
        sha256: sha256_hex(&file.bytes),
        include_texts: archive.manifest.texts_included,
        entries: archive.describe(),
        ..about_run(&record)
    };
    held.hold_run(HeldRun::new(record, texts, None)?);
    Ok((run, card))
}

/// Builds a run's archive: its files, then the zip.
pub(super) struct BuildArchive {
    record: Arc<RunRecord>,
    data: Arc<DataSet>,
    options: ArchiveOptions,
}

impl BuildArchive {
    pub fn new(
        held: &mut EngineData,
        run: &str,
        include_texts: bool,
    ) -> Result<BuildArchive, Error> {
        let run = held.run(run)?;
        Ok(BuildArchive {
            record: Arc::clone(&run.record),
            data: Arc::clone(run.data()?),
            options: ArchiveOptions { include_texts },
        })
    }
}

impl Job for BuildArchive {
    fn step(&mut self, _held: &mut EngineData, _now: UnixMillis) -> Result<Option<Answer>, Error> {
        let files = file_map(&self.record, &self.data, &self.options);
        let card = ArchiveSummary {
            include_texts: self.options.include_texts,
            ..about_run(&self.record)
        };
        Ok(Some(built(&files, card)))
    }

    fn progress(&mut self) -> Progress {
        Progress {
            stage: "archive".into(),
            ..Progress::default()
        }
    }
}

/// An archive of these files, with what the card lacks of it.
fn built(files: &FileMap, card: ArchiveSummary) -> Answer {
    let zip = write_zip(files);
    let card = ArchiveSummary {
        n_bytes: zip.len() as u64,
        sha256: sha256_hex(&zip),
        entries: describe(files),
        ..card
    };
    Answer {
        outcome: Outcome::Archive(card),
        attachment: zip,
    }
}

/// Puts the gate of a comparison into an archive of its candidate.
pub(super) struct GateArchive {
    compare: Arc<HeldCompare>,
    request: GateRequest,
    archive: NamedBytes,
    model_bytes: [u64; 2],
}

impl GateArchive {
    /// # Errors
    /// The comparison is not held.
    pub fn new(
        held: &EngineData,
        request: GateRequest,
        bytes: Vec<u8>,
    ) -> Result<GateArchive, Error> {
        let compare = Arc::clone(held.compare(request.compare)?);
        let model_bytes =
            [Model::Candidate, Model::Production].map(|of| bytes_of(compare.model(of)));
        Ok(GateArchive {
            compare,
            archive: NamedBytes {
                name: request.name.clone(),
                bytes,
            },
            request,
            model_bytes,
        })
    }
}

/// Bytes of a model's files.
fn bytes_of(model: &TextClassifier) -> u64 {
    let files = model_files(model);
    files.values().map(|file| file.len() as u64).sum()
}

impl Job for GateArchive {
    fn step(&mut self, _held: &mut EngineData, now: UnixMillis) -> Result<Option<Answer>, Error> {
        let compare = &self.compare;
        let report = compare.report(&self.request, self.model_bytes, now)?;
        let card = about(compare.candidate());
        let archive = Archive::read(&self.archive)?;
        let files = with_gate(&archive, &report, |report| {
            render::page(&gate_document(report.into()), Language::English)
        })?;
        let card = ArchiveSummary {
            file_name: self.archive.name.clone(),
            include_texts: archive.manifest.texts_included,
            ..card
        };
        Ok(Some(built(&files, card)))
    }

    fn progress(&mut self) -> Progress {
        Progress {
            stage: "archive".into(),
            ..Progress::default()
        }
    }
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
