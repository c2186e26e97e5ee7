//! The drift report: made without being asked for, stopped, and left alone.

use super::*;
use crate::jobs::protocol::{DriftSource, SetName};
use crate::pipeline::drift::Planted;

#[test]
fn an_open_view_has_its_drift_report_made_and_what_is_cancelled_stays() {
    let mut session = with_demo();
    assert_eq!(session.stage(View::Drift), StageState::Empty);
    let effects = session.plan(Intent::Open(View::Drift));
    let first = started(&effects);
    let spec = |effects: &[Effect]| match requests(effects)[..] {
        [
            ..,
            Request::Start {
                spec: JobSpec::Drift(request),
                ..
            },
        ] => (**request).clone(),
        ref others => panic!("no report but {others:?}"),
    };
    // Without a test set the last fifth of the two rows is the current data.
    let rows = |range| DriftSource::Rows {
        set: SetName::Train,
        range,
    };
    assert_eq!(spec(&effects).current, rows(Some((1, 2))));
    assert_eq!(session.stage(View::Drift), StageState::Busy);
    assert!(
        session.plan(Intent::Open(View::Drift)).is_empty(),
        "it is at work already"
    );

    let interim = |job, drawn| Event::Interim {
        job,
        outcome: Outcome::Drift(drift_summary(job, drawn)),
    };
    session.apply(interim(first, 0.0), Vec::new());
    assert_eq!(session.drift().value().unwrap().drawn, 0.0);

    // Another choice ends the first report and starts the next one.
    let effects = session.plan(Intent::SetDriftCurrent(Some(rows(None))));
    assert!(
        matches!(requests(&effects)[..], [Request::Cancel { job }, Request::Start { .. }] if *job == first)
    );
    let second = JobId(session.last_job);
    session.apply(Event::Cancelled { job: first }, Vec::new());
    session.apply(interim(first, 0.5), Vec::new());
    session.apply(interim(second, 0.25), Vec::new());
    assert_eq!(session.drift().value().unwrap().id, second.0);

    // What is cancelled stays as it is, until the user wants the rest or something else.
    assert!(
        matches!(requests(&session.plan(Intent::CancelDrift))[..], [Request::Cancel { job }] if *job == second)
    );
    assert!(
        session
            .apply(Event::Cancelled { job: second }, Vec::new())
            .is_empty()
    );
    assert_eq!(
        (session.stage(View::Drift), session.drift_was_cancelled()),
        (StageState::Ready, true)
    );
    assert!(session.plan(Intent::Open(View::Drift)).is_empty());
    let third = started(&session.plan(Intent::MeasureDrift));
    assert!(!session.drift_was_cancelled());
    session.apply(
        done(third, Outcome::Drift(drift_summary(third, 1.0))),
        Vec::new(),
    );
    assert_eq!(session.stage(View::Drift), StageState::Ready);

    // A fault is not tried again by itself.
    let planted = Planted::NewTerm {
        term: String::new(),
        share: 0.1,
        seed: 1,
    };
    let job = started(&session.plan(Intent::PlantDrift(Some(planted))));
    let error = fault(Code::InvalidParameter);
    assert!(
        session
            .apply(
                Event::Failed {
                    job: Some(job),
                    error
                },
                Vec::new()
            )
            .is_empty()
    );
    assert_eq!(session.stage(View::Drift), StageState::Failed);
    session.plan(Intent::PlantDrift(None));
    assert_eq!(session.stage(View::Drift), StageState::Ready);

    let file = started(&session.plan(Intent::SaveDrift));
    let outcome = Outcome::DriftFile {
        name: "drift.json".into(),
    };
    let effects = session.apply(done(file, outcome), b"{}".to_vec());
    assert!(
        matches!(&effects[..], [Effect::Save { name, bytes }] if name == "drift.json" && ***bytes == *b"{}")
    );
    session.plan(Intent::ClearData);
    assert_eq!(session.stage(View::Drift), StageState::Stale);
}

/// A report of these texts on both sides.
fn report_of(job: JobId, before: &[String], now: &[String]) -> DriftSummary {
    let side = |texts: &[String]| Side::of_texts(&Tokens::new(), texts, None);
    let options = DriftOptions {
        keep_shared_rows: true,
        ..DriftOptions::default()
    };
    let report = DriftReport::new(&side(before), &side(now), &options);
    DriftSummary {
        report: Box::new(report),
        ..drift_summary(job, 1.0)
    }
}

#[test]
fn what_changes_by_what_is_planted_is_new_and_nothing_else_is() {
    use crate::pipeline::drift::{Family, PartName};
    let texts = |other: &str, n: usize, end: &str| -> Vec<String> {
        let word = |row: usize| if row < n { other } else { "kot" };
        (0..300)
            .map(|row| format!("{} pies{end}", word(row)))
            .collect()
    };
    let mut session = with_demo();
    let first = started(&session.plan(Intent::Open(View::Drift)));
    assert!(session.planted_shares().is_none());
    // The words changed before anything was planted.
    let report = report_of(first, &texts("ryba", 0, ""), &texts("ryba", 200, ""));
    session.apply(done(first, Outcome::Drift(report)), Vec::new());
    assert_eq!(session.drift_new_parts(), []);

    let planted = Planted::NewTerm {
        term: "🛸".into(),
        share: 0.1,
        seed: 1,
    };
    let second = started(&session.plan(Intent::PlantDrift(Some(planted))));
    // While that is at work nothing is said of it.
    assert_eq!(
        (session.planted_rows(), session.drift_new_parts()),
        (None, vec![])
    );
    let mut report = report_of(second, &texts("ryba", 0, ""), &texts("ryba", 200, " 🛸"));
    report.planted_rows = Some(300);
    session.apply(done(second, Outcome::Drift(report)), Vec::new());
    let emoji = PartName::Terms(Family::Emoji);
    let new = session.drift_new_parts();
    assert!(new.contains(&emoji), "{new:?}");
    assert!(!new.contains(&PartName::Terms(Family::Words)), "{new:?}");
    assert_eq!(session.planted_rows(), Some(300));
    assert!(matches!(
        session.planted_shares(),
        Some(JobSpec::PlantedShares(_))
    ));
    let document = session.drift_document().unwrap();
    let is_new = |id: &str| match &document.block(id).unwrap().content {
        crate::document::Content::Evidence { line, .. } => line.is_new,
        content => panic!("{content:?}"),
    };
    assert_eq!((is_new("part-emoji"), is_new("part-words")), (true, false));

    // Taken out again, nothing is new.
    let third = started(&session.plan(Intent::PlantDrift(None)));
    assert_eq!(session.planted_rows(), None);
    let report = report_of(third, &texts("ryba", 0, ""), &texts("ryba", 200, ""));
    session.apply(done(third, Outcome::Drift(report)), Vec::new());
    assert_eq!(session.drift_new_parts(), []);
}
