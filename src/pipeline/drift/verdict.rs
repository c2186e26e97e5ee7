//! The verdict: what is found of each part and of the whole.
//!
//! The parts are the labels, each tested family of terms, the descriptors, the whole text, and what the labels mean given
//! the text. Each has one p-value for "nothing changed here"; Holm's correction over the parts that were measured keeps the
//! chance of a false alarm of the whole at the level. Where texts are there more than once a part must stand the same with
//! each text counted once. History changes the wording, never the alarm. Silence is not proof: where the rows are too few
//! to see a change that matters, the verdict says so, with the size that would be enough. How it is said stands in
//! [`super::verdict_words`].

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::history::Standing;
use super::labels::LabelDrift;
use super::measurement::{Measurement, Unavailable};
use super::multiple::holm;
use super::null::Null;
use super::tokens::Family;
use super::verdict_power::{
    ClassPower, NEW_TERM_SHARE, NewTermPower, class_powers, rows_of_each_side,
};

/// A part of a report that is tested by itself.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, JsonSchema, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum PartName {
    Labels,
    Terms(Family),
    Descriptors,
    Text,
    /// What the labels mean, given the text.
    Concept,
}

#[derive(Debug, Clone, Copy, PartialEq, JsonSchema, Serialize, Deserialize)]
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
    pub p: Measurement<f64>,
    /// Whether it is the least that the random splits drawn can give.
    pub p_is_least: bool,
    /// The same with each text counted once; none where that makes no difference, or was not looked at.
    pub p_once: Option<f64>,
    /// How its change stands to the usual ones; none where history is not known.
    pub history: Option<Standing>,
}

/// What the verdict says how much can be seen of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Basis<'a> {
    /// None where a side has no labels: then nothing is said of classes.
    pub labels: Option<&'a LabelDrift>,
    /// Rows of the reference and of the current data.
    pub rows: [u64; 2],
    /// Different texts among them.
    pub texts: [u64; 2],
    /// Terms of the largest family that were tested.
    pub terms: u64,
    /// All current rows are rows of the reference, and so many rows of the reference have another label now.
    pub is_part: bool,
    pub relabelled: u64,
}

#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct Verdict {
    pub options: VerdictOptions,
    pub whole: Whole,
    pub parts: Vec<PartVerdict>,
    /// For each class that has up to half of the reference.
    pub power: Vec<ClassPower>,
    /// Of a new word; none where a side is empty.
    #[serde(default)]
    pub new_term: Option<NewTermPower>,
    /// Where no number of current rows is enough with this reference: the rows that would be on each side.
    #[serde(default)]
    pub rows_of_each_side: Option<u64>,
    /// The current rows that were judged, and whether all of them are rows of the reference.
    #[serde(default)]
    pub n_current: u64,
    #[serde(default)]
    pub is_part: bool,
    /// Rows of the reference that have another label among the current rows.
    #[serde(default)]
    pub relabelled: u64,
}

/// What is said of all parts together.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Whole {
    /// At least one part changed.
    Drift { parts: Vec<PartName> },
    /// No change was found, and one that matters would have been with the chance asked for; or no current row is new.
    NoDrift,
    /// No change was found, and one that matters may have been missed.
    NotEnoughData { rows: u64, needed: Option<u64> },
    /// No part could be measured.
    NotMeasured,
}

#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct PartVerdict {
    pub part: PartName,
    #[schemars(range(min = 0.0, max = 1.0))]
    pub p: Option<f64>,
    /// Whether `p` is the least that the random splits drawn can give.
    #[serde(default)]
    pub p_is_least: bool,
    /// By Holm, over the parts with a p-value.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub adjusted_p: Option<f64>,
    /// The same with each text counted once; none where that was not looked at.
    #[schemars(range(min = 0.0, max = 1.0))]
    #[serde(default)]
    pub p_once: Option<f64>,
    /// By Holm, over the larger one of both p-values of each part: what the finding goes by.
    #[schemars(range(min = 0.0, max = 1.0))]
    #[serde(default)]
    pub adjusted_p_once: Option<f64>,
    /// Counted by rows it would be called changed, and with each text counted once it is not.
    #[serde(default)]
    pub only_copies: bool,
    pub finding: PartFinding,
}

