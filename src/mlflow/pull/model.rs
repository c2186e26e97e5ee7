//! A model that Dryf made, with the archive that it was pushed from.

use std::collections::BTreeMap;

use serde_json::Value;

use super::listing::{pages, text};
use super::uri::ModelUri;
use crate::message;
use crate::message::{Argument, Message};
use crate::mlflow::archive::{Archive, RECORD, artifacts_of};
use crate::mlflow::archive_files::{run_files, top_folder};
use crate::mlflow::artifacts::MODEL;
use crate::mlflow::entities::{Experiment, FileMap};
use crate::mlflow::experiment_file::{self, EXPERIMENT};
use crate::mlflow::manifest::{FileEntry, MANIFEST, Manifest};
use crate::mlflow::opened::again;
use crate::mlflow::profile_file::PROFILE;
use crate::mlflow::push::kept::{ARCHIVE, ARCHIVE_TAG, README};
use crate::mlflow::push::server::{Refusal, Server, encoded_part};
use crate::mlflow::push::values::value_of;
use crate::mlflow::push::wire::Method;
use crate::mlflow::push::{DIGEST_TAG, ID_TAG};
use crate::pipeline::corpus::sha256_hex;
use crate::pipeline::error::{Code, Error};

/// How much of the archive is fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// The model, its profile and its record: what [`Archive::read_model`] keeps.
    Model,
    /// All of it.
    Whole,
}

/// A model of a server.
#[derive(Debug, Clone, PartialEq)]
pub struct Pulled {
    /// As it was asked for.
    pub uri: ModelUri,
    /// Where it is in the registry, if it was asked for there: name and version.
    pub version: Option<(String, String)>,
    /// The run's, on the server; the archive has the one from where it was made.
    pub run_id: String,
    pub archive: Archive,
}

impl Pulled {
    /// The files of the archive by path, for [`write_zip`](crate::mlflow::write_zip); of one that was pulled whole.
    pub fn file_map(&self) -> FileMap {
        let top = top_folder(&self.archive.manifest.run_id);
        let files = self.archive.files.iter();
        files
            .map(|(path, bytes)| (format!("{top}/{path}"), bytes.clone()))
            .collect()
    }
}

pub(super) async fn pull(server: Server, uri: ModelUri, extent: Extent) -> Result<Pulled, Error> {
    let (run_id, version) = resolved(&server, &uri).await?;
    let foreign = |why: Message| {
        Error::new(
            Code::NotAnArchive,
            message!("error-foreign-model", uri = uri.to_string(), why = why),
            message!("error-give-pushed-model"),
        )
    };
    if run_id.is_empty() {
        return Err(foreign(message!("pull-no-run")));
    }
    let path = format!("runs/get?run_id={}", encoded_part(&run_id));
    let mut found = server.call(Method::Get, &path, None).await?;
    let found = found["run"].take();
    let tags = &found["data"]["tags"];
    let Some(digest) = value_of(tags, ARCHIVE_TAG) else {
        return match value_of(tags, DIGEST_TAG) {
            Some(_) => Err(Error::new(
                Code::NotAnArchive,
                message!("error-model-without-archive", uri = uri.to_string()),
                message!("error-push-archive-once-more"),
            )),
            None => Err(foreign(message!("pull-no-tag", tag = ARCHIVE_TAG))),
        };
    };
    let there = There {
        server: &server,
        root: text(&found["info"]["artifact_uri"]),
        uri: &uri,
        run_id: &run_id,
    };
    let bytes = there.file(&format!("{ARCHIVE}/{MANIFEST}")).await?;
    if sha256_hex(&bytes) != digest {
        return Err(there.damaged(MANIFEST, "changed"));
    }
    let manifest = Manifest::read(&bytes)?;
    if let Some(original) = value_of(tags, ID_TAG)
        && original != manifest.run_id
    {
        return Err(there.damaged(MANIFEST, "changed"));
    }
    let archive = match extent {
        Extent::Model => {
            let is_wanted = |path: &str| {
                path.starts_with(&format!("{MODEL}/data/")) || [PROFILE, RECORD].contains(&path)
            };
            let mut files = there.artifacts(&manifest, &found, is_wanted).await?;
            files.insert(MANIFEST.into(), bytes);
            Archive { manifest, files }
        }
        Extent::Whole => there.whole(manifest, &found).await?,
    };
    Ok(Pulled {
        uri,
        version,
        run_id,
        archive,
    })
}

