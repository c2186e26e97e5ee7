//! Whether data can be trained on by a configuration: all that a run does before it fits, done by the same functions, so that
//! what is said of the data and what the run says are one.

use std::sync::Arc;

use super::config::RunConfig;
use crate::pipeline::chunks::ROWS_A_STEP;
use crate::pipeline::clean::Cleaner;
use crate::pipeline::corpus::{
    DataSet, DataVerdict, Finding, FindingKind, SetName, Severity, Validation, ValidationOptions,
};
use crate::pipeline::error::{Code, Error};
use crate::pipeline::features::UnionFit;
use crate::pipeline::split::stratified_split;
use crate::pipeline::step::{Pace, pause};
use crate::pipeline::svm::{SvcFit, SvcValidParams};

/// What was found, with the verdict over all of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Rehearsal {
    pub validation: Validation,
    /// The error that a run would end with.
    pub refusal: Option<Error>,
}

/// Looks at the data as a run does, then does what it does up to the first iteration of its solver.
///
/// Costs the cleaning of the training texts and two TF-IDF fits beside the look at the rows; gives way in between.
///
/// # Errors
/// Those of [`RunConfig::check`] and of [`Validation::new`]: what is wrong with the configuration or with its exclusions.
pub async fn rehearse(config: &RunConfig, data: &DataSet) -> Result<Rehearsal, Error> {
    config.check()?;
    config.svc.check(&data.classes)?;
    let cleaner = config.clean.compile()?;
    let options = ValidationOptions {
        validation_size: config.run.validation_size,
        cleaner: Some(&cleaner),
        cleaned: None,
    };
    let mut validation = Validation::new(data, &options, &config.data).await?;
    let left = match validation.excluded.is_empty() {
        true => None,
        false => Some(validation.excluded.without(data)),
    };
    let left = left.as_ref().unwrap_or(data);
    let refusal = begun(config, left, &cleaner).await.err();
    match &refusal {
        Some(error) => validation.refuse(error),
        None => validation.allow(),
    }
    Ok(Rehearsal {
        validation,
        refusal,
    })
}

/// A fault of the classes, in the file that the training labels came from.
pub(super) fn in_labels(error: Error, data: &DataSet) -> Error {
    match (data.train.sources.last(), error.code) {
        (Some(source), Code::ClassTooSmall) => error.in_file(&source.name),
        _ => error,
    }
}

/// Begins both fits.
async fn begun(config: &RunConfig, data: &DataSet, cleaner: &Cleaner) -> Result<(), Error> {
    let svc = config.svc.check(&data.classes)?;
    let split = stratified_split(
        &data.train.labels,
        &data.classes,
        config.run.validation_size,
        config.run.seed,
    )
    .map_err(|error| in_labels(error, data))?;
    let mut pace = Pace::default();
    let mut cleaned: Vec<String> = Vec::with_capacity(data.train.texts.len());
    for text in &data.train.texts {
        cleaned.push(cleaner.clean(text));
        pace.after(text.len()).await;
    }
    begin(config, &svc, data, &cleaned, &split.train).await?;
    // All rows in the order of the last fit.
    let all: Vec<u32> = split.train.into_iter().chain(split.validation).collect();
    begin(config, &svc, data, &cleaned, &all).await
}

/// What a fit of some rows begins with.
async fn begin(
    config: &RunConfig,
    svc: &SvcValidParams,
    data: &DataSet,
    cleaned: &[String],
    rows: &[u32],
) -> Result<(), Error> {
    let texts: Arc<[String]> = rows
        .iter()
        .map(|row| cleaned[*row as usize].clone())
        .collect();
    let labels: Arc<[u32]> = rows
        .iter()
        .map(|row| data.train.labels[*row as usize])
        .collect();
    let mut fit = UnionFit::new(&config.features(), texts)?;
    while fit.step(ROWS_A_STEP).is_running() {
        pause().await;
    }
    let (_, x) = fit.finish()?;
    pause().await;
    let n_classes = data.classes.len();
    SvcFit::new(svc, Arc::new(x), labels, n_classes, config.run.seed).map(|_| ())
}

impl Validation {
    /// What looked as if it kept a run from starting does not: it misleads at most.
    fn allow(&mut self) {
        if let DataVerdict::NotUsable { reason } = &self.verdict {
            self.verdict = DataVerdict::UsableWithWarnings {
                warnings: 1,
                first: reason.clone(),
            };
        }
        for finding in &mut self.findings {
            finding.severity = finding.severity.max(Severity::Warning);
        }
    }

    /// Adds the error that a run would end with, unless a blocker says it already.
    fn refuse(&mut self, error: &Error) {
        let is_blocker = |finding: &Finding| finding.severity == Severity::Blocker;
        if !self.findings.iter().any(is_blocker) || self.verdict.is_usable() {
            let reason = error.line();
            if self.verdict.is_usable() {
                self.verdict = DataVerdict::NotUsable {
                    reason: reason.clone(),
                };
            }
            self.findings.insert(
                0,
                Finding {
                    kind: FindingKind::TrainingImpossible,
                    severity: Severity::Blocker,
                    set: SetName::Train,
                    message: reason,
                    rows: Vec::new(),
                    counterparts: Vec::new(),
                },
            );
        }
    }
}
