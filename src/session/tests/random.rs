//! Stories at random: any intents with any answers, in any order.

use proptest::prelude::*;

use super::*;
use crate::jobs::protocol::{DriftSource, SetName};

fn intents() -> impl Strategy<Value = Intent> {
    let file = (0..3_u32).prop_map(|n| FileId(format!("id of {n}")));
    let role = prop_oneof![
        Just(None),
        Just(Some(Role::TrainTexts)),
        Just(Some(Role::TrainTags))
    ];
    prop_oneof![
        (0..3_u32).prop_map(|n| Intent::AddFiles(vec![NamedBytes {
            name: n.to_string(),
            bytes: vec![]
        }])),
        (file.clone(), role).prop_map(|(file, role)| Intent::SetRole { file, role }),
        file.prop_map(Intent::RemoveFile),
        Just(Intent::LoadDemo(crate::message::Language::Polish)),
        Just(Intent::TryDemo {
            language: crate::message::Language::English,
            start: UnixMillis(0.0)
        }),
        Just(Intent::ClearData),
        any::<bool>().prop_map(|wanted| Intent::Keep(KeepIntent::WantData(wanted))),
        prop_oneof![
            Just(""),
            Just(r#"{"given":["demo"]}"#),
            Just(r#"{"wanted":true,"given":[{"file":"0"},{"file":"1"}]}"#)
        ]
        .prop_map(|text| Intent::Keep(KeepIntent::DataKept(text.into()))),
        Just(Intent::Run {
            start: UnixMillis(0.0)
        }),
        Just(Intent::Cancel),
        Just(Intent::MeasureCleaning),
        Just(Intent::CancelMeasuring),
        Just(Intent::Download),
        Just(Intent::Open(View::Drift)),
        Just(Intent::Open(View::Data)),
        Just(Intent::MeasureDrift),
        Just(Intent::CancelDrift),
        Just(Intent::SaveDrift),
        (0..3_u64).prop_map(|to| Intent::SetDriftCurrent(Some(DriftSource::Rows {
            set: SetName::Train,
            range: Some((0, to))
        }))),
        Just(Intent::Open(View::Validate)),
        Just(Intent::Compare),
        Just(Intent::MeasureCosts),
        Just(Intent::CancelCosts),
        Just(Intent::CancelCompare),
        Just(Intent::Promote {
            at: UnixMillis(0.0)
        }),
        "[a-z]{0,2}".prop_map(|reason| Intent::PromoteAnyway {
            at: UnixMillis(0.0),
            reason
        }),
        Just(Intent::LeavePromotion),
        Just(Intent::Undo),
        (0..4_u32).prop_map(Intent::ForgetUndo),
        any::<bool>().prop_map(|is_first| Intent::WorkerLost {
            reason: message!("worker-ended"),
            again: Vec::new(),
            is_first,
        }),
        Just(Intent::PutBackProduction {
            at: UnixMillis(0.0)
        }),
        Just(Intent::ForgetProduction {
            at: UnixMillis(0.0)
        }),
        (0..3_u32).prop_map(|n| Intent::LoadProduction {
            archive: NamedBytes {
                name: n.to_string(),
                bytes: vec![]
            },
            at: UnixMillis(0.0)
        }),
        any::<bool>().prop_map(Intent::SetIncludeTexts),
        Just(Intent::ShowRun("r".into())),
        Just(Intent::ShowRun("of an earlier visit".into())),
        Just(Intent::PromoteRun {
            run: "r".into(),
            at: UnixMillis(0.0)
        }),
        Just(Intent::RemoveRun("r".into())),
        Just(Intent::ArchiveKept("r".into())),
        Just(Intent::RestoreRuns {
            runs: vec![an_earlier_run()],
            shown: Some("of an earlier visit".into()),
        }),
        "[0-9a-z.]{0,4}".prop_map(|text| Intent::SetField {
            field: "svc.C".into(),
            text
        }),
    ]
}

/// What an earlier visit kept of a run, whose archive the browser may have lost.
fn an_earlier_run() -> String {
    let mut session = with_demo();
    run(&mut session, "r", 0.5);
    let mut kept = session.runs()[0].as_ref().clone();
    kept.run_id = "of an earlier visit".into();
    serde_json::to_string(&kept).unwrap()
}

/// What the shell is asked and answers later.
enum Asked {
    Files(Vec<String>),
    Archive(String),
}

impl Asked {
    fn answered(self) -> Intent {
        let file = |name: &String| NamedBytes {
            name: name.clone(),
            bytes: vec![],
        };
        match self {
            Asked::Files(names) => Intent::GiveAgain {
                files: names.iter().map(file).collect(),
                missing: vec![],
            },
            Asked::Archive(run) => Intent::OpenKept {
                archive: (run == "r").then(|| KeptArchive {
                    name: "r.zip".into(),
                    bytes: Default::default(),
                }),
                run,
            },
        }
    }
}

/// Answers a request as an engine might: well, badly or, for a cancelled one, with its cancellation.
fn answer(session: &Session, request: &Request, how: u8) -> Option<Event> {
    let error = || fault(Code::Usage);
    let file = |name: &str| file_summary(name, Role::TrainTexts);
    Some(match request {
        Request::Cancel { job } => Event::Cancelled { job: *job },
        Request::Put { job, .. } | Request::Start { job, .. } if how == 0 => Event::Failed {
            job: Some(*job),
            error: error(),
        },
        Request::Put { job, .. } if how == 2 => Event::IsNoData {
            job: *job,
            what: Box::new(no_data("run", 0.5)),
        },
        Request::Put { job, name, .. } => {
            let mut files: Vec<FileSummary> = session.files.clone();
            files.retain(|card| card.name != *name);
            files.push(file(name));
            Event::Stored {
                job: *job,
                added: vec![file(name).id],
                files,
            }
        }
        Request::Start { job, spec, .. } => {
            let outcome = match spec {
                JobSpec::LoadDemo(_) => Outcome::Demo {
                    files: vec![file("0")],
                    data: loaded_summary("demo"),
                },
                JobSpec::Assemble { .. } => Outcome::Data(loaded_summary(&how.to_string())),
                JobSpec::CleanReport { .. } => Outcome::Clean(CleanSummary {
                    n_texts: 0,
                    n_emptied: 0,
                    steps: Vec::new(),
                }),
                JobSpec::Train { config, .. } => {
                    Outcome::Run(run_summary("r", "demo", config, 0.5))
                }
                JobSpec::Live(_) => Outcome::Live(Box::new(live_fit(0.5))),
                JobSpec::GateArchive(_) => {
                    Outcome::Archive(archive_summary("r", session.include_texts()))
                }
                JobSpec::BuildArchive { run, include_texts } => {
                    Outcome::Archive(archive_summary(run, *include_texts))
                }
                JobSpec::LoadProduction { name } => Outcome::Production(production_summary(name)),
                JobSpec::OpenArchive { .. } => Outcome::Opened {
                    run: run_summary("r", "demo", session.config(), 0.5),
                    archive: archive_summary("r", session.include_texts()),
                },
                JobSpec::Drift(_) => Outcome::Drift(drift_summary(*job, 1.0)),
                JobSpec::DriftFile => Outcome::DriftFile { name: "d".into() },
                other => panic!("no story asks {other:?}"),
            };
            done(*job, outcome)
        }
        _ => return None,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever the user does and the engine answers, in time or late: numbers grow, and once every request has its
    /// answer nothing waits any more.
    #[test]
    fn no_story_leaves_the_page_waiting(
        story in prop::collection::vec((intents(), 0..3_u8, any::<bool>()), 1..40),
    ) {
        let mut session = Session::default();
        let mut open: Vec<(Request, u8)> = Vec::new();
        let mut last = 0;
        let mut again: Vec<Asked> = Vec::new();
        let mut take = |effects: Vec<Effect>, how: u8, open: &mut Vec<(Request, u8)>, again: &mut Vec<Asked>| {
            for effect in effects {
                match &effect {
                    Effect::ReadAgain(files) => again.push(Asked::Files(files.clone())),
                    Effect::ReadRunArchive(run) => again.push(Asked::Archive(run.clone())),
                    _ => {}
                }
                let Effect::Send { request, .. } = effect else { continue };
                if let Request::Put { job, .. } | Request::Start { job, .. } = &request {
                    assert!(job.0 > last, "job numbers must grow");
                    last = job.0;
                }
                // An engine ends a job once: what is cancelled gets no other answer.
                if let Request::Cancel { job } = request {
                    open.retain(|(other, _)| !matches!(other, Request::Start { job: other, .. } if *other == job));
                }
                open.push((request, how));
            }
        };
        for (intent, how, now) in story {
            let effects = session.plan(intent);
            take(effects, how, &mut open, &mut again);
            if now && !open.is_empty() {
                let (request, how) = open.remove(0);
                if let Some(event) = answer(&session, &request, how) {
                    let effects = session.apply(event, Vec::new());
                    take(effects, how, &mut open, &mut again);
                }
            }
        }
        while !open.is_empty() || !again.is_empty() {
            if let Some(asked) = again.pop() {
                let effects = session.plan(asked.answered());
                take(effects, 1, &mut open, &mut again);
                continue;
            }
            let (request, how) = open.remove(0);
            if let Some(event) = answer(&session, &request, how) {
                let effects = session.apply(event, Vec::new());
                take(effects, how, &mut open, &mut again);
            }
        }
        prop_assert!(!session.is_running() && session.run_opening().is_none());
        prop_assert!(session.promote_when_shown.is_none());
        prop_assert!(session.reading.is_empty() && !session.is_restoring());
        prop_assert!(!session.production().busy && session.loading.is_empty());
        prop_assert!(View::ALL.into_iter().all(|view| session.stage(view) != StageState::Busy));
        prop_assert!(!session.save_when_built || session.archive.job().is_none());
    }
}
