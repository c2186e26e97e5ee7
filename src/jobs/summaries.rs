//! What the engine's answers hold: plain values, no bigger than a view needs. Corpora, matrices and models stay with
//! the engine.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use super::answers::{AnswersSummary, RunAnswer};
pub use super::compare::summaries::*;
pub use super::dots::{ClassDots, DotMark, DotsSummary, RowDot};
pub use super::drift::summaries::*;
pub use super::lengths::LengthBin;
pub use super::live::{LiveAnswer, LivePlane};
pub use super::monitor::summaries::{BatchFileSummary, MonitorSummary};
use super::protocol::{DataId, FileId};
pub use super::results::{
    Baseline, ClassMetrics, Evaluation, FitReport, Fits, HistoryPoint, PolevalScores,
    ProductionScore,
};
pub use super::versions::summaries::DiffSummary;
use crate::message::Message;
use crate::mlflow::archive::Entry;
use crate::pipeline::clean::StepName;
use crate::pipeline::corpus::{DataVerdict, LabelNaming, Role, Source};
pub use crate::pipeline::corpus::{FindingKind, SetName, Severity};
use crate::pipeline::error::Error;
pub use crate::pipeline::explain::Explanation;
pub use crate::pipeline::live::LiveFit;
use crate::pipeline::run::{LogLine, RunConfig};
use crate::pipeline::search::{SearchReport, StudyOutline};
use crate::pipeline::time::UnixMillis;

/// A file that the engine holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FileSummary {
    pub id: FileId,
    pub name: String,
    pub n_bytes: u64,
    pub n_lines: u64,
    /// Of the bytes alone, in lower-case hex.
    pub sha256: String,
    /// What it seems to be for, by its name and content and those of the other files.
    pub role: Option<Role>,
    /// Why it seems so, or why it can't be told.
    pub reason: Message,
}

/// What a file is that was given as data and is none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoData {
    /// The archive of a run.
    Run(ArchivedRun),
    /// A journal of Optuna's.
    Journal(JournalFound),
}

/// What the archive of a run holds, told before it is opened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ArchivedRun {
    pub run: Box<RunSummary>,
    /// Rows of its training set, and the files that they came from.
    pub n_rows: u64,
    pub files: Vec<String>,
}

/// The largest study of a journal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JournalFound {
    pub study: StudyOutline,
    /// It as a search of ours, or why it can be none.
    pub report: Result<Box<SearchReport>, Error>,
}

/// The data set that the files make.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LoadedSummary {
    /// What jobs name it by.
    pub id: DataId,
    /// Class names sorted by code point; everywhere else a class is an index into them.
    pub classes: Vec<String>,
    /// How labels of the files became names of classes.
    #[serde(default)]
    pub naming: LabelNaming,
    pub train: SetSummary,
    pub test: Option<SetSummary>,
    /// What the validation of the data found: what keeps a run from starting first, then set by set.
    pub findings: Vec<FindingGroup>,
    /// Over all findings.
    pub verdict: DataVerdict,
    /// Fingerprint of both sets; a run remembers it.
    pub digest: String,
    /// When it was made.
    pub at: UnixMillis,
}

/// One set of the data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SetSummary {
    pub n_rows: u64,
    /// Rows of each class.
    pub class_counts: Vec<u64>,
    pub sources: Vec<Source>,
    /// Fingerprint of its texts and labels.
    pub digest: String,
    /// How long its texts are, the shortest first.
    #[serde(default)]
    pub lengths: Box<[LengthBin]>,
}

/// Something that the validation of the data found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FindingGroup {
    pub kind: FindingKind,
    pub severity: Severity,
    pub set: SetName,
    pub message: Message,
    /// Rows concerned; [`Condition::Finding`](super::protocol::Condition::Finding) picks them.
    pub n_rows: u64,
    /// The first of them, from 0.
    pub rows: Vec<u32>,
    /// Where it is about texts of both sets, the rows of the training set.
    pub n_counterparts: u64,
    pub counterparts: Vec<u32>,
}

