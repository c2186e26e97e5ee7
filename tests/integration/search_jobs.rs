//! A search as a job: it comes to what the command line's comes to, shows itself as it grows, rests, ends when it is told to, and goes
//! on from what there is.

use dryf::jobs::protocol::{Earlier, FoundBy, SearchRequest};
use dryf::jobs::{Engine, Envelope, Event, JobId, JobSpec, Outcome, Request};
use dryf::mlflow::Archive;
use dryf::pipeline::corpus::NamedBytes;
use dryf::pipeline::error::Code;
use dryf::pipeline::run::{ProfileKind, RunConfig};
use dryf::pipeline::search::{Ending, SearchReport, SearchSettings, TrialState};
use dryf::pipeline::time::UnixMillis;

use crate::cli::Desk;
use crate::known::Known;

const SEARCH: &str = "[study]\nn_trials = 5\nn_folds = 2\n\n[space.tfidf]\nmin_df = { low = 1, high = 5 }\n\n[space.svc]\n\
    kernel = [\"linear\"]\nC = { low = 0.01, high = 10.0, log = true }\n";
/// Of the clocks, which stand still.
const NOW: UnixMillis = UnixMillis(1_626_773_490_000.0);

struct Client {
    engine: Engine,
    known: Known,
    now: UnixMillis,
    settings: String,
}

impl Client {
    fn new() -> Client {
        Client {
            engine: Engine::new(),
            known: Known::default(),
            now: NOW,
            settings: SEARCH.into(),
        }
    }

    fn with_demo() -> Client {
        let mut client = Client::new();
        let demo = client.start(JobId(1), JobSpec::LoadDemo(dryf::message::Language::Polish));
        let (_, demo) = client.end(demo);
        assert!(matches!(demo, Event::Done { .. }));
        client
    }

    fn start(&mut self, job: JobId, spec: JobSpec) -> Vec<Event> {
        let request = self.known.start(job, spec);
        self.send(&request)
    }

    fn search(&mut self, config: RunConfig) -> Vec<Event> {
        self.go_on(config, None)
    }

    fn go_on(&mut self, config: RunConfig, earlier: Option<Earlier>) -> Vec<Event> {
        let request = SearchRequest {
            settings: SearchSettings::read(&self.settings, "search.toml").unwrap(),
            config,
            earlier,
        };
        self.start(JobId(2), JobSpec::Search(Box::new(request)))
    }

    fn send(&mut self, request: &Request) -> Vec<Event> {
        let now = self.now;
        self.engine
            .receive(Envelope::pack(request, Vec::new()), now);
        self.heard()
    }

    fn heard(&mut self) -> Vec<Event> {
        let events = self.engine.take_events().into_iter();
        events.map(|event| self.known.hear(event).0).collect()
    }

    fn work(&mut self) -> Vec<Event> {
        let now = self.now;
        self.engine.work(&mut || now, &mut || false);
        self.heard()
    }

    /// Works to the end of the job; gives what was heard before it, and the end.
    fn end(&mut self, mut events: Vec<Event>) -> (Vec<Event>, Event) {
        loop {
            if let Some(place) = events.iter().position(|event| event.ends().is_some()) {
                let end = events.remove(place);
                return (events, end);
            }
            events.extend(self.work());
        }
    }
}

fn report(event: &Event) -> Option<&SearchReport> {
    match event {
        Event::Interim {
            outcome: Outcome::Search(report),
            ..
        }
        | Event::Done {
            outcome: Outcome::Search(report),
            ..
        } => Some(report),
        _ => None,
    }
}

#[test]
fn the_page_and_the_command_line_find_the_same() {
    let mut client = Client::with_demo();
    let begun = client.search(RunConfig::default());
    let (events, end) = client.end(begun);
    let found = report(&end).expect("it ends well");
    assert_eq!(found.ending, Some(Ending::Trials));
    assert!(found.honest.is_some());

    let interims: Vec<&SearchReport> = events.iter().filter_map(report).collect();
    assert!(interims.len() > 5, "{} interims", interims.len());
    assert!(interims.iter().all(|one| one.ending.is_none()));
    // Each tells of what has changed alone; one after the other, they tell all.
    assert!(interims.iter().all(|one| one.trials.len() <= 2));
    assert_eq!(so_far(&events).trials, found.trials);
    let done = events.iter().filter_map(|event| match event {
        Event::Progress { progress, .. } => Some(progress.done),
        _ => None,
    });
    assert!(done.is_sorted(), "progress never falls");

    let desk = Desk::new();
    desk.write("search.toml", SEARCH);
    let line = "tune --demo --search search.toml --workers 1 --json found.json";
    let mut command = desk.command(line.split_whitespace());
    let ended = command.env("SOURCE_DATE_EPOCH", "1626773490").output();
    assert!(ended.unwrap().status.success());
    let mut expected = desk.json("found.json");
    // The command says which version wrote it, and what run came of it.
    for name in ["run", "dryf_version"] {
        expected.as_object_mut().unwrap().remove(name);
    }
    // What each trial answered is in the journal; the command's JSON goes without.
    assert!(found.trials.iter().all(|trial| trial.answers.is_some()));
    let mut found = serde_json::to_value(found).unwrap();
    for trial in found["trials"].as_array_mut().unwrap() {
        trial.as_object_mut().unwrap().remove("answers");
    }
    assert_eq!(found, expected);
}

/// What the interims of a search tell, one after the other.
fn so_far(events: &[Event]) -> SearchReport {
    let interims = events.iter().filter_map(report).cloned();
    let told = interims.reduce(|earlier, changes| changes.after(&earlier));
    told.expect("it has told something")
}

