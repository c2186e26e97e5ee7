//! NannyML 0.13.1: distances of the current data, as one chunk, from the reference, held to what the reference's own chunks
//! reach.
//!
//! Source: `nannyml/drift/univariate/methods.py`, `thresholds.py`, `chunk.py`. By default it takes the distance of Jensen
//! and Shannon; the bound is the mean and three standard deviations over the chunks. Its chunks are a tenth of the rows; here
//! they have at most 1,000, since a tenth of 10,041 rows leaves a chunk of one row, whose distance alone moves the bound.

use super::super::contingency::homogeneity_with_yates;
use super::super::ks::ks_distance;
use super::super::samples::wasserstein;
use super::super::shares::js_divergence_bits;
use super::numpy::{edges_by_doane, even_edges, histogram, linspace, mean, sum, variance};
use super::{BOTH_SAMPLES, ByName, FITTED, Failure, Limit, Measure, Sorted, Tool, ToolVerdict};

/// Chunks by default.
const CHUNKS: usize = 10;
const MOST_ROWS: usize = 1_000;
/// Rows of the reference from which it counts by bins in place of exact steps, and how many bins.
const BY_BINS_FROM: usize = 10_000;
const BINS: usize = 10_000;

/// Rows of a chunk of the reference; the rows that are left at the end are a chunk of their own.
///
/// # Errors
/// Fewer rows than chunks.
pub(super) fn chunk_rows(rows: usize) -> Result<usize, Failure> {
    match (rows / CHUNKS).min(MOST_ROWS) {
        0 => Err(Failure::raises(
            "given chunk_size 0 is less then or equal to zero.The chunk size should always be larger then zero",
        )),
        size => Ok(size),
    }
}

/// The mean of what the chunks reach, less and plus three standard deviations; chunks without a number are left out.
pub(super) fn bounds(of_chunks: &[f64]) -> (f64, f64) {
    let known: Vec<f64> = of_chunks.iter().copied().filter(|x| !x.is_nan()).collect();
    if known.is_empty() {
        return (f64::NAN, f64::NAN);
    }
    let (middle, sd) = (mean(&known), variance(&known).sqrt());
    (middle - sd * 3.0, middle + sd * 3.0)
}

/// An opinion by a distance with a fitted bound. `most` is the largest value the distance can have, where NannyML names one.
fn fitted(
    measure: Measure,
    of_chunks: Result<Vec<f64>, Failure>,
    value: f64,
    most: f64,
) -> ToolVerdict {
    let (said, bound) = match of_chunks {
        Ok(of_chunks) => (Ok(value), bounds(&of_chunks).1.min(most)),
        Err(failure) => (Err(failure), f64::NAN),
    };
    ToolVerdict::new(Tool::NannyMl, measure, said, Limit::Above(bound), FITTED)
}

