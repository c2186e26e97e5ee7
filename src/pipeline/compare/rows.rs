//! Labelled rows with the answers of two classifiers, and what is counted from them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::agreement::Agreement;
use super::intervals::{newcombe_paired, tango};
use crate::message;
use crate::pipeline::drift::Estimate;
use crate::pipeline::drift::intervals::wilson;
use crate::pipeline::error::{Code, Error};
use crate::pipeline::metrics::UnknownClass;

/// Rows of a class below which nothing is decided of it: with 25 among 1,000 the percentile bootstrap of 95 % held that
/// class's recall in 42 to 84 % of simulations.
pub const FEWEST_POSITIVES: u64 = 30;

/// Rows with their true class and the class that each classifier gives them; there is at least one row.
#[derive(Debug, Clone, PartialEq)]
pub struct PairedRows {
    classes: Vec<String>,
    truth: Vec<u32>,
    candidate: Vec<u32>,
    production: Vec<u32>,
    models: Models,
}

/// What is known of the two models beside their answers.
#[derive(Debug, Clone, PartialEq, Eq, Default, JsonSchema, Serialize, Deserialize)]
pub struct Models {
    /// They are one and the same, so that no rows will ever tell them apart.
    pub are_same: bool,
    /// Classes of the rows that the candidate can't give.
    pub unknown_to_candidate: Vec<UnknownClass>,
    /// Classes of the rows that production can't give.
    pub unknown_to_production: Vec<UnknownClass>,
}

impl PairedRows {
    /// All three hold an index into `classes` for each row.
    ///
    /// # Errors
    /// No row.
    ///
    /// # Panics
    /// If the lengths differ or a label is not below `classes.len()`.
    pub fn new(
        classes: Vec<String>,
        truth: Vec<u32>,
        candidate: Vec<u32>,
        production: Vec<u32>,
    ) -> Result<PairedRows, Error> {
        assert_eq!(truth.len(), candidate.len(), "an answer for each row");
        assert_eq!(truth.len(), production.len(), "an answer for each row");
        for labels in [&truth, &candidate, &production] {
            assert!(
                labels.iter().all(|label| (*label as usize) < classes.len()),
                "a label without a class"
            );
        }
        if truth.is_empty() {
            return Err(Error::new(
                Code::NotUsable,
                message!("error-no-labelled-rows"),
                message!("error-give-labelled-rows"),
            ));
        }
        Ok(PairedRows {
            classes,
            truth,
            candidate,
            production,
            models: Models::default(),
        })
    }

    /// The same rows, answered by models that can give these classes and no others. Without it both give all of them.
    pub fn by_models(
        self,
        are_same: bool,
        candidate: &[String],
        production: &[String],
    ) -> PairedRows {
        let unknown = |known| UnknownClass::among(&self.classes, &self.truth, known);
        let models = Models {
            are_same,
            unknown_to_candidate: unknown(candidate),
            unknown_to_production: unknown(production),
        };
        PairedRows { models, ..self }
    }

    /// The same rows with a constant answer in the place of production's: the majority baseline.
    ///
    /// # Panics
    /// If there is no such class.
    pub fn against_baseline(&self, class: u32) -> PairedRows {
        assert!((class as usize) < self.classes.len(), "no class {class}");
        PairedRows {
            production: vec![class; self.truth.len()],
            models: Models {
                are_same: false,
                // It is asked for no other class.
                unknown_to_production: Vec::new(),
                ..self.models.clone()
            },
            ..self.clone()
        }
    }

    pub fn models(&self) -> &Models {
        &self.models
    }

    pub fn classes(&self) -> &[String] {
        &self.classes
    }

    pub fn truth(&self) -> &[u32] {
        &self.truth
    }

    pub fn candidate(&self) -> &[u32] {
        &self.candidate
    }

    pub fn production(&self) -> &[u32] {
        &self.production
    }

    /// At least 1.
    pub fn n(&self) -> u64 {
        self.truth.len() as u64
    }

    /// True class, the candidate's and production's, of each row.
    pub(super) fn triples(&self) -> impl Iterator<Item = [u32; 3]> + '_ {
        self.truth
            .iter()
            .zip(self.candidate.iter().zip(&self.production))
            .map(|(&truth, (&candidate, &production))| [truth, candidate, production])
    }

    pub fn agreement(&self) -> Agreement {
        self.agreement_where(|_| true)
    }

    fn agreement_where(&self, of: impl Fn(u32) -> bool) -> Agreement {
        let mut agreement = Agreement::default();
        for [truth, candidate, production] in self.triples().filter(|row| of(row[0])) {
            agreement.add(candidate == truth, production == truth);
        }
        agreement
    }

    /// Rows whose two answers differ, right or wrong.
    pub fn differing(&self) -> u64 {
        self.triples()
            .filter(|[_, candidate, production]| candidate != production)
            .count() as u64
    }

    /// Of each class that has a row, in class order.
    pub fn recalls(&self) -> Vec<RecallDifference> {
        (0u32..)
            .zip(&self.classes)
            .map(|(class, name)| (name, self.agreement_where(|truth| truth == class)))
            .filter(|(_, agreement)| agreement.rows() > 0)
            .map(|(name, agreement)| RecallDifference::new(name.clone(), agreement))
            .collect()
    }
}

/// How the recall of a class differs.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct RecallDifference {
    pub class: String,
    /// Over the rows of the class, of which there is at least one.
    pub agreement: Agreement,
    /// With Wilson's interval.
    pub candidate: Estimate,
    pub production: Estimate,
    /// The candidate's minus production's, see [`newcombe_paired`]; the one that rules go by.
    pub difference: Estimate,
    /// The same difference, see [`tango`].
    pub tango: Estimate,
}

impl RecallDifference {
    fn new(class: String, agreement: Agreement) -> RecallDifference {
        let n = agreement.rows();
        RecallDifference {
            class,
            agreement,
            candidate: wilson(agreement.candidate_right(), n),
            production: wilson(agreement.production_right(), n),
            difference: newcombe_paired(&agreement),
            tango: tango(&agreement),
        }
    }
}
