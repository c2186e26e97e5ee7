//! Batches against production: watched without being asked for, batch by batch, by the rules of today.

use super::*;
use crate::jobs::protocol::{BatchSource, MonitorForm, MonitorRequest, WatchedRows};
use crate::pipeline::monitoring::{ModelFacts, Watch, WatchRules};

fn monitor_summary(rules: &WatchRules, n_batches: u64) -> Box<MonitorSummary> {
    let facts = ModelFacts {
        run_id: "r1".into(),
        run_name: "a run".into(),
        model_sha256: "model of r1".into(),
        classes: vec!["a".into(), "b".into()],
        trained: UnixMillis(0.0),
        n_rows: 2,
        class_rows: vec![1, 1],
        predicted_rows: None,
        score_cuts: None,
        stated: None,
    };
    let watch = Watch::new(facts, rules.clone()).unwrap();
    Box::new(MonitorSummary {
        id: 7,
        advice: watch.advise(UnixMillis(0.0)),
        watch,
        n_batches,
        cut: None,
        n_waiting: 0,
    })
}

/// The monitoring that the effects start.
fn asked(effects: &[Effect]) -> (JobId, MonitorRequest) {
    let found = requests(effects)
        .into_iter()
        .find_map(|request| match request {
            Request::Start {
                job,
                spec: JobSpec::Monitor(request),
                ..
            } => Some((*job, (**request).clone())),
            _ => None,
        });
    found.unwrap_or_else(|| panic!("no monitoring among {effects:?}"))
}

fn want(session: &mut Session, intent: MonitorIntent) -> Vec<Effect> {
    session.plan(Intent::Monitor(intent))
}

fn rule(session: &mut Session, key: &str, text: &str) -> Vec<Effect> {
    let (key, text) = (key.to_string(), text.to_string());
    want(session, MonitorIntent::SetRule { key, text })
}

/// The demo, a run, and that run in production.
fn with_production() -> Session {
    let mut session = with_demo();
    run(&mut session, "r1", 0.5);
    let effects = session.plan(Intent::Promote {
        at: UnixMillis(0.0),
    });
    let job = started(&effects);
    let card = Outcome::Production(production_summary("r1"));
    session.apply(done(job, card), Vec::new());
    session
}

#[test]
fn an_open_view_watches_batch_by_batch() {
    let mut session = with_demo();
    session.plan(Intent::Open(View::Monitor));
    assert_eq!(
        session.stage(View::Monitor),
        StageState::Empty,
        "nobody is in production"
    );
    session = with_production();
    let (job, request) = asked(&session.plan(Intent::Open(View::Monitor)));
    assert_eq!(request.rules, WatchRules::default());
    assert_eq!(session.stage(View::Monitor), StageState::Busy);

    let outcome = Outcome::Monitor(monitor_summary(&request.rules, 3));
    session.apply(Event::Interim { job, outcome }, Vec::new());
    assert_eq!(session.monitor().value().unwrap().n_batches, 3);
    assert_eq!(session.stage(View::Monitor), StageState::Busy);
    let progress = Progress {
        done: 0.5,
        ..Progress::default()
    };
    session.apply(Event::Progress { job, progress }, Vec::new());
    assert_eq!(session.monitor_progress(), Some(0.5));
    session.apply(
        done(job, Outcome::Monitor(monitor_summary(&request.rules, 3))),
        Vec::new(),
    );
    assert_eq!(session.stage(View::Monitor), StageState::Ready);
    assert_eq!(session.monitor_progress(), None);
    ended::ends_with(&session, "Monitor: ");
    assert!(
        session.plan(Intent::Open(View::Monitor)).is_empty(),
        "it is up to date"
    );
}

#[test]
fn another_choice_is_watched_anew_and_what_was_stopped_stays() {
    let mut session = with_production();
    let (first, _) = asked(&session.plan(Intent::Open(View::Monitor)));
    let choice = MonitorChoice {
        source: BatchSource::Rows {
            set: WatchedRows::Train,
            first: Some(1),
            size: Some(1),
            with_last: true,
        },
        with_labels: false,
    };
    let effects = want(&mut session, MonitorIntent::Choose(choice));
    assert!(requests(&effects).contains(&&Request::Cancel { job: first }));
    let (second, request) = asked(&effects);
    assert!(!request.with_labels);
    session.apply(Event::Cancelled { job: first }, Vec::new());
    assert_eq!(
        session.stage(View::Monitor),
        StageState::Busy,
        "the second is at work"
    );

    let outcome = Outcome::Monitor(monitor_summary(&request.rules, 3));
    session.apply(
        Event::Interim {
            job: second,
            outcome,
        },
        Vec::new(),
    );
    let effects = want(&mut session, MonitorIntent::Cancel);
    assert_eq!(requests(&effects), [&Request::Cancel { job: second }]);
    let effects = session.apply(Event::Cancelled { job: second }, Vec::new());
    assert!(requests(&effects).is_empty(), "it is not begun again");
    assert!(session.monitor_was_cancelled() && session.monitor().value().is_some());
    asked(&want(&mut session, MonitorIntent::Watch));
    assert!(!session.monitor_was_cancelled());
}

