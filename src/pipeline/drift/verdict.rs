//! The verdict: what is certain of each part and of the whole, in words.
//!
//! The parts are the labels, each tested family of terms, the descriptors and the whole text. Each has one p-value for
//! "nothing changed here"; Holm's correction over the parts that were measured keeps the chance of a false alarm of the
//! whole at the level. History changes the wording, never the alarm: a change that is certain is said, and beside it
//! whether the reference itself changes as much. Silence is not proof: where the rows are too few to see a change that
//! matters, the verdict says so, with the size that would be enough.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::gap::{Gap, Part};
use super::history::Standing;
use super::labels::LabelDrift;
use super::multiple::holm;
use super::null::Null;
use super::power::{Power, rows_needed};
use super::tokens::Family;

/// A part of a report that is tested by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PartName {
    Labels,
    Terms(Family),
    Descriptors,
    Text,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct VerdictOptions {
    /// The chance of a false alarm of the whole.
    pub alpha: f64,
    /// The change of a class that should be seen, as a multiple of its share.
    pub ratio: f64,
    /// With which chance it should be seen.
    pub power: f64,
}

impl Default for VerdictOptions {
    /// 5 %; a class that doubles, in four of five cases.
    fn default() -> VerdictOptions {
        VerdictOptions {
            alpha: 0.05,
            ratio: 2.0,
            power: 0.8,
        }
    }
}

/// What is known of a part before the verdict.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    pub part: PartName,
    /// The p-value of "nothing changed in this part", or why there is none.
    pub p: Part<f64>,
    /// How its change stands to the usual ones; none where history is not known.
    pub history: Option<Standing>,
}

/// What the current rows can show of a class.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClassPower {
    pub class: String,
    pub at_this_size: Power,
    /// The fewest current rows with the power asked for; none where no number in reach has it.
    pub rows_needed: Option<u64>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    pub options: VerdictOptions,
    pub whole: Whole,
    pub parts: Vec<PartVerdict>,
    /// For each class of the reference that can grow by the ratio.
    pub power: Vec<ClassPower>,
}

