//! `dryf serve` from outside: the built page for this machine alone, file by file, and nothing beside its folder; whatever is
//! sent, the next client has its answer.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::cli::Desk;

pub struct Server {
    pub child: Child,
    pub port: u16,
}

impl Server {
    pub fn start(desk: &Desk, line: &str) -> Server {
        let mut child = desk
            .command(line.split_whitespace())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut url = String::new();
        let stdout = child.stdout.take().expect("it is piped");
        BufReader::new(stdout)
            .read_line(&mut url)
            .expect("it says its address");
        let port = url
            .trim()
            .strip_prefix("http://127.0.0.1:")
            .and_then(|rest| rest.strip_suffix('/'))
            .and_then(|port| port.parse().ok())
            .unwrap_or_else(|| panic!("no address: {url}"));
        Server { child, port }
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        stream
            .set_read_timeout(Some(Duration::from_secs(10)))
            .unwrap();
        stream
    }

    /// Status, headers in lower case, and body of the answer to a request as it stands.
    fn ask(&self, method: &str, target: &str) -> (u16, String, Vec<u8>) {
        self.ask_with(method, target, "Host: 127.0.0.1\r\n")
    }

    /// The same with these headers.
    pub fn ask_with(&self, method: &str, target: &str, headers: &str) -> (u16, String, Vec<u8>) {
        let mut stream = self.connect();
        write!(
            stream,
            "{method} {target} HTTP/1.1\r\n{headers}Connection: close\r\n\r\n"
        )
        .unwrap();
        let mut answer = Vec::new();
        // What was sent beyond what it reads may end the connection hard, behind the answer.
        let _ = stream.read_to_end(&mut answer);
        let end = answer
            .windows(4)
            .position(|window| window == b"\r\n\r\n")
            .expect("the headers end");
        let head = String::from_utf8(answer[..end].to_vec())
            .unwrap()
            .to_lowercase();
        let status = head
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok())
            .expect("a status");
        (status, head, answer[end + 4..].to_vec())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub fn page() -> Desk {
    let desk = Desk::new();
    desk.write("secret.txt", "not for the browser")
        .write("pkg/index.html", "<!doctype html>")
        .write("pkg/dryf.js", "export {}")
        .write("pkg/dryf_bg.wasm", b"\0asm")
        .write("pkg/styles/base.css", "body {}")
        .write("pkg/icon.svg", "<svg/>")
        .write("pkg/demo/a b.txt", "tekst")
        .write("pkg/data.json", "{}")
        .write("pkg/unknown.bin", "x")
        .write("pkg/empty/.keep", "");
    desk
}

#[test]
fn every_file_has_its_media_type() {
    let desk = page();
    let server = Server::start(&desk, "serve --port 0");
    for (target, media, body) in [
        ("/", "text/html; charset=utf-8", &b"<!doctype html>"[..]),
        (
            "/index.html?v=1",
            "text/html; charset=utf-8",
            b"<!doctype html>",
        ),
        ("/dryf.js", "text/javascript; charset=utf-8", b"export {}"),
        ("/dryf_bg.wasm", "application/wasm", b"\0asm"),
        ("/styles/base.css", "text/css; charset=utf-8", b"body {}"),
        ("/icon.svg", "image/svg+xml", b"<svg/>"),
        ("/demo/a%20b.txt", "text/plain; charset=utf-8", b"tekst"),
        ("/data.json", "application/json", b"{}"),
        ("/unknown.bin", "application/octet-stream", b"x"),
    ] {
        let (status, head, answer) = server.ask("GET", target);
        assert_eq!((status, &answer[..]), (200, body), "{target}");
        assert!(
            head.contains(&format!("content-type: {media}\r\n")),
            "{target}: {head}"
        );
        let (status, head, answer) = server.ask("HEAD", target);
        assert_eq!((status, answer.len()), (200, 0), "{target}");
        assert!(
            head.contains(&format!("content-type: {media}")),
            "{target}: {head}"
        );
    }
    for target in [
        "/nope.js",
        "/styles",
        "/styles/",
        "/empty/",
        "/index.html/x",
    ] {
        assert_eq!(server.ask("GET", target).0, 404, "{target}");
    }
    let (status, head, _) = server.ask("POST", "/");
    assert_eq!(status, 405);
    assert!(head.contains("allow: get, head"), "{head}");
}

#[test]
fn nothing_beside_the_folder_is_served() {
    let desk = page();
    let server = Server::start(&desk, "serve --port 0 --dir pkg");
    for target in [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/styles/../../secret.txt",
        "/styles/%2e%2e%2f%2e%2e%2fsecret.txt",
        "/..\\secret.txt",
        "/%00",
        "//etc/passwd",
        "/%2fetc%2fpasswd",
        "/%zz",
        "/%",
    ] {
        let (status, _, body) = server.ask("GET", target);
        assert!([400, 404].contains(&status), "{target}: {status}");
        let body = String::from_utf8_lossy(&body);
        assert!(
            !body.contains("not for the browser") && !body.contains("root:"),
            "{target}"
        );
    }
    // It still works.
    assert_eq!(server.ask("GET", "/").0, 200);
}

#[test]
fn this_machine_alone_is_served() {
    let desk = page();
    let server = Server::start(&desk, "serve --port 0");
    assert!(TcpStream::connect(("127.0.0.1", server.port)).is_ok());
    // A server for all addresses would answer at every address of the loopback network.
    assert!(
        TcpStream::connect_timeout(
            &format!("127.0.0.2:{}", server.port).parse().unwrap(),
            Duration::from_secs(2)
        )
        .is_err()
    );
}

#[test]
fn what_keeps_it_from_serving_is_said() {
    let desk = Desk::new();
    desk.dryf("serve --port 0").bad(
        66,
        "pkg: the page is not built; run `./dev build` first, or give --dir",
    );
    let desk = page();
    let taken = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port();
    let done = desk.dryf(&format!("serve --port {port}"));
    assert_eq!(
        (done.code, done.stdout.as_str()),
        (Some(69), ""),
        "{}",
        done.stderr
    );
    assert!(
        done.stderr
            .starts_with(&format!("dryf: 127.0.0.1:{port} can't be used ("))
            && done
                .stderr
                .ends_with("; give another --port, or --port 0 for a free one\n"),
        "{}",
        done.stderr
    );
}

/// One header of an answer.
pub fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines()
        .find_map(|line| line.strip_prefix(&format!("{name}: ")))
}

