//! The drift report: every part of one comparison, and the verdict over them.
//!
//! [`DriftReport::new`] gives all that needs no random splits, at once. Nulls by random splits come from the stepped works
//! of [`LabelPermutation`](super::LabelPermutation), [`NullControl`](super::NullControl),
//! [`WordingPermutation`](super::WordingPermutation) and [`ClassifierTest`](super::ClassifierTest); whoever drives them puts
//! what they find into its place here and calls [`DriftReport::judge`].

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::compared::Compared;
use super::concept::ConceptDrift;
use super::concept_scores::concept_of_sides;
use super::copies::{Copies, keys_of};
use super::descriptors::{
    Descriptor, DescriptorDrift, UnknownWords, descriptors_p, pooled_out_of_vocabulary,
};
use super::each_text_once::EachTextOnce;
use super::history::{HistoryNull, LabelHistory, Standing, value_history, wording_history};
use super::ks::ks_distance;
use super::labels::{LabelCounts, LabelDrift};
use super::measurement::{Measurement, Unavailable};
use super::null::Null;
use super::overlap::Overlap;
use super::predictions::PredictionDrift;
use super::side::Side;
use super::term_rows::JoinedTerms;
use super::terms::{TermDrift, TermOptions};
use super::tokens::Family;
use super::tools::{Scored, ToolVerdict, label_opinions, score_opinions_stepwise, value_opinions};
use super::verdict::{Basis, Evidence, PartName, Verdict, VerdictOptions, Whole, text_p};
use super::wording::WordingPermutation;
use crate::message;
use crate::message::Message;
use crate::pipeline::step::{at_once, pause};

/// Draws and seed of the test of concept drift, which is part of every report at once.
const CONCEPT: (u32, u32) = (9_999, 2021);

#[derive(Debug, Clone, Copy, Default, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct DriftOptions {
    pub terms: TermOptions,
    pub verdict: VerdictOptions,
    /// Rows that both sides have stay where they are, and copies count as rows; without it such rows are set aside, see
    /// [`Overlap`].
    #[serde(default)]
    pub keep_shared_rows: bool,
}

#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct DriftReport {
    pub options: DriftOptions,
    /// Whether the reference was counts over all rows, so that what needs its rows is missing (`marginals-only`).
    pub marginals_only: bool,
    /// Rows of both sides as they came.
    pub n_reference: u64,
    pub n_current: u64,
    /// Rows that both sides have. All parts are about the rows that are left.
    pub overlap: Overlap,
    /// Copies among the compared rows; none where only counts were kept of the reference.
    pub copies: Option<Copies>,
    /// The parts with each text counted once; none where no text is there twice.
    pub each_text_once: Option<Box<EachTextOnce>>,
    /// Over the rows with a label.
    pub labels: Measurement<LabelDrift>,
    pub label_history: Measurement<LabelHistory>,
    /// What a model says of both sides. It has no part in the verdict.
    pub predictions: Measurement<PredictionDrift>,
    /// One for each family that is tested.
    pub terms: Vec<TermDrift>,
    /// One for each descriptor.
    pub descriptors: Vec<DescriptorDrift>,
    pub descriptor_history: BTreeMap<Descriptor, Measurement<HistoryNull>>,
    /// Shown beside the descriptors; not tested.
    pub unknown_words: Measurement<UnknownWords>,
    /// What the labels mean, given the text; with each text counted once.
    pub concept: Measurement<ConceptDrift>,
    pub text: TextDrift,
    pub label_opinions: Vec<ToolVerdict>,
    pub descriptor_opinions: BTreeMap<Descriptor, Vec<ToolVerdict>>,
    /// On what a model says of both sides; empty without scores of one model.
    pub score_opinions: Vec<ToolVerdict>,
    pub verdict: Verdict,
}

/// The whole text in a drift report.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct TextDrift {
    /// The divergence of both wordings in bits, by words; large by chance alone, see `divergence`.
    pub divergence_bits: Measurement<f64>,
    pub history: Measurement<HistoryNull>,
    /// Against random splits of all rows.
    pub divergence: Option<Null>,
    /// Against random splits inside each class: what changed beyond the label mix.
    pub divergence_inside_classes: Option<Null>,
    /// For each class of [`LabelDrift::classes`] its own rows alone.
    pub divergence_of_classes: Vec<Measurement<Null>>,
    pub classifier: Option<Null>,
    pub classifier_inside_classes: Option<Null>,
}

impl DriftReport {
    pub fn new(reference: &Side, current: &Side, options: &DriftOptions) -> DriftReport {
        at_once(DriftReport::new_stepwise(reference, current, options))
    }

