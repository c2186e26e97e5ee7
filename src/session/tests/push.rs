//! A run on its way to a server: when it begins, what goes with it, how it ends.

use super::*;
use crate::jobs::protocol::PushReport;
use crate::jobs::protocol::{PushOutcome, PushRequest};

fn typed(server: &str) -> Intent {
    Intent::Push(PushIntent::Set(PushForm {
        server: server.into(),
        ..PushForm::default()
    }))
}

fn push(is_dry: bool) -> Intent {
    Intent::Push(PushIntent::Push { user: None, is_dry })
}

/// The push that the effects start, with its number and what is attached.
fn begun(effects: &[Effect]) -> (JobId, PushRequest, Vec<u8>) {
    let mut pushes = effects.iter().filter_map(|effect| match effect {
        Effect::Send {
            request:
                Request::Start {
                    job,
                    spec: JobSpec::Push(request),
                    ..
                },
            attachment,
        } => Some((*job, (**request).clone(), attachment.clone())),
        _ => None,
    });
    let first = pushes.next().expect("a push begins");
    assert!(pushes.next().is_none());
    first
}

fn report() -> Outcome {
    Outcome::Push(Box::new(PushOutcome::Pushed(PushReport {
        server_version: "3.18.0".into(),
        experiment: "Dryf".into(),
        experiment_id: "1".into(),
        runs: Vec::new(),
        version: None,
    })))
}

#[test]
fn the_run_that_is_shown_is_pushed_and_its_server_is_known_while_it_is() {
    let mut session = with_demo();
    run(&mut session, "r1", 0.5);
    session.plan(typed("http://HOST:5000/#/models"));
    let (job, request, zip) = begun(&session.plan(push(false)));
    assert_eq!((request.archive.as_str(), zip), ("r1.zip", b"zip".to_vec()));
    let named = session.config().run.name.clone();
    assert_eq!(
        (request.register, request.alias),
        (Some(named), Some("challenger".into()))
    );
    assert_eq!(session.server_of(job).as_deref(), Some("http://host:5000"));
    assert!(session.is_pushing());
    // Once is enough.
    assert!(session.plan(push(false)).is_empty());
    session.apply(done(job, report()), Vec::new());
    assert!(!session.is_pushing() && session.server_of(job).is_none());
    assert!(session.push_document().is_some());
}

#[test]
fn a_push_waits_for_the_archive_that_is_wanted() {
    let mut session = with_demo();
    run(&mut session, "r1", 0.5);
    session.plan(typed("http://host"));
    let building = started(&session.plan(Intent::SetIncludeTexts(false)));
    assert!(session.plan(push(false)).is_empty());
    assert!(session.is_pushing());
    let built = done(building, Outcome::Archive(archive_summary("r1", false)));
    let (_, _, zip) = begun(&session.apply(built, b"small".to_vec()));
    assert_eq!(zip, b"small");
}

#[test]
fn a_push_that_ends_early_says_so_and_the_next_one_begins_anew() {
    let mut session = with_demo();
    run(&mut session, "r1", 0.5);
    session.plan(push(false));
    assert_eq!(
        session.push_error().map(|error| error.code),
        Some(Code::Usage)
    );
    session.plan(typed("http://[::1]:5000"));
    session.plan(push(false));
    assert_eq!(
        session.push_error().map(|error| error.code),
        Some(Code::Usage)
    );
    session.plan(typed("http://host"));
    let (job, ..) = begun(&session.plan(push(false)));
    assert!(session.push_error().is_none());
    let cancel = session.plan(Intent::Push(PushIntent::Cancel));
    assert_eq!(requests(&cancel), [&Request::Cancel { job }]);
    session.apply(Event::Cancelled { job }, Vec::new());
    assert!(session.is_push_stopped() && !session.is_pushing());
    let (job, ..) = begun(&session.plan(push(false)));
    assert!(!session.is_push_stopped());
    let error = fault(Code::Refused);
    session.apply(
        Event::Failed {
            job: Some(job),
            error: error.clone(),
        },
        Vec::new(),
    );
    assert_eq!(session.push_error(), Some(&error));
    // A plan needs no address, and reaches nobody.
    session.plan(typed(""));
    let (job, request, _) = begun(&session.plan(push(true)));
    assert!(request.is_dry && session.server_of(job).is_none());
}

#[test]
fn nothing_of_a_push_is_kept() {
    let mut session = with_demo();
    run(&mut session, "r1", 0.5);
    let effects = session.plan(typed("http://ala:secret@host:5000"));
    assert!(without_settings(effects.clone()).is_empty());
    assert!(!format!("{effects:?}").contains("secret"));
}
