//! `dryf serve --model` from outside: MLflow's protocol in all its forms with the answers of `dryf predict`, faults in MLflow's
//! shape, pages of other origins, metrics. `tests/mlflow/test_serve_protocol.py` holds it to `mlflow models serve`.

use std::io::{Read, Write};

use serde_json::{Value, json};

use crate::cli::{Desk, demo_lines};
use crate::cli_serve::{Server, header};

const JSON: &str = "application/json";

/// A desk with `demo.zip` and its server.
pub fn served(options: &str) -> (Desk, Server) {
    let desk = Desk::new().with_demo();
    let server = Server::start(&desk, &format!("serve --port 0 --model demo.zip {options}"));
    (desk, server)
}

/// Status, headers and body of the answer to a POST with these headers beside those that it needs.
pub fn post_with(server: &Server, path: &str, headers: &str, body: &[u8]) -> (u16, String, Value) {
    let length = body.len();
    let mut stream = server.connect();
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    // Where it is refused unread, the connection may be closed already.
    let _ = stream.write_all(body);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    let answer = String::from_utf8(answer).expect("the answer is UTF-8");
    let (head, body) = answer.split_once("\r\n\r\n").expect("the headers end");
    let head = head.to_lowercase();
    let status = head[9..12].parse().expect("a status");
    (status, head, serde_json::from_str(body).unwrap_or_default())
}

fn post(server: &Server, media: &str, body: impl AsRef<[u8]>) -> (u16, Value) {
    let media = format!("Content-Type: {media}\r\n");
    let (status, _, answer) = post_with(server, "/invocations", &media, body.as_ref());
    (status, answer)
}

/// The answers to some texts.
pub fn answers(server: &Server, texts: &[String]) -> Value {
    let (status, answer) = post(server, JSON, json!({ "inputs": texts }).to_string());
    assert_eq!(status, 200, "{answer}");
    answer["predictions"].clone()
}

pub fn labels(server: &Server, texts: &[String]) -> Vec<String> {
    let answers = answers(server, texts);
    let answers = answers.as_array().expect("a list").iter();
    answers
        .map(|answer| answer["label"].as_str().expect("a label").to_string())
        .collect()
}

#[test]
fn every_form_has_the_answers_of_predict() {
    let (desk, server) = served("");
    let texts: Vec<String> = demo_lines("test_text.txt").into_iter().take(40).collect();
    let lines = texts.join("\n");
    let said = desk
        .dryf_with("predict --model demo.zip --format json", lines.as_bytes())
        .good();
    let expected: Vec<Value> = said
        .lines()
        .map(|line| {
            let line: Value = serde_json::from_str(line).unwrap();
            let mut row = json!({ "label": line["label"] });
            for (class, score) in line["scores"].as_object().expect("by class") {
                row[format!("score_{class}")] = score.clone();
            }
            row
        })
        .collect();
    let column: Vec<Value> = texts.iter().map(|text| json!([text])).collect();
    let numbered: Vec<Value> = texts.iter().map(|text| json!([1, text])).collect();
    let records: Vec<Value> = texts
        .iter()
        .map(|text| json!({ "id": 1, "text": text }))
        .collect();
    for form in [
        json!({ "dataframe_split": { "columns": ["text"], "data": column } }),
        json!({ "dataframe_split": { "data": numbered, "index": vec![0; 40], "columns": ["id", "text"] } }),
        json!({ "dataframe_split": { "columns": ["text"], "data": texts } }),
        json!({ "dataframe_records": records }),
        json!({ "instances": texts }),
        json!({ "instances": records }),
        json!({ "inputs": texts, "params": { "x": 1 }, "more": [[[]]] }),
        json!({ "inputs": { "text": texts, "id": vec![1; 40] } }),
        json!({ "inputs": records }),
    ] {
        let (status, answer) = post(&server, JSON, form.to_string());
        assert_eq!(
            (status, &answer["predictions"]),
            (200, &json!(expected)),
            "{form}"
        );
    }
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(["id", "text"]).unwrap();
    for text in &texts {
        csv.write_record(["1", text]).unwrap();
    }
    let csv = csv.into_inner().unwrap();
    let (status, answer) = post(&server, "text/csv; charset=UTF-8", csv);
    assert_eq!((status, &answer["predictions"]), (200, &json!(expected)));

    for (missing, media) in [
        (json!({ "dataframe_split": { "columns": ["id", "text"], "data": [[1, null], [2, texts[0]], [3]] } }).to_string(), JSON),
        (json!({ "instances": [{ "text": null }, { "text": texts[0] }, {}] }).to_string(), JSON),
        (json!({ "inputs": { "text": [null, texts[0], "None"] } }).to_string(), JSON),
        (format!("text\nNA\n\n\"{}\"\n\"\"\n", texts[0].replace('"', "\"\"")), "text/csv"),
    ] {
        let (status, answer) = post(&server, media, &missing);
        assert_eq!(status, 200, "{missing}: {answer}");
        let rows = answer["predictions"].as_array().unwrap();
        assert_eq!(rows.len(), 3, "{missing}");
        assert_eq!(rows[1], expected[0], "{missing}");
        for row in [&rows[0], &rows[2]] {
            assert!(row.as_object().unwrap().values().all(Value::is_null), "{missing}");
            assert_eq!(row.as_object().unwrap().len(), expected[0].as_object().unwrap().len());
        }
    }
}

