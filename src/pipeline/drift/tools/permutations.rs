//! Evidently's tests by permutations, with numpy's generator and seed 0: stepped, so that they can be cancelled.
//!
//! They ask for the rows of both sides in file order: the permutations are of the rows, and another order gives another
//! p-value.

use super::evidently::{MMD, TOTAL_VARIATION};
use super::{Failure, Limit, Measure, Opinion, Tool, numpy};
use crate::pipeline::numeric::exp;
use crate::pipeline::rng::RandomState;
use crate::pipeline::step::Status;

const SEED: u32 = 0;
const TOTAL_VARIATION_DRAWS: u32 = 1_000;
const MMD_DRAWS: u32 = 100;
/// Distinct values up to which the maximum mean discrepancy is computed: its kernel has as many rows and columns.
const MOST_DISTINCT: usize = 2_000;

/// The total variation distance of the classes, with the p-value of Evidently's `TVD`: the share of a thousand random
/// samples of the reference's size, from the rows of both sides, that differ as much from what they leave.
pub struct TotalVariationTest {
    /// The class of each row of both sides, the reference's first.
    rows: Vec<u32>,
    n_reference: usize,
    totals: Vec<u64>,
    observed: f64,
    reached: u32,
    done: u32,
    random: RandomState,
}

impl TotalVariationTest {
    /// Of the class of each row, an index below `n_classes` on both sides, the classes in the order of their names. None
    /// where a side has no rows.
    ///
    /// # Panics
    /// If a class is not below `n_classes`.
    pub fn new(reference: &[u32], current: &[u32], n_classes: usize) -> Option<Self> {
        if reference.is_empty() || current.is_empty() {
            return None;
        }
        let rows = [reference, current].concat();
        let (a, totals) = (counted(reference, n_classes), counted(&rows, n_classes));
        Some(TotalVariationTest {
            observed: total_variation(&a, &totals),
            rows,
            n_reference: reference.len(),
            totals,
            reached: 0,
            done: 0,
            random: RandomState::new(SEED),
        })
    }

    /// Draws up to `budget` more samples.
    pub fn step(&mut self, budget: u32) -> Status {
        for _ in 0..budget.min(TOTAL_VARIATION_DRAWS - self.done) {
            let order = self.random.permutation(self.rows.len());
            let mut drawn = vec![0; self.totals.len()];
            for &row in &order[..self.n_reference] {
                drawn[self.rows[row as usize] as usize] += 1;
            }
            self.reached += u32::from(self.observed <= total_variation(&drawn, &self.totals));
            self.done += 1;
        }
        if self.done < TOTAL_VARIATION_DRAWS {
            Status::Running
        } else {
            Status::Converged
        }
    }

    /// Samples drawn so far.
    pub fn done(&self) -> u32 {
        self.done
    }

    /// What Evidently says; not drawn before all samples are.
    pub fn opinion(&self) -> Opinion {
        let said = if self.done == TOTAL_VARIATION_DRAWS {
            Ok(f64::from(self.reached) / f64::from(self.done))
        } else {
            Err(Failure::NotDrawn)
        };
        Opinion::new(
            Tool::Evidently,
            Measure::TotalVariationP,
            said,
            Limit::Below(0.1),
            TOTAL_VARIATION,
        )
        .on_request()
    }
}

fn counted(labels: &[u32], n_classes: usize) -> Vec<u64> {
    let mut counts = vec![0; n_classes];
    labels.iter().for_each(|&label| counts[label as usize] += 1);
    counts
}

/// Half the sum of all differences of the shares, over the classes that have rows, in numpy's steps: equal counts must
/// give equal bits.
fn total_variation(reference: &[u64], totals: &[u64]) -> f64 {
    let n = reference.iter().sum::<u64>() as f64;
    let rest = totals.iter().sum::<u64>() as f64 - n;
    let apart: Vec<f64> = reference
        .iter()
        .zip(totals)
        .filter(|(_, all)| **all > 0)
        .map(|(&a, &all)| (a as f64 / n - (all - a) as f64 / rest).abs())
        .collect();
    0.5 * numpy::sum(&apart)
}

/// The maximum mean discrepancy of two samples of a number under a Gaussian kernel whose width is the median distance of
/// the reference's rows, with the p-value of Evidently's `empirical_mmd` over a hundred permutations. Evidently gives them no
/// seed; here it is 0. Rows of the same value share a row of the kernel, so that no matrix of all rows is needed.
pub struct MmdTest {
    /// The number of the value of each row of both sides, the reference's first.
    rows: Vec<u32>,
    n_reference: usize,
    totals: Vec<f64>,
    /// Of each pair of values.
    kernel: Vec<f64>,
    observed: f64,
    reached: u32,
    done: u32,
    random: RandomState,
}

