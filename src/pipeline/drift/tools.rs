//! What the published tools would say of the labels and the scores at their defaults, and why they disagree.
//!
//! The rules are those of Evidently 0.7.23, NannyML 0.13.1, Alibi Detect 0.13.0 and Deepchecks 0.19.1. What these learn
//! themselves (Evidently's classifier of texts, NannyML's boosted trees) is not rebuilt.

use serde::{Deserialize, Serialize};

use super::contingency::{cramers_v_corrected, floats, goodness_of_fit, homogeneity_with_yates};
use super::distributions::normal_sf;
use super::ks::{KsTest, ks_2samp};
use super::labels::LabelCounts;
use super::samples::Cells;
use super::shares::{js_distance, js_divergence_bits, psi, shares_of};
use crate::pipeline::numeric::ln;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tool {
    Evidently,
    NannyMl,
    AlibiDetect,
    Deepchecks,
}

/// The number that a tool looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Measure {
    /// Jensen-Shannon distance with the natural logarithm.
    JsDistance,
    /// Jensen-Shannon distance with the logarithm to base 2.
    JsDistanceBase2,
    Psi,
    /// p-value of the current counts against the reference's shares taken for exact.
    GoodnessOfFitP,
    /// p-value of the z-test of two shares.
    ZTestP,
    /// p-value of the test of homogeneity, with Yates' correction for two classes.
    HomogeneityP,
    KolmogorovSmirnovP,
    /// Wasserstein's distance over the standard deviation of the reference.
    WassersteinNormed,
    /// Cramer's V with Bergsma's correction, sizes made equal.
    CramersV,
    /// The same with all classes given the same weight.
    CramersVBalanced,
}

/// One tool's word.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Opinion {
    pub tool: Tool,
    pub measure: Measure,
    /// Whether the tool takes this measure unasked.
    pub by_default: bool,
    pub value: f64,
    pub threshold: f64,
    pub drift: bool,
    /// Why it may be wrong.
    pub reason: String,
}

impl Opinion {
    fn new(tool: Tool, measure: Measure, value: f64, threshold: f64, reason: &str) -> Opinion {
        let drift = match measure {
            Measure::GoodnessOfFitP
            | Measure::ZTestP
            | Measure::HomogeneityP
            | Measure::KolmogorovSmirnovP => value < threshold,
            _ => value >= threshold,
        };
        Opinion {
            tool,
            measure,
            by_default: true,
            value,
            threshold,
            drift,
            reason: reason.to_string(),
        }
    }

    fn on_request(mut self) -> Opinion {
        self.by_default = false;
        self
    }
}

const FIXED: &str = "a fixed threshold on a distance: on few rows chance alone passes it, on many it misses a class that doubles while the largest stays";