#[test]
fn every_answer_says_what_browsers_may_do_with_it() {
    let desk = page();
    let server = Server::start(&desk, "serve --port 0");
    for (method, target) in [("GET", "/"), ("HEAD", "/"), ("GET", "/nope"), ("POST", "/")] {
        let (_, head, _) = server.ask(method, target);
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "deny"),
            ("content-security-policy", "frame-ancestors 'none'"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(header(&head, name), Some(value), "{method} {target}");
        }
        assert!(header(&head, "access-control-allow-origin").is_none());
    }
}

#[test]
fn the_frame_of_a_push_and_the_worker_have_policies_of_their_own() {
    let desk = page();
    let server = Server::start(&desk, "serve --port 0");
    let worker = "default-src 'none'; connect-src 'self'; script-src 'self' 'wasm-unsafe-eval'; frame-ancestors 'none'";
    for (target, framed, policy) in [
        ("/push.html", "sameorigin", "frame-ancestors 'self'"),
        ("/below/push.html?x", "sameorigin", "frame-ancestors 'self'"),
        ("/not-push.html", "deny", "frame-ancestors 'none'"),
        ("/dryf-worker-0a1b2c3d4e5f6071_loader.js", "deny", worker),
        (
            "/sw.js",
            "deny",
            "default-src 'none'; connect-src 'self'; frame-ancestors 'none'",
        ),
    ] {
        let (_, head, _) = server.ask("GET", target);
        assert_eq!(header(&head, "x-frame-options"), Some(framed), "{target}");
        let said = header(&head, "content-security-policy");
        assert_eq!(
            said.map(str::to_lowercase),
            Some(policy.to_lowercase()),
            "{target}"
        );
    }
}

#[test]
fn other_names_than_this_machines_are_not_answered() {
    let desk = page();
    let server = Server::start(&desk, "serve --port 0");
    let port = server.port;
    for (headers, status) in [
        (format!("Host: 127.0.0.1:{port}\r\n"), 200),
        (format!("Host: localhost:{port}\r\n"), 200),
        (format!("Host: LOCALHOST:{port}\r\n"), 200),
        (format!("Host: [::1]:{port}\r\n"), 200),
        // Forwarded from another port, as ssh -L does.
        ("Host: localhost:9000\r\n".into(), 200),
        (format!("Host: evil.example:{port}\r\n"), 421),
        (format!("Host: 127.0.0.1.evil.example:{port}\r\n"), 421),
        ("Host: localhost:80@evil.example\r\n".into(), 421),
        ("Host: \r\n".into(), 421),
        ("Host: localhost\r\nHost: evil.example\r\n".to_string(), 421),
        (String::new(), 421),
    ] {
        assert_eq!(server.ask_with("GET", "/", &headers).0, status, "{headers}");
    }
    let absolute = server.ask_with("GET", "http://evil.example/", "Host: localhost\r\n");
    assert_eq!(absolute.0, 421);
}

#[test]
fn what_a_browser_has_is_not_sent_again() {
    let desk = page();
    desk.write("pkg/dryf-0a1b2c3d4e5f6071_bg.wasm", b"\0asm");
    let server = Server::start(&desk, "serve --port 0");
    for (target, cache) in [
        ("/", "no-cache"),
        ("/dryf.js", "no-cache"),
        (
            "/dryf-0a1b2c3d4e5f6071_bg.wasm",
            "public, max-age=31536000, immutable",
        ),
    ] {
        let (_, head, body) = server.ask("GET", target);
        assert_eq!(header(&head, "cache-control"), Some(cache), "{target}");
        let tag = header(&head, "etag").expect("a tag");
        for (known, status) in [
            (tag.to_string(), 304),
            (format!("\"x\", W/{tag}"), 304),
            ("*".into(), 304),
            ("\"x\"".into(), 200),
        ] {
            let headers = format!("Host: localhost\r\nIf-None-Match: {known}\r\n");
            let again = server.ask_with("GET", target, &headers);
            assert_eq!(again.0, status, "{target} {known}");
            assert_eq!(again.2.len(), if status == 200 { body.len() } else { 0 });
        }
    }
    // Another content has another tag.
    let tag_of = || header(&server.ask("GET", "/").1, "etag").map(str::to_string);
    let before = tag_of();
    desk.write("pkg/index.html", "<!doctype html><title>x</title>");
    assert_ne!(tag_of(), before);
}