#[test]
fn what_is_no_request_is_refused_in_mlflows_shape() {
    let (_desk, server) = served("--max-rows 3 --max-bytes 2000000");
    let deep = format!(
        "{{\"inputs\": {}{}}}",
        "[".repeat(200_000),
        "]".repeat(200_000)
    );
    let long = json!({ "inputs": ["x".repeat(2_000_000)] }).to_string();
    let cases: [(&str, &[u8], u16, &str, &str); 27] = [
        (JSON, b"{\"inputs\": [\"a\"", 400, "BAD_REQUEST", "not JSON"),
        (JSON, b"", 400, "BAD_REQUEST", "not JSON"),
        (
            JSON,
            b"{\"inputs\": [\"\xff\"]}",
            400,
            "BAD_REQUEST",
            "not UTF-8",
        ),
        (
            JSON,
            b"{\"inputs\": [\"\\ud800\"]}",
            400,
            "BAD_REQUEST",
            "not JSON",
        ),
        (
            JSON,
            b"{\"inputs\": [\"a\"]} x",
            400,
            "BAD_REQUEST",
            "not JSON",
        ),
        (JSON, b"[\"a\"]", 400, "BAD_REQUEST", "not a JSON object"),
        (JSON, b"null", 400, "BAD_REQUEST", "not a JSON object"),
        (
            JSON,
            deep.as_bytes(),
            400,
            "BAD_REQUEST",
            "row 0 (the first is 0) is a list",
        ),
        (JSON, b"{}", 400, "BAD_REQUEST", "exactly one of"),
        (
            JSON,
            b"{\"inputs\": [], \"instances\": []}",
            400,
            "BAD_REQUEST",
            "exactly one of",
        ),
        (
            JSON,
            b"{\"inputs\": \"a\"}",
            400,
            "INVALID_PARAMETER_VALUE",
            "the column text",
        ),
        (
            JSON,
            b"{\"inputs\": {\"tweet\": [\"a\"]}}",
            400,
            "INVALID_PARAMETER_VALUE",
            "the column text",
        ),
        (
            JSON,
            b"{\"inputs\": [{\"text\": \"a\"}, \"b\"]}",
            400,
            "INVALID_PARAMETER_VALUE",
            "the column text",
        ),
        (
            JSON,
            b"{\"inputs\": {\"text\": [\"a\"], \"id\": [1, 2]}}",
            400,
            "BAD_REQUEST",
            "differ in length",
        ),
        (
            JSON,
            b"{\"instances\": [\"a\", 2.5]}",
            400,
            "BAD_REQUEST",
            "row 1 (the first is 0) is a number",
        ),
        (
            JSON,
            b"{\"instances\": [true]}",
            400,
            "BAD_REQUEST",
            "row 0 (the first is 0) is a truth value",
        ),
        (
            JSON,
            b"{\"dataframe_records\": {\"text\": [\"a\"]}}",
            400,
            "BAD_REQUEST",
            "a list of objects",
        ),
        (
            JSON,
            b"{\"dataframe_split\": [[\"a\"]]}",
            400,
            "BAD_REQUEST",
            "an object with columns",
        ),
        (
            JSON,
            b"{\"dataframe_split\": {\"data\": [[\"a\"]]}}",
            400,
            "INVALID_PARAMETER_VALUE",
            "the column text",
        ),
        (
            JSON,
            b"{\"dataframe_split\": {\"columns\": [\"text\"], \"data\": [[\"a\", 1]]}}",
            400,
            "BAD_REQUEST",
            "differ in length",
        ),
        (
            JSON,
            b"{\"dataframe_split\": {\"columns\": [\"text\"], \"data\": [[\"a\"]], \"index\": []}}",
            400,
            "BAD_REQUEST",
            "differ in length",
        ),
        (
            JSON,
            b"{\"inputs\": [\"a\", \"b\", \"c\", \"d\"]}",
            413,
            "INVALID_PARAMETER_VALUE",
            "4 rows in one request, where 3 may be (--max-rows)",
        ),
        (
            JSON,
            long.as_bytes(),
            413,
            "INVALID_PARAMETER_VALUE",
            "--max-bytes",
        ),
        (
            "text/csv",
            b"tweet\na\n",
            400,
            "INVALID_PARAMETER_VALUE",
            "the column text",
        ),
        (
            "text/csv",
            b"text\na, b\n",
            400,
            "BAD_REQUEST",
            "row 1 has more cells",
        ),
        (
            "text/plain",
            b"a",
            415,
            "BAD_REQUEST",
            "application/json or text/csv",
        ),
        (
            "application/json; charset=latin-1",
            b"{}",
            415,
            "BAD_REQUEST",
            "UTF-8",
        ),
    ];
    for (media, body, status, code, part) in cases {
        let shown = String::from_utf8_lossy(&body[..body.len().min(80)]);
        let (got, answer) = post(&server, media, body);
        assert_eq!(
            (got, &answer["error_code"]),
            (status, &json!(code)),
            "{shown}: {answer}"
        );
        let message = answer["message"].as_str().unwrap();
        assert!(message.contains(part), "{shown}: {message}");
    }
    for (method, path, status) in [
        ("GET", "/ping", 200),
        ("HEAD", "/health", 200),
        ("GET", "/version", 200),
        ("GET", "/metrics", 200),
        ("GET", "/", 404),
        ("GET", "/invocations", 405),
        ("DELETE", "/ping", 405),
    ] {
        assert_eq!(
            server.ask_with(method, path, "Host: localhost\r\n").0,
            status,
            "{path}"
        );
    }
    let host = "Host: evil.example\r\n";
    assert_eq!(server.ask_with("GET", "/ping", host).0, 421);
}

