//! MLflow's tracking server as far as a push needs it: its REST interface (`/api/2.0/mlflow`) and its artifacts behind it.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use super::wire::{Body, HttpAnswer, HttpRequest, Method, Wire, unreachable};
use crate::message;
use crate::pipeline::error::{Code, Error};

/// What stands in a part of a path as it is (RFC 3986, unreserved).
const IN_PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');
/// What a search gives at once, at most.
const PAGE: u32 = 1000;
/// Characters of an answer that is not MLflow's that are shown.
const SHOWN: usize = 120;

/// See the module.
pub(in crate::mlflow) struct Server {
    pub wire: Wire,
}

/// What the server said no to.
pub(in crate::mlflow) struct Refusal {
    pub status: u16,
    /// MLflow's, such as `RESOURCE_ALREADY_EXISTS`.
    pub code: String,
    pub message: String,
}

impl Refusal {
    /// There is no such thing, or no such endpoint (MLflow 2 has no logged models).
    pub fn is_missing(&self) -> bool {
        self.status == 404
    }

    pub fn is_there_already(&self) -> bool {
        self.code == "RESOURCE_ALREADY_EXISTS"
    }

    /// As a fault that ends the push.
    pub fn error(self) -> Error {
        let what = match self.message.is_empty() {
            true => self.code,
            false => self.message,
        };
        Error::new(
            Code::Refused,
            message!(
                "error-server-refused",
                status = self.status.to_string(),
                what = what
            ),
            message!("error-push-again"),
        )
    }
}

/// An answer, or the server's no; the outer error is that of [`read`].
pub(in crate::mlflow) type Answered = Result<Result<Value, Refusal>, Error>;

impl Server {
    /// A request that may be sent twice.
    pub async fn ask(&self, method: Method, path: &str, body: Option<Value>) -> Answered {
        read(self.wire.send(api(method, path, body)).await?)
    }

