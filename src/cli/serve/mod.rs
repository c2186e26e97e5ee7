//! `dryf serve`: the built page on 127.0.0.1, from plain files, for this machine only.
//!
//! A browser lets every page that its user visits send requests here, so nothing that is sent may stop the server, and what
//! it answers is for its own page alone: hosts other than this machine's names are refused, which a page behind a rebound
//! name would send; no other page may frame or embed what is served. A worker's file has a policy of its own: the page's does not
//! hold there.

mod codings;
mod connections;
mod files;
mod kept;

use std::fs;
use std::net::Ipv4Addr;
use std::path::{Component, PathBuf};

use hyper::body::Bytes;
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::http::request::Parts;
use hyper::{Method, Response, StatusCode};
use tokio::net::TcpListener;

use super::args::Serve;
use super::output;
use crate::message;
use crate::pipeline::error::{Code, Error};
use files::{Content, Folder};

/// What every answer says besides its content.
const ALWAYS: [(HeaderName, &str); 3] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
];

/// Who may frame a file, and what else holds for it: a script that runs as a worker reaches nothing but this server.
fn policies(path: &str) -> [(HeaderName, &'static str); 2] {
    let name = path.rsplit('/').next().unwrap_or_default();
    let (framed, policy) = match name {
        "push.html" => ("SAMEORIGIN", "frame-ancestors 'self'"),
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

/// Serves until the process is stopped.
pub fn serve(options: &Serve) -> Result<(), Error> {
    let folder = fs::canonicalize(&options.dir).ok();
    let Some(folder) = folder.filter(|folder| folder.join("index.html").is_file()) else {
        return Err(Error::new(
            Code::NotBuilt,
            message!("error-page-not-built"),
            message!("error-build-page", command = "./dev build"),
        )
        .in_file(options.dir.display().to_string()));
    };
    // One thread copies files, so that no client waits for another; one beside it reads and compresses what is asked for first.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .enable_time()
        .build()
        .map_err(|error| Error::bug(message!("error-bug-runtime", fault = error.to_string())))?;
    runtime.block_on(async {
        let address = (Ipv4Addr::LOCALHOST, options.port);
        let unusable = |error: std::io::Error| {
            Error::new(
                Code::AddressInUse,
                message!(
                    "error-address",
                    address = format!("127.0.0.1:{}", options.port),
                    fault = error.to_string()
                ),
                message!("error-give-port"),
            )
        };
        let listener = TcpListener::bind(address).await.map_err(unusable)?;
        let mut address = output::Lines::new();
        address.line(format_args!(
            "http://{}/",
            listener.local_addr().map_err(unusable)?
        ));
        output::print(&address)?;
        connections::serve(listener, Folder::new(folder)).await
    })
}

type Answer = Response<Content>;

/// The answer to a request, of which the body is not looked at.
async fn answer(folder: &Folder, request: &Parts) -> Answer {
    let mut answer = if !is_for_us(request) {
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

/// Whether the request names this machine, by whatever port: one that was forwarded has another.
fn is_for_us(request: &Parts) -> bool {
    let mut hosts = request.headers.get_all(header::HOST).iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else {
        return false;
    };
    let asked = [
        host.to_str().ok(),
        request.uri.authority().map(|of| of.as_str()),
    ];
    host.to_str().is_ok() && asked.into_iter().flatten().all(is_this_machine)
}

fn is_this_machine(authority: &str) -> bool {
    let after_name = ["127.0.0.1", "localhost", "[::1]"].iter().find_map(|name| {
        let begin = authority.get(..name.len())?;
        begin
            .eq_ignore_ascii_case(name)
            .then(|| &authority[name.len()..])
    });
    match after_name.map(|rest| rest.strip_prefix(':').unwrap_or(rest)) {
        Some("") => true,
        Some(port) => port.bytes().all(|digit| digit.is_ascii_digit()) && authority.contains(':'),
        None => false,
    }
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

fn plain(status: StatusCode, text: &'static str) -> Answer {
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

    #[test]
    fn names_of_this_machine() {
        for (host, expected) in [
            ("127.0.0.1:8080", true),
            ("127.0.0.1", true),
            ("localhost:8080", true),
            ("LocalHost:9", true),
            ("[::1]:8080", true),
            ("127.0.0.1.evil.example:8080", false),
            ("127.0.0.12", false),
            ("localhost.evil.example", false),
            ("localhost:80@evil.example", false),
            ("localhost8080", false),
            ("evil.example", false),
            ("::1", false),
            ("", false),
        ] {
            assert_eq!(is_this_machine(host), expected, "{host}");
        }
    }
}
