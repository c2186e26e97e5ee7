//! The tree-structured Parzen estimator: a point that is likely among good trials and unlikely among the others.
//!
//! Bergstra, Bardenet, Bengio and Kégl, "Algorithms for Hyper-Parameter Optimization", NeurIPS 2011; Watanabe, arXiv 2304.11127.
//! [`optuna`] is Optuna 5's, with its defaults: 10 trials at random, 24 candidates, those that run count as others. [`union`] is
//! the same over a space whose dimensions take part by turns. Optuna's joint density has the dimensions that all trials have, so
//! that with one conditional setting the densities of most become independent of each other; here each trial keeps its kernel in
//! what it has and is flat in the rest, and where all trials have all dimensions the two are one.

use toml::Table;

use super::parzen::Parzen;
use super::split::{Split, split};
use super::{Proposal, Seen};
use crate::pipeline::rng::RandomState;
use crate::pipeline::search::Value;
use crate::pipeline::search::space::{Dimension, Point};
use crate::pipeline::search::trial::{Direction, Trial};

/// Finished trials before it looks at them.
pub const N_RANDOM: usize = 10;
/// Points of which the best is proposed.
const N_CANDIDATES: usize = 24;

/// The densities of good trials and of the others over some dimensions.
#[derive(Debug, Clone)]
pub struct Densities {
    pub good: Parzen,
    pub others: Parzen,
}

/// Which trials count for a density over several dimensions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taking {
    /// Those that have all of them, as in Optuna.
    Whole,
    /// All, each in the dimensions that it has.
    Parts,
}

impl Densities {
    /// From trials of which at least one has finished.
    pub fn new(
        dimensions: &[&Dimension],
        seen: &Seen,
        directions: &[Direction],
        taking: Taking,
    ) -> Densities {
        Densities::of_split(dimensions, &split(seen, directions), directions, taking)
    }

    fn of_split(
        dimensions: &[&Dimension],
        split: &Split,
        directions: &[Direction],
        taking: Taking,
    ) -> Densities {
        let domains: Vec<_> = dimensions.iter().map(|one| &one.domain).collect();
        let parzen = |trials: &[&Trial], weigh_same| {
            let row = |trial: &&Trial| numbers(dimensions, &trial.point);
            let is_whole = |row: &Vec<Option<f64>>| row.iter().all(Option::is_some);
            let rows = trials.iter().map(row);
            let rows = rows.filter(|row| taking == Taking::Parts || is_whole(row));
            Parzen::new(&domains, &rows.collect::<Vec<_>>(), weigh_same)
        };
        Densities {
            good: parzen(&split.good, directions.len() > 1),
            others: parzen(&split.others, false),
        }
    }

    /// How much likelier a point is among the good trials, as a logarithm.
    fn log_ratio(&self, point: &[Option<f64>]) -> f64 {
        self.good.log_density(point) - self.others.log_density(point)
    }

    /// The best of the candidates.
    fn propose(&self, random: &mut RandomState) -> Vec<f64> {
        let candidates = self.good.sample(random, N_CANDIDATES);
        let ratio = |point: &Vec<f64>| {
            let point: Vec<Option<f64>> = point.iter().copied().map(Some).collect();
            self.log_ratio(&point)
        };
        let ratios: Vec<f64> = candidates.iter().map(ratio).collect();
        let mut best = 0;
        for (at, ratio) in ratios.iter().enumerate() {
            if *ratio > ratios[best] {
                best = at;
            }
        }
        candidates[best].clone()
    }
}

/// What a point has of some dimensions, as numbers.
fn numbers(dimensions: &[&Dimension], point: &Point) -> Vec<Option<f64>> {
    let number = |one: &&Dimension| point.get(&one.name).map(|value| value.number());
    dimensions.iter().map(number).collect()
}

/// Optuna's proposal: joint densities over the dimensions that all trials have, then each of the others by itself.
pub fn optuna(proposal: &Proposal, is_joint: bool, random: &mut RandomState) -> Point {
    let Proposal {
        space,
        seen,
        directions,
        ..
    } = *proposal;
    if seen.finished.len() < N_RANDOM {
        return proposal.random(random);
    }
    let split = split(seen, directions);
    let mut drawn = Point::new();
    if is_joint {
        let is_shared = |one: &&Dimension| {
            let mut trials = seen.finished.iter();
            !one.domain.is_single() && trials.all(|trial| trial.point.contains_key(&one.name))
        };
        let mut shared: Vec<&Dimension> = space.dimensions().iter().filter(is_shared).collect();
        shared.sort_by_key(|one| &one.name);
        if !shared.is_empty() {
            let densities = Densities::of_split(&shared, &split, directions, Taking::Whole);
            let numbers = densities.propose(random);
            for (one, number) in shared.iter().zip(numbers) {
                drawn.insert(one.name.clone(), one.domain.value_of(number));
            }
        }
    }
    space.walk(&mut proposal.base.clone(), |_, one| {
        Some(match drawn.get(&one.name) {
            Some(value) => *value,
            None if one.domain.is_single() => one.domain.nth(0),
            None => {
                let densities = Densities::of_split(&[one], &split, directions, Taking::Whole);
                one.domain.value_of(densities.propose(random)[0])
            }
        })
    })
}

/// Candidates over the whole space, the best first: each is drawn from one kernel, dimension by dimension where it takes part.
pub fn union(proposal: &Proposal, random: &mut RandomState) -> Vec<Point> {
    let Proposal {
        space,
        seen,
        directions,
        ..
    } = *proposal;
    if seen.finished.len() < N_RANDOM {
        return vec![proposal.random(random)];
    }
    let dimensions: Vec<&Dimension> = space.dimensions().iter().collect();
    let densities = Densities::new(&dimensions, seen, directions, Taking::Parts);
    let mut draw = |table: &mut Table| {
        let kernel = densities.good.draw_kernel(random);
        space.walk(table, |place, one| -> Option<Value> {
            Some(match one.domain.is_single() {
                true => one.domain.nth(0),
                false => one
                    .domain
                    .value_of(densities.good.draw(kernel, place, random)),
            })
        })
    };
    let mut candidates: Vec<(f64, Point)> = (0..N_CANDIDATES)
        .map(|_| {
            let point = draw(&mut proposal.base.clone());
            (densities.log_ratio(&numbers(&dimensions, &point)), point)
        })
        .collect();
    candidates.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    candidates.into_iter().map(|(_, point)| point).collect()
}
