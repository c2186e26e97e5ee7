//! Monitoring behind the page: batches of the loaded rows and of files, interim results, cancelling, what can be saved, and
//! every request that has no answer.

use std::io::Read;

use dryf::jobs::protocol::{BatchSource, MonitorForm, MonitorRequest, WatchedRows};
use dryf::jobs::summaries::{BatchFileSummary, MonitorSummary};
use dryf::jobs::{Envelope, Event, JobId, JobSpec, Outcome, Request};
use dryf::pipeline::corpus::ReadingOptions;
use dryf::pipeline::error::{Code, Error};
use dryf::pipeline::monitoring::{
    Answer, Batch, BatchWork, Phase, Watch, WatchRules, WatchedModel,
};
use dryf::pipeline::run::RunConfig;
use dryf::pipeline::time::UnixMillis;

use crate::cli::demo_lines;
use crate::drift_jobs::Client;
use crate::drift_jobs_models::put_into_production;
use crate::monitor_simulation::monitored::{select, train};
use crate::support::demo_data;

fn with_production() -> Client {
    let mut client = Client::new();
    let config = Box::new(RunConfig::default());
    let start = UnixMillis(0.0);
    client
        .ask(JobSpec::Train {
            config,
            start,
            found_by: None,
        })
        .unwrap();
    put_into_production(&mut client);
    client
}

fn request(size: Option<u64>) -> MonitorRequest {
    MonitorRequest {
        source: BatchSource::Rows {
            set: WatchedRows::Both,
            first: None,
            size,
            with_last: true,
        },
        with_labels: true,
        rules: WatchRules::default(),
        asked: None,
    }
}

fn watch(client: &mut Client, request: MonitorRequest) -> Result<MonitorSummary, Error> {
    match client.ask(JobSpec::Monitor(Box::new(request))) {
        Ok(Outcome::Monitor(card)) => Ok(*card),
        Err(error) => Err(error),
        other => panic!("no monitoring: {other:?}"),
    }
}

/// All loaded rows, watched.
pub fn watch_all(client: &mut Client) {
    watch(client, request(None)).unwrap();
}

/// The end of a job that takes an attachment, or gives one.
fn ask_with(
    client: &mut Client,
    spec: JobSpec,
    attachment: &[u8],
) -> (Result<Outcome, Error>, Vec<u8>) {
    client.job += 1;
    let job = JobId(client.job);
    let envelope = Envelope::pack(&client.known.start(job, spec), attachment.to_vec());
    client.engine.receive(envelope, UnixMillis(0.0));
    let events = client.engine.take_events();
    let last = events.into_iter().next_back().expect("it is answered");
    match client.known.hear(last) {
        (Event::Done { outcome, .. }, bytes) => (Ok(outcome), bytes),
        (Event::Failed { error, .. }, bytes) => (Err(error), bytes),
        other => panic!("no end: {other:?}"),
    }
}

fn add_batch(client: &mut Client, name: &str, text: &str) -> Result<Vec<BatchFileSummary>, Error> {
    let spec = JobSpec::AddBatch {
        name: name.into(),
        reading: ReadingOptions::default(),
    };
    match ask_with(client, spec, text.as_bytes()).0? {
        Outcome::Batches(cards) => Ok(cards),
        other => panic!("no files: {other:?}"),
    }
}

#[test]
fn the_rows_after_those_that_production_learned_from_are_watched() {
    let mut client = with_production();
    let card = watch(&mut client, request(None)).unwrap();
    // The training rows are behind it: the test set's 300 are new.
    assert_eq!(card.cut, Some((1200, 100)));
    assert_eq!((card.n_batches, card.n_waiting), (3, 0));
    let names: Vec<&str> = card
        .watch
        .records()
        .iter()
        .map(|record| record.name.as_str())
        .collect();
    assert_eq!(names, ["test 1–100", "test 101–200", "test 201–300"]);
    assert!(
        card.watch
            .records()
            .iter()
            .all(|record| record.labelled == 100)
    );
    // The engine's clock stands still here, and what stands still measures nothing.
    assert!(
        card.watch
            .records()
            .iter()
            .all(|record| record.seconds.is_none())
    );

    // The drift that was planted is in the second half of the test set.
    let halves = watch(&mut client, request(Some(150))).unwrap();
    let [first, second] = halves.watch.records() else {
        panic!("two batches")
    };
    let alarms = |record: &dryf::pipeline::monitoring::BatchRecord| {
        record.findings.iter().filter(|it| it.is_alarm()).count()
    };
    assert_eq!(alarms(first), 0, "{:?}", first.findings);
    assert!(alarms(second) > 0, "{:?}", second.findings);
    assert_eq!(halves.advice.answer, Answer::Retrain);
    let since = halves.advice.occasions().next().unwrap().since.as_ref();
    assert_eq!(since.unwrap().batch, 2);

    // Without labels as well, by the words.
    let unlabelled = MonitorRequest {
        with_labels: false,
        ..request(Some(150))
    };
    let card = watch(&mut client, unlabelled).unwrap();
    assert!(
        card.watch
            .records()
            .iter()
            .all(|record| record.labelled == 0)
    );
    assert_eq!(card.advice.answer, Answer::Retrain);
}

