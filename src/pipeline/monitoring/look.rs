//! A look at a batch: which of its parts are others than in the training rows, at the level that the look may spend.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::counted::CountedRows;
use super::rules::DriftRule;
use crate::pipeline::drift::multiple::holm;
use crate::pipeline::drift::{
    Descriptor, DescriptorDrift, DriftReport, EachTextOnce, Family, LabelCounts, LabelDrift,
    Marginals, Measurement, Summary, TermDrift, TermOptions, Unavailable, descriptors_p,
};

/// The most terms, classes or descriptors that a part names.
const MOST_NAMED: usize = 5;

/// A part of a batch that is tested by itself, by a test that holds at any level: exact ones of Fisher over classes and
/// terms, Kolmogorov's and Smirnov's over descriptors.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, JsonSchema, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum WatchedPart {
    /// Shares of the classes by the labels.
    Labels,
    /// Shares of the predicted classes against those in all batches before, which the same model predicted. It decides only
    /// where the batch has no labels.
    PredictedClasses,
    Words,
    Emoji,
    Hashtags,
    Trigrams,
    /// Length, capitals, punctuation and other ways of writing.
    Descriptors,
}

impl WatchedPart {
    pub const ALL: [WatchedPart; 7] = [
        WatchedPart::Labels,
        WatchedPart::PredictedClasses,
        WatchedPart::Words,
        WatchedPart::Emoji,
        WatchedPart::Hashtags,
        WatchedPart::Trigrams,
        WatchedPart::Descriptors,
    ];

    /// Its name in rules, metrics and state.
    pub fn name(self) -> &'static str {
        match self {
            WatchedPart::Labels => "labels",
            WatchedPart::PredictedClasses => "predicted-classes",
            WatchedPart::Words => "words",
            WatchedPart::Emoji => "emoji",
            WatchedPart::Hashtags => "hashtags",
            WatchedPart::Trigrams => "trigrams",
            WatchedPart::Descriptors => "descriptors",
        }
    }

    fn family(self) -> Option<Family> {
        Some(match self {
            WatchedPart::Words => Family::Words,
            WatchedPart::Emoji => Family::Emoji,
            WatchedPart::Hashtags => Family::Hashtags,
            WatchedPart::Trigrams => Family::Trigrams,
            _ => return None,
        })
    }
}

/// What a look saw.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct DriftLook {
    /// Counted from 1; none where nothing was at stake: drift is off, or no deciding part could be tested.
    pub look: Option<u32>,
    /// The chance of a false alarm that this look may spend, over all deciding parts; 0 past the planned looks.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub level: f64,
    /// What this look and all before may have spent.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub spent: f64,
    /// In the order of [`WatchedPart::ALL`].
    pub parts: Vec<PartLook>,
    /// A deciding part changed.
    pub alarm: bool,
    /// The p-values hold with each text counted once too; not where production keeps counts alone of its training rows.
    #[serde(default)]
    pub each_text_once: bool,
}

/// A part at a look.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct PartLook {
    pub part: WatchedPart,
    /// The p-value of "nothing changed in this part", or why there is none.
    pub p: Measurement<f64>,
    /// Whether it can raise an alarm, by the rules and by what the batch has.
    pub decides: bool,
    /// By Holm over the deciding parts with a p-value.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub adjusted_p: Option<f64>,
    /// `adjusted_p` is at most the level of the look.
    pub alarm: bool,
    /// What moved the most surely in it, the surest first, at most five.
    pub moved: Vec<Moved>,
}

/// A class, a term or a descriptor that is tested in a part.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct Moved {
    /// A class or a term as it is, which may be any text, or the name of a descriptor.
    pub name: String,
    /// In the training rows (of predicted classes: in the batches before) and in the batch: a share of rows, or the mean of
    /// a descriptor.
    pub before: f64,
    pub now: f64,
    /// Of its own test, without correction; 1 where there is none.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub p: f64,
}

/// A part, its p-value, and what moved in it.
type Tests = (WatchedPart, Measurement<f64>, Vec<Moved>);

