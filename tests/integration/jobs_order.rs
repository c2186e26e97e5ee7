//! Whose turn it is in the engine: what the user waits for comes before what the page does by itself, which goes on
//! afterwards to the same end.

use dryf::jobs::protocol::{DriftRequest, DriftSource, SetName};
use dryf::jobs::{Engine, Envelope, Event, JobId, JobSpec, Outcome, Request};
use dryf::pipeline::drift::{Draws, DriftOptions};
use dryf::pipeline::run::RunConfig;
use dryf::pipeline::time::UnixMillis;

use crate::known::Known;

struct Client {
    engine: Engine,
    job: u32,
    known: Known,
    /// The run that was trained last.
    run: String,
}

impl Client {
    fn new() -> Client {
        let mut client = Client {
            engine: Engine::new(),
            job: 0,
            known: Known::default(),
            run: String::new(),
        };
        let demo = client.start(JobSpec::LoadDemo(dryf::message::Language::Polish));
        to_the_end(&mut client, &[demo]);
        client
    }

    fn send(&mut self, request: &Request) -> Vec<Event> {
        self.engine
            .receive(Envelope::pack(request, Vec::new()), UnixMillis(0.0));
        self.heard()
    }

    fn start(&mut self, spec: JobSpec) -> JobId {
        self.job += 1;
        let job = JobId(self.job);
        self.send(&self.known.start(job, spec));
        job
    }

    fn heard(&mut self) -> Vec<Event> {
        let events = self.engine.take_events();
        events
            .into_iter()
            .map(|event| self.known.hear(event).0)
            .collect()
    }

    /// One unit of work: whose jobs moved or ended by it, and the ends.
    fn unit(&mut self) -> (Vec<JobId>, Vec<(JobId, Outcome)>) {
        self.engine.work(&mut || UnixMillis(0.0), &mut || false);
        let (mut moved, mut ended) = (Vec::new(), Vec::new());
        for event in self.heard() {
            match event {
                Event::Progress { job, .. } | Event::Interim { job, .. } => moved.push(job),
                Event::Done { job, outcome } => {
                    if let Outcome::Run(run) = &outcome {
                        self.run.clone_from(&run.run_id);
                    }
                    moved.push(job);
                    ended.push((job, outcome));
                }
                Event::Failed { error, .. } => panic!("{error}"),
                _ => {}
            }
        }
        (moved, ended)
    }
}

fn drift() -> JobSpec {
    let rows = |set| DriftSource::Rows { set, range: None };
    JobSpec::Drift(Box::new(DriftRequest {
        reference: rows(SetName::Train),
        current: rows(SetName::Test),
        planted: None,
        scored_by: None,
        options: DriftOptions::default(),
        draws: Draws {
            labels: 100,
            wording: 4,
            wording_of_classes: 2,
            controls: 1,
            classifier: 1,
            classifier_inside_classes: 1,
            seed: 7,
        },
    }))
}

fn train() -> JobSpec {
    JobSpec::Train {
        config: Box::new(RunConfig::default()),
        start: UnixMillis(0.0),
        found_by: None,
    }
}

fn attempt(run: &str) -> JobSpec {
    JobSpec::Try {
        run: run.into(),
        text: "co za ładny dzień".into(),
        class: None,
    }
}

/// Works until all jobs named have ended; gives the order in which they did, and each one's outcome.
fn to_the_end(client: &mut Client, jobs: &[JobId]) -> Vec<(JobId, Outcome)> {
    let mut ended = Vec::new();
    while ended.len() < jobs.len() {
        assert!(
            client.engine.has_work(),
            "{} of {} have ended",
            ended.len(),
            jobs.len()
        );
        ended.extend(client.unit().1);
    }
    ended
}

#[test]
fn what_the_user_waits_for_ends_before_what_the_page_does_by_itself() {
    /// Jobs in the order in which they are asked for, and the order in which they end.
    type Case = (&'static str, fn(&str) -> Vec<JobSpec>, &'static [usize]);
    let cases: [Case; 5] = [
        ("a run after a report", |_| vec![drift(), train()], &[1, 0]),
        ("a run before a report", |_| vec![train(), drift()], &[0, 1]),
        (
            "a question beside both",
            |run| vec![drift(), train(), attempt(run)],
            &[2, 1, 0],
        ),
        (
            "a question before a report",
            |run| vec![attempt(run), drift()],
            &[0, 1],
        ),
        (
            "an archive beside a report",
            |run| {
                vec![
                    drift(),
                    JobSpec::BuildArchive {
                        run: run.into(),
                        include_texts: false,
                    },
                ]
            },
            &[1, 0],
        ),
    ];
    for (name, specs, order) in cases {
        let mut client = Client::new();
        let trained = client.start(train());
        to_the_end(&mut client, &[trained]);
        let (mut jobs, mut ended) = (Vec::new(), Vec::new());
        let run = client.run.clone();
        for spec in specs(&run) {
            jobs.push(client.start(spec));
            // Each has begun before the next one is asked for, and a short one has ended.
            ended.extend(client.unit().1);
        }
        ended.extend(to_the_end(&mut client, &jobs[ended.len()..]));
        let ended: Vec<JobId> = ended.into_iter().map(|(job, _)| job).collect();
        let expected: Vec<JobId> = order.iter().map(|at| jobs[*at]).collect();
        assert_eq!(ended, expected, "{name}");
    }
}

#[test]
fn a_report_rests_while_a_run_is_at_work_and_comes_to_the_same_end() {
    let alone = {
        let mut client = Client::new();
        let job = client.start(drift());
        to_the_end(&mut client, &[job]).remove(0).1
    };
    let mut client = Client::new();
    let report = client.start(drift());
    for _ in 0..3 {
        assert_eq!(client.unit().0.first(), Some(&report));
    }
    let run = client.start(train());
    let mut units = 0;
    loop {
        let (moved, ended) = client.unit();
        assert!(
            !moved.contains(&report),
            "unit {units} of the run was the report's"
        );
        units += 1;
        if ended.iter().any(|(job, _)| *job == run) {
            break;
        }
    }
    assert!(units > 20, "the run was worked for unit by unit");
    let (_, Outcome::Drift(after)) = to_the_end(&mut client, &[report]).remove(0) else {
        panic!("the report does not end as one");
    };
    let Outcome::Drift(alone) = alone else {
        panic!("the report does not end as one");
    };
    assert_eq!(*after.report, *alone.report);
}

#[test]
fn a_run_that_rests_lets_the_report_go_on() {
    let mut client = Client::new();
    let report = client.start(drift());
    let run = client.start(train());
    client.unit();
    client.send(&Request::Pause { job: run });
    let (moved, _) = client.unit();
    assert!(
        moved.contains(&report) && !moved.contains(&run),
        "{moved:?}"
    );
    client.send(&Request::Resume { job: run });
    let (moved, _) = client.unit();
    assert!(
        moved.contains(&run) && !moved.contains(&report),
        "{moved:?}"
    );
}