    /// The same, giving way in between.
    pub async fn new_stepwise(
        reference: &Side,
        current: &Side,
        options: &DriftOptions,
    ) -> DriftReport {
        let compared = Compared::new(reference, current, options).await;
        DriftReport::of_compared(&compared, reference, current, options).await
    }

    /// Of what [`Compared::new`] made of the same sides; gives way in between.
    pub(super) async fn of_compared(
        compared: &Compared,
        reference: &Side,
        all_current: &Side,
        options: &DriftOptions,
    ) -> DriftReport {
        let overlap = compared.overlap;
        let current = compared.current.as_ref().unwrap_or(all_current);
        let labelled = compared.relabelled.as_ref().unwrap_or(reference);
        let counts = LabelCounts::of_sides(labelled, current);
        let given = labelled.given_labels();
        let label_history = counts
            .as_ref()
            .map_err(Unavailable::clone)
            .and_then(|counts| {
                let labels = given.as_deref().unwrap_or_default();
                LabelHistory::new(labels, counts.classes.len(), &counts.current)
            });
        let words = reference.family(Family::Words);
        let joined_words = JoinedTerms::new(words, current.family(Family::Words));
        pause().await;
        let mut terms = Vec::new();
        for family in Family::TESTED {
            if family == Family::Words {
                terms.push(TermDrift::new(&joined_words, &options.terms));
            } else {
                let joined = JoinedTerms::new(reference.family(family), current.family(family));
                pause().await;
                terms.push(TermDrift::new(&joined, &options.terms));
            }
            pause().await;
        }
        let mut descriptor_history = BTreeMap::new();
        let mut descriptor_opinions = BTreeMap::new();
        for (descriptor, [a, b]) in values(reference, current, &joined_words) {
            let history = match descriptor {
                // Of the blocks the words that no other row of the reference has.
                Descriptor::OutOfVocabulary => {
                    value_history(&reference.descriptors[&descriptor], &b).map(|history| {
                        HistoryNull::new(ks_distance(&sorted(&a), &sorted(&b)), history.blocks)
                    })
                }
                _ => value_history(&a, &b),
            };
            descriptor_history.insert(descriptor, history.into());
            pause().await;
            descriptor_opinions.insert(descriptor, value_opinions(&a, &b));
            pause().await;
        }
        let divergence = WordingPermutation::new(&joined_words, None, 0, 0);
        let divergence = divergence.map(|found| found.observed());
        pause().await;
        let history = wording_history(words, &joined_words).await;
        pause().await;
        let text = TextDrift {
            divergence_bits: divergence.into(),
            history: history.into(),
            divergence: None,
            divergence_inside_classes: None,
            divergence_of_classes: Vec::new(),
            classifier: None,
            classifier_inside_classes: None,
        };
        // Where labels of rows on both sides changed, these are what shows it.
        let (a, b) = match &compared.once {
            _ if overlap.other_label > 0 => (reference, all_current),
            Some((a, b)) => (a, b),
            None => (reference, current),
        };
        let concept = concept_of_sides(a, b, CONCEPT.0, CONCEPT.1).await;
        pause().await;
        let each_text_once = match &compared.once {
            Some((a, b)) => Some(Box::new(EachTextOnce::new(a, b, options).await)),
            None => None,
        };
        pause().await;
        let label_opinions = counts.as_ref().map_or_else(
            |_| Vec::new(),
            |counts| label_opinions(counts, given.as_deref()),
        );
        pause().await;
        let predictions = PredictionDrift::new(reference, current).await;
        pause().await;
        let descriptors = described(reference, current).await;
        pause().await;
        let unknown_words = UnknownWords::new(&reference.descriptors, &joined_words);
        pause().await;
        let score_opinions = opinions_of_scores(reference, current).await;
        pause().await;
        let mut report = DriftReport {
            options: *options,
            marginals_only: false,
            n_reference: reference.n_rows as u64,
            n_current: all_current.n_rows as u64,
            overlap,
            copies: Some(compared.copies),
            each_text_once,
            label_opinions,
            labels: counts
                .as_ref()
                .map(LabelDrift::new)
                .map_err(Unavailable::clone)
                .into(),
            label_history: label_history.into(),
            predictions: predictions.into(),
            terms,
            descriptors,
            descriptor_history,
            descriptor_opinions,
            unknown_words: unknown_words.into(),
            concept: concept.into(),
            score_opinions,
            text,
            verdict: Verdict::none(options.verdict),
        };
        report.judge();
        report
    }

