//! Standard deviations and bins with numpy's own floating-point steps, where a tool's verdict hangs on the last bit.

use crate::pipeline::numeric::log2;
pub(super) use crate::pipeline::numeric::{pairwise_mean as mean, pairwise_sum as sum};

/// `np.var`, dividing by the number of values.
pub(super) fn variance(values: &[f64]) -> f64 {
    let mean = mean(values);
    let squares: Vec<f64> = values.iter().map(|x| (x - mean) * (x - mean)).collect();
    sum(&squares) / values.len() as f64
}

/// `np.linspace(first, last, bins + 1)`; a range of nothing becomes one unit around it, as `np.histogram` has it.
pub(super) fn even_edges(first: f64, last: f64, bins: usize) -> Vec<f64> {
    let (first, last) = if first == last {
        (first - 0.5, last + 0.5)
    } else {
        (first, last)
    };
    linspace(first, last, bins)
}

pub(super) fn linspace(first: f64, last: f64, bins: usize) -> Vec<f64> {
    let step = (last - first) / bins as f64;
    let mut edges: Vec<f64> = (0..bins).map(|i| i as f64 * step + first).collect();
    edges.push(last);
    edges
}

/// `np.histogram_bin_edges(values, "doane")` of the values in the order of the rows (Doane 1976).
pub(super) fn edges_by_doane(values: &[f64]) -> Vec<f64> {
    let (first, last) = values
        .iter()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| {
            (low.min(*x), high.max(*x))
        });
    let n = values.len() as f64;
    let sd = variance(values).sqrt();
    let mut bins = 1;
    if values.len() > 2 && sd > 0.0 {
        let mean = mean(values);
        let cubes: Vec<f64> = values
            .iter()
            .map(|x| {
                let z = (x - mean) / sd;
                z * z * z
            })
            .collect();
        let spread = (6.0 * (n - 2.0) / ((n + 1.0) * (n + 3.0))).sqrt();
        let skewness = self::mean(&cubes).abs();
        let width = (last - first) / (1.0 + log2(n) + log2(1.0 + skewness / spread));
        bins = ((last - first) / width).ceil() as usize;
    }
    even_edges(first, last, bins)
}

/// Rows by bin, and those outside of all bins are in none, as `np.histogram`: a bin holds its lower edge, the last one its
/// upper edge too. `sorted` ascends; one walk over bins and rows, since there may be 10,000 of either.
pub(super) fn histogram(edges: &[f64], sorted: &[f64]) -> Vec<u64> {
    let last = edges.len() - 1;
    let mut at = sorted.partition_point(|x| *x < edges[0]);
    (1..=last)
        .map(|bin| {
            let start = at;
            while at < sorted.len()
                && (sorted[at] < edges[bin] || (bin == last && sorted[at] == edges[bin]))
            {
                at += 1;
            }
            (at - start) as u64
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_constant_has_one_bin() {
        assert_eq!(edges_by_doane(&[2.0, 2.0, 2.0]), [1.5, 2.5]);
        assert_eq!(histogram(&[1.5, 2.5], &[1.0, 2.0, 2.5, 3.0]), [2]);
    }
}
