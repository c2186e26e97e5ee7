//! What the view Evaluate has beside a run: the one before it, and what its verdict advises.

use super::*;
use crate::message::Language;
use crate::pipeline::svm::ClassWeight;

#[test]
fn a_run_stands_beside_the_one_before_it_on_the_same_data() {
    let mut session = with_demo();
    run(&mut session, "r1", 0.5);
    assert!(session.run_before().is_none());
    run(&mut session, "r2", 0.75);
    assert_eq!(session.run_before().unwrap().run_id, "r1");
    // Other data: nothing is beside it.
    let job = started(&session.plan(Intent::Run {
        start: UnixMillis(0.0),
    }));
    let card = run_summary("r3", "other", session.config(), 0.75);
    session.apply(done(job, Outcome::Run(card)), Vec::new());
    assert_eq!(session.shown_run(), Some("r3"));
    assert!(session.run_before().is_none());
    let document = session.evaluation_document().unwrap();
    assert!(document.block("before-after").is_none());
}

#[test]
fn before_and_after_are_scores_of_the_set_that_counts() {
    let mut session = with_demo();
    for (run_id, f1) in [("r1", 0.5), ("r2", 0.75)] {
        let job = started(&session.plan(Intent::Run {
            start: UnixMillis(0.0),
        }));
        let mut card = run_summary(run_id, "demo", session.config(), f1);
        let macro_f1 = ("f1_macro_validation_set".to_string(), Some(f1));
        card.metrics.extend([macro_f1]);
        session.apply(done(job, Outcome::Run(card)), Vec::new());
    }
    let document = session.evaluation_document().unwrap();
    let block = document.block("before-scores").unwrap();
    let crate::document::Content::Statements(said) = &block.content else {
        panic!("no statements");
    };
    let said: Vec<String> = said
        .iter()
        .map(|one| one.text.shown(Language::English))
        .collect();
    assert_eq!(
        said,
        [
            "F1 micro 0.500 → 0.750, +0.250, better",
            "F1 macro 0.500 → 0.750, +0.250, better"
        ]
    );
}

#[test]
fn what_a_verdict_advises_runs_and_can_be_taken_back() {
    let mut session = with_demo();
    run(&mut session, "r1", 0.5);
    let effects = session.plan(Intent::RunWith {
        field: "svc.class_weight".into(),
        text: "balanced".into(),
        start: UnixMillis(0.0),
    });
    started(&effects);
    assert_eq!(session.config().svc.class_weight, ClassWeight::Balanced);
    assert!(matches!(session.undoable(), Some((_, Undoable::Setting))));
    session.plan(Intent::Undo);
    assert_eq!(session.config().svc.class_weight, ClassWeight::None);
}