#[test]
#[cfg(unix)]
fn links_out_hidden_files_and_pipes_are_not_served() {
    use std::os::unix::fs::symlink;
    let desk = page();
    desk.write("pkg/.env", "not for the browser")
        .write("pkg/.git/config", "not for the browser");
    symlink(desk.path("secret.txt"), desk.path("pkg/link.txt")).unwrap();
    symlink(desk.path("."), desk.path("pkg/up")).unwrap();
    symlink("icon.svg", desk.path("pkg/inside.svg")).unwrap();
    let made = std::process::Command::new("mkfifo")
        .arg(desk.path("pkg/pipe"))
        .status();
    assert!(made.expect("mkfifo is there").success());
    let server = Server::start(&desk, "serve --port 0");
    for (target, status) in [
        ("/link.txt", 404),
        ("/up/secret.txt", 404),
        ("/.env", 404),
        ("/.git/config", 404),
        ("/%2egit/config", 404),
        ("/pipe", 404),
        ("/inside.svg", 200),
    ] {
        let (found, _, body) = server.ask("GET", target);
        assert_eq!(found, status, "{target}");
        assert!(
            !String::from_utf8_lossy(&body).contains("not for"),
            "{target}"
        );
    }
}

/// The server answers another client, and at once.
pub fn assert_answers(server: &Server, after: &str) {
    let asked = Instant::now();
    let (status, _, body) = server.ask("GET", "/");
    assert_eq!(
        (status, &body[..]),
        (200, &b"<!doctype html>"[..]),
        "{after}"
    );
    assert!(asked.elapsed() < Duration::from_secs(5), "{after}");
}

#[test]
fn nothing_that_is_sent_keeps_it_from_the_next_client() {
    let desk = page();
    desk.write("pkg/large.bin", vec![b'x'; 8 << 20]);
    let server = Server::start(&desk, "serve --port 0");
    // Requests that are not read to their end, and clients that stay.
    let mut open = Vec::new();
    for request in [
        "GET / HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 18446744073709551615\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 18446744073709551616\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\nabc",
        "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n",
        "GET /large.bin HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /large.bin HTTP/1.0\r\nHost: localhost\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "\x16\x03\x01\x02",
        "GET / HT",
        "\r\n\r\n\r\n",
        "",
    ] {
        let mut stream = server.connect();
        stream.write_all(request.as_bytes()).unwrap();
        open.push(stream);
        assert_answers(&server, request);
    }
    // A large upload is cut off, not taken.
    for head in [
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 200000000\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nX: ",
    ] {
        let mut stream = server.connect();
        stream.write_all(head.as_bytes()).unwrap();
        let part = vec![b'a'; 1 << 20];
        let sent = (0..200).take_while(|_| stream.write_all(&part).is_ok());
        assert!(sent.count() < 200, "{head}");
        assert_answers(&server, head);
    }
    let mut many = server.connect();
    let headers: String = (0..200_000).map(|at| format!("X{at}: a\r\n")).collect();
    let _ = write!(many, "GET / HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n");
    assert_answers(&server, "200,000 headers");
    // More half-open connections than it keeps.
    for _ in 0..400 {
        let mut stream = server.connect();
        let _ = stream.write_all(b"GET / HT");
        open.push(stream);
    }
    assert_answers(&server, "400 half-open connections");
    // Every request that is whole has its answer.
    let mut stream = server.connect();
    let one = "GET / HTTP/1.1\r\nHost: localhost\r\n";
    let last = format!("{one}Connection: close\r\n\r\n");
    write!(stream, "{}{last}", format!("{one}\r\n").repeat(500)).unwrap();
    let mut answers = String::new();
    stream.read_to_string(&mut answers).unwrap();
    assert_eq!(answers.matches("HTTP/1.1 200 OK").count(), 501);
}

#[test]
fn who_says_nothing_is_not_waited_for() {
    let desk = page();
    let server = Server::start(&desk, "serve --port 0");
    let mut stream = server.connect();
    stream
        .set_read_timeout(Some(Duration::from_secs(30)))
        .unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\nHost: local").unwrap();
    let mut answer = Vec::new();
    let begun = Instant::now();
    let _ = stream.read_to_end(&mut answer);
    let waited = begun.elapsed();
    // Ten seconds for the headers, and whatever a busy machine adds.
    assert!(waited < Duration::from_secs(25), "{waited:?}");
    assert!(!answer.starts_with(b"HTTP/1.1 200"));
}
