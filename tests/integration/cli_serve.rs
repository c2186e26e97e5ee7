//! `dryf serve` from outside: the built page for this machine alone, file by file, and nothing beside its folder.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Stdio};
use std::time::Duration;

use crate::cli::Desk;

struct Server {
    child: Child,
    port: u16,
}

impl Server {
    fn start(desk: &Desk, line: &str) -> Server {
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

    /// Status, headers in lower case, and body of the answer to a request as it stands.
    fn ask(&self, method: &str, target: &str) -> (u16, String, Vec<u8>) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        stream
            .set_read_timeout(Some(Duration::from_secs(10)))
            .unwrap();
        write!(
            stream,
            "{method} {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        let mut answer = Vec::new();
        stream
            .read_to_end(&mut answer)
            .expect("it answers and closes");
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

fn page() -> Desk {
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
