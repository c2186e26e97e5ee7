//! Hyperparameter search as a job.

mod made;
pub mod request;
mod work;

pub use made::{search_json, search_run};
pub(super) use work::SearchJob;
