//! What is said to a server, without saying it: requests that somebody else carries out, and what came back.

use std::cell::RefCell;
use std::rc::Rc;

use crate::message;
use crate::message::Message;
use crate::pipeline::error::{Code, Error};
use crate::pipeline::step::pause;

/// How often a request is sent before the server is given up.
const TRIES: u32 = 4;
/// Milliseconds before the second try; before each further one twice as many.
const FIRST_WAIT: u32 = 500;

/// A request to the tracking server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpRequest {
    pub method: Method,
    /// Below the server's address, percent-encoded; it begins with `/`.
    pub path: String,
    pub body: Option<Body>,
    /// Milliseconds that are waited before it is sent: it failed a moment ago.
    pub wait: u32,
}

/// What goes with a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    Json(Vec<u8>),
    Bytes(Vec<u8>),
    /// What a file holds that is too large for memory: only where [`PushOptions`](super::PushOptions) named one.
    File {
        path: String,
        n_bytes: u64,
    },
}

impl Body {
    pub fn media_type(&self) -> &'static str {
        match self {
            Body::Json(_) => "application/json",
            _ => "application/octet-stream",
        }
    }

    pub fn n_bytes(&self) -> u64 {
        match self {
            Body::Json(bytes) | Body::Bytes(bytes) => bytes.len() as u64,
            Body::File { n_bytes, .. } => *n_bytes,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
}

impl Method {
    pub fn name(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Post => "POST",
            Method::Put => "PUT",
            Method::Patch => "PATCH",
        }
    }
}

/// What a server answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpAnswer {
    pub status: u16,
    /// As its header has it; empty where there is none.
    pub media_type: String,
    pub body: Vec<u8>,
}

/// A request and what came of it; both ends hold it.
#[derive(Clone, Default)]
pub(in crate::mlflow) struct Wire(Rc<RefCell<Slots>>);

#[derive(Default)]
struct Slots {
    request: Option<HttpRequest>,
    /// Why there is none, in words.
    answer: Option<Result<HttpAnswer, Message>>,
}

impl Wire {
    /// What is to be sent now.
    pub fn request(&self) -> Option<HttpRequest> {
        self.0.borrow_mut().request.take()
    }

    pub fn answer(&self, answer: Result<HttpAnswer, Message>) {
        self.0.borrow_mut().answer = Some(answer);
    }

    /// Sends once. The error says why no answer came: nobody knows whether the server acted.
    pub async fn send_once(&self, request: HttpRequest) -> Result<HttpAnswer, Message> {
        self.0.borrow_mut().request = Some(request);
        loop {
            pause().await;
            if let Some(answer) = self.0.borrow_mut().answer.take() {
                return answer;
            }
        }
    }

    /// Sends what may be sent twice, again where no answer came or the server could not.
    ///
    /// # Errors
    /// [`Code::Unreachable`] after the last try.
    pub async fn send(&self, request: HttpRequest) -> Result<HttpAnswer, Error> {
        let mut wait = 0;
        for tries in 1.. {
            let request = HttpRequest {
                wait,
                ..request.clone()
            };
            let answer = self.send_once(request).await;
            let is_last = tries >= TRIES;
            match answer {
                Ok(answer) if is_last || !is_passing(answer.status) => return Ok(answer),
                Err(why) if is_last => return Err(unreachable(why)),
                _ => wait = FIRST_WAIT << (tries - 1),
            }
        }
        unreachable!("the last try returns")
    }
}

/// Whether the same request may be answered otherwise in a moment.
fn is_passing(status: u16) -> bool {
    matches!(status, 408 | 425 | 429 | 500 | 502 | 503 | 504)
}

pub(in crate::mlflow) fn unreachable(why: Message) -> Error {
    Error::new(
        Code::Unreachable,
        message!("error-server-unreachable", why = why),
        message!("error-look-at-server"),
    )
}
