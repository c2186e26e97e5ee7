//! Jobs placed on engines: whatever their number, the order of their answers, and which of them die, the results are the same,
//! each job has one end, and what an engine lacks is brought.

pub mod world;

use std::collections::BTreeSet;

use dryf::jobs::protocol::{
    CompareDraws, CompareRequest, Condition, ErrorsQuery, FileId, Item, RowsQuery, Selection,
    SetName, Split,
};
use dryf::jobs::{Event, JobId, JobSpec, Outcome, Request, Source};
use dryf::message::Message;
use dryf::pipeline::corpus::{ReadingOptions, Role, demo_files};
use dryf::pipeline::drift::Family;
use dryf::pipeline::run::RunConfig;
use dryf::pipeline::time::UnixMillis;
use proptest::prelude::*;

use crate::drift_jobs::request as drift_request;
use world::World;

/// A run that is soon done.
pub fn quick() -> RunConfig {
    let mut config = RunConfig::default();
    config.drift.profile = dryf::pipeline::run::ProfileKind::None;
    config
}

fn rows() -> JobSpec {
    JobSpec::Rows(RowsQuery {
        selection: Selection::of(SetName::Train, Condition::Text("krasnal".into())),
        offset: 0,
        limit: 3,
    })
}

fn drift() -> JobSpec {
    JobSpec::Drift(Box::new(drift_request()))
}

fn compare(run: &str, against: &str) -> JobSpec {
    JobSpec::Compare(CompareRequest {
        run: run.into(),
        against: Some(against.into()),
        draws: CompareDraws { draws: 50, seed: 7 },
        writings: BTreeSet::new(),
    })
}

/// What came of a job, without the numbers of jobs in it.
fn without_numbers(event: &Event) -> Outcome {
    match event.clone() {
        Event::Done { outcome, .. } => match outcome {
            Outcome::Drift(card) => {
                Outcome::Drift(dryf::jobs::summaries::DriftSummary { id: 0, ..card })
            }
            Outcome::Compare(card) => {
                Outcome::Compare(dryf::jobs::summaries::CompareSummary { id: 0, ..card })
            }
            other => other,
        },
        other => panic!("no good end: {other:?}"),
    }
}

