//! Evidently 0.7.23: its choice of a test by the rows of the reference, its thresholds, its zeros, its errors.
//!
//! Source: `evidently/legacy/calculations/stattests`. Columns of numbers may be tested by any of the numeric tests on
//! request; chi-square and z it takes for numbers of few values alone, and only unasked.

use super::super::contingency::goodness_of_fit;
use super::super::distributions::{chi_square_sf, normal_sf};
use super::super::fisher::fisher_exact;
use super::super::samples::{Cells, Summary, edges_by_sturges, wasserstein};
use super::super::shares::{hellinger, js_distance, kl, psi, shares_of, without_zeros};
use super::rank_tests::{anderson_darling, cramer_von_mises, mann_whitney_less};
use super::sample_tests::{energy_distance, epps_singleton, student};
use super::{
    BOTH_SAMPLES, ByName, FIXED, Failure, Limit, Measure, REFERENCE_EXACT, SEES_ALL, Sorted, Tool,
    ToolVerdict,
};
use crate::pipeline::numeric::ln;

/// Rows of the reference up to which it takes tests in place of distances.
const TESTS_UP_TO: usize = 1_000;
/// Distinct values up to which numbers count as classes.
const AS_CLASSES: usize = 5;

fn opinion(
    measure: Measure,
    said: Result<f64, Failure>,
    limit: Limit,
    reason: &'static str,
) -> ToolVerdict {
    ToolVerdict::new(Tool::Evidently, measure, said, limit, reason).on_request()
}

/// The opinions, the one by the measure that is taken unasked marked as such.
fn with_default(measure: Measure, mut opinions: Vec<ToolVerdict>) -> Vec<ToolVerdict> {
    for one in &mut opinions {
        one.by_default = one.measure == measure;
    }
    opinions
}

pub(super) fn labels(counts: &ByName) -> Vec<ToolVerdict> {
    let (a, b) = (&counts.reference[..], &counts.current[..]);
    let rows = counts.totals().0 as usize;
    let default = match (rows > TESTS_UP_TO, a.len() > 2) {
        (true, _) => Measure::JsDistance,
        (false, true) => Measure::GoodnessOfFitP,
        (false, false) => Measure::ZTestP,
    };
    let mut opinions = distances(&shares_of(a), &shares_of(b));
    opinions.extend([
        opinion(
            Measure::Hellinger,
            Ok(hellinger(&shares_of(a), &shares_of(b))),
            Limit::AtLeast(0.1),
            FIXED,
        ),
        chi_square(a, b),
        z_test(a, b),
        opinion(
            Measure::LikelihoodRatioP,
            likelihood_ratio(a, b),
            Limit::Below(0.1),
            "caveat-equal-rows",
        ),
        opinion(
            Measure::FisherP,
            fisher(counts),
            Limit::Below(0.1),
            "caveat-two-classes",
        ),
    ]);
    with_default(default, opinions)
}

/// The measures of shares that numbers and classes have in common.
fn distances(p: &[f64], q: &[f64]) -> Vec<ToolVerdict> {
    let limit = Limit::AtLeast(0.1);
    vec![
        opinion(Measure::JsDistance, Ok(js_distance(p, q)), limit, FIXED),
        opinion(Measure::Psi, Ok(psi(p, q)), limit, FIXED),
        opinion(
            Measure::KlDivergence,
            Ok(kl(&without_zeros(p), &without_zeros(q))),
            limit,
            FIXED,
        ),
    ]
}

/// `scipy.stats.chisquare`. One cell leaves no degree of freedom, and SciPy gives nan.
fn chi_square(a: &[u64], b: &[u64]) -> ToolVerdict {
    let p = goodness_of_fit(a, b).map_or(f64::NAN, |fit| fit.p);
    opinion(
        Measure::GoodnessOfFitP,
        Ok(p),
        Limit::Below(0.05),
        REFERENCE_EXACT,
    )
}

/// `scipy.stats.power_divergence(..., lambda_="log-likelihood")` of the current counts against the reference's, which
/// Evidently does not scale: SciPy stops with an error unless both sides have as many rows.
fn likelihood_ratio(a: &[u64], b: &[u64]) -> Result<f64, Failure> {
    let (m, n) = (a.iter().sum::<u64>() as f64, b.iter().sum::<u64>() as f64);
    let apart = (m - n).abs() / m.min(n);
    // The root of the distance from 1 to the next number.
    let tolerance = f64::EPSILON.sqrt();
    if apart > tolerance {
        return Err(Failure::raises(&format!(
            "For each axis slice, the sum of the observed frequencies must agree with the sum of the expected frequencies to a relative tolerance of {tolerance:e}, but the percent differences are: {apart}",
        )));
    }
    if a.len() < 2 {
        return Ok(f64::NAN);
    }
    let statistic: f64 = a
        .iter()
        .zip(b)
        .filter(|(_, b)| **b > 0)
        .map(|(&a, &b)| 2.0 * b as f64 * ln(b as f64 / a as f64))
        .sum();
    Ok(chi_square_sf(statistic, a.len() as u32 - 1))
}

