//! The run against the model in production: compared without being asked for, judged by the rules of today, and noted when
//! it is promoted.

use super::*;
use std::collections::BTreeMap;

use crate::pipeline::compare::{self, CompareWork, Cost, FlipsOfBoth, PairedRows, Rule};
use crate::pipeline::robustness::Perturbation;

/// On 400 rows of two classes the candidate has `gained` rows right that production has not; below 0 the other way round.
pub fn compare_summary(job: JobId, gained: i32) -> CompareSummary {
    let truth: Vec<u32> = (0..400).map(|row| u32::from(row % 4 == 0)).collect();
    let wrong = |from: usize, to: usize| -> Vec<u32> {
        let flip = |(row, label): (usize, &u32)| match (from..to).contains(&row) {
            true => 1 - label,
            false => *label,
        };
        truth.iter().enumerate().map(flip).collect()
    };
    let classes = vec!["a".to_string(), "b".to_string()];
    let rows = PairedRows::new(
        classes.clone(),
        truth.clone(),
        wrong(0, 20 + usize::try_from(-gained).unwrap_or(0)),
        wrong(0, 20 + usize::try_from(gained).unwrap_or(0)),
    )
    .unwrap();
    let mut work = CompareWork::new(rows, 0, 200, 1);
    while work.step(50).is_running() {}
    let model = |run_id: &str| ComparedModel {
        run_id: run_id.into(),
        run_name: "a run".into(),
        model_sha256: format!("model of {run_id}"),
    };
    CompareSummary {
        id: job.0,
        comparison: Box::new(work.finish().unwrap()),
        flips: BTreeMap::new(),
        classes,
        candidate: model("r2"),
        production: model("r1"),
        n_rows: 400,
        n_left_out: 0,
        disagreements: DisagreementCounts {
            candidate: u64::try_from(gained).unwrap_or(0),
            ..DisagreementCounts::default()
        },
    }
}

/// A test set is loaded beside the demo.
pub fn with_test_set() -> Session {
    let mut session = with_demo();
    let job = started(&session.plan(Intent::LoadDemo(crate::message::Language::Polish)));
    let mut data = loaded_summary("demo");
    data.test = Some(data.train.clone());
    let files = vec![file_summary("train.txt", Role::TrainTexts)];
    session.apply(done(job, Outcome::Demo { files, data }), Vec::new());
    session
}

pub fn promote(session: &mut Session, run_id: &str, at: f64) -> Vec<Effect> {
    let effects = session.plan(Intent::Promote { at: UnixMillis(at) });
    let job = started(&effects);
    session.apply(
        done(job, Outcome::Production(production_summary(run_id))),
        Vec::new(),
    )
}

fn outcome(session: &Session) -> compare::GateOutcome {
    match session.judgement() {
        Some(Judgement::Said(gate)) => gate.outcome,
        other => panic!("no judgement but {other:?}"),
    }
}