/// Asks for much at once: data by files, two runs, a report, questions.
fn story(most: usize, choices: &[usize], losses: &[(usize, usize)]) -> (Vec<Outcome>, World) {
    let mut world = World::new(most);
    let put = world.put(demo_files());
    let mut at = 0;
    let mut run = |world: &mut World, until: &[JobId]| {
        let is_over = |world: &World| {
            until.iter().all(|job| {
                world
                    .ended
                    .iter()
                    .any(|(event, _)| event.ends() == Some(*job))
            })
        };
        while !is_over(world) {
            if let Some((_, engine)) = losses.iter().find(|(when, _)| *when == at)
                && world.engines.contains_key(engine)
            {
                world.lose(*engine);
            }
            let choice = choices.get(at % choices.len().max(1)).copied().unwrap_or(0);
            at += 1;
            assert!(at < 200_000, "it does not end");
            assert!(world.happen(choice), "nothing happens any more");
        }
    };
    run(&mut world, &put);
    let roles = [
        Role::TrainTexts,
        Role::TrainTags,
        Role::TestTexts,
        Role::TestTags,
    ];
    let mut files: Vec<(FileId, Role)> = world.known.files.iter().cloned().zip(roles).collect();
    files.sort();
    let reading = ReadingOptions::default();
    let data = world.ask(JobSpec::Assemble { files, reading });
    run(&mut world, &[data]);
    let mut strong = Box::new(quick());
    strong.svc.c = 2.0;
    let start = UnixMillis(0.0);
    let train = |config| JobSpec::Train {
        config,
        start,
        found_by: None,
    };
    let asked = [
        world.ask(drift()),
        world.ask(train(Box::new(quick()))),
        world.ask(rows()),
        world.ask(train(strong)),
        world.ask(JobSpec::Rehearse {
            config: Box::new(quick()),
        }),
    ];
    run(&mut world, &asked);
    let mut all = asked.to_vec();
    let of = |world: &World, job: JobId| {
        let found = world
            .ended
            .iter()
            .find(|(event, _)| event.ends() == Some(job));
        without_numbers(&found.expect("it has ended").0)
    };
    let run_id = |world: &World, job| match of(world, job) {
        Outcome::Run(run) => run.run_id,
        other => panic!("no run: {other:?}"),
    };
    let (weak, strong) = (run_id(&world, asked[1]), run_id(&world, asked[3]));
    let more = [
        world.ask(compare(&strong, &weak)),
        world.ask(JobSpec::DriftTerms {
            family: Family::Words,
        }),
        world.ask(JobSpec::Terms {
            run: strong.clone(),
            top: 3,
        }),
    ];
    run(&mut world, &more);
    all.extend(more);
    let outcomes = all.iter().map(|job| of(&world, *job)).collect();
    world.settle();
    for job in 1..=world.job {
        let ends = world
            .ended
            .iter()
            .filter(|(event, _)| event.ends() == Some(JobId(job)));
        assert_eq!(ends.count(), 1, "job {job} has one end");
    }
    (outcomes, world)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn results_depend_neither_on_the_number_of_engines_nor_on_their_order_nor_on_losses(
        most in 1..4_usize,
        choices in prop::collection::vec(0..5_usize, 1..40),
        // One: a job that is lost twice is told.
        losses in prop::collection::vec((0..4_000_usize, 0..3_usize), 0..2),
    ) {
        let (alone, _) = story(1, &[0], &[]);
        let (outcomes, world) = story(most, &choices, &losses);
        prop_assert!(!world.gave_up);
        prop_assert_eq!(alone.len(), outcomes.len());
        for (alone, outcome) in alone.iter().zip(&outcomes) {
            prop_assert!(alone == outcome, "{alone:?}\n{outcome:?}");
        }
        prop_assert!(world.started.iter().all(|engine| *engine < most));
    }
}

#[test]
fn an_engine_is_started_when_there_is_work_that_would_wait() {
    let mut world = World::new(3);
    world.demo();
    assert_eq!(world.started, [0]);
    // The first run has the engine where the data are, a report beside it another one.
    let start = UnixMillis(0.0);
    let run = world.ask(JobSpec::Train {
        config: Box::new(quick()),
        start,
        found_by: None,
    });
    let report = world.ask(drift());
    while world.started.len() == 1 {
        assert!(world.happen(0));
    }
    assert_eq!(world.started, [0, 1]);
    world.settle();
    assert_eq!(world.engines.len(), 2);
    world.outcome(run);
    world.outcome(report);
    // What is asked of the report goes to where it is: it is not made again.
    let terms = world.ask(JobSpec::DriftTerms {
        family: Family::Words,
    });
    world.outcome(terms);
    assert!(
        world.brought.is_empty(),
        "the demo is no file of the client's"
    );
    // With one engine the report waits for the run.
    let mut one = World::new(1);
    one.demo();
    let report = one.ask(drift());
    let run = one.ask(JobSpec::Train {
        config: Box::new(quick()),
        start,
        found_by: None,
    });
    one.settle();
    let order: Vec<_> = one
        .ended
        .iter()
        .filter_map(|(event, _)| event.ends())
        .collect();
    assert_eq!(order[1..], [run, report]);
    assert_eq!(one.started, [0]);
}