    /// Gives the verdict anew, over what is known by now.
    pub fn judge(&mut self) {
        let labels = self.labels_p();
        if let Measurement::Measured(predictions) = &mut self.predictions {
            predictions.watch(labels.measured().copied(), self.options.verdict.alpha);
        }
        let once = self.each_text_once.as_deref();
        // What can't be tested with each text counted once is no evidence.
        let p_once = |p: &Measurement<f64>| Some(p.measured().copied().unwrap_or(1.0));
        let mut evidence = vec![Evidence {
            part: PartName::Labels,
            p_is_least: self.labels_p_is_least(),
            p: labels,
            p_once: once.and_then(|once| {
                p_once(&match &once.labels {
                    Measurement::Measured(drift) => drift.p(),
                    Measurement::Missing(gap) => Measurement::Missing(gap.clone()),
                })
            }),
            history: self
                .label_history
                .measured()
                .map(|history| history.js_distance.standing),
        }];
        evidence.extend(self.terms.iter().enumerate().map(|(at, terms)| Evidence {
            part: PartName::Terms(terms.family),
            p: terms.tests.as_ref().map(|tests| tests.p),
            p_is_least: false,
            p_once: once.and_then(|once| p_once(&once.terms[at])),
            history: None,
        }));
        evidence.push(Evidence {
            part: PartName::Descriptors,
            p: whole_of(&self.descriptors),
            p_is_least: false,
            p_once: once.and_then(|once| p_once(&once.descriptors)),
            history: self.descriptor_standing(),
        });
        let text = text_p(self.text.divergence.as_ref(), self.text.classifier.as_ref());
        evidence.push(Evidence {
            part: PartName::Text,
            p: match (&self.text.divergence_bits, text) {
                (Measurement::Missing(gap), _) => Measurement::Missing(gap.clone()),
                (_, Some(p)) => Measurement::Measured(p),
                (_, None) if self.marginals_only => {
                    Measurement::Missing(Unavailable::MarginalsOnly)
                }
                (_, None) => Measurement::Missing(Unavailable::NotDrawn),
            },
            p_is_least: [&self.text.divergence, &self.text.classifier]
                .into_iter()
                .flatten()
                .any(Null::is_least),
            p_once: once
                .and_then(|once| text_p(once.divergence.as_ref(), once.classifier.as_ref())),
            history: self.text.history.measured().map(|history| history.standing),
        });
        evidence.push(Evidence {
            part: PartName::Concept,
            p: self.concept.as_ref().map(|concept| concept.p),
            p_is_least: self
                .concept
                .measured()
                .is_some_and(|concept| concept.p_is_least),
            p_once: None,
            history: None,
        });
        let rows = [self.n_reference, self.overlap.compared];
        let largest = self.terms.iter().filter_map(|terms| terms.tests.measured());
        let basis = Basis {
            labels: match once {
                Some(once) => once.labels.measured(),
                None => self.labels.measured(),
            },
            rows,
            texts: once.map_or(rows, |once| [once.n_reference, once.n_current]),
            terms: largest
                .map(|tests| tests.terms.len() as u64)
                .max()
                .unwrap_or(0),
            is_part: self.overlap.is_part,
            relabelled: self.overlap.other_label,
        };
        self.verdict = Verdict::new(&evidence, &basis, self.options.verdict, Some(&self.verdict));
    }

    /// What is to be said of the rows beside the parts, without a full stop: rows on both sides, copies, rows without a label.
    pub fn notes(&self) -> Vec<Message> {
        // Of a part the verdict says it itself, where that is all that there is to say.
        let is_said = self.overlap.is_part && self.verdict.whole == Whole::NoDrift;
        let overlap = self.overlap.message().filter(|_| !is_said);
        let copies = self.copies.filter(|_| self.each_text_once.is_some());
        let labelled = self.labels.measured().and_then(|labels| {
            let (a, b) = (labels.n_reference, labels.n_current);
            // Of rows that are there again the labels are those of the same rows before and now.
            let is_of_all = self.overlap.is_part && self.overlap.other_label > 0;
            let lacks = a < self.n_reference || b < self.overlap.compared;
            (!is_of_all && lacks).then(|| {
                message!(
                    "drift-labelled",
                    before = a,
                    rows_before = self.n_reference,
                    now = b,
                    rows_now = self.overlap.compared
                )
            })
        });
        let copies = copies.map(|copies| copies.message());
        overlap.into_iter().chain(copies).chain(labelled).collect()
    }

    /// As scripts read it: what is said of the tools' verdicts in English.
    pub fn to_json(&self) -> Value {
        let mut report = serde_json::to_value(self).expect("plain data has a JSON form");
        in_english(&mut report["label_opinions"]);
        in_english(&mut report["score_opinions"]);
        let of_descriptors = report["descriptor_opinions"].as_object_mut();
        for opinions in of_descriptors.into_iter().flat_map(|all| all.values_mut()) {
            in_english(opinions);
        }
        report
    }