pub(super) fn labels(counts: &ByName, reference: Option<&[u32]>) -> Vec<ToolVerdict> {
    let known: Vec<usize> = (0..counts.reference.len())
        .filter(|&class| counts.reference[class] > 0)
        .collect();
    let of_known = |counts: &[u64]| -> Vec<u64> { known.iter().map(|&at| counts[at]).collect() };
    let own = of_known(&counts.reference);
    let (own_rows, rows) = counts.totals();
    let chunks: Result<Vec<Vec<u64>>, Failure> = match reference {
        None => Err(Failure::NeedsRows),
        Some(labels) => chunk_rows(labels.len()).map(|size| {
            labels
                .chunks(size)
                .map(|chunk| {
                    let mut counted = vec![0; counts.reference.len()];
                    for &label in chunk {
                        let place = counts.place[label as usize].expect("a class with a row");
                        counted[place] += 1;
                    }
                    counted
                })
                .collect()
        }),
    };
    // Classes that the reference lacks share a cell.
    let by_cells = |distance: fn(&[f64], &[f64]) -> f64| {
        let from_own = |counts: &[u64]| {
            let rows = counts.iter().sum();
            let (p, q) = cells(&own, own_rows, &of_known(counts), rows);
            distance(&p, &q)
        };
        let of_chunks = chunks
            .as_ref()
            .map(|chunks| chunks.iter().map(|chunk| from_own(chunk)).collect())
            .map_err(Failure::clone);
        (of_chunks, from_own(&counts.current))
    };
    let largest = |counts_now: &[u64], rows: u64| {
        let apart = counts
            .reference
            .iter()
            .zip(counts_now)
            .map(|(&a, &b)| (a as f64 / own_rows as f64 - b as f64 / rows as f64).abs());
        apart.fold(0.0, f64::max)
    };
    let (js_chunks, js) = by_cells(js_base_2);
    let (hellinger_chunks, hellinger) = by_cells(hellinger);
    let l_infinity = chunks.as_ref().map_err(Failure::clone).map(|chunks| {
        let of_chunk = |chunk: &Vec<u64>| largest(chunk, chunk.iter().sum());
        chunks.iter().map(of_chunk).collect()
    });
    let chi_square = homogeneity_with_yates(&counts.reference, &counts.current);
    vec![
        fitted(Measure::JsDistanceBase2, js_chunks, js, f64::INFINITY),
        ToolVerdict::new(
            Tool::NannyMl,
            Measure::HomogeneityP,
            // It needs no bound, but nothing is fitted without chunks.
            match &chunks {
                Err(failure @ Failure::Raises { .. }) => Err(failure.clone()),
                _ => Ok(chi_square.map_or(1.0, |test| test.p)),
            },
            Limit::Below(0.05),
            BOTH_SAMPLES,
        )
        .on_request(),
        fitted(
            Measure::Hellinger,
            hellinger_chunks,
            hellinger,
            f64::INFINITY,
        )
        .on_request(),
        fitted(
            Measure::LInfinity,
            l_infinity,
            largest(&counts.current, rows),
            f64::INFINITY,
        )
        .on_request(),
    ]
}

/// Shares of both sides over the reference's cells, and one more cell for what is in none of them. Its share is what
/// rounding leaves of 1, as there, so that it may be there for nothing.
fn cells(own: &[u64], own_rows: u64, now: &[u64], rows: u64) -> (Vec<f64>, Vec<f64>) {
    let shares = |counts: &[u64], rows: u64| -> Vec<f64> {
        counts.iter().map(|&n| n as f64 / rows as f64).collect()
    };
    let (mut p, mut q) = (shares(own, own_rows), shares(now, rows));
    let left = 1.0 - sum(&q);
    if left > 0.0 {
        p.push(0.0);
        q.push(left);
    }
    (p, q)
}

fn js_base_2(p: &[f64], q: &[f64]) -> f64 {
    js_divergence_bits(p, q).sqrt()
}

fn hellinger(p: &[f64], q: &[f64]) -> f64 {
    let squares: Vec<f64> = p
        .iter()
        .zip(q)
        .map(|(p, q)| (p.sqrt() - q.sqrt()) * (p.sqrt() - q.sqrt()))
        .collect();
    sum(&squares).sqrt() / std::f64::consts::SQRT_2
}

/// `reference` in file order, and both sides sorted.
pub(super) fn values(reference: &[f64], pair: &Sorted) -> Vec<ToolVerdict> {
    let current = &pair.current[..];
    let chunks: Result<Vec<Vec<f64>>, Failure> = chunk_rows(reference.len()).map(|size| {
        reference
            .chunks(size)
            .map(|chunk| {
                let mut chunk = chunk.to_vec();
                chunk.sort_by(f64::total_cmp);
                chunk
            })
            .collect()
    });
    let by = |measure: Measure, distance: &dyn Fn(&[f64]) -> f64, most: f64| {
        let of_chunks = chunks
            .as_ref()
            .map(|chunks| chunks.iter().map(|chunk| distance(chunk)).collect())
            .map_err(Failure::clone);
        fitted(measure, of_chunks, distance(current), most)
    };
    let edges = edges_by_doane(reference);
    let own = histogram(&edges, &pair.reference);
    let by_cells = |distance: fn(&[f64], &[f64]) -> f64, sample: &[f64]| {
        let now = histogram(&edges, sample);
        let (p, q) = cells(&own, reference.len() as u64, &now, sample.len() as u64);
        distance(&p, &q)
    };
    let counted = (reference.len() >= BY_BINS_FROM).then(|| Cumulated::new(&pair.reference));
    let steps = |sample: &[f64]| match &counted {
        Some(counted) => counted.kolmogorov_smirnov(sample),
        None => ks_distance(&pair.reference, sample),
    };
    let area = |sample: &[f64]| match &counted {
        Some(counted) => counted.wasserstein(sample),
        None => wasserstein(&pair.reference, sample),
    };
    let any = f64::INFINITY;
    vec![
        by(
            Measure::JsDistanceBase2,
            &|sample| by_cells(js_base_2, sample),
            any,
        ),
        by(Measure::KolmogorovSmirnov, &steps, 1.0).on_request(),
        by(Measure::Wasserstein, &area, any).on_request(),
        by(
            Measure::Hellinger,
            &|sample| by_cells(hellinger, sample),
            any,
        )
        .on_request(),
    ]
}