impl MmdTest {
    /// Of the values in file order.
    ///
    /// # Errors
    /// A side with fewer than two rows, or too many distinct values.
    pub fn new(reference: &[f64], current: &[f64]) -> Result<MmdTest, Failure> {
        if reference.len().min(current.len()) < 2 {
            return Err(Failure::raises("division by zero"));
        }
        let mut values = [reference, current].concat();
        values.sort_by(f64::total_cmp);
        values.dedup();
        if values.len() > MOST_DISTINCT {
            return Err(Failure::raises(&format!(
                "not computed here for more than {MOST_DISTINCT} distinct values",
            )));
        }
        let number = |value: &f64| values.partition_point(|x| x < value) as u32;
        let rows: Vec<u32> = reference.iter().chain(current).map(number).collect();
        let n_reference = reference.len();
        let count = |rows: &[u32]| -> Vec<f64> {
            counted(rows, values.len())
                .iter()
                .map(|&n| n as f64)
                .collect()
        };
        let own = count(&rows[..n_reference]);
        // As it is expanded there, with the roundings that this brings.
        let distance = |x: f64, y: f64| y * y - 2.0 * (x * y) + x * x;
        let sigma = width(&values, &own, distance);
        let gamma = 1.0 / (2.0 * (sigma * sigma));
        let kernel: Vec<f64> = values
            .iter()
            .flat_map(|&x| values.iter().map(move |&y| exp(-gamma * distance(x, y))))
            .collect();
        let mut test = MmdTest {
            totals: count(&rows),
            rows,
            n_reference,
            kernel,
            observed: 0.0,
            reached: 0,
            done: 0,
            random: RandomState::new(SEED),
        };
        test.observed = test.discrepancy(&own);
        Ok(test)
    }

    /// The discrepancy itself, unbiased; it may be below 0.
    pub fn observed(&self) -> f64 {
        self.observed
    }

    /// Draws up to `budget` more permutations.
    pub fn step(&mut self, budget: u32) -> Status {
        for _ in 0..budget.min(MMD_DRAWS - self.done) {
            let order = self.random.permutation(self.rows.len());
            let mut drawn = vec![0.0; self.totals.len()];
            for &row in &order[..self.n_reference] {
                drawn[self.rows[row as usize] as usize] += 1.0;
            }
            self.reached += u32::from(self.observed <= self.discrepancy(&drawn));
            self.done += 1;
        }
        if self.done < MMD_DRAWS {
            Status::Running
        } else {
            Status::Converged
        }
    }

    /// Permutations drawn so far.
    pub fn done(&self) -> u32 {
        self.done
    }

    /// What Evidently says; not drawn before all permutations are.
    pub fn opinion(&self) -> Opinion {
        opinion_by_mmd(if self.done == MMD_DRAWS {
            Ok(f64::from(self.reached) / f64::from(self.done))
        } else {
            Err(Failure::NotDrawn)
        })
    }

    /// What Evidently says where there is nothing to draw.
    pub fn failed(failure: Failure) -> Opinion {
        opinion_by_mmd(Err(failure))
    }

    /// Of a first sample with so many rows of each value; the second one is the rest.
    fn discrepancy(&self, first: &[f64]) -> f64 {
        let n = first.len();
        let (mut within_first, mut within_second, mut across) = (0.0, 0.0, 0.0);
        for (i, &x) in first.iter().enumerate() {
            let rest = self.totals[i] - x;
            let (mut to_first, mut to_second) = (0.0, 0.0);
            let row = &self.kernel[i * n..(i + 1) * n];
            for ((k, y), all) in row.iter().zip(first).zip(&self.totals) {
                to_first += k * y;
                to_second += k * (all - y);
            }
            within_first += x * to_first;
            within_second += rest * to_second;
            across += x * to_second;
        }
        let m = self.n_reference as f64;
        let n = self.rows.len() as f64 - m;
        // A row is no pair with itself, where the kernel is 1.
        (within_first - m) / (m * (m - 1.0)) + (within_second - n) / (n * (n - 1.0))
            - 2.0 * across / (m * n)
    }
}

fn opinion_by_mmd(said: Result<f64, Failure>) -> Opinion {
    let limit = Limit::Below(0.1);
    Opinion::new(Tool::Evidently, Measure::MmdP, said, limit, MMD).on_request()
}

/// The root of half the median of all squared distances of the reference's rows, those to themselves included, numpy's
/// nearest one; of half of 1 where that is 0.
fn width(values: &[f64], own: &[f64], distance: impl Fn(f64, f64) -> f64) -> f64 {
    let there: Vec<(f64, f64)> = values
        .iter()
        .zip(own)
        .filter(|(_, n)| **n > 0.0)
        .map(|(&value, &n)| (value, n))
        .collect();
    let mut pairs: Vec<(f64, f64)> = there
        .iter()
        .flat_map(|&(x, m)| {
            let distance = &distance;
            there.iter().map(move |&(y, n)| (distance(x, y), m * n))
        })
        .collect();
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let all: f64 = pairs.iter().map(|pair| pair.1).sum();
    let mut left = ((all - 1.0) * 0.5).round_ties_even();
    for (distance, rows) in pairs {
        if left < rows {
            let sigma = (0.5 * distance).sqrt();
            return if sigma == 0.0 { 0.5f64.sqrt() } else { sigma };
        }
        left -= rows;
    }
    0.5f64.sqrt()
}
