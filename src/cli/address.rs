//! An MLflow tracking server over HTTP: where it is, who talks to it, and one request after the other, as
//! [`push`](crate::mlflow::push) and [`pull`](crate::mlflow::pull) want them.

use std::cell::RefCell;
use std::fmt::Display;
use std::fs::File;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use ureq::tls::{PemItem, RootCerts, TlsConfig, parse_pem};

use super::{input, output};
use crate::message;
use crate::message::{Argument, Message};
use crate::mlflow::exchange::Exchange;
use crate::mlflow::push::{Body, HttpAnswer, HttpRequest, Login, ServerAddress, VERSION_PATH};
use crate::pipeline::error::{Code, Error};

/// How long a server may take to take a connection, and to say what it is.
const SOON: Duration = Duration::from_secs(10);
/// Bytes a second that even a slow line carries.
const SLOWEST: u64 = 10_000;
/// Bytes of an answer that are read.
const MAX_ANSWER: u64 = 256 << 20;
/// Where MLflow's client, and so its users, name a certificate and that none is looked at.
const CERTIFICATE: &str = "MLFLOW_TRACKING_SERVER_CERT_PATH";
const INSECURE: &str = "MLFLOW_TRACKING_INSECURE_TLS";

/// How long a server may take to answer, unless it is said.
pub const PATIENCE: u64 = 120;
/// Seconds of the same, for MLflow's client and for us.
pub const PATIENCE_VARIABLE: &str = "MLFLOW_HTTP_REQUEST_TIMEOUT";

/// A server, and who talks to it.
pub struct Address {
    /// Without a slash at its end, and without a login.
    pub base: String,
    login: Option<Login>,
    patience: Duration,
    agent: ureq::Agent,
    /// Why the last request has to be sent again, if it has.
    why: RefCell<Option<Message>>,
}

impl Address {
    /// The server of an address. Nothing is sent yet. Who asks is told by the address itself, or by MLflow's own variables.
    ///
    /// # Errors
    /// [`Code::Usage`] for an address that is none, and those of reading a certificate.
    pub fn of(uri: &str) -> Result<Address, Error> {
        let ServerAddress { base, login } = ServerAddress::of(uri)?;
        let of_user = || {
            variable("MLFLOW_TRACKING_USERNAME").map(|user| Login::Basic {
                user,
                password: variable("MLFLOW_TRACKING_PASSWORD").unwrap_or_default(),
            })
        };
        let of_token = || variable("MLFLOW_TRACKING_TOKEN").map(Login::Token);
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_connect(Some(SOON))
            .max_redirects(0)
            .tls_config(tls()?)
            .user_agent(concat!("dryf/", env!("CARGO_PKG_VERSION")))
            .build();
        let seconds = variable(PATIENCE_VARIABLE).and_then(|seconds| seconds.parse().ok());
        Ok(Address {
            base,
            login: login.or_else(of_user).or_else(of_token),
            patience: Duration::from_secs(seconds.unwrap_or(PATIENCE)),
            agent: agent.into(),
            why: RefCell::default(),
        })
    }

    /// The same, which may take so much time for each answer.
    pub fn with_patience(self, patience: Duration) -> Address {
        Address { patience, ..self }
    }

    /// Who talks to it, as MLflow's client would say.
    pub fn user(&self) -> String {
        let names = ["LOGNAME", "USER", "LNAME", "USERNAME"];
        let own = || names.into_iter().find_map(variable);
        let user = self.login.as_ref().and_then(Login::user);
        let user = user.map(str::to_string).or_else(own);
        user.unwrap_or_else(|| "dryf".into())
    }

    /// What a server answers to something that is asked of it.
    ///
    /// # Errors
    /// Those of [`Exchange::next_request`].
    pub fn ask<T>(&self, mut exchange: Exchange<T>) -> Result<T, Error> {
        while let Some(request) = exchange
            .next_request()
            .map_err(|error| match &error.place {
                Some(_) => error,
                None => error.in_file(&self.base),
            })?
        {
            exchange.answer(self.send(request));
        }
        Ok(exchange.finish())
    }

