//! Hyperparameter search as a job.

mod found;
mod help;
mod made;
pub mod request;
mod trials;
mod work;

pub(super) use found::journal_found;
pub(super) use help::HelpJob;
pub use made::{TuneOutput, search_json, search_run};
pub(super) use work::SearchJob;
