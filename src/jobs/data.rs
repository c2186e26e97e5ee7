//! Files that come in, and the data set that they make.

use std::sync::Arc;

use super::engine_data::EngineData;
use super::items::Item;
use super::job::{Answer, End, Job};
use super::loaded::{HeldFile, Loaded, cards, data_id};
use super::protocol::{DataId, FileId, Outcome, WorkspacePart};
use super::stepped::SteppedJob;
use super::store::Value;
use super::summaries::{ExcludedSummary, FileSummary, NoData};
use super::{archives, search, workspace};
use crate::message;
use crate::message::Language;
use crate::mlflow::Archive;
use crate::pipeline::corpus::{
    NamedBytes, OpenZip, Preview, ReadingOptions, Role, SetName, ZipLimits, assemble,
    demo_files_in, is_zip, unpack_stepwise,
};
use crate::pipeline::error::{Code, Error};
use crate::pipeline::run::{RunConfig, rehearse};
use crate::pipeline::search::Journal;
use crate::pipeline::step::pause;
use crate::pipeline::time::UnixMillis;

/// What a file turned out to be.
enum Taken {
    /// Something else that is known, and its bytes.
    NoData(NoData, Vec<u8>),
    Workspace(Vec<WorkspacePart>, Vec<u8>),
    /// A file, or the data files of a zip.
    Data(Vec<Arc<HeldFile>>),
}

/// Takes a file, or the data files of a zip, beside others.
///
/// # Errors
/// [`Code::MissingFile`] for one of those that is not held.
pub(super) fn put(
    held: &EngineData,
    file: NamedBytes,
    beside: &[FileId],
) -> Result<impl Job + use<>, Error> {
    let others = held.files(beside)?;
    Ok(SteppedJob::new("put", taken(file), move |held, taken| {
        let (end, attachment) = match taken {
            Taken::NoData(what, bytes) => (End::IsNoData(Box::new(what)), bytes),
            Taken::Workspace(parts, bytes) => (Outcome::WorkspaceParts(parts).into(), bytes),
            Taken::Data(new) => {
                held.hold_files(&new);
                let added = new.iter().map(|file| file.id.clone()).collect();
                let mut all: Vec<Arc<HeldFile>> = Vec::new();
                for file in others.into_iter().chain(new) {
                    // A corrected file takes the place of the older one of its name.
                    all.retain(|older| older.bytes.name != file.bytes.name);
                    all.push(file);
                }
                let files = cards(&all);
                (End::Stored { added, files }, Vec::new())
            }
        };
        Ok(Answer { end, attachment })
    }))
}

async fn taken(file: NamedBytes) -> Result<Taken, Error> {
    if Archive::is_one(&file.bytes) {
        let run = archives::archived(&file).await?;
        return Ok(Taken::NoData(NoData::Run(run), file.bytes));
    }
    if Journal::is_one(&file.bytes) {
        let found = search::journal_found(&file).await?;
        return Ok(Taken::NoData(NoData::Journal(found), file.bytes));
    }
    if workspace::is_one(&file) {
        let (parts, bytes) = workspace::unpack(&file).await?;
        return Ok(Taken::Workspace(parts, bytes));
    }
    if is_mlflow_store(&file) {
        return Err(Error::new(
            Code::UnknownFormat,
            message!("error-mlflow-store"),
            message!("error-mlflow-store-remedy"),
        )
        .in_file(file.name));
    }
    Ok(Taken::Data(held_files(file).await?))
}

/// Whether a zip, or a folder that was packed, is what MLflow keeps its runs in.
fn is_mlflow_store(file: &NamedBytes) -> bool {
    let is_meta = |path: &str| path == "meta.yaml" || path.ends_with("/meta.yaml");
    is_zip(&file.bytes)
        && OpenZip::new(file, &ZipLimits::default()).is_ok_and(|zip| zip.names().any(is_meta))
}

async fn held_files(file: NamedBytes) -> Result<Vec<Arc<HeldFile>>, Error> {
    if file.bytes.is_empty() {
        return Err(Error::new(
            Code::EmptyFile,
            message!("error-file-empty"),
            message!("error-choose-file-again"),
        )
        .in_file(file.name));
    }
    let mut files = Vec::new();
    for file in unpack_stepwise(vec![file], &ZipLimits::default()).await? {
        files.push(Arc::new(HeldFile::of(file).await));
    }
    Ok(files)
}

