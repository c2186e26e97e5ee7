//! Studies: the same trials for any number of workers, nothing twice, resumed, and better than chance.

use std::collections::BTreeSet;

use dryf::pipeline::run::RunConfig;
use dryf::pipeline::search::{
    Ask, Direction, FoldValue, Plan, Point, Pruner, Sampler, Space, Study, Told, Trial, TrialState,
    Value, canonical,
};
use dryf::pipeline::svm::{Engine, Gamma, Kernel};
use dryf::pipeline::time::UnixMillis;

const NOW: UnixMillis = UnixMillis(0.0);
const SAMPLERS: [Sampler; 5] = [
    Sampler::Random,
    Sampler::Tpe,
    Sampler::TpeIndependent,
    Sampler::Union,
    Sampler::Forest,
];

fn plan(sampler: Sampler, space: Space, seed: u32) -> Plan {
    Plan {
        name: "study".into(),
        space,
        base: RunConfig::default(),
        sampler,
        pruner: Pruner::None,
        directions: vec![Direction::Maximize],
        seed,
        n_folds: 3,
        lag: 1,
    }
}

fn space(text: &str) -> Space {
    Space::from_table(&toml::from_str(text).unwrap()).unwrap()
}

/// A made-up score with one best configuration: rbf with C = 10 and gamma = 1, on pairs of words.
fn score(config: &RunConfig) -> f64 {
    let far = |value: f64, best: f64| (value / best).ln() * (value / best).ln();
    let kernel = match (config.svc.engine, config.svc.kernel, config.svc.gamma) {
        (Engine::Smo, Kernel::Rbf, Gamma::Value(gamma)) => far(gamma, 1.0) / 20.0,
        (Engine::Smo, Kernel::Linear, _) => 0.3,
        _ => 0.4,
    };
    let (least, most) = config.tfidf.ngram_range;
    let n_grams = f64::from(least.abs_diff(1) + most.abs_diff(2)) / 20.0;
    0.9 - kernel - far(config.svc.c, 10.0) / 50.0 - n_grams
}

fn asked(study: &mut Study) -> Option<u32> {
    match study.ask(NOW) {
        Ask::Trial(number) => Some(number),
        Ask::Exhausted => None,
        Ask::Wait => panic!("nothing runs"),
    }
}

fn config(study: &Study, number: u32) -> RunConfig {
    study
        .config(&study.trials()[number as usize].point)
        .unwrap()
}

fn evaluated(study: &mut Study, number: u32) {
    let value = score(&config(study, number));
    for fold in 0..3 {
        let fold = FoldValue {
            fold,
            // Folds of which each is harder for all.
            value: value - f64::from(fold) / 10.0,
            mean: value - f64::from(fold) / 20.0,
        };
        if study.report(number, fold) {
            return study.tell(number, Told::Pruned, NOW);
        }
    }
    let values = [value, config(study, number).svc.c][..study.plan().directions.len()].to_vec();
    study.tell(number, Told::Complete(values), NOW);
}

fn run(study: &mut Study, n: usize) {
    while study.trials().len() < n {
        let Some(number) = asked(study) else { return };
        evaluated(study, number);
    }
}

fn points(study: &Study) -> Vec<Point> {
    study
        .trials()
        .iter()
        .map(|trial| trial.point.clone())
        .collect()
}

/// Workers as many as they are, of which now this one, now that one is ready.
fn run_with_workers(study: &mut Study, n: usize, n_workers: usize) {
    let mut running: Vec<u32> = Vec::new();
    let mut turn = 0;
    loop {
        while running.len() < n_workers && study.trials().len() < n {
            match study.ask(NOW) {
                Ask::Trial(number) => running.push(number),
                Ask::Wait => break,
                Ask::Exhausted => panic!("points are left"),
            }
        }
        if running.is_empty() {
            return;
        }
        turn += 7;
        let number = running.remove(turn % running.len());
        evaluated(study, number);
    }
}

#[test]
fn trials_do_not_depend_on_the_number_of_workers() {
    for sampler in SAMPLERS {
        for pruner in [Pruner::Median, Pruner::Hyperband] {
            let of_workers = |n_workers| {
                let plan = Plan {
                    pruner,
                    lag: 4,
                    ..plan(sampler, Space::sensible(), 3)
                };
                let mut study = Study::new(plan).unwrap();
                run_with_workers(&mut study, 30, n_workers);
                let told = |trial: &Trial| (trial.point.clone(), trial.state, trial.values.clone());
                study.trials().iter().map(told).collect::<Vec<_>>()
            };
            let alone = of_workers(1);
            assert_eq!(alone.len(), 30);
            for n_workers in [2, 3, 4] {
                assert_eq!(
                    of_workers(n_workers),
                    alone,
                    "{sampler:?} {pruner:?} {n_workers}"
                );
            }
        }
    }
}

#[test]
fn another_seed_gives_other_trials_and_a_stored_study_goes_on_as_it_would_have() {
    for sampler in SAMPLERS {
        let mut study = Study::new(plan(sampler, Space::sensible(), 1)).unwrap();
        run(&mut study, 14);
        let stored = serde_json::to_string(&study).unwrap();
        let mut resumed: Study = serde_json::from_str(&stored).unwrap();
        run(&mut study, 18);
        run(&mut resumed, 18);
        assert_eq!(points(&study), points(&resumed), "{sampler:?}");
        let mut other = Study::new(plan(sampler, Space::sensible(), 2)).unwrap();
        run(&mut other, 18);
        assert_ne!(points(&study), points(&other), "{sampler:?}");
    }
}