/// The run of a model, and its name and version if it was asked for by its name.
pub(super) async fn resolved(
    server: &Server,
    uri: &ModelUri,
) -> Result<(String, Option<(String, String)>), Error> {
    let version = match uri {
        ModelUri::Run(id) => return Ok((id.clone(), None)),
        ModelUri::Logged(id) => return Ok((run_of_model(server, id).await?, None)),
        ModelUri::Alias { name, alias } => {
            let (name, alias) = (encoded_part(name), encoded_part(alias));
            let path = format!("registered-models/alias?name={name}&alias={alias}");
            server.call(Method::Get, &path, None).await?["model_version"].take()
        }
        ModelUri::Version { name, version } if version == "latest" => {
            let filter = encoded_part(&format!("name='{}'", name.replace('\'', "''")));
            let path = format!("model-versions/search?filter={filter}");
            let versions = pages(server, &path, "model_versions").await?;
            let number = |it: &Value| text(&it["version"]).parse::<u64>().unwrap_or(0);
            let latest = versions.into_iter().max_by_key(number);
            latest.ok_or_else(|| {
                let refusal = Refusal {
                    status: 404,
                    code: String::new(),
                    message: uri.to_string(),
                };
                refusal.error()
            })?
        }
        ModelUri::Version { name, version } => {
            let (name, version) = (encoded_part(name), encoded_part(version));
            let path = format!("model-versions/get?name={name}&version={version}");
            server.call(Method::Get, &path, None).await?["model_version"].take()
        }
    };
    let run_id = match (text(&version["run_id"]), text(&version["source"])) {
        (run_id, source) if run_id.is_empty() => match ModelUri::parse(&source) {
            Ok(ModelUri::Logged(id)) => run_of_model(server, &id).await?,
            Ok(ModelUri::Run(id)) => id,
            _ => run_id,
        },
        (run_id, _) => run_id,
    };
    let named = (text(&version["name"]), text(&version["version"]));
    Ok((run_id, Some(named)))
}

async fn run_of_model(server: &Server, id: &str) -> Result<String, Error> {
    let path = format!("logged-models/{}", encoded_part(id));
    let answer = server.call(Method::Get, &path, None).await?;
    Ok(text(&answer["model"]["info"]["source_run_id"]))
}

/// The run of a model.
struct There<'a> {
    server: &'a Server,
    /// Of its artifacts.
    root: String,
    uri: &'a ModelUri,
    run_id: &'a str,
}