/// Makes the data set of the files named, where it is not held.
///
/// # Errors
/// [`Code::MissingFile`] for a file that is not held.
pub(super) fn assembled(
    held: &EngineData,
    files: &[(FileId, Role)],
    reading: ReadingOptions,
) -> Result<impl Job + use<>, Error> {
    let (id, at) = (data_id(files, &reading), held.now);
    let known = match held.store.get(&Item::Data(id.clone())) {
        Some(Value::Data(data)) => Some(Arc::clone(data)),
        _ => None,
    };
    let with_roles = files.iter().map(|(id, role)| Ok((*role, held.file(id)?)));
    let files: Vec<(Role, Arc<HeldFile>)> = with_roles.collect::<Result<_, Error>>()?;
    let work = async move {
        match known {
            Some(data) => Ok(data),
            None => loaded(files, reading, id, at).await,
        }
    };
    let end = |held: &mut EngineData, data: Arc<Loaded>| {
        let card = data.card.clone();
        held.hold_data(data);
        Ok(Answer::new(Outcome::Data(card)))
    };
    Ok(SteppedJob::new("assemble", work, end))
}

async fn loaded(
    files: Vec<(Role, Arc<HeldFile>)>,
    reading: ReadingOptions,
    id: DataId,
    at: UnixMillis,
) -> Result<Arc<Loaded>, Error> {
    let files = files.iter().map(|(role, file)| (*role, file.bytes.clone()));
    let set = assemble(files.collect(), &reading)?;
    pause().await;
    Ok(Arc::new(Loaded::of(set, id, at).await))
}

/// Makes the demo corpus of the files that are shipped.
pub(super) fn demo(held: &EngineData, language: Language) -> impl Job + use<> {
    let end = |held: &mut EngineData, (all, files, data): DemoData| {
        held.hold_files(&all);
        let outcome = Outcome::Demo {
            files,
            data: data.card.clone(),
        };
        held.hold_data(data);
        Ok(Answer::new(outcome))
    };
    SteppedJob::new("assemble", demo_data(language, held.now), end)
}

/// What files seem to be.
///
/// # Errors
/// [`Code::MissingFile`] for a file that is not held.
pub(super) fn previews(
    held: &EngineData,
    files: Vec<(FileId, Option<Role>)>,
    reading: ReadingOptions,
) -> Result<impl Job + use<>, Error> {
    let with_roles = files
        .into_iter()
        .map(|(id, role)| Ok((role, held.file(&id)?)));
    let files: Vec<(Option<Role>, Arc<HeldFile>)> = with_roles.collect::<Result<_, Error>>()?;
    let work = async move {
        let mut previews = Vec::new();
        for (role, file) in files {
            let set = role.and_then(Role::set).unwrap_or(SetName::Train);
            let preview = Preview::of(&file.bytes, role, &reading.of(set)).await;
            previews.extend(preview.map(|preview| (file.id.clone(), preview)));
            pause().await;
        }
        Ok(previews)
    };
    let end = |_: &mut EngineData, previews| Ok(Answer::new(Outcome::Previews(previews)));
    Ok(SteppedJob::new("assemble", work, end))
}

type DemoData = (Vec<Arc<HeldFile>>, Vec<FileSummary>, Arc<Loaded>);

async fn demo_data(language: Language, at: UnixMillis) -> Result<DemoData, Error> {
    let mut files = Vec::new();
    for file in demo_files_in(language) {
        files.extend(held_files(file).await?);
    }
    let cards = cards(&files);
    let with_roles = cards.iter().zip(&files);
    let with_roles = with_roles.filter_map(|(card, file)| Some((card.role?, Arc::clone(file))));
    let mut with_roles: Vec<(Role, Arc<HeldFile>)> = with_roles.collect();
    // As the session names them.
    with_roles.sort_by(|(role, file), (other, others)| (&file.id, role).cmp(&(&others.id, other)));
    let names = with_roles
        .iter()
        .map(|(role, file)| (file.id.clone(), *role));
    let reading = ReadingOptions::default();
    let id = data_id(&names.collect::<Vec<_>>(), &reading);
    let data = loaded(with_roles, reading, id, at).await?;
    Ok((files, cards, data))
}

/// Whether a run with this configuration could train on the data, and how many rows it would leave out.
///
/// # Errors
/// No data.
pub(super) fn rehearsed(
    held: &EngineData,
    config: Box<RunConfig>,
) -> Result<impl Job + use<>, Error> {
    let data = Arc::clone(held.data()?);
    let work = async move {
        let validation = rehearse(&config, &data.set).await?.validation;
        Ok(ExcludedSummary {
            train: validation.excluded.train.len() as u64,
            test: validation.excluded.test.len() as u64,
            verdict: validation.verdict,
        })
    };
    let end = |_: &mut EngineData, card| Ok(Answer::new(Outcome::Excluded(card)));
    Ok(SteppedJob::new("rehearse", work, end))
}