#[test]
fn pages_of_named_origins_alone_may_ask() {
    let (_desk, server) = served("--cors https://app.example");
    let media = "Content-Type: application/json\r\n";
    let body = br#"{"inputs": ["a"]}"#;
    for (origin, status, allowed) in [
        ("https://app.example", 200, Some("https://app.example")),
        ("https://app.example.evil.example", 403, None),
        ("null", 403, None),
    ] {
        let headers = format!("{media}Origin: {origin}\r\n");
        let (got, head, _) = post_with(&server, "/invocations", &headers, body);
        let allow = header(&head, "access-control-allow-origin");
        assert_eq!((got, allow), (status, allowed), "{origin}");
        let preflight = format!(
            "Host: localhost\r\nOrigin: {origin}\r\nAccess-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: content-type\r\n"
        );
        let (got, head, _) = server.ask_with("OPTIONS", "/invocations", &preflight);
        let allow = header(&head, "access-control-allow-origin");
        assert_eq!((got, allow), (status, allowed), "{origin}");
        assert_eq!(
            header(&head, "access-control-allow-headers").is_some(),
            allowed.is_some()
        );
    }
    // A page can't have the model read again either.
    let headers = "Origin: http://localhost:1\r\n";
    assert_eq!(post_with(&server, "/reload", headers, b"").0, 403);
}

