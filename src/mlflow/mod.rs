//! What MLflow is told: experiments and their runs as data, the file store and the archive that are written of them, and
//! the archives that are read again.
//!
//! [`entities::Experiment`] is the only truth: training, drift, the gate and monitoring edit it, the file store, README and
//! `experiment.json` are read from it.

pub mod archive;
mod archive_files;
mod artifacts;
mod card;
mod drift_run;
pub mod entities;
pub mod exchange;
mod experiment;
mod experiment_file;
mod gate_files;
pub mod inspected;
mod logged;
pub mod manifest;
mod markdown;
mod model_folder;
pub mod model_zip;
mod monitor_run;
pub mod notice;
mod onnx;
mod opened;
mod profile_bytes;
pub mod profile_file;
pub mod pull;
pub mod push;
mod readme;
mod report_run;
mod search_files;
pub mod store;
mod stored;
mod yaml;
mod zip;

pub use archive::Archive;
pub use archive_files::{
    ArchiveOptions, archive_name, file_map, file_map_stepwise, searched_file_map,
};
pub use artifacts::SetDigest;
pub use drift_run::{DriftRun, SideName, drift_experiment, drift_file_map, drift_metrics};
pub use entities::FileMap;
pub use gate_files::with_gate;
pub use monitor_run::{MONITOR, MonitorRun, monitor_experiment, monitor_file_map};
pub use report_run::{ReportRun, report_file_map};
pub use search_files::{SEARCH, SEARCH_JOURNAL, SEARCH_REPORT, SearchRun};
pub use zip::{write_zip, write_zip_stepwise};