    /// The same, whose refusal ends the push.
    pub async fn call(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> Result<Value, Error> {
        self.ask(method, path, body).await?.map_err(Refusal::error)
    }

    pub async fn post(&self, path: &str, body: Value) -> Result<Value, Error> {
        self.call(Method::Post, path, Some(body)).await
    }

    /// Makes what the server gives an ID to: sent once, since a second time makes another one. None where no answer came, or
    /// the server could not: it may be there or not.
    pub async fn create(
        &self,
        path: &str,
        body: Value,
    ) -> Result<Option<Result<Value, Refusal>>, Error> {
        let request = api(Method::Post, path, Some(body));
        match self.wire.send_once(request).await {
            Ok(answer) if answer.status >= 500 => Ok(None),
            Ok(answer) => read(answer).map(Some),
            Err(_) => Ok(None),
        }
    }

    /// All that a search finds; `list` is the name of the answer's list.
    pub async fn search(
        &self,
        path: &str,
        query: Value,
        list: &str,
    ) -> Result<Result<Vec<Value>, Refusal>, Error> {
        let mut found = Vec::new();
        let mut token = Value::Null;
        loop {
            let mut query = query.clone();
            query["max_results"] = PAGE.into();
            if !token.is_null() {
                query["page_token"] = token;
            }
            let mut answer = match self.ask(Method::Post, path, Some(query)).await? {
                Ok(answer) => answer,
                Err(refusal) => return Ok(Err(refusal)),
            };
            if let Value::Array(items) = answer[list].take() {
                found.extend(items);
            }
            token = match answer["next_page_token"].take() {
                Value::String(next) if !next.is_empty() => next.into(),
                _ => return Ok(Ok(found)),
            };
        }
    }

    /// Puts a file among artifacts; `root` is where they lie, as the server says.
    pub async fn put_artifact(&self, root: &str, path: &str, body: Body) -> Result<(), Error> {
        let place = artifact_path(root)?;
        let request = HttpRequest {
            method: Method::Put,
            path: format!(
                "/api/2.0/mlflow-artifacts/artifacts/{place}/{}",
                encoded(path)
            ),
            body: Some(body),
            wait: 0,
        };
        let answer = self.wire.send(request).await?;
        if answer.status == 200 {
            return Ok(());
        }
        Err(match read(answer)? {
            Ok(_) => no_mlflow(200, ""),
            Err(refusal) => refusal.error(),
        })
    }

    /// A file among artifacts of a run; none where it is not there.
    pub async fn artifact(
        &self,
        run_id: &str,
        root: &str,
        path: &str,
    ) -> Result<Option<Vec<u8>>, Error> {
        let path = match artifact_path(root) {
            Ok(place) => format!(
                "/api/2.0/mlflow-artifacts/artifacts/{place}/{}",
                encoded(path)
            ),
            // The server itself can read what lies elsewhere.
            Err(_) => format!(
                "/get-artifact?run_uuid={run_id}&path={}",
                encoded_part(path)
            ),
        };
        let request = HttpRequest {
            method: Method::Get,
            path,
            body: None,
            wait: 0,
        };
        let answer = self.wire.send(request).await?;
        if answer.status == 200 {
            return Ok(Some(answer.body));
        }
        match read(answer)? {
            Err(refusal) if refusal.is_missing() => Ok(None),
            Err(refusal) => Err(refusal.error()),
            Ok(_) => Ok(None),
        }
    }

    /// The sizes of the files among artifacts, by path.
    pub async fn artifact_sizes(&self, root: &str) -> Result<Vec<(String, u64)>, Error> {
        let place = artifact_path(root)?;
        let mut sizes = Vec::new();
        let mut folders = vec![String::new()];
        while let Some(folder) = folders.pop() {
            let within = match folder.as_str() {
                "" => place.clone(),
                folder => format!("{place}/{}", encoded(folder)),
            };
            let request = HttpRequest {
                method: Method::Get,
                path: format!("/api/2.0/mlflow-artifacts/artifacts?path={within}"),
                body: None,
                wait: 0,
            };
            let answer = match read(self.wire.send(request).await?)? {
                Ok(answer) => answer,
                Err(refusal) if refusal.is_missing() => continue,
                Err(refusal) => return Err(refusal.error()),
            };
            for file in answer["files"].as_array().into_iter().flatten() {
                let Some(name) = file["path"].as_str() else {
                    continue;
                };
                let path = match folder.as_str() {
                    "" => name.to_string(),
                    folder => format!("{folder}/{name}"),
                };
                match file["is_dir"].as_bool() {
                    Some(true) => folders.push(path),
                    _ => sizes.push((path, whole(&file["file_size"]).unwrap_or(0))),
                }
            }
        }
        Ok(sizes)
    }
}

/// A whole number, which MLflow writes as a number or, where it may be large, as text.
pub(in crate::mlflow) fn whole(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

/// A part of a query.
pub(in crate::mlflow) fn encoded_part(text: &str) -> String {
    utf8_percent_encode(text, IN_PATH).to_string()
}

/// A path whose parts are encoded.
fn encoded(path: &str) -> String {
    let parts: Vec<String> = path.split('/').map(encoded_part).collect();
    parts.join("/")
}

/// The place of artifacts below the server's own proxy.
///
/// # Errors
/// [`Code::Refused`] where they are elsewhere.
pub(super) fn artifact_path(root: &str) -> Result<String, Error> {
    let below = root.strip_prefix("mlflow-artifacts:").and_then(|rest| {
        // With or without a host: `mlflow-artifacts:/1/..` and `mlflow-artifacts://host/1/..`.
        match rest.strip_prefix("//") {
            Some(rest) => rest.split_once('/').map(|(_, path)| path),
            None => rest.strip_prefix('/'),
        }
    });
    match below {
        Some(path) => Ok(encoded(path)),
        None => Err(Error::new(
            Code::Refused,
            message!("error-artifacts-elsewhere", uri = root),
            message!("error-serve-artifacts"),
        )),
    }
}

fn api(method: Method, path: &str, body: Option<Value>) -> HttpRequest {
    HttpRequest {
        method,
        path: format!("/api/2.0/mlflow/{path}"),
        body: body.map(|body| Body::Json(body.to_string().into_bytes())),
        wait: 0,
    }
}

/// What an answer says.
///
/// # Errors
/// [`Code::Unauthorized`], [`Code::Unreachable`] for a server that could not, and [`Code::NotMlflow`] for an answer that is not MLflow's.
fn read(answer: HttpAnswer) -> Answered {
    let HttpAnswer { status, body, .. } = answer;
    if matches!(status, 401 | 403) {
        return Err(forbidden(status, &body));
    }
    let parsed: Option<Value> = match body.is_empty() && status == 200 {
        true => Some(json!({})),
        false => serde_json::from_slice(&body).ok().filter(Value::is_object),
    };
    match (status, parsed) {
        (200, Some(value)) => Ok(Ok(value)),
        (400..=499, Some(value)) => {
            let text = |key: &str| value[key].as_str().unwrap_or_default().to_string();
            Ok(Err(Refusal {
                status,
                code: text("error_code"),
                message: text("message"),
            }))
        }
        // An endpoint that this version has not.
        (404 | 405, None) => Ok(Err(Refusal {
            status: 404,
            code: "ENDPOINT_NOT_FOUND".into(),
            message: shown(&body),
        })),
        (500..=599, _) => Err(unreachable(message!(
            "server-status",
            status = status.to_string(),
            what = shown(&body)
        ))),
        _ => Err(no_mlflow(status, &shown(&body))),
    }
}

/// The server knows the sender not, or lets them not.
pub(super) fn forbidden(status: u16, body: &[u8]) -> Error {
    let (what, remedy) = match status {
        401 => (message!("error-server-login"), message!("error-give-login")),
        _ => (
            message!("error-server-forbids", what = shown(body)),
            message!("error-allow-this"),
        ),
    };
    Error::new(Code::Unauthorized, what, remedy)
}

/// An answer that MLflow would not give.
pub(super) fn no_mlflow(status: u16, said: &str) -> Error {
    Error::new(
        Code::NotMlflow,
        message!("error-no-mlflow", status = status.to_string(), what = said),
        message!("error-give-tracking-uri"),
    )
}

/// The start of an answer, on one line.
pub(super) fn shown(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(&body[..body.len().min(4 * SHOWN)]);
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").chars().take(SHOWN).collect()
}
