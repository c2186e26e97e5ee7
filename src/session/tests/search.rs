//! A hyperparameter search: its settings, the search at work, its end, its trials as settings of the next run.

use super::*;
use crate::pipeline::search::{
    Ending, SearchReport, SearchSettings, TrainingRows, TrialState, Tuning, report_so_far,
};

fn want(session: &mut Session, intent: SearchIntent) -> Vec<Effect> {
    session.plan(Intent::Search(intent))
}

fn set(session: &mut Session, key: &str, text: &str) {
    let (key, text) = (key.into(), text.into());
    want(session, SearchIntent::Set { key, text });
}

fn space(session: &mut Session, text: &str) {
    want(session, SearchIntent::SetSpace(text.into()));
}

/// The search that the effects start.
fn asked(effects: &[Effect]) -> (JobId, SearchSettings, RunConfig) {
    match requests(effects)[..] {
        [
            Request::Start {
                job,
                spec: JobSpec::Search(request),
                ..
            },
        ] => (*job, request.settings.clone(), request.config.clone()),
        ref others => panic!("not one search but {others:?}"),
    }
}

/// The report of a search at whose `n` trials an engine is.
fn report(settings: &SearchSettings, config: &RunConfig, n: u32) -> SearchReport {
    let rows = TrainingRows {
        texts: ["a".to_string()].into(),
        labels: [0].into(),
        classes: ["a".to_string()].into(),
        is_poleval: false,
        numbers: [0].into(),
    };
    let now = UnixMillis(0.0);
    let mut tuning = Tuning::new("s", settings.clone(), config.clone(), &rows, now).unwrap();
    for _ in 0..n {
        tuning.next(now).unwrap();
    }
    report_so_far(&tuning, 1)
}

/// The same whose trials have come to their ends, the last of them the best.
fn whole(settings: &SearchSettings, config: &RunConfig, n: u32) -> SearchReport {
    let mut report = report(settings, config, n);
    for trial in &mut report.trials {
        trial.state = TrialState::Complete;
        trial.values = vec![f64::from(trial.number)];
    }
    (report.best, report.taken) = (Some(n - 1), Some(n - 1));
    report.ending = Some(Ending::Trials);
    report
}

#[test]
fn a_search_is_shown_as_it_grows_and_its_trials_become_settings() {
    let mut session = with_demo();
    assert_eq!(session.stage(View::Tune), StageState::Empty);
    set(&mut session, "study.n_trials", "3");
    set(&mut session, "study.lag", "3");
    space(&mut session, "[space.svc]\nC = [1.0, 2.0, 4.0, 8.0]\n");
    let (job, settings, config) = asked(&want(&mut session, SearchIntent::Start));
    assert_eq!((settings.study.n_trials, &config), (3, session.config()));
    assert_eq!(settings.space.dimensions().len(), 1);
    assert_eq!(session.stage(View::Tune), StageState::Busy);
    assert!(
        want(&mut session, SearchIntent::Start).is_empty(),
        "one at a time"
    );

    let interim = report(&settings, &config, 2);
    let outcome = Outcome::Search(Box::new(interim));
    session.apply(Event::Interim { job, outcome }, Vec::new());
    assert_eq!(session.search_report().unwrap().trials.len(), 2);
    for (intent, request) in [
        (SearchIntent::Pause, Request::Pause { job }),
        (SearchIntent::Resume, Request::Resume { job }),
    ] {
        assert_eq!(requests(&want(&mut session, intent)), [&request]);
    }

    let report = whole(&settings, &config, 3);
    session.apply(
        done(job, Outcome::Search(Box::new(report.clone()))),
        Vec::new(),
    );
    assert_eq!(session.stage(View::Tune), StageState::Ready);
    ended::ends_with(&session, "Tune: ");
    // What a trial has of the space becomes the run's, and what is shown stays true.
    want(&mut session, SearchIntent::Use(2));
    let expected = settings.space.config(&config, &report.trials[2].point);
    assert_eq!(session.config(), &expected.unwrap());
    assert_ne!(session.config(), &config, "no configuration is tried twice");
    assert_eq!(
        (session.view(), session.stage(View::Tune)),
        (View::Train, StageState::Ready)
    );
    // The run's log says where they come from.
    let start = UnixMillis(0.0);
    let found_by = |effects: &[Effect]| match requests(effects)[..] {
        [
            Request::Start {
                spec: JobSpec::Train { found_by, .. },
                ..
            },
            ..,
        ] => found_by.as_ref().map(|found_by| found_by.said()),
        ref others => panic!("not one run but {others:?}"),
    };
    let said = message!("log-search", trial = "2", trials = 3_usize);
    assert_eq!(found_by(&session.plan(Intent::Run { start })), Some(said));
    session.plan(Intent::Cancel);
    let job = session.run.job().unwrap();
    session.apply(Event::Cancelled { job }, Vec::new());
    // A setting that the space does not choose is another matter, and so are other settings of the search.
    session.plan(Intent::SetField {
        field: "run.seed".into(),
        text: "7".into(),
    });
    assert_eq!(session.stage(View::Tune), StageState::Stale);
    assert_eq!(session.found_by(), None);
    session.plan(Intent::SetField {
        field: "run.seed".into(),
        text: config.run.seed.to_string(),
    });
    assert_eq!(session.stage(View::Tune), StageState::Ready);
    set(&mut session, "study.seed", "7");
    assert_eq!(session.stage(View::Tune), StageState::Stale);

    // The journal is the study's.
    let effects = want(&mut session, SearchIntent::SaveJournal);
    let [Effect::Save { name, bytes }] = &effects[..] else {
        panic!("{effects:?}");
    };
    assert_eq!((name.as_str(), &**bytes), ("study.log", &report.journal()));
}

