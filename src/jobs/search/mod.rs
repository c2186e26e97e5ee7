//! Hyperparameter search as a job.

pub mod request;
mod work;

pub(super) use work::SearchJob;
