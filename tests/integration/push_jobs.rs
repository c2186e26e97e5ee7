//! A push behind the page: what it asks of the server whom it does not know, answers that come or don't, reports that go with the
//! run, and a plan that sends nothing.

use std::collections::BTreeSet;

use dryf::jobs::protocol::{Fetch, FetchAnswer, Fetched, PushOutcome, PushRequest};
use dryf::jobs::{Envelope, Event, JobId, JobSpec, Outcome, Request};
use dryf::message::Message;
use dryf::mlflow::push::{archived_experiment, planned};
use dryf::pipeline::corpus::NamedBytes;
use dryf::pipeline::error::{Code, Error};
use dryf::pipeline::run::RunConfig;
use dryf::pipeline::time::UnixMillis;

use crate::drift_jobs::{Client, request as drift_request};
use crate::drift_jobs_models::{attachment, put_into_production};
use crate::monitor_jobs::watch_all;

/// A trained run, its archive, and both reports about it.
fn trained() -> (Client, Vec<u8>) {
    let mut client = Client::new();
    let config = Box::new(RunConfig::default());
    let start = UnixMillis(0.0);
    let spec = JobSpec::Train {
        config,
        start,
        found_by: None,
    };
    client.ask(spec).unwrap();
    let build = JobSpec::BuildArchive {
        run: client.run(),
        include_texts: true,
    };
    let zip = attachment(&mut client, build);
    (client, zip)
}

fn request(client: &Client) -> PushRequest {
    PushRequest {
        archive: "run.zip".into(),
        run: client.run(),
        experiment: None,
        register: Some("tweets".into()),
        alias: Some("challenger".into()),
        user: Some("ala".into()),
        with_drift: false,
        with_monitoring: false,
        is_dry: false,
    }
}

fn send(client: &mut Client, request: &Request, bytes: Vec<u8>) {
    let envelope = Envelope::pack(request, bytes);
    client.engine.receive(envelope, UnixMillis(0.0));
}

/// What a push asks next, or its end.
type Asked = Result<(Fetch, Vec<u8>), Box<Event>>;

/// Begins a push; what it asks first, or its end.
fn begin(client: &mut Client, request: PushRequest, zip: &[u8]) -> Asked {
    client.job += 1;
    let job = JobId(client.job);
    let start = client.known.start(job, JobSpec::Push(Box::new(request)));
    send(client, &start, zip.to_vec());
    next(client)
}

fn answer(client: &mut Client, number: u32, answer: FetchAnswer, body: &[u8]) -> Asked {
    let job = JobId(client.job);
    let fetched = Fetched { number, answer };
    send(client, &Request::Fetched { job, fetched }, body.to_vec());
    next(client)
}

/// What the push asks next, or its end.
fn next(client: &mut Client) -> Asked {
    for _ in 0..100_000 {
        for envelope in client.engine.take_events() {
            match client.known.hear(envelope) {
                (Event::Fetch { job, fetch }, body) => {
                    assert_eq!(job, JobId(client.job));
                    return Ok((fetch, body));
                }
                (event, _) if event.ends() == Some(JobId(client.job)) => return Err(event.into()),
                _ => {}
            }
        }
        assert!(client.engine.has_work(), "the push waits for nothing");
        client.engine.work(&mut || UnixMillis(0.0), &mut || false);
    }
    panic!("no end");
}

fn http(status: u16) -> FetchAnswer {
    FetchAnswer::Http {
        status,
        media_type: "application/json".into(),
    }
}

fn failed(end: Asked) -> Error {
    match *end.unwrap_err() {
        Event::Failed { error, .. } => error,
        other => panic!("it did not fail: {other:?}"),
    }
}

