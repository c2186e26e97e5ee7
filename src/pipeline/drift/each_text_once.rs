//! What the parts of a report say with each text counted once.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::labels::{LabelCounts, LabelDrift};
use super::measurement::{Measurement, Unavailable};
use super::null::Null;
use super::report::{DriftOptions, described, whole_of};
use super::side::Side;
use super::term_rows::JoinedTerms;
use super::terms::TermDrift;
use super::tokens::Family;
use crate::pipeline::step::pause;

/// What the parts say with each text counted once, see [`super::once_each`].
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct EachTextOnce {
    pub n_reference: u64,
    pub n_current: u64,
    pub labels: Measurement<LabelDrift>,
    /// The p-value of each family of terms, in the order of the report.
    pub terms: Vec<Measurement<f64>>,
    pub descriptors: Measurement<f64>,
    /// Drawn where the whole text is called changed by its rows.
    pub divergence: Option<Null>,
    /// On a held-out half.
    pub classifier: Option<Null>,
}

impl EachTextOnce {
    /// Gives way in between.
    pub(super) async fn new(
        reference: &Side,
        current: &Side,
        options: &DriftOptions,
    ) -> EachTextOnce {
        let counts = LabelCounts::of_sides(reference, current);
        let mut terms = Vec::new();
        for family in Family::TESTED {
            let joined = JoinedTerms::new(reference.family(family), current.family(family));
            pause().await;
            let tests = TermDrift::new(&joined, &options.terms).tests;
            terms.push(tests.as_ref().map(|tests| tests.p));
            pause().await;
        }
        let descriptors = whole_of(&described(reference, current).await);
        EachTextOnce {
            n_reference: reference.n_rows as u64,
            n_current: current.n_rows as u64,
            labels: counts
                .as_ref()
                .map(LabelDrift::new)
                .map_err(Unavailable::clone)
                .into(),
            terms,
            descriptors,
            divergence: None,
            classifier: None,
        }
    }
}
