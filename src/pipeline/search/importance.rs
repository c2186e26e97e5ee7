//! How much each setting decides whether a trial is among the best: PED-ANOVA, Optuna's default.
//!
//! The share of the variance that a setting has in the density of the best tenth of the trials over that of all. Both densities are
//! estimated on a grid of at most 50 points (a choice is a point of its own) by a mixture of truncated normal kernels with
//! Scott's bandwidth and a prior kernel over all of it; the divergence is Pearson's.
//!
//! A setting that has an effect under some others alone is not in every trial. As in Optuna 5 it is weighed on the trials that
//! have it, and its divergence is multiplied by `alpha^2 / beta`, so that it counts by how often it matters; it is left at 0
//! where fewer than two trials have it, or none of the best.
//!
//! | symbol in the sources | here |
//! |---|---|
//! | gamma' | [`QUANTILE`] |
//! | alpha | share of the best trials that have the setting |
//! | beta | share of all trials that have it |
//!
//! Sources: Watanabe, Bansal and Hutter, "PED-ANOVA: Efficiently Quantifying Hyperparameter Importance in Arbitrary Subspaces",
//! IJCAI 2023; "Conditional PED-ANOVA", arXiv 2601.20800, Theorem 4.2; Optuna 5.0.0, `importance/_ped_anova`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::journal::last_of_steps;
use super::{Direction, Domain, Space, Trial, TrialState, Value};
use crate::pipeline::numeric::{erfc, ln, pow};

/// Of the trials, how many are the best.
const QUANTILE: f64 = 0.1;
/// Points of the grid of a numeric setting, at most.
const GRID: usize = 50;
/// Trials that must have a setting, as Optuna's `_min_n_trials_in_regime`.
const FEWEST: usize = 2;
/// What a point has at least, so that densities can be divided.
const FLOOR: f64 = 1e-12;

/// How much a setting decides.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct Importance {
    /// The dimension's name.
    pub name: String,
    /// Of all settings that are weighed, `0.0..=1.0`, together 1: Optuna's `get_param_importances`.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub share: f64,
    /// Optuna's number with `normalize=False`, at least 0.
    pub raw: f64,
}

/// The importance of each setting that a complete trial has, the highest first, and of the same the first of the space. For one
/// objective, by its place, as Optuna's `target`; trials that are not complete or whose value is not finite are left out. All are
/// 0, and their shares equal, with fewer than two trials.
pub fn ped_anova(
    space: &Space,
    trials: &[Trial],
    objective: usize,
    direction: Direction,
) -> Vec<Importance> {
    let complete = || {
        trials
            .iter()
            .filter(|one| one.state == TrialState::Complete)
    };
    let region: Vec<(&Trial, f64)> = complete()
        .filter_map(|one| {
            let value = *one
                .values
                .get(objective)
                .filter(|value| value.is_finite())?;
            let loss = match direction {
                Direction::Minimize => value,
                Direction::Maximize => -value,
            };
            Some((one, loss))
        })
        .collect();
    let mut found: Vec<Importance> = space
        .dimensions
        .iter()
        .filter(|dimension| complete().any(|one| one.point.contains_key(&dimension.name)))
        .map(|dimension| Importance {
            name: dimension.name.clone(),
            share: 0.0,
            raw: weigh(&dimension.name, &dimension.domain, &region),
        })
        .collect();
    let (sum, n): (f64, f64) = (found.iter().map(|one| one.raw).sum(), found.len() as f64);
    for one in &mut found {
        one.share = if sum == 0.0 { 1.0 / n } else { one.raw / sum };
    }
    found.sort_by(|a, b| b.raw.total_cmp(&a.raw));
    found
}

/// The importance of one setting over the trials with their losses.
fn weigh(key: &str, domain: &Domain, region: &[(&Trial, f64)]) -> f64 {
    if region.len() <= 1 {
        return 0.0;
    }
    let mut losses: Vec<f64> = region.iter().map(|(_, loss)| *loss).collect();
    losses.sort_by(f64::total_cmp);
    // All that are as good as the last of the best are best, too.
    let cutoff = losses[(QUANTILE * losses.len() as f64).ceil() as usize - 1];
    let n_best = losses.iter().filter(|loss| **loss <= cutoff).count();

    let Some(grid) = Grid::new(domain) else {
        return 0.0;
    };
    let (mut all, mut best) = (vec![0u32; grid.n_points], vec![0u32; grid.n_points]);
    for (trial, loss) in region {
        if let Some(value) = trial.point.get(key) {
            let point = grid.point_of(value);
            all[point] += 1;
            best[point] += u32::from(*loss <= cutoff);
        }
    }
    let count = |counts: &[u32]| counts.iter().sum::<u32>() as usize;
    let (n_all_here, n_best_here) = (count(&all), count(&best));
    if n_all_here < FEWEST || n_best_here == 0 {
        return 0.0;
    }
    let densities = grid.density(&best).into_iter().zip(grid.density(&all));
    let divergence: f64 = densities
        .map(|(best, all)| {
            let excess = (best + FLOOR) / (all + FLOOR) - 1.0;
            (all + FLOOR) * (excess * excess)
        })
        .sum();
    let alpha = n_best_here as f64 / n_best as f64;
    let beta = n_all_here as f64 / region.len() as f64;
    let quantile = n_best as f64 / region.len() as f64;
    alpha * alpha / beta * divergence * (quantile * quantile)
}

/// The points on which densities are compared.
struct Grid {
    n_points: usize,
    /// The first value and the distance of points, on the scale of the setting; none for choices.
    scale: Option<(f64, f64)>,
    is_log: bool,
}

