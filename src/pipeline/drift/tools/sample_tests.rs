//! Tests and distances of two samples by their values: energy distance, Student, Epps and Singleton.
//!
//! Samples ascend and have a value.

use super::super::distributions::chi_square_sf;
use super::Failure;
use super::numpy;
use super::special::student_two_sided;
use crate::pipeline::numeric::{cos, pow, sin};

/// `scipy.stats.energy_distance`: the root of twice the area of the squared distance of both cumulated shares.
pub(super) fn energy_distance(a: &[f64], b: &[f64]) -> f64 {
    let mut all = [a, b].concat();
    all.sort_by(f64::total_cmp);
    let share = |sample: &[f64], x: f64| {
        sample.partition_point(|value| *value <= x) as f64 / sample.len() as f64
    };
    let squares: Vec<f64> = all
        .windows(2)
        .map(|pair| {
            let apart = share(a, pair[0]) - share(b, pair[0]);
            apart * apart * (pair[1] - pair[0])
        })
        .collect();
    std::f64::consts::SQRT_2 * numpy::sum(&squares).sqrt()
}

/// The p-value of `scipy.stats.ttest_ind` with equal variances.
pub(super) fn student(a: &[f64], b: &[f64]) -> f64 {
    let (m, n) = (a.len() as f64, b.len() as f64);
    let (mean_a, mean_b) = (numpy::mean(a), numpy::mean(b));
    let df = m + n - 2.0;
    let pooled = (m * numpy::variance(a) + n * numpy::variance(b)) / df;
    let t = (mean_a - mean_b) / (pooled * (1.0 / m + 1.0 / n)).sqrt();
    student_two_sided(t, df)
}

/// numpy's linear quantile, its interpolation from the nearer end included. `sorted` ascends and is not empty.
pub(super) fn quantile(sorted: &[f64], share: f64) -> f64 {
    let at = share * (sorted.len() - 1) as f64;
    let below = at.floor();
    let (low, t) = (sorted[below as usize], at - below);
    let high = sorted[(below as usize + 1).min(sorted.len() - 1)];
    if t < 0.5 {
        low + (high - low) * t
    } else {
        high - (high - low) * (1.0 - t)
    }
}

/// Rows that SciPy asks for on each side.
const LEAST_ROWS: usize = 5;
/// Where the characteristic functions are compared, in halves of the interquartile range.
const AT: [f64; 2] = [0.4, 0.8];

/// The p-value of Epps and Singleton (Journal of Statistical Computation and Simulation 26, 1986), as
/// `scipy.stats.epps_singleton_2samp`, after Evidently's check of the interquartile range.
///
/// # Errors
/// An interquartile range of 0; or so few distinct values that the covariance matrix has no inverse: SciPy then gives a
/// number by whatever the roundings left in its place.
pub(super) fn epps_singleton(a: &[f64], b: &[f64]) -> Result<f64, Failure> {
    let mut all = [a, b].concat();
    all.sort_by(f64::total_cmp);
    let range = quantile(&all, 0.75) - quantile(&all, 0.25);
    if range == 0.0 {
        return Err(Failure::raises(
            "Epps-Singleton testsinterquartile range (IQR) is zero. IQR of 0 means there is no variability in the middle 50% of your data, but the center of the distribution can be anywhere. Expected: your data sould have higher variability/variance.",
        ));
    }
    if a.len().min(b.len()) < LEAST_ROWS {
        return Ok(f64::NAN);
    }
    let (m, n) = (a.len() as f64, b.len() as f64);
    let total = m + n;
    let unit = range / 2.0;
    let waves = |sample: &[f64]| -> [Vec<f64>; 4] {
        [
            by_value(sample, |x| cos(AT[0] / unit * x)),
            by_value(sample, |x| cos(AT[1] / unit * x)),
            by_value(sample, |x| sin(AT[0] / unit * x)),
            by_value(sample, |x| sin(AT[1] / unit * x)),
        ]
    };
    let (of_a, of_b) = (waves(a), waves(b));
    let means = |waves: &[Vec<f64>; 4]| [0, 1, 2, 3].map(|i| numpy::mean(&waves[i]));
    let (mean_a, mean_b) = (means(&of_a), means(&of_b));
    let covariance = |waves: &[Vec<f64>; 4], means: &[f64; 4], i: usize, j: usize| {
        let products = waves[i].iter().zip(&waves[j]);
        let sum: f64 = products.map(|(x, y)| (x - means[i]) * (y - means[j])).sum();
        sum / waves[i].len() as f64
    };
    let mut matrix = [[0.0; 4]; 4];
    for (i, row) in matrix.iter_mut().enumerate() {
        for (j, cell) in row.iter_mut().enumerate() {
            *cell = total / m * covariance(&of_a, &mean_a, i, j)
                + total / n * covariance(&of_b, &mean_b, i, j);
        }
    }
    let apart = [0, 1, 2, 3].map(|i| mean_a[i] - mean_b[i]);
    let (form, rank) = inverse_form(matrix, apart);
    if rank < 4 {
        return Err(Failure::Rounding);
    }
    let mut statistic = total * form;
    if a.len().max(b.len()) < 25 {
        statistic *= 1.0 / (1.0 + pow(total, -0.45) + 10.1 * (pow(m, -1.7) + pow(n, -1.7)));
    }
    Ok(chi_square_sf(statistic, rank))
}

