//! The run against the model in production: the comparison as a job, and the tweets on which they disagree.

mod held;
mod measure;
pub mod request;
pub mod summaries;
mod work;

pub(super) use held::{HeldCompare, no_comparison};
pub(super) use measure::{CallJob, Measured, measure};
pub(super) use work::CompareJob;
