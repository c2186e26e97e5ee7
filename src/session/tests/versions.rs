//! Versions of data: which there are, what is kept of them, where the rows of one come from when it is compared.

use super::*;
use crate::jobs::protocol::{DataRef, DiffRequest};
use crate::pipeline::corpus::DataDiff;

fn id(digest: &str) -> DataId {
    loaded_summary(digest).id
}

/// The digests of the versions, the newest first, and that of the one of today.
fn versions(session: &Session) -> (Vec<String>, Option<String>) {
    let rows = session.versions();
    let digest = |row: &VersionRow| row.version.digest.clone();
    let current = rows.iter().find(|row| row.is_current).map(digest);
    (rows.iter().map(digest).collect(), current)
}

fn texts(all: &[&str]) -> Vec<String> {
    all.iter().map(|text| text.to_string()).collect()
}

/// The engine makes the data of a job.
fn made(session: &mut Session, job: JobId, digest: &str) -> Vec<Effect> {
    session.apply(done(job, Outcome::Data(loaded_summary(digest))), Vec::new())
}

/// Leaves the tags of the demo out.
fn without_tags(session: &mut Session) -> JobId {
    let file = session.files()[1].card.id.clone();
    started(&session.plan(Intent::SetRole { file, role: None }))
}

fn put(session: &mut Session, name: &str, digest: &str) -> Vec<Effect> {
    let files = vec![NamedBytes {
        name: name.into(),
        bytes: vec![1],
    }];
    let job = started(&session.plan(Intent::AddFiles(files)));
    let card = FileSummary {
        id: FileId(format!("id of {digest}")),
        ..file_summary(name, Role::TrainTable)
    };
    let (added, files) = (vec![card.id.clone()], vec![card]);
    let stored = Event::Stored { job, added, files };
    let job = started(&session.apply(stored, Vec::new()));
    made(session, job, digest)
}

fn wanted(session: &mut Session, digest: &str) -> Vec<Effect> {
    without_settings(session.plan(Intent::CompareVersion(Some(id(digest)))))
}

/// What the one job of the effects is to do.
fn spec(effects: &[Effect]) -> &JobSpec {
    match requests(effects)[..] {
        [Request::Start { spec, .. }] => spec,
        ref others => panic!("not one job but {others:?}"),
    }
}

fn diff_of(before: DataRef, now: DataRef) -> JobSpec {
    JobSpec::Diff(DiffRequest::Data { before, now })
}

fn diff_summary() -> Outcome {
    Outcome::Diff(Box::new(DiffSummary {
        data: DataDiff::of_digests(&BTreeMap::new(), &BTreeMap::new()),
        has_texts: [true, true],
        relabelled_texts: Vec::new(),
        paired: None,
        unpaired: Vec::new(),
    }))
}

/// What is to be kept of the data now.
fn record(session: &Session) -> String {
    session.data_to_keep().text()
}

fn kept(record: &str) -> (Session, Vec<Effect>) {
    let mut session = Session::default();
    let intent = Intent::Keep(KeepIntent::DataKept(record.into()));
    let effects = without_settings(session.plan(intent));
    (session, effects)
}

#[test]
fn each_data_set_is_a_version_once_and_one_stands_beside_that_of_today() {
    let mut session = with_demo();
    assert_eq!(versions(&session).0, ["demo"]);
    run(&mut session, "r1", 0.5);
    let job = without_tags(&mut session);
    made(&mut session, job, "bare");
    let two = (texts(&["bare", "demo"]), Some("bare".to_string()));
    assert_eq!(versions(&session), two);
    let rows = session.versions();
    assert_eq!(rows[0].version.name(), "train.txt");
    assert_eq!(rows[1].version.name(), "train.txt, tags.txt");
    assert_eq!((rows[0].runs.len(), rows[1].runs.len()), (0, 1));

    // The one of today is no other than itself, and needs no engine.
    assert_eq!(wanted(&mut session, "bare"), []);
    assert_eq!(session.versions_diff(), Stage::Empty);
    let effects = wanted(&mut session, "demo");
    let data = |digest| DataRef::Data(id(digest));
    assert_eq!(*spec(&effects), diff_of(data("demo"), data("bare")));
    let job = started(&effects);
    assert_eq!(session.versions_diff().state(), StageState::Busy);
    session.apply(done(job, diff_summary()), Vec::new());
    assert_eq!(session.versions_diff().state(), StageState::Ready);
    let document = session.versions_document().unwrap();
    assert_eq!(document.subject, "demo, bare");
    // What is there is not asked for again, and another choice ends what is at work.
    assert_eq!(wanted(&mut session, "demo"), []);
    let none = session.plan(Intent::CompareVersion(None));
    assert!(requests(&none).is_empty() && session.versions_document().is_none());

    // Back at what it was, it is the version that it was.
    let file = session.files()[1].card.id.clone();
    let role = Some(Role::TrainTags);
    let job = started(&session.plan(Intent::SetRole { file, role }));
    made(&mut session, job, "demo");
    let back = (texts(&["bare", "demo"]), Some("demo".to_string()));
    assert_eq!(versions(&session), back);
}