/// A function of each value of an ascending sample, computed once for equal ones.
fn by_value(sorted: &[f64], of: impl Fn(f64) -> f64) -> Vec<f64> {
    let mut known: Option<(f64, f64)> = None;
    sorted
        .iter()
        .map(|&x| match known {
            Some((value, result)) if value == x => result,
            _ => {
                let result = of(x);
                known = Some((x, result));
                result
            }
        })
        .collect()
}

/// What an eigenvalue keeps beside the largest, if it is more than the roundings of sums over some thousand rows.
const SOUND: f64 = 1e-12;

/// `x' A+ x` and the rank of `A`, with eigenvalues below [`SOUND`] of the largest left out. `A` is symmetric; its
/// eigenvectors come by Jacobi's rotations.
fn inverse_form(mut a: [[f64; 4]; 4], x: [f64; 4]) -> (f64, u32) {
    // The coordinates of x along the axes as they turn.
    let mut along = x;
    for _ in 0..60 {
        for p in 0..3 {
            for q in p + 1..4 {
                if a[p][q] == 0.0 {
                    continue;
                }
                let theta = (a[q][q] - a[p][p]) / (2.0 * a[p][q]);
                let t = theta.signum() / (theta.abs() + (theta * theta + 1.0).sqrt());
                let c = 1.0 / (t * t + 1.0).sqrt();
                let s = t * c;
                for row in &mut a {
                    (row[p], row[q]) = (c * row[p] - s * row[q], s * row[p] + c * row[q]);
                }
                let (up, uq) = (a[p], a[q]);
                a[p] = [0, 1, 2, 3].map(|k| c * up[k] - s * uq[k]);
                a[q] = [0, 1, 2, 3].map(|k| s * up[k] + c * uq[k]);
                (along[p], along[q]) = (c * along[p] - s * along[q], s * along[p] + c * along[q]);
            }
        }
    }
    let largest = (0..4).map(|i| a[i][i].abs()).fold(0.0, f64::max);
    let kept: Vec<usize> = (0..4)
        .filter(|&i| a[i][i].abs() > SOUND * largest)
        .collect();
    let form = kept.iter().map(|&i| along[i] * along[i] / a[i][i]).sum();
    (form, kept.len() as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diagonal_form_by_hand() {
        let mut a = [[0.0; 4]; 4];
        for (i, d) in [2.0, 4.0, 0.0, 8.0].into_iter().enumerate() {
            a[i][i] = d;
        }
        assert_eq!(inverse_form(a, [2.0, 2.0, 5.0, 4.0]), (5.0, 3));
        // [[2, 1], [1, 2]] inverted is [[2, -1], [-1, 2]] / 3.
        (a[0][0], a[0][1], a[1][0], a[1][1]) = (2.0, 1.0, 1.0, 2.0);
        let (form, rank) = inverse_form(a, [3.0, 0.0, 0.0, 0.0]);
        assert!((form - 6.0).abs() < 1e-13 && rank == 3);
    }

    #[test]
    fn the_energy_of_two_points() {
        // The product of two roots of 2 is a rounding away from 2.
        assert!((energy_distance(&[0.0], &[2.0]) - 2.0).abs() <= 2.0 * f64::EPSILON);
        assert_eq!(energy_distance(&[1.0, 2.0], &[1.0, 2.0]), 0.0);
    }
}
