//! Hyperparameter search as a job.

mod help;
mod made;
pub mod request;
mod trials;
mod work;

pub(super) use help::HelpJob;
pub use made::{TuneOutput, search_json, search_run};
pub(super) use work::SearchJob;