/// The cumulated shares of a large reference over 10,000 bins.
struct Cumulated {
    /// As for Kolmogorov and Smirnov, and as for Wasserstein: they differ where all values are the same.
    steps: Vec<f64>,
    edges: Vec<f64>,
    of_steps: Vec<f64>,
    of_edges: Vec<f64>,
}

impl Cumulated {
    fn new(sorted: &[f64]) -> Cumulated {
        let (first, last) = (sorted[0], sorted[sorted.len() - 1]);
        let (steps, edges) = (linspace(first, last, BINS), even_edges(first, last, BINS));
        Cumulated {
            of_steps: cumulated(&steps, sorted, 0.0),
            of_edges: cumulated(&edges, sorted, 0.0),
            steps,
            edges,
        }
    }

    fn kolmogorov_smirnov(&self, sample: &[f64]) -> f64 {
        let below = sample.partition_point(|x| *x < self.steps[0]);
        let now = cumulated(&self.steps, sample, below as f64 / sample.len() as f64);
        let apart = self.of_steps.iter().zip(now).map(|(p, q)| (p - q).abs());
        apart.fold(0.0, f64::max)
    }

    /// What lies beyond the reference is measured row by row; as there, it counts one row too many.
    fn wasserstein(&self, sample: &[f64]) -> f64 {
        let n = sample.len() as f64;
        let (low, high) = (self.edges[0], self.edges[BINS]);
        let smaller = &sample[..sample.partition_point(|x| *x < low)];
        let larger = &sample[sample.partition_point(|x| *x <= high)..];
        let beyond = |rows: Vec<f64>, of_share: &dyn Fn(f64) -> f64| {
            let all = rows.len() as f64;
            let mut terms = Vec::new();
            let mut at = 0;
            while at < rows.len() {
                let value = rows[at];
                at += rows[at..].iter().take_while(|x| **x == value).count();
                if at < rows.len() {
                    terms.push(of_share(at as f64 / all) * (rows[at] - value));
                }
            }
            sum(&terms)
        };
        let (mut amount, mut before, mut after) = (0.0, 0.0, 0.0);
        if !smaller.is_empty() {
            amount = (smaller.len() + 1) as f64 / n;
            before = beyond([smaller, &[low]].concat(), &|share| share) * amount;
        }
        if !larger.is_empty() {
            let rows = [&[high], larger].concat();
            after = beyond(rows, &|share| 1.0 - share) * ((larger.len() + 1) as f64 / n);
        }
        let now = cumulated(&self.edges, sample, 0.0);
        let width = self.edges[1] - self.edges[0];
        let within: Vec<f64> = self
            .of_edges
            .iter()
            .zip(now)
            .map(|(p, q)| (p - (q + amount)).abs() * width)
            .collect();
        sum(&within) + before + after
    }
}

/// Cumulated shares of a sample over bins, from `start` on.
fn cumulated(edges: &[f64], sorted: &[f64], start: f64) -> Vec<f64> {
    let rows = sorted.len() as f64;
    let mut so_far = 0.0;
    histogram(edges, sorted)
        .iter()
        .map(|&count| {
            so_far += count as f64 / rows;
            start + so_far
        })
        .collect()
}