/// What is said of all parts together. `Display` says it in a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Whole {
    /// At least one part changed for certain.
    Drift { parts: Vec<PartName> },
    /// Nothing is certain, and a change that matters would have been seen.
    NoDrift,
    /// Nothing is certain, and a change that matters may have been missed.
    NotEnoughData { rows: u64, needed: Option<u64> },
    /// No part could be measured.
    NotMeasured,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PartVerdict {
    pub part: PartName,
    pub p: Option<f64>,
    /// By Holm, over the parts with a p-value.
    pub adjusted_p: Option<f64>,
    pub finding: Finding,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Finding {
    /// It changed for certain; how that stands to the usual changes, where they are known.
    Changed { history: Option<Standing> },
    /// Nothing is certain.
    NotChanged,
    /// There is no p-value.
    NotMeasured(Gap),
}

/// The p-value of the whole text: twice the smaller one of the divergence and of the classifier (Bonferroni), or the one
/// that is there.
pub fn text_p(divergence: Option<&Null>, classifier: Option<&Null>) -> Option<f64> {
    match (divergence, classifier) {
        (Some(a), Some(b)) => Some((2.0 * a.p.min(b.p)).min(1.0)),
        (Some(one), None) | (None, Some(one)) => Some(one.p),
        (None, None) => None,
    }
}

/// Random splits that a p-value needs so that it can be significant after Holm's correction over `parts` parts, one of
/// `tests` tests of its part.
pub fn draws_needed(parts: u32, tests: u32, alpha: f64) -> u32 {
    // The smallest p-value is 1 / (draws + 1).
    (f64::from(parts) * f64::from(tests) / alpha).ceil() as u32
}

impl Verdict {
    /// Of the evidence of all parts. `labels` is none where a side has no labels: then nothing is said of power.
    pub fn new(
        evidence: &[Evidence],
        labels: Option<&LabelDrift>,
        options: VerdictOptions,
    ) -> Verdict {
        let measured: Vec<f64> = evidence
            .iter()
            .filter_map(|part| part.p.measured().copied())
            .collect();
        let mut adjusted = holm(&measured).into_iter();
        let parts: Vec<PartVerdict> = evidence
            .iter()
            .map(|part| match &part.p {
                Part::Missing(gap) => PartVerdict {
                    part: part.part,
                    p: None,
                    adjusted_p: None,
                    finding: Finding::NotMeasured(gap.clone()),
                },
                Part::Measured(p) => {
                    let adjusted_p = adjusted.next().expect("one for each p-value");
                    PartVerdict {
                        part: part.part,
                        p: Some(*p),
                        adjusted_p: Some(adjusted_p),
                        finding: if adjusted_p <= options.alpha {
                            Finding::Changed {
                                history: part.history,
                            }
                        } else {
                            Finding::NotChanged
                        },
                    }
                }
            })
            .collect();
        let power = labels.map_or_else(Vec::new, |labels| powers(labels, &options));
        Verdict {
            whole: whole(&parts, labels, &power, &options),
            options,
            parts,
            power,
        }
    }
}

fn whole(
    parts: &[PartVerdict],
    labels: Option<&LabelDrift>,
    power: &[ClassPower],
    options: &VerdictOptions,
) -> Whole {
    let changed: Vec<PartName> = parts
        .iter()
        .filter(|part| matches!(part.finding, Finding::Changed { .. }))
        .map(|part| part.part)
        .collect();
    if !changed.is_empty() {
        return Whole::Drift { parts: changed };
    }
    if parts.iter().all(|part| part.p.is_none()) {
        return Whole::NotMeasured;
    }
    // The class that needs the most rows decides; one that no number of rows would show comes first.
    let weak = power
        .iter()
        .filter(|class| class.at_this_size.power < options.power)
        .filter(|class| {
            class
                .rows_needed
                .is_none_or(|needed| needed > class.at_this_size.n_current)
        })
        .map(|class| class.rows_needed)
        .reduce(|a, b| Some(a?.max(b?)));
    match (weak, labels) {
        (Some(needed), Some(labels)) => Whole::NotEnoughData {
            rows: labels.n_current,
            needed,
        },
        _ => Whole::NoDrift,
    }
}

fn powers(labels: &LabelDrift, options: &VerdictOptions) -> Vec<ClassPower> {
    let n_reference = labels.n_reference;
    if n_reference == 0 || labels.n_current == 0 {
        return Vec::new();
    }
    labels
        .classes
        .iter()
        .filter(|class| {
            let grown = class.reference as f64 / n_reference as f64 * options.ratio;
            class.reference > 0 && grown <= 1.0
        })
        .map(|class| ClassPower {
            class: class.class.clone(),
            at_this_size: Power::new(
                n_reference,
                class.reference,
                labels.n_current,
                options.ratio,
                options.alpha,
            ),
            rows_needed: rows_needed(
                n_reference,
                class.reference,
                options.ratio,
                options.alpha,
                options.power,
            ),
        })
        .collect()
}

impl fmt::Display for PartName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            PartName::Labels => "labels",
            PartName::Terms(Family::Words) => "words",
            PartName::Terms(Family::Emoji) => "emoji",
            PartName::Terms(Family::Hashtags) => "hashtags",
            PartName::Terms(Family::Trigrams) => "character 3-grams",
            PartName::Terms(Family::Punctuation) => "punctuation",
            PartName::Descriptors => "descriptors",
            PartName::Text => "whole text",
        })
    }
}

impl fmt::Display for Whole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Whole::Drift { parts } => {
                let names: Vec<String> = parts.iter().map(PartName::to_string).collect();
                write!(f, "drift: {} changed", names.join(", "))
            }
            Whole::NoDrift => f.write_str("no drift is certain"),
            Whole::NotEnoughData {
                rows,
                needed: Some(needed),
            } => write!(
                f,
                "not enough data: {rows} rows may miss a change that matters; {needed} rows would show it"
            ),
            Whole::NotEnoughData { rows, needed: None } => write!(
                f,
                "not enough data: {rows} rows may miss a change that matters, and so would any number of rows in reach; take a larger reference"
            ),
            Whole::NotMeasured => f.write_str("nothing could be measured"),
        }
    }
}

impl fmt::Display for PartVerdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = self.part;
        match &self.finding {
            Finding::Changed {
                history: Some(Standing::BeyondHistory),
            } => write!(
                f,
                "{part}: changed, and more than between any blocks of the reference"
            ),
            Finding::Changed {
                history: Some(Standing::WithinHistory),
            } => write!(
                f,
                "{part}: changed for certain, but the reference itself changes as much along its own order"
            ),
            Finding::Changed { history: None } => write!(f, "{part}: changed"),
            Finding::NotChanged => write!(f, "{part}: no change is certain"),
            Finding::NotMeasured(gap) => write!(f, "{part}: {gap}"),
        }
    }
}
