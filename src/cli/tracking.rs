//! Models on a tracking server in place of archives: `models:/NAME@ALIAS` and its like.

use std::path::Path;

use clap::{Arg, Args};

use super::address::Address;
use super::{input, progress};
use crate::message;
use crate::mlflow::pull::{self, Extent, ModelUri, Pulled};
use crate::mlflow::{Archive, write_zip};
use crate::pipeline::corpus::NamedBytes;
use crate::pipeline::error::{Code, Error};

/// The tracking server that a command talks to, or on which models lie that are named by `models:/` or `runs:/`.
#[derive(Debug, Clone, Default, Args)]
pub struct Tracking {
    /// Address of the MLflow server, such as of a model named models:/NAME@ALIAS, models:/NAME/VERSION, models:/m-ID or
    /// runs:/ID/model.
    #[arg(
        long,
        value_name = "URI",
        env = "MLFLOW_TRACKING_URI",
        hide_env_values = true
    )]
    tracking_uri: Option<String>,
}

/// The option of a command that does nothing without a server: `#[command(mut_arg("tracking_uri", is_needed))]`.
pub fn is_needed(option: Arg) -> Arg {
    option.required(true)
}

impl Tracking {
    /// The server. Nothing is sent yet.
    ///
    /// # Errors
    /// Those of [`Address::of`], and [`Code::Usage`] where no server is named.
    pub fn server(&self) -> Result<Address, Error> {
        match &self.tracking_uri {
            Some(uri) => Address::of(uri),
            None => Err(Error::new(
                Code::Usage,
                message!("error-no-tracking-uri"),
                message!("error-name-tracking-uri"),
            )),
        }
    }

    /// The archive of a run, a file or what a server has of it, held against its manifest.
    ///
    /// # Errors
    /// Those of [`input::read`], of [`Archive::read`] and of a server's model: those of [`ModelUri::parse`] and
    /// [`Address::ask`], and [`Code::Usage`] where no server is named.
    pub fn archive(&self, path: &Path) -> Result<Archive, Error> {
        match self.pulled(path, Extent::Whole)? {
            Some(pulled) => Ok(pulled.archive),
            None => input::archive_in(&input::read(path)?),
        }
    }

    /// The same where no more than the model, the profile and the record is needed, which is all that is then kept in memory.
    ///
    /// # Errors
    /// Those of [`Tracking::archive`].
    pub fn model_archive(&self, path: &Path) -> Result<Archive, Error> {
        match self.pulled(path, Extent::Model)? {
            Some(pulled) => Ok(pulled.archive),
            None => input::model_archive_in(&input::read(path)?),
        }
    }

    /// A file, or the archive of a model on a server as one.
    ///
    /// # Errors
    /// Those of [`Tracking::archive`], but that a file may be anything.
    pub fn file(&self, path: &Path) -> Result<NamedBytes, Error> {
        match self.pulled(path, Extent::Whole)? {
            Some(pulled) => Ok(NamedBytes {
                name: name_of(path),
                bytes: write_zip(&pulled.file_map()),
            }),
            None => input::read(path),
        }
    }

    /// What tells the model on a server that is named so now from one that is later; none where `path` is a file's.
    ///
    /// # Errors
    /// Those of [`Tracking::archive`].
    pub fn run_of(&self, path: &Path) -> Result<Option<String>, Error> {
        match self.named(path)? {
            Some((uri, server)) => server.ask(pull::run_of(uri)).map(Some),
            None => Ok(None),
        }
    }

    /// A model on a server; none where `path` is a file's.
    fn pulled(&self, path: &Path, extent: Extent) -> Result<Option<Pulled>, Error> {
        let Some((uri, server)) = self.named(path)? else {
            return Ok(None);
        };
        progress::phase(&message!("cli-phase-pull", uri = uri.to_string()));
        server.ask(pull::model(uri, extent)).map(Some)
    }

    /// The name of a model and its server; none where `path` is a file's.
    fn named(&self, path: &Path) -> Result<Option<(ModelUri, Address)>, Error> {
        let text = match path.to_str() {
            Some(text) if ModelUri::is_one(text) => text,
            _ => return Ok(None),
        };
        let uri = ModelUri::parse(text)?;
        let server = self.server();
        Ok(Some((uri, server.map_err(|error| error.in_file(text))?)))
    }
}

/// What an archive or a model on a server is called: the file's name without its folders, or all of what names the model.
pub fn name_of(path: &Path) -> String {
    match path.to_str() {
        Some(text) if ModelUri::is_one(text) => text.into(),
        _ => path
            .file_name()
            .map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
    }
}
