//! An exchange with a server as a job: it says request by request what it wants, which somebody else asks.

use std::pin::Pin;

use serde::{Deserialize, Serialize};

use super::engine_data::EngineData;
use super::job::{Answer, Job};
use super::summaries::Progress;
use crate::message::Message;
use crate::mlflow::exchange::Exchange;
use crate::mlflow::push::{Body, HttpAnswer, HttpRequest};
use crate::pipeline::error::Error;
use crate::pipeline::step::Stepped;
use crate::pipeline::time::UnixMillis;

/// A request to the server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fetch {
    /// Counted from 1, for its answer.
    pub number: u32,
    /// As HTTP has it.
    pub method: String,
    /// Below the server's address, percent-encoded; it begins with `/`.
    pub path: String,
    /// Of the body, where there is one.
    pub media_type: Option<String>,
    /// Milliseconds to wait before it is sent.
    pub wait: u32,
}

/// What came of a [`Fetch`], by its number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fetched {
    pub number: u32,
    pub answer: FetchAnswer,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FetchAnswer {
    /// The server's; the body is attached.
    Http { status: u16, media_type: String },
    /// None came, and why; it may another time.
    Lost(Message),
    /// None comes, however often it is asked.
    Never(Error),
}

/// What a job begins with: an exchange, with the bytes that it sends, or its end where there is nothing to exchange.
pub(super) enum Begun<T> {
    Exchange(Box<Exchange<T>>, u64),
    Over(Answer),
}

/// What becomes of what was asked for.
type End<T> = Box<dyn FnOnce(T) -> Pin<Box<dyn Future<Output = Answer>>>>;

/// See the module.
pub(super) struct ExchangeJob<T> {
    stage: &'static str,
    at: At<T>,
    end: Option<End<T>>,
    /// Requests so far, and the one that is not told yet.
    n_asked: u32,
    asking: Option<HttpRequest>,
    /// Whether an answer is waited for.
    is_asked: bool,
    never: Option<Error>,
    /// Bytes of bodies: what is told of is not sent yet.
    told: u64,
    sent: u64,
    total: u64,
}

enum At<T> {
    Begin(Stepped<Result<Begun<T>, Error>>),
    Ask(Box<Exchange<T>>),
    End(Stepped<Answer>),
    Over,
}

impl<T: 'static> ExchangeJob<T> {
    pub fn new<E: Future<Output = Answer> + 'static>(
        stage: &'static str,
        begin: impl Future<Output = Result<Begun<T>, Error>> + 'static,
        end: impl FnOnce(T) -> E + 'static,
    ) -> ExchangeJob<T> {
        ExchangeJob {
            stage,
            at: At::Begin(Stepped::new(begin)),
            end: Some(Box::new(move |found| Box::pin(end(found)))),
            n_asked: 0,
            asking: None,
            is_asked: false,
            never: None,
            told: 0,
            sent: 0,
            total: 1,
        }
    }
}

impl<T> Job for ExchangeJob<T> {
    fn step(&mut self, _held: &mut EngineData, _now: UnixMillis) -> Result<Option<Answer>, Error> {
        if let Some(error) = self.never.take() {
            return Err(error);
        }
        match &mut self.at {
            At::Begin(begin) => match begin.step().transpose()? {
                None => Ok(None),
                Some(Begun::Over(answer)) => Ok(Some(answer)),
                Some(Begun::Exchange(exchange, n_bytes)) => {
                    (self.at, self.total) = (At::Ask(exchange), n_bytes.max(1));
                    Ok(None)
                }
            },
            At::Ask(exchange) => {
                if let Some(request) = exchange.next_request()? {
                    self.n_asked += 1;
                    self.is_asked = true;
                    self.told = request.body.as_ref().map_or(0, Body::n_bytes);
                    self.asking = Some(request);
                } else if let At::Ask(exchange) = std::mem::replace(&mut self.at, At::Over)
                    && let Some(end) = self.end.take()
                {
                    self.at = At::End(Stepped::new(end(exchange.finish())));
                }
                Ok(None)
            }
            At::End(end) => Ok(end.step()),
            At::Over => Ok(None),
        }
    }

    fn is_waiting(&self) -> bool {
        self.is_asked
    }

    fn fetch(&mut self) -> Option<(Fetch, Vec<u8>)> {
        let request = self.asking.take()?;
        let media_type = request.body.as_ref().map(|body| body.media_type().into());
        let fetch = Fetch {
            number: self.n_asked,
            method: request.method.name().into(),
            path: request.path,
            media_type,
            wait: request.wait,
        };
        let body = match request.body {
            Some(Body::Json(bytes) | Body::Bytes(bytes)) => bytes,
            // No file was named.
            Some(Body::File { .. }) | None => Vec::new(),
        };
        Some((fetch, body))
    }

    fn fetched(&mut self, fetched: Fetched, body: Vec<u8>) {
        let At::Ask(exchange) = &mut self.at else {
            return;
        };
        // Another engine may have been answered before this one took its place.
        if !self.is_asked || fetched.number != self.n_asked {
            return;
        }
        self.is_asked = false;
        match fetched.answer {
            FetchAnswer::Http { status, media_type } => {
                self.sent += self.told;
                exchange.answer(Ok(HttpAnswer {
                    status,
                    media_type,
                    body,
                }));
            }
            FetchAnswer::Lost(why) => exchange.answer(Err(why)),
            FetchAnswer::Never(error) => self.never = Some(error),
        }
    }

    fn progress(&mut self) -> Progress {
        // The last requests, after all files, are as good as sent.
        let done = (self.sent as f64 / self.total as f64).min(0.99);
        Progress {
            stage: self.stage.into(),
            fraction: Some(done),
            done,
            ..Progress::default()
        }
    }
}
