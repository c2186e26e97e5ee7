//! The engine behind the page, driven natively: what it promises for any sequence of requests, and every bad input with
//! its error, after each of which what was loaded is still there.

use dryf::jobs::protocol::{
    Condition, DataId, FileId, Inputs, Item, RowsQuery, Selection, SetName, TextSource,
};
use dryf::jobs::summaries::{LoadedSummary, RowPage};
use dryf::jobs::{Engine, Envelope, Event, JobId, JobSpec, Outcome, Request};
use dryf::pipeline::corpus::{FindingKind, ReadingOptions, Role};
use dryf::pipeline::error::{Code, Error};
use dryf::pipeline::time::UnixMillis;
use proptest::prelude::*;

use crate::known::Known;

/// An engine and the number of its last job.
struct Client {
    engine: Engine,
    job: u32,
    known: Known,
}

impl Client {
    fn new() -> Client {
        Client {
            engine: Engine::new(),
            job: 0,
            known: Known::default(),
        }
    }

    fn send(&mut self, request: &Request, attachment: Vec<u8>) -> Vec<(Event, Vec<u8>)> {
        self.engine
            .receive(Envelope::pack(request, attachment), UnixMillis(0.0));
        self.engine
            .take_events()
            .into_iter()
            .map(|envelope| self.known.hear(envelope))
            .collect()
    }

    /// The ends of jobs, worked for.
    fn ends(&mut self, request: &Request, attachment: Vec<u8>) -> Vec<(Event, Vec<u8>)> {
        let mut events = self.send(request, attachment);
        while self.engine.has_work() {
            self.engine.work(&mut || UnixMillis(0.0), &mut || false);
            let heard = self.engine.take_events();
            events.extend(heard.into_iter().map(|event| self.known.hear(event)));
        }
        events.retain(|(event, _)| event.ends().is_some());
        events
    }

    /// A job's outcome.
    fn ask(&mut self, spec: JobSpec) -> Result<Outcome, Error> {
        self.job += 1;
        let request = self.known.start(JobId(self.job), spec);
        let mut events = self.ends(&request, Vec::new());
        match (events.len(), events.pop()) {
            (1, Some((Event::Done { outcome, .. }, _))) => Ok(outcome),
            (
                1,
                Some((
                    Event::Failed {
                        job: Some(JobId(job)),
                        error,
                    },
                    _,
                )),
            ) if job == self.job => Err(error),
            (n, last) => panic!("{n} events, the last {last:?}"),
        }
    }

    /// The files that one dropped file brought.
    fn put(&mut self, name: &str, bytes: &[u8]) -> Result<Vec<FileId>, Error> {
        self.job += 1;
        let request = self.known.put(JobId(self.job), name);
        match self.ends(&request, bytes.to_vec()).pop() {
            Some((Event::Stored { added, .. }, _)) => Ok(added),
            Some((Event::Failed { error, .. }, _)) => Err(error),
            other => panic!("no answer to a file: {other:?}"),
        }
    }

    fn demo(&mut self) -> LoadedSummary {
        match self.ask(JobSpec::LoadDemo(dryf::message::Language::Polish)) {
            Ok(Outcome::Demo { data, .. }) => data,
            other => panic!("no demo: {other:?}"),
        }
    }

    fn first_row(&mut self) -> String {
        let query = RowsQuery {
            selection: Selection::all(SetName::Train),
            offset: 0,
            limit: 1,
        };
        match self.ask(JobSpec::Rows(query)) {
            Ok(Outcome::Rows(found)) => found.page.rows[0].text.clone(),
            other => panic!("no rows: {other:?}"),
        }
    }
}

