//! What the published drift tools would say, and why they disagree.
//!
//! The rules, down to the errors that the tools raise, are those of Evidently 0.7.23, NannyML 0.13.1, Alibi Detect 0.13.0
//! and Deepchecks 0.19.1. Each list begins with what every tool says unasked; the rest it says on request. What the tools
//! learn themselves (Evidently's classifier of texts, NannyML's boosted trees, Alibi Detect's and Deepchecks' classifiers) and
//! what they draw (Evidently's permutations) is not rebuilt. Pure arithmetic over counts, values and scores; it decides
//! nothing of our own report.

mod alibi;
mod deepchecks;
mod evidently;
mod nannyml;
mod numpy;
mod performance;
mod rank_tests;
mod sample_tests;
mod special;

use std::fmt;

use serde::{Deserialize, Serialize};

use super::labels::LabelCounts;

pub use alibi::entropy_drift;
pub use performance::{EstimatedMetric, MetricEstimate, estimated_metrics};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tool {
    Evidently,
    NannyMl,
    AlibiDetect,
    Deepchecks,
}

impl fmt::Display for Tool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Tool::Evidently => "Evidently",
            Tool::NannyMl => "NannyML",
            Tool::AlibiDetect => "Alibi Detect",
            Tool::Deepchecks => "Deepchecks",
        })
    }
}

/// The number that a tool looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Measure {
    /// Jensen-Shannon distance with the natural logarithm.
    JsDistance,
    /// Jensen-Shannon distance with the logarithm to base 2.
    JsDistanceBase2,
    /// Kullback-Leibler divergence of the reference from the current data.
    KlDivergence,
    Psi,
    Hellinger,
    /// The largest difference of a share.
    LInfinity,
    /// p-value of the current counts against the reference's shares taken for exact.
    GoodnessOfFitP,
    /// The same by the likelihood ratio.
    LikelihoodRatioP,
    /// p-value of the z-test of the share of the first class by name, or of the smallest value.
    ZTestP,
    /// p-value of Fisher's exact test, two-sided.
    FisherP,
    /// The smallest p-value of Fisher's exact test that a class grew, each class against the rest.
    FisherGreaterP,
    /// p-value of the test of homogeneity, with Yates' correction for two classes.
    HomogeneityP,
    KolmogorovSmirnovP,
    /// The largest distance of both cumulated shares.
    KolmogorovSmirnov,
    /// In the unit of the values.
    Wasserstein,
    /// Wasserstein's distance over the standard deviation of the reference.
    WassersteinNormed,
    /// Wasserstein's distance of the values without both margins, scaled to the range 0 to 1.
    EarthMover,
    /// In the root of the unit of the values.
    EnergyDistance,
    CramerVonMisesP,
    AndersonDarlingP,
    /// p-value of the one-sided test of Mann and Whitney that the current values are the larger ones.
    MannWhitneyP,
    /// p-value of Student's test with equal variances.
    TTestP,
    EppsSingletonP,
    /// Cramer's V with Bergsma's correction, sizes made equal.
    CramersV,
    /// The same with all classes given the same weight.
    CramersVBalanced,
    /// p-value of Kolmogorov and Smirnov for the entropies of the scores.
    EntropyP,
    /// p-value of homogeneity for rows whose two best scores differ by less than 0.1.
    MarginP,
    EstimatedAccuracy,
    /// Of the macro-averaged F1.
    EstimatedF1,
    /// Of the macro-averaged area under the ROC curve, each class against the rest.
    EstimatedAuc,
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Measure::JsDistance => "Jensen-Shannon distance",
            Measure::JsDistanceBase2 => "Jensen-Shannon distance, base 2",
            Measure::KlDivergence => "Kullback-Leibler divergence",
            Measure::Psi => "population stability index",
            Measure::Hellinger => "Hellinger distance",
            Measure::LInfinity => "L-infinity distance",
            Measure::GoodnessOfFitP => "chi-square, goodness of fit: p",
            Measure::LikelihoodRatioP => "G-test, goodness of fit: p",
            Measure::ZTestP => "z-test: p",
            Measure::FisherP => "Fisher's exact test: p",
            Measure::FisherGreaterP => "Fisher's exact test, one-sided: p",
            Measure::HomogeneityP => "chi-square, homogeneity: p",
            Measure::KolmogorovSmirnovP => "Kolmogorov-Smirnov: p",
            Measure::KolmogorovSmirnov => "Kolmogorov-Smirnov distance",
            Measure::Wasserstein => "Wasserstein distance",
            Measure::WassersteinNormed => "Wasserstein distance, normed",
            Measure::EarthMover => "earth mover's distance, trimmed and scaled",
            Measure::EnergyDistance => "energy distance",
            Measure::CramerVonMisesP => "Cramér-von Mises: p",
            Measure::AndersonDarlingP => "Anderson-Darling: p",
            Measure::MannWhitneyP => "Mann-Whitney, one-sided: p",
            Measure::TTestP => "t-test: p",
            Measure::EppsSingletonP => "Epps-Singleton: p",
            Measure::CramersV => "Cramér's V",
            Measure::CramersVBalanced => "Cramér's V, balanced classes",
            Measure::EntropyP => "entropy of the scores: p",
            Measure::MarginP => "margin of the scores: p",
            Measure::EstimatedAccuracy => "estimated accuracy",
            Measure::EstimatedF1 => "estimated macro F1",
            Measure::EstimatedAuc => "estimated area under the ROC curve",
        })
    }
}

