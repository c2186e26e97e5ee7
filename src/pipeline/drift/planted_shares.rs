//! From which share on something planted is found in the rows at hand, part by part.
//!
//! Only what is tested without random splits takes part: the labels, each family of terms, the descriptors. A part is found
//! where its p-value passes Holm's first step among all parts of a report, so that what is called found here is called so
//! by the report, too. A family of terms that had changed before is found where a term is flagged that was not.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::draws::PARTS;
use super::labels::{LabelCounts, LabelDrift};
use super::measurement::Measurement;
use super::planted::Planted;
use super::report::{DriftOptions, described, whole_of};
use super::side::Side;
use super::term_rows::JoinedTerms;
use super::terms::TermDrift;
use super::tokens::Family;
use super::verdict::PartName;
use crate::pipeline::step::pause;

/// A part that may be found by what is planted.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct FoundFrom {
    pub part: PartName,
    /// The smallest share of those tried that is found, and so is each larger one; none where the largest is not.
    pub share: Option<f64>,
}

/// What changed, of what needs no random splits.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Noticed {
    pub parts: BTreeSet<PartName>,
    /// The flagged terms of each family.
    pub terms: BTreeSet<(PartName, String)>,
}

impl Noticed {
    /// Gives way in between.
    pub async fn new(reference: &Side, current: &Side, options: &DriftOptions) -> Noticed {
        let level = options.verdict.alpha / f64::from(PARTS);
        let is_low = |p: &Measurement<f64>| p.measured().is_some_and(|p| *p <= level);
        let mut noticed = Noticed::default();
        if let Ok(counts) = LabelCounts::of_sides(reference, current)
            && is_low(&LabelDrift::new(&counts).p())
        {
            noticed.parts.insert(PartName::Labels);
        }
        for family in Family::TESTED {
            let joined = JoinedTerms::new(reference.family(family), current.family(family));
            pause().await;
            let drift = TermDrift::new(&joined, &options.terms);
            pause().await;
            let part = PartName::Terms(family);
            if is_low(&drift.tests.as_ref().map(|tests| tests.p)) {
                noticed.parts.insert(part);
            }
            let tests = drift.tests.measured().into_iter();
            let flagged = tests.flat_map(|tests| tests.terms.iter().filter(|term| term.flagged));
            let flagged = flagged.map(|term| (part, term.term.clone()));
            noticed.terms.extend(flagged);
        }
        if is_low(&whole_of(&described(reference, current).await)) {
            noticed.parts.insert(PartName::Descriptors);
        }
        noticed
    }

    /// Whether a part changed since, or more of it did.
    fn is_found(&self, part: PartName, before: &Noticed) -> bool {
        let mut terms = self.terms.iter().filter(|(of, _)| *of == part);
        self.parts.contains(&part)
            && (!before.parts.contains(&part) || terms.any(|term| !before.terms.contains(term)))
    }
}

/// Of shares that rise, what is noticed with each of them; `before` is with nothing planted. Labels and descriptors that had
/// changed by then are left out.
pub fn found_from(before: &Noticed, tried: &[(f64, Noticed)]) -> Vec<FoundFrom> {
    let others = [PartName::Labels, PartName::Descriptors].into_iter();
    let others = others.filter(|part| !before.parts.contains(part));
    Family::TESTED
        .map(PartName::Terms)
        .into_iter()
        .chain(others)
        .map(|part| {
            let found = tried.iter().rev();
            let found = found.take_while(|(_, now)| now.is_found(part, before));
            FoundFrom {
                part,
                share: found.last().map(|(share, _)| *share),
            }
        })
        .collect()
}

impl Planted {
    /// The same in another size: a term in this share of the rows; a class with so much more of them, given the classes of
    /// the rows as indices into their names.
    #[must_use]
    pub fn sized(&self, to: f64, classes: &[String], labels: &[u32]) -> Planted {
        let mut planted = self.clone();
        match &mut planted {
            Planted::NewTerm { share, .. } => *share = to,
            Planted::MoreOfClass { class, factor, .. } => {
                let of_class = labels
                    .iter()
                    .filter(|label| classes[**label as usize] == *class);
                let now = of_class.count() as f64 / labels.len() as f64;
                *factor = (now + to) / now;
            }
        }
        planted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_counts_from_where_it_is_found_for_good() {
        let [words, emoji, hashtags] =
            [Family::Words, Family::Emoji, Family::Hashtags].map(PartName::Terms);
        let noticed = |parts: &[PartName], terms: &[(PartName, &str)]| Noticed {
            parts: parts.iter().copied().collect(),
            terms: terms
                .iter()
                .map(|(part, term)| (*part, term.to_string()))
                .collect(),
        };
        let before = noticed(&[PartName::Descriptors, emoji], &[(emoji, "🎅")]);
        let tried = [
            (0.01, noticed(&[emoji], &[(emoji, "🎅")])),
            (0.02, noticed(&[PartName::Labels, emoji], &[(emoji, "🛸")])),
            (0.05, noticed(&[emoji], &[(emoji, "🎅"), (emoji, "🛸")])),
            (
                0.1,
                noticed(&[PartName::Labels, emoji, words], &[(emoji, "🛸")]),
            ),
        ];
        let found = found_from(&before, &tried);
        let of = |part| {
            found
                .iter()
                .find(|one| one.part == part)
                .map(|one| one.share)
        };
        // It had changed before: from where another term stands out.
        assert_eq!(of(emoji), Some(Some(0.02)));
        // Once by chance is not from then on.
        assert_eq!(of(PartName::Labels), Some(Some(0.1)));
        assert_eq!((of(words), of(hashtags)), (Some(Some(0.1)), Some(None)));
        assert_eq!(of(PartName::Descriptors), None);
    }

    #[test]
    fn a_class_grows_by_points() {
        let classes = ["a".to_string(), "b".to_string()];
        let planted = Planted::MoreOfClass {
            class: "b".into(),
            factor: 1.0,
            seed: 3,
        };
        let Planted::MoreOfClass { factor, .. } = planted.sized(0.05, &classes, &[0, 0, 0, 1])
        else {
            panic!("another shift")
        };
        assert!((factor - 1.2).abs() < 1e-12, "{factor}");
    }
}
