//! Live fits by the engine: they are what the run says, the texts of the map are sent once, and forgotten data leave nothing behind.

use dryf::jobs::protocol::{Item, LiveRequest};
use dryf::jobs::summaries::{LiveAnswer, LiveFit, LivePlane};
use dryf::jobs::{Engine, Envelope, Event, JobId, JobSpec, Outcome, Request};
use dryf::message::Language;
use dryf::pipeline::error::{Code, Error};
use dryf::pipeline::run::RunConfig;
use dryf::pipeline::time::UnixMillis;

use crate::known::Known;

#[derive(Default)]
struct Client {
    engine: Engine,
    known: Known,
    job: u32,
    /// The engine's clock, in milliseconds, and by how much each look at it is later.
    now: f64,
    pace: f64,
}

impl Client {
    fn ask(&mut self, spec: JobSpec) -> Result<Outcome, Error> {
        self.job += 1;
        let request = self.known.start(JobId(self.job), spec);
        let envelope = Envelope::pack(&request, Vec::new());
        self.engine.receive(envelope, UnixMillis(self.now));
        loop {
            for envelope in self.engine.take_events() {
                match self.known.hear(envelope).0 {
                    Event::Done { outcome, .. } => return Ok(outcome),
                    Event::Failed { error, .. } => return Err(error),
                    _ => {}
                }
            }
            let (now, pace) = (&mut self.now, self.pace);
            let mut clock = || {
                *now += pace;
                UnixMillis(*now)
            };
            self.engine.work(&mut clock, &mut || false);
        }
    }

    fn live(&mut self, toml: &str, plane: Option<&str>) -> Result<LiveAnswer, Error> {
        let (config, plane) = (Box::new(config(toml)), plane.map(str::to_string));
        let request = Box::new(LiveRequest::new(config, plane));
        match self.ask(JobSpec::Live(request))? {
            Outcome::Live(answer) => Ok(*answer),
            other => panic!("no fit: {other:?}"),
        }
    }

    fn fit(&mut self, toml: &str, plane: Option<&str>) -> (LiveFit, Option<LivePlane>) {
        match self.live(toml, plane) {
            Ok(LiveAnswer::Fit { fit, plane }) => (*fit, plane),
            other => panic!("no fit: {other:?}"),
        }
    }
}

fn config(toml: &str) -> RunConfig {
    RunConfig::from_toml(toml, "test").expect("the settings are sound")
}

const CHEAP: &str = "[svc]\nkernel = \"linear\"\nC = 0.01";
const DEAR: &str = "[svc]\nkernel = \"linear\"\nC = 10.0";

#[test]
fn a_live_fit_is_the_runs_and_the_map_is_sent_once() {
    let mut client = Client::default();
    let missing = client.live(CHEAP, None).unwrap_err();
    assert_eq!(missing.code, Code::MissingFile);
    client
        .ask(JobSpec::LoadDemo(Language::Polish))
        .expect("the demo");
    let (first, plane) = client.fit(CHEAP, None);
    let plane = plane.expect("the client has none");
    assert_eq!(plane.name, first.plane);
    assert_eq!(plane.texts.len(), plane.places.len());
    assert_eq!(plane.texts.len(), first.predicted.len());
    let (second, none) = client.fit(DEAR, Some(&plane.name));
    assert_eq!((second.plane.as_str(), none), (plane.name.as_str(), None));
    assert_ne!(first.confusion, second.confusion);
    let spec = JobSpec::Train {
        config: Box::new(config(DEAR)),
        start: UnixMillis(0.0),
        found_by: None,
    };
    let Ok(Outcome::Run(run)) = client.ask(spec) else {
        panic!("the run");
    };
    let validation = &run.evaluations.validation;
    assert_eq!(second.confusion, validation.confusion);
    assert_eq!(second.f1_macro, validation.f1_macro);
    // Rows that are left out are left out here, and another split has another map.
    let (third, other) = client.fit("[run]\nseed = 7", Some(&plane.name));
    assert_ne!(third.plane, plane.name);
    assert_eq!(other.map(|plane| plane.name), Some(third.plane));

    let data = client.known.inputs.data.clone().expect("the demo is there");
    let items = vec![Item::Data(data)];
    let forget = Envelope::pack(&Request::Forget { items }, Vec::new());
    client.engine.receive(forget, UnixMillis(0.0));
    assert_eq!(
        client.live(CHEAP, None).unwrap_err().code,
        Code::MissingFile
    );
}

#[test]
fn what_can_not_be_fitted_says_why() {
    let mut client = Client::default();
    client
        .ask(JobSpec::LoadDemo(Language::Polish))
        .expect("the demo");
    assert!(client.live("[tfidf]\nmin_df = 100000", None).is_err());
    let (fit, _) = client.fit(CHEAP, None);
    assert!(fit.f1_micro > 0.0);
}

/// A clock that is a second further at each look: whatever is made once may take as long as it does, a fit may not.
#[test]
fn a_fit_that_takes_too_long_is_left() {
    let mut client = Client {
        pace: 1000.0,
        ..Client::default()
    };
    client
        .ask(JobSpec::LoadDemo(Language::Polish))
        .expect("the demo");
    match client.live(DEAR, None) {
        Ok(LiveAnswer::TooLong { seconds }) => assert!(seconds > 3.0, "{seconds}"),
        other => panic!("not left: {other:?}"),
    }
}
