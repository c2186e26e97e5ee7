//! The run against the model in production: the comparison as a job, and the tweets on which they disagree.

mod last;
mod measure;
pub mod request;
pub mod summaries;
mod work;

pub(super) use last::{LastCompare, no_comparison};
pub(super) use measure::{CallJob, Measured, measure};
pub(super) use work::CompareJob;
