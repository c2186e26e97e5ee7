//! What ended is said once, and the tab says how far it is and how good.

use super::validate::{compare_summary, promote, with_test_set};
use super::*;
use crate::message::Language;

fn said(session: &Session) -> Option<(u32, String)> {
    let (number, what) = session.ended()?;
    Some((number, what.shown(Language::English)))
}

fn title(session: &Session) -> String {
    session.title().shown(Language::English)
}

/// The last that was said begins so, and says more.
pub fn ends_with(session: &Session, start: &str) {
    let (_, what) = said(session).expect("nothing was said");
    assert!(
        what.starts_with(start) && what.len() > start.len(),
        "{what}"
    );
}

#[test]
fn the_tab_says_how_far_a_run_is_and_then_how_good() {
    let mut session = with_demo();
    assert!(title(&session).starts_with("Dryf: "), "{}", title(&session));
    let job = started(&session.plan(Intent::Run {
        start: UnixMillis(0.0),
    }));
    assert_eq!(title(&session), "0 % · Dryf");
    let progress = Progress {
        done: 0.426,
        ..Progress::default()
    };
    session.apply(Event::Progress { job, progress }, Vec::new());
    assert_eq!(title(&session), "42 % · Dryf");
    session.apply(Event::Cancelled { job }, Vec::new());
    assert!(title(&session).starts_with("Dryf: "));
    run(&mut session, "r1", 0.877);
    assert_eq!(title(&session), "F1 0.877 · Dryf");
}

#[test]
fn each_end_is_said_by_itself() {
    let mut session = with_test_set();
    assert_eq!(said(&session), None, "data that were loaded are seen");
    run(&mut session, "r1", 0.5);
    let (number, what) = said(&session).unwrap();
    assert_eq!(number, 1);
    assert!(
        what.starts_with("Done in ") && what.contains("0.500"),
        "{what}"
    );

    promote(&mut session, "r1", 1.0);
    assert_eq!(said(&session), Some((2, "r1.zip is in production.".into())));
    run(&mut session, "r2", 0.5);
    let (number, again) = said(&session).unwrap();
    assert_eq!((number, again), (3, what), "the same sentence is said anew");

    let job = started(&session.plan(Intent::Open(View::Validate)));
    let interim = session.ended();
    session.apply(
        done(job, Outcome::Compare(compare_summary(job, 40))),
        Vec::new(),
    );
    assert_ne!(session.ended(), interim);
    ends_with(&session, "Validate: ");

    let job = started(&session.plan(Intent::Open(View::Drift)));
    let before = session.ended();
    let outcome = Outcome::Drift(drift_summary(job, 0.5));
    session.apply(Event::Interim { job, outcome }, Vec::new());
    assert_eq!(session.ended(), before, "it has not ended");
    session.apply(
        done(job, Outcome::Drift(drift_summary(job, 1.0))),
        Vec::new(),
    );
    ends_with(&session, "Drift: ");

    session.plan(Intent::SaveRules);
    ends_with(&session, "rules.");
    let (_, what) = said(&session).unwrap();
    assert!(what.ends_with(" is saved as a file."), "{what}");
    session.plan(Intent::ForgetProduction {
        at: UnixMillis(2.0),
    });
    ends_with(&session, "Nothing is in production");
}