#[test]
fn the_demo_loads_and_its_rows_can_be_found() {
    let mut client = Client::new();
    let data = client.demo();
    assert_eq!(
        data.classes,
        ["cyberbullying", "hate-speech", "non-harmful"]
    );
    let n_train = data.train.class_counts.iter().sum::<u64>();
    assert_eq!(n_train, data.train.n_rows);
    let class = Condition::Class(data.classes[1].clone());
    let mut query = RowsQuery {
        selection: Selection::of(SetName::Train, class.clone()),
        offset: 0,
        limit: 5,
    };
    let Ok(Outcome::Rows(RowPage { page, class_counts })) =
        client.ask(JobSpec::Rows(query.clone()))
    else {
        panic!("no rows")
    };
    assert_eq!(
        (page.total, page.rows.len()),
        (data.train.class_counts[1], 5)
    );
    assert!(page.rows.iter().all(|row| row.label == 1));
    assert_eq!(class_counts, [0, page.total, 0]);
    let text = |text: String| vec![class.clone(), Condition::Text(text)];
    query.selection.conditions = text(format!("#{}", page.rows[3].row + 1));
    let Ok(Outcome::Rows(found)) = client.ask(JobSpec::Rows(query.clone())) else {
        panic!("no row")
    };
    assert_eq!(found.page.rows, page.rows[3..4]);
    query.selection.conditions = text(page.rows[3].text.to_uppercase());
    let Ok(Outcome::Rows(found)) = client.ask(JobSpec::Rows(query.clone())) else {
        panic!("no text")
    };
    assert!(
        found.page.rows.contains(&page.rows[3]),
        "search does not mind the case"
    );
    for finding in &data.findings {
        let (set, kind) = (finding.set, finding.kind);
        let query = RowsQuery {
            selection: Selection::of(set, Condition::Finding { set, kind }),
            offset: 0,
            limit: 1000,
        };
        let Ok(Outcome::Rows(RowPage { page, .. })) = client.ask(JobSpec::Rows(query)) else {
            panic!("no rows of a finding")
        };
        assert_eq!(page.total, finding.n_rows, "{}", finding.kind);
    }
}

#[test]
fn a_file_of_a_name_that_is_held_takes_its_place() {
    let mut client = Client::new();
    let texts = client.put("train_text.txt", b"a\nb\n").unwrap();
    client.put("train_tags.txt", b"0\n").unwrap();
    let tags = client.put("train_tags.txt", b"0\n1\n").unwrap();
    let files = vec![
        (texts[0].clone(), Role::TrainTexts),
        (tags[0].clone(), Role::TrainTags),
    ];
    let spec = JobSpec::Assemble {
        files,
        reading: ReadingOptions::default(),
    };
    let Ok(Outcome::Data(data)) = client.ask(spec.clone()) else {
        panic!("no data")
    };
    assert_eq!(data.train.n_rows, 2);
    let items = tags.into_iter().map(Item::File).collect();
    client.send(&Request::Forget { items }, Vec::new());
    assert_eq!(client.ask(spec).unwrap_err().code, Code::MissingFile);
}

