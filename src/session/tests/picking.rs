//! Rows that are picked: chips, what is done with them, and new versions of the data.

use super::*;
use crate::jobs::protocol::{Condition, NewLabels, Selection, SetName, Split};

fn pick(session: &mut Session, intent: PickIntent) -> Vec<Effect> {
    without_settings(session.plan(Intent::Pick(intent)))
}

fn toggle(session: &mut Session, set: SetName, condition: Condition) {
    pick(session, PickIntent::Toggle { set, condition });
}

fn class(name: &str) -> Condition {
    Condition::Class(name.into())
}

fn cell(run: &str) -> Condition {
    Condition::Cell {
        run: run.into(),
        part: Split::Validation,
        truth: "a".into(),
        predicted: Some("b".into()),
    }
}

fn chips(session: &Session) -> Vec<String> {
    let chips = session.picked_chips();
    chips.iter().map(Message::to_string).collect()
}

#[test]
fn chips_come_and_go_with_what_they_name() {
    let mut session = with_demo();
    run(&mut session, "r1", 0.5);
    toggle(&mut session, SetName::Train, cell("r1"));
    toggle(&mut session, SetName::Train, class("a"));
    toggle(
        &mut session,
        SetName::Train,
        Condition::Length { from: 81, to: 120 },
    );
    assert_eq!(
        chips(&session),
        ["a → b · validation", "class: a", "81–120 characters"]
    );
    // Another class in its place, the same one once more takes it away; a class that the data lack is none.
    toggle(&mut session, SetName::Train, class("b"));
    assert_eq!(chips(&session).last().unwrap(), "class: b");
    toggle(&mut session, SetName::Train, class("b"));
    toggle(&mut session, SetName::Train, class("no class"));
    assert_eq!(chips(&session), ["a → b · validation", "81–120 characters"]);
    pick(&mut session, PickIntent::RemoveLast);
    assert_eq!(chips(&session), ["a → b · validation"]);
    let text = |text: &str| PickIntent::Search {
        set: SetName::Train,
        text: text.into(),
    };
    pick(&mut session, text("g"));
    pick(&mut session, text("gnom"));
    assert_eq!(chips(&session), ["a → b · validation", "“gnom”"]);
    pick(&mut session, text(""));
    // The run goes, and what names it.
    session.plan(Intent::RemoveRun("r1".into()));
    assert_eq!(session.selection(), None);
    pick(&mut session, PickIntent::RemoveLast);
    pick(&mut session, PickIntent::Remove(7));
    assert_eq!(session.selection(), None);
}

#[test]
fn the_same_conditions_hold_in_the_other_set_where_they_mean_something_there() {
    let mut session = with_demo();
    toggle(&mut session, SetName::Train, class("a"));
    pick(&mut session, PickIntent::Set(SetName::Test));
    assert_eq!(
        session.selection(),
        Some(&Selection::of(SetName::Test, class("a")))
    );
    assert_eq!(session.selection_in(SetName::Train), None);
    run(&mut session, "r1", 0.5);
    toggle(&mut session, SetName::Train, cell("r1"));
    pick(&mut session, PickIntent::Set(SetName::Test));
    assert_eq!(session.selection().unwrap().set, SetName::Train);
}

#[test]
fn what_is_picked_is_exported_and_left_out_and_that_can_be_undone() {
    let mut session = with_demo();
    toggle(&mut session, SetName::Train, class("a"));
    let effects = pick(&mut session, PickIntent::Export);
    let job = started(&effects);
    // One thing at a time.
    assert_eq!(pick(&mut session, PickIntent::Exclude), []);
    let name = "dryf-rows-train-class.csv".to_string();
    let exported = Outcome::ExportedRows { name: name.clone() };
    let effects = session.apply(done(job, exported), b"csv".to_vec());
    assert!(effects.contains(&Effect::Save {
        name,
        bytes: Arc::new(b"csv".to_vec())
    }));
    let job = started(&pick(&mut session, PickIntent::Exclude));
    session.apply(done(job, Outcome::RowNumbers(vec![0, 4])), Vec::new());
    assert_eq!(session.config().data.exclude_train_rows, [1, 5]);
    assert_eq!(session.undoable().unwrap().1, Undoable::Rows(2));
    session.plan(Intent::Undo);
    assert_eq!(session.config().data.exclude_train_rows, [0; 0]);
    let job = started(&pick(&mut session, PickIntent::Export));
    let error = fault(Code::MissingFile);
    let failed = Event::Failed {
        job: Some(job),
        error: error.clone(),
    };
    session.apply(failed, Vec::new());
    assert_eq!(session.picked_fault(), Some(&error));
    assert!(!session.is_at_picked());
}