/// On the shares of the classes. `reference` has the class of each reference row in file order, an index into the classes
/// of the counts, for NannyML's chunks; without it NannyML's fitted bound is left out. Empty where a side has no rows, or
/// one class has all of them.
pub fn label_opinions(counts: &LabelCounts, reference: Option<&[u32]>) -> Vec<Opinion> {
    let (a, b) = (&counts.reference[..], &counts.current[..]);
    let (Some(fit), Some(homogeneity)) = (goodness_of_fit(a, b), homogeneity_with_yates(a, b))
    else {
        return Vec::new();
    };
    let (p, q) = (shares_of(a), shares_of(b));
    let n_reference: u64 = a.iter().sum();
    let classes = a.iter().zip(b).filter(|(a, b)| **a + **b > 0).count();
    let js = Opinion::new(
        Tool::Evidently,
        Measure::JsDistance,
        js_distance(&p, &q),
        0.1,
        FIXED,
    );
    let fit = Opinion::new(
        Tool::Evidently,
        Measure::GoodnessOfFitP,
        fit.p,
        0.05,
        "takes the reference for exact, so that it alarms too often: in 22.8 % of cases without drift where both sides have as many rows",
    );
    let z = z_test(a, b).map(|p| {
        let reason = "a normal approximation, rough for few rows of a class";
        Opinion::new(Tool::Evidently, Measure::ZTestP, p, 0.05, reason)
    });
    let mut opinions = match (n_reference > 1_000, classes > 2, z) {
        (true, _, _) => vec![js, fit.on_request()],
        (false, false, Some(z)) => vec![z, js.on_request(), fit.on_request()],
        (false, _, _) => vec![fit, js.on_request()],
    };
    opinions
        .push(Opinion::new(Tool::Evidently, Measure::Psi, psi(&p, &q), 0.1, FIXED).on_request());
    if let Some(opinion) = reference.and_then(|labels| nannyml(counts, labels)) {
        opinions.push(opinion);
    }
    let exact = "treats both sides as samples; says nothing of how large the change is";
    opinions.push(
        Opinion::new(
            Tool::NannyMl,
            Measure::HomogeneityP,
            homogeneity.p,
            0.05,
            exact,
        )
        .on_request(),
    );
    opinions.push(Opinion::new(
        Tool::AlibiDetect,
        Measure::HomogeneityP,
        homogeneity.p,
        0.05,
        exact,
    ));
    if let Some(v) = deepchecks_v(a, b, false) {
        let reason = "a fixed threshold on a measure that the largest class rules, after both sides are scaled down to the smaller one";
        opinions.push(Opinion::new(
            Tool::Deepchecks,
            Measure::CramersV,
            v,
            0.15,
            reason,
        ));
    }
    if let Some(v) = deepchecks_v(a, b, true) {
        let reason = "a fixed threshold; with equal weights the luck of the rarest class rules";
        let opinion = Opinion::new(Tool::Deepchecks, Measure::CramersVBalanced, v, 0.15, reason);
        opinions.push(opinion.on_request());
    }
    opinions
}

/// Evidently's z-test of the share of the first class that has rows (`z_stat_test`), two-sided.
fn z_test(a: &[u64], b: &[u64]) -> Option<f64> {
    let (m, n) = (a.iter().sum::<u64>() as f64, b.iter().sum::<u64>() as f64);
    let class = (0..a.len()).find(|&class| a[class] + b[class] > 0)?;
    let (x, y) = (a[class] as f64, b[class] as f64);
    let both = (x + y) / (m + n);
    let sd = (both * (1.0 - both) * (1.0 / m + 1.0 / n)).sqrt();
    (sd > 0.0).then(|| 2.0 * normal_sf(((x / m - y / n) / sd).abs()))
}

/// Rows of NannyML's chunks here, as many as a block of the history has.
const CHUNK: usize = 1_000;

/// NannyML's bound: mean and three standard deviations of the distance of each chunk of the reference from all of it. The
/// rows that are left at the end are a chunk of their own, as NannyML keeps them. Classes that the reference lacks share a
/// cell.
fn nannyml(counts: &LabelCounts, labels: &[u32]) -> Option<Opinion> {
    let known: Vec<usize> = (0..counts.classes.len())
        .filter(|&class| counts.reference[class] > 0)
        .collect();
    let cells = |counts: &[u64]| {
        let mut cells: Vec<u64> = known.iter().map(|&class| counts[class]).collect();
        let all: u64 = counts.iter().sum();
        cells.push(all - cells.iter().sum::<u64>());
        shares_of(&cells)
    };
    let reference = cells(&counts.reference);
    let distance = |counts: &[u64]| js_divergence_bits(&reference, &cells(counts)).sqrt();
    let of_chunks: Vec<f64> = labels
        .chunks(CHUNK)
        .map(|chunk| {
            let mut counted = vec![0u64; counts.classes.len()];
            chunk.iter().for_each(|&label| counted[label as usize] += 1);
            distance(&counted)
        })
        .collect();
    let n = of_chunks.len() as f64;
    if of_chunks.len() < 2 {
        return None;
    }
    let mean = of_chunks.iter().sum::<f64>() / n;
    let variance = of_chunks
        .iter()
        .map(|x| (x - mean) * (x - mean))
        .sum::<f64>()
        / n;
    Some(Opinion::new(
        Tool::NannyMl,
        Measure::JsDistanceBase2,
        distance(&counts.current),
        mean + 3.0 * variance.sqrt(),
        "asks only whether the change is bigger than usual inside the reference; a last chunk of few rows widens the bound",
    ))
}

