//! The whole run: its configuration, its stages in order, what is recorded of it, and the archive for MLflow.

pub mod config;
pub mod npy;
pub mod yaml;
pub mod zip;

pub use config::{RunConfig, RunSection};