/// The parts of a batch before a level is spent on them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tested {
    parts: Vec<Tests>,
    each_text_once: bool,
}

impl Tested {
    pub fn new(report: &DriftReport) -> Tested {
        let of = |part: WatchedPart| match part {
            WatchedPart::Labels => classes(&report.labels),
            // The batches before are not known here.
            WatchedPart::PredictedClasses => (
                Measurement::Missing(Unavailable::NoEarlierBatch),
                Vec::new(),
            ),
            WatchedPart::Descriptors => descriptors(&report.descriptors),
            _ => terms(&report.terms, part.family()),
        };
        let once = report.each_text_once.as_deref();
        let parts = WatchedPart::ALL.into_iter().map(|part| {
            let (p, moved) = of(part);
            // Copies are no evidence: what can't be shown with each text counted once is not shown.
            let once = once.and_then(|once| p_once(once, part));
            let p = p.map(|p| once.map_or(p, |once| p.max(once)));
            (part, p, moved)
        });
        Tested {
            parts: parts.collect(),
            each_text_once: report.copies.is_some(),
        }
    }

    /// Of rows that were counted, without labels: what a look at the rows themselves says where production keeps counts too.
    pub fn of_counts(reference: &Marginals, current: &CountedRows) -> Tested {
        let n_rows = [reference.n_rows, current.rows];
        let options = TermOptions::default();
        let families = reference.terms.iter().filter_map(|before| {
            let now = current
                .terms
                .iter()
                .find(|now| now.family == before.family)?;
            Some(TermDrift::of_both_counted(before, now, n_rows, &options))
        });
        let families: Vec<TermDrift> = families.collect();
        let values = |counted: &[(f64, u64)]| -> Vec<f64> {
            let each = counted.iter();
            each.flat_map(|&(value, rows)| std::iter::repeat_n(value, rows as usize))
                .collect()
        };
        let described: Vec<DescriptorDrift> = current
            .descriptors
            .iter()
            .map(|(&descriptor, now)| {
                let before = values(&reference.descriptors[&descriptor]);
                DescriptorDrift::new(descriptor, &before, &values(now))
            })
            .collect();
        let missing = |gap| (Measurement::Missing(gap), Vec::new());
        let parts = WatchedPart::ALL.into_iter().map(|part| {
            let (p, moved) = match part {
                WatchedPart::Labels => missing(Unavailable::UnlabelledCurrent),
                WatchedPart::PredictedClasses => missing(Unavailable::NoEarlierBatch),
                WatchedPart::Descriptors => descriptors(&described),
                _ => terms(&families, part.family()),
            };
            (part, p, moved)
        });
        Tested {
            parts: parts.collect(),
            each_text_once: false,
        }
    }

    /// Puts the predictions of the batch, against those of all batches before, in the place of what a report says of them:
    /// that one compares with models that learned from a part of the rows, which are others.
    pub fn set_predicted(&mut self, counts: Option<&LabelCounts>) {
        let found = match counts {
            Some(counts) => classes(&Measurement::Measured(LabelDrift::new(counts))),
            None => (
                Measurement::Missing(Unavailable::NoEarlierBatch),
                Vec::new(),
            ),
        };
        let is_it = |(part, _, _): &&mut Tests| *part == WatchedPart::PredictedClasses;
        if let Some(place) = self.parts.iter_mut().find(is_it) {
            *place = (WatchedPart::PredictedClasses, found.0, found.1);
        }
    }

