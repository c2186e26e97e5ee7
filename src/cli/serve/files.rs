//! Files of the page's folder, and how they are sent: as they are, compressed, or not again where the browser has them.
//!
//! Of a file that has a `.br` or `.gz` of its name beside it, at least as new as itself, that is sent to who takes it. Other
//! text is compressed here.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Component, Path, PathBuf};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::UNIX_EPOCH;

use hyper::body::{Body, Bytes, Frame, SizeHint};
use hyper::header::{self, HeaderMap, HeaderValue};
use hyper::http::request::Parts;
use hyper::{Method, Response, StatusCode};

use super::codings::{Coding, accepted};
use super::kept::{Kept, LARGEST, Source};
use super::page::{Answer, plain};

/// Bytes of a file that are read at a time.
const CHUNK: usize = 64 << 10;
/// Bytes from which on it is worth to compress a file: less go in one packet as they are.
const SMALLEST: u64 = 1 << 10;

/// The folder that is served.
pub struct Folder {
    root: PathBuf,
    kept: Kept,
}

/// What is sent of a file.
struct Choice {
    source: Source,
    coding: Coding,
    /// Whether the coding is made here.
    packed: bool,
}

impl Folder {
    /// The canonical path of a folder.
    pub fn new(root: PathBuf) -> Folder {
        Folder {
            root,
            kept: Kept::new(),
        }
    }

    /// The file at a path below the folder.
    pub async fn answer(&self, relative: &Path, request: &Parts) -> Answer {
        let Some(source) = self.opened(relative) else {
            return plain(StatusCode::NOT_FOUND, "not found");
        };
        let path = source.path.clone();
        let Some(choice) = self.chosen(source, &accepted(&request.headers)) else {
            return plain(
                StatusCode::NOT_ACCEPTABLE,
                "not there in an encoding that was asked for",
            );
        };
        let Ok((source, form)) = self.kept.form(choice.source, choice.packed).await else {
            return plain(StatusCode::INTERNAL_SERVER_ERROR, "the file can't be read");
        };
        let length = form.packed.as_ref().map_or(source.length, length_of);
        let is_known = is_known(&request.headers, &form.tag);
        let content = match (&request.method, is_known, form.packed) {
            (&Method::GET, false, None) => Content::File {
                file: source.file,
                left: length,
            },
            (&Method::GET, false, packed) => Content::Whole(packed),
            _ => Content::Whole(None),
        };
        let mut answer = Response::new(content);
        let headers = answer.headers_mut();
        let (media, _) = media_type(&path);
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
        let cache = if names_its_content(&path) {
            "public, max-age=31536000, immutable"
        } else {
            "no-cache"
        };
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
        headers.insert(header::ETAG, form.tag);
        // Of each file, since a compressed one may lie beside it at any time.
        headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
        if is_known {
            *answer.status_mut() = StatusCode::NOT_MODIFIED;
            return answer;
        }
        if choice.coding != Coding::Identity {
            let coding = HeaderValue::from_static(choice.coding.name());
            headers.insert(header::CONTENT_ENCODING, coding);
        }
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
        answer
    }

    /// The first of the accepted codings that there is; none where none is.
    fn chosen(&self, source: Source, accepted: &[Coding]) -> Option<Choice> {
        let (_, is_text) = media_type(&source.path);
        let is_worth_it = is_text && source.length >= SMALLEST;
        let can_be_packed =
            source.length <= LARGEST && (is_worth_it || !accepted.contains(&Coding::Identity));
        for &coding in accepted {
            if let Some(beside) = self.beside(&source, coding) {
                return Some(Choice {
                    source: beside,
                    coding,
                    packed: false,
                });
            }
            let packed = coding == Coding::Gzip && can_be_packed;
            if packed || coding == Coding::Identity {
                return Some(Choice {
                    source,
                    coding,
                    packed,
                });
            }
        }
        None
    }

    /// The file in this coding, where it lies beside it and was not left from an earlier state of it.
    fn beside(&self, source: &Source, coding: Coding) -> Option<Source> {
        let mut name = source
            .path
            .strip_prefix(&self.root)
            .ok()?
            .as_os_str()
            .to_owned();
        name.push(".");
        name.push(coding.extension()?);
        let beside = self.opened(Path::new(&name))?;
        // Neither a link nor a folder leads elsewhere, and an empty file is none in any coding.
        let is_it = beside.path == self.root.join(name) && beside.length > 0;
        (is_it && beside.modified >= source.modified).then_some(beside)
    }

