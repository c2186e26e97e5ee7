//! `dryf serve` and the codings of a file: what lies compressed beside it, what is compressed on the way, and the tags by which
//! a browser knows what it has.

use std::fs::File;
use std::io::{Read, Write};
use std::time::{Duration, SystemTime};

use flate2::read::GzDecoder;

use crate::cli::Desk;
use crate::cli_serve::{Server, assert_answers, header, page};

/// What every browser of today sends.
const BROWSER: &str = "gzip, deflate, br, zstd";
const TEXT: &str = "export const słowo = 'słowo';\n";

/// What the body of an answer is.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Body {
    /// The file.
    Plain,
    /// What lies beside the file, which in these tests is no more than its name.
    Beside,
    /// The file by gzip.
    Packed,
}
use Body::{Beside, Packed, Plain};

fn text() -> String {
    TEXT.repeat(100)
}

/// A page whose files are compressed in all the ways that they may be.
fn compressed_page() -> Desk {
    let desk = page();
    desk.write("pkg/small.js", "export {}");
    for name in ["both.js", "gz.css", "own.wasm", "stale.js", "empty.svg"] {
        desk.write(&format!("pkg/{name}"), text());
    }
    for name in [
        "both.js.br",
        "both.js.gz",
        "gz.css.gz",
        "stale.js.br",
        "small.js.br",
    ] {
        desk.write(&format!("pkg/{name}"), name);
    }
    desk.write("pkg/empty.svg.br", "")
        .write("pkg/empty.svg.gz", "")
        .write("pkg/both.js.br.gz", "both.js.br.gz")
        .write("pkg/picture.png", text())
        .write("pkg/data.zip", text())
        .write("pkg/folder.js", text())
        .write("pkg/folder.js.gz/index.html", "folder.js.gz");
    let now = SystemTime::now();
    touch(&desk, "pkg/stale.js", now);
    touch(&desk, "pkg/stale.js.br", now - Duration::from_millis(1));
    // At the same time is not older.
    touch(&desk, "pkg/gz.css", now);
    touch(&desk, "pkg/gz.css.gz", now);
    desk
}

fn touch(desk: &Desk, name: &str, time: SystemTime) {
    let file = File::options().append(true).open(desk.path(name));
    file.and_then(|file| file.set_modified(time)).expect(name);
}

fn ask(server: &Server, method: &str, target: &str, headers: &str) -> (u16, String, Vec<u8>) {
    server.ask_with(method, target, &format!("Host: localhost\r\n{headers}"))
}

/// The answer to who takes these codings.
fn take(server: &Server, target: &str, codings: &str) -> (u16, String, Vec<u8>) {
    let headers = format!("Accept-Encoding: {codings}\r\n");
    ask(server, "GET", target, &headers)
}

fn unpacked(bytes: &[u8]) -> String {
    let mut text = String::new();
    GzDecoder::new(bytes)
        .read_to_string(&mut text)
        .expect("it is gzip");
    text
}

