//! Parzen estimators: a density over some dimensions as a mixture of one kernel for each trial, and one over the whole domain.
//!
//! As in Optuna 5 (`samplers/_tpe/parzen_estimator.py`, `probability_distributions.py`), which has only trials that took part in
//! every dimension. Here a trial may lack some: its kernel is flat there, as the last one is everywhere.

use super::truncated_normal::{log_density, log_mass, quantile};
use crate::pipeline::numeric::{exp, ln};
use crate::pipeline::rng::RandomState;
use crate::pipeline::search::domain::{Domain, Range};

/// The newest trials, which weigh the same; older ones weigh less.
const N_FULL: usize = 25;

/// A density over points with a number for each dimension: the value, or the place of the choice.
#[derive(Debug, Clone)]
pub struct Parzen {
    /// One for each kernel, that of the whole domain last; their sum is 1.
    weights: Vec<f64>,
    marginals: Vec<Marginal>,
}

/// The kernels in one dimension.
#[derive(Debug, Clone)]
enum Marginal {
    /// The probability of each choice, a row for each kernel.
    Choices(Vec<Vec<f64>>),
    /// Normal distributions between the ends, of logarithms with `log`.
    Numbers { range: Range, kernels: Vec<Normal> },
}

#[derive(Debug, Clone, Copy)]
struct Normal {
    mean: f64,
    deviation: f64,
    /// The logarithm of the mass between the ends.
    log_mass: f64,
}

/// Optuna's weights of trials, oldest first: a ramp from `1 / n`, and 1 for the newest.
fn ramp(n: usize) -> Vec<f64> {
    let n_ramp = n.saturating_sub(N_FULL);
    let low = 1.0 / n as f64;
    let mut weights = vec![1.0; n];
    for (at, weight) in weights.iter_mut().take(n_ramp).enumerate() {
        // The last of several is 1; a single one is the first.
        *weight = match n_ramp {
            1 => low,
            _ if at + 1 == n_ramp => 1.0,
            _ => low + at as f64 * ((1.0 - low) / (n_ramp - 1) as f64),
        };
    }
    weights
}

impl Parzen {
    /// From trials in the order of their numbers, each with a number for the dimensions in which it took part. The newest weigh
    /// most, unless all weigh the same.
    pub fn new(domains: &[&Domain], trials: &[Vec<Option<f64>>], weigh_same: bool) -> Parzen {
        let mut weights = match weigh_same {
            true => vec![1.0; trials.len()],
            false => ramp(trials.len()),
        };
        weights.push(1.0);
        let sum: f64 = weights.iter().sum();
        weights.iter_mut().for_each(|weight| *weight /= sum);
        let marginals = domains.iter().enumerate().map(|(at, domain)| {
            let observed: Vec<Option<f64>> = trials.iter().map(|trial| trial[at]).collect();
            match domain {
                Domain::Categorical { choices } => {
                    Marginal::Choices(choice_rows(choices.len(), &observed))
                }
                domain => {
                    let range = domain.range().expect("what has no choices has a range");
                    Marginal::Numbers {
                        range,
                        kernels: normals(&range, &observed),
                    }
                }
            }
        });
        Parzen {
            marginals: marginals.collect(),
            weights,
        }
    }

    /// The logarithm of the density at a point, over the dimensions that it has.
    pub fn log_density(&self, point: &[Option<f64>]) -> f64 {
        let mut logs: Vec<f64> = self.weights.iter().map(|weight| ln(*weight)).collect();
        for (marginal, number) in self.marginals.iter().zip(point) {
            if let Some(number) = number {
                marginal.add_log_densities(*number, &mut logs);
            }
        }
        let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if most == f64::NEG_INFINITY {
            return most;
        }
        ln(logs.iter().map(|log| exp(log - most)).sum()) + most
    }

    /// Points with all dimensions, drawn in the order in which Optuna draws them: all kernels, then dimension by dimension the
    /// choices, then the numbers.
    pub fn sample(&self, random: &mut RandomState, n: usize) -> Vec<Vec<f64>> {
        let kernels: Vec<usize> = (0..n).map(|_| self.draw_kernel(random)).collect();
        let mut points = vec![vec![0.0; self.marginals.len()]; n];
        for has_choices in [true, false] {
            for (at, marginal) in self.marginals.iter().enumerate() {
                if matches!(marginal, Marginal::Choices(_)) == has_choices {
                    for (point, kernel) in points.iter_mut().zip(&kernels) {
                        point[at] = marginal.draw(*kernel, random);
                    }
                }
            }
        }
        points
    }

    /// The place of a kernel, by its weight.
    pub fn draw_kernel(&self, random: &mut RandomState) -> usize {
        let drawn = random.random_sample();
        let total: f64 = self.weights.iter().sum();
        let mut sum = 0.0;
        let is_past = |weight: &f64| {
            sum += weight;
            sum / total > drawn
        };
        let place = self.weights.iter().position(is_past);
        place.unwrap_or(self.weights.len() - 1)
    }

    /// A number of one dimension, from one kernel.
    pub fn draw(&self, kernel: usize, dimension: usize, random: &mut RandomState) -> f64 {
        self.marginals[dimension].draw(kernel, random)
    }
}

