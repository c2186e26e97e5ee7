//! The JSON summary of a run: stable names for scripts, the same as the page's.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::config::RunConfig;
use super::record::{ClassCounts, FitReport, Fits, RunRecord, Seconds};
use super::remarks::Remark;
use super::scoring::class_names;
use super::validation::DataSummary;
use crate::pipeline::metrics::{SetScore, UnknownClass};

/// The summary. F1 values are fractions, PolEval's two are percent; absent values are `null`.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct Summary {
    pub run_id: String,
    #[schemars(regex(pattern = "^[0-9a-f]{64}$"))]
    pub model_sha256: String,
    pub classes: Vec<String>,
    pub class_counts: ClassCounts,
    pub fits: Fits,
    pub data: DataSummary,
    /// Settings that have no effect under the others.
    #[serde(default)]
    pub remarks: Vec<SaidRemark>,
    /// Classes of the test rows that the model of the run, and that in production, can't give.
    #[serde(default)]
    pub unknown_classes: UnknownClasses,
    pub metrics: BTreeMap<String, Option<f64>>,
    pub seconds: Seconds,
}

/// A [`Remark`](super::Remark) in words.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
pub struct SaidRemark {
    /// Such as `svc.gamma`.
    pub setting: String,
    pub message: String,
}

impl SaidRemark {
    pub fn of(config: &RunConfig) -> Vec<SaidRemark> {
        let said = |remark: Remark| SaidRemark {
            message: remark.to_string(),
            setting: remark.setting,
        };
        config.remarks().into_iter().map(said).collect()
    }
}

/// Rows that count as errors of a model whatever it answers.
#[derive(Debug, Clone, PartialEq, Eq, Default, JsonSchema, Serialize, Deserialize)]
pub struct UnknownClasses {
    pub model: Vec<UnknownClass>,
    pub production: Vec<UnknownClass>,
}

impl UnknownClasses {
    fn of(record: &RunRecord) -> UnknownClasses {
        let known = class_names(&record.model);
        let test = record.class_counts.test.iter().flatten();
        UnknownClasses {
            model: test
                .filter(|(class, rows)| **rows > 0 && !known.contains(class))
                .map(|(class, rows)| UnknownClass {
                    class: class.clone(),
                    rows: *rows,
                })
                .collect(),
            production: record
                .production
                .as_ref()
                .map_or(Vec::new(), |score| score.unknown_classes.clone()),
        }
    }
}

impl Summary {
    pub fn of(record: &RunRecord) -> Summary {
        // The history of the solver is the archive's; a summary stays short.
        let short = |fit: &FitReport| FitReport {
            history: Vec::new(),
            ..fit.clone()
        };
        Summary {
            run_id: record.run_id.clone(),
            model_sha256: record.model_sha256.clone(),
            classes: record.classes.clone(),
            class_counts: record.class_counts.clone(),
            fits: Fits {
                train_part: short(&record.fits.train_part),
                last: short(&record.fits.last),
            },
            data: DataSummary::new(
                &record.data.verdict,
                &record.data.excluded,
                &record.data.findings,
            ),
            remarks: SaidRemark::of(&record.config),
            unknown_classes: UnknownClasses::of(record),
            metrics: metrics(record),
            seconds: record.seconds.clone(),
        }
    }
}

/// The metrics of a run by their names in MLflow.
pub fn metrics(record: &RunRecord) -> BTreeMap<String, Option<f64>> {
    let (train, validation) = (&record.train.evaluation, &record.validation.evaluation);
    let test = record.test.as_ref().map(|test| &test.evaluation);
    let of_test = SetScore::ALL.map(|score| {
        let name = match score.is_poleval() {
            true => score.key().to_string(),
            false => format!("{}_test_set", score.key()),
        };
        (name, test.and_then(|test| test.score(score)))
    });
    let production = record.production.as_ref();
    let others = [
        ("f1_micro_train_set", Some(train.f1_micro)),
        ("f1_micro_validation_set", Some(validation.f1_micro)),
        ("f1_macro_train_set", Some(train.f1_macro)),
        ("f1_macro_validation_set", Some(validation.f1_macro)),
        (
            "baseline_f1_micro",
            record.baseline.as_ref().map(|baseline| baseline.f1_micro),
        ),
        (
            "production_f1_micro",
            production.map(|production| production.f1_micro),
        ),
        (
            "production_f1_macro",
            production.map(|production| production.f1_macro),
        ),
    ]
    .map(|(name, value)| (name.to_string(), value));
    of_test.into_iter().chain(others).collect()
}
