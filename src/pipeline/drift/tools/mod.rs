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

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::labels::LabelCounts;
use crate::message;
use crate::message::Message;
use crate::pipeline::step::{at_once, pause};

pub use alibi::ascending_entropies;
pub use performance::{EstimatedMetric, MetricEstimate, estimated_metrics};

#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, JsonSchema, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Tool {
    Evidently,
    NannyMl,
    AlibiDetect,
    Deepchecks,
}

impl Tool {
    pub fn name(self) -> &'static str {
        match self {
            Tool::Evidently => "Evidently",
            Tool::NannyMl => "NannyML",
            Tool::AlibiDetect => "Alibi Detect",
            Tool::Deepchecks => "Deepchecks",
        }
    }
}

/// The number that a tool looks at.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, JsonSchema, Serialize, Deserialize,
)]
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

impl Measure {
    pub fn name(self) -> Message {
        match self {
            Measure::JsDistance => message!("measure-js-distance"),
            Measure::JsDistanceBase2 => message!("measure-js-distance-base2"),
            Measure::KlDivergence => message!("measure-kl-divergence"),
            Measure::Psi => message!("measure-psi"),
            Measure::Hellinger => message!("measure-hellinger"),
            Measure::LInfinity => message!("measure-l-infinity"),
            Measure::GoodnessOfFitP => message!("measure-goodness-of-fit-p"),
            Measure::LikelihoodRatioP => message!("measure-likelihood-ratio-p"),
            Measure::ZTestP => message!("measure-z-test-p"),
            Measure::FisherP => message!("measure-fisher-p"),
            Measure::FisherGreaterP => message!("measure-fisher-greater-p"),
            Measure::HomogeneityP => message!("measure-homogeneity-p"),
            Measure::KolmogorovSmirnovP => message!("measure-kolmogorov-smirnov-p"),
            Measure::KolmogorovSmirnov => message!("measure-kolmogorov-smirnov"),
            Measure::Wasserstein => message!("measure-wasserstein"),
            Measure::WassersteinNormed => message!("measure-wasserstein-normed"),
            Measure::EarthMover => message!("measure-earth-mover"),
            Measure::EnergyDistance => message!("measure-energy-distance"),
            Measure::CramerVonMisesP => message!("measure-cramer-von-mises-p"),
            Measure::AndersonDarlingP => message!("measure-anderson-darling-p"),
            Measure::MannWhitneyP => message!("measure-mann-whitney-p"),
            Measure::TTestP => message!("measure-t-test-p"),
            Measure::EppsSingletonP => message!("measure-epps-singleton-p"),
            Measure::CramersV => message!("measure-cramers-v"),
            Measure::CramersVBalanced => message!("measure-cramers-v-balanced"),
            Measure::EntropyP => message!("measure-entropy-p"),
            Measure::MarginP => message!("measure-margin-p"),
            Measure::EstimatedAccuracy => message!("measure-estimated-accuracy"),
            Measure::EstimatedF1 => message!("measure-estimated-f1"),
            Measure::EstimatedAuc => message!("measure-estimated-auc"),
        }
    }
}

/// One tool's word.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct ToolVerdict {
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
    /// Why the verdict may be wrong; a text in reports of before.
    #[schemars(with = "String")]
    pub reason: Message,
}

/// Why a tool gives no number.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
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

impl Failure {
    /// Without a full stop.
    pub fn message(&self) -> Message {
        match self {
            Failure::Raises { message } => message!("failure-raises", error = message),
            Failure::NotANumber => message!("failure-nan"),
            Failure::Rounding => message!("failure-rounding"),
            Failure::TwoClasses => message!("failure-two-classes"),
            Failure::NeedsRows => message!("failure-needs-rows"),
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

impl ToolVerdict {
    fn new(
        tool: Tool,
        measure: Measure,
        said: Result<f64, Failure>,
        limit: Limit,
        reason: &'static str,
    ) -> ToolVerdict {
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
        ToolVerdict {
            tool,
            measure,
            by_default: true,
            value,
            threshold: there(threshold),
            lower: lower.and_then(there),
            drift,
            failure,
            reason: Message::new(reason),
        }
    }

    fn on_request(mut self) -> ToolVerdict {
        self.by_default = false;
        self
    }
}

// Why the verdict of a tool may be wrong.
const FIXED: &str = "caveat-fixed";
const REFERENCE_EXACT: &str = "caveat-reference-exact";
const BOTH_SAMPLES: &str = "caveat-both-samples";
const FITTED: &str = "caveat-fitted";
const LARGEST_RULES: &str = "caveat-largest-rules";
const RAREST_RULES: &str = "caveat-rarest-rules";
const SEES_ALL: &str = "caveat-sees-all";

/// What comes unasked first, each part in its order.
fn defaults_first(opinions: Vec<ToolVerdict>) -> Vec<ToolVerdict> {
    let (mut first, rest): (Vec<_>, Vec<_>) = opinions.into_iter().partition(|one| one.by_default);
    first.extend(rest);
    first
}

/// On the shares of the classes. `reference` has the class of each reference row in file order, an index into the classes
/// of the counts, for NannyML's chunks. Empty where a side has no rows.
pub fn label_opinions(counts: &LabelCounts, reference: Option<&[u32]>) -> Vec<ToolVerdict> {
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
pub fn value_opinions(reference: &[f64], current: &[f64]) -> Vec<ToolVerdict> {
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
) -> Vec<ToolVerdict> {
    at_once(score_opinions_stepwise(classes, reference, labels, current))
}

/// The same, giving way in between.
pub async fn score_opinions_stepwise(
    classes: &[String],
    reference: Scored<'_>,
    labels: Option<&[u32]>,
    current: Scored<'_>,
) -> Vec<ToolVerdict> {
    if reference.predicted.is_empty() || current.predicted.is_empty() {
        return Vec::new();
    }
    let counts = LabelCounts::new(classes, reference.predicted, classes, current.predicted);
    let by_name = ByName::new(&counts);
    let mut opinions = evidently::labels(&by_name);
    opinions.extend(performance::opinions(reference, labels, current).await);
    pause().await;
    opinions.extend(
        nannyml::labels(&by_name, Some(reference.predicted))
            .into_iter()
            .map(ToolVerdict::on_request),
    );
    pause().await;
    opinions.extend(alibi::uncertainty(reference.scores, current.scores));
    pause().await;
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
