//! Files that are given as data and are none, folders, and what the page understands of files.

use super::*;
use crate::pipeline::corpus::{FileOptions, Preview, TextEncoding};
use crate::pipeline::step::at_once;
use crate::session::understood::{ColumnUse, Sample, with_encoding};

fn toml(name: &str, text: &str) -> NamedBytes {
    NamedBytes {
        name: name.into(),
        bytes: text.into(),
    }
}

fn give(session: &mut Session, name: &str, text: &str) -> Vec<Effect> {
    session.plan(Intent::AddFiles(vec![toml(name, text)]))
}

fn want(session: &mut Session, intent: OfferIntent) -> Vec<Effect> {
    session.plan(Intent::Offer(intent))
}

#[test]
fn files_of_settings_and_of_rules_are_told_apart_and_taken() {
    let mut session = Session::default();
    let effects = give(&mut session, "run.toml", "[svc]\nC = 3.0\n");
    assert_eq!(requests(&effects), [] as [&Request; 0]);
    give(&mut session, "search.toml", "[study]\nn_trials = 7\n");
    give(
        &mut session,
        "gate.toml",
        "[[rules]]\nrule = \"better\"\nmetric = \"f1-micro\"\n",
    );
    give(
        &mut session,
        "watch.toml",
        "[new_data]\nenabled = true\nrows = 77\n",
    );
    give(&mut session, "both.toml", "[drift]\nprofile = \"none\"\n");
    let kinds: Vec<&str> = session
        .offers()
        .iter()
        .map(|offer| match offer.what {
            OfferKind::Settings(_) => "settings",
            OfferKind::Search => "search",
            OfferKind::Rules => "rules",
            OfferKind::WatchRules => "watch",
            _ => "other",
        })
        .collect();
    assert_eq!(kinds, ["settings", "search", "rules", "watch", "settings"]);
    want(&mut session, OfferIntent::Leave(4));
    want(&mut session, OfferIntent::Open(0));
    assert_eq!((session.config().svc.c, session.view()), (3.0, View::Train));
    assert!(matches!(session.undoable(), Some((_, Undoable::Settings))));
    session.plan(Intent::Undo);
    assert_eq!(session.config().svc.c, 1.0);
    want(&mut session, OfferIntent::Open(0));
    assert_eq!(session.study_form().text("study.n_trials"), "7");
    want(&mut session, OfferIntent::Open(1));
    assert_eq!(session.monitor_rules().text("new_data.rows"), "77");
    want(&mut session, OfferIntent::Open(0));
    assert_eq!(session.view(), View::Validate);
    assert!(session.offers().is_empty());
    // What is none of ours, and what can't be read, is refused by name.
    give(&mut session, "Cargo.toml", "[package]\nname = \"x\"\n");
    give(&mut session, "odd.toml", "[svc]\nkernal = \"rbf\"\n");
    let refused: Vec<(&str, Code)> = session
        .refused()
        .iter()
        .map(|refused| (refused.name.as_str(), refused.error.code))
        .collect();
    assert_eq!(
        refused,
        [
            ("Cargo.toml", Code::UnknownFormat),
            ("odd.toml", Code::UnknownKey)
        ]
    );
}

/// Gives an archive, which the engine tells to be that of a run.
fn offered(session: &mut Session, run_id: &str) {
    let put = started(&give(session, &format!("{run_id}.zip"), "zip"));
    let what = Box::new(no_data(run_id, 0.9));
    session.apply(Event::IsNoData { job: put, what }, b"zip".to_vec());
}