/// What is said of rows that production has learned from is no answer.
#[test]
fn rows_that_production_has_learned_from_give_no_answer() {
    let mut client = with_production();
    let mut of = |set, first| {
        let request = MonitorRequest {
            source: BatchSource::Rows {
                set,
                first,
                size: Some(300),
                with_last: true,
            },
            ..request(None)
        };
        let card = watch(&mut client, request).unwrap();
        (
            card.advice.has_learned,
            card.advice
                .sentence()
                .to_string()
                .starts_with("Not an answer. "),
        )
    };
    assert_eq!(of(WatchedRows::Train, None), (true, true));
    assert_eq!(of(WatchedRows::Both, Some(900)), (true, true));
    assert_eq!(of(WatchedRows::Both, None), (false, false));
    assert_eq!(of(WatchedRows::Test, None), (false, false));
}

#[test]
fn batches_come_one_by_one_and_those_that_are_complete_stay() {
    let mut client = with_production();
    let whole = watch(&mut client, request(Some(100))).unwrap();
    client.start(JobSpec::Monitor(Box::new(request(Some(100)))));
    let job = JobId(client.job);
    let (mut interim, mut progress) = (Vec::new(), 0.0);
    while interim.len() < 2 {
        client.engine.work(&mut || UnixMillis(0.0), &mut || false);
        for event in client.heard() {
            match event {
                Event::Interim {
                    outcome: Outcome::Monitor(card),
                    ..
                } => interim.push(card),
                Event::Progress { progress: now, .. } => {
                    assert!(now.done >= progress);
                    progress = now.done;
                }
                other => panic!("{other:?}"),
            }
        }
    }
    assert_eq!(interim[0].watch.records(), &whole.watch.records()[..1]);
    assert_eq!(interim[1].watch.records(), &whole.watch.records()[..2]);
    let envelope = Envelope::pack(&Request::Cancel { job }, Vec::new());
    client.engine.receive(envelope, UnixMillis(0.0));
    assert_eq!(client.heard(), [Event::Cancelled { job }]);
    // What is complete can be saved.
    let (outcome, bytes) = ask_with(
        &mut client,
        JobSpec::MonitorFile {
            form: MonitorForm::State,
        },
        b"",
    );
    assert!(matches!(outcome, Ok(Outcome::MonitorFile { name }) if name.ends_with(".json")));
    let state = Watch::from_json(&bytes, "state").unwrap();
    assert_eq!(state.records(), &whole.watch.records()[..2]);
}

#[test]
fn what_was_watched_is_saved_as_the_command_line_writes_it() {
    let mut client = with_production();
    let card = watch(&mut client, request(Some(150))).unwrap();
    let mut save = |form| match ask_with(&mut client, JobSpec::MonitorFile { form }, b"") {
        (Ok(Outcome::MonitorFile { name }), bytes) => (name, bytes),
        other => panic!("no file: {other:?}"),
    };
    let (name, json) = save(MonitorForm::Json);
    assert_eq!(name, "dryf-monitor.json");
    let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
    assert_eq!(json["answer"], "retrain");
    assert_eq!(json["batches"].as_array().unwrap().len(), 2);
    let (name, zip) = save(MonitorForm::Archive);
    assert_eq!(name, "dryf-monitor.zip");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(zip)).unwrap();
    let names: Vec<String> = (0..archive.len())
        .map(|at| archive.by_index(at).unwrap().name().unwrap().to_string())
        .collect();
    let name = names
        .iter()
        .find(|name| name.ends_with("monitor/report.html"))
        .expect("the archive has the document as a page");
    let mut html = String::new();
    archive
        .by_name(name)
        .unwrap()
        .read_to_string(&mut html)
        .unwrap();
    assert!(html.starts_with("<!doctype html>") && html.contains("test 151–300"));
    let (_, state) = save(MonitorForm::State);
    let stored = Watch::from_json(&state, "state").unwrap();
    assert_eq!(stored.without_rows(), card.watch);
}

