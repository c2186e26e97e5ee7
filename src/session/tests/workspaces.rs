//! A workspace as one file: what is in it, and that opening it overwrites nothing.

use super::*;
use crate::jobs::protocol::WorkspacePart;
use crate::session::workspace::{self, WorkspaceState};

fn keep(session: &mut Session, intent: KeepIntent) -> Vec<Effect> {
    without_settings(session.plan(Intent::Keep(intent)))
}

/// What is packed: the parts, and their bytes one after the other.
fn packed(effects: &[Effect]) -> (JobId, Vec<WorkspacePart>, Vec<u8>) {
    let found = effects.iter().find_map(|effect| match effect {
        Effect::Send {
            request:
                Request::Start {
                    job,
                    spec: JobSpec::PackWorkspace { parts },
                    ..
                },
            attachment,
        } => Some((*job, parts.clone(), attachment.clone())),
        _ => None,
    });
    found.unwrap_or_else(|| panic!("nothing is packed: {effects:?}"))
}

/// Two runs, of which the browser keeps one, the second in production; one data file.
fn full() -> Session {
    let mut session = Session::default();
    session.apply(Event::Ready { build: "b".into() }, Vec::new());
    let put = started(&session.plan(Intent::AddFiles(vec![NamedBytes {
        name: "żółw.csv".into(),
        bytes: vec![1],
    }])));
    let card = file_summary("żółw.csv", Role::TrainTable);
    let effects = session.apply(
        Event::Stored {
            job: put,
            added: vec![card.id.clone()],
            files: vec![card],
        },
        Vec::new(),
    );
    let assemble = started(&effects);
    session.apply(
        done(assemble, Outcome::Data(loaded_summary("demo"))),
        Vec::new(),
    );
    run(&mut session, "r1", 0.5);
    session.plan(Intent::ArchiveKept("r1".into()));
    run(&mut session, "r2", 0.6);
    let effects = session.plan(Intent::Promote {
        at: UnixMillis(1.0),
    });
    let job = started(&effects);
    session.apply(
        done(job, Outcome::Production(production_summary("r2"))),
        Vec::new(),
    );
    session
}

/// The parts of its workspace.
fn parts_of(session: &mut Session) -> (Vec<WorkspacePart>, Vec<u8>) {
    let effects = keep(session, KeepIntent::SaveWorkspace);
    let wanted = Effect::ReadWorkspace {
        runs: vec!["r1".into()],
        files: vec!["żółw.csv".into()],
    };
    assert_eq!(effects, [wanted]);
    let part = |name: String, bytes: &[u8]| NamedBytes {
        name,
        bytes: bytes.to_vec(),
    };
    let parts = vec![
        part(workspace::run_path("r1"), b"of r1"),
        part(workspace::data_path(0), b"text,label\n"),
    ];
    let missing = vec![];
    let effects = keep(session, KeepIntent::WorkspaceRead { parts, missing });
    let (job, parts, bytes) = packed(&effects);
    let effects = session.apply(done(job, Outcome::Workspace), b"the zip".to_vec());
    assert!(
        matches!(&effects[..], [Effect::Save { name, bytes }] if name == "dryf-workspace.zip" && ***bytes == *b"the zip"),
        "{effects:?}"
    );
    let saved = WorkspaceState::Saved {
        runs: 2,
        missing: 0,
    };
    assert_eq!(*session.workspace(), saved);
    keep(session, KeepIntent::DismissWorkspace);
    assert_eq!(*session.workspace(), WorkspaceState::Idle);
    (parts, bytes)
}

/// Opens a workspace of these parts.
fn open(session: &mut Session, (parts, bytes): (Vec<WorkspacePart>, Vec<u8>)) -> Vec<Effect> {
    let job = started(&keep(
        session,
        KeepIntent::OpenWorkspace(NamedBytes {
            name: "w.zip".into(),
            bytes: b"a zip".to_vec(),
        }),
    ));
    assert_eq!(*session.workspace(), WorkspaceState::Busy);
    session.apply(done(job, Outcome::WorkspaceParts(parts)), bytes)
}

