//! Sums, standard deviations and bins with numpy's own floating-point steps, where a tool's verdict hangs on the last bit.

use crate::pipeline::numeric::log2;

/// `np.sum` of a contiguous array: pairwise over blocks of at most 128 with eight running sums
/// (`numpy/_core/src/umath/loops_utils.h.src`).
pub(super) fn sum(values: &[f64]) -> f64 {
    let n = values.len();
    if n < 8 {
        return values.iter().sum();
    }
    if n > 128 {
        let half = n / 2 - n / 2 % 8;
        return sum(&values[..half]) + sum(&values[half..]);
    }
    let mut r: [f64; 8] = values[..8].try_into().expect("eight values");
    let blocks = values.chunks_exact(8);
    let rest = blocks.remainder();
    for block in blocks.skip(1) {
        r.iter_mut().zip(block).for_each(|(r, x)| *r += x);
    }
    let head = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]));
    rest.iter().fold(head, |sum, x| sum + x)
}

/// `np.mean`; of at least one value.
pub(super) fn mean(values: &[f64]) -> f64 {
    sum(values) / values.len() as f64
}

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
    fn sums_of_any_length() {
        for n in [0, 1, 7, 8, 9, 127, 128, 129, 300, 1_000] {
            let values: Vec<f64> = (0..n).map(f64::from).collect();
            assert_eq!(sum(&values), f64::from(n * (n - 1).max(0)) / 2.0);
        }
    }

    #[test]
    fn a_constant_has_one_bin() {
        assert_eq!(edges_by_doane(&[2.0, 2.0, 2.0]), [1.5, 2.5]);
        assert_eq!(histogram(&[1.5, 2.5], &[1.0, 2.0, 2.5, 3.0]), [2]);
    }
}