    /// Spends `level` on look `look`; without one nothing can raise an alarm.
    pub fn judge(self, rule: &DriftRule, look: Option<u32>, level: f64, spent: f64) -> DriftLook {
        let has_labels = self
            .parts
            .iter()
            .any(|(part, p, _)| *part == WatchedPart::Labels && p.measured().is_some());
        let decides = |part: WatchedPart| {
            look.is_some()
                && rule.parts.contains(&part)
                && !(part == WatchedPart::PredictedClasses && has_labels)
        };
        let deciding: Vec<f64> = self
            .parts
            .iter()
            .filter(|(part, _, _)| decides(*part))
            .filter_map(|(_, p, _)| p.measured().copied())
            .collect();
        let mut adjusted = holm(&deciding).into_iter();
        let parts: Vec<PartLook> = self
            .parts
            .into_iter()
            .map(|(part, p, moved)| {
                let decides = decides(part);
                let adjusted_p = match (decides, p.measured()) {
                    (true, Some(_)) => adjusted.next(),
                    _ => None,
                };
                PartLook {
                    part,
                    alarm: adjusted_p.is_some_and(|p| p <= level),
                    p,
                    decides,
                    adjusted_p,
                    moved,
                }
            })
            .collect();
        DriftLook {
            look,
            level,
            spent,
            alarm: parts.iter().any(|part| part.alarm),
            each_text_once: self.each_text_once,
            parts,
        }
    }

    /// Whether any part that decides has a p-value.
    pub fn is_testable(&self, rule: &DriftRule) -> bool {
        let deciding = self.clone().judge(rule, Some(1), 0.0, 0.0);
        let has_p = |part: &PartLook| part.adjusted_p.is_some();
        deciding.parts.iter().any(has_p)
    }
}

/// The p-value of a part with each text counted once; 1 where it can't be tested so.
fn p_once(once: &EachTextOnce, part: WatchedPart) -> Option<f64> {
    let p = match part {
        WatchedPart::Labels => classes(&once.labels).0,
        WatchedPart::PredictedClasses => return None,
        WatchedPart::Descriptors => once.descriptors.clone(),
        _ => {
            let at = Family::TESTED
                .iter()
                .position(|family| Some(*family) == part.family())?;
            once.terms.get(at)?.clone()
        }
    };
    Some(p.measured().copied().unwrap_or(1.0))
}

fn surest(mut moved: Vec<Moved>) -> Vec<Moved> {
    moved.sort_by(|a, b| a.p.total_cmp(&b.p).then_with(|| a.name.cmp(&b.name)));
    moved.truncate(MOST_NAMED);
    moved
}

/// The smallest exact p-value times the number of classes. A report's own p-value for labels is chi-square's, whose far
/// tail is too light where a class is rare, and by then a look's level is far in the tail.
fn classes(labels: &Measurement<LabelDrift>) -> (Measurement<f64>, Vec<Moved>) {
    let labels = match labels {
        Measurement::Measured(labels) => labels,
        Measurement::Missing(gap) => return (Measurement::Missing(gap.clone()), Vec::new()),
    };
    if let Some(gap) = labels.statistics.gap() {
        return (Measurement::Missing(gap.clone()), Vec::new());
    }
    let moved: Vec<Moved> = labels
        .classes
        .iter()
        .filter(|class| class.reference + class.current > 0)
        .filter_map(|class| {
            let shift = class.shift?;
            Some(Moved {
                name: class.class.clone(),
                before: shift.reference.value,
                now: shift.current.value,
                p: shift.exact.p,
            })
        })
        .collect();
    // The two classes of a table of two have the same test.
    let tests = if moved.len() == 2 { 1 } else { moved.len() };
    let least = moved.iter().map(|class| class.p).fold(1.0, f64::min);
    (
        Measurement::Measured((least * tests as f64).min(1.0)),
        surest(moved),
    )
}

fn terms(families: &[TermDrift], family: Option<Family>) -> (Measurement<f64>, Vec<Moved>) {
    let drift = families.iter().find(|terms| Some(terms.family) == family);
    let Some(drift) = drift else {
        return (Measurement::Missing(Unavailable::NoTerms), Vec::new());
    };
    match &drift.tests {
        Measurement::Missing(gap) => (Measurement::Missing(gap.clone()), Vec::new()),
        Measurement::Measured(tests) => {
            let moved = tests
                .terms
                .iter()
                .map(|term| Moved {
                    name: term.term.clone(),
                    before: term.shift.reference.value,
                    now: term.shift.current.value,
                    p: term.shift.exact.p,
                })
                .collect();
            (Measurement::Measured(tests.p), surest(moved))
        }
    }
}

