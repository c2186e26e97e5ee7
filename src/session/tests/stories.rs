//! Stories told by hand: what the user wants and what the engine says, and what the page shows then.

use super::*;

#[test]
fn one_run_brings_everything_up_to_date_and_a_change_makes_what_follows_stale() {
    use StageState::{Empty, Ready, Stale};
    let mut session = with_demo();
    assert_eq!(
        states(&session)
            .iter()
            .map(|(_, state)| *state)
            .collect::<Vec<_>>(),
        [
            Ready, Ready, Empty, Empty, Empty, Empty, Empty, Empty, Empty, Empty, Empty
        ]
    );
    run(&mut session, "r1", 0.5);
    assert!(
        states(&session).iter().all(|(view, state)| *state == Ready
            || matches!(
                view,
                View::Tune | View::Drift | View::Validate | View::Monitor
            )),
        "{:?}",
        states(&session)
    );

    session.plan(Intent::SetField {
        field: "svc.C".into(),
        text: "10".into(),
    });
    assert_eq!(
        (session.stage(View::Train), session.stage(View::Data)),
        (Stale, Ready)
    );
    assert_eq!(session.run().value().unwrap().run_id, "r1");
    session.plan(Intent::SetField {
        field: "svc.C".into(),
        text: "1.0".into(),
    });
    assert_eq!(session.stage(View::Train), Ready);

    let job = started(&session.plan(Intent::MeasureCleaning));
    let report = CleanSummary {
        n_texts: 2,
        n_emptied: 0,
        steps: Vec::new(),
    };
    session.apply(done(job, Outcome::Clean(report)), Vec::new());
    assert_eq!(session.clean_report().state(), Ready);
    let mut recipe = session.config().clean.clone();
    recipe.steps.pop();
    session.plan(Intent::SetRecipe(Box::new(recipe)));
    assert_eq!(
        (session.stage(View::Clean), session.stage(View::Train)),
        (Stale, Stale)
    );
    session.plan(Intent::ResetConfig);
    assert_eq!(
        (session.stage(View::Clean), session.stage(View::Train)),
        (Ready, Ready)
    );

    // Other files: everything after them is stale, even while they are read.
    let file = session.files()[1].card.id.clone();
    let job = started(&session.plan(Intent::SetRole {
        file,
        role: Some(Role::TestTexts),
    }));
    let error = fault(Code::MissingRole);
    session.apply(
        Event::Failed {
            job: Some(job),
            error: error.clone(),
        },
        Vec::new(),
    );
    assert_eq!(session.data().error(), Some(&error));
    assert_eq!(session.data().value().unwrap().digest, "demo");
    assert_eq!(
        (session.stage(View::Clean), session.stage(View::Train)),
        (Stale, Stale)
    );
    // A run on data that failed starts nothing and leads to where it is said why.
    session.plan(Intent::Open(View::Train));
    assert_eq!(
        requests(&session.plan(Intent::Run {
            start: UnixMillis(0.0)
        })),
        [] as [&Request; 0]
    );
    assert_eq!((session.view(), session.run().error()), (View::Data, None));
    assert_eq!(session.data().error(), Some(&error));
}

#[test]
fn a_run_that_is_cancelled_or_fails_leaves_the_one_before() {
    let mut session = with_demo();
    run(&mut session, "r1", 0.5);
    session.plan(Intent::SetField {
        field: "svc.C".into(),
        text: "10".into(),
    });
    let job = started(&session.plan(Intent::Run {
        start: UnixMillis(1.0),
    }));
    let solver = Some(SolverPoint {
        iterations: 4,
        machine: 0,
        objective: -1.0,
        violation: 2.0,
    });
    let progress = Progress {
        stage: "fit".into(),
        log: vec![log_line("Fitting ML model")],
        solver,
        ..Progress::default()
    };
    session.apply(Event::Progress { job, progress }, Vec::new());
    assert_eq!(
        (session.work().log.len(), session.work().curve.len()),
        (1, 1)
    );
    assert_eq!(
        requests(&session.plan(Intent::Run {
            start: UnixMillis(1.0)
        }))
        .len(),
        0,
        "one run at a time"
    );
    assert_eq!(
        requests(&session.plan(Intent::Cancel)),
        [&Request::Cancel { job }]
    );
    assert!(session.work().cancelling && session.is_running());
    session.apply(Event::Cancelled { job }, Vec::new());
    assert!(session.work().cancelled && !session.is_running() && session.work().progress.is_none());
    assert_eq!(
        (
            session.stage(View::Train),
            session.run().value().unwrap().run_id.as_str()
        ),
        (StageState::Stale, "r1")
    );

    let job = started(&session.plan(Intent::Run {
        start: UnixMillis(2.0),
    }));
    let error = fault(Code::EmptyVocabulary);
    session.apply(
        Event::Failed {
            job: Some(job),
            error: error.clone(),
        },
        Vec::new(),
    );
    assert_eq!(
        (
            session.run().error(),
            session.run().value().unwrap().run_id.as_str()
        ),
        (Some(&error), "r1")
    );
    assert_eq!(session.stage(View::Evaluate), StageState::Stale);

    run(&mut session, "r2", 0.75);
    assert_eq!(session.change("f1_micro_validation_set"), Some(0.25));
    assert_eq!(session.change("f1_micro_test_set"), None);
}

