//! Runs: kept, shown again, named, taken off the list and brought back.

use super::*;

/// A session in which these runs were done, with archives that the browser keeps.
pub fn with_runs(ids: &[&str]) -> Session {
    let mut session = with_demo();
    for (at, id) in ids.iter().enumerate() {
        run(&mut session, id, 0.5 + at as f64 / 100.0);
        session.plan(Intent::ArchiveKept((*id).into()));
    }
    session
}

fn ids(session: &Session) -> Vec<&str> {
    let ids = session.runs().iter().map(|run| run.run_id.as_str());
    ids.collect()
}

/// The archive of a run that the shell reads, on its way into the views.
pub fn opened(session: &mut Session, id: &str) -> Vec<Effect> {
    let archive = Some(KeptArchive {
        name: format!("{id}.zip"),
        bytes: Arc::new(b"zip".to_vec()),
    });
    let run = id.to_string();
    let job = started(&session.plan(Intent::OpenKept { run, archive }));
    let outcome = Outcome::Opened {
        run: run_summary(id, "demo", session.config(), 0.5),
        archive: archive_summary(id, true),
    };
    session.apply(done(job, outcome), Vec::new())
}

#[test]
fn no_run_takes_the_place_of_another() {
    let mut session = with_runs(&["r1", "r2", "r3"]);
    assert_eq!(ids(&session), ["r1", "r2", "r3"]);
    assert_eq!(session.shown_run(), Some("r3"));
    // What the engine holds is shown at once, with its log, archive and scores.
    let effects = session.plan(Intent::ShowRun("r1".into()));
    assert_eq!(effects, [Effect::KeepShown("r1".into())]);
    assert_eq!(session.shown_run(), Some("r1"));
    assert_eq!(
        session.work().log[0].message,
        Message::text("the log of r1")
    );
    assert_eq!(session.archive().value().unwrap().run_id, "r1");
    assert_eq!(ids(&session), ["r1", "r2", "r3"]);
    // The run before it is the one that was done before it.
    assert_eq!(session.change("f1_micro_validation_set"), None);
    session.plan(Intent::ShowRun("r2".into()));
    let change = session.change("f1_micro_validation_set").unwrap();
    assert!((change - 0.01).abs() < 1e-12, "{change}");
}

#[test]
fn a_run_that_is_not_at_hand_comes_back_from_its_archive() {
    let mut session = with_runs(&["r1", "r2", "r3", "r4"]);
    let job = started(&session.plan(Intent::Run {
        start: UnixMillis(0.0),
    }));
    let card = run_summary("r5", "demo", session.config(), 0.5);
    let effects = session.apply(done(job, Outcome::Run(card)), Vec::new());
    assert_eq!(requests(&effects).len(), 1, "its archive: {effects:?}");

    let effects = session.plan(Intent::ShowRun("r1".into()));
    assert_eq!(effects, [Effect::ReadRunArchive("r1".into())]);
    assert_eq!(session.run_opening(), Some("r1"));
    let effects = opened(&mut session, "r1");
    assert_eq!(
        (session.shown_run(), session.run_opening()),
        (Some("r1"), None)
    );
    // It is at hand now in the place of another, and its archive, which is kept, is not kept again.
    assert!(
        !effects
            .iter()
            .any(|effect| matches!(effect, Effect::KeepRunArchive { .. })),
        "{effects:?}"
    );

    // What the browser has lost is said, and the run that was shown stays.
    session.plan(Intent::ShowRun("r2".into()));
    session.plan(Intent::OpenKept {
        run: "r2".into(),
        archive: None,
    });
    let error = session.error().expect("it is said");
    assert!(error.to_string().contains("settings"), "{error}");
    assert_eq!(
        (session.shown_run(), session.run_opening()),
        (Some("r1"), None)
    );
    session.plan(Intent::AdoptSettings("r2".into()));
    // One that comes late, after another was wanted, is not shown.
    session.plan(Intent::ShowRun("r2".into()));
    session.plan(Intent::ShowRun("r4".into()));
    let late = session.plan(Intent::OpenKept {
        run: "r2".into(),
        archive: None,
    });
    assert_eq!((late, session.shown_run()), (Vec::new(), Some("r4")));
}