/// One tool's word.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Opinion {
    pub tool: Tool,
    pub measure: Measure,
    /// Whether the tool takes this measure unasked.
    pub by_default: bool,
    /// None where the tool gives no number, see `failure`.
    pub value: Option<f64>,
    /// The limit that the value is held to, where it has one; for estimated performance the upper one.
    pub threshold: Option<f64>,
    /// The lower limit of estimated performance.
    pub lower: Option<f64>,
    pub drift: bool,
    /// Why there is no number.
    pub failure: Option<Failure>,
    /// Why the verdict may be wrong.
    pub reason: String,
}

/// Why a tool gives no number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Failure {
    /// The tool stops with an error.
    Raises { message: String },
    /// The tool gives nan and, as comparisons with nan are false, no drift.
    NotANumber,
    /// The tool gives a number that only its roundings made, another one on another machine.
    Rounding,
    /// The tool has a way of its own for two classes, which is not rebuilt.
    TwoClasses,
    /// The tool needs each row of the reference, and only counts are known.
    NeedsRows,
}

impl Failure {
    fn raises(message: &str) -> Failure {
        Failure::Raises {
            message: message.to_string(),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Raises { message } => write!(f, "stops with an error: {message}"),
            Failure::NotANumber => f.write_str("gives no number (nan), which counts as no drift"),
            Failure::Rounding => f.write_str(
                "gives a number that only its roundings made: there are too few distinct values",
            ),
            Failure::TwoClasses => {
                f.write_str("has an estimate of its own for two classes, which is not rebuilt here")
            }
            Failure::NeedsRows => f.write_str(
                "needs each row of the reference; choose a reference stored with its rows",
            ),
        }
    }
}

/// When a tool calls it drift.
#[derive(Debug, Clone, Copy)]
enum Limit {
    Below(f64),
    AtMost(f64),
    AtLeast(f64),
    Above(f64),
    Outside(f64, f64),
}

impl Opinion {
    fn new(
        tool: Tool,
        measure: Measure,
        said: Result<f64, Failure>,
        limit: Limit,
        reason: &str,
    ) -> Opinion {
        let (value, failure) = match said {
            Ok(value) if value.is_nan() => (None, Some(Failure::NotANumber)),
            Ok(value) => (Some(value), None),
            Err(failure) => (None, Some(failure)),
        };
        let drift = value.is_some_and(|value| match limit {
            Limit::Below(limit) => value < limit,
            Limit::AtMost(limit) => value <= limit,
            Limit::AtLeast(limit) => value >= limit,
            Limit::Above(limit) => value > limit,
            Limit::Outside(low, high) => value < low || value > high,
        });
        let (lower, threshold) = match limit {
            Limit::Below(limit)
            | Limit::AtMost(limit)
            | Limit::AtLeast(limit)
            | Limit::Above(limit) => (None, limit),
            Limit::Outside(low, high) => (Some(low), high),
        };
        let there = |limit: f64| (!limit.is_nan()).then_some(limit);
        Opinion {
            tool,
            measure,
            by_default: true,
            value,
            threshold: there(threshold),
            lower: lower.and_then(there),
            drift,
            failure,
            reason: reason.to_string(),
        }
    }

    fn on_request(mut self) -> Opinion {
        self.by_default = false;
        self
    }
}

const FIXED: &str = "a fixed threshold on a distance: on few rows chance alone passes it, on many it misses a change that is small or in few of the rows";
const REFERENCE_EXACT: &str = "takes the reference for exact, so that it alarms too often: in 22.8 % of cases without drift where both sides have as many rows";
const BOTH_SAMPLES: &str = "treats both sides as samples; says nothing of how large the change is";
const FITTED: &str = "asks only whether the change is bigger than usual inside the reference; a last chunk of few rows widens the bound";
const LARGEST_RULES: &str = "a fixed threshold on a measure that the largest class rules, after both sides are scaled down to the smaller one";
const RAREST_RULES: &str =
    "a fixed threshold; with equal weights the luck of the rarest class rules";
const SEES_ALL: &str = "on many rows it also sees what does not matter";

