//! Data files for the next visit, runs of other tabs, room that runs short.

use super::*;

fn keep(session: &mut Session, intent: KeepIntent) -> Vec<Effect> {
    without_settings(session.plan(Intent::Keep(intent)))
}

fn bytes(name: &str) -> NamedBytes {
    NamedBytes {
        name: name.into(),
        bytes: vec![1],
    }
}

/// The engine takes the file of a job, and the data are made of it.
fn stored(session: &mut Session, job: JobId, name: &str) -> Vec<Effect> {
    let card = file_summary(name, Role::TestTable);
    let effects = session.apply(
        Event::Stored {
            job,
            added: vec![card.id.clone()],
            files: vec![card],
        },
        Vec::new(),
    );
    let assemble = started(&effects);
    session.apply(
        done(assemble, Outcome::Data(loaded_summary("own"))),
        Vec::new(),
    )
}

/// A session that nothing was kept for, with a file of the user's.
fn with_own_file() -> Session {
    let mut session = Session::default();
    assert_eq!(keep(&mut session, KeepIntent::DataKept(String::new())), []);
    let job = started(&session.plan(Intent::AddFiles(vec![bytes("train.csv")])));
    assert_eq!(session.data_kept(), DataKept::Nothing, "it may be refused");
    stored(&mut session, job, "train.csv");
    session
}

/// What is to be kept of data, where that changes: the record and the files.
fn kept_data(effects: &[Effect]) -> Option<(&str, Vec<&str>)> {
    effects.iter().find_map(|effect| match effect {
        Effect::KeepData { record, files } => {
            Some((&**record, files.iter().map(String::as_str).collect()))
        }
        _ => None,
    })
}

#[test]
fn files_are_kept_when_the_user_says_so_and_as_long_as_they_are_there() {
    let mut session = with_own_file();
    assert_eq!(session.data_kept(), DataKept::Ask);
    let effects = keep(&mut session, KeepIntent::WantData(true));
    assert!(effects.contains(&Effect::AskToPersist), "{effects:?}");
    assert_eq!(kept_data(&effects).unwrap().1, ["train.csv"]);
    assert_eq!(session.data_kept(), DataKept::Yes);
    // What may come back stays kept for so long.
    let effects = session.plan(Intent::ClearData);
    assert_eq!(kept_data(&effects), None);
    assert_eq!(kept_data(&session.plan(Intent::Undo)), None);
    session.plan(Intent::ClearData);
    let (number, _) = session.undoable().unwrap();
    let effects = session.plan(Intent::ForgetUndo(number));
    assert_eq!(kept_data(&effects).unwrap().1, [""; 0]);
    // The answer holds for other files.
    let job = started(&session.plan(Intent::AddFiles(vec![bytes("other.csv")])));
    let effects = stored(&mut session, job, "other.csv");
    assert_eq!(kept_data(&effects), None, "they were kept when they came");
    assert_eq!(session.data_kept(), DataKept::Yes);
    let effects = keep(&mut session, KeepIntent::WantData(false));
    assert_eq!(kept_data(&effects).unwrap().1, [""; 0]);
    assert_eq!(session.data_kept(), DataKept::No);
}

#[test]
fn nobody_is_asked_about_the_demo_or_where_nothing_can_be_kept_or_about_too_much() {
    let mut session = with_demo();
    keep(&mut session, KeepIntent::DataKept(String::new()));
    assert_eq!(session.data_kept(), DataKept::Nothing);

    let mut session = with_own_file();
    let what = Keepsake::Data;
    session.plan(Intent::Keeping { what, kept: false });
    assert_eq!(session.data_kept(), DataKept::Nothing);

    let mut session = with_own_file();
    keep(&mut session, KeepIntent::WantData(true));
    session.files[0].n_bytes = MOST_DATA_KEPT + 1;
    assert_eq!(session.data_kept(), DataKept::TooMuch(MOST_DATA_KEPT + 1));
    let effects = session.plan(Intent::Open(View::Train));
    assert_eq!(kept_data(&effects).unwrap().1, [""; 0]);
}

