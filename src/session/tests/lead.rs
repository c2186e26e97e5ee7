//! Where the page goes by itself, and where it does not since the user has taken over.

use super::*;

const START: UnixMillis = UnixMillis(0.0);

/// A session in which the demo was just tried, with the number of its job.
fn trying() -> (Session, JobId) {
    let mut session = Session::default();
    session.apply(Event::Ready { build: "b".into() }, Vec::new());
    let job = started(&session.plan(Intent::TryDemo {
        language: crate::message::Language::Polish,
        start: START,
    }));
    assert!(session.is_running() && session.view() == View::Data);
    (session, job)
}

/// Lets the run at work come to its good end.
fn ends(session: &mut Session, job: JobId, run_id: &str) {
    let card = run_summary(run_id, "demo", session.config(), 0.5);
    session.apply(done(job, Outcome::Run(card)), Vec::new());
}

fn set_c(text: &str) -> Intent {
    Intent::SetField {
        field: "svc.C".into(),
        text: text.into(),
    }
}

#[test]
fn the_demo_ends_on_its_verdict() {
    let (mut session, job) = trying();
    let run = started(&session.apply(demo_loaded(job), Vec::new()));
    assert_eq!(session.stage(View::Train), StageState::Busy);
    // What an earlier visit kept is none of the user's doing.
    session.plan(Intent::RestoreRuns {
        runs: Vec::new(),
        shown: None,
    });
    ends(&mut session, run, "r1");
    assert_eq!(session.view(), View::Evaluate);
    assert!(session.fresh_run().is_none());
    // The later ones stay where they are.
    session.plan(Intent::Open(View::Train));
    let run = started(&session.plan(Intent::Run { start: START }));
    ends(&mut session, run, "r2");
    assert_eq!(session.view(), View::Train);
    assert!(session.fresh_run().is_some());
}

#[test]
fn who_takes_over_before_the_demo_is_there_gets_the_demo_alone() {
    for intent in [
        Intent::Open(View::Clean),
        set_c("2"),
        Intent::Cancel,
        Intent::AddFiles(vec![NamedBytes {
            name: "a.txt".into(),
            bytes: Vec::new(),
        }]),
    ] {
        let (mut session, job) = trying();
        session.plan(intent.clone());
        assert!(!session.is_running(), "{intent:?}");
        session.apply(demo_loaded(job), Vec::new());
        assert!(!session.is_running(), "{intent:?}");
        assert_ne!(session.view(), View::Evaluate);
    }
}

#[test]
fn who_takes_over_while_it_trains_stays_where_they_are() {
    for (intent, view) in [
        (Intent::Open(View::Clean), View::Clean),
        (set_c("2"), View::Data),
    ] {
        let (mut session, job) = trying();
        let run = started(&session.apply(demo_loaded(job), Vec::new()));
        session.plan(intent);
        ends(&mut session, run, "r1");
        assert_eq!(session.view(), view);
        assert!(session.fresh_run().is_some());
    }
}

#[test]
fn the_first_run_that_is_pressed_for_ends_on_its_verdict_and_one_that_ends_otherwise_does_not() {
    let mut session = with_demo();
    session.plan(Intent::Open(View::Train));
    let run = started(&session.plan(Intent::Run { start: START }));
    session.apply(Event::Cancelled { job: run }, Vec::new());
    assert_eq!(session.view(), View::Train);
    let run = started(&session.plan(Intent::Run { start: START }));
    ends(&mut session, run, "r1");
    assert_eq!(session.view(), View::Evaluate);

    // From a view that is past training nobody is taken away.
    let mut session = with_demo();
    session.plan(Intent::Open(View::Export));
    let run = started(&session.plan(Intent::Run { start: START }));
    ends(&mut session, run, "r1");
    assert_eq!(session.view(), View::Export);
}

#[test]
fn the_demo_with_settings_at_fault_is_loaded_and_nothing_more() {
    let mut session = Session::default();
    session.apply(Event::Ready { build: "b".into() }, Vec::new());
    session.plan(set_c("none"));
    let job = started(&session.plan(Intent::TryDemo {
        language: crate::message::Language::Polish,
        start: START,
    }));
    session.apply(demo_loaded(job), Vec::new());
    assert!(!session.is_running() && session.data().value().is_some());
}
