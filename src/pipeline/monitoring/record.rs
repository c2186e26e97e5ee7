//! What is kept of a batch: numbers and names, never a text.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::error_stream::{Detector, DetectorSignal};
use super::look::{DriftLook, Moved, WatchedPart};
use super::performance::{EstimatedPerformance, RealisedPerformance};
use crate::pipeline::drift::intervals::wilson;
use crate::pipeline::drift::{Estimate, Measurement, Unavailable};
use crate::pipeline::time::UnixMillis;

/// A batch as it was seen.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct BatchRecord {
    /// What the caller called it: a file, rows of a file, a day. It may be any text.
    pub name: String,
    /// Of its texts and labels; lower-case hex, 64 digits.
    #[schemars(regex(pattern = "^[0-9a-f]{64}$"))]
    pub sha256: String,
    pub rows: u64,
    /// Rows with a label.
    pub labelled: u64,
    /// Of these, rows whose label came after the batch was watched.
    #[serde(default)]
    pub labelled_later: u64,
    /// Rows whose text stands before them in the batch.
    #[serde(default)]
    pub copies: u64,
    /// Rows that production has learned from, which say nothing of new ones; 0 where its archive keeps no rows to tell.
    #[serde(default, skip_serializing_if = "is_none")]
    pub learned: u64,
    /// When it was watched; none where nobody said.
    #[serde(default)]
    pub watched: Option<UnixMillis>,
    /// The number of its first row among all rows that were watched, counted from 1.
    pub first_row: u64,
    /// Production's classes, then those that only the batch has.
    pub classes: Vec<ClassShares>,
    pub drift: Measurement<DriftLook>,
    /// The share of words that no training row has: the mean over the training rows, each against all others, and over
    /// the batch. In a stream whose subjects last some rows it is higher in any batch, so that it decides nothing.
    pub unknown_words: Measurement<Moved>,
    /// Without a look at the labels.
    pub estimated: Measurement<EstimatedPerformance>,
    /// By the labels.
    pub realised: Measurement<RealisedPerformance>,
    /// What it took to predict the rows; none where it was not measured.
    pub seconds: Option<f64>,
    /// Where detectors signalled a change, in the order of the rows.
    pub signals: Vec<DetectorSignal>,
    /// What there is to say, the most important first.
    pub findings: Vec<BatchFinding>,
}

/// A class in a batch beside the training rows.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct ClassShares {
    /// It may be any text.
    pub class: String,
    /// Among the training rows; none for a class that production does not know.
    pub training: Option<Counted>,
    /// Among the rows with a label; none without labels.
    pub labelled: Option<Counted>,
    /// Among the training rows as models out of fold predicted them.
    pub predicted_training: Option<Counted>,
    /// Among the predictions.
    pub predicted: Option<Counted>,
}

/// A share of rows with Wilson's interval of 95 %.
#[derive(Debug, Clone, Copy, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct Counted {
    pub rows: u64,
    pub of: u64,
    pub share: Estimate,
}

impl Counted {
    /// None of no rows.
    pub fn new(rows: u64, of: u64) -> Option<Counted> {
        (of > 0).then(|| Counted {
            rows,
            of,
            share: wilson(rows, of),
        })
    }
}

/// So that a state of before has the bytes that were hashed.
fn is_none(rows: &u64) -> bool {
    *rows == 0
}

/// A sentence about a batch, as data.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "finding")]
pub enum BatchFinding {
    /// Production has learned from some of the rows.
    Learned { learned: u64, rows: u64 },
    /// A test found more errors than there may be.
    ErrorsRose { signal: DetectorSignal },
    /// A detector signalled a change that advises nothing.
    Signalled { signal: DetectorSignal },
    /// Whether another mix of the classes alone explains an error rate that rose: what it would be at the training rows'
    /// mix, and the highest that production stated.
    ClassMix {
        error_rate: f64,
        at_training_mix: f64,
        stated_upper: Option<f64>,
    },
    /// Rows whose label came after the batch was watched.
    LabelledLater { rows: u64 },
    /// Rows without a label beside others that have one.
    PartlyLabelled { labelled: u64, rows: u64 },
    /// Rows whose text stands before them in the batch.
    Copies {
        copies: u64,
        rows: u64,
        /// Drift was tested with each text counted once too.
        each_text_once: bool,
    },
    /// The batch has no rows.
    Empty,
    /// Counts came in place of its rows.
    CountsOnly,
    /// A part of the batch changed for certain.
    Drifted {
        part: WatchedPart,
        adjusted_p: f64,
        level: f64,
    },
    /// The estimate is outside of what was usual on blocks of the training rows; it decides nothing.
    UnusualEstimate {
        estimated: f64,
        lower: f64,
        upper: f64,
    },
    /// A class that production can't give.
    UnknownClass { class: String, rows: u64 },
    /// Too few rows for a look.
    TooFewRows { rows: u64, needed: u64 },
    /// No part could be tested, and why.
    DriftNotMeasured { gap: Unavailable },
    /// The planned looks are used up, so that drift can't raise an alarm any more.
    LooksSpent { looks: u32 },
    /// Nothing is said of true quality.
    NoLabels,
}

impl BatchFinding {
    /// Whether it is a reason to retrain.
    pub fn is_alarm(&self) -> bool {
        matches!(
            self,
            BatchFinding::ErrorsRose { .. } | BatchFinding::Drifted { .. }
        )
    }
}

impl BatchRecord {
    /// Whether a test advises retraining.
    pub fn has_error_alarm(&self) -> bool {
        self.signals.iter().any(|signal| signal.detector.decides())
    }

    /// Detectors that signalled a change.
    pub fn called(&self) -> impl Iterator<Item = Detector> + '_ {
        self.signals.iter().map(|signal| signal.detector)
    }

    /// The look that decided something, where one did.
    pub fn look(&self) -> Option<&DriftLook> {
        self.drift.measured().filter(|look| look.look.is_some())
    }

    /// Seconds for a row; none where it was not measured.
    pub fn seconds_per_row(&self) -> Option<f64> {
        (self.rows > 0).then(|| self.seconds.map(|all| all / self.rows as f64))?
    }
}