#[test]
fn run_waits_for_files_and_a_refused_file_ends_the_wait() {
    let mut session = Session::default();
    let files = [("a.txt", Role::TrainTexts), ("b.txt", Role::TrainTags)];
    let dropped = files.map(|(name, _)| NamedBytes {
        name: name.into(),
        bytes: vec![1],
    });
    let effects = session.plan(Intent::AddFiles(dropped.to_vec()));
    let puts: Vec<JobId> = requests(&effects)
        .iter()
        .filter_map(|request| match request {
            Request::Put { job, .. } => Some(*job),
            _ => None,
        })
        .collect();
    assert_eq!((puts.len(), session.reading()), (2, vec!["a.txt", "b.txt"]));
    session.plan(Intent::Run {
        start: UnixMillis(9.0),
    });
    assert!(session.is_running());

    let cards: Vec<FileSummary> = files.map(|(name, role)| file_summary(name, role)).to_vec();
    let effects = session.apply(
        Event::Stored {
            job: puts[0],
            added: vec![cards[0].id.clone()],
            files: cards[..1].to_vec(),
        },
        Vec::new(),
    );
    assert_eq!(
        effects,
        [],
        "nothing is made of the files before all have come"
    );
    let assemble = started(&session.apply(
        Event::Stored {
            job: puts[1],
            added: vec![cards[1].id.clone()],
            files: cards.clone(),
        },
        Vec::new(),
    ));
    let effects = session.apply(
        done(assemble, Outcome::Data(loaded_summary("d"))),
        Vec::new(),
    );
    assert!(matches!(
        requests(&effects)[..],
        [Request::Start {
            spec: JobSpec::Train {
                start: UnixMillis(9.0),
                ..
            },
            ..
        }]
    ));

    // The archive of a run is no data: the user says what for.
    let mut session = Session::default();
    let given = ["a.txt", "run.zip"].map(|name| NamedBytes {
        name: name.into(),
        bytes: vec![],
    });
    let effects = session.plan(Intent::AddFiles(given.to_vec()));
    let [
        Request::Put { job: first, .. },
        Request::Put { job: second, .. },
    ] = requests(&effects)[..]
    else {
        panic!("{effects:?}");
    };
    let (first, second) = (*first, *second);
    let files = vec![file_summary("a.txt", Role::TrainTable)];
    let added = files.iter().map(|card| card.id.clone()).collect();
    let stored = Event::Stored {
        job: first,
        added,
        files,
    };
    assert_eq!(
        requests(&session.apply(stored, Vec::new())),
        [] as [&Request; 0]
    );
    let is_no_data = Event::IsNoData {
        job: second,
        what: Box::new(no_data("a", 0.9)),
    };
    let effects = session.apply(is_no_data, b"zip".to_vec());
    assert!(
        matches!(
            requests(&effects)[..],
            [Request::Start {
                spec: JobSpec::Assemble { .. },
                ..
            }]
        ),
        "{effects:?}"
    );
    let offer = &session.offers()[0];
    assert_eq!(offer.file.name, "run.zip");
    assert_eq!(**offer.file.bytes, *b"zip");

    let mut session = Session::default();
    let put = started(&session.plan(Intent::AddFiles(vec![NamedBytes {
        name: "x.zip".into(),
        bytes: vec![],
    }])));
    session.plan(Intent::Run {
        start: UnixMillis(0.0),
    });
    let error = fault(Code::DamagedZip).in_file("x.zip");
    session.apply(
        Event::Failed {
            job: Some(put),
            error: error.clone(),
        },
        Vec::new(),
    );
    assert!(!session.is_running());
    assert_eq!(
        (session.refused()[0].error.clone(), session.run().error()),
        (error.clone(), None),
        "it is said once"
    );
    assert_eq!(
        (
            session.view(),
            session.stage(View::Data),
            session.stage(View::Train)
        ),
        (View::Data, StageState::Failed, StageState::Empty)
    );
    session.plan(Intent::DismissRefused(0));
    assert_eq!(session.refused(), []);
}

