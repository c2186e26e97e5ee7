//! A worker that is lost: another is given what the lost one had, and the run at work starts once more, once.

use super::*;

fn lost() -> Intent {
    Intent::WorkerLost {
        reason: message!("worker-ended"),
    }
}

fn specs(effects: &[Effect]) -> Vec<(JobId, &JobSpec)> {
    let of = |request| match request {
        &Request::Start { job, ref spec } => Some((job, spec)),
        _ => None,
    };
    requests(effects).into_iter().filter_map(of).collect()
}

/// The demo arrives again.
fn demo_again(session: &mut Session, job: JobId) -> Vec<Effect> {
    let files = vec![
        file_summary("train.txt", Role::TrainTexts),
        file_summary("tags.txt", Role::TrainTags),
    ];
    let data = loaded_summary("demo");
    session.apply(done(job, Outcome::Demo { files, data }), Vec::new())
}

fn opened(session: &mut Session, job: JobId) -> Vec<Effect> {
    let run = run_summary("r1", "demo", session.config(), 0.5);
    let archive = archive_summary("r1", true);
    session.apply(done(job, Outcome::Opened { run, archive }), Vec::new())
}

#[test]
fn a_new_worker_gets_the_data_the_run_and_production() {
    let mut session = with_demo();
    run(&mut session, "r1", 0.5);
    let effects = session.plan(Intent::Promote {
        at: UnixMillis(1.0),
    });
    let job = started(&effects);
    session.apply(
        done(job, Outcome::Production(production_summary("r1"))),
        Vec::new(),
    );
    let before = session.clone();

    let effects = session.plan(lost());
    assert_eq!(effects[0], Effect::Restart);
    let [
        (demo, JobSpec::LoadDemo),
        (run, JobSpec::OpenArchive { .. }),
        (production, JobSpec::LoadProduction { .. }),
    ] = specs(&effects)[..]
    else {
        panic!("{effects:?}");
    };
    assert!(session.is_restoring() && session.restored() == 0);
    assert_eq!(session.loss().map(|loss| loss.run_again), Some(false));
    session.apply(Event::Ready { build: "b".into() }, Vec::new());
    demo_again(&mut session, demo);
    opened(&mut session, run);
    session.apply(
        done(production, Outcome::Production(production_summary("r1"))),
        Vec::new(),
    );
    assert!(!session.is_restoring() && session.restored() == 1);
    for view in View::ALL {
        assert_eq!(session.stage(view), before.stage(view), "{view:?}");
    }
    assert_eq!(
        session.production().promotions,
        before.production().promotions
    );
    session.plan(Intent::DismissLoss);
    assert_eq!(session.loss(), None);
}

#[test]
fn the_run_at_work_starts_once_more_and_is_told_the_second_time() {
    let mut session = with_demo();
    let job = started(&session.plan(Intent::Run {
        start: UnixMillis(7.0),
    }));
    let effects = session.plan(lost());
    assert_eq!(session.loss().map(|loss| loss.run_again), Some(true));
    let [(demo, JobSpec::LoadDemo)] = specs(&effects)[..] else {
        panic!("{effects:?}");
    };
    assert!(
        session
            .apply(done(job, Outcome::Unit), Vec::new())
            .is_empty(),
        "the lost worker's"
    );
    let effects = demo_again(&mut session, demo);
    let [
        (
            _,
            JobSpec::Train {
                start: UnixMillis(7.0),
                ..
            },
        ),
    ] = specs(&effects)[..]
    else {
        panic!("{effects:?}");
    };
    let effects = session.plan(lost());
    let error = session.run().error().expect("it is told").clone();
    assert!(
        error.message.to_string().contains("the browser ended it"),
        "{error}"
    );
    assert!(!session.is_running());
    let [(demo, JobSpec::LoadDemo)] = specs(&effects)[..] else {
        panic!("{effects:?}");
    };
    let effects = demo_again(&mut session, demo);
    assert!(specs(&effects).is_empty(), "{effects:?}");
    // The user may try again.
    started(&session.plan(Intent::Run {
        start: UnixMillis(8.0),
    }));
}