/// Deepchecks' Cramer's V (`cramers_v`): counts scaled to the smaller side and rounded, classes below 1 % of the reference
/// as one; balanced, the current counts as multiples of an even reference instead.
fn deepchecks_v(a: &[u64], b: &[u64], balanced: bool) -> Option<f64> {
    let (mut a, mut b) = (floats(a), floats(b));
    if !balanced {
        let least = 0.01 * a.iter().sum::<f64>();
        let (mut kept, mut other) = ((Vec::new(), Vec::new()), (0.0, 0.0));
        for (&x, &y) in a.iter().zip(&b) {
            if x < least {
                other = (other.0 + x, other.1 + y);
            } else {
                kept.0.push(x);
                kept.1.push(y);
            }
        }
        if other.0 > least || other.1 > 0.01 * b.iter().sum::<f64>() {
            kept.0.push(other.0);
            kept.1.push(other.1);
        }
        (a, b) = kept;
    }
    let total = |counts: &[f64]| counts.iter().sum::<f64>();
    let (m, n) = (total(&a), total(&b));
    if m > n {
        a.iter_mut().for_each(|x| *x *= n / m);
    } else {
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
    cramers_v_corrected(&a, &b)
}

/// On a number of each row: a descriptor, a score. Empty where a side has no rows.
pub fn value_opinions(reference: &[f64], current: &[f64]) -> Vec<Opinion> {
    let sorted = |values: &[f64]| {
        let mut values = values.to_vec();
        values.sort_by(f64::total_cmp);
        values
    };
    let (a, b) = (sorted(reference), sorted(current));
    if a.is_empty() || b.is_empty() {
        return Vec::new();
    }
    let mut distinct = a.clone();
    distinct.dedup();
    let ks = ks_2samp(&a, &b);
    let reason = "exact or nearly so; on many rows it also sees what does not matter";
    let of_ks = |tool| Opinion::new(tool, Measure::KolmogorovSmirnovP, ks.p, 0.05, reason);
    let sd = super::Summary::new(&a).map_or(0.0, |summary| summary.sd);
    let distance = super::samples::wasserstein(&a, &b) / sd.max(0.001);
    let wasserstein = Opinion::new(
        Tool::Evidently,
        Measure::WassersteinNormed,
        distance,
        0.1,
        FIXED,
    );
    let cells = Cells::evidently(&a, &b);
    let (p, q) = cells.shares();
    let js = Opinion::new(
        Tool::Evidently,
        Measure::JsDistance,
        js_distance(&p, &q),
        0.1,
        FIXED,
    );
    let fit = goodness_of_fit(&cells.reference, &cells.current).map(|fit| {
        let reason = "takes the reference for exact, so that it alarms too often";
        Opinion::new(
            Tool::Evidently,
            Measure::GoodnessOfFitP,
            fit.p,
            0.05,
            reason,
        )
    });
    let z = z_test(&cells.reference, &cells.current).map(|p| {
        Opinion::new(
            Tool::Evidently,
            Measure::ZTestP,
            p,
            0.05,
            "a normal approximation",
        )
    });
    let first = match (a.len() > 1_000, distinct.len()) {
        (true, 6..) => Some(wasserstein),
        (true, _) => Some(js),
        (false, 6..) => Some(of_ks(Tool::Evidently)),
        (false, 3..) => fit,
        (false, _) => z,
    };
    first
        .into_iter()
        .chain([of_ks(Tool::AlibiDetect)])
        .collect()
}

/// Alibi Detect's uncertainty drift: the entropies of the rows' probabilities, in nats, by Kolmogorov and Smirnov. None
/// where a side has no rows.
pub fn entropy_drift(reference: &[Vec<f64>], current: &[Vec<f64>]) -> Option<KsTest> {
    let entropies = |rows: &[Vec<f64>]| {
        let mut values: Vec<f64> = rows
            .iter()
            .map(|row| {
                let entropy = |p: &f64| if *p > 0.0 { -p * ln(*p) } else { 0.0 };
                row.iter().map(entropy).sum()
            })
            .collect();
        values.sort_by(f64::total_cmp);
        values
    };
    let (a, b) = (entropies(reference), entropies(current));
    (!a.is_empty() && !b.is_empty()).then(|| ks_2samp(&a, &b))
}