    /// Sends a request, after the time that it wants to wait; the error says in words why no answer came.
    ///
    /// # Errors
    /// See above.
    pub fn send(&self, request: HttpRequest) -> Result<HttpAnswer, Message> {
        if let (Some(why), 1..) = (self.why.take(), request.wait) {
            let wait = Argument::Seconds(f64::from(request.wait) / 1000.0);
            output::say(&message!("push-again", why = why, wait = wait));
            thread::sleep(Duration::from_millis(request.wait.into()));
        }
        let answer = self.send_now(request);
        self.why.replace(Some(match &answer {
            Ok(answer) => message!("push-http", status = answer.status.to_string()),
            Err(why) => why.clone(),
        }));
        answer
    }

    fn send_now(&self, request: HttpRequest) -> Result<HttpAnswer, Message> {
        let mut sent = ureq::http::Request::builder()
            .method(request.method.name())
            .uri(format!("{}{}", self.base, request.path));
        if let Some(login) = &self.login {
            sent = sent.header("Authorization", login.header());
        }
        if let Some(body) = &request.body {
            sent = sent.header("Content-Type", body.media_type());
        }
        let patience = match request.path == VERSION_PATH {
            true => self.patience.min(SOON),
            false => self.patience,
        };
        let n_bytes = request.body.as_ref().map_or(0, Body::n_bytes);
        match request.body {
            Some(Body::File { path, n_bytes }) => {
                let file = File::open(path).map_err(|fault| words(&fault))?;
                self.run(
                    sent.header("Content-Length", n_bytes).body(file),
                    patience,
                    n_bytes,
                )
            }
            Some(Body::Json(bytes) | Body::Bytes(bytes)) => {
                self.run(sent.body(bytes), patience, n_bytes)
            }
            None => self.run(sent.body(()), patience, 0),
        }
    }

    fn run(
        &self,
        request: Result<ureq::http::Request<impl ureq::AsSendBody>, ureq::http::Error>,
        patience: Duration,
        n_bytes: u64,
    ) -> Result<HttpAnswer, Message> {
        let on_the_way = |bytes: u64| Some(patience + Duration::from_secs(bytes / SLOWEST));
        let request = request.map_err(|fault| words(&fault))?;
        let sent = self
            .agent
            .configure_request(request)
            .timeout_send_body(on_the_way(n_bytes))
            .timeout_recv_response(Some(patience))
            .timeout_recv_body(on_the_way(MAX_ANSWER))
            .build();
        let mut answer = self
            .agent
            .run(sent)
            .map_err(|fault| match fault.to_string() {
                fault if fault.contains("certificate") => {
                    message!("server-certificate", why = fault, variable = CERTIFICATE)
                }
                fault => Message::text(fault),
            })?;
        let header = |name: &str| {
            let value = answer.headers().get(name);
            let text = value.and_then(|value| value.to_str().ok());
            text.map(str::to_string)
        };
        let media_type = header("content-type").unwrap_or_default();
        let elsewhere = header("location").filter(|_| answer.status().is_redirection());
        Ok(HttpAnswer {
            status: answer.status().as_u16(),
            media_type,
            body: match elsewhere {
                // Where it sends to tells more than what it says about it.
                Some(address) => address.into_bytes(),
                None => answer
                    .body_mut()
                    .with_config()
                    .limit(MAX_ANSWER)
                    .read_to_vec()
                    .map_err(|fault| words(&fault))?,
            },
        })
    }
}

fn words(fault: &dyn Display) -> Message {
    Message::text(fault.to_string())
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Whose certificates are trusted: this machine's, or those of the file that is named.
fn tls() -> Result<TlsConfig, Error> {
    let is_insecure = variable(INSECURE).is_some_and(|value| value.eq_ignore_ascii_case("true"));
    let roots = match variable(CERTIFICATE).map(PathBuf::from) {
        None => RootCerts::PlatformVerifier,
        Some(path) => {
            let file = input::read(&path)?;
            let certificates: Vec<_> = parse_pem(&file.bytes)
                .filter_map(|item| match item {
                    Ok(PemItem::Certificate(certificate)) => Some(certificate),
                    _ => None,
                })
                .collect();
            if certificates.is_empty() {
                return Err(Error::new(
                    Code::Usage,
                    message!("error-no-certificate"),
                    message!("error-give-certificate", variable = CERTIFICATE),
                )
                .in_file(&file.name));
            }
            RootCerts::Specific(Arc::new(certificates))
        }
    };
    Ok(TlsConfig::builder()
        .root_certs(roots)
        .disable_verification(is_insecure)
        .build())
}
