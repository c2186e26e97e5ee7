//! `dryf serve`: the built page on 127.0.0.1, from plain files, for this machine only.

use std::fs;
use std::path::{Component, Path, PathBuf};

use tiny_http::{Header, Method, Response, Server};

use super::args::Serve;
use super::output;
use crate::pipeline::error::{Code, Error};

/// Serves until the process is stopped.
pub fn serve(options: &Serve) -> Result<(), Error> {
    if !options.dir.join("index.html").is_file() {
        return Err(Error::new(
            Code::NotBuilt,
            "the page is not built",
            "run `./dev build` first, or give --dir",
        )
        .in_file(options.dir.display().to_string()));
    }
    let server = Server::http(("127.0.0.1", options.port)).map_err(|error| {
        Error::new(
            Code::AddressInUse,
            format!("127.0.0.1:{} can't be used ({error})", options.port),
            "give another --port, or --port 0 for a free one",
        )
    })?;
    output::print(&format!("http://{}/\n", server.server_addr()))?;
    for request in server.incoming_requests() {
        let answer = if matches!(request.method(), Method::Get | Method::Head) {
            answer(&options.dir, request.url())
        } else {
            plain(405, "only GET and HEAD").with_header(header("Allow", "GET, HEAD"))
        };
        // A browser that goes away in the middle is no fault of ours.
        let _ = request.respond(answer);
    }
    Ok(())
}

type Answer = Response<std::io::Cursor<Vec<u8>>>;

fn answer(folder: &Path, url: &str) -> Answer {
    let Some(path) = local_path(folder, url) else {
        return plain(400, "bad path");
    };
    let path = if path.is_dir() {
        path.join("index.html")
    } else {
        path
    };
    match fs::read(&path) {
        Ok(bytes) => Response::from_data(bytes)
            .with_header(header("Content-Type", content_type(&path)))
            .with_header(header("Cache-Control", "no-cache")),
        Err(_) => plain(404, "not found"),
    }
}

/// The file that a URL names, below `folder`; none for a path that climbs out.
fn local_path(folder: &Path, url: &str) -> Option<PathBuf> {
    let path = url.split(['?', '#']).next()?;
    let decoded = percent_decoded(path.trim_start_matches('/'))?;
    let relative = Path::new(&decoded);
    let inside = relative
        .components()
        .all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    inside.then(|| folder.join(relative))
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        if first == b'%' {
            let digits = std::str::from_utf8(after.get(..2)?).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = &after[2..];
        } else {
            bytes.push(first);
            rest = after;
        }
    }
    String::from_utf8(bytes).ok()
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

fn plain(status: u16, text: &str) -> Answer {
    Response::from_string(text).with_status_code(status)
}

fn header(name: &str, value: &str) -> Header {
    Header::from_bytes(name, value).expect("our headers are ASCII")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_stay_inside_the_folder() {
        let folder = Path::new("pkg");
        let cases = [
            ("/", Some("pkg")),
            ("/app.js?v=1", Some("pkg/app.js")),
            ("/a%20b/c.css", Some("pkg/a b/c.css")),
            ("/../Cargo.toml", None),
            ("/%2e%2e/Cargo.toml", None),
            ("/a/%2E%2E/%2e%2e/x", None),
            ("/%zz", None),
            ("/%f", None),
        ];
        for (url, expected) in cases {
            assert_eq!(
                local_path(folder, url),
                expected.map(PathBuf::from),
                "{url}"
            );
        }
    }
}