#[test]
fn what_a_lost_engine_had_comes_back_when_it_is_needed() {
    let mut world = World::new(1);
    let put = world.put(demo_files());
    world.end(put[3]);
    let roles = [
        Role::TrainTexts,
        Role::TrainTags,
        Role::TestTexts,
        Role::TestTags,
    ];
    let files = world.known.files.iter().cloned().zip(roles).collect();
    let reading = ReadingOptions::default();
    let data = world.ask(JobSpec::Assemble { files, reading });
    world.outcome(data);
    let run = world.train(1.0);
    let errors = |run: &str| {
        JobSpec::Errors(ErrorsQuery {
            run: run.into(),
            part: Split::Test,
            selection: None,
            row: None,
            offset: 0,
            limit: 5,
        })
    };
    let before = world.ask(errors(&run));
    let before = world.outcome(before);
    world.keep(&run);
    let first = world.ask(rows());
    let first = world.outcome(first);

    world.lose(0);
    world.settle();
    assert_eq!((world.lost, world.started.len()), (1, 2));
    assert!(world.brought.is_empty(), "nothing is needed yet");
    // Equal work is done once: what was asked before is remembered.
    let again = world.ask(rows());
    assert_eq!(world.outcome(again), first);
    assert!(world.brought.is_empty());
    // Other rows need the data, which need the files.
    let JobSpec::Rows(query) = rows() else {
        unreachable!("rows are asked for");
    };
    let other = world.ask(JobSpec::Rows(RowsQuery { offset: 1, ..query }));
    world.outcome(other);
    assert_eq!(world.brought.len(), 4, "{:?}", world.brought);
    // The run comes from its archive.
    let JobSpec::Errors(query) = errors(&run) else {
        unreachable!("errors are asked for");
    };
    let other = world.ask(JobSpec::Errors(ErrorsQuery { limit: 4, ..query }));
    let (Outcome::Errors(before), Outcome::Errors(page)) = (before, world.outcome(other)) else {
        panic!("no errors");
    };
    assert_eq!(page.rows[..], before.rows[..4]);
    assert_eq!(world.brought.last(), Some(&Source::Run(run.clone())));
    // Without it, it is trained once more, with the same ID.
    let unkept = world.train(2.0);
    world.lose(0);
    let terms = world.ask(JobSpec::Terms {
        run: unkept.clone(),
        top: 2,
    });
    world.outcome(terms);
    assert!(world.brought.contains(&Source::Run(unkept)));
}

#[test]
fn what_can_not_be_brought_is_said_with_its_name() {
    let mut world = World::new(1);
    let put = world.put(demo_files());
    world.end(put[3]);
    let files: Vec<(FileId, Role)> = world
        .known
        .files
        .iter()
        .cloned()
        .zip([Role::TrainTexts, Role::TrainTags])
        .collect();
    let reading = ReadingOptions::default();
    world.lose(0);
    let name = demo_files()[0].name.clone();
    world.files.insert(name.clone(), b"other\ntexts\n".to_vec());
    let data = world.ask(JobSpec::Assemble {
        files: files.clone(),
        reading: reading.clone(),
    });
    let Event::Failed { error, .. } = world.end(data) else {
        panic!("another file is taken for it");
    };
    assert_eq!(error.place.as_ref().map(|place| &place.file), Some(&name));
    assert!(error.to_string().contains("another one"), "{error}");
    world.files.remove(&name);
    let data = world.ask(JobSpec::Assemble { files, reading });
    let Event::Failed { error, .. } = world.end(data) else {
        panic!("a file that is gone is taken");
    };
    assert_eq!(error.place.as_ref().map(|place| &place.file), Some(&name));
    // A run that nobody knows.
    let run = world.ask(JobSpec::Terms {
        run: "0a1b".into(),
        top: 1,
    });
    assert!(matches!(world.end(run), Event::Failed { .. }));
}

#[test]
fn files_that_are_given_together_take_the_places_of_those_of_their_names() {
    let mut world = World::new(2);
    world.demo();
    let mut files: Vec<_> = demo_files().into_iter().take(2).collect();
    for file in &mut files {
        file.bytes.extend_from_slice(b"0\n");
    }
    let put = world.put(files.clone());
    world.end(put[1]);
    assert_eq!(world.known.files.len(), 4);
    let Event::Stored { files: all, .. } = world.end(put[1]) else {
        panic!("they are taken");
    };
    let names: Vec<&str> = all[2..].iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, [&files[0].name, &files[1].name]);
    assert!(
        all[2..]
            .iter()
            .zip(&files)
            .all(|(card, file)| card.n_bytes == file.bytes.len() as u64)
    );
}

