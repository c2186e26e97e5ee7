//! Watching a model in production: batches in order, each held against what its archive keeps, and over all of them the
//! answer whether to retrain, why, and since when.
//!
//! ```text
//! archive -> WatchedModel -+-> BatchWork (stepped) -> ExaminedBatch -> Watch::add -> BatchRecord
//!            rules --------+-> Watch -----------------------------------> Watch::advise -> Advice
//! ```
//!
//! A batch is examined by itself; [`Watch`] alone knows the batches before: it spends the false-alarm rate, feeds the
//! detectors and keeps the records. It is plain data and a pure function of model, rules and batches, so that one that is
//! stored after each batch and read again goes on as if it had never stopped. Times come from outside; no file is read.
//!
//! Two things can raise an alarm by themselves. A *look* tests each deciding part of a batch (classes, words, emoji,
//! hashtags, 3-grams, descriptors) and corrects by Holm for their number at a level that
//! [`AlphaSpending`](crate::pipeline::monitor::AlphaSpending) gives the look. The *error stream*, row by row where there
//! are labels, goes to detectors of change and to a bet against the error rate that production stated. What is estimated
//! without labels is shown and decides nothing. The whole text, which a drift report holds against random splits, is left
//! out: with `B` splits no p-value is below `1 / (B + 1)`, and the level of the seventh look over six parts is below 1 in
//! 10,000, so that it could not raise an alarm.
//!
//! What the rates of false alarms rest on: rows that come independently, p-values that are valid one by one (exact for
//! classes; for the terms of a family Simes', which asks that terms go together rather than exclude each other;
//! Kolmogorov's and Smirnov's for descriptors), and the sum of the levels, however looks depend on one another. In a stream
//! whose subjects last some rows, words are others in every batch for a reason, and are found to be.

mod advice;
mod archive;
mod batch;
mod cut;
mod error_stream;
mod look;
mod model;
mod performance;
mod place;
mod record;
mod rules;
mod rules_file;
mod state_file;
mod watching;
mod wording;

pub use advice::{Advice, Answer, Evidence, FalseAlarms, Judged, Occasion, Outcome, Since};
pub use archive::{MONITOR, MonitorRun, batch_metrics, monitor_file_map};
pub use batch::{Batch, BatchWork, ExaminedBatch, Phase};
pub use cut::{CutByTime, Every, Period, by_rows, by_time};
pub use error_stream::{Detector, DetectorSignal, ErrorStream};
pub use look::{DriftLook, Moved, PartLook, WatchedPart};
pub use model::{ModelFacts, StatedErrors, StatedOn, WatchedModel};
pub use performance::{EstimatedPerformance, RealisedPerformance};
pub use place::{Placed, place};
pub use record::{BatchRecord, ClassShares, Counted, Finding};
pub use rules::{
    ByHandRule, DataRule, DriftRule, NewDataRule, QualityRule, ScheduleRule, SpendingKind,
    WatchRules,
};
pub use rules_file::RULES_WITH_DEFAULTS;
pub use watching::{AskedByHand, Watch};
