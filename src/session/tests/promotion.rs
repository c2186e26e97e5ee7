//! A run is not promoted without a question where the gate does not let it pass, whatever view it is promoted from.

use super::validate::{compare_summary, promote, with_test_set};
use super::*;

/// A challenger beside the model in production, in a view that does not compare by itself.
fn challenger() -> Session {
    let mut session = with_test_set();
    run(&mut session, "r1", 0.5);
    promote(&mut session, "r1", 1.0);
    run(&mut session, "r2", 0.6);
    session.plan(Intent::Open(View::Evaluate));
    session
}

fn compared(session: &mut Session, effects: &[Effect], gained: i32) -> Vec<Effect> {
    let job = started(effects);
    session.apply(
        done(job, Outcome::Compare(compare_summary(job, gained))),
        Vec::new(),
    )
}

#[test]
fn the_gate_is_asked_before_a_run_is_promoted() {
    // Rows that the challenger has right and production has not, what the page asks, and which reasons are enough.
    type Case = (i32, Option<Doubt>, &'static [(&'static str, bool)]);
    let cases: [Case; 3] = [
        (40, None, &[]),
        (
            -40,
            Some(Doubt::Fails),
            &[("", false), ("  ", false), ("the old one is illegal", true)],
        ),
        (4, Some(Doubt::Undecided), &[("", true)]),
    ];
    for (gained, doubt, reasons) in cases {
        let mut session = challenger();
        let effects = session.plan(Intent::Promote {
            at: UnixMillis(2.0),
        });
        assert!(session.is_promotion_waiting());
        let mut effects = compared(&mut session, &effects, gained);
        assert_eq!(session.doubt(), doubt, "{gained}");
        for (reason, is_enough) in reasons {
            assert!(requests(&effects).is_empty(), "{effects:?}");
            effects = session.plan(Intent::PromoteAnyway {
                at: UnixMillis(3.0),
                reason: reason.to_string(),
            });
            assert_eq!(
                requests(&effects).len(),
                usize::from(*is_enough),
                "{reason:?}"
            );
        }
        let job = started(&effects);
        session.apply(
            done(job, Outcome::Production(production_summary("r2"))),
            Vec::new(),
        );
        assert!(session.is_in_production());
        let noted = session.production().promotions.last().unwrap();
        let reason = reasons.last().map(|(reason, _)| reason.to_string());
        assert_eq!(noted.reason, reason.filter(|reason| !reason.is_empty()));
        assert!(noted.gate.is_some());
        // Older pages wrote no reason, and read what has one.
        let text = serde_json::to_string(noted).unwrap();
        assert_eq!(serde_json::from_str::<Promotion>(&text).unwrap(), *noted);
    }
}

#[test]
fn a_question_ends_with_what_it_was_about() {
    let mut session = challenger();
    let effects = session.plan(Intent::Promote {
        at: UnixMillis(2.0),
    });
    compared(&mut session, &effects, -40);
    assert_eq!(session.doubt(), Some(Doubt::Fails));
    session.plan(Intent::LeavePromotion);
    assert_eq!(session.doubt(), None);
    // Asked again it is known at once; rules that change change the question.
    assert!(
        session
            .plan(Intent::Promote {
                at: UnixMillis(3.0)
            })
            .is_empty()
    );
    assert_eq!(session.doubt(), Some(Doubt::Fails));
    run(&mut session, "r3", 0.7);
    assert_eq!(session.doubt(), None, "another run is shown");
    assert!(!session.is_in_production());
    let anyway = Intent::PromoteAnyway {
        at: UnixMillis(4.0),
        reason: "late".into(),
    };
    assert!(requests(&session.plan(anyway)).is_empty());
}

#[test]
fn a_comparison_that_fails_leaves_the_question_to_the_user() {
    let mut session = challenger();
    let job = started(&session.plan(Intent::Promote {
        at: UnixMillis(2.0),
    }));
    let error = fault(Code::MissingFile);
    session.apply(
        Event::Failed {
            job: Some(job),
            error,
        },
        Vec::new(),
    );
    assert_eq!(session.doubt(), Some(Doubt::NotAsked));
}
