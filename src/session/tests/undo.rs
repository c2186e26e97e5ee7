//! What is taken away at once can be brought back; archives of runs are no data; the browser may keep nothing.

use super::*;

#[test]
fn what_was_taken_away_last_comes_back() {
    let mut session = with_demo();
    let before = session.files();
    session.plan(Intent::SetField {
        field: "svc.C".into(),
        text: "5".into(),
    });
    let form = session.form().clone();
    session.plan(Intent::ResetConfig);
    assert!(matches!(session.undoable(), Some((1, Undoable::Settings))));
    session.plan(Intent::Undo);
    assert_eq!((session.form(), session.undoable()), (&form, None));

    assert!(
        requests(&session.plan(Intent::ClearData)).is_empty(),
        "the engine keeps them"
    );
    assert_eq!(
        (session.undoable(), session.stage(View::Data)),
        (Some((2, Undoable::Files(2))), StageState::Empty)
    );
    assert!(requests(&session.plan(Intent::Undo)).is_empty());
    assert_eq!(
        (session.files(), session.stage(View::Data)),
        (before, StageState::Ready)
    );

    // After some seconds, or with other files, they are gone; a timer of before changes nothing.
    session.plan(Intent::ClearData);
    session.plan(Intent::ForgetUndo(2));
    assert!(session.undoable().is_some());
    let of_demo = |request: &Request| {
        let id = |name: &str| Item::File(FileId(format!("id of {name}")));
        let data = Item::Data(DataId("data set demo".into()));
        let items = vec![id("train.txt"), id("tags.txt"), data];
        *request == Request::Forget { items }
    };
    let effects = session.plan(Intent::ForgetUndo(3));
    assert!(matches!(requests(&effects)[..], [request] if of_demo(request)));
    assert_eq!(session.undoable(), None);
    let mut session = with_demo();
    session.plan(Intent::ClearData);
    let effects = session.plan(Intent::LoadDemo(crate::message::Language::Polish));
    assert!(
        matches!(
            requests(&effects)[..],
            [
                forget,
                Request::Start {
                    spec: JobSpec::LoadDemo(crate::message::Language::Polish),
                    ..
                }
            ] if of_demo(forget)
        ),
        "{effects:?}"
    );
    session.plan(Intent::Undo);
    assert_eq!(session.files().len(), 0, "the demo is on its way");

    let rules = session.rules().clone();
    session.plan(Intent::EditRules(RulesEdit::Remove(0)));
    assert!(matches!(session.undoable(), Some((_, Undoable::Rules))));
    session.plan(Intent::Undo);
    assert_eq!(*session.rules(), rules);
}

#[test]
fn a_run_that_ended_is_told_until_it_is_looked_at() {
    let mut session = with_demo();
    assert!(session.fresh_run().is_none());
    run(&mut session, "r1", 0.5);
    assert!(
        session.fresh_run().is_none(),
        "the first ends on its verdict"
    );
    session.plan(Intent::Open(View::Clean));
    run(&mut session, "r2", 0.5);
    assert_eq!(session.fresh_run().unwrap().run_id, "r2");
    session.plan(Intent::Open(View::Evaluate));
    assert!(session.fresh_run().is_none());
    run(&mut session, "r3", 0.6);
    assert!(session.fresh_run().is_none(), "the user sees it");
    session.plan(Intent::Open(View::Clean));
    run(&mut session, "r4", 0.6);
    session.plan(Intent::DismissFresh);
    assert!(session.fresh_run().is_none());
}

#[test]
fn what_is_not_kept_is_told_until_it_is_dismissed() {
    let mut session = Session::default();
    let say = |what, kept| Intent::Keeping { what, kept };
    assert_eq!(session.not_kept(), []);
    session.plan(say(Keepsake::Settings, false));
    session.plan(say(Keepsake::Production, false));
    assert_eq!(
        session.not_kept(),
        [Keepsake::Settings, Keepsake::Production]
    );
    session.plan(Intent::DismissNotKept);
    session.plan(say(Keepsake::Settings, false));
    assert_eq!(session.not_kept(), []);
    assert!(!session.keeps(Keepsake::Production) && session.keeps(Keepsake::Look));
    session.plan(say(Keepsake::Look, false));
    assert_eq!(session.not_kept(), [Keepsake::Look]);
    // There is room again: it is kept, and a later loss is told anew.
    session.plan(say(Keepsake::Production, true));
    assert!(session.keeps(Keepsake::Production));
    session.plan(say(Keepsake::Production, false));
    assert_eq!(session.not_kept(), [Keepsake::Look, Keepsake::Production]);
}

