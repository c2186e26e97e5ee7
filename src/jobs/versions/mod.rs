//! Two versions of data, or two runs, beside each other.

mod job;
pub mod request;
pub mod summaries;
mod work;

pub(super) use job::DiffJob;
pub use work::{DiffWork, Diffed, RunSide};
