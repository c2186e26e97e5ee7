//! The session held to whole stories; here are the cards that an engine would send, and the steps that stories share.

mod drift;
mod ended;
mod evaluate;
mod exclusions;
mod keep;
mod lead;
mod live;
mod monitor;
mod offers;
mod picking;
mod production;
mod promotion;
mod push;
mod random;
mod restart;
mod runs;
mod runs_table;
mod search;
mod stories;
mod trial;
mod undo;
mod validate;
mod versions;
mod waits;
mod workspaces;

use std::collections::BTreeMap;

use super::*;
use crate::jobs::protocol::{DataId, DriftSource, Event, Item, Outcome};
use crate::jobs::summaries::*;
use crate::message;
use crate::message::Message;
use crate::pipeline::corpus::NamedBytes;
use crate::pipeline::drift::{DriftOptions, DriftReport, Side, Tokens};
use crate::pipeline::error::Code;
use crate::pipeline::run::LogLine;
use crate::pipeline::run::record::Level;

/// What an engine may answer with.
fn fault(code: Code) -> Error {
    Error::new(code, message!("error-no-data"), message!("error-try-demo"))
}

fn file_summary(name: &str, role: Role) -> FileSummary {
    FileSummary {
        id: FileId(format!("id of {name}")),
        name: name.into(),
        n_bytes: 10,
        n_lines: 2,
        sha256: String::new(),
        role: Some(role),
        reason: message!("list-nothing"),
    }
}

fn loaded_summary(digest: &str) -> LoadedSummary {
    let train = SetSummary {
        n_rows: 2,
        class_counts: vec![1, 1],
        sources: Vec::new(),
        digest: digest.into(),
        lengths: Box::default(),
    };
    LoadedSummary {
        id: DataId(format!("data set {digest}")),
        naming: Default::default(),
        classes: vec!["a".into(), "b".into()],
        train,
        test: None,
        findings: Vec::new(),
        verdict: crate::pipeline::corpus::DataVerdict::Usable { notes: 0 },
        digest: digest.into(),
        at: UnixMillis(1.0),
    }
}

/// The archive of a run, as the engine tells of it.
fn no_data(run_id: &str, f1: f64) -> NoData {
    NoData::Run(ArchivedRun {
        run: run_summary(run_id, "data", &RunConfig::default(), f1),
        n_rows: 100,
        files: vec!["train.csv".into()],
    })
}

fn run_summary(run_id: &str, data: &str, config: &RunConfig, f1: f64) -> Box<RunSummary> {
    let evaluation = Evaluation {
        n: 2,
        confusion: vec![vec![1, 0], vec![0, 1]],
        per_class: Vec::new(),
        accuracy: f1,
        balanced_accuracy: f1,
        mcc: f1,
        f1_micro: f1,
        f1_macro: f1,
        f1_weighted: f1,
        poleval: None,
    };
    let fit = FitReport {
        n_rows: 2,
        n_features: 1,
        n_stored: 2,
        gamma: 1.0,
        n_support_vectors: None,
        iterations: 3,
        converged: true,
        stop: None,
        violation: None,
        seconds: 0.0,
        history: Vec::new(),
    };
    Box::new(RunSummary {
        run_id: run_id.into(),
        model_sha256: format!("model of {run_id}"),
        data_digest: Some(data.into()),
        config: config.clone(),
        start: UnixMillis(0.0),
        end: UnixMillis(1.0),
        classes: vec!["a".into(), "b".into()],
        metrics: BTreeMap::from([("f1_micro_validation_set".to_string(), Some(f1))]),
        evaluations: Evaluations {
            train: evaluation.clone(),
            validation: evaluation,
            test: None,
        },
        fits: Fits {
            train_part: fit.clone(),
            last: fit,
        },
        baseline: None,
        production: None,
        seconds: BTreeMap::new(),
        log: vec![log_line(&format!("the log of {run_id}"))],
    })
}

/// What a live fit comes to, with a plane of its own.
fn live_fit(f1: f64) -> LiveAnswer {
    LiveAnswer::Fit {
        fit: Box::new(LiveFit {
            confusion: vec![vec![1, 0], vec![0, 1]],
            f1_micro: f1,
            f1_macro: f1,
            n_learned: 2,
            n_features: 3,
            stop: crate::pipeline::svm::Stop::Converged,
            fit_seconds: 0.01,
            plane: "plane".into(),
            predicted: vec![0, 1],
            field: Vec::new(),
        }),
        plane: Some(LivePlane {
            name: "plane".into(),
            places: vec![(0.0, 0.0), (1.0, 1.0)],
            labels: vec![0, 1],
            texts: vec!["a".into(), "b".into()],
            rows: vec![0, 1],
        }),
    }
}

