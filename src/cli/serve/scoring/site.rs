//! What is asked of a model's server, and what it answers.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Once};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};
use hyper::header::{self, HeaderMap, HeaderValue};
use hyper::{Method, Request, Response, StatusCode};
use serde_json::json;

use super::super::connections::Site;
use super::super::page::policies;
use super::super::{ALWAYS, is_for_us};
use super::body::Room;
use super::counts::{self, Counts};
use super::csv_table::texts_of_csv;
use super::log::Desk;
use super::refusal::Refusal;
use super::request::{Texts, texts_of_json};
use super::watching::{Current, Watching, Wishes};
use crate::cli::output;
use crate::message;

/// Bytes of a body from which on it is scored beside the threads that answer.
const LARGE: usize = 32 << 10;
const JSON: &str = "application/json";

pub struct Limits {
    pub rows: usize,
    /// Of a body.
    pub bytes: usize,
    /// For a body to come.
    pub time: Duration,
}

pub struct ScoringSite {
    current: Current,
    wishes: Wishes,
    counts: Arc<Counts>,
    log: Option<Desk>,
    room: Room,
    rows: usize,
    /// Origins whose pages may ask.
    cors: Vec<String>,
    /// Whether this machine alone can ask, by one of its names.
    is_local: bool,
}

pub struct Whole(Option<Bytes>);

type Answer = Result<(&'static str, Bytes), Refusal>;

impl ScoringSite {
    pub fn new(
        watching: &Watching,
        counts: &Arc<Counts>,
        log: Option<Desk>,
        limits: Limits,
        cors: Vec<String>,
        is_local: bool,
    ) -> ScoringSite {
        ScoringSite {
            current: watching.current.clone(),
            wishes: watching.wishes(),
            counts: Arc::clone(counts),
            log,
            room: Room::new(limits.bytes, limits.time),
            rows: limits.rows,
            cors,
            is_local,
        }
    }

    async fn answered(&self, request: Request<Incoming>, client: SocketAddr) -> Answer {
        const METHODS: [(&str, &[Method]); 6] = [
            ("/invocations", &[Method::POST]),
            ("/reload", &[Method::POST]),
            ("/ping", &[Method::GET, Method::HEAD]),
            ("/health", &[Method::GET, Method::HEAD]),
            ("/version", &[Method::GET, Method::HEAD]),
            ("/metrics", &[Method::GET, Method::HEAD]),
        ];
        let path = request.uri().path().to_string();
        let Some((_, methods)) = METHODS.iter().find(|(route, _)| *route == path) else {
            let message = message!("serve-no-such-path");
            return Err(Refusal::new(
                StatusCode::NOT_FOUND,
                "ENDPOINT_NOT_FOUND",
                message,
            ));
        };
        if !methods.contains(request.method()) {
            let message = message!("serve-other-method", method = methods[0].as_str());
            return Err(Refusal::new(
                StatusCode::METHOD_NOT_ALLOWED,
                "BAD_REQUEST",
                message,
            ));
        }
        match &*path {
            "/invocations" => self.invocations(request).await,
            "/reload" => self.reload(client).await,
            "/version" => Ok((
                JSON,
                Bytes::from_static(env!("CARGO_PKG_VERSION").as_bytes()),
            )),
            "/metrics" => {
                let page = self.counts.page(&self.current.get());
                Ok((counts::MEDIA_TYPE, page.into()))
            }
            // As MLflow answers that it is well.
            _ => Ok((JSON, Bytes::from_static(b"\n"))),
        }
    }

    async fn invocations(&self, request: Request<Incoming>) -> Answer {
        let form = Form::of(request.headers())?;
        let body = self.room.read(request.into_body()).await?;
        let began = Instant::now();
        let answer = if body.bytes.len() < LARGE {
            self.work(form).score(&body.bytes)
        } else {
            let work = self.work(form);
            let scored = tokio::task::spawn_blocking(move || work.score(&body.bytes));
            scored.await.unwrap_or_else(|_| {
                let message = message!("cli-bug");
                Err(Refusal::new(
                    StatusCode::INTERNAL_SERVER_ERROR,
                    "INTERNAL_ERROR",
                    message,
                ))
            })
        };
        self.counts.took(began.elapsed());
        answer
    }

    fn work(&self, form: Form) -> Scoring {
        Scoring {
            form,
            current: self.current.clone(),
            counts: Arc::clone(&self.counts),
            log: self.log.clone(),
            rows: self.rows,
        }
    }

    async fn reload(&self, client: SocketAddr) -> Answer {
        if !client.ip().to_canonical().is_loopback() {
            let message = message!("serve-reload-from-elsewhere");
            return Err(Refusal::new(
                StatusCode::FORBIDDEN,
                "PERMISSION_DENIED",
                message,
            ));
        }
        let is_other = self.wishes.reload().await;
        let is_other = is_other.map_err(|error| Refusal::of_error(&error))?;
        let model = self.current.get();
        let said = json!({ "reloaded": is_other, "run_id": model.run_id, "model_sha256": model.model_sha256 });
        Ok((JSON, said.to_string().into()))
    }

    /// The origin that is let ask, if the request comes from a page.
    fn origin(&self, headers: &HeaderMap) -> Result<Option<HeaderValue>, Refusal> {
        let Some(origin) = headers.get(header::ORIGIN) else {
            return Ok(None);
        };
        if self
            .cors
            .iter()
            .any(|one| one == "*" || one.as_bytes() == origin.as_bytes())
        {
            return Ok(Some(origin.clone()));
        }
        let origin = String::from_utf8_lossy(origin.as_bytes()).into_owned();
        let message = message!("serve-other-origin", origin = origin);
        Err(Refusal::new(
            StatusCode::FORBIDDEN,
            "PERMISSION_DENIED",
            message,
        ))
    }
}

/// How the body is written.
#[derive(Clone, Copy)]
enum Form {
    Json,
    Csv,
}

impl Form {
    fn of(headers: &HeaderMap) -> Result<Form, Refusal> {
        let refused = |given: &str| {
            let message = message!("serve-media-type", given = given.to_string());
            Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "BAD_REQUEST", message)
        };
        let is_plain = |coding: &HeaderValue| coding == "identity";
        if !headers.get(header::CONTENT_ENCODING).is_none_or(is_plain) {
            return Err(refused("Content-Encoding"));
        }
        let given = headers.get(header::CONTENT_TYPE);
        let given = given
            .and_then(|given| given.to_str().ok())
            .unwrap_or_default();
        let mut parts = given
            .split(';')
            .map(|part| part.trim().to_ascii_lowercase());
        let form = match parts.next().as_deref() {
            Some(JSON) => Form::Json,
            Some("text/csv") => Form::Csv,
            _ => return Err(refused(given)),
        };
        match parts.all(|part| part == "charset=utf-8") {
            true => Ok(form),
            false => Err(refused(given)),
        }
    }
}