#[test]
fn each_client_has_the_smallest_that_it_takes() {
    let desk = compressed_page();
    let server = Server::start(&desk, "serve --port 0");
    for (target, codings, coding, body) in [
        ("both.js", BROWSER, Some("br"), Beside),
        ("both.js", "gzip", Some("gzip"), Beside),
        ("both.js", "x-gzip", Some("gzip"), Beside),
        ("both.js", "GZIP, BR", Some("br"), Beside),
        ("both.js", "*", Some("br"), Beside),
        ("both.js", "br;q=0, *", Some("gzip"), Beside),
        ("both.js", "br;q=0.5, gzip;q=0.8", Some("gzip"), Beside),
        ("both.js", "br;q=0, gzip;q=0", None, Plain),
        ("both.js", "identity, br;q=0.9", None, Plain),
        ("both.js", "br, identity;q=0", Some("br"), Beside),
        ("both.js", "deflate, zstd, brotli", None, Plain),
        ("both.js", "br;q=9", None, Plain),
        ("both.js", "", None, Plain),
        ("both.js", "gzip, ł", None, Plain),
        // Brotli is not made here.
        ("gz.css", BROWSER, Some("gzip"), Beside),
        ("gz.css", "br", None, Plain),
        ("own.wasm", BROWSER, Some("gzip"), Packed),
        ("own.wasm", "br, gzip;q=0.1", Some("gzip"), Packed),
        ("own.wasm", "br", None, Plain),
        ("own.wasm", "gzip;q=0", None, Plain),
        // Older than the file, empty, or no file: as if it were not there.
        ("stale.js", BROWSER, Some("gzip"), Packed),
        ("stale.js", "br", None, Plain),
        ("empty.svg", BROWSER, Some("gzip"), Packed),
        ("folder.js", BROWSER, Some("gzip"), Packed),
        // Not worth it, unless there is no other way.
        ("small.js", "gzip", None, Plain),
        ("small.js", BROWSER, Some("br"), Beside),
        ("picture.png", BROWSER, None, Plain),
        ("data.zip", BROWSER, None, Plain),
        ("picture.png", "gzip, identity;q=0", Some("gzip"), Packed),
        ("small.js", "gzip, *;q=0", Some("gzip"), Packed),
        // Asked for by name they are files like others.
        ("both.js.br", "identity", None, Plain),
        ("both.js.br", "gzip", Some("gzip"), Beside),
        ("both.js.gz", BROWSER, None, Plain),
    ] {
        let (status, head, sent) = take(&server, &format!("/{target}"), codings);
        let row = format!("{target} for {codings:?}: {head}");
        assert_eq!(status, 200, "{row}");
        assert_eq!(header(&head, "content-encoding"), coding, "{row}");
        assert_eq!(header(&head, "vary"), Some("accept-encoding"), "{row}");
        let length = sent.len().to_string();
        assert_eq!(header(&head, "content-length"), Some(&*length), "{row}");
        let media = match target.rsplit('.').next() {
            Some("js") => "text/javascript; charset=utf-8",
            Some("css") => "text/css; charset=utf-8",
            Some("svg") => "image/svg+xml",
            Some("wasm") => "application/wasm",
            Some("png") => "image/png",
            Some("zip") => "application/zip",
            Some("gz") => "application/gzip",
            _ => "application/octet-stream",
        };
        assert_eq!(header(&head, "content-type"), Some(media), "{row}");
        let file = String::from_utf8(desk.read(&format!("pkg/{target}"))).unwrap();
        match body {
            Plain => assert_eq!(sent, file.as_bytes(), "{row}"),
            Packed => assert_eq!(unpacked(&sent), file, "{row}"),
            Beside => {
                let extension = if coding == Some("br") { "br" } else { "gz" };
                let beside = format!("{target}.{extension}");
                assert_eq!(sent, beside.as_bytes(), "{row}");
            }
        }
    }
    // No header at all is no wish for any.
    let (_, head, sent) = ask(&server, "GET", "/both.js", "");
    assert_eq!(header(&head, "content-encoding"), None);
    assert_eq!(sent, text().as_bytes());
    // Two headers are one list.
    let two = "Accept-Encoding: gzip\r\nAccept-Encoding: br\r\n";
    let (_, head, _) = ask(&server, "GET", "/both.js", two);
    assert_eq!(header(&head, "content-encoding"), Some("br"));
    for (target, codings) in [
        ("/both.js", "*;q=0"),
        ("/both.js", "identity;q=0, zstd"),
        ("/own.wasm", "br, identity;q=0"),
    ] {
        let (status, head, _) = take(&server, target, codings);
        assert_eq!(status, 406, "{target} {codings}");
        assert_eq!(header(&head, "x-content-type-options"), Some("nosniff"));
    }
    assert_eq!(take(&server, "/nope.js", BROWSER).0, 404);
}

