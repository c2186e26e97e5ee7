//! A search over engines: whatever their number, the order of what they say, and which of them die, its trials are the same.

use dryf::jobs::protocol::SearchRequest;
use dryf::jobs::{Event, JobId, JobSpec, Outcome, Request};
use dryf::pipeline::run::RunConfig;
use dryf::pipeline::search::{Ending, SearchReport, SearchSettings, TrialState};
use dryf::pipeline::time::UnixMillis;

use crate::scheduler::quick;
use crate::scheduler::world::World;

/// Some trials fail (no term is in so many documents), and some are pruned.
const SEARCH: &str = "[study]\nn_trials = 9\nn_folds = 3\nlag = 3\npruner = \"median\"\n\n\
    [space.tfidf]\nmin_df = [1, 5, 100000]\n\n[space.svc]\nkernel = [\"linear\"]\n\
    C = { low = 0.001, high = 10.0, log = true }\n";

/// A world with the demo's data, and a search in it.
fn begun(most: usize) -> (World, JobId) {
    let mut world = World::new(most);
    world.demo();
    let request = SearchRequest {
        settings: SearchSettings::read(SEARCH, "search.toml").unwrap(),
        config: RunConfig::default(),
        earlier: None,
    };
    let job = world.ask(JobSpec::Search(Box::new(request)));
    (world, job)
}

/// The end of a job and how much has happened by then, in an order that `seed` decides. When so much has happened as a loss says, its
/// engine is lost.
fn ended(world: &mut World, job: JobId, seed: usize, losses: &[(usize, usize)]) -> (Event, usize) {
    let mut draw = seed;
    for at in 0..400_000 {
        if let Some((_, engine)) = losses.iter().find(|(when, _)| *when == at) {
            assert!(world.engines.contains_key(engine), "it is not there");
            world.lose(*engine);
        }
        let is_over = |(event, _): &&(Event, Vec<u8>)| event.ends() == Some(job);
        if let Some((event, _)) = world.ended.iter().find(is_over) {
            return (event.clone(), at);
        }
        assert!(happens(world, &mut draw), "nothing happens any more");
    }
    panic!("it does not end");
}

/// One thing happens, by chance.
fn happens(world: &mut World, draw: &mut usize) -> bool {
    *draw = draw.wrapping_mul(1_103_515_245).wrapping_add(12_345) % (1 << 31);
    world.happen(*draw >> 8)
}

fn report(event: Event) -> SearchReport {
    match event {
        Event::Done {
            outcome: Outcome::Search(report),
            ..
        } => *report,
        other => panic!("no report: {other:?}"),
    }
}

#[test]
fn the_trials_are_the_same_for_every_number_of_engines_and_when_some_are_lost() {
    let (mut world, job) = begun(1);
    let expected = report(ended(&mut world, job, 1, &[]).0);
    assert_eq!(expected.ending, Some(Ending::Trials));
    assert!(expected.honest.is_some());
    assert!(expected.count(TrialState::Fail) > 0);
    assert!(world.words.is_empty(), "there is nobody to help");

    let mut all = 0;
    for (most, seed) in [(2, 1), (5, 3), (3, 2)] {
        let (mut world, job) = begun(most);
        let (end, n) = ended(&mut world, job, seed, &[]);
        assert_eq!(report(end), expected, "{most}");
        all = n;
        // No more engines than trials may run at a time, and each has told of some.
        assert_eq!(world.engines.len(), most.min(3));
        let helped = (world.words.iter()).filter(|(engine, n)| **engine > 0 && **n > 1);
        assert_eq!(helped.count(), most.min(3) - 1, "{:?}", world.words);
        world.settle();
        assert!(!world.engines.values().any(|(engine, _)| engine.has_work()));
    }
    // A helper, the search itself, one after the other.
    for losses in [
        &[(all / 2, 1)][..],
        &[(all / 4, 1), (all / 2, 1)],
        &[(all / 2, 0)],
        &[(all / 4, 2), (all / 3, 0), (all / 2, 1)],
    ] {
        let (mut world, job) = begun(3);
        let (end, _) = ended(&mut world, job, 2, losses);
        assert_eq!(report(end), expected, "{losses:?}");
        assert_eq!(world.lost as usize, losses.len());
    }
}

#[test]
fn a_search_over_engines_rests_and_ends_as_one() {
    let (mut world, job) = begun(3);
    let (_, all) = ended(&mut world, job, 5, &[]);
    let (mut world, job) = begun(3);
    let mut draw = 5;
    for _ in 0..all / 2 {
        happens(&mut world, &mut draw);
    }
    let n_words = world.words.values().sum::<u32>();
    assert!(n_words > 0, "others are at it");
    world.scheduler.request(Request::Pause { job }, Vec::new());
    world.settle();
    assert!(!world.engines.values().any(|(engine, _)| engine.has_work()));
    assert!(
        world
            .ended
            .iter()
            .all(|(event, _)| event.ends() != Some(job))
    );
    world.scheduler.request(Request::Resume { job }, Vec::new());
    for _ in 0..all / 8 {
        happens(&mut world, &mut draw);
    }
    assert!(world.words.values().sum::<u32>() > n_words, "they go on");
    world.scheduler.request(Request::Cancel { job }, Vec::new());
    let stopped = report(ended(&mut world, job, 5, &[]).0);
    assert_eq!(stopped.ending, Some(Ending::Stopped));
    assert!(stopped.trials.iter().all(|trial| trial.end.is_some()));
    world.settle();
    assert!(!world.engines.values().any(|(engine, _)| engine.has_work()));
}

#[test]
fn what_the_user_wants_meanwhile_goes_where_a_helper_gives_way() {
    let (mut world, job) = begun(2);
    let mut draw = 3;
    while world.words.is_empty() {
        assert!(happens(&mut world, &mut draw));
    }
    let train = world.ask(JobSpec::Train {
        config: Box::new(quick()),
        start: UnixMillis(0.0),
        found_by: None,
    });
    assert_eq!(world.scheduler.engine_of(job), Some(0));
    assert_eq!(world.scheduler.engine_of(train), Some(1));
    let found = report(ended(&mut world, job, 3, &[]).0);
    assert_eq!(found.ending, Some(Ending::Trials));
}
