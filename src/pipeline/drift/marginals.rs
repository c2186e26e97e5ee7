//! The report on a reference of which counts over all rows were kept: every number that they give, equal to that of the rows.
//!
//! What needs rows together is [`Unavailable::MarginalsOnly`]: splits of rows at random, the history of the reference, the
//! classifier, the entropies. Of the published tools NannyML is left out, which cuts the reference into chunks.

use std::collections::BTreeMap;

use super::descriptors::{Descriptor, DescriptorDrift, UnknownWords, beyond_vocabulary};
use super::labels::{LabelCounts, LabelDrift};
use super::measurement::{Measurement, Unavailable};
use super::overlap::Overlap;
use super::predictions::PredictionDrift;
use super::profile::{Marginals, TermCounts};
use super::report::{DriftOptions, DriftReport, TextDrift};
use super::side::Side;
use super::term_rows::{JoinedTerms, TermRows, TermSet};
use super::terms::{CountedTerms, TermDrift, TermOptions};
use super::tokens::Family;
use super::tools::{Tool, label_opinions, value_opinions};
use super::verdict::Verdict;
use super::wording::divergence_of;

impl DriftReport {
    /// # Panics
    /// If a family or a descriptor is not there.
    pub fn of_marginals(
        reference: &Marginals,
        current: &Side,
        options: &DriftOptions,
    ) -> DriftReport {
        let counts = label_counts(reference, current);
        let families: BTreeMap<Family, Joined> = reference
            .terms
            .iter()
            .map(|terms| (terms.family, Joined::new(terms, current)))
            .collect();
        let words = &families[&Family::Words];
        let unknown = beyond_vocabulary(&words.terms.current, words.counts.vocabulary.len());
        let mut descriptors = Vec::new();
        let mut descriptor_opinions = BTreeMap::new();
        let mut unknown_words = gone();
        for descriptor in Descriptor::ALL {
            let a: Vec<f64> = reference.descriptors[&descriptor]
                .iter()
                .flat_map(|&(value, rows)| std::iter::repeat_n(value, rows as usize))
                .collect();
            if descriptor == Descriptor::OutOfVocabulary {
                let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
                unknown_words = Unavailable::unless_both(a.len() as u64, unknown.len() as u64)
                    .map(|()| UnknownWords {
                        reference: mean(&a),
                        current: mean(&unknown),
                    })
                    .into();
                // Which rows of the reference have a word of the current rows is not known.
                descriptors.push(DescriptorDrift {
                    descriptor,
                    reference: None,
                    current: None,
                    tests: gone(),
                });
                descriptor_opinions.insert(descriptor, Vec::new());
                continue;
            }
            let b = &current.descriptors[&descriptor];
            descriptors.push(DescriptorDrift::new(descriptor, &a, b));
            let mut opinions = value_opinions(&a, b);
            opinions.retain(|opinion| opinion.tool != Tool::NannyMl);
            descriptor_opinions.insert(descriptor, opinions);
        }
        let mut report = DriftReport {
            options: *options,
            marginals_only: true,
            n_reference: reference.n_rows,
            n_current: current.n_rows as u64,
            overlap: Overlap {
                compared: current.n_rows as u64,
                ..Overlap::NONE
            },
            copies: None,
            each_text_once: None,
            unknown_words,
            concept: gone(),
            label_opinions: counts
                .as_ref()
                .map_or_else(|_| Vec::new(), |counts| label_opinions(counts, None)),
            label_history: match &counts {
                Ok(_) => gone(),
                Err(gap) => Measurement::Missing(gap.clone()),
            },
            labels: counts
                .as_ref()
                .map(LabelDrift::new)
                .map_err(Unavailable::clone)
                .into(),
            predictions: PredictionDrift::of_marginals(reference, current).into(),
            terms: Family::TESTED
                .iter()
                .map(|family| families[family].drift(reference.n_rows, &options.terms))
                .collect(),
            descriptors,
            descriptor_history: Descriptor::ALL.map(|one| (one, gone())).into(),
            descriptor_opinions,
            score_opinions: Vec::new(),
            text: TextDrift {
                divergence_bits: words.divergence_bits(reference.n_rows).into(),
                history: gone(),
                divergence: None,
                divergence_inside_classes: None,
                divergence_of_classes: Vec::new(),
                classifier: None,
                classifier_inside_classes: None,
            },
            verdict: Verdict::none(options.verdict),
        };
        report.judge();
        report
    }
}