/// The work on a body.
struct Scoring {
    form: Form,
    current: Current,
    counts: Arc<Counts>,
    log: Option<Desk>,
    rows: usize,
}

impl Scoring {
    fn score(&self, body: &[u8]) -> Answer {
        let (texts, has_params): (Texts, bool) = match self.form {
            Form::Json => texts_of_json(body, self.rows)?,
            Form::Csv => (texts_of_csv(body, self.rows)?, false),
        };
        if has_params {
            static SAID: Once = Once::new();
            SAID.call_once(|| output::say(&message!("serve-params-ignored")));
        }
        let model = self.current.get();
        let answered = model.answer(&texts);
        self.counts.answered(&model, &answered);
        if let Some(log) = &self.log {
            log.add(texts, answered.labels, model);
        }
        Ok((JSON, answered.json.into()))
    }
}

impl Site for ScoringSite {
    type Content = Whole;
    const MOST_CONNECTIONS: usize = 768;

    async fn answer(&self, request: Request<Incoming>, client: SocketAddr) -> Response<Whole> {
        let route = request
            .uri()
            .path()
            .trim_start_matches('/')
            .replace("health", "ping");
        let is_head = request.method() == Method::HEAD;
        let is_preflight = request.method() == Method::OPTIONS;
        let (parts, body) = request.into_parts();
        let origin = self.origin(&parts.headers);
        let request = Request::from_parts(parts, body);
        let (origin, answer) = match origin {
            _ if self.is_local && !is_for_us(request.headers(), request.uri()) => {
                let message = message!("serve-other-host");
                let status = StatusCode::MISDIRECTED_REQUEST;
                (
                    None,
                    Err(Refusal::new(status, "PERMISSION_DENIED", message)),
                )
            }
            Err(refusal) => (None, Err(refusal)),
            Ok(Some(origin)) if is_preflight => (Some(origin), Ok((JSON, Bytes::new()))),
            Ok(origin) => (origin, self.answered(request, client).await),
        };
        let (status, media, bytes) = match answer {
            Ok((media, bytes)) => (StatusCode::OK, media, bytes),
            Err(refusal) => (refusal.status, JSON, refusal.json().into()),
        };
        self.counts.request(&route, status);
        let mut answer = Response::new(Whole((!is_head).then_some(bytes.clone())));
        *answer.status_mut() = status;
        let headers = answer.headers_mut();
        for (name, value) in ALWAYS.into_iter().chain(policies("")) {
            headers.insert(name, HeaderValue::from_static(value));
        }
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(header::CONTENT_LENGTH, bytes.len().into());
        if !self.cors.is_empty() {
            headers.insert(header::VARY, HeaderValue::from_static("Origin"));
        }
        if let Some(origin) = origin {
            headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            headers.insert(
                "cross-origin-resource-policy",
                HeaderValue::from_static("cross-origin"),
            );
            if is_preflight {
                let allow = [
                    (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST"),
                    (header::ACCESS_CONTROL_ALLOW_HEADERS, "content-type"),
                    (header::ACCESS_CONTROL_MAX_AGE, "600"),
                ];
                for (name, value) in allow {
                    headers.insert(name, HeaderValue::from_static(value));
                }
            }
        }
        if status == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        // What is left of a request that was refused unread is not read.
        if !matches!(status.as_u16(), 200 | 400 | 404 | 422) {
            headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        answer
    }
}

impl Body for Whole {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let bytes = self.get_mut().0.take().filter(|bytes| !bytes.is_empty());
        Poll::Ready(bytes.map(|bytes| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.0.as_ref().is_none_or(Bytes::is_empty)
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.0.as_ref().map_or(0, |bytes| bytes.len() as u64))
    }
}
