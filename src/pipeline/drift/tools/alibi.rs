//! Alibi Detect 0.13.0: chi-square, Fisher's exact test, Kolmogorov and Smirnov, uncertainty of scores.
//!
//! Source: `alibi_detect/cd`. It keeps p-values in single precision; here they have all their digits.

use super::super::contingency::homogeneity_with_yates;
use super::super::fisher::fisher_greater;
use super::super::ks::{asymptotic_p, ks_distance};
use super::{BOTH_SAMPLES, ByName, Limit, Measure, SEES_ALL, Sorted, Tool, ToolVerdict};
use crate::pipeline::numeric::ln;

const P: f64 = 0.05;
/// The difference of the two best scores below which a row counts as uncertain.
const MARGIN: f64 = 0.1;

pub(super) fn labels(counts: &ByName) -> Vec<ToolVerdict> {
    let chi_square = homogeneity_with_yates(&counts.reference, &counts.current);
    let (m, n) = counts.totals();
    // One feature of two classes, else one for each class against the rest.
    let features = match counts.reference.len() {
        2 => 1..2,
        all => 0..all,
    };
    let p: Vec<f64> = features
        .map(|class| fisher_greater(counts.reference[class], m, counts.current[class], n))
        .collect();
    vec![
        ToolVerdict::new(
            Tool::AlibiDetect,
            Measure::HomogeneityP,
            Ok(chi_square.map_or(1.0, |test| test.p)),
            Limit::Below(P),
            BOTH_SAMPLES,
        ),
        ToolVerdict::new(
            Tool::AlibiDetect,
            Measure::FisherGreaterP,
            Ok(p.iter().copied().fold(f64::NAN, f64::min)),
            Limit::Below(P / p.len() as f64),
            "caveat-growth-alone",
        )
        .on_request(),
    ]
}

/// Always by the asymptotic distribution.
pub(super) fn values(pair: &Sorted) -> Vec<ToolVerdict> {
    let (m, n) = (pair.reference.len(), pair.current.len());
    vec![ToolVerdict::new(
        Tool::AlibiDetect,
        Measure::KolmogorovSmirnovP,
        Ok(asymptotic_p(pair.ks.statistic, m, n)),
        Limit::Below(P),
        SEES_ALL,
    )]
}

/// By the scores of both sides, if there are any: the entropies unasked, the margins on request.
pub(super) fn uncertainty(reference: &[Vec<f64>], current: &[Vec<f64>]) -> Vec<ToolVerdict> {
    // The exact p-value would take far longer, and the tool does not ask for it.
    let distance = ks_distance(
        &ascending_entropies(reference),
        &ascending_entropies(current),
    );
    let count = |rows: &[Vec<f64>]| {
        let unsure = rows.iter().filter(|row| margin(row) < MARGIN).count() as u64;
        [rows.len() as u64 - unsure, unsure]
    };
    let margins = homogeneity_with_yates(&count(reference), &count(current));
    let blind = "caveat-sureness";
    vec![
        ToolVerdict::new(
            Tool::AlibiDetect,
            Measure::EntropyP,
            Ok(asymptotic_p(distance, reference.len(), current.len())),
            Limit::Below(P),
            blind,
        ),
        ToolVerdict::new(
            Tool::AlibiDetect,
            Measure::MarginP,
            Ok(margins.map_or(1.0, |test| test.p)),
            Limit::Below(P),
            blind,
        )
        .on_request(),
    ]
}

/// The best score less the second.
fn margin(row: &[f64]) -> f64 {
    let mut sorted = row.to_vec();
    sorted.sort_by(|a, b| b.total_cmp(a));
    sorted[0] - sorted.get(1).copied().unwrap_or(0.0)
}

/// The entropies of the rows' probabilities, in nats, ascending.
pub fn ascending_entropies(rows: &[Vec<f64>]) -> Vec<f64> {
    let mut values: Vec<f64> = rows
        .iter()
        .map(|row| {
            // Scaled as SciPy does: which rows are tied is a matter of the last bit.
            let total: f64 = row.iter().sum();
            let entropy = |p: f64| if p > 0.0 { -p * ln(p) } else { 0.0 };
            row.iter().map(|p| entropy(p / total)).sum()
        })
        .collect();
    values.sort_by(f64::total_cmp);
    values
}
