//! Parzen estimators: a density over some dimensions as a mixture of one kernel for each trial, and one over the whole domain.
//!
//! As in Optuna 5 (`samplers/_tpe/parzen_estimator.py`, `probability_distributions.py`).

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
    /// From trials in the order of their numbers, each with a number for each dimension. The newest weigh most, unless all weigh
    /// the same.
    pub fn new(domains: &[&Domain], trials: &[Vec<f64>], weigh_same: bool) -> Parzen {
        let mut weights = match weigh_same {
            true => vec![1.0; trials.len()],
            false => ramp(trials.len()),
        };
        weights.push(1.0);
        let sum: f64 = weights.iter().sum();
        weights.iter_mut().for_each(|weight| *weight /= sum);
        let marginals = domains.iter().enumerate().map(|(at, domain)| {
            let observed: Vec<f64> = trials.iter().map(|trial| trial[at]).collect();
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

    /// The logarithm of the density at a point.
    pub fn log_density(&self, point: &[f64]) -> f64 {
        let logs = self.log_weights(point);
        let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if most == f64::NEG_INFINITY {
            return most;
        }
        ln(logs.iter().map(|log| exp(log - most)).sum()) + most
    }

    /// The logarithm of each kernel's weight times its density at what is known of a point, its first dimensions.
    fn log_weights(&self, known: &[f64]) -> Vec<f64> {
        let mut logs: Vec<f64> = self.weights.iter().map(|weight| ln(*weight)).collect();
        for (marginal, number) in self.marginals.iter().zip(known) {
            marginal.add_log_densities(*number, &mut logs);
        }
        logs
    }

    /// Points that begin with what is known of them, drawn in the order in which Optuna draws them: all kernels, then dimension by
    /// dimension the choices, then the numbers.
    pub fn sample(&self, known: &[f64], random: &mut RandomState, n: usize) -> Vec<Vec<f64>> {
        let logs = self.log_weights(known);
        let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let weights: Vec<f64> = logs.iter().map(|log| exp(log - most)).collect();
        let total: f64 = weights.iter().sum();
        let mut draw_kernel = || {
            let drawn = random.random_sample();
            let mut sum = 0.0;
            let is_past = |weight: &f64| {
                sum += weight;
                sum / total > drawn
            };
            let place = weights.iter().position(is_past);
            place.unwrap_or(weights.len() - 1)
        };
        let kernels: Vec<usize> = (0..n).map(|_| draw_kernel()).collect();
        let mut point = vec![0.0; self.marginals.len()];
        point[..known.len()].copy_from_slice(known);
        let mut points = vec![point; n];
        for has_choices in [true, false] {
            for (at, marginal) in self.marginals.iter().enumerate().skip(known.len()) {
                if matches!(marginal, Marginal::Choices(_)) == has_choices {
                    for (point, kernel) in points.iter_mut().zip(&kernels) {
                        point[at] = marginal.draw(*kernel, random);
                    }
                }
            }
        }
        points
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
fn choice_rows(n_choices: usize, observed: &[f64]) -> Vec<Vec<f64>> {
    let n_kernels = observed.len() + 1;
    let row = |place: &f64| {
        let mut row = vec![1.0 / n_kernels as f64; n_choices];
        row[*place as usize] += 1.0;
        let sum: f64 = row.iter().sum();
        row.iter_mut().for_each(|share| *share /= sum);
        row
    };
    let flat = vec![1.0 / n_choices as f64; n_choices];
    observed.iter().map(row).chain([flat]).collect()
}

/// A normal distribution around each trial, as wide as the greater of the gaps to its neighbours, between a share of the domain
/// that falls with the number of trials, and the domain.
fn normals(range: &Range, observed: &[f64]) -> Vec<Normal> {
    let (low, high) = range.ends();
    let scaled = |number: &f64| if range.log { ln(*number) } else { *number };
    let means: Vec<f64> = observed.iter().map(scaled).collect();
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
    let normal = |(mean, deviation): (f64, f64)| Normal {
        mean,
        deviation,
        log_mass: log_mass((low - mean) / deviation, (high - mean) / deviation),
    };
    let flat = (0.5 * (low + high), high - low);
    let trials = means.into_iter().zip(deviations);
    trials.chain([flat]).map(normal).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn domains() -> [Domain; 2] {
        let choices = Domain::Categorical {
            choices: vec!["a".into(), "b".into(), "c".into()],
        };
        let whole = Domain::Int {
            low: 1,
            high: 9,
            log: true,
            step: 1,
        };
        [choices, whole]
    }

    fn trials(n: u32) -> Vec<Vec<f64>> {
        let trial = |n: u32| vec![f64::from(n % 3), f64::from(n * n % 9 + 1)];
        (0..n).map(trial).collect()
    }

    #[test]
    fn a_density_sums_to_one() {
        let domains = domains();
        for n in [0, 1, 2, 24, 25, 26, 27, 40] {
            for weigh_same in [false, true] {
                let parzen = Parzen::new(&[&domains[0], &domains[1]], &trials(n), weigh_same);
                let mut sum = 0.0;
                for number in 1..10 {
                    for place in 0..3 {
                        let point = [f64::from(place), f64::from(number)];
                        sum += exp(parzen.log_density(&point));
                    }
                }
                // Masses are differences of logarithms.
                assert!((sum - 1.0).abs() < 1e-12, "{n}: {sum}");
            }
        }
    }

    /// What is known chooses the kernels: shares of the numbers behind a choice are those of the density at both.
    #[test]
    fn points_that_begin_alike_are_drawn_from_the_density_behind() {
        let domains = domains();
        let parzen = Parzen::new(&[&domains[0], &domains[1]], &trials(6), false);
        let known = [1.0];
        let n = 20_000;
        let points = parzen.sample(&known, &mut RandomState::new(3), n);
        let density = |number: f64| exp(parzen.log_density(&[1.0, number]));
        let total: f64 = (1..10).map(|number| density(f64::from(number))).sum();
        for number in 1..10 {
            let point = [1.0, f64::from(number)];
            let drawn = points.iter().filter(|one| one[..] == point).count() as f64;
            let expected = density(point[1]) / total;
            // Four standard deviations of a share of 20,000.
            assert!((drawn / n as f64 - expected).abs() < 0.015, "{number}");
        }
    }
}
