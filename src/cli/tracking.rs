//! MLflow tracking servers: who carries out what [`push`](crate::mlflow::push) and [`pull`](crate::mlflow::pull) ask for.

use std::fs::File;
use std::path::Path;
use std::thread;
use std::time::Duration;

use clap::Args;

use super::{input, progress};
use crate::message;
use crate::message::Message;
use crate::mlflow::exchange::Exchange;
use crate::mlflow::pull::{self, Extent, ModelUri, Pulled};
use crate::mlflow::push::{Body, HttpAnswer, HttpRequest, Login, ServerAddress};
use crate::mlflow::{Archive, write_zip};
use crate::pipeline::corpus::NamedBytes;
use crate::pipeline::error::{Code, Error};

/// How long a server may take to take a connection, and to answer.
const CONNECT: Duration = Duration::from_secs(10);
const ANSWER: Duration = Duration::from_secs(300);
/// Bytes of an answer that are read.
const MAX_ANSWER: u64 = 256 << 20;

/// Where models lie that are named by `models:/` or `runs:/`.
#[derive(Debug, Clone, Default, Args)]
pub struct Tracking {
    /// Address of the MLflow server, for a model named models:/NAME@ALIAS, models:/NAME/VERSION, models:/m-ID or
    /// runs:/ID/model.
    #[arg(
        long,
        value_name = "URI",
        env = "MLFLOW_TRACKING_URI",
        hide_env_values = true
    )]
    tracking_uri: Option<String>,
}

impl Tracking {
    /// The archive of a run, a file or what a server has of it, held against its manifest.
    ///
    /// # Errors
    /// Those of [`input::read`], of [`Archive::read`] and of a server's model: those of [`ModelUri::parse`] and
    /// [`Exchange::next_request`], and [`Code::Usage`] where no server is named.
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

    /// A model on a server; none where `path` is a file's.
    fn pulled(&self, path: &Path, extent: Extent) -> Result<Option<Pulled>, Error> {
        let text = match path.to_str() {
            Some(text) if ModelUri::is_one(text) => text,
            _ => return Ok(None),
        };
        let uri = ModelUri::parse(text)?;
        let Some(server) = &self.tracking_uri else {
            return Err(Error::new(
                Code::Usage,
                message!("error-no-tracking-uri", uri = text),
                message!("error-name-tracking-uri"),
            ));
        };
        progress::phase(&message!("cli-phase-pull", uri = text));
        Address::of(server)?.ask(pull::model(uri, extent)).map(Some)
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

/// Where the server is, and who talks to it.
pub struct Address {
    pub base: String,
    login: Option<Login>,
}

impl Address {
    /// # Errors
    /// [`Code::Usage`].
    pub fn of(uri: &str) -> Result<Address, Error> {
        let ServerAddress { base, login } = ServerAddress::of(uri)?;
        let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let of_user = || {
            variable("MLFLOW_TRACKING_USERNAME").map(|user| Login::Basic {
                user,
                password: variable("MLFLOW_TRACKING_PASSWORD").unwrap_or_default(),
            })
        };
        let of_token = || variable("MLFLOW_TRACKING_TOKEN").map(Login::Token);
        Ok(Address {
            base,
            login: login.or_else(of_user).or_else(of_token),
        })
    }

    pub fn user(&self) -> Option<String> {
        self.login.as_ref()?.user().map(str::to_string)
    }

    /// What a server answers to something that is asked of it.
    ///
    /// # Errors
    /// Those of [`Exchange::next_request`].
    pub fn ask<T>(&self, mut exchange: Exchange<T>) -> Result<T, Error> {
        let server = self.server();
        while let Some(request) = exchange
            .next_request()
            .map_err(|error| match &error.place {
                Some(_) => error,
                None => error.in_file(&self.base),
            })?
        {
            exchange.answer(self.send(&server, request));
        }
        Ok(exchange.finish())
    }

    pub fn server(&self) -> ureq::Agent {
        ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_connect(Some(CONNECT))
            .timeout_recv_response(Some(ANSWER))
            .max_redirects(0)
            .user_agent(concat!("dryf/", env!("CARGO_PKG_VERSION")))
            .build()
            .into()
    }

    /// Waits as the request wants it, and sends it; the error says in words why no answer came.
    pub fn send(&self, server: &ureq::Agent, request: HttpRequest) -> Result<HttpAnswer, Message> {
        thread::sleep(Duration::from_millis(request.wait.into()));
        let address = format!("{}{}", self.base, request.path);
        let mut sent = ureq::http::Request::builder()
            .method(request.method.name())
            .uri(&address);
        if let Some(login) = &self.login {
            sent = sent.header("Authorization", login.header());
        }
        if let Some(body) = &request.body {
            sent = sent.header("Content-Type", body.media_type());
        }
        let why = |fault: &dyn std::fmt::Display| Message::text(fault.to_string());
        let answered = match request.body {
            Some(Body::File { path, n_bytes }) => {
                let file = File::open(path).map_err(|fault| why(&fault))?;
                let sent = sent.header("Content-Length", n_bytes);
                let sent = sent.body(file).map_err(|fault| why(&fault))?;
                server.run(sent)
            }
            Some(Body::Json(bytes) | Body::Bytes(bytes)) => {
                server.run(sent.body(bytes).map_err(|fault| why(&fault))?)
            }
            None => server.run(sent.body(()).map_err(|fault| why(&fault))?),
        };
        let mut answer = answered.map_err(|fault| why(&fault))?;
        let media_type = answer
            .headers()
            .get("content-type")
            .and_then(|value| value.to_str().ok());
        Ok(HttpAnswer {
            status: answer.status().as_u16(),
            media_type: media_type.unwrap_or_default().to_string(),
            body: answer
                .body_mut()
                .with_config()
                .limit(MAX_ANSWER)
                .read_to_vec()
                .map_err(|fault| why(&fault))?,
        })
    }
}