#[test]
fn the_run_of_an_archive_is_compared_with_the_one_that_is_shown() {
    let mut session = Session::default();
    offered(&mut session, "r1");
    assert!(!session.can_compare_with("r1"), "nothing is shown");
    let mut session = runs::with_runs(&["r1"]);
    assert!(!session.can_compare_with("r1"));
    offered(&mut session, "r2");
    offered(&mut session, "r3");
    assert_eq!(session.offers().len(), 2);
    let OfferKind::Run(found) = &session.offers()[0].what else {
        panic!("it is a run");
    };
    assert_eq!((found.f1_micro, found.n_rows), (Some((0.9, false)), 100));
    let job = started(&want(&mut session, OfferIntent::Compare(0)));
    let outcome = Outcome::Opened {
        run: run_summary("r2", "demo", session.config(), 0.9),
        archive: archive_summary("r2", true),
    };
    let effects = session.apply(done(job, outcome), Vec::new());
    assert_eq!(session.shown_run(), Some("r1"), "the views keep their run");
    assert_eq!(session.view(), View::Runs);
    assert_eq!(session.runs_choice().compared, ["r1", "r2"]);
    assert!(
        session
            .kept_run("r2")
            .is_some_and(|run| run.archive.is_some())
    );
    assert!(
        !effects
            .iter()
            .any(|effect| matches!(effect, Effect::KeepShown(_)))
    );
    // The other one waits as before.
    assert_eq!(session.offers()[0].file.name, "r3.zip");
}

#[test]
fn a_folder_is_packed_and_given_as_the_zip_that_it_is() {
    let mut session = Session::default();
    let files = vec![toml("train/text.txt", "a\n"), toml("sub/run.zip", "zip")];
    let name = "data".to_string();
    let effects = session.plan(Intent::AddFolder { name, files });
    let names: Vec<&str> = requests(&effects)
        .iter()
        .map(|request| match request {
            Request::Put { name, .. } => name.as_str(),
            Request::Start {
                spec: JobSpec::PackWorkspace { parts },
                ..
            } => parts[0].path.as_str(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(names, ["run.zip", "train/text.txt"]);
    assert_eq!(session.reading(), ["run.zip", "data"]);
    let Request::Start { job, .. } = requests(&effects)[1] else {
        panic!("{effects:?}");
    };
    let effects = session.apply(done(*job, Outcome::Workspace), b"packed".to_vec());
    assert!(matches!(&effects[0], Effect::HoldFiles(files) if files[0].name == "data.zip"));
    assert!(matches!(requests(&effects)[..], [Request::Put { name, .. }] if name == "data.zip"));
}

fn preview(name: &str, bytes: &[u8], role: Role) -> Preview {
    let file = NamedBytes {
        name: name.into(),
        bytes: bytes.to_vec(),
    };
    at_once(Preview::of(&file, Some(role), &FileOptions::default())).unwrap()
}

#[test]
fn rows_stand_side_by_side_and_an_encoding_is_said_of_its_set() {
    let texts = preview("t.txt", "raz\ndwa\n".as_bytes(), Role::TrainTexts);
    let tags = preview("l.txt", b"0\n1\n", Role::TrainTags);
    let sample = Sample::of(&[&texts, &tags]);
    let used: Vec<_> = sample.columns.iter().map(|column| column.used_as).collect();
    assert_eq!(used, [Some(ColumnUse::Text), Some(ColumnUse::Label)]);
    assert_eq!(sample.columns[1].cells, ["0", "1"]);
    // Of many columns those that are used are shown, wherever they stand.
    let names: Vec<String> = (0..20).map(|n| format!("c{n}")).collect();
    let head = format!("{},text,label\n", names.join(","));
    let table = preview("t.csv", head.as_bytes(), Role::TrainTable);
    let sample = Sample::of(&[&table]);
    assert_eq!((sample.columns.len(), sample.n_more), (8, 14));
    assert_eq!(sample.columns[6].name, "text");
    // A test set that is UTF-8 beyond doubt stays so.
    let polish: Option<TextEncoding> = "windows-1250".parse().ok();
    let options = ReadingOptions::default();
    let set = crate::pipeline::corpus::SetName::Train;
    let said = with_encoding(&options, set, polish, &[&texts]);
    assert_eq!(
        (said.all.encoding, said.test.encoding),
        (polish, Some(TextEncoding::UTF_8))
    );
    let doubtful = preview("t.txt", b"za\xbf\xf3\xb3\xe6\n", Role::TestTexts);
    assert_eq!(
        with_encoding(&options, set, polish, &[&doubtful])
            .test
            .encoding,
        None
    );
}