fn log_line(text: &str) -> LogLine {
    LogLine {
        at: UnixMillis(0.0),
        level: Level::Info,
        message: Message::text(text),
    }
}

fn archive_summary(run_id: &str, include_texts: bool) -> ArchiveSummary {
    ArchiveSummary {
        file_name: format!("{run_id}.zip"),
        run_id: run_id.into(),
        run_name: "a run".into(),
        n_bytes: 3,
        sha256: format!("{run_id} {include_texts}"),
        include_texts,
        entries: Vec::new(),
    }
}

fn production_summary(run_id: &str) -> ProductionSummary {
    ProductionSummary {
        sha256: format!("archive of {run_id}"),
        file_name: format!("{run_id}.zip"),
        run_name: "a run".into(),
        run_id: run_id.into(),
        model_sha256: format!("model of {run_id}"),
        classes: vec!["a".into(), "b".into()],
        metrics: BTreeMap::from([("f1_micro_test_set".to_string(), Some(0.5))]),
    }
}

fn drift_summary(job: JobId, drawn: f64) -> DriftSummary {
    let side = Side::of_texts::<&str>(&Tokens::new(), &[], None);
    let side_card = SideSummary {
        source: DriftSource::Production,
        n_rows: 0,
        has_labels: false,
        has_texts: true,
    };
    DriftSummary {
        id: job.0,
        report: Box::new(DriftReport::new(&side, &side, &DriftOptions::default())),
        tested: Vec::new(),
        drawn,
        reference: side_card.clone(),
        current: side_card,
        planted_rows: None,
    }
}

/// Requests among the effects.
fn requests(effects: &[Effect]) -> Vec<&Request> {
    effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Send { request, .. } => Some(request),
            _ => None,
        })
        .collect()
}

/// The number of the one job that the effects start; others may end for it.
fn started(effects: &[Effect]) -> JobId {
    let mut requests = requests(effects);
    requests.retain(|request| !matches!(request, Request::Cancel { .. }));
    match requests[..] {
        [Request::Start { job, .. } | Request::Put { job, .. }] => *job,
        ref others => panic!("not one job but {others:?}"),
    }
}

/// The effects but for those that keep settings and address in step.
fn without_settings(mut effects: Vec<Effect>) -> Vec<Effect> {
    effects.retain(|effect| !matches!(effect, Effect::KeepSettings(_) | Effect::ShowAddress(_)));
    effects
}

fn done(job: JobId, outcome: Outcome) -> Event {
    Event::Done { job, outcome }
}

/// A session with the demo loaded.
fn with_demo() -> Session {
    let mut session = Session::default();
    session.apply(Event::Ready { build: "b".into() }, Vec::new());
    let job = started(&session.plan(Intent::LoadDemo(crate::message::Language::Polish)));
    assert_eq!(session.stage(View::Data), StageState::Busy);
    session.apply(demo_loaded(job), Vec::new());
    session
}

/// The engine's answer to a wish for the demo.
fn demo_loaded(job: JobId) -> Event {
    let files = vec![
        file_summary("train.txt", Role::TrainTexts),
        file_summary("tags.txt", Role::TrainTags),
    ];
    let data = loaded_summary("demo");
    done(job, Outcome::Demo { files, data })
}

/// Presses Run and lets it come to its good end.
fn run(session: &mut Session, run_id: &str, f1: f64) -> JobId {
    let job = started(&session.plan(Intent::Run {
        start: UnixMillis(0.0),
    }));
    assert_eq!(session.stage(View::Train), StageState::Busy);
    let card = run_summary(run_id, "demo", session.config(), f1);
    let archive = started(&session.apply(done(job, Outcome::Run(card)), Vec::new()));
    let effects = session.apply(
        done(
            archive,
            Outcome::Archive(archive_summary(run_id, session.include_texts())),
        ),
        b"zip".to_vec(),
    );
    assert!(
        matches!(&effects[..], [Effect::KeepRunArchive { archive, .. }, Effect::KeepRun { .. }] if **archive.bytes == *b"zip"),
        "{effects:?}"
    );
    job
}

fn states(session: &Session) -> Vec<(View, StageState)> {
    View::ALL
        .into_iter()
        .map(|view| (view, session.stage(view)))
        .collect()
}