/// `z_stat_test`: the share of all but the first cell, two-sided. `1 - cdf` is taken as it stands there, so that no p-value
/// below 1e-16 comes out but 0.
fn z_test(a: &[u64], b: &[u64]) -> ToolVerdict {
    let (m, n) = (a.iter().sum::<u64>() as f64, b.iter().sum::<u64>() as f64);
    let p = if a.len() < 2 {
        1.0
    } else {
        let (p, q) = ((m - a[0] as f64) / m, (n - b[0] as f64) / n);
        let both = (p * m + q * n) / (m + n);
        let z = (p - q) / (both * (1.0 - both) * (1.0 / m + 1.0 / n)).sqrt();
        2.0 * (1.0 - (1.0 - normal_sf(z.abs())))
    };
    opinion(Measure::ZTestP, Ok(p), Limit::Below(0.05), "caveat-normal")
}

fn fisher(counts: &ByName) -> Result<f64, Failure> {
    let (a, b) = (&counts.reference, &counts.current);
    let classes = |counts: &[u64]| counts.iter().filter(|n| **n > 0).count();
    if classes(a) > 2 || classes(b) > 2 {
        return Err(Failure::raises(
            "Expects binary data for both reference and current, but found unique categories > 2",
        ));
    }
    let (m, n) = counts.totals();
    if m != n {
        return Err(Failure::raises(
            "reference_data and current_data are not of equal length, please ensure that they are of equal length",
        ));
    }
    Ok(fisher_exact(a[0], m, b[0], n).p)
}

pub(super) fn values(pair: &Sorted) -> Vec<ToolVerdict> {
    let (a, b) = (&pair.reference[..], &pair.current[..]);
    let distinct = pair.distinct().len();
    let default = match (a.len() > TESTS_UP_TO, distinct > AS_CLASSES) {
        (true, true) => Measure::WassersteinNormed,
        (true, false) => Measure::JsDistance,
        (false, true) => Measure::KolmogorovSmirnovP,
        (false, false) if distinct > 2 => Measure::GoodnessOfFitP,
        (false, false) => Measure::ZTestP,
    };
    let sd = Summary::new(a).map_or(0.0, |summary| summary.sd);
    let cells = Cells::evidently(a, b);
    let (p, q) = cells.shares();
    let ties = "caveat-ties";
    let mut opinions = vec![
        opinion(
            Measure::WassersteinNormed,
            Ok(wasserstein(a, b) / sd.max(0.001)),
            Limit::AtLeast(0.1),
            FIXED,
        ),
        opinion(
            Measure::KolmogorovSmirnovP,
            Ok(pair.ks.p),
            Limit::AtMost(0.05),
            SEES_ALL,
        ),
    ];
    // Few values count as classes, and only unasked.
    match default {
        Measure::GoodnessOfFitP => opinions.push(chi_square(&cells.reference, &cells.current)),
        Measure::ZTestP => opinions.push(z_test(&cells.reference, &cells.current)),
        _ => {}
    }
    opinions.extend(distances(&p, &q));
    opinions.extend([
        opinion(
            Measure::Hellinger,
            Ok(hellinger_of_values(pair)),
            Limit::AtLeast(0.1),
            FIXED,
        ),
        opinion(
            Measure::EnergyDistance,
            Ok(energy_distance(a, b)),
            Limit::Above(0.1),
            "caveat-fixed-unit",
        ),
        opinion(
            Measure::CramerVonMisesP,
            cramer_von_mises(a, b),
            Limit::AtMost(0.1),
            ties,
        ),
        opinion(
            Measure::AndersonDarlingP,
            anderson_darling(a, b),
            Limit::Below(0.1),
            "caveat-bounded-p",
        ),
        opinion(
            Measure::MannWhitneyP,
            Ok(mann_whitney_less(a, b)),
            Limit::Below(0.05),
            "caveat-smaller-unseen",
        ),
        opinion(
            Measure::TTestP,
            Ok(student(a, b)),
            Limit::Below(0.05),
            "caveat-mean-alone",
        ),
        opinion(
            Measure::EppsSingletonP,
            epps_singleton(a, b),
            Limit::Below(0.05),
            BOTH_SAMPLES,
        ),
    ]);
    with_default(default, opinions)
}

/// Over the bins of the distinct values of both, not of the rows; bins as densities.
fn hellinger_of_values(pair: &Sorted) -> f64 {
    let edges = edges_by_sturges(&pair.distinct(), &[]);
    let width = (edges[edges.len() - 1] - edges[0]) / (edges.len() - 1) as f64;
    let cells = Cells::bins(edges, &pair.reference, &pair.current);
    let density = |counts: &[u64]| -> Vec<f64> {
        let total = counts.iter().sum::<u64>() as f64;
        counts
            .iter()
            .zip(cells.at.windows(2))
            .map(|(&count, edges)| count as f64 / (edges[1] - edges[0]) / total)
            .collect()
    };
    let overlap: f64 = density(&cells.reference)
        .iter()
        .zip(density(&cells.current))
        .map(|(p, q)| (p * q).sqrt() * width)
        .sum();
    (1.0 - overlap.clamp(0.0, 1.0)).sqrt()
}
