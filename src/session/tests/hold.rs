//! Runs that the engine holds without their being shown, and runs that are promoted from the table.

use super::runs::{opened, with_runs};
use super::*;

fn hold(session: &mut Session, id: &str) -> Vec<Effect> {
    session.plan(Intent::HoldRun(id.into()))
}

fn read(id: &str) -> [Effect; 1] {
    [Effect::ReadRunArchive(id.into())]
}

/// Five runs, of which the engine has let go of the first.
fn five() -> Session {
    let mut session = with_runs(&["r1", "r2", "r3", "r4"]);
    let job = started(&session.plan(Intent::Run {
        start: UnixMillis(0.0),
    }));
    let card = run_summary("r5", "demo", session.config(), 0.5);
    session.apply(done(job, Outcome::Run(card)), Vec::new());
    let held = ["r1", "r2", "r3", "r4", "r5"].map(|run| session.is_held(run));
    assert_eq!(held, [false, true, true, true, true]);
    session
}

#[test]
fn a_run_is_held_and_another_stays_in_the_views() {
    let mut session = five();
    assert_eq!(hold(&mut session, "r2"), [], "it is held");
    assert_eq!(hold(&mut session, "r1"), read("r1"));
    assert_eq!(hold(&mut session, "r1"), [], "it is on its way");
    let effects = opened(&mut session, "r1");
    // The engine lets go of the one that was wanted longest ago; what is shown and what is kept stay as they are.
    let forgotten = Request::ForgetRun { run: "r3".into() };
    assert_eq!(effects, [send(forgotten)]);
    assert!(session.is_held("r1") && session.is_held("r2"));
    assert_eq!(session.shown_run(), Some("r5"));
    // All of it is there when it is shown.
    let effects = session.plan(Intent::ShowRun("r1".into()));
    assert_eq!(effects, [Effect::KeepShown("r1".into())]);
    assert_eq!(session.archive().value().unwrap().run_id, "r1");
    // A new engine holds what is shown and nothing else.
    session.plan(Intent::WorkerLost {
        reason: message!("worker-ended"),
    });
    assert!(session.is_held("r1") && !session.is_held("r2"));
}

#[test]
fn a_run_on_its_way_is_shown_where_that_is_wanted_meanwhile() {
    let mut session = five();
    assert_eq!(hold(&mut session, "r1"), read("r1"));
    assert_eq!(session.plan(Intent::ShowRun("r1".into())), []);
    assert_eq!(session.run_opening(), Some("r1"));
    opened(&mut session, "r1");
    let shown = (session.shown_run(), session.run_opening());
    assert_eq!(shown, (Some("r1"), None));
}

#[test]
fn a_run_that_can_not_be_held_is_said_once_and_may_be_asked_for_again() {
    let mut session = five();
    hold(&mut session, "r1");
    session.plan(Intent::ShowRun("r1".into()));
    session.plan(Intent::OpenKept {
        run: "r1".into(),
        archive: None,
    });
    assert!(session.error().is_some());
    assert_eq!(session.run_opening(), None);
    session.plan(Intent::DismissError);
    assert_eq!(hold(&mut session, "r1"), read("r1"));
    let archive = Some(KeptArchive {
        name: "r1.zip".into(),
        bytes: Arc::default(),
    });
    let run = "r1".to_string();
    let job = started(&session.plan(Intent::OpenKept { run, archive }));
    let error = fault(Code::DamagedArchive);
    session.apply(
        Event::Failed {
            job: Some(job),
            error: error.clone(),
        },
        Vec::new(),
    );
    assert_eq!(session.error(), Some(&error));
    assert!(!session.is_held("r1"));
    assert_eq!(hold(&mut session, "r1"), read("r1"));
    // One that was taken off the list meanwhile does not come back to it.
    session.plan(Intent::RemoveRun("r1".into()));
    let effects = opened(&mut session, "r1");
    let forgotten = Request::ForgetRun { run: "r1".into() };
    assert_eq!(effects, [send(forgotten)]);
    assert!(session.kept_run("r1").is_none());
}

#[test]
fn a_run_is_promoted_once_it_is_shown() {
    let at = UnixMillis(1.0);
    let promote = |session: &mut Session, run: &str| {
        let run = run.to_string();
        session.plan(Intent::PromoteRun { run, at })
    };
    let is_loading = |effects: &[Effect]| {
        let loads = |request: &&Request| {
            let spec = match request {
                Request::Start { spec, .. } => spec,
                _ => return false,
            };
            matches!(spec, JobSpec::LoadProduction { name } if name == "r1.zip")
        };
        requests(effects).iter().any(loads)
    };
    let mut session = with_runs(&["r1", "r2"]);
    let effects = promote(&mut session, "r1");
    assert!(is_loading(&effects), "{effects:?}");
    assert_eq!(
        (session.view(), session.shown_run()),
        (View::Validate, Some("r1"))
    );

    let mut session = five();
    let effects = promote(&mut session, "r1");
    assert_eq!(effects[..1], read("r1"));
    let effects = opened(&mut session, "r1");
    assert!(is_loading(&effects), "{effects:?}");

    // A run that does not come is not promoted, nor is another one that is shown in its place.
    let mut session = five();
    promote(&mut session, "r1");
    session.plan(Intent::ShowRun("r4".into()));
    let effects = session.plan(Intent::OpenKept {
        run: "r1".into(),
        archive: None,
    });
    assert_eq!(effects, []);
    assert!(!session.production().busy);
    assert_eq!(session.shown_run(), Some("r4"));
}