#[test]
fn a_run_at_work_goes_on_while_another_is_shown() {
    let mut session = with_runs(&["r1", "r2"]);
    let job = started(&session.plan(Intent::Run {
        start: UnixMillis(0.0),
    }));
    session.plan(Intent::ShowRun("r1".into()));
    assert_eq!(session.shown_run(), Some("r1"));
    assert!(session.is_running());
    let card = run_summary("r3", "demo", session.config(), 0.5);
    let archive = started(&session.apply(done(job, Outcome::Run(card)), Vec::new()));
    assert_eq!(session.shown_run(), Some("r3"));
    // Its archive is kept, whatever is shown by then.
    session.plan(Intent::ShowRun("r1".into()));
    let effects = session.apply(
        done(archive, Outcome::Archive(archive_summary("r3", true))),
        b"zip".to_vec(),
    );
    assert!(
        matches!(&effects[..], [Effect::KeepRunArchive { run, .. }, Effect::KeepRun { .. }] if run == "r3"),
        "{effects:?}"
    );
    assert_eq!(session.archive().value().unwrap().run_id, "r1");
}

#[test]
fn earlier_visits_come_back_with_what_the_user_said() {
    let mut session = with_runs(&["r1", "r2"]);
    let said = Said {
        name: "the first".into(),
        starred: true,
        note: "slow".into(),
        tags: vec!["demo".into()],
    };
    let effects = session.plan(Intent::SayOfRun {
        run: "r1".into(),
        said: said.clone(),
    });
    let [Effect::KeepRun { run, text: first }] = &effects[..] else {
        panic!("{effects:?}");
    };
    assert_eq!(run, "r1");
    let second = serde_json::to_string(&**session.kept_run("r2").unwrap()).unwrap();

    let mut next = Session::default();
    let texts = vec![second, "{".into(), first.clone()];
    let restore = |shown: Option<&str>| Intent::RestoreRuns {
        runs: texts.clone(),
        shown: shown.map(String::from),
    };
    let effects = next.plan(restore(Some("r2")));
    assert_eq!(effects[0], Effect::ReadRunArchive("r2".into()));
    let mut found = ids(&next);
    found.sort();
    assert_eq!(found, ["r1", "r2"]);
    assert_eq!(next.kept_run("r1").unwrap().said, said);
    assert_eq!(next.kept_run("r1").unwrap().label(), "the first");
    assert_eq!(next.kept_run("r1"), session.kept_run("r1"));
    opened(&mut next, "r2");
    assert_eq!(next.shown_run(), Some("r2"));
    // Given twice, as by a second look at what is kept, none stands there twice.
    next.plan(restore(None));
    assert_eq!(next.runs().len(), 2);
}

#[test]
fn a_run_that_is_taken_off_the_list_can_be_wanted_back() {
    let mut session = with_runs(&["r1", "r2"]);
    assert_eq!(session.plan(Intent::RemoveRun("r1".into())), []);
    assert_eq!(ids(&session), ["r2"]);
    let (number, what) = session.undoable().unwrap();
    assert_eq!(what, Undoable::Runs(1));
    session.plan(Intent::Undo);
    assert_eq!(session.runs().len(), 2);
    session.plan(Intent::ForgetUndo(number));
    assert_eq!(session.runs().len(), 2, "it is wanted");

    session.plan(Intent::RemoveRun("r1".into()));
    let (number, _) = session.undoable().unwrap();
    let effects = session.plan(Intent::ForgetUndo(number));
    assert!(
        effects.contains(&Effect::ForgetRun("r1".into())),
        "{effects:?}"
    );
    let items = vec![Item::Run("r1".into())];
    let forgotten = Request::Forget { items };
    assert!(requests(&effects).contains(&&forgotten), "{effects:?}");
    // The one that the views show stays in them.
    session.plan(Intent::RemoveRun("r2".into()));
    let (number, _) = session.undoable().unwrap();
    let effects = session.plan(Intent::ForgetUndo(number));
    assert_eq!(effects, [Effect::ForgetRun("r2".into())]);
    assert_eq!(session.shown_run(), Some("r2"));
}

#[test]
fn a_run_is_named_by_what_makes_it_differ() {
    let mut config = RunConfig::default();
    let name = |config: &RunConfig| {
        let mut session = with_demo();
        session.plan(Intent::SetConfig(Box::new(config.clone())));
        run(&mut session, "r", 0.5);
        session.runs()[0].label()
    };
    assert_eq!(name(&config), "poly · C 1");
    config.svc.c = 10.0;
    config.tfidf.ngram_range = (1, 2);
    config.run.name = "another".into();
    assert_eq!(name(&config), "poly · C 10 · ngram_range 1–2");
    config.svc.engine = crate::pipeline::svm::Engine::Linear;
    config.clean.additional_stop_words = vec!["a".repeat(40)];
    let named = name(&config);
    assert!(named.starts_with("LinearSVC · C 10 · "), "{named}");
    assert!(
        named.contains('…') && named.chars().count() < 100,
        "{named}"
    );
}
