//! The drift report: every part of one comparison, and the verdict over them.
//!
//! [`DriftReport::new`] gives all that needs no random splits, at once. Nulls by random splits come from the stepped works
//! of [`LabelPermutation`](super::LabelPermutation), [`NullControl`](super::NullControl),
//! [`WordingPermutation`](super::WordingPermutation) and [`ClassifierTest`](super::ClassifierTest); whoever drives them puts
//! what they find into its place here and calls [`DriftReport::judge`].

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::descriptors::{
    DescribedRows, Descriptor, DescriptorDrift, DescriptorValues, current_out_of_vocabulary,
    descriptors_p, out_of_vocabulary_history, own_out_of_vocabulary,
};
use super::gap::{Gap, Part};
use super::history::{HistoryNull, LabelHistory, Standing, value_history, wording_history};
use super::labels::{LabelCounts, LabelDrift};
use super::null::Null;
use super::predictions::PredictionDrift;
use super::scores::Scores;
use super::term_rows::{JoinedTerms, TermSet};
use super::terms::{TermDrift, TermOptions};
use super::tokens::{Family, TermsOfRows, Tokens};
use super::tools::{Opinion, Scored, label_opinions, score_opinions, value_opinions};
use super::verdict::{Evidence, PartName, Verdict, VerdictOptions, text_p};
use super::wording::WordingPermutation;

/// What drift needs of one set of rows, in file order: enough to compare it later without its texts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Side {
    pub n_rows: usize,
    /// The names of the classes; empty without labels.
    pub classes: Vec<String>,
    /// For each row an index into `classes`.
    pub labels: Option<Vec<u32>>,
    /// One for each family.
    pub terms: Vec<TermSet>,
    /// One value for each row; unknown words are those that no other row of the same side has.
    pub descriptors: DescriptorValues,
    /// What a model says of the rows, where one was asked that did not see them.
    pub scores: Option<Scores>,
}

impl Side {
    /// # Panics
    /// If there are labels and not one for each text.
    pub fn of_texts<T: AsRef<str>>(
        tokens: &Tokens,
        texts: &[T],
        labels: Option<(&[String], &[u32])>,
    ) -> Side {
        let mut rows = SideRows::new();
        for text in texts {
            rows.add(tokens, text.as_ref());
        }
        rows.finish(labels)
    }

    /// The same rows with what a model says of them.
    ///
    /// # Panics
    /// If there is not a prediction for each row.
    pub fn with_scores(mut self, scores: Scores) -> Side {
        assert_eq!(
            scores.predicted.len(),
            self.n_rows,
            "a prediction for each row"
        );
        self.scores = Some(scores);
        self
    }

    /// # Panics
    /// If the family is not there.
    pub fn family(&self, family: Family) -> &TermSet {
        let found = self.terms.iter().find(|set| set.family == family);
        found.unwrap_or_else(|| panic!("no terms of {family:?}"))
    }
}

/// A side made of texts that come one after the other.
pub struct SideRows {
    n_rows: usize,
    terms: TermsOfRows,
    descriptors: DescribedRows,
}

impl Default for SideRows {
    fn default() -> SideRows {
        SideRows::new()
    }
}

impl SideRows {
    pub fn new() -> SideRows {
        SideRows {
            n_rows: 0,
            terms: TermsOfRows::new(&Family::ALL),
            descriptors: DescribedRows::new(),
        }
    }

    pub fn add(&mut self, tokens: &Tokens, text: &str) {
        self.terms.add(tokens, text);
        self.descriptors.add(tokens, text);
        self.n_rows += 1;
    }

    /// Texts so far.
    pub fn len(&self) -> usize {
        self.n_rows
    }

    pub fn is_empty(&self) -> bool {
        self.n_rows == 0
    }

