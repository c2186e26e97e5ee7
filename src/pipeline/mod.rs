//! The pure core: plain values in, plain values out. It asks no clock, file, thread, environment or system randomness.

pub mod change_detection;
pub mod chunks;
pub mod classifier;
pub mod clean;
pub mod compare;
pub mod corpus;
pub mod drift;
pub mod error;
pub mod explain;
pub mod features;
pub mod metrics;
pub mod monitoring;
mod names;
pub mod numeric;
pub mod params;
pub mod python;
pub mod rng;
pub mod run;
pub mod search;
pub mod sparse;
pub mod split;
pub mod step;
pub mod suspects;
pub mod svm;
pub(crate) mod terms;
pub mod time;
mod unicode;
