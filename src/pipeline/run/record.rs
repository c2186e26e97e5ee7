//! What is recorded of a run: everything that the archive, the summary and the page show.

use std::collections::BTreeMap;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::config::RunConfig;
use crate::message::{Language, Message};
use crate::pipeline::classifier::TextClassifier;
use crate::pipeline::corpus::{DataSet, Validation};
use crate::pipeline::drift::Profile;
use crate::pipeline::metrics::{Baseline, Evaluation, UnknownClass};
use crate::pipeline::split::Split;
use crate::pipeline::svm::Stop;
use crate::pipeline::time::UnixMillis;

/// A finished run.
#[derive(Debug, Clone, PartialEq)]
pub struct RunRecord {
    /// 32 lower-case hex digits: a hash of data, configuration, production model and start time.
    pub run_id: String,
    pub config: RunConfig,
    pub start: UnixMillis,
    pub end: UnixMillis,
    /// Class names sorted by code point.
    pub classes: Vec<String>,
    pub class_counts: ClassCounts,
    /// What the validation of the data found, and the rows that were left out.
    pub data: Validation,
    /// Row numbers of the training part and the validation part, from 0, in the file with all its rows.
    pub split: Split,
    pub fits: Fits,
    /// Of the first fit on the training part.
    pub train: Evaluated,
    /// Of the first fit on the validation part.
    pub validation: Evaluated,
    /// Of the final fit on the test set, where there is one.
    pub test: Option<Evaluated>,
    /// The majority class, where there is a test set.
    pub baseline: Option<Baseline>,
    /// The model in production on the same test rows, where there are both.
    pub production: Option<ProductionScore>,
    pub seconds: Seconds,
    pub log: Vec<LogLine>,
    /// The final model, fitted on all training rows.
    pub model: Arc<TextClassifier>,
    pub model_sha256: String,
    /// What drift needs of the training rows, where the configuration keeps it.
    pub profile: Option<Arc<Profile>>,
}

impl RunRecord {
    /// The place among the run's classes of a label of the data that it was made from, which may have classes of which the
    /// run leaves out every row.
    pub fn class_of(&self, data: &DataSet, label: u32) -> u32 {
        let name = &data.classes[label as usize];
        let place = self.classes.binary_search(name);
        place.map_or(label, |place| place as u32)
    }
}

/// Rows of each class in each set, by class name.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize, Deserialize)]
pub struct ClassCounts {
    pub train: BTreeMap<String, u64>,
    pub validation: BTreeMap<String, u64>,
    pub test: Option<BTreeMap<String, u64>>,
}

/// The two fits of a run.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct Fits {
    /// On the training part.
    pub train_part: FitReport,
    /// On all training rows: the training part, then the validation part.
    #[serde(rename = "final")]
    pub last: FitReport,
}

/// One fit of TF-IDF and classifier.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct FitReport {
    pub n_rows: u64,
    pub n_features: u64,
    /// Stored values of the TF-IDF matrix.
    pub n_stored: u64,
    /// The kernel's width.
    pub gamma: f64,
    /// By class name; absent for the engine `linear`, which has none.
    pub n_support_vectors: Option<BTreeMap<String, u64>>,
    /// Of all machines together.
    pub iterations: u64,
    /// Whether every machine met its tolerance.
    pub converged: bool,
    /// Why they stopped, the worst of all; absent in records of earlier versions.
    #[serde(default)]
    pub stop: Option<Stop>,
    /// The largest violation of the optimality conditions that a machine stopped at; absent where it is not finite.
    #[serde(default)]
    pub violation: Option<f64>,
    /// Of the classifier alone.
    pub seconds: f64,
    /// How the classifier approached its optimum.
    pub history: Vec<HistoryPoint>,
}

/// Where the solver stood.
#[derive(Debug, Clone, Copy, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct HistoryPoint {
    /// Iterations of all machines so far.
    pub iterations: u64,
    /// The machine at work, from 0.
    pub machine: u32,
    /// Its dual objective.
    pub objective: f64,
    /// Its largest violation of the optimality conditions.
    pub violation: f64,
    pub at: UnixMillis,
}

impl HistoryPoint {
    /// Whether the solver stands at numbers: one that still prepares has no violation yet.
    pub fn is_finite(&self) -> bool {
        self.objective.is_finite() && self.violation.is_finite()
    }
}

/// Labels given to rows, and how good they are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evaluated {
    /// Class indices, one for each row.
    pub predicted: Vec<u32>,
    pub evaluation: Evaluation,
}

/// The model in production on the same test rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProductionScore {
    pub run_id: String,
    pub model_sha256: String,
    pub f1_micro: f64,
    pub f1_macro: f64,
    /// Classes of the test rows that it can't give: their rows count as its errors.
    #[serde(default)]
    pub unknown_classes: Vec<UnknownClass>,
}

/// Seconds by stage. A stage that did not run is absent. Each text is cleaned once: the two parts of the training rows in
/// `clean` and `clean_validation`, the test rows in `clean_full`.
#[derive(Debug, Clone, PartialEq, Default, JsonSchema, Serialize, Deserialize)]
pub struct Seconds {
    pub collect: Option<f64>,
    pub validate: Option<f64>,
    pub split: Option<f64>,
    pub clean: Option<f64>,
    pub clean_validation: Option<f64>,
    pub tfidf: Option<f64>,
    pub fit: Option<f64>,
    pub predict_train: Option<f64>,
    pub predict_validation: Option<f64>,
    pub clean_full: Option<f64>,
    pub tfidf_full: Option<f64>,
    pub fit_full: Option<f64>,
    pub predict_test: Option<f64>,
    pub production: Option<f64>,
    pub out_of_fold: Option<f64>,
    pub archive: Option<f64>,
    pub total: Option<f64>,
}

/// One line of the log, as the notebook shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LogLine {
    pub at: UnixMillis,
    pub level: Level,
    pub message: Message,
}

/// How grave a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Level {
    Info,
    Warning,
}

impl LogLine {
    /// `2021-07-20 09:31:30,759 - INFO - Collecting new data`, the time in UTC.
    pub fn shown(&self, language: Language) -> String {
        let at = self.at.civil();
        let level = match self.level {
            Level::Info => "INFO",
            Level::Warning => "WARNING",
        };
        format!(
            "{:04}-{:02}-{:02} {:02}:{:02}:{:02},{:03} - {level} - {}",
            at.year,
            at.month,
            at.day,
            at.hour,
            at.minute,
            at.second,
            at.millisecond,
            self.message.shown(language)
        )
    }
}

/// In English.
impl std::fmt::Display for LogLine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.shown(Language::English))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_line_looks_as_in_the_notebook() {
        let line = LogLine {
            at: UnixMillis(1_626_773_490_759.0),
            level: Level::Info,
            message: Message::text("Collecting new data"),
        };
        assert_eq!(
            line.to_string(),
            "2021-07-20 09:31:30,759 - INFO - Collecting new data"
        );
    }

    #[test]
    fn a_line_of_an_earlier_archive_is_words() {
        let line: LogLine =
            serde_json::from_str(r#"{"at":0.0,"level":"WARNING","message":"Fitting ML model"}"#)
                .unwrap();
        let shown = "1970-01-01 00:00:00,000 - WARNING - Fitting ML model";
        assert_eq!(
            [line.shown(Language::English), line.shown(Language::Polish)],
            [shown; 2]
        );
    }
}
