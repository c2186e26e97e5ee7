//! Fits that follow the settings.

use super::*;
use crate::jobs::protocol::LiveRequest;

/// The fits that were asked for.
fn asked(effects: &[Effect]) -> Vec<(JobId, LiveRequest)> {
    let live = effects.iter().filter_map(|effect| match effect {
        Effect::Send {
            request:
                Request::Start {
                    job,
                    spec: JobSpec::Live(request),
                    ..
                },
            ..
        } => Some((*job, (**request).clone())),
        _ => None,
    });
    live.collect()
}

fn cancelled(effects: &[Effect], job: JobId) -> bool {
    effects.contains(&send(Request::Cancel { job }))
}

fn set_c(session: &mut Session, c: &str) -> Vec<Effect> {
    session.plan(Intent::SetField {
        field: "svc.C".into(),
        text: c.into(),
    })
}

fn answer(session: &mut Session, job: JobId, answer: LiveAnswer) -> Vec<Effect> {
    session.apply(done(job, Outcome::Live(Box::new(answer))), Vec::new())
}

/// The demo is loaded and the view Train open: the first fit is at work.
fn at_train() -> (Session, JobId) {
    let mut session = with_demo();
    let effects = session.plan(Intent::Open(View::Train));
    let [(job, request)] = &asked(&effects)[..] else {
        panic!("a fit begins with the view: {effects:?}");
    };
    assert_eq!(request.plane, None);
    (session, *job)
}

#[test]
fn one_fit_is_at_work_and_the_next_begins_with_the_settings_of_then() {
    let (mut session, first) = at_train();
    assert!(asked(&set_c(&mut session, "2.0")).is_empty());
    assert!(asked(&set_c(&mut session, "3.0")).is_empty());
    let next = asked(&answer(&mut session, first, live_fit(0.5)));
    assert_eq!(session.live().fit().unwrap().f1_micro, 0.5);
    assert!(!session.live_is_current());
    let [(second, request)] = &next[..] else {
        panic!("the settings have changed since");
    };
    assert_eq!(request.config.svc.c, 3.0);
    assert_eq!(request.plane.as_deref(), Some("plane"), "it has it");
    assert!(asked(&answer(&mut session, *second, live_fit(0.6))).is_empty());
    assert!(session.live_is_current() && !session.live().is_at_work());
    // What a run is called is nothing to fit anew for.
    let named = session.plan(Intent::SetField {
        field: "run.name".into(),
        text: "another".into(),
    });
    assert!(asked(&named).is_empty());
}

/// A drag is compared with what was there before it, not with its last step.
#[test]
fn what_was_shown_before_a_drag_stays_beside_it() {
    let (mut session, first) = at_train();
    answer(&mut session, first, live_fit(0.5));
    assert_eq!(session.live().before(), None);
    session.plan(Intent::Live(LiveIntent::Hold));
    for (c, f1) in [("2.0", 0.6), ("3.0", 0.7)] {
        let (job, _) = asked(&set_c(&mut session, c)).remove(0);
        answer(&mut session, job, live_fit(f1));
        assert_eq!(session.live().before().unwrap().f1_micro, 0.5);
    }
    session.plan(Intent::Live(LiveIntent::Hold));
    let (job, _) = asked(&set_c(&mut session, "4.0")).remove(0);
    answer(&mut session, job, live_fit(0.8));
    assert_eq!(session.live().before().unwrap().f1_micro, 0.7);
    // Other rows are nothing to compare with.
    let other = session.plan(Intent::SetField {
        field: "run.seed".into(),
        text: "7".into(),
    });
    answer(&mut session, asked(&other)[0].0, live_fit(0.9));
    assert_eq!(session.live().before(), None);
}

#[test]
fn a_run_comes_first_and_nothing_is_fitted_beside_it_or_for_another_view() {
    let (mut session, first) = at_train();
    let effects = session.plan(Intent::Run {
        start: UnixMillis(0.0),
    });
    assert!(cancelled(&effects, first) && session.is_running());
    assert!(asked(&set_c(&mut session, "2.0")).is_empty());
    assert!(session.live_rests().is_some());
    let run = session.run.job().unwrap();
    let effects = session.apply(Event::Cancelled { job: run }, Vec::new());
    let (job, _) = asked(&effects).remove(0);
    assert!(cancelled(&session.plan(Intent::Open(View::Data)), job));
    assert!(asked(&set_c(&mut session, "3.0")).is_empty());
}

#[test]
fn a_stale_fit_that_takes_long_is_left_and_one_that_takes_too_long_switches_it_off() {
    let (mut session, first) = at_train();
    let progress = |job: JobId, seconds: f64| Event::Progress {
        job,
        progress: Progress {
            seconds: BTreeMap::from([("fit".to_string(), seconds)]),
            ..Progress::default()
        },
    };
    assert!(session.apply(progress(first, 2.0), Vec::new()).is_empty());
    set_c(&mut session, "2.0");
    assert!(session.apply(progress(first, 0.1), Vec::new()).is_empty());
    let effects = session.apply(progress(first, 2.0), Vec::new());
    assert!(cancelled(&effects, first));
    let (second, request) = asked(&effects).remove(0);
    assert_eq!(request.config.svc.c, 2.0);
    answer(&mut session, second, LiveAnswer::TooLong { seconds: 3.1 });
    assert!(!session.live().is_on() && session.live_rests().is_some());
    assert!(asked(&set_c(&mut session, "3.0")).is_empty());
    let on = session.plan(Intent::Live(LiveIntent::Switch(true)));
    assert_eq!(asked(&on).len(), 1);
}

#[test]
fn a_fault_stands_until_the_settings_change() {
    let (mut session, first) = at_train();
    let failed = Event::Failed {
        job: Some(first),
        error: fault(Code::EmptyVocabulary),
    };
    assert!(asked(&session.apply(failed, Vec::new())).is_empty());
    assert!(session.live_fault().is_some() && session.error().is_none());
    assert_eq!(asked(&set_c(&mut session, "2.0")).len(), 1);
    assert!(session.live_fault().is_none());
}
