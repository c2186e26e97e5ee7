//! A run that waits for its data, and when it no longer does.

use super::*;

#[test]
fn a_run_never_waits_for_data_that_do_not_come() {
    let mut session = Session::default();
    let file = NamedBytes {
        name: "train.txt".into(),
        bytes: Vec::new(),
    };
    let put = started(&session.plan(Intent::AddFiles(vec![file])));
    session.plan(Intent::Run {
        start: UnixMillis(0.0),
    });
    assert!(session.is_running());
    // The file comes, and nobody can tell what it is for.
    let card = FileSummary {
        role: None,
        ..file_summary("train.txt", Role::TrainTexts)
    };
    let stored = Event::Stored {
        job: put,
        added: vec![card.id.clone()],
        files: vec![card],
    };
    assert!(requests(&session.apply(stored, Vec::new())).is_empty());
    assert!(!session.is_running());
    // The stage at fault is Data, and that is where the user is led.
    assert_eq!(
        [View::Data, View::Train].map(|view| session.stage(view)),
        [StageState::Failed, StageState::Empty]
    );
    assert_eq!(session.view(), View::Data);
}