#[test]
fn what_there_is_of_a_stopped_search_stays_and_says_so() {
    let mut session = with_demo();
    let (job, settings, config) = asked(&want(&mut session, SearchIntent::Start));
    let outcome = Outcome::Search(Box::new(report(&settings, &config, 2)));
    session.apply(Event::Interim { job, outcome }, Vec::new());
    let effects = want(&mut session, SearchIntent::Cancel);
    assert_eq!(requests(&effects), [&Request::Cancel { job }]);
    assert!(session.is_search_cancelling());
    session.apply(Event::Cancelled { job }, Vec::new());
    assert!(session.was_search_stopped() && !session.is_search_cancelling());
    let running = |report: &SearchReport| report.count(TrialState::Running);
    assert_eq!(running(session.search_report().unwrap()), 0);
    assert_eq!(session.stage(View::Tune), StageState::Ready);

    // One that fails says why, and what there was stays too.
    let (job, ..) = asked(&want(&mut session, SearchIntent::Start));
    let error = fault(Code::NotUsable);
    let failed = Event::Failed {
        job: Some(job),
        error: error.clone(),
    };
    session.apply(failed, Vec::new());
    assert_eq!(session.search().error(), Some(&error));
    assert!(session.search().value().is_some());
}

#[test]
fn settings_that_can_not_be_searched_with_are_told_where_they_stand() {
    let mut session = Session::default();
    assert!(
        requests(&want(&mut session, SearchIntent::Start)).is_empty(),
        "no data"
    );
    session = with_demo();
    space(&mut session, "[space.svc]\nC = [1.0]\nD = [1.0]\n");
    let fault = session.space_fault().expect("no setting is called D");
    let place = fault.place.as_ref().unwrap();
    assert_eq!((fault.code, place.line), (Code::UnknownKey, Some(3)));
    assert_eq!(session.stage(View::Tune), StageState::Failed);
    assert!(requests(&want(&mut session, SearchIntent::Start)).is_empty());
    space(&mut session, " ");
    assert!(session.is_search_usual() && session.can_search());
    set(&mut session, "study.n_trials", "none");
    assert!(session.study_form().violation("study.n_trials").is_some());
    assert!(!session.can_search());
    set(&mut session, "study.n_trials", "8");

    // A fault of the run's settings is told there.
    session.plan(Intent::SetField {
        field: "svc.C".into(),
        text: "-1".into(),
    });
    assert!(requests(&want(&mut session, SearchIntent::Start)).is_empty());
    assert_eq!(session.view(), View::Train);
    assert!(session.run().error().is_some());
}

#[test]
fn the_file_of_a_search_fills_the_fields_and_outlives_the_visit() {
    let mut session = with_demo();
    let text = "[study]\nn_trials = 9\n\n[space]\n\"svc.C\" = { low = 0.5, high = 2.0 }\n";
    let effects = want(
        &mut session,
        SearchIntent::Load(NamedBytes {
            name: "mine.toml".into(),
            bytes: text.into(),
        }),
    );
    let kept = effects.iter().find_map(|effect| match effect {
        Effect::KeepSettings(kept) => Some(kept.clone()),
        _ => None,
    });
    let saved = want(&mut session, SearchIntent::SaveSettings);
    let [Effect::Save { name, bytes }] = &saved[..] else {
        panic!("{saved:?}");
    };
    let again = SearchSettings::read(&String::from_utf8_lossy(bytes), name).unwrap();
    assert_eq!(
        (again.study.n_trials, again.space.dimensions().len()),
        (9, 1)
    );
    let mut next = Session::default();
    next.plan(Intent::RestoreSettings(kept.expect("settings are kept")));
    assert_eq!(next.study_form().text("study.n_trials"), "9");
    assert!(next.space_text().contains("svc.C"));
    assert!(next.space_fault().is_none() && !next.is_search_usual());
    want(&mut next, SearchIntent::Reset);
    assert!(next.is_search_usual());
    next.plan(Intent::Undo);
    assert_eq!(next.study_form().text("study.n_trials"), "9");
}