    /// Whether the text once counted by rows is called changed, so that it is to be counted by texts.
    pub(super) fn text_is_to_count_once(&self) -> bool {
        let text = text_p(self.text.divergence.as_ref(), self.text.classifier.as_ref());
        self.each_text_once.is_some() && text.is_some_and(|p| p <= self.options.verdict.alpha)
    }

    fn labels_p_is_least(&self) -> bool {
        let statistics = self
            .labels
            .measured()
            .and_then(|labels| labels.statistics.measured());
        let p = self.labels_p();
        statistics
            .and_then(|statistics| statistics.nulls.as_ref())
            .is_some_and(|nulls| {
                nulls.chi_square.is_least() && p.measured() == Some(&nulls.chi_square.p)
            })
    }

    fn labels_p(&self) -> Measurement<f64> {
        match &self.labels {
            Measurement::Measured(drift) => drift.p(),
            Measurement::Missing(gap) => Measurement::Missing(gap.clone()),
        }
    }

    /// The standing of the descriptor that changed the most surely.
    fn descriptor_standing(&self) -> Option<Standing> {
        let surest = self
            .descriptors
            .iter()
            .filter_map(|one| Some((one.tests.measured()?.ks.p, one.descriptor)))
            .min_by(|a, b| a.0.total_cmp(&b.0))?;
        let history = self.descriptor_history.get(&surest.1)?;
        history.measured().map(|history| history.standing)
    }
}

/// Says why each verdict of a tool may be wrong.
fn in_english(opinions: &mut Value) {
    for opinion in opinions.as_array_mut().into_iter().flatten() {
        let reason = opinion["reason"].take();
        let reason: Message = serde_json::from_value(reason).expect("it was a message just now");
        opinion["reason"] = reason.to_string().into();
    }
}

fn sorted(values: &[f64]) -> Vec<f64> {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    values
}

/// The values of each descriptor on both sides.
fn values(
    reference: &Side,
    current: &Side,
    words: &JoinedTerms,
) -> Vec<(Descriptor, [Vec<f64>; 2])> {
    let (keys, _) = keys_of(reference, current);
    let of = |side: &Side, descriptor: Descriptor| {
        side.descriptors
            .get(&descriptor)
            .cloned()
            .unwrap_or_default()
    };
    Descriptor::ALL
        .into_iter()
        .map(|descriptor| {
            let values = match descriptor {
                Descriptor::OutOfVocabulary => {
                    pooled_out_of_vocabulary(words, [&keys[0], &keys[1]])
                }
                _ => [of(reference, descriptor), of(current, descriptor)],
            };
            (descriptor, values)
        })
        .collect()
}

pub(super) async fn described(reference: &Side, current: &Side) -> Vec<DescriptorDrift> {
    let words = JoinedTerms::new(
        reference.family(Family::Words),
        current.family(Family::Words),
    );
    pause().await;
    let values = values(reference, current, &words);
    let mut found = Vec::new();
    for (descriptor, [a, b]) in &values {
        pause().await;
        found.push(DescriptorDrift::new(*descriptor, a, b));
    }
    found
}

pub(super) fn whole_of(descriptors: &[DescriptorDrift]) -> Measurement<f64> {
    let gap = || {
        let gap = descriptors.iter().find_map(|one| one.tests.gap());
        gap.cloned().unwrap_or(Unavailable::Constant)
    };
    descriptors_p(descriptors).ok_or_else(gap).into()
}

/// Where both sides have scores of the same model. Labels that the model can't give are of no class that the tools know, so
/// that the estimate of performance is left out.
async fn opinions_of_scores(reference: &Side, current: &Side) -> Vec<ToolVerdict> {
    let (Some(a), Some(b)) = (&reference.scores, &current.scores) else {
        return Vec::new();
    };
    if a.model_sha256 != b.model_sha256 || a.classes != b.classes {
        return Vec::new();
    }
    let class_of = |label: &Option<u32>| -> Option<u32> {
        let name = &reference.classes[(*label)? as usize];
        let class = a.classes.iter().position(|class| class == name)?;
        u32::try_from(class).ok()
    };
    let labels: Option<Vec<u32>> = reference
        .labels
        .as_ref()
        .and_then(|labels| labels.iter().map(class_of).collect());
    let (scores_a, scores_b) = (a.probabilities(), b.probabilities());
    let scored = |scores, predicted| Scored { scores, predicted };
    score_opinions_stepwise(
        &a.classes,
        scored(&scores_a, &a.predicted),
        labels.as_deref(),
        scored(&scores_b, &b.predicted),
    )
    .await
}