impl TermDrift {
    /// Of rows that were counted on both sides: so many of the reference and of the current data.
    pub fn of_both_counted(
        reference: &TermCounts,
        current: &TermCounts,
        n_rows: [u64; 2],
        options: &TermOptions,
    ) -> TermDrift {
        let mut vocabulary = reference.vocabulary.clone();
        let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
        for (number, term) in reference.vocabulary.iter().enumerate() {
            numbers.insert(term, number);
        }
        let mut now = vec![0; vocabulary.len()];
        for (term, &rows) in current.vocabulary.iter().zip(&current.rows) {
            match numbers.get(term.as_str()) {
                Some(&number) => now[number] = rows,
                None => {
                    vocabulary.push(term.clone());
                    now.push(rows);
                }
            }
        }
        let mut before = reference.rows.clone();
        before.resize(vocabulary.len(), 0);
        let counted = CountedTerms {
            family: reference.family,
            vocabulary: &vocabulary,
            reference: before,
            current: now,
            n_rows,
            rows_with_any: [reference.rows_with_any, current.rows_with_any],
        };
        TermDrift::of_counts(&counted, options)
    }
}

fn gone<T>() -> Measurement<T> {
    Measurement::Missing(Unavailable::MarginalsOnly)
}

/// # Errors
/// A side without labels.
fn label_counts(reference: &Marginals, current: &Side) -> Result<LabelCounts, Unavailable> {
    let a = reference
        .classes
        .as_ref()
        .ok_or(Unavailable::UnlabelledReference)?;
    let b = current
        .given_labels()
        .ok_or(Unavailable::UnlabelledCurrent)?;
    Ok(LabelCounts::of_counted(a, &current.classes, &b))
}

/// The counts of a family under one numbering with the current rows: the reference's terms first, as everywhere.
struct Joined<'a> {
    counts: &'a TermCounts,
    /// Without rows of the reference.
    terms: JoinedTerms,
}

impl Joined<'_> {
    fn new<'a>(counts: &'a TermCounts, current: &Side) -> Joined<'a> {
        let without_rows = TermSet {
            family: counts.family,
            vocabulary: counts.vocabulary.clone(),
            rows: TermRows::default(),
        };
        Joined {
            counts,
            terms: JoinedTerms::new(&without_rows, current.family(counts.family)),
        }
    }

    /// The reference's counts, and 0 for each term that is new in the current data.
    fn padded(&self, counts: &[u64]) -> Vec<u64> {
        let mut counts = counts.to_vec();
        counts.resize(self.terms.vocabulary.len(), 0);
        counts
    }

    fn drift(&self, n_reference: u64, options: &TermOptions) -> TermDrift {
        let rows = &self.terms.current;
        let with_any = (0..rows.len()).filter(|&row| !rows.terms_of(row).is_empty());
        let counted = CountedTerms {
            family: self.counts.family,
            vocabulary: &self.terms.vocabulary,
            reference: self.padded(&self.counts.rows),
            current: rows.document_counts(self.terms.vocabulary.len()),
            n_rows: [n_reference, rows.len() as u64],
            rows_with_any: [self.counts.rows_with_any, with_any.count() as u64],
        };
        TermDrift::of_counts(&counted, options)
    }

    /// Summed over the terms of the smaller side, as the rows would be, so that not a bit differs.
    fn divergence_bits(&self, n_reference: u64) -> Result<f64, Unavailable> {
        let n_current = self.terms.current.len() as u64;
        Unavailable::unless_both(n_reference, n_current)?;
        let a = self.padded(&self.counts.occurrences);
        let b = self.terms.current.token_counts(self.terms.vocabulary.len());
        let some = if n_current <= n_reference { &b } else { &a };
        let terms = (0..a.len())
            .filter(|&term| some[term] > 0)
            .map(|term| (some[term], a[term] + b[term]));
        let all = a.iter().chain(&b).sum();
        divergence_of(terms, all).ok_or(Unavailable::NoTerms)
    }
}
