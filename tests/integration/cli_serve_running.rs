//! `dryf serve --model` while it runs: another model without a break, what is kept of requests, signals, and that nothing that is
//! sent stops it.

use std::fs;
use std::io::{Read, Write};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::cli::{Desk, demo_lines};
use crate::cli_serve::Server;
use crate::cli_serve_model::{answers, labels, post_with, served};

/// The same corpus by other settings, as another model.
fn with_other(desk: &Desk) {
    desk.write("other.toml", "[svc]\nkernel = \"linear\"\nC = 0.01\n");
    desk.dryf("train --demo --config other.toml --out other.zip")
        .good();
}

#[test]
fn another_model_takes_its_place_and_a_damaged_one_does_not() {
    let (desk, server) = served("--poll 1");
    with_other(&desk);
    let texts = demo_lines("test_text.txt");
    let before = answers(&server, &texts);
    let (status, _, said) = post_with(&server, "/reload", "", b"");
    assert_eq!((status, &said["reloaded"]), (200, &json!(false)));

    fs::copy(desk.path("demo.zip"), desk.path("first.zip")).unwrap();
    desk.write("demo.zip", b"PK no archive");
    let (status, _, said) = post_with(&server, "/reload", "", b"");
    assert_eq!(
        (status, &said["error_code"]),
        (422, &json!("INVALID_STATE"))
    );
    assert_eq!(answers(&server, &texts), before);
    fs::remove_file(desk.path("demo.zip")).unwrap();
    assert_eq!(post_with(&server, "/reload", "", b"").0, 422);
    assert_eq!(answers(&server, &texts), before);

    fs::copy(desk.path("other.zip"), desk.path("demo.zip")).unwrap();
    let (status, _, said) = post_with(&server, "/reload", "", b"");
    assert_eq!((status, &said["reloaded"]), (200, &json!(true)));
    assert_ne!(answers(&server, &texts), before);

    // By itself, while it is asked without a break.
    fs::rename(desk.path("first.zip"), desk.path("demo.zip")).unwrap();
    let begun = Instant::now();
    while answers(&server, &texts) != before {
        assert!(begun.elapsed() < Duration::from_secs(60));
    }
}

#[test]
#[cfg(unix)]
fn signals_reload_and_end_it() {
    let (desk, mut server) = served("--poll 3600 --log kept --log-rows 8");
    with_other(&desk);
    let texts: Vec<String> = demo_lines("test_text.txt").into_iter().take(20).collect();
    let before = answers(&server, &texts);
    fs::rename(desk.path("other.zip"), desk.path("demo.zip")).unwrap();
    let signal = |server: &Server, name: &str| {
        let pid = server.child.id().to_string();
        let sent = std::process::Command::new("kill")
            .args([name, &pid])
            .status();
        assert!(sent.expect("kill is there").success());
    };
    signal(&server, "-HUP");
    let begun = Instant::now();
    let mut n_asked = 1;
    loop {
        n_asked += 1;
        if answers(&server, &texts) != before {
            break;
        }
        assert!(begun.elapsed() < Duration::from_secs(60));
    }

    // A request that is on its way when the server is told to end has its answer.
    let body = json!({ "inputs": texts }).to_string();
    let mut stream = server.connect();
    let head = format!(
        "POST /invocations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(&body.as_bytes()[..10]).unwrap();
    std::thread::sleep(Duration::from_millis(200));
    signal(&server, "-TERM");
    std::thread::sleep(Duration::from_millis(200));
    stream.write_all(&body.as_bytes()[10..]).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert_eq!(server.child.wait().unwrap().code(), Some(0));

    // Every file is whole, has rows of one model, eight unless it is its last, and together all that was answered.
    let mut names: Vec<String> = fs::read_dir(desk.path("kept"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert!(
        names.iter().all(|name| name.ends_with(".jsonl")),
        "{names:?}"
    );
    let mut n_rows = 0;
    for name in &names {
        let rows = String::from_utf8(desk.read(&format!("kept/{name}"))).unwrap();
        assert!((1..=8).contains(&rows.lines().count()), "{name}");
        n_rows += rows.lines().count();
        for row in rows.lines() {
            let row: Value = serde_json::from_str(row).unwrap();
            assert!(texts.contains(&row["text"].as_str().unwrap().to_string()));
            assert!(row["prediction"].is_string() && row["time"].is_string());
        }
    }
    assert_eq!(n_rows, 20 * (n_asked + 1));

    let name = &names[0];
    let line = format!("monitor --production demo.zip --batch kept/{name} --json monitor.json");
    let done = desk.dryf(&line);
    assert!([0, 1, 2].contains(&done.code.unwrap()), "{}", done.stderr);
    let watched = desk.json("monitor.json");
    assert_eq!(
        watched["batches"][0]["record"]["rows"],
        json!(8),
        "{watched}"
    );
}

#[test]
fn digests_are_kept_where_texts_are_not_to_be() {
    let (desk, mut server) = served("--log kept --log-digests");
    assert_eq!(labels(&server, &["co za dzień".into()]).len(), 1);
    let row = loop {
        let entry = fs::read_dir(desk.path("kept")).unwrap().next();
        let bytes = entry.map(|entry| fs::read(entry.unwrap().path()).unwrap());
        if let Some(bytes) = bytes.filter(|bytes| bytes.ends_with(b"\n")) {
            break String::from_utf8(bytes).unwrap();
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    assert!(
        !row.contains("dzień") && row.contains("text_sha256"),
        "{row}"
    );
    // What a server that was killed left is completed by the next.
    server.child.kill().unwrap();
    server.child.wait().unwrap();
    let _next = Server::start(&desk, "serve --port 0 --model demo.zip --log kept");
    let names: Vec<_> = fs::read_dir(desk.path("kept")).unwrap().collect();
    let name = names[0].as_ref().unwrap().file_name();
    assert!(
        names.len() == 1 && name.to_string_lossy().ends_with(".jsonl"),
        "{name:?}"
    );
}

#[test]
fn nothing_that_is_sent_stops_it() {
    let (desk, server) = served("--timeout 2");
    // Clients that never end their request, in their headers or in their body.
    let slow: Vec<_> = (0..300)
        .map(|number| {
            let mut stream = server.connect();
            let part: &[u8] = match number % 3 {
                0 => b"POST /invocations HT",
                1 => b"POST /invocations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9999999\r\n\r\n{\"inputs\": [\"",
                _ => b"POST /invocations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"in",
            };
            let _ = stream.write_all(part);
            stream
        })
        .collect();
    let texts = ["co za ładny dzień".to_string()];
    let expected = labels(&server, &texts);
    let malformed: [&[u8]; 10] = [
        b"\0\0\0\0\r\n\r\n",
        b"GET\r\n\r\n",
        b"POST /invocations HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999999999\r\n\r\n",
        b"POST /invocations HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
        b"POST /invocations HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n{}",
        b"POST /invocations HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n",
        b"POST /invocations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"POST /invocations HTTP/1.1\r\nHost: \xff\xfe\r\nContent-Type: \xff\r\nContent-Length: 0\r\n\r\n",
        b"OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ];
    for round in 0..20 {
        for bytes in malformed {
            let _ = server.connect().write_all(bytes);
        }
        assert_eq!(labels(&server, &texts), expected, "round {round}");
    }
    // A body that does not come is refused in time.
    let mut answer = String::new();
    let _ = (&slow[1]).read_to_string(&mut answer);
    assert!(
        answer.starts_with("HTTP/1.1 408") && answer.contains("--timeout"),
        "{answer}"
    );
    drop(slow);
    assert_eq!(labels(&server, &texts), expected);
    drop(desk);
}
