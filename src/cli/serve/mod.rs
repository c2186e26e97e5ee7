//! `dryf serve`: the built page on 127.0.0.1, from plain files, for this machine only.
//!
//! A browser lets every page that its user visits send requests here, so nothing that is sent may stop the server, and what
//! it answers is for its own page alone: hosts other than this machine's names are refused, which a page behind a rebound
//! name would send; no other page may frame or embed what is served.

mod connections;

use std::fs::{self, File};
use std::io::Read;
use std::net::Ipv4Addr;
use std::path::{Component, Path, PathBuf};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::UNIX_EPOCH;

use hyper::body::{Body, Bytes, Frame, SizeHint};
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::http::request::Parts;
use hyper::{Method, Response, StatusCode};
use tokio::net::TcpListener;

use super::args::Serve;
use super::output;
use crate::message;
use crate::pipeline::error::{Code, Error};

/// What every answer says besides its content.
const ALWAYS: [(HeaderName, &str); 5] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::CONTENT_SECURITY_POLICY, "frame-ancestors 'none'"),
    (header::REFERRER_POLICY, "no-referrer"),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
];
/// Bytes of a file that are read at a time.
const CHUNK: usize = 64 << 10;

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
    // One thread: all there is to do is to copy files, and no client waits for another.
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
        connections::serve(listener, folder).await
    })
}

type Answer = Response<Content>;

/// The answer to a request, of which the body is not looked at.
fn answer(folder: &Path, request: &Parts) -> Answer {
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
            Some(path) => file(folder, &path, request),
            None => plain(StatusCode::BAD_REQUEST, "bad path"),
        }
    };
    for (name, value) in ALWAYS {
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

fn file(folder: &Path, relative: &Path, request: &Parts) -> Answer {
    let Some((path, file)) = opened(folder, relative) else {
        return plain(StatusCode::NOT_FOUND, "not found");
    };
    let Ok(there) = file.metadata() else {
        return plain(StatusCode::NOT_FOUND, "not found");
    };
    let length = there.len();
    let modified = there.modified().ok();
    let modified = modified.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let modified = modified.map_or(0, |since| since.as_nanos());
    let tag = format!("\"{length:x}-{modified:x}\"");
    let is_known = is_known(&request.headers, &tag);
    let content = match (&request.method, is_known) {
        (&Method::GET, false) => Content::File { file, left: length },
        _ => Content::Text(None),
    };
    let mut answer = Response::new(content);
    let headers = answer.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(content_type(&path)),
    );
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static(if names_its_content(&path) {
            "public, max-age=31536000, immutable"
        } else {
            "no-cache"
        }),
    );
    if let Ok(tag) = HeaderValue::try_from(tag) {
        headers.insert(header::ETAG, tag);
    }
    if is_known {
        *answer.status_mut() = StatusCode::NOT_MODIFIED;
    } else {
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    }
    answer
}

/// A plain file of the folder itself: no link leads out of it, nothing hidden is shown, and what is no file, such as a pipe,
/// on which a read may wait for ever, is not opened.
fn opened(folder: &Path, relative: &Path) -> Option<(PathBuf, File)> {
    let path = fs::canonicalize(folder.join(relative)).ok()?;
    let path = if path.is_dir() {
        fs::canonicalize(path.join("index.html")).ok()?
    } else {
        path
    };
    let inside = path.strip_prefix(folder).ok()?;
    let is_hidden = |part: Component| part.as_os_str().as_encoded_bytes().starts_with(b".");
    if inside.components().any(is_hidden) || !fs::metadata(&path).ok()?.is_file() {
        return None;
    }
    let file = File::open(&path).ok()?;
    file.metadata().ok()?.is_file().then_some((path, file))
}

/// Whether the browser has this state of the file.
fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let lists = headers.get_all(header::IF_NONE_MATCH).iter();
    lists
        .filter_map(|list| list.to_str().ok())
        .flat_map(|list| list.split(','))
        .map(|known| known.trim().trim_start_matches("W/"))
        .any(|known| known == tag || known == "*")
}

/// Whether the build put the hash of the content into the name, as in `dryf-0a1b2c3d4e5f6071_bg.wasm`: another content then
/// has another name.
fn names_its_content(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.split(['-', '.', '_'])
        .skip(1)
        .any(|part| part.len() >= 15 && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

fn content_type(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("json" | "map") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("csv") => "text/csv; charset=utf-8",
        Some("txt" | "md") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

fn plain(status: StatusCode, text: &'static str) -> Answer {
    let mut answer = Response::new(Content::Text(Some(text)));
    *answer.status_mut() = status;
    let kind = HeaderValue::from_static("text/plain; charset=utf-8");
    answer.headers_mut().insert(header::CONTENT_TYPE, kind);
    answer
}

/// What an answer carries. A file is read as its client takes it.
enum Content {
    Text(Option<&'static str>),
    File { file: File, left: u64 },
}

impl Body for Content {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
        Poll::Ready(match self.get_mut() {
            Content::Text(text) => text
                .take()
                .map(|text| Ok(Frame::data(Bytes::from_static(text.as_bytes())))),
            Content::File { left: 0, .. } => None,
            Content::File { file, left } => {
                let mut bytes = vec![0; CHUNK.min(usize::try_from(*left).unwrap_or(CHUNK))];
                Some(match file.read(&mut bytes) {
                    // It was cut while it was served; the client sees that the length is not what was said.
                    Ok(0) => Err(std::io::ErrorKind::UnexpectedEof.into()),
                    Ok(n) => {
                        bytes.truncate(n);
                        *left -= n as u64;
                        Ok(Frame::data(Bytes::from(bytes)))
                    }
                    Err(error) => Err(error),
                })
            }
        })
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Content::Text(None) | Content::File { left: 0, .. })
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(match self {
            Content::Text(text) => text.map_or(0, |text| text.len() as u64),
            Content::File { left, .. } => *left,
        })
    }
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

    #[test]
    fn names_that_hold_a_hash() {
        for (name, expected) in [
            ("dryf-0a1b2c3d4e5f6071.js", true),
            ("dryf-0a1b2c3d4e5f6071_bg.wasm", true),
            ("base-84b1c8fa89cf2c5b.css", true),
            ("dryf-worker-0a1b2c3d4e5f6071_loader.js", true),
            ("index.html", false),
            ("start.js", false),
            ("feed-cafe.js", false),
        ] {
            assert_eq!(names_its_content(Path::new(name)), expected, "{name}");
        }
    }
}