/// What a run would leave out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExcludedSummary {
    /// Rows of the training set.
    pub train: u64,
    /// Rows of the test set.
    pub test: u64,
    /// On the rows that are left.
    pub verdict: DataVerdict,
}

/// Some of the rows of a long list, one after the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    /// Rows of the whole list.
    pub total: u64,
    /// Rows before these.
    pub offset: u64,
    pub rows: Vec<T>,
}

/// A row of a long list of texts.
pub trait TextRow {
    /// From 0, in the order of its file.
    fn row(&self) -> u32;
    fn text(&self) -> String;
    /// Its class, where it has one, by its place among the names that come with the list.
    fn label(&self) -> Option<u32>;
    /// What else of it is shown and may differ, as numbers.
    fn others(&self) -> [u32; 3];
}

/// A page of tweets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowPage {
    pub page: Page<RowSummary>,
    /// Rows of the whole list by class, in the order of the data's classes.
    pub class_counts: Vec<u64>,
}

/// One tweet with its label.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowSummary {
    /// From 0, in the order of the file.
    pub row: u32,
    pub text: String,
    pub label: u32,
}

impl TextRow for RowSummary {
    fn row(&self) -> u32 {
        self.row
    }

    fn text(&self) -> String {
        self.text.clone()
    }

    fn label(&self) -> Option<u32> {
        Some(self.label)
    }

    fn others(&self) -> [u32; 3] {
        [self.label, 0, 0]
    }
}

/// One text through the cleaning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TraceSummary {
    /// Row number, from 0, unless it is the user's own text.
    pub row: Option<u32>,
    pub label: Option<u32>,
    pub text: String,
    /// One for each step that is on, in their order.
    pub steps: Vec<TraceStep>,
}

/// What one step made of the text that the step before left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TraceStep {
    pub step: StepName,
    pub after: String,
    pub changed: bool,
    /// Before and after in one: without the added it is the text before, without the removed the text after.
    pub segments: Vec<Segment>,
}

/// A stretch of text and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    pub change: Change,
    pub text: String,
}

/// What became of a stretch of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    Same,
    Removed,
    Added,
}

/// What the cleaning does to the training set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CleanSummary {
    pub n_texts: u64,
    /// Texts of which nothing is left.
    pub n_emptied: u64,
    /// One for each step that is on, in their order.
    pub steps: Vec<StepEffect>,
}

/// What one step does to the training set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepEffect {
    pub step: StepName,
    /// Texts that it changes.
    pub texts_touched: u64,
    /// Characters by which texts get shorter.
    pub chars_removed: u64,
    /// Words (between white space) by which texts get fewer.
    pub words_removed: u64,
    /// What it takes away or replaces most often, with counts; the most frequent first, at most 20.
    pub removals: Vec<(String, u64)>,
}

/// Where a long job stands.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Progress {
    /// Name of the stage at work; a run's are the names of its `seconds`.
    pub stage: String,
    /// Of the stage, `0.0..=1.0`; absent where the end can't be known, as in a solver's.
    pub fraction: Option<f64>,
    /// Of the whole job, `0.0..=1.0`, an estimate that never falls.
    pub done: f64,
    /// Whether the job rests.
    pub paused: bool,
    /// Seconds of the stages that are over, by name.
    pub seconds: BTreeMap<String, f64>,
    /// Where the solver stands, while it fits.
    pub solver: Option<SolverPoint>,
    /// The log lines since the last progress.
    pub log: Vec<LogLine>,
}

/// Where a solver stands.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct SolverPoint {
    /// Iterations of all machines so far.
    pub iterations: u64,
    /// The machine at work, from 0.
    pub machine: u32,
    /// Its dual objective.
    pub objective: f64,
    /// Its largest violation of the optimality conditions; it ends below `tol`.
    pub violation: f64,
}

