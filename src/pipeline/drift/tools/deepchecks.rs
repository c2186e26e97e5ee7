//! Deepchecks 0.19.1: drift of labels, predictions and numbers, with the conditions of its checks.
//!
//! Source: `deepchecks/utils/distribution/drift.py` and `deepchecks/tabular/checks`.

use super::super::contingency::{cramers_v_corrected_with_yates, floats};
use super::super::ks::ks_distance;
use super::super::samples::wasserstein;
use super::sample_tests::quantile;
use super::{
    ByName, FIXED, Failure, LARGEST_RULES, Limit, Measure, RAREST_RULES, Sorted, Tool, ToolVerdict,
};
use crate::pipeline::numeric::ln;

/// Rows below which its checks answer nothing.
const LEAST_ROWS: u64 = 10;
/// Share of the reference below which classes are thrown together.
const SMALL: f64 = 0.01;
/// The least share in PSI.
const PSI_FLOOR: f64 = 0.01;
/// Share that is cut off at either end before the earth mover's distance.
const MARGIN: f64 = 0.025;

/// Of labels and predictions, which fail above; features fail at the threshold.
const CLASSES: Limit = Limit::Above(0.15);
const NUMBERS: Limit = Limit::AtLeast(0.2);

fn enough(rows: (u64, u64)) -> Result<(), Failure> {
    if rows.0.min(rows.1) < LEAST_ROWS {
        return Err(Failure::raises(
            "Not enough samples to calculate drift score. Minimum 10 samples required. Note that for numerical labels, None values do not count as samples.Use the 'min_samples' parameter to change this requirement.",
        ));
    }
    Ok(())
}

pub(super) fn labels(counts: &ByName) -> Vec<ToolVerdict> {
    let enough = enough(counts.totals());
    let said = |value: f64| enough.clone().map(|()| value);
    let by = |measure, value, reason| {
        ToolVerdict::new(Tool::Deepchecks, measure, said(value), CLASSES, reason)
    };
    vec![
        by(Measure::CramersV, cramers_v(counts, false), LARGEST_RULES),
        by(
            Measure::CramersVBalanced,
            cramers_v(counts, true),
            RAREST_RULES,
        )
        .on_request(),
        by(Measure::Psi, psi(counts), FIXED).on_request(),
    ]
}

/// Of predictions as of labels; of two classes it takes the scores of the second one unasked, and on request the largest
/// distance over the scores of each class.
pub(super) fn predictions(
    counts: &ByName,
    reference: &[Vec<f64>],
    current: &[Vec<f64>],
) -> Vec<ToolVerdict> {
    let mut opinions = labels(counts);
    let n_classes = reference.first().map_or(0, Vec::len);
    if n_classes == 0 || current.is_empty() {
        return opinions;
    }
    let classes = if n_classes == 2 { 1..2 } else { 0..n_classes };
    let ascending = |rows: &[Vec<f64>], class: usize| -> Vec<f64> {
        let mut scores: Vec<f64> = rows.iter().map(|row| row[class]).collect();
        scores.sort_by(f64::total_cmp);
        scores
    };
    let largest = classes
        .map(|class| ks_distance(&ascending(reference, class), &ascending(current, class)))
        .fold(0.0, f64::max);
    let mut by_scores = ToolVerdict::new(
        Tool::Deepchecks,
        Measure::KolmogorovSmirnov,
        enough(counts.totals()).map(|()| largest),
        CLASSES,
        FIXED,
    );
    if n_classes == 2 {
        opinions = opinions.into_iter().map(ToolVerdict::on_request).collect();
    } else {
        by_scores = by_scores.on_request();
    }
    opinions.push(by_scores);
    opinions
}

pub(super) fn values(pair: &Sorted) -> Vec<ToolVerdict> {
    let rows = (pair.reference.len() as u64, pair.current.len() as u64);
    let enough = enough(rows);
    let by = |measure, value| {
        let said = enough.clone().map(|()| value);
        ToolVerdict::new(Tool::Deepchecks, measure, said, NUMBERS, FIXED)
    };
    vec![
        by(Measure::KolmogorovSmirnov, pair.ks.statistic),
        by(
            Measure::EarthMover,
            earth_mover(&pair.reference, &pair.current),
        )
        .on_request(),
    ]
}

