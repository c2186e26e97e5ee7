//! The densities, draws and decisions of real Optuna for fixed trials (`search_optuna.json`).

use std::collections::BTreeMap;

use dryf::pipeline::rng::RandomState;
use dryf::pipeline::search::{
    Conditions, Densities, Dimension, Direction, Domain, FoldValue, Judged, Parzen, Pruner, Seen,
    Trial, TrialState, signed_rank_p,
};
use dryf::pipeline::time::UnixMillis;
use serde::Deserialize;

use crate::fixtures;

#[derive(Deserialize)]
struct Fixture {
    densities: Vec<Case>,
    pruners: Vec<Pruned>,
    wilcoxon: Vec<Wilcoxon>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    seed: u32,
    space: BTreeMap<String, Domain>,
    trials: Vec<FixedTrial>,
    directions: Vec<Direction>,
    densities: Vec<Fixed>,
    tolerance: f64,
}

#[derive(Deserialize)]
struct FixedTrial {
    state: TrialState,
    values: Vec<f64>,
    folds: Vec<f64>,
    params: BTreeMap<String, f64>,
    constraints: Vec<f64>,
}

#[derive(Deserialize)]
struct Fixed {
    dimensions: Vec<String>,
    points: Vec<Vec<f64>>,
    log_good: Vec<f64>,
    log_others: Vec<f64>,
    samples: Vec<Vec<f64>>,
}

#[derive(Deserialize)]
struct Pruned {
    pruner: Pruner,
    study: String,
    n_folds: u32,
    direction: Direction,
    trials: Vec<Decided>,
}

#[derive(Deserialize)]
struct Decided {
    values: Vec<f64>,
    decisions: Vec<bool>,
}

#[derive(Deserialize)]
struct Wilcoxon {
    differences: Vec<f64>,
    p: f64,
    tolerance: f64,
}

fn trial(number: usize, state: TrialState) -> Trial {
    Trial {
        number: number as u32,
        state,
        point: BTreeMap::new(),
        values: Vec::new(),
        folds: Vec::new(),
        constraints: Vec::new(),
        note: None,
        start: UnixMillis(0.0),
        end: None,
        measures: BTreeMap::new(),
        answers: None,
    }
}

fn trials_of(case: &Case) -> Vec<Trial> {
    let of = |(number, fixed): (usize, &FixedTrial)| {
        let params = fixed.params.iter();
        let point = params.map(|(name, x)| (name.clone(), case.space[name].value_of(*x)));
        let folds = fixed.folds.iter().enumerate();
        let fold = |(fold, mean): (usize, &f64)| FoldValue {
            fold: fold as u32,
            value: f64::NAN,
            mean: *mean,
        };
        Trial {
            point: point.collect(),
            values: fixed.values.clone(),
            folds: folds.map(fold).collect(),
            constraints: fixed.constraints.clone(),
            ..trial(number, fixed.state)
        }
    };
    case.trials.iter().enumerate().map(of).collect()
}

#[test]
fn densities_and_draws_are_those_of_optuna() {
    let fixture: Fixture = fixtures::read("search_optuna.json");
    assert!(fixture.densities.len() > 20);
    for case in &fixture.densities {
        let trials = trials_of(case);
        let (running, finished) = trials
            .iter()
            .partition(|trial| trial.state == TrialState::Running);
        let seen = Seen { finished, running };
        for fixed in &case.densities {
            let dimension =
                |name: &String| Dimension::new(name, case.space[name].clone(), Conditions::new());
            let dimensions: Vec<Dimension> = fixed.dimensions.iter().map(dimension).collect();
            let dimensions: Vec<&Dimension> = dimensions.iter().collect();
            let what = format!("{}, {:?}", case.name, fixed.dimensions);
            let densities = Densities::new(&dimensions, &seen, &case.directions);
            for (name, parzen, expected) in [
                ("good", &densities.good, &fixed.log_good),
                ("others", &densities.others, &fixed.log_others),
            ] {
                let log = |point: &Vec<f64>| Parzen::log_density(parzen, point);
                let found: Vec<f64> = fixed.points.iter().map(log).collect();
                let what = format!("{what}, {name}");
                fixtures::assert_close(&what, &found, expected, case.tolerance);
            }
            let mut random = RandomState::new(case.seed);
            let n = fixed.samples.len();
            let drawn = densities.good.sample(&[], &mut random, n);
            for (drawn, expected) in drawn.iter().zip(&fixed.samples) {
                fixtures::assert_close(&what, drawn, expected, case.tolerance);
            }
        }
    }
}

#[test]
fn trials_are_pruned_where_optuna_prunes_them() {
    let fixture: Fixture = fixtures::read("search_optuna.json");
    for case in &fixture.pruners {
        let mut trials: Vec<Trial> = Vec::new();
        let mut n_pruned = 0;
        for (number, decided) in case.trials.iter().enumerate() {
            let mut running = trial(number, TrialState::Running);
            let mut sum = 0.0;
            for (fold, (value, expected)) in
                decided.values.iter().zip(&decided.decisions).enumerate()
            {
                sum += value;
                running.folds.push(FoldValue {
                    fold: fold as u32,
                    value: *value,
                    mean: sum / (fold + 1) as f64,
                });
                let others: Vec<&Trial> = trials.iter().collect();
                let judged = Judged {
                    study: &case.study,
                    direction: case.direction,
                    n_folds: case.n_folds,
                    others: &others,
                };
                let what = format!(
                    "{:?}, {} folds, trial {number}, fold {fold}",
                    case.pruner, case.n_folds
                );
                assert_eq!(case.pruner.prunes(&running, &judged), *expected, "{what}");
                n_pruned += usize::from(*expected);
            }
            running.state = match decided.decisions.last() {
                Some(true) => TrialState::Pruned,
                _ => TrialState::Complete,
            };
            running.values = vec![sum / decided.values.len() as f64];
            trials.push(running);
        }
        let is_small = case.pruner == Pruner::Wilcoxon && case.n_folds < 4;
        assert_eq!(n_pruned == 0, is_small, "{:?}", case.pruner);
    }
}

#[test]
fn signed_ranks_have_scipys_p_values() {
    let fixture: Fixture = fixtures::read("search_optuna.json");
    for case in &fixture.wilcoxon {
        let found = signed_rank_p(&case.differences);
        let what = format!("{} differences", case.differences.len());
        fixtures::assert_close(&what, &[found], &[case.p], case.tolerance);
    }
}