#[test]
fn metrics_count_what_was_asked() {
    let (_desk, server) = served("");
    let texts: Vec<String> = demo_lines("test_text.txt").into_iter().take(20).collect();
    let labels = labels(&server, &texts);
    post(&server, JSON, r#"{"inputs": [null, "qqqqq wwwww"]}"#);
    post(&server, JSON, "{");
    let page =
        String::from_utf8(server.ask_with("GET", "/metrics", "Host: localhost\r\n").2).unwrap();
    let value = |name: &str| -> f64 {
        let line = page
            .lines()
            .find_map(|line| line.strip_prefix(&format!("{name} ")));
        line.unwrap_or_else(|| panic!("{name} in {page}"))
            .parse()
            .unwrap()
    };
    assert_eq!(
        value(r#"dryf_http_requests_total{route="invocations",status="200"}"#),
        2.0
    );
    assert_eq!(
        value(r#"dryf_http_requests_total{route="invocations",status="400"}"#),
        1.0
    );
    assert_eq!(value("dryf_rows_total"), 22.0);
    assert_eq!(value("dryf_missing_rows_total"), 1.0);
    assert_eq!(value("dryf_invocation_duration_seconds_count"), 3.0);
    assert_eq!(
        value(r#"dryf_invocation_duration_seconds_bucket{le="+Inf"}"#),
        3.0
    );
    let of_class = |class: &str| value(&format!("dryf_predictions_total{{class=\"{class}\"}}"));
    let classes = ["cyberbullying", "hate-speech", "non-harmful"];
    assert_eq!(classes.map(of_class).iter().sum::<f64>(), 21.0);
    for class in ["cyberbullying", "hate-speech"] {
        let n = labels.iter().filter(|label| *label == class).count();
        assert!(of_class(class) - n as f64 <= 1.0 && of_class(class) >= n as f64);
    }
    let (terms, unknown) = (value("dryf_terms_total"), value("dryf_unknown_terms_total"));
    assert!(unknown >= 2.0 && unknown < terms, "{unknown} of {terms}");
    // Each family is described once, before its samples.
    for line in page.lines().filter(|line| !line.starts_with('#')) {
        let name = line.split(['{', ' ']).next().unwrap();
        let family = ["_bucket", "_sum", "_count"]
            .iter()
            .find_map(|end| name.strip_suffix(end))
            .unwrap_or(name);
        assert!(page.contains(&format!("# TYPE {family} ")), "{name}");
    }
}

#[test]
fn a_server_is_asked_for_its_health() {
    let (desk, server) = served("");
    let port = server.port;
    desk.dryf(&format!("serve --check --port {port}")).good();
    drop(server);
    let done = desk.dryf(&format!("serve --check --port {port}"));
    assert_eq!(done.code, Some(69), "{}", done.stderr);
    assert!(
        done.stderr.contains("does not say that it is well"),
        "{}",
        done.stderr
    );
    desk.dryf("serve --port 0 --model nope.zip")
        .bad(66, "nope.zip: there is no such file; check the path");
}