#[test]
fn each_coding_of_a_content_has_a_tag_of_its_own() {
    let desk = compressed_page();
    let server = Server::start(&desk, "serve --port 0");
    let mut tags = Vec::new();
    for (target, codings) in [
        ("/both.js", "br"),
        ("/both.js", "gzip"),
        ("/both.js", "identity"),
        ("/stale.js", "gzip"),
    ] {
        let (_, head, body) = take(&server, target, codings);
        let tag = header(&head, "etag").expect("a tag").to_string();
        // A strong one: of the bytes.
        assert!(tag.starts_with('"') && tag.len() == 66, "{tag}");
        let accept = format!("Accept-Encoding: {codings}\r\n");
        let (status, of_head, none) = ask(&server, "HEAD", target, &accept);
        assert_eq!((status, none.len()), (200, 0), "{target} {codings}");
        for name in [
            "content-type",
            "content-encoding",
            "content-length",
            "etag",
            "vary",
            "cache-control",
        ] {
            assert_eq!(header(&of_head, name), header(&head, name), "{name}");
        }
        for (known, expected) in [
            (tag.clone(), 304),
            (format!("W/{tag}"), 304),
            (format!("\"x\", {tag} , \"y\""), 304),
            (format!("\"x\"\r\nIf-None-Match: {tag}"), 304),
            ("*".to_string(), 304),
            ("\"x\"".to_string(), 200),
            (tag.trim_matches('"').to_string(), 200),
        ] {
            for method in ["GET", "HEAD"] {
                let headers = format!("{accept}If-None-Match: {known}\r\n");
                let (status, again, sent) = ask(&server, method, target, &headers);
                let row = format!("{method} {target} {codings} {known}");
                assert_eq!(status, expected, "{row}");
                let has_body = method == "GET" && status == 200;
                assert_eq!(sent.len(), if has_body { body.len() } else { 0 }, "{row}");
                for name in ["etag", "vary", "cache-control"] {
                    assert_eq!(header(&again, name), header(&head, name), "{row} {name}");
                }
            }
        }
        tags.push(tag);
    }
    // What a browser has in one coding is not what it asks for in another.
    for (at, codings) in ["gzip", "identity", "br"].into_iter().enumerate() {
        let headers = format!(
            "Accept-Encoding: {codings}\r\nIf-None-Match: {}\r\n",
            tags[at]
        );
        assert_eq!(
            ask(&server, "GET", "/both.js", &headers).0,
            200,
            "{codings}"
        );
    }
    // The same content has the same tag, whatever its name and its time.
    let again = take(&server, "/own.wasm", "gzip");
    assert_eq!(header(&again.1, "etag"), Some(&*tags[3]));
    tags.sort();
    tags.dedup();
    assert_eq!(tags.len(), 4, "{tags:?}");
    drop(server);
    touch(&desk, "pkg/own.wasm", SystemTime::now());
    let server = Server::start(&desk, "serve --port 0");
    let later = take(&server, "/own.wasm", "gzip");
    assert_eq!(header(&later.1, "etag"), header(&again.1, "etag"));
}

#[test]
fn what_changes_while_it_is_served_is_sent_as_it_is_now() {
    let desk = compressed_page();
    let server = Server::start(&desk, "serve --port 0");
    let state = |target: &str| {
        let (_, head, body) = take(&server, target, BROWSER);
        let of = |name| header(&head, name).map(str::to_string);
        (of("etag"), of("content-encoding"), body)
    };
    let before = [state("/own.wasm"), state("/both.js")];
    assert_eq!(before, [state("/own.wasm"), state("/both.js")]);
    let other = text().replace("słowo", "wyraz");
    for name in ["pkg/own.wasm", "pkg/both.js"] {
        desk.write(name, &other);
        touch(&desk, name, SystemTime::now() + Duration::from_secs(5));
    }
    // What lies beside the one is of its earlier state.
    for (before, target) in before.iter().zip(["/own.wasm", "/both.js"]) {
        let after = state(target);
        assert_ne!(after.0, before.0, "{target}");
        assert_eq!(after.1.as_deref(), Some("gzip"), "{target}");
        assert_eq!(unpacked(&after.2), other, "{target}");
    }
    // The next build brings its own.
    desk.write("pkg/both.js.br", "of the next build");
    let later = SystemTime::now() + Duration::from_secs(6);
    touch(&desk, "pkg/both.js.br", later);
    assert_eq!(state("/both.js").2, b"of the next build");
}