#[test]
fn files_of_the_last_visit_are_named_until_there_are_others() {
    let mut session = with_demo();
    let settings = session
        .plan(Intent::Open(View::Train))
        .into_iter()
        .find_map(|effect| match effect {
            Effect::KeepSettings(text) => Some(text),
            _ => None,
        })
        .unwrap();
    let mut next = Session::default();
    next.plan(Intent::RestoreSettings(settings));
    assert_eq!(next.last_files(), ["train.txt", "tags.txt"]);
    // A second reload still names them.
    let again = next.plan(Intent::Open(View::Clean));
    let again = again.iter().find_map(|effect| match effect {
        Effect::KeepSettings(text) => Some(text.clone()),
        _ => None,
    });
    let mut third = Session::default();
    third.plan(Intent::RestoreSettings(again.unwrap()));
    assert_eq!(third.last_files(), ["train.txt", "tags.txt"]);
}

#[test]
fn one_file_that_was_taken_away_comes_back_to_its_place() {
    let mut session = with_demo();
    let before = session.files();
    let first = before[0].card.id.clone();
    session.plan(Intent::SetRole {
        file: first.clone(),
        role: Some(Role::TestTexts),
    });
    let effects = session.plan(Intent::RemoveFile(first.clone()));
    assert!(
        !requests(&effects).contains(&&Request::Forget {
            items: vec![Item::File(first.clone())]
        }),
        "the engine keeps it"
    );
    assert_eq!(
        (session.files().len(), session.undoable()),
        (1, Some((1, Undoable::Files(1))))
    );
    let effects = session.plan(Intent::Undo);
    let roles = [Some(Role::TestTexts), Some(Role::TrainTags)];
    let now = session.files();
    assert_eq!(now.iter().map(|file| file.role).collect::<Vec<_>>(), roles);
    assert_eq!(now[0].card, before[0].card);
    assert!(
        matches!(
            requests(&effects)[..],
            [Request::Start {
                spec: JobSpec::Assemble { .. },
                ..
            }]
        ),
        "the data set is made of both again: {effects:?}"
    );

    // After some seconds, or with other files, it is gone.
    session.plan(Intent::RemoveFile(first.clone()));
    assert_eq!(
        requests(&session.plan(Intent::ForgetUndo(2))),
        [&Request::Forget {
            items: vec![Item::File(first)]
        }]
    );
    // The last one leaves nothing, and comes back as well.
    let last = session.files()[0].card.id.clone();
    session.plan(Intent::RemoveFile(last));
    assert_eq!(session.undoable(), Some((3, Undoable::Files(1))));
    assert_eq!(session.files().len(), 0);
    assert_eq!(session.stage(View::Data), StageState::Empty);
    let effects = session.plan(Intent::Undo);
    assert_eq!(session.files().len(), 1);
    assert_eq!(requests(&effects).len(), 1, "{effects:?}");
    assert_eq!(session.stage(View::Data), StageState::Busy);
}