/// Files by name, the error, the place it names, a word of the remedy.
type BadFiles = (
    &'static [(&'static str, &'static [u8], Role)],
    Code,
    Option<(&'static str, Option<u64>)>,
);

#[test]
fn each_bad_input_has_its_error_and_leaves_what_was_loaded() {
    const TEXT: (&str, &[u8], Role) = ("t.txt", b"a\nb\nc\n", Role::TrainTexts);
    let cases: &[BadFiles] = &[
        (
            &[TEXT, ("g.txt", b"0\n1\n", Role::TrainTags)],
            Code::LineCountsDiffer,
            Some(("g.txt", None)),
        ),
        (
            &[TEXT, ("g.txt", b"0\n7\t7\n1\n", Role::TrainTags)],
            Code::BadRow,
            Some(("g.txt", Some(2))),
        ),
        (
            &[
                ("t.txt", b"\xc5\xbc\xc3\xb3\nb\xff\nc\n", Role::TrainTexts),
                ("g.txt", b"0\n1\n0\n", Role::TrainTags),
            ],
            Code::InvalidUtf8,
            Some(("t.txt", Some(2))),
        ),
        (&[TEXT], Code::MissingRole, None),
    ];
    let mut client = Client::new();
    let data = client.demo();
    let first = client.first_row();
    for (files, code, place) in cases {
        let files: Vec<(FileId, Role)> = files
            .iter()
            .map(|(name, bytes, role)| (client.put(name, bytes).unwrap()[0].clone(), *role))
            .collect();
        let error = client
            .ask(JobSpec::Assemble {
                files,
                reading: ReadingOptions::default(),
            })
            .unwrap_err();
        assert_eq!(error.code, *code, "{error}");
        if let Some((file, line)) = place {
            let found = error.place.clone().expect("the error names a place");
            assert_eq!(
                (found.file.as_str(), found.line.is_some()),
                (*file, line.is_some()),
                "{error}"
            );
        }
        assert!(error.remedy.is_some(), "{error}");
        assert_eq!(client.first_row(), first, "after {code:?}");
    }
    for (name, bytes, code) in [
        ("empty.txt", &b""[..], Code::EmptyFile),
        ("damaged.zip", b"PK\x03\x04 nothing more", Code::DamagedZip),
    ] {
        let error = client.put(name, bytes).unwrap_err();
        assert_eq!(error.code, code, "{error}");
        assert_eq!(error.place.as_ref().unwrap().file, name);
        assert!(error.remedy.is_some(), "{error}");
        assert_eq!(client.first_row(), first, "after {code:?}");
    }
    assert_eq!(client.demo(), data);
}

#[test]
fn a_message_that_is_none_is_answered_and_changes_nothing() {
    let mut client = Client::new();
    client.demo();
    let first = client.first_row();
    for message in [
        &b""[..],
        b"{}",
        b"{\"request\":\"start\",\"job\":-1}",
        b"\xff",
    ] {
        let envelope = Envelope {
            version: dryf::jobs::PROTOCOL_VERSION,
            message: message.to_vec(),
            attachment: Vec::new(),
        };
        client.engine.receive(envelope, UnixMillis(0.0));
        let events = client.engine.take_events();
        let (event, _) = events[0].clone().unpack::<Event>().unwrap();
        assert!(
            matches!(&event, Event::Failed { job: None, error } if error.code == Code::Protocol),
            "{event:?}"
        );
    }
    assert_eq!(client.first_row(), first);
}

/// Some rows of two classes that none of the demo's are like.
fn given(client: &mut Client) -> JobSpec {
    let texts: String = (0..400)
        .map(|row| format!("wiersz numer {row}\n"))
        .collect();
    let tags: String = (0..400).map(|row| format!("{}\n", row % 2)).collect();
    let texts = client.put("train_text.txt", texts.as_bytes()).unwrap();
    let tags = client.put("train_tags.txt", tags.as_bytes()).unwrap();
    JobSpec::Assemble {
        files: vec![
            (texts[0].clone(), Role::TrainTexts),
            (tags[0].clone(), Role::TrainTags),
        ],
        reading: ReadingOptions::default(),
    }
}

/// To make a data set takes many units, and what is asked of another one meanwhile is answered between them.
#[test]
fn a_question_does_not_wait_for_data_that_are_being_made() {
    let mut client = Client::new();
    client.demo();
    let spec = given(&mut client);
    client.job += 1;
    let load = JobId(client.job);
    let request = client.known.start(load, spec);
    assert_eq!(client.send(&request, Vec::new()), []);
    client.engine.work(&mut || UnixMillis(0.0), &mut || false);
    client.job += 1;
    let question = JobId(client.job);
    let trace = JobSpec::Trace {
        recipe: Default::default(),
        source: TextSource::Row {
            set: SetName::Train,
            row: 0,
        },
    };
    let request = client.known.start(question, trace);
    let heard = client.send(&request, Vec::new());
    let ends =
        |heard: &[(Event, Vec<u8>)], job| heard.iter().any(|(event, _)| event.ends() == Some(job));
    assert!(ends(&heard, question) && !ends(&heard, load));
    let mut units = 0;
    while client.engine.has_work() {
        client.engine.work(&mut || UnixMillis(0.0), &mut || false);
        units += 1;
    }
    assert!(units > 20, "in {units} units");
}

/// A long load that is cancelled at any of its units leaves what was held, and what waited for it goes on.
#[test]
fn a_load_that_is_cancelled_leaves_what_was_held() {
    let mut client = Client::new();
    client.demo();
    let first = client.first_row();
    let spec = given(&mut client);
    for units in [0, 1, 5, 20] {
        client.job += 1;
        let job = JobId(client.job);
        let start = client.known.start(job, spec.clone());
        client.send(&start, Vec::new());
        for _ in 0..units {
            client.engine.work(&mut || UnixMillis(0.0), &mut || false);
        }
        client.engine.take_events();
        let heard = client.send(&Request::Cancel { job }, Vec::new());
        assert_eq!(heard, [(Event::Cancelled { job }, Vec::new())], "{units}");
        assert!(!client.engine.has_work());
        assert_eq!(client.first_row(), first, "after {units} units");
    }
    assert!(client.ask(spec).is_ok());
    assert_eq!(client.first_row(), "wiersz numer 0");
}

fn requests() -> impl Strategy<Value = Request> {
    let job = (1..30_u32).prop_map(JobId);
    let query = (
        any::<bool>(),
        prop_oneof![
            (0..4_u32).prop_map(|class| Condition::Class(class.to_string())),
            (0..9_u32, 0..9_u32).prop_map(|(from, to)| Condition::Length { from, to }),
            Just(Condition::Text("#0".into())),
            Just(Condition::Finding {
                set: SetName::Test,
                kind: FindingKind::Duplicates
            }),
        ],
    )
        .prop_map(|(train, condition)| RowsQuery {
            selection: Selection::of(
                if train { SetName::Train } else { SetName::Test },
                condition,
            ),
            offset: 3,
            limit: 2,
        });
    let spec = prop_oneof![
        Just(JobSpec::LoadDemo(dryf::message::Language::Polish)),
        query.prop_map(JobSpec::Rows),
        Just(JobSpec::Terms {
            run: "r".into(),
            top: 3
        }),
        Just(JobSpec::Suspects { run: "r".into() }),
        Just(JobSpec::SuspectsEffect {
            run: "r".into(),
            first: 5
        }),
        Just(JobSpec::Robustness { run: "r".into() }),
        Just(JobSpec::Try {
            run: "r".into(),
            text: "a".into(),
            class: None
        }),
        Just(JobSpec::Try {
            run: "r".into(),
            text: "a".into(),
            class: Some(7)
        }),
        Just(JobSpec::BuildArchive {
            run: "r".into(),
            include_texts: true
        }),
        Just(JobSpec::ClassifierFile {
            run: "r".into(),
            starter: "s".into()
        }),
        Just(JobSpec::OpenArchive {
            name: "a.zip".into()
        }),
        Just(JobSpec::LoadProduction {
            name: "a.zip".into()
        }),
    ];
    prop_oneof![
        Just(Request::Forget {
            items: vec![Item::Run("r".into())]
        }),
        (job.clone(), spec, any::<bool>()).prop_map(|(job, spec, is_known)| Request::Start {
            job,
            spec,
            inputs: Box::new(Inputs {
                data: (!is_known).then(|| DataId("d".into())),
                ..Inputs::default()
            }),
        }),
        job.clone()
            .prop_map(|job| Known::default().put(job, "t.txt")),
        job.clone().prop_map(|job| Request::Cancel { job }),
        job.clone().prop_map(|job| Request::Pause { job }),
        job.clone().prop_map(|job| Request::Resume { job }),
        job.prop_map(|job| Request::Step { job }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is asked, each accepted number has exactly one end.
    #[test]
    fn every_accepted_job_has_one_end(story in prop::collection::vec(requests(), 1..24)) {
        let mut client = Client::new();
        let (mut accepted, mut ended) = (Vec::<JobId>::new(), Vec::<JobId>::new());
        for request in story {
            // A number is free again once its job has ended.
            if let Request::Start { job, .. } | Request::Put { job, .. } = &request {
                let times = |all: &[JobId]| all.iter().filter(|other| *other == job).count();
                if times(&accepted) == times(&ended) {
                    accepted.push(*job);
                }
            }
            let mut events: Vec<Event> = client.send(&request, b"a\nb\n".to_vec()).into_iter().map(|(event, _)| event).collect();
            client.engine.work(&mut || UnixMillis(0.0), &mut || false);
            events.extend(client.engine.take_events().into_iter().map(|envelope| envelope.unpack().unwrap().0));
            ended.extend(events.iter().filter_map(Event::ends));
        }
        // What rests goes on.
        for job in (1..30).map(JobId) {
            client.send(&Request::Resume { job }, Vec::new());
        }
        while client.engine.has_work() {
            client.engine.work(&mut || UnixMillis(0.0), &mut || true);
            ended.extend(client.engine.take_events().into_iter().filter_map(|envelope| envelope.unpack::<Event>().unwrap().0.ends()));
        }
        ended.sort();
        accepted.sort();
        prop_assert_eq!(ended, accepted);
    }
}
