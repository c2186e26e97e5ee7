//! The site of the built page: who may ask for what of its folder.

use std::net::SocketAddr;
use std::path::{Component, PathBuf};

use hyper::body::{Bytes, Incoming};
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::http::request::Parts;
use hyper::{Method, Request, Response, StatusCode};

use super::connections::Site;
use super::files::{Content, Folder};
use super::{ALWAYS, is_for_us};

pub type Answer = Response<Content>;

/// Who may frame a file, and what else holds for it: a script that runs as a worker reaches nothing but this server.
pub fn policies(path: &str) -> [(HeaderName, &'static str); 2] {
    let name = path.rsplit('/').next().unwrap_or_default();
    let (framed, policy) = match name {
        "push.html" => ("SAMEORIGIN", "frame-ancestors 'self'"),
        "sw.js" => (
            "DENY",
            "default-src 'none'; connect-src 'self'; frame-ancestors 'none'",
        ),
        _ if name.starts_with("dryf-worker") => (
            "DENY",
            "default-src 'none'; connect-src 'self'; script-src 'self' 'wasm-unsafe-eval'; frame-ancestors 'none'",
        ),
        _ => ("DENY", "frame-ancestors 'none'"),
    };
    [
        (header::X_FRAME_OPTIONS, framed),
        (header::CONTENT_SECURITY_POLICY, policy),
    ]
}

impl Site for Folder {
    type Content = Content;
    // Each may read a file.
    const MOST_CONNECTIONS: usize = 256;

    async fn answer(&self, request: Request<Incoming>, _: SocketAddr) -> Answer {
        let (parts, body) = request.into_parts();
        // It is never read: hyper ends the connection where there is one.
        drop(body);
        answer(self, &parts).await
    }
}

async fn answer(folder: &Folder, request: &Parts) -> Answer {
    let mut answer = if !is_for_us(&request.headers, &request.uri) {
        plain(
            StatusCode::MISDIRECTED_REQUEST,
            "this server is 127.0.0.1, and no other name is answered",
        )
    } else if !matches!(request.method, Method::GET | Method::HEAD) {
        let mut answer = plain(StatusCode::METHOD_NOT_ALLOWED, "only GET and HEAD");
        let allowed = HeaderValue::from_static("GET, HEAD");
        answer.headers_mut().insert(header::ALLOW, allowed);
        answer
    } else if has_body(&request.headers) {
        plain(StatusCode::PAYLOAD_TOO_LARGE, "no request has a body here")
    } else {
        match local_path(request.uri.path()) {
            Some(path) => folder.answer(&path, request).await,
            None => plain(StatusCode::BAD_REQUEST, "bad path"),
        }
    };
    for (name, value) in ALWAYS.into_iter().chain(policies(request.uri.path())) {
        let value = HeaderValue::from_static(value);
        answer.headers_mut().insert(name, value);
    }
    // What is left of a request that was refused is not read.
    if answer.status().is_client_error() && answer.status() != StatusCode::NOT_FOUND {
        let close = HeaderValue::from_static("close");
        answer.headers_mut().insert(header::CONNECTION, close);
    }
    answer
}

fn has_body(headers: &HeaderMap) -> bool {
    headers.contains_key(header::TRANSFER_ENCODING)
        || headers
            .get_all(header::CONTENT_LENGTH)
            .iter()
            .any(|length| length != "0")
}

/// The path below the folder that a URL's path names; none for one that climbs out.
fn local_path(path: &str) -> Option<PathBuf> {
    let decoded = percent_decoded(path.trim_start_matches('/'))?;
    let relative = PathBuf::from(decoded);
    let inside = relative
        .components()
        .all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    inside.then_some(relative)
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        if first == b'%' {
            let digit = |at: usize| char::from(*after.get(at)?).to_digit(16);
            bytes.push((digit(0)? << 4 | digit(1)?) as u8);
            rest = &after[2..];
        } else {
            bytes.push(first);
            rest = after;
        }
    }
    String::from_utf8(bytes).ok()
}

pub fn plain(status: StatusCode, text: &'static str) -> Answer {
    let mut answer = Response::new(Content::Whole(Some(Bytes::from_static(text.as_bytes()))));
    *answer.status_mut() = status;
    let kind = HeaderValue::from_static("text/plain; charset=utf-8");
    answer.headers_mut().insert(header::CONTENT_TYPE, kind);
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_stay_inside_the_folder() {
        let cases = [
            ("/", Some("")),
            ("/app.js", Some("app.js")),
            ("/a%20b/c.css", Some("a b/c.css")),
            ("/../Cargo.toml", None),
            ("/%2e%2e/Cargo.toml", None),
            ("/a/%2E%2E/%2e%2e/x", None),
            ("/%zz", None),
            ("/%f", None),
            ("/%+f", None),
        ];
        for (url, expected) in cases {
            assert_eq!(local_path(url), expected.map(PathBuf::from), "{url}");
        }
    }
}