#[test]
fn how_files_are_read_is_not_laid_over_other_files() {
    let file = |name: &str| NamedBytes {
        name: name.into(),
        bytes: b"text,label\n".to_vec(),
    };
    let give = |session: &mut Session, name: &str| {
        let effects = session.plan(Intent::AddFiles(vec![file(name)]));
        let job = started(&effects);
        let files = vec![file_summary(name, Role::TrainTable)];
        let added = files.iter().map(|card| card.id.clone()).collect();
        session.apply(Event::Stored { job, added, files }, Vec::new())
    };
    let said = {
        let mut options = ReadingOptions::default();
        options.all.header = Some(false);
        options
    };
    let mut session = Session::default();
    give(&mut session, "a.tsv");
    session.plan(Intent::SetReading(said.clone()));
    // The same file once more, corrected: as it was said.
    session.plan(Intent::ClearData);
    give(&mut session, "a.tsv");
    assert_eq!(*session.reading_options(), said);
    // Another one in its place: as it is found.
    session.plan(Intent::ClearData);
    give(&mut session, "b.csv");
    assert_eq!(*session.reading_options(), ReadingOptions::default());

    // The next visit goes by the names of the last one.
    session.plan(Intent::SetReading(said.clone()));
    let kept = session.plan(Intent::Open(View::Train));
    let kept = kept.into_iter().find_map(|effect| match effect {
        Effect::KeepSettings(text) => Some(text),
        _ => None,
    });
    for (name, expected) in [("b.csv", said), ("c.csv", ReadingOptions::default())] {
        let mut next = Session::default();
        next.plan(Intent::RestoreSettings(kept.clone().unwrap()));
        give(&mut next, name);
        assert_eq!(*next.reading_options(), expected, "{name}");
        // What comes late is not laid over files that are there.
        let mut late = Session::default();
        give(&mut late, "c.csv");
        late.plan(Intent::RestoreSettings(kept.clone().unwrap()));
        assert_eq!(*late.reading_options(), ReadingOptions::default());
    }
}

#[test]
fn files_of_the_users_take_the_place_of_a_demo() {
    let mut session = with_demo();
    let (before, data) = (session.files(), session.data());
    let file = |name: &str| NamedBytes {
        name: name.into(),
        bytes: b"bytes".to_vec(),
    };
    let files = vec![file("a.txt"), file("a-tags.txt")];
    let effects = session.plan(Intent::AddFiles(files));
    let puts: Vec<JobId> = requests(&effects)
        .iter()
        .map(|request| match request {
            Request::Put { job, .. } => *job,
            other => panic!("{other:?}"),
        })
        .collect();
    let texts = file_summary("a.txt", Role::TrainTexts);
    let tags = file_summary("a-tags.txt", Role::TrainTags);
    let mut beside = vec![texts.clone()];
    let stored = |job, added: &FileSummary, files| Event::Stored {
        job,
        added: vec![added.id.clone()],
        files,
    };
    session.apply(stored(puts[0], &texts, beside.clone()), Vec::new());
    beside.push(tags.clone());
    let effects = session.apply(stored(puts[1], &tags, beside), Vec::new());
    let own = [texts, tags].map(|card| FileView {
        role: card.role,
        card,
    });
    assert_eq!(session.files(), own);
    let assemble = started(&effects);
    let outcome = Outcome::Data(loaded_summary("own"));
    session.apply(done(assemble, outcome), Vec::new());
    assert_eq!(session.stage(View::Data), StageState::Ready);
    assert!(matches!(session.undoable(), Some((_, Undoable::Demo))));
    session.plan(Intent::Undo);
    assert_eq!((session.files(), session.data()), (before, data));

    // What is no data stands beside it, until the user says what it is for.
    let put = |session: &mut Session, name: &str| {
        let job = started(&session.plan(Intent::AddFiles(vec![file(name)])));
        let card = FileSummary {
            role: None,
            ..file_summary(name, Role::TrainTexts)
        };
        session.apply(stored(job, &card, vec![card.clone()]), Vec::new());
        card
    };
    put(&mut session, "picture.png");
    let all = session.files();
    assert_eq!((all.len(), all[2].role), (3, None));
    assert_eq!(session.undoable(), None);
    let texts = put(&mut session, "b.txt");
    session.plan(Intent::SetRole {
        file: texts.id.clone(),
        role: Some(Role::TrainTexts),
    });
    let own = session.files();
    assert_eq!(
        own.iter().map(|file| file.role).collect::<Vec<_>>(),
        [None, Some(Role::TrainTexts)]
    );
    assert_eq!(own[1].card, texts);
    session.plan(Intent::Undo);
    assert_eq!(session.files().len(), 4);
}