impl Grid {
    /// None where there is a single value.
    fn new(domain: &Domain) -> Option<Grid> {
        let (low, high, is_log, n_points) = match domain {
            Domain::Categorical { choices } => {
                return (choices.len() > 1).then_some(Grid {
                    n_points: choices.len(),
                    scale: None,
                    is_log: false,
                });
            }
            Domain::Float {
                low,
                high,
                log,
                step,
            } => match step {
                None => (*low, *high, *log, GRID),
                Some(step) => {
                    let high = last_of_steps(*low, *high, *step);
                    let n_values = ((high - low) / step).round() as usize + 1;
                    (*low, high, *log, n_values.min(GRID))
                }
            },
            Domain::Int { low, high, log, .. } if *log => {
                let n_values = (high - low + 1) as f64;
                let n_points = (ln(n_values) / ln(2.0)).ceil() as usize + 1;
                (*low as f64, *high as f64, true, n_points.min(GRID))
            }
            Domain::Int {
                low, high, step, ..
            } => {
                let last = (high - low) / step;
                let high = (low + last * step) as f64;
                (*low as f64, high, false, (last as usize + 1).min(GRID))
            }
        };
        if low >= high {
            return None;
        }
        let (low, high) = if is_log {
            (ln(low), ln(high))
        } else {
            (low, high)
        };
        Some(Grid {
            n_points,
            scale: Some((low, (high - low) / (n_points - 1) as f64)),
            is_log,
        })
    }

    fn point_of(&self, value: &Value) -> usize {
        let value = match value {
            Value::Choice(place) => return *place as usize,
            Value::Float(value) => *value,
            Value::Int(value) => *value as f64,
        };
        let (low, distance) = self.scale.expect("numbers have a scale");
        let value = if self.is_log { ln(value) } else { value };
        // What is in the middle of two points is the lower one's.
        let point = ((value - low) / distance - 0.5).ceil();
        (point.max(0.0) as usize).min(self.n_points - 1)
    }

    /// The density at each point, by the trials that are there.
    fn density(&self, counts: &[u32]) -> Vec<f64> {
        let observed: Vec<(f64, f64)> = counts
            .iter()
            .enumerate()
            .filter(|(_, count)| **count > 0)
            .map(|(point, count)| (point as f64, f64::from(*count)))
            .collect();
        match self.scale {
            Some(_) => normal_mixture(&observed, self.n_points),
            None => choice_mixture(&observed, self.n_points),
        }
    }
}

/// A kernel at each observed point, weighted by its trials, and one of weight 1 over the whole grid; at each point of the grid.
fn normal_mixture(observed: &[(f64, f64)], n_points: usize) -> Vec<f64> {
    let sum: f64 = observed.iter().map(|(_, weight)| weight).sum();
    let last = (n_points - 1) as f64;
    let sigma = scott(observed, sum).max(0.5 / 1.64);
    let kernels = observed
        .iter()
        .map(|(mu, weight)| (*mu, sigma, *weight))
        .chain([(last / 2.0, last + 1.0, 1.0)]);
    let mut density = vec![0.0; n_points];
    for (mu, sigma, weight) in kernels {
        let whole = mass((-0.5 - mu) / sigma, (last + 0.5 - mu) / sigma);
        for (point, density) in density.iter_mut().enumerate() {
            let point = point as f64 - mu;
            let here = mass((point - 0.5) / sigma, (point + 0.5) / sigma);
            *density += weight / (sum + 1.0) * (here / whole);
        }
    }
    density
}

/// Scott's bandwidth by the smaller of the standard deviation and the interquartile range, of points with their weights in
/// ascending order. Source: Scott, "Multivariate Density Estimation", 1992; Optuna's quartiles.
fn scott(observed: &[(f64, f64)], sum: f64) -> f64 {
    let mean = observed.iter().map(|(x, w)| x * w).sum::<f64>() / sum;
    let squares: f64 = observed
        .iter()
        .map(|(x, w)| (x - mean) * (x - mean) * w)
        .sum();
    let deviation = (squares / (sum - 1.0).max(1.0)).sqrt();
    let first = |is_there: &dyn Fn(f64) -> bool| {
        let mut cumulated = 0.0;
        let place = observed.iter().position(|(_, weight)| {
            cumulated += weight;
            is_there(cumulated)
        });
        observed[place.unwrap_or(observed.len() - 1)].0
    };
    let lower = first(&|cumulated| cumulated >= (sum / 4.0).floor());
    let upper = first(&|cumulated| cumulated > (sum * 3.0 / 4.0).floor());
    1.059 * ((upper - lower) / 1.34).min(deviation) * pow(sum, -0.2)
}

/// What a standard normal variable has between `a` and `b`, `a < b`; both in the left tail, where it is exact.
fn mass(a: f64, b: f64) -> f64 {
    let below = |x: f64| 0.5 * erfc(-x / std::f64::consts::SQRT_2);
    if b <= 0.0 {
        below(b) - below(a)
    } else if a > 0.0 {
        below(-a) - below(-b)
    } else {
        1.0 - below(a) - below(-b)
    }
}

/// A kernel at each observed choice, and a uniform one of weight 1, each with `1 / n_kernels` at all choices beside its own.
fn choice_mixture(observed: &[(f64, f64)], n_choices: usize) -> Vec<f64> {
    let sum: f64 = observed.iter().map(|(_, weight)| weight).sum();
    let n_choices_float = n_choices as f64;
    let everywhere = 1.0 / (observed.len() + 1) as f64;
    let mut density = vec![1.0 / (sum + 1.0) / n_choices_float; n_choices];
    for (own, weight) in observed {
        let row = 1.0 + n_choices_float * everywhere;
        for (choice, density) in density.iter_mut().enumerate() {
            let is_own = choice == *own as usize;
            let here = everywhere + f64::from(u8::from(is_own));
            *density += weight / (sum + 1.0) * (here / row);
        }
    }
    density
}