/// A finished run, as the page shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunSummary {
    /// 32 lower-case hex digits.
    pub run_id: String,
    pub model_sha256: String,
    /// [`LoadedSummary::digest`] of the data that it was trained on; absent where an archive does not tell.
    pub data_digest: Option<String>,
    /// As TOML on the way.
    #[serde(with = "super::protocol::config_as_toml")]
    pub config: RunConfig,
    pub start: UnixMillis,
    pub end: UnixMillis,
    pub classes: Vec<String>,
    /// The metrics of the summary by name (`f1_micro_train_set`, `baseline_f1_micro`, ..); null where there is no test
    /// set or no model in production.
    pub metrics: BTreeMap<String, Option<f64>>,
    pub evaluations: Evaluations,
    pub fits: Fits,
    pub baseline: Option<Baseline>,
    pub production: Option<ProductionScore>,
    /// Seconds by stage, and `total`.
    pub seconds: BTreeMap<String, f64>,
    /// The lines as the notebook shows them.
    pub log: Vec<LogLine>,
}

/// How good a run is on each part.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evaluations {
    /// The first fit on the rows that it learned from.
    pub train: Evaluation,
    /// The first fit on the rows that were set aside.
    pub validation: Evaluation,
    /// The final fit on the test set.
    pub test: Option<Evaluation>,
}

/// A page of misclassified tweets.
pub type ErrorPage = Page<ErrorRow>;

/// One tweet that the model was asked about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ErrorRow {
    /// From 0, in the order of its file.
    pub row: u32,
    pub text: String,
    pub truth: u32,
    pub predicted: u32,
    /// The decision function, one value for each class.
    pub scores: Vec<f64>,
    /// How far the predicted class is ahead of the true one; on the diagonal, of the second best.
    pub margin: f64,
}

impl TextRow for ErrorRow {
    fn row(&self) -> u32 {
        self.row
    }

    fn text(&self) -> String {
        self.text.clone()
    }

    fn label(&self) -> Option<u32> {
        Some(self.truth)
    }

    fn others(&self) -> [u32; 3] {
        [self.truth, self.predicted, 0]
    }
}

/// The heaviest terms, or why there are none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TermsSummary {
    Weights {
        groups: Vec<TermGroup>,
    },
    /// Only a linear kernel has weights of terms.
    Unavailable {
        reason: Message,
    },
}

/// The weights of one machine.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TermGroup {
    /// The class that positive weights speak for.
    pub class: u32,
    /// The class that they speak against; absent where it is all others.
    pub against: Option<u32>,
    /// Terms that speak most for the class, heaviest first.
    pub terms: Vec<(String, f64)>,
    /// Terms that speak most against it, heaviest first (their weights are below 0).
    pub terms_against: Vec<(String, f64)>,
}

/// What the model says of a text and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrySummary {
    pub text: String,
    pub classes: Vec<String>,
    pub label: u32,
    /// The decision function, one value for each class.
    pub scores: Vec<f64>,
    /// One for each class, where the model was fitted with `probability`.
    pub probabilities: Option<Vec<f64>>,
    pub explanation: Explanation,
    /// The most similar training tweets, nearest first, at most 5; empty where the training texts are not loaded.
    pub nearest: Vec<Neighbour>,
}

/// A training tweet close to a text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Neighbour {
    /// From 0, in the order of the file.
    pub row: u32,
    pub text: String,
    pub label: u32,
    /// Cosine of the TF-IDF rows, above 0 and at most 1.
    pub similarity: f64,
}

/// A run archive as it will be downloaded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ArchiveSummary {
    pub file_name: String,
    pub run_id: String,
    pub run_name: String,
    /// Of the zip.
    pub n_bytes: u64,
    /// Of the zip, in lower-case hex.
    pub sha256: String,
    pub include_texts: bool,
    /// Sorted by path.
    pub entries: Vec<Entry>,
}

/// The model in production, to compare with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProductionSummary {
    /// Of its archive, in lower-case hex; jobs name it so.
    pub sha256: String,
    pub file_name: String,
    pub run_name: String,
    pub run_id: String,
    pub model_sha256: String,
    pub classes: Vec<String>,
    /// As in [`RunSummary::metrics`], on the data of its own run.
    pub metrics: BTreeMap<String, Option<f64>>,
}