#[test]
#[cfg(unix)]
fn no_link_beside_a_file_is_followed() {
    use std::os::unix::fs::symlink;
    let desk = page();
    desk.write("pkg/out.js", text())
        .write("pkg/in.js", text())
        .write("pkg/.hidden.js", text())
        .write("pkg/.hidden.js.br", "not for the browser");
    symlink(desk.path("secret.txt"), desk.path("pkg/out.js.br")).unwrap();
    symlink("data.json", desk.path("pkg/in.js.br")).unwrap();
    let made = std::process::Command::new("mkfifo")
        .arg(desk.path("pkg/out.js.gz"))
        .status();
    assert!(made.expect("mkfifo is there").success());
    let server = Server::start(&desk, "serve --port 0");
    for target in ["/out.js", "/in.js"] {
        let (status, head, body) = take(&server, target, BROWSER);
        assert_eq!(status, 200, "{target}");
        assert_eq!(header(&head, "content-encoding"), Some("gzip"), "{target}");
        assert_eq!(unpacked(&body), text(), "{target}");
    }
    assert_eq!(take(&server, "/.hidden.js", BROWSER).0, 404);
}

#[test]
fn what_is_large_keeps_it_from_nothing() {
    let desk = page();
    let lines = "a line like all the others\n".repeat(1 << 20);
    for at in 0..3 {
        desk.write(&format!("pkg/large_{at}.txt"), &lines);
    }
    // Beyond 32 MB a file is not read for its tag, nor compressed; a sparse one takes no room here.
    desk.write("pkg/huge.txt", "");
    let huge = File::options().append(true).open(desk.path("pkg/huge.txt"));
    huge.and_then(|file| file.set_len(33 << 20)).unwrap();
    let server = Server::start(&desk, "serve --port 0");
    let request = |target: &str| {
        let headers = format!("Host: localhost\r\nAccept-Encoding: {BROWSER}\r\n");
        format!("GET {target} HTTP/1.1\r\n{headers}Connection: close\r\n\r\n")
    };
    // Many ask for what has to be compressed first, some go away again, and the next client has its answer at once.
    let mut open = Vec::new();
    for at in 0..48 {
        let mut stream = server.connect();
        let target = format!("/large_{}.txt", at % 3);
        stream.write_all(request(&target).as_bytes()).unwrap();
        if at % 2 == 0 {
            open.push(stream);
        }
    }
    assert_answers(&server, "48 clients of large files");
    let waited = Duration::from_secs(60);
    for mut stream in open {
        stream.set_read_timeout(Some(waited)).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let body = answer.windows(4).position(|end| end == b"\r\n\r\n");
        let body = &answer[body.expect("the headers end") + 4..];
        assert!(body.len() < lines.len() / 50, "{}", body.len());
        assert_eq!(unpacked(body).len(), lines.len());
    }
    let accept = format!("Accept-Encoding: {BROWSER}\r\n");
    let (status, head, _) = ask(&server, "HEAD", "/huge.txt", &accept);
    let length = (33 << 20).to_string();
    assert_eq!((status, header(&head, "content-encoding")), (200, None));
    assert_eq!(header(&head, "content-length"), Some(&*length));
    let tag = header(&head, "etag").expect("a tag");
    assert!(tag.starts_with("w/\""), "{tag}");
    let known = format!("{accept}If-None-Match: W{}\r\n", &tag[1..]);
    assert_eq!(ask(&server, "GET", "/huge.txt", &known).0, 304);
    assert_eq!(take(&server, "/huge.txt", "gzip, identity;q=0").0, 406);
    // Lists without an end name nothing that is sent, and are read all the same.
    let many = "x;q=0.5,".repeat(1500);
    assert_eq!(take(&server, "/dryf.js", &many).0, 200);
}