/// Works until `n` trials have begun; gives what was heard.
fn until_begun(client: &mut Client, n: usize) -> Vec<Event> {
    let mut events = Vec::new();
    while events.iter().filter_map(report).count() == 0 || so_far(&events).trials.len() < n {
        events.extend(client.work());
    }
    events
}

#[test]
fn a_search_that_is_stopped_ends_with_what_is_complete_and_goes_on_as_if_it_had_not() {
    let job = JobId(2);
    let mut client = Client::with_demo();
    client.search(RunConfig::default());
    let events = until_begun(&mut client, 4);
    let earlier = so_far(&events);
    let begun = client.send(&Request::Cancel { job });
    let (_, end) = client.end(begun);
    let stopped = report(&end).expect("it ends well");
    assert_eq!(stopped.ending, Some(Ending::Stopped));
    assert_eq!(stopped.count(TrialState::Complete), 3);
    assert_eq!(stopped.count(TrialState::Fail), 1);
    assert!(stopped.honest.is_some(), "over what is complete");

    // What there was when it was last heard of, as after a reload: the trial at work begins again.
    let mut whole = Client::with_demo();
    let begun = whole.search(RunConfig::default());
    let (_, expected) = whole.end(begun);
    let expected = report(&expected).unwrap();
    let earlier = |judged_on: &str| {
        Some(Earlier {
            judged_on: judged_on.into(),
            trials: earlier.trials.clone(),
        })
    };
    let begun = client.go_on(RunConfig::default(), earlier(&expected.judged_on));
    let (events, end) = client.end(begun);
    assert_eq!(report(&end), Some(expected));
    assert_eq!(so_far(&events).trials, expected.trials);

    // Trials of other rows are no part of it.
    let begun = client.go_on(RunConfig::default(), earlier("other rows"));
    let (_, end) = client.end(begun);
    assert!(matches!(end, Event::Failed { error, .. } if error.code == Code::OtherSpace));
}

#[test]
fn a_search_at_rest_has_all_the_time_it_had() {
    let job = JobId(2);
    let mut client = Client::with_demo();
    client.settings = SEARCH.replace("[study]", "[study]\ntimeout = 60.0\ntrial_timeout = 60.0");
    client.search(RunConfig::default());
    until_begun(&mut client, 2);
    client.send(&Request::Pause { job });
    assert!(!client.engine.has_work());
    client.now.0 += 3_600_000.0;
    let resumed = client.send(&Request::Resume { job });
    let (_, end) = client.end(resumed);
    assert_eq!(report(&end).unwrap().ending, Some(Ending::Trials));
    // An hour without a pause is an hour.
    client.search(RunConfig::default());
    until_begun(&mut client, 2);
    client.now.0 += 3_600_000.0;
    let events = client.work();
    let (_, end) = client.end(events);
    assert_eq!(report(&end).unwrap().ending, Some(Ending::Timeout));
}

#[test]
fn a_search_without_data_or_with_settings_that_do_not_fit_is_refused() {
    let mut client = Client::new();
    let events = client.search(RunConfig::default());
    assert!(matches!(&events[..], [Event::Failed { .. }]), "{events:?}");

    let mut client = Client::with_demo();
    let mut config = RunConfig::default();
    config.svc.c = f64::NAN;
    let begun = client.search(config);
    let (_, end) = client.end(begun);
    let Event::Failed { error, .. } = end else {
        panic!("{end:?}");
    };
    assert_eq!(error.code, Code::InvalidParameter);
}

/// The end of a job that takes or gives a file.
fn with_file(client: &mut Client, job: u32, spec: JobSpec, bytes: Vec<u8>) -> (Event, Vec<u8>) {
    let job = JobId(job);
    let request = client.known.start(job, spec);
    let envelope = Envelope::pack(&request, bytes);
    client.engine.receive(envelope, NOW);
    loop {
        for event in client.engine.take_events() {
            let (event, bytes) = client.known.hear(event);
            if event.ends() == Some(job) {
                return (event, bytes);
            }
        }
        client.engine.work(&mut || NOW, &mut || false);
    }
}

#[test]
fn the_archive_of_a_run_holds_the_search_that_found_it_however_often_it_is_built() {
    let mut client = Client::with_demo();
    let mut config = RunConfig::default();
    config.drift.profile = ProfileKind::None;
    let begun = client.search(config.clone());
    let (_, end) = client.end(begun);
    let found = report(&end).expect("it ends well").clone();
    let taken = found.taken.expect("a trial is complete");
    let point = &found.trial(taken).unwrap().point;
    let spec = JobSpec::Train {
        config: Box::new(found.settings.space.config(&config, point).unwrap()),
        start: NOW,
        found_by: Some(Box::new(FoundBy {
            trial: taken,
            report: found.clone(),
        })),
    };
    let (end, _) = with_file(&mut client, 3, spec, Vec::new());
    let Event::Done {
        outcome: Outcome::Run(run),
        ..
    } = end
    else {
        panic!("no run: {end:?}");
    };
    let build = JobSpec::BuildArchive {
        run: run.run_id.clone(),
        include_texts: true,
    };
    let (_, zip) = with_file(&mut client, 4, build.clone(), Vec::new());
    // Another engine has the run from its archive alone.
    let mut other = Client::new();
    let name = "run.zip".to_string();
    let open = JobSpec::OpenArchive { name: name.clone() };
    with_file(&mut other, 1, open, zip.clone());
    let (_, again) = with_file(&mut other, 2, build, Vec::new());
    for bytes in [zip, again] {
        let name = name.clone();
        let archive = Archive::read(&NamedBytes { name, bytes }).expect("an archive");
        assert_eq!(archive.search().as_ref(), Some(&found));
        let runs = archive.experiment().expect("what MLflow is told").runs;
        assert_eq!(runs.len(), 1 + found.trials.len());
    }
}