impl There<'_> {
    async fn file(&self, path: &str) -> Result<Vec<u8>, Error> {
        let bytes = self.server.artifact(self.run_id, &self.root, path).await?;
        bytes.ok_or_else(|| self.damaged(path, "missing"))
    }

    fn damaged(&self, path: &str, what: &'static str) -> Error {
        let what = Argument::key(what);
        let message = message!("error-archived-file", file = path, what = what);
        let remedy = message!("error-push-archive-elsewhere");
        Error::new(Code::DamagedArchive, message, remedy).in_file(self.uri.to_string())
    }

    fn held(&self, path: &str, bytes: &[u8], entry: &FileEntry) -> Result<(), Error> {
        match bytes.len() as u64 == entry.n_bytes && sha256_hex(bytes) == entry.sha256 {
            true => Ok(()),
            false => Err(self.damaged(path, "changed")),
        }
    }

    /// The artifacts that are wanted, by their paths in the archive, held against its manifest.
    async fn artifacts(
        &self,
        manifest: &Manifest,
        found: &Value,
        is_wanted: impl Fn(&str) -> bool,
    ) -> Result<FileMap, Error> {
        let folder = artifacts_of(manifest);
        let mut files = FileMap::new();
        for (path, entry) in &manifest.files {
            let Some(below) = path.strip_prefix(&folder).filter(|path| is_wanted(path)) else {
                continue;
            };
            let mut bytes = self.file(below).await?;
            if below == format!("{MODEL}/MLmodel") {
                bytes = with_own_ids(bytes, manifest, found);
            }
            self.held(below, &bytes, entry)?;
            files.insert(path.clone(), bytes);
        }
        Ok(files)
    }

    /// The archive as it was pushed. What the file store has of the run beside its artifacts is written anew.
    async fn whole(&self, manifest: Manifest, found: &Value) -> Result<Archive, Error> {
        let mut files = self.artifacts(&manifest, found, |_| true).await?;
        let mut kept = BTreeMap::new();
        for name in [EXPERIMENT, README] {
            let entry = manifest.files.get(name);
            let entry = entry.ok_or_else(|| self.damaged(name, "missing"))?;
            let bytes = self.file(&format!("{ARCHIVE}/{name}")).await?;
            self.held(name, &bytes, entry)?;
            kept.insert(name, bytes);
        }
        files.extend(kept.remove(EXPERIMENT).map(|it| (EXPERIMENT.into(), it)));
        let read = experiment_file::read_written(&files);
        let mut experiment = read.map_err(|(path, fault)| {
            let what = message!("error-file-unreadable", file = path, fault = fault);
            Error::new(Code::DamagedArchive, what, again()).in_file(self.uri.to_string())
        })?;
        model_folders(&mut experiment);
        let readme = String::from_utf8(kept.remove(README).unwrap_or_default());
        let readme = readme.map_err(|_| self.damaged(README, "changed"))?;
        let top = format!("{}/", top_folder(&manifest.run_id));
        let files: FileMap = run_files(manifest, &experiment, readme)
            .await
            .into_iter()
            .filter_map(|(path, bytes)| Some((path.strip_prefix(&top)?.to_string(), bytes)))
            .collect();
        Ok(Archive {
            manifest: Manifest::read(&files[MANIFEST])?,
            files,
        })
    }
}

/// Gives the models their folders, which are those among the artifacts of their runs.
fn model_folders(experiment: &mut Experiment) {
    let folder = format!("{MODEL}/");
    for model in &mut experiment.models {
        let run = experiment.runs.iter().find(|run| run.id == model.run_id);
        let files = run.into_iter().flat_map(|run| &run.artifacts);
        model.files = files
            .filter_map(|(path, bytes)| {
                Some((path.strip_prefix(&folder)?.to_string(), bytes.clone()))
            })
            .collect();
    }
}

/// A model's description with the IDs of run and model from where they were made, in place of the server's.
fn with_own_ids(bytes: Vec<u8>, manifest: &Manifest, found: &Value) -> Vec<u8> {
    let Ok(text) = String::from_utf8(bytes.clone()) else {
        return bytes;
    };
    let hex = |id: &str| id.trim_start_matches("m-").to_string();
    let run_id = found["info"]["run_id"].as_str().unwrap_or_default();
    let outputs = found["outputs"]["model_outputs"].as_array();
    let models = outputs
        .into_iter()
        .flatten()
        .filter_map(|output| output["model_id"].as_str());
    let ids = models
        .map(|id| (hex(id), hex(&manifest.model_id)))
        .chain([(run_id.to_string(), manifest.run_id.clone())])
        .filter(|(id, _)| !id.is_empty());
    ids.fold(text, |text, (server, own)| text.replace(&server, &own))
        .into_bytes()
}
