//! The model in production: promoted, loaded, put back, taken out, and what of it outlives a reload.

use super::*;

fn at(millis: f64) -> UnixMillis {
    UnixMillis(millis)
}

fn file(name: &str) -> NamedBytes {
    NamedBytes {
        name: name.into(),
        bytes: name.as_bytes().to_vec(),
    }
}

/// Lets the archive on its way arrive as that of a run.
fn loaded(session: &mut Session, effects: &[Effect], run_id: &str) -> Vec<Effect> {
    let job = started(effects);
    session.apply(
        done(job, Outcome::Production(production_summary(run_id))),
        Vec::new(),
    )
}

/// Names of what is kept as the archive in production and the one before.
fn kept(effects: &[Effect]) -> (Option<String>, Option<String>) {
    let name = |archive: &Option<KeptArchive>| archive.as_ref().map(|archive| archive.name.clone());
    match effects {
        [
            Effect::KeepPromotion(_),
            Effect::KeepProduction { archive, before },
        ] => (name(archive), name(before)),
        others => panic!("nothing is kept but {others:?}"),
    }
}

fn history(session: &Session) -> Vec<(How, &str)> {
    let promotions = &session.production().promotions;
    promotions
        .iter()
        .map(|promotion| (promotion.how.clone(), promotion.run_id.as_str()))
        .collect()
}

fn some(name: &str) -> Option<String> {
    Some(name.to_string())
}

#[test]
fn a_production_model_makes_the_comparison_stale_unless_it_is_the_run_itself() {
    let mut session = with_demo();
    run(&mut session, "r1", 0.5);
    let load = |millis| Intent::LoadProduction {
        archive: file("p.zip"),
        at: at(millis),
    };
    let job = started(&session.plan(load(1.0)));
    let error = fault(Code::NotAnArchive);
    session.apply(
        Event::Failed {
            job: Some(job),
            error: error.clone(),
        },
        Vec::new(),
    );
    assert_eq!(
        (
            session.production().error.as_ref(),
            session.stage(View::Train)
        ),
        (Some(&error), StageState::Ready)
    );
    assert_eq!(history(&session), [], "what failed was not in production");
    let effects = session.plan(load(2.0));
    loaded(&mut session, &effects, "p");
    assert_eq!(session.stage(View::Train), StageState::Stale);
    session.plan(Intent::ForgetProduction { at: at(3.0) });
    assert_eq!(session.stage(View::Train), StageState::Ready);
    let effects = session.plan(Intent::Promote { at: at(4.0) });
    loaded(&mut session, &effects, "r1");
    assert_eq!(session.stage(View::Train), StageState::Ready);
}

#[test]
fn the_last_two_archives_and_the_whole_history_are_kept() {
    let mut session = with_demo();
    run(&mut session, "r1", 0.5);
    assert!(!session.is_in_production());
    let effects = session.plan(Intent::Promote { at: at(1.0) });
    let promoted = loaded(&mut session, &effects, "r1");
    assert_eq!(kept(&promoted), (some("r1.zip"), None));
    assert!(session.is_in_production());
    assert!(
        session.plan(Intent::Promote { at: at(1.5) }).is_empty(),
        "it is there already"
    );

    run(&mut session, "r2", 0.6);
    assert_eq!(session.stage(View::Train), StageState::Ready);
    // Without a test set the gate can't be asked: the user is.
    assert!(session.plan(Intent::Promote { at: at(1.8) }).is_empty());
    assert_eq!(session.doubt(), Some(Doubt::NotAsked));
    session.plan(Intent::LeavePromotion);
    assert_eq!((session.doubt(), session.is_in_production()), (None, false));
    session.plan(Intent::Promote { at: at(1.9) });
    let effects = session.plan(Intent::PromoteAnyway {
        at: at(2.0),
        reason: " ".into(),
    });
    let promoted = loaded(&mut session, &effects, "r2");
    assert_eq!(kept(&promoted), (some("r2.zip"), some("r1.zip")));
    // It was compared with the one before and is the one in production now.
    assert_eq!(session.stage(View::Train), StageState::Ready);

    let effects = session.plan(Intent::PutBackProduction { at: at(3.0) });
    let back = loaded(&mut session, &effects, "r1");
    assert_eq!(kept(&back), (some("r1.zip"), some("r2.zip")));
    let out = session.plan(Intent::ForgetProduction { at: at(4.0) });
    assert_eq!(kept(&out), (None, some("r1.zip")));
    assert_eq!(session.production().card, None);
    let story = [
        (How::Run, "r1"),
        (How::Run, "r2"),
        (How::PutBack, "r1"),
        (How::TakenOut, "r1"),
    ];
    assert_eq!(history(&session), story);

    // The next visit finds all of it, adds nothing to it, and can put the archive back.
    let lines = |effects: &[Effect]| -> Vec<String> {
        let text = |effect: &Effect| match effect {
            Effect::KeepPromotion(text) => Some(text.clone()),
            _ => None,
        };
        effects.iter().filter_map(text).collect()
    };
    let before = session.production().before.clone();
    let mut promotions = lines(&promoted);
    promotions.extend(lines(&back));
    promotions.extend(lines(&out));
    promotions.push("{\"of\":\"another version\"}".into());
    let mut next = Session::default();
    let effects = next.plan(Intent::RestoreProduction {
        archive: None,
        before: before.clone(),
        promotions: promotions.clone(),
    });
    assert!(requests(&effects).is_empty(), "{effects:?}");
    assert_eq!(history(&next), story[1..]);
    let effects = next.plan(Intent::PutBackProduction { at: at(5.0) });
    let back = loaded(&mut next, &effects, "r1");
    assert_eq!(kept(&back), (some("r1.zip"), None));

    let mut again = Session::default();
    let effects = again.plan(Intent::RestoreProduction {
        archive: before,
        before: None,
        promotions,
    });
    assert!(
        loaded(&mut again, &effects, "r1").is_empty(),
        "kept already"
    );
    assert_eq!(
        again
            .production()
            .card
            .as_ref()
            .map(|card| card.run_id.as_str()),
        Some("r1")
    );
    assert_eq!(history(&again), story[1..]);
}

