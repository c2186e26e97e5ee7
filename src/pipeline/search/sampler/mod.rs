//! Who proposes the next point. A proposal depends on the study's seed, the trial's number and the trials that it may look at.

mod forest;
mod grid;
mod parzen;
mod split;
mod tpe;
mod truncated_normal;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use toml::Table;

pub use parzen::Parzen;
pub use tpe::Densities;

pub(super) use split::{front, losses};

use super::space::{Point, Space};
use super::trial::{Direction, Trial};
use crate::pipeline::params::Settings;
use crate::pipeline::rng::RandomState;
use crate::pipeline::run::RunConfig;

/// How points are proposed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sampler {
    /// Uniform points.
    Random,
    /// Each point of a space that can be counted, once.
    Grid,
    /// Optuna's TPE with its defaults: joint densities with one objective, else independent ones.
    Tpe,
    /// Optuna's TPE with `multivariate=False`.
    TpeIndependent,
    /// TPE over the union of a conditional space, joint where Optuna's is not; no configuration twice.
    Union,
    /// A random forest with expected improvement, and some proposals of [`Sampler::Union`]; no configuration twice.
    #[default]
    Forest,
}

/// The trials that a proposal may look at, by number.
#[derive(Debug, Clone, Default)]
pub struct Seen<'t> {
    /// Complete or pruned.
    pub finished: Vec<&'t Trial>,
    /// What comes of these is not known yet, or must not matter.
    pub running: Vec<&'t Trial>,
}

/// What a proposal is made of.
#[derive(Clone, Copy)]
pub struct Proposal<'a> {
    pub space: &'a Space,
    /// The configuration of what the space leaves as it is.
    pub base: &'a Table,
    pub seen: &'a Seen<'a>,
    pub directions: &'a [Direction],
}

/// Rounds of candidates before a point at random, and points at random before each point is tried in its turn.
const N_ROUNDS: usize = 8;
const N_RANDOM: usize = 100;
/// More points than these are not gone through one by one.
const MOST_COUNTED: u64 = 10_000;

impl Proposal<'_> {
    fn random(&self, random: &mut RandomState) -> Point {
        let mut table = self.base.clone();
        self.space
            .walk(&mut table, |one, _, _| Some(one.domain.uniform(random)))
    }
}

/// Where the random numbers of one trial begin (the finaliser of MurmurHash3 over seed and number).
fn seed_of(seed: u32, number: u32) -> u32 {
    let mut mixed = u64::from(seed) << 32 | u64::from(number);
    for factor in [0xff51_afd7_ed55_8ccd, 0xc4ce_b9fe_1a85_ec53] {
        mixed = (mixed ^ mixed >> 33).wrapping_mul(factor);
    }
    (mixed ^ mixed >> 33) as u32
}

/// A study's view of a new trial.
pub(super) struct Asked<'a> {
    pub space: &'a Space,
    pub base: &'a RunConfig,
    pub seen: &'a Seen<'a>,
    pub directions: &'a [Direction],
    pub seed: u32,
    pub number: u32,
    /// Trials before it that were proposed and not given.
    pub n_proposed: u32,
    /// The [`canonical`](super::canonical) names of all configurations before it.
    pub tried: &'a BTreeSet<String>,
}

impl Sampler {
    /// The next point; none where there is none left.
    pub(super) fn propose(self, asked: &Asked) -> Option<Point> {
        let mut random = RandomState::new(seed_of(asked.seed, asked.number));
        let random = &mut random;
        let base = asked.base.to_table();
        let proposal = Proposal {
            space: asked.space,
            base: &base,
            seen: asked.seen,
            directions: asked.directions,
        };
        match self {
            Sampler::Random => Some(proposal.random(random)),
            Sampler::Grid => {
                let number = u64::from(asked.n_proposed);
                grid::nth(asked.space, asked.base, asked.seed, number)
            }
            Sampler::Tpe => Some(tpe::optuna(&proposal, asked.directions.len() == 1, random)),
            Sampler::TpeIndependent => Some(tpe::optuna(&proposal, false, random)),
            Sampler::Union => asked.new_point(&proposal, random, |proposal, random| {
                vec![tpe::union(proposal, random)]
            }),
            Sampler::Forest => asked.new_point(&proposal, random, forest::propose),
        }
    }
}

impl Asked<'_> {
    /// The first candidate whose configuration no trial has, else such a point at random.
    fn new_point(
        &self,
        proposal: &Proposal,
        random: &mut RandomState,
        candidates: impl Fn(&Proposal, &mut RandomState) -> Vec<Point>,
    ) -> Option<Point> {
        let name = |point: &Point| self.space.name(proposal.base, point);
        let is_new = |point: &Point| !self.tried.contains(&name(point));
        for _ in 0..N_ROUNDS {
            if let Some(point) = candidates(proposal, random).into_iter().find(is_new) {
                return Some(point);
            }
        }
        for _ in 0..N_RANDOM {
            let point = proposal.random(random);
            if is_new(&point) {
                return Some(point);
            }
        }
        match self.space.n_points(self.base) {
            Some(n) if n <= MOST_COUNTED => (0..n)
                .filter_map(|number| grid::nth(self.space, self.base, self.seed, number))
                .find(is_new),
            _ => Some(proposal.random(random)),
        }
    }
}
