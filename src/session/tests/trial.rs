//! The text to try.

use super::*;

#[test]
fn a_text_to_try_is_shown_and_stays() {
    let mut session = with_demo();
    session.plan(Intent::SetTrial(Trial {
        text: "a".into(),
        class: Some(1),
    }));
    session.plan(Intent::Open(View::Data));
    assert_eq!(session.trial().text, "a");
    let effects = session.plan(Intent::TryText("b".into()));
    assert_eq!(session.view(), View::Try);
    assert_eq!(
        (session.trial().text.as_str(), session.trial().class),
        ("b", None)
    );
    assert!(
        effects.contains(&Effect::ShowAddress("try".into())),
        "{effects:?}"
    );
}