#[test]
fn rules_are_kept_and_a_violation_stays_at_its_field() {
    let mut session = with_production();
    session.plan(Intent::Open(View::Monitor));
    let effects = rule(&mut session, "drift.alpha", "0.01");
    let (job, request) = asked(&effects);
    assert_eq!(request.rules.drift.alpha, 0.01);
    let kept = effects.iter().find_map(|effect| match effect {
        Effect::KeepSettings(text) => Some(text.clone()),
        _ => None,
    });
    session.apply(
        done(job, Outcome::Monitor(monitor_summary(&request.rules, 1))),
        Vec::new(),
    );

    let effects = rule(&mut session, "schedule.days", "soon");
    assert!(
        requests(&effects).is_empty(),
        "nothing changed that could be watched by"
    );
    assert!(session.monitor_rules().violation("schedule.days").is_some());
    assert_eq!(session.stage(View::Monitor), StageState::Failed);
    rule(&mut session, "schedule.days", "30");
    assert_ne!(session.stage(View::Monitor), StageState::Failed);

    let mut again = Session::default();
    again.plan(Intent::RestoreSettings(kept.expect("rules are settings")));
    assert_eq!(again.monitor_rules().valid().drift.alpha, 0.01);
    let saved = want(&mut again, MonitorIntent::SaveRules);
    let Some(Effect::Save { name, bytes }) = saved.first() else {
        panic!("no file: {saved:?}")
    };
    let file = NamedBytes {
        name: name.clone(),
        bytes: bytes.to_vec(),
    };
    want(&mut again, MonitorIntent::ResetRules);
    assert!(again.monitor_rules().is_all_default());
    want(&mut again, MonitorIntent::LoadRules(file));
    assert_eq!(again.monitor_rules().valid().drift.alpha, 0.01);
    let bad = NamedBytes {
        name: "bad.toml".into(),
        bytes: b"[drfit]".to_vec(),
    };
    want(&mut again, MonitorIntent::LoadRules(bad));
    assert!(again.monitor_fault().unwrap().to_string().contains("drift"));
    assert_eq!(again.monitor_rules().valid().drift.alpha, 0.01);
}

#[test]
fn files_become_batches_and_what_is_saved_is_given() {
    let mut session = with_production();
    session.plan(Intent::Open(View::Monitor));
    let files = ["a.txt", "b.txt"].map(|name| NamedBytes {
        name: name.into(),
        bytes: b"x\n".to_vec(),
    });
    let effects = want(&mut session, MonitorIntent::AddFiles(files.to_vec()));
    // One after the other: each comes to those before it.
    let added = |effects: &[Effect]| match requests(effects)[..] {
        [
            Request::Start {
                job,
                spec: JobSpec::AddBatch { .. },
                inputs,
            },
        ] => (*job, inputs.batches),
        ref others => panic!("no file is given: {others:?}"),
    };
    let (given, None) = added(&effects) else {
        panic!("there were none");
    };
    let card = |name: &str| BatchFileSummary {
        name: name.into(),
        tags: None,
        n_rows: 1,
        is_labelled: false,
    };
    let first = Outcome::Batches(vec![card("a.txt")]);
    let (second, Some(beside)) = added(&session.apply(done(given, first), Vec::new())) else {
        panic!("the first was there");
    };
    assert_eq!(beside, given);
    let error = fault(Code::InvalidUtf8);
    let failed = Event::Failed {
        job: Some(second),
        error: error.clone(),
    };
    let (job, request) = asked(&session.apply(failed, Vec::new()));
    assert_eq!(request.source, BatchSource::Files);
    assert_eq!(session.monitor_fault(), Some(&error));
    assert_eq!(session.monitor_files().len(), 1);
    session.apply(
        done(job, Outcome::Monitor(monitor_summary(&request.rules, 1))),
        Vec::new(),
    );

    let form = MonitorForm::Json;
    let job = started(&want(&mut session, MonitorIntent::Save(form)));
    let name = "m.json".to_string();
    let effects = session.apply(
        done(job, Outcome::MonitorFile { name: name.clone() }),
        b"page".to_vec(),
    );
    let bytes = Arc::new(b"page".to_vec());
    assert_eq!(effects, [Effect::Save { name, bytes }]);
}