#[test]
fn after_a_reload_the_files_are_there_with_their_roles_and_run_works() {
    let mut before = with_own_file();
    let file = before.files()[0].card.id.clone();
    keep(&mut before, KeepIntent::WantData(true));
    let role = Some(Role::TrainTable);
    let effects = before.plan(Intent::SetRole { file, role });
    let record = kept_data(&effects).unwrap().0.to_string();

    let mut session = Session::default();
    let effects = keep(&mut session, KeepIntent::DataKept(record.clone()));
    let read = Effect::ReadAgain(vec!["train.csv".into()]);
    assert_eq!(effects, [read]);
    // Run waits for them.
    let mut given = session.clone();
    assert!(
        requests(&given.plan(Intent::Run {
            start: UnixMillis(5.0)
        }))
        .is_empty()
    );
    let back = |files, missing| Intent::GiveAgain { files, missing };
    let put = started(&given.plan(back(vec![bytes("train.csv")], vec![])));
    let effects = stored(&mut given, put, "train.csv");
    assert_eq!(given.files()[0].role, role);
    assert!(
        matches!(
            requests(&effects)[..],
            [Request::Start {
                spec: JobSpec::Train { .. },
                ..
            }]
        ),
        "{effects:?}"
    );
    assert_eq!(kept_data(&effects), None, "nothing has changed");
    assert_eq!(given.data_kept(), DataKept::Yes);

    // One that is gone is named.
    let mut gone = session.clone();
    let effects = gone.plan(back(vec![], vec!["train.csv".into()]));
    assert_eq!(gone.refused()[0].name, "train.csv");
    assert!(!gone.is_restoring());
    assert_eq!(kept_data(&effects).unwrap().1, [""; 0]);

    // The demo takes the place of what is on its way.
    let demo = started(&session.plan(Intent::LoadDemo(crate::message::Language::Polish)));
    let effects = session.plan(back(vec![bytes("train.csv")], vec![]));
    assert!(requests(&effects).is_empty(), "{effects:?}");
    let files = vec![file_summary("demo.txt", Role::TrainTexts)];
    let data = loaded_summary("demo");
    session.apply(done(demo, Outcome::Demo { files, data }), Vec::new());
    assert_eq!(session.stage(View::Data), StageState::Ready);

    // What the user has given by then stays.
    let mut quick = Session::default();
    let job = started(&quick.plan(Intent::AddFiles(vec![bytes("new.csv")])));
    assert_eq!(keep(&mut quick, KeepIntent::DataKept(record)), []);
    let effects = stored(&mut quick, job, "new.csv");
    assert_eq!(kept_data(&effects), None);
    let effects = quick.plan(Intent::Open(View::Train));
    assert_eq!(kept_data(&effects), None, "it was kept when it came");
}

#[test]
fn the_demo_comes_back_by_itself() {
    let mut session = with_demo();
    let effects = keep(&mut session, KeepIntent::DataKept(String::new()));
    let (record, files) = kept_data(&effects).expect("it is noted");
    assert_eq!(files, [""; 0]);
    let mut session = Session::default();
    let effects = keep(&mut session, KeepIntent::DataKept(record.into()));
    assert!(
        matches!(
            requests(&effects)[..],
            [Request::Start {
                spec: JobSpec::LoadDemo(crate::message::Language::Polish),
                ..
            }]
        ),
        "{effects:?}"
    );
}

/// A session with runs of these IDs, kept by the browser.
fn with_runs(ids: &[&str]) -> Session {
    let mut session = with_demo();
    for id in ids {
        run(&mut session, id, 0.5);
        session.plan(Intent::ArchiveKept((*id).into()));
    }
    session
}

fn ids(session: &Session) -> Vec<&str> {
    let ids = session.runs().iter().map(|run| run.run_id.as_str());
    ids.collect()
}