#[test]
fn a_search_outlives_a_reload_and_goes_on() {
    let prepared = || {
        let mut session = with_demo();
        set(&mut session, "study.n_trials", "4");
        space(&mut session, "[space.svc]\nC = [1.0, 2.0, 4.0, 8.0]\n");
        session
    };
    let mut session = prepared();
    let (job, settings, config) = asked(&want(&mut session, SearchIntent::Start));
    let mut tell = |report: SearchReport| {
        let outcome = Outcome::Search(Box::new(report));
        let effects = session.apply(Event::Interim { job, outcome }, Vec::new());
        let kept = effects.into_iter().find_map(|effect| match effect {
            Effect::KeepSearch(text) => Some(text),
            _ => None,
        });
        (kept, session.search_report().cloned().unwrap())
    };
    let mut first = report(&settings, &config, 2);
    (first.trials[0].state, first.trials[0].values) = (TrialState::Complete, vec![0.5]);
    (first.trials[0].end, first.trials[0].answers) = (Some(UnixMillis(1.0)), Some([0].into()));
    assert!(tell(first.clone()).0.is_some());
    assert_eq!(tell(first.clone()).0, None, "nothing new");
    // Of what has not changed nothing more is told.
    let mut more = report(&settings, &config, 3);
    more.trials.drain(..2);
    let (kept, shown) = tell(more);
    assert_eq!(shown.trials[..2], first.trials[..]);
    assert_eq!(shown.trials.len(), 3);

    let mut later = prepared();
    assert!(!later.can_go_on(), "there is none");
    later.plan(Intent::Keep(KeepIntent::SearchKept(kept.unwrap())));
    let restored = later.search_report().unwrap();
    assert_eq!(restored.ending, Some(Ending::Stopped));
    assert_eq!(restored.trials[0], first.trials[0]);
    let effects = want(&mut later, SearchIntent::GoOn);
    let requests = requests(&effects);
    let [
        Request::Start {
            spec: JobSpec::Search(request),
            ..
        },
    ] = &requests[..]
    else {
        panic!("not one search: {effects:?}");
    };
    let earlier = request.earlier.as_ref().unwrap();
    let states = earlier.trials.iter().map(|trial| trial.state);
    let waiting = TrialState::Waiting;
    assert_eq!(
        states.collect::<Vec<_>>(),
        [TrialState::Complete, waiting, waiting]
    );
    // Of other settings it is another search.
    let mut later = prepared();
    later.plan(Intent::Keep(KeepIntent::SearchKept(
        tell(report(&settings, &config, 4)).0.unwrap(),
    )));
    assert!(later.can_go_on());
    set(&mut later, "study.n_folds", "3");
    assert!(!later.can_go_on());
}

#[test]
fn a_trial_is_made_a_run_or_searched_around_at_a_press() {
    let mut session = with_demo();
    set(&mut session, "study.n_trials", "2");
    set(&mut session, "study.lag", "2");
    space(
        &mut session,
        "[space.svc]\nC = { low = 0.01, high = 100.0, log = true }\nkernel = [\"linear\", \"rbf\"]\n",
    );
    let (job, settings, config) = asked(&want(&mut session, SearchIntent::Start));
    let report = whole(&settings, &config, 2);
    let event = done(job, Outcome::Search(Box::new(report.clone())));
    session.apply(event, Vec::new());
    let point = &report.trials[1].point;
    let expected = settings.space.config(&config, point).unwrap();

    want(&mut session, SearchIntent::Choose(Some(1)));
    assert_eq!(session.chosen_trial(), Some(1));
    want(&mut session, SearchIntent::Choose(Some(2)));
    assert_eq!(session.chosen_trial(), None, "there is no third trial");
    want(&mut session, SearchIntent::Choose(Some(1)));

    // Around it: what it chose is the first trial, and only numbers near it are chosen.
    let (job, near, begun) = asked(&want(&mut session, SearchIntent::Around(1)));
    assert_eq!((&begun, session.config()), (&expected, &expected));
    assert_eq!(near.space, settings.space.around(point).unwrap());
    assert!(near.space.point_of(&begun).contains_key("svc.C"));
    assert_eq!((session.view(), session.chosen_trial()), (View::Tune, None));
    assert!(session.space_text().contains("svc.C") && session.space_fault().is_none());
    assert_eq!(near.study, settings.study);
    assert!(
        requests(&want(&mut session, SearchIntent::Around(1))).is_empty(),
        "one search at a time"
    );
    session.apply(Event::Cancelled { job }, Vec::new());

    // A run of it begins at once, and of what is no trial none does.
    let start = UnixMillis(0.0);
    let none = want(&mut session, SearchIntent::Run { trial: 9, start });
    assert!(requests(&none).is_empty());
    let effects = want(&mut session, SearchIntent::Run { trial: 1, start });
    let is_run = |request: &&Request| {
        matches!(
            request,
            Request::Start {
                spec: JobSpec::Train { .. },
                ..
            }
        )
    };
    assert!(requests(&effects).iter().any(is_run), "{effects:?}");
    assert_eq!(session.config(), &expected);
}