#[test]
fn a_run_that_was_cancelled_is_not_started_again() {
    let mut session = with_demo();
    started(&session.plan(Intent::Run {
        start: UnixMillis(7.0),
    }));
    session.plan(Intent::Cancel);
    assert!(session.cancelling_job().is_some());
    let effects = session.plan(lost());
    assert!(
        !session.is_running() && session.work().cancelled && session.cancelling_job().is_none()
    );
    let (demo, _) = specs(&effects)[0];
    assert!(specs(&demo_again(&mut session, demo)).is_empty());
}

#[test]
fn files_are_read_again_without_those_that_were_taken_away() {
    let mut session = Session::default();
    let give = |name: &str| NamedBytes {
        name: name.into(),
        bytes: vec![1],
    };
    let put = started(&session.plan(Intent::AddFiles(vec![give("all.zip")])));
    let cards = [
        file_summary("train.txt", Role::TrainTexts),
        file_summary("tags.txt", Role::TrainTags),
        file_summary("other.txt", Role::TestTexts),
    ];
    let stored = |job| Event::Stored {
        job,
        added: cards.iter().map(|card| card.id.clone()).collect(),
        files: cards.to_vec(),
    };
    let assemble = started(&session.apply(stored(put), Vec::new()));
    session.apply(
        done(assemble, Outcome::Data(loaded_summary("d"))),
        Vec::new(),
    );
    session.plan(Intent::RemoveFile(cards[2].id.clone()));
    let assemble = JobId(session.last_job);
    session.apply(
        done(assemble, Outcome::Data(loaded_summary("d2"))),
        Vec::new(),
    );

    let effects = session.plan(lost());
    let again = Effect::ReadAgain {
        files: vec!["all.zip".into()],
        batches: vec![],
    };
    assert!(effects.contains(&again), "{effects:?}");
    let back = |files: Vec<NamedBytes>, missing: Vec<String>| Intent::GiveAgain {
        files,
        batches: vec![],
        missing,
    };
    let mut other = session.clone();
    let put = started(&session.plan(back(vec![give("all.zip")], vec![])));
    let effects = session.apply(stored(put), Vec::new());
    assert!(
        matches!(
            requests(&effects)[..],
            [Request::Forget { files }, Request::Start { spec: JobSpec::Assemble { .. }, .. }] if *files == [cards[2].id.clone()]
        ),
        "{effects:?}"
    );
    assert_eq!(session.files().len(), 2);

    // What can't be read any more is named, and nothing waits for it.
    other.plan(back(vec![], vec!["all.zip".into()]));
    assert!(!other.is_restoring());
    assert_eq!(other.refused()[0].name, "all.zip");
    assert_eq!(
        (other.files().len(), other.stage(View::Data)),
        (0, StageState::Failed)
    );
}

#[test]
fn a_file_that_was_on_its_way_is_read_again() {
    let mut session = Session::default();
    session.plan(Intent::AddFiles(vec![NamedBytes {
        name: "train.csv".into(),
        bytes: vec![1],
    }]));
    let again = Effect::ReadAgain {
        files: vec!["train.csv".into()],
        batches: vec![],
    };
    assert!(session.plan(lost()).contains(&again));
}

#[test]
fn workers_that_are_lost_again_and_again_are_given_up() {
    let mut session = with_demo();
    for _ in 0..3 {
        assert_eq!(session.plan(lost())[0], Effect::Restart);
    }
    session.plan(lost());
    assert!(matches!(session.engine(), EngineState::Failed(_)));
    assert!(session.plan(lost()).is_empty());
}

#[test]
fn silence_is_the_end_of_a_worker_only_where_nothing_else_would_tell() {
    // Whether a lock guards the worker, whether it is taking in files, whether it is replaced.
    for (is_guarded, is_reading, is_replaced) in [
        (true, false, false),
        (true, true, false),
        (false, true, false),
        (false, false, true),
    ] {
        let mut session = with_demo();
        if is_reading {
            session.plan(Intent::AddFiles(vec![NamedBytes {
                name: "big.zip".into(),
                bytes: vec![1],
            }]));
        }
        let silent = true;
        let effects = session.plan(Intent::WorkerSilent { silent, is_guarded });
        assert_eq!(
            effects.contains(&Effect::Restart),
            is_replaced,
            "{is_guarded} {is_reading}"
        );
    }
}