/// A session with data from files that say where they came from.
fn with_files() -> Session {
    let mut session = with_demo();
    let source = crate::pipeline::corpus::Source {
        name: "train.txt".into(),
        role: Role::TrainTexts,
        sha256: String::new(),
        n_bytes: 1,
        n_lines: 2,
        columns: Vec::new(),
        reading: None,
    };
    let mut data = loaded_summary("demo");
    data.train.sources = vec![source];
    let key = session.data_key();
    session.data.set(key, Arc::new(data));
    session
}

/// Labels two rows, up to the file that the engine is given.
fn labelled(session: &mut Session) -> (JobId, Vec<Effect>) {
    let labels = vec![(0, "b".to_string()), (1, "a".into())];
    let set = SetName::Train;
    let effects = pick(
        session,
        PickIntent::Relabel {
            set,
            labels: labels.clone(),
        },
    );
    let job = started(&effects);
    match requests(&effects)[..] {
        [
            Request::Start {
                spec: JobSpec::Relabel(request),
                ..
            },
        ] => {
            assert_eq!(request.file, "train-v2.jsonl");
            assert_eq!(request.labels, NewLabels::Each { set, labels });
        }
        ref others => panic!("{others:?}"),
    }
    let outcome = Outcome::Relabelled {
        name: "train-v2.jsonl".into(),
        n_rows: 2,
    };
    let effects = session.apply(done(job, outcome), b"rows".to_vec());
    (started(&effects), effects)
}

#[test]
fn other_labels_are_a_file_in_the_place_of_the_sets_files() {
    let mut session = with_files();
    let before: Vec<FileView> = session.files();
    let data = session.data().value().cloned();
    let (put, effects) = labelled(&mut session);
    let file = NamedBytes {
        name: "train-v2.jsonl".into(),
        bytes: b"rows".to_vec(),
    };
    assert!(effects.contains(&Effect::HoldFiles(vec![file])));
    assert_eq!(session.files(), [], "both files of the set went");
    let card = FileSummary {
        role: None,
        ..file_summary("train-v2.jsonl", Role::TrainTable)
    };
    let stored = Event::Stored {
        job: put,
        added: vec![card.id.clone()],
        files: vec![card.clone()],
    };
    let assemble = session.apply(stored, Vec::new());
    match requests(&assemble)[..] {
        [
            Request::Start {
                spec: JobSpec::Assemble { files, .. },
                ..
            },
        ] => {
            assert_eq!(files[..], [(card.id, Role::TrainTable)]);
        }
        ref others => panic!("{others:?}"),
    }
    let job = started(&assemble);
    session.apply(done(job, Outcome::Data(loaded_summary("v2"))), Vec::new());
    assert_eq!(session.stage(View::Data), StageState::Ready);
    assert_eq!(session.labelled().unwrap().n_rows, 2);
    let versions = session.versions();
    assert_eq!(versions.len(), 2);
    assert!(versions[0].is_current && versions[1].is_beside);
    // What was there before comes back.
    assert_eq!(session.undoable().unwrap().1, Undoable::Labels(2));
    session.plan(Intent::Undo);
    assert_eq!(
        (session.files(), session.data().value().cloned()),
        (before, data)
    );
    assert_eq!(session.labelled(), None);
    // A name that was given to another version is not given again.
    let labels = vec![(0, "b".to_string())];
    let set = SetName::Train;
    let effects = pick(&mut session, PickIntent::Relabel { set, labels });
    let named = |request: &&Request| matches!(request, Request::Start { spec: JobSpec::Relabel(request), .. } if request.file == "train-v3.jsonl");
    assert!(requests(&effects).iter().any(named), "{effects:?}");
}

#[test]
fn labels_that_rows_have_already_change_nothing() {
    let mut session = with_files();
    toggle(&mut session, SetName::Train, class("a"));
    let job = started(&pick(&mut session, PickIntent::Label("a".into())));
    let outcome = Outcome::Relabelled {
        name: "train-v2.jsonl".into(),
        n_rows: 0,
    };
    let effects = session.apply(done(job, outcome), b"rows".to_vec());
    assert_eq!(requests(&effects), [] as [&Request; 0]);
    assert_eq!(session.labelled().unwrap().n_rows, 0);
    assert_eq!(session.undoable(), None);
    pick(&mut session, PickIntent::DismissLabelled);
    assert_eq!(session.labelled(), None);
}
