//! Batches against the model in production: files that are batches, the watching as a job, and what can be saved of it.

mod batches;
mod files;
pub mod request;
pub mod summaries;
mod work;

pub(super) use batches::BatchFiles;
pub(super) use files::{experiment, file};
pub(super) use work::{LastMonitor, MonitorJob, no_monitoring};
