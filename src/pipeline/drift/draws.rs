//! How many random splits a report draws.

use serde::{Deserialize, Serialize};

use super::tokens::Family;
use super::verdict::draws_needed;

/// Parts that the verdict over a whole report corrects for: labels, descriptors, whole text, what the labels mean, each
/// tested family of terms.
pub(super) const PARTS: u32 = 4 + Family::TESTED.len() as u32;
/// Tests of the whole text: divergence and classifier.
const TEXT_TESTS: u32 = 2;
/// How many random splits each number gets; with 0 it is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draws {
    pub labels: u32,
    /// The divergence of the wordings, over all rows.
    pub wording: u32,
    /// The same inside the classes, and of each class alone.
    pub wording_of_classes: u32,
    /// What chance alone flags, for each family of terms.
    pub controls: u32,
    pub classifier: u32,
    /// The classifier inside the classes; shown, but no part of the verdict.
    pub classifier_inside_classes: u32,
    pub seed: u32,
}

impl Default for Draws {
    /// As many for the whole text as its part needs to be significant after Holm's correction at 5 %.
    fn default() -> Draws {
        let enough = draws_needed(PARTS, TEXT_TESTS, 0.05);
        Draws {
            labels: 9_999,
            wording: 399.max(enough),
            wording_of_classes: 199,
            controls: 20,
            classifier: 299.max(enough),
            classifier_inside_classes: 39,
            seed: 2021,
        }
    }
}

impl Draws {
    /// Nothing is drawn: the report stays as it is without random splits.
    pub const NONE: Draws = Draws {
        labels: 0,
        wording: 0,
        wording_of_classes: 0,
        controls: 0,
        classifier: 0,
        classifier_inside_classes: 0,
        seed: 0,
    };
}