    /// A plain file of the folder itself: no link leads out of it, nothing hidden is shown, and what is no file, such as a
    /// pipe, on which a read may wait for ever, is not opened.
    fn opened(&self, relative: &Path) -> Option<Source> {
        let path = fs::canonicalize(self.root.join(relative)).ok()?;
        let path = if path.is_dir() {
            fs::canonicalize(path.join("index.html")).ok()?
        } else {
            path
        };
        let inside = path.strip_prefix(&self.root).ok()?;
        let is_hidden = |part: Component| part.as_os_str().as_encoded_bytes().starts_with(b".");
        if inside.components().any(is_hidden) || !fs::metadata(&path).ok()?.is_file() {
            return None;
        }
        let file = File::open(&path).ok()?;
        let there = file.metadata().ok()?;
        let modified = there.modified().ok();
        let modified = modified.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        there.is_file().then(|| Source {
            path,
            file,
            length: there.len(),
            modified: modified.unwrap_or_default(),
        })
    }
}

fn length_of(bytes: &Bytes) -> u64 {
    bytes.len() as u64
}

/// Whether the browser has this state of the file in this coding. Tags are compared weakly, as RFC 9110 wants it here.
fn is_known(headers: &HeaderMap, tag: &HeaderValue) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_string();
    let tag = tag.to_str().map(opaque);
    let lists = headers.get_all(header::IF_NONE_MATCH).iter();
    lists
        .filter_map(|list| list.to_str().ok())
        .flat_map(|list| list.split(','))
        .map(opaque)
        .any(|known| known == "*" || tag.as_ref().is_ok_and(|tag| known == *tag))
}

/// Whether the build put the hash of the content into the name, as in `dryf-0a1b2c3d4e5f6071_bg.wasm`: another content then has
/// another name. The build writes 64 bits without leading zeros; digits alone may be a time.
fn names_its_content(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.split(['-', '.', '_']).skip(1).any(|part| {
        (13..=16).contains(&part.len())
            && part.bytes().all(|byte| byte.is_ascii_hexdigit())
            && part.bytes().any(|byte| byte.is_ascii_alphabetic())
    })
}

/// The media type, and whether such files shrink.
fn media_type(path: &Path) -> (&'static str, bool) {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => ("text/html; charset=utf-8", true),
        Some("js" | "mjs") => ("text/javascript; charset=utf-8", true),
        Some("css") => ("text/css; charset=utf-8", true),
        Some("wasm") => ("application/wasm", true),
        Some("json" | "map") => ("application/json", true),
        Some("webmanifest") => ("application/manifest+json", true),
        Some("svg") => ("image/svg+xml", true),
        Some("csv") => ("text/csv; charset=utf-8", true),
        Some("txt" | "md") => ("text/plain; charset=utf-8", true),
        Some("png") => ("image/png", false),
        Some("ico") => ("image/x-icon", false),
        Some("woff2") => ("font/woff2", false),
        Some("gz") => ("application/gzip", false),
        Some("zip") => ("application/zip", false),
        _ => ("application/octet-stream", false),
    }
}

/// What an answer carries. A file is read as its client takes it.
pub enum Content {
    Whole(Option<Bytes>),
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
            Content::Whole(bytes) => bytes.take().map(|bytes| Ok(Frame::data(bytes))),
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
        matches!(self, Content::Whole(None) | Content::File { left: 0, .. })
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(match self {
            Content::Whole(bytes) => bytes.as_ref().map_or(0, length_of),
            Content::File { left, .. } => *left,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_hold_a_hash() {
        for (name, expected) in [
            ("dryf-0a1b2c3d4e5f6071.js", true),
            ("dryf-0a1b2c3d4e5f6071_bg.wasm", true),
            ("dryf-0a1b2c3d4e5f6071_bg.wasm.br", true),
            ("base-84b1c8fa89cf2c5b.css", true),
            ("print-70709c8b0b60f6.css", true),
            ("dryf-worker-0a1b2c3d4e5f6071_loader.js", true),
            ("index.html", false),
            ("start.js", false),
            ("feed-cafe.js", false),
            ("rows-20211129161551.csv", false),
        ] {
            assert_eq!(names_its_content(Path::new(name)), expected, "{name}");
        }
    }
}