#[test]
fn versions_of_the_last_visit_are_there_and_are_made_again() {
    let mut before = with_demo();
    let job = without_tags(&mut before);
    made(&mut before, job, "bare");
    let record = record(&before);

    let (mut session, effects) = kept(&record);
    assert_eq!(versions(&session), (texts(&["bare", "demo"]), None));
    // The demo comes back, and then what the user has made of it.
    assert_eq!(
        *spec(&effects),
        JobSpec::LoadDemo(crate::message::Language::Polish)
    );
    let files = vec![
        file_summary("train.txt", Role::TrainTexts),
        file_summary("tags.txt", Role::TrainTags),
    ];
    let data = loaded_summary("demo");
    let job = started(&effects);
    let effects = session.apply(done(job, Outcome::Demo { files, data }), Vec::new());
    assert!(session.data().value().is_none() && session.is_restoring());
    made(&mut session, started(&effects), "bare");
    assert!(!session.is_restoring());
    let is = (texts(&["bare", "demo"]), Some("bare".to_string()));
    assert_eq!(versions(&session), is);

    // That of the whole demo has not been made in this visit.
    let effects = wanted(&mut session, "demo");
    let JobSpec::Assemble { files, .. } = spec(&effects) else {
        panic!("{effects:?}");
    };
    assert_eq!(files.len(), 2);
    assert_eq!(session.versions_diff().state(), StageState::Busy);
    let effects = made(&mut session, started(&effects), "demo");
    let data = |digest| DataRef::Data(id(digest));
    assert_eq!(*spec(&effects), diff_of(data("demo"), data("bare")));
    assert_eq!(session.data().value().unwrap().digest, "bare");
    session.apply(done(started(&effects), diff_summary()), Vec::new());
    assert!(session.versions_document().is_some());
}

#[test]
fn files_of_the_users_own_are_told_of_where_they_may_be_kept() {
    let mut session = with_demo();
    put(&mut session, "own.csv", "own");
    let (asked, _) = kept(&record(&session));
    assert_eq!(versions(&asked).0, ["demo"]);
    session.plan(Intent::Keep(KeepIntent::WantData(true)));
    let (willing, _) = kept(&record(&session));
    assert_eq!(versions(&willing).0, ["own", "demo"]);
    session.plan(Intent::Keep(KeepIntent::WantData(false)));
    let (unwilling, _) = kept(&record(&session));
    assert_eq!(versions(&unwilling).0, ["demo"]);
    // A record of before versions were kept.
    let (earlier, effects) = kept(r#"{"wanted":true,"given":[{"file":"own.csv"}],"chosen":{}}"#);
    assert_eq!(versions(&earlier).0, [""; 0]);
    assert_eq!(effects, [Effect::ReadAgain(vec!["own.csv".into()])]);
}

#[test]
fn a_version_whose_files_are_gone_says_so_or_comes_from_a_run() {
    let mut before = Session::default();
    before.plan(Intent::Keep(KeepIntent::WantData(true)));
    put(&mut before, "own.csv", "first");
    put(&mut before, "own.csv", "second");
    // In this visit the engine knows both.
    let effects = wanted(&mut before, "first");
    let data = |digest| DataRef::Data(id(digest));
    assert_eq!(*spec(&effects), diff_of(data("first"), data("second")));
    before.plan(Intent::CompareVersion(None));
    let record = record(&before);

    let (mut session, _) = kept(&record);
    let files = vec![NamedBytes {
        name: "own.csv".into(),
        bytes: vec![1],
    }];
    let back = Intent::GiveAgain {
        files,
        missing: Vec::new(),
    };
    let job = started(&session.plan(back));
    let card = FileSummary {
        id: FileId("id of second".into()),
        ..file_summary("own.csv", Role::TrainTable)
    };
    let (added, files) = (vec![card.id.clone()], vec![card]);
    let stored = Event::Stored { job, added, files };
    let job = started(&session.apply(stored, Vec::new()));
    made(&mut session, job, "second");
    assert_eq!(wanted(&mut session, "first"), []);
    let stage = session.versions_diff();
    let error = stage.error().expect("its file is another one now");
    assert_eq!(error.code, Code::MissingFile);
    assert!(error.to_string().contains("`own.csv`"), "{error}");

    // A run that was made from it, and whose archive has the texts.
    let card = run_summary("r1", "first", session.config(), 0.5);
    let archive = RunArchive {
        file_name: "r1.zip".into(),
        n_bytes: 3,
        sha256: "sha".into(),
        include_texts: true,
        bytes: None,
    };
    let run = KeptRun {
        run_id: card.run_id.clone(),
        model_sha256: card.model_sha256.clone(),
        start: card.start,
        config: card.config.clone(),
        metrics: card.metrics.clone(),
        seconds: card.seconds.clone(),
        data_digest: card.data_digest.clone(),
        said: Said::default(),
        archive: Some(archive),
    };
    session.insert_run(Arc::new(run));
    let effects = wanted(&mut session, "first");
    let of_run = DataRef::Run("r1".into());
    assert_eq!(*spec(&effects), diff_of(of_run, data("second")));
    // What the engine says against it stands in the same place.
    let failed = Event::Failed {
        job: Some(started(&effects)),
        error: fault(Code::ReadFailed),
    };
    session.apply(failed, Vec::new());
    assert_eq!(
        session.versions_diff().error(),
        Some(&fault(Code::ReadFailed))
    );
    assert_eq!(session.error(), None);
}

#[test]
fn no_more_are_listed_than_can_be_looked_through() {
    let mut session = with_demo();
    for n in 0..30 {
        put(&mut session, "own.csv", &format!("{n}"));
    }
    let (all, current) = versions(&session);
    assert_eq!((all.len(), current), (20, Some("29".to_string())));
    assert_eq!((&*all[0], &*all[19]), ("29", "10"));
}