#[test]
fn files_are_batches_in_their_order() {
    let mut client = with_production();
    let texts = demo_lines("test_text.txt");
    let tags = demo_lines("test_tags.txt");
    let part = |lines: &[String], from: usize, to: usize| lines[from..to].join("\n");
    add_batch(&mut client, "one.txt", &part(&texts, 0, 150)).unwrap();
    add_batch(&mut client, "one_tags.txt", &part(&tags, 0, 150)).unwrap();
    let table: String = (150..300)
        .map(|row| {
            let class = ["non-harmful", "cyberbullying", "hate-speech"];
            let class = class[tags[row].parse::<usize>().unwrap()];
            serde_json::json!({"text": texts[row], "label": class}).to_string() + "\n"
        })
        .collect();
    let cards = add_batch(&mut client, "two.jsonl", &table).unwrap();
    let said: Vec<_> = cards
        .iter()
        .map(|card| {
            (
                &*card.name,
                card.tags.as_deref(),
                card.n_rows,
                card.is_labelled,
            )
        })
        .collect();
    assert_eq!(
        said,
        [
            ("one.txt", Some("one_tags.txt"), 150, true),
            ("two.jsonl", None, 150, true)
        ]
    );
    let of_files = MonitorRequest {
        source: BatchSource::Files,
        ..request(None)
    };
    let by_files = watch(&mut client, of_files.clone()).unwrap();
    let by_rows = watch(&mut client, request(Some(150))).unwrap();
    assert_eq!(by_files.cut, None);
    for (file, rows) in by_files.watch.records().iter().zip(by_rows.watch.records()) {
        assert_eq!((&file.drift, &file.signals), (&rows.drift, &rows.signals));
        assert_eq!(file.classes, rows.classes);
    }
    // A file that can't be read leaves the others.
    let error = add_batch(&mut client, "three.csv", "a,b\n1,2\n").unwrap_err();
    assert_eq!(error.code, Code::MissingColumn);
    let (outcome, _) = ask_with(&mut client, JobSpec::RemoveBatch { place: 0 }, b"");
    let Ok(Outcome::Batches(cards)) = outcome else {
        panic!("no files")
    };
    assert_eq!(cards.len(), 1);
    let one = watch(&mut client, of_files).unwrap();
    assert_eq!(one.n_batches, 1);
}

#[test]
fn asking_for_a_training_is_an_occasion() {
    let mut client = with_production();
    let asked = MonitorRequest {
        asked: Some("a new annotation guideline".into()),
        ..request(Some(300))
    };
    let card = watch(&mut client, asked).unwrap();
    assert_eq!(card.advice.answer, Answer::Retrain);
    assert_eq!(card.watch.asked()[0].reason, "a new annotation guideline");
}

#[test]
fn what_has_no_answer_is_said() {
    let mut nobody = Client::new();
    let error = watch(&mut nobody, request(None)).unwrap_err();
    assert_eq!(error.code, Code::Usage);
    assert!(error.message.to_string().contains("production"), "{error}");
    let (error, _) = ask_with(
        &mut nobody,
        JobSpec::MonitorFile {
            form: MonitorForm::Json,
        },
        b"",
    );
    assert_eq!(error.unwrap_err().code, Code::Usage);

    let mut client = with_production();
    let cut = |first, size, with_last| MonitorRequest {
        source: BatchSource::Rows {
            set: WatchedRows::Both,
            first,
            size,
            with_last,
        },
        ..request(None)
    };
    for (request, code, field) in [
        (
            cut(Some(1500), None, true),
            Code::InvalidParameter,
            "monitor.first",
        ),
        (
            cut(None, Some(0), true),
            Code::InvalidParameter,
            "monitor.size",
        ),
        (
            cut(Some(0), Some(1), true),
            Code::InvalidParameter,
            "monitor.size",
        ),
        (
            cut(None, Some(u64::MAX), false),
            Code::InvalidParameter,
            "monitor.size",
        ),
    ] {
        let error = watch(&mut client, request).unwrap_err();
        assert_eq!(
            (error.code, error.place.unwrap().file.as_str()),
            (code, field)
        );
    }
    let files = MonitorRequest {
        source: BatchSource::Files,
        ..request(None)
    };
    assert_eq!(
        watch(&mut client, files).unwrap_err().code,
        Code::MissingFile
    );
    let mut rules = request(None);
    rules.rules.drift.alpha = 2.0;
    assert_eq!(
        watch(&mut client, rules).unwrap_err().code,
        Code::InvalidParameter
    );
}

/// So that a shell which takes the time of predicting takes that of nothing else.
#[test]
fn a_step_ends_with_its_phase() {
    let data = demo_data();
    let record = train(&data.classes, select(&data.train, 0..400));
    let rows = select(&data.train, 400..500);
    let batch = Batch {
        name: "batch".into(),
        texts: rows.texts,
        labels: Some((data.classes, rows.labels.into_iter().map(Some).collect())),
    };
    let mut work = BatchWork::new(WatchedModel::new(&record).unwrap(), batch);
    let mut phases = vec![work.phase()];
    while work.step(u32::MAX).is_running() {
        phases.push(work.phase());
    }
    phases.push(work.phase());
    let all = [
        Phase::Predict,
        Phase::Describe,
        Phase::Compare,
        Phase::Judge,
        Phase::Done,
    ];
    assert_eq!(phases, all);
}
