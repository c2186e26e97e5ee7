//! Watching a model in production: batches in order, each compared with what its archive keeps, and over all of them the
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
//! [`AlphaSpending`](crate::pipeline::change_detection::AlphaSpending) gives the look. The *error stream*, where there are labels, goes
//! to tests of the error rate that production stated, of a rise against earlier rows, and of labels that went from where the
//! scores say that they are. Each of them holds its share of the false-alarm rate over all rows and looks, by proof;
//! detectors of change that do not are shown and decide nothing, and so is what is estimated without labels. The whole text,
//! which a drift report compares with random splits, is left out: with `B` splits no p-value is below `1 / (B + 1)`, and the
//! level of the seventh look over six parts is below 1 in 10,000, so that it could not raise an alarm.
//!
//! What the rates of false alarms rest on: rows that come independently, p-values that are valid one by one (exact for
//! classes and errors; for the terms of a family Simes', which asks that terms go together rather than exclude each other;
//! Kolmogorov's and Smirnov's for descriptors), and the sum of the levels, however looks depend on one another. Predicted
//! classes are compared with those of the batches before, which the same model predicted: models out of fold are other
//! functions. The error-rate test takes production's rate for no more than the upper end of what was counted, which is wider
//! where other models were counted or the mix of classes is the one that production learned from. In a stream whose subjects last some rows, words are others in every batch for a reason, and are
//! found to be.
//!
//! No row is watched twice: of each batch the digests of its texts are kept, with predictions and labels, so that rows that
//! are given again are known, labels that come later find their rows, and rows of an earlier period that come late are taken
//! as new ones. A batch may come as counts ([`CountedRows`]), which are known by their digest as a whole.

mod advice;
mod batch;
mod counted;
mod cut;
mod error_stream;
mod json;
mod kept;
mod look;
mod model;
mod names;
mod performance;
mod place;
mod plan;
mod record;
mod rules;
mod rules_file;
mod shares;
mod state_file;
mod stated;
mod watching;
mod wording;

pub use advice::{Advice, Answer, Evidence, FalseAlarms, JudgedRule, Occasion, RuleOutcome, Since};
pub use batch::{Batch, BatchWork, ExaminedBatch, Phase};
pub use counted::CountedRows;
pub use cut::{CutByTime, Every, Period, by_rows, by_time};
pub use error_stream::{Compared, Detector, DetectorSignal, ErrorStream, LabelledRow};
pub use json::{MonitorOutput, monitor_json};
pub use kept::{KeptRows, text_digest};
pub use look::{DriftLook, Moved, PartLook, WatchedPart};
pub use model::{ModelFacts, WatchedModel};
pub use names::{gap, small};
pub use performance::{EstimatedPerformance, RealisedPerformance};
pub use place::{Given, Place, Seen};
pub use plan::{Cutting, FileRows, Plan};
pub use record::{BatchFinding, BatchRecord, ClassShares, Counted};
pub use rules::{
    ByHandRule, DataRule, DriftRule, NewDataRule, QualityRule, ScheduleRule, SpendingKind,
    WatchRules,
};
pub use stated::{ErrorCount, StatedErrors, StatedOn};
pub use watching::{AskedByHand, LateLabels, Watch};