#[test]
fn nothing_starts_while_a_setting_is_wrong() {
    let mut session = with_demo();
    session.plan(Intent::SetField {
        field: "run.validation_size".into(),
        text: "2".into(),
    });
    assert_eq!(session.stage(View::Train), StageState::Failed);
    assert_eq!(
        requests(&session.plan(Intent::Run {
            start: UnixMillis(0.0)
        }))
        .len(),
        0
    );
    assert_eq!(
        session.run().error().unwrap().place.as_ref().unwrap().file,
        "run.validation_size"
    );
    session.plan(Intent::SetField {
        field: "run.validation_size".into(),
        text: "0.2".into(),
    });
    assert_eq!(session.stage(View::Train), StageState::Empty);

    // What can't be read is no part of the settings; the refusal goes with it all the same.
    for (text, is_refused) in [("ten", true), ("1.0", false)] {
        session.plan(Intent::SetField {
            field: "svc.C".into(),
            text: text.into(),
        });
        if is_refused {
            session.plan(Intent::Run {
                start: UnixMillis(0.0),
            });
        }
        assert_eq!(session.run().error().is_some(), is_refused, "{text}");
    }
}

#[test]
fn a_refusal_for_want_of_data_goes_when_they_come() {
    let mut session = Session::default();
    session.plan(Intent::Run {
        start: UnixMillis(0.0),
    });
    assert_eq!(session.data().error().unwrap().code, Code::MissingFile);
    assert_eq!(
        (session.stage(View::Data), session.stage(View::Train)),
        (StageState::Failed, StageState::Empty)
    );
    let job = started(&session.plan(Intent::LoadDemo(crate::message::Language::Polish)));
    session.apply(
        done(
            job,
            Outcome::Demo {
                files: vec![file_summary("train.txt", Role::TrainTexts)],
                data: loaded_summary("demo"),
            },
        ),
        Vec::new(),
    );
    assert_eq!(session.run().error(), None);
}

#[test]
fn an_archive_shows_its_run_again_after_a_reload() {
    let mut before = with_demo();
    run(&mut before, "r1", 0.5);
    let effects = before.plan(Intent::SetField {
        field: "svc.C".into(),
        text: "10".into(),
    });
    let kept: Vec<&String> = effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::KeepSettings(text) => Some(text),
            _ => None,
        })
        .collect();
    assert!(
        effects.contains(&Effect::ShowAddress("evaluate?svc.C=10.0".into())),
        "{effects:?}"
    );

    let mut after = Session::default();
    after.plan(Intent::RestoreSettings(kept[0].clone()));
    assert_eq!(after.config().svc.c, 10.0);
    let archive = NamedBytes {
        name: "r1.zip".into(),
        bytes: b"zip".to_vec(),
    };
    let open = |session: &mut Session, adopt_settings| {
        let intent = Intent::OpenArchive {
            archive: archive.clone(),
            adopt_settings,
        };
        let job = started(&session.plan(intent));
        let run = run_summary("r1", "demo", &RunConfig::default(), 0.5);
        session.apply(
            done(
                job,
                Outcome::Opened {
                    run,
                    archive: archive_summary("r1", true),
                },
            ),
            Vec::new(),
        );
    };
    open(&mut after, false);
    // The settings were changed after the run, and that is what the page says.
    assert_eq!(
        (after.stage(View::Train), after.stage(View::Export)),
        (StageState::Stale, StageState::Ready)
    );
    open(&mut after, true);
    assert_eq!(
        (after.stage(View::Train), after.config().svc.c),
        (StageState::Ready, 1.0)
    );
    let effects = after.plan(Intent::Download);
    assert!(matches!(&effects[..], [Effect::Save { bytes, .. }] if ***bytes == *b"zip"));

    // What a link or a quick user said before the browser found what it had kept stays.
    let mut linked = Session::default();
    linked.plan(Intent::FollowLink("data?svc.C=2.0".into()));
    linked.plan(Intent::RestoreSettings(
        kept[0].replace("\"view\":\"data\"", "\"view\":\"try\""),
    ));
    assert_eq!((linked.view(), linked.config().svc.c), (View::Data, 2.0));
    linked.plan(Intent::FollowLink("train?svc.kernal=rbf&svc.C=3.0".into()));
    let error = linked.error().expect("the unknown name is told");
    assert_eq!((linked.config().svc.c, error.code), (3.0, Code::UnknownKey));
    assert!(error.to_string().contains("`kernel`"), "{error}");
    assert_eq!(linked.form().violations(), &[]);
    let mut quick = Session::default();
    quick.plan(Intent::Open(View::Train));
    quick.plan(Intent::RestoreSettings(kept[0].clone()));
    assert_eq!((quick.view(), quick.config().svc.c), (View::Train, 10.0));

    let mut unreadable = Session::default();
    unreadable.plan(Intent::RestoreSettings("{\"view\":7".into()));
    assert_eq!(unreadable.config(), &RunConfig::default());
}