/// Counts of both sides, with classes below 1 % of the reference as one, which is kept where it has more than 1 % of a side.
fn without_small(counts: &ByName) -> (Vec<f64>, Vec<f64>) {
    let (a, b) = (floats(&counts.reference), floats(&counts.current));
    let least = |side: &[f64]| SMALL * side.iter().sum::<f64>();
    let (least_a, least_b) = (least(&a), least(&b));
    let (mut kept, mut other) = ((Vec::new(), Vec::new()), (0.0, 0.0));
    for (&x, &y) in a.iter().zip(&b) {
        if x < least_a {
            other = (other.0 + x, other.1 + y);
        } else {
            kept.0.push(x);
            kept.1.push(y);
        }
    }
    if other.0 > least_a || other.1 > least_b {
        kept.0.push(other.0);
        kept.1.push(other.1);
    }
    kept
}

/// `cramers_v`: counts scaled to the smaller side and rounded; balanced, the current counts as multiples of an even
/// reference.
fn cramers_v(counts: &ByName, balanced: bool) -> f64 {
    let (mut a, mut b) = if balanced {
        (floats(&counts.reference), floats(&counts.current))
    } else {
        without_small(counts)
    };
    if a.len() == 1 {
        return 0.0;
    }
    let total = |counts: &[f64]| counts.iter().sum::<f64>();
    let (m, n) = (total(&a), total(&b));
    if m > n {
        a.iter_mut().for_each(|x| *x *= n / m);
    } else if m < n {
        b.iter_mut().for_each(|x| *x *= m / n);
    }
    if balanced {
        let even = ((total(&b) + b.len() as f64) / b.len() as f64).floor();
        let grown: Vec<f64> = a
            .iter()
            .zip(&b)
            .map(|(a, b)| (even * ((b + 1.0) / (a + 1.0))).round_ties_even())
            .collect();
        let scale = even * b.len() as f64 / total(&grown);
        b = grown.iter().map(|x| x * scale).collect();
        a = vec![even; b.len()];
    }
    for side in [&mut a, &mut b] {
        side.iter_mut().for_each(|x| *x = x.round_ties_even());
    }
    cramers_v_corrected_with_yates(&a, &b).unwrap_or(f64::NAN)
}

/// Population stability index with no share below 1 %.
fn psi(counts: &ByName) -> f64 {
    let (a, b) = without_small(counts);
    let (m, n) = (a.iter().sum::<f64>(), b.iter().sum::<f64>());
    a.iter()
        .zip(&b)
        .map(|(a, b)| {
            let (p, q) = ((a / m).max(PSI_FLOOR), (b / n).max(PSI_FLOOR));
            (p - q) * ln(p / q)
        })
        .sum()
}

/// Wasserstein's distance after 2.5 % of each side are cut off at either end, over the range of what is left.
fn earth_mover(a: &[f64], b: &[f64]) -> f64 {
    let trimmed = |sorted: &[f64]| -> Vec<f64> {
        let (low, high) = (quantile(sorted, MARGIN), quantile(sorted, 1.0 - MARGIN));
        let inside = sorted.iter().filter(|x| **x >= low && **x <= high);
        inside.copied().collect()
    };
    let (a, b) = (trimmed(a), trimmed(b));
    let (Some(a_low), Some(b_low)) = (a.first(), b.first()) else {
        return f64::NAN;
    };
    let low = a_low.min(*b_low);
    let high = a[a.len() - 1].max(b[b.len() - 1]);
    if low == high {
        return 0.0;
    }
    let scaled =
        |sample: &[f64]| -> Vec<f64> { sample.iter().map(|x| (x - low) / (high - low)).collect() };
    wasserstein(&scaled(&a), &scaled(&b))
}