/// Bonferroni over all descriptors but the share of words that no other row has: where a subject lasts some rows, as in any
/// stream, it depends on how many rows of the subject come together, even if nothing changes.
fn descriptors(all: &[DescriptorDrift]) -> (Measurement<f64>, Vec<Moved>) {
    let decides = |one: &&DescriptorDrift| one.descriptor != Descriptor::OutOfVocabulary;
    let deciding: Vec<DescriptorDrift> = all.iter().filter(decides).cloned().collect();
    let Some(p) = descriptors_p(&deciding) else {
        let gap = deciding.iter().find_map(|one| one.tests.gap());
        return (
            Measurement::Missing(gap.cloned().unwrap_or(Unavailable::Constant)),
            Vec::new(),
        );
    };
    let moved = deciding
        .iter()
        .filter_map(|one| described(one).measured().cloned())
        .collect();
    (Measurement::Measured(p), surest(moved))
}

/// The share of words that no training row has; shown only, and not tested.
pub(super) fn unknown_words(report: &DriftReport) -> Measurement<Moved> {
    report.unknown_words.as_ref().map(|found| Moved {
        name: "words that the training rows lack".into(),
        before: found.reference,
        now: found.current,
        p: 1.0,
    })
}

fn described(one: &DescriptorDrift) -> Measurement<Moved> {
    let mean = |side: Option<Summary>| side.map_or(0.0, |summary| summary.mean);
    one.tests.as_ref().map(|tests| Moved {
        name: descriptor_name(one.descriptor).into(),
        before: mean(one.reference),
        now: mean(one.current),
        p: tests.ks.p,
    })
}

/// As the state keeps it.
pub(super) fn descriptor_name(descriptor: Descriptor) -> &'static str {
    match descriptor {
        Descriptor::Characters => "characters",
        Descriptor::Words => "words",
        Descriptor::OutOfVocabulary => "words that the training rows lack",
        Descriptor::Emoji => "emoji",
        Descriptor::Mentions => "mentions",
        Descriptor::Links => "links",
        Descriptor::UpperCase => "capitals",
        Descriptor::Punctuation => "punctuation",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tested(labels: Measurement<f64>, predicted: f64, words: f64) -> Tested {
        Tested {
            parts: vec![
                (WatchedPart::Labels, labels, Vec::new()),
                (
                    WatchedPart::PredictedClasses,
                    Measurement::Measured(predicted),
                    Vec::new(),
                ),
                (WatchedPart::Words, Measurement::Measured(words), Vec::new()),
            ],
            each_text_once: true,
        }
    }

    #[test]
    fn predictions_decide_only_where_there_are_no_labels() {
        let rule = DriftRule::default();
        let judged = |labels| tested(labels, 1e-9, 0.5).judge(&rule, Some(3), 0.001, 0.02);
        let labelled = judged(Measurement::Measured(0.0004));
        assert_eq!(labelled.parts[0].adjusted_p, Some(0.0008), "Holm over two");
        assert!(labelled.alarm && labelled.parts[0].alarm);
        assert_eq!(
            (labelled.parts[1].adjusted_p, labelled.parts[1].decides),
            (None, false)
        );
        let unlabelled = judged(Measurement::Missing(Unavailable::UnlabelledCurrent));
        assert!(unlabelled.parts[1].alarm && !unlabelled.parts[2].alarm);
        assert_eq!((unlabelled.look, unlabelled.spent), (Some(3), 0.02));
    }

    #[test]
    fn without_a_look_and_without_parts_nothing_is_at_stake() {
        let mut rule = DriftRule::default();
        let parts = tested(Measurement::Measured(0.0), 0.0, 0.0);
        assert!(!parts.clone().judge(&rule, None, 0.0, 0.0).alarm);
        rule.parts = vec![WatchedPart::Emoji];
        assert!(!parts.is_testable(&rule));
        rule.parts = vec![WatchedPart::PredictedClasses];
        assert!(!parts.is_testable(&rule), "there are labels");
    }
}
