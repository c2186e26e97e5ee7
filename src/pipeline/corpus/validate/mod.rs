//! What is odd about a data set: findings, not errors, each with its rows; and a verdict over them.
//!
//! It may use the cleaning, the split and the demo corpus; it changes nothing. Which rows a run leaves out is said by
//! [`Exclusions`], by kinds of findings or by row.

mod classes;
mod copies;
mod encoding;
mod exclude;
mod kind;
mod language;
mod lengths;
mod near;
mod sets;
mod texts;
mod validation;
mod verdict;
mod words;

use serde::{Deserialize, Serialize};

pub use exclude::{Excluded, Exclusions};
pub use kind::{FindingKind, Severity};
pub use validation::Validation;
pub use verdict::DataVerdict;

use self::copies::Copies;
pub(super) use self::encoding::has_mojibake;
use self::language::{Polish, are_mostly_polish};
use self::lengths::UsualLengths;
use self::near::Neighbourhoods;
use self::texts::Standard;
use super::{DataSet, SetName};
use crate::message::Message;
use crate::pipeline::clean::Cleaner;
use crate::pipeline::step::pause;

/// One oddity with the rows that show it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    pub kind: FindingKind,
    pub severity: Severity,
    /// The set whose rows are meant.
    pub set: SetName,
    /// One sentence with the remedy, in lower case without a full stop.
    pub message: Message,
    /// Rows of the set, counted from 0, in ascending order; empty where a finding is about no row.
    pub rows: Vec<u32>,
    /// Where a finding is about texts of both sets, the rows of the training set, in ascending order.
    #[serde(default)]
    pub counterparts: Vec<u32>,
}

impl Finding {
    /// The rows of one set that the finding names.
    pub fn rows_in(&self, set: SetName) -> &[u32] {
        match set {
            _ if set == self.set => &self.rows,
            SetName::Train => &self.counterparts,
            SetName::Test => &[],
        }
    }
}

/// What a data set is to be fit for.
#[derive(Clone, Copy)]
pub struct ValidationOptions<'a> {
    /// Share of the training rows that a run sets aside.
    pub validation_size: f64,
    /// The cleaning of the run; without it nothing is said of texts that it empties.
    pub cleaner: Option<&'a Cleaner>,
    /// What it makes of the texts, where that is at hand.
    pub cleaned: Option<Cleaned<'a>>,
}

/// The texts of both sets as they are cleaned, one for each row.
#[derive(Clone, Copy)]
pub struct Cleaned<'a> {
    pub train: &'a [&'a str],
    /// Empty where there is no test set.
    pub test: &'a [&'a str],
}

impl Cleaned<'_> {
    fn of(&self, set: SetName) -> &[&str] {
        match set {
            SetName::Train => self.train,
            SetName::Test => self.test,
        }
    }
}

/// Looks at both sets.
///
/// The findings come in a fixed order: what keeps a run from starting, then those of the training set, of the test set,
/// of both. Costs a few passes over the texts, and the comparison of texts that share a rare word; gives way in between.
pub async fn validate(data: &DataSet, options: &ValidationOptions<'_>) -> Vec<Finding> {
    let test = data.test.as_ref();
    let near = Neighbourhoods::new(&data.train, test).await;
    pause().await;
    let polish = Polish::new();
    pause().await;
    let languages = Some(polish.languages(&data.train.texts).await);
    let languages = languages.filter(|of| are_mostly_polish(of));
    let standard = Standard {
        near: &near,
        lengths: UsualLengths::of(&data.train.texts),
        cleaner: options.cleaner,
        cleaned: options.cleaned,
    };
    pause().await;
    let mut findings = Vec::new();
    findings.extend(classes::split_finding(
        &data.train,
        &data.classes,
        options.validation_size,
    ));
    pause().await;
    let train_copies = Copies::of(&data.train).await;
    texts::findings(
        SetName::Train,
        &data.train,
        &train_copies,
        languages.as_deref(),
        &standard,
        &mut findings,
    )
    .await;
    classes::train_findings(&data.train, &data.classes, &mut findings);
    classes::name_findings(data, &mut findings);
    if let Some(test) = test {
        let test_copies = Copies::of(test).await;
        let languages = match languages {
            Some(_) => Some(polish.languages(&test.texts).await),
            None => None,
        };
        texts::findings(
            SetName::Test,
            test,
            &test_copies,
            languages.as_deref(),
            &standard,
            &mut findings,
        )
        .await;
        sets::findings(
            (&data.train, &train_copies),
            (test, &test_copies),
            &near,
            &mut findings,
        )
        .await;
        classes::between_sets(data, test, &mut findings);
        findings.extend(classes::columns_finding(&data.train, test));
    }
    findings
}

#[cfg(test)]
mod tests;
