//! The run against the model in production: the comparison as a job, and the tweets on which they disagree.

pub mod cards;
mod last;
mod measure;
pub mod request;
mod work;

pub(super) use last::{LastCompare, no_comparison};
pub(super) use measure::{CallJob, Measured, measure};
pub(super) use work::CompareJob;