#[test]
fn an_open_view_compares_and_the_rules_judge_at_once() {
    let mut session = Session::default();
    use Needed::{Production, Run, TestSet};
    assert_eq!(session.compare_needs(), [Run, Production, TestSet]);
    session = with_demo();
    run(&mut session, "r1", 0.5);
    assert_eq!(session.compare_needs(), [Production, TestSet]);
    session = with_test_set();
    run(&mut session, "r1", 0.5);
    promote(&mut session, "r1", 1.0);
    run(&mut session, "r2", 0.6);
    assert_eq!(session.compare_needs(), []);
    assert_eq!(session.stage(View::Validate), StageState::Empty);
    assert_eq!(session.judgement(), None);

    let job = started(&session.plan(Intent::Open(View::Validate)));
    assert_eq!(session.stage(View::Validate), StageState::Busy);
    assert!(session.plan(Intent::Open(View::Validate)).is_empty());
    let progress = Progress {
        done: 0.5,
        ..Progress::default()
    };
    session.apply(Event::Progress { job, progress }, Vec::new());
    assert_eq!(session.compare_progress(), Some(0.5));
    session.apply(
        done(job, Outcome::Compare(compare_summary(job, 40))),
        Vec::new(),
    );
    assert_eq!(session.stage(View::Validate), StageState::Ready);
    assert_eq!(outcome(&session), compare::GateOutcome::Pass);

    // A rule that asks for what was not measured leaves it open; one that can't be read leaves nothing to say.
    let n = session.rules().rules().rules.len();
    let budget = Rule::Ratio {
        of: Cost::LatencyP95,
        max: 1.5,
    };
    let effects = session.plan(Intent::EditRules(RulesEdit::Add(budget)));
    assert!(
        matches!(&effects[..], [Effect::KeepSettings(text)] if text.contains("latency_p95")),
        "{effects:?}"
    );
    assert_eq!(outcome(&session), compare::GateOutcome::NotEnoughData);
    let Effect::KeepSettings(settings) = &effects[0] else {
        panic!("{effects:?}");
    };
    let mut next = Session::default();
    next.plan(Intent::RestoreSettings(settings.clone()));
    assert_eq!(next.rules(), session.rules());
    session.plan(Intent::EditRules(RulesEdit::Type {
        rule: n,
        field: "max",
        text: "fast".into(),
    }));
    assert!(matches!(session.judgement(), Some(Judgement::Faulty(faults)) if faults.len() == 1));
    assert_eq!(session.stage(View::Validate), StageState::Failed);
    session.plan(Intent::EditRules(RulesEdit::Remove(n)));
    assert_eq!(outcome(&session), compare::GateOutcome::Pass);

    // Flips are counted where a rule goes by them, and again only for another writing.
    let robust = |of| Rule::Robust { of, max: 0.05 };
    let effects = session.plan(Intent::EditRules(RulesEdit::Add(robust(
        Perturbation::Emoji,
    ))));
    assert_eq!(session.stage(View::Validate), StageState::Busy);
    let job = started(&effects);
    assert_eq!(outcome(&session), compare::GateOutcome::NotEnoughData);
    let flips = FlipsOfBoth {
        candidate: 2,
        production: 1,
        rows: 400,
    };
    let card = CompareSummary {
        flips: [(Perturbation::Emoji, flips)].into(),
        ..compare_summary(job, 40)
    };
    session.apply(done(job, Outcome::Compare(card)), Vec::new());
    assert_eq!(outcome(&session), compare::GateOutcome::Pass);
    session.plan(Intent::EditRules(RulesEdit::Remove(n)));
    assert_eq!(session.stage(View::Validate), StageState::Ready);

    // What the gate said is noted with the promotion; the run in production has nothing to be compared with.
    let effects = promote(&mut session, "r2", 2.0);
    let note = session.production().promotions[1].gate.clone().unwrap();
    assert_eq!(
        (note.outcome, note.against.as_str()),
        (compare::GateOutcome::Pass, "r1")
    );
    assert_eq!(session.production().promotions[0].gate, None);
    assert!(requests(&effects).is_empty(), "{effects:?}");
    assert!(session.is_in_production());
    assert_eq!(session.in_production_since(), Some(UnixMillis(2.0)));
    assert_eq!(session.stage(View::Validate), StageState::Stale);

    // Another run makes it stale, and the open view compares again.
    let effects = session.plan(Intent::Run {
        start: UnixMillis(0.0),
    });
    let card = run_summary("r3", "demo", session.config(), 0.7);
    let effects = session.apply(done(started(&effects), Outcome::Run(card)), Vec::new());
    assert!(
        matches!(
            requests(&effects)[..],
            [
                Request::Start {
                    spec: JobSpec::BuildArchive { .. },
                    ..
                },
                Request::Start {
                    spec: JobSpec::Compare(_),
                    ..
                }
            ]
        ),
        "{effects:?}"
    );
    session.plan(Intent::Open(View::Data));
    let job = JobId(session.last_job);
    session.plan(Intent::CancelCompare);
    session.apply(Event::Cancelled { job }, Vec::new());
    assert!(session.compare_was_cancelled());
    assert_eq!(session.stage(View::Validate), StageState::Stale);
    assert!(
        session
            .plan(Intent::Open(View::Validate))
            .iter()
            .all(|effect| !matches!(effect, Effect::Send { .. })),
        "what was cancelled is not begun again by itself"
    );
    started(&session.plan(Intent::Compare));
    let job = JobId(session.last_job);
    let error = fault(Code::MissingFile);
    session.apply(
        Event::Failed {
            job: Some(job),
            error,
        },
        Vec::new(),
    );
    assert_eq!(session.stage(View::Validate), StageState::Failed);
}