#[test]
fn it_asks_one_thing_after_the_other_and_waits() {
    let (mut client, zip) = trained();
    let of_run = request(&client);
    let (first, body) = begin(&mut client, of_run, &zip).unwrap();
    let said = (first.number, first.method.as_str(), first.path.as_str());
    assert_eq!(
        (said, first.media_type, body.len()),
        ((1, "GET", "/version"), None, 0)
    );
    // It waits, and hears nothing that was meant for another one.
    assert!(client.engine.take_events().is_empty());
    let job = JobId(client.job);
    let fetched = Fetched {
        number: 7,
        answer: http(500),
    };
    send(&mut client, &Request::Fetched { job, fetched }, Vec::new());
    while client.engine.has_work() {
        client.engine.work(&mut || UnixMillis(0.0), &mut || true);
    }
    let is_told = client
        .heard()
        .iter()
        .any(|event| matches!(event, Event::Fetch { .. }));
    assert!(!is_told);
    let (second, _) = answer(&mut client, 1, http(200), b"3.17.2").unwrap();
    assert_eq!(second.number, 2);
    assert!(
        second.path.contains("experiments/get-by-name"),
        "{second:?}"
    );
    let missing = br#"{"error_code": "RESOURCE_DOES_NOT_EXIST"}"#;
    let (third, body) = answer(&mut client, 2, http(404), missing).unwrap();
    assert_eq!(third.media_type.as_deref(), Some("application/json"));
    assert!(String::from_utf8_lossy(&body).contains("\"name\""));
    // The user has had enough.
    send(&mut client, &Request::Cancel { job }, Vec::new());
    let end = next(&mut client).unwrap_err();
    assert!(matches!(*end, Event::Cancelled { .. }));
}

#[test]
fn what_never_comes_ends_it_and_what_is_lost_is_asked_again() {
    let (mut client, zip) = trained();
    let of_run = request(&client);
    begin(&mut client, of_run.clone(), &zip).unwrap();
    let never = Error::new(Code::Unreachable, Message::text("no"), Message::text("so"));
    let error = failed(answer(
        &mut client,
        1,
        FetchAnswer::Never(never.clone()),
        b"",
    ));
    assert_eq!(error, never);

    begin(&mut client, of_run.clone(), &zip).unwrap();
    let lost = || FetchAnswer::Lost(Message::text("a wolf"));
    let (again, _) = answer(&mut client, 1, lost(), b"").unwrap();
    assert_eq!((again.number, again.path.as_str()), (2, "/version"));
    assert!(again.wait > 0);
    let mut end = answer(&mut client, 2, lost(), b"");
    while let Ok((fetch, _)) = end {
        end = answer(&mut client, fetch.number, lost(), b"");
    }
    let error = failed(end);
    assert_eq!(error.code, Code::Unreachable);
    assert!(error.to_string().contains("a wolf"), "{error}");

    begin(&mut client, of_run, &zip).unwrap();
    let error = failed(answer(&mut client, 1, http(401), b""));
    assert_eq!(error.code, Code::Unauthorized);
}

#[test]
fn a_plan_names_the_reports_that_go_with_the_run_and_asks_nothing() {
    let (mut client, zip) = trained();
    let dry = |client: &mut Client, request: PushRequest, zip: &[u8]| {
        let request = PushRequest {
            is_dry: true,
            ..request
        };
        match *begin(client, request, zip).unwrap_err() {
            Event::Done { outcome, .. } => match outcome {
                Outcome::Push(outcome) => match *outcome {
                    PushOutcome::Planned { plan, .. } => plan,
                    other => panic!("{other:?}"),
                },
                other => panic!("{other:?}"),
            },
            other => panic!("{other:?}"),
        }
    };
    let file = NamedBytes {
        name: "run.zip".into(),
        bytes: zip.clone(),
    };
    let of_run = request(&client);
    let alone = dry(&mut client, of_run, &zip);
    assert_eq!(
        alone,
        planned(&archived_experiment(&file, u64::MAX).unwrap())
    );

    client.drift(drift_request());
    put_into_production(&mut client);
    watch_all(&mut client);
    let with_reports = PushRequest {
        with_drift: true,
        with_monitoring: true,
        ..request(&client)
    };
    let plan = dry(&mut client, with_reports.clone(), &zip);
    assert_eq!(plan[0], alone[0]);
    assert_eq!(plan.len(), 3);
    assert!(
        plan[1..]
            .iter()
            .all(|run| run.files >= 2 && run.metrics > 5),
        "{plan:?}"
    );
    let ids: BTreeSet<&str> = plan.iter().map(|run| run.run_id.as_str()).collect();
    assert_eq!(ids.len(), 3);
    // The same report is the same run, so that nothing is sent twice.
    assert_eq!(dry(&mut client, with_reports, &zip), plan);
}
