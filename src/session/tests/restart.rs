//! A worker that is lost is said, and files of the last visit come back without those that were taken away.

use super::*;

fn lost(again: Vec<JobId>, is_first: bool) -> Intent {
    Intent::WorkerLost {
        reason: message!("worker-ended"),
        again,
        is_first,
    }
}

#[test]
fn a_loss_is_said_and_all_stays_where_it_was() {
    let mut session = with_demo();
    run(&mut session, "r1", 0.5);
    let before = session.clone();
    assert!(requests(&session.plan(lost(vec![], true))).is_empty());
    assert_eq!(session.engine(), &EngineState::Starting);
    assert_eq!(session.loss().map(|loss| loss.run_again), Some(false));
    session.apply(Event::Ready { build: "b".into() }, Vec::new());
    for view in View::ALL {
        assert_eq!(session.stage(view), before.stage(view), "{view:?}");
    }
    session.plan(Intent::DismissLoss);
    assert_eq!(session, before);
    // Another than the one that answers questions.
    session.plan(lost(vec![], false));
    assert_eq!(session.engine(), &EngineState::Ready);
}

#[test]
fn the_run_at_work_begins_once_more_with_a_new_log() {
    let mut session = with_demo();
    let job = started(&session.plan(Intent::Run {
        start: UnixMillis(7.0),
    }));
    let progress = Progress {
        log: vec![log_line("cleaned")],
        ..Progress::default()
    };
    session.apply(Event::Progress { job, progress }, Vec::new());
    assert_eq!(session.work().log.len(), 1);
    session.plan(lost(vec![job], true));
    assert_eq!(session.loss().map(|loss| loss.run_again), Some(true));
    assert!(session.is_running() && session.work().log.is_empty());
    let card = run_summary("r1", "demo", session.config(), 0.5);
    session.apply(done(job, Outcome::Run(card)), Vec::new());
    assert_eq!(session.shown_run(), Some("r1"));
}

#[test]
fn where_no_worker_lives_the_page_says_so() {
    let mut session = with_demo();
    let error = fault(Code::Bug);
    session.plan(Intent::WorkersGone(error.clone()));
    assert_eq!(session.engine(), &EngineState::Failed(error));
}

#[test]
fn files_come_back_without_those_that_were_taken_away() {
    let give = |name: &str| NamedBytes {
        name: name.into(),
        bytes: vec![1],
    };
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
    let mut before = Session::default();
    before.plan(Intent::Keep(KeepIntent::DataKept(String::new())));
    let put = started(&before.plan(Intent::AddFiles(vec![give("all.zip")])));
    let assemble = started(&before.apply(stored(put), Vec::new()));
    let outcome = Outcome::Data(loaded_summary("d"));
    before.apply(done(assemble, outcome), Vec::new());
    before.plan(Intent::Keep(KeepIntent::WantData(true)));
    before.plan(Intent::RemoveFile(cards[2].id.clone()));
    let outcome = Outcome::Data(loaded_summary("d2"));
    before.apply(done(JobId(before.last_job), outcome), Vec::new());
    let (number, _) = before.undoable().unwrap();
    let effects = before.plan(Intent::ForgetUndo(number));
    let record = effects.iter().find_map(|effect| match effect {
        Effect::KeepData { record, .. } => Some(record.clone()),
        _ => None,
    });

    let mut session = Session::default();
    let kept = KeepIntent::DataKept(record.expect("it is kept"));
    let effects = without_settings(session.plan(Intent::Keep(kept)));
    assert_eq!(effects, [Effect::ReadAgain(vec!["all.zip".into()])]);
    let back = |files: Vec<NamedBytes>, missing: Vec<String>| Intent::GiveAgain { files, missing };
    let mut other = session.clone();
    let put = started(&session.plan(back(vec![give("all.zip")], vec![])));
    let effects = session.apply(stored(put), Vec::new());
    let forgotten = vec![Item::File(cards[2].id.clone())];
    assert!(
        matches!(
            requests(&effects)[..],
            [Request::Forget { items }, Request::Start { spec: JobSpec::Assemble { .. }, .. }] if *items == forgotten
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
fn files_that_are_given_together_come_to_each_other() {
    let mut session = with_demo();
    let give = |name: &str| NamedBytes {
        name: name.into(),
        bytes: vec![1],
    };
    let effects = session.plan(Intent::AddFiles(vec![give("a"), give("b")]));
    let [
        Request::Put {
            job,
            beside,
            behind,
            ..
        },
        Request::Put { behind: after, .. },
    ] = requests(&effects)[..]
    else {
        panic!("{effects:?}");
    };
    assert_eq!((beside.len(), behind.len()), (0, 0), "the demo makes way");
    assert_eq!(after, &[*job]);

    let mut session = with_demo();
    session.given = vec![Given::File("train.txt".into())];
    let effects = session.plan(Intent::AddFiles(vec![give("c")]));
    let [Request::Put { beside, .. }] = requests(&effects)[..] else {
        panic!("{effects:?}");
    };
    assert_eq!(beside.len(), 2, "files of the user's stay");
}
