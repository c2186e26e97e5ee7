//! Rows that findings name, left out and taken back.

use super::*;

#[test]
fn excluding_a_kind_of_findings_is_a_setting_that_makes_the_run_stale() {
    let mut session = with_demo();
    run(&mut session, "r1", 0.5);
    assert_eq!(session.stage(View::Train), StageState::Ready);
    let exclude = |session: &mut Session, set, kind, excluded| {
        session.plan(Intent::Exclude {
            set,
            kind,
            excluded,
        })
    };
    use FindingKind::{Duplicates, Mojibake};
    exclude(&mut session, SetName::Train, Mojibake, true);
    let effects = exclude(&mut session, SetName::Train, Duplicates, true);
    exclude(&mut session, SetName::Test, Mojibake, true);
    exclude(&mut session, SetName::Test, Mojibake, false);
    let exclusions = &session.config().data;
    assert_eq!(exclusions.exclude_train, [Duplicates, Mojibake]);
    assert_eq!(exclusions.exclude_test, []);
    assert!(
        effects.iter().any(
            |effect| matches!(effect, Effect::ShowAddress(address) if address.contains("data.exclude_train="))
        ),
        "a link says so: {effects:?}"
    );
    let states: Vec<StageState> = [View::Data, View::Train, View::Evaluate]
        .map(|view| session.stage(view))
        .to_vec();
    assert_eq!(
        states,
        [StageState::Ready, StageState::Stale, StageState::Stale],
        "the data are as they were, the run is not"
    );
    exclude(&mut session, SetName::Train, Mojibake, false);
    exclude(&mut session, SetName::Train, Duplicates, false);
    assert_eq!(session.stage(View::Train), StageState::Ready);

    // What a link says wrongly is told where the findings are.
    session.plan(Intent::FollowLink(
        "data?data.exclude_train=%5B%22copies%22%5D".into(),
    ));
    assert_eq!(session.stage(View::Data), StageState::Failed);
    assert!(session.form().violation("data.exclude_train").is_some());
}

#[test]
fn rows_are_left_out_by_number_and_taken_back() {
    let mut session = with_demo();
    run(&mut session, "r1", 0.5);
    let mut exclude = |rows: &[u32], excluded| {
        let rows = rows.to_vec();
        session.plan(Intent::ExcludeRows { rows, excluded });
        session.config().data.exclude_train_rows.clone()
    };
    assert_eq!(exclude(&[7], true), [7]);
    assert_eq!(exclude(&[9, 2, 7], true), [2, 7, 9]);
    assert_eq!(exclude(&[2, 3], false), [7, 9]);
    assert_eq!(session.stage(View::Train), StageState::Stale);
    session.plan(Intent::ExcludeRows {
        rows: vec![7, 9],
        excluded: false,
    });
    assert_eq!(session.stage(View::Train), StageState::Ready);
}