    /// # Panics
    /// If there are labels and not one for each text.
    pub fn finish(self, labels: Option<(&[String], &[u32])>) -> Side {
        let terms = self.terms.finish();
        let mut descriptors = self.descriptors.values;
        descriptors.insert(
            Descriptor::OutOfVocabulary,
            own_out_of_vocabulary(&terms[0]),
        );
        if let Some((_, labels)) = labels {
            assert_eq!(labels.len(), self.n_rows, "a label for each text");
        }
        Side {
            n_rows: self.n_rows,
            classes: labels.map_or_else(Vec::new, |(classes, _)| classes.to_vec()),
            labels: labels.map(|(_, labels)| labels.to_vec()),
            terms,
            descriptors,
            scores: None,
        }
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct DriftOptions {
    pub terms: TermOptions,
    pub verdict: VerdictOptions,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DriftReport {
    pub options: DriftOptions,
    /// Whether the reference was counts over all rows, so that what needs its rows is [`Gap::MarginalsOnly`].
    pub marginals_only: bool,
    pub n_reference: u64,
    pub n_current: u64,
    pub labels: Part<LabelDrift>,
    pub label_history: Part<LabelHistory>,
    /// What a model says of both sides. It has no part in the verdict.
    pub predictions: Part<PredictionDrift>,
    /// One for each family of [`Family::TESTED`].
    pub terms: Vec<TermDrift>,
    /// One for each of [`Descriptor::ALL`].
    pub descriptors: Vec<DescriptorDrift>,
    pub descriptor_history: BTreeMap<Descriptor, Part<HistoryNull>>,
    pub text: TextDrift,
    pub label_opinions: Vec<Opinion>,
    pub descriptor_opinions: BTreeMap<Descriptor, Vec<Opinion>>,
    /// On what a model says of both sides; empty without scores of one model.
    pub score_opinions: Vec<Opinion>,
    pub verdict: Verdict,
}

/// The whole text in a drift report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TextDrift {
    /// The divergence of both wordings in bits, by words; large by chance alone, see `divergence`.
    pub divergence_bits: Part<f64>,
    pub history: Part<HistoryNull>,
    /// Against random splits of all rows.
    pub divergence: Option<Null>,
    /// Against random splits inside each class: what changed beyond the label mix.
    pub divergence_inside_classes: Option<Null>,
    /// For each class of [`LabelDrift::classes`] its own rows alone.
    pub divergence_of_classes: Vec<Part<Null>>,
    pub classifier: Option<Null>,
    pub classifier_inside_classes: Option<Null>,
}

impl DriftReport {
    pub fn new(reference: &Side, current: &Side, options: &DriftOptions) -> DriftReport {
        let counts = label_counts(reference, current);
        let labels = counts.as_ref().map(LabelDrift::new).map_err(Gap::clone);
        let label_history = counts.as_ref().map_err(Gap::clone).and_then(|counts| {
            let labels = reference.labels.as_deref().unwrap_or_default();
            LabelHistory::new(labels, counts.classes.len(), &counts.current)
        });
        let words = reference.family(Family::Words);
        let joined_words = JoinedTerms::new(words, current.family(Family::Words));
        let terms = Family::TESTED
            .iter()
            .map(|&family| {
                if family == Family::Words {
                    TermDrift::new(&joined_words, &options.terms)
                } else {
                    let joined = JoinedTerms::new(reference.family(family), current.family(family));
                    TermDrift::new(&joined, &options.terms)
                }
            })
            .collect();

        let unknown = current_out_of_vocabulary(&joined_words);
        let values = |descriptor: Descriptor| -> (&[f64], &[f64]) {
            let a = reference
                .descriptors
                .get(&descriptor)
                .map_or(&[][..], |v| v);
            let b = match descriptor {
                Descriptor::OutOfVocabulary => &unknown[..],
                _ => current.descriptors.get(&descriptor).map_or(&[][..], |v| v),
            };
            (a, b)
        };
        let mut descriptors = Vec::new();
        let mut descriptor_history = BTreeMap::new();
        let mut descriptor_opinions = BTreeMap::new();
        for descriptor in Descriptor::ALL {
            let (a, b) = values(descriptor);
            descriptors.push(DescriptorDrift::new(descriptor, a, b));
            let history = match descriptor {
                Descriptor::OutOfVocabulary => out_of_vocabulary_history(words, &joined_words),
                _ => value_history(a, b),
            };
            descriptor_history.insert(descriptor, history.into());
            descriptor_opinions.insert(descriptor, value_opinions(a, b));
        }
        let text = TextDrift {
            divergence_bits: WordingPermutation::new(&joined_words, None, 0, 0)
                .map(|found| found.observed())
                .into(),
            history: wording_history(words, &joined_words).into(),
            divergence: None,
            divergence_inside_classes: None,
            divergence_of_classes: Vec::new(),
            classifier: None,
            classifier_inside_classes: None,
        };
        let mut report = DriftReport {
            options: *options,
            marginals_only: false,
            n_reference: reference.n_rows as u64,
            n_current: current.n_rows as u64,
            label_opinions: counts.as_ref().map_or_else(
                |_| Vec::new(),
                |counts| label_opinions(counts, reference.labels.as_deref()),
            ),
            labels: labels.into(),
            label_history: label_history.into(),
            predictions: PredictionDrift::new(reference, current).into(),
            terms,
            descriptors,
            descriptor_history,
            descriptor_opinions,
            score_opinions: opinions_of_scores(reference, current),
            text,
            verdict: Verdict::new(&[], None, options.verdict),
        };
        report.judge();
        report
    }

    /// Gives the verdict anew, over what is known by now.
    pub fn judge(&mut self) {
        let labels = self.labels_p();
        if let Part::Measured(predictions) = &mut self.predictions {
            predictions.watch(labels.measured().copied(), self.options.verdict.alpha);
        }
        let mut evidence = vec![Evidence {
            part: PartName::Labels,
            p: labels,
            history: self
                .label_history
                .measured()
                .map(|history| history.js_distance.standing),
        }];
        evidence.extend(self.terms.iter().map(|terms| Evidence {
            part: PartName::Terms(terms.family),
            p: terms.tests.as_ref().map(|tests| tests.p),
            history: None,
        }));
        evidence.push(Evidence {
            part: PartName::Descriptors,
            p: descriptors_p(&self.descriptors)
                .ok_or_else(|| self.first_descriptor_gap())
                .into(),
            history: self.descriptor_standing(),
        });
        let text = text_p(self.text.divergence.as_ref(), self.text.classifier.as_ref());
        evidence.push(Evidence {
            part: PartName::Text,
            p: match (&self.text.divergence_bits, text) {
                (Part::Missing(gap), _) => Part::Missing(gap.clone()),
                (_, Some(p)) => Part::Measured(p),
                (_, None) if self.marginals_only => Part::Missing(Gap::MarginalsOnly),
                (_, None) => Part::Missing(Gap::NotDrawn),
            },
            history: self.text.history.measured().map(|history| history.standing),
        });
        self.verdict = Verdict::new(&evidence, self.labels.measured(), self.options.verdict);
    }

    fn labels_p(&self) -> Part<f64> {
        match &self.labels {
            Part::Measured(drift) => drift.p(),
            Part::Missing(gap) => Part::Missing(gap.clone()),
        }
    }

    fn first_descriptor_gap(&self) -> Gap {
        let gap = self.descriptors.iter().find_map(|one| one.tests.gap());
        gap.cloned().unwrap_or(Gap::Constant)
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

/// Where both sides have scores of the same model. Labels that the model can't give are of no class that the tools know, so
/// that the estimate of performance is left out.
fn opinions_of_scores(reference: &Side, current: &Side) -> Vec<Opinion> {
    let (Some(a), Some(b)) = (&reference.scores, &current.scores) else {
        return Vec::new();
    };
    if a.model_sha256 != b.model_sha256 || a.classes != b.classes {
        return Vec::new();
    }
    let class_of = |label: &u32| -> Option<u32> {
        let name = &reference.classes[*label as usize];
        let class = a.classes.iter().position(|class| class == name)?;
        u32::try_from(class).ok()
    };
    let labels: Option<Vec<u32>> = reference
        .labels
        .as_ref()
        .and_then(|labels| labels.iter().map(class_of).collect());
    let (scores_a, scores_b) = (a.probabilities(), b.probabilities());
    let scored = |scores, predicted| Scored { scores, predicted };
    score_opinions(
        &a.classes,
        scored(&scores_a, &a.predicted),
        labels.as_deref(),
        scored(&scores_b, &b.predicted),
    )
}

/// # Errors
/// A side without labels.
fn label_counts(reference: &Side, current: &Side) -> Result<LabelCounts, Gap> {
    let a = reference.labels.as_ref().ok_or(Gap::UnlabelledReference)?;
    let b = current.labels.as_ref().ok_or(Gap::UnlabelledCurrent)?;
    Ok(LabelCounts::new(&reference.classes, a, &current.classes, b))
}