#[test]
fn runs_of_another_tab_come_and_nothing_is_overwritten() {
    let mut other = with_runs(&["theirs"]);
    let said = Said {
        name: "a name".into(),
        starred: true,
        ..Said::default()
    };
    other.plan(Intent::SayOfRun {
        run: "theirs".into(),
        said: said.clone(),
    });
    let text = |session: &Session, id: &str| {
        serde_json::to_string(&**session.kept_run(id).unwrap()).unwrap()
    };
    let kept = |run: &str, text: &str| KeepIntent::RunKept {
        run: run.into(),
        text: Some(text.into()),
    };
    let theirs = text(&other, "theirs");
    let mut early = KeptRun::clone(other.kept_run("theirs").unwrap());
    early.archive = None;
    let early = serde_json::to_string(&early).unwrap();
    let mut session = with_runs(&["ours"]);
    let ours = text(&session, "ours");
    // It comes before its archive is built.
    keep(&mut session, kept("theirs", &early));
    assert_eq!(session.kept_run("theirs").unwrap().archive, None);
    for (run, text) in [("ours", &*ours), ("theirs", &*theirs), ("other", "no run")] {
        let effects = keep(&mut session, kept(run, text));
        assert_eq!(effects, [], "what is kept is not kept again");
    }
    assert_eq!(ids(&session), ["ours", "theirs"]);
    assert_eq!(session.kept_run("theirs").unwrap().said, said);
    assert_eq!(
        session.kept_run("theirs").unwrap().archive,
        other.kept_run("theirs").unwrap().archive
    );
    assert_eq!(session.shown_run(), Some("ours"));
    // The last word on a run holds.
    session.plan(Intent::SayOfRun {
        run: "theirs".into(),
        said: Said::default(),
    });
    keep(&mut session, kept("theirs", &theirs));
    assert_eq!(session.kept_run("theirs").unwrap().said, said);
    // What was taken off the list here does not come back but by the user's wish.
    session.plan(Intent::RemoveRun("theirs".into()));
    keep(&mut session, kept("theirs", &theirs));
    assert_eq!(ids(&session), ["ours"]);
    session.plan(Intent::Undo);
    assert_eq!(ids(&session), ["ours", "theirs"]);
    // What the other tab has deleted is gone, but for what is held here.
    for run in ["ours", "theirs"] {
        let (run, text) = (run.to_string(), None);
        keep(&mut session, KeepIntent::RunKept { run, text });
    }
    assert_eq!(ids(&session), ["ours"]);
}

#[test]
fn the_oldest_runs_without_a_star_make_room() {
    let mut session = with_runs(&["r1", "r2", "r3", "r4"]);
    session.plan(Intent::SayOfRun {
        run: "r1".into(),
        said: Said {
            starred: true,
            ..Said::default()
        },
    });
    let room = |used, quota| {
        KeepIntent::Measured(Room {
            used,
            quota,
            persisted: false,
        })
    };
    const MB: u64 = 1 << 20;
    // A tenth is free, and more than 50 MB.
    keep(&mut session, room(900 * MB, 1_000 * MB));
    assert_eq!(session.short_of_room(), None);
    keep(&mut session, room(51 * MB, 100 * MB));
    assert_eq!(session.short_of_room().unwrap().runs, ["r2", "r3"]);
    // As many as are needed: each archive has three bytes.
    keep(&mut session, room(50 * MB + 2, 100 * MB));
    let disposable = session.short_of_room().unwrap();
    assert_eq!(
        (disposable.runs, disposable.n_bytes),
        (vec!["r2".to_string()], 3)
    );
    keep(&mut session, KeepIntent::DismissShort);
    assert_eq!(session.short_of_room(), None);
    keep(&mut session, room(0, 1_000 * MB));
    keep(&mut session, room(901 * MB, 1_000 * MB));
    assert!(session.short_of_room().is_some(), "short once more");
}

#[test]
fn a_run_that_does_not_fit_stays_and_is_kept_once_there_is_room() {
    let mut session = with_runs(&["r1", "r2"]);
    run(&mut session, "r3", 0.5);
    session.plan(Intent::Keeping {
        what: Keepsake::Runs,
        kept: false,
    });
    keep(&mut session, KeepIntent::Full);
    assert_eq!(session.not_kept(), [Keepsake::Runs]);
    let archive = session.kept_run("r3").unwrap().archive.clone().unwrap();
    assert_eq!(archive.bytes.as_deref().unwrap(), b"zip");
    let runs = session.short_of_room().unwrap().runs;
    assert_eq!(runs, ["r1"]);
    session.plan(Intent::RemoveRuns(runs));
    let (number, what) = session.undoable().unwrap();
    assert_eq!(what, Undoable::Runs(1));
    let effects = session.plan(Intent::ForgetUndo(number));
    let [
        ..,
        Effect::ForgetRun(gone),
        Effect::KeepRun { run, .. },
        Effect::KeepRunArchive { archive, .. },
    ] = &effects[..]
    else {
        panic!("{effects:?}");
    };
    assert_eq!(
        (&**gone, &**run, &**archive.bytes),
        ("r1", "r3", b"zip".to_vec().as_ref())
    );
    assert_eq!(session.short_of_room(), None);

    // Several come back at once.
    let all = ids(&session).into_iter().map(String::from).collect();
    session.plan(Intent::RemoveRuns(all));
    assert_eq!(session.undoable().unwrap().1, Undoable::Runs(2));
    session.plan(Intent::Undo);
    assert_eq!(ids(&session), ["r2", "r3"]);
}