/// What was at work when the demo made way has ended before it comes back.
#[test]
fn a_demo_that_was_asked_for_twice_comes_back_and_waits_for_nothing() {
    let mut session = with_demo();
    let (before, data) = (session.files(), session.data());
    let demo = Intent::LoadDemo(crate::message::Language::Polish);
    let again = started(&session.plan(demo));
    let own = NamedBytes {
        name: "a.csv".into(),
        bytes: b"bytes".to_vec(),
    };
    let put = started(&session.plan(Intent::AddFiles(vec![own])));
    let card = file_summary("a.csv", Role::TrainTable);
    let stored = Event::Stored {
        job: put,
        added: vec![card.id.clone()],
        files: vec![card],
    };
    session.apply(stored, Vec::new());
    let failed = Event::Failed {
        job: Some(again),
        error: fault(Code::Usage),
    };
    session.apply(failed, Vec::new());
    session.plan(Intent::Undo);
    assert_eq!((session.files(), session.data()), (before, data));
}

#[test]
fn a_demo_comes_back_with_what_was_made_of_it() {
    let demo = with_demo();
    let removed = demo.files()[0].card.id.clone();
    let kept = format!(
        r#"{{"wanted":true,"given":["demo",{{"file":"train-v2.jsonl"}}],"removed":["{}"],"files":[]}}"#,
        removed.0
    );
    // The file of the user's may come before the demo, or after it.
    for demo_first in [true, false] {
        let mut session = Session::default();
        session.apply(Event::Ready { build: "b".into() }, Vec::new());
        let effects = session.plan(Intent::Keep(KeepIntent::DataKept(kept.clone())));
        let demo = started(&effects);
        let own = NamedBytes {
            name: "train-v2.jsonl".into(),
            bytes: b"bytes".to_vec(),
        };
        let back = Intent::GiveAgain {
            files: vec![own],
            missing: Vec::new(),
        };
        let put = started(&session.plan(back));
        let card = file_summary("train-v2.jsonl", Role::TrainTable);
        let stored = Event::Stored {
            job: put,
            added: vec![card.id.clone()],
            files: vec![card],
        };
        let mut events = [demo_loaded(demo), stored];
        if !demo_first {
            events.reverse();
        }
        for event in events {
            session.apply(event, Vec::new());
        }
        let mut names: Vec<String> = session
            .files()
            .into_iter()
            .map(|file| file.card.name)
            .collect();
        names.sort();
        assert_eq!(names, ["tags.txt", "train-v2.jsonl"], "{demo_first}");
    }
}

#[test]
fn what_was_taken_away_does_not_come_back_with_a_late_answer() {
    let mut session = with_demo();
    // Files of the user's: those of a demo would make way.
    session.given = vec![
        Given::File("train.txt".into()),
        Given::File("tags.txt".into()),
    ];
    let removed = session.files()[1].card.clone();
    let put = started(&session.plan(Intent::AddFiles(vec![NamedBytes {
        name: "c.txt".into(),
        bytes: vec![],
    }])));
    session.plan(Intent::RemoveFile(removed.id.clone()));
    let added = file_summary("c.txt", Role::TestTexts);
    let kept = session.files()[0].card.clone();
    let stored = |job, files: &[&FileSummary]| Event::Stored {
        job,
        added: vec![files[files.len() - 1].id.clone()],
        files: files.iter().map(|card| (*card).clone()).collect(),
    };
    session.apply(stored(put, &[&kept, &removed, &added]), Vec::new());
    assert_eq!(
        session
            .files()
            .iter()
            .map(|file| &file.card)
            .collect::<Vec<_>>(),
        [&kept, &added]
    );
    let put = started(&session.plan(Intent::AddFiles(vec![NamedBytes {
        name: "tags.txt".into(),
        bytes: vec![],
    }])));
    session.apply(stored(put, &[&kept, &added, &removed]), Vec::new());
    assert_eq!(session.files().len(), 3, "the user may bring it back");

    let put = started(&session.plan(Intent::AddFiles(vec![NamedBytes {
        name: "d.txt".into(),
        bytes: vec![],
    }])));
    session.plan(Intent::ClearData);
    session.apply(stored(put, &[&kept, &added]), Vec::new());
    assert_eq!(
        (session.files().len(), session.stage(View::Data)),
        (0, StageState::Empty)
    );
}
