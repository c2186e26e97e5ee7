//! Drift: the report as a job, and what a view asks of the last one.

mod file;
pub mod request;
mod run;
mod shares;
mod sides;
pub mod summaries;
mod sweep;
mod terms;
mod work;

pub(super) use file::file;
pub(super) use run::experiment;
pub(super) use shares::PlantedSharesJob;
pub(super) use sides::Sides;
pub(super) use sweep::SweepJob;
pub(super) use work::{DriftJob, LastDrift};