/// What comes unasked first, each part in its order.
fn defaults_first(opinions: Vec<Opinion>) -> Vec<Opinion> {
    let (mut first, rest): (Vec<_>, Vec<_>) = opinions.into_iter().partition(|one| one.by_default);
    first.extend(rest);
    first
}

/// On the shares of the classes. `reference` has the class of each reference row in file order, an index into the classes
/// of the counts, for NannyML's chunks. Empty where a side has no rows.
pub fn label_opinions(counts: &LabelCounts, reference: Option<&[u32]>) -> Vec<Opinion> {
    let total = |counts: &[u64]| counts.iter().sum::<u64>();
    if total(&counts.reference) == 0 || total(&counts.current) == 0 {
        return Vec::new();
    }
    let by_name = ByName::new(counts);
    let mut opinions = evidently::labels(&by_name);
    opinions.extend(nannyml::labels(&by_name, reference));
    opinions.extend(alibi::labels(&by_name));
    opinions.extend(deepchecks::labels(&by_name));
    defaults_first(opinions)
}

/// On a number of each row in file order: a descriptor, a score. Empty where a side has no rows.
pub fn value_opinions(reference: &[f64], current: &[f64]) -> Vec<Opinion> {
    if reference.is_empty() || current.is_empty() {
        return Vec::new();
    }
    let pair = Sorted::new(reference, current);
    let mut opinions = evidently::values(&pair);
    opinions.extend(nannyml::values(reference, &pair));
    opinions.extend(alibi::values(&pair));
    opinions.extend(deepchecks::values(&pair));
    defaults_first(opinions)
}

/// What a model said of the rows of a side, in file order.
#[derive(Debug, Clone, Copy)]
pub struct Scored<'a> {
    /// A probability for each class in each row.
    pub scores: &'a [Vec<f64>],
    /// The predicted class of each row, an index into the classes.
    pub predicted: &'a [u32],
}

/// On the scores and predictions of a model; `labels` has the true class of each reference row, for NannyML's estimate of
/// performance. Empty where a side has no rows.
///
/// # Panics
/// If the lengths of a side differ, or a class is not in `classes`.
pub fn score_opinions(
    classes: &[String],
    reference: Scored,
    labels: Option<&[u32]>,
    current: Scored,
) -> Vec<Opinion> {
    if reference.predicted.is_empty() || current.predicted.is_empty() {
        return Vec::new();
    }
    let counts = LabelCounts::new(classes, reference.predicted, classes, current.predicted);
    let by_name = ByName::new(&counts);
    let mut opinions = evidently::labels(&by_name);
    opinions.extend(performance::opinions(reference, labels, current));
    opinions.extend(
        nannyml::labels(&by_name, Some(reference.predicted))
            .into_iter()
            .map(Opinion::on_request),
    );
    opinions.extend(alibi::uncertainty(reference.scores, current.scores));
    opinions.extend(deepchecks::predictions(
        &by_name,
        reference.scores,
        current.scores,
    ));
    defaults_first(opinions)
}

/// The classes that a side has, in the order of their names, as the tools sort them.
struct ByName {
    reference: Vec<u64>,
    current: Vec<u64>,
    /// The place of each class of the counts here; none where neither side has it.
    place: Vec<Option<usize>>,
}

impl ByName {
    fn new(counts: &LabelCounts) -> ByName {
        let mut order: Vec<usize> = (0..counts.classes.len())
            .filter(|&class| counts.reference[class] + counts.current[class] > 0)
            .collect();
        order.sort_by(|&a, &b| counts.classes[a].cmp(&counts.classes[b]));
        let mut place = vec![None; counts.classes.len()];
        for (at, &class) in order.iter().enumerate() {
            place[class] = Some(at);
        }
        let take = |from: &[u64]| order.iter().map(|&class| from[class]).collect();
        ByName {
            reference: take(&counts.reference),
            current: take(&counts.current),
            place,
        }
    }

    fn totals(&self) -> (u64, u64) {
        (self.reference.iter().sum(), self.current.iter().sum())
    }
}

/// Two samples in ascending order, neither of them empty, and their test of Kolmogorov and Smirnov, which three tools use.
struct Sorted {
    reference: Vec<f64>,
    current: Vec<f64>,
    ks: super::ks::KsTest,
}

impl Sorted {
    fn new(reference: &[f64], current: &[f64]) -> Sorted {
        let sorted = |values: &[f64]| {
            let mut values = values.to_vec();
            values.sort_by(f64::total_cmp);
            values
        };
        let (reference, current) = (sorted(reference), sorted(current));
        Sorted {
            ks: super::ks::ks_2samp(&reference, &current),
            reference,
            current,
        }
    }

    /// The distinct values of both, ascending.
    fn distinct(&self) -> Vec<f64> {
        let mut values = [&self.reference[..], &self.current[..]].concat();
        values.sort_by(f64::total_cmp);
        values.dedup();
        values
    }
}
