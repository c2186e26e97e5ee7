//! Two classifiers on the same labelled rows: how their scores differ, how sure one can be of it, and whether the one may
//! take the place of the other.
//!
//! Predicted and true classes in, plain reports out; it knows no model, reads no files and measures no time: latencies and
//! sizes are numbers given from outside. Everything is paired, since both classifiers answered the same rows. What is drawn
//! by chance is stepped and seeded, with numpy's draws. All intervals are of 95 %, but those of a rule that any of several
//! scores may pass.
//!
//! Each interval that a rule goes by is the one that holds where it is used: of a class with few rows the percentile bootstrap
//! is too narrow, so that recalls have score intervals, as F1 micro has; of F1 macro it is too narrow where a class is rare, and
//! nothing better is at hand, so that [`Differences::rare_classes`] says which classes are.
//!
//! | symbol in the sources | here |
//! |---|---|
//! | b | rows that only the classifier in production has right |
//! | c | rows that only the candidate has right |
//! | R | draws |

mod agreement;
mod comparison;
mod gate;
mod intervals;
mod judge;
mod latency;
mod resampling;
mod resources;
mod rows;
mod rules;
mod rules_file;
mod timing;
mod versus_baseline;
mod wording;

pub use agreement::{Agreement, McNemar};
pub use comparison::{CompareWork, Comparison, Pair};
pub use gate::{
    Criterion, Enough, FlipsOfBoth, Gate, GateOutcome, JudgedRule, Measured, Ratio, Reason,
    RuleFinding, Whose,
};
pub use intervals::{newcombe_paired, tango};
pub use judge::{FEWEST_DIFFERING, FEWEST_SAME};
pub use latency::{CallLatency, Latency, LatencyWork, Percentiles};
pub use resampling::{Difference, Differences, Resampling};
pub use resources::{
    FEWEST_ROUNDS, Missing, ModelResources, Resource, Resources, Round, RoundRatio,
};
pub use rows::{FEWEST_POSITIVES, Models, PairedRows, RecallDifference};
pub use rules::{Cost, Rule, Rules, Score, Size, UnknownLabels, ValidRules};
pub use rules_file::RulesFile;
pub use timing::{CallTimes, FEWEST_CALLS, Model, Timing, TimingOptions, Timings, Turn};
pub use versus_baseline::{MissedClass, Standing, VersusBaseline};