#[test]
fn what_came_from_a_server_says_from_which_without_the_login() {
    let mut session = Session::default();
    session.plan(Intent::Push(PushIntent::Set(PushForm {
        server: "http://ala:secret@HOST:5000/".into(),
        ..PushForm::default()
    })));
    let uri = "models:/tweets/3".to_string();
    let take = PullIntent::Take {
        uri: uri.clone(),
        at: at(5.0),
    };
    let job = started(&session.plan(Intent::Pull(take)));
    let name = "tweets-3.zip".to_string();
    let effects = session.apply(done(job, Outcome::Pulled { name }), vec![1]);
    let kept = loaded(&mut session, &effects, "r");
    assert!(!format!("{kept:?}").contains("secret"), "{kept:?}");
    let address = "http://host:5000".to_string();
    assert_eq!(history(&session), [(How::Server { address, uri }, "r")]);
    // So does the next visit.
    let [Effect::KeepPromotion(line), ..] = &kept[..] else {
        panic!("{kept:?}");
    };
    let mut again = Session::default();
    again.plan(Intent::RestoreProduction {
        archive: None,
        before: None,
        promotions: vec![line.clone()],
    });
    assert_eq!(history(&again), history(&session));
}

#[test]
fn what_an_earlier_visit_kept_does_not_undo_a_quick_user() {
    let mut session = Session::default();
    let effects = session.plan(Intent::LoadProduction {
        archive: file("new.zip"),
        at: at(9.0),
    });
    loaded(&mut session, &effects, "new");
    let old = KeptArchive {
        name: "old.zip".into(),
        bytes: Arc::new(vec![1]),
    };
    let promotion = serde_json::to_string(&Promotion {
        at: at(1.0),
        how: How::Run,
        file_name: "old.zip".into(),
        run_id: "old".into(),
        run_name: "a run".into(),
        model_sha256: "m".into(),
        metrics: BTreeMap::new(),
        gate: None,
        reason: None,
    })
    .unwrap();
    let effects = session.plan(Intent::RestoreProduction {
        archive: Some(old.clone()),
        before: None,
        promotions: vec![promotion],
    });
    assert!(
        matches!(&effects[..], [Effect::KeepProduction { archive: Some(new), before: Some(before) }]
            if new.name == "new.zip" && *before == old),
        "{effects:?}"
    );
    assert_eq!(
        history(&session),
        [(How::Run, "old"), (How::File, "new")],
        "in the order of time"
    );
}

#[test]
fn a_run_is_promoted_once_its_archive_is_built() {
    let mut session = with_demo();
    let job = started(&session.plan(Intent::Run { start: at(0.0) }));
    assert!(
        session.plan(Intent::Promote { at: at(0.0) }).is_empty(),
        "there is no run yet"
    );
    let card = run_summary("r1", "demo", session.config(), 0.5);
    let archive = started(&session.apply(done(job, Outcome::Run(card)), Vec::new()));
    assert!(session.plan(Intent::Promote { at: at(1.0) }).is_empty());
    assert!(session.production().busy);
    let effects = session.apply(
        done(archive, Outcome::Archive(archive_summary("r1", true))),
        b"zip".to_vec(),
    );
    let [
        Effect::KeepRunArchive { .. },
        Effect::KeepRun { .. },
        rest @ ..,
    ] = &effects[..]
    else {
        panic!("{effects:?}");
    };
    loaded(&mut session, rest, "r1");
    assert!(session.is_in_production() && !session.production().busy);
    assert_eq!(
        session.production().archive.as_ref().unwrap().name,
        "r1.zip"
    );

    // An archive that can't be built is told where the promotion was asked for; so is a run that is gone by then.
    let archive = started(&session.plan(Intent::SetIncludeTexts(false)));
    let job = started(&session.plan(Intent::Run { start: at(2.0) }));
    let card = run_summary("r2", "demo", session.config(), 0.5);
    session.apply(done(job, Outcome::Run(card)), Vec::new());
    session.apply(Event::Cancelled { job: archive }, Vec::new());
    let building = JobId(session.last_job);
    let anyway = |millis: f64| Intent::PromoteAnyway {
        at: at(millis),
        reason: String::new(),
    };
    session.plan(Intent::Promote { at: at(3.0) });
    session.plan(anyway(3.0));
    let error = fault(Code::Usage);
    session.apply(
        Event::Failed {
            job: Some(building),
            error: error.clone(),
        },
        Vec::new(),
    );
    assert_eq!(session.production().error.as_ref(), Some(&error));
    session.plan(Intent::Promote { at: at(4.0) });
    let building = started(&session.plan(anyway(4.0)));
    assert_eq!(session.production().error, None);
    let job = started(&session.plan(Intent::Run { start: at(5.0) }));
    let card = run_summary("r3", "demo", session.config(), 0.5);
    session.apply(done(job, Outcome::Run(card)), Vec::new());
    session.apply(Event::Cancelled { job: building }, Vec::new());
    let error = session.production().error.as_ref().expect("it is told");
    assert!(error.message.to_string().contains("another run"), "{error}");
    assert!(!session.production().busy);
    assert_eq!(session.production().card.as_ref().unwrap().run_id, "r1");
}
