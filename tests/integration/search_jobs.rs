//! A search as a job: it comes to what the command line's comes to, shows itself as it grows, rests, and ends when it is told to.

use dryf::jobs::protocol::SearchRequest;
use dryf::jobs::{Engine, Envelope, Event, JobId, JobSpec, Outcome, Request};
use dryf::pipeline::error::Code;
use dryf::pipeline::run::RunConfig;
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
}

impl Client {
    fn with_demo() -> Client {
        let mut client = Client {
            engine: Engine::new(),
            known: Known::default(),
        };
        let demo = client.start(JobId(1), JobSpec::LoadDemo);
        let (_, demo) = client.end(demo);
        assert!(matches!(demo, Event::Done { .. }));
        client
    }

    fn start(&mut self, job: JobId, spec: JobSpec) -> Vec<Event> {
        let request = self.known.start(job, spec);
        self.send(&request)
    }

    fn search(&mut self, config: RunConfig) -> Vec<Event> {
        let settings = SearchSettings::read(SEARCH, "search.toml").unwrap();
        let request = SearchRequest { settings, config };
        self.start(JobId(2), JobSpec::Search(Box::new(request)))
    }

    fn send(&mut self, request: &Request) -> Vec<Event> {
        self.engine
            .receive(Envelope::pack(request, Vec::new()), NOW);
        self.heard()
    }

    fn heard(&mut self) -> Vec<Event> {
        let events = self.engine.take_events().into_iter();
        events.map(|event| self.known.hear(event).0).collect()
    }

    fn work(&mut self) -> Vec<Event> {
        self.engine.work(&mut || NOW, &mut || false);
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
    let grows = |both: &[&SearchReport]| both[0].trials.len() <= both[1].trials.len();
    assert!(interims.windows(2).all(grows));
    assert!(interims.iter().all(|one| one.ending.is_none()));
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
    expected.as_object_mut().unwrap().remove("run");
    assert_eq!(serde_json::to_value(found).unwrap(), expected);
}

#[test]
fn a_search_rests_and_ends_when_it_is_told_to() {
    let mut client = Client::with_demo();
    client.search(RunConfig::default());
    let job = JobId(2);
    // Into the second trial.
    let mut last = None;
    while last
        .as_ref()
        .is_none_or(|report: &SearchReport| report.trials.len() < 2)
    {
        last = client
            .work()
            .iter()
            .filter_map(report)
            .next_back()
            .cloned()
            .or(last);
    }
    client.send(&Request::Pause { job });
    assert!(!client.engine.has_work());
    client.send(&Request::Resume { job });
    client.work();
    let events = client.send(&Request::Cancel { job });
    assert!(matches!(events.last(), Some(Event::Cancelled { .. })));
    assert!(!client.engine.has_work());
    // What there is of it is its end.
    let stopped = last.unwrap().stopped();
    assert_eq!(stopped.ending, Some(Ending::Stopped));
    assert_eq!(stopped.count(TrialState::Running), 0);
    assert_eq!(stopped.count(TrialState::Fail), 1);
}

#[test]
fn a_search_without_data_or_with_settings_that_do_not_fit_is_refused() {
    let mut client = Client {
        engine: Engine::new(),
        known: Known::default(),
    };
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