#[test]
fn no_configuration_comes_twice_until_none_is_left() {
    let text = "[svc]\nengine = ['smo', 'linear']\nkernel = ['linear', 'rbf', 'poly']\ngamma = ['scale', 0.5]\nloss = ['hinge', 'squared_hinge']";
    // Of smo: linear, two of rbf, two of poly; two of linear.
    for sampler in [Sampler::Grid, Sampler::Union, Sampler::Forest] {
        for seed in 0..3 {
            let mut study = Study::new(plan(sampler, space(text), seed)).unwrap();
            run(&mut study, 100);
            assert_eq!(study.trials().len(), 7, "{sampler:?}");
            let numbers = 0..study.trials().len() as u32;
            let names: BTreeSet<String> = numbers
                .map(|number| canonical(&config(&study, number)))
                .collect();
            assert_eq!(names.len(), 7, "{sampler:?}");
            assert_eq!(study.ask(NOW), Ask::Exhausted);
        }
    }
}

#[test]
fn a_queue_comes_first() {
    for sampler in [Sampler::Grid, Sampler::Union] {
        let text = "'tfidf.min_df' = { low = 1, high = 5 }\n'svc.kernel' = ['linear', 'rbf']";
        let mut study = Study::new(plan(sampler, space(text), 0)).unwrap();
        let mine = Point::from([("tfidf.min_df".into(), Value::Int(2))]);
        study.enqueue(&mine).unwrap();
        study.enqueue(&Point::new()).unwrap();
        let outside = Point::from([("tfidf.min_df".into(), Value::Int(9))]);
        assert!(study.enqueue(&outside).is_err());
        run(&mut study, 4);
        // The kernel of the plan is none of the choices, so that it stays what it is.
        assert_eq!(study.trials()[0].point, mine);
        let base = Point::from([("tfidf.min_df".into(), Value::Int(5))]);
        assert_eq!(study.trials()[1].point, base);
        assert_eq!(config(&study, 1), RunConfig::default());
        assert_eq!(study.trials()[2].point.len(), 2, "{sampler:?}");
    }
}

#[test]
fn the_best_trials_and_the_counts_are_those_of_feasible_ones() {
    let mut study = Study::new(Plan {
        directions: vec![Direction::Maximize, Direction::Minimize],
        ..plan(Sampler::Union, Space::sensible(), 0)
    })
    .unwrap();
    let values = [
        (0.5, 3.0),
        (0.7, 5.0),
        (0.6, 5.0),
        (0.9, 9.0),
        (0.5, 2.0),
        (0.7, 5.0),
    ];
    for (value, size) in values {
        let number = asked(&mut study).unwrap();
        let broken = if value > 0.8 { 1.0 } else { -1.0 };
        let measures = [("seconds".to_string(), 1.0)].into();
        study.measure(number, vec![broken], measures, [0, 1].into());
        study.tell(number, Told::Complete(vec![value, size]), NOW);
    }
    let number = asked(&mut study).unwrap();
    study.tell(number, Told::Complete(vec![f64::NAN, 1.0]), NOW);
    let numbers: Vec<u32> = study.front().iter().map(|trial| trial.number).collect();
    assert_eq!(numbers, [1, 4, 5]);
    assert_eq!(study.best().unwrap().number, 1);
    let counts = [(TrialState::Complete, 6), (TrialState::Fail, 1)];
    assert_eq!(study.counts(), counts.into());
}

#[test]
fn a_plan_that_makes_no_sense_is_refused() {
    let of = |change: &dyn Fn(&mut Plan)| {
        let mut plan = plan(Sampler::Grid, Space::sensible(), 0);
        change(&mut plan);
        Study::new(plan).expect_err("it is refused").to_string()
    };
    let grid = of(&|_| {});
    assert!(
        grid.contains("`chars.weight` has a range without steps"),
        "{grid}"
    );
    let none = of(&|plan| plan.directions.clear());
    assert!(none.contains("0 objectives"), "{none}");
    let pruned = of(&|plan| {
        plan.directions = vec![Direction::Maximize, Direction::Minimize];
        plan.pruner = Pruner::Median;
    });
    assert!(pruned.contains("set the pruner to none"), "{pruned}");
}

/// Two objectives have a sampler of their own each: a front that grows.
#[test]
fn two_objectives_are_searched() {
    for sampler in SAMPLERS {
        let mut study = Study::new(Plan {
            directions: vec![Direction::Maximize, Direction::Minimize],
            ..plan(sampler, Space::sensible(), 4)
        })
        .unwrap();
        run(&mut study, 40);
        assert_eq!(study.trials().len(), 40);
        assert!(study.front().len() > 1, "{sampler:?}");
    }
}

/// Five seeds, 60 trials: the mean of the best scores, of at most 0.9. The seeds are fixed, so that it can't fail by chance.
#[test]
fn what_learns_is_better_than_chance() {
    let mean_best = |sampler: Sampler| {
        let bests = (0..5).map(|seed| {
            let mut study = Study::new(plan(sampler, Space::sensible(), seed)).unwrap();
            run(&mut study, 60);
            study.best().unwrap().values[0]
        });
        bests.sum::<f64>() / 5.0
    };
    let chance = mean_best(Sampler::Random);
    for sampler in [Sampler::Tpe, Sampler::Union, Sampler::Forest] {
        let found = mean_best(sampler);
        println!("{sampler:?}: {found:.4}, chance {chance:.4}");
        assert!(found > chance, "{sampler:?}: {found}, chance {chance}");
    }
}