impl Marginal {
    fn add_log_densities(&self, number: f64, logs: &mut [f64]) {
        match self {
            Marginal::Choices(rows) => {
                for (log, row) in logs.iter_mut().zip(rows) {
                    *log += ln(row[number as usize]);
                }
            }
            Marginal::Numbers { range, kernels } => {
                let scaled = |number: f64| if range.log { ln(number) } else { number };
                let half = range.step / 2.0;
                let (left, right) = (scaled(number - half), scaled(number + half));
                let is_inside = (range.low..=range.high).contains(&number);
                for (log, kernel) in logs.iter_mut().zip(kernels) {
                    let units = |x: f64| (x - kernel.mean) / kernel.deviation;
                    *log += match (range.step > 0.0, is_inside) {
                        (true, _) => log_mass(units(left), units(right)) - kernel.log_mass,
                        (false, true) => {
                            log_density(units(left)) - kernel.log_mass - ln(kernel.deviation)
                        }
                        (false, false) => f64::NEG_INFINITY,
                    };
                }
            }
        }
    }

    fn draw(&self, kernel: usize, random: &mut RandomState) -> f64 {
        let drawn = random.random_sample();
        match self {
            Marginal::Choices(rows) => {
                let row = &rows[kernel];
                let mut sum = 0.0;
                let is_reached = |probability: &f64| {
                    sum += probability;
                    sum >= drawn
                };
                // The last one has what rounding leaves.
                let place = row[..row.len() - 1].iter().position(is_reached);
                place.unwrap_or(row.len() - 1) as f64
            }
            Marginal::Numbers { range, kernels } => {
                let Normal {
                    mean, deviation, ..
                } = kernels[kernel];
                let (low, high) = range.ends();
                let units = |x: f64| (x - mean) / deviation;
                let scaled = quantile(drawn, units(low), units(high)) * deviation + mean;
                let number = if range.log { exp(scaled) } else { scaled };
                let number = match range.step > 0.0 {
                    true => {
                        let steps = ((number - range.low) / range.step).round_ties_even();
                        range.low + steps * range.step
                    }
                    false => number,
                };
                number.clamp(range.low, range.high)
            }
        }
    }
}

/// One more for the choice of the trial than for each of the others, which share one.
fn choice_rows(n_choices: usize, observed: &[Option<f64>]) -> Vec<Vec<f64>> {
    let n_kernels = observed.iter().flatten().count() + 1;
    let flat = vec![1.0 / n_choices as f64; n_choices];
    let row = |observed: &Option<f64>| match observed {
        Some(place) => {
            let mut row = vec![1.0 / n_kernels as f64; n_choices];
            row[*place as usize] += 1.0;
            let sum: f64 = row.iter().sum();
            row.iter_mut().for_each(|share| *share /= sum);
            row
        }
        None => flat.clone(),
    };
    observed.iter().chain([&None]).map(row).collect()
}

/// A normal distribution around each trial, as wide as the greater of the gaps to its neighbours, between a share of the domain
/// that falls with the number of trials, and the domain.
fn normals(range: &Range, observed: &[Option<f64>]) -> Vec<Normal> {
    let (low, high) = range.ends();
    let scaled = |number: f64| if range.log { ln(number) } else { number };
    let means: Vec<f64> = observed.iter().flatten().map(|x| scaled(*x)).collect();
    let n = means.len();
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|a, b| means[*a].total_cmp(&means[*b]));
    let narrowest = (high - low) / f64::min(100.0, n as f64 + 2.0);
    let mut deviations = vec![0.0; n];
    for (rank, &at) in order.iter().enumerate() {
        let left = match rank {
            // With neighbours on one side alone, that one counts.
            0 if n > 1 => f64::NEG_INFINITY,
            0 => means[at] - low,
            rank => means[at] - means[order[rank - 1]],
        };
        let right = match order.get(rank + 1) {
            Some(&next) => means[next] - means[at],
            None if n > 1 => f64::NEG_INFINITY,
            None => high - means[at],
        };
        deviations[at] = left.max(right).max(narrowest).min(high - low);
    }
    let normal = |mean: f64, deviation: f64| Normal {
        mean,
        deviation,
        log_mass: log_mass((low - mean) / deviation, (high - mean) / deviation),
    };
    let flat = normal(0.5 * (low + high), high - low);
    let mut trials = means.iter().zip(&deviations);
    let kernel = |observed: &Option<f64>| match observed {
        Some(_) => {
            let (mean, deviation) = trials.next().expect("one for each trial that took part");
            normal(*mean, *deviation)
        }
        None => flat,
    };
    observed.iter().chain([&None]).map(kernel).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_density_sums_to_one_however_many_trials_lack_a_dimension() {
        let choices = Domain::Categorical {
            choices: vec!["a".into(), "b".into(), "c".into()],
        };
        let whole = Domain::Int {
            low: 1,
            high: 9,
            log: true,
            step: 1,
        };
        let trials: Vec<Vec<Option<f64>>> = (0..40)
            .map(|n| {
                vec![
                    (n % 3 != 0).then_some(f64::from(n % 3)),
                    (n % 2 == 0).then_some(f64::from(n % 9 + 1)),
                ]
            })
            .collect();
        for n in [0, 1, 2, 24, 25, 26, 27, 40] {
            for weigh_same in [false, true] {
                let parzen = Parzen::new(&[&choices, &whole], &trials[..n], weigh_same);
                let mut sums = [0.0; 3];
                for number in 1..10 {
                    sums[2] += exp(parzen.log_density(&[None, Some(f64::from(number))]));
                    for place in 0..3 {
                        let point = [Some(f64::from(place)), Some(f64::from(number))];
                        sums[0] += exp(parzen.log_density(&point));
                    }
                }
                for place in 0..3 {
                    sums[1] += exp(parzen.log_density(&[Some(f64::from(place)), None]));
                }
                assert!(
                    sums.iter().all(|sum| (sum - 1.0).abs() < 1e-12),
                    "{n}: {sums:?}"
                );
            }
        }
    }
}
