//! Calls of Optuna's storage proxy (`optuna.storages.run_grpc_proxy_server`), one after the other. A call that gets no answer is
//! made again a few times, so that a proxy may be started anew meanwhile.

use std::error::Error as StdError;
use std::fmt::Debug;
use std::str::FromStr;
use std::thread;
use std::time::Duration;

use hyper::http::uri::{Authority, PathAndQuery};
use prost::Message as ProtoMessage;
use tokio::runtime::{Builder, Runtime};
use tonic::client::Grpc;
use tonic::transport::{Channel, Endpoint};
use tonic::{Code as GrpcCode, Request, Status};
use tonic_prost::ProstCodec;

use super::super::super::output;
use crate::message;
use crate::message::{Argument, Message};
use crate::pipeline::error::{Code, Error};

/// Optuna's default.
const PORT: u16 = 13000;
/// For a connection, and for an answer.
const CONNECTS_IN: Duration = Duration::from_secs(10);
const ANSWERS_IN: Duration = Duration::from_secs(60);
/// Seconds between the calls that get no answer.
const PAUSES: [f64; 5] = [0.5, 1.0, 2.0, 4.0, 8.0];

/// Where a proxy is: `grpc://HOST:PORT`.
#[derive(Debug, Clone)]
pub struct Address {
    authority: String,
}

impl FromStr for Address {
    type Err = String;

    fn from_str(text: &str) -> Result<Address, String> {
        let wrong = || message!("cli-storage").shown(output::language());
        let rest = text.strip_prefix("grpc://").ok_or_else(wrong)?;
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let authority: Authority = rest.parse().map_err(|_| wrong())?;
        if authority.host().is_empty() || rest.contains('@') {
            return Err(wrong());
        }
        let port = match (authority.port(), rest.ends_with(':')) {
            (Some(_), _) => authority.port_u16().ok_or_else(wrong)?,
            (None, true) => return Err(wrong()),
            (None, false) => PORT,
        };
        Ok(Address {
            authority: format!("{}:{port}", authority.host()),
        })
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "grpc://{}", self.authority)
    }
}

/// A connection to a proxy.
pub struct Proxy {
    address: Address,
    /// One thread; the connection works while a call does.
    runtime: Runtime,
    grpc: Grpc<Channel>,
    /// It has answered as a proxy does.
    is_known: bool,
}

/// A call that came to nothing.
pub struct Failure {
    pub code: GrpcCode,
    /// An earlier try of the same call may have come through.
    pub is_repeated: bool,
    pub error: Box<Error>,
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Error {
        *failure.error
    }
}

impl Proxy {
    /// # Errors
    /// [`Code::Unreachable`] where nobody answers there.
    pub fn connect(address: &Address) -> Result<Proxy, Error> {
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| {
            Error::bug(message!("error-bug-runtime", fault = error.to_string()))
        })?;
        let unreachable = |error: tonic::transport::Error| {
            let message = message!("error-storage-unreachable", fault = causes(&error));
            Error::new(Code::Unreachable, message, message!("error-start-proxy"))
                .in_file(address.to_string())
        };
        let endpoint = Endpoint::from_shared(format!("http://{}", address.authority));
        let endpoint = endpoint.map_err(unreachable)?;
        let endpoint = endpoint.connect_timeout(CONNECTS_IN).timeout(ANSWERS_IN);
        let channel = runtime.block_on(endpoint.connect()).map_err(unreachable)?;
        Ok(Proxy {
            address: address.clone(),
            runtime,
            // Studies have no bound, so neither have answers, as in Optuna's client.
            grpc: Grpc::new(channel).max_decoding_message_size(usize::MAX),
            is_known: false,
        })
    }

    /// Calls a method of the proxy's service.
    ///
    /// # Errors
    /// With [`Code::Unreachable`] where nobody answers, or somebody who is no proxy; with [`Code::Refused`] where the proxy
    /// says no, and how in its own code.
    pub fn call<Q, A>(&mut self, method: &'static str, question: Q) -> Result<A, Failure>
    where
        Q: ProtoMessage + Clone + 'static,
        A: ProtoMessage + Default + 'static,
    {
        let path = format!("/optuna.StorageService/{method}");
        let path = PathAndQuery::try_from(path).expect("names of methods are letters");
        let mut pauses = PAUSES.into_iter();
        let mut is_repeated = false;
        loop {
            let answered = self.runtime.block_on(async {
                let ready = self.grpc.ready().await;
                ready.map_err(|error| Status::from_error(Box::new(error)))?;
                let question = Request::new(question.clone());
                let codec = ProstCodec::<Q, A>::default();
                self.grpc.unary(question, path.clone(), codec).await
            });
            let status = match answered {
                Ok(answer) => {
                    self.is_known = true;
                    return Ok(answer.into_inner());
                }
                Err(status) => status,
            };
            self.is_known |= is_answer(&status);
            // Whoever has never answered is not waited for.
            let pause = pauses
                .next()
                .filter(|_| self.is_known && is_passing(&status));
            let Some(pause) = pause else {
                return Err(Failure {
                    code: status.code(),
                    is_repeated,
                    error: Box::new(self.fault(method, &status)),
                });
            };
            output::say(&message!(
                "tune-storage-retry",
                storage = self.address.to_string(),
                fault = told(&status),
                time = Argument::Seconds(pause)
            ));
            thread::sleep(Duration::from_secs_f64(pause));
            is_repeated = true;
        }
    }

    fn fault(&self, method: &str, status: &Status) -> Error {
        let fault = told(status);
        let of = |code, message: Message, remedy: Message| {
            Error::new(code, message, remedy).in_file(self.address.to_string())
        };
        if !self.is_known {
            let message = message!("error-no-storage-proxy", fault = fault);
            return of(Code::Unreachable, message, message!("error-give-proxy"));
        }
        if !is_answer(status) {
            let message = message!("error-storage-lost", fault = fault);
            return of(Code::Unreachable, message, message!("error-storage-again"));
        }
        let message = message!("error-storage-refused", call = method, fault = fault);
        of(Code::Refused, message, message!("error-see-proxy"))
    }
}

/// Whether the proxy itself said so, which names why; what comes of the connection has a cause here, and other servers lack the
/// service or speak no gRPC.
fn is_answer(status: &Status) -> bool {
    let is_ours = status.source().is_some();
    match status.code() {
        GrpcCode::Unimplemented | GrpcCode::Unavailable | GrpcCode::Cancelled => false,
        GrpcCode::Unknown | GrpcCode::Internal => {
            !is_ours && status.metadata().get("content-type").is_none_or(is_grpc)
        }
        _ => !is_ours,
    }
}

fn is_grpc(kind: &tonic::metadata::MetadataValue<tonic::metadata::Ascii>) -> bool {
    kind.as_bytes().starts_with(b"application/grpc")
}

/// Whether it may go well the next time. A database that is busy is an error of the proxy's that it has no code for.
fn is_passing(status: &Status) -> bool {
    !is_answer(status) || matches!(status.code(), GrpcCode::Unknown | GrpcCode::Internal)
}

/// What the status says, or what it comes of.
fn told(status: &Status) -> String {
    match status.source() {
        Some(source) => causes(source),
        None => status.message().to_string(),
    }
}

/// An error and what it comes of, each once.
fn causes(error: &(dyn StdError + 'static)) -> String {
    let mut said: Vec<String> = Vec::new();
    let mut next = Some(error);
    while let Some(error) = next {
        let one = error.to_string();
        if !said.iter().any(|before| before.contains(&one)) {
            said.push(one);
        }
        next = error.source();
    }
    said.join(": ")
}