#[test]
fn a_workspace_brings_all_to_another_browser() {
    let mut source = full();
    let (parts, bytes) = parts_of(&mut source);
    let paths: Vec<&str> = parts.iter().map(|part| part.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "workspace.json",
            "runs/r1.zip",
            "data/0",
            "runs/r2.zip",
            "production/current.zip"
        ]
    );

    let mut session = Session::default();
    keep(&mut session, KeepIntent::DataKept(String::new()));
    let effects = open(&mut session, (parts.clone(), bytes.clone()));
    let came = WorkspaceState::Opened {
        added: 2,
        present: 0,
    };
    assert_eq!(*session.workspace(), came);
    let kept: Vec<(&str, &[u8])> = effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::KeepRunArchive { run, archive } => Some((&**run, &archive.bytes[..])),
            _ => None,
        })
        .collect();
    assert_eq!(kept, [("r1", &b"of r1"[..]), ("r2", b"zip")]);
    let held = Effect::HoldFiles(vec![NamedBytes {
        name: "żółw.csv".into(),
        bytes: b"text,label\n".to_vec(),
    }]);
    let read = Effect::ReadAgain(vec!["żółw.csv".into()]);
    let place = |wanted: &Effect| effects.iter().position(|effect| effect == wanted);
    assert!(place(&held).unwrap() < place(&read).unwrap());
    assert_eq!(
        session.production().promotions,
        source.production().promotions
    );
    assert!(
        effects
            .iter()
            .any(|effect| matches!(effect, Effect::KeepPromotion(_)))
    );
    // The run that was shown there is on its way into the views.
    let opening = requests(&effects).into_iter().filter(|request| {
        matches!(
            request,
            Request::Start {
                spec: JobSpec::OpenArchive { .. },
                ..
            }
        )
    });
    assert_eq!((opening.count(), session.run_opening()), (1, Some("r2")));

    // Once more, given as any file: all of it is here.
    let said = Said {
        note: "ours".into(),
        ..Said::default()
    };
    session.plan(Intent::SayOfRun {
        run: "r1".into(),
        said: said.clone(),
    });
    let file = NamedBytes {
        name: "w.zip".into(),
        bytes: b"a zip".to_vec(),
    };
    let job = started(&session.plan(Intent::AddFiles(vec![file])));
    let effects = session.apply(done(job, Outcome::WorkspaceParts(parts)), bytes);
    let came = WorkspaceState::Opened {
        added: 0,
        present: 2,
    };
    assert_eq!(*session.workspace(), came);
    assert_eq!(session.kept_run("r1").unwrap().said, said);
    assert_eq!(without_settings(effects), []);
}

#[test]
fn what_can_not_be_read_is_left_out_and_counted() {
    let mut session = full();
    keep(&mut session, KeepIntent::SaveWorkspace);
    let missing = vec![workspace::run_path("r1"), workspace::data_path(0)];
    let parts = vec![];
    let effects = keep(&mut session, KeepIntent::WorkspaceRead { parts, missing });
    let (job, parts, bytes) = packed(&effects);
    session.apply(done(job, Outcome::Workspace), Vec::new());
    let saved = WorkspaceState::Saved {
        runs: 2,
        missing: 2,
    };
    assert_eq!(*session.workspace(), saved);
    let mut other = Session::default();
    open(&mut other, (parts, bytes));
    assert_eq!(other.kept_run("r1").unwrap().archive, None);
    assert!(other.kept_run("r2").unwrap().archive.is_some());
    assert!(!other.has_data());
}

#[test]
fn a_workspace_that_is_none_changes_nothing_and_one_that_is_too_big_is_refused() {
    let mut session = full();
    let before = session.runs().to_vec();
    let part = WorkspacePart {
        path: "workspace.json".into(),
        n_bytes: 2,
    };
    open(&mut session, (vec![part], b"{}".to_vec()));
    assert_eq!(*session.workspace(), WorkspaceState::Idle);
    assert_eq!(session.error().unwrap().code, Code::DamagedArchive);
    session.plan(Intent::DismissError);

    // So does what the worker refuses, and a worker that is lost.
    let file = || NamedBytes {
        name: "w.zip".into(),
        bytes: b"a zip".to_vec(),
    };
    let job = started(&keep(&mut session, KeepIntent::OpenWorkspace(file())));
    let error = fault(Code::UnknownFormat);
    session.apply(
        Event::Failed {
            job: Some(job),
            error: error.clone(),
        },
        Vec::new(),
    );
    assert_eq!(
        (session.error(), session.workspace()),
        (Some(&error), &WorkspaceState::Idle)
    );
    assert_eq!(session.runs(), before);

    keep(&mut session, KeepIntent::SaveWorkspace);
    let parts = vec![NamedBytes {
        name: workspace::run_path("r1"),
        bytes: vec![0; (workspace::MOST_PACKED + 1) as usize],
    }];
    let effects = keep(
        &mut session,
        KeepIntent::WorkspaceRead {
            parts,
            missing: vec![],
        },
    );
    assert!(requests(&effects).is_empty());
    assert_eq!(session.error().unwrap().code, Code::FileTooLarge);
    assert_eq!(*session.workspace(), WorkspaceState::Idle);
}