#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PartFinding {
    /// It changed; how that stands to the usual changes, where they are known.
    Changed { history: Option<Standing> },
    /// No change was found.
    NotChanged,
    /// There is no p-value.
    NotMeasured(Unavailable),
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
    /// Before anything was measured.
    pub(super) fn none(options: VerdictOptions) -> Verdict {
        Verdict {
            options,
            whole: Whole::NotMeasured,
            parts: Vec::new(),
            power: Vec::new(),
            new_term: None,
            rows_of_each_side: None,
            n_current: 0,
            is_part: false,
            relabelled: 0,
        }
    }

    /// Of the evidence of all parts. `before` is a verdict on the same rows: what its power says is taken over where the
    /// level is the same.
    pub fn new(
        evidence: &[Evidence],
        basis: &Basis,
        options: VerdictOptions,
        before: Option<&Verdict>,
    ) -> Verdict {
        let measured = |of: &dyn Fn(&Evidence, f64) -> f64| -> Vec<f64> {
            let parts = evidence.iter();
            parts
                .filter_map(|part| Some(of(part, *part.p.measured()?)))
                .collect()
        };
        let by_rows = holm(&measured(&|_, p| p));
        let once = evidence.iter().any(|part| part.p_once.is_some());
        let by_texts = holm(&measured(&|part, p| {
            part.p_once.map_or(p, |once| p.max(once))
        }));
        let mut at = 0;
        let parts: Vec<PartVerdict> = evidence
            .iter()
            .map(|part| match &part.p {
                Measurement::Missing(gap) => PartVerdict {
                    part: part.part,
                    p: None,
                    p_is_least: false,
                    adjusted_p: None,
                    p_once: None,
                    adjusted_p_once: None,
                    only_copies: false,
                    finding: PartFinding::NotMeasured(gap.clone()),
                },
                Measurement::Measured(p) => {
                    let (adjusted_p, adjusted_once) = (by_rows[at], by_texts[at]);
                    at += 1;
                    PartVerdict {
                        part: part.part,
                        p: Some(*p),
                        p_is_least: part.p_is_least,
                        adjusted_p: Some(adjusted_p),
                        p_once: part.p_once,
                        adjusted_p_once: once.then_some(adjusted_once),
                        only_copies: adjusted_p <= options.alpha && adjusted_once > options.alpha,
                        finding: if adjusted_once <= options.alpha {
                            PartFinding::Changed {
                                history: part.history,
                            }
                        } else {
                            PartFinding::NotChanged
                        },
                    }
                }
            })
            .collect();
        // A part that waits for its random splits will be corrected for too.
        let tested = evidence
            .iter()
            .filter(|part| {
                matches!(
                    part.p,
                    Measurement::Measured(_) | Measurement::Missing(Unavailable::NotDrawn)
                )
            })
            .count();
        let level = options.alpha / tested.max(1) as f64;
        let known = before.filter(|before| {
            !before.parts.is_empty()
                && before.tested() == tested
                && before.n_current == basis.rows[1]
        });
        let (power, new_term) = match known {
            Some(before) => (before.power.clone(), before.new_term),
            None if basis.rows.contains(&0) => (Vec::new(), None),
            None => (
                basis
                    .labels
                    .map_or_else(Vec::new, |labels| class_powers(labels, level, &options)),
                Some(NewTermPower::new(
                    basis.texts,
                    basis.terms,
                    level,
                    options.power,
                )),
            ),
        };
        let whole = whole(&parts, basis, &power, new_term.as_ref(), &options);
        let is_hopeless = matches!(whole, Whole::NotEnoughData { needed: None, .. });
        Verdict {
            rows_of_each_side: is_hopeless
                .then(|| rows_of_each_side(basis.labels, basis.terms, level, &options))
                .flatten(),
            whole,
            options,
            parts,
            power,
            new_term,
            n_current: basis.rows[1],
            is_part: basis.is_part,
            relabelled: basis.relabelled,
        }
    }

    /// The parts that changed.
    pub fn changed(&self) -> impl Iterator<Item = &PartVerdict> + '_ {
        let parts = self.parts.iter();
        parts.filter(|part| matches!(part.finding, PartFinding::Changed { .. }))
    }

    /// Whether there is drift, and of each part that changed some block of the reference differs from the rest of it as
    /// much.
    pub fn is_within_history(&self) -> bool {
        let within = PartFinding::Changed {
            history: Some(Standing::WithinHistory),
        };
        matches!(self.whole, Whole::Drift { .. })
            && self.changed().all(|part| part.finding == within)
    }

    /// Parts that have a p-value or wait for one.
    fn tested(&self) -> usize {
        let is_tested = |part: &&PartVerdict| {
            part.p.is_some() || part.finding == PartFinding::NotMeasured(Unavailable::NotDrawn)
        };
        self.parts.iter().filter(is_tested).count()
    }
}

fn whole(
    parts: &[PartVerdict],
    basis: &Basis,
    power: &[ClassPower],
    new_term: Option<&NewTermPower>,
    options: &VerdictOptions,
) -> Whole {
    let changed: Vec<PartName> = parts
        .iter()
        .filter(|part| matches!(part.finding, PartFinding::Changed { .. }))
        // Rows that are not new can have changed their labels alone.
        .filter(|part| {
            let is_of_labels = matches!(part.part, PartName::Labels | PartName::Concept);
            !basis.is_part || (is_of_labels && basis.relabelled > 0)
        })
        .map(|part| part.part)
        .collect();
    if !changed.is_empty() {
        return Whole::Drift { parts: changed };
    }
    if parts.iter().all(|part| part.p.is_none()) {
        return Whole::NotMeasured;
    }
    if basis.is_part {
        return Whole::NoDrift;
    }
    // What needs the most rows decides; what no number of rows would show comes first. Of the rows to come as many have a
    // label, and as many are copies, as of those that are there.
    let n_current = basis.rows[1];
    let rows = |needed: u64, among: u64| {
        let needed = needed as f64 * n_current as f64 / among.max(1) as f64;
        (needed.ceil() as u64).max(n_current + 1)
    };
    let labelled = basis.labels.map_or(0, |labels| labels.n_current);
    let classes = power
        .iter()
        .filter(|class| class.at_this_size.power < options.power)
        .map(|class| Some(rows(class.rows_needed?, labelled)));
    let term = new_term
        .filter(|term| term.share.is_none_or(|share| share > NEW_TERM_SHARE))
        .map(|term| Some(rows(term.rows_needed?, basis.texts[1])));
    classes
        .chain(term)
        .reduce(|a, b| Some(a?.max(b?)))
        .map_or(Whole::NoDrift, |needed| Whole::NotEnoughData {
            rows: n_current,
            needed,
        })
}