#[test]
fn a_job_is_given_again_once_and_then_told() {
    let mut world = World::new(2);
    world.demo();
    let run = world.ask(JobSpec::Train {
        config: Box::new(quick()),
        start: UnixMillis(0.0),
        found_by: None,
    });
    for _ in 0..2 {
        while world.scheduler.engine_of(run).is_none() {
            assert!(world.happen(0));
        }
        for _ in 0..20 {
            world.happen(0);
        }
        world.lose(0);
    }
    let Event::Failed { error, .. } = world.end(run) else {
        panic!("it is told");
    };
    assert!(error.to_string().contains("it died"), "{error}");
    assert!(!world.gave_up);
    // Others are done as before.
    world.train(1.0);
    // One that the user had cancelled is cancelled.
    let run = world.ask(JobSpec::Train {
        config: Box::new(quick()),
        start: UnixMillis(1.0),
        found_by: None,
    });
    for _ in 0..20 {
        world.happen(0);
    }
    world
        .scheduler
        .request(Request::Cancel { job: run }, Vec::new());
    world.lose(0);
    assert_eq!(world.end(run), Event::Cancelled { job: run });
}

#[test]
fn engines_that_die_again_and_again_are_given_up() {
    let mut world = World::new(2);
    for _ in 0..3 {
        world.settle();
        world.lose(0);
    }
    world.settle();
    assert!(!world.gave_up);
    let run = world.ask(JobSpec::LoadDemo(dryf::message::Language::Polish));
    world.lose(0);
    assert!(matches!(world.end(run), Event::Failed { .. }));
    assert!(world.gave_up);
}

#[test]
fn one_that_does_not_start_is_done_without() {
    let mut world = World::new(3);
    world.demo();
    let start = UnixMillis(0.0);
    let config = Box::new(quick());
    let run = world.ask(JobSpec::Train {
        config,
        start,
        found_by: None,
    });
    let report = world.ask(drift());
    while world.started.len() == 1 {
        assert!(world.happen(0));
    }
    let error = dryf::pipeline::error::Error::bug(Message::text("no memory"));
    world
        .scheduler
        .heard(1, Event::Failed { job: None, error }, Vec::new());
    world.settle();
    assert_eq!(world.engines.len(), 1);
    world.outcome(run);
    world.outcome(report);
}

#[test]
fn an_engine_short_of_memory_lets_go_and_is_given_again() {
    let mut world = World::new(1);
    // Not enough for the runs, of which each is asked in its turn.
    world.budget = 300_000;
    world.demo();
    let runs = [0.01, 0.1, 1.0, 10.0, 100.0].map(|c| {
        let run = world.train(c);
        world.keep(&run);
        run
    });
    for run in runs.iter().chain(&runs) {
        let tried = world.ask(JobSpec::Try {
            run: run.clone(),
            text: "ty krasnalu".into(),
            class: None,
        });
        world.outcome(tried);
    }
    let compared = world.ask(compare(&runs[0], &runs[3]));
    world.outcome(compared);
    assert!(!world.brought.is_empty(), "the budget is too large here");
}

#[test]
fn what_is_forgotten_is_not_brought_back() {
    let mut world = World::new(1);
    let put = world.put(demo_files());
    world.end(put[3]);
    // What was said of forgotten data is not said again.
    let demo = world.ask(JobSpec::LoadDemo(dryf::message::Language::Polish));
    world.outcome(demo);
    let first = world.ask(rows());
    world.outcome(first);
    let data = world.known.inputs.data.clone().expect("the demo's");
    let items = vec![Item::Data(data)];
    world
        .scheduler
        .request(Request::Forget { items }, Vec::new());
    let again = world.ask(rows());
    assert!(matches!(world.end(again), Event::Failed { .. }));

    let file = world.known.files[0].clone();
    let items = vec![Item::File(file.clone())];
    world
        .scheduler
        .request(Request::Forget { items }, Vec::new());
    let data = world.ask(JobSpec::Assemble {
        files: vec![(file, Role::TrainTexts)],
        reading: ReadingOptions::default(),
    });
    assert!(matches!(world.end(data), Event::Failed { .. }));
    assert!(world.brought.is_empty());
}