/// The archive holds the gate once it is asked for after a comparison; with rules that changed it is made anew, and where that
/// fails the user still gets what there is.
#[test]
fn the_archive_that_is_exported_holds_the_gate_of_today() {
    let mut session = with_test_set();
    run(&mut session, "r1", 0.5);
    promote(&mut session, "r1", 1.0);
    run(&mut session, "r2", 0.6);
    let job = started(&session.plan(Intent::Open(View::Validate)));
    session.apply(
        done(job, Outcome::Compare(compare_summary(job, 40))),
        Vec::new(),
    );
    assert_eq!(session.stage(View::Export), StageState::Stale);
    let gated = |effects: &[Effect]| -> (JobId, usize) {
        let find = |effect: &Effect| match effect {
            Effect::Send {
                request:
                    Request::Start {
                        job,
                        spec: JobSpec::GateArchive(request),
                        ..
                    },
                attachment,
            } => {
                assert_eq!(attachment, b"zip");
                Some((*job, request.rules.rules.len()))
            }
            _ => None,
        };
        effects.iter().find_map(find).expect("the gate goes in")
    };
    let with_gate = || ArchiveSummary {
        sha256: "with the gate".into(),
        ..archive_summary("r2", true)
    };
    let (job, rules) = gated(&session.plan(Intent::Open(View::Export)));
    assert_eq!((rules, session.stage(View::Export)), (3, StageState::Busy));
    let effects = session.apply(done(job, Outcome::Archive(with_gate())), b"zip".to_vec());
    assert!(
        matches!(
            &effects[..],
            [Effect::KeepRunArchive { .. }, Effect::KeepRun { .. }]
        ),
        "{effects:?}"
    );
    assert_eq!(session.stage(View::Export), StageState::Ready);

    session.plan(Intent::Open(View::Data));
    session.plan(Intent::EditRules(RulesEdit::Remove(2)));
    assert_eq!(session.stage(View::Export), StageState::Stale);
    let (job, rules) = gated(&session.plan(Intent::Download));
    assert_eq!(rules, 2);
    // The same bytes are not kept twice.
    let effects = session.apply(done(job, Outcome::Archive(with_gate())), b"zip".to_vec());
    assert!(matches!(&effects[..], [Effect::Save { .. }]), "{effects:?}");

    session.plan(Intent::EditRules(RulesEdit::Remove(1)));
    let (job, _) = gated(&session.plan(Intent::Download));
    let error = fault(Code::Bug);
    let effects = session.apply(
        Event::Failed {
            job: Some(job),
            error,
        },
        Vec::new(),
    );
    assert!(matches!(&effects[..], [Effect::Save { .. }]), "{effects:?}");
    assert_eq!(session.stage(View::Export), StageState::Failed);

    // Other contents are built first; the gate follows.
    session.plan(Intent::EditRules(RulesEdit::Reset));
    let job = started(
        &session
            .plan(Intent::SetIncludeTexts(false))
            .into_iter()
            .filter(|effect| matches!(effect, Effect::Send { .. }))
            .collect::<Vec<_>>(),
    );
    session.plan(Intent::Download);
    let effects = session.apply(
        done(job, Outcome::Archive(archive_summary("r2", false))),
        b"zip".to_vec(),
    );
    let (job, rules) = gated(&effects);
    assert_eq!(rules, 3);
    let effects = session.apply(
        done(job, Outcome::Archive(archive_summary("r2", false))),
        b"zip".to_vec(),
    );
    assert!(
        effects
            .iter()
            .any(|effect| matches!(effect, Effect::Save { .. }))
    );
}
