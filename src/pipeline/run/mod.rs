//! The whole run: its configuration, its stages in order, what is recorded of it, and the archive for MLflow.

pub mod config;
pub mod model_files;
pub mod npy;
pub mod record;
pub mod summary;
pub mod train;
pub mod yaml;
pub mod zip;

pub use config::{RunConfig, RunSection};
pub use record::{LogLine, RunRecord};
pub use train::{Production, RunProgress, Stage, TrainRun};
