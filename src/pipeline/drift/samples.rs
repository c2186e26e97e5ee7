//! Two samples of a number: their summaries, the distance of Wasserstein, and their shares in common cells.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::null::quantile;
use super::shares::shares_of;
use crate::pipeline::numeric::log2;

/// What a sample looks like. It has at least one value.
#[derive(Debug, Clone, Copy, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct Summary {
    pub n: u64,
    pub mean: f64,
    /// Standard deviation (dividing by `n`).
    pub sd: f64,
    pub min: f64,
    pub q25: f64,
    pub median: f64,
    pub q75: f64,
    pub max: f64,
}

impl Summary {
    /// Of values in ascending order; none of no values.
    pub fn new(sorted: &[f64]) -> Option<Summary> {
        let (min, max) = (*sorted.first()?, *sorted.last()?);
        let n = sorted.len() as f64;
        let mean = sorted.iter().sum::<f64>() / n;
        let variance = sorted.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n;
        Some(Summary {
            n: sorted.len() as u64,
            mean,
            sd: variance.sqrt(),
            min,
            q25: quantile(sorted, 0.25),
            median: quantile(sorted, 0.5),
            q75: quantile(sorted, 0.75),
            max,
        })
    }
}

/// The area between both cumulated shares, in the unit of the values, as `scipy.stats.wasserstein_distance`. Both samples
/// ascend and have a value.
pub fn wasserstein(reference: &[f64], current: &[f64]) -> f64 {
    let (m, n) = (reference.len() as f64, current.len() as f64);
    let (mut i, mut j, mut area) = (0, 0, 0.0);
    let mut before = reference[0].min(current[0]);
    while i < reference.len() || j < current.len() {
        let next = match (reference.get(i), current.get(j)) {
            (Some(&a), Some(&b)) => a.min(b),
            (Some(&a), None) | (None, Some(&a)) => a,
            (None, None) => break,
        };
        area += (i as f64 / m - j as f64 / n).abs() * (next - before);
        while reference.get(i).is_some_and(|x| *x <= next) {
            i += 1;
        }
        while current.get(j).is_some_and(|x| *x <= next) {
            j += 1;
        }
        before = next;
    }
    area
}

/// Both samples in common cells.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct Cells {
    pub kind: CellKind,
    /// The edges of the bins, one more than there are cells; or the value of each cell.
    pub at: Vec<f64>,
    pub reference: Vec<u64>,
    pub current: Vec<u64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CellKind {
    /// Equally wide bins; the last one holds its upper edge.
    Bins,
    /// A cell for each distinct value.
    Values,
}

impl Cells {
    /// Evidently's cells (0.7.23, `get_binned_data`): where the reference has more than 20 distinct values, the bins that
    /// `np.histogram_bin_edges(both, "sturges")` gives; else a cell for each value. Both samples ascend and have a value.
    pub fn evidently(reference: &[f64], current: &[f64]) -> Cells {
        let mut distinct = reference.to_vec();
        distinct.dedup();
        if distinct.len() > 20 {
            Cells::bins(edges_by_sturges(reference, current), reference, current)
        } else {
            distinct.extend_from_slice(current);
            distinct.sort_by(f64::total_cmp);
            distinct.dedup();
            let count = |sample: &[f64]| {
                distinct
                    .iter()
                    .map(|value| {
                        let below = sample.partition_point(|x| x < value);
                        (sample.partition_point(|x| x <= value) - below) as u64
                    })
                    .collect()
            };
            Cells {
                kind: CellKind::Values,
                reference: count(reference),
                current: count(current),
                at: distinct,
            }
        }
    }

    /// Counts by bins as `np.histogram`: a bin holds its lower edge, the last one its upper edge too.
    pub fn bins(edges: Vec<f64>, reference: &[f64], current: &[f64]) -> Cells {
        let count = |sample: &[f64]| {
            let last = edges.len() - 1;
            let below = |index: usize| {
                if index == last {
                    sample.partition_point(|x| *x <= edges[index])
                } else {
                    sample.partition_point(|x| *x < edges[index])
                }
            };
            (0..last)
                .map(|index| (below(index + 1) - below(index)) as u64)
                .collect()
        };
        Cells {
            kind: CellKind::Bins,
            reference: count(reference),
            current: count(current),
            at: edges,
        }
    }

    /// The shares of both sides, each with the sum 1 where all values lie in cells.
    pub fn shares(&self) -> (Vec<f64>, Vec<f64>) {
        (shares_of(&self.reference), shares_of(&self.current))
    }
}

/// `np.histogram_bin_edges(concatenation, "sturges")`, numpy's floating-point steps included: a width of
/// `range / (log2(n) + 1)`, at least 1 where all values are whole, as numpy 2 has it for arrays of integers. Values that
/// are all the same have one bin of width 1. Both samples ascend, and one of them has a value.
pub fn edges_by_sturges(reference: &[f64], current: &[f64]) -> Vec<f64> {
    let ends = [reference, current].into_iter().filter_map(|sample| {
        let (first, last) = (sample.first()?, sample.last()?);
        Some((*first, *last))
    });
    let (first, last) = ends
        .reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
        .expect("a value");
    if first == last {
        return vec![first - 0.5, last + 0.5];
    }
    let n = reference.len() + current.len();
    let mut width = (last - first) / (log2(n as f64) + 1.0);
    let whole = |sample: &[f64]| sample.iter().all(|x| x.fract() == 0.0);
    if width < 1.0 && whole(reference) && whole(current) {
        width = 1.0;
    }
    let bins = ((last - first) / width).ceil() as usize;
    let step = (last - first) / bins as f64;
    let mut edges: Vec<f64> = (0..bins).map(|i| i as f64 * step + first).collect();
    edges.push(last);
    edges
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wasserstein_by_hand() {
        assert_eq!(wasserstein(&[0.0, 1.0], &[2.0, 3.0]), 2.0);
        assert_eq!(wasserstein(&[0.0, 0.0, 4.0, 4.0], &[0.0, 4.0]), 0.0);
        assert_eq!(wasserstein(&[1.0], &[0.0, 0.0, 4.0, 4.0]), 2.0);
    }

    #[test]
    fn few_values_are_cells_of_their_own() {
        let cells = Cells::evidently(&[0.0, 0.0, 1.0], &[1.0, 2.0]);
        assert_eq!(cells.kind, CellKind::Values);
        assert_eq!(cells.at, [0.0, 1.0, 2.0]);
        assert_eq!(
            (cells.reference, cells.current),
            (vec![2, 1, 0], vec![0, 1, 1])
        );
    }

    #[test]
    fn bins_hold_their_lower_edges_and_the_last_both() {
        let cells = Cells::bins(vec![0.0, 1.0, 2.0], &[0.0, 1.0, 2.0], &[0.5, 1.5, 2.0]);
        assert_eq!((cells.reference, cells.current), (vec![1, 2], vec![1, 2]));
    }
}
