//! Pruners: whether a trial is worth its next fold. Optuna 5's, with folds as steps from 0.
//!
//! They look at the mean over the folds so far, Wilcoxon's at the folds one by one. Where a median or a rung is asked for, those of
//! the trials count that a study lets be seen, so that decisions do not depend on who is ready first.

use serde::{Deserialize, Serialize};

use super::trial::{Direction, Trial, TrialState};
use super::wilcoxon::signed_rank_p;
use crate::pipeline::numeric::ln;

/// Who decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pruner {
    /// Each trial has all its folds.
    None,
    /// `MedianPruner()`: its best mean so far is worse than the median of the complete trials at this fold; not before five are
    /// complete.
    Median,
    /// `SuccessiveHalvingPruner(min_resource=1)`: at folds 1, 4, 16, ... the best quarter of those that came so far goes on.
    Halving,
    /// `HyperbandPruner(max_resource=n_folds)`: the best third, in brackets that begin at folds 1, 3, 9, ...
    Hyperband,
    /// `WilcoxonPruner()`: the folds are worse than those of the best trial by a signed-rank test at the level 0.1, from the second
    /// fold; with fewer than four folds the test can't say so.
    #[default]
    Wilcoxon,
}

/// What a pruner knows of a study.
#[derive(Debug, Clone, Copy)]
pub struct Judged<'a> {
    /// The study's name, which decides the bracket of each trial.
    pub study: &'a str,
    /// Of the first objective.
    pub direction: Direction,
    pub n_folds: u32,
    /// The other trials that may be looked at.
    pub others: &'a [&'a Trial],
}

const HALVING_FACTOR: u32 = 4;
const HYPERBAND_FACTOR: u32 = 3;
const MEDIAN_STARTUP: usize = 5;
const WILCOXON_LEVEL: f64 = 0.1;

impl Pruner {
    /// Whether a trial should end after its last fold.
    pub fn prunes(self, trial: &Trial, judged: &Judged) -> bool {
        match self {
            Pruner::None => false,
            Pruner::Median => is_below_median(trial, judged),
            Pruner::Halving => is_halved(trial, judged, judged.others, HALVING_FACTOR, 0),
            Pruner::Hyperband => {
                let bracket = judged.bracket(trial.number);
                let others = judged.others.iter().copied();
                let others: Vec<&Trial> = others
                    .filter(|other| judged.bracket(other.number) == bracket)
                    .collect();
                is_halved(trial, judged, &others, HYPERBAND_FACTOR, bracket)
            }
            Pruner::Wilcoxon => is_surely_worse(trial, judged),
        }
    }
}

fn complete<'t>(trials: &[&'t Trial]) -> impl Iterator<Item = &'t Trial> {
    let is_complete = |trial: &&Trial| trial.state == TrialState::Complete;
    trials.iter().copied().filter(is_complete)
}

fn mean_at(trial: &Trial, fold: u32) -> Option<f64> {
    let at = trial.folds.iter().find(|one| one.fold == fold);
    at.map(|one| one.mean)
}

fn is_below_median(trial: &Trial, judged: &Judged) -> bool {
    let Some(last) = trial.folds.last() else {
        return false;
    };
    if complete(judged.others).count() < MEDIAN_STARTUP {
        return false;
    }
    let mut means: Vec<f64> = complete(judged.others)
        .filter_map(|other| mean_at(other, last.fold))
        .filter(|mean| !mean.is_nan())
        .collect();
    let own = trial.folds.iter().map(|fold| fold.mean);
    let best = own
        .filter(|mean| !mean.is_nan())
        .min_by(|a, b| judged.direction.order(*a, *b));
    let Some(best) = best else {
        return true;
    };
    means.sort_by(f64::total_cmp);
    let Some(upper) = means.get(means.len() / 2) else {
        return false;
    };
    let lower = means[(means.len() - 1) / 2];
    let median = upper - (upper - lower) * 0.5;
    judged.direction.is_better(median, best)
}

/// Whether it does not go on from the rung that its last fold reaches: the first after `factor` to the power of the bracket folds,
/// each further one after `factor` times as many.
fn is_halved(trial: &Trial, judged: &Judged, others: &[&Trial], factor: u32, bracket: u32) -> bool {
    let Some(last) = trial.folds.last() else {
        return false;
    };
    let rungs = std::iter::successors(Some(1u32), |rung| rung.checked_mul(factor));
    let mut rungs = rungs.skip(bracket as usize);
    if !rungs.any(|rung| rung == last.fold) {
        return false;
    }
    if last.mean.is_nan() {
        return true;
    }
    let reached = others.iter().filter_map(|other| mean_at(other, last.fold));
    let mut means: Vec<f64> = reached.filter(|mean| !mean.is_nan()).collect();
    means.push(last.mean);
    means.sort_by(|a, b| judged.direction.order(*a, *b));
    let n_kept = (means.len() / factor as usize).max(1);
    judged.direction.is_better(means[n_kept - 1], last.mean)
}

impl Judged<'_> {
    /// Hyperband's bracket of a trial: the first ones, which prune early, have more of them.
    fn bracket(&self, number: u32) -> u32 {
        let ratio = ln(f64::from(self.n_folds.max(1))) / ln(f64::from(HYPERBAND_FACTOR));
        let n_brackets = ratio.floor() as u32 + 1;
        let budget = |bracket: u32| {
            let later = n_brackets - 1 - bracket;
            let trials = n_brackets * HYPERBAND_FACTOR.pow(later);
            trials.div_ceil(later + 1)
        };
        let total: u32 = (0..n_brackets).map(budget).sum();
        let mut left = crc32(format!("{}_{number}", self.study).as_bytes()) % total;
        for bracket in 0..n_brackets {
            if left < budget(bracket) {
                return bracket;
            }
            left -= budget(bracket);
        }
        unreachable!("the rest is below the sum of all")
    }
}

/// The checksum of zip files, which Optuna draws brackets by.
fn crc32(bytes: &[u8]) -> u32 {
    let mut rest = u32::MAX;
    for byte in bytes {
        rest ^= u32::from(*byte);
        for _ in 0..8 {
            rest = rest >> 1 ^ if rest & 1 == 1 { 0xedb8_8320 } else { 0 };
        }
    }
    !rest
}

/// The best complete trial that keeps all constraints, of equal ones the first.
pub fn best<'t>(trials: &[&'t Trial], direction: Direction) -> Option<&'t Trial> {
    let feasible = trials.iter().copied().filter(|trial| trial.is_feasible());
    feasible.min_by(|a, b| direction.order(a.values[0], b.values[0]))
}

fn is_surely_worse(trial: &Trial, judged: &Judged) -> bool {
    let Some(best) = best(judged.others, judged.direction) else {
        return false;
    };
    let values = |trial: &Trial| -> Vec<f64> { trial.folds.iter().map(|one| one.value).collect() };
    let (own, others) = (values(trial), values(best));
    if own.is_empty() || others.is_empty() {
        return false;
    }
    if own.iter().chain(&others).any(|value| !value.is_finite()) {
        return false;
    }
    let paired = trial.folds.iter().filter_map(|one| {
        let other = best.folds.iter().find(|other| other.fold == one.fold)?;
        Some(match judged.direction {
            Direction::Minimize => one.value - other.value,
            Direction::Maximize => other.value - one.value,
        })
    });
    let worse: Vec<f64> = paired.collect();
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let is_on_average_worse = judged.direction.is_better(mean(&others), mean(&own));
    worse.len() >= 2 && is_on_average_worse && signed_rank_p(&worse) < WILCOXON_LEVEL
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_that_of_zip_files() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    }
}
