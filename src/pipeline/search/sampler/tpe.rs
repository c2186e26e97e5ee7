//! The tree-structured Parzen estimator: a point that is likely among good trials and unlikely among the others.
//!
//! Bergstra, Bardenet, Bengio and Kégl, "Algorithms for Hyper-Parameter Optimization", NeurIPS 2011; Watanabe, arXiv 2304.11127.
//! [`optuna`] is Optuna 5's, with its defaults: 10 trials at random, 24 candidates, those that run count as others. Its joint
//! density has the dimensions that all trials have, so that those of a conditional space that take part by turns are independent
//! of all else. [`union`] is ours: conditional ones are joint, too, and depend on what decides about them, such as gamma on the kernel
//! for which it is. Where nothing is conditional the two have the same densities.

use super::parzen::Parzen;
use super::split::{Split, split};
use super::{Proposal, Seen};
use crate::pipeline::rng::RandomState;
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

impl Densities {
    /// From the trials that have all of these dimensions.
    pub fn new(dimensions: &[&Dimension], seen: &Seen, directions: &[Direction]) -> Densities {
        Densities::of_split(dimensions, &split(seen, directions), directions)
    }

    fn of_split(dimensions: &[&Dimension], split: &Split, directions: &[Direction]) -> Densities {
        let domains: Vec<_> = dimensions.iter().map(|one| &one.domain).collect();
        let parzen = |trials: &[&Trial], weigh_same| {
            let rows = trials
                .iter()
                .filter_map(|trial| numbers(dimensions, &trial.point));
            Parzen::new(&domains, &rows.collect::<Vec<_>>(), weigh_same)
        };
        Densities {
            good: parzen(&split.good, directions.len() > 1),
            others: parzen(&split.others, false),
        }
    }

    /// The candidate that is likeliest among the good trials and unlikeliest among the others, of those that begin with what is
    /// known.
    fn propose(&self, known: &[f64], random: &mut RandomState) -> Vec<f64> {
        let candidates = self.good.sample(known, random, N_CANDIDATES);
        let ratio =
            |point: &Vec<f64>| self.good.log_density(point) - self.others.log_density(point);
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

/// What a point has of some dimensions, if it has all.
fn numbers(dimensions: &[&Dimension], point: &Point) -> Option<Vec<f64>> {
    let number = |one: &&Dimension| Some(point.get(&one.name)?.number());
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
            let densities = Densities::of_split(&shared, &split, directions);
            let numbers = densities.propose(&[], random);
            for (one, number) in shared.iter().zip(numbers) {
                drawn.insert(one.name.clone(), one.domain.value_of(number));
            }
        }
    }
    space.walk(&mut proposal.base.clone(), |one, _, _| {
        Some(match drawn.get(&one.name) {
            Some(value) => *value,
            None if one.domain.is_single() => one.domain.nth(0),
            None => {
                let densities = Densities::of_split(&[one], &split, directions);
                one.domain.value_of(densities.propose(&[], random)[0])
            }
        })
    })
}

/// A proposal for a conditional space, group by group: the dimensions that the same ones decide about, where they take part,
/// jointly, under what was chosen for those that decide.
pub fn union(proposal: &Proposal, random: &mut RandomState) -> Point {
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
    let dimensions = space.dimensions();
    let mut drawn = Point::new();
    space.walk(&mut proposal.base.clone(), |one, place, table| {
        if one.domain.is_single() {
            return Some(one.domain.nth(0));
        }
        if let Some(value) = drawn.get(&one.name) {
            return Some(*value);
        }
        let deciding = space.deciding(place);
        let is_chosen = |other: &&Dimension| drawn.contains_key(&other.name);
        let mut group: Vec<&Dimension> = deciding.iter().copied().filter(is_chosen).collect();
        let known = numbers(&group, &drawn).expect("they were chosen");
        let is_alike = |other: &usize| {
            !dimensions[*other].domain.is_single()
                && space.takes_part(*other, table)
                && space.deciding(*other) == deciding
        };
        let alike = (place..dimensions.len()).filter(is_alike);
        group.extend(alike.map(|other| &dimensions[other]));
        let densities = Densities::of_split(&group, &split, directions);
        let numbers = densities.propose(&known, random);
        for (other, number) in group.iter().zip(numbers).skip(known.len()) {
            drawn.insert(other.name.clone(), other.domain.value_of(number));
        }
        drawn.get(&one.name).copied()
    })
}
